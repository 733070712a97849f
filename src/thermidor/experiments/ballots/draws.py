"""Draws: the one ballot put to those who sat, with what is uncertain drawn anew each time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from thermidor.experiments.ballots.electorate import Electorate
from thermidor.experiments.ballots.encoding import AXES
from thermidor.model.party.ballot import Verdict, ballot

DRAWS = 2000
ROWS = 16
"""Rows to which an electorate is filled up with voters of no weight, so that one program serves all."""


class Drawn(NamedTuple):
    """Shares of the votes cast (draw, option), and part of the draws in which each option comes first."""

    share: np.ndarray
    first: np.ndarray
    abstained: np.ndarray


def draw(who: Electorate, number: Mapping[str, float], seed: int = 0, draws: int = DRAWS) -> Drawn:
    """Put a ballot to those who sat, many times.

    Args:
        who: those who vote.
        number: the constants.
        seed: of the draws.
        draws: how many.

    Returns:
        The counts, each over a finite number of voters.
    """
    rng = np.random.default_rng(seed)
    rows, options = who.own.shape
    noise = rng.standard_normal((draws, rows, len(AXES))) * number["doubt_of_positions"]
    positions = np.clip(who.positions + noise, -1.0, 1.0)
    faith = np.exp(number["doubt_of_trust"] * rng.standard_normal((draws, 1, 1)))
    hall = number["last_words"] * rng.standard_normal((draws, 1, options))
    trust = faith * pull_of_trust(who, number) + hall
    fear = pull_of_fear(who, number)
    choices = _choices(
        _filled(positions, 1), _filled(np.broadcast_to(trust, (draws, rows, options)), 1),
        _filled(fear, 0), _filled(who.information, 0), number["conviction"] * who.question, _filled(who.votes, 0),
        who.secret, number["hesitation"], number["temper"], number["spread"],
    )  # fmt: skip
    likely = np.asarray(choices, np.float64)[:, :rows]
    present = _present(who, number, rng, draws)
    silent = np.clip(1.0 - likely.sum(-1, keepdims=True), 0.0, 1.0)
    weights = np.concatenate([likely, silent], -1)
    weights /= weights.sum(-1, keepdims=True)
    counts = rng.multinomial(present, weights).sum(1)
    cast = counts[:, :options]
    total = cast.sum(-1, keepdims=True)
    share = np.where(total > 0, cast / np.maximum(total, 1), 1.0 / options)
    best = cast == cast.max(-1, keepdims=True)
    first = (best / best.sum(-1, keepdims=True)).mean(0)
    return Drawn(share, first, counts[:, options] / np.maximum(counts.sum(-1), 1))


def chances(who: Electorate, number: Mapping[str, float]) -> np.ndarray:
    """Chance of each option to come first when nothing is drawn, as a rule of the model takes it.

    Args:
        who: those who vote.
        number: the constants.

    Returns:
        (option), summing to one.
    """
    return np.asarray(_carries(
        _filled(who.positions, 0), _filled(pull_of_trust(who, number), 0), _filled(pull_of_fear(who, number), 0),
        _filled(who.information, 0), number["conviction"] * who.question, _filled(who.votes, 0),
        who.secret, number["hesitation"], number["temper"], number["spread"],
    ), np.float64)  # fmt: skip


def explain(who: Electorate, number: Mapping[str, float]) -> Verdict:
    """The ballot once, with nothing drawn: each row's pull by part.

    Args:
        who: those who vote.
        number: the constants.

    Returns:
        The verdict of those who sat.
    """
    return ballot(
        jnp.asarray(number["conviction"] * who.question), jnp.asarray(who.positions), jnp.asarray(who.votes),
        trust=jnp.asarray(pull_of_trust(who, number)), fear=jnp.asarray(pull_of_fear(who, number)),
        information=jnp.asarray(who.information), secret=jnp.asarray(who.secret),
        hesitation=number["hesitation"], temper=number["temper"], spread=number["spread"],
    )  # fmt: skip


def pull_of_trust(who: Electorate, number: Mapping[str, float]) -> np.ndarray:
    """Trust by voter and option: declared leaders, patrons, whoever leads the body, and his own word."""
    return (
        number["trust"] * who.stances
        + number["clientage"] * who.clients
        + number["own_word"] * who.own
    )


def pull_of_fear(who: Electorate, number: Mapping[str, float]) -> np.ndarray:
    """Fear by voter and option: what contradicting the line has cost lately, times exposure."""
    return number["weight_of_fear"] * who.fear * who.exposure[:, None] * who.line[None, :]


def _present(who: Electorate, number: Mapping[str, float], rng: Any, draws: int) -> np.ndarray:
    noise = rng.standard_normal((draws, len(who.votes))) * number["doubt_of_composition"]
    expected = who.votes * np.where(who.person, 1.0, np.exp(noise))
    group = np.maximum(
        rng.binomial(np.maximum(np.rint(expected), 1).astype(np.int64), who.presence), 0
    )
    return group


@jax.jit
def _choices(
    positions: Any, trust: Any, fear: Any, information: Any, question: Any, votes: Any, secret: Any,
    hesitation: Any, temper: Any, spread: Any,
) -> Any:  # fmt: skip
    def once(x: Any, t: Any) -> Any:
        return ballot(
            question, x, votes, trust=t, fear=fear, information=information, secret=secret,
            hesitation=hesitation, temper=temper, spread=spread,
        ).choices  # fmt: skip

    return jax.vmap(once)(positions, trust)


@jax.jit
def _carries(
    positions: Any, trust: Any, fear: Any, information: Any, question: Any, votes: Any, secret: Any,
    hesitation: Any, temper: Any, spread: Any,
) -> Any:  # fmt: skip
    return ballot(
        question, positions, votes, trust=trust, fear=fear, information=information, secret=secret,
        hesitation=hesitation, temper=temper, spread=spread,
    ).carries  # fmt: skip


def _filled(values: np.ndarray, axis: int) -> np.ndarray:
    room = [(0, 0)] * values.ndim
    room[axis] = (0, ROWS - values.shape[axis])
    return np.pad(values, room).astype(np.float32)
