"""Text from outside, made safe to show: on a chart, on a terminal, in a spreadsheet; and near misses."""

from __future__ import annotations

import unicodedata
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.words.text import defuse, did_you_mean, nearest, quoted, show_codes, visible


@given(st.text())
def test_what_is_visible_stands_on_one_line_and_acts_on_nothing(text):
    assert visible(text).isprintable()
    assert len(visible(text)) == len(text)


def test_what_is_visible_is_kept():
    assert visible("NIS ≈600 – “국정원” 🚀") == "NIS ≈600 – “국정원” 🚀"
    assert visible("bell \x07 right\u202eto\tleft\n") == "bell □ right□to left "


@given(st.text())
def test_codes_are_printable_and_a_document_keeps_its_lines(text):
    assert show_codes(text).isprintable()
    kept = show_codes(text, spaces=True)
    assert not {c for c in kept if unicodedata.category(c) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")} - {"\t", "\n"}
    assert kept.count("\n") == text.replace("\r\n", "\n").count("\n")


def test_a_code_says_which_character_it_stands_for():
    assert show_codes("a\x1b[2J\u202e\n") == r"a\x1b[2J\u202e\n"
    assert show_codes("a\tb\r\nc\xa0d\x07", spaces=True) == "a\tb\nc\xa0d\\x07"


def test_a_value_is_quoted_no_longer_than_a_line():
    assert quoted("x\ny") == r"“x\ny”"
    assert quoted("x" * 500, 80) == f"“{'x' * 80}…”"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "＠x", "\tx", "\rx"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_defused(text):
    assert defuse(text) == "'" + text


@pytest.mark.parametrize("text", ["", "plain", "a=b", "1-2", "'=1"])
def test_any_other_cell_stays(text):
    assert defuse(text) == text


def test_the_nearest_word_is_offered():
    assert nearest("kiled", ["killed", "wounded"]) == "killed"
    assert did_you_mean("kiled", ["killed", "wounded"]) == "did you mean “killed”? "
    assert nearest("zzz", ["killed"]) == did_you_mean("zzz", ["killed"]) == ""


def test_thousands_of_unknown_words_are_compared_in_seconds():
    """Two thousand renamed statements are two thousand questions for the nearest of two thousand."""
    known = tuple(f"statement-{n:05}-2025" for n in range(2_000))
    began = process_time()
    assert [nearest(f"z{name}", known) for name in known[::2]] == list(known[::2])
    assert process_time() - began < 4
