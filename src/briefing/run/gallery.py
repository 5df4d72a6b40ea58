"""The README.md of an output folder: its figures with their titles, alt text and questions.

Made from the sidecars alone, so that it is the same whenever they are. Text from a dossier is shown as text,
whatever Markdown or HTML it looks like. Does not belong here: making figures.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from briefing import paths
from briefing.run.parameters import Notebook
from briefing.words.text import as_markdown

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
            parts.append(f"## {as_markdown(notebook.heading)}\n\n{_link(notebook, home)}\n")
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
    picture = [f"![{as_markdown(about['alt'])}]({pictures[0]})"] if pictures else []
    question = [f"*{as_markdown(about['question'])}*"] if about.get("question") else []
    return (
        "\n\n".join([f"### {as_markdown(about['title'])}", *question, *picture, as_markdown(about["subtitle"]), links])
        + "\n"
    )
