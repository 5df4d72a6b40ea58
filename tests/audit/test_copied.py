"""A mirror in the record: one text, its changes asked about, its chain beside its words; counted once everywhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest

from briefing import load_dossier
from briefing.analysis.chains import printed, with_agreement
from briefing.analysis.view import view_of
from briefing.audit import copied
from briefing.audit.questions import questions
from briefing.audit.report import audit, report
from briefing.charts import attribution, corroboration, discrepancies
from briefing.outputs.citations import mentions, rests_on
from briefing.outputs.page import Briefing, document_table
from briefing.words import copies
from tests.conftest import with_tables
from tests.dossiers import Builder
from tests.mirrored import MIRROR, ORIGINAL, mirrored


@pytest.fixture(scope="module")
def dossier(tmp_path_factory):
    return load_dossier(mirrored(tmp_path_factory.mktemp("mirrored")))


@pytest.fixture(scope="module")
def seen(dossier):
    return view_of(dossier)


def asked(record, topic):
    return questions(record).query("topic == @topic")


def test_the_mirror_is_found(dossier):
    assert dossier.record.copies.groups() == [(ORIGINAL, MIRROR)]
    assert dossier.figures.loc[dossier.figures["document_id"].eq(MIRROR), "text_id"].unique().tolist() == [ORIGINAL]


def test_each_change_of_number_qualifier_and_name_is_asked_about(dossier):
    found = questions(dossier.record)
    found = found[found["topic"].str.endswith("changed in a copy")]
    assert found["topic"].str.split().str[0].tolist() == ["qualifier", "name", "number"]
    said = dict(zip(found["topic"].str.split().str[0], found["question"], strict=True))
    assert "“about” in the first is nothing in the second" in said["qualifier"]
    assert "“300” in the first is “350” in the second" in said["number"]
    assert "“kee” in the first is “soo” in the second" in said["name"]
    figures = dict(zip(found["topic"].str.split().str[0], found["figure_ids"], strict=True))
    assert figures["qualifier"].split() == ["001-deployed-2", "005-deployed-2"]
    assert figures["number"].split() == ["001-killed-3", "005-killed-3"]
    assert figures["name"] == ""


def test_a_chain_that_says_whence_the_copy_is_raises_no_question(dossier):
    assert asked(dossier.record, "copy without a chain").empty


def test_a_copy_whose_chain_the_record_lacks_is_asked_about(tmp_path):
    record = load_dossier(mirrored(tmp_path, chained=False)).record
    [question] = asked(record, "copy without a chain")["question"]
    assert question.startswith("001_unn and 005_mirror are two documents, one text")


def test_a_chain_that_the_texts_contradict_is_asked_about(dossier):
    """The record says that both republish one report, and the mirror's text is exchanged for another."""
    other = " ".join(f"word{i}" for i in range(300))
    exchanged = replace(dossier.record, texts=dossier.record.texts | {MIRROR: other})
    chains = exchanged.tables["attributions"]
    twin = chains[chains["document_id"].eq(MIRROR)].assign(document_id="003_midday")
    chains = chains[chains["document_id"].ne("003_midday")]
    found = asked(
        with_tables(exchanged, attributions=pd.concat([chains, twin], ignore_index=True)), "chain without a common text"
    )
    assert len(found) >= 1
    assert "003_midday and 005_mirror republish" in found["question"].iloc[0]


def test_this_record_raises_none_of_these_questions(record):
    topics = set(questions(record)["topic"])
    assert not {t for t in topics if "copy" in t or t == "chain without a common text"}


def test_the_audit_names_the_copies(dossier, record):
    assert "001_unn and 005_mirror: two documents, one text (the same text with changes)" in report(
        audit(dossier.record.data_dir)
    )
    assert "None: no two of the five documents share half of their words" in report(audit())


def test_a_copy_is_no_second_carrier(seen, here):
    """The mirror's bare 15,000 makes no majority: four documents, three texts print 15,000, as before the mirror."""
    before, after = (
        t.query("kind == 'value'") for t in (discrepancies.table_of(view_of(here)), discrepancies.table_of(seen))
    )
    sent = after.query("statement_id == 'nis-2025-04-30' and metric == 'deployed'")
    assert sent["n_documents"].tolist() == [4, 1]
    assert sent["n_texts"].tolist() == before.query("metric == 'deployed'")["n_texts"].tolist() == [3, 1]


def test_what_most_print_is_counted_by_texts(seen):
    """The April briefing's workers stand in one document and its mirror: in one text, alone."""
    table = with_agreement(printed(seen.figures))
    workers = table.query("statement_id == 'nis-2025-04-30' and metric == 'workers_planned'")
    assert workers["document_id"].tolist() == [ORIGINAL, MIRROR]
    assert workers["agreement"].tolist() == ["alone", "alone"]
    assert workers["n_texts"].tolist() == [1, 1]


def test_charts_and_page_say_two_documents_one_text(seen):
    assert attribution.CHART.text(seen, attribution.table_of(seen)).title.startswith("Six documents, five texts, one")
    assert "six documents (five texts) repeat" in corroboration.CHART.text(seen, corroboration.table_of(seen)).title
    rows = mentions(
        seen, seen.figures.query("metric == 'workers_planned' and statement_id == 'nis-2025-04-30'")["figure_id"]
    )
    assert rests_on(rows).endswith("in two documents (one text)")
    assert "six documents (five texts)" in Briefing(seen).scope("")
    texts = document_table(seen).set_index("Document")["Text"]
    assert texts[MIRROR] == "one text with 001_unn (the same text with changes)"
    assert texts["003_midday"] == ""


def test_without_copies_nothing_is_said_of_texts(here):
    seen = view_of(here)
    assert "Text" not in document_table(seen)
    assert "text" not in Briefing(seen).scope("")


@pytest.mark.parametrize("chart", [attribution.CHART, corroboration.CHART, discrepancies.CHART], ids=lambda c: c.name)
def test_the_charts_are_drawn_with_copies(seen, chart):
    assert chart.at(seen).render("png")


def test_each_near_copy_is_compared_once_with_the_first_however_many_there_are(tmp_path, monkeypatch):
    """Counted, not timed: the texts are read once, and ten copies are nine comparisons of words, one change each."""
    many = Builder()
    many.actor("staff", "General Staff", "Staff", "military")
    many.actor("gazette", "The Gazette", "Gazette", "outlet")
    many.statement("s", "staff", "2025-03-01")
    for copy in range(10):
        many.document(f"copy{copy}", "gazette", f"2025-03-{copy + 2:02d}")
        for line in range(12):
            many.figure(f"copy{copy}", "s", "killed", 9000 + copy if line == copy else 1000 + line)
    data, counted = many.write(tmp_path / "near"), Counter()

    def counting(module, name):
        real = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *a: counted.update([name]) or real(*a))

    counting(copied, "changes")
    counting(copies, "_read")
    found = audit(data)
    assert "ten documents, one text (the same text with changes)" in report(found)
    assert counted == {"changes": 9, "_read": 1}
    numbers = found.questions.query("topic == 'number changed in a copy'")
    assert numbers["subject"].value_counts().to_dict() == {f"copy{i}": 2 for i in range(1, 10)}
    last = numbers.query("subject == 'copy9'")["figure_ids"].tolist()
    assert last == ["copy0-1 copy9-1", "copy0-10 copy9-10"]
