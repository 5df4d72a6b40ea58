"""A quote is read with the words beside it: cut inside a number, after a qualifier or a denial it is another claim.

The invented sentences are of kinds that came up in some 4,000 hostile records; the rest are all cuts of this record.
"""

from __future__ import annotations

import pytest

from briefing.record.dossier import read_record
from briefing.words.quotes import context_problem, edge_problem, metric_problem, numbers, qualifier_of, quote_problem


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("They said 4,700 were killed.", "700 were killed"),
        ("They said 4 700 were killed.", "700 were killed"),
        ("They said 1,600,000 were sent.", "600,000 were sent"),
        ("They lost 5 million men.", "lost 5"),
        ("They lost six hundred men.", "lost six"),
        ("It cost $600 to send them.", "600 to send them"),
        ("About 40% of them were killed.", "About 40"),
        ("They said 12,500 were sent.", "12,5"),
        ("The soldiers were killed.", "oldiers were killed"),
        ("They said 2,000 were killed.", ",000 were killed"),
        ("They said 2,000 were killed.", " 2,000 were killed"),
        ("They sent 4.5 thousand men.", "5 thousand men"),
    ],
)
def test_a_quote_cut_inside_a_number_or_a_word_is_refused(text, quote):
    column, problem, _ = edge_problem(text, quote, text.index(quote))
    assert column == "quote" and "inside a word or a number" in problem


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("In 2024 600 were killed.", "600 were killed"),
        ("‘600 soldiers killed’, it said", "‘600 soldiers killed’"),
        ("They said 4,700 were killed.", "4,700 were killed"),
        ("Some 10, 600 of them armed, came.", "10, 600 of them armed"),
        ("They lost six men.", "lost six"),
        ("(600 dead)", "600 dead"),
    ],
)
def test_a_whole_quote_is_accepted(text, quote):
    assert edge_problem(text, quote, text.index(quote)) is None


@pytest.mark.parametrize(
    ("text", "quote", "qualifier", "said"),
    [
        ("They said around 1,000 had arrived.", "1,000 had arrived", "unqualified", "about"),
        ("No more than 600 soldiers were killed.", "more than 600 soldiers were killed", "more_than", "up_to"),
        ("At least 600 soldiers were killed.", "least 600 soldiers were killed", "unqualified", "at_least"),
        ("As many as 600 were killed.", "600 were killed", "unqualified", "up_to"),
        ("They killed 600 or more.", "killed 600", "unqualified", "at_least"),
    ],
)
def test_a_qualifier_beside_the_quote_is_refused_or_taken_in(text, quote, qualifier, said):
    column, problem, remedy = context_problem(text, quote, text.index(quote), numbers(quote)[0].value, None, qualifier)
    assert column == "qualifier" and f"make it {said}" in problem and said in remedy


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Moscow denied that 600 were killed.", "600 were killed"),
        ("Not once, the army said: it did not lose 600 men.", "600 men"),
        ("There is no evidence that 600 men were sent.", "600 men were sent"),
    ],
)
def test_a_denied_number_is_no_claim(text, quote):
    column, problem, _ = context_problem(text, quote, text.index(quote), 600, None, "unqualified")
    assert column == "quote" and "deny it or turn it round" in problem


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("About 300 came. The ministry said 600 were killed.", "600 were killed"),
        ("Moscow denied it. Kyiv said 600 were killed.", "600 were killed"),
        ("Headline about the war\n600 were killed.", "600 were killed"),
        ("He said that 600 were killed.", "600 were killed"),
    ],
)
def test_words_of_another_sentence_do_not_count(text, quote):
    assert context_problem(text, quote, text.index(quote), 600, None, "unqualified") is None


def test_a_year_is_no_figure():
    text = "They sent soldiers to Russia in 2024."
    assert context_problem(text, "2024", text.index("2024"), 2024, None, "unqualified")[0] == "value"


def test_no_cut_of_a_recorded_quote_makes_another_claim_of_it():
    """Every quote of this record, shortened from either end by any number of characters, with value and qualifier as
    the rest has them: what is not refused is the same claim in fewer words. Rows with a note may lack their word."""
    record, tried, silent = read_record(), 0, []
    words = record.metrics.vocabulary
    for row in record.figures.dropna(subset=["value"]).itertuples():
        text, start = record.texts[row.document_id], int(row.quote_start)
        whole = (start, start + len(row.quote))
        cuts = [(whole[0] + k, whole[1]) for k in range(1, len(row.quote))]
        cuts += [(whole[0], whole[1] - k) for k in range(1, len(row.quote))]
        for begin, end in cuts:
            quote = text[begin:end]
            if not (found := numbers(quote)) or found[0].value != int(found[0].value):
                continue
            value, qualifier = int(found[0].value), qualifier_of(quote, found[0])
            if (value, qualifier) == (row.value, row.qualifier):
                continue
            tried += 1
            if not (
                quote_problem(quote, value, None, qualifier)
                or metric_problem(quote, row.metric, words)
                or edge_problem(text, quote, begin)
                or context_problem(text, quote, begin, value, None, qualifier)
            ):
                silent.append((row.figure_id, quote))
    assert tried > 500
    assert silent == []


@pytest.mark.parametrize("sign", ["\u00ad", "\u200b", "\u2060", "\ufeff", "_"], ids=ascii)
def test_what_nobody_sees_inside_a_number_does_not_part_it(sign):
    text = f"They said that 6{sign}00 soldiers were killed, of 4{sign},700."
    assert [n.value for n in numbers(text)] == [600, 4700]
    assert [text[n.start : n.end] for n in numbers(text)] == [f"6{sign}00", f"4{sign},700"]
    assert quote_problem(f"6{sign}00 soldiers", 600, None, "unqualified") is None
    assert quote_problem(f"6{sign}00 soldiers", 6, None, "unqualified")[0] == "value"
    for cut in ("00 soldiers", "that 6", "700"):
        assert edge_problem(text, cut, text.index(cut))[0] == "quote", cut
