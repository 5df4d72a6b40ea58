"""The queue of open numbers: one at a time with its proposal; accept, exclude, skip, undo; saved after each step.

Belongs here: what a desk does, without any look. Does not belong here: how it is shown (notebook, terminal).
"""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from briefing.audit.coverage import coverage
from briefing.audit.drafts import EXCLUSIONS, FIGURES, draft
from briefing.audit.speakers import Known, known_statements
from briefing.desk.entries import CellError, audit_faults, refuse_reviewer, reviewed, rows_of
from briefing.paths import data_folder
from briefing.record.dossier import Record, read_record
from briefing.record.files import WITNESS
from briefing.record.tables import DossierError, Fault
from briefing.record.writing import Written, new_faults, rehearse, take_back, write_rows
from briefing.words.english import count
from briefing.words.text import UserError, quoted

DESK = ".desk.lock"
Number = tuple[str, int, int]  # document, start, end


class Desk:
    """The open numbers of a record, or of one document of it, and the one that is being decided.

    Every step is written at once, so that closing loses nothing: a new desk begins where the last one ended.
    `reviewer` is written, with the day, into each figure that is recorded here.
    Raises UserError for a document, or a column for the reviewer, that the record does not have.
    """

    def __init__(self, data_dir: str | Path = "", document_id: str = "", reviewer: str = ""):
        self.data = data_folder(data_dir)
        self.document_id = document_id
        self.reviewer = " ".join(reviewer.split())
        self.skipped: list[Number] = []
        self.steps: list[Written] = []
        self._lock = None
        self.refresh()
        refuse_reviewer(self.record, self.reviewer)
        self.told = self._others() if self.open and WITNESS not in os.environ else ""  # a headless run records nothing
        if document_id and document_id not in self.record.texts:
            known = ", ".join(list(self.record.texts)[-8:])
            raise UserError(f"no document {quoted(document_id)}: the record has {known}")

    def _others(self) -> str:
        """Say whether another desk is open on this record; else keep its place until this one is gone."""
        from filelock import FileLock, Timeout

        self._lock = FileLock(self.data / DESK, timeout=0, is_singleton=True)  # one for all desks of a process
        try:
            self._lock.acquire()
        except Timeout:
            return (
                "Another desk is open on this record. Both may record: what one has decided is no longer open for the "
                "other, and nothing is written over."
            )
        except OSError as error:
            return f"Nothing can be recorded: {self.data.name}/ cannot be written ({error.strerror})."
        return ""

    def close(self) -> None:
        """Leave the desk to others."""
        if self._lock:
            self._lock.release()

    def refresh(self) -> None:
        """Read the record again, as it is now, and propose for what is open."""
        self.record: Record = read_record(self.data)
        numbers = coverage(self.record)
        if self.document_id:
            numbers = numbers[numbers["document_id"].eq(self.document_id)]
        self.numbers = numbers
        self.proposals = draft(self.record, numbers)
        self.known: Known = known_statements(self.record)
        still = {self._number(p) for p in self.proposals.itertuples()}
        self.skipped = [n for n in self.skipped if n in still]

    @staticmethod
    def _number(row) -> Number:
        return row.document_id, int(row.start), int(row.end)

    @property
    def open(self) -> int:
        """How many numbers are open."""
        return len(self.proposals)

    @property
    def current(self) -> dict | None:
        """The cells of the number that is being decided, as a draft's row; None where none is open."""
        if self.proposals.empty:
            return None
        waiting = [(self._number(p), i) for i, p in enumerate(self.proposals.itertuples())]
        first = next((i for n, i in waiting if n not in self.skipped), None)
        if first is None:  # all were skipped: once more from the first
            self.skipped = []
            first = 0
        row = self.proposals.iloc[first]
        return {c: "" if pd.isna(v) else str(v) for c, v in row.items()}

    def place(self, cells: dict) -> tuple[int, int]:
        """Return where the number of a draft's row stands in its document."""
        start = int(cells["start"])
        return start, start + len(cells["number"])

    def faults(self, cells: dict) -> list[Fault]:
        """Return what would be wrong if a draft's row were recorded; an empty list if nothing. Nothing is written."""
        try:
            now, then = rehearse(self.data, rows_of(reviewed(cells, self.reviewer), self.record))
        except CellError as error:
            return [Fault(cells.get("table", ""), None, error.column, "", str(error), "")]
        except DossierError as error:
            return error.faults
        return [*new_faults(now, then), *audit_faults(now, then), *self._still_open(cells, then)]

    def _still_open(self, cells: dict, then: Record) -> list[Fault]:
        """A row that leaves its own number open does not decide it."""
        if then.faults:
            return []
        start, end = self.place(cells)
        numbers = coverage(then)
        left = numbers[numbers["document_id"].eq(cells["document_id"]) & numbers["status"].eq("open")]
        if not ((left["start"] >= start) & (left["end"] <= end)).any():
            return []
        column = "quote" if cells["table"] == FIGURES else "end"
        return [
            Fault(cells["table"], None, column, "", f"the number {quoted(cells['number'])} would still be open", "")
        ]

    def record_row(self, cells: dict) -> None:
        """Write what a draft's row means, all of it at once, and go to the next number.

        Raises DossierError with the faults that it would make, UserError where it cannot be written or where another
        has decided the number meanwhile; then nothing is written.
        """
        before = self._number_of(cells)
        self.refresh()
        if before not in {self._number_of(p) for p in self.proposals.to_dict("records")}:
            raise UserError("another has decided this number meanwhile: here is the next one")

        def more(now: Record, then: Record) -> list[Fault]:
            return [*audit_faults(now, then), *self._still_open(cells, then)]

        self.steps.append(write_rows(self.data, rows_of(reviewed(cells, self.reviewer), self.record), faults=more))
        self.refresh()

    def _number_of(self, cells: dict) -> tuple:
        return cells["document_id"], int(cells["line"]), cells["number"], cells["clause"]

    def skip(self) -> None:
        """Leave the current number open for now; it comes again when the others are done."""
        if cells := self.current:
            at = self.proposals["document_id"].eq(cells["document_id"]) & self.proposals["start"].eq(
                int(cells["start"])
            )
            self.skipped.append(self._number(next(self.proposals[at].itertuples())))

    def undo(self) -> str:
        """Take back the last step of this desk and say what came of it. Raises UserError where a file changed since."""
        if not self.steps:
            return "There is nothing to undo: this desk has recorded nothing yet."
        take_back(self.steps[-1])
        self.steps.pop()
        self.skipped = []
        self.refresh()
        return "The last step is undone."

    def progress(self) -> str:
        """Say how much is open and how much is done."""
        done = len(self.numbers) - self.open
        where = f" in {self.document_id}" if self.document_id else ""
        return f"{count(self.open, 'number', digits=True)} open{where}, {done:,} accounted for"

    def statements(self, cells: dict) -> list[tuple[str, str]]:
        """Return (what it is, statement_id) of the statements that a figure may belong to, the likeliest first."""
        table = self.record.tables["statements"].set_index("statement_id")
        names = self.record.tables["actors"].set_index("actor_id")["short_name"]
        claimant = cells.get("claimant", "") or table["claimant_id"].get(cells.get("statement_id", ""), "")
        value = int(cells["value"]) if str(cells.get("value", "")).isdigit() else None
        ranked = self.known.rank(cells["document_id"], claimant, cells.get("metric", ""), value)
        claimants = table["claimant_id"].map(names)
        return [(f"{claimants[s]}, {table['made_on'][s] or 'undated'}: {table['occasion'][s]}", s) for s in ranked]

    def with_statement(self, cells: dict, statement_id: str) -> dict:
        """Return a draft's row with a statement of the record, and the chain that leads from it to the document."""
        text = self.record.texts[cells["document_id"]]
        chain = self.known.chain(cells["document_id"], statement_id, "", "", text)
        return cells | {"statement_id": statement_id, "chain": chain}

    def choices(self, column: str) -> list[str]:
        """Return what a cell may hold, where that is a list."""
        if column == "metric":
            return list(self.record.metrics.names)
        table, field = {
            "claimant_kind": ("actors", "kind"), "made_on_basis": ("statements", "made_on_basis"),
        }.get(column, (FIGURES, column))  # fmt: skip
        fields = {f["name"]: f for f in self.record.descriptor.schemas[table]["fields"]}
        return fields.get(field, {}).get("constraints", {}).get("enum", [])


def as_exclusion(cells: dict, reason: str = "") -> dict:
    """Return a draft's row as an exclusion of its number."""
    return cells | {"table": EXCLUSIONS, "reason": reason or cells["reason"]}
