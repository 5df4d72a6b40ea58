"""What a headless run is asked for, and what follows: output folders, parameters, what is unchanged.

Everything that can be refused is refused here, before a kernel starts. Belongs here: choosing notebooks, checking
what was asked, what a figure depends on. Does not belong here: running (execute) and writing (regenerate).
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from briefing import paths
from briefing.record.files import TABLES, digest_of, is_litter, package_digest, tables_digest
from briefing.run.execute import Result
from briefing.run.parameters import Notebook, UsageError, check_defaults, check_name, convert, read_notebook, suggest
from briefing.run.store import Store, digest

LIBRARIES = ("matplotlib", "seaborn", "pandas", "numpy", "pillow", "fonttools", "font-source-sans-pro")

NUMBERED = re.compile(r"\d\d_.+\.ipynb\Z")  # an Untitled.ipynb is nobody's figure

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


@dataclass
class Target:
    """One output folder with the values that its notebooks get, by notebook name."""

    folder: Path
    label: str
    values: dict[str, dict]
    store: Store = field(init=False)
    inputs: dict[str, dict] = field(default_factory=dict)
    tables: str = ""
    manifest: dict = field(default_factory=dict)
    results: dict[str, Result] = field(default_factory=dict)

    def __post_init__(self):
        self.store = Store(self.folder)


def find_notebooks() -> list[Notebook]:
    """Return the notebooks in reading order; UsageError if there are none."""
    files = [p for p in sorted(paths.NOTEBOOKS.glob("*.ipynb")) if NUMBERED.match(p.name)]
    found = [read_notebook(path) for path in files]
    if not found:
        raise UsageError(f"There are no notebooks such as 01_name.ipynb in {paths.NOTEBOOKS}.")
    return found


def choose(notebooks: list[Notebook], only: Iterable[str]) -> list[Notebook]:
    """Return the notebooks whose name or number is asked for, all if none is; UsageError for one unknown."""
    wanted = [part.strip() for word in only for part in word.split(",")]
    if "" in wanted:
        raise UsageError("--only is empty: name a notebook by its number or name, or leave it out for all.")
    chosen = {_named(notebooks, word) for word in wanted}
    return [n for n in notebooks if n.name in chosen or not wanted]


def _named(notebooks: list[Notebook], word: str) -> str:
    """Return the notebook that a word names: its number, its name, or a part of it that no other has."""
    names = {key: n.name for n in notebooks for key in (n.name, n.path.name, n.name.split("_")[0])}
    parts = [n.name for n in notebooks if word and word.casefold() in n.name.casefold()]
    found = names.get(word) or names.get(word.zfill(2)) or (parts[0] if len(parts) == 1 else "")
    if not found:
        raise UsageError(f"There is no notebook {word}. {suggest(word, {n.name for n in notebooks})}")
    return found


def plan(request: Request, every: list[Notebook], chosen: list[Notebook], say: Say) -> list[Target]:
    """Return the output folders and what each notebook gets for them.

    Raises UsageError for an unknown parameter, a value of the wrong type, or a dossier that is not there.
    """
    for name in [*request.values, *request.sweep]:
        check_name(name, chosen)
    if both := set(request.values) & set(request.sweep):
        raise UsageError(f"{min(both)} is given with -p or --params and with --sweep: drop one of them.")
    for notebook in chosen:
        check_defaults(notebook, {*request.values, *request.sweep, *(["data_dir"] if request.data_dir else [])})
    data = data_of(request.data_dir)
    _say_who_goes_without(request, chosen, data, say)
    targets = []
    for point in itertools.product(*([(name, v) for v in values] for name, values in request.sweep.items())):
        given = {**request.values, **dict(point)}
        values = {n.name: _values(n, given, data) for n in every}
        default = not (any(values.values()) or request.sweep)
        base = request.out or (paths.FIGURES if default else _folder_of(request, data))
        labels = [_label(name, value) for name, value in point]
        targets.append(Target(base.joinpath(*labels), "/".join(labels), values))
    if len({str(t.folder).casefold() for t in targets}) < len(targets):  # not every system tells A from a
        raise UsageError(
            "Two values of --sweep are the same, or differ only in capitals or in signs that a folder cannot bear."
        )
    if request.out is None and targets[0].folder != paths.FIGURES:
        say(f"Not the default run: writing to {short_path(_folder_of(request, data))}; figures/ stays as it is.")
    return targets


def check_choices(values: Iterable[dict]) -> None:
    """Refuse a claimant, metric or pivot that the dossier does not have; needs what a kernel needs, so only if asked.

    A dossier with faults is left to the notebooks, which tell them all.
    """
    asked = [given for given in values if {"claimants", "metrics", "pivot"} & set(given)]
    if not asked:
        return
    from briefing import load_dossier
    from briefing.analysis.view import view_of
    from briefing.record.tables import DossierError

    seen = {}
    for given in asked:
        place = given.get("data_dir", ""), given.get("as_of", "")
        try:
            dossier = seen[place] = seen.get(place) or load_dossier(*place)
            view_of(dossier, given.get("claimants", ()), given.get("metrics", ()), given.get("pivot", ""))
        except DossierError:
            return
        except ValueError as error:
            raise UsageError(f"{error}.") from None


def data_of(given: Path | None) -> Path | None:
    """Return a dossier's folder, None for this repository's own."""
    folder = paths.data_folder(given or "")
    if not os.path.isfile(folder / "datapackage.json"):  # noqa: PTH113 (pathlib fails where a name is too long)
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


def _folder_of(request: Request, data: Path | None) -> Path:
    """Return where a run with these values writes: a folder of its own, so that no two runs mix."""
    name = f"{data.parent.name}-{hashlib.sha256(str(data).encode()).hexdigest()[:6]}" if data else ""
    given = [*([("data", name)] if data else []), *sorted(request.values.items())]
    return (paths.BUILD / "figures").joinpath(*(_label(name, value) for name, value in given))


def _label(name: str, value: str | list[str]) -> str:
    text = value if isinstance(value, str) else ",".join(value)
    return f"{name}=" + re.sub(r"[^\w.,+ -]", "_", re.sub(r"[\[\]\"' ]", "", text))


def short_path(path: Path) -> str:
    """Return a path as short as it can be written from here."""
    try:
        short = os.path.relpath(path)
    except OSError:  # the working directory is gone: it was replaced
        return str(path)
    return str(path) if short.startswith("..") else short


def dossier_digest(data: Path) -> str:
    """Return a checksum of a dossier's tables and documents, the same on every platform."""
    tables = [p for p in data.glob("*") if p.suffix in (".csv", ".json") and not is_litter(p.name)]
    seeds = paths.seeds_folder(data).glob("*")
    documents = [p for p in seeds if p.is_file() and p.name != "README.md" and not is_litter(p.name)]
    return digest_of(data, tables, text=True) + ":" + digest_of(paths.seeds_folder(data), documents)


def tables_of(data: Path) -> str:
    """Return the checksum of the tables of a record that `record.tables_digest` gives of what was read; "" if none."""
    try:
        package = json.loads((data / "datapackage.json").read_bytes())
        names = ["datapackage.json", *(str(r["path"]) for r in package["resources"] if r["name"] in TABLES)]
        return tables_digest({name: (data / name).read_bytes() for name in names})
    except (OSError, ValueError, KeyError, TypeError):
        return ""  # the notebooks say what is wrong with it


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


def figures_of(target: Target, name: str) -> list[str]:
    """Return the names of the figures that a folder has of a notebook."""
    entry = target.manifest["notebooks"].get(name, {"outputs": {}})
    return sorted({Path(file).stem for file in entry["outputs"]})
