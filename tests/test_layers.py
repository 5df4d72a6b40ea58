"""One direction of flow between the packages and no circle inside one: the contracts stand in pyproject.toml."""

from __future__ import annotations

from importlinter.cli import lint_imports

from briefing.paths import ROOT


def test_imports_keep_to_the_contracts(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, is_debug_mode=False)
    assert status == 0, capsys.readouterr().out
