"""A record about something else: every chart and sentence is right for it, and no word of this repository's appears.

What the titles say is worked out by hand from the thirteen rows of tests/march.py.
"""

from __future__ import annotations

import re

import pytest

from briefing import load_dossier
from briefing.analysis.view import view_of
from briefing.audit.coverage import coverage
from briefing.audit.drafts import draft
from briefing.charts import CHARTS
from briefing.outputs.judgements import changes, judgements
from briefing.outputs.page import Briefing
from briefing.record.dossier import read_record
from tests.march import march
from tests.measure import drawn_texts, problems

# Names of files are the same for every record; what they hold is not.
FOREIGN = re.compile(r"(?i)korea|\bNIS\b|KCNA|Zelensk|Kyiv|Seoul|soldier|troops|killed|wounded|workers|Russia|deploy")
FILES = re.compile(r"0\d_[a-z_]+|nis_and_zelenskyy|deployment_ledger")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return march(tmp_path_factory.mktemp("march"))


@pytest.fixture(scope="module")
def view(data):
    return view_of(load_dossier(data))


@pytest.fixture(scope="module")
def drawn(view):
    return {chart.name: chart.at(view) for chart in CHARTS}


def test_the_record_has_no_fault_and_no_open_number(data):
    record = read_record(data)
    assert record.faults == []
    assert not coverage(record)["status"].eq("open").any()


@pytest.mark.parametrize("name", [chart.name for chart in CHARTS])
def test_every_chart_is_drawn_whole_and_speaks_of_nothing_else(drawn, name):
    chart = drawn[name]
    assert not chart.text.nothing
    assert problems(chart.figure) == []
    said = [repr(chart.sidecar()), chart.question, chart.data().to_string()]
    said += [text.get_text() for text, _ in drawn_texts(chart.figure)]
    for text in said:
        assert not FOREIGN.search(FILES.sub("", text)), FOREIGN.search(FILES.sub("", text))


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("nis_and_zelenskyy", "reported at least 80,000 marching; Police, the same day, about 22,000 or 25,000"),
        ("deployment_ledger", "About 40 or 41 people detained? Reports of Police’s statement of 4 May 2024 disagree"),
        ("discrepancies", "one document prints 22,000 people marching, one prints 25,000"),
        # at most 28,000 of 30,000 or more: 93.3 percent, rounded outwards
        ("derived_rates", "On Gazette desk’s figures of 5 May 2024, at most 94% of those marching were"),
        ("claims_by_era", "Police’s statement of 4 May 2024 gives numbers; from that day"),
    ],
)  # fmt: skip
def test_titles_are_true_of_it(drawn, name, title):
    assert title in drawn[name].text.title


def test_questions_are_of_its_own_claimants(drawn):
    assert drawn["nis_and_zelenskyy"].question == "On 4 May 2024: how far apart were Police and Organisers?"
    assert "people detained or officers on duty" in drawn["deployment_ledger"].question


def test_another_march_is_no_revision_of_the_one_before(drawn):
    """Only a running total is revised: 31,000 on the 11th are not a new figure for the 4th."""
    assert "revised" not in drawn["losses_over_time"].text.title
    assert "Dashed" not in drawn["losses_over_time"].text.alt


def test_a_stated_share_is_written_in_percent_and_drawn_among_shares(drawn):
    rows = drawn["derived_rates"].table
    stated = rows[rows["kind"].eq("stated")]
    assert list(stated["said"]) == ["nearly 12%"] and list(stated["value"]) == [0.12]
    assert "attending" in set(stated["whole"])
    assert "share" not in set(drawn["deployment_ledger"].table["metric"])


def test_briefing_speaks_of_nothing_else(view):
    said = [text for j in judgements(view) for text in (j.sentence, j.caveat)] + changes(view)
    briefing = Briefing(view)
    said += [briefing.masthead().data, briefing.quotes().data, briefing.changes().data, briefing.documents().data]
    for text in said:
        assert not FOREIGN.search(FILES.sub("", text)), FOREIGN.search(FILES.sub("", text))
    assert len(judgements(view)) == 8


@pytest.mark.parametrize(
    ("sentence", "metric", "value", "qualifier"),
    [
        ("The police said about 19,000 people marched.", "attending", 19000, "about"),
        ("At least 35 people were arrested near the bridge.", "captured", 35, "at_least"),
        ("Nearly 9% of the city turned out.", "share", 9, "nearly"),
    ],
)
def test_drafts_know_its_own_words(data, sentence, metric, value, qualifier):
    from dataclasses import replace

    record = read_record(data)
    none = {name: record.tables[name].head(0) for name in ("reported_figures", "exclusions")}
    alone = replace(record, texts={"x": sentence}, tables=record.tables | none)
    row = draft(alone, coverage(alone)).iloc[0]
    assert (row["metric"], row["value"], row["qualifier"]) == (metric, value, qualifier)
