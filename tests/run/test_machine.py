"""What a machine does to a run: full disks, missing folders, strange clocks, kills. figures/ stays whole throughout.

Each test runs the real command in a process of its own. Disks that are full or read-only are mounts that only the
test's processes see; `KILLS=50` kills more often than the tests of every day do.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import pytest

from briefing.paths import ROOT
from briefing.run.store import digest, outputs, read_manifest
from tests.house import DRAW, House, alive, wait_for

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="mounts, signals and /proc as Linux has them")
KILLS = int(os.environ.get("KILLS", "8"))
LARGE = DRAW.replace("NAME", "two") + "(pathlib.Path(figures_dir) / 'large.png').write_bytes(bytes(count * 1000))\n"
NO_SPACE = "No space left on device"
KEPT = ("two", "lar")  # how the figures of the notebook that finds no room begin


class Mounts:
    """A place in which disks can be mounted that nobody else sees."""

    def __init__(self):
        self._holder = subprocess.Popen(["unshare", "--mount", "sh", "-c", "echo; read x"],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
        self._holder.stdout.readline()
        self.enter = ["nsenter", "--mount", "--target", str(self._holder.pid)]

    def do(self, *command: object) -> None:
        """Run a command inside."""
        subprocess.run([*self.enter, *map(str, command)], check=True, capture_output=True)

    def seen(self, path: Path) -> Path:
        """Return the path by which a file inside is seen from outside."""
        return Path(f"/proc/{self._holder.pid}/root{path}")

    def end(self) -> None:
        """Let go of it."""
        self._holder.communicate()


@pytest.fixture
def mounts() -> Iterator[Mounts]:
    if not shutil.which("nsenter") or subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode:
        pytest.skip("this system lets us mount nothing")
    made = Mounts()
    yield made
    made.end()


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder with a short name, as sockets in it must have."""
    with tempfile.TemporaryDirectory(prefix="m", dir="/tmp") as folder:
        yield Path(folder)


@pytest.fixture
def house(place) -> House:
    """A house with two notebooks and a folder of its own for temporary files."""
    return furnished(place)


@pytest.fixture(scope="module")
def done() -> Iterator[Path]:
    """A house in which a run has made what there is to make."""
    with tempfile.TemporaryDirectory(prefix="m", dir="/tmp") as folder:
        house = furnished(Path(folder))
        assert run(house).returncode == 0 and whole(house.root / "out")
        yield house.root


@pytest.fixture
def used(place, done) -> House:
    """A house in which a run has been."""
    return furnished(place, done)


def furnished(root: Path, done: Path | None = None) -> House:
    house = House(root)
    (root / "tmp").mkdir()
    house.notebook("01_one")
    house.notebook("02_two", LARGE)
    for name in ("out", "build") if done else ():
        shutil.copytree(done / name, root / name)
    return house


def run(house: House, *arguments: str, root: Path | None = None, **how) -> subprocess.CompletedProcess:
    """Run `briefing` into out/; no traceback, no process and no temporary file is left of it."""
    process = start(house, *arguments, root=root, **how)
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in out + err, err
    wait_for(lambda: not left_behind(root or house.root, house.root / "tmp"))
    return subprocess.CompletedProcess(arguments, process.returncode, out, err)


def start(house: House, *arguments: str, root: Path | None = None, **how) -> subprocess.Popen:
    """Start `briefing figures` into out/; `root` is the house's place as the command sees it."""
    root = root or house.root
    how = {"TMPDIR": str(root / "tmp"), "HOUSE": str(root)} | how
    return house.start("figures", "--out", str(root / "out"), *arguments, **how)


def left_behind(root: Path, tmp: Path) -> list[str]:
    """Return the processes of a house that still run, and what runs have left in its folder for temporary files."""
    mark, found = f"HOUSE={root}\0".encode(), []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark in environ.read_bytes() and alive(environ.parent.name):
                found.append(environ.parent.name)
        except OSError:
            continue
    return found + [p.name for p in tmp.iterdir() if p.name.startswith(("briefing", "pymp"))]


def python(code: str, **env: str) -> subprocess.CompletedProcess:
    """Run Python code in a process of its own."""
    return subprocess.run([sys.executable, "-c", code], env=os.environ | env, capture_output=True, text=True)


def whole(folder: Path) -> bool:
    """Whether a folder is what its manifest says, and nothing stands beside it."""
    listed = outputs(read_manifest(folder))
    return bool(listed) and all(digest(folder / name) == sha for name, sha in listed.items())


def contents(folder: Path) -> dict[str, str]:
    return {p.name: digest(p) for p in folder.iterdir()}


def fill(folder: Path) -> None:
    """Leave no byte free on a folder's disk."""
    size = 4096
    with (folder / "filler").open("wb", buffering=0) as file:
        while size:
            try:
                file.write(bytes(size))
            except OSError:
                size //= 2


@pytest.mark.parametrize("full", ["by a figure", "before the run"])
def test_a_full_disk_is_named_and_the_figures_stay(mounts, place, done, full):
    mounts.do("mount", "-t", "tmpfs", "-o", "size=600k", "none", place)
    house = furnished(mounts.seen(place), done)
    before = contents(house.root / "out")
    assert whole(house.root / "out")
    if full == "before the run":
        fill(house.root)
    told = run(house, "-p", "count", "900", root=place, prefix=mounts.enter)
    assert told.returncode and NO_SPACE in told.stderr, told.stderr
    after = contents(house.root / "out")
    assert whole(house.root / "out")
    if full == "before the run":
        assert after == before
    else:  # the other notebook may have found room
        assert {n: d for n, d in after.items() if n[:3] in KEPT} == {n: d for n, d in before.items() if n[:3] in KEPT}
    (house.root / "filler").unlink(missing_ok=True)
    assert run(house, "-p", "count", "4", root=place, prefix=mounts.enter).returncode == 0
    assert whole(house.root / "out") and contents(house.root / "out") != before


def test_temporary_files_go_elsewhere_where_their_disk_is_full(mounts, used):
    house = used
    before = contents(house.root / "out")
    mounts.do("mount", "-t", "tmpfs", "-o", "size=8k", "none", house.root / "tmp")
    fill(mounts.seen(house.root / "tmp"))
    told = run(house, "--force", prefix=mounts.enter)
    assert told.returncode == 0, told.stderr
    assert contents(house.root / "out") == before


@pytest.mark.parametrize("what", ["the folder", "all around it", "build"])
def test_what_cannot_be_written_is_named(mounts, used, what):
    house = used
    before = contents(house.root / "out")
    place = {"the folder": house.root / "out", "all around it": house.root, "build": house.build}[what]
    mounts.do("mount", "--bind", place, place)
    mounts.do("mount", "-o", "remount,ro,bind", place)
    told = run(house, "-p", "count", "4", prefix=mounts.enter, TMPDIR="/tmp")
    assert "Read-only file system" in told.stderr and str(place) in told.stderr, told.stderr
    if what == "build":  # where the executed copies are kept; the figures do without
        assert told.returncode == 0 and whole(house.root / "out")
    else:
        assert told.returncode == 2 and contents(house.root / "out") == before
    assert sorted(p.name for p in house.root.iterdir()) == ["build", "notebooks", "out", "tmp"]


def test_what_a_run_writes_is_what_security_md_says(house):
    home = house.root / "home"
    home.mkdir()
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.savefig(f'{figures_dir}/plot.png')"
    house.notebook("03_three", plot)
    assert run(house, HOME=str(home), WARM="briefing.run.preload").returncode == 0
    said = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    written = {p.relative_to(home).as_posix() for p in home.rglob("*") if p.is_file()}
    assert all(any(f"`~/{part}`" in said for part in accumulate(name.split("/"), "{}/{}".format)) for name in written)
    assert sorted(p.name for p in house.root.iterdir()) == ["build", "home", "notebooks", "out", "tmp"]
    assert list((house.root / "tmp").iterdir()) == []


HOMES = {"none": {"HOME": None}, "not a folder": {"HOME": "/dev/null/home"}}


@pytest.mark.parametrize("home", HOMES)
def test_no_home_is_needed(house, home):
    drawn = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.savefig(f'{figures_dir}/plot.png')"
    house.notebook("03_three", drawn)
    told = run(house, WARM="briefing.run.preload", **HOMES[home])
    assert told.returncode == 0, told.stderr
    assert whole(house.root / "out")


@pytest.mark.parametrize("name", ["tmp", "a folder for temporary files with a name too long for sockets " * 2])
def test_no_network_is_needed(house, name):
    """Not even that to this machine itself: kernels talk over sockets in a folder, wherever temporary files go."""
    (house.root / name).mkdir(exist_ok=True)
    if subprocess.run(["unshare", "--net", "true"], capture_output=True).returncode:
        pytest.skip("this system lets us make no network")
    told = run(house, prefix=["unshare", "--net"], TMPDIR=str(house.root / name))
    assert told.returncode == 0, told.stderr
    assert whole(house.root / "out")


def test_runs_at_once_take_turns(house):
    count = 5
    running = [start(house, "--force") for _ in range(count)]
    told = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0] * count, told
    assert sum("Another run is writing" in err for _, err in told) == count - 1
    assert whole(house.root / "out")
    assert left_behind(house.root, house.root / "tmp") == []
    assert sorted(p.name for p in house.root.iterdir()) == ["build", "notebooks", "out", "tmp"]


def test_killed_at_random_moments_a_run_leaves_the_state_before_or_after_and_nothing_else(house):
    """The next run needs no asking, and of the killed one no process, socket or temporary file remains."""
    began = time.monotonic()
    run(house)
    lasts, seen = time.monotonic() - began, []
    for turn in range(KILLS):
        before = contents(house.root / "out")
        process = start(house, "-p", "count", str(4 + turn % 2))
        time.sleep(random.uniform(0, 1.1 * lasts))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert whole(house.root / "out")
        seen.append("before" if contents(house.root / "out") == before else "after")
        wait_for(lambda: not left_behind(house.root, house.root / "tmp"))
    print(f"{KILLS} kills within {lasts:.1f} s: {seen.count('before')} as before, {seen.count('after')} as after")
    assert run(house, "-p", "count", "6").returncode == 0
    assert whole(house.root / "out")
    assert sorted(p.name for p in house.root.iterdir()) == ["build", "notebooks", "out", "tmp"]


CLOCK = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
static int (*real)(clockid_t, struct timespec *);
int clock_gettime(clockid_t id, struct timespec *now) {  /* every second the wall clock jumps by ten years and back */
    struct timespec up;
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int done = real(id, now);
    if (id == CLOCK_REALTIME && !real(CLOCK_MONOTONIC, &up)) now->tv_sec += (up.tv_sec % 3 - 1) * 315360000L;
    return done;
}
time_t time(time_t *at) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (at) *at = now.tv_sec;
    return now.tv_sec;
}
"""


@pytest.mark.skipif(not shutil.which("gcc"), reason="no C compiler here to make the clock jump")
def test_a_clock_that_jumps_changes_nothing(used, tmp_path):
    house = used
    before = contents(house.root / "out")
    (tmp_path / "clock.c").write_text(CLOCK)
    library = tmp_path / "clock.so"
    compile_ = ["gcc", "-shared", "-fPIC", "-o", library, tmp_path / "clock.c", "-ldl"]
    subprocess.run(compile_, check=True, capture_output=True)
    years = "import time; print(len({time.gmtime().tm_year for _ in range(5) if not time.sleep(0.7)}))"
    assert int(python(years, LD_PRELOAD=str(library)).stdout) > 1, "the clock did not jump"
    slow = "import time\ntime.sleep(2.5)"
    house.notebook("03_three", slow)
    told = run(house, "--force", "--timeout", "20", LD_PRELOAD=str(library))
    assert told.returncode == 0, told.stderr
    after = contents(house.root / "out")
    assert {name: after[name] for name in ("one.png", "two.png", "one.json")} == {
        name: before[name] for name in ("one.png", "two.png", "one.json")
    }


def test_a_missing_typeface_is_named_and_nothing_is_drawn_without_it(tmp_path):
    """Another typeface would be drawn without a word, and every label would be measured for it."""
    package = tmp_path / "font_source_sans_pro"
    package.mkdir()
    (package / "__init__.py").write_text("")
    told = python("import briefing.drawing.theme", PYTHONPATH=str(tmp_path))
    assert told.returncode
    assert "typeface Source Sans Pro is missing" in told.stderr and "font-source-sans-pro" in told.stderr
