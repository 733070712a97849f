"""Every page, in both languages: it stands, offline, at every width, from the keyboard, on paper."""

from __future__ import annotations

import re

import pytest
from visits import LANGUAGES, VISITS, settle

each_page = pytest.mark.parametrize("visit", VISITS, ids=lambda v: v.name)
each_language = pytest.mark.parametrize("lang", LANGUAGES)


def text_of(page: str) -> str:
    """Text of a page without its scripts and tags, and without what it says is in English: texts of the record."""
    page = re.sub(r"<(script|style|code|pre)\b.*?</\1>", " ", page, flags=re.S)
    page = re.sub(r"<(?!html)(\w+)\b[^>]*\slang=\"en\"[^>]*>.*?</\1>", " ", page, flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


# -- what the server sends ----------------------------------------------------------------------


@each_language
@each_page
def test_a_page_stands_and_says_its_language(explorer, visit, lang):
    status, headers, body = explorer.get(visit.address(lang))
    page = body.decode()
    assert status == (404 if visit.name == "error" else 200)
    assert headers["content-language"] == lang
    assert f'<html lang="{lang}">' in page
    assert len(re.findall(r"<h1\b", page)) == 1
    assert re.search(r"<title[^>]*>\s*\S.*Thermidor\s*</title>", page, re.S)


@each_page
def test_a_page_runs_nothing_that_its_policy_forbids(explorer, visit):
    _, headers, body = explorer.get(visit.address("en"))
    page = body.decode()
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"<[^>]+\sstyle\s*=", page)
    assert not re.search(r"<[^>]+\son\w+\s*=", page)
    assert "<style" not in page
    for opening in re.findall(r"<script\b[^>]*>", page):
        assert "src=" in opening or 'type="application/json"' in opening
    assert not re.findall(r"(?:src|href)=\"https?://", page)


@each_page
def test_the_french_page_speaks_no_english(explorer, visit, messages_in_english):
    page = text_of(explorer.get(visit.address("fr"))[2].decode())
    said = [text for text in messages_in_english if text in page]
    assert said == []


@pytest.fixture(scope="session")
def messages_in_english():
    """Texts that differ between the languages and are too long to be met by chance."""
    from babel.messages.pofile import read_po

    from thermidor.web.words.i18n import LOCALE

    with (LOCALE / "fr.po").open("rb") as file:
        catalogue = read_po(file, locale="fr")
    found = []
    for message in catalogue:
        ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
        for text in ids:
            pieces = re.split(r"%\(\w+\)s|\{\w+\}|<[^>]+>|%%", str(text))
            found += [p.strip() for p in pieces if len(p.split()) >= 4]
    assert found
    return found


@each_language
def test_the_switch_of_languages_keeps_address_and_query(explorer, lang):
    other = {"en": "fr", "fr": "en"}[lang]
    page = explorer.text(f"/{lang}/record?q=famine%20Volga")
    assert f'href="/{other}/record?q=famine%20Volga" lang="{other}"' in page


@pytest.mark.parametrize(("wish", "home"), [("fr-FR,fr;q=0.9", "/fr/"), ("de", "/en/")])
def test_the_first_address_leads_to_the_readers_language(explorer, wish, home):
    status, headers, _ = explorer.get("/", **{"Accept-Language": wish})
    assert status in (302, 303, 307)
    assert headers["location"] == home


def test_a_static_file_may_be_kept_for_ever_and_changes_its_address_with_its_content(explorer):
    page = explorer.text("/en/method")
    address = re.search(r'href="(/static/site\.css\?v=[0-9a-f]+)"', page)
    assert address
    status, headers, body = explorer.get(address[1])
    assert status == 200
    assert "immutable" in headers["cache-control"]
    assert b"--paper" in body


def test_an_unknown_language_is_no_page(explorer):
    assert explorer.get("/de/method")[0] == 404


# -- the method page --------------------------------------------------------------------------


def test_the_method_page_counts_what_the_model_holds(explorer):
    from thermidor.experiments.listing import basis_shares, parameters

    counted = [p for p in parameters() if p["kind"] != "absent"]
    shares = basis_shares(counted)
    page = text_of(explorer.text("/en/method"))
    assert f"use {len(counted):,} constants" in page
    assert f"assumption ({shares['assumption']['n']:,})" in page


def test_the_method_page_lists_the_constants_of_every_part(explorer):
    from thermidor.web.pages.facts import facts

    page = explorer.text("/fr/method")
    parts = [ground.part for ground in facts().grounds]
    assert sum(ground.n for ground in facts().grounds) == facts().constants
    assert all(f'href="/fr/method/{part}"' in page for part in parts)
    for part in parts[::9]:
        assert explorer.get(f"/fr/method/{part}")[0] == 200
    assert explorer.get("/fr/method/no-such-part")[0] == 404


def test_the_citation_is_the_projects_own():
    from thermidor.web.pages.facts import CITATION

    root = CITATION.parents[5] / "CITATION.cff"
    assert CITATION.read_text() == root.read_text()


# -- in a browser, which reaches nothing but the server -------------------------------------------


WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1
    && !e.closest('.scroll') && !e.closest('.unseen')).map(e => e.outerHTML.slice(0, 120)).slice(0, 5)"""


@each_language
@each_page
def test_a_page_opens_offline_and_never_scrolls_sideways(reader, visit, lang):
    """And breaks no policy: the reader fails the test when the browser reports anything."""
    page = reader(visit.address(lang), width=360, height=800)
    settle(page, visit)
    assert page.evaluate(WIDE) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.evaluate(WIDE) == []


WALK = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const focus = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  window.__walked ??= new Set();
  const again = window.__walked.has(e);
  window.__walked.add(e);
  return {tag: e.tagName, text: (e.getAttribute('aria-label') || e.textContent || e.name || '').trim().slice(0, 60),
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight, focus, again};
}"""

REACHABLE = """() => [...document.querySelectorAll(
  'a[href], button:not([disabled]), input:not([disabled]):not([type=hidden]), select:not([disabled]), textarea:not([disabled]), summary, [tabindex="0"]')]
  .filter(e => e.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}) && e.tabIndex >= 0
    && !(e.type === 'radio' && !e.checked)).length"""


@each_page
def test_everything_is_reached_from_the_keyboard_and_the_focus_is_seen(reader, visit):
    page = reader(visit.address("en"))
    settle(page, visit)
    wanted = page.evaluate(REACHABLE)
    most = min(wanted + 5, 150)
    bad, steps = [], 0
    for _ in range(most):
        page.keyboard.press("Tab")
        at = page.evaluate(WALK)
        if at is None or at["again"]:
            break
        steps += 1
        if not (at["seen"] and at["focus"]):
            bad.append(at)
    assert bad == []
    assert steps >= min(wanted, 150) - 2


@each_page
def test_the_first_stop_skips_to_the_content(reader, visit):
    page = reader(visit.address("en"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_language_switch_follows_the_address_as_the_page_has_changed_it(reader):
    page = reader("/en/method")
    page.evaluate("history.replaceState(null, '', '/en/method?a=1#words')")
    page.click("a[data-language]")
    page.wait_for_url("**/fr/method?a=1#words")
    assert page.evaluate("document.documentElement.lang") == "fr"


@each_page
def test_a_printed_page_keeps_its_text_and_leaves_out_its_controls(reader, visit):
    page = reader(visit.address("en"))
    settle(page, visit)
    page.emulate_media(media="print")
    assert not page.is_visible("nav.parts")
    assert page.is_visible("h1")
    assert page.locator("main button:visible").count() == 0
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper in ("rgb(255, 255, 255)", "#fff")
    assert page.pdf(format="A4").startswith(b"%PDF")


@each_page
def test_a_page_says_what_it_says_without_javascript(reader, visit):
    page = reader(visit.address("en"), javascript=False)
    page.wait_for_selector("h1", timeout=180_000)
    assert page.locator("h1").count() == 1
    assert page.locator("main").inner_text().strip()
    page.said = []
