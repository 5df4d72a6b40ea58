"""Where the command begins: Ctrl-C ends it without a traceback from its first import on.

Before that, while Python itself starts, Python tells of Ctrl-C in its own way, which no package can change. Belongs
here: what must come before the imports of the command. Does not belong here: the command itself (cli).
"""

import _signal as signal  # built in, where `signal` imports seven modules first

HEARD = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # a shell's & and nohup ignore it
if HEARD:  # until something runs, there is nothing to stop but this process
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def main() -> None:
    """Run the `briefing` command."""
    from briefing.cli import main as command

    if HEARD:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    command(prog_name="briefing")


if __name__ == "__main__":
    main()
