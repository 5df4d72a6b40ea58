"""The headless run: notebooks side by side, and moving in what they made.

Nothing is imported for running before it is known that something must run. Belongs here: the course of a run and
the next state of its output folders. Does not belong here: what is asked for (plan), running one notebook (execute),
how a kernel starts (kernels), how a folder changes in one step (store).
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Semaphore

from briefing import paths
from briefing.run.execute import Result, Task, execute
from briefing.run.gallery import gallery
from briefing.run.parameters import Notebook, UsageError
from briefing.run.plan import (
    Request,
    Target,
    check_choices,
    choose,
    data_of,
    find_notebooks,
    inputs_of,
    plan,
    tables_of,
    unchanged,
)
from briefing.run.store import GALLERY, digest, outputs, read_manifest, write_manifest

AT_ONCE = 40  # output folders at a time: each has its lock, an open file
CONNECT_SECONDS = 5  # for a Dask scheduler to answer


def run(request: Request, reporter) -> bool:
    """Bring the output folders up to date; return whether every notebook succeeded.

    `reporter` has the methods `say`, `start`, `done` and `summary`. Raises UsageError before anything has run.
    """
    every = find_notebooks()
    chosen = choose(every, request.only)
    targets = plan(request, every, chosen, reporter.say)
    for some in (targets[i : i + AT_ONCE] for i in range(0, len(targets), AT_ONCE)):
        _bring_up_to_date(some, every, chosen, request, reporter)
    reporter.summary(targets, chosen)
    _say_open(targets, reporter)  # an unchanged run has said so before
    return not any(result.error for target in targets for result in target.results.values())


def _say_open(targets: list[Target], reporter) -> None:
    """Tell of numbers in the documents that the figures do not show, because nobody has decided them yet."""
    for said in {r.left_out for t in targets for r in t.results.values() if r.left_out and not r.error}:
        reporter.say(f"{said} No figure shows what is open; briefing record decides it.")


def _bring_up_to_date(
    targets: list[Target], every: list[Notebook], chosen: list[Notebook], request: Request, reporter
) -> None:
    """Bring some of the output folders up to date, each locked until all are."""
    with ExitStack() as locks:
        for target in sorted(targets, key=lambda t: t.folder):
            locks.enter_context(target.store.locked(reporter.say))
            target.manifest = read_manifest(target.folder)
            target.inputs = inputs_of(target, every, data_of(request.data_dir))
            target.tables = tables_of(data_of(request.data_dir) or paths.DATA)
        todo = [(t, n) for n in _longest_first(chosen) for t in targets if request.force or not unchanged(t, n.name)]
        check_choices([target.values[notebook.name] for target, notebook in todo])
        reporter.start(len(todo))
        for target, notebook, result in _execute_all(todo, request):
            result.error = result.error or _made_of_something_else(target, notebook, result)
            _keep_copy(target, notebook, result, reporter)
            target.results[notebook.name] = result
            reporter.done(target, notebook, result)
        for target in targets:
            _refuse_changed(target, request)
            try:
                _move_in(target, every)
            except OSError as error:
                raise UsageError(f"{target.folder} cannot be written: {error.strerror}. It is as it was.") from None


def _made_of_something_else(target: Target, notebook: Notebook, result: Result) -> str:
    """Say what a kernel executed, read or imported that is not what the run began with; "" if nothing.

    The manifest records what a run began with, and must be true of what is moved in.
    """
    inputs = target.inputs[notebook.name]
    pairs = {
        "the notebook": (result.notebook, inputs["notebook"]),
        "the tables": (result.tables, target.tables),
        "the package": (result.package, inputs["package"]),
    }
    changed = [what for what, (read, planned) in pairs.items() if read and planned and read != planned]
    return _changed(changed)


def _changed(what: list[str]) -> str:
    return f"because of a change to {' and '.join(what)} while it ran: run it again" if what else ""


def _refuse_changed(target: Target, request: Request) -> None:
    """Fail every notebook of which something that it depends on is no longer as it was when the run began."""
    now = inputs_of(target, find_notebooks(), data_of(request.data_dir))
    for name, result in target.results.items():
        before, after = target.inputs[name], now.get(name, {})
        if not result.error and before != after:
            result.error = _changed([f"the {key}" for key in before if before[key] != after.get(key)])


def _longest_first(notebooks: list[Notebook]) -> list[Notebook]:
    """Return the notebooks in the order to run them: those stored with more pictures take longer, so they begin."""
    return sorted(notebooks, key=lambda n: n.path.stat().st_size, reverse=True)


def _execute_all(todo: list[tuple[Target, Notebook]], request: Request) -> Iterator[tuple[Target, Notebook, Result]]:
    """Run the notebooks side by side; yield each as it ends."""
    if not todo:
        return
    with _pool(request, len(todo), len({t.folder for t, _ in todo})) as (submit, completed):
        running = {submit(execute, _task(t, n, request.timeout)): (t, n) for t, n in todo}
        for future in completed(running):
            yield *running[future], _outcome(future)


def execute_alone(notebooks: list[Notebook], request: Request) -> Iterator[tuple[Notebook, Result]]:
    """Run notebooks with their own parameters and no figures written; yield each as it ends."""
    with tempfile.TemporaryDirectory(prefix="briefing-run-") as scratch, _pool(request, len(notebooks)) as pool:
        submit, completed = pool
        running = {submit(execute, Task(str(n.path), {}, scratch, request.timeout, False)): n for n in notebooks}
        for future in completed(running):
            yield running[future], _outcome(future)


def _task(target: Target, notebook: Notebook, timeout: int | None) -> Task:
    writes = "figures_dir" in notebook.parameters
    return Task(str(notebook.path), target.values[notebook.name], str(target.store.scratch()), timeout, writes)


def _outcome(future) -> Result:
    try:
        return future.result()
    except Exception as error:  # the machine failed, not the notebook
        return Result(error=f"in its process: {type(error).__name__}: {error}")


@contextmanager
def _pool(request: Request, count: int, locks: int = 0):
    """Yield two functions, one that submits work and one that waits for it: to threads here, or to a Dask cluster.

    `locks` is how many output folders are held open meanwhile.
    """
    if not request.scheduler:
        from briefing.run import kernels

        kernels.warm_up()
        jobs = kernels.affordable(request.jobs or os.cpu_count() or 1, locks)
        pool = ThreadPoolExecutor(min(jobs + 1, count))  # one more gets its kernel ready, which is mostly waiting
        try:
            turns = Semaphore(jobs)
            yield lambda function, task: pool.submit(function, task, turns), as_completed
        finally:  # all is done, or the run was stopped: then its kernels end with it, not before it
            pool.shutdown(wait=False, cancel_futures=True)
        return
    try:
        import distributed
    except ImportError:
        raise UsageError('--scheduler needs Dask: pip install "briefing[cluster]".') from None
    try:
        client = distributed.Client(request.scheduler, timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise UsageError(f"No Dask scheduler answers at {request.scheduler}: {error}") from None
    with client:
        yield lambda function, task: client.submit(function, task, pure=False), distributed.as_completed


def _keep_copy(target: Target, notebook: Notebook, result: Result, reporter) -> None:
    """Put the executed copy into build/executed/; figures do not depend on whether there is room for it."""
    made, place = Path(result.folder, notebook.path.name), executed_copy(target, notebook)
    if result.folder and made.exists():
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(made, place)
        except OSError as error:
            reporter.say(f"{place} could not be kept: {error.strerror}.")


def stop() -> None:
    """Drop what kernels share; they themselves end with this process."""
    if "briefing.run.kernels" in sys.modules:
        sys.modules["briefing.run.kernels"].clean_up()


def executed_copy(target: Target, notebook: Notebook) -> Path:
    """Return where the executed copy of a notebook is kept."""
    return paths.BUILD / "executed" / target.label / notebook.path.name


def _move_in(target: Target, every: list[Notebook]) -> None:
    """Make the folder's next state from what succeeded and what was kept, unless it would be the same."""
    made = {name: _made(result) for name, result in target.results.items() if not result.error}
    _refuse_double_names(target, made)
    kept = {n.name: e for n in every if n.name not in made and (e := _kept(target, n.name))}
    manifest = {"notebooks": kept | {name: _entry(target, name, files) for name, files in made.items()}}
    files = {path.name: path for group in made.values() for path in group}
    files |= {name: target.folder / name for entry in kept.values() for name in entry["outputs"]}

    def build(part: Path) -> None:
        for name, path in files.items():
            _link_or_copy(path, part / name)
        listed = {name: list(entry["outputs"]) for name, entry in manifest["notebooks"].items()}
        (part / GALLERY).write_text(gallery(part, target.folder, every, listed), encoding="utf-8")
        write_manifest(part, manifest | {"gallery": digest(part / GALLERY)})

    if not _same(target, manifest):
        target.store.replace(build)
        target.manifest = manifest


def _entry(target: Target, name: str, files: list[Path]) -> dict:
    """Return the record of a notebook that ran: what it was made from, on what, and what came out."""
    platform_ = f"{sys.platform}-{platform.machine()}"
    return {"inputs": target.inputs[name], "platform": platform_, "outputs": {p.name: digest(p) for p in files}}


def _made(result: Result) -> list[Path]:
    return sorted((Path(result.folder) / "figures").iterdir())


def _kept(target: Target, name: str) -> dict | None:
    """Return the record of a notebook that did not run, or failed, if its figures are there: none is ever lost.

    They may be of other parameters than this run's; their sidecars and the manifest say of which.
    """
    entry = target.manifest["notebooks"].get(name)
    if not entry:
        return None
    return entry if all((target.folder / file).exists() for file in entry["outputs"]) else None


def _same(target: Target, manifest: dict) -> bool:
    """Return whether the folder is already as this manifest says."""
    old = target.manifest
    return (
        old["notebooks"] == manifest["notebooks"]
        and old.get("gallery") == digest(target.folder / GALLERY)
        and all(digest(target.folder / name) == sha for name, sha in outputs(old).items())
    )


def _refuse_double_names(target: Target, made: dict[str, list[Path]]) -> None:
    """Fail a notebook that wrote a file of another's name."""
    owner: dict[str, str] = {}
    for name in sorted(made):
        for path in made[name]:
            first = owner.setdefault(path.name, name)
            if first != name:
                wrote = f"because it wrote {path.name}, which {first} wrote too: rename one of them"
                target.results[name].error = wrote
    for name in [n for n in made if target.results[n].error]:
        del made[name]


def _link_or_copy(source: Path, destination: Path) -> None:
    try:
        os.link(source, destination)
    except OSError:
        shutil.copy2(source, destination)
