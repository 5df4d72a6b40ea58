"""Axes of values and of time.

Belongs here: limits, ticks, grids and the shading of an era. Does not belong here: marks.
"""

from __future__ import annotations

import matplotlib.dates as mdates
import pandas as pd
from matplotlib import colors
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from briefing.drawing.theme import THEMES, Theme
from briefing.words.dates import month_name


def value_axis(axes: Axes, top: float, labelled: bool = True, most: int = 5) -> None:
    """Set a vertical value axis from zero with a quiet grid; numbers only where `labelled`."""
    axes.set_ylim(0, top)
    axes.yaxis.set_major_locator(MaxNLocator(most, integer=True, steps=[1, 2, 5, 10], min_n_ticks=min(3, most)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:,.0f}"))
    axes.grid(axis="y", color=_grid(axes), linewidth=1)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", labelleft=labelled, pad=4)


def _grid(axes: Axes) -> str:
    face = colors.to_hex(axes.figure.get_facecolor())
    return next(t.grid for t in THEMES.values() if t.background == face)


def time_axis(
    axes: Axes,
    first: pd.Timestamp,
    last: pd.Timestamp,
    labelled: bool = True,
    pad: float = 0.06,
    most: int = 7,
    after: float = 0.0,
) -> None:
    """Set a horizontal time axis with at most so many ticks: days or months with the year below, or years.

    No tick lies behind the last day: the room there is for marks and labels. `pad` is the room at both ends, in shares
    of the period; `after` is room for labels behind the axis, as a share of the whole width.
    """
    space = max((last - first) * pad, pd.Timedelta(days=12))
    start, end = first - space, last + space
    axes.set_xlim(start, end + (end - start) * after / (1 - after))
    ticks = [(tick, name) for tick, name in zip(*_ticks(start, end, most), strict=True) if tick <= last]
    axes.set_xticks([tick for tick, _ in ticks], [name if labelled else "" for _, name in ticks])
    axes.tick_params(axis="x", length=4, color=_grid(axes), pad=4)


def _ticks(start: pd.Timestamp, end: pd.Timestamp, most: int = 7) -> tuple[pd.DatetimeIndex, list[str]]:
    """Return about `most` days, months or years of a period, with their names."""
    days = (end - start).days
    if days <= 75:
        step = next(s for s in (1, 2, 7, 14) if days / s <= most or s == 14)
        ticks = pd.date_range(start.normalize() + pd.Timedelta(days=1), end, freq=f"{step}D")
        named = [f"{t.day} {month_name(t.month)[:3]}" for t in ticks]
        new_year = [i == 0 or t.year != ticks[i - 1].year for i, t in enumerate(ticks)]
    else:
        months = days / 30.4
        step = next((s for s in (1, 2, 3, 6, 12, 24, 60, 120) if months / s <= most), 240)
        if step >= 12:
            ticks = pd.date_range(start, end, freq=f"{step // 12}YS")
            return ticks, [str(t.year) for t in ticks]
        ticks = pd.date_range(start, end, freq="MS")
        ticks = ticks[(ticks.month - 1) % step == 0]  # on January, April, …, so that years stand where they begin
        named = [month_name(t.month)[:3] for t in ticks]
        new_year = [i == 0 or t.month <= step for i, t in enumerate(ticks)]
    return ticks, [f"{n}\n{t.year}" if new else n for n, t, new in zip(named, ticks, new_year, strict=True)]


def shade_era(
    axes: Axes, start: pd.Timestamp | None, theme: Theme, line: bool = True, until: float | None = None
) -> None:
    """Shade the era from a day to the end of the axis, or `until`, with a line on the day; nothing without a day."""
    if start is not None:
        limits, day = axes.get_xlim(), mdates.date2num(start)
        axes.axvspan(day, limits[1] if until is None else until, facecolor=theme.band, edgecolor="none", zorder=0)
        if line:
            axes.axvline(day, color=theme.accent, lw=1.2, zorder=1)
        axes.set_xlim(limits)
