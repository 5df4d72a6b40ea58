"""The sentences of 04_kcna_era: what the NIS's three briefings give, counted by reading the documents."""

from __future__ import annotations

from briefing.charts import claims_by_era, statement_timeline
from tests.drawn import view


def titles(**choice) -> tuple[str, str]:
    seen = view(**choice)
    return tuple(chart.text_of(seen, chart.table_of(seen)).title for chart in (statement_timeline, claims_by_era))


def test_without_eras_both_say_who_gave_numbers():
    timeline, matrix = titles(claimants=("nis",), pivot="none")
    assert timeline == matrix == "On record, NIS gives numbers"


def test_the_pivot_is_not_counted_among_those_since_itself():
    _, matrix = titles()
    assert matrix == (
        "North Korea’s statement of 28 April 2025 has no number; "
        "from that day NIS gives numbers on record, Putin and Kim Jong Un none"
    )


def test_nobody_is_called_alone_in_a_view_that_leaves_claimants_out():
    assert not any("no other claimant" in title for title in titles(claimants=("nis",), pivot="none"))


def test_figures_of_another_date_than_the_rest_of_their_row_are_named():
    """NIS gave most of its figures on 30 April, three on 2 September."""
    table = claims_by_era.table_of(view())
    assert claims_by_era.mixed_dates(table) == [
        "NIS: killed, planned and arrived of 2 Sep 2025; the rest of 30 Apr 2025."
    ]
