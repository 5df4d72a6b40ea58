"""Views and drawn charts, each made once a process and shared by all tests that only look at them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from briefing import load_dossier
from briefing.analysis.view import View, view_of
from briefing.charts import CHARTS
from briefing.charts.chart import Chart, Drawn

BY_NAME: dict[str, Chart] = {chart.name: chart for chart in CHARTS}


@cache
def view(
    as_of: str = "", claimants: tuple[str, ...] = (), metrics: tuple[str, ...] = (), pivot: str = "",
    data: str | Path = "",
) -> View:  # fmt: skip
    """Return the view of a dossier, this repository's without `data`."""
    return view_of(load_dossier(data, as_of), claimants, metrics, pivot)


@cache
def draw(chart: str, as_of: str = "", data: str | Path = "", theme: str = "light") -> Drawn:
    """Return a chart of a dossier as drawn in a theme."""
    return BY_NAME[chart].at(view(as_of, data=data), theme)
