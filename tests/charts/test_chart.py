"""What leaves through `publish`: the same bytes on every run, described, without dates, versions or paths."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import zlib
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from PIL import Image

from briefing.charts import CHARTS
from briefing.paths import ROOT
from briefing.run.check import compare

CHART = "losses_over_time"
AGAIN = """
import hashlib, json
from briefing import compare, load_dossier
from briefing.charts.catalogue import CHARTS
from briefing.charts.publish import FORMATS, render
_, words, figure = CHARTS["losses_over_time"].make(compare.view(load_dossier()))
print(json.dumps({k: hashlib.sha256(render(figure, k, words)).hexdigest() for k in FORMATS}))
"""


@pytest.fixture(scope="module")
def made(here):
    table, words, figure = CHARTS[CHART].make(compare.view(here))
    return table, words, figure, {kind: render(figure, kind, words) for kind in FORMATS}


def test_bytes_are_the_same_again_and_in_another_process(made, here):
    _, words, figure, files = made
    assert {k: render(figure, k, words) for k in FORMATS} == files
    env = os.environ | {"PYTHONHASHSEED": "4711", "TZ": "Asia/Seoul"}
    run = subprocess.run([sys.executable, "-c", AGAIN], env=env, cwd="/", capture_output=True, text=True, check=True)
    assert json.loads(run.stdout) == {k: hashlib.sha256(b).hexdigest() for k, b in files.items()}


def test_png_is_a_slide_with_its_alt_text(made, tmp_path):
    _, words, _, files = made
    (tmp_path / "a.png").write_bytes(files["png"])
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (1920, 1080)
        assert image.info["Description"] == words.alt
        assert image.info["Title"] == words.title
        assert set(image.info) <= {"Description", "Title", "dpi"}


def test_svg_has_title_and_description_and_draws_text_as_paths(made):
    _, words, _, files = made
    root = ElementTree.fromstring(files["svg"])
    space = "{http://www.w3.org/2000/svg}"
    assert [child.tag for child in root][:2] == [f"{space}title", f"{space}desc"]
    assert root.find(f"{space}title").text == words.title
    assert root.find(f"{space}desc").text == words.alt
    assert root.attrib["role"] == "img"
    assert not list(root.iter(f"{space}text"))
    assert not list(root.iter(f"{space}script"))


def test_pdf_has_alt_text_and_embedded_truetype(made):
    _, words, _, files = made
    pdf = files["pdf"]
    assert b"/Subject" in pdf
    assert words.alt[:40].encode("utf-16-be") in pdf or words.alt[:40].encode("ascii", "ignore") in pdf
    assert b"/CIDFontType2" in pdf or b"/TrueType" in pdf
    assert b"/FontFile2" in pdf
    assert b"/Type3" not in pdf
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S)
    fonts = [f for f in (zlib.decompressobj().decompress(s) for s in streams) if f.startswith(b"\0\1\0\0")]
    assert fonts and not any(b"GPOS" in font[:400] for font in fonts)  # the head of a font lists its tables


def test_no_dates_versions_or_paths(made):
    files = made[3]
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", files["pdf"], re.S)
    inflated = b"".join(zlib.decompress(s) for s in streams if s[:1] == b"x")
    version = mpl.__version__.encode()
    for content in (files["png"], files["svg"], files["pdf"], inflated):
        for trace in (version, b"matplotlib.org", b"/CreationDate", b"/Producer", b"<dc:date>", str(ROOT).encode()):
            assert trace not in content, trace


def test_sidecar_leads_back_to_the_rows(made, here, tmp_path):
    table, words, figure, _ = made
    parameters = {"as_of": "", "theme": "light", "figures_dir": str(tmp_path), "data_dir": "", "formats": ["png"]}
    publish(figure, CHART, words, table, notebook="02_losses_over_time", parameters=parameters, figures_dir=tmp_path)
    text = (tmp_path / f"{CHART}.json").read_text(encoding="utf-8")
    sidecar = json.loads(text)
    assert set(sidecar) == {
        "title", "subtitle", "alt", "source", "notebook", "parameters", "data", "figure_ids",
    }  # fmt: skip
    assert sidecar["parameters"] == {"as_of": "", "theme": "light"}
    assert str(tmp_path) not in text
    assert len(sidecar["data"]) == len(table)
    assert "000-killed-1" in sidecar["figure_ids"]
    assert set(sidecar["figure_ids"]) <= set(here.figures["figure_id"])
    assert {p.suffix for p in tmp_path.iterdir()} == {".png", ".svg", ".pdf", ".json"}


def test_every_sidecar_names_existing_rows(here):
    view = compare.view(here)
    for chart in CHARTS.values():
        table = chart.table(view)
        sidecar = describe(chart.words(view, table), table, chart.notebook, {})
        assert sidecar["figure_ids"], chart.name
        assert set(sidecar["figure_ids"]) <= set(here.figures["figure_id"])
        json.dumps(sidecar, allow_nan=False)


def test_without_a_folder_nothing_is_written_and_the_picture_is_described(made, tmp_path, monkeypatch):
    table, words, figure, files = made
    monkeypatch.chdir(tmp_path)
    shown = publish(figure, CHART, words, table, notebook="x", parameters={}, figures_dir="")
    assert list(tmp_path.iterdir()) == []
    assert shown.data == files["png"]
    assert shown.alt == words.alt


def test_unknown_format_is_refused_before_anything_is_written(made, tmp_path):
    table, words, figure, _ = made
    with pytest.raises(ValueError, match="use png, svg, pdf"):
        publish(
            figure, CHART, words, table, notebook="x", parameters={}, figures_dir=tmp_path / "f", formats=["png", "gif"]
        )
    assert not (tmp_path / "f").exists()


def test_words_with_markup_and_control_characters_stay_text(made):
    figure = made[2]
    hostile = Words("<script>alert(1)</script> $x_1$", "", 'a "quote" & <b>\x07 ]]>', "")
    root = ElementTree.fromstring(render(figure, "svg", hostile))
    space = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{space}title").text == "<script>alert(1)</script> $x_1$"
    assert root.find(f"{space}desc").text == 'a "quote" & <b>□ ]]>'
    assert not list(root.iter(f"{space}script"))
    for kind in ("png", "pdf"):
        assert render(figure, kind, hostile)
