"""One record, read and checked once a process, and the dossier that it is as of a date.

Belongs here: tables and documents joined and typed, and `as_of`. Nothing is dropped or repaired silently. Does not
belong here: the checks (tables, checks) and comparing what the rows say (analysis).
"""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd

from briefing.paths import data_folder, seeds_folder
from briefing.record.checks import languages_of, read_and_check
from briefing.record.files import tables_digest
from briefing.record.metrics import Metrics
from briefing.record.tables import Descriptor, DossierError, Fault, read_descriptor
from briefing.words import dates, intervals
from briefing.words.copies import Copies, blanked, find_copies
from briefing.words.english import join_list
from briefing.words.text import UserError, did_you_mean, quoted

__all__ = ["Dossier", "DossierError", "Fault", "Pivot", "Record", "load_dossier", "read_record"]

NO_PIVOT = "none"


@dataclass(frozen=True)
class Pivot:
    """The statement that parts two eras; `on` is its date, None where it lies after the dossier's `as_of`."""

    statement_id: str
    claimant_id: str
    claimant: str
    made_on: str
    on: pd.Timestamp | None


@dataclass(frozen=True, eq=False)
class Dossier:
    """A checked record as of a date.

    `figures` has one row for each mention, joined to its statement, claimant and document: the columns of
    reported_figures.csv with `value`, `value_to`, `low`, `high` (Int64, in the metric's unit; missing = unbounded),
    `unit`, `what` ("killed") and `those` ("those killed") of the metric, `bound`, `metric`, `qualifier`, `voice`
    (ordered categories), claimant_id, claimant, claimant_name, claimant_kind, occasion, made_on, made_on_precision,
    made_on_basis, first, last (the period of made_on), outlet (short name) and published_on, published_precision,
    published_basis, and `text_id`, the first document that has the same text. The other tables are as in
    data/, those of statements and attributions cut at `as_of`; what does not depend on the date is the `record`'s.
    `unsure` has the mentions left out though their statement may have been made by `as_of`: it has no date, or one
    that is not precise enough to tell.
    """

    record: Record = field(repr=False)
    as_of: str
    joined: pd.DataFrame = field(repr=False)
    documents: pd.DataFrame = field(repr=False)
    actors: pd.DataFrame = field(repr=False)
    statements: pd.DataFrame = field(repr=False)
    attributions: pd.DataFrame = field(repr=False)
    unsure: pd.DataFrame = field(repr=False)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """The mentions, see above; the texts are compared when somebody asks for them."""
        text_of = self.record.copies.text_of
        return self.joined.assign(text_id=self.joined["document_id"].map(text_of).fillna(self.joined["document_id"]))

    @property
    def subject(self) -> str:
        """Whom the figures count, in words."""
        return self.record.subject

    @property
    def metrics(self) -> Metrics:
        """What can be counted."""
        return self.record.metrics

    @property
    def claimants(self) -> tuple[str, ...]:
        """The actor_ids of all who state anything at any date, in the order of actors.csv."""
        return self.record.claimants

    @property
    def fingerprint(self) -> str:
        """A sha256 over what the whole record says."""
        return self.record.fingerprint

    @property
    def short_fingerprint(self) -> str:
        """The first eight digits of the fingerprint, for footers."""
        return self.fingerprint[:8]

    def pivot(self, statement_id: str = "") -> Pivot | None:
        """Return the statement that parts the eras.

        "" is the record's own pivot, if it has one; "none" switches the eras off. Raises UserError for a statement
        that the record does not have, or that is not dated to the day.
        """
        wanted = statement_id or self.record.descriptor.pivot
        if wanted in ("", NO_PIVOT):
            return None
        pivots = self.record.pivots
        if wanted not in pivots.index:
            raise UserError(
                f"pivot {quoted(wanted)} is not a statement of this record dated to the day: "
                f"{did_you_mean(wanted, pivots.index)}use {_some(list(pivots.index))}, or “none” for no eras"
            )
        row = pivots.loc[wanted]
        in_time = self.statements["statement_id"].eq(wanted).any()
        return Pivot(wanted, row["claimant_id"], row["claimant"], row["made_on"], row["first"] if in_time else None)

    def claimant_ids(self, names: list[str] | tuple) -> tuple[str, ...]:
        """Return the actor_ids of claimants given by id or short name, in capitals or not; UserError if unknown."""
        claimants = self.actors[self.actors["actor_id"].isin(self.claimants)]
        ids, short = list(claimants["actor_id"]), list(claimants["short_name"])
        exact = dict(zip([*short, *ids], [*ids, *ids], strict=True))
        alike: dict[str, set[str]] = {}
        for name, actor in exact.items():
            alike.setdefault(name.casefold(), set()).add(actor)
        found = {name: {exact[name]} if name in exact else alike.get(name.casefold(), set()) for name in names}
        if wrong := [name for name in names if not found[name]]:
            raise UserError("; ".join(_unknown("claimant", n, list(self.claimants), [*short, *ids]) for n in wrong))
        if several := [name for name in names if len(found[name]) > 1]:
            which = "; ".join(f"{quoted(name)} may be {join_list(sorted(found[name]), 'or')}" for name in several)
            raise UserError(f"{which}: names differ only in capitals, so give the id")
        return tuple(dict.fromkeys(actor for name in names for actor in found[name]))

    def select(self, claimants: list[str] | tuple = (), metrics: list[str] | tuple = ()) -> pd.DataFrame:
        """Return the figures of the claimants (see `claimant_ids`) and metrics; empty means all.

        Raises UserError for a name that this dossier does not know, with the nearest that it does.
        """
        ids, all_metrics = self.claimant_ids(claimants), list(self.figures["metric"].cat.categories)
        if wrong := [m for m in metrics if m not in all_metrics]:
            raise UserError("; ".join(_unknown("metric", m, all_metrics, all_metrics) for m in wrong))
        figures = self.figures
        if ids:
            figures = figures[figures["claimant_id"].isin(ids)]
        return figures[figures["metric"].isin(metrics)] if metrics else figures


def _unknown(kind: str, name: str, ids: list[str], known: list[str]) -> str:
    return f"unknown {kind} {quoted(name)}: {did_you_mean(name, known)}use {_some(ids)}"


def _some(names: list[str]) -> str:
    return ", ".join(names[:12]) + (" …" if len(names) > 12 else "")


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep Python from searching many fresh objects for cycles, again and again: a sixth of the time of loading."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(frozen=True, eq=False)
class Record:
    """A record as it stands, with the faults that it may have.

    `tables` are those of data/ by name, with their rows numbered as in a spreadsheet; `texts` are the documents by
    document_id; `tables_read` is a checksum of descriptor and tables as read. `as_of` gives the dossier that is drawn.
    """

    data_dir: Path
    descriptor: Descriptor = field(repr=False)
    tables: dict[str, pd.DataFrame] = field(repr=False)
    texts: dict[str, str] = field(repr=False)
    faults: list[Fault] = field(repr=False)
    tables_read: str = field(default="", repr=False)

    @property
    def subject(self) -> str:
        """Whom the figures count, in words."""
        return self.descriptor.subject

    @cached_property
    def metrics(self) -> Metrics:
        """What can be counted."""
        return Metrics(self.tables["metrics"].drop_duplicates("metric"), self.subject)

    @cached_property
    def languages(self) -> dict[str, str]:
        """The language that each document is read in: the one it states, else the one it looks like; "" for none."""
        return languages_of(self.tables["documents"], self.texts)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """reported_figures, each row with its statement's claimant_id, made_on, made_on_precision and made_on_basis."""
        said = ["statement_id", "claimant_id", "made_on", "made_on_precision", "made_on_basis"]
        statements = self.tables["statements"].drop_duplicates("statement_id")[said]
        return self.tables["reported_figures"].merge(statements, on="statement_id", how="left")

    def table(self, name: str) -> pd.DataFrame:
        """Return a table with its rows counted from 0."""
        return self.tables[name].reset_index(drop=True)

    @cached_property
    def copies(self) -> Copies:
        """Which documents are one text, compared without the passages that are not part of the article."""
        return find_copies({name: self.article(name) for name in self.texts})

    def article(self, document_id: str) -> str:
        """Return a document with its excluded lines blank: site furniture and other articles, not its numbers."""
        return blanked(self.texts[document_id], self._passages.get(document_id, ()))

    @cached_property
    def _passages(self) -> dict[str, list[tuple[int, int]]]:
        whole = self.tables["exclusions"].dropna(subset=["start", "end"])
        places: dict[str, list[tuple[int, int]]] = {}
        for document_id, start, end in whole[["document_id", "start", "end"]].itertuples(index=False):
            places.setdefault(document_id, []).append((int(start), int(end)))
        return places

    @cached_property
    def fingerprint(self) -> str:
        """A sha256 over what the tables say: the order of rows, line ends and quoting do not count.

        The documents count through their checksums, which have been compared with their bytes.
        """
        digest = hashlib.sha256(f"{self.subject}\n{self.descriptor.pivot}\n".encode())
        for name, table in self.tables.items():
            rows = table.sort_values(self.descriptor.schemas[name]["primaryKey"])
            digest.update(f"{name}\n{rows.to_csv(index=False, lineterminator=chr(10))}".encode())
        return digest.hexdigest()

    def as_of(self, date: str = "") -> Dossier:
        """Return the dossier of the statements made on or before a date; see `load_dossier`.

        Raises DossierError with every fault of the record, UserError for a date that is none.
        """
        cut = dates.period(date)
        if self.faults:
            raise DossierError(str(self.data_dir), self.faults)
        statements = self._dated
        kept = statements if cut is None else statements[statements["known_from"] <= pd.Timestamp(cut[1])]
        in_time = {
            name: self._as_printed(self.tables[name][self.tables[name]["statement_id"].isin(kept["statement_id"])], cut)
            for name in ("reported_figures", "attributions")
        }
        late = statements[~statements.index.isin(kept.index)]
        unsure = late[~(late["first"] > pd.Timestamp(cut[1]))] if cut else late
        mentions = self.tables["reported_figures"]
        return Dossier(
            record=self,
            as_of=date,
            joined=_joined(in_time["reported_figures"], kept, self),
            unsure=mentions.merge(unsure[["statement_id", "claimant_id"]], on="statement_id"),
            documents=self.table("documents"),
            actors=self.table("actors"),
            statements=kept.reset_index(drop=True),
            attributions=in_time["attributions"].reset_index(drop=True),
        )

    def _as_printed(self, rows: pd.DataFrame, cut: tuple | None) -> pd.DataFrame:
        """Return the rows of documents certainly published by a date; of a statement that none was, all its rows."""
        if cut is None:
            return rows
        documents = self.tables["documents"]
        out = dates.periods(documents["published_on"])["last"].set_axis(documents["document_id"])
        by_then = rows["document_id"].map(out).le(pd.Timestamp(cut[1]))
        return rows[by_then | ~by_then.groupby(rows["statement_id"]).transform("any")]

    @cached_property
    def _dated(self) -> pd.DataFrame:
        """Statements with the period of their date, and `known_from`, the day from which they count.

        A statement counts from the last day of its period, or from the last day on which the first document that
        carries it can have appeared, if that is earlier; one that no dated document carries never counts by date.
        """
        statements = self.tables["statements"]
        statements = statements.join(dates.periods(statements["made_on"]))
        out = self.tables["documents"].assign(out=dates.periods(self.tables["documents"]["published_on"])["last"])
        carried = self.tables["attributions"].merge(out[["document_id", "out"]]).groupby("statement_id")["out"].min()
        first_seen = carried.reindex(statements["statement_id"]).set_axis(statements.index)
        return statements.assign(known_from=pd.concat([statements["last"], first_seen], axis=1).min(axis=1))

    @cached_property
    def claimants(self) -> tuple[str, ...]:
        """The actor_ids of all who state anything at any date, in the order of actors.csv."""
        actors = self.tables["actors"]["actor_id"]
        return tuple(actors[actors.isin(self.tables["statements"]["claimant_id"])])

    @cached_property
    def pivots(self) -> pd.DataFrame:
        """The statements that may part eras, by statement_id: those dated to the day, with the claimant's name."""
        names = self.tables["actors"].set_index("actor_id")["short_name"]
        known = self._dated[self._dated["made_on_precision"].eq("day")]
        return known.assign(claimant=known["claimant_id"].map(names)).set_index("statement_id")


def read_record(data_dir: str | Path = "") -> Record:
    """Read and check a record, whatever its faults; "" is this repository's. Read again only if a file has changed.

    Raises DossierError only where there is no descriptor to read it by.
    """
    data = data_folder(data_dir)
    return _read(data, _signature(data))


def _signature(data: Path) -> tuple:
    """Return what changes when a file of a record does: names, sizes and times."""
    found = []
    for folder in (data, seeds_folder(data)):
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                about = entry.stat(follow_symlinks=False)
                found.append((folder.name, entry.name, about.st_size, about.st_mtime_ns, about.st_ino))
    return tuple(sorted(found))


@lru_cache(maxsize=2)
def _read(data: Path, signature: tuple) -> Record:
    with collector_at_rest():
        seen: dict[str, bytes] = {}
        descriptor = read_descriptor(data, seen)
        tables, texts, faults = read_and_check(data, descriptor, seen)
        return Record(data, descriptor, tables, texts, faults, tables_digest(seen))


def load_dossier(data_dir: str | Path = "", as_of: str = "") -> Dossier:
    """Load and check a dossier; "" is this repository's.

    `as_of` (ISO date; a month or a year counts to its end) keeps only statements made on or before it; an
    undated statement counts from the first document that carries it. A statement is as the documents published by then
    print it; only where none was, as later ones do. The checks are the same with and without.

    Raises DossierError with every fault found, UserError for an `as_of` that is not a date.
    """
    dates.end_of(as_of)
    return read_record(data_dir).as_of(as_of)


def _joined(figures: pd.DataFrame, statements: pd.DataFrame, record: Record) -> pd.DataFrame:
    """Return the figures with their statement, claimant and document, in the order of the dates said."""
    actors = record.tables["actors"].set_index("actor_id")
    columns = ["document_id", "outlet", "published_on", "published_precision", "published_basis"]
    fields = record.descriptor.schemas["reported_figures"]["fields"]
    enums = {f["name"]: f["constraints"]["enum"] for f in fields if "enum" in f.get("constraints", {})}
    enums["metric"] = list(record.metrics.names)
    joined = (
        figures.merge(statements.drop(columns="note"), on="statement_id", how="left", validate="many_to_one")
        .merge(record.tables["documents"][columns], on="document_id", how="left", validate="many_to_one")
        .assign(
            claimant=lambda t: t["claimant_id"].map(actors["short_name"]),
            claimant_name=lambda t: t["claimant_id"].map(actors["name"]),
            claimant_kind=lambda t: t["claimant_id"].map(actors["kind"]),
            outlet=lambda t: t["outlet"].map(actors["short_name"]),
            unit=lambda t: t["metric"].map(record.metrics.table["unit"]),
            what=lambda t: t["metric"].map({m: record.metrics.phrase(m) for m in record.metrics.names}),
            running=lambda t: t["metric"].map({m: record.metrics.is_running(m) for m in record.metrics.names}),
            those=lambda t: t["metric"].map({m: record.metrics.those(m) for m in record.metrics.names}),
        )
        .astype({c: pd.CategoricalDtype(values, ordered=True) for c, values in enums.items()})
        .pipe(intervals.add_bounds)
    )
    return joined.sort_values(["known_from", "statement_id", "metric", "figure_id"], kind="stable", ignore_index=True)
