"""`briefing page`: 07_briefing, executed with the parameters of the call, as one HTML file that needs nothing else.

Belongs here: running the notebook, the template around its pieces, the policy that lets nothing in or out. Does not
belong here: the pieces (page).
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from briefing import paths
from briefing.drawing import theme
from briefing.record.files import write_whole
from briefing.run import regenerate
from briefing.run.parameters import Notebook, UsageError, check_name, convert

TEMPLATES = Path(__file__).parent / "templates"
NOTEBOOK = "07_briefing"
FOOTER = "Made by `briefing page`. This file needs no network: it holds no script and asks no address for anything."


@dataclass(frozen=True)
class Order:
    """What was asked for: the values of 07_briefing's parameters as text, the folder, another dossier's data."""

    values: dict
    out: Path | None = None
    data_dir: Path | None = None

    def file(self, name: str) -> Path:
        """Return the file to write: `out` itself where it is named like one, else `name` in the folder it is."""
        out = self.out or paths.BUILD
        return out if out.suffix == Path(name).suffix and not out.is_dir() else out / name

    def parameters(self) -> dict:
        """Return the parameters of 07_briefing; UsageError for one unknown, or a value that is none of its kind."""
        notebook = briefing_notebook()
        for name in self.values:
            check_name(name, [notebook])
        chosen = {name: convert(notebook.parameters[name], value) for name, value in self.values.items()}
        data = regenerate.data_of(self.data_dir)
        asked = chosen | ({"data_dir": str(data)} if data else {})
        regenerate.check_choices([asked])
        return asked


def briefing_notebook() -> Notebook:
    """Return 07_briefing."""
    return regenerate.choose(regenerate.find_notebooks(), [NOTEBOOK])[0]


def write_page(order: Order, timeout: int | None = None) -> Path:
    """Write briefing.html and return its path; UsageError if the notebook fails, with where and why."""
    parameters = order.parameters()
    with tempfile.TemporaryDirectory(prefix="briefing-page-") as scratch:
        asked = {"formats": ["png", "svg", "pdf"]} | parameters
        asked["formats"] = sorted({"svg", *asked["formats"]})
        task = regenerate.Task(str(briefing_notebook().path), asked, scratch, timeout, figures=False)
        result = regenerate.execute(task)
        if result.error:
            raise UsageError(f"{NOTEBOOK} failed in {result.error}")
        html = as_html(Path(result.folder) / briefing_notebook().path.name, parameters.get("theme", "light"))
    return write(order.file("briefing.html"), html.encode("utf-8"))


def as_html(executed: Path, theme: str) -> str:
    """Return the executed notebook as one HTML file."""
    from nbconvert import TemplateExporter

    folder = [str(TEMPLATES)]
    exporter = TemplateExporter(template_name="page", extra_template_basedirs=folder, template_extension=".html.j2")
    resources = {
        "look": theme,
        "scheme": {"light": "light dark", "dark": "dark", "print": "light"}[theme],
        "style": "STYLE",
        "footer": FOOTER,
        "policy": "POLICY",
        "title": "TITLE",
    }
    html, _ = exporter.from_filename(str(executed), resources=resources)
    html = re.sub(r'<a class="anchor-link"[^>]*>.*?</a>', "", html)  # nbconvert's "¶"
    title = re.search(r"<h1>(.*?)</h1>", html, re.S)[1]
    sheet = faces(html) + (TEMPLATES / "page" / "style.css").read_text(encoding="utf-8")
    html = html.replace("<title>TITLE<", f"<title>{title}<", 1).replace("<style>STYLE<", f"<style>{sheet}<", 1)
    return html.replace('content="POLICY"', f'content="{policy(html)}"', 1)


def faces(html: str) -> str:
    """Return the charts' typeface as @font-face rules, with the characters that a page has and no others."""
    from fontTools import subset

    used = "".join(set(re.sub(r'base64,[^"]*', "", html)))
    rules = []
    for name, weight in (("Regular", 400), ("Semibold", 600), ("Bold", 700)):
        options = subset.Options(flavor="woff", desubroutinize=True, notdef_outline=True, recalc_timestamp=False)
        font = subset.load_font(str(theme.FONTS / f"SourceSansPro-{name}.ttf"), options)
        cut = subset.Subsetter(options)
        cut.populate(text=used)
        cut.subset(font)
        file = io.BytesIO()
        subset.save_font(font, file, options)
        data = base64.b64encode(file.getvalue()).decode()
        rules.append(
            f'@font-face{{font-family:"Source Sans Pro";font-weight:{weight};src:url(data:font/woff;base64,{data})}}'
        )
    return "\n".join(rules)


def policy(html: str) -> str:
    """Return the Content-Security-Policy of a page: its own style sheets, typeface and pictures, nothing else."""
    sheets = re.findall(r"<style>(.*?)</style>", html, re.S)
    digests = (base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode() for sheet in sheets)
    styles = " ".join(f"'sha256-{digest}'" for digest in dict.fromkeys(digests))
    return f"default-src 'none'; img-src data:; font-src data:; style-src {styles}; base-uri 'none'; form-action 'none'"


def write(path: Path, content: bytes) -> Path:
    """Write a file in one step; UsageError if it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}. Choose another --out.") from None
    return path
