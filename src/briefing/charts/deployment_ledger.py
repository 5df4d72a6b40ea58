"""The chart of 05: the claims of all other topics, a row a claim."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from briefing.analysis.derived import as_floats
from briefing.analysis.scope import as_caveat, as_of, on_chosen, on_record, people_of, source
from briefing.analysis.view import View, mentions
from briefing.charts.chart import Chart, ChartText
from briefing.drawing.frame import Frame
from briefing.drawing.layout import Box
from briefing.drawing.marks import date_of, draw_marks, key_of, marked
from briefing.drawing.rows import (
    RADIUS,
    TICKS,
    columns,
    draw_rows,
    name_rows,
    placed,
    row_axes,
    rows_to_draw,
    scale,
)
from briefing.drawing.theme import MARK, SMALL, Look, drawable
from briefing.words import dates, intervals
from briefing.words.english import (
    count,
    documents,
    join_list,
    list_up_to,
    number,
    one_text,
    possessive,
    sentence,
    shorten,
)

ROWS = 9  # of the ledger
LONGEST = 60  # characters beside a mark
APART = 1.3  # the heading of a block, in heights of a row
TALLEST = 0.75  # the most a row takes, in inches


def table_of(view: View) -> pd.DataFrame:
    """Return the estimates of the metrics of all topics but the first, undated ones included.

    Adds `block` (whom it counts, "" for the subject), `documents_differ` (documents render this claim of
    one statement with different values), `outlets`, `voices` and `quotes` (tuples, of all mentions of the value). In
    the order of the ledger: by metric, numbers before statements without one, then by date, undated last.
    """
    table = view.estimates_of(view.other_metrics)
    table = mentions(view, as_floats(table)).astype({"metric": str})
    number = table["value"].astype("str").fillna("") + "–" + table["value_to"].astype("str").fillna("")
    values = number.groupby([table["statement_id"], table["metric"]]).transform("nunique")
    return table.assign(
        block=table["metric"].map(view.metrics.table["whom"]),
        documents_differ=values > 1,
        rank=table["metric"].map(view.metrics.names.index),
    ).sort_values(
        ["block", "rank", "without_number", "first", "statement_id", "value"], kind="stable", ignore_index=True
    )


def ledger(table: pd.DataFrame) -> pd.DataFrame:
    """Return the claims that the ledger draws, with `row`: all without a number of a metric share a row."""
    table = table.assign(row=table["statement_id"].where(~table["without_number"], ""))
    numbered, silent = table[~table["without_number"]], table[table["without_number"]]
    kept = rows_to_draw(numbered, ["metric", "row"], "metric", ROWS - silent["metric"].nunique())
    kept = pd.concat([t for t in (kept, silent) if len(t)]) if len(table) else table
    return kept.sort_values(["block", "rank", "without_number"], kind="stable")


def text_of(view: View, table: pd.DataFrame) -> ChartText:
    """Return the words for the ledger: a statement that documents render with two numbers, else who gave which."""
    numbered = table[~table["without_number"]]
    counted = [view.dossier.subject, *table.loc[table["block"].ne(""), "block"].unique()]
    subtitle = f"{sentence(join_list(counted))}, claim by claim; {as_of(view)}"
    if numbered.empty:
        title = f"No number {_matter(view)} is {on_record(view)}"
        spoke = _spoke(view, table) or f"No statement about it is {on_record(view)}"
        return ChartText(title, subtitle, f"{title}. {spoke}.", source(view, table), nothing=f"{spoke}.")
    title = _two_values(view, numbered) or _given(view, numbered)
    claims = [f"{r.claimant}, {dates.words(r.made_on)}: {_said(r)} ({list_up_to(r.outlets, 4)})" for r in
              numbered.head(12).itertuples()]  # fmt: skip
    if len(numbered) > 12:
        claims.append(f"and {count(len(numbered) - 12, 'more claim')}")
    spoke = _spoke(view, table)
    alt = f"{title}. Ledger of claims by metric and statement. {'; '.join(claims)}.{f' {spoke}.' if spoke else ''}"
    return ChartText(title, subtitle, alt, source(view, table))


def _matter(view: View) -> str:
    """Say what the ledger is about: "of North Korean soldiers returned", from four metrics on their topics."""
    metrics = view.other_metrics
    if len(metrics) <= 3:
        return f"of {people_of(view, metrics)}"
    return f"on {join_list(list(dict.fromkeys(view.metrics.table.loc[metrics, 'topic'])), 'or')}"


def labels(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with a number with `name`, `head` and `tail`: who and when, the value, which documents say it."""
    return rows.assign(
        name=[f"{shorten(r.claimant, 26)}, {dates.words(r.made_on)}" for r in rows.itertuples()],
        head=rows["written"],
        tail=[_tail(r) for r in rows.itertuples()],
    )


def _tail(row) -> str:
    outlets = list_up_to(row.outlets, 4)
    if set(row.voices) <= {"link", "headline"}:
        return f"only a {' or '.join(row.voices)} in {outlets}"
    return outlets if row.made_on else _after(row.quotes[0], row.value)


def _after(quote: str, value: float) -> str:
    """Return the words of a quote that follow its number: what an undated figure is a figure of."""
    _, number, rest = quote.partition(f"{value:,.0f}")
    return f"“…{rest}”" if number and rest else f"“{quote}”"


def _said(row) -> str:
    return f"{row.said} {row.what}"


def _spoke(view: View, table: pd.DataFrame) -> str:
    """Say who spoke without giving a number, and of what."""
    who = table[table["without_number"]].groupby("metric", sort=False)["claimant"].unique()
    parts = [
        f"{list_up_to([shorten(n) for n in names], 6)} spoke of {view.metrics.people(metric)} and gave no number"
        for metric, names in who.items()
    ]
    return "; ".join(parts)


def _two_values(view: View, numbered: pd.DataFrame) -> str:
    """Say which statement comes out with different numbers: total sent before the rest, the latest first."""
    rows = numbered[numbered["documents_differ"]]
    if rows.empty:
        return ""
    first = rows.sort_values(["rank", "first"], ascending=[True, False], kind="stable").iloc[0]
    when = f"of {dates.words(first['made_on'])}" if first["made_on"] else "without a date"
    whom = view.metrics.people(first["metric"])
    (said, n, texts), *others = _in_documents(view, first)
    lead = f"{documents(n, texts)} {'says' if n == 1 else 'say'} {said} {whom}"
    rest = [f"{number(many)}{one_text(many, texts)} {other}" for other, many, texts in others]
    return f"One {shorten(first['claimant'])} statement {when}: {list_up_to([lead, *rest], 4)}"


def _in_documents(view: View, claim: pd.Series) -> list[tuple[str, int, int]]:
    """Return what documents print of a claim, each once and as firmly as it does; how many, in how many texts."""
    figures = view.figures
    mine = figures["statement_id"].eq(claim["statement_id"]) & figures["metric"].eq(claim["metric"])
    rows = figures[mine & figures["value"].notna()].assign(bare=lambda t: t["qualifier"].eq("unqualified"))
    rows = rows.sort_values("bare", kind="stable").drop_duplicates(["document_id", "value", "value_to"])
    ways = rows.groupby(["value", "qualifier", "value_to"], dropna=False, observed=True)
    counted = ways.agg(n=("text_id", "size"), texts=("text_id", "nunique")).reset_index()
    ordered = counted.sort_values(["value", "texts"], ascending=[True, False], kind="stable")
    return [(intervals.say(r.value, r.qualifier, r.value_to), r.n, r.texts) for r in ordered.itertuples()]


def _given(view: View, numbered: pd.DataFrame) -> str:
    """Say which numbers are on record, where no statement comes out with two."""
    if len(numbered) == 1:
        row = next(numbered.itertuples())
        return f"The one number {on_record(view)} is {possessive(shorten(row.claimant))}: {_said(row)}"
    claimants = list(dict.fromkeys(numbered["claimant"]))
    if len(numbered) <= 3:
        each = [
            f"{shorten(n)} {join_list(map(_said, rows.itertuples()))}"
            for n, rows in numbered.groupby("claimant", sort=False)
        ]
        return f"{sentence(on_record(view))}: {'; '.join(each)}"
    return (
        f"{sentence(count(len(numbered), 'figure'))} by {count(len(claimants), 'claimant')} for "
        f"{people_of(view, view.other_metrics)}{on_chosen(view)}, and no statement comes out with two numbers"
    )


def draw(view: View, table: pd.DataFrame, words: ChartText, look: Look) -> Frame:
    """Draw the ledger: a row a claim, by metric, one value axis; other people than the subject in blocks of their own.

    Beside each mark stand its number, who said it when, and who prints it. `table` is that of `ledger`.
    """
    frame = Frame(words, look, key_of(table, horizontal=True))
    rows = placed(table, ["metric", "row"], "metric")
    apart = rows.loc[rows["block"].ne(""), "block"].unique()
    rows["y"] += APART * rows["block"].map({"": 0} | {whom: i for i, whom in enumerate(apart, 1)})
    numbered = _with_names(rows[~rows["without_number"]])
    named = [sentence(what) for what in rows["what"].unique()]
    group = max(columns(frame, [named], [2.6])[0], 1.2)
    high = float(rows["y"].max()) + 0.6
    height = min(frame.body.height - TICKS, TALLEST * high)
    box = Box(frame.body.left + group, frame.body.top - height - TICKS, frame.body.right, frame.body.top)
    ends = pd.concat([numbered["value"], numbered["value_to"]])
    axes = row_axes(frame, box, high, scale(ends, 1.45))
    draw_rows(frame, axes, numbered)
    first = rows.drop_duplicates("metric").set_index("y")["what"]
    name_rows(frame, axes, frame.body.left, group, first.map(sentence), "bold")
    for _, spoke in rows[rows["without_number"]].groupby("y"):
        _draw_silent(frame, axes, spoke)
    for whom in apart:
        top = float(rows.loc[rows["block"].eq(whom), "y"].min()) - 0.5
        _draw_heading(frame, axes, top, f"{sentence(whom)}, kept apart from {view.dossier.subject}")
    return frame


def _with_names(numbered: pd.DataFrame) -> pd.DataFrame:
    """Return rows with `head` and `tail`: the value; who said it when, and who prints it."""
    rows = labels(numbered)
    when = date_of(rows)
    tails = []
    for row in rows.itertuples():
        name = shorten(row.claimant, 26)
        dated = f"{name}, {marked(when(row.made_on), row.date_stated)}"
        whole = f"{dated if row.made_on else name} · {row.tail}"
        tails.append(whole if len(whole) <= LONGEST else dated)
    return rows.assign(tail=tails)


def _draw_silent(frame: Frame, axes: Axes, rows: pd.DataFrame) -> None:
    """Write who spoke without a number, each beside its mark, where there is no place on the axis for them."""
    inside = frame.box_of(axes)
    y, when = frame.place(axes, 0, rows["y"].iloc[0])[1], date_of(rows)
    x, back = inside.left + 0.1, {"facecolor": frame.theme.background, "linewidth": 0, "pad": 1}
    lead = "no number:"
    frame.text(x, y, lead, SMALL, colour=frame.theme.muted, va="center_baseline").set_bbox(back)
    x += frame.measure.width(lead, SMALL) + 0.15
    one = rows.drop_duplicates("claimant_id")
    for i, row in enumerate(one.itertuples()):
        said = drawable(f"{shorten(row.claimant, 26)}, {marked(when(row.made_on), row.date_stated)}")
        rest = len(one) - i
        more = f"and {count(rest, 'other')}"
        wide = 2 * RADIUS + frame.measure.width(said, SMALL) + 0.25
        last = rest == 1
        if x + wide + (0 if last else frame.measure.width(more, SMALL)) > frame.body.right:
            frame.text(x, y, more, SMALL, colour=frame.theme.muted, va="center_baseline").set_bbox(back)
            return
        mark = one.iloc[[i]].assign(x=x + RADIUS, y=y)
        draw_marks(frame, frame.canvas, mark, "x", "y", size=MARK * 0.55)
        frame.text(x + 2 * RADIUS + 0.06, y, said, SMALL, va="center_baseline").set_bbox(back)
        x += wide


def _draw_heading(frame: Frame, axes: Axes, y: float, text: str) -> None:
    """Write the heading of the block that starts at y, under a rule over the whole width."""
    bottom = frame.place(axes, 0, y)[1]
    rule = frame.place(axes, 0, y - APART + 0.15)[1]
    frame.rule(rule)
    written = frame.text(frame.body.left, bottom + 0.08, text, SMALL, colour=frame.theme.muted)
    written.set_bbox({"facecolor": frame.theme.background, "linewidth": 0, "pad": 1})


def caveat(view: View, table: pd.DataFrame) -> str:
    """Say what to bear in mind."""
    values = table[~table["without_number"]].groupby(["statement_id", "metric"], observed=True)["value"].nunique()
    parts = ["no document says why the numbers differ"] if (values > 1).any() else []
    parts += [f"{whom} are counted apart" for whom in table.loc[table["block"].ne(""), "block"].unique()]
    different = join_list(dict.fromkeys(table["what"]))
    return as_caveat(
        [*parts, f"{different} are different counts and are not netted" if table["what"].nunique() > 1 else ""]
    )


def question(view: View, table: pd.DataFrame) -> str:
    """Return the question that the chart answers."""
    metrics = [m for m in view.other_metrics if table["metric"].eq(m).any()] or view.other_metrics
    return f"What numbers are there of {people_of(view, metrics)}?"


CHART = Chart(__name__, "05_deployment", table_of, text_of, draw, question, caveat, ledger)
