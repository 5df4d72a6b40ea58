"""Every number written in a text, each passage read in its own language; the same as a table of many texts.

Belongs here: putting passages together. Does not belong here: how a language writes numbers (languages), which of them
are recorded (coverage) and what they may count (drafts).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from briefing.words.languages import LANGUAGES, segments
from briefing.words.languages.base import COUNTING, RULES, Numeral
from briefing.words.languages.en import LOSSES, PERSONS
from briefing.words.languages.scripts import plain_digits
from briefing.words.text import UNSEEN

__all__ = ["COUNTING", "LOSSES", "PERSONS", "RULES", "Numeral", "find_numerals", "numeral_table"]


_UNSEEN_INSIDE = re.compile(rf"(?<=[\d.,])[{UNSEEN}_]+(?=[\d.,])")


def find_numerals(text: str, language: str = "") -> list[Numeral]:
    """Return every number written in a text, in order and without overlaps; the digits of every script are digits.

    `language` is the text's; a passage in other letters is read in the language of these, "" tells it by the letters.
    What nobody sees inside a number, or "_", does not part it.
    """
    text = plain_digits(text)
    if not _UNSEEN_INSIDE.search(text):
        return _find(text, language)
    hidden = {place for found in _UNSEEN_INSIDE.finditer(text) for place in range(*found.span())}
    kept = [place for place in range(len(text)) if place not in hidden]
    found = _find("".join(text[place] for place in kept), language)
    return [replace(n, start=kept[n.start], end=kept[n.end - 1] + 1) for n in found]


def _find(text: str, language: str) -> list[Numeral]:
    return [
        numeral.shifted(start)
        for start, end, code in segments(text, language)
        for numeral in LANGUAGES[code].find(text[start:end])
    ]


def numeral_table(texts: Mapping[str, str], languages: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return the numbers of many texts as a table: one row a number, in order of document and place.

    `languages` gives each document's. Columns: document_id, line (from 1), start, end (code points), text, kind, value,
    value_to (Float64), rule.
    """
    rows, languages = [], languages or {}
    for document_id, text in texts.items():
        breaks = [m.start() for m in re.finditer("\n", text)]
        rows += [
            (
                document_id,
                bisect_right(breaks, n.start) + 1,
                n.start,
                n.end,
                text[n.start : n.end],
                n.kind,
                n.value,
                n.value_to,
                n.rule,
            )
            for n in find_numerals(text, languages.get(document_id, ""))
        ]
    columns = ["document_id", "line", "start", "end", "text", "kind", "value", "value_to", "rule"]
    types = {"line": "Int64", "start": "Int64", "end": "Int64", "value": "Float64", "value_to": "Float64"}
    types |= dict.fromkeys(("document_id", "text", "kind", "rule"), "str")
    return pd.DataFrame(rows, columns=columns).astype(types)
