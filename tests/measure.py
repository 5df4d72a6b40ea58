"""Measure what a figure draws: the extents of its texts and of its marks, in pixels."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from unittest.mock import patch
from weakref import WeakKeyDictionary

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import Collection, PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox

TOLERANCE = 1.0  # pixels


_MEASURED: WeakKeyDictionary[Figure, list[tuple[Text, Bbox]]] = WeakKeyDictionary()


def drawn_texts(figure: Figure) -> list[tuple[Text, Bbox]]:
    """Return the texts that are drawn, tick labels included, with their window extents; a figure is measured once."""
    if figure not in _MEASURED:
        _MEASURED[figure] = _measured(figure)
    return _MEASURED[figure]


def _measured(figure: Figure) -> list[tuple[Text, Bbox]]:
    drawn, draw = [], Text.draw

    def note(text, renderer, *args, **kwargs):
        if text.get_visible() and text.get_text():
            drawn.append(text)
        return draw(text, renderer, *args, **kwargs)

    with patch.object(Text, "draw", note):
        figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()
    return [(text, text.get_window_extent(renderer)) for text in drawn]


def drawn_marks(figure: Figure) -> Iterator[Path]:
    """Yield the outline in pixels of every mark: every point of every collection with the gid "mark"."""
    for axes in figure.axes:
        for marks in axes.collections:
            if marks.get_gid() != "mark" or not isinstance(marks, PathCollection) or not marks.get_visible():
                continue
            paths, sizes, to_pixels = marks.get_paths(), marks.get_transforms(), marks.get_transform()
            places = marks.get_offset_transform().transform(np.ma.filled(marks.get_offsets().astype(float), np.nan))
            for i, (x, y) in enumerate(places):
                if np.isfinite([x, y]).all():
                    size = Affine2D(sizes[i % len(sizes)]) if len(sizes) else Affine2D()
                    yield paths[i % len(paths)].transformed(size + to_pixels + Affine2D().translate(x, y))


def touches(box: Bbox, mark: Path) -> bool:
    """Whether a mark lies over a box by more than the tolerance."""
    extent = mark.get_extents()
    if shared(box, extent) <= TOLERANCE:
        return False
    inner = Bbox.from_extents(box.x0 + TOLERANCE, box.y0 + TOLERANCE, box.x1 - TOLERANCE, box.y1 - TOLERANCE)
    return mark.intersects_bbox(inner, filled=True)


def shared(a: Bbox, b: Bbox) -> float:
    """Return by how many pixels two boxes overlap: the smaller of width and height of what they share."""
    return min(min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0))


def problems(figure: Figure) -> list[str]:
    """Return what is wrong with the texts of a figure: empty, outside, clipped, on another text, on a mark."""
    texts, found = drawn_texts(figure), []
    width, height = figure.canvas.get_width_height()
    page = Bbox.from_extents(-TOLERANCE, -TOLERANCE, width + TOLERANCE, height + TOLERANCE)
    for text, box in texts:
        words = text.get_text()
        if not words.strip():
            found.append(f"empty text at {box.x0:.0f}, {box.y0:.0f}")
        if not (page.contains(box.x0, box.y0) and page.contains(box.x1, box.y1)):
            found.append(f"outside the figure: {words!r}")
        clip = text.get_clip_box() if text.get_clip_on() and text.axes else None
        if clip and not (clip.padded(TOLERANCE).contains(box.x0, box.y0) and clip.padded(1).contains(box.x1, box.y1)):
            found.append(f"clipped: {words!r}")
    for (text, box), (other, other_box) in combinations(texts, 2):
        if shared(box, other_box) > TOLERANCE:
            found.append(f"{text.get_text()!r} overlaps {other.get_text()!r} by {shared(box, other_box):.1f} px")
    extents = [(mark, mark.get_extents()) for mark in drawn_marks(figure)]
    if extents:
        edges = np.array([e.extents for _, e in extents])
        for text, box in texts:
            near = (
                (edges[:, 0] < box.x1) & (edges[:, 2] > box.x0) & (edges[:, 1] < box.y1) & (edges[:, 3] > box.y0)
            ).nonzero()[0]
            if any(touches(box, extents[i][0]) for i in near):
                found.append(f"{text.get_text()!r} lies on a mark")
    return found


def geometry(figure: Figure) -> list[tuple]:
    """Return where everything in a figure lies, in pixels, and how it is shaped: all that is drawn but the colours."""
    drawn_texts(figure)  # which gives the ticks their labels
    return [_shape(artist) for artist in figure.findobj() if artist.get_visible()]


def _shape(artist: Artist) -> tuple:
    kind, where = type(artist).__name__, artist.get_transform()
    about = (kind, artist.get_zorder(), artist.get_gid())
    if isinstance(artist, Text):
        font = artist.get_fontproperties()
        said = (artist.get_text(), font.get_size(), font.get_weight(), tuple(font.get_family()))
        place = _pixels(where, [artist.get_position()]) if artist.get_text() else ()
        return (*about, *said, artist.get_ha(), artist.get_va(), artist.get_rotation(), place)
    if isinstance(artist, Line2D):
        line = (artist.get_linewidth(), artist.get_linestyle(), artist.get_marker(), artist.get_markersize())
        return (*about, *line, _pixels(where, artist.get_xydata()))
    if isinstance(artist, Patch):
        look = (artist.get_linewidth(), artist.get_linestyle(), artist.get_hatch(), artist.get_fill())
        return (*about, *look, _pixels(where, artist.get_path().vertices))
    if isinstance(artist, Collection):
        places = _pixels(artist.get_offset_transform(), np.ma.filled(artist.get_offsets().astype(float), np.nan))
        shapes = tuple(_pixels(where, path.vertices) for path in artist.get_paths())
        sizes = tuple(np.ravel(artist.get_transforms()).round(3).tolist())
        return (*about, places, shapes, sizes, tuple(artist.get_linewidths()), artist.get_hatch())
    return (*about, tuple(artist.bbox.extents.round(2)) if isinstance(artist, Axes) else ())


def _pixels(transform, points) -> tuple:
    return tuple(np.ravel(transform.transform(np.asarray(points, dtype=float))).round(2).tolist())
