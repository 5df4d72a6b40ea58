"""The chart of 02_losses_over_time."""

from __future__ import annotations

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from briefing.charts.marks import draw_silence, key_of, label_marks, name_era
from briefing.compare import View, revisions
from briefing.findings import Words
from briefing.findings.english import METRICS
from briefing.layout import Box, Room
from briefing.style import (
    ARROW,
    MARK,
    SMALL,
    SUBTITLE,
    Frame,
    Look,
    Theme,
    draw_marks,
    drawable,
    shade_era,
    themed,
    time_axis,
    value_axis,
)

LANE = 0.34  # height of a lane in inches
MOST_LANES = 4


@themed
def losses_over_time(view: View, table: pd.DataFrame, words: Words, theme: Theme) -> Figure:
    """Draw the reported losses by date: a panel a metric, on one scale, with the silence of the pivot's claimant.

    `table` is that of `compare.losses`.
    """
    steps = revisions(table) if len(table) else table
    frame = Frame(
        words, theme, Look(theme, view.dossier.claimants), key_of(table, len(steps) > 0) if len(table) else ()
    )
    if words.nothing:
        return frame.empty(words.nothing)
    metrics = list(table["metric"].cat.categories)
    lanes = _silent_lanes(view, table)
    strip = LANE * len(lanes)
    top = 1.22 * float(table["value"].max())
    first, last = table["at"].min(), max(table["at"].max(), view.pivot_on or table["at"].max())
    names = [frame.measure.cut(drawable(name), 1.6, SMALL) for name in lanes.values()]
    gutter = max([0.62, *(frame.measure.width(n, SMALL) + 0.2 for n in names)])
    width = (frame.body.width - gutter) / len(metrics)
    ground = frame.body.bottom + 0.5
    for name, y in zip(names, _lane_heights(len(lanes), ground), strict=True):
        frame.text(frame.body.left, y, name, SMALL, va="center_baseline")
    floor = ground + strip + 0.1 * bool(lanes)
    below = _reach_below_zero(table, top, frame.body.top - 0.36 - floor)
    panels, labelled = table[~table["numberless"]].groupby("metric", observed=True).size(), 0
    size = MARK * min(1.0, max(0.25, 16 / panels.max()))
    for i, metric in enumerate(metrics):
        left = frame.body.left + gutter + i * width
        rows = table[table["metric"].eq(metric)]
        box = Box(left, floor + below, left + width - 0.3, frame.body.top - 0.36)
        axes = frame.axes(box)
        value_axis(axes, top, labelled=i == 0)
        time_axis(axes, first, last, labelled=not lanes)
        axes.tick_params(axis="x", pad=4 + 72 * below)
        shade_era(axes, view.pivot_on, theme)
        frame.text(left, frame.body.top - 0.2, METRICS[metric].capitalize(), SUBTITLE, "bold")
        frame.room = Room(Box(left, box.bottom, left + width - 0.08, box.top))
        if view.pivot_on is not None:
            x = frame.place(axes, view.pivot_on, 0)[0]
            frame.room.take(Box(x - 0.03, box.bottom, x + 0.03, box.top))
        if i == 0:
            name_era(frame, axes, view)
        for step in steps[steps["metric"].eq(metric)].itertuples():
            start, end = (step.at_from, step.value_from), (step.at_to, step.value_to)
            frame.join(axes, start, end, frame.look.colour(step.claimant_id))
        numbered = rows[~rows["numberless"]]
        draw_marks(frame, axes, numbered, "at", "value", size=size)
        labelled += label_marks(frame, axes, numbered)
        if lanes:
            low = frame.axes(Box(left, ground, box.right, ground + strip))
            low.set(ylim=(0, len(lanes)), yticks=[])
            time_axis(low, first, last)
            shade_era(low, view.pivot_on, theme, line=False)
            _draw_lanes(frame, view, low, rows[rows["numberless"]], list(lanes))
    if labelled < panels.sum():
        text = f"{labelled} of {panels.sum():,} figures labelled; all stand in the data beside the chart"
        frame.text(frame.body.right, frame.body.top + 0.04, text, SMALL, colour=theme.muted, ha="right")
    return frame.figure


def _reach_below_zero(table: pd.DataFrame, top: float, height: float) -> float:
    """Return the inches by which the arrow of an upper bound, whose length is fixed, reaches below the axis."""
    lowest = table.loc[table["arrow"].eq("down"), "value"].min()
    return 0.0 if pd.isna(lowest) else max(0.0, ARROW / 72 + 0.04 - 0.9 * height * float(lowest) / top)


def _lane_heights(n: int, ground: float) -> list[float]:
    """Return the heights in inches of the middles of n lanes, the first on top."""
    return [ground + (n - i - 0.5) * LANE for i in range(n)]


def _silent_lanes(view: View, table: pd.DataFrame) -> dict[str, str]:
    """Return who gets a lane for speaking without a number: the pivot's claimant, then the most frequent."""
    spoke = table[table["numberless"]]
    often = spoke.groupby(["claimant_id", "claimant"], sort=False).size().sort_values(ascending=False, kind="stable")
    pivot = {view.pivot.claimant_id: view.pivot.claimant} if view.pivot else {}
    return dict(list({**pivot, **dict(often.index)}.items())[:MOST_LANES])


def _draw_lanes(frame: Frame, view: View, axes: Axes, spoke: pd.DataFrame, lanes: list[str]) -> None:
    """Draw, a lane a claimant, silence as a dotted line up to the first word, and each word without a number."""
    end = axes.get_xlim()[1]
    for i, claimant in enumerate(lanes):
        y = len(lanes) - i - 0.5
        rows = spoke[spoke["claimant_id"].eq(claimant)].assign(lane=y)
        until = mdates.date2num(rows["at"].min()) if len(rows) else end
        draw_marks(frame, axes, rows, "at", "lane", size=MARK * 0.8)
        silent = len(rows) and view.pivot and claimant == view.pivot.claimant_id
        said = "silent" if silent else "no statement"
        draw_silence(frame, axes, y, until, said)
