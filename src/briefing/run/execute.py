"""Running one notebook: papermill, a kernel of its own, and in which cell it failed.

Belongs here: what happens in the process that runs a notebook, on this machine or another. Does not belong here:
which notebooks run (plan) and what becomes of their files (regenerate).
"""

from __future__ import annotations

import logging
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Semaphore

from briefing.imports import without
from briefing.record.files import MADE_OF
from briefing.run.parameters import read_notebook


@dataclass(frozen=True)
class Task:
    """All that a process, here or on another machine, needs to run one notebook."""

    notebook: str
    parameters: dict
    scratch: str
    timeout: int | None = None
    figures: bool = True


@dataclass
class Result:
    """How the run of one notebook ended: the folder it wrote into, and the error if it failed.

    `notebook`, `tables` and `package` are checksums of what was really executed, read and imported, "" if not known.
    `left_out` says which numbers of its documents the record has not decided yet, "" if none or not known.
    """

    seconds: float = 0.0
    folder: str = ""
    error: str = ""
    notebook: str = ""
    tables: str = ""
    package: str = ""
    left_out: str = ""


def execute(task: Task, turns: Semaphore | None = None) -> Result:
    """Run one notebook into a new folder in the task's scratch; never raises for what the notebook does.

    With `turns` its cells wait for their turn, while the kernel is made ready before.
    """
    began = time.perf_counter()
    path = Path(task.notebook)
    folder = Path(tempfile.mkdtemp(prefix=f"{path.stem}-", dir=task.scratch))
    result = Result(folder=str(folder))
    (folder / "figures").mkdir()
    parameters = dict(task.parameters) | ({"figures_dir": str(folder / "figures")} if task.figures else {})
    place = _Place(task.scratch, turns)
    try:
        _papermill().execute_notebook(
            str(path).replace("{", "{{").replace("}", "}}"),
            str(folder / path.name).replace("{", "{{").replace("}", "}}"),
            parameters,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            request_save_on_cell_execute=False,  # the whole at the end: nobody watches the copy grow
            autosave_cell_every=0,
            execution_timeout=task.timeout,
            # the rest goes to nbclient
            kernel_manager_class=_manager(),
            resources={"metadata": {"path": str(path.parent)}},
            coalesce_streams=True,
            record_timing=False,
            on_notebook_start=place.remember,
            on_cell_start=place.wait,
            on_cell_execute=place,
        )
        result.notebook = read_notebook(folder / path.name).digest
        result.tables, result.package, result.left_out = _witness(folder / "figures" / MADE_OF)
    except Exception as error:
        result.error = _describe(error, place, task.timeout)
        place.keep(folder / path.name)
    finally:
        place.leave()
    result.seconds = time.perf_counter() - began - place.waited
    return result


def _witness(file: Path) -> tuple[str, str, str]:
    """Take away what a kernel left beside its figures: the checksums of tables and package, and what is open."""
    try:
        tables, package, left_out = file.read_text(encoding="utf-8").splitlines()
        file.unlink()
        return tables, package, left_out
    except FileNotFoundError:  # it has drawn no figure
        return "", "", ""


def _papermill():
    """Import papermill without jsonschema's formats for IRIs, whose grammar takes seconds to import.

    nbformat imports jsonschema, whose `_format` takes rfc3987_syntax where it finds it; no notebook schema has an
    IRI in it.
    """
    with without("rfc3987_syntax"):
        import papermill
    logging.getLogger("papermill").setLevel(logging.CRITICAL)  # the run tells of failures, in fewer words
    return papermill


def _manager() -> type:
    from briefing.run.kernels import HeadlessKernelManager

    return HeadlessKernelManager


class _Place:
    """Remembers the cell that is running; stops a run that was given up, whose scratch folder is gone.

    The first cell waits for a turn, if turns are to be taken; `leave` gives it back.
    """

    def __init__(self, scratch: str, turns: Semaphore | None):
        self.scratch, self.count, self.source = scratch, 0, ""
        self.turns, self.waiting, self.waited = turns, turns is not None, 0.0
        self.notebook = None

    def remember(self, notebook) -> None:
        self.notebook = notebook

    def keep(self, file: Path) -> None:
        """Write the notebook as far as it came, where papermill has not: it writes those whose own cells fail."""
        if self.notebook and not file.exists() and file.parent.exists():
            import nbformat

            nbformat.write(self.notebook, file)

    def wait(self, cell, cell_index) -> None:
        if self.waiting:
            began = time.perf_counter()
            self.turns.acquire()
            self.waiting, self.waited = False, time.perf_counter() - began

    def leave(self) -> None:
        if self.turns and not self.waiting:
            self.turns.release()

    def __call__(self, cell, cell_index) -> None:
        if not Path(self.scratch).exists():
            raise RuntimeError("the run was given up")
        self.count += 1
        self.source = cell.source


def _describe(error: Exception, place: _Place, timeout: int | None) -> str:
    """Say in a few lines which cell failed and how."""
    kind = type(error).__name__
    if kind == "PapermillExecutionError":
        what = f"{error.ename}: {error.evalue}".rstrip(": ")
    elif kind == "CellTimeoutError":
        what = f"it took longer than {timeout} s (--timeout)"
    elif kind == "DeadKernelError":
        what = "its kernel died; out of memory, or a crash in a library"
    else:
        what = f"{kind}: {error}"
    line = next((line for line in place.source.splitlines() if line.strip()), "")
    where = f"in cell In [{place.count}], which begins: {line.strip()}\n" if place.count else "before its first cell\n"
    return where + what
