"""Promise 7: a failed history is counted and named, never dropped, and never stops the ensemble."""

import numpy as np


def test_promise_7_one_broken_history_is_named_and_its_companions_are_untouched(sim, run, baseline):
    point = np.tile(sim.model.registry.point, (64, 1))
    place = (
        sim.model.registry.parameter_place["countryside.harvest_ripens.mean"]
        if "countryside.harvest_ripens.mean" in sim.model.registry.parameter_place
        else slice(0, 1)
    )
    clean, none_failed = run(np.arange(64), parameters=point)
    point[5, place] = np.nan
    values, failure = run(np.arange(64), parameters=point)
    assert (none_failed == 0).all()
    assert failure[5] > 0
    assert (np.delete(failure, 5) == 0).all()
    assert np.delete(values, 5, axis=0).tobytes() == np.delete(clean, 5, axis=0).tobytes()
