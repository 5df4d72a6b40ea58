"""Hold every sentence of many views against the rows, and count: `python -m tests.truth VIEWS [PROCESSES [SEED]]`.

It goes on after a fault, and ends with what was tried: views, findings, and each fault once.
"""

from __future__ import annotations

import gc
import shutil
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from random import Random

from tests.truth.test_truth import chosen, untrue
from tests.truth.views import KINDS, forget

BATCH = 25  # views of a process before it tells how far it is


def tried(seed: int, views: int, records: int) -> tuple[int, int, Counter]:
    """Try views drawn by a seed; return how many, how many findings they have, and the faults."""
    random, found, n = Random(seed), Counter(), 0
    folder = Path(tempfile.mkdtemp(prefix="truth-"))
    gc.freeze()
    for _ in range(views):
        kind = random.choice(KINDS)
        places = [[random.randrange(1000) for _ in range(random.choice((0, 0, 1, 2)))] for _ in range(2)]
        which = random.randint(0, 3 if kind == "hundreds" else records)
        data, choice = chosen(kind, which, random.randrange(1000), *places, random.randrange(1000), folder)
        faults, findings = untrue(data, **choice)
        n += findings
        found.update(f"{kind} {which} {choice}: {fault}" for fault in faults)
    forget()
    shutil.rmtree(folder, ignore_errors=True)
    return views, n, found


def main(views: int, processes: int = 2, seed: int = 0) -> int:
    """Try so many views in batches; return 1 where there is a fault."""
    done, n, found, start = 0, 0, Counter(), time.monotonic()
    with ProcessPoolExecutor(processes) as pool:
        batches = [pool.submit(tried, seed * 1_000_000 + i, BATCH, views // 5) for i in range(-(-views // BATCH))]
        for batch in as_completed(batches):
            some, findings, faults = batch.result()
            done, n, found = done + some, n + findings, found + faults
            for fault in faults:
                print(fault, flush=True)
            print(f"{done:,} views, {n:,} findings, {len(found)} faults, {time.monotonic() - start:.0f} s", flush=True)
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
