"""The words of 03_nis_and_zelenskyy."""

from __future__ import annotations

import pandas as pd

from briefing.analysis.estimates import estimates
from briefing.analysis.scope import METRICS, Words, as_of, chosen, on_record, shown, source
from briefing.analysis.view import View
from briefing.words import dates
from briefing.words.english import count, join_list, list_up_to, sentence, shorten
from briefing.words.intervals import whole


def nis_and_zelenskyy(view: View, table: pd.DataFrame) -> Words:
    """Return the words for two claimants' losses beside each other: how far the higher lies above the lower."""
    subject = view.dossier.subject
    if table.empty:
        return _nothing(view, table)
    claims = table[table["role"].ne("gap")]
    lower, higher = (claims[claims["side"].eq(side)] for side in (0, 1))
    what = METRICS[table["measure"].iloc[0]]
    apart, what = _order(lower, higher, table), METRICS[table["measure"].iloc[0]]
    first, second = _claim(higher, f" {what}", ""), _claim(lower, "", apart)
    if _measured(table):
        title = f"{_when(claims)} {first} lay {_above(table)} {second}"
    else:
        title = f"{_when(claims)} {first} cannot be measured against {second}: both are open"
    subtitle = f"Losses of {subject}, persons: the two claimants’ statements closest in time; {as_of(view)}"
    alt = f"{title}. {' '.join(_side(rows) for rows in (lower, higher))} {explain(table)}"
    return Words(sentence(title), subtitle, alt.strip(), source(view, claims))


def _nothing(view: View, table: pd.DataFrame) -> Words:
    figures = view.figures[
        view.figures["metric"].isin(["killed", "wounded", "casualties"]) & view.figures["value"].notna()
    ]
    who = list(dict.fromkeys(figures["claimant"]))
    only = "Of those shown only" if shown(view) else "Only"
    title = f"No two claimants to compare on {view.dossier.subject} killed or wounded are {on_record(view)}"
    why = {0: f"No number is given{chosen(view)}", 1: f"{only} {join_list(who)} gives a number"}.get(
        len(who), f"{list_up_to(who, 6)} give numbers, but no two of them a dated one of the same losses"
    )
    subtitle = f"Losses of {view.dossier.subject} as stated by different claimants, persons; {as_of(view)}"
    return Words(
        title, subtitle, f"{title}. {why}.", source(view, estimates(figures)), nothing=f"{why}: nothing to compare."
    )


def labels(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the claims with `name`, `head` and `tail`: what is counted, the value, and who says so."""
    names = {"killed": "Killed", "wounded": "Wounded", "casualties": "Killed or wounded"}
    return claims.assign(
        name=["Both together, derived" if r.derived else names[r.metric] for r in claims.itertuples()],
        head=claims["written"],
        tail=[f"= {r.how}" if r.derived else list_up_to(r.outlets, 4) for r in claims.itertuples()],
    )


def side_name(rows: pd.DataFrame) -> tuple[str, str, str]:
    """Return the heading of a side: claimant, date, occasion."""
    return _who(rows), dates.words(rows["made_on"].iloc[0]), rows["occasion"].iloc[0]


def apart(table: pd.DataFrame) -> str:
    """Say how many days lie between the statements: "four days apart"; "" where a date is not known to the day."""
    days = table["days"].iloc[0]
    if pd.isna(days):
        return ""
    return "the same day" if days == 0 else f"{count(int(days), 'day')} apart"


def explain(table: pd.DataFrame) -> str:
    """Say how the gap is reckoned and whether a number exists that both claims allow."""
    claims = table[table["role"].eq("total")]
    lower, higher = (claims[claims["side"].eq(side)] for side in (0, 1))
    gap = table[table["role"].eq("gap")]
    reckoned = f"{sentence(_total(higher))} minus {_total(lower)}." if len(gap) else ""
    if not table["meets"].iloc[0]:
        return f"{reckoned} No number fits both claims as they stand.".strip()
    if lower["high"].isna().any():
        allowed = " or ".join(higher["written"])
        return f"{reckoned} {_who(lower)} sets no upper limit and does not rule out {allowed}.".strip()
    return f"{reckoned} A number exists that fits both claims.".strip()


def gap_in_words(table: pd.DataFrame) -> str:
    """Say the gap: "gap: at most 1,000"; "no gap can be given" where both claims are open."""
    if not _measured(table):
        return "no gap can be given"
    low = table.loc[table["role"].eq("gap"), "low"].iloc[0]
    return _above(table) if low < 0 else f"gap: {_difference(table)}"


def _difference(table: pd.DataFrame) -> str:
    return table.loc[table["role"].eq("gap"), "said"].iloc[0].split(" (")[0]


def _measured(table: pd.DataFrame) -> bool:
    return table["role"].eq("gap").any()


def _who(rows: pd.DataFrame) -> str:
    return shorten(rows["claimant"].iloc[0])


def _total(rows: pd.DataFrame) -> str:
    said = rows.loc[rows["role"].eq("total"), "said"].str.split(" (", regex=False).str[0]
    return " or ".join(dict.fromkeys(said))


def _claim(rows: pd.DataFrame, what: str, when: str) -> str:
    """Name a side: "Zelenskyy’s 4,000 killed", "the sum of NIS’s figures four days later, at least 3,000"."""
    if rows.loc[rows["role"].eq("total"), "derived"].astype(bool).any():
        return f"the sum of {_who(rows)}’s figures{when}, {_total(rows)}{what}" + ("," if what else "")
    return f"{_who(rows)}’s {_total(rows)}{what}{when}"


def _above(table: pd.DataFrame) -> str:
    """Say where the higher claim lies: "at most 1,000 above", "between 200 below and 300 above", "level with"."""
    low, high = table.loc[table["role"].eq("gap"), ["low", "high"]].iloc[0].astype(float)
    if low == high == 0:
        return "level with"
    if pd.isna(low) and high <= 0:
        return "no higher than"
    if pd.isna(high) and low <= 0:
        return f"no more than {whole(-low)} below" if low else "no lower than"
    if low < 0:
        return f"between {whole(-low)} below and {f'{whole(high)} above' if high else 'level with'}"
    return f"{_difference(table)} above"


def _when(claims: pd.DataFrame) -> str:
    days = sorted(set(claims["made_on"]))
    if len(days) == 1:
        return f"{'On' if len(days[0]) == 10 else 'In'} {dates.words(days[0])}"
    span = dates.span(days)
    return f"Between {span.replace('–', ' and ', 1)}" if "–" in span else f"In {span}"


def _order(lower: pd.DataFrame, higher: pd.DataFrame, table: pd.DataFrame) -> str:
    """Say when the lower claim was made, seen from the higher: " four days later"."""
    days = table["days"].iloc[0]
    if pd.isna(days):
        return ""
    if days == 0:
        return " the same day"
    later = lower["first"].iloc[0] > higher["first"].iloc[0]
    return f" {count(int(days), 'day')} {'later' if later else 'earlier'}"


def _side(rows: pd.DataFrame) -> str:
    said = [f"{r.said} {METRICS[r.metric]}" + (f" (derived: {r.how})" if r.derived else "") for r in rows.itertuples()]
    return f"{rows['claimant'].iloc[0]}, {side_name(rows)[1]}: {join_list(said)}."
