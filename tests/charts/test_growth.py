"""The same charts on the record grown to 8, 20 and 60 documents: measured, not looked at.

What a newsroom adds in three years must not cost the charts their labels: every text has its size and its place, a
label is nearest to its own mark, who leads and what is newest keep label and hue, what steps back is counted.
"""

from __future__ import annotations

import re

import numpy as np
import pytest
from matplotlib.transforms import Bbox

from briefing.charts import CHARTS
from briefing.drawing.theme import BODY, DPI, FOOT, NUMBER, SMALL
from briefing.words.english import number
from tests.drawn import BY_NAME, draw, view
from tests.growth import grown
from tests.measure import drawn_texts, problems

SIZES = {"8 documents, 5 claimants": (8, 5), "20 documents, 12 claimants": (20, 12), "60 documents, 40": (60, 40)}
NUMERAL = re.compile(r"[≈≥≤<>]?\d[\d,.]*(–[\d,.]+)?( (or|/) [≈≥≤<>]?\d[\d,.]*)*")
MOST_EMPTY = 1.3  # inches of a chart's body, over its whole width


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    """The data/ folders of the grown records."""
    folder = tmp_path_factory.mktemp("grown")
    return {name: grown(folder / f"{size[0]}", *size) for name, size in SIZES.items()} | {"as it is": ""}


@pytest.fixture(params=[*SIZES, "as it is"])
def size(request):
    return request.param


@pytest.fixture(params=BY_NAME)
def drawn(request, size, records):
    """A chart of a grown record."""
    return draw(request.param, data=records[size])


def test_texts_stand_clear(drawn):
    assert problems(drawn.figure) == []


def test_sizes_reach_the_back_of_the_room(drawn):
    """Numbers 18 pt, other words 14, the source line 11; a number too long for its cell may be one size smaller."""
    source = drawn.text.source
    small = []
    for text, _ in drawn_texts(drawn.figure):
        said, size = text.get_text(), text.get_fontsize()
        least = FOOT if said in source else SMALL
        if text.get_weight() == "bold" and NUMERAL.fullmatch(said):
            least = NUMBER if len(said) < 20 else BODY
        if size < least:
            small.append((said, size))
    assert small == []
    assert (NUMBER, SMALL, FOOT) >= (18, 14, 11)


def centres(figure) -> np.ndarray:
    """Return where the marks stand that are in front, in inches."""
    found = [np.empty((0, 2))]
    for axes in figure.axes:
        for marks in axes.collections:
            if getattr(marks, "in_front", False):
                places = np.ma.filled(marks.get_offsets().astype(float), np.nan)
                found.append(marks.get_offset_transform().transform(places) / DPI)
    return np.concatenate(found)


def labels(figure) -> dict[tuple[float, float], tuple[Bbox, str]]:
    """Return the box in inches and the words of each label to which no line leads, by the point that it labels."""
    parts: dict[tuple, list] = {}
    for text, box in drawn_texts(figure):
        if (own := getattr(text, "of_mark", None)) and not getattr(text, "led", False):
            parts.setdefault(tuple(np.round(own, 3)), []).append((box, text.get_text()))
    return {
        own: (Bbox(Bbox.union([b for b, _ in of]).get_points() / DPI), " ".join(t for _, t in of))
        for own, of in parts.items()
    }


def test_a_label_is_nearest_to_its_own_mark(drawn):
    """Nearer than to any other that is not stepped back, unless a line leads to it."""
    marks, wrong = centres(drawn.figure), []
    for own, (box, said) in labels(drawn.figure).items():
        points = np.vstack([[own], marks[np.hypot(*(marks - own).T) > 0.05]])
        apart = np.maximum(0, np.maximum(box.min - points, points - box.max))
        distances = np.hypot(*apart.T)
        if len(distances) > 1 and distances[1:].min() < distances[0]:
            wrong.append(said)
    assert wrong == []


def test_no_half_of_a_canvas_is_empty(drawn):
    """No band over the whole width, between the subtitle and the source line, is without anything drawn."""
    figure = drawn.figure
    heights = [(box.y0 / DPI, box.y1 / DPI) for _, box in drawn_texts(figure)]
    for axes in figure.axes:
        for artist in [*axes.collections, *axes.patches]:
            extent = artist.get_window_extent()
            if extent.height > 0 and extent.width < figure.bbox.width:
                heights.append((extent.y0 / DPI, extent.y1 / DPI))
    heights.sort()
    reached, widest = heights[0][1], 0.0
    for low, high in heights:
        widest = max(widest, low - reached)
        reached = max(reached, high)
    assert widest <= MOST_EMPTY


def heads(figure) -> list[str]:
    return [t.get_text() for t, _ in drawn_texts(figure) if hasattr(t, "of_mark")]


@pytest.mark.parametrize("name", ["losses_over_time", "statement_timeline"])
def test_the_newest_and_the_lead_claimants_keep_their_labels(name, size, records):
    """The last number of the record, and the last of the claimant who gave most; on the lead metric or on all."""
    made, seen = draw(name, data=records[size]), view(data=records[size])
    table = seen.estimates_of(["killed"]) if name == "losses_over_time" else seen.estimates
    numbered = table[~table["without_number"]].sort_values("first", kind="stable")
    said = " | ".join(heads(made.figure))
    lead = numbered[numbered["claimant_id"].eq(numbered["claimant_id"].value_counts().index[0])]
    for rows in (numbered, lead):
        last = rows[rows["first"].eq(rows["first"].max())]
        assert any(written in said for written in last["written"]), list(last["written"])


def test_the_numbers_of_the_title_are_labelled(size, records):
    """The first and the last number of the revision that the title of the losses tells, in the large panel."""
    made = draw("losses_over_time", data=records[size])
    revised = next(f.about for f in made.text.title.findings if f.kind == "revised")
    table = made.table[made.table["metric"].astype(str).eq(revised["metric"])]
    said = " | ".join(heads(made.figure))
    for end in ("first", "last"):
        written = table.loc[table["statement_id"].eq(revised[end]), "written"]
        assert len(written) and all(w in said for w in written), (end, list(written))


def test_statements_without_a_label_are_counted(size, records):
    """In four fifths of the lanes of who gave numbers a statement is labelled; the count of the rest is right."""
    made = draw("statement_timeline", data=records[size])
    texts = [text for text, _ in drawn_texts(made.figure)]
    points = {tuple(np.round(t.of_mark, 2)) for t in texts if hasattr(t, "of_mark")}
    dated = made.table[made.table["midpoint"].notna()]
    undated = sum(not r.without_number for r in made.table[made.table["midpoint"].isna()].itertuples())
    said = re.search(r"Without labels: (\w+) statements? of (\d+)", " ".join(t.get_text() for t in texts))
    if size != "as it is":
        assert int(said[2]) == len(dated)
        assert number(len(dated) - len(points) + undated) == said[1]
    names = {t.get_text() for t in texts if t.get_weight() == "bold"}
    given = dated.loc[~dated["without_number"], "claimant"].unique()
    lanes = [c for c in given if c in names or any(n.endswith("…") and c.startswith(n[:-1]) for n in names)]
    heights = {round(y, 1) for _, y in points}
    assert len(heights) >= 0.8 * len(lanes)


def test_marks_in_front_are_labelled_and_the_rest_is_counted(size, records):
    """Of the marks of the large panel that are not stepped back at least four fifths have a label."""
    figure = draw("losses_over_time", data=records[size]).figure
    marks = centres(figure)
    labelled = np.array([t.of_mark for t, _ in drawn_texts(figure) if hasattr(t, "of_mark")])
    with_label = sum(np.hypot(*(labelled - mark).T).min() < 0.05 for mark in marks)
    assert with_label >= 0.8 * len(marks), (with_label, len(marks))
    if size != "as it is":
        grey = re.findall(
            r"In grey, without labels: (\S+) figures?", " ".join(t.get_text() for t, _ in drawn_texts(figure))
        )
        assert grey


def test_every_chart_is_measured():
    assert set(BY_NAME) == {chart.name for chart in CHARTS}
