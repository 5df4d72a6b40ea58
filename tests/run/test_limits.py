"""A run under a small limit of open files, and without a home."""

import os
import signal
import subprocess
import sys

import pytest

from briefing.run import regenerate
from briefing.run.execute import Result


@pytest.mark.parametrize("option", ["-n", "-Sn"], ids=["cannot be raised", "may be raised"])
def test_eight_jobs_fit_into_few_open_files(house, option):
    for i in range(6):
        house.notebook(f"0{i}_n{i}")
    run = house.start("figures", "--jobs", "8", prefix=["bash", "-c", f'ulimit {option} 128 && exec "$@"', "bash"])
    out, err = run.communicate(timeout=120)
    assert run.returncode == 0, f"{out}{err}"


def test_where_there_is_no_home_nothing_is_left_behind(house, tmp_path):
    house.notebook("01_one")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    run = house.start("figures", HOME="/proc/nohome", TMPDIR=str(temporary))
    out, err = run.communicate(timeout=120)
    assert run.returncode == 0 and "IPython" not in f"{out}{err}", f"{out}{err}"
    assert not list(temporary.iterdir())


def test_a_sweep_of_many_folders_holds_few_of_them_open_at_a_time(house, monkeypatch):
    house.notebook("01_one")
    seen = []

    def execute_all(todo, request):
        for target, notebook in todo:
            seen.append((target.folder, len(list(house.root.rglob(".*.lock")))))
            yield target, notebook, Result(error="because it is a test")

    monkeypatch.setattr(regenerate, "_execute_all", execute_all)
    values = ",".join(map(str, range(100)))
    told = house.run("figures", "--sweep", f"count={values}", "--out", str(house.root / "out"))
    assert told.exit_code == 1
    assert len({folder for folder, _ in seen}) == 100 and max(n for _, n in seen) <= regenerate.AT_ONCE


def test_an_empty_only_is_no_notebook(house):
    house.notebook("00_none")
    house.notebook("01_one")
    for words in ("", " ", "01,"):
        told = house.run("figures", "--only", words)
        assert told.exit_code == 2 and "--only is empty" in told.output


ACTS = "\x1b[31mx\x1b]0;title\x07"


@pytest.mark.parametrize(
    "words",
    [
        ["figures", "--params", f"/nowhere/{ACTS}.yaml"],
        ["figures", "--params", "PARAMS"],
        ["figures", "--out", f"/proc/{ACTS}/x"],
        ["figures", "--only", ACTS],
        ["figures", "-p", ACTS, "y"],
        ["figures", "-p", "theme", ACTS],
        ["figures", "--sweep", ACTS],
        ["figures", "--data-dir", f"/nowhere/{ACTS}"],
        ["audit", "--data-dir", f"/nowhere/{ACTS}"],
        ["add", f"/nowhere/{ACTS}.txt", "--outlet", "x"],
        ["audit", "--draft", f"/nowhere/{ACTS}"],
        [ACTS],
    ],
    ids=lambda words: " ".join(words).encode("unicode_escape").decode()[:40],
)
def test_a_name_given_on_the_command_line_acts_on_no_terminal(tmp_path, words):
    """Through a pseudo-terminal, since click takes escapes away where there is none."""
    pty = pytest.importorskip("pty")
    (tmp_path / "params.yaml").write_text('"as_\\e[31mof": "2025"\n')
    given = {"PARAMS": str(tmp_path / "params.yaml")}
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "briefing", *(given.get(w, w) for w in words)]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs) as run:
        os.close(theirs)
        told = b""
        try:
            while piece := os.read(ours, 65536):
                told += piece
        except OSError:  # the other end is closed
            pass
        os.close(ours)
    assert run.returncode in (1, 2), told
    assert b"\\x1b" in told and b"\x1b" not in told and b"\x07" not in told, told


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
def test_stopped_while_it_imports_it_ends_without_a_traceback(tmp_path):
    """Ctrl-C as soon as the command's first module is there: whatever it is importing, no traceback is told."""
    stop = "import os, signal; signal.signal(signal.SIGINT, {}); import briefing.__main__ as m; "
    stop += "os.kill(os.getpid(), signal.SIGINT); print(m.HEARD); m.main()"
    python = [sys.executable, "-P", "-c"]
    told = subprocess.run([*python, stop.format("signal.default_int_handler")], capture_output=True, text=True)
    assert told.returncode == -signal.SIGINT and told.stderr == ""
    told = subprocess.run([*python, stop.format("signal.SIG_IGN"), "--help"], capture_output=True, text=True)
    assert told.returncode == 0 and told.stdout.startswith("False\nUsage")  # as behind a shell's &
    late = (
        "import sys, click, signal\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from briefing.__main__ import main\n"
        "def stop(*_): raise KeyboardInterrupt\n"
        "click.Group.invoke = stop\n"
        "main()"
    )
    told = subprocess.run([sys.executable, "-P", "-c", late, "audit"], capture_output=True, text=True)
    assert told.returncode == 130 and told.stderr.strip() == "Stopped.", told.stderr
