"""Sentences about a view: which statements count, what was left out, whose words, the source line.

Belongs here: English that more than one chart needs. Does not belong here: a finding.
"""

from __future__ import annotations

import pandas as pd

from briefing.analysis.chains import carried_by, known_from_elsewhere, steps
from briefing.analysis.estimates import span_of
from briefing.analysis.view import View
from briefing.words import dates
from briefing.words.english import count, join_list, list_up_to, number, possessive, shorten
from briefing.words.findings import Sentence, capitalised, finding, joined
from briefing.words.languages.scripts import is_latin

OFFICES = {"intelligence_agency": "spy agency", "state_media": "state media"}  # kinds whose short names say little


def people_of(view: View, metrics: list[str], last: str = "or") -> str:
    """Say whom the figures of some metrics count: "North Korean soldiers killed or wounded"; sums by their parts."""
    sums = {m: set(view.metrics.summed(m)) for m in metrics if view.metrics.summed(m)}
    whole = {m for m, parts in sums.items() if parts <= set(metrics)}  # said by its parts
    covered = {p for m, parts in sums.items() if m not in whole for p in parts}
    rows = view.metrics.table.loc[[m for m in metrics if m not in whole and m not in covered]]
    said = [
        f"{whom or view.dossier.subject} {join_list(dict.fromkeys(mine['phrase']), last)}"
        for whom, mine in rows.groupby("whom", sort=False)
    ]
    return join_list(said, last) or view.dossier.subject


def as_of(view: View) -> Sentence:
    """Say which statements count and what the record is: "statements of NIS made by 1 May 2025, in four documents"."""
    text, whose = view.dossier.as_of, f" of {list_up_to(_claimants(view), 4)}" if view.claimants else ""
    which = f"statements{whose} made by {dates.words(text)}," if text else f"all statements{whose}"
    only = f"; only on {join_list(map(view.metrics.phrase, view.chosen_metrics))}" if view.chosen_metrics else ""
    scope = finding(
        "scope", f"{which} {reach(view) or 'none on record'}{only}", as_of=text, claimants=view.claimants,
        metrics=view.chosen_metrics, documents=len(_documents(view)),
    )  # fmt: skip
    return joined(scope, _unsure(view))


def _documents(view: View) -> pd.DataFrame:
    """Return the documents that print what is on record by the date, whatever is chosen."""
    documents = view.dossier.documents
    return documents[documents["document_id"].isin(view.dossier.figures["document_id"])]


def reach(view: View) -> str:
    """Say how far the record reaches: "in five documents of April–September 2025"; "" where there is none."""
    documents = _documents(view)
    if documents.empty:
        return ""
    dated = any(documents["published_on"])
    return f"in {count(len(documents), 'document')}" + (f" of {span_of(documents, 'published_on')}" if dated else "")


def _unsure(view: View) -> Sentence | str:
    """Count the statements left out whose dates do not tell whether they were made by the date; "" for none."""
    rows = view.dossier.unsure
    rows = rows[rows["claimant_id"].isin(view.claimants)] if view.claimants else rows
    rows = rows[rows["metric"].isin(view.chosen_metrics)] if view.chosen_metrics else rows
    n = rows["statement_id"].nunique()
    words = f"{count(n, 'statement')} of unclear date left out"
    return finding("unsure", words, n=n) if n else ""


def _claimants(view: View) -> list[str]:
    """Return the short names of the chosen claimants."""
    return list(view.dossier.actors.set_index("actor_id")["short_name"].loc[list(view.claimants)])


def none_on_record(view: View, what: str = "statement", metrics: list[str] | None = None) -> Sentence:
    """Say that no statement fits the parameters: "No statement by Lavrov is on record up to 1 January 2025".

    `what` is also "number" or "dated number"; `metrics` narrows it: "No number of soldiers killed is on record".
    """
    about = {"what": what, "metrics": None if metrics is None else tuple(metrics), "claimants": view.claimants}
    if metrics is not None and not chosen_of(view, metrics):
        return finding("left_out", f"The chosen metrics leave out {_matter(view, metrics, '')}", **about)
    whose = f" from {join_list(_claimants(view), 'or')}" if view.claimants else ""
    until = f" up to {dates.words(view.dossier.as_of)}" if view.dossier.as_of else ""
    of = on_chosen(view)
    if metrics is not None:
        of = f" {_matter(view, chosen_of(view, metrics), 'of' if 'number' in what else 'about')}"
    words = f"No {what}{whose}{of} is on record{until}"
    return finding("none", words, chosen=view.chosen_metrics, as_of=view.dossier.as_of, **about)


def _matter(view: View, metrics: list[str] | tuple[str, ...], of: str = "about") -> str:
    """Say what metrics are about: "of North Korean soldiers returned", of more than three "on" their topics."""
    if len(metrics) <= 3:
        return f"{of} {people_of(view, metrics)}".strip()
    topics = dict.fromkeys(map(view.metrics.topic, metrics))
    return f"on {join_list(topics, 'or')}" if of else join_list(topics)


def chosen_of(view: View, metrics: list[str] | tuple[str, ...]) -> list[str]:
    """Return those of some metrics that a choice of metrics leaves."""
    return [m for m in metrics if not view.chosen_metrics or m in view.chosen_metrics]


def introduced(view: View, claimant_id: str) -> str:
    """Name a claimant where it is first mentioned: "South Korea’s spy agency (NIS)", "Zelenskyy"."""
    actor = view.dossier.actors.set_index("actor_id").loc[claimant_id]
    office = OFFICES.get(actor["kind"]) if actor["state"] else None
    short = shorten(actor["short_name"])
    return f"{possessive(actor['state'])} {office} ({short})" if office else short


def naming(view: View, table: pd.DataFrame, most: int = 3) -> str:
    """Name the claimants of rows, those known only from elsewhere last and marked: "NIS, JCS (named elsewhere)"."""
    elsewhere = known_from_elsewhere(view)
    of = table.groupby("claimant_id", sort=False)["statement_id"].agg(set)
    marked = {c for c, statements in of.items() if statements <= elsewhere}
    short = view.dossier.actors.set_index("actor_id")["short_name"]
    ordered = sorted(of.index, key=lambda c: c in marked)
    names = [shorten(short[c]) + (" (named elsewhere)" if c in marked else "") for c in ordered]
    words = list_up_to(names, most)
    if len(words) > 70:
        words = count(len(names), "claimant")
    return words


def filter_note(view: View) -> str:
    """Return words that a sentence about "no one" needs when the view leaves claimants or metrics out, else ""."""
    return (" by the chosen claimants" if view.claimants else "") + on_chosen(view)


def on_chosen(view: View) -> str:
    """Return words that a count needs when the view leaves metrics out: " of those killed"; "" where it does not."""
    chosen = view.chosen_metrics
    if not chosen:
        return ""
    return f" of {join_list(map(view.metrics.those, chosen))}" if len(chosen) < 3 else " on the chosen metrics"


def shown(view: View) -> str:
    """Return the word that "the figures" need when the view leaves claimants or metrics out, else ""."""
    return " shown" if view.claimants or view.chosen_metrics else ""


def on_record(view: View) -> str:
    """Say whose statements up to when there are: "on record", "on record from NIS by 1 February 2025"."""
    whose = f" from {list_up_to(_claimants(view), 4)}" if view.claimants else ""
    what = " for the chosen metrics" if view.chosen_metrics else ""
    return f"on record{whose}{what}" + (f" by {dates.words(view.dossier.as_of)}" if view.dossier.as_of else "")


def published(documents: pd.DataFrame) -> str:
    """Say when documents were published: ", published April 2025", ", undated"; "" of none."""
    span = dates.span(sorted(documents["published_on"]))
    return "" if documents.empty else ", undated" if span == "undated" else f", published {span}"


def fingerprint(view: View) -> Sentence:
    """Say which dossier it is."""
    short = view.dossier.short_fingerprint
    return finding("record", f"Record {short}", fingerprint=short)


def source(view: View, table: pd.DataFrame) -> Sentence:
    """Return the source line of the plotted rows: claimants, who relayed them, outlets, dates, the dossier."""
    if table.empty:
        none = finding("drawn", "Source: no statement is drawn", statements=())
        return joined(none, fingerprint(view), by=". ", end=".")
    ids = tuple(dict.fromkeys(f for ids in table["figure_ids"] for f in ids))
    pairs = dict.fromkeys(carried_by(view)[i] for i in ids)
    whose = dict(zip(view.dossier.figures["statement_id"], view.dossier.figures["claimant"], strict=True))
    claimants = list(dict.fromkeys(table["claimant"].dropna()))
    relays: dict[str, list[str]] = {}
    through: list[str] = []
    for pair, chain in steps(view).items():
        for step in chain if pair in pairs else ():
            if step.verb == "relayed" and step.name not in claimants:
                relays.setdefault(whose[pair[0]], []).append(step.name)
            if step.verb in ("reported", "republished") and not step.last and step.name != whose[pair[0]]:
                through.append(step.name)
    relays = {claimant: list(dict.fromkeys(names)) for claimant, names in relays.items()}
    documents = view.dossier.documents
    documents = documents[documents["document_id"].isin({document for _, document in pairs})]
    names = dict(zip(view.dossier.actors["actor_id"], view.dossier.actors["short_name"], strict=True))
    outlets = list(dict.fromkeys(names[o] for o in documents["outlet"]))
    told = [f"{c} (as told by {list_up_to(relays[c], 4)})" if c in relays else c for c in claimants]
    parts = [f"Source: {list_up_to(told, 6)}"]
    if through:
        parts.append(f"through {list_up_to(list(dict.fromkeys(through)), 6)}")
    parts.append(f"in {list_up_to(outlets, 7)}{published(documents)}")
    drawn = finding("drawn", ", ".join(parts), figure_ids=ids)
    return joined(drawn, known_later(view, documents), fingerprint(view), by=". ", end=".")


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


def names_in_full(view: View, most: int = 8) -> Sentence | str:
    """Say who stands behind short names that are no part of the name: "NIS: National Intelligence Service …".

    Nor is one in other letters than Latin part of it for a reader: its name may say what it means.
    """
    claimants = view.dossier.actors.set_index("actor_id").loc[view.figures["claimant_id"].unique()]
    short = [r for r in claimants.itertuples() if r.short_name not in r.name or (
             r.short_name != r.name and not is_latin(r.short_name))]  # fmt: skip
    said = [finding("name", f"{r.short_name}: {r.name}", actor=r.Index) for r in short[:most]]
    return joined(*said, rest(len(short), most, "claimant"), end=".") if said else ""


def known_later(view: View, documents: pd.DataFrame) -> Sentence | str:
    """Say when figures of an early date are known only from documents not certainly published by then."""
    if not view.dossier.as_of:
        return ""
    end = dates.period(view.dossier.as_of)[1]
    periods = [dates.period(d) for d in documents["published_on"]]
    later = [p is None or p[1] > end for p in periods]
    if not any(later):
        return ""
    perhaps = (
        "" if all(p and p[0] > end for p, is_later in zip(periods, later, strict=True) if is_later) else "perhaps "
    )
    words = f"Known {'' if all(later) else 'in part '}from documents {perhaps}published later"
    return finding("later", words, n=sum(later), of=len(later), perhaps=bool(perhaps))


def claims_in_words(table: pd.DataFrame, most: int = 12) -> Sentence:
    """Say each row: "NIS, 13 January 2025: at least 300 killed"; the rest is counted."""
    rows = [
        claim(r, f"{r.claimant}, {dates.words(r.made_on)}: "
              + (f"spoke of {r.those}, no number" if r.without_number else f"{r.said} {r.what}"))
        for r in table.head(most).itertuples()
    ]  # fmt: skip
    return joined(*rows, rest(len(table), most, "claim"))


def rest(of: int, most: int, noun: str) -> Sentence:
    """Count what a list leaves out: "and two more claims"; no words where it is whole."""
    more = max(0, of - most)
    return finding(
        "rest", f"and {count(more, f'more {noun}')}" if more else "", noun=noun, shown=min(of, most), more=more
    )


def claim(row, words: str) -> Sentence:
    """Return the words of one row of estimates as a finding: who gave which number, or none."""
    numbers = () if row.without_number else tuple((int(row.value), _whole(row.value_to), q) for q in row.qualifiers)
    return finding("claim", words, statement=row.statement_id, metric=str(row.metric), numbers=numbers)


def _whole(value) -> int | None:
    return None if pd.isna(value) else int(value)


def dates_not_stated(table: pd.DataFrame) -> Sentence | str:
    """Say how many of the statements of a table have a date that no document states."""
    made = table[table["claimant_id"].notna() & table["made_on"].ne("")].drop_duplicates("statement_id")
    missing, n = int((~made["date_stated"].astype(bool)).sum()), len(made)
    if not missing:
        return ""
    if missing == n:
        which = {1: "its date is", 2: "both dates are"}.get(n, f"all {number(n)} dates are")
    else:
        which = f"{number(missing)} of {number(n)} dates {'is' if missing == 1 else 'are'}"
    words = f"{which} inferred or known from elsewhere"
    return finding("dates", words, missing=missing, n=n, statements=tuple(made["statement_id"]))


def as_caveat(parts: list[str]) -> Sentence:
    """Join what to bear in mind to one sentence; empty parts are left out."""
    return capitalised(joined(*parts, end="."))
