"""The slides: real titles, pictures with alt text, notes with caveats and quotes, the same bytes on every run."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from functools import cache

import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Inches

from briefing.drawing.theme import HEIGHT, SMALL, WIDTH
from briefing.outputs.citations import by_claim, claim_heading, mentions
from briefing.outputs.deck import NOTED, deck
from briefing.outputs.judgements import Judgement
from briefing.outputs.page import Briefing, day_made
from briefing.paths import BUILD
from briefing.words.dates import words
from tests.drawn import draw, view

VALIDATOR = shutil.which("ooxml-validator", path=f"{BUILD / 'node_modules' / '.bin'}{os.pathsep}{os.environ['PATH']}")
OFFICE = shutil.which("pdftoppm") and (shutil.which("soffice") or shutil.which("libreoffice"))


@cache
def made(as_of: str = "", theme: str = "light") -> tuple[Briefing, bytes]:
    briefing = Briefing(view(as_of), theme)
    return briefing, deck(briefing)


@pytest.fixture(scope="module")
def whole() -> tuple[Briefing, bytes]:
    return made()


@pytest.fixture(scope="module")
def hostile_deck(hostile_data) -> bytes:
    return deck(Briefing(view(data=hostile_data)))


def slides_of(content: bytes) -> list:
    return list(Presentation(io.BytesIO(content)).slides)


def test_a_slide_for_each_judgement_between_title_and_documents(whole):
    briefing, content = whole
    titles = [slide.shapes.title.text for slide in slides_of(content)]
    said = [j.sentence.removesuffix(".") for j in briefing.judgements]
    more = ["Which claims cannot all be true", "What would change the picture", "The documents"]
    assert titles == [briefing.title, "In short", *said, *more]
    assert all(slide.shapes.title.is_placeholder for slide in slides_of(content))


def test_charts_are_whole_described_and_on_the_slide(whole):
    briefing, content = whole
    for judgement, slide in zip(briefing.judgements, slides_of(content)[2:], strict=False):
        [chart] = [s for s in slide.shapes if s.name.startswith("Chart")]
        assert chart._element.xpath(".//p:cNvPr")[0].get("descr") == judgement.drawn.text.alt
        if chart.has_table:
            continue
        assert Image.open(io.BytesIO(chart.image.blob)).size == (1920, 1080)
        [source] = [s for s in slide.shapes if s.name == "Source"]
        assert source.text_frame.text == f"{judgement.drawn.text.subtitle}. {judgement.drawn.text.source}"
        [caveat] = [s for s in slide.shapes if s.name == "Caveat"]
        assert source.top + source.height <= caveat.top + 1
        assert judgement.caveat.startswith(caveat.text_frame.text.rstrip("…"))
        assert caveat.text_frame.paragraphs[0].runs[0].font.size.pt >= 14
        as_shown = chart.width / (1 - chart.crop_left - chart.crop_right) / Inches(WIDTH)  # of the size it was drawn in
        assert as_shown * SMALL >= 13.99
        title = slide.shapes.title
        assert title.top + title.height <= chart.top
        assert chart.top + chart.height <= source.top + 1
        assert chart.left >= 0 and chart.left + chart.width <= Inches(WIDTH)
        assert source.top + source.height <= Inches(HEIGHT)
        part = (
            chart.width
            / chart.height
            / (1 - chart.crop_left - chart.crop_right)
            * (1 - chart.crop_top - chart.crop_bottom)
        )
        assert part == pytest.approx(16 / 9, rel=1e-3)


def test_what_is_a_table_is_one(whole):
    """Three charts are tables: each number of theirs stands in a cell, in bold, in a size read from afar."""
    briefing, content = whole
    tables = {}
    for judgement, slide in zip(briefing.judgements, slides_of(content)[2:], strict=False):
        for shape in slide.shapes:
            if shape.has_table:
                tables[judgement.drawn.chart.name] = shape, judgement.drawn.table
    assert set(tables) == {"lead_voices", "claims_by_era", "discrepancies"}
    for name, (shape, table) in tables.items():
        runs = [
            run for row in shape.table.rows for cell in row.cells for p in cell.text_frame.paragraphs for run in p.runs
        ]
        assert all(run.font.size.pt >= SMALL for run in runs)
        bold = {run.text for run in runs if run.font.bold}
        kinds = table["kind"].astype(str) if "kind" in table else table["without_number"].astype(str)
        numbered = table[~table["without_number"].astype(bool) & ~kinds.isin(["place", "speaker", "value"])]
        said = numbered["said" if name == "lead_voices" else "written"]
        expected = {" or ".join(w) if isinstance(w, tuple) else w.partition(" (elsewhere")[0] for w in said}
        assert expected <= bold, name
        assert shape.top + sum(row.height for row in shape.table.rows) <= Inches(HEIGHT)


def test_every_slide_but_the_first_has_its_number_and_the_day_it_was_made(whole):
    """The number is a field, which follows the slide; the typeface of the text is on every machine."""
    first, *others = slides_of(whole[1])
    assert not [s for s in first.shapes if s.name == "Foot"]
    for number, slide in enumerate(others, 2):
        [foot] = [s for s in slide.shapes if s.name == "Foot"]
        [field] = foot._element.findall(".//{*}fld")
        assert field.get("type") == "slidenum" and field.find("{*}t").text == str(number)
        assert words(day_made()) in foot.text_frame.text
    with zipfile.ZipFile(io.BytesIO(whole[1])) as parts:
        [theme] = [parts.read(n).decode() for n in parts.namelist() if n.endswith("theme/theme1.xml")]
    assert theme.count('<a:latin typeface="Arial"/>') == 2


def test_type_is_set_on_each_run_and_lists_have_the_slide(whole):
    """What stands outside placeholders has its size on its runs, and a list is not squeezed into its own height."""
    *_, changes, documents = slides_of(whole[1])
    boxes = [
        s.text_frame for slide in slides_of(whole[1]) for s in slide.shapes if s.has_text_frame and not s.is_placeholder
    ]
    cells = [cell.text_frame for s in documents.shapes if s.has_table for row in s.table.rows for cell in row.cells]
    runs = [run for frame in (*boxes, *cells) for p in frame.paragraphs for run in p.runs]
    assert runs and all(run.font.size for run in runs)
    [lines] = [s for s in changes.shapes if not s.is_placeholder and s.name != "Foot"]
    assert lines.height > Inches(5) and lines.top + lines.height <= Inches(HEIGHT)


def test_notes_have_caveat_quotes_and_documents(whole, here):
    briefing, content = whole
    quotes = here.figures.set_index("figure_id")["quote"]
    for judgement, slide in zip(briefing.judgements, slides_of(content)[2:], strict=False):
        notes = slide.notes_slide.notes_text_frame.text
        assert judgement.caveat in notes
        assert all(quotes[i] in notes for i in judgement.figure_ids)
        assert "by way of" in notes and "Documents" in notes


def test_lines_are_lines(whole):
    """A line break of ours is one, on a slide and in its notes, and not the code for it."""
    texts = [s.text_frame.text for slide in slides_of(whole[1]) for s in slide.shapes if s.has_text_frame]
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides_of(whole[1]) if slide.has_notes_slide]
    assert not any("\\n" in text for text in texts + notes)
    assert len(notes) == len(whole[0].judgements) and all(text.count("\n") > 5 for text in notes)


def test_a_large_record_leaves_notes_and_lists_that_can_be_read(generated):
    """Whole claims that most documents carry, and how many mentions and documents more there are."""
    drawn = draw("corroboration", data=generated["many"])
    briefing = Briefing(drawn.view)
    ids = tuple(sorted({i for row in drawn.table["figure_ids"] for i in row}))
    vars(briefing)["judgements"] = [Judgement("A sentence.", "", ids, drawn)]  # the one that rests on most
    notes = slides_of(deck(briefing))[2].notes_slide.notes_text_frame.text
    lines = notes.splitlines()
    rows = mentions(briefing.view, ids)
    left_out = int(re.search(r"And ([\d,]+) more mentions, on the page", notes)[1].replace(",", ""))
    assert notes.count(", by way of ") == len(rows) - left_out <= NOTED
    claims = {claim_heading(claim): claim for claim in by_claim(rows)}
    shown = {heading for heading in claims if heading in lines}
    assert sum(len(claims[heading]) for heading in shown) == len(rows) - left_out
    carried = {heading: len({row.document_id for row in claim}) for heading, claim in claims.items()}
    assert min(carried[h] for h in shown) >= max(n for heading, n in carried.items() if heading not in shown)


def test_bytes_are_the_same_again():
    thin = made("2025-01-10", "dark")
    assert deck(Briefing(thin[0].view, "dark")) == thin[1]


@pytest.mark.parametrize(("as_of", "count"), [("2020-01-01", 1), ("2025-01-10", None)])
def test_a_thin_record_makes_a_thin_deck(as_of, count):
    briefing, content = made(as_of, "dark")
    assert len(slides_of(content)) == (count or len(briefing.judgements) + 4)


def faults_of(content: bytes, folder) -> list[str]:
    """Return what the validator of Microsoft's Open XML SDK, which knows PowerPoint's rules, finds in a deck."""
    (folder / "briefing.pptx").write_bytes(content)
    found = json.loads(subprocess.run([VALIDATOR, folder / "briefing.pptx"], capture_output=True, timeout=60).stdout)
    assert found["ok"] == (not found["errors"])
    return [f"{fault['path']}: {fault['description']}" for fault in found["errors"]]


@pytest.mark.office
@pytest.mark.skipif(not VALIDATOR, reason="no validator of slides here: .ci/run installs it with npm")
@pytest.mark.parametrize("made_of", ["whole", "thin and dark", "nothing", "hostile"])
def test_powerpoint_has_nothing_to_repair(request, made_of, tmp_path):
    if made_of == "hostile":
        content = request.getfixturevalue("hostile_deck")
    else:
        content = made(
            *{"whole": (), "thin and dark": ("2025-01-10", "dark"), "nothing": ("2020-01-01", "dark")}[made_of]
        )[1]
    assert faults_of(content, tmp_path) == []


@pytest.mark.office
@pytest.mark.skipif(not VALIDATOR, reason="no validator of slides here: .ci/run installs it with npm")
def test_the_validator_sees_what_powerpoint_would_repair(whole, tmp_path):
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole[1])) as parts, zipfile.ZipFile(broken, "w") as out:
        for name in parts.namelist():
            content = parts.read(name)
            out.writestr(name, content.replace(b"<p:spPr>", b"<p:sppr>") if name.endswith("slide2.xml") else content)
    assert any("slide2.xml" in fault for fault in faults_of(broken.getvalue(), tmp_path))


def opens_as(content: bytes, folder, count: int) -> list:
    """Return the pages that LibreOffice shows of a deck, as pictures; there must be so many."""
    (folder / "briefing.pptx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "briefing.pptx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    subprocess.run(["pdftoppm", "-r", "40", "-png", folder / "briefing.pdf", folder / "slide"], check=True)
    pages = sorted(folder.glob("slide-*.png"))
    assert len(pages) == count
    return pages


@pytest.mark.office
@pytest.mark.skipif(not OFFICE, reason="no LibreOffice here: apt-get install libreoffice-impress poppler-utils")
def test_libreoffice_opens_it_and_shows_every_slide(whole, tmp_path):
    for page in opens_as(whole[1], tmp_path, len(slides_of(whole[1]))):
        with Image.open(page) as image:
            assert image.width / image.height == pytest.approx(16 / 9, rel=0.01)
            assert len(image.convert("L").resize((80, 45)).getcolors()) > 20, f"{page.name} is empty"


@pytest.mark.office
@pytest.mark.skipif(not OFFICE, reason="no LibreOffice here: apt-get install libreoffice-impress poppler-utils")
def test_libreoffice_opens_a_hostile_deck(hostile_deck, tmp_path):
    opens_as(hostile_deck, tmp_path, len(slides_of(hostile_deck)))


def test_a_hostile_dossier_makes_a_deck_of_text(hostile_deck):
    """Nothing in it leads elsewhere or runs, and no character acts."""
    slides = slides_of(hostile_deck)
    with zipfile.ZipFile(io.BytesIO(hostile_deck)) as parts:
        assert not [n for n in parts.namelist() if "vba" in n.lower() or "embeddings" in n]
        relations = "".join(parts.read(n).decode() for n in parts.namelist() if n.endswith(".rels"))
    assert 'TargetMode="External"' not in relations
    texts = [s.text_frame.text for slide in slides for s in slide.shapes if s.has_text_frame]
    texts += [slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide]
    assert not re.search("[\\x00-\\x08\\x0e-\\x1f\\u061c\\u202a-\\u202e\\u2066-\\u2069\\u200b]", "".join(texts))
