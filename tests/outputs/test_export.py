"""The record for machines: each form is read by the tool that others would read it with, and nothing is fetched."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pandas as pd
import pytest
import rocrate
from click.testing import CliRunner
from datasette.app import Datasette
from pyld import jsonld

from briefing import load_dossier
from briefing.analysis.view import view_of
from briefing.cli import main
from briefing.outputs.export import claims, database, metadata
from briefing.outputs.page import Briefing
from briefing.paths import BUILD, FIGURES
from briefing.record.files import TABLES
from tests.hostile import hostile

VALIDATOR = BUILD / "roc-validator" / "bin" / "python"  # of its own: it wants older libraries than the tests do
VALIDATE = """
import json, sys
from pathlib import Path
from rocrate_validator import models, services
from rocrate_validator.utils.http import HttpRequester
class Answer:
    status_code, ok, headers = 200, True, {"Content-Type": "application/ld+json"}
    content = Path(sys.argv[2]).read_bytes()
    text = content.decode()
    def json(self):
        return json.loads(self.content)
def get(self, url, *args, **kwargs):
    assert url.startswith("https://w3id.org/ro/crate/"), url
    return Answer()
HttpRequester.get = get
asked = services.ValidationSettings(
    rocrate_uri=sys.argv[1], requirement_severity=models.Severity.REQUIRED, skip_availability_check=True
)
found = services.validate(asked)
print(json.dumps([str(issue.message) for issue in found.get_issues()]))
"""
PAGE = "https://example.org/briefing.html"
SCHEMA, OA = "https://schema.org/", "http://www.w3.org/ns/oa#"


@pytest.fixture(scope="module")
def triples(here):
    """The statements of the JSON-LD, as pyld reads it: (subject, predicate, object)."""
    made = json.loads(json.dumps(claims(here, PAGE)))
    graph = jsonld.to_rdf(made)["@default"]
    return [tuple(t[part]["value"] for part in ("subject", "predicate", "object")) for t in graph]


def test_pyld_reads_every_claim_and_every_mention(here, triples):
    of = pd.DataFrame(triples, columns=["s", "p", "o"])
    kinds = of[of["p"].str.endswith("#type")].groupby("o")["s"].nunique()
    assert kinds[f"{SCHEMA}Claim"] == len(here.figures.drop_duplicates(["statement_id", "metric"]))
    assert kinds[f"{OA}Annotation"] == kinds[f"{OA}TextQuoteSelector"] == len(here.figures)
    assert kinds[f"{SCHEMA}Article"] == len(here.documents)


def test_nothing_of_the_json_ld_is_lost_and_every_term_is_known(here):
    made = claims(here, PAGE)
    [terms] = [made["@context"]]
    assert all(isinstance(key, str) for key in terms)
    expanded = jsonld.expand(json.loads(json.dumps(made)))
    names = {key for node in expanded for key in node}
    assert all(name.startswith(("@", SCHEMA, OA)) for name in names), names
    assert all(node["@id"].startswith(PAGE) for node in expanded)


def test_every_claim_has_the_address_that_it_has_on_the_page(here):
    ids = set(re.findall(r'id="(claim-[^"]+)"', Briefing(view_of(here)).quotes().data))
    addresses = {node["@id"] for node in claims(here)["@graph"] if node["@type"] == "Claim"}
    assert addresses == {f"#{name}" for name in ids}


def test_a_selector_finds_its_words_in_the_document(here):
    texts = here.record.texts
    for node in claims(here)["@graph"]:
        if node["@type"] != "Annotation":
            continue
        quote, place = node["target"]["selector"]
        text = texts[node["target"]["source"].removeprefix("#document-")]
        assert text[place["start"] : place["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text


def test_a_bound_is_an_end_and_no_value(here):
    said = {n["@id"]: n["body"][1] for n in claims(here)["@graph"] if n["@type"] == "Annotation"}
    assert said["#figure-001-killed-3"]["minValue"] == 300
    assert "value" not in said["#figure-001-killed-3"]
    assert said["#figure-001-killed-2"] == {
        "@type": "QuantitativeValue", "description": "about 600", "unitText": "persons", "value": 600
    }  # fmt: skip
    assert not {"value", "minValue", "maxValue"} & set(said["#figure-004-deployed-1"])  # KCNA gave no number


def test_without_a_page_claims_are_named_by_the_record(here):
    assert claims(here)["@context"]["@base"] == f"urn:sha256:{here.fingerprint}"


def test_datasette_serves_the_tables_with_their_keys(record, tmp_path):
    database(record, tmp_path / "record.sqlite")

    async def ask(*paths: str) -> list:
        served = Datasette([str(tmp_path / "record.sqlite")], metadata=metadata(record))
        await served.invoke_startup()
        answers = [await served.client.get(path) for path in paths]
        assert [a.status_code for a in answers] == [200] * len(paths), [a.text for a in answers]
        return [a.json() for a in answers]

    tables, rows, front = asyncio.run(
        ask("/record.json", "/record/reported_figures.json?_shape=array&metric=returned&_labels=on", "/-/metadata.json")
    )
    counts = {t["name"]: t["count"] for t in tables["tables"] if not t["hidden"]}
    assert counts == {name: len(record.tables[name]) for name in TABLES}
    assert [row["value"] for row in rows] == [2000, 2000]
    assert front["license"] == "CC BY 4.0"
    assert {t["name"]: len(t["foreign_keys"]["outgoing"]) for t in tables["tables"]}["reported_figures"] >= 3


def test_sqlite_finds_every_key_kept_and_every_cell_as_it_was(record, tmp_path):
    database(record, tmp_path / "record.sqlite")
    connection = sqlite3.connect(tmp_path / "record.sqlite")
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for name in TABLES:
        there = pd.read_sql(f"SELECT * FROM {name}", connection).astype("object").fillna("").astype("str")
        here = record.table(name).astype("object").fillna("").astype("str")
        there = there.map(lambda cell: cell.removesuffix(".0"))
        pd.testing.assert_frame_equal(there, here, check_dtype=False)
    connection.close()


def export(*arguments):
    return CliRunner().invoke(main, ["export", *map(str, arguments)])


@pytest.fixture(scope="module")
def crate(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("export")
    told = export("crate", "--out", out)
    assert told.exit_code == 0, told.output
    return out / "crate"


def faults_of(crate: Path) -> list[str]:
    """Return what the validator of RO-Crates says; the context that it would fetch is the rocrate package's own."""
    context = Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld"
    command = [str(VALIDATOR), "-c", VALIDATE, str(crate), str(context)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return json.loads(told.stdout.splitlines()[-1])


@pytest.mark.skipif(not VALIDATOR.exists(), reason="no roc-validator here: .ci/run installs it beside, in build/")
def test_the_validator_of_ro_crates_finds_no_fault(crate, tmp_path):
    assert faults_of(crate) == []
    broken = tmp_path / "crate"
    shutil.copytree(crate, broken)
    (broken / "data" / "statements.csv").unlink()
    assert [fault for fault in faults_of(broken) if "statements.csv" in fault]


def test_the_crate_holds_record_figures_and_versions_and_no_article(crate, record):
    about = {node["@id"]: node for node in json.loads((crate / "ro-crate-metadata.json").read_text())["@graph"]}
    files = {p.relative_to(crate).as_posix() for p in crate.rglob("*") if p.is_file()}
    assert {f"data/{name}.csv" for name in TABLES} <= files
    assert {f"figures/{p.name}" for p in FIGURES.glob("*.png")} <= files
    assert files - {"ro-crate-metadata.json"} <= set(about)
    assert not [name for name in files if "seeds" in name or name.endswith(".txt")]
    assert about["./"]["license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    assert "texts are not in it" in about["./"]["description"]
    assert any(line.startswith("matplotlib ") for line in about["#briefing"]["softwareRequirements"])
    assert record.fingerprint in about["#run"]["description"]


def test_mistakes_are_answered_in_a_line(tmp_path):
    told = export("crate", "--figures", tmp_path / "none", "--out", tmp_path / "out")
    assert (told.exit_code, "There are no figures" in told.output) == (2, True)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.json").write_text("{}")
    told = export("crate", "--figures", tmp_path / "other", "--out", tmp_path / "out")
    assert (told.exit_code, "are of another state or record" in told.output) == (2, True)
    (tmp_path / "mine" / "crate").mkdir(parents=True)
    (tmp_path / "mine" / "crate" / "letter.txt").write_text("mine")
    told = export("crate", "--out", tmp_path / "mine")
    assert (told.exit_code, "holds something that is no crate" in told.output) == (2, True)
    assert (tmp_path / "mine" / "crate" / "letter.txt").exists()


def test_other_records_and_hostile_text(generated, tmp_path):
    for data in (generated["tiny"], generated["many"], hostile(tmp_path / "hostile")):
        told = export("jsonld", "sqlite", "--data-dir", data, "--out", tmp_path / "out")
        assert told.exit_code == 0, told.output
        made = json.loads((tmp_path / "out" / "claims.jsonld").read_text(encoding="utf-8"))
        claimed = load_dossier(data).figures.drop_duplicates(["statement_id", "metric"])
        assert sum(node["@type"] == "Claim" for node in made["@graph"]) == len(claimed)
        assert len({node["@id"] for node in made["@graph"]}) == len(made["@graph"])
