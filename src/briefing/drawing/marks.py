"""What several charts draw alike: the key of a table's marks, their labels, the name of the era.

Belongs here: drawing that more than one chart needs. Does not belong here: a chart.
"""

from __future__ import annotations

from collections.abc import Callable

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from briefing.drawing.frame import Frame, Key, _number
from briefing.drawing.glyphs import draw_mark
from briefing.drawing.layout import LINE, SIDES, Box
from briefing.drawing.theme import ARROW, BODY, HATCH, MARK, OUTLINE, SMALL, SUBTITLE, drawable
from briefing.words import dates
from briefing.words.dates import short as short_date
from briefing.words.english import shorten

LABELLED = 60  # the most marks of one chart that are tried for a label


def key_of(table: pd.DataFrame, revised: bool = False, horizontal: bool = False) -> list[Key]:
    """Return the entries of the key for the marks that a table has, and no others."""
    above, below = (_arrow(side, horizontal) for side in ("above", "below"))
    derived = table["derived"] if "derived" in table else pd.Series(False, index=table.index)
    stated, numbered = table[~derived], table[~table["without_number"]]
    plain = stated[~stated["without_number"] & stated["open_side"].eq("")]
    entries = [
        (plain["qualified"].any(), Key("about")),
        (plain["qualified"].ne(True).any(), Key("bare number", filled=False)),
        (numbered["open_side"].eq("above").any(), Key("at least, more than: open above", arrow=above)),
        (numbered["open_side"].eq("below").any(), Key("up to, nearly, at most: open below", arrow=below)),
        (derived.any(), Key("derived here, stated by nobody", derived=True)),
        (table["without_number"].any(), Key("spoke, gave no number", without_number=True)),
        (revised, Key("same claimant revised its figure", line=True)),
        ((~stated["date_stated"]).any(), Key("pale outline: no document states the date", stated=False)),
    ]
    return [entry for present, entry in entries if present]


def name_era(frame: Frame, axes: Axes, day: pd.Timestamp | None, words: str, above: bool = False) -> None:
    """Name the era beside its first day, inside the axes or above them, on the side that has more room."""
    if day is None:
        return
    x, top = frame.place(axes, day, axes.get_ylim()[1])
    inside = frame.space.inside
    side = 1 if inside.right - x >= x - inside.left else -1
    room = max(inside.right - x, x - inside.left) - 0.2
    for i, row in enumerate(frame.measure.wrap(drawable(words), room, SMALL, lines=1 if above else 2)):
        y, wide = top - 0.2 - i * frame.measure.height(SMALL), frame.measure.width(row, SMALL) + 0.08
        y += 0.3 if above else 0.0
        frame.text(x + side * 0.08, y, row, SMALL, colour=frame.theme.muted, ha="left" if side > 0 else "right")
        frame.space.take(Box(min(x, x + side * wide), y - 0.06, max(x, x + side * wide), y + 0.16))


def label_marks(frame: Frame, axes: Axes, rows: pd.DataFrame) -> int:
    """Label marks with value, claimant and date, first and last of each claimant before the rest; return how many."""
    edges = rows.groupby("claimant_id")["midpoint"]
    inner = rows["midpoint"].ne(edges.transform("min")) & rows["midpoint"].ne(edges.transform("max"))
    ordered = rows.assign(inner=inner).sort_values(["inner", "value"], ascending=[True, False], kind="stable")
    placed = 0
    for row in ordered.head(LABELLED).itertuples():
        x, y = frame.place(axes, row.midpoint, row.value)
        placed += label(frame, x, y, row.written, f"{shorten(row.claimant, 24)}, {short_date(row.made_on)}")
    return placed


def date_of(table: pd.DataFrame) -> Callable[[str], str]:
    """Return how the dates of a table's statements are written: with their year where there are several."""
    return dates.brief if table.loc[table["made_on"].ne(""), "made_on"].str[:4].nunique() > 1 else dates.short


def named(frame: Frame, claimant: str, date: str, width: float) -> str:
    """Write claimant and date in a width; the name is cut before the date is."""
    date = f", {date}"
    room = width - frame.measure.width(date, SMALL)
    if room < 0.5:
        return frame.measure.cut(drawable(claimant + date), width, SMALL)
    return frame.measure.cut(drawable(claimant), room, SMALL) + date


def fitted(frame: Frame, number: str, width: float, size: float) -> tuple[str, float]:
    """Return a bold number and the largest type size at which it is whole in a width; a number is never cut."""
    sizes = [s for s in (SUBTITLE, BODY, SMALL) if s <= size]
    fits = next((s for s in sizes if frame.measure.width(drawable(number), s, "bold") <= width), None)
    return (drawable(number), fits) if fits else ("…", SMALL)


def claimant_marks(frame: Frame, rows: pd.DataFrame, size: float = MARK * 0.3) -> None:
    """Draw the mark of each row's claimant at its `x` and `y` (inches)."""
    draw_marks(
        frame, frame.canvas, rows.assign(qualified=True, open_side="", without_number=False), "x", "y", size=size
    )


def hatched(axes: Axes, bars: pd.DataFrame, height, bottom, colour: str) -> None:
    """Draw a hatched bar over each period from `start` to `end`: words without a number."""
    left, width = mdates.date2num(bars["start"]), (bars["end"] - bars["start"]).dt.days
    look = {"facecolor": "none", "edgecolor": colour, "linewidth": 1, "hatch": HATCH, "zorder": 3}
    axes.bar(left, height, width, bottom, align="edge", **look)


def draw_silence(frame: Frame, axes: Axes, y: float, until: float, said: str) -> None:
    """Draw silence as a dotted line from the left edge to a date, with its word in the middle where there is room."""
    start = axes.get_xlim()[0]
    a, b = frame.place(axes, start, y)[0], frame.place(axes, until, y)[0]
    half = frame.measure.width(said, SMALL) / 2 + 0.08
    middle, gap = (start + until) / 2, (until - start) / max(b - a, 1e-9) * half
    fits = 2 * half + 0.5 <= b - a
    for piece in [(start, middle - gap), (middle + gap, until)] if fits else [(start, until)]:
        axes.plot(piece, [y, y], color=frame.theme.muted, lw=1.2, ls=(0, (1, 3)), zorder=2)
    if fits:
        low = frame.place(axes, start, y)[1]
        frame.text((a + b) / 2, low, said, SMALL, colour=frame.theme.muted, ha="center", va="center_baseline")
        frame.space.take(Box((a + b) / 2 - half, low - 0.1, (a + b) / 2 + half, low + 0.1))


def _arrow(side: str, horizontal: bool) -> str:
    """Return where the arrow of a side that is open points on a value axis."""
    return (
        {"above": "right", "below": "left"}.get(side, "")
        if horizontal
        else {"above": "up", "below": "down"}.get(side, "")
    )


def draw_marks(
    frame: Frame, axes: Axes, table: pd.DataFrame, x: str, y: str, size: float = MARK, horizontal: bool = False
) -> None:
    """Draw the marks of a tidy table and take their room.

    Needs the columns x and y named, claimant_id, qualified, open_side ("", above, below), without_number and
    date_stated (bool); `derived` may be missing. Points with the same look are one collection.
    """
    length = ARROW * np.sqrt(size / MARK) if size < MARK / 2 else ARROW  # crowded marks are small, with their arrows
    look = ["claimant_id", "qualified", "open_side", "without_number", "date_stated", "derived"]
    table = table if "derived" in table else table.assign(derived=False)
    looks = list(zip(*(table[c] for c in look), strict=True))
    xs, ys = (np.array([_number(v) for v in table[c]]) for c in (x, y))
    for alike in sorted(set(looks)):  # much faster than groupby for the few marks of most calls
        claimant, qualified, side, without_number, stated, derived = alike
        rows = np.array([look == alike for look in looks])
        hue, shape = frame.look.colour(claimant), frame.look.shape(claimant)
        draw_mark(axes, xs[rows], ys[rows], hue, shape, frame.theme, filled=qualified, arrow=_arrow(side, horizontal),
                  without_number=without_number, stated=stated, derived=derived, size=size, length=length)  # fmt: skip
    radius = np.sqrt(size * OUTLINE) / 72 / 2
    for *point, side in zip(xs, ys, table["open_side"], strict=True):
        left, bottom = frame.place(axes, *point)
        frame.space.take(Box.around(left, bottom, radius))
        if arrow := _arrow(side, horizontal):
            dx, dy = {"up": (0, 1), "down": (0, -1), "right": (1, 0), "left": (-1, 0)}[arrow]
            reach = length / 72
            frame.space.take(
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
    box = frame.space.find(x, y, wide, high, radius + 0.05, sides)
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
