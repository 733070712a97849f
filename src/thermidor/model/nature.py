"""Constants of nature and of arithmetic, the only numbers of the model that nobody could doubt."""

from __future__ import annotations

import math
from typing import Any

import jax.numpy as jnp

MONTHS_A_YEAR = 12
"""Months in a year."""

FULL_TURN = 2 * math.pi
"""A full turn of what comes round once a year."""

HALF = 0.5
"""The middle of a share, of two persons, between two whole numbers that code a choice."""

PER_CENT = 100
"""An index of 100 is the level of its base year."""

MILLION = 1e6
"""Persons or roubles in a million, where something is stated for a million of them."""

NEGLIGIBLE = 1e-6
"""Keeps a division from nought."""

LARGEST_EXPONENT = 40.0
"""Beyond it odds are as good as certain; keeps an exponential from overflow."""


def square(x: Any) -> Any:
    """A number times itself."""
    return x * x


def is_code(code: Any, options: tuple[str, ...], option: str) -> Any:
    """Whether a number codes an option: 1 or 0.

    Args:
        code: number of an option, whole.
        options: in the order of their numbers.
        option: one of them.

    Returns:
        1.0 where it does.

    Example:
        >>> float(is_code(2.0, ("purchase", "requisition", "tax"), "tax"))
        1.0
    """
    return jnp.where(jnp.abs(code - options.index(option)) < HALF, 1.0, 0.0)
