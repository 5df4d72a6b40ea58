"""Records and views without number: what the sentences of every chart are held against.

Belongs here: the dossiers that a view is drawn from, and its sentences. Does not belong here: whether they are true.
"""

from __future__ import annotations

import csv
import json
import shutil
from functools import cache
from pathlib import Path
from random import Random

from briefing.analysis.contradictions import contradictions, judgement, say
from briefing.analysis.view import View, view_of
from briefing.audit import coverage
from briefing.charts import CHARTS
from briefing.outputs import page
from briefing.outputs.citations import by_claim, claim_heading, date_basis, mentions, rests_on
from briefing.outputs.judgements import changes
from briefing.paths import DATA
from briefing.record.dossier import read_record
from tests import dossiers
from tests.dossiers import Builder
from tests.growth import grown
from tests.march import march
from tests.truth.record import Seen, tables_of


def invented(folder: Path, seed: int) -> Path:
    """Write a record of a few claimants: collectives, ranges, undated rows, incidents, own chains."""
    random, b = Random(seed), Builder("soldiers")
    kinds = ["intelligence_agency", "head_of_state", "government", "collective", "state_media", "military"]
    claimants = [f"c{i}" for i in range(random.choice((1, 2, 3, 5)))]
    for i, c in enumerate(claimants):
        name = ["Ministry", "Western agencies", "Staff", "UK MoD", "President", "Bureau of Statistics"][i]
        b.actor(c, f"{name} in full", name, random.choice(kinds), random.choice(("", "Ruritania")))
    b.actor("wire", "World Wire", "World Wire", "news_agency")
    b.actor("lee", "Lee, a lawmaker", "Lee", "legislator")
    papers = [f"p{i}" for i in range(random.randint(1, 4))]
    for p in papers:
        b.actor(p, f"Paper {p}", f"Paper {p.upper()}", "outlet")
    dates = ["2025-01-09", "2025-01-13", "2025-01", "2025", "", "2025-03-30", "2025-04-28", "2025-04-30", "2025-06"]
    documents = []
    for i in range(random.randint(1, 6)):
        documents.append(f"d{i}")
        published = random.choice(("2025-12-31", "2026-01", "2026", ""))
        b.document(f"d{i}", random.choice(papers), published)
    said = list(dossiers.SAID)
    for i in range(random.randint(1, 9)):
        c = random.choice(claimants)
        made = "2025-04-28" if i == 0 and random.random() < 0.6 else random.choice(dates)
        s = "kcna-2025-04-28" if i == 0 and made == "2025-04-28" else f"s{i}"
        b.statement(s, c, made, random.choice(("inferred", "stated", "external")) if made else "")
        metrics = random.sample(said, random.randint(1, 5))
        for d in random.sample(documents, random.randint(1, len(documents))):
            own = [(c, "reported")] if random.random() < 0.1 else []
            relays = random.choice(([], [("lee", "relayed")], [("wire", "reported")], own))
            for m in metrics:
                if random.random() < 0.2:
                    continue
                q = random.choice((*dossiers.QUALIFIERS, "about", "unqualified", "unqualified"))
                v = random.choice((1, 100, 138, 300, 350, 2700, 3000, 3862, 4000, 12138, 15000, 18000))
                v = None if q in ("vague", "none_given") else v
                voice = random.choice(("paraphrase", "direct_quote", "headline", "link"))
                b.figure(d, s, m, v, q, v + 500 if q == "between" else None, voice, relays)
        if not any(row[2] == s for row in b.rows["reported_figures"]):
            b.figure(documents[0], s, metrics[0], 700, "about")
    b.rows["documents"] = [row for row in b.rows["documents"] if row[0] in b.counted]
    return b.write(folder)


def more_articles(folder: Path, seed: int) -> Path:
    """Write this repository's record with four invented articles: retellings, new numbers, ranges of dates."""
    shutil.copytree(DATA.parent / "seeds", folder / "seeds")
    shutil.copytree(DATA, folder / "data")
    data, random = folder / "data", Random(seed)
    said = [
        ("north-korea", "2025-06-20", "killed", 350, "about", "about 350 soldiers were killed"),
        ("nis", "nis-2025-01-13", "casualties", 3000, "unqualified", "3,000 soldiers were killed or wounded"),
        ("zelenskyy", "2025-07-01", "killed", 600, "at_least", "at least 600 soldiers were killed"),
        ("nis", "2025-10", "deployed", 16000, "unqualified", "16,000 soldiers were sent"),
        ("zelenskyy", "2025-06-28/2025-06-30", "killed", 900, "about", "about 900 soldiers were killed"),
        ("nis", "2025-07-30/2025-08-02", "wounded", 5200, "unqualified", "5,200 soldiers were wounded"),
        ("agencies", "", "killed", 5000, "up_to", "up to 5,000 soldiers were killed"),
    ]  # fmt: skip
    append = {}
    for i, (claimant, when, metric, value, qualifier, quote) in enumerate(random.sample(said, 4)):
        document, text = (
            f"9{i}_invented",
            f"They said: {quote}.\n" + "They came in 12 trains.\n" * (seed % 2),
        )  # a number left open
        (folder / "seeds" / f"{document}.txt").write_text(text, encoding="utf-8")
        published = random.choice(("2025-11-01", "2025-11", ""))
        statement = when if when.startswith("nis") else f"x{i}"
        if statement.startswith("x"):
            precision = {0: "none", 4: "year", 7: "month", 10: "day"}.get(len(when), "range")
            append.setdefault("statements", []).append(
                {"statement_id": statement, "claimant_id": claimant, "occasion": "Briefing", "made_on": when,
                 "made_on_precision": precision, "made_on_basis": "external" if when else "unknown"})  # fmt: skip
        append.setdefault("documents", []).append(
            {"document_id": document, "file": f"{document}.txt", "sha256": dossiers.hashlib.sha256(text.encode())
             .hexdigest(), "outlet": "unn", "published_on": published,
             "published_precision": {0: "none", 7: "month", 10: "day"}[len(published)],
             "published_basis": "external" if published else "unknown", "language": "en"})  # fmt: skip
        for step, (actor, verb) in enumerate(((claimant, "stated"), ("unn", "reported")), 1):
            append.setdefault("attributions", []).append(
                {"statement_id": statement, "document_id": document, "step": step, "actor_id": actor, "verb": verb,
                 "basis": "inferred", "note": "Invented."})  # fmt: skip
        append.setdefault("reported_figures", []).append(
            {"figure_id": f"{document}-1", "document_id": document, "statement_id": statement, "metric": metric,
             "value": value, "qualifier": qualifier, "voice": "paraphrase", "quote": quote,
             "quote_start": 11})  # fmt: skip
    for name, rows in append.items():
        path = data / f"{name}.csv"
        header = next(csv.reader(path.open(encoding="utf-8", newline="")))
        with path.open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, header, restval="", lineterminator="\n").writerows(rows)
    return data


MAKERS = {
    "one_claimant": lambda folder, seed: dossiers.one_claimant(folder),
    "tiny": lambda folder, seed: dossiers.tiny(folder),
    "march": lambda folder, seed: march(folder),
    "more articles": more_articles,
    "grown": lambda folder, seed: grown(folder, 20, 6),
    "invented": invented,
    "hundreds": lambda folder, seed: dossiers.many(folder, statements=120 + 40 * seed, documents=25, seed=seed),
}


coverage._coverage = cache(coverage._coverage.__wrapped__)  # of a record, whatever the view
KINDS = ["here", "here", "more articles", "more articles", *MAKERS, *["invented"] * 8]


def forget() -> None:
    """Forget every record that was read."""
    for function in (record, parameters, checked, loaded, tables_of):
        function.cache_clear()


@cache
def record(folder: Path, kind: str, seed: int) -> Path:
    """Return the data/ folder of a record of a kind, written once a process; "here" is this repository's."""
    if kind == "here":
        return DATA
    return MAKERS[kind](folder / f"{kind}-{seed}", seed)


@cache
def parameters(data: Path) -> dict[str, list[str]]:
    """Return what the parameters of a record's views may be."""
    rows = {p.stem: list(csv.DictReader(p.open(encoding="utf-8", newline=""))) for p in data.glob("*.csv")}
    stated = {r["claimant_id"] for r in rows["statements"]}
    figures = {r["metric"] for r in rows["reported_figures"]}
    made = sorted({r["made_on"] for r in rows["statements"]} | {r["published_on"] for r in rows["documents"]} - {""})
    descriptor = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    days = [r["statement_id"] for r in rows["statements"] if len(r["made_on"]) == 10]
    return {
        "as_of": ["", *(m for m in made if "/" not in m), "1999", "2025-01-10", "2025-02", "2031"],
        "claimants": [r["actor_id"] for r in rows["actors"] if r["actor_id"] in stated],
        "metrics": [r["metric"] for r in rows["metrics"] if r["metric"] in figures],
        "pivot": ["", "", "none", *days[:8]],
        "names": [r["short_name"] for r in rows["actors"]] + [descriptor["subject"]],
    }


@cache
def checked(data: Path):
    """Return a record as read and checked: once a process, for all its views."""
    return read_record(data)


@cache
def loaded(data: Path, as_of: str):
    return checked(data).as_of(as_of)


def sentences(view: View) -> list[tuple]:
    """Return (chart, text, its sentences) of a view, and what would change the picture; nothing is drawn."""
    found = []
    for chart in CHARTS:
        table, _, text = chart.told(view)
        said = [text.title, text.subtitle, text.alt, text.source, text.nothing, chart.question(view, table)]
        if chart.caveat and not text.nothing:
            said.append(chart.caveat(view, table))
        found.append((chart.name, text, said))
    return [*found, ("changes", None, changes(view)), ("page", None, of_the_page(view))]


def of_the_page(view: View) -> list:
    """Return the sentences of the page and the slides that no chart has."""
    briefing, pairs = page.Briefing(view), contradictions(view)
    said = [briefing.title, briefing.scope(page.LINKS), briefing.names, briefing.cited(), judgement(pairs)]
    said += [say(pair) for pair in pairs.itertuples()] or [briefing.no_contradiction]
    rows = mentions(view, view.figures["figure_id"])
    if len(rows):
        said += [rests_on(rows), *(tell(claim) for claim in by_claim(rows) for tell in (claim_heading, date_basis))]
    return said


def seen_and_view(data: Path, as_of: str, claimants: tuple, metrics: tuple, pivot: str) -> tuple[Seen, View]:
    """Return the same view twice: as the CSV rows say it, and as the package does."""
    return Seen(data, as_of, claimants, metrics, pivot), view_of(loaded(data, as_of), claimants, metrics, pivot)
