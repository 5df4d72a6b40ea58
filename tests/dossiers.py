"""Write complete, valid dossiers to test and measure with: data/ and seeds/ side by side.

Deterministic: the same arguments give the same bytes, whatever PYTHONHASHSEED. Every quote stands in its document at
its offset, every document has its checksum, every statement a chain to each document that carries it.

    python -m tests.dossiers FOLDER [FIGURES [DOCUMENTS]]
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from briefing.paths import DATA


def without_optional_fields(descriptor: dict) -> dict:
    """Return a descriptor as records were described before the optional columns came."""

    def is_kept(field: str, schema: dict) -> bool:
        return not next(f.get("optional") for f in schema["fields"] if f["name"] == field)

    def cut(schema: dict) -> dict:
        keys = [key for key in schema.get("foreignKeys", []) if is_kept(key["fields"][0], schema)]
        return schema | {"fields": [f for f in schema["fields"] if not f.get("optional")], "foreignKeys": keys}

    return descriptor | {"resources": [r | {"schema": cut(r["schema"])} for r in descriptor["resources"]]}


# Generated records go without the optional columns, so every test of one is a test of an older record too.
DESCRIPTOR = without_optional_fields(json.loads((DATA / "datapackage.json").read_text(encoding="utf-8")))
HEADERS = {r["name"]: [f["name"] for f in r["schema"]["fields"]] for r in DESCRIPTOR["resources"]}
with (DATA / "metrics.csv").open(encoding="utf-8", newline="") as _file:
    METRICS = list(csv.reader(_file))[1:]  # the rows of this repository's table
PIVOT = "kcna-2025-04-28"

SAID = {  # metric → what a sentence says of it
    "killed": "soldiers were killed",
    "wounded": "soldiers were wounded",
    "casualties": "soldiers were killed or wounded",
    "deployed": "soldiers were sent",
    "deployed_additional": "soldiers were sent in addition",
    "deployment_planned": "soldiers were to be sent",
    "deployment_arrived": "soldiers had arrived",
    "returned": "soldiers were brought home",
    "workers_planned": "workers were to be sent",
}
BEFORE = {
    "unqualified": "",
    "about": "about ",
    "at_least": "at least ",
    "more_than": "more than ",
    "nearly": "nearly ",
    "up_to": "up to ",
}
QUALIFIERS = (*BEFORE, "between", "vague", "none_given")
LONG_NAMES = [  # eighty characters and more, with what a typeface or a parser may trip over
    "Joint Commission on the Verification of Reported Losses of Expeditionary Forces, Northern Theatre",
    "General Staff of the Combined Armed Forces, Directorate for Information and Public Affairs ($ US)",
    "Ministère de la Défense et des Anciens Combattants — Délégation à l’information, 3ᵉ bureau, Région Est",
    "State News Agency “Voice of the People’s Republic & the Workers’ Committees of the Eastern Provinces”",
    "Parliamentary Committee on Intelligence, Subcommittee for Foreign Deployments_and_Casualties (minority)",
    "International Consortium of Open-Source Investigators, Working Group on Satellite Imagery 국제조사단 <West>",
    "Presidential Office, Department of Strategic Communications, Spokesperson for Military Affairs 100% acting",
    "Association of Families of the Missing and Fallen, Secretariat for Correspondence with {All} Governments",
]
KINDS = [
    "intelligence_agency", "military", "government", "state_media", "legislator", "collective", "head_of_state",
    "collective",
]  # fmt: skip


class Builder:
    """Collects actors, documents, statements and figures, and writes them as a dossier.

    Its metrics are this repository's, and its pivot is KCNA's confirmation where it has that statement.
    """

    def __init__(self, subject: str = "soldiers"):
        self.subject = subject
        self.rows: dict[str, list[list]] = {name: [] for name in HEADERS} | {"metrics": [*METRICS]}
        self.texts: dict[str, list[str]] = {}
        self.length: dict[str, int] = {}
        self.outlets: dict[str, str] = {}
        self.claimants: dict[str, str] = {}
        self.chained: set[tuple[str, str]] = set()
        self.counted: dict[str, int] = {}

    def actor(self, actor_id: str, name: str, short_name: str, kind: str, state: str = "") -> None:
        self.rows["actors"].append([actor_id, name, short_name, kind, state, ""])

    def document(self, document_id: str, outlet: str, published_on: str = "", basis: str = "") -> None:
        precision = {0: "none", 4: "year", 7: "month", 10: "day"}[len(published_on)]
        basis = basis or ("stated" if published_on else "unknown")
        self.rows["documents"].append(
            [document_id, f"{document_id}.txt", None, outlet, "", published_on, precision, basis, ""]
        )
        self.texts[document_id] = ["A report.\n"]
        self.length[document_id] = len("A report.\n")
        self.outlets[document_id] = outlet

    def statement(self, statement_id: str, claimant_id: str, made_on: str = "", basis: str = "") -> None:
        precision = {0: "none", 4: "year", 7: "month", 10: "day"}[len(made_on)]
        basis = basis or ("stated" if made_on else "unknown")
        self.rows["statements"].append([statement_id, claimant_id, "A briefing", made_on, precision, basis, ""])
        self.claimants[statement_id] = claimant_id

    def figure(
        self,
        document_id: str,
        statement_id: str,
        metric: str,
        value: int | None = None,
        qualifier: str = "unqualified",
        value_to: int | None = None,
        voice: str = "paraphrase",
        relays: Sequence[tuple[str, str]] = (),
        number: str = "{:,}",
    ) -> str:
        """Add one mention: a sentence in the document, its row, and the chain if it is the first; return its id."""
        low, high = (number.format(n).replace("_", " ") if n is not None else "" for n in (value, value_to))
        if qualifier == "none_given":
            quote = f"{SAID[metric]}, without a number"
        elif qualifier == "vague":
            quote = f"thousands of {SAID[metric]}"
        elif qualifier == "between":
            quote = f"between {low} and {high} {SAID[metric]}"
        else:
            quote = f"{BEFORE[qualifier]}{low} {SAID[metric]}"
        lead, end = "They said: ", ".\n"
        start = self.length[document_id] + len(lead)
        self.texts[document_id].append(lead + quote + end)
        self.length[document_id] = start + len(quote) + len(end)
        self.counted[document_id] = self.counted.get(document_id, 0) + 1
        figure_id = f"{document_id}-{self.counted[document_id]}"
        self.rows["reported_figures"].append(
            [figure_id, document_id, statement_id, metric, value, value_to, qualifier, voice, quote, start, ""]
        )
        if (statement_id, document_id) not in self.chained:
            self.chained.add((statement_id, document_id))
            chain = [(self.claimants[statement_id], "stated"), *relays, (self.outlets[document_id], "reported")]
            for step, (actor, verb) in enumerate(chain, 1):
                self.rows["attributions"].append([statement_id, document_id, step, actor, verb])
        return figure_id

    def write(self, folder: Path) -> Path:
        """Write data/ and seeds/ into a folder and return data/."""
        data, seeds = Path(folder) / "data", Path(folder) / "seeds"
        data.mkdir(parents=True)
        seeds.mkdir()
        written: set[bytes] = set()
        for row in self.rows["documents"]:
            content = "".join(self.texts[row[0]]).encode("utf-8")
            if content in written:  # no two documents of a record are byte for byte the same
                content += f"A report, {row[0]}.\n".encode()
            written.add(content)
            (seeds / row[1]).write_bytes(content)
            row[2] = hashlib.sha256(content).hexdigest()
        for name, header in HEADERS.items():
            with (data / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(header)
                writer.writerows([["" if cell is None else cell for cell in row] for row in self.rows[name]])
        about = {"title": "A generated dossier", "description": "Invented.", "subject": self.subject}
        descriptor = DESCRIPTOR | about | {"pivot": PIVOT if PIVOT in self.claimants else ""}
        (data / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")
        return data


def tiny(folder: Path) -> Path:
    """Write a dossier small enough to be read at a glance: two claimants, two documents, five figures.

    Rows in a spreadsheet: 2 about 600 killed, 3 4 700 casualties, 4 between 100 and 200 returned, 5 KCNA without a
    number, 6 at least 600 killed in the later document.
    """
    b = Builder()
    b.actor("nis", "National Intelligence Service", "NIS", "intelligence_agency", "South Korea")
    b.actor("kcna", "Korean Central News Agency", "KCNA", "state_media", "North Korea")
    b.actor("lee", "Lee, a lawmaker", "Lee", "legislator", "South Korea")
    b.actor("gazette", "The Gazette", "Gazette", "outlet")
    b.actor("herald", "The Herald", "Herald", "outlet")
    b.document("early", "gazette", "2025-04-30")
    b.document("late", "herald", "2025-09")
    b.statement("nis-2025-04-30", "nis", "2025-04-30")
    b.statement("kcna-2025-04-28", "kcna", "2025-04-28", "inferred")
    lee = [("lee", "relayed")]
    b.figure("early", "nis-2025-04-30", "killed", 600, "about", relays=lee)
    b.figure("early", "nis-2025-04-30", "casualties", 4700, number="{:_}")
    b.figure("early", "nis-2025-04-30", "returned", 100, "between", 200)
    b.figure("early", "kcna-2025-04-28", "deployed", qualifier="none_given")
    b.figure("late", "nis-2025-04-30", "killed", 600, "at_least", relays=lee)
    return b.write(folder)


def one_claimant(folder: Path) -> Path:
    """Write a dossier of a single claimant without a pivot: three statements, two of them revisions."""
    b = Builder("soldiers")
    b.actor("ministry", "Ministry of Defence", "Ministry", "government", "Somewhere")
    b.actor("gazette", "The Gazette", "Gazette", "outlet")
    for i, (made_on, killed, wounded) in enumerate(
        [("2024-03-05", 120, 400), ("2024-05", 260, 380), ("2024-11-20", 260, None)]
    ):
        b.statement(f"ministry-{i}", "ministry", made_on)
        b.document(f"gazette-{i}", "gazette", made_on)
        b.figure(f"gazette-{i}", f"ministry-{i}", "killed", killed, ("about", "at_least", "unqualified")[i])
        if wounded:
            b.figure(f"gazette-{i}", f"ministry-{i}", "wounded", wounded, ("up_to", "nearly")[i])
        b.figure(f"gazette-{i}", f"ministry-{i}", "deployed", 5000 + 1000 * i, "more_than")
    return b.write(folder)


def many(
    folder: Path,
    *,
    statements: int = 200,
    documents: int = 40,
    claimants: int = 8,
    years: int = 4,
    mentions: int = 3,
    pivot: bool = True,
    seed: int = 1,
) -> Path:
    """Write a dossier of many statements over years by claimants with very long names.

    All metrics, qualifiers, voices and precisions occur. A statement is carried by the document of its time and by
    up to two later ones, which may give another value or lose the qualifier; `mentions` is the number of metrics
    that a document takes from a statement. With `pivot`, one claimant's statement is KCNA's confirmation.
    """
    random, b = Random(seed), Builder("expeditionary soldiers")
    for i in range(claimants):
        name = LONG_NAMES[i % len(LONG_NAMES)] + (f" {i}" if i >= len(LONG_NAMES) else "")
        b.actor(f"claimant-{i}", name, name, KINDS[i % len(KINDS)])
    b.actor("wire", "World Wire", "World Wire", "news_agency")
    outlets = [f"outlet-{i}" for i in range(min(12, documents))]
    for i, outlet in enumerate(outlets):
        b.actor(outlet, f"Daily Courier of the Province no. {i}", f"Daily Courier of the Province no. {i}", "outlet")

    first, last = date(2026 - years, 1, 10), date(2025, 12, 20)
    said = [("kcna-2025-04-28", 3 % claimants, date(2025, 4, 28))] if pivot else []
    for i in range(statements - len(said)):
        day = first + timedelta(days=round(i * (last - first).days / max(1, statements - 1)))
        said.append((f"s-{i:05d}", random.randrange(claimants) if i >= claimants else i, day))
    said.sort(key=lambda s: (s[2], s[0]))

    carriers = [[] for _ in range(documents)]
    for i, statement in enumerate(said):
        home = i * documents // len(said)
        for place in range(home, min(documents, home + 1 + i % 3)):
            carriers[place].append((i, statement))
    level = [random.randint(200, 2000) for _ in range(claimants)]
    metrics = list(SAID)
    stated = set()
    for place, carried in enumerate(carriers):
        document_id = f"d-{place:04d}"
        published = max((s[2] for _, s in carried), default=last) + timedelta(days=1)
        b.document(
            document_id,
            outlets[place % len(outlets)],
            ["", f"{published:%Y-%m}", f"{published}"][min(place % 9, 2)],
        )
        for i, (statement_id, claimant, day) in carried:
            if statement_id not in stated:
                stated.add(statement_id)
                made_on = ["", f"{day:%Y}", f"{day:%Y-%m}", f"{day}"][min(i % 16, 3)]
                basis = ("", "inferred", "external")[i % 3] if made_on else ""
                exact = statement_id.startswith("kcna")
                b.statement(
                    statement_id, f"claimant-{claimant}", f"{day}" if exact else made_on, "" if exact else basis
                )
            relays = [("wire", "reported")] if i % 2 else []
            for turn in range(mentions):
                metric = metrics[(i + turn * (turn + 1) // 2) % len(metrics)]
                qualifier = QUALIFIERS[(i * 5 + turn * 2 + place // 7) % len(QUALIFIERS)]
                grown = level[claimant] * (1 + metrics.index(metric)) * (1 + (day - first).days / 400)
                value = 10 * round(grown / 10) + 100 * (random.random() < 0.15)
                numbered = qualifier not in ("vague", "none_given")
                b.figure(
                    document_id,
                    statement_id,
                    metric,
                    value if numbered else None,
                    qualifier,
                    value + 500 if qualifier == "between" else None,
                    ("paraphrase", "direct_quote", "headline", "link")[random.choice((0, 0, 0, 1, 1, 2, 3))],
                    relays,
                    random.choice(("{:,}", "{:,}", "{:_}", "{}")),
                )
    return b.write(folder)


def sized(folder: Path, figures: int = 10_000, documents: int = 50) -> Path:
    """Write a dossier with about so many figures in so many documents, for benchmarks."""
    mentions = 5
    return many(folder, statements=max(1, figures // (2 * mentions)), documents=documents, mentions=mentions)


if __name__ == "__main__":
    target, *numbers = sys.argv[1:]
    print(sized(Path(target), *map(int, numbers)))
