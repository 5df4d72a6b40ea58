"""Hostile text: drawn as it is or with a visible substitute, inside the frame; escaped in files and on a terminal."""

from __future__ import annotations

import ast
import json
import re
import warnings
from xml.etree import ElementTree

import pandas as pd
import pytest

from briefing import charts, load_dossier
from briefing.audit.document_html import highlighted, row_anchors
from briefing.audit.drafts import defused
from briefing.audit.report import audit, report
from briefing.charts import CHARTS
from briefing.paths import NOTEBOOKS, ROOT
from briefing.run.gallery import gallery
from briefing.run.parameters import UsageError, read_notebook, read_values
from tests.hostile import TEXTS, hostile
from tests.measure import drawn_texts, problems

ACTING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")


@pytest.fixture(scope="module")
def dossier(tmp_path_factory):
    return load_dossier(hostile(tmp_path_factory.mktemp("hostile")))


@pytest.fixture(scope="module")
def drawn(dossier):
    """Every chart of the hostile dossier, drawn once, without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        return {name: chart.make(view(dossier)) for name, chart in CHARTS.items()}


@pytest.mark.parametrize("chart", charts.__all__)
def test_hostile_text_is_drawn_inside_the_frame_and_on_nothing(drawn, chart):
    assert problems(drawn[chart][2]) == []


@pytest.mark.parametrize("chart", charts.__all__)
def test_hostile_text_is_drawn_literally_or_with_a_visible_substitute(drawn, chart):
    _, words, figure = drawn[chart]
    for text, _ in drawn_texts(figure):
        assert "$" not in text.get_text() or not text.get_parse_math()
        assert not ACTING.search(text.get_text())
    assert not any(ACTING.search(part) for part in (words.title, words.subtitle, words.alt, words.source))


@pytest.mark.parametrize("chart", charts.__all__)
def test_svg_of_hostile_text_is_xml_without_script(drawn, chart):
    _, words, figure = drawn[chart]
    root = ElementTree.fromstring(render(figure, "svg", words))
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"script", "image", "a", "foreignObject"}
    assert not [name for element in root.iter() for name in element.attrib if name.lower().startswith("on")]


def test_the_gallery_shows_hostile_text_as_text(drawn, tmp_path):
    notebook = read_notebook(next(NOTEBOOKS.glob("02_*.ipynb")))
    table, words, _ = drawn["losses_over_time"]
    words = type(words)(TEXTS["markdown"], TEXTS["html"], TEXTS["markdown"] + TEXTS["html"], "")
    (tmp_path / "x.json").write_text(json.dumps(describe(words, table, notebook.name, {})), encoding="utf-8")
    text = gallery(tmp_path, tmp_path, [notebook], {notebook.name: ["x.json", "x.png"]})
    assert "<script" not in text
    assert "<img" not in text
    assert not re.search(r"(?<!\\)\]\((?:javascript|http):", text)


def test_documents_and_rows_are_escaped_in_html(dossier):
    for document_id in dossier.texts:
        html = highlighted(dossier, document_id) + row_anchors(dossier, document_id)
        assert not re.search(r"<(?!/?(?:div|a|mark|table|thead|tbody|tr|th|td)\b)", html)
        assert not ACTING.search(html)


def test_the_audit_prints_no_escapes(dossier):
    assert not ACTING.search(report(audit(dossier.data_dir)))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "＠x"])
def test_csv_that_we_write_starts_no_formula(text):
    assert defused(pd.DataFrame({"a": [text]}))["a"][0] == "'" + text


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
