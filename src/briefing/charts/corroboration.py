"""The second chart of 01: claims by documents, and how many claimants stand behind each."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import pandas as pd

from briefing.analysis.chains import WITHIN, backing, printed, with_agreement
from briefing.analysis.estimates import CLAIM
from briefing.analysis.scope import as_caveat, shown, source, spanning
from briefing.analysis.view import View
from briefing.charts.attribution import first_of, nothing, of_whom
from briefing.charts.chart import Chart, ChartText
from briefing.drawing.frame import Frame
from briefing.drawing.layout import Box
from briefing.drawing.marks import claimant_marks, date_of, named
from briefing.drawing.matrix import draw_cells, heading, key_of_cells, print_in_cell
from briefing.drawing.theme import BODY, SMALL, Look, drawable
from briefing.words import dates
from briefing.words.english import count, count_verb, documents, join_list, number, sentence

ROW, TALLEST_ROW = 0.24, 0.42  # height of a claim's row in inches
MOST_DOCUMENTS, MOST_METRICS, MOST_CHAINS = 5, 4, 8


def table_of(view: View) -> pd.DataFrame:
    """Return one row for each claim in each document, with what the others print and who else says so.

    The columns of `printed`, `agreement`, and those of `backing` (() and missing where the claim has no number).
    `agreement`: `alone` (no other document prints a number for the claim), `same` (number and qualifier that most
    documents print), `qualifier` (that number, another qualifier), `number` (another number), `without_number`. Where
    as many documents print one as the other, none is taken for the rule, and all differ. Who stands behind a claim is
    sought among all claimants of the dossier, also those that the view leaves out.
    """
    table = with_agreement(printed(view.figures)).merge(backing(view.dossier.figures), on=CLAIM, how="left")
    return table.assign(
        behind=table["behind"].map(lambda b: b if isinstance(b, tuple) else ()),
        n_claimants=table["n_claimants"].astype("Int64"),
    )


def text_of(view: View, table: pd.DataFrame) -> ChartText:
    """Return the words for claims × documents: how many figures a second claimant stands behind."""
    subtitle = (
        f"What each document prints of each claim, and how many claimants stand behind it; {spanning(view, table)}"
    )
    if table.empty:
        return nothing(view, table, subtitle)
    title = _behind(view, table)
    alt = f"{title}. Matrix of claims by documents. {_claims_in_documents(table)}."
    return ChartText(title, subtitle, alt, source(view, table))


def _behind(view: View, table: pd.DataFrame) -> str:
    """Say how many figures have a second claimant behind them."""
    numbered = table[~table["without_number"]]
    if numbered.empty:
        claims = len(table.drop_duplicates(CLAIM))
        return (
            "The one claim shown has no number"
            if claims == 1
            else f"Not one of the {number(claims)} claims shown has a number"
        )
    claims = numbered.groupby(CLAIM, observed=True).agg(
        n=("n_claimants", "first"), documents=("document_id", "size"), texts=("text_id", "nunique")
    )
    figures, backed = len(claims), int(claims["n"].gt(1).sum())
    most, texts = claims.sort_values(["texts", "documents"])[["documents", "texts"]].iloc[-1].astype(int)
    repeated = (
        f", though up to {documents(most, texts)} repeat the same one"
        if figures > 1
        else f", though {documents(most, texts)} repeat it"
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
            f"{written} in {join_list(first_of(list(outlets), 5))}"
            for written, outlets in rows.groupby("written", sort=False)["outlet"]
        ]
        claimants = "" if pd.isna(row["n_claimants"]) else f"; {count(int(row['n_claimants']), 'claimant')}"
        said.append(f"{of_whom(row)}, {row['what']}: {', '.join(prints)}{claimants}")
    return ". ".join(said) + (f"; and {number(claims.ngroups - 24)} more" if claims.ngroups > 24 else "")


def draw(view: View, table: pd.DataFrame, words: ChartText, look: Look) -> Frame:
    """Draw claims × documents: what each prints, how it differs, and how many claimants stand behind each claim.

    `table` is that of `table_of`.
    """
    key = key_of_cells(table, table, look.theme)
    frame = Frame(words, look, key)
    head, foot = 0.5, 0.5
    claims, documents = _to_draw(table, int((frame.body.height - head - foot) / ROW))
    drawn = table.merge(claims[CLAIM]).merge(documents[["document_id"]])
    if (key_of_drawn := key_of_cells(drawn, claims, look.theme)) != key:
        frame = Frame(words, look, key_of_drawn)
    body = frame.body
    left, right = body.left + 4.05, body.right - 2.0
    n, top = len(claims), body.top - head
    high = min(TALLEST_ROW, (top - body.bottom - foot) / n)
    wide = min(1.7, (right - left) / len(documents))
    grid = Box(left, top - n * high, left + wide * len(documents), top)
    _note(frame, grid.bottom - 0.22, table, claims, len(documents))
    for i, document in enumerate(documents.itertuples()):
        date = dates.brief(document.published_on)
        heading(frame, left + (i + 0.5) * wide, top, wide - 0.04, [document.outlet, date], "center")
    right = grid.right + 0.1
    heading(frame, right + 0.45, top, 0.95, ["Documents", "that carry it"], "center")
    heading(frame, right + 1.05, top, 1.1, ["Claimants", "behind it"], "left")
    rows = claims.assign(y=[top - (i + 0.5) * high for i in range(n)], x=body.left + 2.1)
    cells = table.merge(rows[[*CLAIM, "y"]]).merge(documents.assign(i=range(len(documents)))[["document_id", "i"]])
    draw_cells(frame, grid, cells.assign(row=cells["y"]), rows["y"], len(documents))
    for cell in cells[~cells["without_number"]].itertuples():
        x = left + cell.i * wide
        print_in_cell(frame, Box(x, cell.y - high / 2, x + wide, cell.y + high / 2), cell)
    _row_labels(frame, view, rows, grid, high, date_of(table))
    for row in rows.itertuples():
        carried = f"{row.n_documents}" + (f", {count(row.n_texts, 'text')}" if row.n_texts < row.n_documents else "")
        frame.text(right + 0.45, row.y, carried, SMALL, colour=look.theme.muted, ha="center", va="center_baseline")
        _claimants(frame, right + 1.05, row)
    return frame


def _to_draw(table: pd.DataFrame, most: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the claims and the documents that are drawn, claims by metric and date, documents as published.

    Claims with a number come before those without, then those with most claimants, then with most documents; of the
    documents those with most of these claims.
    """
    claims = table.sort_values("without_number", kind="stable").drop_duplicates(CLAIM).sort_index()
    by, ascending = ["without_number", "n_claimants", "n_texts"], [True, False, False]
    first = claims.sort_values(by, ascending=ascending, kind="stable").head(most)
    among = table.merge(first[CLAIM]).groupby("document_id", as_index=False)
    documents = among.agg(outlet=("outlet", "first"), published_on=("published_on", "first"), claims=("metric", "size"))
    documents = documents.sort_values(["claims", "document_id"], ascending=[False, True]).head(MOST_DOCUMENTS)
    cells = table[table["document_id"].isin(documents["document_id"])].groupby(CLAIM, observed=True).size()
    claims = claims.join(cells.rename("cells"), on=CLAIM).dropna(subset="cells")
    by, ascending = ["without_number", "n_claimants", "cells", "n_texts"], [True, False, False, False]
    kept = claims.sort_values(by, ascending=ascending, kind="stable").head(most)
    return (
        kept.sort_values(["metric", "known_from", "statement_id"], kind="stable"),
        documents.sort_values(["published_on", "document_id"], key=lambda s: s.replace("", "~"), ignore_index=True),
    )


def _note(frame: Frame, y: float, table: pd.DataFrame, claims: pd.DataFrame, documents: int) -> None:
    """Say what stands behind a figure, and how much of the table is drawn, where that is not all."""
    text = f"Behind a figure stand its claimant and others who, within {WITHIN} days, gave a number that makes it true."
    everything = table.sort_values("without_number", kind="stable").drop_duplicates(CLAIM)
    if more := len(everything) - len(claims):
        mute = int(everything["without_number"].sum() - claims["without_number"].sum()) == more
        which = f"the other {count_verb(more, 'give')} no number" if mute else "those with most claimants and documents"
        text += f" {len(claims)} of {len(everything):,} claims drawn; {which}."
    if documents < (of := table["document_id"].nunique()):
        text += f" {documents} of {of:,} documents drawn, those with most of the claims."
    for i, row in enumerate(frame.measure.wrap(text, frame.body.width, SMALL, lines=2)):
        frame.text(frame.body.left, y - i * frame.measure.height(SMALL), row, SMALL, colour=frame.theme.muted)


def _row_labels(
    frame: Frame, view: View, rows: pd.DataFrame, grid: Box, high: float, when: Callable[[str], str]
) -> None:
    """Write metric, claimant's mark, claimant and date at the left of each row, and a rule between metrics."""
    left, before = frame.body.left, None
    for row in rows.itertuples():
        if row.metric != before:
            y = row.y + high / 2
            frame.canvas.plot([left, frame.body.right], [y, y], color=frame.theme.grid, lw=1, zorder=1)
            name = frame.measure.cut(view.metrics.label(row.metric), 2.0, SMALL, "bold")
            frame.text(left, row.y, name, SMALL, "bold", va="center_baseline")
        before = row.metric
        frame.text(row.x + 0.16, row.y, named(frame, row.claimant, when(row.made_on), grid.left - row.x - 0.22), SMALL,
                   va="center_baseline")  # fmt: skip
    claimant_marks(frame, rows)


def _claimants(frame: Frame, x: float, row) -> None:
    """Write how many claimants stand behind a row's claim, and who beside its own."""
    if pd.isna(row.n_claimants):
        frame.text(x, row.y, "no figure", SMALL, colour=frame.theme.muted, va="center_baseline")
        return
    frame.text(x, row.y, str(row.n_claimants), BODY, "bold", va="center_baseline")
    if others := row.behind[1:]:
        text = frame.measure.cut(drawable(f"with {join_list(others)}"), frame.body.right - x - 0.16, SMALL)
        frame.text(x + 0.16, row.y, text, SMALL, va="center_baseline")


def caveat(view: View, table: pd.DataFrame) -> str:
    """Say what to bear in mind."""
    return as_caveat(["documents that relay one statement are one source, however many they are"])


def question(view: View, table: pd.DataFrame) -> str:
    """Return the question that the chart answers."""
    return "How many claimants stand behind each figure?"


CHART = Chart(__name__, "01_evidence", table_of, text_of, draw, question, caveat)
