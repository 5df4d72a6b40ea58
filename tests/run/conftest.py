"""A house of its own for the tests of headless runs."""

from __future__ import annotations

import pytest

from briefing import paths
from briefing.run import kernels
from tests.house import House


@pytest.fixture
def house(tmp_path, monkeypatch) -> House:
    """Folders for notebooks, figures and what is built, which this process takes for the repository's."""
    made = House(tmp_path)
    places = {"ROOT": made.root, "NOTEBOOKS": made.notebooks, "FIGURES": made.figures, "BUILD": made.build}
    for name, folder in places.items():
        monkeypatch.setattr(paths, name, folder)
    monkeypatch.setattr(kernels, "WARM", "ipykernel.kernelapp")  # most of these notebooks need no more
    return made
