"""Renderings, estimates and revisions: the tables that every chart starts from.

Belongs here: what follows from figures, row by row. Does not belong here: what the parameters choose (view).
"""

from __future__ import annotations

import pandas as pd

from briefing.record.dossier import Pivot
from briefing.words import dates, intervals

ERAS = ["before", "since"]


CLAIM = ["statement_id", "metric"]


VALUE = [*CLAIM, "value", "value_to"]


BEHIND = {
    "documents": "document_id",
    "texts": "text_id",
    "outlets": "outlet",
    "voices": "voice",
    "figure_ids": "figure_id",
    "refers": "refers_to",
}


_METRIC = ["metric", "unit", "what", "those", "running"]
_NUMBER = ["value", "value_to", "qualifier", "low", "high", "bound"]


_STATEMENT = [
    "statement_id", "claimant_id", "claimant", "claimant_name", "claimant_kind", "occasion", "made_on",
    "made_on_precision", "made_on_basis", "first", "last", "known_from",
]  # fmt: skip


def renderings(figures: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each way in which documents render a claim (statement × metric).

    Columns: the statement's, metric, value, value_to, qualifier, low, high, bound, `written` ("≈600"), `said`
    ("about 600"), and the tuples `documents`, `texts`, `outlets`, `voices` and `figure_ids` behind it, with their count
    `n_documents`, and `n_texts`, in which copies of one text count once. In the order of the dates said.
    """
    way = group(figures, [*VALUE, "qualifier"])
    table = figures.loc[~way.duplicated(), [*_STATEMENT, *_METRIC, *_NUMBER]].reset_index(drop=True)
    reported = list(zip(table["value"], table["qualifier"], table["value_to"], table["unit"], strict=True))
    return table.assign(
        **{name: unique_tuples(figures[column], way, table.index) for name, column in BEHIND.items()},
        n_documents=lambda t: t["documents"].map(len).astype("Int64"),
        n_texts=lambda t: t["texts"].map(len).astype("Int64"),
        written=pd.Series([intervals.write(*r) for r in reported], dtype="str", index=table.index),
        said=pd.Series([intervals.say(*r) for r in reported], dtype="str", index=table.index),
    )


def group(table: pd.DataFrame, key: list[str]) -> pd.Series:
    """Return the number of each row's group, counted from 0 in the order in which they appear."""
    return table.groupby(key, dropna=False, observed=True, sort=False).ngroup()


def unique_tuples(values: pd.Series, number: pd.Series | pd.Index, index: pd.Index, parts: bool = False) -> pd.Series:
    """Return the tuple of each group's values, each once, in their order; `number` counts the groups from 0.

    With `parts` each value is a tuple that gives its parts. What `groupby.agg` does with a function for it, in a
    tenth of the time where the groups are many and small.
    """
    found: list[dict] = [{} for _ in index]
    for i, value in zip(number.tolist(), values.tolist(), strict=True):
        found[i].update(dict.fromkeys(value if parts else (value,)))
    return pd.Series([tuple(f) for f in found], index=index, dtype=object)


def estimates(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the estimates of figures; see `estimated`."""
    return estimated(renderings(figures))


def estimated(table: pd.DataFrame) -> pd.DataFrame:
    """Return, from `renderings`, one row for each value that a statement gives a metric.

    It keeps the doubt that any document kept. A document that prints a bare number may have lost an "about"; so where
    another document qualifies the same value, the qualified rendering is what is drawn, and the bare one is left to
    `discrepancies`. Two different qualifiers of one value are both kept: `written` is "≈600 / ≥600". A claim of which
    no document gives a number is one row without a value.

    Columns: the statement's, metric, value, value_to, low, high (Int64; of the loosest rendering), `written`, `said`,
    `what` (what it counts, and for which date or period where documents tell another than the statement's), `refers`
    (these, as written), `qualifiers` (tuple, most texts first), `qualified` (qualified), `open_side` ("above" for a
    lower bound, "below" for an upper one, else ""), `without_number`, `date_stated` (a document states the date), and
    of all mentions of the value `documents`, `texts`, `figure_ids`, `n_documents`, `n_texts`.
    """
    number = table["value"].notna()
    has_number = number.groupby([table[c] for c in CLAIM], observed=True).transform("any")
    table = table[number | ~has_number]
    value = group(table, VALUE)
    bare = table["qualifier"].eq("unqualified")
    qualified = (~bare & table["value"].notna()).groupby(value).transform("any")
    each = pd.RangeIndex(value.nunique())
    behind = {
        c: unique_tuples(table[c], value, each, parts=True) for c in ("documents", "texts", "figure_ids", "refers")
    }
    behind["refers"] = behind["refers"].map(lambda texts: tuple(filter(None, texts)))
    drawn = table[~(bare & qualified)].sort_values("n_texts", ascending=False, kind="stable")
    of = value[drawn.index]
    ends = drawn.groupby(of)
    said = {c: unique_tuples(drawn[c], of, each) for c in ("written", "said", "qualifier")}
    return (
        drawn.set_axis(of)
        .loc[lambda t: ~t.index.duplicated(), [*_STATEMENT, *_METRIC, "value", "value_to"]]
        .assign(
            low=ends["low"].min(skipna=False),
            high=ends["high"].max(skipna=False),
            written=said["written"].map(" / ".join).astype("str"),
            said=said["said"].map(_alternatives).astype("str"),
            qualifiers=said["qualifier"],
            **behind,
            what=lambda t: [
                w + dates.reference(refers, made_on)
                for w, refers, made_on in zip(t["what"], behind["refers"].reindex(t.index), t["made_on"], strict=True)
            ],
            qualified=lambda t: t["qualifiers"].map(lambda q: set(q) != {"unqualified"}).astype(bool),
            open_side=lambda t: t["qualifiers"].map(open_side_of).astype("str"),
            without_number=lambda t: t["value"].isna(),
            date_stated=lambda t: t["made_on_basis"].eq("stated"),
            n_documents=lambda t: t["documents"].map(len).astype("Int64"),
            n_texts=lambda t: t["texts"].map(len).astype("Int64"),
        )
        .sort_values(["known_from", "statement_id", "metric", "value"], kind="stable", ignore_index=True)
    )


def _alternatives(said: tuple[str, ...]) -> str:
    first, *others = said
    return first + (f" (elsewhere {' and '.join(others)})" if others else "")


def open_side_of(qualifiers: tuple[str, ...]) -> str:
    """Return on which side qualifiers leave a value open: above for a lower bound, below for an upper one, else ""."""
    if {"at_least", "more_than"} & set(qualifiers):
        return "above"
    return "below" if {"nearly", "up_to"} & set(qualifiers) else ""


def with_era(table: pd.DataFrame, pivot: Pivot | None) -> pd.DataFrame:
    """Return the table with `era`: before the pivot, or since it.

    Missing where the statement's date is not known well enough to tell, or where there is no pivot.
    """
    era = pd.Series(pd.NA, index=table.index, dtype="str")
    if pivot is not None and pivot.on is not None:
        era = era.mask(table["last"] < pivot.on, "before").mask(table["first"] >= pivot.on, "since")
    elif pivot is not None:  # the pivot lies after as_of: all that is dated was said before
        era = era.mask(table["first"].notna(), "before")
    return table.assign(era=pd.Categorical(era, categories=ERAS, ordered=True))


def with_midpoint(table: pd.DataFrame) -> pd.DataFrame:
    """Return the dated rows with `midpoint`, the middle of the period in which the statement was made."""
    dated = table[table["first"].notna()]
    return dated.assign(midpoint=dated["first"] + (dated["last"] - dated["first"]) / 2)


def revisions(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each step from one figure of a claimant to the next of the same running total.

    Columns: claimant_id, claimant, metric, and for both ends `_from` and `_to`: statement_id, made_on, midpoint, value,
    said. The difference is a revision of an estimate, not a loss in the period. Between two statements of which nobody
    knows which was the earlier there is none.
    """
    dated = table[~table["without_number"] & table["running"].astype(bool)].sort_values("midpoint", kind="stable")
    order = dated.groupby(["claimant_id", "metric"], observed=True)["midpoint"].rank(method="dense")
    ends = dated.assign(turn=order)[
        ["claimant_id", "claimant", "metric", "turn", "statement_id", "made_on", "midpoint", "value", "said",
         "first", "last"]
    ]  # fmt: skip
    steps = ends.merge(
        ends.assign(turn=ends["turn"] - 1).drop(columns="claimant"),
        on=["claimant_id", "metric", "turn"],
        suffixes=("_from", "_to"),
    )
    in_order = steps["last_from"] < steps["first_to"]
    return steps[in_order].drop(columns=["turn", "first_from", "last_from", "first_to", "last_to"], errors="ignore")


def span_of(table: pd.DataFrame, column: str = "made_on") -> str:
    """Return the span of dates in words; undated rows do not count."""
    return dates.span(sorted(set(table[column])))
