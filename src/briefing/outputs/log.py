"""The log of a record's changes that people read, CHANGELOG.md beside its tables: the newest entry first.

An entry is put before the older ones, which stay as they are, and is a proposal: a person reads it before it is
committed. Belongs here: since when, and where it is put. Does not belong here: what changed and its words (changes).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from briefing.outputs.changes import Changes, compare
from briefing.outputs.page_file import write
from briefing.outputs.states import git, state_at, state_of
from briefing.paths import data_folder
from briefing.words import dates
from briefing.words.text import UserError

NAME = "CHANGELOG.md"
_HEAD = """# What changed in the record

Proposed by `briefing changes --log` and read by a person before it is committed, the newest first. Statements and
revisions are what claimants said; corrections are ours, each cell with its quote.
"""


def add_entry(data_dir: str | Path = "", revision: str = "", today: date | None = None) -> tuple[Path, Changes]:
    """Put an entry for what changed since a revision, or the last entry, into a record's log; return log and changes.

    Where nothing changed, nothing is written. Raises UserError where the log has changes that are not committed, or is
    not there and no revision is given, and as `state_at`.
    """
    log = data_folder(data_dir) / NAME
    revision = revision or _last_entry(log)
    with state_at(revision, data_dir) as old:
        found = compare(old, state_of(data_dir, "the files as they are"))
    if found.found:
        title = f"{dates.words((today or date.today()).isoformat())}, since revision {revision}"
        before = log.read_bytes().decode("utf-8") if log.exists() else _HEAD
        write(log, _with_entry(before, found.markdown(title=title)).encode("utf-8"))
    return log, found


def _last_entry(log: Path) -> str:
    """Return the revision in which the log was last committed."""
    if not log.exists():
        raise UserError(f"There is no {log.name} beside the tables yet: say since when, --log --rev REVISION")
    problem = f"{log.parent} is in no git repository"
    if git(log.parent, "status", "--porcelain", "--", log.name, problem=problem).strip():
        raise UserError(
            f"{log} has changes that are not committed: commit or undo them first, so that no entry is lost"
        )
    return git(log.parent, "log", "-1", "--format=%h", "--", log.name, problem=problem).strip()


def _with_entry(text: str, entry: str) -> str:
    """Return a log with an entry before the first that it has."""
    head, mark, older = text.partition("\n## ")
    return f"{head.rstrip()}\n\n{entry}\n" + (f"\n## {older}" if mark else "")
