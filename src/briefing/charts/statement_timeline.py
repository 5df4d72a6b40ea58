"""The first chart of 04: who spoke when, and with what; a lane a claimant."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from briefing.analysis.estimates import CLAIM, unique_tuples, with_era
from briefing.analysis.periods import by_period, counts
from briefing.analysis.scope import as_of, end_of, naming, none_on_record, on_chosen, pivot_in_brief, rest, source
from briefing.analysis.view import View
from briefing.charts.chart import Chart, ChartText
from briefing.drawing.axes import shade_era, time_axis
from briefing.drawing.frame import Frame, Key
from briefing.drawing.layout import LEFT, RIGHT, Box, FreeSpace
from briefing.drawing.marks import (
    NOT_IN_DOCUMENTS,
    draw_marks,
    draw_silence,
    hatched,
    key_of_dates,
    label,
    name_era,
)
from briefing.drawing.theme import BODY, MARK, NOT_STATED, NUMBER, SMALL, Look, Theme, drawable, tint
from briefing.words import dates
from briefing.words.english import count, possessive, sentence, shorten, uncapitalised
from briefing.words.findings import Sentence, finding, joined, rule

_COLUMNS = [
    *["statement_id", "claimant_id", "claimant", "claimant_name", "occasion", "made_on", "made_on_precision"],
    *[
        "made_on_basis",
        "first",
        "last",
        "midpoint",
        "known_from",
        "era",
        "given",
        "spoke_of",
        "n_figures",
        "without_number",
    ],
    *["qualified", "open_side", "date_stated", "figure_ids"],
]
MOST_LANES = 8
AFTER = 2.4  # inches behind the end of the time axis, for labels
OTHERS = 0.34  # height in inches of the lane of all who have none of their own
LABELS_A_LANE = 6
FEW = 15  # statements with a date, from which on those without a label are counted
CROWDED = 60  # statements in a lane, from which on they are counted by period
MOST_PERIODS = 60


def table_of(view: View) -> pd.DataFrame:
    """Return one row for each statement: who, when, in which era, and what it gave.

    Columns: the statement's, `era`, `n_figures` (metrics with a number), `without_number` (it gave none at all),
    `qualified` (a document kept a qualifier), `open_side` (always "": a statement is no value), `date_stated`,
    `midpoint` (the middle of its date's period, missing where undated), `given` (a tuple of figures, "≈600 killed"),
    `spoke_of` (a tuple of metrics without a number), both in the order of the metrics, and `figure_ids`.
    """
    table = with_era(view.estimates, view.pivot)
    if table.empty:
        return table.assign(n_figures=0, given=None, spoke_of=None, midpoint=pd.NaT)
    numbered = table[~table["without_number"]].sort_values(["metric", "value"])
    one = table.drop_duplicates("statement_id", ignore_index=True)
    turn = pd.Series(one.index, index=one["statement_id"])
    written = (
        numbered.groupby(CLAIM, observed=True, sort=True)
        .agg(written=("written", " or ".join), what=("what", "first"))
        .reset_index()
    )
    names = {m: uncapitalised(view.metrics.label(m)) for m in view.metrics.names}
    period = written["what"].str.extract(r"( \(for [^)]*\))$")[0].fillna("")
    given = written["written"] + " " + written["metric"].astype(str).map(names) + period
    silent = table[table["without_number"]].sort_values("metric", kind="stable")

    def of_each(values: pd.Series, statement_ids: pd.Series, parts: bool = False) -> pd.Series:
        return unique_tuples(values, statement_ids.map(turn), one.index, parts)

    # A period that only the year bounds ends, at the latest, with the first document that carries the statement.
    last = one["last"].mask(one["last"] > one["known_from"], one["known_from"])
    return one.assign(
        last=last,
        spoke_of=of_each(silent["metric"].astype(str).map(names), silent["statement_id"]),
        given=of_each(given, written["statement_id"]),
        n_figures=lambda t: t["given"].map(len).astype("Int64"),
        without_number=lambda t: t["n_figures"].eq(0).astype(bool),
        qualified=one["statement_id"].isin(numbered.loc[numbered["qualified"], "statement_id"]),
        open_side="",
        midpoint=one["first"] + (last - one["first"]) / 2,
        figure_ids=of_each(table["figure_ids"], table["statement_id"], parts=True),
    )[_COLUMNS]


def spoke_in_words(metrics: tuple) -> str:
    """Say of what a claimant spoke without a number: "killed, sent: no number"."""
    return f"{', '.join(metrics)}: no number"


def text_of(view: View, table: pd.DataFrame) -> ChartText:
    """Return the words for the timeline: who gave numbers, and whether the pivot's claimant did."""
    about = finding("subject", f"Statements on {view.dossier.subject}, by speaker and date")
    subtitle = joined(about, as_of(view))
    if table.empty:
        return nothing(view, table, subtitle)
    title = who_gave(view, table)
    rows = [
        finding("statement", f"{r.claimant}, {dates.words(r.made_on)}: "
                + (", ".join(r.given) or "spoke, gave no number"), statement=r.statement_id)
        for r in table.head(15).itertuples()
    ]  # fmt: skip
    listed = joined(*rows, rest(len(table), 15, "statement"))
    form = rule("form", "Timeline with a lane for each claimant")
    return ChartText(title, subtitle, joined(title, form, listed, by=". ", end="."), source(view, table))


def nothing(view: View, table: pd.DataFrame, subtitle: str) -> ChartText:
    """Return the text of a chart for which no statement fits the parameters."""
    title = none_on_record(view)
    empty = rule("nothing", "There is no statement to draw.")
    return ChartText(title, subtitle, joined(title, end="."), source(view, table), nothing=empty)


def pivot_words(view: View) -> str:
    """Name the pivot: "North Korea’s statement of 28 April 2025"."""
    return f"{possessive(shorten(view.pivot.claimant))} statement of {dates.words(view.pivot.made_on)}"


def numbers_of(claims: pd.DataFrame) -> str:
    """Say "a number" of one claim, "numbers" of several; `claims` are estimates, in which one claim may have two."""
    return "a number" if len(claims.drop_duplicates(["statement_id", "metric"])) == 1 else "numbers"


def who_gave(view: View, table: pd.DataFrame) -> Sentence:
    """Say who gave numbers, and what the pivot's claimant did, in the documents of the record."""
    given = table[~table["without_number"]]
    mute = table[~table["claimant_id"].isin(given["claimant_id"])]
    about = {"gave": tuple(given["claimant_id"].unique()), "none": tuple(mute["claimant_id"].unique())}
    gave, none = naming(view, given), naming(view, mute)
    documents = view.dossier.figures["document_id"].nunique()
    pivot, where = view.pivot, f"In {count(documents, 'document')}"
    of = on_chosen(view)
    claims = view.estimates
    numbers = numbers_of(claims[~claims["without_number"]])
    if pivot and pivot.on is None:
        had = f"{gave} gave {numbers}{of}" if len(given) else f"no number{of} is on record"
        words = f"By {dates.words(view.dossier.as_of)}, before {pivot_words(view)}, {had}"
    elif pivot and pivot.claimant_id in about["none"]:
        also = f"; {numbers}{of} {'comes' if numbers == 'a number' else 'come'} from {gave}" if len(given) else ""
        words = f"{where} {shorten(pivot.claimant)} gives no number{of}{also}"
    elif given.empty:
        words = f"{where} {none} {'speaks' if len(about['none']) == 1 else 'speak'} without a number{of}"
    elif mute.empty:
        words = f"On record, {gave} {'gives' if len(about['gave']) == 1 else 'give'} {numbers}{of}"
    else:
        silent = f"; {none} {'speaks' if len(about['none']) == 1 else 'speak'} without one"
        words = f"{where} {gave} {'gives' if len(about['gave']) == 1 else 'give'} {numbers}{of}{silent}"
    return finding("who_gave", words, **about, pivot=pivot.statement_id if pivot else None)


def draw(view: View, table: pd.DataFrame, words: ChartText, look: Look) -> Frame:
    """Draw a lane a claimant: who gave numbers first, then who spoke without; undated statements below the axis.

    `table` is that of `table_of`. Who has no lane of its own shares the last one, in grey. Where the marks of a lane
    would cover each other, bars count them.
    """
    crowded = table.loc[table["midpoint"].notna(), "claimant_id"].value_counts().max() > CROWDED
    key = (_count_key(table, look.theme) if crowded else _timeline_key(table)) if len(table) else ()
    frame = Frame(words, look, key)
    dated, undated = table[table["midpoint"].notna()], table[table["midpoint"].isna()]
    lanes = _lanes(view, dated if len(dated) else table)
    hidden = dated[~dated["claimant_id"].isin(lanes["claimant_id"])]
    n_hidden = hidden["claimant_id"].nunique()
    if len(undated):
        _draw_undated(frame, undated)
    if crowded:
        frame.note(_counted(dated[dated["claimant_id"].isin(lanes["claimant_id"])], n_hidden))
    if dated.empty:
        return frame
    counted, body = not crowded and len(dated) > FEW, frame.body
    if counted:
        frame.body = replace(body, bottom=body.bottom + 0.12 + frame.measure.height(SMALL))
    names = [frame.measure.cut(drawable(n), 2.7, BODY, "bold") for n in lanes["claimant"]]
    others = f"{n_hidden} others" if n_hidden and not crowded else ""
    gutter = max(frame.measure.width(n, BODY, "bold") for n in [*names, others]) + 0.25
    heights = _lane_heights(lanes, frame.body.height - 0.85 - (OTHERS if others else 0))
    top = frame.body.top - 0.3
    box = Box(frame.body.left + gutter, top - sum(heights) - (OTHERS if others else 0), frame.body.right, top)
    axes = frame.axes(box)
    axes.set(ylim=(0, box.height), yticks=[])
    middles = [box.height - sum(heights[:i]) - h / 2 for i, h in enumerate(heights)]
    at = dict(zip(lanes["claimant_id"], middles, strict=True))
    _draw_time(frame, view, axes, dated)
    _rule_lanes(frame, axes, view, lanes, names, middles, heights, dated)
    shown = dated[dated["claimant_id"].isin(at)].assign(lane=lambda t: t["claimant_id"].map(at))
    if crowded:
        _count_lanes(frame, axes, shown, dict(zip(at, heights, strict=True)))
        return frame
    if others:
        _draw_others(frame, axes, hidden, others)
    for row in shown[shown["made_on_precision"].ne("day")].itertuples():
        first, last = mdates.date2num(row.first), mdates.date2num(row.last)
        colour = tint(frame.look.colour(row.claimant_id), look.theme, 0.3)
        axes.add_patch(Rectangle((first, row.lane - 0.04), last - first, 0.08, facecolor=colour, lw=0, zorder=2))
    what = [uncapitalised(view.metrics.label(m)) for m in view.metrics.names]
    spaces, labelled = {}, 0
    for claimant_id, rows in shown.groupby("claimant_id", sort=False):
        i = list(at).index(claimant_id)
        low = box.bottom + middles[i] - heights[i] / 2
        frame.space = FreeSpace(Box(box.left - 0.05, low - 0.01, box.right + 0.05, low + heights[i] + 0.01))
        if view.pivot_on is not None:
            x = frame.place(axes, view.pivot_on, 0)[0]
            frame.space.take(Box(x - 0.02, low, x + 0.02, low + heights[i]))
        size = MARK * min(0.75, max(0.3, 8 / len(rows)))
        draw_marks(frame, axes, rows, "midpoint", "lane", size=size)
        spaces[claimant_id] = (frame.space, rows, size)
    for claimant_id, (space, rows, size) in spaces.items():  # once the marks of all lanes are known
        frame.space, space.marks = space, frame.marks
        silent = view.pivot and claimant_id == view.pivot.claimant_id  # which is written left of its first mark
        labelled += _label_lane(frame, axes, rows, what, size, (RIGHT,) if silent else (RIGHT, LEFT))
    if counted and labelled < len(dated):
        frame.body = body
        n = len(dated) - labelled
        words = f"Without labels: {count(n, 'statement')} of {len(dated):,} with a date"
        beside = rule("beside", "the data beside this chart hold each")
        frame.note(joined(finding("unlabelled", words, n=n, of=len(dated)), beside, end="."))
    return frame


def _draw_time(frame: Frame, view: View, axes: Axes, dated: pd.DataFrame) -> None:
    """Set the time axis, with room behind its end for the labels of the last marks, and shade the later era."""
    box = frame.box_of(axes)
    ends = [
        dated["first"].min(),
        end_of(view, dated.assign(midpoint=dated["last"])),
        *([view.pivot_on] if view.pivot_on is not None else []),
    ]
    wide = box.width - AFTER
    time_axis(axes, min(ends), max(ends), pad=0.04, most=int(wide / 0.9), after=AFTER / box.width)
    left, right = axes.get_xlim()
    shade_era(axes, view.pivot_on, frame.theme, until=left + (right - left) * wide / box.width)
    frame.space = FreeSpace(Box(box.left, box.top, box.right, frame.body.top + 0.06))
    name_era(frame, axes, view.pivot_on, pivot_in_brief(view), above=True)


def _draw_others(frame: Frame, axes: Axes, rows: pd.DataFrame, name: str) -> None:
    """Draw who has no lane of its own in one lane, in grey, small and without labels."""
    box = frame.box_of(axes)
    frame.text(frame.body.left, box.bottom + OTHERS / 2, name, BODY, colour=frame.theme.muted, va="center_baseline")
    if len(rows):
        frame.space = FreeSpace(box)
        draw_marks(frame, axes, rows.assign(lane=OTHERS / 2, grey=True), "midpoint", "lane", size=MARK * 0.16)


def _count_key(table: pd.DataFrame, theme: Theme) -> list[Key]:
    """Return the key of bars that count statements."""
    unit = by_period(table[table["midpoint"].notna()], MOST_PERIODS)[1]
    entries = [
        (~table["without_number"], Key(f"statements of a {unit} that gave numbers", swatch=theme.muted)),
        (table["without_number"], Key("that gave none", cell="hatched")),
    ]
    return [entry for present, entry in entries if present.any()]


def _count_lanes(frame: Frame, axes: Axes, rows: pd.DataFrame, heights: dict[str, float]) -> None:
    """Draw, a lane a claimant, how many statements each period has, on one scale, and say so."""
    bars = counts(by_period(rows, MOST_PERIODS)[0]).merge(rows[["claimant_id", "lane"]].drop_duplicates())
    most = int(bars.groupby(["claimant_id", "start"])["n"].sum().max())
    scale = 0.8 * min(heights.values()) / most
    for (claimant_id, without_number), mine in bars.groupby(["claimant_id", "without_number"], observed=True):
        colour, floor = frame.look.colour(claimant_id), mine["lane"] - heights[claimant_id] / 2
        if without_number:  # on top of those with numbers
            below = bars[bars["claimant_id"].eq(claimant_id) & ~bars["without_number"]].set_index("start")["n"]
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


def _counted(rows: pd.DataFrame, hidden: int) -> Sentence:
    """Say how many statements the bars count, by which period, and how many have no bar."""
    drawn, unit = by_period(rows, MOST_PERIODS)
    most = int(counts(drawn).groupby(["claimant_id", "start"])["n"].sum().max())
    rest = f"; {len(rows) - len(drawn):,} dated less precisely in no bar" if len(drawn) < len(rows) else ""
    words = f"{len(drawn):,} statements counted by {unit}, the highest bar {most}{rest}"
    whose = tuple(rows["claimant_id"].unique())
    bars = finding("bars", words, unit=unit, n=len(drawn), of=len(rows), most=most, claimants=whose, noun="statement")
    more = finding("hidden", f"{sentence(count(hidden, 'more claimant'))} not drawn", shown=whose) if hidden else ""
    return joined(bars, more, rule("beside", "The data beside hold each"), by=". ", end=".")


def _timeline_key(table: pd.DataFrame) -> list[Key]:
    numbered = table[~table["without_number"]]
    entries = [
        ((~numbered["qualified"]).any(), Key("hollow: bare numbers only, no “about”", filled=False)),
        *((True, entry) for entry in key_of_dates(table)),
        ((~table.loc[table["made_on"].ne(""), "date_stated"]).any(), NOT_IN_DOCUMENTS),
    ]
    return [entry for present, entry in entries if present]


def _lanes(view: View, table: pd.DataFrame) -> pd.DataFrame:
    """Return the lanes from the top: who gave numbers, then who gave none, each by the first word.

    At most `MOST_LANES`: the pivot's claimant, who spoke last, and those who gave most numbers.
    """
    lanes = table.groupby(["claimant_id", "claimant"], sort=False, as_index=False).agg(
        without_number=("without_number", "all"),
        first=("known_from", "min"),
        n=("statement_id", "size"),
        most=("n_figures", "max"),
        numbers=("n_figures", "sum"),
        last=("known_from", "max"),
    )
    lanes = with_pivot(view, lanes)
    pivot = lanes["claimant_id"].eq(view.pivot.claimant_id) if view.pivot else pd.Series(False, index=lanes.index)
    newest = lanes["last"].eq(lanes["last"].max()) & ~lanes["without_number"]
    lanes = lanes.assign(kept=pivot | (newest & newest.cumsum().eq(1)), numbers=lanes["numbers"].fillna(0))
    by = ["kept", "numbers", "n"]
    kept = lanes.sort_values(by, ascending=False, kind="stable").head(MOST_LANES)
    return kept.sort_values(["without_number", "first"], kind="stable", ignore_index=True)


def with_pivot(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with one for the pivot's claimant, who is shown as silent before the first word."""
    if not view.pivot or view.claimants or view.chosen_metrics or view.pivot.claimant_id in set(rows["claimant_id"]):
        return rows
    silent = {"claimant_id": view.pivot.claimant_id, "claimant": view.pivot.claimant, "without_number": True}
    return pd.concat([rows, pd.DataFrame([silent | {"n": 0, "most": 0}])[rows.columns.intersection(
        ["claimant_id", "claimant", "without_number", "n", "most"])]], ignore_index=True)  # fmt: skip


def _lane_heights(lanes: pd.DataFrame, room: float) -> list[float]:
    """Return the heights in inches: the more figures a lane has to label, the higher it is."""
    least = min(0.29, room / len(lanes))  # a line of type
    wanted = [
        1.05 * least if not most else 1.45 * least if most == 1 else 0.62 if most == 2 else 1.3
        for most in lanes["most"]
    ]
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
    axes.plot([left, right], [middles[0] + heights[0] / 2] * 2, color=frame.theme.grid, lw=1, zorder=1)
    for lane, name, middle, height in zip(lanes.itertuples(), names, middles, heights, strict=True):
        frame.text(frame.body.left, base + middle, name, BODY, "bold" if not lane.without_number else "regular",
                   va="center_baseline")  # fmt: skip
        axes.plot([left, right], [middle - height / 2] * 2, color=frame.theme.grid, lw=1, zorder=1)
        if view.pivot and lane.claimant_id == view.pivot.claimant_id:
            mine = dated.loc[dated["claimant_id"].eq(lane.claimant_id), "midpoint"]
            draw_silence(frame, axes, middle, mdates.date2num(mine.min()) if len(mine) else right, "none on record")


def _label_lane(frame: Frame, axes: Axes, rows: pd.DataFrame, names: list[str], size: float, sides: tuple) -> int:
    """Label the statements of a lane, the last and the first before the rest; return how many found room.

    Where only month or year are known the label stands behind the bar.
    """
    edge = rows["midpoint"].eq(rows["midpoint"].max()) * 2 + rows["midpoint"].eq(rows["midpoint"].min())
    ordered = rows.assign(edge=edge).sort_values(["edge", "n_figures"], ascending=False, kind="stable")
    return sum(_label(frame, axes, row, names, size, sides) for row in ordered.head(LABELS_A_LANE).itertuples())


def _label(frame: Frame, axes: Axes, row, names: list[str], size: float, sides: tuple) -> bool:
    """Label a statement by its first number and, below, as many others as there is room for; say whether there was."""
    on_day = row.made_on_precision == "day"
    x, y = frame.place(axes, row.midpoint if on_day else row.last, row.lane)
    sides = sides if on_day else (RIGHT,)
    sign = "" if row.date_stated else f" {NOT_STATED}"
    if row.without_number:
        return label(frame, x, y, "", spoke_in_words(row.spoke_of) + sign, width=2.8, sides=sides, mark=size)
    number, what = _parted(row.given[0], names)
    rest, high = list(row.given[1:]), frame.space.inside.height
    lines = min(4, int((high - frame.measure.height(NUMBER)) / frame.measure.height(SMALL)))
    # The widest label that finds room on the right, else on the left: fewer figures to a line, then fewer lines.
    for side, width in product(sides, (3.4, 2.7, 2.0, 1.5)):
        tail = _rest(frame, rest, width, lines) if lines > 0 else ""
        if rest and lines > 0 and not tail:
            continue
        look = {"width": width, "sides": (side,), "lines": max(1, lines), "beside": what + sign, "mark": size}
        if label(frame, x, y, number, tail, **look):
            return True
    return label(frame, x, y, number, mark=size, sides=sides)


def _parted(figure: str, names: list[str]) -> tuple[str, str]:
    """Part a figure into its number and what it counts: "≈600 killed" → "≈600", "killed"."""
    figure, _, period = figure.partition(" (for ")
    what = next((n for n in sorted(names, key=len, reverse=True) if figure.endswith(f" {n}")), "")
    return (figure.removesuffix(f" {what}") if what else figure), what + (f" (for {period}" if period else "")


def _rest(frame: Frame, given: list[str], width: float, lines: int) -> str:
    """Return as many figures as so many lines hold, and the count of the rest."""
    for n in range(len(given), 0, -1):
        more = f" and {len(given) - n} more" if n < len(given) else ""
        text = drawable(", ".join(given[:n]) + more)
        if not any(row.endswith("…") for row in frame.measure.wrap(text, width, SMALL, lines=max(1, lines))):
            return text
    return ""


def _draw_undated(frame: Frame, rows: pd.DataFrame) -> None:
    """Draw the statements without a date in a line at the foot, who gave most before others; the rest is counted."""
    body = frame.body
    y, x, drawn = body.bottom + 0.16, body.left, 0
    frame.text(x, y, "Undated", SMALL, "bold", va="center_baseline")
    x += frame.measure.width("Undated", SMALL, "bold") + 0.3
    rows = rows.sort_values("n_figures", ascending=False, kind="stable", ignore_index=True)
    for i, row in enumerate(rows.itertuples()):
        number = "" if row.without_number else drawable(row.given[0])
        rest = f"{shorten(row.claimant, 30)}: {spoke_in_words(row.spoke_of)}" if row.without_number else ", ".join(
            [f"({shorten(row.claimant, 30)}", *row.given[1:3]]) + ")"  # fmt: skip
        rest = drawable(rest)
        wide = 0.28 + frame.measure.width(number, NUMBER, "bold") + 0.08 + frame.measure.width(rest, SMALL) + 0.3
        if x + wide > body.right - (1.0 if i + 1 < len(rows) else -0.3):
            break
        mark = rows.iloc[[i]].assign(at=x + 0.1, y=y)
        draw_marks(frame, frame.canvas, mark, "at", "y", size=MARK * 0.6)
        x += 0.28
        if number:
            frame.text(x, y, number, NUMBER, "bold", va="center_baseline").of_mark = (x - 0.18, y)
            x += frame.measure.width(number, NUMBER, "bold") + 0.08
        frame.text(x, y, rest, SMALL, colour=frame.theme.muted, va="center_baseline")
        x += frame.measure.width(rest, SMALL) + 0.3
        drawn = i + 1
    if more := len(rows) - drawn:
        text = f"and {count(more, 'more statement')}" if drawn else count(more, "statement")
        frame.text(x, y, frame.measure.cut(text, body.right - x, SMALL), SMALL, colour=frame.theme.muted,
                   va="center_baseline")  # fmt: skip
    frame.body = replace(body, bottom=body.bottom + 0.38)


def question(view: View, table: pd.DataFrame) -> Sentence:
    """Return the question that the chart answers."""
    return rule("question", "Who spoke when, and who gave a number?")


CHART = Chart(__name__, "04_kcna_era", table_of, text_of, draw, question, eras=True)
