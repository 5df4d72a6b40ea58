"""Sentences that carry what they claim: the words, and beside them the kind of claim and its arguments.

Belongs here: the class, and joining such sentences. Does not belong here: what a chart says (analysis.scope, charts)
and whether it is true, which tests/truth works out anew from the tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from briefing.words.text import visible


@dataclass(frozen=True)
class Finding:
    """One claim: its `kind`, its words in a sentence, and what it is about, by name (ids, numbers, counts, dates)."""

    kind: str
    words: str
    about: dict = field(hash=False)


class Sentence(str):
    """Text whose words are all claimed by its `findings`, in their order; between them stand only stops and spaces."""

    findings: tuple[Finding, ...] = ()

    def __new__(cls, words: str, findings: Iterable[Finding] = ()):
        """Return the words with what they claim."""
        made = super().__new__(cls, words)
        made.findings = tuple(findings)
        return made


def finding(kind: str, words: str, **about) -> Sentence:
    """Return a sentence that claims one thing."""
    words = visible(words)
    return Sentence(words, [Finding(kind, words, about)])


def rule(name: str, words: str, **about) -> Sentence:
    """Return a sentence about how the record is to be read, which holds whatever its rows."""
    return finding("rule", words, rule=name, **about)


def joined(*parts: str, by: str = "; ", end: str = "") -> Sentence:
    """Join sentences by a stop; empty ones leave no stop, but what they claim stays."""
    words = by.join(p for p in parts if p)
    return Sentence(words + (end if words else ""), [f for p in parts for f in getattr(p, "findings", ())])


def capitalised(text: Sentence) -> Sentence:
    """Begin with a capital, keep the rest and what it claims."""
    first, *rest = text.findings or [None]
    words = text[:1].upper() + text[1:]
    if first is None:
        return Sentence(words)
    return Sentence(words, [Finding(first.kind, first.words[:1].upper() + first.words[1:], first.about), *rest])
