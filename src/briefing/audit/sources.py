"""Questions about sources: whose words say who said it, when, in which voice, and what nobody recorded.

Belongs here: one short function a topic, for what the loader cannot contradict. Does not belong here: questions about
the figures themselves (questions) and faults (record.provenance).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from briefing.audit.drafts import voice_at
from briefing.record.dossier import Record
from briefing.words.english import count, join_list, list_up_to
from briefing.words.text import plain

PRESS = ("outlet", "news_agency")
_SENTENCE = re.compile(r"[^\n]+?(?:[.!?][”\"'’]?(?=\s|\Z)|(?=\n)|\Z)")


def source_questions(record: Record) -> Iterator[tuple]:
    """Yield every question about the sources of a record: topic, subject, question, figure_ids."""
    yield from _dates_without_words(record)
    yield from _steps_without_words(record)
    yield from _steps_of_left_out_words(record)
    yield from _steps_known_otherwise(record)
    yield from _kinds_and_verbs(record)
    yield from _short_names(record)
    yield from _voices(record)
    yield from _unrecorded_claims(record)


def _dates_without_words(record: Record) -> Iterator[tuple]:
    for table, key, prefix in (("statements", "statement_id", "made_on"), ("documents", "document_id", "published")):
        rows = record.tables[table]
        bare = rows[rows[f"{prefix}_basis"].eq("stated") & rows[f"{prefix}_quote"].eq("")]
        for subject, on in bare[[key, "made_on" if prefix == "made_on" else "published_on"]].itertuples(index=False):
            yield "stated date without its words", subject, f"which words state {on}? Quote them, or say inferred", ""


def _steps_without_words(record: Record) -> Iterator[tuple]:
    rows = record.tables["attributions"]
    bare = rows[rows["quote"].eq("") & rows["basis"].eq("")]
    for (statement, document), steps in bare.groupby(["statement_id", "document_id"], sort=False):
        who = join_list(f"{actor} {verb} it" for actor, verb in zip(steps["actor_id"], steps["verb"], strict=True))
        question = f"which words say that {who}? Quote them, or give a basis and a note"
        yield "chain without its words", f"{statement}, {document}", question, ""


def _steps_of_left_out_words(record: Record) -> Iterator[tuple]:
    """Ask about words that are to state who acted and stand in a passage that is no part of the article."""
    steps = record.tables["attributions"].query("basis == 'stated'").dropna(subset=["quote_start"])
    pairs = steps.merge(record.tables["exclusions"].dropna(subset=["start", "end"]), on="document_id")
    inside = pairs["quote_start"].ge(pairs["start"]) & pairs["end"].ge(pairs["quote_start"] + pairs["quote"].str.len())
    for document, actor, quote in pairs.loc[inside, ["document_id", "actor_id", "quote"]].drop_duplicates().to_numpy():
        question = f"“{quote}” stands in an excluded passage: does the article itself say that it was {actor}?"
        yield "step known from outside the article", document, question, ""


def _steps_known_otherwise(record: Record) -> Iterator[tuple]:
    rows = record.tables["attributions"]
    known = rows[rows["basis"].isin(["inferred", "external"])]
    for (document, actor, verb, basis, note), steps in known.groupby(
        ["document_id", "actor_id", "verb", "basis", "note"], sort=False
    ):
        statements = join_list(steps["statement_id"])
        question = f"that {actor} {verb} {statements} is {basis}: do any words say it? {note}"
        yield "step known otherwise", document, question, ""


def _kinds_and_verbs(record: Record) -> Iterator[tuple]:
    """Ask about kinds that do not go with what an actor does.

    The press reports and nobody else does, but for a state's media; others have it from an agency, not from an outlet.
    """
    kinds = record.tables["actors"].set_index("actor_id")["kind"]
    steps = record.tables["attributions"].assign(kind=lambda t: t["actor_id"].map(kinds))
    last = steps["step"].eq(steps.groupby(["statement_id", "document_id"])["step"].transform("max"))
    press, agency = steps["kind"].isin(PRESS), steps["kind"].eq("news_agency")
    others_have_it = (~last).groupby(steps["actor_id"]).transform("any")
    reports = steps["verb"].isin(["reported", "republished"])
    asked = {
        "is it so?": (press ^ reports) & steps["kind"].ne("state_media") & steps["kind"].notna(),
        "does an agency copy another's words?": agency & steps["verb"].eq("republished") & ~last,
        "others have it from there: is it an agency?": steps["kind"].eq("outlet") & ~last,
        "nobody else has it from there: is it an outlet?": agency & ~others_have_it,
    }
    for question, where in asked.items():
        for (actor, kind, verb), rows in steps[where].groupby(["actor_id", "kind", "verb"], sort=False):
            place = f"{count(len(rows), 'chain', digits=True)}, first in {rows['document_id'].iloc[0]}"
            yield "kind and part in the chain", actor, f"{kind} and {verb} in {place}: {question}", ""


def _short_names(record: Record) -> Iterator[tuple]:
    """Ask about a short name that has no word of its actor's name and aliases, nor their first letters."""
    aliases = record.tables["aliases"].groupby("actor_id")["alias"].agg(" ".join)
    for actor, name, short in record.tables["actors"][["actor_id", "name", "short_name"]].itertuples(index=False):
        words = plain(f"{name} {aliases.get(actor, '')}").split()
        letters = "".join(word[0] for word in words)
        if not set(plain(short).split()) & set(words) and plain(short).replace(" ", "") not in letters:
            yield "short name", actor, f"is “{short}” short for “{name}”? They share no word", ""


def _voices(record: Record) -> Iterator[tuple]:
    """Ask about a voice that is not that of the place: within quotation marks, in a headline, in a link."""
    figures = record.figures.dropna(subset=["quote_start"])
    columns = ["figure_id", "document_id", "voice", "quote", "quote_start"]
    for figure, document, voice, quote, start in figures[columns].itertuples(index=False):
        found = voice_at(record.texts.get(document, ""), int(start), int(start) + len(quote))
        if voice != found:
            yield "voice", document, f"{figure} is {voice}, and its place looks like {found}: which is it?", figure


def _unrecorded_claims(record: Record) -> Iterator[tuple]:
    """Ask about sentences that speak of what is counted and of which nothing is recorded or excluded."""
    event, spans = record.metrics.vocabulary.event, _used_spans(record)
    for document, text in record.texts.items():
        used, found = sorted(spans.get(document, [])), []
        starts, ends = [a for a, _ in used], [0, *accumulate((b for _, b in used), max)]
        for sentence in _SENTENCE.finditer(text):
            happened = event.search(sentence[0])
            if happened and ends[bisect_left(starts, sentence.end())] <= sentence.start():
                found.append(f"line {text.count(chr(10), 0, sentence.start()) + 1} “{happened[0]}”")
        if found:
            question = f"no row is of {list_up_to(found, 12)}: is one of these sentences a claim?"
            yield "sentence without a row", document, question, ""


def _used_spans(record: Record) -> dict[str, list[tuple[int, int]]]:
    """Return, by document, where quotes of figures and exclusions stand."""
    figures = record.tables["reported_figures"].dropna(subset=["quote_start"])
    ends = figures["quote_start"] + figures["quote"].str.len()
    left_out = record.tables["exclusions"].dropna(subset=["start", "end"])
    spans: dict[str, list[tuple[int, int]]] = {}
    for document, start, end in [
        *zip(figures["document_id"], figures["quote_start"], ends, strict=True),
        *left_out[["document_id", "start", "end"]].itertuples(index=False, name=None),
    ]:
        spans.setdefault(document, []).append((int(start), int(end)))
    return spans
