"""What can be counted in a record: the rows of metrics.csv, and how sentences and texts speak of them.

Belongs here: names, units, parts and words of metrics, from the table. Does not belong here: which metrics a chart
shows (charts), and how a number is written (intervals).
"""

from __future__ import annotations

import re
from functools import cached_property

import pandas as pd

from briefing.words.metric_words import MetricWords, Vocabulary

ENGLISH = "en"
_TAGGED = re.compile(r"(?:([a-z]{2}):\s*)?(.+)", re.S)
PERSONS, PERCENT = "persons", "percent"
RUNNING, SUM = "running_total", "sum_of_parts"


class Metrics:
    """The metrics of a record in their order; `subject` is whom its figures count, in words.

    A faulty table is read as far as it goes: a whole that is not in it is none.
    """

    def __init__(self, table: pd.DataFrame, subject: str):
        self.subject = subject
        known = table["part_of"].isin(table["metric"])
        self.table = (
            table.assign(part_of=table["part_of"].where(known, ""))
            .sort_values("order", kind="stable")
            .set_index("metric")
        )
        self.names = tuple(self.table.index)
        self._vocabularies: dict[str, Vocabulary] = {}

    def __contains__(self, metric: str) -> bool:
        return metric in self._rows

    @cached_property
    def _rows(self) -> dict[str, dict]:
        return self.table.to_dict("index")

    def label(self, metric: str) -> str:
        """Return the name for where there is little room: "Killed", "Planned"."""
        return self._rows[metric]["label"]

    def heading(self, metric: str) -> str:
        """Return the heading that the metric may share with others: "Sent"."""
        return self._rows[metric]["heading"]

    def topic(self, metric: str) -> str:
        """Return what the metric belongs to, together with others."""
        return self._rows[metric]["topic"]

    def unit(self, metric: str) -> str:
        """Return what its numbers are: persons or percent."""
        return self._rows[metric]["unit"]

    def phrase(self, metric: str) -> str:
        """Return the words that follow a number: "killed", "workers to be sent"."""
        row = self._rows[metric]
        return f"{row['whom']} {row['phrase']}".strip()

    def people(self, metric: str) -> str:
        """Say whom a figure counts: "North Korean soldiers killed", "workers to be sent"."""
        row = self._rows[metric]
        return f"{row['whom'] or self.subject} {row['phrase']}"

    def those(self, metric: str) -> str:
        """Say of whom someone spoke: "those killed", "workers to be sent"."""
        row = self._rows[metric]
        return f"{row['whom'] or 'those'} {row['phrase']}"

    def part_of(self, metric: str) -> str:
        """Return the metric that it is a part or a share of, "" for none."""
        return self._rows[metric]["part_of"]

    def parts(self, metric: str) -> list[str]:
        """Return the metrics of persons that are directly a part of it."""
        return [m for m in self.names if self.part_of(m) == metric and self.unit(m) == PERSONS]

    def summed(self, metric: str) -> list[str]:
        """Return the parts that together make up the metric; none where its parts do not."""
        return self.parts(metric) if self._rows[metric]["counting"] == SUM else []

    def is_running(self, metric: str) -> bool:
        """Whether it counts from the beginning, so that a later figure is no lower."""
        return self._rows[metric]["counting"] in (RUNNING, SUM)

    def wholes(self, metric: str) -> list[str]:
        """Return the metrics that it is a part of, the nearest first."""
        found = []
        while (metric := self.part_of(metric)) and metric not in found:
            found.append(metric)
        return found

    def lead_topic(self) -> list[str]:
        """Return the metrics of persons of the first topic: what the record is about."""
        return [m for m in self.of_persons() if self.topic(m) == self.topic(self.of_persons()[0])]

    def other_topics(self) -> list[str]:
        """Return the metrics of persons of all other topics."""
        lead = set(self.lead_topic())
        return [m for m in self.of_persons() if m not in lead]

    def of_persons(self) -> list[str]:
        """Return the metrics whose numbers are persons."""
        return [m for m in self.names if self.unit(m) == PERSONS]

    def of_percent(self) -> list[str]:
        """Return the metrics whose numbers are shares that a claimant stated."""
        return [m for m in self.names if self.unit(m) == PERCENT]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words by which English texts speak of the metrics."""
        return self.vocabulary_in(ENGLISH)

    def vocabulary_in(self, language: str) -> Vocabulary:
        """Return the words by which texts in a language speak of the metrics; none where the record gives none."""
        if language not in self._vocabularies:
            self._vocabularies[language] = self._vocabulary_in(language)
        return self._vocabularies[language]

    def _vocabulary_in(self, language: str) -> Vocabulary:
        return Vocabulary(
            MetricWords(
                metric,
                words=_listed(row["words"], language),
                beside=_listed(row["words_beside"], language),
                nouns=_listed(row["words_whom"], language),
                loose=_listed(row["words_loose"], language),
                percent=row["unit"] == PERCENT,
                parts=tuple(self.summed(metric)),
                holds=bool(self.parts(metric)) and not self.summed(metric),
            )
            for metric, row in self._rows.items()
        )


def _listed(cell: str, language: str) -> tuple[str, ...]:
    """Return a cell's words of a language: separated by semicolons, with its code before each that is not English."""
    tagged = (_TAGGED.fullmatch(w.strip()).groups() for w in cell.split(";") if w.strip())
    return tuple(words for code, words in tagged if (code or ENGLISH) == language)
