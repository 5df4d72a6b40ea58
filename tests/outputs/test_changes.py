"""What changed between two states of a record: told from the facts of the documents, and cell by cell."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
from click.testing import CliRunner

from briefing import load_dossier
from briefing.analysis.view import view_of
from briefing.cli import main
from briefing.outputs.changes import Changes, compare, since
from briefing.outputs.deck import deck
from briefing.outputs.page import Briefing
from briefing.outputs.states import state_of
from briefing.paths import DATA, seeds_folder
from tests.conftest import put
from tests.dossiers import Builder
from tests.hostile import hostile
from tests.march import march
from tests.mirrored import MIRROR, mirrored


def said(changes: Changes, kind: str) -> list[str]:
    return [change.said for change in changes.found if change.kind == kind]


@pytest.fixture
def own(tmp_path):
    """A copy of this repository's record, to change."""
    shutil.copytree(DATA, tmp_path / "data")
    shutil.copytree(seeds_folder(DATA), tmp_path / "seeds")
    return tmp_path / "data"


def run(*arguments: str):
    return CliRunner().invoke(main, ["changes", *map(str, arguments)])


@pytest.fixture(scope="module")
def april_to_now(record):
    return since(record, "2025-04-30")


def test_what_was_said_since_april(april_to_now):
    """Of the statements, the briefing of September and Kim Jong Un's honours of August were made after April."""
    told = {change.subject: change.said for change in april_to_now.found if change.kind == "statements"}
    assert {"nis-2025-09-02", "kim-jong-un-2025-08"} <= set(told)
    assert "nis-2025-04-30" not in told
    assert told["nis-2025-09-02"].startswith("NIS, 2 September 2025: about 2,000 killed, 6,000 planned to be sent")
    assert told["kim-jong-un-2025-08"] == "Kim Jong Un, August 2025: spoke of those killed, no number."


def test_a_revision_names_both_figures_and_subtracts_nothing(april_to_now):
    [revised] = said(april_to_now, "revised")
    assert revised.startswith("NIS: about 2,000 killed (2 September 2025), after about 600")
    assert "1,400" not in april_to_now.text()


def test_documents_of_later_days_are_named_and_no_others(april_to_now):
    assert {c.subject for c in april_to_now.found if c.kind == "documents"} == {"000_afp_copy", "003_midday"}


def test_a_judgement_tells_what_it_was(april_to_now):
    [losses] = [c for c in april_to_now.found if c.kind == "judgements" and c.subject == "losses_over_time"]
    assert "about 2,000" in losses.after
    assert "about 600" in losses.before
    assert losses.said == f"{losses.after} Before: {losses.before}"


def test_nothing_changes_between_a_state_and_itself(record):
    state = state_of("", "now")
    found = compare(state, state)
    assert found.found == []
    assert found.text().endswith("Nothing.")
    assert found.markdown().endswith("Nothing.")


def test_a_corrected_cell_is_told_with_its_quote(own):
    rows = (own / "reported_figures.csv").read_text(encoding="utf-8").splitlines()
    row = next(i for i, line in enumerate(rows, 1) if line.startswith("003-killed-3,"))
    put(own, "reported_figures", row, note="Corrected.")
    found = compare(state_of(""), state_of(own))
    [cell] = said(found, "corrected")
    assert cell == "reported_figures.csv, 003-killed-3: note empty → “Corrected.” (“600 fatalities”)."
    assert said(found, "statements") == said(found, "judgements") == said(found, "documents") == []


def test_a_document_added_is_told_with_what_it_carries_and_not_row_by_row(tmp_path):
    found = compare(state_of(""), state_of(mirrored(tmp_path)))
    [document] = said(found, "documents")
    assert document.startswith(f"{MIRROR} (Daily8, 2 May 2025, known from elsewhere) added: ")
    assert said(found, "corrected") == []
    back = compare(state_of(tmp_path / "data"), state_of(""))
    assert said(back, "documents") == [f"{MIRROR}: taken out of the record."]


def test_a_row_that_was_overlooked_is_a_correction(own):
    rows = (own / "reported_figures.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in rows if not line.startswith("001-killed-2,")]
    (own / "reported_figures.csv").write_text("".join(kept), encoding="utf-8")
    corrected = said(compare(state_of(own), state_of("")), "corrected")
    assert corrected == ["reported_figures.csv, 001-killed-2: added (“about 600 deaths”)."]
    taken = said(compare(state_of(""), state_of(own)), "corrected")
    assert taken == ["reported_figures.csv, 001-killed-2: taken out (“about 600 deaths”)."]


def test_a_column_filled_in_for_many_rows_is_counted(own):
    rows = (own / "reported_figures.csv").read_text(encoding="utf-8").splitlines()
    for row in range(2, 9):
        put(own, "reported_figures", row, reviewed_by="desk")
    assert len(rows) > 9
    assert said(compare(state_of(""), state_of(own)), "corrected") == [
        "reported_figures.csv: reviewed_by filled in for 7 rows."
    ]


def test_a_faulty_state_is_compared_cell_by_cell_and_says_why_not_further(own):
    put(own, "reported_figures", 2, value="2001")
    found = compare(state_of(own), state_of(""))
    assert "value “2001” → “2000”" in said(found, "corrected")[0]
    assert said(found, "judgements") == [f"What the record told at {own} is not known: it has 1 fault."]


def test_forms(april_to_now):
    assert json.loads(april_to_now.json())["found"][0]["kind"] == "documents"
    assert april_to_now.markdown().startswith("## What changed between 30 April 2025 and all that is on record\n")
    assert april_to_now.text().startswith("What changed between")


def test_the_command_compares_dates_folders_and_revisions(own):
    assert "about 2,000 killed" in run("--since", "2025-05").output
    assert "Nothing." in run(own).output
    assert run(own, own).output.startswith(f"What changed between {own} and {own}")
    git = ["git", "-C", str(own), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    top = ["git", "-C", str(own.parent)]
    subprocess.run([*top, "init", "-q"], check=True)
    subprocess.run([*top, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "Record"], check=True)
    put(own, "statements", 2, note="Corrected.")
    told = run("--data-dir", own, "--rev", "HEAD")
    assert told.exit_code == 0
    assert "note “" in told.output
    assert "→ “Corrected.”" in told.output
    assert run("--data-dir", own).output == told.output


def test_an_entry_is_put_before_the_older_ones_of_the_log(own):
    """Three entries in a repository of their own: begun with --rev, refused until committed, then since the last."""
    top = ["git", "-C", str(own.parent), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    log = own / "CHANGELOG.md"
    log.unlink()

    def commit():
        subprocess.run([*top, "add", "."], check=True)
        subprocess.run([*top, "commit", "-qm", "Record"], check=True)
        return subprocess.run([*top, "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()

    subprocess.run([*top, "init", "-q"], check=True)
    commit()
    put(own, "statements", 2, note="Corrected.")
    told = run("--log", "--data-dir", own)
    assert (told.exit_code, log.exists()) == (2, False)
    assert "say since when, --log --rev REVISION" in told.output
    assert "Put one change since revision HEAD" in run("--log", "--rev", "HEAD", "--data-dir", own).output
    first = log.read_text(encoding="utf-8")
    assert first.count("\n## ") == 1
    assert "→ “Corrected.”" in first
    assert "not committed: commit or undo them first" in run("--log", "--data-dir", own).output
    revision = commit()
    assert f"Nothing changed since revision {revision}" in run("--log", "--data-dir", own).output
    put(own, "statements", 2, note="Corrected again.")
    assert run("--log", "--data-dir", own).exit_code == 0
    second = log.read_text(encoding="utf-8")
    head, older = first.split("\n## ")
    assert second.startswith(head)
    assert second.endswith(f"\n## {older}")
    assert f", since revision {revision}\n" in second
    assert second.index("→ “Corrected again.”") < second.index("→ “Corrected.”")
    assert run("--log", "--since", "2025").exit_code == 2


def test_mistakes_are_answered_in_a_line(own):
    for arguments, words in (
        (("--since", "2025-13"), "not a day of the calendar"),
        (("--since", "2025", "--rev", "HEAD"), "Give one of"),
        (("--data-dir", own, "--rev", "HEAD"), "in no git repository"),
        (("--rev", "no such thing"), "is no revision"),
        (("--rev", "--output=x"), "is no revision"),
    ):
        told = run(*arguments)
        assert told.exit_code == 2, told.output
        assert words in told.output


def test_a_first_commit_of_another_form_is_refused_with_a_reason(own, monkeypatch):
    (own / "metrics.csv").unlink()
    package = json.loads((own / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [r for r in package["resources"] if r["name"] != "metrics"]
    (own / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    subprocess.run(["git", "-C", str(own.parent), "init", "-q"], check=True)
    subprocess.run(["git", "-C", str(own.parent), "add", "."], check=True)
    commit = ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "Old"]
    subprocess.run(["git", "-C", str(own.parent), *commit], check=True)
    told = run("--data-dir", own)
    assert told.exit_code == 2
    assert "has another form (it has no table metrics): give a later one" in told.output


def test_page_and_deck_begin_with_it(here):
    briefing = Briefing(view_of(here))
    shown = briefing.since("2025-05-01").data
    assert "What changed since 1 May 2025" in shown
    assert "about 2,000 killed" in shown
    assert briefing.since("") is None
    from io import BytesIO

    from pptx import Presentation

    slides = Presentation(BytesIO(deck(briefing, "2025-05-01"))).slides
    assert slides[1].shapes.title.text == "What changed since 1 May 2025"
    assert "Charts that changed" in slides[1].notes_slide.notes_text_frame.text
    assert Presentation(BytesIO(deck(briefing))).slides[1].shapes.title.text != slides[1].shapes.title.text


def test_hostile_text_is_shown_and_does_not_act(tmp_path, record):
    old, new = state_of(hostile(tmp_path)), state_of("")
    for found in (compare(old, new), compare(new, old)):
        assert "<script" not in found.markdown()
        assert "\x1b" not in found.text() + found.markdown()


def test_what_has_no_number_stands_after_what_has_one(tmp_path):
    b = Builder()
    b.actor("staff", "General Staff", "Staff", "military")
    b.actor("gazette", "The Gazette", "Gazette", "outlet")
    b.document("d", "gazette", "2025-03-02")
    b.statement("s", "staff", "2025-03-01")
    for metric, *figure in (
        ("killed", None, "none_given"),
        ("wounded", 900, "about"),
        ("deployed", None, "none_given"),
    ):
        b.figure("d", "s", metric, *figure)
    [told] = said(since(load_dossier(b.write(tmp_path / "record")).record, "2025-02"), "statements")
    assert told == "Staff, 1 March 2025: about 900 wounded; spoke of those killed and those sent, no number."


def test_figures_that_documents_print_differently_are_one_or_the_other(tmp_path):
    """The march's police gave one number of each on 4 May; a second document prints others."""
    dossier = load_dossier(march(tmp_path / "march"))
    told = {c.subject: c.said for c in since(dossier.record, "2024-05-03").found if c.kind == "statements"}
    police = next(words for words in told.values() if words.startswith("Police, 4 May 2024"))
    assert "about 22,000 or 25,000 marching, about 40 or 41 detained" in police
    [revised] = said(since(dossier.record, "2024-05-05"), "revised")
    assert revised == "Police: 67 detained (11 May 2024), after about 40 or 41 (4 May 2024)."


@pytest.mark.parametrize("name, date", [("tiny", "2025-04-29"), ("one_claimant", "2024-06"), ("many", "2030")])
def test_any_record_can_be_told_since_a_date(generated, name, date):
    assert since(load_dossier(generated[name]).record, date).text()
