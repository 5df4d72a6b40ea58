"""`briefing audit` and `briefing add`: what they print, write and refuse, and the worked example of CONTRIBUTING.md."""

import csv
import shutil

import pandas as pd
import pytest
from click.testing import CliRunner

from briefing import load_dossier
from briefing.cli import main
from briefing.paths import DATA, ROOT

ARTICLE = ROOT / "tests" / "invented" / "gazette.txt"
ACTORS = (
    "gazette,Strelsau Gazette,Strelsau Gazette,outlet,Ruritania,Invented.\n"
    "general-staff,General Staff of Ruritania,General Staff,military,Ruritania,Invented.\n"
)


@pytest.fixture
def dossier(tmp_path):
    """Return a copy of this repository's dossier, with the invented article in its seeds."""
    shutil.copytree(DATA, tmp_path / "data")
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    shutil.copy(ARTICLE, tmp_path / "seeds")
    with (tmp_path / "data" / "actors.csv").open("a", encoding="utf-8", newline="") as actors:
        actors.write(ACTORS)
    return tmp_path


def run(*words):
    result = CliRunner().invoke(main, [str(w) for w in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def add(dossier, *words):
    return run("add", dossier / "seeds" / "gazette.txt", "--data-dir", dossier / "data", *words)


def audit(dossier, *words):
    return run("audit", "--data-dir", dossier / "data", *words)


def append(dossier, table, rows):
    path = dossier / "data" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, header, extrasaction="ignore", lineterminator="\n").writerows(rows)


def test_the_audit_of_this_dossier_ends_with_nothing_open():
    result = run("audit")
    assert result.exit_code == 0
    assert "0 open; 0 faults" in result.output
    assert "SA-22" in result.output
    assert str(ROOT) not in result.output


def test_strict_makes_questions_fail():
    assert run("audit", "--strict").exit_code == 1


def test_a_changed_document_shows_old_and_new_offset(dossier):
    seed = next((dossier / "seeds").glob("001_*"))
    seed.write_text("Editor's note.\n" + seed.read_text(encoding="utf-8"), encoding="utf-8")
    result = audit(dossier)
    assert result.exit_code == 1
    assert "the document has changed" in result.output
    assert "001-killed-1: the words stood at 17 and stand at 32 now" in result.output


def test_a_broken_dossier_is_told_in_words(dossier):
    (dossier / "data" / "exclusions.csv").write_text("nonsense\n", encoding="utf-8")
    (dossier / "data" / "statements.csv").unlink()
    result = audit(dossier)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert "the file is missing" in result.output


def test_a_folder_without_a_dossier_is_a_mistake_in_the_call(tmp_path):
    result = run("audit", "--data-dir", tmp_path)
    assert result.exit_code == 2
    assert "no descriptor" in result.output


def test_add_registers_a_document(dossier):
    result = add(dossier, "--outlet", "Strelsau Gazette", "--published", "2025-03-03")
    assert result.exit_code == 0, result.output
    row = pd.read_csv(dossier / "data" / "documents.csv", dtype="str").iloc[-1]
    assert row["document_id"] == "005_gazette"
    assert row[["published_on", "published_precision", "published_basis"]].tolist() == ["2025-03-03", "day", "stated"]
    load_dossier(dossier / "data")
    again = add(dossier, "--outlet", "gazette")
    assert again.exit_code == 2
    assert "registered already, as 005_gazette" in again.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--outlet", "Strelsau Gazete"], "did you mean “Strelsau Gazette”?"),
        (["--outlet", "gazette", "--published", "March 2025"], "is not a date"),
        (["--outlet", "gazette", "--published", "2025-02-30"], "is not a day of the calendar"),
        (["--outlet", "gazette", "--id", "001_unn"], "is taken"),
        (["--outlet", "gazette", "--id", "../x"], "is taken, or not of letters"),
    ],
)
def test_add_refuses_what_it_cannot_register(dossier, words, told):
    before = (dossier / "data" / "documents.csv").read_bytes()
    result = add(dossier, *words)
    assert result.exit_code == 2
    assert told in result.output
    assert (dossier / "data" / "documents.csv").read_bytes() == before


def test_add_refuses_a_file_that_is_no_text(dossier):
    (dossier / "seeds" / "gazette.txt").write_bytes(b"\xff\xfe6")
    assert "is not UTF-8" in add(dossier, "--outlet", "gazette").output
    (dossier / "seeds" / "gazette.txt").write_bytes(b" \n")
    assert "is empty" in add(dossier, "--outlet", "gazette").output


def test_a_note_that_a_spreadsheet_would_run_is_defused(dossier):
    add(dossier, "--outlet", "gazette", "--note", "=HYPERLINK(1)")
    assert pd.read_csv(dossier / "data" / "documents.csv").iloc[-1]["note"] == "'=HYPERLINK(1)"


def test_a_draft_is_never_written_over_anything(dossier):
    figures = dossier / "data" / "reported_figures.csv"
    before = figures.read_bytes()
    assert audit(dossier, "--draft", figures).exit_code == 2
    assert audit(dossier, "--draft", dossier / "data" / "draft.csv").exit_code == 2
    (dossier / "draft.csv").write_text("corrected", encoding="utf-8")
    assert "may hold corrections" in audit(dossier, "--draft", dossier / "draft.csv").output
    assert (dossier / "draft.csv").read_text(encoding="utf-8") == "corrected"
    assert figures.read_bytes() == before
    assert audit(dossier, "--draft", dossier / "nowhere" / "draft.csv").exit_code == 2
    (dossier / "loop.csv").symlink_to("loop.csv")
    assert "may hold corrections" in audit(dossier, "--draft", dossier / "loop.csv").output


def test_the_worked_example_of_contributing_ends_with_nothing_open(dossier):
    """Follow CONTRIBUTING.md step by step, and check that it prints what the steps print."""
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    added = run("add", ROOT / "tests" / "invented" / "courier.html", "--data-dir", dossier / "data")
    assert added.exit_code == 0, added.output
    assert added.output.splitlines()[0] in guide
    document = added.output.split()[1].rstrip(":")
    recorded = CliRunner().invoke(main, ["record", document, "--data-dir", str(dossier / "data")], input="a\n" * 18)
    assert recorded.exit_code == 0, recorded.output
    assert f"18 numbers open in {document}" in recorded.output
    assert f"18 numbers open in {document}" in guide
    assert "Nothing is open." in recorded.output.splitlines()[-1]
    last = audit(dossier)
    assert last.exit_code == 0, last.output
    assert "0 open; 0 faults" in last.output.splitlines()[-1]
    assert "0 open; 0 faults" in guide
    assert len(load_dossier(dossier / "data").figures) == len(load_dossier().figures) + 12
