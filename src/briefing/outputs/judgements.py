"""The key judgements of 07_briefing: each a computed sentence with its chart, its rows and its caveat.

A judgement whose chart has nothing to draw is left out. Belongs here: what is said of the whole. Does not belong
here: the finding of one chart (the module of its notebook beside this one).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from briefing.analysis.estimates import revisions
from briefing.analysis.scope import METRICS, Words, shown
from briefing.analysis.view import View
from briefing.words import dates
from briefing.words.english import count, join_list, list_up_to, number, sentence


@dataclass(frozen=True)
class Judgement:
    """A key judgement: its sentence, the chart that shows it, what to bear in mind, and the rows behind it."""

    chart: str
    sentence: str
    caveat: str
    figure_ids: tuple[str, ...]
    words: Words
    table: pd.DataFrame


def judgements(view: View, charts: dict) -> list[Judgement]:
    """Return five to seven key judgements in the order of CAVEATS; `charts` is the catalogue's."""
    found = []
    for name, caveat in CAVEATS.items():
        table = charts[name].table(view)
        words = charts[name].words(view, table)
        if words.nothing:
            continue
        ids = tuple(sorted({i for row in table["figure_ids"] for i in row}))
        said = SENTENCES[name](table) if name in SENTENCES else words.title
        found.append(Judgement(name, f"{said}.", caveat(view, table), ids, words, table))
    return found


def changes(view: View) -> list[str]:
    """Return what would change the picture: numbers that are missing, second claimants, conflicts, dates."""
    table = view.estimates
    if table.empty:
        return []
    numbered = table[~table["numberless"]]
    silent = [c for c in dict.fromkeys(table["claimant"]) if c not in set(numbered["claimant"])]
    alone = numbered.groupby("metric", observed=True)["claimant"].agg(lambda c: tuple(dict.fromkeys(c)))
    single = {m: c[0] for m, c in alone.items() if len(c) == 1}
    conflicts = numbered.groupby(["statement_id", "claimant", "made_on", "metric"], sort=False, observed=True)[
        "written"
    ]
    lines = []
    if silent:
        lines.append(f"A number from {list_up_to(silent, 5)}, who spoke and gave none.")
    for claimant in dict.fromkeys(single.values()):
        mine = [METRICS[m] for m, c in single.items() if c == claimant]
        lines.append(f"A second claimant for {join_list(mine)}: the figures{shown(view)} rest on {claimant} alone.")
    for (_, claimant, made_on, metric), written in conflicts:
        if len(written) > 1:
            lines.append(
                f"The wording of {claimant}’s statement of {dates.words(made_on)}: documents print "
                f"{join_list(written)} {METRICS[metric]}."
            )
    undated = list(dict.fromkeys(table.loc[table["first"].isna(), "claimant"]))
    if undated:
        lines.append(f"A date for what {join_list(undated)} said.")
    return lines


def _losses(view: View, table: pd.DataFrame) -> str:
    claimants = list(dict.fromkeys(table.loc[table["metric"].eq("killed") & ~table["numberless"], "claimant"]))
    parts = []
    if len(claimants) == 1:
        of_whom = "of the claimants shown " if view.claimants else ""
        parts.append(f"{of_whom}only {claimants[0]} has given a number of killed")
    if len(revisions(table)):
        parts.append("a later figure revises an estimate; the difference is not the deaths in the period")
    return _said([*parts, _not_stated(table)])


def _gap(view: View, table: pd.DataFrame) -> str:
    totals = table[table["role"].eq("total")]
    derived = "the sum is derived here from two figures of one statement; nobody stated it"
    return _said([derived if totals["derived"].astype(bool).any() else "", _not_stated(table)])


def _eras(view: View, table: pd.DataFrame) -> str:
    return _said(["a blank is what this dossier does not hold, not proof that nothing was said; hatching is not zero"])


def _deployment(view: View, table: pd.DataFrame) -> str:
    values = table[~table["numberless"]].groupby(["statement_id", "metric"], observed=True)["value"].nunique()
    parts = ["no document says why the numbers differ"] if (values > 1).any() else []
    if table["metric"].eq("workers_planned").any():
        parts.append("workers are not troops and are kept apart")
    return _said([*parts, "sent, planned, arrived and returned are different counts and are not netted"])


def _corroboration(view: View, table: pd.DataFrame) -> str:
    return _said(["documents that relay one statement are one source, however many they are"])


def _discrepancies(view: View, table: pd.DataFrame) -> str:
    return _said(["a bare number in a headline may have lost an “about”; the charts draw the qualified rendering"])


def _rates(view: View, table: pd.DataFrame) -> str:
    return _said(["derived within one statement; no total of another claimant is a denominator"])


def _not_stated(table: pd.DataFrame) -> str:
    made = table[table["claimant_id"].notna()].drop_duplicates(["claimant_id", "made_on"])
    missing, n = int((~made["stated"].astype(bool)).sum()), len(made)
    if not missing:
        return ""
    if missing == n:
        which = {1: "its date is", 2: "both dates are"}.get(n, f"all {number(n)} dates are")
    else:
        which = f"{number(missing)} of {number(n)} dates {'is' if missing == 1 else 'are'}"
    return f"{which} inferred or known from elsewhere"


def _differently(table: pd.DataFrame) -> str:
    cases = table.drop_duplicates("case")
    n, of = int(cases["kind"].isin(["value", "omitted", "qualifier"]).sum()), len(cases)
    which = {0: "", of: "in number or qualifier"}.get(n, f"in {number(n)} of them in number or qualifier")
    said = f"Documents render the same statement differently in {count(of, 'case')}"
    return f"{said}, {which}" if which else said


def _said(parts: list[str]) -> str:
    said = "; ".join(p for p in parts if p)
    return f"{sentence(said)}." if said else ""


# Where the chart's own title would repeat what another judgement says.
SENTENCES = {"discrepancies": _differently}

CAVEATS: dict[str, Callable[[View, pd.DataFrame], str]] = {
    "losses_over_time": _losses,
    "claims_by_era": _eras,
    "nis_and_zelenskyy": _gap,
    "deployment_ledger": _deployment,
    "corroboration": _corroboration,
    "discrepancies": _discrepancies,
    "derived_rates": _rates,
}
