"""Promise 1: same version, tile, jaxlib and instruction set give the same bits."""

import jax
import numpy as np
import pytest

from thermidor.engine.simulator import Simulator


def test_promise_1_same_bits_again(run, baseline):
    again, _ = run(np.arange(200))
    assert again.tobytes() == baseline[0].tobytes()


def test_promise_1_same_bits_in_any_order_and_company(run, baseline):
    order = np.random.default_rng(0).permutation(200)[:37]
    some, _ = run(order)
    assert some.tobytes() == baseline[0][order].tobytes()


def test_promise_1_same_bits_on_one_device_and_two(sim, run, baseline):
    if len(jax.devices()) < 2:
        pytest.skip("one device here: nothing to compare")
    one = Simulator(sim.model, devices=jax.devices()[:1])
    values, _ = run(np.arange(64), simulator=one)
    assert values.tobytes() == baseline[0][:64].tobytes()


def test_promise_1_another_seed_gives_other_histories(run, baseline):
    other, _ = run(np.arange(8), seed=1)
    assert not np.array_equal(other, baseline[0][:8])
