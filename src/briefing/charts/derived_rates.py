"""The second chart of 06: what follows arithmetically within single statements."""

from __future__ import annotations

import pandas as pd

from briefing.analysis.derived import combined, horizontal, share, totals, with_intervals
from briefing.analysis.scope import as_caveat, as_of, filter_note, on_record, source
from briefing.analysis.view import View, mentions
from briefing.charts.chart import Chart, ChartText
from briefing.drawing.frame import Frame
from briefing.drawing.layout import Box
from briefing.drawing.marks import key_of
from briefing.drawing.rows import TICKS, columns, draw_rows, name_rows, placed, row_axes, rows_to_draw, scale
from briefing.drawing.theme import Look
from briefing.words import dates
from briefing.words.english import count, join_list, list_up_to, shorten
from briefing.words.intervals import Interval, percent, whole

RATES = {
    "killed_of_casualties": ("killed", "casualties"),
    "casualties_of_deployed": ("casualties", "deployed"),
    "killed_of_deployed": ("killed", "deployed"),
}
ROWS = 9  # of the chart of rates
NAMES = {
    "killed_of_casualties": "Killed, of those killed or wounded",
    "casualties_of_deployed": "Killed or wounded, of those sent",
    "killed_of_deployed": "Killed, of those sent",
    "implied_wounded": "Wounded, implied",
    "reported_wounded": "Wounded, reported",
}
SAID = {
    "casualties_of_deployed": ("sent", "killed or wounded"),
    "killed_of_deployed": ("sent", "killed"),
    "killed_of_casualties": ("killed or wounded", "killed"),
}
TALLEST = 0.75  # the most a row takes, in inches
APART = 0.16  # between the axis of shares and that of persons


def _quotient(a: Interval, b: Interval) -> Interval:
    return share(a / b)


def table_of(view: View) -> pd.DataFrame:
    """Return the shares, and the implied beside the reported wounded, that follow from single statements.

    One row for each statement, `rate` and pair of figures: killed of casualties, casualties of deployed, killed of
    deployed (`value`, `low`, `high` are shares), implied_wounded (casualties less killed) and, where that follows,
    reported_wounded (persons). A statement that documents render with two denominators has a row with each.
    Adds `documents_first` and `documents_second`, which carry the first and the second figure, `outlets` of all
    of them and `outlets_second`, and `spread`: the statement has the rate more than once.
    """
    table = view.estimates
    rows = with_intervals(table)
    of = {metric: rows[rows["metric"].eq(metric)] for metric in ("killed", "wounded", "casualties", "deployed")}
    no_total = of["killed"][~of["killed"]["statement_id"].isin(of["casualties"]["statement_id"])]
    shares = [
        ("killed_of_casualties", combined(of["killed"], of["casualties"], _quotient, "of", percent)),
        ("killed_of_casualties", _share_of_sum(no_total, of["wounded"])),
        ("casualties_of_deployed", combined(totals(rows), of["deployed"], _quotient, "of", percent)),
        ("killed_of_deployed", combined(of["killed"], of["deployed"], _quotient, "of", percent)),
    ]
    implied = combined(of["casualties"], of["killed"], Interval.__sub__, "−")
    implied = implied[implied["statement_id"].isin(table.loc[table["metric"].eq("wounded"), "statement_id"])]
    reported = horizontal(table[table["metric"].eq("wounded")]).assign(derived=False, how="")
    reported = reported[reported["statement_id"].isin(implied["statement_id"])]
    named = [*shares, ("implied_wounded", implied), ("reported_wounded", reported)]
    found = [t.assign(rate=name) for name, t in named if len(t)]
    if not found:
        return mentions(view, reported).assign(rate="", spread=False, outlets_second="")
    order = list(dict.fromkeys(name for name, _ in named))
    names = view.dossier.documents.set_index("document_id")["outlet"].map(
        view.dossier.actors.set_index("actor_id")["short_name"]
    )
    table = pd.concat(found, ignore_index=True).drop(columns=["metric", "xs", "qualifiers"], errors="ignore")
    seconds = table["documents_second"] if "documents_second" in table else table["documents"]
    return (
        mentions(view, table)
        .assign(
            outlets_second=[tuple(names[list(d)]) if isinstance(d, tuple) else () for d in seconds],
            spread=table.groupby(["statement_id", "rate"])["value"].transform("nunique") > 1,
            rank=table["rate"].map(order.index),
        )
        .sort_values(["rank", "known_from", "statement_id", "value"], kind="stable", ignore_index=True)
        .drop(columns="rank")
    )


def kept_rates(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rates that the chart has rows for, whole statements only."""
    kept = (rows_to_draw(table, ["rate", "statement_id"], "rate", most) for most in range(ROWS, 0, -1))
    return next((rows for rows in kept if len(rows) <= ROWS), table.head(ROWS))


def _share_of_sum(killed: pd.DataFrame, wounded: pd.DataFrame) -> pd.DataFrame:
    table = combined(killed, wounded, lambda a, b: share(a.share_with(b)), "of", percent)
    how = table["how"].str.split(" of ", n=1)
    return table.assign(how=[f"{a} of {a} + {b}" for a, b in how])


def text_of(view: View, table: pd.DataFrame) -> ChartText:
    """Return the words for derived rates: a share that comes out twice, else the latest share, else the difference."""
    subtitle = f"Shares and differences that follow within one statement, never across claimants; {as_of(view)}"
    if table.empty:
        title = f"No share of {view.dossier.subject} killed or wounded follows from any statement {on_record(view)}"
        why = f"No statement{filter_note(view)} gives two figures that can be divided or subtracted."
        return ChartText(title, subtitle, f"{title}. {why}", source(view, table), nothing=why)
    drawn = kept_rates(table)
    if len(drawn) < len(table):
        subtitle += f"; {len(drawn)} of {len(table):,} results drawn, the rest in the table beside this figure"
    title = _twice(view, table) or _latest(view, table)
    rows = [
        f"{NAMES[r.rate]}, {r.claimant}, {dates.words(r.made_on)}: {r.said}" + (f" ({r.how})" if r.how else "")
        for r in table.head(12).itertuples()
    ]
    more = f"; and {count(len(table) - 12, 'more result')}" if len(table) > 12 else ""
    alt = f"{title}. {'; '.join(rows)}{more}. All but the reported figures are derived; nobody stated them."
    return ChartText(title, subtitle, alt, source(view, drawn))


def labels(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with `name`, `head` and `tail`: whose statement, the result, and of which figures."""
    return rows.assign(
        name=[f"{shorten(r.claimant, 24)}, {dates.words(r.made_on)}" for r in rows.itertuples()],
        head=rows["written"],
        tail=[_tail(r) for r in rows.itertuples()],
    )


def _tail(row) -> str:
    if not row.how:
        return f"as reported in {list_up_to(row.outlets, 4)}"
    return f"{row.how}; {count(len(row.outlets_second), 'document')}" if row.spread else row.how


def _twice(view: View, table: pd.DataFrame) -> str:
    """Say which share comes out differently by the document, of the latest such statement."""
    rows = table[table["spread"] & table["rate"].isin(SAID)]
    if rows.empty:
        return ""
    rows = rows.assign(rank=rows["rate"].map(list(SAID).index))
    first = rows.sort_values(["rank", "first"], ascending=[True, False], kind="stable").iloc[0]
    same = rows[rows["statement_id"].eq(first["statement_id"]) & rows["rate"].eq(first["rate"])]
    values = list(dict.fromkeys(s.split(" (")[0] for s in same["said"]))
    if len(values) < 2:  # different numbers, and the same share when written
        return ""
    if all(v.startswith("about ") for v in values):
        values[1:] = [v.removeprefix("about ") for v in values[1:]]
    whole, part = SAID[first["rate"]]
    return (
        f"By {_whose(first)}, {join_list(values[:4], 'or')} of the {view.dossier.subject} {whole} were "
        f"{part}, depending on the document"
    )


def _latest(view: View, table: pd.DataFrame) -> str:
    shares = table[table["rate"].isin(SAID)]
    if len(shares):
        rows = shares.assign(rank=shares["rate"].map(list(SAID).index))
        first = rows.sort_values(["first", "rank"], ascending=[False, True], kind="stable").iloc[0]
        whole, part = SAID[first["rate"]]
        said = first["said"].split(" (")[0]
        return f"By {_whose(first)}, {said} of the {view.dossier.subject} {whole} were {part}"
    first = table[table["rate"].eq("implied_wounded")].iloc[-1]
    return f"By subtraction, {_whose(first)} imply {first['said'].split(' (')[0]} {view.dossier.subject} wounded"


def _whose(row) -> str:
    when = f" of {dates.words(row['made_on'])}" if row["made_on"] else ""
    return f"{shorten(row['claimant'])}’s figures{when}"


def draw(view: View, table: pd.DataFrame, words: ChartText, look: Look) -> Frame:
    """Draw what follows from single statements: shares on one axis, persons on another below it.

    `table` is that of `table_of`.
    """
    rows = kept_rates(table).astype({"stated": bool, "numberless": bool, "filled": bool, "derived": bool})
    frame = Frame(words, look, key_of(rows))
    rows = labels(rows)
    group, name = columns(frame, [[NAMES[r] for r in rows["rate"].unique()], list(rows["name"])], [2.9, 2.6])
    share = rows["rate"].isin(RATES)
    blocks = [(placed(b, ["rate", "statement_id", "value", "how"], "rate"), number)
              for b, number in ((rows[share], percent), (rows[~share], whole)) if len(b)]  # fmt: skip
    ends = [float(b["y"].max()) + 0.6 for b, _ in blocks]
    axis = TICKS + APART
    step = min(TALLEST, (frame.body.height - axis * len(blocks)) / sum(ends))
    top = frame.body.top
    for (block, number), end in zip(blocks, ends, strict=True):
        box = Box(frame.body.left + group + name, top - step * end - TICKS, frame.body.right, top)
        axes = row_axes(frame, box, end, scale(block[["value", "value_to"]].stack(), 2.0), number)
        draw_rows(frame, axes, block)
        first = block.drop_duplicates("rate").set_index("y")["rate"].map(NAMES)
        name_rows(frame, axes, frame.body.left, group, first, "bold")
        name_rows(
            frame,
            axes,
            frame.body.left + group,
            name,
            block.drop_duplicates(["rate", "statement_id"]).set_index("y")["name"],
        )
        top -= step * end + axis
    return frame


def caveat(view: View, table: pd.DataFrame) -> str:
    """Say what to bear in mind."""
    return as_caveat(["derived within one statement; no total of another claimant is a denominator"])


CHART = Chart(__name__, "06_discrepancies", table_of, text_of, draw, caveat)
