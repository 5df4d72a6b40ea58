"""The headless run, end to end: real kernels, papermill, small notebooks."""

import json
import re
import signal
import subprocess
import sys
import time
from itertools import pairwise

import pytest

from tests.house import DRAW, alive, wait_for


def test_the_default_run_fills_figures_and_the_next_has_nothing_to_do(house):
    house.notebook("01_one", heading="Who said *what*?")
    house.notebook("02_two")
    first = house.run("figures")
    assert first.exit_code == 0, first.output
    assert sorted(house.ran(first)) == ["01_one", "02_two"]
    names = [f"{name}.{suffix}" for name in ("one", "two") for suffix in ("json", "png", "svg")]
    assert sorted(house.files()) == sorted([*names, "README.md", "manifest.json"])
    assert house.files()["one.png"] == "drawn as of ever, 3"
    assert r"Who said \*what\*?" in house.files()["README.md"]
    assert sorted(p.name for p in (house.build / "executed").iterdir()) == ["01_one.ipynb", "02_two.ipynb"]
    assert str(house.root) not in "".join(house.files().values())
    before = house.files()
    assert house.ran(house.run("figures")) == []
    assert house.ran(house.run("figures", "--force")) == ["01_one", "02_two"]
    assert house.files() == before
    assert sorted(p.name for p in house.root.iterdir()) == ["build", "figures", "notebooks"]


def test_only_what_has_changed_runs(house):
    house.notebook("01_one")
    house.notebook("02_two")
    house.run("figures")
    good = house.files()
    (house.figures / "one.svg").write_text("altered")
    assert house.ran(house.run("figures")) == ["01_one"]
    (house.figures / "two.json").unlink()
    assert house.ran(house.run("figures")) == ["02_two"]
    (house.figures / "README.md").write_text("altered")
    assert house.ran(house.run("figures")) == []
    assert house.files() == good
    house.notebook("02_two", DRAW.replace("NAME", "three"))
    assert house.ran(house.run("figures")) == ["02_two"]
    assert "two.png" not in house.files() and "three.png" in house.files()
    (house.notebooks / "02_two.ipynb").unlink()
    house.run("figures")
    assert "three.png" not in house.files()


def test_a_failed_notebook_leaves_its_figures_and_says_where_it_failed(house):
    house.notebook("01_one")
    house.notebook("02_two")
    house.run("figures")
    good = house.files()
    house.notebook("01_one", DRAW.replace("NAME", "one").replace("ever", "never"), "\n1 / 0\nprint()")
    house.notebook("02_two", DRAW.replace("NAME", "two").replace("ever", "always"))
    result = house.run("figures")
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert re.search(r"01_one failed in cell In \[4\], which begins: 1 / 0\s+ZeroDivisionError", result.stderr)
    assert "build/executed/01_one.ipynb" in result.stderr
    assert "ZeroDivisionError" in (house.build / "executed" / "01_one.ipynb").read_text()
    assert house.files()["one.png"] == good["one.png"]
    assert house.files()["two.png"] == "drawn as of always, 3"


def test_a_failed_run_with_other_parameters_loses_no_figure(house):
    house.notebook("01_one", DRAW.replace("NAME", "one"), "assert count == 3")
    house.notebook("02_two")
    house.run("figures", "--out", str(house.root / "out"))
    good = house.files("out")
    result = house.run("figures", "--out", str(house.root / "out"), "--only", "01", "-p", "count", "4")
    assert result.exit_code == 1
    assert {name: house.files("out")[name] for name in ("one.png", "two.png")} == {
        name: good[name] for name in ("one.png", "two.png")
    }


def test_no_more_notebooks_run_at_a_time_than_jobs(house):
    times = "import time, pathlib\nspan = [time.time()]\ntime.sleep(0.5)\nspan.append(time.time())\n"
    for name in ("01_a", "02_b", "03_c"):
        house.notebook(name, f"{times}pathlib.Path({str(house.root / name)!r}).write_text(f'{{span[0]}} {{span[1]}}')")
    assert house.run("figures", "--jobs", "1").exit_code == 0
    spans = sorted(tuple(map(float, (house.root / n).read_text().split())) for n in ("01_a", "02_b", "03_c"))
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_a_fault_that_many_notebooks_share_is_told_once(house):
    for name in ("01_a", "02_b"):
        house.notebook(name, f"# {name}\nraise ValueError('the same')")
    told = house.run("figures").stderr
    assert (
        "01_a, 02_b (all alike; this is the first) failed in cell" in told and told.count("ValueError: the same") == 1
    )


def test_a_dead_kernel_and_an_endless_cell_are_failures_of_their_notebooks_alone(house):
    house.notebook("01_dead", "import os\nos._exit(3)")
    house.notebook("02_slow", "import time\ntime.sleep(60)")
    house.notebook("03_fine")
    began = time.monotonic()
    result = house.run("figures", "--timeout", "1")
    assert result.exit_code == 1
    assert "its kernel died" in result.stderr
    kept = {path.stem for path in (house.build / "executed").glob("*.ipynb")}
    assert kept == {notebook.stem for notebook in house.notebooks.glob("*.ipynb")}  # as far as they came
    assert "longer than 1 s (--timeout)" in result.stderr
    assert house.ran(result) == ["03_fine"]
    assert time.monotonic() - began < 40


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("-p", "as_off", "2025-01-01"), "Did you mean as_of?"),
        (("-p", "as_of", "2025-13-01"), "'2025-13-01' is not a date; write it as 2025-01-31, 2025-01 or 2025."),
        (("-p", "as_of", "2025-13-01"), "2025. (ISO date)"),
        (("-p", "count", "007"), "'007' is not a whole number"),
        (("-p", "formats", "gif"), "'gif' is not one of png, svg, pdf"),
        (("-p", "figures_dir", "/tmp"), "figures_dir is set with --out"),
        (("-p", "count", "1", "-p", "count", "2"), "count is given twice"),
        (("--params", "nowhere.yaml"), "nowhere.yaml cannot be read"),
        (("--sweep", "count"), "as NAME=VALUE1,VALUE2"),
        (("--sweep", "count=1,1"), "are the same"),
        (("--sweep", "count=1,2", "-p", "count", "3"), "drop one of them"),
        (("--only", "03"), "no notebook 03"),
        (("--data-dir", "nowhere"), "is not a dossier"),
        (("--jobs", "0"), "Invalid value for '--jobs'"),
    ],
)
def test_a_mistake_is_told_before_anything_runs(house, arguments, told):
    house.notebook("01_one")
    result = house.run("figures", *arguments)
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.split())
    assert "Traceback" not in result.output
    assert not house.figures.exists() and not (house.build / "executed").exists()


def test_other_parameters_go_elsewhere_and_to_the_notebooks_that_know_them(house):
    house.notebook("01_one")
    house.notebook(
        "02_two", parameters='figures_dir: str = ""\nformats: list[str] = ["png"]\nas_of = ""\ncount = 3\nx = 1'
    )
    house.run("figures")
    before = house.files()
    file = house.root / "values.yaml"
    file.write_text("x: 2\nas_of: 2025-01-01\n")
    result = house.run("figures", "--params", str(file), "-p", "as_of", "2025-02-02")
    assert result.exit_code == 0, result.output
    assert "x does not apply to 01_one" in result.stderr
    assert "writing to" in result.stderr
    assert house.files("build/figures/as_of=2025-02-02/x=2")["one.png"] == "drawn as of 2025-02-02, 3"
    assert house.files() == before
    assert house.ran(house.run("figures", "-p", "count", "3", "--only", "1")) == []  # the default by another name


def test_a_claimant_that_the_dossier_does_not_have_is_refused_before_anything_runs(house):
    house.notebook("01_one", parameters='figures_dir: str = ""\nclaimants: list[str] = []')
    result = house.run("figures", "-p", "claimants", "nobody")
    assert result.exit_code == 2
    assert "unknown claimant “nobody”: use nis, zelenskyy," in " ".join(result.stderr.split())
    assert not (house.build / "executed").exists()


def test_a_part_of_a_name_is_enough_where_no_other_notebook_has_it(house):
    house.notebook("01_losses")
    house.notebook("02_losses_again")
    assert house.ran(house.run("figures", "--only", "again")) == ["02_losses_again"]
    assert "There is no notebook loss" in house.run("figures", "--only", "loss").stderr


def test_a_sweep_fills_a_folder_a_value(house):
    house.notebook("01_one")
    arguments = ("figures", "--sweep", "count=1,2", "--sweep", "as_of=2025-01-01", "--out", str(house.root / "out"))
    assert house.run(*arguments).exit_code == 0
    for count in (1, 2):
        files = house.files(f"out/count={count}/as_of=2025-01-01")
        assert files["one.png"] == f"drawn as of 2025-01-01, {count}"
    assert house.ran(house.run(*arguments)) == []


def test_two_notebooks_with_a_figure_of_one_name(house):
    house.notebook("01_one", DRAW)
    house.notebook("02_two", DRAW)
    result = house.run("figures")
    assert result.exit_code == 1
    assert "which 01_one wrote too" in result.stderr


SHOW = """\
import matplotlib.pyplot as plt, os, sys, signal, __main__
print(plt.get_backend(), plt.isinteractive(), os.getcwd(), signal.getsignal(signal.SIGTERM), sys.path)
print(sorted(vars(__main__))[:3], sys.argv[1].rsplit(os.sep)[-1][-5:], __main__.__name__)
plt.plot([1, 2]);
"""


def test_a_forked_kernel_shows_what_an_ordinary_one_shows(house):
    house.notebook("01_one", SHOW, "plt.rcParams['figure.dpi'], plt.rcParams['font.size']")
    shown = []
    for how in ({"WARM": "briefing.run.preload"}, {"ORDINARY": "1"}):
        process = house.start("figures", "--force", **how)
        assert process.communicate(timeout=100) and process.returncode == 0
        executed = json.loads((house.build / "executed" / "01_one.ipynb").read_text())
        shown.append([cell.get("outputs") for cell in executed["cells"]])
    assert shown[0] == shown[1]


def test_kernels_talk_over_ipc_and_share_no_state(house):
    cell = "import random, numpy, os, ipykernel\nprint(random.random(), numpy.random.rand(), os.getpid(), sep='\\n')"
    house.notebook("01_one", cell, "print(open(ipykernel.get_connection_file()).read())")
    house.notebook("02_two", cell)
    house.run("figures")
    copies = [(house.build / "executed" / f"{name}.ipynb").read_text() for name in ("01_one", "02_two")]
    printed = ["".join(json.loads(copy)["cells"][3]["outputs"][0]["text"]).split() for copy in copies]
    assert not set(printed[0]) & set(printed[1])
    if sys.platform == "linux":
        assert '"transport": "ipc"' in copies[0].replace("\\", "")


LISTENS = """\
import os
paths = [f"/proc/self/fd/{fd}" for fd in os.listdir("/proc/self/fd")]
mine = {os.stat(path).st_ino for path in paths if os.path.exists(path)}
open_ = [line.split() for name in ("tcp", "tcp6", "udp", "udp6") for line in list(open(f"/proc/self/net/{name}"))[1:]]
print("listening:", [row[1] for row in open_ if int(row[9]) in mine])
"""
FORKS = """\
import os, sys
sys.stdout.flush()
if not (child := os.fork()):
    print("the child speaks", flush=True)
    os._exit(0)
print("it ended with", os.waitpid(child, 0)[1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
@pytest.mark.parametrize("ordinary", [False, True])
def test_a_kernel_opens_no_port_and_hears_its_children(house, ordinary):
    """SECURITY.md says it: a forked kernel has no TCP port; an ordinary one has ipykernel's own, on the loopback."""
    house.notebook("01_one", LISTENS, FORKS)
    process = house.start("figures", "--force", **({"ORDINARY": "1"} if ordinary else {}))
    assert process.communicate(timeout=100) and process.returncode == 0
    executed = json.loads((house.build / "executed" / "01_one.ipynb").read_text())
    ports, said = ("".join(line for o in cell["outputs"] for line in o["text"]) for cell in executed["cells"][-2:])
    found = ports.partition("[")[2].count("'0100007F:")
    assert (found, ports.count(":")) == ((1, 2) if ordinary else (0, 1)), ports
    assert "the child speaks" in said and "it ended with 0" in said


WAIT = """\
import os, pathlib, subprocess, time
child = subprocess.Popen(["sleep", "600"])
pathlib.Path("PIDS").write_text(f"{os.getpid()} {child.pid}")
HOLD
"""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize(
    ("signum", "hold"),
    [
        (signal.SIGKILL, "__import__('re').match('(a+)+$', 'a' * 40 + 'b')  # holds Python's lock"),
        (signal.SIGTERM, "time.sleep(600)"),
        (getattr(signal, "SIGHUP", signal.SIGTERM), "time.sleep(600)"),  # the terminal is closed
        (signal.SIGINT, "time.sleep(600)"),
    ],
)
def test_no_kernel_outlives_a_run_and_figures_stay(house, signum, hold):
    pids = house.root / "pids"
    house.notebook("01_one")
    house.run("figures")
    before = house.files()
    house.notebook("01_one", DRAW.replace("NAME", "one"), WAIT.replace("PIDS", str(pids)).replace("HOLD", hold))
    process = house.start("figures")
    wait_for(lambda: pids.exists() and len(pids.read_text().split()) == 2)
    process.send_signal(signum)
    process.communicate(timeout=30)
    assert process.returncode in (-signum, 128 + signum)
    wait_for(lambda: not any(map(alive, pids.read_text().split())))
    assert house.files() == before
    house.notebook("01_one")
    assert house.run("figures").exit_code == 0
    assert house.files() == before
    assert not list(house.root.glob(".*"))


def test_check_tells_what_differs(house, monkeypatch):
    house.notebook("01_one", heading="Why [not]?")
    house.run("figures")
    same = house.run("check")
    assert same.exit_code == 0, same.output
    (house.figures / "one.png").write_text("altered")
    about = json.loads((house.figures / "one.json").read_text())
    (house.figures / "one.json").write_text(json.dumps(about | {"title": "Another"}))
    (house.figures / "README.md").unlink()
    (house.figures / "stray.pdf").write_text("")
    monkeypatch.chdir(house.root)
    other = house.run("check", "--quiet")
    assert other.exit_code == 1
    assert other.stdout.splitlines() == [
        f"README.md: missing in {house.figures.name}/",
        "one.json: differs in title",
        "one.png: differs",
        "stray.pdf: no notebook makes it",
    ]


def test_stored_outputs_are_renewed_without_noise(house):
    path = house.notebook("01_one", "print(1)\nprint(2)", "1 + 1")
    assert house.run("notebooks").exit_code == 0
    text = path.read_text()
    assert "papermill" not in text and str(house.root) not in text
    cells = json.loads(text)["cells"]
    assert [c.get("execution_count") for c in cells] == [None, 1, 2, 3]
    assert cells[2]["outputs"] == [{"name": "stdout", "output_type": "stream", "text": ["1\n", "2\n"]}]
    stamp = path.stat().st_mtime_ns
    assert house.run("notebooks").exit_code == 0
    assert path.stat().st_mtime_ns == stamp
    path = house.notebook("01_one", "object()")
    before, result = path.read_text(), house.run("notebooks")
    assert result.exit_code == 1 and "prints the address 0x" in result.stderr
    assert path.read_text() == before


def test_nothing_to_do_imports_nothing_heavy(house):
    house.notebook("01_one")
    house.run("figures")
    code = (
        "import sys; from pathlib import Path\nfrom briefing import cli, paths\n"
        "from briefing.run import regenerate, report\n"
        f"root = Path({str(house.root)!r}); paths.ROOT = root; paths.NOTEBOOKS = root / 'notebooks'\n"
        "paths.FIGURES = root / 'figures'; paths.BUILD = root / 'build'\n"
        "assert regenerate.run(regenerate.Request(), report.Reporter(quiet=True))\n"
        "print(*({'papermill', 'pandas', 'nbformat', 'zmq', 'matplotlib', 'yaml'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (told.stdout.strip(), told.returncode) == ("", 0), told.stderr


def test_a_process_that_is_lost_touches_no_file_here(house, monkeypatch):
    from briefing.run import execute, regenerate

    path = house.notebook("01_one")
    monkeypatch.chdir(house.notebooks)
    lost = lambda *task: (_ for _ in ()).throw(OSError("gone"))  # noqa: E731
    monkeypatch.setattr(regenerate, "execute", lost)
    result = house.run("figures")
    assert result.exit_code == 1 and "OSError: gone" in result.stderr
    assert path.exists() and execute.Result().folder == ""


def test_a_run_with_nothing_to_do_says_so_and_where_the_figures_are(house):
    house.notebook("01_first")
    first = house.run("figures")
    assert "nothing to run" not in first.output
    again = house.run("figures")
    assert again.exit_code == 0
    assert again.stdout.splitlines()[-1].startswith("Inputs unchanged, nothing to run; see ")
    assert again.stdout.splitlines()[-1].endswith("figures/README.md")
    assert "nothing to run" not in house.run("figures", "--quiet").output
