"""The page of one history: its address, its texts, what it makes of a document, and how it waits."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import made_up_history as made_up
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_history import END, Done, decision, document, told
from starlette.datastructures import QueryParams
from starlette.testclient import TestClient

from thermidor.codings import outputs_read
from thermidor.engine.declare import DIMENSIONS
from thermidor.experiments.regions import quantities, states_shown, tiles
from thermidor.record import load
from thermidor.web.app import create_app
from thermidor.web.pages import histories, history_views, history_words
from thermidor.web.pages.histories import Wish
from thermidor.web.pages.history_words import choice_text, course, departure, recorded, words
from thermidor.web.pages.history_year import year_rows
from thermidor.web.service.limits import Refused, Settings
from thermidor.web.service.model import registry
from thermidor.web.service.telling import AXES, LAYERS, _regions, because, medoid, runs
from thermidor.web.words.i18n import LANGUAGES
from thermidor.web.words.names import outcome_name

pytestmark = pytest.mark.lowest

# -- its address -----------------------------------------------------------------------------------


@given(
    history=st.none() | st.integers(0, 999_999),
    outcome=st.sampled_from(["", "thermidor", "counter_revolution"]),
    year=st.integers(1917, 1940),
    at=st.none() | st.integers(0, 287),
    layer=st.sampled_from(histories.LAYERS),
    n=st.integers(32, 1024),
)
def test_an_address_leads_back_to_its_wish(history, outcome, year, at, layer, n):
    text = f"n={n}&outcome={outcome}&year={year}&layer={layer}"
    text += "" if history is None else f"&history={history}"
    text += "" if at is None else f"&at={at}"
    wish = Wish.from_query(QueryParams(text))
    again = Wish.from_query(QueryParams(wish.query(at=wish.at)))
    assert again.key("tell") == wish.key("tell")
    assert (again.history, again.year, again.at, again.layer) == (
        wish.history,
        wish.year,
        wish.at,
        wish.layer,
    )
    assert wish.history is not None or again.outcome == wish.outcome


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("history=x", "history"),
        ("history=-1", "history"),
        ("history=1000000", "history"),
        ("history=1&history=2", "history"),
        ("history=٣", "history"),
        ("outcome=utopia", "outcome"),
        ("year=1941", "year"),
        ("at=1923-13", "at"),
        ("at=999", "at"),
        ("layer=weather", "layer"),
        ("layer=<script>", "layer"),
        ("nonsense=1", "query"),
        ("n=5", "n"),
    ],
)
def test_a_bad_address_is_refused_in_one_line_that_says_where(text, where):
    with pytest.raises(Refused) as refused:
        Wish.from_query(QueryParams(text))
    assert refused.value.where == where
    assert "\n" not in str(refused.value)


def test_what_is_shown_does_not_change_what_is_told():
    def key(text: str) -> str:
        return Wish.from_query(QueryParams(text)).key("history 3")

    assert key("history=3") == key("history=3&year=1930&layer=hunger&n=64&show=party.fear")
    assert key("history=3") != key("history=3&seed=1")
    assert key("history=3") != key("history=3&scenario=secret-ballot")


def test_the_form_may_leave_its_fields_empty():
    wish = Wish.from_query(QueryParams("scenario=baseline&branch=&outcome=&history=&seed=0"))
    assert wish.question.branch is None
    assert wish.history is None


# -- its texts -------------------------------------------------------------------------------------


def test_every_choice_of_the_model_has_a_text_in_both_languages():
    assert set(words()["choices"]) == set(registry().choices)
    for path, c in registry().choices.items():
        for option in c.options[1:]:
            for dim in c.dim or ("",):
                for element in DIMENSIONS.get(dim, ("",)):
                    d = made_up.decision(
                        re.sub(r"\{\w+\}", element, path), element=element, option=option
                    )
                    said = {lang: choice_text(d, lang) for lang in LANGUAGES}
                    assert all(said.values())
                    assert not any("{" in text or "_" in text for text in said.values())


def test_every_region_has_its_organisation_of_the_party():
    assert set(words()["organisation"]) == set(DIMENSIONS["region"])
    assert set(words()["organisation"].values()) == set(DIMENSIONS["organisation"])


def test_every_place_and_milieu_has_a_name():
    for dim in ("region", "country", "organisation", "milieu", "cohort"):
        assert set(DIMENSIONS[dim]) <= {*words()["names"], *tiles()}, dim


def test_every_counterpart_is_an_event_of_the_record_with_a_french_title():
    named = set(words()["events"])
    events = load().events
    for id in {*history_words.event_ids(words()["choices"]), *named}:
        assert id in events
    assert set(recorded()) <= named
    assert all(len(title.split()) <= 9 for title in words()["events"].values())


# -- runs and medoids --------------------------------------------------------------------------------


@given(st.lists(st.sampled_from("abc"), min_size=1))
def test_runs_say_each_month_once(letters):
    said = [value for value, a, b in runs(letters) for _ in range(a, b)]
    assert said == letters
    assert all(x[0] != y[0] for x, y in zip(runs(letters), runs(letters)[1:], strict=False))


def test_the_medoid_is_the_history_in_the_middle():
    values = np.zeros((5, 12, 1))
    values[:, :, 0] = np.array([9.0, 0.0, 5.0, 6.0, 4.0])[:, None]
    assert medoid(np.zeros((5, 12), int), values) == 2


def test_the_medoid_heeds_the_path_of_the_regime():
    regime = np.zeros((3, 12), int)
    regime[0, 6:] = 1
    assert medoid(regime, np.zeros((3, 12, 1))) != 0


# -- the course --------------------------------------------------------------------------------------


def test_what_goes_on_month_after_month_is_told_once():
    going_on = "intervention.foreign_intervention"
    months = [
        made_up.told(f"1918-{m:02d}", made_up.decision(going_on, happened=m != 4))
        for m in range(2, 9)
    ]
    told = course(made_up.document(*months))
    assert [(t.month, t.last) for t in told] == [(13, 19)]


def test_what_is_taken_up_again_after_a_pause_is_told_again():
    going_on = "intervention.foreign_intervention"
    months = [made_up.told(m, made_up.decision(going_on)) for m in ("1918-02", "1919-02")]
    assert len(course(made_up.document(*months))) == 2


def test_a_recorded_event_answers_to_the_nearest_only():
    months = [
        made_up.told(m, made_up.decision("delegation.congress", kind="event"))
        for m in ("1921-02", "1921-04", "1921-12")
    ]
    found = [t.record.id if t.record else None for t in course(made_up.document(*months))]
    tenth, eleventh = "c5-e063", "c5-e106"
    assert found in ([tenth, None, eleventh], [None, tenth, eleventh])


def test_what_lies_out_of_reach_is_no_counterpart():
    months = [made_up.told("1919-12", made_up.decision("delegation.congress", kind="event"))]
    assert [t.record for t in course(made_up.document(*months))] == [None]


def test_what_was_recorded_while_the_record_was_followed_is_no_counterpart():
    stroke = made_up.told("1923-04", made_up.decision("leaders.lenin.stroke", kind="event"))
    free = course(made_up.document(stroke))[0].record
    branched = course(made_up.document(stroke, branch="1923-04", begun=75))[0].record
    assert free is not None
    assert free.last < 75
    assert branched is None


def test_a_departure_is_told_in_months_and_from_two_years_on_in_years():
    ban = recorded()["c5-e073"]
    assert departure(50, ban, "en") == "as recorded"
    assert departure(51, ban, "en") == "1 month later than recorded"
    assert departure(33, ban, "en") == "17 months earlier than recorded"
    assert departure(50 + 37, ban, "en") == "3 years later than recorded"


def test_a_year_sets_the_record_beside_the_history():
    d = made_up.document(made_up.told("1921-06", made_up.decision("procurement.tax_in_kind")))
    rows = {row["month"]: row for row in year_rows(d, 1921, "en")}
    here = rows["1921-06"]["here"][0]
    assert here["departs"] == "3 months later than recorded"
    there = {e["id"]: e for e in rows["1921-03"]["there"]}
    assert there["c5-e075"]["state"] == "moved"
    assert there["c5-e073"]["state"] == "never"
    assert there["c5-e070"]["state"] == "never"
    earlier = {e["id"]: e for e in rows["1921-02"]["there"]}
    assert earlier["c5-e041"]["state"] == ""  # nothing of the model answers to it
    assert rows["1921"]["number"] is None


def test_seats_won_and_lost_are_told_in_their_month():
    found = history_views.seat_changes(made_up.document())
    assert found[30] == [("stalin", "c", "p")]
    assert found[90] == [("trotsky", "p", "o")]
    assert 84 not in found  # a death is an event of its own
    held = history_views.seats(made_up.document(), 91, "en")
    assert held["secretary"] == "Joseph Stalin"
    assert held["held"]["o"] == ["Leon Trotsky"]
    assert held["opposed"] == ["Leon Trotsky"]


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 100))
def test_a_region_is_held_by_whoever_has_most(soviet, white, foreign):
    shares = {"soviet": soviet, "white": white, "foreign": foreign}
    who = history_views.holder(shares)
    rest = 100 - min(sum(shares.values()), 100)
    assert ({**shares, "other": rest})[who] == max(*shares.values(), rest)


# -- the page ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return create_app(Settings(cache=tmp_path_factory.mktemp("cache"), workers=1))


@pytest.fixture
def visit(app):
    """Visits a path with a service of its own; gives the answer."""

    def go(path: str, service: Any) -> Any:
        app.state.service = service
        return TestClient(app).get(path)

    return go


@pytest.fixture(scope="module")
def with_a_vote():
    return made_up.document(
        made_up.told("1921-05", made_up.decision("factions.ban"), ballots=(made_up.ballot(),))
    )


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_decision_opens_to_its_votes_and_their_reasons(visit, with_a_vote):
    page = visit("/en/history?year=1921", Done(with_a_vote)).text
    text = text_of(page)
    assert "The congress forbids groups and tendencies" in text
    assert "by a congress · chance that month 25%" in text
    assert "2 months later than recorded" in text
    assert "The vote: 75% for, and why" in text
    assert "Alexander Shlyapnikov 25% against 80% conviction −0.60 0 0 0" in text
    assert "Karl Radek 15% for 80% fear −0.10 0 0 +0.40" in text
    assert "and 7 more with 10% of the votes together, 50% of them for" in text


def test_rules_and_events_lead_to_their_pages(visit, with_a_vote):
    page = visit("/en/history?year=1921", Done(with_a_vote)).text
    assert 'href="/en/record/system/factions#factions.r01"' in page
    assert 'href="/en/record/system/regime#regime.r04"' in page
    assert 'href="/en/record/event/c5-e073"' in page


def test_in_french_the_same_stands_in_french(visit, with_a_vote):
    text = text_of(visit("/fr/history?year=1921", Done(with_a_vote)).text)
    assert "Le congrès interdit groupes et tendances" in text
    assert "Karl Radek" in text
    assert "Interdiction des fractions" in text
    assert "The congress" not in text


def test_the_map_shows_month_and_layer_without_a_script(visit, with_a_vote):
    def shade(query: str, region: str) -> str:
        page = visit(f"/en/history?{query}", Done(with_a_vote)).text
        found = re.search(rf'class="tile ([\w-]+)" data-region="{region}"', page)
        assert found
        return found[1]

    assert shade("at=1917-06", "moscow") == "hold-other"
    assert shade("at=1918-01", "moscow") == "hold-soviet"
    assert shade("at=1918-12", "siberia") == "hold-white"
    assert shade("at=1922-01&layer=hunger", "volga") == "step-4"
    assert shade("at=60&layer=loyal", "georgia") == "step-3"
    assert shade("at=60&layer=loyal", "azerbaijan_armenia") == "step-3"


def test_the_table_says_what_the_map_says(visit, with_a_vote):
    page = visit("/en/history?at=1922-01", Done(with_a_vote)).text
    row = re.search(r'<tr data-region="volga">.*?</tr>', page, re.S)
    assert row
    assert '<td data-layer="hunger">65</td>' in row[0]
    assert '<td data-layer="grain">1,250\u00a0kg</td>' in page
    assert page.count("<tr data-region=") == len(DIMENSIONS["region"])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("layer", histories.LAYERS)
def test_a_layer_names_its_unit_and_what_each_shade_stands_for(visit, with_a_vote, lang, layer):
    page = visit(f"/{lang}/history?layer={layer}", Done(with_a_vote)).text
    keys = re.findall(r'data-key="(\w+)"( hidden)?>', page)
    assert [id for id, hidden in keys if not hidden] == [layer]
    shown = history_views.layers_of(lang)[layer]
    assert f'id="map-unit">{shown["unit"]}</span>' in page
    assert len(shown["shades"]) in (0, 6)
    assert all(said in page for said in shown["shades"])


def test_the_picture_says_that_it_is_no_map_of_borders(visit, with_a_vote):
    assert "no map of borders" in visit("/en/history", Done(with_a_vote)).text
    assert "pas une carte des frontières" in visit("/fr/history", Done(with_a_vote)).text


def test_a_document_has_the_regions_as_the_states_have_them():
    draw = np.random.default_rng(0)
    states = {}
    for path in (*(path for path, _ in LAYERS.values()), *states_shown()):
        axis = dict(LAYERS.values()).get(path, "region")
        states[path] = draw.random((END, len(DIMENSIONS[axis])))
    told = _regions(SimpleNamespace(after=states), END)
    assert set(told) == set(AXES)
    for id, q in quantities().items():
        for k, region in enumerate(DIMENSIONS["region"]):
            per = states[q.per][:, k] if q.per else 1.0
            assert told[id][region] == np.rint(q.times * states[q.of][:, k] / per).tolist()


def test_data_for_the_map_and_the_document_are_given(visit, with_a_vote):
    service = Done(with_a_vote)
    found = visit("/en/history/map.json?history=7", service).json()
    assert set(found["regions"]) == set(with_a_vote["regions"])
    assert visit("/en/history/document.json", service).json() == with_a_vote


def test_while_it_is_being_told_the_page_says_so(visit):
    service = Done(None, state="running", done=1, wanted=2)
    service.begun = ["earlier"]
    answer = visit("/en/history?history=3", service)
    assert answer.status_code == 200
    assert "This history is being told" in answer.text
    assert "(1/2)" in answer.text
    assert 'data-state="/en/history/state?history=3' in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert service.begun == ["earlier"]
    state = visit("/en/history/state?history=3", service).json()
    assert state == {"ready": False, "begun": True, "step": "tell", "done": 1, "wanted": 2}


def test_the_state_begins_no_work_itself(visit):
    service = Done(None)
    state = visit("/en/history/state?history=3", service).json()
    assert (state["ready"], state["begun"]) == (False, False)
    assert service.begun == []


def test_an_outcome_that_no_history_has_is_told_with_those_there_are(visit):
    service = Done(None)
    service.found |= {"history": None, "of": 0, "outcomes": {"brumaire": 40, "thermidor": 24}}
    answer = visit("/en/history?outcome=collapse", service)
    assert answer.status_code == 404
    assert "None of these histories ends so" in answer.text
    assert "outcome=brumaire" in answer.text


def test_work_that_failed_is_told_in_one_line(visit):
    service = Done(None, state="failed", failure=Refused("It cannot be told.", status=500))
    service.begun = ["earlier"]
    answer = visit("/en/history?history=3", service)
    assert answer.status_code == 500
    assert "It cannot be told." in answer.text
    assert "Traceback" not in answer.text


def test_a_history_that_branches_says_that_it_follows_the_record_before(visit):
    document = made_up.document(branch="1921-03", begun=50)
    text = text_of(visit("/en/history?branch=1921-03&year=1921", Done(document)).text)
    assert "Follows the record." in text
    assert "free from March 1921" in text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("year", [1917, 1924])
def test_no_attribute_of_style_and_no_script_in_the_page(visit, with_a_vote, lang, year):
    page = visit(f"/{lang}/history?year={year}", Done(with_a_vote)).text
    assert not re.search(r"\sstyle=", page)
    assert not re.search(r"<script(?![^>]*(?:src=|application/json))", page)
    assert not re.search(r"\son\w+=", page)


# -- by cause, and by the codings ------------------------------------------------------------------


def test_a_recall_is_told_by_cause_the_case_the_fall_the_successor():
    month = told(
        "1923-04",
        decision("succession.general_secretary", option="trotsky"),
        decision("succession.recall", who="stalin"),
        decision("succession.georgian_note"),
        decision("delegation.congress"),
    )
    (row,) = [r for r in year_rows(document(month), 1923, "en") if r["number"] == 75]
    assert [line["text"].split(" ")[0] for line in row["here"]] == ["The", "A", "Joseph", "Leon"]
    assert "is recalled as General Secretary" in row["here"][2]["text"]


def test_every_choice_in_the_order_of_causes_is_one_that_is_told():
    listed = words()["choices"]
    assert [c for c in words()["order"] if c != "*" and c not in listed] == []
    assert all(c["after"] in listed for c in listed.values() if "after" in c)


def test_who_lost_the_post_and_which_document_got_out_is_named():
    month = told(
        "1924-03",
        decision("succession.strike", who="trotsky"),
        decision("information.leak", document="testament"),
        decision("information.leak"),
    )
    (row,) = [r for r in year_rows(document(month), 1924, "en") if r["number"] == 86]
    texts = [line["text"] for line in row["here"]]
    assert any(t.startswith("Leon Trotsky, the target") for t in texts)
    assert "Gets out, though it was kept back: the Testament" in texts
    assert "A document that was kept back gets out" in texts


def test_the_record_and_the_history_say_the_same_of_an_event():
    """What answers to a recorded event goes before the milestone that the model recognises by its state."""
    kept = document(told("1924-01", decision("leaders.lenin.death", element="lenin")))
    for m in kept["milestones"]:
        if m["id"] == "m53":
            m["month"] = 90  # the state says July 1924
    (row,) = [r for r in year_rows(kept, 1924, "en") if r["number"] == 84]
    (line,) = row["here"]
    assert line["departs"] == "as recorded"
    there = next(e for e in row["there"] if "Death of Lenin" in e["title"])
    assert there["state"] == "same"


def test_a_death_years_away_answers_to_no_recorded_death():
    late = document(told("1924-10", decision("leaders.frunze.death", element="frunze")))
    assert course(late)[0].record is not None
    early = document(told("1920-10", decision("leaders.frunze.death", element="frunze")))
    assert course(early)[0].record is None


def test_the_office_is_no_election_and_nothing_ends_that_never_began():
    office = document(told("1922-04", decision("appointments.general_secretary")))
    assert course(office)[0].record is None
    retreat = told("1924-05", decision("collectivisation.retreat"))
    assert course(document(retreat)) == []
    drive = told("1924-01", decision("collectivisation.forced_drive"))
    assert len(course(document(drive, retreat))) == 2


def test_shocks_from_outside_are_folded():
    month = told(
        "1924-05",
        decision("abroad.germany.spark", element="germany", kind="event"),
        decision("factions.ban"),
    )
    (row,) = [r for r in year_rows(document(month), 1924, "en") if r["number"] == 88]
    assert len(row["here"]) == len(row["behind"]) == 1


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_year_tells_harvest_and_hunger_and_why_the_name_changed(lang):
    rows = {r["number"]: r for r in year_rows(document(), 1921, lang)}
    assert "36" in rows[57]["society"][0]
    assert "2" in rows[57]["society"][1]
    (turn,) = {r["number"]: r for r in year_rows(document(), 1922, lang)}[60]["turns"]
    assert turn["name"] == "Thermidor"
    assert turn["why"].count(";") == 1
    assert turn["says"]


@pytest.mark.parametrize(("lang", "by"), [("en", "the coding by"), ("fr", "le codage par")])
def test_the_other_codings_say_in_the_same_timeline_when_their_name_changes_and_why(lang, by):
    (turn,) = {r["number"]: r for r in year_rows(document(), 1922, lang)}[62]["turns"]
    assert turn["by"].startswith(by)
    assert turn["name"] == outcome_name("caste", lang)
    assert turn["why"].count(";") == 1
    assert turn["says"]


def test_why_a_name_changes_is_told_by_what_that_coding_reads():
    from thermidor.experiments.coded import by_name, codings_of, names_in

    outputs = {o for c in codings_of(registry().outputs) for o in outputs_read([c])}
    series = {o: np.zeros((1, 24), np.float32) for o in outputs}
    codes = {"class": np.array([[0] * 12 + [3] * 12]), "regime": np.array([[0] * 24])}
    found = because(series, codes, 0)
    assert list(found) == ["class", "regime"]
    assert list(found["class"]) == ["12"]
    assert found["regime"] == {}
    assert names_in("class")[3] == "caste"
    read = set(by_name("class").reads)
    assert {m for m, _ in found["class"]["12"]} <= read


def test_every_measure_of_the_codings_has_its_words_in_both_languages():
    from thermidor.codings import CODINGS

    known = words()["measures"]
    assert set(known) >= {m for c in CODINGS for k in c.classes for m in k.signs}
    assert all(len(set(known[m][lang])) == 2 for m in known for lang in ("en", "fr"))


def test_the_white_victory_is_told_as_a_turn():
    won = document(regime=[["war_communism", 0, 30], ["restoration", 30, 96]], because={})
    (turn,) = {r["number"]: r for r in year_rows(won, 1919, "en")}[30]["turns"]
    assert turn["name"].startswith("White restoration")
    assert "The Whites have won" in turn["says"]
