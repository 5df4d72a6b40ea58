"""The words that all findings share: lists, counts, names of metrics, the source line.

Belongs here: English that more than one chart needs. Does not belong here: a finding.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from briefing.analysis.view import View, chain_actors, span_of
from briefing.words import dates

METRICS = {
    "killed": "killed",
    "wounded": "wounded",
    "casualties": "killed or wounded",
    "deployed": "sent",
    "deployed_additional": "sent in addition",
    "deployment_planned": "planned to be sent",
    "deployment_arrived": "arrived of those planned",
    "returned": "returned",
    "workers_planned": "workers to be sent",
}


@dataclass(frozen=True)
class Words:
    """What is written on and about one chart; `nothing` says why there is nothing to draw, else it is ""."""

    title: str
    subtitle: str
    alt: str
    source: str
    nothing: str = ""

    def __post_init__(self):
        for name, text in vars(self).items():
            object.__setattr__(self, name, visible(text))


def visible(text: str) -> str:
    """Return the text on one line, with every character that acts instead of showing (ESC, a bidi override) as "□"."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "□" for c in text)


def listed(items: Iterable[str], last: str = "and") -> str:
    """Write a list: "a", "a and b", "a, b and c"."""
    *most, end = list(items) or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


_SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def number(n: int) -> str:
    """Write a small number in words: "no", "one", "twelve", "13"."""
    return _SMALL[n] if n < len(_SMALL) else f"{n:,}"


def count(n: int, noun: str, plural: str = "") -> str:
    """Write a count with its noun; small numbers in words: "one document", "twelve claims", "13 statements"."""
    return f"{number(n)} {noun if n == 1 else plural or noun + 's'}"


def doing(n: int, verb: str) -> str:
    """Write how many do something: "one prints", "three print"."""
    return f"{number(n)} {verb}{'s' if n == 1 else ''}"


def people(subject: str, metric: str) -> str:
    """Say whom a figure counts: "North Korean soldiers killed", "workers to be sent"."""
    return METRICS[metric] if metric.startswith("workers") else f"{subject} {METRICS[metric]}"


def whom(metric: str) -> str:
    """Say of whom someone spoke without a number: "those killed", "workers to be sent"."""
    return METRICS[metric] if metric.startswith("workers") else f"those {METRICS[metric]}"


def act(occasion: str) -> str:
    """Name the act of stating: "briefing" where its occasion was one, else "statement"."""
    return "briefing" if "briefing" in occasion.lower() else "statement"


def brief(name: str, most: int = 32) -> str:
    """Return a name, or as many of its words as fit into so many characters with "…": for titles and narrow rows."""
    return name if len(name) <= most else name[: most + 1].rsplit(" ", 1)[0][:most].rstrip(" ,;:-–—") + "…"


def sentence(text: str) -> str:
    """Begin with a capital, keep the rest."""
    return text[:1].upper() + text[1:]


def as_of(view: View) -> str:
    """Say which statements count: "statements of NIS made by 1 February 2025, only on killed", or all."""
    text, whose = view.dossier.as_of, f" of {some(_claimants(view), 4)}" if view.claimants else ""
    which = f"statements{whose} made by {dates.words(text)}" if text else f"all statements{whose} in the dossier"
    return which + (f", only on {listed(METRICS[m] for m in view.metrics)}" if view.metrics else "")


def _claimants(view: View) -> list[str]:
    """Return the short names of the chosen claimants."""
    return list(view.dossier.actors.set_index("actor_id")["short_name"].loc[list(view.claimants)])


def spanning(view: View, table: pd.DataFrame) -> str:
    """Say which statements count and when those drawn were made: "all statements in the dossier (January 2025)"."""
    return as_of(view) + ("" if table.empty else f" ({span_of(table)})")


def none_on_record(view: View) -> str:
    """Say that no statement fits the parameters: "No statement by Lavrov is on record up to 1 January 2025"."""
    by = f" by {listed(_claimants(view), 'or')}" if view.claimants else ""
    until = f" up to {dates.words(view.dossier.as_of)}" if view.dossier.as_of else ""
    return f"No statement{by}{on_chosen(view)} is on record{until}"


def chosen(view: View) -> str:
    """Return words that a sentence about "no one" needs when the view leaves claimants or metrics out, else ""."""
    return (" by the chosen claimants" if view.claimants else "") + on_chosen(view)


def on_chosen(view: View) -> str:
    """Return words that a count needs when the view leaves metrics out, else ""."""
    return " on the chosen metrics" if view.metrics else ""


def shown(view: View) -> str:
    """Return the word that "the figures" need when the view leaves claimants or metrics out, else ""."""
    return " shown" if view.claimants or view.metrics else ""


def on_record(view: View) -> str:
    """Say whose statements up to when there are: "on record", "on record from KCNA by 1 February 2025"."""
    whose = f" from {some(_claimants(view), 4)}" if view.claimants else ""
    what = " for the chosen metrics" if view.metrics else ""
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
    told = [f"{c} (as told by {some(relays[c], 4)})" if c in relays else c for c in claimants]
    parts = [f"Source: {some(told, 6)}"]
    if len(through):
        parts.append(f"through {some(list(dict.fromkeys(through['short_name'])), 6)}")
    parts.append(f"in {some(outlets, 7)}, published {dates.span(sorted(documents['published_on']))}")
    later = known_later(view, documents)
    return f"{', '.join(parts)}.{later} {dossier}"


def some(names: list[str], most: int) -> str:
    """Write a list of at most so many names; the rest is counted: "NIS, Zelenskyy and two others"."""
    return listed([*names[: most - 1], count(len(names) - most + 1, "other")] if len(names) > most else names)


def who(names: list[str], most: int = 3, longest: int = 70) -> str:
    """Name claimants in a title, shortened, or count them where their names are too long for one."""
    said = some([brief(n) for n in names], most)
    return said if len(said) <= longest else count(len(names), "claimant")


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
        + (f"spoke of {whom(r.metric)}, no number" if r.numberless else f"{r.said} {METRICS[r.metric]}")
        for r in table.head(most).itertuples()
    ]
    more = len(table) - most
    return "; ".join(rows) + (f"; and {count(more, 'more claim')}" if more > 0 else "")
