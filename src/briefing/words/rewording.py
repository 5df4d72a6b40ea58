"""What changed between two copies of a text, word by word: a number, a qualifier, a name, other words, a passage.

Belongs here: comparing two texts that are known to be one. Does not belong here: which texts are (copies), and which
of the two came first: that a text does not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from briefing.words.copies import WORD, plain
from briefing.words.quotes import numbers, qualifier_of

KINDS = ("number", "qualifier", "name", "words", "passage")
PASSAGE = 12  # words that only one of the two has, in one piece: no rewording but something put in or left out
BEFORE, AFTER = 4, 3  # unchanged words beside a change that are read with it: the number that a qualifier qualifies
LARGEST = 400_000_000  # pairs of words; two longer texts are not compared word by word
_SENTENCE_STARTS = re.compile(r"(?:\A|[.!?:\n“\"])[\s“\"‘'(–—-]*\Z")


@dataclass(frozen=True)
class Change:
    """A change: its kind, the words in either text ("" where only the other has some), and where they stand."""

    kind: str
    before: str
    after: str
    start: int
    start_after: int
    context: str  # the words of the first text around it


def changes(text: str, other: str) -> list[Change]:
    """Return what the other text has otherwise, in the order of the first; [] also for texts too long to compare."""
    ours, theirs = _located(text), _located(other)
    if not ours or not theirs or len(ours) * len(theirs) > LARGEST:
        return []
    edits = Levenshtein.opcodes([w for *_, w in ours], [w for *_, w in theirs])
    blocks = list(_joined([(e.tag, e.src_start, e.src_end, e.dest_start, e.dest_end) for e in edits]))
    found = []
    for place, (tag, a, b, c, d) in enumerate(blocks):
        if tag == "equal":
            continue
        before, after = _words(text, ours, a, b), _words(other, theirs, c, d)
        left = _length(blocks, place - 1, BEFORE)
        right = _length(blocks, place + 1, AFTER)
        near = _words(text, ours, a - left, b + right), _words(other, theirs, c - left, d + right)
        named = _names(text, ours[a:b]) | _names(other, theirs[c:d])
        kind = _kind(before, after, max(b - a, d - c), near, named)
        found.append(Change(kind, before, after, _place(ours, a, text), _place(theirs, c, other), near[0]))
    return found


@lru_cache(maxsize=2)  # the first of a group is compared with each of the others
def _located(text: str) -> list[tuple[int, int, str]]:
    """Return where each word stands, and the word as it is compared."""
    return [(m.start(), m.end(), plain(m[0])) for m in WORD.finditer(text)]


def _joined(blocks: list[tuple]) -> Iterator[tuple]:
    """Yield the blocks with neighbouring changes in one; a passage put in or left out stays by itself."""
    held: tuple | None = None
    for block in blocks:
        passage = block[0] in ("insert", "delete") and max(block[2] - block[1], block[4] - block[3]) >= PASSAGE
        if held and (block[0] == "equal" or passage):
            yield held
            held = None
        if block[0] == "equal" or passage:
            yield block
        else:
            held = ("changed", held[1], block[2], held[3], block[4]) if held else ("changed", *block[1:])
    if held:
        yield held


def _length(blocks: list[tuple], place: int, most: int) -> int:
    return min(most, blocks[place][2] - blocks[place][1]) if 0 <= place < len(blocks) else 0


def _words(text: str, words: list[tuple], start: int, end: int) -> str:
    return text[words[start][0] : words[end - 1][1]] if start < end else ""


def _place(words: list[tuple], at: int, text: str) -> int:
    return words[at][0] if at < len(words) else len(text)


def _names(text: str, words: list[tuple]) -> set[str]:
    """Return the words in capitals that do not begin a sentence, and their parts: “kweun” of Seong-kweun."""
    found = set()
    for start, _, word in words:
        while start > 0 and (text[start - 1].isalnum() or text[start - 1] in "-’'"):
            start -= 1
        if text[start].isupper() and not _SENTENCE_STARTS.search(text[max(0, start - 8) : start]):
            found.add(word)
    return found


def _kind(before: str, after: str, length: int, near: tuple[str, str], named: set[str]) -> str:
    if length >= PASSAGE and not (before and after):
        return "passage"
    ours, theirs = (_readings(words) for words in near)
    values = {v for v, _ in ours}
    counted = {f"{end:.15g}" for value in values for end in value if end is not None}
    digits = [{plain(w) for w in WORD.findall(words) if w[0].isdigit()} - counted for words in (before, after)]
    if digits[0] != digits[1] or values != {v for v, _ in theirs}:
        return "number"
    if ours != theirs:
        return "qualifier"
    return "name" if named else "passage" if length >= PASSAGE else "words"


def _readings(words: str) -> set[tuple]:
    """Return the numbers that words give, each with its qualifier."""
    written, found, end = numbers(words), set(), 0
    for number in written:
        found.add(((number.value, number.value_to), qualifier_of(words, number, end)))
        end = number.end
    return found
