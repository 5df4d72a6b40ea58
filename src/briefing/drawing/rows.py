"""Rows on a horizontal value axis: what the gap, the ledger and the rates draw alike.

Belongs here: axes, marks and labels of rows. Does not belong here: which rows there are (charts).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from briefing.drawing.frame import Frame
from briefing.drawing.layout import Box
from briefing.drawing.marks import draw_marks, draw_ranges
from briefing.drawing.theme import ARROW, MARK, NUMBER, OUTLINE, SMALL, drawable
from briefing.words.intervals import percent, whole

RADIUS = np.sqrt(MARK * OUTLINE) / 72 / 2  # of a mark with its outline, in inches
REACH = ARROW / 72  # of a bound's arrow
TICKS = 0.36  # height of the numbers under an axis
HEAD = NUMBER


def row_axes(frame: Frame, box: Box, rows: float, top: float, number: Callable = whole, ticks: bool = True) -> Axes:
    """Add axes for rows, counted from the top, with a value axis from zero to `top`; the numbers stand below."""
    axes = frame.axes(Box(box.left, box.bottom + TICKS * ticks, box.right, box.top))
    axes.set(xlim=(0, top), ylim=(rows, 0), yticks=[])
    at = MaxNLocator(6, min_n_ticks=3, steps=[1, 2, 5, 10]).tick_values(0, top)
    axes.set_xticks([x for x in at if 0 <= x <= min(top, 1 if number is percent else top)])
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: number(v)))
    axes.grid(axis="x", color=frame.theme.grid, linewidth=1)
    axes.axvline(0, color=frame.theme.muted, lw=1, zorder=1)
    axes.set_axisbelow(True)
    axes.tick_params(axis="x", labelbottom=ticks, pad=4)
    return axes


def draw_rows(frame: Frame, axes: Axes, table: pd.DataFrame) -> None:
    """Draw and label the marks of rows; needs `y`, `value`, `value_to`, `head`, `tail` and what `draw_marks` needs.

    A range is a bar from end to end in its claimant's colour; different values of one row are joined in the accent.
    Rows in which documents disagree (`documents_differ`) are shaded.
    """
    table = table.assign(derived=table.get("derived", False))
    ranges = table["value_to"].notna()
    draw_ranges(frame, axes, table[ranges], "y", horizontal=True)
    for y, rows in table.groupby("y"):
        values = rows[["value", "value_to"]].stack()
        if rows["documents_differ"].any():
            shade_row(frame, axes, y)
        if len(rows) > 1:
            axes.plot([values.min(), values.max()], [y, y], color=frame.theme.accent, lw=2.4, zorder=2)
    draw_marks(frame, axes, table[~ranges], "value", "y", horizontal=True)
    for _, rows in table.groupby("y"):
        label_row(frame, axes, rows.sort_values("value", kind="stable"))


def shade_row(frame: Frame, axes: Axes, y: float) -> None:
    """Shade a row over the whole width of the body."""
    low, high = (frame.place(axes, 0, at)[1] for at in (y + 0.5, y - 0.5))
    band = Rectangle((frame.body.left - 0.1, low), frame.body.width + 0.2, high - low, lw=0, zorder=-2)
    band.set(facecolor=frame.theme.band, transform=frame.figure.dpi_scale_trans)
    frame.figure.add_artist(band)


def label_row(frame: Frame, axes: Axes, rows: pd.DataFrame) -> None:
    """Label a row: one mark on the side with room; of several the lowest on its left, the highest on its right."""
    low, high = rows.iloc[0], rows.iloc[-1]
    left, right = _free(frame, axes, rows)
    y = frame.place(axes, 0, low.y)[1]
    back = frame.theme.band if low["documents_differ"] else frame.theme.background
    if len(rows) == 1 or left[1] < frame.measure.width(low["head"], HEAD, "bold"):
        head = " or ".join(dict.fromkeys(rows["head"]))
        tail = "; ".join(dict.fromkeys(t for t in rows["tail"] if t))
        wanted = frame.measure.width(head, HEAD, "bold") + frame.measure.width(tail, SMALL) + 0.1
        side = 1 if right[1] >= min(wanted, left[1]) else -1
        of = _place(frame, axes, high if side > 0 else low, side)
        one_line(frame, *(right if side > 0 else left), y, head, tail, side, back, of)
        return
    more = f", {len(rows) - 2} more between" if len(rows) > 2 else ""
    one_line(frame, *left, y, low["head"], low["tail"], -1, back, _place(frame, axes, low, -1))
    one_line(frame, *right, y, high["head"], high["tail"] + more, 1, back, _place(frame, axes, high, 1))


def _place(frame: Frame, axes: Axes, row, side: int) -> tuple[float, float]:
    """Return the point (inches) that a label on one side belongs to: the mark, or the tip of its arrow there."""
    if pd.notna(row["value_to"]):
        return frame.place(axes, float(row["value_to"] if side > 0 else row["value"]), row["y"])
    x, y = frame.place(axes, float(row["value"]), row["y"])
    return x + side * REACH * (row["open_side"] == {1: "above", -1: "below"}[side]), y


def _free(frame: Frame, axes: Axes, rows: pd.DataFrame) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return where text may start and its room: left of all marks of a row, and right of them, with their arrows."""
    inside = frame.box_of(axes)
    ends = pd.concat([rows["value"], rows["value_to"].dropna()])
    places = pd.Series([frame.place(axes, value, 0)[0] for value in ends], index=ends.index)
    start = min(places - rows["open_side"].eq("below").map({True: REACH, False: RADIUS})[places.index]) - 0.05
    stop = max(places + rows["open_side"].eq("above").map({True: REACH, False: RADIUS})[places.index]) + 0.05
    return (start, start - inside.left - 0.06), (stop, frame.body.right - stop)


def one_line(
    frame: Frame, x: float, room: float, y: float, head: str, tail: str, side: int, back: str = "", of=None
) -> None:
    """Write a bold head and a quieter tail in one line that starts at x, or ends there with `side` -1, in a room.

    `back` is the colour behind the text, which keeps the grid off it, `of` the point (inches) of the mark it labels.
    """
    head = frame.measure.cut(drawable(head), room, HEAD, "bold")
    wide = frame.measure.width(head, HEAD, "bold") + 0.1 * bool(head)
    align = "left" if side > 0 else "right"
    whole = drawable(tail)
    tail = frame.measure.cut(whole, room - wide, SMALL) if room - wide > 0.45 else ""
    if len(tail) < 0.6 * len(whole):  # half a name says less than none
        tail = ""
    behind = {"facecolor": back or frame.theme.background, "linewidth": 0, "pad": 1}
    parts = [(x, head, HEAD, "bold", frame.theme.ink), (x + side * wide, tail, SMALL, "regular", frame.theme.muted)]
    for at, text, size, weight, colour in parts:
        if text:
            written = frame.text(at, y, text, size, weight, colour, ha=align, va="center_baseline")
            written.set_bbox(behind)
            written.of_mark = of


def columns(frame: Frame, names: list[list[str]], most: list[float]) -> list[float]:
    """Return the widths in inches of columns of names: the widest name in each, at most so much."""
    return [
        0.05 + min(limit, max([0.0, *(frame.measure.width(drawable(n), SMALL, "bold") for n in column)])) + 0.25
        for column, limit in zip(names, most, strict=True)
    ]


def name_rows(frame: Frame, axes: Axes, x: float, width: float, names: pd.Series, weight: str = "regular") -> None:
    """Write names (indexed by y) in a column of a width, cut to it."""
    for y, name in names.items():
        name = frame.measure.cut(drawable(name), width - 0.15, SMALL, weight)
        frame.text(x, frame.place(axes, 0, y)[1], name, SMALL, weight, va="center_baseline")


def scale(values: pd.Series, room: float = 1.25) -> float:
    """Return the end of a value axis that leaves room on the right of the highest value."""
    return room * (float(values.max()) or 1.0) if len(values.dropna()) else 1.0


GAP = 0.3  # between groups, in heights of a row


def rows_to_draw(table: pd.DataFrame, row: list[str], group: str, most: int) -> pd.DataFrame:
    """Return the rows of a table to draw: at most so many by the columns `row`, in the table's order.

    First those whose `documents_differ` is True (the latest of each group), then the latest of each group, then the
    latest of each claimant in a group, then the latest; of equals the group that stands first in the table.
    """
    acts = table.drop_duplicates(row).sort_values("first", ascending=False, na_position="last", kind="stable")
    turn = acts.groupby([group, ~acts["documents_differ"]], observed=True).cumcount()
    own = acts.groupby([group, "claimant_id"], observed=True).cumcount()
    rank = pd.DataFrame(
        {
            "later": ~(acts["documents_differ"] & turn.eq(0)),
            "turn": acts.groupby(group, observed=True).cumcount().gt(0),
            "documents_differ": ~acts["documents_differ"],
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
