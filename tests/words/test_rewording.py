"""What changed between two copies, word by word."""

from briefing.words.rewording import changes
from tests.copied import ADVERTISER

TEXT = (
    "Around 600 North Korean soldiers have been killed, a Seoul lawmaker said on Wednesday. "
    "Some 4,700 casualties were counted, MP Lee Seong-kweun said. More than 2,000 men went home."
)


def kinds(old, new):
    return [(c.kind, c.before, c.after) for c in changes(TEXT, TEXT.replace(old, new))]


def test_a_lost_qualifier():
    assert kinds("Around 600", "600") == [("qualifier", "Around", "")]
    assert kinds("More than 2,000", "Nearly 2,000") == [("qualifier", "More than", "Nearly")]


def test_another_word_for_the_same_qualifier_is_only_words():
    assert kinds("Around 600", "About 600") == [("words", "Around", "About")]


def test_a_number():
    assert kinds("4,700", "4,900") == [("number", "4,700", "4,900")]
    assert kinds("600", "six hundred") == [("words", "600", "six hundred")]  # the same number, written otherwise
    assert kinds("4,700", "4 700") == []


def test_a_name():
    assert kinds("Seong-kweun", "Seong-kwon") == [("name", "kweun", "kwon")]
    assert kinds("Wednesday", "Tuesday") == [("name", "Wednesday", "Tuesday")]


def test_a_word_at_the_beginning_of_a_sentence_is_no_name():
    assert kinds("Some 4,700", "About 4,700") == [("words", "Some", "About")]


def test_a_line_put_in_is_a_passage_and_does_not_hide_what_changed_beside_it():
    found = kinds("Some 4,700", f"{ADVERTISER} Exactly 4,700")
    assert [k for k, *_ in found] == ["passage", "qualifier"]


def test_places_lead_back_to_the_words():
    other = "Breaking. " + TEXT.replace("4,700", "4,900")
    for change in changes(TEXT, other):
        assert TEXT[change.start :].startswith(change.before)
        assert other[change.start_after :].startswith(change.after)


def test_texts_without_words():
    assert changes("", TEXT) == []
    assert changes("…", "…") == []
