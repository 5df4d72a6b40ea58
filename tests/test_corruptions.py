"""Corrupted dossiers: a bounded share of every kind at every place, and each fault that the whole run found.

`make corruptions` runs them all; see tests/corruptions.py for what counts as caught.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing import DossierError, load_dossier
from tests import dossiers
from tests.conftest import put
from tests.corruptions import BUGS, FIELDS, Bench, cases

CASES = list(cases())


@pytest.fixture(scope="module")
def bench():
    with tempfile.TemporaryDirectory() as folder:
        yield Bench(dossiers.tiny(Path(folder) / "tiny"), Path(folder) / "scratch")


@settings(max_examples=90, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(case=st.sampled_from(CASES), random=st.randoms(use_true_random=False))
def test_no_corruption_passes_unseen(bench, case, random):
    outcome = bench.run(case, random)
    assert outcome is None or outcome.verdict not in BUGS, outcome


def test_every_column_is_corrupted():
    assert {(c.table, c.column) for c in CASES if c.column} == {
        (t, c) for t, columns in FIELDS.items() for c in columns
    }


def only_fault(data: Path):
    with pytest.raises(DossierError) as caught:
        load_dossier(data)
    [fault] = caught.value.faults
    return fault


@pytest.mark.parametrize("digits", ["٤٧٠٠", "４７００", "²"])
def test_digits_of_another_script_are_no_number(tiny, digits):
    put(tiny, "reported_figures", 3, value=digits)
    assert only_fault(tiny).problem == "not a whole number in plain digits"


def test_a_file_name_too_long_for_the_system_is_named(tiny):
    put(tiny, "documents", 3, file="x" * 10_000)
    assert only_fault(tiny).problem == "it cannot be read: File name too long"


def test_a_descriptor_nested_without_end_is_refused(tiny):
    (tiny / "datapackage.json").write_text("[" * 100_000)
    assert "not a data package" in only_fault(tiny).problem


def test_a_table_behind_a_link_is_refused(tiny):
    (tiny / "actors.csv").rename(tiny.parent / "elsewhere.csv")
    (tiny / "actors.csv").symlink_to(tiny.parent / "elsewhere.csv")
    with pytest.raises(DossierError, match="leaves the folder"):
        load_dossier(tiny)


def test_documents_behind_a_linked_folder_are_refused(tiny):
    (tiny.parent / "seeds").rename(tiny.parent / "elsewhere")
    (tiny.parent / "seeds").symlink_to(tiny.parent / "elsewhere")
    with pytest.raises(DossierError, match="leaves seeds/") as caught:
        load_dossier(tiny)
    assert [f.column for f in caught.value.faults] == ["file", "file"]


@pytest.mark.parametrize("name", ["data/actors.csv", "seeds/late.txt"])
def test_a_pipe_is_refused_and_not_waited_for(tiny, name):
    path = tiny.parent / name
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(DossierError, match="not a regular file"):
        load_dossier(tiny)


@pytest.mark.parametrize("text", ["lee\x1b[31m", "lee\u202e", "lee\xa0", "lee\u2028"])
def test_what_a_fault_proposes_reaches_no_terminal_either(tiny, text):
    put(tiny, "actors", 4, actor_id=text)
    with pytest.raises(DossierError) as caught:
        load_dossier(tiny)
    assert str(caught.value).replace("\n", "").isprintable()


def loosened(package: dict) -> None:
    del package["resources"][0]["schema"]["fields"][6]["constraints"]


def broken(package: dict) -> None:
    package["resources"][0]["schema"]["fields"][0]["constraints"]["pattern"] = "((("


@pytest.mark.parametrize("change", [loosened, broken])
def test_a_descriptor_that_loosens_the_rules_is_refused(tiny, change):
    path = tiny / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    change(package)
    path.write_text(json.dumps(package), encoding="utf-8")
    assert only_fault(tiny).problem == "table reported_figures is described otherwise"


def test_an_exclusion_that_cuts_a_number_is_refused(tiny):
    text = (tiny.parent / "seeds" / "early.txt").read_text(encoding="utf-8")
    start = text.index("600") + 1
    with (tiny / "exclusions.csv").open("a") as file:
        file.write(f"early,{start},{start + 2},not persons\n")
    fault = only_fault(tiny)
    assert (fault.row, fault.column) == (2, "start")
    assert "6|00" in fault.problem


def test_a_date_that_its_statement_id_contradicts_is_refused(tiny):
    put(tiny, "statements", 2, made_on="2025-04-20")
    fault = only_fault(tiny)
    assert (fault.row, fault.column, fault.problem) == (2, "made_on", "the statement_id ends in 2025-04-30")


@pytest.mark.parametrize("column", ["name", "short_name"])
def test_a_look_alike_letter_in_a_name_is_refused(tiny, column):
    put(tiny, "actors", 2, **{column: "Nationаl"})  # a Cyrillic а
    fault = only_fault(tiny)
    assert (fault.table, fault.row, fault.column) == ("actors.csv", 2, column)


@pytest.mark.parametrize(
    "name", ["Міністерство оборони", "국가정보원 NIS", "Υπουργείο Άμυνας", "π2r Institute", "ТАСС (TASS)"]
)
def test_names_in_any_alphabet_are_welcome(tiny, name):
    put(tiny, "actors", 2, name=name)
    assert name in set(load_dossier(tiny).actors["name"])
