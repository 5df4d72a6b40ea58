"""Register a document: its checksum and a row in documents.csv.

Belongs here: adding one row, whole or not at all. Does not belong here: the figures in it, which a person records.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pandas as pd

from briefing.audit.drafts import defused
from briefing.paths import data_folder, seeds_folder
from briefing.record.files import write_whole
from briefing.record.tables import read_descriptor, read_tables
from briefing.words import dates, quotes
from briefing.words.text import did_you_mean, quoted


def add_document(
    file: Path,
    outlet: str,
    published: str = "",
    basis: str = "",
    document_id: str = "",
    url: str = "",
    note: str = "",
    data_dir: str | Path = "",
) -> pd.Series:
    """Append a document to documents.csv and return its row.

    `outlet` is an actor_id, short name or alias; `published` an ISO date at its precision; `basis` is worked out from
    the text where it is "": `stated` if the date stands in it, else `external`.
    Raises ValueError with what is wrong and how to mend it, DossierError where the dossier cannot be read.
    """
    data = data_folder(data_dir)
    schemas = read_descriptor(data).schemas
    tables, _ = read_tables(data, schemas)
    content = _content(file, seeds_folder(data))
    documents, checksum = tables["documents"], quotes.checksum(content)
    for column, value in (("file", file.name), ("sha256", checksum)):
        if (same := documents[documents[column].eq(value)]).size:
            raise ValueError(f"{file.name} is registered already, as {same['document_id'].iloc[0]}")
    outlet_id = _actor(outlet, tables)
    precision = _precision(published)
    document_id = document_id or f"{len(documents):03}_{outlet_id.replace('-', '_')}"
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", document_id) or documents["document_id"].eq(document_id).any():
        raise ValueError(f"document id {quoted(document_id)} is taken, or not of letters, digits, _ . -: give another")
    row = {
        "document_id": document_id, "file": file.name, "sha256": checksum, "outlet": outlet_id, "url": url,
        "published_on": published, "published_precision": precision,
        "published_basis": basis or _basis(published, content.decode("utf-8")), "note": note,
    }  # fmt: skip
    names = [f["name"] for f in schemas["documents"]["fields"]]
    _append(data / schemas["documents"]["path"], defused(pd.DataFrame([row]).reindex(columns=names, fill_value="")))
    return pd.Series(row)


def _content(file: Path, seeds: Path) -> bytes:
    if file.resolve().parent != seeds.resolve() or file.is_symlink():
        raise ValueError("the document is not in the dossier's seeds folder: copy it there first, and add that copy")
    if file.name[0] in "=+-@":
        raise ValueError(f"the name {quoted(file.name)} would run in a spreadsheet: begin it with a letter or a digit")
    try:
        content = file.read_bytes()
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{file.name} is not UTF-8 at byte {error.start}: save it as UTF-8 text first") from None
    except OSError as error:
        raise ValueError(f"{file.name} cannot be read: {error.strerror}") from None
    if not content.strip():
        raise ValueError(f"{file.name} is empty: save the article's text in it first")
    return content


def _actor(outlet: str, tables: dict[str, pd.DataFrame]) -> str:
    actors, aliases = tables["actors"], tables["aliases"]
    known = dict(zip(aliases["alias"], aliases["actor_id"], strict=True))
    known |= dict(zip(actors["short_name"], actors["actor_id"], strict=True))
    known |= {actor: actor for actor in actors["actor_id"]}
    if outlet not in known:
        raise ValueError(f"no actor {quoted(outlet)}: {did_you_mean(outlet, known)}add the outlet to actors.csv first")
    return known[outlet]


def _precision(published: str) -> str:
    dates.period(published)
    return dates.precision(published)


def _basis(published: str, text: str) -> str:
    if not published:
        return "unknown"
    return "stated" if published in text or dates.words(published) in text else "external"


def _append(path: Path, row: pd.DataFrame) -> None:
    """Append a row to a CSV file; the file is replaced whole, so that it is never left half written."""
    old = path.read_bytes()
    line_end = "\r\n" if b"\r\n" in old else "\n"
    new = io.StringIO(newline="")
    csv.writer(new, lineterminator=line_end).writerow(row.iloc[0])
    if old and not old.endswith(b"\n"):
        old += line_end.encode()
    try:
        write_whole(path, old + new.getvalue().encode("utf-8"))
    except OSError as error:
        raise ValueError(f"{path.name} cannot be written: {error.strerror}") from None
