"""The briefing page as the command writes it: made once for the tests that read it and those that open it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from briefing.cli import main


def write_page(out: Path, *arguments: str) -> Path:
    """Write a page with `briefing page` and return its file."""
    result = CliRunner().invoke(main, ["page", "--out", str(out), *arguments])
    assert result.exit_code == 0, result.output
    return out / "briefing.html"


@pytest.fixture(scope="session")
def page_file(tmp_path_factory) -> Path:
    """The page of this repository's dossier."""
    return write_page(tmp_path_factory.mktemp("page"))
