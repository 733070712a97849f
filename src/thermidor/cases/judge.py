"""Whether what came out is what a case expects."""

from __future__ import annotations

import math

from thermidor.cases.words import Expectation

FLOOR = 1e-3
"""A difference below a thousandth of the level is none: the quantities are not connected."""


def is_met(expectation: Expectation, got: float, compared: float) -> bool:
    """Judge one expectation.

    Args:
        expectation: of the case.
        got: mean over the draws in the run that is looked at.
        compared: the same in the run that it is compared with, or another quantity of the same run.

    Returns:
        Whether it is met.

    Example:
        >>> is_met(Expectation("up"), 0.5, 0.4), is_met(Expectation("up"), 0.5, 0.49999)
        (True, False)
    """
    if not math.isfinite(got):
        return False
    if expectation.word == "never":
        return got == 0.0
    if expectation.other or expectation.compares:
        if not math.isfinite(compared):
            return False
        differs = abs(got - compared) > FLOOR * max(abs(got), abs(compared))
        if expectation.word == "unchanged":
            return not differs
        rises = expectation.word in ("up", "likelier", "above")
        return differs and (got > compared) == rises
    return expectation.low <= got <= expectation.high
