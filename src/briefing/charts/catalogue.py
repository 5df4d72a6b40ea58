"""The charts there are: which table, words and drawing each is made of, and the notebook that tells its story.

Belongs here: the list, so that a page, a deck, controls and tests can go through it. Does not belong here: anything
about one chart.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from briefing import charts, compare, findings
from briefing.analysis.scope import Words
from briefing.analysis.view import View


@dataclass(frozen=True)
class Chart:
    """A chart: `table(view)`, `words(view, table)` and `draw(view, table, words, theme=…)`."""

    name: str
    notebook: str
    table: Callable[[View], pd.DataFrame]
    words: Callable[[View, pd.DataFrame], Words]
    draw: Callable[..., Figure]

    def make(self, view: View, theme: str = "light") -> tuple[pd.DataFrame, Words, Figure]:
        """Return the table, the words and the figure of this chart for a view."""
        table = self.table(view)
        words = self.words(view, table)
        return table, words, self.draw(view, table, words, theme=theme)


def _chart(name: str, notebook: str, table: Callable) -> Chart:
    return Chart(name, notebook, table, getattr(findings, name), getattr(charts, name))


CHARTS = {
    chart.name: chart
    for chart in (
        _chart("attribution", "01_evidence", compare.attribution),
        _chart("corroboration", "01_evidence", compare.corroboration),
        _chart("losses_over_time", "02_losses_over_time", compare.losses),
        _chart("nis_and_zelenskyy", "03_nis_and_zelenskyy", compare.gap),
        _chart("statement_timeline", "04_kcna_era", compare.statements),
        _chart("claims_by_era", "04_kcna_era", compare.latest_by_era),
        _chart("deployment_ledger", "05_deployment", compare.deployment),
        _chart("discrepancies", "06_discrepancies", compare.discrepancies),
        _chart("derived_rates", "06_discrepancies", compare.rates),
    )
}
