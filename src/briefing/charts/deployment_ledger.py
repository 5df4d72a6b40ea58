"""The chart of 05: the claims of all other topics, a row a claim."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from briefing.analysis.derived import as_floats
from briefing.analysis.scope import as_caveat, as_of, chosen_of, claim, none_on_record, people_of, rest, source
from briefing.analysis.view import View, mentions, once
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
from briefing.drawing.theme import LONGEST_TITLE, MARK, SMALL, Look, drawable
from briefing.words import dates
from briefing.words.english import act, count, join_list, list_up_to, possessive, sentence, shorten
from briefing.words.findings import Sentence, capitalised, finding, joined, rule

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
    numbered, metrics = table[~table["without_number"]], tuple(view.other_metrics)
    counted = [view.dossier.subject, *table.loc[table["block"].ne(""), "block"].unique()]
    subtitle = joined(finding("subject", f"{sentence(join_list(counted))}, claim by claim"), as_of(view))
    if numbered.empty:
        title = none_on_record(view, "number", metrics)
        spoke = _spoke(view, table) or none_on_record(view, "statement", metrics)
        alt = joined(title, spoke, by=". ", end=".")
        return ChartText(title, subtitle, alt, source(view, table), nothing=joined(spoke, end="."))
    title = _two_values(view, numbered) or _given(view, numbered)
    claims = [
        claim(r, f"{r.claimant}, {dates.words(r.made_on)}: {_said(r)} ({_in_outlets(view, r)})")
        for r in numbered.head(12).itertuples()
    ]
    listed = joined(*claims, rest(len(numbered), 12, "claim"))
    form = rule("form", "Ledger of claims by metric and statement")
    return ChartText(title, subtitle, joined(title, form, listed, _spoke(view, table), by=". ", end="."),
                     source(view, table))  # fmt: skip


def labels(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with a number with `name`, `head` and `tail`: who and when, the value, which documents say it."""
    return rows.assign(
        name=[f"{shorten(r.claimant, 26)}, {dates.words(r.made_on)}" for r in rows.itertuples()],
        head=rows["written"],
        tail=[_tail(view, r) for r in rows.itertuples()],
    )


def _tail(view: View, row) -> str:
    outlets = _in_outlets(view, row)
    if set(row.voices) <= {"link", "headline"}:
        return f"only a {' or '.join(row.voices)} in {outlets}"
    return outlets if row.made_on else _after(row.quotes[0], row.value)


def _in_outlets(view: View, row) -> str:
    """Say which outlets print a claim's number, and which print it bare where the drawn number is qualified."""
    printed = [_printed(view)[i] for i in row.figure_ids]
    qualified = {document for document, _, qualifier in printed if qualifier != "unqualified"}
    bare = list(dict.fromkeys(outlet for document, outlet, _ in printed if document not in qualified))
    others = [o for o in row.outlets if o not in bare]
    if not others or not bare:
        return list_up_to(row.outlets, 4)
    return f"{list_up_to(others, 3)}; bare in {list_up_to(bare, 2)}"


@once
def _printed(view: View) -> dict[str, tuple[str, str, str]]:
    """Return the document, outlet and qualifier of each figure."""
    columns = ["figure_id", "document_id", "outlet", "qualifier"]
    return {i: about for i, *about in zip(*(view.figures[c] for c in columns), strict=True)}


def _after(quote: str, value: float) -> str:
    """Return the words of a quote that follow its number: what an undated figure is a figure of."""
    _, number, rest = quote.partition(f"{value:,.0f}")
    return f"“…{rest}”" if number and rest else f"“{quote}”"


def _said(row) -> str:
    return f"{row.said} {row.what}"


def _spoke(view: View, table: pd.DataFrame) -> Sentence:
    """Say who spoke without giving a number, and of what."""
    who = table[table["without_number"]].groupby("metric", sort=False)
    parts = [
        finding("spoke", f"{list_up_to([shorten(n) for n in rows['claimant'].unique()], 6)} spoke of "
                f"{view.metrics.people(metric)} and gave no number", metric=metric,
                claimants=tuple(rows["claimant_id"].unique()))
        for metric, rows in who
    ]  # fmt: skip
    return joined(*parts)


def _two_values(view: View, numbered: pd.DataFrame) -> Sentence | str:
    """Say which statement comes out with different numbers: total sent before the rest, the latest first."""
    rows = numbered[numbered["documents_differ"]]
    if rows.empty:
        return ""
    first = rows.sort_values(["rank", "first"], ascending=[True, False], kind="stable").iloc[0]
    mine = rows[rows["statement_id"].eq(first["statement_id"]) & rows["metric"].eq(first["metric"])]
    when = f" of {dates.words(first['made_on'])}" if first["made_on"] else ""
    values = list_up_to([r.written for r in mine.itertuples()], 4)
    values = sentence(join_list([r.said.split(" (")[0] for r in mine.itertuples()], "or")) if len(mine) <= 4 else values
    occasion = view.dossier.statements.set_index("statement_id").at[first["statement_id"], "occasion"]
    whose = possessive(shorten(first["claimant"]))
    words = f"{values} {view.metrics.people(first['metric'])}? Reports of {whose} {act(occasion)}{when} disagree"
    return finding("two_values", words, statement=first["statement_id"], metric=first["metric"])


def _given(view: View, numbered: pd.DataFrame) -> Sentence:
    """Say which numbers are on record, where no statement comes out with two."""
    metrics, claims = tuple(view.other_metrics), numbered.drop_duplicates(["statement_id", "metric"])
    each = [
        f"{shorten(n)} {'gives' if i == 0 else ''} {join_list(map(_said_on, rows.itertuples()))}".replace("  ", " ")
        for i, (n, rows) in enumerate(numbered.groupby("claimant", sort=False))
    ]
    if len(numbered) <= 3 and len(words := "; ".join(each)) <= LONGEST_TITLE:
        given = tuple(zip(claims["statement_id"], claims["metric"], strict=True))
        return finding("gave", words, claims=given, metrics=metrics, dated=False)
    claimants = numbered["claimant_id"].nunique()
    words = (
        f"{count(claimants, 'speaker')} gave {count(len(claims), 'figure')} for "
        f"{people_of(view, chosen_of(view, metrics))}"
    )
    about = {"claimants": claimants, "claims": len(claims), "metrics": metrics, "dated": False}
    return capitalised(finding("counted", words, **about))


def _said_on(row) -> str:
    return f"{_said(row)} ({dates.words(row.made_on)})"


def draw(view: View, table: pd.DataFrame, words: ChartText, look: Look) -> Frame:
    """Draw the ledger: a row a claim, by metric, one value axis; other people than the subject in blocks of their own.

    Beside each mark stand its number, who said it when, and who prints it. `table` is that of `ledger`.
    """
    frame = Frame(words, look, key_of(table, horizontal=True))
    rows = placed(table, ["metric", "row"], "metric")
    apart = rows.loc[rows["block"].ne(""), "block"].unique()
    rows["y"] += APART * rows["block"].map({"": 0} | {whom: i for i, whom in enumerate(apart, 1)})
    numbered = _with_names(view, rows[~rows["without_number"]])
    rows = rows.assign(heading=rows["metric"].map(view.metrics.phrase).map(sentence))
    named = list(rows["heading"].unique())
    group = max(columns(frame, [named], [2.6])[0], 1.2)
    high = float(rows["y"].max()) + 0.6
    height = min(frame.body.height - TICKS, TALLEST * high)
    box = Box(frame.body.left + group, frame.body.top - height - TICKS, frame.body.right, frame.body.top)
    ends = pd.concat([numbered["value"], numbered["value_to"]])
    axes = row_axes(frame, box, high, scale(ends, 1.45))
    draw_rows(frame, axes, numbered)
    first = rows.drop_duplicates("metric").set_index("y")["heading"]
    name_rows(frame, axes, frame.body.left, group, first, "bold")
    for _, spoke in rows[rows["without_number"]].groupby("y"):
        _draw_silent(frame, axes, spoke)
    for whom in apart:
        top = float(rows.loc[rows["block"].eq(whom), "y"].min()) - 0.5
        _draw_heading(frame, axes, top, f"{sentence(whom)}, kept apart from {view.dossier.subject}")
    return frame


def _with_names(view: View, numbered: pd.DataFrame) -> pd.DataFrame:
    """Return rows with `head` and `tail`: the value; who said it when, and who prints it."""
    rows = labels(view, numbered)
    when, tails = date_of(rows), []
    rows = rows.reset_index(drop=True)
    highest = rows.groupby(["metric", "row"])["value"].transform("max")
    for row in rows.itertuples():
        name = shorten(row.claimant, 26)
        dated = f"{name}, {marked(when(row.made_on), row.date_stated)}"
        whole = f"{dated if row.made_on else name} · {row.tail}"
        if row.documents_differ and row.value < highest[row.Index]:
            whole = row.tail  # whose it is stands at the other end of the row
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
        wide = 2 * RADIUS + frame.measure.width(said, SMALL) + 0.17
        last = rest == 1
        if x + wide + (-0.17 if last else frame.measure.width(more, SMALL)) > frame.body.right:
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


def caveat(view: View, table: pd.DataFrame) -> Sentence:
    """Say what to bear in mind."""
    values = table[~table["without_number"]].groupby(["statement_id", "metric"], observed=True)["value"].nunique()
    parts = [rule("unexplained", "this record does not say why the numbers differ")] if (values > 1).any() else []
    parts += [rule("apart", f"{whom} are counted apart") for whom in table.loc[table["block"].ne(""), "block"].unique()]
    netted = rule("netted", "no count is taken off another")
    return as_caveat([*parts, netted if table["metric"].nunique() > 1 else ""])


def question(view: View, table: pd.DataFrame) -> Sentence:
    """Return the question that the chart answers."""
    metrics = [m for m in view.other_metrics if table["metric"].eq(m).any()] or view.other_metrics
    return finding("question", f"What numbers are there of {people_of(view, metrics)}?", metrics=tuple(metrics))


CHART = Chart(__name__, "05_deployment", table_of, text_of, draw, question, caveat, ledger)
