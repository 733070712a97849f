"""Wilson's interval for a probability estimated from counted histories."""

from __future__ import annotations

import math

NORMAL_975 = 1.959963984540054


def wilson(count: int, total: int) -> tuple[float, float]:
    """Return the 95% interval of a probability, sound even at 0 or `total` out of `total`.

    Args:
        count: histories in which it happened.
        total: histories in all.

    Returns:
        Lower and upper end; (0, 1) where there is no history.

    Source:
        E. B. Wilson, Journal of the American Statistical Association 22 (1927), p. 209-212.

    Example:
        >>> wilson(0, 100)
        (0.0, 0.0370...)
    """
    if total == 0:
        return 0.0, 1.0
    share = count / total
    z2 = NORMAL_975**2
    centre = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = (
        NORMAL_975 / (1 + z2 / total) * math.sqrt(share * (1 - share) / total + z2 / (4 * total**2))
    )
    low = 0.0 if count == 0 else max(0.0, centre - half)
    high = 1.0 if count == total else min(1.0, centre + half)
    return low, high
