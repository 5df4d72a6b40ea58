"""Drafts: what an open number may be, proposed for a person to correct.

Plain rules on the words in the number's own sentence: the word after it, the verb before it, the verb after its
noun, the noun it is the number of. Each rule has its confidence; doubt in the words lowers it.
Belongs here: guesses, and how sure they are. Does not belong here: writing into the dossier.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from briefing.audit.speakers import Known, known_statements
from briefing.record.dossier import Record
from briefing.words import quotes
from briefing.words.metric_words import Vocabulary
from briefing.words.numerals import LOSSES, PERSONS, Numeral
from briefing.words.text import defuse

COLUMNS = [
    "table", "confidence", "statement_confidence", "line", "clause", "figure_id", "document_id", "statement_id",
    "metric", "value", "value_to", "qualifier", "voice", "quote", "quote_start", "note", "start", "end", "reason",
]  # fmt: skip
CONFIDENCE = ("low", "medium", "high")
REACH = 30  # characters before an event in which the words that tell a variant may stand
FIGURES, EXCLUSIONS = "reported_figures", "exclusions"


def _any(words: str) -> str:
    """Return a pattern for any of the words, separated by commas; a space in one stands for any space."""
    return "(?:" + "|".join(w.strip().replace(" ", r"\s+") for w in words.replace("\n", " ").split(",")) + ")"


_BETWEEN = _any(
    "a, an, the, its, their, his, about, around, some, roughly, approximately, nearly, almost, over, "
    "under, up, to, at, least, most, more, fewer, less, than, as, many, no, not, between, another, "
    "additional, extra, further, estimated, total, of, close, just, only, well, with, by, on, "
    "upwards, circa, reported, combined, initial, first, whole, contingent, group, batch, force, "
    "forces, troops, other"
)
_GAP = rf"(?:\s+['‘’“\"]?(?:{_BETWEEN}\b|≈|~|[<>≥≤]))*\s*['‘’“\"]?\Z"
_LEADS_TO = _any(
    "at, to, from, was, were, is, are, of, be, reach(?:ed|es|ing)?, exceed(?:ed|s|ing)?, surpass(?:ed|es)?, "
    "total(?:l?ed|l?ing|s)?, number(?:ed|s|ing)?, pass(?:ed|es), top(?:ped|s)"
)
_SAYS_HOW_MANY = re.compile(rf"(?:\s+(?!(?:said|says|that|which|who)\b)[^\s,;:]+){{0,9}}?\s+{_LEADS_TO}{_GAP}", re.I)
_AUXILIARY = _any("have, has, had, were, was, are, is, be, been, being, got, to, will, would")
_FINITE = re.compile(rf"\b{_AUXILIARY}(?:\s+(?:also|already|since|now|not|reportedly|likely))*\s+\Z", re.I)
_DOUBT = re.compile(
    r"\b"
    + _any(
        "could, may, might, if, den(?:y|ied|ies|ying), not, never, no record, unconfirmed, unable, "
        "hypothetical, possibly, capable, exercise, drill, target, goal, ago, Korean War, World War"
    )
    + r"\b|n['’]t\b",
    re.I,
)
_SAME_COUNT = re.compile(r"\b(?:figure|number|total|count|tally|estimate|it)\b" + _SAYS_HOW_MANY.pattern, re.I)
_STOP = _any(
    "to, in, at, on, of, for, from, by, with, and, or, but, that, who, which, whom, had, have, has, "
    "were, was, are, is, be, been, will, would, could, may, might, said, after, since, during, as, "
    "than, so, already, now, while, when, where, also, into, within, across, near, did, do"
)
_NOUNS = re.compile(rf"[\s-]+((?:(?!{_STOP}\b)[^\W\d][\w’'-]*[ \u00a0]?){{1,6}})", re.I)
_COUNTED = re.compile(rf"\b(?:{PERSONS}|{LOSSES})\b", re.I)
_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Dr|Lt|St|No))(?<!\b(?:Gen|Sen|Mrs|Col|Maj))[.!?]['\"”’)]*\s+(?=[\w“\"‘(])|\n|;"
)


@dataclass(frozen=True)
class Guess:
    """What a number may count: the metric, the place of the words, how sure (0–2)."""

    metric: str
    start: int
    end: int
    sure: int


def draft(record: Record, numbers: pd.DataFrame) -> pd.DataFrame:
    """Return a proposed row or a proposed exclusion for each open number, with the columns COLUMNS.

    `numbers` is coverage(record). A proposal that may be wrong says `low` or `medium`.
    """
    rows, taken, words = [], set(record.figures["figure_id"]), record.metrics.vocabulary
    nations, known = _nations(record), known_statements(record)
    for document_id, of_document in numbers.groupby("document_id", sort=False):
        text, metric = record.texts[document_id], ""
        numerals = [_numeral(row) for row in of_document.itertuples()]
        for i, (numeral, row) in enumerate(zip(numerals, of_document.itertuples(), strict=True)):
            place = _sentence(text, numeral, numerals, i)
            guess = _guess(text, numeral, place, metric, words)
            if guess and guess.metric and numeral.kind in ("count", "range", "vague"):
                metric = guess.metric
            if row.status != "open":
                continue
            base = {"document_id": document_id, "line": row.line, "clause": text[place.start : place.end].strip()}
            if guess and numeral.kind == "percent":
                guess = replace(guess, metric=words.share_of(guess.metric), sure=0)
            if guess and guess.metric and numeral.kind in ("count", "range", "vague", "percent"):
                figure = _figure(text, numeral, place, guess, nations)
                statement = _statement(known, document_id, text, place, figure)
                rows.append(base | figure | statement | {"figure_id": _free_id(document_id, guess.metric, taken)})
            else:
                rows.append(base | _exclusion(text, numeral, place, guess))
    return pd.DataFrame(rows, columns=COLUMNS).astype(
        dict.fromkeys(("value", "value_to", "quote_start", "start", "end"), "Int64")
    )


def defused(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose text cells a spreadsheet will not run: a leading = + - @ or tab gets an apostrophe."""
    text = table.select_dtypes(["object", "string", "str", "category"]).columns
    return table.assign(**{c: table[c].astype("str").map(defuse, na_action="ignore") for c in text})


@dataclass(frozen=True)
class Place:
    """A number's sentence, and the part of it that is the number's own: from the number before to the number after."""

    start: int
    end: int
    own_start: int
    own_end: int


def _numeral(row) -> Numeral:
    low = None if pd.isna(row.value) else row.value
    return Numeral(row.start, row.end, row.kind, low, None if pd.isna(row.value_to) else row.value_to, row.rule)


@lru_cache(maxsize=4)
def _sentence_ends(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in _SENTENCE_END.finditer(text)]


def _sentence(text: str, numeral: Numeral, numerals: list[Numeral], i: int) -> Place:
    ends = _sentence_ends(text)
    start = max((e for _, e in ends if e <= numeral.start), default=0)
    end = min((s for s, _ in ends if s >= numeral.end), default=len(text))
    own = ("count", "range", "vague")
    before = max((n.end for n in numerals[max(0, i - 4) : i] if n.kind in own), default=0)
    after = min((n.start for n in numerals[i + 1 : i + 5] if n.kind in own), default=len(text))
    return Place(start, end, max(start, before), min(end, after))


def _guess(text: str, numeral: Numeral, place: Place, metric_before: str, words: Vocabulary) -> Guess | None:
    """Return what the number counts, by the first rule that fits; None where it counts no persons."""
    left, right = text[place.own_start : numeral.start], text[numeral.end : place.own_end]
    nouns = _NOUNS.match(right)
    counted = nouns is None or bool(_COUNTED.search(nouns[1]) or words.event.match(right, 1))
    if not counted:
        return None
    found = (
        _of_the_harmed(numeral, left, right, words)
        or _after_directly(numeral, right, nouns, words)
        or _before(numeral, left, right, words)
        or _predicate(numeral, right, words)
        or _subject(numeral, left, metric_before, words)
        or _in_passing(numeral, left, right, metric_before, words)
    )
    if found:
        return _variant(text, numeral, place, found, nouns, words)
    whom = next((m.metric for m in words.metrics if nouns and words.pattern(m.metric, "nouns").search(nouns[1])), "")
    return Guess(whom, numeral.start, numeral.end + nouns.end(), 0) if whom else None


def _of_the_harmed(numeral: Numeral, left: str, right: str, words: Vocabulary) -> Guess | None:
    """Read "repatriated 75 wounded soldiers": the wounded say who, the verb before says what."""
    harmed = words.event.match(right, 1) if right[:1].isspace() else None
    person = harmed and re.match(rf"\s+(?:\w+\s+)?(?:{PERSONS})\b", right[harmed.end() :], re.I)
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
    events = [e for e in words.event.finditer(left) if re.match(r"(?:\s+plan)?" + _GAP, left[e.end() :], re.I)]
    if not events:
        return None
    event = events[-1]
    after = words.event.match(right, 1) if right[:1].isspace() else None
    start = numeral.start - len(left) + event.start()
    end = numeral.end + (_person_end(right) or 0)
    return Guess(words.event_of(event), start, end, 1 if after else 2)


def _predicate(numeral: Numeral, right: str, words: Vocabulary) -> Guess | None:
    """Read "600 soldiers deployed to Kursk have been killed": the bare "deployed" says who, not what."""
    events = list(words.event.finditer(right))
    firm = [e for e in events if not _says_who(words, e) or _FINITE.search(right[: e.start()])]
    if not events:
        return None
    event = (firm or events)[0]
    sure = max(0, 2 - right[: event.start()].count(",")) if firm else 0
    return Guess(words.event_of(event), numeral.start, numeral.end + event.end(), sure)


def _subject(numeral: Numeral, left: str, metric_before: str, words: Vocabulary) -> Guess | None:
    """Read "casualties are estimated at 4 700", "the toll rose to 900", "it now puts the figure at 2,000"."""
    begin = numeral.start - len(left)
    for event in reversed(list(words.event.finditer(left))):
        if _SAYS_HOW_MANY.match(left, event.end()):
            sure = 1 if _says_who(words, event) else 2
            return Guess(words.event_of(event), begin + event.start(), numeral.end, sure)
    for metric, pattern in words.loose:
        for loose in pattern.finditer(left):
            if _SAYS_HOW_MANY.match(left, loose.end()):
                return Guess(metric, begin + loose.start(), numeral.end, 1)
    if metric_before and (same := _SAME_COUNT.search(left)):
        return Guess(metric_before, begin + same.start(), numeral.end, 0)
    return None


def _in_passing(numeral: Numeral, left: str, right: str, metric_before: str, words: Vocabulary) -> Guess | None:
    """Read "lost 300 men", "of the 10,000 sent", "from 300 in May to 600", "11,000 are fighting": never sure."""
    begin = numeral.start - len(left)
    for metric, pattern in words.loose:
        for loose in pattern.finditer(left):
            if re.match(_GAP, left[loose.end() :], re.I):
                return Guess(metric, begin + loose.start(), numeral.end + (_person_end(right) or 0), 1)
    if metric_before and re.fullmatch(r"\s+(?:\w+\s+){1,5}to\s+", left):
        return Guess(metric_before, numeral.start, numeral.end, 0)
    for metric, pattern in words.loose:
        if there := pattern.search(right):
            return Guess(metric, numeral.start, numeral.end + there.end(), 0)
    return None


def _variant(
    text: str, numeral: Numeral, place: Place, found: Guess, nouns: re.Match | None, words: Vocabulary
) -> Guess:
    """Tell sent from planned and additional, soldiers from workers: the last metric whose other words stand beside."""
    begin, end = min(found.start, numeral.start), max(found.end, numeral.end)
    for variant in words.variants(found.metric):
        beside = words.pattern(variant.metric, "beside").search(text, max(place.own_start, begin - REACH), end)
        if variant.nouns:
            if nouns and words.pattern(variant.metric, "nouns").search(nouns[1]):
                return Guess(variant.metric, begin, end, found.sure if beside or not variant.beside else 0)
        elif beside:
            sure = found.sure if words.named[found.metric].holds else min(found.sure, 1)
            return Guess(variant.metric, min(begin, beside.start()), end, sure)
    return found


def _person_end(right: str) -> int | None:
    nouns = _NOUNS.match(right)
    person = _COUNTED.search(right, 0, nouns.end()) if nouns else None
    return person.end() if person else None


def _figure(text: str, numeral: Numeral, place: Place, guess: Guess, nations: set[str]) -> dict:
    """Return the columns of a proposed row that its own words decide."""
    value, value_to, qualifier = _value(text, numeral, place)
    start, end = _quote(text, numeral, guess, qualifier, place)
    quote, sure, notes = text[start:end], guess.sure, []
    if problem := quotes.quote_problem(quote, value, value_to, qualifier, numeral.kind == "percent"):
        sure, notes = 0, [problem[1]]
    if _DOUBT.search(text, place.own_start, place.own_end):
        sure, notes = min(sure, 1) - 1, [*notes, "the sentence denies, supposes or looks back"]
    other = _other_nation(text, numeral, nations)
    if other:
        sure, notes = 0, [*notes, f"said of {other}"]
    if (
        value is not None
        and numeral.kind == "count"
        and re.fullmatch(r"(?:19|20)\d\d", text[numeral.start : numeral.end])
    ):
        sure, notes = 0, [*notes, "may be a year"]
    return {
        "table": FIGURES, "confidence": CONFIDENCE[max(0, sure)], "metric": guess.metric, "value": value,
        "value_to": value_to, "qualifier": qualifier, "voice": voice_at(text, numeral.start, numeral.end),
        "quote": quote, "quote_start": start, "note": "; ".join(notes),
    }  # fmt: skip


def _statement(known: Known, document_id: str, text: str, place: Place, figure: dict) -> dict:
    """Return the statement a figure may belong to; a link is another article's, whose claimant that one names."""
    statement, sure = "", 0
    if figure["voice"] != "link":
        statement, sure = known.guess(document_id, text, place.start, place.end, figure["metric"], figure["value"])
    return {"statement_id": statement, "statement_confidence": CONFIDENCE[sure]}


def _value(text: str, numeral: Numeral, place: Place) -> tuple[int | None, int | None, str]:
    if numeral.value is None or numeral.value != numeral.value // 1:
        return None, None, "vague"
    if numeral.value_to is not None:
        return int(numeral.value), int(numeral.value_to), "between"
    return int(numeral.value), None, quotes.qualifier_of(text, numeral, place.own_start)


def _quote(text: str, numeral: Numeral, guess: Guess, qualifier: str, place: Place) -> tuple[int, int]:
    """Return the shortest span with the qualifier, the number, its noun and the words of the metric."""
    start, end = min(guess.start, numeral.start), max(guess.end, numeral.end)
    end = max(end, numeral.end + (_person_end(text[numeral.end : place.own_end]) or 0))
    if qualifier == "between":
        between = re.search(r"\bbetween\b[^\d]*\Z", text[place.own_start : numeral.start], re.I)
        return min(start, place.own_start + between.start() if between else start), end
    if after := re.match(r"\s*(?:or\s+(?:more|so)|plus|\+|at\s+most)", text[numeral.end :]):
        end = max(end, numeral.end + after.end())
    words = [m.start() for m in re.finditer(r"\S+", text[place.own_start : numeral.start])]
    for offset in reversed([w + place.own_start for w in words]):
        if qualifier in ("unqualified", "vague") or offset < numeral.start - 60:
            break
        shifted = Numeral(numeral.start - offset, numeral.end - offset, "count")
        if quotes.qualifier_of(text[offset:end], shifted) == qualifier:
            return min(start, offset), end
    return start, end


def _exclusion(text: str, numeral: Numeral, place: Place, guess: Guess | None) -> dict:
    """Return the columns of a proposed exclusion: the number with the words it counts, and why."""
    nouns = _NOUNS.match(text, numeral.end)
    end = numeral.end + len(nouns[0].rstrip()) if nouns else numeral.end
    end = min(end, place.own_end)
    words = text[numeral.start : end]
    kinds = {"percent": "A share", "fraction": "A share", "money": "Money", "year": "A year"}
    reason = (
        f"{kinds[numeral.kind]}, not persons." if numeral.kind in kinds else f"“{words}”: not a figure of this dossier."
    )
    person = nouns is None or bool(_COUNTED.search(nouns[1]))
    confidence = (
        "low" if guess or (person and numeral.kind not in kinds) else "high" if numeral.kind in kinds else "medium"
    )
    return {"table": EXCLUSIONS, "confidence": confidence, "start": numeral.start, "end": end, "reason": reason}


def _nations(record: Record) -> set[str]:
    """Return the capitalised words of the dossier's subject, and of its quotes between a number and its noun."""
    subject = set(re.findall(r"\b[A-Z]\w+", record.subject))
    found = record.figures["quote"].str.extract(r"\d[\s-]((?:[A-Z]\w+\s)+)", expand=False).dropna()
    return subject | {word for words in found for word in words.split()}


def _other_nation(text: str, numeral: Numeral, nations: set[str]) -> str:
    named = re.match(r"[\s-](?:(?:other|of\s+the|of\s+its|of)\s+)?((?:[A-Z]\w+\s?)+)", text[numeral.end :])
    if not named or not nations or set(named[1].split()) & nations:
        return ""
    return named[1].strip()


def voice_at(text: str, start: int, end: int) -> str:
    """Return the voice that the place of text[start:end] gives it, of those that reported_figures may have."""
    line_start = text.rfind("\n", 0, start) + 1
    line = text[line_start : (text.find("\n", end) + 1 or len(text) + 1) - 1].strip()
    before = text[max(0, start - 2000) : start]
    if re.match(r"(?:READ|Read|ALSO|Also|See|RELATED|[-*•>])(?:\s|\b)", line):
        return "link"
    if before.rfind("“") > before.rfind("”") or text[line_start:start].count('"') % 2:
        return "direct_quote"
    bare = line.rstrip("’'”\"")[-1:] not in (".", "!", "?", ",", ":") and len(line) < 140
    return "headline" if bare else "paraphrase"


def _free_id(document_id: str, metric: str, taken: set[str]) -> str:
    stem = f"{document_id.split('_')[0]}-{metric}"
    figure_id = next(f"{stem}-{i}" for i in range(1, 10**6) if f"{stem}-{i}" not in taken)
    taken.add(figure_id)
    return figure_id
