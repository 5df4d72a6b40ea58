"""One statement that comes out differently: the cases, typed from reading the five documents."""

from __future__ import annotations

import pytest

from briefing.charts.discrepancies import table_of, text_of
from tests.drawn import view

COPY, UNNAMED = "a site that copies AFP", "an unnamed outlet"  # as the record calls 000 and 002
CASES = [
    ("value", "nis-2025-04-30", "deployed", {"15,000": {"UNN", "Mid-Day", UNNAMED}, "18,000": {"Daily8"}}),
    ("omitted", "nis-2025-04-30", "wounded", {">4,000": {"UNN", "Mid-Day"}, "vague": {"Daily8"}}),
    (
        "qualifier",
        "nis-2025-04-30",
        "killed",
        {
            "≈600": {"UNN", UNNAMED, "Mid-Day", "Daily8"},
            "600": {"Mid-Day", "Daily8"},
            "≥600": {COPY},
        },
    ),
    (
        "qualifier",
        "nis-2025-04-30",
        "casualties",
        {"≈4,700": {"UNN", UNNAMED, "Mid-Day", "Daily8"}, "4,700": {"Daily8"}},
    ),
    ("qualifier", "nis-2025-04-30", "deployed", {"≈15,000": {"UNN", "Mid-Day"}, "15,000": {UNNAMED}}),
    ("qualifier", "nis-2025-01-13", "wounded", {"≈2,700": {"UNN"}, "2,700": {UNNAMED}}),
    (
        "qualifier",
        "nis-2025-09-02",
        "deployment_arrived",
        {"≈1,000": {COPY}, "1,000": {COPY}},
    ),
    (
        "qualifier",
        "nis-2025-09-02",
        "killed",
        {"≈2,000": {COPY}, "2,000": {COPY}},
    ),
    (
        "speaker",
        "kcna-2025-04-28",
        "",
        {"North Korea": {COPY, "UNN", "Mid-Day", "Daily8"}, "Kim Jong Un": {UNNAMED}},
    ),
    (
        "place",
        "nis-2025-04-30",
        "killed",
        {"direct_quote": {COPY, "UNN", UNNAMED, "Daily8"}, "paraphrase": {"Mid-Day"}},
    ),
    (
        "place",
        "nis-2025-04-30",
        "casualties",
        {"direct_quote": {"UNN", UNNAMED, "Daily8"}, "paraphrase": {"Mid-Day"}},
    ),
    (
        "place",
        "nis-2025-04-30",
        "deployed",
        {"direct_quote": {"UNN", "Daily8"}, "paraphrase": {UNNAMED, "Mid-Day"}},
    ),
]


@pytest.fixture(scope="module")
def table():
    return table_of(view())


def test_all_cases_and_no_others(table):
    found = [
        (
            str(rows["kind"].iloc[0]),
            rows["statement_id"].iloc[0],
            rows["metric"].iloc[0],
            {r.written: set(r.outlets) for r in rows.itertuples()},
        )
        for _, rows in table.groupby("case")
    ]
    assert found == CASES


def test_the_side_of_most_documents_is_marked_and_none_in_a_tie(table):
    sent = table[table["case"].eq(1)].set_index("written")["most"]
    assert sent.to_dict() == {"15,000": True, "18,000": False}
    tied = table[table["kind"].eq("qualifier") & table["statement_id"].eq("nis-2025-01-13")]
    assert not tied["most"].any()


def test_each_side_has_its_words(table):
    words = table[table["case"].le(2)].set_index("written")[["quote", "quoted_from"]]
    assert tuple(words.loc["18,000"]) == ("deploying 18 000 troops in two phases", "Daily8")
    assert tuple(words.loc["vague"]) == ("thousands more wounded", "Daily8")
    assert table["figure_ids"].map(len).min() > 0


def test_a_headline_that_loses_its_about_is_told_from_the_text(table):
    bare = table[
        table["kind"].eq("qualifier") & table["statement_id"].eq("nis-2025-09-02") & table["written"].eq("2,000")
    ]
    assert bare["voices"].iloc[0] == ("headline",)


@pytest.mark.parametrize(
    ("as_of", "claimants", "metrics", "title"),
    [
        (
            "",
            (),
            (),
            "“About” comes and goes: six of NIS’s numbers are printed both with it and without it",
        ),
        (
            "2025-02-01",
            (),
            (),
            "Same numbers, different qualifiers: what NIS said on 13 January 2025 "
            "is printed as about 2,700 and as a bare 2,700 wounded",
        ),
        (
            "2025-04-29",
            ("North Korea",),
            (),
            "North Korea’s statement of 28 April 2025, different speakers: documents name North Korea or Kim Jong Un",
        ),
        (
            "",
            (),
            ("wounded",),
            "NIS’s briefing of 30 April 2025, not every number kept: "
            "two documents print more than 4,000 North Korean soldiers wounded, one prints no number",
        ),
        ("", ("Zelenskyy",), (), "No statement by the chosen claimants on record comes out in two ways"),
        ("2024-12-31", (), (), "No statement is on record up to 31 December 2024"),
        ("2025-02-01", ("Lavrov",), (), "No statement from Lavrov is on record up to 1 February 2025"),
    ],
)
def test_titles(as_of, claimants, metrics, title):
    seen = view(as_of, claimants, metrics)
    words = text_of(seen, table_of(seen))
    assert words.title == title
    assert bool(words.nothing) == title.startswith("No ")


def test_alt_text_counts_the_cases(table):
    alt = text_of(view(), table).alt
    assert "one number, one number left out, six qualifiers, one speaker and three places of the words" in alt
    assert f"North Korea ({COPY}, UNN, Mid-Day and Daily8) against Kim Jong Un named ({UNNAMED})" in alt
