"""The first chart of 04: who spoke when, and with what; a lane a claimant."""

from __future__ import annotations

from itertools import product

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from briefing.analysis.estimates import CLAIM, span_of, unique_tuples, with_era
from briefing.analysis.periods import by_period, counts
from briefing.analysis.scope import as_of, filter_note, on_chosen, pivot_in_brief, shown, source
from briefing.analysis.view import View
from briefing.charts.chart import Chart, ChartText
from briefing.drawing.axes import shade_era, time_axis
from briefing.drawing.frame import Frame, Key
from briefing.drawing.layout import LEFT, RIGHT, Box, FreeSpace
from briefing.drawing.marks import draw_marks, draw_silence, hatched, label, name_era
from briefing.drawing.theme import BODY, MARK, SMALL, Look, Theme, drawable, tint
from briefing.words import dates
from briefing.words.english import count, possessive, sentence, shorten, uncapitalised, who

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
MOST_LANES = 12
LABELS_A_LANE = 6
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
    written = numbered.groupby(CLAIM, observed=True, sort=True)["written"].agg(" or ".join).reset_index()
    names = {m: uncapitalised(view.metrics.label(m)) for m in view.metrics.names}
    given = written["written"] + " " + written["metric"].astype(str).map(names)
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
    subject = view.dossier.subject
    subtitle = f"Statements on {subject}, by claimant and date; {as_of(view)}"
    if table.empty:
        return nothing(view, table, subtitle)
    title = who_gave(view, table)
    rows = [
        f"{r.claimant}, {dates.words(r.made_on)}: " + (", ".join(r.given) or "spoke, gave no number")
        for r in table.head(15).itertuples()
    ]
    more = f"; and {count(len(table) - 15, 'more statement')}" if len(table) > 15 else ""
    alt = f"{title}. Timeline with a lane for each claimant. {'; '.join(rows)}{more}."
    return ChartText(title, subtitle, alt, source(view, table))


def nothing(view: View, table: pd.DataFrame, subtitle: str) -> ChartText:
    """Return the text of a chart for which no statement fits the parameters."""
    by = f" by {dates.words(view.dossier.as_of)}" if view.dossier.as_of else ""
    title = (
        f"No statement{filter_note(view)} had been made{by}" if by else f"No statement{filter_note(view)} is on record"
    )
    return ChartText(title, subtitle, f"{title}.", source(view, table), nothing="There is no statement to draw.")


def pivot_words(view: View) -> str:
    """Name the pivot: "KCNA’s statement of 28 April 2025"."""
    return f"{possessive(shorten(view.pivot.claimant))} statement of {dates.words(view.pivot.made_on)}"


def who_gave(view: View, table: pd.DataFrame) -> str:
    """Say who gave numbers, and what the pivot's claimant did."""
    gave = list(dict.fromkeys(table.loc[~table["without_number"], "claimant"]))
    none = [c for c in dict.fromkeys(table["claimant"]) if c not in gave]
    pivot, whose = view.pivot, shorten(view.pivot.claimant) if view.pivot else ""
    if pivot and pivot.on is None:
        no_one = "none of those shown" if shown(view) else "no one"
        had = f"{who(gave, 3)} had given numbers" if gave else f"{no_one} had given a number{on_chosen(view)}"
        earlier = pivot.claimant in set(view.dossier.figures["claimant"])
        still = f"{pivot_words(view)} was still to come" if earlier else f"no statement by {whose} is on record"
        return sentence(f"by {dates.words(view.dossier.as_of)} {had}; {still}")
    if pivot and pivot.claimant in none:
        spoke = f"{whose} spoke {dates.on(pivot.made_on)}"
        nobody = "" if shown(view) else ", and nobody else has"
        rest = f"; every number{shown(view)} comes from {who(gave, 4)}" if gave else nobody
        return f"{spoke} and has given no number{on_chosen(view)}{rest}"
    figures = count(int(table["n_figures"].sum()), "figure") + on_chosen(view)
    if len(gave) == 1 and not none:
        alone = "" if shown(view) else "; no other claimant is on record"
        return f"{shorten(gave[0])} gave {figures}, {span_of(table)}{alone}"
    if not gave:
        return f"{who(none, 4)} spoke and gave no number"
    if not none:
        return f"{sentence(count(len(gave), 'claimant'))} gave {figures}, {span_of(table)}"
    return f"{who(gave, 4)} gave {figures}; {who(none, 3)} spoke and gave none"


def draw(view: View, table: pd.DataFrame, words: ChartText, look: Look) -> Frame:
    """Draw a lane a claimant: who gave numbers first, then who spoke without; undated statements at the right.

    `table` is that of `table_of`. Where the marks of a lane would cover each other, bars count them.
    """
    crowded = table.loc[table["midpoint"].notna(), "claimant_id"].value_counts().max() > CROWDED
    key = (_count_key(table, look.theme) if crowded else _timeline_key(table)) if len(table) else ()
    frame = Frame(words, look, key)
    lanes = _lanes(view, table)
    names = [frame.measure.wrap(drawable(n), 2.0, BODY, lines=1)[0] for n in lanes["claimant"]]
    gutter = max(frame.measure.width(n, BODY) for n in names) + 0.25
    dated, undated = table[table["midpoint"].notna()], table[table["midpoint"].isna()]
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
        shade_era(axes, view.pivot_on, look.theme)
        frame.space = FreeSpace(Box(box.left, top, box.right, frame.body.top + 0.02))
        name_era(frame, axes, view.pivot_on, pivot_in_brief(view), above=True)
    else:
        axes.set_xticks([])
    _rule_lanes(frame, axes, view, lanes, names, middles, heights, dated)
    shown = dated[dated["claimant_id"].isin(at)].assign(lane=lambda t: t["claimant_id"].map(at))
    if crowded:
        _count_lanes(frame, axes, shown, dict(zip(at, heights, strict=True)))
        shown = shown.head(0)
    for row in shown[shown["made_on_precision"].ne("day")].itertuples():
        first, last = mdates.date2num(row.first), mdates.date2num(row.last)
        colour = tint(frame.look.colour(row.claimant_id), look.theme, 0.3)
        axes.add_patch(Rectangle((first, row.lane - 0.08), last - first, 0.16, facecolor=colour, lw=0, zorder=2))
    for claimant_id, rows in shown.groupby("claimant_id", sort=False):
        i = list(at).index(claimant_id)
        low = box.bottom + middles[i] - heights[i] / 2
        frame.space = FreeSpace(Box(box.left - 0.05, low, box.right + 0.1, low + heights[i]))
        if view.pivot_on is not None:
            x = frame.place(axes, view.pivot_on, 0)[0]
            frame.space.take(Box(x - 0.02, low, x + 0.02, low + heights[i]))
        draw_marks(frame, axes, rows, "midpoint", "lane", size=MARK * 0.85)
        _label_lane(frame, axes, rows)
    if len(undated):
        _draw_undated(frame, undated[undated["claimant_id"].isin(at)], at, box, crowded)
    if hidden:
        text = f"{count(hidden, 'more claimant')} with fewer statements not drawn"
        frame.text(frame.body.left, frame.body.bottom, text, SMALL, colour=look.theme.muted)
    return frame


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
    drawn, unit = by_period(rows, MOST_PERIODS)
    bars = counts(drawn).merge(rows[["claimant_id", "lane"]].drop_duplicates())
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
    rest = f"; {len(rows) - len(drawn):,} dated less precisely in no bar" if len(drawn) < len(rows) else ""
    text = f"{len(drawn):,} statements counted by {unit}, the highest bar {most}{rest}. The data beside hold each."
    frame.text(frame.body.left, frame.body.top + 0.04, text, SMALL, colour=frame.theme.muted)


def _timeline_key(table: pd.DataFrame) -> list[Key]:
    numbered = table[~table["without_number"]]
    entries = [
        (numbered["qualified"].any(), Key("gave numbers")),
        ((~numbered["qualified"]).any(), Key("gave bare numbers only", filled=False)),
        (table["without_number"].any(), Key("spoke, gave no number", without_number=True)),
        (table["date_stated"].any(), Key("strong ring: a document states the date")),
        ((~table["date_stated"]).any(), Key("pale ring: date inferred or known from elsewhere", stated=False)),
        (table["made_on_precision"].isin(["month", "year"]).any(), Key("known to the month or year only", span=True)),
    ]
    return [entry for present, entry in entries if present]


def _lanes(view: View, table: pd.DataFrame) -> pd.DataFrame:
    """Return the lanes from the top: who gave numbers, then who gave none, each by the first word; at most twelve."""
    lanes = table.groupby(["claimant_id", "claimant"], sort=False, as_index=False).agg(
        without_number=("without_number", "all"),
        first=("known_from", "min"),
        n=("statement_id", "size"),
        most=("n_figures", "max"),
    )
    lanes = with_pivot(view, lanes)
    kept = lanes.sort_values("n", ascending=False, kind="stable").head(MOST_LANES)
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
        frame.text(frame.body.left, base + middle, name, BODY, "bold" if not lane.without_number else "regular",
                   va="center_baseline")  # fmt: skip
        axes.plot([left, right], [middle - height / 2] * 2, color=frame.theme.grid, lw=1, zorder=1)
        if view.pivot and lane.claimant_id == view.pivot.claimant_id:
            mine = dated.loc[dated["claimant_id"].eq(lane.claimant_id), "midpoint"]
            draw_silence(frame, axes, middle, mdates.date2num(mine.min()) if len(mine) else right, "silent")


def _label_lane(frame: Frame, axes: Axes, rows: pd.DataFrame) -> None:
    """Label the statements of a lane that gave numbers, the first and the last before the rest."""
    edge = rows["midpoint"].isin([rows["midpoint"].min(), rows["midpoint"].max()])
    ordered = rows.assign(edge=edge).sort_values(["edge", "n_figures"], ascending=False, kind="stable")
    for row in ordered.head(LABELS_A_LANE).itertuples():
        x, y = frame.place(axes, row.midpoint, row.lane)
        if row.without_number:
            label(frame, x, y, "", spoke_in_words(row.spoke_of), width=2.6, sides=(RIGHT, LEFT))
            continue
        given = list(row.given)
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
    frame.space = FreeSpace(Box(left, box.bottom, frame.body.right, box.top))
    draw_marks(frame, axes, first, "x", "lane", size=MARK * 0.85)
    for row in first.itertuples():
        x, y = frame.place(axes, row.x, row.lane)
        others = int(rows["claimant_id"].eq(row.claimant_id).sum()) - 1
        more = f"and {count(others, 'more statement')}" if others else ""
        if crowded:
            label(frame, x, y, "", count(others + 1, "statement"), width=1.4, sides=(RIGHT,))
        elif row.without_number:
            label(frame, x, y, "", more or spoke_in_words(row.spoke_of), width=1.4)
        else:
            label(frame, x, y, _figures_that_fit(frame, list(row.given), 1.4), more, width=1.4, size=BODY)


def _figures_that_fit(frame: Frame, given: list[str], width: float) -> str:
    """Return as many whole figures as a line holds, with the count of the rest; their count alone where none fits."""
    for n in range(len(given), 0, -1):
        text = ", ".join(given[:n]) + (f" +{len(given) - n}" if n < len(given) else "")
        if frame.measure.width(drawable(text), BODY, "bold") <= width:
            return text
    return count(len(given), "figure")


def question(view: View, table: pd.DataFrame) -> str:
    """Return the question that the chart answers."""
    return "Who spoke when, and who gave a number?"


CHART = Chart(__name__, "04_kcna_era", table_of, text_of, draw, question, eras=True)
