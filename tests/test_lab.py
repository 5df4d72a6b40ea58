"""A real JupyterLab in a real browser: every notebook run from top to bottom, and the controls of 08 moved."""

from __future__ import annotations

import pytest

from briefing.charts import CHARTS
from briefing.paths import NOTEBOOKS
from tests.browser import needed
from tests.lab import lab as opened
from tests.lab import run

pytestmark = [pytest.mark.browser, needed]

ALL = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Yield JupyterLab in a browser, and what it tried to fetch from elsewhere."""
    with opened(tmp_path_factory.mktemp("lab")) as page_and_left:
        yield page_and_left


@pytest.mark.parametrize("name", ALL)
def test_a_notebook_runs_from_top_to_bottom(lab, name):
    page, left = lab
    with run(page, name) as cells:
        pass
    kinds = [o["output_type"] for cell in cells for o in cell["outputs"]]
    assert [cell["count"] for cell in cells] == list(range(1, len(cells) + 1))
    assert "error" not in kinds
    assert not [o for cell in cells for o in cell["outputs"] if o.get("name") == "stderr"]
    assert left == []
    pictures = [o for cell in cells for o in cell["outputs"] if "image/png" in o.get("data", {})]
    wanted = 7 if name == "07_briefing" else sum(chart.notebook == name for chart in CHARTS)
    assert len(pictures) == wanted
    assert all(p["metadata"]["image/png"]["alt"] for p in pictures)
    if wanted:
        picture = page.locator(".jp-OutputArea img:visible").first
        picture.wait_for()
        assert picture.evaluate("e => e.complete && e.naturalWidth > 0")


def test_a_moved_control_changes_the_picture(lab):
    page, _ = lab
    with run(page, "08_explore"):
        picture = page.locator(".widget-html img:visible")
        picture.wait_for()
        before = picture.get_attribute("src")
        assert "about 2,000" in picture.get_attribute("alt")
        page.locator(".noUi-handle:visible").focus()
        page.keyboard.press("Home")
        page.locator("[role=status]:visible", has_text="claims fewer").wait_for()
        assert picture.get_attribute("src") != before
        assert "about 2,000" not in picture.get_attribute("alt")
        page.keyboard.press("End")
        page.locator("[role=status]:visible", has_text="claims more").wait_for()
        assert picture.get_attribute("src") == before
