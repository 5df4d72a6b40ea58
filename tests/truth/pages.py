"""Kinds of finding that stand on page and slides and below charts: what a briefing rests on, names, open numbers."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import groupby
from pathlib import Path

from tests.truth.oracle import check, counted, differs, lacks, names, number_of_cases
from tests.truth.record import Seen, date_words, in_words, number_of, period, reference, spelled

BASES = {
    "stated": "a document states the date", "inferred": "the date is inferred",
    "external": "the date is known from elsewhere", "unknown": "the date is not known",
}  # fmt: skip
VOICES = {"direct_quote": "quoted", "paraphrase": "paraphrased", "headline": "headline", "link": "link"}


def rows_of(seen: Seen, figure_ids) -> list[dict]:
    found = [r for r in seen.all_rows if r["figure_id"] in set(figure_ids)]
    if len(found) != len(set(figure_ids)):
        raise ValueError("figures that are not on record")
    return found


def said_of(seen: Seen, row: dict) -> str:
    if row["qualifier"] in ("vague", "none_given"):
        return {"vague": "an unspecified number", "none_given": "no number"}[row["qualifier"]]
    return in_words(*number_of(row), row["qualifier"], seen.metric[row["metric"]]["unit"])


def chain_of(seen: Seen, statement: str, document: str) -> str:
    """Say a chain by its steps: "NIS → Lee and Park → AFP"; several actors may share a step."""
    steps = [t for t in seen.tables["attributions"] if (t["statement_id"], t["document_id"]) == (statement, document)]
    steps.sort(key=lambda t: int(t["step"]))
    shared = [[seen.name(t["actor_id"]) for t in of] for _, of in groupby(steps, key=lambda t: t["step"])]
    return " → ".join(" and ".join([", ".join(n[:-1]), n[-1]]) if len(n) > 1 else n[0] for n in shared)


@check("name")
def name(seen, words, about):
    actor = seen.actors[about["actor"]]
    yield differs("the name", words, f"{actor['short_name']}: {actor['name']}")


@check("masthead")
def masthead(seen, words, about):
    yield counted(words, len({r["statement_id"] for r in seen.rows}), "statement")
    yield counted(words, len({r["document_id"] for r in seen.rows}), "document")
    yield lacks(words, f"made by {date_words(seen.as_of)}" if seen.as_of else "")
    yield names(seen, words, {seen.who(r["statement_id"]) for r in seen.rows} if seen.claimants else (), 99)


@check("cited")
def cited(seen, words, about):
    documents = {r["document_id"] for r in seen.rows}
    yield counted(words, len(documents), "document")
    years = {seen.documents[d]["published_on"][:4] for d in documents} - {""}
    yield lacks(words, *({min(years), max(years)} if years else ["undated"] if documents else []))


@cache
def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def text_of(seen: Seen, document: str) -> str:
    return read(seen.folder.parent / "seeds" / seen.documents[document]["file"])


@check("open")
def open_numbers(seen, words, about):
    """Each is a number in a document that no quote and no exclusion holds; completeness is held by audit's tests."""
    places = about["places"]
    n, of = len(places), len({d for d, _ in places})
    yield lacks(words, f"{n:,} number{'s' * (n != 1)} in {spelled(of)} document{'s' * (of != 1)}")
    for document, start in places:
        text = text_of(seen, document)
        number = re.sub(r"\D", "", re.match(r"[\d.,\s]*", text[start:])[0])
        held = [r for r in seen.tables["reported_figures"] if (r["document_id"], r["value"]) == (document, number)
                and int(r["quote_start"]) <= start < int(r["quote_start"]) + len(r["quote"])]  # fmt: skip
        yield f"a figure records the number at {start}" if held else ""
        yield next((f"excluded at {start}" for e in seen.tables.get("exclusions", ()) if e["document_id"] == document
                    and e["start"] and int(e["start"]) <= start < int(e["end"])), "")  # fmt: skip


@check("rests")
def rests(seen, words, about):
    rows = rows_of(seen, about["figure_ids"])
    yield counted(words, len(rows), "mention")
    yield counted(words, len({(r["statement_id"], r["metric"]) for r in rows}), "claim")
    yield counted(words, len({r["document_id"] for r in rows}), "document")


@check("heading")
def heading(seen, words, about):
    rows = rows_of(seen, about["figure_ids"])
    claims = {(r["statement_id"], r["metric"]) for r in rows}
    yield differs("claims", 1, len(claims))
    (s, m), *_ = claims
    yield lacks(words, seen.name(seen.who(s)), date_words(seen.made(s)), seen.phrase(m))
    yield lacks(words, reference([r.get("refers_to", "") for r in rows], seen.made(s)))
    given = [said_of(seen, r) for r in rows]
    yield lacks(words, *(["no number"] if all(r["qualifier"] == "none_given" for r in rows) else given))


@check("basis")
def basis(seen, words, about):
    said = BASES[seen.statements[about["statement"]]["made_on_basis"]]
    yield differs("how the date is known", words, said[0].upper() + said[1:])


def drawn_numbers(seen: Seen, claimants) -> int:
    """How many numbers of dated claims on the first topic some claimants gave."""
    given = seen.numbered(seen.lead, dated=True)
    return sum(len(v) for (s, _), v in given.items() if seen.who(s) in claimants)


@check("grey")
def grey(seen, words, about):
    mute = {c for c, v in seen.chosen.items() if not v and seen.made(c[0]) and seen.who(c[0]) not in about["lanes"]
            and c[1] in seen.lead}  # fmt: skip
    yield differs("claims without a number", about["mute"], len(mute))
    yield lacks(words, f"{spelled(len(mute))} claim{'s' * (len(mute) != 1)} without a number" if mute else "")
    figures, n = drawn_numbers(seen, about["claimants"]), len(about["claimants"])
    yield differs("figures", about["n"], figures) or counted(words, figures, "figure")
    yield lacks(words, f"{spelled(n)} other claimant{'s' * (n != 1)}")


UNITS = {"day": lambda d: d, "month": lambda d: (d.year, d.month), "quarter": lambda d: (d.year, (d.month - 1) // 3),
         "year": lambda d: d.year}  # fmt: skip


@check("bars")
def bars(seen, words, about):
    unit, whose = UNITS[about["unit"]], about.get("claimants")
    if about["noun"] == "figure":
        given = seen.numbered(seen.lead, dated=True)
        dated = [s for (s, _), values in given.items() for _ in values]
        ends = {s: period(seen.made(s)) for s in dated}
    else:
        dated = [s for s in {s for s, _ in seen.chosen} if seen.made(s) and seen.who(s) in whose]
        ends = {s: (period(seen.made(s))[0], min(period(seen.made(s))[1], seen.known_from[s])) for s in dated}
    inside = [s for s in dated if unit(ends[s][0]) == unit(ends[s][1])]
    yield differs("in bars, of", (about["n"], about["of"]), (len(inside), len(dated)))
    yield lacks(words, f"{len(inside):,} {about['noun']}", about["unit"])
    yield lacks(words, f"{len(dated) - len(inside):,} dated less precisely" if len(inside) < len(dated) else "")
    if about["noun"] == "statement":
        highest = max(Counter((seen.who(s), unit(ends[s][0])) for s in inside).values())
        yield differs("the highest bar", about["most"], highest) or lacks(words, f"the highest bar {highest}")


@check("hidden")
def hidden(seen, words, about):
    claimants = {seen.who(s) for s, _ in seen.chosen}
    if "Not drawn" not in words:
        claimants = {seen.who(s) for s, _ in seen.chosen if seen.made(s)}
    n = len(claimants - set(about["shown"]))
    yield lacks(words, f"{spelled(n)} more claimant" if "more" in words else f"{spelled(n)} claimant")


@check("beside")
def beside(seen, words, about):
    s = about["statement"]
    statements = len({t for t, _ in seen.chosen}) - 1
    yield differs("other statements", about["statements"], statements)
    yield lacks(words, f"{spelled(statements)} other statement{'s' * (statements != 1)}" if statements else "")
    yield lacks(words, *(seen.phrase(m) for m in about["metrics"]))
    yield next((f"{m} is not of it" for m in about["metrics"] if (s, m) not in seen.chosen), "")
    n = about["documents"]
    yield lacks(words, f"{spelled(n)} more document{'s' * (n != 1)}" if n else "")
    yield "more documents than carry it" if n >= len({r["document_id"] for r in seen.index["rows"][s, ""]}) else ""


@check("not_drawn")
def not_drawn(seen, words, about):
    left = set(seen.chosen) - set(about["drawn"])
    yield next((f"{c} is not on record" for c in set(about["drawn"]) - set(seen.chosen)), "")
    if not words:
        yield f"{len(left)} are not drawn" if left else ""
        return
    more = "" if "without a number" in words else "more "
    yield lacks(words, f"{spelled(len(left))} {more}claim{'s' * (len(left) != 1)}")
    if not more:
        yield next((f"{c} has a number" for c in left if seen.chosen[c]), "")


@check("more_cases")
def more_cases(seen, words, about):
    n = number_of_cases(seen).total()
    yield differs("cases", about["of"], n)
    yield lacks(words, f"{spelled(about['more'])} more case{'s' * (about['more'] != 1)}")
    yield "more than there are" if about["more"] >= n else ""


@check("unlabelled")
def unlabelled(seen, words, about):
    dated = {s for s, _ in seen.chosen if seen.made(s)}
    yield differs("dated statements", about["of"], len(dated))
    yield lacks(words, f"{spelled(about['n'])} statement{'s' * (about['n'] != 1)} of {len(dated):,}")
    yield "" if about["n"] < len(dated) else "none has a label"
