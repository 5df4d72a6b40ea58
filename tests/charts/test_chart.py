"""What leaves through `publish`: the same bytes on every run, described, without dates, versions or paths."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zlib
from dataclasses import replace
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from PIL import Image

from briefing.audit.report import audit, report
from briefing.charts.chart import FORMATS, Drawn
from briefing.paths import ROOT
from tests.drawn import BY_NAME, draw, view

CHART = "losses_over_time"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    return draw(CHART)


@pytest.fixture(scope="module")
def files(drawn) -> dict[str, bytes]:
    return {kind: drawn.render(kind) for kind in FORMATS}


DIGESTS = """
import hashlib, json, locale, sys, time
locale.setlocale(locale.LC_ALL, "")
from briefing import load_dossier
from briefing.analysis.view import view_of
from briefing.audit.report import audit, report
from briefing.charts import CHARTS
made, seen = {}, view_of(load_dossier(as_of=sys.argv[3]))
for chart in CHARTS:
    drawn = chart.at(seen)
    kinds = sys.argv[1].split(",") if chart.name in sys.argv[2].split(",") else ["svg"]
    made |= {f"{chart.name}.{kind}": hashlib.sha256(drawn.render(kind)).hexdigest() for kind in kinds}
    made[f"{chart.name}.json"] = hashlib.sha256(json.dumps(drawn.sidecar()).encode()).hexdigest()
print(json.dumps([locale.str(1.5), time.tzname[0], made, report(audit())]))
"""
FEW = "2025-02-01"  # statements
IN_ALL_FORMATS = (CHART,)  # the others as SVG: what is drawn is the same, and `make check` compares every file


def test_bytes_are_the_same_in_another_process_with_other_settings(tmp_path):
    """Another hash seed, working directory and time zone, and where it can be made a locale with commas as decimals."""
    made = ["localedef", "--no-archive", "-i", "de_DE", "-f", "UTF-8", tmp_path / "de_DE.UTF-8"]
    german = shutil.which("localedef") and subprocess.run(made, capture_output=True).returncode <= 1
    how = {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati"}
    how |= {"LOCPATH": str(tmp_path), "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"} if german else {}
    command = [sys.executable, "-c", DIGESTS, ",".join(FORMATS), ",".join(IN_ALL_FORMATS), FEW]
    told = subprocess.run(command, env=os.environ | how, cwd="/", capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    decimal, zone, there, audited = json.loads(told.stdout)
    assert zone == "+14" and decimal == ("1,5" if german else "1.5")
    here = {}
    for name in BY_NAME:
        drawn = draw(name, FEW)
        kinds = FORMATS if name in IN_ALL_FORMATS else ["svg"]
        here |= {f"{name}.{kind}": hashlib.sha256(drawn.render(kind)).hexdigest() for kind in kinds}
        here[f"{name}.json"] = hashlib.sha256(json.dumps(drawn.sidecar()).encode()).hexdigest()
    assert there == here
    assert audited == report(audit())
    if not german:
        pytest.skip("the same with another seed, folder and time zone; no German locale can be made: "
                    "apt-get install locales")  # fmt: skip


def test_bytes_are_the_same_again(drawn, files):
    assert {kind: drawn.render(kind) for kind in FORMATS} == files


def test_png_is_a_slide_with_its_alt_text(drawn, files, tmp_path):
    (tmp_path / "a.png").write_bytes(files["png"])
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (1920, 1080)
        assert image.info["Description"] == drawn.text.alt
        assert image.info["Title"] == drawn.text.title
        assert set(image.info) <= {"Description", "Title", "dpi"}


def test_svg_has_title_and_description_and_draws_text_as_paths(drawn, files):
    root = ElementTree.fromstring(files["svg"])
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root.find(f"{SVG}title").text == drawn.text.title
    assert root.find(f"{SVG}desc").text == drawn.text.alt
    assert root.attrib["role"] == "img"
    assert not list(root.iter(f"{SVG}text"))
    assert not list(root.iter(f"{SVG}script"))


def test_pdf_has_alt_text_and_embedded_truetype(drawn, files):
    pdf, alt = files["pdf"], drawn.text.alt
    assert b"/Subject" in pdf
    assert alt[:40].encode("utf-16-be") in pdf or alt[:40].encode("ascii", "ignore") in pdf
    assert b"/CIDFontType2" in pdf or b"/TrueType" in pdf
    assert b"/FontFile2" in pdf
    assert b"/Type3" not in pdf
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S)
    fonts = [f for f in (zlib.decompressobj().decompress(s) for s in streams) if f.startswith(b"\0\1\0\0")]
    assert fonts and not any(b"GPOS" in font[:400] for font in fonts)  # the head of a font lists its tables


def test_no_dates_versions_or_paths(files):
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", files["pdf"], re.S)
    inflated = b"".join(zlib.decompress(s) for s in streams if s[:1] == b"x")
    version = mpl.__version__.encode()
    for content in (files["png"], files["svg"], files["pdf"], inflated):
        for trace in (version, b"matplotlib.org", b"/CreationDate", b"/Producer", b"<dc:date>", str(ROOT).encode()):
            assert trace not in content, trace


def test_sidecar_leads_back_to_the_rows(drawn, files, here, tmp_path):
    shown = drawn.publish(tmp_path)
    text = (tmp_path / f"{CHART}.json").read_text(encoding="utf-8")
    sidecar = json.loads(text)
    assert set(sidecar) == {
        "title", "subtitle", "alt", "source", "question", "notebook", "parameters", "data", "figure_ids",
    }  # fmt: skip
    assert sidecar["parameters"] == {"as_of": "", "claimants": [], "metrics": [], "pivot": "", "theme": "light"}
    assert str(tmp_path) not in text
    assert len(sidecar["data"]) == len(drawn.table)
    assert "000-killed-1" in sidecar["figure_ids"]
    assert set(sidecar["figure_ids"]) <= set(here.figures["figure_id"])
    assert {p.name for p in tmp_path.glob(f"{CHART}.*")} == {f"{CHART}.{kind}" for kind in (*FORMATS, "json")}
    assert {kind: (tmp_path / f"{CHART}.{kind}").read_bytes() for kind in FORMATS} == files
    assert shown.data == files["png"]


def test_a_sidecar_has_the_parameters_of_its_view():
    seen = view("2025-05-01", ("nis",), ("killed",), "none")
    assert BY_NAME[CHART].at(seen, "dark").sidecar()["parameters"] == {
        "as_of": "2025-05-01", "claimants": ["nis"], "metrics": ["killed"], "pivot": "none", "theme": "dark",
    }  # fmt: skip


@pytest.mark.parametrize("name", BY_NAME)
def test_every_sidecar_names_existing_rows(here, name):
    sidecar = draw(name).sidecar()
    assert sidecar["figure_ids"]
    assert set(sidecar["figure_ids"]) <= set(here.figures["figure_id"])
    json.dumps(sidecar, allow_nan=False)


def test_only_the_formats_asked_for_are_written(drawn, tmp_path):
    drawn.publish(tmp_path, ["svg"])
    assert {p.name for p in tmp_path.glob(f"{CHART}.*")} == {f"{CHART}.svg", f"{CHART}.json"}


def test_without_a_folder_nothing_is_written_and_the_picture_is_described(drawn, files, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shown = drawn.publish()
    assert list(tmp_path.iterdir()) == []
    assert shown.data == files["png"]
    assert shown.alt == drawn.text.alt


def test_unknown_format_is_refused_before_anything_is_written(drawn, tmp_path):
    with pytest.raises(ValueError, match="use png, svg, pdf"):
        drawn.publish(tmp_path / "f", ["png", "gif"])
    assert not (tmp_path / "f").exists()


def test_an_unknown_theme_is_refused():
    with pytest.raises(ValueError, match="none of light, dark, print"):
        BY_NAME[CHART].at(view(), "sepia")


def test_words_with_markup_and_control_characters_stay_text(drawn):
    words = replace(drawn.text, title="<script>alert(1)</script> $x_1$", alt='a "quote" & <b>\x07 ]]>')
    hostile = replace(drawn, text=words)
    root = ElementTree.fromstring(hostile.render("svg"))
    assert root.find(f"{SVG}title").text == "<script>alert(1)</script> $x_1$"
    assert root.find(f"{SVG}desc").text == 'a "quote" & <b>□ ]]>'
    assert not list(root.iter(f"{SVG}script"))
    for kind in ("png", "pdf"):
        assert hostile.render(kind)
