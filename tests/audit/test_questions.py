"""The questions: each is asked where it should be, and only there."""

from dataclasses import replace

import pandas as pd

from briefing.audit.questions import questions
from tests.conftest import with_tables, without_rows


def asked(record, topic):
    return questions(record).query("topic == @topic")


def changed(record, figure_id, **cells):
    figures = record.tables["reported_figures"].copy()
    for column, value in cells.items():
        figures.loc[figures["figure_id"].eq(figure_id), column] = value
    return with_tables(record, reported_figures=figures)


def test_this_dossier_raises_the_questions_its_documents_raise(record):
    [values] = asked(record, "differing values")["question"]
    assert values == "15,000 in 001_unn, 002_unnamed, 003_midday; 18,000 in 004_daily8: which was stated?"
    assert set(asked(record, "qualifier lost in a headline")["subject"]) == {
        "000_afp_copy",
        "003_midday",
        "004_daily8",
    }
    assert "Yonhap" in " ".join(asked(record, "shared wire")["question"])
    assert "kcna-2025-04-28" in set(asked(record, "date not stated")["subject"])
    for quiet in ("moved quote", "total and parts", "revision that goes down", "spelling no alias knows"):
        assert asked(record, quiet).empty, quiet


def test_a_total_below_a_part_is_asked_about(record):
    [question] = asked(changed(record, "001-casualties-1", value=500), "total and parts")["question"].head(1)
    assert question.startswith("killed is above casualties")


def test_a_total_below_the_sum_of_its_parts_is_asked_about(record):
    questions_ = asked(changed(record, "001-casualties-1", value=4500), "total and parts")["question"]
    assert questions_.tolist() == ["killed and wounded are more than casualties: what is counted?"]


def test_a_bound_that_allows_the_total_raises_no_question(record):
    assert asked(changed(record, "001-casualties-1", value=9000), "total and parts").empty


def test_a_revision_that_goes_down_is_asked_about(record):
    figures = record.tables["reported_figures"].copy()
    later = figures["statement_id"].eq("nis-2025-09-02") & figures["metric"].eq("killed")
    figures.loc[later, "value"] = 200
    [question] = asked(with_tables(record, reported_figures=figures), "revision that goes down")["question"]
    assert question.startswith("killed goes down from 600 (nis-2025-04-30) to 200 (nis-2025-09-02)")


def test_a_spelling_is_asked_about_without_its_alias(record):
    aliases = record.tables["aliases"]
    fewer = with_tables(record, aliases=aliases[aliases["alias"].ne("Lee Sung-gwen")])
    [question] = asked(fewer, "spelling no alias knows")["question"]
    assert question.startswith("is “Lee Sung-gwen” another spelling of lee-seong-kweun?")


def test_moved_words_are_asked_about_with_old_and_new_offset(record):
    texts = record.texts | {"001_unn": "X" + record.texts["001_unn"]}
    question = asked(replace(record, texts=texts), "moved quote")["question"].iloc[0]
    assert "stood at 17 and stand at 18 now" in question


def test_an_empty_dossier_raises_no_question(record):
    empty = replace(without_rows(record, *record.tables), texts={})
    assert questions(empty).empty
    assert isinstance(questions(empty), pd.DataFrame)
