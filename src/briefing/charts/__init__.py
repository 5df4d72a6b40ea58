"""The charts: one module each, and the list that page, deck, explorer, gallery and tests go through.

Belongs here: the list, in the order in which a briefing tells. Does not belong here: looks (drawing) and arithmetic
that more than one chart needs (analysis).
"""

from briefing.charts import (
    attribution,
    claims_by_era,
    corroboration,
    deployment_ledger,
    derived_rates,
    discrepancies,
    lead_voices,
    losses_over_time,
    nis_and_zelenskyy,
    statement_timeline,
)
from briefing.charts.chart import Chart

CHARTS = [
    lead_voices.CHART,
    losses_over_time.CHART,
    statement_timeline.CHART,
    claims_by_era.CHART,
    nis_and_zelenskyy.CHART,
    deployment_ledger.CHART,
    attribution.CHART,
    corroboration.CHART,
    discrepancies.CHART,
    derived_rates.CHART,
]


def more_of(notebook: str, *shown: Chart) -> list[Chart]:
    """Return the charts whose entry names a notebook, besides those that its text shows."""
    return [chart for chart in CHARTS if chart.notebook == notebook and chart not in shown]
