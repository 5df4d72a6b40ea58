"""A record as its CSV rows say it, seen through parameters: plain Python, of the package only how numbers are read.

Belongs here: which rows count under the parameters, what they say as intervals, and how numbers, names and dates are
spelled. Does not belong here: whether a sentence is true (oracle).
"""

from __future__ import annotations

import csv
import json
from calendar import monthrange
from datetime import date
from functools import cache, cached_property
from math import inf
from pathlib import Path

from briefing.words.numerals import find_numerals

SIGNS = {"unqualified": "", "about": "≈", "at_least": "≥", "more_than": ">", "nearly": "<", "up_to": "≤"}
SPOKEN = {
    "unqualified": "", "about": "about ", "at_least": "at least ", "more_than": "more than ", "nearly": "nearly ",
    "up_to": "up to ",
}  # fmt: skip
NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
MONTHS = [
    *["January", "February", "March", "April", "May", "June", "July"],
    *["August", "September", "October", "November", "December"],
]
COMPARABLE = 31  # days


def spelled(n: int) -> str:
    return NUMBERS[n] if n < len(NUMBERS) else f"{n:,}"


def period(text: str) -> tuple[date, date] | None:
    if not text:
        return None
    if "/" in text:
        first, last = text.split("/")
        return period(first)[0], period(last)[1]
    year, month, day = (int(p) for p in [*text.split("-"), "0", "0"][:3])
    if day:
        return date(year, month, day), date(year, month, day)
    if month:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, 1, 1), date(year, 12, 31)


def date_words(text: str) -> str:
    if not text:
        return "undated"
    if "/" in text:  # "28–30 April 2025": what both ends have stands once
        first, last = (date_words(end).split() for end in text.split("/"))
        same = next((n for n in (2, 1) if len(first) > n and first[-n:] == last[-n:]), 0)
        first = first[: len(first) - same]
        return f"{first[0]}–{' '.join(last)}" if len(first) == 1 else f"{' '.join(first)} – {' '.join(last)}"
    parts = text.split("-")
    said = ([str(int(parts[2]))] if len(parts) > 2 else []) + ([MONTHS[int(parts[1]) - 1]] if len(parts) > 1 else [])
    return " ".join([*said, parts[0]])


def middle(text: str) -> float:
    first, last = period(text)
    return (first.toordinal() + last.toordinal()) / 2


def reference(texts, made: str) -> str:
    """Of which date or period figures speak, where it is not the date on which they were given: "(for 2024)"."""
    known = [t for t in texts if t]
    if not known or set(known) == {made}:
        return ""
    ends = [(period(t.split("/")[0])[0], period(t.split("/")[-1])[1]) for t in known]
    first, last = min(a for a, _ in ends), max(b for _, b in ends)
    whole = next((t for t, (a, b) in zip(known, ends, strict=True) if (a, b) == (first, last)), "")
    if whole and "/" not in whole:
        return f"(for {date_words(whole)})"
    a, b = (date_words(f"{d:%Y-%m}").split() for d in (first, last))
    if a == b:
        return f"(for {' '.join(a)})"
    return f"(for {a[0]}–{' '.join(b)})" if a[1] == b[1] else f"(for {' '.join(a)}–{' '.join(b)})"


def number_of(row: dict) -> tuple[int, int | None] | None:
    if not row["value"]:
        return None
    return int(row["value"]), int(row["value_to"]) if row["value_to"] else None


def signed(value: int, to: int | None, qualifier: str, unit: str = "persons") -> str:
    percent = "%" if unit == "percent" else ""
    return f"{value:,}–{to:,}{percent}" if qualifier == "between" else f"{SIGNS[qualifier]}{value:,}{percent}"


def in_words(value: int, to: int | None, qualifier: str, unit: str = "persons") -> str:
    percent = "%" if unit == "percent" else ""
    if qualifier == "between":
        return f"between {value:,} and {to:,}{percent}"
    return f"{SPOKEN[qualifier]}{value:,}{percent}"


def ends(value: int, to: int | None, qualifier: str) -> tuple[float, float, bool]:
    """The lowest and highest number that a claim allows, and whether it is about."""
    low = -inf if qualifier in ("nearly", "up_to") else value
    high = inf if qualifier in ("at_least", "more_than") else to if qualifier == "between" else value
    return low, high, qualifier == "about"


@cache
def tables_of(data: Path) -> dict[str, list[dict]]:
    """The rows of each table, read once a process."""
    found = {}
    for path in data.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


class Seen:
    """A record under parameters: `rows` are the mentions chosen, `all_rows` those on record whatever is chosen."""

    def __init__(self, data: Path, as_of: str, claimants: tuple, metrics: tuple, pivot: str):
        self.data = Path(data)
        self.as_of, self.claimants, self.metrics = as_of, tuple(claimants), tuple(metrics)
        self.folder, self.tables = Path(data), tables_of(Path(data))
        about = json.loads((Path(data) / "datapackage.json").read_text(encoding="utf-8"))
        self.subject = about["subject"]
        self.pivot = "" if pivot == "none" else pivot or about.get("pivot", "")
        self.actors = {r["actor_id"]: r for r in self.tables["actors"]}
        self.documents = {r["document_id"]: r for r in self.tables["documents"]}
        self.statements = {r["statement_id"]: r for r in self.tables["statements"]}
        self.metric = {r["metric"]: r for r in self.tables["metrics"]}
        self.order = sorted(self.metric, key=lambda m: int(self.metric[m]["order"]))
        self.cut = period(as_of)[1] if as_of else None

    @cached_property
    def open(self) -> list[str]:
        """The document of each number that no figure records, no exclusion holds and no rule excuses."""
        found = []
        for document_id, about in self.documents.items():
            text = (self.data.parent / "seeds" / about["file"]).read_text(encoding="utf-8")
            out = [
                (int(x["start"]), int(x["end"])) for x in self.tables["exclusions"] if x["document_id"] == document_id
            ]
            rows = [r for r in self.tables["reported_figures"] if r["document_id"] == document_id]
            quotes = [
                (int(r["quote_start"]), len(r["quote"]), {r["value"], r["value_to"]}, r["qualifier"]) for r in rows
            ]
            for n in find_numerals(text, about.get("language", "")):
                values = {f"{v:.0f}" for v in (n.value, n.value_to) if v is not None}
                recorded = any(
                    a <= n.start and n.end <= a + long and (values <= said if values else how == "vague")
                    for a, long, said, how in quotes
                )
                if not (n.rule or recorded or any(a <= n.start and n.end <= b for a, b in out)):
                    found.append(document_id)
        return found

    @cached_property
    def known_from(self) -> dict[str, date | None]:
        """The day from which a statement counts: the end of its date, or of its first document's if that is earlier."""
        found = {s: [period(r["made_on"])[1]] if r["made_on"] else [] for s, r in self.statements.items()}
        for step in self.tables["attributions"]:
            if published := period(self.documents[step["document_id"]]["published_on"]):
                found[step["statement_id"]].append(published[1])
        return {s: min(days, default=None) for s, days in found.items()}

    @cached_property
    def in_time(self) -> set[str]:
        return {s for s, day in self.known_from.items() if self.cut is None or (day and day <= self.cut)}

    def out_by_then(self, document: str) -> bool:
        published = period(self.documents[document]["published_on"])
        return bool(published) and published[1] <= self.cut

    @cached_property
    def all_rows(self) -> list[dict]:
        rows = [r for r in self.tables["reported_figures"] if r["statement_id"] in self.in_time]
        if self.cut is None:
            return rows
        printed = {r["statement_id"] for r in rows if self.out_by_then(r["document_id"])}
        return [r for r in rows if r["statement_id"] not in printed or self.out_by_then(r["document_id"])]

    @cached_property
    def of_claimants(self) -> list[dict]:
        return [r for r in self.all_rows if not self.claimants or self.who(r["statement_id"]) in self.claimants]

    @cached_property
    def rows(self) -> list[dict]:
        return [r for r in self.of_claimants if not self.metrics or r["metric"] in self.metrics]

    @cached_property
    def unsure(self) -> set[str]:
        """Statements left out though no date says that they were made later."""
        if self.cut is None:
            return set()
        rows = [r for r in self.tables["reported_figures"] if r["statement_id"] not in self.in_time]
        rows = [r for r in rows if not self.claimants or self.who(r["statement_id"]) in self.claimants]
        rows = [r for r in rows if not self.metrics or r["metric"] in self.metrics]
        made = {r["statement_id"]: period(self.statements[r["statement_id"]]["made_on"]) for r in rows}
        return {s for s, p in made.items() if p is None or p[0] <= self.cut}

    def who(self, statement: str) -> str:
        return self.statements[statement]["claimant_id"]

    def name(self, actor: str) -> str:
        return self.actors[actor]["short_name"]

    def made(self, statement: str) -> str:
        return self.statements[statement]["made_on"]

    def phrase(self, metric: str) -> str:
        row = self.metric[metric]
        return f"{row['whom']} {row['phrase']}".strip()

    def parts(self, metric: str) -> list[str]:
        if self.metric[metric]["counting"] != "sum_of_parts":
            return []
        return [m for m in self.order if self.metric[m]["part_of"] == metric and self.metric[m]["unit"] == "persons"]

    @cached_property
    def lead(self) -> tuple[str, ...]:
        of_persons = [m for m in self.order if self.metric[m]["unit"] == "persons"]
        used = {r["metric"] for r in self.tables["reported_figures"]}
        topic = self.metric[of_persons[0]]["topic"]
        mine = [m for m in of_persons if self.metric[m]["topic"] == topic]
        return tuple([m for m in mine if m in used] or mine)

    @cached_property
    def others(self) -> tuple[str, ...]:
        used = {r["metric"] for r in self.tables["reported_figures"]}
        of_persons = [m for m in self.order if self.metric[m]["unit"] == "persons"]
        topic = self.metric[of_persons[0]]["topic"]
        mine = [m for m in of_persons if self.metric[m]["topic"] != topic]
        return tuple([m for m in mine if m in used] or mine)

    @staticmethod
    def claims(rows: list[dict]) -> dict[tuple[str, str], dict[tuple, set[str]]]:
        """(statement, metric) → number → the qualifiers that documents give it, a bare one only where it is alone."""
        found: dict = {}
        for r in rows:
            values = found.setdefault((r["statement_id"], r["metric"]), {})
            if number := number_of(r):
                values.setdefault(number, set()).add(r["qualifier"])
        return {
            claim: {n: q - {"unqualified"} or q for n, q in values.items()} for claim, values in found.items()
        }  # fmt: skip

    @cached_property
    def index(self) -> dict[str, dict]:
        """The rows of a claim, and with "" for the metric of a statement: all on record, and those chosen."""
        found: dict = {"all_rows": {}, "rows": {}}
        for which, places in found.items():
            for r in getattr(self, which):
                for metric in (r["metric"], ""):
                    places.setdefault((r["statement_id"], metric), []).append(r)
        return found

    @cached_property
    def on_record(self) -> dict:
        return self.claims(self.all_rows)

    @cached_property
    def chosen(self) -> dict:
        return self.claims(self.rows)

    def numbered(self, metrics=None, dated: bool = False) -> dict:
        """The chosen claims with a number, of some metrics, all or dated ones."""
        return {
            (s, m): v for (s, m), v in self.chosen.items()
            if v and (metrics is None or m in metrics) and (self.made(s) or not dated)
        }  # fmt: skip

    def givers(self, claims) -> set[str]:
        return {self.who(s) for s, _ in claims}

    def is_running(self, metric: str) -> bool:
        return self.metric[metric]["counting"] in ("running_total", "sum_of_parts")

    def era(self, statement: str) -> str:
        if not self.pivot:
            return "all dates"
        made, day = period(self.made(statement)), period(self.made(self.pivot))[0]
        if made is None:
            return "date unclear"
        if self.pivot not in self.in_time or made[1] < day:
            return "before"
        return "since" if made[0] >= day else "date unclear"

    def totals(self, rows: list[dict], whole: str) -> dict[str, list[tuple[float, float, bool]]]:
        """statement → what it gives of a metric as intervals: as stated, and as the sum of its parts."""
        claims, found = self.claims(rows), {}
        for (s, m), values in claims.items():
            if m == whole and values:
                found[s] = [[ends(*n, q) for q in qs] for n, qs in values.items()]
        if not (parts := self.parts(whole)):
            return found
        for s in {s for s, _ in claims}:
            stated = claims.get((s, whole), {})
            given = [claims.get((s, p)) for p in parts]
            bare = bool(stated) and all(qs == {"unqualified"} for qs in stated.values())
            if not all(given) or (stated and not bare):
                continue
            sums = [[(0.0, 0.0, False)]]
            for values in given:
                sums = [
                    [(a + c, b + d, x or y) for a, b, x in one for c, d, y in (ends(*n, q) for q in qs)]
                    for one in sums for n, qs in values.items()
                ]  # fmt: skip
            sums = [one for one in sums if any(a > -inf or b < inf for a, b, _ in one)]
            if stated:
                sums = [one for one in sums if min(a for a, *_ in one) == -inf or max(b for _, b, _ in one) == inf]
            found.setdefault(s, []).extend(sums)
        return {s: options for s, options in found.items() if options}

    def backers(self, statement: str, metric: str) -> set[str]:
        """The other claimants who, within 31 days, gave one number that makes the claim true."""
        mine, others = self._loose(statement, metric), set()
        if mine is None or len(self.on_record[statement, metric]) != 1:
            return others
        for (s, m), values in self.on_record.items():
            if m != metric or self.who(s) == self.who(statement) or len(values) != 1:
                continue
            theirs = self._loose(s, m)
            if theirs is None:
                continue
            first, last = period(self.made(statement)), period(self.made(s))
            apart = max(first[1], last[1]) - min(first[0], last[0])
            if apart.days <= COMPARABLE and theirs[2] >= mine[0] and theirs[3] <= mine[1]:
                others.add(self.who(s))
        return others

    def _loose(self, statement: str, metric: str) -> tuple[float, float, float, float] | None:
        """The tightest and the loosest reading of a claim; None where it is undated or a collective's."""
        rows = [r for r in self.index["all_rows"].get((statement, metric), []) if r["value"]]
        if not rows or not self.made(statement) or self.actors[self.who(statement)]["kind"] == "collective":
            return None
        lows, highs = [], []
        for r in rows:
            low, high, _ = ends(*number_of(r), r["qualifier"])
            lows.append(low + (r["qualifier"] == "more_than"))
            highs.append(high - (r["qualifier"] == "nearly"))
        return max(lows), min(highs), min(lows), max(highs)
