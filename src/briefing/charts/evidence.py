"""The charts of 01_evidence."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import seaborn as sns
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from briefing.analysis.chains import WITHIN, lead_statement
from briefing.analysis.estimates import CLAIM
from briefing.analysis.scope import METRICS, Words
from briefing.analysis.view import View
from briefing.drawing.frame import Frame, Key
from briefing.drawing.layout import Box
from briefing.drawing.marks import claimant_marks, date_of, fitted, named
from briefing.drawing.theme import BODY, MARK, SMALL, Look, Theme, drawable, themed, tint
from briefing.words import dates
from briefing.words.english import count, count_verb, join_list

ROW, TALLEST_ROW = 0.24, 0.42  # height of a claim's row in inches
LINE = 0.225  # of a line of the other statements
MOST_DOCUMENTS, MOST_METRICS, MOST_CHAINS = 5, 4, 8
AGREEMENT = {
    "same": "as most documents print it",
    "qualifier": "qualifier differs",
    "number": "number differs",
    "numberless": "spoke, gave no number",
}


@themed
def corroboration(view: View, table: pd.DataFrame, words: Words, theme: Theme) -> Figure:
    """Draw claims × documents: what each prints, how it differs, and how many claimants stand behind each claim.

    `table` is that of `compare.corroboration`.
    """
    key = _key(table, table, theme)
    frame = Frame(words, theme, Look(theme, view.dossier.claimants), key)
    if words.nothing:
        return frame.empty(words.nothing)
    head, foot = 0.5, 0.5
    claims, documents = _to_draw(table, int((frame.body.height - head - foot) / ROW))
    drawn = table.merge(claims[CLAIM]).merge(documents[["document_id"]])
    if (key_of_drawn := _key(drawn, claims, theme)) != key:
        frame = Frame(words, theme, frame.look, key_of_drawn)
    body = frame.body
    left, right = body.left + 4.05, body.right - 2.0
    n, top = len(claims), body.top - head
    high = min(TALLEST_ROW, (top - body.bottom - foot) / n)
    wide = min(1.7, (right - left) / len(documents))
    grid = Box(left, top - n * high, left + wide * len(documents), top)
    _note(frame, grid.bottom - 0.22, table, claims, len(documents))
    for i, document in enumerate(documents.itertuples()):
        date = dates.brief(document.published_on)
        _heading(frame, left + (i + 0.5) * wide, top, wide - 0.04, [document.outlet, date], "center")
    right = grid.right + 0.1
    _heading(frame, right + 0.45, top, 0.95, ["Documents", "that carry it"], "center")
    _heading(frame, right + 1.05, top, 1.1, ["Claimants", "behind it"], "left")
    rows = claims.assign(y=[top - (i + 0.5) * high for i in range(n)], x=body.left + 2.1)
    cells = table.merge(rows[[*CLAIM, "y"]]).merge(documents.assign(i=range(len(documents)))[["document_id", "i"]])
    _matrix(frame, grid, cells.assign(row=cells["y"]), rows["y"], len(documents))
    for cell in cells[~cells["numberless"]].itertuples():
        x = left + cell.i * wide
        _print(frame, Box(x, cell.y - high / 2, x + wide, cell.y + high / 2), cell)
    _row_labels(frame, rows, grid, high, date_of(table))
    for row in rows.itertuples():
        frame.text(
            right + 0.45, row.y, str(row.n_documents), SMALL, colour=theme.muted, ha="center", va="center_baseline"
        )
        _claimants(frame, right + 1.05, row)
    return frame.figure


def _key(table: pd.DataFrame, dated: pd.DataFrame, theme: Theme) -> list[Key]:
    """Return the entries of the key for the cells that a table has, and for the statements that are dated."""
    there = set(table["agreement"].replace("alone", "same"))
    cells = [
        Key(text, cell="hatched") if k == "numberless" else Key(text, swatch=_tints(theme)[k])
        for k, text in AGREEMENT.items()
        if k in there
    ]
    return cells + [Key("no document states the date", stated=False)] * bool((~dated["stated"]).any())


def _tints(theme: Theme) -> dict[str, str]:
    return {
        "same": theme.band,
        "qualifier": tint(theme.accent, theme, 0.2),
        "number": tint(theme.accent, theme, 0.5),
        "numberless": theme.background,
    }


def _to_draw(table: pd.DataFrame, most: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the claims and the documents that are drawn, claims by metric and date, documents as published.

    Claims with a number come before those without, then those with most claimants, then with most documents; of the
    documents those with most of these claims.
    """
    claims = table.sort_values("numberless", kind="stable").drop_duplicates(CLAIM).sort_index()
    by, ascending = ["numberless", "n_claimants", "n_documents"], [True, False, False]
    first = claims.sort_values(by, ascending=ascending, kind="stable").head(most)
    among = table.merge(first[CLAIM]).groupby("document_id", as_index=False)
    documents = among.agg(outlet=("outlet", "first"), published_on=("published_on", "first"), claims=("metric", "size"))
    documents = documents.sort_values(["claims", "document_id"], ascending=[False, True]).head(MOST_DOCUMENTS)
    cells = table[table["document_id"].isin(documents["document_id"])].groupby(CLAIM, observed=True).size()
    claims = claims.join(cells.rename("cells"), on=CLAIM).dropna(subset="cells")
    by, ascending = ["numberless", "n_claimants", "cells", "n_documents"], [True, False, False, False]
    kept = claims.sort_values(by, ascending=ascending, kind="stable").head(most)
    return (
        kept.sort_values(["metric", "known_from", "statement_id"], kind="stable"),
        documents.sort_values(["published_on", "document_id"], key=lambda s: s.replace("", "~"), ignore_index=True),
    )


def _note(frame: Frame, y: float, table: pd.DataFrame, claims: pd.DataFrame, documents: int) -> None:
    """Say what stands behind a figure, and how much of the table is drawn, where that is not all."""
    text = f"Behind a figure stand its claimant and others who, within {WITHIN} days, gave a number that makes it true."
    everything = table.sort_values("numberless", kind="stable").drop_duplicates(CLAIM)
    if more := len(everything) - len(claims):
        mute = int(everything["numberless"].sum() - claims["numberless"].sum()) == more
        which = f"the other {count_verb(more, 'give')} no number" if mute else "those with most claimants and documents"
        text += f" {len(claims)} of {len(everything):,} claims drawn; {which}."
    if documents < (of := table["document_id"].nunique()):
        text += f" {documents} of {of:,} documents drawn, those with most of the claims."
    for i, row in enumerate(frame.measure.wrap(text, frame.body.width, SMALL, lines=2)):
        frame.text(frame.body.left, y - i * frame.measure.height(SMALL), row, SMALL, colour=frame.theme.muted)


def _heading(frame: Frame, x: float, top: float, width: float, lines: list[str], ha: str, size: float = SMALL) -> None:
    """Write the lines of a column's heading upwards from a height: the first bold, the last quiet."""
    for i, line in enumerate(reversed(lines)):
        weight = "bold" if i == len(lines) - 1 else "regular"
        line = frame.measure.cut(drawable(line), width, size, weight)
        colour = frame.theme.ink if weight == "bold" else frame.theme.muted
        frame.text(x, top + 0.09 + i * frame.measure.height(size), line, size, weight, colour, ha=ha)


def _matrix(frame: Frame, box: Box, cells: pd.DataFrame, rows: pd.Series, columns: int) -> None:
    """Draw the cells of a matrix in the tints of their agreement, blank where there is none.

    `cells` has `row` (one of `rows`, from the top), `i` (column) and `agreement`.
    """
    tints = _tints(frame.theme)
    codes = {a: i for i, a in enumerate([*tints])} | {"alone": 0}
    matrix = (
        cells.assign(code=cells["agreement"].map(codes).astype(float))
        .pivot_table(index="row", columns="i", values="code", aggfunc="first")
        .reindex(index=list(rows), columns=range(columns))
    )
    axes = frame.axes(box, zorder=1)
    frame.figure.set_visible(False)  # seaborn draws the whole figure to see whether labels overlap that it has not
    sns.heatmap(matrix, ax=axes, cmap=ListedColormap([*tints.values()]), vmin=-0.5, vmax=len(tints) - 0.5, cbar=False,
                linewidths=2, linecolor=frame.theme.background, xticklabels=False, yticklabels=False)  # fmt: skip
    frame.figure.set_visible(True)
    axes.set(xlabel="", ylabel="")
    wide, high = box.width / columns, box.height / len(matrix)
    place = {r: k for k, r in enumerate(matrix.index)}
    for cell in cells[cells["agreement"].eq("numberless")].itertuples():
        x, y = box.left + cell.i * wide, box.top - (place[cell.row] + 1) * high
        frame.cell(Box(x + 0.03, y + 0.03, x + wide - 0.03, y + high - 0.03), frame.theme.background, True)


def _print(frame: Frame, box: Box, cell) -> None:
    """Write what a document prints into its cell: its firmest rendering bold, then the others as far as they fit."""
    room, others = box.width - 0.1, " · ".join(cell.also)
    main, size = fitted(frame, cell.written, room, BODY if box.height >= 0.28 else SMALL)
    wide = frame.measure.width(main, size, "bold")
    beside = others and wide + 0.1 + frame.measure.width(f"· {others}", SMALL) <= room
    total = wide + (0.06 + frame.measure.width(f"· {others}", SMALL) if beside else 0)
    below = others and not beside and box.height >= 0.46
    x, y = (box.left + box.right) / 2 - total / 2, (box.bottom + box.top) / 2 + (0.09 if below else 0)
    frame.text(x, y, main, size, "bold", va="center_baseline")
    if beside:
        frame.text(x + wide + 0.06, y, f"· {others}", SMALL, va="center_baseline")
    elif below:
        text = frame.measure.cut(drawable(f"also {others}"), room, SMALL)
        frame.text((box.left + box.right) / 2, y - 0.2, text, SMALL, ha="center", va="center_baseline")


def _row_labels(frame: Frame, rows: pd.DataFrame, grid: Box, high: float, when: Callable[[str], str]) -> None:
    """Write metric, claimant's mark, claimant and date at the left of each row, and a rule between metrics."""
    left, before = frame.body.left, None
    for row in rows.itertuples():
        if row.metric != before:
            y = row.y + high / 2
            frame.canvas.plot([left, frame.body.right], [y, y], color=frame.theme.grid, lw=1, zorder=1)
            name = frame.measure.cut(METRICS[row.metric].capitalize(), 2.0, SMALL, "bold")
            frame.text(left, row.y, name, SMALL, "bold", va="center_baseline")
        before = row.metric
        frame.text(row.x + 0.16, row.y, named(frame, row.claimant, when(row.made_on), grid.left - row.x - 0.22), SMALL,
                   va="center_baseline")  # fmt: skip
    claimant_marks(frame, rows)


def _claimants(frame: Frame, x: float, row) -> None:
    """Write how many claimants stand behind a row's claim, and who beside its own."""
    if pd.isna(row.n_claimants):
        frame.text(x, row.y, "no figure", SMALL, colour=frame.theme.muted, va="center_baseline")
        return
    frame.text(x, row.y, str(row.n_claimants), BODY, "bold", va="center_baseline")
    if others := row.behind[1:]:
        text = frame.measure.cut(drawable(f"with {join_list(others)}"), frame.body.right - x - 0.16, SMALL)
        frame.text(x + 0.16, row.y, text, SMALL, va="center_baseline")


@themed
def attribution(view: View, table: pd.DataFrame, words: Words, theme: Theme) -> Figure:
    """Draw the chains of the statement that most documents carry, with what each prints, and the others in brief.

    `table` is that of `compare.attribution`.
    """
    lead = table[table["statement_id"].eq(lead_statement(table))] if len(table) else table
    documents, metrics = _ordered_documents(lead), _metrics(lead)
    drawn = lead[lead["metric"].isin(metrics) & lead["document_id"].isin(documents["document_id"].head(MOST_CHAINS))]
    frame = Frame(words, theme, Look(theme, view.dossier.claimants), _key(drawn, table, theme))
    if words.nothing:
        return frame.empty(words.nothing)
    others = table[~table["statement_id"].isin(lead["statement_id"])]
    body, head = frame.body, 0.5
    n = min(len(documents), MOST_CHAINS)
    lines = -(-others["statement_id"].nunique() // 2)
    high = max(0.45, min(0.62, (body.height - head - (0.46 + LINE * lines if lines else 0)) / n))
    top = body.top - head
    documents = documents.head(n).assign(y=[top - (i + 0.5) * high for i in range(n)])
    bottom = top - n * high
    _draw_chains(frame, lead, documents, metrics, Box(body.left, bottom, body.right, top), high)
    _draw_others(frame, others, date_of(table), Box(body.left, body.bottom, body.right, bottom - 0.1))
    return frame.figure


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
    frame: Frame, lead: pd.DataFrame, documents: pd.DataFrame, metrics: list[str], box: Box, high: float
) -> None:
    """Draw a statement's chains in columns: who stated, passed on and reported it, the documents and their values."""
    columns = {
        "speakers": "Stated by",
        "relays": "Passed on by",
        "agencies": "Reported by",
    }
    columns = {c: heading for c, heading in columns.items() if documents[c].map(len).any()}
    gap, cell = 0.42, 1.0
    card = (box.width - 0.3 - cell * len(metrics) - gap * len(columns)) / (len(columns) + 1)
    card = min(card, 2.4)
    left, colour = box.left, frame.look.colour(lead["claimant_id"].iloc[0])
    ends: dict = {}
    for role, heading in columns.items():
        _heading(frame, left, box.top, card, [heading], "left")
        nodes = _nodes(documents, role, box, high)
        for node in nodes.itertuples():
            place = Box(left, node.y - node.high / 2, left + card, node.y + node.high / 2)
            _card(frame, place, node.name, _tail(lead, node, role), lead if role == "speakers" else None)
        _join(frame, ends, nodes, left, colour)
        ends = {d: [*ends_of] for d, ends_of in _ends(nodes, left + card).items()}
        left += card + gap
    _heading(frame, left, box.top, card, ["Document"], "left")
    for document in documents.itertuples():
        place = Box(left, document.y - high / 2 + 0.03, left + card + 0.2, document.y + high / 2 - 0.03)
        for x, y in ends[document.document_id]:
            _curve(frame, (x, y), (left, document.y), colour, dashed=document.recalled)
        tail = [dates.brief(document.published_on), *(f"via {c}" for c in document.carriers)]
        _card(frame, place, document.outlet, ("recalls it, " if document.recalled else "") + ", ".join(tail))
    left += card + 0.3
    cell = min(1.4, (box.right - left) / len(metrics))
    grid = Box(left, box.bottom, left + cell * len(metrics), box.top)
    cells = lead.merge(documents[["document_id", "y"]]).merge(
        pd.DataFrame({"metric": metrics, "i": range(len(metrics))})
    )
    _matrix(frame, grid, cells.assign(row=cells["y"]), documents["y"], len(metrics))
    for i, metric in enumerate(metrics):
        rows = frame.measure.wrap(METRICS[metric].capitalize(), cell - 0.08, SMALL, "bold", 2)
        for k, row in enumerate(reversed(rows)):
            frame.text(left + (i + 0.5) * cell, box.top + 0.09 + k * frame.measure.height(SMALL), row, SMALL, "bold",
                       ha="center")  # fmt: skip
    for c in cells[~cells["numberless"]].itertuples():
        x = left + c.i * cell
        _print(frame, Box(x, c.y - high / 2, x + cell, c.y + high / 2), c)
    if more := [METRICS[m] for m in dict.fromkeys(lead["metric"].astype(str)) if m not in metrics]:
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
    return nodes.assign(y=_spread(list(nodes["wanted"]), step, box), high=min(0.5, step - 0.06))


def _spread(wanted: list[float], step: float, box: Box) -> list[float]:
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


_BRIEF = [
    "statement_id", "document_id", "claimant_id", "claimant", "made_on", "known_from", "stated", "metric", "value",
    "qualifier", "numberless", "written", "agencies", "outlet",
]  # fmt: skip


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
    for metric, r in rows.groupby("metric", sort=False):
        qualified = r.loc[r["qualifier"].ne("unqualified"), "value"]
        kept = r[~r["numberless"] & (r["qualifier"].ne("unqualified") | ~r["value"].isin(qualified))]
        (said if len(kept) else mute).append(
            " ".join([METRICS[metric], " / ".join(dict.fromkeys(kept["written"]))]).strip()
        )
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
