"""English: how its texts write numbers and qualify them.

A text is scanned once, from left to right; the last pattern takes whatever digits are left, so that no digit is
missed. A rule excuses what by its form cannot be a count of persons (a date, a clock time, a designation, an
address, an ordinal), and gives way where a person or a loss follows the number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from math import inf

from text_to_num import text2num

from briefing.words.languages.base import Language, Numeral

SPACES = "\u0020\u00a0\u2002-\u200a\u202f"
SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "k": 1000, "mln": 10**6, "mn": 10**6, "bn": 10**9,
}  # fmt: skip
PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
# Persons, and what happens to them. A number before one of these is never excused by rule.
PERSONS = (
    r"soldiers?|troops|servicem[ae]n|servicewom[ae]n|fighters?|personnel|recruits?|conscripts?|mercenar(?:y|ies)"
    r"|officers?|m[ae]n|wom[ae]n|people|persons?|civilians?|workers?"
    r"|labou?rers?|builders?|engineers?|sappers?|deminers?"
    r"|marines|sailors|(?:para|storm\s)?troopers|commandos|instructors|specialists|advis[eo]rs|reservists|volunteers"
    r"|pilots|forces|gunners|snipers|riflem[ae]n|infantrym[ae]n|cadets|guardsmen|scouts|rangers|medics|draftees"
    r"|infantry|generals|colonels|captains|corporals|privates|crewm[ae]n|airm[ae]n|militants|combatants|warriors"
    r"|technicians|trainees|operators|drivers|bricklayers|carpenters|welders|detainees|POWs"
    r"|North\s+Koreans|Russians|Ukrainians|nationals|citizens|prisoners?|captives?|victims?|bodies|others"
)
LOSSES = r"casualt(?:y|ies)|deaths?|fatalit(?:y|ies)|dead|loss(?:es)?|killed|wounded|injured|missing|captured|died"

_SCALE = "(?:" + "|".join(SCALES) + r")\b"
_UNIT = (
    "(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    "|seventeen|eighteen|nineteen|twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety)"
)
_PLACE = (
    "(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth"
    "|fourteenth|fifteenth"
    "|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|fortieth|fiftieth|hundredth|thousandth)"
)
_WORD = rf"(?:{_UNIT}\b|(?:dozen|hundred|thousand|million|billion|trillion)\b)"
_WORDS = rf"\b(?:a\s+(?=dozen|hundred|thousand|million))?{_WORD}(?:[\s-]{_WORD}|(?<=d|n)\sand\s{_UNIT}\b)*"
_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?<![\d.,])(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\d)"
_DAYS = rf"{_DAY}(?:\s*(?:[-–—]|to|and)\s*{_DAY})?"
_YEAR = r"(?:19|20)\d\d(?!\d|[,.]\d)"
_GROUPED = rf"(?<!\d)(?<!\d[.,])[1-9]\d{{0,2}}(?P<mark>[,.'’{SPACES}])\d{{3}}(?!\d)(?:(?P=mark)\d{{3}}(?!\d))*"
_DIGITS = rf"""(?:(?<!\d)(?<!\d[.,])[1-9]\d?(?:,\d\d)+,\d{{3}}(?!\d)
    | (?!\d+\.\d+[{SPACES}]?(?i:{_SCALE})){_GROUPED}(?:\.\d+(?!\d*\.\d))?
    | \d+(?:\.\d+|,\d\d?(?=[{SPACES}](?i:{_SCALE})))?)"""

_ADDRESS = re.compile(
    r"""https?://[^\s<>"“”]+ | www\.[^\s<>"“”]+ | (?<=\s)@[A-Za-z]\w+
    | (?:(?<![\w.+-])[\w.+-]{1,64}@
        |(?<![\w.-])(?:\w[\w-]{0,62}\.){1,8}(?=(?:com|org|net|info|ru|ua|kr|kp|jp|uk|eu|tv|io)\b))
      [\w.-]+(?:/[^\s<>"“”]*)?""",
    re.X,
)
_SIGN_OF_ADDRESS = re.compile(r"@|://|www\.|\.(?:com|org|net|info|ru|ua|kr|kp|jp|uk|eu|tv|io)\b")
# In order: the first pattern that fits at a place takes it.
_PATTERNS = {
    "date": rf"""(?<!\d)\d{{4}}-\d\d-\d\d(?!\d)
        | (?<![\d/.])\d{{1,2}}(?P<dot>[/.])\d{{1,2}}(?P=dot)\d{{2,4}}(?![\d/]|\.\d)
        | (?<!\d)(?:19|20)\d0s\b
        | {_DAYS}(?:\s+of)?[\s-]+{_MONTH}(?!\w)(?:,?[\s-]*{_YEAR})?
        | \b{_MONTH}\s+{_DAY}(?:\s*[-–—]\s*{_DAY})?
          (?![,.'’\u00a0\u2002-\u200a\u202f]\d{{3}}(?!\d)|\s*(?:%|per\b|percent))
          (?:,?\s+{_YEAR})?
        | \b{_MONTH},?\s+(?:of\s+)?{_YEAR}""",
    "time": r"""(?<![\d:.,])(?:[01]\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![\d:])(?:\s*[AaPp]\.?[Mm]\b\.?)?
        | (?<![\d:.,])\d{1,2}(?:[:.][0-5]\d)?\s*[AaPp]\.?[Mm]\b\.? | (?<!\d)\d{4}\s*(?:hrs|GMT|UTC)\b""",
    "designation": rf"""\b(?!(?i:(?:about|around|over|some|nearly|almost|under|roughly|mid|pre|post|early|late|non
          |{_WORD})-))
          [A-Z][A-Za-z]*-\d+(?!\d|[,.]\d)[\w/-]* | \b[A-Z]{{1,4}}\d+(?!\d|[,.]\d)[A-Z]?\d*s?\b
        | (?<![\d,.])\d{{1,2}}[A-JL-Z]\d+\w*
        | \b(?:Article|Resolution|Chapter|Section|Unit|Flight|No\.)\s\d+\b(?![,.]\d)""",
    "fraction": rf"""(?<![\d/])\d+/\d+(?![\d/]) | \d*[¼½¾⅓⅔⅛⅜⅝⅞](?![{SPACES}]?{_SCALE})
        | (?i:\b(?:an?|one)[\s-](?:third|quarter|fifth|sixth|eighth|tenth)(?=\s+of\b)
        | \b{_UNIT}[\s-](?:thirds|quarters|fifths|sixths|eighths|tenths)\b
        | \b(?<!first\s)(?<!second\s)(?<!latter\s)half\b(?![\s-](?:an?[\s-])?{_SCALE}))""",
    "ordinal": rf"""\d[\d,]{{0,15}}(?:st|nd|rd|th)\b | (?i:\b(?:{_WORD}[\s-]){{0,6}}{_PLACE}\b)""",
    "vague": rf"""(?i:\b(?:several|many|a\s+few|few|a\s+couple\s+of)\s+(?:(?:dozen|hundred|thousand|million)s?\b)
        | \b(?:tens\s+of|dozens|hundreds|thousands|millions|scores(?=\s+(?:of|more)\b))(?:\s+of)?
          (?:\s+(?:dozens|hundreds|thousands|millions)\b)?(?<!\sof)
        | \b(?:several|many|numerous|countless|scores|a\s+few|a\s+handful\s+of|a\s+couple\s+of|an?\s+\w+\s+number\s+of)
          (?=\s+(?:[^\W\d]+\s+){{0,2}}(?:{PERSONS}|{LOSSES})\b))""",
    "half": rf"""(?i:\b(?:half[\s-](?:an?[\s-])?|{_UNIT}\s+and\s+a\s+half\s+|\d+\s+and\s+a\s+half\s+){_SCALE})
        | \d*[¼½¾⅓⅔⅛⅜⅝⅞][{SPACES}]?(?i:{_SCALE})""",
    "count": rf"{_DIGITS}(?:[{SPACES}-]?(?i:{_SCALE}))? | (?i:{_WORDS})",
}
# A cheap look before the patterns are tried: a digit, a capital, or the first two letters of a number word.
_STARTS = r"(?=[\d¼½¾⅓⅔⅛⅜⅝⅞]|\b(?:[A-Z]|ze|on|tw|th|fo|fi|si|se|ei|ni|te|el|mi|hu|do|bi|tr|ha|ma|fe|co|sc|nu|an?[\s-]))"
_SCANNER = re.compile(_STARTS + "(?:" + "|".join(f"(?P<{kind}>{p})" for kind, p in _PATTERNS.items()) + ")", re.X)
_LONE = re.compile(r"\d+")
_THOUSANDS = re.compile(r"\d{1,4}|[1-9]\d{0,2}(?:,\d{3})+", re.ASCII)
_SCALED = re.compile(r"(.*?\d)(?:[^\w]?([A-Za-z]+))?", re.S)
_DECIMAL, _GROUPS, _LAKHS = map(re.compile, (r"\d+\.\d+", _GROUPED, r"\d\d?(?:,\d\d)+,\d{3}"))
_NO_DIGIT = re.compile(r"\D")
_FOLLOWS = re.compile(rf"[\s-](?:[^\W\d]+\s+){{0,2}}(?:{PERSONS}|{LOSSES}|were|was|have|had)\b", re.I)
_ONE_FOLLOWS = re.compile(
    r"\s(?:[^\W\d]+\s+){0,2}(?:soldier|troops|casualty|death|fatality|victim|killed|wounded)\b", re.I
)
_TIME_WORD = re.compile(
    r"\b(?:in|since|until|till|during|before|after|throughout|early|late|mid|spring|summer|autumn|winter|year"
    r"|(?:end|beginning|start|spring|summer|autumn|fall|winter)\s+of)[\s-]+\Z",
    re.I,
)
_TO = re.compile(r"\s*[-–—]\s*|\s+to\s+|-to-")
_BETWEEN = re.compile(r"\bbetween\s+(?:an?\s+estimated\s+|about\s+|around\s+|some\s+)?\Z", re.I)
_PERCENT = re.compile(r"\s*%|[\s-]*per\s?cent\b|\s+percentage\s+points?\b", re.I)
_YEARS = re.compile(_YEAR)
_LAST_SCALE = re.compile(r"(?:hundred|thousand|million|billion)\Z", re.I)
_CURRENCY = re.compile(r"[$€£¥₩₽₴]\s?\Z")
_MONEY = re.compile(
    r"\s*(?:[$€£¥₩₽₴]"
    r"|(?:US\s+|U\.S\.\s+|Canadian\s+)?(?:dollars|euros?|won|rubles|roubles|pounds|yuan|yen|hryvnias?)\b)",
    re.I,
)


def find(text: str) -> list[Numeral]:
    """Return every number written in an English text, in order and without overlaps."""
    numerals = _join(text, sorted(_scan(text), key=lambda n: n.start))
    return [_classify(text, n) if n.kind == "count" else n for n in numerals]


def _scan(text: str) -> Iterator[Numeral]:
    addresses = _addresses(text)
    yield from addresses
    for n in addresses:  # blank, so that no other pattern reads on into one
        text = text[: n.start] + "\0" * (n.end - n.start) + text[n.end :]
    for match in _SCANNER.finditer(text):
        kind, words, (start, end) = match.lastgroup, match[0], match.span()
        if kind == "count":
            yield from _counts(words, start)
        elif kind == "half":
            yield Numeral(start, end, "count", _halved(words))
        elif kind == "fraction":
            yield Numeral(start, end, kind, _fraction(words))
        elif kind == "vague" or (kind == "ordinal" and _ONE_FOLLOWS.match(text, end)):
            yield Numeral(start, end, kind)
        elif _withdrawn(kind, words, text, end):
            yield from (
                Numeral(start + m.start(), start + m.end(), "count", float(m[0])) for m in _LONE.finditer(words)
            )
        else:
            yield Numeral(start, end, kind, rule=kind)


def _addresses(text: str) -> list[Numeral]:
    """Return the web and mail addresses that have a digit in them."""
    if not _SIGN_OF_ADDRESS.search(text):
        return []
    found = (m for m in _ADDRESS.finditer(text) if _LONE.search(m[0]))
    return [Numeral(m.start(), m.end(), "address", rule="address") for m in found]


def _withdrawn(kind: str, words: str, text: str, end: int) -> bool:
    """Whether persons follow what looks like a date or a name: "In April 30 soldiers", "In May 2000 troops"."""
    if kind not in ("date", "designation") or not words[-1].isdigit() or not _FOLLOWS.match(text, end):
        return False
    return kind == "designation" or not re.search(r"\d{4}", words) or words.endswith("00")


def _counts(words: str, start: int) -> Iterator[Numeral]:
    """Yield the numbers of a run of digits or of number words; "two three" is two numbers."""
    if words[0].isdigit():
        yield Numeral(start, start + len(words), "count", _digits(words))
        return
    pieces = list(re.finditer(r"[^\s-]+", words))
    while pieces:
        for n in range(min(len(pieces), 12), 0, -1):
            begin, end = pieces[0].start(), pieces[n - 1].end()
            value = _spelled(words[begin:end])
            if value is not None:
                yield Numeral(start + begin, start + end, "count", value)
                break
        pieces = pieces[n:]


def _spelled(words: str) -> float | None:
    """Return the value of number words, or None: "four thousand" 4000, "two dozen" 24, "a hundred" 100."""
    words = re.sub(r"^a\s+", "", " ".join(words.lower().replace("-", " ").split()))
    times = 12 if words.endswith("dozen") else 1
    words = words.removesuffix("dozen").strip()
    try:
        return times * float(text2num(words, "en")) if words else float(times)
    except ValueError:
        return None


def _digits(words: str) -> float:
    """Return the value of digits with an optional scale: "4 700", "1,00,000", "66.5 billion", "10k"."""
    if _THOUSANDS.fullmatch(words):  # most numbers, quickly
        return float(words.replace(",", ""))
    if words.isdecimal():
        return float(words)
    number, scale = _SCALED.fullmatch(words).groups()
    decimal = scale and _DECIMAL.fullmatch(number)
    if (not decimal and _GROUPS.fullmatch(number)) or _LAKHS.fullmatch(number):
        number = _NO_DIGIT.sub("", number)
    elif not decimal and (grouped := _GROUPS.match(number)):
        number = _NO_DIGIT.sub("", grouped[0]) + number[grouped.end() :]
    return round(float(number.replace(",", ".")) * SCALES.get((scale or "").lower(), 1), 6)


def _halved(words: str) -> float:
    """Return the value of "half a million", "two and a half thousand", "1½ million"."""
    scale = SCALES[re.search(r"[A-Za-z]+\Z", words)[0].lower()]
    if mark := re.match(r"(\d*)([¼½¾⅓⅔⅛⅜⅝⅞])", words):
        return (int(mark[1] or 0) + unicodedata.numeric(mark[2])) * scale
    whole = re.match(r"(\S+)\s+and\s", words)
    return ((_spelled(whole[1]) or float(whole[1]) if whole else 0) + 0.5) * scale


def _fraction(words: str) -> float | None:
    """Return the value of "2/3", "½", "half", "two-thirds", "a quarter"."""
    if mark := re.fullmatch(r"(\d*)([¼½¾⅓⅔⅛⅜⅝⅞])", words):
        return int(mark[1] or 0) + unicodedata.numeric(mark[2])
    if "/" in words:
        above, below = map(float, words.split("/"))
        return above / below if 0 < below < inf else None
    *above, part = re.split(r"[\s-]", words.lower())
    return ((_spelled(above[0]) or 1) if above else 1) / PARTS[part.removesuffix("s") if part != "half" else part]


def _join(text: str, numerals: list[Numeral]) -> list[Numeral]:
    """Join what stands in two pieces: "four-thousand-100", "1,000–3,000", "between 10 and 15 thousand"."""
    joined: list[Numeral] = []
    for n in numerals:
        before = joined[-1] if joined else None
        if before and before.kind == n.kind == "count" and before.value_to is None:
            gap = text[before.end : n.start]
            if gap in ("-", " ") and n.value < _last_scale(text[before.start : before.end]):
                joined[-1] = replace(before, end=n.end, value=before.value + n.value)
                continue
            if _is_range(text, before, gap) and (low := _low_end(text, before, n)) < n.value:
                joined[-1] = replace(before, end=n.end, value=low, value_to=n.value)
                continue
        joined.append(n)
    return joined


def _last_scale(words: str) -> float:
    last = _LAST_SCALE.search(words)
    return SCALES[last[0].lower()] if last else 0


def _is_range(text: str, first: Numeral, gap: str) -> bool:
    before = text[max(0, first.start - 30) : first.start]
    if gap.strip() == "and":
        return _BETWEEN.search(before) is not None
    if gap.strip() == "to" and re.search(r"\bby\s+(?:\w+\s+)?\Z", before, re.I):
        return False  # "rose by 250 to 1,650"
    return _TO.fullmatch(gap) is not None and not re.search(r"\bfrom\s+(?:\w+\s+)?\Z", before, re.I)


def _low_end(text: str, first: Numeral, second: Numeral) -> float:
    """Return the low end of a range, in the scale of its high end: "10–15 thousand" begins at 10,000."""
    scale = _last_scale(text[second.start : second.end])
    scaled = first.value * scale
    return scaled if scale and first.value < scale and scaled < second.value else first.value


def _classify(text: str, n: Numeral) -> Numeral:
    """Return a count as what it is by the words around it: money, percentage, range, year, pronoun or count."""
    before, words = text[max(0, n.start - 20) : n.start], text[n.start : n.end]
    if _CURRENCY.search(before) or _MONEY.match(text, n.end):
        return replace(n, kind="money")
    if _PERCENT.match(text, n.end):
        return replace(n, kind="percent")
    if _YEARS.match(words) and len(words) in (4, 7, 9) and not _FOLLOWS.match(text, n.end):
        return replace(n, kind="year", rule="year" if _TIME_WORD.search(before) else "")
    if n.value_to is not None:
        return replace(n, kind="range")
    if words.lower() == "one" and not _FOLLOWS.match(text, n.end):
        return replace(n, kind="pronoun", value=1.0, rule="pronoun")
    return n


# The words before a number that carry its qualifier. Upper bounds stand first: "no more than" is not "more than".
_HERE = r"\s+(?:the\s+)?[“‘\"']?\Z"  # nothing more between the words and the number
_BEFORE = re.compile(
    rf"""\b(?:
    (?P<up_to>up\s+to|as\s+many\s+as|at\s+(?:the\s+)?most|no[t]?\s+more\s+than|a\s+maximum\s+of)
    |(?P<at_least>at\s+(?:the\s+very\s+)?least|no[t]?\s+(?:fewer|less)\s+than|a\s+minimum\s+of)
    |(?P<more_than>more\s+than|over|above|exceeding|upwards\s+of|in\s+excess\s+of|(?:great|high)er\s+than
      |north\s+of(?={_HERE}))
    |(?P<nearly>nearly|almost|close\s+to|just\s+under|under|(?:few|low)er\s+than|less\s+than|below
      |(?:(?:short|shy)\s+of|approaching|nearing)(?={_HERE}))
    |(?P<above>(?:(?:topp|exceed|surpass|pass|cross|overtak)(?:ed|en|es|s|ing)|tops|overtook|overtakes
      |(?:climb|ris|ros|gone|went|go|grow|grew|mov|jump|soar|edg|creep|crept|swell|swoll)\w*\s+(?:past|beyond|above))
      (?={_HERE}))
    |(?P<about>about|around|approximately|approx\.?|circa|roughly|some
      |(?:something\s+like|(?:in|on)\s+the\s+(?:order|region|neighbou?rhood)\s+of)(?={_HERE}))
    )(?=\W|$)(?:\W+[^\W\d]+){{0,3}}\W*$""",
    re.I | re.X,
)
_SIGN_BEFORE = {"≈": "about", "~": "about", "≥": "at_least", ">": "more_than", "<": "nearly", "≤": "up_to"}
_AFTER = re.compile(
    r"""\s*(?:(?P<at_least>(?:or|and)\s+(?:more|higher|counting)\b(?!\s+than\b)|-?\s?plus\b|\+
      |at\s+(?:the\s+very\s+)?least\b|,\s(?:at\s+(?:the\s+very\s+)?least|at\s+a\s+minimum)(?=[,.;]))
    |(?P<about>or\s+(?:so|thereabouts)\b|-?odd\b|,?\s?give\s+or\s+take\b|,?\s?(?:approximately|roughly)(?=[,.;]))
    |(?P<up_to>or\s+(?:fewer|less)\b|at\s+(?:the\s+)?most\b|,\s(?:at\s+(?:the\s+)?most|at\s+a\s+maximum)(?=[,.;])))""",
    re.I | re.X,
)
_CLAUSE_END = re.compile(r"[.;:!?]\s")
_BETWEEN_ENDS = re.compile(r"\s*(?:and|to|or|-|–|—)\s*", re.I)
_VAGUE_WORDS = re.compile(
    r"\b(?:(?:tens|dozens|scores|hundreds|thousands|millions)\b|(?:several|many|numerous|countless)\s)", re.I
)
_VAGUE_PLURAL = re.compile(r"\b(?:dozens|scores|hundreds|thousands|millions)\b", re.I)
_DENIES = re.compile(
    r"\b(?:den(?:y|ied|ies|ying)|disput(?:ed|es|ing)|reject(?:ed|s|ing)"
    r"|(?:did|do|does|has|have|had|was|were|is|are)\s+not"
    r"|n['’]t|never|no\s+evidence|untrue|false)(?:\W+[^\W\d]+){0,4}\W*\Z",
    re.I,
)
_GROUP = r"[,.'’ \u00a0\u2009\u202f]"
_CUT_BEFORE = re.compile(rf"(?:(?<!\d)\d{{1,3}}{_GROUP}|\d[.,]|[$€£¥₩₽₴]\s?)\Z")
_CUT_AFTER = re.compile(
    rf"{_GROUP}\d{{3}}(?!\d)|[.,]\d|[\s-]?(?:hundred|thousand|million|billion|trillion|dozen|percent|per\s+cent)\b"
    r"|\s?%|[kK]\b|\s?(?:mln|mn|bn)\b",
    re.I,
)
_SCALE_AFTER = re.compile(r"[\s-](?:hundred|thousand|million|billion|trillion|dozen)\b", re.I)
_NUMBER_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred|thousand|half\s+a)\Z",
    re.I,
)
# Words that may qualify or deny what follows: a cheap look before the patterns are tried.
_QUALIFYING = """
    than least most over above about around roughly some nearly almost under below to as of circa exceeding
    topped tops exceeded exceeds surpassed surpasses passed passes crossed crosses overtook past beyond mark
    north higher lower short shy approaching nearing order region something like
    approximately approx approx. no not maximum minimum excess at more fewer less greater up upwards many close just
    deny denied denies denying disputed disputes disputing rejected rejects rejecting never evidence untrue false
    ≈ ~ ≥ ≤ < >
"""
_MAY_QUALIFY = frozenset(_QUALIFYING.split())
_MARKS = str.maketrans("", "", '“”‘"(,')


def qualifier_of(text: str, number: Numeral, since: int = 0) -> str:
    """Return the qualifier that the words around a number give it; see Language."""
    before = text[max(since, number.start - 60) : number.start]
    if sign := _SIGN_BEFORE.get(before.rstrip()[-1:]):
        return sign
    clause = _CLAUSE_END.split(before)[-1]
    if (match := _BEFORE.search(clause)) or (match := _AFTER.match(text, number.end)):
        return "more_than" if match.lastgroup == "above" else match.lastgroup
    return "unqualified"


def denies(before: str, after: str) -> bool:
    """Whether the words before a quote deny what it says: "denied that 600 were killed"."""
    return _DENIES.search(before) is not None


def cuts(before: str, quote: str, after: str) -> tuple[bool, bool]:
    """Whether a quote begins, and whether it ends, inside a number of its document: "4,|700", "six |hundred"."""
    begins = bool(quote[:1].isdigit() and _CUT_BEFORE.search(before))
    in_digits = quote[-1:].isdigit() and _CUT_AFTER.match(after)
    return begins, bool(in_digits or (_SCALE_AFTER.match(after) and _NUMBER_WORD.search(quote)))


def may_qualify(before: str) -> bool:
    """Whether any of the last words before a quote could qualify or deny its number."""
    near = before.translate(_MARKS).lower().split()[-5:]
    return not _MAY_QUALIFY.isdisjoint(near) or before[-1:] in _SIGN_BEFORE or "n’t" in before


ENGLISH = Language(
    "en", find, qualifier_of, _VAGUE_WORDS, _VAGUE_PLURAL, _BETWEEN_ENDS, denies, cuts, may_qualify
)  # fmt: skip
