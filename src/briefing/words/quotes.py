"""Find a quote in its document, and a value and its qualifier in a quote; document checksums.

Belongs here: the evidence checks on words, and the words that carry a qualifier. Does not belong here: which
words should have been quoted (coverage) and how a fault is reported (checks).
"""

from __future__ import annotations

import hashlib
import re

from briefing.words.metric_words import Vocabulary
from briefing.words.numerals import COUNTING, Numeral, find_numerals

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
_NUMBER = re.compile(r"\d(?:[\d,.]|\s(?=\d{3}\b))*")  # "4,700", "4 700"
_CLAUSE_END = re.compile(r"[.;:!?]\s")
_BETWEEN = re.compile(r"\s*(?:and|to|or|-|–|—)\s*", re.I)
_VAGUE = re.compile(
    r"\b(?:(?:tens|dozens|scores|hundreds|thousands|millions)\b|(?:several|many|numerous|countless)\s)", re.I
)
_VAGUE_PLURAL = re.compile(r"\b(?:dozens|scores|hundreds|thousands|millions)\b", re.I)


_GROUP = r"[,.'’ \u00a0\u2009\u202f]"
_CUT_BEFORE = re.compile(rf"(?:(?<!\d)\d{{1,3}}{_GROUP}|\d[.,]|[$€£¥₩₽₴]\s?)\Z")
_CUT_AFTER = re.compile(
    rf"{_GROUP}\d{{3}}(?!\d)|[.,]\d|[\s-]?(?:hundred|thousand|million|billion|trillion|dozen|percent|per\s+cent)\b"
    r"|\s?%|[kK]\b|\s?(?:mln|mn|bn)\b",
    re.I,
)
_LOOSE_ENDS = tuple(" \t\n\u00a0,.;:-–")
_SCALE_AFTER = re.compile(r"[\s-](?:hundred|thousand|million|billion|trillion|dozen)\b", re.I)
_NUMBER_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred|thousand|half\s+a)\Z",
    re.I,
)
# Words that may qualify or deny what follows: a cheap look before the patterns are tried.
_QUALIFYING = """
    than least most over above about around roughly some nearly almost under below to as of circa exceeding
    approximately approx approx. no not maximum minimum excess at more fewer less greater up upwards many close just
    deny denied denies denying disputed disputes disputing rejected rejects rejecting never evidence untrue false
    ≈ ~ ≥ ≤ < >
"""
_MAY_QUALIFY = frozenset(_QUALIFYING.split())
_MARKS = str.maketrans("", "", '“”‘"(,')
_DENIES = re.compile(
    r"\b(?:den(?:y|ied|ies|ying)|disput(?:ed|es|ing)|reject(?:ed|s|ing)"
    r"|(?:did|do|does|has|have|had|was|were|is|are)\s+not"
    r"|n['’]t|never|no\s+evidence|untrue|false)(?:\W+[^\W\d]+){0,4}\W*\Z",
    re.I,
)
ALIKE = 60  # of 100: how much of a quote a passage must have to be offered instead
WINDOW = 60  # characters beside a quote that are read with it


def checksum(content: bytes) -> str:
    """Return the sha256 of a document's bytes in lower-case hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def numbers(text: str, percent: bool = False) -> list[Numeral]:
    """Return the numbers in a text that can count persons, or the percentages: "4 700", "four thousand 700"."""
    return [n for n in find_numerals(text) if n.kind in (("percent",) if percent else COUNTING)]


def qualifier_of(quote: str, number: Numeral, since: int = 0) -> str:
    """Return the qualifier that the words around a number give it; `since` is where the number before it ends."""
    before = quote[max(since, number.start - 60) : number.start]
    if sign := _SIGN_BEFORE.get(before.rstrip()[-1:]):
        return sign
    clause = _CLAUSE_END.split(before)[-1]
    if (match := _BEFORE.search(clause)) or (match := _AFTER.match(quote, number.end)):
        return match.lastgroup
    return "unqualified"


def quote_problem(
    quote: str, value: int | None, value_to: int | None, qualifier: str, percent: bool = False
) -> tuple[str, str, str] | None:
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
    written = numbers(quote, percent)
    for wanted, column in ((value, "value"), (value_to, "value_to")):
        if wanted is not None and all(wanted not in (n.value, n.value_to) for n in written):
            ends = [v for n in written for v in (n.value, n.value_to) if v is not None]
            has = ", ".join(f"{v:,.15g}" for v in ends) or "no number"
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


def _qualifiers(quote: str, written: list[Numeral], value: int, value_to: int | None) -> list[str]:
    """Return the qualifiers that the quote gives to the value, one for each place where it stands."""
    said = []
    for i, number in enumerate(written):
        follows = written[i + 1] if i + 1 < len(written) else None
        to = _BETWEEN.fullmatch(quote, number.end, follows.start) if follows else None
        if number.value == value and value_to is None and number.value_to is None:
            said.append(qualifier_of(quote, number, written[i - 1].end if i else 0))
        elif number.value == value and (
            value_to is None or value_to in (number.value_to, follows.value if to else None)
        ):
            said.append("between")
    return said or ["unqualified"]


def edge_problem(text: str, quote: str, start: int) -> tuple[str, str, str] | None:
    """Return (column, problem, remedy) where a quote is cut inside a word or a number of its document, else None."""
    end = start + len(quote)
    before, after = text[max(0, start - 8) : start], text[end : end + 12]
    inside = before[-1:].isalnum() and quote[:1].isalnum(), quote[-1:].isalnum() and after[:1].isalnum()
    number = (
        bool(quote[:1].isdigit() and _CUT_BEFORE.search(before)),
        bool(
            (quote[-1:].isdigit() and _CUT_AFTER.match(after))
            or (_SCALE_AFTER.match(after) and _NUMBER_WORD.search(quote))
        ),
    )
    loose = quote[:1] in _LOOSE_ENDS, quote[-1:] in _LOOSE_ENDS and quote[-1:] != "."
    for place, cut in (("begins", inside[0] or number[0] or loose[0]), ("ends", inside[1] or number[1] or loose[1])):
        if cut:
            shown = f"{before}|{quote[:12]}…{quote[-12:]}|{after}"
            problem = f"it {place} inside a word or a number, or with what belongs to neither: {shown}"
            return "quote", problem, "quote the whole number and the whole word"
    return None


def context_problem(
    text: str, quote: str, start: int, value: int | None, value_to: int | None, qualifier: str, percent: bool = False
) -> tuple[str, str, str] | None:
    """Return (column, problem, remedy) where words beside a quote qualify or deny its number, else None.

    "no more than |600" turns a bound round, "around |1,000" loses one, "denied that |600 were killed" is no claim.
    """
    if value is None:
        return None
    beside = text[max(0, start - WINDOW) : start].rpartition("\n")[2]
    near = beside.translate(_MARKS).lower().split()[-5:]
    after = text[start + len(quote) : start + len(quote) + 10]
    open_end = quote[-1:].isdigit() and _AFTER.match(after)
    may_be_a_year = 1900 <= value < 2100
    if _MAY_QUALIFY.isdisjoint(near) and not (
        open_end or may_be_a_year or beside[-1:] in _SIGN_BEFORE or "n’t" in beside
    ):
        return None
    before = _CLAUSE_END.split(beside)[-1]
    if _DENIES.search(before):
        return (
            "quote",
            f"the words before it deny it or turn it round: {before[-40:]}|{quote[:20]}…",
            "quote the denial too and record what was claimed, or exclude the number with a reason",
        )
    whole = before + quote + after
    written = [n for n in numbers(whole, percent) if len(before) <= n.start < len(before) + len(quote)]
    if may_be_a_year and all(n.kind == "year" for n in written if n.value == value):
        return "value", f"{value} is a year there", "quote the number that counts"
    said = _qualifiers(whole, written, value, value_to)
    if qualifier in said or qualifier == "between":
        return None
    return (
        "qualifier",
        f"the words beside the quote make it {' or '.join(said)}: {before[-30:]}|{quote[:30]}",
        f"quote the word that makes it {said[0]}, and write {said[0]}",
    )


def metric_problem(
    quote: str, metric: str, vocabulary: Vocabulary, numbered: bool = True, explained: bool = False
) -> tuple[str, str, str] | None:
    """Return (column, problem, remedy) where a quote has no word for its row's metric or speaks of another, else None.

    `numbered` says that the row has a number, `explained` that it has a note, which may say what stands for the word.
    """
    others = vocabulary.denied(_NUMBER.sub("0", quote), metric, numbered)  # quotes differ more in numbers than in words
    if others is None or (explained and not others):
        return None
    if not others:
        return (
            "metric",
            f"the quote has no word for {metric}",
            f"quote the words that make it {metric}, or say in the note what stands for them",
        )
    return (
        "metric",
        f"the quote speaks of {' and '.join(others)}, not of {metric}",
        f"write {' or '.join(others)}, or quote the words that make it {metric} and no others",
    )


def nearest_passage(quote: str, text: str) -> tuple[int, str]:
    """Return (offset, words) of the passage of a text that is most like a quote; (-1, "") where none is."""
    exact = text.find(quote)
    if exact >= 0:
        return exact, quote
    from rapidfuzz.fuzz import partial_ratio_alignment  # only where something is wrong

    match = partial_ratio_alignment(quote, text, score_cutoff=ALIKE)
    if match is None or len(quote) > len(text):
        return -1, ""
    start = match.dest_start + len(text[match.dest_start :]) - len(text[match.dest_start :].lstrip())
    return start, text[start : start + len(quote)]
