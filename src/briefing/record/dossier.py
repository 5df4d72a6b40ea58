"""Load a dossier: its tables and documents, checked as a whole, joined and typed.

Belongs here: what must hold before anything is drawn, and `as_of`. Every fault is found before any is reported,
and nothing is dropped or repaired silently. Does not belong here: comparing what the rows say (compare).
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

import pandas as pd

from briefing.paths import data_folder
from briefing.record.checks import read_dossier
from briefing.record.tables import DossierError, Fault, read_descriptor
from briefing.words import dates, intervals
from briefing.words.text import did_you_mean, quoted

__all__ = ["Dossier", "DossierError", "Fault", "Pivot", "load_dossier", "open_dossier"]

PIVOT = "kcna-2025-04-28"
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
    """A checked dossier.

    `figures` has one row for each mention, joined to its statement, claimant and document: the columns of
    reported_figures.csv with `value`, `value_to`, `low`, `high` (Int64, persons; missing = unbounded), `bound`,
    `metric`, `qualifier`, `voice` (ordered categories), claimant_id, claimant, claimant_name, claimant_kind,
    occasion, made_on, made_on_precision, made_on_basis, first, last (the period of made_on), outlet (short name)
    and published_on, published_precision, published_basis. The other tables are as in data/, those of
    statements and figures cut at `as_of`; `claimants` are the actor_ids of all who state anything at any date, in
    the order of actors.csv; `subject` is whom the figures count, in words; `texts` are the documents and
    `fingerprint` is a sha256 over all of it.
    """

    data_dir: Path
    as_of: str
    subject: str
    claimants: tuple[str, ...]
    figures: pd.DataFrame = field(repr=False)
    documents: pd.DataFrame = field(repr=False)
    actors: pd.DataFrame = field(repr=False)
    aliases: pd.DataFrame = field(repr=False)
    statements: pd.DataFrame = field(repr=False)
    attributions: pd.DataFrame = field(repr=False)
    exclusions: pd.DataFrame = field(repr=False)
    texts: dict[str, str] = field(repr=False)
    fingerprint: str
    pivots: dict[str, Pivot] = field(repr=False)

    @property
    def short_fingerprint(self) -> str:
        """The first eight digits of the fingerprint, for footers."""
        return self.fingerprint[:8]

    @cached_property
    def kcna_era(self) -> pd.Timestamp | None:
        """The first day of the KCNA era; None in a dossier without the pivot, or before it."""
        pivot = self.pivot()
        return pivot.on if pivot else None

    def pivot(self, statement_id: str = "") -> Pivot | None:
        """Return the statement that parts the eras.

        "" is KCNA's confirmation where the dossier has it; "none" switches the eras off. Raises ValueError for
        a statement that the dossier does not have, or that is not dated.
        """
        if statement_id == NO_PIVOT:
            return None
        if statement_id in ("", PIVOT):
            return self.pivots.get(PIVOT)
        if statement_id not in self.pivots:
            raise ValueError(
                f"pivot {quoted(statement_id)} is not a dated statement of this dossier: "
                f"{did_you_mean(statement_id, self.pivots)}use {_some(list(self.pivots))}, or “none” for no eras"
            )
        return self.pivots[statement_id]

    def claimant_ids(self, names: list[str] | tuple) -> tuple[str, ...]:
        """Return the actor_ids of claimants given by id or short name, in capitals or not; ValueError if unknown."""
        claimants = self.actors[self.actors["actor_id"].isin(self.claimants)]
        ids, short = list(claimants["actor_id"]), list(claimants["short_name"])
        known = dict(zip([name.casefold() for name in (*short, *ids)], [*ids, *ids], strict=True))
        if wrong := [name for name in names if name.casefold() not in known]:
            raise ValueError("; ".join(_unknown("claimant", n, list(self.claimants), [*short, *ids]) for n in wrong))
        return tuple(dict.fromkeys(known[name.casefold()] for name in names))

    def select(self, claimants: list[str] | tuple = (), metrics: list[str] | tuple = ()) -> pd.DataFrame:
        """Return the figures of the claimants (see `claimant_ids`) and metrics; empty means all.

        Raises ValueError for a name that this dossier does not know, with the nearest that it does.
        """
        ids, all_metrics = self.claimant_ids(claimants), list(self.figures["metric"].cat.categories)
        if wrong := [m for m in metrics if m not in all_metrics]:
            raise ValueError("; ".join(_unknown("metric", m, all_metrics, all_metrics) for m in wrong))
        figures = self.figures
        if ids:
            figures = figures[figures["claimant_id"].isin(ids)]
        return figures[figures["metric"].isin(metrics)] if metrics else figures


def _unknown(kind: str, name: str, ids: list[str], known: list[str]) -> str:
    return f"unknown {kind} {quoted(name)}: {did_you_mean(name, known)}use {_some(ids)}"


def _some(names: list[str]) -> str:
    return ", ".join(names[:12]) + (" …" if len(names) > 12 else "")


def load_dossier(data_dir: str | Path = "", as_of: str = "") -> Dossier:
    """Load and check a dossier; "" is this repository's.

    `as_of` (ISO date; a month or a year counts to its end) keeps only statements made on or before it; an
    undated statement counts from the first document that carries it. The checks are the same with and without.

    Raises DossierError with every fault found, ValueError for an `as_of` that is not a date.
    """
    dates.period(as_of)
    with collector_at_rest():
        return open_dossier(data_dir)(as_of)


def open_dossier(data_dir: str | Path = "") -> Callable[[str], Dossier]:
    """Check a dossier once and return a function that gives it as of any date, for views that move through time."""
    data = data_folder(data_dir)
    schemas, subject = read_descriptor(data)
    tables, texts, faults = read_dossier(data, schemas)
    if faults:
        raise DossierError(str(data), faults)
    return partial(_as_of, data, schemas, subject, tables, texts, _fingerprint(tables, schemas))


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


def _as_of(data: Path, schemas: dict, subject: str, tables: dict, texts: dict, fingerprint: str, as_of: str) -> Dossier:
    """Return a checked dossier with the statements made on or before a date."""
    cut = dates.period(as_of)
    statements = _dated(tables)
    kept = statements if cut is None else statements[statements["known_from"] <= pd.Timestamp(cut[1])]
    in_time = {
        t: tables[t][tables[t]["statement_id"].isin(kept["statement_id"])] for t in ("reported_figures", "attributions")
    }
    return Dossier(
        data_dir=data,
        as_of=as_of,
        subject=subject,
        claimants=_claimants(tables),
        figures=_joined(in_time["reported_figures"], kept, tables, schemas),
        documents=tables["documents"].reset_index(drop=True),
        actors=tables["actors"].reset_index(drop=True),
        aliases=tables["aliases"].reset_index(drop=True),
        statements=kept.reset_index(drop=True),
        attributions=in_time["attributions"].reset_index(drop=True),
        exclusions=tables["exclusions"].reset_index(drop=True),
        texts=texts,
        fingerprint=fingerprint,
        pivots=_pivots(statements, kept, tables["actors"]),
    )


def _dated(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return statements with the period of their date, and `known_from`, the day from which they count.

    A statement counts from the last day of its period, or from the last day on which the first document that
    carries it can have appeared, if that is earlier; one that no dated document carries never counts by date.
    """
    statements = tables["statements"]
    statements = statements.join(dates.periods(statements["made_on"]))
    out = tables["documents"].assign(out=dates.periods(tables["documents"]["published_on"])["last"])
    carried = tables["attributions"].merge(out[["document_id", "out"]]).groupby("statement_id")["out"].min()
    first_seen = statements["statement_id"].map(carried)
    return statements.assign(known_from=pd.concat([statements["last"], first_seen], axis=1).min(axis=1))


def _joined(
    figures: pd.DataFrame, statements: pd.DataFrame, tables: dict[str, pd.DataFrame], schemas: dict
) -> pd.DataFrame:
    """Return the figures with their statement, claimant and document, in the order of the dates said."""
    actors = tables["actors"].set_index("actor_id")
    documents = tables["documents"][["document_id", "outlet", "published_on", "published_precision", "published_basis"]]
    enums = {
        f["name"]: f["constraints"]["enum"]
        for f in schemas["reported_figures"]["fields"]
        if "enum" in f.get("constraints", {})
    }
    joined = (
        figures.merge(statements.drop(columns="note"), on="statement_id", how="left", validate="many_to_one")
        .merge(documents, on="document_id", how="left", validate="many_to_one")
        .assign(
            claimant=lambda t: t["claimant_id"].map(actors["short_name"]),
            claimant_name=lambda t: t["claimant_id"].map(actors["name"]),
            claimant_kind=lambda t: t["claimant_id"].map(actors["kind"]),
            outlet=lambda t: t["outlet"].map(actors["short_name"]),
        )
        .astype({c: pd.CategoricalDtype(values, ordered=True) for c, values in enums.items()})
        .pipe(intervals.add_bounds)
    )
    return joined.sort_values(["known_from", "statement_id", "metric", "figure_id"], kind="stable", ignore_index=True)


def _claimants(tables: dict[str, pd.DataFrame]) -> tuple[str, ...]:
    actors = tables["actors"]["actor_id"]
    return tuple(actors[actors.isin(tables["statements"]["claimant_id"])])


def _pivots(statements: pd.DataFrame, kept: pd.DataFrame, actors: pd.DataFrame) -> dict[str, Pivot]:
    """Return every dated statement as a possible pivot."""
    names = dict(zip(actors["actor_id"], actors["short_name"], strict=True))
    in_time = set(kept["statement_id"])
    return {
        s.statement_id: Pivot(
            s.statement_id,
            s.claimant_id,
            names[s.claimant_id],
            s.made_on,
            s.first if s.statement_id in in_time else None,
        )
        for s in statements[statements["first"].notna()].itertuples()
    }


def _fingerprint(tables: dict[str, pd.DataFrame], schemas: dict) -> str:
    """Return a sha256 over what the tables say: the order of rows, line ends and quoting do not count.

    The documents count through their checksums, which have been compared with their bytes.
    """
    digest = hashlib.sha256()
    for name, table in tables.items():
        digest.update(f"{name}\n".encode())
        digest.update(table.sort_values(schemas[name]["primaryKey"]).to_csv(index=False, lineterminator="\n").encode())
    return digest.hexdigest()
