"""A reported value as an interval: qualifiers, arithmetic, and how it is written.

`at_least 300` is [300, ∞), `more_than 4,000` is (4,000, ∞), `nearly 1,000` is (–, 1,000), `between` is [a, b];
`about` and `unqualified` are the point, approximate or bare. No ± is ever invented.
Belongs here: what a qualifier means and how an interval is added, divided and spelled.
Does not belong here: where a value comes from (record) and which values may be combined (analysis).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor, inf

import pandas as pd

# bound, sign before the number, words before the number
QUALIFIERS = {
    "unqualified": ("point", "", ""),
    "about": ("approximate", "≈", "about "),
    "at_least": ("lower", "≥", "at least "),
    "more_than": ("lower_open", ">", "more than "),
    "nearly": ("upper_open", "<", "nearly "),
    "up_to": ("upper", "≤", "up to "),
    "between": ("range", "", "between "),
    "vague": ("none", "", "an unspecified number"),
    "none_given": ("none", "", "no number"),
}
BOUNDS = ["point", "approximate", "lower", "lower_open", "upper", "upper_open", "range", "none"]
WITHOUT_VALUE = ("vague", "none_given")


@dataclass(frozen=True)
class Interval:
    """An interval of persons (or of a share); an open end is ±∞, `low_open` and `high_open` leave the end out."""

    low: float = -inf
    high: float = inf
    low_open: bool = False
    high_open: bool = False
    approximate: bool = False

    @property
    def is_point(self) -> bool:
        """Whether both ends are the same stated number."""
        return self.low == self.high

    def __contains__(self, number: float) -> bool:
        above = number > self.low or (number == self.low and not self.low_open)
        return above and (number < self.high or (number == self.high and not self.high_open))

    def meets(self, other: Interval) -> bool:
        """Whether a number lies in both."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return low < high or (low == high and low in self and low in other)

    def __add__(self, other: Interval) -> Interval:
        return Interval(
            self.low + other.low,
            self.high + other.high,
            self.low_open or other.low_open,
            self.high_open or other.high_open,
            self.approximate or other.approximate,
        )

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low, self.high_open, self.low_open, self.approximate)

    def __sub__(self, other: Interval) -> Interval:
        return self + (-other)

    def __truediv__(self, other: Interval) -> Interval:
        """Divide non-negative intervals that do not depend on each other; a divisor that may be 0 leaves ∞.

        By 0 nothing can be divided, so nothing follows.
        """
        if other.high <= 0:
            return Interval()
        low = 0.0 if other.high == inf else max(self.low, 0) / other.high
        high = inf if self.high == inf or other.low <= 0 else self.high / other.low
        return Interval(
            low,
            high,
            low > 0 and (self.low_open or other.high_open),
            high < inf and (self.high_open or other.low_open),
            self.approximate or other.approximate,
        )

    def share_with(self, rest: Interval) -> Interval:
        """Return self / (self + rest): the part of a total whose two parts are known, bounds kept.

        The share grows with the part and falls with the rest, so each end follows from one end of each.
        """

        def share(part: float, other: float) -> float:
            if part == inf:
                return 1.0
            return 0.0 if other == inf or part + other <= 0 else part / (part + other)

        low, high = share(max(self.low, 0), rest.high), share(self.high, max(rest.low, 0))
        return Interval(
            low,
            high,
            low > 0 and (self.low_open or rest.high_open),
            high < 1 and (self.high_open or rest.low_open),
            self.approximate or rest.approximate,
        )


def interval(value: int, qualifier: str, value_to: int | None = None) -> Interval:
    """Return the interval that a qualified value stands for.

    Raises ValueError for a qualifier without a value (`vague`, `none_given`).
    """
    bound = QUALIFIERS[qualifier][0]
    if bound == "none":
        raise ValueError(f"{qualifier!r} has no value")
    if bound == "range":
        return Interval(value, value_to)
    if bound in ("point", "approximate"):
        return Interval(value, value, approximate=bound == "approximate")
    if bound in ("lower", "lower_open"):
        return Interval(value, inf, low_open=bound == "lower_open")
    return Interval(-inf, value, high_open=bound == "upper_open")


def add_bounds(figures: pd.DataFrame) -> pd.DataFrame:
    """Return figures with `low`, `high` (Int64, missing = unbounded) and `bound` (ordered category).

    Needs the columns value, value_to (Int64) and qualifier.
    """
    bound = figures["qualifier"].astype(str).map({q: b for q, (b, _, _) in QUALIFIERS.items()})
    return figures.assign(
        low=figures["value"].where(~bound.isin(["upper", "upper_open", "none"])),
        high=figures["value"].where(bound.isin(["point", "approximate", "upper", "upper_open"]), figures["value_to"]),
        bound=pd.Categorical(bound, categories=BOUNDS, ordered=True),
    )


def rounding(*numbers: float) -> int:
    """Return to how much numbers are rounded at the coarsest, as their zeros tell: 4,000 and 3,862 to 1,000."""
    digits = [f"{int(n)}" for n in numbers if n]
    return max((10 ** (len(d) - len(d.rstrip("0"))) for d in digits), default=1)


def whole(number: float, side: int = 0) -> str:
    """Write a number of persons, which is whole on every `side`: 4700 → "4,700"."""
    return f"{number:,.0f}"


def percent(share: float, side: int = 0) -> str:
    """Write a share in whole percent, a small one in tenths: 0.128 → "13%", 0.033 → "3.3%".

    What is derived from rounded figures is no more precise than that. `side` is -1 for a lower bound and 1 for an
    upper one, which are rounded outwards: more would be claimed by rounding than follows.
    """
    for digits in range(0 if share >= 0.1 else 1, 6):
        scaled = round(100 * share * 10**digits, 6)  # 0.1 × 100 is not quite 10
        rounded = {-1: floor, 0: round, 1: ceil}[side](scaled) / 10**digits
        if not 0 < share < 1 or 0 < rounded < 100:  # some is not none, and most is not all
            break
    return f"{rounded:.{digits}f}".removesuffix(".0") + "%"


def write(value, qualifier: str, value_to=None, unit: str = "persons") -> str:
    """Write a reported value with its sign: "≥300", ">4,000", "≈40%", "1,000–3,000"; "no number" where none."""
    if qualifier == "vague":
        return "vague"
    if qualifier == "none_given":
        return "no number"
    sign = "%" if unit == "percent" else ""
    if qualifier == "between":
        return f"{whole(value)}–{whole(value_to)}{sign}"
    return QUALIFIERS[qualifier][1] + whole(value) + sign


def say(value, qualifier: str, value_to=None, unit: str = "persons") -> str:
    """Write a reported value in words: "at least 300", "about 40%", "between 1,000 and 3,000"."""
    words, sign = QUALIFIERS[qualifier][2], "%" if unit == "percent" else ""
    if qualifier in WITHOUT_VALUE:
        return words
    if qualifier == "between":
        return f"{words}{whole(value)} and {whole(value_to)}{sign}"
    return words + whole(value) + sign


def write_interval(x: Interval, number: Callable[..., str] = whole) -> str:
    """Write a derived interval with signs: "≥3,000", "≳3,000" (about, or more), "≈13%", "10–14%"; "not bounded"."""
    about = "≈" if x.approximate else ""
    if x.is_point:
        return about + number(x.low)
    if x.high == inf and x.low == -inf:
        return "not bounded"
    low, high = _ends(x, number)
    if x.high == inf:
        return ("≳" if about else ">" if x.low_open else "≥") + low
    if x.low == -inf:
        return ("≲" if about else "<" if x.high_open else "≤") + high
    return f"{about}{low}–{high}"


def say_interval(x: Interval, number: Callable[..., str] = whole) -> str:
    """Write a derived interval in words: "at least 3,000", "about 3,000 or more", "about 13%", "at most 1,000"."""
    about = "about " if x.approximate else ""
    if x.is_point:
        return about + number(x.low)
    if x.high == inf and x.low == -inf:
        return "an unbounded number"
    low, high = _ends(x, number)
    if x.high == inf:
        return f"about {low} or more" if about else ("more than " if x.low_open else "at least ") + low
    if x.low == -inf:
        fewer = "less than " if number is percent else "fewer than "
        return f"about {high} or less" if about else (fewer if x.high_open else "at most ") + high
    return f"between {about}{low} and {high}"


def _ends(x: Interval, number: Callable[..., str]) -> tuple[str, str]:
    """Write the ends of an interval, rounded outwards; one that is only approximate to the nearest, as a point is."""
    low, high = (0, 0) if x.approximate else (-1, 1)
    return ("" if x.low == -inf else number(x.low, low)), ("" if x.high == inf else number(x.high, high))
