"""The notebooks' parameters: what they are, and whether a value given for one is sound.

Belongs here: reading a notebook's `parameters` cell, and checking names, types and choices before a kernel starts.
Nothing here imports more than the standard library, so that a mistake is answered at once. Does not belong here:
what only the dossier knows (whether a claimant exists), and running anything.
"""

from __future__ import annotations

import ast
import csv
import hashlib
import io
import json
import re
import tokenize
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from briefing.words.text import UserError, nearest, show_codes

THEMES = ("light", "dark", "print")
FORMATS = ("png", "svg", "pdf")
# What the common parameters mean where nothing is said.
DEFAULTS = {
    "data_dir": "",
    "figures_dir": "",
    "as_of": "",
    "since": "",
    "claimants": [],
    "metrics": [],
    "pivot": "",
    "theme": "light",
    "chart": "",
}
LARGEST = 20_000  # bytes of a file of parameters
OPTIONS = {"data_dir": "--data-dir", "figures_dir": "--out"}  # parameters that have an option of their own


class UsageError(UserError):
    """A mistake in what was asked for; the message says what to do."""


@dataclass(frozen=True)
class Parameter:
    """One assignment of a `parameters` cell: its name, type, default and trailing comment."""

    name: str
    kind: str
    default: object
    help: str


@dataclass(frozen=True)
class Notebook:
    """A notebook as the headless run sees it; nothing is imported or executed to read it."""

    path: Path
    cells: tuple[dict, ...]

    @property
    def name(self) -> str:
        """The file's name without its suffix, such as `02_losses_over_time`."""
        return self.path.stem

    @cached_property
    def heading(self) -> str:
        """The first markdown heading: the question that the notebook answers."""
        headings = (re.search(r"^#+ +(.+)$", source(c), re.M) for c in self.cells if c["cell_type"] == "markdown")
        return next((match[1].strip() for match in headings if match), self.name)

    @cached_property
    def digest(self) -> str:
        """A checksum of the cells without their outputs, and without the parameters that papermill puts in."""
        tagged = ((c["cell_type"], source(c), c.get("metadata", {}).get("tags", [])) for c in self.cells)
        cells = [cell for cell in tagged if "injected-parameters" not in cell[2]]
        return hashlib.sha256(json.dumps(cells).encode()).hexdigest()

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """The parameters by name; UsageError if the cell holds anything but plain assignments."""
        cell = next((c for c in self.cells if "parameters" in c.get("metadata", {}).get("tags", [])), None)
        return {p.name: p for p in _assignments(source(cell), self.path.name)} if cell else {}


def source(cell: dict) -> str:
    """Return the text of a cell, which a notebook file may hold as one string or as lines."""
    return "".join(cell["source"])


def read_notebook(path: Path) -> Notebook:
    """Read a notebook; UsageError if the file is not one."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path.name} is not a notebook that can be read: {error}") from None
    return Notebook(path, tuple(cells))


def _assignments(text: str, where: str) -> Iterable[Parameter]:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
        statements = ast.parse(text).body
        comments = {t.start[0]: t.string.lstrip("# ") for t in tokens if t.type == tokenize.COMMENT}
        for node in statements:
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                continue  # a docstring
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            default = ast.literal_eval(node.value)
            kind = ast.unparse(node.annotation) if isinstance(node, ast.AnnAssign) else _kind(default)
            yield Parameter(target.id, kind, default, comments.get(node.end_lineno, ""))
    except (SyntaxError, ValueError, AttributeError, tokenize.TokenError) as error:
        raise UsageError(f"The parameters cell of {where} must hold plain assignments only: {error}") from None


def _kind(default: object) -> str:
    return "list[str]" if isinstance(default, list) else type(default).__name__


def suggest(word: str, known: Iterable[str]) -> str:
    """Return a sentence that suggests the nearest known word, or lists them all."""
    near = nearest(word, known)
    return f"Did you mean {near}?" if near else f"There are: {', '.join(sorted(known)) or 'none'}."


def check_name(name: str, notebooks: Iterable[Notebook]) -> None:
    """Raise UsageError unless at least one of the notebooks has the parameter."""
    known = {p for n in notebooks for p in n.parameters}
    if name in OPTIONS:
        raise UsageError(f"{name} is set with {OPTIONS[name]}.")
    if name not in known:
        raise UsageError(f"No chosen notebook has a parameter {name}. {suggest(name, known - set(OPTIONS))}")


def check_defaults(notebook: Notebook, given: Iterable[str] = ()) -> None:
    """Raise UsageError where a common parameter of a notebook has another default than the one that it means.

    A value saved while exploring would be taken for the official one. What is `given` has its value from elsewhere.
    """
    for name, parameter in notebook.parameters.items():
        if name in given or name not in DEFAULTS or parameter.default == DEFAULTS[name]:
            continue
        shown, means = (json.dumps(value, ensure_ascii=False) for value in (parameter.default, DEFAULTS[name]))
        raise UsageError(
            f"{notebook.path.name} is saved with {name} = {shown} in its cell Parameters, where it means {means}. "
            f"Put {means} back; to draw with another value: {_how_to_set(name, parameter.default)}."
        )


def _how_to_set(name: str, value: object) -> str:
    text = ",".join(value) if isinstance(value, list) else str(value)
    return f"briefing figures {OPTIONS.get(name, f'-p {name}')} {text}"


def convert(parameter: Parameter, value: str | list[str]) -> object:
    """Return a value, given as text, in the parameter's type.

    Raises UsageError if it is not of that type, or not among what the parameter allows.
    """
    name, kind = parameter.name, parameter.kind
    item = re.fullmatch(r"list\[(\w+)\]", kind)
    try:
        if item:
            parts = value if isinstance(value, list) else _split(value)
            result = [_scalar(item[1], part) for part in parts]
        else:
            result = _scalar(kind, value)
        for check in CHECKS.get(name, ()):
            check(result)
    except UsageError as error:
        raise UsageError(f"{name}: {error}{f' ({parameter.help})' if parameter.help else ''}") from None
    return result


def _split(text: str) -> list[str]:
    """Split at commas; a part with a comma in it stands in double quotes. A list as in a notebook is one too."""
    if re.fullmatch(r"\s*\[.*\]\s*", text, re.S):
        try:
            items = ast.literal_eval(text.strip())
        except (ValueError, SyntaxError):
            raise UsageError(f"{_shown(text)} is not a list; write the values with commas between them: a,b.") from None
        return [str(item) for item in items]
    try:
        return [part.strip() for part in next(csv.reader([text], skipinitialspace=True), [])]
    except csv.Error:  # a line break, or a part without end
        raise UsageError(f"{_shown(text)} is not a list on one line; write a,b.") from None


def _shown(value: object) -> str:
    """Return a value as it is told: what is very long only as it begins."""
    text = repr(value)
    return text if len(text) <= 100 else f"{text[:60]}… ({len(text):,} characters)"


def _scalar(kind: str, text: object) -> object:
    if not isinstance(text, str):
        raise UsageError(f"one value is wanted, not {_shown(text)}.")
    if kind not in _SCALARS:
        raise UsageError(f"a parameter of type {kind} cannot be set from outside.")
    wanted, pattern, build = _SCALARS[kind]
    if not re.fullmatch(pattern, text):
        raise UsageError(f"{_shown(text)} is not {wanted}.")
    return build(text)


_SCALARS: dict[str, tuple[str, str, Callable[[str], object]]] = {
    "str": ("text", r"[\s\S]*", str),
    "int": ("a whole number, written without leading zeros", r"-?(0|[1-9]\d{0,17})", int),
    "float": ("a number", r"-?\d+(\.\d+)?([eE][-+]?\d+)?", float),
    "bool": ("true or false", r"[Tt]rue|[Ff]alse", lambda text: text in ("true", "True")),
}


def _is_date(value: str) -> None:
    if not value:
        return
    with suppress(ValueError):
        if re.fullmatch(r"\d{4}(-\d\d){0,2}", value) and date.fromisoformat(f"{value}-01-01"[:10]):
            return
    raise UsageError(f"{_shown(value)} is not a date; write it as 2025-01-31, 2025-01 or 2025.")


def _one_of(*allowed: str) -> Callable[[str | list[str]], None]:
    def check(value: str | list[str]) -> None:
        values = value if isinstance(value, list) else [value]
        if not values:
            raise UsageError(f"choose at least one of {', '.join(allowed)}.")
        for each in values:
            if each not in allowed:
                raise UsageError(f"{_shown(each)} is not one of {', '.join(allowed)}.")

    return check


CHECKS: dict[str, tuple[Callable, ...]] = {
    "as_of": (_is_date,),
    "since": (_is_date,),
    "theme": (_one_of(*THEMES),),
    "formats": (_one_of(*FORMATS),),
}


def read_values(path: Path) -> dict[str, str | list[str]]:
    """Return the values of a YAML file as the text that stands there, so that 007 is not silently 7.

    Raises UsageError if the file cannot be read or is more than names with values or lists of values.
    """
    import yaml

    try:
        if path.is_fifo() and not str(path).startswith(("/dev/", "/proc/")):  # a shell's <(…) lies there
            raise UsageError(f"{path} is a pipe, which might never end: give a file.")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise UsageError(f"{path} holds more than {LARGEST:,} bytes, which no parameters need.")
        text = content.decode("utf-8-sig")
        _refuse_tricks(path, text)
        values = yaml.load(text, Loader=yaml.BaseLoader)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not YAML: {' '.join(str(error).split())}") from None
    plain = isinstance(values or {}, dict) and not any(isinstance(v, dict) for v in (values or {}).values())
    if not plain:
        raise UsageError(f"{path} must hold lines such as `as_of: 2025-04-30`.")
    return values or {}


def _refuse_tricks(path: Path, text: str) -> None:
    """Raise UsageError for a file with aliases, which may stand for more than any memory holds, or a name twice."""
    import yaml

    if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.BaseLoader)):
        raise UsageError(f"{path} has an alias (*name): write the value itself.")
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    names = [key.value for key, _ in root.value] if isinstance(root, yaml.MappingNode) else []
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise UsageError(f"{path} has {show_codes(str(twice))} twice: keep one.")
