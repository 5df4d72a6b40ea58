"""A real JupyterLab over a copy of the notebooks, in a real browser, for tests and a benchmark.

Nothing is fetched: what the browser tries to get from elsewhere is recorded and refused.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefing.paths import NOTEBOOKS
from tests.browser import chromium, watched

CELLS = """() => [...jupyterapp.shell.currentWidget.content.model.cells].filter(c => c.type == 'code')
    .map(c => ({count: c.executionCount, outputs: c.sharedModel.toJSON().outputs}))"""
KERNEL = """() => { const at = jupyterapp.shell.currentWidget.sessionContext;
    return at.ready.then(() => at.session ? 1 : at.startKernel().then(() => 1)); }"""
# JupyterLab, without a grammar that takes seconds to import; see tests/__init__.py.
LAB = """import sys; sys.modules["rfc3987_syntax"] = None; from jupyterlab.labapp import main; sys.exit(main())"""
OPEN = """name => { const at = jupyterapp.shell.currentWidget;
    return at?.context?.path.endsWith(name) && at.context.isReady; }"""
READY = """name => {
    const at = window.jupyterapp && jupyterapp.shell.currentWidget;
    const kernel = at && at.context && at.context.path.endsWith(name) && at.sessionContext.session?.kernel;
    return at?.context?.isReady && kernel?.status == 'idle' && kernel.connectionStatus == 'connected';
}"""


@contextmanager
def server(home: Path) -> Iterator[tuple[str, str]]:
    """Yield the address and token of a JupyterLab whose files all lie in a folder."""
    shutil.copytree(NOTEBOOKS, home / "notebooks", ignore=shutil.ignore_patterns(".*"))
    folders = {f"JUPYTER_{k}_DIR": str(home / k.lower()) for k in ("RUNTIME", "CONFIG", "DATA")}
    folders |= {"JUPYTERLAB_SETTINGS_DIR": str(home / "set"), "JUPYTERLAB_WORKSPACES_DIR": str(home / "work")}
    command = [
        sys.executable, "-c", LAB, "--no-browser", "--port=0", "--ServerApp.ip=127.0.0.1", "--allow-root",
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


@contextmanager
def lab(home: Path):
    """Yield JupyterLab in a browser, and what it tried to fetch from elsewhere."""
    with server(home) as (url, token), chromium() as browser:
        page, _, left = watched(browser, viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(90_000)
        page.goto(f"{url}lab?reset&token={token}")
        page.wait_for_function("window.jupyterapp && jupyterapp.restored.then(() => true)")
        yield page, left


def shown(page, name) -> list[dict]:
    """Open a notebook without a kernel and return its cells as they are stored."""
    page.evaluate("path => jupyterapp.commands.execute('docmanager:open', {path}).then(() => 1)", f"{name}.ipynb")
    page.wait_for_function(OPEN, arg=f"{name}.ipynb")
    return page.evaluate(CELLS)


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
