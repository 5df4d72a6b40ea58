"""Two claimants' losses beside each other: facts read in seeds/001 and 002, and invented pairs for each kind of gap."""

import pytest

from briefing.charts.nis_and_zelenskyy import CHART, table_of, text_of
from tests.dossiers import Builder
from tests.drawn import view

ONLY_NIS = "Of those shown only NIS gives a number in five documents of April–September 2025: nothing to compare."
NO_NUMBER = "No number{} of North Korean soldiers killed or wounded is on record{}: nothing to compare."


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
        "casualties0": "about 3,000 or more",
        "casualties1": "4,000",
        "gap1": "about 1,000 or less",
    }
    assert list(table["derived"]) == [False, False, True, False, True]
    assert (table["days"] == 4).all()  # 9 and 13 January
    assert words.title == (
        "In January 2025 Zelenskyy reported 4,000 killed or wounded; NIS’s figures, four days later, "
        "add up to about 3,000 or more"
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
        (
            "2024-12-31",
            (),
            NO_NUMBER.format("", " up to 31 December 2024"),
        ),
        ("2025-01-10", (), "Only Zelenskyy gives a number in one document of 30 April 2025: nothing to compare."),
        (
            "",
            ("NIS",),
            ONLY_NIS,
        ),
        (
            "",
            ("nis", "north-korea"),
            ONLY_NIS,
        ),
        (
            "",
            ("north-korea",),
            NO_NUMBER.format(" from North Korea", ""),
        ),
    ],
)
def test_nothing_to_compare(as_of, claimants, why):
    words, table, seen = words_and_table(as_of, claimants)
    assert table.empty and words.nothing == why and words.title.startswith("No two claimants")
    assert CHART.at(seen).figure.texts


@pytest.mark.parametrize(
    "first, second, gap, meets",
    [
        ((4000,), (3000, "at_least"), "4,000 minus at least 3,000: a gap of at most 1,000", True),
        ((4000,), (3000,), "4,000 minus 3,000: a gap of 1,000.", False),
        ((4000, "about"), (3000,), "About 4,000 minus 3,000: a gap of about 1,000.", False),
        ((3000,), (3000,), "3,000 minus 3,000: a gap of 0.", True),
        ((4000,), (3862,), "4,000 minus 3,862: a gap of 138, less than their rounding.", False),
        ((4000, "at_least"), (3000,), "At least 4,000 minus 3,000: a gap of at least 1,000.", False),
        ((4000, "nearly"), (3000,), "Nearly 4,000 minus 3,000: a gap of fewer than 1,000.", True),
        (
            (3000, "up_to"),
            (4000, "at_least"),
            "At least 4,000 minus up to 3,000: a gap of at least 1,000.",
            False,
        ),
        (
            (3500,),
            (3000, "between", 4000),
            "3,500 minus between 3,000 and 4,000: the higher lies between 500 below and 500 above the lower.",
            True,
        ),
        (
            (4000, "at_least"),
            (3000, "at_least"),
            "B sets no upper limit and does not rule out ≥4,000.",
            True,
        ),
    ],
)
def test_every_kind_of_gap(tmp_path, first, second, gap, meets):
    words, table, seen = words_and_table(data=invented(tmp_path, first, second))
    assert gap in words.alt and bool(table["meets"].iloc[0]) is meets
    assert CHART.at(seen).figure.texts


def test_the_same_day_and_months(tmp_path):
    data = invented(tmp_path / "1", (40,), (30,), days=("2025-01-09", "2025-01-09"))
    assert (
        words_and_table(data=data)[0].title == "On 9 January 2025 A reported 40 killed or wounded; B, the same day, 30"
    )
    data = invented(tmp_path / "2", (40,), (30,), days=("2025-01", "2025-03-02"))
    assert words_and_table(data=data)[0].title == "Between January and March 2025 A reported 40 killed or wounded; B 30"


def test_without_totals_the_killed_are_compared(tmp_path):
    data = invented(tmp_path / "1", (40,), (30,), metrics=("killed", "killed"))
    assert "A reported 40 killed; B, four days later, 30" in words_and_table(data=data)[0].title
    data = invented(tmp_path / "2", (40,), (30,), metrics=("killed", "wounded"))
    assert words_and_table(data=data)[0].nothing == (
        "A and B give numbers, but no two of them a dated one of the same measure: nothing to compare."
    )
