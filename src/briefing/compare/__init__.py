"""Tidy tables for the charts: estimates, revisions, eras, conflicts, derived figures, corroboration.

Belongs here: what may be put side by side, and what follows from it arithmetically. Conflicting claims stay side by
side, nothing is averaged and nothing is picked as best; only figures of one statement are added or divided.
Does not belong here: sentences (findings) and marks (charts).
"""

from briefing.analysis.chains import attribution, corroboration
from briefing.analysis.derived import rates
from briefing.analysis.view import View, view
from briefing.compare.deployment import deployment, ledger
from briefing.compare.discrepancies import discrepancies
from briefing.compare.eras import latest_by_era, statements
from briefing.compare.gap import gap
from briefing.compare.losses import losses

__all__ = [
    "View",
    "attribution",
    "corroboration",
    "deployment",
    "discrepancies",
    "estimates",
    "gap",
    "latest_by_era",
    "ledger",
    "losses",
    "rates",
    "renderings",
    "revisions",
    "statements",
    "view",
]
