"""Drafts: what an open number may be, proposed for a person to correct.

Each row has both: the cells of a figure and those of an exclusion, so that a person who decides otherwise has only to
name the other table. Belongs here: rows. Does not belong here: the rules (guesses, speakers) and writing into a record
(desk).
"""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from briefing.audit import grammar_english as english
from briefing.audit.guesses import OWN, Guess, Place, guess, person_end, place_of, subject_of
from briefing.audit.nearness import guess_nearest, whole_quote
from briefing.audit.referred import Referred, referred
from briefing.audit.speakers import known_statements
from briefing.record.dossier import Record
from briefing.words import quotes
from briefing.words.languages import LANGUAGES
from briefing.words.numerals import Numeral
from briefing.words.text import defuse

COLUMNS = [
    "accept", "table", "confidence", "statement_confidence", "line", "number", "clause", "figure_id",
    "document_id", "metric", "value", "value_to", "qualifier", "voice", "quote", "quote_start", "hedge",
    "refers_to", "included_in", "note", "reviewed_by", "reviewed_on", "doubt", "statement_id", "claimant",
    "claimant_kind", "occasion", "made_on", "made_on_basis", "made_on_note", "chain", "said_by", "said_by_start",
    "start", "end", "reason",
]  # fmt: skip
ENGLISH = ("", "en")  # the languages whose grammar the guesses know
CONFIDENCE = ("low", "medium", "high")
FIGURES, EXCLUSIONS = "reported_figures", "exclusions"


def draft(record: Record, numbers: pd.DataFrame) -> pd.DataFrame:
    """Return a proposed row or a proposed exclusion for each open number, with the columns COLUMNS.

    `numbers` is coverage(record). A proposal that may be wrong says `low` or `medium`; `accept` is empty.
    """
    rows, taken = [], set(record.figures["figure_id"])
    subject, known = subject_of(record), known_statements(record)
    running = {m for m in record.metrics.names if record.metrics.is_running(m)}
    for document_id, of_document in numbers.groupby("document_id", sort=False):
        if not of_document["status"].eq("open").any():
            continue
        text, metric, before, new = record.texts[document_id], "", {}, []
        language = record.languages.get(document_id, "")
        words = record.metrics.vocabulary_in(language or "en")
        numerals = [_numeral(row) for row in of_document.itertuples()]
        for i, (numeral, row) in enumerate(zip(numerals, of_document.itertuples(), strict=True)):
            place = place_of(text, numerals, i)
            if language in ENGLISH:
                found = guess(text, numeral, place, metric, words, subject, running)
            else:
                found = guess_nearest(text, numeral, place, words, LANGUAGES[language])
            if found and found.metric and numeral.kind in OWN and found.out in ("", english.AN_INCREASE):
                metric = found.metric
            if row.status != "open":
                continue
            if found and numeral.kind == "percent":
                found = replace(found, metric=words.share_of(found.metric), sure=0)
            is_figure = bool(found and found.metric and not found.out and numeral.kind in (*OWN, "percent"))
            own = found if is_figure else Guess("", numeral.start, numeral.end, 0)
            cells = {"line": row.line, "number": text[numeral.start : numeral.end], "document_id": document_id,
                     "clause": " ".join(text[place.start : place.end].split())}  # fmt: skip
            excluded = _exclusion(text, numeral, place, found)
            published = known.published.get(document_id, "")
            cells |= excluded | _figure(text, numeral, place, own, record, language, published)
            cells["table"] = FIGURES if is_figure else EXCLUSIONS
            cells["doubt"] = cells["doubt"] if is_figure else ""
            cells["confidence"] = cells["confidence"] if is_figure else CONFIDENCE[excluded["left_out"]]
            cells |= known.offer(document_id, text, place, cells if is_figure else cells | {"value": None})
            _like_before(cells, new)
            if is_figure:
                cells["figure_id"] = free_id(document_id, own.metric, taken)
                if english.INCLUDED.search(text, place.start, numeral.start):
                    cells["included_in"] = before.get((place.start, cells["statement_id"]), "")
                before[place.start, cells["statement_id"]] = cells["figure_id"]
            rows.append(cells)
    table = pd.DataFrame(rows, columns=COLUMNS)
    whole = ("line", "value", "value_to", "quote_start", "said_by_start", "start", "end")
    words = {c: table[c].astype("object").where(table[c].notna(), "").astype("str") for c in COLUMNS if c not in whole}
    return table.astype(dict.fromkeys(whole, "Int64")).assign(**words)


def _like_before(cells: dict, new: list[dict]) -> None:
    """Give a new statement the name and the date that an earlier one of the same document has for the same claimant.

    "The General Staff" is the Ruritanian General Staff named before; what it says without a date it said then.
    """
    if not cells["claimant"]:
        return
    name = cells["claimant"].casefold()
    for one in reversed(new):
        known = one["claimant"].casefold()
        if known == name or known.endswith(f" {name}") or known.startswith(f"{name} "):
            cells["chain"] = cells["chain"].replace(cells["claimant"], one["claimant"], 1)
            cells |= {c: one[c] for c in ("claimant", "claimant_kind")}
            if not cells["made_on"]:
                cells |= {c: one[c] for c in ("made_on", "made_on_basis", "made_on_note", "occasion")}
            break
    new.append(cells)


def defused(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose text cells a spreadsheet will not run: a leading = + - @ or tab gets an apostrophe."""
    text = table.select_dtypes(["object", "string", "str", "category"]).columns
    return table.assign(**{c: table[c].astype("str").map(defuse, na_action="ignore") for c in text})


def _numeral(row) -> Numeral:
    low = None if pd.isna(row.value) else row.value
    return Numeral(row.start, row.end, row.kind, low, None if pd.isna(row.value_to) else row.value_to, row.rule)


def _figure(
    text: str, numeral: Numeral, place: Place, found: Guess, record: Record, language: str, published: str
) -> dict:
    """Return the columns of a proposed row that its own words decide; of no figure, those that it would have."""
    value, value_to, qualifier = _value(text, numeral, place, language)
    if language in ENGLISH:
        start, end = _quote(text, numeral, found, qualifier, place)
    else:
        start, end = whole_quote(text, numeral, found, qualifier, place, LANGUAGES[language])
    quote, sure, doubts = text[start:end], found.sure, [*found.notes]
    if problem := _problem(
        text, start, quote, found.metric, (value, value_to, qualifier, numeral.kind == "percent", language), record
    ):
        sure, doubts = 0, [*doubts, problem]
    written = text[numeral.start : numeral.end]
    if value is not None and numeral.kind == "count" and re.fullmatch(r"(?:19|20)\d\d", written):
        sure, doubts = 0, [*doubts, "may be a year"]
    about = referred(text, numeral, place, published) if language in ENGLISH and found.metric else Referred()
    hedge = english.HEDGE.search(text, place.own_start, place.own_end)
    return {
        "confidence": CONFIDENCE[max(0, sure)], "metric": found.metric, "value": value, "value_to": value_to,
        "qualifier": qualifier, "voice": voice_at(text, numeral.start, numeral.end), "quote": quote,
        "quote_start": start, "hedge": hedge[1] if hedge else "", "refers_to": about.to, "included_in": "",
        "note": about.note, "doubt": "; ".join(filter(None, [*doubts, about.doubt])),
    }  # fmt: skip


def _problem(text: str, start: int, quote: str, metric: str, number: tuple, record: Record) -> str:
    """Return what the record would refuse in a proposed quote, "" for nothing."""
    found = quotes.quote_problem(quote, *number)
    if metric and not found:
        found = quotes.metric_problem(quote, metric, record.metrics.vocabulary_in(number[-1] or "en"))
    found = (
        found
        or quotes.edge_problem(text, quote, start, number[-1])
        or quotes.context_problem(text, quote, start, *number)
    )
    return found[1] if found else ""


def _value(text: str, numeral: Numeral, place: Place, language: str) -> tuple[int | None, int | None, str]:
    if numeral.value is None or numeral.value != numeral.value // 1:
        return None, None, "vague"
    if numeral.value_to is not None:
        return int(numeral.value), int(numeral.value_to), "between"
    return int(numeral.value), None, quotes.qualifier_of(text, numeral, place.own_start, language)


def _quote(text: str, numeral: Numeral, found: Guess, qualifier: str, place: Place) -> tuple[int, int]:
    """Return the shortest span with the qualifier, the number, its noun and the words of the metric."""
    start, end = min(found.start, numeral.start), max(found.end, numeral.end)
    end = max(end, numeral.end + (person_end(text[numeral.end : place.own_end]) or 0))
    if qualifier == "between":
        between = english.BETWEEN_ENDS.search(text[place.own_start : numeral.start])
        return min(start, place.own_start + between.start() if between else start), end
    if after := english.TAIL.match(text[numeral.end :]):
        end = max(end, numeral.end + after.end())
    words = [m.start() for m in re.finditer(r"\S+", text[place.own_start : numeral.start])]
    for offset in reversed([w + place.own_start for w in words]):
        if qualifier in ("unqualified", "vague") or offset < numeral.start - 60:
            break
        shifted = Numeral(numeral.start - offset, numeral.end - offset, "count")
        if quotes.qualifier_of(text[offset:end], shifted) == qualifier:
            return min(start, offset), end
    return start, end


def _exclusion(text: str, numeral: Numeral, place: Place, found: Guess | None) -> dict:
    """Return the columns of a proposed exclusion: the number with the words it counts, why, and how sure."""
    nouns = english.NOUNS.match(text, numeral.end)
    end = numeral.end + len(nouns[0].rstrip()) if nouns else numeral.end
    end = min(end, place.own_end)
    if found and found.out == english.AN_AGE:
        end = numeral.end
    reason, sure = english.NOT_A_FIGURE, 1
    if numeral.kind in english.KINDS:
        reason, sure = english.NOT_PERSONS.format(english.KINDS[numeral.kind]), 0 if found else 2
    elif found and found.out:
        reason, sure = found.out, found.sure
    elif found or nouns is None or english.COUNTED.search(nouns[1]):
        sure = 0
    words = " ".join(text[numeral.start : end].split())
    reason = reason.replace("“{}”", f"“{words}”", 1)
    return {"start": numeral.start, "end": end, "reason": reason, "left_out": sure}


def voice_at(text: str, start: int, end: int) -> str:
    """Return the voice that the place of text[start:end] gives it, of those that reported_figures may have."""
    line_start = text.rfind("\n", 0, start) + 1
    line = text[line_start : (text.find("\n", end) + 1 or len(text) + 1) - 1].strip()
    before = text[max(0, start - 2000) : start]
    if english.READ_ON.match(line):
        return "link"
    if before.rfind("“") > before.rfind("”") or text[line_start:start].count('"') % 2:
        return "direct_quote"
    bare = line.rstrip("’'”\"")[-1:] not in (".", "!", "?", ",", ":") and len(line) < 140
    return "headline" if bare else "paraphrase"


def free_id(document_id: str, metric: str, taken: set[str]) -> str:
    """Return the next free figure_id of a document and metric, and take it."""
    stem = f"{document_id.split('_')[0]}-{metric}"
    figure_id = next(f"{stem}-{i}" for i in range(1, 10**6) if f"{stem}-{i}" not in taken)
    taken.add(figure_id)
    return figure_id
