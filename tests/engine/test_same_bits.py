"""A history is the same, bit for bit, wherever and with whomever it is computed."""

import jax
import numpy as np
import pytest
from toy_pond import MONTHS, same

from thermidor.engine.controls import Intervention
from thermidor.engine.simulator import Simulator


def pick(seen, rows):
    return {k: v[rows] for k, v in seen.items()}


def test_in_another_slot_tile_order_and_company(base, see):
    order = np.random.default_rng(0).permutation(40)
    assert same(pick(base, order), see(histories=order))
    assert same(pick(base, [17]), see(histories=[17]))
    assert same(base, pick(see(histories=range(100)), slice(40)))
    assert same(pick(base, [3, 3, 3]), see(histories=[3, 3, 3]))


def test_on_one_device_and_on_two(base, see, pond):
    if len(jax.devices()) < 2:
        pytest.skip("one device here")
    for devices in (jax.devices()[:1], jax.devices()[1:2], jax.devices()[::-1]):
        other = Simulator(pond.model, months=MONTHS, tile=32, devices=devices)
        assert same(base, see(simulator=other))


def test_cores_share_one_loaded_program_and_each_computes_its_own_tiles(pond):
    """Threads begin tiles side by side; a program a core would lie in memory as often."""
    cores = Simulator(pond.model, months=MONTHS, tile=32, devices=jax.devices()[:1] * 2)
    begun = []
    for number, lane in enumerate(cores._lanes):
        lane.begin = lambda *a, n=number, begin=lane.begin: (begun.append(n), begin(*a))[1]
    list(cores.run(np.arange(128), 0))
    assert begun == [0, 1, 0, 1]
    assert [len(programs) for programs in cores._programs.values()] == [1]


def test_drawn_parameters_in_another_order(see, pond):
    registry = pond.model.registry
    low, high = registry.bounds
    drawn = low + np.random.default_rng(1).random((40, low.size), np.float32) * (high - low)
    all40 = see(parameters=drawn)
    order = np.arange(40)[::-1]
    assert same(pick(all40, order), see(histories=order, parameters=drawn[order]))
    assert np.nanstd(all40["pond.root"][:, 0]) > 0


def test_drawn_parameters_at_the_point_give_the_histories_of_the_point(base, see, pond):
    """Two programs: the last digits may differ, the histories may not."""
    point = np.tile(pond.model.registry.point, (40, 1))
    drawn = see(parameters=point)
    for name, values in base.items():
        assert np.allclose(values, drawn[name], rtol=1e-4, atol=1e-4), name


def test_another_seed_gives_other_histories(pond):
    one, two = (next(iter(pond.run(np.arange(8), seed))).values for seed in (1, 2))
    assert not np.array_equal(one, two)


def test_a_history_that_fails_is_coded_and_leaves_the_others_as_they_are(see, pond):
    registry = pond.model.registry
    place = registry.parameter_place["pond.a_root.x"]
    parameters = np.tile(registry.point, (40, 1))
    whole = see(parameters=parameters)
    parameters[11, place] = -1.0
    broken = see(parameters=parameters)
    assert broken["failure"][11] == 1
    assert np.all(np.delete(broken["failure"], 11) == 0)
    others = np.delete(np.arange(40), 11)
    assert same(pick(whole, others), pick(broken, others))


def test_a_tile_holds_whole_vectors(pond):
    with pytest.raises(ValueError, match="16"):
        Simulator(pond.model, tile=20)


def test_interventions_and_seeds_need_no_new_machine_code(see, pond, base):
    made = [id(p) for programs in pond._programs.values() for p in programs]
    see(Intervention("scale", "pond.rain", 0.5, 0, 20))
    list(pond.run(np.arange(3), 99))
    assert made == [id(p) for programs in pond._programs.values() for p in programs]
