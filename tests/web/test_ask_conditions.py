"""The conditions that a reader can move."""

from __future__ import annotations

import numpy as np
import pytest

from thermidor.record import load
from thermidor.scenarios import Scenario, catalogue, with_settings
from thermidor.theories import lequenne
from thermidor.web.pages import conditions
from thermidor.web.pages.conditions import settings_of, values_of
from thermidor.web.service.questions import BadQuestion

ALL = conditions.conditions()


@pytest.fixture(scope="module")
def registry():
    return lequenne().registry


@pytest.mark.parametrize("condition", ALL, ids=lambda c: c.id)
def test_every_condition_compiles_against_the_model_at_both_ends(condition, registry):
    for value in {condition.low, condition.high} - {condition.neutral}:
        settings = condition.settings(value)
        assert len(settings) == len(condition.acts)
        scenario = with_settings(Scenario.load("baseline"), settings)
        assert scenario.compile(registry).interventions


@pytest.mark.parametrize("condition", [c for c in ALL if c.kind == "slider"], ids=lambda c: c.id)
def test_a_slider_at_rest_gives_the_models_own_number(condition, registry):
    place = registry.parameter_slots.start
    for act in condition.acts:
        site, slots = registry.resolve(act.path)
        own = 1.0 if site.kind == "rule" else registry.point[np.asarray(slots) - place]
        assert np.allclose(own, act.number(condition.neutral), rtol=1e-5), act.path
    assert condition.settings(condition.neutral) == ()


@pytest.mark.parametrize("condition", ALL, ids=lambda c: c.id)
def test_every_condition_is_cited_and_said_in_both_languages(condition):
    points = load().decision_points
    assert condition.cites
    assert all(id in points for id in condition.cites)
    assert condition.pages
    assert condition.title.en != condition.title.fr
    assert condition.says.en != condition.says.fr
    assert condition.group in {g.id for g in conditions.groups()}
    assert condition.low <= condition.neutral <= condition.high


@pytest.mark.parametrize("condition", ALL, ids=lambda c: c.id)
def test_a_condition_is_read_back_from_its_settings_at_every_step(condition):
    steps = round((condition.high - condition.low) / condition.step)
    for n in range(steps + 1):
        value = condition.clamped(condition.low + n * condition.step)
        expected = {condition.id: value} if condition.moved(value) else {}
        found, left = values_of(condition.settings(value))
        assert found == pytest.approx(expected)
        assert left == ()


def test_settings_that_no_control_can_show_are_kept():
    settings = ("countryside.sown=1", "membership.levy=forbid", "appointments.enforced=7")
    found, left = values_of(settings)
    assert found == {"levy": 1}
    assert left == ("countryside.sown=1", "appointments.enforced=7")


def test_half_a_condition_is_not_taken_for_the_whole():
    found, left = values_of(("leaders.lenin.stroke=forbid",))
    assert found == {}
    assert left == ("leaders.lenin.stroke=forbid",)


def test_about_a_dozen_conditions_from_every_part_of_society():
    assert 12 <= len(ALL) <= 16
    assert len({c.id for c in ALL}) == len(ALL)
    assert {c.group for c in ALL} == {g.id for g in conditions.groups()}
    assert len(settings_of({c.id: c.high for c in ALL})) >= len(ALL)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1e30, 1e30])
def test_a_value_out_of_range_is_brought_back(value):
    for c in ALL:
        assert c.low <= c.clamped(value) <= c.high


@pytest.mark.parametrize(
    ("settings", "refused"),
    [
        (["appointments.enforced=99"], True),
        (["appointments.enforced=-0.1"], True),
        (["collectors=1"], False),
        (["appointments.enforced=1"], False),
        (["abroad.risings_succeed.base=-9"], True),
        (["countryside.weather_of_the_year.drying=0.45"], False),
    ],
)
def test_a_value_outside_the_range_of_its_control_is_refused(settings, refused):
    if refused:
        with pytest.raises(BadQuestion, match="outside the range") as error:
            conditions.check(settings)
        assert error.value.right.startswith("from ")
    else:
        conditions.check(settings)


def test_no_scenario_holds_a_condition_outside_the_range_of_its_control():
    for scenario in catalogue().values():
        held = conditions.held_by(scenario.do)
        conditions.check(s for id, v in held.items() for s in conditions.condition(id).settings(v))


def test_a_scenario_that_does_what_a_condition_does_is_known_to_hold_it():
    assert conditions.held_by(catalogue()["tendencies-kept-legal-tenth-congress"].do) == {
        "tendencies": 1.0
    }
    assert conditions.held_by(catalogue()["secret-ballot"].do) == {"secret-ballot": 1.0}
    assert conditions.held_by(catalogue()["kirov-replaces-stalin-1934"].do) == {}
