"""One ballot: every vote of every organ goes through this function."""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from thermidor.engine.declare import parameter
from thermidor.engine.recording import note_ballot
from thermidor.model.nature import HALF, LARGEST_EXPONENT, NEGLIGIBLE

TEMPER = parameter(0.5, "1", 0.2, 0.8, assumption="half of the full distance on one axis decides most voters; from "
                   "the resolute to those whom only a double pull moves")
"""Pull at which a voter is about three quarters decided, where the caller has no better."""

SPREAD = parameter(0.08, "share", 0.03, 0.15, assumption="one vote in twelve turns on absences and last words; from a "
                   "full roll-call to a thin meeting")
"""Standard uncertainty of a count, where the caller has no better."""


class Verdict(NamedTuple):
    """Result of a ballot, and why each voted as he did.

    With a motion against its rejection every number is that of the motion; with several options there
    is one for each, in their order.

    Attributes:
        share: of the votes cast.
        carries: probability of coming first, which for a motion is that of a majority.
        abstained: share of the votes that are not cast.
        choices: probability that each voter votes for it.
        conviction: part of each voter's pull that is what he thinks of the matter, were it all shown to him.
        ignorance: part that he loses because he has not been shown it; conviction and ignorance make up
            what he can weigh.
        trust: part that is confidence in those who have declared themselves.
        fear: part that is the cost of contradicting whoever holds the posts, nothing in a secret vote.
    """

    share: Float[Array, ...]
    carries: Float[Array, ...]
    abstained: Float[Array, ""]
    choices: Float[Array, ...]
    conviction: Float[Array, ...]
    ignorance: Float[Array, ...]
    trust: Float[Array, ...]
    fear: Float[Array, ...]


def ballot(
    question: Float[Array, " axis"] | Float[Array, "option axis"],
    positions: Float[Array, "voter axis"],
    weights: Float[Array, " voter"],
    *,
    trust: Float[Array, ...] | float = 0.0,
    fear: Float[Array, ...] | float = 0.0,
    information: Float[Array, ...] | float = 1.0,
    secret: Float[Array, ...] | float = 0.0,
    hesitation: Float[Array, ...] | float = 0.0,
    temper: Float[Array, ""] | float = float(TEMPER.value),
    spread: Float[Array, ""] | float = float(SPREAD.value),
) -> Verdict:
    """Count a vote between options, or between a motion and its rejection.

    Each voter's pull towards an option is conviction (the option's direction on the axes of opinion
    times the voter's position), as far as he has the information, plus trust in those who have declared
    themselves, plus fear of contradicting whoever holds the posts.  A voter whom nothing pulls much
    further one way than another may abstain.

    Args:
        question: direction of the motion on the axes of opinion, -1 to 1 each; or one row an option.
        positions: of the voters on the axes, -1 to 1.
        weights: votes that each voter or group casts, not negative.
        trust: pull of declared stances, positive for the motion; with several options (voter, option).
        fear: pull of the line of whoever holds the posts, positive for the motion; likewise.
        information: 0..1, how much of the matter the voter has been shown; a number, or one a voter.
        secret: 0..1, how far the vote is secret; fear counts only as far as it is open.
        hesitation: weight of abstaining beside an option that neither attracts nor repels.
        temper: pull at which a voter is about three quarters decided; smaller is more resolute.
        spread: standard uncertainty of the count from absences and last words, as a share.

    Returns:
        The count, its abstentions, and each voter's pull by part.

    Example:
        >>> v = ballot(jnp.array([1.0]), jnp.array([[0.8], [-0.4]]), jnp.array([3.0, 1.0]))
        >>> bool(v.share > 0.5)
        True
        >>> three = jnp.array([[1.0], [0.0], [-1.0]])
        >>> ballot(three, jnp.array([[0.8], [-0.4]]), jnp.array([3.0, 1.0])).share.argmax().item()
        0
    """
    several = question.ndim > 1
    conviction = positions @ question.T
    shown = jnp.broadcast_to(information, weights.shape)
    ignorance = ((shown[:, None] if several else shown) - 1.0) * conviction
    trust = jnp.broadcast_to(trust, conviction.shape)
    fear = jnp.broadcast_to((1.0 - secret) * fear, conviction.shape)
    pull = (conviction + ignorance + trust + fear) / temper
    if several:
        support, silent = _between_options(pull, hesitation)
    else:
        support, silent = _for_or_against(pull, hesitation)
    choices = support * (1.0 - (silent[:, None] if several else silent))
    all_votes = jnp.maximum(jnp.sum(weights), NEGLIGIBLE)
    abstained = jnp.sum(weights * silent) / all_votes
    share = (weights @ choices) / jnp.maximum(jnp.sum(weights * (1.0 - silent)), NEGLIGIBLE)
    carries = jax.nn.softmax(HALF * share / spread) if several else jax.nn.sigmoid((share - HALF) / spread)
    return note_ballot(Verdict(share, carries, abstained, choices, conviction, ignorance, trust, fear), weights)


def declared(
    stances: Float[Array, "leader option"] | Float[Array, " leader"],
    confidence: Float[Array, "voter leader"],
    clientage: Float[Array, "voter leader"] | float = 0.0,
) -> Float[Array, "voter option"] | Float[Array, " voter"]:
    """Trust, as the ballot takes it, from what leaders have declared before the vote.

    Args:
        stances: 1 where a leader has declared for the option or motion, -1 where against, 0 where silent.
        confidence: of each voter in each leader, negative where he distrusts him.
        clientage: what each voter owes each leader for his post.
    """
    return (confidence + clientage) @ stances


def _for_or_against(
    pull: Float[Array, " voter"], hesitation: Float[Array, ...] | float
) -> tuple[Float[Array, " voter"], Float[Array, " voter"]]:
    # Both ways, e^(pull / 2) + e^(-pull / 2): what two options with half the pull each would weigh.
    decided = jnp.cosh(jnp.clip(HALF * pull, -LARGEST_EXPONENT, LARGEST_EXPONENT)) / HALF
    return jax.nn.sigmoid(pull), hesitation / (hesitation + decided)


def _between_options(
    pull: Float[Array, "voter option"], hesitation: Float[Array, ...] | float
) -> tuple[Float[Array, "voter option"], Float[Array, " voter"]]:
    centred = pull - jnp.mean(pull, axis=-1, keepdims=True)
    decided = jnp.sum(jnp.exp(jnp.clip(centred, -LARGEST_EXPONENT, LARGEST_EXPONENT)), axis=-1)
    return jax.nn.softmax(centred, axis=-1), hesitation / (hesitation + decided)
