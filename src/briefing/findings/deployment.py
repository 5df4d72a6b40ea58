"""The words of 05_deployment."""

from __future__ import annotations

import pandas as pd

from briefing.analysis.scope import METRICS, Words, as_of, chosen, on_chosen, on_record, people, source
from briefing.analysis.view import View
from briefing.compare.deployment import TROOPS, WORKERS, ledger
from briefing.words import dates, intervals
from briefing.words.english import count, join_list, list_up_to, number, sentence, shorten


def deployment_ledger(view: View, table: pd.DataFrame) -> Words:
    """Return the words for the ledger: a statement that documents render with two numbers, else who gave which."""
    subject = view.dossier.subject
    numbered = table[~table["numberless"]]
    subtitle = f"{sentence(subject)} sent, planned, arrived and returned, and workers apart, persons; {as_of(view)}"
    if numbered.empty:
        title = f"No number of {subject} sent, planned or returned is {on_record(view)}"
        spoke = _spoke(view, table) or f"No statement about it{chosen(view)} is on record"
        return Words(title, subtitle, f"{title}. {spoke}.", source(view, table), nothing=f"{spoke}.")
    drawn = ledger(table)
    kept = int((~drawn["numberless"]).sum())
    if kept < len(numbered):
        subtitle += f"; {kept} of {len(numbered):,} numbers drawn, the rest in the table beside this figure"
    title = _two_values(view, numbered) or _given(view, numbered)
    claims = [f"{r.claimant}, {dates.words(r.made_on)}: {_said(r)} ({list_up_to(r.outlets, 4)})" for r in
              numbered.head(12).itertuples()]  # fmt: skip
    if len(numbered) > 12:
        claims.append(f"and {count(len(numbered) - 12, 'more claim')}")
    spoke = _spoke(view, table)
    alt = f"{title}. Ledger of claims by metric and statement. {'; '.join(claims)}.{f' {spoke}.' if spoke else ''}"
    return Words(title, subtitle, alt, source(view, drawn))


def labels(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with a number with `name`, `head` and `tail`: who and when, the value, which documents say it."""
    return rows.assign(
        name=[f"{shorten(r.claimant, 26)}, {dates.words(r.made_on)}" for r in rows.itertuples()],
        head=rows["written"],
        tail=[_tail(r) for r in rows.itertuples()],
    )


def silent(rows: pd.DataFrame) -> str:
    """Say who spoke without a number, of the rows of one metric: "no number: KCNA, 28 April 2025; …"."""
    names = [f"{shorten(r.claimant, 26)} {dates.short(r.made_on)}" for r in rows.itertuples()]
    return f"no number: {list_up_to(names, 6)}"


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
    return f"{row.said} {METRICS[row.metric]}"


def _spoke(view: View, table: pd.DataFrame) -> str:
    """Say who spoke without giving a number, and of what."""
    who = table[table["numberless"]].groupby("metric", sort=False)["claimant"].unique()
    parts = [
        f"{list_up_to([shorten(n) for n in names], 6)} spoke of {people(view.dossier.subject, metric)} and gave no number"
        for metric, names in who.items()
    ]
    return "; ".join(parts)


def _two_values(view: View, numbered: pd.DataFrame) -> str:
    """Say which statement comes out with different numbers: total sent before the rest, the latest first."""
    rows = numbered[numbered["spread"]]
    if rows.empty:
        return ""
    rows = rows.assign(rank=rows["metric"].map([*TROOPS, *WORKERS].index))
    first = rows.sort_values(["rank", "first"], ascending=[True, False], kind="stable").iloc[0]
    when = f"of {dates.words(first['made_on'])}" if first["made_on"] else "without a date"
    whom = people(view.dossier.subject, first["metric"])
    (said, n), *others = _in_documents(view, first)
    lead = f"{count(n, 'document')} {'says' if n == 1 else 'say'} {said} {whom}"
    rest = [f"{number(many)} {other}" for other, many in others]
    return f"One {shorten(first['claimant'])} statement {when}: {list_up_to([lead, *rest], 4)}"


def _in_documents(view: View, claim: pd.Series) -> list[tuple[str, int]]:
    """Return what documents print of a claim, each once and as firmly as it does, and how many print it."""
    figures = view.figures
    mine = figures["statement_id"].eq(claim["statement_id"]) & figures["metric"].eq(claim["metric"])
    rows = figures[mine & figures["value"].notna()].assign(bare=lambda t: t["qualifier"].eq("unqualified"))
    rows = rows.sort_values("bare", kind="stable").drop_duplicates(["document_id", "value", "value_to"])
    ways = rows.groupby(["value", "qualifier", "value_to"], dropna=False, observed=True).size()
    ordered = ways.reset_index(name="n").sort_values(["value", "n"], ascending=[True, False], kind="stable")
    return [(intervals.say(r.value, r.qualifier, r.value_to), r.n) for r in ordered.itertuples()]


def _given(view: View, numbered: pd.DataFrame) -> str:
    """Say which numbers are on record, where no statement comes out with two."""
    if len(numbered) == 1:
        row = next(numbered.itertuples())
        return f"The one number {on_record(view)} is {shorten(row.claimant)}’s: {_said(row)}"
    claimants = list(dict.fromkeys(numbered["claimant"]))
    if len(numbered) <= 3:
        each = [
            f"{shorten(n)} {join_list(map(_said, rows.itertuples()))}"
            for n, rows in numbered.groupby("claimant", sort=False)
        ]
        return f"{sentence(on_record(view))}: {'; '.join(each)}"
    return (
        f"{sentence(count(len(numbered), 'figure'))} by {count(len(claimants), 'claimant')} for {view.dossier.subject} "
        f"sent, planned or returned{on_chosen(view)}, and no statement comes out with two numbers"
    )
