"""A chart's SVG inside an HTML page: ids of its own, no style that a strict policy forbids, its colours in the dark.

Belongs here: changing what matplotlib writes. Does not belong here: drawing, and SVG files (drawing).
"""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markupsafe import Markup

from briefing.drawing.layout import Box
from briefing.drawing.svg import XLINK, element

HREF = f"{{{XLINK}}}href"


def inline(svg: bytes, prefix: str, shown: Box, dark: bytes = b"") -> Markup:
    """Return an SVG for use inside an HTML page, of which `shown` (inches) is to be seen.

    `prefix` makes its ids unique in the page; title and description name it for screen readers. `dark` is the same
    chart in the theme for dark screens.
    """
    root = _plain(svg)
    rules = _dark_rules(root, _plain(dark), prefix) if dark else ""
    _own_ids(root, prefix)
    _cut(root, shown)
    root.attrib |= {"id": prefix, "stroke-linejoin": "round", "stroke-linecap": "butt"}
    for name, use in (("title", "aria-labelledby"), ("desc", "aria-describedby")):
        root.find(f"{{*}}{name}").set("id", f"{prefix}-{name}")
        root.set(use, f"{prefix}-{name}")
    if rules:
        root.insert(2, element("style", rules))
    return Markup(ElementTree.tostring(root, "unicode"))


def _plain(svg: bytes) -> Element:
    """Return the drawing without its size and style sheet; styles as attributes, which no policy forbids."""
    root = ElementTree.fromstring(svg)
    ElementTree.indent(root, "")
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    for defs in root.iterfind(".//{*}defs"):
        for style in defs.findall("{*}style"):
            defs.remove(style)
    for part in root.iter():
        pairs = (pair.split(":", 1) for pair in part.attrib.pop("style", "").split(";") if ":" in pair)
        part.attrib |= {name.strip(): value.strip() for name, value in pairs}
    # A marker takes its colours from each use of it: what a copy has of its own, no rule of the page's reaches.
    for marker in root.iterfind(".//{*}defs/{*}path"):
        for name in marker.attrib.keys() - {"id", "d", "transform"}:
            del marker.attrib[name]
    return root


def _own_ids(root: Element, prefix: str) -> None:
    """Put the prefix before every id that something refers to, and drop the others."""
    used = set()
    for part in root.iter():
        for name, value in part.items():
            before, mark, reference = value.partition("#" if name == HREF else "url(#")
            if mark and not before:
                used.add(reference.removesuffix(")"))
                part.set(name, f"{mark}{prefix}-{reference}")
    for part in root.iter():
        if (name := part.attrib.pop("id", "")) in used:
            part.set("id", f"{prefix}-{name}")


def _cut(root: Element, shown: Box) -> None:
    """Show a part of the drawing, which is given in inches from below and written in points from above."""
    height = float(root.get("viewBox").split()[3])
    view = (72 * shown.left, height - 72 * shown.top, 72 * shown.width, 72 * shown.height)
    root.set("viewBox", " ".join(f"{x:.2f}" for x in view))


def _dark_rules(light: Element, dark: Element, prefix: str) -> str:
    """Return the style sheet that gives a chart the colours of its dark twin; "" if they are not the same drawing."""
    here, there = _colours(light), _colours(dark)
    if [kind for kind, _ in here] != [kind for kind, _ in there]:
        return ""
    pairs = dict.fromkeys((kind, a, b) for (kind, a), (_, b) in zip(here, there, strict=True))
    rules = "".join(f'#{prefix} [{kind}="{a}"]{{{kind}:{b}}}' for kind, a, b in pairs)
    return f"@media screen and (prefers-color-scheme:dark){{{rules}}}"


def _colours(root: Element) -> list[tuple[str, str]]:
    """Return the fills and strokes of a drawing that are colours, in the order of the drawing."""
    looks = ((kind, part.get(kind, "")) for part in root.iter() for kind in ("fill", "stroke"))
    return [(kind, colour) for kind, colour in looks if colour.startswith("#")]
