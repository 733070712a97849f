"""Parameters from their priors: every draw by seed, history and path alone."""

import time

import numpy as np
import pytest

from thermidor.engine.declare import parameter, rule
from thermidor.experiments.branches.learned import names
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


def test_draws_are_uniform_and_no_two_parameters_share_them(registry, drawn):
    low, high = registry.bounds
    ranged = high > low
    u = (drawn[:, ranged] - low[ranged]) / (high - low)[ranged]
    assert abs(u.mean() - 0.5) < 0.005
    assert abs(u.std() - 12**-0.5) < 0.005
    assert len(np.unique(u[0])) > 0.99 * ranged.sum()
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
