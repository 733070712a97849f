"""The page in a real browser with no network."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

CHROMIUM = Path("/usr/bin/chromium")
sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs the system's Chromium"),
]


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def opened(browser, page):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    tab = context.new_page()
    said, asked = [], []
    tab.on("console", lambda message: said.append((message.type, message.text)))
    tab.on("pageerror", lambda error: said.append(("error", str(error))))
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(page.as_uri())
    yield tab, said, asked
    context.close()


def test_every_chart_is_drawn_and_nothing_is_loaded(opened, page):
    tab, said, asked = opened
    tab.wait_for_function(
        "[...document.querySelectorAll('figure.chart')].every(f => f.dataset.state)", timeout=40_000
    )
    states = tab.eval_on_selector_all(
        "figure.chart",
        "all => all.map(f => [f.dataset.state, f.querySelectorAll('svg path').length > 0])",
    )
    assert len(states) > 68
    assert all(state == ["drawn", True] for state in states)
    assert said == []
    assert [url for url in asked if not url.startswith(("data:", "blob:"))] == [page.as_uri()]


def test_headings_descend_one_level_at_a_time(opened):
    tab, *_ = opened
    levels = tab.eval_on_selector_all("h1,h2,h3,h4", "all => all.map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_ids_are_unique_and_every_link_of_the_contents_leads_somewhere(opened):
    tab, *_ = opened
    ids = tab.eval_on_selector_all("main [id]", "all => all.map(e => e.id).filter(i => i)")
    outside_charts = [i for i in ids if not i.startswith(("clip", "gradient"))]
    assert len(outside_charts) == len(set(outside_charts))
    targets = tab.eval_on_selector_all(
        "a[href^='#']", "all => all.map(a => a.getAttribute('href').slice(1))"
    )
    assert set(targets) <= set(ids)


def test_every_chart_has_a_name_and_a_table(opened):
    tab, *_ = opened
    assert tab.eval_on_selector_all(
        "figure.chart",
        "all => all.every(f => f.querySelector('.canvas').getAttribute('aria-label') && f.querySelector('details table tbody tr'))",
    )


def test_the_tables_open_from_the_keyboard(opened):
    tab, *_ = opened
    summary = tab.locator("#outcomes-ladder summary")
    summary.focus()
    tab.keyboard.press("Enter")
    assert tab.locator("#outcomes-ladder table").is_visible()
    tab.keyboard.press("Enter")


def test_a_chart_can_be_kept_as_a_picture(opened):
    tab, *_ = opened
    tab.locator("#outcomes-ladder summary").click()
    with tab.expect_download() as download:
        tab.locator("#outcomes-ladder button.keep[data-file=svg]").click()
    assert Path(download.value.path()).read_text().startswith("<svg")
    tab.locator("#outcomes-ladder summary").click()


@pytest.mark.parametrize(
    ("figure", "unit"),
    [("outcomes-ladder", "share of the histories"), ("v-party-members", "persons")],
)
def test_a_chart_has_a_description_beside_its_picture(opened, figure, unit):
    tab, *_ = opened
    tab.locator(f"#{figure} summary").click()
    with tab.expect_download() as download:
        tab.locator(f"#{figure} button.keep[data-file='metadata.json']").click()
    assert download.value.suggested_filename == f"{figure}.metadata.json"
    told = json.loads(Path(download.value.path()).read_text())
    assert (told["unit"], told["license"]) == (unit, "Apache-2.0")
    assert told["link"].startswith("thermidor run ")
    for part in ("what", "says", "source", "assumptions", "version"):
        assert told[part], part
    tab.locator(f"#{figure} summary").click()


CONTRAST = """() => {
  const channel = c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = rgb => { const [r, g, b] = rgb.match(/[\\d.]+/g).map(Number); return .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b); };
  const paper = light(getComputedStyle(document.body).backgroundColor);
  const ratio = l => (Math.max(l, paper) + .05) / (Math.min(l, paper) + .05);
  const bad = new Set();
  for (const e of document.querySelectorAll('p, a, th, td, h1, h2, h3, h4, summary, caption, dt, dd'))
    if (ratio(light(getComputedStyle(e).color)) < 4.5) bad.add(e.tagName + getComputedStyle(e).color);
  for (const e of document.querySelectorAll('.canvas svg text'))
    if (ratio(light(getComputedStyle(e).fill)) < 4.5) bad.add('text ' + getComputedStyle(e).fill);
  return [...bad];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_the_contrast_of_wcag_aa(opened, scheme):
    tab, *_ = opened
    tab.emulate_media(color_scheme=scheme)
    assert tab.evaluate(CONTRAST) == []
    tab.emulate_media(color_scheme="light")


def test_a_narrow_screen_never_scrolls_sideways(opened):
    tab, *_ = opened
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.wait_for_timeout(300)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    assert (
        tab.evaluate(
            "Math.max(...[...document.querySelectorAll('.canvas svg')].map(s => s.getBoundingClientRect().right))"
        )
        <= 390
    )
