"""In a small model with planted faults each is found, and without them nothing is."""

import sys
from pathlib import Path

import numpy as np
import pytest

from thermidor.engine.controls import Schedule
from thermidor.engine.simulator import Simulator
from thermidor.experiments.check.conditions import DeadConditions
from thermidor.experiments.check.corners import Corners
from thermidor.experiments.check.histories import PossibleHistories
from thermidor.experiments.check.walk import Group, Step, walk
from thermidor.experiments.check.witness import Witness

sys.path.insert(0, str(Path(__file__).parent))
from toy_court import MONTHS, court

Walked = tuple[Simulator, Group, list[Step]]


def walked(faulty: bool) -> Walked:
    sim = Simulator(court(faulty), months=MONTHS, tile=32)
    group = Group("free", np.arange(30, dtype=np.uint32), Schedule(sim.model.registry), seed=3)
    return sim, group, list(walk(sim, group, Witness(sim)))


@pytest.fixture(scope="module")
def faulty() -> Walked:
    return walked(True)


@pytest.fixture(scope="module")
def sound() -> Walked:
    return walked(False)


def faults_of(looker, walked: Walked) -> dict[str, set[str]]:
    _, group, steps = walked
    looker.look(group, steps)
    return {f.id: {x.what for x in f.faults} for f in looker.findings()}


def test_a_walk_sees_the_histories_of_an_ordinary_run_to_the_last_bit(faulty: Walked):
    sim, group, steps = faulty
    (batch,) = sim.run(group.numbers, group.seed)
    assert np.array_equal(np.stack([s.seen for s in steps]), batch.values.transpose(1, 2, 0))


def test_the_witness_sees_what_fell(faulty: Walked):
    _, group, steps = faulty
    count = len(group.numbers)
    died = np.sum([s.told.fell["leaders.{leader}.death"] for s in steps if s.told], axis=0)
    dead = 1 - np.asarray(steps[-1].after["leaders.alive"])[:, :count]
    assert died.sum() > 0
    assert np.array_equal(died, dead)


def test_a_vote_of_the_dead_is_found(faulty: Walked):
    found = faults_of(PossibleHistories(faulty[0].model.registry), faulty)
    assert found["possible.the-dead-do-not-vote"] == {"leaders.they_vote:ballot"}
    assert not found["possible.the-dead-do-not-act"]


def test_a_finding_names_history_month_and_leader(faulty: Walked):
    looker = PossibleHistories(faulty[0].model.registry)
    looker.look(*faulty[1:])
    (finding,) = (f for f in looker.findings() if f.id == "possible.the-dead-do-not-vote")
    place, month, leader = finding.faults[0].where.split(", ", 1)[1].split(", ")
    history = int(place.split()[1])
    year, number = map(int, month.split("-"))
    step = faulty[2][12 * (year - 1917) + number - 1]
    assert leader == "lenin"
    assert np.asarray(step.before["leaders.alive"])[0, history] == 0


def test_a_condition_that_is_always_true_is_found(faulty: Walked):
    found = faults_of(DeadConditions(), faulty)
    assert found == {
        "conditions.always": {"leaders.it_warms: heat > -1.0"},
        "conditions.never": set(),
    }


def test_a_stuck_quantity_and_one_at_its_bound_are_found(faulty: Walked):
    found = faults_of(Corners(faulty[0].model.registry, spell=12), faulty)
    assert found == {"corners.still": {"leaders.stuck"}, "corners.bound": {"leaders.cold"}}


def test_a_sound_model_passes(sound: Walked):
    registry = sound[0].model.registry
    for looker in (PossibleHistories(registry), DeadConditions(), Corners(registry, spell=12)):
        found = faults_of(looker, sound)
        assert found
        assert not any(found.values())
