"""Take a document into a record: its text and its original in seeds/, its checksums, its row, a new outlet if need be.

Belongs here: one document, whole or not at all. Does not belong here: formats (intake), and the figures in it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path

import pandas as pd
from rapidfuzz import fuzz, process

from briefing.desk.intake import Intake, take_in
from briefing.paths import data_folder, seeds_folder
from briefing.record.dossier import Record, read_record
from briefing.record.writing import Written, write_rows
from briefing.words import dates, quotes
from briefing.words.text import UserError, defuse, quoted

ALIKE = 85  # of 100: a new outlet whose name is so like a known one is asked about


@dataclass(frozen=True)
class Added:
    """A document that is in the record, or would be: its row, its outlet's if new, and how each cell is known."""

    row: dict[str, str]
    outlet: dict[str, str] | None
    known_by: list[tuple[str, str, str]]  # what, value, basis
    written: Written | None = field(default=None, repr=False)


def add_document(
    file: Path,
    outlet: str = "",
    published: str = "",
    basis: str = "",
    document_id: str = "",
    url: str = "",
    note: str = "",
    language: str = "",
    new_outlet: bool = False,
    dry_run: bool = False,
    data_dir: str | Path = "",
) -> Added:
    """Add a text, a saved page or a PDF to a record; what is not given is what the document says of itself.

    `outlet` is an actor_id, name or alias in any case; another name becomes a new outlet, and where it is like a known
    one only with `new_outlet`. `published` is an ISO date at its precision; its basis is `stated` where the document
    gives it, else `external`. With `dry_run` nothing is written.
    Raises UserError with what is wrong and how to mend it, DossierError where the record would have a fault.
    """
    record, taken = read_record(data_dir), take_in(file)
    seeds = seeds_folder(data_folder(data_dir))
    name, files = _files(file, taken, seeds)
    _refuse_known(record, taken, name)
    actor, actor_id = _outlet(_as_written(outlet or taken.outlet.value, taken), new_outlet, record)
    documents = record.tables["documents"]
    document_id = document_id or f"{len(documents):03}_{actor_id.replace('-', '_')}"
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", document_id) or documents["document_id"].eq(document_id).any():
        raise UserError(f"document id {quoted(document_id)} is taken, or not of letters, digits, _ . -: give another")
    day, how, place = _published(published, basis, taken)
    row = {
        "document_id": document_id, "file": name, "sha256": quotes.checksum(taken.content), "outlet": actor_id,
        "url": defuse(url or taken.url.value), "published_on": day, "published_precision": dates.precision(day),
        "published_basis": how, "language": language or taken.language.value, "note": defuse(note), **place,
    }  # fmt: skip
    if taken.original:
        row |= {"original": name.removesuffix(".txt") + taken.suffix,
                "original_sha256": quotes.checksum(taken.original), "extractor": taken.extractor}  # fmt: skip
    fields = [f["name"] for f in record.descriptor.schemas["documents"]["fields"]]
    row = {column: value for column, value in row.items() if column in fields or column.startswith("original")}
    rows = {"actors": [actor] if actor else [], "documents": [row]}
    known_by = [
        ("title", taken.title.value, taken.title.basis),
        ("outlet", actor["name"] if actor else actor_id, "given" if outlet else taken.outlet.basis),
        (
            "published",
            day or "not known",
            "given" if published else taken.published.basis or "no day is written near the head",
        ),
        ("address", row.get("url", ""), "given" if url else taken.url.basis),
        ("language", row.get("language", ""), "given" if language else taken.language.basis),
    ]
    written = None if dry_run else write_rows(data_dir, rows, files)
    return Added(row, actor, [k for k in known_by if k[1]], written)


def _files(file: Path, taken: Intake, seeds: Path) -> tuple[str, dict[str, bytes]]:
    """Return the name of the text in seeds/ and the files that must be there."""
    if file.resolve().parent == seeds.resolve() and not taken.original:
        if file.is_symlink():
            raise UserError(f"{file.name} is a link: copy the file itself into seeds/")
        return file.name, {}
    plain = unicodedata.normalize("NFKD", file.stem).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^A-Za-z0-9_.-]+", "-", plain).strip("-._")[:80] or "document"
    contents = {".txt": taken.content} | ({taken.suffix: taken.original} if taken.original else {})

    def is_free(stem: str) -> bool:
        paths = ((seeds / f"{stem}{suffix}", content) for suffix, content in contents.items())
        return all(not path.exists() or path.read_bytes() == content for path, content in paths)

    stem = next(s for s in chain([stem], (f"{stem}-{i}" for i in count(2))) if is_free(s))
    return f"{stem}.txt", {f"{stem}{suffix}": content for suffix, content in contents.items()}


def _refuse_known(record: Record, taken: Intake, name: str) -> None:
    documents = record.tables["documents"]
    same = documents["sha256"].eq(quotes.checksum(taken.content)) | documents["file"].eq(name)
    if taken.original:
        same |= documents["original_sha256"].eq(quotes.checksum(taken.original))
    if same.any():
        raise UserError(f"{name} is registered already, as {documents.loc[same, 'document_id'].iloc[0]}")


def _as_written(name: str, taken: Intake) -> str:
    """Return a name typed in small letters as the document writes it, where it does."""
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", taken.text, re.I) if name and name.islower() else None
    return found[0] if found else name


def _outlet(name: str, new: bool, record: Record) -> tuple[dict[str, str] | None, str]:
    """Return the row of a new outlet, None for a known one, and the actor_id."""
    name = " ".join(name.split())
    if not name:
        raise UserError("the document does not say who published it: give --outlet NAME")
    known = names_of_actors(record)
    if name.casefold() in known:
        return None, known[name.casefold()]
    near = process.extractOne(name.casefold(), list(known), scorer=fuzz.ratio, score_cutoff=ALIKE)
    if near and not new:
        actors = record.tables["actors"].set_index("actor_id")["name"]
        raise UserError(
            f"no actor {quoted(name)}: did you mean “{actors[known[near[0]]]}”? Write that, or add --new-outlet"
        )
    actor_id = new_actor_id(name, record)
    fields = ("actor_id", "name", "short_name", "kind", "state", "note")
    return dict(zip(fields, (actor_id, defuse(name), defuse(name), "outlet", "", ""), strict=True)), actor_id


def names_of_actors(record: Record) -> dict[str, str]:
    """Return the actor_id of every name, short name, alias and id, in small letters; the first that has it."""
    actors, aliases = record.tables["actors"], record.tables["aliases"]
    pairs = pd.concat(
        [actors[[column, "actor_id"]].set_axis(["name", "actor_id"], axis=1) for column in ("short_name", "name")]
        + [actors[["actor_id"]].assign(name=actors["actor_id"]), aliases.rename(columns={"alias": "name"})]
    )
    pairs["name"] = pairs["name"].str.casefold()
    return pairs.drop_duplicates("name").set_index("name")["actor_id"].to_dict()


def new_actor_id(name: str, record: Record) -> str:
    """Return a free actor_id made of a name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "actor"
    taken = set(record.tables["actors"]["actor_id"])
    return next(i for i in chain([stem], (f"{stem}-{n}" for n in count(2))) if i not in taken)


def _published(published: str, basis: str, taken: Intake) -> tuple[str, str, dict]:
    """Return the date, its basis, and the place of the words that state it, where the text has them."""
    dates.period(published)
    day = published or taken.published.value
    if not day:
        return "", "unknown", {}
    words = next(((start, end) for iso, start, end in dates.find(taken.text) if iso == day), None)
    if words is None and (start := taken.text.find(dates.words(day))) >= 0:
        words = start, start + len(dates.words(day))
    of_page = day == taken.published.value
    how = basis or ("stated" if words or of_page else "external")
    if how != "stated" or words is None:
        return day, how, {}
    return day, how, {"published_quote": taken.text[words[0] : words[1]], "published_quote_start": words[0]}
