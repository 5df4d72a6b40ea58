"""Sentences computed from the tables: titles, subtitles, alt text, source lines, judgements.

Every sentence is true of the rows it is given, for every parameter, or is not written. Belongs here: English.
Does not belong here: arithmetic (bounds, compare) and where a sentence stands (charts, page).
"""

from briefing.analysis.scope import Words
from briefing.findings.deployment import deployment_ledger
from briefing.findings.discrepancies import discrepancies
from briefing.findings.eras import claims_by_era, statement_timeline
from briefing.findings.evidence import attribution, corroboration
from briefing.findings.gap import nis_and_zelenskyy
from briefing.findings.losses import losses_over_time
from briefing.findings.rates import derived_rates

__all__ = [
    "Words",
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
