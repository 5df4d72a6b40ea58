"""Every chart × dossier: the drawn texts are measured, the words are read as sentences.

The charts are those of briefing.charts, so a new chart is measured as soon as it is listed there. Themes differ in
colours only, which is a test of its own; so what is measured in one is not measured again in the others.
"""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib import colors

from briefing import charts, load_dossier
from briefing.charts import CHARTS
from briefing.drawing.theme import DPI, HEIGHT, THEMES, WIDTH
from tests.drawing.test_theme import contrast
from tests.drawn import BY_NAME, draw, view
from tests.measure import drawn_marks, drawn_texts, geometry, problems

HERE = {
    "all dates": "",
    "before the first statement": "2024-12-31",
    "January": "2025-02-01",
    "between KCNA and the NIS": "2025-04-29",
    "after April": "2025-05-01",
}
CASES = [*HERE, "one_claimant", "many", "crowd", "tiny"]
MEASURED = [case for case in CASES if case not in ("after April", "tiny")]


def each(**values) -> pytest.MarkDecorator:
    """Parametrize over charts × values; an id begins with the chart, whose tests all run in one process."""
    cases = product(BY_NAME, *values.values())
    return pytest.mark.parametrize(("chart", *values), [pytest.param(*case, id=" · ".join(case)) for case in cases])


@pytest.fixture
def drawn(generated):
    """Return a chart of a case as drawn in a theme."""

    def of(chart, case, theme="light"):
        return draw(chart, HERE.get(case, ""), "" if case in HERE else generated[case], theme)

    return of


def test_every_module_of_a_chart_is_listed_once():
    """What is not listed is drawn, measured and shown nowhere."""
    modules = {path.stem for path in Path(charts.__file__).parent.glob("*.py")} - {"__init__", "chart"}
    assert sorted(chart.name for chart in CHARTS) == sorted(modules)


@each(case=MEASURED)
def test_texts_are_whole_and_lie_on_nothing(drawn, chart, case):
    assert problems(drawn(chart, case).figure) == []


@each(theme=[theme for theme in THEMES if theme != "light"])
def test_themes_differ_in_nothing_but_colours(drawn, chart, theme):
    """Each artist lies where it lies in the light theme, to a hundredth of a pixel, in the same size and shape."""
    here, there = (geometry(drawn(chart, "all dates", t).figure) for t in ("light", theme))
    assert list(map(repr, here)) == list(map(repr, there))


@each(theme=THEMES)
def test_drawn_colours_can_be_read(drawn, chart, theme):
    """The colours that texts and marks really have, on the ground they stand on."""
    figure = drawn(chart, "all dates", theme).figure
    grounds = (THEMES[theme].background, THEMES[theme].band)
    for text, _ in drawn_texts(figure):
        assert min(contrast(text.get_color(), g) for g in grounds) >= 4.5, text.get_text()
    marks = [c for axes in figure.axes for c in axes.collections if c.get_gid() == "mark"]
    for mark in marks:
        edges = [colors.to_hex(c) for c in (*mark.get_edgecolor(), *mark.get_facecolor())]
        visible = {c for c in edges if c not in grounds}
        assert all(contrast(c, g) >= 3 for c in visible for g in grounds), visible


@each(case=MEASURED)
def test_frame_is_a_slide_with_title_source_and_fingerprint(drawn, chart, case):
    made = drawn(chart, case)
    figure, words = made.figure, made.text
    assert tuple(figure.get_size_inches()) == (WIDTH, HEIGHT)
    assert figure.dpi == DPI
    texts = " ".join(text.get_text() for text, _ in drawn_texts(figure))
    beginning = words.title[:30]
    assert beginning in texts
    assert f"Record {made.view.dossier.short_fingerprint}." in words.source
    if words.nothing:
        assert words.nothing[:30] in texts
        assert not any(True for _ in drawn_marks(figure))
    else:
        assert len(made.table)
    assert words.alt.startswith(words.title)
    assert "figure_ids" in made.table


@each(case=HERE)
def test_the_words_of_this_dossier_are_whole_on_the_chart(drawn, chart, case):
    """Long names may be cut with "…"; this dossier has none."""
    made = drawn(chart, case)
    texts = " ".join(text.get_text() for text, _ in drawn_texts(made.figure))
    for words in (made.text.title, made.text.subtitle, made.text.source, made.text.nothing):
        assert words in texts


@each(case=CASES)
def test_words_are_plain_sentences(drawn, chart, case):
    """What no finding may say, whatever the rows: program words, doubled spaces or stops, a singular of many."""
    made = drawn(chart, case)
    words = made.text
    caveat = made.chart.caveat(made.view, made.table) if made.chart.caveat and not words.nothing else ""
    for text in (words.title, words.subtitle, words.alt, words.source, words.nothing, made.question, caveat):
        assert text == text.strip()
        for slip in ("nan", "NaT", "None", "<NA>", "Interval", "_id", "  ", "..", " ,", " .", "1 claims", "[]", "inf "):
            assert slip not in text.replace("…", ""), (slip, text)
    assert words.title[0].isupper() or words.title[0].isdigit() or not words.title[0].isascii()
    assert not words.title.endswith(".")
    assert words.alt.endswith(".")
    assert made.question.endswith("?")
    assert caveat == "" or caveat.endswith(".")


def test_a_crowd_of_statements_is_counted_and_the_chart_says_so(drawn, generated):
    """Each dated statement is in a bar or counted as left out, and the bars are as high as their counts."""
    figure = drawn("statement_timeline", "crowd").figure
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
    made = drawn("losses_over_time", "crowd")
    figure, table = made.figure, made.table
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
    open_ends = sum(int(numbers["open_side"].eq(side).groupby(key).any().sum()) for side in ("above", "below"))
    assert sum(len(c.get_offsets()) for a in figure.axes if a.containers for c in a.collections) == open_ends > 0


@pytest.mark.parametrize(
    ("chart", "needed"),
    [
        ("statement_timeline", ["≥300", "≈600 / ≥600", "≈2,000", "4,000"]),
        ("losses_over_time", ["≥300", "≈600 / ≥600", "≈2,000", "≈2,700", ">4,000", "≈4,700", "4,000"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_number_of_this_dossier_is_labelled(drawn, chart, needed):
    texts = " | ".join(text.get_text() for text, _ in drawn_texts(drawn(chart, "all dates").figure))
    assert [label for label in needed if label not in texts] == []


@pytest.mark.parametrize(
    ("chart", "claimants", "metrics", "title"),
    [
        ("deployment_ledger", ("nis",), ("killed",), "The chosen metrics leave out deployment and workers"),
        ("claims_by_era", (), ("killed",), "has no number of those killed; from that day NIS gives numbers on record"),
        ("corroboration", ("nis",), (), "Not one of the eleven figures shown has anyone else behind it"),
        ("nis_and_zelenskyy", (), ("returned",), "are on record for the chosen metrics"),
        (
            "discrepancies",
            ("zelenskyy",),
            ("casualties",),
            "by the chosen claimants of those killed or wounded on record comes out",
        ),
        ("derived_rates", (), ("returned",), "any statement on record for the chosen metrics"),
        ("losses_over_time", (), ("returned",), "The chosen metrics leave out North Korean soldiers killed or wounded"),
    ],
)
def test_what_a_choice_leaves_out_is_not_denied(here, chart, claimants, metrics, title):
    """A sentence on some claimants or metrics says so: NIS did give numbers of soldiers sent."""
    seen = view("", claimants, metrics)
    words = BY_NAME[chart].text(seen, BY_NAME[chart].table(seen))
    assert title in words.title
    assert all(here.metrics.phrase(m) in words.subtitle.partition("only on ")[2] for m in metrics)
    assert ("all statements of" in words.subtitle) == bool(claimants)


def of_each_kind(figures: pd.DataFrame) -> list[str]:
    """Return a claimant of each kind: with a number or without, how well its dates are known, one statement or more."""
    about = figures.groupby("claimant_id").agg(
        numbered=("value", "any"),
        known=("made_on_precision", lambda p: tuple(sorted(set(p)))),
        several=("statement_id", lambda s: s.nunique() > 1),
    )
    return list(about.drop_duplicates().index)


@each()
def test_one_claimant_alone_can_be_drawn(here, chart):
    """Also one whose only statement has no date that tells in which era it lies."""
    kinds = of_each_kind(here.figures)
    assert len(kinds) >= 6
    for claimant in kinds:
        made = BY_NAME[chart].at(view("", (claimant,)))
        assert made.text.title and problems(made.figure) == []


@pytest.mark.parametrize(
    ("as_of", "title"),
    [("2025-02-01", "before NIS’s statement of 30 April 2025, Zelenskyy and NIS gave"), ("", "gives numbers")],
)
def test_a_pivot_of_one_who_had_spoken_before_makes_nobody_silent(as_of, title):
    made = BY_NAME["claims_by_era"].at(view(as_of, pivot="nis-2025-04-30"))
    assert title in made.text.title
    assert not any("silent" in text.get_text() for text in made.figure.texts)
