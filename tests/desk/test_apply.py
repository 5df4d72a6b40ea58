"""Corrected drafts and workbooks taken back, as spreadsheets save them."""

import csv
import io
import os
import shutil
import subprocess
from datetime import date

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from briefing.cli import main
from briefing.desk.apply import apply_draft, read_file
from briefing.record.dossier import load_dossier, read_record
from briefing.words.text import UserError
from tests.desk.conftest import DOCUMENT, contents


def run(*words):
    result = CliRunner().invoke(main, [str(w) for w in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def draft(data):
    """Return a draft of the open numbers, every row accepted."""
    path = data.parent / "draft.csv"
    run("audit", "--data-dir", data, "--draft", path)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    write(path, [row | {"accept": "yes"} for row in rows])
    return path


def rows_of(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def write(path, rows, separator=",", encoding="utf-8"):
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)


def recorded(data):
    return len(load_dossier(data).figures.query("document_id == @DOCUMENT"))


def test_a_draft_moves_only_what_is_accepted(data, draft):
    rows = rows_of(draft)
    write(draft, [row | {"accept": ""} for row in rows])
    before = contents(data)
    result = run("apply", draft, "--data-dir", data)
    assert result.output == "0 rows written; 9 not accepted (write yes in the column accept).\n"
    assert contents(data) == before


def test_a_dry_run_shows_every_row_and_writes_none(data, draft):
    before = contents(data)
    result = run("apply", draft, "--data-dir", data, "--dry-run")
    assert result.exit_code == 0
    assert "reported_figures: figure_id=005-killed-1" in result.output
    assert "actors: actor_id=ruritanian-general-staff" in result.output
    assert "exclusions: document_id=005_strelsau_gazette, start=534, end=544" in result.output
    assert result.output.splitlines()[-1] == "13 rows would be written."
    assert contents(data) == before


def test_a_draft_brings_the_actors_statements_and_chains_that_it_names(data, draft):
    assert run("apply", draft, "--data-dir", data, "--reviewer", "A. Sapt").exit_code == 0
    record = read_record(data)
    assert not record.faults
    assert recorded(data) == 6
    figures = record.figures.query("document_id == @DOCUMENT")
    assert figures[["reviewed_by", "reviewed_on"]].drop_duplicates().to_numpy().tolist() == [
        ["A. Sapt", date.today().isoformat()]
    ]
    assert run("audit", "--data-dir", data).exit_code == 0
    again = run("apply", draft, "--data-dir", data)
    assert again.output == "0 rows written; 9 there already.\n"


def test_what_cannot_be_moved_is_kept_with_the_reason_and_can_be_applied_once_mended(data, draft):
    rows = rows_of(draft)
    rows[1]["qualifier"] = "about"  # the words say at least
    rows[2]["document_id"] = "nowhere"
    rows[4]["accept"] = "perhaps"
    write(draft, rows)
    result = run("apply", draft, "--data-dir", data)
    assert result.exit_code == 1
    assert "row 3, qualifier: the words of the quote make it at_least" in result.output
    assert "row 4, document_id: no document “nowhere”" in result.output
    assert "row 6, accept: “perhaps” is neither yes nor no" in result.output
    assert recorded(data) == 4
    kept = draft.with_name("draft.kept.csv")
    mended = rows_of(kept)
    assert [row["figure_id"] for row in mended[:2]] == ["005-killed-2", "005-wounded-1"]
    mended[0]["qualifier"], mended[1]["document_id"], mended[2]["accept"] = "at_least", DOCUMENT, "yes"
    write(kept, mended)
    assert run("apply", kept, "--data-dir", data).exit_code == 0
    assert run("audit", "--data-dir", data).exit_code == 0


@pytest.mark.parametrize(
    ("separator", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-16"), (",", "cp1252"), (";", "cp1252")]
)
def test_a_draft_is_read_as_spreadsheets_save_it(data, draft, separator, encoding):
    write(draft, rows_of(draft), separator, encoding)
    assert run("apply", draft, "--data-dir", data).exit_code == 0
    assert recorded(data) == 6


def test_a_workbook_of_a_draft_is_read_with_its_numbers_and_dates(data, draft):
    book = openpyxl.Workbook()
    rows = rows_of(draft)
    book.active.append(list(rows[0]))
    for row in rows:
        cells = [float(v) if v.isdigit() else v for v in row.values()]
        if row["made_on"]:
            cells[list(row).index("made_on")] = pd.Timestamp(row["made_on"]).to_pydatetime()
        book.active.append(cells)
    book.save(draft.with_suffix(".xlsx"))
    assert run("apply", draft.with_suffix(".xlsx"), "--data-dir", data).exit_code == 0
    assert recorded(data) == 6


@pytest.mark.office
@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice here: apt-get install libreoffice-calc")
def test_a_workbook_that_libreoffice_saved_is_taken_back(data, home):
    run("workbook", "--out", home / "w.xlsx", "--data-dir", data)
    book = openpyxl.load_workbook(home / "w.xlsx")
    for row in book["draft"].iter_rows(min_row=2):
        row[0].value = "yes"
    book.save(home / "w.xlsx")
    (home / "out").mkdir()
    done = subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{home}/office", "--headless", "--convert-to", "xlsx", "--outdir",
         str(home / "out"), str(home / "w.xlsx")], capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    if not (home / "out" / "w.xlsx").exists():
        pytest.skip(f"LibreOffice has no Calc here: apt-get install libreoffice-calc ({done.stderr[:80]})")
    result = run("apply", home / "out" / "w.xlsx", "--data-dir", data)
    assert result.exit_code == 0, result.output
    assert recorded(data) == 6


def test_a_workbook_holds_the_record_and_changes_nothing_when_it_is_taken_back(data, home):
    run("workbook", "--out", home / "w.xlsx", "--data-dir", data)
    before = contents(data)
    book = openpyxl.load_workbook(home / "w.xlsx")
    assert book.sheetnames[:2] == ["draft", "reported_figures"]
    sheet = book["reported_figures"]
    assert sheet.freeze_panes == "B2"
    assert sheet.max_row == len(read_record(data).tables["reported_figures"]) + 1
    rules = {str(rule.sqref).split(":")[0][:-1]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    heads = {cell.value: cell.column_letter for cell in sheet[1]}
    assert "paraphrase" in rules[heads["voice"]]
    result = run("apply", home / "w.xlsx", "--data-dir", data)
    assert result.output == "0 rows written; 9 not accepted (write yes in the column accept).\n"
    assert contents(data) == before


def test_a_corrected_cell_of_a_workbook_changes_that_row_and_no_other_byte(data, home):
    run("workbook", "--out", home / "w.xlsx", "--data-dir", data)
    before = contents(data)
    book = openpyxl.load_workbook(home / "w.xlsx")
    cell = next(row[1] for row in book["aliases"].iter_rows(min_row=2) if row[0].value == "Lee")
    cell.value = "kim-byung-kee"
    book.save(home / "w.xlsx")
    assert run("apply", home / "w.xlsx", "--data-dir", data).exit_code == 0
    changed = before["aliases.csv"].replace(b"\nLee,lee-seong-kweun", b"\nLee,kim-byung-kee")
    assert contents(data) == before | {"aliases.csv": changed}


def test_nothing_in_a_workbook_is_a_formula_and_it_comes_back_as_it_was(home):
    data = home / "data"
    note = "=HYPERLINK(1)+cmd"
    rows = (data / "aliases.csv").read_text(encoding="utf-8")
    (data / "aliases.csv").write_text(rows + f"{note},nis\n@x,nis\n-1,nis\n", encoding="utf-8")
    run("workbook", "--out", home / "w.xlsx", "--data-dir", data)
    book = openpyxl.load_workbook(home / "w.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert note in [cell.value for cell in cells]
    assert run("apply", home / "w.xlsx", "--data-dir", data).output == "0 rows written.\n"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("d.csv", b'accept,table\n"a,b\n', "not CSV"),
        ("d.csv", b"a,b\n1,2\n", "has no column accept"),
        ("d.csv", b"", "has no column accept"),
        ("d.xlsx", b"not a workbook", "cannot be read as a workbook"),
        ("d.ods", b"", "neither .csv nor .xlsx"),
    ],
)
def test_what_is_no_draft_is_refused_in_a_sentence(tmp_path, name, content, told):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError, match=told):
        read_file(tmp_path / name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes and devices are POSIX's")
def test_a_draft_that_might_never_end_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    for name in ("pipe.csv", "zero.csv"):
        with pytest.raises(UserError, match="might never end"):
            read_file(tmp_path / name)


def test_a_sheet_with_an_unknown_column_is_refused(data, home):
    book = openpyxl.Workbook()
    book.active.title = "aliases"
    book.active.append(["alias", "actor"])
    book.active.append(["X", "nis"])
    book.save(home / "w.xlsx")
    with pytest.raises(UserError, match="did you mean “actor_id”"):
        apply_draft(home / "w.xlsx", data)
