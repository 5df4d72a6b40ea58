"""The tables of 04_kcna_era: who spoke when, and the latest figure of each claimant before and after the pivot."""

from __future__ import annotations

import pandas as pd

from briefing.compare.base import View, estimates, with_era

UNDATED = "undated"
_COLUMNS = [
    *["statement_id", "claimant_id", "claimant", "claimant_name", "occasion", "made_on", "made_on_precision"],
    *["made_on_basis", "first", "last", "at", "known_from", "era", "given", "spoke_of", "n_figures", "numberless"],
    *["filled", "arrow", "stated", "figure_ids"],
]


def statements(view: View) -> pd.DataFrame:
    """Return one row for each statement: who, when, in which era, and what it gave.

    Columns: the statement's, `era`, `n_figures` (metrics with a number), `numberless` (it gave none at all),
    `filled` (a document kept a qualifier), `arrow` (always "": a statement is no value), `stated`, `at` (the middle
    of its date's period, missing where undated), `given` (tuple of (metric, written) in the order of the metrics)
    and `figure_ids`.
    """
    table = with_era(estimates(view.figures), view.pivot)
    if table.empty:
        return table.assign(n_figures=0, given=None, spoke_of=None, at=pd.NaT)
    numbered = table[~table["numberless"]].sort_values(["metric", "value"])
    given = (
        numbered.groupby(["statement_id", "metric"], observed=True, sort=True)["written"]
        .agg(" or ".join)
        .reset_index()
        .assign(pair=lambda t: list(zip(t["metric"].astype(str), t["written"], strict=True)))
        .groupby("statement_id")["pair"]
        .agg(tuple)
    )
    by_statement = table.groupby("statement_id", sort=False)
    one = by_statement.first().reset_index()
    per = one["statement_id"].map
    # A period that only the year bounds ends, at the latest, with the first document that carries the statement.
    last = one["last"].mask(one["last"] > one["known_from"], one["known_from"])
    spoke = table[table["numberless"]].groupby("statement_id")["metric"].agg(lambda m: tuple(sorted(m.astype(str))))
    return one.assign(
        last=last,
        spoke_of=[spoke.get(s, ()) for s in one["statement_id"]],
        given=[given.get(s, ()) for s in one["statement_id"]],
        n_figures=lambda t: t["given"].map(len).astype("Int64"),
        numberless=lambda t: t["n_figures"].eq(0).astype(bool),
        filled=per(numbered.groupby("statement_id")["filled"].any()).eq(True),
        arrow="",
        at=one["first"] + (last - one["first"]) / 2,
        figure_ids=per(by_statement["figure_ids"].agg(lambda f: tuple(x for t in f for x in t))),
    )[_COLUMNS]


def latest_by_era(view: View) -> pd.DataFrame:
    """Return one row for each claimant × era × metric that was spoken of: the latest figure, or that there is none.

    `era` is silence, kcna_era, or undated (no pivot, or a date that does not tell). Columns: claimant_id, claimant,
    era, metric, `numberless`, `written` (tuple, one for each value that documents give the latest statement),
    `said`, made_on, `figure_ids`.
    """
    table = with_era(estimates(view.figures), view.pivot)
    era = table["era"].cat.add_categories(UNDATED).fillna(UNDATED)
    cell = ["claimant_id", "claimant", "era", "metric"]
    ordered = table.assign(era=era).sort_values(["numberless", "known_from"], ascending=[False, True], kind="stable")
    last = ordered.groupby(cell, observed=True)["statement_id"].transform("last")
    return (
        ordered[ordered["statement_id"].eq(last)]
        .sort_values(["metric", "value"], kind="stable")
        .groupby([*cell, "statement_id", "made_on"], observed=True, as_index=False)
        .agg(
            numberless=("numberless", "all"),
            written=("written", tuple),
            said=("said", " or ".join),
            figure_ids=("figure_ids", lambda f: tuple(x for t in f for x in t)),
        )
        .sort_values(["era", "metric", "claimant_id"], ignore_index=True)
    )
