"""The chart of 03: two claimants beside each other, and how far they lie apart."""

from __future__ import annotations

from math import inf

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from briefing.analysis.derived import described, totals, with_intervals
from briefing.analysis.estimates import estimates, with_midpoint
from briefing.analysis.scope import (
    as_caveat,
    as_of,
    chosen_of,
    dates_not_stated,
    none_on_record,
    on_record,
    people_of,
    reach,
    shown,
    source,
)
from briefing.analysis.view import View, mentions
from briefing.charts.chart import Chart, ChartText
from briefing.drawing.frame import Frame, Key
from briefing.drawing.layout import Box
from briefing.drawing.marks import NOT_IN_DOCUMENTS, claimant_marks, marked
from briefing.drawing.rows import REACH, TICKS, row_axes, scale
from briefing.drawing.theme import BODY, MARK, NUMBER, SMALL, Look, drawable, tint
from briefing.words import dates
from briefing.words.english import count, join_list, list_up_to, possessive, sentence, shorten, uncapitalised
from briefing.words.findings import Sentence, finding, joined, rule
from briefing.words.intervals import Interval, rounding, say_interval, whole


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
    """Return the words for two claimants' totals beside each other."""
    if table.empty:
        return _nothing(view, table)
    claims = table[table["role"].ne("gap")]
    lower, higher = (claims[claims["side"].eq(side)] for side in (0, 1))
    what = view.metrics.phrase(table["measure"].iloc[0])
    title = f"{_when(claims)} {_who(higher)} reported {_total(higher)} {what}; {_against(lower, higher, table)}"
    title = finding("pair", sentence(title), **_about(table))
    metrics = tuple(view.lead_metrics)
    people = people_of(view, chosen_of(view, metrics) or metrics)
    about = finding("about", f"{sentence(people)}: the two speakers’ statements closest in time", metrics=metrics)
    sides = [_side(rows) for rows in (lower, higher)]
    alt = joined(title, *sides, explain(table), by=". ", end=".")
    return ChartText(title, joined(about, as_of(view)), alt, source(view, claims))


def _about(table: pd.DataFrame) -> dict:
    """Return what the sentences on a pair claim: its statements and measure, the days between, the gap's ends."""
    totals, gap = table[table["role"].eq("total")], table[table["role"].eq("gap")]
    lower, higher = (totals.loc[totals["side"].eq(side), "statement_id"].iloc[0] for side in (0, 1))
    days = table["days"].iloc[0]
    ends = tuple(None if pd.isna(v) else float(v) for v in gap[["low", "high"]].iloc[0]) if len(gap) else None
    return {"lower": lower, "higher": higher, "measure": table["measure"].iloc[0], "gap": ends,
            "days": None if pd.isna(days) else int(days), "meets": bool(table["meets"].iloc[0])}  # fmt: skip


def _nothing(view: View, table: pd.DataFrame) -> ChartText:
    figures = view.figures[view.figures["metric"].isin(view.lead_metrics) & view.figures["value"].notna()]
    metrics = tuple(view.lead_metrics)
    people = people_of(view, chosen_of(view, metrics) or metrics)
    who = list(dict.fromkeys(figures["claimant"]))
    only = "Of those shown only" if shown(view) else "Only"
    title = finding("no_pair", f"No two claimants to compare on {people} are {on_record(view)}", metrics=metrics)
    if who:
        words = f"{only} {who[0]} gives a number {reach(view)}"
        if len(who) > 1:
            words = f"{list_up_to(who, 6)} give numbers, but no two of them a dated one of the same measure"
        why = finding("givers", words, claimants=tuple(dict.fromkeys(figures["claimant_id"])), metrics=metrics)
    else:
        why = none_on_record(view, "number", metrics)
    about = finding("about", f"{sentence(people)}, as stated by different speakers", metrics=metrics)
    empty = joined(why, rule("nothing", "nothing to compare"), by=": ", end=".")
    alt = joined(title, why, by=". ", end=".")
    return ChartText(title, joined(about, as_of(view)), alt, source(view, estimates(figures)), nothing=empty)


def side_name(rows: pd.DataFrame) -> tuple[str, str, str]:
    """Return the heading of a side: claimant, date, occasion."""
    return _who(rows), dates.words(rows["made_on"].iloc[0]), rows["occasion"].iloc[0]


def explain(table: pd.DataFrame) -> Sentence:
    """Say how the gap is reckoned and whether a number exists that both claims allow."""
    lower, higher = _totals(table)
    about, reckoned = _about(table), ""
    if about["gap"]:
        words = f"{sentence(_total(higher))} minus {_total(lower)}: {uncapitalised(gap_in_words(table))}"
        reckoned = finding("gap", words, **about)
    return joined(reckoned, fits_both(table), by=". ")


def fits_both(table: pd.DataFrame) -> Sentence:
    """Say whether a number exists that both claims allow."""
    lower, higher = _totals(table)
    about = _about(table)
    if not about["meets"]:
        fits = "No number fits both claims as they stand"
    elif lower["high"].isna().any():
        fits = (
            f"{_who(lower)} sets no upper limit and does not rule out {' or '.join(dict.fromkeys(higher['written']))}"
        )
    else:
        fits = "A number exists that fits both claims"
    return finding("meets", fits, **about)


def _totals(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what the lower and what the higher claim come to."""
    claims = table[table["role"].eq("total")]
    return claims[claims["side"].eq(0)], claims[claims["side"].eq(1)]


def gap_in_words(table: pd.DataFrame) -> str:
    """Say the gap: "gap: at most 1,000"; "no gap can be given" where both claims are open."""
    if not _measured(table):
        return "no gap can be given"
    low = table.loc[table["role"].eq("gap"), "low"].iloc[0]
    if low < 0:
        return f"the higher lies {_above(table)} the lower"
    totals = table[table["role"].eq("total")]
    apart = (totals["value"].max() - totals["value"].min()) if len(totals) else 0
    small = ", less than their rounding" if 0 < apart < rounding(*totals["value"]) else ""
    return f"a gap of {_difference(table)}{small}"


def _difference(table: pd.DataFrame) -> str:
    gap = table[table["role"].eq("gap")].iloc[0]
    if " (" not in gap["said"]:
        return gap["said"]
    low, high = (end if pd.notna(end) else default for end, default in ((gap["low"], -inf), (gap["high"], inf)))
    return say_interval(Interval(low, high, approximate=_about_it(gap)))  # several readings: from lowest to highest


def _about_it(gap: pd.Series) -> bool:
    """Whether one of the readings of the gap is about."""
    return any(sign in gap["written"] for sign in "≈≳≲")


def _measured(table: pd.DataFrame) -> bool:
    return table["role"].eq("gap").any()


def _who(rows: pd.DataFrame) -> str:
    return shorten(rows["claimant"].iloc[0])


def _total(rows: pd.DataFrame) -> str:
    said = rows.loc[rows["role"].eq("total"), "said"]
    return " or ".join(dict.fromkeys(said))


def _against(lower: pd.DataFrame, higher: pd.DataFrame, table: pd.DataFrame) -> str:
    """Say the lower claim and when it was made: "NIS’s figures, four days later, add up to about 3,000 or more"."""
    order = _order(lower, higher, table)
    added = lower["role"].eq("total") & lower["derived"].astype(bool)
    if not added.any():
        return f"{_who(lower)}{order and f', {order},'} {_total(lower)}"
    return f"{possessive(_who(lower))} figures{order and f', {order},'} add up to {_total(lower)}"


def _above(table: pd.DataFrame) -> str:
    """Say where the higher claim lies: "at most 1,000 above", "between 200 below and 300 above", "level with"."""
    gap = table[table["role"].eq("gap")].iloc[0]
    low, high = (float(v) if pd.notna(v) else v for v in (gap["low"], gap["high"]))
    about = "about " if _about_it(gap) else ""
    if low == high == 0:
        return f"{about}level with"
    if pd.isna(low) and high <= 0:
        return f"{about}no higher than"
    if pd.isna(high) and low <= 0:
        return f"no more than {about}{whole(-low)} below" if low else f"{about}no lower than"
    if low < 0:
        return f"between {about}{whole(-low)} below and {f'{whole(high)} above' if high else 'level with'}"
    return f"{_difference(table)} above"


def _when(claims: pd.DataFrame) -> str:
    days = sorted(set(claims["made_on"]))
    if len(days) == 1:
        return f"{'On' if len(days[0]) == 10 else 'In'} {dates.words(days[0])}"
    span = dates.span(days)
    return f"Between {span.replace('–', ' and ', 1)}" if "–" in span else f"In {span}"


def _order(lower: pd.DataFrame, higher: pd.DataFrame, table: pd.DataFrame) -> str:
    """Say when the lower claim was made, seen from the higher: "four days later"."""
    days = table["days"].iloc[0]
    if pd.isna(days):
        return ""
    if days == 0:
        return "the same day"
    later = lower["first"].iloc[0] > higher["first"].iloc[0]
    return f"{count(int(days), 'day')} {'later' if later else 'earlier'}"


def _side(rows: pd.DataFrame) -> Sentence:
    said = [f"{r.said} {r.what}" + (f" (derived: {r.how})" if r.derived else "") for r in rows.itertuples()]
    words = f"{rows['claimant'].iloc[0]}, {side_name(rows)[1]}: {join_list(said)}"
    metrics = tuple(dict.fromkeys(rows["metric"]))
    return finding("side", words, statement=rows["statement_id"].iloc[0], metrics=metrics)


def draw(view: View, table: pd.DataFrame, words: ChartText, look: Look) -> Frame:
    """Draw two claimants' losses as bars on one axis, who spoke first on top, and the gap between their ends.

    A sum is one bar of its parts; a bar ends open where its claim does. `table` is that of `table_of`.
    """
    claims = table[table["role"].ne("gap")].astype({"date_stated": bool, "without_number": bool, "qualified": bool})
    frame = Frame(words, look, _key(claims))
    body, order = frame.body, _order_of_sides(claims)
    names = 3.1
    height = body.height - TICKS
    high = min(0.62, 0.13 * height)
    box = Box(body.left + names, body.bottom, body.right, body.top)
    ends = claims[["value", "value_to"]].stack()
    axes = row_axes(frame, box, 1.0, max(scale(ends, 1.32), _top_of_sum(claims) * 1.32))
    low = box.bottom + TICKS
    middles = [low + height - 0.45, low + 0.85]
    for side, middle in zip(order, middles, strict=True):
        rows = claims[claims["side"].eq(side)]
        _name_side(frame, rows, Box(body.left, middle - 0.7, body.left + names - 0.2, middle + 0.45))
        _draw_side(frame, view, axes, rows, middle, high)
    _draw_gap(frame, axes, table, claims, (middles[0] - high / 2, middles[1] + high / 2 + 0.4), order)
    return frame


def _key(claims: pd.DataFrame) -> list[Key]:
    numbered = claims[claims["role"].eq("total") & claims["value_to"].isna()]
    bare = (~numbered["qualified"] & ~numbered["derived"].astype(bool)).any()
    return [
        *([Key("hollow: a bare number, no “about”", cell="blank")] if bare else []),
        *([Key("arrow: no limit stated on that side", arrow="right")] if claims["open_side"].ne("").any() else []),
        *([NOT_IN_DOCUMENTS] if (~claims["date_stated"]).any() else []),
    ]


def _order_of_sides(claims: pd.DataFrame) -> list[int]:
    """Return the sides from the top: who spoke first, the higher claim where both spoke the same day."""
    first = claims.groupby("side")["midpoint"].min()
    return sorted(first.index, key=lambda side: (first[side], -side))


def _top_of_sum(claims: pd.DataFrame) -> float:
    parts = claims[claims["role"].eq("part")]
    return float(parts.groupby("side")["value"].sum().max()) if len(parts) else 1.0


def _name_side(frame: Frame, rows: pd.DataFrame, box: Box) -> None:
    """Name a side: claimant, date, occasion."""
    name, when, occasion = side_name(rows)
    row, top = rows.iloc[0], box.top - 0.35
    claimant_marks(frame, rows.head(1).assign(x=box.left + 0.12, y=top), MARK * 0.8)
    measure, room, left = frame.measure, box.width - 0.34, box.left + 0.34
    size = NUMBER if measure.width(drawable(name), NUMBER, "bold") <= room else SMALL
    names = measure.wrap(drawable(name if size == NUMBER else row["claimant"]), room, size, "bold")
    for i, line in enumerate(names):
        frame.text(left, top - i * measure.height(SMALL), line, size, "bold", va="center_baseline")
    lines = [marked(when, bool(row["date_stated"]))]
    lines += measure.wrap(drawable(occasion.replace("'", "’")), room, SMALL, lines=4 - len(names))
    for i, line in enumerate(lines):
        colour = frame.theme.ink if i == 0 else frame.theme.muted
        y = top - 0.29 - (len(names) - 1 + i) * measure.height(SMALL)
        frame.text(left, y, line, SMALL, colour=colour, va="center_baseline")


def _draw_side(frame: Frame, view: View, axes: Axes, rows: pd.DataFrame, y: float, high: float) -> None:
    """Draw one side as a bar: of its parts where nobody stated their sum, else of what it states."""
    totals, parts = rows[rows["role"].eq("total")], rows[rows["role"].eq("part")]
    colour, theme = frame.look.colour(rows["claimant_id"].iloc[0]), frame.theme
    total = totals.sort_values("value", kind="stable").iloc[0]
    at, start = lambda value: frame.place(axes, value, 0)[0], 0.0
    if total["derived"] and len(parts):
        shades = [colour, tint(colour, theme, 0.45), tint(colour, theme, 0.7)]
        taken = at(0) - 0.22  # clear of the axis
        for i, part in enumerate(parts.drop_duplicates("metric").itertuples()):
            left, right = at(start), at(start + float(part.value))
            frame.canvas.add_patch(Rectangle((left, y - high / 2), right - left, high, facecolor=shades[i % 3],
                                             edgecolor=theme.background, lw=1.5))  # fmt: skip
            taken = _over(frame, part, view, (left, right), taken + 0.3, y + high / 2 + 0.2)
            start += float(part.value)
        end = at(float(total["value"]))
    else:
        hollow = not total["qualified"]
        end = at(float(total["value"]))
        face = theme.background if hollow else colour
        frame.canvas.add_patch(
            Rectangle((at(0), y - high / 2), end - at(0), high, facecolor=face, edgecolor=colour, lw=2.4)
        )
        if pd.notna(total["value_to"]):
            far = at(float(total["value_to"]))
            frame.canvas.add_patch(Rectangle((end, y - high / 2), far - end, high, facecolor=tint(colour, theme, 0.35),
                                             edgecolor=colour, lw=2.4))  # fmt: skip
            end = far
    for other in totals["value"].iloc[1:]:  # what other documents print of the same statement
        frame.canvas.plot([at(float(other))] * 2, [y - high / 2 - 0.05, y + high / 2 + 0.05], color=theme.ink, lw=3)
        end = max(end, at(float(other)))
    if total["open_side"]:
        _open_end(frame, at(float(total["value"])), y, high, colour, 1 if total["open_side"] == "above" else -1)
        end += REACH + 0.1 if total["open_side"] == "above" else 0
    _say_total(frame, view, totals, end + 0.14, y)


def _over(frame: Frame, part, view: View, ends: tuple[float, float], least: float, y: float) -> float:
    """Write a part over its piece of the bar, at its middle, no further left than `least`; return where it ends."""
    what = uncapitalised(view.metrics.label(part.metric))
    bold = frame.measure.width(part.written, NUMBER, "bold")
    wide = bold + 0.08 + frame.measure.width(what, BODY)
    left = max(least, min((ends[0] + ends[1]) / 2 - wide / 2, frame.body.right - wide))
    frame.text(left, y, part.written, NUMBER, "bold", va="center_baseline")
    frame.text(left + bold + 0.08, y, what, BODY, va="center_baseline")
    return left + wide


def _open_end(frame: Frame, x: float, y: float, high: float, colour: str, side: int) -> None:
    """Draw the open end of a bar: it fades over the length of an arrow, which is the same for every bound."""
    steps = 6
    for i in range(steps):
        left = x + side * i * REACH / steps - (REACH / steps if side < 0 else 0)
        shade = tint(colour, frame.theme, 0.4 * (1 - i / steps)) if side > 0 else frame.theme.background
        frame.canvas.add_patch(Rectangle((left, y - high / 2), REACH / steps, high, facecolor=shade, lw=0))
    frame.canvas.annotate("", (x + side * (REACH + 0.06), y), (x, y), annotation_clip=False,
                          arrowprops={"arrowstyle": "-|>", "color": colour if side > 0 else frame.theme.ink, "lw": 2.4,
                                      "shrinkA": 0, "shrinkB": 0, "mutation_scale": 16})  # fmt: skip


def _say_total(frame: Frame, view: View, totals: pd.DataFrame, x: float, y: float) -> None:
    """Write what a side comes to behind its bar, and below it what that counts."""
    head = " or ".join(dict.fromkeys(totals["written"]))
    first, room = totals.iloc[0], frame.body.right - x
    tail = "together, added up here" if first["derived"] else view.metrics.phrase(first["metric"])
    back = {"facecolor": frame.theme.background, "linewidth": 0, "pad": 1}
    head = frame.measure.cut(drawable(head), room, NUMBER + 4, "bold")
    frame.text(x, y + 0.08, head, NUMBER + 4, "bold", va="center_baseline").set_bbox(back)
    for i, line in enumerate(frame.measure.wrap(drawable(tail), room, SMALL, lines=2)):
        step = i * frame.measure.height(SMALL)
        frame.text(x, y - 0.2 - step, line, SMALL, colour=frame.theme.muted, va="center_baseline").set_bbox(back)


def _draw_gap(
    frame: Frame, axes: Axes, table: pd.DataFrame, claims: pd.DataFrame, limits: tuple[float, float], order: list[int]
) -> None:
    """Draw the band between the ends of the two bars, a dimension line in it, and what it means beside it."""
    total = claims[claims["role"].eq("total")]
    low, high = (total.loc[total["side"].eq(side), "value"] for side in (0, 1))
    a, b = (frame.place(axes, end, 0)[0] for end in (float(low.min()), float(high.max())))
    top, bottom = limits
    y = (top + bottom) / 2
    band = Rectangle((a, bottom), b - a, top - bottom, color=frame.theme.band, lw=0, zorder=-1)
    frame.canvas.add_patch(band)
    for x in (a, b):
        frame.canvas.plot([x, x], [bottom, top], color=frame.theme.accent, lw=1.6)
    gap = table[table["role"].eq("gap")]
    if len(gap):  # a broken line is a bound, a whole one a number
        is_number = gap["low"].eq(gap["high"]).any()
        frame.canvas.plot([a, b], [y, y], color=frame.theme.accent, lw=3, ls="-" if is_number else (0, (2.5, 1.2)))
    _say_gap(frame, axes, table, (a, b), y)


def _say_gap(frame: Frame, axes: Axes, table: pd.DataFrame, ends: tuple[float, float], y: float) -> None:
    """Write the gap and what it means beside its band, or in it, wherever there is most room."""
    left, right = ends
    inside, gap = frame.box_of(axes), 0.14
    places = [
        (left - gap - inside.left - 0.1, left - gap, "right", frame.theme.background),
        (frame.body.right - right - gap, right + gap, "left", frame.theme.background),
        (right - left - 2 * gap, left + gap, "left", frame.theme.band),
    ]
    room, x, align, back = max(places)
    lines = [(sentence(gap_in_words(table)), 0.1, NUMBER, "bold", frame.theme.accent)]
    step = frame.measure.height(SMALL)
    wrapped = frame.measure.wrap(drawable(fits_both(table)), room, SMALL, lines=2)
    lines += [(line, -0.22 - i * step, SMALL, "regular", frame.theme.muted) for i, line in enumerate(wrapped)]
    for text, above, size, weight, colour in lines:
        text = frame.measure.cut(drawable(text), room, size, weight)
        drawn = frame.text(x, y + above, text, size, weight, colour, ha=align)
        drawn.set_bbox({"facecolor": back, "linewidth": 0, "pad": 1})


def caveat(view: View, table: pd.DataFrame) -> Sentence:
    """Say what to bear in mind."""
    totals = table[table["role"].eq("total")]
    words = "the sum is derived here from figures of one statement; nobody stated it"
    derived = bool(totals["derived"].astype(bool).any())
    rows = totals.assign(date_stated=totals["made_on_basis"].eq("stated"))
    return as_caveat([rule("sum", words) if derived else "", dates_not_stated(rows)])


def question(view: View, table: pd.DataFrame) -> Sentence:
    """Return the question that the chart answers."""
    if table.empty:
        return rule("question", "How far apart are two claimants?")
    claims = table[table["role"].ne("gap")]
    names = join_list(dict.fromkeys(map(shorten, claims["claimant"])))
    return finding("pair", f"{_when(claims)}: how far apart were {names}?", **_about(table))


CHART = Chart(__name__, "03_nis_and_zelenskyy", table_of, text_of, draw, question, caveat)
