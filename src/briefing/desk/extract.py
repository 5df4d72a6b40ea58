"""The text of a page or a PDF from standard input, as JSON; a process of its own, so that a hostile file ends only it.

    python -m briefing.desk.extract html|pdf BYTES_OF_MEMORY

Belongs here: what the extractors are asked. Does not belong here: what becomes of the text (intake).
"""

from __future__ import annotations

import io
import json
import logging
import sys
from contextlib import suppress
from importlib.metadata import version

EMPTY = dict.fromkeys(("text", "title", "outlet", "published", "url", "language"), "")


def from_html(content: bytes) -> dict:
    """Return the article of a saved page, and its particulars as the page itself gives them."""
    import trafilatura
    from lxml import html

    found = trafilatura.bare_extraction(
        content, include_comments=False, favor_recall=True, with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )  # fmt: skip
    if found is None:
        return EMPTY
    with suppress(Exception):
        tree = html.fromstring(content)
        language = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:2].lower()
        return _particulars(found) | {"language": language if language.isalpha() else ""}
    return _particulars(found)


def _particulars(found) -> dict:
    return EMPTY | {
        "text": found.text or "",
        "title": found.title or "",
        "outlet": found.sitename or found.hostname or "",
        "published": found.date or "",
        "url": found.url if (found.url or "").startswith(("http://", "https://")) else "",
        "extractor": f"trafilatura {version('trafilatura')}",
    }


def from_pdf(content: bytes) -> dict:
    """Return the text of a PDF, page by page, and its title; the date of the file is not that of the article."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            return {"problem": "it is encrypted: open it with its password and save its text as .txt"}
        text = "\n\n".join((page.extract_text() or "").strip() for page in reader.pages)
        title = str((reader.metadata or {}).get("/Title") or "")
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        return {"problem": f"it is no whole PDF ({type(error).__name__}): save its text as .txt"}
    return EMPTY | {"text": text, "title": title, "extractor": f"pypdf {version('pypdf')}"}


def main(kind: str, memory: str) -> None:
    """Read standard input within a limit of memory and write JSON."""
    with suppress(ImportError, ValueError, OSError):  # not every system has limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    logging.disable()
    try:
        drawn = {"html": from_html, "pdf": from_pdf}[kind](sys.stdin.buffer.read())
    except MemoryError:
        drawn = {"problem": "it takes more memory than an article can want: save its text as .txt"}
    # A lone surrogate, which a broken font may give, is no character.
    print(json.dumps({key: text.encode("utf-8", "replace").decode() for key, text in drawn.items()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
