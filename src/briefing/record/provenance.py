"""The words that say who passed a statement on, and when it was made or printed.

Belongs here: checking the quotes of attributions and of stated dates against the documents. Does not belong here: the
quotes of figures, and whether a chain is whole (checks).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from briefing.record.tables import Fault
from briefing.words import dates, quotes
from briefing.words.stated_dates import is_stated_in
from briefing.words.text import plain, quoted

STATED = "stated"


def names_of_actors(tables: dict[str, pd.DataFrame]) -> dict[str, set[str]]:
    """Return, by actor_id, the plain forms of an actor's name (without its office), short name and aliases."""
    actors, aliases = tables["actors"], tables["aliases"]
    pairs = [
        *zip(actors["actor_id"], (name.partition(",")[0] for name in actors["name"]), strict=True),
        *zip(actors["actor_id"], actors["short_name"], strict=True),
        *zip(aliases["actor_id"], aliases["alias"], strict=True),
    ]
    names: dict[str, set[str]] = {}
    for actor, name in pairs:
        if found := plain(name):
            names.setdefault(actor, set()).add(found)
    return names


def is_named(names: set[str], words: str) -> bool:
    """Whether words hold one of an actor's plain names, as whole words where its script has capitals.

    Scripts without them, such as Hangul, add particles to a name without a space.
    """
    text = f" {plain(words)} "
    return any(f" {name} " in text or (name.lower() == name.upper() and name in text) for name in names)


def provenance_faults(tables: dict[str, pd.DataFrame], texts: dict[str, str]) -> list[Fault]:
    """Return a fault for each quote of an attribution or a date that is not there or does not say what it is for."""
    return [*_attribution_faults(tables, texts), *_published_faults(tables, texts), *_made_faults(tables, texts)]


def _attribution_faults(tables: dict[str, pd.DataFrame], texts: dict[str, str]) -> Iterator[Fault]:
    rows = tables["attributions"]
    given = rows[rows[["quote", "basis", "note"]].ne("").any(axis=1) | rows["quote_start"].notna()]
    if given.empty:
        return
    names = names_of_actors(tables)
    for row in given.itertuples():

        def fault(column: str, problem: str, remedy: str, row=row) -> Fault:
            return Fault("attributions.csv", row.Index, column, _cell(row, column), problem, remedy)

        if misplaced := _misplaced(row.quote, row.quote_start, row.document_id, texts, "quote"):
            yield fault(*misplaced)
        elif row.basis == "":
            yield fault("basis", "it is empty", "say whether the words state it, or it is inferred or external")
        elif row.basis != STATED and not row.note:
            yield fault("note", f"what is {row.basis} wants its reason", "say in the note how it is known")
        elif row.basis == "external" and row.quote:
            yield fault(
                "basis", "what is known from elsewhere has no words in the document", "write inferred or stated"
            )
        elif row.basis == STATED and not row.quote:
            yield fault(
                "quote", f"no words say that it was {row.actor_id}",
                "quote them, or use basis inferred or external with a note",
            )  # fmt: skip
        elif row.basis == STATED and not is_named(names.get(row.actor_id, set()), row.quote):
            yield fault(
                "quote", f"the words do not name {row.actor_id}",
                "quote words that do, add what they call it to aliases.csv, or use basis inferred with a note",
            )  # fmt: skip


def _cell(row, column: str) -> str:
    value = getattr(row, column)
    return "" if pd.isna(value) else str(value)


class DateWords(NamedTuple):
    """A date, its basis, and the words that are to state it: their place, and whether the year must be among them."""

    on: str
    basis: str
    document_id: str
    quote: str
    start: object
    with_year: bool


def _published_faults(tables: dict[str, pd.DataFrame], texts: dict[str, str]) -> Iterator[Fault]:
    for row in _with_words(tables["documents"], "published_quote").itertuples():
        words = DateWords(
            row.published_on, row.published_basis, row.document_id, row.published_quote, row.published_quote_start, True
        )
        if found := _date_problem(words, texts, "published_quote", "published_basis"):
            yield Fault("documents.csv", row.Index, found[0], _cell(row, found[0]), *found[1:])


def _made_faults(tables: dict[str, pd.DataFrame], texts: dict[str, str]) -> Iterator[Fault]:
    rows = _with_words(tables["statements"], "made_on_quote", "made_on_document")
    carried = tables["attributions"].groupby("statement_id")["document_id"].agg(set).to_dict() if len(rows) else {}
    printed = dict(zip(tables["documents"]["document_id"], tables["documents"]["published_on"], strict=True))
    for row in rows.itertuples():
        words = DateWords(
            row.made_on, row.made_on_basis, row.made_on_document, row.made_on_quote, row.made_on_quote_start, False
        )
        year, found = printed.get(row.made_on_document, "")[:4], None
        if row.made_on_document not in carried.get(row.statement_id, ()):
            found = (
                "made_on_document", "no chain leads from the statement to this document",
                "name the document whose words state the date; it must carry the statement",
            )  # fmt: skip
        elif not (found := _date_problem(words, texts, "made_on_quote", "made_on_basis")) and not (
            all(end[:4] == year or end[:4] in row.made_on_quote for end in row.made_on.split("/"))
        ):
            found = (
                "made_on_basis", f"neither the words nor the document's own date ({year or 'none'}) give the year",
                "write inferred, and say in the note how the year is known",
            )  # fmt: skip
        if found:
            yield Fault("statements.csv", row.Index, found[0], _cell(row, found[0]), *found[1:])


def _with_words(table: pd.DataFrame, quote: str, *others: str) -> pd.DataFrame:
    """Return the rows of a table that have something in the columns of a date's words."""
    return table[table[[quote, *others]].ne("").any(axis=1) | table[f"{quote}_start"].notna()]


def _date_problem(words: DateWords, texts: dict[str, str], of_quote: str, of_basis: str) -> tuple[str, str, str] | None:
    """Return (column, problem, remedy) where words that are to state a date do not, else None."""
    if misplaced := _misplaced(words.quote, words.start, words.document_id, texts, of_quote):
        return misplaced
    if not words.quote:
        return of_quote, f"no words of {words.document_id} are given", "quote those that state the date"
    if words.basis != STATED:
        given = f"words that state the date are given: {quoted(words.quote)}"
        return of_basis, given, "write stated, or remove the words"
    if dates.is_date(words.on) and not is_stated_in(words.quote, words.on, words.with_year):
        return of_quote, f"the words do not state {dates.words(words.on)}", "quote those that do, or write inferred"
    return None


def _misplaced(quote: str, start, document_id: str, texts: dict[str, str], column: str) -> tuple[str, str, str] | None:
    """Return (column, problem, remedy) where words do not stand whole at their offset in a document, else None."""
    placed, text = not pd.isna(start), texts.get(document_id)
    if bool(quote) != placed:
        missing, other = (column, f"{column}_start") if placed else (f"{column}_start", column)
        return missing, f"{other} is given and {missing} is not", "give both, or neither"
    if not quote or text is None:
        return None
    if text.startswith(quote, start):
        cut = quotes.edge_problem(text, quote, start)
        return cut and (column, *cut[1:])
    at, words = quotes.nearest_passage(quote, text)
    if words == quote:
        return f"{column}_start", f"{quoted(quote)} is not there in {document_id}", f"write {at}, where it stands"
    remedy = f"the nearest passage, at {at}, is {quoted(words)}" if words else "nothing like it stands in the document"
    return column, f"the words are not in {document_id}", remedy
