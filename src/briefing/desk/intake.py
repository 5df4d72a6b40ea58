"""A file from outside as a document: the text drawn from a saved page or a PDF, and what these say of themselves.

Both kinds are read by a process of their own with limits of time and memory: what they hold is data and may be hostile.
Nothing is fetched. Belongs here: formats. Does not belong here: the tables (register).
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from briefing.words import dates
from briefing.words.languages.scripts import language_of
from briefing.words.text import UserError

LARGEST = 20 * 2**20  # bytes of a file
LONGEST = 2 * 10**6  # characters drawn from one
SECONDS, MEMORY = 60, 2 * 2**30
LEAST = 80  # letters: less is a page whose article was not saved
HEAD = 1500  # characters in which an article gives its own date
PAGES = (".html", ".htm", ".xhtml")
KINDS = f".txt, {', '.join(PAGES)} or .pdf"
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])

NO_TEXT = {
    "pdf": "has no text, only pictures of it, it seems: put it through text recognition, compare, and save it as .txt",
    "html": "holds no article, it seems, as a script would have drawn it: save the page from a browser that shows it, "
    "or its text as .txt",
}


@dataclass(frozen=True)
class Said:
    """What a document says of itself, and where: in its text or in the page's own particulars."""

    value: str = ""
    basis: str = ""


@dataclass(frozen=True)
class Intake:
    """A document as it will be kept: the bytes of its text, those it was drawn from, and what it says of itself."""

    content: bytes = field(repr=False)
    original: bytes = field(default=b"", repr=False)
    suffix: str = ""
    extractor: str = ""
    title: Said = Said()
    outlet: Said = Said()
    published: Said = Said()
    url: Said = Said()
    language: Said = Said()

    @property
    def text(self) -> str:
        """The text of the document."""
        return self.content.decode("utf-8")


def take_in(file: Path) -> Intake:
    """Read a file as a document. Raises UserError with a sentence where it cannot be one."""
    suffix = file.suffix.lower()
    if suffix not in (".txt", *PAGES, ".pdf"):
        raise UserError(f"{file.name} is no {KINDS}: save the article in one of these forms")
    try:
        if file.stat().st_size > LARGEST:
            raise UserError(
                f"{file.name} is larger than {LARGEST >> 20} MB: save the article alone, without its pictures"
            )
        content = file.read_bytes()
    except OSError as error:
        raise UserError(f"{file.name} cannot be read: {error.strerror}") from None
    if not content.strip():
        raise UserError(f"{file.name} is empty: save the article's text in it first")
    if suffix == ".txt":
        return _plain(file.name, content)
    drawn = _drawn(file.name, "pdf" if suffix == ".pdf" else "html", content)
    text = drawn["text"].translate(CONTROLS).replace("\r\n", "\n").replace("\r", "\n").strip() + "\n"
    title = " ".join(drawn["title"].split())
    if title and not " ".join(text.split()).casefold().startswith(title.casefold()):
        text = f"{title}\n\n{text}"
    place = "the page's own particulars" if suffix != ".pdf" else "the PDF's own particulars"
    own = ("title", "outlet", "published", "url", "language")
    said = {key: Said(" ".join(drawn[key].split()), place) for key in own if drawn[key]}
    in_text = own_date(text)
    if in_text and "published" not in said:
        said["published"] = Said(in_text[0], f"the text: “{text[in_text[1] : in_text[2]]}”")
    said.setdefault("language", Said(language_of(text), "the letters of the text"))
    return Intake(text.encode("utf-8"), content, suffix, drawn["extractor"], **said)


def own_date(text: str) -> tuple[str, int, int] | None:
    """Return the date that stands near the head of a text, as ISO date, start and end; None where there is none."""
    return next(iter(dates.find(text[:HEAD])), None)


def _plain(name: str, content: bytes) -> Intake:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UserError(f"{name} is not UTF-8 at byte {error.start}: save it as UTF-8 text first") from None
    if "\0" in text:
        raise UserError(f"{name} has NUL characters: save it as UTF-8 text first")
    found = own_date(text)
    line = next(line.strip() for line in text.splitlines() if line.strip())
    return Intake(
        content,
        title=Said(line[:200], "its first line"),
        language=Said(language_of(text), "the letters of the text"),
        published=Said(found[0], f"the text: “{text[found[1] : found[2]]}”") if found else Said(),
    )


def _drawn(name: str, kind: str, content: bytes) -> dict:
    """Return what a process of its own draws from a page or a PDF."""
    command = [sys.executable, "-m", "briefing.desk.extract", kind, str(MEMORY)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise UserError(f"{name} took more than {SECONDS} seconds to read: save its text as .txt") from None
    try:
        drawn = json.loads(done.stdout)
    except ValueError:
        raise UserError(f"{name} could not be read as {kind.upper()}: save its text as .txt") from None
    if problem := drawn.get("problem"):
        raise UserError(f"{name}: {problem}")
    if len(drawn["text"]) > LONGEST:
        raise UserError(f"{name} has more than {LONGEST:,} characters of text: save the article alone")
    if len(re.sub(r"\W", "", drawn["text"])) < LEAST:
        raise UserError(f"{name} {NO_TEXT[kind]}")
    return drawn
