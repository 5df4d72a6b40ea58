"""`briefing changes`: two states of a record beside each other, in sentences: what was said, revised, corrected, told.

A claimant's later figure is a revision, and the difference between two is not what happened between them; a row
changed by us is a correction. Belongs here: what differs and how it is said. Does not belong here: tables beside tables
(record.differences), and where a state comes from (states).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

import pandas as pd

from briefing.analysis.estimates import revisions, with_midpoint
from briefing.analysis.view import View, view_of
from briefing.charts import CHARTS
from briefing.charts.chart import in_words
from briefing.outputs.judgements import sentences
from briefing.record.differences import Differences, differences
from briefing.record.dossier import Dossier, Record
from briefing.words import dates
from briefing.words.english import count, join_list, number, sentence
from briefing.words.text import as_markdown, show_codes

TITLES = {
    "documents": "Documents",
    "statements": "Statements new on record",
    "revised": "Revised by their claimant",
    "corrected": "Corrected by us",
    "judgements": "Judgements that changed",
    "charts": "Charts that changed",
}
FEW = 3  # cells of one column that were empty and are filled in, listed one by one; more are counted
LONGEST = 160  # characters of a cell that are shown


@dataclass(frozen=True)
class State:
    """A state of a record: what it is called in a sentence, its tables, and the dossier told of it, None if faulty."""

    name: str
    record: Record = field(repr=False)
    dossier: Dossier | None = field(repr=False)

    @property
    def view(self) -> View | None:
        """The view of everything in it."""
        return view_of(self.dossier) if self.dossier else None


@dataclass(frozen=True)
class Change:
    """One change: its kind (see TITLES), what it is about (a table's row, a statement, a chart), and the sentence."""

    kind: str
    subject: str
    said: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Changes:
    """What changed between two states."""

    before: str
    after: str
    found: list[Change]

    @property
    def title(self) -> str:
        """The heading of the whole."""
        return f"What changed between {self.before} and {self.after}"

    def sections(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the title and the sentences of each kind of change that there is."""
        for kind, title in TITLES.items():
            if said := [change.said for change in self.found if change.kind == kind]:
                yield title, said

    def text(self) -> str:
        """Return it as plain text."""
        parts = [show_codes(self.title)]
        for title, said in self.sections():
            parts += ["", f"{title} ({len(said)})", *(f"  {show_codes(line)}" for line in said)]
        return "\n".join(parts if self.found else [*parts, "", "Nothing."])

    def markdown(self, level: int = 2, title: str = "") -> str:
        """Return it as Markdown: a comment on a pull request, an entry of data/CHANGELOG.md."""
        parts = [f"{'#' * level} {as_markdown(title or self.title)}"]
        for title, said in self.sections():
            parts += ["", f"{'#' * (level + 1)} {title}", "", *(f"- {as_markdown(show_codes(line))}" for line in said)]
        return "\n".join(parts if self.found else [*parts, "", "Nothing."])

    def json(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self) | {"title": self.title}, ensure_ascii=False, indent=1)


def compare(old: State, new: State) -> Changes:
    """Return what changed between two states of a record."""
    found = differences(old.record, new.record)
    return Changes(
        old.name,
        new.name,
        [*_documents(old, new, found), *_statements(old, new), *_corrections(old, new, found), *_told(old, new)],
    )


def since(record: Record, date: str, as_of: str = "") -> Changes:
    """Return what changed in a record between two dates; "" is today's state. Rows corrected have no date of their own.

    Raises UserError for a date that is none, DossierError where the record has faults.
    """
    old, new = record.as_of(date), record.as_of(as_of)
    states = [
        State(dates.words(d) if d else "all that is on record", record, s) for d, s in ((date, old), (as_of, new))
    ]
    return Changes(
        states[0].name,
        states[1].name,
        [*_published(old, new), *_statements(*states), *_told(*states)],
    )


def _published(old: Dossier, new: Dossier) -> Iterator[Change]:
    """Tell the documents that appeared between two dates and carry figures of the later state."""
    documents = new.documents[new.documents["document_id"].isin(new.joined["document_id"])]
    documents = documents.join(dates.periods(documents["published_on"]))
    end, last = (pd.Timestamp(dates.period(d.as_of)[1]) if d.as_of else None for d in (old, new))
    after = documents[documents["first"].gt(end) & (documents["first"].le(last) if last is not None else True)]
    for row in after.itertuples():
        yield Change("documents", row.document_id, _document(new, row, "published"), after=row.document_id)
    unsure = documents["first"].isna() | (documents["first"].le(end) & documents["last"].gt(end))
    for document_id in documents.loc[unsure, "document_id"]:
        said = f"{document_id}: whether it appeared before or after is not on record."
        yield Change("documents", document_id, said)


def _documents(old: State, new: State, found: Differences) -> Iterator[Change]:
    for row in found.added["documents"].itertuples():
        dossier = new.dossier or old.dossier
        said = _document(dossier, row, "added") if dossier else f"{row.document_id}: added."
        yield Change("documents", row.document_id, said, after=row.document_id)
    for row in found.gone["documents"].itertuples():
        yield Change(
            "documents", row.document_id, f"{row.document_id}: taken out of the record.", before=row.document_id
        )


def _document(dossier: Dossier, row, how: str) -> str:
    """Say that a document came: "003_midday (Mid-Day, 1 May 2025) added: seven mentions of three statements"."""
    names = dossier.actors.set_index("actor_id")["short_name"]
    mine = dossier.joined[dossier.joined["document_id"].eq(row.document_id)]
    carries = f"{count(len(mine), 'mention')} of {count(mine['statement_id'].nunique(), 'statement')}"
    basis = {"inferred": ", inferred", "external": ", known from elsewhere"}.get(row.published_basis, "")
    when = dates.words(row.published_on) + (basis if row.published_on else "")
    return f"{row.document_id} ({names.get(row.outlet, row.outlet)}, {when}) {how}: {carries}."


def _statements(old: State, new: State) -> Iterator[Change]:
    """Tell the statements that came, and what of a claimant's figures they revise."""
    if not (old.dossier and new.dossier):
        return
    known = set(old.dossier.statements["statement_id"])
    table = new.view.estimates
    fresh = table[~table["statement_id"].isin(known)]
    for statement, rows in fresh.groupby("statement_id", sort=False):
        head = rows.iloc[0]
        said = f"{sentence(head['claimant'])}, {dates.words(head['made_on'])}: {_claims(rows)}."
        yield Change("statements", statement, said, after=statement)
    steps = revisions(with_midpoint(table))
    steps = steps[steps["statement_id_to"].isin(set(fresh["statement_id"])) & steps["said_from"].ne(steps["said_to"])]
    key = ["claimant_id", "metric", "statement_id_to", "statement_id_from"]
    for _, rows in steps.groupby(key, sort=False, observed=True):
        step, later, earlier = rows.iloc[0], _or(rows["said_to"]), _or(rows["said_from"])
        what = new.view.metrics.phrase(step["metric"])
        said = (
            f"{step['claimant']}: {later} {what} ({dates.words(step['made_on_to'])}), "
            f"after {earlier} ({dates.words(step['made_on_from'])})."
        )
        yield Change("revised", step["statement_id_to"], said, earlier, later)


def _claims(rows: pd.DataFrame) -> str:
    """Say what a statement claims: "about 600 killed and 2,700 wounded; spoke of those sent, no number".

    Of one measure it gave one figure; where documents print several, it is one "or" another.
    """
    silent = rows["without_number"].astype(bool)
    measures = rows[~silent].groupby("metric", sort=False, observed=True)
    given = join_list(f"{_or(figures['said'])} {figures['what'].iloc[0]}" for _, figures in measures)
    spoken = join_list(rows.loc[silent, "those"])
    return "; ".join(filter(None, (given, f"spoke of {spoken}, no number" if spoken else "")))


def _or(said: pd.Series) -> str:
    return " or ".join(dict.fromkeys(said))


def _corrections(old: State, new: State, found: Differences) -> Iterator[Change]:
    """Tell the cells that we changed, one by one with the quote; and rows that we had overlooked or took out."""
    fresh = {"document_id": set(found.added["documents"]["document_id"]),
             "statement_id": set(found.added["statements"]["statement_id"])}  # fmt: skip
    quotes = new.record.tables["reported_figures"].drop_duplicates("figure_id").set_index("figure_id")["quote"]
    filled = found.cells[found.cells["before"].eq("")].groupby(["table", "column"], sort=False)
    many = {key for key, rows in filled if len(rows) > FEW}
    for (table, column), rows in filled:
        if (table, column) in many:
            yield Change("corrected", table, f"{table}.csv: {column} filled in for {len(rows)} rows.")
    for cell in found.cells.itertuples(index=False):
        if cell.before == "" and (cell.table, cell.column) in many:
            continue
        quote = f" (“{quotes[cell.row]}”)" if cell.table == "reported_figures" and cell.column != "quote" else ""
        said = f"{cell.table}.csv, {cell.row}: {cell.column} {_cell(cell.before)} → {_cell(cell.after)}{quote}."
        yield Change("corrected", f"{cell.table}/{cell.row}/{cell.column}", said, cell.before, cell.after)
    for verb, came in (("added", found.added), ("taken out", found.gone)):
        for table, rows in came.items():
            if table == "documents" or (table == "statements" and verb == "added" and new.dossier):
                continue
            if verb == "added":
                for column, ids in fresh.items():
                    rows = rows[~rows[column].isin(ids)] if column in rows else rows
            yield from _rows(table, rows, verb, new.record)


def _rows(table: str, rows: pd.DataFrame, verb: str, record: Record) -> Iterator[Change]:
    if table == "reported_figures":
        for row in rows.itertuples():
            yield Change("corrected", row.figure_id, f"{table}.csv, {row.figure_id}: {verb} (“{row.quote}”).")
    elif len(rows):
        key = record.descriptor.schemas[table]["primaryKey"]
        names = [" ".join(map(str, cells)) for cells in rows[key].itertuples(index=False)]
        which = f": {join_list(names)}" if len(names) <= FEW else ""
        yield Change("corrected", table, f"{table}.csv: {count(len(names), 'row', digits=True)} {verb}{which}.")


def _cell(value: str) -> str:
    """Show a cell's text: “600”, “At least …”, empty."""
    return f"“{value[:LONGEST]}{'…' if len(value) > LONGEST else ''}”" if value else "empty"


def _told(old: State, new: State) -> Iterator[Change]:
    """Tell which judgements and charts say something else."""
    for state in (old, new):
        if state.dossier is None:
            faults = count(len(state.record.faults), "fault", digits=True)
            said = f"What the record told at {state.name} is not known: it has {faults}."
            yield Change("judgements", "", said)
            return
    before, after = sentences(old.view), sentences(new.view)
    for name in [n for n in dict.fromkeys([*before, *after]) if before.get(n) != after.get(n)]:
        was, now = before.get(name, ""), after.get(name, "")
        if was and now:
            said = f"{now} Before: {was}"
        elif now:
            said = f"New: {now}"
        else:
            said = f"No longer made: {was}"
        yield Change("judgements", name, said, was, now)
    for chart in CHARTS:
        yield from _chart(chart, old.view, new.view)


def _chart(chart, old: View, new: View) -> Iterator[Change]:
    """Tell how the rows of a chart changed, as a reader sees them."""
    tables = [chart.told(view)[0] for view in (old, new)]
    rows = [set(in_words(t).itertuples(index=False, name=None)) if len(t) else set() for t in tables]
    came, went = len(rows[1] - rows[0]), len(rows[0] - rows[1])
    if came or went:
        moves = [count(came, "new row")] if came else []
        moves += [f"{number(went) if came else count(went, 'row')} gone"] if went else []
        yield Change("charts", chart.name, f"{chart.name}: {join_list(moves)} in its table.")
