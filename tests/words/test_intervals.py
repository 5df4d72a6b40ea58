"""Reported values as intervals: what each qualifier means, arithmetic that keeps bounds, and how they are written."""

from __future__ import annotations

from math import inf

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.words.intervals import (
    QUALIFIERS,
    Interval,
    add_bounds,
    interval,
    percent,
    say,
    say_interval,
    write,
    write_interval,
)


@pytest.mark.parametrize(
    ("value", "qualifier", "value_to", "written", "said", "low", "high", "bound"),
    [
        (600, "unqualified", None, "600", "600", 600, 600, "point"),
        (4700, "about", None, "≈4,700", "about 4,700", 4700, 4700, "approximate"),
        (300, "at_least", None, "≥300", "at least 300", 300, None, "lower"),
        (4000, "more_than", None, ">4,000", "more than 4,000", 4000, None, "lower_open"),
        (1000, "nearly", None, "<1,000", "nearly 1,000", None, 1000, "upper_open"),
        (1000, "up_to", None, "≤1,000", "up to 1,000", None, 1000, "upper"),
        (1000, "between", 3000, "1,000–3,000", "between 1,000 and 3,000", 1000, 3000, "range"),
        (None, "vague", None, "vague", "an unspecified number", None, None, "none"),
        (None, "none_given", None, "no number", "no number", None, None, "none"),
    ],
)
def test_what_a_qualifier_means_and_how_it_is_written(value, qualifier, value_to, written, said, low, high, bound):
    assert write(value, qualifier, value_to) == written
    assert say(value, qualifier, value_to) == said
    table = pd.DataFrame({"value": [value], "value_to": [value_to], "qualifier": [qualifier]})
    row = add_bounds(table.astype({"value": "Int64", "value_to": "Int64"})).iloc[0]
    assert row["bound"] == bound
    assert (None if pd.isna(row["low"]) else row["low"]) == low
    assert (None if pd.isna(row["high"]) else row["high"]) == high


def test_every_qualifier_of_the_descriptor_has_a_meaning(here):
    assert set(here.figures["qualifier"].cat.categories) == set(QUALIFIERS)


def test_open_ends_are_kept():
    assert interval(4000, "more_than") == Interval(4000, inf, low_open=True)
    assert interval(1000, "nearly") == Interval(-inf, 1000, high_open=True)
    assert interval(1000, "up_to") == Interval(-inf, 1000)
    for qualifier in ("vague", "none_given"):
        with pytest.raises(ValueError, match="has no value"):
            interval(0, qualifier)


def test_a_sum_is_no_firmer_than_its_parts():
    assert say_interval(interval(300, "at_least") + interval(2700, "about")) == "about 3,000 or more"
    assert write_interval(interval(600, "about") + interval(4000, "more_than")) == "≳4,600"
    assert write_interval(interval(600, "about") + interval(4100, "unqualified")) == "≈4,700"
    assert write_interval(interval(600, "unqualified") + interval(4100, "unqualified")) == "4,700"
    assert say_interval(interval(300, "at_least") + interval(100, "up_to")) == "an unbounded number"


def test_a_difference_turns_the_bounds_of_what_is_taken_away():
    assert write_interval(interval(4700, "about") - interval(600, "about")) == "≈4,100"
    assert write_interval(interval(4700, "unqualified") - interval(600, "at_least")) == "≤4,100"
    assert say_interval(interval(4700, "unqualified") - interval(600, "more_than")) == "fewer than 4,100"


def test_a_share_has_the_bounds_of_both_its_parts():
    def rate(x):
        return write_interval(x, percent)

    assert rate(interval(600, "about") / interval(4700, "about")) == "≈13%"
    assert rate(interval(4700, "unqualified") / interval(15000, "unqualified")) == "31%"
    assert rate(interval(300, "at_least") / interval(4000, "unqualified")) == "≥7.5%"
    assert (
        rate(interval(600, "unqualified").share_with(interval(4000, "more_than"))) == "0%–14%"
    )  # 600 of 4,600: 13.04%
    assert rate(interval(300, "at_least").share_with(interval(2700, "about"))) == "≈10%–100%"


def test_a_bound_is_rounded_to_the_side_on_which_it_stays_true():
    least, most = interval(600, "at_least"), interval(600, "up_to")
    assert write_interval(least / interval(4700, "about"), percent) == "≳13%"  # 12.77%: about
    assert say_interval(most / interval(4700, "about"), percent) == "between about 0% and 13%"
    assert (
        say_interval(interval(590, "more_than") / interval(18000, "unqualified"), percent) == "more than 3.2%"
    )  # 3.28%


BOUNDED = st.sampled_from(["unqualified", "about", "at_least", "more_than", "nearly", "up_to"])


def holds(x: Interval, number: float) -> bool:
    above = number > x.low or (number == x.low and not x.low_open)
    return above and (number < x.high or (number == x.high and not x.high_open))


@st.composite
def reported(draw):
    """A reported interval, and a true number that it allows."""
    value, qualifier, distance = draw(st.integers(1, 20_000)), draw(BOUNDED), draw(st.integers(1, 5_000))
    true = {"at_least": value + distance, "more_than": value + distance, "up_to": max(0, value - distance)}
    true["nearly"] = true["up_to"]
    return interval(value, qualifier), true.get(qualifier, value)


@given(reported(), reported())
def test_arithmetic_never_excludes_what_the_claims_allow(a, b):
    (x, true_x), (y, true_y) = a, b
    assert holds(x + y, true_x + true_y)
    assert holds(x - y, true_x - true_y)
    if true_y:
        assert holds(x / y, true_x / true_y)
    if true_x + true_y:
        assert holds(x.share_with(y), true_x / (true_x + true_y))


def test_a_share_of_some_is_not_none_and_of_most_not_all():
    assert [percent(0.0), percent(1.0), percent(0.1), percent(0.0996)] == ["0%", "100%", "10%", "10%"]
    assert percent(4980 / 5000) == "99.6%"
    assert percent(4 / 12000) == "0.03%"
    assert percent(0.0004, -1) == "0.04%"
