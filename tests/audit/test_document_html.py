"""The documents as HTML: escaped, marked in place, linked only to their own rows."""

import re
from dataclasses import replace

import pytest

from briefing import load_dossier
from briefing.audit.document_html import highlighted, open_questions, row_anchors


@pytest.fixture(scope="module")
def evidence():
    return read_evidence()


def text_of(html):
    plain = re.sub(r"<[^>]*>", "", html)
    for code, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        plain = plain.replace(code, character)
    return plain


def test_every_document_is_shown_whole(evidence):
    for document_id, text in evidence.texts.items():
        assert text_of(highlighted(evidence, document_id)) == text


def test_every_link_leads_to_a_row_and_every_row_has_a_mark(evidence):
    for document_id in evidence.texts:
        links = set(re.findall(r'href="([^"]*)"', highlighted(evidence, document_id)))
        anchors = {"#" + a for a in re.findall(r'<tr id="([^"]*)"', row_anchors(evidence, document_id))}
        assert links == anchors


def test_markup_and_addresses_of_a_document_stay_text(evidence):
    hostile = '<script>alert(1)</script> <a href="http://evil.example">600 dead</a> \u202e \x1b[31m &amp;'
    html = highlighted(replace(evidence, texts={"x": hostile}), "x")
    assert "<script" not in html
    assert not re.search(r'href="(?!#)', html)
    assert "\u202e" not in html and "\x1b" not in html
    assert "&amp;amp;" in html


def test_an_open_number_is_marked_open(evidence):
    html = highlighted(replace(evidence, texts={"x": "Then 600 fell."}), "x")
    assert re.search(r'<mark[^>]*title="open[^>]*>600</mark>', html)


def test_an_unknown_document_is_named(evidence):
    with pytest.raises(ValueError, match="no document 'nope'"):
        highlighted(evidence, "nope")


def test_the_open_questions_of_a_dossier(evidence):
    table = open_questions(load_dossier())
    assert list(table.columns) == ["topic", "subject", "question", "figure_ids"]
    assert not table["topic"].eq("open number").any()
    added = replace(evidence, texts=evidence.texts | {"x": "Then 600 fell."})
    assert open_questions(added).iloc[0][["topic", "subject"]].tolist() == ["open number", "x, line 1"]
