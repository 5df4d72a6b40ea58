"""Slips of grammar that computed sentences make: agreement, doubled words, possessives, number beside number."""

from __future__ import annotations

import re

NOUN = "(?:figure|statement|document|claim|claimant|case|day|panel|cell)"
MANY = "(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
SLIPS = {
    "a plural of one": re.compile(rf"(?<![\d,.])\b(?:1|one) (?:more |other |undated )?{NOUN}s\b"),
    "a singular of many": re.compile(rf"\b(?:{MANY}|[2-9]|\d\d+) (?:more |other |undated )?{NOUN}\b"),
    "a doubled word": re.compile(r"\b([a-z]+) \1\b"),
    "a doubled possessive": re.compile(r"s[’']s\b(?<!ss[’']s)"),
    "number beside number": re.compile(r"\d \d"),
    "verb of one for many": re.compile(rf"(?<!of the )\b{MANY} {NOUN}s (?:is|has|gives|says|prints|carries)\b"),
    "verb of many for one": re.compile(rf"(?:^|[,;:.] )[Oo]ne {NOUN} (?:are|have|give|say|print|carry)\b"),
    "a raw date": re.compile(r"\b(?:19|20)\d\d-\d\d"),
    "stops": re.compile(r"  |\.\.|,,|;;| ,| ;| \.(?!\d)|,\.|;\."),
    "a program's word": re.compile(r"\bnan\b|\bNaT\b|<NA>|\bNone\b(?! of)|_id\b|\binf\b"),
}


def slips(words: str, known: tuple[str, ...] = ()) -> list[str]:
    """Return the slips in a sentence; names from the record may have any grammar, and are taken out first."""
    for name in sorted(known, key=len, reverse=True):
        words = words.replace(name, "N")
    words = re.sub(r"[^\s,;:]*…", "N", words)
    return [f"{slip}: {found[0]!r} in {words!r}" for slip, rule in SLIPS.items() if (found := rule.search(words))]
