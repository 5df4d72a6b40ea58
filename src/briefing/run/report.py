"""What a headless run tells its reader: a bar in a terminal, plain lines elsewhere, a table at the end.

Does not belong here: deciding or running anything.
"""

from __future__ import annotations

import sys
from shutil import get_terminal_size

import click

from briefing.run import plan, regenerate
from briefing.words.text import printable


class Reporter:
    """Tells a run's course on the standard error stream and its outcome on the standard output."""

    def __init__(self, quiet: bool = False):
        self.quiet, self.bar, self.count, self.total = quiet, None, 0, 0

    def say(self, line: str) -> None:
        """Tell something that the reader must know, unless told to be quiet."""
        if not self.quiet:
            click.echo(printable(line), err=True)

    def start(self, total: int) -> None:
        """Begin to tell of so many notebooks, or of so many more."""
        self.total += total
        if self.bar is not None:
            self.bar.total = self.total
        elif total and not self.quiet and sys.stderr.isatty():
            from tqdm import tqdm

            columns, rows = get_terminal_size()  # 80 × 24 for a terminal that does not tell
            self.bar = tqdm(total=total, unit="notebook", leave=False, ncols=min(columns, 100), nrows=rows)

    def done(self, target, notebook, result) -> None:
        """Tell that a notebook has ended."""
        self.count += 1
        state = "FAILED" if result.error else f"{result.seconds:.1f} s"
        name = f"{target.label}/{notebook.name}" if target and target.label else notebook.name
        if self.bar is not None:
            self.bar.set_postfix_str(printable(name), refresh=False)
            self.bar.update()
        else:
            self.say(f"[{self.count}/{self.total}] {name}  {state}")
        if result.error and target is None:
            click.echo(printable(f"{name} failed {result.error}"), err=True)

    def summary(self, targets, notebooks) -> None:
        """Tell the outcome: a table, and for each failure where and why it failed and how to look at it."""
        if self.bar is not None:
            self.bar.close()
        if not self.quiet:
            for target in targets:
                click.echo(printable(_table(target, notebooks)))
            gallery = plan.short_path(targets[0].folder / "README.md") if targets else ""
            if targets and not any(target.results for target in targets):
                click.echo(printable(f"Inputs unchanged, nothing to run; see {gallery}"))
        for target in targets:
            failed: dict[str, list] = {}
            for notebook in notebooks:
                if (result := target.results.get(notebook.name)) and result.error:
                    failed.setdefault(result.error.partition("\n")[2] or result.error, []).append(notebook)
            for alike in failed.values():  # a fault of the data fails many notebooks; it is told once
                click.echo(printable(_failure(target, alike, target.results[alike[0].name].error)), err=True)


def _table(target, notebooks) -> str:
    rows = [_row(target, notebook) for notebook in notebooks]
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    lines = ["  ".join(cell.ljust(w) for cell, w in zip(row, [*widths, 0], strict=True)).rstrip() for row in rows]
    return "\n".join([f"{plan.short_path(target.folder)}/", *(f"  {line}" for line in lines)])


def _row(target, notebook) -> tuple[str, str, str, str]:
    result = target.results.get(notebook.name)
    state = "unchanged" if result is None else "FAILED" if result.error else "ran"
    seconds = f"{result.seconds:.1f} s" if result else ""
    return notebook.name, state, seconds, ", ".join(plan.figures_of(target, notebook.name))


def _failure(target, notebooks, error) -> str:
    copy = regenerate.executed_copy(target, notebooks[0])
    look = f"\n  To see it: .venv/bin/jupyter lab {plan.short_path(copy)}" if copy.exists() else ""
    names, whose = ", ".join(n.name for n in notebooks), "Its" if len(notebooks) == 1 else "Their"
    reason = error.replace("\n", "\n    ")
    names += " (all alike; this is the first)" if len(notebooks) > 1 else ""
    return f"\n{names} failed {reason}{look}\n  {whose} last good figures are untouched."
