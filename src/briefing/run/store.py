"""An output folder that is always as before a run or as after it, whatever happens in between.

A run builds the folder's next state beside it and then exchanges the two in one step of the operating system
(Linux; renameat2). A reader who opens a file by its path finds the old state or the new one; only a run that
succeeded changes it, and being killed at any moment cannot leave it half done. Files that the run did not make are
linked into the next state before the exchange, and folders are carried over right after it; a killed run's remains are
cleared up at the start of the next one. Where
the system has no exchange, the next state is recorded in full first and its files are then moved one by one: a run
killed in the middle of that is completed by the next. Power failures are the file system's business.

Belongs here: the lock, the exchange, the repair, and manifest.json as a list of the files that are a run's own.
Does not belong here: what the files mean.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from briefing import paths
from briefing.run.parameters import UsageError

MANIFEST, GALLERY = "manifest.json", "README.md"
MADE_BY = "briefing figures"  # in a manifest: the mark by which a folder is known as a run's own
MARK = ".briefing"  # in a work folder, for the same
MOVING = ".moving"  # the next state inside the folder, where the two cannot be exchanged


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, "" if there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def read_manifest(folder: Path) -> dict:
    """Return a folder's manifest, or an empty one if it has none that can be read."""
    with suppress(OSError, ValueError, AttributeError, KeyError, TypeError, RecursionError):
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        entries = manifest["notebooks"].values()
        if all(isinstance(entry[part], dict) for entry in entries for part in ("inputs", "outputs")):
            return manifest
    return {"notebooks": {}}


def write_manifest(folder: Path, manifest: dict) -> None:
    """Write a folder's manifest."""
    marked = {"made_by": MADE_BY} | manifest
    text = json.dumps(marked, indent=1, ensure_ascii=False, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def outputs(manifest: dict) -> dict[str, str]:
    """Return the files that a manifest records, with their checksums."""
    return {name: sha for entry in manifest["notebooks"].values() for name, sha in entry["outputs"].items()}


class Store:
    """An output folder, the lock on it, and the work folder beside it."""

    def __init__(self, folder: Path):
        try:
            self.folder = folder.resolve()
        except (OSError, RuntimeError) as error:
            raise UsageError(f"{folder} leads nowhere: {error}. Choose another --out.") from None
        if self.folder.parent == self.folder:
            raise UsageError(f"{self.folder} is the root of the file system. Choose another --out.")
        self.work = self.folder.with_name(f".{self.folder.name}.run")
        self._lock = self.folder.with_name(f".{self.folder.name}.lock")
        self._closed = ""  # why it cannot be written

    @contextmanager
    def locked(self, say: Callable[[str], None]) -> Iterator[None]:
        """Hold the folder for one run; another run that has it is waited for, and `say` is told so.

        One that cannot be written can be read, as where there is nothing to do; `scratch` and `replace` refuse it.
        Raises UsageError if there is nothing to read either, or if the folder holds files that no run has made.
        """
        self._check_ours()
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._lock)
            try:
                lock.acquire(timeout=0)
            except Timeout:
                if not self._lock.exists():  # another run has just ended, or no file can be made there, as in /proc
                    with suppress(Timeout):
                        lock.acquire(timeout=2)
                if not lock.is_locked and not self._lock.exists():
                    raise OSError(errno.ENOENT, "no file can be made beside it") from None
                if not lock.is_locked:
                    say(f"Another run is writing {self.folder}; waiting for it to end.")
                    lock.acquire()
        except OSError as error:
            self._closed = f"{self.folder} cannot be written: {error.strerror}. Choose another --out."
            if not is_marked(self.folder):
                raise UsageError(self._closed) from None
            yield
            return
        try:
            try:
                self._repair()
            except OSError as error:
                raise UsageError(f"{self.folder} cannot be repaired: {error.strerror}. Make it writable.") from None
            yield
        finally:
            self._clear()
            self._lock.unlink(missing_ok=True)  # while it is held; whoever waits makes it anew
            lock.release()

    def _check_ours(self) -> None:
        """Refuse a folder, or what would have to stand beside it, that no run has made."""
        if self.folder.exists() and not self.folder.is_dir():
            raise UsageError(f"{self.folder} is a file. Choose another --out.")
        names = {p.name for p in self.folder.iterdir()} if self.folder.exists() else set()
        states = (self.folder, self.folder / MOVING, self.work / "moving", self.work / "next")
        own = self.folder == paths.FIGURES  # ours whatever a merge has made of its manifest
        if not own and not any(map(is_marked, states)) and (others := sorted(n for n in names if not _like_ours(n))):
            raise UsageError(
                f"{self.folder} holds files that no run has made: {', '.join(others[:3])}{' …' * (len(others) > 3)}. "
                "Choose an empty or a new folder."
            )
        if self.work.exists() and any(self.work.iterdir()) and not (self.work / MARK).exists():
            raise UsageError(f"{self.work} is in the way, and no run has made it. Move it, or choose another --out.")
        if self._lock.exists() and (not self._lock.is_file() or self._lock.stat().st_size):
            raise UsageError(f"{self._lock} is in the way, and no run has made it. Move it, or choose another --out.")

    def scratch(self) -> Path:
        """Return a folder on the same file system, where notebooks write; it goes when the lock is released.

        Raises UsageError if the folder cannot be written.
        """
        if self._closed:
            raise UsageError(self._closed)
        self.work.mkdir(exist_ok=True)
        (self.work / MARK).touch()
        return self.work

    def replace(self, build: Callable[[Path], None]) -> None:
        """Make what `build` puts into an empty folder the folder's next state, in one step."""
        part, following = self.scratch() / "part", self.work / "next"
        part.mkdir()
        build(part)
        if self.folder.is_symlink():
            raise UsageError(f"{self.folder} became a link while the run went on. Take it away and run again.")
        alike = not self.folder.exists() or _make_alike(part, self.folder)
        part.rename(following)
        if not self.folder.exists():
            following.rename(self.folder)
        elif alike and self._keep_theirs(following) and _exchange(following, self.folder):
            if following.is_symlink():  # it became one just now; what it leads to is not this run's
                _exchange(following, self.folder)
                raise UsageError(f"{self.folder} became a link while the run went on. Take it away and run again.")
            self._carry_over(following)
        else:
            _move_in(_beside(following.rename(self.work / "moving"), self.folder), self.folder)

    def _repair(self) -> None:
        """Clear up after a killed run: complete what it had decided, drop what it had not."""
        following = self.work / "next"
        if following.exists() and self.folder.exists():
            self._carry_over(following)  # the old state after an exchange, or a new one that never took place
        for moving in (self.folder / MOVING, self.work / "moving"):
            if moving.exists():
                _move_in(_beside(moving, self.folder), self.folder)
        self._clear()

    def _clear(self) -> None:
        """Remove the work folder, but nothing that a repair still needs."""
        if not (self.work / MARK).exists():
            return
        for path in self.work.glob("*"):
            if path.name not in ("next", "moving"):
                shutil.rmtree(path, ignore_errors=True)
        if [path.name for path in self.work.iterdir()] == [MARK]:
            with suppress(OSError):
                (self.work / MARK).unlink()
                self.work.rmdir()

    def _keep_theirs(self, following: Path) -> bool:
        """Link the files that no run has made into the next state, so that being killed hides none; always True."""
        ours = {*outputs(read_manifest(self.folder)), MANIFEST, GALLERY}
        for path in self.folder.iterdir():
            if path.name not in ours and path.is_file() and not path.is_symlink():
                with suppress(OSError):  # it is carried over after the exchange
                    os.link(path, following / path.name)
        return True

    def _carry_over(self, old: Path) -> None:
        """Bring what no run has made from the old state into the folder."""
        if old.is_symlink():
            old.rename(_free(self.folder.with_name(f"{self.folder.name}.link")))
            return
        ours = {*outputs(read_manifest(old)), MANIFEST, GALLERY}
        for path in old.iterdir():
            if path.name not in ours:
                _bring(path, self.folder / path.name)
        shutil.rmtree(old)


def _bring(source: Path, place: Path) -> None:
    """Move a file or folder; where there is one of its name, folders are joined and a file gets a name of its own."""
    if not os.path.lexists(place):
        source.rename(place)
    elif source.is_dir() and place.is_dir() and not (source.is_symlink() or place.is_symlink()):
        for path in source.iterdir():
            _bring(path, place / path.name)
    elif not (source.exists() and place.exists() and source.samefile(place)):
        source.rename(_free(place))


def _free(place: Path) -> Path:
    """Return a name beside a place that nothing has yet."""
    names = (place.with_name(f"{place.name}.{n}") for n in range(1, 10**6))
    return next(name for name in names if not os.path.lexists(name))


def is_marked(folder: Path) -> bool:
    """Whether a folder has the manifest of a run: its mark, or, of an older run, files that are as it records them."""
    with suppress(OSError, ValueError, AttributeError, KeyError, TypeError, RecursionError):
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        recorded = outputs(manifest)
        as_recorded = bool(recorded) and all(digest(folder / name) == sha for name, sha in recorded.items())
        return manifest.get("made_by") == MADE_BY or as_recorded
    return False


def _like_ours(name: str) -> bool:
    """Whether a run may have left a file or a sweep's folder of this name in a folder that has no manifest yet."""
    return "=" in name or name.startswith(MOVING) or (name.startswith(".") and name.endswith((".run", ".lock")))


def _make_alike(new: Path, old: Path) -> bool:
    """Give a folder the mode, owner and group of the one that it will replace; False where that is not allowed."""
    wanted, has = old.stat(), new.stat()
    try:
        if (wanted.st_uid, wanted.st_gid) != (has.st_uid, has.st_gid):
            os.chown(new, wanted.st_uid, wanted.st_gid)
        new.chmod(stat.S_IMODE(wanted.st_mode))
    except OSError:
        return False
    return stat.S_IMODE(new.stat().st_mode) == stat.S_IMODE(wanted.st_mode)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step; False where the system cannot."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return bool(renameat2) and renameat2(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0


def _beside(moving: Path, folder: Path) -> Path:
    """Return a next state inside its folder; copied as a whole where the folder is a mount, another disk for renaming.

    If there is no room for it, or the folder cannot be written, nothing is left of it and OSError is raised.
    """
    if moving.parent == folder:
        return moving
    with suppress(OSError):
        return moving.rename(folder / MOVING)
    part = folder / f"{MOVING}.part"
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir()
        for path in moving.iterdir():
            shutil.copy2(path, part)
        return part.rename(folder / MOVING)
    except OSError:
        shutil.rmtree(part, ignore_errors=True)
        raise
    finally:
        shutil.rmtree(moving)


def _move_in(moving: Path, folder: Path) -> None:
    """Move a complete next state in, file by file, its manifest last; may be called again after being killed."""
    if (moving / MANIFEST).exists():
        stale = outputs(read_manifest(folder)).keys() - outputs(read_manifest(moving)).keys()
        for path in [p for p in moving.iterdir() if p.name != MANIFEST]:
            path.replace(folder / path.name)
        for name in stale:
            (folder / name).unlink(missing_ok=True)
        (moving / MANIFEST).replace(folder / MANIFEST)
    shutil.rmtree(moving)
