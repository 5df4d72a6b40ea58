"""The second chart of 04: the latest figure of each claimant before and since the pivot."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from briefing.analysis.estimates import with_era
from briefing.analysis.scope import as_caveat, as_of, filter_note, on_chosen, source
from briefing.analysis.view import View
from briefing.charts.chart import Chart, ChartText
from briefing.charts.statement_timeline import MOST_LANES, nothing, pivot_words, who_gave, with_pivot
from briefing.charts.statement_timeline import table_of as statements
from briefing.drawing.frame import Frame, Key
from briefing.drawing.layout import ELLIPSIS, Box
from briefing.drawing.theme import BODY, HATCH, SMALL, Look, drawable, tint
from briefing.words import dates
from briefing.words.dates import short as short_date
from briefing.words.english import count, join_list, sentence, shorten, uncapitalised, who

UNDATED = "undated"
LONGEST = 122  # characters of a title that still fit its two lines
NAMES, BETWEEN = 1.65, 0.35  # inches of the matrix: for claimants' names, and between its blocks
UNCLEAR = "Date unclear"  # one column for all topics: which era it belongs to is not known
LINE_HEIGHT = 0.205


def table_of(view: View) -> pd.DataFrame:
    """Return one row for each claimant × era × metric that was spoken of: the latest figure, or that there is none.

    `era` is before, since, or undated (no pivot, or a date that does not tell). Columns: claimant_id, claimant,
    era, metric, `without_number`, `written` (tuple, one for each value that documents give the latest statement),
    `said`, made_on, `figure_ids`.
    """
    table = with_era(view.estimates, view.pivot)
    era = table["era"].cat.add_categories(UNDATED).fillna(UNDATED)
    cell = ["claimant_id", "claimant", "era", "metric"]
    ordered = table.assign(era=era).sort_values(
        ["without_number", "known_from"], ascending=[False, True], kind="stable"
    )
    last = ordered.groupby(cell, observed=True)["statement_id"].transform("last")
    return (
        ordered[ordered["statement_id"].eq(last)]
        .sort_values(["metric", "value"], kind="stable")
        .groupby([*cell, "what", "statement_id", "made_on"], observed=True, as_index=False)
        .agg(
            without_number=("without_number", "all"),
            written=("written", tuple),
            said=("said", " or ".join),
            figure_ids=("figure_ids", lambda f: tuple(x for t in f for x in t)),
        )
        .sort_values(["era", "metric", "claimant_id"], ignore_index=True)
        .assign(**_names(view))
    )


def _names(view: View) -> dict:
    """Return what the matrix calls each metric: its label, its column, and the word that tells it from others there."""
    metrics, headings = view.metrics, view.metrics.table["heading"]
    shared = set(headings[headings.duplicated()])

    def word(metric: str) -> str:
        label, heading = metrics.label(metric), metrics.heading(metric)
        own = " ".join(w for w in label.split() if w.casefold() != heading.casefold())
        return uncapitalised(own) if heading in shared else ""

    names = {"label": metrics.label, "heading": metrics.heading, "word": word}
    return {c: lambda t, of=of: [of(m) for m in t["metric"].astype(str)] for c, of in names.items()}


def text_of(view: View, table: pd.DataFrame) -> ChartText:
    """Return the words for the comparison of the eras: who gave figures before and after the pivot, who gave none."""
    which = f", before and after {shorten(view.pivot.claimant)} spoke" if view.pivot_on is not None else ""
    subject = sentence(view.dossier.subject)
    subtitle = f"{subject}: latest figure of each claimant{which}; {as_of(view)}"
    if table.empty:
        return nothing(view, table, subtitle)
    title = _before_and_after(view, table) or who_gave(view, statements(view))
    cells = [
        f"{r.claimant}: " + (f"{r.what}, no number" if r.without_number else f"{r.said} {r.what}")
        for r in table.head(24).itertuples()
    ]
    alt = f"{title}. Matrix of claimants by era and metric. {'; '.join(cells)}. Blank cells: no statement on record."
    return ChartText(title, subtitle, alt, source(view, table))


def mixed_dates(table: pd.DataFrame) -> list[str]:
    """Say of each claimant whose latest figures of an era were not given on one day which are of another date."""
    dated = table[~table["without_number"] & table["made_on"].ne("")].astype({"metric": str})
    said, when = [], {"before": ", before", "since": ", after"}
    mixed = dated.groupby(["claimant_id", "era"], observed=True)["made_on"].nunique().gt(1).groupby("claimant_id").sum()
    for (claimant_id, era), rows in dated.groupby(["claimant_id", "era"], observed=True):
        first, *others = rows["made_on"].value_counts(sort=False).sort_values(ascending=False, kind="stable").index
        if others:
            of = [
                f"{join_list(map(uncapitalised, rows.loc[rows['made_on'].eq(day), 'label']))} of {dates.brief(day)}"
                for day in others
            ]
            name = shorten(rows["claimant"].iloc[0]) + (when.get(era, "") if mixed[claimant_id] > 1 else "")
            said.append(f"{name}: {'; '.join(of)}; the rest of {dates.brief(first)}.")
    return said


def _before_and_after(view: View, table: pd.DataFrame) -> str:
    """Say who gave figures since the pivot and before it; "" without a pivot in time."""
    if view.pivot_on is None:
        return ""
    halves = []
    for era in ("since", "before"):
        rows = table[table["era"].eq(era)]
        gave = rows[~rows["without_number"]]
        none = [c for c in dict.fromkeys(rows["claimant"]) if c not in set(gave["claimant"])]
        halves.append((list(dict.fromkeys(gave["claimant"])), none, gave["metric"].nunique()))
    (gave, none, n), (gave_before, _, n_before) = halves
    since = f"Since {pivot_words(view)}"
    before = f"{who(gave_before, 3)} gave figures for {_measures(view, n_before)}" if gave_before else ""
    if gave and none:
        return f"{since} {_have(gave)} given figures for {_measures(view, n)}; {who(none, 3)} spoke and gave none"
    if none:
        after = f"Since {dates.words(view.pivot.made_on)} {_have(none)} spoken without a number{on_chosen(view)}"
        before = f"{who(gave_before, 3)} gave theirs before" if gave_before else ""
    elif gave:
        after = f"{since} {_have(gave)} given figures for {_measures(view, n)}"
    else:
        after = f"No statement{filter_note(view)} is known to follow {pivot_words(view)}"
    whole = f"{after}; {before}" if none or not before else f"{after}; before it {before}"
    return whole if before and len(whole) <= LONGEST else after


def _measures(view: View, n: int) -> str:
    return count(n, "measure") + (" of those chosen" if view.chosen_metrics else "")


def _have(names: list[str]) -> str:
    return f"{who(names, 3)} {'has' if len(names) == 1 else 'have'}"


def draw(view: View, table: pd.DataFrame, words: ChartText, look: Look) -> Frame:
    """Draw the matrix of claimants by era and metric: the latest figure, hatched where none was given, blank silence.

    `table` is that of `table_of`.
    """
    frame = Frame(words, look, _matrix_key(table) if len(table) else ())
    cells = table.assign(topic=table["heading"])
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
                frame.text(left + 0.03, head + 0.09 + i * 0.19, line, SMALL, colour=look.theme.muted)
    axes = frame.canvas
    if "since" in (eras := _eras(view, blocks)):
        left, right = _block_boxes(blocks, columns)[eras.index("since")]
        place = (left - 0.09, head - sum(heights))
        axes.add_patch(
            Rectangle(place, right - left + 0.09, frame.body.top + 0.05 - place[1], facecolor=look.theme.band, lw=0)
        )
    top = head
    for row, height in zip(rows.itertuples(), heights, strict=True):
        _draw_row(frame, view, axes, row, cells, blocks, columns, top, height, type_size)
        top -= height
    axes.plot([frame.body.left, frame.body.right], [top, top], color=look.theme.grid, lw=1)
    for i, line in enumerate(notes):
        frame.text(frame.body.left, top - 0.2 - i * frame.measure.height(SMALL), line, SMALL, colour=look.theme.muted)
    return frame


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
        *([Key("spoke, gave no number", cell="hatched")] if table["without_number"].any() else []),
        Key("blank: no statement on record", cell="blank"),
    ]


def _blocks(view: View, cells: pd.DataFrame) -> list[tuple[str, list[str]]]:
    """Return the eras from left to right with their topics; both eras show the same topics, so that gaps show."""
    present = list(dict.fromkeys(cells.sort_values("metric", kind="stable")["topic"]))
    if view.pivot is None:
        return [("All statements", present)]
    day = short_date(view.pivot.made_on) + (f" {view.pivot.made_on[:4]}" if len(view.pivot.made_on) > 4 else "")
    until = f"before {day}" if view.pivot_on is not None else f"to {dates.words(view.dossier.as_of)}"
    spoke = (cells["claimant_id"].eq(view.pivot.claimant_id) & cells["era"].eq("before")).any()
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
            mine = cells[cells["era"].eq(era) & (cells["topic"].eq(topic) | unclear) & ~cells["without_number"]]
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
    word = row.word or (uncapitalised(row.topic) if unclear else "")
    return [(value if i == 0 else f"or {value}", word) for i, value in enumerate(row.written)]


def _block_boxes(blocks: list, columns: dict) -> list[tuple[float, float]]:
    return [(columns[title, topics[0]][0] + 0.03, columns[title, topics[-1]][1]) for title, topics in blocks]


def _matrix_rows(frame: Frame, view: View, cells: pd.DataFrame, width: float) -> pd.DataFrame:
    """Return the rows of the matrix: claimants who gave numbers first, the most cells first; at most twelve."""
    rows = cells.groupby(["claimant_id", "claimant"], sort=False, as_index=False).agg(
        without_number=("without_number", "all"), n=("metric", "size")
    )
    rows = with_pivot(view, rows)
    kept = rows.sort_values(["without_number", "n"], ascending=[True, False], kind="stable").head(MOST_LANES)
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
        frame.text(frame.body.left, y, line, SMALL, "regular" if row.without_number else "bold", va="center_baseline")
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
    eras = ["before", *(["since"] if view.pivot_on is not None else [])]
    return [UNDATED if title == UNCLEAR else eras[i] for i, (title, _) in enumerate(blocks)]


def _draw_cell(
    frame: Frame, axes: Axes, cell: pd.DataFrame, box: Box, colour: str, unclear: bool, type_size: float
) -> None:
    """Draw one cell: its figures on the claimant's tint, or the hatching of a word without a number."""
    numbered = cell[~cell["without_number"]]
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


def caveat(view: View, table: pd.DataFrame) -> str:
    """Say what to bear in mind."""
    return as_caveat(
        ["a blank is what this dossier does not hold, not proof that nothing was said; hatching is not zero"]
    )


def question(view: View, table: pd.DataFrame) -> str:
    """Return the question that the chart answers."""
    if view.pivot is None:
        return "Who gave which figure last?"
    return f"Who gave a number before and after {shorten(view.pivot.claimant)} spoke?"


CHART = Chart(__name__, "04_kcna_era", table_of, text_of, draw, question, caveat, eras=True)
