"""Sentences about a view: which statements count, what was left out, whose words, the source line.

Belongs here: English that more than one chart needs. Does not belong here: a finding.
"""

from __future__ import annotations

import pandas as pd

from briefing.analysis.chains import chain_actors
from briefing.analysis.estimates import span_of
from briefing.analysis.view import View
from briefing.words import dates
from briefing.words.english import count, join_list, list_up_to, number, sentence, shorten


def people_of(view: View, metrics: list[str], last: str = "or") -> str:
    """Say whom the figures of some metrics count: "North Korean soldiers killed or wounded"; sums by their parts."""
    parts = {p for m in metrics for p in view.metrics.summed(m)}
    rows = view.metrics.table.loc[[m for m in metrics if not (set(view.metrics.summed(m)) & parts)]]
    said = [
        f"{whom or view.dossier.subject} {join_list(dict.fromkeys(mine['phrase']), last)}"
        for whom, mine in rows.groupby("whom", sort=False)
    ]
    return join_list(said, last) or view.dossier.subject


def as_of(view: View) -> str:
    """Say which statements count: "statements of NIS made by 1 February 2025, only on killed", or all."""
    text, whose = view.dossier.as_of, f" of {list_up_to(_claimants(view), 4)}" if view.claimants else ""
    which = f"statements{whose} made by {dates.words(text)}" if text else f"all statements{whose} in the dossier"
    return which + (
        f", only on {join_list(map(view.metrics.phrase, view.chosen_metrics))}" if view.chosen_metrics else ""
    )


def _claimants(view: View) -> list[str]:
    """Return the short names of the chosen claimants."""
    return list(view.dossier.actors.set_index("actor_id")["short_name"].loc[list(view.claimants)])


def spanning(view: View, table: pd.DataFrame) -> str:
    """Say which statements count and when those drawn were made: "all statements in the dossier (January 2025)"."""
    return as_of(view) + ("" if table.empty else f" ({span_of(table)})")


def none_on_record(view: View) -> str:
    """Say that no statement fits the parameters: "No statement by Lavrov is on record up to 1 January 2025"."""
    by = f" by {join_list(_claimants(view), 'or')}" if view.claimants else ""
    until = f" up to {dates.words(view.dossier.as_of)}" if view.dossier.as_of else ""
    return f"No statement{by}{on_chosen(view)} is on record{until}"


def filter_note(view: View) -> str:
    """Return words that a sentence about "no one" needs when the view leaves claimants or metrics out, else ""."""
    return (" by the chosen claimants" if view.claimants else "") + on_chosen(view)


def on_chosen(view: View) -> str:
    """Return words that a count needs when the view leaves metrics out, else ""."""
    return " on the chosen metrics" if view.chosen_metrics else ""


def shown(view: View) -> str:
    """Return the word that "the figures" need when the view leaves claimants or metrics out, else ""."""
    return " shown" if view.claimants or view.chosen_metrics else ""


def on_record(view: View) -> str:
    """Say whose statements up to when there are: "on record", "on record from NIS by 1 February 2025"."""
    whose = f" from {list_up_to(_claimants(view), 4)}" if view.claimants else ""
    what = " for the chosen metrics" if view.chosen_metrics else ""
    return f"on record{whose}{what}" + (f" by {dates.words(view.dossier.as_of)}" if view.dossier.as_of else "")


def source(view: View, table: pd.DataFrame) -> str:
    """Return the source line of the plotted rows: claimants, who relayed them, outlets, dates, the dossier."""
    dossier = f"Dossier {view.dossier.short_fingerprint}."
    if table.empty:
        return f"Source: no statement is drawn. {dossier}"
    chain = chain_actors(view, table)
    claimants = list(dict.fromkeys(table["claimant"]))
    relayed = chain[chain["verb"].eq("relayed") & ~chain["short_name"].isin(claimants)]
    relays = relayed.drop_duplicates(["claimant", "short_name"]).groupby("claimant")["short_name"].agg(list)
    through = chain[chain["verb"].isin(["reported", "republished"]) & ~chain["last"]]
    documents = view.dossier.documents.merge(chain[["document_id"]].drop_duplicates())
    names = view.dossier.actors.set_index("actor_id")["short_name"]
    outlets = list(dict.fromkeys(documents["outlet"].map(names)))
    told = [f"{c} (as told by {list_up_to(relays[c], 4)})" if c in relays else c for c in claimants]
    parts = [f"Source: {list_up_to(told, 6)}"]
    if len(through):
        parts.append(f"through {list_up_to(list(dict.fromkeys(through['short_name'])), 6)}")
    parts.append(f"in {list_up_to(outlets, 7)}, published {dates.span(sorted(documents['published_on']))}")
    later = known_later(view, documents)
    return f"{', '.join(parts)}.{later} {dossier}"


def end_of(view: View, table: pd.DataFrame) -> pd.Timestamp:
    """Return the day with which a time axis ends: as_of, without one the last day that a drawn date may mean.

    An as_of far behind the last word ends it half a period later.
    """
    last, first = table["midpoint"].max(), table["midpoint"].min()
    if not view.dossier.as_of:
        return last
    until = pd.Timestamp(dates.period(view.dossier.as_of)[1])
    return max(last, min(until, last + (last - first) / 2 + pd.Timedelta(days=30)))


def pivot_in_brief(view: View) -> str:
    """Name the pivot beside its line: "North Korea speaks, 28 Apr"; "" without one."""
    return f"{shorten(view.pivot.claimant, 24)} speaks, {dates.short(view.pivot.made_on)}" if view.pivot else ""


def names_in_full(view: View, most: int = 8) -> str:
    """Say who stands behind short names that are no part of the name: "NIS: National Intelligence Service …"."""
    claimants = view.dossier.actors.set_index("actor_id").loc[view.figures["claimant_id"].unique()]
    pairs = [(short, name) for short, name in zip(claimants["short_name"], claimants["name"], strict=True)
             if short not in name]  # fmt: skip
    more = [f"and {count(len(pairs) - most, 'more claimant')}"] if len(pairs) > most else []
    return "; ".join([*(f"{short}: {name}" for short, name in pairs[:most]), *more])


def known_later(view: View, documents: pd.DataFrame) -> str:
    """Say when figures of an early date are known only from later documents: " Known in part from …"."""
    if not view.dossier.as_of:
        return ""
    end = dates.period(view.dossier.as_of)[1]
    starts = [dates.period(d)[0] for d in documents["published_on"] if d]
    later = [start > end for start in starts]
    if not any(later):
        return ""
    return f" Known {'' if all(later) else 'in part '}from documents published later."


def claims_in_words(table: pd.DataFrame, most: int = 12) -> str:
    """Say each row: "NIS, 13 January 2025: at least 300 killed"; the rest is counted."""
    rows = [
        f"{r.claimant}, {dates.words(r.made_on)}: "
        + (f"spoke of {r.those}, no number" if r.without_number else f"{r.said} {r.what}")
        for r in table.head(most).itertuples()
    ]
    more = len(table) - most
    return "; ".join(rows) + (f"; and {count(more, 'more claim')}" if more > 0 else "")


def dates_not_stated(table: pd.DataFrame) -> str:
    """Say how many dates of the statements of a table no document states."""
    made = table[table["claimant_id"].notna()].drop_duplicates(["claimant_id", "made_on"])
    missing, n = int((~made["date_stated"].astype(bool)).sum()), len(made)
    if not missing:
        return ""
    if missing == n:
        which = {1: "its date is", 2: "both dates are"}.get(n, f"all {number(n)} dates are")
    else:
        which = f"{number(missing)} of {number(n)} dates {'is' if missing == 1 else 'are'}"
    return f"{which} inferred or known from elsewhere"


def as_caveat(parts: list[str]) -> str:
    """Join what to bear in mind to one sentence; empty parts are left out."""
    said = "; ".join(p for p in parts if p)
    return f"{sentence(said)}." if said else ""
