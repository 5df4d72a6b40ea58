"""Which claims cannot all be true: pairs about one measure and time that no number satisfies, from their bounds alone.

No winner is picked, and nothing is called contrary that rounding, or a word that leaves a side open, lets be true.
Belongs here: the pairs and what decides them. Does not belong here: how one statement comes out in documents
(charts.discrepancies), and the arithmetic of one statement's figures (derived).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from briefing.analysis.chains import WITHIN
from briefing.analysis.derived import totals, with_intervals
from briefing.analysis.view import View
from briefing.words import dates
from briefing.words.english import count, join_list, number, sentence
from briefing.words.findings import Sentence, capitalised, finding, joined, rule
from briefing.words.intervals import QUALIFIERS, Interval

COLUMNS = [
    "verdict", "kind", "metric", "what", "metric_other", "what_other", "statement_id", "statement_id_other", "claimant",
    "claimant_other", "made_on", "made_on_other", "said", "said_other", "days", "decides", "figure_ids",
]  # fmt: skip
KINDS = {
    "documents": "one statement, as documents print it",
    "claimants": "two claimants",
    "falls": "a running total that falls",
    "part": "a part above its whole",
}
SPAN = pd.Timedelta(days=WITHIN)
NO_WORD = "no word leaves either open"
CONTRARY, OPEN = "no number fits", "a number fits"
TOLERANCE = rule(
    "tolerance",
    "A number that ends in zeros is read as rounded to its last other digit (15,000 as 14,500 to 15,499) before two "
    "claims are called contrary; bounds are taken as they stand.",
)


def contradictions(view: View, printed: bool = True) -> pd.DataFrame:
    """Return the pairs of figures that no number satisfies, and those that only look so; see COLUMNS.

    Compared are figures of one metric: different numbers that documents print of one statement; those of different
    claimants, both certainly given within `WITHIN` days; of a running total also a later one below an earlier; and a
    part with its whole. Sums of a statement's parts count as its figure of the whole. `verdict` is CONTRARY or OPEN;
    `decides` the words that close the pair, or those that leave it open ("at least", "rounding"). Contrary ones first.
    Without `printed` what documents print of one statement is left out.
    """
    rows = with_intervals(view.estimates).astype({"metric": str})
    if not printed and rows["claimant_id"].nunique() < 2:
        rows = rows.head(0)  # nobody to contradict
    given = set(rows["metric"]) | {view.metrics.part_of(m) for m in rows["metric"].unique()}
    figures = {m: _Figures(totals(rows, view.metrics, m) if m in given else rows.head(0)) for m in view.metrics.names}
    found = [pair for m in figures for pair in _within(figures[m], view.metrics.is_running(m), printed)]
    for part in view.metrics.of_persons():
        for whole in view.metrics.wholes(part):
            found += _parts(figures[part], figures[whole])
    table = pd.DataFrame(found, columns=COLUMNS)
    return table.sort_values("verdict", key=lambda v: v.eq(OPEN), kind="stable", ignore_index=True)


class _Figures:
    """The figures of one metric in the order of time, undated ones last; those of one statement stand together."""

    def __init__(self, table: pd.DataFrame):
        if len(table):
            table = table.sort_values(["first", "statement_id"], kind="stable", na_position="last")
        self.rows = list(table.itertuples())
        self._first, self._last = (table[c].to_numpy("datetime64[ns]") for c in ("first", "last"))
        self._claimant = table["claimant_id"].to_numpy(object)
        self._low = np.array([max(x.low for x in xs) for xs in table["intervals"]], float)

    def near(self, other) -> list:
        """Return the figures that another claimant certainly gave within WITHIN days of one."""
        if pd.isna(other.first):
            return []
        first, last = (np.datetime64(t) for t in (other.first, other.last))
        near = np.maximum(self._last, last) - np.minimum(self._first, first) <= SPAN
        rows = [self.rows[i] for i in np.flatnonzero(near & (self._claimant != other.claimant_id))]
        return [row for row in rows if _one_time(row, other)] if other.refers else rows

    def highest_before(self, other):
        """Return the highest figure that another claimant gave before one, too long ago to be compared, or None."""
        if pd.isna(other.first):
            return None
        first, last = (np.datetime64(t) for t in (other.first, other.last))
        before = (self._last < first) & (self._first < last - SPAN) & (self._claimant != other.claimant_id)
        places = np.flatnonzero(before)
        if other.refers:
            places = np.array([i for i in places if _one_time(self.rows[i], other)], int)
        return self.rows[places[self._low[places].argmax()]] if len(places) else None


def _within(figures: _Figures, running: bool, printed: bool) -> Iterator[tuple]:
    """Yield the pairs of one metric, the later figure of each in the order of time."""
    begins: dict[str, int] = {}
    stated: dict[str, list] = {}
    for place, other in enumerate(figures.rows):
        start = begins.setdefault(other.statement_id, place)
        same = stated.setdefault(other.statement_id, [])
        for one in [] if other.derived or not printed else reversed(same):
            if not _alike(one, other):
                yield _judged(one, other, "documents", Interval.meets)
        for one in _shortly_before(figures.rows[:start], other):
            if _near(one, other) and _one_time(one, other) and not _alike(one, other):
                yield _judged(one, other, "claimants", Interval.meets)
        highest = figures.highest_before(other) if running else None
        if highest is not None and highest.value > other.value:
            yield _judged(highest, other, "falls", _not_above)
        if not other.derived:
            same.append(other)


def _shortly_before(earlier: list, other) -> Iterator:
    """Yield, the latest first, the figures of other claimants that may have been given within WITHIN days."""
    for one in reversed(earlier if pd.notna(other.first) else []):
        if other.first - one.first > SPAN:
            return  # those before it were given earlier still
        if one.claimant_id != other.claimant_id:
            yield one


def _alike(one, other) -> bool:
    """Whether two figures are the same number, with words that allow it."""
    return one.value == other.value and _fits(one, other, Interval.meets)


def _parts(parts: _Figures, wholes: _Figures) -> Iterator[tuple]:
    """Yield a part above its whole as another claimant gives it: within WITHIN days of it, or before it."""
    for whole in wholes.rows:
        highest = parts.highest_before(whole) if whole.running else None
        for part in [*parts.near(whole), *([highest] if highest is not None and highest.running else [])]:
            if not _fits(part, whole, _not_above, rounded=True):
                yield _judged(part, whole, "part", _not_above)


def _judged(one, other, kind: str, test) -> tuple:
    """Return a pair with its verdict and the words that decide it."""
    if not _fits(one, other, test, rounded=True):
        return _pair(one, other, CONTRARY, kind, _closing(one, other))
    return _pair(one, other, OPEN, kind, _opening(one, other) if _fits(one, other, test) else "rounding")


def _one_time(one, other) -> bool:
    """Whether two figures may speak of one time: of no date or period that they tell, or of some that share a day."""
    if one.derived or other.derived or not (one.refers and other.refers):
        return True
    spans = [[(dates.period(t.split("/")[0])[0], dates.period(t.split("/")[-1])[1]) for t in x.refers] for x in
             (one, other)]  # fmt: skip
    return any(a <= d and c <= b for a, b in spans[0] for c, d in spans[1])


def _near(one, other) -> bool:
    """Whether both were certainly given within WITHIN days."""
    return max(one.last, other.last) - min(one.first, other.first) <= SPAN


def _fits(one, other, test, rounded: bool = False) -> bool:
    """Whether any reading of one figure fits any of the other."""
    pairs = ((a, b) for a in one.intervals for b in other.intervals)
    return any(test(rounded_off(a), rounded_off(b)) if rounded else test(a, b) for a, b in pairs)


def _not_above(one: Interval, other: Interval) -> bool:
    """Whether a number of the first is no greater than one of the second."""
    return one.low < other.high or (one.low == other.high and not (one.low_open or other.high_open))


def rounded_off(x: Interval) -> Interval:
    """Return what a number that ends in zeros may have been before it was rounded; a bound as it is.

    15,000 is [14,500, 15,500), 4,700 is [4,650, 4,750); 10,000 has two digits that count: [9,500, 10,500).
    """
    if not x.is_point or x.low != int(x.low) or x.low <= 0:
        return x
    digits = str(int(x.low))
    zeros = len(digits) - len(digits.rstrip("0"))
    zeros -= digits.rstrip("0") == "1" and zeros > 0
    half = 10**zeros / 2 if zeros else 0
    return replace(x, low=x.low - half, high=x.high + half, high_open=half > 0)


def _pair(one, other, verdict: str, kind: str, decides: str) -> tuple:
    days = abs((other.first - one.first).days) if pd.notna(one.first) and pd.notna(other.first) else pd.NA
    ids = tuple(dict.fromkeys([*one.figure_ids, *other.figure_ids]))
    return (
        verdict, kind, one.metric, one.what, other.metric, other.what, one.statement_id, other.statement_id,
        one.claimant, other.claimant, one.made_on, other.made_on, _said(one), _said(other), days, decides, ids,
    )  # fmt: skip


def _said(side) -> str:
    return f"{side.said} (derived: {side.how})" if side.derived else side.said


def _words(side) -> list[str]:
    """Return the words that bound a figure: "at least"; of a derived one those of the figures it follows from."""
    if side.derived:
        signs = {sign: words.strip() for _, sign, words in QUALIFIERS.values() if sign and sign != "≈"}
        return [signs[c] for c in str(side.how) if c in signs]
    return [QUALIFIERS[q][2].strip() for q in side.qualifiers if q not in ("unqualified", "about")]


def _closing(one, other) -> str:
    """Say which words leave no number: “at least” and “up to”; bare and approximate numbers are points."""
    said = list(dict.fromkeys([*_words(one), *_words(other)]))
    return join_list(f"“{word}”" for word in said) if said else NO_WORD


def _opening(one, other) -> str:
    """Say which word lets both be true: the one without which they would not."""
    said = [w for side in (one, other) for w in _words(side)]
    return join_list(f"“{word}”" for word in dict.fromkeys(said)) or "rounding"


def say(row) -> Sentence:
    """Say a pair: "Zelenskyy, 9 January 2025: 4,000 killed or wounded; NIS, 13 January 2025: at least 3,000"."""
    if row.statement_id == row.statement_id_other:
        head = f"{row.claimant}, {dates.words(row.made_on)}, as documents print it"
        words = f"{head}: {row.said} or {row.said_other} {row.what}"
    else:
        what = "" if row.metric == row.metric_other else f" {row.what_other}"
        words = f"{row.claimant}, {dates.words(row.made_on)}: {row.said} {row.what}; "
        words += f"{row.claimant_other}, {dates.words(row.made_on_other)}: {row.said_other}{what}"
    return finding("contrary", words, **_about(row), decides=row.decides)


def _about(row) -> dict:
    """Return what is claimed of a pair: its two figures, how they are compared, and whether no number fits both."""
    return {"compared": row.kind, "contrary": row.verdict == CONTRARY, "figures": (
        (row.statement_id, row.metric), (row.statement_id_other, row.metric_other))}  # fmt: skip


def judgement(table: pd.DataFrame) -> Sentence | str:
    """Say how many pairs cannot both be true and which comes first: no winner; "" where no two numbers differ."""
    if table.empty:
        return ""
    contrary = table[table["verdict"].eq(CONTRARY)]
    rest = len(table) - len(contrary)
    pairs = tuple(tuple(_about(row).values()) for row in table.itertuples())
    only = "only looks contrary" if rest == 1 else "only look contrary"
    if contrary.empty:
        words = f"No two figures that can be compared contradict each other; {count(rest, 'pair')} {only}"
        return joined(finding("contraries", words, pairs=pairs), end=".")
    head = f"{sentence(count(len(contrary), 'pair'))} of figures cannot both be true"
    head += ":" if len(contrary) == 1 else ", the first of them"
    more = finding("contraries", f"{number(rest)} more {only}" if rest else "", pairs=pairs)
    first = joined(finding("contraries", head, pairs=pairs), say(next(contrary.itertuples())), by=" ")
    return joined(first, more, end=".")


def in_words(table: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs as a reader sees them."""
    return pd.DataFrame(
        {
            "Claims": [capitalised(say(row)) for row in table.itertuples()],
            "Both true?": ["no number fits both" if v == CONTRARY else "a number fits both" for v in table["verdict"]],
            "Decided by": list(table["decides"]),
            "Compared as": [KINDS[kind] for kind in table["kind"]],
        },
        dtype="object",
    )
