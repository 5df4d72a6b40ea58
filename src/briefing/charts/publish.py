"""Save, describe and display a figure.

Every figure leaves through `publish`: PNG, SVG and PDF with the same bytes on every run, alt text in each, and a
JSON sidecar that leads back to the rows. Belongs here: files and metadata. Does not belong here: when a figure is
made, and moving it into its place as a whole (regenerate).
"""

from __future__ import annotations

import io
import json
import re
from contextlib import nullcontext
from html import escape
from pathlib import Path
from unittest.mock import patch

import matplotlib as mpl
import pandas as pd
from IPython.display import Image
from matplotlib.figure import Figure

from briefing.analysis.scope import Words
from briefing.drawing.theme import DPI, settings, theme_named

FORMATS = ("png", "svg", "pdf")
PATHS = ("data_dir", "figures_dir", "formats")  # parameters that say where, not what


def publish(
    figure: Figure,
    name: str,
    words: Words,
    table: pd.DataFrame,
    *,
    notebook: str,
    parameters: dict,
    figures_dir: str | Path = "",
    formats: list[str] | tuple = FORMATS,
) -> Image:
    """Write a figure as NAME.png, .svg, .pdf and its sidecar NAME.json into `figures_dir`; return it for display.

    With `figures_dir` "" nothing is written. `table` is what is plotted; its column `figure_ids` leads to the rows.
    Raises ValueError for a format that is none of png, svg, pdf.
    """
    if wrong := [f for f in formats if f not in FORMATS]:
        raise ValueError(f"formats {', '.join(wrong)}: use {', '.join(FORMATS)}")
    png = render(figure, "png", words, parameters.get("theme", "light"))
    if str(figures_dir):
        folder = Path(figures_dir).expanduser()
        folder.mkdir(parents=True, exist_ok=True)
        for kind in formats:
            content = png if kind == "png" else render(figure, kind, words, parameters.get("theme", "light"))
            (folder / f"{name}.{kind}").write_bytes(content)
        sidecar = describe(words, table, notebook, parameters)
        (folder / f"{name}.json").write_text(json.dumps(sidecar, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return Image(png, alt=words.alt, width=960)


def render(figure: Figure, kind: str, words: Words, theme: str = "light") -> bytes:
    """Return the bytes of a figure as png, svg or pdf, described, without dates and version stamps."""
    metadata = {
        "png": {"Title": words.title, "Description": words.alt, "Software": None},
        "svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
        "pdf": {"Title": words.title, "Subject": words.alt, "Creator": None, "Producer": None, "CreationDate": None},
    }[kind]
    buffer = io.BytesIO()
    with mpl.rc_context(settings(theme_named(theme))), _slim_fonts(kind):
        figure.savefig(buffer, format=kind, dpi=DPI if kind == "png" else "figure", metadata=metadata)
    content = buffer.getvalue()
    return _described(content.decode("utf-8"), words).encode("utf-8") if kind == "svg" else content


def _slim_fonts(kind: str):
    """Leave the tables for setting text out of a PDF's fonts: each glyph has its place, and they take half the time."""
    if kind != "pdf":
        return nullcontext()
    from fontTools.subset import Options

    return patch.object(Options, "_drop_tables_default", [*Options._drop_tables_default, "GDEF", "GPOS", "GSUB"])


def _described(svg: str, words: Words) -> str:
    """Put title and description at the head of an SVG, where screen readers look for them."""
    head = f"<title>{escape(_xml(words.title))}</title>\n <desc>{escape(_xml(words.alt))}</desc>\n"
    return re.sub(r"(<svg\b[^>]*)>", lambda m: f'{m[1]} role="img">\n {head}', svg, count=1)


def _xml(text: str) -> str:
    """Replace the characters that XML does not allow by "□"."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "□", text)


def describe(words: Words, table: pd.DataFrame, notebook: str, parameters: dict) -> dict:
    """Return the sidecar of a figure: its words, the plotted table, the parameters and the rows behind it."""
    ids = sorted({i for row in table.get("figure_ids", []) for i in row})
    return {
        "title": words.title,
        "subtitle": words.subtitle,
        "alt": words.alt,
        "source": words.source,
        "notebook": notebook,
        "parameters": {k: v for k, v in sorted(parameters.items()) if k not in PATHS},
        "data": json.loads(table.to_json(orient="records", date_format="iso", date_unit="s", default_handler=str)),
        "figure_ids": ids,
    }
