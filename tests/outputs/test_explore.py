"""The view with controls: what it shows, what it says has changed, and what stands there without controls."""

from __future__ import annotations

import asyncio
import builtins
import io

import matplotlib as mpl
import pytest
from PIL import Image

from briefing.drawing.theme import settings, theme_named
from briefing.outputs.explore import NO_WIDGETS, SCREEN, Choice, Plain, Scene, explore, what_changed
from tests.dossiers import Builder
from tests.drawn import BY_NAME


@pytest.fixture(scope="module")
def explorer():
    return explore()


@pytest.fixture(autouse=True)
def at_the_start(explorer):
    yield
    for name, value in vars(Choice()).items():
        explorer.controls[name].value = value


def test_a_moved_control_redraws_and_says_what_changed(explorer):
    before = explorer.picture.value
    explorer.controls["as_of"].value = "2025-01-13"
    assert explorer.picture.value != before
    assert "claims fewer" in explorer.told.value
    assert "The finding is now: NIS says at least 300 killed" in explorer.told.value
    assert 'role="status"' in explorer.told.value
    explorer.controls["theme"].value = "dark"
    assert "No claim came or went. The finding stays." in explorer.told.value
    explorer.controls["chart"].value = "claims_by_era"
    assert "Another chart:" in explorer.told.value


def test_claimants_and_metrics_come_and_go(explorer):
    explorer.controls["claimants"].value = ("nis",)
    assert "claims fewer" in explorer.told.value
    explorer.controls["metrics"].value = ("killed",)
    explorer.controls["claimants"].value = ()
    assert "more: North Korea, 28 April 2025: spoke of those killed, no number" in explorer.told.value


def test_the_charts_are_asked_for_by_their_questions(explorer):
    questions = {name: question for question, name in explorer.controls["chart"].options}
    assert list(questions) == list(BY_NAME)
    assert all(question.endswith("?") for question in questions.values())
    assert questions["nis_and_zelenskyy"] == "In January 2025: how far apart were NIS and Zelenskyy?"


def test_the_picture_has_its_alt_text(explorer):
    assert f'alt="{explorer.shown.words.title}' in explorer.picture.value


def test_stops_are_the_dates_on_which_something_is_first_known(here):
    stops = Scene().stops()
    assert stops[0] == "2025-01-09" and stops == sorted(stops)
    assert len(stops) == here.statements["known_from"].nunique()


def test_the_slider_moves_by_day_from_the_first_word_to_the_last(explorer):
    days = [day for _, day in explorer.controls["as_of"].options]
    stops = explorer.scene.stops()
    assert (days[0], days[-2], days[-1]) == (stops[0], stops[-1], "")
    assert "2025-02-14" in days and len(days) == len(set(days)) > 200


def test_a_record_of_many_years_moves_from_statement_to_statement(tmp_path):
    b = Builder("soldiers")
    b.actor("a", "Army", "A", "military")
    b.actor("g", "Gazette", "Gazette", "outlet")
    b.document("d", "g", "2199-12-31")
    for i, made_on in enumerate(("1801-01-01", "1999-01-01")):
        b.statement(f"a-{i}", "a", made_on)
        b.figure("d", f"a-{i}", "killed", 100 + i)
    scene = Scene(b.write(tmp_path))
    assert scene.days() == scene.stops()


def test_lists_show_all_their_entries_and_nothing_below_them_jumps(explorer, here):
    assert explorer.controls["claimants"].rows == len(here.claimants)
    assert explorer.told.layout.height
    assert "aspect-ratio:16/9" in explorer.picture.value


def test_reset_puts_every_control_back_and_draws_once(explorer):
    before = explorer.picture.value
    explorer.controls["as_of"].value = "2025-01-13"
    explorer.controls["theme"].value = "dark"
    explorer.buttons["reset"].click()
    assert explorer.choice == Choice()
    assert explorer.picture.value == before


def test_the_picture_and_its_rows_are_saved_and_the_view_says_where(explorer, monkeypatch, tmp_path):
    monkeypatch.setattr("briefing.outputs.explore.SAVED", tmp_path / "explore")
    explorer.controls["as_of"].value = "2025-01-13"
    explorer.buttons["save"].click()
    picture, rows = (tmp_path / "explore" / f"lead_voices-2025-01-13.{kind}" for kind in ("png", "csv"))
    assert Image.open(picture).size == (1920, 1080)
    assert rows.read_text(encoding="utf-8").count("\n") == len(explorer.shown.table) + 1
    assert "Saved lead_voices-2025-01-13.png" in explorer.told.value
    (tmp_path / "file").write_text("")
    monkeypatch.setattr("briefing.outputs.explore.SAVED", tmp_path / "file" / "x")
    explorer.buttons["save"].click()
    assert "Nothing was saved" in explorer.told.value


def test_what_was_shown_before_is_not_drawn_again(explorer):
    """How long a redraw takes is measured by tests/benchmarks/bench_explore.py."""
    explorer.controls["as_of"].value = explorer.scene.stops()[-3]
    first = explorer.picture.value
    explorer.controls["as_of"].value = explorer.scene.stops()[-2]
    before = dict(explorer.scene.shown)
    explorer.controls["as_of"].value = explorer.scene.stops()[-3]
    assert explorer.picture.value == first
    assert explorer.scene.shown == before


def test_the_other_dates_are_drawn_ahead_while_nobody_moves_the_nearest_first(explorer, monkeypatch):
    monkeypatch.setattr("briefing.outputs.explore.IDLE", 0.01)
    stops = explorer.scene.stops()
    explorer.scene.shown.clear()

    async def move_and_wait():
        explorer.controls["as_of"].value = stops[2]
        assert [c.as_of for c in explorer.scene.shown] == [stops[2]]
        for _ in range(100):
            await asyncio.sleep(0.1)
            if len(explorer.scene.shown) == len(stops):
                return

    asyncio.run(move_and_wait())
    drawn = [c.as_of for c in explorer.scene.shown]
    assert set(drawn) == {*stops[:-1], ""} and set(drawn[1:3]) == {stops[1], stops[3]}


def test_without_controls_there_is_a_table_and_the_reason(explorer, monkeypatch):
    shown = explorer._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in shown
    assert "need JupyterLab" in shown["text/html"] and '<th scope="col">' in shown["text/html"]
    original = builtins.__import__

    def without(name, *args, **kwargs):
        if name == "ipywidgets":
            raise ImportError(name)
        return original(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    plain = explore(as_of="2025-02-01")
    assert isinstance(plain, Plain) and NO_WIDGETS in plain._repr_html_() and "at least 300" in plain._repr_html_()


def test_mistakes_are_told(explorer):
    with pytest.raises(ValueError, match="unknown claimant"):
        explore(claimants=["Zelensky"])
    with pytest.raises(ValueError, match="chart “x” is none of lead_voices, "):
        explore(chart="x")


def test_nothing_changed():
    shown = Scene().show(Choice())
    assert what_changed(shown, shown) == "Nothing has changed."


@pytest.mark.parametrize(("chart", "theme"), [("attribution", "light"), ("claims_by_era", "dark")])
def test_the_picture_is_what_the_figure_would_save(chart, theme):
    scene = Scene()
    shown, saved = scene.show(Choice(chart, theme=theme)), io.BytesIO()
    figure = BY_NAME[chart].at(scene.view(shown.choice), theme).figure
    with mpl.rc_context(settings(theme_named(theme))):
        figure.savefig(saved, dpi=SCREEN)
    drawn = [Image.open(io.BytesIO(png)).convert("RGB").tobytes() for png in (shown.png, saved.getvalue())]
    assert drawn[0] == drawn[1]


def test_a_statement_that_nothing_dates_is_on_no_stop_of_the_slider(tmp_path):
    b = Builder("soldiers")
    b.actor("a", "Army", "A", "military")
    b.actor("gazette", "The Gazette", "Gazette", "outlet")
    for document, published in (("d1", "2025-06-01"), ("d2", "")):
        b.document(document, "gazette", published)
    b.statement("a-1", "a", "2025-01-09")
    b.statement("a-2", "a", "")
    b.figure("d1", "a-1", "killed", 100)
    b.figure("d2", "a-2", "killed", 200)
    shown = explore(b.write(tmp_path))
    assert [value for _, value in shown.controls["as_of"].options] == ["2025-01-09", ""]
    assert len(shown.shown.claims) == 2  # all dates
    shown.controls["as_of"].value = "2025-01-09"
    assert list(shown.shown.claims["value"]) == [100]
