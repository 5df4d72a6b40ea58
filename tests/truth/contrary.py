"""Which claims cannot all be true, worked out anew from the rows by the definition alone: every pair is looked at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import inf

from tests.truth.oracle import check, counted, differs, lacks, names
from tests.truth.record import COMPARABLE, SPOKEN, Seen, date_words, in_words, period

BOUNDS = {q: words.strip() for q, words in SPOKEN.items() if q not in ("unqualified", "about")} | {"between": "between"}


@dataclass(frozen=True)
class Reading:
    """What a number with a qualifier allows: from `low` to `high`, an end left out where it is open."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    def __add__(self, other: Reading) -> Reading:
        return Reading(self.low + other.low, self.high + other.high, self.low_open or other.low_open,
                       self.high_open or other.high_open)  # fmt: skip

    def loose(self) -> Reading:
        """Return what a number that ends in zeros may have been before it was rounded."""
        if self.low != self.high or self.low <= 0 or self.low % 1:
            return self
        digits = str(int(self.low)).rstrip("0")
        zeros = len(str(int(self.low))) - len(digits) - (digits == "1")
        half = 10**zeros / 2 if zeros > 0 else 0
        return Reading(self.low - half, self.high + half, False, half > 0)

    def meets(self, other: Reading) -> bool:
        low, high = max(self.low, other.low), min(self.high, other.high)
        shut = all(not (x.low_open and x.low == low) and not (x.high_open and x.high == high) for x in (self, other))
        return low < high or (low == high and shut)

    def not_above(self, other: Reading) -> bool:
        return self.low < other.high or (self.low == other.high and not (self.low_open or other.high_open))


@dataclass(frozen=True)
class Side:
    """One number that a statement gives a metric, in all its readings, or the sum of its parts."""

    statement: str
    metric: str
    readings: tuple[Reading, ...]
    value: float
    derived: bool


def reading(value: int, to: int | None, qualifier: str) -> Reading:
    if qualifier in ("nearly", "up_to"):
        return Reading(-inf, value, False, qualifier == "nearly")
    if qualifier in ("at_least", "more_than"):
        return Reading(value, inf, qualifier == "more_than", False)
    return Reading(value, to if qualifier == "between" else value)


def sides(seen: Seen, metric: str) -> list[Side]:
    """Return the numbers of a metric, and the sums of its parts where nobody states the whole with a qualifier."""
    found, parts = [], seen.parts(metric)
    for s in {s for s, _ in seen.chosen}:
        stated = seen.chosen.get((s, metric), {})
        found += [Side(s, metric, tuple(reading(*n, q) for q in qs), n[0], False) for n, qs in stated.items()]
        given = [seen.chosen.get((s, p)) for p in parts]
        if not parts or not all(given) or any(qs != {"unqualified"} for qs in stated.values()):
            continue
        for numbers in product(*(values.items() for values in given)):
            ways = [tuple(reading(*n, q) for q in qs) for n, qs in numbers]
            sums = tuple(sum(one[1:], one[0]) for one in product(*ways))
            low, high = min(x.low for x in sums), max(x.high for x in sums)
            if (low > -inf or high < inf) and (not stated or low == -inf or high == inf):
                found.append(Side(s, metric, sums, low if low > -inf else high, True))
    return found


def pairs(seen: Seen) -> Counter:
    """Return every pair that is compared: how, whether no number fits both, and its two figures."""
    if "pairs" in vars(seen):
        return seen.pairs
    found: Counter = Counter()
    all_sides = {m: sides(seen, m) for m in seen.order}
    for mine in all_sides.values():
        for i, one in enumerate(mine):
            found.update(_same(seen, one, other) for other in mine[:i])
        found.update(_falls(seen, mine, other) for other in mine)
    for part in seen.order:
        whole = seen.metric[part]["part_of"]
        while whole and seen.metric[part]["unit"] == "persons":
            found.update(p for w in all_sides[whole] for p in _above(seen, all_sides[part], w))
            whole = seen.metric[whole]["part_of"]
    del found[None]
    seen.pairs = found
    return found


def _pair(kind: str, contrary: bool, one: Side, other: Side) -> tuple:
    return kind, contrary, frozenset([(one.statement, one.metric), (other.statement, other.metric)])


def _days(seen: Seen, one: Side, other: Side) -> int | None:
    """The most days that may lie between two figures of different claimants; None where they are not compared."""
    a, b = period(seen.made(one.statement)), period(seen.made(other.statement))
    if seen.who(one.statement) == seen.who(other.statement) or not (a and b) or not one_time(seen, one, other):
        return None
    return (max(a[1], b[1]) - min(a[0], b[0])).days


def one_time(seen: Seen, one: Side, other: Side) -> bool:
    """Whether two numbers may speak of one time: their rows tell of periods that share a day, or one tells of none."""
    told = []
    for side in (one, other):
        rows = [r for r in seen.index["rows"].get((side.statement, side.metric), ()) if r["value"]]
        rows = [r for r in rows if not side.derived and float(r["value"]) == side.value]
        told.append([r["refers_to"].split("/") for r in rows if r.get("refers_to")])
    return not all(told) or any(
        period(a[0])[0] <= period(b[-1])[1] and period(b[0])[0] <= period(a[-1])[1] for a in told[0] for b in told[1]
    )


def _some(test, one: Side, other: Side, loose: bool = False) -> bool:
    return any(test(a.loose(), b.loose()) if loose else test(a, b) for a in one.readings for b in other.readings)


def _same(seen: Seen, one: Side, other: Side) -> tuple | None:
    if one.statement == other.statement:
        kind = "" if one.derived or other.derived else "documents"
    else:
        days = _days(seen, one, other)
        kind = "claimants" if days is not None and days <= COMPARABLE else ""
    if not kind or (one.value == other.value and _some(Reading.meets, one, other)):
        return None
    return _pair(kind, not _some(Reading.meets, one, other, loose=True), one, other)


def _before(seen: Seen, mine: list[Side], other: Side) -> Side | None:
    """The highest figure that another claimant gave before, and too long ago to be compared as of one time."""
    first = period(seen.made(other.statement)) or (date.min,)
    ago = [s for s in mine if (_days(seen, s, other) or 0) > COMPARABLE]
    ago = [s for s in ago if period(seen.made(s.statement))[1] < first[0]]
    ago.sort(key=lambda s: (period(seen.made(s.statement))[0], s.statement, s.value))
    return max(ago, key=lambda s: max(x.low for x in s.readings), default=None)


def _falls(seen: Seen, mine: list[Side], other: Side) -> tuple | None:
    highest = _before(seen, mine, other) if seen.is_running(other.metric) else None
    if highest is None or highest.value <= other.value:
        return None
    return _pair("falls", not _some(Reading.not_above, highest, other, loose=True), highest, other)


def _above(seen: Seen, parts: list[Side], whole: Side):
    near = [p for p in parts if (days := _days(seen, p, whole)) is not None and days <= COMPARABLE]
    highest = _before(seen, parts, whole) if seen.is_running(whole.metric) else None
    if highest is not None and seen.is_running(highest.metric):
        near.append(highest)
    for part in near:
        if not _some(Reading.not_above, part, whole, loose=True):
            yield _pair("part", True, part, whole)


def keyed(kind: str, contrary: bool, figures) -> tuple:
    return kind, contrary, frozenset(figures)


@check("contraries")
def contraries(seen, words, about):
    said, found = Counter(keyed(*pair) for pair in about["pairs"]), pairs(seen)
    yield next((f"{pair} is no such pair" for pair in said - found), "")
    yield next((f"{pair} is left out" for pair in found - said), "")
    n = sum(k for (_, contrary, _), k in found.items() if contrary)
    if "none can contradict" in words:
        yield "there are pairs" if found else ""
    elif "cannot both be true" in words:
        yield counted(words, n, "pair")
    elif "No two figures" in words:
        yield "some contradict each other" if n else counted(words, found.total(), "pair")
    elif words:
        yield lacks(words, "more only look") or differs("looking so", int(found.total() - n) > 0, True)
    else:
        yield "others only look contrary" if found.total() > n else ""


@check("contrary", "both", "decided")
def contrary(seen, words, about):
    figures = about["figures"]
    yield "" if keyed(about["compared"], about["contrary"], figures) in pairs(seen) else "is no such pair"
    if "fits both" in words:
        yield differs("whether no number fits", words.startswith("No "), about["contrary"])
        return
    qualifiers = {q for s, m in figures for part in (m, *seen.parts(m))
                  for qs in seen.chosen.get((s, part), {}).values() for q in qs}  # fmt: skip
    if "decides" not in about:
        quoted = [w for w in BOUNDS.values() if f"“{w}”" in words]
        yield next((f"nobody said “{w}”" for w in quoted if w not in {BOUNDS.get(q) for q in qualifiers}), "")
        yield "" if quoted or "rounding" in words or "no word leaves" in words.lower() else "does not say what decides"
        return
    for s, m in figures:
        values = seen.chosen.get((s, m), {})
        told = any(in_words(*n, q, seen.metric[m]["unit"]) in words for n, qs in values.items() for q in qs)
        yield "" if told or "(derived: " in words else f"does not say what {s} gives"
        yield lacks(words, date_words(seen.made(s)), seen.phrase(m)) or names(seen, words, [seen.who(s)], 9)
