"""One request for all who ask: it is checked once, when it is made, and says which part is wrong."""

import dataclasses

import numpy as np
import pytest

from thermidor.engine.controls import Intervention
from thermidor.errors import BadPart
from thermidor.experiments.request import Following, Request, Span, check_history, own_date

NOTE = "trotsky-circulates-georgian-note"


@pytest.mark.parametrize(
    ("wish", "part", "words"),
    [
        ({"histories": 0}, "histories", "a whole number from 1 to 1,000,000, not 0"),
        ({"histories": True}, "histories", "not True"),
        ({"histories": 1, "least": 2}, "histories", "from 2"),
        ({"histories": 6, "most": 5}, "histories", "to 5"),
        ({"seed": -1}, "seed", "a whole number from 0"),
        ({"seed": 2**32}, "seed", "to 4,294,967,295"),
        ({"theory": "lequene"}, "theory", "unknown theory 'lequene'; there is: lequenne"),
        ({"variables": ["party.member"]}, "variables", "nearest: party.members"),
        ({"scenario": [], "settings": ["a=1"]}, "settings", "add interventions to the list"),
        (
            {"parameters": "prior", "following": Following("1923-03")},
            "parameters",
            "weighed by the past: use 'learn'",
        ),
        (
            {"span": Span(stop="1920-12"), "following": Following("1923-03")},
            "branch",
            "the branch begins in 1923-03, after the last month looked at, 1920-12",
        ),
        (
            {"scenario": NOTE, "following": Following("1925-01")},
            "branch",
            "is over before the branch begins in 1925-01: branch in 1923-03 or earlier",
        ),
    ],
)
def test_a_part_that_cannot_be_is_named_in_one_line(wish, part, words):
    with pytest.raises(BadPart) as error:
        Request(**wish)
    assert error.value.part == part
    assert words in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("make", "part", "words"),
    [
        (lambda: Span("1930-01", "1920-01"), "stop", "stops (1920-01) before it starts (1930-01)"),
        (lambda: Following(learn=True), "learn", "'learn' goes with a branch"),
        (lambda: Following(particles=256), "particles", "'particles' goes with a branch"),
        (lambda: Following("1923-03", particles=200), "particles", "the nearest is 256"),
        (lambda: Following("1923-03", particles=0), "particles", "a whole number from 1"),
        (lambda: check_history(10**6), "history", "from 0 to 999,999, not 1000000"),
        (lambda: own_date("baseline"), "branch", "no branch date of its own: give a month"),
    ],
)
def test_a_smaller_part_is_checked_by_itself(make, part, words):
    with pytest.raises(BadPart) as error:
        make()
    assert error.value.part == part
    assert words in str(error.value)


def test_what_can_be_asked_can_be_asked():
    Request(histories=2, least=2, most=5)
    Request(histories=5, seed=2**32 - 1, least=2, most=5)
    check_history(0)
    check_history(999_999)


def test_a_request_is_resolved_when_it_is_made():
    asked = Request(NOTE, variables=["regime", "party.members"])
    assert asked.name == NOTE
    assert [i.path for i in asked.schedule.interventions] == ["succession.georgian_note"]
    assert set(asked.wanted) == {"party.members", "regime"}
    assert Request(variables=[]).wanted == ()
    assert len(Request().wanted) == len(asked.registry.outputs)


def test_interventions_in_a_list_are_a_scenario_without_a_name():
    asked = Request([Intervention("forbid", "factions.ban", None, 0, 287)])
    assert (asked.name, len(asked.schedule.interventions)) == ("interventions", 1)


def test_another_scenario_is_asked_in_the_same_way_but_without_the_settings():
    asked = Request(NOTE, ["factions.ban=forbid"], histories=7, seed=3)
    other = asked.other("baseline")
    assert other.schedule.interventions == ()
    assert (other.histories, other.seed, other.span) == (7, 3, asked.span)


def test_a_request_stays_as_it_was_made():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Request().seed = 1  # type: ignore[misc]


def test_parameters_are_drawn_for_the_histories_that_are_asked_for():
    drawn = Request(histories=3, parameters="prior").drawn
    assert drawn is not None
    assert drawn.shape == (3, len(Request().registry.point))
    alone = Request(parameters="prior").drawn_by(np.array([2]))
    assert alone is not None
    assert alone[0].tobytes() == drawn[2].tobytes()
    assert Request().drawn is None
