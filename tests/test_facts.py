"""The dossier's facts as facts, typed from reading the five documents sentence by sentence, not from the tables."""

from __future__ import annotations

import pandas as pd
import pytest

APRIL, JANUARY, SEPTEMBER = "nis-2025-04-30", "nis-2025-01-13", "nis-2025-09-02"
KCNA, ZELENSKYY, PUTIN, GENERAL = (
    "kcna-2025-04-28", "zelenskyy-2025-01-09", "putin-2025-04-28", "russian-general-2025-04-26",
)  # fmt: skip

# What each document prints of the figures, in the order of its text: (metric, value, qualifier, voice, statement).
PRINTED = {
    "000_afp_copy": [
        ("killed", 2000, "about", "paraphrase", SEPTEMBER),  # Around 2,000 … are estimated to have been killed
        ("killed", 600, "at_least", "direct_quote", APRIL),  # the number of war dead was at least 600
        ("killed", 2000, "about", "direct_quote", SEPTEMBER),  # it now estimates the figure at around 2,000
        ("deployed", 10000, "more_than", "paraphrase", "agencies-undated"),  # more than 10,000 … in 2024
        ("deployment_planned", 6000, "unqualified", "paraphrase", SEPTEMBER),  # another 6,000 soldiers and engineers
        ("deployment_arrived", 1000, "unqualified", "paraphrase", SEPTEMBER),  # 1,000 had already arrived
        ("deployment_planned", 6000, "unqualified", "direct_quote", SEPTEMBER),  # third deployment plan of 6,000
        ("deployment_arrived", 1000, "about", "direct_quote", SEPTEMBER),  # around 1,000 combat engineers
        ("killed", 2000, "unqualified", "headline", SEPTEMBER),  # 2,000 North Korean troops killed
    ],
    "001_unn": [
        ("killed", 600, "about", "paraphrase", APRIL),  # About 600 … believed to have died
        ("wounded", 4000, "more_than", "paraphrase", APRIL),  # more than 4,000 … were also wounded
        ("deployed", 15000, "about", "direct_quote", APRIL),  # sent about 15,000 soldiers
        ("casualties", 4700, "about", "direct_quote", APRIL),  # about 4,700 casualties
        ("killed", 600, "about", "direct_quote", APRIL),  # including about 600 deaths
        ("killed", 300, "at_least", "paraphrase", JANUARY),  # at least 300 … had been killed
        ("wounded", 2700, "about", "paraphrase", JANUARY),  # about 2,700 wounded
        ("workers_planned", 15000, "about", "paraphrase", APRIL),  # about 15,000 … workers will be sent
    ],
    "002_unnamed": [
        ("killed", 600, "about", "paraphrase", APRIL),  # Around 600 … have been killed
        ("casualties", 4700, "about", "direct_quote", APRIL),  # estimated at approximately 4,700
        ("killed", 600, "about", "direct_quote", APRIL),  # approximately 600 dead
        ("returned", 2000, "about", "paraphrase", APRIL),  # approximately 2,000 … had been returned to the DPRK
        ("deployed", 15000, "unqualified", "paraphrase", APRIL),  # a total of 15,000 troops
        ("killed", 300, "at_least", "paraphrase", JANUARY),  # at least 300 … had been killed
        ("wounded", 2700, "unqualified", "paraphrase", JANUARY),  # and another 2,700 wounded
        ("casualties", 4000, "unqualified", "paraphrase", ZELENSKYY),  # amounted to 4,000 wounded and killed
    ],
    "003_midday": [
        ("killed", 600, "unqualified", "headline", APRIL),  # ‘600 North Korean soldiers killed …’
        ("wounded", 4000, "more_than", "headline", APRIL),  # More than 4000 others injured
        ("killed", 600, "about", "paraphrase", APRIL),  # Around 600 … believed to have died
        ("wounded", 4000, "more_than", "paraphrase", APRIL),  # more than 4000 others reportedly injured
        ("deployed", 15000, "about", "paraphrase", APRIL),  # approximately 15,000 … have been sent
        ("casualties", 4700, "about", "paraphrase", APRIL),  # total casualties estimated at around 4700
        ("killed", 600, "unqualified", "paraphrase", APRIL),  # including 600 fatalities
    ],
    "004_daily8": [
        ("killed", 600, "unqualified", "headline", APRIL),  # 600 North Korea troops killed
        ("casualties", 4700, "unqualified", "headline", APRIL),  # among 4 700 casualties
        ("casualties", 4700, "unqualified", "paraphrase", APRIL),  # estimated at 4 700, said a South Korean official
        ("killed", 600, "about", "paraphrase", APRIL),  # about 600 had died
        ("killed", 600, "about", "paraphrase", APRIL),  # Around 600 … have been killed
        ("wounded", None, "vague", "paraphrase", APRIL),  # thousands more wounded
        ("casualties", 4700, "about", "direct_quote", APRIL),  # estimated at around 4 700
        ("killed", 600, "about", "direct_quote", APRIL),  # including approximately 600 deaths
        ("deployed_additional", 3000, "unqualified", "link", "jcs-2025-03-27"),  # an extra 3 000 troops
        ("returned", 2000, "about", "paraphrase", APRIL),  # Some 2 000 soldiers have been taken back
        ("deployed", 18000, "unqualified", "direct_quote", APRIL),  # by deploying 18 000 troops in two phases
    ],
}

# Who speaks of it in each document without a number, whatever the number of sentences: (statement, metric).
WITHOUT_NUMBER = {
    "000_afp_copy": {
        (KCNA, "deployed"),  # North Korea only confirmed it had deployed troops … in April
        (KCNA, "killed"),  # and admitted that its soldiers had been killed in combat
        ("kim-jong-un-2025-08", "killed"),  # met with the families; a portrait of a fallen soldier
        ("lavrov-2025", "workers_planned"),  # builders and deminers
    },
    "001_unn": {(KCNA, "deployed"), (GENERAL, "deployed")},
    "002_unnamed": {(KCNA, "deployed"), (PUTIN, "deployed")},
    "003_midday": {(KCNA, "deployed"), (PUTIN, "deployed")},
    "004_daily8": {
        (KCNA, "deployed"),
        (GENERAL, "deployed"),  # Moscow had separately confirmed
        ("seoul-washington-undated", "deployed"),  # accused Pyongyang of sending ever more troops
    },
}


def documents_that_print(figures: pd.DataFrame, **what) -> set[str]:
    rows = figures
    for column, value in what.items():
        rows = rows[rows[column].eq(value)]
    return set(rows["document_id"].str[:3])


@pytest.mark.parametrize("document", PRINTED)
def test_every_figure_that_a_document_prints_is_a_row_and_no_other(here, document):
    rows = here.figures[here.figures["document_id"].eq(document) & here.figures["qualifier"].ne("none_given")]
    columns = ["metric", "value", "qualifier", "voice", "statement_id"]
    plain = rows.sort_values("quote_start")[columns].astype(object).where(rows[columns].notna(), None)
    assert [tuple(r) for r in plain.itertuples(index=False)] == PRINTED[document]


@pytest.mark.parametrize("document", WITHOUT_NUMBER)
def test_everyone_who_speaks_without_a_number_is_on_record(here, document):
    rows = here.figures[here.figures["document_id"].eq(document) & here.figures["qualifier"].eq("none_given")]
    assert set(zip(rows["statement_id"], rows["metric"], strict=True)) == WITHOUT_NUMBER[document]
    assert rows["value"].isna().all()


def test_15000_is_printed_by_three_documents_and_18000_by_one_for_the_same_statement(here):
    deployed = here.figures[here.figures["statement_id"].eq(APRIL) & here.figures["metric"].eq("deployed")]
    assert documents_that_print(deployed, value=15000) == {"001", "002", "003"}
    assert documents_that_print(deployed, value=18000) == {"004"}
    assert documents_that_print(deployed) == {"001", "002", "003", "004"}


def test_at_least_600_appears_once_and_only_in_september(here):
    rows = here.figures[here.figures["value"].eq(600) & here.figures["qualifier"].eq("at_least")]
    [row] = rows.to_dict("records")
    assert (row["document_id"], row["metric"], row["statement_id"]) == ("000_afp_copy", "killed", APRIL)
    assert documents_that_print(here.figures, value=600, qualifier="about") == {"001", "002", "003", "004"}


def test_zelenskyys_4000_stands_in_one_document_and_counts_killed_and_wounded(here):
    rows = here.figures[here.figures["claimant"].eq("Zelenskyy")]
    [row] = rows.to_dict("records")
    assert (row["document_id"][:3], row["metric"], row["value"], row["qualifier"]) == (
        "002", "casualties", 4000, "unqualified",
    )  # fmt: skip


def test_equal_numbers_of_different_things_are_kept_apart(here):
    figures = here.figures
    assert documents_that_print(figures, value=2000, metric="killed") == {"000"}
    assert documents_that_print(figures, value=2000, metric="returned") == {"002", "004"}
    assert documents_that_print(figures, value=15000, metric="workers_planned") == {"001"}
    assert set(figures.loc[figures["value"].eq(4000), "metric"]) == {"wounded", "casualties"}
    assert not figures["value"].isin([22, 14, 18, 25, 100, 82, 50, 2022, 2024, 5000, 771]).any()


def test_about_is_lost_in_three_headlines(here):
    headlines = here.figures[here.figures["voice"].eq("headline") & here.figures["qualifier"].eq("unqualified")]
    assert documents_that_print(headlines) == {"000", "003", "004"}
    assert set(headlines["value"]) == {600, 2000, 4700}


def test_no_document_lets_north_korea_or_russia_give_a_number(here):
    states = here.actors.set_index("actor_id")["state"]
    theirs = here.figures[here.figures["claimant_id"].map(states).isin(["North Korea", "Russia"])]
    assert set(theirs["claimant"]) == {"North Korea", "Kim Jong Un", "Putin", "Russian general", "Lavrov"}
    assert theirs["value"].isna().all()
    assert set(theirs["qualifier"]) == {"none_given"}


def test_four_documents_are_one_briefing(here):
    assert documents_that_print(here.figures, statement_id=APRIL) == {"000", "001", "002", "003", "004"}
    assert documents_that_print(here.figures, statement_id=JANUARY) == {"001", "002"}
    relayed = here.attributions[here.attributions["verb"].eq("relayed")]
    by_document = relayed[relayed["statement_id"].eq(APRIL)].groupby("document_id")["actor_id"].agg(set)
    assert by_document.to_dict() == {
        "000_afp_copy": {"lee-seong-kweun"},
        "001_unn": {"lee-seong-kweun", "kim-byung-kee"},
        "002_unnamed": {"lee-seong-kweun"},
        "003_midday": {"lee-seong-kweun", "kim-byung-kee"},
        "004_daily8": {"lee-seong-kweun"},
    }


def test_dates_say_how_they_are_known(here):
    """Two statements and two documents carry a date that a document states; the rest has other grounds."""
    statements = here.statements.set_index("statement_id")
    assert list(statements.index[statements["made_on_basis"].eq("stated")]) == [ZELENSKYY, APRIL]
    assert statements["made_on"].to_dict() == {
        "zelenskyy-2025-01-09": "2025-01-09",
        "nis-2025-01-13": "2025-01-13",
        "jcs-2025-03-27": "2025-03-27",
        "russian-general-2025-04-26": "2025-04-26",
        "kcna-2025-04-28": "2025-04-28",
        "putin-2025-04-28": "2025-04-28",
        "nis-2025-04-30": "2025-04-30",
        "lavrov-2025": "2025",
        "kim-jong-un-2025-08": "2025-08",
        "nis-2025-09-02": "2025-09-02",
        "agencies-undated": "",
        "seoul-washington-undated": "",
    }
    documents = here.documents.set_index("document_id")
    assert set(documents.index[documents["published_basis"].eq("stated")]) == {"001_unn", "003_midday"}
    assert documents["published_on"].to_dict() == {
        "000_afp_copy": "2025-09",
        "001_unn": "2025-04-30",
        "002_unnamed": "2025-04-30",
        "003_midday": "2025-05-01",
        "004_daily8": "2025-04-30",
    }


def test_north_korea_confirms_and_kcna_is_named_by_one_document_alone(here):
    """Each document's own word: North Korea or Pyongyang; KCNA in 004 alone, Kim Jong Un in 002 alone."""
    chain = here.attributions[here.attributions["statement_id"].eq(KCNA)]
    assert set(here.statements.set_index("statement_id").loc[[KCNA], "claimant_id"]) == {"north-korea"}
    assert set(chain.loc[chain["actor_id"].eq("kcna"), "document_id"]) == {"004_daily8"}
    assert set(chain.loc[chain["actor_id"].eq("kim-jong-un"), "document_id"]) == {"002_unnamed"}
    texts = here.record.texts
    assert [d for d, text in texts.items() if "KCNA" in text] == ["004_daily8"]
    assert [d for d, text in texts.items() if "North Korea" not in text and "Pyongyang" not in text] == []


def test_a_claimant_that_no_document_names_is_marked(here):
    """The link to 3,000 more names nobody: that it was South Korea's Joint Chiefs is known from elsewhere."""
    first = here.attributions[here.attributions["step"].eq(1)]
    assert set(first.loc[first["basis"].eq("external"), "statement_id"]) == {"jcs-2025-03-27"}
    report = here.record.texts["004_daily8"].partition("Hashtags")[0]
    assert "Joint Chiefs" not in report and "JCS" not in report


def test_number_of_rows_by_document(here):
    numbered = here.figures[here.figures["value"].notna()].groupby("document_id").size()
    assert numbered.tolist() == [9, 8, 8, 7, 10]


def test_spelling_of_names(here):
    aliases = here.record.table("aliases").set_index("alias")["actor_id"]
    assert aliases["Lee Sung-gwen"] == "lee-seong-kweun"
    assert "Lee Sung-gwen" in here.record.texts["001_unn"]
