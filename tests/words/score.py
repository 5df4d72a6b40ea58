"""How many of the invented sentences each language's reader gets right: value, qualifier, and nothing else found.

python -m tests.words.score [LANGUAGE ...] [--held-out]
"""

from __future__ import annotations

import sys
from pathlib import Path

from briefing.words.languages import LANGUAGES
from briefing.words.numerals import COUNTING, find_numerals

SENTENCES = Path(__file__).parent / "sentences"


def sentences(language: str, held_out: bool | None = None) -> list[tuple[str, dict[str, str]]]:
    """Return sentences with what must be found in each; each third line is held out."""
    return [s for i, s in enumerate(_read(language), 1) if held_out is None or held_out == (i % 3 == 0)]


def _read(name: str) -> list[tuple[str, dict[str, str]]]:
    found = []
    for line in (SENTENCES / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        text, _, wanted = line.partition("\t")
        found.append((text, dict(w.split(" = ") for w in wanted.split(" ; ")) if wanted.strip() else {}))
    return found


def later(language: str, by: str) -> list[tuple[str, dict[str, str]]]:
    """Return sentences written when the rules were finished, and read once before anything was mended.

    `by` is "later" for those of the rules' author, "blind" for those of somebody who had not read the rules.
    """
    return _read(f"{by}-{language}")


def said(text: str, number, since: int, language: str) -> str:
    """Write what was found as the file of sentences does."""
    if number.rule:
        return "rule"
    if number.kind == "vague":
        return "vague"
    value = "" if number.value is None else f"{number.value:.15g}"
    if number.kind == "percent":
        return f"{value}% {LANGUAGES[language].qualifier_of(text, number, since)}"
    if number.kind not in COUNTING or number.kind == "year":
        return "open"
    if number.value_to is not None:
        return f"{value}-{number.value_to:.15g} between"
    return f"{value} {LANGUAGES[language].qualifier_of(text, number, since)}"


def mistakes(text: str, wanted: dict[str, str], language: str) -> list[str]:
    """Return what is wrong with the numbers found in a sentence."""
    numbers, wrong, seen = find_numerals(text, language), [], set()
    at = 0
    for written, expected in wanted.items():
        start = text.find(written, at)
        start = start if start >= 0 else text.find(written)
        at = start + len(written)
        over = [i for i, n in enumerate(numbers) if n.start < at and n.end > start]
        seen.update(over)
        got = [said(text, numbers[i], numbers[i - 1].end if i else 0, language) for i in over]
        if set(got) != {expected}:
            wrong.append(f"{written}: {expected}, not {got}")
    extra = [n for i, n in enumerate(numbers) if i not in seen and not n.rule]
    return wrong + [f"{text[n.start : n.end]}: found, a {n.kind} {n.value}" for n in extra]


def main(arguments: list[str]) -> None:
    held_out = "--held-out" in arguments
    which = "held out" if held_out else "open"
    for language in [a for a in arguments if not a.startswith("-")] or ["ko", "uk", "ru"]:
        cases = sentences(language, held_out)
        wrong = {text: m for text, wanted in cases if (m := mistakes(text, wanted, language))}
        for text, problems in wrong.items():
            print(f"  {text}\n      {'; '.join(problems)}")
        print(f"{language}: {len(cases) - len(wrong)} of {len(cases)} {which} sentences right")


if __name__ == "__main__":
    main(sys.argv[1:])
