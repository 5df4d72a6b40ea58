"""How English texts speak of numbers of people and of who said them: the words behind the drafts' rules.

One language is one module with these names; `drafts` and `speakers` hold the rules and no word. Belongs here: words and
patterns of them. Does not belong here: words for what is counted (metrics.csv) and how numbers are written (numerals).
"""

from __future__ import annotations

import re

from briefing.words.numerals import LOSSES, PERSONS


def _any(words: str) -> str:
    """Return a pattern for any of the words, separated by commas; a space in one stands for any space."""
    return "(?:" + "|".join(w.strip().replace(" ", r"\s+") for w in words.replace("\n", " ").split(",")) + ")"


def _words(words: str) -> re.Pattern:
    return re.compile(rf"\b{_any(words)}\b", re.I)


# --- the number and its noun

BETWEEN = _any(
    "a, an, the, its, their, his, about, around, some, roughly, approximately, nearly, almost, over, "
    "under, up, to, at, least, most, more, fewer, less, than, as, many, no, not, between, another, "
    "additional, extra, further, estimated, total, of, close, just, only, well, with, by, on, "
    "upwards, circa, reported, combined, initial, first, whole, contingent, group, batch, force, "
    "forces, troops, other, short, shy, north, order, region, something, like, brigade, battalion, company, "
    "platoon, detachment, wave, believed, mark, very, the very, good"
)
GAP = rf"(?:\s+['‘’“\"]?(?:{BETWEEN}\b|≈|~|[<>≥≤]))*\s*['‘’“\"]?\Z"
_LEADS_TO = _any(
    "at, to, from, was, were, is, are, of, be, reach(?:ed|es|ing)?, exceed(?:ed|s|ing)?, surpass(?:ed|es)?, "
    "total(?:l?ed|l?ing|s)?, number(?:ed|s|ing)?, pass(?:ed|es), top(?:ped|s), hit, cross(?:ed|es), overt(?:ook|akes), "
    "past, beyond, above, approach(?:ed|es|ing), near(?:ed|s|ing), stands?, stood"
)
SAYS_HOW_MANY = re.compile(rf"(?:\s+(?!(?:said|says|that|which|who)\b)[^\s,;:]+){{0,9}}?\s+{_LEADS_TO}{GAP}", re.I)
_AMOUNT = _any(
    "estimated, put, puts, stand, stands, stood, standing, reckoned, assessed, given, placed, set, remain, remains, "
    "remained, figure, toll, ris\\w+, rose, climb\\w*, gr[eo]w\\w*, jump\\w*, bring\\w*, brought, com\\w+, came, "
    "amount\\w*, f[ae]ll\\w*, up, down, total, count, number, increas\\w+, doubl\\w+, tripl\\w+, swell\\w*, swoll\\w+, "
    "go\\w*, went, rais\\w+, tak\\w+, edg\\w+, creep\\w*, crept, surg\\w+, dead, death, deaths, casualties, revised, "
    "lifted, totall?\\w+, losses, loss, wounded"
)
# "The wounded rose by 400": not how many there are.
GREW_BY = re.compile(
    rf",?(?:\s+(?!(?:said|says|that|which|who)\b)[^\s;:]+){{0,6}}?\s+(?:ris|ros|climb|increas|gr[eo]w|jump|go|went|swell|swoll|up"
    rf"|f[ae]ll|drop)\w*\s+by{GAP}",
    re.I,
)
# "Casualties, 600 of them deaths, have reached 4,700": what stands between is of another number.
ASIDE = re.compile(
    r"\s*(?:\w+\s+){0,2}?of\s+(?:them|whom|which)\b[^,;.]*,\s+(?:have|has|had|were|was|are|is|stands?|stood|now)\b",
    re.I,
)
# "At", "to" and "of" lead to an amount only behind such a word: not in "the prisoner joined up at 17".
WEAKLY = re.compile(rf"(?<!\w)(?:at|to|from|of){GAP}", re.I)
FIRMLY = re.compile(rf"\b{_AMOUNT}\s+(?:only\s+|now\s+)?(?:at|to|from|of){GAP}", re.I)
# Of the number before: "casualties had exceeded 2,500 and now stand at 2,600".
NOW_AT = re.compile(
    rf"\b(?:reach(?:ed|es)|exceed(?:ed|s)|surpass(?:ed|es)|top(?:ped|s)|pass(?:ed|es)|hit|(?:stands?|stood|rose|grew|climbed"
    rf"|amounts?|amounted|comes?|came)\s+(?:at|to)|(?:is|are|was|were)\s+now)(?:\s+(?:{BETWEEN})\b)*\s*\Z",
    re.I,
)
FINITE = re.compile(
    rf"\b{_any('have, has, had, were, was, are, is, be, been, being, got, to, will, would')}"
    r"(?:\s+(?:also|already|since|now|not|reportedly|likely))*\s+\Z",
    re.I,
)
SAME_COUNT = re.compile(r"\b(?:figure|number|total|count|tally|estimate|it|toll)\b" + SAYS_HOW_MANY.pattern, re.I)
_STOP = _any(
    "to, in, at, on, of, for, from, by, with, and, or, but, that, who, which, whom, had, have, has, "
    "were, was, are, is, be, been, will, would, could, may, might, said, after, since, during, as, "
    "than, so, already, now, while, when, where, also, into, within, across, near, did, do, came, left, died, won"
)
NOUNS = re.compile(rf"[\s-]+((?:(?!{_STOP}\b)[^\W\d][\w’'-]*[ \u00a0]?){{1,6}})", re.I)
COUNTED = re.compile(rf"\b(?:{PERSONS}|{LOSSES})\b", re.I)
# From a number to the next in a list, as in "40 officers and about 15 gunners".
JOINED = re.compile(rf"\s+(?:[^\W\d][\w’'-]*\s+){{1,4}}?(?:and|as\s+well\s+as|plus)(?:\s+{BETWEEN}\b)*\s*\Z", re.I)
NUMBER = re.compile(r"\A\S+")
PERSON = re.compile(rf"\s+(?:\w+\s+)?(?:{PERSONS})\b", re.I)
# A plural that names who does something is people, unless it is one of these things.
PEOPLE_BY_FORM = re.compile(r"\b\w{2,}(?:ers|ors|men|women|eers|ists|ants|cians)\b", re.I)
THINGS = _words(
    "launchers, howitzers, mortars, bombers, tankers, carriers, destroyers, cruisers, containers, trailers, "
    "tractors, reactors, computers, letters, numbers, papers, newspapers, quarters, headquarters, meters, metres, "
    "kilometers, kilometres, centers, centres, orders, powers, bunkers, trenchers, choppers, bulldozers, sensors, "
    "motors, floors, doors, corridors, sectors, factors, errors, lasers, radars, rollers, trawlers, fliers, covers, "
    "offers, answers, matters, chapters, borders, rivers, towers, shelters, boosters, missiles, servers, printers, "
    "members, ministers, leaders, lawmakers, reporters, readers, teachers, doctors, bankers, writers, settlers, "
    "ambassadors, directors, senators, investors, voters, observers, experts, journalists, years, others, brothers, "
    "sisters, mothers, fathers, fingers, soldiers of fortune, diplomats, assistants, restaurants, plants, grants, "
    "accountants, tenants, elephants, warrants, ministerial"
)

# --- what makes it another number than it seems

DOUBT = re.compile(
    r"\b"
    + _any(
        "could, may, might, if, not, never, no record, unconfirmed, unable, nobody, no one, hypothetical, possibly, "
        "capable, exercise, drill, target, goal, ago, Korean War, World War, before, earlier, previously, once, whether"
    )
    + r"\b|n['’]t\b",
    re.I,
)
DENIED = re.compile(
    r"\b(?:den(?:y|ied|ies|ying)|reject(?:ed|s|ing)?|dismiss(?:ed|es|ing)?|dispute[ds]?|never\s+said|refut(?:ed|es)"
    r"|(?:nobody|no\s+one|none)[^.;:]{0,30}?\b(?:confirm|count|say|said|seen|know)\w*|(?:did|could|would)\s+not\s+confirm"
    r"|called\s+reports?\s+of)\b[^.;:]{0,80}\Z",
    re.I,
)
INCREASE_BEFORE = re.compile(
    r"\b(?:(?:ris|ros|climb|increas|gr[eo]w|grow|jump|go|went|up|fall|fell|drop|swell|swoll|surg|rais)\w*\s+by|(?:a\s+|an\s+)?(?:further|another"
    r"|additional|extra|more|fresh|new))\s+(?:about\s+|around\s+|some\s+|at\s+least\s+|nearly\s+|almost\s+)?\Z",
    re.I,
)
INCREASE_AFTER = re.compile(r"(?!\s+or\b)\s+(?:\w+\s+){0,2}?more\b(?!\s+than)", re.I)
ALSO = re.compile(r"(?:\b(?:and|with|while|as\s+well\s+as)|,)\s+(?:\w+\s+){0,3}\Z", re.I)  # before a number
CHANGE = re.compile(r"\b(?:from|by)\s*\Z", re.I)  # "from 300 to 600", "by 250 to 1,650"
# "Most of the 420 were killed": a part of the number is counted, not the number.
PART_OF_IT = re.compile(
    r"\b(?:most|many|some|half|thirds?|quarters?|fifths|majority|part|several|few|number|%|per\s?cent)\s+(?:of\s+)?"
    r"(?:the|those|these|its|their|his)\s+\Z",
    re.I,
)
ONLY_A_PART = "“{}”: only a part of them is counted here."
SUBSET = re.compile(
    r"\b(?:among|amongst|of)\s+(?:the|those|these|them|whom|which)\b[^.;]*\b(?:were|are|was|is)\s+\Z", re.I
)
STILL_PERSONS = re.compile(r"[\s-]+(?:more|others?|additional|further)\s*\Z", re.I)  # "3,000 more were sent"
INCLUDING = re.compile(r"\W*\b(?:including|includes?|included|of\s+(?:whom|which|them)|among\s+them)\b", re.I)
INCLUDED = re.compile(r"\b(?:including|includes?|of\s+(?:whom|which|them)|among\s+them)\s+[^.;,\d]{0,25}\Z", re.I)
AGE_BEFORE = re.compile(
    r"\b(?:aged?|age\s+of|(?:joined(?:\s+up)?|enlisted|drafted|conscripted|recruited|called\s+up|married|died)\s+at|(?:he|she|I|who|they)\s+(?:was|were|is|are|turned)(?:\s+only|\s+just)?)\s+\Z",
    re.I,
)
_ONE = _any(
    "man, woman, soldier, private, prisoner, captive, fighter, rifleman, gunner, sniper, sergeant, officer, recruit, "
    "conscript, boy, girl, brother, sister, mother, father, son, wife, other, comrade, commander"
)
# "The dead man was 22;", "Now 21, he", "Ri, 26, was": someone, the number between commas or at an end.
APPOSED_BEFORE = re.compile(
    rf"(?:\b{_ONE}(?:\s+(?:was|is|were|are|turned)(?:\s+(?:only|just|then|now|about))?|,)|\b(?:now|then|aged|barely)"
    r"|\b[A-Z]\w+,)\s+\Z",
    re.I,
)
APPOSED_AFTER = re.compile(r"\s*(?:[,;.]|\Z)(?!\d)")
# "Both prisoners, 20 and 26, were"
PAIR_BEFORE, PAIR_AFTER = re.compile(r",\s+[1-9]\d\s+and\s+\Z"), re.compile(r"\s+and\s+[1-9]\d\s*,(?!\s+respect)")
MOST = re.compile(
    r"\b(?:most|many|some|half|thirds?|quarters?|fifths|majority|part|%|per\s?cent)\s+(?:of\s+)?(?:them|those|these)\b",
    re.I,
)
AGE_AFTER = re.compile(
    r"[\s-]years?[\s-](?:old|of\s+age)\b|\s+(?:when|at\s+the\s+time)\b|\s*,\s+(?:told|said|from)\b", re.I
)
YEAR_OLD = re.compile(r"[\s-]years?[\s-](?:old|of\s+age)\b", re.I)
KINDS = {"percent": "A share", "fraction": "A share", "money": "Money", "year": "A year"}
NOT_PERSONS = "{}, not persons."
NOT_A_FIGURE = "“{}”: not a figure of this dossier."
AN_AGE, AN_INCREASE, A_DENIAL, OF_ANOTHER = (
    "“{}”: an age, not persons.",
    "“{}”: an increase, not a total.",
    "“{}”: denied, not claimed.",
    "“{}”: said of others: {}.",
)

# --- whose soldiers: bodies that are counted, and the form of a nation's name

_ARMIES = (
    "troops|soldiers?|forces|losses|casualties|deaths|dead|wounded|army|men|fighters|servicemen|contingent|side|personnel"
    "|prisoners?|(?:brigade|unit|battalion|regiment|division|corps|compan(?:y|ie)|militia|guard|marine)s?|navy"
)
_NO_NAME = ("The", "A", "An", "Its", "Their", "His", "Some", "Of", "In", "At", "On", "For", "No", "Elite")
ARMY = re.compile(
    rf"\b(?!(?:{'|'.join(_NO_NAME)})\b)((?:(?:North|South)\s+)?[A-Z]\w+?)(?:['’]s?\s+(?:(?!(?:said|says|told)\b)[\w-]+\s+){{0,2}}?"
    rf"|\s+(?:(?:own|combined|total|elite|\d+(?:st|nd|rd|th)|[A-Z]\w+)\s+){{0,2}}?)(?i:{_ARMIES})\b"
    r"(?!\s+(?:chief|general|intelligence|spokes\w+|commander|said|says))"
    r"|\b((?:(?:North|South)\s+)?[A-Z]\w+?)\s+(?:has\s+|have\s+|had\s+)?(?:also\s+)?(?:lost|loses|suffered)\b"
    r"|\b((?:North|South)\s+Koreans|[A-Z]\w+(?:ians|ans))\b"
)
NOT_COUNTED = re.compile(r"\b(?:alongside|against|with|by|for|from|to|near|under|into|behind)\s+(?:the\s+)?\Z", re.I)
NATION = re.compile(r"\w+(?:ian|ean|ish|ese|ench|[^aeiou]an|ians|eans|ans)\Z")
NEUTRAL = frozenset(_NO_NAME)
CIVILIANS = _words("civilians?, residents?, villagers?, children, passengers?, journalists?, diplomats?, doctors?")

# --- who said it, when and where

SAID = (
    r"(?:said|says|told|tells|announced|reported|reports|estimate[sd]?|believes?|believed|stated|claim(?:s|ed)|added|adds"
    r"|warned|put|puts|confirmed|revealed|briefed|wrote|assess(?:es|ed)|knew|knows|gave|gives|counted|counts|spoke|had\s+spoken|noted)"
)
AFTER_NAME = re.compile(
    rf"(?:['’]s\s+\w+)?(?:,[^,.;]{{3,80}},)?(?:\s+(?:also|has|had|have|now|later))*\s+{SAID}\b", re.I
)
BEFORE_NAME = re.compile(
    r"\b(?:according\s+to|cit(?:ing|ed)|quot(?:ing|ed)|said|says|told\s+by|reported\s+by|estimates?\s+(?:of|by|from)"
    r"|in\s+the\s+words\s+of)\s+(?:the\s+|a\s+|an\s+|[A-Z]\w+['’]s\s+)?\Z",
    re.I,
)
OWN_WORDS = re.compile(r"['’]s\s+(?:\w+\s+)?(?:briefing|report|estimate|assessment|figures?|count|statement)\b", re.I)
PRONOUN = re.compile(
    rf"\b(?:he|she|it|they|the\s+(?:agency|service|ministry|military|president|institute|general|source|official"
    rf"|report|statement|lawmaker))\s+(?:(?:also|has|had|then|later)\s+)*{SAID}\b",
    re.I,
)
A_PERSON = re.compile(rf"\b(?:he|she)\s+(?:(?:also|has|had|then|later)\s+)*{SAID}\b", re.I)
SOMEBODY = re.compile(
    rf"\b((?:[Tt]he|[Aa]n?|[Oo]ne|[Ss]ome)\s+(?:[\w-]+\s+){{0,4}}?(?:officers?|officials?|think\s+tank|institute|group|ministry"
    rf"|general|spokes\w+|commander|source|analysts?|experts?|monitors?|charity|staff))(?:\s+in\s+[A-Z]\w+)?,?\s+{SAID}\b"
    rf"|\b((?:[Tt]he\s+)?(?:[A-Z][\w’'-]+\s+){{0,4}}?(?:Staff|Ministry|Institute|Agency|Service|Command|Army|Council"
    rf"|Committee|Office|Kremlin|Government)(?:\s+of\s+(?:the\s+)?[A-Z]\w+){{0,2}})(?:\s+in\s+[A-Z]\w+)?,?"
    rf"(?:\s+(?:also|has|had))*\s+{SAID}\b"
)
LONGER = r"(?:\b(?!The\b|A\b|An\b|In\b)[A-Z][\w’'-]+\s+)?\b{name}(?:\s+of\s+(?:the\s+)?[A-Z]\w+)*"
KIND_OF = [
    ("institute", _words("think tank, institute, research, analysts?, university")),
    ("ngo", _words("charity, monitors?, rights group")),
    ("intelligence_agency", _words("spy agency, intelligence, secret service")),
    ("military", _words("officers?, general, commander, army, staff, military, command")),
    ("government", _words("official, ministry, kremlin, government, spokes\\w+")),
]
# "The", or a nation before what it is: "South Korea's military", "Ukrainian intelligence".
_WHOSE = r"(?:[Tt]he\s+(?:(?P<of>(?:[A-Z]\w+\s+)?[A-Z]\w+)\s+)?|(?P<whose>(?:[A-Z]\w+\s+)?[A-Z]\w+?)(?:['’]s)?\s+)"
# Words that lead to the one actor of a kind that a document names, or that a record has.
BY_KIND = {
    "intelligence_agency": re.compile(
        rf"\b{_WHOSE}(?:spy|intelligence)\s+(?:agency|service|chief)\b|\b[Tt]he\s+(?:agency|service)\b"
    ),
    "military": re.compile(
        rf"\b{_WHOSE}(?:military|General\s+Staff|Joint\s+Chiefs(?:\s+of\s+Staff)?|armed\s+forces)\b"
    ),
    "government": re.compile(rf"\b{_WHOSE}(?:ministry|[Ff]oreign\s+[Mm]inist(?:er|ry)|[Dd]efen[cs]e\s+[Mm]inistry)\b"),
    "head_of_state": re.compile(rf"\b{_WHOSE}[Pp]resident\b"),
}  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAY = re.compile(rf"\b(?:(last)\s+)?({'|'.join(WEEKDAYS)})\b")
_MONTHS = _any("January, February, March, April, May, June, July, August, September, October, November, December")
DAY_OF_MONTH = re.compile(
    rf"\b[Oo]n\s+(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m>{_MONTHS})|(?P<m2>{_MONTHS})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)\b"
)
TODAY = re.compile(r"\b(?:today|this\s+(?:morning|afternoon|evening))\b", re.I)
# Where a sentence turns to what was said before: "…, which had put it at 600 on 30 April".
LOOKS_BACK = re.compile(
    r",?\s+(?:which|who|whereas|while|where|than|and|but)\s+(?:(?:it|he|she|they|the\s+\w+)\s+)?had\s+"
    r"(?:put|said|given|told|reported|estimated|spoken|counted|announced|claimed|confirmed)\b"
    r"|,?\s+(?:compared\s+with|as\s+against|up\s+from|down\s+from)\b",
    re.I,
)
# A month counts where it dates what was said, not what happened.
MONTH_OF_SPEECH = (
    rf"\bIn\s+(?:early\s+|late\s+|mid-)?{{month}},?\s+[^.;]{{{{0,40}}}}?(?:had\s+)?{SAID}\b"
    r"|\b[Ii]n\s+(?:its\s+|his\s+|a\s+)?(?:early\s+|late\s+|mid-)?{month}\s+(?:briefing|report)\b"
    rf"|{SAID}(?:\s+(?!(?:that|were|was|had|have|been|sent|killed)\b)[a-z]+){{{{0,3}}}}\s+in\s+{{month}}\b"
    r"|\b{month}\s+(?:briefing|report|estimate)"
)
OCCASIONS = [
    ("Briefing", _words("briefing, briefed, told lawmakers, told parliament, told a parliamentary committee")),
    ("Report", _words("report published, in a report, report")),
    ("Interview", _words("interview")),
    ("Remarks to reporters", _words("told reporters, news conference, press conference")),
    ("Speech", _words("speech, forum, summit, address")),
]
STATEMENT = "Statement"
HEDGE = re.compile(
    r"\b(?:is|are|was|were|be)?\s?\b(believed|estimated|estimates?|appears?|appeared|reportedly|thought|presumed|likely"
    r"|probably|suspected|alleged(?:ly)?|understood|assessed|apparently|believes)\b",
    re.I,
)
# --- what a number speaks of, apart from when it was said: "as of mid-May", "by 20 May", "between January and March"

_PART = r"(?:(?:the\s+)?(?:end|beginning|middle|start)\s+of\s+|early[\s-]+|mid[\s-]+|late[\s-]+)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?!\d|[.,]\d)"
_FIRST = (
    rf"(?:(?P<day4>{_DAY})(?:st|nd|rd|th)?\s*(?:and|to|until|till|through|[-–—])\s*(?=\d))?"
    rf"(?P<part>{_PART})?(?:(?P<day>{_DAY})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{_MONTHS})"
    rf"(?(day)|(?:\s+(?P<day1>{_DAY})(?:st|nd|rd|th)?)?)(?:,?\s+(?P<year>(?:19|20)\d\d)\b)?"
)
_SECOND = (
    rf"(?P<part2>{_PART})?(?:(?P<day2>{_DAY})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month2>{_MONTHS})"
    rf"(?(day2)|(?:\s+(?P<day3>{_DAY})(?:st|nd|rd|th)?)?)(?:,?\s+(?P<year2>(?:19|20)\d\d)\b)?"
)
PERIOD = re.compile(
    r"\b(?P<lead>as\s+of|as\s+at|by|until|till|up\s+to|through|between|from|in|during|throughout|over)\s+"
    rf"(?:{_FIRST}(?:\s*(?:and|to|until|till|through|[-–—])\s*{_SECOND})?|(?P<only_year>(?:19|20)\d\d)(?![\d,.]\d|\d))",
    re.I,
)
AHEAD = re.compile(
    r"\b(?:will|plans?|planned|planning|to\s+be|next|intends?|would|due\s+to|expected\s+to|set\s+to|going\s+to)\b", re.I
)
LEADS_ON = re.compile(r"\W*(?:[^\W\d]+\W+){0,3}", re.I)  # from a period to the number that it dates
SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Dr|Lt|St|No))(?<!\b(?:Gen|Sen|Mrs|Col|Maj))[.!?]['\"”’)]*\s+(?=[\w“\"‘(])|\n|;"
)
READ_ON = re.compile(r"(?:READ|Read|ALSO|Also|See|RELATED|[-*•>])(?:\s|\b)")
# Behind a number, and part of it.
TAIL = re.compile(
    r"\s*(?:(?:or|and)\s+(?:more|higher|so|thereabouts|fewer|less|counting)\b(?!\s+than\b)|-?\s?plus\b|\+|-?odd\b"
    r"|,?\s?at\s+(?:the\s+)?(?:very\s+)?(?:most|least)\b(?=[,.;]|\s+\w+ed\b|\s+(?:were|are|have|had)\b)"
    r"|,?\s?give\s+or\s+take\b,?)",
    re.I,
)
BETWEEN_ENDS = re.compile(r"\bbetween\b[^\d]*\Z", re.I)
