"""What the readers of all languages share: a number as found, the rules that excuse one, the shape of a language.

Belongs here: no word of any language. Does not belong here: which language a passage is in (scripts).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

# The rules, in the words of the report.
RULES = {
    "date": "a calendar date, a decade, or a year after its month",
    "year": "a year after a word of time, or before the word for year",
    "time": "a clock time",
    "designation": "part of a name: SA-22, Article 5",
    "address": "part of a web or mail address",
    "ordinal": "a place in a sequence: first, 25th",
    "pronoun": "“one” with no person and no loss after it",
    "age": "an age in years",
    "unit": "a measure, or a count by a word that is not for persons: km, hours, 발, 대",
}
COUNTING = ("count", "range", "year", "pronoun")  # the kinds that can be a number of persons


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written: text[start:end]. `value` is None where no number is stated (vague, date, address …).

    A percentage is 40.0 for 40%; a range has both ends; `rule` is a key of RULES or "" where none excuses it.
    """

    start: int
    end: int
    kind: str
    value: float | None = None
    value_to: float | None = None
    rule: str = ""

    def shifted(self, by: int) -> Numeral:
        """Return the number at another place of a text."""
        return replace(self, start=self.start + by, end=self.end + by) if by else self


@dataclass(frozen=True)
class Language:
    """How one language is read; each module beside this one makes one.

    `find(text)` returns the numbers of a text in order; `qualifier_of(text, number, since)` the qualifier that the
    words around a number give it, `since` being where the number before it ends. `vague` finds a quantity without a
    number, `vague_alone` one that needs no noun after it; `between` is what may stand between the ends of a range.
    `denies(before, after)` says whether the words around a quote deny it, `cuts(before, quote, after)` whether a quote
    begins, and whether it ends, inside a number; `may_qualify(before)` is a cheap look whether the words before a quote
    could do anything at all to its number.
    """

    code: str
    find: Callable[[str], list[Numeral]]
    qualifier_of: Callable[[str, Numeral, int], str]
    vague: re.Pattern
    vague_alone: re.Pattern
    between: re.Pattern
    denies: Callable[[str, str], bool]
    cuts: Callable[[str, str, str], tuple[bool, bool]]
    may_qualify: Callable[[str], bool] = lambda before: True
