"""A passage in a language that nobody here reads is told; a text in one that is read is not."""

import unicodedata

import pytest

from briefing.words.languages.scripts import READ, contradiction, language_of, plain_digits, unread
from briefing.words.numerals import find_numerals

# One sentence in each language, invented: "About 600 soldiers were killed and 4,700 wounded, the ministry said."
SENTENCES = {
    "en": "About 600 soldiers were killed and 4,700 wounded, the ministry said on Monday.",
    "ko": "국방부는 월요일 병사 약 600명이 숨지고 4천700여 명이 다쳤다고 밝혔다.",
    "uk": "Міністерство повідомило, що загинули близько 600 солдатів, а 4 700 поранені.",
    "ru": "Министерство сообщило, что погибли около 600 солдат, а ещё 4 700 были ранены.",
}
NOT_READ = {
    "German": "Etwa 600 Soldaten wurden getötet und 4.700 verletzt, sagte das Ministerium am Montag.",
    "French": "Environ 600 soldats ont été tués et 4 700 blessés, a déclaré le ministère dans un communiqué.",
    "Spanish": "Unos 600 soldados murieron y 4.700 fueron heridos, según el comunicado del ministerio.",
    "Polish": "Około 600 żołnierzy zginęło, a 4700 zostało rannych, jak podało ministerstwo, które nie się pomyliło.",
    "Vietnamese": "Khoảng 600 binh sĩ thiệt mạng và 4.700 người bị thương, theo thông báo của bộ.",
    "Arabic": "قال الوزير إن نحو ٦٠٠ جندي قتلوا وجرح ٤٧٠٠ آخرون يوم الاثنين",
    "Chinese": "国防部星期一称，约六百名士兵阵亡，四千七百人受伤。",
    "Japanese": "国防省は月曜日、兵士およそ六百人が死亡したと発表した。",
    "Bulgarian": "Министерството съобщи, че около 600 войници са убити, а 4700 са ранени и върнати с външна помощ.",
    "Serbian": "Око 600 војника је погинуло, а 4.700 рањено, саопштило је министарство у понедељак.",
    "Korean, decomposed": unicodedata.normalize("NFD", SENTENCES["ko"]),
}


@pytest.mark.parametrize("language", SENTENCES)
def test_what_is_read_and_what_is_not(language):
    text = SENTENCES[language]
    if language in READ:
        assert (language_of(text), unread(text)) == (language, [])
    else:
        assert language_of(text) == ""
        [passage] = unread(text)
        assert (passage.start, passage.end) == (0, len(text))


@pytest.mark.parametrize("language", NOT_READ)
def test_no_other_language_passes_for_one_that_is_read(language):
    text = NOT_READ[language]
    for whole in (text, f"{SENTENCES['en']}\n\n{text}\n{text}\n\n{SENTENCES['en']}\n"):
        [passage] = unread(whole, "en")
        assert whole[passage.start : passage.end].split("\n")[0] == text


def test_names_and_scraps_of_other_scripts_are_no_passage():
    assert unread(f"{SENTENCES['en']} Kim Jong Un (金正恩, 김정은) did not answer.\n中文 | 日本語\n") == []


def test_a_stated_language_that_is_not_read_leaves_every_line_open():
    [passage] = unread("Irgendetwas.\n\nUnd noch etwas.", "de")
    assert (passage.start, passage.end, passage.what) == (0, 29, "“de”")


def test_a_stated_language_that_the_text_contradicts():
    assert contradiction(SENTENCES["en"], "en") == ""
    assert [contradiction(SENTENCES[c], "en") for c in SENTENCES if c in READ and c != "en"] == [
        c for c in SENTENCES if c in READ and c != "en"
    ]


@pytest.mark.parametrize(
    ("written", "value"),
    [("４，７００", 4700), ("٤٬٧٠٠", 4700), ("۴۷۰۰", 4700), ("४७००", 4700), ("４．５", 4.5), ("４７００", 4700)],
)
def test_digits_of_every_script_are_digits(written, value):
    assert len(plain_digits(written)) == len(written)
    for text in (f"{written} soldiers", f"병사 {written}명", f"قتل {written} جندي", f"{written} солдат"):
        [number] = find_numerals(text)
        assert (number.value, text[number.start : number.end]) == (value, written)


def test_a_list_of_names_is_no_foreign_prose():
    assert unread("Very Long Name " * 200) == []


def test_an_unread_sentence_inside_an_english_line_is_told():
    assert unread(f"{SENTENCES['en']} {NOT_READ['Arabic']}")
