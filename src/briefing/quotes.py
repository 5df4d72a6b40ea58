"""Find a quote in its document, and a value and its qualifier in a quote; document checksums.

Belongs here: the evidence checks on words, and the words that carry a qualifier. Does not belong here: which
words should have been quoted (coverage) and how a fault is reported (dossier).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SPACES = " \u00a0\u2009\u202f"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_UNITS = f"zero one two three four five six seven eight nine {_TEENS}".split()
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS = {w: i for i, w in enumerate(_UNITS)} | {w: 20 + 10 * i for i, w in enumerate(_TENS)}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "k": 1000, "million": 10**6, "billion": 10**9}
_DIGITS = rf"(?<![\d.,])\d{{1,3}}(?:[,.'’{SPACES}]\d{{3}})+(?!\d)|\d+(?:\.\d+)?"
_WORDS = "|".join(sorted([*WORDS, *SCALES], key=len, reverse=True))
_TOKEN = re.compile(rf"(?P<digits>{_DIGITS})|(?:(?<=\d)|\b)(?P<word>{_WORDS})\b", re.I)
_JOIN = re.compile(r"\s*-?\s*(?:and\s+)?", re.I)

# The words before a number that carry its qualifier. Upper bounds stand first: "no more than" is not "more than".
_BEFORE = re.compile(
    r"""\b(?:
    (?P<up_to>up\s+to|as\s+many\s+as|at\s+most|no[t]?\s+more\s+than|a\s+maximum\s+of)
    |(?P<at_least>at\s+least|no[t]?\s+(?:fewer|less)\s+than|a\s+minimum\s+of)
    |(?P<more_than>more\s+than|over|above|exceeding|upwards\s+of|in\s+excess\s+of|greater\s+than)
    |(?P<nearly>nearly|almost|close\s+to|just\s+under|under|fewer\s+than|less\s+than|below)
    |(?P<about>about|around|approximately|approx\.?|circa|roughly|some)
    )(?=\W|$)(?:\W+[^\W\d]+){0,3}\W*$""",
    re.I | re.X,
)
_SIGN_BEFORE = {"≈": "about", "~": "about", "≥": "at_least", ">": "more_than", "<": "nearly", "≤": "up_to"}
_AFTER = re.compile(
    r"\s*(?:(?P<at_least>or\s+more\b|plus\b|\+)|(?P<about>or\s+so\b|-?odd\b)|(?P<up_to>at\s+most\b))", re.I
)
_BETWEEN = re.compile(r"\s*(?:and|to|or|-|–|—)\s*", re.I)
_VAGUE = re.compile(
    r"\b(?:(?:tens|dozens|scores|hundreds|thousands|millions)\b|(?:several|many|numerous|countless)\s)", re.I
)
_VAGUE_PLURAL = re.compile(r"\b(?:dozens|scores|hundreds|thousands|millions)\b", re.I)


@dataclass(frozen=True)
class Number:
    """A number as written in a text: its place and its value; `whole` is False for 4.7 or $66.5."""

    start: int
    end: int
    value: float


def checksum(content: bytes) -> str:
    """Return the sha256 of a document's bytes in lower-case hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def numbers(text: str) -> list[Number]:
    """Return the whole numbers written in a text, in digits, words or both: "4 700", "four thousand 700", "15-hundred".

    Adjoining tokens are one number where a scale word joins them; "2024 300" stays two.
    """
    found, run = [], []
    for token in _TOKEN.finditer(text):
        if run and not (_JOIN.fullmatch(text, run[-1].end(), token.start()) and _goes_on(run, token)):
            found.append(_number(run))
            run = []
        run.append(token)
    return [*found, _number(run)] if run else found


def _goes_on(run: list[re.Match], token: re.Match) -> bool:
    """Whether a token continues the number before it: after or before a scale, or a unit after tens."""
    word, before = (token["word"] or "").lower(), (run[-1]["word"] or "").lower()
    return word in SCALES or before in SCALES or (before in _TENS and 0 < WORDS.get(word, 0) < 10)


def _number(run: list[re.Match]) -> Number:
    total = current = 0.0
    for token in run:
        word = (token["word"] or "").lower()
        if word in SCALES:
            scaled = (current or 1) * SCALES[word]
            total, current = (total + scaled, 0.0) if SCALES[word] >= 1000 else (total, scaled)
        else:
            current += WORDS[word] if word else _digits(token["digits"])
    return Number(run[0].start(), run[-1].end(), total + current)


def _digits(written: str) -> float:
    grouped = re.fullmatch(rf"\d{{1,3}}(?:[,.'’{SPACES}]\d{{3}})+", written)
    return float(re.sub(r"\D", "", written) if grouped else written)


def qualifier_of(quote: str, number: Number, since: int = 0) -> str:
    """Return the qualifier that the words around a number give it; `since` is where the number before it ends."""
    before = quote[max(since, number.start - 60) : number.start]
    if sign := _SIGN_BEFORE.get(before.rstrip()[-1:]):
        return sign
    clause = re.split(r"[.;:!?]\s", before)[-1]
    if (match := _BEFORE.search(clause)) or (match := _AFTER.match(quote, number.end)):
        return match.lastgroup
    return "unqualified"


def quote_problem(quote: str, value: int | None, value_to: int | None, qualifier: str) -> tuple[str, str, str] | None:
    """Return (column, problem, remedy) where a quote does not carry its row's value and qualifier, else None."""
    if qualifier == "vague":
        if _VAGUE.search(quote):
            return None
        return (
            "qualifier",
            "the quote has no vague quantity",
            "quote a word like “thousands”, or use none_given",
        )
    if qualifier == "none_given":
        if match := _VAGUE_PLURAL.search(quote):
            return "qualifier", f"the quote says “{match[0]}”", "use vague, or a shorter quote"
        return None
    written = numbers(quote)
    for wanted, column in ((value, "value"), (value_to, "value_to")):
        if wanted is not None and all(n.value != wanted for n in written):
            has = ", ".join(f"{n.value:,.15g}" for n in written) or "no number"
            return (
                column,
                f"the quote does not contain {wanted:,} in any written form; it has {has}",
                ("correct the value, or quote the words that carry it"),
            )
    said = _qualifiers(quote, written, value, value_to)
    if qualifier in said:
        return None
    return (
        "qualifier",
        f"the words of the quote make it {' or '.join(said)}",
        (f"write {said[0]}, or quote the word that makes it {qualifier}"),
    )


def _qualifiers(quote: str, written: list[Number], value: int, value_to: int | None) -> list[str]:
    """Return the qualifiers that the quote gives to the value, one for each place where it stands."""
    said = []
    for i, number in enumerate(written):
        follows = written[i + 1] if i + 1 < len(written) else None
        in_range = follows is not None and _BETWEEN.fullmatch(quote, number.end, follows.start) is not None
        if number.value == value:
            if in_range and follows.value == value_to:
                said.append("between")
            elif value_to is None:
                said.append(qualifier_of(quote, number, written[i - 1].end if i else 0))
    return said or ["unqualified"]


def nearest_passage(quote: str, text: str) -> tuple[int, str]:
    """Return (offset, words) of the passage of a text that is most like a quote; (-1, "") where none is."""
    exact = text.find(quote)
    if exact >= 0:
        return exact, quote
    match = SequenceMatcher(None, text, quote, autojunk=False).find_longest_match()
    if match.size < min(8, len(quote)):
        return -1, ""
    start = max(0, match.a - match.b)
    return start, text[start : start + len(quote)]
