"""The package around the code: descriptor and codebook, pins, tracked files, and the commands that the README names."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import tomllib

import pytest
from frictionless import Package

from briefing.cli import main
from briefing.paths import DATA, ROOT
from briefing.record.codebook import PAGE, codebook


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [name for name in listed.stdout.split("\0") if name]


def requirements() -> list[str]:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def name_of(requirement: str) -> str:
    return re.match(r"[A-Za-z0-9._-]+", requirement)[0].lower().replace("_", "-").replace(".", "-")


def test_frictionless_finds_the_data_package_valid():
    report = Package(str(DATA / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])


def test_every_table_and_field_is_described():
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    assert package["$schema"].endswith("/2.0/datapackage.json")
    for table in package["resources"]:
        header = (DATA / table["path"]).read_text(encoding="utf-8").splitlines()[0]
        assert header == ",".join(f["name"] for f in table["schema"]["fields"])
        assert table["description"]
        assert all(f["description"].strip() for f in table["schema"]["fields"])


def test_codebook_is_not_stale():
    assert PAGE.read_text(encoding="utf-8") == codebook(), "run: make codebook"


def test_codebook_explains_every_value_that_a_column_may_have():
    text = codebook()
    for word in ("`at_least`", "`none_given`", "`direct_quote`", "`external`", "`republished`", "Unicode code points"):
        assert word in text


def test_every_requirement_is_pinned_and_the_project_installs_itself():
    assert "-e ." in requirements()
    for line in requirements():
        assert line == "-e ." or re.fullmatch(r"[a-z0-9._-]+(\[[a-z0-9,-]+\])?==[^\s;,]+( ; .+)?", line), line


def test_every_direct_dependency_is_pinned():
    direct = project()["dependencies"] + [r for group in project()["optional-dependencies"].values() for r in group]
    assert {name_of(r) for r in direct} <= {name_of(r) for r in requirements() if r != "-e ."}


def test_no_registry_address_and_no_path_of_a_machine_in_any_tracked_file():
    """The documents are evidence and stay as they are; the tests name what they look for in parts."""
    slash = "/"
    traces = [
        "pypi" + ".org", "files.python" + "hosted", "--index" + "-url ", "--extra-index" + "-url", "find-links" + "=",
        slash + "home" + slash, slash + "Users" + slash, slash + "root" + slash, slash + "work" + slash,
        "C:" + "\\\\Users",
    ]  # fmt: skip
    found = []
    for name in tracked():
        path = ROOT / name
        if name.startswith("seeds/") or not path.is_file() or path.suffix in (".png", ".pdf"):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{name}: {trace}" for trace in traces if trace in text and name != "tests/test_notebooks.py"]
    assert found == []


def test_commands_that_the_readme_names_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", readme, re.M)) <= targets
    from briefing.cli import main

    named = set(re.findall(r"(?:`|bin/)briefing ([a-z]+)", readme))
    assert named <= set(main.commands), named - set(main.commands)


def test_what_the_makefile_lists_can_be_made():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    declared = set(re.search(r"^\.PHONY: (.+)$", makefile, re.M)[1].split())
    assert set(re.findall(r"^([a-z]+):", makefile, re.M)) <= declared


def test_ci_runs_the_readmes_test_command():
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert "make test" in script.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [None, *(n for n, c in main.commands.items() if not c.hidden)])
def test_help_has_examples_that_the_command_takes(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    for name_of_file in ("seeds/gazette.txt", "gazette.html", "gazette.pdf", "draft.csv", "draft.xlsx"):
        (tmp_path / name_of_file).touch()
    command = main.commands[name] if name else main
    lines = [line for line in (command.epilog or "").splitlines() if line.startswith("  briefing ")]
    assert lines, f"briefing {name or ''} --help has no example"
    for _, called, *arguments in (shlex.split(line, comments=True) for line in lines):
        assert called == (name or called)
        main.commands[called].make_context(called, [a for a in arguments if a != "--help"])


def test_a_record_is_read_without_a_library_that_only_tests_need():
    """pandera imports hypothesis where it finds it, and takes a third of a second longer."""
    read = "import sys; from briefing import load_dossier; load_dossier(); print('hypothesis' in sys.modules)"
    made = "import hypothesis; print(hypothesis.__name__)"
    told = subprocess.run([sys.executable, "-P", "-c", f"{read}; {made}"], capture_output=True, text=True)
    assert told.stdout.split() == ["False", "hypothesis"], told.stderr
