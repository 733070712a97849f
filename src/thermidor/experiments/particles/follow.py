"""The bootstrap filter: histories of a model that follow what is known, to any month."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, Protocol, TypeVar, runtime_checkable

import numpy as np

from thermidor.experiments.particles.resampling import (
    THRESHOLD,
    generator,
    should_resample,
    systematic,
)
from thermidor.experiments.particles.weights import (
    Impossible,
    assimilate,
    effective_size,
    normalise,
)

S = TypeVar("S")


@runtime_checkable
class Model(Protocol[S]):
    """What a filter asks of a model; the state of all its particles is the model's own affair."""

    def advance(self, state: S, first: int, last: int) -> S:
        """Live from month `first` to month `last`, both included.

        The randomness of a particle must go by its place, not by its past: copies made by `take`
        have to part from each other in the next month.
        """
        ...

    def take(self, state: S, ancestors: np.ndarray) -> S:
        """The state in which particle i is a copy of what was particle `ancestors[i]`."""
        ...


@dataclass(frozen=True)
class Measurement(Generic[S]):
    """Something known of a month.

    Attributes:
        name: by which its score is found.
        month: at whose end it holds.
        log_likelihood: given the state then, the logarithm of the probability (density) of the
            figure in each particle, (particle,); minus infinity where a particle rules it out.
    """

    name: str
    month: int
    log_likelihood: Callable[[S], np.ndarray]


@dataclass(frozen=True)
class Step:
    """What the figures of one month did.

    Attributes:
        month: its number.
        names: of its figures, in the order in which they were taken in.
        scores: log probability of each figure given all before it, earlier figures of the same
            month included.  Their order moves the scores of single figures and not their sum.
        effective: effective size before resampling, as a share of the particles.
        ancestors: of each particle, (particle,), where the particles were drawn anew; else None.
    """

    month: int
    names: tuple[str, ...]
    scores: tuple[float, ...]
    effective: float
    ancestors: np.ndarray | None

    @property
    def resampled(self) -> bool:
        """Whether the particles were drawn anew."""
        return self.ancestors is not None


@dataclass(frozen=True)
class WeightedSample(Generic[S]):
    """Particles at the beginning of a month, with what brought them there.

    Attributes:
        state: of all particles, as the model keeps it.
        log_weights: of weights with mean one, (particle,).
        month: the first that has not been lived.
        steps: the months with figures so far.
    """

    state: S
    log_weights: np.ndarray
    month: int
    steps: tuple[Step, ...] = ()

    @property
    def weights(self) -> np.ndarray:
        """Weights that sum to one, (particle,)."""
        return normalise(self.log_weights)[0]

    @property
    def effective(self) -> float:
        """Effective size as a share of the particles."""
        return effective_size(self.log_weights) / len(self.log_weights)

    @property
    def log_evidence(self) -> float:
        """Logarithm of the estimated probability of all figures so far.

        The estimate itself, not its logarithm, is unbiased, whatever the number of particles and
        the threshold of resampling (Pierre Del Moral, Feynman-Kac Formulae, New York, 2004); where a
        filter ends as `Impossible`, its estimate is zero.
        """
        return float(sum(score for step in self.steps for score in step.scores))


def begin(state: S, particles: int, month: int = 0) -> WeightedSample[S]:
    """Particles of equal weight that nothing is known of yet.

    Args:
        state: of all particles, drawn from the model's own beginnings.
        particles: how many it holds.
        month: the first that they have not lived.

    Returns:
        The sample.
    """
    return WeightedSample(state, np.zeros(particles), month)


def follow(
    model: Model[S],
    sample: WeightedSample[S],
    figures: Iterable[Measurement[S]],
    stop: int,
    seed: int,
    threshold: float = THRESHOLD,
) -> WeightedSample[S]:
    """Live up to a month, weighing particles by the figures on the way.

    The figures of a month are taken in one after the other in the order given; resampling, where it
    is due, comes after the last of them.  To follow in two legs gives the same as in one.

    Args:
        model: of the particles.
        sample: where to begin.
        figures: of the months from `sample.month` up to, and without, `stop`; in any order of months.
        stop: the first month that is not lived.
        seed: of the ensemble, for the uniforms of resampling.
        threshold: share of the particles under which the effective size leads to resampling; 0 for
            never, more than 1 for always.

    Returns:
        The sample at the beginning of month `stop`; its weights are equal only where the last figures
        led to resampling.

    Raises:
        ValueError: for a figure outside these months, or a likelihood that is not a number.
        Impossible: for a figure that no particle gives any probability.
    """
    known = sorted(figures, key=lambda f: f.month)  # stable: the order within a month is kept
    for figure in known:
        if not sample.month <= figure.month < stop:
            raise ValueError(
                f"figure '{figure.name}' of month {figure.month} lies outside the months followed, "
                f"{sample.month} to {stop - 1}"
            )
    state, log_weights, now = sample.state, sample.log_weights, sample.month
    steps = list(sample.steps)
    for month, of_month in groupby(known, key=lambda f: f.month):
        if now <= month:
            state, now = model.advance(state, now, month), month + 1
        names, scores = [], []
        for figure in of_month:
            try:
                log_weights, score = assimilate(log_weights, figure.log_likelihood(state))
            except Impossible:
                raise Impossible(
                    f"figure '{figure.name}' of month {month} is impossible in all "
                    f"{len(log_weights)} particles"
                ) from None
            except ValueError as wrong:
                raise ValueError(f"figure '{figure.name}' of month {month}: {wrong}") from None
            names.append(figure.name)
            scores.append(score)
        effective = effective_size(log_weights) / len(log_weights)
        ancestors = None
        if should_resample(log_weights, threshold):
            ancestors = systematic(normalise(log_weights)[0], generator(seed, month).random())
            state, log_weights = model.take(state, ancestors), np.zeros(len(log_weights))
        steps.append(Step(month, tuple(names), tuple(scores), effective, ancestors))
    if now < stop:
        state = model.advance(state, now, stop - 1)
    return WeightedSample(state, log_weights, stop, tuple(steps))


__all__ = ["Measurement", "Model", "Step", "WeightedSample", "begin", "follow"]
