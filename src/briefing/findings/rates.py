"""The words of the second part of 06_discrepancies: what follows arithmetically from single statements."""

from __future__ import annotations

import pandas as pd

from briefing.analysis.derived import kept_rates
from briefing.analysis.scope import Words, as_of, chosen, on_record, source
from briefing.analysis.view import View
from briefing.words import dates
from briefing.words.english import count, join_list, list_up_to, shorten

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


def derived_rates(view: View, table: pd.DataFrame) -> Words:
    """Return the words for derived rates: a share that comes out twice, else the latest share, else the difference."""
    subtitle = f"Shares and differences that follow within one statement, never across claimants; {as_of(view)}"
    if table.empty:
        title = f"No share of {view.dossier.subject} killed or wounded follows from any statement {on_record(view)}"
        why = f"No statement{chosen(view)} gives two figures that can be divided or subtracted."
        return Words(title, subtitle, f"{title}. {why}", source(view, table), nothing=why)
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
    return Words(title, subtitle, alt, source(view, drawn))


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
