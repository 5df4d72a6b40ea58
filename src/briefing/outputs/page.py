"""The briefing page in pieces: a judgement with its chart, what would change the picture, the quotes, the documents.

07_briefing shows these pieces, and `briefing page` puts them into one file. Documents are untrusted: templates escape
every text, and no address in it becomes a link. Belongs here: what each piece holds. Does not belong here: its HTML
(templates), what is said (judgements), the evidence itself (citations), the file around the pieces (page_file).
"""

from __future__ import annotations

import base64
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import version
from itertools import groupby, pairwise

import pandas as pd
import PIL.Image
from IPython.display import HTML, Image, display
from markupsafe import Markup

from briefing.analysis.contradictions import TOLERANCE, contradictions, in_words
from briefing.analysis.contradictions import judgement as judged
from briefing.analysis.scope import fingerprint, known_later, names_in_full, none_on_record, published, shown
from briefing.analysis.view import View
from briefing.audit.coverage import open_in_words, quote_places
from briefing.charts.chart import FORMATS
from briefing.drawing.layout import Box
from briefing.drawing.theme import DPI, HEIGHT
from briefing.outputs.changes import Changes, since
from briefing.outputs.citations import (
    VOICES,
    by_claim,
    claim_heading,
    date_basis,
    document_anchor,
    linked,
    mentions,
    piece,
    places,
    rests_on,
    words_anchor,
)
from briefing.outputs.judgements import Judgement, changes, judgements
from briefing.outputs.svg import inline
from briefing.words import dates
from briefing.words.copies import KINDS, Copies
from briefing.words.english import count, documents, join_list, list_up_to, sentence
from briefing.words.findings import Sentence, finding, joined, rule
from briefing.words.text import UserError, defuse

WITHOUT_ADDRESS = "The record holds no address of these documents"
LINKS = " and links to the words it came from"
AT_ONCE = 12  # points that would change the picture; more stand behind a disclosure
MANY = 30  # claims behind a judgement that are still listed at once
STACKED = 12  # rows of a chart's table that a narrow screen shows in the chart's place
WHOLE, LETTERS = 40, 400_000  # documents whose texts the page holds, and letters of them together
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
            raise UserError(f"formats {', '.join(wrong)}: use {', '.join(FORMATS)}")

    @property
    def standalone(self) -> bool:
        """Whether the pieces are for the page."""
        return "svg" in self.formats

    @cached_property
    def judgements(self) -> list[Judgement]:
        """The key judgements of which the view has the rows."""
        return judgements(self.view, self.theme)

    @property
    def title(self) -> Sentence:
        """The heading of the whole."""
        return finding("subject", f"{sentence(self.view.dossier.subject)}: key judgements")

    def masthead(self) -> HTML:
        """Return title, scope and the judgements as a list of links."""
        scope, said = self.scope(LINKS), [j.sentence for j in self.judgements]
        made = self.made if self.standalone else ""
        about = {"title": self.title, "scope": scope, "names": self.names, "sentences": said, "made": made}
        return _shown("masthead", standalone=self.standalone, **about)

    @property
    def made(self) -> Sentence:
        """The day on which the page was made."""
        return joined(rule("made", f"Made {dates.words(day_made())}"), end=".")

    @property
    def names(self) -> Sentence | str:
        """The claimants' names in full where the charts have short ones."""
        return names_in_full(self.view)

    def scope(self, and_so: str) -> Sentence:
        """Say what the briefing rests on; `and_so` says of every figure how to get to its words."""
        figures, dossier = self.view.figures, self.view.dossier
        if figures.empty:
            so = rule("nothing", "so there is no judgement to make")
            return joined(none_on_record(self.view), so, by=", ", end=".")
        until = f" made by {dates.words(dossier.as_of)}" if dossier.as_of else ""
        who = f" of {join_list(dict.fromkeys(figures['claimant']))}" if self.view.claimants else ""
        carried = documents(figures["document_id"].nunique(), figures["text_id"].nunique())
        later = known_later(self.view, carriers(self.view))
        n = figures["statement_id"].nunique()
        them = "it" if n == 1 else "them"
        rests = finding("masthead", f"From {count(n, 'statement')}{who}{until}, as {carried} {_print(figures)} {them}")
        claims = rule("claims", f"Every figure is a claim, not a count made here,{and_so}")
        said = joined(rests, claims, later, by=". ", end=".")
        dossier_ = joined(fingerprint(self.view), end=".")
        return joined(said, open_in_words(dossier.record), dossier_, by=" ")

    def since(self, date: str = "") -> HTML | None:
        """Return what changed since a date, as a section of its own; None where no date is given."""
        if not date:
            return None
        found = self.changes_since(date)
        nothing = f"Nothing changed between {found.before} and {found.after}"
        return _shown("since", title=since_title(date), sections=list(found.sections()), nothing=nothing)

    def changes_since(self, date: str) -> Changes:
        """Return what changed between a date and the date of the briefing."""
        return since(self.view.dossier.record, date, self.view.dossier.as_of)

    def show(self) -> None:
        """Display every judgement: its sentence, its chart, its source line, its caveat, its data, its quotes."""
        for number, judgement in enumerate(self.judgements, 1):
            for part in self.pieces(number, judgement):
                display(part)

    def pieces(self, number: int, judgement: Judgement) -> list[HTML | Image]:
        """Return a judgement as it is displayed: one piece for the page; else its picture between two."""
        drawn = judgement.drawn
        said = linked(judgement.sentence, places(self.view, drawn.table), f"behind-{number}")
        head = piece("head", number=number, sentence=said, standalone=self.standalone)
        if not self.standalone:
            picture = Image(_cut(drawn.render("png"), drawn.plot_box), alt=drawn.text.alt, width=960)
            return [HTML(head), picture, HTML(self._about(number, judgement, source=drawn.text.source))]
        files = {kind: drawn.render(kind) for kind in FORMATS if kind in self.formats}
        dark = drawn.chart.at(self.view, "dark").render("svg") if self.theme == "light" else b""
        chart = inline(files["svg"], f"chart-{number}", drawn.plot_box, dark)
        about = self._about(number, judgement, _downloads(judgement, files | {"csv": csv(drawn.table)}))
        rows, more = stacked(drawn.data())
        return [_shown("judgement", head=head, number=number, chart=chart, rows=rows, more=more,
                       source=drawn.text.source, about=about)]  # fmt: skip

    def _about(self, number: int, judgement: Judgement, downloads: Markup | str = "", source: str = "") -> Markup:
        data = judgement.drawn.data()
        rest = "the CSV below has them all" if self.standalone else "the JSON beside the chart in figures/ has them all"
        behind = _behind(number, mentions(self.view, judgement.figure_ids))
        return piece("about", number=number, source=source, caveat=judgement.caveat, data=data, rows=ROWS,
                     n_rows=count(len(data), "row"), rest=rest, downloads=downloads, behind=behind)  # fmt: skip

    def changes(self) -> HTML:
        """Return what would change the picture, as a list."""
        where = places(self.view, self.view.estimates)
        lines = [linked(line, where) for line in changes(self.view)]
        return _shown("changes", first=lines[:AT_ONCE], more=lines[AT_ONCE:], nothing=none_on_record(self.view))

    def contradictions(self) -> HTML:
        """Return which claims cannot all be true, and which only look so: a sentence, a table, the tolerance."""
        table = contradictions(self.view)
        said = linked(judged(table), places(self.view, self.view.estimates))
        nothing = "" if len(table) else self.no_contradiction
        data, n = in_words(table), count(len(table), "pair", digits=True)
        return _shown("contradictions", said=said, data=data, rows=ROWS, n=n, tolerance=TOLERANCE, nothing=nothing)

    @property
    def no_contradiction(self) -> Sentence:
        """What stands where no two figures can be compared."""
        where = "among those shown" if shown(self.view) else "on record"
        words = f"No two different figures of one measure and time are {where}, so none can contradict another"
        return none_on_record(self.view) if self.view.figures.empty else finding("contraries", words, pairs=())

    def quotes(self) -> HTML:
        """Return the words behind every figure, claim by claim, with document and chain."""
        rows = mentions(self.view, self.view.figures["figure_id"])
        claims = [(claim_heading(claim), date_basis(claim), claim) for claim in by_claim(rows)]
        nothing, shown = none_on_record(self.view), self._whole
        where = {i: words_anchor(i) for document in shown for i in shown[document][1]}
        return _shown("quotes", claims=claims, voices=VOICES, place=document_anchor, where=where, nothing=nothing)

    def documents(self) -> HTML:
        """Return the list of documents and, on the page, their texts with the words of each figure marked, and how to
        cite the whole; an address is shown as text, never as a link."""
        known = carriers(self.view).set_index("document_id")["url"].fillna("")
        texts = [(document, known[document], pieces) for document, (pieces, _) in self._whole.items()]
        without = WITHOUT_ADDRESS if len(known) and not known.any() else ""
        return _shown("documents", data=document_table(self.view), place=document_anchor, texts=texts, without=without,
                      cite=self.cited() if self.standalone else "")  # fmt: skip

    @cached_property
    def _whole(self) -> dict:
        """The documents whose texts the page holds, see `texts_of`."""
        return texts_of(self.view) if self.standalone else {}

    def cited(self) -> Sentence:
        """Say how to cite the page: title, what it rests on, the dossier's fingerprint, the day it was made."""
        carried = carriers(self.view)
        cited = finding("cited", f"From {count(len(carried), 'document')}{published(carried)}")
        made = rule("made", f"made {dates.words(day_made())} with briefing {version('briefing')}")
        return joined(self.title, cited, joined(fingerprint(self.view), made, by=", "), by=". ", end=".")


def stacked(data: pd.DataFrame) -> tuple[list[tuple[str, str, str]], int]:
    """Return the rows of a chart's data for a narrow screen: number, what it counts, whose it is; and how many more."""
    heads = [c for c in ("Figure", "Gave") if c in data]
    rows = []
    for row in data.to_dict("records"):
        number = next((row[c] for c in heads if row[c]), "")
        what = row.get("What", "") or row.get("Gave no number of", "")
        whose = [row[c] for c in ("Claimant", "Stated on", "Printed by") if row.get(c)]
        rows.append((number or "no number", what, ", ".join(whose)))
    return rows[:STACKED], max(0, len(rows) - STACKED)


def texts_of(view: View) -> dict[str, tuple[list[tuple[str, list[str], bool]], list[str]]]:
    """Return the text of each document in pieces, and the figures whose words are marked in it.

    A piece is its text, the anchors of the figures whose words begin with it, and whether it is part of such words. The
    first `WHOLE` documents, as far as their texts are no longer than `LETTERS` together.
    """
    record, found, letters = view.dossier.record, {}, 0
    places = quote_places(record).dropna(subset=["start"])
    places = places[places["figure_id"].isin(view.figures["figure_id"])]
    for document_id in carriers(view)["document_id"].head(WHOLE):
        text, mine = record.texts[document_id], places[places["document_id"].eq(document_id)]
        letters += len(text)
        if letters > LETTERS:
            break
        spans = list(zip(mine["figure_id"], mine["start"].astype(int), mine["end"].astype(int), strict=True))
        cuts = sorted({0, len(text), *(place for _, *ends in spans for place in ends)})
        pieces = [
            (text[a:b], [words_anchor(i) for i, start, _ in spans if start == a], any(s <= a < e for _, s, e in spans))
            for a, b in pairwise(cuts)
        ]
        found[document_id] = (pieces, [i for i, *_ in spans])
    return found


def day_made() -> str:
    """Return today's date, or that of SOURCE_DATE_EPOCH where a build is to be the same again."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(given), UTC) if given.isdigit() else datetime.now(UTC)
    return f"{now:%Y-%m-%d}"


def _shown(name: str, **values) -> HTML:
    return HTML(piece(name, **values))


def _downloads(judgement: Judgement, files: dict[str, bytes]) -> Markup:
    """Return links to the files of a chart, which the page itself holds."""
    held = [(kind, f"data:{MEDIA[kind]};base64,{base64.b64encode(file).decode()}") for kind, file in files.items()]
    return piece("downloads", name=judgement.drawn.chart.name, files=held)


def csv(table: pd.DataFrame) -> bytes:
    """Return a chart's table as CSV; lists joined by "; ", and no cell that a spreadsheet would run."""

    def cell(value):
        text = "; ".join(map(str, value)) if isinstance(value, tuple) else value
        return defuse(text) if isinstance(text, str) else text

    return table.map(cell).to_csv(index=False, lineterminator="\n").encode("utf-8")


def since_title(date: str) -> str:
    """Return the heading of what changed since a date."""
    return f"What changed since {dates.words(date)}"


def carriers(view: View) -> pd.DataFrame:
    """Return the documents that carry a figure of the view."""
    documents = view.dossier.documents
    return documents[documents["document_id"].isin(view.figures["document_id"])]


def document_table(view: View) -> pd.DataFrame:
    """Return the documents that carry a figure of the view: document, outlet, when published, address, note."""
    carried = carriers(view)
    names = view.dossier.actors.set_index("actor_id")["short_name"]
    published = [
        dates.words(d) + ("" if basis == "stated" else f" ({basis})")
        for d, basis in zip(carried["published_on"], carried["published_basis"].astype(str), strict=True)
    ]
    table = pd.DataFrame(
        {
            "Document": list(carried["document_id"]),
            "Outlet": list(carried["outlet"].map(names)),
            "Published": published,
            "Text": same_texts(view.dossier.record.copies, carried["document_id"]),
            "Address": list(carried["url"].fillna("")),
            "Note": list(carried["note"].fillna("")),
            "SHA-256": [digest[:12] for digest in carried["sha256"]],
        },
        dtype="str",
    )
    return table.drop(columns=[c for c in ("Text", "Address") if not table[c].any()])


def same_texts(copies: Copies, documents: Iterable[str]) -> list[str]:
    """Say of each document which others have its text, and how: "one text with 001_unn (a cut text)"."""
    columns = ["document_id", "other_id", "kind"]
    ways = {(a, b): kind for one, other, kind in copies.pairs[columns].itertuples(index=False)
            for a, b in ((one, other), (other, one))}  # fmt: skip
    group_of = {document: group for group in copies.groups() for document in group}

    def say(document: str, other: str) -> str:
        kind = ways.get((document, other))
        return f"{other} ({KINDS[kind]})" if kind else other

    others = [[say(d, o) for o in group_of.get(d, ()) if o != d] for d in documents]
    return [f"one text with {list_up_to(said, 4)}" if said else "" for said in others]


def _cut(png: bytes, shown: Box) -> bytes:
    """Return a picture without the title and source line that stand around it as text."""
    cut = io.BytesIO()
    left, right = (round(x * DPI) for x in (shown.left, shown.right))
    top, bottom = (round((HEIGHT - y) * DPI) for y in (shown.top, shown.bottom))
    PIL.Image.open(io.BytesIO(png)).crop((left, top, right, bottom)).save(cut, "png")
    return cut.getvalue()


def _behind(number: int, rows: pd.DataFrame) -> Markup:
    """Return what a judgement rests on, with links: "NIS, 30 Apr 2025: killed, wounded"; many stand folded."""
    statements = []
    for _, mine in groupby(rows.drop_duplicates("anchor").itertuples(), key=lambda row: row.statement_id):
        first, *more = mine
        links = [(row.anchor, row.what) for row in (first, *more)]
        statements.append((f"{first.claimant}, {dates.brief(first.made_on)}", links))
    folded = rows["anchor"].nunique() > MANY
    return piece("behind", number=number, rests_on=rests_on(rows), statements=statements, folded=folded)


def _print(figures: pd.DataFrame) -> str:
    return "prints" if figures["document_id"].nunique() == 1 else "print"


def table_html(table: pd.DataFrame) -> Markup:
    """Return a table as HTML, every head with its scope."""
    return piece("table", data=table)
