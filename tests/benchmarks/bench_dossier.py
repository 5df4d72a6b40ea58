"""Loading a dossier: time and peak memory for 100 to 100,000 figures, beside pandas.read_csv of the same files.

Run by `make bench`. Each measure has a process of its own, for the memory; time is the processor's, as all of it runs
on one core and other work on the machine should not count. The dossiers are invented.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.dossiers import sized

SIZES, LIMIT = (100, 10_000, 100_000), 5.0  # seconds for the largest, quotes checked
LOAD = """
from briefing import load_dossier
load_dossier()  # what is imported on first use
work = lambda: load_dossier(sys.argv[1])
"""
PREPARE = """
from briefing import compare, load_dossier
load_dossier()
def work(): compare.losses(compare.view(load_dossier(sys.argv[1]), [], pivot=""))
"""
READ = """
import pandas as pd, pathlib
work = lambda: [pd.read_csv(p) for p in pathlib.Path(sys.argv[1]).glob("*.csv")]
"""
MEASURE = """
import sys, time, resource
{setup}
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
work()
print(time.process_time() - start, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


def measure(setup: str, data: Path) -> tuple[float, float]:
    """Return the processor's seconds and the additional peak memory in MB of a piece of work in a new process."""
    code = MEASURE.format(setup=setup)
    done = subprocess.run([sys.executable, "-c", code, str(data)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    seconds, megabytes = done.stdout.split()
    return float(seconds), float(megabytes)


def main() -> int:
    """Print a line a size; return 1 if the largest takes longer than the limit, or growth is not linear."""
    loaded = {}
    print("figures   load + validate       + prepare a chart     pandas.read_csv")
    with tempfile.TemporaryDirectory(prefix="briefing-bench-") as folder:
        for size in SIZES:
            data = sized(Path(folder) / str(size), size, max(size // 200, 2))
            results = [min(measure(setup, data) for _ in range(2)) for setup in (LOAD, PREPARE, READ)]
            loaded[size] = results[0][0]
            print(f"{size:>7,}  " + "  ".join(f"{s:7.3f} s {m:7.1f} MB" for s, m in results))
    growth = loaded[SIZES[-1]] / loaded[SIZES[-2]]
    print(f"limit {LIMIT:.0f} s for {SIZES[-1]:,}; ten times the figures take {growth:.1f} times as long")
    return int(loaded[SIZES[-1]] > LIMIT or growth > 15)


if __name__ == "__main__":
    sys.exit(main())
