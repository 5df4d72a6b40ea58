"""The first chart of 01: how one statement reached each document, and what each printed."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import pandas as pd
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from briefing.analysis.chains import chains, lead_statement, printed, with_agreement
from briefing.analysis.scope import filter_note, none_on_record, on_chosen, source, spanning
from briefing.analysis.view import View
from briefing.charts.chart import Chart, ChartText
from briefing.drawing.frame import Frame
from briefing.drawing.layout import Box
from briefing.drawing.marks import claimant_marks, date_of, named
from briefing.drawing.matrix import draw_cells, heading, key_of_cells, print_in_cell
from briefing.drawing.theme import BODY, MARK, SMALL, Look, drawable
from briefing.words import dates
from briefing.words.english import act, count, count_verb, join_list, number, sentence, shorten

_CHAIN = ["speakers", "relays", "agencies", "carriers"]
LINE = 0.225  # of a line of the other statements
MOST_DOCUMENTS, MOST_METRICS, MOST_CHAINS = 5, 4, 8
_BRIEF = [
    "statement_id", "document_id", "claimant_id", "claimant", "made_on", "known_from", "date_stated", "metric", "what",
    "value", "qualifier", "without_number", "written", "agencies", "outlet",
]  # fmt: skip


def table_of(view: View) -> pd.DataFrame:
    """Return one row for each claim in each document, with the chain through which it came.

    The columns of `printed`, `agreement` (see `corroboration`) and those of `chains`.
    """
    return with_agreement(printed(view.figures)).merge(chains(view), on=["statement_id", "document_id"], how="left")


def text_of(view: View, table: pd.DataFrame) -> ChartText:
    """Return the words for the chains: how many documents are one statement."""
    subtitle = (
        f"How statements about {view.dossier.subject} reached the documents, and what each prints; "
        f"{spanning(view, table)}"
    )
    if table.empty:
        return nothing(view, table, subtitle)
    title = _one_statement(view, table)
    lead = table[table["statement_id"].eq(lead_statement(table))]
    rest = table[~table["statement_id"].isin(lead["statement_id"])].groupby("statement_id", sort=False)
    alt = f"{title}. Diagram of the chains from claimant to document. {_chains_in_words(lead)}."
    others = [f"{of_whom(r.iloc[0])}, in {count(r['document_id'].nunique(), 'document')}" for _, r in islice(rest, 12)]
    if others:
        more = f"; and {number(rest.ngroups - 12)} more" if rest.ngroups > 12 else ""
        alt += f" Other statements: {'; '.join(others)}{more}."
    return ChartText(title, subtitle, alt, source(view, table))


def of_whom(row: pd.Series) -> str:
    """Say whose statement of when: "NIS, 30 April 2025"."""
    return f"{row['claimant']}, {dates.words(row['made_on'])}"


def nothing(view: View, table: pd.DataFrame, subtitle: str) -> ChartText:
    """Return the text of a chart for which no statement fits the parameters."""
    title = none_on_record(view)
    return ChartText(title, subtitle, f"{title}.", source(view, table), nothing=f"{title}: nothing to draw.")


def _one_statement(view: View, table: pd.DataFrame) -> str:
    """Say how many of the documents carry the same statement, and how many of these only recall it."""
    lead = table[table["statement_id"].eq(lead_statement(table))].drop_duplicates("document_id")
    n, of, recall = len(lead), table["document_id"].nunique(), int(lead["recalled"].sum())
    row, statements = lead.iloc[0], table["statement_id"].nunique()
    if n == 1:
        if statements == 1:
            said = f"{shorten(row.claimant)}, {dates.words(row.made_on)}"
            return f"One document carries the one statement shown{on_chosen(view)}: {said}"
        each = f"{count(statements, 'statement')}, {count(of, 'document')}"
        return f"No statement{filter_note(view)} reached more than one document: {each}"
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
    return f"{documents}, one {act(row.occasion)}: {how} {said}"


def first_of(items: list[str], most: int) -> list[str]:
    """Return at most so many items; the rest is counted."""
    return items if len(items) <= most else [*items[:most], f"and {number(len(items) - most)} more"]


def _chains_in_words(lead: pd.DataFrame) -> str:
    """Say each chain of one statement: "NIS through Lee and Yonhap to UNN: ≈600 killed"."""
    said = []
    for _, rows in lead[[*_CHAIN, "document_id", "outlet", "written", "what"]].groupby("document_id", sort=False):
        row = rows.iloc[0]
        through = [name for role in _CHAIN[1:] for name in row[role]]
        via = f" through {join_list(through)}" if through else ""
        values = join_list(f"{r.written} {r.what}" for r in rows.itertuples())
        said.append(f"{join_list(row['speakers'])}{via} to {row['outlet']}: {values}")
    return "; ".join(first_of(said, 12))


def draw(view: View, table: pd.DataFrame, words: ChartText, look: Look) -> Frame:
    """Draw the chains of the statement that most documents carry, with what each prints, and the others in brief.

    `table` is that of `table_of`.
    """
    lead = table[table["statement_id"].eq(lead_statement(table))] if len(table) else table
    documents, metrics = _ordered_documents(lead), _metrics(lead)
    drawn = lead[lead["metric"].isin(metrics) & lead["document_id"].isin(documents["document_id"].head(MOST_CHAINS))]
    frame = Frame(words, look, key_of_cells(drawn, table, look.theme))
    others = table[~table["statement_id"].isin(lead["statement_id"])]
    body, head = frame.body, 0.5
    n = min(len(documents), MOST_CHAINS)
    lines = -(-others["statement_id"].nunique() // 2)
    high = max(0.45, min(0.62, (body.height - head - (0.46 + LINE * lines if lines else 0)) / n))
    top = body.top - head
    documents = documents.head(n).assign(y=[top - (i + 0.5) * high for i in range(n)])
    bottom = top - n * high
    _draw_chains(frame, view, lead, documents, metrics, Box(body.left, bottom, body.right, top), high)
    _draw_others(frame, others, date_of(table), Box(body.left, body.bottom, body.right, bottom - 0.1))
    return frame


def _ordered_documents(lead: pd.DataFrame) -> pd.DataFrame:
    """Return the documents of a statement, those through the same agency together, the busiest agency first."""
    documents = lead.drop_duplicates("document_id")
    named = documents["agencies"].explode()
    uses = named.value_counts()
    first = documents["agencies"].map(lambda a: max(a, key=lambda x: (uses[x], x)) if a else "")
    ordered = documents.assign(agency=first, uses=first.map(uses).fillna(0), named=documents["agencies"].map(len))
    by = ["uses", "agency", "published_on", "named", "document_id"]
    return ordered.sort_values(by, ascending=[False, True, True, True, True], kind="stable", ignore_index=True)


def _metrics(lead: pd.DataFrame) -> list[str]:
    """Return the metrics whose values are drawn: those of which most documents speak."""
    return list(lead["metric"].astype(str).value_counts(sort=False).sort_values(ascending=False, kind="stable").index)[
        :MOST_METRICS
    ]


def _draw_chains(
    frame: Frame, view: View, lead: pd.DataFrame, documents: pd.DataFrame, metrics: list[str], box: Box, high: float
) -> None:
    """Draw a statement's chains in columns: who stated, passed on and reported it, the documents and their values."""
    columns = {
        "speakers": "Stated by",
        "relays": "Passed on by",
        "agencies": "Reported by",
    }
    columns = {c: title for c, title in columns.items() if documents[c].map(len).any()}
    gap, cell = 0.42, 1.0
    card = (box.width - 0.3 - cell * len(metrics) - gap * len(columns)) / (len(columns) + 1)
    card = min(card, 2.4)
    left, colour = box.left, frame.look.colour(lead["claimant_id"].iloc[0])
    ends: dict = {}
    for role, title in columns.items():
        heading(frame, left, box.top, card, [title], "left")
        nodes = _nodes(documents, role, box, high)
        for node in nodes.itertuples():
            place = Box(left, node.y - node.high / 2, left + card, node.y + node.high / 2)
            _card(frame, place, node.name, _tail(lead, node, role), lead if role == "speakers" else None)
        _join(frame, ends, nodes, left, colour)
        ends = {d: [*ends_of] for d, ends_of in _ends(nodes, left + card).items()}
        left += card + gap
    heading(frame, left, box.top, card, ["Document"], "left")
    for document in documents.itertuples():
        place = Box(left, document.y - high / 2 + 0.03, left + card + 0.2, document.y + high / 2 - 0.03)
        for x, y in ends[document.document_id]:
            _curve(frame, (x, y), (left, document.y), colour, dashed=document.recalled)
        copied = [] if document.text_id == document.document_id else [f"the text of {document.text_id}"]
        tail = [*copied, dates.brief(document.published_on), *(f"via {c}" for c in document.carriers)]
        _card(frame, place, document.outlet, ("recalls it, " if document.recalled else "") + ", ".join(tail))
    left += card + 0.3
    cell = min(1.4, (box.right - left) / len(metrics))
    grid = Box(left, box.bottom, left + cell * len(metrics), box.top)
    cells = lead.merge(documents[["document_id", "y"]]).merge(
        pd.DataFrame({"metric": metrics, "i": range(len(metrics))})
    )
    draw_cells(frame, grid, cells.assign(row=cells["y"]), documents["y"], len(metrics))
    for i, metric in enumerate(metrics):
        rows = frame.measure.wrap(view.metrics.label(metric), cell - 0.08, SMALL, "bold", 2)
        for k, row in enumerate(reversed(rows)):
            frame.text(left + (i + 0.5) * cell, box.top + 0.09 + k * frame.measure.height(SMALL), row, SMALL, "bold",
                       ha="center")  # fmt: skip
    for c in cells[~cells["without_number"]].itertuples():
        x = left + c.i * cell
        print_in_cell(frame, Box(x, c.y - high / 2, x + cell, c.y + high / 2), c)
    if more := list(dict.fromkeys(lead.loc[~lead["metric"].isin(metrics), "what"])):
        text = frame.measure.cut(f"{join_list(more)}: see the data", box.right - left, SMALL)
        frame.text(box.right, box.bottom - 0.22, text, SMALL, colour=frame.theme.muted, ha="right")


def _nodes(documents: pd.DataFrame, role: str, box: Box, high: float) -> pd.DataFrame:
    """Return the actors of a column with their documents and places, each at the height of its documents."""
    named = documents[["document_id", "y", role]].assign(name=documents[role].map(lambda n: n or ("",)))
    named = named.explode("name")
    nodes = named.groupby("name", sort=False, as_index=False).agg(
        documents=("document_id", tuple), wanted=("y", "mean"), n=("document_id", "size")
    )
    room = max(1, int(box.height / 0.3))
    if len(nodes) > room:
        kept = nodes.sort_values("n", ascending=False, kind="stable").head(room - 1)
        rest = nodes[~nodes["name"].isin(kept["name"])]
        gathered = tuple(dict.fromkeys(d for ds in rest["documents"] for d in ds))
        other = {
            "name": count(len(rest), "other"),
            "documents": gathered,
            "wanted": rest["wanted"].mean(),
            "n": len(gathered),
        }
        nodes = pd.concat([kept, pd.DataFrame([other])], ignore_index=True)
    nodes = nodes.sort_values("wanted", ascending=False, kind="stable", ignore_index=True)
    step = min(high, box.height / len(nodes))
    return nodes.assign(y=_apart(list(nodes["wanted"]), step, box), high=min(0.5, step - 0.06))


def _apart(wanted: list[float], step: float, box: Box) -> list[float]:
    """Move heights, from the top, apart until they are a step from each other and inside a box."""
    places, limit = [], box.top - step / 2
    for y in wanted:
        places.append(min(y, limit))
        limit = places[-1] - step
    floor = box.bottom + step / 2
    for i in reversed(range(len(places))):
        places[i] = max(places[i], floor)
        floor = places[i] + step
    return places


def _tail(lead: pd.DataFrame, node, role: str) -> str:
    """Return the second line of an actor's card."""
    if role == "speakers":
        return dates.brief(lead["made_on"].iloc[0])
    return f"in {count(node.n, 'document')}" if node.name else ""


def _ends(nodes: pd.DataFrame, x: float) -> dict:
    """Return for each document where its lines leave a column."""
    ends: dict = {}
    for node in nodes.itertuples():
        for document in node.documents:
            ends.setdefault(document, []).append((x, node.y))
    return ends


def _join(frame: Frame, ends: dict, nodes: pd.DataFrame, left: float, colour: str) -> None:
    """Draw a line from each actor of the column before to each actor of this one that a document names after it."""
    pairs = {
        (start, (left, node.y)) for node in nodes.itertuples() for d in node.documents for start in ends.get(d, [])
    }
    for start, end in sorted(pairs):
        _curve(frame, start, end, colour)


def _curve(frame: Frame, start: tuple, end: tuple, colour: str, dashed: bool = False) -> None:
    middle = (start[0] + end[0]) / 2
    path = Path([start, (middle, start[1]), (middle, end[1]), end], [Path.MOVETO, *[Path.CURVE4] * 3])
    frame.canvas.add_patch(
        PathPatch(path, facecolor="none", edgecolor=colour, lw=2, ls=(0, (3, 2)) if dashed else "-", capstyle="butt")
    )


def _card(frame: Frame, box: Box, name: str, tail: str, claimant: pd.DataFrame | None = None) -> None:
    """Draw an actor's card: name, and a quiet second line where it is high enough; the claimant's with its mark."""
    frame.cell(box, frame.theme.band)
    left, high = box.left + 0.1, (box.bottom + box.top) / 2
    if claimant is not None:
        mark = claimant.head(1).assign(x=left + 0.1, y=high)
        claimant_marks(frame, mark, MARK * 0.5)
        left += 0.32
    room, two = box.right - left - 0.06, bool(tail) and box.height >= 0.38
    said = frame.measure.cut(drawable(name or "none named"), room, BODY, "bold" if name else "regular")
    frame.text(left, high + (0.115 if two else 0), said, BODY, "bold" if name else "regular",
               frame.theme.ink if name else frame.theme.muted, va="center_baseline")  # fmt: skip
    if two:
        frame.text(left, high - 0.09, frame.measure.cut(drawable(tail), room, SMALL), SMALL, colour=frame.theme.muted,
                   va="center_baseline")  # fmt: skip


def _draw_others(frame: Frame, others: pd.DataFrame, when: Callable[[str], str], box: Box) -> None:
    """List the other statements in two columns: claimant and date, what is printed of it, through whom and where."""
    reach = others.groupby("statement_id", sort=False).agg(n=("document_id", "nunique"), known=("known_from", "first"))
    statements = reach.sort_values(["n", "known"], ascending=[False, True], kind="stable").index
    lines = max(0, int((box.height - 0.32) / LINE))
    others = others[_BRIEF].astype({"metric": "str"})
    shown = [others[others["statement_id"].eq(s)] for s in statements[: 2 * lines]]
    if not shown:
        return
    lines = -(-len(shown) // 2)
    title = "The other statements" if len(shown) > 1 else "The other statement"
    if len(shown) < len(statements):
        title = (
            f"{len(shown)} of {len(statements):,} other statements, those in most documents; the data beside hold all"
        )
    frame.text(box.left, box.top - 0.22, title, SMALL, "bold")
    width, marked = box.width / 2, []
    for i, rows in enumerate(shown):
        row, left = rows.iloc[0], box.left + (i // lines) * width
        y = box.top - 0.44 - (i % lines) * LINE
        marked.append(rows.head(1).assign(x=left + 0.08, y=y))
        name = named(frame, row["claimant"], when(row["made_on"]), 1.88)
        route = frame.measure.cut(drawable(_route(rows)), width - 4.75, SMALL)
        for at, text in ((0.24, name), (2.24, _values(frame, rows, 2.3)), (4.62, route)):
            frame.text(left + at, y, text, SMALL, colour=frame.theme.ink if at < 4 else frame.theme.muted,
                       va="center_baseline")  # fmt: skip
    claimant_marks(frame, pd.concat(marked), MARK * 0.3)


def _values(frame: Frame, rows: pd.DataFrame, width: float) -> str:
    """Write what is printed of a statement in a width: "killed ≥300; wounded ≈2,700", "killed, sent: no number"."""
    said, mute = [], []
    for what, r in rows.groupby("what", sort=False):
        qualified = r.loc[r["qualifier"].ne("unqualified"), "value"]
        kept = r[~r["without_number"] & (r["qualifier"].ne("unqualified") | ~r["value"].isin(qualified))]
        (said if len(kept) else mute).append(" ".join([what, " / ".join(dict.fromkeys(kept["written"]))]).strip())
    parts = [*said, f"{', '.join(mute)}: no number"] if mute else said
    for n in range(len(parts), 0, -1):
        text = "; ".join([*parts[:n], *([f"{count(len(parts) - n, 'more figure')}"] if n < len(parts) else [])])
        if frame.measure.width(text, SMALL) <= width:
            return text
    return frame.measure.cut(parts[0], width, SMALL)


def _route(rows: pd.DataFrame) -> str:
    """Write through whom and where a statement appeared: "AFP → Daily8", "two documents"."""
    documents = rows.drop_duplicates("document_id")
    if len(documents) > 1:
        return count(len(documents), "document")
    return " → ".join([*documents["agencies"].iloc[0], documents["outlet"].iloc[0]])


def question(view: View, table: pd.DataFrame) -> str:
    """Return the question that the chart answers."""
    return "How did one statement reach the documents, and what did each print?"


CHART = Chart(__name__, "01_evidence", table_of, text_of, draw, question)
