"""Dates at the precision at which they are known."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.words.dates import brief, find, on, period, precision, short, span, to_month, words
from briefing.words.stated_dates import is_stated_in


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("LONDON, 3 Feb. 2025 —", ["2025-02-03"]),
        ("14th Nov, 2024", ["2024-11-14"]),
        ("Updated September 2, 2025, first 2025-09-01", ["2025-09-02", "2025-09-01"]),
        ("루리타니아통신, 2025년 7월 3일", ["2025-07-03"]),
        ("30 апреля 2025 года", ["2025-04-30"]),
        ("Київ, 30 квітня 2025 р.", ["2025-04-30"]),
        ("31 February 2025; 2025년 13월 3일", []),
        ("30 soldiers in 2025, 12 may 600", []),
    ],
)
def test_days_are_found_in_the_languages_that_are_read(text, on):
    assert [iso for iso, *_ in find(text)] == on


def test_a_date_covers_its_period():
    assert period("2025-09-02") == (date(2025, 9, 2), date(2025, 9, 2))
    assert period("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    assert period("2025") == (date(2025, 1, 1), date(2025, 12, 31))
    assert period("") is None
    assert [precision(t) for t in ("2025-09-02", "2025-09", "2025", "")] == ["day", "month", "year", "none"]


@pytest.mark.parametrize(
    "text",
    [
        "2025-13",
        "2025-02-30",
        "2025-00",
        "2025-09-00",
        "02.09.2025",
        "2025-9-2",
        "25",
        "0000",
        "2025-09-02T10:00",
        "٢٠٢٥",
        "2025-04-28/",
        "2025/2025-04/2025-05",
        "2025-04-28/30",
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r"is not (a|of)"):
        period(text)


def test_dates_in_words():
    assert [words(t) for t in ("2025-09-02", "2025-08", "2025", "")] == [
        "2 September 2025", "August 2025", "2025", "undated",
    ]  # fmt: skip
    assert [short(t) for t in ("2025-09-02", "2025-08", "2025", "")] == ["2 Sep", "Aug", "2025", "undated"]


@pytest.mark.parametrize(
    ("text", "written", "in_short", "when", "months"),
    [
        ("2025-04-28/2025-04-30", "28–30 April 2025", "28–30 Apr", "between 28 and 30 April 2025", "2025-04"),
        ("2025-04-28/2025-05-02", "28 April – 2 May 2025", "28 Apr – 2 May", "between 28 April and 2 May 2025",
         "2025-04/2025-05"),
        ("2024-12/2025-01", "December 2024 – January 2025", "Dec 2024 – Jan 2025",
         "between December 2024 and January 2025", "2024-12/2025-01"),
        ("2024/2025", "2024–2025", "2024–2025", "between 2024 and 2025", "2024/2025"),
    ],
)  # fmt: skip
def test_a_range_of_dates_is_one_day_within_it(text, written, in_short, when, months):
    first, last = text.split("/")
    assert period(text) == (period(first)[0], period(last)[1])
    assert precision(text) == "range"
    assert (words(text), short(text), on(text), to_month(text)) == (written, in_short, when, months)
    assert brief(text).removesuffix(" 2025") == in_short.removesuffix(" 2025")
    assert span([text]) == span([first, last])


def test_a_range_that_ends_before_it_begins_is_none():
    for text in ("2025-04-30/2025-04-28", "2025-04-30/2025-04-30", "2025/2025-04"):
        with pytest.raises(ValueError, match="ends before it begins"):
            period(text)


@pytest.mark.parametrize(
    ("said", "is_so"),
    [("between 28 and 30 April", True), ("from April 28–30, 2025", True), ("28th to 30th of April", True),
     ("on 30 April", False), ("between 27 and 30 April", False), ("between 28 and 30 April 2024", False)],
)  # fmt: skip
def test_words_state_a_range_if_they_state_both_ends(said, is_so):
    assert is_stated_in(said, "2025-04-28/2025-04-30", False) == is_so


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ([], "undated"),
        ([""], "undated"),
        (["2025-04-30"], "30 April 2025"),
        (["2025-04-28", "2025-04-30"], "April 2025"),
        (["2025-01-09", "2025-09-02"], "January–September 2025"),
        (["2023-11-02", "2025-01"], "November 2023–January 2025"),
        (["2023", "2025"], "2023–2025"),
        (["", "2025-08"], "August 2025"),
    ],
)
def test_span_in_words(texts, said):
    assert span(texts) == said
