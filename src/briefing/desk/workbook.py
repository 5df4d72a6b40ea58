"""A record as one workbook, for reading and for correcting by hand; `apply` takes it back.

A sheet a table, and one with what is proposed for the open numbers. Frozen heads, lists where a column has few values,
and text that stays text: nothing in it is a formula. Belongs here: the sheets. Does not belong here: reading one
(apply).
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import pandas as pd

from briefing.audit.coverage import coverage
from briefing.audit.drafts import draft
from briefing.desk.apply import DRAFT
from briefing.record.dossier import Record, read_record
from briefing.record.files import TABLES, write_whole
from briefing.words.text import UserError

WIDEST, NARROWEST = 60, 8  # characters
CELL = 32_767  # characters that a cell of a workbook may have
_NO_CELL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_workbook(path: Path, data_dir: str | Path = "") -> Path:
    """Write a record as .xlsx. Raises UserError where it cannot be written."""
    record = read_record(data_dir)
    if path.suffix.lower() != ".xlsx":
        raise UserError(f"{path.name} does not end in .xlsx: a workbook does")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, workbook(record))
    except OSError as error:
        raise UserError(f"{path.name} cannot be written: {error.strerror}") from None
    return path


def workbook(record: Record) -> bytes:
    """Return the bytes of a record's workbook."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    fields = {name: record.descriptor.schemas[name]["fields"] for name in TABLES}
    lists = {
        f["name"]: f["constraints"]["enum"] for of in fields.values() for f in of if "enum" in f.get("constraints", {})
    }
    lists |= {"metric": list(record.metrics.names)}
    numbers = coverage(record)
    if numbers["status"].eq("open").any():
        drafted = lists | {"accept": ["yes", "no"], "table": ["reported_figures", "exclusions"],
                           "claimant_kind": lists["kind"]}  # fmt: skip
        _sheet(book, DRAFT, draft(record, numbers), drafted)
    for name in TABLES:
        own = {f["name"]: lists[f["name"]] for f in fields[name] if "enum" in f.get("constraints", {})}
        own |= {"metric": lists["metric"]} if name == "reported_figures" else {}
        columns = [f["name"] for f in fields[name]]
        _sheet(book, name, record.tables[name][columns], own, {f["name"]: f["description"] for f in fields[name]})
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(
    book, title: str, table: pd.DataFrame, lists: dict[str, list[str]], about: dict[str, str] | None = None
) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet = book.create_sheet(title)
    sheet.append(list(table.columns))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        if about and cell.value in about:
            cell.comment = Comment(about[cell.value], "briefing", width=360, height=120)
    top = Alignment(vertical="top", wrap_text=True)
    for i, row in enumerate(table.itertuples(index=False), 2):
        for j, value in enumerate(row, 1):
            if pd.isna(value) or value == "":
                continue
            cell = sheet.cell(i, j)
            if isinstance(value, str):
                cell.value, cell.data_type = (
                    _NO_CELL.sub("�", value)[:CELL],
                    "s",
                )  # never a formula, whatever it begins with
                cell.quotePrefix = True
            else:
                cell.value = int(value)
            cell.alignment = top
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    for j, column in enumerate(table.columns, 1):
        longest = max([len(column), *table[column].astype("str").str.len()], default=NARROWEST)
        letter = get_column_letter(j)
        sheet.column_dimensions[letter].width = min(WIDEST, max(NARROWEST, longest + 2))
        choices = ",".join(lists.get(column, ()))
        if choices and len(choices) < 255:  # a longer list does not fit a cell's rule
            rule = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True, showErrorMessage=True)
            rule.error = "one of: " + choices[:200]
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{max(len(table) + 200, 300)}")
