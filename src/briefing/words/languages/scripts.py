"""In which script and language a text is written, and which passages of it nobody here can read.

A number in a language that is not read can be missed without a word: such a passage is told, never passed over.
Belongs here: telling languages apart, by their letters and their smallest words. Does not belong here: reading
numbers (the modules beside this one).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

READ = {"en": "English", "ko": "Korean", "uk": "Ukrainian", "ru": "Russian"}  # by code of ISO 639-1
SCRIPT = {"en": "Latin", "ko": "Hangul", "uk": "Cyrillic", "ru": "Cyrillic"}
FEW = 12  # letters of a line in one script: fewer are a name, or a piece of a menu
ENOUGH = 3000  # so many characters show the language of a text
MANY = 30  # so many are a passage, whatever else stands in the line
SOME = 25  # letters of a document: fewer do not contradict the language it is said to be in

_LATIN, _CYRILLIC, _HANGUL = "A-Za-zªº\u00c0-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a", "\u0400-\u052f", "가-힣"
_LETTERS = {name: re.compile(f"[{letters}]") for name, letters in
            (("Latin", _LATIN), ("Cyrillic", _CYRILLIC), ("Hangul", _HANGUL))}  # fmt: skip
_OTHER = re.compile(rf"(?![{_LATIN}{_CYRILLIC}{_HANGUL}\u0300-\u036f])[^\W\d_]")
_BEYOND_LATIN = re.compile(r"[\u0370-\U0010ffff]")
_UKRAINIAN, _RUSSIAN = re.compile("[іїєґІЇЄҐ]"), re.compile("[ыэёъЫЭЁЪ]")
_NEITHER = re.compile("(?![а-яіїєґёА-ЯІЇЄҐЁ])[\u0400-\u052f]")
_HARD, _YERY = re.compile("[ъЪ]"), re.compile("[ыэЫЭ]")
_WORD, _LATIN_WORD = re.compile(r"[^\W\d_]+"), re.compile(rf"[{_LATIN}]+")
_SMALL_ENGLISH = """
the of and to in a an that was were for is are on said it by with at from as have has had been be not but this
they he she who will or its their his her which about more than after when there would could also into over no
"""
# The smallest words of other languages in Latin letters; none of them is an English one.
_SMALL_FOREIGN = """
der und das dass nicht ist mit auf für dem ein eine einen sich auch wurde wurden nach bei aus wird sind haben
les des une est dans que qui pour par sur avec ont été aux du sont ses cette selon plus leur
los las del por para una con fueron según como más pero también sus entre
della delle che gli sono per nel dei alla anche stati secondo
não dos uma foram mais pelo pela também het een van niet zijn voor werden heeft ook naar
nie się jest przez oraz było jako który zostało bir için olarak olan değil göre kadar
của và các những được không người yang dan dengan untuk dari tidak pada telah
och att som inte det har ett av för și pentru este sunt care din
és hogy nem egy volt bylo byla jsou který není
"""
_ENGLISH, _FOREIGN = frozenset(_SMALL_ENGLISH.split()), frozenset(_SMALL_FOREIGN.split())


@dataclass(frozen=True)
class Unread:
    """A passage text[start:end] that is not read, and what it is written in, in words."""

    start: int
    end: int
    what: str


def plain_digits(text: str) -> str:
    """Return the text with the digits of every script, and the marks between them, as ASCII has them, one for one.

    "４，７００" and "٤٬٧٠٠" become "4,700".
    """
    return text if text.isascii() else _DIGIT.sub(_plain, text)


_MARKS = {"，": ",", "．": ".", "٬": ",", "٫": ".", "％": "%", "٪": "%", "〜": "~", "～": "~", "∼": "~"}
_DIGIT = re.compile(rf"(?![0-9])\d|[{''.join(_MARKS)}]")


def _plain(match: re.Match) -> str:
    return _MARKS.get(match[0]) or str(unicodedata.decimal(match[0]))


def language_of(text: str, stated: str = "") -> str:
    """Return the language that a text is read in: the one it is said to be in, else the one it looks like.

    "" where that is none that is read.
    """
    found = stated or _looks_like(text)
    return found if found in READ else ""


def contradiction(text: str, stated: str) -> str:
    """Return the language read here that a text looks like, where it is said to be in another one; else ""."""
    if stated not in READ:
        return ""
    text = text[:ENOUGH]
    counts = _by_script(text)
    every = sum(counts.values())
    if every < SOME:
        return ""
    if 4 * counts[SCRIPT[stated]] < every:
        found = language_of(text)
        return found if found != stated else ""
    if SCRIPT[stated] == "Cyrillic":
        other = {"uk": "ru", "ru": "uk"}[stated]
        mine, others = (len(_OWN_LETTERS[code].findall(text)) for code in (stated, other))
        return other if others >= 5 and others > 4 * mine else ""
    return ""


_OWN_LETTERS = {"uk": _UKRAINIAN, "ru": _RUSSIAN}


def unread(text: str, stated: str = "") -> list[Unread]:
    """Return the passages of a text that are in no language that is read; lines that follow each other are one."""
    passages: list[Unread] = []
    for start, end, what in _unread_lines(text, stated):
        if passages and passages[-1].what == what and not text[passages[-1].end : start].strip():
            start = passages.pop().start
        passages.append(Unread(start, end, what))
    return passages


def _unread_lines(text: str, stated: str) -> Iterator[tuple[int, int, str]]:
    if stated and stated not in READ:
        yield from ((start, end, f"“{stated}”") for start, end in _lines(text) if _WORD.search(text, start, end))
        return
    if not _may_be_unread(text):
        return
    not_english = _not_english(_LATIN_WORD.findall(text.lower()))
    for start, end in _lines(text):
        what = _script_problem(text[start:end], not_english)
        if what:
            yield start, end, what


def _may_be_unread(text: str) -> bool:
    """Whether a closer look is wanted: letters beyond Latin, or the words of another language in Latin letters."""
    if _BEYOND_LATIN.search(text) and (_OTHER.search(text) or _NEITHER.search(text) or len(_HARD.findall(text)) >= 3):
        return True
    words = _LATIN_WORD.findall(text.lower())
    return sum(w in _FOREIGN for w in words) >= 2 or _not_english(words)


def _not_english(words: list[str]) -> bool:
    """Whether a text's words in Latin letters, many different ones, are hardly ever the smallest ones of English."""
    return len(set(words)) >= 30 and sum(w in _ENGLISH for w in words) < 0.03 * len(words)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


def _script_problem(line: str, not_english: bool) -> str:
    """Return what a line is written in, where that is not read, else ""."""
    counts = _by_script(line)
    every = sum(counts.values())
    large = (name for name, n in counts.most_common() if n >= MANY or (n >= FEW and 2 * n > every))
    return next((what for name in large if (what := _problem_of(name, line, not_english))), "")


def _problem_of(script: str, line: str, not_english: bool) -> str:
    if script == "Latin":
        words = [w.lower() for w in _WORD.findall(line)]
        foreign = sum(w in _FOREIGN for w in words)
        other = (foreign >= 2 and foreign > sum(w in _ENGLISH for w in words)) or (not_english and len(words) > 3)
        return "Latin letters, but not in English" if other else ""
    language = {"Cyrillic": cyrillic(line), "Hangul": "ko"}.get(script, "")
    if language in READ:
        return ""
    if script == "Cyrillic" and not language:
        return "Cyrillic letters, but neither in Russian nor in Ukrainian"
    return f"{script} script"


def _by_script(text: str) -> Counter:
    counts = Counter({name: n for name, letters in _LETTERS.items() if (n := len(letters.findall(text)))})
    if _BEYOND_LATIN.search(text):
        counts += Counter(map(_script_of, _OTHER.findall(text)))
    return counts


def _script_of(letter: str) -> str:
    name = unicodedata.name(letter, "unknown").split()[0].capitalize()
    return {"Cjk": "Chinese", "Hiragana": "Japanese", "Katakana": "Japanese", "Hangul": "decomposed Hangul"}.get(
        name, name
    )


def _looks_like(text: str) -> str:
    """Return the language that a text looks like, "" where it is none that is read."""
    counts = _by_script(text)
    script = counts.most_common(1)[0][0] if counts else "Latin"
    if script == "Cyrillic":
        return cyrillic(text)
    if script == "Latin":
        return "" if _not_english(_LATIN_WORD.findall(text.lower())) else "en"
    return "ko" if script == "Hangul" else ""


def cyrillic(text: str) -> str:
    """Return "uk" or "ru" by the letters that only one of them has, "" where a third language's are there.

    Bulgarian has ъ where Russian has ы; a text too short to have either is taken for Russian.
    """
    ukrainian, russian = len(_UKRAINIAN.findall(text)), len(_RUSSIAN.findall(text))
    letters = len(_LETTERS["Cyrillic"].findall(text))
    hard, yery = len(_HARD.findall(text)), len(_YERY.findall(text))
    if len(_NEITHER.findall(text)) > 0.01 * letters or (hard >= 3 and hard > yery and not ukrainian):
        return ""
    if not ukrainian and not russian and letters > 300:
        return ""
    return "uk" if ukrainian > russian else "ru"


def other_cyrillic(line: str, code: str) -> str:
    """Return the language of a line of a text in Ukrainian or Russian: the other one where its letters say so."""
    own, other = (_UKRAINIAN, _RUSSIAN) if code == "uk" else (_RUSSIAN, _UKRAINIAN)
    if own.search(line) or len(other.findall(line)) < 2:
        return code
    return "ru" if code == "uk" else "uk"


def is_hangul(letter: str) -> bool:
    """Whether a character is a Korean syllable."""
    return "가" <= letter <= "힣"


def is_latin(name: str) -> bool:
    """Whether a name has letters of the Latin script only."""
    return set(_by_script(name)) <= {"Latin"}
