"""Cells of a matrix of claims by documents: tints by agreement, hatching, what a document prints.

Belongs here: drawing cells and their headings. Does not belong here: which claims and documents there are (charts).
"""

from __future__ import annotations

import pandas as pd
import seaborn as sns
from matplotlib.colors import ListedColormap

from briefing.drawing.frame import Frame, Key
from briefing.drawing.layout import Box
from briefing.drawing.marks import fitted
from briefing.drawing.theme import BODY, SMALL, Theme, drawable, tint

AGREEMENT = {
    "same": "as most documents print it",
    "qualifier": "qualifier differs",
    "number": "number differs",
    "without_number": "spoke, gave no number",
}


def key_of_cells(table: pd.DataFrame, dated: pd.DataFrame, theme: Theme) -> list[Key]:
    """Return the entries of the key for the cells that a table has, and for the statements that are dated."""
    there = set(table["agreement"].replace("alone", "same"))
    cells = [
        Key(text, cell="hatched") if k == "without_number" else Key(text, swatch=tints(theme)[k])
        for k, text in AGREEMENT.items()
        if k in there
    ]
    return cells + [Key("no document states the date", stated=False)] * bool((~dated["date_stated"]).any())


def tints(theme: Theme) -> dict[str, str]:
    """Return the ground of a cell by its agreement."""
    return {
        "same": theme.band,
        "qualifier": tint(theme.accent, theme, 0.2),
        "number": tint(theme.accent, theme, 0.5),
        "without_number": theme.background,
    }


def heading(frame: Frame, x: float, top: float, width: float, lines: list[str], ha: str, size: float = SMALL) -> None:
    """Write the lines of a column's heading upwards from a height: the first bold, the last quiet."""
    for i, line in enumerate(reversed(lines)):
        weight = "bold" if i == len(lines) - 1 else "regular"
        line = frame.measure.cut(drawable(line), width, size, weight)
        colour = frame.theme.ink if weight == "bold" else frame.theme.muted
        frame.text(x, top + 0.09 + i * frame.measure.height(size), line, size, weight, colour, ha=ha)


def draw_cells(frame: Frame, box: Box, cells: pd.DataFrame, rows: pd.Series, columns: int) -> None:
    """Draw the cells of a matrix in the tints of their agreement, blank where there is none.

    `cells` has `row` (one of `rows`, from the top), `i` (column) and `agreement`.
    """
    faces = tints(frame.theme)
    codes = {a: i for i, a in enumerate([*faces])} | {"alone": 0}
    matrix = (
        cells.assign(code=cells["agreement"].map(codes).astype(float))
        .pivot_table(index="row", columns="i", values="code", aggfunc="first")
        .reindex(index=list(rows), columns=range(columns))
    )
    axes = frame.axes(box, zorder=1)
    frame.figure.set_visible(False)  # seaborn draws the whole figure to see whether labels overlap that it has not
    sns.heatmap(matrix, ax=axes, cmap=ListedColormap([*faces.values()]), vmin=-0.5, vmax=len(faces) - 0.5, cbar=False,
                linewidths=2, linecolor=frame.theme.background, xticklabels=False, yticklabels=False)  # fmt: skip
    frame.figure.set_visible(True)
    axes.set(xlabel="", ylabel="")
    wide, high = box.width / columns, box.height / len(matrix)
    place = {r: k for k, r in enumerate(matrix.index)}
    for cell in cells[cells["agreement"].eq("without_number")].itertuples():
        x, y = box.left + cell.i * wide, box.top - (place[cell.row] + 1) * high
        frame.cell(Box(x + 0.03, y + 0.03, x + wide - 0.03, y + high - 0.03), frame.theme.background, True)


def print_in_cell(frame: Frame, box: Box, cell) -> None:
    """Write what a document prints into its cell: its firmest rendering bold, then the others as far as they fit."""
    room, others = box.width - 0.1, " · ".join(cell.also)
    main, size = fitted(frame, cell.written, room, BODY if box.height >= 0.28 else SMALL)
    wide = frame.measure.width(main, size, "bold")
    beside = others and wide + 0.1 + frame.measure.width(f"· {others}", SMALL) <= room
    total = wide + (0.06 + frame.measure.width(f"· {others}", SMALL) if beside else 0)
    below = others and not beside and box.height >= 0.46
    x, y = (box.left + box.right) / 2 - total / 2, (box.bottom + box.top) / 2 + (0.09 if below else 0)
    frame.text(x, y, main, size, "bold", va="center_baseline")
    if beside:
        frame.text(x + wide + 0.06, y, f"· {others}", SMALL, va="center_baseline")
    elif below:
        text = frame.measure.cut(drawable(f"also {others}"), room, SMALL)
        frame.text((box.left + box.right) / 2, y - 0.2, text, SMALL, ha="center", va="center_baseline")
