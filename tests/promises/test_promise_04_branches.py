"""Promise 4 for branches: twins are bit-equal before the intervention, for every scenario with a date of its own."""

from __future__ import annotations

import numpy as np
import pytest
from branched import PARTICLES, kept_in

import thermidor as th
from thermidor.engine.calendar import month_number
from thermidor.scenarios import catalogue

BRANCHED = sorted(
    (id for id, s in catalogue().items() if s.branch), key=lambda id: (catalogue()[id].branch, id)
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("branches")


def test_promise_4_most_scenarios_of_the_catalogue_have_a_branch_date():
    assert len(BRANCHED) >= 40


@pytest.mark.parametrize("name", BRANCHED)
def test_promise_4_twins_of_a_branch_are_equal_until_the_intervention(name, sim, run, folder):
    scenario = catalogue()[name]
    schedule = scenario.compile(sim.model.registry)
    with kept_in(folder):
        point = th.branch_point(scenario.branch, particles=PARTICLES)
    assert scenario.branch is not None
    assert schedule.first is not None
    month = month_number(scenario.branch)
    assert point.origin.month == month
    assert all(i.last >= month for i in schedule.interventions), "over before its own branch"
    first = max(schedule.first, month)
    options = {"origin": point.origin, "end": first + 2}
    values, _ = run(np.arange(64), schedule.interventions, **options)
    without, _ = run(np.arange(64), **options)
    assert values[:, :first].tobytes() == without[:, :first].tobytes()
