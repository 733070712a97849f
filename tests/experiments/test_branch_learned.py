"""What was learnt of constants: named, measured against its range, and told from chance."""

from __future__ import annotations

import numpy as np
import pytest

from thermidor.errors import BadRequest
from thermidor.experiments.branches.learned import (
    CLEAR,
    chance,
    free_constants,
    learned,
    names,
)
from thermidor.experiments.particles import wandered
from thermidor.theories import lequenne

REGISTRY = lequenne().registry


def particles(number: int, seed: int = 0) -> np.ndarray:
    low, high = REGISTRY.bounds
    u = np.random.default_rng(seed).random((number, low.size), np.float32)
    return low + u * (high - low)


def test_every_number_among_the_constants_has_a_name_of_its_own():
    found = [path for path, _ in names(REGISTRY)]
    assert len(found) == REGISTRY.point.size
    assert len(set(found)) == len(found)


def test_the_prior_itself_has_learnt_nothing():
    rows = learned(REGISTRY, particles(2000))
    assert max(abs(r.shift) for r in rows) < 0.12
    assert max(abs(r.shrinkage) for r in rows) < 0.08
    assert chance([r.shift for r in rows]) == pytest.approx(1 / np.sqrt(2000), rel=0.15)


def test_a_constant_that_moved_comes_first_and_is_told_from_chance():
    values = particles(500)
    place = [path for path, _ in names(REGISTRY)].index("countryside.peasants_take_the_land.decree")
    high = float(REGISTRY.bounds[1][place])
    values[:, place] = high - 0.1 * (high - values[:, place])
    rows = learned(REGISTRY, values)
    assert rows[0].path == "countryside.peasants_take_the_land.decree"
    assert rows[0].shift == pytest.approx(0.45 * np.sqrt(12), abs=0.05)
    assert rows[0].shrinkage == pytest.approx(0.9, abs=0.02)
    noise = chance([r.shift for r in rows])
    assert rows[0].shift > CLEAR * noise
    assert abs(rows[40].shift) < CLEAR * noise


def test_some_constants_alone_can_be_set_free():
    free = free_constants(
        REGISTRY, ["classes.village_seeks_work", "supply.ration_of_the_capital.far"]
    )
    assert free is not None
    found = {path for (path, _), f in zip(names(REGISTRY), free, strict=True) if f}
    assert "supply.ration_of_the_capital.far" in found
    assert {p.rpartition(".")[0] for p in found} == {
        "classes.village_seeks_work",
        "supply.ration_of_the_capital",
    }
    values = np.where(free, particles(400), REGISTRY.point)
    rows = learned(REGISTRY, values)
    assert {r.path for r in rows} == found
    assert np.isnan(chance([r.shift for r in rows]))
    assert free_constants(REGISTRY, False) is None
    everything = free_constants(REGISTRY, True)
    assert everything is not None
    assert everything.sum() > 1000


def test_a_beginning_that_no_constant_has_is_refused_with_the_nearest():
    with pytest.raises(BadRequest, match=r"nearest: classes\.village_seeks_work"):
        free_constants(REGISTRY, ["classes.village_seeks_wrk"])


def test_a_single_lineage_is_chance_and_nothing_else():
    values = np.repeat(particles(1), 500, axis=0)
    rows = learned(REGISTRY, values)
    noise = chance([r.shift for r in rows])
    assert noise > 0.9
    assert not any(abs(r.shift) > CLEAR * noise for r in rows)


def test_constants_that_wander_keep_the_prior_and_forget():
    low, high = np.array([0.0, -5.0, 2.0]), np.array([1.0, 5.0, 2.0])
    rng = np.random.default_rng(3)
    values = np.tile([0.9, -4.0, 2.0], (20_000, 1))
    first = wandered(values, low, high, 0.1, rng)
    assert np.std(first[:, 0]) == pytest.approx(0.1 * 0.8, rel=0.2)
    for _ in range(200):
        values = wandered(values, low, high, 0.1, rng)
        assert (values >= low).all()
        assert (values <= high).all()
    share = (values[:, :2] - low[:2]) / (high[:2] - low[:2])
    for q in (0.1, 0.25, 0.5, 0.75, 0.9):
        assert np.quantile(share, q, axis=0) == pytest.approx([q, q], abs=0.015)
    assert (values[:, 2] == 2.0).all()
