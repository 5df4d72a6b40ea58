"""What it takes to add a chart: one module and one line in the list; then it is in figures, page, deck and explorer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from briefing.paths import ROOT

MODULE = '''
"""A chart for a test: how many figures there are."""

from briefing.analysis.scope import source
from briefing.charts.chart import Chart, ChartText
from briefing.drawing.frame import Frame
from briefing.drawing.theme import BODY


def table_of(view):
    return view.estimates


def text_of(view, table):
    title = f"The tenth chart counts {len(table)} claims"
    return ChartText(title, "A subtitle", f"{title}.", source(view, table))


def draw(view, table, words, look):
    frame = Frame(words, look)
    frame.text(frame.body.left, frame.body.top - 1, str(len(table)), BODY)
    return frame


def question(view, table):
    return "How many claims are there?"


def caveat(view, table):
    return "Claims are not documents."


CHART = Chart(__name__, "03_nis_and_zelenskyy", table_of, text_of, draw, question, caveat)
'''
LIGHT = "from briefing.run import kernels; kernels.WARM = 'ipykernel.kernelapp'; from briefing.cli import main; main()"
ASK = """
import io, json, sys
from pathlib import Path
from pptx import Presentation
from briefing import load_dossier
from briefing.analysis.view import view_of
from briefing.outputs.deck import deck
from briefing.outputs.explore import explore
from briefing.outputs.page import Briefing

briefing = Briefing(view_of(load_dossier(as_of="2025-01-10")))  # of which four charts are judgements
slides = Presentation(io.BytesIO(deck(briefing)))
print(json.dumps({
    "page": briefing.masthead().data,
    "deck": [slide.shapes.title.text for slide in slides.slides if slide.shapes.title],
    "explorer": explore().controls["chart"].options,
}))
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of the repository with a tenth chart in it."""
    root = tmp_path_factory.mktemp("tenth")
    for name in ("src", "notebooks", "data", "seeds"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    charts = root / "src" / "briefing" / "charts"
    (charts / "tenth.py").write_text(MODULE, encoding="utf-8")
    listed = (charts / "__init__.py").read_text(encoding="utf-8")
    with_it = listed.replace("    statement_timeline,\n)", "    statement_timeline,\n    tenth,\n)")
    with_it = with_it.replace("    derived_rates.CHART,\n]", "    derived_rates.CHART,\n    tenth.CHART,\n]")
    assert with_it.count("tenth") == 2
    (charts / "__init__.py").write_text(with_it, encoding="utf-8")
    return root


def run(house, *arguments: str) -> str:
    env = os.environ | {"PYTHONPATH": str(house / "src")}
    told = subprocess.run([sys.executable, *arguments], cwd=house, env=env, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


def test_figures_and_gallery_have_it(house):
    out = house / "out"
    run(house, "-c", LIGHT, "figures", "--only", "03", "--out", str(out), "--quiet")
    assert {"tenth.png", "tenth.svg", "tenth.pdf", "tenth.json"} <= {p.name for p in out.iterdir()}
    gallery = (out / "README.md").read_text(encoding="utf-8")
    assert "The tenth chart counts" in gallery and "How many claims are there?" in gallery


def test_page_deck_and_explorer_have_it(house):
    import json

    told = json.loads(run(house, "-c", ASK))
    assert "The tenth chart counts" in told["page"]
    assert any("The tenth chart counts" in title for title in told["deck"])
    assert ["How many claims are there?", "tenth"] in told["explorer"]
