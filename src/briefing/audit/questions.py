"""Drift: the questions a careful editor would ask of a record that has no fault.

Belongs here: one short function a topic, each from the evidence to rows of questions. Does not belong here: faults
(dossier, coverage) and answers: nothing is picked, averaged or repaired.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from briefing.analysis.contradictions import CONTRARY, contradictions
from briefing.analysis.contradictions import say as say_pair
from briefing.analysis.view import view_of
from briefing.audit.cells import cell_questions
from briefing.audit.copied import copy_questions
from briefing.audit.coverage import quote_places
from briefing.audit.sources import source_questions
from briefing.drawing.faces import undrawn
from briefing.record.dossier import Record
from briefing.words.english import count, join_list
from briefing.words.intervals import QUALIFIERS, add_bounds, say
from briefing.words.languages.scripts import READ
from briefing.words.text import plain

COLUMNS = ["topic", "subject", "question", "figure_ids"]
NAME_WORDS = 8  # a longer run of capitals is no name but several, or a headline
_NAME = re.compile(r"[A-Z][\w’'-]*(?:[ \u00a0][A-Z][\w’'-]*){0,4}")


def questions(record: Record) -> pd.DataFrame:
    """Return every question: topic, subject, question (a sentence), figure_ids (space-separated, may be "")."""
    moved, record = _moved_quotes(record), _sound(record)
    asked = [
        *moved,
        *_differing_values(record),
        *_differing_qualifiers(record),
        *_lost_in_headlines(record),
        *_lost_in_translation(record),
        *_totals_and_parts(record),
        *_revisions_down(record),
        *_letters_not_drawn(record),
        *_unknown_spellings(record),
        *_shared_wires(record),
        *copy_questions(record),
        *_contradictions(record),
        *_uncertain_dates(record),
        *source_questions(record),
        *cell_questions(record),
    ]
    return pd.DataFrame(asked, columns=COLUMNS, dtype="str")


def _sound(record: Record) -> Record:
    """Return the record without the figures whose metric or qualifier is unknown, which is a fault by itself."""
    figures = record.tables["reported_figures"]
    known = figures["metric"].isin(record.metrics.names) & figures["qualifier"].isin([*QUALIFIERS])
    if known.all():
        return record  # with what has been worked out of it
    return replace(record, tables={**record.tables, "reported_figures": figures[known]})


def _moved_quotes(record: Record) -> Iterator[tuple]:
    places = quote_places(record)
    for row in places[places["found"].ne("in place")].itertuples():
        old = "nowhere" if pd.isna(row.old) else row.old
        text = record.texts.get(row.document_id, "")
        ask = {
            "moved": f"the words stood at {old} and stand at {row.start} now: is the change of the text meant?",
            "changed": f"the words stood at {old}; at {row.start} the text now says "
            f"“{'' if pd.isna(row.start) else text[row.start : row.end]}”: is it the same claim?",
            "lost": f"the words stood at {old} and nothing like them is left: was the claim withdrawn?",
        }[row.found]
        yield "moved quote", f"{row.document_id}", f"{row.figure_id}: {ask}", row.figure_id


def _differing_values(record: Record) -> Iterator[tuple]:
    stated = record.figures.dropna(subset=["value"])
    for (statement, metric), rows in _differing(stated, ["statement_id", "metric"], "value"):
        said = "; ".join(f"{value:,} in {_documents(same)}" for value, same in rows.groupby("value"))
        yield "differing values", f"{statement}, {metric}", f"{said}: which was stated?", _ids(rows)


def _differing_qualifiers(record: Record) -> Iterator[tuple]:
    stated = record.figures.dropna(subset=["value"])
    key = ["statement_id", "metric", "value", "value_to"]
    for (statement, metric, value, _), rows in _differing(stated, key, "qualifier"):
        said = "; ".join(f"{q} in {_documents(same)}" for q, same in rows.groupby("qualifier", observed=True))
        question = f"{value:,} is {said}: how firmly was it stated?"
        yield "differing qualifiers", f"{statement}, {metric}", question, _ids(rows)


def _differing(rows: pd.DataFrame, key: list[str], column: str):
    """Return the groups of rows that do not agree in a column."""
    varied = rows.groupby(key, dropna=False)[column].transform("nunique").gt(1)
    return rows[varied].groupby(key, dropna=False)


def _lost_in_headlines(record: Record) -> Iterator[tuple]:
    figures = record.figures.dropna(subset=["value"])
    bare = figures["qualifier"].eq("unqualified")
    headlines = figures[figures["voice"].isin(["headline", "link"]) & bare]
    firm = figures[~bare & ~figures["voice"].isin(["headline", "link"])]
    pairs = headlines.merge(firm, on=["statement_id", "document_id", "metric", "value"], suffixes=("", "_body"))
    for row in pairs.drop_duplicates("figure_id").itertuples():
        body = say(row.value, row.qualifier_body, row.value_to_body, record.metrics.unit(row.metric))
        question = f"the headline says {row.value:,}, the text {body}: does the chart follow the text?"
        yield "qualifier lost in a headline", row.document_id, question, f"{row.figure_id} {row.figure_id_body}"


def _lost_in_translation(record: Record) -> Iterator[tuple]:
    """Ask of each bare number whose language never qualifies it, where a document in another language does."""
    stated = record.figures.dropna(subset=["value"])
    stated = stated.assign(language=stated["document_id"].map(record.languages).map(READ))
    key = ["statement_id", "metric", "value", "value_to"]
    bare = stated["qualifier"].eq("unqualified")
    firm = stated[~bare].drop_duplicates([*key, "language"])
    pairs = stated[bare].drop_duplicates([*key, "document_id"]).merge(firm, on=key, suffixes=("", "_firm"))
    qualified = pairs[[*key, "language"]].merge(firm[[*key, "language"]], how="left", indicator="side")
    for row in pairs[qualified["side"].eq("left_only").to_numpy()].drop_duplicates("figure_id").itertuples():
        said = say(row.value, row.qualifier_firm, row.value_to, record.metrics.unit(row.metric))
        question = (
            f"{row.document_id_firm} has {said} in {row.language_firm} (“{row.quote_firm}”), this document prints a "
            f"bare {row.value:,} in {row.language}: was the qualifier lost in translation?"
        )
        yield "lost in translation", row.document_id, question, f"{row.figure_id} {row.figure_id_firm}"


def _totals_and_parts(record: Record) -> Iterator[tuple]:
    key = ["document_id", "statement_id"]
    bounded = add_bounds(record.figures.dropna(subset=["value"]))
    ends = (
        bounded.groupby([*key, "metric"])
        .agg(low=("low", "min"), high=("high", "max"))
        .unstack("metric")
        .astype("Float64")
    )

    def end(which: str, metric: str) -> pd.Series:
        column = (which, metric)
        return ends[column] if column in ends else pd.Series(pd.NA, index=ends.index, dtype="Float64")

    metrics, wrong = record.metrics, {}
    for part in metrics.of_persons():
        for whole in metrics.wholes(part):
            problem = f"{part} is above {whole}, but {metrics.those(part)} are part of {metrics.those(whole)}"
            wrong[problem] = end("low", part).gt(end("high", whole))
    for whole in metrics.names:
        if parts := metrics.summed(whole):
            least, most = (sum(end(e, part) for part in parts) for e in ("low", "high"))
            together = join_list(parts)
            wrong[f"{together} are more than {whole}"] = least.gt(end("high", whole))
            wrong[f"{together} are fewer than {whole}"] = most.lt(end("low", whole))
    ids = bounded.groupby(key)["figure_id"].agg(" ".join)
    for problem, where in wrong.items():
        for document_id, statement_id in ends.index[where.fillna(False)]:
            question = f"{problem}: what is counted?"
            yield "total and parts", f"{statement_id}, {document_id}", question, ids[document_id, statement_id]


def _revisions_down(record: Record) -> Iterator[tuple]:
    figures = record.figures[
        record.figures["metric"].isin(filter(record.metrics.is_running, record.metrics.names))
        & record.figures["made_on"].ne("")
    ]
    bounded = add_bounds(figures.dropna(subset=["value", "made_on"]))
    key = ["claimant_id", "metric"]
    stated = bounded.groupby([*key, "made_on", "statement_id"], as_index=False).agg(
        low=("low", "max"), high=("high", "max")
    )
    before = stated.groupby(key)[["statement_id", "low"]].shift()
    stated = stated.join(before.add_suffix("_before"))
    places = figures.groupby(["statement_id", "metric"], observed=True).indices
    for row in stated[stated["high"].lt(stated["low_before"]).fillna(False)].itertuples():
        question = (
            f"{row.metric} goes down from {row.low_before:,} ({row.statement_id_before}) to {row.high:,} "
            f"({row.statement_id}): a correction, or another count?"
        )
        both = [*places[row.statement_id, row.metric], *places[row.statement_id_before, row.metric]]
        yield "revision that goes down", row.claimant_id, question, _ids(figures.iloc[sorted(set(both))])


# What charts draw, and page and slides show, of each table: its key and these columns.
_DRAWN = {
    "actors": ("actor_id", ("short_name", "name")),
    "metrics": ("metric", ("label", "heading", "phrase", "whom")),
    "documents": ("document_id", ("document_id",)),
    "statements": ("statement_id", ("occasion",)),
    "reported_figures": ("figure_id", ("quote", "quote_en")),
}


def _letters_not_drawn(record: Record) -> Iterator[tuple]:
    """Ask about texts that charts, page and slides show, with letters that no chart draws: in no typeface, or leftward.

    A letter that many quotes have is asked about once for each document.
    """
    for table, (key, columns) in _DRAWN.items():
        rows, asked = record.tables[table], set()
        place = "document_id" if table == "reported_figures" else key
        for column in columns:
            for subject, where, words in zip(rows[key], rows[place], rows[column], strict=True):
                missing = undrawn(words)
                if not missing or (where, column, missing) in asked:
                    continue
                asked.add((where, column, missing))
                question = (
                    f"{table}.csv, {subject}: {column} “{words}” is drawn with □ for {missing}: what is it in other "
                    "letters?"
                )
                yield "letters that are not drawn", subject, question, subject if place != key else ""


def _unknown_spellings(record: Record) -> Iterator[tuple]:
    names = pd.concat(
        [
            pd.DataFrame({"name": record.tables["actors"][c], "actor_id": record.tables["actors"]["actor_id"]})
            for c in ("name", "short_name")
        ]
        + [record.tables["aliases"].rename(columns={"alias": "name"})[["name", "actor_id"]]]
    )
    known = {plain(name.split(",")[0]): actor for name, actor in zip(names["name"], names["actor_id"], strict=True)}
    known = {name: actor for name, actor in known.items() if len(name) >= 4}
    spellings = _spellings(record, set(known))
    if not known or not spellings:
        return
    likeness = process.cdist(list(spellings), list(known), scorer=fuzz.ratio, score_cutoff=70, dtype=np.uint8)
    best = likeness.argmax(axis=1)
    for (key, (spelling, document_id)), i, row in zip(spellings.items(), best, likeness, strict=True):
        name = list(known)[i]
        shared = key.split()[0] == name.split()[0] and " " in key and len(key.split()) == len(name.split())
        if key.removeprefix(name) in ("n", "an", "s"):  # North Korean is no other spelling of North Korea
            continue
        if row[i] >= 88 or (row[i] >= 72 and shared):
            question = f"is “{spelling}” another spelling of {known[name]}? Then add it to aliases.csv"
            yield "spelling no alias knows", document_id, question, ""


def _spellings(record: Record, known: set[str]) -> dict[str, tuple[str, str]]:
    """Return the capitalised words that are no known name nor a piece of one: plain → (as written, document_id)."""
    pieces = {piece for name in known for piece in _windows(name)}
    whole = record.tables["exclusions"].dropna(subset=["start", "end"])
    left_out: dict[str, list[tuple[int, int]]] = {}
    for document_id, start, end in whole[["document_id", "start", "end"]].itertuples(index=False):
        left_out.setdefault(document_id, []).append((int(start), int(end)))
    found: dict[str, tuple[str, str]] = {}
    for document_id, text in record.texts.items():
        for start, end in left_out.get(document_id, ()):
            text = text[:start] + " " * (end - start) + text[end:]
        for run in set(_NAME.findall(text)):
            for spelling in _windows(run):
                key = plain(spelling)
                if len(key) >= 6 and key not in pieces and not _holds(key, known):
                    found.setdefault(key, (spelling, document_id))
    return found


def _windows(run: str) -> Iterator[str]:
    """Yield the pieces of a run of words that are short enough for a name."""
    words = run.split()
    ends = ((i, j) for i in range(len(words)) for j in range(i + 1, min(i + NAME_WORDS, len(words)) + 1))
    yield from (" ".join(words[i:j]) for i, j in ends)


def _holds(key: str, known: set[str]) -> bool:
    return any(plain(piece) in known for piece in _windows(key))


def _shared_wires(record: Record) -> Iterator[tuple]:
    agencies = record.tables["actors"][record.tables["actors"]["kind"].eq("news_agency")][["actor_id", "short_name"]]
    chains = record.tables["attributions"].merge(agencies, on="actor_id")
    for (statement, agency), rows in chains.groupby(["statement_id", "short_name"]):
        documents = sorted(set(rows["document_id"]))
        if len(documents) > 1:
            question = f"{', '.join(documents)} all have it from {agency}: are they counted as one source?"
            yield "shared wire", statement, question, ""


def _contradictions(record: Record) -> Iterator[tuple]:
    """Ask about figures of different claimants that no number satisfies; how one statement differs is asked above."""
    if record.faults or record.tables["reported_figures"].empty:
        return
    table = contradictions(view_of(record.as_of()), printed=False)
    for row in table[table["verdict"].eq(CONTRARY)].itertuples():
        question = f"{say_pair(row)}: no number fits both ({row.decides}): do both count the same?"
        yield "claims that cannot both be true", row.statement_id_other, question, " ".join(row.figure_ids)


def _uncertain_dates(record: Record) -> Iterator[tuple]:
    for table, key, column in (("statements", "statement_id", "made_on"), ("documents", "document_id", "published_on")):
        rows = record.tables[table]
        prefix = column.removesuffix("_on") if column == "published_on" else column
        doubtful = rows[rows[f"{prefix}_basis"].ne("stated")]
        for subject, on, basis in doubtful[[key, column, f"{prefix}_basis"]].itertuples(index=False):
            date = f"the date {on} is {basis}" if on else "there is no date"
            yield "date not stated", subject, f"{date}: does anything name the day?", ""


def _documents(rows: pd.DataFrame) -> str:
    return ", ".join(sorted(set(rows["document_id"])))


def _ids(rows: pd.DataFrame) -> str:
    return " ".join(rows["figure_id"])


def summary(asked: pd.DataFrame) -> str:
    """Return how many questions each topic has, in one line."""
    return ", ".join(
        count(n, topic, digits=True) if n == 1 else f"{n} × {topic}"
        for topic, n in asked["topic"].value_counts().items()
    )
