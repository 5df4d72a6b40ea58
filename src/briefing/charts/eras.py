"""The charts of 04_kcna_era: who spoke when, and with what; before and after the pivot."""

from __future__ import annotations

from itertools import product

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from briefing.analysis.periods import by_period, counts
from briefing.analysis.scope import Words
from briefing.analysis.view import View
from briefing.compare.eras import UNDATED
from briefing.drawing.axes import shade_era, time_axis
from briefing.drawing.frame import Frame, Key
from briefing.drawing.layout import ELLIPSIS, LEFT, RIGHT, Box, Room
from briefing.drawing.marks import draw_marks, draw_silence, hatched, label, name_era
from briefing.drawing.theme import BODY, HATCH, MARK, SMALL, Look, Theme, drawable, themed, tint
from briefing.findings.eras import given_in_words, mixed_dates, spoke_in_words
from briefing.words import dates
from briefing.words.dates import short as short_date
from briefing.words.english import count, sentence, shorten

MOST_LANES = 12
LABELS_A_LANE = 6
CROWDED = 60  # statements in a lane, from which on they are counted by period
MOST_PERIODS = 60
NAMES, BETWEEN = 1.65, 0.35  # inches of the matrix: for claimants' names, and between its blocks


@themed
def statement_timeline(view: View, table: pd.DataFrame, words: Words, theme: Theme) -> Figure:
    """Draw a lane a claimant: who gave numbers first, then who spoke without; undated statements at the right.

    `table` is that of `compare.statements`. Where the marks of a lane would cover each other, bars count them.
    """
    crowded = table.loc[table["at"].notna(), "claimant_id"].value_counts().max() > CROWDED
    key = (_count_key(table, theme) if crowded else _timeline_key(table)) if len(table) else ()
    frame = Frame(words, theme, Look(theme, view.dossier.claimants), key)
    if words.nothing:
        return frame.empty(words.nothing)
    lanes = _lanes(view, table)
    names = [frame.measure.wrap(drawable(n), 2.0, BODY, lines=1)[0] for n in lanes["claimant"]]
    gutter = max(frame.measure.width(n, BODY) for n in names) + 0.25
    dated, undated = table[table["at"].notna()], table[table["at"].isna()]
    aside = 2.0 if len(undated) else 0.0
    hidden = len(set(table["claimant_id"]) - set(lanes["claimant_id"]))
    heights = _lane_heights(lanes, frame.body.height - (1.05 if hidden else 0.85))
    top = frame.body.top - 0.3
    box = Box(frame.body.left + gutter, top - sum(heights), frame.body.right - aside, top)
    axes = frame.axes(box)
    axes.set(ylim=(0, box.height), yticks=[])
    middles = [box.height - sum(heights[:i]) - h / 2 for i, h in enumerate(heights)]
    at = dict(zip(lanes["claimant_id"], middles, strict=True))
    if len(dated):
        ends = [dated["first"].min(), dated["last"].max(), *([view.pivot_on] if view.pivot_on is not None else [])]
        time_axis(axes, min(ends), max(ends), pad=0.05, after=0.16)
        shade_era(axes, view.pivot_on, theme)
        frame.room = Room(Box(box.left, top, box.right, frame.body.top + 0.02))
        name_era(frame, axes, view, above=True)
    else:
        axes.set_xticks([])
    _rule_lanes(frame, axes, view, lanes, names, middles, heights, dated)
    shown = dated[dated["claimant_id"].isin(at)].assign(lane=lambda t: t["claimant_id"].map(at))
    if crowded:
        _count_lanes(frame, axes, shown, dict(zip(at, heights, strict=True)))
        shown = shown.head(0)
    for row in shown[shown["made_on_precision"].ne("day")].itertuples():
        first, last = mdates.date2num(row.first), mdates.date2num(row.last)
        colour = tint(frame.look.colour(row.claimant_id), theme, 0.3)
        axes.add_patch(Rectangle((first, row.lane - 0.08), last - first, 0.16, facecolor=colour, lw=0, zorder=2))
    for claimant_id, rows in shown.groupby("claimant_id", sort=False):
        i = list(at).index(claimant_id)
        low = box.bottom + middles[i] - heights[i] / 2
        frame.room = Room(Box(box.left - 0.05, low, box.right + 0.1, low + heights[i]))
        if view.pivot_on is not None:
            x = frame.place(axes, view.pivot_on, 0)[0]
            frame.room.take(Box(x - 0.02, low, x + 0.02, low + heights[i]))
        draw_marks(frame, axes, rows, "at", "lane", size=MARK * 0.85)
        _label_lane(frame, axes, rows)
    if len(undated):
        _draw_undated(frame, undated[undated["claimant_id"].isin(at)], at, box, crowded)
    if hidden:
        text = f"{count(hidden, 'more claimant')} with fewer statements not drawn"
        frame.text(frame.body.left, frame.body.bottom, text, SMALL, colour=theme.muted)
    return frame.figure


def _count_key(table: pd.DataFrame, theme: Theme) -> list[Key]:
    """Return the key of bars that count statements."""
    unit = by_period(table[table["at"].notna()], MOST_PERIODS)[1]
    entries = [
        (~table["numberless"], Key(f"statements of a {unit} that gave numbers", swatch=theme.muted)),
        (table["numberless"], Key("that gave none", cell="hatched")),
    ]
    return [entry for present, entry in entries if present.any()]


def _count_lanes(frame: Frame, axes: Axes, rows: pd.DataFrame, heights: dict[str, float]) -> None:
    """Draw, a lane a claimant, how many statements each period has, on one scale, and say so."""
    drawn, unit = by_period(rows, MOST_PERIODS)
    bars = counts(drawn).merge(rows[["claimant_id", "lane"]].drop_duplicates())
    most = int(bars.groupby(["claimant_id", "start"])["n"].sum().max())
    scale = 0.8 * min(heights.values()) / most
    for (claimant_id, numberless), mine in bars.groupby(["claimant_id", "numberless"], observed=True):
        colour, floor = frame.look.colour(claimant_id), mine["lane"] - heights[claimant_id] / 2
        if numberless:  # on top of those with numbers
            below = bars[bars["claimant_id"].eq(claimant_id) & ~bars["numberless"]].set_index("start")["n"]
            under = mine["start"].map(below).fillna(0).astype(float)
            hatched(axes, mine, mine["n"] * scale, floor + under * scale, colour)
        else:
            left, width = mdates.date2num(mine["start"]), (mine["end"] - mine["start"]).dt.days
            axes.bar(left, mine["n"] * scale, 0.85 * width, floor, align="edge", color=colour, linewidth=0, zorder=3)
    box = frame.box_of(axes)
    x = frame.place(axes, bars["end"].max(), 0)[0] + 0.1
    for claimant_id, mine in rows.groupby("claimant_id", sort=False):
        y, two = box.bottom + mine["lane"].iloc[0], heights[claimant_id] >= 0.42
        lines = [(0.06 if two else -0.05, count(len(mine), "statement"), "bold", frame.theme.ink)]
        if two:
            lines.append((-0.15, count(int(mine["n_figures"].sum()), "figure"), "regular", frame.theme.muted))
        for up, text, weight, colour in lines:
            text = frame.measure.cut(text, box.right + 0.15 - x, SMALL, weight)
            frame.text(x, y + up, text, SMALL, weight, colour)
    rest = f"; {len(rows) - len(drawn):,} dated less precisely in no bar" if len(drawn) < len(rows) else ""
    text = f"{len(drawn):,} statements counted by {unit}, the highest bar {most}{rest}. The data beside hold each."
    frame.text(frame.body.left, frame.body.top + 0.04, text, SMALL, colour=frame.theme.muted)


def _timeline_key(table: pd.DataFrame) -> list[Key]:
    numbered = table[~table["numberless"]]
    entries = [
        (numbered["filled"].any(), Key("gave numbers")),
        ((~numbered["filled"]).any(), Key("gave bare numbers only", filled=False)),
        (table["numberless"].any(), Key("spoke, gave no number", numberless=True)),
        (table["stated"].any(), Key("strong ring: a document states the date")),
        ((~table["stated"]).any(), Key("pale ring: date inferred or known from elsewhere", stated=False)),
        (table["made_on_precision"].isin(["month", "year"]).any(), Key("known to the month or year only", span=True)),
    ]
    return [entry for present, entry in entries if present]


def _lanes(view: View, table: pd.DataFrame) -> pd.DataFrame:
    """Return the lanes from the top: who gave numbers, then who gave none, each by the first word; at most twelve."""
    lanes = table.groupby(["claimant_id", "claimant"], sort=False, as_index=False).agg(
        numberless=("numberless", "all"),
        first=("known_from", "min"),
        n=("statement_id", "size"),
        most=("n_figures", "max"),
    )
    lanes = _with_pivot(view, lanes)
    kept = lanes.sort_values("n", ascending=False, kind="stable").head(MOST_LANES)
    return kept.sort_values(["numberless", "first"], kind="stable", ignore_index=True)


def _with_pivot(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with one for the pivot's claimant, who is shown as silent before the first word."""
    if not view.pivot or view.claimants or view.pivot.claimant_id in set(rows["claimant_id"]):
        return rows
    silent = {"claimant_id": view.pivot.claimant_id, "claimant": view.pivot.claimant, "numberless": True}
    return pd.concat([rows, pd.DataFrame([silent | {"n": 0, "most": 0}])[rows.columns.intersection(
        ["claimant_id", "claimant", "numberless", "n", "most"])]], ignore_index=True)  # fmt: skip


def _lane_heights(lanes: pd.DataFrame, room: float) -> list[float]:
    """Return the heights in inches: the more figures a lane has to label, the higher it is."""
    least = min(0.29, room / len(lanes))  # a line of type
    wanted = [1.25 * least if not most else 1.5 * least if most <= 2 else 0.95 for most in lanes["most"]]
    if (scale := room / sum(wanted)) >= 1:
        return [h * min(1.3, scale) for h in wanted]
    # Where it is tight, the lanes with most to label keep most of what there is.
    spare, tall = room - least * len(lanes), [most > 2 for most in lanes["most"]]
    if not any(tall):
        return [room / len(lanes)] * len(lanes)
    return [least + (spare / sum(tall) if high else 0) for high in tall]


def _rule_lanes(frame, axes, view, lanes, names, middles, heights, dated) -> None:
    """Name the lanes, part those with numbers from those without, and draw the silence of the pivot's claimant."""
    left, right = axes.get_xlim()
    base = frame.box_of(axes).bottom
    for lane, name, middle, height in zip(lanes.itertuples(), names, middles, heights, strict=True):
        frame.text(frame.body.left, base + middle, name, BODY, "bold" if not lane.numberless else "regular",
                   va="center_baseline")  # fmt: skip
        axes.plot([left, right], [middle - height / 2] * 2, color=frame.theme.grid, lw=1, zorder=1)
        if view.pivot and lane.claimant_id == view.pivot.claimant_id:
            mine = dated.loc[dated["claimant_id"].eq(lane.claimant_id), "at"]
            draw_silence(frame, axes, middle, mdates.date2num(mine.min()) if len(mine) else right, "silent")


def _label_lane(frame: Frame, axes: Axes, rows: pd.DataFrame) -> None:
    """Label the statements of a lane that gave numbers, the first and the last before the rest."""
    edge = rows["at"].isin([rows["at"].min(), rows["at"].max()])
    ordered = rows.assign(edge=edge).sort_values(["edge", "n_figures"], ascending=False, kind="stable")
    for row in ordered.head(LABELS_A_LANE).itertuples():
        x, y = frame.place(axes, row.at, row.lane)
        if row.numberless:
            label(frame, x, y, "", spoke_in_words(row.spoke_of), width=2.6, sides=(RIGHT, LEFT))
            continue
        given = given_in_words(row.given)
        # The widest label that finds room on the right, else on the left: fewer figures to a line, then fewer lines.
        for side, width in product((RIGHT, LEFT), (3.4, 2.7, 2.0, 1.5)):
            two = frame.measure.width(drawable(", ".join(given[:2])), BODY, "bold") <= width
            head, rest = (", ".join(given[:2]), given[2:]) if two else (given[0], given[1:])
            tail = _rest(frame, rest, width)
            if (tail or not rest) and label(frame, x, y, head, tail, width=width, size=BODY, sides=(side,)):
                break


def _rest(frame: Frame, given: list[str], width: float) -> str:
    """Return as many figures as two lines hold, and the count of the rest."""
    for n in range(len(given), 0, -1):
        more = f" and {len(given) - n} more" if n < len(given) else ""
        text = drawable(", ".join(given[:n]) + more)
        if not any(row.endswith("…") for row in frame.measure.wrap(text, width, SMALL, lines=2)):
            return text
    return ""


def _draw_undated(frame: Frame, rows: pd.DataFrame, at: dict[str, float], box: Box, crowded: bool) -> None:
    """Draw the statements without a date in a column of their own: of each claimant the one that gave most."""
    left = box.right + 0.25
    axes = frame.axes(Box(left, box.bottom, frame.body.right, box.top))
    axes.set(xlim=(0, frame.body.right - left), ylim=(0, box.height), xticks=[], yticks=[])
    frame.text(left, box.top + 0.1, "Undated", SMALL, colour=frame.theme.muted)
    axes.plot([0, 0], [0, box.height], color=frame.theme.grid, lw=1)
    rows = rows.assign(lane=rows["claimant_id"].map(at), x=0.2)
    first = rows.sort_values("n_figures", ascending=False, kind="stable").drop_duplicates("claimant_id")
    frame.room = Room(Box(left, box.bottom, frame.body.right, box.top))
    draw_marks(frame, axes, first, "x", "lane", size=MARK * 0.85)
    for row in first.itertuples():
        x, y = frame.place(axes, row.x, row.lane)
        others = int(rows["claimant_id"].eq(row.claimant_id).sum()) - 1
        more = f"and {count(others, 'more statement')}" if others else ""
        if crowded:
            label(frame, x, y, "", count(others + 1, "statement"), width=1.4, sides=(RIGHT,))
        elif row.numberless:
            label(frame, x, y, "", more or spoke_in_words(row.spoke_of), width=1.4)
        else:
            label(frame, x, y, _figures_that_fit(frame, given_in_words(row.given), 1.4), more, width=1.4, size=BODY)


def _figures_that_fit(frame: Frame, given: list[str], width: float) -> str:
    """Return as many whole figures as a line holds, with the count of the rest; their count alone where none fits."""
    for n in range(len(given), 0, -1):
        text = ", ".join(given[:n]) + (f" +{len(given) - n}" if n < len(given) else "")
        if frame.measure.width(drawable(text), BODY, "bold") <= width:
            return text
    return count(len(given), "figure")


# The columns of the matrix: metrics that answer one question share one, told apart by a word in the cell.
TOPICS = {
    "Killed": {"killed": ""},
    "Wounded": {"wounded": ""},
    "Killed or wounded": {"casualties": ""},
    "Sent": {
        "deployed": "",
        "deployed_additional": "more",
        "deployment_planned": "planned",
        "deployment_arrived": "arrived",
    },
    "Returned": {"returned": ""},
    "Workers": {"workers_planned": ""},
}
UNCLEAR = "Date unclear"  # one column for all topics: which era it belongs to is not known
LINE_HEIGHT = 0.205


@themed
def claims_by_era(view: View, table: pd.DataFrame, words: Words, theme: Theme) -> Figure:
    """Draw the matrix of claimants by era and metric: the latest figure, hatched where none was given, blank silence.

    `table` is that of `compare.latest_by_era`.
    """
    frame = Frame(words, theme, Look(theme, view.dossier.claimants), _matrix_key(table) if len(table) else ())
    if words.nothing:
        return frame.empty(words.nothing)
    cells = table.assign(topic=table["metric"].astype(str).map({m: t for t, ms in TOPICS.items() for m in ms}))
    blocks = _blocks(view, cells)
    # The largest type in which every number is whole; below the smallest, a number that does not fit is left out.
    for type_size in (SMALL, 11, 10, 9):
        widths = _widths(frame, view, blocks, cells, type_size)
        if sum(widths.values()) <= frame.body.width - NAMES - BETWEEN:
            break
    widths = _as_wide_as_titles(frame, widths, frame.body.width - NAMES - BETWEEN)
    gutter = min(2.1, max(1.45, frame.body.width - BETWEEN - sum(widths.values())))
    rows = _matrix_rows(frame, view, cells, gutter - 0.15)
    columns = _columns(widths, frame.body.left + gutter, frame.body.right)
    head = frame.body.top - 0.78
    notes = _matrix_notes(frame, cells, rows)
    heights = _row_heights(rows, head - frame.body.bottom - (0.06 + frame.measure.height(SMALL, len(notes))))
    one_line = [frame.measure.wrap(drawable(n), gutter - 0.15, SMALL, "bold", lines=1) for n in rows["claimant"]]
    fitting = [a if h >= 0.2 * len(a) else b for a, b, h in zip(rows["lines"], one_line, heights, strict=True)]
    rows = rows.assign(lines=fitting)  # a squeezed row has room for one line of the name
    for (title, topics), box in zip(blocks, _block_boxes(blocks, columns), strict=True):
        size = SMALL if title == UNCLEAR else BODY
        for i, line in enumerate(frame.measure.wrap(drawable(title), box[1] - box[0] + 0.1, size, "bold", lines=1)):
            frame.text(box[0], frame.body.top - 0.2 - i * 0.25, line, size, "bold")
        for topic in topics:
            left, right = columns[title, topic]
            lines = frame.measure.wrap(topic, right - left - 0.04, SMALL, lines=2) if topic != UNCLEAR else []
            for i, line in enumerate(reversed(lines)):
                frame.text(left + 0.03, head + 0.09 + i * 0.19, line, SMALL, colour=theme.muted)
    axes = frame.canvas
    if "kcna_era" in (eras := _eras(view, blocks)):
        left, right = _block_boxes(blocks, columns)[eras.index("kcna_era")]
        place = (left - 0.09, head - sum(heights))
        axes.add_patch(
            Rectangle(place, right - left + 0.09, frame.body.top + 0.05 - place[1], facecolor=theme.band, lw=0)
        )
    top = head
    for row, height in zip(rows.itertuples(), heights, strict=True):
        _draw_row(frame, view, axes, row, cells, blocks, columns, top, height, type_size)
        top -= height
    axes.plot([frame.body.left, frame.body.right], [top, top], color=theme.grid, lw=1)
    for i, line in enumerate(notes):
        frame.text(frame.body.left, top - 0.2 - i * frame.measure.height(SMALL), line, SMALL, colour=theme.muted)
    return frame.figure


def _matrix_notes(frame: Frame, cells: pd.DataFrame, rows: pd.DataFrame) -> list[str]:
    """Say in at most two lines how many claimants are not drawn, and which figures of a row are of another date."""
    drawn = cells[cells["claimant_id"].isin(rows["claimant_id"])]
    hidden = cells["claimant_id"].nunique() - drawn["claimant_id"].nunique()
    more = [f"{count(hidden, 'more claimant')} with fewer claims not drawn."] if hidden else []
    mixed = mixed_dates(drawn)
    text = " ".join([*more, *mixed])
    if len(frame.measure.wrap(text, frame.body.width, SMALL, lines=3)) > 2:
        text = " ".join([*more, "Rows hold figures of several dates; the data beside say which."])
    return frame.measure.wrap(text, frame.body.width, SMALL, lines=2)


def _matrix_key(table: pd.DataFrame) -> list[Key]:
    return [
        Key("latest figure given", cell="number"),
        *([Key("spoke, gave no number", cell="hatched")] if table["numberless"].any() else []),
        Key("blank: no statement on record", cell="blank"),
    ]


def _blocks(view: View, cells: pd.DataFrame) -> list[tuple[str, list[str]]]:
    """Return the eras from left to right with their topics; both eras show the same topics, so that gaps show."""
    present = [t for t in TOPICS if t in set(cells["topic"])]
    if view.pivot is None:
        return [("All statements", present)]
    day = short_date(view.pivot.made_on) + (f" {view.pivot.made_on[:4]}" if len(view.pivot.made_on) > 4 else "")
    until = f"before {day}" if view.pivot_on is not None else f"to {dates.words(view.dossier.as_of)}"
    spoke = (cells["claimant_id"].eq(view.pivot.claimant_id) & cells["era"].eq("silence")).any()
    before = sentence(until) if spoke else f"{shorten(view.pivot.claimant)} silent: {until}"
    dated = [t for t in present if t in set(cells.loc[cells["era"].ne(UNDATED), "topic"])]
    blocks = [(before, dated)]
    if view.pivot_on is not None:
        blocks.append((f"{shorten(view.pivot.claimant)} era: from {day}", dated))
    undated = [t for t in present if t in set(cells.loc[cells["era"].eq(UNDATED), "topic"])]
    return [b for b in [*blocks, (UNCLEAR, [UNCLEAR] if undated else [])] if b[1]]


def _widths(frame: Frame, view: View, blocks: list, cells: pd.DataFrame, size: float) -> dict[tuple[str, str], float]:
    """Return the inches that each column needs, by block and topic: its values, and the longest word of its head."""
    widths = {}
    for era, (title, topics) in zip(_eras(view, blocks), blocks, strict=True):
        for topic in topics:
            unclear = topic == UNCLEAR
            mine = cells[cells["era"].eq(era) & (cells["topic"].eq(topic) | unclear) & ~cells["numberless"]]
            lines = [line for row in mine.itertuples() for line in _lines(row, unclear)]
            head = UNCLEAR if unclear else max(topic.split(), key=len)
            needed = [frame.measure.width(v, size, "bold") + _word_width(frame, w, size) for v, w in lines]
            named = frame.measure.width(head, SMALL, "bold" if unclear else "regular") + 0.1
            widths[title, topic] = min(2.0, max([named, *(n + 0.16 for n in needed)]))
    return widths


def _as_wide_as_titles(frame: Frame, widths: dict, room: float) -> dict:
    """Return the widths of columns, wider where the title of their block needs it and there is room."""
    spare = room - sum(widths.values())
    for title in dict.fromkeys(title for title, _ in widths):
        mine = [key for key in widths if key[0] == title]
        short = frame.measure.width(title, BODY, "bold") + 0.1 - sum(widths[key] for key in mine)
        more = max(0.0, min(short, spare))
        widths = widths | {key: widths[key] + more / len(mine) for key in mine}
        spare -= more
    return widths


def _word_width(frame: Frame, word: str, size: float) -> float:
    return frame.measure.width(word, size) + 0.05 if word else 0.0


def _columns(
    widths: dict[tuple[str, str], float], left: float, right: float
) -> dict[tuple[str, str], tuple[float, float]]:
    """Return the left and right edge in inches of each column by block and topic; what is left over is shared out."""
    gap, blocks = 0.16, list(dict.fromkeys(title for title, _ in widths))
    room, needed = right - left - gap * (len(blocks) - 1), sum(widths.values())
    spare, squeeze = min(0.5, max(0.0, room - needed) / len(widths)), min(1.0, room / needed)
    columns, x = {}, left
    for title, topic in widths:
        start = x + gap * blocks.index(title)
        x += widths[title, topic] * squeeze + spare
        columns[title, topic] = (start, x + gap * blocks.index(title))
    return columns


def _lines(row, unclear: bool) -> list[tuple[str, str]]:
    """Return the lines of one metric in a cell: each value with the word that tells it from others of its column."""
    word = TOPICS[row.topic][row.metric] or (row.topic.lower() if unclear else "")
    return [(value if i == 0 else f"or {value}", word) for i, value in enumerate(row.written)]


def _block_boxes(blocks: list, columns: dict) -> list[tuple[float, float]]:
    return [(columns[title, topics[0]][0] + 0.03, columns[title, topics[-1]][1]) for title, topics in blocks]


def _matrix_rows(frame: Frame, view: View, cells: pd.DataFrame, width: float) -> pd.DataFrame:
    """Return the rows of the matrix: claimants who gave numbers first, the most cells first; at most twelve."""
    rows = cells.groupby(["claimant_id", "claimant"], sort=False, as_index=False).agg(
        numberless=("numberless", "all"), n=("metric", "size")
    )
    rows = _with_pivot(view, rows)
    kept = rows.sort_values(["numberless", "n"], ascending=[True, False], kind="stable").head(MOST_LANES)
    values = cells.assign(
        values=cells["written"].map(len), topic=cells["topic"].mask(cells["era"].eq(UNDATED), UNCLEAR)
    )
    most = values.groupby(["claimant_id", "era", "topic"], observed=True)["values"].sum().groupby("claimant_id").max()
    lines = [frame.measure.wrap(drawable(n), width, SMALL, "bold", lines=2) for n in kept["claimant"]]
    one_line = [frame.measure.wrap(drawable(n), width, SMALL, "bold", lines=1) for n in kept["claimant"]]
    return kept.assign(
        lines=lines, one_line=one_line, high=kept["claimant_id"].map(most).fillna(1).astype(int)
    ).reset_index(drop=True)


def _row_heights(rows: pd.DataFrame, room: float) -> list[float]:
    """Return heights in inches, by the most lines of any cell of the row, stretched or squeezed to the room."""
    most = [max(high, len(lines)) for high, lines in zip(rows["high"], rows["lines"], strict=True)]
    wanted = [0.1 + LINE_HEIGHT * n + (0.08 if n > 2 else 0) for n in most]  # many lines need air above and below
    spare = (room - sum(wanted)) / len(wanted)
    return [h + min(spare, 0.3) for h in wanted] if spare >= 0 else [h * room / sum(wanted) for h in wanted]


def _draw_row(frame, view, axes, row, cells, blocks, columns, top, height, type_size) -> None:
    """Draw one claimant's cells and its name."""
    theme, colour = frame.theme, frame.look.colour(row.claimant_id)
    axes.plot([frame.body.left, frame.body.right], [top, top], color=theme.grid, lw=1)
    middle = top - height / 2
    lines = row.lines if len(row.lines) * LINE_HEIGHT <= height else row.one_line
    for i, line in enumerate(lines):
        y = middle + (len(lines) - 1) * 0.1 - i * 0.2
        frame.text(frame.body.left, y, line, SMALL, "regular" if row.numberless else "bold", va="center_baseline")
    mine = cells[cells["claimant_id"].eq(row.claimant_id)]
    for era, (title, topics) in zip(_eras(view, blocks), blocks, strict=True):
        for topic in topics:
            cell = mine[mine["era"].eq(era) & (mine["topic"].eq(topic) | (topic == UNCLEAR))]
            if len(cell):
                left, right = columns[title, topic]
                box = Box(left, top - height + 0.03, right - 0.04, top - 0.03)
                _draw_cell(frame, axes, cell, box, colour, topic == UNCLEAR, type_size)


def _eras(view: View, blocks: list) -> list[str]:
    """Return the era that each block shows."""
    if view.pivot is None:
        return [UNDATED]
    eras = ["silence", *(["kcna_era"] if view.pivot_on is not None else [])]
    return [UNDATED if title == UNCLEAR else eras[i] for i, (title, _) in enumerate(blocks)]


def _draw_cell(
    frame: Frame, axes: Axes, cell: pd.DataFrame, box: Box, colour: str, unclear: bool, type_size: float
) -> None:
    """Draw one cell: its figures on the claimant's tint, or the hatching of a word without a number."""
    numbered = cell[~cell["numberless"]]
    place, size = (box.left, box.bottom), (box.width, box.height)
    if numbered.empty:
        if unclear:  # the column has all topics, so the word says which
            size = (0.4, box.height)
            topic = frame.measure.cut(", ".join(cell["topic"].unique()).lower(), box.width - 0.48, SMALL)
            middle = (box.bottom + box.top) / 2
            frame.text(box.left + 0.46, middle, topic, SMALL, colour=frame.theme.muted, va="center_baseline")
        axes.add_patch(Rectangle(place, *size, facecolor="none", edgecolor=colour, hatch=HATCH, lw=0))
        axes.add_patch(Rectangle(place, *size, facecolor="none", edgecolor=colour, lw=1))
        return
    axes.add_patch(Rectangle(place, *size, facecolor=tint(colour, frame.theme), edgecolor="none"))
    axes.add_patch(Rectangle(place, 0.05, box.height, facecolor=colour, edgecolor="none"))
    lines = [line for row in numbered.itertuples() for line in _lines(row, unclear)]
    fit = max(1, int((box.height + 0.03) / (LINE_HEIGHT - 0.02)))
    if len(lines) > fit:
        more = len(lines) - fit + 1
        lines = [*lines[: fit - 1], (f"+ {more} more" if fit > 1 else f"{more} figures", "")]
    middle, room = (box.bottom + box.top) / 2, box.width - 0.1
    for i, (value, word) in enumerate(lines):
        y = middle + ((len(lines) - 1) / 2 - i) * LINE_HEIGHT
        # A number is whole or it is not there: half a number is another number.
        head = value if frame.measure.width(value, type_size, "bold") <= room else ELLIPSIS
        frame.text(box.left + 0.08, y, head, type_size, "bold", va="center_baseline")
        used = frame.measure.width(head, type_size, "bold") + 0.05
        if word:
            tail = frame.measure.cut(word, room - used, type_size)
            frame.text(box.left + 0.08 + used, y, tail, type_size, colour=frame.theme.muted, va="center_baseline")
