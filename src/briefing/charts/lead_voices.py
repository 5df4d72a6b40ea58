"""The leading comparison of 04: who gives most numbers, and the pivot's claimant, in lanes, in words, by era."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.patches import Rectangle

from briefing.analysis.estimates import with_era
from briefing.analysis.scope import (
    as_caveat,
    as_of,
    chosen_of,
    claims_in_words,
    naming,
    none_on_record,
    people_of,
    source,
)
from briefing.analysis.view import View
from briefing.charts.chart import Chart, ChartText, Grid, Line
from briefing.drawing.frame import Frame
from briefing.drawing.layout import Box
from briefing.drawing.marks import NOT_IN_DOCUMENTS, claimant_marks, fitted, marked
from briefing.drawing.theme import BODY, MARK, NUMBER, SMALL, Look, drawable
from briefing.words import dates
from briefing.words.english import count, join_list, sentence, shorten
from briefing.words.findings import Sentence, finding, joined, rule

LANES = 3
NAMES = 2.7  # inches for the names of claimants
GAP, COUNTED = 0.35, 2.1  # inches between two statements, and for the words that count those left out
LONGEST = 143  # characters of a title that still fit its two lines
ZOOMS = (1.6, 1.4, 1.2, 1.0)  # sizes of type, in units of the usual ones
UNDATED, ALL = "date unclear", "all dates"


def table_of(view: View) -> pd.DataFrame:
    """Return the estimates of the leading claimants on the first topic, with `era` and `lane`.

    Leading are those with most numbers for metrics of the first topic, of equals who spoke first; the pivot's
    claimant has the last of the `LANES` lanes, whatever it said. Of a claimant without any such number all claims
    without a number are rows. `era` is before, since, "date unclear", or "all dates" without a
    pivot; `lane` counts from 0.
    """
    table = with_era(view.estimates, view.pivot)
    table = table.assign(era=table["era"].cat.add_categories([UNDATED, ALL]).fillna(UNDATED if view.pivot else ALL))
    leading = _leading(view, table)
    numbered = table["metric"].isin(view.lead_metrics) & ~table["without_number"]
    gave = set(table.loc[numbered, "claimant_id"])
    asked = bool(chosen_of(view, view.lead_metrics))  # else who gave none of them is not known here
    mute = table["without_number"] & ~table["claimant_id"].isin(gave) & asked
    rows = table[table["claimant_id"].isin(leading) & (numbered | mute)]
    lane = rows["claimant_id"].map({c: i for i, c in enumerate(leading)})
    return rows.assign(lane=lane.astype("Int64")).sort_values(
        ["lane", "known_from", "statement_id", "metric", "value"], kind="stable", ignore_index=True
    )


def _leading(view: View, table: pd.DataFrame) -> list[str]:
    """Return the claimants of the lanes, from the top."""
    numbered = table[table["metric"].isin(view.lead_metrics) & ~table["without_number"]]
    order = numbered.groupby("claimant_id", sort=False).agg(n=("metric", "size"), known=("known_from", "min"))
    order = list(order.sort_values(["n", "known"], ascending=[False, True], kind="stable").index)
    pivot = view.pivot.claimant_id if view.pivot else ""
    if pivot not in set(table["claimant_id"]):
        return order[:LANES]
    return [*[c for c in order if c != pivot][: LANES - 1], pivot]


def text_of(view: View, table: pd.DataFrame) -> ChartText:
    """Return the words: who of the leading claimants gives numbers and who gives none."""
    metrics = tuple(view.lead_metrics)
    people = people_of(view, chosen_of(view, metrics) or metrics)
    about = finding("about", f"{sentence(people)}, in the words of those who speak of it most", metrics=metrics)
    subtitle = joined(about, as_of(view))
    if table.empty:
        title = none_on_record(view) if view.figures.empty else none_on_record(view, "number", metrics)
        whole = joined(title, end=".")
        return ChartText(title, subtitle, whole, source(view, table), nothing=whole)
    title = _who_says_what(view, table, people)
    lanes = table["lane"].nunique()
    each = "" if lanes == 1 else "each of "
    form = finding("lanes", f"A lane for {each}{count(lanes, 'claimant')}", lanes=lanes)
    alt = joined(title, form, claims_in_words(table, 16), by=". ", end=".")
    return ChartText(title, subtitle, alt, source(view, table))


def _who_says_what(view: View, table: pd.DataFrame, people: str) -> Sentence:
    """Say the latest number of each leading claimant with its date, and who gives none on record."""
    numbered = table[~table["without_number"]]
    latest = [_latest(rows) for _, rows in numbered.groupby("claimant_id", sort=False)]
    mute = table[~table["claimant_id"].isin(numbered["claimant_id"])]
    gives = "gives" if mute["claimant_id"].nunique() == 1 else "give"
    what = "no such number" if latest else f"no number of {people}"
    silent = f"{naming(view, mute)} {gives} {what} on record" if len(mute) else ""
    told = tuple((r["statement_id"].iloc[0], str(r["metric"].iloc[0])) for r in latest)
    for most in (24, 18):  # letters of a name
        put = [
            f"{shorten(r['claimant'].iloc[0], most)} {'says ' if not i else ''}{_said(r)}" for i, r in enumerate(latest)
        ]
        words = sentence("; ".join(w for w in (", ".join(put), silent) if w))
        if len(words) <= LONGEST:
            break
    return finding("leading", words, latest=told, none=tuple(mute["claimant_id"].unique()))


def _latest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the latest statement of a claimant, of the first metric that it gives."""
    last = rows[rows["statement_id"].eq(rows["statement_id"].iloc[-1])]
    return last[last["metric"].eq(last["metric"].iloc[0])]


def _said(rows: pd.DataFrame) -> str:
    """Say a number and when it was given: "about 2,000 killed (Sep 2025)"."""
    said = join_list(dict.fromkeys(rows["said"]), "or")
    return f"{said} {rows['what'].iloc[0]} ({dates.brief(dates.to_month(rows['made_on'].iloc[0]))})"


@dataclass(frozen=True)
class Block:
    """What one statement says: its date, and lines of a number in bold and what it counts."""

    date: str
    lines: tuple[tuple[str, str], ...]


def draw(view: View, table: pd.DataFrame, words: ChartText, look: Look) -> Frame:
    """Draw a lane a claimant, before the pivot and since: each number in words with its date, or that there is none.

    `table` is that of `table_of`.
    """
    dated = table[table["made_on"].ne("")]
    frame = Frame(words, look, [NOT_IN_DOCUMENTS] if (~dated["date_stated"]).any() else ())
    eras = _eras(view, table)
    lanes = list(table.drop_duplicates("lane")["lane"])
    cells = {
        (lane, era): _blocks(table[table["lane"].eq(lane) & table["era"].isin(of)])
        for lane in lanes
        for era, of in eras.items()
    }
    names = {era: drawable(_era_name(view, era, table["era"].eq(UNDATED).any())) for era in eras}
    none = {lane: _none(view, table[table["lane"].eq(lane)]) for lane in lanes}
    nothing = {era: [none[lane] for lane in lanes if not cells[lane, era]] for era in eras}
    body, head = frame.body, 0.42
    room = Box(body.left + NAMES, body.bottom, body.right, body.top - head)
    for zoom in ZOOMS:  # few lanes are written larger, as far as height and width allow
        columns, fits = _columns(
            frame, cells, {era: _least(frame, names[era], nothing[era], zoom) for era in eras}, room, zoom
        )
        step = frame.measure.height(NUMBER * zoom) + 0.02
        lines = [max([1, *(len(b.lines) for e in eras for b in cells[n, e])]) for n in lanes]
        wanted = [max(1.0, 0.32 + frame.measure.height(SMALL * zoom) + step * n) for n in lines]
        if fits and sum(wanted) <= room.height:
            break
    scale = room.height / sum(wanted)
    heights = [h * min(scale, 1.6) for h in wanted]
    top = body.top - head
    floor = top - sum(heights)
    if view.pivot_on is not None and len(columns) > 1:
        left, right = columns[list(eras)[1]]
        frame.canvas.add_patch(
            Rectangle((left - 0.16, floor), right - left + 0.26, body.top - floor, facecolor=look.theme.band, lw=0)
        )
        frame.canvas.plot([left - 0.16] * 2, [floor, body.top], color=look.theme.accent, lw=2)
    for era, (left, right) in columns.items():
        title = frame.measure.cut(names[era], right - left, BODY, "bold")
        frame.text(left, body.top - 0.28, title, BODY, "bold")
    for lane, height in zip(lanes, heights, strict=True):
        frame.canvas.plot([body.left, body.right + 0.1], [top, top], color=look.theme.grid, lw=1.2)
        _name(frame, view, table[table["lane"].eq(lane)], Box(body.left, top - height, body.left + NAMES, top))
        for era, (left, right) in columns.items():
            _draw_blocks(frame, cells[lane, era], none[lane], Box(left, top - height, right, top), zoom)
        top -= height
    return frame


def _eras(view: View, table: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return the columns and the eras that each shows; what has no date stands with what came before."""
    if view.pivot_on is None:
        return {"all": ("before", "since", UNDATED, ALL)}
    return {"before": ("before", UNDATED), "since": ("since",)}


def _era_name(view: View, era: str, undated: bool) -> str:
    if era == "all":
        return f"Up to {dates.words(view.dossier.as_of)}" if view.dossier.as_of else "All statements"
    day = dates.words(view.pivot.made_on)
    if era == "before":
        return f"Before {day}" + (", or undated" if undated else "")
    return f"Since {shorten(view.pivot.claimant, 24)} spoke, {day}"


def _blocks(rows: pd.DataFrame) -> list[Block]:
    """Return what the statements of a lane in an era say, in the order of their dates."""
    blocks = []
    for _, mine in rows.groupby("statement_id", sort=False):
        first = mine.iloc[0]
        lines = []
        for _, claim in mine[~mine["without_number"]].groupby("metric", sort=False, observed=True):
            said = [s.partition(" (elsewhere ") for s in claim["said"]]
            elsewhere = [e.removesuffix(")") for _, _, e in said if e]
            rest = claim["what"].iloc[0] + "".join(f"; elsewhere {e}" for e in elsewhere)
            lines.append((" or ".join(dict.fromkeys(s for s, *_ in said)), rest))
        if not lines:
            lines = [("no number", f"of {join_list(mine['those'])}")]
        date = marked(dates.words(first["made_on"]), bool(first["date_stated"]))
        blocks.append(Block(sentence(date), tuple(lines)))
    return blocks


def _width(frame: Frame, block: Block, zoom: float) -> float:
    measure = frame.measure
    lines = [
        measure.width(drawable(a), NUMBER * zoom, "bold") + 0.09 + measure.width(drawable(b), BODY * zoom)
        for a, b in block.lines
    ]
    return max([measure.width(block.date, SMALL * zoom), *lines])


def _least(frame: Frame, name: str, nothing: list[str], zoom: float) -> float:
    """Return the least width of an era's column: its name, and that there is nothing, stand in it whole."""
    measure = frame.measure
    return max([3.0, measure.width(name, BODY, "bold"), *(measure.width(n, BODY * zoom) for n in nothing)])


def _columns(frame: Frame, cells: dict, least: dict[str, float], box: Box, zoom: float) -> tuple[dict, bool]:
    """Return left and right of each era's column: as wide as its fullest lane needs, and whether that is the room."""
    room = box.width - 0.32 * (len(least) - 1)
    wanted = {
        era: max([low, *(sum(_width(frame, b, zoom) + GAP for b in of) for (_, e), of in cells.items() if e == era)])
        for era, low in least.items()
    }
    low = {era: min(w, room / len(least)) for era, w in least.items()}
    spare, more = room - sum(low.values()), sum(wanted.values()) - sum(low.values())
    widths = {era: low[era] + (w - low[era]) * spare / more if more else room / len(low) for era, w in wanted.items()}
    columns, left = {}, box.left
    for era, width in widths.items():
        columns[era] = (left, left + width)
        left += width + 0.32
    return columns, sum(wanted.values()) <= room


def _name(frame: Frame, view: View, rows: pd.DataFrame, box: Box) -> None:
    """Name a lane: the claimant's mark, its short name, and below it who that is."""
    row, measure = rows.iloc[0], frame.measure
    middle, room = box.top - 0.3, box.width - 0.5
    claimant_marks(frame, rows.head(1).assign(x=box.left + 0.14, y=middle), MARK * 0.9)
    name = drawable(row["claimant"])
    size = NUMBER if measure.width(name, NUMBER, "bold") <= room else SMALL
    most = max(1, int((box.height - 0.25) / measure.height(SMALL)))
    names = measure.wrap(name, room, size, "bold", lines=1 if size == NUMBER else most)
    full = view.dossier.actors.set_index("actor_id")["name"].get(row["claimant_id"], "")
    lines = max(0, min(3, int((box.height - 0.42) / measure.height(SMALL)) + 1 - len(names)))
    about = (
        measure.balance(drawable(full), room, SMALL, lines=lines) if lines and full not in ("", row["claimant"]) else []
    )
    for i, line in enumerate(names):
        y = middle - i * measure.height(SMALL)
        frame.text(box.left + 0.36, y, line, size, "bold", va="center_baseline")
    for i, line in enumerate(about):
        y = middle - 0.06 - (len(names) + i) * measure.height(SMALL)
        frame.text(box.left + 0.36, y, line, SMALL, colour=frame.theme.muted, va="center_baseline")


def _none(view: View, rows: pd.DataFrame) -> str:
    """Say that a claimant has nothing in an era: no statement only where all its statements are looked at."""
    if not rows["without_number"].all():
        return "no such number on record"
    return "no number on record" if view.chosen_metrics else "no statement on record"


def _draw_blocks(frame: Frame, blocks: list[Block], none: str, box: Box, zoom: float) -> None:
    """Write statements beside each other: as many of the latest as there is room for; those before are counted.

    `none` stands where there are none.
    """
    first, step = box.top - 0.3, frame.measure.height(NUMBER * zoom) + 0.02
    if not blocks:
        frame.text(box.left, first, none, BODY * zoom, colour=frame.theme.muted, va="center_baseline")
        return
    kept, room = [], box.width + 0.05
    for i, block in enumerate(reversed(blocks)):
        need = _width(frame, block, zoom) + (GAP if kept else 0)
        if kept and need > room - (COUNTED if i + 1 < len(blocks) else 0):
            break
        kept.insert(0, block)
        room -= need
    left = box.left
    if more := len(blocks) - len(kept):
        said = [count(more, "earlier", "earlier"), count(more, "statement").split(" ", 1)[1] + " not drawn"]
        for i, text in enumerate(said):
            frame.text(left, first - i * step, text, SMALL, colour=frame.theme.muted, va="center_baseline")
        left += max(frame.measure.width(t, SMALL) for t in said) + GAP
    for block in kept:
        _draw_block(frame, block, Box(left, box.bottom, box.right + 0.05, box.top), zoom)
        left += _width(frame, block, zoom) + GAP


def _draw_block(frame: Frame, block: Block, box: Box, zoom: float) -> None:
    """Write a statement: its date, and each number with what it counts; what has no height is counted."""
    first, step = box.top - 0.3, frame.measure.height(NUMBER * zoom) + 0.02
    date = frame.measure.cut(block.date, box.width, SMALL * zoom)
    frame.text(box.left, first, date, SMALL * zoom, colour=frame.theme.muted, va="center_baseline")
    fit = max(1, int((box.height - 0.45) / step))
    lines = block.lines
    if len(lines) > fit:
        lines = (*lines[: fit - 1], ("", f"and {count(len(lines) - fit + 1, 'more number')}"))
    for i, (bold, rest) in enumerate(lines):
        y = first - (i + 1) * step
        bold, size = fitted(frame, bold, box.width, NUMBER) if bold else ("", NUMBER)
        size = NUMBER * zoom if zoom > 1 else size
        wide = frame.measure.width(bold, size, "bold") + 0.09 if bold else 0.0
        if bold:
            frame.text(box.left, y, bold, size, "bold", va="center_baseline")
        if box.width - wide > 0.4:
            rest = frame.measure.cut(drawable(rest), box.width - wide, BODY * zoom)
            frame.text(box.left + wide, y, rest, BODY * zoom, va="center_baseline")


def grid(view: View, table: pd.DataFrame) -> Grid:
    """Return the lanes as rows of a table: who, and in each era the statements with date and numbers."""
    eras, undated = _eras(view, table), table["era"].eq(UNDATED).any()
    full = view.dossier.actors.set_index("actor_id")["name"]
    rows = []
    for _, mine in table.groupby("lane", sort=True):
        claimant, claimant_id = mine[["claimant", "claimant_id"]].iloc[0]
        about = [((full[claimant_id], False),)] if full.get(claimant_id, claimant) != claimant else []
        cells = [_cell(_blocks(mine[mine["era"].isin(of)])) for of in eras.values()]
        rows.append([[((claimant, True),), *about], *cells])
    return Grid(["", *(_era_name(view, era, undated) for era in eras)], rows, 0.22)


def _cell(blocks: list[Block]) -> list[Line]:
    lines = [((b.date, False),) if not bold else ((bold, True), (f" {what}", False))
             for b in blocks for bold, what in (("", ""), *b.lines)]  # fmt: skip
    return lines or [(("no statement on record", False),)]


def caveat(view: View, table: pd.DataFrame) -> Sentence:
    """Say what to bear in mind."""
    words = "different measures stand side by side; nothing here is added up or averaged"
    return as_caveat([rule("side by side", words)])


def question(view: View, table: pd.DataFrame) -> Sentence:
    """Return the question that the chart answers."""
    people = people_of(view, view.lead_metrics)
    return finding("question", f"What do those who speak most say of {people}?", metrics=tuple(view.lead_metrics))


CHART = Chart(__name__, "04_kcna_era", table_of, text_of, draw, question, caveat, eras=True, grid=grid)
