"""HTML from templates: texts are escaped whatever they hold, and names of places in a page never collide."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from briefing.words.html import anchor, escaped, filled
from briefing.words.text import show_codes


@given(st.text(), st.text())
def test_different_names_have_different_anchors(one, other):
    assert (anchor(one) == anchor(other)) == (one == other)


@given(st.text())
def test_an_anchor_can_stand_in_an_attribute_and_an_address(name):
    assert re.fullmatch(r"[A-Za-z0-9_.~%-]*", anchor(name))


def test_ids_of_a_record_stay_as_they_are():
    assert anchor("nis-2025-04-30") == "nis-2025-04-30"
    assert anchor("001-killed_1.b") == "001-killed_1.b"


@given(st.text())
def test_text_is_escaped_and_reads_as_it_was(text):
    html = escaped(text)
    assert not set("<>\"'") & set(html)
    assert unescape(html) == show_codes(text, spaces=True)


def test_a_template_escapes_what_is_text_and_keeps_what_is_html():
    shown = filled("briefing.outputs", "pieces.html.j2", "head", number=1, sentence="<b> & \u202e", standalone=False)
    assert "&lt;b&gt; &amp; \\u202e" in shown
    shown = filled(
        "briefing.outputs", "pieces.html.j2", "head", number=1, sentence=Markup("<b>x</b>"), standalone=False
    )
    assert "<b>x</b>" in shown
