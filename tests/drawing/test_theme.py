"""The palettes: contrast, and claimants apart under every kind of colour vision and in greyscale; themes; typeface."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest
from colorspacious import cspace_convert
from matplotlib import colors
from matplotlib.figure import Figure

from briefing.drawing.layout import Measure
from briefing.drawing.theme import FAMILY, MARKERS, THEMES, Look, drawable, settings, theme_named

VISIONS = {
    "normal": None,
    "deuteranopia": "deuteranomaly",
    "protanopia": "protanomaly",
    "tritanopia": "tritanomaly",
}
FIRST = 4  # the claimants of a small dossier, which have to be told apart at a glance


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    rgb = np.array(colors.to_rgb(colour))
    return float(np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722])


def contrast(a: str, b: str) -> float:
    """Contrast ratio as WCAG 2 defines it."""
    dark, light = sorted([luminance(a), luminance(b)])
    return (light + 0.05) / (dark + 0.05)


def distances(palette: tuple[str, ...], vision: str) -> np.ndarray:
    """Return the distances in CAM02-UCS between all pairs of colours as such eyes see them."""
    rgb = np.array([colors.to_rgb(c) for c in palette])
    if vision == "greyscale":
        linear = np.array([luminance(c) for c in palette])
        grey = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
        rgb = np.stack([grey] * 3, axis=1)
    elif VISIONS[vision]:
        space = {"name": "sRGB1+CVD", "cvd_type": VISIONS[vision], "severity": 100}
        rgb = np.clip(cspace_convert(rgb, space, "sRGB1"), 0, 1)
    seen = cspace_convert(rgb, "sRGB1", "CAM02-UCS")
    apart = np.linalg.norm(seen[:, None] - seen[None], axis=-1)
    np.fill_diagonal(apart, np.inf)
    return apart


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_texts_stand_out_from_every_ground(theme):
    for ground in (theme.background, theme.band):
        for ink in (theme.ink, theme.muted):
            assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_marks_stand_out_from_every_ground(theme):
    for ground in (theme.background, theme.band):
        for colour in (*theme.palette, theme.accent, theme.stepped_back):
            assert contrast(colour, ground) >= 3, colour


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("name", ["light", "dark"])
def test_claimants_are_apart_in_colour(name, vision):
    """A just noticeable difference is about 1; the print theme has greys only and is measured below."""
    assert distances(THEMES[name].palette, vision).min() >= 10


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_claimants_are_apart_in_greyscale(theme):
    """Ten greys with 3:1 to the ground cannot lie far apart: the first stand clear, the rest are not the same."""
    apart = distances(theme.palette, "greyscale")
    assert apart[:FIRST, :FIRST].min() >= 5.5
    assert apart.min() >= 2.5


def test_print_has_no_colour():
    theme = THEMES["print"]
    for colour in (
        *theme.palette,
        *(getattr(theme, n) for n in ("background", "ink", "muted", "grid", "band", "accent")),
    ):
        assert len(set(colors.to_rgb(colour))) == 1


def test_every_theme_has_a_hue_for_each_of_ten_claimants_and_shapes_repeat_it():
    claimants = tuple(f"claimant-{i}" for i in range(25))
    for theme in THEMES.values():
        assert len(set(theme.palette)) == len(theme.palette) == 10
        look = Look(theme, claimants)
        looks = {(look.colour(c), look.shape(c)) for c in claimants}
        assert len(looks) == len(claimants)
        assert len({look.shape(c) for c in claimants[:10]}) == 10
    assert len(set(MARKERS)) == len(MARKERS)


def test_a_claimant_keeps_its_look_when_others_are_left_out(here):
    from briefing import load_dossier

    early = load_dossier(as_of="2025-02-01")
    assert early.claimants == here.claimants


def test_unknown_theme_is_refused():
    with pytest.raises(ValueError, match="none of light, dark, print"):
        theme_named("sepia")


def test_typeface_is_the_packages_own():
    with mpl.rc_context(settings(THEMES["light"])):
        for weight in ("regular", "bold"):
            font = mpl.font_manager.FontProperties(family=FAMILY[0], weight=weight)
            assert "font_source_sans_pro" in mpl.font_manager.findfont(font, fallback_to_default=False)


@pytest.mark.parametrize(("weight", "file"), [("regular", "NotoSansKR-Regular.ttf"), ("bold", "NotoSansKR-Bold.ttf")])
def test_hangul_is_drawn_from_its_own_file_in_its_weight(weight, file):
    font = mpl.font_manager.FontProperties(family="Noto Sans KR", weight=weight)
    assert mpl.font_manager.findfont(font, fallback_to_default=False).endswith(file)


def test_widths_are_measured_with_the_typeface_that_is_drawn():
    """A Hangul syllable is about as wide as it is high, a box is not: 0.92 of the type size in this typeface."""
    measure = Measure(Figure(dpi=144), FAMILY, drawable)
    for weight in ("regular", "bold"):
        one, ten = (measure.width("가" * n, 36, weight) for n in (1, 10))
        assert 0.85 < one / 0.5 < 1.0
        assert ten == pytest.approx(10 * one, rel=0.02)


def test_what_cannot_be_drawn_is_shown_as_a_box():
    assert drawable("NIS ≈600 – “Seoul’s”") == "NIS ≈600 – “Seoul’s”"
    assert drawable("국정원 Зеленський\u202e\x07") == "국정원 Зеленський□□"
    assert drawable("हिन्दी 情報") == "□□□□□□ □□"
    assert drawable("a\nb\tc") == "a b c"
