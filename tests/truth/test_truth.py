"""No false sentence: everything a chart says of any view is worked out anew from the rows.

Three hundred views in the tests; `python -m tests.truth 5000` (`make truth`) tries others, as many as it is told.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.truth import contrary, pages  # noqa: F401
from tests.truth.grammar import slips
from tests.truth.oracle import faults, of_chart
from tests.truth.views import KINDS, parameters, record, seen_and_view, sentences

VIEWS, PARTS = 300, 6  # each part may run in a process of its own
RECORDS = 40  # of each kind that is invented by a seed
HERE = ["", "2024-12-31", "2025-01-10", "2025-02-01", "2025-04-28", "2025-04-29", "2025-05-01", "2025-09-01"]


def untrue(data: Path, as_of="", claimants=(), metrics=(), pivot="") -> tuple[list[str], int]:
    """Return what is false or badly said in a view, and how many findings were looked at."""
    seen, view = seen_and_view(data, as_of, claimants, metrics, pivot)
    names, found, n = tuple(parameters(data)["names"]), [], 0
    for chart, text, said in sentences(view):
        for sentence in said:
            n += len(getattr(sentence, "findings", ()))
            found += [f"{chart}: {f}" for f in (*faults(seen, sentence), *slips(str(sentence), names))]
        found += of_chart(seen, chart, text) if text else []
    return found, n


@pytest.mark.parametrize("as_of", HERE)
def test_every_sentence_on_this_record_is_true(folder, as_of):
    assert untrue(record(folder, "here", 0), as_of)[0] == []


@pytest.mark.parametrize("of", ["claimants", "metrics"])
def test_every_sentence_on_one_claimant_or_metric_is_true(folder, of):
    data = record(folder, "here", 0)
    for one in parameters(data)[of]:
        assert untrue(data, **{of: (one,)})[0] == []


@st.composite
def views(draw):
    """Draw a record, by kind and seed, and the parameters of a view of it by place: what they are depends on it."""
    kind, place = draw(st.sampled_from(KINDS)), st.integers(0, 999)
    seed = draw(st.integers(0, 3 if kind == "hundreds" else RECORDS))
    return kind, seed, draw(place), draw(st.lists(place, max_size=2)), draw(st.lists(place, max_size=2)), draw(place)


def chosen(kind, seed, as_of, claimants, metrics, pivot, folder) -> tuple[Path, dict]:
    data = record(folder, kind, seed if kind in ("invented", "more articles", "hundreds") else 0)
    may = parameters(data)

    def pick(of: str, places: list[int]) -> tuple:
        return tuple(dict.fromkeys(may[of][i % len(may[of])] for i in places))

    choice = {"claimants": pick("claimants", claimants), "metrics": pick("metrics", metrics)}
    return data, choice | {"as_of": pick("as_of", [as_of])[0], "pivot": pick("pivot", [pivot])[0]}


@pytest.mark.parametrize("part", range(PARTS))
def test_every_sentence_of_any_view_is_true(folder, part):
    """The views of a part are the same in every run of the tests."""

    @seed(part)
    @settings(max_examples=VIEWS // PARTS, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(drawn=views())
    def holds(drawn):
        data, choice = chosen(*drawn, folder)
        found, _ = untrue(data, **choice)
        assert found == [], (drawn, choice)

    holds()
