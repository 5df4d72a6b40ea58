"""The table of 02_losses_over_time."""

from __future__ import annotations

import pandas as pd

from briefing.analysis.estimates import drawn_at, with_era
from briefing.analysis.view import View

LOSSES = ("killed", "wounded", "casualties")


def losses(view: View) -> pd.DataFrame:
    """Return the estimates of killed, wounded and both together, with `era` and `at`; dated statements only."""
    return drawn_at(with_era(view.estimates_of(LOSSES), view.pivot)).pipe(
        lambda t: t.assign(metric=t["metric"].cat.remove_unused_categories())
    )
