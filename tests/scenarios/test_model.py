"""Every shipped scenario names what the book's model has."""

from __future__ import annotations

import pytest

import thermidor
from thermidor.scenarios import Scenario, catalogue


@pytest.mark.parametrize("id", list(catalogue()))
def test_a_shipped_scenario_compiles_against_the_model(id: str) -> None:
    scenario = Scenario.load(id)
    schedule = scenario.compile(thermidor.lequenne().registry)
    assert len(schedule.interventions) == len(scenario.do)
    assert set(scenario.expected) <= {*thermidor.lequenne().registry.observables, "thermidor"}
