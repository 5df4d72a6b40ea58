"""What a number may count, in a language whose grammar no rule here knows: by the nearest word for what happened.

Two words of different metrics that are about as near leave it unsure; so does a clause between word and number.
Belongs here: that one rule. Does not belong here: English, which has rules (guesses), and the words (metrics.csv).
"""

from __future__ import annotations

import re
from dataclasses import replace

from briefing.audit.guesses import Guess, Place
from briefing.words.languages.base import Language
from briefing.words.metric_words import Vocabulary
from briefing.words.numerals import Numeral

CLOSE = 25  # characters: a word so near, and no other so near, is as good as certain
BREAK = 20  # characters that a clause or an "and" between word and number counts for
_PART = re.compile(r"[,;:–—]\s|[고며와과]\s|\s(?:і|й|та|а|але|и|но|или|чи|або|및|또)\s")
_COUNTER = re.compile(r"\s?여?\s?(?:명|사람)")
_WORD_END, _LAST_WORD = re.compile(r"[\w'’ʼ%-]*"), re.compile(r"\S+\s*\Z")
DENIED = "The sentence denies it."


def guess_nearest(text: str, numeral: Numeral, place: Place, words: Vocabulary, read_as: Language) -> Guess | None:
    """Return what the nearest word in the number's own part of its sentence says, with the words that make a quote."""
    found = []
    for event in words.event.finditer(text, place.own_start, place.own_end):
        before = event.start() < numeral.start
        gap = text[event.end() : numeral.start] if before else text[numeral.end : event.start()]
        found.append((len(gap) + BREAK * len(_PART.findall(gap)), words.event_of(event), event))
    if not found:
        return None
    found.sort(key=lambda f: f[0])
    distance, metric, event = found[0]
    rival = next((d for d, other, _ in found if other != metric), 10 * CLOSE)
    sure = 2 if distance <= CLOSE and rival >= distance + BREAK else 1 if rival >= distance + BREAK / 2 else 0
    start, end = min(event.start(), numeral.start), max(event.end(), numeral.end)
    if read_as.denies(text[place.start : start], text[end : place.end]):
        return Guess(metric, start, end, 0, DENIED)
    return _variant(Guess(metric, start, end, sure), text, place, words)


def _variant(found: Guess, text: str, place: Place, words: Vocabulary) -> Guess:
    """Tell planned from sent, workers from soldiers, by the words in the number's own part; never quite sure of it."""
    for variant in words.variants(found.metric):
        beside = words.pattern(variant.metric, "beside").search(text, place.own_start, place.own_end)
        noun = words.pattern(variant.metric, "nouns").search(text, place.own_start, place.own_end)
        if (beside or not variant.beside) and (noun or not variant.nouns):
            held = [m for m in (beside, noun) if m]
            start, end = min(found.start, *(m.start() for m in held)), max(found.end, *(m.end() for m in held))
            return replace(found, metric=variant.metric, start=start, end=end, sure=min(found.sure, 1))
    return found


def whole_quote(
    text: str, numeral: Numeral, found: Guess, qualifier: str, place: Place, read_as: Language
) -> tuple[int, int]:
    """Return the span of a guess with the whole words at its ends, and with those that qualify the number."""
    start, end = min(found.start, numeral.start), max(found.end, numeral.end)
    end = _WORD_END.match(text, end).end()
    if counter := _COUNTER.match(text, end):
        end = counter.end()

    def says() -> str:
        own = Numeral(numeral.start - start, numeral.end - start, numeral.kind)
        return read_as.qualifier_of(text[start:end], own, 0)

    for _ in range(3):  # a word more before the number, then one more after it
        if qualifier in ("vague", "between") or says() == qualifier:
            break
        before = _LAST_WORD.search(text[place.start : start])
        if start == numeral.start and before:
            start = place.start + before.start()
        after = re.compile(r"\s*[^\s.,;!?]+").match(text, end, place.end)
        if says() != qualifier and after:
            end = after.end()
    return start, end
