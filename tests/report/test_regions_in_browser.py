"""The tile map of the report before a reader's eyes, with no network."""

from __future__ import annotations

import json
from pathlib import Path

import made_up_ensemble as made_up
import numpy as np
import pytest

from thermidor.engine.declare import DIMENSIONS
from thermidor.experiments.regions import quantities

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(browser, page):
    """Opens the report offline: `opened(javascript=, scheme=, width=)`."""
    contexts = []

    def go(*, javascript=True, scheme="light", width=1280):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, offline=True, color_scheme=scheme,
            java_script_enabled=javascript,
        )  # fmt: skip
        contexts.append(context)
        tab = context.new_page()
        tab.goto(page.as_uri())
        return tab

    yield go
    for context in contexts:
        context.close()


def said(quantity: str, region: str, at: int) -> str:
    value = made_up.regional().values[quantity][at, DIMENSIONS["region"].index(region)]
    return quantities()[quantity].said(int(np.rint(value)), "en")


def written(tab, region: str = "volga") -> str:
    return tab.locator(f".tile[data-region={region}] [data-value]").text_content()


def test_the_arrow_keys_move_month_tiles_shades_and_table(opened):
    tab = opened()
    slider = tab.locator("#map-at")
    slider.focus()
    slider.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "January 1922"
    assert tab.locator("#regions-map-caption").inner_text().endswith("January 1922")
    assert written(tab) == said("hunger", "volga", 60)
    cell = "#map-table tr[data-region=ukraine] td[data-quantity=farms]"
    assert tab.locator(cell).text_content() == said("farms", "ukraine", 60)
    slider.press("Home")
    value = made_up.regional().values["hunger"][0, DIMENSIONS["region"].index("volga")]
    shade = quantities()["hunger"].shade(int(np.rint(value)))
    assert tab.locator(f".tile.step-{shade}[data-region=volga]").count() == 1
    slider.press("End")
    assert written(tab) == said("hunger", "volga", 287)


def test_another_quantity_changes_tiles_legend_and_unit(opened):
    tab = opened()
    tab.locator("#map-layer").select_option("grain")
    assert written(tab) == said("grain", "volga", 59)
    assert tab.locator("#map-unit").inner_text() == quantities()["grain"].unit["en"]
    assert tab.locator("[data-key]:visible").count() == 1
    assert "500\u00a0kg and more" in tab.locator("[data-key=grain]").text_content()


def test_the_map_has_a_description_in_the_unit_that_is_shown(opened):
    tab = opened()
    tab.locator("#map-layer").select_option("grain")
    tab.locator(".regions summary").first.click()
    with tab.expect_download() as download:
        tab.locator(".regions button.keep").click()
    told = json.loads(Path(download.value.path()).read_text())
    assert told["unit"] == quantities()["grain"].unit["en"]
    assert told["what"].startswith(quantities()["grain"].name["en"])
    assert told["says"].startswith("Schematic map")


def test_without_a_script_there_is_no_slider_and_the_tables_are_there(opened):
    tab = opened(javascript=False)
    assert not tab.locator("#map-choose").is_visible()
    assert written(tab) == said("hunger", "volga", 59)
    assert tab.locator(".regions details table").count() == 1 + len(quantities())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_map(opened, scheme):
    playwright_axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    tab = opened(scheme=scheme)
    tab.locator(".regions details").evaluate_all("all => all.forEach(d => { d.open = true; })")
    found = playwright_axe.Axe().run(tab, context="#regions").response["violations"]
    assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found] == []


def test_the_map_never_makes_a_narrow_page_scroll_sideways(opened):
    tab = opened(width=360)
    tab.locator(".regions details").evaluate_all("all => all.forEach(d => { d.open = true; })")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
