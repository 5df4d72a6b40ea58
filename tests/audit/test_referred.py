"""What date or period a number speaks of, apart from when it was said."""

import pytest

from briefing.audit.guesses import place_of
from briefing.audit.referred import referred
from briefing.words.numerals import find_numerals


@pytest.mark.parametrize(
    ("sentence", "to", "doubt"),
    [
        ("As of mid-January, 300 soldiers had been killed.", "2025-01", ""),
        ("By 14 January 300 soldiers had been killed.", "2025-01-14", ""),
        ("Between January 5 and February 2, 300 were killed.", "2025-01-05/2025-02-02", ""),
        ("Between 3 and 20 May they lost 300 men.", "2025-05-03/2025-05-20", ""),
        ("They lost 300 men between November and March.", "2024-11/2025-03", ""),
        ("They lost 300 men in December.", "2024-12", ""),
        ("They lost 300 men from October 2023 to March 2024.", "2023-10/2024-03", ""),
        ("They sent 300 men in 2024.", "2024", ""),
        ("They have lost 300 men since October.", "", ""),
        ("The report of 28 May says that 300 were killed.", "", ""),
        ("In its January briefing the agency spoke of 300 dead.", "", ""),
        ("In January the agency had said that 300 were killed.", "", ""),
        ("It will send 300 men in July.", "", "“in July”: of which year?"),
        ("In May and by 3 June 300 were killed.", "", "“In May” or “by 3 June”: which does it speak of?"),
        ("As of May, 90 were wounded and 300 killed.", "2025-05", "“As of May” stands before another number"),
        ("In May 90 were wounded and 300 killed.", "", ""),
        ("300 were killed and by 20 May 90 wounded.", "", ""),
        ("Between May and January 2025 the army lost 300 men.", "2024-05/2025-01", ""),
    ],
)
def test_a_period_is_proposed_where_its_words_are_the_numbers_own(sentence, to, doubt):
    numerals = [n for n in find_numerals(sentence) if n.kind == "count"]
    i = next(i for i, n in enumerate(numerals) if n.value == 300)
    found = referred(sentence, numerals[i], place_of(sentence, numerals, i), "2025-06-12")
    assert (found.to, found.doubt) == (to, doubt)
    assert bool(found.note) == ("mid-" in sentence)  # what the date does not say
