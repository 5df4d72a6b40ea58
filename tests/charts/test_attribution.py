"""How one statement reached the documents: the sentences, typed from reading the five of them."""

from __future__ import annotations

import pytest

from briefing.charts.attribution import table_of, text_of
from briefing.charts.chart import ChartText
from tests.drawn import view


def words_at(as_of: str = "", claimants: tuple[str, ...] = ()) -> ChartText:
    seen = view(as_of, claimants)
    return text_of(seen, table_of(seen))


@pytest.mark.parametrize(
    ("as_of", "claimants", "title"),
    [
        ("", (), "Five documents, one briefing: four report and one recalls what NIS said on 30 April 2025"),
        ("2025-02-01", (), "Two documents, one briefing: both carry what NIS said on 13 January 2025"),
        ("2025-04-29", (), "Five documents, one statement: all carry what North Korea said on 28 April 2025"),
        ("2025-01-10", (), "One document carries the one statement shown: Zelenskyy, 9 January 2025"),
        ("", ("North Korea",), "Five documents, one statement: all carry what North Korea said on 28 April 2025"),
        ("2025-02-01", ("NIS",), "Two documents, one briefing: both carry what NIS said on 13 January 2025"),
    ],
)
def test_titles(as_of, claimants, title):
    assert words_at(as_of, claimants).title == title


def test_before_the_first_statement_there_is_nothing_to_draw():
    words = words_at("2024-12-31", ("Zelenskyy",))
    assert words.title == "No statement from Zelenskyy is on record up to 31 December 2024"
    assert words.nothing.startswith(words.title)


def test_alt_text_tells_the_chains_and_the_values():
    assert "NIS through Lee Seong-kweun, AFP and News24 (known from elsewhere) to Daily8: ≈600 killed" in words_at().alt
