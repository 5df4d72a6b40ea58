"""The key judgements of 07_briefing: each a computed sentence with its chart, its rows and its caveat.

A judgement whose chart has nothing to draw is left out. Belongs here: what is said of the whole. Does not belong
here: the finding and the caveat of one chart (charts).
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.analysis.scope import naming, shown
from briefing.analysis.view import View
from briefing.charts import CHARTS
from briefing.charts.chart import Drawn
from briefing.words import dates
from briefing.words.english import join_list, possessive, uncapitalised
from briefing.words.findings import Sentence, finding, joined


@dataclass(frozen=True)
class Judgement:
    """A key judgement: its sentence, the chart that shows it, what to bear in mind, and the rows behind it."""

    sentence: Sentence
    caveat: Sentence
    figure_ids: tuple[str, ...]
    drawn: Drawn


def judgements(view: View, theme: str = "light") -> list[Judgement]:
    """Return the key judgements of a view: the charts with a caveat that have something to draw, in their order."""
    found = []
    for chart in CHARTS:
        if chart.caveat is None or (drawn := chart.at(view, theme)).text.nothing:
            continue
        said = joined(drawn.text.title, end=".")
        ids = tuple(sorted({i for row in drawn.table["figure_ids"] for i in row}))
        found.append(Judgement(said, chart.caveat(view, drawn.table), ids, drawn))
    return found


def sentences(view: View) -> dict[str, str]:
    """Return the sentence of each key judgement by its chart's name, without drawing."""
    told = {chart.name: chart.told(view)[2] for chart in CHARTS if chart.caveat is not None}
    return {name: str(joined(text.title, end=".")) for name, text in told.items() if not text.nothing}


def changes(view: View) -> list[Sentence]:
    """Return what would change the picture: numbers that are missing, second claimants, conflicts, dates."""
    table = view.estimates
    numbered = table[~table["without_number"]]
    lines = []
    if len(silent := table[~table["claimant_id"].isin(numbered["claimant_id"])]):
        about = {"claimants": tuple(silent["claimant_id"].unique())}
        spoke = f"A number from {naming(view, silent, 5)}, on record here without one"
        lines.append(finding("wanted_number", spoke, **about))
    alone = numbered.groupby("metric", observed=True)["claimant_id"].agg(lambda c: tuple(dict.fromkeys(c)))
    single = {m: c[0] for m, c in alone.items() if len(c) == 1}
    for claimant in dict.fromkeys(single.values()):
        mine = [m for m, c in single.items() if c == claimant]
        rows = numbered[numbered["claimant_id"].eq(claimant) & numbered["metric"].isin(mine)]
        measures = join_list(uncapitalised(view.metrics.label(m)) for m in mine)
        words = f"A second claimant for {measures}: the figures{shown(view)} rest on {naming(view, rows)} alone"
        lines.append(finding("wanted_claimant", words, claimant=claimant, metrics=tuple(map(str, mine))))
    conflicts = numbered.groupby(["statement_id", "claimant", "made_on", "metric"], sort=False, observed=True)
    for (statement, claimant, made_on, metric), rows in conflicts:
        if len(rows) > 1:
            when = f" of {dates.words(made_on)}" if made_on else ""
            words = (
                f"The wording of {possessive(claimant)} statement{when}: documents print "
                f"{join_list(rows['written'])} {view.metrics.phrase(metric)}"
            )
            lines.append(finding("wanted_wording", words, statement=statement, metric=str(metric)))
    undated = table[table["first"].isna()]
    if len(undated):
        about = {"claimants": tuple(undated["claimant_id"].unique())}
        lines.append(finding("wanted_date", f"A date for what {naming(view, undated, 9)} said", **about))
    return [joined(line, end=".") for line in lines]
