"""Measure text and find room for it: widths, wrapping, labels that touch nothing.

Belongs here: geometry, in inches from the lower left corner of a figure. Does not belong here: colours, words, data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.transforms import Bbox

ELLIPSIS = "…"
RIGHT, LEFT = (1, 0), (-1, 0)
SIDES = (RIGHT, LEFT, (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))  # where a label may stand, best first
STEPS = (1, 1.8, 3, 4.5)  # how far from its mark a label may stand, in gaps
LINE = 1.2  # line height in units of the type size


@lru_cache
def _renderer(dpi: float) -> RendererAgg:
    return RendererAgg(10, 10, dpi)


@lru_cache(maxsize=20_000)
def _width(text: str, size: float, weight: str, dpi: float, family: tuple[str, ...]) -> float:
    font = FontProperties(family=list(family), size=size, weight=weight)
    return _renderer(dpi).get_text_width_height_descent(text, font, ismath=False)[0]


class Measure:
    """Measures text as a figure will draw it, in inches, in one typeface."""

    def __init__(self, figure: Figure, family: list[str], drawable: Callable[[str], str] = str):
        self.dpi, self.family, self.drawable = figure.dpi, tuple(family), drawable

    def width(self, text: str, size: float, weight: str = "regular") -> float:
        """Return the width of one line in inches."""
        drawn = text if text.isascii() and text.isprintable() else self.drawable(text)
        return _width(drawn, size, weight, self.dpi, self.family) / self.dpi if text else 0.0

    def fits(self, text: str, width: float, size: float, weight: str = "regular") -> bool:
        """Whether one line is no wider than a width: by its words, measured once, and exactly where that is close."""
        words = text.split(" ")
        rough = sum(self.width(w, size, weight) for w in words) + (len(words) - 1) * self.width(" ", size, weight)
        if abs(rough - width) > 0.05 * width:
            return rough < width
        return self.width(text, size, weight) <= width

    def height(self, size: float, lines: int = 1) -> float:
        """Return the height of lines in inches."""
        return lines * LINE * size / 72

    def cut(self, text: str, width: float, size: float, weight: str = "regular") -> str:
        """Return the text, or as much of it as fits into a width with "…" at its end."""
        if self.fits(text, width, size, weight):
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            fits = self.fits(text[:middle].rstrip() + ELLIPSIS, width, size, weight)
            low, high = (middle, high) if fits else (low, middle - 1)
        return text[:low].rstrip() + ELLIPSIS if low else ELLIPSIS

    def wrap(self, text: str, width: float, size: float, weight: str = "regular", lines: int = 2) -> list[str]:
        """Return the text broken into at most so many lines of a width; what does not fit ends in "…"."""
        rows, row, words = [], "", text.split()
        for i, word in enumerate(words):
            longer = f"{row} {word}" if row else word
            if not row or self.fits(longer, width, size, weight):
                row = longer
                continue
            if len(rows) == lines - 1:
                row = " ".join([row, *words[i:]])
                break
            rows.append(row)
            row = word
        return [self.cut(r, width, size, weight) for r in [*rows, row] if r]

    def balance(self, text: str, width: float, size: float, weight: str = "regular", lines: int = 2) -> list[str]:
        """Return the text wrapped into as few lines as `wrap` needs, of as equal a length as its words allow."""
        rows = self.wrap(text, width, size, weight, lines)
        while len(rows) > 1 and " ".join(rows) == " ".join(text.split()):
            longest = max(self.width(row, size, weight) for row in rows)
            narrower = self.wrap(text, longest - 0.01, size, weight, len(rows))
            if " ".join(narrower) != " ".join(rows) or max(self.width(r, size, weight) for r in narrower) >= longest:
                break
            rows = narrower
        return rows


@dataclass(frozen=True)
class Box:
    """A rectangle in inches."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Width in inches."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in inches."""
        return self.top - self.bottom

    @classmethod
    def of(cls, bbox: Bbox, dpi: float) -> Box:
        """Return the box of a matplotlib extent in pixels."""
        return cls(bbox.x0 / dpi, bbox.y0 / dpi, bbox.x1 / dpi, bbox.y1 / dpi)

    @classmethod
    def around(cls, x: float, y: float, radius: float) -> Box:
        """Return the square around a point."""
        return cls(x - radius, y - radius, x + radius, y + radius)

    def meets(self, other: Box) -> bool:
        """Whether the boxes share any area."""
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )

    def within(self, other: Box) -> bool:
        """Whether this box lies inside another."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.bottom >= other.bottom
            and self.top <= other.top
        )


class FreeSpace:
    """What is taken and what is free inside a box; boxes are found for labels in order of their importance."""

    def __init__(self, inside: Box):
        self.inside, self.taken = inside, []
        self.marks: list[tuple[float, float]] = []  # centres of marks, of which a label is nearest to its own
        self._edges = np.empty((4, 0))  # of the boxes taken, all compared at once

    def take(self, *boxes: Box) -> None:
        """Mark boxes as taken."""
        self.taken.extend(boxes)

    def free(self, box: Box) -> bool:
        """Whether a box lies inside and touches nothing that is taken."""
        if not box.within(self.inside):
            return False
        if new := self.taken[self._edges.shape[1] :]:
            edges = np.array([(t.left, t.bottom, t.right, t.top) for t in new]).T
            self._edges = np.concatenate([self._edges, edges], axis=1)
        left, bottom, right, top = self._edges
        return not ((box.left < right) & (left < box.right) & (box.bottom < top) & (bottom < box.top)).any()

    def nearest(self, box: Box, x: float, y: float) -> bool:
        """Whether a box is nearer to the mark at a point than to any other, clearly so."""
        if not self.marks:
            return True
        at = np.array(self.marks)
        dx = np.maximum(0, np.maximum(box.left - at[:, 0], at[:, 0] - box.right))
        dy = np.maximum(0, np.maximum(box.bottom - at[:, 1], at[:, 1] - box.top))
        own = np.hypot(max(0, box.left - x, x - box.right), max(0, box.bottom - y, y - box.top))
        others = np.hypot(at[:, 0] - x, at[:, 1] - y) > 0.01
        return not (others & (np.hypot(dx, dy) < 1.15 * own)).any()

    def find(self, x: float, y: float, width: float, height: float, gap: float, sides=SIDES, steps=STEPS) -> Box | None:
        """Take and return a box of a size near a point, the nearest that is free: beside it, over it, then corners.

        `steps` are how far away, in gaps. Returns None where there is none.
        """
        for far in (gap * step for step in steps):
            for dx, dy in sides:
                beside = gap if dy else far  # a corner moves up and down, so that the text stays near its mark
                left = x + beside if dx > 0 else x - beside - width if dx < 0 else x - width / 2
                bottom = y + far if dy > 0 else y - far - height if dy < 0 else y - height / 2
                box = Box(left, bottom, left + width, bottom + height)
                if self.free(box) and self.nearest(box, x, y):
                    self.take(box)
                    return box
        return None
