"""Promise 4: twins are bit-equal before the intervention's date, for every scenario shipped.

A scenario whose first operation acts from January 1917 on has no month before it: nothing is run.
"""

import numpy as np
import pytest

from thermidor.scenarios import catalogue


def first_month(id):
    return min((operation.first for operation in catalogue()[id].do), default=None)


@pytest.mark.parametrize("name", [id for id in sorted(catalogue()) if first_month(id) != 0])
def test_promise_4_twins_are_equal_until_the_intervention(name, sim, run, baseline):
    schedule = catalogue()[name].compile(sim.model.registry)
    assert schedule.first == first_month(name)
    values, _ = run(np.arange(64), schedule.interventions)
    first = schedule.first
    if first is None:
        assert values.tobytes() == baseline[0][:64].tobytes()
    else:
        assert values[:, :first].tobytes() == baseline[0][:64, :first].tobytes()
