"""The marks themselves: shapes, outlines, arrows, wedges, ticks.

Belongs here: drawing a mark at points. Does not belong here: which rows get which mark (marks).
"""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path as MarkPath
from matplotlib.transforms import Affine2D, IdentityTransform

from briefing.drawing.theme import ARROW, HATCH, MARK, OPEN, OUTLINE

_ARROWS = {"up": 0, "right": -90, "down": 180, "left": 90}


_ARROW = MarkPath(
    [(-0.045, 0.3), (-0.045, 0.7), (-0.17, 0.7), (0, 1), (0.17, 0.7), (0.045, 0.7), (0.045, 0.3), (-0.045, 0.3)],
    closed=True,
)


_WEDGE = MarkPath([(-0.5, 0), (0, 0.8), (0.5, 0), (-0.5, 0)], closed=True)


_TICK = MarkPath([(-0.16, -0.5), (-0.16, 0.5), (0.16, 0.5), (0.16, -0.5), (-0.16, -0.5)], closed=True)


def draw_mark(
    axes,
    x,
    y,
    colour,
    shape,
    theme,
    *,
    filled,
    arrow,
    without_number,
    derived=False,
    size=MARK,
    length=ARROW,
    front=False,
):
    """Draw equal marks: a rim in the colour of the ground, the mark, and the arrow of its bound.

    A derived value is a tick: nobody stated it, so it has no claimant's shape. `front` marks know it: `in_front`.
    """
    points = np.column_stack([x, y]).astype(float)
    if derived:
        _scatter(axes, points, _TICK, size * 2.3, colour).in_front = front
    else:
        _scatter(axes, points, shape, size * OUTLINE, theme.background)
    if without_number:
        _scatter(
            axes, points, shape, size, theme.background, edgecolors=colour, linewidths=1.4, hatch=HATCH
        ).in_front = front
    elif not derived:
        face = colour if filled else theme.background
        _scatter(axes, points, shape, size, face, edgecolors=colour, linewidths=2.2).in_front = front
    if arrow:
        path = _ARROW.transformed(Affine2D().rotate_deg(_ARROWS[arrow]))
        _scatter(axes, points, path, (2 * length) ** 2, colour)


def draw_open_ends(axes: Axes, x, y, colour: str, arrow: str) -> None:
    """Draw a small wedge at each place, the end of a bar: one of its numbers is a bound that is open on that side."""
    wedge = _WEDGE.transformed(Affine2D().rotate_deg(_ARROWS[arrow]))
    _scatter(axes, np.column_stack([x, y]).astype(float), wedge, OPEN**2, colour)


def _scatter(axes: Axes, points: np.ndarray, marker: str | MarkPath, size: float, face: str, **look) -> PathCollection:
    """Draw equal markers at points; what `Axes.scatter` does with them, in a fourth of its time."""
    style = MarkerStyle(marker)
    path = style.get_path().transformed(style.get_transform())
    look = {"edgecolors": face, "linewidths": 0} | look
    marks = PathCollection((path,), (size,), offsets=points, offset_transform=axes.transData, facecolors=face,
                           zorder=5, clip_on=False, gid="mark", **look)  # fmt: skip
    marks.set_transform(IdentityTransform())
    axes.add_collection(marks, autolim=False)
    return marks
