"""`briefing deck`: the briefing as PowerPoint slides, the same file on every run.

A slide shows the sentence as its title and the chart without the title and source line drawn on it, which stand
on the slide as text. Belongs here: slides. Does not belong here: what is said (charts,
judgements) and the evidence (citations).
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from datetime import datetime
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.slide import Slide
from pptx.util import Inches, Pt

from briefing.analysis.contradictions import TOLERANCE, contradictions, in_words
from briefing.analysis.contradictions import judgement as judged
from briefing.analysis.scope import rest
from briefing.analysis.view import view_of
from briefing.charts.chart import Drawn, Grid, Line
from briefing.drawing.layout import LINE, Measure
from briefing.drawing.theme import (
    DPI,
    FAMILY,
    FOOT,
    HEIGHT,
    MARGIN,
    SMALL,
    SUBTITLE,
    WIDTH,
    Theme,
    drawable,
    theme_named,
)
from briefing.outputs.citations import VOICES, by_claim, claim_heading, mentions, rests_on
from briefing.outputs.judgements import Judgement, changes
from briefing.outputs.page import Briefing, day_made, document_table, since_title
from briefing.outputs.page_file import Order, write
from briefing.record.dossier import load_dossier
from briefing.words import dates
from briefing.words.english import count, quotation
from briefing.words.findings import Sentence, capitalised, joined, rule
from briefing.words.text import show_codes

TOP, WIDE = 0.3, WIDTH - 2 * MARGIN
ON_A_SLIDE = 6  # lines of a list
SLIDE_TITLE = 24  # type size in points: two lines of the longest judgement
NOTED, LISTED = 100, 60  # the most mentions in a slide's notes, and documents on the last slides
MOST_CARRIED = "here are the claims that most documents carry"
EPOCH = datetime(1980, 1, 1)  # the date that a zip archive has when it has none
FACE = "Arial"  # of text: on every machine, which the charts' own typeface is not
KOREAN_FACE = "Malgun Gothic"  # Windows and Office bring it; another program takes what its machine has for Hangul
GRID = (20, 18, 16, SMALL)  # type sizes of a chart that is a table: the largest that fits
CAVEAT = 0.27  # inches of a line
LAYOUTS = ("Title Slide", "Title Only")
FURNITURE = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
COVER = 40  # type size in points
A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def write_deck(order: Order) -> Path:
    """Write briefing.pptx and return its path; UsageError for a parameter that is wrong."""
    asked = order.parameters()
    seen = view_of(
        load_dossier(asked.get("data_dir", ""), asked.get("as_of", "")),
        asked.get("claimants", ()),
        pivot=asked.get("pivot", ""),
    )
    return write(order.file("briefing.pptx"), deck(Briefing(seen, asked.get("theme", "light")), asked.get("since", "")))


def deck(briefing: Briefing, since: str = "") -> bytes:
    """Return the slides of a briefing: title, what changed since a date, judgements, what would change, documents."""
    theme = theme_named(briefing.theme)
    slides = _presentation(theme, briefing.title)
    first = slides.slides.add_slide(slides.slide_layouts.get_by_name("Title Slide"))
    first.shapes.title.text, first.placeholders[1].text = (
        show_codes(briefing.title),
        show_codes(
            "\n".join(filter(None, [briefing.scope(" and the notes give the words it came from"), briefing.names])),
            spaces=True,
        ),
    )
    if since:
        _since(slides, briefing, since)
    if said := [judgement.sentence for judgement in briefing.judgements]:
        _list(slides, "In short", _first(said, "judgement", "on the slides that follow"))
    for number, judgement in enumerate(briefing.judgements, 1):
        _judgement(slides, briefing, number, judgement)
    if said := judged(pairs := contradictions(briefing.view)):
        _contradictions(slides, said, in_words(pairs), theme)
    if lines := changes(briefing.view):
        _list(slides, "What would change the picture", _first(lines, "point", "on the page"))
    documents = document_table(briefing.view)
    for start in range(0, min(len(documents), LISTED), ON_A_SLIDE):
        _documents(slides, documents[start : start + ON_A_SLIDE], theme)
    if len(documents) > LISTED:
        _list(slides, "The documents", [_more(len(documents), LISTED, "document", "on the page")])
    for number, slide in enumerate(list(slides.slides)[1:], 2):
        _number(slide, number, f"{briefing.title.partition(':')[0]}, {dates.words(day_made())}")
    return _same_bytes(slides)


def _first(said: list[Sentence], noun: str, where: str) -> list[Sentence]:
    """Return as many sentences as a slide holds, and the count of the others."""
    more = [_more(len(said), ON_A_SLIDE, noun, where)] if len(said) > ON_A_SLIDE else []
    return said[:ON_A_SLIDE] + more


def _more(of: int, most: int, noun: str, where: str) -> Sentence:
    return joined(capitalised(rest(of, most, noun)), rule("elsewhere", where), by=", ", end=".")


def _number(slide: Slide, number: int, about: str) -> None:
    """Write at the foot of a slide what it belongs to, when it was made, and its number, which follows its place."""
    box = _text(slide, f"{about} · ", HEIGHT - 0.26, FOOT, "Foot")
    paragraph = box.text_frame.paragraphs[0]
    run = paragraph.runs[0]._r
    field = parse_xml(f'<a:fld xmlns:a="{A}" id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum"/>')
    field.append(copy.deepcopy(run.rPr))
    text = parse_xml(f'<a:t xmlns:a="{A}">{number}</a:t>')
    field.append(text)
    run.addnext(field)
    paragraph.alignment = PP_ALIGN.RIGHT


def _since(slides, briefing: Briefing, date: str) -> None:
    """Add what changed since a date, in one list and the judgements in another; all of it stands in the notes."""
    found = briefing.changes_since(date)
    changed = [change.said for change in found.found if change.kind == "judgements"]
    others = [change.said for change in found.found if change.kind not in ("judgements", "charts")]
    for title, said in ((since_title(date), others), (f"{since_title(date)}: judgements", changed)):
        lines, room = [], HEIGHT - 1.2 - TOP - 0.5
        for line in said:
            room -= _high(line, SUBTITLE + 3) + 12 / 72
            lines += [line] if room > 0 else []
        more = [f"And {count(len(said) - len(lines), 'more change')}, in the notes."] if len(lines) < len(said) else []
        if said or (said is others and not changed):
            slide = _list(slides, title, lines + more or ["Nothing."])
            slide.notes_slide.notes_text_frame.text = show_codes(found.text(), spaces=True)


def _judgement(slides, briefing: Briefing, number: int, judgement: Judgement) -> None:
    slide = _titled(slides, judgement.sentence)
    drawn = judgement.drawn
    source_line = f"{drawn.text.subtitle}. {drawn.text.source}"
    floor = HEIGHT - 0.3
    if judgement.caveat:
        floor -= CAVEAT
        caveat = _text(slide, _one_line(judgement.caveat), floor, SMALL, "Caveat", MSO_THEME_COLOR.TEXT_1)
        caveat.height = Inches(CAVEAT)
    source = _text(slide, source_line, floor - _high(source_line, FOOT), FOOT, "Source")
    top = slide.shapes.title.top.inches + slide.shapes.title.height.inches
    grid = drawn.chart.grid(briefing.view, drawn.table) if drawn.chart.grid else None
    room = source.top.inches - top - 0.25
    size = next((s for s in GRID if sum(_heights(grid, s)) <= room), 0) if grid else 0
    if size:
        shown = _grid(slide, grid, size, top + 0.1, room, theme_named(briefing.theme))
    else:
        shown = _picture(slide, drawn, top, source.top.inches)
    shown.name = f"Chart {number}"
    shown._element.xpath(".//p:cNvPr")[0].set("descr", show_codes(drawn.text.alt))
    slide.notes_slide.notes_text_frame.text = show_codes(_notes(briefing, judgement), spaces=True)


def _picture(slide: Slide, drawn: Drawn, top: float, bottom: float):
    """Show a chart as a picture between two heights, without the title and source line that are drawn on it."""
    shown = drawn.chart_box
    scale = min(1, (bottom - top) / shown.height)
    wide, high = shown.width * scale, shown.height * scale
    place = [Inches(x) for x in ((WIDTH - wide) / 2, bottom - high, wide, high)]
    chart = slide.shapes.add_picture(io.BytesIO(drawn.render("png")), *place)
    chart.crop_left, chart.crop_right = shown.left / WIDTH, 1 - shown.right / WIDTH
    chart.crop_top, chart.crop_bottom = 1 - shown.top / HEIGHT, shown.bottom / HEIGHT
    return chart


def _heights(grid: Grid, size: float) -> list[float]:
    """Return the heights in inches that the rows of a grid take in a type size, its heads first."""
    measure = Measure(Figure(dpi=DPI), FAMILY)

    def lines(line: Line, width: float) -> int:
        return len(measure.wrap(drawable("".join(text for text, _ in line)), 0.84 * width, size, "bold", 9))

    rows = [[[((head, True),)] for head in grid.heads], *grid.rows]
    wide = [WIDE * share - 0.2 for share in grid.widths]
    most = [max(sum(lines(x, w) for x in cell) for cell, w in zip(row, wide, strict=True)) for row in rows]
    return [0.08 + n * LINE * size / 72 for n in most]


def _grid(slide: Slide, grid: Grid, size: float, top: float, room: float, theme: Theme):
    """Show a chart that is a table as a table, its rows spread over a height."""
    heights = _heights(grid, size)
    spare = min(0.3, (room - sum(heights)) / len(grid.rows))
    place = (Inches(MARGIN), Inches(top), Inches(WIDE), Inches(room))
    shown = slide.shapes.add_table(len(grid.rows) + 1, len(grid.heads), *place)
    shown.table.horz_banding = False
    heads = [[((head or " ", True),)] for head in grid.heads]
    for i, row in enumerate([heads, *grid.rows]):
        shown.table.rows[i].height = Inches(heights[i] + spare * bool(i))
        for k, cell in enumerate(row):
            shown.table.columns[k].width = Inches(WIDE * grid.widths[k])
            _write(shown.table.cell(i, k), cell, size, theme.band if i == 0 else theme.background, theme.grid)
    return shown


def _write(cell, lines: list[Line], size: float, ground: str, rule: str) -> None:
    """Write lines into a cell of a table, what is bold in bold, and rule it off."""
    colour = f'<a:solidFill xmlns:a="{A}"><a:srgbClr val="{rule[1:].upper()}"/></a:solidFill>'
    for i, side in enumerate(("lnT", "lnB")):  # a line between two cells is both of the upper and of the lower
        line = parse_xml(f'<a:{side} xmlns:a="{A}" w="12700">{colour}</a:{side}>')
        cell._tc.get_or_add_tcPr().insert(i, line)
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(ground[1:].upper())
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    for i, runs in enumerate(lines):
        paragraph = cell.text_frame.paragraphs[0] if i == 0 else cell.text_frame.add_paragraph()
        for text, bold in runs:
            run = paragraph.add_run()
            run.text = show_codes(text)
            run.font.size, run.font.bold, run.font.color.theme_color = Pt(size), bold, MSO_THEME_COLOR.TEXT_1


def _one_line(caveat: str) -> str:
    """Return as much of a caveat as one line of a slide holds; the notes have it whole."""
    measure = Measure(Figure(dpi=DPI), FAMILY)
    return measure.cut(drawable(caveat), WIDE * 0.88, SMALL)


def _notes(briefing: Briefing, judgement: Judgement) -> str:
    """Return the notes of a judgement: caveat, quotes claim by claim with their chains, documents."""
    rows = mentions(briefing.view, judgement.figure_ids)
    shown = _most_carried(rows)
    caveat = [f"Bear in mind. {judgement.caveat}", ""] if judgement.caveat else []
    lines = [*caveat, f"{rests_on(rows)}.", ""]
    for claim in by_claim(shown):
        lines.append(claim_heading(claim))
        lines += [
            f"  {quotation(r.quote, r.quote_en)} ({VOICES[r.voice]} in {r.outlet}, by way of {r.chain})" for r in claim
        ]
    if len(shown) < len(rows):
        lines += ["", _more(len(rows), len(shown), "mention", f"on the page; {MOST_CARRIED}")]
    documents = shown.drop_duplicates("document_id")
    lines += ["", "Documents"]
    lines += [f"  {r.document_id}: {r.outlet}, {dates.words(r.published_on)}" for r in documents.itertuples()]
    return "\n".join(lines)


def _most_carried(rows: pd.DataFrame) -> pd.DataFrame:
    """Return as many mentions as notes can hold: whole claims, those that most documents carry."""
    claims = rows.groupby("anchor", sort=False).agg(
        documents=("document_id", "nunique"), mentions=("document_id", "size")
    )
    claims = claims.sort_values("documents", ascending=False, kind="stable")
    room = claims.index[claims["mentions"].cumsum().le(NOTED)]
    return rows[rows["anchor"].isin(room)] if len(room) else rows[rows["anchor"].eq(claims.index[0])].head(NOTED)


def _list(slides, title: str, lines: list[str]) -> Slide:
    slide = _titled(slides, title)
    box = _text(slide, "\n".join(lines), 1.2, SUBTITLE + 3, title, MSO_THEME_COLOR.TEXT_1)
    box.height = Inches(HEIGHT - 1.2 - TOP)  # the rest of the slide
    for paragraph in box.text_frame.paragraphs:
        paragraph.space_after = Pt(12)
    return slide


def _contradictions(slides, said: str, table: pd.DataFrame, theme: Theme) -> None:
    """Add which claims cannot all be true: what is said of them, as many pairs as there is room for, the tolerance."""
    slide = _titled(slides, "Which claims cannot all be true")
    told = _text(slide, said, 1.1, SUBTITLE + 3, "Said", MSO_THEME_COLOR.TEXT_1)
    _text(slide, TOLERANCE, HEIGHT - 0.95, SMALL, "Tolerance")
    top = 1.1 + told.height.inches + 0.2
    room, rows = HEIGHT - 1.1 - top, [[[((text, i == 0),)] for i, text in enumerate(row)] for row in table.to_numpy()]
    grids = (Grid(list(table.columns), rows[:n], 0.42) for n in range(min(len(rows), 6), 0, -1))
    if grid := next((g for g in grids if sum(_heights(g, SUBTITLE)) <= room), None):
        if more := len(rows) - len(grid.rows):
            told.text_frame.paragraphs[0].runs[
                0
            ].text += f" {_more(len(rows), len(rows) - more, 'pair', 'on the page')}"
        _grid(slide, grid, SUBTITLE, top, room, theme).name = "Pairs"


def _documents(slides, table: pd.DataFrame, theme: Theme) -> None:
    slide = _titled(slides, "The documents")
    table = table.drop(columns="SHA-256")
    place = (Inches(MARGIN), Inches(1.2), Inches(WIDE), Inches(0.4 * (len(table) + 1)))
    grid = slide.shapes.add_table(len(table) + 1, len(table.columns), *place).table
    grid.horz_banding = False
    widths = {"Document": 1.7, "Outlet": 1.6, "Published": 2.1, "Text": 2.2, "Address": 2.5}
    rest = WIDE - sum(widths[c] for c in table.columns if c in widths)
    for i, name in enumerate(table.columns):
        grid.columns[i].width = Inches(widths.get(name, rest))
        for row, text in enumerate([name, *table[name]]):
            _cell(grid.cell(row, i), text, theme, head=row == 0)


def _cell(cell, text: str, theme: Theme, head: bool) -> None:
    cell.text = show_codes(text)
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string((theme.band if head else theme.background)[1:].upper())
    _set(cell.text_frame, SMALL, MSO_THEME_COLOR.TEXT_1, head)


def _titled(slides, title: str) -> Slide:
    slide = slides.slides.add_slide(slides.slide_layouts.get_by_name("Title Only"))
    slide.shapes.title.text = show_codes(title.removesuffix("."))
    _place(slide.shapes.title, TOP, _high(title, SLIDE_TITLE, "bold", 0.93))
    slide.shapes.title.text_frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE  # where a wider typeface stands in
    return slide


def _text(slide: Slide, text: str, top: float, size: float, name: str, colour=MSO_THEME_COLOR.TEXT_2):
    """Add a box of text, quiet unless in another colour, over the slide's width."""
    box = slide.shapes.add_textbox(0, 0, 0, 0)
    _place(box, top, _high(text, size))
    box.name, frame = name, box.text_frame
    frame.word_wrap, frame.text = True, show_codes(text, spaces=True)
    frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    for side in ("left", "right", "top", "bottom"):
        setattr(frame, f"margin_{side}", 0)
    _set(frame, size, colour)
    return box


def _set(frame, size: float, colour, bold: bool = False) -> None:
    """Set type size and colour run by run: a paragraph's own are defaults that PowerPoint does not edit as shown."""
    for font in (run.font for paragraph in frame.paragraphs for run in paragraph.runs):
        font.size, font.bold, font.color.theme_color = Pt(size), bold, colour


def _place(shape, top: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = (Inches(x) for x in (MARGIN, top, WIDE, height))


def _high(text: str, size: float, weight: str = "regular", share: float = 0.86) -> float:
    """Return the height in inches that a text takes over the slide's width; the slides' typeface is wider than ours."""
    measure = Measure(Figure(dpi=DPI), FAMILY)
    return LINE * size / 72 * len(measure.wrap(drawable(text), WIDE * share, size, weight, 9))


def _presentation(theme: Theme, title: str):
    """Return an empty presentation in the format, colours and typeface of the charts, with the layouts it uses."""
    slides = Presentation()
    slides.slide_width, slides.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for layout in list(slides.slide_layouts):
        if layout.name not in LAYOUTS:
            slides.slide_layouts.remove(layout)
    _dress(slides.slide_master, theme)
    properties = slides.core_properties
    properties.title, properties.author, properties.last_modified_by = show_codes(title), "briefing", "briefing"
    properties.created = properties.modified = EPOCH
    properties.language = "en"
    return slides


def _dress(master, theme: Theme) -> None:
    """Give the master and its layouts the colours, the typeface and the places of the charts' frame."""
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    xml = part.blob.decode("utf-8")
    shades = {"dk1": theme.ink, "lt1": theme.background, "dk2": theme.muted, "lt2": theme.band, "accent1": theme.accent}
    for name, colour in shades.items():
        xml = re.sub(rf"(<a:{name}>).*?(</a:{name}>)", rf'\1<a:srgbClr val="{colour[1:].upper()}"/>\2', xml, flags=re.S)
    korean = f'<a:ea typeface="{KOREAN_FACE}"/>'
    face = f'<a:latin typeface="{FACE}"/>'
    xml = re.sub(r"(<a:(?:major|minor)Font>\s*)<a:latin[^>]*/>(\s*)<a:ea[^>]*/>", rf"\1{face}\2{korean}", xml)
    part._blob = xml.encode("utf-8")
    for holder in (master, *master.slide_layouts):
        for shape in [s for s in holder.placeholders if s.placeholder_format.type in FURNITURE]:
            shape._element.getparent().remove(shape._element)
    cover, plain = (master.slide_layouts.get_by_name(name) for name in LAYOUTS)
    _shape(master.placeholders[0], TOP, 0.9, SLIDE_TITLE, "tx1", bold=True)
    _shape(master.placeholders[1], 1.4, 5, SUBTITLE, "tx1")
    _shape(plain.placeholders[0], TOP, 0.9, SLIDE_TITLE, "tx1", bold=True)
    _shape(cover.placeholders[0], 1.9, 1.5, COVER, "tx1", bold=True, anchor="b")
    _shape(cover.placeholders[1], 3.55, 2, SUBTITLE + 5, "tx2")


def _shape(shape, top: float, height: float, size: float, colour: str, bold: bool = False, anchor: str = "t") -> None:
    """Give a placeholder of master or layout its place and how text in it looks."""
    _place(shape, top, height)
    body = shape._element.txBody
    for name, value in {"lIns": "0", "rIns": "0", "tIns": "0", "bIns": "0", "anchor": anchor}.items():
        body.bodyPr.set(name, value)
    for child in list(body.bodyPr):
        body.bodyPr.remove(child)
    look = f'''<a:lstStyle xmlns:a="{A}"><a:lvl1pPr marL="0" indent="0" algn="l"><a:buNone/>
        <a:defRPr sz="{round(size * 100)}" b="{int(bold)}"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>
        </a:defRPr></a:lvl1pPr></a:lstStyle>'''
    body.replace(body.find(f"{{{A}}}lstStyle"), parse_xml(look))


def _same_bytes(slides) -> bytes:
    """Return the file with the same bytes on every run: no dates in the archive."""
    written, fixed = io.BytesIO(), io.BytesIO()
    slides.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return fixed.getvalue()
