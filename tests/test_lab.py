"""A real JupyterLab in a real browser: every notebook run from top to bottom, and the controls of 08 moved."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from briefing.catalogue import CHARTS
from briefing.paths import NOTEBOOKS
from tests.browser import chromium, needed, watched

pytestmark = [pytest.mark.browser, needed, pytest.mark.xdist_group("lab")]

ALL = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
CELLS = """() => [...jupyterapp.shell.currentWidget.content.model.cells].filter(c => c.type == 'code')
    .map(c => ({count: c.executionCount, outputs: c.sharedModel.toJSON().outputs}))"""
KERNEL = """() => { const at = jupyterapp.shell.currentWidget.sessionContext;
    return at.ready.then(() => at.session ? 1 : at.startKernel().then(() => 1)); }"""
READY = """name => {
    const at = window.jupyterapp && jupyterapp.shell.currentWidget;
    const kernel = at && at.context && at.context.path.endsWith(name) && at.sessionContext.session?.kernel;
    return at?.context?.isReady && kernel?.status == 'idle' && kernel.connectionStatus == 'connected';
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Yield the address and token of a JupyterLab over a copy of the notebooks."""
    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(NOTEBOOKS, home / "notebooks", ignore=shutil.ignore_patterns(".*"))
    folders = {f"JUPYTER_{k}_DIR": str(home / k.lower()) for k in ("RUNTIME", "CONFIG", "DATA")}
    folders |= {"JUPYTERLAB_SETTINGS_DIR": str(home / "set"), "JUPYTERLAB_WORKSPACES_DIR": str(home / "work")}
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--port=0", "--ServerApp.ip=127.0.0.1", "--allow-root",
        "--expose-app-in-browser",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        f"--ServerApp.root_dir={home / 'notebooks'}",
    ]  # fmt: skip
    with (home / "log").open("w") as log:
        process = subprocess.Popen(command, env=os.environ | folders, stdout=log, stderr=log, cwd=home)
    try:
        yield _started(home, process)
    finally:
        process.terminate()
        process.wait(20)


def _started(home, process) -> tuple[str, str]:
    for _ in range(600):
        for file in (home / "runtime").glob("jpserver-*.json"):
            about = json.loads(file.read_text())
            return about["url"], about["token"]
        assert process.poll() is None, (home / "log").read_text()
        time.sleep(0.1)
    raise TimeoutError((home / "log").read_text())


@pytest.fixture(scope="module")
def lab(server):
    """Yield JupyterLab in a browser, and what it tried to fetch from elsewhere."""
    url, token = server
    with chromium() as browser:
        page, _, left = watched(browser, viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(90_000)
        page.goto(f"{url}lab?reset&token={token}")
        page.wait_for_function("window.jupyterapp && jupyterapp.restored.then(() => true)")
        yield page, left


@contextmanager
def run(page, name):
    """Open a notebook, run all its cells, yield them, and end its kernel."""
    page.evaluate("path => jupyterapp.commands.execute('docmanager:open', {path}).then(() => 1)", f"{name}.ipynb")
    page.evaluate(KERNEL)
    page.wait_for_function(READY, arg=f"{name}.ipynb")
    page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells').then(() => 1)")
    page.wait_for_function(READY, arg=f"{name}.ipynb")
    yield page.evaluate(CELLS)
    page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown().then(() => 1)")


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
    wanted = 7 if name == "07_briefing" else sum(chart.notebook == name for chart in CHARTS.values())
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
