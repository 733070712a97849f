"""Weights of particles, kept as logarithms, and what they say."""

from __future__ import annotations

import math

import numpy as np


class Impossible(ValueError):
    """A figure that no particle gives any probability."""


def normalise(log_weights: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights that sum to one, and the mean of the weights as they came.

    Args:
        log_weights: logarithms of weights, (particle,); minus infinity for a weight of zero.

    Returns:
        The weights, (particle,), and the logarithm of their mean before.

    Raises:
        ValueError: where there are none, or one is not a number or infinitely large.
        Impossible: where all weights are zero.

    Example:
        >>> normalise(np.log([1.0, 3.0]))[0]
        array([0.25, 0.75])
    """
    log_weights = np.asarray(log_weights, np.float64)
    if log_weights.ndim != 1 or not log_weights.size:
        raise ValueError(
            f"weights are one number a particle, (particle,); these are {log_weights.shape}"
        )
    largest = float(log_weights.max())
    if math.isnan(largest) or largest == math.inf:
        raise ValueError("a log weight is not a number or infinite: it must be finite, or -inf")
    if largest == -math.inf:
        raise Impossible("every particle has weight zero")
    weights = np.exp(log_weights - largest)
    return weights / weights.sum(), largest + math.log(weights.mean())


def effective_size(log_weights: np.ndarray) -> float:
    """How many particles of equal weight would be worth as much: one over the sum of squares.

    Source: Augustine Kong, Jun S. Liu and Wing Hung Wong, "Sequential imputations and Bayesian
    missing data problems", Journal of the American Statistical Association 89 (1994).

    Args:
        log_weights: logarithms of weights, (particle,), on any common scale.

    Returns:
        From 1 to the number of particles.

    Example:
        >>> effective_size(np.zeros(8))
        8.0
    """
    weights, _ = normalise(log_weights)
    weights = weights / weights.max()  # equal weights are exactly as many as they are
    return float(weights.sum() ** 2 / np.square(weights).sum())


def assimilate(log_weights: np.ndarray, log_likelihood: np.ndarray) -> tuple[np.ndarray, float]:
    """Weigh particles by a figure.

    Args:
        log_weights: before the figure, (particle,), on any common scale.
        log_likelihood: logarithm of the probability (density) of the figure in each particle,
            (particle,).

    Returns:
        New log weights, of weights with mean one; and the log score of the figure, that is the
        logarithm of its probability given what was known before: log sum_i W_i p(y | x_i).
        Scores add up to the log evidence.

    Raises:
        ValueError: where a likelihood is not a number or infinite, or the shapes differ.
        Impossible: where no particle with any weight gives the figure any probability.
    """
    log_weights = np.asarray(log_weights, np.float64)
    log_likelihood = np.asarray(log_likelihood, np.float64)
    if log_likelihood.shape != log_weights.shape:
        raise ValueError(
            f"a log likelihood is one number a particle, {log_weights.shape}; "
            f"this is {log_likelihood.shape}"
        )
    if np.isnan(log_likelihood).any() or (log_likelihood == math.inf).any():
        raise ValueError("a log likelihood is not a number or infinite: it must be finite, or -inf")
    _, before = normalise(log_weights)
    weighed = log_weights + log_likelihood
    _, after = normalise(weighed)
    return weighed - after, after - before


def weighted_quantile(values: np.ndarray, weights: np.ndarray, q: float | np.ndarray) -> np.ndarray:
    """Quantiles of a weighted sample: the least value with at least a share q of the weight up to it.

    No value is interpolated, so a particle of twice the weight counts as two that are alike; the ends
    of an interval therefore lie inwards by about one particle's weight.

    Args:
        values: (particle,) or (particle, variable); one that is not a number is left out with its
            weight.
        weights: (particle,), on any common scale; none negative, not all zero.
        q: shares from 0 to 1, of any shape.

    Returns:
        Shape of q, then of a particle; not a number where a variable has no values.

    Raises:
        ValueError: for weights or shares out of range.

    Example:
        >>> float(weighted_quantile(np.array([3.0, 1.0, 2.0]), np.array([0.2, 0.5, 0.3]), 0.6))
        2.0
    """
    values, shares = np.asarray(values, np.float64), np.asarray(q, np.float64)
    weights = np.asarray(weights, np.float64)
    if weights.shape != values.shape[:1] or not (weights >= 0).all() or not weights.any():
        raise ValueError("weights must be one a particle, none negative, not all zero")
    if not ((shares >= 0) & (shares <= 1)).all():
        raise ValueError("the share of a quantile must lie in 0..1")
    columns = values.reshape(len(values), -1)
    order = np.argsort(columns, axis=0, kind="stable")
    ordered = np.take_along_axis(columns, order, axis=0)
    mass = np.where(np.isnan(ordered), 0.0, weights[order])
    below = np.cumsum(mass, axis=0)
    out = np.empty((shares.size, columns.shape[1]))
    for row, share in enumerate(shares.ravel()):
        enough = below >= share * below[-1] * (1 - 1e-12)  # sums of weights are rounded
        at = np.argmax(enough & (mass > 0), axis=0)
        out[row] = np.take_along_axis(ordered, at[None], axis=0)[0]
    out[:, below[-1] == 0] = math.nan
    return out.reshape(shares.shape + values.shape[1:])


__all__ = ["Impossible", "assimilate", "effective_size", "normalise", "weighted_quantile"]
