"""The README.md of an output folder: its figures with their titles, alt text and questions.

Made from the sidecars alone, so that it is the same whenever they are. Text from a dossier is shown as text,
whatever Markdown or HTML it looks like. Does not belong here: making figures.
"""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Iterable
from pathlib import Path

from briefing import paths
from briefing.run.parameters import Notebook

INTRO = """\
# Figures

Made by `briefing figures` from the notebooks; do not edit. [manifest.json](manifest.json) records what each was made
from; the JSON file beside a picture holds its data.
"""


def gallery(folder: Path, home: Path, notebooks: Iterable[Notebook], made: dict[str, list[str]]) -> str:
    """Return the gallery of the figures in `folder`, which will stand at `home`; `made` lists each notebook's files."""
    parts = [INTRO]
    for notebook in notebooks:
        names = [name for name in made.get(notebook.name, ()) if name.endswith(".json")]
        if names:
            parts.append(f"## {_text(notebook.heading)}\n\n{_link(notebook, home)}\n")
            parts += [_figure(folder / name, set(made[notebook.name])) for name in names]
    return "\n".join(parts)


def _link(notebook: Notebook, home: Path) -> str:
    inside = home.is_relative_to(paths.ROOT) and notebook.path.is_relative_to(paths.ROOT)
    shown = f"`{notebook.path.name}`"
    return f"From [{shown}]({Path(os.path.relpath(notebook.path, home)).as_posix()})." if inside else f"From {shown}."


def _figure(sidecar: Path, names: set[str]) -> str:
    about = json.loads(sidecar.read_text(encoding="utf-8"))
    files = [f"{sidecar.stem}.{suffix}" for suffix in ("png", "svg", "pdf")]
    files = [name for name in files if name in names]
    links = " · ".join(f"[{Path(name).suffix[1:].upper()}]({name})" for name in [*files, sidecar.name])
    pictures = [name for name in files if not name.endswith(".pdf")]
    picture = [f"![{_text(about['alt'])}]({pictures[0]})"] if pictures else []
    question = [f"*{_text(about['question'])}*"] if about.get("question") else []
    return "\n\n".join([f"### {_text(about['title'])}", *question, *picture, _text(about["subtitle"]), links]) + "\n"


def _text(text: str) -> str:
    """Write text so that Markdown shows it as it is, on one line."""
    line = html.escape(" ".join(str(text).split()), quote=False)
    line = re.sub(r"([\\`*_{}\[\]#|~$!@])", r"\\\1", line)
    return re.sub(r"^([-+=]|\d+(?=[.)]))", r"\\\1" if line[:1] in "-+=" else r"\1\\", line)
