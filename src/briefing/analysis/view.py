"""The view of a dossier through the parameters that every chart takes.

Belongs here: what the parameters choose. Does not belong here: what follows from the rows chosen (estimates, chains,
derived, charts).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, wraps

import pandas as pd

from briefing.analysis.estimates import estimated, estimates, renderings, unique_tuples
from briefing.record.dossier import Dossier, Pivot
from briefing.record.metrics import Metrics


@dataclass(frozen=True)
class View:
    """A dossier seen through the parameters of a notebook: the chosen figures, and the statement that parts eras.

    `claimants` (actor_ids) and `chosen_metrics` are what was chosen, () for all; `pivot_asked` is the
    parameter as given.
    """

    dossier: Dossier
    figures: pd.DataFrame
    pivot: Pivot | None
    claimants: tuple[str, ...]
    chosen_metrics: tuple[str, ...]
    pivot_asked: str = ""

    @property
    def metrics(self) -> Metrics:
        """What can be counted in the record."""
        return self.dossier.metrics

    @property
    def parameters(self) -> dict:
        """The parameters that this is the view of, as a sidecar records them."""
        return {
            "as_of": self.dossier.as_of,
            "claimants": list(self.claimants),
            "metrics": list(self.chosen_metrics),
            "pivot": self.pivot_asked,
        }

    @cached_property
    def told(self) -> dict:
        """What charts have said of the view, by chart; several themes of one chart need it once."""
        return {}

    @property
    def pivot_on(self) -> pd.Timestamp | None:
        """The first day of the later era; None without a pivot, or before it."""
        return self.pivot.on if self.pivot else None

    @cached_property
    def renderings(self) -> pd.DataFrame:
        """The `renderings` of the chosen figures."""
        return renderings(self.figures)

    @cached_property
    def estimates(self) -> pd.DataFrame:
        """The `estimates` of the chosen figures."""
        return estimated(self.renderings)

    @cached_property
    def all_estimates(self) -> pd.DataFrame:
        """The `estimates` of the chosen claimants, whatever metrics are chosen: what a share needs two of."""
        return self.estimates if not self.chosen_metrics else estimates(self.dossier.select(self.claimants))

    @cached_property
    def lead_metrics(self) -> list[str]:
        """The metrics of the record's first topic that it has rows of; all of them where it has none."""
        return self._used(self.metrics.lead_topic())

    @cached_property
    def other_metrics(self) -> list[str]:
        """The metrics of persons of its other topics that it has rows of; all of them where it has none."""
        return self._used(self.metrics.other_topics())

    def _used(self, metrics: list[str]) -> list[str]:
        used = set(self.dossier.record.tables["reported_figures"]["metric"])
        return [m for m in metrics if m in used] or metrics

    def estimates_of(self, metrics: Iterable[str]) -> pd.DataFrame:
        """Return the `estimates` of some metrics."""
        return self.estimates[self.estimates["metric"].isin(list(metrics))].reset_index(drop=True)


def once(function: Callable) -> Callable:
    """Let a function of a view be worked out once for each view, which keeps the result."""

    @wraps(function)
    def kept(view: View):
        known = view.__dict__.setdefault("worked_out", {})
        if function not in known:
            known[function] = function(view)
        return known[function]

    return kept


def view_of(dossier: Dossier, claimants=(), metrics=(), pivot: str = "") -> View:
    """Return the view of a dossier that the parameters choose; empty means all, and a text names with commas.

    Raises ValueError for a claimant, metric or pivot that the dossier does not have.
    """
    claimants, metrics = _names(claimants), _names(metrics)
    figures = dossier.select(claimants, metrics)
    return View(dossier, figures, dossier.pivot(pivot), dossier.claimant_ids(claimants), tuple(metrics), pivot)


def _names(given: str | Iterable[str]) -> list[str]:
    """Return names as a list; papermill's -p gives one or several as text: "nis,kcna"."""
    return [name.strip() for name in given.split(",") if name.strip()] if isinstance(given, str) else list(given)


def mentions(view: View, table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with `outlets`, `voices` and `quotes`: what stands behind its `figure_ids`, each once.

    Of a quote that is translated it is the translation.
    """
    behind = view.dossier.figures.set_index("figure_id")[["outlet", "voice", "quote", "quote_en"]].astype(str)
    behind["quote"] = behind["quote_en"].where(behind["quote_en"].ne(""), behind["quote"])
    ids = table["figure_ids"].reset_index(drop=True).explode().dropna()
    found = behind.loc[ids]
    columns = {"outlets": "outlet", "voices": "voice", "quotes": "quote"}
    return table.assign(**{name: unique_tuples(found[c], ids.index, table.index) for name, c in columns.items()})
