"""Which rows of a long table a chart with rows draws, and where: the chart has room for a few.

Belongs here: choosing and ordering rows by what they show. Does not belong here: inches.
"""

from __future__ import annotations

import pandas as pd

GAP = 0.3  # between groups, in heights of a row


def chosen(table: pd.DataFrame, row: list[str], group: str, most: int) -> pd.DataFrame:
    """Return the rows of a table to draw: at most so many by the columns `row`, in the table's order.

    First those whose `spread` is True (the latest of each group), then the latest of each group, then the
    latest of each claimant in a group, then the latest; of equals the group that stands first in the table.
    """
    acts = table.drop_duplicates(row).sort_values("first", ascending=False, na_position="last", kind="stable")
    turn = acts.groupby([group, ~acts["spread"]], observed=True).cumcount()
    own = acts.groupby([group, "claimant_id"], observed=True).cumcount()
    rank = pd.DataFrame(
        {
            "later": ~(acts["spread"] & turn.eq(0)),
            "turn": acts.groupby(group, observed=True).cumcount().gt(0),
            "spread": ~acts["spread"],
            "own": own.gt(0),
            "group": acts[group].map({g: i for i, g in enumerate(table[group].unique())}),
        }
    )
    kept = acts.loc[rank.sort_values(list(rank), kind="stable").index[:most], row]
    return table.merge(kept, on=row)


def placed(table: pd.DataFrame, row: list[str], group: str) -> pd.DataFrame:
    """Return the table with `y`, the middle of each row from the top, in heights of a row, groups a gap apart."""
    place = table.groupby(row, sort=False, observed=True).ngroup()
    groups = table.groupby(group, sort=False, observed=True).ngroup()
    return table.assign(y=place + 0.5 + GAP * groups)
