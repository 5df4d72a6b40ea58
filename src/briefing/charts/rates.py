"""The chart of the second part of 06_discrepancies."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from briefing.analysis.derived import RATES, kept_rates
from briefing.analysis.scope import Words
from briefing.analysis.view import View
from briefing.drawing.capacity import placed
from briefing.drawing.frame import Frame
from briefing.drawing.layout import Box
from briefing.drawing.marks import key_of
from briefing.drawing.rows import TICKS, columns, draw_rows, name_rows, row_axes, scale
from briefing.drawing.theme import Look, Theme, themed
from briefing.findings.rates import NAMES, labels
from briefing.words.intervals import percent, whole

TALLEST = 0.75  # the most a row takes, in inches
APART = 0.16  # between the axis of shares and that of persons


@themed
def derived_rates(view: View, table: pd.DataFrame, words: Words, theme: Theme) -> Figure:
    """Draw what follows from single statements: shares on one axis, persons on another below it.

    `table` is that of `compare.rates`.
    """
    look = Look(theme, view.dossier.claimants)
    if words.nothing:
        return Frame(words, theme, look).empty(words.nothing)
    rows = kept_rates(table).astype({"stated": bool, "numberless": bool, "filled": bool, "derived": bool})
    frame = Frame(words, theme, look, key_of(rows))
    rows = labels(rows)
    group, name = columns(frame, [[NAMES[r] for r in rows["rate"].unique()], list(rows["name"])], [2.9, 2.6])
    share = rows["rate"].isin(RATES)
    blocks = [(placed(b, ["rate", "statement_id", "value", "how"], "rate"), number)
              for b, number in ((rows[share], percent), (rows[~share], whole)) if len(b)]  # fmt: skip
    ends = [float(b["y"].max()) + 0.6 for b, _ in blocks]
    axis = TICKS + APART
    step = min(TALLEST, (frame.body.height - axis * len(blocks)) / sum(ends))
    top = frame.body.top
    for (block, number), end in zip(blocks, ends, strict=True):
        box = Box(frame.body.left + group + name, top - step * end - TICKS, frame.body.right, top)
        axes = row_axes(frame, box, end, scale(block[["value", "value_to"]].stack(), 2.0), number)
        draw_rows(frame, axes, block)
        first = block.drop_duplicates("rate").set_index("y")["rate"].map(NAMES)
        name_rows(frame, axes, frame.body.left, group, first, "bold")
        name_rows(
            frame,
            axes,
            frame.body.left + group,
            name,
            block.drop_duplicates(["rate", "statement_id"]).set_index("y")["name"],
        )
        top -= step * end + axis
    return frame.figure
