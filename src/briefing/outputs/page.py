"""The briefing page in pieces: a judgement with its chart, what would change the picture, the quotes, the documents.

07_briefing shows these pieces, and `briefing page` puts them into one file (export). Documents are untrusted: every
text from the dossier is escaped, and no address in it becomes a link. Belongs here: HTML of the briefing. Does not
belong here: what is said (findings), the evidence itself (quoted), the file around the pieces (export).
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import pandas as pd
import PIL.Image
from IPython.display import HTML, Image, display

from briefing.analysis.scope import known_later, names_in_full, none_on_record
from briefing.analysis.view import View
from briefing.charts.chart import FORMATS
from briefing.drawing.layout import Box
from briefing.drawing.theme import DPI, HEIGHT
from briefing.outputs.citations import (
    VOICES,
    by_claim,
    claim_heading,
    document_anchor,
    linked,
    mentions,
    places,
    rests_on,
)
from briefing.outputs.judgements import Judgement, changes, judgements
from briefing.outputs.svg import inline
from briefing.words import dates
from briefing.words.english import count, join_list, sentence
from briefing.words.html import escaped
from briefing.words.text import defuse

AT_ONCE = 12  # points that would change the picture; more stand behind a disclosure
MANY = 30  # claims behind a judgement that are still listed at once
ROWS = 200  # of a chart's table that a page shows; its CSV has them all
MEDIA = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf", "csv": "text/csv"}


@dataclass(frozen=True)
class Briefing:
    """The briefing of a view, shown piece by piece.

    `formats` says how a chart is shown: with "svg" as a drawing in the page that can be downloaded in each of them,
    which is what the page wants; otherwise as a picture, which every viewer of notebooks can show.
    """

    view: View
    theme: str = "light"
    formats: Iterable[str] = ("png",)

    def __post_init__(self):
        if wrong := [f for f in self.formats if f not in FORMATS]:
            raise ValueError(f"formats {', '.join(wrong)}: use {', '.join(FORMATS)}")

    @property
    def standalone(self) -> bool:
        """Whether the pieces are for the page."""
        return "svg" in self.formats

    @cached_property
    def judgements(self) -> list[Judgement]:
        """The key judgements of which the view has the rows."""
        return judgements(self.view, self.theme)

    @property
    def title(self) -> str:
        """The heading of the whole."""
        return f"{sentence(self.view.dossier.subject)}: key judgements"

    def masthead(self) -> HTML:
        """Return title, scope and the judgements as a list of links."""
        title = f"<h1>{escaped(self.title)}</h1>" if self.standalone else f"<p><b>{escaped(self.title)}</b></p>"
        items = (f'<li><a href="#judgement-{n}">{escaped(j.sentence)}</a></li>' for n, j in self._numbered())
        listing = f'<nav aria-label="Key judgements"><ol>{"".join(items)}</ol></nav>' if self.judgements else ""
        scope = escaped(self.scope(" and links to the words it came from"))
        names = f'<p class="names">{escaped(self.names)}</p>' if self.names else ""
        return HTML(f'<div class="masthead">{title}<p class="scope">{scope}</p>{names}{listing}</div>')

    @property
    def names(self) -> str:
        """The claimants' names in full where the charts have short ones."""
        names = names_in_full(self.view)
        return f"{names}." if names else ""

    def scope(self, and_so: str) -> str:
        """Say what the briefing rests on; `and_so` says of every figure how to get to its words."""
        figures, dossier = self.view.figures, self.view.dossier
        if figures.empty:
            return f"{none_on_record(self.view)}, so there is no judgement to make."
        until = f" made by {dates.words(dossier.as_of)}" if dossier.as_of else ""
        who = f" of {join_list(dict.fromkeys(figures['claimant']))}" if self.view.claimants else ""
        return (
            f"From {count(figures['statement_id'].nunique(), 'statement')}{who}{until}, as "
            f"{count(figures['document_id'].nunique(), 'document')} {_print(figures)} them. Every figure is a claim, "
            f"not a count made here,{and_so}.{known_later(self.view, carriers(self.view))} "
            f"Dossier {dossier.short_fingerprint}."
        )

    def show(self) -> None:
        """Display every judgement: its sentence, its chart, its source line, its caveat, its data, its quotes."""
        for number, judgement in self._numbered():
            for piece in self.pieces(number, judgement):
                display(piece)

    def pieces(self, number: int, judgement: Judgement) -> list[HTML | Image]:
        """Return a judgement as it is displayed: one piece for the page; else its picture between two."""
        where = places(self.view, judgement.drawn.table)
        said = linked(judgement.sentence, where, f"behind-{number}")
        lead = f'<span class="number">{number}</span>' if self.standalone else f"{number}. "
        head = f'<h3 id="judgement-{number}">{lead}{said}</h3>'
        drawn = judgement.drawn
        if not self.standalone:
            png = _cut(drawn.render("png"), drawn.plot_box)
            return [HTML(head), Image(png, alt=drawn.text.alt, width=960), HTML(self._about(number, judgement))]
        files = {kind: drawn.render(kind) for kind in FORMATS if kind in self.formats}
        chart = self._drawing(number, judgement, files["svg"])
        about = self._about(number, judgement, _downloads(judgement, files | {"csv": csv(drawn.table)}))
        return [HTML(f'<section class="judgement">{head}{chart}{about}</section>')]

    def _drawing(self, number: int, judgement: Judgement, light: bytes) -> str:
        dark = b""
        if self.theme == "light":
            dark = judgement.drawn.chart.at(self.view, "dark").render("svg")
        drawn = inline(light, f"chart-{number}", judgement.drawn.plot_box, dark)
        hint = '<p class="sideways">Wider than this screen: move the chart sideways.</p>'  # shown where it is
        caption = f"<figcaption>{_source(judgement)}</figcaption>"
        return f"<figure>{hint}{_scrolling(drawn, f'Chart {number}')}{caption}</figure>"

    def _about(self, number: int, judgement: Judgement, downloads: str = "") -> str:
        rows = mentions(self.view, judgement.figure_ids)
        data = judgement.drawn.data()
        source = "" if self.standalone else f'<p class="source">{_source(judgement)}</p>'
        caveat = f'<p class="caveat"><strong>Bear in mind.</strong> {escaped(judgement.caveat)}</p>'
        return (
            f"{source}{caveat if judgement.caveat else ''}"
            f"<details><summary>The data of chart {number} as a table ({count(len(data), 'row')})</summary>"
            f"{self._first(data)}{_scrolling(table_html(data.head(ROWS)), f'Data of chart {number}')}</details>"
            f"{downloads}{_behind(number, rows)}"
        )

    def _first(self, data: pd.DataFrame) -> str:
        """Say where the rest of a long table is."""
        where = (
            "the CSV below has them all" if self.standalone else "the JSON beside the chart in figures/ has them all"
        )
        return f"<p>The first {ROWS} of {len(data):,} rows; {where}.</p>" if len(data) > ROWS else ""

    def changes(self) -> HTML:
        """Return what would change the picture, as a list."""
        where = places(self.view, self.view.estimates)
        lines = [f"<li>{linked(line, where)}</li>" for line in changes(self.view)]
        if not lines:
            return HTML(f"<p>{escaped(none_on_record(self.view))}.</p>")
        more = len(lines) - AT_ONCE
        rest = (
            f"<details><summary>{more} more</summary><ul>{''.join(lines[AT_ONCE:])}</ul></details>" if more > 0 else ""
        )
        return HTML(f"<ul>{''.join(lines[:AT_ONCE])}</ul>{rest}")

    def quotes(self) -> HTML:
        """Return the words behind every figure, claim by claim, with document and chain."""
        rows = mentions(self.view, self.view.figures["figure_id"])
        return HTML("".join(map(_claim, by_claim(rows))) or f"<p>{escaped(none_on_record(self.view))}.</p>")

    def documents(self) -> HTML:
        """Return the list of documents; an address is shown as text, never as a link."""
        return HTML(_scrolling(table_html(document_table(self.view), "document"), "The documents"))

    def _numbered(self) -> Iterable[tuple[int, Judgement]]:
        return enumerate(self.judgements, 1)


def _downloads(judgement: Judgement, files: dict[str, bytes]) -> str:
    """Return links to the files of a chart, which the page itself holds."""
    links = (
        f'<a download="{judgement.drawn.chart.name}.{kind}" href="data:{MEDIA[kind]};base64,'
        f'{base64.b64encode(content).decode()}">{kind.upper()}</a>'
        for kind, content in files.items()
    )
    return f'<p class="downloads">Download the chart and its data: {" · ".join(links)}</p>'


def csv(table: pd.DataFrame) -> bytes:
    """Return a chart's table as CSV; lists joined by "; ", and no cell that a spreadsheet would run."""

    def cell(value):
        text = "; ".join(map(str, value)) if isinstance(value, tuple) else value
        return defuse(text) if isinstance(text, str) else text

    return table.map(cell).to_csv(index=False, lineterminator="\n").encode("utf-8")


def carriers(view: View) -> pd.DataFrame:
    """Return the documents that carry a figure of the view."""
    documents = view.dossier.documents
    return documents[documents["document_id"].isin(view.figures["document_id"])]


def document_table(view: View) -> pd.DataFrame:
    """Return the documents that carry a figure of the view: document, outlet, when published, address, note."""
    documents = carriers(view)
    names = view.dossier.actors.set_index("actor_id")["short_name"]
    published = [
        dates.words(d) + ("" if basis == "stated" else f" ({basis})")
        for d, basis in zip(documents["published_on"], documents["published_basis"].astype(str), strict=True)
    ]
    table = pd.DataFrame(
        {
            "Document": list(documents["document_id"]),
            "Outlet": list(documents["outlet"].map(names)),
            "Published": published,
            "Address": list(documents["url"].fillna("")),
            "Note": list(documents["note"].fillna("")),
            "SHA-256": [digest[:12] for digest in documents["sha256"]],
        },
        dtype="str",
    )
    return table if table["Address"].any() else table.drop(columns="Address")


def _claim(mentioned: list) -> str:
    items = "".join(
        f"<li><q>{escaped(r.quote)}</q> <span class='where'>{escaped(r.said)}, {VOICES[r.voice]} in "
        f'<a href="#{document_anchor(r.document_id)}">{escaped(r.outlet)}</a>, by way of {escaped(r.chain)}'
        f"{f'. {escaped(r.note)}' if isinstance(r.note, str) and r.note else ''}</span></li>"
        for r in mentioned
    )
    first = mentioned[0]
    return (
        f'<section class="claim" id="{first.anchor}"><h3>{escaped(claim_heading(mentioned))}</h3>'
        f'<p class="basis">{escaped(sentence(first.basis))}.</p><ul>{items}</ul></section>'
    )


def _cut(png: bytes, shown: Box) -> bytes:
    """Return a picture without the title and source line that stand around it as text."""
    cut = io.BytesIO()
    left, right = (round(x * DPI) for x in (shown.left, shown.right))
    top, bottom = (round((HEIGHT - y) * DPI) for y in (shown.top, shown.bottom))
    PIL.Image.open(io.BytesIO(png)).crop((left, top, right, bottom)).save(cut, "png")
    return cut.getvalue()


def _behind(number: int, rows: pd.DataFrame) -> str:
    """Return what a judgement rests on, with links; many links stand behind a disclosure."""
    text, place = f"Rests on {rests_on(rows)}", f'class="behind" id="behind-{number}"'
    if rows["anchor"].nunique() > MANY:
        return f"<details {place}><summary>{text}</summary><p>{_claims(rows)}.</p></details>"
    return f"<p {place}>{text}. {_claims(rows)}.</p>"


def _claims(rows: pd.DataFrame) -> str:
    """Return links to the claims of rows, statement by statement: "NIS, 30 Apr 2025: killed, wounded"."""
    parts = []
    for _, mine in groupby(rows.drop_duplicates("anchor").itertuples(), key=lambda row: row.statement_id):
        first, *more = mine
        links = (f'<a href="#{r.anchor}">{r.what}</a>' for r in (first, *more))
        parts.append(f"{escaped(first.claimant)}, {dates.brief(first.made_on)}: {', '.join(links)}")
    return "; ".join(parts)


def _source(judgement: Judgement) -> str:
    return escaped(judgement.drawn.text.source)


def _print(figures: pd.DataFrame) -> str:
    return "prints" if figures["document_id"].nunique() == 1 else "print"


def _scrolling(content: str, name: str) -> str:
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{escaped(name)}">{content}</div>'


def table_html(table: pd.DataFrame, anchored: str = "") -> str:
    """Return a table as HTML: every head with its scope; with `anchored`, the rows are places to link to."""
    heads = "".join(f'<th scope="col">{escaped(c)}</th>' for c in table.columns)
    rows = []
    for first, *rest in table.itertuples(index=False):
        anchor = f' id="{document_anchor(first)}"' if anchored else ""
        cells = "".join(f"<td>{escaped(c)}</td>" for c in rest)
        rows.append(f'<tr{anchor}><th scope="row">{escaped(first)}</th>{cells}</tr>')
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
