"""The first chart of 06: where documents render one statement differently."""

from __future__ import annotations

from itertools import islice

import pandas as pd

from briefing.analysis.chains import chains
from briefing.analysis.estimates import BEHIND, CLAIM, VALUE, group, open_side_of, unique_tuples
from briefing.analysis.scope import as_caveat, filter_note, none_on_record, source, spanning
from briefing.analysis.view import View, mentions
from briefing.charts.chart import Chart, ChartText
from briefing.drawing.frame import Frame, Key
from briefing.drawing.layout import Box
from briefing.drawing.marks import claimant_marks, date_of, fitted, named
from briefing.drawing.theme import BODY, SMALL, SUBTITLE, Look, Theme, drawable, tint
from briefing.words import dates, intervals
from briefing.words.english import act, count, join_list, number, one_text, sentence, shorten

KINDS = ["value", "omitted", "qualifier", "speaker", "place"]  # by gravity
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
ROW, WIDE, GRAVE = 0.3, 0.48, 0.68  # height in inches of a case; of one with many sides; of one with its words
CLAIM_AT, SIDES_AT = 1.3, 4.35  # inches from the left of the body
SIDES = (0.0, 3.75, 6.0)  # where the sides of a case begin, in inches from the first
WITH_WORDS = ("value", "omitted")
MOST_GRAVE = 3  # so many cases are drawn with their words


def table_of(view: View) -> pd.DataFrame:
    """Return one row for each side of each case in which one statement comes out differently, gravest case first.

    Kinds: `value` (different numbers), `omitted` (a document speaks of it without the number that others print),
    `qualifier` (one number, different qualifiers, also within a document), `speaker` (a document names another
    speaker beside the claimant), `place` (the firmest words stand in quotation marks here, in a paraphrase, a
    headline or a link there). A document that does not mention a claim is no case.

    Columns: `case` (from 1, by gravity), `kind`, `side` (from 1, most texts first), the statement's, metric
    ("" for `speaker`), value, value_to, `written`, `said`, `qualifiers`, `documents`, `outlets`, `voices`,
    `figure_ids` (tuples), `quote` (the firmest and shortest words behind the side) and `quoted_from` (their outlet),
    `n_documents`, `n_texts` (copies count once), `most` (more texts have this side than any other), and what a mark
    needs: `qualified`, `open_side`, `without_number`, `date_stated`.
    """
    if view.figures.empty:
        return pd.DataFrame(columns=_COLUMNS)
    ways = view.renderings.assign(qualifiers=lambda t: t["qualifier"].map(lambda q: (q,)))
    numbers = mentions(view, view.estimates)
    sides = pd.concat(
        [
            _several(numbers[numbers["value"].notna()], CLAIM).assign(kind="value"),
            _omitted(ways, numbers).assign(kind="omitted"),
            _several(ways[ways["value"].notna()], VALUE).assign(kind="qualifier"),
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
    words = rows.drop_duplicates("row").set_index("row")[["quote", "outlet"]]
    return words.rename(columns={"outlet": "quoted_from"})


def _ordered(sides: pd.DataFrame) -> pd.DataFrame:
    """Number cases by gravity and sides by their documents, and say how each side's mark looks."""
    one_number = sides["kind"].eq("qualifier")
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
    subtitle = f"How documents render one and the same statement, gravest first; {spanning(view, table)}"
    if table.empty:
        title = none_on_record(view) if view.figures.empty else f"No statement{filter_note(view)} comes out in two ways"
        read = view.figures.assign(figure_ids=[(f,) for f in view.figures["figure_id"]])
        return ChartText(title, subtitle, f"{title}.", source(view, read), f"{title}.")
    counted = cases_by_kind(table)
    title = _gravest(view, table)
    cases = table.groupby("case", sort=False)
    said = "; ".join(_case_in_words(rows) for _, rows in islice(cases, 16))
    more = f"; and {count(cases.ngroups - 16, 'more case')}" if cases.ngroups > 16 else ""
    return ChartText(title, subtitle, f"{title}. Table of cases: {counted}. {said}{more}.", source(view, table))


def cases_by_kind(table: pd.DataFrame) -> str:
    """Count the cases: "one number, six qualifiers and one speaker"."""
    kinds = table.drop_duplicates("case")["kind"].astype(str).value_counts()
    return join_list(count(int(kinds[k]), *names) for k, names in KIND_NAMES.items() if k in kinds.index)


def rendering(row) -> str:
    """Say what stands on one side of a case: "≈600", "Kim Jong Un named", "quoted"."""
    if row.kind == "place":
        return PLACES[row.written]
    if row.kind == "speaker" and row.written != row.claimant:
        return f"{row.written} named"
    return row.written


def _case_in_words(rows: pd.DataFrame) -> str:
    row = rows.iloc[0]
    metric = f", {row['what']}" if row["metric"] else ""
    sides = [f"{rendering(r)} ({join_list(r.outlets)})" for r in rows.itertuples()]
    return f"{row['claimant']}, {dates.words(row['made_on'])}{metric}: {' against '.join(sides)}"


def _gravest(view: View, table: pd.DataFrame) -> str:
    """Say the first case as a sentence."""
    rows = table[table["case"].eq(1)]
    first, kind = rows.iloc[0], str(rows["kind"].iloc[0])
    occasion = view.dossier.statements.set_index("statement_id").at[first["statement_id"], "occasion"]
    one = f"One {shorten(first['claimant'])} {act(occasion)}"
    if kind == "value":
        aside = ", qualifiers aside" if set().union(*rows["qualifiers"]) - {"unqualified"} else ""
        return f"{one}, {count(len(rows), 'number')}{aside}: {_printed(view, rows)}"
    if kind == "omitted":
        return f"{one}, not every number kept: {_printed(view, rows)}"
    when = dates.on(first["made_on"])
    if kind == "qualifier":
        ways = join_list([f"as {_said(r)}" for r in rows.itertuples()])
        what = f"what {shorten(first['claimant'])} said {when} is printed {ways} {first['what']}"
        return f"Same numbers, different qualifiers: {what}"
    if kind == "speaker":
        return f"{one} {when}, different speakers: documents name {join_list(rows['written'], 'or')}"
    return (
        f"Every number and qualifier comes out the same; only the place of the words differs: {_places_in_words(rows)}"
    )


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

    `table` is that of `table_of`.
    """
    frame = Frame(words, look, () if words.nothing else _key(table, look.theme))
    cases = _cases(table, frame.body.height)
    drawn = table.merge(cases[["case", "grave"]])
    frame = Frame(words, look, _key(drawn, look.theme))
    when = date_of(table)
    chips = {g: _chip_widths(frame, drawn[drawn["grave"].eq(g)], SUBTITLE if g else BODY) for g in (True, False)}
    kind = ""
    for case in cases.itertuples():
        box = Box(frame.body.left, frame.body.top - case.bottom, frame.body.right, frame.body.top - case.top)
        if case.kind != kind:
            frame.canvas.plot([box.left, box.right], [box.top, box.top], color=look.theme.grid, lw=1)
            kind = case.kind
            name = frame.measure.wrap(
                sentence(KIND_NAMES[kind][0]), CLAIM_AT - 0.1, SMALL, "bold", 2 if case.high > ROW else 1
            )
            for i, row in enumerate(name):
                y = _middle(box) - i * frame.measure.height(SMALL)
                frame.text(box.left, y, row, SMALL, "bold", va="center_baseline")
        rows = drawn[drawn["case"].eq(case.case)]
        _draw_claim(frame, rows, box.left + CLAIM_AT, _middle(box), when)
        for i, side in enumerate(rows.head(len(SIDES)).itertuples()):
            left = box.left + SIDES_AT + SIDES[i]
            last = i + 1 == min(len(rows), len(SIDES))
            right = box.right if last else box.left + SIDES_AT + SIDES[i + 1] - 0.12
            more, chip = len(rows) - len(SIDES) if last else 0, chips[case.grave][i]
            _draw_side(frame, side, Box(left, box.bottom, right, box.top), _tint(side, look.theme), chip, more)
    if (of := table["case"].nunique()) > len(cases):
        text = f"{len(cases)} of {of:,} cases drawn, the gravest first; the data beside this chart hold all."
        y = frame.body.top - cases["bottom"].iloc[-1] - 0.24
        frame.text(frame.body.left, y, text, SMALL, colour=look.theme.muted)
    return frame


def _key(table: pd.DataFrame, theme: Theme) -> list[Key]:
    kinds = set(table["kind"])
    least = [kind for kind in ("qualifier", "speaker", "place") if kind in kinds]
    without_number = table["without_number"] & table["kind"].isin(WITH_WORDS)
    entries = [
        (table["most"].any(), Key("as most documents have it", swatch=theme.band)),
        ("value" in kinds, Key("another number", swatch=tint(theme.accent, theme, 0.5))),
        (bool(least), Key(f"another {', '.join(least)}", swatch=tint(theme.accent, theme, 0.2))),
        (without_number.any(), Key("spoke, gave no number", cell="hatched")),
        ((~table["date_stated"]).any(), Key("no document states the date", stated=False)),
    ]
    return [entry for present, entry in entries if present]


def _cases(table: pd.DataFrame, room: float) -> pd.DataFrame:
    """Return the cases that fit into a height, with where each begins and ends below the top (inches)."""
    sides = table.groupby("case").agg(kind=("kind", "first"), sides=("side", "size")).reset_index()
    grave = sides["case"].le(MOST_GRAVE) & (sides["kind"].isin(WITH_WORDS) | (len(sides) <= MOST_GRAVE))
    high = sides["sides"].gt(2).map({True: WIDE, False: ROW}).mask(grave, GRAVE)
    high = high * min(1.3, max(1.0, room / high.sum()))
    bottom = high.cumsum()
    fits = bottom <= (room + 1e-6 if bottom.iloc[-1] <= room + 1e-6 else room - 0.28)
    return sides.assign(kind=sides["kind"].astype(str), grave=grave, high=high, top=bottom - high, bottom=bottom)[fits]


def _middle(box: Box) -> float:
    """Return the height of the first line of a case."""
    return box.top - min(ROW, box.height) / 2


def _chip_widths(frame: Frame, drawn: pd.DataFrame, size: float) -> list[float]:
    """Return how wide the chips of the first, second and third sides are, so that what stands beside them aligns."""
    numbers = drawn[drawn["value"].notna()]
    written = numbers["written"]
    widths = [
        max([0.5, *(frame.measure.width(w, size, "bold") + 0.16 for w in written[numbers["side"].eq(i)])])
        for i in range(1, len(SIDES) + 1)
    ]
    return [min(w, 1.6) for w in widths]


def _tint(side, theme: Theme) -> str:
    """Return the tint of a side: quiet for what most documents have; of a tie every side stands out."""
    return theme.band if side.most else tint(theme.accent, theme, 0.5 if side.kind == "value" else 0.2)


def _draw_claim(frame: Frame, rows: pd.DataFrame, left: float, y: float, when) -> None:
    """Write of which claim a case is: claimant's mark, claimant, date and metric."""
    row = rows.iloc[0]
    claimant_marks(frame, rows.head(1).assign(x=left + 0.08, y=y))
    metric = f": {row['what']}" if row["metric"] else ""
    text = named(frame, row["claimant"], when(row["made_on"]) + metric, SIDES_AT - CLAIM_AT - 0.4)
    frame.text(left + 0.25, y, text, SMALL, va="center_baseline")


def _draw_side(frame: Frame, side, box: Box, tint: str, chip: float, more: int) -> None:
    """Draw one side of a case: what is printed as a chip, the outlets beside it, in grave cases the words below."""
    text, middle = drawable(rendering(side)), _middle(box)
    grave, hatched = side.grave, side.without_number and side.kind in WITH_WORDS
    if pd.isna(side.value) and not hatched:
        chip = min(frame.measure.width(text, SMALL, "bold") + 0.2, box.width * 0.6)
    low = middle - ROW / 2 + 0.03 - (0.2 if grave else 0)
    place = Box(box.left, low, box.left + chip, middle + ROW / 2 - 0.03)
    frame.cell(place, frame.theme.background if hatched else tint, hatched)
    if not hatched:
        said, size = fitted(frame, text, chip - 0.06, SUBTITLE if grave else BODY)
        if pd.isna(side.value):
            said, size = frame.measure.cut(text, chip - 0.06, SMALL, "bold"), SMALL
        at = (place.left + place.right) / 2, (place.bottom + place.top) / 2
        frame.text(*at, said, size, "bold", ha="center", va="center_baseline")
    left = place.right + 0.1
    where = _fitting(frame, side.outlets, box.right - left)
    frame.text(left, middle, where, SMALL, va="center_baseline")
    quiet = {"size": SMALL, "colour": frame.theme.muted, "va": "center_baseline"}
    if more > 0:
        frame.text(left, middle - 0.2, f"and {count(more, 'more way')}", **quiet)
    elif grave:
        words = (f"{side.quoted_from}: " if len(side.outlets) > 1 else "") + f"“{side.quote}”"
        for i, row in enumerate(frame.measure.wrap(drawable(words), box.right - left, SMALL, lines=2)):
            frame.text(left, middle - 0.2 * (i + 1), row, **quiet)
    elif side.kind == "qualifier" and "headline" in side.voices:
        voice, beside = (
            "headline" if len(side.voices) == 1 else "headline, text",
            left + frame.measure.width(where, SMALL),
        )
        if beside + 0.1 + frame.measure.width(voice, SMALL) <= box.right:
            frame.text(beside + 0.1, middle, voice, **quiet)
        elif box.height >= WIDE:
            frame.text(left, middle - 0.2, voice, **quiet)


def _fitting(frame: Frame, names: tuple[str, ...], width: float) -> str:
    """Write as many names as fit into a width, and how many more there are."""
    for n in range(len(names), 0, -1):
        text = drawable(", ".join(names[:n]) + (f" +{len(names) - n}" if n < len(names) else ""))
        if frame.measure.width(text, SMALL) <= width:
            return text
    return frame.measure.cut(drawable(names[0]), width, SMALL)


def caveat(view: View, table: pd.DataFrame) -> str:
    """Say what to bear in mind."""
    return as_caveat(["a bare number in a headline may have lost an “about”; the charts draw the qualified rendering"])


def judgement(table: pd.DataFrame) -> str:
    """Count the cases; the title, which tells the gravest, repeats what another judgement says."""
    cases = table.drop_duplicates("case")
    n, of = int(cases["kind"].isin(["value", "omitted", "qualifier"]).sum()), len(cases)
    which = {0: "", of: "in number or qualifier"}.get(n, f"in {number(n)} of them in number or qualifier")
    said = f"Documents render the same statement differently in {count(of, 'case')}"
    return f"{said}, {which}" if which else said


def question(view: View, table: pd.DataFrame) -> str:
    """Return the question that the chart answers."""
    return "Where does the same statement come out differently?"


CHART = Chart(__name__, "06_discrepancies", table_of, text_of, draw, question, caveat, judgement=judgement)
