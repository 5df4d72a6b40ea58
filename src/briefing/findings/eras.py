"""The words of 04_kcna_era."""

from __future__ import annotations

import pandas as pd

from briefing.analysis.estimates import span_of
from briefing.analysis.scope import METRICS, Words, as_of, chosen, on_chosen, shown, source
from briefing.analysis.view import View
from briefing.compare.eras import statements
from briefing.words import dates
from briefing.words.english import count, join_list, sentence, shorten, who

LONGEST = 122  # characters of a title that still fit its two lines
SAYS = {"workers_planned": "workers to be sent", "deployment_arrived": "arrived", "deployment_planned": "planned"}


def given_in_words(given: tuple) -> list[str]:
    """Say the figures of one statement: ["≈600 killed", "≈15,000 or 18,000 sent"]."""
    return [f"{written} {SAYS.get(metric, METRICS[metric])}" for metric, written in given]


def spoke_in_words(metrics: tuple) -> str:
    """Say of what a claimant spoke without a number: "killed, sent: no number"."""
    return f"{', '.join(METRICS[m] for m in metrics)}: no number"


def statement_timeline(view: View, table: pd.DataFrame) -> Words:
    """Return the words for the timeline: who gave numbers, and whether the pivot's claimant did."""
    subject = view.dossier.subject
    subtitle = f"Statements on {subject} sent or lost, by claimant and date; {as_of(view)}"
    if table.empty:
        return _nothing(view, table, subtitle)
    title = _who_gave(view, table)
    rows = [
        f"{r.claimant}, {dates.words(r.made_on)}: " + (", ".join(given_in_words(r.given)) or "spoke, gave no number")
        for r in table.head(15).itertuples()
    ]
    more = f"; and {count(len(table) - 15, 'more statement')}" if len(table) > 15 else ""
    alt = f"{title}. Timeline with a lane for each claimant. {'; '.join(rows)}{more}."
    return Words(title, subtitle, alt, source(view, table))


def claims_by_era(view: View, table: pd.DataFrame) -> Words:
    """Return the words for the comparison of the eras: who gave figures before and after the pivot, who gave none."""
    which = f", before and after {shorten(view.pivot.claimant)} spoke" if view.pivot_on is not None else ""
    subject = sentence(view.dossier.subject)
    subtitle = f"{subject}: latest figure of each claimant, persons{which}; {as_of(view)}"
    if table.empty:
        return _nothing(view, table, subtitle)
    title = _before_and_after(view, table) or _who_gave(view, statements(view))
    cells = [
        f"{r.claimant}: " + (f"{METRICS[r.metric]}, no number" if r.numberless else f"{r.said} {METRICS[r.metric]}")
        for r in table.head(24).itertuples()
    ]
    alt = f"{title}. Matrix of claimants by era and metric. {'; '.join(cells)}. Blank cells: no statement on record."
    return Words(title, subtitle, alt, source(view, table))


def mixed_dates(table: pd.DataFrame) -> list[str]:
    """Say of each claimant whose latest figures of an era were not given on one day which are of another date."""
    dated = table[~table["numberless"] & table["made_on"].ne("")].astype({"metric": str})
    said, when = [], {"silence": ", before", "kcna_era": ", after"}
    mixed = dated.groupby(["claimant_id", "era"], observed=True)["made_on"].nunique().gt(1).groupby("claimant_id").sum()
    for (claimant_id, era), rows in dated.groupby(["claimant_id", "era"], observed=True):
        first, *others = rows["made_on"].value_counts(sort=False).sort_values(ascending=False, kind="stable").index
        if others:
            of = [
                f"{join_list(SAYS.get(m, METRICS[m]) for m in rows.loc[rows['made_on'].eq(day), 'metric'])} of "
                f"{dates.brief(day)}"
                for day in others
            ]
            name = shorten(rows["claimant"].iloc[0]) + (when.get(era, "") if mixed[claimant_id] > 1 else "")
            said.append(f"{name}: {'; '.join(of)}; the rest of {dates.brief(first)}.")
    return said


def _nothing(view: View, table: pd.DataFrame, subtitle: str) -> Words:
    by = f" by {dates.words(view.dossier.as_of)}" if view.dossier.as_of else ""
    title = f"No statement{chosen(view)} had been made{by}" if by else f"No statement{chosen(view)} is on record"
    return Words(title, subtitle, f"{title}.", source(view, table), nothing="There is no statement to draw.")


def _pivot_words(view: View) -> str:
    return f"{shorten(view.pivot.claimant)}’s statement of {dates.words(view.pivot.made_on)}"


def _who_gave(view: View, table: pd.DataFrame) -> str:
    """Say who gave numbers, and what the pivot's claimant did."""
    gave = list(dict.fromkeys(table.loc[~table["numberless"], "claimant"]))
    none = [c for c in dict.fromkeys(table["claimant"]) if c not in gave]
    pivot, whose = view.pivot, shorten(view.pivot.claimant) if view.pivot else ""
    if pivot and pivot.on is None:
        no_one = "none of those shown" if shown(view) else "no one"
        had = f"{who(gave, 3)} had given numbers" if gave else f"{no_one} had given a number{on_chosen(view)}"
        earlier = pivot.claimant in set(view.dossier.figures["claimant"])
        still = f"{_pivot_words(view)} was still to come" if earlier else f"no statement by {whose} is on record"
        return sentence(f"by {dates.words(view.dossier.as_of)} {had}; {still}")
    if pivot and pivot.claimant in none:
        spoke = f"{whose} spoke {dates.on(pivot.made_on)}"
        nobody = "" if shown(view) else ", and nobody else has"
        rest = f"; every number{shown(view)} comes from {who(gave, 4)}" if gave else nobody
        return f"{spoke} and has given no number{on_chosen(view)}{rest}"
    figures = count(int(table["n_figures"].sum()), "figure") + on_chosen(view)
    if len(gave) == 1 and not none:
        alone = "" if shown(view) else "; no other claimant is on record"
        return f"{shorten(gave[0])} gave {figures}, {span_of(table)}{alone}"
    if not gave:
        return f"{who(none, 4)} spoke and gave no number"
    if not none:
        return f"{sentence(count(len(gave), 'claimant'))} gave {figures}, {span_of(table)}"
    return f"{who(gave, 4)} gave {figures}; {who(none, 3)} spoke and gave none"


def _before_and_after(view: View, table: pd.DataFrame) -> str:
    """Say who gave figures since the pivot and before it; "" without a pivot in time."""
    if view.pivot_on is None:
        return ""
    halves = []
    for era in ("kcna_era", "silence"):
        rows = table[table["era"].eq(era)]
        gave = rows[~rows["numberless"]]
        none = [c for c in dict.fromkeys(rows["claimant"]) if c not in set(gave["claimant"])]
        halves.append((list(dict.fromkeys(gave["claimant"])), none, gave["metric"].nunique()))
    (gave, none, n), (gave_before, _, n_before) = halves
    since = f"Since {_pivot_words(view)}"
    before = f"{who(gave_before, 3)} gave figures for {_measures(view, n_before)}" if gave_before else ""
    if gave and none:
        return f"{since} {_have(gave)} given figures for {_measures(view, n)}; {who(none, 3)} spoke and gave none"
    if none:
        after = f"Since {dates.words(view.pivot.made_on)} {_have(none)} spoken without a number{on_chosen(view)}"
        before = f"{who(gave_before, 3)} gave theirs before" if gave_before else ""
    elif gave:
        after = f"{since} {_have(gave)} given figures for {_measures(view, n)}"
    else:
        after = f"No statement{chosen(view)} is known to follow {_pivot_words(view)}"
    whole = f"{after}; {before}" if none or not before else f"{after}; before it {before}"
    return whole if before and len(whole) <= LONGEST else after


def _measures(view: View, n: int) -> str:
    return count(n, "measure") + (" of those chosen" if view.metrics else "")


def _have(names: list[str]) -> str:
    return f"{who(names, 3)} {'has' if len(names) == 1 else 'have'}"
