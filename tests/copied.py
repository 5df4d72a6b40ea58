"""Articles, and the copies that the web makes of them, to test and measure with. All of it is invented.

Each event is reported by several who were there, in their own words: they share the speaker's words and the facts, not
their sentences. A copy is what sites do with an article: mirror, cut, re-head, put an advertiser's line in, change
words, place it on a longer page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

# Facts of an event, and for each the sentences of three reporters; the quotation is the speaker's.
REPORTERS = [
    [
        "{who}, who speaks for the garrison of {place}, told reporters {day} that about {n} soldiers are dead.",
        "It was the first time in {m} weeks that the command there gave any number, after a winter of silence.",
        "“{quote}” {who} said in the courtyard of the barracks.",
        "Families of the missing had gathered at the gate of {place} since the early morning and asked for lists.",
        "The road from {place} to the coast stays closed, according to the {unit}, which guards both of its bridges.",
        "A second convoy of {k} lorries was expected before the end of the month, several drivers said at the depot.",
        "Nobody in the town hall wished to comment on the dispute over pay that began with the strike in {month}.",
        "The {unit} was raised two summers ago from volunteers of the river villages and has lost its colonel since.",
    ],
    [
        "Some {n} men are dead, the spokesperson in {place} admitted {day}; it is the highest toll the army ever gave.",
        "“{quote}” were the words of {who}, read out from a sheet of paper and repeated twice for the cameras.",
        "For {m} weeks journalists had been turned away whenever they raised the matter of losses.",
        "In front of the building stood mothers with photographs; a chaplain spoke to them, but no officer came out.",
        "Traffic to the sea is diverted, for the {unit} has mined the two crossings, a mayor of the district explains.",
        "What the {k} trucks that left the depot carried, and why more are to follow shortly, remains unclear.",
        "The quarrel about wages, simmering after the walkout of {month}, was not a subject anyone would touch.",
        "Recruited along the river, the {unit} is in its second year and without a commander at present.",
    ],
    [
        "{place} – A spokesman, {who}, has put the number of dead soldiers at around {n}.",
        "The announcement came {day} and ended a blackout of {m} weeks.",
        "He went on: “{quote}”",
        "Relatives are still waiting for names; a crowd of perhaps two hundred had formed outside by nine o'clock.",
        "Sappers of the {unit} hold the bridges, so that travellers must take the northern loop to reach the harbour.",
        "Supplies keep rolling: {k} vehicles went through last night and another column is being loaded.",
        "As to the soldiers' pay, unsettled ever since they downed tools in {month}, there was not a word.",
        "Observers recall that the {unit}, mustered two years back in the villages, never replaced its late colonel.",
    ],
]  # fmt: skip
NAMES = (
    "Ottokar",
    "Rischenheim",
    "Sapt",
    "Strofzin",
    "Holf",
    "Bersonin",
    "Detchard",
    "Lauengram",
    "Krafstein",
    "Bauer",
)
PLACES = (
    "Strelsau",
    "Zenda",
    "Hentzau",
    "Tarlenheim",
    "Hofbau",
    "Ruritz",
    "Wintenberg",
    "Glottenberg",
    "Kosel",
    "Mora",
)
QUOTE = "we mourn every one of them and we shall say more when all the lists from the {unit} have been read"
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SYLLABLES = ("ba", "ko", "ri", "sen", "tu", "vel", "mor", "han", "dix", "pol", "gar", "ist", "em", "wy", "fa", "ler")
ADVERTISER = "Win a weekend at the lakes: subscribe today and save half of the price on every issue."
FURNITURE = "Home  News  Sport  Weather\nMost read today\nSign up for the newsletter of this site"
FILLER = ("harbour", "council", "budget", "orchard", "ferry", "museum", "lantern", "quarry", "vineyard", "railway",
          "choir", "market", "bakery", "school", *NAMES)  # fmt: skip


@dataclass
class Corpus:
    """Texts by document_id, and by document_id the article that each is (`article_of`), and how each was made."""

    texts: dict[str, str] = field(default_factory=dict)
    article_of: dict[str, str] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)

    def add(self, document_id: str, text: str, article: str, how: str) -> None:
        self.texts[document_id], self.article_of[document_id], self.made[document_id] = text, article, how


def reports(random: Random) -> list[str]:
    """Return three independent reports of one invented event, each with a paragraph of its own matter."""
    about = {
        "who": f"{random.choice('ABCDEFGHIJKLMN')}. {random.choice(NAMES)}", "place": random.choice(PLACES),
        "day": random.choice(DAYS), "n": random.randrange(20, 900), "m": random.randrange(3, 9),
        "k": random.randrange(9, 60), "month": random.choice(MONTHS),
        "unit": f"{random.randrange(4, 20)}th {random.choice(('rifles', 'lancers', 'guards'))}",
    }  # fmt: skip
    about["quote"] = QUOTE.format(**about)
    own = ["".join(random.choices(SYLLABLES, k=3)) for _ in range(9)]
    return ["\n".join([*(_of_its_own(s, own, random).format(**about) for s in lines), own_matter(random)])
            for lines in REPORTERS]  # fmt: skip


def _of_its_own(line: str, own: list[str], random: Random) -> str:
    """Return a sentence with words of its event in every third place: no two events are reported in the same form."""
    words = line.split(" ")
    return " ".join(w if i % 3 or "quote" in w else f"{w} {random.choice(own)}" for i, w in enumerate(words))


def own_matter(random: Random, sentences: int = 9) -> str:
    """Return sentences that no other text has: what a reporter saw on the way."""
    return "\n".join(f"{' '.join(random.choices(FILLER, k=random.randrange(9, 16)))}." for _ in range(sentences))


def mirror(text: str, random: Random) -> str:
    return text


def reheaded(text: str, random: Random) -> str:
    return f"What we know of the dead of {random.choice(PLACES)}\nBy our own desk\n{text}"


def cut(text: str, random: Random) -> str:
    lines = text.split("\n")
    return "\n".join(lines[: len(lines) * 6 // 10])


def advertised(text: str, random: Random) -> str:
    lines = text.split("\n")
    place = random.randrange(2, len(lines) - 2)
    return "\n".join([*lines[:place], ADVERTISER, *lines[place:]])


def embedded(text: str, random: Random) -> str:
    return f"{FURNITURE}\n{text}\n{own_matter(random, 40)}"


def changed(text: str, random: Random) -> str:
    """Return the text as another desk touches it up: its "about", the verb, and every fourth line."""
    text = text.replace("about ", "", 1).replace("around ", "", 1).replace("said", "told us")
    lines = text.split("\n")
    return "\n".join(f"{line} Reported earlier." if i % 4 == 0 else line for i, line in enumerate(lines))


COPIES = {f.__name__: f for f in (mirror, reheaded, cut, advertised, embedded, changed)}


def corpus(events: int = 10, copies: int = 1, seed: int = 1) -> Corpus:
    """Return so many events, each reported by three, each report copied so many times in each of the ways."""
    random, made = Random(seed), Corpus()
    for event in range(events):
        for reporter, text in enumerate(reports(random)):
            article = f"{event:04d}-{reporter}"
            made.add(article, text, article, "report")
            for way, copy in COPIES.items():
                for turn in range(copies):
                    made.add(f"{article}-{way}-{turn}", copy(text, random), article, way)
    return made
