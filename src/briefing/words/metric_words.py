"""The words by which texts speak of what is counted, as patterns: which metric a word names, which it contradicts.

A vocabulary is built from the words that a record's metrics give; no metric's name stands here. Belongs here: finding
these words in a text. Does not belong here: guessing what a number counts (drafts), what follows for a row (checks).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from briefing.words import patterns

NEVER = re.compile(r"(?!)")
_JOIN = r"(?:\s+(?:and|or|и|или|і|й|та|або|чи|및|또는)\s+|\s*[/·]\s*|(?<=거나)\s+)"


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
    """Return a pattern for any of the words, the longer of two; a "*" in one stands for any letters: "загин*"."""
    return patterns.any_of(map(_pieces, words))


def _pieces(words: str) -> list[str]:
    """Return a word or phrase as the pieces of its pattern."""
    return [{" ": r"\s+", "*": r"\w*"}.get(c, re.escape(c)) for c in " ".join(words.split())]


class Vocabulary:
    """The words of all metrics of a record, in their order."""

    def __init__(self, metrics: Iterable[MetricWords]):
        self.metrics = tuple(metrics)
        self.named = {m.metric: m for m in self.metrics}
        self.denied = lru_cache(maxsize=10_000)(self._denied)

    @cached_property
    def _owner(self) -> dict[str, str]:
        """The metric that each word names: the first that needs no other words, else the first."""
        ordered = sorted(self.metrics, key=lambda m: m.is_variant)
        return {" ".join(w.split()).casefold(): m.metric for m in reversed(ordered) for w in m.words}

    @cached_property
    def _stems(self) -> list[tuple[re.Pattern, str]]:
        """The words that have any ending, the longest first, each with the metric that it names."""
        stems = sorted((w for w in self._owner if "*" in w), key=len, reverse=True)
        return [(re.compile("".join(_pieces(w)), re.I), self._owner[w]) for w in stems]

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
            words = " ".join(match[0].split()).casefold()
            return self._owner.get(words) or next(metric for stem, metric in self._stems if stem.fullmatch(words))
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

    def _denied(self, quote: str, metric: str, numbered: bool) -> tuple[str, ...] | None:
        """Return the metrics that a quote speaks of instead of a row's, () where it has no word for it, None if it has.

        Words that tell a metric from others with the same words must be there too, and those of another must not. Loose
        words do where the others say no more than who is counted: "lost 600 of those sent". "Killed or wounded" are
        words for the sum, for neither part alone.
        """
        own = self.named.get(metric)
        if own is None or not (own.words or own.loose or own.parts):
            return None
        events = list(self.event.finditer(quote))
        named = dict.fromkeys(map(self.event_of, events))
        words = self.pattern(metric, "words")
        has_own = metric in named or any(words.fullmatch(e[0]) for e in events)
        if not has_own and not self._stands_for(own, quote, events):
            return tuple(named)
        wanted = "nouns" if own.nouns else "beside"
        if own.is_variant and not own.percent and not self.pattern(metric, wanted).search(quote):
            return tuple(named)
        if own.is_variant:
            return None
        meant = [v for v in self.variants(metric) if self._is_meant(v, quote, numbered)]
        whom = [v for v in meant if v.nouns]  # "workers will be sent" speaks of workers, not of any who will be
        return tuple(v.metric for v in whom or meant) or None

    def _stands_for(self, own: MetricWords, quote: str, events: list[re.Match]) -> bool:
        """Whether a quote without the words of a metric speaks of it all the same."""
        named = {self.event_of(e) for e in events}
        loose = self.pattern(own.metric, "loose")
        others = {self.event_of(e) for e in events if not loose.fullmatch(e[0])}
        only_who = all(self.named[other].holds for other in others)
        return bool(
            (only_who and loose.search(quote)) or (own.parts and named >= set(own.parts)) or "respectively" in quote
        )

    def _is_meant(self, variant: MetricWords, quote: str, numbered: bool) -> bool:
        """Whether a quote has the words that make it speak of a variant."""
        beside = self.pattern(variant.metric, "beside").search(quote)
        if variant.nouns:
            return bool(self.pattern(variant.metric, "nouns").search(quote) and (beside or not variant.beside))
        return bool(beside and numbered)
