"""`briefing site`: page, gallery and the record for machines as a folder that a web server shows.

Belongs here: what stands where on a site. Does not belong here: the page (page_file), the gallery's text (run.gallery),
the forms for machines (export).
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import mistune
from markupsafe import Markup

from briefing.outputs.export import write_all
from briefing.outputs.page_file import STYLE, Order, faces, policy, write, write_page
from briefing.words.html import templates
from briefing.words.text import UserError

_TO_NOTEBOOK = re.compile(r"\[(`[^`\]]+`)\]\(\.\./[^)]*\)")  # notebooks are not on the site
_TITLE = re.compile(r"^# (.+)$", re.M)
FOOTER = "Made by `briefing site`. The figures are under CC BY 4.0."


def write_site(order: Order, figures: Path, base: str = "") -> Iterator[Path]:
    """Write a site and yield what was written: index.html, figures/ with their gallery, claims.jsonld, record.sqlite.

    `base` is the address at which the site will stand. Raises UserError where there is no gallery, or it cannot be
    written.
    """
    out = order.out
    if not (figures / "README.md").is_file():
        raise UserError(f"There is no gallery in {figures}: run briefing figures first, or give --figures.")
    yield write_page(Order(order.values, out / "index.html", order.data_dir))
    gallery = out / "figures"
    try:
        shutil.rmtree(gallery, ignore_errors=True)
        shutil.copytree(figures, gallery, ignore=shutil.ignore_patterns(".*", "README.md"))
    except OSError as error:
        raise UserError(f"{gallery} cannot be written: {error}. Choose another --out.") from None
    html = gallery_html((figures / "README.md").read_text(encoding="utf-8"))
    yield write(gallery / "index.html", html.encode("utf-8"))
    page = f"{base.rstrip('/')}/index.html" if base else ""
    yield from write_all(("jsonld", "sqlite"), out, order.data_dir or "", figures, page)


def gallery_html(text: str) -> str:
    """Return a gallery's Markdown as an HTML page; what looks like HTML in it is shown as text."""
    body = Markup(mistune.create_markdown()(_TO_NOTEBOOK.sub(r"\1", text)))
    title = match[1] if (match := _TITLE.search(text)) else "Figures"
    sheet = faces(body) + STYLE.read_text(encoding="utf-8")
    values = {
        "look": "light",
        "scheme": "light",
        "policy": policy([sheet]).replace("img-src data:", "img-src 'self' data:"),
        "title": title,
        "sheet": Markup(sheet),
        "masthead": Markup('<p><a href="../index.html">The briefing</a></p>'),
        "body": body,
        "footer": FOOTER,
    }
    return templates("briefing.outputs").get_template("page.html.j2").render(values)
