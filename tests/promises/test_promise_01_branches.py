"""Promise 1 for branches: the same bits again, on any number of devices, in any order, in one go or two."""

from __future__ import annotations

import jax
import numpy as np
import pytest
from branched import PARTICLES, fingerprint, kept_in

import thermidor as th
from thermidor.engine.controls import Schedule
from thermidor.engine.simulator import Simulator
from thermidor.experiments.branches.decisions import held
from thermidor.experiments.branches.following import Follower, follow_record
from thermidor.experiments.branches.likelihood import likelihoods


@pytest.fixture(scope="module")
def point(tmp_path_factory):
    with kept_in(tmp_path_factory.mktemp("branches")):
        return th.branch_point("1921-03", particles=PARTICLES)


def test_promise_1_a_branch_point_has_the_same_bits_from_the_store_and_made_anew(point, tmp_path):
    for folder in (tmp_path, tmp_path, tmp_path / "other"):
        with kept_in(folder):
            assert fingerprint(th.branch_point("1921-03", particles=PARTICLES)) == fingerprint(
                point
            )


def test_promise_1_the_record_followed_in_two_legs_gives_the_same_bits(point, tmp_path):
    with kept_in(tmp_path):
        th.branch_point("1919-05", particles=PARTICLES)
    with kept_in(tmp_path):
        assert fingerprint(th.branch_point("1921-03", particles=PARTICLES)) == fingerprint(point)


def test_promise_1_the_record_followed_on_one_device_and_two_gives_the_same_bits(sim):
    if len(jax.devices()) < 2:
        pytest.skip("one device here: nothing to compare")
    schedule = Schedule(sim.model.registry, held(sim.months))
    found = []
    for simulator in (sim, Simulator(sim.model, devices=jax.devices()[:1])):
        follower = Follower(simulator, schedule, 0)
        sample, told = follow_record(follower, follower.begin(256), likelihoods(), 18)
        found.append((sample, told))
    (two, told), (one, again) = found
    assert told == again
    assert two.log_weights.tobytes() == one.log_weights.tobytes()
    for path, x in two.state.state.items():
        assert x.tobytes() == one.state.state[path].tobytes(), path


def test_promise_1_histories_of_a_branch_have_the_same_bits_in_any_order_and_company(point, run):
    all_, _ = run(np.arange(200), origin=point.origin, end=60)
    order = np.random.default_rng(0).permutation(200)[:37]
    some, _ = run(order, origin=point.origin, end=60)
    assert some.tobytes() == all_[order].tobytes()


def test_promise_1_histories_that_share_a_particle_part_after_the_branch(point, run):
    pair, _ = run(np.array([3, 3 + PARTICLES]), origin=point.origin, end=60)
    month = point.origin.month
    assert pair[0, :month].tobytes() == pair[1, :month].tobytes()
    assert not np.array_equal(pair[0, month:], pair[1, month:])


def test_promise_1_another_seed_follows_the_record_by_other_histories(point, tmp_path):
    with kept_in(tmp_path):
        other = th.branch_point("1921-03", particles=PARTICLES, seed=1)
    assert fingerprint(other) != fingerprint(point)
