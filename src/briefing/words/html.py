"""HTML from templates: every text is escaped, and characters that hide or reorder text are shown as codes.

A package keeps its templates in templates/ beside its modules. Belongs here: how templates are filled, and names for
places in a page. Does not belong here: any HTML (templates).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup, escape

from briefing.words.text import show_codes

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def templates(package: str) -> Environment:
    """Return the templates of a package; made when the first piece of HTML is."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def filled(package: str, template: str, macro: str, **values) -> Markup:
    """Return what a macro of a package's template makes of values."""
    return getattr(templates(package).get_template(template).module, macro)(**values)


def escaped(text: str) -> Markup:
    """Return untrusted text for HTML, as a template writes it."""
    return escape(_shown(text))


def anchor(name: str) -> str:
    """Return a name for a place in a page: different names stay different, and ids of this house stay as they are."""
    return quote(name, safe="")


def _shown(value):
    """Return a text with codes for what would act instead of showing; what is HTML already, or no text, as it is."""
    return show_codes(value, spaces=True) if isinstance(value, str) and not isinstance(value, Markup) else value
