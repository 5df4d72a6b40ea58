"""Coverage: what is recorded, what is excused and why, what is open, and the faults."""

from dataclasses import replace

import pandas as pd
import pytest

from briefing import load_dossier
from briefing.audit.coverage import (
    STATUSES,
    coverage,
    coverage_by_document,
    coverage_faults,
    quote_places,
    words_around,
)


@pytest.fixture(scope="module")
def evidence():
    return read_evidence()


def faults(evidence):
    return coverage_faults(evidence, coverage(evidence))


def with_text(evidence, document_id, text):
    return replace(evidence, texts=evidence.texts | {document_id: text})


def test_nothing_of_this_dossier_is_open(evidence):
    assert evidence.faults == []
    assert faults(evidence).empty
    assert coverage_by_document(evidence)["open"].sum() == 0


def test_every_row_with_a_number_is_recorded_once(evidence):
    recorded = coverage(evidence).query("status == 'recorded'")["figure_id"]
    stated = evidence.figures.query("qualifier != 'none_given'")["figure_id"]
    assert sorted(recorded) == sorted(stated)


def test_the_table_by_document_adds_up(evidence):
    table = coverage_by_document(evidence)
    assert list(table.columns) == ["document_id", *STATUSES, "all"]
    assert table[list(STATUSES)].sum(axis=1).equals(table["all"])


def test_a_dossier_cut_at_a_date_has_the_coverage_of_the_whole(evidence):
    cut = load_dossier(as_of="2025-04-29")
    pd.testing.assert_frame_equal(coverage_by_document(cut), coverage_by_document(evidence))


def test_a_new_number_is_open_with_its_line_and_words(evidence):
    text = evidence.texts["002_unnamed"] + "\nA later report spoke of 7,777 soldiers."
    found = faults(with_text(evidence, "002_unnamed", text))
    assert found["problem"].tolist() == ["the number is open"]
    assert found["line"].iloc[0] == text.count("\n") + 1
    assert found["words"].iloc[0].endswith("A later report spoke of [7,777] soldiers.")


def test_an_exclusion_without_a_reason_excuses_nothing(evidence):
    silent = replace(evidence, exclusions=evidence.exclusions.assign(reason=" "))
    assert coverage(silent)["status"].ne("excused by hand").all()
    assert len(faults(silent)) == (coverage(evidence).query("status == 'excused by hand'")["rule"] == "").sum()


def test_an_exclusion_that_swallows_a_figure_is_a_fault(evidence):
    greedy = pd.DataFrame({"document_id": ["001_unn"], "start": [0], "end": [200], "reason": ["Too much."]})
    greedy = greedy.astype({"start": "Int64", "end": "Int64"})
    found = faults(replace(evidence, exclusions=pd.concat([evidence.exclusions, greedy], ignore_index=True)))
    assert found["problem"].tolist() == ["an exclusion swallows the row 001-killed-1"]


def test_an_exclusion_that_swallows_a_row_without_a_number_is_a_fault(evidence):
    greedy = pd.DataFrame({"document_id": ["001_unn"], "start": [2280], "end": [2330], "reason": ["Too much."]})
    greedy = greedy.astype({"start": "Int64", "end": "Int64"})
    found = faults(replace(evidence, exclusions=pd.concat([evidence.exclusions, greedy], ignore_index=True)))
    assert found["problem"].tolist() == ["an exclusion swallows the row 001-deployed-5"]


def test_a_row_with_another_value_is_supported_by_no_number(evidence):
    figures = evidence.figures.copy()
    figures.loc[figures["figure_id"].eq("001-killed-1"), "value"] = 601
    problems = faults(replace(evidence, figures=figures))["problem"].tolist()
    assert problems == ["the number is open", "no number in the document supports the row 001-killed-1"]


def test_a_range_is_recorded_by_its_two_ends(evidence):
    row = evidence.figures.iloc[[0]].assign(
        figure_id="r", document_id="x", quote="between 1,000 and 3,000 men", quote_start=5, value=1000, value_to=3000,
        qualifier="between",
    )  # fmt: skip
    one = replace(
        evidence, figures=row, texts={"x": "Lost between 1,000 and 3,000 men."}, exclusions=evidence.exclusions[:0]
    )
    assert coverage(one)["status"].tolist() == ["recorded"]
    assert coverage(replace(one, figures=row.assign(value_to=2000)))["status"].tolist() == ["open"]


def test_words_that_moved_are_found_and_still_recorded(evidence):
    moved = with_text(evidence, "001_unn", "An editor's note.\n" + evidence.texts["001_unn"])
    places = quote_places(moved).query("document_id == '001_unn'")
    assert places["found"].eq("moved").all()
    assert (places["start"] - places["old"]).eq(18).all()
    assert coverage(moved).query("document_id == '001_unn' and status == 'recorded'").shape[0] == 8


def test_words_that_changed_are_found_by_their_likeness(evidence):
    text = evidence.texts["001_unn"].replace("more than 4,000 North Korean", "more than 5,000 North Korean")
    place = quote_places(with_text(evidence, "001_unn", text)).set_index("figure_id").loc["001-wounded-1"]
    assert place["found"] == "changed"
    assert text[place["start"] : place["end"]].startswith("more than 5,000")


def test_words_that_are_gone_are_lost(evidence):
    places = quote_places(with_text(evidence, "001_unn", "Nothing of it is left."))
    assert places.query("document_id == '001_unn'")["found"].eq("lost").all()


def test_a_dossier_without_documents_has_an_empty_coverage(evidence):
    nothing = replace(evidence, texts={}, figures=evidence.figures[:0], exclusions=evidence.exclusions[:0])
    assert coverage(nothing).empty
    assert coverage_by_document(nothing).empty
    assert faults(nothing).empty


def test_words_around_stay_on_one_line():
    assert words_around("one\ntwo 600 three\nfour", 8, 11) == "one / two [600] three / four"
