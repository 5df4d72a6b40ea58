"""Questions about copies: what changed between them, and where the record's chains and the texts disagree.

Belongs here: the record's documents as texts beside its chains. Does not belong here: which texts are one
(words.copies), and answers: which of two copies was first is known only as far as they are dated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from briefing.record.dossier import Record
from briefing.words import dates
from briefing.words.copies import KINDS
from briefing.words.english import count, join_list, list_up_to
from briefing.words.rewording import Change, changes

SOON = np.timedelta64(7, "D")  # between two documents of one agency's report; later it is another report
ASKED = 6  # changes between two copies that are asked about; more are counted
MATTERS = ("number", "qualifier", "name")
Quotes = dict[str, list[tuple[int, str, int, int]]]


@dataclass(frozen=True)
class Pair:
    """A document, the first of those that have its text, how they are alike ("" by way of a third), what changed."""

    first: str
    document_id: str
    kind: str
    changes: list[Change]


@lru_cache(maxsize=1)
def copied(record: Record) -> list[Pair]:
    """Return each document with another's text, compared with the first published of its group, else the longest."""
    copies = record.copies
    published = record.tables["documents"].drop_duplicates("document_id").set_index("document_id")["published_on"]
    out = dates.periods(published)["first"].to_dict()
    pairs = []
    for group in copies.groups():
        texts = {document_id: record.article(document_id) for document_id in group}
        first, *others = sorted(group, key=lambda d: (pd.isna(out[d]), out[d], -len(texts[d])))
        for other in others:
            kind = copies.kind(first, other)
            pairs.append(Pair(first, other, kind, changes(texts[first], texts[other]) if kind != "same" else []))
    return pairs


def copy_questions(record: Record) -> Iterator[tuple]:
    """Yield topic, subject, question and figure_ids of what copies leave open."""
    told, quotes = _tellers(record), _quotes(record)
    for pair in copied(record):
        yield from _unchained(record, pair, told)
        yield from _changed(record, pair, quotes)
    yield from _not_one_text(record)


def _tellers(record: Record) -> dict[str, frozenset[str]]:
    """Return for each document the agencies and outlets that its chains name."""
    chains = record.tables["attributions"]
    chains = chains[chains["verb"].isin(["reported", "republished"])]
    return chains.groupby("document_id")["actor_id"].agg(frozenset).to_dict()


def _unchained(record: Record, pair: Pair, told: dict[str, frozenset[str]]) -> Iterator[tuple]:
    """Ask where two documents are one text and no chain says from whom both have it."""
    ours, theirs = told.get(pair.first, frozenset()), told.get(pair.document_id, frozenset())
    if ours and theirs and not ours & theirs:
        how = f" ({KINDS[pair.kind]})" if pair.kind else ""
        question = (
            f"{pair.first} and {pair.document_id} are two documents, one text{how}, and no agency or outlet is in the "
            "chains of both: who has it from whom? Add the step to attributions.csv"
        )
        yield "copy without a chain", pair.document_id, question, ""


def _changed(record: Record, pair: Pair, quotes: Quotes) -> Iterator[tuple]:
    """Ask about each number, qualifier and name that is not the same in a copy."""
    mine = [c for c in pair.changes if c.kind in MATTERS]
    for change in mine[:ASKED]:
        was, now = (f"“{words}”" if words else "nothing" for words in (change.before, change.after))
        question = (
            f"{pair.first} and {pair.document_id} are one text, but {was} in the first is {now} in the second "
            f"(“… {change.context} …”): which was written first, and does a figure rest on it?"
        )
        yield f"{change.kind} changed in a copy", pair.document_id, question, _touched(quotes, pair, change)
    if len(mine) > ASKED:
        more = count(
            len(mine) - ASKED, "more number, qualifier or name", "more numbers, qualifiers and names", digits=True
        )
        yield "copy", pair.document_id, f"{more} differ from {pair.first}: is it a copy, or a report of its own?", ""


def _quotes(record: Record) -> Quotes:
    """Return for each document its figures' place in the table, and where their quotes begin and end."""
    figures = record.tables["reported_figures"].dropna(subset=["quote_start"])
    starts = figures["quote_start"].astype(int)
    found: Quotes = {}
    columns = (figures["document_id"], figures["figure_id"], starts, starts + figures["quote"].str.len())
    for place, (document_id, figure_id, start, end) in enumerate(zip(*columns, strict=True)):
        found.setdefault(document_id, []).append((place, figure_id, start, end))
    return found


def _touched(quotes: Quotes, pair: Pair, change: Change) -> str:
    """Return the figures of either document whose quote a change falls into."""
    sides = (
        (pair.first, change.start, change.before),
        (pair.document_id, change.start_after, change.after),
    )
    touched = [
        (place, figure_id)
        for document_id, at, words in sides
        for place, figure_id, start, end in quotes.get(document_id, ())
        if start <= at + len(words) + 1 and end >= at
    ]
    return " ".join(figure_id for _, figure_id in sorted(touched))


def _not_one_text(record: Record) -> Iterator[tuple]:
    """Ask where chains say that documents republish the same report, and the texts are not one."""
    chains = record.tables["attributions"].dropna(subset=["step"])
    passed = chains[chains["verb"].isin(["reported", "republished"])]
    later = chains.merge(passed, on=["statement_id", "document_id"], suffixes=("_later", ""))
    later = later[later["step_later"].gt(later["step"])]
    key = ["statement_id", "document_id", "actor_id"]
    only = later.groupby(key)["verb_later"].agg(lambda verbs: set(verbs) == {"republished"})
    carried = only[only].reset_index()[key]
    documents = record.tables["documents"].drop_duplicates("document_id").set_index("document_id")
    out = dates.periods(documents["published_on"])
    known = out.index.intersection(record.copies.text_of.index)
    texts, asked = record.copies.text_of, set()
    for (statement, actor), rows in carried.groupby(["statement_id", "actor_id"]):
        names = rows.loc[rows["document_id"].isin(known), "document_id"].to_numpy(object)
        text = texts.loc[names].to_numpy(object)
        first, last = (out.loc[names, end].to_numpy("datetime64[ns]") for end in ("first", "last"))
        for place, one in enumerate(names):
            apart = np.maximum(first[place:], first[place]) - np.minimum(last[place:], last[place])
            near = names[place:][(apart <= SOON) & (text[place:] != text[place])]  # undated: not known to be
            near = [o for o in near if (one, o) not in asked]
            asked |= {(one, other) for other in near}
            if near:
                question = (
                    f"{one} and {list_up_to(near, 4)} republish {actor} as the record says, but the texts share fewer "
                    "than half of their words: is it the same report?"
                )
                yield "chain without a common text", statement, question, ""


def in_words(record: Record) -> list[str]:
    """Say each text that several documents have: "001_unn and 005_x: two documents, one text (a cut text)"."""
    if len(record.texts) > 1 and not record.copies.groups():
        return [f"None: no two of the {count(len(record.texts), 'document')} share half of their words"]
    kinds = {pair.document_id: pair.kind for pair in copied(record)}
    said = []
    for group in record.copies.groups():
        ways = sorted({KINDS[kinds[other]] for other in group if kinds.get(other)})
        how = f" ({join_list(ways)})" if ways else ""
        said.append(f"{join_list(group)}: {count(len(group), 'document')}, one text{how}")
    return said
