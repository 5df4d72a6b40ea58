"""The headless run's speed, side by side with other ways to execute the same notebooks: `make bench`.

Every way draws all figures of all notebooks, from nothing. Each is run once uncounted, so that bytecode is written,
then in turn, so that a slow minute of the machine hits all alike. Notebooks for the ways that cannot set parameters
have the folder for the figures written into them.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from briefing.run.parameters import Notebook, source
from briefing.run.plan import find_notebooks

ROUNDS = int(os.environ.get("ROUNDS", "3"))
BIN = Path(sys.executable).parent


def run(*command: object, cwd: Path | None = None, **env: str) -> None:
    """Run a command quietly; its bytecode is kept, as on most machines."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | env
    environment.setdefault("PYTHONPYCACHEPREFIX", str(Path(tempfile.gettempdir()) / "briefing-bench-bytecode"))
    done = subprocess.run([str(c) for c in command], cwd=cwd, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}")


def with_folder(notebook: Notebook, folder: Path) -> dict:
    """Return a notebook that writes its figures into a folder without being told to."""
    whole = json.loads(notebook.path.read_text(encoding="utf-8"))
    for cell in whole["cells"]:
        if "parameters" in cell.get("metadata", {}).get("tags", []):
            cell["source"] = source(cell) + f"\nfigures_dir = {str(folder)!r}"
    return whole


def script(notebooks: list[Notebook], folder: Path) -> str:
    """Return one plain script with the notebooks' cells in sequence, each notebook with names of its own."""
    parts = []
    for notebook in notebooks:
        cells = [source(c) for c in with_folder(notebook, folder)["cells"] if c["cell_type"] == "code"]
        parts.append(f"names = {{}}\nfor cell in {cells!r}:\n    exec(cell, names)\n")
    return "import matplotlib\nmatplotlib.use('agg')\n" + "".join(parts)


def ways(notebooks: list[Notebook], place: Path) -> dict[str, Callable[[], None]]:
    """Return the ways to draw all figures, by name."""
    copies, out = place / "copies", place / "out"
    copies.mkdir()
    for notebook in notebooks:
        text = json.dumps(with_folder(notebook, out))
        (copies / notebook.path.name).write_text(text, encoding="utf-8")
    (place / "plain.py").write_text(script(notebooks, out), encoding="utf-8")

    def papermill() -> None:
        for n in notebooks:
            run(BIN / "papermill", n.path, place / n.path.name, "-p", "figures_dir", out, "--cwd", n.path.parent)

    def nbconvert() -> None:
        for n in notebooks:
            run(BIN / "jupyter", "nbconvert", "--to", "notebook", "--execute", "--output-dir", place,
                copies / n.path.name)  # fmt: skip

    return {
        "briefing figures, nothing compiled": lambda: run(
            BIN / "briefing", "figures", "--out", out, PYTHONPYCACHEPREFIX=tempfile.mkdtemp(dir=place)
        ),
        "briefing figures": lambda: run(BIN / "briefing", "figures", "--out", out),
        "briefing figures, unchanged": lambda: run(BIN / "briefing", "figures", "--out", place / "kept"),
        "plain script": lambda: run(sys.executable, place / "plain.py"),
        "papermill in a loop": papermill,
        "jupyter nbconvert --execute in a loop": nbconvert,
    }


def main() -> int:
    """Print each way's time, spread and ratio; return 1 if a target is missed."""
    notebooks = find_notebooks()
    took: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="briefing-bench-") as folder:
        place = Path(folder)
        run(BIN / "briefing", "figures", "--out", place / "kept")
        for number in range(ROUNDS + 1):
            for name, way in ways_of(place, notebooks).items():
                shutil.rmtree(place / "out", ignore_errors=True)
                (place / "out").mkdir()
                start = time.perf_counter()
                way()
                seconds = time.perf_counter() - start
                print(f"round {number or 'uncounted'}: {name} {seconds:.2f} s", file=sys.stderr, flush=True)
                if number:
                    took.setdefault(name, []).append(seconds)
    return report(took, len(notebooks))


def ways_of(place: Path, notebooks: list[Notebook]) -> dict[str, Callable[[], None]]:
    """Return the ways, their files written anew."""
    shutil.rmtree(place / "copies", ignore_errors=True)
    return ways(notebooks, place)


def report(took: dict[str, list[float]], count: int) -> int:
    """Print the table and whether the targets are met."""
    base = statistics.median(took["briefing figures"])
    print(f"{count} notebooks, {os.cpu_count()} cores, {ROUNDS} rounds: median, spread, ratio to `briefing figures`")
    for name, times in took.items():
        middle = statistics.median(times)
        print(f"  {name:<40}{middle:7.2f} s  {min(times):6.2f} – {max(times):6.2f}  {middle / base:6.2f} ×")
    loop, plain = (statistics.median(took[name]) for name in ("papermill in a loop", "plain script"))
    idle = statistics.median(took["briefing figures, unchanged"])
    targets = {
        "≥ 5 × faster than papermill in a loop": (loop / base, loop / base >= 5),
        "≤ 1.5 × the plain script": (base / plain, base / plain <= 1.5),
        "≤ 0.5 s with nothing to do": (idle, idle <= 0.5),
    }
    for target, (value, met) in targets.items():
        print(f"  {target}: {value:.2f}, {'met' if met else 'MISSED'}")
    return int(not all(met for _, met in targets.values()))


if __name__ == "__main__":
    sys.exit(main())
