"""The map of a history before a reader's eyes: pages of a made-up history, answered with no network at all."""

from __future__ import annotations

from urllib.parse import urlsplit

import made_up_history as made_up
import pytest
from starlette.testclient import TestClient

from thermidor.experiments.regions import quantities
from thermidor.web.app import create_app
from thermidor.web.pages import history_views
from thermidor.web.service.limits import Settings

pytestmark = pytest.mark.browser

HOME = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    app = create_app(Settings(cache=tmp_path_factory.mktemp("cache"), workers=1))
    document = made_up.document()
    document["regions"]["farms"]["ukraine"] = [0] * 40 + [85] * (made_up.END - 40)
    app.state.service = made_up.Done(document)
    return TestClient(app, base_url=HOME)


@pytest.fixture
def opened(browser, client):
    """Opens a history's page: `opened(path, scheme=, javascript=)`; the page asks for nothing elsewhere."""
    contexts, elsewhere = [], []

    def answer(route):
        url = urlsplit(route.request.url)
        if f"{url.scheme}://{url.netloc}" != HOME:
            elsewhere.append(route.request.url)
            return route.abort()
        found = client.get(f"{url.path}?{url.query}")
        kept = {"content-type", "content-security-policy", "cache-control"}
        headers = {name: text for name, text in found.headers.items() if name in kept}
        return route.fulfill(status=found.status_code, headers=headers, body=found.content)

    def go(path="/en/history?history=7", **options):
        context = browser.new_context(
            color_scheme=options.pop("scheme", "light"),
            java_script_enabled=options.pop("javascript", True),
        )
        contexts.append(context)
        context.route("**/*", answer)
        page = context.new_page()
        page.goto(HOME + path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert elsewhere == []


def written(page, region):
    return page.locator(f".tile[data-region={region}] [data-value]").text_content()


def test_the_arrow_keys_move_month_tiles_and_table(opened):
    page = opened("/en/history?history=7&at=1920-04&layer=farms")
    assert written(page, "ukraine") == "0%"
    slider = page.locator("#at")
    slider.focus()
    slider.press("ArrowRight")
    page.wait_for_selector(".tile.step-5[data-region=ukraine]")
    assert page.locator("#map-month").text_content() == "May 1920"
    assert slider.get_attribute("aria-valuetext") == "May 1920"
    assert written(page, "ukraine") == "85%"
    cell = page.locator("#map-table tr[data-region=ukraine] td[data-layer=farms]")
    assert cell.text_content() == "85%"


@pytest.mark.parametrize(("lang", "said"), [("en", "1,250\u00a0kg"), ("fr", "1\u202f250\u00a0kg")])
def test_the_script_writes_a_layer_as_the_page_does(opened, lang, said):
    page = opened(f"/{lang}/history?history=7")
    page.locator("#layer").select_option("grain")
    page.wait_for_selector(".tile.step-5[data-region=ukraine]")
    assert written(page, "ukraine") == said
    assert page.locator("#map-unit").text_content() == quantities()["grain"].unit[lang]
    assert page.locator("[data-key]:visible").get_attribute("data-key") == "grain"
    again = opened(f"/{lang}/history?history=7&layer=grain", javascript=False)
    assert written(again, "ukraine") == said


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_any_layer(opened, axe, lang, scheme):
    page = opened(f"/{lang}/history?history=7", scheme=scheme)
    page.said = []
    page.locator(".regions details").evaluate("d => { d.open = true; }")
    for layer in history_views.LAYERS:
        page.locator("#layer").select_option(layer)
        assert axe(page) == []
