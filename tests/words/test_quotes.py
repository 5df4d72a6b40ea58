"""Words and numbers: which number a text writes, which qualifier its words give it, and where a quote stands."""

from __future__ import annotations

from time import process_time

import pytest

from briefing.words.quotes import metric_problem, nearest_passage, numbers, qualifier_of, quote_problem


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("4,700 casualties", [4700]),
        ("4 700 casualties", [4700]),
        ("4\u00a0700 and 18\u202f000", [4700, 18000]),
        ("4700 casualties", [4700]),
        ("4.700 casualties", [4700]),
        ("4’700 casualties", [4700]),
        ("four thousand 700", [4700]),
        ("four thousand seven hundred", [4700]),
        ("47 hundred", [4700]),
        ("4.7 thousand", [4700]),
        ("twenty-five thousand", [25000]),
        ("Two thousand soldiers", [2000]),
        ("two dozen", [24]),
        ("1.2 million", [1_200_000]),
        ("in 2024 300 were killed", [2024, 300]),
        ("15,000 workers, 600 dead", [15000, 600]),
        ("some $66.5 billion", []),  # money counts no persons
        ("no number", []),
    ],
)
def test_numbers_in_every_written_form(text, values):
    assert [n.value for n in numbers(text)] == values


@pytest.mark.parametrize(
    ("quote", "qualifier"),
    [
        ("600 were killed", "unqualified"),
        ("a total of 600 troops", "unqualified"),
        ("another 600 wounded", "unqualified"),
        ("estimated at 600", "unqualified"),
        ("about 600 deaths", "about"),
        ("Around 600 soldiers", "about"),
        ("approximately 600 dead", "about"),
        ("Some 600 soldiers", "about"),
        ("roughly 600", "about"),
        ("600 or so", "about"),
        ("≈600", "about"),
        ("at least 600", "at_least"),
        ("no fewer than 600", "at_least"),
        ("not less than 600", "at_least"),
        ("600 or more", "at_least"),
        ("more than 600 others", "more_than"),
        ("over 600", "more_than"),
        ("upwards of 600", "more_than"),
        ("nearly 600", "nearly"),
        ("almost 600", "nearly"),
        ("fewer than 600", "nearly"),
        ("up to 600", "up_to"),
        ("no more than 600", "up_to"),
        ("as many as 600", "up_to"),
    ],
)
def test_qualifier_in_words(quote, qualifier):
    [number] = [n for n in numbers(quote) if n.value == 600]
    assert qualifier_of(quote, number) == qualifier
    assert quote_problem(quote, 600, None, qualifier) is None
    other = "about" if qualifier != "about" else "at_least"
    assert quote_problem(quote, 600, None, other)[0] == "qualifier"


def test_qualifier_belongs_to_its_own_number():
    quote = "at least 300 killed and 2,700 wounded"
    assert quote_problem(quote, 300, None, "at_least") is None
    assert quote_problem(quote, 2700, None, "unqualified") is None
    assert quote_problem(quote, 2700, None, "at_least")[0] == "qualifier"
    assert quote_problem("Around noon it said. 600 were killed", 600, None, "unqualified") is None


def test_a_range_is_neither_of_its_ends_alone():
    for quote in ("between 1,000 and 3,000", "1,000 to 3,000", "1000–3000", "from 1 000 to 3 000 men"):
        assert quote_problem(quote, 1000, 3000, "between") is None, quote
    assert quote_problem("1,000 were killed. 3,000 were wounded", 1000, 3000, "between") is not None


def test_vague_and_missing_numbers():
    assert quote_problem("thousands more wounded", None, None, "vague") is None
    assert quote_problem("soldiers were wounded", None, None, "vague") is not None
    assert quote_problem("soldiers were wounded", None, None, "none_given") is None
    assert quote_problem("thousands more wounded", None, None, "none_given") is not None


@pytest.mark.parametrize("wrong", [60, 6000, 0, 470, 4, 700])
def test_value_must_stand_in_the_quote_as_a_whole(wrong):
    column, problem, _ = quote_problem("4 700 casualties, including 600 deaths", wrong, None, "unqualified")
    assert column == "value"
    assert "it has 4,700, 600" in problem


def test_nearest_passage_is_the_one_most_alike():
    text = "First the weather. Around 2,000 soldiers were killed, it said. Then sport."
    assert nearest_passage("Around 2,000 soldiers", text) == (19, "Around 2,000 soldiers")
    assert nearest_passage("About 2,000 soldiers were killed", text)[1].endswith("2,000 soldiers were killed")
    assert nearest_passage("zzzzzzzzzzzz", text) == (-1, "")


def test_offsets_count_code_points():
    text = "Seoul’s “spy” 🛰 agency: 600"
    assert nearest_passage("600", text)[0] == 24


@pytest.mark.parametrize(
    ("quote", "metric", "other"),
    [
        ("around 600 were killed", "wounded", "killed"),
        ("4,700 killed or wounded", "killed", "casualties"),
        ("4,000 casualties", "killed", "casualties"),
        ("about 2,000 soldiers have been sent home", "deployed", "returned"),
        ("15,000 soldiers were sent", "returned", "deployed"),
        ("some of the dead", "returned", "killed"),
        ("600 of the 15,000 soldiers were killed", "deployed", "killed"),
        ("600 of the 15,000 soldiers sent were killed", "deployed", ""),
        ("600 were killed in 2024", "wounded", "killed"),
        ("lost 600 of those sent", "killed", ""),
        ("around 2,000 soldiers deployed are estimated to have been killed", "wounded", "deployed and killed"),
        ("600 of the 4,700 casualties were deaths", "killed", ""),
        ("600 killed, 2,700 wounded", "casualties", ""),
        ("killed and wounded were 600 and 2,700 respectively", "killed", ""),
        ("losses of 600", "killed", ""),
        ("1,000 of them have arrived", "deployed", "deployment_arrived"),
        ("about 15,000 workers will be sent", "deployed", "workers_planned"),
        ("sent about 15,000 soldiers", "workers_planned", "deployed"),
        ("plans to send 6,000 soldiers", "deployed", "deployment_planned"),
        ("sent 6,000 soldiers", "deployment_planned", "deployed"),
        ("another 3,000 troops were dispatched", "deployed_additional", ""),
        ("600 were captured", "killed", "captured"),
        ("600 were killed", "horses", ""),
    ],
)
def test_a_quote_that_speaks_of_another_metric_contradicts_its_row(here, quote, metric, other):
    problem = metric_problem(quote, metric, here.metrics.vocabulary)
    assert (problem[1] if problem else "") == (f"the quote speaks of {other}, not of {metric}" if other else "")


@pytest.mark.parametrize("quote", ["it now estimates the figure at around 2,000", "600 were decorated"])
def test_a_quote_without_a_word_for_its_metric_wants_a_note_that_says_what_stands_for_it(here, quote):
    words = here.metrics.vocabulary
    assert metric_problem(quote, "killed", words)[1] == "the quote has no word for killed"
    assert metric_problem(quote, "killed", words, explained=True) is None


def test_hundreds_of_misplaced_quotes_are_looked_for_in_seconds():
    text = "".join(f"They said: about {n:,} soldiers were killed in the fighting.\n" for n in range(100, 300))
    began = process_time()
    for n in range(100, 300):
        assert nearest_passage(f"about {n:,} sailors were killed", text)[1].startswith(f"about {n:,} so")
    assert process_time() - began < 4
    assert nearest_passage("nothing of the kind: xyzzy", "Ω" * 500) == (-1, "")
