"""Loading a dossier: time and peak memory for 100 to 100,000 figures, beside pandas.read_csv of the same files.

Each measure has a process of its own, for the memory; time is the processor's, as all of it runs on one core and other
work on the machine should not count. The largest dossier, in 10,000 documents, is also audited and drawn, all charts in
one process: the memory of a small laptop must do. Run by `make bench`. The dossiers are invented.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from briefing.charts import CHARTS
from tests.dossiers import many, sized

SIZES, LIMIT = (100, 10_000, 100_000), 5.0  # seconds for the largest, quotes checked
LAPTOP, SLOWEST = 2048, 5.0  # MB in all; seconds for one chart of 5,000 statements
LOAD = """
from briefing import load_dossier
load_dossier()  # what is imported on first use
work = lambda: load_dossier(sys.argv[1])
"""
PREPARE = """
from briefing import load_dossier
from briefing.analysis.view import view_of
from briefing.charts.losses_over_time import table_of
load_dossier()
def work(): table_of(view_of(load_dossier(sys.argv[1])))
"""
READ = """
import pandas as pd, pathlib
work = lambda: [pd.read_csv(p) for p in pathlib.Path(sys.argv[1]).glob("*.csv")]
"""
CHART = """
from briefing import load_dossier
from briefing.analysis.view import view_of
from briefing.charts.{name} import CHART
seen = view_of(load_dossier(sys.argv[1]))
def work(): CHART.at(seen).render("png")
"""
ALL = """
from briefing import load_dossier
from briefing.analysis.view import view_of
from briefing.audit.report import audit, report
from briefing.charts import CHARTS
def work():
    report(audit(sys.argv[1]))
    seen = view_of(load_dossier(sys.argv[1]))
    for chart in CHARTS:
        chart.at(seen).render("png")
"""
MEASURE = """
import re, resource, sys, time
def peak():
    # of this program alone: a new process begins with the ru_maxrss of the one that started it
    try:
        return int(re.search("VmHWM:\\\\s+(\\\\d+)", open("/proc/self/status").read())[1]) / 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
{setup}
before, start = peak(), time.process_time()
work()
print(time.process_time() - start, peak() - before, peak())
"""


def measure(setup: str, data: Path) -> tuple[float, float, float]:
    """Return a piece of work's seconds of the processor, and its peak memory in MB: what it adds, and in all."""
    code = MEASURE.format(setup=setup)
    done = subprocess.run([sys.executable, "-c", code, str(data)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return tuple(map(float, done.stdout.split()))


def main() -> int:
    """Print a line a size; return 1 if the largest takes longer than the limit, or growth is not linear."""
    loaded = {}
    print("figures   load + validate       + prepare a chart     pandas.read_csv")
    with tempfile.TemporaryDirectory(prefix="briefing-bench-") as folder:
        for size in SIZES:
            data = sized(Path(folder) / str(size), size, max(size // 200, 2))
            results = [min(measure(setup, data) for _ in range(2)) for setup in (LOAD, PREPARE, READ)]
            loaded[size] = results[0][0]
            print(f"{size:>7,}  " + "  ".join(f"{s:7.3f} s {m:7.1f} MB" for s, m, _ in results))
    growth = loaded[SIZES[-1]] / loaded[SIZES[-2]]
    print(f"limit {LIMIT:.0f} s for {SIZES[-1]:,}; ten times the figures take {growth:.1f} times as long")
    return int(loaded[SIZES[-1]] > LIMIT or growth > 15 or not draw())


def draw() -> bool:
    """Print what drawing takes at 5,000 statements, and what all of it takes at 100,000 figures; return if it may."""
    with tempfile.TemporaryDirectory(prefix="briefing-bench-") as folder:
        data = many(Path(folder) / "many", statements=5_000, documents=500)
        took = {c.name: measure(CHART.format(name=c.name), data)[0] for c in CHARTS}
        print("5,000 statements: " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in took.items()))
        largest = sized(Path(folder) / "largest", SIZES[-1], SIZES[-1] // 10)
        seconds, _, megabytes = measure(ALL, largest)
    print(
        f"{SIZES[-1]:,} figures in {SIZES[-1] // 10:,} documents audited and drawn in every chart: {seconds:.0f} s, "
        f"peak {megabytes:.0f} MB; limit {LAPTOP:,} MB, and {SLOWEST:.0f} s for a chart of 5,000 statements"
    )
    return max(took.values()) <= SLOWEST and megabytes <= LAPTOP


if __name__ == "__main__":
    sys.exit(main())
