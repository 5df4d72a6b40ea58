"""The recogniser: every form of a number, and never a digit run missed."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.words.numerals import RULES, find_numerals, numeral_table


def seen(text):
    return [
        (text[n.start : n.end], n.kind, n.value if n.value_to is None else (n.value, n.value_to))
        for n in find_numerals(text)
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4,700 casualties", 4700),
        ("4 700 casualties", 4700),
        ("4\u00a0700", 4700),
        ("4\u2009700", 4700),
        ("4\u202f700", 4700),
        ("4.700", 4700),
        ("4’700", 4700),
        ("4700", 4700),
        ("1,234,567", 1234567),
        ("1,00,000 men", 100000),
        ("18 000", 18000),
        ("66.5", 66.5),
        ("0.125", 0.125),
        ("1.125 million", 1125000),
        ("10k men", 10000),
        ("eleven-thousand", 11000),
        ("15-hundred", 1500),
        ("four-thousand-100", 4100),
        ("two hundred and five", 205),
        ("one hundred and twenty-three thousand", 123000),
        ("2 million five hundred thousand", 2500000),
        ("a dozen", 12),
        ("two dozen", 24),
        ("half a dozen", 6),
        ("half a million", 500000),
        ("two and a half thousand", 2500),
        ("1½ million", 1500000),
        ("a hundred", 100),
        ("two stages", 2),
        ("one soldier", 1),
        ("one was killed", 1),
    ],
)
def test_counts(text, value):
    [(_, kind, found)] = seen(text)
    assert (kind, found) == ("count", value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in 2024 300 soldiers", [("2024", "year", 2024), ("300", "count", 300)]),
        ("4,700 600 men", [("4,700", "count", 4700), ("600", "count", 600)]),
        ("from 300 to 600", [("300", "count", 300), ("600", "count", 600)]),
        ("300 to 600 dead", [("300 to 600", "range", (300, 600))]),
        ("between 1,000 and 3,000", [("1,000 and 3,000", "range", (1000, 3000))]),
        ("10–15 thousand men", [("10–15 thousand", "range", (10000, 15000))]),
        ("80–90%", [("80–90", "percent", (80, 90))]),
        ("40 percent, 41 per cent", [("40", "percent", 40), ("41", "percent", 41)]),
        ("$66.5 billion", [("66.5 billion", "money", 66.5e9)]),
        ("300 million won", [("300 million", "money", 300e6)]),
        ("half of them, two-thirds", [("half", "fraction", 0.5), ("two-thirds", "fraction", 2 / 3)]),
        ("two hundred and 300 wounded", [("two hundred", "count", 200), ("300", "count", 300)]),
        ("thousands more wounded", [("thousands", "vague", None)]),
        ("tens of thousands of troops", [("tens of thousands", "vague", None)]),
        ("several hundred, dozens", [("several hundred", "vague", None), ("dozens", "vague", None)]),
        ("many experts, many soldiers", [("many", "vague", None)]),
        ("In April 30 soldiers fell", [("30", "count", 30)]),
        ("In March 5,000 soldiers fell", [("5,000", "count", 5000)]),
        ("Wednesday600 soldiers", [("600", "count", 600)]),
        ("AFP600 soldiers", [("600", "count", 600)]),
        ("12 killed-600", [("12", "count", 12), ("600", "count", 600)]),
    ],
)
def test_kinds(text, expected):
    assert seen(text) == [(w, k, pytest.approx(v) if isinstance(v, float) else v) for w, k, v in expected]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("01 May,2025", "date"),
        ("on 9 May, citing", "date"),
        ("2025-04-30", "date"),
        ("30/04/2025", "date"),
        ("in the 1990s", "date"),
        ("In January 2025 North Korean troops", "date"),
        ("08:45 AM IST", "time"),
        ("at 5 p.m.", "time"),
        ("in 2024, soldiers", "year"),
        ("SA-22 missiles", "designation"),
        ("Hwasong-17", "designation"),
        ("Article 5", "designation"),
        ("http://uet.771bg.com", "address"),
        ("write to desk2@example.org", "address"),
        ("for the first time", "ordinal"),
        ("the 25th meeting", "ordinal"),
        ("the 155th brigade", "ordinal"),
        ("one of the great feats", "pronoun"),
    ],
)
def test_excused_by_rule(text, rule):
    [found] = find_numerals(text)
    assert found.rule == rule
    assert rule in RULES


@pytest.mark.parametrize("text", ["its 2022 invasion", "2024 soldiers", "In 2024 soldiers fell", "the 1,000th soldier"])
def test_what_only_a_person_can_excuse(text):
    [found] = find_numerals(text)
    assert found.rule == ""


def assert_every_digit_found(text):
    found = find_numerals(text)
    for run in re.finditer(r"\d+", text):
        for place in range(*run.span()):
            assert any(n.start <= place < n.end for n in found), (
                run[0],
                text[max(0, run.start() - 20) : run.end() + 20],
            )
    assert all(a.end <= b.start for a, b in pairwise(found)), "two numbers overlap"


def test_no_digit_of_the_documents_is_missed(here):
    for text in here.record.texts.values():
        assert_every_digit_found(text)


PIECES = (
    "1 12 600 4,700 2024 30 22 08:45 3.5 ½ ٤٢ １２ - – — , . ' ’ / % $ € : @ ( ) to of a in between from May April SA- "
    "www. http:// a.com x y.ru two hundred thousand million dozen half one third several soldiers killed th st am k "
    "bn and"
)


@given(st.lists(st.sampled_from([*PIECES.split(), " ", "\u00a0", "\n"]), max_size=25).map("".join))
@settings(max_examples=600, deadline=None)
def test_no_digit_of_composed_text_is_missed(text):
    assert_every_digit_found(text)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_digit_of_any_text_is_missed(text):
    assert_every_digit_found(text)


@pytest.mark.parametrize(
    "unit", ["a", "1", "1,", "1 ", "one ", "a.", "1.", "12-", "May 1 ", "a@", "half a ", "twenty-", "4 700 "]
)
def test_long_and_odd_texts_take_linear_time(unit):
    text = unit * (50_000 // len(unit))
    start = time.perf_counter()
    find_numerals(text)
    assert time.perf_counter() - start < 5


def test_the_table_says_the_line_and_keeps_missing_values_missing():
    table = numeral_table({"a": "none\n\n600 dead and thousands hurt", "b": ""})
    assert table[["document_id", "line", "text"]].values.tolist() == [["a", 3, "600"], ["a", 3, "thousands"]]
    assert table["value"].isna().tolist() == [False, True]
    assert numeral_table({}).empty
