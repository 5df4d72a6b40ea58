"""The second chart of 06: what follows arithmetically within single statements."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from briefing.analysis.derived import as_floats, combined, share, totals, with_intervals
from briefing.analysis.scope import as_caveat, as_of, filter_note, on_record, people_of, rest, source
from briefing.analysis.view import View, mentions
from briefing.charts.chart import Chart, ChartText
from briefing.drawing.frame import Frame
from briefing.drawing.layout import Box
from briefing.drawing.marks import date_of, key_of, marked
from briefing.drawing.rows import TICKS, draw_rows, placed, row_axes, rows_to_draw, scale
from briefing.drawing.theme import SMALL, Look, drawable
from briefing.record.metrics import Metrics
from briefing.words import dates
from briefing.words.english import count, join_list, possessive, sentence, shorten, uncapitalised
from briefing.words.findings import Sentence, finding, joined, rule
from briefing.words.intervals import Interval, percent, rounding
from briefing.words.intervals import whole as persons

LOOSEST = {"loosest": "written", "loosest_said": "said"}  # all readings of a result as one, and what stands for them
ROWS = 9  # of the chart
BESIDE = 3  # numbers of persons in the note below the shares
TALLEST = 1.0  # the most a row takes, in inches
LONGEST = 125  # characters of a title that still fit its two lines


def table_of(view: View) -> pd.DataFrame:
    """Return the shares and differences that follow from single statements, and the shares that claimants stated.

    One row for each statement, `rate` (its name) and pair of figures. `kind` is `share` (a part of a whole, `value`,
    `low` and `high` are shares), `stated` (a share as a claimant gave it), `implied` (a sum less one of its two parts)
    or `reported` (the other part as the statement gives it; persons). A statement that documents render with two wholes
    has a row with each. `part` and `whole` are metrics. Adds `documents_first` and `documents_second`, which carry the
    first and the second figure, `outlets` of all of them and `outlets_second`, and `documents_differ`: the statement
    has the rate more than once. A choice of metrics keeps the rows of which one is the part or the whole.
    """
    table, metrics = view.all_estimates, view.metrics
    rows = with_intervals(table[table["unit"].eq("persons")])
    found = [*_shares(rows, metrics), *_differences(rows, table, metrics), *_stated(table, metrics)]
    found = [t for t in found if len(t) and _is_chosen(view, t)]
    if not found:
        return mentions(view, table.head(0)).assign(
            rate="", kind="", documents_differ=False, outlets_second="", how="", derived=False, superseded=""
        )
    names = view.dossier.documents.set_index("document_id")["outlet"].map(
        view.dossier.actors.set_index("actor_id")["short_name"]
    )
    table = pd.concat(found, ignore_index=True).drop(
        columns=["metric", "what", "those", "intervals", "qualifiers"], errors="ignore"
    )
    seconds = table["documents_second"] if "documents_second" in table else table["documents"]
    return (
        mentions(view, table)
        .assign(
            outlets_second=[tuple(names[list(d)]) if isinstance(d, tuple) else () for d in seconds],
            documents_differ=table.groupby(["statement_id", "rate"])["value"].transform("nunique") > 1,
            rank=table.groupby("rate", sort=False).ngroup(),
            superseded=superseded(view, table),
            **{c: table[c].fillna(table[of]) if c in table else table[of] for c, of in LOOSEST.items()},
        )
        .sort_values(["rank", "known_from", "statement_id", "value"], kind="stable", ignore_index=True)
        .drop(columns="rank")
    )


def pairs_of(metrics: Metrics) -> list[tuple[str, str]]:
    """Return the pairs (part, whole) of which shares are made: metrics of the first topic in what they are a part of.

    Of the parts that make up a sum only the first: the others are what is left. The narrowest whole first, and of one
    whole its direct parts.
    """
    pairs = []
    for part in metrics.lead_topic():
        for far, whole in enumerate(metrics.wholes(part)):
            if part in metrics.summed(metrics.part_of(part))[1:]:
                continue
            pairs.append((metrics.names.index(whole), far, metrics.names.index(part), part, whole))
    return [(part, whole) for *_, part, whole in sorted(pairs)]


def _shares(rows: pd.DataFrame, metrics: Metrics) -> Iterator[pd.DataFrame]:
    """Yield the shares of each pair, whether the whole is stated or the sum of its parts."""
    of = {metric: rows[rows["metric"].eq(metric)] for metric in metrics.of_persons()}
    for part, whole in pairs_of(metrics):
        names = {
            "rate": f"{sentence(metrics.phrase(part))}, of {metrics.those(whole)}",
            "kind": "share",
            "part": part,
            "whole": whole,
        }
        if len(of[whole]):
            stated = totals(rows, metrics, part) if metrics.summed(part) else of[part]
            yield combined(stated, of[whole], _quotient, "of", percent).assign(**names)
        if part in (summed := metrics.summed(whole)) and len(summed) == 2:
            alone = of[part][~of[part]["statement_id"].isin(of[whole]["statement_id"])]
            yield _share_of_sum(alone, of[summed[1]]).assign(**names)


def _differences(rows: pd.DataFrame, table: pd.DataFrame, metrics: Metrics) -> Iterator[pd.DataFrame]:
    """Yield, for each sum of two parts, the second part as it follows from sum and first, beside it as reported."""
    for whole in metrics.lead_topic():
        if len(parts := metrics.summed(whole)) != 2:
            continue
        first, second = parts
        given = table[table["metric"].eq(second)]
        totals_, firsts = (rows[rows["metric"].eq(m)] for m in (whole, first))
        implied = combined(totals_, firsts, Interval.__sub__, "−")
        implied = implied[implied["statement_id"].isin(given["statement_id"])]
        reported = as_floats(given[given["statement_id"].isin(implied["statement_id"])]).assign(derived=False, how="")
        label = sentence(metrics.phrase(second))
        yield implied.assign(rate=f"{label}, implied", kind="implied", part=second, whole=whole)
        yield reported.assign(rate=f"{label}, reported", kind="reported", part=second, whole=whole)


def _stated(table: pd.DataFrame, metrics: Metrics) -> Iterator[pd.DataFrame]:
    """Yield the shares that claimants stated themselves, as shares of one."""
    for metric in metrics.of_percent():
        rows = as_floats(table[table["metric"].eq(metric) & ~table["without_number"]]).assign(derived=False, how="")
        shares = {c: rows[c] / 100 for c in ("value", "value_to", "low", "high")}
        names = {"rate": f"{metrics.label(metric)}, as stated", "kind": "stated"}
        yield rows.assign(**shares, **names, part=metric, whole=metrics.part_of(metric))


def _is_chosen(view: View, rows: pd.DataFrame) -> bool:
    chosen = set(view.chosen_metrics)
    return not chosen or bool(chosen & {rows["part"].iloc[0], rows["whole"].iloc[0]})


def _quotient(a: Interval, b: Interval) -> Interval:
    return share(a / b)


def fit(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rates that the chart has rows for, whole statements only."""
    kept = (rows_to_draw(table, ["rate", "statement_id"], "rate", most) for most in range(ROWS, 0, -1))
    return next((rows for rows in kept if len(rows) <= ROWS), table.head(ROWS))


def _share_of_sum(part: pd.DataFrame, rest: pd.DataFrame) -> pd.DataFrame:
    table = combined(part, rest, lambda a, b: share(a.share_with(b)), "of", percent)
    how = table["how"].str.split(" of ", n=1)
    return table.assign(how=[f"{a} of {a} + {b}" for a, b in how])


def text_of(view: View, table: pd.DataFrame) -> ChartText:
    """Return the words for derived rates: a share that comes out twice, else the latest share, else the difference."""
    about = rule("rates", "Shares and differences worked out from the figures of one statement at a time")
    subtitle = joined(about, as_of(view))
    if table.empty:
        people, metrics = people_of(view, view.lead_metrics), tuple(view.lead_metrics)
        words = f"No share of {people} follows from any statement {on_record(view)}"
        title = finding("no_share", words, metrics=metrics)
        why = f"No statement{filter_note(view)} gives two figures that can be divided or subtracted"
        why = joined(finding("no_share", why, metrics=metrics), end=".")
        return ChartText(title, subtitle, joined(title, why, by=". "), source(view, table), nothing=why)
    if view.chosen_metrics:
        subtitle = joined(subtitle, rule("reckoned", "reckoned with all metrics"), by=", ")
    title = _twice(view, table) or _latest(view, table)
    rows = [
        finding("derived", f"{r.rate}, {r.claimant}, {dates.words(r.made_on)}: {r.said}"
                + (f" ({r.how})" if r.how else "") + (f"; {r.superseded}" if r.superseded else ""), **_about(r))
        for r in table.head(12).itertuples()
    ]  # fmt: skip
    listed = joined(*rows, rest(len(table), 12, "result"))
    nobody = rule("derived", "What is derived, nobody stated")
    return ChartText(title, subtitle, joined(title, listed, nobody, by=". ", end="."), source(view, table))


def _about(row) -> dict:
    """Return what a sentence on a row claims: of which statement and figures, and the ends of the result."""
    ends = tuple(None if pd.isna(v) else float(v) for v in (row.low, row.high))
    return {"rate": row.kind, "statement": row.statement_id, "part": row.part, "whole": row.whole, "ends": ends,
            "figure_ids": tuple(row.figure_ids), "superseded": row.superseded}  # fmt: skip


def _twice(view: View, table: pd.DataFrame) -> Sentence | str:
    """Say which share comes out differently by the document, of the latest such statement."""
    rows = table[table["documents_differ"] & table["kind"].eq("share")]
    if rows.empty:
        return ""
    rows = rows.assign(rank=_rank(view, rows))
    first = rows.sort_values(["rank", "first"], ascending=[True, False], kind="stable").iloc[0]
    same = rows[rows["statement_id"].eq(first["statement_id"]) & rows["rate"].eq(first["rate"])]
    values = list(dict.fromkeys(same["loosest_said"]))
    if len(values) < 2:  # different numbers, and the same share when written
        return ""
    if len(values) > 4:
        values = [*values[:3], count(len(values) - 3, "other share")]
    return _share_of(view, same, values)


def _share_of(view: View, rows: pd.DataFrame, values: list[str]) -> Sentence:
    """Say a share of one statement as its documents give it, and what its claimant said later of the same."""
    first, why = rows.iloc[0], ", depending on the document" if len(values) > 1 else ""
    if any(" or " in v for v in values[1:]):
        said = ", or ".join(values) + ","
    else:
        about = all(v.startswith("about ") for v in values)
        said = join_list([v.removeprefix("about ") if about and i else v for i, v in enumerate(values)], "or")
    later = f"; {first['superseded']}" if first["superseded"] else ""
    what = (
        f"On {_whose(first)}, {said} of {view.metrics.those(first['whole'])} were {view.metrics.phrase(first['part'])}"
    )
    if len(what + later) > LONGEST:  # one of the later figures says it as well
        later = later.partition(" and ")[0]
    words = what + (why if len(what + why + later) <= LONGEST else "") + later
    return finding("shares", words, rows=tuple(_about(r) for r in rows.itertuples()))


def _latest(view: View, table: pd.DataFrame) -> Sentence:
    shares = table[table["kind"].eq("share")]
    if len(shares):
        rows = shares.assign(rank=_rank(view, shares))
        first = rows.sort_values(["first", "rank"], ascending=[False, True], kind="stable").head(1)
        return _share_of(view, first, [first["loosest_said"].iloc[0]])
    if (implied := table[table["kind"].eq("implied")]).empty:
        first = table.iloc[-1]
        what = uncapitalised(first["rate"].removesuffix(", as stated"))
        words = f"{shorten(first['claimant'])} gave the {what} as {first['said']}"
    else:
        first = implied.iloc[-1]
        people = view.metrics.people(first["part"])
        words = f"By subtraction, {_whose(first)} imply {first['loosest_said']} {people}{_too_small(view, first)}"
        words += f"; {first['superseded']}" if first["superseded"] else ""
    return finding("derived", words, **_about(first))


def _too_small(view: View, row) -> str:
    """Say of a difference that it is smaller than the rounding of the figures it is taken from; "" where it is not."""
    figures = view.dossier.figures
    numbers = figures.loc[figures["figure_id"].isin(row["figure_ids"]), "value"].dropna()
    return ", less than the rounding of these figures" if abs(row["value"]) < rounding(*numbers) else ""


def superseded(view: View, table: pd.DataFrame) -> list[str]:
    """Say for each row what its claimant said later of its part or whole: "later about 2,000 killed, 2 Sep 2025"."""
    later, known = [], view.all_estimates
    known = known[known["running"].astype(bool) & ~known["without_number"] & known["first"].notna()]
    of: dict[str, list] = {}
    for row in known.itertuples():
        of.setdefault(row.claimant_id, []).append(row)
    for row in table.itertuples():
        newer = [r for r in of.get(row.claimant_id, ()) if r.metric in (row.part, row.whole) and r.first > row.last]
        newest = [r for r in newer if r.first == max(n.first for n in newer)]
        said: dict[tuple, str] = {}
        for r in newest:
            said.setdefault((r.metric, r.value, r.value_to), f"{r.said} {r.what}")
        later.append(f"later {' and '.join(said.values())}, {dates.brief(newest[0].made_on)}" if said else "")
    return later


def _rank(view: View, rows: pd.DataFrame) -> pd.Series:
    """Rank shares: of the widest whole before others, its direct parts first, what is no such pair last."""
    order = sorted(pairs_of(view.metrics), key=lambda pair: -view.metrics.names.index(pair[1]))
    place = {pair: i for i, pair in enumerate(order)}
    pairs = zip(rows["part"], rows["whole"], strict=True)
    return pd.Series([place.get(p, len(place)) for p in pairs], index=rows.index)


def _whose(row) -> str:
    when = f" of {dates.words(row['made_on'])}" if row["made_on"] else ""
    return f"{possessive(shorten(row['claimant']))} figures{when}"


def draw(view: View, table: pd.DataFrame, words: ChartText, look: Look) -> Frame:
    """Draw what follows from single statements: shares of each 100, or persons where there are none.

    What the title may be about stands first. `table` is that of `table_of`.
    """
    rows = table.astype({"date_stated": bool, "without_number": bool, "qualified": bool, "derived": bool})
    share = rows["kind"].isin(["share", "stated"])
    drawn, number = (rows[share], _of_100) if share.any() else (rows, persons)
    frame = Frame(words, look, key_of(drawn, horizontal=True))
    if share.any():
        frame.note(_beside(rows[~share]))
        drawn = drawn.assign(rank=_rank(view, drawn)).sort_values("rank", kind="stable")
    drawn = placed(drawn, ["rate", "statement_id"], "rate").assign(
        head=drawn["loosest"].str.replace("%", "", regex=False), tail=drawn["how"]
    )
    names = _names(view, drawn)
    group = min(4.3, max(2.0, 0.3 + max(frame.measure.width(t, SMALL, "bold") for lines in names for t in lines)))
    end = float(drawn["y"].max()) + 0.6
    step = min(TALLEST, (frame.body.height - TICKS) / end)
    box = Box(frame.body.left + group, frame.body.top - step * end - TICKS, frame.body.right, frame.body.top)
    axes = row_axes(frame, box, end, scale(drawn[["value", "value_to"]].stack(), 1.5), number)
    draw_rows(frame, axes, drawn)
    for y, lines in zip(drawn["y"], names, strict=True):
        middle = frame.place(axes, 0, y)[1]
        for i, line in enumerate(lines):
            line = frame.measure.cut(drawable(line), group - 0.15, SMALL, "bold" if i == 0 else "regular")
            weight, colour = ("bold", look.theme.ink) if i == 0 else ("regular", look.theme.muted)
            frame.text(frame.body.left, middle + 0.12 - 0.24 * i, line, SMALL, weight, colour, va="center_baseline")
    return frame


def _of_100(share: float, side: int = 0) -> str:
    return percent(share, side).removesuffix("%")


def _names(view: View, rows: pd.DataFrame) -> list[list[str]]:
    """Return for each row what it is a share of, and whose and when, with what the claimant said later of the part.

    A row of two values has its names once.
    """
    when, names = date_of(rows), []
    for row in rows.itertuples():
        rate = row.rate.replace(", of those ", ", of every 100 ")
        dated = f"{shorten(row.claimant, 24)}, {marked(when(row.made_on), row.date_stated)}"
        names.append([rate, "; ".join([dated, *_later(view, row)])])
    first = ~rows.duplicated(["rate", "statement_id"])
    return [lines if is_first else [] for lines, is_first in zip(names, first, strict=True)]


def _beside(rows: pd.DataFrame) -> Sentence | str:
    """Say which numbers of persons follow, beside the shares that are drawn; of many the first, and how many more."""
    how = {"implied": " by subtraction", "reported": " as reported"}
    said = [
        finding("derived", f"{shorten(r.claimant, 24)}, {dates.brief(r.made_on)}: "
                f"{uncapitalised(r.rate.removesuffix(f', {r.kind}'))}{how[r.kind]} {r.loosest_said}"
                + (f"; {r.superseded}" if r.superseded else ""), **_about(r))
        for r in rows.head(BESIDE).itertuples()
    ]  # fmt: skip
    listed = joined(*said, rest(len(rows), BESIDE, "result"), end=".")
    return joined(rule("beside", "Beside the shares"), listed, by=": ") if said else ""


def _later(view: View, row) -> list[str]:
    """Return what the same claimant said of the part after this statement, which the share does not know."""
    table = view.all_estimates
    mine = table["claimant_id"].eq(row.claimant_id) & table["metric"].astype(str).eq(row.part)
    later = table[mine & ~table["without_number"] & (table["first"] > row.last)].sort_values("first", kind="stable")
    if later.empty:
        return []
    last = later.iloc[-1]
    return [f"later {last['written']} {last['what']}"]


def caveat(view: View, table: pd.DataFrame) -> Sentence:
    """Say what to bear in mind."""
    words = "each is worked out within one statement; no figure of anyone else enters it"
    return as_caveat([rule("one statement", words)])


def question(view: View, table: pd.DataFrame) -> Sentence:
    """Return the question that the chart answers."""
    return rule("question", "What follows arithmetically from single statements, and within which bounds?")


CHART = Chart(__name__, "06_discrepancies", table_of, text_of, draw, question, caveat, fit)
