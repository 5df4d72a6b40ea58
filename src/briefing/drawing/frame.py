"""The frame that every chart stands in: title, subtitle, key, source line, and a body measured in inches.

Belongs here: what all charts have around them. Does not belong here: which marks a chart has (charts).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from briefing.drawing.glyphs import draw_mark, draw_open_ends
from briefing.drawing.layout import LINE, Box, FreeSpace, Measure
from briefing.drawing.theme import (
    ARROW,
    BODY,
    DPI,
    FAMILY,
    FOOT,
    HATCH,
    HEIGHT,
    MARGIN,
    MARK,
    SMALL,
    SUBTITLE,
    TITLE,
    WIDTH,
    Look,
    drawable,
    tint,
)
from briefing.words.findings import Sentence

MOST_ENTRIES = 3  # of a key; what needs more is labelled directly


@dataclass(frozen=True)
class Key:
    """An entry of the key: how the mark looks and what it means."""

    text: str
    filled: bool = True
    arrow: str = ""
    without_number: bool = False
    sign: str = ""  # a sign that stands in labels
    line: bool = False  # a dashed line: a revision
    span: bool = False  # a bar: a date known to the month or year, or, with an arrow, many figures with bounds
    cell: str = ""  # number, hatched or blank: a cell of a matrix
    swatch: str = ""  # the colour of a cell
    derived: bool = False  # a tick: nobody stated the value


class Frame:
    """The frame of a chart: title, subtitle, key, source line, and a `body` (Box, inches) for the rest.

    `words` gives title, subtitle and source; what does not fit its lines is cut with "…" and stands whole in the
    sidecar. `key` explains the marks that the chart has, and no others.
    """

    def __init__(self, words, look: Look, key: Iterable[Key] = ()):
        self.theme, self.look = look.theme, look
        theme = look.theme
        self.figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI)
        FigureCanvasAgg(self.figure)
        self.measure = Measure(self.figure, FAMILY, drawable)
        below_title = self._block(words.title, HEIGHT - 0.42, TITLE, "bold", theme.ink, 2)
        top = self._block(words.subtitle, below_title - 0.06, SUBTITLE, "regular", theme.muted, 2)
        bottom = self._foot(words.source)
        # what a page or slide shows that sets title and source line itself
        self.plot_box = Box(MARGIN - 0.1, bottom, WIDTH - MARGIN + 0.1, below_title - 0.04)
        self.chart_box = replace(self.plot_box, top=top - 0.04)  # without the subtitle, too
        bottom = self._key(list(key), bottom + 0.1)
        self.body = Box(MARGIN, bottom + 0.08, WIDTH - MARGIN, top - 0.16)
        self.space = FreeSpace(self.body)
        self.marks: list[tuple[float, float]] = []  # where marks stand, in inches

    def text(self, x, y, text, size=BODY, weight="regular", colour="", ha="left", va="baseline") -> Text:
        """Draw one line at a place in inches."""
        return self.figure.text(
            x, y, drawable(text), size=size, weight=weight, color=colour or self.theme.ink, ha=ha, va=va,
            transform=self.figure.dpi_scale_trans,
        )  # fmt: skip

    def _block(self, text: str, top: float, size: float, weight: str, colour: str, lines: int) -> float:
        """Draw wrapped lines below `top` and return where they end."""
        rows = self.measure.balance(drawable(text), WIDTH - 2 * MARGIN, size, weight, lines)
        for i, row in enumerate(rows):
            self.text(MARGIN, top - (i + 0.8) * LINE * size / 72, row, size, weight, colour)
        return top - len(rows) * LINE * size / 72

    def _foot(self, source: str) -> float:
        """Draw the source line at the bottom and return where it starts."""
        rows = self.measure.wrap(drawable(source), WIDTH - 2 * MARGIN, FOOT, "regular", 3)
        height = self.measure.height(FOOT, len(rows))
        for i, row in enumerate(rows):
            self.text(MARGIN, 0.26 + height - (i + 0.8) * LINE * FOOT / 72, row, FOOT, "regular", self.theme.muted)
        return 0.26 + height

    def _key(self, key: list[Key], bottom: float) -> float:
        """Draw the key in lines above the source line and return where it starts; the mark of the key is neutral."""
        if not key:
            return bottom
        rows, x = [[]], MARGIN
        for entry in key[:MOST_ENTRIES]:
            lead = 0.66 if entry.line or entry.span or entry.arrow in ("left", "right") else 0.34
            width = lead + self.measure.width(entry.text, SMALL) + 0.32
            if x + width > WIDTH - MARGIN and rows[-1]:
                rows.append([])
                x = MARGIN
            rows[-1].append((x, entry))
            x += width
        step = self.measure.height(SMALL) + 0.08
        axes = self.canvas
        for i, row in enumerate(reversed(rows)):
            y = bottom + (i + 0.5) * step
            for x, entry in row:
                if entry.sign:
                    self.text(x + 0.1, y, entry.sign, SMALL, "bold", va="center_baseline", ha="center")
                elif entry.line:
                    axes.plot([x, x + 0.42], [y, y], color=self.theme.muted, lw=1.4, ls=(0, (4, 3)))
                elif entry.swatch:
                    self.cell(Box(x, y - 0.09, x + 0.22, y + 0.09), entry.swatch)
                elif entry.cell:
                    self._key_cell(x, y, entry.cell)
                elif entry.span:
                    bar = Rectangle((x, y - 0.07), 0.42, 0.14, facecolor=tint(self.theme.muted, self.theme, 0.3), lw=0)
                    axes.add_patch(bar)
                    if entry.arrow:
                        edge = y + {"up": 0.07, "down": -0.07}[entry.arrow]
                        draw_open_ends(axes, [x + 0.21], [edge], self.theme.muted, entry.arrow)
                else:
                    at = x + (0.4 if entry.arrow == "left" else 0.1)
                    level = y + {"up": -0.1, "down": 0.1}.get(entry.arrow, 0)
                    look = {n: getattr(entry, n) for n in ("filled", "arrow", "without_number", "derived")}
                    place = ([at], [level], self.theme.muted, "o", self.theme)
                    draw_mark(axes, *place, **look, size=MARK * 0.5, length=ARROW * 0.72)
                lead = 0.58 if entry.arrow in ("left", "right") else 0.5 if entry.line or entry.span else 0.3
                self.text(
                    x + lead,
                    y,
                    entry.text,
                    SMALL,
                    "regular",
                    self.theme.muted,
                    va="center_baseline",
                )
        return bottom + len(rows) * step

    @cached_property
    def canvas(self) -> Axes:
        """Axes over the whole figure whose data are inches: above the charts' axes, below all text."""
        axes = self.figure.add_axes((0, 0, 1, 1), zorder=2)
        axes.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
        axes.set_axis_off()
        return axes

    def cell(self, box: Box, colour: str, without_number: bool = False) -> None:
        """Draw a cell of a matrix on the canvas; hatched where an actor spoke without a number."""
        look = {"facecolor": colour, "edgecolor": self.theme.background, "linewidth": 1.5}
        if without_number:
            look |= {"edgecolor": self.theme.muted, "linewidth": 0, "hatch": HATCH}
        self.canvas.add_patch(Rectangle((box.left, box.bottom), box.width, box.height, **look))

    def _key_cell(self, x: float, y: float, kind: str) -> None:
        """Draw the small cell of a key: tinted with a number, hatched, or blank."""
        muted = self.theme.muted
        hatch = HATCH if kind == "hatched" else None
        face = tint(muted, self.theme) if kind == "number" else "none"
        self.canvas.add_patch(Rectangle((x, y - 0.08), 0.22, 0.16, facecolor=face, edgecolor=muted, hatch=hatch, lw=1))
        if kind == "number":
            self.canvas.add_patch(Rectangle((x, y - 0.08), 0.05, 0.16, facecolor=muted, edgecolor="none"))

    def note(self, text: Sentence | str, lines: int = 2) -> None:
        """Say in quiet words at the foot of the body what is not drawn there, and take that room from the body.

        The figure keeps what was said, as `notes`.
        """
        self.figure.notes = [*getattr(self.figure, "notes", ()), *([text] if text else [])]
        rows = self.measure.wrap(drawable(text), self.body.width, SMALL, lines=lines) if text else []
        for i, row in enumerate(reversed(rows)):
            y = self.body.bottom + 0.06 + i * self.measure.height(SMALL)
            self.text(self.body.left, y, row, SMALL, colour=self.theme.muted)
        if rows:
            self.body = replace(self.body, bottom=self.body.bottom + 0.12 + self.measure.height(SMALL, len(rows)))

    def axes(self, box: Box, **kwargs) -> Axes:
        """Add axes in a box of inches, without spines or ticks of their own."""
        axes = self.figure.add_axes(
            (box.left / WIDTH, box.bottom / HEIGHT, box.width / WIDTH, box.height / HEIGHT), **kwargs
        )
        sns.despine(ax=axes, left=True, bottom=True)
        axes.tick_params(length=0)
        return axes

    def rule(self, y: float) -> None:
        """Draw a quiet line over the whole width of the body, at a height in inches."""
        ends = [self.body.left, self.body.right]
        line = Line2D(ends, [y, y], lw=1, color=self.theme.muted, transform=self.figure.dpi_scale_trans)
        self.figure.add_artist(line)

    def place(self, axes: Axes, x, y) -> tuple[float, float]:
        """Return the inches of a point in data of axes."""
        return tuple(axes.transData.transform((_number(x), _number(y))) / self.figure.dpi)

    def box_of(self, axes: Axes) -> Box:
        """Return the box of axes in inches."""
        return Box.of(axes.get_window_extent(), self.figure.dpi)

    def join(self, axes: Axes, start: tuple, end: tuple, colour: str) -> None:
        """Join two points of a claimant's figure by the dashed line of a revision, and take its room."""
        axes.plot(*zip(start, end, strict=True), color=colour, lw=1.6, ls=(0, (4, 3)), zorder=3)
        (x0, y0), (x1, y1) = self.place(axes, *start), self.place(axes, *end)
        steps = max(2, int(np.hypot(x1 - x0, y1 - y0) / 0.06))
        self.space.take(
            *(
                Box.around(x, y, 0.04)
                for x, y in zip(np.linspace(x0, x1, steps), np.linspace(y0, y1, steps), strict=True)
            )
        )

    def empty(self, text: str) -> Frame:
        """Say in words that there is nothing to draw, and return the frame."""
        middle = (self.body.bottom + self.body.top) / 2
        for i, row in enumerate(self.measure.wrap(drawable(text), 9, 18, "regular", 4)):
            self.text(WIDTH / 2, middle - i * 0.34, row, 18, "regular", self.theme.muted, ha="center")
        return self


def _number(value) -> float:
    return mdates.date2num(value) if isinstance(value, pd.Timestamp) else float(value)
