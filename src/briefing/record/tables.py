"""Read the CSV tables that a Data Package descriptor names, typed and checked against it.

Belongs here: what the descriptor says of each table by itself (fields, types, constraints, keys); every check is
built from it and none is written a second time. Does not belong here: what figures, quotes and dates mean
(dossier).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import pandas as pd

from briefing.imports import without
from briefing.paths import DATA
from briefing.record.files import TABLES, read_inside
from briefing.words.english import count
from briefing.words.text import UserError, did_you_mean, quoted, show_codes

DESCRIPTOR = "datapackage.json"
LONGEST_SUBJECT = 120  # characters; more does not fit a title
SMALL = 10**6  # bytes of a table that is kept when it has been checked
_WHOLE = re.compile(r"[0-9]{1,15}")  # other scripts have digits too, and a look-alike is not a number


@dataclass(frozen=True)
class Fault:
    """One fault: where it is, what is wrong, and what would be right. `row` is the row in a spreadsheet (header 1)."""

    table: str
    row: int | None
    column: str
    value: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        place = [
            self.table,
            f"row {self.row}" if self.row else "",
            f"column {self.column}" if self.column else "",
        ]
        value = f": {quoted(self.value)}" if self.value else ""
        lines = (f"{', '.join(filter(None, place))}{value}", f"    {self.problem}", f"    → {self.remedy}")
        return "\n".join(map(show_codes, lines))


class DossierError(UserError):
    """A dossier that must not be drawn; `faults` is the list of everything found wrong with it."""

    SHOWN = 40

    def __init__(self, where: str, faults: Iterable[Fault]):
        self.faults = list(faults)
        more = len(self.faults) - self.SHOWN
        lines = [f"{count(len(self.faults), 'fault', digits=True)} in {where}", *map(str, self.faults[: self.SHOWN])]
        if more > 0:
            lines.append(
                f"… and {count(more, 'more fault', digits=True)}; mend these first, or read DossierError.faults"
            )
        super().__init__("\n".join(lines))


def each(texts: pd.Series, test: Callable[[str], object]) -> pd.Series:
    """Return which texts pass a test; several times as fast as pandas' own string methods."""
    cells = texts.tolist()
    passes = {text: bool(test(text)) for text in set(cells)}
    return pd.Series([passes[text] for text in cells], index=texts.index, dtype=bool)


@dataclass(frozen=True)
class Descriptor:
    """What a record says of itself: the schemas of its tables, whom its figures count, and the pivot, "" for none."""

    schemas: dict[str, dict]
    subject: str
    pivot: str


def read_descriptor(data: Path, seen: dict[str, bytes] | None = None) -> Descriptor:
    """Read the descriptor of a record; `seen` gets its bytes.

    Raises DossierError where it is missing, is not JSON, lacks a table, or does not say whom the figures count.
    """

    def refuse(problem: str, remedy: str):
        raise DossierError(str(data), [Fault(DESCRIPTOR, None, "", "", problem, remedy)])

    try:
        content = read_inside(data, DESCRIPTOR, seen)
    except FileNotFoundError:
        refuse("there is no descriptor in this folder", "point data_dir to a folder that has datapackage.json")
    except OSError as error:
        refuse(f"it cannot be read: {error.strerror}", "make it a readable file")
    if content is None:
        refuse("it is a link, or in a folder that is one", "copy the file itself into a folder of its own")
    try:
        package = json.loads(content.decode("utf-8"))
        schemas = {r["name"]: r["schema"] | {"path": str(r["path"])} for r in package["resources"]}
        forms = {name: _form(schema) for name, schema in schemas.items() if name in TABLES}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        refuse(f"it is not a data package: {error}", "start from the descriptor of this repository's data/")
    if missing := [t for t in TABLES if t not in schemas]:
        refuse(f"it has no table {', '.join(missing)}", "start from the descriptor of this repository's data/")
    if changed := [t for t in TABLES if not _is_like(forms[t], _own_forms()[t])]:
        refuse(f"table {', '.join(changed)} is described otherwise", "describe it as this repository's data/ does")
    subject, pivot = (package.get(name, "") for name in ("subject", "pivot"))
    if not isinstance(subject, str) or not 0 < len(subject.strip()) <= LONGEST_SUBJECT or not subject.isprintable():
        refuse(
            f"subject is {quoted(subject)}", f"say in 1 to {LONGEST_SUBJECT} letters whom the figures count: soldiers"
        )
    if not isinstance(pivot, str):
        refuse(
            f"pivot is {quoted(pivot)}", "give the statement_id of the statement that parts the eras, or leave it out"
        )
    return Descriptor(schemas, subject.strip(), pivot)


@dataclass(frozen=True)
class _Form:
    """What the code relies on in a table's schema: fields in order, each with type and constraints, and the keys."""

    fields: dict[str, tuple[str, dict, bool]]  # type, constraints, whether a record may go without it
    primary: list[str]
    foreign: list[dict]


def _form(schema: dict) -> _Form:
    fields = {}
    for field in schema["fields"]:
        str(field["description"])
        fields[field["name"]] = (field["type"], dict(field.get("constraints", {})), field.get("optional", False))
    return _Form(fields, schema["primaryKey"], schema.get("foreignKeys", []))


def _is_like(form: _Form, own: _Form) -> bool:
    """Return whether a table is described as this repository's, apart from optional fields, newer kinds and ranges."""
    here = [name for name, (_, _, optional) in own.fields.items() if name in form.fields or not optional]
    keys = [key for key in own.foreign if key["fields"][0] in here]
    return (list(form.fields), form.primary, form.foreign) == (here, own.primary, keys) and all(
        _is_field_like(form.fields[name], own.fields[name]) for name in here
    )


def _is_field_like(field: tuple[str, dict, bool], own: tuple[str, dict, bool]) -> bool:
    rules, known = dict(field[1]), dict(own[1])
    values, known_values = rules.pop("enum", None), known.pop("enum", None)
    if (values is None) != (known_values is None) or not set(values or ()) <= set(known_values or ()):
        return False
    pattern, wider = rules.get("pattern", ""), known.get("pattern", "")
    if wider.startswith(pattern.removesuffix("$") + "(/"):  # a record from before dates could be ranges
        rules["pattern"] = wider
    return (field[0], rules) == (own[0], known)


@cache
def _own_schemas() -> dict[str, dict]:
    package = json.loads((DATA / DESCRIPTOR).read_text(encoding="utf-8"))
    return {r["name"]: r["schema"] for r in package["resources"]}


@cache
def _own_forms() -> dict[str, _Form]:
    return {name: _form(schema) for name, schema in _own_schemas().items()}


def _with_optional_columns(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the columns that its record goes without, empty, and all in the order of the descriptor."""
    fields = _own_schemas()[name]["fields"]
    missing = {
        f["name"]: pd.Series("" if f["type"] == "string" else pd.NA, index=table.index).astype(
            "str" if f["type"] == "string" else "Int64"
        )
        for f in fields
        if f["name"] not in table
    }
    return table.assign(**missing)[[f["name"] for f in fields]]


def read_tables(
    data: Path, schemas: dict[str, dict], seen: dict[str, bytes] | None = None
) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    """Return the typed tables and every fault that the descriptor finds in them.

    A table that cannot be parsed is an empty one with the right columns. Text is `str` with "" for a missing
    value; integers are `Int64`; a field with an enumeration stays text here, so that a wrong value can be shown. `seen`
    gets the bytes of each file.
    """
    tables, faults, unread = {}, [], set()
    for name in TABLES:
        schema = schemas[name]
        content, wrong = _content(data, schema, seen)
        if content is not None:
            read = _checked if len(content) < SMALL else _checked.__wrapped__
            table, wrong, empty = read(name, json.dumps(schema), content)
            tables[name] = table.copy(deep=False)
        else:
            tables[name], empty = _with_optional_columns(name, _typed(name, _no_rows(schema), schema)[0]), True
        if empty and wrong:
            unread.add(name)
        faults += wrong
    return tables, [*faults, *_foreign_keys(tables, schemas, unread)]


@lru_cache(maxsize=4 * len(TABLES))
def _checked(name: str, form: str, content: bytes) -> tuple[pd.DataFrame, list[Fault], bool]:
    """Return a table from its bytes, its faults, and whether it has no row; the same bytes are not checked twice.

    At the desk each step changes a table or two and the record is read again. `form` is the schema as JSON.
    """
    schema = json.loads(form)
    raw, wrong = _parsed(content, schema)
    table, mistyped = _typed(name, raw, schema)
    faults = [*wrong, *mistyped, *_constraints(name, table, raw, schema)]
    return _with_optional_columns(name, table), faults, raw.empty


def _no_rows(schema: dict) -> pd.DataFrame:
    return pd.DataFrame({f["name"]: pd.Series(dtype="str") for f in schema["fields"]})


def _content(data: Path, schema: dict, seen: dict[str, bytes] | None) -> tuple[bytes | None, list[Fault]]:
    """Return the bytes of one CSV file, or why it cannot be read."""
    file, names = schema["path"], [f["name"] for f in schema["fields"]]
    try:
        content = read_inside(data, file, seen)
    except FileNotFoundError:
        missing = f"add it, if only with the header {','.join(names)}"
        return None, [Fault(file, None, "", "", "the file is missing", missing)]
    except OSError as error:
        return None, [Fault(file, None, "", "", f"it cannot be read: {error.strerror}", "make it a readable file")]
    if content is None:
        remedy = "copy the file beside datapackage.json; a link will not do"
        return None, [Fault(file, None, "", "", "the path leaves the folder", remedy)]
    return content, []


def _parsed(content: bytes, schema: dict) -> tuple[pd.DataFrame, list[Fault]]:
    """Return the cells of one CSV file as text, and what is wrong with the file."""
    file, names = schema["path"], [f["name"] for f in schema["fields"]]
    empty = _no_rows(schema)

    def fault(problem, remedy, row=None, column="", value=""):
        return Fault(file, row, column, value, problem, remedy)

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return empty, [fault("the file is not UTF-8", "save it as CSV UTF-8", line)]
    if "\x00" in text:
        return empty, [fault("there is a NUL character", "remove it", text[: text.index("\x00")].count("\n") + 1)]
    try:
        # One reader for all: the csv module keeps every cell as it stands and says where a row is ragged.
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        return empty, [fault(f"it is not CSV: {error}", "close every quotation mark; double those inside a cell")]
    if not rows:
        return empty, [fault("the file is empty", f"start it with the header {','.join(names)}")]
    header, rows = rows[0], rows[1:]
    if faults := _header_faults(header, names, fault):
        return empty, faults
    ragged = [
        fault(
            f"it has {count(len(cells), 'cell', digits=True)} instead of {len(header)}",
            "quote cells that contain a comma",
            i,
        )
        for i, cells in enumerate(rows, 2)
        if cells and len(cells) != len(header)
    ]
    whole = [i for i, cells in enumerate(rows, 2) if len(cells) == len(header)]
    if len(whole) < len(rows):
        rows = [rows[i - 2] for i in whole]
    columns = dict(zip(header, zip(*rows, strict=True), strict=True)) if rows else {}
    return pd.DataFrame({n: pd.Series(columns.get(n, ()), index=whole, dtype="str") for n in names}), ragged


def _header_faults(header: list[str], names: list[str], fault) -> list[Fault]:
    if len(header) == 1 and len(names) > 1 and any(s in header[0] for s in ";\t|"):
        return [fault("the columns are not separated by commas", "save it as CSV with commas", 1)]
    faults = [
        fault("there is no such column", f"{did_you_mean(c, names)}the columns are {', '.join(names)}", 1, c, c)
        for c in header
        if c not in names
    ]
    faults += [
        fault("the column is missing", "add it to the header and to every row", 1, c) for c in names if c not in header
    ]
    faults += [
        fault("the column stands twice", "remove one", 1, c) for c in sorted({c for c in header if header.count(c) > 1})
    ]
    return faults


def _typed(name: str, raw: pd.DataFrame, schema: dict) -> tuple[pd.DataFrame, list[Fault]]:
    """Return the table with integers as Int64, and a fault for each cell that is not a whole number."""
    table, faults = raw.copy(), []
    for field in schema["fields"]:
        if field["type"] != "integer":
            continue
        column = raw[field["name"]]
        whole = each(column, _WHOLE.fullmatch)
        faults += [
            Fault(
                schema["path"],
                i,
                field["name"],
                value,
                "not a whole number in plain digits",
                "write it like 4700, without separators, decimals or signs",
            )
            for i, value in column[~whole & column.ne("")].items()
        ]
        table[field["name"]] = pd.to_numeric(column.where(whole)).astype("Int64")
    return table, faults


def _constraints(name: str, table: pd.DataFrame, raw: pd.DataFrame, schema: dict) -> list[Fault]:
    """Return a fault for each cell that breaks a constraint of the descriptor, all found in one lazy validation."""
    fields = {f["name"]: f for f in schema["fields"]}
    try:
        _pandera_schema(name, schema).validate(table, lazy=True)
        return []
    except _pandera().errors.SchemaErrors as error:
        cases = error.failure_cases
    key = schema.get("primaryKey", [])
    faults = []
    for case in cases.drop_duplicates(["index", "column", "check"]).itertuples():
        column = case.column if case.column in fields else ""
        row = int(case.index)
        if not column or case.check == "multiple_fields_uniqueness":
            value = " · ".join(raw.loc[row, key])
            faults.append(Fault(schema["path"], row, " + ".join(key), value, "the row stands twice", "remove one"))
            continue
        # A cell that is not a number at all has its fault already.
        if fields[column]["type"] == "integer" and pd.isna(table.at[row, column]) and raw.at[row, column] != "":
            continue
        problem, remedy = _explain(case.check, fields[column], raw.at[row, column])
        faults.append(Fault(schema["path"], row, column, raw.at[row, column], problem, remedy))
    unique = {(f.row, f.column, f.problem): f for f in faults}
    return sorted(unique.values(), key=lambda f: f.row)


@cache
def _pandera():
    """Import pandera, without hypothesis, which it would take where it finds it, to make up data."""
    with without("hypothesis"):
        import pandera.backends.pandas.builtin_checks
        import pandera.pandas
    return pandera.pandas


def _pandera_schema(name: str, schema: dict):
    """Build the pandera schema of one table from its descriptor."""
    pa, columns = _pandera(), {}
    for field in schema["fields"]:
        rules, checks = field.get("constraints", {}), []
        required, text = rules.get("required", False), field["type"] == "string"
        if text:
            # Surrounding space hides in a spreadsheet and breaks every join; a document's words may have any, and
            # a pattern or an enumeration leaves no room for it.
            if field["name"] != "quote" and not {"pattern", "enum"} & set(rules):
                checks.append(pa.Check(lambda s: each(s, _is_stripped), error="stripped"))
            if required:
                checks.append(pa.Check(lambda s: s.ne(""), error="required"))
        if "enum" in rules:
            checks.append(pa.Check.isin([*rules["enum"], ""], error="enum"))
        if "pattern" in rules:
            form = re.compile(rf"(?:{rules['pattern']})?", re.ASCII)
            checks.append(pa.Check(lambda s, form=form: each(s, form.fullmatch), error="pattern"))
        if "minimum" in rules:
            checks.append(pa.Check.ge(rules["minimum"], error="minimum"))
        columns[field["name"]] = pa.Column(
            str if text else "Int64", checks, nullable=text or not required, unique=rules.get("unique", False)
        )
    key = schema.get("primaryKey", [])
    return pa.DataFrameSchema(columns, unique=key if len(key) > 1 else None, name=name)


def _is_stripped(text: str) -> bool:
    return text == text.strip()


def _explain(check: str, field: dict, value: str) -> tuple[str, str]:
    """Return (problem, remedy) for a constraint of a field that a value breaks."""
    rules = field.get("constraints", {})
    if value == "":
        return "the cell is empty", f"fill it in: {field['description']}"
    if check == "stripped" or not _is_stripped(value):
        return "it begins or ends with a space", "remove the space"
    if check == "enum":
        return "not a value of this column", did_you_mean(value, rules["enum"]) + "use " + ", ".join(rules["enum"])
    if check == "pattern":
        return "not in the form of this column", field["description"]
    if check == "minimum":
        return f"below {rules['minimum']}", f"use {rules['minimum']} or more"
    return "it stands twice in this column", "every row needs its own"


def _foreign_keys(tables: dict[str, pd.DataFrame], schemas: dict[str, dict], unread: set[str]) -> list[Fault]:
    """Return a fault for each reference to a row that is not there; a table that could not be read is passed over."""
    faults = []
    for name in TABLES:
        for key in schemas[name].get("foreignKeys", []):
            column, target = key["fields"][0], key["reference"]
            table = target["resource"] or name  # "" is the table itself
            if table in unread:
                continue
            known = tables[table][target["fields"][0]]
            names = tuple(known)  # hashed once, however many point to nothing
            cells = tables[name][column]
            dangling = cells[~cells.isin(known) & cells.ne("")]
            file = schemas[table]["path"]
            faults += [
                Fault(
                    schemas[name]["path"],
                    i,
                    column,
                    v,
                    f"no such {target['fields'][0]} in {file}",
                    f"{did_you_mean(v, names)}use one that is there, or add it to {file}",
                )
                for i, v in dangling.items()
            ]
    return faults
