"""Dates at the precision at which they are known."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.words.dates import period, precision, short, span, words


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
