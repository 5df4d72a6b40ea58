"""Many statements by period, for a chart on which their marks would cover each other.

Belongs here: which periods, counts and spans. Does not belong here: when a chart has too many, and how it draws them.
"""

from __future__ import annotations

import pandas as pd

UNITS = {"D": "day", "M": "month", "Q": "quarter", "Y": "year"}


def by_period(table: pd.DataFrame, most: int) -> tuple[pd.DataFrame, str]:
    """Return dated rows with the period they lie in, `start` and `end` (the day after it), and the unit's name.

    Days, months, quarters or years: the finest of which there are at most so many, else years. Rows whose date is
    not known well enough to say in which period they lie are left out.
    """
    for code, unit in UNITS.items():  # noqa: B007
        first, last = (table[c].dt.to_period(code) for c in ("first", "last"))
        if len(pd.period_range(first.min(), last.max(), freq=code)) <= most:
            break
    start = first.dt.start_time
    known = first.eq(last)
    return table.assign(start=start, end=(first + 1).dt.start_time)[known], unit


def counts(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the number `n` of statements of each claimant and period, with and without a number (`without_number`)."""
    key = ["claimant_id", "start", "end", "without_number"]
    return rows.groupby(key, observed=True, as_index=False).size().rename(columns={"size": "n"})


def spans(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the lowest and the highest number, `low` and `high`, that each claimant gave in each period.

    `above` and `below` say whether one of these numbers is a bound that is open above or below.
    """
    side = rows["open_side"]
    numbers = rows.assign(top=rows["value_to"].fillna(rows["value"]), above=side.eq("above"), below=side.eq("below"))
    return numbers.groupby(["claimant_id", "start", "end"], observed=True, as_index=False).agg(
        low=("value", "min"), high=("top", "max"), above=("above", "any"), below=("below", "any")
    )
