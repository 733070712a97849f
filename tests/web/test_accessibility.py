"""No page has a serious or critical finding of the checker axe, in either language, light or dark."""

from __future__ import annotations

import itertools

import pytest
from visits import LANGUAGES, VISITS, settle

OPEN_ALL = """() => [...document.querySelectorAll('details:not([open])')].slice(0, 40).map(d => d.open = true).length"""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("visit", VISITS, ids=lambda v: v.name)
def test_axe_finds_nothing_serious(reader, axe, visit, lang):
    """Light and dark; as the page comes, and with all that can be opened open."""
    page = reader(visit.address(lang))
    settle(page, visit)
    assert axe(page) == []
    page.evaluate(OPEN_ALL)
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(100)
    assert axe(page) == []


SMALL = """() => [...document.querySelectorAll('main button, main summary, main select, main input:not([type=hidden]), nav a')]
  .filter(e => e.checkVisibility()).map(e => [e.getBoundingClientRect(), e])
  .filter(([r, e]) => r.width > 1 && (r.height < 24 || r.width < 24)
    && !(e.labels && [...e.labels].some(l => l.getBoundingClientRect().height >= 24)))
  .map(([r, e]) => `${e.outerHTML.slice(0, 80)} ${r.width}x${r.height}`)"""


@pytest.mark.parametrize("visit", VISITS, ids=lambda v: v.name)
def test_headings_descend_one_at_a_time_and_what_can_be_pressed_is_large_enough(reader, visit):
    """The sizes are those of WCAG 2.2, 2.5.8: 24 by 24 pixels, but for links in running text."""
    page = reader(visit.address("en"), width=380)
    settle(page, visit)
    levels = page.eval_on_selector_all(
        "h1,h2,h3,h4,h5", "all => all.filter(h => h.checkVisibility()).map(h => +h.tagName[1])"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert page.evaluate(SMALL) == []


def test_a_finding_would_be_noticed(reader, axe):
    page = reader("/en/method")
    page.evaluate("document.querySelector('main').innerHTML += '<img src=\"/static/mark.svg\">'")
    assert any(text.startswith("image-alt") for text in axe(page))
