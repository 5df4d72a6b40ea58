"""The first chart of 06: where documents render one statement differently."""

from __future__ import annotations

from itertools import islice

import pandas as pd

from briefing.analysis.chains import chains
from briefing.analysis.estimates import BEHIND, CLAIM, VALUE, group, open_side_of, unique_tuples
from briefing.analysis.scope import as_caveat, as_of, filter_note, none_on_record, rest, rule, source
from briefing.analysis.view import View, mentions
from briefing.charts.chart import Chart, ChartText
from briefing.drawing.frame import Frame, Key
from briefing.drawing.layout import Box
from briefing.drawing.marks import claimant_marks, date_of, fitted, marked, named
from briefing.drawing.theme import BODY, MARK, NUMBER, SMALL, Look, Theme, drawable, tint
from briefing.words import dates, intervals
from briefing.words.english import act, count, join_list, number, one_text, possessive, sentence, shorten
from briefing.words.findings import Sentence, finding, joined
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
ROW, TALLEST = 0.5, 0.8  # the least and the most height of a case in inches
CLAIM_WIDE = 3.0  # inches for what a case is about
SIDES = 3  # so many sides of a case are drawn
WITH_WORDS = ("value", "omitted")


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
    return _several(table.assign(said=table["written"]).reindex(columns=_SHOWN), ["statement_id", *key])


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
    one_number = sides["kind"].isin(["qualifier", "translation"])
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
    about = rule("cases", "How documents render one and the same statement, gravest first")
    subtitle = joined(about, as_of(view))
    if table.empty:
        words = f"No statement{filter_note(view)} on record comes out in two ways"
        title = none_on_record(view) if view.figures.empty else finding("no_case", words)
        read = view.figures.assign(figure_ids=[(f,) for f in view.figures["figure_id"]])
        whole = joined(title, end=".")
        return ChartText(title, subtitle, whole, source(view, read), whole)
    title = _lost(view, table) or _gravest(view, table)
    cases = table.groupby("case", sort=False)
    said = [_case_in_words(rows) for _, rows in islice(cases, 16)]
    form = rule("form", "Table of cases")
    listed = joined(*said, rest(cases.ngroups, 16, "case"))
    alt = joined(title, joined(form, cases_by_kind(table), by=": "), listed, by=". ", end=".")
    return ChartText(title, subtitle, alt, source(view, table))


def _lost(view: View, table: pd.DataFrame) -> Sentence | str:
    """Say how many numbers stand both with and without a qualifier, where the gravest case is told by the ledger."""
    first = table.iloc[0]
    if first["kind"] != "value" or first["metric"] not in view.other_metrics:
        return ""
    ways = table[table["kind"].isin(["qualifier", "translation"])]
    sides = ways.explode("qualifiers")
    bare = sides.loc[sides["qualifiers"].eq("unqualified"), "case"]
    kept = sides[sides["qualifiers"].ne("unqualified") & sides["case"].isin(bare)]
    often = kept.drop_duplicates(["case", "qualifiers"])["qualifiers"].value_counts()
    if often.empty or often.iloc[0] < 2:
        return ""
    qualifier, n = often.index[0], int(often.iloc[0])
    word = intervals.QUALIFIERS[qualifier][2].strip()
    words = f"{sentence(number(n))} numbers of single statements appear both with and without their “{word}”"
    return finding("lost", words, n=n, qualifier=qualifier)


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


def _case_in_words(rows: pd.DataFrame) -> Sentence:
    row = rows.iloc[0]
    metric = f", {row['what']}" if row["metric"] else ""
    sides = [f"{rendering(r)} ({join_list(r.outlets)})" for r in rows.itertuples()]
    words = f"{row['claimant']}, {dates.words(row['made_on'])}{metric}: {' against '.join(sides)}"
    return finding("case", words, **_about(rows))


def _about(rows: pd.DataFrame) -> dict:
    """Return what a sentence on a case claims: its statement, metric and kind, and each side with its documents."""
    row = rows.iloc[0]
    sides = tuple((r.written, tuple(r.documents)) for r in rows.itertuples())
    return {"case": str(row["kind"]), "statement": row["statement_id"], "metric": row["metric"], "sides": sides}


def _gravest(view: View, table: pd.DataFrame) -> Sentence:
    """Say the first case as a sentence."""
    rows = table[table["case"].eq(1)]
    return finding("case", _gravest_in_words(view, rows), **_about(rows))


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


def draw(view: View, table: pd.DataFrame, words: ChartText, look: Look) -> Frame:
    """Draw the cases in which one statement comes out differently, gravest first: a row a case, its sides beside it.

    Where the words stand (`place`) only an archivist wants to know: it is in the data and not drawn, unless there is
    nothing else. `table` is that of `table_of`.
    """
    of_weight = table[table["kind"].ne("place")]
    of_weight = of_weight if len(of_weight) else table
    frame = Frame(words, look, _key(of_weight, look.theme))
    cases = _cases(of_weight, frame.body.height)
    if hidden := table["case"].nunique() - len(cases):
        frame.note(f"In the data beside this chart: {count(hidden, 'more case')}.")
        cases = _cases(of_weight, frame.body.height)
    when = date_of(table)
    for case in cases.itertuples():
        box = Box(frame.body.left, frame.body.top - case.bottom, frame.body.right, frame.body.top - case.top)
        frame.canvas.plot([box.left, box.right], [box.top, box.top], color=look.theme.grid, lw=1)
        rows = of_weight[of_weight["case"].eq(case.case)]
        _draw_claim(frame, rows, box.left, (box.bottom + box.top) / 2, when, CLAIM_WIDE)
        room = (box.width - CLAIM_WIDE) / min(len(rows), SIDES)
        for i, side in enumerate(rows.head(SIDES).itertuples()):
            left = box.left + CLAIM_WIDE + i * room
            more = len(rows) - SIDES if i + 1 == SIDES else 0
            place = Box(left, box.bottom, left + room - 0.15, box.top)
            _draw_side(frame, side, place, _tint(side, look.theme), more)
    return frame


def _key(table: pd.DataFrame, theme: Theme) -> list[Key]:
    entries = [
        (table["most"].any(), Key("as most documents have it", swatch=theme.band)),
        (table["kind"].eq("value").any(), Key("another number", swatch=tint(theme.accent, theme, 0.5))),
        (table["kind"].ne("value").any(), Key("the same in other words", swatch=tint(theme.accent, theme, 0.2))),
    ]
    return [entry for present, entry in entries if present]


def _cases(table: pd.DataFrame, room: float) -> pd.DataFrame:
    """Return the cases that fit into a height, with where each begins and ends below the top (inches)."""
    sides = table.groupby("case").agg(kind=("kind", "first"), sides=("side", "size")).reset_index()
    most = max(1, int(room / ROW))
    sides = sides.assign(kind=sides["kind"].astype(str)).head(most)
    high = min(TALLEST, room / len(sides))
    return sides.assign(top=[i * high for i in range(len(sides))]).assign(bottom=lambda t: t["top"] + high)


def _tint(side, theme: Theme) -> str:
    """Return the tint of a side: quiet for what most documents have; of a tie every side stands out."""
    return theme.band if side.most else tint(theme.accent, theme, 0.5 if side.kind == "value" else 0.2)


def _draw_claim(frame: Frame, rows: pd.DataFrame, left: float, y: float, when, width: float) -> None:
    """Write of which claim a case is: what is counted, and below it the claimant, beside its mark, and the date."""
    row = rows.iloc[0]
    claimant_marks(frame, rows.head(1).assign(x=left + 0.11, y=y), MARK * 0.5)
    what = sentence(row["what"]) if row["metric"] else "Who spoke"
    what = frame.measure.cut(drawable(what), width - 0.45, SMALL, "bold")
    frame.text(left + 0.3, y + 0.11, what, SMALL, "bold", va="center_baseline")
    date = marked(when(row["made_on"]), row["date_stated"])
    said = named(frame, row["claimant"], date, width - 0.45)
    frame.text(left + 0.3, y - 0.13, said, SMALL, colour=frame.theme.muted, va="center_baseline")


def _draw_side(frame: Frame, side, box: Box, tint: str, more: int) -> None:
    """Draw one side of a case: what is printed as a chip, beside it who prints it."""
    measure, middle = frame.measure, (box.bottom + box.top) / 2
    said = "no number" if side.without_number and side.kind in WITH_WORDS else rendering(side)
    number = pd.notna(side.value)
    text, size = fitted(frame, drawable(said), box.width * 0.6, NUMBER) if number else (drawable(said), BODY)
    text = text if number else measure.cut(text, box.width * 0.6, size, "bold")
    chip = measure.width(text, size, "bold") + 0.2
    frame.cell(Box(box.left, middle - 0.18, box.left + chip, middle + 0.18), tint)
    frame.text(box.left + chip / 2, middle, text, size, "bold", ha="center", va="center_baseline")
    left = box.left + chip + 0.1
    names = _fitting(frame, side.outlets, box.right - left)
    below = _below(side, more)
    below = below if measure.width(below, SMALL) <= box.right - left else ""
    up = 0.11 if below else 0
    frame.text(left, middle + up, names, SMALL, va="center_baseline")
    if below:
        frame.text(left, middle - 0.13, below, SMALL, colour=frame.theme.muted, va="center_baseline")


def _below(side, more: int) -> str:
    """Return the second line beside a chip: how many more ways there are, or that it is a headline."""
    if more > 0:
        return f"and {count(more, 'more way')}"
    if side.kind in ("qualifier", "translation") and "headline" in side.voices:
        return "headline" if len(side.voices) == 1 else "headline and text"
    return ""


def _fitting(frame: Frame, names: tuple[str, ...], width: float) -> str:
    """Write as many names as fit into a width, and how many more there are; their count alone where none fits."""
    for n in range(len(names), 0, -1):
        text = drawable(", ".join(names[:n]) + (f" and {len(names) - n} more" if n < len(names) else ""))
        if frame.measure.width(text, SMALL) <= width:
            return text
    return frame.measure.cut(drawable(names[0]), width, SMALL)


def caveat(view: View, table: pd.DataFrame) -> Sentence:
    """Say what to bear in mind."""
    words = "a bare number in a headline may have lost an “about”; the charts draw the qualified rendering"
    return as_caveat([rule("bare", words)])


def judgement(table: pd.DataFrame) -> Sentence:
    """Count the cases; the title, which tells the gravest, repeats what another judgement says."""
    cases = table.drop_duplicates("case")
    n, of = int(cases["kind"].isin(["value", "omitted", "translation", "qualifier"]).sum()), len(cases)
    which = {0: "", of: "in number or qualifier"}.get(n, f"in {number(n)} of them in number or qualifier")
    said = f"Documents render the same statement differently in {count(of, 'case')}"
    return finding("cases", f"{said}, {which}" if which else said, n=n, of=of)


def question(view: View, table: pd.DataFrame) -> Sentence:
    """Return the question that the chart answers."""
    return rule("question", "Where does the same statement come out differently?")


CHART = Chart(__name__, "06_discrepancies", table_of, text_of, draw, question, caveat, judgement=judgement)
