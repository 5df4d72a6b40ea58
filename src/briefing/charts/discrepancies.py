"""The first chart of 06_discrepancies."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from briefing.analysis.scope import METRICS, Words
from briefing.analysis.view import View
from briefing.drawing.frame import Frame, Key
from briefing.drawing.layout import Box
from briefing.drawing.marks import claimant_marks, date_of, fitted, named
from briefing.drawing.theme import BODY, SMALL, SUBTITLE, Look, Theme, drawable, themed, tint
from briefing.findings.discrepancies import KINDS, rendering
from briefing.words.english import count, sentence

ROW, WIDE, GRAVE = 0.3, 0.48, 0.68  # height in inches of a case; of one with many sides; of one with its words
CLAIM_AT, SIDES_AT = 1.3, 4.35  # inches from the left of the body
SIDES = (0.0, 3.75, 6.0)  # where the sides of a case begin, in inches from the first
WITH_WORDS = ("value", "omitted")
MOST_GRAVE = 3  # so many cases are drawn with their words


@themed
def discrepancies(view: View, table: pd.DataFrame, words: Words, theme: Theme) -> Figure:
    """Draw the cases in which one statement comes out differently, gravest first: a row a case, its sides beside it.

    `table` is that of `compare.discrepancies`.
    """
    frame = Frame(words, theme, Look(theme, view.dossier.claimants), () if words.nothing else _key(table, theme))
    if words.nothing:
        return frame.empty(words.nothing)
    cases = _cases(table, frame.body.height)
    drawn = table.merge(cases[["case", "grave"]])
    frame = Frame(words, theme, frame.look, _key(drawn, theme))
    when = date_of(table)
    chips = {g: _chip_widths(frame, drawn[drawn["grave"].eq(g)], SUBTITLE if g else BODY) for g in (True, False)}
    kind = ""
    for case in cases.itertuples():
        box = Box(frame.body.left, frame.body.top - case.bottom, frame.body.right, frame.body.top - case.top)
        if case.kind != kind:
            frame.canvas.plot([box.left, box.right], [box.top, box.top], color=theme.grid, lw=1)
            kind = case.kind
            name = frame.measure.wrap(
                sentence(KINDS[kind][0]), CLAIM_AT - 0.1, SMALL, "bold", 2 if case.high > ROW else 1
            )
            for i, row in enumerate(name):
                y = _middle(box) - i * frame.measure.height(SMALL)
                frame.text(box.left, y, row, SMALL, "bold", va="center_baseline")
        rows = drawn[drawn["case"].eq(case.case)]
        _claim(frame, rows, box.left + CLAIM_AT, _middle(box), when)
        for i, side in enumerate(rows.head(len(SIDES)).itertuples()):
            left = box.left + SIDES_AT + SIDES[i]
            last = i + 1 == min(len(rows), len(SIDES))
            right = box.right if last else box.left + SIDES_AT + SIDES[i + 1] - 0.12
            more, chip = len(rows) - len(SIDES) if last else 0, chips[case.grave][i]
            _side(frame, side, Box(left, box.bottom, right, box.top), _tint(side, theme), chip, more)
    if (of := table["case"].nunique()) > len(cases):
        text = f"{len(cases)} of {of:,} cases drawn, the gravest first; the data beside this chart hold all."
        y = frame.body.top - cases["bottom"].iloc[-1] - 0.24
        frame.text(frame.body.left, y, text, SMALL, colour=theme.muted)
    return frame.figure


def _key(table: pd.DataFrame, theme: Theme) -> list[Key]:
    kinds = set(table["kind"])
    least = [kind for kind in ("qualifier", "speaker", "place") if kind in kinds]
    numberless = table["numberless"] & table["kind"].isin(WITH_WORDS)
    entries = [
        (table["most"].any(), Key("as most documents have it", swatch=theme.band)),
        ("value" in kinds, Key("another number", swatch=tint(theme.accent, theme, 0.5))),
        (bool(least), Key(f"another {', '.join(least)}", swatch=tint(theme.accent, theme, 0.2))),
        (numberless.any(), Key("spoke, gave no number", cell="hatched")),
        ((~table["stated"]).any(), Key("no document states the date", stated=False)),
    ]
    return [entry for present, entry in entries if present]


def _cases(table: pd.DataFrame, room: float) -> pd.DataFrame:
    """Return the cases that fit into a height, with where each begins and ends below the top (inches)."""
    sides = table.groupby("case").agg(kind=("kind", "first"), sides=("side", "size")).reset_index()
    grave = sides["case"].le(MOST_GRAVE) & (sides["kind"].isin(WITH_WORDS) | (len(sides) <= MOST_GRAVE))
    high = sides["sides"].gt(2).map({True: WIDE, False: ROW}).mask(grave, GRAVE)
    high = high * min(1.3, max(1.0, room / high.sum()))
    bottom = high.cumsum()
    fits = bottom <= (room + 1e-6 if bottom.iloc[-1] <= room + 1e-6 else room - 0.28)
    return sides.assign(kind=sides["kind"].astype(str), grave=grave, high=high, top=bottom - high, bottom=bottom)[fits]


def _middle(box: Box) -> float:
    """Return the height of the first line of a case."""
    return box.top - min(ROW, box.height) / 2


def _chip_widths(frame: Frame, drawn: pd.DataFrame, size: float) -> list[float]:
    """Return how wide the chips of the first, second and third sides are, so that what stands beside them aligns."""
    numbers = drawn[drawn["value"].notna()]
    written = numbers["written"]
    widths = [
        max([0.5, *(frame.measure.width(w, size, "bold") + 0.16 for w in written[numbers["side"].eq(i)])])
        for i in range(1, len(SIDES) + 1)
    ]
    return [min(w, 1.6) for w in widths]


def _tint(side, theme: Theme) -> str:
    """Return the tint of a side: quiet for what most documents have; of a tie every side stands out."""
    return theme.band if side.most else tint(theme.accent, theme, 0.5 if side.kind == "value" else 0.2)


def _claim(frame: Frame, rows: pd.DataFrame, left: float, y: float, when) -> None:
    """Write of which claim a case is: claimant's mark, claimant, date and metric."""
    row = rows.iloc[0]
    claimant_marks(frame, rows.head(1).assign(x=left + 0.08, y=y))
    metric = f": {METRICS[row['metric']]}" if row["metric"] else ""
    text = named(frame, row["claimant"], when(row["made_on"]) + metric, SIDES_AT - CLAIM_AT - 0.4)
    frame.text(left + 0.25, y, text, SMALL, va="center_baseline")


def _side(frame: Frame, side, box: Box, tint: str, chip: float, more: int) -> None:
    """Draw one side of a case: what is printed as a chip, the outlets beside it, in grave cases the words below."""
    text, middle = drawable(rendering(side)), _middle(box)
    grave, hatched = side.grave, side.numberless and side.kind in WITH_WORDS
    if pd.isna(side.value) and not hatched:
        chip = min(frame.measure.width(text, SMALL, "bold") + 0.2, box.width * 0.6)
    low = middle - ROW / 2 + 0.03 - (0.2 if grave else 0)
    place = Box(box.left, low, box.left + chip, middle + ROW / 2 - 0.03)
    frame.cell(place, frame.theme.background if hatched else tint, hatched)
    if not hatched:
        said, size = fitted(frame, text, chip - 0.06, SUBTITLE if grave else BODY)
        if pd.isna(side.value):
            said, size = frame.measure.cut(text, chip - 0.06, SMALL, "bold"), SMALL
        at = (place.left + place.right) / 2, (place.bottom + place.top) / 2
        frame.text(*at, said, size, "bold", ha="center", va="center_baseline")
    left = place.right + 0.1
    where = _fitting(frame, side.outlets, box.right - left)
    frame.text(left, middle, where, SMALL, va="center_baseline")
    quiet = {"size": SMALL, "colour": frame.theme.muted, "va": "center_baseline"}
    if more > 0:
        frame.text(left, middle - 0.2, f"and {count(more, 'more way')}", **quiet)
    elif grave:
        words = (f"{side.quoted_from}: " if len(side.outlets) > 1 else "") + f"“{side.quote}”"
        for i, row in enumerate(frame.measure.wrap(drawable(words), box.right - left, SMALL, lines=2)):
            frame.text(left, middle - 0.2 * (i + 1), row, **quiet)
    elif side.kind == "qualifier" and "headline" in side.voices:
        voice, beside = (
            "headline" if len(side.voices) == 1 else "headline, text",
            left + frame.measure.width(where, SMALL),
        )
        if beside + 0.1 + frame.measure.width(voice, SMALL) <= box.right:
            frame.text(beside + 0.1, middle, voice, **quiet)
        elif box.height >= WIDE:
            frame.text(left, middle - 0.2, voice, **quiet)


def _fitting(frame: Frame, names: tuple[str, ...], width: float) -> str:
    """Write as many names as fit into a width, and how many more there are."""
    for n in range(len(names), 0, -1):
        text = drawable(", ".join(names[:n]) + (f" +{len(names) - n}" if n < len(names) else ""))
        if frame.measure.width(text, SMALL) <= width:
            return text
    return frame.measure.cut(drawable(names[0]), width, SMALL)
