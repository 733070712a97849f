"""What the past says of the constants: the particles' parameters beside the ranges they came from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from thermidor.engine.declare import DIMENSIONS
from thermidor.engine.registry import Registry
from thermidor.errors import BadRequest, nearest

CLEAR = 3.0
"""Times what chance does, from which a shift is told as learnt: an assumption, one in four hundred."""


@dataclass(frozen=True)
class Learned:
    """One constant, or one element of a vector of constants.

    Attributes:
        path: with its element.
        unit: of the values.
        low: lower end of the prior range; before the past, every value in the range is as likely.
        high: upper end.
        mean: of the particles.
        sd: of the particles.
        q05: of the particles.
        q95: of the particles.
    """

    path: str
    unit: str
    low: float
    high: float
    mean: float
    sd: float
    q05: float
    q95: float

    @property
    def prior_sd(self) -> float:
        """Standard deviation over the prior range."""
        return (self.high - self.low) / math.sqrt(12)

    @property
    def shift(self) -> float:
        """How far the mean has moved, in standard deviations over the prior range."""
        return (self.mean - (self.low + self.high) / 2) / self.prior_sd

    @property
    def shrinkage(self) -> float:
        """Part of the spread that is gone: 0 where nothing was learnt."""
        return 1 - self.sd / self.prior_sd

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "path": self.path, "unit": self.unit, "low": self.low, "high": self.high,
            "mean": self.mean, "sd": self.sd, "q05": self.q05, "q95": self.q95,
            "shift": self.shift, "shrinkage": self.shrinkage,
        }  # fmt: skip


def learned(registry: Registry, parameters: np.ndarray) -> list[Learned]:
    """What particles of equal weight have learnt, what moved most first.

    Args:
        registry: of the model.
        parameters: of the particles, (particle, parameter).

    Returns:
        One for each constant that the particles carry, vectors element by element.
    """
    low, high = (b.astype(np.float64) for b in registry.bounds)
    values = parameters.astype(np.float64)
    carried = (parameters != registry.point.astype(parameters.dtype)).any(axis=0)
    mean, sd = values.mean(axis=0), values.std(axis=0)
    q05, q95 = np.quantile(values, [0.05, 0.95], axis=0)
    found = [
        Learned(path, unit, *(float(x[n]) for x in (low, high, mean, sd, q05, q95)))
        for n, (path, unit) in enumerate(names(registry))
        if high[n] > low[n] and carried[n]
    ]
    return sorted(found, key=lambda p: -abs(p.shift))


def chance(shifts: Sequence[float]) -> float:
    """How far the mean of a constant moves of itself, where particles descend from few histories.

    Most constants are touched by no figure, so the middle of all shifts shows what chance does; it is
    scaled to a standard deviation (Frank R. Hampel, "The influence curve and its role in robust
    estimation", Journal of the American Statistical Association 69, 1974).

    Args:
        shifts: of all constants.

    Returns:
        In standard deviations over the prior range; 0 where there are none, not a number where there are
        too few to tell chance from what was learnt.
    """
    if 0 < len(shifts) < FEW:
        return math.nan
    return 1.4826 * float(np.median(np.abs(shifts))) if len(shifts) else 0.0


FEW = 40
"""Constants from which on the middle shift shows what chance does."""


def free_constants(registry: Registry, learn: bool | Sequence[str]) -> np.ndarray | None:
    """Which constants particles carry.

    Args:
        registry: of the model.
        learn: all, none, or the beginnings of paths, such as "classes.village_seeks_work".

    Returns:
        (parameter,), or None for no constant.

    Raises:
        BadRequest: a beginning that no constant with a range has.
    """
    if not learn:
        return None
    low, high = registry.bounds
    ranged = np.asarray(high > low)
    if learn is True:
        return ranged
    paths = [path for path, _ in names(registry)]
    free = np.zeros(len(paths), bool)
    for wanted in learn:
        here = np.array([p == wanted or p.startswith(wanted.rstrip(".") + ".") for p in paths])
        if not (here & ranged).any():
            hint = nearest(
                wanted, registry.parameters, 0.4, otherwise="; `thermidor parameters` lists them"
            )
            raise BadRequest(f"no constant with a range is called '{wanted}'{hint}")
        free |= here & ranged
    return free


def names(registry: Registry) -> list[tuple[str, str]]:
    """Path and unit of every number among the constants, in the order of a vector of parameters."""
    out: list[tuple[str, str]] = []
    for path, p in registry.parameters.items():
        axes = [DIMENSIONS[d] for d in p.dim]
        for place in np.ndindex(p.value.shape):
            element = [axis[i] for axis, i in zip(axes, place, strict=True)]
            out.append((".".join([path, *map(str, element)]), p.unit))
    return out


__all__ = ["CLEAR", "FEW", "Learned", "chance", "free_constants", "learned", "names"]
