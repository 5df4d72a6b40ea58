"""The page and its pieces: every figure leads to its quotes, nothing from a document is more than text."""

from __future__ import annotations

import io
import re
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import PIL.Image
import pytest

from briefing.charts.chart import in_words
from briefing.drawing.layout import Box
from briefing.drawing.theme import DPI, HEIGHT
from briefing.outputs.citations import linked, mentions, places
from briefing.outputs.judgements import Judgement
from briefing.outputs.page import ROWS, STACKED, Briefing, csv, day_made, document_table
from briefing.outputs.page_file import Order, as_html, policy
from briefing.outputs.svg import inline
from briefing.run.parameters import UsageError
from briefing.words import dates
from tests.conftest import put
from tests.drawn import BY_NAME, draw, view

HOSTILE = '<script>alert(1)</script><img src="https://example.org/x">'


class Reader(HTMLParser):
    """Collects the tags of a page with their attributes."""

    def __init__(self, html: str):
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


@cache
def briefing(as_of: str = "", data: Path | str = "", **kwargs) -> Briefing:
    """Return the briefing of a dossier, with what it has drawn so far."""
    return Briefing(view(as_of, data=data), **kwargs)


def pieces(shown: Briefing) -> str:
    found = [p for n, j in enumerate(shown.judgements, 1) for p in shown.pieces(n, j)]
    parts = [shown.masthead(), *found, shown.changes(), shown.quotes(), shown.documents()]
    return "".join(p.data for p in parts if isinstance(p.data, str))


@pytest.fixture(scope="module")
def whole(page_file) -> str:
    return page_file.read_text(encoding="utf-8")


def test_every_link_leads_somewhere_in_the_page_and_no_id_stands_twice(whole):
    tags = Reader(whole).tags
    ids = [a["id"] for _, a in tags if "id" in a]
    links = [a["href"] for tag, a in tags if tag == "a"]
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert all(link.startswith(("#", "data:")) for link in links)


def test_every_figure_of_a_judgement_links_to_its_words(whole):
    heads = re.findall(r'<h3 id="judgement-\d+">.*?</h3>', whole, re.S)
    assert len(heads) == 8
    for number, head in enumerate(heads, 1):
        bare = re.sub(r"<a .*?</a>|<[^>]*>", "", head).removeprefix(str(number))
        assert not re.search(r"\d[\d,.]*(?!\d* (?:January|April|September))(?<!2025)(?<!28)(?<!30)\b", bare), bare
    assert 'href="#claim-nis-2025-09-02-killed">about 2,000</a>' in heads[0]


def test_dates_are_no_figures():
    text = "On 28 April 2025, in 2024 and between January and May 2025 about 300 died"
    assert linked(text, {"300": {"claim-x"}, "28": {"claim-y"}, "2025": {"claim-z"}}) == text.replace(
        "about 300", '<a class="figure" href="#claim-x">about 300</a>'
    )


def test_a_figure_of_several_claims_leads_to_all_of_them():
    assert (
        linked("26.1% died", {"26.1%": {"a", "b"}}, "behind-1") == '<a class="figure" href="#behind-1">26.1%</a> died'
    )
    assert linked("26.1% died", {}) == "26.1% died"


def test_each_mention_is_quoted_with_document_and_chain(here):
    html = briefing().quotes().data
    rows = mentions(view(), here.figures["figure_id"])
    assert html.count("<li>") == len(rows) == len(here.figures)
    assert "by way of NIS → Lee Seong-kweun" in html
    assert "<h3>North Korea, 28 April 2025: spoke of those killed, no number</h3>" in html
    assert rows["quote"].notna().all() and rows["chain"].str.contains(" → ").all()


def test_every_quotation_leads_to_its_words_in_the_text_of_its_document(whole, here):
    """The marked words are those of the quotation, letter by letter."""
    assert whole.count('<a class="words" href="#words-') == len(here.figures)
    for figure in here.figures.itertuples():
        start = whole.index(f'id="words-{figure.figure_id}"')
        text = re.sub(r"<[^>]*>", "", whole[whole.index(">", start) + 1 : start + 3000])
        assert unescape(text).startswith(figure.quote), figure.figure_id


def test_a_narrow_screen_has_the_values_of_each_chart_in_its_place(whole):
    lists = re.findall(r'<ul class="stacked">(.*?)</ul>', whole, re.S)
    assert len(lists) == 8
    assert "<b>about 2,000</b> killed" in lists[0] and "<b>no number</b> sent" in lists[0]
    assert all(1 <= rows.count("<li>") <= STACKED + 1 for rows in lists)


def test_the_page_says_how_to_cite_it_and_when_it_was_made(whole, here, monkeypatch):
    assert f"Record {here.short_fingerprint}, made {dates.words(day_made())} with briefing " in whole
    assert "`" not in re.search(r"<footer>.*?</footer>", whole)[0]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1746000000")
    assert day_made() == "2025-04-30"


def test_numbers_of_a_table_lead_to_their_claims():
    where = places(view(), BY_NAME["losses_over_time"].table(view()))
    assert where["300"] == {"claim-nis-2025-01-13-killed"}
    assert where["600"] == {"claim-nis-2025-04-30-killed"}


def test_what_documents_say_is_only_text(tiny):
    """Names, notes and addresses of a hostile dossier are shown, not obeyed, and no address becomes a link."""
    put(tiny, "actors", 2, short_name=HOSTILE, name=HOSTILE)
    put(tiny, "documents", 2, note=HOSTILE + "\u202egnihton", url="https://example.org/evil?a=1&b=2")
    html = pieces(briefing(data=tiny, formats=("svg",), theme="print"))
    tags = Reader(html).tags
    assert "&lt;script&gt;" in html
    assert "\u202e" not in html
    assert "https://example.org/evil?a=1&amp;b=2" in html
    assert not {tag for tag, _ in tags} & {"script", "img", "iframe", "object", "link", "base", "form"}
    assert all(not a.get("href", "#").startswith("http") for _, a in tags)
    assert not [a for _, a in tags for name in a if name.startswith("on") or name == "style"]


@pytest.mark.parametrize(("as_of", "count"), [("2020-01-01", 0), ("2025-01-10", 4)])
def test_judgements_without_rows_are_left_out(as_of, count):
    shown = briefing(as_of, formats=("svg",))
    html = pieces(shown)
    assert html.count("<h3 id=") == len(shown.judgements) == count
    assert ("no judgement to make" in html) == (as_of == "2020-01-01")


def test_there_are_eight_judgements_where_all_have_rows(whole):
    assert whole.count("<h3 id=") == 8
    assert "no judgement to make" not in whole


def test_a_picture_stands_in_a_notebook_with_its_alt_text_in_the_theme_asked_for():
    shown = briefing("2025-01-10", theme="print")
    judgement = shown.judgements[0]
    _, image, _ = shown.pieces(1, judgement)
    assert image.alt == judgement.drawn.text.alt
    assert {j.drawn.theme for j in shown.judgements} == {"print"}
    with pytest.raises(ValueError, match="formats gif"):
        Briefing(shown.view, formats=("gif",))


def test_the_picture_in_a_notebook_is_the_chart_without_what_stands_around_it():
    shown = briefing("2025-01-10", theme="print")
    judgement = shown.judgements[0]
    box = judgement.drawn.plot_box
    whole = PIL.Image.open(io.BytesIO(judgement.drawn.render("png"))).convert("RGB")
    part = PIL.Image.open(io.BytesIO(shown.pieces(1, judgement)[1].data)).convert("RGB")
    left, top = round(box.left * DPI), round((HEIGHT - box.top) * DPI)
    assert part.height < whole.height - 150
    assert part.tobytes() == whole.crop((left, top, left + part.width, top + part.height)).tobytes()


def test_inline_svg_has_its_own_ids_no_style_attributes_and_dark_colours(whole):
    charts = re.findall(r"<svg\b.*?</svg>", whole, re.S)
    assert len(charts) == 8
    for number, chart in enumerate(charts, 1):
        assert 'style="' not in chart
        assert "prefers-color-scheme:dark" in chart
        assert all(i.startswith(f"chart-{number}") for i in re.findall(r'\bid="([^"]+)"', chart))
        used = re.findall(r'(?:href="#|url\(#)([^")]+)', chart)
        assert set(used) <= set(re.findall(r'\bid="([^"]+)"', chart))
        assert re.search(r"<title[^>]*>[^<]+</title>", chart) and re.search(r"<desc[^>]*>[^<]+</desc>", chart)


def test_a_drawing_that_is_not_the_same_in_the_dark_keeps_its_colours():
    svg = b'<svg viewBox="0 0 960 540"><title>t</title><desc>d</desc><path style="fill: #ffffff"/></svg>'
    assert "<style>" not in inline(svg, "c", Box(0, 0, 1, 1), svg.replace(b"fill", b"stroke"))
    assert "fill:#000000" in inline(svg, "c", Box(0, 0, 1, 1), svg.replace(b"#ffffff", b"#000000"))


def test_tables_are_in_words_and_csv_runs_no_formula(here):
    for chart in BY_NAME.values():
        table = in_words(chart.table(view()))
        assert len(table.columns) >= 3, chart.name
        assert not table.isin(["nan", "None", "<NA>"]).any(axis=None), chart.name
    risky = BY_NAME["losses_over_time"].table(view()).head(1).assign(claimant="=1+1", documents=[("a", "b")])
    assert b"'=1+1" in csv(risky) and b"a; b" in csv(risky)
    assert set(document_table(view())["Document"]) == set(here.documents["document_id"])


def test_a_long_table_is_shown_in_part_and_says_where_the_rest_is(generated):
    drawn = draw("corroboration", data=generated["many"])
    judgement = Judgement("A sentence.", "", (), drawn)
    [piece] = Briefing(drawn.view, formats=["svg"]).pieces(1, judgement)
    table = re.search(r"<tbody>(.*?)</tbody>", piece.data, re.S)[1]
    assert len(drawn.table) > ROWS == table.count("<tr")
    assert f"The first {ROWS} of {len(drawn.table):,} rows; the CSV below has them all." in piece.data
    assert csv(drawn.table).count(b"\n") > len(drawn.table)


def test_policy_allows_the_page_its_own_sheets_and_nothing_from_elsewhere():
    text = policy(["a{}", "b{}", "a{}"])
    assert text.startswith("default-src 'none';")
    assert text.count("'sha256-") == 2
    assert "unsafe" not in text and "http" not in text and "script-src" not in text


def test_template_leaves_out_what_is_for_jupyterlab(tmp_path):
    import nbformat
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

    html = [new_output("display_data", {"text/html": "<h1>T</h1>"})]
    cells = [
        new_markdown_cell("# For the lab", metadata={"tags": ["lab"]}),
        new_code_cell("secret = 1", outputs=html, metadata={"tags": ["masthead"]}),
    ]
    nbformat.write(new_notebook(cells=cells), tmp_path / "n.ipynb")
    page = as_html(tmp_path / "n.ipynb", "dark")
    assert "For the lab" not in page and "secret" not in page
    assert "<title>T</title>" in page and 'lang="en"' in page and 'data-theme="dark"' in page


def test_mistakes_are_told_in_a_sentence(tmp_path):
    with pytest.raises(UsageError, match=r"parameter thene\. Did you mean theme"):
        Order({"thene": "dark"}).parameters()
    with pytest.raises(UsageError, match="not one of light, dark, print"):
        Order({"theme": "pink"}).parameters()
    with pytest.raises(UsageError, match="not a dossier"):
        Order({}, data_dir=tmp_path).parameters()
    with pytest.raises(UsageError, match="unknown claimant “nobody”: use nis, zelenskyy"):
        Order({"claimants": "nobody"}).parameters()


def test_out_may_be_the_file_or_its_folder(tmp_path):
    assert Order({}, tmp_path / "a.html").file("briefing.html") == tmp_path / "a.html"
    assert Order({}, tmp_path / "a").file("briefing.html") == tmp_path / "a" / "briefing.html"
    assert Order({}).file("briefing.html").parent.name == "build"


def test_short_names_are_given_in_full_and_later_documents_admitted(whole):
    html = briefing("2025-02-01").masthead().data
    assert "NIS: National Intelligence Service of South Korea." in html
    assert "Zelenskyy:" not in html  # his name says it
    assert "Known from documents published later." in html
    assert "published later" not in whole
