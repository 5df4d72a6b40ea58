"""The key judgements of 07_briefing: each a computed sentence with its chart, its rows and its caveat.

A judgement whose chart has nothing to draw is left out. Belongs here: what is said of the whole. Does not belong
here: the finding and the caveat of one chart (charts).
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.analysis.scope import shown
from briefing.analysis.view import View
from briefing.charts import CHARTS
from briefing.charts.chart import Drawn
from briefing.words import dates
from briefing.words.english import join_list, list_up_to, possessive, uncapitalised


@dataclass(frozen=True)
class Judgement:
    """A key judgement: its sentence, the chart that shows it, what to bear in mind, and the rows behind it."""

    sentence: str
    caveat: str
    figure_ids: tuple[str, ...]
    drawn: Drawn


def judgements(view: View, theme: str = "light") -> list[Judgement]:
    """Return the key judgements of a view: the charts with a caveat that have something to draw, in their order."""
    found = []
    for chart in CHARTS:
        if chart.caveat is None or (drawn := chart.at(view, theme)).text.nothing:
            continue
        said = chart.judgement(drawn.table) if chart.judgement else drawn.text.title
        ids = tuple(sorted({i for row in drawn.table["figure_ids"] for i in row}))
        found.append(Judgement(f"{said}.", chart.caveat(view, drawn.table), ids, drawn))
    return found


def changes(view: View) -> list[str]:
    """Return what would change the picture: numbers that are missing, second claimants, conflicts, dates."""
    table = view.estimates
    if table.empty:
        return []
    numbered = table[~table["without_number"]]
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
        mine = [uncapitalised(view.metrics.label(m)) for m, c in single.items() if c == claimant]
        lines.append(f"A second claimant for {join_list(mine)}: the figures{shown(view)} rest on {claimant} alone.")
    for (_, claimant, made_on, metric), written in conflicts:
        if len(written) > 1:
            lines.append(
                f"The wording of {possessive(claimant)} statement of {dates.words(made_on)}: documents print "
                f"{join_list(written)} {view.metrics.phrase(metric)}."
            )
    undated = list(dict.fromkeys(table.loc[table["first"].isna(), "claimant"]))
    if undated:
        lines.append(f"A date for what {join_list(undated)} said.")
    return lines
