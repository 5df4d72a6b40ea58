"""Text from outside, made safe to show: what acts instead of showing, what a spreadsheet would run, near misses.

Belongs here: one helper for each of these. Does not belong here: HTML (templates escape it) and what a text means.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache


class UserError(ValueError):
    """A mistake in what was given; the message says what to do, and a notebook shows it without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"  # soft hyphen, zero-width spaces and joiners, word joiner
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def visible(text: str) -> str:
    """Return the text on one line, with every character that acts instead of showing (ESC, a bidi override) as "□"."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "□" for c in text)


def show_codes(text: str, spaces: bool = False) -> str:
    """Return the text with every character that would act instead of showing as its code: ESC → \\x1b.

    With `spaces` the spaces, tabs and line ends of a document stay as they are.
    """
    if text.isprintable():
        return text

    def stays(c: str) -> bool:
        return c.isprintable() or (spaces and (c in "\t\n" or unicodedata.category(c) == "Zs"))

    return "".join(c if stays(c) else c.encode("unicode_escape").decode() for c in text.replace("\r\n", "\n"))


def printable(text: str) -> str:
    """Return lines that a terminal shows as they are: `show_codes` of each."""
    return text if text.isprintable() else "\n".join(map(show_codes, text.split("\n")))


def quoted(value: str, limit: int = 80) -> str:
    """Write a value from outside so that it can be printed, in quotation marks and no longer than a line."""
    text = show_codes(str(value))
    return f"“{text[:limit]}…”" if len(text) > limit else f"“{text}”"


def defuse(text: str) -> str:
    """Return a cell that a spreadsheet will not run: a leading = + - @, also of full width, gets an apostrophe."""
    return f"'{text}" if FORMULA.match(text) else text


def plain(name: str) -> str:
    """Return a name to be compared by: small letters, no signs between its words, no possessive."""
    return re.sub(r"[\W_]+", " ", re.sub(r"['’]s\b", "", name)).casefold().strip()


def as_markdown(text: str) -> str:
    """Return a text so that Markdown shows it as it is, on one line, whatever Markdown or HTML it looks like."""
    line = html.escape(" ".join(str(text).split()), quote=False)
    line = re.sub(r"([\\`*_{}\[\]#|~$!@])", r"\\\1", line)
    return re.sub(r"^([-+=]|\d+(?=[.)]))", r"\\\1" if line[:1] in "-+=" else r"\1\\", line)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word most like a word, "" where none is."""
    return _nearest(word, known if isinstance(known, tuple) else tuple(known))


@lru_cache(maxsize=10_000)
def _nearest(word: str, known: tuple[str, ...]) -> str:
    from rapidfuzz import fuzz, process  # only where something is wrong

    found = process.extractOne(word, sorted(known), scorer=fuzz.ratio, score_cutoff=50)
    return found[0] if found else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "did you mean “x”? " for the nearest known word, else ""."""
    near = nearest(word, known)
    return f"did you mean “{near}”? " if near else ""
