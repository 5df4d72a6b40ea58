"""Whether words state a date: its day and month in any of the forms that texts write, in the languages that are read.

Belongs here: the forms and the comparison. Does not belong here: finding a date that nobody has given (dates.find).
"""

from __future__ import annotations

import re

from briefing.words import dates

_MONTH = rf"(?P<name>{dates.SPELT})\b\.?"
_DAY = r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?\b\.?"
_YEAR = r"(?:,?\s*(?P<year>\d{4})(?!\d))?"
_WRITTEN = [  # how texts write a day; where it has two numbers in one form, either may be the day
    re.compile(pattern, re.I)
    for pattern in (
        r"(?<!\d)(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
        r"(?<!\d)(?P<day>\d{1,2})([./-])(?P<month>\d{1,2})\2(?P<year>\d{4})(?!\d)",
        r"(?<!\d)(?P<month>\d{1,2})([./-])(?P<day>\d{1,2})\2(?P<year>\d{4})(?!\d)",
        rf"{_DAY}\s+(?:of\s+)?{_MONTH}{_YEAR}",
        rf"\b{_MONTH}\s+{_DAY}{_YEAR}",
        r"(?:(?P<year>\d{4})\s?[년年]\s?)?(?<!\d)(?P<month>\d{1,2})\s?[월月]\s?(?P<day>\d{1,2})\s?[일日]",
    )
]
# "28 to 30 April", "April 28–30": the month, and the year, are those of both days.
_TO = r"\s*(?:to|and|until|through|[-–—])\s*"
_BOTH = re.compile(
    rf"(?<!\d)(?P<from>\d{{1,2}})(?:st|nd|rd|th)?{_TO}(?P<to>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}{_YEAR}"
    rf"|\b{_MONTH.replace('name', 'name2')}\s+(?P<from2>\d{{1,2}})(?:st|nd|rd|th)?{_TO}(?P<to2>\d{{1,2}})(?!\d)"
    rf"{_YEAR.replace('year', 'year2')}",
    re.I,
)
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def is_stated_in(words: str, on: str, year: bool = True) -> bool:
    """Whether words state an ISO date at its precision: its day and month; its year if `year`, and no other year.

    A weekday in them must be that day's. Of a range both ends must be stated.
    """
    if "/" in on:
        whole = _BOTH.sub(_apart, words)
        return all(is_stated_in(whole, end, year) for end in on.split("/"))
    covered = dates.period(on)
    if covered is None:
        return False
    first, text = covered[0], words.casefold()
    named = [day for day in _WEEKDAYS if re.search(rf"\b{day}\b", text)]
    if dates.precision(on) == "day":
        if named and _WEEKDAYS[first.weekday()] not in named:
            return False
        said = {_written(match) for pattern in _WRITTEN for match in pattern.finditer(text)}
        years = {y for y, month, day in said if (month, day) == (first.month, first.day)}
    else:
        years = {None} if dates.precision(on) == "year" or _says_month(text, first.month) else set()
    if year or dates.precision(on) == "year":
        return bool(years) and bool({first.year} & years or re.search(rf"(?<!\d){first.year}(?!\d)", text))
    return bool(years & {None, first.year})


def _apart(match: re.Match) -> str:
    """Write "28 to 30 April 2025" as two days."""
    month, year = match["name"] or match["name2"], match["year"] or match["year2"] or ""
    days = (match["from"] or match["from2"], match["to"] or match["to2"])
    return " to ".join(f"{day} {month} {year}".strip() for day in days)


def _written(match: re.Match) -> tuple[int | None, int, int]:
    """Return year, month and day of a match of _WRITTEN; the year is None where it is not written."""
    parts = match.groupdict()
    month = dates.MONTH_OF[parts["name"]] if "name" in parts else int(parts["month"])
    return int(parts["year"]) if parts["year"] else None, month, int(parts["day"])


def _says_month(text: str, month: int) -> bool:
    named = any(dates.MONTH_OF[m["name"]] == month for m in re.finditer(rf"\b{_MONTH}", text))
    return named or bool(re.search(rf"(?<!\d)(?:\d{{4}}-0?{month}(?!\d)|0?{month}\s?[월月])", text))
