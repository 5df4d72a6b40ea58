"""The desk in a terminal: the text around a number, its proposal, and one key for each decision.

Belongs here: lines to read and keys to press. Does not belong here: what a decision does (queue).
"""

from __future__ import annotations

import re
from collections.abc import Callable

import click

from briefing.audit.coverage import words_around
from briefing.audit.drafts import EXCLUSIONS, FIGURES
from briefing.desk.queue import Desk, as_exclusion
from briefing.record.tables import DossierError
from briefing.words.text import UserError, show_codes

AROUND = 400  # characters of the text on each side
# Key, column, what it is; the order in which they are shown.
FIGURE_KEYS = {
    "m": ("metric", "what is counted"), "v": ("value", "the number"), "t": ("value_to", "its upper end"),
    "q": ("qualifier", "the word that bounds it"), "o": ("voice", "where the words stand"),
    "w": ("quote", "the words"), "h": ("hedge", "the word that holds it back"),
    "r": ("refers_to", "the period it speaks of"), "n": ("note", "what a reader must know"),
}  # fmt: skip
STATEMENT_KEYS = {
    "c": ("claimant", "who says it"), "k": ("claimant_kind", "what kind of actor, if new"),
    "d": ("made_on", "when it was said"), "b": ("made_on_basis", "how that is known"),
    "g": ("occasion", "where it was said"), "y": ("made_on_note", "the reasoning"),
}  # fmt: skip
HELP = """\
a  accept what is shown            x  exclude the number, with a reason
f  it is a figure after all        s  skip it for now
p  pick another statement, or new  u  undo the last step
l  change the chain                ?  this help    e  end (everything is saved)
A letter in brackets changes the cell that it stands before."""


def work(desk: Desk, ask: Callable[[str], str] = input) -> None:
    """Go through the open numbers until none is open or the person ends; each step is saved at once."""
    if desk.told:
        click.echo(desk.told)
    click.echo(HELP)
    cells = desk.current
    while cells:
        show(desk, cells)
        try:
            key = ask("> ").strip()
        except (EOFError, KeyboardInterrupt):
            key = "e"
        if key == "e":
            click.echo(f"\n{desk.progress()}. Everything decided is saved; briefing record goes on from here.")
            return
        try:
            cells = _decide(desk, cells, key, ask)
        except DossierError as error:
            for fault in error.faults:
                click.echo(
                    f"  ! {show_codes(fault.column)}: {show_codes(fault.problem)}\n    → {show_codes(fault.remedy)}"
                )
        except UserError as error:
            click.echo(f"  ! {show_codes(str(error))}")
            desk.refresh()
            cells = desk.current
        except (EOFError, KeyboardInterrupt):
            click.echo("")
    click.echo(f"Nothing is open. {desk.progress()}.")


def show(desk: Desk, cells: dict) -> None:
    """Print the number in its text and what is proposed for it."""
    start, end = desk.place(cells)
    text = desk.record.texts[cells["document_id"]]
    click.echo(f"\n── {desk.progress()} ── {cells['document_id']}, line {cells['line']}")
    around = re.split(r"\[(.*)\]", show_codes(words_around(text, start, end, AROUND)), maxsplit=1, flags=re.S)
    marked = click.style(f"[{show_codes(text[start:end])}]", bold=True, fg="yellow")
    click.echo(click.wrap_text(around[0] + "\0" + around[-1], 96).replace("\0", marked))
    if cells["table"] == EXCLUSIONS:
        words = text[start : int(cells["end"])]
        click.echo(f"\nNo figure ({cells['confidence']}): “{show_codes(words)}”  reason: {show_codes(cells['reason'])}")
        return
    click.echo(f"\nFigure ({cells['confidence']})" + (f"  {show_codes(cells['doubt'])}" if cells["doubt"] else ""))
    _print_cells(cells, FIGURE_KEYS)
    if cells["statement_id"]:
        click.echo(f"  [p] statement  {cells['statement_id']} ({cells['statement_confidence']})")
    else:
        click.echo("  [p] statement  new:")
        _print_cells(cells, STATEMENT_KEYS)
    click.echo(f"  [l] chain      {show_codes(cells['chain'])}")


def _print_cells(cells: dict, keys: dict) -> None:
    always = ("metric", "value", "qualifier", "quote", "claimant", "made_on", "made_on_basis", "occasion")
    for key, (column, _) in keys.items():
        if cells[column] or column in always:
            click.echo(f"  [{key}] {column:13} {show_codes(cells[column])}")


def _decide(desk: Desk, cells: dict, key: str, ask: Callable[[str], str]) -> dict | None:
    """Carry out one key and return the cells that are shown next."""
    if key == "a":
        desk.record_row(cells)
        return desk.current
    if key == "x":
        reason = _new_value(ask, "reason", cells["reason"])
        desk.record_row(as_exclusion(cells, reason))
        return desk.current
    if key == "s":
        desk.skip()
        return desk.current
    if key == "u":
        click.echo(desk.undo())
        return desk.current
    if key == "f":
        return cells | {"table": FIGURES}
    if key == "p" and cells["table"] == FIGURES:
        return _pick(desk, cells, ask)
    if key == "l" and cells["table"] == FIGURES:
        return cells | {
            "chain": _new_value(ask, "chain, as in “nis stated > lee relayed > unn reported”", cells["chain"])
        }
    if cells["table"] == FIGURES and key in (known := FIGURE_KEYS | STATEMENT_KEYS):
        column, what = known[key]
        choices = desk.choices(column)
        if choices:
            click.echo("  " + ", ".join(choices))
        return cells | {column: _new_value(ask, f"{column}, {what}", cells[column])}
    click.echo(HELP)
    return cells


def _pick(desk: Desk, cells: dict, ask: Callable[[str], str]) -> dict:
    offered = desk.statements(cells)[:15]
    click.echo("   0  a new statement")
    for number, (what, _) in enumerate(offered, 1):
        click.echo(f"  {number:2}  {show_codes(what)}")
    answer = ask("number: ").strip()
    if answer == "0":
        speaker = (
            desk.record.tables["statements"].set_index("statement_id")["claimant_id"].get(cells["statement_id"], "")
        )
        return cells | {"statement_id": "", "claimant": cells["claimant"] or speaker}
    if answer.isdigit() and 0 < int(answer) <= len(offered):
        return desk.with_statement(cells, offered[int(answer) - 1][1])
    return cells


def _new_value(ask: Callable[[str], str], what: str, old: str) -> str:
    """Ask for a cell; Enter keeps what it has, “-” empties it."""
    answer = ask(f"{what} [{show_codes(old)}]: ").strip()
    return old if not answer else "" if answer == "-" else answer
