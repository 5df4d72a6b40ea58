"""One folder for the records of a process, so that each is written, read and drawn once for all tests here."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """Where the records stand that views are drawn from."""
    return tmp_path_factory.mktemp("records")
