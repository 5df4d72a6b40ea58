"""The chart of 03: two claimants beside each other, and how far they lie apart."""

from __future__ import annotations

from math import inf

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from briefing.analysis.derived import described, totals, with_intervals
from briefing.analysis.estimates import estimates, with_midpoint
from briefing.analysis.scope import as_caveat, as_of, dates_not_stated, filter_note, on_record, people_of, shown, source
from briefing.analysis.view import View, mentions
from briefing.charts.chart import Chart, ChartText
from briefing.drawing.frame import Frame
from briefing.drawing.layout import Box
from briefing.drawing.marks import key_of
from briefing.drawing.rows import RADIUS, TICKS, columns, draw_rows, name_rows, row_axes, scale
from briefing.drawing.theme import BODY, SMALL, SUBTITLE, Look, drawable
from briefing.record.metrics import Metrics
from briefing.words import dates
from briefing.words.english import count, join_list, list_up_to, possessive, sentence, shorten
from briefing.words.intervals import Interval, say_interval, whole

BETWEEN = 1.8  # height of the gap's own row, in heights of a row
TALLEST = 0.68  # the most a row takes, in inches


def table_of(view: View) -> pd.DataFrame:
    """Return the rows of two statements by two claimants, and the gap between them; no rows where there is no pair.

    The pair is the two claimants whose dated statements of one measure lie closest in time, the latest such pair.
    The measure is a sum of the first topic, stated or added up from its parts in one statement; where no two claimants
    give one, the first metric that two of them give. Columns: `role` (part, total, gap), `side` (0 the lower claim, 1
    the higher), `measure`, `days` between the statements (missing where a date is not known to the day), `meets` (a
    number exists that both claims allow), and those of `analysis.derived`. Where both claims are open there is no gap
    row.
    """
    metrics = view.metrics
    measures = sorted(view.lead_metrics, key=lambda m: not metrics.summed(m))  # the sums first
    table = with_midpoint(view.estimates_of(view.lead_metrics))
    rows = with_intervals(table).astype({"metric": str})
    for measure in measures:
        compared = totals(rows, metrics, measure)
        if pair := closest(compared):
            return _sides(view, rows, compared[compared["statement_id"].isin(pair)], measure)
    return rows.head(0).assign(role="", side=0, measure="", days=pd.NA, meets=False)


def closest(table: pd.DataFrame) -> tuple[str, str] | None:
    """Return the two statements of different claimants that lie closest in time, the latest of equals.

    In the order of time the closest pair is always neighbours, so neighbours are all that is looked at.
    """
    acts = table.drop_duplicates("statement_id").sort_values(["midpoint", "statement_id"], kind="stable")
    before = acts.shift()
    apart = (acts["midpoint"] - before["midpoint"]).where(acts["claimant_id"].ne(before["claimant_id"]))
    if apart.isna().all():
        return None
    place = apart[apart.eq(apart.min())].index[-1]
    return before.loc[place, "statement_id"], acts.loc[place, "statement_id"]


def _sides(view: View, rows: pd.DataFrame, compared: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return parts, totals and gap of the two statements that `compared` holds."""
    lowest = compared.groupby("statement_id")["value"].min().sort_values(kind="stable").index
    sides = {statement: side for side, statement in enumerate(lowest)}
    parts = rows[rows["statement_id"].isin(sides) & rows["metric"].isin(view.metrics.summed(measure))]
    claims = pd.concat([t for t in (parts.assign(role="part"), compared.assign(role="total")) if len(t)])
    claims = claims.assign(side=claims["statement_id"].map(sides)).sort_values(
        ["side", "role", "metric", "value"], kind="stable", ignore_index=True
    )
    lower, higher = (claims[claims["role"].eq("total") & claims["side"].eq(side)] for side in (0, 1))
    pairs = [(a, b) for x in lower["intervals"] for y in higher["intervals"] for a in x for b in y]
    difference = pd.DataFrame(
        {
            "role": ["gap"],
            "side": 1,
            "metric": measure,
            "how": " or ".join(higher["written"]) + " − " + " or ".join(lower["written"]),
            "derived": True,
            "figure_ids": [tuple(f for ids in pd.concat([lower, higher])["figure_ids"] for f in ids)],
            "intervals": [tuple(dict.fromkeys(b - a for a, b in pairs))],
        }
    )
    claims = mentions(view, claims)
    known = claims["made_on_precision"].eq("day").all()
    return (
        pd.concat([claims, described(difference)], ignore_index=True)
        .assign(
            measure=measure,
            days=abs((higher["first"].iloc[0] - lower["first"].iloc[0]).days) if known else pd.NA,
            documents_differ=lambda t: t.groupby(["side", "role", "metric"])["value"].transform("nunique") > 1,
            meets=any(a.meets(b) for a, b in pairs),
        )
        .drop(columns=[c for c in claims if c in ("intervals", "qualifiers", "documents_first", "documents_second")])
    )


def text_of(view: View, table: pd.DataFrame) -> ChartText:
    """Return the words for two claimants' losses beside each other: how far the higher lies above the lower."""
    if table.empty:
        return _nothing(view, table)
    claims = table[table["role"].ne("gap")]
    lower, higher = (claims[claims["side"].eq(side)] for side in (0, 1))
    apart, what = _order(lower, higher, table), view.metrics.phrase(table["measure"].iloc[0])
    first, second = _claim(higher, f" {what}", ""), _claim(lower, "", apart)
    if _measured(table):
        title = f"{_when(claims)} {first} lay {_above(table)} {second}"
    else:
        title = f"{_when(claims)} {first} cannot be measured against {second}: both are open"
    people = people_of(view, view.lead_metrics)
    subtitle = f"{sentence(people)}: the two claimants’ statements closest in time; {as_of(view)}"
    alt = f"{title}. {' '.join(_side(rows) for rows in (lower, higher))} {explain(table)}"
    return ChartText(sentence(title), subtitle, alt.strip(), source(view, claims))


def _nothing(view: View, table: pd.DataFrame) -> ChartText:
    figures = view.figures[view.figures["metric"].isin(view.lead_metrics) & view.figures["value"].notna()]
    people = people_of(view, view.lead_metrics)
    who = list(dict.fromkeys(figures["claimant"]))
    only = "Of those shown only" if shown(view) else "Only"
    title = f"No two claimants to compare on {people} are {on_record(view)}"
    why = {0: f"No number is given{filter_note(view)}", 1: f"{only} {join_list(who)} gives a number"}.get(
        len(who), f"{list_up_to(who, 6)} give numbers, but no two of them a dated one of the same measure"
    )
    subtitle = f"{sentence(people)}, as stated by different claimants; {as_of(view)}"
    return ChartText(
        title, subtitle, f"{title}. {why}.", source(view, estimates(figures)), nothing=f"{why}: nothing to compare."
    )


def labels(claims: pd.DataFrame, metrics: Metrics) -> pd.DataFrame:
    """Return the claims with `name`, `head` and `tail`: what is counted, the value, and who says so."""
    return claims.assign(
        name=["Together, derived" if r.derived else metrics.label(r.metric) for r in claims.itertuples()],
        head=claims["written"],
        tail=[f"= {r.how}" if r.derived else list_up_to(r.outlets, 4) for r in claims.itertuples()],
    )


def side_name(rows: pd.DataFrame) -> tuple[str, str, str]:
    """Return the heading of a side: claimant, date, occasion."""
    return _who(rows), dates.words(rows["made_on"].iloc[0]), rows["occasion"].iloc[0]


def apart(table: pd.DataFrame) -> str:
    """Say how many days lie between the statements: "four days apart"; "" where a date is not known to the day."""
    days = table["days"].iloc[0]
    if pd.isna(days):
        return ""
    return "the same day" if days == 0 else f"{count(int(days), 'day')} apart"


def explain(table: pd.DataFrame) -> str:
    """Say how the gap is reckoned and whether a number exists that both claims allow."""
    claims = table[table["role"].eq("total")]
    lower, higher = (claims[claims["side"].eq(side)] for side in (0, 1))
    gap = table[table["role"].eq("gap")]
    reckoned = f"{sentence(_total(higher))} minus {_total(lower)}." if len(gap) else ""
    if not table["meets"].iloc[0]:
        return f"{reckoned} No number fits both claims as they stand.".strip()
    if lower["high"].isna().any():
        allowed = " or ".join(higher["written"])
        return f"{reckoned} {_who(lower)} sets no upper limit and does not rule out {allowed}.".strip()
    return f"{reckoned} A number exists that fits both claims.".strip()


def gap_in_words(table: pd.DataFrame) -> str:
    """Say the gap: "gap: at most 1,000"; "no gap can be given" where both claims are open."""
    if not _measured(table):
        return "no gap can be given"
    low = table.loc[table["role"].eq("gap"), "low"].iloc[0]
    return _above(table) if low < 0 else f"gap: {_difference(table)}"


def _difference(table: pd.DataFrame) -> str:
    gap = table[table["role"].eq("gap")].iloc[0]
    if " (" not in gap["said"]:
        return gap["said"]
    low, high = (end if pd.notna(end) else default for end, default in ((gap["low"], -inf), (gap["high"], inf)))
    return say_interval(Interval(low, high))  # several readings: from the lowest end to the highest


def _measured(table: pd.DataFrame) -> bool:
    return table["role"].eq("gap").any()


def _who(rows: pd.DataFrame) -> str:
    return shorten(rows["claimant"].iloc[0])


def _total(rows: pd.DataFrame) -> str:
    said = rows.loc[rows["role"].eq("total"), "said"].str.split(" (", regex=False).str[0]
    return " or ".join(dict.fromkeys(said))


def _claim(rows: pd.DataFrame, what: str, when: str) -> str:
    """Name a side: "Zelenskyy’s 4,000 killed", "the sum of NIS’s figures four days later, at least 3,000"."""
    if rows.loc[rows["role"].eq("total"), "derived"].astype(bool).any():
        return f"the sum of {possessive(_who(rows))} figures{when}, {_total(rows)}{what}" + ("," if what else "")
    return f"{possessive(_who(rows))} {_total(rows)}{what}{when}"


def _above(table: pd.DataFrame) -> str:
    """Say where the higher claim lies: "at most 1,000 above", "between 200 below and 300 above", "level with"."""
    low, high = table.loc[table["role"].eq("gap"), ["low", "high"]].iloc[0].astype(float)
    if low == high == 0:
        return "level with"
    if pd.isna(low) and high <= 0:
        return "no higher than"
    if pd.isna(high) and low <= 0:
        return f"no more than {whole(-low)} below" if low else "no lower than"
    if low < 0:
        return f"between {whole(-low)} below and {f'{whole(high)} above' if high else 'level with'}"
    return f"{_difference(table)} above"


def _when(claims: pd.DataFrame) -> str:
    days = sorted(set(claims["made_on"]))
    if len(days) == 1:
        return f"{'On' if len(days[0]) == 10 else 'In'} {dates.words(days[0])}"
    span = dates.span(days)
    return f"Between {span.replace('–', ' and ', 1)}" if "–" in span else f"In {span}"


def _order(lower: pd.DataFrame, higher: pd.DataFrame, table: pd.DataFrame) -> str:
    """Say when the lower claim was made, seen from the higher: " four days later"."""
    days = table["days"].iloc[0]
    if pd.isna(days):
        return ""
    if days == 0:
        return " the same day"
    later = lower["first"].iloc[0] > higher["first"].iloc[0]
    return f" {count(int(days), 'day')} {'later' if later else 'earlier'}"


def _side(rows: pd.DataFrame) -> str:
    said = [f"{r.said} {r.what}" + (f" (derived: {r.how})" if r.derived else "") for r in rows.itertuples()]
    return f"{rows['claimant'].iloc[0]}, {side_name(rows)[1]}: {join_list(said)}."


def draw(view: View, table: pd.DataFrame, words: ChartText, look: Look) -> Frame:
    """Draw two claimants' losses on one axis, the totals next to each other, and the gap as a band between them.

    `table` is that of `table_of`.
    """
    claims = table[table["role"].ne("gap")].astype({"date_stated": bool, "without_number": bool, "qualified": bool})
    frame = Frame(words, look, key_of(claims, horizontal=True))
    claims, between, end = _placed(claims)
    claims = labels(claims, view.metrics)
    sides = {side: side_name(rows) for side, rows in claims.groupby("side")}
    group, name = columns(
        frame, [[text for heading in sides.values() for text in heading], list(claims["name"])], [3.0, 2.2]
    )
    height = min(frame.body.height - TICKS, TALLEST * end)
    box = Box(frame.body.left + group + name, frame.body.top - height - TICKS, frame.body.right, frame.body.top)
    axes = row_axes(frame, box, end, scale(claims[["value", "value_to"]].stack(), 1.4))
    _draw_gap(frame, axes, table, claims, between)
    draw_rows(frame, axes, claims)
    name_rows(frame, axes, frame.body.left + group, name, claims.drop_duplicates("y").set_index("y")["name"])
    for side, (who, when, occasion) in sides.items():
        y = claims.loc[claims["side"].eq(side), "y"].min()
        name_rows(frame, axes, frame.body.left, group, pd.Series({y: who}), "bold")
        low = frame.place(axes, 0, y)[1] - 0.05
        lines = [(when, frame.theme.ink)]
        lines += [(t, frame.theme.muted) for t in frame.measure.wrap(drawable(occasion), group - 0.25, SMALL, lines=2)]
        for i, (line, colour) in enumerate(lines):
            frame.text(frame.body.left, low - (i + 1) * frame.measure.height(SMALL), line, SMALL, colour=colour)
    return frame


def _placed(claims: pd.DataFrame) -> tuple[pd.DataFrame, float, float]:
    """Return the claims with `y`, the middle of the gap's row, and where all rows end, in heights of a row.

    The lower side ends with its total, the higher begins with it; different totals of a side share a row.
    """
    part = claims["role"].eq("part").astype(int)
    claims = claims.assign(turn=part.where(claims["side"].eq(1), -part), row=claims["role"] + claims["metric"])
    claims = claims.sort_values(["side", "turn"], kind="stable", ignore_index=True)
    place = claims.groupby(["side", "row"], sort=False).ngroup()
    claims["y"] = place + 0.5 + claims["side"].eq(1) * BETWEEN
    first = int(place[claims["side"].eq(0)].max()) + 1
    return claims, first + BETWEEN / 2, float(claims["y"].max()) + 1.3


def _draw_gap(frame: Frame, axes: Axes, table: pd.DataFrame, claims: pd.DataFrame, y: float) -> None:
    """Draw the band between the two totals, a dimension line in it, and what it means beside it."""
    total = claims[claims["role"].eq("total")]
    low, high = (total.loc[total["side"].eq(side), "value"] for side in (0, 1))
    a, b = float(low.min()), float(high.max())
    rows = [float(total.loc[total["side"].eq(side), "y"].min()) for side in (0, 1)]
    start, stop = rows[0] + 0.5, rows[1] - 0.5  # clear of both totals' labels
    axes.add_patch(Rectangle((a, start), b - a, stop - start, color=frame.theme.band, lw=0, zorder=0))
    for x, ends in ((a, (rows[0], stop)), (b, (start, rows[1]))):
        axes.plot([x, x], ends, color=frame.theme.accent, lw=1.2, zorder=1)
    gap = table[table["role"].eq("gap")]
    if len(gap):  # a broken line is a bound, a whole one a number
        whole = gap["low"].eq(gap["high"]).any()
        axes.plot([a, b], [y, y], color=frame.theme.accent, lw=2.4, zorder=2, ls="-" if whole else (0, (3, 1.5)))
    _say_gap(frame, axes, table, (a, b), y)
    inside, middle = frame.box_of(axes), frame.place(axes, 0, y)[1]
    days = frame.measure.cut(drawable(sentence(apart(table))), inside.left - frame.body.left - 2 * RADIUS, BODY, "bold")
    frame.text(frame.body.left, middle, days, BODY, "bold", frame.theme.accent, va="center_baseline")


def _say_gap(frame: Frame, axes: Axes, table: pd.DataFrame, ends: tuple[float, float], y: float) -> None:
    """Write the gap and what it means beside its band, or in it, wherever there is most room."""
    left, right, middle = *(frame.place(axes, x, y)[0] for x in ends), frame.place(axes, 0, y)[1]
    inside, gap = frame.box_of(axes), 0.12
    places = [
        (left - gap - inside.left, left - gap, "right", frame.theme.background),
        (frame.body.right - right - gap, right + gap, "left", frame.theme.background),
        (right - left - 2 * gap, left + gap, "left", frame.theme.band),
    ]
    room, x, align, back = max(places)
    head = sentence(gap_in_words(table))
    lines = [(head, 0.08, SUBTITLE, "bold", frame.theme.accent)]
    step = frame.measure.height(SMALL)
    wrapped = frame.measure.wrap(drawable(explain(table)), room, SMALL, lines=2)
    lines += [(line, -0.2 - i * step, SMALL, "regular", frame.theme.muted) for i, line in enumerate(wrapped)]
    for text, above, size, weight, colour in lines:
        text = frame.measure.cut(drawable(text), room, size, weight)
        drawn = frame.text(x, middle + above, text, size, weight, colour, ha=align)
        drawn.set_bbox({"facecolor": back, "linewidth": 0, "pad": 1})


def caveat(view: View, table: pd.DataFrame) -> str:
    """Say what to bear in mind."""
    totals = table[table["role"].eq("total")]
    derived = "the sum is derived here from two figures of one statement; nobody stated it"
    return as_caveat([derived if totals["derived"].astype(bool).any() else "", dates_not_stated(table)])


def question(view: View, table: pd.DataFrame) -> str:
    """Return the question that the chart answers."""
    if table.empty:
        return "How far apart are two claimants?"
    claims = table[table["role"].ne("gap")]
    names = join_list(dict.fromkeys(map(shorten, claims["claimant"])))
    return f"{_when(claims)}: how far apart were {names}?"


CHART = Chart(__name__, "03_nis_and_zelenskyy", table_of, text_of, draw, question, caveat)
