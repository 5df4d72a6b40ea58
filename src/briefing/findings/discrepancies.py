"""The words of 06_discrepancies, first part."""

from __future__ import annotations

from itertools import islice

import pandas as pd

from briefing.analysis.scope import METRICS, Words, chosen, none_on_record, people, source, spanning
from briefing.analysis.view import View
from briefing.words import dates, intervals
from briefing.words.english import act, count, count_verb, join_list, shorten

KINDS = {
    "value": ("number", "numbers"),
    "omitted": ("number left out", "numbers left out"),
    "qualifier": ("qualifier", "qualifiers"),
    "speaker": ("speaker", "speakers"),
    "place": ("place of the words", "places of the words"),
}
PLACES = {
    "direct_quote": "quoted",
    "paraphrase": "paraphrased",
    "headline": "in a headline only",
    "link": "in a link only",
}


def discrepancies(view: View, table: pd.DataFrame) -> Words:
    """Return the words for one statement coming out differently: the gravest case, and how many there are of each."""
    subtitle = f"How documents render one and the same statement, persons, gravest first; {spanning(view, table)}"
    if table.empty:
        title = none_on_record(view) if view.figures.empty else f"No statement{chosen(view)} comes out in two ways"
        read = view.figures.assign(figure_ids=[(f,) for f in view.figures["figure_id"]])
        return Words(title, subtitle, f"{title}.", source(view, read), f"{title}.")
    counted = cases_by_kind(table)
    title = _gravest(view, table)
    cases = table.groupby("case", sort=False)
    said = "; ".join(_case_in_words(rows) for _, rows in islice(cases, 16))
    more = f"; and {count(cases.ngroups - 16, 'more case')}" if cases.ngroups > 16 else ""
    return Words(title, subtitle, f"{title}. Table of cases: {counted}. {said}{more}.", source(view, table))


def cases_by_kind(table: pd.DataFrame) -> str:
    """Count the cases: "one number, six qualifiers and one speaker"."""
    kinds = table.drop_duplicates("case")["kind"].astype(str).value_counts()
    return join_list(count(int(kinds[k]), *names) for k, names in KINDS.items() if k in kinds.index)


def rendering(row) -> str:
    """Say what stands on one side of a case: "≈600", "Kim Jong Un named", "quoted"."""
    if row.kind == "place":
        return PLACES[row.written]
    if row.kind == "speaker" and row.written != row.claimant:
        return f"{row.written} named"
    return row.written


def _case_in_words(rows: pd.DataFrame) -> str:
    row = rows.iloc[0]
    metric = f", {METRICS[row['metric']]}" if row["metric"] else ""
    sides = [f"{rendering(r)} ({join_list(r.outlets)})" for r in rows.itertuples()]
    return f"{row['claimant']}, {dates.words(row['made_on'])}{metric}: {' against '.join(sides)}"


def _gravest(view: View, table: pd.DataFrame) -> str:
    """Say the first case as a sentence."""
    rows = table[table["case"].eq(1)]
    first, kind = rows.iloc[0], str(rows["kind"].iloc[0])
    occasion = view.dossier.statements.set_index("statement_id").at[first["statement_id"], "occasion"]
    one = f"One {shorten(first['claimant'])} {act(occasion)}"
    if kind == "value":
        aside = ", qualifiers aside" if set().union(*rows["qualifiers"]) - {"unqualified"} else ""
        return f"{one}, {count(len(rows), 'number')}{aside}: {_printed(view, rows)}"
    if kind == "omitted":
        return f"{one}, not every number kept: {_printed(view, rows)}"
    when = dates.on(first["made_on"])
    if kind == "qualifier":
        ways = join_list([f"as {_said(r)}" for r in rows.itertuples()])
        what = f"what {shorten(first['claimant'])} said {when} is printed {ways} {METRICS[first['metric']]}"
        return f"Same numbers, different qualifiers: {what}"
    if kind == "speaker":
        return f"{one} {when}, different speakers: documents name {join_list([r.written for r in rows.itertuples()], 'or')}"
    return f"Every number and qualifier comes out the same; only the place of the words differs: {_places(rows)}"


def _printed(view: View, rows: pd.DataFrame) -> str:
    """Say how many documents print which number: "three documents print 15,000 soldiers sent, one prints 18,000"."""
    said, whom = [], f" {people(view.dossier.subject, rows['metric'].iloc[0])}"
    for i, row in enumerate(rows.itertuples()):
        what = "no number" if row.numberless else row.said if row.kind == "omitted" else _number(row)
        print_ = "print" if i else f"document{'' if row.n_documents == 1 else 's'} print"
        said.append(f"{count_verb(row.n_documents, print_)} {what}{'' if i else whom}")
    return ", ".join(said)


def _number(row) -> str:
    return intervals.write(row.value, "unqualified" if pd.isna(row.value_to) else "between", row.value_to)


def _said(row) -> str:
    return f"a bare {row.said}" if row.qualifiers == ("unqualified",) else row.said


def _places(rows: pd.DataFrame) -> str:
    return " or ".join(PLACES[w] for w in rows["written"])
