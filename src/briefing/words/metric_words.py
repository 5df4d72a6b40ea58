"""The words for what happened to persons, by metric: killed, wounded, sent, brought home.

Belongs here: which words name which metric. Does not belong here: guessing what a number counts (drafts), and what
follows for a row of the dossier (dossier).
"""

from __future__ import annotations

import re
from functools import lru_cache

_KILL = (
    r"kill(?:ed|ing|s)?|died|dying|dead|deaths?|fatalit(?:y|ies)|slain|fallen|perish(?:ed|ing)"
    r"|lost\s+their\s+lives|death\s+toll|eliminated"
)
_WOUND = r"wound(?:ed|ing|s)?|injur(?:ed|ies|ing)|maimed|hospitali[sz]ed"
_JOIN = r"(?:\s+(?:and|or)\s+|\s*/\s*)"
# What happened, by the words for it; the first that fits a place wins.
EVENTS = {
    "casualties": rf"(?:{_KILL}){_JOIN}(?:{_WOUND})|(?:{_WOUND}){_JOIN}(?:{_KILL})|casualt(?:y|ies)|losses",
    "killed": _KILL,
    "wounded": _WOUND,
    "returned": r"return(?:ed|ing|s)?|repatriated|repatriating|withdrawn"
    r"|(?:taken|brought|sent|flown|come|gone|shipped|rotated)\s+(?:back|home)",
    "deployment_arrived": r"arriv(?:ed|ing)|set\s+foot",
    "deployed": r"deploy(?:ed|ing|s|ment)?|dispatch(?:ed|ing|es)?|sen[dt](?:ing|s)?|transferred|transferring"
    r"|committed|contributed",
    "": r"captured|capturing|taken\s+prisoner|surrendered|deserted|missing",
}
_METRICS = list(EVENTS)
EVENT = re.compile(r"\b(?:" + "|".join(f"(?P<m{i}>{p})" for i, p in enumerate(EVENTS.values())) + r")\b", re.I)

_SENT = {"deployed", "deployment_arrived"}
# The words that a quote may have for a metric: those of sending do not tell how many, more, planned or whom.
_OWN = {
    "killed": {"killed"},
    "wounded": {"wounded"},
    "casualties": {"casualties"},
    "returned": {"returned"},
    **dict.fromkeys(("deployed", "deployed_additional", "deployment_planned", "deployment_arrived"), _SENT),
    "workers_planned": _SENT,
}
_OWN_WORDS = {
    metric: re.compile(r"\b(?:" + "|".join(EVENTS[e] for e in sorted(events)) + r")\b", re.I)
    for metric, events in _OWN.items()
}
HARM = {"killed", "wounded"}
# Words that have another metric's in them: "killed or wounded", "sent home".
_WIDER = re.compile(rf"\b(?:{EVENTS['casualties']}|{EVENTS['returned']})\b", re.I)
_LOST = re.compile(r"\b(?:lost|loss|losses|toll|fell|bodies|buried)\b", re.I)


def event_of(match: re.Match) -> str:
    """Return the metric that a match of EVENT names; "" for an event that is none of the dossier's."""
    return _METRICS[int(match.lastgroup[1:])]


@lru_cache(maxsize=10_000)
def contradicted(quote: str, metric: str) -> tuple[str, ...]:
    """Return the metrics that a quote speaks of where it speaks of others than the row's, else ().

    A quote without a word for any event contradicts nothing, nor do words of loss that leave open what was lost: "lost
    600 of those sent". "Killed or wounded" are words for casualties, for neither alone; "sent home" for the returned.
    """
    own = _OWN_WORDS.get(metric)
    if own is None or (own.search(quote) and not _WIDER.search(quote)):
        return ()
    if metric in (*HARM, "casualties") and _LOST.search(quote):
        return ()
    named = dict.fromkeys(event_of(m) for m in EVENT.finditer(quote))
    if named.keys() & _OWN[metric] or "respectively" in quote or (metric == "casualties" and named.keys() >= HARM):
        return ()
    return tuple(n for n in named if n)
