"""A pattern for any of many words: those that begin alike share their beginning, so that a scan looks at it once.

Belongs here: nothing but this. Does not belong here: any word of a language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_END = ""


def any_of(words: Iterable[str | Sequence[str]]) -> str:
    """Return a pattern for any of the words, of two that fit the longer: "тис|тисяча" is written "тис(?:яча)?".

    A word is a plain one, or pieces of a pattern in their order; of pieces after one beginning letters go first.
    """
    tree: dict[str, dict] = {}
    for word in words:
        place = tree
        for piece in map(re.escape, word) if isinstance(word, str) else word:
            place = place.setdefault(piece, {})
        place[_END] = {}
    return _written(tree)


def _written(tree: dict[str, dict]) -> str:
    alone = []
    while len(tree) == 1 and _END not in tree:  # one way on, however long the word
        [(piece, tree)] = tree.items()
        alone.append(piece)
    beginning = "".join(alone)
    ways = [piece + _written(rest) for piece, rest in sorted(tree.items(), key=_letters_first) if piece != _END]
    if not ways:
        return beginning
    return f"{beginning}(?:{'|'.join(ways)}){'?' if _END in tree else ''}"


def _letters_first(way: tuple[str, dict]) -> tuple[int, str]:
    return len(way[0]), way[0]
