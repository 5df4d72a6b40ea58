"""What stands in cells, bars and beside squares against the rows: each number with its own claim, date and document.

Texts and bars are read from the figure where they stand, in inches; what they should say is worked out from the CSV
rows. A chart may leave out what it has no room for if it counts it.
"""

from __future__ import annotations

import re
from itertools import pairwise, permutations
from types import SimpleNamespace

import pytest
from matplotlib.patches import Rectangle

from briefing.charts import CHARTS
from briefing.charts.corroboration import CLAIMANTS_AT, DOCUMENTS_AT
from tests.drawn import draw
from tests.truth import pages  # noqa: F401
from tests.truth.oracle import closest, dated_totals, faults, named
from tests.truth.record import NUMBERS, Seen, date_words, in_words, middle, number_of, signed
from tests.truth.views import record

VIEWS = [("here", ""), ("here", "2025-02-01"), ("here", "2025-05-01"), ("more articles", ""), ("march", ""),
         ("grown", "")]  # fmt: skip
MONTH = re.compile("(January|February|March|April|May|June|July|August|September|October|November|December)")


@pytest.fixture(scope="module", params=VIEWS, ids=" ".join)
def view(request, folder):
    """The rows of a view, and a function that draws a chart of it."""
    kind, as_of = request.param
    data = record(folder, kind, 1)
    return Seen(data, as_of, (), (), ""), lambda name: draw(name, as_of, data)


def texts(drawn) -> list[SimpleNamespace]:
    """Return the texts that stand at a place in inches, from the top, then from the left."""
    inches = drawn.figure.dpi_scale_trans
    found = [SimpleNamespace(x=t.get_position()[0], y=round(t.get_position()[1], 3), text=t.get_text(),
                             bold=t.get_weight() == "bold") for t in drawn.figure.texts
             if t.get_transform() == inches and t.get_text().strip()]  # fmt: skip
    inside = drawn.plot_box
    return sorted((t for t in found if inside.bottom < t.y < inside.top), key=lambda t: (-t.y, t.x))


def counted(text: str) -> int:
    """Return the number that a text begins or goes on with in words: "and three more", "two earlier"."""
    found = re.search(rf"\b({'|'.join(NUMBERS[1:])}|\d+)\b", text)
    return (NUMBERS.index(found[0]) if found[0] in NUMBERS else int(found[0])) if found else 0


def date_forms(seen: Seen, statement: str) -> set[str]:
    """How the date of a statement may be written: whole or short, with its sign where no document states it."""
    made, basis = seen.made(statement), seen.statements[statement]["made_on_basis"]
    whole = date_words(made)
    short = MONTH.sub(lambda m: m[0][:3], whole)
    sign = "†" if made and basis != "stated" else ""
    without = re.sub(r" \d{4}$", "", short) if len(made) > 4 else short
    return {f"{form}{sign}" for form in (whole, short, without)}


def begins(name: str, text: str) -> bool:
    """Whether a text is a name, or its first words where the name is cut or goes on in the next line."""
    return name.startswith(text.removesuffix("…"))


def label_of(seen: Seen, metric: str) -> str:
    label = seen.metric[metric]["label"]
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def written(seen: Seen, statement: str, metric: str, way=signed) -> list[set[str]]:
    """Return for each number of a claim how documents write it, those that qualify it before those that do not."""
    unit = seen.metric[metric]["unit"]
    return [{way(*n, q, unit) for q in qs} for n, qs in seen.chosen[statement, metric].items()]


def is_value(seen: Seen, text: str, statement: str, metric: str, way=signed) -> bool:
    """Whether a text is each number of a claim once, with one or all of its qualifiers: "≈600 / ≥600 or 18,000"."""
    said, left = text.split(" or "), written(seen, statement, metric, way)
    for one in said:
        mine = next((forms for forms in left if set(one.split(" / ")) <= forms), None)
        if mine is None:
            return False
        left.remove(mine)
    return not left


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)
def test_what_stands_below_a_chart_is_true(view, chart):
    """What a drawing itself says of what it has no room for; a note that is no finding is false."""
    seen, drawn = view
    assert [f for note in notes(drawn(chart.name)) for f in faults(seen, note)] == []


@pytest.mark.parametrize("name", ["losses_over_time", "statement_timeline", "claims_by_era", "discrepancies"])
def test_what_stands_below_a_chart_of_hundreds_is_true(folder, name):
    data = record(folder, "hundreds", 1)
    said = notes(draw(name, "", data))
    assert said
    assert [f for note in said for f in faults(Seen(data, "", (), (), ""), note)] == []


def notes(drawn) -> list:
    return list(getattr(drawn.figure, "notes", ()))


# ---- lead_voices: a lane a claimant, a column an era


def lanes(drawn) -> list[tuple[str, dict[str, list]]]:
    """Return for each lane its claimant, and of each column its texts."""
    found = texts(drawn)
    lines = [t for t in found if t.bold and abs(t.x - found_left(drawn) - 0.36) < 0.01]
    names = [t for t, before in zip(lines, [None, *lines], strict=False) if not before or before.y - t.y > 0.35]
    lefts = sorted({round(t.x, 2) for t in found if t.bold and t.y > names[0].y})
    rows = []
    for name, (top, bottom) in zip(names, pairwise([*(n.y for n in names), 0.0]), strict=True):
        mine = [t for t in found if bottom + 0.05 < t.y <= top]
        rows.append((name.text, {left: [t for t in mine if left - 0.01 <= t.x < right - 0.01] for left, right in
                                 pairwise([*lefts, 99])}))  # fmt: skip
    return rows


def found_left(drawn) -> float:
    return drawn.plot_box.left + 0.1


def blocks(cell: list, top: float) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the statements of a cell: date, and lines of number and what it counts."""
    dates = [t for t in cell if t.y == top]
    found = []
    for date, right in zip(dates, [*(d.x for d in dates[1:]), 99], strict=True):
        below = [t for t in cell if t.y < top and date.x - 0.01 <= t.x < right - 0.01]
        lines = {y: [t for t in below if t.y == y] for y in sorted({t.y for t in below}, reverse=True)}
        said = [("".join(t.text for t in of if t.bold), "".join(t.text for t in of if not t.bold)) for of in
                lines.values()]  # fmt: skip
        found.append((date.text, said))
    return found


def test_lanes_say_each_number_of_their_claimant_in_its_era(view):
    seen, drawn = view
    drawn = drawn("lead_voices")
    given = seen.numbered(seen.lead)
    claimants = sorted({seen.who(s) for s, _ in seen.chosen}, key=lambda a: -sum(seen.who(s) == a for s, _ in given))
    for name, columns in lanes(drawn):
        who = next(a for a in claimants if begins(seen.name(a), name))
        claimants.remove(who)
        mine = {c: v for c, v in seen.chosen.items() if seen.who(c[0]) == who}
        mine = {c: v for c, v in mine.items() if c in given} or {c: v for c, v in mine.items() if not v}
        split = len(columns) > 1
        for i, cell in enumerate(columns.values()):
            eras = {"since"} if i else {"before", "date unclear"} if split else {"before", "since", "date unclear",
                                                                                 "all dates"}  # fmt: skip
            here = {s for s, _ in mine if seen.era(s) in eras}
            top = max(t.y for t in cell)
            said = blocks(cell, top)
            if "none on record" in said[0][0] or "on record" in said[0][0]:
                assert not here, (name, said)
                continue
            left_out = [d for d, _ in said if "earlier" in d]
            told = [b for b in said if "earlier" not in b[0]]
            assert len(told) + sum(map(counted, left_out)) == len(here), (name, said)
            for date, lines in told:
                s = next((s for s in here if date in {f[:1].upper() + f[1:] for f in date_forms(seen, s)}
                          and says(seen, s, {m for t, m in mine if t == s}, lines)), None)  # fmt: skip
                assert s, (name, date, lines)
                here.discard(s)


def says(seen: Seen, statement: str, metrics: set[str], lines: list[tuple[str, str]]) -> bool:
    """Whether lines say every number that a statement gives of some metrics, or count those they leave out."""
    more = sum(counted(rest) for bold, rest in lines if not bold)
    left = set(metrics)
    for bold, rest in lines:
        if bold == "no number":
            return all(not seen.chosen[statement, m] for m in metrics)
        if not bold:
            continue
        m = next((m for m in sorted(left) if line_of(seen, statement, m, bold, rest)), None)
        if m is None:
            return False
        left.discard(m)
    return len(left) == more


def line_of(seen: Seen, statement: str, metric: str, bold: str, rest: str) -> bool:
    """Whether a line is a claim: its numbers in words, bold or as "elsewhere", and what they count."""
    what = rest.split("; elsewhere ")
    if not (what[0] == seen.phrase(metric) or (what[0].endswith("…") and seen.phrase(metric).startswith(what[0][:-1]))):
        return False
    forms = written(seen, statement, metric, in_words)
    every = set().union(*forms)
    said = {*bold.split(" or "), *(e for w in what[1:] for e in re.split(" and ", w))}
    kept = said <= every | {s for s in said if " " not in s and s.replace(",", "").isdigit()}
    return kept and (all(said & f for f in forms) or rest.endswith("…")) and not said - every - {
        n for s in every for n in re.findall(r"[\d,]+", s)}  # fmt: skip


# ---- claims_by_era: a row a claimant, a column an era


def test_eras_say_the_latest_numbers_of_their_claimant(view):
    seen, drawn = view
    drawn = drawn("claims_by_era")
    found = texts(drawn)
    left = found_left(drawn)
    rows = [t for t in found if t.bold and abs(t.x - left - 0.3) < 0.01]
    if not rows:
        return
    heads = sorted({t.x for t in found if t.bold and t.y > rows[0].y + 0.1 and t.x > left + 1})
    ys = [*(r.y for r in rows), min(t.y for t in found) - 1]
    claimants = {seen.who(s) for s, _ in seen.chosen}
    shared = [t.y for t in found if t.bold and abs(t.x - left) < 0.01]  # rows of several claimants
    for row, (top, bottom) in zip(rows, pairwise(ys), strict=True):
        who = next((a for a in claimants if begins(seen.name(a), row.text)), None)
        if who is None:  # the second line of a name
            continue
        bottom = max([bottom, *(y for y in shared if y < top)])
        for i, (x, right) in enumerate(pairwise([*heads, 99])):
            era = ["before", "since"][i] if len(heads) > 1 else None
            cell = [t for t in found if bottom + 0.02 < t.y <= top and x - 0.01 <= t.x < right - 0.01]
            mine = {c: v for c, v in seen.chosen.items() if seen.who(c[0]) == who}
            mine = {c: v for c, v in mine.items() if (seen.era(c[0]) == era if era else True)}
            check_cell(seen, mine, cell, x, row.text)


def date_of(seen: Seen, statement: str, date: str) -> bool:
    return date in {form[:1].upper() + form[1:] for form in date_forms(seen, statement)}


def check_cell(seen: Seen, mine: dict, cell: list, cell_left: float, name: str) -> None:
    """Hold the entries of a cell against its claims: a date, then numbers with what they count; the rest is counted."""
    if any(t.text == "none on record" for t in cell):
        assert not mine, name
        return
    latest = {m: max(seen.known_from[s] for (s, n), v in mine.items() if n == m and v) for (_, m), v in mine.items()
              if v and None not in [seen.known_from[s] for s, n in mine if n == m]}  # fmt: skip
    told, date, more = set(), "", 0
    entries = iter(cell)
    for t in entries:
        if t.text.startswith("and "):
            more = counted(t.text)
        elif not t.bold and abs(t.x - cell_left) < 0.02:
            date = t.text
        elif t.bold:
            what = next(entries).text
            if t.text == "no number":
                spoken = [c for c, v in mine.items() if not v and not any(v for d, v in mine.items() if d[1] == c[1])]
                mute = [label_of(seen, m) for s, m in spoken if date_of(seen, s, date)]
                assert {what} <= {f"({', '.join(said)})" for said in permutations(mute)}, (name, date, what, mute)
                continue
            claim = next(((s, m) for (s, m), v in mine.items() if v and is_value(seen, t.text, s, m)
                          and date_of(seen, s, date) and begins(label_of(seen, m), what.partition(" (")[0])
                          and (m not in latest or seen.known_from[s] == latest[m])), None)  # fmt: skip
            assert claim, (name, date, t.text, what)
            told.add(claim[1])
    assert len(told) + more >= len({m for (_, m), v in mine.items() if v}), (name, told, more)


# ---- corroboration: a claim, squares for its documents, its claimants


def test_claims_stand_beside_their_documents_and_claimants(view):
    seen, drawn = view
    drawn = drawn("corroboration")
    if drawn.text.nothing:
        return
    found, canvas = texts(drawn), drawn.figure.axes[0]
    squares = [p for axes in drawn.figure.axes for p in axes.patches if isinstance(p, Rectangle)
               and abs(p.get_width() - 0.17) < 1e-6 and abs(p.get_height() - 0.17) < 1e-6]  # fmt: skip
    lefts, claimants_at = ([t.x for t in found if t.text == head] for head in ("Printed in", "Behind it"))
    told = set()
    for at, over in zip(lefts, claimants_at, strict=True):
        wide = (over - at) / (CLAIMANTS_AT - DOCUMENTS_AT)
        start = at - DOCUMENTS_AT * wide
        for n in [t for t in found if over - 0.01 <= t.x < start + wide and re.fullmatch(r"(… )?\d+|several", t.text)]:
            near = [t for t in found if abs(t.y - n.y) < 0.15 and start - 0.01 <= t.x < over]
            number = next(t for t in near if t.bold)
            label = next(t.text for t in near if not t.bold and t.y == number.y)
            said = [t.text for t in near if t.y < n.y - 0.05]
            claim = next(((s, m) for (s, m), v in seen.chosen.items() if v and is_value(seen, number.text, s, m)
                          and begins(label_of(seen, m), label)
                          and (not said or any(said[0].endswith(f", {d}") for d in date_forms(seen, s)))
                          and (s, m) not in told), None)  # fmt: skip
            assert claim, (number.text, label, said)
            told.add(claim)
            documents = len({r["document_id"] for r in seen.index["rows"][claim]})
            mine = [p for p in squares if abs(p.get_y() + 0.085 - n.y) < 0.02 and at - 0.01 <= p.get_x() < over]
            count = next(t.text for t in found if t.y == n.y and at < t.x < over)
            assert int(count.partition(",")[0]) == documents and len(mine) <= documents, (claim, count, len(mine))
            several = seen.actors[seen.who(claim[0])]["kind"] == "collective"
            assert n.text.removeprefix("… ") == ("several" if several else str(1 + len(seen.backers(*claim)))), claim
    assert canvas is not None
    assert told


# ---- attribution: what each document prints of the statement that most carry


def test_documents_print_what_stands_in_their_row(view):
    seen, drawn = view
    drawn = drawn("attribution")
    if drawn.text.nothing:
        return
    statement = next(f.about["statement"] for f in drawn.text.alt.findings if f.kind == "chain")
    found, left = texts(drawn), found_left(drawn)
    names = [t for t in found if t.bold and abs(t.x - left) < 0.01]
    documents = {r["document_id"] for r in seen.index["rows"][statement, ""]}
    for name, (top, bottom) in zip(names, pairwise([*(n.y for n in names), names[-1].y - 1.2]), strict=True):
        mine = [d for d in documents if named(seen.name(seen.documents[d]["outlet"]), name.text)]
        cells = [t for t in found if bottom + 0.1 < t.y < top + 0.3 and t.x > left + 5.5 and t.y <= top + 0.2]
        assert mine, name.text
        shown = [t.text for t in cells]
        assert any(document_prints(seen, statement, d, shown) for d in mine), (name.text, shown)
        documents -= {next(d for d in mine if document_prints(seen, statement, d, shown))}


def document_prints(seen: Seen, statement: str, document: str, shown: list[str]) -> bool:
    """Whether the texts of a row's cells are what a document prints: of each measure its firmest, then the others."""
    rows = [r for r in seen.index["rows"][statement, ""] if r["document_id"] == document]
    every = {signed(*number_of(r), r["qualifier"], seen.metric[r["metric"]]["unit"]) for r in rows if r["value"]}
    said = {w for t in shown for w in t.removeprefix("also ").split(" · ")} - {"no number", "…"}
    numbered = {r["metric"] for r in rows if r["value"]}
    mute = {r["metric"] for r in rows} - numbered
    return said <= every and shown.count("no number") <= len(mute) and len(
        [t for t in shown if not t.startswith("also ")]) <= len(numbered | mute)  # fmt: skip


# ---- nis_and_zelenskyy: two bars


def test_bars_end_where_the_claims_do(view):
    seen, drawn = view
    drawn = drawn("nis_and_zelenskyy")
    if drawn.text.nothing:
        return
    about = next(f.about for f in drawn.text.title.findings if f.kind == "pair")
    measure, totals = about["measure"], dated_totals(seen, about["measure"])
    assert frozenset((about["lower"], about["higher"])) in closest(seen, totals)
    axes = next(a for a in drawn.figure.axes if a.get_xlim()[1] > 14 or a.get_ylim()[0] > a.get_ylim()[1])
    to_value = axes.transData.inverted()
    dpi = drawn.figure.dpi
    bars = [p for a in drawn.figure.axes for p in a.patches if isinstance(p, Rectangle) and p.get_linewidth() > 1]
    levels = sorted({round(p.get_y(), 3) for p in bars if p.get_height() > 0.3}, reverse=True)
    assert len(levels) == 2
    order = sorted((about["lower"], about["higher"]), key=lambda s: (middle(seen.made(s)), s != about["higher"]))
    for level, statement in zip(levels, order, strict=True):
        mine = [p for p in bars if round(p.get_y(), 3) == level]
        ends = {round(float(to_value.transform((x * dpi, 0))[0])) for p in mine for x in
                (p.get_x(), p.get_x() + p.get_width())}  # fmt: skip
        stated = seen.chosen.get((statement, measure), {})
        if stated:
            low = min(stated, key=lambda n: n[0])
            assert ends == {0, low[0], *([low[1]] if low[1] else [])}, statement
        else:
            parts = [min(seen.chosen[statement, m], key=lambda n: n[0])[0] for m in seen.parts(measure)]
            assert ends == {0, *(sum(parts[: i + 1]) for i in range(len(parts)))}, statement
            said = [t.text for t in texts(drawn) if abs(t.y - level) < 1.2 and t.bold]
            for m in seen.parts(measure):
                assert any(is_value(seen, t, statement, m) for t in said), (statement, m, said)


# ---- discrepancies: a case, its sides as chips


def test_sides_of_cases_stand_with_their_documents(view):
    seen, drawn = view
    drawn = drawn("discrepancies")
    if drawn.text.nothing:
        return
    cases = [f.about for f in drawn.text.alt.findings if f.kind == "case"]
    found, left = texts(drawn), found_left(drawn)
    heads = [t for t in found if t.bold and abs(t.x - left - 0.3) < 0.01]
    assert heads
    for head in heads:
        row = [t for t in found if abs(t.y - head.y + 0.11) < 0.2 and t.x > left + 2.9]
        chips = [t for t in row if t.bold]
        assert any(is_case(seen, case, head.text, chips, row) for case in cases), (head.text, [t.text for t in row])


PLACES = {"vague": "no number", "direct_quote": "quoted", "paraphrase": "paraphrased",
          "headline": "in a headline only", "link": "in a link only"}  # fmt: skip


def is_case(seen: Seen, case: dict, head: str, chips: list, row: list) -> bool:
    """Whether a row shows a case: its measure, and each chip with documents that have that side."""
    what = seen.phrase(case["metric"]) if case["metric"] else "Who spoke"
    if not (what[:1].upper() + what[1:]).startswith(head.removesuffix("…")):
        return False
    for chip in chips:
        sides = [documents for words, documents in case["sides"] if any(
            begins(form, chip.text) for form in (PLACES.get(words, words), f"{words} named"))]  # fmt: skip
        right = sorted((t for t in row if not t.bold and t.x > chip.x), key=lambda t: t.x)
        beside = [t.text for t in row if right and t.x == right[0].x and not re.fullmatch(
            r"headline( and text)?|and \w+ more ways?", t.text)]  # fmt: skip
        outlets = [{seen.name(seen.documents[d]["outlet"]) for d in documents} for documents in sides]
        if not any(lists(" ".join(beside), of) for of in outlets):
            return False
    return True


def lists(text: str, outlets: set[str]) -> bool:
    """Whether a text names outlets, all or some and the count of the rest."""
    names, _, more = text.partition(" and ") if re.search(r" and \d+ more$", text) else (text, "", "")
    said = [n for n in outlets if n in names]
    return names.endswith("…") or len(said) + counted(more) == len(outlets)
