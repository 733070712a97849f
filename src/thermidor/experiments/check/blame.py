"""Which constants to blame: those whose draws differ most between histories that fail and the rest."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from thermidor.engine.registry import Registry
from thermidor.experiments.check.finding import Fault

MOST = 5
"""Constants that are named."""

CHANCE = 0.05
"""Chance that any constant at all passes for clear where none is to blame."""

UNCLEAR = ", no clearer than chance"


def constants_to_blame(
    registry: Registry, drawn: np.ndarray, failed: np.ndarray, most: int = MOST
) -> tuple[Fault, ...]:
    """Compare the constants of two groups of histories.

    The effect is the rank-biserial correlation: the probability that a history that fails has the larger
    draw, less the probability that it has the smaller, from -1 to 1.

    Args:
        registry: of the model.
        drawn: (history, constant).
        failed: whether each history fails.
        most: constants that are named.

    Returns:
        The constants with the largest effects, those that are no clearer than chance marked so; none where
        all fail or none does.
    """
    bad, good = int(failed.sum()), int((~failed).sum())
    if not bad or not good:
        return ()
    ranks = np.argsort(np.argsort(drawn, axis=0, kind="stable"), axis=0, kind="stable") + 1.0
    larger = (ranks[failed].sum(0) - bad * (bad + 1) / 2) / (bad * good)
    varied = np.ptp(drawn, axis=0) > 0
    effect = np.where(varied, 2 * larger - 1, 0.0)
    noise = np.sqrt((bad + good + 1) / (3 * bad * good))
    clear = noise * NormalDist().inv_cdf(1 - CHANCE / (2 * max(int(varied.sum()), 1)))
    names = _names(registry)
    found = []
    for k in np.argsort(-np.abs(effect), kind="stable")[:most]:
        words = "fails where it is " + ("large" if effect[k] > 0 else "small")
        found.append(
            Fault(names[k], float(effect[k]), words + ("" if abs(effect[k]) > clear else UNCLEAR))
        )
    return tuple(found)


def _names(registry: Registry) -> list[str]:
    """A path for each number of the flat vector of constants."""
    names = [""] * len(registry.point)
    elements = {}
    for path, (key, numbers) in registry.expanded().items():
        if key in registry.parameters and len(numbers) == 1:
            elements[key, int(numbers[0])] = path
    for path, place in registry.parameter_place.items():
        for n, k in enumerate(range(place.start, place.stop)):
            names[k] = elements.get((path, n), path)
    return names


__all__ = ["UNCLEAR", "constants_to_blame"]
