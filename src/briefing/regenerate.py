"""The headless run: which notebooks must run, running them, and moving in what they made.

papermill executes every notebook, each in a kernel of its own. Nothing is imported for it before it is known that
something must run. Belongs here: the plan, the run, the comparison of `briefing check`. Does not belong here: how a
kernel starts (kernels), how a folder changes in one step (store), what a parameter may be (parameters).
"""

from __future__ import annotations

import hashlib
import itertools
import logging
import os
import platform
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from briefing import paths
from briefing.gallery import gallery
from briefing.parameters import Notebook, UsageError, check_name, convert, nearest, read_notebook
from briefing.store import GALLERY, Store, digest, outputs, read_manifest, write_manifest

LIBRARIES = ("matplotlib", "seaborn", "pandas", "numpy", "pillow", "fonttools", "font-source-sans-pro")
CONNECT_SECONDS = 5  # for a Dask scheduler to answer

Say = Callable[[str], None]


@dataclass(frozen=True)
class Request:
    """What was asked for, as text; every part has the default run's value."""

    only: tuple[str, ...] = ()
    values: Mapping[str, str | list[str]] = field(default_factory=dict)
    sweep: Mapping[str, list[str]] = field(default_factory=dict)
    out: Path | None = None
    data_dir: Path | None = None
    jobs: int | None = None
    force: bool = False
    timeout: int | None = None
    scheduler: str = ""


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
    """How the run of one notebook ended: the folder it wrote into, and the error if it failed."""

    seconds: float = 0.0
    folder: str = ""
    error: str = ""


@dataclass
class Target:
    """One output folder with the values that its notebooks get, by notebook name."""

    folder: Path
    label: str
    values: dict[str, dict]
    store: Store = field(init=False)
    inputs: dict[str, dict] = field(default_factory=dict)
    manifest: dict = field(default_factory=dict)
    results: dict[str, Result] = field(default_factory=dict)

    def __post_init__(self):
        self.store = Store(self.folder)


# --- the plan ---------------------------------------------------------------------------------------------------


def find_notebooks() -> list[Notebook]:
    """Return the notebooks in reading order; UsageError if there are none."""
    found = [read_notebook(path) for path in sorted(paths.NOTEBOOKS.glob("*.ipynb"))]
    if not found:
        raise UsageError(f"There are no notebooks in {paths.NOTEBOOKS}.")
    return found


def choose(notebooks: list[Notebook], only: Iterable[str]) -> list[Notebook]:
    """Return the notebooks whose name or number is asked for, all if none is; UsageError for one unknown."""
    names = {key: n for n in notebooks for key in (n.name, n.path.name, n.name.split("_")[0])}
    wanted = [part for word in only for part in word.split(",")]
    for word in wanted:
        if word not in names and word.zfill(2) not in names:
            raise UsageError(f"There is no notebook {word}. {nearest(word, {n.name for n in notebooks})}")
    chosen = {names.get(word, names.get(word.zfill(2))).name for word in wanted}
    return [n for n in notebooks if n.name in chosen or not wanted]


def plan(request: Request, every: list[Notebook], chosen: list[Notebook], say: Say) -> list[Target]:
    """Return the output folders and what each notebook gets for them.

    Raises UsageError for an unknown parameter, a value of the wrong type, or a dossier that is not there.
    """
    for name in [*request.values, *request.sweep]:
        check_name(name, chosen)
    if both := set(request.values) & set(request.sweep):
        raise UsageError(f"{min(both)} is given with -p or --params and with --sweep: drop one of them.")
    data = _data_dir(request.data_dir)
    _say_who_goes_without(request, chosen, data, say)
    targets = []
    for point in itertools.product(*([(name, v) for v in values] for name, values in request.sweep.items())):
        given = {**request.values, **dict(point)}
        values = {n.name: _values(n, given, data) for n in every}
        default = not (any(values.values()) or request.sweep)
        base = request.out or (paths.FIGURES if default else paths.BUILD / "figures")
        labels = [_label(name, value) for name, value in point]
        targets.append(Target(base.joinpath(*labels), "/".join(labels), values))
    if len({t.folder for t in targets}) < len(targets):
        raise UsageError("Two values of --sweep are the same, or differ only in signs that a folder cannot bear.")
    if request.out is None and targets[0].folder != paths.FIGURES:
        say(f"Not the default run: writing to {shown(paths.BUILD / 'figures')}; figures/ stays as it is.")
    return targets


def _data_dir(given: Path | None) -> Path | None:
    """Return a dossier's folder, None for this repository's own."""
    folder = paths.data_folder(given or "")
    if not (folder / "datapackage.json").is_file():
        raise UsageError(f"{folder} is not a dossier: it has no datapackage.json. Set --data-dir to its data folder.")
    return None if folder == paths.DATA else folder


def _values(notebook: Notebook, given: Mapping[str, str | list[str]], data: Path | None) -> dict:
    known = notebook.parameters
    values = {name: convert(known[name], value) for name, value in given.items() if name in known}
    values = {name: value for name, value in values.items() if value != known[name].default}
    return values | ({"data_dir": str(data)} if data and "data_dir" in known else {})


def _say_who_goes_without(request: Request, notebooks: list[Notebook], data: Path | None, say: Say) -> None:
    for name in [*request.values, *request.sweep, *(["data_dir"] if data else [])]:
        without = [n.name for n in notebooks if n.parameters and name not in n.parameters]
        if without:
            say(f"{name} does not apply to {', '.join(without)}; the others get it.")


def _label(name: str, value: str) -> str:
    return f"{name}=" + re.sub(r"[^\w.,+ -]", "_", value)


def shown(path: Path) -> str:
    """Return a path as short as it can be written from here."""
    short = os.path.relpath(path)
    return str(path) if short.startswith("..") else short


# --- what a figure depends on -----------------------------------------------------------------------------------


def dossier_digest(data: Path) -> str:
    """Return a checksum of a dossier's tables and documents, the same on every platform."""
    tables = [p for p in data.glob("*") if p.suffix in (".csv", ".json")]
    documents = [p for p in paths.seeds_folder(data).glob("*") if p.is_file() and p.name != "README.md"]
    return _digest_of(data, tables, text=True) + ":" + _digest_of(paths.seeds_folder(data), documents)


def package_digest() -> str:
    """Return a checksum of the package's source."""
    package = Path(__file__).parent
    files = [p for p in package.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    return _digest_of(package, files, text=True)


def _digest_of(folder: Path, files: Iterable[Path], text: bool = False) -> str:
    total = hashlib.sha256()
    for name, path in sorted((path.relative_to(folder).as_posix(), path) for path in files):
        content = path.read_bytes()
        content = content.replace(b"\r\n", b"\n") if text else content
        total.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode())
    return total.hexdigest()


def inputs_of(target: Target, notebooks: list[Notebook], data: Path | None) -> dict[str, dict]:
    """Return, by notebook name, what its figures depend on: no dates, no paths."""
    libraries = {name: version(name) for name in LIBRARIES}
    package, dossier = package_digest(), dossier_digest(data or paths.DATA)
    return {
        n.name: {
            "notebook": n.digest,
            "package": package,
            "dossier": dossier,
            "libraries": libraries,
            "parameters": {k: v for k, v in target.values[n.name].items() if k != "data_dir"},
        }
        for n in notebooks
    }


def unchanged(target: Target, name: str) -> bool:
    """Return whether a notebook's figures are there, as they were made, from the same inputs."""
    entry = target.manifest["notebooks"].get(name)
    if not entry or entry["inputs"] != target.inputs[name]:
        return False
    return all(digest(target.folder / file) == sha for file, sha in entry["outputs"].items())


# --- the run ----------------------------------------------------------------------------------------------------


def run(request: Request, reporter) -> bool:
    """Bring the output folders up to date; return whether every notebook succeeded.

    `reporter` has the methods `say`, `start`, `done` and `summary`. Raises UsageError before anything has run.
    """
    every = find_notebooks()
    chosen = choose(every, request.only)
    targets = plan(request, every, chosen, reporter.say)
    with ExitStack() as locks:
        for target in sorted(targets, key=lambda t: t.folder):
            locks.enter_context(target.store.locked(reporter.say))
            target.manifest = read_manifest(target.folder)
            target.inputs = inputs_of(target, every, _data_dir(request.data_dir))
        todo = [(t, n) for t in targets for n in chosen if request.force or not unchanged(t, n.name)]
        reporter.start(len(todo))
        for target, notebook, result in _execute_all(todo, request):
            _keep_copy(target, notebook, result)
            target.results[notebook.name] = result
            reporter.done(target, notebook, result)
        for target in targets:
            _move_in(target, every)
    reporter.summary(targets, chosen)
    return not any(result.error for target in targets for result in target.results.values())


def _execute_all(todo: list[tuple[Target, Notebook]], request: Request) -> Iterator[tuple[Target, Notebook, Result]]:
    """Run the notebooks side by side; yield each as it ends."""
    if not todo:
        return
    with _pool(request, len(todo)) as (submit, completed):
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
        return Result(error=f"its process: {type(error).__name__}: {error}")


@contextmanager
def _pool(request: Request, count: int):
    """Yield two functions, one that submits work and one that waits for it: to threads here, or to a Dask cluster."""
    if not request.scheduler:
        from briefing import kernels

        kernels.warm_up()
        pool = ThreadPoolExecutor(min(request.jobs or os.cpu_count() or 1, count))
        try:
            yield pool.submit, as_completed
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


def execute(task: Task) -> Result:
    """Run one notebook into a new folder in the task's scratch; never raises for what the notebook does."""
    began = time.perf_counter()
    path = Path(task.notebook)
    folder = Path(tempfile.mkdtemp(prefix=f"{path.stem}-", dir=task.scratch))
    result = Result(folder=str(folder))
    (folder / "figures").mkdir()
    parameters = dict(task.parameters) | ({"figures_dir": str(folder / "figures")} if task.figures else {})
    place = _Place(task.scratch)
    try:
        _papermill().execute_notebook(
            str(path).replace("{", "{{").replace("}", "}}"),
            str(folder / path.name).replace("{", "{{").replace("}", "}}"),
            parameters,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            execution_timeout=task.timeout,
            # the rest goes to nbclient
            kernel_manager_class=_manager(),
            resources={"metadata": {"path": str(path.parent)}},
            coalesce_streams=True,
            record_timing=False,
            on_cell_execute=place,
        )
    except Exception as error:
        result.error = _describe(error, place, task.timeout)
    result.seconds = time.perf_counter() - began
    return result


def _papermill():
    """Import papermill without jsonschema's formats for IRIs, whose grammar takes seconds to import.

    nbformat imports jsonschema, whose `_format` takes rfc3987_syntax where it finds it; no notebook schema has an
    IRI in it. None in sys.modules is Python's own way to say that a module is not there.
    """
    absent = "rfc3987_syntax" not in sys.modules
    if absent:
        sys.modules["rfc3987_syntax"] = None
    try:
        import papermill
    finally:
        if absent:
            sys.modules.pop("rfc3987_syntax", None)
    logging.getLogger("papermill").setLevel(logging.CRITICAL)  # the run tells of failures, in fewer words
    return papermill


def _manager() -> type:
    from briefing.kernels import HeadlessKernelManager

    return HeadlessKernelManager


class _Place:
    """Remembers the cell that is running; stops a run that was given up, whose scratch folder is gone."""

    def __init__(self, scratch: str):
        self.scratch, self.count, self.source = scratch, 0, ""

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
    where = f"cell In [{place.count}], which begins: {line.strip()}\n" if place.count else "before its first cell\n"
    return where + what


def _keep_copy(target: Target, notebook: Notebook, result: Result) -> None:
    """Put the executed copy into build/executed/."""
    made = Path(result.folder) / notebook.path.name
    place = executed_copy(target, notebook)
    if made.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(made, place)


def stop() -> None:
    """Drop what kernels share; they themselves end with this process."""
    if "briefing.kernels" in sys.modules:
        sys.modules["briefing.kernels"].clean_up()


def executed_copy(target: Target, notebook: Notebook) -> Path:
    """Return where the executed copy of a notebook is kept."""
    return paths.BUILD / "executed" / target.label / notebook.path.name


# --- moving in --------------------------------------------------------------------------------------------------


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
    """Return the record of a notebook that did not run, or failed, if its figures belong to this folder still."""
    entry = target.manifest["notebooks"].get(name)
    if not entry or entry["inputs"]["parameters"] != target.inputs[name]["parameters"]:
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
                target.results[name].error = f"it wrote {path.name}, which {first} wrote too: rename one of them"
    for name in [n for n in made if target.results[n].error]:
        del made[name]


def _link_or_copy(source: Path, destination: Path) -> None:
    try:
        os.link(source, destination)
    except OSError:
        shutil.copy2(source, destination)


def figures_of(target: Target, name: str) -> list[str]:
    """Return the names of the figures that a folder has of a notebook."""
    entry = target.manifest["notebooks"].get(name, {"outputs": {}})
    return sorted({Path(file).stem for file in entry["outputs"]})
