"""What Ukrainian and Russian share: the scanner, built from the words that each of them gives.

Belongs here: patterns that hold for both. Does not belong here: the words of one of them (uk, ru).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from briefing.words.languages.base import Language, Numeral
from briefing.words.patterns import any_of

_SAME = str.maketrans("ёЁ’ʼ`", "еЕ'''")
_EDGE, _END = r"(?<![\w'])", r"(?![\w'])"
_SPACES = "\u0020\u00a0\u2002-\u200a\u202f"
_GROUPED = rf"(?<!\d)(?<!\d[.,])[1-9]\d{{0,2}}(?P<mark>[,.'{_SPACES}])\d{{3}}(?!\d)(?:(?P=mark)\d{{3}}(?!\d))*"
_DIGITS = rf"(?:{_GROUPED}(?:,\d+(?!\d))?|\d+(?:[.,]\d+)?)"
_OLDEST = 120  # years
_YEAR = r"(?:19|20)\d\d"
_CLAUSE_END = re.compile(r"[.;:!?,]\s")
_MAIL = r"(?<![\w.-])[\w.+-]{1,64}@|(?<=\s)@"
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"“”«»]+|(?<![\w.-])[\w.+-]{1,64}@[\w.-]+|(?<=\s)@[A-Za-z]\w+")
_LONE = re.compile(r"\d+")
_NUMBER_AND_SCALE = re.compile(r"(.*?\d)(?:[^\w]?([^\W\d]+)\.?)?", re.S)
_GROUPS, _DECIMAL = re.compile(_GROUPED), re.compile(r"\d+[.,]\d+")
_LAST_WORD, _LAST_LETTERS = re.compile(r"[\w']+\Z"), re.compile(r"([^\W\d]+)\.?\Z")
_DASH = re.compile(r"\s*[-–—]\s*")
_CUT_BEFORE = re.compile(rf"(?:(?<!\d)\d{{1,3}}[,.'{_SPACES}]|\d[.,]|[$€£¥₩₽₴]\s?)\Z")
_CUT_AFTER = re.compile(rf"[,.'{_SPACES}]\d{{3}}(?!\d)|[.,]\d|\s?%")
_CURRENCY = re.compile(r"[$€£¥₩₽₴]\s?\Z")
_MONEY = re.compile(
    r"\s*(?:[$€£¥₩₽₴]|(?:американськ\w+\s+|американск\w+\s+)?(?:гривень|гривн\w+|грн|рубл\w+|руб\.?|долар\w*|доллар\w*"
    r"|євро|евро|юан\w+|йен\w*|єн\w*|фунт\w*|вон)(?!\w))", re.I)  # fmt: skip
_PERCENT = re.compile(r"\s*%|[\s-]*(?:процент\w*|відсот\w+)", re.I)
_SIGNS = {"≈": "about", "~": "about", "≥": "at_least", ">": "more_than", "<": "nearly", "≤": "up_to"}


def forms(stems: str, endings: str) -> list[str]:
    """Return every stem with every ending; "-" is the empty one: forms("пят", "ь и ью")."""
    return [stem + ("" if end == "-" else end) for stem in stems.split() for end in endings.split()]


@dataclass(frozen=True)
class Words:
    """The words of a language, as patterns where nothing else is said.

    `units` gives the number of each word from 1 to 900, `inside` that of forms which alone are other words, `scales`
    that of each form of ten, hundred, thousand and more; `halves` are the words for one and a half, `prefix` the one
    for a half that is written with its scale. Of the scales `plural` are the forms that alone are vague, `either` those
    that are one after a word of quantity and vague without.
    What stands between a number and its scale is `odd` ("12 с лишним тысяч") or `and_half` ("пять с половиной тысяч");
    `around` stands in a number that is turned round ("тысяч под пять"), whose scale is one of `turned`; `reached` are
    the verbs of an age. `ordinals` are stems, `starts` the first letters of what is given as a pattern; `qualifiers`
    and `after` have a group named for each qualifier.
    """

    code: str
    units: Mapping[str, int]
    scales: Mapping[str, int]
    inside: Mapping[str, int]
    halves: tuple[str, ...]
    prefix: str
    plural: frozenset[str]
    either: frozenset[str]
    turned: frozenset[str]
    around: str
    odd: str
    and_half: str
    reached: str
    compound: Mapping[str, int]
    thousandth: str
    ordinals: str
    starts: str
    some: str
    vague: str
    fractions: str
    months: str
    year: str
    time_words: str
    places: str
    measures: str
    aged: str
    persons: str
    losses: str
    one: str
    between: str
    and_: str
    since: str
    until: str
    grows: str
    qualifiers: str
    governing: str
    little: str
    after: str
    with_: str
    people_before: str
    denied_before: str
    denied_after: str


class Reader:
    """Finds numbers and their qualifiers by the words of one language."""

    def __init__(self, words: Words):
        self.words = words
        self.scale = any_of(words.scales)
        self.number = any_of({*words.units, *words.scales, *words.halves})

    def language(self, between: str, vague_alone: str) -> Language:
        """Return the language as the rest of the package reads it."""
        alone = rf"{_EDGE}(?:{vague_alone}){_END}"
        some = rf"{alone}|{_EDGE}(?:{self.words.some}|{self.words.vague}){_END}"
        return Language(
            self.words.code, self.find, self.qualifier_of,
            re.compile(some, re.I), re.compile(alone, re.I),
            re.compile(rf"\s*(?:{between}|-|–|—)\s*", re.I), self.denies, self.cuts,
        )  # fmt: skip

    def find(self, text: str) -> list[Numeral]:
        """Return every number written in a text, in order and without overlaps."""
        text = text.translate(_SAME)
        numerals = self._join(text, list(self._scan(text)))
        return [self._classify(text, n) if n.kind == "count" else n for n in numerals]

    @cached_property
    def _scanner(self) -> re.Pattern:
        w = self.words
        word = rf"{_EDGE}{self.number}(?:{_END}|(?=-))"
        scale = rf"{self.scale}(?:\.|{_END})"
        inside = "".join(rf"|{_EDGE}{form}{_END}" for form in w.inside)
        day = r"(?<![\d.,])(?:0?[1-9]|[12]\d|3[01])(?:-?го)?(?!\d)"
        patterns = {
            "address": _ADDRESS.pattern,
            "date": rf"""(?<!\d)\d{{4}}-\d\d-\d\d(?!\d)
                | (?<![\d/.])\d{{1,2}}(?P<dot>[/.])\d{{1,2}}(?P=dot)\d{{2,4}}(?!\d)
                | (?<!\d)(?:(?:19|20)\d0|\d0)-[а-яіїє]{{1,3}}{_END}(?:\s+(?:{w.year}))?
                | {day}(?:\s*(?:[-–—]|{w.and_}|{w.until})\s*{day})?\s+(?:{w.months}){_END}
                  (?:\s+{_YEAR}(?:\s*(?:{w.year}))?)?
                | {_EDGE}(?:{w.months})\s+{_YEAR}(?!\d)(?:\s*(?:{w.year}))?""",
            "year": rf"""(?<![\d.,]){_YEAR}(?:\s*[-–—/]\s*(?:{_YEAR}|\d\d))?(?:-[а-яіїє]{{1,3}})?\s*(?:{w.year})
                | (?<![\d.,]){_YEAR}-[а-яіїє]{{1,3}}{_END}""",
            "time": r"(?<![\d:.,])(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![\d:])",
            "designation": rf"""{_EDGE}(?!{self.number}-)
                (?-i:[А-ЯІЇЄҐA-Z][А-Яа-яІіЇїЄєҐґA-Za-z]{{0,6}})-\d+(?!\d|[,.]\d)[\w/-]*
                | {_EDGE}(?-i:[A-ZА-Я]{{1,4}}\d+)(?![,.]\d)\w*
                | (?:№|N°)\s?\d+ | {_EDGE}(?:{w.places})\s*(?:№\s*)?\d+(?!\d|[,.]\d|-)""",
            "age": rf"(?<!\d)\d+(?:\s*(?:[-–—]|{w.and_}|,)\s*\d+)*-(?:{w.aged})\w*",
            "compound": rf"(?<![\d.,])\d+(?:[.,]\d+)?-?(?:ти|х|и)?-?(?:{w.thousandth})\w*"
                        rf"|{_EDGE}{any_of(w.compound)}(?:{w.thousandth})\w*",
            "case": r"(?<![\d.,])\d+-(?:ти|тью|ть|мя|ма|рьох|ьох|ох)(?!\w)|(?<![\d.,])[2-4]-х(?!\w)",
            "ordinal": rf"(?<![\d.,])\d+-[а-яіїє]{{1,3}}{_END} | (?:{word}[\s-]+){{0,6}}{_EDGE}(?:{w.ordinals}){_END}",
            "fraction": rf"(?<![\d/])\d+/\d+(?![\d/]) | \d*[¼½¾⅓⅔⅛⅜⅝⅞](?!\s?{scale}) | {_EDGE}(?:{w.fractions}){_END}",
            "vague": rf"""{_EDGE}(?:(?:{w.some})\s+(?:{scale})(?:\s+(?:{scale}))? | (?:{w.vague}){_END}
                | (?:{w.some})(?=\s+(?:[^\W\d]+\s+)?(?:{w.persons}|{w.losses}){_END}))""",
            "half": rf"{_EDGE}(?:{w.prefix})[\s-]?(?:{scale}) | \d*[¼½¾⅓⅔⅛⅜⅝⅞]\s?(?:{scale})",
            "odd": rf"(?:(?<![\d.,])\d+(?:[.,]\d+)?|{word}(?:[\s-]+{word})*)\s+(?:{w.odd}|{w.and_half})\s+(?:{scale})",
            "turned": self._turned,
            "count": rf"{_DIGITS}(?:[{_SPACES}-]?(?:{scale}))?",
            "words": rf"{word}(?:[\s-]+(?:{word}{inside}))*",
        }  # fmt: skip
        every = "|".join(f"(?P<{kind}>{p})" for kind, p in patterns.items())
        return re.compile(f"{self._starts}(?:{every})", re.X | re.I)

    @property
    def _turned(self) -> str:
        """A number after its scale, which says that it is rough: "тысяч пять", "сотні зо дві", "тысячи три солдат".

        "Сотни" and "тысячи" may end what was said before: "ждут тысячи три дня"; persons or a preposition must follow.
        """
        w, few = self.words, any_of(word for word, n in self.words.units.items() if 1 < n <= 20)
        few = rf"{few}{_END}(?:\s?[-–—]\s?{few}{_END})?"
        return rf"""{_EDGE}{any_of(w.turned)}\s+(?:(?:{w.around}|{w.until})\s+)?{few}
            | {_EDGE}{any_of(w.either)}\s+(?:(?:{w.around})\s+{few}|{few}(?=\s+(?:{w.persons}|{w.losses}){_END}))"""

    @property
    def _starts(self) -> str:
        """A cheap look before the patterns are tried: a digit, a name with one, the first letters of a number word."""
        w = self.words
        first = any_of({word[:3] for word in (*w.units, *w.scales, *w.halves, *w.compound)} | {*w.starts.split()})
        name = r"(?-i:[A-ZА-ЯІЇЄҐ])[^\W\d]{0,6}-?\d"
        return rf"(?=[\d¼½¾⅓⅔⅛⅜⅝⅞№]|(?:https?:|www)|{_EDGE}(?:{name}|{first})|{_MAIL})"

    def _scan(self, text: str) -> Iterator[Numeral]:
        for match in self._scanner.finditer(text):
            kind, words, (start, end) = match.lastgroup, match[0], match.span()
            if kind == "count":
                yield Numeral(start, end, "count", self._digits(words))
            elif kind == "words":
                yield from self._spelled(words, start, text)
            elif kind == "half":
                yield Numeral(start, end, "count", self._halved(words))
            elif kind == "odd":
                yield Numeral(start, end, "count", self._odd(words))
            elif kind == "turned":
                yield self._turned_round(words, start)
            elif kind == "compound":
                yield Numeral(start, end, "count", self._compound(words))
            elif kind == "case":
                number = _LONE.match(words)
                yield Numeral(start, end, "count", float(number[0]))
            elif kind in ("fraction", "vague"):
                yield Numeral(start, end, kind)
            elif kind in ("date", "designation") and self._withdrawn(kind, words, text, end):
                yield from (Numeral(start + m.start(), start + m.end(), "count", float(m[0]))
                            for m in _LONE.finditer(words))  # fmt: skip
            elif kind != "address" or _LONE.search(words):
                yield Numeral(start, end, kind, rule=kind)

    def _withdrawn(self, kind: str, words: str, text: str, end: int) -> bool:
        """Whether persons follow what looks like a date or a name: "в марте 2000 солдат"."""
        may_count = words.endswith("00") if kind == "date" else "-" in words and words[-1:].isdigit()
        return may_count and bool(self._follows.match(text, end))

    @cached_property
    def _follows(self) -> re.Pattern:
        return re.compile(
            rf"[\s-]+(?:[^\W\d]+\s+){{0,2}}(?:{self.words.persons}|{self.words.losses}){_END}", re.I)  # fmt: skip

    def _digits(self, words: str) -> float:
        """Return the value of digits with an optional scale: "4 700", "1,5 тис.", "120 тысяч"."""
        number, scale = _NUMBER_AND_SCALE.fullmatch(words).groups()
        times = self.words.scales.get((scale or "").lower(), 1)
        grouped = _GROUPS.match(number)
        if grouped and not (times > 1 and _DECIMAL.fullmatch(number)):
            number = re.sub(r"\D", "", grouped[0]) + number[grouped.end() :]
        return round(float(number.replace(",", ".")) * times, 6)

    def _halved(self, words: str) -> float:
        lower = words.lower()
        scale = self.words.scales[max((s for s in self.words.scales if lower.rstrip(".").endswith(s)), key=len)]
        if mark := re.match(r"(\d*)([¼½¾⅓⅔⅛⅜⅝⅞])", lower):
            return (int(mark[1] or 0) + unicodedata.numeric(mark[2])) * scale
        return scale / 2

    def _odd(self, words: str) -> float:
        """Return the value of "12 с лишним тысяч", or of "пять с половиной тысяч"."""
        w, lower = self.words, words.lower()
        number, half, scale = re.fullmatch(
            rf"(.+?)\s+(?:{w.odd}|({w.and_half}))\s+([^\W\d]+)\.?", lower, re.S).groups()  # fmt: skip
        value = self._digits(number) if number[0].isdigit() else [*self._spelled(number, 0, number)][-1].value
        return round((value + (0.5 if half else 0)) * w.scales[scale], 6)

    def _turned_round(self, words: str, start: int) -> Numeral:
        """Return the number of "тысяч под пять", the range of "тысяч пять-шесть"."""
        scale, *_ = pieces = re.findall(r"[\w']+", words.lower())
        values = [float(self.words.units[p] * self.words.scales[scale]) for p in pieces if p in self.words.units]
        return Numeral(start, start + len(words), "count", values[0], values[1] if values[1:] else None)

    def _compound(self, words: str) -> float:
        """Return the value of an adjective of thousands: "12-тысячная", "десятитисячний"."""
        if digits := re.match(r"\d+(?:[.,]\d+)?", words):
            return float(digits[0].replace(",", ".")) * 1000
        lower = words.lower()
        return 1000.0 * next(v for w, v in sorted(self.words.compound.items(), key=lambda c: -len(c[0]))
                             if lower.startswith(w))  # fmt: skip

    def _spelled(self, words: str, start: int, text: str) -> Iterator[Numeral]:
        """Yield the numbers of a run of number words, and what of it is vague: "тысячи", "десятки тысяч"."""
        pieces = [(m[0].lower(), m.start(), m.end()) for m in re.finditer(r"[^\s-]+", words)]
        while pieces:
            n, value = self._longest(pieces, start, text)
            at, end = start + pieces[0][1], start + pieces[n - 1][2]
            kind = "count" if value is not None else "vague"
            if value is not None or n:
                yield Numeral(at, end, kind, value)
            pieces = pieces[n:]

    def _longest(self, pieces: list[tuple[str, int, int]], start: int, text: str) -> tuple[int, float | None]:
        """Return how many words make the first number, and its value; None where it is a quantity without a number."""
        w = self.words
        words = [p[0] for p in pieces]
        first = words[0]
        if first in w.scales:
            before = text[: start + pieces[0][1]]
            of_quantity = self._of_quantity.search(before[-40:])
            if first in w.plural or (first in w.either and not of_quantity):
                n = 1
                while n < len(words) and words[n] in w.scales:
                    n += 1
                return n, None
        total, current, last, n, half = 0.0, 0.0, 10**9, 0, False
        for word in words:
            if word in w.halves:
                if n:
                    break
                current, half = 1.5, True
            elif word in w.units or word in w.inside:
                value = w.units.get(word) or w.inside[word]
                size = 100 if value >= 100 else 10 if value >= 20 else 1
                if half or size >= last:
                    break
                current, last = current + value, size
                if 10 <= value < 20:
                    last = 1
            else:
                scale = w.scales[word]
                if scale >= 1000:
                    if total and scale >= self._smallest(total):
                        break
                    total, current, last = total + (current or 1) * scale, 0.0, 10**9
                elif n == 0 or half or (0 < current < 20 and last == 1):
                    current, last = (current or 1) * scale, scale
                else:
                    break
                half = False
            n += 1
        return max(n, 1), (total + current) if n else None

    @cached_property
    def _of_quantity(self) -> re.Pattern:
        return re.compile(rf"{_EDGE}(?:{self.words.qualifiers}|{self.words.with_})\s*\Z", re.I | re.X)

    @cached_property
    def _time_word(self) -> re.Pattern:
        return re.compile(rf"{_EDGE}(?:{self.words.time_words})\s+\Z", re.I)

    @staticmethod
    def _smallest(total: float) -> float:
        return next((s for s in (10**3, 10**6, 10**9) if total % (s * 1000)), 10**9)

    def _join(self, text: str, numerals: list[Numeral]) -> list[Numeral]:
        """Join what stands in two pieces: "4 тысячи 700", "3–4 тыс.", "от 10 до 15 тысяч", "між 3000 і 3500"."""
        joined: list[Numeral] = []
        for n in numerals:
            before = joined[-1] if joined else None
            if before and before.kind == n.kind == "count" and before.value_to is None:
                gap = text[before.end : n.start]
                if gap == " " and n.value < self._last_scale(text[before.start : before.end]):
                    joined[-1] = replace(before, end=n.end, value=before.value + n.value)
                    continue
                if self._is_range(text, before, gap) and (low := self._low_end(text, before, n)) < n.value:
                    joined[-1] = replace(before, end=n.end, value=low, value_to=n.value)
                    continue
            joined.append(n)
        return joined

    def _last_scale(self, words: str) -> float:
        last = _LAST_LETTERS.search(words)
        scale = self.words.scales.get(last[1].lower(), 0) if last else 0
        return scale if scale >= 1000 else 0

    def _is_range(self, text: str, first: Numeral, gap: str) -> bool:
        before = text[max(0, first.start - 30) : first.start]
        return bool(_DASH.fullmatch(gap)) or any(
            joins.fullmatch(gap) and opens.search(before) for opens, joins in self._ranges
        )

    @cached_property
    def _ranges(self) -> list[tuple[re.Pattern, re.Pattern]]:
        """What opens a range and what joins its ends: "від … до", "між … і"."""
        w = self.words
        return [
            (re.compile(rf"{_EDGE}(?:{opens})\s+\Z", re.I), re.compile(rf"\s+(?:{joins})\s+", re.I))
            for opens, joins in ((w.since, w.until), (w.between, w.and_))
        ]

    def _low_end(self, text: str, first: Numeral, second: Numeral) -> float:
        scale = self._last_scale(text[second.start : second.end])
        scaled = first.value * scale
        return scaled if scale and first.value < scale and scaled < second.value else first.value

    def _classify(self, text: str, n: Numeral) -> Numeral:
        """Return a count as what it is by the words around it: money, share, measure, age, year, pronoun or count."""
        w, before, words = self.words, text[max(0, n.start - 24) : n.start], text[n.start : n.end]
        if _CURRENCY.search(before) or _MONEY.match(text, n.end):
            return replace(n, kind="money")
        if _PERCENT.match(text, n.end):
            return replace(n, kind="percent")
        if self._measure.match(text, n.end):
            return replace(n, kind="unit", rule="unit")
        counts = self._follows.match(text, n.end) or self._to_a_count.match(text, n.end)
        if re.fullmatch(_YEAR, words) and not counts:
            known = self._time_word.search(before)
            return replace(n, kind="year", rule="year" if known else "")
        if n.value_to is not None:
            return replace(n, kind="range")
        if n.value <= _OLDEST and self._reached.search(before) and not self._follows.match(text, n.end):
            return replace(n, kind="age", rule="age")
        if re.fullmatch(w.one, words, re.I) and not self._follows.match(text, n.end):
            return replace(n, kind="pronoun", value=1.0, rule="pronoun")
        return n

    @cached_property
    def _reached(self) -> re.Pattern:
        return re.compile(rf"{_EDGE}(?:{self.words.reached})(?:\s+[^\W\d]+)?\s+\Z", re.I)

    @cached_property
    def _to_a_count(self) -> re.Pattern:
        return re.compile(rf"\s+(?:{self.words.until})\s+(?!{_YEAR}(?!\d))\d", re.I)

    @cached_property
    def _measure(self) -> re.Pattern:
        w = self.words
        another = rf"(?:(?:\s*,\s*|\s+(?:{w.and_})\s+|\s*[-–—]\s*)\d+)*"  # "20 и 26 лет"
        return re.compile(rf"{another}[\s-]?(?:{w.measures})(?!\w)", re.I)

    def qualifier_of(self, text: str, number: Numeral, since: int = 0) -> str:
        """Return the qualifier that the words around a number give it; see Language."""
        text = text.translate(_SAME)
        w, written = self.words, text[number.start : number.end].lower()
        before = text[max(since, number.start - 60) : number.start]
        if sign := _SIGNS.get(before.rstrip()[-1:]):
            return sign
        clause = _CLAUSE_END.split(before)[-1]
        if (match := self._adverb.search(clause) or self._governing.search(clause)) and not (
            match.lastgroup == "up_to" and self._arrives.search(text[max(0, number.start - 80) : number.start])
        ):
            return match.lastgroup
        if match := self._after.match(text, number.end):
            return match.lastgroup
        if self._with.search(clause) and self._half_or_scale.match(written):
            return "about"
        if self._odd_inside.search(written):
            return "more_than"
        first = re.match(r"[^\W\d]+", written)
        if first and first[0] in {*w.turned, *w.either} and len(written.split()) > 1:
            return "up_to" if written.split()[1] == w.until else "about"
        if first and self._people_before.search(clause):
            return "about"
        return "unqualified"

    @cached_property
    def _with(self) -> re.Pattern:
        return re.compile(rf"{_EDGE}(?:{self.words.with_})\s+\Z", re.I)

    @cached_property
    def _odd_inside(self) -> re.Pattern:
        return re.compile(rf"{_EDGE}(?:{self.words.odd}){_END}")

    @cached_property
    def _half_or_scale(self) -> re.Pattern:
        return re.compile(rf"(?:{self.words.prefix})|{self.scale}")

    @cached_property
    def _people_before(self) -> re.Pattern:
        return re.compile(rf"(?:\A|\s)(?:{self.words.people_before})\s+\Z", re.I)

    @cached_property
    def _governing(self) -> re.Pattern:
        """Finds a word that governs the number right after it, with no dash between.

        "До країни відправили 600" and "вдвічі менше — 300" are no bounds.
        """
        w = self.words
        after = rf"(?=\W|$)(?:\W+(?:{w.little}))*[^\w—–]*\Z"
        return re.compile(rf"{_EDGE}(?=(?:{w.governing}){_END})(?:{w.qualifiers}){after}", re.I | re.X)

    @cached_property
    def _adverb(self) -> re.Pattern:
        """Finds an adverb a word or two before the number: "щонайменше українських 600"."""
        w = self.words
        after = r"(?=\W|$)(?:\W+[^\W\d]+){0,2}\W*\Z"
        return re.compile(rf"{_EDGE}(?!(?:{w.governing}){_END})(?:{w.qualifiers}){after}", re.I | re.X)

    @cached_property
    def _arrives(self) -> re.Pattern:
        """Finds "выросло до", "з 2000 до" at the end of what stands before a number: the number reached, no bound."""
        w = self.words
        to = rf"{_EDGE}(?:{w.until})\s+\Z"
        grows, since = rf"(?:{w.grows})[^.;:!?]{{0,30}}?", rf"{_EDGE}(?:{w.with_}|{w.since})\s+\d[^.;:!?]{{0,20}}?\s"
        return re.compile(rf"(?:{grows}|{since}){to}", re.I)

    @cached_property
    def _after(self) -> re.Pattern:
        return re.compile(rf"\s*(?:(?:{self.words.persons})\s+)?(?:{self.words.after})", re.I | re.X)

    def denies(self, before: str, after: str) -> bool:
        """Whether the words around a quote deny it."""
        denied_before, denied_after = self._denied
        return bool(denied_before.search(before) or denied_after.match(after))

    @cached_property
    def _denied(self) -> tuple[re.Pattern, re.Pattern]:
        w = self.words
        return (
            re.compile(rf"{_EDGE}(?:{w.denied_before})(?:\W+[^\W\d]+){{0,3}}\W*\Z", re.I),
            re.compile(rf"[^.!?]{{0,30}}?{_EDGE}(?:{w.denied_after}){_END}", re.I),
        )

    def cuts(self, before: str, quote: str, after: str) -> tuple[bool, bool]:
        """Whether a quote begins, and whether it ends, inside a number."""
        begins = bool(quote[:1].isdigit() and _CUT_BEFORE.search(before))
        ends = quote[-1:].isdigit() and _CUT_AFTER.match(after)
        last = _LAST_WORD.search(quote.translate(_SAME))
        word = last[0].lower() if last else ""
        is_number = word.isdigit() or word in self.words.units or word in self.words.halves
        return begins, bool(ends or (is_number and self._scale_follows.match(after)))

    @cached_property
    def _scale_follows(self) -> re.Pattern:
        between = rf"(?:(?:{self.words.odd}|{self.words.and_half})\s)?"
        return re.compile(rf"[\s-]{between}{self.scale}(?:\.|{_END})", re.I)
