"""Corrupt a valid dossier in one place, and say whether the loader noticed, or the audit asks.

A corruption is one kind at one place: a cell, a table's file, a document or the descriptor. What a table says is read
here a second time, with the csv module alone, so that the loader is not its own judge:

- `refused`: DossierError, every fault with a problem and a remedy;
- `same`: accepted, and the table says what it said before; the fingerprint must be the same too;
- `asked`: accepted though the table says something else, and the audit has a fault or question that is new;
- `silent`: accepted and not asked about, in a place that SILENT lists with the reason why nothing in the record can
  contradict it; only the fingerprint, which must be another, tells;
- anything else is a `survivor`, or `unmarked` (the fingerprint stays), or a `traceback`: each is a bug.

    python -m tests.corruptions [NUMBER]      every kind at every place, again until so many; prints the table by kind
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from random import Random

from briefing import DossierError, load_dossier
from briefing.audit.report import audit
from briefing.paths import DATA, seeds_folder
from tests import dossiers

DESCRIPTOR = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))  # with the optional columns
FIELDS = {r["name"]: {f["name"]: f for f in r["schema"]["fields"]} for r in DESCRIPTOR["resources"]}
DATES = ("published_on", "made_on")
FREE = "free text that can be seen and whose numbers, names and quoted words are known: nothing else says it"
WORDING = "how charts and sentences name a metric, or by which words texts do: a person's choice"
JUDGED = "a person's reading: this other one breaks no rule, and no word of the sentence speaks against it"
ANOTHER = "other words that name the same actor, or state the same day, do as well"
STANDS = "another row of the same sentence, step or name stands"
NAMED = "an id of its own that nothing repeats: it is drawn nowhere"

SILENT = {  # (table, column) → why no other part of the record can contradict a well-formed change
    **dict.fromkeys(
        [
            ("reported_figures", "note"), ("reported_figures", "quote_en"), ("reported_figures", "translated_by"),
            ("reported_figures", "reviewed_by"), ("reported_figures", "reviewed_on"), ("documents", "note"),
            ("documents", "url"), ("documents", "extractor"), ("actors", "name"), ("actors", "short_name"),
            ("actors", "state"), ("actors", "note"), ("aliases", "alias"), ("statements", "occasion"),
            ("statements", "note"), ("exclusions", "reason"), ("attributions", "note"),
        ], FREE),
    **dict.fromkeys(
        [
            ("reported_figures", "metric"), ("reported_figures", "statement_id"), ("reported_figures", "hedge"),
            ("reported_figures", "refers_to"), ("reported_figures", "included_in"), ("reported_figures", "voice"),
            ("documents", "published_on"), ("documents", "published_basis"), ("documents", "language"),
            ("statements", "made_on"), ("statements", "made_on_basis"), ("actors", "kind"), ("aliases", "actor_id"),
            ("attributions", "actor_id"), ("attributions", "verb"), ("actors", "actor_id"), ("exclusions", "start"),
            ("exclusions", "end"), ("exclusions", "document_id"), ("metrics", "order"), ("metrics", "unit"),
            ("metrics", "part_of"), ("metrics", "counting"),
        ], JUDGED),
    **dict.fromkeys(
        [
            ("attributions", "quote"), ("attributions", "quote_start"), ("attributions", "basis"),
            ("statements", "made_on_document"), ("statements", "made_on_quote"), ("statements", "made_on_quote_start"),
            ("documents", "published_quote"), ("documents", "published_quote_start"),
        ], ANOTHER),
    **dict.fromkeys(
        [
            ("metrics", "label"), ("metrics", "heading"), ("metrics", "phrase"), ("metrics", "whom"),
            ("metrics", "topic"), ("metrics", "words"), ("metrics", "words_beside"), ("metrics", "words_whom"),
            ("metrics", "words_loose"),
        ], WORDING),
    ("metrics", "metric"): NAMED,
    ("reported_figures", "figure_id"): NAMED,
}  # fmt: skip
SILENT_ROWS = {  # (kind, table): a whole row more or less that nothing points to
    ("row dropped", "reported_figures"): STANDS,
    ("row dropped", "aliases"): "an alias less: no document uses it, or another name of the actor stands in it",
    ("row dropped", "actors"): "an actor whom nothing cites",
    ("row dropped", "metrics"): "a metric that no figure has",
    ("cut short", "metrics"): "the words of the last metric are cut, or a metric that no figure has is gone",
    ("row dropped", "attributions"): STANDS,
    ("row dropped", "exclusions"): "a passage without a number, or whose numbers a rule excuses",
    ("header only", "aliases"): "a dossier need not have aliases",
    ("header only", "exclusions"): "a dossier need not have exclusions",
    ("cut short", "aliases"): "the last alias is cut to a shorter name, or gone",
    ("cut short", "exclusions"): "the last reason is cut, or the last exclusion gone",
    ("cut short", "reported_figures"): "the last note is cut, or the last figure gone",
    ("cut short", "documents"): "the last note is cut",
    ("cut short", "statements"): "the last note is cut",
    ("cut short", "actors"): "the last note is cut, or an actor whom nothing cites is gone",
}


@dataclass(frozen=True)
class Case:
    """A place and a kind of corruption; `column` is "" where the whole file is meant."""

    kind: str
    table: str
    column: str = ""

    def __str__(self) -> str:
        return f"{self.kind} · {self.table}" + (f".{self.column}" if self.column else "")


@dataclass(frozen=True)
class Outcome:
    """What came of a corruption; `detail` says what was changed and, where it is a bug, what happened."""

    verdict: str
    detail: str
    exact: bool = False  # a fault names this very table (row and column)


# --- cells: (random, old text, field, the column's other cells) → new text, None where it does not apply ---------

Cell = Callable[[Random, str, dict, list[str]], str | None]


def _is_id(field: dict) -> bool:
    return field.get("constraints", {}).get("pattern", "").startswith("^[A-Za-z0-9]")


def _digit(random: Random, old: str) -> str | None:
    places = [i for i, c in enumerate(old) if c.isdigit()]
    if not places:
        return None
    i = random.choice(places)
    return old[:i] + random.choice([d for d in "0123456789" if d != old[i]]) + old[i + 1 :]


_LIKE = str.maketrans("aceopxyiABCEHKMOPTX", "асеорхуіАВСЕНКМОРТХ")  # Latin to Cyrillic


def _look_alike(random: Random, old: str) -> str | None:
    places = [i for i, c in enumerate(old) if c.translate(_LIKE) != c]
    if not places:
        return None
    i = random.choice(places)
    return old[:i] + old[i].translate(_LIKE) + old[i + 1 :]


def _excel_date(random: Random, old: str, field: dict, _) -> str | None:
    if field["name"] not in DATES or len(old) != 10:
        return None
    year, month, day = old.split("-")
    return random.choice(
        [f"{day}.{month}.{year}", f"{int(month)}/{int(day)}/{year}", f"{day}-Apr-{year[2:]}", "45777",
         f"{old} 00:00:00", f"{year}/{month}/{day}", f"{year}-{int(month)}-{int(day)}", f"'{old}"]
    )  # fmt: skip


def _excel_number(random: Random, old: str, field: dict, _) -> str | None:
    if field["type"] != "integer" or not old:
        return None
    n = int(old)
    return random.choice(
        [f"{n:.1E}", f"{n}.0", f"{n},0", f"{n}.5", "########", f"={n}", f"+{n}", f"'{n}", f"{n} ", f"${n}"]
        + [f"{n:,}", f"{n:,}".replace(",", "."), f"{n:,}".replace(",", "\u00a0")] * (n >= 1000)
    )


def _out_of_range(random: Random, old: str, field: dict, _) -> str | None:
    if field["type"] == "integer":
        return random.choice(["-1", "-4700", "9" * 15, "9" * 16, "9" * 4000, "9223372036854775808"]) if old else None
    if field["name"] in DATES:
        return random.choice(["2025-13-01", "2025-02-30", "0000-01-01", "9999-12-31", "2025-00", "10000-01-01"])
    return None


def _other_category(random: Random, old: str, field: dict, _) -> str | None:
    others = [v for v in field.get("constraints", {}).get("enum", []) if v != old]
    return random.choice(others) if others and field["name"] != "qualifier" else None


CELLS: dict[str, Cell] = {
    "missing": lambda r, old, f, _: "" if old else None,
    "wrong type": lambda r, old, f, _: (
        r.choice(["many", "4 700", "NaN", "None", "1e3", "0x10", "٤٧٠٠", "４７００", "²", "½", "True", "nan", "inf"])
        if f["type"] == "integer" or f["name"] in DATES else None
    ),
    "out of range": _out_of_range,
    "unknown category": lambda r, old, f, _: (
        r.choice([old.upper(), f"{old}s", "other", f" {old}", old.replace("_", " ") + "?"])
        if "enum" in f.get("constraints", {}) else None
    ),
    "other category": _other_category,
    "changed qualifier": lambda r, old, f, _: (
        r.choice([v for v in f["constraints"]["enum"] if v != old]) if f["name"] == "qualifier" else None
    ),
    "duplicated key": lambda r, old, f, cells: (
        r.choice(cells) if f.get("constraints", {}).get("unique") and cells else None
    ),
    "dangling key": lambda r, old, f, _: r.choice([old + "x", old[:-1], "nobody"]) if _is_id(f) and old else None,
    "swapped cells": lambda r, old, f, cells: r.choice(cells) if cells else None,  # the other half is in _swap
    "shifted quote": lambda r, old, f, _: (
        str(max(0, int(old) + r.choice([-9, -2, -1, 1, 2, 9, 100]))) if f["name"] in ("quote_start", "start", "end")
        else old[1:] if f["name"] == "quote" else None
    ),
    "changed digit": lambda r, old, f, _: _digit(r, old),
    "look-alike letter": lambda r, old, f, _: _look_alike(r, old),
    "trailing space": lambda r, old, f, _: old + r.choice([" ", "  ", "\t", "\u00a0", "\u3000", "\n"]) if old else None,
    "hidden character": lambda r, old, f, _: (
        old[: len(old) // 2] + r.choice("\u200b\u202e\u2066\ufeff\u00ad\x1b\x07\x7f\u2028") + old[len(old) // 2 :]
        if old else None
    ),
    "Excel date": _excel_date,
    "Excel number": _excel_number,
    "formula": lambda r, old, f, _: r.choice(['=HYPERLINK("http://x.invalid","y")', "@SUM(1)", "=1+1", "-2+3", "+1"]),
    "quotes in quotes": lambda r, old, f, _: old[:2] + r.choice(['"', '""', "“", '","']) + old[2:] if old else None,
    "line break": lambda r, old, f, _: old[:2] + r.choice(["\n", "\r\n", "\r"]) + old[2:] if len(old) > 3 else None,
    "very long": lambda r, old, f, _: (old or "9") * 5000,
    "path": lambda r, old, f, _: (
        r.choice(["../data/actors.csv", "/etc/hostname", "..", ".", "~/x", "a/../b", "CON", "a\\b", "\x00", "x" * 300])
        if f["name"] == "file" else None
    ),
}  # fmt: skip


# --- files: (random, bytes) → new bytes; rows: (random, rows) → new rows, None where it does not apply ------------

FILES: dict[str, Callable[[Random, bytes], bytes | None]] = {
    "BOM": lambda r, b: b"\xef\xbb\xbf" + b,
    "CRLF": lambda r, b: b.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "Latin-1 bytes": lambda r, b: b.decode().encode("latin-1", "replace").replace(b"?", b"\xe9"),
    "UTF-16": lambda r, b: b.decode().encode("utf-16"),
    "NUL": lambda r, b: (lambda i: b[:i] + b"\0" + b[i:])(r.randrange(len(b))),
    "semicolons": lambda r, b: b.replace(b",", r.choice([b";", b"\t", b"|"])),
    "empty file": lambda r, b: r.choice([b"", b"\n", b"\xef\xbb\xbf", b" ", b"\n\n\n"]),
    "cut short": lambda r, b: b[: r.randrange(len(b))],
    "open quotation mark": lambda r, b: (lambda i: b[:i] + b'"' + b[i:])(r.choice(_cell_starts(b))),
    "zip for CSV": lambda r, b: b"PK\x03\x04" + r.randbytes(300),
}
ROWS: dict[str, Callable[[Random, list[list[str]]], list[list[str]] | None]] = {
    "swapped rows": lambda r, t: [t[0], *r.sample(t[1:], len(t) - 1)],
    "columns reordered": lambda r, t: _columns(t, r.sample(range(len(t[0])), len(t[0]))),
    "extra column": lambda r, t: [[*row, "x" if i else r.choice(["extra", "", t[0][0]])] for i, row in enumerate(t)],
    "missing column": lambda r, t: _columns(t, sorted(r.sample(range(len(t[0])), len(t[0]) - 1))),
    "no header": lambda r, t: t[1:],
    "header only": lambda r, t: t[:1] if len(t) > 1 else None,
    "header misspelt": lambda r, t: [[c.upper() if r.random() < 0.5 else f" {c}" for c in t[0]], *t[1:]],
    "row twice": lambda r, t: [*t, r.choice(t[1:])] if len(t) > 1 else None,
    "row dropped": lambda r, t: _without(t, r.randrange(1, len(t))) if len(t) > 1 else None,
    "short row": lambda r, t: [*t, r.choice(t[1:])[:-1]] if len(t) > 1 else None,
    "one column sorted": lambda r, t: _resorted(t, r.randrange(len(t[0]))),
    "cells shifted right": lambda r, t: (
        [*t[:-1], ["", *t[-1][:-1]]] if len(t) > 1 else None
    ),
}  # fmt: skip
PLACES = ("missing file", "folder for file", "link for file")
DOCUMENT = ("changed digit", "changed letter", "BOM", "CRLF", "Latin-1 bytes", "NUL", "cut short", "empty file",
            "appended line", "swapped documents", *PLACES)  # fmt: skip
DESCRIBED = ("key dropped", "value replaced", "cut short", "empty file", "other JSON", *PLACES)


def _columns(table: list[list[str]], order: list[int]) -> list[list[str]]:
    return [[row[i] for i in order] for row in table]


def _without(table: list[list[str]], i: int) -> list[list[str]]:
    return table[:i] + table[i + 1 :]


def _resorted(table: list[list[str]], column: int) -> list[list[str]]:
    """Sort one column apart from the others, as a spreadsheet does when only it is selected."""
    cells = sorted(row[column] for row in table[1:])
    return [table[0], *([*r[:column], c, *r[column + 1 :]] for r, c in zip(table[1:], cells, strict=True))]


def _cell_starts(content: bytes) -> list[int]:
    return [i + 1 for i, c in enumerate(content[:-1]) if c in b",\n"] or [0]


# --- one corruption ---------------------------------------------------------------------------------------------


def cases() -> Iterator[Case]:
    """Yield every kind at every place that it can touch in some dossier."""
    for table, fields in FIELDS.items():
        for column, field in fields.items():
            probe = "2025-04-30" if column in DATES else "12" if field["type"] == "integer" else "probe-1 of it"
            enum = field.get("constraints", {}).get("enum")
            for kind, change in CELLS.items():
                if change(Random(0), enum[0] if enum else probe, field, [probe + "0"]) is not None:
                    yield Case(kind, table, column)
        yield from (Case(kind, table) for kind in (*FILES, *ROWS, *PLACES))
    yield from (Case(kind, "a document") for kind in DOCUMENT)
    yield from (Case(kind, "the descriptor") for kind in DESCRIBED)


class Bench:
    """A dossier to corrupt: its pristine folder, its fingerprint, and a scratch copy."""

    def __init__(self, data: Path, scratch: Path):
        self.pristine, self.scratch = data.parent, scratch
        self.fingerprint = load_dossier(data).fingerprint
        self.said, self.asked = said(data), asked(data)

    def run(self, case: Case, random: Random) -> Outcome | None:
        """Apply a case to a fresh copy and judge what the loader makes of it; None where it does not apply."""
        shutil.rmtree(self.scratch, ignore_errors=True)
        shutil.copytree(self.pristine / "data", self.scratch / "data")
        shutil.copytree(self.pristine / "seeds", self.scratch / "seeds")
        data = self.scratch / "data"
        what = _apply(case, data, random)
        return None if what is None else self._judged(case, data, *what)

    def _judged(self, case: Case, data: Path, what: str, row: int | None) -> Outcome:
        try:
            fingerprint = load_dossier(data).fingerprint
        except DossierError as error:
            return _refused(case, error, what, row)
        except Exception as error:
            return Outcome("traceback", f"{what}: {type(error).__name__}: {error}"[:400])
        now = said(data)
        if now == self.said:
            return Outcome("same" if fingerprint == self.fingerprint else "survivor", f"{what}: fingerprint differs")
        if fingerprint == self.fingerprint:
            return Outcome("unmarked", what)
        if asked(data) - self.asked:
            return Outcome("asked", what)
        known = (case.table, case.column) in SILENT or (case.kind, case.table) in SILENT_ROWS
        if case.kind == "one column sorted":
            changed = {c for t in FIELDS for c in _changed_columns(self.said[t], now[t])}
            known = all((case.table, c) in SILENT for c in changed)
        return Outcome("silent" if known else "survivor", what)


def asked(data: Path) -> Counter:
    """Return what an audit asks of a dossier, and the faults of its coverage."""
    found = audit(data)
    gaps = found.gaps[["document_id", "words", "problem"]].itertuples(index=False, name=None)
    return Counter([*gaps, *found.questions[["topic", "subject", "question"]].itertuples(index=False, name=None)])


def _refused(case: Case, error: DossierError, what: str, row: int | None) -> Outcome:
    message = str(error)
    if not message.replace("\n", "").isprintable():
        return Outcome("survivor", f"{what}: the message has a character that a terminal acts on")
    if not all(f.table and f.problem and f.remedy for f in error.faults):
        return Outcome("survivor", f"{what}: a fault without table, problem or remedy: {message[:300]}")
    exact = any(
        f.table == f"{case.table}.csv" and (not case.column or (f.row == row and case.column in f.column))
        for f in error.faults
    )
    return Outcome("refused", what, exact)


def _changed_columns(before: list, now: list) -> set[str]:
    old, new = Counter(), Counter()
    for counter, rows in ((old, before), (new, now)):
        counter.update(cell for row in rows for cell in row)
    return {name for (name, _), n in ((old - new) + (new - old)).items() if n} or {
        a[0] for x, y in zip(before, now, strict=False) for a, b in zip(x, y, strict=False) if a != b
    }


def said(data: Path) -> dict[str, list]:
    """Return what each table says, read with the csv module alone: the order of rows and columns does not count.

    A whole number is its value; {} for a table that cannot be read so.
    """
    return {table: _said(data / f"{table}.csv", fields) for table, fields in FIELDS.items()}


def _said(path: Path, fields: dict) -> list:
    try:
        header, *rows = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
    except (OSError, ValueError, csv.Error):
        return []

    def cell(name: str, text: str):
        whole = fields.get(name, {}).get("type") == "integer" and text.isascii() and text.isdigit()
        return name, int(text) if whole and len(text) < 400 else text

    return sorted((sorted(map(cell, header, row)) for row in rows if row), key=repr)


def _apply(case: Case, data: Path, random: Random) -> tuple[str, int | None] | None:
    """Corrupt the copy; return what was done, and the row if it was one; None where the case does not apply."""
    if case.table == "a document":
        return _on_document(case.kind, data, random)
    if case.table == "the descriptor":
        return _on_descriptor(case.kind, data / "datapackage.json", random)
    path = data / f"{case.table}.csv"
    content = path.read_bytes()
    if case.kind in PLACES:
        return _replaced(case.kind, path), None
    if case.kind in FILES and not case.column:
        new = FILES[case.kind](random, content)
        path.write_bytes(new)
        return f"{case}: {len(new)} of {len(content)} bytes", None
    rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
    if not case.column:
        new = ROWS[case.kind](random, rows)
        return None if new is None else (_written(path, new, str(case)), None)
    return _on_cell(case, path, rows, random)


def _on_cell(case: Case, path: Path, rows: list[list[str]], random: Random) -> tuple[str, int] | None:
    if case.column not in rows[0]:  # a record may go without it
        return None
    place = rows[0].index(case.column)
    for row in random.sample(range(1, len(rows)), len(rows) - 1):
        old = rows[row][place]
        others = sorted({r[place] for r in rows[1:]} - {old})
        new = CELLS[case.kind](random, old, FIELDS[case.table][case.column], others)
        if new is None or new == old:
            continue
        if case.kind == "swapped cells":
            other = next(r for r in rows[1:] if r[place] == new)
            other[place] = old
        rows[row][place] = new
        detail = f"{case} row {row + 1}: {old[:60]!r} → {new[:60]!r}"
        return _written(path, rows, detail), row + 1
    return None


def _written(path: Path, rows: list[list[str]], detail: str) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return detail


def _replaced(kind: str, path: Path) -> str:
    moved = path.rename(path.parent.parent / f"moved-{path.name}")
    if kind == "folder for file":
        path.mkdir()
    if kind == "link for file":
        path.symlink_to(moved)
    return f"{kind}: {path.name}"


def _on_document(kind: str, data: Path, random: Random) -> tuple[str, int | None] | None:
    seeds = sorted(seeds_folder(data).iterdir())
    path = random.choice(seeds)
    text = path.read_bytes().decode("utf-8")
    if kind in PLACES:
        return _replaced(kind, path), None
    if kind == "swapped documents":
        other = random.choice([p for p in seeds if p != path])
        theirs = other.read_bytes()
        other.write_bytes(path.read_bytes())
        path.write_bytes(theirs)
        return f"{kind}: {path.name}, {other.name}", None
    if kind == "changed letter":
        i = random.choice([i for i, c in enumerate(text) if c.isalpha()])
        changed = text[:i] + ("x" if text[i] != "x" else "y") + text[i + 1 :]
    else:
        changed = {"changed digit": lambda: _digit(random, text), "appended line": lambda: text + "More.\n"}.get(
            kind, lambda: None)()  # fmt: skip
    new = changed.encode() if changed is not None else FILES[kind](random, text.encode()) if kind in FILES else None
    if new is None or new == text.encode():
        return None
    path.write_bytes(new)
    return f"{kind} in {path.name}", None


def _on_descriptor(kind: str, path: Path, random: Random) -> tuple[str, None]:
    if kind in PLACES:
        return _replaced(kind, path), None
    if kind in FILES:
        path.write_bytes(FILES[kind](random, path.read_bytes()))
        return f"{kind}: the descriptor", None
    if kind == "other JSON":
        path.write_text(random.choice(["[]", "{}", "null", '{"resources": 3}', '{"resources": [null]}', "[" * 99999]))
        return f"{kind}: {path.read_text()[:30]}", None
    package = json.loads(path.read_text(encoding="utf-8"))
    node, trail, package_part = package, [], package["resources"]
    node = random.choice(package_part)
    while True:  # walk down to a random place below the resources
        key = random.choice(list(node) if isinstance(node, dict) else range(len(node)))
        trail.append(str(key))
        if not isinstance(node[key], dict | list) or not node[key] or random.random() < 0.3:
            break
        node = node[key]
    if kind == "key dropped":
        del node[key]
    else:
        node[key] = random.choice([None, 3, "x", [], {}, "", True, "(((", ["x"], "../x.csv"])
    path.write_text(json.dumps(package), encoding="utf-8")
    return f"{kind}: {'.'.join(trail)}", None


# --- the whole table ---------------------------------------------------------------------------------------------


NAMES = ("real", "tiny", "many")


def benches(folder: Path) -> dict[str, Bench]:
    """Return the real dossier and two generated ones, ready to be corrupted."""
    made = {
        "real": DATA,
        "tiny": dossiers.tiny(folder / "tiny"),
        "many": dossiers.many(folder / "many", statements=24, documents=6, claimants=4),
    }
    return {name: Bench(data, folder / f"scratch-{name}") for name, data in made.items()}


BUGS = ("survivor", "unmarked", "traceback")
PROCESSES = 2
_READY: dict[str, Bench] = {}  # of this process


def main(least: int = 1) -> int:
    """Run every case on every dossier, again until so many were tried; print the table by kind and every bug."""
    counts, exact, bugs, silent, turn = Counter(), Counter(), [], Counter(), 0
    with (
        tempfile.TemporaryDirectory() as folder,
        get_context("spawn").Pool(PROCESSES, _get_ready, (folder,)) as pool,
        suppress(KeyboardInterrupt),  # then the table as far as it is
    ):
        while counts.total() < least:
            jobs = [(name, case, turn) for name, case in product(NAMES, cases())]
            for name, case, outcome in pool.imap_unordered(_tried, jobs, chunksize=8):
                if outcome is None or (turn and counts.total() >= least):
                    continue
                counts[case.kind, outcome.verdict] += 1
                exact[case.kind] += outcome.exact
                if outcome.verdict in BUGS:
                    bugs.append(f"{name}: {outcome.verdict}: {outcome.detail}")
                    print(_visible(bugs[-1]), flush=True)
                if outcome.verdict == "silent":
                    place = f"{case.table}.{case.column}" if case.column else case.table
                    silent[case.kind, _reason(case), place] += 1
            turn += 1
    print(_table(counts, exact), "", "Silent, by kind: how many, why no machine could know, and where", sep="\n")
    for kind in dict.fromkeys(kind for kind, _ in counts):
        for reason in dict.fromkeys(r for k, r, _ in silent if k == kind):
            places = {place: n for (k, r, place), n in silent.items() if (k, r) == (kind, reason)}
            print(f"{kind:22}{sum(places.values()):>5}  {reason}  [{', '.join(sorted(places))}]")
    return len(bugs)


def _get_ready(folder: str) -> None:
    """Make the dossiers of a process."""
    _READY.update(benches(Path(tempfile.mkdtemp(dir=folder))))


def _tried(job: tuple[str, Case, int]) -> tuple[str, Case, Outcome | None]:
    name, case, turn = job
    seed = int.from_bytes(hashlib.sha256(f"{name}{case}{turn}".encode()).digest()[:8])
    return name, case, _READY[name].run(case, Random(seed))


def _reason(case: Case) -> str:
    """Return why a change is silent."""
    whole = SILENT_ROWS.get((case.kind, case.table), "each of its cells may be another without a contradiction")
    return SILENT.get((case.table, case.column)) or whole


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() and not unicodedata.combining(c) else ascii(c)[1:-1] for c in text)


def _table(counts: Counter, exact: Counter) -> str:
    verdicts = ("refused", "same", "asked", "silent", *BUGS)
    kinds = list(dict.fromkeys(kind for kind, _ in counts))
    lines = [f"{'kind':22}{'tried':>7}" + "".join(f"{v:>12}" for v in verdicts) + f"{'exact place':>12}"]
    for kind in [*kinds, "all"]:
        row = [sum(n for (k, w), n in counts.items() if w == v and kind in (k, "all")) for v in verdicts]
        placed = exact[kind] if kind != "all" else sum(exact.values())
        lines.append(f"{kind:22}{sum(row):>7,}" + "".join(f"{n:>12,}" for n in row) + f"{placed:>12,}")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(bool(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)))
