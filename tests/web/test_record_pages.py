"""The record's pages: every entry has a place, every statement its page, contradictions and ranges are shown."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from thermidor.record import KINDS, load, series
from thermidor.web.app import create_app
from thermidor.web.pages import entries, points

LANGS = ("en", "fr")


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    return TestClient(create_app(), follow_redirects=False)  # not entered: no worker starts


def text_of(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return answer.text


def some(kind: str, most: int = 25) -> list[str]:
    """Ids of a kind, spread over its whole collection."""
    ids = list(load().collection(kind))
    return ids[:: max(1, len(ids) // most)]


@pytest.mark.parametrize("kind", entries.PAGES)
def test_every_kind_with_a_page_opens_in_both_languages_and_says_its_title(client, kind):
    for id in some(kind):
        for lang in LANGS:
            href = entries.address(lang, kind, id)
            if f"/record/{kind}/" not in href:
                assert kind == "actor", f"{kind} {id} stands on another's page"
                continue
            page = text_of(client, href)
            words, language = entries.title(kind, id, lang)
            expected = html.escape(words, quote=False) if kind != "claim" else id
            assert expected in html.unescape(page).replace("&", "&amp;") or words in html.unescape(page), f"{href}: {words}"  # fmt: skip
            if language != lang and kind != "claim":
                assert 'lang="en"' in page, f"{href} does not say that it is in English"


def test_every_entry_of_every_kind_has_an_address_that_can_be_written_in_a_link():
    for kind in KINDS:
        for id in load().collection(kind):
            href = entries.address("en", kind, id)
            assert re.fullmatch(r"/en/record/[a-z_]+/[^/?#\s]+(#\S+)?", href), href


@pytest.mark.parametrize("kind", ["rule", "figure", "independent", "milestone"])
def test_an_entry_without_a_page_of_its_own_leads_to_the_place_where_it_stands(client, kind):
    for id in some(kind, 12):
        answer = client.get(f"/en/record/{kind}/{id}")
        assert answer.status_code == 301, id
        path, _, mark = answer.headers["location"].partition("#")
        assert f'id="{mark}"' in text_of(client, path), f"{path} has no place {mark}"


def test_a_leader_among_the_actors_leads_to_the_leader(client):
    answer = client.get("/fr/record/actor/trotsky")
    assert answer.status_code == 301
    assert answer.headers["location"] == "/fr/record/leader/trotsky"


def test_a_page_of_the_book_lists_what_is_cited_from_it_and_nothing_else(client):
    for page in (7, 148, 287):
        refs = entries.on_page()[page]
        assert all(page in entries.pages_of(load().collection(kind)[id]) for kind, id in refs)
        shown = text_of(client, f"/en/record?page={page}")
        hits = re.findall(r'<p class="hit"><a href="([^"]+)"', shown)
        assert hits == [entries.address("en", kind, id) for kind, id in refs[:50]]


def test_every_citation_on_a_page_leads_to_the_list_of_that_page(client):
    page = text_of(client, "/en/record/system/procurement")
    cited = {int(n) for n in re.findall(r'href="/en/record\?page=(\d+)"', page)}
    rules = load().systems["procurement"].rules
    assert {place.page for rule in rules for place in rule.evidence[:12]} <= cited


@pytest.mark.parametrize("lang", LANGS)
def test_words_find_entries_in_english_and_in_french(client, lang):
    for words in ("Lenin Levy", "promotion Lénine", "ciseaux"):
        assert '<p class="hit">' in text_of(client, f"/{lang}/record?q={words}"), words


def test_a_kind_keeps_other_kinds_out_of_what_is_found(client):
    page = text_of(client, "/en/record?q=Kronstadt&kind=decision")
    hits = re.findall(r'<p class="hit"><a href="/en/record/([a-z_]+)/', page)
    assert hits
    assert set(hits) == {"decision"}


def test_a_list_is_read_on_where_it_was_left(client):
    first = re.findall(r'class="hit"><a href="([^"]+)"', text_of(client, "/en/record?kind=event"))
    second = re.findall(
        r'class="hit"><a href="([^"]+)"', text_of(client, "/en/record?kind=event&from=50")
    )
    assert len(first) == len(second) == 50
    assert not set(first) & set(second)
    last = text_of(client, f"/en/record?kind=event&from={len(load().events) - 10}")
    assert 'rel="next"' not in last
    assert 'rel="prev"' in last


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/en/record/system/nothing", 404), ("/en/record/nothing/army", 404), ("/en/record?kind=nothing", 404),
        ("/en/record?page=0", 422), ("/en/record?page=999", 422), ("/en/record?page=x", 422),
        ("/en/record?page=%D9%A3", 422), ("/en/record?from=-1", 422), ("/de/record", 404),
        ("/en/record?q=" + "a" * 300, 422), ("/en/record/system/..%2F..%2Fetc", 404),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said_in_a_clear_line(client, path, status):
    answer = client.get(path)
    assert answer.status_code in ({status, 400} if status == 422 else {status, 422}), path
    assert "Traceback" not in answer.text


def test_what_a_reader_types_is_shown_and_never_run(client):
    page = text_of(client, "/en/record?q=%3Cscript%3Ealert(1)%3C/script%3E%22")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_every_contradiction_between_figures_is_shown_with_the_other_figure(client):
    figures = load().figures
    contradicted = [f for f in figures.values() if f.contradicts]
    assert len(contradicted) > 20
    for figure in contradicted:
        page = text_of(client, entries.address("en", "series", figure.series).split("#")[0])
        row = re.search(rf'<tr id="{re.escape(figure.id)}" class="contradicted">(.*?)</tr>', page, re.S)  # fmt: skip
        assert row, figure.id
        for other in figure.contradicts:
            assert entries.address("en", "figure", other) in html.unescape(row[1]), (figure.id, other)  # fmt: skip


def test_every_contradiction_between_events_is_shown_on_both_pages(client):
    told = [e for e in load().events.values() if e.contradicts]
    assert told
    for event in told:
        page = text_of(client, entries.address("en", "event", event.id))
        assert "The book contradicts itself here." in page
        for other in event.contradicts:
            assert entries.address("en", "event", other) in page
    plain = next(e for e in load().events.values() if not e.contradicts)
    assert "contradicts itself" not in text_of(client, entries.address("en", "event", plain.id))


def test_a_figure_with_a_range_shows_both_its_ends(client):
    ranged = [f for f in load().figures.values() if f.low is not None and f.high is not None and f.low < f.high]  # fmt: skip
    for figure in ranged[::40]:
        (point,) = [p for p in series(figure.series).points if p.id == figure.id]
        said = points.size(point, "en")
        for bound in (figure.low, figure.high):
            assert points.number(bound, "en") in said, (figure.id, said)


def test_a_bound_is_said_to_be_one():
    for figure in load().figures.values():
        if figure.bound != "upper":
            continue
        (point,) = [p for p in series(figure.series).points if p.id == figure.id]
        assert "at most" in points.size(point, "en"), figure.id


def test_the_chart_of_a_series_holds_its_dated_figures_and_no_other(client):
    drawn = 0
    for id in load().series:
        view = series(id)
        spec = points.chart(view, "en")
        dated = [
            p for p in view.points if p.first_month and (p.value, p.low, p.high) != (None,) * 3
        ]
        if spec is None:
            assert len({(p.first_month, p.last_month) for p in dated}) < 2, id
            continue
        drawn += 1
        assert len(spec["datasets"]["points"]) == len(dated), id
        for row in spec["datasets"]["points"]:
            assert row["low"] <= row["high"], (id, row)
            assert row["first"] <= row["middle"] <= row["last"], (id, row)
    assert drawn > 150


def test_a_series_that_is_compared_with_the_model_offers_its_simulated_distribution(client):
    page = text_of(client, "/en/record/series/kolkhoz.share_households")
    assert 'data-variable="collectivisation.share"' in page
    without = next(id for id in load().series if not series(id).variables)
    assert "data-variable" not in text_of(client, f"/en/record/series/{without}")


def test_a_decision_point_leads_to_its_scenario_and_another_says_that_it_has_none(client):
    page = text_of(client, "/en/record/decision/trotsky-at-twelfth-congress")
    assert 'href="/en/?scenario=trotsky-at-twelfth-congress"' in page
    none = next(id for id in load().decision_points if entries.scenario_of(id) is None and not entries.scenarios_citing(id))  # fmt: skip
    assert "No scenario of the catalogue" in text_of(client, f"/en/record/decision/{none}")


def test_all_alternatives_of_a_decision_and_their_expected_signs_are_shown(client):
    for id in some("decision", 20):
        point = load().decision_points[id]
        page = html.unescape(text_of(client, f"/en/record/decision/{id}"))
        for other in (*(a.what for a in point.alternatives), *(x.metric for x in point.expected)):
            assert other in page, (id, other)


def test_no_french_title_is_longer_than_six_words_unless_it_is_ours():
    for kind in ("decision", "actor"):
        for id, entry in load().collection(kind).items():
            words, language = entries.title(kind, id, "fr")
            if language == "fr" and words in (getattr(entry, "title_fr", ""), getattr(entry, "name_fr", "")):  # fmt: skip
                assert len(words.split()) <= 6, (id, words)


def test_links_on_a_page_lead_somewhere(client):
    for path in ("/en/record", "/fr/record/leader/bukharin", "/en/record/system/factions", "/fr/record/event/c7-e002"):  # fmt: skip
        page = text_of(client, path)
        own = {html.unescape(h).split("#")[0] for h in re.findall(r'href="(/(?:en|fr)/record[^"]*)"', page)}  # fmt: skip
        assert len(own) > 5, path
        for href in sorted(own)[:120]:
            assert client.get(href).status_code in (200, 301), f"{path} leads to {href}"


def test_events_around_one_come_before_and_after_it():
    order = {id: n for n, id in enumerate(entries.events_in_order())}
    for id in list(order)[5:-5:50]:
        before, after = entries.around(id)
        assert all(order[b] < order[id] for b in before)
        assert all(order[a] > order[id] for a in after)
        assert list(before) == sorted(before, key=order.__getitem__)
