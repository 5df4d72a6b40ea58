"""A copy of this repository's record with the invented article as a new document, its numbers all open."""

import shutil
from pathlib import Path

import pytest

from briefing.desk.register import add_document
from briefing.paths import DATA, ROOT

ARTICLE = ROOT / "tests" / "invented" / "gazette.txt"
DOCUMENT = "005_strelsau_gazette"


@pytest.fixture
def home(tmp_path) -> Path:
    shutil.copytree(DATA, tmp_path / "data")
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    return tmp_path


@pytest.fixture(scope="package")
def registered(tmp_path_factory) -> Path:
    """Register the article once; each test gets a copy."""
    home = tmp_path_factory.mktemp("registered")
    shutil.copytree(DATA, home / "data")
    shutil.copytree(ROOT / "seeds", home / "seeds")
    add_document(ARTICLE, "strelsau gazette", data_dir=home / "data")
    return home


@pytest.fixture
def data(registered, home) -> Path:
    shutil.copytree(registered, home, dirs_exist_ok=True)
    return home / "data"


def contents(data: Path) -> dict[str, bytes]:
    """Return what the tables hold, by name."""
    return {path.name: path.read_bytes() for path in sorted(data.glob("*.csv"))}
