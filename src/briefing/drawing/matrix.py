"""Cells of a matrix of claims by documents: tints by agreement, hatching, what a document prints.

Belongs here: drawing cells and their headings. Does not belong here: which claims and documents there are (charts).
"""

from __future__ import annotations

import pandas as pd

from briefing.drawing.frame import Frame, Key
from briefing.drawing.layout import Box
from briefing.drawing.marks import NOT_IN_DOCUMENTS, fitted
from briefing.drawing.theme import NUMBER, SMALL, Theme, drawable, tint

AGREEMENT = {
    "qualifier": "in other words: about, at least or bare",
    "number": "another number",
}


def key_of_cells(table: pd.DataFrame, dated: pd.DataFrame, theme: Theme) -> list[Key]:
    """Return the entries of the key for the cells that a table has, and for the statements that are dated."""
    there = set(table["agreement"])
    cells = [Key(text, swatch=tints(theme)[k]) for k, text in AGREEMENT.items() if k in there]
    return cells + [NOT_IN_DOCUMENTS] * bool((~dated["date_stated"]).any())


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
    faces["alone"] = faces["same"]
    place = {row: i for i, row in enumerate(rows)}
    wide, high = box.width / columns, box.height / len(place)
    for cell in cells.itertuples():
        left, top = box.left + cell.i * wide, box.top - place[cell.row] * high
        without_number = cell.agreement == "without_number"
        edge = 0.03 if without_number else 0
        there = Box(left + edge, top - high + edge, left + wide - edge, top - edge)
        frame.cell(there, faces[cell.agreement], without_number)


def print_in_cell(frame: Frame, box: Box, cell) -> None:
    """Write what a document prints into its cell: its firmest rendering bold, then the others as far as they fit."""
    middle, room = (box.left + box.right) / 2, box.width - 0.1
    y = (box.bottom + box.top) / 2
    if cell.without_number:
        back = {"facecolor": frame.theme.background, "linewidth": 0, "pad": 1.5}
        text = frame.measure.cut("no number", room, SMALL)
        frame.text(middle, y, text, SMALL, ha="center", va="center_baseline").set_bbox(back)
        return
    main, size = fitted(frame, cell.written, room, NUMBER)
    others = drawable("also " + " · ".join(cell.also)) if cell.also and box.height >= 0.5 else ""
    others = others if others and frame.measure.width(others, SMALL) <= room else ""
    frame.text(middle, y + (0.12 if others else 0), main, size, "bold", ha="center", va="center_baseline")
    if others:
        frame.text(middle, y - 0.14, others, SMALL, ha="center", va="center_baseline")
