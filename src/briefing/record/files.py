"""Files of a record and of the package: read from inside a folder, summed up, replaced only as a whole.

Belongs here: bytes. Does not belong here: what they mean.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from briefing import paths

WITNESS = "BRIEFING_WITNESS"  # set for a kernel of a run, which wants to know what was read and imported
MADE_OF = ".made-of"  # the file beside figures, while they are made, in which a kernel says it
IMPORTED: list[str] = []  # the checksum of the package as it was when this process imported it, where that is known

_SUPPOSED: ContextVar[Mapping[Path, bytes]] = ContextVar("supposed")


def is_litter(name: str) -> bool:
    """Whether a file is what editors and systems leave about: .DS_Store, x.swp, x~, ._x."""
    return name.startswith(".") or name.endswith(("~", ".swp", ".swo", ".tmp", ".bak", ".part", ".orig"))


def package_digest() -> str:
    """Return a checksum of the package's source as it stands now."""
    found = (p for p in paths.PACKAGE.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    files = [p for p in found if not is_litter(p.name)]
    return digest_of(paths.PACKAGE, files, text=True)


def digest_of(folder: Path, files: Iterable[Path], text: bool = False) -> str:
    """Return a checksum over names and bytes of files, the same on every platform; of text whatever its line ends."""
    total = hashlib.sha256()
    for name, path in sorted((path.relative_to(folder).as_posix(), path) for path in files):
        content = path.read_bytes()
        total.update(_named(name, content.replace(b"\r\n", b"\n") if text else content))
    return total.hexdigest()


def _named(name: str, content: bytes) -> bytes:
    return f"{name} {hashlib.sha256(content).hexdigest()}\n".encode()


def tables_digest(contents: dict[str, bytes]) -> str:
    """Return a checksum over the descriptor and the tables as read, by name.

    It covers the documents too: their checksums stand in a table and are compared with their bytes.
    """
    lines = (_named(name, content.replace(b"\r\n", b"\n")) for name, content in sorted(contents.items()))
    return hashlib.sha256(b"".join(lines)).hexdigest()


def bear_witness(folder: Path, tables: str, left_out: str) -> None:
    """Write beside figures what they were made of, if a run asks for it: tables read, package imported, what is open.

    `left_out` says in a line what the record has not decided yet, "" if nothing.
    """
    if name := os.environ.get(WITNESS):
        package = IMPORTED[0] if IMPORTED else package_digest()
        (folder / name).write_text(f"{tables}\n{package}\n{left_out}\n", encoding="utf-8")


def read_inside(folder: Path, name: str, seen: dict[str, bytes] | None = None) -> bytes | None:
    """Return the bytes of a regular file that lies in a folder itself; None for a name or a link that leads elsewhere.

    `seen` gets them too, by name.

    Raises OSError for a file that cannot be read; a device or a pipe, which might never end, is one.
    """
    path = folder / name
    if name != path.name or "\\" in name or "\0" in name or folder.is_symlink() or path.is_symlink():
        return None
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is not a regular file")
    supposed = _SUPPOSED.get({}).get(path)
    content = path.read_bytes() if supposed is None else supposed
    if seen is not None:
        seen[name] = content
    return content


@contextmanager
def supposing(contents: Mapping[Path, bytes]) -> Iterator[None]:
    """Read inside folders as if these files had these contents: a record checked before it is written."""
    token = _SUPPOSED.set(contents)
    try:
        yield
    finally:
        _SUPPOSED.reset(token)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in one step: it is as before, or as a whole the new one.

    Raises OSError where it cannot be written; nothing is left beside it.
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


TABLES = ("reported_figures", "metrics", "documents", "actors", "aliases", "statements", "attributions", "exclusions")
