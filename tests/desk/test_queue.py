"""The queue of open numbers: what each decision writes, undoing it, faults before anything is written, two desks."""

import subprocess
import sys
from datetime import date

import pytest

from briefing.audit.report import audit
from briefing.desk.queue import Desk, as_exclusion
from briefing.desk.terminal import work
from briefing.record.dossier import load_dossier
from briefing.record.tables import DossierError
from briefing.words.text import UserError
from tests.desk.conftest import DOCUMENT, contents
from tests.dossiers import tiny


@pytest.fixture
def desk(data):
    opened = Desk(data, DOCUMENT)
    yield opened
    opened.close()


def test_an_article_is_recorded_by_accepting_each_proposal(desk, data):
    assert desk.progress() == "9 numbers open in 005_strelsau_gazette, 2 accounted for"
    before = contents(data)
    while desk.current:
        desk.record_row(desk.current)
    after = contents(data)
    for name in after:  # only rows were added
        assert set(before[name].splitlines()) <= set(after[name].splitlines())
    found = audit(data)
    assert found.faults == 0
    rows = load_dossier(data).figures.query("document_id == @DOCUMENT").set_index("figure_id")
    assert rows[["metric", "value", "value_to", "qualifier"]].astype("object").fillna(0).to_dict("index") == {
        "005-killed-1": {"metric": "killed", "value": 1150, "value_to": 0, "qualifier": "unqualified"},
        "005-killed-2": {"metric": "killed", "value": 1150, "value_to": 0, "qualifier": "at_least"},
        "005-wounded-1": {"metric": "wounded", "value": 3000, "value_to": 3500, "qualifier": "between"},
        "005-deployed-1": {"metric": "deployed", "value": 9000, "value_to": 0, "qualifier": "about"},
        "005-returned-1": {"metric": "returned", "value": 0, "value_to": 0, "qualifier": "vague"},
        "005-deployment_planned-1": {"metric": "deployment_planned", "value": 2000, "value_to": 0,
                                     "qualifier": "unqualified"},
    }  # fmt: skip
    assert rows["claimant"].unique().tolist() == ["Ruritanian General Staff"]
    assert rows["made_on"].unique().tolist() == ["2025-03-03"]  # “Monday”
    chain = found.record.tables["attributions"].query("document_id == @DOCUMENT")
    assert chain[["actor_id", "verb", "quote", "basis"]].to_numpy().tolist() == [
        ["ruritanian-general-staff", "stated", "the Ruritanian General Staff", "stated"],
        ["strelsau-gazette", "reported", "Strelsau Gazette", "stated"],
    ]


def test_who_reviews_is_written_with_the_day_where_a_name_is_given(data, home):
    desk = Desk(data, DOCUMENT, "A.  Sapt ")
    desk.record_row(desk.current)
    desk.record_row(desk.current | {"reviewed_by": "F. Tarlenheim", "reviewed_on": "2025-03-05"})
    desk.close()
    rows = load_dossier(data).figures.query("document_id == @DOCUMENT").set_index("figure_id")
    assert rows[["reviewed_by", "reviewed_on"]].to_numpy().tolist() == [
        ["A. Sapt", date.today().isoformat()], ["F. Tarlenheim", "2025-03-05"],
    ]  # fmt: skip
    with pytest.raises(UserError, match="no columns reviewed_by"):
        Desk(tiny(home / "tiny"), reviewer="A. Sapt")


def test_every_step_is_undone_to_the_byte(desk, data):
    states = []
    for _ in range(3):
        states.append(contents(data))
        desk.record_row(desk.current)
    while states:
        assert desk.undo() == "The last step is undone."
        assert contents(data) == states.pop()
    assert "nothing to undo" in desk.undo()


def test_what_is_skipped_comes_again_at_the_end(desk):
    first = desk.current["number"], desk.current["line"]
    desk.skip()
    assert (desk.current["number"], desk.current["line"]) != first
    for _ in range(desk.open - 1):
        desk.skip()
    assert (desk.current["number"], desk.current["line"]) == first


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"value": "1151"}, "value"),
        ({"value": "one"}, "value"),
        ({"qualifier": "about"}, "qualifier"),
        ({"metric": "wounded"}, "metric"),
        ({"metric": ""}, "metric"),
        ({"quote": "words that stand nowhere"}, "quote"),
        ({"quote": "150 soldiers killed"}, "value"),
        ({"claimant": "Nobody", "claimant_kind": ""}, "claimant"),
        ({"claimant": "", "claimant_kind": ""}, "statement_id"),
        ({"made_on": "March 2025"}, "made_on"),
        ({"made_on": "2025-03-30"}, "made_on"),
        ({"chain": ""}, "chain"),
        ({"chain": "Ruritanian General Staff stated > nobody reported"}, "chain"),
        ({"voice": "song"}, "voice"),
        ({"refers_to": "spring"}, "refers_to"),
        ({"refers_to": "2025-02-30"}, "refers_to"),
        ({"refers_to": "2025-03/2025-01"}, "refers_to"),
        ({"reviewed_on": "2025-03-05"}, "reviewed_by"),
        ({"statement_id": "", "claimant": "NIS", "made_on": "2025-03-03/2025-03-01"}, "made_on"),
    ],
)
def test_a_fault_is_told_beside_its_cell_and_nothing_is_written(desk, data, change, column):
    before = contents(data)
    cells = desk.current | change
    assert column in {fault.column for fault in desk.faults(cells)}
    with pytest.raises((DossierError, UserError)):
        desk.record_row(cells)
    assert contents(data) == before


def test_a_row_that_leaves_its_own_number_open_is_refused(desk):
    cells = desk.current
    told = desk.faults(cells | {"quote": "At least 1,150 soldiers sent across the border have been killed",
                                "qualifier": "at_least", "voice": "paraphrase"})  # fmt: skip
    assert [fault.problem for fault in told] == ["the number “1,150” would still be open"]


def test_an_exclusion_needs_a_reason_and_must_hold_the_number(desk):
    cells = as_exclusion(desk.current, "Not of this dossier.")
    assert not desk.faults(cells)
    assert [f.column for f in desk.faults(cells | {"reason": ""})] == ["reason"]
    assert desk.faults(cells | {"end": str(int(cells["start"]) + 3)})


def test_a_picked_statement_brings_its_chain(desk):
    cells = desk.with_statement(desk.current, "nis-2025-01-13")
    assert cells["chain"] == "nis stated > strelsau-gazette reported"
    assert not desk.faults(cells)
    offered = {statement: what for what, statement in desk.statements(cells)}
    assert offered["nis-2025-01-13"].startswith("NIS, 2025-01-13")
    assert "nis-2025-04-30" not in offered  # made after this document


def test_the_second_desk_is_told_and_what_the_first_decided_is_not_open_for_it(desk, data):
    other = f"""
from briefing.desk.queue import Desk
from briefing.words.text import UserError
desk = Desk({str(data)!r}, {DOCUMENT!r})
print(desk.told)
cells = desk.current
input()
try:
    desk.record_row(cells)
except UserError as error:
    print(error)
print(desk.progress())
"""
    process = subprocess.Popen(
        [sys.executable, "-c", other], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert process.stdout.readline().startswith("Another desk is open on this record")
    desk.record_row(desk.current)
    said, _ = process.communicate("\n", timeout=120)
    assert said.splitlines() == [
        "another has decided this number meanwhile: here is the next one",
        "8 numbers open in 005_strelsau_gazette, 3 accounted for",
    ]


def test_a_document_that_the_record_does_not_have_is_told(data):
    with pytest.raises(UserError, match="no document “nowhere”"):
        Desk(data, "nowhere")


def typed(desk, *answers: str) -> None:
    given = iter(answers)

    def ask(_prompt: str) -> str:
        try:
            return next(given)
        except StopIteration:
            raise EOFError from None

    work(desk, ask)


def test_the_terminal_accepts_corrects_excludes_skips_and_undoes(desk, data, capsys):
    typed(desk, "a", "q", "about", "a", "q", "at_least", "a", "x", "Invented.", "s", "u", "e")
    said = capsys.readouterr().out
    assert "! qualifier: the words of the quote make it at_least" in said
    assert "[1,150]" in said
    assert "The last step is undone." in said
    assert "7 numbers open" in said.splitlines()[-1]
    assert len(load_dossier(data).figures.query("document_id == @DOCUMENT")) == 2


def test_the_terminal_makes_a_figure_of_what_seemed_none_and_picks_a_statement(desk, capsys):
    while desk.current["table"] == "reported_figures":
        desk.skip()
    typed(desk, "f", "m", "deployed", "p", "0", "p", "1", "?", "e")
    said = capsys.readouterr().out
    assert "[m] metric        deployed" in said
    assert " 0  a new statement" in said


def test_control_codes_of_a_document_do_not_reach_the_terminal(home, capsys):
    (home / "hostile.txt").write_text("Army: 700 soldiers were killed \x1b[2J\u202e near [x].\n" * 2, encoding="utf-8")
    from briefing.desk.register import add_document

    add_document(home / "hostile.txt", "unn", data_dir=home / "data")
    typed(Desk(home / "data"), "s", "e")
    said = capsys.readouterr().out
    assert "\x1b[2J" not in said
    assert "\u202e" not in said
