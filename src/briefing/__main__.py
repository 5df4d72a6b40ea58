"""Where the command begins: Ctrl-C ends it without a traceback from its first import on.

Before that, while Python itself starts, Python tells of Ctrl-C in its own way, which no package can change. Belongs
here: what must come before the imports of the command. Does not belong here: the command itself (cli).
"""

import _signal as signal  # built in, where `signal` imports seven modules first
import os
import sys

HEARD = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # a shell's & and nohup ignore it
if HEARD:  # until something runs, there is nothing to stop but this process
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _import_nothing_from_here() -> None:
    """Leave the working directory out, which `python -m` and an empty entry of PYTHONPATH put before Python's own."""
    try:
        here = os.path.realpath(os.curdir)
    except OSError:  # it is gone, and nothing is in it
        return
    if here.endswith("site-packages") or f"{here}{os.sep}os.py" == os.__file__:  # Python's own
        return

    def elsewhere(folders: list[str]) -> list[str]:
        return [folder for folder in folders if folder and os.path.realpath(folder) != here]

    sys.path[:] = elsewhere(sys.path)
    if given := os.environ.get("PYTHONPATH"):
        os.environ["PYTHONPATH"] = os.pathsep.join(elsewhere(given.split(os.pathsep)))


def main() -> None:
    """Run the `briefing` command."""
    _import_nothing_from_here()
    from briefing.cli import main as command

    if HEARD:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    command(prog_name="briefing")


if __name__ == "__main__":
    main()
