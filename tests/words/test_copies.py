"""Copies find themselves, reports of one event do not become one: precision and recall on copies that tests make."""

from __future__ import annotations

import time
from collections import Counter
from itertools import combinations
from random import Random

import pytest

from briefing.words.copies import LEAST, blanked, find_copies
from tests.copied import ADVERTISER, COPIES, Corpus, corpus


def scores(made: Corpus) -> tuple[float, float, Counter]:
    """Return precision and recall over pairs of documents, and how the pairs that were missed were made."""
    text_of = find_copies(made.texts).text_of
    right = wrong = 0
    missed: Counter = Counter()
    for a, b in combinations(made.texts, 2):
        one, grouped = made.article_of[a] == made.article_of[b], text_of[a] == text_of[b]
        right += one and grouped
        wrong += grouped and not one
        if one and not grouped:
            missed[made.made[a], made.made[b]] += 1
    return right / max(1, right + wrong), right / max(1, right + missed.total()), missed


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_copies_are_found_and_independent_reports_are_not(seed):
    precision, recall, missed = scores(corpus(12, seed=seed))
    assert precision == 1
    assert recall == 1, missed


def test_the_five_documents_are_five_texts(record):
    """Four of them report one briefing, and share the speaker's words."""
    assert record.copies.groups() == []


@pytest.mark.parametrize("way", COPIES)
def test_each_way_to_copy_an_article_of_this_record_is_found(record, way):
    articles = {name: record.article(name) for name in record.texts}
    for name, text in articles.items():
        found = find_copies({**articles, "copy": COPIES[way](text, Random(3))})
        assert found.groups() == [(name, "copy")]


def test_what_kind_of_copy_it_is(record):
    text = record.texts["001_unn"]
    paragraphs = text.split("\n\n")
    others = {
        "mirror": text,
        "advertised": text.replace("Details", ADVERTISER),
        "cut": "\n\n".join(paragraphs[:7]),
        "page": "\n".join([record.texts["004_daily8"], text]),
    }
    found = find_copies({"original": text, **others})
    kinds = {name: found.kind("original", name) for name in others}
    assert kinds == {"mirror": "same", "advertised": "changed", "cut": "cut", "page": "embedded"}
    assert len(found.groups()) == 1


def test_two_articles_on_one_page_do_not_become_one_text(record):
    one, other = record.texts["001_unn"], record.texts["002_unnamed"]
    found = find_copies({"one": one, "other": other, "page": f"{one}\n{other}\n{record.texts['003_midday']}"})
    assert found.text_of["one"] != found.text_of["other"]
    assert len(found.pairs) == 2  # the page holds both, and says so


def test_a_bulletin_of_the_next_day_in_the_same_form_is_another_text():
    form = (
        "The staff said that over the past day {} soldiers of the enemy were killed and {} wounded along the whole "
        "line of the front. Guns of the army struck {} depots and {} columns in the east and the south of the land. "
        "In the direction of the river the enemy attacked {} times and was thrown back everywhere with heavy losses."
    )
    found = find_copies({"monday": form.format(610, 820, 4, 11, 17), "tuesday": form.format(590, 905, 7, 13, 22)})
    assert found.groups() == []


def test_the_same_words_of_a_speaker_in_two_reports_are_no_copy():
    speech = " ".join(f"word{i}" for i in range(80))
    one = f"The minister spoke for an hour in the old hall before many guests. “{speech}” Then he left by a side door."
    other = f"“{speech}” With this the head of the ministry surprised those who had come for the concert."
    assert find_copies({"one": one, "other": other}).groups() == []


def test_equal_texts_that_are_short_or_all_in_quotes_are_one_text():
    speech = "“" + " ".join(f"word{i}" for i in range(LEAST)) + "”"
    assert find_copies({"a": speech, "b": "Other words.", "c": speech}).groups() == [("a", "c")]
    assert find_copies({"a": "A report.", "b": "A report."}).groups() == []


def test_house_style_is_no_difference():
    """Thousands with a comma or a space, capitals, straight and curly quotes."""
    text = "About 4 700 soldiers are lost, the staff in Strelsau told those who waited. " + " ".join(
        f"sentence number {i} follows." for i in range(20)
    )
    found = find_copies({"a": text, "b": text.replace("4 700", "4,700").upper()})
    assert list(found.pairs["kind"]) == ["same"]


def test_a_script_without_spaces_is_compared_by_character():
    text = "朝鮮人民軍の部隊がロシアに派遣されたと韓国の情報機関が議員に説明した。死傷者は約四千七百人に上るという。"
    found = find_copies(
        {
            "a": text,
            "b": "速報　" + text,
            "c": "全く別の記事で、港の祭りと新しい橋の開通式について伝えている内容の文章である。",
        }
    )
    assert found.groups() == [("a", "b")]


def test_no_texts_and_one_text():
    assert find_copies({}).groups() == []
    assert find_copies({"a": "Some words."}).text_of.to_dict() == {"a": "a"}


def test_only_whole_lines_are_taken_out():
    text = "Headline\nAbout 600 men\nRead also: five tips\n"
    assert blanked(text, [(23, 43)]) == "Headline\nAbout 600 men\n" + " " * 20 + "\n"
    assert blanked(text, [(15, 18)]) == text
    assert len(blanked(text, [(0, 22), (900, 990)])) == len(text)


@pytest.mark.parametrize("events, copies", [(480, 1), (1, 560)])
def test_ten_thousand_documents_take_less_than_thirty_seconds_of_the_processor(events, copies):
    made = corpus(events, copies)
    assert len(made.texts) > 10_000
    start = time.process_time()
    found = find_copies(made.texts)
    assert time.process_time() - start < 30
    assert len(found.groups()) == 3 * events
