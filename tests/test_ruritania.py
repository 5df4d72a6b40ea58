"""An invented record in four languages, all the way: every chart, the page, the deck."""

import base64
import io
import re

import pytest
from fontTools.ttLib import TTFont
from pptx import Presentation

from briefing.analysis.scope import names_in_full
from briefing.outputs.deck import deck
from briefing.outputs.page import Briefing
from briefing.outputs.page_file import faces
from briefing.words.languages.scripts import is_latin
from tests.drawn import BY_NAME, draw, view
from tests.measure import drawn_texts, problems
from tests.ruritania import ruritania


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return ruritania(tmp_path_factory.mktemp("ruritania"))


@pytest.mark.parametrize("chart", BY_NAME)
def test_every_chart_is_whole_and_has_its_letters(data, chart):
    figure = draw(chart, data=data).figure
    assert problems(figure) == []
    texts = " ".join(text.get_text() for text, _ in drawn_texts(figure))
    assert "전쟁부" in texts
    assert "□" not in texts


def test_a_pdf_holds_the_typeface_of_hangul(data, tmp_path):
    drawn = draw("discrepancies", data=data)
    drawn.publish(tmp_path, ["pdf", "svg"])
    pdf = (tmp_path / "discrepancies.pdf").read_bytes()
    assert b"NotoSansKR-Regular" in pdf
    assert b"NotoSansKR-Bold" in pdf


def test_what_was_lost_in_translation_is_a_case_of_its_own(data):
    chart = draw("discrepancies", data=data)
    lost = chart.table[chart.table["kind"].eq("translation")]
    assert set(lost["what"]) == {"killed or wounded", "sent", "returned"}
    assert chart.text.title == (
        "Lost in translation: in Korean 전쟁부 has about 4,700 killed or wounded, in English and Ukrainian a bare 4,700"
    )


def test_page_and_notes_show_the_translation_and_the_words_behind_it(data):
    briefing = Briefing(view(data=data), "light")
    page = briefing.quotes().data
    assert '<q>casualties about 4,700</q> <q class="said" lang="ko">사상자 4천700여 명</q>' in page
    assert "translated by the tests" in page
    slides = Presentation(io.BytesIO(deck(briefing))).slides
    notes = " ".join(slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide)
    assert "“at least 900 killed” (“загинули щонайменше 900 військових”)" in notes


def test_the_pages_typefaces_hold_just_what_it_shows():
    rules = re.findall(r'font-family:"(.*?)";font-weight:(\d+);src:url\(data:font/woff;base64,(.*?)\)',
                       faces("<p>전쟁부 said</p>"))  # fmt: skip
    hangul = {weight: TTFont(io.BytesIO(base64.b64decode(data))) for family, weight, data in rules if "KR" in family}
    assert set(hangul) == {"400", "700"}
    for font in hangul.values():
        assert {chr(c) for c in font.getBestCmap()} == set("전쟁부")
    assert "Noto" not in faces("<p>said</p>")


def test_a_name_in_other_letters_is_explained_though_its_long_form_holds_it(data):
    said = names_in_full(view(data=data))
    assert said.startswith("전쟁부: 루리타니아 전쟁부 (Ministry of War of Ruritania); ")
    assert [is_latin(name) for name in ("People’s Republic", "Seoul & Co.", "Генштаб", "전쟁부 A")] == [
        True,
        True,
        False,
        False,
    ]
