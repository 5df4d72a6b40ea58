"""The briefing page in a real browser: as a minister, a phone, a screen reader, a printer and a keyboard meet it."""

from __future__ import annotations

import io
import re
from collections import Counter
from itertools import pairwise

import PIL.Image
import pytest
from axe_playwright_python.sync_playwright import Axe

from briefing.drawing.theme import THEMES
from tests.browser import chromium, needed, watched
from tests.outputs.conftest import write_page

pytestmark = [pytest.mark.browser, needed]


@pytest.fixture(scope="module")
def address(page_file) -> str:
    return page_file.as_uri()


@pytest.fixture(scope="module")
def hostile_address(tmp_path_factory, hostile_data) -> str:
    """The page of a dossier whose every text tries to break out of it."""
    asked = ("-p", "formats", "svg", "-p", "theme", "print")  # the texts are the same in every format and theme
    return write_page(tmp_path_factory.mktemp("hostile-page"), "--data-dir", str(hostile_data), *asked).as_uri()


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


def opened(browser, address, **context):
    page, errors, left = watched(browser, **context)
    page.goto(address)
    return page, errors, left


WIDE = {"width": 1280, "height": 720}


@pytest.fixture(scope="module")
def open_page(browser, address):
    """The page, opened once for the tests that only look at it, with what complained and what it asked for."""
    return opened(browser, address, viewport=WIDE, color_scheme="light")


@pytest.fixture
def as_it_stands(open_page):
    """The open page; however a test has looked at it, the next finds it as it was opened."""
    yield open_page
    page = open_page[0]
    page.emulate_media(media="screen", color_scheme="light")
    page.set_viewport_size(WIDE)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = false)")


def test_nothing_is_asked_for_and_nothing_complains(as_it_stands):
    page, errors, left = as_it_stands
    assert page.locator("figure svg").count() == 8
    assert (errors, left) == ([], [])
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px \"Source Sans Pro\"'))")


def test_marks_have_the_colours_of_the_scheme_and_of_no_other(as_it_stands):
    """NIS is blue, in the light blue of dark screens there, ring and filling alike."""
    page, _, _ = as_it_stands
    blue = {scheme: tuple(bytes.fromhex(THEMES[scheme].palette[0][1:])) for scheme in ("light", "dark")}
    for scheme, other in (("light", "dark"), ("dark", "light")):
        page.emulate_media(color_scheme=scheme)
        chart = PIL.Image.open(io.BytesIO(page.locator("figure svg").first.screenshot())).convert("RGB")
        pixels = Counter({colour: n for n, colour in chart.getcolors(1 << 24)})
        assert pixels[blue[scheme]] > 100 and pixels[blue[other]] == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, address, scheme):
    """axe-core is a script, which the page forbids: only for this test the browser passes over its policy.

    A scheme changes colours only, so in the dark only what has to do with colours is looked at again. Of the charts it
    sees what a screen reader does: title and description, not the strokes.
    """
    page, _, _ = opened(browser, address, color_scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    options, colours = {"resultTypes": ["violations"]}, ["color-contrast", "link-in-text-block"]
    options |= {} if scheme == "light" else {"runOnly": {"type": "rule", "values": colours}}
    found = Axe().run(page, {"exclude": [["figure svg > g"]]}, options)
    assert found.violations_count == 0, found.generate_report()


def test_the_policy_lets_no_script_run(browser, address):
    page, errors, _ = opened(browser, address)
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
    assert page.evaluate("window.ran") is None
    assert "Content Security Policy" in errors[0]


def test_a_hostile_dossier_gets_nothing_out_of_the_page(browser, hostile_address):
    """No script or handler of its own, no request, no link elsewhere, and the policy as strict as ever."""
    page, errors, left = opened(browser, hostile_address)
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    assert page.locator("figure svg").count() >= 5
    assert page.locator("script, iframe, object, embed, base, form, foreignObject").count() == 0
    handlers = "all => all.flatMap(e => [...e.attributes]).filter(a => a.name.startsWith('on')).map(a => a.value)"
    assert page.eval_on_selector_all("*", handlers) == []
    targets = page.eval_on_selector_all("[href], [src]", "all => all.map(e => e.getAttribute('href') || e.src)")
    assert [t for t in targets if not t.startswith(("#", "data:"))] == []
    page.locator("summary").first.click()
    assert (errors, left) == ([], [])
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
    assert page.evaluate("window.ran") is None and "Content Security Policy" in errors[0]
    assert not re.search("[\\u061c\\u202a-\\u202e\\u2066-\\u2069\\u200b]", page.inner_text("body"))


def test_a_hostile_dossier_overflows_no_phone(browser, hostile_address):
    page, _, _ = opened(browser, hostile_address, viewport={"width": 390, "height": 844})
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_semantics(as_it_stands):
    page, _, _ = as_it_stands
    levels = page.eval_on_selector_all("h1,h2,h3,h4", "all => all.map(h => +h.tagName[1])")
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.get_attribute("html", "lang") == "en"
    for landmark in ("header", "main", "nav", "footer"):
        assert page.locator(landmark).count() == 1
    assert page.locator("th:not([scope])").count() == 0
    described = "all => all.every(s => s.querySelector('title').textContent && s.querySelector('desc').textContent)"
    assert page.eval_on_selector_all("figure svg", described)
    assert page.locator("figure figcaption").count() == 8


def test_a_phone_has_no_sideways_scroll(as_it_stands):
    page, _, _ = as_it_stands
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    beyond = """all => all.filter(e => e.getBoundingClientRect().right > 391 && !e.closest('.scroll'))
        .map(e => e.outerHTML.slice(0, 80))"""
    assert page.eval_on_selector_all("body *", beyond) == []


def test_a_phone_shows_every_value_without_moving_sideways(as_it_stands):
    page, _, _ = as_it_stands
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.locator("figure svg").first.is_hidden()
    rows = page.locator(".stacked li")
    assert rows.first.is_visible()
    assert page.eval_on_selector_all(".stacked li", "all => all.every(e => e.scrollWidth <= e.clientWidth)")


def test_a_quotation_leads_to_the_text_and_marks_it(as_it_stands):
    page, _, _ = as_it_stands
    page.locator('a.words[href="#words-004-deployed-5"]').click()
    marked = page.locator(":target mark").first
    assert "18 000 troops" in marked.inner_text()
    marked.wait_for(state="visible")
    assert marked.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(253, 234, 168)"


def test_the_keyboard_skips_opens_and_follows(browser, address):
    page, _, _ = opened(browser, address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    summary = page.locator("summary").first
    summary.focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.locator("details").first.get_attribute("open") is not None
    assert page.locator("details table").first.is_visible()


def test_a_figure_leads_to_its_words(as_it_stands):
    page, _, _ = as_it_stands
    page.locator("h3 a.figure", has_text="about 2,000").first.click()
    claim = page.locator(":target")
    assert claim.locator("h3").inner_text().startswith("NIS, 2 September 2025: about 2,000")
    assert claim.locator("q").count() >= 2


def test_the_dark_page_has_dark_charts_and_paper_light_ones(as_it_stands):
    colour = "e => getComputedStyle(e).fill"
    page, _, _ = as_it_stands
    page.emulate_media(color_scheme="dark")
    background = page.locator("figure svg path").first
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(20, 24, 31)"
    assert background.evaluate(colour) == "rgb(20, 24, 31)"
    page.emulate_media(media="print")
    assert background.evaluate(colour) == "rgb(255, 255, 255)"


def test_downloads_are_whole(as_it_stands):
    page, _, _ = as_it_stands
    for kind, start in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF"), ("csv", b"statement_id,")):
        with page.expect_download() as download:
            page.locator(f'a[download="losses_over_time.{kind}"]').click()
        assert download.value.path().read_bytes().startswith(start), kind


def test_paper_breaks_no_chart(as_it_stands, tmp_path):
    """On A4 (180 × 265 mm within its margins) charts are whole, a heading stays with its chart, and pages are full."""
    page, _, _ = as_it_stands
    page.set_viewport_size({"width": 680, "height": 1001})
    page.emulate_media(media="print")
    heights = page.eval_on_selector_all("figure", "all => all.map(e => e.getBoundingClientRect().height)")
    assert len(heights) == 8 and max(heights) < 400  # two charts and their words to a page
    breaks = page.eval_on_selector_all("figure, h3", "all => all.map(e => getComputedStyle(e).breakInside)")
    assert set(breaks) == {"avoid"}
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True, print_background=True)
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
