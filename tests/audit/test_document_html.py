"""The documents as HTML: escaped, marked in place, linked only to their own rows."""

import re
from dataclasses import replace
from html import unescape

import pytest

from briefing.audit.document_html import highlighted, open_questions, row_anchors


def text_of(html):
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_every_document_is_shown_whole(record):
    for document_id, text in record.texts.items():
        assert text_of(highlighted(record, document_id)) == text


def test_every_link_leads_to_a_row_and_every_row_has_a_mark(record):
    for document_id in record.texts:
        links = set(re.findall(r'href="([^"]*)"', highlighted(record, document_id)))
        anchors = {"#" + a for a in re.findall(r'<tr id="([^"]*)"', row_anchors(record, document_id))}
        assert links == anchors


def test_markup_and_addresses_of_a_document_stay_text(record):
    hostile = '<script>alert(1)</script> <a href="http://evil.example">600 dead</a> \u202e \x1b[31m &amp;'
    html = highlighted(replace(record, texts={"x": hostile}), "x")
    assert "<script" not in html
    assert not re.search(r'href="(?!#)', html)
    assert "\u202e" not in html and "\x1b" not in html
    assert "&amp;amp;" in html


def test_an_open_number_is_marked_open(record):
    html = highlighted(replace(record, texts={"x": "Then 600 fell."}), "x")
    assert re.search(r'<mark[^>]*title="open[^>]*>600</mark>', html)


def test_an_unknown_document_is_named(record):
    with pytest.raises(ValueError, match="no document 'nope'"):
        highlighted(record, "nope")


def test_the_open_questions_of_a_dossier(record):
    table = open_questions(record)
    assert list(table.columns) == ["topic", "subject", "question", "figure_ids"]
    assert not table["topic"].eq("open number").any()
    added = replace(record, texts=record.texts | {"x": "Then 600 fell."})
    assert open_questions(added).iloc[0][["topic", "subject"]].tolist() == ["open number", "x, line 1"]
