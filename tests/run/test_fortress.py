"""Nothing runs, lies or is lost by accident: working directory, edits during a run, saved defaults, copies, folders.

Each test is one kind of accident that a public bug report or a user of this project had.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from briefing.cli import other_checkout
from briefing.paths import ROOT
from briefing.record.files import MADE_OF, WITNESS
from briefing.run import regenerate
from tests.house import COMMAND, House

HOSTILE = ("random", "json", "pandas", "tempfile", "sitecustomize", "briefing", "matplotlib", "multiprocessing")
MAIN = "from briefing.cli import main; main()"
LIGHT = "from briefing.run import kernels; kernels.WARM = 'ipykernel.kernelapp'; " + MAIN  # its kernels import all
WAITS = """\
import time
from pathlib import Path

from briefing import load_dossier
from briefing.analysis.view import view_of
from briefing.charts import losses_over_time

signs = Path(data_dir).parent
(signs / "begun").touch()
while not (signs / "edited").exists():
    time.sleep(0.02)
view = view_of(load_dossier(data_dir))
(signs / "read").touch()
while not (signs / "restored").exists():
    time.sleep(0.02)
losses_over_time.CHART.at(view).publish(figures_dir, ["png"])
"""

DRAWS = """\
from briefing import load_dossier
from briefing.analysis.view import view_of
from briefing.charts import losses_over_time

losses_over_time.CHART.at(view_of(load_dossier(data_dir))).publish(figures_dir)
"""


@pytest.fixture
def checkout(tmp_path_factory, request) -> Path:
    """A small checkout: the package, the record, and the notebooks that a test needs, by number."""
    root = tmp_path_factory.mktemp("checkout")
    for name in ("src", "data", "seeds"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "notebooks").mkdir()
    for number in getattr(request, "param", ["00"]):
        for notebook in (ROOT / "notebooks").glob(f"{number}_*.ipynb"):
            shutil.copy(notebook, root / "notebooks")
    return root


def run(checkout: Path, cwd: Path, *arguments: str, main: str = MAIN) -> subprocess.CompletedProcess:
    """Run `briefing` of a checkout as its console script does: with no working directory among the places to import."""
    env = os.environ | {"PYTHONPATH": str(checkout / "src")}
    command = [sys.executable, "-P", "-c", main, *arguments]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=120)


@pytest.fixture
def mine(tmp_path) -> Path:
    """A folder with a record, and beside it files that bear the names of modules and say so when they are run."""
    for name in ("data", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in HOSTILE:
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'EXECUTED')!r}, 'a').write({name!r} + '\\n')\n")
    return tmp_path


EARLY = ("-p", "as_of", "2025-01-10", "-p", "theme", "print")  # a page and a deck of little to draw


@pytest.mark.parametrize(
    ("checkout", "arguments"),
    [
        (["03"], ("figures", "--data-dir", "data", "--out", "out")),
        (["07"], ("page", "--data-dir", "data", "--out", "out.html", *EARLY)),
        (["07"], ("deck", "--data-dir", "data", "--out", "out.pptx", *EARLY)),
        ([], ("audit", "--data-dir", "data")),
        ([], ("add", "seeds/new.txt", "--outlet", "UNN", "--data-dir", "data")),
        (["03"], ("check",)),
        (["00"], ("notebooks", "--only", "00")),
    ],
    ids=lambda arguments: arguments[0] if isinstance(arguments, tuple) else "",
    indirect=["checkout"],
)
def test_no_file_of_the_working_directory_is_executed(checkout, mine, arguments):
    (mine / "seeds" / "new.txt").write_text("Nobody counted.")
    told = run(checkout, mine, *arguments, main=MAIN if arguments[0] == "figures" else LIGHT)
    assert told.returncode in (0, 1) and "Traceback" not in told.stderr, told.stderr
    assert not (mine / "EXECUTED").exists(), (mine / "EXECUTED").read_text()


@pytest.mark.parametrize("how", [["-m", "briefing"], ["-P", "-c", "from briefing.__main__ import main; main()"]])
def test_an_empty_entry_of_pythonpath_runs_no_file_of_the_working_directory(mine, how):
    """`export PYTHONPATH=$PYTHONPATH:/mine` makes one, which Python takes for the working directory."""
    (mine / "sitecustomize.py").unlink()  # Python's own start runs it, before anything of ours
    (mine / "briefing.py").unlink()
    env = os.environ | {"PYTHONPATH": f"{os.pathsep}{ROOT / 'src'}"}
    told = subprocess.run([sys.executable, *how, "audit", "--data-dir", "data"], cwd=mine, env=env, capture_output=True)
    assert told.returncode == 0, told.stderr
    assert not (mine / "EXECUTED").exists(), (mine / "EXECUTED").read_text()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
def test_a_full_disk_under_what_is_told_is_named(tmp_path):
    with Path("/dev/full").open("w") as full:
        told = subprocess.run(
            [sys.executable, "-m", "briefing", "audit"], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert told.returncode == 2 and "Error: No space left on device" in told.stderr, told.stderr


def test_a_working_directory_that_is_gone_is_named(tmp_path):
    (tmp_path / "gone").mkdir()
    start = f"import os; os.chdir({str(tmp_path / 'gone')!r}); os.rmdir(os.getcwd()); "
    start += "from briefing.__main__ import main; main()"
    told = subprocess.run([sys.executable, "-P", "-c", start, "audit"], capture_output=True, text=True)
    assert told.returncode == 2 and "working directory is gone" in told.stderr, told.stderr


def test_a_table_edited_while_a_notebook_reads_it_is_not_recorded_as_it_was(checkout, tmp_path):
    """Edited before the kernel reads it and put back before the run ends: nothing on disk tells of it any more."""
    for name in ("data", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name)
    house = checkout.with_name("waiting")
    for name in ("src", "data"):
        shutil.copytree(checkout / name, house / name)
    House(house).notebook("01_waits", WAITS, parameters='data_dir: str = ""\nfigures_dir: str = ""\n')
    table = tmp_path / "data" / "statements.csv"
    before = table.read_bytes()

    def edit():
        while not (tmp_path / "begun").exists():
            time.sleep(0.02)
        table.write_bytes(before.replace(b"Video talks with Putin", b"Talks"))
        (tmp_path / "edited").touch()
        while not (tmp_path / "read").exists():
            time.sleep(0.02)
        table.write_bytes(before)
        (tmp_path / "restored").touch()

    threading.Thread(target=edit, daemon=True).start()
    told = run(house, tmp_path, "figures", "--data-dir", "data", "--out", "out")
    assert told.returncode == 1
    assert "01_waits failed because of a change to the tables while it ran: run it again" in told.stderr
    assert not list((tmp_path / "out").glob("*.png"))
    again = run(house, tmp_path, "figures", "--data-dir", "data", "--out", "out")
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "out" / "losses_over_time.png").exists()
    assert not (tmp_path / "out" / MADE_OF).exists()


def test_a_notebook_edited_before_it_is_executed_is_not_recorded_as_it_was(house, monkeypatch):
    path = house.notebook("01_one")
    before, really = path.read_bytes(), regenerate.execute

    def edited(task, turns=None):
        path.write_bytes(before.replace(b"drawn as of", b"DRAWN as of"))
        result = really(task, turns)
        path.write_bytes(before)
        return result

    monkeypatch.setattr(regenerate, "execute", edited)
    told = house.run("figures")
    assert told.exit_code == 1 and "because of a change to the notebook while it ran" in told.stderr
    assert WITNESS not in os.environ  # it is the kernel's
    monkeypatch.undo()


@pytest.mark.parametrize("what", ["notebook", "tables", "package"])
def test_what_was_read_and_imported_is_what_is_recorded(house, monkeypatch, what):
    house.notebook("01_one")
    really = regenerate.execute

    def other(task, turns=None):
        result = really(task, turns)
        setattr(result, what, "0" * 64)
        return result

    monkeypatch.setattr(regenerate, "execute", other)
    told = house.run("figures")
    assert told.exit_code == 1 and f"because of a change to the {what} while it ran" in told.stderr


def test_a_default_saved_while_exploring_is_refused_with_its_cell_and_the_remedy(house):
    parameters = 'figures_dir: str = ""\nas_of: str = "2025-02-01"  # ISO date\ncount: int = 4\n'
    house.notebook("01_one", parameters=parameters + 'formats: list[str] = ["png", "svg", "pdf"]\n')
    for command in ("figures", "check", "notebooks"):
        told = house.run(command)
        assert told.exit_code == 2
        assert '01_one.ipynb is saved with as_of = "2025-02-01" in its cell Parameters' in told.output
        assert "briefing figures -p as_of 2025-02-01" in told.output
    assert not house.figures.exists()
    assert house.run("figures", "-p", "as_of", "2025-03-01").exit_code == 0


@pytest.mark.parametrize(
    ("name", "saved"), [("theme", '"dark"'), ("claimants", '["nis"]'), ("pivot", '"none"'), ("data_dir", '"mine"')]
)
def test_every_common_parameter_means_one_thing(house, name, saved):
    kind = "list[str]" if saved[0] == "[" else "str"
    house.notebook("01_one", parameters=f'figures_dir: str = ""\n{name}: {kind} = {saved}\n')
    told = house.run("figures")
    assert told.exit_code == 2 and f"is saved with {name} = {saved}" in told.output


def test_the_command_says_when_it_is_another_checkouts(tmp_path):
    (tmp_path / "src" / "briefing").mkdir(parents=True)
    (tmp_path / "src" / "briefing" / "paths.py").touch()
    assert other_checkout(tmp_path / "src") == tmp_path
    assert other_checkout(ROOT / "notebooks") is None
    told = run(ROOT, tmp_path, "audit")
    assert f"works on {ROOT}, not on {tmp_path}" in told.stderr


def test_the_package_alone_says_what_is_missing(tmp_path):
    """What a wheel installs: the package, with neither notebooks nor data beside it."""
    shutil.copytree(ROOT / "src" / "briefing", tmp_path / "site-packages" / "lib" / "briefing")
    start = f"import sys; sys.path.insert(0, {str(tmp_path / 'site-packages' / 'lib')!r}); {MAIN}"
    for words in (["figures"], ["audit"], ["--help"], ["figures", "--help"]):
        told = subprocess.run([sys.executable, "-P", "-c", start, *words], capture_output=True, text=True, timeout=60)
        if "--help" in words:
            assert told.returncode == 0 and told.stdout.startswith("Usage:")
        else:
            assert told.returncode == 1 and not told.stdout
            assert told.stderr.startswith("Error: This is the package without") and told.stderr.count("\n") == 1


@pytest.mark.parametrize(("written", "rebuilt"), [("/elsewhere", True), ("HERE", False)])
def test_a_copied_environment_is_built_anew(tmp_path, written, rebuilt):
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    mark = tmp_path / ".venv" / ".installed"
    mark.parent.mkdir()
    mark.write_text(str(tmp_path.resolve()) if written == "HERE" else written)
    told = subprocess.run(["make", "-n", "audit"], cwd=tmp_path, capture_output=True, text=True)
    assert ("rm -rf .venv" in told.stdout) == rebuilt, told.stdout + told.stderr


@pytest.mark.parametrize("there", [["README.md"], ["index.html"], ["picture.png"], [".git/"], ["manifest.json"]])
def test_a_folder_that_is_not_ours_is_left_alone(house, there):
    house.notebook("01_one")
    out = house.root / "theirs"
    out.mkdir()
    for name in there:
        (out / name).mkdir() if name.endswith("/") else (out / name).write_text("{}")
    told = house.run("figures", "--out", str(out))
    assert told.exit_code == 2 and "holds files that no run has made" in told.output
    assert sorted(p.name for p in out.iterdir()) == sorted(n.rstrip("/") for n in there)


def test_what_cannot_be_a_folder_is_refused(house):
    house.notebook("01_one")
    loop = house.root / "loop"
    loop.symlink_to(loop)
    assert "root of the file system" in house.run("figures", "--out", "/").output
    assert "leads nowhere" in house.run("figures", "--out", str(loop)).output
    for name in ("a" * 300, "a/" * 3000, "x" * 255):
        told = house.run("figures", "--out", str(house.root / name))
        assert told.exit_code == 2 and "File name too long" in told.output


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_a_place_where_no_file_can_be_made_is_refused_and_not_waited_for(house):
    house.notebook("01_one")
    told = house.run("figures", "--out", "/proc/self/fd/pipe:[1]")
    assert told.exit_code == 2 and "cannot be written: no file can be made beside it" in told.output


@pytest.mark.parametrize(("name", "folder"), [(".out.run", True), (".out.lock", False)])
def test_a_users_own_file_beside_the_folder_is_left_alone(house, name, folder):
    house.notebook("01_one")
    theirs = house.root / name
    if folder:
        theirs.mkdir()
        (theirs / "work").write_text("theirs")
    else:
        theirs.write_text("theirs")
    told = house.run("figures", "--out", str(house.root / "out"))
    assert told.exit_code == 2 and "is in the way, and no run has made it" in told.output
    assert (theirs / "work" if folder else theirs).read_text() == "theirs"


@pytest.mark.skipif(os.name != "posix", reason="modes of folders are POSIX's")
@pytest.mark.parametrize("mode", [0o2775, 0o700, 0o755])
def test_a_folder_keeps_its_mode_owner_and_group(house, mode):
    house.notebook("01_one")
    out = house.root / "shared"
    out.mkdir()
    if os.geteuid() == 0:
        os.chown(out, 0, 12345)
    out.chmod(mode)
    before = out.stat()
    umask = os.umask(0o077)
    try:
        assert house.run("figures", "--out", str(out)).exit_code == 0
        assert house.run("figures", "-p", "count", "5", "--out", str(out)).exit_code == 0
    finally:
        os.umask(umask)
    after = out.stat()
    assert (stat.S_IMODE(after.st_mode), after.st_uid, after.st_gid) == (mode, before.st_uid, before.st_gid)
    assert json.loads((out / "manifest.json").read_text())["made_by"]
    assert not list(house.root.glob(".shared.*"))


def test_a_users_matplotlibrc_changes_no_byte(house, tmp_path):
    house.notebook("01_one", DRAWS, parameters='data_dir: str = ""\nfigures_dir: str = ""\n')
    hostile = tmp_path / "matplotlibrc"
    hostile.write_text(
        "savefig.transparent: True\nfont.weight: bold\nhatch.color: red\npath.sketch: 1, 100, 2\ntext.hinting: none\n"
        "savefig.bbox: tight\nfigure.autolayout: True\nsvg.fonttype: none\npdf.compression: 0\ntext.usetex: True\n"
    )
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("raise SystemExit('a start-up file was run')\n")
    env = os.environ | {"MATPLOTLIBRC": str(hostile), "IPYTHONDIR": str(tmp_path / "ipython"), "HOUSE": str(house.root)}
    told = subprocess.run([sys.executable, "-P", "-c", COMMAND, "figures"], env=env, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    for kind in ("png", "svg", "pdf"):
        name = f"losses_over_time.{kind}"
        assert (house.figures / name).read_bytes() == (ROOT / "figures" / name).read_bytes(), kind


def test_a_run_from_inside_the_folder_that_it_replaces(house):
    house.notebook("01_one")
    assert house.run("figures").exit_code == 0
    command = [sys.executable, "-P", "-c", COMMAND, "figures", "-p", "count", "5", "--out", str(house.figures)]
    env = os.environ | {"HOUSE": str(house.root)}
    told = subprocess.run(command, cwd=house.figures, env=env, capture_output=True, text=True)
    assert told.returncode == 0 and "Traceback" not in told.stderr, told.stderr
    assert "drawn as of ever, 5" in (house.figures / "one.png").read_text()


@pytest.mark.parametrize("name", [".DS_Store", ".data.csv.swp", "table.csv~", "._text.txt", "a.tmp"])
def test_litter_of_editors_and_systems_forces_no_run(house, tmp_path, name):
    house.notebook("01_one")
    for folder in ("data", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    arguments = ("figures", "--data-dir", str(tmp_path / "data"), "--out", str(tmp_path / "out"))
    assert house.ran(house.run(*arguments)) == ["01_one"]
    for folder in ("data", "seeds"):
        (tmp_path / folder / name).write_text("litter")
    assert house.ran(house.run(*arguments)) == []


def test_a_notebook_without_a_number_is_nobodys_figure(house):
    house.notebook("01_one")
    house.notebook("Untitled", "raise SystemExit")
    (house.notebooks / "Untitled1.ipynb").touch()
    assert house.ran(house.run("figures")) == ["01_one"]


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_a_terminal_that_knows_fewer_letters(encoding):
    env = os.environ | {"PYTHONIOENCODING": encoding}
    told = subprocess.run([sys.executable, "-P", "-c", MAIN, "audit"], env=env, capture_output=True, text=True)
    assert told.returncode == 0 and "Usage" not in told.stderr, told.stderr


def test_a_reader_that_has_read_enough():
    command = f'"{sys.executable}" -P -c "{MAIN}" audit | true'
    told = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert "Usage" not in told.stderr and "Traceback" not in told.stderr, told.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("as_of: 2025-02-01\nas_of: 2025-03-01\n", "has as_of twice"),
        ("a: &a [x, x]\nclaimants: *a\n", "has an alias"),
    ],
)
def test_tricks_of_yaml_are_refused(house, tmp_path, text, said):
    house.notebook("01_one")
    (tmp_path / "given.yaml").write_text(text)
    told = house.run("figures", "--params", str(tmp_path / "given.yaml"))
    assert told.exit_code == 2 and said in told.output


@pytest.mark.parametrize(("value", "code"), [("2025-04", 0), ("2025", 0), ("2025-13", 2), ("April", 2)])
def test_a_month_or_a_year_is_a_date_too(house, value, code):
    house.notebook("01_one")
    assert house.run("figures", "-p", "as_of", value, "--out", str(house.root / "out")).exit_code == code


@pytest.mark.parametrize("command", ["deck", "page"])
def test_a_faulty_record_is_told_without_a_traceback(tmp_path, command):
    for folder in ("data", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    table = tmp_path / "data" / "reported_figures.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",about,", ",abuot,", 1), encoding="utf-8")
    told = run(ROOT, tmp_path, command, "--data-dir", "data", "--out", "out", main=LIGHT)
    assert told.returncode == 2 and "did you mean “about”?" in told.stderr
    assert "Traceback" not in told.stderr and "in in" not in told.stderr


def test_figures_of_another_library_are_compared_as_pictures_and_the_library_named(house):
    house.notebook("01_one")
    assert house.run("figures").exit_code == 0
    manifest = house.figures / "manifest.json"
    there = json.loads(manifest.read_text())
    for entry in there["notebooks"].values():
        entry["inputs"]["libraries"]["numpy"] = "1.0"
    manifest.write_text(json.dumps(there))
    told = house.run("check")
    assert told.exit_code == 0, told.output
    assert "made with numpy 1.0 (here " in told.stderr and "figures/ is what the notebooks make." in told.stdout


def test_a_notebook_saved_in_jupyterlab_is_put_back(house):
    import nbformat

    path = house.notebook("01_one")
    assert house.run("notebooks").exit_code == 0
    before = path.read_bytes()
    saved = nbformat.read(path, 4)
    saved.metadata.language_info |= {"version": "3.11.7", "mimetype": "text/x-python", "file_extension": ".py"}
    for cell in saved.cells:
        cell.metadata |= {"editable": True, "slideshow": {"slide_type": ""}}
    saved.cells[1].metadata["collapsed"] = False
    nbformat.write(saved, path)
    assert path.read_bytes() != before
    assert house.run("notebooks").exit_code == 0
    assert path.read_bytes() == before


def test_a_notebook_edited_while_its_outputs_are_renewed_is_left_alone(house, monkeypatch):
    path, really = house.notebook("01_one"), regenerate.execute
    edited = path.read_bytes().replace(b"drawn as of", b"DRAWN as of")

    def other(task, turns=None):
        result = really(task, turns)
        path.write_bytes(edited)
        return result

    monkeypatch.setattr(regenerate, "execute", other)
    told = house.run("notebooks")
    assert told.exit_code == 1 and "it was edited while it ran" in told.output
    assert path.read_bytes() == edited
