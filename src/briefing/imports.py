"""Imports without what a library would bring along though nobody here needs it.

Belongs here: how a module is kept out. Does not belong here: which (where a library is imported).
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(name: str) -> Iterator[None]:
    """Let what is imported inside find no module of this name, unless it is there already.

    None in sys.modules is Python's own way to say that a module is not there.
    """
    absent = name not in sys.modules
    if absent:
        sys.modules[name] = None
    try:
        yield
    finally:
        if absent:
            sys.modules.pop(name, None)
