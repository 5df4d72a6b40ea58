"""The chart of 03_nis_and_zelenskyy."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from briefing.analysis.scope import Words
from briefing.analysis.view import View
from briefing.drawing.frame import Frame
from briefing.drawing.layout import Box
from briefing.drawing.marks import key_of
from briefing.drawing.rows import RADIUS, TICKS, columns, draw_rows, name_rows, row_axes, scale
from briefing.drawing.theme import BODY, SMALL, SUBTITLE, Look, Theme, drawable, themed
from briefing.findings.gap import apart, explain, gap_in_words, labels, side_name
from briefing.words.english import sentence

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
    gap = table[table["role"].eq("gap")]
    if len(gap):  # a broken line is a bound, a whole one a number
        whole = gap["low"].eq(gap["high"]).any()
        axes.plot([a, b], [y, y], color=frame.theme.accent, lw=2.4, zorder=2, ls="-" if whole else (0, (3, 1.5)))
    _say_gap(frame, axes, table, (a, b), y)
    inside, middle = frame.box_of(axes), frame.place(axes, 0, y)[1]
    days = frame.measure.cut(drawable(sentence(apart(table))), inside.left - frame.body.left - 2 * RADIUS, BODY, "bold")
    frame.text(frame.body.left, middle, days, BODY, "bold", frame.theme.accent, va="center_baseline")


def _say_gap(frame: Frame, axes: Axes, table: pd.DataFrame, ends: tuple[float, float], y: float) -> None:
    """Write the gap and what it means beside its band, or in it, wherever there is most room."""
    left, right, middle = *(frame.place(axes, x, y)[0] for x in ends), frame.place(axes, 0, y)[1]
    inside, gap = frame.box_of(axes), 0.12
    places = [
        (left - gap - inside.left, left - gap, "right", frame.theme.background),
        (frame.body.right - right - gap, right + gap, "left", frame.theme.background),
        (right - left - 2 * gap, left + gap, "left", frame.theme.band),
    ]
    room, x, align, back = max(places)
    head = sentence(gap_in_words(table))
    lines = [(head, 0.08, SUBTITLE, "bold", frame.theme.accent)]
    step = frame.measure.height(SMALL)
    wrapped = frame.measure.wrap(drawable(explain(table)), room, SMALL, lines=2)
    lines += [(line, -0.2 - i * step, SMALL, "regular", frame.theme.muted) for i, line in enumerate(wrapped)]
    for text, above, size, weight, colour in lines:
        text = frame.measure.cut(drawable(text), room, size, weight)
        drawn = frame.text(x, middle + above, text, size, weight, colour, ha=align)
        drawn.set_bbox({"facecolor": back, "linewidth": 0, "pad": 1})
