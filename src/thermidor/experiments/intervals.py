"""Intervals of shares and of differences of shares."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

Z = 1.959963984540054
"""Normal quantile of a two-sided interval of 95 per cent."""


class Interval(NamedTuple):
    """A value with the bounds of its 95 per cent interval."""

    value: float
    low: float
    high: float


def plain(i: Interval) -> dict[str, float | None]:
    """An interval as plain data; what is not finite is null.

    Example:
        >>> plain(Interval(0.5, 0.4, math.inf))
        {'value': 0.5, 'low': 0.4, 'high': None}
    """
    return {name: float(x) if math.isfinite(x) else None for name, x in i._asdict().items()}


def share(hits: int, of: int) -> Interval:
    """Wilson's interval of a share.

    Args:
        hits: how often it happened.
        of: how often it could have.

    Returns:
        The share with its interval; not a number, 0 and 1 when there is nothing to count.

    Example:
        >>> share(50, 100).value
        0.5
    """
    if of == 0:
        return Interval(math.nan, 0.0, 1.0)
    p = hits / of
    middle = (p + Z * Z / (2 * of)) / (1 + Z * Z / of)
    half = Z / (1 + Z * Z / of) * math.sqrt(p * (1 - p) / of + Z * Z / (4 * of * of))
    return Interval(p, min(max(0.0, middle - half), p), max(min(1.0, middle + half), p))


def paired_difference(with_it: np.ndarray, without: np.ndarray) -> Interval:
    """Difference of two shares over the same histories (twins).

    Agresti and Min's adjusted Wald interval for matched pairs: half a pair is added to each of
    the four cells, so that it stays honest when few twins differ.

    Args:
        with_it: boolean, (history,), in the histories with the intervention.
        without: boolean, (history,), in their twins without it.

    Returns:
        Share with it minus share without it.
    """
    n = len(with_it)
    if n == 0:
        return Interval(math.nan, -1.0, 1.0)
    gained = float(np.sum(with_it & ~without))
    lost = float(np.sum(~with_it & without))
    b, c, total = gained + 0.5, lost + 0.5, n + 2.0
    d = (b - c) / total
    half = Z * math.sqrt(max(b + c - (b - c) ** 2 / total, 0.0)) / total
    return Interval((gained - lost) / n, max(-1.0, d - half), min(1.0, d + half))


def mean_difference(with_it: np.ndarray, without: np.ndarray) -> Interval:
    """Mean of paired differences with its normal interval.

    Args:
        with_it: values, (history,).
        without: values of their twins, (history,); pairs with a missing value are left out.

    Returns:
        Mean difference.
    """
    d = np.asarray(with_it, float) - np.asarray(without, float)
    d = d[np.isfinite(d)]
    if len(d) < 2:
        return Interval(math.nan, -math.inf, math.inf)
    m, half = float(d.mean()), Z * float(d.std(ddof=1)) / math.sqrt(len(d))
    return Interval(m, m - half, m + half)
