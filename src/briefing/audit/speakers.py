"""Whose words a figure may be: who is said to speak, when, and the statement of the record that this makes it.

Belongs here: rules for the statement of a drafted figure, a new one where the record has none, and the chain that leads
from the claimant to the document. Does not belong here: what the figure counts (guesses), the words (grammar_english).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

import pandas as pd

from briefing.audit import grammar_english as english
from briefing.audit import grammar_others as foreign
from briefing.audit.guesses import Place, sentence_at
from briefing.record.dossier import Record
from briefing.words import dates
from briefing.words.dates import month_name
from briefing.words.text import show_codes

CONFIDENCE = ("low", "medium", "high")
SOON = 10  # days from statement to document
AHEAD = 6  # sentences behind one in which its speaker may be named
BACK = 4000  # characters before a sentence in which its speaker may be named
RELAYED, STATED = "relayed", "stated"
BODIES = ("intelligence_agency", "state_media", "institute", "ngo", "collective", "news_agency")  # no "he" or "she"
PASSES_ON = ("legislator", "news_agency", "outlet")  # kinds whose own claims are rare: they tell another's


@dataclass(frozen=True)
class Speaker:
    """Who is said to speak: an actor or, if the record has none, a name; and the words that say so."""

    actor_id: str
    name: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class When:
    """When something is said to have been said: an ISO date at its precision, its basis, and the reasoning."""

    on: str = ""
    basis: str = "unknown"
    note: str = ""


@dataclass(frozen=True)
class Known:
    """What a record knows of who said what: statements, names, kinds, chains, and when each document was published."""

    record: Record = field(repr=False)

    @cached_property
    def names(self) -> list[tuple[re.Pattern, str]]:
        """Every name and alias of those who speak, the longest first, with the actor."""
        actors = self.record.tables["actors"]
        actors = actors[~actors["kind"].isin(["outlet"])]
        named = [(name.split(",")[0], actor) for name, actor in zip(actors["name"], actors["actor_id"], strict=True)]
        named += zip(actors["short_name"], actors["actor_id"], strict=True)
        named += zip(self.record.tables["aliases"]["alias"], self.record.tables["aliases"]["actor_id"], strict=True)
        named += [
            (name.split(",")[0].removesuffix(f" of {state}").removeprefix("The "), actor)
            for name, state, actor in actors[["name", "state", "actor_id"]].itertuples(index=False)
            if state
        ]
        outlets = set(self.record.tables["actors"]["actor_id"]) - set(actors["actor_id"])
        named = {name.replace("’", "'"): actor for name, actor in named if name and actor not in outlets}
        # The bare surname of a person ends in no other word: "Lee", not "Leeds"; Hangul adds particles to a name.
        return [
            (re.compile(rf"(?<![\w-]){re.escape(name)}" + ("" if _in_hangul(name) else r"(?![\w-])")), named[name])
            for name in sorted(named, key=len, reverse=True)
        ]

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kind of each actor."""
        return dict(zip(self.record.tables["actors"]["actor_id"], self.record.tables["actors"]["kind"], strict=True))

    @cached_property
    def states(self) -> dict[str, str]:
        """The state of each actor."""
        return dict(zip(self.record.tables["actors"]["actor_id"], self.record.tables["actors"]["state"], strict=True))

    @cached_property
    def statements(self) -> pd.DataFrame:
        """The statements by id, the latest first."""
        return self.record.tables["statements"].drop_duplicates("statement_id").set_index("statement_id")

    @cached_property
    def values(self) -> dict[str, set[tuple[str, int]]]:
        """The metrics and values of each statement."""
        found: dict[str, set] = {}
        figures = self.record.tables["reported_figures"].dropna(subset=["value"])
        for statement_id, metric, value in figures[["statement_id", "metric", "value"]].itertuples(index=False):
            found.setdefault(statement_id, set()).add((metric, int(value)))
        return found

    @cached_property
    def told_by(self) -> dict[str, list[str]]:
        """For each who passes words on, whose words these were, the most frequent first."""
        chains = self.record.tables["attributions"]
        claims = self.record.tables["statements"][["statement_id", "claimant_id"]]
        passed = chains[chains["verb"].eq(RELAYED)].merge(claims, on="statement_id")
        counted = passed.groupby(["actor_id", "claimant_id"]).size().sort_values(ascending=False)
        found: dict[str, list[str]] = {}
        for actor, claimant in counted.index:
            found.setdefault(actor, []).append(claimant)
        return found

    @cached_property
    def published(self) -> dict[str, str]:
        """When each document was published, as an ISO date."""
        return dict(
            zip(
                self.record.tables["documents"]["document_id"],
                self.record.tables["documents"]["published_on"],
                strict=True,
            )
        )

    def offer(self, document_id: str, text: str, place: Place, cells: dict) -> dict:
        """Return the columns of a draft that say whose words its figure is: a statement, or what a new one would be."""
        none = dict.fromkeys(("statement_id", "claimant", "claimant_kind", "occasion", "made_on", "made_on_basis",
                              "made_on_note", "chain", "said_by"), "")  # fmt: skip
        if cells["voice"] == "link":  # another article's, whose claimant that one names
            return none | {"statement_confidence": CONFIDENCE[0], "said_by_start": None}
        speaker, sure = self.speaker(text, place)
        claimant, relay = self._claimant(speaker, text, place)
        clause = _clause_at(text, place, int(cells["start"]))
        when = _when(text, clause, self.published.get(document_id, ""), speaker)
        if not when.on and cells["voice"] == "headline":  # what stands below it says when
            start, end = sentence_at(text, min(place.end + 2, len(text)), min(place.end + 2, len(text)))
            for _ in range(2):
                when = (
                    when
                    if when.on
                    else _when(text, Place(start, end, start, end), self.published.get(document_id, ""), None)
                )
                start, end = sentence_at(text, min(end + 2, len(text)), min(end + 2, len(text)))
        statement, certainty = self._statement(document_id, claimant, when, cells)
        cells = none | {
            "statement_id": statement,
            "statement_confidence": CONFIDENCE[min(certainty, sure)],
            "said_by": text[speaker.start : speaker.end] if speaker else "",
            "said_by_start": speaker.start if speaker else None,
        }
        if not statement:
            cells |= {
                "claimant": claimant or (show_codes(speaker.name) if speaker else ""),
                "claimant_kind": "" if claimant or not speaker else speaker.kind,
                "occasion": _occasion(text, place),
                "made_on": when.on, "made_on_basis": when.basis, "made_on_note": when.note,
            }  # fmt: skip
        chain = self.chain(document_id, statement, cells["claimant"], relay, text)
        return cells | {"chain": chain}

    def rank(self, document_id: str, claimant: str, metric: str, value: int | None) -> list[str]:
        """Return the statements that a figure may belong to, the likeliest first."""
        first, last = _period(self.published.get(document_id, ""))
        rows = self.statements.reset_index()
        made = [_period(d)[0] for d in rows["made_on"]]
        score = []
        for statement_id, of, on in zip(rows["statement_id"], rows["claimant_id"], made, strict=True):
            is_soon = not on or not first or (first - on).days <= SOON
            score.append(4 * (of == claimant) + 2 * ((metric, value) in self.values.get(statement_id, ())) + is_soon)
        order = sorted(range(len(rows)), key=lambda i: (-score[i], -(made[i] or date.min).toordinal()))
        return [rows["statement_id"].iloc[i] for i in order if not (made[i] and last and made[i] > last)]

    def speaker(self, text: str, place: Place) -> tuple[Speaker | None, int]:
        """Return who is said to speak in a sentence, else in the nearest before that says it; and how sure (0–2)."""
        plain = text.replace("’", "'")
        if found := next(self._speakers(plain, place.start, place.end), None):
            return found, 2
        start, end = place.start, place.end
        pronoun = bool(english.PRONOUN.search(plain, start, end))
        without = BODIES if english.A_PERSON.search(plain, start, end) else ()
        while start > max(0, place.start - BACK):
            start, end = sentence_at(plain, start - 2, start - 2)
            if found := next((s for s in self._speakers(plain, start, end) if s.kind not in without), None):
                return found, 2 if pronoun else 1
            if start == 0:
                break
        end = place.end
        for _ in range(AHEAD):  # a headline's or a lead's source is named behind it
            if end + 2 >= len(plain):
                break
            start, end = sentence_at(plain, end + 2, end + 2)
            if found := next(self._speakers(plain, start, end), None):
                return found, 1
        return None, 0

    def _speakers(self, text: str, start: int, end: int) -> Iterator[Speaker]:
        """Yield who is said to speak in text[start:end]: by name, by what they are, or with a name that is new."""
        found = []
        for pattern, actor in self.names:
            for m in pattern.finditer(text, start, end):
                if _speaks(text, start, m) or english.OWN_WORDS.match(text, m.end()):
                    found.append((m.start(), -m.end(), actor))
        for kind, pattern in english.BY_KIND.items():
            for m in pattern.finditer(text, start, end):
                if _speaks(text, start, m) and (actor := self._of_kind(kind, text, m)):
                    found.append((m.start(), -m.end(), actor))
        # Who passes words on stands behind the one whose words they are.
        found.sort(key=lambda f: (self.kinds.get(f[2]) in PASSES_ON, f[0], f[1]))
        yield from (Speaker(actor, "", self.kinds.get(actor, ""), a, -b) for a, b, actor in found)
        for m in english.SOMEBODY.finditer(text, start, end):
            name = " ".join((m[1] or m[2]).split())
            kind = next((k for k, words in english.KIND_OF if words.search(name)), "collective")
            name = re.sub(r"^(?:[Tt]he|[Aa]n?|[Oo]ne|[Ss]ome)\s+", "", name)
            a, b = m.span(1 if m[1] else 2)
            forms = [form[0] for form in re.finditer(english.LONGER.format(name=re.escape(name)), text)]
            name = max([name, *(" ".join(form.split()) for form in forms)], key=len)  # in full, wherever it stands so
            yield Speaker("", name[:1].upper() + name[1:], kind, a, b)

    def _of_kind(self, kind: str, text: str, words: re.Match) -> str:
        """Return the one actor of a kind: named last before, else the only one that speaks in the record.

        Where the words name a nation, it is one of that nation: "Ukraine's spy agency" is not South Korea's.
        """
        nation = words["of"] or words["whose"] or ""
        may = {a for a, k in self.kinds.items() if k == kind and (not nation or nation in self._nations(a))}
        named = [
            (m.start(), actor)
            for pattern, actor in self.names if actor in may
            for m in pattern.finditer(text, 0, words.start())
        ]  # fmt: skip
        if named:
            return max(named)[1]
        speaking = may & set(self.statements["claimant_id"])
        return next(iter(speaking)) if len(speaking) == 1 else ""

    def _nations(self, actor: str) -> set[str]:
        """Return the names of an actor's nation: its state, its people, the capital that an alias names."""
        state = self.states.get(actor, "")
        whose = {a for a, s in self.states.items() if s == state and state}
        aliases = self.record.tables["aliases"]
        spelt = aliases.loc[aliases["actor_id"].isin(whose), "alias"]
        found = {m[1] for alias in spelt if (m := re.match(r"((?:[A-Z]\w+ )?[A-Z]\w+)['’]s ", alias))}
        return found | {state, f"{state}n", f"{state}ian", f"{state.removesuffix('e')}ian"} - {"", "n", "ian"}

    def _claimant(self, speaker: Speaker | None, text: str, place: Place) -> tuple[str, str]:
        """Return whose words they are, and who passed them on, if another did."""
        if speaker is None or not speaker.actor_id:
            return "", ""
        others = self.told_by.get(speaker.actor_id)
        if others and speaker.kind in PASSES_ON:
            return others[0], speaker.actor_id
        return speaker.actor_id, ""

    def _statement(self, document_id: str, claimant: str, when: When, cells: dict) -> tuple[str, int]:
        """Return the statement of a claimant that date or value speak for, "" for a new one; and how sure."""
        if not claimant:
            return "", 0
        first, last = _period(self.published.get(document_id, ""))
        own = self.statements[self.statements["claimant_id"].eq(claimant)]
        own = [(s, made) for s, made in own["made_on"].items() if not (last and made and _period(made)[0] > last)]
        same = {s for s, _ in own if (cells["metric"], cells["value"]) in self.values.get(s, ())}
        if when.on:
            fitting = [s for s, made in own if made and made.startswith(when.on)]
            if len(fitting) == 1:
                return fitting[0], 2
            if fitting:
                return (sorted(same & set(fitting)) or fitting)[-1], 1
            return "", 1
        soon = [s for s, made in own if made and first and (first - _period(made)[0]).days <= SOON]
        if soon:
            return (sorted(same & set(soon)) or soon)[-1], 2 if same & set(soon) else 1
        # An equal number alone is no ground where the document is dated, and another statement of the same is likelier.
        if same and (not first or len(own) == 1):
            return sorted(same)[-1], 1
        undated = [s for s, made in own if not made]
        return (undated[0], 0) if undated and same & set(undated) else ("", 0)

    def chain(self, document_id: str, statement_id: str, claimant: str, relay: str, text: str) -> str:
        """Return the chain from claimant to document, offered from the words and the document's earlier chains.

        Written as it is read back: "nis stated > lee + kim relayed > yonhap reported > unn reported".
        """
        chains = self.record.tables["attributions"]
        mine = chains[chains["document_id"].eq(document_id)]
        if statement_id and len(there := mine[mine["statement_id"].eq(statement_id)]):
            return written_chain(there)
        if statement_id:
            claimant = self.statements["claimant_id"].get(statement_id, "")
            elsewhere = chains[chains["statement_id"].eq(statement_id) & chains["verb"].eq(RELAYED)][
                "actor_id"
            ].unique()
            relays = [a for a in elsewhere if a == relay or self._is_named(a, text)]
        else:
            relays = []
        relays = [*dict.fromkeys([*([relay] if relay else []), *relays])]
        outlet = self.record.tables["documents"].set_index("document_id")["outlet"].get(document_id, "")
        steps = [f"{claimant} {STATED}"] if claimant else []
        steps += [f"{' + '.join(relays)} {RELAYED}"] if relays else []
        earlier = mine.groupby("statement_id", sort=False)
        if len(mine):  # what lies between claimant and outlet is mostly the same throughout a document
            last = list(earlier)[-1][1]
            between = last[last["step"].gt(1) & ~last["verb"].eq(RELAYED)]
            steps += [_step(rows) for _, rows in between.groupby("step")]
        else:
            agencies = [a for a, kind in self.kinds.items() if kind == "news_agency" and self._is_named(a, text)]
            steps += [f"{agencies[0]} reported"] if agencies and agencies[0] not in (claimant, outlet) else []
            steps += [f"{outlet} reported"]
        return " > ".join(steps)

    def _is_named(self, actor: str, text: str) -> bool:
        return any(pattern.search(text) for pattern, of in self.names if of == actor)


def _speaks(text: str, start: int, name: re.Match) -> bool:
    """Whether the words around a name say that it speaks."""
    before = text[max(start, name.start() - 60) : name.start()]
    if _in_hangul(name[0]) or re.search("[а-яіїєґ]", name[0], re.I):
        return bool(foreign.AFTER_NAME.match(text, name.end()) or foreign.BEFORE_NAME.search(before))
    return bool(english.AFTER_NAME.match(text, name.end()) or english.BEFORE_NAME.search(before))


def _in_hangul(name: str) -> bool:
    return "가" <= name[-1] <= "힣"


def known_statements(record: Record) -> Known:
    """Return what a dossier knows of its statements."""
    return Known(record)


def written_chain(rows: pd.DataFrame) -> str:
    """Write the steps of one chain (rows of attributions) on a line."""
    return " > ".join(_step(step) for _, step in rows.sort_values("step", kind="stable").groupby("step"))


def _step(rows: pd.DataFrame) -> str:
    return f"{' + '.join(rows['actor_id'])} {rows['verb'].iloc[0]}"


def _clause_at(text: str, place: Place, at: int) -> Place:
    """Return the part of a sentence that dates a number in it: what was said before has a date of its own."""
    turns = [m.start() for m in english.LOOKS_BACK.finditer(text, place.start, place.end)]
    start = max((turn for turn in turns if turn <= at), default=place.start)
    end = min((turn for turn in turns if turn > at), default=place.end)
    return replace(place, start=start, end=end)


def _when(text: str, place: Place, published: str, speaker: Speaker | None) -> When:
    """Return when the words say that something was said: a date, a weekday before the document's day, a month."""
    sentence = text[place.start : place.end]
    first, last = _period(published)
    if full := next(dates.find(sentence), None):
        return When(full[0], "stated", "")
    if first and (day := english.DAY_OF_MONTH.search(text, place.start, place.end)):
        number = 1 + [month_name(m).casefold() for m in range(1, 13)].index((day["m"] or day["m2"]).casefold())
        year = first.year - (number > first.month)
        with suppress(ValueError):
            on = date(year, number, int(day["d"] or day["d2"])).isoformat()
            return When(on, "stated", f"“{day[0]}”; the document's own date gives the year.")
    reach = [(place.start, place.end)]
    if speaker and not place.start <= speaker.start < place.end:
        reach.append(sentence_at(text, speaker.start, speaker.end))
    for start, end in reach:
        for month in range(1, 13):
            spoken = re.search(english.MONTH_OF_SPEECH.format(month=month_name(month)), text[start:end])
            if spoken and first:
                year = first.year - (month > first.month)
                return When(
                    f"{year}-{month:02}", "inferred", f"“{month_name(month)}”; the year is that of the document."
                )
        if first and first == last:
            if day := english.WEEKDAY.search(text, start, end):
                back = (first.weekday() - english.WEEKDAYS.index(day[2])) % 7
                back += 7 if day[1] and back == 0 else 0
                on = first - timedelta(days=back)
                return When(on.isoformat(), "inferred", f"“{day[0]}”, in a document of {dates.words(published)}.")
            if today := english.TODAY.search(text, start, end):
                return When(published, "inferred", f"“{today[0]}”, in a document of {dates.words(published)}.")
    return When()


def _occasion(text: str, place: Place) -> str:
    """Return where or how something is said to have been said."""
    found = (name for name, words in english.OCCASIONS if words.search(text, place.start, place.end))
    return next(found, english.STATEMENT)


def _period(text: str) -> tuple[date | None, date | None]:
    try:
        return dates.period(text) or (None, None)
    except ValueError:
        return None, None
