"""This repository's record with one document more: a mirror of one that is there, re-headed, with an advertiser's line.

The mirror is invented; its changes are: an "about" lost, a number and a name changed, a line put in.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
from pathlib import Path

from briefing.paths import DATA, seeds_folder
from tests.copied import ADVERTISER

ORIGINAL, MIRROR, OUTLET = "001_unn", "005_mirror", "daily8"
CHANGED = {
    "sent about 15,000 soldiers": "sent 15,000 soldiers",
    "at least 300 North Korean": "at least 350 North Korean",
    "Kim Byung-kee of": "Kim Byung-soo of",
}


def mirrored(folder: Path, chained: bool = True) -> Path:
    """Write the record and its mirror into a folder and return its data/; `chained`: the chain says whence it is."""
    data, seeds = folder / "data", folder / "seeds"
    shutil.copytree(DATA, data)
    shutil.copytree(seeds_folder(DATA), seeds)
    original = (seeds / "001_02cf4692dab8fbc7.txt").read_bytes().decode("utf-8")
    text = original
    for old, new in CHANGED.items():
        assert old in text
        text = text.replace(old, new)
    first, rest = text.split("\n\n", 1)
    text = f"From our partners\n{first}\n\n{ADVERTISER}\n\n{rest}"
    content = text.encode("utf-8")
    (seeds / "mirror.txt").write_bytes(content)
    document = {"document_id": MIRROR, "file": "mirror.txt", "sha256": hashlib.sha256(content).hexdigest(),
                "outlet": OUTLET, "published_on": "2025-05-02", "published_precision": "day",
                "published_basis": "external"}  # fmt: skip
    _append(data / "documents.csv", [document])
    _append(data / "reported_figures.csv", list(_figures(data, text)))
    _append(data / "attributions.csv", list(_chains(data, chained, text)))
    moved = [e | {"document_id": MIRROR} for e in _rows(data / "exclusions.csv") if e["document_id"] == ORIGINAL]
    for row in moved:
        words = original[int(row["start"]) : int(row["end"])]
        row["start"] = str(text.index(words))
        row["end"] = str(text.index(words) + len(words))
    _append(data / "exclusions.csv", moved)
    return data


def _figures(data: Path, text: str):
    for row in _rows(data / "reported_figures.csv"):
        if row["document_id"] != ORIGINAL:
            continue
        quote = row["quote"]
        for old, new in {"sent to Russia about 15,000": "", **CHANGED}.items():
            quote = quote.replace(old, new)
        changed = quote != row["quote"]
        assert quote in text
        row |= {"figure_id": row["figure_id"].replace("001-", "005-"), "document_id": MIRROR, "quote": quote}
        row["quote_start"] = str(text.index(quote))
        if changed and row["value"] == "15000":
            row["qualifier"] = "unqualified"
        elif changed:
            row["value"] = "350"
        yield row


def _chains(data: Path, chained: bool, text: str):
    rows = [r for r in _rows(data / "attributions.csv") if r["document_id"] == ORIGINAL]
    steps = {s: max(int(r["step"]) for r in rows if r["statement_id"] == s) for s in {r["statement_id"] for r in rows}}
    without_words = {"quote": "", "quote_start": "", "basis": "inferred", "note": "Invented."}
    for row in rows:
        if chained or row["step"] == "1":
            kept = row["quote"] and text.count(row["quote"])
            words = {"quote_start": str(text.index(row["quote"]))} if kept else without_words
            yield row | {"document_id": MIRROR} | words
    for statement, last in sorted(steps.items()):
        step = {"statement_id": statement, "document_id": MIRROR, "actor_id": OUTLET} | without_words
        yield step | {"step": str(last + 1 if chained else 2), "verb": "republished" if chained else "reported"}


def _rows(path: Path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _append(path: Path, rows: list[dict]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writerows({c: row.get(c, "") for c in columns} for row in rows)
