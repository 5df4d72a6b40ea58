"""The gallery of a folder of figures: text from a dossier stays text, whatever Markdown or HTML it looks like."""

from __future__ import annotations

import json

import pytest

from briefing.paths import NOTEBOOKS
from briefing.run.gallery import gallery
from briefing.run.parameters import read_notebook


def shown(folder, **about: str) -> list[str]:
    """Return the lines of the gallery of one figure."""
    notebook = read_notebook(next(NOTEBOOKS.glob("02_*.ipynb")))
    sidecar = {"title": "A title", "subtitle": "A subtitle", "alt": "An alt text"} | about
    (folder / "x.json").write_text(json.dumps(sidecar), encoding="utf-8")
    return gallery(folder, folder, [notebook], {notebook.name: ["x.json", "x.png"]}).splitlines()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a *b* <img src=x> $5\n- c [d](e) & `f`", r"a \*b\* &lt;img src=x&gt; \$5 - c \[d\](e) &amp; \`f\`"),
        ("- no list", r"\- no list"),
        ("1. no list", r"1\. no list"),
    ],
)
def test_text_from_data_is_text(tmp_path, text, written):
    lines = shown(tmp_path, title=text, subtitle=text, alt=text, question=text)
    assert f"### {written}" in lines and written in lines
    assert f"*{written}*" in lines and f"![{written}](x.png)" in lines


def test_a_picture_that_is_not_there_is_not_shown(tmp_path):
    assert not any(line.startswith("![") and "x.svg" in line for line in shown(tmp_path))
