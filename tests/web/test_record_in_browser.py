"""The record and the claims as a reader uses them: typing, choosing, opening, running."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

PAGES = (
    "record", "record?q=Kronstadt", "record?page=148", "record?kind=decision", "record/system/procurement",
    "record/leader/zinoviev", "record/event/c7-e002", "record/series/kolkhoz.share_households",
    "record/claim/k0824", "record/decision/trotsky-at-twelfth-congress", "record/actor/comintern", "claims", "claims/k0824",
)  # fmt: skip

MADE_UP = {
    "done": 64,
    "fans": {
        "collectivisation.share": {
            "unit": "share of peasant households",
            "months": ["1929-06", "1929-07", "1930-07"],
            "with": {
                level: [0.01 * n, 0.02 * n, 0.1 * n]
                for n, level in enumerate(("q05", "q25", "median", "q75", "q95"), 1)
            },
        }
    },
    "record": {"collectivisation.share": []},
    "milestones": [
        {"id": "m55", "share": 0.5, "low": 0.4, "high": 0.6, "median": "1925-02", "q05": "1924-01", "q95": "1927-03"}
    ],
}  # fmt: skip
"""An answer in the form of the contract, so that these tests need no simulation."""


def answered(page: Any) -> Any:
    """The reader's page, with the made-up answer in the place of a simulated one."""
    body = json.dumps(MADE_UP)
    page.route(
        "**/api/v1/answer?*", lambda r: r.fulfill(body=body, content_type="application/json")
    )
    page.route("**/api/v1/answer", lambda r: r.fulfill(body=body, content_type="application/json"))
    return page


def test_typing_renews_what_is_found_and_the_address(reader, explorer):
    page = reader("/en/record")
    page.get_by_label("Words, in English or French").fill("Georgian affair")
    page.wait_for_selector("#found .hit")
    page.wait_for_url("**/en/record?q=Georgian*")
    there = page.locator(".hit").all_inner_texts()
    again = reader(page.url.removeprefix(explorer.address))
    assert again.locator(".hit").all_inner_texts() == there
    page.get_by_role("link", name="Français").click()
    page.wait_for_url("**/fr/record?q=Georgian*")


def test_the_search_works_without_javascript(reader):
    page = reader("/en/record", javascript=False)
    page.get_by_label("Words, in English or French").fill("Kronstadt")
    page.get_by_label("Kind", exact=True).select_option("decision")
    page.get_by_role("button", name="Search").click()
    assert "q=Kronstadt" in page.url
    assert "kind=decision" in page.url
    assert page.locator(".hit").count() > 0


def test_a_reader_goes_from_a_word_to_the_page_of_the_book_by_keyboard(reader):
    page = reader("/en/record?q=scissors")
    page.locator(".hit a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("nav.trail")
    cited = page.locator(".cited a").first
    number = cited.inner_text()
    cited.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/record?page={number}")
    assert page.get_by_role("heading", name=f"Recorded from page {number} of the book").count() == 1


def test_a_series_draws_its_figures_and_beside_them_the_simulated_ones(reader, explorer):
    page = answered(reader())
    page.goto(explorer.url("/en/record/series/kolkhoz.share_households"))
    page.wait_for_selector("figure.recorded[data-state=drawn] svg")
    page.locator("section.simulated").scroll_into_view_if_needed()
    page.wait_for_selector("figure[data-variable][data-state=drawn] svg")
    assert page.locator(".progress").inner_text() == "64 histories of the baseline"
    page.get_by_text("The figures as a table").click()
    cells = page.locator("figure[data-variable] tbody tr").first.locator("td").all_inner_texts()
    assert cells == ["2%", "4%", "6%", "8%", "10%"]
    assert "Median from" in page.locator("figure[data-variable] .canvas").get_attribute(
        "aria-label"
    )


def test_a_milestone_tells_when_simulated_histories_have_it(reader, explorer):
    page = answered(reader())
    page.goto(explorer.url("/en/record/event/c7-e002"))
    page.wait_for_selector("section.milestone[data-state=told]")
    said = page.locator(".simulated-date").inner_text()
    assert "50%" in said
    assert "February 1925" in said


def test_where_no_answer_is_to_be_had_the_page_says_so(reader, explorer):
    page = reader()
    page.route("**/api/v1/answer*", lambda r: r.fulfill(status=503, body="{}"))
    page.goto(explorer.url("/en/record/series/kolkhoz.share_households"))
    page.locator("section.simulated").scroll_into_view_if_needed()
    page.get_by_text("cannot be had at the moment").wait_for()
    page.said.clear()  # the browser remarks on the 503


def test_the_board_is_filtered_by_system_and_the_link_gives_the_same(reader, explorer):
    page = reader("/en/claims")
    every = page.locator("table.board tbody tr").count()
    page.get_by_label("System").select_option("procurement")
    page.wait_for_url("**/en/claims?*system=procurement*")
    page.wait_for_function(f"document.querySelectorAll('table.board tbody tr').length < {every}")
    shown = page.locator("table.board tbody th").all_inner_texts()
    again = reader(page.url.removeprefix(explorer.address), javascript=False)
    assert again.locator("table.board tbody th").all_inner_texts() == shown


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_on_a_narrow_screen(reader, explorer, path, lang):
    page = answered(reader(width=360))
    page.goto(explorer.url(f"/{lang}/{path}"))
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("fr", "dark")])
def test_axe_finds_nothing_serious(reader, explorer, axe, path, lang, scheme):
    page = answered(reader(scheme=scheme))
    page.goto(explorer.url(f"/{lang}/{path}"))
    page.wait_for_load_state("networkidle")
    assert axe(page) == []


@pytest.mark.slow
def test_a_claim_is_run_from_its_page_and_its_address_gives_the_same_again(reader, explorer):
    page = reader("/en/claims/k0824")
    page.set_default_timeout(400_000)
    page.get_by_label("Histories an arm").select_option("64")
    page.get_by_role("button", name="Run the experiment").click()
    page.wait_for_selector("#run:not([data-running]) .tag")
    found = page.locator("#run dl").inner_text()
    assert re.search(r"95% interval\s", found)
    again = reader(page.url.removeprefix(explorer.address))
    assert again.locator("#run dl").inner_text() == found
