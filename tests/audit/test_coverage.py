"""Coverage: what is recorded, what is excused and why, what is open, and the faults."""

import tracemalloc
from dataclasses import replace

import pandas as pd

from briefing import load_dossier
from briefing.audit.coverage import (
    STATUSES,
    _inside,
    coverage,
    coverage_by_document,
    coverage_faults,
    quote_places,
    words_around,
)
from tests.conftest import with_tables, without_rows


def faults(record):
    return coverage_faults(record, coverage(record))


def excluding(record, passages):
    """Return the record with more passages excluded."""
    more = pd.concat([record.tables["exclusions"], passages.astype({"start": "Int64", "end": "Int64"})])
    return with_tables(record, exclusions=more.reset_index(drop=True))


def with_text(record, document_id, text):
    return replace(record, texts=record.texts | {document_id: text})


def test_nothing_of_this_dossier_is_open(record):
    assert record.faults == []
    assert faults(record).empty
    assert coverage_by_document(record)["open"].sum() == 0


def test_every_row_with_a_number_is_recorded_once(record):
    recorded = coverage(record).query("status == 'recorded'")["figure_id"]
    stated = record.tables["reported_figures"].query("qualifier != 'none_given'")["figure_id"]
    assert sorted(recorded) == sorted(stated)


def test_the_table_by_document_adds_up(record):
    table = coverage_by_document(record)
    assert list(table.columns) == ["document_id", *STATUSES, "all"]
    assert table[list(STATUSES)].sum(axis=1).equals(table["all"])


def test_a_dossier_cut_at_a_date_has_the_coverage_of_the_whole(record):
    cut = load_dossier(as_of="2025-04-29").record
    pd.testing.assert_frame_equal(coverage_by_document(cut), coverage_by_document(record))


def test_a_new_number_is_open_with_its_line_and_words(record):
    text = record.texts["002_unnamed"] + "\nA later report spoke of 7,777 soldiers."
    found = faults(with_text(record, "002_unnamed", text))
    assert found["problem"].tolist() == ["the number is open"]
    assert found["line"].iloc[0] == text.count("\n") + 1
    assert found["words"].iloc[0].endswith("A later report spoke of [7,777] soldiers.")


def test_an_exclusion_without_a_reason_excuses_nothing(record):
    silent = with_tables(record, exclusions=record.tables["exclusions"].assign(reason=" "))
    assert coverage(silent)["status"].ne("excused by hand").all()
    assert len(faults(silent)) == (coverage(record).query("status == 'excused by hand'")["rule"] == "").sum()


def test_an_exclusion_that_swallows_a_figure_is_a_fault(record):
    greedy = pd.DataFrame({"document_id": ["001_unn"], "start": [0], "end": [200], "reason": ["Too much."]})
    found = faults(excluding(record, greedy))
    assert found["problem"].tolist() == ["an exclusion swallows the row 001-killed-1"]


def test_an_exclusion_that_swallows_a_row_without_a_number_is_a_fault(record):
    greedy = pd.DataFrame({"document_id": ["001_unn"], "start": [2235], "end": [2330], "reason": ["Too much."]})
    found = faults(excluding(record, greedy))
    assert found["problem"].tolist() == ["an exclusion swallows the row 001-deployed-5"]


def test_a_row_with_another_value_is_supported_by_no_number(record):
    figures = record.tables["reported_figures"].copy()
    figures.loc[figures["figure_id"].eq("001-killed-1"), "value"] = 601
    problems = faults(with_tables(record, reported_figures=figures))["problem"].tolist()
    assert problems == ["the number is open", "no number in the document supports the row 001-killed-1"]


def test_a_range_is_recorded_by_its_two_ends(record):
    row = record.tables["reported_figures"].iloc[[0]].assign(
        figure_id="r", document_id="x", quote="between 1,000 and 3,000 men", quote_start=5, value=1000, value_to=3000,
        qualifier="between",
    )  # fmt: skip
    bare = replace(without_rows(record, "exclusions"), texts={"x": "Lost between 1,000 and 3,000 men."})
    assert coverage(with_tables(bare, reported_figures=row))["status"].tolist() == ["recorded"]
    other = with_tables(bare, reported_figures=row.assign(value_to=2000))
    assert coverage(other)["status"].tolist() == ["open"]


def test_words_that_moved_are_found_and_still_recorded(record):
    moved = with_text(record, "001_unn", "An editor's note.\n" + record.texts["001_unn"])
    places = quote_places(moved).query("document_id == '001_unn'")
    assert places["found"].eq("moved").all()
    assert (places["start"] - places["old"]).eq(18).all()
    assert coverage(moved).query("document_id == '001_unn' and status == 'recorded'").shape[0] == 8


def test_words_that_changed_are_found_by_their_likeness(record):
    text = record.texts["001_unn"].replace("more than 4,000 North Korean", "more than 5,000 North Korean")
    place = quote_places(with_text(record, "001_unn", text)).set_index("figure_id").loc["001-wounded-1"]
    assert place["found"] == "changed"
    assert text[place["start"] : place["end"]].startswith("more than 5,000")


def test_words_that_are_gone_are_lost(record):
    places = quote_places(with_text(record, "001_unn", "Nothing of it is left."))
    assert places.query("document_id == '001_unn'")["found"].eq("lost").all()


def test_a_dossier_without_documents_has_an_empty_coverage(record):
    nothing = replace(without_rows(record, "reported_figures", "exclusions"), texts={})
    assert coverage(nothing).empty
    assert coverage_by_document(nothing).empty
    assert faults(nothing).empty


def test_words_around_stay_on_one_line():
    assert words_around("one\ntwo 600 three\nfour", 8, 11) == "one / two [600] three / four"


def test_numbers_inside_passages_are_found_without_every_pair_being_tried():
    """As many pairs as there are, whatever the documents' sizes: a hundred million pairs would not fit into memory."""
    places = pd.DataFrame({"document_id": "d", "start": range(0, 100_000, 10)}).assign(end=lambda t: t["start"] + 3)
    passages = places.assign(start=places["start"] - 2, end=places["end"] + 2, name=range(len(places)))
    tracemalloc.start()
    pairs = _inside(places, passages)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert pairs["name"].tolist() == list(range(10_000)) and pairs.index.tolist() == list(range(10_000))
    assert peak < 20_000_000


def test_a_number_may_lie_in_several_passages_and_in_none():
    numbers = pd.DataFrame(
        {"document_id": ["a", "a", "b", "c"], "start": [5, 50, 5, 0], "end": [8, 53, 8, 1]}, index=[7, 3, 5, 9]
    )
    passages = pd.DataFrame(
        [("a", 0, 10, "x"), ("a", 5, 8, "y"), ("a", 6, 60, "z"), ("b", 5, 7, "w"), ("d", 0, 99, "v")],
        columns=["document_id", "start", "end", "name"],
    )
    assert _inside(numbers, passages)["name"].to_dict() == {7: "y", 3: "z"}
    assert _inside(numbers, passages)["name"].tolist() == ["z", "x", "y"]
    assert _inside(numbers, passages.head(0)).empty and _inside(numbers.head(0), passages).empty
