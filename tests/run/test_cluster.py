"""The headless run on a Dask cluster: a real scheduler, two workers, one of them killed half-way."""

import re
import subprocess
import sys
import time

import pytest

from briefing.run import regenerate
from tests.house import DRAW

pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")


@pytest.fixture
def cluster(tmp_path):
    """Yield a scheduler's address and its two worker processes."""
    processes = []

    def start(*arguments, until):
        command = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]]
        process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
        processes.append(process)
        for line in process.stderr:
            if found := re.search(until, line):
                return found
        raise AssertionError(f"{arguments[0]} did not start")

    try:
        options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        address = start("dask_scheduler", *options, until=r"Scheduler at:\s+(tcp://\S+)")[1]
        light = tmp_path / "light.py"
        light.write_text(
            "from briefing.run import kernels\nkernels.WARM = 'ipykernel.kernelapp'  # these need no more\n"
        )
        for _ in range(2):
            options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--preload", str(light))
            start("dask_worker", address, *options, until=r"Registered to:")
        yield address, processes[1:]
    finally:
        for process in processes:
            process.kill()
            process.wait()
            process.stderr.close()


def test_a_run_survives_the_death_of_a_worker(house, cluster):
    address, workers = cluster
    begun = house.root / "begun"
    slow = f"import os, pathlib, time\npathlib.Path({str(begun)!r}).write_text('x')\ntime.sleep(1)"
    for number in range(1, 5):
        house.notebook(f"0{number}_n{number}", slow, DRAW.replace("NAME", f"n{number}"))
    process = house.start("figures", "--scheduler", address)
    while not begun.exists():
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    workers[0].kill()
    stdout, stderr = process.communicate(timeout=120)
    assert process.returncode == 0, stderr
    assert all(f"n{number}.png" in house.files() for number in range(1, 5)), stdout


def test_a_scheduler_that_does_not_answer_is_told(house, monkeypatch):
    monkeypatch.setattr(regenerate, "CONNECT_SECONDS", 0.5)
    house.notebook("01_one")
    result = house.run("figures", "--scheduler", "tcp://127.0.0.1:1")
    assert result.exit_code == 2
    assert "No Dask scheduler answers" in result.stderr
