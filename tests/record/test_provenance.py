"""The words of chains and of dates: where they stand, whom they name, which day they state."""

import pandas as pd
import pytest

from briefing.record.checks import _copy_faults
from briefing.record.provenance import is_named, provenance_faults
from briefing.words.stated_dates import is_stated_in
from tests.conftest import with_tables


def faults(record, table, where, **cells):
    """Change cells of the one row that a query finds, and return the faults as (column, problem)."""
    rows = record.tables[table].copy()
    [row] = rows.query(where).index
    for column, value in cells.items():
        rows.loc[row, column] = value
    changed = with_tables(record, **{table: rows})
    found = provenance_faults(changed.tables, changed.texts)
    assert all(f.table == f"{table}.csv" and f.row == row and f.remedy for f in found), found
    return [(f.column, f.problem) for f in found]


def test_every_step_of_this_record_has_its_words_or_a_reason(record):
    steps = record.tables["attributions"]
    assert steps["basis"].isin(["stated", "inferred", "external"]).all()
    assert steps.loc[steps["basis"].eq("stated"), "quote"].ne("").all()
    assert steps.loc[steps["basis"].ne("stated"), "note"].ne("").all()
    assert provenance_faults(record.tables, record.texts) == []


def test_who_is_named_nowhere_is_not_stated(record):
    """AFP in 000, News24 and the Joint Chiefs are in no document; who published 000, 002, 003 and 004 none says."""
    steps = record.tables["attributions"]
    known = steps[steps["basis"].ne("stated")].groupby("basis")["actor_id"].agg(set)
    assert known["external"] == {"afp", "news24", "jcs"}
    assert known["inferred"] == {
        "copy-site", "unnamed-outlet", "mid-day", "daily8", "yonhap", "north-korea", "russian-general",
    }  # fmt: skip
    afp = steps[steps["actor_id"].eq("afp")].groupby("document_id")["basis"].agg(set).to_dict()
    assert afp == {"000_afp_copy": {"external"}, "004_daily8": {"stated"}}
    yonhap = steps[steps["actor_id"].eq("yonhap") & steps["basis"].eq("inferred")]
    assert yonhap[["statement_id", "document_id"]].to_numpy().tolist() == [["nis-2025-01-13", "001_unn"]]


STEP = "document_id == '001_unn' and statement_id == 'nis-2025-04-30' and actor_id == 'yonhap'"


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({"quote_start": 7}, "quote_start", "is not there"),
        ({"quote": "Yonhap told"}, "quote", "the words are not in"),
        ({"quote": "onhap reports", "quote_start": 245}, "quote", "inside a word"),
        ({"quote_start": pd.NA}, "quote_start", "quote is given and quote_start is not"),
        ({"quote": ""}, "quote", "quote_start is given and quote is not"),
        ({"quote": "UNN writes", "quote_start": 260}, "quote", "do not name yonhap"),
        ({"actor_id": "reuters"}, "quote", "do not name reuters"),
        ({"basis": ""}, "basis", "is empty"),
        ({"basis": "inferred"}, "note", "wants its reason"),
        ({"basis": "external", "note": "x"}, "basis", "has no words in the document"),
        ({"quote": "", "quote_start": pd.NA}, "quote", "no words say that it was yonhap"),
    ],
)
def test_words_that_do_not_say_who_are_a_fault(record, cells, column, problem):
    text = record.texts["001_unn"]
    assert text.index("onhap reports") == 245 and text.index("UNN writes") == 260
    [(at, said)] = faults(record, "attributions", STEP, **cells)
    assert at == column and problem in said


def test_a_statement_moved_to_another_claimant_with_its_chain_is_a_fault(record):
    statements, steps = record.tables["statements"].copy(), record.tables["attributions"].copy()
    moved = statements["statement_id"].eq("nis-2025-04-30")
    first = steps["statement_id"].eq("nis-2025-04-30") & steps["step"].eq(1)
    statements.loc[moved, "claimant_id"] = steps.loc[first, "actor_id"] = "zelenskyy"
    changed = with_tables(record, statements=statements, attributions=steps)
    assert len(provenance_faults(changed.tables, record.texts)) == first.sum() == 5


@pytest.mark.parametrize(
    ("names", "words", "named"),
    [
        ({"nis"}, "The NIS’s report", True),
        ({"nis"}, "The Denison report", False),
        ({"seoul spy agency"}, "Seoul’s spy agency said", True),
        ({"국가정보원"}, "국가정보원은 밝혔다", True),
        (set(), "anyone", False),
    ],
)
def test_a_name_is_whole_and_a_particle_no_part_of_it(names, words, named):
    assert is_named(names, words) is named


@pytest.mark.parametrize(
    ("words", "on", "with_year", "stated"),
    [
        ("Updated on: 01 May,2025 08:45", "2025-05-01", True, True),
        ("on 9 January", "2025-01-09", False, True),
        ("on 9 January", "2025-01-09", True, False),
        ("on 9 January 2024", "2025-01-09", False, False),
        ("January 9th, 2025", "2025-01-09", True, True),
        ("2025-04-30 … on Wednesday", "2025-04-30", True, True),
        ("2025-04-30 … on Tuesday", "2025-04-30", True, False),
        ("on Wednesday", "2025-04-30", False, False),
        ("30 soldiers in April", "2025-04-30", False, False),
        ("04/30/2025", "2025-04-30", True, True),
        ("30.4.2025", "2025-04-30", True, True),
        ("2025년 4월 30일", "2025-04-30", True, True),
        ("30 апреля", "2025-04-30", False, True),
        ("30 квітня 2025 року", "2025-04-30", True, True),
        ("in April", "2025-04", False, True),
        ("in April", "2025-05", False, False),
        ("in 2025", "2025", True, True),
    ],
)
def test_words_state_a_date_or_do_not(words, on, with_year, stated):
    assert is_stated_in(words, on, with_year) is stated


@pytest.mark.parametrize(
    ("table", "where", "cells", "column", "problem"),
    [
        ("documents", "document_id == '003_midday'", {"published_on": "2025-05-02"}, "published_quote", "2 May 2025"),
        ("documents", "document_id == '003_midday'", {"published_basis": "external"}, "published_basis", "are given"),
        ("documents", "document_id == '003_midday'", {"published_quote_start": 3}, "published_quote_start", "is not"),
        ("statements", "claimant_id == 'zelenskyy'", {"made_on": "2025-01-08"}, "made_on_quote", "8 January 2025"),
        ("statements", "claimant_id == 'zelenskyy'", {"made_on": "2024-01-09"}, "made_on_basis", "give the year"),
        ("statements", "claimant_id == 'zelenskyy'", {"made_on_basis": "inferred"}, "made_on_basis", "are given"),
        ("statements", "claimant_id == 'zelenskyy'", {"made_on_document": "003_midday"}, "made_on_document", "chain"),
        ("statements", "claimant_id == 'putin'", {"made_on_document": "003_midday"}, "made_on_quote", "no words of"),
    ],
)  # fmt: skip
def test_words_that_do_not_state_a_date_are_a_fault(record, table, where, cells, column, problem):
    [(at, said)] = faults(record, table, where, **cells)
    assert at == column and problem in said


def test_one_text_under_two_ids_is_a_fault(record):
    documents = record.tables["documents"].copy()
    documents.iloc[3, documents.columns.get_loc("sha256")] = documents["sha256"].iloc[1]
    [fault] = _copy_faults(documents)
    assert (fault.row, fault.column) == (documents.index[3], "sha256") and "001_unn" in fault.problem
