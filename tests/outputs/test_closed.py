"""Nothing on page or slides is said by nobody: every line is a sentence that the oracle has found true, or evidence.

A line that is neither fails, so a sentence without a finding cannot get in.
"""

from __future__ import annotations

import re
from itertools import chain

import lxml.html
import pytest

from briefing.analysis.contradictions import TOLERANCE
from briefing.outputs.citations import mentions, rests_on
from briefing.outputs.judgements import judgements
from briefing.outputs.page import Briefing
from briefing.paths import DATA
from tests.drawn import view
from tests.truth import contrary  # noqa: F401
from tests.truth.oracle import faults
from tests.truth.pages import VOICES, chain_of, said_of
from tests.truth.record import Seen, date_words
from tests.truth.views import sentences

BLOCKS = ("p", "li", "h1", "h2", "h3", "td", "th", "summary", "figcaption")
# Headings and signposts: they claim nothing of the record.
FURNITURE = re.compile(
    r"Key judgements|What would change the picture|Which claims cannot all be true|The (quotes|documents)|In short|"
    r"The words behind every figure|Documents|And where they come from|"
    r"The data of chart \d+ as a table \(.*\)|Download the chart and its data: .*|\d+ more|Nothing|"
    r"Claims|Both true\?|Decided by|Compared as|Document|Outlet|Published|Address|Note|SHA-256|Text|Kind|Claimant|"
    r"Stated on|Date is|Era|What|Figure|Derived as|Gave|Gave no number of|Printed by|"
    r"a document states it|inferred|external|unknown|stated|before|since|all dates|date unclear|derived here|"
    r"(no|a) number fits both|no word leaves either open|rounding|(“[a-z ]+”(, | and )?)+|"
    r"one statement, as documents print it|two claimants|a running total that falls|a part above its whole|"
    r"another (number|qualifier|speaker|place of the words)|number left out|lost in translation|"
    r"(share|difference), derived|no number|an unspecified number|quoted|paraphrased|in a (headline|link) only|"
    r"The judgements, one by one|The words behind the figures|The record holds no address of these documents|"
    r"Made \d+ [A-Z][a-z]+ \d{4}\. How to cite|"
    r"From their bounds alone: figures of one measure and time that no number satisfies, and those that only look "
    r"contrary\. No winner is picked|What is missing or open in the record\. Any of it would move a judgement above|"
    r"Every mention of every figure above: the words, the document that prints them, and how they reached it|"
    r"Made by briefing page\. This file needs no network: it holds no script and asks no address for anything|"
    r"and \d+ more, in the table below"
)
NUMBER = re.compile(r"\d[\d,.]*")
FORMULA = re.compile(r"[\d,.%≈≥≤<>≳≲–−+/ ]+|(?:[\d,.%≈≥≤<>≳≲/+ ]|of|or|−)+")


@pytest.fixture(scope="module")
def seen() -> Seen:
    return Seen(DATA, "", (), (), "")


@pytest.fixture(scope="module")
def true(seen) -> set[str]:
    """Every sentence of the view that the oracle has found true, without its last stop."""
    said = [s for _, _, of in sentences(view()) for s in of if s]
    said += [rests_on(mentions(view(), j.figure_ids)) for j in judgements(view())]
    said += [TOLERANCE, Briefing(view()).made, Briefing(view()).scope(" and the notes give the words it came from")]
    assert [f for s in said for f in faults(seen, s)] == []
    return {plain(s) for s in said} | {plain(f.words) for s in said for f in s.findings}


def plain(text: str) -> str:
    """Return a line as it is compared: on one line, without its last stop."""
    return " ".join(str(text).split()).removesuffix(".")


def evidence(seen: Seen) -> set[str]:
    """The lines that show rows as they are: quotes with who prints them, documents, statements with what they count."""
    lines = set()
    for r in seen.all_rows:
        outlet = seen.name(seen.documents[r["document_id"]]["outlet"])
        where = f"{said_of(seen, r)}, {VOICES[r['voice']]} in {outlet}, by way of "
        where += chain_of(seen, r["statement_id"], r["document_id"])
        lines |= {f"{r['quote']} {where}", f"{r['quote']} {where}. {r['note']}"}
        lines.add(f"“{r['quote']}” ({VOICES[r['voice']]} in {outlet}, by way of "
                  f"{chain_of(seen, r['statement_id'], r['document_id'])})")  # fmt: skip
    for d in seen.documents.values():
        basis = "" if d["published_basis"] == "stated" else f" ({d['published_basis']})"
        lines |= {d["document_id"], seen.name(d["outlet"]), f"{date_words(d['published_on'])}{basis}", d["note"],
                  d["sha256"][:12], d["url"],
                  f"{d['document_id']}: {seen.name(d['outlet'])}, {date_words(d['published_on'])}"}  # fmt: skip
    for s in seen.statements.values():
        lines |= {seen.name(s["claimant_id"]), date_words(s["made_on"])}
    return {plain(line) for line in lines}


def unsaid(seen: Seen, true: set[str], lines) -> list[str]:
    """Return the lines that are neither true sentences, nor parts of them, nor evidence, nor furniture."""
    known, whole = true | evidence(seen), "\n".join(true)
    numbers, found = set(NUMBER.findall(whole)), []
    for line in map(plain, lines):
        line = re.sub(r"^(Bear in mind\. |Cite as: |And |\d+(?:\. )?(?=[A-Z“]))", "", line)
        rests, _, behind = line.partition(". ") if line.startswith("Rests on ") else ("", "", line)
        parts = [rests, *(behind.split("; ") if rests else [line])]
        found += [p for p in parts if not (
            not p or p in known or FURNITURE.fullmatch(p) or is_list(p, known) or is_behind(seen, p)
            or re.search(rf"(?m)(^|[ (]){re.escape(p)}", whole)
            or (FORMULA.fullmatch(p) and set(NUMBER.findall(p)) <= numbers))]  # fmt: skip
    return found


def is_list(line: str, known: set[str]) -> bool:
    return all(part in known for part in re.split(", | and ", line))


def is_behind(seen: Seen, line: str) -> bool:
    """Whether a line is a statement with measures that it speaks of: "NIS, 30 Apr 2025: killed, wounded"."""
    whose, _, what = line.partition(": ")
    for s in seen.statements:
        date = date_words(seen.made(s))
        brief = re.sub(r"([A-Z][a-z]{2})[a-z]*", r"\1", date) if seen.made(s) else date
        phrases = {seen.phrase(r["metric"]) for r in seen.all_rows if r["statement_id"] == s}
        if whose == f"{seen.name(seen.who(s))}, {brief}":
            return set(what.split(", ")) <= phrases
    return False


def lines_of(page: str) -> list[str]:
    """Return the lines of a page as a reader sees them, without charts and the texts of documents."""
    html = lxml.html.fromstring(page)
    for part in chain(html.iter("svg", "style", "script"), html.xpath("//div[contains(@class, 'text')]")):
        part.drop_tree()
    blocks = [e for e in html.iter(*BLOCKS) if not any(inner.tag in BLOCKS for inner in e.iterdescendants())]
    return [piece for e in blocks for piece in pieces_of(e)]


def pieces_of(block) -> list[str]:
    """Return a line; of a chart's data on a narrow screen its pieces: the number, what it counts, whose it is."""
    if block.getparent().get("class") != "stacked" or block.find("b") is None:
        return [block.text_content()]
    where = block.xpath("string(span)")
    return [
        block.xpath("string(b)"),
        block.text_content().removeprefix(block.xpath("string(b)")).removesuffix(where),
        where,
    ]


def test_no_line_of_the_page_is_said_by_nobody(seen, true, page_file):
    lines = lines_of(page_file.read_text(encoding="utf-8"))
    assert len(lines) > 100
    assert unsaid(seen, true, lines) == []
    assert unsaid(seen, true, ["All of this is proven", "Two claimants agree"]) != []
