"""Dates at the precision at which they are known: `2025-09-02`, `2025-08`, `2025`, a range of two, or empty.

A range, `2025-04-28/2025-04-30`, is a day within it that nobody knows more exactly.

Belongs here: reading such a date as the period it covers, and writing it in words. Does not belong here: which
date a statement has (dossier).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date

import pandas as pd

from briefing.words.text import UserError

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
# Not the calendar module's names: those follow the locale, and the sentences here are English.
_MONTHS = [
    *["January", "February", "March", "April", "May", "June", "July"],
    *["August", "September", "October", "November", "December"],
]
_SPELT = [  # how texts write a month, January first; the first three letters of an English name do too
    "january января січня", "february февраля лютого", "march марта березня", "april апреля квітня",
    "may мая травня", "june июня червня", "july июля липня", "august августа серпня",
    "september sept сентября вересня", "october октября жовтня", "november ноября листопада", "december декабря грудня",
]  # fmt: skip
MONTH_OF = {name: month for month, names in enumerate(_SPELT, 1) for name in (*names.split(), names[:3])}
SPELT = "|".join(sorted(MONTH_OF, key=len, reverse=True))  # as a pattern
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_WRITTEN = [
    re.compile(pattern, re.I)
    for pattern in (
        r"(?<![\d-])(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![\d-])",
        rf"(?<![\d.,]){_DAY}(?:\s+of)?[\s-]+(?P<month>{SPELT})\b\.?,?[\s-]*(?P<year>[0-9]{{4}})(?!\d)",
        rf"\b(?P<month>{SPELT})\b\.?\s+{_DAY},?\s+(?P<year>[0-9]{{4}})(?!\d)",
        r"(?<!\d)(?P<year>[0-9]{4})\s?[년年]\s?(?P<month>[0-9]{1,2})\s?[월月]\s?(?P<day>[0-9]{1,2})\s?[일日]",
    )
]
YEARS = range(1800, 2201)  # what can be compared, drawn and told from a slip of the hand
PRECISIONS = {0: "none", 4: "year", 7: "month", 10: "day"}
RANGE = "range"


def month_name(month: int) -> str:
    """Return the English name of a month from 1 to 12."""
    return _MONTHS[month - 1]


def find(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the dates that a text gives to the day, in order: ISO date, start, end.

    "3 Feb. 2025", "14th Nov, 2024", "2025년 4월 30일", "30 апреля 2025", "30 квітня 2025".
    """
    for match in sorted((m for pattern in _WRITTEN for m in pattern.finditer(text)), key=re.Match.start):
        month = MONTH_OF.get(match["month"].casefold()) or int(match["month"])
        iso = f"{match['year']}-{month:02}-{int(match['day']):02}"
        with suppress(ValueError):
            period(iso)
            yield iso, *match.span()


def precision(text: str) -> str:
    """Return the precision in which an ISO date is written: day, month, year, range, or none for ""."""
    return RANGE if "/" in text else PRECISIONS.get(len(text), "none")


def period(text: str) -> tuple[date, date] | None:
    """Return the first and last day that an ISO date covers, None for "".

    Raises ValueError for anything that is not a date of the calendar.
    """
    if text == "":
        return None
    if "/" in text:
        return _range(text)
    match = _ISO.fullmatch(text)
    if not match:
        raise UserError(f"{text!r} is not a date: write it like 2025-09-02, 2025-08 or 2025")
    year, month, day = (int(part) if part else None for part in match.groups())
    if year not in YEARS:
        raise UserError(f"{text!r} is not of the years {YEARS.start} to {YEARS.stop - 1}, which a record may have")
    try:
        first = date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError as error:
        raise UserError(f"{text!r} is not a day of the calendar: {error}") from None
    if day:
        return first, first
    return first, date(year, month or 12, calendar.monthrange(year, month or 12)[1])


def _range(text: str) -> tuple[date, date]:
    """Return the first and last day of two dates with a slash between them."""
    ends = [period(end) for end in text.split("/")]
    if len(ends) != 2 or None in ends:
        raise UserError(f"{text!r} is not a range of dates: write it like 2025-04-28/2025-04-30")
    (first, before), (after, last) = ends
    if before >= after:
        raise UserError(f"{text!r} ends before it begins, or at once: write the earlier date first, or one date")
    return first, last


def end_of(text: str) -> date | None:
    """Return the last day of an ISO date that says until when something counts: no range; None for "".

    Raises ValueError for anything else.
    """
    if "/" in text:
        raise UserError(f"{text!r} is a range: give one date, the last that counts")
    covered = period(text)
    return covered and covered[1]


def is_date(text: str) -> bool:
    """Whether a text is an ISO date of the calendar."""
    try:
        return period(text) is not None
    except ValueError:
        return False


def periods(texts: pd.Series) -> pd.DataFrame:
    """Return the columns `first` and `last` (datetime64, missing where empty or not a date) for ISO dates."""

    def safe(text):
        try:
            return period(text) or (None, None)
        except ValueError:
            return None, None

    known = {text: safe(text) for text in texts.unique()}
    return pd.DataFrame(
        {
            "first": pd.to_datetime(texts.map({t: p[0] for t, p in known.items()})).astype("datetime64[s]"),
            "last": pd.to_datetime(texts.map({t: p[1] for t, p in known.items()})).astype("datetime64[s]"),
        },
        index=texts.index,
    )


def words(text: str) -> str:
    """Write an ISO date in words: "2 September 2025", "August 2025", "28–30 April 2025", "undated"."""
    if "/" in text:
        return _joined(*_ends(text, words))
    covered = period(text)
    if covered is None:
        return "undated"
    first = covered[0]
    return {
        "day": f"{first.day} {month_name(first.month)} {first.year}",
        "month": f"{month_name(first.month)} {first.year}",
        "year": f"{first.year}",
    }[precision(text)]


def _ends(text: str, write: Callable[[str], str]) -> tuple[str, str]:
    """Write both ends of a range, the first without what the second says too: "28", "30 April 2025"."""
    first, last = (write(end).split() for end in text.split("/"))
    kept, same = first, last
    while len(kept) > 1 and kept[-1] == same[-1]:
        kept, same = kept[:-1], same[:-1]
    return " ".join(kept), " ".join(last)


def _joined(first: str, last: str) -> str:
    return f"{first}–{last}" if " " not in first else f"{first} – {last}"


def short(text: str) -> str:
    """Write an ISO date briefly, without its year where it has a month: "2 Sep", "28–30 Apr", "2025", "undated"."""
    if "/" in text:
        return _joined(*_ends(text, short if text[:4] == text.split("/")[1][:4] else brief))
    covered = period(text)
    if covered is None:
        return "undated"
    month = month_name(covered[0].month)[:3]
    return {"day": f"{covered[0].day} {month}", "month": month, "year": str(covered[0].year)}[precision(text)]


def brief(text: str) -> str:
    """Write an ISO date briefly, with its year: "2 Sep 2025", "28–30 Apr 2025", "2025", "undated"."""
    if "/" in text:
        return _joined(*_ends(text, brief))
    return short(text) + (f" {text[:4]}" if len(text) > 4 else "")


def on(text: str) -> str:
    """Write when something was said: "on 2 September 2025", "between 28 and 30 April 2025", "at an unknown date"."""
    if "/" in text:
        return "between {} and {}".format(*_ends(text, words))
    return f"{'on' if precision(text) == 'day' else 'in'} {words(text)}" if text else "at an unknown date"


def to_month(text: str) -> str:
    """Return an ISO date no more exactly than to its month; a range within one month is that month."""
    first, _, last = (part[:7] for part in text.partition("/"))
    return f"{first}/{last}" if last and last != first else first


def span(texts: list[str]) -> str:
    """Write the span of ISO dates: "January–September 2025", "30 April 2025", "2023–2025"; "undated" for none."""
    known = sorted(end for t in texts if t for end in t.split("/"))
    if not known:
        return "undated"
    first, last = known[0], max(known, key=lambda t: period(t)[1])
    if first == last:
        return words(first)
    if first[:4] != last[:4]:
        return f"{_month_year(first)}–{_month_year(last)}"
    start, end = _month_year(first), _month_year(last)
    return end if start == end else f"{start.removesuffix(' ' + first[:4])}–{end}"


def reference(texts: Iterable[str], made_on: str = "") -> str:
    """Say of which date or period figures speak, where that is not the date on which they were given: " (for 2024)".

    A period is written with a slash; of several that documents give it is the one that holds them all.
    """
    known = [t.split("/") for t in texts if t]
    if not known or all(t == [made_on] for t in known):
        return ""
    first, last = min(t[0] for t in known), max((t[-1] for t in known), key=lambda t: period(t)[1])
    whole = next(
        (t for t in known if period(t[0])[0] <= period(first)[0] and period(t[-1])[1] >= period(last)[1]), None
    )
    return f" (for {span(whole or [first, last])})"


def _month_year(text: str) -> str:
    return words(text[:7])
