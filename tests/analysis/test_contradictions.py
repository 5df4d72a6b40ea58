"""Which claims cannot all be true: decided by bounds, with tolerance for rounding, and no winner."""

from __future__ import annotations

import pytest

from briefing import load_dossier
from briefing.analysis.contradictions import CONTRARY, OPEN, contradictions, in_words, judgement, rounded_off
from briefing.analysis.view import view_of
from briefing.audit.questions import questions
from briefing.outputs.page import Briefing
from briefing.words.intervals import interval
from tests.dossiers import Builder


def two(folder, one, other, on=("2025-03-01", "2025-03-05"), metric=("killed", "killed")):
    """Return the pairs of a record in which two claimants give a figure each: (value, qualifier[, value_to])."""
    b = Builder()
    b.actor("staff", "General Staff", "Staff", "military")
    b.actor("ministry", "Ministry of Defence", "Ministry", "government")
    b.actor("gazette", "The Gazette", "Gazette", "outlet")
    b.document("d", "gazette", "2025-12-01")
    for name, made_on, what, figure in zip(("staff", "ministry"), on, metric, (one, other), strict=True):
        b.statement(f"s-{name}", name, made_on)
        b.figure("d", f"s-{name}", what, *figure)
    return load_dossier(b.write(folder / "record"))


def verdicts(dossier):
    table = contradictions(view_of(dossier))
    return list(table[["verdict", "kind", "decides"]].itertuples(index=False, name=None))


CASES = [  # one, other, verdict, what decides
    ((600, "at_least"), (400, "up_to"), CONTRARY, "“at least” and “up to”"),
    ((600, "at_least"), (400, "unqualified"), CONTRARY, "“at least”"),
    ((600, "more_than"), (600, "up_to"), CONTRARY, "“more than” and “up to”"),
    ((600, "about"), (600, "unqualified"), None, ""),
    ((400, "at_least"), (600, "unqualified"), OPEN, "“at least”"),
    ((4000, "unqualified"), (3100, "nearly"), CONTRARY, "“nearly”"),
    ((620, "unqualified"), (600, "about"), OPEN, "rounding"),
    ((15_400, "unqualified"), (15_000, "unqualified"), OPEN, "rounding"),
    ((15_600, "unqualified"), (15_000, "unqualified"), CONTRARY, "no word leaves either open"),
    ((10_000, "about"), (14_000, "about"), CONTRARY, "no word leaves either open"),
    ((100, "between", 300), (250, "unqualified"), OPEN, "“between”"),
    ((100, "between", 300), (450, "unqualified"), CONTRARY, "“between”"),
]


@pytest.mark.parametrize("one, other, verdict, decides", CASES)
def test_bounds_and_rounding_decide(tmp_path, one, other, verdict, decides):
    one, other = ((f[0], f[1], *f[2:]) for f in (one, other))
    found = verdicts(two(tmp_path, one, other))
    assert found == ([(verdict, "claimants", decides)] if verdict else [])


def test_figures_of_other_times_are_not_compared_unless_a_total_falls(tmp_path):
    far = ("2025-03-01", "2025-09-01")
    assert verdicts(two(tmp_path / "a", (400, "about"), (900, "about"), far)) == []  # it may have grown
    falls = [(CONTRARY, "falls", "“at least”")]
    assert verdicts(two(tmp_path / "b", (900, "at_least"), (400, "about"), far)) == falls
    assert verdicts(two(tmp_path / "c", (900, "up_to"), (400, "about"), far)) == [(OPEN, "falls", "“up to”")]
    assert verdicts(two(tmp_path / "d", (900, "about"), (400, "about"), ("", "2025-09-01"))) == []  # no date, no time


def test_a_part_above_its_whole(tmp_path):
    dossier = two(tmp_path, (900, "at_least"), (700, "up_to"), metric=("killed", "casualties"))
    assert verdicts(dossier) == [(CONTRARY, "part", "“at least” and “up to”")]
    [question] = questions(dossier.record).query("topic == 'claims that cannot both be true'")["question"]
    assert question == (
        "Staff, 1 March 2025: at least 900 killed; Ministry, 5 March 2025: up to 700 killed or wounded: "
        "no number fits both (“at least” and “up to”): do both count the same?"
    )


def test_a_claimant_who_revises_does_not_contradict_himself(generated):
    assert contradictions(view_of(load_dossier(generated["one_claimant"]))).empty


def test_this_record(here, record):
    """Documents print 15,000 or 18,000 of one briefing; Zelenskyy's 4,000 and NIS's sum only look contrary."""
    table = contradictions(view_of(here))
    assert table["verdict"].tolist() == [CONTRARY, OPEN]
    assert set(table.loc[0, "figure_ids"]) >= {"001-deployed-2", "002-deployed-1", "003-deployed-1", "004-deployed-5"}
    assert (table.loc[1, "claimant"], table.loc[1, "claimant_other"]) == ("Zelenskyy", "NIS")
    assert table.loc[1, "decides"] == "“at least”"
    assert judgement(table).startswith(
        "One pair of figures cannot both be true: NIS, 30 April 2025, as documents print"
    )
    assert judgement(table).endswith("one more only looks contrary.")
    assert questions(record).query("topic == 'claims that cannot both be true'").empty


def test_the_page_says_it_with_its_tolerance(here):
    shown = Briefing(view_of(here)).contradictions().data
    assert "cannot both be true" in shown
    assert "15,000 as 14,500 to 15,499" in shown
    early = Briefing(view_of(load_dossier("", "2024-01"))).contradictions().data
    assert "No statement is on record" in early


@pytest.mark.parametrize("value, low, high", [(15_000, 14_500, 15_500), (4_700, 4_650, 4_750), (10_000, 9_500, 10_500),
                                              (613, 613, 613), (0, 0, 0), (1_000, 950, 1_050)])  # fmt: skip
def test_rounding(value, low, high):
    x = rounded_off(interval(value, "unqualified"))
    assert (x.low, x.high) == (low, high)
    assert rounded_off(interval(4_000, "at_least")) == interval(4_000, "at_least")


@pytest.mark.parametrize("name", ["tiny", "many", "crowd"])
def test_any_record(generated, name):
    table = contradictions(view_of(load_dossier(generated[name])))
    assert len(in_words(table)) == len(table)
    assert isinstance(judgement(table), str)
    apart = table.query("kind == 'claimants'")
    assert (apart["claimant"] != apart["claimant_other"]).all()
    assert (apart["days"] <= 31).all()
