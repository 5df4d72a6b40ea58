"""The documents as a notebook shows them: figures and exclusions marked in place, each linked to its row.

A document is untrusted text: every character is escaped, no address in it becomes a link, and characters that
reorder or hide text are shown by their codes.
Belongs here: HTML of the evidence. Does not belong here: charts, and the page that assembles them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

import pandas as pd
from markupsafe import Markup

from briefing.audit.coverage import coverage, quote_places
from briefing.audit.questions import questions
from briefing.record.dossier import Record
from briefing.words.html import anchor, filled

ROW = ("row", "metric", "qualifier", "value", "statement", "words or reason")
_html = partial(filled, "briefing.audit", "document.html.j2")


def open_questions(record: Record) -> pd.DataFrame:
    """Return what is open in a dossier: topic, subject, question, figure_ids; open numbers first."""
    numbers = coverage(record)
    left = numbers[numbers["status"].eq("open")]
    asked = pd.DataFrame(
        {
            "topic": "open number",
            "subject": left["document_id"] + ", line " + left["line"].astype("str"),
            "question": "“" + left["text"] + "”: a figure, or to be excluded?",
            "figure_ids": "",
        },
        dtype="str",
    )
    return pd.concat([asked, questions(record)], ignore_index=True)


def highlighted(record: Record, document_id: str) -> Markup:
    """Return a document as HTML: its text escaped, with figures, exclusions, excused and open numbers marked in place.

    A figure links to #figure-ID, an exclusion to #exclusion-DOCUMENT-START: the anchors that row_anchors() makes.
    Raises ValueError for a document that the dossier does not have.
    """
    if document_id not in record.texts:
        raise ValueError(f"no document {document_id!r}: the dossier has {', '.join(record.texts)}")
    text = record.texts[document_id]
    marks = _marks(record, document_id)
    cuts = sorted({0, len(text), *(place for start, end, *_ in marks for place in (start, end))})
    return _html("document", pieces=[(text[a:b], *_look(a, b, marks)) for a, b in pairwise(cuts)])


def excerpt(record: Record, document_id: str, begin: int, end: int, marks: list[tuple[int, int, str, str]]) -> Markup:
    """Return text[begin:end] of a document as HTML, marked as in `highlighted` and with marks of its own on top.

    `marks` are (start, end, kind, title), inner before outer; kinds are `current`, `speaker` and `proposed`.
    """
    text = record.texts[document_id]
    every = [(a, b, kind, "", title) for a, b, kind, title in marks] + [
        (a, b, kind, "", title) for a, b, kind, _, title in _marks(record, document_id) if a < end and b > begin
    ]
    cuts = sorted({begin, end, *(place for a, b, *_ in every for place in (a, b) if begin < place < end)})
    return _html("document", pieces=[(text[a:b], *_look(a, b, every)) for a, b in pairwise(cuts)])


def row_anchors(record: Record, document_id: str) -> Markup:
    """Return the rows behind a document's marks as an HTML table, each with the anchor that its mark links to."""
    figures = record.figures[record.figures["document_id"].eq(document_id)].astype("object").fillna("")
    rows = [
        (
            _figure(f),
            (f.figure_id, f.metric, f.qualifier, f"{f.value:,}" if f.value != "" else "", f.statement_id, f.quote),
        )
        for f in figures.itertuples()
    ]
    rows += [(_exclusion(x), (_exclusion(x), "excluded", "", "", "", x.reason)) for x in _left_out(record, document_id)]
    return _html("rows", heads=ROW, rows=rows)


def _marks(record: Record, document_id: str) -> list[tuple[int, int, str, str, str]]:
    """Return the marks of a document, inner before outer: start, end, kind, anchor, title."""
    numbers = coverage(record)
    mine = numbers[numbers["document_id"].eq(document_id)]
    marks = [
        (n.start, n.end, "open", "", "open: neither recorded nor excused")
        for n in mine[mine["status"].eq("open")].itertuples()
    ]
    places = quote_places(record)
    places = places[places["document_id"].eq(document_id)].dropna(subset=["start"])
    marks += [
        (x.start, x.end, "excluded", _exclusion(x), f"excluded: {x.reason}")
        for x in _left_out(record, document_id)
        if pd.notna(x.start) and pd.notna(x.end)
    ]
    marks += [(p.start, p.end, "figure", _figure(p), f"figure {p.figure_id}") for p in places.itertuples()]
    by_rule = mine[mine["status"].eq("excused by rule")]
    return marks + [(n.start, n.end, "rule", "", f"excused by rule: {n.reason}") for n in by_rule.itertuples()]


def _left_out(record: Record, document_id: str) -> Iterator:
    exclusions = record.tables["exclusions"]
    return exclusions[exclusions["document_id"].eq(document_id)].itertuples()


def _look(start: int, end: int, marks: list[tuple]) -> tuple[str, str, str]:
    """Return kind, anchor and title of the first mark that holds a piece of the text, in which none begins or ends."""
    return next((look for a, b, *look in marks if a <= start and end <= b), ("", "", ""))


def _figure(row) -> str:
    return f"figure-{anchor(row.figure_id)}"


def _exclusion(row) -> str:
    return f"exclusion-{anchor(row.document_id)}-{row.start}"
