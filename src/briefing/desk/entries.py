"""A draft's row as the rows of tables that it means: a figure, its statement, claimant and chain; or an exclusion.

Notebook, terminal and corrected drafts all go through `rows_of`. Belongs here: what one decision writes. Does not
belong here: proposing it (audit.drafts), checking it (record, audit.coverage) and writing it (record.writing).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from itertools import chain, count

import pandas as pd

from briefing.audit.coverage import coverage, coverage_faults
from briefing.audit.drafts import EXCLUSIONS, FIGURES, free_id
from briefing.audit.speakers import written_chain
from briefing.desk.register import names_of_actors, new_actor_id
from briefing.record.dossier import Record
from briefing.record.provenance import is_named
from briefing.record.provenance import names_of_actors as plain_names
from briefing.record.tables import Fault
from briefing.words import dates
from briefing.words.stated_dates import is_stated_in
from briefing.words.text import UserError, did_you_mean, quoted

FIGURE_CELLS = (
    "figure_id", "document_id", "statement_id", "metric", "value", "value_to", "qualifier", "voice", "quote",
    "quote_start", "hedge", "refers_to", "included_in", "note", "reviewed_by", "reviewed_on",
)  # fmt: skip
VERBS = ("stated", "relayed", "reported", "republished")
OF_OUTLET = "The outlet of this document."
Cells = Mapping[str, object]


class CellError(UserError):
    """A cell of a draft that cannot be moved: `column` is where the mistake is."""

    def __init__(self, column: str, message: str):
        self.column = column
        super().__init__(message)


def rows_of(cells: Cells, record: Record, taken: set[str] | None = None) -> dict[str, list[dict]]:
    """Return the rows by table that a draft's row means for a record, in the order in which they depend on each other.

    `taken` are figure_ids of rows that are not in the record yet. Raises CellError for a cell that says too little.
    """
    cells = {column: _text(value) for column, value in cells.items()}
    if cells.get("table") == EXCLUSIONS:
        passage = {c: cells.get(c, "") for c in ("document_id", "start", "end", "reason")}
        if not passage["reason"]:
            raise CellError("reason", "say why it is no figure")
        return {EXCLUSIONS: [passage]}
    if cells.get("table") != FIGURES:
        raise CellError("table", f"{quoted(cells.get('table', ''))} is neither {FIGURES} nor {EXCLUSIONS}")
    document_id = cells.get("document_id", "")
    text = record.texts.get(document_id)
    if text is None:
        raise CellError("document_id", f"no document {quoted(document_id)}: add it first")
    for column in ("metric", "qualifier", "voice", "quote"):
        if not cells.get(column):
            raise CellError(column, "it is empty")
    start = _place(cells, text)
    rows: dict[str, list[dict]] = {"actors": [], "statements": [], "attributions": [], FIGURES: []}
    statement_id = _statement(cells, record, rows)
    rows["attributions"] = _chain(cells, record, rows, statement_id, text)
    figure = {c: cells.get(c, "") for c in FIGURE_CELLS} | {"statement_id": statement_id, "quote_start": start}
    known = set(record.tables[FIGURES]["figure_id"]) | (taken or set())
    if not figure["figure_id"] or figure["figure_id"] in known:
        figure["figure_id"] = free_id(document_id, figure["metric"], known)
    if figure["included_in"] not in known:  # the other was left out
        figure["included_in"] = ""
    figure = {c: v for c, v in figure.items() if v != "" or c in FIGURE_CELLS[:10]}
    return {name: found for name, found in (rows | {FIGURES: [figure]}).items() if found}


def reviewed(cells: Cells, reviewer: str) -> Cells:
    """Return a figure's cells with who compares it with its document today, where nobody is named yet."""
    if not reviewer or cells.get("table") != FIGURES or _text(cells.get("reviewed_by")):
        return cells
    return {**cells, "reviewed_by": reviewer, "reviewed_on": date.today().isoformat()}


def refuse_reviewer(record: Record, reviewer: str) -> None:
    """Raise UserError for a name that a record has no column for."""
    if reviewer and not any(f["name"] == "reviewed_by" for f in record.descriptor.schemas[FIGURES]["fields"]):
        raise UserError(
            "this record has no columns reviewed_by and reviewed_on: add them to its descriptor and its table "
            "reported_figures, as this repository's data/ has them, or name no reviewer"
        )


def audit_faults(now: Record, then: Record) -> list[Fault]:
    """Return what the audit would find wrong with a record as it would be and does not now, open numbers apart."""
    if then.faults:
        return []  # coverage is told of sound tables
    known = set(_gaps(now))
    return [Fault(*f) for f in _gaps(then) if f not in known]


def _gaps(record: Record) -> list[tuple]:
    gaps = coverage_faults(record, coverage(record))
    gaps = gaps[gaps["problem"].ne("the number is open")]
    return [(FIGURES, None, "quote", g.words, g.problem, g.remedy) for g in gaps.itertuples()]


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value).strip()


def _place(cells: dict[str, str], text: str) -> int:
    """Return where the quote stands: where the draft says, else the place nearest to it."""
    quote, near = (
        cells["quote"],
        int(cells.get("quote_start") or 0) if (cells.get("quote_start") or "0").isdigit() else 0,
    )
    if text.startswith(quote, near):
        return near
    places = [m.start() for m in re.finditer(re.escape(quote), text)]
    if not places:
        raise CellError("quote", f"the words are not in the document: {quoted(quote)}")
    return min(places, key=lambda place: abs(place - near))


def _actor(name: str, kind: str, column: str, record: Record, rows: dict) -> str:
    """Return the actor_id of a name in any case; with a kind, a name that is not known becomes a new actor."""
    known = names_of_actors(record) | {a["name"].casefold(): a["actor_id"] for a in rows["actors"]}
    known |= {a["actor_id"]: a["actor_id"] for a in rows["actors"]}
    name = " ".join(name.split())
    if name.casefold() in known:
        return known[name.casefold()]
    if not kind:
        raise CellError(column, f"no actor {quoted(name)}: {did_you_mean(name, known)}give a claimant_kind to add it")
    actor_id = new_actor_id(name, record)
    rows["actors"].append({"actor_id": actor_id, "name": name, "short_name": name.split(",")[0], "kind": kind})
    return actor_id


def _statement(cells: dict[str, str], record: Record, rows: dict) -> str:
    """Return the statement of a figure; one that the record does not have is added to `rows`."""
    statements = record.tables["statements"]["statement_id"]
    wanted, claimant, on = (cells.get(c, "") for c in ("statement_id", "claimant", "made_on"))
    if wanted and statements.eq(wanted).any():
        return wanted
    if not claimant:
        known = f"no statement {quoted(wanted)}: {did_you_mean(wanted, statements)}" if wanted else ""
        raise CellError("statement_id", f"{known}name a statement of statements.csv, or the claimant of a new one")
    claimant = _actor(claimant, cells.get("claimant_kind", ""), "claimant", record, rows)
    try:
        dates.period(on)
    except ValueError as error:
        raise CellError("made_on", str(error)) from None
    basis = (cells.get("made_on_basis", "") or "inferred") if on else "unknown"
    stem = f"{claimant}-{on.replace('/', '-to-') or 'undated'}"
    same = record.tables["statements"].query("claimant_id == @claimant and made_on == @on")["statement_id"]
    if not wanted and on and len(same) == 1:
        return same.iloc[0]
    names = chain([stem], (stem.replace(claimant, f"{claimant}-{n}", 1) for n in count(2)))
    statement_id = wanted or next(s for s in names if not statements.eq(s).any())
    row = {
        "statement_id": statement_id, "claimant_id": claimant, "occasion": cells.get("occasion", "") or "Statement",
        "made_on": on, "made_on_precision": dates.precision(on), "made_on_basis": "unknown" if basis == "" else basis,
        "note": cells.get("made_on_note", ""),
    }  # fmt: skip
    rows["statements"].append(row | _words_of_date(row, cells, record))
    return statement_id


def _words_of_date(row: dict, cells: dict[str, str], record: Record) -> dict:
    """Return where the document states the date of a statement, if it is stated and its words are in the note."""
    if row["made_on_basis"] != "stated":
        return {}
    words = re.search(r"“([^”]+)”", row["note"])
    text, near = record.texts[cells["document_id"]], int(cells.get("quote_start") or 0)
    candidates = [words[1]] if words else []
    candidates += [text[a:b] for on, a, b in dates.find(text) if on == row["made_on"]]
    for found in candidates:
        if is_stated_in(found, row["made_on"], False) and (at := text.rfind(found, 0, near + 400)) >= 0:
            return {"made_on_document": cells["document_id"], "made_on_quote": found, "made_on_quote_start": at}
    return {}


def _chain(cells: dict[str, str], record: Record, rows: dict, statement_id: str, text: str) -> list[dict]:
    """Return the steps from the claimant to the document, none where the record has them already."""
    document_id, chains = cells["document_id"], record.tables["attributions"]
    there = chains[chains["statement_id"].eq(statement_id) & chains["document_id"].eq(document_id)]
    if len(there):
        return []
    steps, found = parsed_chain(cells.get("chain", "")), []
    if not steps:
        raise CellError("chain", "say how it came to the document: nis stated > lee relayed > unn reported")
    new = {s["statement_id"]: s["claimant_id"] for s in rows["statements"]}
    claimants = record.tables["statements"].set_index("statement_id")["claimant_id"]
    claimant = new.get(statement_id) or claimants[statement_id]
    if all(verb != "stated" for _, verb in steps):
        steps = [([claimant], "stated"), *steps]
    names = plain_names(record.tables)
    for step, (actors, verb) in enumerate(steps, 1):
        for name in actors:
            actor = _actor(name, cells.get("claimant_kind", "") if step == 1 else "", "chain", record, rows)
            row = {
                "statement_id": statement_id,
                "document_id": document_id,
                "step": step,
                "actor_id": actor,
                "verb": verb,
            }
            words = _words_of_step(actor, step == 1, step == len(steps), cells, text, names, record, rows)
            found.append(row | words)
    return found


def parsed_chain(written: str) -> list[tuple[list[str], str]]:
    """Read "nis stated > lee + kim relayed > unn reported" as steps of actors and a verb, by default the usual."""
    steps = []
    for i, part in enumerate(p.strip() for p in written.split(">") if p.strip()):
        names, _, verb = part.rpartition(" ")
        if verb not in VERBS:
            names, verb = part, "reported" if i else "stated"
        steps.append(([name.strip() for name in names.split("+") if name.strip()], verb))
    return steps


def _words_of_step(
    actor: str, first: bool, last: bool, cells: dict[str, str], text: str, names: dict, record: Record, rows: dict
) -> dict:
    """Return the words that say who acts in a step, or how else it is known."""
    own = set(names.get(actor, ())) | {a["name"].casefold() for a in rows["actors"] if a["actor_id"] == actor}
    said, at = cells.get("said_by", ""), cells.get("said_by_start", "")
    if first and said and at.isdigit() and text.startswith(said, int(at)):
        if is_named(own, said):
            return {"quote": said, "quote_start": at, "basis": "stated"}
        return {"quote": said, "quote_start": at, "basis": "inferred", "note": f"“{said}” is read as this actor."}
    spelt = [n for n, a in names_of_actors(record).items() if a == actor] + [
        a["name"] for a in rows["actors"] if a["actor_id"] == actor
    ]
    near = int(cells.get("quote_start") or 0)
    for name in sorted(spelt, key=len, reverse=True):
        places = [m for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.I) if is_named(own, m[0])]
        if places:
            m = min(places, key=lambda m: abs(m.start() - near))
            return {"quote": m[0], "quote_start": m.start(), "basis": "stated"}
    if last:
        return {"basis": "external", "note": OF_OUTLET}
    return {"basis": "inferred", "note": "The document does not name it; taken from its other chains."}


def chain_of(record: Record, statement_id: str, document_id: str) -> str:
    """Return the chain that a record has from a statement to a document, on a line; "" for none."""
    chains = record.tables["attributions"]
    rows = chains[chains["statement_id"].eq(statement_id) & chains["document_id"].eq(document_id)]
    return written_chain(rows) if len(rows) else ""
