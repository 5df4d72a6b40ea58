"""Runs the shell lines of the workflows, dev container and Binder by hand, each in a fresh clone of the last commit.

python -m tests.workflow_steps [pages] [changes] [devcontainer] [binder]

Not run are the actions themselves (checkout, set-up of Python, upload, deployment) and GitHub's, Docker's and Binder's
machines. What GitHub would fill in is filled in here. A step that fails ends it with its exit status.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml

from briefing.paths import ROOT

FILLED = {
    "github.event.pull_request.base.sha": "HEAD~1",
    "github.repository_owner": "owner",
    "github.event.repository.name": "briefing",
}


def steps(name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the shell lines of a workflow, the dev container or Binder, each with its environment."""
    if name == "devcontainer":
        yield json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text("utf-8"))["postCreateCommand"], {}
        yield ".venv/bin/briefing --version", {}
    elif name == "binder":
        yield "python -m venv build/binder", {}
        path = {"PATH": f"build/binder/bin:{os.environ['PATH']}"}
        yield "bash .binder/postBuild", path
        yield "briefing --version && jupyter lab --version", path
    else:
        for job in yaml.safe_load((ROOT / ".github" / "workflows" / f"{name}.yml").read_text("utf-8"))["jobs"].values():
            for step in job["steps"]:
                if "run" in step:
                    yield step["run"], {k: filled(v) for k, v in step.get("env", {}).items()}


def filled(text: str) -> str:
    """Return a value with what GitHub would fill in; KeyError for what is not known here."""
    return re.sub(r"\$\{\{\s*(.+?)\s*\}\}", lambda m: FILLED[m[1]], text)


def run(name: str) -> None:
    """Run the steps of one of them in a clone; ends with the status of a step that fails."""
    with tempfile.TemporaryDirectory(prefix="briefing-steps-") as folder:
        subprocess.run(["git", "clone", "-q", str(ROOT), folder], check=True)
        summary = Path(folder) / "build" / "summary.md"
        summary.parent.mkdir()
        for line, env in steps(name):
            print(f"{name}: {line.strip()}", flush=True)
            done = subprocess.run(["bash", "-euo", "pipefail", "-c", line], cwd=folder,
                                  env=os.environ | env | {"GITHUB_STEP_SUMMARY": str(summary)})  # fmt: skip
            if done.returncode:
                sys.exit(f"{name}: exit status {done.returncode}")
        made = sorted(
            p.relative_to(folder) for p in (Path(folder) / "build").rglob("*") if p.suffix in (".html", ".md")
        )
        print(f"{name}: done; {', '.join(map(str, made[:8])) if name in ('pages', 'changes') else 'installed'}")


if __name__ == "__main__":
    for which in sys.argv[1:] or ["pages", "changes", "devcontainer", "binder"]:
        run(which)
