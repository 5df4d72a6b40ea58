"""What a number may count: plain rules on the words of its own sentence, and how sure they are.

The word after it, the verb before it, the verb after its noun, the noun it is the number of; then what may turn it
into something else: a part, a plan, an increase, a denial, others' losses, an age. Belongs here: rules. Does not belong
here: words (grammar_english), and who said it (speakers).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from briefing.audit import grammar_english as english
from briefing.record.dossier import Record
from briefing.words.metric_words import Vocabulary
from briefing.words.numerals import Numeral

REACH = 30  # characters before an event in which the words that tell a variant may stand
OWN = ("count", "range", "vague")
OLDEST = 110  # years


@dataclass(frozen=True)
class Guess:
    """What a number may count: the metric, the place of the words, how sure (0–2), and why it may be no figure."""

    metric: str
    start: int
    end: int
    sure: int
    out: str = ""  # a reason to leave it out
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """A number's sentence, and the part of it that is the number's own: from the number before to the number after."""

    start: int
    end: int
    own_start: int
    own_end: int


@dataclass(frozen=True)
class Subject:
    """Whom a record counts, as far as words tell: the nation's name, and other nations."""

    ours: frozenset[str]
    states: frozenset[str]

    def is_other(self, name: str) -> bool:
        """Whether the name of a nation, or of its people, is another than ours."""
        words = [w.removesuffix("s") if w.endswith("ans") else w for w in name.split()]
        if not self.ours or " ".join(words) in english.NEUTRAL or words[0] in english.NEUTRAL:
            return False
        if self.is_ours(name):
            return False
        whole = " ".join(words)
        return whole in self.states or bool(english.NATION.search(whole))

    def is_ours(self, name: str) -> bool:
        """Whether a name has every capitalised word of whom the record counts: "North Korea", "North Koreans"."""
        return all(any(w.startswith(own.removesuffix("n")) for w in name.split()) for own in self.ours)


def subject_of(record: Record) -> Subject:
    """Return whom a record counts."""
    ours = frozenset(re.findall(r"\b[A-Z]\w+", record.subject))
    return Subject(ours, frozenset(record.tables["actors"]["state"]) - {""})


@lru_cache(maxsize=4)
def _sentence_ends(text: str) -> tuple[list[int], list[int]]:
    spans = [m.span() for m in english.SENTENCE_END.finditer(text)]
    return [start for start, _ in spans], [end for _, end in spans]


def sentence_at(text: str, at: int, to: int) -> tuple[int, int]:
    """Return the start and end of the sentence that holds text[at:to]."""
    starts, ends = _sentence_ends(text)
    before, after = bisect_right(ends, at), bisect_left(starts, to)
    return ends[before - 1] if before else 0, starts[after] if after < len(starts) else len(text)


def place_of(text: str, numerals: Sequence[Numeral], i: int) -> Place:
    """Return the sentence of a number, and its own part of it."""
    numeral = numerals[i]
    start, end = sentence_at(text, numeral.start, numeral.end)
    before = max((n.end for n in numerals[max(0, i - 4) : i] if n.kind in OWN), default=0)
    after = min((n.start for n in numerals[i + 1 : i + 5] if n.kind in OWN), default=len(text))
    return Place(start, end, max(start, before), min(end, after))


def guess(
    text: str,
    numeral: Numeral,
    place: Place,
    metric_before: str,
    words: Vocabulary,
    subject: Subject,
    running: set[str],
) -> Guess | None:
    """Return what a number counts, by the first rule that fits; None where it counts no persons."""
    if tail := english.TAIL.match(text, numeral.end, place.own_end):  # "700 or so" is one number
        numeral = replace(numeral, end=tail.end())
    left, right = text[place.own_start : numeral.start], text[numeral.end : place.own_end]
    if _is_age(text, numeral, left, right):
        return Guess("", numeral.start, numeral.end, 2, english.AN_AGE)
    found = _counted(text, numeral, place, left, right, metric_before, words)
    if found is None or not found.metric:
        return found
    found = _sum_with_parts(found, text, numeral, place, words)
    return _second_thoughts(found, text, numeral, place, words, subject, running)


def _is_age(text: str, numeral: Numeral, left: str, right: str) -> bool:
    """Whether a number is somebody's age: "24-year-old", "he was 22", "the prisoner, 26, said"."""
    if english.YEAR_OLD.match(text, numeral.end):
        return True
    if english.AGE_BEFORE.search(left):
        return bool(not right.strip(" ,.") or english.AGE_AFTER.match(right) or "age" in left[-8:])
    if numeral.kind != "count" or numeral.value is None or numeral.value >= OLDEST:
        return False
    apposed = english.APPOSED_BEFORE.search(left) and english.APPOSED_AFTER.match(right)
    first = left.endswith(", ") and english.PAIR_AFTER.match(text, numeral.end)
    second = english.PAIR_BEFORE.search(text[: numeral.start][-12:]) and re.match(r",(?!\s+respect)", right)
    return bool(apposed or first or second)


def _counted(
    text: str, numeral: Numeral, place: Place, left: str, right: str, metric_before: str, words: Vocabulary
) -> Guess | None:
    nouns = english.NOUNS.match(right)
    nouns = None if nouns and english.STILL_PERSONS.fullmatch(nouns[0]) else nouns
    counted = nouns is None or bool(english.COUNTED.search(nouns[1]) or words.event.match(right, 1))
    by_form = not counted and bool(english.PEOPLE_BY_FORM.search(nouns[1]) and not english.THINGS.search(nouns[1]))
    if not counted and not by_form:
        return None
    found = (
        _of_the_harmed(numeral, left, right, words)
        or _after_directly(numeral, right, nouns, words)
        or _before(numeral, left, right, words)
        or _clause(text, numeral, place, left, right, metric_before, words)
        or _in_passing(text, numeral, place, left, right, metric_before, words)
        or _listed(text, numeral, place, left, right, metric_before, words)
    )
    if found:
        found = _variant(text, numeral, place, found, words)
        named = words.event.search(text, min(found.start, numeral.start), max(found.end, numeral.end))
        if by_form and not named:  # "lost three fingers"
            return None
        return replace(found, sure=min(found.sure, 1)) if by_form else found
    whom = next((m.metric for m in words.metrics if nouns and words.pattern(m.metric, "nouns").search(nouns[1])), "")
    return Guess(whom, numeral.start, numeral.end + nouns.end(), 0) if whom else None


def _of_the_harmed(numeral: Numeral, left: str, right: str, words: Vocabulary) -> Guess | None:
    """Read "repatriated 75 wounded soldiers": the wounded say who, the verb before says what."""
    harmed = words.event.match(right, 1) if right[:1].isspace() else None
    person = harmed and english.PERSON.match(right[harmed.end() :])
    found = _before(numeral, left, right, words) if person else None
    return Guess(found.metric, found.start, numeral.end + harmed.end() + person.end(), 1) if found else None


def _after_directly(numeral: Numeral, right: str, nouns: re.Match | None, words: Vocabulary) -> Guess | None:
    """Read "600 deaths", "2,700 wounded", "4,700 North Korean casualties", "600 soldiers killed"."""
    events = words.event.finditer(right, 0, nouns.end() if nouns else 0)
    event = next((e for e in events if not _says_who(words, e)), None)
    if event is None:
        return None
    whole = words.event.match(right, event.start())  # "wounded and killed" is one event
    return Guess(words.event_of(whole), numeral.start, numeral.end + whole.end(), 2)


def _says_who(words: Vocabulary, event: re.Match) -> bool:
    """Whether an event is one that the others are part of: the bare "deployed" may say who, not what happened."""
    return words.named[words.event_of(event)].holds


def _before(numeral: Numeral, left: str, right: str, words: Vocabulary) -> Guess | None:
    """Read "sent about 15,000", "killing at least 300", "the deaths of 40", "a deployment plan of 6,000"."""
    gap = re.compile(r"(?:\s+plan)?" + english.GAP, re.I)
    events = [e for e in words.event.finditer(left) if gap.match(left[e.end() :])]
    if not events:
        return None
    event = events[-1]
    after = words.event.match(right, 1) if right[:1].isspace() else None
    start = numeral.start - len(left) + event.start()
    end = numeral.end + (person_end(right) or 0)
    return Guess(words.event_of(event), start, end, 1 if after else 2)


def _clause(
    text: str, numeral: Numeral, place: Place, left: str, right: str, metric_before: str, words: Vocabulary
) -> Guess | None:
    """Read what is said of the number behind it, or before it where that is surer: "the dead are 900, and the …"."""
    found = _predicate(numeral, right, words), _subject(text, numeral, place, left, metric_before, words)
    return max((f for f in found if f), key=lambda f: f.sure, default=None)


def _predicate(numeral: Numeral, right: str, words: Vocabulary) -> Guess | None:
    """Read "600 soldiers deployed to Kursk have been killed": the bare "deployed" says who, not what."""
    events = list(words.event.finditer(right))
    firm = [e for e in events if not _says_who(words, e) or english.FINITE.search(right[: e.start()])]
    if not events:
        return None
    event = (firm or events)[0]
    sure = max(0, 2 - right[: event.start()].count(",")) if firm else 0
    return Guess(words.event_of(event), numeral.start, numeral.end + event.end(), sure)


def _subject(
    text: str, numeral: Numeral, place: Place, left: str, metric_before: str, words: Vocabulary
) -> Guess | None:
    """Read "casualties are estimated at 4 700", "the toll rose to 900", "it now puts the figure at 2,000"."""
    begin = numeral.start - len(left)
    if english.ASIDE.match(left):
        before = list(words.event.finditer(text, place.start, place.own_start))
        if before and before[-1].start() < place.own_start:
            return Guess(words.event_of(before[-1]), before[-1].start(), numeral.end, 0)
    for event in reversed(list(words.event.finditer(left))):
        if english.GREW_BY.match(left, event.end()):
            return Guess(words.event_of(event), begin + event.start(), numeral.end, 0)
        if english.SAYS_HOW_MANY.match(left, event.end()):
            sure = 1 if _says_who(words, event) else 2
            if english.WEAKLY.search(left, event.end()) and not english.FIRMLY.search(left, event.start()):
                sure = 0
            return Guess(words.event_of(event), begin + event.start(), numeral.end, sure)
    for metric, pattern in words.loose:
        for loose in pattern.finditer(left):
            adjacent = re.match(english.GAP, left[loose.end() :], re.I)  # "lost close to 300 men"
            if not adjacent and english.SAYS_HOW_MANY.match(left, loose.end()):
                return Guess(metric, begin + loose.start(), numeral.end, 1)
    if metric_before and (same := english.SAME_COUNT.search(left)):
        return Guess(metric_before, begin + same.start(), numeral.end, 0)
    if metric_before and english.NOW_AT.search(left):
        return Guess(metric_before, numeral.start, numeral.end, 0)
    return None


def _in_passing(
    text: str, numeral: Numeral, place: Place, left: str, right: str, metric_before: str, words: Vocabulary
) -> Guess | None:
    """Read "lost 300 men", "of the 10,000 sent", "from 300 in May to 600", "11,000 are fighting": never sure."""
    begin = numeral.start - len(left)
    for metric, pattern in words.loose:
        for loose in pattern.finditer(left):
            if re.match(english.GAP, left[loose.end() :], re.I):
                end = numeral.end + (person_end(right) or 0)
                meant, sure = _meant(metric, loose[0], text, numeral, words)
                return Guess(meant, begin + loose.start(), end, sure)
    if metric_before and re.fullmatch(r"\s+(?:\w+\s+){0,5}to\s+", left):
        named = [words.event_of(e) for e in words.event.finditer(text, place.start, place.own_start)]
        return Guess(named[-1] if named else metric_before, numeral.start, numeral.end, 0)
    return _loosely(numeral, right, words)


def _loosely(numeral: Numeral, right: str, words: Vocabulary) -> Guess | None:
    """Read "11,000 are fighting"."""
    for metric, pattern in words.loose:
        if there := pattern.search(right):
            return Guess(metric, numeral.start, numeral.end + there.end(), 0)
    return None


def _listed(
    text: str, numeral: Numeral, place: Place, left: str, right: str, metric_before: str, words: Vocabulary
) -> Guess | None:
    """Read "40 officers and 15 gunners have died", "sent 40 officers and 15 gunners": one verb for two numbers."""
    joined = english.JOINED.search(right)
    if joined and person_end(right) and numeral.end + joined.end() == place.own_end:
        _, end = sentence_at(text, numeral.start, numeral.end)
        behind = english.NUMBER.sub("", text[place.own_end : end], 1)
        one = Numeral(0, 0, "count")
        found = _predicate(one, behind, words) or _loosely(one, behind, words)
        if found and person_end(behind):
            return Guess(found.metric, numeral.start, end - len(behind) + found.end, min(found.sure, 1))
    listed = metric_before and place.own_start > place.start and english.JOINED.fullmatch(left) and person_end(right)
    events = list(words.event.finditer(text, place.start, place.own_start)) if listed else []
    if events and not words.event.search(left):  # the quote begins with the verb
        return Guess(metric_before, events[-1].start(), numeral.end + person_end(right), 1)
    return None


def _meant(metric: str, loose: str, text: str, numeral: Numeral, words: Vocabulary) -> tuple[str, int]:
    """Return which metric a loose word ("lost") means, by the words of this sentence and the next, and how sure."""
    may = [m for m, pattern in words.loose if pattern.fullmatch(loose)]
    _, end = sentence_at(text, numeral.start, numeral.end)
    for reach in (end, sentence_at(text, end + 2, end + 2)[1]):
        events = [(words.event_of(e), e.start()) for e in words.event.finditer(text, numeral.end, reach)]
        named = {metric for metric, _ in events}
        # "Most of them were wounded": the others were not.
        named |= {p for m, at in events if english.MOST.search(text, numeral.end, at) for p in _beside(m, may, words)}
        whole = [m for m in may if set(words.named[m].parts) and (m in named or set(words.named[m].parts) <= named)]
        if whole:
            return whole[0], 1
        if len(one := [m for m in may if m in named]) == 1:
            return one[0], 1
    return metric, 0


def _beside(part: str, may: list[str], words: Vocabulary) -> set[str]:
    """Return the parts of those sums that a metric is a part of."""
    return {p for m in may if part in words.named[m].parts for p in words.named[m].parts}


def _variant(text: str, numeral: Numeral, place: Place, found: Guess, words: Vocabulary) -> Guess | None:
    """Tell sent from planned and additional, soldiers from workers: the last metric whose other words stand beside."""
    begin, end = min(found.start, numeral.start), max(found.end, numeral.end)
    nouns = text[numeral.end : max(found.end, numeral.end + (person_end(text[numeral.end : place.own_end]) or 0))]
    own, order = words.named[found.metric], [m.metric for m in words.metrics]
    here = own.beside and words.pattern(own.metric, "beside").search(text, max(place.own_start, begin - REACH), end)
    for variant in words.variants(found.metric):
        beside = words.pattern(variant.metric, "beside").search(text, max(place.own_start, begin - REACH), end)
        if variant.nouns:
            if words.pattern(variant.metric, "nouns").search(nouns):
                return Guess(variant.metric, begin, end, found.sure if beside or not variant.beside else 0)
        elif beside and not (here and order.index(variant.metric) < order.index(own.metric)):
            sure = found.sure if words.named[found.metric].holds else min(found.sure, 1)
            return Guess(variant.metric, min(begin, beside.start()), end, sure)
    if here:
        return replace(found, start=min(begin, here.start()))
    if own.beside:  # a word that only a variant has, without the words that make it one: "10,000 are stationed"
        other = (m for m, pattern in words.loose if m != own.metric and pattern.search(text, begin, end))
        return replace(found, metric=next(other, found.metric), sure=0)
    return found


def _sum_with_parts(found: Guess, text: str, numeral: Numeral, place: Place, words: Vocabulary) -> Guess:
    """Read "2,000 injuries, including 300 deaths": the whole holds both parts."""
    at = max(found.end, numeral.end)
    _, end = sentence_at(text, numeral.start, numeral.end)
    if not english.INCLUDING.match(text, at):
        return found
    for whole in words.metrics:
        if found.metric in whole.parts:
            others = set(whole.parts) - {found.metric}
            if any(words.event_of(e) in others for e in words.event.finditer(text, at, end)):
                note = "the other part is included in it"
                return replace(found, metric=whole.metric, sure=min(found.sure, 1), notes=(*found.notes, note))
    return found


def _second_thoughts(
    found: Guess, text: str, numeral: Numeral, place: Place, words: Vocabulary, subject: Subject, running: set[str]
) -> Guess:
    """Return a guess with what speaks against it: a reason to leave the number out, or less sureness and a note."""
    left = text[place.start : numeral.start]
    if english.DENIED.search(left):
        return replace(found, sure=0, out=english.A_DENIAL)
    if other := _others(text, numeral, place, subject):
        return replace(found, sure=0, out=english.OF_ANOTHER.replace("{}.", f"{other}."))
    if found.metric in running and _is_increase(text, numeral, place, found, words):
        return replace(found, sure=0, out=english.AN_INCREASE)
    if english.PART_OF_IT.search(left) and not words.named[found.metric].holds:
        return replace(found, sure=0, out=english.ONLY_A_PART)
    notes, sure = list(found.notes), found.sure
    if english.SUBSET.search(left):
        sure, notes = 0, [*notes, "a part of another number"]
    if english.CHANGE.search(left) and numeral.value_to is None:
        sure = 0
    if english.DOUBT.search(text, place.own_start, place.own_end):
        sure, notes = min(sure, 1) - 1, [*notes, "the sentence denies, supposes or looks back"]
    return replace(found, sure=max(0, sure), notes=tuple(notes))


def _is_increase(text: str, numeral: Numeral, place: Place, found: Guess, words: Vocabulary) -> bool:
    left, right = text[place.start : numeral.start], text[numeral.end : place.own_end]
    more_after = english.INCREASE_AFTER.match(right, 0, max(found.end, numeral.end) - numeral.end + 12)
    if not english.INCREASE_BEFORE.search(left) and not more_after:
        return False
    # "300 killed and another 2,700 wounded": two counts beside each other, no increase of one.
    others = {words.event_of(e) for e in words.event.finditer(left)} - {found.metric}
    return not (others and english.ALSO.search(left))


def _others(text: str, numeral: Numeral, place: Place, subject: Subject) -> str:
    """Return the name of those whom a number is said of, where they are others than the record counts; else ""."""
    own = text[numeral.end : place.own_end]
    named = re.match(r"[\s-](?:(?:other|of\s+the|of\s+its|of)\s+)?((?:[A-Z]\w+\s?)+)", own)
    if named and subject.ours:
        return "" if subject.is_ours(named[1]) else named[1].strip()
    if who := re.match(r"\s+(?:\w+\s+){0,2}?(?=\w)", own):
        person = english.CIVILIANS.match(own, who.end()) or english.CIVILIANS.match(own, 1)
        if person:
            return person[0]
    for start, end in ((place.start, numeral.start), _sentence_before(text, place.start)):
        armies = (
            m
            for m in english.ARMY.finditer(text, start, end)
            if not english.NOT_COUNTED.search(text[start : m.start()])
        )
        found = [next(g for g in m.groups() if g) for m in armies]
        found = [name for name in found if subject.is_ours(name) or subject.is_other(name)]
        if found:
            return "" if subject.is_ours(found[-1]) else found[-1]
    return ""


def _sentence_before(text: str, start: int) -> tuple[int, int]:
    starts, ends = _sentence_ends(text)
    last = bisect_right(ends, start) - 1
    if last < 0 or "\n" in text[starts[last] : ends[last]]:
        return start, start
    return (ends[last - 1] if last else 0), starts[last]


def person_end(right: str) -> int | None:
    """Return where the noun of persons after a number ends."""
    nouns = english.NOUNS.match(right)
    person = nouns and (
        english.COUNTED.search(right, 0, nouns.end()) or english.PEOPLE_BY_FORM.search(right, 0, nouns.end())
    )
    return person.end() if person else None
