"""Whose words a figure may be: the statement that the names, dates and values around it speak for.

Belongs here: guessing the statement of a drafted figure. Does not belong here: what the figure counts (drafts).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from briefing.record.dossier import Record
from briefing.words import dates
from briefing.words.dates import month_name

# What speaks for a statement, and how much; two or three of them together are worth believing.
SAME_VALUE, CLAIMANT, RELAY, MONTH, SOON_AFTER = 3, 4, 3, 4, 2
LIKELY, NEARLY_SURE = 5, 9
SOON = 10  # days from statement to document


@dataclass(frozen=True)
class Stated:
    """A statement as far as its words are known: who made it, who relayed it, when, and its values by metric."""

    statement_id: str
    claimant_id: str
    relays: frozenset[str]
    made_on: str
    made: date | None
    values: frozenset[tuple[str, int]]


@dataclass(frozen=True)
class Known:
    """The statements of a dossier, the names of those who speak, and when each document was published."""

    statements: list[Stated]
    names: list[tuple[str, str]]
    published: dict[str, str]

    def guess(
        self, document_id: str, text: str, start: int, end: int, metric: str, value: int | None
    ) -> tuple[str, int]:
        """Return (statement_id, confidence 0–2) for a figure in the sentence text[start:end]; ("", 0) where none fits.

        For a statement speaks: the same metric and value in another document, its claimant or who relayed it named
        in the sentence or nearest to it, its month named, and a document published within ten days of it.
        """
        named = self._named(text, start, end)
        first, last = _period(self.published.get(document_id, ""))
        giving = {s.claimant_id for s in self.statements if s.values}
        best, top = "", (0, "")
        for stated in self.statements:
            if stated.made and last and stated.made > last:
                continue
            score = SAME_VALUE * ((metric, value) in stated.values)
            # Who never gave a number is more likely spoken of than speaking.
            mute = value is not None and stated.claimant_id not in giving
            score += (CLAIMANT - 3 * mute) * (stated.claimant_id in named) + RELAY * bool(stated.relays & named)
            score += MONTH * _says_month(text[start:end], stated)
            if score and stated.made and first:
                score += SOON_AFTER * ((first - stated.made).days <= SOON)
            if score and (score, stated.made_on) > top:
                best, top = stated.statement_id, (score, stated.made_on)
        return best, (top[0] >= LIKELY) + (top[0] >= NEARLY_SURE)

    def _named(self, text: str, start: int, end: int) -> set[str]:
        """Return who is named in the sentence, else who is named last before it, else first after it."""
        text = text.replace("’", "'")
        for adjective in (f"{name}n" for name, _ in self.names if name.endswith("a")):  # North Korean: nobody speaks
            text = text.replace(adjective, "·" * len(adjective))
        if named := {actor for name, actor in self.names if text.find(name, start, end) >= 0}:
            return named
        before = ((start - at, actor) for name, actor in self.names if (at := text.rfind(name, 0, start)) >= 0)
        after = ((at, actor) for name, actor in self.names if (at := text.find(name, end)) >= 0)
        nearest = min(before, default=None) or min(after, default=None)
        return {nearest[1]} if nearest else set()


def known_statements(record: Record) -> Known:
    """Return what a dossier knows of its statements."""
    relayed = record.tables["attributions"][record.tables["attributions"]["verb"].eq("relayed")]
    relays = relayed.groupby("statement_id")["actor_id"].agg(frozenset).to_dict()
    figures = record.figures.dropna(subset=["value"])
    values: dict[str, set] = {}
    for statement_id, metric, value in figures[["statement_id", "metric", "value"]].itertuples(index=False):
        values.setdefault(statement_id, set()).add((metric, int(value)))
    statements = [
        Stated(
            s.statement_id,
            s.claimant_id,
            relays.get(s.statement_id, frozenset()),
            s.made_on,
            _period(s.made_on)[0],
            frozenset(values.get(s.statement_id, ())),
        )
        for s in record.tables["statements"].itertuples()
    ]
    published = dict(
        zip(record.tables["documents"]["document_id"], record.tables["documents"]["published_on"], strict=True)
    )
    return Known(statements, _names(record), published)


def _names(record: Record) -> list[tuple[str, str]]:
    """Return every name and alias of those who state or relay, with the actor."""
    speakers = record.tables["actors"][~record.tables["actors"]["kind"].isin(["outlet", "news_agency"])]
    names = [(name.split(",")[0], actor) for name, actor in zip(speakers["name"], speakers["actor_id"], strict=True)]
    names += zip(speakers["short_name"], speakers["actor_id"], strict=True)
    names += zip(record.tables["aliases"]["alias"], record.tables["aliases"]["actor_id"], strict=True)
    return [(name, actor) for name, actor in names if name]


def _says_month(sentence: str, stated: Stated) -> bool:
    if stated.made is None or len(stated.made_on) < 7:
        return False
    return bool(re.search(rf"(?:\b[Ii]n|\b[Ss]ince|\d)\s{month_name(stated.made.month)}\b", sentence))


def _period(text: str) -> tuple[date | None, date | None]:
    try:
        return dates.period(text) or (None, None)
    except ValueError:
        return None, None
