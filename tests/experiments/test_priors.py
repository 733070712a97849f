"""Parameters from their priors: every draw by seed, history and path alone."""

import time

import numpy as np
import pytest

from thermidor.engine.declare import parameter, rule
from thermidor.experiments.branches.learned import names
from thermidor.experiments.joined import closed, missing
from thermidor.experiments.priors import draw_parameters
from thermidor.theories import model_of, theory

HISTORIES = np.arange(200)


@pytest.fixture(scope="module")
def registry():
    return model_of().registry


@pytest.fixture(scope="module")
def drawn(registry):
    return draw_parameters(registry, HISTORIES, 5)


def by_path(registry, drawn):
    return dict(zip((path for path, _ in names(registry)), drawn.T, strict=True))


def test_every_draw_lies_in_its_range(registry, drawn):
    low, high = registry.bounds
    assert (drawn >= low).all()
    assert (drawn <= high).all()


def test_draws_are_uniform_and_no_two_parameters_share_them_unless_joined(registry, drawn):
    low, high = registry.bounds
    ranged = high > low
    u = (drawn[:, ranged] - low[ranged]) / (high - low)[ranged]
    assert abs(u.mean() - 0.5) < 0.005
    assert abs(u.std() - 12**-0.5) < 0.005
    assert len(np.unique(u[0])) > 0.99 * ranged.sum()
    joined = {p for k in registry.constraints.values() for p in k.parameters.values()}
    for path in joined:
        ranged[registry.parameter_place[path]] = False
    u = (drawn[:, ranged] - low[ranged]) / (high - low)[ranged]
    apart = np.corrcoef(u[:, :300], rowvar=False) - np.eye(300)
    assert np.abs(apart).max() < 6 / np.sqrt(len(HISTORIES))


def test_a_history_has_the_same_parameters_in_every_ensemble(registry, drawn):
    some = draw_parameters(registry, np.array([17, 3]), 5)
    assert some.tobytes() == drawn[[17, 3]].tobytes()
    assert draw_parameters(registry, np.array([17]), 6).tobytes() != some[:1].tobytes()


@rule(
    parameters={"a_new_one": parameter(1.0, "1", 0.0, 2.0, assumption="a toy")},
    system="elsewhere", neutral=0.0, unit="index 0-1 a month", assumption="a toy",
)  # fmt: skip
def with_a_new_parameter(a_new_one):
    """It has one parameter more than the book's."""
    return a_new_one


def test_a_new_parameter_moves_no_other(registry, drawn):
    """Promise: theories share the draws of what they share."""
    rule = "mood.war_and_hunger_weary"
    other = theory().rival("other", replaces={rule: with_a_new_parameter}).registry
    mine, theirs = by_path(registry, drawn), by_path(other, draw_parameters(other, HISTORIES, 5))
    assert set(theirs) - set(mine) == {f"{rule}.a_new_one"}
    assert len(set(mine) & set(theirs)) > 5000
    for path in set(mine) & set(theirs):
        assert mine[path].tobytes() == theirs[path].tobytes(), path


def test_a_thousand_histories_are_drawn_in_seconds(registry):
    begun = time.process_time()
    draw_parameters(registry, np.arange(1000), 0)
    assert time.process_time() - begun < 10


# -- constants that a sum joins ----------------------------------------------------------------------------


def test_every_draw_satisfies_every_constraint(registry, drawn):
    assert "countryside.the_harvest_feeds_the_country" in registry.constraints
    for name, gap in missing(registry, drawn).items():
        scale = max(abs(x) for x in missing(registry, registry.bounds[1][None])[name])
        assert np.abs(gap).max() <= registry.constraints[name].tolerance + 1e-5 * scale, name


def test_the_point_values_satisfy_every_constraint(registry):
    for name, gap in missing(registry, registry.point[None]).items():
        assert abs(gap[0]) <= registry.constraints[name].tolerance + 1e-6, name


def test_what_may_be_missing_is_used_and_no_constant_is_pushed_to_an_end(registry, drawn):
    harvest = "countryside.the_harvest_feeds_the_country"
    gap = missing(registry, drawn)[harvest] / registry.constraints[harvest].tolerance
    assert gap.std() == pytest.approx(12**-0.5 * 2, abs=0.1)
    low, high = registry.bounds
    for path in registry.constraints[harvest].parameters.values():
        place = registry.parameter_place[path]
        u = (drawn[:, place] - low[place]) / np.maximum(high - low, 1e-30)[place]
        assert ((u < 1e-6) | (u > 1 - 1e-6)).mean() < 0.1, path
        assert u.std() > 0.2, path


def test_constants_that_are_held_do_not_move(registry):
    low, high = registry.bounds
    apart = (low + np.random.default_rng(0).random((50, low.size)) * (high - low)).astype(
        np.float32
    )
    free = np.ones(low.size, bool)
    free[registry.parameter_place["countryside.food_norm"]] = False
    moved = closed(registry, apart, free=free)
    assert (moved[:, ~free] == apart[:, ~free]).all()
    joined = {p for k in registry.constraints.values() for p in k.parameters.values()}
    others = np.ones(low.size, bool)
    for path in joined:
        others[registry.parameter_place[path]] = False
    assert (moved[:, others] == apart[:, others]).all()
    name = "countryside.the_harvest_feeds_the_country"
    assert (
        np.abs(missing(registry, moved)[name]).max() <= registry.constraints[name].tolerance * 1.01
    )


def test_a_set_that_meets_the_constraints_is_let_be(registry, drawn):
    again = closed(registry, drawn)
    assert np.abs(again - drawn).max() <= 1e-3 * np.abs(drawn).max()
