"""Every chart × theme × dossier: the drawn texts are measured, the words are read as sentences.

The charts are those of briefing.catalogue, so a new chart is measured as soon as it is listed there.
"""

from __future__ import annotations

from functools import cache
from itertools import product

import pytest
from matplotlib import colors

from briefing import charts, compare, load_dossier
from briefing.catalogue import CHARTS
from briefing.style import DPI, HEIGHT, THEMES, WIDTH
from tests.measure import drawn_marks, drawn_texts, problems
from tests.test_style import contrast

HERE = {
    "all dates": "",
    "before the first statement": "2024-12-31",
    "January": "2025-02-01",
    "between KCNA and the NIS": "2025-04-29",
    "after April": "2025-05-01",
}
CASES = [*HERE, "one_claimant", "many", "tiny"]
# More cases in the light theme, three dossiers in the others: they differ in colours only.
DRAWN = [("light", case) for case in CASES if case not in ("after April", "tiny")]
DRAWN += [(theme, case) for theme in THEMES if theme != "light" for case in ("all dates", "one_claimant", "many")]


def of(charts_and_more):
    """Parametrize over charts so that all tests of a chart run in one process, which draws each figure once."""
    cases = [c if isinstance(c, tuple) else (c,) for c in charts_and_more]
    return [pytest.param(*c, marks=pytest.mark.xdist_group(f"chart {c[0]}"), id=" · ".join(c)) for c in cases]


@pytest.fixture(scope="module")
def drawn(generated):
    """Draw a chart of a case in a theme: (figure, words, table)."""

    @cache
    def view_of(case):
        return compare.view(load_dossier(as_of=HERE[case]) if case in HERE else load_dossier(generated[case]))

    @cache
    def words_of(chart, case):
        table = CHARTS[chart].table(view_of(case))
        return table, CHARTS[chart].words(view_of(case), table)

    @cache
    def draw(chart, case, theme="light"):
        table, words = words_of(chart, case)
        return CHARTS[chart].draw(view_of(case), table, words, theme=theme), words, table

    return draw


def test_every_chart_is_measured():
    assert set(CHARTS) == set(charts.__all__)


@pytest.mark.parametrize(("chart", "theme", "case"), of((chart, *drawn) for chart in CHARTS for drawn in DRAWN))
def test_texts_are_whole_and_lie_on_nothing(drawn, chart, theme, case):
    figure, _, _ = drawn(chart, case, theme)
    assert problems(figure) == []


@pytest.mark.parametrize(("chart", "theme"), of(product(CHARTS, THEMES)))
def test_drawn_colours_can_be_read(drawn, chart, theme):
    """The colours that texts and marks really have, on the ground they stand on."""
    figure, _, _ = drawn(chart, "all dates", theme)
    grounds = (THEMES[theme].background, THEMES[theme].band)
    for text, _ in drawn_texts(figure):
        assert min(contrast(text.get_color(), g) for g in grounds) >= 4.5, text.get_text()
    marks = [c for axes in figure.axes for c in axes.collections if c.get_gid() == "mark"]
    for mark in marks:
        edges = [colors.to_hex(c) for c in (*mark.get_edgecolor(), *mark.get_facecolor())]
        visible = {c for c in edges if c not in grounds}
        assert all(contrast(c, g) >= 3 for c in visible for g in grounds), visible


@pytest.mark.parametrize(("chart", "case"), of((chart, case) for chart in CHARTS for theme, case in DRAWN[:6]))
def test_frame_is_a_slide_with_title_source_and_fingerprint(drawn, chart, case):
    figure, words, table = drawn(chart, case)
    assert tuple(figure.get_size_inches()) == (WIDTH, HEIGHT)
    assert figure.dpi == DPI
    texts = " ".join(text.get_text() for text, _ in drawn_texts(figure))
    beginning = words.title[:30]
    assert beginning in texts
    assert "Dossier " in words.source
    if words.nothing:
        assert words.nothing[:30] in texts
        assert not any(True for _ in drawn_marks(figure))
    else:
        assert len(table)
    assert words.alt.startswith(words.title)
    assert "figure_ids" in table


@pytest.mark.parametrize(("chart", "case"), of(product(CHARTS, CASES)))
def test_words_are_plain_sentences(drawn, chart, case):
    """What no finding may say, whatever the rows: program words, doubled spaces or stops, a singular of many."""
    _, words, _ = drawn(chart, case)
    for text in (words.title, words.subtitle, words.alt, words.source, words.nothing):
        assert text == text.strip()
        for slip in ("nan", "NaT", "None", "<NA>", "Interval", "_id", "  ", "..", " ,", " .", "1 claims", "[]", "inf "):
            assert slip not in text.replace("…", ""), (slip, text)
    assert words.title[0].isupper() or words.title[0].isdigit() or not words.title[0].isascii()
    assert not words.title.endswith(".")
    assert words.alt.endswith(".")


@pytest.mark.parametrize(
    ("chart", "needed"),
    [
        ("statement_timeline", ["≥300 killed", "≈600 / ≥600 killed", "≈2,000 killed", "4,000 killed or wounded"]),
        ("losses_over_time", ["≥300", "≈600 / ≥600", "≈2,000", "≈2,700", ">4,000", "≈4,700", "4,000"]),
    ],
)
def test_every_number_of_this_dossier_is_labelled(drawn, chart, needed):
    figure, _, _ = drawn(chart, "all dates")
    texts = " | ".join(text.get_text() for text, _ in drawn_texts(figure))
    assert [label for label in needed if label not in texts] == []
