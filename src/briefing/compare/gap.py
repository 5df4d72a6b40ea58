"""The table of 03_nis_and_zelenskyy: two claimants' losses beside each other, and how far they lie apart."""

from __future__ import annotations

import pandas as pd

from briefing.analysis.derived import described, totals, with_intervals
from briefing.analysis.estimates import drawn_at
from briefing.analysis.view import View, mentions
from briefing.compare.losses import LOSSES

MEASURES = ("casualties", "killed", "wounded")  # what may be compared, the most telling first
PARTS = ("killed", "wounded")


def gap(view: View) -> pd.DataFrame:
    """Return the rows of two statements by two claimants, and the gap between them; no rows where there is no pair.

    The pair is the two claimants whose dated statements of one measure lie closest in time, the latest such pair.
    The measure is killed and wounded together, stated or the sum of both in one statement; where no two claimants
    give that, killed; then wounded. Columns: `role` (part, total, gap), `side` (0 the lower claim, 1 the
    higher), `measure`, `days` between the statements (missing where a date is not known to the day), `meets` (a number
    exists that both claims allow), and those of `compare.derived`. Where both claims are open there is no gap row.
    """
    table = drawn_at(view.estimates_of(LOSSES))
    rows = with_intervals(table).astype({"metric": str})
    for measure in MEASURES:
        compared = totals(rows) if measure == "casualties" else rows[rows["metric"].eq(measure)]
        if pair := closest(compared):
            return _sides(view, rows, compared[compared["statement_id"].isin(pair)], measure)
    return rows.head(0).assign(role="", side=0, measure="", days=pd.NA, meets=False)


def closest(table: pd.DataFrame) -> tuple[str, str] | None:
    """Return the two statements of different claimants that lie closest in time, the latest of equals.

    In the order of time the closest pair is always neighbours, so neighbours are all that is looked at.
    """
    acts = table.drop_duplicates("statement_id").sort_values(["at", "statement_id"], kind="stable")
    before = acts.shift()
    apart = (acts["at"] - before["at"]).where(acts["claimant_id"].ne(before["claimant_id"]))
    if apart.isna().all():
        return None
    place = apart[apart.eq(apart.min())].index[-1]
    return before.loc[place, "statement_id"], acts.loc[place, "statement_id"]


def _sides(view: View, rows: pd.DataFrame, compared: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return parts, totals and gap of the two statements that `compared` holds."""
    lowest = compared.groupby("statement_id")["value"].min().sort_values(kind="stable").index
    sides = {statement: side for side, statement in enumerate(lowest)}
    parts = rows[rows["statement_id"].isin(sides) & rows["metric"].isin(PARTS) & (measure == "casualties")]
    claims = pd.concat([t for t in (parts.assign(role="part"), compared.assign(role="total")) if len(t)])
    claims = claims.assign(side=claims["statement_id"].map(sides)).sort_values(
        ["side", "role", "metric", "value"], kind="stable", ignore_index=True
    )
    lower, higher = (claims[claims["role"].eq("total") & claims["side"].eq(side)] for side in (0, 1))
    pairs = [(a, b) for x in lower["xs"] for y in higher["xs"] for a in x for b in y]
    difference = pd.DataFrame(
        {
            "role": ["gap"],
            "side": 1,
            "metric": measure,
            "how": " or ".join(higher["written"]) + " − " + " or ".join(lower["written"]),
            "derived": True,
            "figure_ids": [tuple(f for ids in pd.concat([lower, higher])["figure_ids"] for f in ids)],
            "xs": [tuple(dict.fromkeys(b - a for a, b in pairs))],
        }
    )
    claims = mentions(view, claims)
    known = claims["made_on_precision"].eq("day").all()
    return (
        pd.concat([claims, described(difference)], ignore_index=True)
        .assign(
            measure=measure,
            days=abs((higher["first"].iloc[0] - lower["first"].iloc[0]).days) if known else pd.NA,
            spread=lambda t: t.groupby(["side", "role", "metric"])["value"].transform("nunique") > 1,
            meets=any(a.meets(b) for a, b in pairs),
        )
        .drop(columns=[c for c in claims if c in ("xs", "qualifiers", "documents_first", "documents_second")])
    )
