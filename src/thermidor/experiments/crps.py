"""The continuous ranked probability score of an ensemble."""

from __future__ import annotations

import numpy as np


def fair_crps(members: np.ndarray, recorded: np.ndarray) -> np.ndarray:
    """Score an ensemble against recorded values; the fair estimator does not reward few members.

    Args:
        members: simulated values, shape (history, point).
        recorded: recorded values, shape (point,).

    Returns:
        One score a point, in the unit of the values; 0 is perfect. With one member, its absolute error.

    Source:
        C. A. T. Ferro, Quarterly Journal of the Royal Meteorological Society 140 (2014), p. 1917-1923.

    Example:
        >>> fair_crps(np.array([[1.0], [3.0]]), np.array([2.0]))
        array([0.])
    """
    n = len(members)
    error = np.abs(members - recorded).mean(axis=0)
    if n < 2:
        return error
    # The sum of all differences between pairs, from the order of the members.
    weights = (2 * np.arange(1, n + 1) - n - 1).astype(float)
    spread = weights @ np.sort(members, axis=0) / (n * (n - 1))
    return error - spread
