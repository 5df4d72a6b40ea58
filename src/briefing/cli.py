"""The `briefing` command: the group that the commands belong to."""

from __future__ import annotations

import click

from briefing.cli_evidence import add, audit


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Briefing notebooks on contested figures, each number tied to the words it came from."""


main.add_command(audit)
main.add_command(add)
