"""Fixtures: the dossier of this repository, and generated ones, each written once."""

from __future__ import annotations

import csv
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from briefing import load_dossier
from briefing.record.dossier import Record
from tests import dossiers
from tests.hostile import hostile
from tests.together import pytest_collection_modifyitems, pytest_xdist_make_scheduler  # noqa: F401


@pytest.fixture(scope="session")
def here():
    """The dossier of this repository, at all dates."""
    return load_dossier()


@pytest.fixture(scope="session")
def record(here) -> Record:
    """The record of this repository, as its files stand."""
    return here.record


@pytest.fixture(scope="session")
def generated(tmp_path_factory) -> dict[str, Path]:
    """The data/ folders of the generated dossiers, by name."""
    folder = tmp_path_factory.mktemp("dossiers")
    makers = {"tiny": dossiers.tiny, "one_claimant": dossiers.one_claimant, "many": dossiers.many}
    makers["crowd"] = partial(dossiers.many, statements=1500, documents=100)
    return {name: make(folder / name) for name, make in makers.items()}


def with_tables(record: Record, **tables: pd.DataFrame) -> Record:
    """Return a record with other tables in place of some of its own."""
    return replace(record, tables=record.tables | tables)


def without_rows(record: Record, *names: str) -> Record:
    """Return a record with nothing in some of its tables."""
    return with_tables(record, **{name: record.tables[name].head(0) for name in names})


@pytest.fixture(scope="session")
def hostile_data(tmp_path_factory) -> Path:
    """The data/ folder of a dossier whose every text tries to break out."""
    return hostile(tmp_path_factory.mktemp("hostile"))


@pytest.fixture
def tiny(tmp_path) -> Path:
    """The data/ folder of a tiny dossier of its own, to break."""
    return dossiers.tiny(tmp_path)


def rows_of(data: Path, table: str) -> list[list[str]]:
    with (data / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write_rows(data: Path, table: str, rows: list[list[str]], end: str = "\n") -> None:
    with (data / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator=end).writerows(rows)


def put(data: Path, table: str, row: int, **cells: str) -> None:
    """Change cells of one row, counted as in a spreadsheet: the header is row 1."""
    rows = rows_of(data, table)
    for column, value in cells.items():
        rows[row - 1][rows[0].index(column)] = value
    write_rows(data, table, rows)
