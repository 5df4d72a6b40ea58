"""The languages that documents are read in: one module of the same shape for each, and which passage is in which.

Belongs here: the list of them, and cutting a text into passages. Does not belong here: telling them apart (scripts).
"""

from __future__ import annotations

import re

from briefing.words.languages import scripts
from briefing.words.languages.base import Language
from briefing.words.languages.en import ENGLISH
from briefing.words.languages.ko import KOREAN
from briefing.words.languages.ru import RUSSIAN
from briefing.words.languages.uk import UKRAINIAN

LANGUAGES: dict[str, Language] = {language.code: language for language in (ENGLISH, KOREAN, UKRAINIAN, RUSSIAN)}

_OTHER_LETTERS = re.compile("[\u0400-\u052f가-힣]")
_CYRILLIC, _HANGUL, _LATIN = re.compile("[\u0400-\u052f]"), re.compile("[가-힣]"), re.compile("[A-Za-z\u00c0-\u024f]")
# A stretch of other letters inside an English line, with the number that leads into it: "4천700여 명", "до 600 солдат".
_STRETCH = re.compile(
    r"(?:(?<![\w.,-])\d[\d.,]*\s?)?[\u0400-\u052f가-힣](?:[^A-Za-z\u00c0-\u024f\n]*[\u0400-\u052f가-힣])?"
)
_SYLLABLE = 2.5  # letters that a Hangul syllable counts for


def reader(text: str, language: str = "") -> Language:
    """Return the language that a quote of a document in a language is read in."""
    return LANGUAGES[_code_of(text, _of_cyrillic(text, language))] if _OTHER_LETTERS.search(text) else ENGLISH


def segments(text: str, language: str = "") -> list[tuple[int, int, str]]:
    """Return a text as passages (start, end, code of the language), which follow each other without a gap."""
    if text.isascii() or not _OTHER_LETTERS.search(text):
        return [(0, len(text), "en")]
    cyrillic, found, start = _of_cyrillic(text, language), [], 0
    for line in text.splitlines(keepends=True):
        code = _code_of(line, cyrillic)
        if code == "en" and _OTHER_LETTERS.search(line):
            _add_stretches(found, line, start, cyrillic)
        else:
            _add(found, start, start + len(line), code)
        start += len(line)
    return found


def _of_cyrillic(text: str, language: str) -> str:
    """Return the language that Cyrillic letters of a text are read in: its own, else the one they look like."""
    return language if language in ("uk", "ru") else scripts.cyrillic(text) or "ru"


def _code_of(line: str, cyrillic: str) -> str:
    """Return the language that most letters of a line are in; one whose letters say so is in the other Cyrillic one."""
    if not _OTHER_LETTERS.search(line):
        return "en"
    if not _LATIN.search(line):  # most lines, quickly
        if not _HANGUL.search(line):
            return scripts.other_cyrillic(line, cyrillic)
        if not _CYRILLIC.search(line):
            return "ko"
    n = {"en": len(_LATIN.findall(line)), "ko": _SYLLABLE * len(_HANGUL.findall(line)), cyrillic: 0}
    n[cyrillic] = len(_CYRILLIC.findall(line))
    code = max(n, key=n.get)
    return scripts.other_cyrillic(line, code) if code == cyrillic else code


def _add_stretches(found: list, line: str, start: int, cyrillic: str) -> None:
    end = 0
    for match in _STRETCH.finditer(line):
        _add(found, start + end, start + match.start(), "en")
        _add(found, start + match.start(), start + match.end(), "ko" if _HANGUL.search(match[0]) else cyrillic)
        end = match.end()
    _add(found, start + end, start + len(line), "en")


def _add(found: list, start: int, end: int, code: str) -> None:
    """Add a passage, to the one before it where that is in the same language."""
    if start == end:
        return
    if found and found[-1][2] == code:
        start = found.pop()[0]
    found.append((start, end, code))
