"""Constants that a sum joins: drawn apart, then moved together until it comes out.

Food, seed, fodder, yields and herds were what they were in one country, whose harvest they used up.  Drawn
one by one from their ranges they belong to countries that could not have lived.  A constraint of the model
says what must come out; here drawn constants are projected onto it: all that it joins move at once, each in
proportion to its range and to what it weighs in the sum, the least that does it, and none leaves its range.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import jax
import numpy as np

from thermidor.engine.declare import Constraint
from thermidor.engine.registry import Registry

STEPS = 8
"""Steps of Newton's method towards one sum; constants at an end of their range drop out of the next step."""

ROUNDS = 4
"""Times that all sums are gone through, for they share constants."""


def missing(registry: Registry, drawn: np.ndarray) -> dict[str, np.ndarray]:
    """What is missing for each constraint of a model to come out, (history,).

    Args:
        registry: of the model.
        drawn: constants, (history, parameter).

    Returns:
        By name of the constraint, in its unit.
    """
    out = {}
    with jax.enable_x64(True):
        for name, k in registry.constraints.items():
            places, value, _ = _made(registry, k)
            out[name] = np.asarray(value(drawn[:, places].astype(np.float64)))
    return out


def closed(
    registry: Registry,
    drawn: np.ndarray,
    wanted: np.ndarray | None = None,
    free: np.ndarray | None = None,
) -> np.ndarray:
    """Constants moved within their ranges until the constraints of a model are met.

    Args:
        registry: of the model.
        drawn: constants within their ranges, (history, parameter).
        wanted: what may be missing of each sum, -1 to 1 of its tolerance, (history, constraint); where left
            out, a sum that misses by less than its tolerance is let be.
        free: which constants may move, (parameter,); all by default.

    Returns:
        Like `drawn`; a sum stays open only where the ranges of what it joins leave no way to close it.
    """
    if not registry.constraints:
        return drawn
    low, high = registry.bounds
    values = drawn.astype(np.float64)
    with jax.enable_x64(True):
        for _ in range(ROUNDS):
            for i, k in enumerate(registry.constraints.values()):
                places, _, both = _made(registry, k)
                lo, hi = (x[places].astype(np.float64) for x in (low, high))
                room = hi - lo
                if free is not None:
                    room = np.where(free[places], room, 0)
                here = values[:, places]
                for _ in range(STEPS):
                    gap, slope = (np.asarray(x) for x in both(here))
                    within = k.tolerance * (1 if wanted is None else wanted[:, i])
                    over = gap - (np.clip(gap, -within, within) if wanted is None else within)
                    weight = slope * room
                    down = (weight * over[:, None]) > 0
                    weight = np.where(np.where(down, here > lo, here < hi), weight, 0)
                    size = (weight**2).sum(1)
                    share = np.divide(over, size, out=np.zeros_like(over), where=size > 0)
                    here = np.clip(here - share[:, None] * weight * room, lo, hi)
                values[:, places] = here
    return np.clip(values.astype(np.float32), low, high)


@lru_cache(maxsize=64)
def _made(
    registry: Registry, k: Constraint
) -> tuple[np.ndarray, Callable[..., Any], Callable[..., Any]]:
    """Places of what a constraint joins; what is missing; that with its slopes. Both for many histories."""
    shapes = {a: registry.parameters[p].value.shape for a, p in k.parameters.items()}
    slices = [registry.parameter_place[p] for p in k.parameters.values()]
    places = np.concatenate([np.arange(s.start, s.stop) for s in slices])
    ends = np.cumsum([0, *(s.stop - s.start for s in slices)])

    def of_one(numbers: jax.Array) -> jax.Array:
        given = {
            a: numbers[ends[i] : ends[i + 1]].reshape(shape)
            for i, (a, shape) in enumerate(shapes.items())
        }
        return k.function(**given)

    return places, jax.jit(jax.vmap(of_one)), jax.jit(jax.vmap(jax.value_and_grad(of_one)))


__all__ = ["closed", "missing"]
