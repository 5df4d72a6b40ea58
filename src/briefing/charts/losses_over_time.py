"""The chart of 02: the figures of the first topic by date, a panel a metric."""

from __future__ import annotations

from dataclasses import replace

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

from briefing.analysis.estimates import CLAIM, revisions, span_of, with_era, with_midpoint
from briefing.analysis.periods import by_period, spans
from briefing.analysis.scope import (
    as_caveat,
    as_of,
    chosen_of,
    claims_in_words,
    dates_not_stated,
    end_of,
    introduced,
    none_on_record,
    people_of,
    pivot_in_brief,
    reach,
    source,
)
from briefing.analysis.view import View
from briefing.charts.chart import Chart, ChartText
from briefing.drawing.axes import shade_era, time_axis, value_axis
from briefing.drawing.frame import Frame, Key
from briefing.drawing.glyphs import draw_open_ends
from briefing.drawing.layout import RIGHT, SIDES, STEPS, Box, FreeSpace
from briefing.drawing.marks import (
    draw_marks,
    draw_ranges,
    draw_silence,
    hatched,
    key_of,
    key_of_dates,
    label,
    label_at_end,
    label_marks,
    name_era,
)
from briefing.drawing.theme import ARROW, BODY, LONGEST_TITLE, MARK, SMALL, SUBTITLE, Look, drawable, tint
from briefing.words import dates
from briefing.words.english import count, join_list, sentence, shorten
from briefing.words.findings import Sentence, capitalised, finding, joined, rule

HEADING = 0.46  # height in inches of the heading of a panel
LANE = 0.36  # height of a lane in inches
MOST_LANES = 3
MOST_NAMED = 3  # claimants in the key of bars, those with most figures
FRONT = 2  # claimants in front where there are many, beside the pivot's and who spoke last
BUSY = 14  # figures in a panel, from which on only the last of each claimant are labelled
FAR = 2.0  # inches that a line leads to a label, before the number alone does as well
CROWDED = 150  # figures in a panel, from which on they are drawn by period
MOST_PERIODS = 24
BEHIND = 0.03  # of the time shown: what a mark covers


def table_of(view: View) -> pd.DataFrame:
    """Return the estimates of the metrics of the first topic, with `era` and `midpoint`; dated statements only."""
    return with_midpoint(with_era(view.estimates_of(view.lead_metrics), view.pivot)).pipe(
        lambda t: t.assign(metric=t["metric"].cat.remove_unused_categories())
    )


def text_of(view: View, table: pd.DataFrame) -> ChartText:
    """Return the text: the largest documented revision, or what is on record."""
    metrics = tuple(view.lead_metrics)
    people = people_of(view, chosen_of(view, metrics) or metrics)
    about = finding("about", f"{sentence(people)}, as reported, by the date of the statement", metrics=metrics)
    undated = _undated(view)
    aside = finding("undated", f"{count(undated, 'undated claim')} not drawn", n=undated, metrics=metrics)
    subtitle = joined(about, as_of(view), aside if undated else "")
    numbered = table[~table["without_number"]]
    if numbered.empty:
        title = none_on_record(view, "dated number" if undated else "number", metrics)
        spoke = joined(claims_in_words(table), end=".") or joined(
            none_on_record(view, "dated statement" if undated else "statement", metrics), end="."
        )
        return ChartText(title, subtitle, joined(title, spoke, by=". "), source(view, table), nothing=spoke)
    steps = revisions(table)
    title = _revised(view, table) or _claimed(view, numbered)
    n = table["metric"].nunique()
    form = finding("form", f"Chart of claims over time in {count(n, 'panel')}", panels=n)
    joins = rule("joins", "Dashed lines join revisions by the same claimant" if len(steps) else "", n=len(steps))
    alt = joined(title, form, claims_in_words(table), joins, by=". ", end=".")
    return ChartText(title, subtitle, alt, source(view, table))


def _undated(view: View) -> int:
    """Return how many claims have no date and so no place on the chart."""
    rows = view.estimates_of(view.lead_metrics)
    return len(rows[rows["first"].isna()].drop_duplicates(CLAIM))


def _revised(view: View, table: pd.DataFrame) -> Sentence | str:
    """Say how far one claimant in front moved one figure: the first metric that was moved, of who moved it most."""
    numbered = table[~table["without_number"]]
    steps = revisions(numbered[_in_front(view, numbered)])
    if steps.empty:
        return ""
    lead = steps[steps["metric"].eq(steps["metric"].min())]
    best = lead.assign(n=lead.groupby("claimant_id")["metric"].transform("size")).nlargest(1, "n").iloc[0]
    run = table[
        table["claimant_id"].eq(best["claimant_id"]) & table["metric"].eq(best["metric"]) & ~table["without_number"]
    ]
    ends = [run[run["midpoint"].eq(edge)] for edge in (run["midpoint"].min(), run["midpoint"].max())]
    begun, ended = run["first"].drop(ends[0].index), run["last"].drop(ends[1].index)
    in_order = ends[0]["last"].max() < begun.min() and ended.max() < ends[1]["first"].min()
    if not in_order or any(end["statement_id"].nunique() > 1 for end in ends):
        return ""  # which of the statements is the first, or the last, nobody can tell
    first, last = ends[0].iloc[0], ends[1].iloc[0]
    then, now = (" or ".join(end["said"]) for end in ends)
    before, after = _dated(first.made_on, last.made_on)
    who, whom = introduced(view, first.claimant_id), view.metrics.people(first.metric)
    return finding(
        "revised", f"{sentence(after)} {who} reported {now} {whom}, {_direction(*ends)} {then} {before}",
        metric=str(first.metric), first=first.statement_id, last=last.statement_id, direction=_direction(*ends),
    )  # fmt: skip


def _direction(first: pd.DataFrame, last: pd.DataFrame) -> str:
    """Say how the numbers of the last statement lie to the first: all higher, all lower, the same, or mixed."""
    (a, b), (c, d) = ((t["value"].min(), t["value_to"].fillna(t["value"]).max()) for t in (first, last))
    if (a, b) == (c, d):
        return "as before, when it was"
    return "up from" if c >= b else "down from" if d <= a else "after"


def _dated(first: str, last: str) -> tuple[str, str]:
    """Say when two statements were made, by month or by day in one month; the year once where it is the same."""
    months = dates.to_month(first), dates.to_month(last)
    ends = (first, last) if months[0] == months[1] else months
    then, now = map(dates.on, ends)
    same_year = len(first) > 4 and first[:4] == last[:4]
    return (then.removesuffix(f" {first[:4]}") if same_year else then), now


def _claimed(view: View, numbered: pd.DataFrame) -> Sentence:
    """Say who gave which numbers, for a record without a revision."""
    by_claimant = [
        (shorten(claimant), join_list(f"{r.said} {r.what}" for r in rows.itertuples()))
        for claimant, rows in numbered.groupby("claimant", sort=False)
    ]
    metrics, claims = tuple(view.lead_metrics), numbered.drop_duplicates(CLAIM)
    when = f"By {dates.words(view.dossier.as_of)} " if view.dossier.as_of else ""
    (claimant, said), *others = by_claimant
    words = f"{when}{claimant} reported {said}" + "".join(f"; {name} {told}" for name, told in others)
    if len(by_claimant) <= 3 and len(numbered) <= 4 and len(words) <= LONGEST_TITLE:
        given = tuple(dict.fromkeys(zip(numbered["statement_id"], numbered["metric"].astype(str), strict=True)))
        return finding("gave", words, claims=given, metrics=metrics, dated=True)
    people = numbered["claimant_id"].nunique()
    words = (
        f"{count(people, 'speaker')} gave {count(len(claims), 'figure')} for "
        f"{people_of(view, chosen_of(view, metrics))}, {span_of(numbered)}"
    )
    return capitalised(finding("counted", words, claimants=people, claims=len(claims), metrics=metrics, dated=True))


def draw(view: View, table: pd.DataFrame, words: ChartText, look: Look) -> Frame:
    """Draw the reported losses by date: the lead metric large, the others in a strip, each on its own scale from zero.

    `table` is that of `table_of`. Below the lead metric stands who spoke of it without a number. Where the marks of a
    panel would cover each other, a bar spans what a claimant gave in a period.
    """
    numbered = table[~table["without_number"]]
    crowded = numbered["metric"].value_counts().max() > CROWDED
    frame = Frame(words, look, _key(table, look, crowded))
    metrics = [m for m in table["metric"].cat.categories if numbered["metric"].eq(m).any()]
    numbered = numbered.assign(grey=~_in_front(view, numbered), told=_told(words.title, numbered))
    steps = table.head(0) if crowded or table.empty else revisions(numbered[~numbered["grey"]])
    spoke = table[table["metric"].eq(metrics[0]) | table["without_number"]]
    lanes = _silent_lanes(view, spoke, 1 if numbered["grey"].any() else MOST_LANES)
    frame.note(_aggregated(table) if crowded else _stepped_back(numbered, spoke, list(lanes)))
    first, last = table["midpoint"].min(), max(end_of(view, table), view.pivot_on or table["midpoint"].max())
    body = frame.body
    names = [frame.measure.cut(drawable(name), 1.7, SMALL) for name in lanes.values()]
    gutter = max([0.75, *(frame.measure.width(n, SMALL) + 0.2 for n in names)])
    main = body.width if len(metrics) == 1 else max(0.58 * body.width, gutter + 5)
    ground = body.bottom + 0.52
    floor = ground + LANE * len(lanes) + 0.1 * bool(lanes)
    lead = Box(body.left + gutter, floor, body.left + main - 0.1, body.top - 0.36)
    for name, y in zip(names, _lane_heights(len(lanes), ground), strict=True):
        frame.text(body.left, y, name, SMALL, va="center_baseline")
    boxes = [lead, *_strip(frame, Box(body.left + main + 0.95, ground, body.right, lead.top), len(metrics) - 1)]
    for i, (metric, box) in enumerate(zip(metrics, boxes, strict=True)):
        rows, mine = numbered[numbered["metric"].eq(metric)], steps[steps["metric"].eq(metric)]
        lowest = (i == len(metrics) - 1) if i else not lanes
        _draw_panel(frame, view, rows, mine, box, (first, last), crowded, lowest)
        size = SUBTITLE if i == 0 else BODY
        title = frame.measure.cut(view.metrics.label(metric), box.width, size, "bold")
        frame.text(box.left, box.top + 0.12, title, size, "bold")
    if lanes:
        low = frame.axes(Box(lead.left, ground, lead.right, ground + LANE * len(lanes)))
        low.set(ylim=(0, len(lanes)), yticks=[])
        after = _after(numbered[numbered["metric"].eq(metrics[0])], lead, crowded)
        time_axis(low, first, last, most=int((lead.width - after) / 0.8), after=after / lead.width)
        low.tick_params(axis="x", pad=9)
        left, right = low.get_xlim()
        end = left + (right - left) * (1 - after / lead.width)
        shade_era(low, view.pivot_on, look.theme, line=False, until=end)
        _draw_lanes(frame, view, low, table[table["metric"].eq(metrics[0])], list(lanes), last, crowded)
    return frame


def _in_front(view: View, numbered: pd.DataFrame) -> pd.Series:
    """Return which figures keep the hue of their claimant, the rest stepping back: all of a few claimants.

    Of many those of the `FRONT` with most figures, of the pivot's claimant and of who spoke last.
    """
    often = numbered["claimant_id"].value_counts()
    if len(often) <= FRONT + 2:
        return pd.Series(True, index=numbered.index)
    newest = numbered.loc[numbered["midpoint"].eq(numbered["midpoint"].max()), "claimant_id"].unique()
    front = {*often.index[:FRONT], *newest[:FRONT]}
    return numbered["claimant_id"].isin(front | ({view.pivot.claimant_id} if view.pivot else set()))


def _told(title: Sentence, numbered: pd.DataFrame) -> pd.Series:
    """Return which figures the title names."""
    told = {
        (f.about[end], f.about["metric"]) for f in title.findings if f.kind == "revised" for end in ("first", "last")
    }
    claims = zip(numbered["statement_id"], numbered["metric"].astype(str), strict=True)
    return pd.Series([claim in told for claim in claims], index=numbered.index, dtype=bool)


def _stepped_back(numbered: pd.DataFrame, spoke: pd.DataFrame, lanes: list[str]) -> Sentence | str:
    """Say what the grey marks are, and how many claims without a number have no lane."""
    grey = numbered[numbered["grey"]]
    if grey.empty:
        return ""
    mute = len(spoke[spoke["without_number"] & ~spoke["claimant_id"].isin(lanes)].drop_duplicates(CLAIM))
    aside = f"; {count(mute, 'claim')} without a number not drawn" if mute else ""
    who = count(grey["claimant_id"].nunique(), "other claimant")
    words = f"In grey, without labels: {count(len(grey), 'figure')} of {who}{aside}"
    about = {"claimants": tuple(grey["claimant_id"].unique()), "n": len(grey), "lanes": tuple(lanes), "mute": mute}
    return joined(finding("grey", words, **about), rule("beside", "The data beside this chart hold each"),
                  by=". ", end=".")  # fmt: skip


def _strip(frame: Frame, box: Box, n: int) -> list[Box]:
    """Return the boxes of the panels beside the lead metric, one above the other, with room for their headings."""
    if not n:
        return []
    high = (box.height + HEADING) / n
    return [Box(box.left, box.top - (i + 1) * high + HEADING, box.right, box.top - i * high) for i in range(n)]


def _draw_panel(
    frame: Frame, view: View, rows: pd.DataFrame, steps: pd.DataFrame, box: Box, ends: tuple, crowded: bool,
    lowest: bool,
) -> None:  # fmt: skip
    """Draw the figures of one metric: those in front labelled, the newest before all others."""
    highest = float(rows[["value", "value_to"]].max().max())
    above = 1.45 if box.height > 2 else 1.3  # room for a label over the highest mark
    top = max(above * highest, _room_for_arrows(rows, box.height)) or 1.0
    below = 0.0 if crowded else _reach_below_zero(rows, top, box.height)
    box = replace(box, bottom=box.bottom + below)
    axes = frame.axes(box)
    value_axis(axes, top, most=max(2, int(box.height / 0.6)))
    after = _after(rows, box, crowded)
    busy = after > 0
    time_axis(axes, *ends, labelled=lowest, most=int((box.width - after) / 0.8), after=after / box.width)
    axes.tick_params(axis="x", pad=9 + 72 * below)
    left, right = axes.get_xlim()
    shade_era(axes, view.pivot_on, frame.theme, until=left + (right - left) * (1 - after / box.width))
    frame.space = FreeSpace(Box(box.left + 0.05, box.bottom, min(frame.body.right, box.right + 0.05), box.top))
    if view.pivot_on is not None and not busy:
        x = frame.place(axes, view.pivot_on, 0)[0]
        frame.space.take(Box(x - 0.03, box.bottom, x + 0.03, box.top))
    if crowded:
        _draw_spans(frame, axes, rows)
    elif busy:
        _draw_busy(frame, axes, rows, steps)
    else:
        for step in steps.itertuples():
            start, end = (step.midpoint_from, step.value_from), (step.midpoint_to, step.value_to)
            frame.join(axes, start, end, frame.look.colour(step.claimant_id))
        _draw_reaches(frame, axes, rows)
        draw_marks(frame, axes, rows[rows["value_to"].isna()], "midpoint", "value")
        draw_ranges(frame, axes, rows)
        if box.left < frame.body.left + frame.body.width / 2:
            name_era(frame, axes, view.pivot_on, pivot_in_brief(view))
        label_marks(frame, axes, _by_importance(rows))


def _after(rows: pd.DataFrame, box: Box, crowded: bool) -> float:
    """Return the inches behind the end of a panel's time axis for labels that find no room at their marks."""
    busy = not crowded and (len(rows) > BUSY or rows["grey"].any())
    return min(2.4, 0.5 * box.width) if busy else 0.0


def _room_for_arrows(rows: pd.DataFrame, height: float) -> float:
    """Return the end of a value axis below which the arrow of the highest lower bound, whose length is fixed, stays."""
    highest = rows.loc[rows["open_side"].eq("above"), "value"].max()
    return 0.0 if pd.isna(highest) else float(highest) / max(0.3, 1 - (ARROW / 72 + 0.06) / height)


def _draw_busy(frame: Frame, axes: Axes, rows: pd.DataFrame, steps: pd.DataFrame) -> None:
    """Draw many figures: the last of each claimant in front large and labelled, what it said before small.

    A label that finds no room at its mark stands behind the last, with a line to it.
    """
    for step in steps.itertuples():
        ends = [step.midpoint_from, step.midpoint_to], [step.value_from, step.value_to]
        axes.plot(*ends, color=frame.look.colour(step.claimant_id), lw=1.2, zorder=3)
    _draw_reaches(frame, axes, rows[~rows["grey"]])
    front = _by_importance(rows[~rows["grey"]])
    last = front["midpoint"].eq(front.groupby("claimant_id")["midpoint"].transform("max"))
    last = (last & ~front.assign(last=last).duplicated(["claimant_id", "last"])) | front["told"]
    points = rows["value_to"].isna()
    draw_marks(frame, axes, rows[points & ~rows.index.isin(front.index[last])], "midpoint", "value", size=MARK * 0.16)
    frame.space.marks.clear()  # what is small gives way to what is labelled
    draw_marks(frame, axes, rows[points & rows.index.isin(front.index[last])], "midpoint", "value", size=MARK * 0.8)
    draw_ranges(frame, axes, rows[~points])
    left = frame.place(axes, rows["midpoint"].max(), 0)[0] + 0.3
    for row in front[last].itertuples():
        x, y = frame.place(axes, row.midpoint, row.value)
        far = left - x > FAR
        sides, name = SIDES if far else (RIGHT,), shorten(row.claimant, 24)
        if label(frame, x, y, row.written, beside=name, sides=sides, steps=STEPS[:2]):
            continue
        if not far or not label(frame, x, y, row.written):
            label_at_end(frame, (x, y), row, left)


def _draw_reaches(frame: Frame, axes: Axes, rows: pd.DataFrame) -> None:
    """Draw, behind its mark, the days on one of which a figure was given, where its date is not known to the day."""
    for row in rows[rows["first"].ne(rows["last"])].itertuples():
        ends = mdates.date2num(row.first), mdates.date2num(row.last)
        colour = tint(frame.look.colour(row.claimant_id), frame.theme, 0.3)
        axes.plot(ends, [row.value] * 2, color=colour, lw=5, solid_capstyle="butt", zorder=2)


def _by_importance(rows: pd.DataFrame) -> pd.DataFrame:
    """Return figures in the order in which they are labelled, at the middle of a range.

    Those that the title names, the newest, then the newest of each claimant, then the first of each, then the rest
    from the newest.
    """
    last, first = (rows.groupby("claimant_id")["midpoint"].transform(edge) for edge in ("max", "min"))
    rank = 3 - 1 * rows["midpoint"].eq(first) - 2 * rows["midpoint"].eq(last)
    middle = rows["value"].astype(float).where(rows["value_to"].isna(), (rows["value"] + rows["value_to"]) / 2)
    ordered = rows.assign(rank=rank.clip(lower=1).mask(rows["told"], 0), value=middle.astype(float))
    return ordered.sort_values(["rank", "midpoint", "value"], ascending=[True, False, True], kind="stable")


def _key(table: pd.DataFrame, look: Look, crowded: bool) -> list[Key]:
    """Return the key: what the marks mean, or, where bars stand for many, whose they are."""
    if table.empty:
        return []
    if not crowded:
        reach, whole = table["last"] - table["first"], table["last"].max() - table["first"].min()
        bars = table[~table["without_number"] & (reach > whole * BEHIND)]  # the others lie behind their marks
        return [*key_of_dates(bars), *key_of(table)]
    numbered = table[~table["without_number"]]
    often = numbered["claimant_id"].value_counts().index
    whose = numbered.drop_duplicates("claimant_id").set_index("claimant_id").loc[often]
    bars = [Key(shorten(name, 30), swatch=look.colour(of)) for of, name in whose["claimant"].head(MOST_NAMED).items()]
    if (more := len(whose) - MOST_NAMED) > 0:
        bars[MOST_NAMED - 1 :] = [Key(f"and {count(more + 1, 'more claimant')}", swatch=look.theme.stepped_back)]
    return bars


def _aggregated(table: pd.DataFrame) -> Sentence:
    """Say that bars stand for many figures, and which are in none."""
    rows = table[~table["without_number"]]
    drawn, unit = by_period(rows, MOST_PERIODS)
    rest = f"; {len(rows) - len(drawn):,} dated less precisely left out" if len(drawn) < len(rows) else ""
    words = f"{len(drawn):,} figures: a bar spans the numbers that a claimant gave in a {unit}{rest}"
    return joined(finding("bars", words, unit=unit, n=len(drawn), of=len(rows), noun="figure"),
                  rule("beside", "The data beside hold all"), by=". ", end=".")  # fmt: skip


def _draw_spans(frame: Frame, axes: Axes, rows: pd.DataFrame) -> None:
    """Draw, for each claimant and period, a bar from the lowest to the highest number given, open where a bound is."""
    for claimant_id, bars in spans(by_period(rows, MOST_PERIODS)[0]).groupby("claimant_id", observed=True):
        colour = frame.look.colour(claimant_id)
        left, width = mdates.date2num(bars["start"]), (bars["end"] - bars["start"]).dt.days
        low, high = bars["low"].astype(float), bars["high"].astype(float)
        face = (*to_rgb(colour), 0.35)
        axes.bar(left, high - low, width, low, align="edge", facecolor=face, edgecolor=colour, linewidth=1)
        for side, arrow, end in (("above", "up", high), ("below", "down", low)):
            draw_open_ends(axes, (left + width / 2)[bars[side]], end[bars[side]], colour, arrow)


def _reach_below_zero(table: pd.DataFrame, top: float, height: float) -> float:
    """Return the inches by which the arrow of an upper bound, whose length is fixed, reaches below the axis."""
    lowest = table.loc[table["open_side"].eq("below"), "value"].min()
    return 0.0 if pd.isna(lowest) else max(0.0, ARROW / 72 + 0.04 - 0.9 * height * float(lowest) / top)


def _lane_heights(n: int, ground: float) -> list[float]:
    """Return the heights in inches of the middles of n lanes, the first on top."""
    return [ground + (n - i - 0.5) * LANE for i in range(n)]


def _silent_lanes(view: View, table: pd.DataFrame, most: int) -> dict[str, str]:
    """Return who gets one of so many lanes for speaking without a number: the pivot's claimant, then the most frequent.

    The pivot's claimant has one as long as it gave no number, unless a choice leaves it out.
    """
    spoke = table[table["without_number"]]
    often = spoke.groupby(["claimant_id", "claimant"], sort=False).size().sort_values(ascending=False, kind="stable")
    pivot = {}
    if view.pivot and (not view.claimants or view.pivot.claimant_id in view.claimants):
        gave = table["claimant_id"].eq(view.pivot.claimant_id) & ~table["without_number"]
        pivot = {} if gave.any() else {view.pivot.claimant_id: view.pivot.claimant}
    return dict(list({**pivot, **dict(often.index)}.items())[:most])


def _draw_lanes(
    frame: Frame, view: View, axes: Axes, panel: pd.DataFrame, lanes: list[str], last: pd.Timestamp, crowded: bool
) -> None:
    """Draw, a lane a claimant, silence as a dotted line up to the first word or the last day, and each word.

    `panel` holds all claims of one metric: who has given a number of it is not silent from then on.
    """
    end = mdates.date2num(last)
    for i, claimant in enumerate(lanes):
        y = len(lanes) - i - 0.5
        mine = panel[panel["claimant_id"].eq(claimant)].assign(lane=y)
        rows = mine[mine["without_number"]]
        until = mdates.date2num(mine["midpoint"].min()) if len(mine) else end
        if crowded and len(rows):
            bars = by_period(rows, MOST_PERIODS)[0].drop_duplicates("start")
            hatched(axes, bars, [0.56] * len(bars), [y - 0.28] * len(bars), frame.look.colour(claimant))
            until = mdates.date2num(bars["start"].min()) if len(bars) else until
        else:
            draw_marks(frame, axes, rows, "midpoint", "lane", size=MARK * 0.7)
            if len(rows):
                _say_no_number(frame, axes, rows["midpoint"].max(), y)
        draw_silence(frame, axes, y, until, "none on record")


def _say_no_number(frame: Frame, axes: Axes, last: pd.Timestamp, y: float) -> None:
    """Write beside the last word of a lane that it gave no number: right of it, else left, over the silence."""
    x, middle = frame.place(axes, last, y)
    right = x + 0.18 + frame.measure.width("no number", SMALL) <= frame.box_of(axes).right
    at, align = (x + 0.18, "left") if right else (x - 0.18, "right")
    said = frame.text(at, middle, "no number", SMALL, va="center_baseline", ha=align)
    said.of_mark = (x, middle)
    if not right:
        said.set_bbox({"facecolor": frame.theme.band, "linewidth": 0, "pad": 1})


def caveat(view: View, table: pd.DataFrame) -> Sentence:
    """Say what to bear in mind."""
    metric, parts = str(table["metric"].min()), []
    given = view.estimates_of([metric])  # undated ones too, which have no place on the chart
    given = given[~given["without_number"]]
    if given["claimant_id"].nunique() == 1:
        of_whom = "of the claimants shown " if view.claimants else ""
        claimant, claimant_id, those = given[["claimant", "claimant_id", "those"]].iloc[0]
        words = f"{of_whom}only {claimant} gives a number of {those}, {reach(view)}"
        parts.append(finding("only", words, claimant=claimant_id, metric=metric))
    if len(revisions(table)):
        words = "a later figure revises an estimate; the difference is not what happened in the period"
        parts.append(rule("revision", words))
    return as_caveat([*parts, dates_not_stated(table)])


def question(view: View, table: pd.DataFrame) -> Sentence:
    """Return the question that the chart answers."""
    metrics = [m for m in view.lead_metrics if table["metric"].eq(m).any()] or view.lead_metrics
    asked = f"How did the reported numbers of {people_of(view, metrics)} change?"
    return finding("question", asked, metrics=tuple(metrics))


CHART = Chart(__name__, "02_losses_over_time", table_of, text_of, draw, question, caveat, eras=True)
