"""Promise 4: twins are bit-equal before the intervention's date, for every scenario shipped."""

import numpy as np
import pytest


def scenario_ids():
    from thermidor.scenarios import catalogue

    return sorted(catalogue())


@pytest.mark.parametrize("name", scenario_ids())
def test_promise_4_twins_are_equal_until_the_intervention(name, sim, run, baseline):
    from thermidor.scenarios import catalogue

    schedule = catalogue()[name].compile(sim.model.registry)
    values, _ = run(np.arange(64), schedule.interventions)
    first = schedule.first
    if first is None:
        assert values.tobytes() == baseline[0][:64].tobytes()
    else:
        assert values[:, :first].tobytes() == baseline[0][:64, :first].tobytes()
