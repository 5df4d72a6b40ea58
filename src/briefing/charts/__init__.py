"""One function a chart: a tidy table and its words in, a matplotlib `Figure` out.

Nothing is read and nothing is saved here. Belongs here: which marks a table becomes and where they stand.
Does not belong here: colours and frame (style), sentences (findings), arithmetic (compare).
"""

from briefing.charts.discrepancies import discrepancies
from briefing.charts.eras import claims_by_era, statement_timeline
from briefing.charts.evidence import attribution, corroboration
from briefing.charts.losses import losses_over_time

__all__ = [
    "attribution",
    "claims_by_era",
    "corroboration",
    "discrepancies",
    "losses_over_time",
    "statement_timeline",
]
