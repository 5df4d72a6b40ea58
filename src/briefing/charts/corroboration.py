"""The second chart of 01: claims by documents, and how many claimants stand behind each."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import pandas as pd

from briefing.analysis.chains import COLLECTIVE, WITHIN, backing, told
from briefing.analysis.estimates import CLAIM
from briefing.analysis.scope import as_caveat, as_of, rest, shown, source
from briefing.analysis.view import View
from briefing.charts.attribution import first_of, nothing, of_whom
from briefing.charts.chart import Chart, ChartText
from briefing.drawing.frame import Frame
from briefing.drawing.layout import Box
from briefing.drawing.marks import NOT_IN_DOCUMENTS, claimant_marks, date_of, fitted, marked, named
from briefing.drawing.theme import BODY, MARK, NUMBER, SMALL, Look, drawable
from briefing.words.english import count, count_verb, documents, join_list, number, sentence, uncapitalised
from briefing.words.findings import Sentence, finding, joined, rule

ROW = 0.49  # the least height of a claim in inches
DOCUMENTS_AT, CLAIMANTS_AT = 0.55, 0.83  # where documents and claimants stand, in shares of a column
STEP = 0.23  # inches from one square, or mark, to the next


def table_of(view: View) -> pd.DataFrame:
    """Return one row for each claim in each document, with what the others print and who else says so.

    The columns of `printed`, `agreement`, and those of `backing` (() and missing where the claim has no number).
    `agreement`: `alone` (no other document prints a number for the claim), `same` (number and qualifier that most
    documents print), `qualifier` (that number, another qualifier), `number` (another number), `without_number`. Where
    as many documents print one as the other, none is taken for the rule, and all differ. Who stands behind a claim is
    sought among all claimants of the dossier, also those that the view leaves out.
    """
    table = told(view).merge(backing(view.dossier.figures), on=CLAIM, how="left")
    ids = {c: table[c].map(lambda b: b if isinstance(b, tuple) else ()) for c in ("behind", "behind_ids")}
    return table.assign(
        **ids,
        n_claimants=table["n_claimants"].astype("Int64"),
    )


def text_of(view: View, table: pd.DataFrame) -> ChartText:
    """Return the words for claims × documents: how many figures a second claimant stands behind."""
    about = rule("matrix", "How many documents print each figure, and who stands behind it")
    several = _collective(view, table)
    words = f"{count(several, 'claim')} by several, unnamed, not counted"
    subtitle = joined(about, as_of(view), finding("collective", words, n=several) if several else "")
    if table.empty:
        return nothing(view, table, subtitle)
    title = _behind(view, table)
    form = rule("form", "Matrix of claims by documents")
    alt = joined(title, form, _claims_in_documents(table), by=". ", end=".")
    return ChartText(title, subtitle, alt, source(view, table))


def _collective(view: View, table: pd.DataFrame) -> int:
    """Return how many claims with a number are of several, unnamed claimants, who are nobody in particular."""
    numbered = table[~table["without_number"] & table["claimant_kind"].eq(COLLECTIVE)]
    return len(numbered.drop_duplicates(CLAIM))


def _behind(view: View, table: pd.DataFrame) -> Sentence:
    """Say how many figures have a second claimant behind them."""
    numbered = table[~table["without_number"] & table["claimant_kind"].ne(COLLECTIVE)]
    if numbered.empty:
        several = _collective(view, table)
        claims = len(table.drop_duplicates(CLAIM)) - several
        has = "has" if claims == 1 else "have"
        words = f"Not one of the {number(claims)} claims shown has a number"
        if several:
            others = f"; {count(claims, 'other claim')} shown {has} none" if claims else ""
            words = f"The only {'number is' if several == 1 else 'numbers are'} of several, unnamed{others}"
        elif claims == 1:
            words = "The one claim shown has no number"
        return finding("without", words, claims=claims, collective=several)
    claims = numbered.groupby(CLAIM, observed=True).agg(
        n=("n_claimants", "first"), documents=("document_id", "size"), texts=("text_id", "nunique")
    )
    figures, backed = len(claims), int(claims["n"].gt(1).sum())
    most, texts = claims.sort_values(["texts", "documents"])[["documents", "texts"]].iloc[-1].astype(int)
    up_to, it = ("up to ", "one") if figures > 1 else ("", "it")
    repeated = f", though {up_to}{documents(most, texts)} repeat {it}" if most > 1 else ""
    if backed == 0:
        which = {1: "The one figure shown has nobody", 2: f"Neither of the two figures{shown(view)} has anyone"}
        which = which.get(figures) or f"Not one of the {number(figures)} figures{shown(view)} has anyone"
        words = f"{which} else behind it on record{repeated}"
    elif backed == figures:
        every = "The one figure shown" if figures == 1 else f"Each of the {count(figures, 'figure')}{shown(view)}"
        words = f"{every} has a second voice behind it"
    else:
        has = "has a second voice behind it" if backed == 1 else "have a second voice behind them"
        alone = figures - backed
        which = f"{sentence(number(backed))} of the {count(figures, 'figure')}{shown(view)}"
        words = f"{which} {has}; {count_verb(alone, 'rest')} on one voice on record"
    return finding("backing", words, figures=figures, backed=backed, most=int(most), texts=int(texts))


def _claims_in_documents(table: pd.DataFrame) -> Sentence:
    """Say each claim: "NIS, 30 April 2025, sent: ≈15,000 in UNN and Mid-Day, 18,000 in Daily8; one claimant"."""
    said, claims = [], table.groupby(CLAIM, observed=True, sort=False)
    for _, rows in islice(claims, 24):
        row = rows.iloc[0]
        prints = [
            f"{written} in {join_list(first_of(list(outlets), 5))}"
            for written, outlets in rows.groupby("written", sort=False)["outlet"]
        ]
        several = row["claimant_kind"] == COLLECTIVE
        claimants = "" if pd.isna(row["n_claimants"]) else f"; {count(int(row['n_claimants']), 'claimant')}"
        claimants = "; several claimants, unnamed" if claimants and several else claimants
        about = {"statement": row["statement_id"], "metric": str(row["metric"]), "documents": len(rows)}
        about["claimants"] = None if pd.isna(row["n_claimants"]) else int(row["n_claimants"])
        said.append(finding("prints", f"{of_whom(row)}, {row['what']}: {', '.join(prints)}{claimants}", **about))
    return joined(*said, rest(claims.ngroups, 24, "claim"), by=". ")


def draw(view: View, table: pd.DataFrame, words: ChartText, look: Look) -> Frame:
    """Draw each claim with a number: how many documents print it, and how many claimants stand behind it.

    `table` is that of `table_of`.
    """
    of, head = table.sort_values("without_number", kind="stable").drop_duplicates(CLAIM), 0.4
    frame = Frame(words, look, [NOT_IN_DOCUMENTS] if (~of["date_stated"]).any() else ())
    most = max(1, int((frame.body.height - head - 0.36) / ROW))  # in a column, over a note of a line
    claims = _to_draw(table, 2 * most)
    frame.note(_note(of, claims))
    body, columns = frame.body, 1 if len(claims) <= most else 2
    per = -(-len(claims) // columns)
    wide = (body.width - 0.5 * (columns - 1)) / columns
    high = min(0.8, (body.height - head) / per)
    when = date_of(claims)
    for i in range(columns):
        left = body.left + i * (wide + 0.5)
        box = Box(left, body.bottom, left + wide, body.top)
        _heads(frame, box)
        for k, row in enumerate(claims.iloc[i * per : (i + 1) * per].itertuples()):
            top = body.top - head - k * high
            _claim(frame, view, row, Box(box.left, top - high, box.right, top), when)
    return frame


def _to_draw(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return the claims that are drawn, at most so many: those with most claimants first, then most documents.

    Claims with a number come before those without; of equals the newest are kept, and stand by metric.
    """
    claims = table.sort_values("without_number", kind="stable").drop_duplicates(CLAIM)
    numbered = claims[~claims["without_number"]]
    by = ["n_claimants", "n_texts", "known_from"]
    numbered = numbered.assign(written=_numbers(table).reindex(pd.MultiIndex.from_frame(numbered[CLAIM])).to_numpy())
    kept = (numbered if len(numbered) else claims).sort_values(by, ascending=False, kind="stable").head(most)
    kept = kept.sort_values(["metric", "known_from", "statement_id"], kind="stable")
    return kept.sort_values(by[:2], ascending=False, kind="stable")


def _numbers(table: pd.DataFrame) -> pd.Series:
    """Return for each claim all the numbers that documents print of it, the most printed first: "≈15,000 or 18,000"."""
    rows = table[~table["without_number"]].astype({"metric": "str"})
    ways = rows.groupby([*CLAIM, "value", "value_to"], dropna=False, observed=True, as_index=False).agg(
        written=("written", "first"), n=("document_id", "size")
    )
    ways = ways.sort_values("n", ascending=False, kind="stable")
    return ways.groupby(CLAIM, sort=False)["written"].agg(" or ".join)


def _note(of: pd.DataFrame, claims: pd.DataFrame) -> Sentence:
    """Say what stands behind a figure, and how much of the table is drawn, where that is not all."""
    behind = f"Behind a figure: who stated it, and anyone whose own number within {WITHIN} days makes it true"
    drawn = tuple(zip(claims["statement_id"], claims["metric"].astype(str), strict=True))
    more, said = len(of) - len(claims), ""
    if more and not claims["without_number"].any() and more == int(of["without_number"].sum()):
        said = f"{sentence(count(more, 'claim'))} without a number not drawn"
    elif more:
        said = f"{sentence(count(more, 'more claim'))} not drawn"
    return joined(rule("behind", behind), finding("not_drawn", said, drawn=drawn), by=". ", end=".")


def _heads(frame: Frame, box: Box) -> None:
    """Write the heads of a column over its documents and its claimants."""
    for at, text in ((DOCUMENTS_AT, "Printed in"), (CLAIMANTS_AT, "Behind it")):
        frame.text(box.left + at * box.width, box.top - 0.24, text, SMALL, "bold")


def _claim(frame: Frame, view: View, row, box: Box, when: Callable[[str], str]) -> None:
    """Draw a claim: its number, what and whose it is, a square for each document, a mark for each claimant."""
    theme, measure = frame.theme, frame.measure
    frame.canvas.plot([box.left, box.right], [box.top, box.top], color=theme.grid, lw=1)
    middle, two = (box.bottom + box.top) / 2, box.height >= 0.48
    room, left = DOCUMENTS_AT * box.width - 0.1, box.left
    number, size = ("no number", BODY) if row.without_number else fitted(frame, row.written, room, NUMBER)
    y = middle + (0.115 if two else 0)
    frame.text(left, y, number, size, "bold", va="center_baseline")
    used = measure.width(number, size, "bold") + 0.08
    if room - used > 0.5:
        label = uncapitalised(view.metrics.label(row.metric)) if not row.without_number else row.what
        label = measure.cut(drawable(label), room - used, SMALL)
        frame.text(left + used, y, label, SMALL, va="center_baseline")
    if two:
        date = marked(when(row.made_on), row.date_stated)
        said = named(frame, row.claimant, date, room)
        frame.text(left, middle - 0.12, said, SMALL, colour=theme.muted, va="center_baseline")
    x, carried = box.left + DOCUMENTS_AT * box.width, f"{row.n_documents}"
    carried += f", {count(row.n_texts, 'text')}" if row.n_texts < row.n_documents else ""
    room = (CLAIMANTS_AT - DOCUMENTS_AT) * box.width - measure.width(carried, SMALL) - 0.2
    fit = min(int(room / STEP), row.n_documents)
    for i in range(fit):
        frame.cell(Box(x + i * STEP, middle - 0.085, x + i * STEP + 0.17, middle + 0.085), theme.muted)
    frame.text(x + fit * STEP + 0.05, middle, carried, SMALL, colour=theme.muted, va="center_baseline")
    _claimants(frame, box.left + CLAIMANTS_AT * box.width, box.right, middle, row)


def _claimants(frame: Frame, x: float, right: float, y: float, row) -> None:
    """Write how many claimants stand behind a row's claim, and draw as many of their marks as there is room for."""
    several = row.claimant_kind == COLLECTIVE
    if pd.isna(row.n_claimants) or several:
        said = "several" if several else "no figure"
        said = frame.measure.cut(said, right - x, SMALL)
        frame.text(x, y, said, SMALL, colour=frame.theme.muted, va="center_baseline")
        return
    n = str(row.n_claimants)
    frame.text(x, y, n, NUMBER, "bold", va="center_baseline")
    left = x + frame.measure.width(n, NUMBER, "bold") + 0.09
    behind = row.behind_ids[: max(1, int((right - left) / STEP))]
    behind = behind if len(behind) == row.n_claimants else behind[:-1]
    marks = [{"claimant_id": c, "x": left + 0.09 + i * STEP, "y": y} for i, c in enumerate(behind)]
    if marks:
        claimant_marks(frame, pd.DataFrame(marks), MARK * 0.5)
    if len(behind) < row.n_claimants:
        frame.text(left + len(behind) * STEP, y, "…", SMALL, colour=frame.theme.muted, va="center_baseline")


def caveat(view: View, table: pd.DataFrame) -> Sentence:
    """Say what to bear in mind."""
    return as_caveat([rule("one source", "documents that relay one statement are one source, however many they are")])


def question(view: View, table: pd.DataFrame) -> Sentence:
    """Return the question that the chart answers."""
    return rule("question", "Who stands behind each figure?")


CHART = Chart(__name__, "01_evidence", table_of, text_of, draw, question, caveat)
