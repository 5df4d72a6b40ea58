"""The table of 05_deployment: who was sent, planned, arrived and returned, by statement."""

from __future__ import annotations

import pandas as pd

from briefing.analysis.derived import across
from briefing.analysis.view import View, mentions
from briefing.drawing.capacity import chosen

TROOPS = ("deployed", "deployed_additional", "deployment_planned", "deployment_arrived", "returned")
WORKERS = ("workers_planned",)
ROWS = 11  # of the ledger


def deployment(view: View) -> pd.DataFrame:
    """Return the estimates of troops sent, planned, arrived and returned, and of workers, undated ones included.

    Adds `block` (troops, workers), `spread` (documents render this claim of one statement with different values),
    `outlets`, `voices` and `quotes` (tuples, of all mentions of the value). In the order of the ledger: by metric,
    numbers before statements without one, then by date, undated last.
    """
    table = view.estimates_of([*TROOPS, *WORKERS])
    table = mentions(view, across(table)).astype({"metric": str})
    number = table["value"].astype("str").fillna("") + "–" + table["value_to"].astype("str").fillna("")
    values = number.groupby([table["statement_id"], table["metric"]]).transform("nunique")
    return (
        table.assign(
            block=table["metric"].isin(WORKERS).map({True: "workers", False: "troops"}),
            spread=values > 1,
            rank=table["metric"].map([*TROOPS, *WORKERS].index),
        )
        .sort_values(["rank", "numberless", "first", "statement_id", "value"], kind="stable", ignore_index=True)
        .drop(columns="rank")
    )


def ledger(table: pd.DataFrame) -> pd.DataFrame:
    """Return the claims that the ledger draws, with `row`: all without a number of a metric share a row."""
    table = table.assign(row=table["statement_id"].where(~table["numberless"], ""))
    numbered, silent = table[~table["numberless"]], table[table["numberless"]]
    kept = chosen(numbered, ["metric", "row"], "metric", ROWS - silent["metric"].nunique())
    kept = pd.concat([t for t in (kept, silent) if len(t)]) if len(table) else table
    order = kept["metric"].map([*TROOPS, *WORKERS].index)
    return kept.assign(rank=order).sort_values(["rank", "numberless"], kind="stable").drop(columns="rank")
