"""Codings name months from what an observer can see, and from nothing that only the mechanism has."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thermidor.codings import (
    BOOK,
    CLASS,
    CODINGS,
    MEASURES,
    REGIME,
    RIVALS,
    classify,
    defined_by,
    defines,
    degrees,
    groups_of,
    measured,
    names_of,
    outputs_read,
    read_by,
    said,
)
from thermidor.codings.classify import ELSEWHERE, SETTLED, UNDER_SOVIETS, settled
from thermidor.codings.measures import CRITERIA
from thermidor.model.names import METHODS
from thermidor.model.regime.regime import RUNGS
from thermidor.theories import lequenne

MODEL = lequenne()
REGISTRY = MODEL.registry
ALL = (*CODINGS, *RIVALS)
MONTHS = 36

MECHANISM = (
    "appointments.", "delegation.appointees", "delegation.dare", "succession.authority", "succession.recognition",
    "succession.standing", "succession.heir", "succession.charge", "leaders.dependence",
    "leaders.ties", "leaders.prestige", "leaders.hostage", "membership.docility", "membership.formed",
    "privilege.caste", "factions.fear", "factions.latent", "organs.correction", "regime.thermidor",
    "regime.phase", "information.files", "information.tapped", "information.guarded",
)  # fmt: skip
"""What only the mechanism has: nominated posts, hold of the Secretariat, authority and standing of one man."""

OPEN = {
    "soviets.power": 1, "soviets.participation": 0.7, "soviets.pluralism": 1, "party.banned": 0, "press.platforms": 1,
    "party.opposition_voted": 0.3, "party.opposition": 0.3, "party.strong_arm": 0, "congress.opposition": 0.4,
    "party.plenums": 8, "rulers.voted_out": 0.5, "party.sanction": 0, "losers.free": 1,
    "power.deciders": 6, "mood.discontent": 0.2, "repression.executions": 0, "population.total": 140e6,
    "repression.arrests": 50, "leaders.executed": 0, "leaders.deported": 0, "police.autonomy": 0,
    "privilege.ratio": 1.5, "privilege.nomenklatura": 0, "population.urban": 25e6, "traders": 2e5,
    "peasants.rich": 0.05, "procurement.method": METHODS.index("market"), "unrest.strikers": 60e3,
    "workers.industrial": 3e6, "industry.heavy": 60, "industry.light": 60, "wages.real": 100,
    "collectivisation.share": 0, "comintern.isolation": 0.4, "power.lenin_capacity": 1, "party.levy": 0,
    "party.line_world": 0.5, "rulers.pioneers": 1, "cc.old_guard": 0.9, "party.line_peasantry": 0.1, "war.civil": 0,
    "power.cult": 0, "regime": RUNGS.index("soviet_power"), "power.army_rules": 0,
}  # fmt: skip
"""Elections, free press, recall, several parties; nobody shot, no privilege."""

SHUT = OPEN | {
    "soviets.participation": 0.02, "soviets.pluralism": 0, "party.banned": 1, "press.platforms": 0,
    "party.opposition_voted": 0, "party.opposition": 0.45, "party.strong_arm": 0.8, "congress.opposition": 0,
    "party.plenums": 0.5, "rulers.voted_out": 0, "party.sanction": 6, "losers.free": 0,
    "power.deciders": 1.1, "mood.discontent": 0.7, "repression.executions": 20e3, "repression.arrests": 80e3,
    "leaders.executed": 30, "leaders.deported": 10, "police.autonomy": 1, "privilege.ratio": 9,
    "privilege.nomenklatura": 4e5, "unrest.strikers": 0, "industry.heavy": 200, "industry.light": 80, "wages.real": 50,
    "collectivisation.share": 0.9, "comintern.isolation": 0.8, "power.lenin_capacity": 0, "party.levy": 1,
    "party.line_world": -0.9, "rulers.pioneers": 0, "cc.old_guard": 0.1, "procurement.method": METHODS.index("quota"),
    "power.cult": 1,
}  # fmt: skip
"""None of it, and shootings."""


def history(*months: dict[str, float]) -> dict[str, np.ndarray]:
    """One history, each month given as outputs by name."""
    return {n: np.array([[m[n] for m in months]], np.float32) for n in OPEN}


def lasting(month: dict[str, float], months: int = MONTHS) -> dict[str, np.ndarray]:
    return history(*[month] * months)


def ends_as(series: dict[str, np.ndarray], coding) -> str:
    return names_of(coding)[classify(series, [coding])[coding.name][0, -1]]


def group_at_the_end(series: dict[str, np.ndarray], coding) -> str:
    return groups_of(coding)[classify(series, [coding])[coding.name][0, -1]]


# -- what a coding reads ---------------------------------------------------------------------------


@pytest.mark.parametrize("coding", ALL, ids=lambda c: c.name)
def test_a_coding_reads_no_variable_that_only_the_mechanism_has(coding):
    seen = read_by(REGISTRY, coding)
    counted = {
        str(source).removeprefix("now:")
        for r in REGISTRY.rules.values()
        if r.system == "measures" and seen & {f"measures.{n}" for n in ("voted_out",)}
        for source in r.reads.values()
    }
    assert not [v for v in seen | counted if v.startswith(MECHANISM)]


def test_no_rule_of_the_model_reads_what_is_counted_for_codings_only():
    readers = [
        name
        for name, r in REGISTRY.rules.items()
        if any(isinstance(s, str) and "measures." in s for s in r.reads.values())
    ]
    assert not readers


def test_every_measure_rests_on_an_output_and_says_on_what_ground():
    outputs = {o for m in MEASURES.values() for o in m.reads.values()}
    assert outputs <= set(REGISTRY.outputs)
    assert all(m.grounds.stated for m in MEASURES.values())
    assert all(p.grounds.stated for m in MEASURES.values() for p in m.parameters.values())
    assert all(c.grounds.stated for coding in ALL for c in coding.classes)


def test_every_measure_is_read_by_a_coding_or_stands_for_a_criterion():
    used = {m for c in ALL for m in c.reads} | {
        m for ms in CRITERIA.values() if not isinstance(ms, str) for m in ms
    }
    assert set(MEASURES) == used


def test_the_twelve_criteria_of_the_postface_have_measures_or_say_why_not():
    assert len(CRITERIA) == 12
    named = [m for ms in CRITERIA.values() if not isinstance(ms, str) for m in ms]
    assert set(named) <= set(MEASURES)
    assert len([v for v in CRITERIA.values() if v]) == 12


# -- degrees ---------------------------------------------------------------------------------------

numbers = st.floats(0, 1, width=32)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_degrees_lie_between_nothing_and_everything(data):
    coding = data.draw(st.sampled_from(ALL))
    given_ = {m: np.float32([[data.draw(numbers)]]) for m in coding.reads}
    found = degrees(coding, given_)
    assert (found >= 0).all()
    assert (found <= 1).all()


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_degrees_are_monotone_in_their_measures(data):
    coding = data.draw(st.sampled_from(ALL))
    c = data.draw(st.sampled_from(coding.classes))
    base = {m: np.float32([[data.draw(numbers)]]) for m in c.reads}
    m = data.draw(st.sampled_from(c.reads))
    higher = base | {m: np.maximum(base[m], np.float32(data.draw(numbers)))}
    change = float((c.degree.of(higher) - c.degree.of(base))[0, 0])
    if c.signs[m]:
        assert change * c.signs[m] >= -1e-6


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_measures_lie_between_nothing_and_everything_and_go_the_way_they_say(data):
    m = data.draw(st.sampled_from(sorted(MEASURES)))
    measure = MEASURES[m]
    base = {
        o: np.full((1, 14), SHUT[o] + (OPEN[o] - SHUT[o]) * data.draw(numbers), np.float32)
        for o in measure.reads.values()
    }
    argument = data.draw(st.sampled_from(sorted(measure.reads)))
    if not measure.signs[argument]:
        return
    output = measure.reads[argument]
    top = max(OPEN[output], SHUT[output], 1e-3) * np.float32(1 + data.draw(numbers))
    top = min(top, REGISTRY.outputs[output].high)
    higher = base | {output: np.maximum(base[output], top)}
    a, b = measure.of(base), measure.of(higher)
    assert ((a >= 0) & (a <= 1) & (b >= 0) & (b <= 1)).all()
    assert ((b - a) * measure.signs[argument] >= -1e-5).all()


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_a_measure_says_whether_it_looks_back(name):
    m = MEASURES[name]
    two = {o: [OPEN[o], SHUT[o]] for o in m.reads.values()}
    after_open, after_shut = (
        {o: np.array([[x[k], x[k], x[1]]], np.float32) for o, x in two.items()} for k in (0, 1)
    )
    same = m.of(after_open)[0, -1] == m.of(after_shut)[0, -1]
    assert same or m.looks_back


def test_a_code_that_is_no_amount_has_no_direction():
    assert all(
        (s == 0) == (m.reads[a] == "procurement.method")
        for m in MEASURES.values()
        for a, s in m.signs.items()
    )


# -- what months are called ------------------------------------------------------------------------


@pytest.mark.parametrize("coding", CODINGS, ids=lambda c: c.name)
def test_elections_a_free_press_and_recall_are_a_soviet_democracy_under_all_three(coding):
    open_ = {BOOK: "soviet_democracy", REGIME: "contested", CLASS: "workers"}
    assert ends_as(lasting(OPEN), coding) == open_[coding]


@pytest.mark.parametrize("coding", CODINGS, ids=lambda c: c.name)
def test_none_of_it_and_shootings_is_no_soviet_democracy(coding):
    shut = {BOOK: "counter_revolution", REGIME: "personal_terror", CLASS: "nomenklatura"}
    assert ends_as(lasting(SHUT), coding) == shut[coding]


@pytest.mark.parametrize("coding", ALL, ids=lambda c: c.name)
def test_rival_definitions_name_the_same_months_in_the_same_form(coding):
    assert group_at_the_end(lasting(OPEN), coding) == "open"
    assert group_at_the_end(lasting(SHUT), coding) == "closed"


def test_a_party_that_argues_over_empty_soviets_is_neither_open_nor_closed():
    argues = OPEN | {
        "soviets.participation": 0.05, "soviets.pluralism": 0.1, "party.banned": 0, "congress.opposition": 0.15,
        "party.opposition": 0.35, "press.platforms": 0.8, "unrest.strikers": 5e3, "privilege.ratio": 2,
    }  # fmt: skip
    assert {c.name: group_at_the_end(lasting(argues), c) for c in CODINGS} == {
        "book": "between", "regime": "between", "class": "between",
    }  # fmt: skip


def test_silence_counts_only_at_a_congress_that_had_something_to_contest():
    content = OPEN | {"congress.opposition": 0.0, "party.opposition": 0.05}
    divided = OPEN | {"congress.opposition": 0.0, "party.opposition": 0.45}
    complete = MEASURES["filter_complete"]
    assert complete.of(lasting(content))[0, -1] == 0
    assert complete.of(lasting(divided))[0, -1] == 1
    broken = history(*[divided] * 12, *[content] * 12)
    assert complete.of(broken)[0, -1] == 1, (
        "an opposition that has been destroyed does not reopen the congress"
    )


@pytest.mark.parametrize(
    "sign",
    [
        {"power.lenin_capacity": 1},
        {"party.levy": 0},
        {"comintern.isolation": 0.4},
        {"party.line_world": 0.5},
        {"rulers.pioneers": 1},
    ],
)
def test_no_single_sign_of_the_books_guard_is_needed_for_its_thermidor(sign):
    apparatus = SHUT | {
        "power.deciders": 5, "leaders.executed": 0, "party.line_peasantry": -0.3, "cc.old_guard": 0.7, "party.sanction": 2,
    }  # fmt: skip
    assert ends_as(lasting(apparatus), BOOK) == "thermidor"
    assert ends_as(lasting(apparatus | sign), BOOK) == "thermidor"


def test_where_soviets_do_not_rule_the_ladder_says_who_does():
    for name in ELSEWHERE:
        away = OPEN | {"regime": RUNGS.index(name), "soviets.power": 0}
        assert {ends_as(lasting(away), c) for c in ALL} == {name}
    assert set(ELSEWHERE) | set(UNDER_SOVIETS) == set(RUNGS)


# -- persistence -----------------------------------------------------------------------------------


@pytest.mark.parametrize("coding", CODINGS, ids=lambda c: c.name)
@pytest.mark.parametrize("months", [(OPEN, SHUT), (SHUT, OPEN)], ids=["open", "shut"])
def test_one_odd_month_does_not_change_the_class(coding, months):
    usual, odd = months
    series = history(*[usual] * 20, odd, *[usual] * 20)
    codes = classify(series, [coding])[coding.name][0]
    assert len(set(codes)) == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=40))
def test_a_class_once_named_stays_for_half_a_year_at_least(lead):
    codes = np.array([[lead]])
    named = settled(codes, np.ones((1, len(lead)), bool), int(SETTLED.value))[0, 0]
    changes = np.flatnonzero(np.diff(named)) + 1
    assert (np.diff(changes) >= int(SETTLED.value)).all()
    assert not len(changes) or changes[0] >= int(SETTLED.value)


def test_a_power_that_begins_again_is_named_by_its_first_month():
    lead = np.array([[[0, 0, 0, 1, 1]]])
    under = np.array([[True, True, False, True, True]])
    assert settled(lead, under, 6)[0, 0, 3] == 1


# -- definitions -----------------------------------------------------------------------------------


def test_an_intervention_on_what_a_coding_reads_is_a_definition_and_one_on_a_cause_is_not():
    assert defines(MODEL, BOOK, "delegation.delegates") == ("delegation.delegates",)
    assert defines(MODEL, CLASS, "privilege.ratio") == ("privilege.ratio",)
    assert defines(MODEL, CLASS, "initial.privilege.ratio") == ("privilege.ratio",)
    assert not defines(MODEL, CLASS, "delegation.delegates") or "delegation.delegates" in read_by(
        REGISTRY, CLASS
    )
    for path in ("appointments.appointed", "succession.authority", "privilege.caste"):
        assert not any(defines(MODEL, c, path) for c in ALL)


def test_one_element_of_a_vector_is_read_only_where_it_counts():
    assert defines(MODEL, BOOK, "leaders.capacity.lenin") == ("leaders.capacity",)
    assert not defines(MODEL, BOOK, "leaders.capacity.trotsky")


def test_a_definition_names_paths_variables_and_codings_in_one_line():
    found = defined_by(MODEL, CODINGS, ["privilege.ratio", "appointments.appointed"])
    assert [d.path for d in found] == ["privilege.ratio"]
    (line,) = said(found)
    assert "'class'" in line
    assert "privilege.ratio" in line
    assert "\n" not in line


def test_a_decision_defines_what_its_own_month_writes_it_into():
    assert defines(MODEL, BOOK, "factions.ban") == ("factions.banned",)
    assert defines(MODEL, BOOK, "membership.levy") == ("membership.enrolling",)
    assert "leaders.capacity" in defines(MODEL, BOOK, "leaders.lenin.stroke")
    assert not defines(MODEL, CLASS, "leaders.lenin.stroke")
    for far in (
        "great_war.offensive",
        "delegation.congress",
        "factions.printing",
        "succession.georgian_note",
    ):
        assert not any(defines(MODEL, c, far) for c in ALL)


def test_every_leader_of_a_bloc_counts_where_one_does():
    for leader in ("zinoviev", "kamenev", "bukharin"):
        assert defines(MODEL, BOOK, f"factions.bloc.{leader}") == ("factions.bloc",)


def test_what_codings_read_is_given_out_by_the_model():
    assert set(outputs_read(ALL)) <= set(REGISTRY.outputs)
    assert set(outputs_read(ALL)) <= set(OPEN)
    assert set(measured(lasting(OPEN), ALL)) == {m for c in ALL for m in c.reads}
