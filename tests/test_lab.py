"""A real JupyterLab in a real browser: notebooks run from top to bottom or shown as stored, the controls of 08 moved.

nbval runs every notebook, see test_notebooks, in kernels as a headless run starts them. In JupyterLab, in ordinary
kernels, run those that show more than a chart and its table: the documents as HTML, the whole briefing, the controls.
"""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from briefing.charts import CHARTS
from briefing.paths import NOTEBOOKS
from tests.browser import needed
from tests.lab import lab as opened
from tests.lab import run, shown

pytestmark = [pytest.mark.browser, needed]

RUN = ("01_evidence", "07_briefing")
STORED = [path.stem for path in sorted(NOTEBOOKS.glob("*.ipynb")) if path.stem not in (*RUN, "08_explore")]


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Yield JupyterLab in a browser, and what it tried to fetch from elsewhere."""
    with opened(tmp_path_factory.mktemp("lab")) as page_and_left:
        yield page_and_left


def assert_ran(cells) -> None:
    """Every cell ran, in order, and none failed or complained."""
    assert [cell["count"] for cell in cells] == list(range(1, len(cells) + 1))
    assert "error" not in [o["output_type"] for cell in cells for o in cell["outputs"]]
    assert not [o for cell in cells for o in cell["outputs"] if o.get("name") == "stderr"]


def assert_prints_what_is_stored(name, cells) -> None:
    """Every text is that with which the notebook is stored."""
    stored = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    assert texts_of(cells) == texts_of(cell for cell in stored if cell["cell_type"] == "code")


def texts_of(cells) -> list[str]:
    found = []
    for output in (output for cell in cells for output in cell["outputs"]):
        said = {"text": output.get("text", ""), **output.get("data", {})}
        found += ["".join(text) for kind, text in sorted(said.items()) if kind.startswith("text")]
    return found


def assert_pictures(page, name, cells) -> None:
    """Every chart is there as a picture with its alt text, and the browser shows the first."""
    pictures = [o for cell in cells for o in cell["outputs"] if "image/png" in o.get("data", {})]
    wanted = 8 if name == "07_briefing" else sum(chart.notebook == name for chart in CHARTS)
    assert len(pictures) == wanted
    assert all(p["metadata"]["image/png"]["alt"] for p in pictures)
    if wanted:
        picture = page.locator(".jp-OutputArea img:visible").first
        picture.wait_for()
        assert picture.evaluate("e => e.complete && e.naturalWidth > 0")


@pytest.mark.parametrize("name", RUN)
def test_a_notebook_runs_from_top_to_bottom(lab, name):
    page, left = lab
    with run(page, name) as cells:
        pass
    assert_ran(cells)
    assert_prints_what_is_stored(name, cells)
    assert_pictures(page, name, cells)
    assert left == []


@pytest.mark.parametrize("name", STORED)
def test_a_stored_notebook_shows_its_pictures(lab, name):
    page, left = lab
    cells = shown(page, name)
    assert_ran(cells)
    assert_pictures(page, name, cells)
    assert left == []


def test_a_moved_control_changes_the_picture(lab):
    page, left = lab
    with run(page, "08_explore") as cells:
        assert_ran(cells)
        assert_prints_what_is_stored("08_explore", cells)
        picture = page.locator(".widget-html img:visible")
        picture.wait_for()
        before = picture.get_attribute("src")
        assert "about 2,000" in picture.get_attribute("alt")
        page.locator(".noUi-handle:visible").focus()
        page.keyboard.press("Home")
        page.locator("[role=status]:visible", has_text="claims fewer").wait_for()
        # Sentence and picture are two messages from the kernel, and the browser shows them one after the other.
        expect(picture).not_to_have_attribute("src", before, timeout=30_000)
        expect(picture).not_to_have_attribute("alt", re.compile("about 2,000"), timeout=30_000)
        page.keyboard.press("End")
        page.locator("[role=status]:visible", has_text="claims more").wait_for()
        expect(picture).to_have_attribute("src", before, timeout=30_000)
    assert left == []
