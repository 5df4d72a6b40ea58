"""The desk in JupyterLab: the text with its numbers at the left, the number that is decided at the right.

Every key has a button and every button a key: a letter typed into the field *Key* acts at once. Each step is saved; the
view only shows what is in the files. Belongs here: controls. Does not belong here: what a decision does (queue).
"""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from markupsafe import Markup

from briefing.audit.document_html import excerpt
from briefing.audit.drafts import EXCLUSIONS, FIGURES
from briefing.desk.queue import Desk
from briefing.record.tables import DossierError, Fault
from briefing.words.english import sentence
from briefing.words.html import escaped
from briefing.words.text import UserError

SHOWN_AFTER = 0.7  # seconds
AROUND = (900, 1300)  # characters of the text before and after the number
NEW = ("a new statement", "")
KEYS = {
    "a": ("Accept", "record what stands at the right"),
    "c": ("Correct", "go to the first cell; Tab goes on, Esc or Enter comes back"),
    "x": ("No figure", "exclude the number with the reason given"),
    "f": ("A figure", "it is a figure after all"),
    "p": ("Statement", "pick another statement, or a new one"),
    "s": ("Skip", "leave it open for now"),
    "u": ("Undo", "take the last step back"),
}
LABELS = {
    "metric": "Counted", "value": "Value", "value_to": "… to", "qualifier": "Qualifier", "voice": "Voice",
    "quote": "Words", "hedge": "Hedge", "refers_to": "Refers to", "note": "Note", "statement_id": "Statement",
    "claimant": "Who says it", "claimant_kind": "… if new", "made_on": "When", "made_on_basis": "… how known",
    "made_on_note": "… reasoning", "occasion": "Occasion", "chain": "Chain", "passage": "Words left out",
    "reason": "Reason",
}  # fmt: skip
# The rows of cells, top to bottom; two share a row.
OF_FIGURE = (
    ("metric",), ("value", "value_to"), ("qualifier", "voice"), ("quote",), ("hedge", "refers_to"), ("note",),
    ("statement_id",),
)  # fmt: skip
OF_NEW = (("claimant",), ("claimant_kind", "occasion"), ("made_on", "made_on_basis"), ("made_on_note",))
LISTS = ("metric", "qualifier", "voice", "claimant_kind", "made_on_basis")
FAULT = Markup('<span role="alert" style="color:#9c2413;background:#fff;padding:0 .3em">{}</span>')
SAID = Markup('<p role="status" aria-live="polite" style="line-height:1.4;margin:0">{}</p>')


def desk(data_dir: str | Path = "", document_id: str = "", reviewer: str = "") -> View | Closed:
    """Return the desk for the open numbers of a record, or of one document of it.

    `reviewer` is written, with the day, into each figure that is recorded here.
    """
    queue = Desk(data_dir, document_id, reviewer)
    if not queue.open:
        return Closed(f"Nothing is open: {queue.progress()}.")
    try:
        import ipywidgets  # noqa: F401
    except ImportError:
        return Closed(f"{queue.progress()}. ipywidgets is not installed here: use briefing record in a terminal.")
    return View(queue)


class Closed:
    """A desk with nothing on it, and why."""

    def __init__(self, why: str):
        self.why = why

    def __repr__(self) -> str:
        return self.why

    def _repr_html_(self) -> str:
        return Markup("<p>{}</p>").format(self.why)


class View:
    """The controls of a desk."""

    def __init__(self, queue: Desk):
        import ipywidgets as widgets

        self.queue, self.cells, self._filling = queue, queue.current, False
        self.told, self.text = widgets.HTML(), widgets.HTML(layout=widgets.Layout(width="48%", padding="0 1em 0 0"))
        self.key = widgets.Text(
            description="Key", placeholder="a c x f p s u", layout=widgets.Layout(width="14em"),
            style={"description_width": "3em"}, continuous_update=True,
        )  # fmt: skip
        self.buttons = {
            key: widgets.Button(description=f"{name} ({key})", tooltip=what, layout=widgets.Layout(width="auto"))
            for key, (name, what) in KEYS.items()
        }
        self.fields = {column: self._field(column, widgets) for column in LABELS}
        self.faults = {column: widgets.HTML() for column in LABELS}
        self.other = widgets.HTML()
        groups = {FIGURES: OF_FIGURE, "new": OF_NEW, "chain": (("chain",),), EXCLUSIONS: (("passage",), ("reason",))}
        self.groups = {
            name: widgets.VBox(
                [
                    widgets.VBox([widgets.HBox([self.fields[c] for c in row]), *(self.faults[c] for c in row)])
                    for row in rows
                ]
            )
            for name, rows in groups.items()
        }
        back = widgets.Button(description="Back to the keys", layout=widgets.Layout(width="auto"))
        back.on_click(lambda _: self.key.focus())
        right = widgets.VBox([*self.groups.values(), self.other, back], layout=widgets.Layout(width="52%"))
        bar = widgets.Box([self.key, *self.buttons.values()], layout=widgets.Layout(flex_flow="row wrap"))
        self.box = widgets.VBox([self.told, bar, widgets.HBox([self.text, right])])
        self.key.observe(self._typed, "value")
        for key, button in self.buttons.items():
            button.on_click(lambda _, key=key: self._act(key))
        for column, field in self.fields.items():
            field.observe(lambda change, column=column: self._changed(column, change["new"]), "value")
            if hasattr(field, "on_submit"):
                with warnings.catch_warnings():  # Enter without a change is told in no other way
                    warnings.simplefilter("ignore", DeprecationWarning)
                    field.on_submit(lambda _: self.key.focus())
        self._show(queue.told)
        with suppress(RuntimeError):  # once it is on the screen; without a running event loop there is none
            asyncio.get_running_loop().call_later(SHOWN_AFTER, self.key.focus)

    def _field(self, column: str, widgets):
        look = {
            "description": LABELS[column], "style": {"description_width": "8em"},
            "layout": widgets.Layout(flex="1 1 0", min_width="0", width="auto"),
        }  # fmt: skip
        if column in LISTS:
            return widgets.Dropdown(options=["", *self.queue.choices(column)], **look)
        if column == "statement_id":
            return widgets.Dropdown(options=[NEW], **look)
        if column == "claimant":
            names = sorted(self.queue.record.tables["actors"]["short_name"])
            return widgets.Combobox(options=names, continuous_update=False, **look)
        if column in ("quote", "passage"):
            return widgets.Textarea(rows=3, continuous_update=False, **look)
        return widgets.Text(continuous_update=False, **look)

    def _typed(self, change) -> None:
        """Act on a letter typed into the field Key, and empty it."""
        if key := change["new"].strip().lower()[-1:]:
            self.key.value = ""
            self._act(key)

    def _act(self, key: str) -> None:
        acts: dict[str, Callable[[], str]] = {
            "a": self._accept, "x": self._exclude, "f": self._as_figure, "s": self._skip, "u": self._undo,
        }  # fmt: skip
        if key in ("c", "p"):
            column = "statement_id" if key == "p" else "metric" if self.cells["table"] == FIGURES else "reason"
            self.fields[column].focus()
            return
        if key not in acts:
            self._show("The keys: " + ", ".join(f"{k} {name.lower()}" for k, (name, _) in KEYS.items()) + ".")
            return
        try:
            said = acts[key]()
        except DossierError as error:
            self._show_faults(error.faults)
            self.told.value = SAID.format("Nothing was recorded: see what is marked at the right.")
            self.key.focus()
            return
        except UserError as error:
            self.queue.refresh()
            told = str(error)  # the name of a file keeps its letters
            self.cells, said = self.queue.current, f"{sentence(told) if told.split()[0].isalpha() else told}."
        self._show(said)

    def _accept(self) -> str:
        return self._recorded(self.cells)

    def _exclude(self) -> str:
        if self.cells["table"] == FIGURES:
            self.cells = self.cells | {"table": EXCLUSIONS}
            return "No figure: correct the reason (c) if need be, then x or a once more."
        return self._recorded(self.cells)

    def _recorded(self, cells: dict) -> str:
        if problem := self._passage_problem(cells):
            raise DossierError("this row", [problem])
        self.queue.record_row({c: v for c, v in cells.items() if c != "passage"})
        self.cells = self.queue.current
        what = "Left out" if cells["table"] == EXCLUSIONS else "Recorded"
        return f"{what}: {cells['number']}. Saved."

    def _as_figure(self) -> str:
        self.cells = self.cells | {"table": FIGURES}
        return "As a figure: say at least what is counted (c)."

    def _skip(self) -> str:
        self.queue.skip()
        self.cells = self.queue.current
        return "Skipped: it comes again when the others are done."

    def _undo(self) -> str:
        said = self.queue.undo()
        self.cells = self.queue.current
        return said

    def _changed(self, column: str, value) -> None:
        """Take a corrected cell over and say what would be wrong with it."""
        if self._filling or self.cells is None:
            return
        value = value or ""
        if column == "statement_id" and value:
            self.cells = self.queue.with_statement(self.cells, value)
        elif column == "passage":
            start = int(self.cells["start"])
            self.cells = self.cells | {"passage": value, "end": str(start + len(value))}
        else:
            self.cells = self.cells | {column: value}
        if column in ("claimant", "made_on"):
            self.cells = self.cells | {"statement_id": ""}
        self._fill()
        self._show_faults(self.queue.faults({c: v for c, v in self.cells.items() if c != "passage"}))

    def _passage_problem(self, cells: dict) -> Fault | None:
        passage = cells.get("passage", "")
        text, start = self.queue.record.texts[cells["document_id"]], int(cells["start"])
        if cells["table"] == EXCLUSIONS and passage and not text.startswith(passage, start):
            return Fault(EXCLUSIONS, None, "passage", "", "these words do not stand there", "")
        return None

    def _show(self, said: str = "") -> None:
        """Show the current number, what is proposed for it, and how much is open."""
        if self.cells is None:
            self.told.value = SAID.format(
                f"{said} Nothing is open: {self.queue.progress()}. To draw it: briefing figures."
            )
            self.text.value = ""
            for group in self.groups.values():
                group.layout.display = "none"
            self.key.focus()
            return
        about = f"{self.cells['document_id']}, line {self.cells['line']}"
        kind = "Figure" if self.cells["table"] == FIGURES else "No figure"
        doubt = f" ({self.cells['doubt']})" if self.cells["doubt"] else ""
        self.told.value = SAID.format(
            Markup("{} <b>{}</b> — {}: {} proposed with {} confidence{}").format(
                escaped(said), self.queue.progress(), about, kind, self.cells["confidence"], escaped(doubt)
            )
        )
        self._fill()
        self._show_faults([])
        self.key.focus()

    def _fill(self) -> None:
        """Write the cells into the fields, and mark them in the text."""
        self._filling = True
        cells, is_figure = self.cells, self.cells["table"] == FIGURES
        start, end = self.queue.place(cells)
        text = self.queue.record.texts[cells["document_id"]]
        offered = [NEW, *self.queue.statements(cells)]
        self.fields["statement_id"].options = offered
        for column, field in self.fields.items():
            value = cells.get(column, "")
            if column == "passage":
                value = cells.get("passage") or text[start : int(cells["end"])]
            field.value = value
        for name, group in self.groups.items():
            shown = {FIGURES: is_figure, EXCLUSIONS: not is_figure, "new": is_figure and not cells["statement_id"]}
            group.layout.display = "" if shown.get(name, is_figure) else "none"
        marks = [(start, end, "current", "the number that is decided")]
        if cells["said_by"] and is_figure:
            at = int(cells["said_by_start"])
            marks.append((at, at + len(cells["said_by"]), "speaker", "who says it"))
        if is_figure and cells["quote"] and text.startswith(cells["quote"], at := int(cells["quote_start"])):
            marks.append((at, at + len(cells["quote"]), "proposed", "the words that are recorded"))
        begin = max(0, text.rfind("\n", 0, max(0, start - AROUND[0])) + 1)
        stop = text.find("\n", min(len(text), end + AROUND[1]))
        if cells["said_by"] and is_figure and end < int(cells["said_by_start"]) + 200:
            stop = max(stop, int(cells["said_by_start"]) + 200) if stop >= 0 else stop
        self.text.value = excerpt(
            self.queue.record, cells["document_id"], begin, len(text) if stop < 0 else min(stop, len(text)), marks
        )
        self._filling = False

    def _show_faults(self, found: list[Fault]) -> None:
        """Show each fault beside the cell that it concerns, the others below."""
        beside = {
            "end": "passage", "start": "passage", "claimant_id": "claimant", "made_on_precision": "made_on",
            "quote_start": "quote", "step": "chain", "actor_id": "chain",
        }  # fmt: skip
        by_column: dict[str, list[str]] = {}
        for fault in found:
            column = beside.get(fault.column, fault.column)
            by_column.setdefault(column if column in LABELS else "", []).append(f"{fault.problem}. {fault.remedy}")
        for column, field in [*self.faults.items(), ("", self.other)]:
            said = by_column.get(column, [])
            field.value = Markup("<br>").join(FAULT.format(escaped(s)) for s in said)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        plain = (
            f"{self.queue.progress()}. The desk needs JupyterLab and a running kernel; in a terminal: briefing record."
        )
        return {**self.box._repr_mimebundle_(), "text/plain": plain, "text/html": Markup("<p>{}</p>").format(plain)}
