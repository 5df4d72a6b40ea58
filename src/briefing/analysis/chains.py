"""Chains from claimant to document, what each document prints of a claim, and who else stands behind it.

What counts as a second claimant behind a figure is defined here, in `backing`, and nowhere else. Does not belong here:
sentences and looks.
"""

from __future__ import annotations

from math import inf

import pandas as pd

from briefing.analysis.estimates import CLAIM, group, unique_tuples
from briefing.analysis.view import View
from briefing.words import intervals

WITHIN = 31  # days: figures of a running count are compared only if both were certainly given within so many
COLLECTIVE = "collective"
AT_ONCE = 2_000  # claims that are compared in one go; of more, one metric at a time, for the memory


def printed(figures: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each claim (statement × metric) in each document: what it prints, its firmest words first.

    The columns of the figures, of the mention that keeps most of the doubt: a number before none, a qualified one
    before a bare one, a quotation before a paraphrase before a headline. `written` is that mention ("≈600"), `also` a
    tuple of what else the document prints of the claim ("600"), `voices` and `figure_ids` are of all its mentions.
    Further `without_number`, `date_stated` (a document states the date of the statement), `n_documents` and
    `n_texts` of the claim: copies of one text count once among the texts.
    """
    key = [*CLAIM, "document_id"]
    reported = zip(figures["value"], figures["qualifier"], figures["value_to"], figures["unit"], strict=True)
    ordered = figures.assign(
        written=pd.Series([intervals.write(*r) for r in reported], dtype="str", index=figures.index),
        without_number=figures["value"].isna(),
        bare=figures["qualifier"].eq("unqualified"),
        date_stated=figures["made_on_basis"].eq("stated"),
    ).sort_values(["without_number", "bare", "voice", "quote_start"], kind="stable")
    number = group(ordered, key)
    main = ordered.drop_duplicates(key).drop(columns=["figure_id", "voice", "note", "bare"]).reset_index(drop=True)
    table = main.assign(
        also=unique_tuples(ordered["written"], number, main.index).map(lambda written: written[1:]),
        voices=unique_tuples(ordered["voice"], number, main.index),
        figure_ids=unique_tuples(ordered["figure_id"], number, main.index),
    ).sort_values(
        ["metric", "known_from", "statement_id", "published_on", "document_id"], kind="stable", ignore_index=True
    )
    claims = table.groupby(CLAIM, observed=True)
    return table.assign(
        n_documents=claims["document_id"].transform("size"), n_texts=claims["text_id"].transform("nunique")
    )


def with_agreement(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table of `printed` with `agreement`, see `corroboration`."""
    numbered = table[~table["without_number"]]
    number = [*CLAIM, "value", "value_to"]
    agreement = pd.Series("without_number", index=table.index, dtype="str").mask(~table["without_number"], "same")
    other_qualifier = _apart(numbered, number, ["qualifier"]).reindex(table.index, fill_value=False)
    other_number = _apart(numbered, CLAIM, ["value", "value_to"]).reindex(table.index, fill_value=False)
    carriers = table["text_id"].where(~table["without_number"])
    with_number = carriers.groupby([table[c] for c in CLAIM], observed=True).transform("nunique")
    alone = with_number.eq(1) & ~table["without_number"] & ~other_qualifier & ~other_number
    return table.assign(
        agreement=agreement.mask(other_qualifier, "qualifier").mask(other_number, "number").mask(alone, "alone")
    )


def _apart(table: pd.DataFrame, group: list[str], what: list[str]) -> pd.Series:
    """Return for each row whether it differs from what most texts of its group have; all do where that is a tie."""
    ways = table.groupby([*group, *what], dropna=False, observed=True)["text_id"].nunique().reset_index(name="n")
    top = ways["n"].eq(ways.groupby(group, dropna=False, observed=True)["n"].transform("max"))
    tied = top.groupby([ways[c] for c in group], dropna=False, observed=True).transform("sum").gt(1)
    ways["apart"] = ~top | tied
    return table[[*group, *what]].merge(ways, how="left").set_axis(table.index)["apart"].astype(bool)


def backing(figures: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each claim with a number: the independent claimants behind it.

    A statement of another claimant stands behind a claim if all of this holds:
    - it gives a number for the same metric, and what it says makes the claim true: "about 600" stands behind "at
      least 600", never the other way round; points must be equal, for no ± is invented;
    - this holds under every rendering that documents print, the claim read at its tightest, the other at its loosest;
      a statement of which documents print different numbers is not settled and stands behind nothing;
    - both statements were certainly made within `WITHIN` days; an undated one stands behind nothing;
    - neither claimant is a collective, for the other may be a part of it.
    Documents do not count, and a sum derived from two figures is not a claim.

    Columns: statement_id, metric, `behind_ids` and `behind` (tuples of claimants and their short names, the claim's own
    first), `n_claimants`.
    """
    claims = _readings(figures)
    names = dict(zip(claims["claimant_id"], claims["claimant"], strict=True))
    rows = claims[claims["open"]]
    many = len(rows) > AT_ONCE
    found = [_supported(part) for _, part in rows.groupby("metric", observed=True)] if many else [_supported(rows)]
    pairs = pd.concat(found)
    others = unique_tuples(pairs["claimant_id"], pairs["claim"].astype(int), claims.index)
    ids = [(own, *more) for own, more in zip(claims["claimant_id"], others, strict=True)]
    behind = [tuple(names[i] for i in row) for row in ids]
    found = {"behind_ids": ids, "behind": behind}
    found = {c: pd.Series(values, index=claims.index, dtype=object) for c, values in found.items()}
    return claims[CLAIM].assign(**found, n_claimants=[len(i) for i in ids])


def _supported(claims: pd.DataFrame) -> pd.DataFrame:
    """Return which comparable claims (`claim`, their index) stand behind whose (`claimant_id`)."""
    ends = ["first", "last", "tight_low", "tight_high", "loose_low", "loose_high"]
    rows = (
        claims[[*ends, "metric", "claimant_id", "time"]].astype({"claimant_id": "category"}).reset_index(names="claim")
    )
    spans = pd.concat([rows.assign(near=rows["time"] + step) for step in (-1, 0, 1)])
    pairs = spans.merge(rows, left_on=["metric", "near"], right_on=["metric", "time"], suffixes=("", "_other"))
    apart = pairs["last"].where(pairs["last"] > pairs["last_other"], pairs["last_other"]) - pairs["first"].where(
        pairs["first"] < pairs["first_other"], pairs["first_other"]
    )
    holds = (
        pairs["claimant_id"].ne(pairs["claimant_id_other"])
        & (apart <= pd.Timedelta(days=WITHIN))
        & (pairs["loose_low_other"] >= pairs["tight_low"])
        & (pairs["loose_high_other"] <= pairs["tight_high"])
    )
    found = pairs.loc[holds, ["claim", "claimant_id_other"]].rename(columns={"claimant_id_other": "claimant_id"})
    return found.astype({"claimant_id": "str"})


def _readings(figures: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each claim with a number: its tightest and loosest reading, and whether it can be compared.

    Open ends are moved inwards by one person: more than 4,000 is at least 4,001. `time` counts spans of `WITHIN` days:
    a comparable statement lies in the same, the one before or the one after.
    """
    numbered = figures[figures["value"].notna()]
    low, high = (numbered[c].astype("Float64").fillna(end).astype(float) for c, end in (("low", -inf), ("high", inf)))
    low, high = low + numbered["bound"].eq("lower_open"), high - numbered["bound"].eq("upper_open")
    number = numbered["value"].astype(str) + "–" + numbered["value_to"].astype(str).fillna("")
    ends = numbered.assign(low=low, high=high, number=number)
    claims = ends.groupby(CLAIM, observed=True, sort=False, as_index=False).agg(
        claimant_id=("claimant_id", "first"),
        claimant=("claimant", "first"),
        kind=("claimant_kind", "first"),
        first=("first", "first"),
        last=("last", "first"),
        tight_low=("low", "max"),
        tight_high=("high", "min"),
        loose_low=("low", "min"),
        loose_high=("high", "max"),
        numbers=("number", "nunique"),
    )
    time = (claims["first"] - pd.Timestamp(0)).dt.days.floordiv(WITHIN).fillna(-1).astype(int)
    return claims.assign(
        open=claims["numbers"].eq(1) & claims["kind"].ne(COLLECTIVE) & claims["first"].notna(),
        time=time,
    )


def chains(view: View) -> pd.DataFrame:
    """Return one row for each statement in each document: through whom it came.

    Tuples of short names: `speakers` (step 1), `relays` (passed it on), `agencies` (reported it before the
    document's outlet did), `carriers` (republished it before the outlet). `recalled`: the document also carries a
    later statement of the same claimant, so that this one is its background and not its news.
    """
    pairs = view.figures[["statement_id", "document_id"]].drop_duplicates()
    steps = view.dossier.attributions.merge(pairs).merge(view.dossier.actors[["actor_id", "short_name"]])
    steps = steps[~_by_way_of_itself(view, steps)]
    key = ["statement_id", "document_id"]
    steps = steps.sort_values([*key, "step"], kind="stable")
    last = steps["step"].eq(steps.groupby(key)["step"].transform("max"))
    role = steps["verb"].map(
        {"stated": "relays", "relayed": "relays", "reported": "agencies", "republished": "carriers"}
    )
    steps = steps.assign(role=role.mask(last, "outlet").mask(steps["step"].eq(1), "speakers"))
    roles = ["speakers", "relays", "agencies", "carriers"]
    named = steps.groupby([*key, "role"])["short_name"].agg(tuple).unstack("role").reindex(columns=roles)
    table = named.map(lambda n: n if isinstance(n, tuple) else ()).reset_index()
    return table.merge(_recalled(view))


def _by_way_of_itself(view: View, steps: pd.DataFrame) -> pd.Series:
    """Return which steps name the claimant again, who passed on nothing to itself; a document's own step is kept."""
    whose = steps["statement_id"].map(view.dossier.statements.set_index("statement_id")["claimant_id"])
    last = steps["step"].eq(steps.groupby(["statement_id", "document_id"])["step"].transform("max"))
    return steps["actor_id"].eq(whose) & steps["step"].gt(1) & ~last


def known_from_elsewhere(view: View) -> set[str]:
    """Return the statements whose claimant no document names: it is known from elsewhere in each that carries them."""
    first = view.dossier.attributions[view.dossier.attributions["step"].eq(1)]
    named = first["basis"].ne("external").groupby(first["statement_id"]).any()
    return set(named.index[~named])


def _recalled(view: View) -> pd.DataFrame:
    """Return statement_id, document_id and whether the document carries a later statement of the same claimant."""
    carried = view.dossier.figures.drop_duplicates(["statement_id", "document_id"])
    newest = carried.groupby(["claimant_id", "document_id"])["first"].transform("max")
    return carried[["statement_id", "document_id"]].assign(recalled=(carried["last"] < newest).astype(bool))


def lead_statement(table: pd.DataFrame) -> str:
    """Return the statement that most texts carry; of several the one of which documents print most numbers."""
    counted = table.groupby("statement_id", sort=False).agg(texts=("text_id", "nunique"), numbers=("value", "count"))
    return counted.sort_values(["texts", "numbers"], ascending=False, kind="stable").index[0]


def chain_actors(view: View, table: pd.DataFrame) -> pd.DataFrame:
    """Return the attributions behind the plotted rows: claimant, who passed the words on, and the outlets.

    Columns: those of attributions, short_name and kind of the actor, `claimant` of the statement, and `last`: the
    step is the document's own.
    """
    ids = {f for ids in table["figure_ids"] for f in ids} if len(table) else set()
    pairs = view.dossier.figures.loc[view.dossier.figures["figure_id"].isin(ids), ["statement_id", "document_id"]]
    actors = view.dossier.actors[["actor_id", "short_name", "kind"]]
    chain = view.dossier.attributions.merge(pairs.drop_duplicates()).merge(actors, on="actor_id")
    claimants = view.dossier.statements.set_index("statement_id")["claimant_id"].map(
        view.dossier.actors.set_index("actor_id")["short_name"]
    )
    last = chain.groupby(["statement_id", "document_id"])["step"].transform("max")
    return chain.assign(claimant=chain["statement_id"].map(claimants), last=chain["step"].eq(last))
