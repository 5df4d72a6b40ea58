"""The typefaces as files, and which letters they have; read without drawing anything.

Belongs here: files of packages and of this one. Does not belong here: sizes and looks (theme), and measuring (layout).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

LATIN, HANGUL = "Source Sans Pro", "Noto Sans KR"
LAST = "DejaVu Sans"  # matplotlib's own, for what neither has
FAMILY = [LATIN, HANGUL, LAST]  # a letter is drawn by the first that has it
FONTS = Path(find_spec("font_source_sans_pro").origin).parent / "files"
HANGUL_FONTS = Path(__file__).parent / "fonts"  # its README says where from
_LEFTWARD = ("R", "AL", "AN")
_SYLLABLE = re.compile("[\u3001-\u3003\u3008-\u3011\u3131-\u318e\uac00-\ud7a3]")


def files() -> list[Path]:
    """Return the files of the typefaces that matplotlib has to be given; FileNotFoundError where there are none."""
    latin = sorted(FONTS.glob("SourceSansPro-*.ttf"))
    if not latin:  # matplotlib would take another without a word, and every label would have another width
        raise FileNotFoundError(
            f"The typeface {LATIN} is missing from {FONTS}. To have it again: "
            "pip install --force-reinstall --no-deps font-source-sans-pro"
        )
    return [*latin, *sorted(HANGUL_FONTS.glob("*.ttf"))]


@cache
def letters() -> frozenset[int]:
    """Return the code points that can be drawn.

    Not those of scripts written from right to left, though a typeface has them: beside them a number changes its side,
    and "≥" would be turned round into "≤".
    """
    from fontTools.ttLib import TTFont

    last = Path(find_spec("matplotlib").origin).parent / "mpl-data" / "fonts" / "ttf" / "DejaVuSans.ttf"
    known: set[int] = set()
    for path in (FONTS / "SourceSansPro-Regular.ttf", HANGUL_FONTS / "NotoSansKR-Regular.ttf", last):
        with TTFont(path, lazy=True) as font:
            known.update(font.getBestCmap())
    return frozenset(c for c in known if unicodedata.bidirectional(chr(c)) not in _LEFTWARD)


def drawable(text: str) -> str:
    """Return the text with every character that no typeface here can draw, or that draws nothing, as "□"."""
    text = str(text)
    if text.isascii() and text.isprintable():
        return text
    known = letters()
    text = re.sub(r"([\u0300-\u036f]{2})[\u0300-\u036f]+", r"\1", text)  # accents piled up leave their line
    return "".join(
        c if c == " " or (ord(c) in known and c.isprintable()) else " " if c.isspace() else "□" for c in text
    )


def undrawn(text: str) -> str:
    """Return the letters of a text that are not drawn, each once."""
    if text.isascii():
        return ""
    known = letters()
    return "".join(dict.fromkeys(c for c in text if c.isprintable() and ord(c) not in known))


def has_hangul(text: str) -> bool:
    """Whether a text has letters of the Korean typeface."""
    return _SYLLABLE.search(text) is not None
