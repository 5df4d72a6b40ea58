"""The chart of 03_nis_and_zelenskyy."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from briefing.charts.marks import key_of
from briefing.charts.rows import RADIUS, TICKS, columns, draw_rows, name_rows, row_axes, scale
from briefing.compare import View
from briefing.findings import Words
from briefing.findings.english import sentence
from briefing.findings.gap import apart, explain, gap_in_words, labels, side_name
from briefing.layout import Box
from briefing.style import BODY, SMALL, SUBTITLE, Frame, Look, Theme, drawable, themed

BETWEEN = 1.8  # height of the gap's own row, in heights of a row
TALLEST = 0.68  # the most a row takes, in inches


@themed
def nis_and_zelenskyy(view: View, table: pd.DataFrame, words: Words, theme: Theme) -> Figure:
    """Draw two claimants' losses on one axis, the totals next to each other, and the gap as a band between them.

    `table` is that of `compare.gap`.
    """
    look = Look(theme, view.dossier.claimants)
    if words.nothing:
        return Frame(words, theme, look).empty(words.nothing)
    claims = table[table["role"].ne("gap")].astype({"stated": bool, "numberless": bool, "filled": bool})
    frame = Frame(words, theme, look, key_of(claims))
    claims, between, end = _placed(claims)
    claims = labels(claims)
    sides = {side: side_name(rows) for side, rows in claims.groupby("side")}
    group, name = columns(
        frame, [[text for heading in sides.values() for text in heading], list(claims["name"])], [3.0, 2.2]
    )
    height = min(frame.body.height - TICKS, TALLEST * end)
    box = Box(frame.body.left + group + name, frame.body.top - height - TICKS, frame.body.right, frame.body.top)
    axes = row_axes(frame, box, end, scale(claims[["value", "value_to"]].stack(), 1.4))
    _draw_gap(frame, axes, table, claims, between)
    draw_rows(frame, axes, claims)
    name_rows(frame, axes, frame.body.left + group, name, claims.drop_duplicates("y").set_index("y")["name"])
    for side, (who, when, occasion) in sides.items():
        y = claims.loc[claims["side"].eq(side), "y"].min()
        name_rows(frame, axes, frame.body.left, group, pd.Series({y: who}), "bold")
        low = frame.place(axes, 0, y)[1] - 0.05
        lines = [(when, frame.theme.ink)]
        lines += [(t, frame.theme.muted) for t in frame.measure.wrap(drawable(occasion), group - 0.25, SMALL, lines=2)]
        for i, (line, colour) in enumerate(lines):
            frame.text(frame.body.left, low - (i + 1) * frame.measure.height(SMALL), line, SMALL, colour=colour)
    return frame.figure


def _placed(claims: pd.DataFrame) -> tuple[pd.DataFrame, float, float]:
    """Return the claims with `y`, the middle of the gap's row, and where all rows end, in heights of a row.

    The lower side ends with its total, the higher begins with it; different totals of a side share a row.
    """
    part = claims["role"].eq("part").astype(int)
    claims = claims.assign(turn=part.where(claims["side"].eq(1), -part), row=claims["role"] + claims["metric"])
    claims = claims.sort_values(["side", "turn"], kind="stable", ignore_index=True)
    place = claims.groupby(["side", "row"], sort=False).ngroup()
    claims["y"] = place + 0.5 + claims["side"].eq(1) * BETWEEN
    first = int(place[claims["side"].eq(0)].max()) + 1
    return claims, first + BETWEEN / 2, float(claims["y"].max()) + 1.3


def _draw_gap(frame: Frame, axes: Axes, table: pd.DataFrame, claims: pd.DataFrame, y: float) -> None:
    """Draw the band between the two totals, a dimension line in it, and what it means beside it."""
    total = claims[claims["role"].eq("total")]
    low, high = (total.loc[total["side"].eq(side), "value"] for side in (0, 1))
    a, b = float(low.min()), float(high.max())
    rows = [float(total.loc[total["side"].eq(side), "y"].min()) for side in (0, 1)]
    start, stop = rows[0] + 0.5, rows[1] - 0.5  # clear of both totals' labels
    axes.add_patch(Rectangle((a, start), b - a, stop - start, color=frame.theme.band, lw=0, zorder=0))
    for x, ends in ((a, (rows[0], stop)), (b, (start, rows[1]))):
        axes.plot([x, x], ends, color=frame.theme.accent, lw=1.2, zorder=1)
    exact = table.loc[table["role"].eq("gap"), ["low", "high"]].nunique(axis=1, dropna=False).eq(1).any()
    axes.plot([a, b], [y, y], color=frame.theme.accent, lw=2.4, zorder=2, ls="-" if exact else (0, (3, 1.5)))
    left, right, middle = *(frame.place(axes, x, y)[0] for x in (a, b)), frame.place(axes, 0, y)[1]
    inside = frame.box_of(axes)
    rooms = {1: (right + 0.12, frame.body.right - right - 0.12), -1: (left - 0.12, left - 0.12 - inside.left)}
    side = max(rooms, key=lambda s: rooms[s][1])
    x, room = rooms[side]
    align = "left" if side > 0 else "right"
    behind = {"facecolor": frame.theme.background, "linewidth": 0, "pad": 1}
    head = frame.measure.cut(drawable(sentence(f"gap: {gap_in_words(table)}")), room, SUBTITLE, "bold")
    frame.text(x, middle + 0.08, head, SUBTITLE, "bold", frame.theme.accent, ha=align).set_bbox(behind)
    for i, line in enumerate(frame.measure.wrap(drawable(explain(table)), room, SMALL, lines=2)):
        frame.text(
            x, middle - 0.13 - i * frame.measure.height(SMALL), line, SMALL, colour=frame.theme.muted, ha=align
        ).set_bbox(behind)
    days = frame.measure.cut(drawable(sentence(apart(table))), inside.left - frame.body.left - 2 * RADIUS, BODY, "bold")
    frame.text(frame.body.left, middle, days, BODY, "bold", frame.theme.accent, va="center_baseline")
