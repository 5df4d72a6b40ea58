"""The oracle itself: what it lets pass is worth no more than what it stops. Each truth here stands beside a lie."""

from __future__ import annotations

import pytest

from briefing.paths import DATA
from briefing.words.findings import finding, joined
from tests.truth.grammar import slips
from tests.truth.oracle import faults
from tests.truth.record import Seen

MAY = "2025-05-01"
SCOPE = {"as_of": "", "claimants": (), "metrics": ()}
NONE = {"what": "number", "claimants": (), "chosen": ()}
NIS = {"statement": "nis-2025-04-30", "metric": "killed"}
BOTH = ((600, None, "about"), (600, None, "at_least"))


@pytest.fixture(scope="module")
def seen():
    return {as_of: Seen(DATA, as_of, (), (), "") for as_of in ("", MAY)}


@pytest.mark.parametrize(
    ("as_of", "true", "false"),
    [
        ("", finding("scope", "all statements in five documents", documents=5, **SCOPE),
         finding("scope", "all statements in four documents", documents=4, **SCOPE)),
        (MAY, finding("none", "No number of workers is on record up to 1 May 2025", metrics=("captured",), as_of=MAY,
                      **NONE),
         finding("none", "No number of those killed is on record up to 1 May 2025", metrics=("killed",), as_of=MAY,
                 **NONE)),
        ("", finding("claim", "NIS, 30 April 2025: about 600 (elsewhere at least 600) killed", numbers=BOTH, **NIS),
         finding("claim", "NIS, 30 April 2025: about 600 killed", numbers=BOTH[:1], **NIS)),
        (MAY, finding("claim", "NIS, 30 April 2025: about 600 killed", numbers=BOTH[:1], **NIS),
         finding("claim", "NIS, 30 April 2025: about 600 (elsewhere at least 600) killed", numbers=BOTH, **NIS)),
        ("", finding("backing", "Not one of the 13 figures", figures=13, backed=0, most=5),
         finding("backing", "Not one of the 14 figures", figures=14, backed=0, most=5)),
        ("", finding("two_values", "15,000 or 18,000? about 15,000, 30 April 2025", statement="nis-2025-04-30",
                     metric="deployed"),
         finding("two_values", "4,700 or 18,000? 30 April 2025", statement="nis-2025-04-30", metric="deployed")),
    ],
    ids=["scope", "none", "a rendering dropped", "a later document", "a collective", "two numbers"],
)  # fmt: skip
def test_a_truth_passes_and_a_lie_does_not(seen, as_of, true, false):
    assert faults(seen[as_of], true) == []
    assert faults(seen[as_of], false)


def test_what_claims_nothing_or_something_unknown_fails(seen):
    assert faults(seen[""], "A sentence of which nobody says what it claims")
    assert faults(seen[""], finding("hearsay", "A kind that the oracle does not know"))
    scope = finding("scope", "all statements in five documents", documents=5, **SCOPE)
    assert faults(seen[""], type(scope)(f"{scope} and more that nobody claims", scope.findings))
    assert faults(seen[""], joined(scope, scope)) == []


@pytest.mark.parametrize(
    "slip",
    ["one documents carry it", "two document carry it", "at at least 300", "4,000 111 days earlier", "agencies’s",
     "three documents has it", "made by 2025-01", "no stop..", "nan killed"],
)  # fmt: skip
def test_slips_of_grammar_are_found(slip):
    assert slips(slip)
    assert not slips("Three documents carry one statement of 9 January 2025: at least 300 killed, in two of them bare.")
