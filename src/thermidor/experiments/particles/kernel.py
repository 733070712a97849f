"""Parameters that learn: a kernel that keeps copies apart and the sample's mean and spread."""

from __future__ import annotations

import math

import numpy as np

EDGE = 2.0**-24
"""Share of a prior range next to its bounds that counts as this share, so that the logit is finite."""


def to_unbounded(values: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Logit of the place in the prior range.

    Args:
        values: (particle, parameter), within the ranges.
        low: lower bounds, (parameter,).
        high: upper bounds, (parameter,); the same as `low` for a parameter that is held.

    Returns:
        (particle, parameter), finite; 0 for a parameter that is held.

    Raises:
        ValueError: for a range that is none, or a value outside its range.
    """
    values, low, high = _checked(values, low, high)
    if not ((values >= low) & (values <= high)).all():
        raise ValueError("a parameter lies outside its prior range")
    free = high > low
    share = np.divide(values - low, high - low, out=np.full_like(values, 0.5), where=free)
    share = np.clip(share, EDGE, 1 - EDGE)
    return np.log(share) - np.log1p(-share)


def from_unbounded(unbounded: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Parameters from the logit of their place in the prior range.

    Args:
        unbounded: (particle, parameter), any numbers; infinite ones are the bounds.
        low: lower bounds, (parameter,).
        high: upper bounds, (parameter,).

    Returns:
        (particle, parameter), within the ranges to the last bit.

    Raises:
        ValueError: for a range that is none.
    """
    unbounded, low, high = _checked(unbounded, low, high)
    share = np.exp(-np.logaddexp(0.0, -unbounded))
    return np.clip(low + (high - low) * share, low, high)


def liu_west(
    parameters: np.ndarray,
    weights: np.ndarray,
    discount: float,
    rng: np.random.Generator,
    ancestors: np.ndarray | None = None,
    apart: bool = False,
) -> np.ndarray:
    """Kernel with shrinkage: move each particle towards the mean, and add what spread that took.

    With a = (3 discount - 1) / (2 discount) a particle goes to a times itself plus (1 - a) times the
    mean, plus a normal draw with 1 - a² times the covariance; so mean and covariance of the weighted
    sample are kept on average.  At discount 1 nothing moves; at 1/3 all are drawn from one normal.

    Source: Jane Liu and Mike West, "Combined parameter and state estimation in simulation-based
    filtering", in Arnaud Doucet, Nando de Freitas and Neil Gordon (eds), Sequential Monte Carlo
    Methods in Practice (New York, 2001), who take 0.95 to 0.99.

    Args:
        parameters: on an unbounded scale, (particle, parameter).
        weights: (particle,), on any common scale.
        discount: from 1/3 to 1.
        rng: of the normal draws.
        ancestors: particles to move, (draw,), where they are drawn anew in proportion to the weights
            at the same time; each its own by default.
        apart: keep the variances alone, where there are too few particles to know covariances.

    Returns:
        Moved parameters, (draw, parameter); a parameter that is the same in all particles stays.

    Raises:
        ValueError: for a discount out of range.
    """
    if not 1 / 3 <= discount <= 1:
        raise ValueError(f"a discount of {discount} is out of range: it must lie in 1/3..1")
    parameters = np.asarray(parameters, np.float64)
    shrink = (3 * discount - 1) / (2 * discount)
    share = np.asarray(weights, np.float64) / np.sum(weights)
    mean = share @ parameters
    away = parameters - mean
    at = parameters if ancestors is None else parameters[ancestors]
    noise = rng.standard_normal(at.shape)
    if apart:
        noise *= np.sqrt(share @ np.square(away))
    else:
        spread, axes = np.linalg.eigh((away * share[:, None]).T @ away)
        # The symmetric root: unlike the axes, it does not hang on signs that a library is free to choose.
        noise = noise @ ((axes * np.sqrt(np.maximum(spread, 0.0))) @ axes.T)
    moved = shrink * at + (1 - shrink) * mean + math.sqrt(max(0.0, 1 - shrink**2)) * noise
    return np.where(np.ptp(parameters, axis=0) == 0, at, moved)


def wandered(
    values: np.ndarray, low: np.ndarray, high: np.ndarray, step: float, rng: np.random.Generator
) -> np.ndarray:
    """Constants that wander within their ranges: a normal step, thrown back at the bounds.

    The uniform law over the range is kept, so that what no figure speaks of stays as it was believed,
    however often the particles are drawn anew; and what figures say is slowly forgotten.

    Source: the artificial evolution of Neil J. Gordon, David J. Salmond and Adrian F. M. Smith, "Novel
    approach to nonlinear/non-Gaussian Bayesian state estimation", IEE Proceedings F 140 (1993), here with
    bounds, and with the prior as its law.

    Args:
        values: (particle, parameter), within the ranges.
        low: lower bounds, (parameter,).
        high: upper bounds, (parameter,); the same as `low` for a parameter that is held.
        step: standard deviation of the step, as a share of the range.
        rng: of the steps.

    Returns:
        (particle, parameter), within the ranges.

    Raises:
        ValueError: for a range that is none.
    """
    values, low, high = _checked(values, low, high)
    width = high - low
    share = np.divide(values - low, width, out=np.zeros_like(values), where=width > 0)
    away = np.mod(share + step * rng.standard_normal(share.shape), 2.0)
    return np.clip(low + width * np.minimum(away, 2.0 - away), low, high)


def _checked(
    values: np.ndarray, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    values, low, high = (np.asarray(x, np.float64) for x in (values, low, high))
    if not (np.isfinite(low) & np.isfinite(high) & (low <= high)).all():
        raise ValueError("a prior range must be finite, its lower bound first")
    return values, low, high


__all__ = ["EDGE", "from_unbounded", "liu_west", "to_unbounded", "wandered"]
