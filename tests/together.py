"""Which tests run in one process, and in which order, where pytest-xdist has several processes.

Tests that share what is costly to make, such as a page, a browser or drawn charts, run together: those of one file, or
of one chart. What takes longest begins, so that no process is left with it at the end. (xdist's own `--dist loadgroup`
groups nothing under pytest 9.2, which does not let it rename tests.)
"""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling

THE_PAGE = ("tests/outputs/test_page.py", "tests/outputs/test_page_browser.py")
EACH_ALONE = (
    "tests/run/test_machine.py",
    "tests/run/test_fortress.py",
    "tests/test_corruptions.py",
    "tests/truth/test_truth.py",
    "tests/desk/test_queue.py",
    "tests/desk/test_apply.py",
)
BY_CHART = "tests/charts/test_every_chart.py"
LONGEST = (  # files in the order to begin with them; all others follow
    *THE_PAGE,
    "tests/truth/test_truth.py",
    "tests/desk/test_notebook.py",
    "tests/test_lab.py",
    "tests/outputs/test_deck.py",
    "tests/test_notebooks.py",
    "tests/run/test_regenerate.py",
    "tests/run/test_machine.py",
    "tests/charts/test_chart.py",
    "tests/run/test_fortress.py",
    "tests/charts/test_tenth_chart.py",
    "tests/test_hostile.py",
    "tests/outputs/test_explore.py",
    "tests/run/test_cluster.py",
    BY_CHART,
)


def group_of(nodeid: str) -> str:
    """Return the name of the group that a test belongs to."""
    file, _, test = nodeid.partition("::")
    if file == BY_CHART and "[" in test:
        return f"{file} {test.partition('[')[2].split(' · ')[0].rstrip(']')}"
    if file in THE_PAGE:
        return "the page"
    return nodeid if file in EACH_ALONE else file


def rank(nodeid: str) -> int:
    """Return the place of a test's file in the order to begin."""
    file = nodeid.partition("::")[0]
    return LONGEST.index(file) if file in LONGEST else len(LONGEST)


class Together(LoadScopeScheduling):
    """Gives each process a group at a time, in the order of the tests."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the tests in the order of `LONGEST`, in every process alike; alone a run keeps the order of files."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: rank(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log) -> Together:
    """Return the schedule of a run in several processes."""
    return Together(config, log)
