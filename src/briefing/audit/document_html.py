"""The documents as a notebook shows them: figures and exclusions marked in place, each linked to its row.

A document is untrusted text: every character is escaped, no address in it becomes a link, and characters that
reorder or hide text are shown by their codes.
Belongs here: HTML of the evidence. Does not belong here: charts, and the page that assembles them.
"""

from __future__ import annotations

from html import escape
from itertools import pairwise

import pandas as pd

from briefing.audit.coverage import Evidence, coverage, evidence_of, quote_places
from briefing.audit.questions import questions
from briefing.record.dossier import Dossier
from briefing.words.text import show_codes

_BOX = "white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.5;max-width:50em"
# background and border carry the kind, together with the title; the text stays dark in every theme
_STYLES = {
    "figure": "background:#fdeaa8;color:#111;border-bottom:2px solid #8a6d00;text-decoration:none",
    "excluded": "background:#e6e6e6;color:#444;border-bottom:1px dotted #555;text-decoration:none",
    "rule": "background:#dcebf7;color:#111;border-bottom:1px dashed #2b5d86",
    "open": "background:#f6b9ae;color:#111;border:2px solid #9c2413",
}


def open_questions(dossier: Evidence | Dossier) -> pd.DataFrame:
    """Return what is open in a dossier: topic, subject, question, figure_ids; open numbers first."""
    evidence = evidence_of(dossier)
    numbers = coverage(evidence)
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
    return pd.concat([asked, questions(evidence)], ignore_index=True)


def highlighted(dossier: Evidence | Dossier, document_id: str) -> str:
    """Return a document as HTML: its text escaped, with figures, exclusions, excused and open numbers marked in place.

    A figure links to #figure_id, an exclusion to #exclusion_id: the anchors that row_anchors() makes.
    Raises ValueError for a document that the dossier does not have.
    """
    evidence = evidence_of(dossier)
    if document_id not in evidence.texts:
        raise ValueError(f"no document {document_id!r}: the dossier has {', '.join(evidence.texts)}")
    text = evidence.texts[document_id]
    marks = _marks(evidence, document_id)
    cuts = sorted({0, len(text), *(place for start, end, *_ in marks for place in (start, end))})
    pieces = (_piece(text, start, end, marks) for start, end in pairwise(cuts))
    return f'<div style="{_BOX}">{"".join(pieces)}</div>'


def row_anchors(dossier: Evidence | Dossier, document_id: str) -> str:
    """Return the rows behind a document's marks as an HTML table, each with the anchor that its mark links to."""
    evidence = evidence_of(dossier)
    figures = evidence.figures[evidence.figures["document_id"].eq(document_id)].astype("object").fillna("")
    rows = [
        (f.figure_id, f.metric, f.qualifier, f"{f.value:,}" if f.value != "" else "", f.statement_id, f.quote)
        for f in figures.itertuples()
    ]
    rows += [
        (_exclusion_id(x), "excluded", "", "", "", x.reason)
        for x in evidence.exclusions[evidence.exclusions["document_id"].eq(document_id)].itertuples()
    ]
    head = "".join(
        f'<th scope="col">{h}</th>' for h in ("row", "metric", "qualifier", "value", "statement", "words or reason")
    )
    body = "".join(
        f'<tr id="{escape(row[0])}">' + "".join(f"<td>{escaped(str(cell))}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _marks(evidence: Evidence, document_id: str) -> list[tuple[int, int, str, str, str]]:
    """Return the marks of a document, inner before outer: start, end, kind, anchor, title."""
    numbers = coverage(evidence)
    mine = numbers[numbers["document_id"].eq(document_id)]
    marks = [
        (n.start, n.end, "open", "", "open: neither recorded nor excused")
        for n in mine[mine["status"].eq("open")].itertuples()
    ]
    places = quote_places(evidence)
    places = places[places["document_id"].eq(document_id)].dropna(subset=["start"])
    left_out = evidence.exclusions[evidence.exclusions["document_id"].eq(document_id)].dropna(subset=["start", "end"])
    marks += [(x.start, x.end, "excluded", _exclusion_id(x), f"excluded: {x.reason}") for x in left_out.itertuples()]
    marks += [(p.start, p.end, "figure", p.figure_id, f"figure {p.figure_id}") for p in places.itertuples()]
    by_rule = mine[mine["status"].eq("excused by rule")]
    return marks + [(n.start, n.end, "rule", "", f"excused by rule: {n.reason}") for n in by_rule.itertuples()]


def _piece(text: str, start: int, end: int, marks: list[tuple]) -> str:
    """Return text[start:end], where no mark begins or ends, in the first mark that holds it."""
    shown = escaped(text[start:end])
    mark = next((m for m in marks if m[0] <= start and end <= m[1]), None)
    if mark is None:
        return shown
    _, _, kind, anchor, title = mark
    tag, link = ("a", f' href="#{escape(anchor)}"') if anchor else ("mark", "")
    return f'<{tag}{link} style="{_STYLES[kind]}" title="{escape(title)}">{shown}</{tag}>'


def _exclusion_id(exclusion) -> str:
    return f"exclusion-{exclusion.document_id}-{exclusion.start}"


def escaped(text: str) -> str:
    """Return untrusted text for HTML."""
    return escape(show_codes(text, spaces=True))
