"""Every shipped scenario names what the book's model has."""

from __future__ import annotations

from typing import Any

import pytest

import thermidor
from thermidor.scenarios import Scenario, catalogue


@pytest.fixture(scope="module")
def registry() -> Any:
    return thermidor.lequenne().registry


@pytest.mark.parametrize("id", list(catalogue()))
def test_a_shipped_scenario_compiles_against_the_model(id: str, registry: Any) -> None:
    scenario = Scenario.load(id)
    schedule = scenario.compile(registry)
    assert len(schedule.interventions) == len(scenario.do)
    assert set(scenario.expected) <= {*registry.outputs, "thermidor"}


@pytest.mark.parametrize("id", [id for id in catalogue() if id != "baseline"])
def test_a_shipped_scenario_differs_from_the_model_as_it_is(id: str, registry: Any) -> None:
    controls = Scenario.load(id).compile(registry).controls()
    point = registry.point
    slots = registry.parameter_slots
    changed = (controls.scale != 1) | (controls.add != 0) | controls.forced
    same = controls.forced[:, slots] & (controls.value[:, slots] == point)
    changed[:, slots] &= ~same
    assert changed.any()
