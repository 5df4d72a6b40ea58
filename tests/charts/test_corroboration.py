"""Claims by documents, and who stands behind each: typed from reading the five documents."""

from __future__ import annotations

import pytest

from briefing.charts.chart import ChartText
from briefing.charts.corroboration import table_of, text_of
from tests.dossiers import Builder
from tests.drawn import view


def words_at(as_of: str = "", claimants: tuple[str, ...] = ()) -> ChartText:
    seen = view(as_of, claimants)
    return text_of(seen, table_of(seen))


def test_every_figure_rests_on_one_claimant():
    table = table_of(view())
    numbered = table[~table["without_number"]]
    assert set(numbered["n_claimants"]) == {1}
    assert len(numbered.drop_duplicates(["statement_id", "metric"])) == 14
    mute = table[table["statement_id"].eq("kcna-2025-04-28")]
    assert mute["n_claimants"].isna().all()
    assert set(mute["behind"]) == {()}


def test_a_filter_does_not_hide_who_stands_behind_a_claim(tmp_path):
    """Chosen alone, A’s figure still has B behind it."""
    b = Builder()
    b.actor("paper", "The Paper", "Paper", "outlet")
    b.document("d", "paper", "2025-02-01")
    for actor in ("a", "b"):
        b.actor(actor, actor.upper(), actor.upper(), "government")
        b.statement(f"{actor}-1", actor, "2025-01-09")
        b.figure("d", f"{actor}-1", "killed", 600, "about")
    table = table_of(view(claimants=("a",), data=b.write(tmp_path)))
    assert table["claimant_id"].tolist() == ["a"] and table["behind"].tolist() == [("A", "B")]


@pytest.mark.parametrize(
    ("as_of", "claimants", "title"),
    [
        ("", (), "Not one of the 13 figures has anyone else behind it on record, "
         "though up to five documents repeat one"),
        ("2025-02-01", (), "Not one of the three figures has anyone else behind it on record, "
         "though up to two documents repeat one"),
        ("2025-04-29", (), "Not one of the four figures has anyone else behind it on record, "
         "though up to two documents repeat one"),
        ("2025-01-10", (), "The one figure shown has nobody else behind it on record"),
        ("", ("North Korea",), "Not one of the two claims shown has a number"),
        ("2025-02-01", ("NIS",), "Neither of the two figures shown has anyone else behind it on record, "
         "though up to two documents repeat one"),
    ],
)  # fmt: skip
def test_titles(as_of, claimants, title):
    assert words_at(as_of, claimants).title == title


def test_before_the_first_statement_there_is_nothing_to_draw():
    words = words_at("2024-12-31", ("Zelenskyy",))
    assert words.title == "No statement from Zelenskyy is on record up to 31 December 2024"
    assert words.nothing.startswith(words.title)


def test_alt_text_tells_the_claims_and_their_documents():
    assert "Zelenskyy, 9 January 2025, killed or wounded: 4,000 in an unnamed outlet; one claimant" in words_at().alt
