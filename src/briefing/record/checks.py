"""What must hold before anything is drawn: every fault of a record, each with table, row, column, value and remedy.

Belongs here: checks across tables and documents. Does not belong here: what the descriptor says of one table (tables).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from briefing.paths import seeds_folder
from briefing.record.files import read_inside
from briefing.record.metrics import Metrics
from briefing.record.provenance import provenance_faults
from briefing.record.tables import Descriptor, Fault, read_tables
from briefing.words import dates, intervals, quotes
from briefing.words.english import count, join_list
from briefing.words.languages import reader, scripts
from briefing.words.text import quoted

MIXED = re.compile(r"\b(?=[^\W\d_]*[A-Za-z])(?=[^\W\d_]*[\u0370-\u052f])[^\W\d_]+")


def _first_of_each_cell(faults: list[Fault]) -> list[Fault]:
    """Return the faults without those that follow an earlier one of the same cell: one cell, one thing to mend."""
    first = {}
    for number, fault in enumerate(faults):
        place = (fault.table, fault.row, fault.column) if fault.row and fault.column else number
        first.setdefault(place, fault)
    return list(first.values())


def read_and_check(
    data: Path, descriptor: Descriptor, seen: dict[str, bytes]
) -> tuple[dict[str, pd.DataFrame], dict[str, str], list[Fault]]:
    """Return the tables as they stand, the documents' texts by document_id, and every fault found in them."""
    tables, faults = read_tables(data, descriptor.schemas, seen)
    texts, unread = _read_documents(tables["documents"], seeds_folder(data))
    faults += unread
    faults += _original_faults(tables["documents"], seeds_folder(data))
    faults += _date_faults(tables)
    faults += _figure_faults(tables["reported_figures"])
    faults += _metric_faults(tables["metrics"])
    metrics = _metrics(tables, descriptor.subject, faults)
    faults += _quote_faults(tables["reported_figures"], texts, languages_of(tables["documents"], texts), metrics)
    faults += _double_faults(tables["reported_figures"])
    faults += _exclusion_faults(tables["exclusions"], texts)
    faults += _cut_faults(tables["exclusions"], texts)
    faults += _look_alike_faults(tables)
    faults += _language_faults(tables["documents"], tables["exclusions"], texts)
    faults += _copy_faults(tables["documents"])
    faults += provenance_faults(tables, texts)
    faults = _first_of_each_cell(faults)
    return (
        tables,
        texts,
        faults
        or [
            *_chain_faults(tables),
            *_first_of_each_cell([*_order_faults(tables), *_name_faults(tables["statements"])]),
        ],
    )


def _read_documents(documents: pd.DataFrame, seeds: Path) -> tuple[dict[str, str], list[Fault]]:
    """Return the text of each document by its id, and a fault for each that is missing, outside or changed."""
    texts, faults = {}, []
    for row, document in zip(documents.index, documents.itertuples(index=False), strict=True):

        def fault(column, value, problem, remedy, row=row):
            faults.append(Fault("documents.csv", row, column, value, problem, remedy))

        name = document.file
        try:
            content = read_inside(seeds, name)
        except FileNotFoundError:
            fault("file", name, "there is no such file in seeds/", "add the document, or correct the name")
            continue
        except OSError as error:
            fault("file", name, f"it cannot be read: {error.strerror}", "make it a readable file")
            continue
        if content is None:
            remedy = "copy the document into seeds/, a folder and no link, and give its bare file name"
            fault("file", name, "the path leaves seeds/", remedy)
            continue
        if (found := quotes.checksum(content)) != document.sha256:
            fault(
                "sha256",
                document.sha256,
                f"the document has changed: its checksum is {found}",
                "restore the document; if the change is meant, write the new checksum and check every quote",
            )
        try:
            texts[document.document_id] = content.decode("utf-8")
        except UnicodeDecodeError as error:
            fault(
                "file",
                name,
                f"the document is not UTF-8 at byte {error.start}",
                "save a UTF-8 copy and register it",
            )
    return texts, faults


def languages_of(documents: pd.DataFrame, texts: dict[str, str]) -> dict[str, str]:
    """Return the language that each document is read in, "" where that is none that is read."""
    stated = dict(zip(documents["document_id"], documents["language"], strict=True))
    return {document: scripts.language_of(text, stated.get(document, "")) for document, text in texts.items()}


def _language_faults(documents: pd.DataFrame, exclusions: pd.DataFrame, texts: dict[str, str]) -> list[Fault]:
    """Return a fault for each document with a passage in a language that is not read: its numbers would be missed."""
    known = join_list([f"{code} ({name})" for code, name in scripts.READ.items()], "or")
    reasoned = exclusions[exclusions["reason"].str.strip().ne("")].dropna(subset=["start", "end"])
    left_out = {d: list(zip(rows["start"], rows["end"], strict=True)) for d, rows in reasoned.groupby("document_id")}
    faults = []
    for row, document_id, stated in documents[["document_id", "language"]].itertuples():
        text = texts.get(document_id, "")
        if found := scripts.contradiction(text, stated):
            problem, remedy = f"the text looks like {scripts.READ[found]}", f"write {found}, or save the right text"
            faults.append(Fault("documents.csv", row, "language", stated, problem, remedy))
            continue
        without = _blanked(text, left_out.get(document_id, []))
        if not (passages := scripts.unread(without, stated)):
            continue
        first, more = passages[0], len(passages) - 1
        words = quoted(text[first.start : first.end].strip(), 40)
        also = f", and {count(more, 'other passage')}" if more else ""
        line = text.count("\n", 0, first.start) + 1
        problem = f"{document_id} is not read from line {line} on, in {first.what}: {words}{also}"
        remedy = f"keep a translation into {known} as the document, or exclude the passage once someone has read it"
        faults.append(Fault("documents.csv", row, "language", stated, problem, remedy))
    return faults


def _blanked(text: str, passages: list[tuple[int, int]]) -> str:
    """Return the text with passages blank, as long as it was, its lines kept."""
    for start, end in passages:
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return text


def _original_faults(documents: pd.DataFrame, seeds: Path) -> list[Fault]:
    """Return a fault for each original, the page or PDF that a text was drawn from, that is missing or changed."""
    faults = []
    for row, name, sha256 in documents.loc[documents["original"].ne(""), ["original", "original_sha256"]].itertuples():
        try:
            content = read_inside(seeds, name)
        except OSError as error:
            remedy = "put it back, or empty original, original_sha256 and extractor"
            faults.append(Fault("documents.csv", row, "original", name, f"it cannot be read: {error.strerror}", remedy))
            continue
        if content is None:
            remedy = "copy it into seeds/, a folder and no link, and give its bare file name"
            faults.append(Fault("documents.csv", row, "original", name, "the path leaves seeds/", remedy))
        elif (found := quotes.checksum(content)) != sha256:
            problem = f"the original has changed: its checksum is {found}"
            faults.append(Fault("documents.csv", row, "original_sha256", sha256, problem, "restore the file"))
    return faults


def _copy_faults(documents: pd.DataFrame) -> list[Fault]:
    """Return a fault for each document whose bytes another has too: one text counts once."""
    first = documents.groupby("sha256")["document_id"].transform("first")
    same = documents[documents["sha256"].ne("") & documents["document_id"].ne(first)]
    return [
        Fault(
            "documents.csv", row, "sha256", checksum, f"the document is byte for byte that of {other}",
            "keep one of them: a text counts once, however often it was saved",
        )
        for (row, checksum), other in zip(same["sha256"].items(), first[same.index], strict=True)
    ]  # fmt: skip


def _look_alike_faults(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return a fault for each word in a name that mixes Latin with Greek or Cyrillic letters, which look the same."""
    return [
        Fault(
            f"{name}.csv",
            row,
            column,
            text,
            f"{quoted(match[0])} mixes Latin letters with Greek or Cyrillic ones",
            "type the word in one alphabet",
        )
        for name, column in (("actors", "name"), ("actors", "short_name"), ("aliases", "alias"))
        for row, text in tables[name][column].items()
        if (match := MIXED.search(text))
    ]


def _date_faults(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return a fault for each date that is no date, or that its precision or basis contradicts."""
    faults = []
    for name, column, prefix in (
        ("documents", "published_on", "published"),
        ("statements", "made_on", "made_on"),
    ):
        table = tables[name]
        for row, text, precision, basis in zip(
            table.index, table[column], table[f"{prefix}_precision"], table[f"{prefix}_basis"], strict=True
        ):

            def fault(column, value, problem, remedy, name=name, row=row):
                faults.append(Fault(f"{name}.csv", row, column, value, problem, remedy))

            try:
                dates.period(text)
            except ValueError as error:
                fault(column, text, str(error), "correct the date")
                continue
            if precision != dates.precision(text):
                fault(
                    f"{prefix}_precision",
                    precision,
                    f"the date “{text}” has the precision {dates.precision(text)}",
                    f"write {dates.precision(text)}, or the date at its precision",
                )
            if (basis == "unknown") != (text == ""):
                fault(
                    f"{prefix}_basis",
                    basis,
                    "an empty date, and only that, has the basis unknown",
                    "say how the date is known, or empty it",
                )
    return faults + _own_date_faults(tables["reported_figures"])


def _own_date_faults(figures: pd.DataFrame) -> list[Fault]:
    """Return a fault for each date of a figure itself that is none of the calendar, or a review without a reviewer."""
    faults = []
    for column in ("refers_to", "reviewed_on"):
        for row, text in figures.loc[figures[column].ne(""), column].items():
            try:
                dates.period(text)
            except ValueError as error:
                faults.append(Fault("reported_figures.csv", row, column, text, str(error), "correct the date"))
    alone = figures["reviewed_on"].ne("") & figures["reviewed_by"].eq("")
    remedy = "name them, or empty the date"
    faults += [
        Fault("reported_figures.csv", row, "reviewed_by", "", "it is not said who reviewed the row", remedy)
        for row in figures.index[alone]
    ]
    return faults


def _figure_faults(figures: pd.DataFrame) -> list[Fault]:
    """Return a fault for each value that is there without being wanted by its qualifier, or missing."""

    def faults(rows, column, problem, remedy) -> Iterator[Fault]:
        for row, value, qualifier in rows[[column, "qualifier"]].itertuples():
            written = "" if pd.isna(value) else str(value)
            yield Fault(
                "reported_figures.csv",
                row,
                column,
                written,
                problem.format(qualifier),
                remedy.format(qualifier),
            )

    no_value = figures["qualifier"].isin(intervals.WITHOUT_VALUE)
    known = figures["qualifier"].isin(list(intervals.QUALIFIERS))
    between = figures["qualifier"].eq("between")
    has, has_to = figures["value"].notna(), figures["value_to"].notna()
    return [
        *faults(figures[no_value & has], "value", "qualifier {0} has no value", "empty it, or correct the qualifier"),
        *faults(
            figures[known & ~no_value & ~has],
            "value",
            "qualifier {0} wants a value",
            "fill it in, or use vague or none_given",
        ),
        *faults(
            figures[known & ~between & has_to],
            "value_to",
            "value_to goes only with between",
            "empty it, or use between",
        ),
        *faults(figures[between & ~has_to], "value_to", "qualifier between wants both ends", "fill it in"),
        *faults(
            figures[(figures["value_to"] <= figures["value"]).fillna(False)],
            "value_to",
            "not above value",
            "give the lower end as value and the upper as value_to",
        ),
    ]


def _metrics(tables: dict[str, pd.DataFrame], subject: str, faults: list[Fault]) -> Metrics:
    """Return the metrics that quotes are checked by; none where their table has a fault of its own to mend first."""
    table = tables["metrics"]
    return Metrics(table.head(0) if any(f.table == "metrics.csv" for f in faults) else table, subject)


def _metric_faults(metrics: pd.DataFrame) -> list[Fault]:
    """Return a fault for each metric whose parts lead in a circle, or whose unit or counting wants another part."""
    part_of = dict(zip(metrics["metric"], metrics["part_of"], strict=True))
    units = dict(zip(metrics["metric"], metrics["unit"], strict=True))
    parts = metrics.loc[metrics["unit"].eq("persons"), "part_of"].value_counts()

    def in_a_circle(metric: str) -> bool:
        seen, whole = {metric}, part_of.get(metric, "")
        while whole and whole not in seen:
            seen.add(whole)
            whole = part_of.get(whole, "")
        return bool(whole)

    faults = []
    for row in metrics.itertuples():

        def fault(column, problem, remedy, row=row):
            faults.append(Fault("metrics.csv", row.Index, column, str(getattr(row, column)), problem, remedy))

        if in_a_circle(row.metric):
            fault("part_of", "what it is a part of leads back to it", "name a metric that is wider, or empty it")
        elif row.unit == "percent" and units.get(row.part_of) != "persons":
            fault("part_of", "a share wants what it is a share of", "name a metric of persons")
        elif row.counting == "sum_of_parts" and parts.get(row.metric, 0) < 2:
            fault("counting", "a sum wants two parts or more", "name it as part_of of its parts, or use running_total")
    return faults


def _quote_faults(
    figures: pd.DataFrame, texts: dict[str, str], languages: dict[str, str], metrics: Metrics
) -> list[Fault]:
    """Return a fault for each quote that is not where it says, or does not carry its value, qualifier and metric.

    A quote is read in the language of its document, "" for one that is not there.
    """
    faults, checked = [], {}
    columns = ["document_id", "quote", "quote_start", "value", "value_to", "qualifier", "metric", "note"]
    plain = figures[columns].astype(object).where(figures[columns].notna(), None)
    for row, document_id, quote, start, value, value_to, qualifier, metric, note in plain.itertuples():
        if not quote or qualifier not in intervals.QUALIFIERS:
            continue
        text = texts.get(document_id)
        in_place = text is not None and start is not None and text.startswith(quote, start)
        if text is not None and start is not None and not in_place:
            faults.append(_misplaced(row, document_id, quote, start, text))
        # Where value and value_to do not go with the qualifier or each other, that is the fault to mend first.
        if (value is None) != (qualifier in intervals.WITHOUT_VALUE) or (value_to is None) != (qualifier != "between"):
            continue
        if value_to is not None and value_to <= value:
            continue
        percent = metric in metrics and metrics.unit(metric) == "percent"
        language = languages.get(document_id, "")
        number = (value, value_to, qualifier, percent, language)
        case = (quote, metric, *number, bool(note))
        if case not in checked:
            numbered, spoken = qualifier != "none_given", reader(quote, language).code
            checked[case] = (
                quotes.quote_problem(quote, *number),
                quotes.metric_problem(quote, metric, metrics.vocabulary_in(spoken), numbered, bool(note)),
            )
        of_number, of_metric = checked[case]
        found = of_number or (in_place and of_metric)  # words that are not there are the fault to mend first
        if not found and in_place:
            found = quotes.edge_problem(text, quote, start, language)
            found = found or quotes.context_problem(text, quote, start, *number)
        if found:
            column, problem, remedy = found
            cells = {"value": value, "value_to": value_to, "qualifier": qualifier, "metric": metric, "quote": quote}
            problem = problem if column == "quote" else f"{problem}: {quoted(quote)}"
            faults.append(Fault("reported_figures.csv", row, column, str(cells[column]), problem, remedy))
    return faults


def _double_faults(figures: pd.DataFrame) -> list[Fault]:
    """Return a fault for each row that records the same words of the same document for the same metric once more."""
    key = ["document_id", "metric", "quote_start", "value"]
    placed = figures[figures["quote_start"].notna()].assign(value=lambda t: t["value"].fillna(-1))
    first = placed.groupby(key)["figure_id"].transform("first")
    return [
        Fault(
            "reported_figures.csv", row, "figure_id", figure_id, f"it records the words that {other} records",
            "remove one; a figure that is said twice has another place in its document",
        )
        for row, figure_id, other in zip(placed.index, placed["figure_id"], first, strict=True)
        if figure_id != other
    ]  # fmt: skip


def _misplaced(row: int, document_id: str, quote: str, start: int, text: str) -> Fault:
    at, words = quotes.nearest_passage(quote, text)
    if words == quote:
        return Fault(
            "reported_figures.csv",
            row,
            "quote_start",
            str(start),
            f"{quoted(quote)} is not there in {document_id}",
            f"write {at}, where it stands",
        )
    remedy = f"the nearest passage, at {at}, is {quoted(words)}" if words else "nothing like it stands in the document"
    return Fault("reported_figures.csv", row, "quote", quote, f"the words are not in {document_id}", remedy)


def _exclusion_faults(exclusions: pd.DataFrame, texts: dict[str, str]) -> list[Fault]:
    """Return a fault for each passage that ends before it starts or after its document."""
    length = exclusions["document_id"].map({d: len(t) for d, t in texts.items()}).astype("Int64")
    wrong = (exclusions["end"] <= exclusions["start"]).fillna(False) | (exclusions["end"] > length).fillna(False)
    return [
        Fault(
            "exclusions.csv",
            row,
            "end",
            str(end),
            f"the passage starts at {start} and the document ends at {last}",
            "give the offset after the passage's last character",
        )
        for (row, end), start, last in zip(
            exclusions.loc[wrong, "end"].items(), exclusions.loc[wrong, "start"], length[wrong], strict=True
        )
    ]


def _cut_faults(exclusions: pd.DataFrame, texts: dict[str, str]) -> list[Fault]:
    """Return a fault for each passage that begins or ends inside a word or a number, as a changed digit makes it."""
    faults = []
    for column in ("start", "end"):
        for row, document_id, place in exclusions[["document_id", column]].dropna().itertuples():
            text = texts.get(document_id, "")
            if quotes.is_inside_word(text, place):
                cut = quoted(f"{text[max(place - 12, 0) : place]}|{text[place : place + 12]}")
                remedy = "give the offset before or after the whole word"
                faults.append(
                    Fault("exclusions.csv", row, column, str(place), f"the passage is cut inside a word: {cut}", remedy)
                )
    return faults


def _chain_faults(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return a fault for each statement that reaches a document without a whole chain from claimant to outlet."""
    key = ["statement_id", "document_id"]
    chains = (
        tables["attributions"]
        .merge(tables["statements"][["statement_id", "claimant_id"]], on="statement_id")
        .merge(tables["documents"][["document_id", "outlet"]], on="document_id")
    )
    chains["first"] = chains["step"].eq(1) & chains["actor_id"].eq(chains["claimant_id"])
    chains["last"] = chains["actor_id"].eq(chains["outlet"]) & chains["step"].eq(
        chains.groupby(key)["step"].transform("max")
    )
    chains["as_meant"] = chains["verb"].eq("stated").eq(chains["step"].eq(1))
    chain = chains.groupby(key, as_index=False).agg(
        first=("first", "any"), last=("last", "any"), steps=("step", "nunique"), top=("step", "max"),
        verbs=("as_meant", "all"),
    )  # fmt: skip
    cited = tables["reported_figures"].reset_index(names="row").drop_duplicates(key)[[*key, "row"]]
    found = cited.merge(chain, on=key, how="outer", indicator="side")
    faults = []
    for case in found.itertuples():
        pair = f"{case.statement_id} · {case.document_id}"
        if case.side == "left_only":
            faults.append(
                Fault(
                    "reported_figures.csv",
                    int(case.row),
                    "statement_id",
                    pair,
                    "no chain leads from the statement to the document",
                    "add its steps to attributions.csv, from the claimant to the outlet",
                )
            )
            continue
        problems = []
        if case.side == "right_only":
            problems.append(("no figure cites this chain", "remove it, or add the row that cites it"))
        if not case.first:
            problems.append(("step 1 is not the statement's claimant", "start the chain with the claimant"))
        if not case.last:
            problems.append(("the last step is not the document's outlet", "end the chain with the outlet"))
        if case.steps != case.top:
            problems.append(("a step is missing", "number the steps 1, 2, 3 …"))
        if not case.verbs:
            problems.append(
                ("stated is not the verb of step 1, and of that alone", "the claimant states, others relay")
            )
        faults += [Fault("attributions.csv", None, "", pair, *p) for p in problems]
    return faults


def _order_faults(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return a fault for each document published before a statement that it carries was made."""
    made = dates.periods(tables["statements"]["made_on"])["first"]
    out = dates.periods(tables["documents"]["published_on"])["last"]
    pairs = (
        tables["attributions"][["statement_id", "document_id"]]
        .drop_duplicates()
        .merge(
            tables["statements"].assign(made=made).reset_index(names="row")[["statement_id", "made_on", "made", "row"]]
        )
        .merge(tables["documents"].assign(out=out)[["document_id", "published_on", "out"]])
        .query("made > out")
    )
    return [
        Fault(
            "statements.csv",
            p.row,
            "made_on",
            p.made_on,
            f"it is after {p.published_on}, when {p.document_id} reported it",
            "correct the later or the earlier date",
        )
        for p in pairs.itertuples()
    ]


def _name_faults(statements: pd.DataFrame) -> list[Fault]:
    """Return a fault for each statement whose id ends in another date than its own: `nis-2025-04-30` is of that day.

    Of a range it is the last: `nis-2025-04-28-to-2025-04-30`.
    """
    named = statements["statement_id"].str.extract(r"-(\d{4}(?:-\d\d){0,2})$", expand=False)
    wrong = named.notna() & statements["made_on"].ne("") & named.ne(statements["made_on"].str.split("/").str[-1])
    return [
        Fault(
            "statements.csv",
            row,
            "made_on",
            made_on,
            f"the statement_id ends in {date}",
            "correct the date, or the id wherever it stands",
        )
        for (row, made_on), date in zip(statements.loc[wrong, "made_on"].items(), named[wrong], strict=True)
    ]
