"""Questions about sources: what the loader cannot contradict, somebody is asked about."""

from briefing.audit.sources import source_questions
from tests.conftest import with_tables


def asked(record, topic):
    return [question for found, _, question, _ in source_questions(record) if found == topic]


def changed(record, table, where, **cells):
    rows = record.tables[table].copy()
    found = rows.query(where).index
    assert len(found)
    for column, value in cells.items():
        rows.loc[found, column] = value
    return with_tables(record, **{table: rows})


def test_this_record_is_asked_what_no_document_says(record):
    known = " ".join(asked(record, "step known otherwise"))
    for actor in ("afp", "copy-site", "news24", "jcs", "unnamed-outlet", "mid-day", "daily8"):
        assert f"that {actor} " in known
    assert "zelenskyy stated" not in known
    agencies = " ".join(asked(record, "kind and part in the chain"))  # BBC News Russia and News24 stand in the middle
    assert agencies.count("is it an agency?") == agencies.count("outlet and ") == 2
    for quiet in ("short name", "voice", "chain without its words"):
        assert asked(record, quiet) == [], quiet
    [unn] = [q for q in asked(record, "sentence without a row") if "line 15 “deploying”" in q]
    assert "line 11 “deployment”" in unn


def test_a_date_said_to_be_stated_wants_its_words(record):
    for basis in ("external", "inferred"):
        later = changed(record, "statements", f"made_on_basis == '{basis}'", made_on_basis="stated")
        assert asked(later, "stated date without its words")
    assert asked(record, "stated date without its words") == []


def test_a_chain_without_words_is_asked_about_once(record):
    steps = record.tables["attributions"]
    bare = with_tables(record, attributions=steps.assign(quote="", basis="", note="", quote_start=None))
    assert len(asked(bare, "chain without its words")) == len(steps[["statement_id", "document_id"]].drop_duplicates())


def test_an_actors_kind_that_does_not_go_with_what_it_does_is_asked_about(record):
    for actor, kind in (
        ("yonhap", "outlet"),
        ("unn", "news_agency"),
        ("yonhap", "government"),
        ("mid-day", "legislator"),
        ("nis", "outlet"),
        ("lee-seong-kweun", "news_agency"),
    ):
        other = changed(record, "actors", f"actor_id == '{actor}'", kind=kind)
        assert any(kind in q for q in asked(other, "kind and part in the chain")), actor


def test_a_verb_that_does_not_go_with_who_acts_is_asked_about(record):
    other = changed(record, "attributions", "actor_id == 'kim-byung-kee'", verb="reported")
    assert "legislator and reported in 2 chains" in asked(other, "kind and part in the chain")[0]


def test_swapped_short_names_are_asked_about(record):
    actors = record.tables["actors"].copy()
    pair = actors["actor_id"].isin(["nis", "zelenskyy"])
    actors.loc[pair, "short_name"] = actors.loc[pair, "short_name"].to_list()[::-1]
    questions = asked(with_tables(record, actors=actors), "short name")
    assert len(questions) == 2 and "“Zelenskyy” short for “National Intelligence Service" in questions[0]


def test_words_said_to_be_a_direct_quote_and_the_reverse_are_asked_about(record):
    direct = changed(record, "reported_figures", "figure_id == '001-killed-1'", voice="direct_quote")
    assert "001-killed-1 is direct_quote, and its place looks like paraphrase" in asked(direct, "voice")[0]
    indirect = changed(record, "reported_figures", "figure_id == '001-casualties-1'", voice="paraphrase")
    assert "looks like direct_quote" in asked(indirect, "voice")[0]


def test_a_row_without_a_number_that_is_dropped_is_asked_about(record):
    figures = record.tables["reported_figures"]
    fewer = with_tables(record, reported_figures=figures[figures["figure_id"].ne("000-killed-7")])
    told = " ".join(asked(fewer, "sentence without a row"))
    assert "line 14 “fallen”" in told and "line 14" not in " ".join(asked(record, "sentence without a row"))


def test_words_of_an_excluded_passage_are_asked_about(record):
    """Mid-Day is named only in the furniture under its report."""
    stated = changed(record, "attributions", "actor_id == 'mid-day'", basis="stated", note="")
    [question] = asked(stated, "step known from outside the article")
    assert question.endswith("does the article itself say that it was mid-day?")
    assert asked(record, "step known from outside the article") == []
