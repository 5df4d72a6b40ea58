"""Themes, palette, typeface, marks, and the frame every chart stands in.

Every chart passes through `Frame`, so whole classes of mistakes cannot be made: fixed size, a title that is the
finding, a source line, text that is measured before it is drawn. Belongs here: how things look.
Does not belong here: which marks a chart has (charts), and any word about the data (findings).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, wraps
from pathlib import Path

import font_source_sans_pro
import matplotlib as mpl
import matplotlib.dates as mdates
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib import colors, font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Rectangle
from matplotlib.path import Path as MarkPath
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import Affine2D, IdentityTransform

from briefing.drawing.layout import LINE, SIDES, Box, Measure, Room
from briefing.words.dates import month_name

WIDTH, HEIGHT, DPI = 40 / 3, 7.5, 144  # inches: a slide; 1920 × 1080 pixels
MARGIN = 0.55
FAMILY = ["Source Sans Pro", "DejaVu Sans"]
TITLE, SUBTITLE, BODY, SMALL, FOOT = 25, 15, 13.5, 12, 10.5  # type sizes in points
MARK = 120  # area of a mark in square points
OUTLINE = 2.3  # area of the ring around a mark, in areas of the mark
ARROW = 28  # length of a bound's arrow in points, the same for every bound
OPEN = 7  # width of the wedge of an open bar in points
MARKERS = ["o", "s", "D", "^", "v", "P", "X", "h", "p", "d"]
HATCH = "////"

FONTS = Path(font_source_sans_pro.__file__).parent / "files"
_FILES = sorted(FONTS.glob("SourceSansPro-*.ttf"))
if not _FILES:  # matplotlib would take another without a word, and every label would have another width
    raise FileNotFoundError(
        f"The typeface Source Sans Pro is missing from {FONTS}. To have it again: "
        "pip install --force-reinstall --no-deps font-source-sans-pro"
    )
for _file in _FILES:
    font_manager.fontManager.addfont(str(_file))


@dataclass(frozen=True)
class Theme:
    """The colours of a theme; `palette` has one hue for each claimant, in the order of their actors."""

    name: str
    background: str
    ink: str
    muted: str
    grid: str
    band: str
    accent: str
    palette: tuple[str, ...] = field(repr=False)

    @property
    def halftone(self) -> str:
        """Half-way from ink to background: the outline of a date that no document states."""
        return colors.to_hex(np.mean([colors.to_rgb(self.ink), colors.to_rgb(self.background)], axis=0))


# Found by search for the widest distance in CAM02-UCS under normal vision, deuteranopia, protanopia, tritanopia and
# in greyscale, with at least 3:1 to the background; tests/test_style.py measures it.
_LIGHT = ["#2166b5", "#c07c00", "#8e0f2c", "#667a59", "#060c46", "#6b5165", "#99788e", "#0d0bac", "#3a0e1b", "#42345a"]
_DARK = ["#65b7ff", "#ffc200", "#f07263", "#bbfbd1", "#886da4", "#f6d4ff", "#7d7eff", "#bdbcc0", "#af717e", "#dd082b"]


def tint(colour: str, theme: Theme, share: float = 0.14) -> str:
    """Return a colour laid thinly over the background."""
    return colors.to_hex(
        share * np.array(colors.to_rgb(colour)) + (1 - share) * np.array(colors.to_rgb(theme.background))
    )


def _grey(colour: str) -> str:
    """Return the grey of the same luminance."""
    rgb = np.array(colors.to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]
    level = 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    return colors.to_hex([level] * 3)


_PRINT = tuple(map(_grey, _LIGHT))
THEMES = {
    "light": Theme("light", "#ffffff", "#16191f", "#565d6b", "#dfe3e8", "#f5f3ef", "#8e0f2c", tuple(_LIGHT)),
    "dark": Theme("dark", "#14181f", "#f2f4f7", "#a9b1bf", "#333b47", "#1e242e", "#f07263", tuple(_DARK)),
    "print": Theme(
        "print", "#ffffff", "#000000", "#4d4d4d", "#d9d9d9", "#f2f2f2", "#000000", tuple(map(_grey, _LIGHT))
    ),
}


def theme_named(name: str) -> Theme:
    """Return a theme; raises ValueError for a name that is none."""
    if name not in THEMES:
        raise ValueError(f"theme {name!r} is none of {', '.join(THEMES)}")
    return THEMES[name]


def settings(theme: Theme) -> dict:
    """Return the rcParams that a theme draws and saves with; the same bytes on every run."""
    return {
        **sns.axes_style("white"),
        "figure.facecolor": theme.background,
        "savefig.facecolor": theme.background,
        "axes.facecolor": "none",
        "text.color": theme.ink,
        "text.parse_math": False,
        "axes.labelcolor": theme.muted,
        "axes.edgecolor": theme.muted,
        "xtick.color": theme.muted,
        "ytick.color": theme.muted,
        "font.family": FAMILY,
        "font.size": BODY,
        "xtick.labelsize": SMALL,
        "ytick.labelsize": SMALL,
        "hatch.linewidth": 1.6,
        "svg.fonttype": "path",
        "svg.hashsalt": "briefing",
        "pdf.fonttype": 42,
        "savefig.bbox": None,
        "axes.unicode_minus": True,
    }


def themed(chart):
    """Draw a chart function under the settings of its `theme` argument, without touching anyone else's."""

    @wraps(chart)
    def drawn(*args, theme: str = "light", **kwargs):
        chosen = theme_named(theme)
        with mpl.rc_context(settings(chosen)):
            return chart(*args, theme=chosen, **kwargs)

    return drawn


@dataclass(frozen=True)
class Look:
    """The colour and shape of each claimant: the same in every chart of a dossier."""

    theme: Theme
    claimants: tuple[str, ...]

    def colour(self, claimant_id: str) -> str:
        """Return the hue of a claimant."""
        return self.theme.palette[self.claimants.index(claimant_id) % len(self.theme.palette)]

    def shape(self, claimant_id: str) -> str:
        """Return the mark of a claimant; after the palette has gone round, the shapes are shifted by one."""
        place = self.claimants.index(claimant_id)
        return MARKERS[(place + place // len(MARKERS)) % len(MARKERS)]


def drawable(text: str) -> str:
    """Return the text with every character that no typeface here can draw, or that draws nothing, as "□"."""
    known = _glyphs()
    text = re.sub(r"([\u0300-\u036f]{2})[\u0300-\u036f]+", r"\1", str(text))  # accents piled up leave their line
    return "".join(
        c if c == " " or (ord(c) in known and c.isprintable()) else " " if c.isspace() else "□" for c in str(text)
    )


_GLYPHS: set[int] = set()


def _glyphs() -> set[int]:
    if not _GLYPHS:
        for family in FAMILY:
            _GLYPHS.update(font_manager.get_font(font_manager.findfont(family)).get_charmap())
    return _GLYPHS


@dataclass(frozen=True)
class Key:
    """An entry of the key: how the mark looks and what it means."""

    text: str
    filled: bool = True
    arrow: str = ""
    numberless: bool = False
    stated: bool = True
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

    def __init__(self, words, theme: Theme, look: Look, key: Iterable[Key] = ()):
        self.theme, self.look = theme, look
        self.figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI)
        FigureCanvasAgg(self.figure)
        self.measure = Measure(self.figure, FAMILY, drawable)
        below_title = self._block(words.title, HEIGHT - 0.42, TITLE, "bold", theme.ink, 2)
        top = self._block(words.subtitle, below_title - 0.06, SUBTITLE, "regular", theme.muted, 2)
        bottom = self._foot(words.source)
        # what a page or slide shows that sets title and source line itself
        self.figure.picture = Box(MARGIN - 0.1, bottom, WIDTH - MARGIN + 0.1, below_title - 0.04)
        bottom = self._key(list(key), bottom + 0.12)
        self.body = Box(MARGIN, bottom + 0.1, WIDTH - MARGIN, top - 0.2)
        self.room = Room(self.body)

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
        for entry in key:
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
                if entry.line:
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
                    _mark(axes, [at], [level], self.theme.muted, "o", self.theme,
                          filled=entry.filled, arrow=entry.arrow, numberless=entry.numberless, stated=entry.stated,
                          derived=entry.derived, size=MARK * 0.55, length=ARROW * 0.72)  # fmt: skip
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

    def cell(self, box: Box, colour: str, numberless: bool = False) -> None:
        """Draw a cell of a matrix on the canvas; hatched where an actor spoke without a number."""
        look = {"facecolor": colour, "edgecolor": self.theme.background, "linewidth": 1.5}
        if numberless:
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
        self.room.take(
            *(
                Box.around(x, y, 0.04)
                for x, y in zip(np.linspace(x0, x1, steps), np.linspace(y0, y1, steps), strict=True)
            )
        )

    def empty(self, text: str) -> Figure:
        """Say in words that there is nothing to draw, and return the figure."""
        middle = (self.body.bottom + self.body.top) / 2
        for i, row in enumerate(self.measure.wrap(drawable(text), 9, 18, "regular", 4)):
            self.text(WIDTH / 2, middle - i * 0.34, row, 18, "regular", self.theme.muted, ha="center")
        return self.figure


def _number(value) -> float:
    return mdates.date2num(value) if isinstance(value, pd.Timestamp) else float(value)


_ARROWS = {"up": 0, "right": -90, "down": 180, "left": 90}
_ARROW = MarkPath(
    [(-0.045, 0.3), (-0.045, 0.7), (-0.17, 0.7), (0, 1), (0.17, 0.7), (0.045, 0.7), (0.045, 0.3), (-0.045, 0.3)],
    closed=True,
)
_WEDGE = MarkPath([(-0.5, 0), (0, 0.8), (0.5, 0), (-0.5, 0)], closed=True)
_TICK = MarkPath([(-0.16, -0.5), (-0.16, 0.5), (0.16, 0.5), (0.16, -0.5), (-0.16, -0.5)], closed=True)


def _mark(
    axes, x, y, colour, shape, theme, *, filled, arrow, numberless, stated, derived=False, size=MARK, length=ARROW
):
    """Draw equal marks: the outline that says how the date is known, the mark, and the arrow of its bound.

    A derived value is a tick: nobody stated it, so it has neither a claimant's shape nor a date's outline.
    """
    outline = theme.ink if stated else theme.halftone
    points = np.column_stack([x, y]).astype(float)
    if derived:
        _scatter(axes, points, _TICK, size * OUTLINE, colour)
    else:
        _scatter(axes, points, shape, size * OUTLINE, outline)
        _scatter(axes, points, shape, size * 1.6, theme.background)
    if numberless:
        _scatter(axes, points, shape, size, theme.background, edgecolors=colour, linewidths=1.4, hatch=HATCH)
    elif not derived:
        face = colour if filled else theme.background
        _scatter(axes, points, shape, size, face, edgecolors=colour, linewidths=2.2)
    if arrow:
        path = _ARROW.transformed(Affine2D().rotate_deg(_ARROWS[arrow]))
        _scatter(axes, points, path, (2 * length) ** 2, colour)


def draw_open_ends(axes: Axes, x, y, colour: str, arrow: str) -> None:
    """Draw a small wedge at each place, the end of a bar: one of its numbers is a bound that is open on that side."""
    wedge = _WEDGE.transformed(Affine2D().rotate_deg(_ARROWS[arrow]))
    _scatter(axes, np.column_stack([x, y]).astype(float), wedge, OPEN**2, colour)


def _scatter(axes: Axes, points: np.ndarray, marker: str | MarkPath, size: float, face: str, **look) -> None:
    """Draw equal markers at points; what `Axes.scatter` does with them, in a fourth of its time."""
    style = MarkerStyle(marker)
    path = style.get_path().transformed(style.get_transform())
    look = {"edgecolors": face, "linewidths": 0} | look
    marks = PathCollection((path,), (size,), offsets=points, offset_transform=axes.transData, facecolors=face,
                           zorder=5, clip_on=False, gid="mark", **look)  # fmt: skip
    marks.set_transform(IdentityTransform())
    axes.add_collection(marks, autolim=False)


def draw_marks(frame: Frame, axes: Axes, table: pd.DataFrame, x: str, y: str, size: float = MARK) -> None:
    """Draw the marks of a tidy table and take their room.

    Needs the columns x and y named, claimant_id, filled, arrow ("", up, down, left, right), numberless and
    stated (bool); `derived` may be missing. Points with the same look are one collection.
    """
    length = ARROW * np.sqrt(size / MARK) if size < MARK / 2 else ARROW  # crowded marks are small, with their arrows
    look = ["claimant_id", "filled", "arrow", "numberless", "stated", "derived"]
    table = table if "derived" in table else table.assign(derived=False)
    looks = list(zip(*(table[c] for c in look), strict=True))
    xs, ys = (np.array([_number(v) for v in table[c]]) for c in (x, y))
    for alike in sorted(set(looks)):  # much faster than groupby for the few marks of most calls
        claimant, filled, arrow, numberless, stated, derived = alike
        rows = np.array([look == alike for look in looks])
        _mark(axes, xs[rows], ys[rows], frame.look.colour(claimant), frame.look.shape(claimant), frame.theme,
              filled=filled, arrow=arrow, numberless=numberless, stated=stated, derived=derived, size=size,
              length=length)  # fmt: skip
    radius = np.sqrt(size * OUTLINE) / 72 / 2
    for *point, arrow in zip(xs, ys, table["arrow"], strict=True):
        left, bottom = frame.place(axes, *point)
        frame.room.take(Box.around(left, bottom, radius))
        if arrow:
            dx, dy = {"up": (0, 1), "down": (0, -1), "right": (1, 0), "left": (-1, 0)}[arrow]
            reach = length / 72
            frame.room.take(
                Box(
                    left + min(dx * reach, -radius * abs(dy) * 0.7),
                    bottom + min(dy * reach, -radius * abs(dx) * 0.7),
                    left + max(dx * reach, radius * abs(dy) * 0.7),
                    bottom + max(dy * reach, radius * abs(dx) * 0.7),
                )
            )


def label(
    frame: Frame,
    x: float,
    y: float,
    head: str,
    tail: str = "",
    width: float = 2.2,
    size: float = BODY + 1.5,
    sides=SIDES,
) -> bool:
    """Label a point (inches): a bold head over a quieter tail, where there is room; return whether there was."""
    measure, tail_size = frame.measure, SMALL
    head = measure.cut(drawable(head), width, size, "bold") if head else ""
    tails = measure.wrap(drawable(tail), width, tail_size, "regular", 2) if tail else []
    wide = max([measure.width(head, size, "bold"), *(measure.width(t, tail_size) for t in tails)])
    head_high = measure.height(size) if head else 0.0
    high = head_high + measure.height(tail_size, len(tails))
    radius = np.sqrt(MARK * OUTLINE) / 72 / 2
    box = frame.room.find(x, y, wide, high, radius + 0.05, sides)
    if box is None:
        return False
    # Text beside a mark is set towards it.
    align = "right" if box.right <= x else "left" if box.left >= x else "center"
    at = {"left": box.left, "right": box.right, "center": (box.left + box.right) / 2}[align]
    if head:
        frame.text(at, box.top - 0.8 * LINE * size / 72, head, size, "bold", ha=align)
    for i, tail_row in enumerate(tails):
        y_tail = box.top - head_high - (i + 0.8) * LINE * tail_size / 72
        frame.text(at, y_tail, tail_row, tail_size, "regular", frame.theme.muted, ha=align)
    return True


def value_axis(axes: Axes, top: float, labelled: bool = True) -> None:
    """Set a vertical value axis from zero with a quiet grid; numbers only where `labelled`."""
    axes.set_ylim(0, top)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True, min_n_ticks=3))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:,.0f}"))
    axes.grid(axis="y", color=_grid(axes), linewidth=1)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", labelleft=labelled, pad=4)


def _grid(axes: Axes) -> str:
    face = colors.to_hex(axes.figure.get_facecolor())
    return next(t.grid for t in THEMES.values() if t.background == face)


def time_axis(
    axes: Axes, first: pd.Timestamp, last: pd.Timestamp, labelled: bool = True, pad: float = 0.06, after: float = 0.0
) -> None:
    """Set a horizontal time axis with few ticks: days or months with the year below, or years.

    `pad` is the room at both ends and `after` that for labels behind the last date, in shares of the period.
    """
    space = max((last - first) * pad, pd.Timedelta(days=12))
    start, end = first - space, last + space + (last - first) * after
    axes.set_xlim(start, end)
    ticks, names = _ticks(start, end)
    axes.set_xticks(ticks, names if labelled else [""] * len(ticks))
    axes.tick_params(axis="x", length=4, color=_grid(axes), pad=4)


def _ticks(start: pd.Timestamp, end: pd.Timestamp) -> tuple[pd.DatetimeIndex, list[str]]:
    """Return at most seven or eight days, months or years of a period, with their names."""
    days = (end - start).days
    if days <= 75:
        step = next(s for s in (1, 2, 7, 14) if days / s <= 7 or s == 14)
        ticks = pd.date_range(start.normalize() + pd.Timedelta(days=1), end, freq=f"{step}D")
        named = [f"{t.day} {month_name(t.month)[:3]}" for t in ticks]
        new_year = [i == 0 or t.year != ticks[i - 1].year for i, t in enumerate(ticks)]
    else:
        months = days / 30.4
        step = next((s for s in (1, 2, 3, 6, 12, 24, 60, 120) if months / s <= 7), 240)
        if step >= 12:
            ticks = pd.date_range(start, end, freq=f"{step // 12}YS")
            return ticks, [str(t.year) for t in ticks]
        ticks = pd.date_range(start, end, freq="MS")
        ticks = ticks[(ticks.month - 1) % step == 0]  # on January, April, …, so that years stand where they begin
        named = [month_name(t.month)[:3] for t in ticks]
        new_year = [i == 0 or t.month <= step for i, t in enumerate(ticks)]
    return ticks, [f"{n}\n{t.year}" if new else n for n, t, new in zip(named, ticks, new_year, strict=True)]


def shade_era(axes: Axes, start: pd.Timestamp | None, theme: Theme, line: bool = True) -> None:
    """Shade the era from a day to the end of the axis, with a line on the day; nothing without a day."""
    if start is not None:
        limits, day = axes.get_xlim(), mdates.date2num(start)
        axes.axvspan(day, limits[1], facecolor=theme.band, edgecolor="none", zorder=0)
        if line:
            axes.axvline(day, color=theme.accent, lw=1.2, zorder=1)
        axes.set_xlim(limits)
