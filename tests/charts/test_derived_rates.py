"""What follows from single statements: reckoned by hand from the numbers in the documents."""

import pytest

from briefing.charts.derived_rates import CHART, table_of, text_of
from tests.dossiers import Builder
from tests.drawn import view

JANUARY = "On NIS’s figures of 13 January 2025, about 10% or more of those killed or wounded were killed"


def rates(as_of="", claimants=(), data=""):
    seen = view(as_of, claimants, data=data)
    table = table_of(seen)
    return text_of(seen, table), table, seen


def test_the_shares_of_january_and_april():
    _, table, _ = rates()
    got = set(zip(table["rate"], table["made_on"], table["written"], table["how"], strict=True))
    assert got == {
        ("Killed, of those killed or wounded", "2025-01-13", "≳10%", "≥300 of ≥300 + ≈2,700"),  # 300 / 3,000
        ("Killed, of those killed or wounded", "2025-04-30", "≈13% / ≳13%", "≈600 / ≥600 of ≈4,700"),
        ("Killed or wounded, of those sent", "2025-04-30", "≈31%", "≈4,700 of ≈15,000"),
        ("Killed or wounded, of those sent", "2025-04-30", "≈26%", "≈4,700 of 18,000"),
        ("Killed, of those sent", "2025-04-30", "≈4% / ≳4%", "≈600 / ≥600 of ≈15,000"),
        ("Killed, of those sent", "2025-04-30", "≈3.3% / ≥3.3%", "≈600 / ≥600 of 18,000"),
        ("Wounded, implied", "2025-04-30", "≈4,100 / ≲4,100", "≈4,700 − ≈600 / ≥600"),
        ("Wounded, reported", "2025-04-30", ">4,000", ""),
    }


def test_nothing_crosses_statements_or_claimants():
    _, table, seen = rates()
    behind = seen.dossier.figures.set_index("figure_id")["statement_id"]
    assert all(set(behind[list(ids)]) == {s} for ids, s in zip(table["figure_ids"], table["statement_id"], strict=True))
    assert set(table["claimant_id"]) == {"nis"}  # Zelenskyy gave one number, of which nothing follows
    assert not table["made_on"].eq("2025-09-02").any()  # 2,000 killed, and no number sent in that statement


def test_only_reported_figures_are_not_derived():
    _, table, _ = rates()
    assert set(table.loc[~table["derived"].astype(bool), "rate"]) == {"Wounded, reported"}


@pytest.mark.parametrize(
    "as_of, claimants, title",
    [
        ("2024-12-31", (), "No share of North Korean soldiers killed or wounded follows from any statement on record "
         "by 31 December 2024"),
        ("2025-02-01", (), JANUARY),
        ("2025-04-29", (), JANUARY),
        ("2025-05-01", (), "On NIS’s figures of 30 April 2025, about 26% or 31% of those sent "
         "were killed or wounded, depending on the document"),
        ("", ("zelenskyy",), "No share of North Korean soldiers killed or wounded follows from any statement on record "
         "from Zelenskyy"),
    ],
)  # fmt: skip
def test_sentences(as_of, claimants, title):
    words, table, seen = rates(as_of, claimants)
    assert words.title == title
    assert bool(words.nothing) is table.empty
    assert CHART.at(seen).figure.texts


def test_bounds_of_invented_figures(tmp_path):
    b = Builder("soldiers")
    b.actor("a", "Army", "A", "military")
    b.actor("gazette", "The Gazette", "Gazette", "outlet")
    b.document("d", "gazette", "2025-06-01")
    b.statement("a-1", "a", "2025-01-09")
    b.figure("d", "a-1", "killed", 100, "up_to")
    b.figure("d", "a-1", "wounded", 300)
    b.figure("d", "a-1", "deployed", 1000, "more_than")
    _, table, _ = rates(data=b.write(tmp_path))
    assert dict(zip(table["rate"], table["said"], strict=True)) == {
        "Killed, of those killed or wounded": "at most 25%",  # 100 of 400
        "Killed or wounded, of those sent": "less than 40%",
        "Killed, of those sent": "less than 10%",
    }


def test_nothing_follows_from_two_open_bounds(tmp_path):
    b = Builder("soldiers")
    b.actor("a", "Army", "A", "military")
    b.actor("gazette", "The Gazette", "Gazette", "outlet")
    b.document("d", "gazette", "2025-06-01")
    b.statement("a-1", "a", "2025-01-09")
    b.figure("d", "a-1", "killed", 100, "at_least")
    b.figure("d", "a-1", "deployed", 1000, "more_than")
    words, table, _ = rates(data=b.write(tmp_path))
    assert table.empty and words.nothing
