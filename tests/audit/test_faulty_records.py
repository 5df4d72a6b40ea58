"""An audit of a record with faults reaches its end: each fault is told, none is a traceback, nothing hangs."""

import csv
import os
import shutil

import pytest
from click.testing import CliRunner

from briefing.audit.report import audit, report
from briefing.cli import main
from briefing.paths import ROOT

TABLES = sorted(p.name for p in (ROOT / "data").glob("*.csv"))
DOCUMENT = "seeds/000_caf901467e4094af.txt"


@pytest.fixture
def copy(tmp_path):
    for folder in ("data", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_is_gone_empty_or_lacks_a_column(copy, name):
    path = copy / "data" / name
    rows = rows_of(path)
    path.unlink()
    assert name in report(audit(copy / "data"))
    for text in ("", ",".join(rows[0]) + "\n"):
        path.write_text(text, encoding="utf-8")
        assert report(audit(copy / "data"))
    for i in range(0, len(rows[0]), 3):
        write(path, [row[:i] + row[i + 1 :] for row in rows])
        assert audit(copy / "data").faults, f"{rows[0][i]} of {name} is gone and that is no fault"


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("metrics.csv", "metric", ""),
        ("metrics.csv", "part_of", "nothing"),
        ("metrics.csv", "order", "first"),
        ("metrics.csv", "unit", "tons"),
        ("metrics.csv", "counting", "loud"),
        ("reported_figures.csv", "qualifier", "abuot"),
        ("reported_figures.csv", "metric", "kiled"),
        ("reported_figures.csv", "statement_id", "nowhere"),
        ("statements.csv", "made_on", "soon"),
        ("statements.csv", "claimant_id", "nobody"),
        ("documents.csv", "document_id", ""),
        ("attributions.csv", "actor_id", "nobody"),
    ],
)
def test_a_cell_that_is_wrong_in_any_row(copy, name, column, value):
    path = copy / "data" / name
    rows = rows_of(path)
    at = rows[0].index(column)
    for i in range(1, len(rows), max(1, len(rows) // 2)):
        write(path, [[*row[:at], value, *row[at + 1 :]] if k == i else row for k, row in enumerate(rows)])
        found = audit(copy / "data")
        assert f"{name}, row {i + 1}" in report(found), f"row {i + 1}"


def special(path, kind):
    path.unlink()
    if kind == "directory":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to({"dangling": "nowhere", "endless": "/dev/zero", "loop": path.name}[kind])


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices are POSIX's")
@pytest.mark.parametrize("kind", ["directory", "pipe", "dangling", "endless", "loop"])
@pytest.mark.parametrize("name", ["data/metrics.csv", DOCUMENT])
def test_what_is_no_file_is_named_and_not_read(copy, name, kind):
    special(copy / name, kind)
    told = CliRunner().invoke(main, ["audit", "--data-dir", str(copy / "data")])
    assert told.exit_code in (1, 2) and name.split("/")[1] in told.output
    assert told.exception is None or isinstance(told.exception, SystemExit)


@pytest.mark.skipif(os.name != "posix", reason="names that are no UTF-8 are POSIX's")
@pytest.mark.parametrize("folder", ["data", "seeds"])
def test_a_file_whose_name_is_no_text_is_no_part_of_the_record(copy, folder):
    try:
        (copy / folder / os.fsdecode(b"\xff\xfe.csv")).touch()
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    told = CliRunner().invoke(main, ["audit", "--data-dir", str(copy / "data")])
    assert told.exit_code == 0, told.output


@pytest.mark.parametrize(
    "command", ["audit", "figures", "page", "deck", "add document.txt --outlet X --published 2025"]
)
@pytest.mark.parametrize("folder", ["", "~nosuch", "a" * 300, "a/" * 3000, "nowhere"])
def test_a_folder_that_is_none_is_named(tmp_path, monkeypatch, command, folder):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "document.txt").touch()
    told = CliRunner().invoke(main, [*command.split(), "--data-dir", folder])
    assert told.exit_code == 2 and isinstance(told.exception, SystemExit), told.output
    assert ("it is empty" if not folder else folder[:60]) in told.output
