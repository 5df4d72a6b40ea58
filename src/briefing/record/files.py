"""Files of a record: read only from inside its folder, replaced only as a whole.

Belongs here: bytes. Does not belong here: what they mean.
"""

from __future__ import annotations

import errno
from pathlib import Path


def read_inside(folder: Path, name: str) -> bytes | None:
    """Return the bytes of a regular file that lies in a folder itself; None for a name or a link that leads elsewhere.

    Raises OSError for a file that cannot be read; a device or a pipe, which might never end, is one.
    """
    path = folder / name
    if name != path.name or "\\" in name or "\0" in name or folder.is_symlink() or path.is_symlink():
        return None
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is not a regular file")
    return path.read_bytes()


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
