"""A house of its own for tests of the headless run: notebooks, figures and build in a temporary folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner, Result

from briefing.run import store

PARAMETERS = 'figures_dir: str = ""\nas_of: str = ""  # ISO date\ncount: int = 3\nformats: list[str] = ["png", "svg"]\n'
DRAW = """\
import json, pathlib
for suffix in [f".{f}" for f in formats] if figures_dir else []:
    (pathlib.Path(figures_dir) / ("NAME" + suffix)).write_text(f"drawn as of {as_of or 'ever'}, {count}")
if figures_dir:
    about = {"title": "A title", "subtitle": "A subtitle", "alt": "An alt text", "source": "", "data": []}
    (pathlib.Path(figures_dir) / "NAME.json").write_text(json.dumps(about))
"""
COMMAND = """\
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job has it ignored
from pathlib import Path
from briefing.run import kernels
from briefing import paths
from briefing.cli import main
root = Path(os.environ["HOUSE"])
paths.ROOT, paths.NOTEBOOKS, paths.FIGURES, paths.BUILD = root, root / "notebooks", root / "figures", root / "build"
kernels.WARM = os.environ.get("WARM", "ipykernel.kernelapp")  # most notebooks of the tests need no more
kernels.CAN_FORK = kernels.CAN_FORK and "ORDINARY" not in os.environ
main()
"""


class House:
    """Folders, a way to write notebooks, and the command."""

    def __init__(self, root: Path):
        self.root, self.figures, self.build = root, root / "figures", root / "build"
        self.notebooks = root / "notebooks"
        self.notebooks.mkdir()

    def notebook(self, name: str, *cells: str, parameters: str = PARAMETERS, heading: str = "Why?") -> Path:
        """Write a notebook of code cells below a heading and a parameters cell."""
        sources = [parameters, *(cells or (DRAW.replace("NAME", name.split("_")[-1]),))]
        code = [
            {"cell_type": "code", "id": f"c{i}", "metadata": {"tags": ["parameters"]} if not i else {}}
            | {"source": text, "outputs": [], "execution_count": None}
            for i, text in enumerate(sources)
        ]
        title = {"cell_type": "markdown", "id": "t", "metadata": {}, "source": f"# {heading}"}
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        path = self.notebooks / f"{name}.ipynb"
        whole = {"cells": [title, *code], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
        path.write_text(json.dumps(whole))
        return path

    def run(self, *arguments: str) -> Result:
        """Run `briefing` here."""
        from briefing.cli import main

        return CliRunner().invoke(main, arguments)

    def start(self, *arguments: str, prefix: list[str] = (), **env: str | None) -> subprocess.Popen:
        """Run `briefing` in a process of its own, started by the command `prefix`; None unsets a variable."""
        command = [*prefix, sys.executable, "-c", COMMAND, *arguments]
        env = os.environ | {"HOUSE": str(self.root)} | env
        env = {name: value for name, value in env.items() if value is not None}
        return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def files(self, folder: str = "figures") -> dict[str, str]:
        """Return the files of a folder with their text."""
        return {p.name: p.read_text() for p in sorted((self.root / folder).iterdir()) if p.is_file()}

    def ran(self, result: Result) -> list[str]:
        """Return the names of the notebooks that a run says it ran."""
        return [line.split()[0] for line in result.stdout.splitlines() if line.split()[1:2] == ["ran"]]


def state(folder: Path, text: str) -> None:
    """Write a small state of an output folder, of which every file says the same."""
    for name in ("a.png", "b.png"):
        (folder / name).write_text(text)
    entry = {"inputs": {}, "outputs": {name: store.digest(folder / name) for name in ("a.png", "b.png")}}
    store.write_manifest(folder, {"notebooks": {"01": entry}, "text": text})


def alive(pid: str) -> bool:
    """Return whether a process runs; one that has ended but is not yet cleared away does not."""
    told = subprocess.run(["ps", "-o", "stat=", "-p", pid], capture_output=True, text=True).stdout.strip()
    return bool(told) and not told.startswith("Z")


def wait_for(condition: Callable[[], object], seconds: float = 30) -> None:
    """Wait until a condition holds; fail where it does not in time."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)
