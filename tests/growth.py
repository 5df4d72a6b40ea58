"""This repository's record, grown: articles added as a newsroom would add them in three years, all of them invented.

The added articles quote the claimants of the record and invented ones with names of every length; they give points,
bounds and ranges, correct themselves, repeat each other's numbers bare, and speak without a number.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
from datetime import date, timedelta
from pathlib import Path
from random import Random

from briefing.paths import DATA
from tests.dossiers import BEFORE, LONG_NAMES, SAID

OWN = ("nis", "zelenskyy")  # claimants of the record who go on speaking
FIRST = date(2025, 10, 1)
QUALIFIERS = ("about", "at_least", "unqualified", "about", "between", "more_than", "none_given", "up_to")


def grown(folder: Path, documents: int, claimants: int, years: int = 3, seed: int = 7) -> Path:
    """Write the record with so many documents, the added ones quoting so many claimants; return its data/."""
    random, data, seeds = Random(seed), folder / "data", folder / "seeds"
    shutil.copytree(DATA, data)
    shutil.copytree(DATA.parent / "seeds", seeds)
    tables = {path.stem: _read(path) for path in data.glob("*.csv")}
    rows = {name: [] for name in tables}
    speakers = [*OWN, *(f"speaker-{i}" for i in range(claimants - len(OWN)))][:claimants]
    for i, speaker in enumerate(speakers[len(OWN) :]):
        long = LONG_NAMES[i % len(LONG_NAMES)]
        name = f"{long} {i}" if i % 3 == 0 else f"Ministry of Defence {i}" if i % 3 == 1 else f"MoD {i}"
        rows["actors"].append({"actor_id": speaker, "name": name, "short_name": name, "kind": "government"})
    rows["actors"] += [{"actor_id": "courier", "name": "Daily Courier", "short_name": "Courier", "kind": "outlet"}]
    added = documents - len(tables["documents"][1])
    for place in range(added):
        day = FIRST + timedelta(days=round(place * 365 * years / max(1, added)))
        document, text = f"g{place:03}", "A report, invented.\n"
        quoted = [speakers[place % len(speakers)], *random.sample(speakers, min(2, len(speakers)))]
        for turn, speaker in enumerate(dict.fromkeys(quoted)):
            statement = f"{speaker}-{day}"
            rows["statements"].append({"statement_id": statement, "claimant_id": speaker, "occasion": "A briefing",
                                       "made_on": f"{day}", "made_on_precision": "day",
                                       "made_on_basis": ("stated", "inferred")[turn % 2]})  # fmt: skip
            rows["attributions"] += [
                {"statement_id": statement, "document_id": document, "step": "1", "actor_id": speaker,
                 "verb": "stated"},
                {"statement_id": statement, "document_id": document, "step": "2", "actor_id": "courier",
                 "verb": "reported"},
            ]  # fmt: skip
            for k, metric in enumerate(("killed", "wounded", "casualties", "deployed")[turn : turn + 3]):
                qualifier = "about" if turn == 0 else QUALIFIERS[(place + 3 * turn + k) % len(QUALIFIERS)]
                grow = 1 + (day - FIRST).days / 500
                base = {"killed": 2200, "wounded": 5000, "casualties": 7000, "deployed": 16000}[metric]
                value = 50 * round(base * grow * random.uniform(0.7, 1.3) / 50)
                text += _figure(rows, text, document, statement, metric, value, qualifier)
        (seeds / f"{document}.txt").write_text(text, encoding="utf-8")
        rows["documents"].append({
            "document_id": document, "file": f"{document}.txt", "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "outlet": "courier", "published_on": f"{day + timedelta(days=1)}", "published_precision": "day",
            "published_basis": "stated",
        })  # fmt: skip
    for name, (header, old) in tables.items():
        with (data / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows([*old, *rows[name]])
    return data


def _figure(rows, text: str, document: str, statement: str, metric: str, value: int, qualifier: str) -> str:
    """Add a figure's row and return the sentence that it stands in."""
    to = value + 400 if qualifier == "between" else None
    if qualifier == "none_given":
        quote = f"{SAID[metric]}, without a number"
    elif to:
        quote = f"between {value:,} and {to:,} {SAID[metric]}"
    else:
        quote = f"{BEFORE[qualifier]}{value:,} {SAID[metric]}"
    rows["reported_figures"].append({
        "figure_id": f"{document}-{len(rows['reported_figures'])}", "document_id": document,
        "statement_id": statement, "metric": metric, "value": "" if qualifier == "none_given" else f"{value}",
        "value_to": f"{to or ''}", "qualifier": qualifier, "voice": "paraphrase", "quote": quote,
        "quote_start": f"{len(text) + len('They said: ')}",
    })  # fmt: skip
    return f"They said: {quote}.\n"


def _read(path: Path) -> tuple[list[str], list[dict]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
        return list(reader.fieldnames or []), rows
