"""Every chart × theme × dossier: the drawn texts are measured, the words are read as sentences.

The charts are those of briefing.charts.catalogue, so a new chart is measured as soon as it is listed there.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product

import numpy as np
import pytest
from matplotlib import colors

from briefing import charts, load_dossier
from briefing.charts import CHARTS
from briefing.drawing.theme import DPI, HEIGHT, THEMES, WIDTH
from briefing.run.check import compare
from tests.measure import drawn_marks, drawn_texts, problems
from tests.test_style import contrast

HERE = {
    "all dates": "",
    "before the first statement": "2024-12-31",
    "January": "2025-02-01",
    "between KCNA and the NIS": "2025-04-29",
    "after April": "2025-05-01",
}
CASES = [*HERE, "one_claimant", "many", "crowd", "tiny"]
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


def test_a_crowd_of_statements_is_counted_and_the_chart_says_so(drawn, generated):
    """Each dated statement is in a bar or counted as left out, and the bars are as high as their counts."""
    figure, _, _ = drawn("statement_timeline", "crowd")
    said = next(t.get_text() for t, _ in drawn_texts(figure) if "counted by month" in t.get_text())
    counted, most, left = (int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", said))
    statements = load_dossier(generated["crowd"]).statements
    # A year ends, at the latest, with the first document that carries the statement; that may leave one month.
    ends = statements["first"], statements[["last", "known_from"]].min(axis=1)
    first, last = (end.dt.strftime("%Y-%m") for end in ends)
    months = statements[first.eq(last)]
    assert counted == len(months) and counted + left == statements["made_on"].ne("").sum()
    assert most == months.groupby([months["claimant_id"], first]).size().max()
    bars = [p.get_height() for axes in figure.axes for c in axes.containers for p in c]
    assert sum(bars) / max(bars) == pytest.approx(len(months) / most, rel=1e-6)
    assert not any(True for t, _ in drawn_texts(figure) if "stateme…" in t.get_text())


def test_a_crowd_of_figures_is_spanned_and_the_chart_says_so(drawn):
    """A bar reaches from the lowest to the highest number of a claimant in a quarter, and no further."""
    figure, _, table = drawn("losses_over_time", "crowd")
    said = next(t.get_text() for t, _ in drawn_texts(figure) if "a bar spans" in t.get_text())
    numbers = table[~table["without_number"] & table["made_on"].str.len().ge(7)]
    assert said.startswith(f"{len(numbers):,} figures") and "in a quarter" in said
    quarter = numbers["made_on"].str[:4] + numbers["made_on"].str[5:7].astype(int).add(2).floordiv(3).astype(str)
    top = numbers["value_to"].fillna(numbers["value"])
    key = [numbers["metric"].astype(str), numbers["claimant_id"], quarter]
    expected = sorted(zip(numbers["value"].groupby(key).min(), top.groupby(key).max(), strict=True))
    spans = [(p.get_y(), p.get_y() + p.get_height()) for a in figure.axes for c in a.containers for p in c
             if not p.get_hatch()]  # fmt: skip
    assert np.array(sorted(spans)) == pytest.approx(np.array(expected, dtype=float))
    open_ends = sum(int(numbers["arrow"].eq(arrow).groupby(key).any().sum()) for arrow in ("up", "down"))
    assert sum(len(c.get_offsets()) for a in figure.axes if a.containers for c in a.collections) == open_ends > 0


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


@pytest.mark.parametrize(
    ("chart", "claimants", "metrics", "title"),
    [
        ("deployment_ledger", ["nis"], ["killed"], "is on record from NIS for the chosen metrics"),
        ("claims_by_era", [], ["killed"], "NIS has given figures for one measure of those chosen"),
        ("corroboration", ["nis"], [], "Not one of the eleven figures shown has a second claimant behind it"),
        ("nis_and_zelenskyy", [], ["returned"], "are on record for the chosen metrics"),
        ("discrepancies", ["zelenskyy"], ["casualties"], "by the chosen claimants on the chosen metrics comes out"),
        ("derived_rates", [], ["returned"], "any statement on record for the chosen metrics"),
        ("losses_over_time", [], ["returned"], "No number of North Korean soldiers killed or wounded is given on the"),
    ],
)
def test_what_a_choice_leaves_out_is_not_denied(here, chart, claimants, metrics, title):
    """A sentence on some claimants or metrics says so: NIS did give numbers of soldiers sent."""
    view = compare.view(here, claimants, metrics)
    words = CHARTS[chart].words(view, CHARTS[chart].table(view))
    assert title in words.title
    assert all(METRICS[m] in words.subtitle.rpartition("only on ")[2] for m in metrics)
    assert ("all statements of" in words.subtitle) == bool(claimants)


@pytest.mark.parametrize("chart", CHARTS)
def test_one_claimant_alone_can_be_drawn(here, chart):
    """Also one whose only statement has no date that tells in which era it lies."""
    for claimant in here.claimants:
        _, words, figure = CHARTS[chart].make(compare.view(here, [claimant]))
        assert words.title and figure.texts


def test_a_pivot_of_one_who_had_spoken_before_makes_nobody_silent(here):
    for as_of, title in (("2025-02-01", "NIS’s statement of 30 April 2025 was still to come"), ("", "given figures")):
        view = compare.view(load_dossier("", as_of), pivot="nis-2025-04-30")
        _, words, figure = CHARTS["claims_by_era"].make(view)
        assert title in words.title
        assert not any("silent" in text.get_text() for text in figure.texts)
