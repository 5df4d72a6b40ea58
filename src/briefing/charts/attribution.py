"""The first chart of 01: how one statement reached each document, and what each printed."""

from __future__ import annotations

from itertools import islice

import pandas as pd

from briefing.analysis.chains import chains, lead_statement, told
from briefing.analysis.scope import as_of, filter_note, none_on_record, on_chosen, rest, source
from briefing.analysis.view import View
from briefing.charts.chart import Chart, ChartText
from briefing.drawing.frame import Frame
from briefing.drawing.layout import Box
from briefing.drawing.marks import claimant_marks, marked
from briefing.drawing.matrix import draw_cells, key_of_cells, print_in_cell
from briefing.drawing.theme import BODY, MARK, SMALL, Look, drawable
from briefing.words import dates
from briefing.words.english import act, count, count_verb, join_list, list_up_to, number, sentence, shorten
from briefing.words.findings import Sentence, finding, joined, rule

_CHAIN = ["speakers", "relays", "agencies", "carriers"]
LEAST = 0.56  # the least height of a document in inches
MOST_METRICS = 6


def table_of(view: View) -> pd.DataFrame:
    """Return one row for each claim in each document, with the chain through which it came.

    The columns of `printed`, `agreement` (see `corroboration`) and those of `chains`.
    """
    return told(view).merge(chains(view), on=["statement_id", "document_id"], how="left")


def text_of(view: View, table: pd.DataFrame) -> ChartText:
    """Return the words for the chains: how many documents are one statement."""
    words = f"How statements about {view.dossier.subject} reached documents"
    subtitle = joined(finding("subject", words), as_of(view))
    if table.empty:
        return nothing(view, table, subtitle)
    title = _one_statement(view, table)
    lead = table[table["statement_id"].eq(lead_statement(table))]
    others = table[~table["statement_id"].isin(lead["statement_id"])].groupby("statement_id", sort=False)
    said = [
        finding("reached", f"{of_whom(r.iloc[0])}, in {count(r['document_id'].nunique(), 'document')}",
                statement=s, documents=r["document_id"].nunique())
        for s, r in islice(others, 12)
    ]  # fmt: skip
    form = rule("form", "Diagram of the chains from claimant to document")
    listed = joined(rule("form", "Other statements"), joined(*said, rest(others.ngroups, 12, "statement")), by=": ")
    alt = joined(title, form, _chains_in_words(view, lead), listed if said else "", by=". ", end=".")
    return ChartText(title, subtitle, alt, source(view, table))


def of_whom(row: pd.Series) -> str:
    """Say whose statement of when: "NIS, 30 April 2025"."""
    return f"{row['claimant']}, {dates.words(row['made_on'])}"


def nothing(view: View, table: pd.DataFrame, subtitle: str) -> ChartText:
    """Return the text of a chart for which no statement fits the parameters."""
    title = none_on_record(view)
    empty = joined(title, rule("nothing", "nothing to draw"), by=": ", end=".")
    return ChartText(title, subtitle, joined(title, end="."), source(view, table), nothing=empty)


def _one_statement(view: View, table: pd.DataFrame) -> Sentence:
    """Say how many of the documents carry the same statement, and how many of these only recall it."""
    lead = table[table["statement_id"].eq(lead_statement(table))].drop_duplicates("document_id")
    n, of, recall = len(lead), table["document_id"].nunique(), int(lead["recalled"].sum())
    row, statements = lead.iloc[0], table["statement_id"].nunique()
    about = {"statement": row.statement_id, "n": n, "of": of, "recall": recall, "statements": statements}
    if n == 1:
        if statements == 1:
            said = f"{shorten(row.claimant)}, {dates.words(row.made_on)}"
            words = f"One document carries the one statement shown{on_chosen(view)}: {said}"
        else:
            each = f"{count(statements, 'statement')}, {count(of, 'document')}"
            words = f"No statement{filter_note(view)} reached more than one document on record: {each}"
        return finding("carried", words, **about)
    said = f"what {shorten(row.claimant)} said {dates.on(row.made_on)}{on_chosen(view)}"
    documents = sentence(count(n, "document")) if n == of else f"{sentence(number(n))} of {count(of, 'document')}"
    texts = lead["text_id"].nunique()
    documents += f", {count(texts, 'text')}" if texts < n else ""
    every = "both" if n == 2 else "all"
    if recall == 0:
        how = f"{every} carry"
    elif recall == n:
        how = f"{every} recall"
    else:
        how = f"{count_verb(n - recall, 'report')} and {count_verb(recall, 'recall')}"
    return finding("carried", f"{documents}, one {act(row.occasion)}: {how} {said}", **about)


def first_of(items: list[str], most: int) -> list[str]:
    """Return at most so many items; the rest is counted."""
    return items if len(items) <= most else [*items[:most], f"and {number(len(items) - most)} more"]


def _chains_in_words(view: View, lead: pd.DataFrame) -> Sentence:
    """Say each chain of one statement: "NIS through Lee and Yonhap to UNN: ≈600 killed"."""
    said, elsewhere = [], _known_elsewhere(view, lead)
    documents = lead[[*_CHAIN, "statement_id", "document_id", "outlet", "written", "what"]].groupby(
        "document_id", sort=False
    )
    for document, rows in islice(documents, 12):
        row = rows.iloc[0]
        through = [name + (" (known from elsewhere)" if (document, name) in elsewhere else "")
                   for role in _CHAIN[1:] for name in row[role]]  # fmt: skip
        via = f" through {join_list(through)}" if through else ""
        values = join_list(f"{r.written} {r.what}" for r in rows.itertuples())
        words = f"{join_list(row['speakers'])}{via} to {row['outlet']}: {values}"
        said.append(finding("chain", words, statement=row["statement_id"], document=document))
    return joined(*said, rest(documents.ngroups, 12, "document"))


def _known_elsewhere(view: View, lead: pd.DataFrame) -> set[tuple[str, str]]:
    """Return (document_id, short name) of the steps that the document does not tell."""
    steps = view.dossier.attributions
    steps = steps[steps["statement_id"].isin(lead["statement_id"]) & steps["basis"].eq("external")]
    names = view.dossier.actors.set_index("actor_id")["short_name"]
    return set(zip(steps["document_id"], steps["actor_id"].map(names), strict=True))


def draw(view: View, table: pd.DataFrame, words: ChartText, look: Look) -> Frame:
    """Draw what each document prints of the statement that most documents carry, with its route there in words.

    `table` is that of `table_of`.
    """
    lead = table[table["statement_id"].eq(lead_statement(table))] if len(table) else table
    metrics, documents = _metrics(lead), _ordered_documents(lead)
    frame = Frame(words, look, key_of_cells(lead[lead["metric"].isin(metrics)], lead, look.theme))
    head, names = 0.56, 5.6
    fit = max(1, int((frame.body.height - head - 0.5) / LEAST))
    frame.note(_left_out(table, lead, metrics, max(0, len(documents) - fit)))
    body = frame.body
    documents = documents.head(fit)
    n, top = len(documents), body.top - head
    high = min(1.05, (top - body.bottom) / n)
    documents = documents.assign(y=[top - (i + 0.5) * high for i in range(n)])
    cell = min(1.9, (body.width - names) / len(metrics))
    grid = Box(body.left + names, top - n * high, body.left + names + cell * len(metrics), top)
    _head(frame, view, lead, metrics, Box(body.left, top, grid.left, body.top), cell)
    for document in documents.itertuples():
        _document(frame, document, Box(body.left, document.y - high / 2, grid.left - 0.2, document.y + high / 2))
    columns = pd.DataFrame({"metric": metrics, "i": range(len(metrics))})
    cells = lead.merge(documents[["document_id", "y"]]).merge(columns)
    draw_cells(frame, grid, cells.assign(row=cells["y"]), documents["y"], len(metrics))
    for c in cells.itertuples():
        x = grid.left + c.i * cell
        print_in_cell(frame, Box(x, c.y - high / 2, x + cell, c.y + high / 2), c)
    return frame


def _left_out(table: pd.DataFrame, lead: pd.DataFrame, metrics: list[str], documents: int) -> Sentence | str:
    """Say how many statements, measures and documents are not drawn."""
    others = table["statement_id"].nunique() - 1
    more = list(dict.fromkeys(lead.loc[~lead["metric"].isin(metrics), "what"]))
    parts = [
        f"{count(documents, 'more document')}" if documents else "",
        join_list(more) if more else "",
        f"{count(others, 'other statement')}" if others else "",
    ]
    said = [p for p in parts if p]
    about = {"statement": lead["statement_id"].iloc[0], "documents": documents, "statements": others,
             "metrics": tuple(map(str, lead.loc[~lead["metric"].isin(metrics), "metric"].unique()))}  # fmt: skip
    words = f"In the data beside this chart: {join_list(said)}"
    return joined(finding("beside", words, **about), end=".") if said else ""


def _ordered_documents(lead: pd.DataFrame) -> pd.DataFrame:
    """Return the documents of a statement in the order of their dates; what only recalls it comes last."""
    documents = lead.drop_duplicates("document_id")
    by = ["recalled", "published_on", "document_id"]
    return documents.sort_values(by, key=lambda s: s.replace("", "~") if s.name == "published_on" else s,
                                 kind="stable", ignore_index=True)  # fmt: skip


def _metrics(lead: pd.DataFrame) -> list[str]:
    """Return the metrics whose values are drawn: those of which most documents speak."""
    often = lead["metric"].astype(str).value_counts(sort=False).sort_values(ascending=False, kind="stable")
    return list(often.index)[:MOST_METRICS]


def _head(frame: Frame, view: View, lead: pd.DataFrame, metrics: list[str], box: Box, cell: float) -> None:
    """Name the statement over the documents, and each column by its metric."""
    row, y = lead.iloc[0], box.bottom + 0.2
    claimant_marks(frame, lead.head(1).assign(x=box.left + 0.12, y=y), MARK * 0.7)
    date = marked(dates.words(row["made_on"]), bool(row["date_stated"]))
    said = frame.measure.cut(drawable(f"{row['claimant']}, {date}"), box.width - 0.5, BODY, "bold")
    frame.text(box.left + 0.32, y, said, BODY, "bold", va="center_baseline")
    for i, metric in enumerate(metrics):
        lines = frame.measure.wrap(drawable(view.metrics.label(metric)), cell - 0.08, SMALL, "bold", 2)
        for k, line in enumerate(reversed(lines)):
            x, step = box.right + (i + 0.5) * cell, k * frame.measure.height(SMALL)
            frame.text(x, box.bottom + 0.1 + step, line, SMALL, "bold", ha="center")


def _document(frame: Frame, document, box: Box) -> None:
    """Name a document, and tell in words by which route it has the statement."""
    middle, measure = (box.bottom + box.top) / 2, frame.measure
    frame.canvas.plot([box.left, box.right + 0.1], [box.top] * 2, color=frame.theme.grid, lw=1)
    route = _lines_of(frame, _route(document), box.width, 2 if box.height > 0.68 else 1)
    top = middle + 0.115 * len(route)
    date = f", {dates.brief(document.published_on)}"
    name = measure.cut(drawable(document.outlet), box.width - measure.width(date, SMALL), BODY, "bold")
    frame.text(box.left, top, name, BODY, "bold", va="center_baseline")
    frame.text(box.left + measure.width(name, BODY, "bold"), top, date, SMALL, colour=frame.theme.muted,
               va="center_baseline")  # fmt: skip
    for i, line in enumerate(route):
        y = top - 0.24 - i * 0.22
        frame.text(box.left, y, line, SMALL, colour=frame.theme.muted, va="center_baseline")


def _lines_of(frame: Frame, steps: list[str], width: float, most: int) -> list[str]:
    """Write the steps of a route in one line or, broken between two of them, in two."""
    measure, steps = frame.measure, [drawable(sentence(steps[0])), *map(drawable, steps[1:])]
    for first in range(len(steps), 0, -1) if most > 1 else [len(steps)]:
        head, tail = ", ".join(steps[:first]), ", ".join(steps[first:])
        if measure.width(head, SMALL) <= width or first == 1:
            break
    return [measure.cut(line, width, SMALL) for line in (head + ("," if tail else ""), tail) if line]


def _route(document) -> list[str]:
    """Tell by which route a document has a statement: "told by Lee Seong-kweun", "reported by Yonhap"."""
    parts = ["recalls it"] if document.recalled else []
    parts += [] if document.text_id == document.document_id else [f"the text of {document.text_id}"]
    for verb, names in (("told by", document.relays), ("reported by", document.agencies)):
        if names:
            parts.append(f"{verb} {list_up_to(list(names), 3)}")
    if document.carriers:
        parts.append(f"taken over from {list_up_to(list(document.carriers), 3)}")
    return parts or ["names nobody in between"]


def question(view: View, table: pd.DataFrame) -> Sentence:
    """Return the question that the chart answers."""
    return rule("question", "How did one statement reach the documents, and what did each print?")


CHART = Chart(__name__, "01_evidence", table_of, text_of, draw, question)
