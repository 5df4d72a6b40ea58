"""Where the command begins: Ctrl-C ends it without a traceback from its first import on.

Belongs here: what must come before the imports of the command. Does not belong here: the command itself (cli).
"""

import signal

signal.signal(signal.SIGINT, signal.SIG_DFL)  # until something runs, there is nothing to stop but this process


def main() -> None:
    """Run the `briefing` command."""
    from briefing.cli import main as command

    signal.signal(signal.SIGINT, signal.default_int_handler)
    command(prog_name="briefing")


if __name__ == "__main__":
    main()
