"""Texts that share their words: mirrors, cuts, one text inside another, one wire with changes.

Compared are runs of `RUN` words outside quotation marks: what a speaker said, two reporters may both write down, but
not each other's sentences. Every count is exact; sampling methods (MinHash) estimate how alike two whole sets are,
which a short cut and a long page are not. Belongs here: which texts share words, and how much. Does not belong here:
what changed between them (rewording), who had it from whom (record, audit).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

RUN = 5  # words that stand in the same order in both texts
SHARED = 0.5  # of the shorter text's runs that the longer has too: one text
LEAST = 25  # runs that two texts must share; the same sentence or two may be written twice
ALIKE, HALF = (
    0.8,
    0.5,
)  # of the longer text's length: above, neither is a cut; below, the shorter stands inside a longer
SAME_NUMBERS = 0.5  # of the shorter text's numbers; below, it is the next bulletin in the same form, not a copy
HINT = 0.1  # of the shorter text's runs seen in one other text: worth a count of all
PAIRS = ["document_id", "other_id", "kind", "shared", "part"]
KINDS = {
    "same": "the same words",
    "changed": "the same text with changes",
    "cut": "a cut text",
    "embedded": "a text inside a longer one",
}

# A number is a word however its thousands are parted; so is a character of a script that is written without spaces.
WORD = re.compile(
    r"(?<!\d)[1-9]\d{0,2}(?:[ ,.'’\u00a0\u2009\u202f]\d{3})+(?![\d])|\d+"
    r"|[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\W\d_\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+"
)
_QUOTED = re.compile(r"“[^”\n]{1,2000}”|\"[^\"\n]{1,2000}\"|«[^»\n]{1,2000}»|„[^“”\n]{1,2000}[“”]")
_NOT_DIGIT = re.compile(r"\D")
_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F], np.uint64
)  # odd, as many as a run has words


@dataclass(frozen=True, eq=False)
class Copies:
    """Which texts are one text.

    `pairs`: document_id, other_id (the longer of the two), kind (see KINDS), shared (of the shorter text's runs of
    words, those that the longer has), part (the shorter text's length, of the longer's). `text_of`: by document_id the
    first document of the table that has the same text; a document alone has itself. `read` keeps, by document_id, the
    runs, numbers and whole that were compared.
    """

    pairs: pd.DataFrame
    text_of: pd.Series
    read: dict[str, tuple] = field(repr=False)

    def kind(self, one: str, other: str) -> str:
        """Return how two documents are one text, see KINDS; "" where they are not, or only by way of others."""
        runs, numbers, whole = zip(self.read[one], self.read[other], strict=True)
        shorter, longer = (0, 1) if len(runs[0]) < len(runs[1]) else (1, 0)
        found = _counted([(shorter, longer)], runs, numbers)
        found += _equal(whole, found)
        return found[0][2] if found else ""

    def groups(self) -> list[tuple[str, ...]]:
        """Return the documents of each text that several have."""
        found = self.text_of.groupby(self.text_of, sort=False).groups.values()
        return [tuple(documents) for documents in found if len(documents) > 1]


def plain(word: str) -> str:
    """Return a word as it is compared: without capitals, a number without what parts its thousands."""
    return _NOT_DIGIT.sub("", word) if word[0].isdigit() else word.casefold()


def blanked(text: str, places: Iterable[tuple[int, int]]) -> str:
    """Return a text with spaces in the place of passages that fill whole lines; every character keeps its offset."""
    for start, end in places:
        if start >= 0 and not text[:start].rpartition("\n")[2].strip() and not text[end:].partition("\n")[0].strip():
            text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return text


def find_copies(texts: Mapping[str, str]) -> Copies:
    """Return which of the texts, by document_id, are one text."""
    names = np.array(list(texts), dtype=object)
    if len(names) < 2:
        return Copies(_pairs([]), pd.Series(names, index=names, dtype=object), {})
    runs, numbers, whole = _read(texts.values())
    sizes = np.array([len(r) for r in runs])
    rank = np.argsort(-sizes, kind="stable")  # the longest first; of equals the first in the table
    places = np.empty_like(rank)
    places[rank] = np.arange(len(rank))
    found = _counted(_hints(runs, places, sizes), runs, numbers)
    found += _equal(whole, found)
    return Copies(
        _pairs([(names[a], names[b], *rest) for a, b, *rest, _ in found]),
        pd.Series(names[_groups(found, len(names))], index=names, dtype=object),
        dict(zip(names, zip(runs, numbers, whole, strict=True), strict=True)),
    )


def _pairs(rows: list[tuple]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=PAIRS).sort_values(["document_id", "other_id"], kind="stable", ignore_index=True)


def _read(texts: Iterable[str]) -> tuple[list[np.ndarray], list[frozenset[int]], list[tuple[int, int]]]:
    """Return of each text its runs of words as digests, its numbers by code, and (words, digest) of the whole."""
    code = _Codes()
    runs, numbers, whole = [], [], []
    for text in texts:
        words = WORD.findall(text)
        every = own = [code[word] for word in words]
        unquoted = _QUOTED.sub(" ", text)
        if unquoted != text:
            words = WORD.findall(unquoted)
            own = [code[word] for word in words]
        whole.append((len(every), hash(tuple(every))))
        numbers.append(frozenset(code.numbers.intersection(own)))
        codes = np.array(own, dtype=np.uint64)
        runs.append(_digests(codes) if len(codes) >= RUN else codes[:0])
    return runs, numbers, whole


class _Codes(dict):
    """The number of each word from 1 on, one for all forms that `plain` makes alike; `numbers` are those of numbers."""

    def __init__(self):
        self.numbers: set[int] = set()
        self._of_plain: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        code = self[word] = self._of_plain.setdefault(plain(word), len(self._of_plain) + 1)
        if word[0].isdigit():
            self.numbers.add(code)
        return code


def _digests(codes: np.ndarray) -> np.ndarray:
    """Return a number of 64 bits for each run of words, sorted, each once; multiplication wraps around, as is meant."""
    mixed = np.lib.stride_tricks.sliding_window_view(codes, RUN) * _FACTORS
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _FACTORS[::-1]
    return np.unique(mixed.sum(axis=1, dtype=np.uint64))


def _hints(runs: list[np.ndarray], places: np.ndarray, sizes: np.ndarray) -> list[tuple[int, int]]:
    """Return the pairs of texts that are worth a full count.

    Each text is noted, for each of its runs, with the longest text that has it and with the next longer one: as many
    notes as there are runs, however many mirrors there are; mirrors of mirrors meet in their group.
    """
    owner = np.repeat(np.arange(len(runs)), sizes)
    run = np.concatenate(runs) if len(owner) else np.array([], dtype=np.uint64)
    order = np.lexsort((places[owner], run))
    run, owner = run[order], owner[order]
    starts = np.flatnonzero(np.r_[True, run[1:] != run[:-1]]) if len(run) else np.array([], dtype=int)
    first = np.repeat(starts, np.diff(np.r_[starts, len(run)]))
    here = np.flatnonzero(first != np.arange(len(run)))
    others = np.r_[owner[first[here]], owner[here - 1]]
    pair, count = np.unique(np.r_[owner[here], owner[here]] * len(runs) + others, return_counts=True)
    shorter, longer = pair // len(runs), pair % len(runs)
    enough = count >= np.maximum(LEAST / 3, HINT * sizes[shorter])
    return list(zip(shorter[enough].tolist(), longer[enough].tolist(), strict=True))


def _counted(hints: list[tuple[int, int]], runs: list[np.ndarray], numbers: list[frozenset[int]]) -> list[tuple]:
    """Return (shorter, longer, kind, shared, part, runs in common) of the pairs that share words and numbers."""
    found = []
    for shorter, longer in hints:
        common = len(np.intersect1d(runs[shorter], runs[longer], assume_unique=True))
        shared, part = common / len(runs[shorter]), len(runs[shorter]) / len(runs[longer])
        known = len(numbers[shorter] & numbers[longer]) >= SAME_NUMBERS * len(numbers[shorter])
        if common >= LEAST and shared >= SHARED and known:
            kind = "changed" if part >= ALIKE else "cut" if part >= HALF else "embedded"
            found.append((shorter, longer, kind, shared, part, common))
    return found


def _equal(whole: list[tuple[int, int]], found: list[tuple]) -> list[tuple]:
    """Mark the pairs found that are word for word the same, and return those of texts too short, or all in quotes."""
    for i, (a, b, _, shared, part, common) in enumerate(found):
        if whole[a] == whole[b]:
            found[i] = (a, b, "same", shared, part, common)
    known = {(a, b) for a, b, *_ in found}
    first: dict[tuple[int, int], int] = {}
    more = []
    for i, about in enumerate(whole):
        if about[0] >= LEAST:
            other = first.setdefault(about, i)
            if other != i and (i, other) not in known and (other, i) not in known:
                more.append((i, other, "same", 1.0, 1.0, about[0]))
    return more


def _groups(found: list[tuple], n: int) -> np.ndarray:
    """Return for each text the first one of its group.

    A long page that several texts stand in joins the group of the one it has most of, and does not make them one.
    """
    leads_to = list(range(n))

    def top(i: int) -> int:
        while leads_to[i] != i:
            leads_to[i] = leads_to[leads_to[i]]
            i = leads_to[i]
        return i

    best: dict[int, tuple] = {}
    for pair in found:
        if pair[2] == "embedded" and pair[5] > best.get(pair[1], (0,) * 6)[5]:
            best[pair[1]] = pair
    for a, b, *_ in [pair for pair in found if pair[2] != "embedded"] + list(best.values()):
        one, other = sorted((top(a), top(b)))
        leads_to[other] = one
    return np.array([top(i) for i in range(n)], dtype=int)
