"""The stored notebooks: executed in order, free of traces, and still printing what they are stored with (nbval).

nbval compares texts and tables; the pictures are compared with figures/, which `briefing check` regenerates.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from ipykernel.kernelspec import get_kernel_dict

from briefing.charts import CHARTS
from briefing.paths import FIGURES, NOTEBOOKS, ROOT
from briefing.run.kernels import CAN_FORK

STORED = sorted(NOTEBOOKS.glob("*.ipynb"))
WITH_CHARTS = [p for p in STORED if p.stem in {chart.notebook for chart in CHARTS}]
each = pytest.mark.parametrize("path", STORED, ids=[p.stem for p in STORED])
NOISE = re.compile(
    r"papermill|\b0x[0-9a-f]{6,}\b|/(?:home|root|Users|tmp|work)/|\d\d:\d\d:\d\d|ipykernel_\d+|Traceback|Warning:"
)


def read(path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def code(path) -> list[dict]:
    return [cell for cell in read(path)["cells"] if cell["cell_type"] == "code"]


def test_numbers_follow_the_reading_order():
    assert [path.stem[:2] for path in STORED] == sorted({path.stem[:2] for path in STORED})


def test_every_chart_has_its_notebook():
    assert {chart.notebook for chart in CHARTS} <= {path.stem for path in STORED}


@each
def test_every_code_cell_was_executed_in_order(path):
    assert [cell["execution_count"] for cell in code(path)] == list(range(1, len(code(path)) + 1))
    assert not [o for cell in code(path) for o in cell["outputs"] if o["output_type"] == "error"]


@each
def test_no_leftovers_of_a_run_or_a_machine(path):
    notebook = read(path)
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert set(notebook["metadata"]["language_info"]) == {"name"}
    for cell in notebook["cells"]:
        assert set(cell["metadata"]) <= {"tags"}, cell["id"]
        assert "injected-parameters" not in cell["metadata"].get("tags", [])
        outputs = [{**o, "data": {k: v for k, v in o.get("data", {}).items() if not k.startswith("image/")}}
                   for o in cell.get("outputs", [])]  # fmt: skip
        assert not NOISE.search(json.dumps(outputs)), NOISE.search(json.dumps(outputs))[0]


@each
def test_it_is_a_story_in_short_cells(path):
    """A question, one cell of typed and explained parameters, and no code cell that should be a function."""
    cells = read(path)["cells"]
    assert cells[0]["cell_type"] == "markdown"
    assert "".join(cells[0]["source"]).splitlines()[0].startswith("# ")
    tagged = [c for c in cells if "parameters" in c["metadata"].get("tags", [])]
    assert len(tagged) == 1 or path.stem == "00_start_here"
    lines = [line for c in tagged for line in "".join(c["source"]).splitlines() if line.strip()]
    assert all(re.match(r"\w+: [\w\[\]]+ = .+  # \w+", line) for line in lines), lines
    defaults = {line.split(":")[0]: line.split(" = ", 1)[1].split("  #")[0] for line in lines}
    assert {"data_dir", "as_of"} <= set(defaults) or path.stem in ("00_start_here", "09_record")  # neither looks back
    assert {defaults[n] for n in ("figures_dir", "data_dir", "as_of") if n in defaults} <= {'""'}
    assert ("figures_dir" in defaults) == (path in WITH_CHARTS)
    assert max(len("".join(c["source"]).splitlines()) for c in code(path)) <= 16
    assert len({c["id"] for c in cells}) == len(cells)


@each
def test_every_notebook_is_stored_with_outputs(path):
    assert any(cell["outputs"] for cell in code(path))


NBVAL = """
import sys
sys.modules["rfc3987_syntax"] = None  # as in tests/__init__.py
import pytest
from ipykernel.kernelspec import get_kernel_dict
quiet = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
sys.exit(pytest.main([*quiet, "-p", "nbval.plugin", "--nbval", "notebooks"]))
"""


@pytest.fixture
def forked_kernels(tmp_path) -> dict[str, str]:
    """The setting by which Jupyter starts kernels as a headless run does; test_lab runs ordinary ones."""
    if not CAN_FORK:
        return {}
    folder = tmp_path / "kernels" / "python3"
    folder.mkdir(parents=True)
    forked = {"kernel_provisioner": {"provisioner_name": "briefing-forked"}}
    (folder / "kernel.json").write_text(json.dumps(get_kernel_dict() | {"metadata": forked}), encoding="utf-8")
    return {"JUPYTER_PATH": str(tmp_path)}


def test_stored_outputs_are_what_the_notebooks_print_today(forked_kernels):
    """nbval over all notebooks in one process; running a notebook by hand writes nothing into figures/."""
    before = {p: p.stat().st_mtime_ns for p in FIGURES.glob("*")}
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")} | forked_kernels
    run = subprocess.run([sys.executable, "-c", NBVAL], cwd=ROOT, env=env, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-1000:]
    cells = sum(len(code(path)) for path in STORED)
    assert f"{cells} passed" in run.stdout
    assert {p: p.stat().st_mtime_ns for p in FIGURES.glob("*")} == before


def test_the_papermill_line_of_the_readme_runs_beside_another_environments_kernel(tmp_path):
    line = re.search(r"`(mkdir -p build; .*papermill.*?)`", (ROOT / "README.md").read_text(encoding="utf-8"))[1]
    foreign = tmp_path / "kernels" / "python3"
    foreign.mkdir(parents=True)
    (foreign / "kernel.json").write_text(json.dumps(get_kernel_dict() | {"argv": ["false", "{connection_file}"]}))
    (tmp_path / "here").mkdir()
    for name, place in {"notebooks": NOTEBOOKS, ".venv": Path(sys.prefix)}.items():
        (tmp_path / "here" / name).symlink_to(place)
    env = os.environ | {"JUPYTER_PATH": str(tmp_path)}
    run = subprocess.run(["bash", "-c", line], cwd=tmp_path / "here", env=env, capture_output=True, timeout=120)
    assert run.returncode == 0, run.stderr[-1000:]
    assert (tmp_path / "here" / "build" / "out" / "losses_over_time.png").exists()


@pytest.mark.parametrize("path", WITH_CHARTS, ids=[p.stem for p in WITH_CHARTS])
def test_pictures_in_the_notebook_are_those_in_figures(path):
    names = {chart.name for chart in CHARTS if chart.notebook == path.stem}
    published = {(FIGURES / f"{name}.png").read_bytes() for name in names}
    data = [o["data"] for cell in code(path) for o in cell["outputs"] if "data" in o]
    shown = {base64.b64decode(d["image/png"]) for d in data if "image/png" in d}
    assert published <= shown
