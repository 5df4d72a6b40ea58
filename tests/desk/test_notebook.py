"""The desk in a real JupyterLab in a real browser: an invented article from saved page to chart, by keyboard."""

from __future__ import annotations

import json
import resource
import shutil
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from briefing import load_dossier
from briefing.audit.report import audit
from briefing.desk.register import add_document
from briefing.paths import DATA, NOTEBOOKS, ROOT
from tests.browser import needed
from tests.desk.conftest import contents
from tests.lab import lab, run

pytestmark = [pytest.mark.browser, needed]
PAGE = ROOT / "tests" / "invented" / "courier.html"
DOCUMENT = "005_zenda_courier"
SECOND = "09_second"  # the notebook of another person, with a kernel of its own
KEY = "input[placeholder='a c x f p s u']:visible"
# Invented, and read from the article: metric, value, upper end, qualifier, claimant, date.
RIGHT = [
    ("killed", 2300, None, "more_than", "2024-11-14"),
    ("killed", 2310, None, "at_least", "2024-11-14"),
    ("wounded", 6400, None, "about", "2024-11-14"),
    ("missing", 85, None, "unqualified", "2024-11-14"),
    ("deployed", 21000, None, "unqualified", "2024-11-14"),
    ("returned", 3200, None, "about", "2024-11-14"),
    ("deployment_planned", 1500, None, "unqualified", "2024-11-14"),
    ("killed", 4000, None, "up_to", "2024-11-13"),
    ("wounded", 9000, 11000, "between", "2024-11-13"),
    ("captured", 240, None, "unqualified", "2024-11-13"),
    ("killed", 1700, None, "unqualified", "2024-09"),
    ("wounded", 4900, None, "unqualified", "2024-09"),
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """Yield JupyterLab with 09 set to a copy of the record that has the article, and the copy's tables."""
    home = tmp_path_factory.mktemp("desk")
    shutil.copytree(DATA, home / "record" / "data")
    shutil.copytree(ROOT / "seeds", home / "record" / "seeds")
    data = home / "record" / "data"
    add_document(PAGE, data_dir=data)
    notebook = json.loads((NOTEBOOKS / "09_record.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).replace('data_dir: str = ""', f"data_dir: str = {str(data)!r}")
    (home / "lab").mkdir()
    with lab(home / "lab") as (page, left):
        for name in ("09_record", SECOND):
            (home / "lab" / "notebooks" / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        yield page, left, data


def press(page, keys: str) -> None:
    """Press one key after another, each when the desk has answered the one before."""
    for key in keys:
        before = page.locator("[role=status]:visible").inner_text()
        page.keyboard.press(key)
        page.wait_for_function(
            "before => [...document.querySelectorAll('[role=status]')].some(e => e.checkVisibility() && "
            "e.innerText != before && e.innerText != '')", arg=before,
        )  # fmt: skip


def told(page) -> str:
    return page.locator("[role=status]:visible").inner_text()


def left_open(page) -> int:
    return int(page.locator("[role=status]:visible b").inner_text().split()[0])


@contextmanager
def seated(page, name):
    """Run the desk of a notebook and wait until its keys are taken; then close the tab."""
    with run(page, name):
        page.locator(KEY).wait_for()
        page.wait_for_function("document.activeElement.placeholder == 'a c x f p s u'")
        yield
    page.evaluate("jupyterapp.shell.currentWidget.context.save().then(() => jupyterapp.shell.currentWidget.close())")
    page.wait_for_function("name => !jupyterapp.shell.currentWidget?.context?.path.endsWith(name)", arg=f"{name}.ipynb")


@contextmanager
def full_disk(page, room: int):
    """Let the kernel of a tab write no file beyond so many bytes: a disk that is full in the middle of one."""
    kernel = page.evaluate("jupyterapp.shell.currentWidget.sessionContext.session.kernel.id")
    (pid,) = (p.pid for p in psutil.process_iter(["cmdline"]) if kernel in " ".join(p.info["cmdline"] or ()))
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    yield
    resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


def test_of_two_tabs_the_second_is_told_and_a_full_disk_loses_nothing(opened):
    page, left, data = opened
    before = contents(data)
    with seated(page, "09_record"):
        assert "Another desk" not in told(page)
        start = left_open(page)
        other = page.context.new_page()
        other.goto(page.url)
        other.wait_for_function("window.jupyterapp && jupyterapp.restored.then(() => true)")
        with seated(other, SECOND):
            assert "Another desk is open on this record. Both may record" in told(other)
            press(page, "a")
            assert (left_open(page), left_open(other)) == (start - 1, start)
            press(other, "a")
            assert "Another has decided this number meanwhile: here is the next one." in told(other)
            assert left_open(other) == start - 1
            recorded = contents(data)
            with full_disk(other, room=len(recorded["reported_figures.csv"]) - 100):
                press(other, "a")
                assert "reported_figures.csv cannot be written: File too large; the record is as it was" in told(other)
                assert contents(data) == recorded
                assert not [path for path in data.iterdir() if path.name.startswith(".recording.part")]
            press(other, "a")
            assert left_open(other) == start - 2
            press(other, "u")
        press(page, "u")
    assert contents(data) == before
    other.close()
    assert left == []


def test_an_article_is_recorded_by_keyboard_alone_in_two_sittings(opened):
    page, left, data = opened
    with seated(page, "09_record"):
        start = left_open(page)
        press(page, "aau")
        assert left_open(page) == start - 1
        page.keyboard.press("c")  # a mistake: 2,310 as 2,311
        page.wait_for_function("document.activeElement.tagName == 'SELECT'")
        page.keyboard.press("Tab")
        page.keyboard.press("Control+a")
        page.keyboard.type("2311")
        page.keyboard.press("Enter")
        alert = page.locator("[role=alert]:visible", has_text="2,311")
        alert.wait_for()
        assert "the quote does not contain 2,311" in alert.inner_text()
        page.wait_for_function("document.activeElement.placeholder == 'a c x f p s u'")
        press(page, "a")
        assert "Nothing was recorded" in told(page)
        press(page, "s")
    with seated(page, "09_record"):
        assert left_open(page) == start - 1
        press(page, "a" * (start - 1))
        assert "Nothing is open" in told(page)
    found = audit(data)
    assert found.faults == 0
    rows = load_dossier(data).figures.query("document_id == @DOCUMENT").sort_values("quote_start")
    cells = rows[["metric", "value", "value_to", "qualifier", "made_on"]].astype("object")
    assert list(cells.where(cells.notna(), None).itertuples(index=False, name=None)) == RIGHT
    claimants = rows["claimant"].tolist()
    assert (
        claimants == ["General Staff of Ruritania"] * 7 + ["Ministry of War"] * 3 + ["General Staff of Ruritania"] * 2
    )
    assert left == []


def test_the_record_with_the_article_is_drawn(opened, tmp_path):
    from briefing.analysis.view import view_of
    from briefing.charts import CHARTS

    _, _, data = opened
    chart = next(chart for chart in CHARTS if chart.name == "losses_over_time")
    drawn = chart.at(view_of(load_dossier(Path(data))), "light")
    assert "005-killed-" in " ".join(map(str, drawn.table["figure_ids"]))
