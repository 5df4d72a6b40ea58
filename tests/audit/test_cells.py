"""Each cell changed by itself, in memory: what a slip makes of it is asked, and the record as it stands is not."""

from dataclasses import replace

import pytest

from briefing.audit.cells import cell_questions
from briefing.record.dossier import read_record

KNOWN = {  # what an editor of this record is asked and can answer
    ("word of no document", "afp"), ("word of no document", "unnamed-outlet"), ("word of no document", "news24"),
    ("word of no document", "copy-site"), ("word of no document", "jcs-2025-03-27"),
    ("word of no document", "kim-jong-un-2025-08"),
}  # fmt: skip


def asked(record):
    return set(cell_questions(record))


@pytest.fixture(scope="module")
def before():
    return asked(read_record())


def changed(table: str, key: str, column: str, value):
    """Return this repository's record with one cell changed, the row found by what its first column holds."""
    record = read_record()
    rows = record.tables[table].copy()
    row = rows.index[rows.iloc[:, 0].eq(key)][0]
    old = rows.at[row, column]
    rows.loc[row, column] = value(old) if callable(value) else value
    assert rows.at[row, column] != old
    return replace(record, tables=record.tables | {table: rows})


def test_this_record_is_asked_six_things(before):
    assert {(topic, subject) for topic, subject, *_ in before} == KNOWN


@pytest.mark.parametrize(
    ("table", "key", "column", "value", "topic", "words"),
    [
        ("actors", "nis", "note", "Seoul's spy\u200b agency.", "odd text", "U+200B"),
        ("actors", "nis", "name", "National Intelligence\u00a0Service", "odd text", "U+00A0"),
        ("statements", "nis-2025-04-30", "note", "Stated by оne document", "odd text", "two alphabets in “оne”"),
        ("documents", "001_unn", "note", 'so "it says', "odd text", "quotation mark"),
        ("documents", "001_unn", "note", '=HYPERLINK("x","y")', "odd text", "quotation mark"),
        ("documents", "001_unn", "note", "=1+1", "odd text", "like a formula"),
        ("metrics", "killed", "label", lambda old: old * 100, "odd text", "600 characters long"),
        ("documents", "001_unn", "url", "https://x.org/" + "a" * 6000, "odd text", "6,014 characters long"),
        ("actors", "lavrov", "name", "Sergei Lawrow, Foreign Minister of Russia", "word of no document", "“Lawrow”"),
        ("actors", "nis", "state", "Soth Korea", "word of no document", "“Soth”"),
        ("aliases", "Pyongyang", "alias", "Pjongjang", "word of no document", "“Pjongjang”"),
        ("statements", "nis-2025-09-02", "occasion", "Briefing, Rammstein", "word of no document", "“Rammstein”"),
        ("actors", "nis", "kind", "military", "kind of actor", "sounds like intelligence_agency"),
        ("actors", "putin", "kind", "government", "kind of actor", "sounds like head_of_state"),
        ("actors", "yonhap", "kind", "intelligence_agency", "kind of actor", "state_media or news_agency"),
        ("actors", "zelenskyy", "state", "Russia", "state of an actor", "of Russia, and is called “Volodymyr"),
        ("actors", "putin", "state", "", "state of an actor", "of no state"),
        ("reported_figures", "001-deployed-3", "note", "They number 23,456.", "note", "“23,456”"),
        ("reported_figures", "000-killed-3", "note", "“The figures” is the number", "note", "“The figures”"),
        ("reported_figures", "000-killed-1", "hedge", "assessed", "hedge", "held back by “assessed”"),
        ("reported_figures", "000-killed-1", "hedge", "", "hedge", "says “estimated”"),
        ("reported_figures", "000-deployed-1", "refers_to", "2042", "period of a figure", "2042"),
        ("reported_figures", "000-deployed-1", "refers_to", "", "period of a figure", "“in 2024”: does"),
        ("reported_figures", "002-returned-1", "refers_to", "2025-01/2025-07", "period of a figure", "2025-07"),
        ("reported_figures", "001-killed-2", "included_in", "", "part and whole", "behind 001-casualties-1"),
        ("reported_figures", "001-killed-2", "included_in", "002-casualties-1", "part and whole", "can it be?"),
        ("reported_figures", "001-killed-2", "included_in", "001-wounded-1", "part and whole", "can it be?"),
        ("metrics", "killed", "label", "Wounded", "name of a metric", "label “Wounded”"),
        ("metrics", "killed", "label", "Killed or wounded", "name of a metric", "label “Killed or wounded”"),
        ("metrics", "wounded", "phrase", "kill3d", "name of a metric", "phrase “kill3d”"),
        ("metrics", "returned", "words", "wounded; hurt", "name of a metric", "words “wounded; hurt”"),
        ("metrics", "workers_planned", "whom", "soldiers", "name of a metric", "whom “soldiers”"),
        ("metrics", "killed", "topic", "losess", "name of a metric", "another than “losess”"),
    ],
)  # fmt: skip
def test_a_slip_is_asked_about(before, table, key, column, value, topic, words):
    new = asked(changed(table, key, column, value)) - before
    assert any(t == topic and words in question for t, _, question, _ in new), new
