"""Find a quote in its document, and a value and its qualifier in a quote; document checksums.

Belongs here: the evidence checks on words. Does not belong here: the words of a language (languages), which
words should have been quoted (coverage) and how a fault is reported (checks).
"""

from __future__ import annotations

import hashlib
import re

from briefing.words.languages import reader
from briefing.words.languages.base import Language
from briefing.words.languages.scripts import is_hangul
from briefing.words.metric_words import Vocabulary
from briefing.words.numerals import COUNTING, Numeral, find_numerals
from briefing.words.text import UNSEEN

_CLAUSE_END = re.compile(r"[.;:!?]\s")
_NUMBER = re.compile(r"\d(?:[\d,.]|\s(?=\d{3}\b))*")  # "4,700", "4 700"
_LOOSE_ENDS = tuple(" \t\n\u00a0,.;:-–")
ALIKE = 60  # of 100: how much of a quote a passage must have to be offered instead
_UNSEEN = re.compile(rf"[{UNSEEN}]|(?<=\d)_|_(?=\d)")
WINDOW = 60  # characters beside a quote that are read with it


def checksum(content: bytes) -> str:
    """Return the sha256 of a document's bytes in lower-case hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def numbers(text: str, percent: bool = False, language: str = "") -> list[Numeral]:
    """Return the numbers in a text that can count persons, or the percentages: "4 700", "four thousand 700"."""
    return [n for n in find_numerals(text, language) if n.kind in (("percent",) if percent else COUNTING)]


def qualifier_of(text: str, number: Numeral, since: int = 0, language: str = "") -> str:
    """Return the qualifier that the words around a number give it; `since` is where the number before it ends."""
    return reader(text, language).qualifier_of(text, number, since)


def quote_problem(
    quote: str, value: int | None, value_to: int | None, qualifier: str, percent: bool = False, language: str = ""
) -> tuple[str, str, str] | None:
    """Return (column, problem, remedy) where a quote does not carry its row's value and qualifier, else None.

    The quote is read in the `language` of its document.
    """
    read_as = reader(quote, language)
    if qualifier == "vague":
        if read_as.vague.search(quote):
            return None
        return (
            "qualifier",
            "the quote has no vague quantity",
            "quote a word like “thousands”, or use none_given",
        )
    if qualifier == "none_given":
        if match := read_as.vague_alone.search(quote):
            return "qualifier", f"the quote says “{match[0]}”", "use vague, or a shorter quote"
        return None
    written = numbers(quote, percent, language)
    for wanted, column in ((value, "value"), (value_to, "value_to")):
        if wanted is not None and all(wanted not in (n.value, n.value_to) for n in written):
            ends = [v for n in written for v in (n.value, n.value_to) if v is not None]
            has = ", ".join(f"{v:,.15g}" for v in ends) or "no number"
            return (
                column,
                f"the quote does not contain {wanted:,} in any written form; it has {has}",
                ("correct the value, or quote the words that carry it"),
            )
    said = _qualifiers(quote, written, value, value_to, read_as)
    if qualifier in said:
        return None
    return (
        "qualifier",
        f"the words of the quote make it {' or '.join(said)}",
        (f"write {said[0]}, or quote the word that makes it {qualifier}"),
    )


def _qualifiers(quote: str, written: list[Numeral], value: int, value_to: int | None, read_as: Language) -> list[str]:
    """Return the qualifiers that the quote gives to the value, one for each place where it stands."""
    said = []
    for i, number in enumerate(written):
        follows = written[i + 1] if i + 1 < len(written) else None
        to = read_as.between.fullmatch(quote, number.end, follows.start) if follows else None
        if number.value == value and value_to is None and number.value_to is None:
            said.append(read_as.qualifier_of(quote, number, written[i - 1].end if i else 0))
        elif number.value == value and (
            value_to is None or value_to in (number.value_to, follows.value if to else None)
        ):
            said.append("between")
    return said or ["unqualified"]


def is_inside_word(text: str, place: int) -> bool:
    """Whether a place parts a word or a number; a particle or an ending after a Korean word is a word of its own."""
    before, after = text[max(place - 12, 0) : place], text[place : place + 12]
    if not (before[-1:].isalnum() and after[:1].isalnum()):
        return False
    korean = is_hangul(before[-1:]) or is_hangul(after[:1])
    return not korean or any(reader(before + after, "ko").cuts(before, after, ""))


def edge_problem(text: str, quote: str, start: int, language: str = "") -> tuple[str, str, str] | None:
    """Return (column, problem, remedy) where a quote is cut inside a word or a number of its document, else None."""
    end = start + len(quote)
    before, after = text[max(0, start - 12) : start], text[end : end + 12]
    seen = [_UNSEEN.sub("", part) for part in (before, quote, after)]  # what nobody sees hides no cut
    inside = [is_inside_word("".join(seen), len("".join(seen[:n]))) for n in (1, 2)]
    number = reader(quote, language).cuts(*seen)
    loose = quote[:1] in _LOOSE_ENDS, quote[-1:] in _LOOSE_ENDS and quote[-1:] != "."
    for place, cut in (("begins", inside[0] or number[0] or loose[0]), ("ends", inside[1] or number[1] or loose[1])):
        if cut:
            shown = f"{before[-8:]}|{quote[:12]}…{quote[-12:]}|{after}"
            problem = f"it {place} inside a word or a number, or with what belongs to neither: {shown}"
            return "quote", problem, "quote the whole number and the whole word"
    return None


def context_problem(
    text: str,
    quote: str,
    start: int,
    value: int | None,
    value_to: int | None,
    qualifier: str,
    percent: bool = False,
    language: str = "",
) -> tuple[str, str, str] | None:
    """Return (column, problem, remedy) where words beside a quote qualify or deny its number, else None.

    "no more than |600" turns a bound round, "around |1,000" loses one, "denied that |600 were killed" is no claim.
    """
    if value is None:
        return None
    read_as = reader(quote, language)
    beside = text[max(0, start - WINDOW) : start].rpartition("\n")[2]
    follows = text[start + len(quote) : start + len(quote) + WINDOW].partition("\n")[0]
    after = follows[:10]
    may_be_a_year = 1900 <= value < 2100
    open_end = quote[-1:].isdigit() and after.strip()
    if not (read_as.may_qualify(beside) or open_end or may_be_a_year):
        return None
    before = _CLAUSE_END.split(beside)[-1]
    if read_as.denies(before, follows):
        return (
            "quote",
            f"the words beside it deny it or turn it round: {before[-40:]}|{quote[:20]}…",
            "quote the denial too and record what was claimed, or exclude the number with a reason",
        )
    whole = before + quote + after
    written = [n for n in numbers(whole, percent, language) if len(before) <= n.start < len(before) + len(quote)]
    if may_be_a_year and all(n.kind == "year" for n in written if n.value == value):
        return "value", f"{value} is a year there", "quote the number that counts"
    said = _qualifiers(whole, written, value, value_to, read_as)
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
    start = match.dest_start
    while text[start : start + 1].isspace():
        start += 1
    end = start + len(quote)
    while start and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    return start, text[start:end]
