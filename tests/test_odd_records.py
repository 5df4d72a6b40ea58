"""Records nobody expects: each ends in charts, or in a sentence that says what to do, never in a traceback.

A few by hand, each of a kind that once failed, and as many as wanted from hypothesis: ODD=2000 tries two thousand.
"""

from __future__ import annotations

import os
import tempfile
import traceback
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from briefing import DossierError, load_dossier
from briefing.analysis.view import view_of
from briefing.audit.report import audit, report
from briefing.charts import CHARTS
from briefing.outputs.deck import deck
from briefing.outputs.export import claims, database
from briefing.outputs.judgements import changes
from briefing.outputs.page import Briefing
from briefing.record.dossier import read_record
from briefing.words.text import UserError
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
    """Work out and draw every chart of a record, and for one claimant what is said of them."""
    report(audit(data))
    dossier = load_dossier(data)
    view = view_of(dossier)
    for chart in CHARTS:
        drawn = chart.at(view)
        assert drawn.text.title and drawn.question and drawn.sidecar() is not None
        drawn.data()
    told(view_of(dossier, claimants=dossier.claimants[:1]), data, CHARTS)
    changes(view_of(dossier))


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
DATE = ("", "2024", "2025-03", "2025-04-01", "2025-04-28", "2023-12-31", "1801-01-01")
NAMES = ("Agency", "Ministry of the Interior and of Everything Else in the Far Eastern Provinces", "국가정보원",
         "$x$ <b>&", "Зеленський", "ab", "O’Neil “the” 1st", "وزارة الدفاع", "e\u0301te\u0301", "😀 Ltd")  # fmt: skip
PRINTED = ("", "2025-05", "2025-05-01", "2026", "2025-04-30", "2199-12")
SUBJECTS = ("soldiers", "North Korean soldiers", "people who marched", "x", "members of the corps of volunteers abroad")
MADE = st.fixed_dictionaries(
    {
        "subject": st.sampled_from(SUBJECTS),
        "names": st.permutations(NAMES),
        "made_on": st.lists(st.sampled_from(DATE), min_size=4, max_size=4),
        "published_on": st.lists(st.sampled_from(PRINTED), min_size=3, max_size=3),
        "figures": st.lists(
            st.tuples(
                st.integers(0, 2), st.integers(0, 3), st.sampled_from(METRICS), st.sampled_from(QUALIFIERS),
                st.sampled_from((0, 1, 9, 150, 151, 1000, 4700, 15000, 10**6, 10**12)),
            ),
            max_size=14,
        ),
    }
)  # fmt: skip
VIEWS = st.fixed_dictionaries(
    {"as_of": st.sampled_from(("", "", "2025-04-10", "2024", "1800")), "one": st.booleans(), "sent": st.booleans()}
)


def written(folder: Path, subject, names, made_on, published_on, figures) -> Path:
    """Write a record of three documents and four statements by two claimants, as drawn."""
    b = Builder(subject)
    for i in range(2):
        b.actor(f"a{i}", f"{names[i]}, of somewhere", names[i], "government")
    b.actor("g", names[2], names[2], "outlet")
    for i, published in enumerate(published_on):
        b.document(f"d{i}", "g", published)
    for i, day in enumerate(made_on):
        b.statement(f"s{i}", f"a{i % 2}", day)
    for document, statement, metric, qualifier, value in figures:
        number = None if qualifier in ("vague", "none_given") else value
        to = value + 50 if qualifier == "between" else None
        b.figure(f"d{document}", f"s{statement}", metric, number, qualifier, to)
    return b.write(folder)


def told(view, data: Path, charts) -> None:
    """Work out the tables and sentences of charts."""
    for chart in charts:
        table = chart.table(view)
        text = chart.text(view, table)
        assert text.title and chart.question(view, table)
        if chart.caveat and not text.nothing:
            chart.caveat(view, table)


def drawn(view, data: Path, charts) -> None:
    assert charts[0].at(view).render("svg")


COMMANDS = {
    "audit": lambda view, data, charts: report(audit(data)),
    "changes": lambda view, data, charts: changes(view),
    "export": lambda view, data, charts: (claims(view.dossier), database(read_record(data), data / "x.sqlite")),
    "sentences": told,
    "a chart drawn": drawn,
}
OFTEN = ("audit", "audit", "changes", "export", "sentences", "sentences", "sentences", "a chart drawn")
MANY = int(os.environ.get("ODD", "16"))


def test_any_small_record_ends_in_words():
    """Each generated record goes through a command; ODD=2000 tries two thousand and prints what came of them."""
    outcomes, said, faults = Counter(), Counter(), {}

    @given(MADE, VIEWS, st.sampled_from(OFTEN), st.permutations(CHARTS))
    @settings(
        max_examples=MANY, deadline=None, derandomize="ODD" not in os.environ, database=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def tried(made, chosen, command, charts):
        with tempfile.TemporaryDirectory() as folder:
            try:
                data = written(Path(folder) / "x", **made)
                dossier = load_dossier(data, chosen["as_of"])
                claimants = dossier.claimants[:1] if chosen["one"] else ()
                view = view_of(dossier, claimants=claimants, metrics=["deployed"] if chosen["sent"] else ())
                COMMANDS[command](view, data, charts[:2])
                outcomes[command, "its words"] += 1
            except (DossierError, UserError) as error:
                said[" ".join(str(error).split("\n")[1:3])[:200] or str(error)] += 1
                outcomes[command, "a sentence"] += 1
            except Exception as error:
                outcomes[command, "a traceback"] += 1
                where = traceback.extract_tb(error.__traceback__)[-1]
                faults.setdefault(
                    f"{command}: {error!r} at {where.filename}:{where.lineno}", (made, chosen, charts[:2])
                )

    with suppress(KeyboardInterrupt):  # then as far as it is
        tried()
    print(*(f"{command:14} {end:12} {n:>6,}" for (command, end), n in sorted(outcomes.items())), sep="\n")
    print(*said.most_common(), sep="\n")
    assert not faults, "\n".join(f"{what}\n    {how}" for what, how in faults.items())
