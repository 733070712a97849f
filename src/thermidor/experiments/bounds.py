"""Bounds of Tian and Pearl: what two unpaired experiments allow for necessity and sufficiency.

Source: Jin Tian and Judea Pearl, "Probabilities of causation: bounds and identification", Annals of
Mathematics and Artificial Intelligence 28 (2000), sections 4 and 5, for a treatment that is set from
outside (exogenous), so that the margins of the two arms are all that is known.
"""

from __future__ import annotations

import math
from typing import NamedTuple


class Between(NamedTuple):
    """A closed range of a probability."""

    low: float
    high: float

    def holds(self, p: float, slack: float = 1e-9) -> bool:
        """Whether a probability lies inside; one that is not defined contradicts nothing."""
        return math.isnan(p) or self.low - slack <= p <= self.high + slack


class Bounds(NamedTuple):
    """Bounds of the three probabilities of causation.

    Attributes:
        necessity: of PN, P(no event had the treatment been absent | treatment, event).
        sufficiency: of PS, P(event had the treatment been given | no treatment, no event).
        both: of PNS, P(event with the treatment and none without it).
    """

    necessity: Between
    sufficiency: Between
    both: Between


def tian_pearl(with_it: float, without: float) -> Bounds:
    """Bounds from the margins of two arms that need not be twins.

    Args:
        with_it: probability of the event under the treatment.
        without: probability of the event without it.

    Returns:
        Bounds of necessity, of sufficiency, and of both at once; 0 to 1 where a probability is not
        defined because its condition has no cases.

    Raises:
        ValueError: when a margin is no probability.

    Example:
        >>> tian_pearl(0.8, 0.2).both
        Between(low=0.6000000000000001, high=0.8)
    """
    for p in (with_it, without):
        if not 0.0 <= p <= 1.0:
            raise ValueError(f"{p} is no probability: it must lie in 0..1")
    gain = max(0.0, with_it - without)
    most = min(with_it, 1.0 - without)
    return Bounds(
        _ratio(gain, most, with_it), _ratio(gain, most, 1.0 - without), Between(gain, most)
    )


def _ratio(low: float, high: float, of: float) -> Between:
    if of <= 0.0:
        return Between(0.0, 1.0)
    return Between(min(1.0, low / of), min(1.0, high / of))
