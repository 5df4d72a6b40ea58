"""Hostile text: drawn as it is or with a visible substitute, inside the frame; escaped in files and on a terminal."""

from __future__ import annotations

import ast
import json
import re
import warnings
from xml.etree import ElementTree

import pytest

from briefing.audit.document_html import highlighted, row_anchors
from briefing.audit.report import audit, report
from briefing.charts import CHARTS
from briefing.charts.chart import FORMATS, Drawn
from briefing.paths import NOTEBOOKS, ROOT
from briefing.record.dossier import Record, read_record
from briefing.run.gallery import gallery
from briefing.run.parameters import UsageError, read_notebook, read_values
from tests.drawn import BY_NAME, view
from tests.hostile import TEXTS
from tests.measure import drawn_texts, problems

ACTING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u202a-\u202e\u2066-\u2069\ufeff]")


@pytest.fixture(scope="module")
def record(hostile_data) -> Record:
    return read_record(hostile_data)


@pytest.fixture(scope="module")
def drawn(hostile_data) -> dict[str, Drawn]:
    """Every chart of the hostile dossier, drawn once, without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        return {chart.name: chart.at(view(data=hostile_data)) for chart in CHARTS}


@pytest.mark.parametrize("chart", BY_NAME)
def test_hostile_text_is_drawn_inside_the_frame_and_on_nothing(drawn, chart):
    assert problems(drawn[chart].figure) == []


@pytest.mark.parametrize("chart", BY_NAME)
def test_hostile_text_is_drawn_literally_or_with_a_visible_substitute(drawn, chart):
    words = drawn[chart].text
    for text, _ in drawn_texts(drawn[chart].figure):
        assert "$" not in text.get_text() or not text.get_parse_math()
        assert not ACTING.search(text.get_text())
    said = (words.title, words.subtitle, words.alt, words.source, words.nothing, drawn[chart].question)
    assert not any(ACTING.search(part) for part in said)


@pytest.mark.parametrize("chart", BY_NAME)
def test_svg_of_hostile_text_is_xml_without_script(drawn, chart):
    root = ElementTree.fromstring(drawn[chart].render("svg"))
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"script", "image", "a", "foreignObject"}
    assert not [name for element in root.iter() for name in element.attrib if name.lower().startswith("on")]


@pytest.mark.parametrize("chart", ["losses_over_time", "claims_by_era", "attribution"])
def test_hostile_text_can_be_saved_in_every_format(drawn, chart):
    for kind in FORMATS:
        assert drawn[chart].render(kind)


def test_the_gallery_shows_hostile_text_as_text(drawn, tmp_path):
    notebook = read_notebook(next(NOTEBOOKS.glob("02_*.ipynb")))
    said = {"title": TEXTS["markdown"], "subtitle": TEXTS["html"], "alt": TEXTS["markdown"] + TEXTS["html"]}
    said["question"] = TEXTS["html"] + TEXTS["markdown"]
    sidecar = drawn["losses_over_time"].sidecar() | said
    (tmp_path / "x.json").write_text(json.dumps(sidecar), encoding="utf-8")
    text = gallery(tmp_path, tmp_path, [notebook], {notebook.name: ["x.json", "x.png"]})
    assert "<script" not in text
    assert "<img" not in text
    assert not re.search(r"(?<!\\)\]\((?:javascript|http):", text)


def test_documents_and_rows_are_escaped_in_html(record):
    for document_id in record.texts:
        html = highlighted(record, document_id) + row_anchors(record, document_id)
        assert not re.search(r"<(?!/?(?:div|a|mark|table|thead|tbody|tr|th|td)\b)", html)
        assert not ACTING.search(html)


def test_the_audit_prints_no_escapes(record):
    assert not ACTING.search(report(audit(record.data_dir)))


@pytest.mark.parametrize(
    "yaml",
    ["!!python/object/apply:os.system ['touch {}']", "as_of: !!python/object/apply:os.system ['touch {}']",
     "as_of: !!python/name:os.system", "a: &a [*a]", "- 1", "a: {{b: c}}"],
)  # fmt: skip
def test_a_parameter_file_constructs_nothing(tmp_path, yaml):
    path, made = tmp_path / "parameters.yaml", tmp_path / "made"
    path.write_text(yaml.format(made), encoding="utf-8")
    try:
        values = read_values(path)
    except UsageError:
        values = {}
    assert not made.exists()
    assert all(isinstance(v, str | list) for v in values.values())


@pytest.mark.parametrize(
    "value", [*TEXTS.values(), "2025-01-01'\nimport os; os.system('x')", '"""\n1/0\n"""', "\\", "\\'"]
)
def test_a_parameter_smuggles_no_code_into_a_notebook(value):
    """What papermill injects is one assignment of one literal, whatever the value."""
    from papermill.translators import PythonTranslator

    cell = PythonTranslator.codify({"as_of": value, "claimants": [value]})
    first, second = ast.parse(cell).body
    assert (ast.literal_eval(first.value), ast.literal_eval(second.value)) == (value, [value])


def test_nothing_is_fetched_at_run_time():
    """No module of the package opens a connection, and every requirement is pinned."""
    network = {"urllib.request", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "http.client", "urllib3"}
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not network & set(names), path
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if line and not line.startswith(("#", "-e ."))]
    assert [line for line in pinned if not re.match(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==[^ ;]+( ;|$)", line)] == []
