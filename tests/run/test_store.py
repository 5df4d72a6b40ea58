"""An output folder is as before or as after: exchanged, killed, repaired, locked."""

import errno
import os
import random
import signal
import subprocess
import sys
import threading
import time

import pytest

from briefing.paths import ROOT
from briefing.run.parameters import UsageError
from briefing.run.store import Store, read_manifest, write_manifest
from tests.house import state


def seen(folder):
    """Return what a reader sees at one moment: the folder was the same before and after."""
    while True:
        handle = os.open(folder, os.O_RDONLY)
        try:
            found = {(folder / name).read_text() for name in ("a.png", "b.png")}
            if os.fstat(handle).st_ino == folder.stat().st_ino:
                return found
        finally:
            os.close(handle)


def say(line):
    raise AssertionError(line)


@pytest.fixture(params=["exchange", "file by file"])
def folder(tmp_path, request, monkeypatch):
    if request.param == "file by file":
        monkeypatch.setattr("ctypes.CDLL", lambda *_, **__: object())  # a C library without renameat2
    made = Store(tmp_path / "out")
    with made.locked(say):
        made.replace(lambda part: state(part, "before"))
    return made


def test_a_state_replaces_another_and_leaves_nothing_beside_it(folder):
    with folder.locked(say):
        folder.replace(lambda part: state(part, "after"))
    assert seen(folder.folder) == {"after"}
    assert [p.name for p in folder.folder.parent.iterdir()] == ["out"]


def test_what_is_no_longer_made_goes_and_what_is_not_ours_stays(folder):
    (folder.folder / "notes.txt").write_text("mine")
    (folder.folder / "deeper").mkdir()
    with folder.locked(say):
        folder.replace(lambda part: write_manifest(part, {"notebooks": {}}))
    assert sorted(p.name for p in folder.folder.iterdir()) == ["deeper", "manifest.json", "notes.txt"]


def test_a_state_that_cannot_be_built_changes_nothing(folder):
    def fail(part):
        state(part, "half")
        raise RuntimeError

    with pytest.raises(RuntimeError), folder.locked(say):
        folder.replace(fail)
    assert seen(folder.folder) == {"before"}


def test_moving_file_by_file_is_completed_by_the_next_run(folder):
    moving = folder.scratch() / "moving"
    moving.mkdir()
    state(moving, "after")
    (moving / "a.png").replace(folder.folder / "a.png")  # killed here
    with folder.locked(say):
        assert seen(folder.folder) == {"after"}
        assert read_manifest(folder.folder)["text"] == "after"
    assert not folder.work.exists()


LOOP = """\
import itertools, sys
from pathlib import Path
from briefing.run.store import Store
from tests.house import state
out = Store(Path(sys.argv[1]))
with out.locked(print):
    print("begun", flush=True)
    for i in itertools.count():
        out.replace(lambda part: state(part, str(i)))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs the exchange of two folders")
def test_killed_at_any_moment_a_reader_sees_one_state(tmp_path):
    out = tmp_path / "out"
    with Store(out).locked(say):
        Store(out).replace(lambda part: state(part, "before"))
    (out / "notes.txt").write_text("mine")
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    for _ in range(20):
        process = subprocess.Popen([sys.executable, "-c", LOOP, str(out)], env=env, stdout=subprocess.PIPE)
        assert process.stdout.readline()
        until = time.monotonic() + random.uniform(0.001, 0.05)
        while time.monotonic() < until:
            assert len(seen(out)) == 1
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert seen(out) == {read_manifest(out)["text"]}
    with Store(out).locked(say):
        assert (out / "notes.txt").read_text() == "mine"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out"]


def test_a_second_run_waits_and_says_so(folder):
    told, order = [], []

    def second():
        with Store(folder.folder).locked(told.append):
            order.append("second")

    with folder.locked(say):
        thread = threading.Thread(target=second)
        thread.start()
        while not told:
            time.sleep(0.01)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
    assert "Another run" in told[0]


def test_a_folder_of_other_things_is_refused(tmp_path):
    (tmp_path / "letter.odt").write_text("Dear all")
    with pytest.raises(UsageError, match="holds files that no run has made"), Store(tmp_path).locked(say):
        pass


def test_a_file_in_the_folders_place_is_refused(tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(UsageError, match="is a file"), Store(tmp_path / "out").locked(say):
        pass


@pytest.mark.parametrize(
    "text", ["", "<<<<<<< HEAD", "[]", '{"notebooks": 3}', '{"notebooks": {"01": null}}', "[" * 99999]
)
def test_a_damaged_manifest_makes_the_folder_anothers_unless_it_is_the_checkouts_own(house, text):
    house.notebook("01_one")
    for folder, code in ((house.figures, 0), (house.root / "out", 2)):
        out = [] if folder == house.figures else ["--out", str(folder)]
        assert house.run("figures", *out).exit_code == 0
        (folder / "manifest.json").write_text(text)
        told = house.run("figures", *out)
        assert told.exit_code == code and isinstance(told.exception, SystemExit | None), told.output
        assert (folder / "one.png").exists()


def test_a_folder_that_cannot_be_written_can_be_read_where_there_is_nothing_to_do(house, monkeypatch):
    class ReadOnly:
        def __init__(self, path):
            pass

        def acquire(self, timeout=None):
            raise OSError(errno.EROFS, "Read-only file system")

    house.notebook("01_one")
    assert house.run("figures").exit_code == 0
    before = (house.figures / "manifest.json").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr("briefing.run.store.FileLock", ReadOnly)
        told = house.run("figures")
        assert told.exit_code == 0 and "unchanged" in told.output
        for options in (["--force"], ["-p", "as_of", "2025-02-01"]):
            told = house.run("figures", *options)
            assert told.exit_code == 2 and "cannot be written: Read-only file system" in told.output
    assert (house.figures / "manifest.json").read_bytes() == before


@pytest.mark.skipif(sys.platform != "linux", reason="needs the exchange of two folders")
def test_killed_between_exchange_and_carrying_over_nothing_of_the_users_is_hidden_or_lost(folder, monkeypatch, request):
    if "file by file" in request.node.name:
        pytest.skip("there is no exchange")
    (folder.folder / "notes.txt").write_text("mine")
    sweep = folder.folder / "theme=dark"
    sweep.mkdir()
    (sweep / "notes.txt").write_text("mine too")

    def killed(old):
        raise SystemExit

    monkeypatch.setattr(folder, "_carry_over", killed)
    with pytest.raises(SystemExit), folder.locked(say):
        folder.replace(lambda part: state(part, "after"))
    assert (folder.folder / "notes.txt").read_text() == "mine"
    sweep.mkdir()  # another run's, before this folder is repaired
    (sweep / "a.png").write_text("of the sweep")
    (sweep / "notes.txt").write_text("of the sweep")
    with Store(folder.folder).locked(say):
        assert seen(folder.folder) == {"after"}
    assert (folder.folder / "notes.txt").read_text() == "mine"
    assert {p.name: p.read_text() for p in sweep.iterdir()} == {
        "a.png": "of the sweep", "notes.txt": "of the sweep", "notes.txt.1": "mine too",
    }  # fmt: skip
    assert not folder.work.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="needs the exchange of two folders")
@pytest.mark.parametrize("late", [False, True], ids=["before the look", "after the look"])
def test_a_folder_that_becomes_a_link_during_a_run_is_refused_and_what_it_leads_to_is_kept(
    folder, monkeypatch, request, late
):
    if late and "file by file" in request.node.name:
        pytest.skip("there is no exchange")
    theirs = folder.folder.parent / "theirs"
    theirs.mkdir()
    (theirs / "thesis.txt").write_text("mine")

    def become_a_link():
        folder.folder.rename(folder.folder.parent / "before")
        folder.folder.symlink_to(theirs)
        return True

    def build(part):
        state(part, "after")
        if not late:
            become_a_link()

    if late:
        monkeypatch.setattr(folder, "_keep_theirs", lambda following: become_a_link())
    with pytest.raises(UsageError, match="became a link"), folder.locked(say):
        folder.replace(build)
    assert folder.folder.is_symlink()
    assert [p.name for p in theirs.iterdir()] == ["thesis.txt"]
    folder.folder.unlink()
    (folder.folder.parent / "before").rename(folder.folder)
    with Store(folder.folder).locked(say):  # the next run works
        assert seen(folder.folder) == {"before"} or late
