"""Rows added to the tables of a record: checked as the record would be, then written all at once or not at all.

No other byte changes: a row goes behind the last of its document, the columns stand as the table has them, and its
line ends stay. Two writers wait for each other. Belongs here: the one way in which anything is written into a record.
Does not belong here: which rows (desk), and what is wrong with them (checks).
"""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from briefing.paths import data_folder, seeds_folder
from briefing.record.checks import read_and_check
from briefing.record.dossier import Record, read_record
from briefing.record.files import read_inside, supposing, tables_digest
from briefing.record.tables import Descriptor, DossierError, Fault, read_descriptor
from briefing.words.text import UserError, quoted

Rows = Mapping[str, Sequence[Mapping[str, object]]]
WAIT = 5  # seconds for another who writes
LOCK, STAGED, COMMITTED = ".recording.lock", ".recording.part", ".recording"
# Where a row goes: behind the last of its document that does not stand later in the text.
PLACE = {"reported_figures": "quote_start", "exclusions": "start", "attributions": ""}


@dataclass(frozen=True)
class Written:
    """What one step wrote: the files as they were before (None where there was none) and after, for undoing it."""

    data: Path
    before: dict[Path, bytes | None] = field(repr=False)
    after: dict[Path, bytes | None] = field(repr=False)


def rehearse(
    data_dir: str | Path, rows: Rows, files: Mapping[str, bytes] | None = None, replace: bool = False
) -> tuple[Record, Record]:
    """Return the record as it stands and as it would be with rows and new files of seeds/; nothing is written.

    With `replace` a row whose key is there already takes the place of that row; cells that it does not give stay.
    Raises DossierError where a table cannot be read or has no such column.
    """
    data = data_folder(data_dir)
    descriptor = read_descriptor(data)
    return read_record(data), _record(data, descriptor, _contents(data, descriptor, rows, files, replace))


def write_rows(
    data_dir: str | Path,
    rows: Rows,
    files: Mapping[str, bytes] | None = None,
    replace: bool = False,
    faults: Callable[[Record, Record], list[Fault]] | None = None,
) -> Written:
    """Write rows by table, and new files of seeds/ by name, at once; see `rehearse`.

    `faults` may find more in the record as it stands and as it would be than its own checks.
    Raises DossierError with every fault that the record would have and has not now, UserError where another writes or a
    file cannot be written; then all is as before.
    """
    data = data_folder(data_dir)
    with _alone(data):
        descriptor = read_descriptor(data)
        after = _contents(data, descriptor, rows, files, replace)
        now, then = read_record(data), _record(data, descriptor, after)
        if new := [*new_faults(now, then), *(faults(now, then) if faults else ())]:
            raise DossierError("the record as it would be; nothing was written", new)
        before = {path: path.read_bytes() if path.exists() else None for path in after}
        _replace(data, after, before)
    return Written(data, before, after)


def take_back(written: Written) -> None:
    """Undo one step: every file is as it was before it.

    Raises UserError where one has been changed since, or cannot be written; then nothing is undone.
    """
    with _alone(written.data):
        for path, content in written.after.items():
            if (path.read_bytes() if path.exists() else None) != content:
                raise UserError(f"{path.name} has been changed since: undo by hand what is no longer wanted")
        _replace(written.data, written.before, written.after)


def new_faults(now: Record, then: Record) -> list[Fault]:
    """Return the faults of a record as it would be that it does not have now; their rows may be other ones."""
    known = Counter(_what(f) for f in now.faults)
    found = []
    for fault in then.faults:
        known[_what(fault)] -= 1
        if known[_what(fault)] < 0:
            found.append(fault)
    return found


def _what(fault: Fault) -> tuple[str, str, str, str]:
    return fault.table, fault.column, fault.value, fault.problem


def _record(data: Path, descriptor: Descriptor, contents: Mapping[Path, bytes]) -> Record:
    seen: dict[str, bytes] = {}
    with supposing(contents):
        tables, texts, faults = read_and_check(data, descriptor, seen)
    return Record(data, descriptor, tables, texts, faults, tables_digest(seen))


def _contents(
    data: Path, descriptor: Descriptor, rows: Rows, files: Mapping[str, bytes] | None, replace: bool
) -> dict[Path, bytes]:
    """Return the bytes of every file that the rows change or make."""
    contents, faults = {}, []
    for name, added in rows.items():
        schema = descriptor.schemas[name]
        file = schema["path"]
        try:
            old = read_inside(data, file)
        except OSError as error:
            raise UserError(f"{file} cannot be read: {error.strerror}; nothing was written") from None
        try:
            if added:
                contents[data / file] = _Table(name, schema, old).with_rows(added, replace)
        except UserError as error:
            faults.append(Fault(file, None, "", "", str(error), "mend the table first; nothing was written"))
    if faults:
        raise DossierError(str(data), faults)
    for name, content in (files or {}).items():
        path = seeds_folder(data) / name
        if name != path.name or name in (".", "..") or "\\" in name:
            raise UserError(f"{quoted(name)} is not the name of a file")
        if path.exists() and path.read_bytes() != content:
            raise UserError(f"seeds/ has another {quoted(name)} already: name the file otherwise")
        contents[path] = content
    return contents


class _Table:
    """One CSV file, cut into its rows, so that one can be added and every other byte stays."""

    def __init__(self, name: str, schema: dict, content: bytes | None):
        if content is None:
            raise UserError("the path leaves the folder")
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise UserError(f"it is not UTF-8 at byte {error.start}") from None
        self.mark = "\ufeff" if text.startswith("\ufeff") else ""
        text = text.removeprefix("\ufeff")
        self.name, self.end = name, "\r\n" if "\r\n" in text else "\n"
        lines = list(io.StringIO(text, newline=""))
        reader, self.rows, at = csv.reader(lines, strict=True), [], 0
        try:
            for cells in reader:
                self.rows.append((cells, "".join(lines[at : reader.line_num])))
                at = reader.line_num
        except csv.Error as error:
            raise UserError(f"it is not CSV: {error}") from None
        self.header = self.rows[0][0] if self.rows else []
        wanted = [f["name"] for f in schema["fields"]]
        if sorted(self.header) != sorted(wanted):
            raise UserError(f"its columns are not {', '.join(wanted)}, separated by commas")
        self.key = schema["primaryKey"]

    def with_rows(self, added: Sequence[Mapping[str, object]], replace: bool) -> bytes:
        """Return the file with rows added, and with `replace` others in place of those with the same key."""
        for row in added:
            cells = {column: "" if value is None or pd.isna(value) else str(value) for column, value in row.items()}
            if missing := [c for c, value in cells.items() if value and c not in self.header]:
                raise UserError(f"it has no column {', '.join(missing)}: add it to the descriptor and to the table")
            at = self._same(cells) if replace else None
            if at is None:
                self.rows.insert(self._place(cells), self._row([cells.get(c, "") for c in self.header]))
            else:
                old = dict(zip(self.header, self.rows[at][0], strict=False))
                new = [cells.get(c, old.get(c, "")) for c in self.header]
                if new != self.rows[at][0]:
                    self.rows[at] = self._row(new)
        # A last row without a line end gets one where another follows it.
        texts = [t if t.endswith(("\n", "\r")) or i == len(self.rows) - 1 else t + self.end
                 for i, (_, t) in enumerate(self.rows)]  # fmt: skip
        return (self.mark + "".join(texts)).encode("utf-8")

    def _row(self, cells: list[str]) -> tuple[list[str], str]:
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator=self.end).writerow(cells)
        return cells, out.getvalue()

    def _same(self, row: dict[str, str]) -> int | None:
        columns = [(self.header.index(c), row.get(c, "")) for c in self.key]
        return next(
            (i for i, (cells, _) in enumerate(self.rows) if i and cells and all(cells[c] == v for c, v in columns)),
            None,
        )

    def _place(self, row: dict[str, str]) -> int:
        if self.name not in PLACE:
            return len(self.rows)
        document, offset = self.header.index("document_id"), PLACE[self.name]
        mine = [
            (i, cells) for i, (cells, _) in enumerate(self.rows)
            if i and len(cells) == len(self.header) and cells[document] == row.get("document_id")
        ]  # fmt: skip
        if not mine:
            return len(self.rows)
        if not offset:
            return mine[-1][0] + 1
        column = self.header.index(offset)
        before = [i for i, cells in mine if _number(cells[column]) <= _number(row.get(offset, ""))]
        return before[-1] + 1 if before else mine[0][0]


def _number(cell: str) -> int:
    return int(cell) if cell.isascii() and cell.isdigit() else 0


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Keep others from writing to a record meanwhile; first finish what one who was stopped had begun."""
    from filelock import FileLock, Timeout

    try:
        with FileLock(data / LOCK, timeout=WAIT):
            _put_in_place(data)
            yield
    except Timeout:
        raise UserError("another desk is writing to this record: wait a moment and try again") from None
    except OSError as error:
        name = Path(error.filename).name if error.filename else data.name
        raise UserError(
            f"{name} cannot be written: {error.strerror}; the record is as it was: mend that and try again"
        ) from None


def _replace(data: Path, new: Mapping[Path, bytes | None], old: Mapping[Path, bytes | None]) -> None:
    """Put files in place: first new documents, then all tables, which are there once their folder has its name."""
    seeds = {path: content for path, content in new.items() if path.parent != data}
    staged = data / STAGED
    try:
        shutil.rmtree(staged, ignore_errors=True)
        staged.mkdir()
        for path, content in new.items():
            if path not in seeds:
                _write(staged / path.name, content)
        for path, content in seeds.items():
            if content is not None and old[path] is None:
                _write(path, content)
        staged.rename(data / COMMITTED)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        for path in seeds:
            if old[path] is None:
                path.unlink(missing_ok=True)
        raise
    _put_in_place(data)
    for path, content in seeds.items():
        if content is None:
            path.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    try:
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:  # of a full disk it does not say which file
        raise OSError(error.errno, error.strerror, str(path)) from None


def _put_in_place(data: Path) -> None:
    committed = data / COMMITTED
    if not committed.is_dir():
        return
    for path in sorted(committed.iterdir()):
        path.replace(data / path.name)
    committed.rmdir()
