"""What a repository needs around the code: licences, citation, method, forms, and places to run it that can."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from packaging.specifiers import SpecifierSet

from briefing.analysis.chains import WITHIN
from briefing.cli import main
from briefing.paths import DATA, FIGURES, ROOT
from briefing.words import copies

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_licences_say_the_same_everywhere():
    assert read("LICENSE").startswith("MIT License")
    assert PROJECT["license"] == "MIT"
    assert [licence["name"] for licence in PACKAGE["licenses"]] == ["CC-BY-4.0"]
    assert yaml.safe_load(read("CITATION.cff"))["license"] == ["MIT", "CC-BY-4.0"]
    assert "No licence of this repository" in read("seeds/README.md")
    assert "`seeds/` | **none given here.**" in read("LICENSES.md")


def test_the_citation_has_what_its_format_asks_and_names_nobody_invented():
    about = yaml.safe_load(read("CITATION.cff"))
    assert {"cff-version", "message", "title", "authors"} <= set(about)
    assert about["version"] == PROJECT["version"]
    assert about["authors"] == [{"name": "The maintainers of this repository"}]
    assert [c["title"] for c in PACKAGE["contributors"]] == ["The maintainers of this repository"]
    assert len(PACKAGE["sources"]) == len(list((ROOT / "seeds").glob("*.txt")))


def test_the_command_says_its_version():
    assert CliRunner().invoke(main, ["--version"]).output == f"briefing {PROJECT['version']}\n"


def test_the_method_fits_two_pages_and_its_numbers_are_those_of_the_code():
    method = read("METHOD.md")
    assert len(method.split()) < 1_000
    assert f"within {WITHIN} days" in method
    assert (copies.RUN, copies.SHARED, copies.LEAST, copies.SAME_NUMBERS) == (5, 0.5, 25, 0.5)
    assert "runs of five words" in method
    assert "at least 25 of them" in method


@pytest.mark.parametrize("name", ["METHOD.md", "LICENSES.md", "CHANGELOG.md", "README.md", "CONTRIBUTING.md"])
def test_what_is_linked_is_there(name):
    linked = re.findall(r"\]\((?!https?://|#)([^)#]+)", read(name))
    assert [link for link in linked if not (ROOT / link).exists()] == []


def test_dev_container_and_binder_have_a_python_that_the_project_takes():
    wanted = SpecifierSet(PROJECT["requires-python"])
    image = json.loads(read(".devcontainer/devcontainer.json"))["image"]
    assert re.search(r":(?:\d+-)?(3\.\d+)", image)[1] in wanted
    assert read(".binder/runtime.txt").strip().removeprefix("python-") in wanted
    assert (ROOT / ".binder" / "postBuild").stat().st_mode & 0o111
    assert "make .venv/.installed" in read(".devcontainer/devcontainer.json")


def test_the_form_for_a_wrong_figure_asks_for_the_words():
    form = yaml.safe_load(read(".github/ISSUE_TEMPLATE/wrong-figure.yml"))
    asked = {part["id"]: part for part in form["body"] if "id" in part}
    assert asked["words"]["validations"]["required"]
    assert {"name", "description", "body"} <= set(form)


def test_the_site_holds_page_gallery_and_machines_forms_and_leads_nowhere_else(tmp_path):
    told = CliRunner().invoke(main, ["site", "--out", str(tmp_path / "site"), "--base", "https://example.org/x"])
    assert told.exit_code == 0, told.output
    site: Path = tmp_path / "site"
    assert {p.name for p in site.iterdir()} == {
        "index.html",
        "figures",
        "claims.jsonld",
        "record.sqlite",
        "metadata.json",
    }
    gallery = (site / "figures" / "index.html").read_text(encoding="utf-8")
    for picture in FIGURES.glob("*.png"):
        assert f'src="{picture.name}"' in gallery
        assert (site / "figures" / picture.name).read_bytes() == picture.read_bytes()
    targets = re.findall(r'(?:href|src)="([^"#]+)"', gallery)
    assert [t for t in targets if not t.startswith("data:") and not (site / "figures" / t).exists()] == []
    about = json.loads((site / "claims.jsonld").read_text(encoding="utf-8"))
    assert about["@context"]["@base"] == "https://example.org/x/index.html"
    page = (site / "index.html").read_text(encoding="utf-8")
    claims = [node["@id"] for node in about["@graph"] if node["@type"] == "Claim"]
    assert [claim for claim in claims if f'id="{claim[1:]}"' not in page] == []
