"""The chart of 05_deployment."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from briefing.analysis.scope import METRICS, Words
from briefing.analysis.view import View
from briefing.compare.deployment import ledger
from briefing.drawing.capacity import placed
from briefing.drawing.frame import Frame
from briefing.drawing.layout import Box
from briefing.drawing.marks import draw_marks, key_of
from briefing.drawing.rows import RADIUS, TICKS, columns, draw_rows, name_rows, one_line, row_axes, scale
from briefing.drawing.theme import MARK, SMALL, Look, Theme, themed
from briefing.findings.deployment import labels, silent
from briefing.words.english import sentence

MARKS = 6  # the most marks drawn for claimants who gave no number
APART = 1.5  # the heading of a block, in heights of a row
TALLEST = 0.75  # the most a row takes, in inches


@themed
def deployment_ledger(view: View, table: pd.DataFrame, words: Words, theme: Theme) -> Figure:
    """Draw the ledger: a row a claim, by metric, one value axis; workers in a block of their own.

    `table` is that of `compare.deployment`.
    """
    look = Look(theme, view.dossier.claimants)
    if words.nothing:
        return Frame(words, theme, look).empty(words.nothing)
    rows = ledger(table)
    frame = Frame(words, theme, look, key_of(rows))
    rows = placed(rows, ["metric", "row"], "metric")
    blocks = rows["block"].drop_duplicates().tolist()
    heading = len(blocks) > 1 or blocks == ["workers"]
    rows["y"] += rows["block"].eq("workers") * APART * heading
    numbered = labels(rows[~rows["numberless"]])
    named = [sentence(METRICS[m]) for m in rows["metric"].unique()]
    group, name = columns(frame, [named, list(numbered["name"])], [2.0, 3.0])
    high = float(rows["y"].max()) + 0.6
    height = min(frame.body.height - TICKS, TALLEST * high)
    box = Box(frame.body.left + group + name, frame.body.top - height - TICKS, frame.body.right, frame.body.top)
    ends = pd.concat([numbered["value"], numbered["value_to"]])
    axes = row_axes(frame, box, high, scale(ends, 1.25 if len(numbered) > 3 else 1.5))
    draw_rows(frame, axes, numbered)
    first = rows.drop_duplicates("metric").set_index("y")["metric"]
    name_rows(frame, axes, frame.body.left, group, first.map(lambda m: sentence(METRICS[m])), "bold")
    name_rows(frame, axes, frame.body.left + group, name, numbered.drop_duplicates("y").set_index("y")["name"])
    for _, spoke in rows[rows["numberless"]].groupby("y"):
        _draw_silent(frame, axes, frame.body.left + group, name, spoke)
    if heading:
        top = float(rows.loc[rows["block"].eq("workers"), "y"].min()) - 0.5
        _draw_heading(frame, axes, top, "Workers, kept apart from the troops")
    return frame.figure


def _draw_silent(frame: Frame, axes: Axes, left: float, width: float, rows: pd.DataFrame) -> None:
    """Draw those who spoke without a number: their marks among the names, for they have no place on the axis."""
    step = 2 * RADIUS + 0.1
    most = min(MARKS, max(1, int((width - 0.15) / step)))
    drawn = rows.drop_duplicates("claimant_id").head(most)
    y = frame.place(axes, 0, rows["y"].iloc[0])[1]
    height = 2 * RADIUS + 0.02
    lane = frame.axes(Box(left, y - height / 2, left + width, y + height / 2))
    lane.set(xlim=(0, width), ylim=(0, height), xticks=[], yticks=[])
    places = [RADIUS + i * step for i in range(len(drawn))]
    draw_marks(frame, lane, drawn.assign(place=places, lane=height / 2), "place", "lane", size=MARK * 0.55)
    inside = frame.box_of(axes)
    one_line(frame, inside.left + 0.1, frame.body.right - inside.left - 0.1, y, "", silent(rows), 1)


def _draw_heading(frame: Frame, axes: Axes, y: float, text: str) -> None:
    """Write the heading of the block that starts at y, under a rule over the whole width."""
    bottom = frame.place(axes, 0, y)[1]
    rule = frame.place(axes, 0, y - APART + 0.15)[1]
    frame.rule(rule)
    frame.text(frame.body.left, bottom + 0.1, text, SMALL, colour=frame.theme.muted)
