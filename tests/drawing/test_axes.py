"""Time axes: no date behind the last day, however much room the labels there want."""

import matplotlib.dates as mdates
import pandas as pd
import pytest
from matplotlib.figure import Figure

from briefing.drawing.axes import time_axis
from briefing.drawing.theme import THEMES


@pytest.mark.parametrize(("first", "last"), [("2025-01-09", "2025-01-10"), ("2025-01-09", "2025-09-02"),
                                             ("2022-01-01", "2025-12-31"), ("1990-05-01", "2025-05-01")])  # fmt: skip
@pytest.mark.parametrize("after", [0.0, 0.4])
def test_no_date_stands_behind_the_last_day(first, last, after):
    axes = Figure(facecolor=THEMES["light"].background).subplots()
    first, last = pd.Timestamp(first), pd.Timestamp(last)
    time_axis(axes, first, last, after=after)
    ticks = axes.get_xticks()
    assert len(ticks) >= 2
    assert max(ticks) <= mdates.date2num(last)
    assert axes.get_xlim()[1] > mdates.date2num(last)  # room for the mark
