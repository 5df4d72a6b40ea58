"""What several charts draw alike: the key of a table's marks, their labels, the name of the era.

Belongs here: drawing that more than one chart needs. Does not belong here: a chart.
"""

from __future__ import annotations

from collections.abc import Callable

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from briefing.drawing.frame import MOST_ENTRIES, Frame, Key, _number
from briefing.drawing.glyphs import draw_mark
from briefing.drawing.layout import LINE, SIDES, STEPS, Box
from briefing.drawing.theme import ARROW, BODY, HATCH, MARK, NOT_STATED, NUMBER, OUTLINE, SMALL, drawable
from briefing.words import dates
from briefing.words.english import shorten

LABELLED = 60  # the most marks of one chart that are tried for a label


def key_of(table: pd.DataFrame, horizontal: bool = False) -> list[Key]:
    """Return the entries of the key for the marks that a table has, at most three; the labels say the rest."""
    table = table.assign(derived=table.get("derived", False)).astype({"derived": bool, "without_number": bool})
    numbered, derived = table[~table["without_number"]], table["derived"]
    plain = numbered[~numbered["derived"] & numbered["open_side"].eq("")]
    sides = [side for side in ("above", "below") if numbered["open_side"].eq(side).any()]
    bounds = {"above": "at least, more than", "below": "at most, nearly"}
    arrow = _arrow(sides[0], horizontal) if sides else ""
    entries = [
        (plain["qualified"].ne(True).any(), Key("hollow: a bare number, no “about”", filled=False)),
        (bool(sides), Key(f"arrow: {' or '.join(bounds[s] for s in sides)}", arrow=arrow)),
        ((~table["date_stated"].astype(bool)).any(), NOT_IN_DOCUMENTS),
        (derived.any(), Key("worked out here; nobody stated it", derived=True)),
    ]
    return [entry for present, entry in entries if present][:MOST_ENTRIES]


NOT_IN_DOCUMENTS = Key("no document states this date", sign=NOT_STATED)


def key_of_dates(table: pd.DataFrame) -> list[Key]:
    """Return the entry of the key for dates that are not known to the day, if a table has such."""
    how = set(table["made_on_precision"]) & {"month", "year", "range"}
    words = "known to the month or year only" if "range" not in how else "said on a day within the bar"
    return [Key(words, span=True)] if how else []


def marked(date: str, stated: bool) -> str:
    """Write a date with a sign after it where no document states it."""
    return date if stated or date == "undated" else date + NOT_STATED


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


def label_marks(frame: Frame, axes: Axes, rows: pd.DataFrame, most: int = LABELLED) -> list:
    """Label marks with value, claimant and date, in the order of the rows; return the index of those labelled."""
    when, placed = date_of(rows), []
    for row in rows.head(most).itertuples():
        x, y = frame.place(axes, row.midpoint, row.value)
        tail = f"{shorten(row.claimant, 24)}, {marked(when(row.made_on), row.date_stated)}"
        if label_near(frame, x, y, row.written, tail):
            placed.append(row.Index)
    return placed


def label_near(frame: Frame, x: float, y: float, head: str, tail: str, mark: float = MARK) -> bool:
    """Label a point in two lines at its mark, else in one line, else further off; return whether there was room."""
    near, far = {"mark": mark, "steps": STEPS[:2]}, {"mark": mark, "steps": STEPS[2:]}
    return (
        label(frame, x, y, head, tail, **near)
        or label(frame, x, y, head, beside=tail, **near)
        or label(frame, x, y, head, tail, **far)
    )


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
    sizes = [s for s in (NUMBER, BODY, SMALL) if s <= size]
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


def draw_ranges(frame: Frame, axes: Axes, rows: pd.DataFrame, x: str = "midpoint", horizontal: bool = False) -> None:
    """Draw reported ranges from end to end, as bars without a mark: no value in them is more stated than another."""
    for row in rows[rows["value_to"].notna()].itertuples():
        ends, at = [float(row.value), float(row.value_to)], getattr(row, x)
        places = (ends, [at, at]) if horizontal else ([at, at], ends)
        colour = frame.theme.stepped_back if getattr(row, "grey", False) else frame.look.colour(row.claimant_id)
        axes.plot(*places, color=colour, lw=7, alpha=1, solid_capstyle="butt", zorder=4)
        for end in zip(*places, strict=True):
            frame.space.take(Box.around(*frame.place(axes, *end), 0.09))
        middle = ((row.value + row.value_to) / 2, at) if horizontal else (at, (row.value + row.value_to) / 2)
        frame.marks.append(frame.place(axes, *middle))
        frame.space.marks.append(frame.marks[-1])


def draw_marks(
    frame: Frame, axes: Axes, table: pd.DataFrame, x: str, y: str, size: float = MARK, horizontal: bool = False
) -> None:
    """Draw the marks of a tidy table and take their room.

    Needs the columns x and y named, claimant_id, qualified, open_side ("", above, below) and without_number (bool);
    `derived` and `grey` (stepped back: without its claimant's hue) may be missing. Points with the same look are one
    collection.
    """
    length = ARROW * np.sqrt(size / MARK) if size < MARK / 2 else ARROW  # crowded marks are small, with their arrows
    look = ["claimant_id", "qualified", "open_side", "without_number", "derived", "grey"]
    table = table.assign(**{c: False for c in ("derived", "grey") if c not in table})
    looks = list(zip(*(table[c] for c in look), strict=True))
    xs, ys = (np.array([_number(v) for v in table[c]]) for c in (x, y))
    for alike in sorted(set(looks)):  # much faster than groupby for the few marks of most calls
        claimant, qualified, side, without_number, derived, grey = alike
        rows = np.array([look == alike for look in looks])
        hue, shape = frame.look.colour(claimant), frame.look.shape(claimant)
        hue = frame.theme.stepped_back if grey else hue
        draw_mark(axes, xs[rows], ys[rows], hue, shape, frame.theme, filled=qualified, arrow=_arrow(side, horizontal),
                  without_number=without_number, derived=derived, size=size, length=length,
                  front=not grey and size > MARK / 4)  # fmt: skip
    radius = np.sqrt(size * OUTLINE) / 72 / 2 * (1.4 if size < MARK / 4 else 1)  # small ones with their corners
    for *point, side in zip(xs, ys, table["open_side"], strict=True):
        left, bottom = frame.place(axes, *point)
        frame.marks.append((left, bottom))
        frame.space.marks.append((left, bottom))
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
    size: float = NUMBER,
    sides=SIDES,
    lines: int = 2,
    beside: str = "",
    mark: float = MARK,
    steps=STEPS,
) -> bool:
    """Label a point (inches): a bold head over a quieter tail, where there is room; return whether there was.

    `beside` are quieter words after the head, `mark` is the area of the mark. Each text knows the point it belongs to,
    as `of_mark`.
    """
    measure, tail_size = frame.measure, SMALL
    more = measure.width(drawable(beside), SMALL) + 0.08 if beside else 0.0
    head = measure.cut(drawable(head), width, size, "bold") if head else ""
    tails = measure.wrap(drawable(tail), width, tail_size, "regular", lines) if tail else []
    wide = max([measure.width(head, size, "bold") + more, *(measure.width(t, tail_size) for t in tails)])
    head_high = measure.height(size) if head else 0.0
    high = head_high + measure.height(tail_size, len(tails))
    radius = np.sqrt(mark * OUTLINE) / 72 / 2
    box = frame.space.find(x, y, wide, high, radius + 0.05, sides, steps)
    if box is None:
        return False
    # Text beside a mark is set towards it.
    align = "right" if box.right <= x else "left" if box.left >= x else "center"
    at = {"left": box.left, "right": box.right, "center": (box.left + box.right) / 2}[align]
    if beside:
        start = {"left": at, "right": at - measure.width(head, size, "bold") - more, "center": box.left}[align]
        y_head, after = box.top - 0.8 * LINE * size / 72, start + measure.width(head, size, "bold") + 0.08
        frame.text(start, y_head, head, size, "bold").of_mark = (x, y)
        frame.text(after, y_head, drawable(beside), SMALL, colour=frame.theme.muted).of_mark = (x, y)
    elif head:
        frame.text(at, box.top - 0.8 * LINE * size / 72, head, size, "bold", ha=align).of_mark = (x, y)
    for i, tail_row in enumerate(tails):
        y_tail = box.top - head_high - (i + 0.8) * LINE * tail_size / 72
        frame.text(at, y_tail, tail_row, tail_size, "regular", frame.theme.muted, ha=align).of_mark = (x, y)
    return True


def label_at_end(frame: Frame, point: tuple[float, float], row, left: float) -> bool:
    """Label a point (inches) with number and claimant from `left` on, as near to its height as there is room.

    A line leads there. The texts know the point as `of_mark`, and by `led` that a line leads to it.
    """
    (x, y), measure, inside = point, frame.measure, frame.space.inside
    number, high = drawable(row.written), measure.height(NUMBER)
    steps = np.arange(0, inside.height, 0.05)
    places = (Box(left, y - high / 2 + s * step, inside.right, y + high / 2 + s * step) for step in steps
              for s in (1, -1))  # fmt: skip
    place = next((p for p in places if frame.space.free(p)), None)
    if place is None:
        return False
    frame.space.take(place)
    middle, after = (place.bottom + place.top) / 2, left + measure.width(number, NUMBER, "bold") + 0.08
    frame.canvas.plot([x, left - 0.06], [y, middle], color=frame.look.colour(row.claimant_id), lw=1)
    texts = [frame.text(left, middle, number, NUMBER, "bold", va="center_baseline")]
    if inside.right - after > 0.3:
        name = measure.cut(drawable(row.claimant), inside.right - after, SMALL)
        texts.append(frame.text(after, middle, name, SMALL, colour=frame.theme.muted, va="center_baseline"))
    for text in texts:
        text.of_mark, text.led = (x, y), True
    return True
