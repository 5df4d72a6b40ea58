"""The words of 02_losses_over_time."""

from __future__ import annotations

import pandas as pd

from briefing.analysis.estimates import revisions, span_of
from briefing.analysis.scope import METRICS, Words, as_of, chosen, claims_in_words, on_chosen, source
from briefing.analysis.view import View
from briefing.words import dates
from briefing.words.english import count, join_list, sentence, shorten


def losses_over_time(view: View, table: pd.DataFrame) -> Words:
    """Return the words for losses over time: the largest documented revision, or what had been claimed."""
    subject = view.dossier.subject
    subtitle = f"Reported losses of {subject}, persons, by the date of the statement; {as_of(view)}"
    numbered = table[~table["numberless"]]
    if numbered.empty:
        by = f" by {dates.words(view.dossier.as_of)}" if view.dossier.as_of else ""
        had_been = "had been given" if by else "is given"
        title = f"No number of {subject} killed or wounded {had_been}{chosen(view)}{by}"
        spoke = f"{claims_in_words(table)}." if len(table) else f"No statement about losses{chosen(view)} is on record."
        return Words(title, subtitle, f"{title}. {spoke}", source(view, table), nothing=spoke)
    title = _revised(view, table) or _claimed(view, numbered)
    panels = count(table["metric"].nunique(), "panel")
    alt = f"{title}. Chart of claims over time in {panels}. {claims_in_words(table)}."
    if len(revisions(table)):
        alt += " Dashed lines join revisions by the same claimant."
    return Words(title, subtitle, alt, source(view, table))


def _revised(view: View, table: pd.DataFrame) -> str:
    """Say how far one claimant moved one figure: the claimant and metric with most statements, killed first."""
    steps = revisions(table)
    if steps.empty:
        return ""
    order = {m: i for i, m in enumerate(METRICS)}
    runs = steps.groupby(["claimant_id", "metric"], observed=True).size().reset_index(name="n")
    runs["rank"] = runs["metric"].astype(str).map(order)
    best = runs.sort_values(["n", "rank"], ascending=[False, True], kind="stable").iloc[0]
    run = table[
        table["claimant_id"].eq(best["claimant_id"]) & table["metric"].eq(best["metric"]) & ~table["numberless"]
    ]
    ends = [run[run["at"].eq(edge)] for edge in (run["at"].min(), run["at"].max())]
    first, last = ends[0].iloc[0], ends[1].iloc[-1]
    between = _between(first.made_on, last.made_on)
    whom = f"{view.dossier.subject} {METRICS[first.metric]}"
    if len(ends[0]) > 1 or len(ends[1]) > 1:
        return f"{shorten(first.claimant, 24)} revised its figure for {whom} {between}; documents disagree"
    what = f"{shorten(first.claimant)}’s figure for {whom}"
    start, end = (r.said.split(" (")[0] for r in (first, last))
    if first.value == last.value:
        kept = run["value"].nunique() == 1
        return f"{what} {'stood at' if kept else 'was revised and came back to'} {end} {between}"
    return f"{what} {'rose' if last.value > first.value else 'fell'} from {start} to {end} {between}"


def _between(first: str, last: str) -> str:
    """Say between which months, or days of one month, two dates lie; the year once where it is the same."""
    ends = (first, last) if first[:7] == last[:7] else (first[:7], last[:7])
    start, end = (dates.words(d) for d in ends)
    same_year = len(first) > 4 and first[:4] == last[:4]
    return f"between {start.removesuffix(' ' + first[:4]) if same_year else start} and {end}"


def _claimed(view: View, numbered: pd.DataFrame) -> str:
    """Say who had given which numbers, for a record without a revision."""
    by_claimant = [
        (shorten(claimant), join_list(f"{r.said} {METRICS[r.metric]}" for r in rows.itertuples()))
        for claimant, rows in numbered.groupby("claimant", sort=False)
    ]
    if len(by_claimant) > 3 or len(numbered) > 5:
        return (
            f"{sentence(count(numbered['claimant_id'].nunique(), 'claimant'))} gave "
            f"{count(len(numbered), 'figure')} for losses{on_chosen(view)}, {span_of(numbered)}, and revised none"
        )
    when = f"By {dates.words(view.dossier.as_of)} " if view.dossier.as_of else ""
    verb = "had reported" if when else "reported"
    (claimant, said), *others = by_claimant
    return f"{when}{claimant} {verb} {said}" + "".join(f"; {name} {told}" for name, told in others)
