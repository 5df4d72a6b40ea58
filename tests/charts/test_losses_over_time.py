"""The words of losses over time, read as sentences at five dates; what they claim was checked against the documents."""

from __future__ import annotations

import re

import pytest

from briefing.charts.chart import ChartText
from briefing.charts.losses_over_time import table_of, text_of
from tests.drawn import view

TITLES = {
    "2024-12-31": "No number of North Korean soldiers killed or wounded is on record up to 31 December 2024",
    "2025-01-10": "By 10 January 2025 Zelenskyy reported 4,000 killed or wounded",
    "2025-02-01": (
        "By 1 February 2025 Zelenskyy reported 4,000 killed or wounded; NIS at least 300 killed and about 2,700 wounded"
    ),
    "2025-04-29": (
        "By 29 April 2025 Zelenskyy reported 4,000 killed or wounded; NIS at least 300 killed and about 2,700 wounded"
    ),
    "2025-05-01": (
        "In April 2025 South Korea’s spy agency (NIS) reported about 600 North Korean soldiers killed, "
        "up from at least 300 in January"
    ),
    "": (
        "In September 2025 South Korea’s spy agency (NIS) reported about 2,000 North Korean soldiers killed, "
        "up from at least 300 in January"
    ),
}


def words_at(as_of: str, claimants: tuple[str, ...] = ()) -> ChartText:
    seen = view(as_of, claimants)
    return text_of(seen, table_of(seen))


@pytest.mark.parametrize("as_of", TITLES)
def test_title_is_true_of_its_date(as_of):
    assert words_at(as_of).title == TITLES[as_of]


def test_nothing_later_than_the_date_is_named():
    january = words_at("2025-02-01")
    for words in (january.title, january.subtitle, january.alt):
        assert "600" not in words
        assert not re.search("North Korea(?!n)", words)
    assert "Kim Jong Un" not in words_at("2025-05-01").alt


def test_subtitle_says_who_is_counted_and_by_which_date():
    assert words_at("").subtitle == (
        "North Korean soldiers killed or wounded, as reported, by the date of the statement; "
        "all statements in five documents of April–September 2025"
    )
    assert "; statements made by February 2025, in two documents of 30 April 2025" in words_at("2025-02").subtitle


def test_alt_text_says_every_claim_with_its_doubt():
    alt = words_at("").alt
    for claim in (
        "Zelenskyy, 9 January 2025: 4,000 killed or wounded",
        "NIS, 13 January 2025: at least 300 killed",
        "NIS, 13 January 2025: about 2,700 wounded",
        "North Korea, 28 April 2025: spoke of those killed, no number",
        "NIS, 30 April 2025: about 600 (elsewhere at least 600) killed",
        "NIS, 30 April 2025: more than 4,000 wounded",
        "NIS, 30 April 2025: about 4,700 killed or wounded",
        "Kim Jong Un, August 2025: spoke of those killed, no number",
        "NIS, 2 September 2025: about 2,000 killed",
    ):
        assert claim in alt


def test_source_names_who_relayed_and_when():
    source = words_at("").source
    assert source.startswith(
        "Source: Zelenskyy, NIS (as told by Lee Seong-kweun and Kim Byung-kee), North Korea and Kim Jong Un, "
        "through AFP, Yonhap, Reuters, BBC News Russia, Agencies and News24, in a site that copies AFP,"
    )
    assert "published April–September 2025" in source
    assert "later" not in source


def test_source_admits_what_is_known_only_from_later_documents():
    assert "Known from documents published later." in words_at("2025-02-01").source
    assert "Known" not in words_at("2025-05-01").source  # what a document of September adds is not shown in May


def test_empty_source_does_not_deny_what_the_dossier_has():
    assert words_at("2024-12-31").source.startswith("Source: no statement is drawn. Record ")


def test_choice_of_claimants_changes_the_finding():
    assert words_at("", claimants=("Zelenskyy",)).title == "Zelenskyy reported 4,000 killed or wounded"
    assert "No number" in words_at("", claimants=("North Korea",)).title
