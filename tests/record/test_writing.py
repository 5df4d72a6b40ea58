"""Rows written into a record: no other byte changes, all tables or none, and two writers wait for each other."""

import errno
import os
import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from briefing.paths import DATA, ROOT
from briefing.record import writing
from briefing.record.dossier import read_record
from briefing.record.tables import DossierError
from briefing.record.writing import rehearse, take_back, write_rows
from briefing.words.text import UserError

ACTOR = {"actor_id": "gazette", "name": "Strelsau Gazette", "short_name": "Gazette", "kind": "outlet"}
PASSAGE = {"document_id": "001_unn", "start": 0, "end": 14, "reason": "The crawler's line, with a comma."}


@pytest.fixture
def data(tmp_path) -> Path:
    shutil.copytree(DATA, tmp_path / "data")
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    return tmp_path / "data"


def contents(data: Path) -> dict[str, bytes]:
    """Return what the tables and documents hold."""
    files = [*data.glob("*.*sv"), *data.glob("*.json"), *(data.parent / "seeds").iterdir()]
    return {f"{path.parent.name}/{path.name}": path.read_bytes() for path in files}


def test_a_row_goes_to_its_place_and_nothing_else_changes(data):
    before = contents(data)
    write_rows(data, {"actors": [ACTOR], "exclusions": [PASSAGE]})
    after = contents(data)
    assert {name for name in after if after[name] != before[name]} == {"data/actors.csv", "data/exclusions.csv"}
    assert after["data/actors.csv"] == before["data/actors.csv"] + b"gazette,Strelsau Gazette,Gazette,outlet,,\n"
    new = b'001_unn,0,14,"The crawler\'s line, with a comma."\n'
    first_of_document = before["data/exclusions.csv"].index(b"001_unn,437")
    cut = before["data/exclusions.csv"][:first_of_document], before["data/exclusions.csv"][first_of_document:]
    assert after["data/exclusions.csv"] == cut[0] + new + cut[1]
    assert not read_record(data).faults


def test_a_row_stands_in_the_columns_of_its_table_with_its_line_ends(data):
    lines = (data / "actors.csv").read_text(encoding="utf-8").splitlines()
    moved = [",".join([*line.split(",")[1:], line.split(",")[0]]) for line in lines if '"' not in line]
    (data / "actors.csv").write_bytes(("\ufeff" + "\r\n".join(moved)).encode())  # a byte mark, no end to the last line
    before = (data / "actors.csv").read_bytes()
    with pytest.raises(
        DossierError
    ):  # actors that others name are gone: this record has faults, and these are no new ones
        read_record(data).as_of()
    write_rows(data, {"actors": [ACTOR]})
    assert (data / "actors.csv").read_bytes() == before + b"\r\nStrelsau Gazette,Gazette,outlet,,,gazette\r\n"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("actor_id,name\n".encode("utf-16"), "not UTF-8"),
        (b"actor_id;name;short_name;kind;state;note\n", "separated by commas"),
        (b'actor_id,name,short_name,kind,state,note\na,"b,c,outlet,,\n', "not CSV"),
        (b"", "its columns are not"),
    ],
)
def test_a_table_that_cannot_be_read_is_not_written(data, content, told):
    (data / "actors.csv").write_bytes(content)
    before = contents(data)
    with pytest.raises(DossierError, match=told):
        write_rows(data, {"actors": [ACTOR]})
    assert contents(data) == before


@pytest.mark.parametrize(
    "rows",
    [
        {"actors": [ACTOR | {"name": "Gazette "}]},
        {"actors": [ACTOR | {"kind": "paper"}]},
        {"actors": [ACTOR, ACTOR]},
        {"actors": [ACTOR], "exclusions": [PASSAGE | {"document_id": "nowhere"}]},
        {"exclusions": [PASSAGE | {"end": 3}]},
        {"statements": [{"statement_id": "a-2025", "claimant_id": "nis", "occasion": "x", "made_on": "2025-02-30",
                         "made_on_precision": "day", "made_on_basis": "stated"}]},
    ],
)  # fmt: skip
def test_what_the_loader_would_refuse_is_not_written(data, rows):
    before = contents(data)
    with pytest.raises(DossierError, match="nothing was written"):
        write_rows(data, rows)
    assert contents(data) == before


def test_faults_that_are_there_already_do_not_stop_a_row(data):
    (data / "aliases.csv").write_bytes((data / "aliases.csv").read_bytes() + b"Nobody,nobody\n")
    assert [f.value for f in read_record(data).faults] == ["nobody"]
    write_rows(data, {"actors": [ACTOR]})
    with pytest.raises(DossierError, match="nothing was written"):
        write_rows(data, {"aliases": [{"alias": "Nobody else", "actor_id": "nobody"}]})


def test_a_step_is_undone_to_the_byte_unless_a_file_has_changed(data):
    before = contents(data)
    step = write_rows(data, {"actors": [ACTOR], "exclusions": [PASSAGE]}, {"gazette.txt": b"News.\n"})
    assert contents(data)["seeds/gazette.txt"] == b"News.\n"
    take_back(step)
    assert contents(data) == before
    step = write_rows(data, {"actors": [ACTOR]})
    (data / "actors.csv").write_bytes((data / "actors.csv").read_bytes() + b"\n")
    with pytest.raises(UserError, match="changed since"):
        take_back(step)


def test_a_full_disk_leaves_everything_as_it_was(data, monkeypatch):
    before = contents(data)

    def full(descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(writing.os, "fsync", full)
    with pytest.raises(UserError, match="No space left on device; the record is as it was"):
        write_rows(data, {"actors": [ACTOR], "exclusions": [PASSAGE]}, {"gazette.txt": b"News.\n"})
    assert contents(data) == before
    assert sorted(p.name for p in data.iterdir() if p.is_dir()) == []


def test_one_who_was_stopped_between_two_tables_is_finished_by_the_next(data, monkeypatch):
    replace, moved = Path.replace, []

    def once(path, target):
        if moved:
            raise KeyboardInterrupt
        moved.append(replace(path, target))

    monkeypatch.setattr(Path, "replace", once)
    with pytest.raises(KeyboardInterrupt):
        write_rows(data, {"actors": [ACTOR], "exclusions": [PASSAGE]})
    monkeypatch.undo()
    with pytest.raises(DossierError, match="stands twice"):
        write_rows(data, {"actors": [ACTOR]})
    assert b"gazette" in (data / "actors.csv").read_bytes()
    assert b"The crawler's line" in (data / "exclusions.csv").read_bytes()


def test_who_comes_while_another_writes_is_told(data, monkeypatch):
    monkeypatch.setattr(writing, "WAIT", 0)
    with FileLock(data / writing.LOCK), pytest.raises(UserError, match="another desk is writing"):
        write_rows(data, {"actors": [ACTOR]})


def test_a_row_takes_the_place_of_the_one_with_its_key_only_where_it_may(data):
    row = {"alias": "Lee", "actor_id": "kim-byung-kee"}
    with pytest.raises(DossierError, match="stands twice"):
        write_rows(data, {"aliases": [row]})
    before = (data / "aliases.csv").read_bytes()
    _, then = rehearse(data, {"aliases": [row]}, replace=True)
    assert not then.faults
    write_rows(data, {"aliases": [row]}, replace=True)
    assert (data / "aliases.csv").read_bytes() == before.replace(b"\nLee,lee-seong-kweun", b"\nLee,kim-byung-kee")


def test_a_column_that_a_record_does_without_is_named(tiny):
    _, files = {}, {"a.html": b"x"}
    row = {"document_id": "x", "file": "a.txt", "original": "a.html"}
    with pytest.raises(DossierError, match="no column original: add it to the descriptor"):
        rehearse(tiny, {"documents": [row]}, files)
