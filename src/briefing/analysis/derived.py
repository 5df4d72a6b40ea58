"""What follows arithmetically from the figures of one statement: sums, differences, shares, bounds kept.

Belongs here: combining figures of the same statement, and describing the result. Does not belong here: combining
figures of different statements, which only `gap` may do, by subtraction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import inf

import pandas as pd

from briefing.record.metrics import Metrics
from briefing.words.intervals import Interval, interval, say_interval, whole, write_interval

Operation = Callable[[Interval, Interval], Interval]


def with_intervals(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of estimates that have a number, with `intervals`, one of each qualifier in `qualifiers`.

    Adds `derived` (False) and `how` ("").
    """
    rows = table[~table["without_number"]]
    columns = zip(rows["value"], rows["value_to"], rows["qualifiers"], strict=True)
    xs = [tuple(interval(int(v), q, None if pd.isna(to) else int(to)) for q in qs) for v, to, qs in columns]
    return as_floats(rows).assign(intervals=pd.Series(xs, index=rows.index, dtype=object), derived=False, how="")


def as_floats(table: pd.DataFrame) -> pd.DataFrame:
    """Return estimates with values and ends as floats, as arithmetic gives them."""
    ends = {c: table[c].astype("float64") for c in ("value", "value_to", "low", "high")}
    return table.assign(**ends)


def combined(
    first: pd.DataFrame, second: pd.DataFrame, operation: Operation, sign: str, number=whole, chained: bool = False
) -> pd.DataFrame:
    """Return each pair of a row of `first` and a row of `second` of the same statement, combined.

    Both need `intervals`. The result keeps the statement's columns and has `intervals`, `how` ("≥300 + ≈2,700"),
    `figure_ids` and `documents` of both, and the columns of `described`; `chained` goes on with the `how` of
    `first`. Pairs of which nothing follows are left out; where no statement has both, the table is empty.
    """
    if first.empty or second.empty or set(first["statement_id"]).isdisjoint(second["statement_id"]):
        return first.head(0)
    right = second[["statement_id", "written", "intervals", "figure_ids", "documents"]]
    pairs = first.merge(right, on="statement_id", suffixes=("", "_2"))
    xs = [
        tuple(dict.fromkeys(operation(a, b) for a in x for b in y))
        for x, y in zip(pairs["intervals"], pairs["intervals_2"], strict=True)
    ]
    table = pairs.assign(
        intervals=pd.Series(xs, index=pairs.index, dtype=object),
        how=(pairs["how"] if chained else pairs["written"]) + f" {sign} " + pairs["written_2"],
        figure_ids=_both(pairs, "figure_ids"),
        documents_first=pairs["documents"],
        documents_second=pairs["documents_2"],
        documents=_both(pairs, "documents"),
        n_documents=_both(pairs, "documents").map(len).astype("Int64"),
        derived=True,
    )
    return described(table.drop(columns=["intervals_2", "written_2", "figure_ids_2", "documents_2"]), number)


def _both(pairs: pd.DataFrame, column: str) -> pd.Series:
    both = [tuple(dict.fromkeys([*a, *b])) for a, b in zip(pairs[column], pairs[f"{column}_2"], strict=True)]
    return pd.Series(both, index=pairs.index, dtype=object)


def described(table: pd.DataFrame, number=whole) -> pd.DataFrame:
    """Return the rows whose `intervals` together say anything, described: where to draw them and how to write them.

    Where one rendering is open above and another below, nothing follows that holds for both.

    Columns: `low`, `high` (float, missing = unbounded), `value` (the end that is known, the lower of two), `value_to`
    (the upper, where both are known and differ), `written`, `said`, `loosest` and `loosest_said` (all readings as one,
    with signs and in words), `open_side`, `qualified`, `without_number`.
    """
    hulls = table["intervals"].map(hull)
    says = hulls.map(lambda x: x.low > -inf or x.high < inf).astype(bool)
    table, hulls = table[says], hulls[says]
    low, high = (hulls.map(lambda x, end=end: getattr(x, end)).astype("float64") for end in ("low", "high"))
    low, high = low.where(low > -inf), high.where(high < inf)
    return table.assign(
        low=low,
        high=high,
        value=low.fillna(high),
        value_to=high.where(low.notna() & high.gt(low)),
        written=table["intervals"].map(lambda xs: " / ".join(dict.fromkeys(write_interval(x, number) for x in xs))),
        said=table["intervals"].map(lambda xs: _said([say_interval(x, number) for x in xs])),
        loosest=hulls.map(lambda x: write_interval(x, number)),
        loosest_said=hulls.map(lambda x: say_interval(x, number)),
        open_side=[("above" if pd.isna(b) else "below" if pd.isna(a) else "") for a, b in zip(low, high, strict=True)],
        qualified=True,
        without_number=False,
    )


def _said(said: list[str]) -> str:
    first, *others = dict.fromkeys(said)
    return first + (f" (elsewhere {' and '.join(others)})" if others else "")


def hull(xs: tuple[Interval, ...]) -> Interval:
    """Return the interval from the lowest to the highest end of intervals."""
    low, high = min(xs, key=lambda x: (x.low, x.low_open)), max(xs, key=lambda x: (x.high, not x.high_open))
    return Interval(low.low, high.high, low.low_open, high.high_open, any(x.approximate for x in xs))


def sums(rows: pd.DataFrame, metrics: Metrics, whole: str) -> pd.DataFrame:
    """Return the sum of the parts of a metric for each statement that gives all of them and no figure for the whole."""
    first, *others = metrics.summed(whole)
    parts = rows[~rows["statement_id"].isin(rows.loc[rows["metric"].eq(whole), "statement_id"])]
    total = parts[parts["metric"].eq(first)]
    for i, other in enumerate(others):
        total = combined(total, parts[parts["metric"].eq(other)], Interval.__add__, "+", chained=i > 0)
    return total.assign(metric=whole, what=metrics.phrase(whole), those=metrics.those(whole))


def totals(rows: pd.DataFrame, metrics: Metrics, whole: str) -> pd.DataFrame:
    """Return a metric by statement: as stated where it is, and the sum of its parts, marked `derived`.

    Where a statement has both, the sum is kept only beside a bare number that closes a bound which the
    parts leave open.
    """
    stated = rows[rows["metric"].eq(whole)].assign(metric=whole)
    if not metrics.summed(whole):
        return stated
    bare = stated.groupby("statement_id")["qualified"].any()
    closing = set(bare.index[~bare.astype(bool)])
    added = sums(rows[~(rows["metric"].eq(whole) & rows["statement_id"].isin(closing))], metrics, whole)
    added = added[~added["statement_id"].isin(closing) | added["open_side"].ne("")]
    return (
        pd.concat([stated, added], ignore_index=True) if len(stated) and len(added) else added if len(added) else stated
    )


def share(x: Interval) -> Interval:
    """Return a share with ends that say nothing left open: 0% and less, 100% and more."""
    return replace(x, low=x.low if x.low > 0 else -inf, high=x.high if x.high < 1 or x.is_point else inf)
