"""The audit's speed: 1,000 documents of 5,000 characters with 20 figures each in at most 10 s of one core, and linear.

Run by `make bench`. The dossier is invented: its documents have other numbers, and the words of their last sentences in
another order, so that none is a copy of another; by turns they are in English, Korean, Ukrainian and Russian. A second
one is of near copies: one text, another number changed in each. Every audit begins with nothing read. Processor time is
counted, so that other work on the machine does not.
"""

import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from random import Random

import pandas as pd

from briefing.audit import report
from briefing.paths import DATA
from tests.dossiers import HEADERS

LIMIT = 10.0  # seconds for the largest
SIZES = (250, 500, 1000)
COPIES = (125, 250, 500)  # near copies of one text
FIGURES, LENGTH = 20, 5000
# language: the words before a quote, the quote, the words of killed and wounded, those after it, what fills the line
TEXTS = {
    "en": ("It said that ", "about {:,} soldiers were {}", ("killed", "wounded"), ", Lee told the two sides. ",
           "The ministry gave no reason, and they met again on 2025-05-09, and the talks went on. "
           + "and so on " * 5),
    "ko": ("당국은 ", "병사 약 {:,}명이 {}", ("사망", "부상"), "했다고 밝혔다. ",
           "국방부는 이유를 말하지 않았고 양측은 5월9일에 다시 만났으며 회담은 이전과 같이 계속됐다. "
           + "그리고 또 이와 같이 " * 14),
    "uk": ("Воно повідомило, що ", "{1} близько {0:,} солдатів", ("загинули", "поранено"), ", сказав депутат. ",
           "Міністерство не назвало причин, сторони знову зустрілися 09.05.2025, і перемовини тривали, як і раніше. "
           + "і так далі " * 6),
    "ru": ("Оно сообщило, что ", "{1} около {0:,} солдат", ("погибли", "ранены"), ", сказал депутат. ",
           "Министерство не назвало причин, стороны вновь встретились 09.05.2025, и переговоры шли, как и прежде. "
           + "и так далее " * 6),
}  # fmt: skip


def document(i: int) -> tuple[str, list[dict]]:
    """Return an invented text of LENGTH characters and the rows of its figures."""
    text, rows = "", []
    before, words, events, after, filler = TEXTS[language(i)]
    random = Random(i)
    for k in range(FIGURES):
        value = 1000 + 37 * ((i + k) % 200)
        quote = words.format(value, events[k % 2])
        at = len(text) + len(before)
        shuffled = filler.split()
        random.shuffle(shuffled)
        text += f"{before}{quote}{after}{' '.join(shuffled)}.\n"
        ids = {"figure_id": f"f{i}-{k}", "document_id": f"d{i}", "statement_id": "s"}
        metric = ("killed", "wounded")[k % 2]
        rows.append(ids | {"value": value, "quote": quote, "metric": metric, "quote_start": at})
    return text[:LENGTH].ljust(LENGTH), rows


def copy(i: int) -> tuple[str, list[dict]]:
    """Return the first document with another number in one place, and its rows."""
    text, rows = document(0)
    changed = rows[i % FIGURES]
    quote = TEXTS["en"][1].format(9000 + i, changed["quote"].split()[-1])
    text = text.replace(changed["quote"], quote, 1)
    changed |= {"value": 9000 + i, "quote": quote}
    return text, [r | {"figure_id": f"f{i}-{k}", "document_id": f"d{i}"} for k, r in enumerate(rows)]


def language(i: int) -> str:
    """Return the language of a document."""
    return list(TEXTS)[i % len(TEXTS)]


def dossier(folder: Path, size: int, made=document) -> Path:
    """Write an invented dossier of so many documents and return its data folder."""
    data, seeds = folder / "data", folder / "seeds"
    data.mkdir(parents=True)
    seeds.mkdir()
    descriptor = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8")) | {"pivot": ""}
    (data / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    shutil.copy(DATA / "metrics.csv", data)
    texts = [made(i) for i in range(size)]
    for i, (text, _) in enumerate(texts):
        (seeds / f"{i}.txt").write_text(text, encoding="utf-8")
    ids = [f"d{i}" for i in range(size)]
    tables = {
        "reported_figures": pd.DataFrame([r for _, rows in texts for r in rows]).assign(
            value_to="", qualifier="about", voice="paraphrase", note=""
        ),
        "documents": pd.DataFrame({"document_id": ids, "file": [f"{i}.txt" for i in range(size)]}).assign(
            sha256=[hashlib.sha256(t.encode()).hexdigest() for t, _ in texts],
            language=[language(i if made is document else 0) for i in range(size)], outlet="o", url="",
            published_on="", published_precision="none",
            published_basis="unknown", note="",
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
        "aliases": pd.DataFrame(columns=HEADERS["aliases"]),
    }  # fmt: skip
    for name, table in tables.items():
        columns = pd.read_csv(DATA / f"{name}.csv", nrows=0).columns
        table = table if isinstance(table.columns[0], str) else table.set_axis(HEADERS[name], axis=1)
        table = table.reindex(columns=columns, fill_value="")
        table.to_csv(data / f"{name}.csv", index=False, lineterminator="\n")
    return data


def places(text: str) -> list[int]:
    """Return where "two sides" stands."""
    found, at = [], text.find("two sides")
    while at >= 0:
        found.append(at)
        at = text.find("two sides", at + 1)
    return found


def measured(sizes: tuple[int, ...], made) -> list[float]:
    """Return how long the audit of each size took, the better of two, and print it."""
    took = []
    for size in sizes:
        runs = []
        for _ in range(2):
            with tempfile.TemporaryDirectory() as folder:
                data = dossier(Path(folder), size, made)
                start = time.process_time()
                found = report.audit(data)
                report.report(found)
                runs.append(time.process_time() - start)
        took.append(min(runs))
        numbers = f"{size:>6,} documents, {len(found.numbers):>7,} numbers"
        print(f"{numbers}, {found.faults} faults: {took[-1]:6.2f} s")
    return took


def main() -> int:
    """Print the time of each size; return 1 where the largest is above the limit or growth is not linear."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    mixed, copies = measured(SIZES, document), measured(COPIES, copy)
    growth = [took[-1] / took[0] for took in (mixed, copies)]
    print(f"limit {LIMIT:.0f} s; four times the documents take {growth[0]:.2f} times as long, copies {growth[1]:.2f}")
    return int(max(mixed[-1], copies[-1]) > LIMIT or max(growth) > 5)


if __name__ == "__main__":
    sys.exit(main())
