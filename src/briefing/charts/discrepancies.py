"""The first chart of 06: where documents render one statement differently."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from operator import attrgetter

import pandas as pd

from briefing.analysis.chains import chains
from briefing.analysis.estimates import BEHIND, CLAIM, VALUE, group, open_side_of, unique_tuples
from briefing.analysis.scope import as_caveat, as_of, filter_note, none_on_record, rest, source
from briefing.analysis.view import View, mentions
from briefing.charts.chart import Chart, ChartText, Grid, Line
from briefing.drawing.frame import Frame, Key
from briefing.drawing.layout import Box
from briefing.drawing.marks import NOT_IN_DOCUMENTS, claimant_marks, date_of, fitted, marked, named
from briefing.drawing.theme import BODY, MARK, NUMBER, SMALL, Look, Theme, drawable, tint
from briefing.words import dates, intervals
from briefing.words.english import act, count, join_list, number, one_text, possessive, sentence, shorten
from briefing.words.findings import Sentence, finding, joined, rule
from briefing.words.languages.scripts import READ

KINDS = ["value", "omitted", "translation", "qualifier", "speaker", "place"]  # by gravity
_SHOWN = [
    "statement_id", "claimant_id", "claimant", "made_on", "made_on_basis", "known_from", "metric", "unit", "what",
    "value", "value_to", "written", "said", "qualifiers", "documents", "texts", "outlets", "voices",
    "figure_ids",
]  # fmt: skip
_COLUMNS = [
    "case",
    "kind",
    "side",
    *_SHOWN,
    "quote",
    "quote_en",
    "quoted_from",
    "n_documents",
    "n_texts",
    "most",
    "qualified",
    "open_side",
    "without_number",
    "date_stated",
]
KIND_NAMES = {
    "value": ("number", "numbers"),
    "omitted": ("number left out", "numbers left out"),
    "translation": ("qualifier lost in translation", "qualifiers lost in translation"),
    "qualifier": ("qualifier", "qualifiers"),
    "speaker": ("speaker", "speakers"),
    "place": ("place of the words", "places of the words"),
}
PLACES = {
    "direct_quote": "quoted",
    "paraphrase": "paraphrased",
    "headline": "in a headline only",
    "link": "in a link only",
}
by_case = attrgetter("case")
ROW, TALLEST, HEADS = 0.49, 0.7, 0.36  # inches: the least and the most height of a case, and of the columns' heads
CLAIM_WIDE = 2.75  # inches for what a case is about
SHARES = (0.4, 0.31, 0.29)  # of the rest: the first side, the bare number, the others
WITH_WORDS = ("value", "omitted")
WAYS = ("qualifier", "translation")  # kinds in which one number stands in different words


def table_of(view: View) -> pd.DataFrame:
    """Return one row for each side of each case in which one statement comes out differently, gravest case first.

    Kinds: `value` (different numbers), `omitted` (a document speaks of it without the number that others print),
    `translation` (one number, qualified in one language and bare in another),
    `qualifier` (one number, different qualifiers, also within a document), `speaker` (a document names another
    speaker beside the claimant), `place` (the firmest words stand in quotation marks here, in a paraphrase, a
    headline or a link there). A document that does not mention a claim is no case.

    Columns: `case` (from 1, by gravity), `kind`, `side` (from 1, most texts first), the statement's, metric
    ("" for `speaker`), value, value_to, `written`, `said`, `qualifiers`, `documents`, `outlets`, `voices`,
    `figure_ids` (tuples), `quote` (the firmest and shortest words behind the side), `quote_en` (in English, where they
    are not), `quoted_from` (their outlet), `n_documents`, `n_texts` (copies count once), `most` (more texts have this
    side than any other), and what a mark needs: `qualified`, `open_side`, `without_number`, `date_stated`.
    """
    if view.figures.empty:
        return pd.DataFrame(columns=_COLUMNS)
    ways = view.renderings.assign(qualifiers=lambda t: t["qualifier"].map(lambda q: (q,)))
    numbers = mentions(view, view.estimates)
    sides = pd.concat(
        [
            _as_numbers(_several(numbers[numbers["value"].notna()], CLAIM), ways).assign(kind="value"),
            _omitted(ways, numbers).assign(kind="omitted"),
            _told_apart(view, _several(ways[ways["value"].notna()], VALUE)),
            _speakers(view).assign(kind="speaker"),
            _places(view).assign(kind="place"),
        ],
        ignore_index=True,
    )
    return _ordered(sides.join(_firmest(view, sides))) if len(sides) else pd.DataFrame(columns=_COLUMNS)


def _several(table: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Return the rows whose key has more than one row."""
    n = table.groupby(key, dropna=False, observed=True)["written"].transform("size")
    return table.loc[n.gt(1), _SHOWN]


def _told_apart(view: View, sides: pd.DataFrame) -> pd.DataFrame:
    """Tell the qualifiers that were lost in translation: a bare number in languages in which none has a qualifier."""
    languages = sides["documents"].map(lambda documents: {view.dossier.record.languages[d] for d in documents})
    bare = sides["qualifiers"].map(lambda q: set(q) == {"unqualified"})
    case = group(sides, VALUE)
    ours, others = (languages[side].groupby(case[side]).agg(lambda s: set().union(*s)) for side in (bare, ~bare))
    both = ours.index.intersection(others.index)
    lost = [c for c in both if ours[c].isdisjoint(others[c])]
    return sides.assign(kind=case.isin(lost).map({True: "translation", False: "qualifier"}))


def _as_numbers(sides: pd.DataFrame, ways: pd.DataFrame) -> pd.DataFrame:
    """Write the number alone where the documents of a side print it with different qualifiers, or without any."""
    n = ways.groupby(VALUE, dropna=False, observed=True)["qualifier"].nunique().rename("ways").reset_index()
    several = sides[VALUE].merge(n, how="left").set_axis(sides.index)["ways"].gt(1)
    alone = pd.Series([_number(r) for r in sides.itertuples()], index=sides.index, dtype="str")
    return sides.assign(**{c: sides[c].mask(several, alone) for c in ("written", "said")})


def _omitted(ways: pd.DataFrame, numbers: pd.DataFrame) -> pd.DataFrame:
    """Return number and silence of the claims of which a document prints no number though others do."""
    given = numbers[numbers["value"].notna()]
    without = ways[ways["value"].isna()].merge(given[CLAIM].drop_duplicates())
    printing = given[[*CLAIM, "documents"]].explode("documents")
    mute = without[[*CLAIM, "documents"]].explode("documents").reset_index(names="row")
    mute = mute.merge(printing.drop_duplicates(), how="left", indicator="side").query("side == 'left_only'")
    without = without.loc[mute["row"].unique()]
    return pd.concat([given.merge(without[CLAIM].drop_duplicates())[_SHOWN], without[_SHOWN]])


def _gathered(rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Gather mentions into sides: one row for each key, with the tuples behind it; `written` is part of the key."""
    statement = ["statement_id", "claimant_id", "claimant", "made_on", "made_on_basis", "known_from"]
    side = group(rows, ["statement_id", *key, "written"])
    table = rows.loc[~side.duplicated(), [*statement, *key, "written"]].reset_index(drop=True)
    table = table.assign(**{name: unique_tuples(rows[c], side, table.index) for name, c in BEHIND.items()})
    return _several(table.assign(said=table["written"].replace(PLACES)).reindex(columns=_SHOWN), ["statement_id", *key])


def _speakers(view: View) -> pd.DataFrame:
    """Return the sides of statements for which documents name different speakers: those beside the claimant."""
    chain = chains(view).merge(view.figures[["statement_id", "claimant"]].drop_duplicates())
    others = [tuple(x for x in s if x != c) for s, c in zip(chain["speakers"], chain["claimant"], strict=True)]
    written = [" and ".join(o) or c for o, c in zip(others, chain["claimant"], strict=True)]
    named = chain.assign(written=pd.Series(written, dtype="str", index=chain.index))
    rows = view.figures.merge(named[["statement_id", "document_id", "written"]])
    return _gathered(rows, [])


def _places(view: View) -> pd.DataFrame:
    """Return the sides of claims whose firmest words stand in different places in different documents."""
    firmest = view.figures.groupby([*CLAIM, "document_id"], observed=True)["voice"].transform("min").astype("str")
    return _gathered(view.figures.assign(written=firmest), ["metric", "what"])


def _firmest(view: View, sides: pd.DataFrame) -> pd.DataFrame:
    """Return for each side the words of its firmest mention, of several the shortest, and the outlet they stand in."""
    rows = sides[["figure_ids"]].explode("figure_ids").reset_index(names="row")
    rows = rows.merge(view.figures, left_on="figure_ids", right_on="figure_id")
    rows = rows.assign(length=rows["quote"].str.len()).sort_values(["voice", "length"], kind="stable")
    words = rows.drop_duplicates("row").set_index("row")[["quote", "quote_en", "outlet"]]
    return words.rename(columns={"outlet": "quoted_from"})


def _ordered(sides: pd.DataFrame) -> pd.DataFrame:
    """Number cases by gravity and sides by their documents, and say how each side's mark looks."""
    one_number = sides["kind"].isin(WAYS)
    table = sides.assign(
        kind=pd.Categorical(sides["kind"], categories=KINDS, ordered=True),
        metric=sides["metric"].astype("str").fillna(""),
        of=sides["value"]
        .astype("str")
        .fillna("")
        .str.cat(sides["value_to"].astype("str").fillna(""))
        .where(one_number, ""),
        qualifiers=sides["qualifiers"].map(lambda q: q if isinstance(q, tuple) else ()),
        n_documents=sides["documents"].map(len).astype("Int64"),
        n_texts=sides["texts"].map(len).astype("Int64"),
        without_number=sides["value"].isna(),
        date_stated=sides["made_on_basis"].eq("stated"),
    ).assign(
        qualified=lambda t: t["qualifiers"].map(lambda q: set(q) != {"unqualified"}),
        open_side=lambda t: t["qualifiers"].map(open_side_of),
    )
    case = ["kind", "statement_id", "metric", "of"]
    table["reach"] = -table.groupby(case, observed=True)["n_texts"].transform("sum")
    table = table.sort_values(["kind", "reach", "known_from", "statement_id", "metric", "of"], kind="stable")
    table["case"] = table.groupby(case, observed=True, sort=False).ngroup() + 1
    order = ["case", "without_number", "n_texts", "qualified"]
    table = table.sort_values(order, ascending=[True, True, False, False], kind="stable")
    table["side"] = table.groupby("case").cumcount() + 1
    top = table["n_texts"].eq(table.groupby("case")["n_texts"].transform("max"))
    table["most"] = top & top.groupby(table["case"]).transform("sum").eq(1)
    return table[_COLUMNS].reset_index(drop=True)


def text_of(view: View, table: pd.DataFrame) -> ChartText:
    """Return the words for one statement coming out differently: the gravest case, and how many there are of each."""
    about = rule("cases", "What documents print of one and the same statement")
    subtitle = joined(about, as_of(view))
    if table.empty:
        words = f"No statement{filter_note(view)} on record comes out in two ways"
        title = none_on_record(view) if view.figures.empty else finding("no_case", words)
        read = view.figures.assign(figure_ids=[(f,) for f in view.figures["figure_id"]])
        whole = joined(title, end=".")
        return ChartText(title, subtitle, whole, source(view, read), whole)
    title = _lost(view, table) or _gravest(view, drawn_of(view, table))
    n = table["case"].nunique()
    said = [_case_in_words(list(rows)) for _, rows in groupby(table[table["case"].le(16)].itertuples(), by_case)]
    form = rule("form", "Table of cases")
    listed = joined(*said, rest(n, 16, "case"))
    alt = joined(title, joined(form, cases_by_kind(table), by=": "), listed, by=". ", end=".")
    return ChartText(title, subtitle, alt, source(view, table))


def _lost(view: View, table: pd.DataFrame) -> Sentence | str:
    """Say how many numbers stand both with and without a qualifier, where there are several and nothing is graver."""
    another = table["kind"].eq("value") & ~table["metric"].isin(view.other_metrics)
    if (another | table["kind"].eq("translation")).any():
        return ""
    sides = table[table["kind"].isin(WAYS)].explode("qualifiers")
    bare = sides.loc[sides["qualifiers"].eq("unqualified"), "case"]
    kept = sides[sides["qualifiers"].ne("unqualified") & sides["case"].isin(bare)]
    kept = kept.drop_duplicates(["case", "qualifiers"])
    if kept.empty or kept["qualifiers"].value_counts().iloc[0] < 2:
        return ""
    qualifier = kept["qualifiers"].value_counts().index[0]
    mine = kept[kept["qualifiers"].eq(qualifier)]
    n, of = len(mine), list(mine["claimant_id"].unique())
    whose = f"of {possessive(shorten(mine['claimant'].iloc[0]))} numbers" if len(of) == 1 else "numbers"
    word = sentence(intervals.QUALIFIERS[qualifier][2].strip())
    words = f"“{word}” comes and goes: {number(n)} {whose} are printed both with it and without it"
    return finding("lost", words, n=n, qualifier=qualifier, claimants=tuple(of))


def cases_by_kind(table: pd.DataFrame) -> Sentence:
    """Count the cases: "one number, six qualifiers and one speaker"."""
    kinds = table.drop_duplicates("case")["kind"].astype(str).value_counts()
    n = {k: int(kinds[k]) for k in KIND_NAMES if k in kinds.index}
    return finding("case_kinds", join_list(count(n[k], *KIND_NAMES[k]) for k in n), n=n)


def rendering(row) -> str:
    """Say what stands on one side of a case: "≈600", "Kim Jong Un named", "quoted"."""
    if row.kind == "place":
        return PLACES[row.written]
    if row.kind == "speaker" and row.written != row.claimant:
        return f"{row.written} named"
    return row.written


def _case_in_words(sides: list) -> Sentence:
    row = sides[0]
    metric = f", {row.what}" if row.metric else ""
    said = [f"{rendering(r)} ({join_list(r.outlets)})" for r in sides]
    words = f"{row.claimant}, {dates.words(row.made_on)}{metric}: {' against '.join(said)}"
    return finding("case", words, **_about(sides))


def _about(sides: list) -> dict:
    """Return what a sentence on a case claims: its statement, metric and kind, and each side with its documents."""
    row, printed = sides[0], tuple((r.written, tuple(r.documents)) for r in sides)
    return {"case": str(row.kind), "statement": row.statement_id, "metric": row.metric, "sides": printed}


def _gravest(view: View, table: pd.DataFrame) -> Sentence:
    """Say the first case as a sentence."""
    rows = table[table["case"].eq(table["case"].min())]
    return finding("case", _gravest_in_words(view, rows), **_about(list(rows.itertuples())))


def _gravest_in_words(view: View, rows: pd.DataFrame) -> str:
    first, kind = rows.iloc[0], str(rows["kind"].iloc[0])
    occasion = view.dossier.statements.set_index("statement_id").at[first["statement_id"], "occasion"]
    when = f" of {dates.words(first['made_on'])}" if first["made_on"] else ""
    one = f"{possessive(shorten(first['claimant']))} {act(occasion)}{when}"
    if kind == "value":
        aside = ", qualifiers aside" if set().union(*rows["qualifiers"]) - {"unqualified"} else ""
        return f"{one}, {count(len(rows), 'number')}{aside}: {_printed(view, rows)}"
    if kind == "omitted":
        return f"{one}, not every number kept: {_printed(view, rows)}"
    if kind == "translation":
        return _lost_in_translation(view, rows)
    if kind == "qualifier":
        ways = join_list([f"as {_said(r)}" for r in rows.itertuples()])
        said = f"what {shorten(first['claimant'])} said {dates.on(first['made_on'])}"
        what = f"{said} is printed {ways} {first['what']}"
        return f"Same numbers, different qualifiers: {what}"
    if kind == "speaker":
        return f"{one}, different speakers: documents name {join_list(rows['written'], 'or')}"
    return (
        f"Every number and qualifier comes out the same; only the place of the words differs: {_places_in_words(rows)}"
    )


def _lost_in_translation(view: View, rows: pd.DataFrame) -> str:
    """Say how a number comes out in two languages: "in Korean NIS has about 600 killed, in English a bare 600"."""
    spoken = [
        join_list(dict.fromkeys(READ[view.dossier.record.languages[d]] for d in row)) for row in rows["documents"]
    ]
    sides = list(zip(rows.itertuples(), spoken, strict=True))
    (firm, its), (bare, others) = (next(s for s in sides if s[0].qualified == which) for which in (True, False))
    has = f"in {its} {shorten(firm.claimant)} has {firm.said} {firm.what}"
    return f"Lost in translation: {has}, in {others} {_said(bare)}"


def _printed(view: View, rows: pd.DataFrame) -> str:
    """Say how many documents print which number: "three documents print 15,000 soldiers sent, one prints 18,000"."""
    said, whom = [], f" {view.metrics.people(rows['metric'].iloc[0])}"
    for i, row in enumerate(rows.itertuples()):
        what = "no number" if row.without_number else row.said if row.kind == "omitted" else _number(row)
        who = number(row.n_documents) if i else count(row.n_documents, "document")
        prints = "prints" if row.n_documents == 1 else "print"
        said.append(f"{who}{one_text(row.n_documents, row.n_texts)} {prints} {what}{'' if i else whom}")
    return ", ".join(said)


def _number(row) -> str:
    return intervals.write(row.value, "unqualified" if pd.isna(row.value_to) else "between", row.value_to, row.unit)


def _said(row) -> str:
    return f"a bare {row.said}" if row.qualifiers == ("unqualified",) else row.said


def _places_in_words(rows: pd.DataFrame) -> str:
    return " or ".join(PLACES[w] for w in rows["written"])


def drawn_of(view: View, table: pd.DataFrame) -> pd.DataFrame:
    """Return the cases that are told here: those of words first, then the others, each by gravity.

    Where the words stand (`place`) only an archivist wants to know, and which of two numbers were sent the ledger
    tells: both are in the data, and drawn where there is nothing else.
    """
    told = table["kind"].eq("value") & table["metric"].isin(view.other_metrics)
    for left_out in (table["kind"].eq("place") | told, table["kind"].eq("place")):
        if (~left_out).any():
            table = table[~left_out]
            break
    return pd.concat([table[table["kind"].isin(WAYS)], table[~table["kind"].isin(WAYS)]])


def draw(view: View, table: pd.DataFrame, words: ChartText, look: Look) -> Frame:
    """Draw the cases, a row each: the firm words, the bare number, and what stands otherwise.

    `table` is that of `table_of`.
    """
    rows = drawn_of(view, table)
    frame = Frame(words, look, _key(rows))
    heads = HEADS if str(rows["kind"].iloc[0]) in WAYS else 0.0
    cases = _fitting(frame, rows, table["case"].nunique(), heads)
    columns = _columns(frame, cases, heads)
    when, high = date_of(table), min(TALLEST, (frame.body.height - heads) / len(cases))
    kinds = [str(sides["kind"].iloc[0]) in WAYS for sides in cases]
    for i, sides in enumerate(cases):
        top = frame.body.top - heads - i * high
        line = {"color": look.theme.grid, "lw": 1}
        if i and kinds[i] != kinds[i - 1]:  # to those in which not only the words differ
            line = {"color": look.theme.muted, "lw": 1.2}
        frame.canvas.plot([frame.body.left, frame.body.right], [top, top], **line)
        _draw_claim(frame, sides, frame.body.left, top - high / 2, when, CLAIM_WIDE)
        there = [(column, side) for column, side in enumerate(_cells(sides)) if side is not None]
        for column, side in there:
            left, wide = columns[column]
            more = len(sides) - len(there) if column == there[-1][0] else 0
            tint = _tint(side, column, look.theme)
            _draw_side(frame, side, Box(left, top - high, left + wide - 0.2, top), tint, more)
    return frame


def _fitting(frame: Frame, rows: pd.DataFrame, of: int, heads: float) -> list[pd.DataFrame]:
    """Return as many cases as there is room for, of so many, and count the others below them."""
    cases = [sides for _, sides in rows.groupby("case", sort=False)]
    room = frame.body.height - heads
    if of > min(len(cases), int(room / ROW)):
        cases = cases[: max(1, int((room - 0.12 - frame.measure.height(SMALL)) / ROW))]
        words = f"In the data beside this chart: {count(of - len(cases), 'more case')}"
        frame.note(joined(finding("more_cases", words, more=of - len(cases), of=of), end="."))
    return cases


def _columns(frame: Frame, cases: list[pd.DataFrame], heads: float) -> list[tuple[float, float]]:
    """Return where the columns of sides begin and how wide they are, none for one that is empty, with their heads."""
    cells = [_cells(sides) for sides in cases]
    shares = [share * any(c[i] is not None for c in cells) for i, share in enumerate(SHARES)]
    widths = [(frame.body.width - CLAIM_WIDE) * share / sum(shares) for share in shares]
    lefts = [frame.body.left + CLAIM_WIDE + sum(widths[:i]) for i in range(len(widths))]
    firm = [c[0].qualifiers for c in cells if c[0]]
    for x, wide, head in zip(lefts, widths, [_with(firm), "Bare number", "Otherwise"], strict=True):
        if heads and wide:
            head = frame.measure.cut(head, wide - 0.1, SMALL, "bold")
            frame.text(x, frame.body.top - heads + 0.1, head, SMALL, "bold")
    return list(zip(lefts, widths, strict=True))


def _cells(sides: pd.DataFrame) -> list:
    """Return what stands in the three columns: the first number with a word, the bare one, the first other side."""
    sides = list(sides.itertuples())
    numbers = [s for s in sides if pd.notna(s.value)]
    bare = [s for s in numbers if s.qualifiers == ("unqualified",)][:1]
    firm = [s for s in numbers or sides if s.qualifiers != ("unqualified",)][:1]
    others = [s for s in sides if not any(s is placed for placed in bare + firm)][:1]
    return [column[0] if column else None for column in (firm, bare, others)]


def _with(firm: list[tuple[str, ...]]) -> str:
    """Head the column of firm words by them, the most frequent first: "With “about” or “more than”"."""
    words = Counter(intervals.QUALIFIERS[q][2].strip() for qualifiers in firm for q in qualifiers)
    said = [f"“{w}”" for w, _ in words.most_common() if w]
    return f"With {' or '.join(said) if len(said) < 3 else f'{said[0]} or the like'}" if said else "In other words"


def _key(table: pd.DataFrame) -> list[Key]:
    return [NOT_IN_DOCUMENTS] * bool((table["made_on"].ne("") & ~table["date_stated"].astype(bool)).any())


def _tint(side, column: int, theme: Theme) -> str:
    """Return the tint of a side: quiet in the first column, strong for another number."""
    return theme.band if not column else tint(theme.accent, theme, 0.5 if side.kind == "value" else 0.2)


def _draw_claim(frame: Frame, rows: pd.DataFrame, left: float, y: float, when, width: float) -> None:
    """Write of which claim a case is: what is counted, and below it the claimant, beside its mark, and the date."""
    row = rows.iloc[0]
    claimant_marks(frame, rows.head(1).assign(x=left + 0.11, y=y), MARK * 0.5)
    what = sentence(row["what"]) if row["metric"] else "Who spoke"
    what = frame.measure.cut(drawable(what), width - 0.45, SMALL, "bold")
    frame.text(left + 0.3, y + 0.12, what, SMALL, "bold", va="center_baseline")
    date = marked(when(row["made_on"]), row["date_stated"])
    said = named(frame, row["claimant"], date, width - 0.45)
    frame.text(left + 0.3, y - 0.115, said, SMALL, colour=frame.theme.muted, va="center_baseline")


def _draw_side(frame: Frame, side, box: Box, tint: str, more: int) -> None:
    """Draw one side of a case: what is printed as a chip, beside it in two lines who prints it."""
    measure, middle = frame.measure, (box.bottom + box.top) / 2
    said = "no number" if side.without_number and side.kind in WITH_WORDS else rendering(side)
    number = pd.notna(side.value)
    text, size = fitted(frame, drawable(said), box.width * 0.6, NUMBER) if number else (drawable(said), BODY)
    text = text if number else measure.cut(text, box.width * 0.6, size, "bold")
    chip = measure.width(text, size, "bold") + 0.2
    frame.cell(Box(box.left, middle - 0.18, box.left + chip, middle + 0.18), tint)
    frame.text(box.left + chip / 2, middle, text, size, "bold", ha="center", va="center_baseline")
    left = box.left + chip + 0.1
    lines = _printed_by(frame, side.outlets, box.right - left)
    below = _below(side, more)
    if below and len(lines) == 1 and measure.width(below, SMALL) <= box.right - left:
        lines.append(below)
    for i, line in enumerate(lines):
        colour = frame.theme.muted if line == below else frame.theme.ink
        up = 0 if len(lines) == 1 else 0.12 - 0.235 * i
        frame.text(left, middle + up, line, SMALL, colour=colour, va="center_baseline")


def _below(side, more: int) -> str:
    """Return the second line beside a chip: how many more ways there are, or that it is a headline."""
    if more > 0:
        return f"and {count(more, 'more way')}"
    if side.kind in WAYS and "headline" in side.voices:
        return "headline" if len(side.voices) == 1 else "headline and text"
    return ""


def _printed_by(frame: Frame, names: tuple[str, ...], width: float) -> list[str]:
    """Write as many names as fit into two lines of a width, and how many more there are."""
    for n in range(len(names), 0, -1):
        text = drawable(", ".join(names[:n]) + (f" and {len(names) - n} more" if n < len(names) else ""))
        lines = frame.measure.wrap(text, width, SMALL)
        if not any(line.endswith("…") for line in lines):
            return lines
    return [frame.measure.cut(drawable(names[0]), width, SMALL)]


def grid(view: View, table: pd.DataFrame) -> Grid:
    """Return the cases as rows of a table: of which claim, the firm words, the bare number, what stands otherwise."""
    drawn, when = drawn_of(view, table), date_of(table)
    cases = [(sides.iloc[0], _cells(sides)) for _, sides in drawn.groupby("case", sort=False)]
    used = [i for i in range(3) if any(cells[i] is not None for _, cells in cases)]
    firm = [c[0].qualifiers for _, c in cases if c[0]]
    heads = [_with(firm), "Bare number", "Otherwise"]
    rows = []
    for first, cells in cases:
        what = sentence(first["what"]) if first["metric"] else "Who spoke"
        whose = f"{first['claimant']}, {marked(when(first['made_on']), first['date_stated'])}"
        rows.append([[((what, True),), ((whose, False),)], *(_lines(cells[i]) for i in used)])
    return Grid(["", *(heads[i] for i in used)], rows, 0.22)


def _lines(side) -> list[Line]:
    if side is None:
        return [((" ", False),)]
    said = "no number" if side.without_number and side.kind in WITH_WORDS else rendering(side)
    return [((said, True), (f"  {join_list(side.outlets)}", False))]


def caveat(view: View, table: pd.DataFrame) -> Sentence:
    """Say what to bear in mind."""
    words = "a bare number in a headline may have lost an “about”; the charts draw the qualified rendering"
    return as_caveat([rule("bare", words)])


def question(view: View, table: pd.DataFrame) -> Sentence:
    """Return the question that the chart answers."""
    return rule("question", "Where does the same statement come out differently?")


CHART = Chart(__name__, "06_discrepancies", table_of, text_of, draw, question, caveat, grid=grid)
