"""The chart of 03_nis_and_zelenskyy."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from briefing.charts.marks import key_of
from briefing.charts.rows import RADIUS, TICKS, columns, draw_rows, name_rows, one_line, row_axes, scale
from briefing.compare import View
from briefing.findings import Words
from briefing.findings.english import sentence
from briefing.findings.gap import apart, explain, gap_in_words, labels, side_name
from briefing.layout import Box
from briefing.style import BODY, SMALL, SUBTITLE, Frame, Look, Theme, drawable, themed

HEADING, BETWEEN = 1.0, 1.7  # heights in rows: of a claimant's name, of the gap's own row
TALLEST = 0.5  # the most a row takes, in inches


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
    (name,) = columns(frame, [list(claims["name"])], [3.0])
    name = max(name, 2.2)
    height = min(frame.body.height - TICKS, TALLEST * end)
    box = Box(frame.body.left + name, frame.body.top - height - TICKS, frame.body.right, frame.body.top)
    axes = row_axes(frame, box, end, scale(claims[["value", "value_to"]].stack()))
    _draw_gap(frame, axes, table, claims, between)
    draw_rows(frame, axes, claims)
    name_rows(frame, axes, frame.body.left, name, claims.drop_duplicates("y").set_index("y")["name"])
    for _, rows in claims.groupby("side"):
        head, tail = side_name(rows)
        y = frame.place(axes, 0, rows["y"].min() - 0.5 - HEADING / 2)[1] - 0.03
        one_line(frame, frame.body.left, frame.body.width, y, head, tail, 1)
    return frame.figure


def _placed(claims: pd.DataFrame) -> tuple[pd.DataFrame, float, float]:
    """Return the claims with `y`, the middle of the gap's row, and where all rows end, in heights of a row.

    The lower side ends with its total, the higher begins with it; different totals of a side share a row.
    """
    part = claims["role"].eq("part").astype(int)
    claims = claims.assign(turn=part.where(claims["side"].eq(1), -part), row=claims["role"] + claims["metric"])
    claims = claims.sort_values(["side", "turn"], kind="stable", ignore_index=True)
    place = claims.groupby(["side", "row"], sort=False).ngroup()
    first = int(place[claims["side"].eq(0)].max()) + 1
    claims["y"] = place + 0.5 + HEADING + claims["side"].eq(1) * (HEADING + BETWEEN)
    return claims, HEADING + first + BETWEEN / 2, float(claims["y"].max()) + 0.6


def _draw_gap(frame: Frame, axes: Axes, table: pd.DataFrame, claims: pd.DataFrame, y: float) -> None:
    """Draw the band between the two totals, a dimension line in it, and what it means beside it."""
    total = claims[claims["role"].eq("total")]
    low, high = (total.loc[total["side"].eq(side), "value"] for side in (0, 1))
    a, b = float(low.min()), float(high.max())
    tops = [float(total.loc[total["side"].eq(side), "y"].min()) for side in (0, 1)]
    axes.add_patch(Rectangle((a, tops[0]), b - a, tops[1] - tops[0], color=frame.theme.band, lw=0, zorder=0))
    for x in (a, b):
        axes.plot([x, x], tops, color=frame.theme.accent, lw=1.2, zorder=1)
    axes.plot([a, b], [y, y], color=frame.theme.accent, lw=2.4, zorder=2, solid_capstyle="butt")
    left, right, middle = *(frame.place(axes, x, y)[0] for x in (a, b)), frame.place(axes, 0, y)[1]
    inside = frame.box_of(axes)
    rooms = {1: (right + 0.12, frame.body.right - right - 0.12), -1: (left - 0.12, left - 0.12 - inside.left)}
    side = max(rooms, key=lambda s: rooms[s][1])
    x, room = rooms[side]
    align = "left" if side > 0 else "right"
    head = frame.measure.cut(drawable(sentence(f"gap: {gap_in_words(table)}")), room, SUBTITLE, "bold")
    frame.text(x, middle + 0.08, head, SUBTITLE, "bold", frame.theme.accent, ha=align)
    for i, line in enumerate(frame.measure.wrap(drawable(explain(table)), room, SMALL, lines=2)):
        frame.text(x, middle - 0.13 - i * frame.measure.height(SMALL), line, SMALL, colour=frame.theme.muted, ha=align)
    days = frame.measure.cut(drawable(sentence(apart(table))), inside.left - frame.body.left - 2 * RADIUS, BODY, "bold")
    frame.text(frame.body.left, middle, days, BODY, "bold", frame.theme.accent, va="center_baseline")
