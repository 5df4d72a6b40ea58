"""What follows arithmetically from the figures of one statement: sums, differences, shares, bounds kept.

Belongs here: combining figures of the same statement, and describing the result. Does not belong here: combining
figures of different statements, which only `gap` may do, by subtraction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import inf

import pandas as pd

from briefing.words.intervals import Interval, interval, say_interval, whole, write_interval

Operation = Callable[[Interval, Interval], Interval]


def with_intervals(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of estimates that have a number, with `xs`: the Interval of each qualifier in `qualifiers`.

    Adds `derived` (False), `how` ("") and makes `arrow` point along a horizontal axis.
    """
    rows = table[~table["numberless"]]
    columns = zip(rows["value"], rows["value_to"], rows["qualifiers"], strict=True)
    xs = [tuple(interval(int(v), q, None if pd.isna(to) else int(to)) for q in qs) for v, to, qs in columns]
    return horizontal(rows).assign(xs=pd.Series(xs, index=rows.index, dtype=object), derived=False, how="")


def horizontal(table: pd.DataFrame) -> pd.DataFrame:
    """Return estimates for a horizontal value axis: `arrow` is right or left, values and ends are floats."""
    ends = {c: table[c].astype("float64") for c in ("value", "value_to", "low", "high")}
    return table.assign(arrow=table["arrow"].replace({"up": "right", "down": "left"}), **ends)


def combined(first: pd.DataFrame, second: pd.DataFrame, operation: Operation, sign: str, number=whole) -> pd.DataFrame:
    """Return each pair of a row of `first` and a row of `second` of the same statement, combined.

    Both need `xs`. The result keeps the statement's columns and has `xs`, `how` ("≥300 + ≈2,700"), `figure_ids`
    and `documents` of both, and the columns of `described`. Pairs of which nothing follows are left out.
    """
    right = second[["statement_id", "written", "xs", "figure_ids", "documents"]]
    pairs = first.merge(right, on="statement_id", suffixes=("", "_2"))
    xs = [
        tuple(dict.fromkeys(operation(a, b) for a in x for b in y))
        for x, y in zip(pairs["xs"], pairs["xs_2"], strict=True)
    ]
    table = pairs.assign(
        xs=pd.Series(xs, index=pairs.index, dtype=object),
        how=pairs["written"] + f" {sign} " + pairs["written_2"],
        figure_ids=_both(pairs, "figure_ids"),
        documents_first=pairs["documents"],
        documents_second=pairs["documents_2"],
        documents=_both(pairs, "documents"),
        n_documents=_both(pairs, "documents").map(len).astype("Int64"),
        derived=True,
    )
    return described(table.drop(columns=["xs_2", "written_2", "figure_ids_2", "documents_2"]), number)


def _both(pairs: pd.DataFrame, column: str) -> pd.Series:
    both = [tuple(dict.fromkeys([*a, *b])) for a, b in zip(pairs[column], pairs[f"{column}_2"], strict=True)]
    return pd.Series(both, index=pairs.index, dtype=object)


def described(table: pd.DataFrame, number=whole) -> pd.DataFrame:
    """Return the rows whose `xs` say anything, described: where to draw them and how to write them.

    Columns: `low`, `high` (float, missing = unbounded), `value` (the end that is known, the lower of two), `value_to`
    (the upper, where both are known and differ), `written`, `said`, `arrow`, `filled`, `numberless`.
    """
    says = table["xs"].map(lambda xs: any(x.low > -inf or x.high < inf for x in xs)).astype(bool)
    table = table[says]
    hulls = table["xs"].map(hull)
    low, high = (hulls.map(lambda x, end=end: getattr(x, end)).astype("float64") for end in ("low", "high"))
    low, high = low.where(low > -inf), high.where(high < inf)
    return table.assign(
        low=low,
        high=high,
        value=low.fillna(high),
        value_to=high.where(low.notna() & high.gt(low)),
        written=table["xs"].map(lambda xs: " / ".join(dict.fromkeys(write_interval(x, number) for x in xs))),
        said=table["xs"].map(lambda xs: _said([say_interval(x, number) for x in xs])),
        arrow=[("right" if pd.isna(b) else "left" if pd.isna(a) else "") for a, b in zip(low, high, strict=True)],
        filled=True,
        numberless=False,
    )


def _said(said: list[str]) -> str:
    first, *others = dict.fromkeys(said)
    return first + (f" (elsewhere {' and '.join(others)})" if others else "")


def hull(xs: tuple[Interval, ...]) -> Interval:
    """Return the interval from the lowest to the highest end of intervals."""
    low, high = min(xs, key=lambda x: (x.low, x.low_open)), max(xs, key=lambda x: (x.high, not x.high_open))
    return Interval(low.low, high.high, low.low_open, high.high_open, any(x.approximate for x in xs))


def sums(rows: pd.DataFrame) -> pd.DataFrame:
    """Return killed and wounded together for each statement that gives both and no figure for them together."""
    stated = rows.loc[rows["metric"].eq("casualties"), "statement_id"]
    parts = rows[~rows["statement_id"].isin(stated)]
    both = combined(parts[parts["metric"].eq("killed")], parts[parts["metric"].eq("wounded")], Interval.__add__, "+")
    return both.assign(metric="casualties")


def totals(rows: pd.DataFrame) -> pd.DataFrame:
    """Return killed and wounded together by statement: as stated where it is, else their sum, marked `derived`."""
    stated = rows[rows["metric"].eq("casualties")].assign(metric="casualties")
    added = sums(rows)
    return (
        pd.concat([stated, added], ignore_index=True) if len(stated) and len(added) else added if len(added) else stated
    )


def share(x: Interval) -> Interval:
    """Return a share with ends that say nothing left open: 0% and less, 100% and more."""
    return replace(x, low=x.low if x.low > 0 else -inf, high=x.high if x.high < 1 or x.is_point else inf)
