"""English that sentences and tables share: lists, counts, shortened names.

Belongs here: words about any subject. Does not belong here: what a view or a chart says (analysis.scope, charts).
"""

from __future__ import annotations

from collections.abc import Iterable


def join_list(items: Iterable[str], last: str = "and") -> str:
    """Write a list: "a", "a and b", "a, b and c"."""
    *most, end = list(items) or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


_SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def number(n: int) -> str:
    """Write a small number in words: "no", "one", "twelve", "13"."""
    return _SMALL[n] if n < len(_SMALL) else f"{n:,}"


def count(n: int, noun: str, plural: str = "", digits: bool = False) -> str:
    """Write a count with its noun; small numbers in words unless in `digits`: "one document", "13 statements"."""
    return f"{f'{n:,}' if digits else number(n)} {noun if n == 1 else plural or noun + 's'}"


def documents(n: int, texts: int) -> str:
    """Write a count of documents, and of texts where some are copies: "three documents", "two documents (one text)"."""
    return count(n, "document") + one_text(n, texts)


def one_text(n: int, texts: int) -> str:
    """Return what a count of documents needs where some are copies of one text: " (one text)"; else ""."""
    return f" ({count(texts, 'text')})" if texts < n else ""


def count_verb(n: int, verb: str) -> str:
    """Write how many do something: "one prints", "three print"."""
    return f"{number(n)} {verb}{'s' if n == 1 else ''}"


def act(occasion: str) -> str:
    """Name the act of stating: "briefing" where its occasion was one, else "statement"."""
    return "briefing" if "briefing" in occasion.lower() else "statement"


def shorten(name: str, most: int = 32) -> str:
    """Return a name, or as many of its words as fit into so many characters with "…": for titles and narrow rows."""
    return name if len(name) <= most else name[: most + 1].rsplit(" ", 1)[0][:most].rstrip(" ,;:-–—") + "…"


def sentence(text: str) -> str:
    """Begin with a capital, keep the rest."""
    return text[:1].upper() + text[1:]


def list_up_to(names: list[str], most: int) -> str:
    """Write a list of at most so many names; the rest is counted: "NIS, Zelenskyy and two others"."""
    return join_list([*names[: most - 1], count(len(names) - most + 1, "other")] if len(names) > most else names)


def who(names: list[str], most: int = 3, longest: int = 70) -> str:
    """Name claimants in a title, shortened, or count them where their names are too long for one."""
    said = list_up_to([shorten(n) for n in names], most)
    return said if len(said) <= longest else count(len(names), "claimant")


def uncapitalised(text: str) -> str:
    """Begin with a small letter, keep the rest; a name in capitals stays."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def quotation(words: str, translation: str = "") -> str:
    """Write a quote; of one that is translated the translation, and the words behind it: “about 600” (“약 600명”)."""
    return f"“{translation}” (“{words}”)" if translation else f"“{words}”"


def possessive(name: str) -> str:
    """Write a name in the possessive: "NIS’s", "the organisers’"; a plural in -s takes the apostrophe alone."""
    plural = name[-1:] == "s" and name[-2:-1].islower() and name[-2:] != "ss"
    return f"{name}’" if plural else f"{name}’s"
