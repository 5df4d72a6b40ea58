"""An invented record in four languages, all the way: every chart, the page, the deck."""

import pytest

from tests.drawn import BY_NAME, draw
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
