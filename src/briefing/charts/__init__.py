"""One function a chart: a tidy table and its words in, a matplotlib `Figure` out.

Nothing is read and nothing is saved here. Belongs here: which marks a table becomes and where they stand.
Does not belong here: colours and frame (style), sentences (findings), arithmetic (compare).
"""

from briefing.charts.deployment import deployment_ledger
from briefing.charts.discrepancies import discrepancies
from briefing.charts.eras import claims_by_era, statement_timeline
from briefing.charts.evidence import attribution, corroboration
from briefing.charts.gap import nis_and_zelenskyy
from briefing.charts.losses import losses_over_time
from briefing.charts.rates import derived_rates

__all__ = [
    "attribution",
    "claims_by_era",
    "corroboration",
    "deployment_ledger",
    "derived_rates",
    "discrepancies",
    "losses_over_time",
    "nis_and_zelenskyy",
    "statement_timeline",
]
