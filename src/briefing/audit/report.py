"""The audit: faults, coverage and questions of a dossier in one report.

Belongs here: putting the checks together, saying them in plain text, and writing drafts to a file of their own.
Does not belong here: the checks themselves (record, coverage, questions) and any change to the tables.
"""

from __future__ import annotations

import io
import os
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from briefing.audit.copied import in_words
from briefing.audit.coverage import (
    STATUSES,
    coverage,
    coverage_by_document,
    coverage_faults,
)
from briefing.audit.drafts import defused, draft
from briefing.audit.questions import questions
from briefing.paths import data_folder
from briefing.record.dossier import Record, read_record
from briefing.words.english import count
from briefing.words.numerals import RULES
from briefing.words.text import printable

SHOWN = 60  # of a kind; the rest is counted


@dataclass(frozen=True, eq=False)
class Audit:
    """What the audit found: `numbers` as of coverage, `gaps` as of coverage_faults, `questions` as of questions."""

    record: Record = field(repr=False)
    numbers: pd.DataFrame = field(repr=False)
    gaps: pd.DataFrame = field(repr=False)
    questions: pd.DataFrame = field(repr=False)

    @property
    def faults(self) -> int:
        """How many faults there are: those of the tables and those of the coverage."""
        return len(self.record.faults) + len(self.gaps)


def audit(data_dir: str | Path = "") -> Audit:
    """Audit a dossier, whatever its faults; "" is this repository's.

    Raises DossierError only where there is no descriptor to read it by.
    """
    record = read_record(data_dir)
    numbers = coverage(record)
    return Audit(record, numbers, coverage_faults(record, numbers), questions(record))


def report(found: Audit) -> str:
    """Return the audit as plain text: coverage by document, the rules used, faults, questions, the result."""
    left = int(found.numbers["status"].eq("open").sum())
    parts = [
        "Coverage: every number in every document",
        _table(found),
        *_rules(found.numbers),
        *_section("Copies", in_words(found.record)),
        *_section("Faults in the tables", [str(f) for f in found.record.faults]),
        *_section("Faults in the coverage", [_gap(g) for g in found.gaps.itertuples()]),
        *_questions(found.questions),
        "",
        f"{count(len(found.numbers), 'number', digits=True)}, {left:,} open; "
        f"{count(found.faults, 'fault', digits=True)}, {count(len(found.questions), 'question', digits=True)}.",
    ]
    return printable("\n".join(parts))


def write_draft(found: Audit, path: Path, data_dir: str | Path = "") -> int:
    """Write a proposal for each open number to a new CSV file and return how many; see drafts.draft.

    Raises ValueError where the file is there already or lies in the dossier's own folder, OSError where it cannot be
    written.
    """
    if os.path.realpath(path.parent) == os.path.realpath(data_folder(data_dir)):
        raise ValueError("a draft is not a table of the dossier: write it to a file outside its data folder")
    proposals = defused(draft(found.record, found.numbers))
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            proposals.to_csv(file, index=False, lineterminator="\n")
    except FileExistsError:
        raise ValueError(f"{path.name} is there already and may hold corrections: name another file") from None
    return len(proposals)


def _table(found: Audit) -> str:
    counts = coverage_by_document(found.record, found.numbers)
    total = counts.sum(numeric_only=True)
    shown = counts if len(counts) <= SHOWN else counts[counts["open"].gt(0)].head(SHOWN)
    rows = [*shown.itertuples(index=False), ("all documents", *total)]
    out = io.StringIO()
    width = max([len(str(r[0])) for r in rows])
    out.write(f"  {'':{width}}" + "".join(f"  {s:>15}" for s in (*STATUSES, "all")))
    for name, *cells in rows:
        out.write(f"\n  {name:{width}}" + "".join(f"  {int(c):>15,}" for c in cells))
    return out.getvalue()


def _rules(numbers: pd.DataFrame) -> list[str]:
    used = numbers.loc[numbers["status"].eq("excused by rule"), ["rule", "text"]].groupby("rule")["text"]
    lines = [
        f"  {rule:12} {len(texts):>6,}  {RULES[rule]} ({', '.join(sorted(set(texts))[:4])})" for rule, texts in used
    ]
    return ["", "Excused by rule", *lines] if lines else []


def _questions(asked: pd.DataFrame) -> list[str]:
    lines = []
    for topic, rows in asked.groupby("topic", sort=False):
        lines += _section(topic.capitalize(), [f"{q.subject}: {q.question}" for q in rows.itertuples()])
    return ["", "Questions", *lines] if lines else []


def _section(title: str, items: list[str]) -> list[str]:
    if not items:
        return []
    more = [f"  … and {len(items) - SHOWN:,} more"] if len(items) > SHOWN else []
    return ["", f"{title} ({len(items):,})", *("  " + i.replace("\n", "\n  ") for i in items[:SHOWN]), *more]


def _gap(gap) -> str:
    line = "" if pd.isna(gap.line) else f", line {gap.line}"
    return f"{gap.document_id}{line}: {gap.words}\n    {gap.problem}\n    → {gap.remedy}"
