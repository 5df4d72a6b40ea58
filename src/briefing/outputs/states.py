"""Where a state of a record comes from: a folder, a revision of git, a date.

Belongs here: getting at older files without touching those that are there. Does not belong here: comparing (changes).
"""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefing.outputs.changes import Changes, State, compare, since
from briefing.paths import data_folder, seeds_folder
from briefing.record.dossier import Record, read_record
from briefing.record.tables import DossierError
from briefing.words.text import UserError, quoted


def state_of(data_dir: str | Path, name: str = "") -> State:
    """Return the state of a record as its files stand; DossierError only where there is no descriptor to read it by."""
    record = read_record(data_dir)
    return State(name or str(data_dir), record, None if record.faults else record.as_of())


def changes_between(before: Path | None, after: str | Path, date: str, revision: str) -> Changes:
    """Return what changed: from a folder, a date, a revision (HEAD if neither is given) to the record `after`."""
    if date:
        return since(_sound(after), date)
    if before:
        return compare(state_of(before), state_of(after, str(after) or "this record"))
    with state_at(revision or "HEAD", after) as old:
        return compare(old, state_of(after, "the files as they are"))


def _sound(data_dir: str | Path) -> Record:
    record = read_record(data_dir)
    if record.faults:
        raise DossierError(str(record.data_dir), record.faults)
    return record


@contextmanager
def state_at(revision: str, data_dir: str | Path = "") -> Iterator[State]:
    """Give the state of a record at a revision of git; UserError where there is none, or it cannot be read."""
    data = data_folder(data_dir)
    top = Path(git(data, "rev-parse", "--show-toplevel", problem=f"{data} is in no git repository").strip())
    problem = f"{quoted(revision)} is no revision of this repository: give a commit, a tag, or HEAD~3"
    commit = git(top, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}", problem=problem).strip()
    folders = [
        folder.relative_to(top.resolve()).as_posix() for folder in (data.resolve(), seeds_folder(data).resolve())
    ]
    problem = f"{quoted(revision)} has no {' and '.join(folders)} yet: give a later revision"
    archive = git(top, "archive", "--format=tar", commit, "--", *folders, problem=problem, text=False)
    with tempfile.TemporaryDirectory(prefix="briefing-changes-") as scratch:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(scratch, filter="data")
        try:
            state = state_of(Path(scratch) / folders[0], f"revision {revision}")
        except DossierError as error:
            why = "; ".join(fault.problem for fault in error.faults)
            raise UserError(f"The record of {quoted(revision)} has another form ({why}): give a later one") from None
        yield state


def git(folder: Path, *arguments: str, problem: str, text: bool = True):
    """Return what git says of a folder; UserError with the problem where it fails or there is no git."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        raise UserError(problem) from None
    return done.stdout.decode("utf-8") if text else done.stdout
