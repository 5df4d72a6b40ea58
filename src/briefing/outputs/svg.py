"""A chart's SVG inside an HTML page: ids of its own, no style that a strict policy forbids, its colours in the dark.

Belongs here: rewriting what matplotlib writes. Does not belong here: drawing.
"""

from __future__ import annotations

import re

from briefing.drawing.layout import Box

_COLOUR = re.compile(r'(fill|stroke)="(#[0-9a-f]+)"')
_MARKER = re.compile(r'(<path id="m[0-9a-f]+" d="[^"]*")[^>]*/>')


def inline(svg: bytes, prefix: str, shown: Box, dark: bytes = b"") -> str:
    """Return an SVG for use inside an HTML page, of which `shown` (inches) is to be seen.

    `prefix` makes its ids unique in the page; title and description name it for screen readers. `dark` is the same
    chart in the theme for dark screens.
    """
    text = _cut(_plain(svg), shown)
    rules = _dark_rules(text, _plain(dark), prefix) if dark else ""
    used = set(re.findall(r'(?:href="|url\()#([\w.-]+)', text))
    text = re.sub(r' id="([^"]*)"', lambda m: f' id="{prefix}-{m[1]}"' if m[1] in used else "", text)
    text = re.sub(r'(href="|url\()#', rf"\1#{prefix}-", text)
    text = text.replace("<title>", f'<title id="{prefix}-title">', 1).replace("<desc>", f'<desc id="{prefix}-desc">', 1)
    named = f'id="{prefix}" aria-labelledby="{prefix}-title" aria-describedby="{prefix}-desc"'
    text = text.replace("<svg ", f'<svg {named} stroke-linejoin="round" stroke-linecap="butt" ', 1)
    return text.replace("</desc>", f"</desc>\n<style>{rules}</style>", 1) if rules else text


def _plain(svg: bytes) -> str:
    """Return the svg element without its size and style sheet; styles as attributes, which no policy forbids."""
    text = svg.decode("utf-8")
    text = text[text.index("<svg") :].strip()
    text = re.sub(r"<style\b.*?</style>", "", text, flags=re.S)
    text = re.sub(r'(<svg\b[^>]*?) width="[^"]*" height="[^"]*"', r"\1", text, count=1)
    text = re.sub(r' style="([^"]*)"', lambda m: _attributes(m[1]), text)
    # A marker takes its colours from each use of it: what a copy has of its own, no rule of the page's reaches.
    text = _MARKER.sub(r"\1/>", text)
    return re.sub(r"\s*\n\s*", "\n", text)


def _cut(text: str, shown: Box) -> str:
    """Show a part of the drawing, which is given in inches from below and written in points from above."""
    height = float(re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', text)[1])
    left, top, wide, high = (
        72 * x for x in (shown.left, height / 72 - shown.top, shown.width, shown.top - shown.bottom)
    )
    return re.sub(r'viewBox="[^"]*"', f'viewBox="{left:.2f} {top:.2f} {wide:.2f} {high:.2f}"', text, count=1)


def _attributes(style: str) -> str:
    pairs = (part.split(":", 1) for part in style.split(";") if ":" in part)
    return "".join(f' {name.strip()}="{value.strip()}"' for name, value in pairs)


def _dark_rules(light: str, dark: str, prefix: str) -> str:
    """Return the style sheet that gives a chart the colours of its dark twin; "" if they are not the same drawing."""
    here, there = _COLOUR.findall(light), _COLOUR.findall(dark)
    if [kind for kind, _ in here] != [kind for kind, _ in there]:
        return ""
    pairs = dict.fromkeys((kind, a, b) for (kind, a), (_, b) in zip(here, there, strict=True))
    rules = "".join(f'#{prefix} [{kind}="{a}"]{{{kind}:{b}}}' for kind, a, b in pairs)
    return f"@media screen and (prefers-color-scheme:dark){{{rules}}}"
