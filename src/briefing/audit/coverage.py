"""Coverage: every number in every document is recorded, excused by a rule, excused by hand, or open.

*Recorded* stands inside the quote of a row with that value; *excused by hand* inside an exclusion that gives a
reason; *excused by rule* has a form that cannot count persons; *open* is what a person must still decide.
Belongs here: the evidence as it stands, faults or not, and what it leaves open. Does not belong here: how a number
is recognised (numerals), and what an open one may mean (drafts).
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import pandas as pd
from rapidfuzz.fuzz import partial_ratio_alignment

from briefing.record.dossier import Record
from briefing.words.english import count
from briefing.words.findings import Sentence, finding, joined
from briefing.words.numerals import COUNTING, RULES, numeral_table

STATUSES = ("recorded", "excused by rule", "excused by hand", "open")
ALIKE = 75  # of 100: how much of a quote must be found for it to count as the same words, changed


def coverage(record: Record) -> pd.DataFrame:
    """Return every number of every document with its status: one row a number.

    Columns: those of numerals.numeral_table, status (one of STATUSES), figure_id (of the row that records it, else
    ""), reason (why it is excused, else "").
    """
    return _coverage(record).copy()


@lru_cache(maxsize=1)
def _coverage(record: Record) -> pd.DataFrame:
    numbers = numeral_table(record.texts, record.languages)
    recorded = _recorded(numbers, record)["figure_id"].groupby(level=0).first()
    by_hand = _excluded(numbers, record.tables["exclusions"])["reason"].groupby(level=0).first()
    numbers["figure_id"] = recorded.reindex(numbers.index).fillna("")
    reason = by_hand.reindex(numbers.index).fillna(numbers["rule"].map(RULES)).fillna("")
    conditions = [numbers["figure_id"].ne(""), numbers.index.isin(by_hand.index), numbers["rule"].ne("")]
    status = np.select(conditions, ["recorded", "excused by hand", "excused by rule"], "open")
    numbers["status"] = pd.Categorical(status, categories=STATUSES, ordered=True)
    numbers["reason"] = reason.where(numbers["status"].ne("recorded"), "")
    return numbers


def coverage_by_document(record: Record, numbers: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return how many numbers of each document have each status: one row a document, a column a status, and `all`.

    `numbers` is coverage(record), where it has been worked out already.
    """
    numbers = coverage(record) if numbers is None else numbers
    counts = pd.crosstab(numbers["document_id"], numbers["status"])
    counts = counts.reindex(index=list(record.texts), columns=list(STATUSES), fill_value=0)
    counts = counts.rename_axis(index="document_id", columns=None).assign(all=counts.sum(axis=1))
    return counts.reset_index()


def open_in_words(record: Record) -> Sentence | str:
    """Say how many numbers of how many documents nobody has decided yet; "" where none is open."""
    left = _coverage(record).loc[lambda t: t["status"].eq("open"), ["document_id", "start"]]
    if left.empty:
        return ""
    are = "is" if len(left) == 1 else "are"
    of = count(left["document_id"].nunique(), "document")
    words = f"{count(len(left), 'number', digits=True)} in {of} {are} still open: neither recorded nor excluded"
    places = tuple(zip(left["document_id"], left["start"].astype(int), strict=True))
    return joined(finding("open", words, places=places), end=".")


def quote_places(record: Record) -> pd.DataFrame:
    """Return where each row's quote stands now: figure_id, document_id, quote, old, start, end (Int64), found.

    `found` is `in place`, `moved` (the same words elsewhere), `changed` (words like them) or `lost` (start missing).
    """
    return _quote_places(record).copy()


@lru_cache(maxsize=1)
def _quote_places(record: Record) -> pd.DataFrame:
    rows = record.figures[["figure_id", "document_id", "quote", "quote_start"]].rename(columns={"quote_start": "old"})
    places = [
        _place(quote, record.texts.get(document_id, ""), -1 if pd.isna(old) else int(old))
        for document_id, quote, old in zip(rows["document_id"], rows["quote"], rows["old"], strict=True)
    ]
    found = pd.DataFrame(places, columns=["start", "end", "found"], index=rows.index)
    return rows.join(found.astype({"start": "Int64", "end": "Int64", "found": "str"}))


def coverage_faults(record: Record, numbers: pd.DataFrame) -> pd.DataFrame:
    """Return what the coverage finds wrong: document_id, line (Int64), words, problem, remedy; one row a fault."""
    open_ones = numbers[numbers["status"].eq("open")]
    parts = [
        _fault_table(record, open_ones, "the number is open", "record it, or exclude it with a reason"),
        _unsupported(record, numbers),
        _swallowed(record, numbers),
    ]
    return pd.concat(parts, ignore_index=True)


def words_around(text: str, start: int, end: int, width: int = 40) -> str:
    """Return text[start:end] in brackets with the words around it, on one line."""
    before, after = text[max(0, start - width) : start], text[end : end + width]
    if start > width:
        before = "…" + before.partition(" ")[2]
    if end + width < len(text):
        after = after.rpartition(" ")[0] + "…"
    return re.sub(r"\s*\n\s*", " / ", f"{before}[{text[start:end]}]{after}").strip(" /")


def _place(quote: str, text: str, old: int) -> tuple[int | None, int | None, str]:
    if quote and old >= 0 and text.startswith(quote, old):
        return old, old + len(quote), "in place"
    if not quote or not text:
        return None, None, "lost"
    exact = [m.start() for m in re.finditer(re.escape(quote), text)]
    if exact:
        start = min(exact, key=lambda place: abs(place - old))
        return start, start + len(quote), "moved"
    like = partial_ratio_alignment(quote, text, score_cutoff=ALIKE)
    return (like.dest_start, like.dest_end, "changed") if like else (None, None, "lost")


def _recorded(numbers: pd.DataFrame, record: Record) -> pd.DataFrame:
    """Return the pairs of a number and the row that records it, indexed like numbers."""
    places = quote_places(record).drop(columns="quote")
    rows = record.figures[["figure_id", "value", "value_to", "qualifier", "metric"]].astype({"qualifier": "str"})
    rows = rows.assign(percent=rows["metric"].isin(record.metrics.of_percent())).drop(columns="metric")
    rows = places.join(rows.drop(columns="figure_id").rename(columns={"value": "said", "value_to": "said_to"}))
    pairs = _inside(numbers.drop(columns="figure_id", errors="ignore"), rows.dropna(subset=["start"]))
    low, high = pairs["value"], pairs["value_to"]
    whole = low.eq(pairs["said"]) & (high.eq(pairs["said_to"]) | (high.isna() & pairs["said_to"].isna()))
    an_end = high.isna() & pairs["said_to"].notna() & (low.eq(pairs["said"]) | low.eq(pairs["said_to"]))
    vague = pairs["kind"].eq("vague") & pairs["qualifier"].eq("vague")
    counts = pairs["kind"].isin(COUNTING).mask(pairs["percent"], pairs["kind"].eq("percent"))
    fits = (whole.fillna(False) | an_end.fillna(False)) & counts
    return pairs[fits | vague]


def _excluded(numbers: pd.DataFrame, exclusions: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of a number and an exclusion around it, indexed like numbers; without a reason none excuses."""
    given = exclusions[exclusions["reason"].str.strip().ne("")]
    return _inside(numbers, given.dropna(subset=["start", "end"]))


def _inside(numbers: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of a number and a passage (document_id, start, end) that holds it, indexed like numbers."""
    texts = pd.Index(numbers["document_id"].unique())
    passages = passages.rename(columns={"start": "first", "end": "last"})
    passages = passages[passages["document_id"].isin(texts)].reset_index(drop=True)
    longest = int(max(numbers["end"].max(), passages["last"].max(), 0)) + 1 if len(passages) else 1

    def place(rows: pd.DataFrame, column: str) -> np.ndarray:
        """Return places in all documents behind one another, so that one sorted search finds them."""
        return texts.get_indexer(rows["document_id"]) * longest + rows[column].to_numpy("int64")

    order = np.argsort(starts := place(numbers, "start"), kind="stable")
    first, after = (np.searchsorted(starts[order], place(passages, column)) for column in ("first", "last"))
    many = np.maximum(after - first, 0)
    nth = np.arange(many.sum()) - np.repeat(many.cumsum() - many, many)
    which = np.repeat(np.arange(len(passages)), many)
    held = order[np.repeat(first, many) + nth]
    both = [numbers.iloc[held].reset_index(names="number"), passages.drop(columns="document_id").iloc[which]]
    pairs = pd.concat([both[0], both[1].reset_index(drop=True)], axis=1)
    return pairs[pairs["end"].le(pairs["last"])].set_index("number").sort_index(kind="stable")


def _unsupported(record: Record, numbers: pd.DataFrame) -> pd.DataFrame:
    """Rows whose quote holds no number of their value."""
    recorded = set(_recorded(numbers, record)["figure_id"])
    places = quote_places(record)
    rows = places[record.figures["qualifier"].ne("none_given") & ~places["figure_id"].isin(recorded)]
    faults = _fault_table(record, rows, "", "correct the value or the quote, or remove the row")
    faults["problem"] = ("no number in the document supports the row " + rows["figure_id"]).to_list()
    return faults


def _swallowed(record: Record, numbers: pd.DataFrame) -> pd.DataFrame:
    """Recorded figures, and quotes without a number, inside an exclusion."""
    figures = numbers[numbers["status"].eq("recorded")][["document_id", "start", "end", "figure_id"]]
    silent = quote_places(record)[record.figures["qualifier"].eq("none_given")].dropna(subset=["start"])
    both = pd.concat([figures, silent[figures.columns]], ignore_index=True)
    pairs = _excluded(both, record.tables["exclusions"])
    faults = _fault_table(record, pairs, "", "end the exclusion before the figure, or remove the row")
    faults["problem"] = ("an exclusion swallows the row " + pairs["figure_id"].astype("str")).to_list()
    return faults


def _fault_table(record: Record, places: pd.DataFrame, problem: str, remedy: str) -> pd.DataFrame:
    rows = []
    for document_id, start, end in places[["document_id", "start", "end"]].itertuples(index=False):
        text = record.texts.get(document_id, "")
        if pd.isna(start):
            rows.append((document_id, pd.NA, "", problem, remedy))
        else:
            line = text.count("\n", 0, int(start)) + 1
            rows.append((document_id, line, words_around(text, int(start), int(end)), problem, remedy))
    columns = ["document_id", "line", "words", "problem", "remedy"]
    return pd.DataFrame(rows, columns=columns).astype({"line": "Int64"} | dict.fromkeys(columns[2:], "str"))
