"""`briefing page`: 07_briefing, executed with the parameters of the call, as one HTML file that needs nothing else.

Belongs here: running the notebook, what the head of the page needs, the policy that lets nothing in or out. Does not
belong here: the pieces (page), and HTML (templates).
"""

from __future__ import annotations

import base64
import hashlib
import io
import string
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import mistune
from markupsafe import Markup
from mistune.toc import add_toc_hook

from briefing import paths
from briefing.drawing import faces as typefaces
from briefing.record.files import write_whole
from briefing.run import regenerate
from briefing.run.parameters import Notebook, UsageError, check_name, convert, read_notebook, source
from briefing.words.html import templates

STYLE = Path(__file__).parent / "templates" / "style.css"
NOTEBOOK = "07_briefing"
FOOTER = Markup(
    "Made by <code>briefing page</code>. This file needs no network: it holds no script and asks no address for "
    "anything."
)


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
            raise UsageError(f"{NOTEBOOK} failed {result.error}")
        html = as_html(Path(result.folder) / briefing_notebook().path.name, parameters.get("theme", "light"))
    return write(order.file("briefing.html"), html.encode("utf-8"))


def as_html(executed: Path, theme: str) -> str:
    """Return the executed notebook as one HTML file; its cells tagged "lab" are for JupyterLab only."""
    cells = read_notebook(executed).cells
    masthead = _shown(cell for cell in cells if "masthead" in _tags(cell))
    body = _shown(cell for cell in cells if not {"masthead", "lab"} & _tags(cell))
    head = _Head(masthead + body)
    sheet = faces(masthead + body) + STYLE.read_text(encoding="utf-8")
    values = {
        "look": theme,
        "scheme": {"light": "light dark", "dark": "dark", "print": "light"}[theme],
        "policy": policy([sheet, *head.sheets]),
        "title": head.title,
        "sheet": Markup(sheet),
        "masthead": masthead,
        "body": body,
        "footer": FOOTER,
    }
    return templates("briefing.outputs").get_template("page.html.j2").render(values)


def _tags(cell: dict) -> set[str]:
    return set(cell["metadata"].get("tags", []))


def _shown(cells: Iterable[dict]) -> Markup:
    """Return what cells show: their text, or the HTML that the briefing made of it."""
    markdown = mistune.create_markdown()
    add_toc_hook(markdown, heading_id=lambda heading, _: heading["text"].replace(" ", "-"))
    pieces = []
    for cell in cells:
        if cell["cell_type"] == "markdown":
            pieces.append(markdown(source(cell)))
        pieces += ["".join(output.get("data", {}).get("text/html", "")) for output in cell.get("outputs", [])]
    return Markup("\n".join(pieces))


class _Head(HTMLParser):
    """What the head of a page must know of its body: the first heading, and the style sheets of the charts."""

    def __init__(self, body: str):
        super().__init__()
        self.inside, self.title, self.sheets = "", "", []
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        """Remember where the text that follows stands."""
        self.inside = tag
        if tag == "style":
            self.sheets.append("")

    def handle_endtag(self, tag: str) -> None:
        """Forget it."""
        self.inside = ""

    def handle_data(self, data: str) -> None:
        """Keep the text of the first heading and of style sheets."""
        if self.inside == "h1":
            self.title = self.title or data
        elif self.inside == "style":
            self.sheets[-1] += data


def faces(html: str) -> str:
    """Return the charts' typefaces as @font-face rules, with ASCII and what else a page has of characters."""
    used = "".join({*string.printable, *html})
    files = [(typefaces.LATIN, typefaces.FONTS / f"SourceSansPro-{name}.ttf", weight)
             for name, weight in (("Regular", 400), ("Semibold", 600), ("Bold", 700))]  # fmt: skip
    if typefaces.has_hangul(html):
        files += [(typefaces.HANGUL, typefaces.HANGUL_FONTS / f"NotoSansKR-{name}.ttf", weight)
                  for name, weight in (("Regular", 400), ("Bold", 700))]  # fmt: skip
    return "\n".join(_face(family, file, weight, used) for family, file, weight in files)


def _face(family: str, file: Path, weight: int, used: str) -> str:
    """Return a typeface, cut to the characters used, as an @font-face rule."""
    from fontTools import subset

    options = subset.Options(flavor="woff", desubroutinize=True, notdef_outline=True, recalc_timestamp=False)
    font = subset.load_font(str(file), options)
    cut = subset.Subsetter(options)
    cut.populate(text=used)
    cut.subset(font)
    out = io.BytesIO()
    subset.save_font(font, out, options)
    data = base64.b64encode(out.getvalue()).decode()
    return f'@font-face{{font-family:"{family}";font-weight:{weight};src:url(data:font/woff;base64,{data})}}'


def policy(sheets: Iterable[str]) -> str:
    """Return the Content-Security-Policy of a page: its own style sheets, typeface and pictures, nothing else."""
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
