"""Two claimants' losses beside each other: facts read in seeds/001 and 002, and invented pairs for each kind of gap."""

import pytest

from briefing.charts.nis_and_zelenskyy import CHART, table_of, text_of
from tests.dossiers import Builder
from tests.drawn import view


def words_and_table(as_of="", claimants=(), data=""):
    seen = view(as_of, claimants, data=data)
    table = table_of(seen)
    return text_of(seen, table), table, seen


def invented(folder, first, second, metrics=("casualties", "casualties"), days=("2025-01-09", "2025-01-13")):
    """Write a dossier of two claimants, one statement each: (value, qualifier, value_to) by turn."""
    b = Builder("soldiers")
    b.actor("a", "Army A", "A", "military")
    b.actor("b", "Bureau B", "B", "government")
    b.actor("gazette", "The Gazette", "Gazette", "outlet")
    b.document("d", "gazette", "2025-06-01")
    for actor, claim, metric, day in zip("ab", (first, second), metrics, days, strict=True):
        b.statement(f"{actor}-1", actor, day)
        b.figure("d", f"{actor}-1", metric, *claim)
    return b.write(folder)


def test_january(here):
    words, table, _ = words_and_table("2025-02-01")
    names = table["metric"].where(table["role"].ne("gap"), "gap") + table["side"].astype(str)
    said = dict(zip(names, table["said"], strict=True))
    assert said == {
        "killed0": "at least 300",
        "wounded0": "about 2,700",
        "casualties0": "at least 3,000",
        "casualties1": "4,000",
        "gap1": "at most 1,000",
    }
    assert list(table["derived"]) == [False, False, True, False, True]
    assert (table["days"] == 4).all()  # 9 and 13 January
    assert words.title == (
        "In January 2025 Zelenskyy’s 4,000 killed or wounded lay at most 1,000 above the sum of NIS’s figures "
        "four days later, at least 3,000"
    )
    assert "NIS sets no upper limit and does not rule out 4,000." in words.alt


def test_the_sum_leads_to_its_rows():
    _, table, _ = words_and_table()
    total = table[table["role"].eq("total") & table["claimant_id"].eq("nis")].iloc[0]
    assert set(total["figure_ids"]) == {"001-killed-3", "002-killed-3", "001-wounded-2", "002-wounded-1"}
    assert total["how"] == "≥300 + ≈2,700"


@pytest.mark.parametrize("as_of", ["2025-02-01", "2025-04-29", "2025-05-01", ""])
def test_later_statements_change_nothing(as_of):
    _, table, _ = words_and_table(as_of)
    assert set(table["statement_id"].dropna()) == {"nis-2025-01-13", "zelenskyy-2025-01-09"}


@pytest.mark.parametrize(
    "as_of, claimants, why",
    [
        ("2024-12-31", (), "No number is given: nothing to compare."),
        ("2025-01-10", (), "Only Zelenskyy gives a number: nothing to compare."),
        ("", ("NIS",), "Of those shown only NIS gives a number: nothing to compare."),
        ("", ("nis", "north-korea"), "Of those shown only NIS gives a number: nothing to compare."),
        ("", ("north-korea",), "No number is given by the chosen claimants: nothing to compare."),
    ],
)
def test_nothing_to_compare(as_of, claimants, why):
    words, table, seen = words_and_table(as_of, claimants)
    assert table.empty and words.nothing == why and words.title.startswith("No two claimants")
    assert CHART.at(seen).figure.texts


@pytest.mark.parametrize(
    "first, second, gap, meets",
    [
        ((4000,), (3000, "at_least"), "A’s 4,000 killed or wounded lay at most 1,000 above B’s at least 3,000", True),
        ((4000,), (3000,), "A’s 4,000 killed or wounded lay 1,000 above B’s 3,000", False),
        ((4000, "about"), (3000,), "A’s about 4,000 killed or wounded lay about 1,000 above B’s 3,000", False),
        ((3000,), (3000,), "B’s 3,000 killed or wounded lay level with A’s 3,000", True),
        ((4000, "at_least"), (3000,), "A’s at least 4,000 killed or wounded lay at least 1,000 above B’s 3,000", False),
        ((4000, "nearly"), (3000,), "A’s nearly 4,000 killed or wounded lay fewer than 1,000 above B’s 3,000", True),
        (
            (3000, "up_to"),
            (4000, "at_least"),
            "B’s at least 4,000 killed or wounded lay at least 1,000 above A’s up to 3,000",
            False,
        ),
        (
            (3500,),
            (3000, "between", 4000),
            "A’s 3,500 killed or wounded lay between 500 below and 500 above B’s between 3,000 and 4,000",
            True,
        ),
        (
            (4000, "at_least"),
            (3000, "at_least"),
            "A’s at least 4,000 killed or wounded cannot be measured against B’s at least 3,000",
            True,
        ),
    ],
)
def test_every_kind_of_gap(tmp_path, first, second, gap, meets):
    words, table, seen = words_and_table(data=invented(tmp_path, first, second))
    assert gap in words.title and bool(table["meets"].iloc[0]) is meets
    assert CHART.at(seen).figure.texts


def test_the_same_day_and_months(tmp_path):
    data = invented(tmp_path / "1", (40,), (30,), days=("2025-01-09", "2025-01-09"))
    assert (
        words_and_table(data=data)[0].title
        == "On 9 January 2025 A’s 40 killed or wounded lay 10 above B’s 30 the same day"
    )
    data = invented(tmp_path / "2", (40,), (30,), days=("2025-01", "2025-03-02"))
    assert (
        words_and_table(data=data)[0].title
        == "Between January and March 2025 A’s 40 killed or wounded lay 10 above B’s 30"
    )


def test_without_totals_the_killed_are_compared(tmp_path):
    data = invented(tmp_path / "1", (40,), (30,), metrics=("killed", "killed"))
    assert "A’s 40 killed lay 10 above B’s 30" in words_and_table(data=data)[0].title
    data = invented(tmp_path / "2", (40,), (30,), metrics=("killed", "wounded"))
    assert words_and_table(data=data)[0].nothing == (
        "A and B give numbers, but no two of them a dated one of the same measure: nothing to compare."
    )
