"""The readers of Korean, Ukrainian and Russian: the invented sentences, CLDR's number words, and what must never be."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unicode_rbnf import RbnfEngine

from briefing.words import quotes
from briefing.words.languages import LANGUAGES, segments
from briefing.words.numerals import find_numerals
from tests.words.score import later, mistakes, sentences

OTHERS = ("ko", "uk", "ru")


@pytest.mark.parametrize("language", OTHERS)
def test_each_language_has_its_sentences(language):
    assert len(sentences(language)) >= 60
    assert len(sentences(language, held_out=True)) == len(sentences(language)) // 3


@pytest.mark.parametrize(("language", "text", "wanted"), [(c, *s) for c in OTHERS for s in sentences(c)])
def test_value_and_qualifier_of_invented_sentences(language, text, wanted):
    assert mistakes(text, wanted, language) == []


# "One of the prisoners": a person follows, so that it counts one, as the rule for English has it too. "6 armoured
# cars": things that are counted are left for a person, as in English.
STILL_WRONG = {"ko": set(), "uk": {"Один із полонених", "Речник 17-го корпусу"}, "ru": {"Один из пленных"}}


@pytest.mark.parametrize("language", OTHERS)
def test_sentences_written_after_the_rules(language):
    every = [*later(language, "later"), *later(language, "blind")]
    wrong = [text for text, wanted in every if mistakes(text, wanted, language)]
    assert {" ".join(text.split()[:3]) for text in wrong} == STILL_WRONG[language]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("ru", "Погибли пять с половиной тысяч человек.", "пять с половиной тысяч = 5500 unqualified"),
        ("uk", "Поранено 12 з гаком тисяч осіб.", "12 з гаком тисяч = 12000 more_than"),
        ("ru", "Погибло вдвое меньше – 300.", "300 = 300 unqualified"),
        ("ru", "Погибло меньше чем 300.", "300 = 300 nearly"),
        ("ru", "Их тысяч до пяти.", "тысяч до пяти = 5000 up_to"),
        ("ru", "Пришло тысяч пять-шесть.", "тысяч пять-шесть = 5000-6000 between"),
        ("ru", "Сотни две солдат погибли.", "Сотни две = 200 about"),
        ("ru", "Ждут тысячи, три дня нет вестей.", "тысячи = vague ; три дня = rule"),
        ("ru", "Погибли сотни три дня назад.", "сотни = vague ; три дня = rule"),
        ("uk", "Сотень зо дві загинуло.", "Сотень зо дві = 200 about"),
        ("ru", "Младшему исполнилось 19, а погибших 600.", "19 = rule ; 600 = 600 unqualified"),
        ("ko", "2024년 10∼12월 600명이 숨졌다.", "2024년 10∼12월 = rule ; 600 = 600 unqualified"),
        ("ko", "세 군인이 숨졌고 한 병사가 말했다.", "세 = 3 unqualified"),
    ],
)
def test_kinds_found_by_the_blind_sentences(language, text, wanted):
    assert mistakes(text, dict(w.split(" = ") for w in wanted.split(" ; ")), language) == []


SPELLED = [
    *range(1, 121), *range(150, 1000, 37), 999, 1000, 1001, 1500, 2000, 4700, 11000, 12345, 21000, 234567, 2500000,
]  # fmt: skip
ALONE_ANOTHER_WORD = {"одни", "одних", "одними", "семью"}  # "some", "family"
FRAMES = {"ru": "Было {} солдат.", "uk": "Було {} солдатів.", "ko": "병사 {} 명이 왔다."}


def rulesets(language):
    if language == "ko":
        return ["spellout-cardinal-sinokorean", "spellout-cardinal-native-attributive"]
    return [r for r in RbnfEngine.for_language(language).rulesets if r.startswith("spellout-cardinal")]


@pytest.mark.parametrize(("language", "rules"), [(c, r) for c in OTHERS for r in rulesets(c)])
def test_number_words_in_every_case_as_cldr_spells_them(language, rules):
    engine = RbnfEngine.for_language(language)
    least = {"spellout-cardinal-sinokorean": 10}.get(rules, 1)  # "이 명" is no Korean for two
    most = {"spellout-cardinal-native-attributive": 99}.get(rules, 10**9)
    for n in SPELLED:
        words = engine.format_number(n, ruleset_names=[rules]).text.replace("\u00ad", "").replace("\u200b", "")
        if least <= n <= most and words not in ALONE_ANOTHER_WORD:
            assert [x.value for x in LANGUAGES[language].find(FRAMES[language].format(words))] == [n], words


PIECES = [
    "4", "700", "1만5천", "여 명", "천", "тис.", "тысяч", "до ", "약 ", "-", ".", ",", " ", "%", "SA-22", "№", "年",
    "٣", "５", "п'ять", "두", "\n", "№ 5", "2024", "년", "року", "월", "명", "이만", "полтора", "/", "30 апреля", "K",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25), st.sampled_from(("", *LANGUAGES)))
def test_no_digit_is_ever_missed_in_any_language(pieces, language):
    text = "".join(pieces)
    numbers = find_numerals(text, language)
    assert all(a.end <= b.start for a, b in pairwise(numbers))
    inside = {i for n in numbers for i in range(n.start, n.end)}
    assert not {m.start() for m in re.finditer(r"\d", text)} - inside


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("About 600 were killed (김정은).", ["en", "ko", "en"]),
        ("국정원(NIS)은 SA-22 미사일을 말했다.", ["ko"]),
        ("In English.\nПо-русски говорят здесь.\n한국어로 말한다.\n", ["en", "ru", "ko"]),
        ("It printed 4천700여 명 as 4,700.", ["en", "ko", "en"]),
    ],
)
def test_each_passage_is_read_in_its_own_language(text, codes):
    found = segments(text)
    assert [code for *_, code in found] == codes
    assert "".join(text[a:b] for a, b, _ in found) == text


def test_a_korean_number_inside_an_english_line_is_whole():
    assert [n.value for n in find_numerals("It printed 4천700여 명 as 4,700.", "en")] == [4700, 4700]


@pytest.mark.parametrize(
    ("language", "quote", "value", "qualifier"),
    [
        ("ko", "사상자 4천700여 명", 4700, "about"),
        ("ko", "최소 300명이 전사", 300, "at_least"),
        ("uk", "загинули понад шестисот військових", 600, "more_than"),
        ("ru", "погибли не менее трёхсот солдат", 300, "at_least"),
    ],
)
def test_a_quote_carries_value_and_qualifier_in_its_language(language, quote, value, qualifier):
    assert quotes.quote_problem(quote, value, None, qualifier, language=language) is None
    column, _, remedy = quotes.quote_problem(quote, value, None, "unqualified", language=language)
    assert (column, qualifier in remedy) == ("qualifier", True)
    assert quotes.quote_problem(quote, value + 1, None, qualifier, language=language)[0] == "value"


@pytest.mark.parametrize(
    ("language", "text", "quote", "value", "says"),
    [
        ("ko", "사상자 4천700여 명이 발생했다.", "사상자 4천", 4000, "inside a word or a number"),
        ("ko", "사상자 4천700여 명이 발생했다.", "사상자 4천700", 4700, "inside a word or a number"),
        ("ko", "약 600명이 숨졌다.", "600명", 600, "make it about"),
        ("ko", "병사 600명이 숨졌다는 것은 사실이 아니다.", "병사 600명", 600, "deny"),
        ("uk", "Загинуло 4 тисячі осіб.", "Загинуло 4", 4, "inside a word or a number"),
        ("uk", "Загинуло понад 600 осіб.", "600 осіб", 600, "make it more_than"),
        ("ru", "Погибло до 600 человек.", "600 человек", 600, "make it up_to"),
        ("ru", "Министерство опровергло, что погибли 600 человек.", "погибли 600 человек", 600, "deny"),
    ],
)
def test_what_stands_beside_a_quote_counts_in_each_language(language, text, quote, value, says):
    start = text.index(quote)
    found = quotes.edge_problem(text, quote, start, language) or quotes.context_problem(
        text, quote, start, value, None, "unqualified", False, language
    )
    assert says in found[1]


@pytest.mark.parametrize("quote", ["사상자 4천700여 명", "사상자 4천700여 명이", "4천700여 명이 발생했다"])
def test_a_particle_may_be_left_out_of_a_quote(quote):
    text = "국방부는 사상자 4천700여 명이 발생했다고 밝혔다."
    assert quotes.edge_problem(text, quote, text.index(quote), "ko") is None
