"""The words by which texts speak of what is counted, as patterns: which metric a word names, which it contradicts.

A vocabulary is built from the words that a record's metrics give; no metric's name stands here. Belongs here: finding
these words in a text. Does not belong here: guessing what a number counts (drafts), what follows for a row (checks).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

NEVER = re.compile(r"(?!)")
_JOIN = r"(?:\s+(?:and|or)\s+|\s*/\s*)"


@dataclass(frozen=True)
class MetricWords:
    """What a record says of one metric's words.

    `words` name what happened; `beside` are the words that tell the metric from others with the same words ("will",
    "another"), `nouns` whom it counts where that tells it; `loose` may stand for it without naming it ("toll").
    `parts` are the metrics whose sum it is; `holds` says that it has parts of which it is not the sum.
    """

    metric: str
    words: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    percent: bool = False
    parts: tuple[str, ...] = ()
    holds: bool = False

    @property
    def is_variant(self) -> bool:
        """Whether the words of the event alone do not name it."""
        return bool(self.beside or self.nouns or self.percent)


def any_of(words: Iterable[str]) -> re.Pattern:
    """Return a pattern for any of the words or phrases, the longest first; "more than" is no "more"."""
    pattern = _alternatives(words)
    return re.compile(rf"\b(?:{pattern})\b(?!\s+than\b)", re.I) if pattern else NEVER


def _alternatives(words: Iterable[str]) -> str:
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in ordered)


class Vocabulary:
    """The words of all metrics of a record, in their order."""

    def __init__(self, metrics: Iterable[MetricWords]):
        self.metrics = tuple(metrics)
        self.named = {m.metric: m for m in self.metrics}
        self.contradicted = lru_cache(maxsize=10_000)(self._contradicted)

    @cached_property
    def _owner(self) -> dict[str, str]:
        """The metric that each word names: the first that needs no other words, else the first."""
        ordered = sorted(self.metrics, key=lambda m: m.is_variant)
        return {" ".join(w.split()).casefold(): m.metric for m in reversed(ordered) for w in m.words}

    @cached_property
    def _sums(self) -> list[MetricWords]:
        """The sums of two parts that both have words."""
        return [m for m in self.metrics if len(m.parts) == 2 and all(self.named[p].words for p in m.parts)]

    @cached_property
    def event(self) -> re.Pattern:
        """Any word for what happened; `event_of` says of what. Two parts joined are their sum: "killed or wounded"."""
        every = []
        for i, whole in enumerate(self._sums):
            one, other = (f"(?:{_alternatives(self.named[p].words)})" for p in whole.parts)
            every.append(f"(?P<sum{i}>{one}{_JOIN}{other}|{other}{_JOIN}{one})")
        if words := _alternatives(self._owner):
            every.append(f"(?P<word>{words})")
        return re.compile(rf"\b(?:{'|'.join(every)})\b", re.I) if every else NEVER

    def event_of(self, match: re.Match) -> str:
        """Return the metric that a match of `event` names."""
        if match.lastgroup == "word":
            return self._owner[" ".join(match[0].split()).casefold()]
        return self._sums[int(match.lastgroup[3:])].metric

    def pattern(self, metric: str, what: str) -> re.Pattern:
        """Return the pattern of a metric's `words`, `beside`, `nouns` or `loose`."""
        return self._patterns[metric, what]

    @cached_property
    def _patterns(self) -> dict[tuple[str, str], re.Pattern]:
        kinds = ("words", "beside", "nouns", "loose")
        return {(m.metric, kind): any_of(getattr(m, kind)) for m in self.metrics for kind in kinds}

    @cached_property
    def loose(self) -> list[tuple[str, re.Pattern]]:
        """The metrics with loose words, in their order, each with the pattern of them."""
        return [(m.metric, self.pattern(m.metric, "loose")) for m in self.metrics if m.loose]

    def variants(self, metric: str) -> list[MetricWords]:
        """Return the metrics that share words with a metric and need others to be told from it, the last first."""
        words = set(self.named[metric].words)
        return [
            m for m in reversed(self.metrics)
            if m.metric != metric and (m.beside or m.nouns) and not m.percent and words & set(m.words)
        ]  # fmt: skip

    def share_of(self, metric: str) -> str:
        """Return the metric of shares that has words of a metric, "" where there is none."""
        words = set(self.named[metric].words)
        return next((m.metric for m in self.metrics if m.percent and words & set(m.words)), "")

    def _family(self, metric: str) -> set[str]:
        """Return a metric and those that share a word with it, directly or through another."""
        found, words = {metric}, set(self.named[metric].words)
        while more := [m for m in self.metrics if m.metric not in found and not m.percent and words & set(m.words)]:
            found |= {m.metric for m in more}
            words |= {w for m in more for w in m.words if not self.named[metric].percent}
        return found

    def _contradicted(self, quote: str, metric: str) -> tuple[str, ...]:
        """Return the metrics that a quote speaks of where it speaks of others than the row's, else ().

        A quote without a word for any event contradicts nothing, nor do loose words that leave open what happened:
        "lost 600 of those sent". "Killed or wounded" are words for the sum, for neither part alone.
        """
        own = self.named.get(metric)
        if own is None or not own.words or self.pattern(metric, "loose").search(quote):
            return ()
        named = dict.fromkeys(self.event_of(m) for m in self.event.finditer(quote))
        both_parts = own.parts and named.keys() >= set(own.parts)
        return () if named.keys() & self._family(metric) or "respectively" in quote or both_parts else tuple(named)
