"""The desk in a real JupyterLab in a real browser: an invented article from saved page to chart, by keyboard."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from briefing import load_dossier
from briefing.audit.report import audit
from briefing.desk.register import add_document
from briefing.paths import DATA, NOTEBOOKS, ROOT
from tests.browser import needed
from tests.lab import lab, run

pytestmark = [pytest.mark.browser, needed]
PAGE = ROOT / "tests" / "invented" / "courier.html"
DOCUMENT = "005_zenda_courier"
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
        (home / "lab" / "notebooks" / "09_record.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
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


def left_open(page) -> int:
    return int(page.locator("[role=status]:visible b").inner_text().split()[0])


def test_an_article_is_recorded_by_keyboard_alone_in_two_sittings(opened):
    page, left, data = opened
    with run(page, "09_record"):
        page.locator(KEY).wait_for()
        page.wait_for_function("document.activeElement.placeholder == 'a c x f p s u'")
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
        assert "Nothing was recorded" in page.locator("[role=status]:visible").inner_text()
        press(page, "s")
    page.evaluate("jupyterapp.shell.currentWidget.context.save().then(() => jupyterapp.shell.currentWidget.close())")
    page.wait_for_function("!jupyterapp.shell.currentWidget?.context?.path.endsWith('09_record.ipynb')")
    with run(page, "09_record"):
        page.locator(KEY).wait_for()
        page.wait_for_function("document.activeElement.placeholder == 'a c x f p s u'")
        assert left_open(page) == start - 1
        press(page, "a" * (start - 1))
        assert "Nothing is open" in page.locator("[role=status]:visible").inner_text()
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
