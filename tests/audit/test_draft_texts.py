"""The drafts scored on invented articles with right answers: `python -m tests.drafts` shows the misses."""

import pandas as pd
import pytest

from tests.drafts import articles, score


@pytest.mark.parametrize("names", ["seen unseen", "third fourth fifth sixth", "seventh"])
def test_most_figures_are_right_and_hardly_one_that_looks_sure_is_wrong(record, names):
    found = pd.concat([score(record, name) for name in names.split()], ignore_index=True)
    figures, others = found[found["is_figure"]], found[~found["is_figure"]]
    sure = found[found["confidence"].eq("high")]
    assert len(figures) == sum(len(article.answers) for name in names.split() for article in articles(name))
    assert figures["all_right"].mean() >= 0.85
    assert others["all_right"].mean() >= 0.9
    assert sure["all_right"].mean() >= 0.98
    assert len(sure) >= len(found) / 3
    statements = found[found["statement"].ne("")]
    assert statements["statement_right"].mean() >= 0.85
    assert statements.loc[statements["statement_confidence"].eq("high"), "statement_right"].all()
    said, proposed = figures["refers_to"].ne(""), figures["period"].ne("")
    assert figures.loc[said, "period"].eq(figures.loc[said, "refers_to"]).mean() >= 0.85
    assert figures.loc[proposed, "period"].eq(figures.loc[proposed, "refers_to"]).all()
