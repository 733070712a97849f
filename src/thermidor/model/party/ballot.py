"""One ballot: every vote of every organ goes through this function."""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float


class Verdict(NamedTuple):
    """Result of a ballot: share for, and the probability that the motion carries."""

    share: Float[Array, ""]
    carries: Float[Array, ""]


def ballot(
    question: Float[Array, " axis"],
    positions: Float[Array, "voter axis"],
    weights: Float[Array, " voter"],
    *,
    trust: Float[Array, ...] | float = 0.0,
    fear: Float[Array, ...] | float = 0.0,
    information: Float[Array, ...] | float = 1.0,
    temper: Float[Array, ""] | float = 0.5,
    spread: Float[Array, ""] | float = 0.08,
) -> Verdict:
    """Count a vote between a motion and its rejection.

    Each voter's pull is conviction (the question's direction on the axes of opinion times the
    voter's position), as far as he has the information, plus trust in those who have declared
    themselves, plus fear of contradicting whoever holds the posts.

    Args:
        question: direction of the motion on the axes of opinion, -1 to 1 each.
        positions: of the voters on the axes, -1 to 1.
        weights: votes that each voter or group casts, not negative.
        trust: pull of declared stances, positive for the motion.
        fear: pull of the line of whoever holds the posts, positive for the motion.
        information: 0..1, how much of the matter the voter has been shown.
        temper: pull at which a voter is about three quarters decided; smaller is more resolute.
        spread: standard uncertainty of the count from absences and last words, as a share.

    Returns:
        The expected share for the motion and the probability that it exceeds one half.

    Example:
        >>> v = ballot(jnp.array([1.0]), jnp.array([[0.8], [-0.4]]), jnp.array([3.0, 1.0]))
        >>> bool(v.share > 0.5)
        True
    """
    conviction = positions @ question
    pull = information * conviction + trust + fear
    support = jax.nn.sigmoid(pull / temper)
    share = jnp.sum(weights * support) / jnp.maximum(jnp.sum(weights), 1e-6)
    return Verdict(share, jax.nn.sigmoid((share - 0.5) / spread))
