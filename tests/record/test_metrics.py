"""What can be counted, from the table: names, parts, topics and the words of texts, for a record about horses."""

from __future__ import annotations

import pandas as pd
import pytest

from briefing.record.metrics import Metrics

COLUMNS = ["metric", "order", "label", "heading", "phrase", "unit", "whom", "part_of", "counting", "topic", "words",
           "words_beside", "words_whom", "words_loose"]  # fmt: skip
# fmt: off
ROWS = [
    ["both", 3, "Sold", "Sold", "sold or given away", "persons", "", "bred", "sum_of_parts", "left", "", "", "", ""],
    ["sold", 1, "Sold", "Sold", "sold", "persons", "", "both", "running_total", "left", "sold; sale", "", "", "gone"],
    [
        "given",
        2,
        "Given",
        "Given",
        "given away",
        "persons",
        "",
        "both",
        "running_total",
        "left",
        "gave",
        "",
        "",
        "gone",
    ],
    ["bred", 4, "Bred", "Bred", "bred", "persons", "", "", "running_total", "farm", "bred; born", "", "", ""],
    [
        "ponies",
        5,
        "Ponies",
        "Bred",
        "to be bred",
        "persons",
        "ponies",
        "",
        "other",
        "ponies",
        "bred",
        "will",
        "pony",
        "",
    ],
    ["share", 6, "Share", "Share", "of those bred sold", "percent", "", "bred", "other", "shares", "sold", "", "", ""],
]
# fmt: on


@pytest.fixture
def metrics() -> Metrics:
    return Metrics(pd.DataFrame(ROWS, columns=COLUMNS), "horses")


def test_metrics_stand_in_their_order_whatever_that_of_the_rows(metrics):
    assert metrics.names == ("sold", "given", "both", "bred", "ponies", "share")
    assert "sold" in metrics and "killed" not in metrics


def test_words_for_a_metric(metrics):
    assert (metrics.label("both"), metrics.heading("ponies")) == ("Sold", "Bred")
    assert (metrics.phrase("sold"), metrics.people("sold"), metrics.those("sold")) == (
        "sold", "horses sold", "those sold",
    )  # fmt: skip
    assert (metrics.phrase("ponies"), metrics.people("ponies"), metrics.those("ponies")) == (("ponies to be bred",) * 3)


def test_parts_and_wholes(metrics):
    assert metrics.parts("both") == metrics.summed("both") == ["sold", "given"]
    assert metrics.parts("bred") == ["both"] and metrics.summed("bred") == []
    assert metrics.wholes("sold") == ["both", "bred"]
    assert [m for m in metrics.names if metrics.is_running(m)] == ["sold", "given", "both", "bred"]


def test_the_first_topic_leads_and_shares_belong_to_none(metrics):
    assert metrics.lead_topic() == ["sold", "given", "both"]
    assert metrics.other_topics() == ["bred", "ponies"]
    assert metrics.of_percent() == ["share"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("600 were sold", ["sold"]),
        ("600 were sold or gave way", ["both"]),
        ("600 were born and 20 sold", ["bred", "sold"]),
        ("600 were bought", []),
    ],
)
def test_texts_name_metrics_by_the_words_of_the_table(metrics, text, named):
    words = metrics.vocabulary
    assert [words.event_of(match) for match in words.event.finditer(text)] == named
