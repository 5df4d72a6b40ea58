"""The second chart of 04: the latest figure of each claimant before and since the pivot."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd
from matplotlib.patches import Rectangle

from briefing.analysis.estimates import with_era
from briefing.analysis.scope import as_caveat, as_of, naming, on_chosen, rest, source
from briefing.analysis.view import View
from briefing.charts.chart import Chart, ChartText, Grid, Line
from briefing.charts.statement_timeline import nothing, numbers_of, pivot_words, who_gave
from briefing.charts.statement_timeline import table_of as statements
from briefing.drawing.frame import Frame
from briefing.drawing.layout import Box
from briefing.drawing.marks import NOT_IN_DOCUMENTS, claimant_marks, marked
from briefing.drawing.theme import BODY, LONGEST_TITLE, MARK, NUMBER, SMALL, Look, drawable
from briefing.words import dates
from briefing.words.english import count, join_list, sentence, shorten, uncapitalised
from briefing.words.findings import Sentence, finding, joined, rule

UNDATED, ALL = "date unclear", "all dates"
MUTE, UNCLEAR = " mute", " unclear"  # the row of all who gave no number, and that of claims without a clear date
NAMES, BETWEEN = 2.1, 0.2  # inches: for claimants' names, and between the claims of a line
STEP, CLOSE = 0.3, 0.24  # inches from line to line, of numbers and of words
FIRST = 6  # rows that a crowded chart has at least, by cutting the longest cells
FEW, MOST_LINES = 2.8, 7  # lines that a cell should have, and those that it may


def table_of(view: View) -> pd.DataFrame:
    """Return one row for each claimant × era × metric that was spoken of: the latest figure, or that there is none.

    `era` is before, since, "date unclear" where the date does not tell, or "all dates" without a pivot.
    Columns: claimant_id, claimant,
    era, metric, `without_number`, `written` (tuple, one for each value that documents give the latest statement),
    `said`, made_on, `earlier` (tuple of date and numbers: what was said of it before, in the same era), `figure_ids`.
    """
    table = with_era(view.estimates, view.pivot)
    era = table["era"].cat.add_categories([UNDATED, ALL]).fillna(ALL if view.pivot is None else UNDATED)
    cell = ["claimant_id", "claimant", "era", "metric"]
    ordered = table.assign(era=era).sort_values(
        ["without_number", "known_from"], ascending=[False, True], kind="stable"
    )
    last = ordered.groupby(cell, observed=True)["statement_id"].transform("last")
    earlier = _earlier(ordered[ordered["statement_id"].ne(last) & ~ordered["without_number"]], cell)
    return (
        ordered[ordered["statement_id"].eq(last)]
        .sort_values(["metric", "value"], kind="stable")
        .groupby([*cell, "statement_id", "made_on", "date_stated"], observed=True, as_index=False)
        .agg(
            without_number=("without_number", "all"),
            written=("written", tuple),
            what=("what", lambda w: w.iloc[0] if w.nunique() == 1 else w.iloc[0].partition(" (for ")[0]),
            said=("said", " or ".join),
            figure_ids=("figure_ids", lambda f: tuple(x for t in f for x in t)),
        )
        .sort_values(["era", "metric", "claimant_id"], ignore_index=True)
        .assign(**_names(view))
        .assign(earlier=lambda t: [earlier.get(key, ()) for key in zip(*(t[c].astype(str) for c in cell), strict=True)])
    )


def _earlier(rows: pd.DataFrame, cell: list[str]) -> dict[tuple, tuple]:
    """Return for each cell what its claimant said of it before the latest statement: (date, numbers), in order."""
    said = rows.groupby([*cell, "statement_id", "made_on"], observed=True, sort=False)["written"].agg(" or ".join)
    found: dict[tuple, tuple] = {}
    for (*key, _, made_on), written in said.items():
        found[tuple(map(str, key))] = (*found.get(tuple(map(str, key)), ()), (made_on, written))
    return found


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
    subtitle = joined(finding("subject", f"{subject}: each speaker’s latest figure{which}"), as_of(view))
    if table.empty:
        return nothing(view, table, subtitle)
    title = _before_and_after(view) or who_gave(view, statements(view))
    cells = [_cell_in_words(r) for r in table.head(24).itertuples()]
    form = rule("form", "Matrix of claimants by era and metric")
    blank = rule("blank", "Blank cells: none on record")
    listed = joined(*cells, rest(len(table), 24, "cell"))
    return ChartText(title, subtitle, joined(title, form, listed, blank, by=". ", end="."), source(view, table))


def _cell_in_words(row) -> Sentence:
    """Say the latest figure of a claimant in an era, with its date."""
    said = f"{row.what}, no number" if row.without_number else f"{row.said} {row.what}"
    words = f"{row.claimant}: {said}, {dates.words(row.made_on)}"
    return finding("latest", words, statement=row.statement_id, metric=str(row.metric), era=str(row.era),
                   without_number=bool(row.without_number))  # fmt: skip


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


def _before_and_after(view: View) -> Sentence | str:
    """Say what the pivot gave, and who gave numbers since and before it; "" without a pivot in time, or not chosen.

    The pivot's own statement is not among those since it, and a later day than its own is not claimed of them.
    """
    table = with_era(view.estimates, view.pivot)
    own = table[table["statement_id"].eq(view.pivot.statement_id)] if view.pivot_on is not None else table.head(0)
    if own.empty:
        return ""
    other = table[~table["statement_id"].eq(view.pivot.statement_id)]
    of, about = on_chosen(view), {"pivot": view.pivot.statement_id}
    spoke = "has no number" if own["without_number"].all() else f"gives {numbers_of(own[~own['without_number']])}"
    parts = [f"{pivot_words(view)} {spoke}{of}"]
    short = [*parts]  # without those who gave none
    for era, lead, give in (("since", "from that day", ("gives", "give")), ("before", "before it", ("gave", "gave"))):
        rows = other[other["era"].eq(era)]
        given = rows[~rows["without_number"]]
        mute = rows[~rows["claimant_id"].isin(given["claimant_id"])]
        about |= {
            f"{era}_gave": tuple(given["claimant_id"].unique()),
            f"{era}_none": tuple(mute["claimant_id"].unique()),
        }
        told = [f"{_givers(view, given, give)} {numbers_of(given)} on record"] if len(given) else []
        none = f"{naming(view, mute)} none" if told else f"{_givers(view, mute, give)} no number on record"
        told += [none] if len(mute) else []
        told = told or ([] if view.claimants else ["nobody else is on record by date"])
        parts += [f"{lead} {', '.join(told)}"] if told else []
        short += [f"{lead} {told[0]}"] if told else []
    forms = ["; ".join(said) for said in (parts, parts[:2], short[:2])]
    return finding("eras", next((words for words in forms if len(words) <= LONGEST_TITLE), forms[-1]), **about)


def _givers(view: View, rows: pd.DataFrame, give: tuple[str, str]) -> str:
    """Name claimants with their verb, of one or of several: "NIS gives"."""
    return f"{naming(view, rows)} {give[rows['claimant_id'].nunique() > 1]}"


@dataclass(frozen=True)
class Entry:
    """One claim in a cell: its number, in bold, and what it counts; or words alone, that take a width at least."""

    number: str
    words: str
    wide: float = 0.0


def draw(view: View, table: pd.DataFrame, words: ChartText, look: Look) -> Frame:
    """Draw claimants by era, the pivot's first: each latest number with its date, or in words that there is none.

    `table` is that of `table_of`. Who gave no number anywhere shares a row.
    """
    dated = table[table["made_on"].ne("")]
    frame = Frame(words, look, [NOT_IN_DOCUMENTS] if (~dated["date_stated"].astype(bool)).any() else ())
    eras = _eras(view, table)
    unclear = table[~table["era"].isin(eras)]
    order, mute = _rows_of(view, table[table["era"].isin(eras)])
    columns = _columns(frame, table, eras, Box(frame.body.left + NAMES, 0, frame.body.right, 0))
    all_rows = [*order, *([UNCLEAR] if len(unclear) else [])]
    for most in (MOST_LINES, 5, 4, 3):  # the longest cells for which the first few claimants have room
        cells = {(UNCLEAR, era): [] for era in eras} | {(UNCLEAR, eras[0]): _unclear(frame, unclear)}
        cells |= {
            (c, era): _lines(frame, _mine(table, c, mute), era, columns[era], c == MUTE, most)
            for c in order
            for era in eras
        }
        kept = _that_fit(frame, cells, all_rows, eras)
        if len(kept) == len(all_rows) or len(kept) >= FIRST:
            break
    order = kept
    drawn = {*order, *(mute if MUTE in order else ()), *(unclear["claimant_id"] if UNCLEAR in order else ())}
    hidden = len(set(table["claimant_id"]) - drawn)
    if hidden:
        words = f"Not drawn: {count(hidden, 'claimant')}"
        drawn_ = tuple(c for c in table["claimant_id"].unique() if c in drawn)
        beside = rule("beside", "the data beside this chart hold all")
        frame.note(joined(finding("hidden", words, shown=drawn_), beside, end="."))
    body, head = frame.body, 0.4
    heights = [_height(frame, cells, c, eras) for c in order]
    spare = (body.height - head - sum(heights)) / len(order)
    heights = [h + min(max(spare, 0.0), 0.22) for h in heights]
    top = body.top - head
    if "since" in columns and len(columns) > 1:
        left, right = columns["since"]
        floor = top - sum(h for c, h in zip(order, heights, strict=True) if c != UNCLEAR)
        box = Rectangle((left - 0.14, floor), right - left + 0.2, body.top + 0.04 - floor)
        box.set(facecolor=look.theme.band, linewidth=0)
        frame.canvas.add_patch(box)
        frame.canvas.plot([left - 0.14] * 2, [floor, body.top + 0.04], color=look.theme.accent, lw=2)
    for era, (left, right) in columns.items():
        title = frame.measure.cut(drawable(_era_name(view, era)), right - left, BODY, "bold")
        frame.text(left, body.top - 0.24, title, BODY, "bold")
    for claimant, height in zip(order, heights, strict=True):
        frame.canvas.plot([body.left, body.right], [top, top], color=look.theme.grid, lw=1.2)
        _name_row(frame, _mine(table, claimant, mute), claimant, body.left, top - 0.21, height)
        for era, (left, _) in columns.items():
            for i, line in enumerate(cells[claimant, era]):
                _write(frame, left, top - 0.21 - i * (CLOSE if claimant == MUTE else STEP), line)
        top -= height
    return frame


def _eras(view: View, table: pd.DataFrame) -> list[str]:
    """Return the columns: before, since, and what has no date that tells; one of all where there is no pivot."""
    if view.pivot is None:
        return [ALL]
    if view.pivot_on is None:
        return ["before" if table["era"].eq("before").any() else UNDATED]
    return ["before", "since"]


def _era_name(view: View, era: str) -> str:
    if view.pivot_on is None:
        return f"Up to {dates.words(view.dossier.as_of)}" if view.dossier.as_of else "All statements"
    day = dates.words(view.pivot.made_on)
    return f"Before {day}" if era == "before" else f"Since {shorten(view.pivot.claimant, 24)} spoke, {day}"


def _rows_of(view: View, table: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Return the rows from the top, and who has no row of its own for having given no number: the pivot's first.

    Then who gave most; the last row, `MUTE`, is of all who gave none.
    """
    given = table.groupby("claimant_id", sort=False)["without_number"].agg(lambda w: int((~w).sum()))
    pivot = view.pivot.claimant_id if view.pivot and view.pivot.claimant_id in given.index else ""
    gave = list(given[given.gt(0)].sort_values(ascending=False, kind="stable").index)
    mute = [c for c in given.index if c not in gave and c != pivot]
    return [*([pivot] if pivot else []), *(c for c in gave if c != pivot), *([MUTE] if mute else [])], mute


def _mine(table: pd.DataFrame, claimant: str, mute: list[str]) -> pd.DataFrame:
    return table[table["claimant_id"].isin(mute) if claimant == MUTE else table["claimant_id"].eq(claimant)]


def _columns(frame: Frame, table: pd.DataFrame, eras: list[str], box: Box) -> dict:
    """Return left and right of each era's column in inches: what its fullest cell needs to be of a few lines."""
    weight = {}
    for era in eras:
        mine = table[table["era"].eq(era) & ~table["without_number"]].astype({"metric": str})
        entries = [(r.claimant_id, _entry_width(frame, _entry(r, dates.short)) + BETWEEN) for r in mine.itertuples()]
        total = pd.DataFrame(entries, columns=["claimant_id", "wide"]).groupby("claimant_id")["wide"].sum()
        most = max([total.max() / FEW, *(w for _, w in entries)]) if entries else 0.0
        weight[era] = min(6.2, max(3.2, most))
    share = (box.width - 0.3 * (len(eras) - 1)) / sum(weight.values())
    columns, left = {}, box.left
    for era in eras:
        columns[era] = (left, left + weight[era] * share)
        left += weight[era] * share + 0.3
    return columns


def _entry(row, when) -> Entry:
    """Return a claim: its number, what it counts, and what the claimant said of it before, in the same era."""
    before = "; ".join(f"{when(made_on)}: {said}" for made_on, said in row.earlier[-1:])
    return Entry(" or ".join(row.written), uncapitalised(row.label) + (f" ({before})" if before else ""))


def _lines(
    frame: Frame, rows: pd.DataFrame, era: str, column: tuple[float, float], many: bool, most: int
) -> list[list[Entry]]:
    """Return the lines of a cell: each date with its numbers beside it, then what was spoken of without one."""
    mine, width = rows[rows["era"].eq(era)].astype({"metric": str}), column[1] - column[0]
    if mine.empty:
        return [] if many else [[Entry("", "none on record")]]
    if many:
        said = [f"{shorten(name, 26)} ({', '.join(map(uncapitalised, r['label']))})" for name, r in
                mine.groupby("claimant", sort=False)]  # fmt: skip
        rows_ = frame.measure.wrap(drawable(", ".join(said)), width, SMALL, lines=3)
        return [[Entry("", line)] for line in rows_]
    groups = []
    when = dates.brief if rows["made_on"].str[:4].nunique() > 1 else dates.short
    mine = mine.assign(date=[sentence(marked(when(r.made_on), bool(r.date_stated))) for r in mine.itertuples()])
    beside = max(frame.measure.width(date, SMALL) for date in mine["date"])
    for (_, date), claims in mine[~mine["without_number"]].groupby(["made_on", "date"], sort=True):
        groups.append(_flow(frame, [_entry(r, when) for r in claims.itertuples()], width, Entry("", date, beside)))
    if sum(map(len, groups)) > most:
        groups = groups[::-1]  # the newest first, for the rest is counted
    lines = [line for group in groups for line in group]
    for (_, date), claims in mine[mine["without_number"]].groupby(["made_on", "date"], sort=True):
        spoke = ", ".join(map(uncapitalised, claims["label"]))
        lines += _flow(frame, [Entry("no number", f"({spoke})")], width, Entry("", date, beside))
    if len(lines) > most:
        more = sum(bool(e.number) for line in lines[most - 1 :] for e in line)
        lines = [*lines[: most - 1], [Entry("", f"and {count(more, 'more figure')}, in the data beside")]]
    return lines


def _unclear(frame: Frame, rows: pd.DataFrame) -> list[list[Entry]]:
    """Return the lines, over all columns, of claims whose date does not tell to which era they belong."""
    rows = rows.astype({"metric": str})
    entries = [
        Entry(" or ".join(r.written), f"{uncapitalised(r.label)} ({shorten(r.claimant, 30)})")
        for r in rows[~rows["without_number"]].itertuples()
    ]
    mute = rows[rows["without_number"]].groupby("claimant", sort=False)["label"].agg(list)
    said = [f"{shorten(name, 30)} ({', '.join(map(uncapitalised, of))})" for name, of in mute.items()]
    if said:
        entries.append(Entry("", f"no number: {', '.join(said)}"))
    width = frame.body.width - NAMES
    lines = _flow(
        frame, [replace(e, words=frame.measure.cut(drawable(e.words), width - 1.5, SMALL)) for e in entries], width
    )
    return (
        lines
        if len(lines) <= 2
        else [*lines[:1], [Entry("", f"and {count(len(entries) - len(lines[0]), 'more claim')}")]]
    )


def _entry_width(frame: Frame, entry: Entry) -> float:
    number = frame.measure.width(drawable(entry.number), NUMBER, "bold") + 0.07 if entry.number else 0.0
    return max(entry.wide, number + frame.measure.width(drawable(entry.words), SMALL))


def _flow(frame: Frame, entries: list[Entry], width: float, date: Entry | None = None) -> list[list[Entry]]:
    """Return entries in lines of a width, beside the date of the first line."""
    lines, used = [[]], 0.0
    width -= date.wide + BETWEEN if date else 0.0
    for entry in entries:
        entry = _cut(frame, entry, width)
        wide = _entry_width(frame, entry)
        if lines[-1] and used + BETWEEN + wide > width:
            lines.append([])
            used = 0.0
        lines[-1].append(entry)
        used += wide + BETWEEN
    if date:
        lines = [[replace(date, words=date.words if i == 0 else ""), *line] for i, line in enumerate(lines)]
    return lines


def _cut(frame: Frame, entry: Entry, width: float) -> Entry:
    """Return an entry that fits into a width: without what was said before, then with fewer letters."""
    if _entry_width(frame, entry) <= width:
        return entry
    entry = replace(entry, words=entry.words.partition(" (")[0])
    if frame.measure.width(drawable(entry.number), NUMBER, "bold") > width - 0.5:
        entry = replace(entry, number=entry.number.partition(" or ")[0])
    number = frame.measure.width(drawable(entry.number), NUMBER, "bold") + 0.07 if entry.number else 0.0
    return replace(entry, words=frame.measure.cut(drawable(entry.words), width - number, SMALL))


def _height(frame: Frame, cells: dict, claimant: str, eras: list[str]) -> float:
    lines = max(1, *(len(cells[claimant, era]) for era in eras))
    return 0.12 + (max(2, lines) * CLOSE if claimant == MUTE else STEP * lines)


def _that_fit(frame: Frame, cells: dict, order: list[str], eras: list[str]) -> list[str]:
    """Return the rows for which there is height: the last of those with numbers give way, the others stay."""
    room = frame.body.height - 0.4
    if sum(_height(frame, cells, c, eras) for c in order) > room:
        room -= 0.4  # for the words that count what is left out
    kept = list(order)
    while sum(_height(frame, cells, c, eras) for c in kept) > room and len(kept) > 1:
        own = [c for c in kept if c not in (MUTE, UNCLEAR)]
        kept.remove(own[-1] if len(own) > 1 else kept[-1])
    return kept


def _name_row(frame: Frame, rows: pd.DataFrame, claimant: str, left: float, y: float, height: float) -> None:
    """Name a row: the claimant's mark and name."""
    if claimant == UNCLEAR:
        frame.text(left, y, "Date unclear", SMALL, "bold", va="center_baseline")
        return
    if claimant == MUTE:
        for i, line in enumerate(["Spoke, and gave", "no number"]):
            frame.text(left, y - i * CLOSE, line, SMALL, "bold", va="center_baseline")
        return
    claimant_marks(frame, rows.head(1).assign(x=left + 0.11, y=y), MARK * 0.6)
    lines = 2 if height >= 2 * CLOSE else 1
    for i, line in enumerate(
        frame.measure.wrap(drawable(rows["claimant"].iloc[0]), NAMES - 0.45, SMALL, "bold", lines)
    ):
        frame.text(left + 0.3, y - i * CLOSE, line, SMALL, "bold", va="center_baseline")


def _write(frame: Frame, left: float, y: float, line: list[Entry]) -> None:
    for entry in line:
        words, x = drawable(entry.words), left
        if not words:
            left += entry.wide + BETWEEN
            continue
        if entry.number:
            number = drawable(entry.number)
            frame.text(x, y, number, NUMBER, "bold", va="center_baseline")
            x += frame.measure.width(number, NUMBER, "bold") + 0.07
        colour = frame.theme.ink if entry.number else frame.theme.muted
        frame.text(x, y, words, SMALL, colour=colour, va="center_baseline")
        left += _entry_width(frame, entry) + BETWEEN


def grid(view: View, table: pd.DataFrame) -> Grid:
    """Return the rows as those of a table: each claimant's latest numbers of an era, a line a date."""
    eras = _eras(view, table)
    unclear = table[~table["era"].isin(eras)]
    order, mute = _rows_of(view, table[table["era"].isin(eras)])
    rows = []
    for of in order:
        mine = _mine(table, of, mute)
        name = "Spoke, and gave no number" if of == MUTE else mine["claimant"].iloc[0]
        rows.append([[((name, True),)], *(_cell(mine[mine["era"].eq(era)], of == MUTE) for era in eras)])
    if len(unclear):
        rows.append([[(("Date unclear", True),)], _cell(unclear, True), *[[((" ", False),)] for _ in eras[1:]]])
    return Grid(["", *(_era_name(view, era) for era in eras)], rows, 0.18)


def _cell(rows: pd.DataFrame, named: bool) -> list[Line]:
    """Return the lines of a cell: a date with its numbers, or, of several claimants, who spoke of what."""
    if rows.empty:
        return [((" " if named else "none on record", False),)]
    rows, lines = rows.astype({"metric": str}), []
    when = dates.brief if rows["made_on"].str[:4].nunique() > 1 else dates.short
    for (made_on, stated, who), claims in rows.groupby(["made_on", "date_stated", "claimant"], sort=not named):
        line = [(f"{who}: " if named else f"{sentence(marked(when(made_on), bool(stated)))}: ", False)]
        for i, claim in enumerate(claims.itertuples()):
            entry, end = _entry(claim, when), "; " if i + 1 < len(claims) else ""
            number = "no number" if claim.without_number else entry.number
            line += [
                (number, True),
                (f" {uncapitalised(claim.label) if claim.without_number else entry.words}{end}", False),
            ]
        lines.append(tuple(line))
    return lines


def caveat(view: View, table: pd.DataFrame) -> Sentence:
    """Say what to bear in mind."""
    words = "a blank is what this record does not hold, not proof that nothing was said"
    return as_caveat([rule("blank", words)])


def question(view: View, table: pd.DataFrame) -> Sentence:
    """Return the question that the chart answers."""
    if view.pivot is None:
        return rule("question", "Who gave which figure last?")
    return rule("question", f"Who gave a number before and after {shorten(view.pivot.claimant)} spoke?")


CHART = Chart(__name__, "04_kcna_era", table_of, text_of, draw, question, caveat, eras=True, grid=grid)
