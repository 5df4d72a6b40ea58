"""The drafts: what they propose for invented sentences, and for each document of the dossier as if it were new."""

from dataclasses import replace

import pandas as pd
import pytest

from briefing.audit.coverage import coverage
from briefing.audit.drafts import CONFIDENCE, defused, draft
from tests.conftest import with_tables, without_rows


def proposal(record, sentence, number):
    """Return the proposal for one number of a text that stands alone."""
    alone = replace(without_rows(record, "reported_figures", "exclusions"), texts={"x": sentence})
    numbers = coverage(alone)
    proposals = draft(alone, numbers)
    return proposals[numbers.loc[numbers["status"].eq("open"), "text"].eq(number).to_numpy()].iloc[0]


# Every sentence is invented.
FIGURES = [
    ("Ruritania's army lost at least 250 soldiers killed near the river.", "250", "killed", 250, "at_least"),
    ("At least forty-two soldiers died in the ambush, the ministry said.", "forty-two", "killed", 42, "at_least"),
    ("The death toll has risen to 1,350, the agency said.", "1,350", "killed", 1350, "unqualified"),
    ("Shelling wounded nearly 900 conscripts last week.", "900", "wounded", 900, "nearly"),
    ("Some 3,200 troops were injured and evacuated by rail.", "3,200", "wounded", 3200, "about"),
    ("Between 1,000 and 3,000 soldiers were killed or wounded.", "1,000 and 3,000", "casualties", 1000, "between"),
    ("Total losses are put at more than 7,500.", "7,500", "casualties", 7500, "more_than"),
    ("Ruritania has sent up to 12,000 troops to the front.", "12,000", "deployed", 12000, "up_to"),
    ("The general said over 11 000 of its soldiers had been deployed.", "11 000", "deployed", 11000, "more_than"),
    ("It plans to send another 30,000 men by autumn.", "30,000", "deployment_planned", 30000, "unqualified"),
    ("About 5,000 construction workers are expected to be sent.", "5,000", "workers_planned", 5000, "about"),
    (
        "An additional two thousand soldiers were dispatched.",
        "two thousand",
        "deployed_additional",
        2000,
        "unqualified",
    ),
    ("Of these, roughly 1,200 have arrived in the border region.", "1,200", "deployment_arrived", 1200, "about"),
    ("Nearly 400 soldiers have returned home since June.", "400", "returned", 400, "nearly"),
    ("The military repatriated 75 wounded soldiers on Friday.", "75", "returned", 75, "unqualified"),
    ("As many as 15-hundred fighters may have been killed.", "15-hundred", "killed", 1500, "up_to"),
    ("Dozens of soldiers were killed in the first hours.", "Dozens", "killed", None, "vague"),
    ("Several hundred troops were wounded, it was reported.", "Several hundred", "wounded", None, "vague"),
    ("Casualties among the contingent reached 6,000 in spring.", "6,000", "casualties", 6000, "unqualified"),
    ("The deployment of 8,000 soldiers was confirmed.", "8,000", "deployed", 8000, "unqualified"),
    ("No fewer than 60 men perished when the barracks fell.", "60", "killed", 60, "at_least"),
    ("The attack left 18 people dead and 44 wounded.", "18", "killed", 18, "unqualified"),
    ("The attack left 18 people dead and 44 wounded.", "44", "wounded", 44, "unqualified"),
    ("Officials said 500 or more soldiers had been killed.", "500", "killed", 500, "at_least"),
    ("Killing 90 soldiers, the strike was the deadliest yet.", "90", "killed", 90, "unqualified"),
    ("More than 100 of the soldiers sent to the front were dead.", "100", "killed", 100, "more_than"),
    ("The number of wounded stood at 2,750 on Monday.", "2,750", "wounded", 2750, "unqualified"),
    ("Troops returning home numbered about 1,900.", "1,900", "returned", 1900, "about"),
    ("Of the 10,000 sent, some 3,000 are now casualties.", "10,000", "deployed", 10000, "unqualified"),
    ("Of the 10,000 sent, some 3,000 are now casualties.", "3,000", "casualties", 3000, "about"),
    ("Fatalities rose from 300 in January to 600 in April.", "300", "killed", 300, "unqualified"),
    ("Fatalities rose from 300 in January to 600 in April.", "600", "killed", 600, "unqualified"),
    ("The chief believes they lost a thousand men in May alone.", "a thousand", "killed", 1000, "unqualified"),
    ("The ministry put the number of dead at ‘nearly 700’.", "700", "killed", 700, "nearly"),
    ("It prepares to send 25,000 to 30,000 soldiers.", "25,000 to 30,000", "deployment_planned", 25000, "between"),
    ("A further 600 soldiers will be deployed next month.", "600", "deployment_planned", 600, "unqualified"),
    ("About 120 prisoners were captured.", "120", "captured", 120, "about"),
]


@pytest.mark.parametrize(("sentence", "number", "metric", "value", "qualifier"), FIGURES)
def test_a_figure_is_proposed_as_a_person_would_record_it(record, sentence, number, metric, value, qualifier):
    found = proposal(record, sentence, number)
    assert found["table"] == "reported_figures"
    assert (found["metric"], found["qualifier"]) == (metric, qualifier)
    assert pd.isna(found["value"]) if value is None else found["value"] == value
    assert sentence.startswith(found["quote"], found["quote_start"])
    assert number in found["quote"]


NOT_FIGURES = [
    ("The brigade fired 4,000 shells a day.", "4,000"),
    ("The strike destroyed 12 tanks and a bridge.", "12"),
    ("The two countries signed a treaty.", "two"),
    ("Inflation rose to 40 percent.", "40"),
    ("The ship displaces 5,000 tonnes.", "5,000"),
    ("It took six months to rebuild.", "six"),
    ("Aid worth $66.5 billion was sent.", "66.5 billion"),
    ("Its 2022 invasion failed.", "2022"),
    ("About 50 journalists attended.", "50"),
    ("The army deployed 36 howitzers.", "36"),
    ("He was wounded 3 times.", "3"),
    ("The army sent two brigades to the border.", "two"),
]


@pytest.mark.parametrize(("sentence", "number"), NOT_FIGURES)
def test_what_counts_no_persons_is_proposed_as_an_exclusion(record, sentence, number):
    found = proposal(record, sentence, number)
    assert found["table"] == "exclusions"
    assert number in sentence[found["start"] : found["end"]]
    assert found["reason"]


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("Ruritania could send 25,000 more soldiers, the chief warned.", "25,000"),
        ("He denied that 500 soldiers had been killed.", "500"),
        ("About 5,000 Ruritanian soldiers have been killed.", "5,000"),
        ("About 120 soldiers were decorated.", "120"),
        ("Half of them were wounded.", "Half"),
    ],
)
def test_doubt_in_the_words_looks_unsure(record, sentence, number):
    assert proposal(record, sentence, number)["confidence"] == "low"


def left_out(record, document_id):
    """Return the recorded figures of a document beside what is proposed for them, were the document new."""
    tables = {name: record.tables[name] for name in ("reported_figures", "exclusions", "attributions")}
    new = with_tables(record, **{name: rows[rows["document_id"].ne(document_id)] for name, rows in tables.items()})
    numbers = coverage(new).query("document_id == @document_id")
    proposals = draft(new, numbers).assign(start=numbers.query("status == 'open'")["start"].to_numpy())
    recorded = coverage(record).query("document_id == @document_id and status == 'recorded'")[["start", "figure_id"]]
    return recorded.merge(record.figures, on="figure_id").merge(proposals, on="start", suffixes=("", "_guess"))


def test_most_recorded_figures_would_have_been_proposed(record):
    both = pd.concat([left_out(record, d) for d in record.texts], ignore_index=True)
    right = both["metric"].eq(both["metric_guess"]) & both["qualifier"].eq(both["qualifier_guess"])
    right &= both["value"].eq(both["value_guess"]).fillna(False) | (both["value"].isna() & both["value_guess"].isna())
    assert len(both) == 43
    assert right.mean() >= 0.9
    assert not (both.loc[~right, "confidence"] == "high").any()
    known = both["statement_id"].eq(both["statement_id_guess"])
    assert known.mean() >= 0.8
    assert not (both.loc[~known, "statement_confidence"] == "high").any()
    assert set(both["confidence"]) <= set(CONFIDENCE)


def test_a_cell_that_a_spreadsheet_would_run_is_defused():
    table = pd.DataFrame({"a": ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "plain", "a=b"], "n": range(8)})
    assert defused(table)["a"].tolist() == ["'=1+1", "'+1", "'-1", "'@x", "'\tx", "'\rx", "plain", "a=b"]
    assert defused(table)["n"].tolist() == list(range(8))
