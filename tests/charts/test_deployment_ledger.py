"""The ledger: who was sent, planned, arrived and returned, as read in the five documents."""

import pytest

from briefing.charts.deployment_ledger import CHART, labels, table_of, text_of
from briefing.charts.deployment_ledger import ledger as kept
from tests.dossiers import Builder
from tests.drawn import view

NONE = "No number on deployment or workers"


def ledger(as_of="", claimants=(), data=""):
    seen = view(as_of, claimants, data=data)
    table = table_of(seen)
    return text_of(seen, table), table, seen


def test_the_numbers_in_the_documents():
    _, table, _ = ledger()
    numbers = table[~table["without_number"]]
    assert set(zip(numbers["metric"], numbers["claimant_id"], numbers["said"], strict=True)) == {
        ("deployed", "nis", "about 15,000"),
        ("deployed", "nis", "18,000"),
        ("deployed", "agencies", "more than 10,000"),
        ("deployed_additional", "jcs", "3,000"),
        ("deployment_planned", "nis", "6,000"),
        ("deployment_arrived", "nis", "about 1,000"),
        ("returned", "nis", "about 2,000"),
        ("workers_planned", "nis", "about 15,000"),
    }
    assert set(table.loc[table["block"].eq("workers"), "metric"]) == {"workers_planned"}


def test_one_briefing_two_numbers():
    words, table, _ = ledger()
    differ = table[table["documents_differ"]]
    assert dict(zip(differ["value"], differ["documents"], strict=True)) == {
        15000: ("001_unn", "003_midday", "002_unnamed"),
        18000: ("004_daily8",),
    }
    assert words.title == (
        "About 15,000 or 18,000 North Korean soldiers sent? Reports of NIS’s briefing of 30 April 2025 disagree"
    )


def test_undated_and_linked_claims_say_so():
    _, table, seen = ledger()
    shown = labels(seen, table[~table["without_number"]]).set_index("claimant_id")
    assert shown.loc["agencies", "name"] == "Seoul & Western agencies, undated"
    assert shown.loc["agencies", "tail"] == "“… soldiers to Russia in 2024”"
    assert shown.loc["jcs", "tail"] == "only a link in Daily8"


@pytest.mark.parametrize(
    "as_of, claimants, title, nothing",
    [
        ("2024-12-31", (), (NONE, " is on record up to 31 December 2024"),
         "No statement on deployment or workers is on record up to 31 December 2024."),
        ("2025-02-01", (), (NONE, " is on record up to 1 February 2025"),
         "No statement on deployment or workers is on record up to 1 February 2025."),
        ("2025-04-29", (), ("South Korean JCS gives ", "3,000 sent in addition (27 March 2025)"), ""),
        ("", ("north-korea",), ("No number from North Korea", " is on record"),
         "North Korea spoke of North Korean soldiers sent and gave no number."),
    ],
)  # fmt: skip
def test_sentences(as_of, claimants, title, nothing):
    words, _, seen = ledger(as_of, claimants)
    assert words.title.startswith(title[0]) and words.title.endswith(title[1])
    assert words.nothing == nothing
    assert CHART.at(seen).figure.texts


def test_those_without_a_number_are_named():
    words, *_ = ledger("2025-04-29")
    assert "Russian general, North Korea and Putin spoke of North Korean soldiers sent and gave no number" in words.alt


def test_a_long_ledger_draws_its_finding_and_says_how_much_it_draws(generated):
    _, table, seen = ledger(data=generated["many"])
    drawn = kept(table)
    numbers, of = (int((~rows["without_number"]).sum()) for rows in (drawn, table))
    assert numbers < of
    assert f"; {numbers} of {of:,} drawn, the rest in the table beside this figure" in CHART.at(seen).text.subtitle
    sent = table[table["documents_differ"] & table["metric"].eq("deployed")]
    first = sent.sort_values("first", ascending=False).iloc[0]
    assert first["statement_id"] in set(drawn["statement_id"])


def test_a_document_that_prints_two_numbers_stands_at_each(tmp_path):
    b = Builder("soldiers")
    b.actor("a", "Army", "A", "military")
    for name in ("one", "two"):
        b.actor(name, f"The {name.title()}", name.title(), "outlet")
        b.document(name, name, "2025-06-01")
    b.statement("a-1", "a", "2025-01-09")
    b.figure("one", "a-1", "deployed", 15000, "about")
    b.figure("two", "a-1", "deployed", 15000, "about")
    b.figure("two", "a-1", "deployed", 18000)
    words, _ = ledger(data=b.write(tmp_path))[:2]
    assert words.title == "About 15,000 or 18,000 soldiers sent? Reports of A’s briefing of 9 January 2025 disagree"
    assert "about 15,000 sent (One and Two); A, 9 January 2025: 18,000 sent (Two)" in words.alt


def test_a_bare_number_is_not_listed_under_about():
    words, *_ = ledger()
    assert "about 15,000 sent (UNN and Mid-Day; bare in an unnamed outlet)" in words.alt
