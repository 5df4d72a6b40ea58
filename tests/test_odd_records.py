"""Records nobody expects: each ends in charts, or in a sentence that says what to do, never in a traceback.

A few by hand, each of a kind that once failed, and as many as wanted from hypothesis: ODD=2000 tries two thousand.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing import DossierError, load_dossier
from briefing.analysis.view import view_of
from briefing.audit.report import audit, report
from briefing.charts import CHARTS
from briefing.outputs.deck import deck
from briefing.outputs.judgements import changes
from briefing.outputs.page import Briefing
from tests.dossiers import Builder

METRICS = ("killed", "wounded", "casualties", "deployed", "deployment_planned", "returned", "workers_planned")


def builder(claimants: int = 2, subject: str = "soldiers", name: str = "Agency {}") -> Builder:
    """Return a record of some claimants who each stated something on a day of April 2025, in one document."""
    b = Builder(subject)
    b.actor("g", "Gazette", "Gazette", "outlet")
    b.document("d", "g", "2025-04-30")
    for i in range(claimants):
        b.actor(f"a{i}", name.format(i) + " of somewhere", name.format(i), "government")
        b.statement(f"s{i}", f"a{i}", f"2025-04-{1 + i % 29:02}")
    return b


def zeros():
    b = builder()
    for metric in ("killed", "wounded", "casualties", "deployed"):
        b.figure("d", "s0", metric, 0)
    b.figure("d", "s1", "killed", 0, "up_to")
    return b


def huge():
    b = builder()
    b.figure("d", "s0", "killed", 10**15 - 1)
    b.figure("d", "s1", "killed", 10**14, "at_least")
    b.figure("d", "s1", "deployed", 10**14, "between", 10**14 + 5)
    return b


def one_row():
    b = builder()
    b.figure("d", "s0", "returned", 5, "nearly")
    return b


def one_row_without_a_number():
    b = builder()
    b.figure("d", "s0", "killed", qualifier="vague")
    return b


def far_years():
    b = Builder("soldiers")
    b.actor("a", "A", "A", "government")
    b.actor("g", "G", "G", "outlet")
    b.document("d", "g", "2199-12-31")
    for i, made_on in enumerate(("1801-01-01", "2199-12-30", "1850")):
        b.statement(f"s{i}", "a", made_on)
        b.figure("d", f"s{i}", "killed", 5 + i)
    return b


def four_hundred_claimants():
    b = builder(400)
    for i in range(400):
        b.figure("d", f"s{i}", "killed", 100 + i)
        b.figure("d", f"s{i}", "deployed", 1000 + i)
    return b


def names_that_xml_forbids():
    b = builder(1, name="x\ufffe\ufdd0{}")
    b.figure("d", "s0", "killed", 5)
    b.figure("d", "s0", "deployed", 50)
    return b


def undated():
    b = Builder("soldiers")
    b.actor("a", "A", "A", "government")
    b.actor("g", "G", "G", "outlet")
    b.document("d", "g")
    b.statement("s", "a")
    b.figure("d", "s", "killed", 5)
    b.figure("d", "s", "deployed", 50)
    b.figure("d", "s", "deployed", 55)
    return b


ODD = [
    builder, lambda: Builder("soldiers"), zeros, huge, one_row, one_row_without_a_number, far_years,
    four_hundred_claimants, names_that_xml_forbids, undated,
    lambda: builder(subject="members of the very long named federal expeditionary corps of volunteers abroad, 2nd"),
]  # fmt: skip


def everything(data: Path) -> None:
    """Work out and draw every chart of a record, whole and for one claimant, and what is said of them."""
    report(audit(data))
    dossier = load_dossier(data)
    for chosen in ({}, {"claimants": dossier.claimants[:1]}):
        view = view_of(dossier, **chosen)
        for chart in CHARTS:
            drawn = chart.at(view)
            assert drawn.text.title and drawn.question and drawn.sidecar() is not None
            drawn.data()
    changes(view_of(dossier))


def words(data: Path) -> None:
    """Work out every table and every sentence of a record, at all dates and narrowed, without drawing."""
    report(audit(data))
    for as_of, narrowed in (("", "claimants"), ("2025-04-10", "metrics")):
        dossier = load_dossier(data, as_of)
        for chosen in ({}, {narrowed: {"claimants": dossier.claimants[:1], "metrics": ["deployed"]}[narrowed]}):
            view = view_of(dossier, **chosen)
            changes(view)
            for chart in CHARTS:
                table = chart.table(view)
                text = chart.text(view, table)
                assert text.title and chart.question(view, table)
                if chart.caveat and not text.nothing:
                    chart.caveat(view, table)


@pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)
def test_an_odd_record_is_drawn(make, tmp_path):
    everything(make().write(tmp_path / "odd"))


@pytest.mark.parametrize("make", [huge, names_that_xml_forbids], ids=lambda make: make.__name__)
def test_an_odd_record_fills_page_and_deck(make, tmp_path):
    briefing = Briefing(view_of(load_dossier(make().write(tmp_path / "odd"))), "print", ("png", "svg"))
    for number, judgement in enumerate(briefing.judgements, 1):
        assert briefing.pieces(number, judgement)
    assert briefing.masthead() and briefing.quotes() and briefing.documents() and deck(briefing)


@pytest.mark.parametrize("year", ["0001-01-01", "9999", "1500-05"])
def test_a_year_out_of_reach_is_a_fault_with_a_remedy(tmp_path, year):
    b = builder(1)
    b.statement("far", "a0", year)
    with pytest.raises(DossierError, match="not of the years 1800 to 2200"):
        load_dossier(b.write(tmp_path / "far"))


@pytest.mark.parametrize("subject", ["", "  ", "x" * 121, "a\nb", "\ud800"])
def test_a_subject_that_no_title_can_say_is_refused(tmp_path, subject):
    data = builder(1).write(tmp_path / "x")
    descriptor = data / "datapackage.json"
    import json

    descriptor.write_text(json.dumps(json.loads(descriptor.read_text()) | {"subject": subject}))
    with pytest.raises(DossierError, match="subject is"):
        load_dossier(data)


QUALIFIERS = ("unqualified", "about", "at_least", "more_than", "nearly", "up_to", "between", "vague", "none_given")
FIGURE = st.tuples(
    st.integers(0, 2), st.integers(0, 3), st.sampled_from(METRICS), st.sampled_from(QUALIFIERS),
    st.sampled_from((0, 1, 9, 150, 151, 1000, 4700, 15000, 10**6)),
)  # fmt: skip
DATE = st.sampled_from(("", "2024", "2025-03", "2025-04-01", "2025-04-28", "2023-12-31"))


@given(st.lists(DATE, min_size=4, max_size=4), st.lists(FIGURE, max_size=14))
@settings(
    max_examples=int(os.environ.get("ODD", "5")), deadline=None, derandomize="ODD" not in os.environ,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_any_small_record_has_its_words(dates, figures):
    b = Builder("soldiers")
    for i in range(2):
        b.actor(f"a{i}", f"Agency {i}", f"Agency {i}", "government")
    b.actor("g", "Gazette", "Gazette", "outlet")
    for i, published in enumerate(("2025-05-01", "2025-05", "")):
        b.document(f"d{i}", "g", published)
    for i, made_on in enumerate(dates):
        b.statement(f"s{i}", f"a{i % 2}", made_on)
    for document, statement, metric, qualifier, value in figures:
        number = None if qualifier in ("vague", "none_given") else value
        b.figure(
            f"d{document}", f"s{statement}", metric, number, qualifier, value + 50 if qualifier == "between" else None
        )
    with tempfile.TemporaryDirectory() as folder:
        words(b.write(Path(folder) / "x"))
