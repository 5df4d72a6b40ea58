"""An invented record about something else: the size of a march by its organisers, the police and a newspaper's desk.

Nothing in it happened. Three claimants, metrics of its own (persons and a share), a pivot, one statement that documents
print differently, and words of its own for each metric.
"""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

from tests.dossiers import DESCRIPTOR, HEADERS

METRICS = [
    # metric, order, label, heading, phrase, unit, whom, part_of, counting, topic, words, beside, whom, loose
    ["attending", 1, "Marching", "Marching", "marching", "persons", "", "", "other", "march",
     "marched; marching; took part", "", "", "turnout"],
    ["at_peak", 2, "At the peak", "Marching", "marching at the peak", "persons", "", "attending", "other", "march",
     "marched; marching", "peak; height", "", ""],
    ["captured", 3, "Detained", "Detained", "detained", "persons", "", "attending", "running_total", "police",
     "detained; arrested; captured", "", "", ""],
    ["officers", 4, "Officers", "Officers", "on duty", "persons", "officers", "", "other", "duty", "on duty", "",
     "", ""],
    ["share", 5, "Share of the city", "Share of the city", "of the city marching", "percent", "", "attending", "other",
     "shares", "marched; turned out", "", "", ""],
]  # fmt: skip
ACTORS = [
    ["union", "Union of Rivermouth, which called the march", "Organisers", "government", "", ""],
    ["police", "Rivermouth City Police", "Police", "military", "", ""],
    ["desk", "The counting desk of the Rivermouth Gazette", "Gazette desk", "government", "", ""],
    ["gazette", "The Rivermouth Gazette", "Gazette", "outlet", "", ""],
    ["courier", "Evening Courier", "Courier", "outlet", "", ""],
]
DOCUMENTS = {"gazette-1": "2024-05-04", "courier-1": "2024-05-05", "gazette-2": "2024-05-12"}
STATEMENTS = {
    "union-2024-05-04": "union",
    "police-2024-05-04": "police",
    "desk-2024-05-05": "desk",
    "police-2024-05-11": "police",
    "union-2024-05-11": "union",
}
# document, statement, metric, words, value, qualifier, value_to
FIGURES = [
    ("gazette-1", "union-2024-05-04", "attending", "at least 80,000 people marched", 80000, "at_least", None),
    ("gazette-1", "police-2024-05-04", "attending", "about 22,000 people marched", 22000, "about", None),
    ("gazette-1", "police-2024-05-04", "captured", "41 people were detained", 41, "unqualified", None),
    ("gazette-1", "police-2024-05-04", "officers", "1,200 officers were on duty", 1200, "unqualified", None),
    ("courier-1", "police-2024-05-04", "attending", "25,000 people marched", 25000, "unqualified", None),
    ("courier-1", "police-2024-05-04", "captured", "about 40 people were arrested", 40, "about", None),
    ("courier-1", "union-2024-05-04", "attending", "80,000 people marched", 80000, "unqualified", None),
    ("courier-1", "union-2024-05-04", "share", "nearly 12% of the city turned out", 12, "nearly", None),
    ("courier-1", "desk-2024-05-05", "attending", "between 30,000 and 35,000 people marched", 30000, "between", 35000),
    ("courier-1", "desk-2024-05-05", "at_peak", "up to 28,000 people marched at the peak", 28000, "up_to", None),
    ("gazette-2", "police-2024-05-11", "attending", "about 31,000 people marched on Saturday", 31000, "about", None),
    ("gazette-2", "police-2024-05-11", "captured", "67 people had been detained by then", 67, "unqualified", None),
    ("gazette-2", "union-2024-05-11", "attending", "people marched, nobody has counted", None, "none_given", None),
]  # fmt: skip


def march(folder: Path) -> Path:
    """Write the record's data/ and seeds/ into a folder and return data/."""
    data, seeds = Path(folder) / "data", Path(folder) / "seeds"
    data.mkdir(parents=True)
    seeds.mkdir()
    texts = dict.fromkeys(DOCUMENTS, "A report from Rivermouth, invented.\n")
    rows: dict[str, list] = {name: [] for name in HEADERS} | {"metrics": METRICS, "actors": ACTORS}
    rows["statements"] = [[s, c, "Press conference", s[-10:], "day", "stated", ""] for s, c in STATEMENTS.items()]
    for i, (document, statement, metric, words, value, qualifier, value_to) in enumerate(FIGURES):
        start = len(texts[document]) + len("It was said that ")
        texts[document] += f"It was said that {words}.\n"
        rows["reported_figures"].append(
            [f"f{i}", document, statement, metric, value, value_to, qualifier, "paraphrase", words, start, ""]
        )
        steps = [(STATEMENTS[statement], "stated"), (document.split("-")[0], "reported")]
        chain = [[statement, document, step, *of] for step, of in enumerate(steps, 1)]
        rows["attributions"] += [row for row in chain if row not in rows["attributions"]]
    for document, day in DOCUMENTS.items():
        content = texts[document].encode()
        (seeds / f"{document}.txt").write_bytes(content)
        digest, outlet = hashlib.sha256(content).hexdigest(), document.split("-")[0]
        rows["documents"].append([document, f"{document}.txt", digest, outlet, "", day, "day", "stated", ""])
    for name, header in HEADERS.items():
        with (data / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *rows[name]])
    own = {
        "subject": "people",
        "pivot": "police-2024-05-04",
        "title": "A march in Rivermouth",
        "description": "Invented.",
    }
    (data / "datapackage.json").write_text(json.dumps(DESCRIPTOR | own), encoding="utf-8")
    return data
