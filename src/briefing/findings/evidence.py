"""The words of 01_evidence."""

from __future__ import annotations

from itertools import islice

import pandas as pd

from briefing.analysis.chains import lead_statement
from briefing.analysis.estimates import CLAIM
from briefing.analysis.scope import METRICS, Words, chosen, none_on_record, on_chosen, shown, source, spanning
from briefing.analysis.view import View
from briefing.words import dates
from briefing.words.english import act, count, count_verb, join_list, number, sentence, shorten


def attribution(view: View, table: pd.DataFrame) -> Words:
    """Return the words for the chains: how many documents are one statement."""
    subtitle = (
        f"How statements about {view.dossier.subject} reached the documents, and what each prints, persons; "
        f"{spanning(view, table)}"
    )
    if table.empty:
        return _nothing(view, table, subtitle)
    title = _one_statement(view, table)
    lead = table[table["statement_id"].eq(lead_statement(table))]
    rest = table[~table["statement_id"].isin(lead["statement_id"])].groupby("statement_id", sort=False)
    alt = f"{title}. Diagram of the chains from claimant to document. {_chains_in_words(lead)}."
    others = [f"{_of_whom(r.iloc[0])}, in {count(r['document_id'].nunique(), 'document')}" for _, r in islice(rest, 12)]
    if others:
        more = f"; and {number(rest.ngroups - 12)} more" if rest.ngroups > 12 else ""
        alt += f" Other statements: {'; '.join(others)}{more}."
    return Words(title, subtitle, alt, source(view, table))


def _of_whom(row: pd.Series) -> str:
    return f"{row['claimant']}, {dates.words(row['made_on'])}"


def _nothing(view: View, table: pd.DataFrame, subtitle: str) -> Words:
    title = none_on_record(view)
    return Words(title, subtitle, f"{title}.", source(view, table), nothing=f"{title}: nothing to draw.")


def _one_statement(view: View, table: pd.DataFrame) -> str:
    """Say how many of the documents carry the same statement, and how many of these only recall it."""
    lead = table[table["statement_id"].eq(lead_statement(table))].drop_duplicates("document_id")
    n, of, recall = len(lead), table["document_id"].nunique(), int(lead["recalled"].sum())
    row, statements = lead.iloc[0], table["statement_id"].nunique()
    if n == 1:
        if statements == 1:
            said = f"{shorten(row.claimant)}, {dates.words(row.made_on)}"
            return f"One document carries the one statement shown{on_chosen(view)}: {said}"
        each = f"{count(statements, 'statement')}, {count(of, 'document')}"
        return f"No statement{chosen(view)} reached more than one document: {each}"
    said = f"what {shorten(row.claimant)} said {dates.on(row.made_on)}{on_chosen(view)}"
    documents = sentence(count(n, "document")) if n == of else f"{sentence(number(n))} of {count(of, 'document')}"
    every = "both" if n == 2 else "all"
    if recall == 0:
        how = f"{every} carry"
    elif recall == n:
        how = f"{every} recall"
    else:
        how = f"{count_verb(n - recall, 'report')} and {count_verb(recall, 'recall')}"
    return f"{documents}, one {act(row.occasion)}: {how} {said}"


def _first(items: list[str], most: int) -> list[str]:
    return items if len(items) <= most else [*items[:most], f"and {number(len(items) - most)} more"]


_CHAIN = ["speakers", "relays", "agencies", "carriers"]


def _chains_in_words(lead: pd.DataFrame) -> str:
    """Say each chain of one statement: "NIS through Lee and Yonhap to UNN: ≈600 killed"."""
    said = []
    for _, rows in lead[[*_CHAIN, "document_id", "outlet", "written", "metric"]].groupby("document_id", sort=False):
        row = rows.iloc[0]
        through = [name for role in _CHAIN[1:] for name in row[role]]
        via = f" through {join_list(through)}" if through else ""
        values = join_list(f"{r.written} {METRICS[r.metric]}" for r in rows.itertuples())
        said.append(f"{join_list(row['speakers'])}{via} to {row['outlet']}: {values}")
    return "; ".join(_first(said, 12))


def corroboration(view: View, table: pd.DataFrame) -> Words:
    """Return the words for claims × documents: how many figures a second claimant stands behind."""
    subtitle = (
        f"What each document prints of each claim, persons, and how many claimants stand behind it; "
        f"{spanning(view, table)}"
    )
    if table.empty:
        return _nothing(view, table, subtitle)
    title = _behind(view, table)
    alt = f"{title}. Matrix of claims by documents. {_claims_in_documents(table)}."
    return Words(title, subtitle, alt, source(view, table))


def _behind(view: View, table: pd.DataFrame) -> str:
    """Say how many figures have a second claimant behind them."""
    numbered = table[~table["numberless"]]
    if numbered.empty:
        claims = len(table.drop_duplicates(CLAIM))
        return (
            "The one claim shown has no number"
            if claims == 1
            else f"Not one of the {number(claims)} claims shown has a number"
        )
    claims = numbered.groupby(CLAIM, observed=True).agg(n=("n_claimants", "first"), documents=("document_id", "size"))
    figures, backed, most = len(claims), int(claims["n"].gt(1).sum()), int(claims["documents"].max())
    repeated = (
        f", though up to {count(most, 'document')} repeat the same one"
        if figures > 1
        else f", though {count(most, 'document')} repeat it"
    )
    repeated = repeated if most > 1 else ""
    if backed == 0:
        who = {1: "The one figure shown has no", 2: f"Neither of the two figures{shown(view)} has a"}.get(figures)
        who = who or f"Not one of the {number(figures)} figures{shown(view)} has a"
        return f"{who} second claimant behind it{repeated}"
    if backed == figures:
        every = "The one figure shown" if figures == 1 else f"Each of the {count(figures, 'figure')}{shown(view)}"
        return f"{every} has a second claimant behind it"
    has = "has a second claimant behind it" if backed == 1 else "have a second claimant behind them"
    rest = figures - backed
    which = f"{sentence(number(backed))} of the {count(figures, 'figure')}{shown(view)}"
    return f"{which} {has}; {count_verb(rest, 'rest')} on one claimant"


def _claims_in_documents(table: pd.DataFrame) -> str:
    """Say each claim: "NIS, 30 April 2025, sent: ≈15,000 in UNN and Mid-Day, 18,000 in Daily8; one claimant"."""
    said, claims = [], table.groupby(CLAIM, observed=True, sort=False)
    for _, rows in islice(claims, 24):
        row = rows.iloc[0]
        prints = [
            f"{written} in {join_list(_first(list(outlets), 5))}"
            for written, outlets in rows.groupby("written", sort=False)["outlet"]
        ]
        claimants = "" if pd.isna(row["n_claimants"]) else f"; {count(int(row['n_claimants']), 'claimant')}"
        said.append(f"{_of_whom(row)}, {METRICS[row['metric']]}: {', '.join(prints)}{claimants}")
    return ". ".join(said) + (f"; and {number(claims.ngroups - 24)} more" if claims.ngroups > 24 else "")
