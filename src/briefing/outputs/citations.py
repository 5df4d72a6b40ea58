"""The words behind figures: which mentions, in which documents, through whom; and links to them from a text.

Belongs here: what page, deck and notebooks tell of evidence. Does not belong here: whole documents (audit), and how a
page or slide is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby
from operator import attrgetter

import pandas as pd
from markupsafe import Markup

from briefing.analysis.chains import steps
from briefing.analysis.view import View
from briefing.words import dates, intervals
from briefing.words.english import count, documents, join_list, sentence
from briefing.words.findings import Sentence, finding, joined
from briefing.words.html import anchor, filled

VOICES = {"direct_quote": "quoted", "paraphrase": "paraphrased", "headline": "headline", "link": "link"}
BASES = {
    "stated": "a document states the date",
    "inferred": "the date is inferred",
    "external": "the date is known from elsewhere",
    "unknown": "the date is not known",
}
piece = partial(filled, "briefing.outputs", "pieces.html.j2")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = rf"(?:\d{{1,2}} )?(?:{_MONTHS})(?:[ –-]+(?:{_MONTHS}))?(?: \d{{4}})?"
_NUMBER = r"\d[\d,]*(?:\.\d+)?%?"
_QUALIFIED = rf"(?:(?:about|at least|at most|more than|less than|nearly|up to) |[≈≥≤<>])?{_NUMBER}"
_PIECES = re.compile(rf"(?P<date>{_DATE})|(?P<year>(?<![\d,])\d{{4}}(?![\d,%]))|(?P<figure>{_QUALIFIED})")


def claim_anchor(statement_id: str, metric: str) -> str:
    """Return the anchor of a claim on a page; the last "-" parts its two ids."""
    return f"claim-{anchor(statement_id)}-{anchor(metric).replace('-', '%2D')}"


def document_anchor(document_id: str) -> str:
    """Return the anchor of a document on a page."""
    return f"document-{anchor(document_id)}"


def words_anchor(figure_id: str) -> str:
    """Return the anchor of a figure's words in the text of its document."""
    return f"words-{anchor(figure_id)}"


_MENTION = [
    "figure_id", "statement_id", "metric", "unit", "what", "those", "claimant", "made_on", "known_from", "value",
    "value_to", "qualifier", "quote", "quote_en", "translated_by", "quote_start", "voice", "note", "document_id",
    "text_id", "outlet", "refers_to", "published_on", "made_on_basis",
]  # fmt: skip


def mentions(view: View, figure_ids: Iterable[str]) -> pd.DataFrame:
    """Return the rows of figures, claim by claim in the order of dates.

    With `said`, `chain`, `anchor` and the `language` of the document.
    """
    figures = view.dossier.figures
    rows = figures.loc[figures["figure_id"].isin(list(figure_ids)), _MENTION]
    rows = rows.sort_values(["known_from", "statement_id", "metric", "published_on", "document_id", "quote_start"])
    chains = chain_words(view)
    reported = zip(rows["value"], rows["qualifier"], rows["value_to"], rows["unit"], strict=True)
    return rows.assign(
        said=pd.Series([intervals.say(*r) for r in reported], index=rows.index, dtype="str"),
        chain=[chains[key] for key in zip(rows["statement_id"], rows["document_id"], strict=True)],
        note=rows["note"].fillna(""),
        language=rows["document_id"].map(view.dossier.record.languages),
        anchor=[claim_anchor(*key) for key in zip(rows["statement_id"], rows["metric"], strict=True)],
    )


def chain_words(view: View) -> dict[tuple[str, str], str]:
    """Return the chain of each statement to each document in words: "NIS → Lee Seong-kweun → AFP → copying site"."""
    place = attrgetter("place")
    return {
        pair: " → ".join(
            join_list(step.name for step in shared) for _, shared in groupby(sorted(mine, key=place), place)
        )
        for pair, mine in steps(view).items()
    }


def by_claim(rows: pd.DataFrame) -> Iterator[list]:
    """Yield the mentions of each claim, a list of named tuples; the rows stand claim by claim, see `mentions`."""
    return (list(claim) for _, claim in groupby(rows.itertuples(index=False), key=attrgetter("statement_id", "metric")))


def claim_heading(claim: list) -> Sentence:
    """Return the heading of a claim's mentions: "NIS, 30 April 2025: about 600 or 600 killed"."""
    first, said = claim[0], join_list(dict.fromkeys(row.said for row in claim), "or")
    head = f"{first.claimant}, {dates.words(first.made_on)}"
    what = first.what + dates.reference([row.refers_to for row in claim], first.made_on)
    mute = all(row.qualifier == "none_given" for row in claim)
    words = f"{head}: spoke of {first.those}, no number" if mute else f"{head}: {said} {what}"
    return finding("heading", words, figure_ids=tuple(row.figure_id for row in claim))


def date_basis(claim: list) -> Sentence:
    """Say how the date of a claim's statement is known."""
    words = sentence(BASES[str(claim[0].made_on_basis)])
    return joined(finding("basis", words, statement=claim[0].statement_id), end=".")


def rests_on(rows: pd.DataFrame) -> Sentence:
    """Say on how much something rests: "32 mentions of nine claims in five documents"."""
    words = f"{count(len(rows), 'mention')} of {count(rows['anchor'].nunique(), 'claim')} "
    words += f"in {documents(rows['document_id'].nunique(), rows['text_id'].nunique())}"
    return finding("rests", f"Rests on {words}", figure_ids=tuple(rows["figure_id"]))


def places(view: View, table: pd.DataFrame) -> dict[str, set[str]]:
    """Return the anchors of the claims behind each number that a table says: "2,000" → its claims."""
    found: dict[str, set[str]] = {}
    figures = view.dossier.figures
    claims = map(claim_anchor, figures["statement_id"], figures["metric"])
    anchor_of = dict(zip(figures["figure_id"], claims, strict=True))
    spoken = "said" if "said" in table else "written"
    for said, ids in zip(table.get(spoken, ()), table.get("figure_ids", ()), strict=True):
        anchors = {anchor_of[i] for i in ids}
        for number in re.findall(_NUMBER, str(said)):
            found.setdefault(number, set()).update(anchors)
    return found


def linked(text: str, where: dict[str, set[str]], otherwise: str = "") -> Markup:
    """Return a text as HTML in which each figure, with its qualifier, links to its quotes; dates stay as they are.

    A figure of one claim links to that claim; of several, or of none that `where` knows, to `otherwise`.
    """
    parts, end = [], 0
    for match in _PIECES.finditer(text):
        if match["figure"]:
            anchors = where.get(re.search(_NUMBER, match[0])[0], set())
            leads_to = next(iter(anchors)) if len(anchors) == 1 else otherwise
            parts += [(text[end : match.start()], ""), (match[0], leads_to)]
            end = match.end()
    return piece("linked", parts=[*parts, (text[end:], "")])
