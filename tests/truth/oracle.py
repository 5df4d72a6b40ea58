"""Whether a sentence is true: each kind of finding worked out anew from the rows, and held against its words.

Belongs here: one function for each kind; a kind without one is false. Nothing of the package is imported: the
sentences come as words with findings (kind, words, about), the rows from `record`.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from math import ceil, floor, inf

from tests.truth.record import Seen, date_words, in_words, middle, number_of, period, reference, signed, spelled

CHECKS = {}
STOPS = re.compile(r"[\s.,;:?]*")
# What holds whatever the rows are, word for word; "…" stands for a name or measures from the record.
RULES = {
    "apart": "… are counted apart",
    "bare": "a bare number in a headline may have lost an “about”; the charts draw the qualified rendering",
    "behind": "Behind a figure: who stated it, and anyone whose own number within 31 days makes it true",
    "beside": "the data beside this chart hold each|the data beside this chart hold all|the data beside hold all|"
    "the data beside hold each|Beside the shares",
    "blank": "Blank cells: none on record|a blank is what this record does not hold, not proof that nothing was said",
    "cases": "What documents print of one and the same statement",
    "claims": "Every figure is a claim, not a count made here, and links to the words it came from|"
    "Every figure is a claim, not a count made here, and the notes give the words it came from",
    "derived": "What is derived, nobody stated",
    "elsewhere": "on the page|on the slides that follow|on the page; here are the claims that most documents carry",
    "form": "Timeline with a lane for each claimant|Ledger of claims by metric and statement|Matrix of claims by "
    "documents|Matrix of claimants by era and metric|Diagram of the chains from claimant to document|Other statements|"
    "Table of cases",
    "joins": "|Dashed lines join revisions by the same claimant",
    "made": "made …|made … with briefing …",
    "matrix": "How many documents print each figure, and who stands behind it",
    "netted": "no count is taken off another",
    "nothing": "nothing to draw|nothing to compare|There is no statement to draw.|so there is no judgement to make",
    "one source": "documents that relay one statement are one source, however many they are",
    "one statement": "each is worked out within one statement; no figure of anyone else enters it",
    "pivot": "the pivot changes nothing here",
    "question": "Who stands behind each figure?|How did one statement reach the documents, and what did "
    "each print?|What follows arithmetically from single statements, and within which bounds?|Who gave which figure "
    "last?|Who gave a number before and after … spoke?|Who spoke when, and who gave a number?|How far apart are two "
    "claimants?|Where does the same statement come out differently?",
    "rates": "Shares and differences worked out from the figures of one statement at a time",
    "reckoned": "reckoned with all metrics",
    "revision": "a later figure revises an estimate; the difference is not what happened in the period",
    "side by side": "different measures stand side by side; nothing here is added up or averaged",
    "sum": "the sum is derived here from figures of one statement; nobody stated it",
    "tolerance": "A number that ends in zeros is read as rounded to its last other digit (15,000 as 14,500 to 15,499) "
    "before two claims are called contrary; bounds are taken as they stand.",
    "unexplained": "this record does not say why the numbers differ",
}


def check(*kinds):
    """Register what works out whether findings of some kinds are true: a generator of what is wrong."""

    def of(function):
        CHECKS.update(dict.fromkeys(kinds, function))
        return function

    return of


def faults(seen: Seen, sentence) -> list[str]:
    """Return what is wrong with a sentence: words that nothing claims, kinds not known, claims that are not true."""
    found, rest = [], str(sentence)
    if rest and not getattr(sentence, "findings", ()):
        return [f"it claims nothing: {rest!r}"]
    for finding in getattr(sentence, "findings", ()):
        before, there, rest = rest.partition(finding.words) if finding.words else ("", "x", rest)
        if not there or not STOPS.fullmatch(before):
            found.append(f"words that no finding claims: {before or finding.words!r}")
        if finding.kind not in CHECKS:
            found.append(f"unknown kind {finding.kind}: {finding.words!r}")
            continue
        try:
            wrong = list(CHECKS[finding.kind](seen, finding.words, finding.about))
        except (KeyError, ValueError) as error:
            wrong = [f"cannot be worked out from the rows ({error!r})"]
        found += [f"{finding.kind}: {w}: {finding.words!r} {finding.about}" for w in wrong if w]
    if not STOPS.fullmatch(rest):
        found.append(f"words that no finding claims: {rest!r}")
    return found


def names(seen: Seen, words: str, actors, most: int) -> str:
    """Say who is not named, of at most so many; more may be counted."""
    missing = [a for a in actors if not named(seen.name(a), words)]
    counted = re.search(r"\bothers?\b|\bclaimants?\b", words)
    return f"does not name {missing}" if missing and not counted else ""


def named(name: str, words: str) -> bool:
    """Whether a name stands in words, whole or cut with an ellipsis."""
    shown = "".join(c if c.isprintable() else " " if c.isspace() else "□" for c in name)
    return shown in words or any(shown.startswith(start) for start in re.findall(r"([^…]{4,40})…", words)) or any(
        f"{shown[:n].rstrip(' ,;:-–—')}…" in words for n in range(8, len(shown))
    )  # fmt: skip


def lacks(words: str, *parts: str) -> str:
    missing = [p for p in parts if p and p.casefold() not in words.casefold()]
    return f"does not say {missing}" if missing else ""


def counted(words: str, n: int, noun: str) -> str:
    return lacks(words, f"{spelled(n)} {noun}{'' if n == 1 else 's'}")


def differs(what: str, said, found) -> str:
    return f"{what} is {found}, not {said}" if said != found else ""


def texts_of(values: dict, unit: str, write=in_words) -> list[str]:
    return [write(*n, q, unit) for n, qualifiers in values.items() for q in qualifiers]


def speaks_of(seen, words, statement, metric) -> str:
    """Say whether words leave out of which date or period a claim speaks, where its rows tell another than its date."""
    of: dict = {}
    for r in of_claim(seen, statement, metric):
        if r["value"]:
            of.setdefault(number_of(r), []).append(r.get("refers_to", ""))
    each = {reference(texts, seen.made(statement)) for texts in of.values()}
    if len(each) > 1:
        return ""  # numbers of different times: each says its own where it stands alone
    return lacks(words, *each) or ("speaks of a time that no row tells" if each <= {""} and "(for " in words else "")


@check("scope")
def scope(seen, words, about):
    yield differs("as_of", about["as_of"], seen.as_of)
    yield differs("the choice", (about["claimants"], about["metrics"]), (seen.claimants, seen.metrics))
    documents = {r["document_id"] for r in seen.all_rows}
    yield differs("documents", about["documents"], len(documents))
    yield counted(words, len(documents), "document") if documents else lacks(words, "none on record")
    yield lacks(words, date_words(seen.as_of) if seen.as_of else "all statements")
    yield lacks(words, *(seen.phrase(m) for m in seen.metrics))
    yield names(seen, words, seen.claimants, 4)


@check("unsure")
def unsure(seen, words, about):
    yield differs("unsure statements", about["n"], len(seen.unsure))
    yield counted(words, len(seen.unsure), "statement")


@check("subject")
def subject(seen, words, about):
    yield lacks(words, seen.subject)


@check("about", "question")
def about_metrics(seen, words, about):
    metrics = [m for m in about["metrics"] if not seen.metrics or m in seen.metrics] or list(about["metrics"])
    by_parts = {m for m in metrics if seen.parts(m) and set(seen.parts(m)) <= set(metrics)}
    covered = {p for m in metrics if m not in by_parts for p in seen.parts(m)}
    yield lacks(words, *(seen.phrase(m) for m in metrics if m not in by_parts | covered))


@check("record")
def record(seen, words, about):
    yield lacks(words, about["fingerprint"])
    yield "" if re.fullmatch("[0-9a-f]{8}", about["fingerprint"]) else "is no fingerprint"


@check("open")
def still_open(seen, words, about):
    n, documents = len(seen.open), len(set(seen.open))
    yield differs("open numbers and their documents", (about["n"], about["documents"]), (n, documents))
    yield lacks(words, f"{n:,} number{'' if n == 1 else 's'} in {spelled(documents)} document")


@check("rule")
def rule(seen, words, about):
    known = [re.escape(form).replace("…", ".{1,200}") for form in RULES.get(about["rule"], "no such rule").split("|")]
    yield "" if re.fullmatch("|".join(known), words, re.I) else f"unknown rule {about['rule']}"
    if about["rule"] == "joins":
        yield differs("whether there are revisions", bool(words), are_revised(seen))
    if about["rule"] == "unexplained":
        yield "" if any(len(v) > 1 for v in seen.numbered(seen.others).values()) else "no numbers differ"
    if about["rule"] == "reckoned":
        yield "" if seen.metrics else "no metrics are chosen"


def are_revised(seen) -> bool:
    """Whether a claimant gave a running total twice, the one certainly after the other, none between them."""
    runs: dict = {}
    for s, m in seen.numbered(seen.lead, dated=True):
        if seen.is_running(m):
            runs.setdefault((seen.who(s), m), {}).setdefault(middle(seen.made(s)), []).append(period(seen.made(s)))
    return any(a[1] < b[0] for run in runs.values() for one, next_ in pairwise(sorted(run))
               for a in run[one] for b in run[next_])  # fmt: skip


@check("none")
def none(seen, words, about):
    yield differs("as_of", about["as_of"], seen.as_of)
    if "number" in about["what"]:
        found = seen.numbered(about["metrics"], dated="dated" in about["what"])
    else:
        found = [c for c in seen.chosen if about["metrics"] is None or c[1] in about["metrics"]]
        found = [c for c in found if seen.made(c[0]) or "dated" not in about["what"]]
    yield f"there is {list(found)[:2]}" if found else ""
    yield names(seen, words, seen.claimants, 99)
    yield lacks(words, "on record", date_words(seen.as_of) if seen.as_of else "")
    if about["metrics"] is None and seen.metrics:
        yield "" if " of " in words or "chosen" in words else "does not say that metrics are chosen"


@check("left_out")
def left_out(seen, words, about):
    kept = set(about["metrics"]) & set(seen.metrics)
    yield f"the choice keeps {kept}" if kept or not seen.metrics else ""


@check("drawn")
def drawn(seen, words, about):
    if "statements" in about:
        yield "" if not about["statements"] else "something is drawn"
        return
    rows = [r for r in seen.of_claimants if r["figure_id"] in set(about["figure_ids"])]
    yield differs("rows behind it", len(about["figure_ids"]), len(rows))
    yield names(seen, words, {seen.who(r["statement_id"]) for r in rows}, 6)
    yield names(seen, words, {seen.documents[r["document_id"]]["outlet"] for r in rows}, 7)
    pairs = {(r["statement_id"], r["document_id"]) for r in rows}
    steps = [t for t in seen.tables["attributions"] if (t["statement_id"], t["document_id"]) in pairs]
    known = {t["actor_id"] for t in steps}
    others = {a["short_name"] for a in seen.actors.values()} - {seen.name(a) for a in known}
    yield next((f"names {n}, who has no part" for n in others if len(n) > 4 and re.search(rf"\b{re.escape(n)}\b", words)
                and not any(n in seen.name(a) for a in known)), "")  # fmt: skip
    last = {p: max(int(t["step"]) for t in steps if (t["statement_id"], t["document_id"]) == p) for p in pairs}
    between = {t["actor_id"] for t in steps if t["verb"] != "relayed" and int(t["step"]) > 1
               and int(t["step"]) < last[t["statement_id"], t["document_id"]]
               and t["actor_id"] != seen.who(t["statement_id"])}  # fmt: skip
    yield differs("passed on by others", ", through " in words, bool(between))


@check("later")
def later(seen, words, about):
    yield "" if seen.cut else "no date is asked for"
    yield differs("in part", "in part" in words, about["n"] < about["of"])
    yield differs("perhaps", "perhaps" in words, about["perhaps"])


@check("leading")
def leading(seen, words, about):
    given = seen.numbered(seen.lead)
    for s, m in about["latest"]:
        mine = [c[0] for c in given if seen.who(c[0]) == seen.who(s)]
        days = [seen.known_from[t] for t in mine]
        yield "is not the latest" if None not in days and seen.known_from[s] < max(days) else ""
        yield lacks(words, *texts_of(given[s, m], seen.metric[m]["unit"]), seen.phrase(m))
        yield lacks(
            words,
            *(
                {
                    word[:3] if word.isalpha() else word[-4:]
                    for word in date_words(seen.made(s)).replace("–", " ").split()
                    if len(word) > 2
                }
            ),
        )
        yield names(seen, words, [seen.who(s)], 3)
    gave = seen.givers(given)
    yield f"{gave & set(about['none'])} give numbers" if gave & set(about["none"]) else ""
    mute = [a for a in about["none"] if a in seen.givers(seen.numbered())]
    yield "denies numbers of something else" if mute and "such number" not in words and "number of" not in words else ""
    yield elsewhere(seen, words, about["none"])
    if about["none"] and seen.metrics and not set(seen.metrics) & set(seen.lead):
        yield "tells of measures that the choice leaves out"


@check("lanes")
def lanes(seen, words, about):
    yield counted(words, about["lanes"], "claimant")


@check("form")
def form(seen, words, about):
    metrics = {m for s, m in seen.chosen if m in seen.lead and seen.made(s)}
    yield differs("panels", about["panels"], len(metrics))
    yield counted(words, len(metrics), "panel")


@check("rest")
def rest(seen, words, about):
    yield differs("whether some are left", bool(words), about["more"] > 0)
    yield counted(words, about["more"], f"more {about['noun']}") if words else ""


@check("fit")
def fit(seen, words, about):
    yield lacks(words, f"{about['shown']} of {about['of']:,}") or ("" if about["shown"] < about["of"] else "all drawn")


@check("undated")
def undated(seen, words, about):
    n = sum(1 for s, m in seen.chosen if m in about["metrics"] and not seen.made(s))
    yield differs("undated claims", about["n"], n) or counted(words, n, "undated claim")


@check("claim")
def claim(seen, words, about):
    values = seen.chosen.get((about["statement"], about["metric"]))
    if values is None:
        yield "is not on record here"
        return
    said: dict = {}
    for value, to, qualifier in about["numbers"]:
        said.setdefault((value, to), set()).add(qualifier)
    if not said:
        yield lacks(words, "no number") or (f"there is {values}" if values else "")
    for number, qualifiers in said.items():
        yield differs("the qualifiers", qualifiers, values.get(number))
        yield lacks(words, *texts_of({number: qualifiers}, seen.metric[about["metric"]]["unit"]))
    yield lacks(words, date_words(seen.made(about["statement"])))
    yield names(seen, words, [seen.who(about["statement"])], 9)
    yield speaks_of(seen, words, about["statement"], about["metric"]) if said else ""


@check("revised")
def revised(seen, words, about):
    metric, claimant = about["metric"], seen.who(about["first"])
    run = {s: v for (s, m), v in seen.numbered(dated=True).items() if m == metric and seen.who(s) == claimant}
    days = {s: middle(seen.made(s)) for s in run}
    firsts, lasts = ([s for s in run if days[s] == edge] for edge in (min(days.values()), max(days.values())))
    yield differs("the first and last statement", ([about["first"]], [about["last"]]), (firsts, lasts))
    ends = {s: period(seen.made(s)) for s in run}
    early, late = ends[about["first"]][1], ends[about["last"]][0]
    between = [s for s in run if s not in (about["first"], about["last"])]
    in_order = early < late and all(early < ends[s][0] and ends[s][1] < late for s in between)
    yield "" if in_order else "nobody knows which is the first, or the last"
    yield "" if seen.is_running(metric) else "the metric counts nothing that is revised"
    first, last = period(seen.made(about["first"])), period(seen.made(about["last"]))
    yield "" if first[1] < last[0] else "nobody knows which was the earlier"
    unit = seen.metric[metric]["unit"]
    yield lacks(words, *texts_of(run[about["last"]], unit), *texts_of(run[about["first"]], unit), seen.phrase(metric))
    (a, b), (c, d) = ((min(n[0] for n in run[s]), max(n[1] or n[0] for n in run[s])) for s in
                      (about["first"], about["last"]))  # fmt: skip
    right = "as before" if (a, b) == (c, d) else "up from" if c >= b else "down from" if d <= a else "after"
    yield lacks(words, right) or names(seen, words, [claimant], 9)


@check("counted", "gave")
def counted_or_gave(seen, words, about):
    found = seen.numbered(about["metrics"], about["dated"])
    if "claims" in about and isinstance(about["claims"], tuple):
        yield differs("the claims", set(about["claims"]), set(found))
        for (_, m), values in found.items():
            yield lacks(words, *texts_of(values, seen.metric[m]["unit"]), seen.phrase(m))
        yield names(seen, words, seen.givers(found), 9)
        return
    yield differs("claimants, claims", (about["claimants"], about["claims"]), (len(seen.givers(found)), len(found)))
    yield counted(words, len(seen.givers(found)), "speaker") or counted(words, len(found), "figure")


@check("only")
def only(seen, words, about):
    givers = seen.givers(seen.numbered([about["metric"]]))
    yield differs("who gives a number", {about["claimant"]}, givers) or names(seen, words, givers, 9)
    yield lacks(words, "document", "of the claimants shown" if seen.claimants else "")


@check("dates")
def dates(seen, words, about):
    made = [seen.statements[s] for s in about["statements"]]
    missing = sum(r["made_on_basis"] != "stated" for r in made)
    yield differs("dates", (about["missing"], about["n"]), (missing, len(made)))
    said = {1: "its date", 2: "both dates"}.get(len(made), f"all {spelled(len(made))} dates")
    yield lacks(words, said if missing == len(made) else f"{spelled(missing)} of {spelled(len(made))} dates")
    yield "undated ones have no date" if not all(r["made_on"] for r in made) else ""


def dated_totals(seen, whole):
    return {s: v for s, v in seen.totals(seen.rows, whole).items() if seen.made(s)}


def closest(seen, totals) -> set[frozenset]:
    """The pairs of statements of two claimants that lie closest in time."""
    order = sorted(totals, key=lambda s: (middle(seen.made(s)), s))
    pairs = {(middle(seen.made(b)) - middle(seen.made(a)), frozenset((a, b)))
             for a, b in pairwise(order) if seen.who(a) != seen.who(b)}  # fmt: skip
    least = min((apart for apart, _ in pairs), default=None)
    return {pair for apart, pair in pairs if apart == least}


def flat(options) -> list[tuple]:
    return [x for option in options for x in option]


@check("pair", "gap", "meets")
def pair(seen, words, about):
    totals = dated_totals(seen, about["measure"])
    lower, higher = about["lower"], about["higher"]
    yield "" if frozenset((lower, higher)) in closest(seen, totals) else "is not the pair closest in time"
    low, high = flat(totals[lower]), flat(totals[higher])
    gaps = [(a - d, b - c) for a, b, _ in high for c, d, _ in low]
    found = (min(g[0] for g in gaps), max(g[1] for g in gaps))
    if found == (-inf, inf):  # one rendering does not close what another leaves open
        gaps, found = [], None
    said = about["gap"] and tuple(v if v is not None else s for v, s in zip(about["gap"], (-inf, inf), strict=True))
    yield differs("the gap", said, found)
    if "?" not in words and "sets no" not in words and "No number fits" not in words and "number exists" not in words:
        yield next((f"does not say {spoken(*x)}" for x in low + high if not any(
            s.casefold() in words.casefold() for s in spoken(*x))), "")  # fmt: skip
    if ": a gap of" in words or ": the higher" in words:
        about_it = any(x for *_, x in low + high)
        yield differs("about", "about" in words.rpartition(": ")[2], about_it) if gaps and found != (0, 0) else ""
    days = None
    if all(len(seen.made(s)) == 10 for s in (lower, higher)):
        days = abs((period(seen.made(lower))[0] - period(seen.made(higher))[0]).days)
    yield differs("days between", about["days"], days)
    if "sets no upper limit" in words:
        yield "" if any(b == inf for _, b, _ in low) and about["meets"] else "there is an upper limit"
    if "No number fits" in words:
        yield "" if not any(max(a, c) < min(b, d) or max(a, c) == min(b, d) for a, b, _ in low for c, d, _ in high) \
            or strictly_apart(seen, about) else "a number fits both"  # fmt: skip
    if about["days"] and (m := re.search(r"(\S+) days? (later|earlier)", words)):
        first = period(seen.made(lower))[0] > period(seen.made(higher))[0]
        yield differs("order", m[2], "later" if first else "earlier") or differs("days", m[1], spelled(days))


def spoken(low: float, high: float, about: bool) -> list[str]:
    """How an interval may be said: "at least 3,000", or, where it is about, "about 3,000 or more"."""
    a, b = (f"{abs(x):,.0f}" if abs(x) < inf else "" for x in (low, high))
    if low == high:
        return [f"about {a}"] if about else [a]
    if high == inf:
        return [f"about {a} or more"] if about else [f"at least {a}", f"more than {a}"]
    if low == -inf:
        return [f"about {b} or less"] if about else [f"{w} {b}" for w in ("up to", "at most", "nearly", "fewer than")]
    return [f"between {'about ' if about else ''}{a} and {b}"]


def strictly_apart(seen, about) -> bool:
    """Whether two claims only touch at an end that one of them leaves out (more than, nearly)."""
    rows = [r for r in seen.rows if r["statement_id"] in (about["lower"], about["higher"])]
    return any(r["qualifier"] in ("more_than", "nearly") for r in rows)


@check("side")
def side(seen, words, about):
    for m in about["metrics"]:
        values = seen.chosen.get((about["statement"], m))
        yield lacks(words, seen.phrase(m), *texts_of(values or {}, seen.metric[m]["unit"]))
    yield names(seen, words, [seen.who(about["statement"])], 9)
    yield lacks(words, date_words(seen.made(about["statement"])))


@check("no_pair")
def no_pair(seen, words, about):
    found = [m for m in seen.lead if closest(seen, dated_totals(seen, m))]
    yield f"two claimants give {found}" if found else ""


@check("givers")
def givers(seen, words, about):
    found = seen.givers(seen.numbered(about["metrics"]))
    yield differs("who gives numbers", set(about["claimants"]), found) or names(seen, words, found, 6)


@check("statement")
def statement(seen, words, about):
    mine = {m: v for (s, m), v in seen.chosen.items() if s == about["statement"]}
    for m, values in mine.items():
        yield lacks(words, *texts_of(values, seen.metric[m]["unit"], signed))
    for m, values in mine.items():
        yield "" if not values or len(mine) > 1 else speaks_of(seen, words, about["statement"], m)
    given = any(mine.values())
    yield differs("whether it gave a number", "gave no number" not in words, given)
    yield lacks(words, date_words(seen.made(about["statement"])))


def gave_and_not(seen, claims) -> tuple[set, set]:
    gave = {seen.who(s) for (s, _), v in claims.items() if v}
    return gave, {seen.who(s) for s, _ in claims} - gave


@check("who_gave")
def who_gave(seen, words, about):
    found = gave_and_not(seen, seen.chosen)
    yield differs("who gave, who did not", (set(about["gave"]), set(about["none"])), found)
    yield names(seen, words, found[0], 3)
    if found[0]:
        yield differs("one number or several", "a number" in words, len(seen.numbered()) == 1)
    if "gives no number" in words:
        yield "" if seen.who(seen.pivot) in found[1] else "the pivot's claimant gives a number"
    if "no number" in words and "gives no number" not in words:
        yield "" if not found[0] else "numbers are given"
    if seen.metrics:
        yield "" if " of " in words or "chosen" in words else "does not say that metrics are chosen"
    yield elsewhere(seen, words, found[0])


def elsewhere(seen, words, claimants) -> str:
    """Say who is named as if a document named him, though none does."""
    unnamed = [a for a in claimants if all(known_elsewhere(seen, s) for s in seen.in_time if seen.who(s) == a
               and any(r["statement_id"] == s for r in seen.rows))]  # fmt: skip
    bare = [a for a in unnamed if seen.name(a) in words and f"{seen.name(a)} (named elsewhere)" not in words]
    return f"{bare} are known only from elsewhere" if bare else ""


def known_elsewhere(seen, statement) -> bool:
    documents = {r["document_id"] for r in seen.all_rows if r["statement_id"] == statement}
    first = [t for t in seen.tables["attributions"] if t["statement_id"] == statement and t["step"] == "1"
             and t["document_id"] in documents]  # fmt: skip
    return bool(first) and all(t.get("basis") == "external" for t in first)


@check("eras")
def eras(seen, words, about):
    yield differs("the pivot", about["pivot"], seen.pivot)
    own = {c: v for c, v in seen.chosen.items() if c[0] == seen.pivot}
    yield differs("whether the pivot has a number", "has no number" not in words, any(own.values()))
    for era in ("since", "before"):
        claims = {c: v for c, v in seen.chosen.items() if seen.era(c[0]) == era and c[0] != seen.pivot}
        found = gave_and_not(seen, claims)
        yield differs(f"who gave {era}", (set(about[f"{era}_gave"]), set(about[f"{era}_none"])), found)
        told = words.partition({"since": "; from that day ", "before": "; before it "}[era])[2].partition("; ")[0]
        if found[0] and told:
            one = " a number on record" in told
            yield differs(f"one number or several {era}", one, len([v for v in claims.values() if v]) == 1)
        if era == "since":
            yield names(seen, words, found[0], 3) or elsewhere(seen, words, found[0])
    if "nobody else" in words:
        yield "claimants are left out" if seen.claimants else ""


@check("latest")
def latest(seen, words, about):
    s, m = about["statement"], about["metric"]
    yield differs("the era", about["era"], seen.era(s))
    rows = {t: v for (t, n), v in seen.chosen.items() if n == m and seen.era(t) == about["era"]
            and seen.who(t) == seen.who(s)}  # fmt: skip
    given = {t: v for t, v in rows.items() if v}
    if s not in rows:
        yield "is not on record here"
        return
    yield differs("without a number", about["without_number"], not given)
    newest = max(seen.known_from[t] for t in given or rows) if None not in map(seen.known_from.get, rows) else None
    yield "a later figure is on record" if newest and seen.known_from[s] < newest else ""
    yield lacks(words, *texts_of(rows.get(s) or {}, seen.metric[m]["unit"]), date_words(seen.made(s)))
    yield speaks_of(seen, words, s, m) if given else ""


@check("two_values")
def two_values(seen, words, about):
    values = seen.chosen[about["statement"], about["metric"]]
    yield "one number only" if len(values) < 2 else ""
    if len(values) <= 4:
        for number, qualifiers in values.items():
            told = [lacks(words, in_words(*number, q)) == "" for q in qualifiers]
            yield "" if any(told) else f"does not say {number}"
    yield lacks(words, date_words(seen.made(about["statement"])) if seen.made(about["statement"]) else "")


@check("spoke")
def spoke(seen, words, about):
    mute = {seen.who(s) for (s, m), v in seen.chosen.items() if m == about["metric"] and not v}
    yield differs("who spoke without a number", set(about["claimants"]), mute)
    yield names(seen, words, mute, 6) or lacks(words, seen.phrase(about["metric"]))


def of_claim(seen, statement, metric) -> list[dict]:
    return seen.index["rows"].get((statement, metric), [])


def speakers(seen, statement, document) -> str:
    who = seen.who(statement)
    beside = [seen.name(t["actor_id"]) for t in seen.tables["attributions"]
              if (t["statement_id"], t["document_id"], t["step"]) == (statement, document, "1")
              and t["actor_id"] != who]  # fmt: skip
    return " and ".join(beside) or seen.name(who)


VOICES = ["direct_quote", "paraphrase", "headline", "link"]


def ways(seen, rows, kind) -> dict[str, set[str]]:
    """What stands on each side of a case of a kind → the documents that have it."""
    found: dict = {}
    for document in {r["document_id"] for r in rows}:
        mine = [r for r in rows if r["document_id"] == document]
        unit = seen.metric[mine[0]["metric"]]["unit"]
        if kind == "speaker":
            said = {speakers(seen, mine[0]["statement_id"], document)}
        elif kind == "place":
            said = {min((r["voice"] for r in mine), key=VOICES.index)}
        elif kind == "value":
            said = {number_of(r) for r in mine if r["value"]}
        elif kind == "qualifier":
            said = {signed(*number_of(r), r["qualifier"], unit) for r in mine if r["value"]}
        else:
            given = {r for r in map(number_of, mine) if r}
            said = {("number", n) for n in given} or {r["qualifier"] for r in mine}
        for way in said:
            found.setdefault(way, set()).add(document)
    return found


@check("case")
def case(seen, words, about):
    rows, kind = of_claim(seen, about["statement"], about["metric"]), about["case"]
    if kind in ("qualifier", "translation"):
        numbers = {number_of(r) for r in rows if r["value"]}
        written = {w for w, _ in about["sides"]}
        rows = [r for r in rows if r["value"] and signed(*number_of(r), r["qualifier"],
                seen.metric[r["metric"]]["unit"]) in written]  # fmt: skip
        yield "" if len({number_of(r) for r in rows}) == 1 and numbers else "it is not one number"
        yield differs("lost in translation", kind == "translation", translated(seen, rows))
        kind = "qualifier"
    found = ways(seen, rows, kind)
    yield "it comes out in one way" if len(found) < 2 else ""
    yield differs("the documents", sorted(sorted(d) for _, d in about["sides"]), sorted(map(sorted, found.values())))
    if kind == "value":
        for written, documents in about["sides"]:
            printed = {signed(*number_of(r), r["qualifier"], seen.metric[r["metric"]]["unit"]) for r in rows
                       if r["value"] and r["document_id"] in documents}  # fmt: skip
            if written in {w.lstrip("≈≥>≤<") for w in printed}:
                continue  # the number alone: each of the documents prints it, whatever stands before it
            if not set(written.split(" / ")) <= printed:
                yield f"nobody prints {written}"
            elif any(written not in {signed(*number_of(r), r["qualifier"], seen.metric[r["metric"]]["unit"])
                     for r in rows if r["document_id"] == d and r["value"]} for d in documents):  # fmt: skip
                yield f"{written} is not what each of {documents} prints" if " / " not in written else ""


def translated(seen, rows) -> bool:
    """Whether a number of one claim is bare in languages in which no document qualifies it."""

    def languages(bare: bool) -> set[str]:
        return {seen.documents[r["document_id"]].get("language") or "en" for r in rows
                if (r["qualifier"] == "unqualified") == bare}  # fmt: skip

    return bool(languages(True) and languages(False)) and languages(True).isdisjoint(languages(False))


@check("lost")
def lost(seen, words, about):
    both = []
    for (s, m), values in seen.claims(seen.rows).items():
        for number in values:
            qualifiers = {r["qualifier"] for r in of_claim(seen, s, m) if number_of(r) == number}
            both += [seen.who(s)] * ({about["qualifier"], "unqualified"} <= qualifiers)
    yield differs("numbers", about["n"], len(both)) or lacks(words, spelled(len(both)))
    yield differs("the claimants", set(about["claimants"]), set(both))
    yield names(seen, words, set(both), 1) if len(set(both)) == 1 else ""


def number_of_cases(seen) -> Counter:
    found: Counter = Counter()
    for (s, m), values in seen.chosen.items():
        rows = of_claim(seen, s, m)
        found["value"] += len(values) > 1
        found["omitted"] += bool(values) and any(isinstance(w, str) for w in ways(seen, rows, "omitted"))
        found["place"] += len(ways(seen, rows, "place")) > 1
        for number in values:
            mine = [r for r in rows if number_of(r) == number]
            kind = "translation" if translated(seen, mine) else "qualifier"
            found[kind] += len({r["qualifier"] for r in mine}) > 1
    for s in {s for s, _ in seen.chosen}:
        found["speaker"] += len(ways(seen, of_claim(seen, s, ""), "speaker")) > 1
    return +found


@check("case_kinds")
def case_kinds(seen, words, about):
    yield differs("cases", about["n"], dict(number_of_cases(seen)))


@check("no_case")
def no_case(seen, words, about):
    yield f"there are {dict(number_of_cases(seen))}" if number_of_cases(seen) else ""
    yield lacks(words, "chosen claimants" if seen.claimants else "")


@check("carried")
def carried(seen, words, about):
    s = about["statement"]
    documents = {r["document_id"] for r in of_claim(seen, s, "")}
    yield differs("documents", (about["n"], about["of"]), (len(documents), len({r["document_id"] for r in seen.rows})))
    reach = Counter(t for t, _ in {(r["statement_id"], r["document_id"]) for r in seen.rows})
    yield differs("the most documents", len(documents), max(reach.values()))
    recalled = 0
    for d in documents:
        mine = {r["statement_id"] for r in seen.all_rows if r["document_id"] == d and seen.who(r["statement_id"])
                == seen.who(s)}  # fmt: skip
        newest = max((period(seen.made(t))[0] for t in mine if seen.made(t)), default=None)
        recalled += bool(seen.made(s)) and period(seen.made(s))[1] < newest
    yield differs("recalled", about["recall"], recalled)
    if len(documents) > 1 or about["statements"] == 1:
        yield lacks(words, date_words(seen.made(s))) if seen.made(s) else ""
        yield names(seen, words, [seen.who(s)], 9)


@check("reached")
def reached(seen, words, about):
    n = len({r["document_id"] for r in of_claim(seen, about["statement"], "")})
    yield differs("documents", about["documents"], n) or counted(words, n, "document")


@check("chain")
def chain(seen, words, about):
    s, d = about["statement"], about["document"]
    steps = [t for t in seen.tables["attributions"] if (t["statement_id"], t["document_id"]) == (s, d)]
    told = words.partition(" to ")[0] if " to " in words else words
    for t in steps:
        name = seen.name(t["actor_id"])
        if int(t["step"]) > 1 and t["actor_id"] == seen.who(s):
            yield "by way of itself" if f"through {name}" in told and t["actor_id"] != last_of(steps) else ""
        elif not named(name, words):
            yield f"leaves out {name}"
        elif t.get("basis") == "external" and int(t["step"]) > 1 and t["actor_id"] != last_of(steps):
            yield lacks(words, f"{name} (known from elsewhere)")
    rows = [r for r in of_claim(seen, s, "") if r["document_id"] == d]
    firm = seen.claims(rows)
    for (_, m), values in firm.items():
        if values:
            told = [signed(*n, q, seen.metric[m]["unit"]) in words for n, qs in values.items() for q in qs]
            yield "" if any(told) else f"does not say {m}"


def last_of(steps) -> str:
    return max(steps, key=lambda t: int(t["step"]))["actor_id"]


@check("prints")
def prints(seen, words, about):
    s, m = about["statement"], about["metric"]
    rows = of_claim(seen, s, m)
    yield differs("documents", about["documents"], len({r["document_id"] for r in rows}))
    values = seen.chosen[s, m]
    behind = 1 + len(seen.backers(s, m)) if values else None
    yield differs("claimants behind it", about["claimants"], behind)
    if values and seen.actors[seen.who(s)]["kind"] == "collective":
        yield lacks(words, "several claimants")
    elif values:
        yield counted(words, behind, "claimant")
    yield lacks(words, date_words(seen.made(s)))


def of_one_claimant(seen) -> dict:
    return {c: v for c, v in seen.numbered().items() if seen.actors[seen.who(c[0])]["kind"] != "collective"}


@check("collective")
def collective(seen, words, about):
    n = len(seen.numbered()) - len(of_one_claimant(seen))
    yield differs("claims of collectives", about["n"], n) or counted(words, n, "claim")


@check("without")
def without(seen, words, about):
    yield "there is a figure of one claimant" if of_one_claimant(seen) else ""
    yield differs("claims", about["claims"], len(seen.chosen) - len(seen.numbered()))


@check("backing")
def backing(seen, words, about):
    claims = of_one_claimant(seen)
    backed = sum(bool(seen.backers(*c)) for c in claims)
    yield differs("figures, backed", (about["figures"], about["backed"]), (len(claims), backed))
    most = max(len({r["document_id"] for r in of_claim(seen, *c)}) for c in claims)
    yield f"up to {most} documents" if about["most"] > most else ""
    if len(claims) > 2:
        yield lacks(words, f"{spelled(len(claims))} figures")
    yield lacks(words, "shown") if (seen.claimants or seen.metrics) else ""


def shares(seen, statement, part, whole) -> list[tuple[float, float]]:
    """Every share of a part in a whole that the figures of one statement give, each over all its qualifiers."""
    rows = [r for r in seen.of_claimants if r["statement_id"] == statement]
    tops, bottoms = seen.totals(rows, part).get(statement, []), seen.totals(rows, whole).get(statement, [])
    found = []
    for top in tops:
        for bottom in bottoms:
            each = [(max(a, 0) / d if d not in (inf, 0) else 0.0, b / c if c > 0 and b < inf else inf)
                    for a, b, _ in top for c, d, _ in bottom if d > 0]  # fmt: skip
            if each:
                found.append((min(low for low, _ in each), max(high for _, high in each)))
    return found


def near(said, found) -> bool:
    """Whether ends are those found; what says nothing (0% and less, 100% and more) may be left open."""
    low, high = said
    low_right = (low is None and found[0] <= 0) or (low is not None and abs(low - found[0]) < 1e-9)
    return low_right and ((high is None and found[1] >= 1) or (high is not None and abs(high - found[1]) < 1e-9))


def of_sum(seen, statement, part, whole) -> list[tuple[float, float]]:
    """The shares of a part in the sum of two parts: each grows with the part and falls with the other."""
    rows = [r for r in seen.of_claimants if r["statement_id"] == statement]
    parts = seen.parts(whole)
    if len(parts) != 2 or part != parts[0]:
        return []
    found = []
    for top in seen.totals(rows, part).get(statement, []):
        for other in seen.totals(rows, parts[1]).get(statement, []):
            each = []
            for a, b, _ in top:
                for c, d, _ in other:
                    low = 0.0 if d == inf or max(a, 0) + d <= 0 else max(a, 0) / (max(a, 0) + d)
                    high = 1.0 if b == inf else 0.0 if b + max(c, 0) <= 0 else b / (b + max(c, 0))
                    each.append((low, high))
            found.append((min(low for low, _ in each), max(high for _, high in each)))
    return found


def percent(value: float, way) -> set[str]:
    return {f"{way(value * 100 * k) / k:g}%" for k in (1, 10, 100, 1000)} | {f"{round(value * 100 * k) / k:g}%"
            for k in (1, 10, 100, 1000)}  # fmt: skip


@check("derived")
def derived(seen, words, about):
    s, kind = about["statement"], about["rate"]
    yield names(seen, words, [seen.who(s)], 9)
    if kind == "share":
        options = shares(seen, s, about["part"], about["whole"]) + of_sum(seen, s, about["part"], about["whole"])
        yield "" if any(near(about["ends"], o) for o in options) else f"the shares are {options}"
    if kind == "implied":
        rows = [r for r in seen.of_claimants if r["statement_id"] == s]
        first = seen.parts(about["whole"])[0]
        options = []
        for total in seen.totals([r for r in rows if r["metric"] == about["whole"]], about["whole"]).get(s, []):
            for one in seen.totals(rows, first).get(s, []):
                each = [(a - d, b - c) for a, b, _ in total for c, d, _ in one]
                options.append((min(e[0] for e in each), max(e[1] for e in each)))
        low, high = (v if v is not None else e for v, e in zip(about["ends"], (-inf, inf), strict=True))
        yield "" if (low, high) in options else f"the differences are {options}"
    kept = seen.claims([r for r in seen.of_claimants if r["figure_id"] in about["figure_ids"]])
    about_it = any("about" in q for v in kept.values() for q in v.values())
    if kind in ("share", "implied") and about_it and "other share" not in words:
        yield lacks(words.partition(" (≈")[0].partition(" (≥")[0], "about")
    for value, way in zip(about["ends"], (floor, ceil), strict=True):
        if value is not None and kind in ("share", "stated") and 0 < value < 1:
            told = "other share" in words or any(p in words for p in percent(value, way))
            yield "" if told else f"does not say {value:.4f}"
        elif value is not None and kind in ("implied", "reported"):
            yield lacks(words, f"{abs(value):,.0f}")
    yield superseded(seen, words, about)


def superseded(seen, words, about) -> str:
    """Say which later figure of the same claimant is not told."""
    s = about["statement"]
    if not seen.made(s):
        return ""
    newer = {
        c: v for c, v in seen.claims(seen.of_claimants).items()
        if v and c[1] in (about["part"], about["whole"]) and seen.is_running(c[1]) and seen.who(c[0]) == seen.who(s)
        and seen.made(c[0]) and period(seen.made(c[0]))[0] > period(seen.made(s))[1]
    }  # fmt: skip
    if not newer:
        return f"nothing later is on record: {about['superseded']}" if about["superseded"] else ""
    newest = max(period(seen.made(t))[0] for t, _ in newer)
    told = [v for (t, _), v in newer.items() if period(seen.made(t))[0] == newest]
    return "" if any(f"{n[0]:,}" in words for v in told for n in v) else "a later figure supersedes it"


@check("shares")
def share_sentence(seen, words, about):
    for row in about["rows"]:
        yield from derived(seen, words, row)
    yield lacks(words, date_words(seen.made(about["rows"][0]["statement"])) if seen.made(about["rows"][0]["statement"])
                else "")  # fmt: skip


@check("no_share")
def no_share(seen, words, about):
    for s in {r["statement_id"] for r in seen.of_claimants}:
        for part in about["metrics"]:
            whole = seen.metric[part]["part_of"]
            while whole:
                kept = not seen.metrics or {part, whole} & set(seen.metrics)
                found = [o for o in shares(seen, s, part, whole) if o[0] > 0 or o[1] < 1]
                skipped = part in seen.parts(seen.metric[part]["part_of"])[1:]
                if kept and found and not skipped:
                    yield f"{s} gives {part} and {whole}: {found}"
                whole = seen.metric[whole]["part_of"]


@check("wanted_number", "wanted_date")
def wanted(seen, words, about):
    undated_ones = {seen.who(s) for s, _ in seen.chosen if not seen.made(s)}
    found = undated_ones if words.startswith("A date") else gave_and_not(seen, seen.chosen)[1]
    yield differs("claimants", set(about["claimants"]), found) or names(seen, words, found, 5)


@check("wanted_claimant")
def wanted_claimant(seen, words, about):
    for m in about["metrics"]:
        yield differs(f"who gives {m}", {about["claimant"]}, seen.givers(seen.numbered([m])))
    yield names(seen, words, [about["claimant"]], 9)


@check("wanted_wording")
def wanted_wording(seen, words, about):
    values = seen.chosen[about["statement"], about["metric"]]
    yield "one number only" if len(values) < 2 else lacks(words, *(f"{n[0]:,}" for n in values))


def of_chart(seen: Seen, name: str, text) -> list[str]:
    """Return what a chart leaves unsaid: statements left out by their dates, claims that its list does not hold."""
    found = []
    if seen.unsure and not any(f.kind == "unsure" for f in text.subtitle.findings):
        found.append(f"{len(seen.unsure)} statements are left out unsaid")
    listed = Counter(f.kind for f in text.alt.findings)
    rest = {f.about["noun"]: f.about for f in text.alt.findings if f.kind == "rest"}
    dated = [(c, v) for c, v in seen.chosen.items() if c[1] in seen.lead and seen.made(c[0])]
    expected = {
        "losses_over_time": ("claim", "claim", sum(max(1, len(v)) for _, v in dated)),
        "statement_timeline": ("statement", "statement", len({s for s, _ in seen.chosen})),
        "deployment_ledger": ("claim", "claim", sum(len(v) for v in seen.numbered(seen.others).values())),
        "corroboration": ("prints", "claim", len(seen.chosen)),
        "discrepancies": ("case", "case", number_of_cases(seen).total()),
    }
    if not text.nothing and name in expected:
        kind, noun, n = expected[name]
        inside = listed[kind] - (kind == "case" and any(f.kind == "case" for f in text.title.findings))
        told = inside + rest.get(noun, {"more": 0})["more"]
        found += [f"{told} of {n} {noun}s told"] if told != n else []
    return [f"{name}: {f}" for f in found]
