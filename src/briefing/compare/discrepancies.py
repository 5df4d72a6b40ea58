"""The table of 06_discrepancies, first part: where documents render one statement differently."""

from __future__ import annotations

import pandas as pd

from briefing.analysis.chains import chains
from briefing.analysis.estimates import BEHIND, CLAIM, VALUE, arrow_of, gathered, group
from briefing.analysis.view import View, mentions

KINDS = ["value", "omitted", "qualifier", "speaker", "place"]  # by gravity
_SHOWN = [
    "statement_id", "claimant_id", "claimant", "made_on", "made_on_basis", "known_from", "metric", "value", "value_to",
    "written", "said", "qualifiers", "documents", "outlets", "voices", "figure_ids",
]  # fmt: skip

_COLUMNS = [
    "case",
    "kind",
    "side",
    *_SHOWN,
    "quote",
    "quoted_from",
    "n_documents",
    "most",
    "filled",
    "arrow",
    "numberless",
    "stated",
]


def discrepancies(view: View) -> pd.DataFrame:
    """Return one row for each side of each case in which one statement comes out differently, gravest case first.

    Kinds: `value` (different numbers), `omitted` (a document speaks of it without the number that others print),
    `qualifier` (one number, different qualifiers, also within a document), `speaker` (a document names another
    speaker beside the claimant), `place` (the firmest words stand in quotation marks here, in a paraphrase, a
    headline or a link there). A document that does not mention a claim is no case.

    Columns: `case` (from 1, by gravity), `kind`, `side` (from 1, most documents first), the statement's, metric
    ("" for `speaker`), value, value_to, `written`, `said`, `qualifiers`, `documents`, `outlets`, `voices`,
    `figure_ids` (tuples), `quote` (the firmest and shortest words behind the side) and `quoted_from` (their outlet),
    `n_documents`, `most` (more documents have this side than any other), and the looks of a mark: `filled`, `arrow`,
    `numberless`, `stated`.
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
    return _ordered(sides.join(_words(view, sides))) if len(sides) else pd.DataFrame(columns=_COLUMNS)


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
    table = table.assign(**{name: gathered(rows[c], side, table.index) for name, c in BEHIND.items()})
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
    return _gathered(view.figures.assign(written=firmest), ["metric"])


def _words(view: View, sides: pd.DataFrame) -> pd.DataFrame:
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
        numberless=sides["value"].isna(),
        stated=sides["made_on_basis"].eq("stated"),
    ).assign(
        filled=lambda t: t["qualifiers"].map(lambda q: set(q) != {"unqualified"}),
        arrow=lambda t: t["qualifiers"].map(arrow_of),
    )
    case = ["kind", "statement_id", "metric", "of"]
    table["reach"] = -table.groupby(case, observed=True)["n_documents"].transform("sum")
    table = table.sort_values(["kind", "reach", "known_from", "statement_id", "metric", "of"], kind="stable")
    table["case"] = table.groupby(case, observed=True, sort=False).ngroup() + 1
    order = ["case", "numberless", "n_documents", "filled"]
    table = table.sort_values(order, ascending=[True, True, False, False], kind="stable")
    table["side"] = table.groupby("case").cumcount() + 1
    top = table["n_documents"].eq(table.groupby("case")["n_documents"].transform("max"))
    table["most"] = top & top.groupby(table["case"]).transform("sum").eq(1)
    return table[_COLUMNS].reset_index(drop=True)
