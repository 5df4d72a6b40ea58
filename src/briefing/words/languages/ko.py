"""Korean: how its texts write numbers and qualify them.

Digits and words mix ("1만5천", "이천", "열두 명"); what qualifies a number stands before it ("약", "최소") or after
it and its counter ("여", "가량", "이상", "을 넘는"). Particles follow a counter without a space, so a word that only
begins like one is no number: "이만 명심". Chinese numerals are read as the Korean ones that they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from briefing.words.languages.base import Language, Numeral

_HANJA = str.maketrans("一二三四五六七八九十百千萬万億兆名人餘約", "일이삼사오육칠팔구십백천만만억조명인여약")
_SINO = {c: i for i, c in enumerate("일이삼사오육칠팔구", 1)} | {"륙": 6}
_SMALL, _LARGE = {"십": 10, "백": 100, "천": 1000}, {"만": 10**4, "억": 10**8, "조": 10**12}
_ONE_TO_NINE = "한1 하나1 두2 둘2 세3 셋3 석3 네4 넷4 넉4 다섯5 여섯6 일곱7 여덟8 아홉9"
_TEN_TO_NINETY = "열1 스무2 스물2 서른3 마흔4 쉰5 예순6 일흔7 여든8 아흔9"
_ONES = {word[:-1]: int(word[-1]) for word in _ONE_TO_NINE.split()}
_TENS = {word[:-1]: 10 * int(word[-1]) for word in _TEN_TO_NINETY.split()}

# What may follow a counter without a space.
_PARTICLE = (
    "이|가|은|는|을|를|의|과|와|에|으로|로|까지|도|만|씩|당|중|쯤|부터|보다|뿐|밖|조차|이나|나|이며|며|인|임|이라|라|이다|다|입"
    "|였|가량|정도|이상|이내|이하|미만|초과|안팎|남짓|내외|전후|규모|선|넘|가까|대|간|째|전|후|동안|이란|께|에게"
)
_DONE = rf"(?![가-힣])|(?={_PARTICLE})"
_PERSON = rf"(?:여?\s?(?:명|사람)(?:{_DONE})|여?\s?인(?:{_DONE})(?!당|용|자|방|조|승|근))"
_MONEY = (
    r"(?:여\s?)?(?:\s?(?:미국\s|미\s)?(?:달러|유로|루블|위안|파운드|흐리우냐|크로네)"
    r"|\s?원(?!정|군|산|수|칙|래|전|인)|\s?엔(?=[가-힣]?\b))"
)
_PERCENT = r"\s?(?:%|퍼센트|프로(?![가-힣])|％)"
_MEASURE = (
    r"(?:여\s?)?\s?(?:㎞|km|킬로미터|킬로|㎡|㎝|cm|㎜|mm|미터|m(?![a-z])|㎏|kg|킬로그램|톤|t(?![a-z])|리터|헥타르|발|문|"
    r"대|척|기|정|개월|개국|개|곳|건|차례|번|회|가지|단계|달|주일|주간|주|시간|분|초|년간|년|일간|일|배|도|쪽|층|권|종|점|마리|쌍|장|필|"
    rf"끼|해|편|국|팀|살|명분)(?:{_DONE})"
)
_UNIT_NAME = r"(?:군단|사단|여단|연대|대대|중대|소대|함대|부대|전단|항|조(?=[가-힣]?\b)|호|군(?![인가-힣]))"

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])|\d+(?:\.\d+)?)"
_SCALE = "[십백천만억조]"
_NOT_A_DATE = r"(?![\d,.]*\d|\s?(?:년|월|일|시|분|세|살|%|차|대|개|번))"
# "1만5천", "4천700", "1만 5천", "1.5만", "6백"
_MIXED = (
    rf"{_DIGITS}(?:\s?{_SCALE}+(?:\s?[일이삼사오육칠팔구](?={_SCALE})|\s?{_DIGITS}(?=\s?{_SCALE})"
    rf"|\s?\d{{1,3}}(?:,\d{{3}}|\d)?{_NOT_A_DATE})?)*"
)
_WORD = r"[일이삼사오육륙칠팔구십백천만억]"
_SPELLED = (
    rf"(?<![가-힣\w])(?={_WORD}*[십백천만억])"
    rf"(?:{_WORD}+(?:\s{_WORD}*[십백천만억]|\s?{_DIGITS}(?={_SCALE}))*{_SCALE}*{_WORD}*)"
)
_NATIVE_JOINED = rf"(?<![가-힣\w])(?:(?:{'|'.join(_TENS)})(?:{'|'.join(_ONES)})?|{'|'.join(_ONES)})"
# Nouns for persons that a native number from two on stands before ("두 병사"); "한 병사" is "a soldier".
_PERSON_NOUN = "병사|군인|장병|장교|포로|사망자|부상자|청년|남성|여성|노동자|사람|시민|주민|간부|장군|대원|용병|조종사"
_NATIVE_COUNTER = r"\s?(?:명|사람|번째|번|차례|가지|달|시간|살|개월|개|곳|척|대|마리|해|배|쪽|단계|분|쌍|군데|팀|편)"

_DAY = r"(?:\d{1,2}\s?(?:[~∼\-–·]|일\s?[~∼\-–])\s?)?\d{1,2}\s?일(?!간|\s동안)"
_MONTHS = r"(?:\d{1,2}\s?[~∼\-–·]\s?)?"  # "7∼8월"
_PATTERNS = {
    "address": r"(?:https?://|www\.)[^\s<>\"“”]+|(?<![\w.-])[\w.+-]{1,64}@[\w.-]+",
    "date": rf"""(?<!\d)\d{{4}}-\d\d-\d\d(?!\d) | (?<![\d.])\d{{4}}\.\s?\d{{1,2}}\.\s?\d{{1,2}}\.?(?!\d)
        | (?<!\d)(?:\d{{4}}|['’‘]\d\d)\s?년\s?{_MONTHS}\d{{1,2}}\s?월(?:\s?{_DAY})?
        | (?<!\d){_MONTHS}\d{{1,2}}\s?월(?:\s?{_DAY})?(?!드)
        | (?<![\d,.만천백]){_DAY}(?!째) | (?<!\d)\d{{2,4}}\s?년대 | (?<!\d)\d{{1,2}}\s?세기
        | (?<!\d)\d{{1,2}}[·.]\d{{1,2}}(?=\s?(?:전쟁|절|사태|혁명|선언|합의|회담|공동))""",
    "year": r"(?<![\d,.])(?:19|20)\d\d\s?(?:[~∼\-–]\s?(?:(?:19|20)\d\d|\d\d)\s?)?년(?!간|\s?동안|째)",
    "time": r"""(?<![\d:.,])(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![\d:])
        | (?<!\d)\d{1,2}\s?시(?:\s?\d{1,2}\s?분)?(?!간|도|\s?가지|즌|리)""",
    "ordinal": rf"""(?<![가-힣])제\s?\d+\s?(?:차|회|호|번|위|기|대)?(?!\d|\s?{_UNIT_NAME})
        | \d+(?:\s?[·,]\s?\d+)*\s?(?:번째|차(?!례)|위(?![가-힣원])|주년|급(?![가-힣])|등(?![가-힣])|호(?![가-힣])|순위)
        | {_NATIVE_JOINED}\s?번째 | (?<![가-힣])(?:첫\s?번째|첫째|둘째|셋째|넷째)""",
    "designation": rf"""(?<![가-힣\w])제\s?\d+\s?{_UNIT_NAME} | (?<![\d,.])\d+\s?{_UNIT_NAME}
        | (?<![A-Za-z\d])[A-Za-z가-힣]{{1,6}}-\d+(?!\d|[,.]\d)[\w-]*? (?=[가-힣\s.,)”’]|$)
        | (?<![A-Za-z\d])[A-Z]{{1,4}}\d+(?![\d,.]\d)[A-Z]?""",
    "age": r"(?<![\d,.])\d{1,3}(?:\s?[~∼\-–]\s?\d{1,3})?\s?(?:세(?!대|기|계|력|트|금|관)|살)",
    "fraction": rf"""(?:{_DIGITS}|{_WORD}|{'|'.join(_ONES)})\s?분의\s?(?:{_DIGITS}|{_WORD})
        | (?<![\d/])\d+/\d+(?![\d/])
        | (?<![가-힣])(?:절반|반수) | \d*[¼½¾⅓⅔⅛⅜⅝⅞]""",
    "vague": r"""(?<![가-힣])(?:수|몇)\s?[십백천만억]+(?:\s?만)?(?:\s?[~∼\-–]\s?수?[십백천만]+)?(?![가-힣]*\d)
        (?=여?\s?(?:명|인|사람|발|대|개|건|마리|채|달러|원)|\s|에|의|을|이|으로|,|\.)
        | (?<![가-힣])(?:여러|몇|다수의)\s?(?=명|사람)""",
    "count": _MIXED,
    "spelled": rf"{_SPELLED}(?={_PERSON}|{_MONEY}|{_PERCENT}|여?{_MEASURE})|(?<![가-힣\w])(?={_WORD}{{3,}}){_SPELLED}"
               rf"(?=(?:을|를|이|가|은|는|에|으로)?(?![가-힣]))",
    "native": rf"{_NATIVE_JOINED}(?={_NATIVE_COUNTER}(?:{_DONE}))|(?!한\s){_NATIVE_JOINED}(?=\s(?:{_PERSON_NOUN}))",
}  # fmt: skip
# A cheap look before the patterns are tried: a digit, a name with one, the first syllable of a number word.
_STARTS = (
    r"(?=[\d¼½¾⅓⅔⅛⅜⅝⅞'’‘]|(?:https?:|www)|(?<![\w.-])[\w.+-]{1,64}@|(?<![A-Za-z\d])[A-Za-z가-힣]{1,6}-?\d"
    rf"|(?<![가-힣\w])[{''.join(sorted({w[0] for w in (*_ONES, *_TENS)}))}수몇여다제첫둘셋넷절반]"
    rf"|(?<![가-힣\w]){_WORD})"
)
_SCANNER = re.compile(f"{_STARTS}(?:{'|'.join(f'(?P<{kind}>{p})' for kind, p in _PATTERNS.items())})", re.X)
_LONE = re.compile(r"\d+")
_PERSON_FOLLOWS, _MONEY_FOLLOWS, _PERCENT_FOLLOWS, _MEASURE_FOLLOWS = map(
    re.compile, (_PERSON, _MONEY, _PERCENT, _MEASURE)
)
_CURRENCY = re.compile(r"[$€£¥₩₽₴]\s?\Z")
_RANGE = re.compile(r"(?:여?\s?(?:명|인))?\s?[~∼\-–—]\s?")
_FROM_TO = re.compile(r"(?:여?\s?(?:명|인|사람))?\s?에서\s?")
_IN_BETWEEN = re.compile(r"(?:여?\s?(?:명|인|사람)?(?:의)?\s?)?(?:사이|정도|가량|선)")
_UNITS_AT_END = re.compile(rf"{_SCALE}+\Z")

_BEFORE = re.compile(
    r"""(?:
    (?P<up_to>최대한?|많게는|많아야|기껏해야)
    |(?P<at_least>최소한?|적어도|적게는|못해도|하한)
    |(?P<nearly>거의|근(?=\s))
    |(?P<about>약|대략|어림잡아|얼추|대체로|줄잡아|한(?=\s\d))
    )(?:\s*(?:[가-힣]+의?)\s){0,2}\s*\Z""",
    re.X,
)
_ABOUT_BEFORE = re.compile(r"(?<![가-힣])(?:약|대략|어림잡아|얼추|한(?=\s))(?:\s?[가-힣]+의?\s){0,2}\s?\Z")
_AFTER = re.compile(
    r"""\s?여?\s?(?:명|인|사람|%|퍼센트|프로)?(?:이나|으로|의|이|가|을|를|은|는|에|보다)?\s?(?:
    (?P<at_least>이상)
    |(?P<more_than>초과|넘(?!어\s?(?:오|왔|온|가|갔|간))|웃도|웃돌|상회|돌파|더\s?많)
    |(?P<up_to>이내|이하)
    |(?P<nearly>미만|못\s?미|육박|가까|채\s?안|밑도|밑돌|조금\s?안)
    |(?P<about>가량|정도|쯤|안팎|내외|남짓|전후|언저리)
    )""",
    re.X,
)
_YEO = re.compile(r"\s?여(?:\s?(?:명|인|사람)|[\s,.]|$)")
_SIGNS = {"≈": "about", "~": "about", "≥": "at_least", ">": "more_than", "<": "nearly", "≤": "up_to"}
_BEGUN, _IN_NUMBER = re.compile(rf"(?:\d|{_SCALE})[,.]?\Z"), re.compile(rf"(?:\d|{_SCALE})\Z")
_GOES_ON, _UNIT = re.compile(rf"\d|{_SCALE}|여"), re.compile(rf"{_SCALE}|여\s?(?:명|인)")
_REST = re.compile(rf"[,.]?\d|\s?{_SCALE}(?![가-힣])|여\s?(?:명|인)|\s?%")
_PIECE = re.compile(rf"{_DIGITS}|[가-힣]")
_CLAUSE_END = re.compile(r"[.;:!?,]\s|[고며]\s(?=[가-힣])")
_DENIES_AFTER = re.compile(r"[^.!?\n]{0,40}?(?:사실이\s아니|사실무근|부인(?:했|하|한)|아니라고|않았다|근거\s?없)")
_VAGUE = re.compile(
    r"(?<![가-힣])(?:(?:수|몇)\s?(?:십|백|천|만|억)+|여러\s?(?:명|사람)|다수|수많은|많은|몇\s?(?:명|사람))"
)
_VAGUE_ALONE = re.compile(r"(?<![가-힣])수(?:십|백|천|만|억)+")


def find(text: str) -> list[Numeral]:
    """Return every number written in a Korean text, in order and without overlaps."""
    text = text.translate(_HANJA)
    return [_classify(text, n) if n.kind == "count" else n for n in _join(text, list(_scan(text)))]


def _scan(text: str) -> Iterator[Numeral]:
    for match in _SCANNER.finditer(text):
        kind, words, (start, end) = match.lastgroup, match[0], match.span()
        if kind in ("count", "spelled"):
            yield Numeral(start, end, "count", _value(words))
        elif kind == "native":
            yield Numeral(start, end, "count", _native(words))
        elif kind == "fraction":
            yield Numeral(start, end, kind)
        elif kind == "vague":
            yield Numeral(start, start + len(words.rstrip()), kind)
        elif kind in ("designation", "date") and words[-1:].isdigit() and _PERSON_FOLLOWS.match(text, end):
            yield from (
                Numeral(start + m.start(), start + m.end(), "count", float(m[0])) for m in _LONE.finditer(words)
            )
        elif kind != "address" or _LONE.search(words):
            yield Numeral(start, end, kind, rule=kind)


def _value(words: str) -> float:
    """Return the value of digits and words mixed: "4천700" 4700, "1.5만" 15000, "이천" 2000, "만" 10000."""
    total = section = 0.0
    number: float | None = None
    for piece in _PIECE.findall(words):
        if piece[0].isdigit():
            number = float(piece.replace(",", ""))
        elif piece in _SINO:
            number = float(_SINO[piece])
        elif piece in _SMALL:
            section += (1 if number is None else number) * _SMALL[piece]
            number = None
        elif piece in _LARGE:
            total += (section + (number or 0) or 1) * _LARGE[piece]
            section, number = 0.0, None
    return round(total + section + (number or 0), 6)


def _native(words: str) -> float:
    tens = next((t for t in _TENS if words.startswith(t)), "")
    return float(_TENS.get(tens, 0) + _ONES.get(words.removeprefix(tens), 0))


def _join(text: str, numerals: list[Numeral]) -> list[Numeral]:
    """Join the ends of a range: "3천~4천 명", "1∼2천명", "800에서 1000명 사이"."""
    joined: list[Numeral] = []
    for n in numerals:
        before = joined[-1] if joined else None
        if before and before.kind == n.kind == "count" and before.value_to is None:
            gap = text[before.end : n.start]
            between = _FROM_TO.fullmatch(gap) and _IN_BETWEEN.match(text, n.end)
            if (_RANGE.fullmatch(gap) or between) and (low := _low_end(text, before, n)) < n.value:
                joined[-1] = replace(before, end=n.end, value=low, value_to=n.value)
                continue
        joined.append(n)
    return joined


def _low_end(text: str, first: Numeral, second: Numeral) -> float:
    """Return the low end of a range in the scale of its high end: "1∼2천" begins at 1,000."""
    units = _UNITS_AT_END.search(text[second.start : second.end])
    scale = _value(units[0]) if units else 0
    scaled = first.value * scale
    return scaled if scale and first.value < scale and scaled < second.value else first.value


def _classify(text: str, n: Numeral) -> Numeral:
    """Return a count as what it is by what follows: persons, money, a share, a measure, a year or just a count."""
    words = text[n.start : n.end]
    if _CURRENCY.search(text[max(0, n.start - 2) : n.start]) or _MONEY_FOLLOWS.match(text, n.end):
        return replace(n, kind="money")
    if _PERCENT_FOLLOWS.match(text, n.end):
        return replace(n, kind="percent")
    if not _PERSON_FOLLOWS.match(text, n.end):
        if _MEASURE_FOLLOWS.match(text, n.end):
            return replace(n, kind="unit", rule="unit")
        if re.fullmatch(r"(?:19|20)\d\d", words) and not _YEO.match(text, n.end):
            return replace(n, kind="year")
    return replace(n, kind="range") if n.value_to is not None else n


def qualifier_of(text: str, number: Numeral, since: int = 0) -> str:
    """Return the qualifier that the words around a number give it; see Language. A bound goes before "여" and "약"."""
    text = text.translate(_HANJA)
    before = text[max(since, number.start - 40) : number.start]
    if sign := _SIGNS.get(before.rstrip()[-1:]):
        return sign
    clause = _CLAUSE_END.split(before)[-1]
    said = [m.lastgroup for m in (_BEFORE.search(clause), _AFTER.match(text, number.end)) if m]
    if bound := next((q for q in said if q != "about"), ""):
        return bound
    return "about" if said or _YEO.match(text, number.end) or _ABOUT_BEFORE.search(clause) else "unqualified"


def denies(before: str, after: str) -> bool:
    """Whether the words after a quote deny it, as a Korean sentence does at its end."""
    return _DENIES_AFTER.match(after) is not None


def cuts(before: str, quote: str, after: str) -> tuple[bool, bool]:
    """Whether a quote begins, and whether it ends, inside a number: "4천|700", "600|여 명", "약|600"."""
    begins = _BEGUN.search(before) and _GOES_ON.match(quote)
    in_number = _IN_NUMBER.search(quote) and _REST.match(after)
    inside = before[-1:].isdigit() and not quote and _UNIT.match(after)
    return bool(begins), bool(in_number or inside)


KOREAN = Language("ko", find, qualifier_of, _VAGUE, _VAGUE_ALONE,
                  re.compile(r"(?:여?\s?(?:명|인))?\s*(?:에서|~|∼|-|–|—|내지|또는)\s*"), denies, cuts)  # fmt: skip
