"""Invented articles with their right answers, and the score of the drafts on them.

python -m tests.drafts [seen|unseen]   # every miss, and the score by kind
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from briefing.audit.coverage import coverage
from briefing.audit.drafts import draft
from briefing.record.dossier import Record

HERE = Path(__file__).parent
_MARK = re.compile(r"\[([^\]|]+)\|([^\]]+)\]")


@dataclass(frozen=True)
class Answer:
    """What a person would record of the number in text[start:end]."""

    start: int
    end: int
    metric: str
    value: int | None
    value_to: int | None
    qualifier: str
    statement: str  # an id, "new", or "?" where the words leave it open
    refers_to: str = ""


@dataclass(frozen=True)
class Article:
    kind: str
    published: str
    text: str
    answers: tuple[Answer, ...]


def articles(name: str) -> list[Article]:
    """Return the articles of a file."""
    found = []
    for part in (HERE / f"{name}.txt").read_text(encoding="utf-8").split("\n== ")[1:]:
        head, _, marked = part.partition("\n")
        kind, _, published = head.partition(" | ")
        text, answers, at = "", [], 0
        for mark in _MARK.finditer(marked):
            text += marked[at : mark.start()] + mark[1]
            answers.append(_answer(len(text) - len(mark[1]), mark[1], mark[2]))
            at = mark.end()
        found.append(Article(kind, published.strip(), text + marked[at:], tuple(answers)))
    return found


def _answer(start: int, words: str, right: str) -> Answer:
    what, _, rest = right.partition("|")
    statement, _, refers_to = rest.partition("|")
    metric, *value, qualifier = what.split()
    low, high = None, None
    if value:
        low, _, high = value[0].partition("-")
    elif qualifier != "vague":
        low = re.sub(r"\D", "", words) or str({"four": 4, "two": 2}[words])
    ends = (int(low) if low else None, int(high) if high else None)
    return Answer(start, start + len(words), metric, *ends, qualifier, statement, refers_to)


def drafted(record: Record, article: Article) -> pd.DataFrame:
    """Return the drafts for an article as a new document of a record, each with the number it is for."""
    row = {"document_id": "new", "file": "new.txt", "outlet": "unn", "published_on": article.published}
    documents = record.tables["documents"]
    new = pd.DataFrame([row], index=[len(documents) + 2]).reindex(columns=documents.columns)
    new = new.astype(documents.dtypes.to_dict()).fillna({c: "" for c in new if documents[c].dtype != "Int64"})
    documents = pd.concat([documents, new])
    whole = replace(record, texts=record.texts | {"new": article.text}, tables=record.tables | {"documents": documents})
    numbers = coverage(whole).query("document_id == 'new' and status == 'open'")
    proposals = draft(whole, numbers).reset_index(drop=True)
    at = numbers[["start", "end", "text"]].reset_index(drop=True).add_prefix("at_")
    return proposals.join(at)


def score(record: Record, name: str) -> pd.DataFrame:
    """Return one row a number: kind, text, right, drafted, is_figure, all_right, confidence, statement_right."""
    rows = []
    for article in articles(name):
        left = list(article.answers)
        for p in drafted(record, article).itertuples():
            answer = next((a for a in left if a.start <= p.at_start and p.at_end <= a.end), None)
            figure = p.table == "reported_figures"
            said = (p.metric, p.value, p.value_to, p.qualifier) if figure else None
            said = said and tuple(None if pd.isna(x) else x for x in said)
            right = answer and (answer.metric, answer.value, answer.value_to, answer.qualifier)
            if answer:
                left.remove(answer)
            known = answer.statement if answer and figure and answer.statement != "?" else ""
            rows.append(
                {
                    "kind": article.kind, "text": p.clause, "number": p.at_text, "right": right, "drafted": said,
                    "is_figure": bool(answer), "all_right": said == right, "confidence": p.confidence,
                    "statement": known, "guessed": p.statement_id if known else "",
                    "statement_confidence": p.statement_confidence if known else "",
                    "refers_to": answer.refers_to if answer else "", "period": p.refers_to if answer and figure else "",
                }
            )  # fmt: skip
        for answer in left:
            rows.append({"kind": article.kind, "text": article.text[answer.start : answer.end], "number": "not found",
                         "right": answer.metric, "is_figure": True, "all_right": False, "confidence": "none",
                         "statement": "", "guessed": "", "statement_confidence": "", "refers_to": answer.refers_to,
                         "period": ""})  # fmt: skip
    table = pd.DataFrame(rows)
    return table.assign(statement_right=table["guessed"].eq(table["statement"].replace("new", "")))


def summary(table: pd.DataFrame) -> str:
    """Say the score in a few lines."""
    figures, others = table[table["is_figure"]], table[~table["is_figure"]]
    high = table[table["confidence"].eq("high")]
    asked = table[table["statement"].ne("")]
    sure = asked[asked["statement_confidence"].eq("high")]
    said, proposed = figures["refers_to"].ne(""), figures["period"].ne("")
    period = figures["period"].eq(figures["refers_to"])
    by_kind = figures.groupby("kind", sort=False)["all_right"].agg(["sum", "count"])
    return "\n".join(
        [
            f"figures all right: {figures['all_right'].sum()} of {len(figures)}",
            f"other numbers left out: {others['all_right'].sum()} of {len(others)}",
            f"high and wrong: {(~high['all_right']).sum()} of {len(high)}",
            f"statements right: {asked['statement_right'].sum()} of {len(asked)}; "
            f"high and wrong: {(~sure['statement_right']).sum()} of {len(sure)}",
            f"periods right: {(said & period).sum()} of {said.sum()}; proposed and wrong: "
            f"{(proposed & ~period).sum()} of {proposed.sum()}",
            by_kind.to_string(),
        ]
    )
