"""Fixtures: the dossier of this repository, and generated ones, each written once."""

from __future__ import annotations

import csv
from functools import partial
from pathlib import Path

import pytest

from briefing import load_dossier
from tests import dossiers


@pytest.fixture(scope="session")
def here():
    """The dossier of this repository, at all dates."""
    return load_dossier()


@pytest.fixture(scope="session")
def generated(tmp_path_factory) -> dict[str, Path]:
    """The data/ folders of the generated dossiers, by name."""
    folder = tmp_path_factory.mktemp("dossiers")
    makers = {"tiny": dossiers.tiny, "one_claimant": dossiers.one_claimant, "many": dossiers.many}
    makers["crowd"] = partial(dossiers.many, statements=1500, documents=100)
    return {name: make(folder / name) for name, make in makers.items()}


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
