"""Corrected drafts and workbooks taken back: what is accepted and holds is written, the rest is kept with the reason.

A draft is a table of proposals, .csv or .xlsx, as `briefing audit --draft` or `briefing workbook` writes it and as
Excel and LibreOffice save it. Belongs here: reading such files, and moving rows. Does not belong here: what a row means
(entries).
"""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from briefing.audit.drafts import EXCLUSIONS, FIGURES, defused
from briefing.desk.entries import CellError, audit_faults, refuse_reviewer, reviewed, rows_of
from briefing.paths import data_folder
from briefing.record.dossier import read_record
from briefing.record.files import TABLES
from briefing.record.tables import DossierError, Fault
from briefing.record.writing import Written, new_faults, rehearse, write_rows
from briefing.words.english import count
from briefing.words.text import FORMULA, UserError, did_you_mean, quoted, show_codes

LARGEST = 50 * 2**20  # bytes, also of a workbook unpacked
YES = ("yes", "y", "x", "1", "true", "ok")
NO = ("", "no", "n", "0", "false")
DRAFT = "draft"
NEEDED = ("accept", "table", "document_id")


@dataclass(frozen=True)
class Applied:
    """What came of a draft: rows by table, how many were there already, and those not moved with the reason."""

    rows: dict[str, list[dict]]
    already: int
    waiting: int
    kept: pd.DataFrame
    problems: list[str]
    written: Written | None = field(default=None, repr=False)

    def lines(self) -> list[str]:
        """Say it in lines: every row that is written, then every one that is not."""
        found = [
            f"{table}: " + ", ".join(f"{c}={show_codes(str(v))}" for c, v in row.items() if str(v) != "")
            for table, rows in self.rows.items() for row in rows
        ]  # fmt: skip
        return found + [f"kept: {problem}" for problem in self.problems]


def apply_draft(path: Path, data_dir: str | Path = "", dry_run: bool = False, reviewer: str = "") -> Applied:
    """Move what is accepted in a corrected draft, or what is new or changed in a workbook, into a record.

    All that holds is written at once; with `dry_run` nothing is. `reviewer` is written, with the day, into each figure
    that names nobody. Raises UserError where the file cannot be read.
    """
    tables = read_file(path)
    data = data_folder(data_dir)
    drafted = tables.pop(DRAFT, None)
    refuse_reviewer(read_record(data), reviewer)
    changes = _changes(tables, data) if tables else {}
    good, kept, problems, already, waiting = _sift(drafted, data, changes, " ".join(reviewer.split()))
    rows = {name: found for name, found in _merged([changes, *good]).items() if found}
    written = None
    if rows and not dry_run:
        written = write_rows(data, rows, replace=bool(changes), faults=audit_faults)
    return Applied(rows, already, waiting, kept, problems, written)


def write_kept(applied: Applied, path: Path) -> Path | None:
    """Write the rows that were not moved beside the draft, with why, and return where; None if there are none."""
    if applied.kept.empty:
        return None
    names = (path.with_name(f"{path.stem}.kept{n or ''}.csv") for n in range(10**6))
    place = next(name for name in names if not name.exists())
    place.write_text(defused(applied.kept).to_csv(index=False, lineterminator="\n"), encoding="utf-8")
    return place


def read_file(path: Path) -> dict[str, pd.DataFrame]:
    """Return the tables of a draft or a workbook by name, all cells as text; a single table is the draft.

    Raises UserError with what is wrong with the file.
    """
    try:
        if not path.is_file():
            raise UserError(f"{path.name} is a pipe or a device, which might never end: give a file")
        if path.stat().st_size > LARGEST:
            raise UserError(f"{path.name} is larger than {LARGEST >> 20} MB: no draft is")
        content = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path.name} cannot be read: {error.strerror}") from None
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _workbook(path.name, content)
    if path.suffix.lower() != ".csv":
        raise UserError(f"{path.name} is neither .csv nor .xlsx: save it as one of them")
    table = _csv(path.name, content)
    if missing := [c for c in NEEDED if c not in table]:
        raise UserError(f"{path.name} has no column {', '.join(missing)}: start from briefing audit --draft FILE")
    return {DRAFT: table}


def _csv(name: str, content: bytes) -> pd.DataFrame:
    """Return a CSV as spreadsheets save it: commas, semicolons or tabs, UTF-8, UTF-16 or Windows' own letters."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise UserError(f"{name} is not CSV: {error}; close every quotation mark") from None
    return _table(rows)


def _workbook(name: str, content: bytes) -> dict[str, pd.DataFrame]:
    """Return the sheets of a workbook that are tables of a record or a draft; formulas are not calculated."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST:
                raise UserError(f"{name} unpacks to more than {LARGEST >> 20} MB: no draft does")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheets = {s.title: _table([[_cell(v) for v in row] for row in s.iter_rows(values_only=True)]) for s in book}
    except UserError:
        raise
    except Exception as error:  # a broken file breaks in many ways
        raise UserError(
            f"{name} cannot be read as a workbook ({type(error).__name__}): save it as .xlsx anew"
        ) from None
    known = {title: table for title, table in sheets.items() if title in (DRAFT, *TABLES)}
    if not known and len(sheets) == 1:
        (table,) = sheets.values()
        known = {DRAFT: table}
    if DRAFT in known and (missing := [c for c in NEEDED if c not in known[DRAFT]]):
        raise UserError(
            f"{name} has no column {', '.join(missing)}: start from briefing audit --draft or briefing workbook"
        )
    if not known:
        raise UserError(f"{name} has no sheet named {DRAFT} or as a table: start from briefing workbook")
    return known


def _cell(value: object) -> str:
    """Return a cell as text: whole numbers without a point, dates as ISO."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _table(rows: list[list[str]]) -> pd.DataFrame:
    """Return rows with a header as a table; an apostrophe that defuses a formula goes, and rows of empty cells."""
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        return pd.DataFrame()
    header = [cell.strip() for cell in rows[0]]
    table = pd.DataFrame([[*row, *[""] * len(header)][: len(header)] for row in rows[1:]], columns=header, dtype="str")
    table = table.loc[:, [c != "" for c in header]].loc[:, lambda t: ~t.columns.duplicated()]
    return table.map(lambda cell: cell[1:] if cell[:1] == "'" and FORMULA.match(cell[1:]) else cell)


def _changes(tables: dict[str, pd.DataFrame], data: Path) -> dict[str, list[dict]]:
    """Return the rows of a workbook that the record has not, or has otherwise; nothing is ever taken out."""
    record, changes = read_record(data), {}
    for name in TABLES:
        if name not in tables or tables[name].empty:
            continue
        table, schema = tables[name], record.descriptor.schemas[name]
        fields = [f["name"] for f in schema["fields"]]
        if unknown := [c for c in table if c not in fields]:
            raise UserError(
                f"sheet {name} has a column {quoted(unknown[0])}: {did_you_mean(unknown[0], fields)}remove it"
            )
        if missing := [c for c in schema["primaryKey"] if c not in table]:
            raise UserError(f"sheet {name} has no column {missing[0]}")
        own = record.tables[name].astype("object")
        own = own.where(own.notna(), "").astype("str")
        there = {tuple(row[c] for c in schema["primaryKey"]): row for row in own.to_dict("records")}
        for row in table.to_dict("records"):
            old = there.get(tuple(row[c] for c in schema["primaryKey"]))
            if old is None or any(old[c] != v for c, v in row.items()):
                changes.setdefault(name, []).append(row)
    return changes


def _sift(
    drafted: pd.DataFrame | None, data: Path, changes: dict[str, list[dict]], reviewer: str
) -> tuple[list[dict], pd.DataFrame, list[str], int, int]:
    """Return the rows of each draft that holds, the drafts that do not with the reasons, and two counts."""
    record, good, bad = read_record(data), [], []
    already = waiting = 0
    rows: list[tuple[int, dict]] = []
    for i, cells in enumerate(() if drafted is None else drafted.to_dict("records"), 2):
        answer = cells["accept"].strip().casefold()
        if answer in NO:
            waiting += 1
        elif answer not in YES:
            bad.append((i, cells, f"row {i}, accept: {quoted(cells['accept'])} is neither yes nor no"))
        elif _is_there(cells, record):
            already += 1
        else:
            rows.append((i, cells))

    def faults_with(more: list[dict]) -> list[Fault]:
        try:
            now, then = rehearse(data, _merged([changes, *good, *more]), replace=bool(changes))
        except DossierError as error:
            return error.faults
        return [*new_faults(now, then), *audit_faults(now, then)]

    def move(batch: list[tuple[int, dict]]) -> None:
        """Take a batch if it holds as a whole, else each half by itself: few rehearsals where few rows are wrong."""
        meant, still = [], []
        taken = {f["figure_id"] for found in good for f in found.get(FIGURES, [])}
        for i, cells in batch:
            try:
                known = taken | {f["figure_id"] for m in meant for f in m.get(FIGURES, [])}
                found = rows_of(reviewed(cells, reviewer), record, known)
            except CellError as error:
                bad.append((i, cells, f"row {i}, {error.column}: {error}"))
                continue
            meant.append(found)
            still.append((i, cells))
        if not still:
            return
        found = faults_with(meant)
        if not found:
            good.extend(meant)
        elif len(still) == 1:
            (i, cells), why = still[0], "; ".join(f"{f.column}: {f.problem}" for f in found)
            bad.append((i, cells, f"row {i}, {why}"))
        else:
            half = len(still) // 2
            move(still[:half])
            move(still[half:])

    move(rows)
    bad.sort(key=lambda b: b[0])
    kept = pd.DataFrame([cells | {"problem": why} for _, cells, why in bad], dtype="str")
    return (
        good,
        kept.reindex(columns=["problem", *(c for c in kept if c != "problem")]),
        [b[2] for b in bad],
        already,
        waiting,
    )


def _is_there(cells: dict[str, str], record) -> bool:
    """Whether a draft's row has been moved before: the same words of the same document, or the same passage."""
    if cells["table"] == EXCLUSIONS:
        key, table = ["document_id", "start", "end"], record.tables[EXCLUSIONS]
    else:
        key, table = ["document_id", "metric", "quote_start", "quote"], record.tables[FIGURES]
    same = pd.Series(True, index=table.index)
    for column in key:
        same &= table[column].astype("str").eq(str(cells.get(column, "")))
    return bool(same.any())


def _merged(parts: list[dict[str, list[dict]]]) -> dict[str, list[dict]]:
    """Return the rows of many drafts by table; what several bring, as a new statement or its chain, stands once."""
    merged: dict[str, list[dict]] = {name: [] for name in TABLES}
    keys = {"actors": ("actor_id",), "statements": ("statement_id",),
            "attributions": ("statement_id", "document_id", "step", "actor_id")}  # fmt: skip
    seen = set()
    for part in parts:
        for name, rows in part.items():
            for row in rows:
                key = (name, *(str(row.get(c)) for c in keys.get(name, ()))) if name in keys else None
                if key is None or key not in seen:
                    merged[name].append(row)
                    seen.add(key)
    return {name: rows for name, rows in merged.items() if rows}


def said(applied: Applied, dry_run: bool) -> str:
    """Say what came of it in a sentence."""
    moved = sum(len(rows) for rows in applied.rows.values())
    would = "would be written" if dry_run else "written"
    parts = [f"{count(moved, 'row', digits=True)} {would}"]
    if applied.already:
        parts.append(f"{applied.already:,} there already")
    if applied.waiting:
        parts.append(f"{applied.waiting:,} not accepted (write yes in the column accept)")
    if applied.problems:
        parts.append(f"{len(applied.problems):,} kept")
    return "; ".join(parts) + "."
