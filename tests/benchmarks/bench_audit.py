"""The audit's speed: 1,000 documents of 5 kB with 20 figures each in at most 10 s on one core, and linear.

Run by `make bench`. The dossier is invented: its documents are one text with other numbers in it.
"""

import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from math import inf
from pathlib import Path

import pandas as pd

from briefing.audit import report
from briefing.paths import DATA

LIMIT = 10.0  # seconds for the largest
SIZES = (250, 500, 1000)
FIGURES, LENGTH = 20, 5000
FILLER = "The ministry gave no reason, the two sides met again on 9 May, and the talks went on as they had before. "


def document(i: int) -> tuple[str, list[dict]]:
    """Return an invented text of LENGTH characters and the rows of its figures."""
    text, rows = "", []
    for k in range(FIGURES):
        value = 1000 + 37 * ((i + k) % 200)
        quote = f"about {value:,} soldiers were {('killed', 'wounded')[k % 2]}"
        at = len(text) + len("It said that ")
        text += f"It said that {quote}, Lee Seong-kweun told reporters. {FILLER}{'and so on ' * 7}\n"
        ids = {"figure_id": f"f{i}-{k}", "document_id": f"d{i}", "statement_id": "s"}
        metric = ("killed", "wounded")[k % 2]
        rows.append(ids | {"value": value, "quote": quote, "metric": metric, "quote_start": at})
    return text[:LENGTH].ljust(LENGTH), rows


def dossier(folder: Path, size: int) -> Path:
    """Write an invented dossier of so many documents and return its data folder."""
    data, seeds = folder / "data", folder / "seeds"
    data.mkdir(parents=True)
    seeds.mkdir()
    descriptor = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8")) | {"pivot": ""}
    (data / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    shutil.copy(DATA / "metrics.csv", data)
    texts = [document(i) for i in range(size)]
    for i, (text, _) in enumerate(texts):
        (seeds / f"{i}.txt").write_text(text, encoding="utf-8")
    ids = [f"d{i}" for i in range(size)]
    tables = {
        "reported_figures": pd.DataFrame([r for _, rows in texts for r in rows]).assign(
            value_to="", qualifier="about", voice="paraphrase", note=""
        ),
        "documents": pd.DataFrame({"document_id": ids, "file": [f"{i}.txt" for i in range(size)]}).assign(
            sha256=[hashlib.sha256(t.encode()).hexdigest() for t, _ in texts],
            outlet="o", url="", published_on="", published_precision="none", published_basis="unknown", note="",
        ),
        "actors": pd.DataFrame(
            [("a", "Lee Seong-kweun", "Lee", "legislator", "", ""), ("o", "Outlet", "Outlet", "outlet", "", "")]
        ),
        "statements": pd.DataFrame([("s", "a", "Invented", "", "none", "unknown", "")]),
        "attributions": pd.DataFrame(
            [("s", d, *step) for d in ids for step in ((1, "a", "stated"), (2, "o", "reported"))]
        ),
        "exclusions": pd.DataFrame(
            [(d, m, m + 9, "Sides, not persons.") for d, (t, _) in zip(ids, texts, strict=True) for m in places(t)]
        ),
        "aliases": pd.DataFrame(columns=range(2)),
    }  # fmt: skip
    for name, table in tables.items():
        columns = pd.read_csv(DATA / f"{name}.csv", nrows=0).columns
        table = table[columns] if set(columns) <= set(table.columns) else table.set_axis(columns, axis=1)
        table.to_csv(data / f"{name}.csv", index=False, lineterminator="\n")
    return data


def places(text: str) -> list[int]:
    """Return where "two sides" stands."""
    found, at = [], text.find("two sides")
    while at >= 0:
        found.append(at)
        at = text.find("two sides", at + 1)
    return found


def main() -> int:
    """Print the time of each size; return 1 where the largest is above the limit or growth is not linear."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    took = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            data = dossier(Path(folder) / str(size), size)
            took[size] = inf
            for _ in range(2):  # the better of two: the first also warms up
                start = time.perf_counter()
                found = report.audit(data)
                report.report(found)
                took[size] = min(took[size], time.perf_counter() - start)
            numbers = f"{size:>6,} documents, {len(found.numbers):>7,} numbers"
            print(f"{numbers}, {found.faults} faults: {took[size]:6.2f} s")
    growth = took[SIZES[-1]] / took[SIZES[0]]
    print(f"limit {LIMIT:.0f} s; four times the documents take {growth:.2f} times as long")
    return int(took[SIZES[-1]] > LIMIT or growth > 5)


if __name__ == "__main__":
    sys.exit(main())
