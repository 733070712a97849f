"""Drawing particles anew in proportion to their weights, by named randomness."""

from __future__ import annotations

import zlib

import numpy as np

from thermidor.experiments.particles.weights import effective_size

THRESHOLD = 0.5
"""Share of the particles under which the effective size leads to resampling, by long custom."""


def systematic(weights: np.ndarray, u: float, size: int | None = None) -> np.ndarray:
    """Systematic resampling: evenly spaced points on the cumulated weights, shifted by one uniform.

    A particle of weight w among `size` draws is drawn size * w times on average, and never off by
    more than one.

    Source: Genshiro Kitagawa, "Monte Carlo filter and smoother for non-Gaussian nonlinear state
    space models", Journal of Computational and Graphical Statistics 5 (1996); compared with other
    schemes by Randal Douc and Olivier Cappé, "Comparison of resampling schemes for particle
    filtering", Proceedings of the 4th International Symposium on Image and Signal Processing and
    Analysis (Zagreb, 2005).

    Args:
        weights: (particle,), on any common scale; none negative, not all zero.
        u: uniform on [0, 1).
        size: how many are drawn; as many as there are particles by default.

    Returns:
        Ancestors, (size,), sorted.

    Raises:
        ValueError: for weights or a uniform out of range.

    Example:
        >>> systematic(np.array([0.5, 0.0, 0.25, 0.25]), 0.5)
        array([0, 0, 2, 3])
    """
    weights = np.asarray(weights, np.float64)
    if weights.ndim != 1 or not (weights >= 0).all() or not 0 < weights.sum() < np.inf:
        raise ValueError("weights must be one a particle, none negative, finite, not all zero")
    if not 0 <= u < 1:
        raise ValueError(f"{u} is no uniform: it must lie in [0, 1)")
    size = weights.size if size is None else size
    ends = np.cumsum(weights)
    points = (np.arange(size) + u) / size
    drawn = np.searchsorted(ends / ends[-1], points, side="right")
    return np.minimum(drawn, np.flatnonzero(weights)[-1])  # the last point may be rounded to one


def should_resample(log_weights: np.ndarray, threshold: float = THRESHOLD) -> bool:
    """Whether the effective size lies under a share of the particles.

    Args:
        log_weights: (particle,), on any common scale.
        threshold: the share; 0 for never, more than 1 for always.

    Returns:
        Whether to resample.
    """
    return effective_size(log_weights) < threshold * len(log_weights)


def generator(seed: int, month: int, purpose: str = "resampling") -> np.random.Generator:
    """Randomness of one purpose in one month, which depends on nothing else.

    Philox-4x64 (John K. Salmon and others, "Parallel random numbers: as easy as 1, 2, 3",
    Proceedings of SC11, Seattle, 2011): the key is seed and month; the purpose is the high word of
    the counter, so that purposes never overlap.

    Args:
        seed: of the ensemble, from 0.
        month: its number, from 0.
        purpose: a name.

    Returns:
        A generator.
    """
    counter = np.array([0, 0, 0, zlib.crc32(purpose.encode())], np.uint64)
    return np.random.Generator(
        np.random.Philox(counter=counter, key=np.array([seed, month], np.uint64))
    )


__all__ = ["THRESHOLD", "generator", "should_resample", "systematic"]
