"""One ballot: every vote of every organ goes through this function.

What belongs to the voter is the same in every vote and is declared once, with the organs: how much pull
decides him (`organs.temper`), what not caring weighs (`organs.hesitation`), what a patron's word
(`organs.clientage`) and the line of whoever holds the posts (`organs.weight_of_fear`, as far as a member
of a committee is exposed, `organs.exposure`) add to his pull, and what is uncertain in the count
(`organs.spread`).  The recorded ballots are counted with the same numbers.

What belongs to the question stays with the rule that puts it: its direction on the axes of opinion, and what
circumstances speak for it or against it (danger, a charge, offences, scruples, a mandate), in the same unit.

The unit of all pulls is the conviction of a voter at the end of one axis when a motion of that axis is put
against its rejection.  Where options are put as rows, one that points the other way takes half of it.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from thermidor.engine.recording import note_ballot
from thermidor.model.nature import HALF, LARGEST_EXPONENT, NEGLIGIBLE


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
    hesitation: Float[Array, ...] | float,
    temper: Float[Array, ""] | float,
    spread: Float[Array, ""] | float,
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
        spread: what absences and last words leave uncertain in the count: share beyond one half at which a
            motion is about three quarters sure to carry.

    Returns:
        The count, its abstentions, and each voter's pull by part.

    Example:
        >>> voter = dict(hesitation=0.8, temper=0.5, spread=0.1)
        >>> v = ballot(jnp.array([1.0]), jnp.array([[0.8], [-0.4]]), jnp.array([3.0, 1.0]), **voter)
        >>> bool(v.share > 0.5)
        True
        >>> three = jnp.array([[1.0], [0.0], [-1.0]])
        >>> ballot(three, jnp.array([[0.8], [-0.4]]), jnp.array([3.0, 1.0]), **voter).share.argmax().item()
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
