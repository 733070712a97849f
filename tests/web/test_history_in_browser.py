"""One history before a reader's eyes: told by a real server, read in Chromium."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

PATH = "history?n=32&year=1919"
PATIENCE = 400_000
"""Milliseconds for the first telling, which compiles."""


@pytest.fixture
def told(reader):
    """Opens the page and waits until the history stands."""

    def go(path: str = f"/en/{PATH}", **options):
        page = reader(path, **options)
        page.wait_for_selector("#year", timeout=PATIENCE)
        return page

    return go


@pytest.mark.browser
@pytest.mark.slow
def test_a_page_that_waits_shows_the_history_by_itself(told, explorer):
    page = told()
    assert page.locator("h1").inner_text() == "One history, month by month"
    assert page.locator(".month").count() >= 12
    document = json.loads(explorer.text(f"/en/history/document.json?{PATH.partition('?')[2]}"))
    assert document["identical"]
    assert document["gap"] < 1e-3
    assert all(leader["where"][-1][2] == document["months"] for leader in document["leaders"])
    assert document["outcome"] == document["regime"][-1][0]


@pytest.mark.browser
@pytest.mark.slow
def test_the_same_address_gives_the_same_history_on_a_second_visit(told):
    first = told().locator(".months").inner_text()
    assert told().locator(".months").inner_text() == first


@pytest.mark.browser
@pytest.mark.slow
def test_the_slider_moves_map_table_and_address(told):
    page = told()
    slider = page.locator("#at")
    slider.focus()
    slider.press("Home")
    expect(page.locator("#map-month")).to_have_text("January 1917")
    expect(page.locator(".tile.hold-soviet")).to_have_count(0, timeout=PATIENCE)
    slider.press("End")
    page.wait_for_url("**at=1940-12**")
    page.locator("#layer").select_option("loyal")
    page.wait_for_url("**layer=loyal**")
    tile = page.locator(".tile[data-region=ukraine] [data-value]").text_content()
    page.locator(".regions details summary").click()
    cells = page.locator("#map-table tr[data-region=ukraine] td")
    assert cells.last.inner_text() == tile
    address = page.url.partition("/en/")[2]
    again = told(f"/en/{address}")
    assert again.locator(".tile[data-region=ukraine] [data-value]").text_content() == tile


@pytest.mark.browser
@pytest.mark.slow
def test_a_vote_opens_from_the_keyboard(told, explorer):
    query = PATH.partition("?")[2]
    document = json.loads(explorer.text(f"/en/history/document.json?{query}"))
    year = next(entry["month"][:4] for entry in document["told"] if entry["ballots"])
    page = told(f"/en/history?n=32&year={year}")
    summary = page.locator("details.ballot summary").first
    summary.focus()
    summary.press("Enter")
    assert page.locator("table.votes").first.is_visible()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_told_history_is_accessible_and_narrow(told, axe, lang, scheme):
    page = told(f"/{lang}/{PATH}", width=360, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert axe(page) == []


@pytest.mark.browser
@pytest.mark.slow
def test_without_a_script_the_year_and_the_map_can_be_chosen(told):
    told()
    page = told(f"/en/{PATH}", javascript=False)
    page.get_by_role("link", name="1921", exact=True).first.click()
    page.wait_for_selector("h2#year:has-text('1921')")
    page.locator("#layer").select_option("hunger")
    page.locator("#show-month").click()
    page.wait_for_selector("#map-layer:has-text('Hunger')")
    assert page.locator(".tile.step-0, .tile.step-1").count() > 0


FULLEST = (1917, 1918, 1921, 1926, 1927)
"""Years in which most is told."""


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_year_prints_on_two_pages_with_no_month_broken(reader, explorer, lang):
    page = reader()
    page.emulate_media(media="print")
    needed = {}
    for year in FULLEST:
        page.goto(explorer.url(f"/{lang}/history?n=32&year={year}"))
        page.wait_for_selector("#year", timeout=PATIENCE)
        needed[year] = pages(page.pdf(format="A4"))
        assert page.locator(".month").count() >= 12
        inside = page.locator(".month").evaluate_all(
            "all => all.map(e => getComputedStyle(e).breakInside)"
        )
        assert set(inside) == {"avoid"}
    assert max(needed.values()) <= 2, needed


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf))
