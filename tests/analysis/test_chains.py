"""Chains and corroboration: what the five documents say of their sources, typed from reading them."""

from __future__ import annotations

import pandas as pd
import pytest

from briefing.analysis.chains import backing, chains, lead_statement, printed, with_agreement
from briefing.words import intervals
from tests.drawn import view

APRIL = "nis-2025-04-30"


def cell(table: pd.DataFrame, statement: str, document: str, metric: str) -> pd.Series:
    found = table[table["statement_id"].eq(statement) & table["document_id"].eq(document) & table["metric"].eq(metric)]
    assert len(found) == 1
    return found.iloc[0]


def test_chains_are_those_of_the_documents():
    table = chains(view()).set_index(["statement_id", "document_id"])
    unn = table.loc[(APRIL, "001_unn")]
    assert unn["relays"] == ("Lee Seong-kweun", "Kim Byung-kee")
    assert unn["agencies"] == ("Yonhap",)
    daily8 = table.loc[(APRIL, "004_daily8")]
    assert (daily8["relays"], daily8["agencies"], daily8["carriers"]) == (("Lee Seong-kweun",), ("AFP",), ("News24",))
    assert set(table.loc[(APRIL, "002_unnamed")]["agencies"]) == {"Reuters", "BBC News Russia", "Yonhap"}
    assert table.loc[("zelenskyy-2025-01-09", "002_unnamed")]["agencies"] == ()
    assert set(table.loc[("kcna-2025-04-28", "002_unnamed")]["speakers"]) == {"North Korea", "Kim Jong Un"}


def test_a_document_recalls_what_its_claimant_said_before_its_news():
    table = chains(view()).set_index(["statement_id", "document_id"])["recalled"]
    assert table[APRIL].to_dict() == {
        "000_afp_copy": True,
        "001_unn": False,
        "002_unnamed": False,
        "003_midday": False,
        "004_daily8": False,
    }
    assert table["nis-2025-01-13"].all()
    assert not table["nis-2025-09-02"].any()


def test_what_each_document_prints():
    table = printed(view().figures)
    assert lead_statement(table) == APRIL
    killed = {
        d: cell(table, APRIL, d, "killed") for d in set(table.loc[table["statement_id"].eq(APRIL), "document_id"])
    }
    assert {d: c["written"] for d, c in killed.items()} == {
        "000_afp_copy": "≥600",
        "001_unn": "≈600",
        "002_unnamed": "≈600",
        "003_midday": "≈600",
        "004_daily8": "≈600",
    }
    assert killed["003_midday"]["also"] == ("600",)  # its headline and "600 fatalities"
    assert killed["001_unn"]["also"] == ()
    sent = table[table["statement_id"].eq(APRIL) & table["metric"].eq("deployed")].set_index("document_id")["written"]
    assert sent.to_dict() == {
        "001_unn": "≈15,000",
        "002_unnamed": "15,000",
        "003_midday": "≈15,000",
        "004_daily8": "18,000",
    }


def test_agreement_counts_documents_and_takes_no_side_in_a_tie():
    table = with_agreement(printed(view().figures))
    sent = table[table["statement_id"].eq(APRIL) & table["metric"].eq("deployed")]
    assert sent.set_index("document_id")["agreement"].to_dict() == {
        "001_unn": "same",
        "002_unnamed": "qualifier",
        "003_midday": "same",
        "004_daily8": "number",
    }
    january = table[table["statement_id"].eq("nis-2025-01-13")]
    assert set(january.loc[january["metric"].eq("wounded"), "agreement"]) == {"qualifier"}  # ≈2,700 against 2,700
    assert set(january.loc[january["metric"].eq("killed"), "agreement"]) == {"same"}
    assert cell(table, "zelenskyy-2025-01-09", "002_unnamed", "casualties")["agreement"] == "alone"
    assert cell(table, APRIL, "004_daily8", "wounded")["agreement"] == "without_number"  # "thousands more wounded"


def figures(*rows: tuple) -> pd.DataFrame:
    """Return figures of (claimant, date, metric, qualifier, value), a tuple of dates being a period."""
    table = pd.DataFrame(rows, columns=["claimant", "on", "metric", "qualifier", "value"])
    ends = table["on"].map(lambda o: o if isinstance(o, tuple) else (o, o))
    return intervals.add_bounds(
        table.assign(
            statement_id=table["claimant"] + "-" + ends.map(str),
            claimant_id=table["claimant"].str.lower(),
            claimant_kind=table["claimant"].map({"Allies": "collective"}).fillna("government"),
            first=pd.to_datetime(ends.str[0]),
            last=pd.to_datetime(ends.str[1]),
            value=table["value"].astype("Int64"),
            value_to=pd.array([None] * len(table), dtype="Int64"),
        )
    )


def behind(*rows: tuple) -> dict[str, int]:
    table = backing(figures(*rows)).merge(figures(*rows)[["statement_id", "claimant"]].drop_duplicates())
    return dict(zip(table["claimant"], table["n_claimants"], strict=True))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("about", 600), ("about", 600), {"A": 2, "B": 2}),
        (("about", 600), ("unqualified", 600), {"A": 2, "B": 2}),
        (("at_least", 300), ("about", 2000), {"A": 2, "B": 1}),  # 2,000 are at least 300; at least 300 is not 2,000
        (("about", 4000), ("at_least", 3000), {"A": 1, "B": 2}),
        (("about", 4700), ("about", 4000), {"A": 1, "B": 1}),  # no ± is invented
        (("more_than", 4000), ("at_least", 4000), {"A": 1, "B": 2}),
        (("up_to", 1000), ("nearly", 1000), {"A": 2, "B": 1}),
    ],
)
def test_what_makes_a_claim_true_stands_behind_it(first, second, expected):
    day = "2025-01-09"
    assert behind(("A", day, "killed", *first), ("B", day, "killed", *second)) == expected


def test_a_second_claimant_is_another_near_in_time_and_no_collective():
    about = ("killed", "about", 600)
    assert behind(("A", "2025-01-01", *about), ("B", "2025-02-01", *about)) == {"A": 2, "B": 2}
    assert behind(("A", "2025-01-01", *about), ("B", "2025-02-02", *about)) == {"A": 1, "B": 1}
    assert behind(("A", "2025-01-01", *about), ("B", ("2025-01-01", "2025-12-31"), *about)) == {"A": 1, "B": 1}
    assert behind(("A", "2025-01-01", *about), ("B", None, *about)) == {"A": 1, "B": 1}
    assert behind(("A", "2025-01-01", *about), ("Allies", "2025-01-01", *about)) == {"A": 1, "Allies": 1}
    assert behind(("A", "2025-01-01", *about), ("B", "2025-01-01", "wounded", "about", 600)) == {"A": 1, "B": 1}
    same = backing(figures(("A", "2025-01-01", *about), ("A", "2025-01-09", *about)))
    assert set(same["n_claimants"]) == {1}


def test_a_number_that_documents_print_differently_stands_behind_nothing():
    a, b = "2025-01-01", "2025-01-05"
    rows = [("A", a, "deployed", "about", 15000), ("A", a, "deployed", "unqualified", 18000)]
    assert behind(*rows, ("B", b, "deployed", "about", 15000)) == {"A": 1, "B": 1}
