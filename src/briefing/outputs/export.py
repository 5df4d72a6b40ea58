"""`briefing export`: the record for machines: claims as JSON-LD, tables as SQLite, a run as an RO-Crate.

Every claim has the address that it has on the page. The documents' texts belong to their publishers: of them only the
quotes leave, with a few words beside them by which they are found. Belongs here: these three forms. Does not belong
here: what the record says (record, analysis) and the page (page).
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import version
from math import inf
from pathlib import Path

import pandas as pd

from briefing.analysis.view import View, view_of
from briefing.outputs.citations import by_claim, claim_anchor, claim_heading, document_anchor, mentions
from briefing.record.dossier import Dossier, Record, load_dossier
from briefing.record.files import TABLES, write_whole
from briefing.record.tables import DESCRIPTOR
from briefing.words.html import anchor
from briefing.words.intervals import interval
from briefing.words.text import UserError

BESIDE = 32  # characters before and after a quote, by which it is found where its place has moved
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
CONTEXT = {
    "@vocab": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "Annotation": "oa:Annotation",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "TextPositionSelector": "oa:TextPositionSelector",
    "SpecificResource": "oa:SpecificResource",
    "motivation": {"@id": "oa:motivatedBy", "@type": "@id"},
    "body": {"@id": "oa:hasBody"},
    "target": {"@id": "oa:hasTarget"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector"},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": "oa:start",
    "end": "oa:end",
    "license": {"@type": "@id"},
    "author": {"@type": "@id"},
    "publisher": {"@type": "@id"},
    "about": {"@type": "@id"},
    "appearance": {"@type": "@id"},
    "isPartOf": {"@type": "@id"},
}  # the Claim of schema.org and the selectors of W3C's Web Annotation, written out, so that nothing need be fetched
FORMS = ("jsonld", "sqlite", "crate")
CRATE = "ro-crate-metadata.json"
EPOCH = "1970-01-01"  # of a record that does not say when it was made
WITHOUT_TEXTS = "The documents' texts are not in it: they belong to their publishers."
DRAWN_WITH = ("matplotlib", "pandas", "papermill", "seaborn")
MEDIA = {".png": "image/png", ".svg": "image/svg+xml", ".pdf": "application/pdf", ".json": "application/json",
         ".md": "text/markdown", ".csv": "text/csv"}  # fmt: skip
_SQL_TYPES = {"integer": "INTEGER", "string": "TEXT"}


def claims(dossier: Dossier, base: str = "") -> dict:
    """Return the claims of a record as JSON-LD.

    `base` is the address of the page; without it claims are named by the record's fingerprint, which changes with it.
    """
    view = view_of(dossier)
    context = {"@base": base or f"urn:sha256:{dossier.fingerprint}"} | CONTEXT
    package = _package(dossier.record)
    about = {"@id": "", "@type": "Dataset", "name": package.get("title", ""), "license": LICENSE,
             "description": package.get("description", ""), "version": package.get("version", "")}  # fmt: skip
    graph = [about, *_actors(dossier), *_metrics(dossier), *_documents(dossier), *_claims(view)]
    return {"@context": context, "@graph": graph}


def _actors(dossier: Dossier) -> Iterator[dict]:
    for actor in dossier.actors.itertuples():
        kind = "Person" if actor.kind in ("head_of_state", "legislator") else "Organization"
        yield {"@id": f"#actor-{anchor(actor.actor_id)}", "@type": kind, "name": actor.name,
               "alternateName": actor.short_name}  # fmt: skip


def _metrics(dossier: Dossier) -> Iterator[dict]:
    for metric in dossier.metrics.names:
        yield {"@id": f"#metric-{anchor(metric)}", "@type": "DefinedTerm", "name": dossier.metrics.label(metric),
               "description": dossier.metrics.people(metric), "termCode": metric}  # fmt: skip


def _documents(dossier: Dossier) -> Iterator[dict]:
    for document in dossier.documents.itertuples():
        about = {"@id": f"#{document_anchor(document.document_id)}", "@type": "Article",
                 "identifier": document.document_id, "publisher": f"#actor-{anchor(document.outlet)}",
                 "datePublished": document.published_on, "url": document.url, "sha256": document.sha256}  # fmt: skip
        yield {name: value for name, value in about.items() if value}


def _claims(view: View) -> Iterator[dict]:
    """Yield each claim, and an annotation for each of its mentions: where the words stand and what they say."""
    rows = mentions(view, view.figures["figure_id"])
    claimants = view.dossier.statements.set_index("statement_id")["claimant_id"]
    for mine in by_claim(rows):
        first = mine[0]
        here = f"#{claim_anchor(first.statement_id, first.metric)}"
        about = {
            "@id": here, "@type": "Claim", "name": claim_heading(mine), "text": claim_heading(mine),
            "author": f"#actor-{anchor(claimants[first.statement_id])}",
            "dateCreated": "" if "/" in first.made_on else first.made_on,  # a range is in the name; it is no date
            "about": f"#metric-{anchor(str(first.metric))}", "isPartOf": "",
            "appearance": sorted({f"#{document_anchor(row.document_id)}" for row in mine}),
        }  # fmt: skip
        yield {name: value for name, value in about.items() if value or name == "isPartOf"}
        yield from (_mention(view, row, here) for row in mine)


def _mention(view: View, row, claim: str) -> dict:
    text = view.dossier.record.texts[row.document_id]
    start, end = int(row.quote_start), int(row.quote_start) + len(row.quote)
    quote = {"@type": "TextQuoteSelector", "exact": row.quote, "prefix": text[max(0, start - BESIDE) : start],
             "suffix": text[end : end + BESIDE]}  # fmt: skip
    place = {"@type": "TextPositionSelector", "start": start, "end": end}
    said = {"@type": "QuantitativeValue", "description": row.said, "unitText": row.unit, **_number(row)}
    return {
        "@id": f"#figure-{anchor(row.figure_id)}", "@type": "Annotation", "motivation": "oa:identifying",
        "body": [{"@id": claim}, said],
        "target": {"@type": "SpecificResource", "source": f"#{document_anchor(row.document_id)}",
                   "selector": [quote, place]},
    }  # fmt: skip


def _number(row) -> dict:
    """Return a figure as schema.org has it: a value, or the ends that are known; nothing where no number was given."""
    if pd.isna(row.value):
        return {}
    x = interval(int(row.value), row.qualifier, None if pd.isna(row.value_to) else int(row.value_to))
    if x.is_point:
        return {"value": int(x.low)}
    return {name: int(end) for name, end in (("minValue", x.low), ("maxValue", x.high)) if abs(end) < inf}


def database(record: Record, path: Path) -> None:
    """Write the tables as a SQLite file with their keys, for Datasette and everything else; it is replaced whole.

    Raises OSError where it cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="briefing-export-") as scratch:
        made = Path(scratch) / "record.sqlite"
        with closing(sqlite3.connect(made)) as connection, connection:
            for name in TABLES:
                connection.execute(_create(name, record.descriptor.schemas[name]))
                _fill(connection, name, record)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, made.read_bytes())


def _create(name: str, schema: dict) -> str:
    columns = [f"{_quoted(f['name'])} {_SQL_TYPES[f['type']]}" for f in schema["fields"]]
    key = schema["primaryKey"]
    columns.append(f"PRIMARY KEY ({', '.join(map(_quoted, [key] if isinstance(key, str) else key))})")
    for foreign in schema.get("foreignKeys", []):
        target = foreign["reference"]
        there = f"{_quoted(target['resource'] or name)} ({_quoted(target['fields'][0])})"
        columns.append(f"FOREIGN KEY ({_quoted(foreign['fields'][0])}) REFERENCES {there}")
    return f"CREATE TABLE {_quoted(name)} ({', '.join(columns)})"


def _fill(connection: sqlite3.Connection, name: str, record: Record) -> None:
    fields = [f["name"] for f in record.descriptor.schemas[name]["fields"]]
    rows = record.tables[name][fields].astype(object)
    cells = rows.where(rows.notna() & rows.ne(""), None).to_numpy().tolist()
    connection.executemany(f"INSERT INTO {_quoted(name)} VALUES ({', '.join('?' * len(fields))})", cells)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def metadata(record: Record) -> dict:
    """Return what Datasette shows about the database: titles, descriptions of tables and columns, the licence."""
    package = _package(record)
    tables = {
        r["name"]: {
            "title": r["title"],
            "description": r["description"],
            "columns": {f["name"]: f["description"] for f in r["schema"]["fields"]},
        }
        for r in package["resources"]
        if r["name"] in TABLES
    }
    about = {"title": package.get("title", ""), "description": package.get("description", "")}
    licence = {"license": "CC BY 4.0", "license_url": LICENSE}
    return about | licence | {"databases": {"record": {"tables": tables}}}


def _package(record: Record) -> dict:
    return json.loads((record.data_dir / DESCRIPTOR).read_text(encoding="utf-8"))


def crate(record: Record, figures: Path, folder: Path) -> None:
    """Write a run as an RO-Crate: the tables, the figures that were made of them, and the versions that made them.

    Raises UserError where there are no figures, or the folder holds something that is no crate.
    """
    from rocrate.model import ContextEntity
    from rocrate.rocrate import ROCrate

    files = sorted(figures.glob("*")) if figures.is_dir() else []
    made = [file for file in files if file.is_file() and not file.name.startswith(".")]
    if not made:
        raise UserError(f"There are no figures in {figures}: run briefing figures first, or give --figures.")
    sidecars = [file.read_text(encoding="utf-8") for file in made if file.suffix == ".json"]
    if not any(f"Record {record.fingerprint[:8]}." in sidecar for sidecar in sidecars):
        raise UserError(
            f"The figures in {figures} are of another state or record: run briefing figures, or give --figures."
        )
    if folder.exists() and any(folder.iterdir()) and not (folder / CRATE).is_file():
        raise UserError(f"{folder} holds something that is no crate: choose another --out.")
    package = _package(record)
    whole = ROCrate()
    whole.name, whole.description = package.get("title", ""), f"{package.get('description', '')} {WITHOUT_TEXTS}"
    whole.datePublished = str(package.get("created", EPOCH))[:10]
    licence = {"@type": "CreativeWork", "name": "CC BY 4.0", "description": "Attribution 4.0 International"}
    whole.license = whole.add(ContextEntity(whole, LICENSE, licence))
    named = {schema["path"]: name for name, schema in record.descriptor.schemas.items() if name in TABLES}
    named[DESCRIPTOR] = "What the tables and their columns are"
    tables = [
        whole.add_file(record.data_dir / path, f"data/{path}", properties=_file(path, name))
        for path, name in named.items()
    ]
    drawn = [whole.add_file(f, f"figures/{f.name}", properties=_file(f.name, _said(f))) for f in made]
    tool = {"@type": "CreativeWork", "name": "briefing", "version": version("briefing"),
            "softwareRequirements": [f"{name} {version(name)}" for name in DRAWN_WITH]}  # fmt: skip
    whole.add(ContextEntity(whole, "#briefing", tool))
    run = {"@type": "CreateAction", "name": "briefing figures", "object": [{"@id": f.id} for f in tables],
           "result": [{"@id": f.id} for f in drawn], "instrument": {"@id": "#briefing"},
           "description": f"Record {record.fingerprint}"}  # fmt: skip
    action = whole.add(ContextEntity(whole, "#run", run))
    whole.root_dataset["mentions"] = [action]
    with tempfile.TemporaryDirectory(prefix="briefing-export-") as scratch:
        whole.write(Path(scratch) / "crate")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(Path(scratch) / "crate", folder)


def _file(path: str, name: str) -> dict:
    return {"encodingFormat": MEDIA.get(Path(path).suffix, "text/plain"), "name": name}


def _said(file: Path) -> str:
    """Return what a figure says, from the sidecar beside it; of another file its name."""
    sidecar = file.with_suffix(".json")
    about = json.loads(sidecar.read_text(encoding="utf-8")) if sidecar.is_file() else {}
    return about.get("title", file.name)


def write_all(forms: tuple[str, ...], out: Path, data_dir: str | Path, figures: Path, base: str) -> Iterator[Path]:
    """Write the forms asked for into a folder and yield each file or folder written.

    Raises UserError where one cannot be, DossierError where the record has faults.
    """
    dossier = load_dossier(data_dir)
    try:
        out.mkdir(parents=True, exist_ok=True)
        if "jsonld" in forms:
            text = json.dumps(claims(dossier, base), ensure_ascii=False, indent=1) + "\n"
            write_whole(out / "claims.jsonld", text.encode("utf-8"))
            yield out / "claims.jsonld"
        if "sqlite" in forms:
            database(dossier.record, out / "record.sqlite")
            text = json.dumps(metadata(dossier.record), ensure_ascii=False, indent=1) + "\n"
            write_whole(out / "metadata.json", text.encode("utf-8"))
            yield from (out / "record.sqlite", out / "metadata.json")
        if "crate" in forms:
            crate(dossier.record, figures, out / "crate")
            yield out / "crate"
    except OSError as error:
        raise UserError(f"{error.filename or out} cannot be written: {error.strerror}. Choose another --out.") from None
