"""The slides: real titles, pictures with alt text, notes with caveats and quotes, the same bytes on every run."""

from __future__ import annotations

import io
import shutil
import subprocess

import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Inches

from briefing import compare, load_dossier
from briefing.deck import deck
from briefing.page import Briefing
from briefing.style import HEIGHT, WIDTH

pytestmark = pytest.mark.xdist_group("page")
OFFICE = shutil.which("pdftoppm") and (shutil.which("soffice") or shutil.which("libreoffice"))


def made(as_of: str = "", theme: str = "light") -> tuple[Briefing, bytes]:
    briefing = Briefing(compare.view(load_dossier("", as_of)), theme)
    return briefing, deck(briefing)


@pytest.fixture(scope="module")
def whole() -> tuple[Briefing, bytes]:
    return made()


def slides_of(content: bytes) -> list:
    return list(Presentation(io.BytesIO(content)).slides)


def test_a_slide_for_each_judgement_between_title_and_documents(whole):
    briefing, content = whole
    titles = [slide.shapes.title.text for slide in slides_of(content)]
    said = [j.sentence.removesuffix(".") for j in briefing.judgements]
    assert titles == [briefing.title, *said, "What would change the picture", "The documents"]
    assert all(slide.shapes.title.is_placeholder for slide in slides_of(content))


def test_pictures_are_whole_described_and_on_the_slide(whole):
    briefing, content = whole
    for judgement, slide in zip(briefing.judgements, slides_of(content)[1:], strict=False):
        [chart] = [s for s in slide.shapes if s.shape_type == 13]
        assert chart._element.nvPicPr.cNvPr.get("descr") == judgement.words.alt
        assert Image.open(io.BytesIO(chart.image.blob)).size == (1920, 1080)
        [source] = [s for s in slide.shapes if s.name == "Source"]
        assert source.text_frame.text == judgement.words.source
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


def test_notes_have_caveat_quotes_and_documents(whole, here):
    briefing, content = whole
    quotes = here.figures.set_index("figure_id")["quote"]
    for judgement, slide in zip(briefing.judgements, slides_of(content)[1:], strict=False):
        notes = slide.notes_slide.notes_text_frame.text
        assert judgement.caveat in notes
        assert all(quotes[i] in notes for i in judgement.figure_ids)
        assert "by way of" in notes and "Documents" in notes


def test_bytes_are_the_same_again(whole):
    assert made()[1] == whole[1]


@pytest.mark.parametrize(("as_of", "count"), [("2020-01-01", 1), ("2025-01-10", None)])
def test_a_thin_record_makes_a_thin_deck(as_of, count):
    briefing, content = made(as_of, "dark")
    assert len(slides_of(content)) == (count or len(briefing.judgements) + 3)


@pytest.mark.office
@pytest.mark.skipif(not OFFICE, reason="no LibreOffice here: apt-get install libreoffice-impress poppler-utils")
def test_libreoffice_opens_it_and_shows_every_slide(whole, tmp_path):
    (tmp_path / "briefing.pptx").write_bytes(whole[1])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "briefing.pptx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    subprocess.run(["pdftoppm", "-r", "40", "-png", tmp_path / "briefing.pdf", tmp_path / "slide"], check=True)
    pages = sorted(tmp_path.glob("slide-*.png"))
    assert len(pages) == len(slides_of(whole[1]))
    for page in pages:
        with Image.open(page) as image:
            assert image.width / image.height == pytest.approx(16 / 9, rel=0.01)
            assert len(image.convert("L").resize((80, 45)).getcolors()) > 20, f"{page.name} is empty"
