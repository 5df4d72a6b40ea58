"""One test for each fault that the loader names: a valid dossier is broken in one place, and the message says where."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from briefing import DossierError, load_dossier
from tests import dossiers
from tests.conftest import put, rows_of, write_rows

FIGURES, DOCUMENTS, STATEMENTS, CHAINS = "reported_figures", "documents", "statements", "attributions"


def faults_of(data: Path, **kwargs) -> list:
    with pytest.raises(DossierError) as caught:
        load_dossier(data, **kwargs)
    return caught.value.faults


def cell(table, row, **cells):
    return lambda data: put(data, table, row, **cells)


def content(table, change):
    def edit(data):
        path = data / f"{table}.csv"
        path.write_bytes(change(path.read_bytes()))

    return edit


def add_row(table, *values):
    return lambda data: write_rows(data, table, [*rows_of(data, table), list(values)])


def drop_row(table, row):
    return lambda data: write_rows(data, table, [r for i, r in enumerate(rows_of(data, table), 1) if i != row])


def column(table, change):
    def edit(data):
        rows = rows_of(data, table)
        rows[0] = change(rows[0])
        write_rows(data, table, rows)

    return edit


def descriptor(change):
    def edit(data):
        path = data / "datapackage.json"
        package = json.loads(path.read_text(encoding="utf-8"))
        change(package)
        path.write_text(json.dumps(package), encoding="utf-8")

    return edit


def seed(name, change):
    """Change a document and its checksum with it, as someone would who means it."""

    def edit(data):
        path = data.parent / "seeds" / name
        new = change(path.read_bytes())
        path.write_bytes(new)
        rows = rows_of(data, DOCUMENTS)
        row = next(i for i, r in enumerate(rows, 1) if name in r)
        put(data, DOCUMENTS, row, sha256=hashlib.sha256(new).hexdigest())

    return edit


def link(data):
    document = data.parent / "seeds" / "late.txt"
    document.rename(data.parent / "elsewhere.txt")
    document.symlink_to(data.parent / "elsewhere.txt")


def linked_descriptor(data):
    (data / "datapackage.json").rename(data.parent / "elsewhere.json")
    (data / "datapackage.json").symlink_to(data.parent / "elsewhere.json")


def directory(data):
    (data.parent / "seeds" / "late.txt").unlink()
    (data.parent / "seeds" / "late.txt").mkdir()


F, D, S, A, X, M = (f"{t}.csv" for t in (FIGURES, DOCUMENTS, STATEMENTS, CHAINS, "exclusions", "metrics"))

# name: (what breaks it, the faults as (table, row, column), words of the first fault's problem, of its remedy)
ONE_TABLE = {
    "descriptor missing": (
        lambda data: (data / "datapackage.json").unlink(),
        [("datapackage.json", None, "")], "no descriptor", "datapackage.json",
    ),
    "descriptor is a link": (
        linked_descriptor,
        [("datapackage.json", None, "")], "it is a link", "copy the file itself",
    ),
    "descriptor is not JSON": (
        lambda data: (data / "datapackage.json").write_text("{", encoding="utf-8"),
        [("datapackage.json", None, "")], "not a data package", "start from",
    ),
    "descriptor without a table": (
        descriptor(lambda p: p["resources"].pop()),
        [("datapackage.json", None, "")], "no table exclusions", "start from",
    ),
    "table outside the folder": (
        descriptor(lambda p: p["resources"][6].update(path="../exclusions.csv")),
        [("../exclusions.csv", None, "")], "leaves the folder", "beside datapackage.json",
    ),
    "table missing": (
        lambda data: (data / "exclusions.csv").unlink(),
        [(X, None, "")], "file is missing", "document_id,start,end,reason",
    ),
    "table empty": (content("exclusions", lambda b: b""), [(X, None, "")], "file is empty", "document_id,start"),
    "not UTF-8": (
        content("actors", lambda b: b.replace(b"The Herald", "The Hérald".encode("latin-1"))),
        [("actors.csv", 6, "")], "not UTF-8", "UTF-8",
    ),
    "NUL": (content("actors", lambda b: b.replace(b"The Herald", b"The\0Herald")),
            [("actors.csv", 6, "")], "NUL", "remove"),
    "open quotation mark": (
        content("exclusions", lambda b: b + b'early,0,2,"never closed\n'),
        [(X, None, "")], "not CSV", "close every quotation mark",
    ),
    "semicolons": (
        content(FIGURES, lambda b: b.replace(b",", b";")),
        [(F, 1, "")], "not separated by commas", "commas",
    ),
    "extra column": (
        column(FIGURES, lambda h: [c.replace("note", "notes") for c in h]),
        [(F, 1, "notes"), (F, 1, "note")], "no such column", "did you mean “note”?",
    ),
    "missing column": (
        content("exclusions", lambda b: b"document_id,start,end\n"),
        [(X, 1, "reason")], "column is missing", "add it to the header",
    ),
    "column twice": (
        content("exclusions", lambda b: b"document_id,start,end,reason,end\n"),
        [(X, 1, "end")], "stands twice", "remove one",
    ),
    "ragged row": (
        content("aliases", lambda b: b + b"Lee, MP,lee\n"),
        [("aliases.csv", 2, "")], "3 cells instead of 2", "quote cells that contain a comma",
    ),
    "not a whole number": (
        cell(FIGURES, 3, value="4,700"),
        [(F, 3, "value")], "not a whole number", "write it like 4700",
    ),
    "negative": (cell(FIGURES, 3, value="-4700"), [(F, 3, "value")], "not a whole number", "signs"),
    "below the minimum": (cell(CHAINS, 7, step="0"), [(A, 7, "step")], "below 1", "use 1 or more"),
    "required cell empty": (
        cell(STATEMENTS, 2, occasion=""),
        [(S, 2, "occasion")], "empty", "Where and how it was said",
    ),
    "space around a cell": (cell(DOCUMENTS, 2, note=" seen"), [(D, 2, "note")], "a space", "remove"),
    "enumeration": (
        cell(FIGURES, 2, qualifier="atleast"), [(F, 2, "qualifier")], "not a value of this column",
        "did you mean “at_least”?",
    ),
    "identifier with a space": (
        cell("actors", 4, actor_id="lee s"), [("actors.csv", 4, "actor_id"), (A, 3, "actor_id"), (A, 8, "actor_id")],
        "not in the form of this column", "Primary key",
    ),
    "duplicate key": (
        cell(FIGURES, 3, figure_id="early-1"),
        [(F, 2, "figure_id"), (F, 3, "figure_id")], "twice", "its own",
    ),
    "duplicate key of several columns": (
        add_row(CHAINS, "nis-2025-04-30", "late", "3", "herald", "reported"),
        [(A, 9, "statement_id + document_id + step + actor_id"), (A, 10,
        "statement_id + document_id + step + actor_id")],
        "the row stands twice", "remove one",
    ),
    "dangling key": (
        cell(FIGURES, 6, statement_id="nis-2025-04-31"),
        [(F, 6, "statement_id")], "no such statement_id in statements.csv", "did you mean “nis-2025-04-30”?",
    ),
}  # fmt: skip

EVIDENCE = {
    "path outside seeds": (
        cell(DOCUMENTS, 3, file="../data/actors.csv"), [(D, 3, "file")], "leaves seeds/",
        "copy the document into seeds/",
    ),
    "absolute path": (cell(DOCUMENTS, 3, file="/etc/hostname"), [(D, 3, "file")], "leaves seeds/", "bare file name"),
    "symlink": (link, [(D, 3, "file")], "leaves seeds/", "copy the document"),
    "no such document": (
        cell(DOCUMENTS, 3, file="lost.txt"),
        [(D, 3, "file")], "no such file in seeds/", "add the document",
    ),
    "document is a folder": (directory, [(D, 3, "file")], "cannot be read", "readable file"),
    "checksum": (
        lambda data: (data.parent / "seeds" / "late.txt").open("ab").write(b"!"),
        [(D, 3, "sha256")], "the document has changed", "restore the document",
    ),
    "document not UTF-8": (
        seed("late.txt", lambda b: b + b"\xe9"), [(D, 3, "file")], "not UTF-8 at byte", "save a UTF-8 copy",
    ),
    "quote moved": (
        cell(FIGURES, 2, quote_start="20"), [(F, 2, "quote_start")], "is not there in early",
        "write 21, where it stands",
    ),
    "quote changed": (
        cell(FIGURES, 2, quote="about 600 soldiers were lost"),
        [(F, 2, "quote")], "the words are not in early",
        "the nearest passage, at 21, is “about 600 soldiers were kill”",
    ),
    "quote from nowhere": (
        cell(FIGURES, 5, quote="xyz"), [(F, 5, "quote")], "the words are not in early", "nothing like it",
    ),
    "value not in the quote": (
        cell(FIGURES, 3, value="4800"), [(F, 3, "value")], "does not contain 4,800 in any written form; it has 4,700",
        "correct the value",
    ),
    "upper end not in the quote": (
        cell(FIGURES, 4, value_to="300"), [(F, 4, "value_to")], "does not contain 300", "correct the value",
    ),
    "changed qualifier": (
        cell(FIGURES, 6, qualifier="about"), [(F, 6, "qualifier")], "the words of the quote make it at_least",
        "write at_least, or quote the word that makes it about",
    ),
    "dropped qualifier": (
        cell(FIGURES, 2, qualifier="unqualified"), [(F, 2, "qualifier")], "make it about", "write about",
    ),
    "changed metric": (
        cell(FIGURES, 2, metric="wounded"), [(F, 2, "metric")], "speaks of killed, not of wounded",
        "write killed, or quote the words that make it wounded and no others",
    ),
    "a part for the whole": (
        cell(FIGURES, 3, metric="killed"), [(F, 3, "metric")], "speaks of casualties, not of killed",
        "write casualties",
    ),
    "vague without a vague word": (
        cell(FIGURES, 5, qualifier="vague"), [(F, 5, "qualifier")], "no vague quantity", "none_given",
    ),
    "vague word in a row without a number": (
        lambda data: (
            seed("early.txt", lambda b: b + b"Thousands fell.")(data),
            put(data, FIGURES, 5, quote="Thousands fell", quote_start=str(text_length(data, "early") - 15)),
        ),
        [(F, 5, "qualifier")], "the quote says “Thousands”", "use vague",
    ),
    "exclusion after its document": (
        add_row("exclusions", "late", "10", "9999", "furniture"), [(X, 2, "end")], "the document ends at",
        "offset after",
    ),
    "exclusion ends before it starts": (
        add_row("exclusions", "late", "10", "4", "furniture"), [(X, 2, "end")], "starts at 10", "offset after",
    ),
}  # fmt: skip


def text_length(data: Path, document: str) -> int:
    return len((data.parent / "seeds" / f"{document}.txt").read_text(encoding="utf-8"))


MEANING = {
    "value where the qualifier has none": (
        cell(FIGURES, 5, value="600"), [(F, 5, "value")], "none_given has no value", "empty it",
    ),
    "no value where the qualifier wants one": (
        cell(FIGURES, 2, value=""), [(F, 2, "value")], "about wants a value", "fill it in",
    ),
    "value_to without between": (
        cell(FIGURES, 2, value_to="700"),
        [(F, 2, "value_to")], "only with between", "empty it",
    ),
    "between without value_to": (cell(FIGURES, 4, value_to=""), [(F, 4, "value_to")], "wants both ends", "fill it in"),
    "value_to not above value": (
        cell(FIGURES, 4, value="200", value_to="100"), [(F, 4, "value_to")], "not above value", "lower end as value",
    ),
    "not an ISO date": (
        cell(STATEMENTS, 2, made_on="30.4.2025"), [(S, 2, "made_on")], "not in the form of this column", "ISO 8601",
    ),
    "no day of the calendar": (
        cell(STATEMENTS, 2, made_on="2025-02-30"), [(S, 2, "made_on")], "not a day of the calendar", "correct the date",
    ),
    "range the wrong way round": (
        cell(STATEMENTS, 2, made_on="2025-04-30/2025-04-28", made_on_precision="range"), [(S, 2, "made_on")],
        "ends before it begins", "correct the date",
    ),
    "precision of a range": (
        cell(STATEMENTS, 2, made_on="2025-01-12/2025-01-13"), [(S, 2, "made_on_precision")],
        "has the precision range", "write range",
    ),
    "precision mismatch": (
        cell(DOCUMENTS, 3, published_precision="day"), [(D, 3, "published_precision")],
        "“2025-09” has the precision month", "write month",
    ),
    "basis of an empty date": (
        cell(STATEMENTS, 2, made_on="", made_on_precision="none"), [(S, 2, "made_on_basis")],
        "an empty date, and only that, has the basis unknown", "say how",
    ),
    "statement after its document": (
        cell(STATEMENTS, 3, made_on="2025-05-01"), [(S, 3, "made_on")], "after 2025-04-30, when early reported it",
        "date",
    ),
    "no chain": (
        lambda data: [drop_row(CHAINS, row)(data) for row in (9, 8, 7)],
        [(F, 6, "statement_id")], "no chain leads from the statement to the document", "attributions.csv",
    ),
    "chain without claimant": (
        drop_row(CHAINS, 5),
        [(A, None, "")] * 2, "step 1 is not the statement's claimant", "start",
    ),
    "chain without outlet": (
        drop_row(CHAINS, 9),
        [(A, None, "")], "the last step is not the document's outlet", "outlet",
    ),
    "chain with a gap": (drop_row(CHAINS, 8), [(A, None, "")], "a step is missing", "number the steps"),
    "chain that nothing cites": (
        lambda data: [
            write_rows(data, CHAINS, [*rows_of(data, CHAINS), ["kcna-2025-04-28", "late", "1", "kcna", "stated"]]),
            add_row(CHAINS, "kcna-2025-04-28", "late", "2", "herald", "reported")(data),
        ],
        [(A, None, "")], "no figure cites this chain", "remove it",
    ),
}  # fmt: skip

METRICS = {  # rows: 2 killed, 3 wounded, 4 casualties, 14 killed_share
    "a metric that is not there": (
        cell(FIGURES, 2, metric="kiled"), [(F, 2, "metric")], "no such metric in metrics.csv", "did you mean “killed”?",
    ),
    "a whole that is not there": (
        cell("metrics", 2, part_of="casualty"), [(M, 2, "part_of"), (M, 4, "counting")],
        "no such metric in metrics.csv",
        "did you mean “casualties”?",
    ),
    "parts in a circle": (
        cell("metrics", 4, part_of="killed"), [(M, row, "part_of") for row in (2, 3, 4)], "leads back to it",
        "name a metric that is wider",
    ),
    "a share of nothing": (
        cell("metrics", 14, part_of=""), [(M, 14, "part_of")], "a share wants what it is a share of",
        "name a metric of persons",
    ),
    "a sum of one part": (
        cell("metrics", 3, part_of=""), [(M, 4, "counting")], "a sum wants two parts or more", "use running_total",
    ),
}  # fmt: skip
ITSELF = {
    "nobody is counted": (
        descriptor(lambda p: p.pop("subject")), [("datapackage.json", None, "")], "subject is “”",
        "whom the figures count",
    ),
    "a subject that acts": (
        descriptor(lambda p: p.update(subject="soldiers\x1b[2J")), [("datapackage.json", None, "")],
        r"subject is “soldiers\x1b[2J”", "whom the figures count",
    ),
    "a pivot that is no name": (
        descriptor(lambda p: p.update(pivot=7)), [("datapackage.json", None, "")], "pivot is “7”",
        "the statement that parts the eras, or leave it out",
    ),
}  # fmt: skip

CASES = ONE_TABLE | EVIDENCE | MEANING | METRICS | ITSELF


@pytest.mark.parametrize("case", CASES)
def test_fault_is_named_with_its_place_and_remedy(case, tiny):
    breaks, places, problem, remedy = CASES[case]
    breaks(tiny)
    faults = faults_of(tiny)
    assert [(f.table, f.row, f.column) for f in faults] == places, "\n".join(map(str, faults))
    assert problem in faults[0].problem
    assert remedy in faults[0].remedy


def test_a_record_from_before_dates_could_be_ranges_loads(tiny):
    def as_it_was(package):
        (table,) = (r for r in package["resources"] if r["name"] == STATEMENTS)
        fields = {f["name"]: f["constraints"] for f in table["schema"]["fields"] if "constraints" in f}
        fields["made_on"]["pattern"] = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
        fields["made_on_precision"]["enum"].remove("range")

    descriptor(as_it_was)(tiny)
    assert len(load_dossier(tiny).statements)
    put(tiny, STATEMENTS, 2, made_on="2025-01-12/2025-01-13", made_on_precision="range")
    assert {f.column for f in faults_of(tiny)} == {"made_on", "made_on_precision"}


def test_all_faults_are_reported_at_once_and_shown(tiny):
    put(tiny, FIGURES, 2, qualifier="atleast")
    put(tiny, FIGURES, 3, value="4800")
    put(tiny, FIGURES, 4, quote_start="0")
    put(tiny, STATEMENTS, 2, made_on="2025-02-30")
    put(tiny, DOCUMENTS, 3, sha256="0" * 64)
    put(tiny, CHAINS, 3, actor_id="leee")
    with pytest.raises(DossierError) as caught:
        load_dossier(tiny)
    places = {(f.table, f.row, f.column) for f in caught.value.faults}
    assert places == {
        (F, 2, "qualifier"), (F, 3, "value"), (F, 4, "quote_start"), (S, 2, "made_on"), (D, 3, "sha256"),
        (A, 3, "actor_id"),
    }  # fmt: skip
    message = str(caught.value)
    assert message.startswith("6 faults in ")
    assert "attributions.csv, row 3, column actor_id: “leee”" in message
    assert "did you mean “lee”?" in message


@pytest.mark.parametrize("as_of", ["2020-01-01", "2025-04-29"])
def test_checks_are_the_same_with_as_of(tiny, as_of):
    """A fault in a row that the date leaves out is still a fault."""
    put(tiny, FIGURES, 6, value="700")
    assert faults_of(tiny, as_of=as_of) == faults_of(tiny)


def test_control_and_bidirectional_characters_reach_no_terminal(tiny):
    put(tiny, FIGURES, 2, metric="killed\x1b[2J\u202e")
    [fault] = faults_of(tiny)
    assert r"killed\x1b[2J\u202e" in str(fault)
    assert str(fault).replace("\n", "").isprintable()


def test_many_faults_are_counted_and_the_first_shown(tmp_path):
    data = dossiers.many(tmp_path, statements=60, documents=5)
    rows = rows_of(data, FIGURES)
    for row in rows[1:101]:
        row[rows[0].index("voice")] = "shouted"
    write_rows(data, FIGURES, rows)
    with pytest.raises(DossierError) as caught:
        load_dossier(data)
    assert len(caught.value.faults) == 100
    assert "… and 60 more faults" in str(caught.value)


def test_a_document_in_a_language_that_is_not_read_is_a_fault_until_its_passage_is_excluded(tiny):
    """The words are invented. "All clear" of a text that nobody reads would be the worst that an audit can say."""
    arabic = "\nقال الوزير إن نحو ٦٠٠ جندي قتلوا وجرح ٤٧٠٠ آخرون يوم الاثنين\n"
    seed("late.txt", lambda content: content + arabic.encode())(tiny)
    [fault] = faults_of(tiny)
    assert (fault.table, fault.column) == ("documents.csv", "language")
    assert "Arabic script" in fault.problem
    assert "translation" in fault.remedy
    text = (tiny.parent / "seeds" / "late.txt").read_text(encoding="utf-8")
    start = text.index(arabic.strip())
    passage = ["late", str(start), str(start + len(arabic.strip())), "Read by a colleague: the same figures."]
    add_row("exclusions", *passage)(tiny)
    load_dossier(tiny)
