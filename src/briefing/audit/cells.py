"""Questions about cells: what cannot be seen in them, and words that the documents do not have.

Belongs here: one short function a topic, for what a slip of the keyboard or of a spreadsheet does to a table that the
loader cannot contradict. Does not belong here: questions about the figures (questions) or sources (sources).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

import pandas as pd
from rapidfuzz import fuzz

from briefing.audit import grammar_english as english
from briefing.audit.guesses import sentence_at
from briefing.record.checks import MIXED
from briefing.record.dossier import Record
from briefing.words.dates import month_name
from briefing.words.english import join_list, list_up_to
from briefing.words.text import defuse, quoted

VERBATIM = ("quote", "made_on_quote", "published_quote")  # a document's own characters, held against it
LONGEST = 4000  # characters of a cell; a name or label has fewer
LONGEST_NAME = 200
NAMES = ("name", "short_name", "alias", "label", "heading", "phrase", "whom", "topic", "occasion", "state", "hedge")
SHOWN = 12
_WORD = re.compile(r"[^\W\d_]{3,}")
_NUMBER = re.compile(r"\d[\d,.\u00a0 ]*\d{2}|\d{3,}")
_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_YEAR = re.compile(r"\b(?:1[89]|2[01])\d\d\b")
_IN_A_YEAR = re.compile(r"\b(?:in|during|since|of|throughout|by)\s+(?:1[89]|2[01])\d\d\b")
PRESS = ("outlet", "news_agency")
KIND_WORDS = [  # what an actor's name says of it, and the kinds that go with that
    (r"intelligence (?:service|agenc(?:y|ies))|spy agenc(?:y|ies)|secret service", ("intelligence_agency",)),
    (r"(?:central )?news agency", ("state_media", "news_agency")),
    (r"president of|leader of", ("head_of_state",)),
    (r"minist(?:er|ry) of|foreign minister|defen[cs]e minist(?:er|ry)|government of", ("government",)),
    (r"general staff|chiefs of staff|armed forces|army|senior \w+ general", ("military",)),
    (r"lawmaker|MP|member of (?:parliament|congress)|senator|\w+ Party", ("legislator",)),
]
_KINDS = [(re.compile(rf"\b(?:{words})\b", re.I), kinds) for words, kinds in KIND_WORDS]


def cell_questions(record: Record) -> Iterator[tuple]:
    """Yield every question about the cells of a record: topic, subject, question, figure_ids."""
    yield from _odd_text(record)
    yield from _words_of_no_document(record)
    yield from _kinds_and_states(record)
    yield from _notes(record)
    yield from _hedges(record)
    yield from _periods(record)
    yield from _parts(record)
    yield from _names_of_metrics(record)


def _free_text(record: Record) -> Iterator[tuple[str, str, pd.Series]]:
    """Yield table, column and cells of all text that no rule of the descriptor binds, by the key of their row."""
    for name, table in record.tables.items():
        schema = record.descriptor.schemas[name]
        key = schema.get("primaryKey") or [schema["fields"][0]["name"]]
        for field in schema["fields"]:
            bound = {"pattern", "enum"} & set(field.get("constraints", {}))
            if field["type"] != "string" or bound or field["name"] in VERBATIM or field["name"] not in table:
                continue
            cells = table.loc[table[field["name"]].ne(""), [*dict.fromkeys([*key, field["name"]])]]
            if len(cells):
                yield name, field["name"], cells.set_index([str(k) for k in key], drop=False)[field["name"]]


def _odd_text(record: Record) -> Iterator[tuple]:
    for name, column, cells in _free_text(record):
        wrong = {text: problem for text in cells.unique() if (problem := _problem(text, column))}
        for key, text in cells[cells.isin(list(wrong))].items():
            subject = " · ".join(map(str, key)) if isinstance(key, tuple) else str(key)
            yield "odd text", f"{name}.csv, {subject}", f"{column} {quoted(text, 60)} {wrong[text]}: is it meant?", ""


def _problem(text: str, column: str) -> str:
    """Say what is odd about a cell's text, "" where nothing is."""
    if unseen := sorted({c for c in text if not c.isprintable()}):
        return "holds " + list_up_to([f"U+{ord(c):04X}" for c in unseen], 4) + ", which cannot be seen"
    if mixed := MIXED.search(text):
        return f"mixes two alphabets in {quoted(mixed[0])}"
    if text.count('"') % 2 or text.count("“") != text.count("”") or '""' in text or '","' in text:
        return "has a quotation mark without its other"
    if defuse(text) != text:
        return "begins like a formula"
    if len(text) > (LONGEST_NAME if column in NAMES else LONGEST):
        return f"is {len(text):,} characters long"
    return ""


def _words_of_no_document(record: Record) -> Iterator[tuple]:
    """Ask about words of names and occasions that neither a document nor another cell has, as a slip makes them."""
    known, scripts = _words_of(tuple(record.texts.values()))
    cells = [("actors", "actor_id", ("name", "short_name", "state")), ("aliases", "actor_id", ("alias",)),
             ("statements", "statement_id", ("occasion",))]  # fmt: skip
    own = Counter(
        w for name, _, texts in _free_text(record) if name != "metrics" for t in texts.unique() for w in _stems(t)
    )
    usual = _stems(" ".join([english.STATEMENT, *(occasion for occasion, _ in english.OCCASIONS)]))
    missing: dict[str, list[str]] = {}
    for table, key, columns in cells:
        for row in record.tables[table].to_dict("records"):
            letters = "".join(word[:1] for word in row.get("name", "").split() if word[:1].isupper())
            for word in _WORD.findall(" ".join(row[column] for column in columns)):
                stem = _stem(word)
                if not (
                    stem in known or stem in usual or own[stem] > 1 or _script(word) not in scripts or word in letters
                ):
                    missing.setdefault(row[key], []).append(quoted(word))
    for subject, words in missing.items():
        said = list_up_to(list(dict.fromkeys(words)), SHOWN)
        yield "word of no document", subject, f"no document has {said} of its names or occasion: is it so spelt?", ""


def _stems(text: str) -> set[str]:
    return set(map(_stem, _WORD.findall(text)))


@lru_cache(maxsize=2)
def _words_of(texts: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems of all words of documents, and the scripts that these are written in, without Hangul.

    Hangul adds particles to a name, so a word by itself says nothing there.
    """
    words = {w for text in texts for w in set(_WORD.findall(text))}
    return frozenset(map(_stem, words)), frozenset(map(_script, words)) - {"HANGUL"}


def _stem(word: str) -> str:
    """Return a word without what English adds to it, in small letters and without accents."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    return re.sub(r"(?:ings?|ed|es|s|e)$", "", bare) if len(bare) > 4 else bare


def _script(word: str) -> str:
    return unicodedata.name(word[0], "").partition(" ")[0]


def _kinds_and_states(record: Record) -> Iterator[tuple]:
    """Ask about an actor whose own name says that it is of another kind, or of another state."""
    aliases = record.tables["aliases"].groupby("actor_id")["alias"].agg(" · ".join)
    actors = record.tables["actors"]
    states = set(actors["state"]) - {""}
    for actor, name, short, kind, state in actors[["actor_id", "name", "short_name", "kind", "state"]].to_numpy():
        called = f"{name} · {short} · {aliases.get(actor, '')}"
        kinds = [kinds for pattern, kinds in _KINDS if pattern.search(called)]
        if kinds and not any(kind in k for k in kinds) and kind not in ("collective", "outlet"):
            meant = join_list([k for ks in kinds for k in ks], "or")
            yield "kind of actor", actor, f"it is {kind}, and “{called}” sounds like {meant}: which is it?", ""
        named = [s for s in states if s in name]
        if named and state not in named and kind not in (*PRESS, "collective"):
            given = f"of {state}" if state else "of no state"
            yield "state of an actor", actor, f"it is {given}, and is called “{name}”: is it so?", ""


def _notes(record: Record) -> Iterator[tuple]:
    """Ask about numbers and quoted words of notes that neither the documents nor the rows have."""
    texts = [*record.texts.values()]
    written = _folded("\n".join([*texts, *(record.tables["actors"][["name", "note"]].to_numpy().ravel())]))
    numbers = {*map(_digits, _NUMBER.findall("\n".join(texts))), *_own_numbers(record)}
    for name, column, cells in _free_text(record):
        if column not in ("note", "reason"):
            continue
        for text in cells.unique():
            said = [n for n in _NUMBER.findall(text) if _digits(n) not in numbers]
            said += [
                w for w in _QUOTED.findall(text) if not all(_folded(p.strip(" .,")) in written for p in w.split("…"))
            ]
            if said:
                key = cells[cells.eq(text)].index[0]
                subject = " · ".join(map(str, key)) if isinstance(key, tuple) else str(key)
                words = list_up_to([quoted(s) for s in said], SHOWN)
                question = f"{words} stands in its {column} and in no document: is it so?"
                yield "note", f"{name}.csv, {subject}", question, ""


def _own_numbers(record: Record) -> set[str]:
    """Return the numbers and years that rows state."""
    figures = record.tables["reported_figures"]
    values = pd.concat([figures["value"], figures["value_to"]]).dropna().unique()
    dates = [
        *record.tables["documents"]["published_on"],
        *record.tables["statements"]["made_on"],
        *figures["refers_to"],
    ]
    return {*map(str, values), *_YEAR.findall(" ".join(dates))}


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text.translate({0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"'})).casefold()


def _sentences(record: Record, rows: pd.DataFrame) -> Iterator[tuple]:
    """Yield each row with the sentence in which its quote stands; rows whose quote is not in place are passed over."""
    for row in rows.dropna(subset=["quote_start"]).itertuples(index=False):
        text, at = record.texts.get(row.document_id, ""), int(row.quote_start)
        if row.quote and text.startswith(row.quote, at):
            start, end = sentence_at(text, at, at + len(row.quote))
            yield row, text[start:end]


def _hedges(record: Record) -> Iterator[tuple]:
    """Ask about a hedge that its sentence does not have, and about a sentence whose hedge its row does not have."""
    columns = ["figure_id", "document_id", "statement_id", "voice", "hedge", "value", "quote", "quote_start"]
    for row, sentence in _sentences(record, record.tables["reported_figures"][columns]):
        if row.hedge and not re.search(rf"(?<!\w){re.escape(row.hedge)}(?!\w)", sentence, re.I):
            question = (
                f"{row.figure_id} is held back by {quoted(row.hedge)}, which its sentence does not say: is it so?"
            )
            yield "hedge", row.document_id, question, row.figure_id
        elif not row.hedge and not pd.isna(row.value) and (found := english.HEDGE.search(_clause(row.quote, sentence))):
            question = f"the clause of {row.figure_id} says “{found[1]}”: does it hold the figure back?"
            yield "hedge", row.document_id, question, row.figure_id


def _clause(quote: str, sentence: str) -> str:
    """Return the part of a sentence around a quote that no comma or dash parts from it."""
    before, _, after = sentence.partition(quote)
    return re.split(r", |—|–|: ", before)[-1] + quote + re.split(r", |—|–|: ", after)[0]


def _periods(record: Record) -> Iterator[tuple]:
    """Ask about a period that neither the sentence nor the dates of the figure give, and about a year left out."""
    columns = ["figure_id", "document_id", "statement_id", "refers_to", "quote", "quote_start"]
    made = dict(zip(record.tables["statements"]["statement_id"], record.tables["statements"]["made_on"], strict=True))
    out = dict(zip(record.tables["documents"]["document_id"], record.tables["documents"]["published_on"], strict=True))
    rows = record.tables["reported_figures"][columns]
    for row, sentence in _sentences(record, rows[rows["refers_to"].ne("") | rows["quote"].str.contains(_IN_A_YEAR)]):
        known = [made.get(row.statement_id, ""), out.get(row.document_id, "")]
        if row.refers_to:
            years = {*_YEAR.findall(sentence), *(d[:4] for d in known)}
            months = {1, 12, *map(_month, known)}
            months |= {m for m in range(1, 13) if month_name(m) in sentence}
            ends = row.refers_to.split("/")
            if all(e[:4] in years and (len(e) == 4 or _month(e) in months) for e in ends):
                continue
            question = (
                f"{row.figure_id} refers to {row.refers_to}, which neither its sentence nor its dates give: is it so?"
            )
            yield "period of a figure", row.document_id, question, row.figure_id
        elif year := _IN_A_YEAR.search(row.quote):
            question = f"{row.figure_id} says “{year[0]}”: does the figure refer to {year[0][-4:]}?"
            yield "period of a figure", row.document_id, question, row.figure_id


def _month(date: str) -> int:
    """Return the month of an ISO date, 0 where it has none."""
    found = re.match(r"\d{4}-(\d\d)", date)
    return int(found[1]) if found else 0


def _parts(record: Record) -> Iterator[tuple]:
    """Ask about a figure included in one that it cannot be a part of, and about one beside its whole."""
    columns = ["figure_id", "document_id", "statement_id", "metric", "value", "included_in", "quote", "quote_start"]
    rows, metrics = record.tables["reported_figures"][columns], record.metrics
    whole_of = rows.drop_duplicates("figure_id").set_index("figure_id")
    within = rows[rows["included_in"].isin(whole_of.index)]
    for row in within.itertuples(index=False):
        whole = whole_of.loc[row.included_in]
        same = (whole["document_id"], whole["statement_id"]) == (row.document_id, row.statement_id)
        fits = whole["metric"] == row.metric or whole["metric"] in metrics.wholes(row.metric)
        if (
            not same
            or not fits
            or bool(pd.notna(row.value) and pd.notna(whole["value"]) and row.value > whole["value"])
        ):
            question = (
                f"{row.figure_id} ({row.metric}) is included in {row.included_in} ({whole['metric']}): can it be?"
            )
            yield "part and whole", row.document_id, question, f"{row.figure_id} {row.included_in}"
    beside: dict[tuple, list] = {}
    for row, sentence in _sentences(record, rows.dropna(subset=["value"])):
        if including := english.INCLUDING.search(sentence):
            is_part = sentence.find(row.quote) >= including.start()
            beside.setdefault((row.document_id, row.statement_id, sentence), ([], []))[is_part].append(row)
    for (document, *_), (wholes, parts) in beside.items():
        for part in parts:
            held = [w.figure_id for w in wholes if w.metric in metrics.wholes(part.metric) and w.value >= part.value]
            if held and not part.included_in:
                question = f"{part.figure_id} stands behind {held[-1]} in a sentence of parts: is it included in it?"
                yield "part and whole", document, question, f"{part.figure_id} {held[-1]}"


def _names_of_metrics(record: Record) -> Iterator[tuple]:
    """Ask about names of a metric that share no word with what it counts, and about a topic spelt in two ways."""
    table = record.tables["metrics"]
    own = {
        row.metric: _starts(f"{row.metric} {row.words} {row.words_beside} {row.words_whom} {row.words_loose}")
        for row in table.itertuples()
    }
    parts = {m: set().union(own[m], *(own[p] for p in table.loc[table["part_of"].eq(m), "metric"])) for m in own}
    same = {words: set().union(*(parts[m] for m in metrics)) for words, metrics in table.groupby("words")["metric"]}
    headed = table.groupby("heading")["metric"].agg(list).to_dict()
    for row in table.to_dict("records"):
        counted = parts[row["metric"]] | (same[row["words"]] if row["words"] else set())
        under = set().union(counted, *(parts[m] for m in headed[row["heading"]]))
        names = {"label": counted, "phrase": counted, "heading": under}
        if row["words"]:
            names["words"] = _starts(f"{row['metric']} {row['label']}")
        if row["whom"] and row["words_whom"]:
            names["whom"] = _starts(row["words_whom"])
        foreign = set().union(*own.values()) - counted
        odd = [
            f"{c} {quoted(row[c], 40)}"
            for c, words in names.items()
            if not (said := _starts(row[c])) & words or (c == "label" and said & foreign)
        ]
        if odd:
            question = f"{join_list(odd)}: not the words of what it counts, so is it the right one?"
            yield "name of a metric", row["metric"], question, ""
    topics = sorted(set(table["topic"]) - {""})
    for i, topic in enumerate(topics):
        for other in topics[:i]:
            if fuzz.ratio(topic, other) >= 80:
                yield "name of a metric", topic, f"is its topic another than “{other}”?", ""


def _starts(text: str) -> set[str]:
    """Return the first four letters of each word."""
    return {word[:4].casefold() for word in _WORD.findall(text.replace("_", " "))}
