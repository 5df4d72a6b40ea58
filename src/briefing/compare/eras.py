"""The tables of 04_kcna_era: who spoke when, and the latest figure of each claimant before and after the pivot."""

from __future__ import annotations

import pandas as pd

from briefing.analysis.estimates import CLAIM, gathered, with_era
from briefing.analysis.view import View

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
    table = with_era(view.estimates, view.pivot)
    if table.empty:
        return table.assign(n_figures=0, given=None, spoke_of=None, at=pd.NaT)
    numbered = table[~table["numberless"]].sort_values(["metric", "value"])
    one = table.drop_duplicates("statement_id", ignore_index=True)
    turn = pd.Series(one.index, index=one["statement_id"])
    written = numbered.groupby(CLAIM, observed=True, sort=True)["written"].agg(" or ".join).reset_index()
    pairs = pd.Series(list(zip(written["metric"].astype(str), written["written"], strict=True)), dtype=object)
    silent = table[table["numberless"]].astype({"metric": "str"}).sort_values("metric", kind="stable")

    def of_each(values: pd.Series, statement_ids: pd.Series, parts: bool = False) -> pd.Series:
        return gathered(values, statement_ids.map(turn), one.index, parts)

    # A period that only the year bounds ends, at the latest, with the first document that carries the statement.
    last = one["last"].mask(one["last"] > one["known_from"], one["known_from"])
    return one.assign(
        last=last,
        spoke_of=of_each(silent["metric"], silent["statement_id"]),
        given=of_each(pairs, written["statement_id"]),
        n_figures=lambda t: t["given"].map(len).astype("Int64"),
        numberless=lambda t: t["n_figures"].eq(0).astype(bool),
        filled=one["statement_id"].isin(numbered.loc[numbered["filled"], "statement_id"]),
        arrow="",
        at=one["first"] + (last - one["first"]) / 2,
        figure_ids=of_each(table["figure_ids"], table["statement_id"], parts=True),
    )[_COLUMNS]


def latest_by_era(view: View) -> pd.DataFrame:
    """Return one row for each claimant × era × metric that was spoken of: the latest figure, or that there is none.

    `era` is silence, kcna_era, or undated (no pivot, or a date that does not tell). Columns: claimant_id, claimant,
    era, metric, `numberless`, `written` (tuple, one for each value that documents give the latest statement),
    `said`, made_on, `figure_ids`.
    """
    table = with_era(view.estimates, view.pivot)
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
