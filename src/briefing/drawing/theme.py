"""Themes, palette, typeface and the settings that every chart draws and saves with.

Belongs here: how things look. Does not belong here: the frame (frame), the marks (glyphs, marks), and any word about
the data.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import matplotlib as mpl
import numpy as np
import seaborn as sns
from matplotlib import colors, font_manager

from briefing.drawing.faces import FAMILY, drawable, files
from briefing.words.text import UserError, quoted

__all__ = ["FAMILY", "drawable"]

WIDTH, HEIGHT, DPI = 40 / 3, 7.5, 144  # inches: a slide; 1920 × 1080 pixels
MARGIN = 0.55
NOT_LOOKS = (  # settings of windows, sessions and backends, which matplotlib's own styles leave alone too
    "backend", "date.epoch", "docstring.", "figure.max_open", "figure.raise", "interactive", "savefig.directory", "tk.",
    "toolbar", "webagg.",
)  # fmt: skip
# Type sizes in points: read from the back of a room, a value is 18 or more, other words 14, the source line 11.
TITLE, SUBTITLE, NUMBER, BODY, SMALL, FOOT = 26, 16, 18, 15, 14, 11
LONGEST_TITLE = 135  # characters that still fit its two lines
NOT_STATED = "†"  # after a date that no document states
MARK = 150  # area of a mark in square points
OUTLINE = 1.6  # area of a mark with the ground-coloured rim that parts it from what lies under it, in areas of the mark
ARROW = 28  # length of a bound's arrow in points, the same for every bound
OPEN = 7  # width of the wedge of an open bar in points
MARKERS = ["o", "s", "D", "^", "v", "P", "X", "h", "p", "d"]
HATCH = "////"

for _file in files():
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
    def stepped_back(self) -> str:
        """The grey of marks that are not the story: seen, and behind those that are."""
        return tint(self.muted, self, 0.66 if self.name == "dark" else 0.74)


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
    "light": Theme("light", "#ffffff", "#16191f", "#565d6b", "#dfe3e8", "#f5f3ef", "#007a78", tuple(_LIGHT)),
    "dark": Theme("dark", "#14181f", "#f2f4f7", "#a9b1bf", "#333b47", "#1e242e", "#2fd0c0", tuple(_DARK)),
    "print": Theme(
        "print", "#ffffff", "#000000", "#4d4d4d", "#d9d9d9", "#f2f2f2", "#000000", tuple(map(_grey, _LIGHT))
    ),
}


def theme_named(name: str) -> Theme:
    """Return a theme; raises UserError for a name that is none."""
    if name not in THEMES:
        raise UserError(f"theme {quoted(name)} is none of {', '.join(THEMES)}")
    return THEMES[name]


def settings(theme: Theme) -> dict:
    """Return the rcParams that a theme draws and saves with: the same bytes on every run, whatever a user has set."""
    return {
        **{name: value for name, value in mpl.rcParamsDefault.items() if not name.startswith(NOT_LOOKS)},
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
        "timezone": "UTC",
    }


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
