"""The drawn marks against the rows: each value, each end of a range, each date and each label, and no other.

Places are read from the figure in the data of its axes; what they should be is worked out from the CSV rows.
"""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.drawn import draw
from tests.measure import drawn_texts
from tests.truth.oracle import of_sum, shares
from tests.truth.record import Seen, middle, period, signed
from tests.truth.views import record

EPOCH = date(1970, 1, 1).toordinal()
VIEWS = [("here", ""), ("here", "2025-02-01"), ("here", "2025-05-01"), ("more articles", ""), ("march", "")]
SIGNED = re.compile(r"[≈≥>≤<≳≲]\d[\d,]*(?:–\d[\d,]*)?")


@pytest.fixture(scope="module", params=VIEWS, ids=" ".join)
def view(request, folder):
    """The rows of a view, and a function that draws a chart of it."""
    kind, as_of = request.param
    data = record(folder, kind, 1)
    return Seen(data, as_of, (), (), ""), lambda name: draw(name, as_of, data).figure


def marks(figure) -> list[tuple]:
    """Return (axes, x, y) of every mark that stands in the data of axes, not in inches on the figure."""
    found = set()
    for i, axes in enumerate(figure.axes):
        if round(axes.get_xlim()[1], 2) == 13.33:
            continue
        for collection in axes.collections:
            if collection.get_gid() == "mark":
                found |= {(i, float(x), float(y)) for x, y in collection.get_offsets()}
    return sorted(found)


def ranges(figure) -> set[tuple[float, float]]:
    """Return the ends of the upright lines that are ranges: not those from edge to edge of their axes."""
    lines = [line.get_xydata() for axes in figure.axes for line in axes.lines]
    upright = [xy for xy in lines if len(xy) == 2 and xy[0][0] == xy[1][0] and {xy[0][1], xy[1][1]} != {0.0, 1.0}]
    return {(float(x), float(y)) for xy in upright for x, y in xy}


def values_of(claims) -> set[float]:
    return {float(end) for values in claims.values() for number in values for end in number if end is not None}


def test_losses_stand_at_their_dates_and_numbers(view):
    seen, drawn = view
    figure = drawn("losses_over_time")
    given = seen.numbered(seen.lead, dated=True)
    expected = {(middle(seen.made(s)) - EPOCH, float(end)) for (s, _), values in given.items()
                for number in values for end in number if end is not None}  # fmt: skip
    mute = {middle(seen.made(s)) - EPOCH for (s, m), v in seen.chosen.items() if m in seen.lead and not v
            and seen.made(s)}  # fmt: skip
    lanes = {i for i, axes in enumerate(figure.axes) if len(axes.get_yticks()) == 0}
    places = marks(figure)
    assert {(x, y) for i, x, y in places if i not in lanes} | ranges(figure) == expected
    assert {x for i, x, _ in places if i in lanes} <= mute
    reach = {(*(d.toordinal() - EPOCH for d in period(seen.made(s))), float(low)) for (s, _), values in given.items()
             for low, _ in values}  # fmt: skip
    drawn = (line.get_xydata() for axes in figure.axes for line in axes.lines)
    lines = {(float(ends[0][0]), float(ends[1][0]), float(ends[0][1])) for ends in drawn if len(ends) == 2}
    assert {(first, last, low) for first, last, low in reach if first != last} <= lines


def test_ledger_stands_at_its_numbers(view):
    seen, drawn = view
    found = {x for _, x, _ in marks(drawn("deployment_ledger"))}
    assert found == values_of(seen.numbered(seen.others))


def test_shares_stand_where_the_figures_put_them(view):
    seen, drawn = view
    options = []
    for s in {r["statement_id"] for r in seen.rows}:
        for part in seen.metric:
            whole = seen.metric[part]["part_of"]
            while whole:
                options += shares(seen, s, part, whole) + of_sum(seen, s, part, whole)
                whole = seen.metric[whole]["part_of"]
    ends = {end for option in options for end in option}
    stated = {n[0] / 100 for (_, m), v in seen.chosen.items() for n in v if seen.metric[m]["unit"] == "percent"}
    for _, x, _ in marks(drawn("derived_rates")):
        assert x > 1 or any(abs(x - end) < 1e-9 for end in ends | stated), x


def test_statements_stand_at_their_dates(view):
    seen, drawn = view
    spans = [tuple(d.toordinal() - EPOCH for d in period(seen.made(s))) for s, _ in seen.chosen if seen.made(s)]
    found = {x for _, x, _ in marks(drawn("statement_timeline"))}
    assert all(any(first <= x <= last for first, last in spans) for x in found)
    days = {first for first, last in spans if first == last}
    assert days <= found


@pytest.mark.parametrize("name", ["losses_over_time", "deployment_ledger", "lead_voices", "claims_by_era"])
def test_no_label_has_a_number_that_no_row_has(view, name):
    seen, drawn = view
    known = {signed(*n, q, seen.metric[m]["unit"]).rstrip("%") for (_, m), v in seen.claims(seen.all_rows).items()
             for n, qualifiers in v.items() for q in qualifiers}  # fmt: skip
    texts = [text.get_text() for text, _ in drawn_texts(drawn(name))]
    found = {n for text in texts for n in SIGNED.findall(text)}
    assert found <= known
