"""Chains from claimant to document, what each document prints of a claim, and who else stands behind it.

What counts as a second claimant behind a figure is defined here, in `backing`, and nowhere else. Does not belong here:
sentences and looks.
"""

from __future__ import annotations

from math import inf
from typing import NamedTuple

import pandas as pd

from briefing.analysis.estimates import CLAIM, group, unique_tuples
from briefing.analysis.view import View, once
from briefing.words import intervals

WITHIN = 31  # days: figures of a running count are compared only if both were certainly given within so many
COLLECTIVE = "collective"
ROLES = {"relays": ("stated", "relayed"), "agencies": ("reported",), "carriers": ("republished",)}
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


@once
def told(view: View) -> pd.DataFrame:
    """Return the table of `printed` for a view, with `agreement`."""
    return with_agreement(printed(view.figures))


@once
def chains(view: View) -> pd.DataFrame:
    """Return one row for each statement in each document: through whom it came.

    Tuples of short names: `speakers` (step 1), `relays` (passed it on), `agencies` (reported it before the
    document's outlet did), `carriers` (republished it before the outlet). `recalled`: the document also carries a
    later statement of the same claimant, so that this one is its background and not its news.
    """
    whose = dict(zip(view.figures["statement_id"], view.figures["claimant_id"], strict=True))
    pairs, rows = set(zip(view.figures["statement_id"], view.figures["document_id"], strict=True)), []
    for (statement, document), mine in sorted(steps(view).items()):
        if (statement, document) not in pairs:
            continue
        roles: dict[str, tuple[str, ...]] = dict.fromkeys(("speakers", *ROLES), ())
        for step in sorted(mine, key=lambda step: step.place):
            if step.place > 1 and (step.last or step.actor_id == whose[statement]):
                continue  # the document's own step; and a claimant passes on nothing to itself
            role = "speakers" if step.place == 1 else next(r for r, verbs in ROLES.items() if step.verb in verbs)
            roles[role] = (*roles[role], step.name)
        rows.append((statement, document, *roles.values()))
    table = pd.DataFrame(rows, columns=["statement_id", "document_id", "speakers", *ROLES])
    return table.astype({"statement_id": "str", "document_id": "str"}).merge(_recalled(view))


@once
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


class Step(NamedTuple):
    """A step of a chain: who, by what verb, at which place, and whether it is the document's own, the last."""

    actor_id: str
    name: str
    verb: str
    place: int
    last: bool


@once
def steps(view: View) -> dict[tuple[str, str], list[Step]]:
    """Return the steps by which each statement came to each document, in the order of the table."""
    short = dict(zip(view.dossier.actors["actor_id"], view.dossier.actors["short_name"], strict=True))
    columns = ["statement_id", "document_id", "step", "actor_id", "verb"]
    found: dict[tuple[str, str], list[tuple]] = {}
    for statement, document, *step in zip(*(view.dossier.attributions[c] for c in columns), strict=True):
        found.setdefault((statement, document), []).append(step)
    return {
        pair: [Step(actor, short[actor], verb, place, place == max(p for p, *_ in mine)) for place, actor, verb in mine]
        for pair, mine in found.items()
    }


@once
def carried_by(view: View) -> dict[str, tuple[str, str]]:
    """Return the statement and the document of each figure on record."""
    columns = ["figure_id", "statement_id", "document_id"]
    return {i: (s, d) for i, s, d in zip(*(view.dossier.figures[c] for c in columns), strict=True)}
