"""What date or period a number speaks of, apart from when it was said: "as of mid-January", "between May and July".

Belongs here: finding the words in a number's sentence, and the year that they leave out. Does not belong here: when
something was said (speakers), the words (grammar_english).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.audit import grammar_english as english
from briefing.audit.guesses import Place
from briefing.words import dates
from briefing.words.numerals import Numeral

UNTIL = ("as of", "as at", "by", "until", "till", "up to")
BOTH_ENDS = ("from", "between")  # words that say nothing without a second date


@dataclass(frozen=True)
class Referred:
    """A date or period in ISO form, "" for none, what a reader must know of it, and what makes it unsure."""

    to: str = ""
    note: str = ""
    doubt: str = ""


def referred(text: str, numeral: Numeral, place: Place, published: str) -> Referred:
    """Return what period the words of its sentence give a number of a document published on an ISO date.

    Two periods, one of another number, or one that leaves open which year it is of, are told as a doubt; "since May"
    and what runs to the day of the statement is none.
    """
    found = [m for m in english.PERIOD.finditer(text, place.start, place.end) if not _of_speech(text, m, place)]
    found = [m for m in found if m.end() <= numeral.start or m.start() >= numeral.end]
    found = [m for m in found if m["lead"].casefold() not in BOTH_ENDS or m["month2"] or m["day4"]]
    own = [m for m in found if _is_own(text, m, numeral, place)]
    if not own:
        begins = place.start + _indent(text, place)  # "As of May, 300 had been killed and 2,700 wounded"
        shared = [
            m for m in found if m.start() == begins and m["lead"].casefold() in UNTIL and m.end() <= place.own_start
        ]
        to, _ = _iso(shared[0], published) if len(shared) == 1 else ("", "")
        return Referred(to, doubt=f"“{_words(shared[0])}” stands before another number") if to else Referred()
    if len(own) > 1:
        return Referred(doubt=f"“{_words(own[0])}” or “{_words(own[1])}”: which does it speak of?")
    to, doubt = _iso(own[0], published)
    if to and to[:4] not in own[0][0] and english.AHEAD.search(text, place.own_start, place.own_end):
        to, doubt = "", f"“{_words(own[0])}”: of which year?"
    vague = own[0]["part"] or own[0]["part2"]
    return Referred(to, f"“{_words(own[0])}”." if to and vague else "", doubt)


def _words(found: re.Match) -> str:
    return " ".join(found[0].split())


def _indent(text: str, place: Place) -> int:
    """Return how many characters of space and quotation marks a sentence begins with."""
    return re.match(r"[\s“\"'‘(]*", text[place.start : place.end]).end()


def _of_speech(text: str, found: re.Match, place: Place) -> bool:
    """Whether a month dates what was said: "in its January briefing", "said in April"."""
    if not (found["month"] and not found["month2"] and found["lead"].casefold() == "in"):
        return False
    month = re.escape(found["month"])
    spoken = re.finditer(english.MONTH_OF_SPEECH.format(month=month), text[place.start : place.end])
    return any(m.start() <= found.start() - place.start < m.end() for m in spoken)


def _is_own(text: str, found: re.Match, numeral: Numeral, place: Place) -> bool:
    """Whether a period between two numbers is this one's: the one that it leads to at once, else the one before it."""
    if found.start() >= place.own_end or found.end() <= place.own_start:
        return False
    if found.end() <= numeral.start:
        first = place.own_start == place.start
        return first or bool(english.LEADS_ON.fullmatch(text, found.end(), numeral.start))
    return place.own_end == place.end or not english.LEADS_ON.fullmatch(text, found.end(), place.own_end)


def _iso(found: re.Match, published: str) -> tuple[str, str]:
    """Return a period in ISO form, and a doubt; "" and why where its year is not to be told."""
    if found["only_year"]:
        return found["only_year"], ""
    to = (found["day2"] or found["day3"], found["month2"] or "", found["year2"])
    since = (found["day"] or found["day1"], found["month"], found["year"])
    latest = _dated(*(to if to[1] else since), published)
    if not latest:
        return "", f"“{_words(found)}”: of which year?"
    if found["day4"]:  # "between 3 and 20 May"
        first = f"{latest[:7]}-{int(found['day4']):02}"
    elif not to[1]:
        return latest, ""
    else:
        first = _dated(*since, published, before=latest)
    whole = f"{first}/{latest}"
    return (whole, "") if first and dates.is_date(whole) else ("", f"“{_words(found)}”: of which year?")


def _dated(day: str | None, month: str, year: str | None, published: str, before: str = "") -> str:
    """Return a date in ISO form, in the last year in which it is not after the document, or after `before`; or ""."""
    number = next(i for i in range(1, 13) if dates.month_name(i).casefold() == month.casefold())
    limit = before or published
    if not year and len(limit) < 7:
        return ""
    tail = f"-{number:02}" + (f"-{int(day):02}" if day else "")
    if not year:
        year = str(int(limit[:4]) - (tail[: len(limit) - 4] > limit[4 : 4 + len(tail)]))
    return f"{year}{tail}" if dates.is_date(f"{year}{tail}") else ""
