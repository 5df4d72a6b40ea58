"""What every chart is, and how it leaves: `CHART.at(view, theme)` draws it, `.publish(folder)` writes its files.

A chart is one module: its table, its text, its drawing, its caveat and its entry `CHART`. Every figure leaves through
`Drawn.publish`: PNG, SVG and PDF with the same bytes on every run, alt text in each, and a JSON sidecar that leads back
to the rows. Belongs here: the pipeline, files and metadata. Does not belong here: anything about one chart, and moving
files into their place as a whole (run).
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest.mock import patch

import matplotlib as mpl
import pandas as pd
from IPython.display import HTML, Image
from markupsafe import Markup
from matplotlib.figure import Figure

from briefing.analysis.scope import source
from briefing.analysis.view import View
from briefing.audit.coverage import open_in_words
from briefing.drawing.frame import Frame
from briefing.drawing.layout import Box
from briefing.drawing.svg import described
from briefing.drawing.theme import DPI, Look, settings, theme_named
from briefing.record.files import bear_witness
from briefing.words import dates
from briefing.words.english import join_list
from briefing.words.findings import Sentence, finding, joined, rule
from briefing.words.text import UserError, visible

FORMATS = ("png", "svg", "pdf")
# The columns of a chart's table that a reader sees, where the chart has them, and their heads.
COLUMNS = {
    "kind": "Kind",
    "claimant": "Claimant",
    "made_on": "Stated on",
    "made_on_basis": "Date is",
    "era": "Era",
    "rate": "What",
    "what": "What",
    "said": "Figure",
    "how": "Derived as",
    "given": "Gave",
    "spoke_of": "Gave no number of",
    "outlet": "Printed by",
    "outlets": "Printed by",
}
KINDS = {
    "value": "another number",
    "omitted": "number left out",
    "qualifier": "another qualifier",
    "translation": "lost in translation",
    "speaker": "another speaker",
    "place": "another place of the words",
    "share": "share, derived",
    "implied": "difference, derived",
}


@dataclass(frozen=True)
class ChartText:
    """What is written on and about one chart; `nothing` says why there is nothing to draw, else it is "".

    Each is a `Sentence`, whose findings say what it claims.
    """

    title: str
    subtitle: str
    alt: str
    source: str
    nothing: str = ""

    def __post_init__(self):
        for name, text in vars(self).items():
            object.__setattr__(self, name, Sentence(visible(text), getattr(text, "findings", ())))


Line = tuple[tuple[str, bool], ...]  # words of a cell, and whether they are bold


@dataclass(frozen=True)
class Grid:
    """What a chart that is a table holds, as a table: heads, and rows of cells, each of lines."""

    heads: list[str]
    rows: list[list[list[Line]]]
    first: float  # the share of the first column; the others share the rest by their longest lines

    @property
    def widths(self) -> list[float]:
        """The shares of the columns."""
        longest = [
            max(14, len(head), *(sum(len(words) for words, _ in line) for row in self.rows for line in row[i]))
            for i, head in enumerate(self.heads)
        ]
        rest = [min(n, 1.6 * min(longest[1:])) for n in longest[1:]]
        return [self.first, *((1 - self.first) * n / sum(rest) for n in rest)]


@dataclass(frozen=True)
class Chart:
    """A chart: how its table, its text and its drawing follow from a view.

    `module` is the module that holds it, whose name is the chart's; `notebook` tells its story; `question` is what it
    answers. `caveat` says what to bear in mind where the chart is a key judgement, None where it is none. `fit` chooses
    the rows that are drawn where there is room for a few. `eras` says that it parts them. `grid` is the chart as a
    table, where a table is what it is.
    """

    module: str
    notebook: str
    table: Callable[[View], pd.DataFrame]
    text: Callable[[View, pd.DataFrame], ChartText]
    draw: Callable[[View, pd.DataFrame, ChartText, Look], Frame]
    question: Callable[[View, pd.DataFrame], str]
    caveat: Callable[[View, pd.DataFrame], str] | None = None
    fit: Callable[[pd.DataFrame], pd.DataFrame] | None = None
    eras: bool = False
    grid: Callable[[View, pd.DataFrame], Grid] | None = None

    @property
    def name(self) -> str:
        """The name of the chart's files."""
        return self.module.rpartition(".")[2]

    def at(self, view: View, theme: str = "light") -> Drawn:
        """Draw the chart of a view in a theme; UserError for a theme that is none."""
        look = Look(theme_named(theme), view.dossier.claimants)
        table, rows, text = self.told(view)
        with mpl.rc_context(settings(look.theme)):
            frame = Frame(text, look).empty(text.nothing) if text.nothing else self.draw(view, rows, text, look)
        return Drawn(self, view, theme, table, text, frame.figure, frame.plot_box, frame.chart_box)

    def told(self, view: View) -> tuple[pd.DataFrame, pd.DataFrame, ChartText]:
        """Return the table, the rows of it that are drawn, and the text, without drawing."""
        if self not in view.told:
            table = self.table(view)
            rows = self.fit(table) if self.fit and len(table) else table
            view.told[self] = table, rows, self._about(view, table, rows)
        table, rows, text = view.told[self]
        return table.copy(deep=False), rows.copy(deep=False), text

    def _about(self, view: View, table: pd.DataFrame, rows: pd.DataFrame) -> ChartText:
        """Return the text; where only some rows are drawn it says so, and its source line is theirs.

        Of a record with numbers that nobody has decided, the source line begins with how many.
        """
        text = self.text(view, table)
        if view.pivot_asked and not self.eras:
            text = replace(text, subtitle=joined(text.subtitle, rule("pivot", "the pivot changes nothing here")))
        kept, of = (int((~t["without_number"].astype(bool)).sum()) for t in (rows, table)) if self.fit else (0, 0)
        if kept != of:
            some = finding(
                "fit", f"{kept} of {of:,} drawn, the rest in the table beside this figure", shown=kept, of=of
            )
            text = replace(text, subtitle=joined(text.subtitle, some), source=source(view, rows))
        left = _undecided(view)
        return replace(text, source=joined(left, text.source, by=". ")) if left else text


def _undecided(view: View) -> Sentence | str:
    """Say how many numbers of the record's documents are still open."""
    said = open_in_words(view.dossier.record)
    return finding("open", said.removesuffix("."), **said.findings[0].about) if said else ""


@dataclass(frozen=True)
class Drawn:
    """A chart as drawn: its table, its text, the figure, and the box (inches) without title and source line.

    `chart_box` leaves the subtitle out, too.
    """

    chart: Chart
    view: View
    theme: str
    table: pd.DataFrame = field(repr=False)
    text: ChartText
    figure: Figure = field(repr=False)
    plot_box: Box
    chart_box: Box

    @property
    def question(self) -> str:
        """The question that the chart answers."""
        asked = self.chart.question(self.view, self.table)
        return Sentence(visible(asked), getattr(asked, "findings", ()))

    def heading(self) -> HTML:
        """Return the question as a heading for a notebook."""
        return HTML(Markup("<h3>{}</h3>").format(self.question))

    def data(self) -> pd.DataFrame:
        """Return the table as a reader sees it: the columns that say something, in words."""
        return in_words(self.table)

    def publish(self, figures_dir: str | Path = "", formats: list[str] | tuple = FORMATS) -> Image:
        """Write NAME.png, .svg, .pdf and the sidecar NAME.json into `figures_dir`; return the picture for display.

        With `figures_dir` "" nothing is written. Raises UserError for a format that is none of png, svg, pdf.
        """
        if wrong := [f for f in formats if f not in FORMATS]:
            raise UserError(f"formats {', '.join(wrong)}: use {', '.join(FORMATS)}")
        png = self.render("png")
        if str(figures_dir):
            folder = Path(figures_dir).expanduser()
            folder.mkdir(parents=True, exist_ok=True)
            for kind in formats:
                (folder / f"{self.chart.name}.{kind}").write_bytes(png if kind == "png" else self.render(kind))
            sidecar = json.dumps(self.sidecar(), indent=1, ensure_ascii=False) + "\n"
            (folder / f"{self.chart.name}.json").write_text(sidecar, encoding="utf-8")
            record = self.view.dossier.record
            bear_witness(folder, record.tables_read, open_in_words(record))
        return Image(png, alt=self.text.alt, width=960)

    def render(self, kind: str) -> bytes:
        """Return the bytes of the figure as png, svg or pdf, described, without dates and version stamps."""
        title, alt = str(self.text.title), str(self.text.alt)
        metadata = {
            "png": {"Title": title, "Description": alt, "Software": None},
            "svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
            "pdf": {"Title": title, "Subject": alt, "Creator": None, "Producer": None, "CreationDate": None},
        }[kind]
        buffer = io.BytesIO()
        with mpl.rc_context(settings(theme_named(self.theme))), _slim_fonts(kind):
            self.figure.savefig(buffer, format=kind, dpi=DPI if kind == "png" else "figure", metadata=metadata)
        content = buffer.getvalue()
        return described(content, title, alt) if kind == "svg" else content

    def sidecar(self) -> dict:
        """Return what is written beside the pictures: text, plotted table, parameters and the rows behind it."""
        table = self.table
        return {
            "title": self.text.title,
            "subtitle": self.text.subtitle,
            "alt": self.text.alt,
            "source": self.text.source,
            "question": self.question,
            "notebook": self.chart.notebook,
            "parameters": self.view.parameters | {"theme": self.theme},
            "data": json.loads(table.to_json(orient="records", date_format="iso", date_unit="s", default_handler=str)),
            "figure_ids": sorted({i for row in table.get("figure_ids", []) for i in row}),
        }


def in_words(table: pd.DataFrame) -> pd.DataFrame:
    """Return a chart's table as a reader sees it: the columns that say something, in words, no codes and no gaps."""
    table = table.rename(columns={} if "said" in table else {"written": "said"})
    columns = [c for c in COLUMNS if c in table and not (c == "what" and "rate" in table)]
    columns = [c for c in columns if not (c == "outlet" and "outlets" in columns)]
    words = {c: [_cell(c, value) for value in table[c]] for c in columns}
    return pd.DataFrame({COLUMNS[c]: cells for c, cells in words.items() if any(cells)}, dtype="str")


def _cell(column: str, value) -> str:
    if isinstance(value, tuple):
        return join_list(value)
    if value is None or pd.isna(value):
        return "derived here" if column == "claimant" else ""
    if column == "made_on":
        return dates.words(value)
    return KINDS.get(value, value) if column == "kind" else str(value)


def _slim_fonts(kind: str):
    """Leave the tables for setting text out of a PDF's fonts: each glyph has its place, and they take half the time."""
    if kind != "pdf":
        return nullcontext()
    from fontTools import subset

    whole = subset.load_font

    def slim(*args, **kwargs):
        font = whole(*args, **kwargs)
        for table in {"GDEF", "GPOS", "GSUB", "kern"} & set(font.keys()):
            del font[table]
        return font

    return patch.object(subset, "load_font", slim)
