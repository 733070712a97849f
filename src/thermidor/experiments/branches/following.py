"""Histories that follow the record: recorded decisions held, recorded figures weighed, nothing nudged.

A bootstrap filter (Neil J. Gordon, David J. Salmond and Adrian F. M. Smith, "Novel approach to
nonlinear/non-Gaussian Bayesian state estimation", IEE Proceedings F 140, 1993) over the whole state.
Particle i draws what history i draws: a particle drawn anew goes on with the draws of its place, so
that copies part at once and every draw keeps its name.  Only the weather of the year that it has
already had stays with the state.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from thermidor.engine.calendar import month_text
from thermidor.engine.controls import Schedule
from thermidor.engine.origin import Origin
from thermidor.engine.simulator import Simulator
from thermidor.experiments.branches.likelihood import Likelihood
from thermidor.experiments.joined import closed
from thermidor.experiments.particles import (
    Impossible,
    WeightedSample,
    effective_size,
    follow,
    generator,
    systematic,
    wandered,
    weighted_quantile,
)
from thermidor.experiments.particles import (
    Measurement as Weighing,
)

WANDERING = 0.1
"""Standard deviation of a constant's step in a year, as a share of its range, where particles learn.  An
assumption: correlation 0.95 from year to year, so that what was learnt is forgotten in two decades.  A
kernel that keeps the sample's own spread (Jane Liu and Mike West, 2001) was tried: with two thousand
constants and a thousand particles it ends in the constants of one of them."""

WINDOW = 60
"""Months of what was seen that figures may look back on."""

FAINT = 0.05
"""Share of the particles under which the effective size is told as a collapse."""


@dataclass(frozen=True)
class Segment:
    """What was seen of all particles in some months.

    Attributes:
        first: number of the first month.
        seen: (particle, month, output).
        ancestors: of each particle after these months, where they were drawn anew; else None.
    """

    first: int
    seen: np.ndarray
    ancestors: np.ndarray | None = None


@dataclass(frozen=True)
class ParticleStates:
    """The state of all particles at the beginning of a month.

    Attributes:
        state: by path, (..., particle).
        year_numbers: history whose draws of the year each has had, (particle,).
        recent: the last months of what was seen, (particle, month, output).
        parameters: (particle, parameter), or None for the point values.
        segments: what was seen since the states were last written down.
    """

    state: dict[str, np.ndarray]
    year_numbers: np.ndarray
    recent: np.ndarray
    parameters: np.ndarray | None = None
    segments: tuple[Segment, ...] = ()


@dataclass(frozen=True)
class Assimilated:
    """What one recorded figure did.

    Attributes:
        name: of the figure.
        variable: of the model.
        month: at whose end it is complete.
        recorded: its value.
        low: lower end of what the record allows.
        high: upper end.
        q05, median, q95: what the particles said of it beforehand, by weight.
        place: weight of the particles below the recorded value.
        score: log density of the recorded value on the scale of its error, given all before it.
        best: the same had every particle shown the recorded value: what the error alone costs.
        effective: effective size after it, as a share of the particles.
        reached: whether any particle lies within what the record allows, or two errors of it.
    """

    name: str
    variable: str
    month: int
    recorded: float
    low: float
    high: float
    q05: float
    median: float
    q95: float
    place: float
    score: float
    best: float
    effective: float
    reached: bool

    @property
    def surprise(self) -> float:
        """How much less probable the figure was than if the particles had shown it: 0 for no surprise."""
        return self.best - self.score

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "figure": self.name, "variable": self.variable, "month": month_text(self.month),
            "recorded": self.recorded, "low": self.low, "high": self.high, "q05": self.q05,
            "median": self.median, "q95": self.q95, "place": self.place, "score": self.score,
            "surprise": self.surprise, "effective": self.effective, "reached": self.reached,
        }  # fmt: skip


@dataclass
class Follower:
    """The model as the filter sees it.

    Args:
        sim: compiled.
        schedule: recorded decisions, held.
        seed: of the ensemble.
        free: which constants the particles carry from their priors, (parameter,); these wander a little each
            January.  None where all stand at their point values.
        outside: (month, series) in place of the declared outside series.
        progress: called with (month, months).
        until: month up to which it is followed, for the progress.
    """

    sim: Simulator
    schedule: Schedule
    seed: int
    free: np.ndarray | None = None
    outside: np.ndarray | None = None
    progress: Progress | None = None
    until: int = 0

    def begin(self, particles: int) -> WeightedSample[ParticleStates]:
        """Particles in the first month of the model."""
        registry = self.sim.model.registry
        parameters = None
        if self.free is not None:
            low, high = registry.bounds
            u = generator(self.seed, 0, "priors").random((particles, low.size))
            drawn = (low + u * (high - low)).astype(np.float32)
            parameters = np.where(self.free, drawn, registry.point.astype(np.float32))
            parameters = closed(registry, parameters, free=self.free)
        state = self.sim.begin(parameters)
        if parameters is None:
            state = {path: np.repeat(x, particles, axis=-1) for path, x in state.items()}
        recent = np.zeros((particles, WINDOW, len(registry.outputs)), np.float32)
        states = ParticleStates(state, np.arange(particles, dtype=np.uint32), recent, parameters)
        return WeightedSample(states, np.zeros(particles), 0)

    # -- what the filter asks ------------------------------------------------------------------

    def advance(self, state: ParticleStates, first: int, last: int) -> ParticleStates:
        """Live from month `first` to month `last`, both included, a year at a time."""
        own = np.arange(len(state.year_numbers), dtype=np.uint32)
        while first <= last:
            if state.parameters is not None and first and first % 12 == 0:
                state = replace(state, parameters=self._wandered(state.parameters, first))
            end = min(last + 1, (first // 12 + 1) * 12)
            after, seen, failed = self.sim.carry_on(
                state.state,
                own,
                state.year_numbers,
                self.seed,
                first,
                end,
                self.schedule,
                year_ends=end,
                parameters=state.parameters,
                outside=self.outside,
            )
            if failed.any():
                seen[failed > 0] = np.nan
            state = ParticleStates(
                after,
                own if end % 12 == 0 else state.year_numbers,
                np.concatenate([state.recent, seen], axis=1)[:, -WINDOW:],
                state.parameters,
                (*state.segments, Segment(first, seen)),
            )
            first = end
            if self.progress is not None:
                self.progress(end, self.until)
        return state

    def take(self, state: ParticleStates, ancestors: np.ndarray) -> ParticleStates:
        """Particles drawn anew, each with the weather of the year of its ancestor."""
        last = state.segments[-1]
        return ParticleStates(
            {path: np.ascontiguousarray(x[..., ancestors]) for path, x in state.state.items()},
            state.year_numbers[ancestors],
            state.recent[ancestors],
            None if state.parameters is None else state.parameters[ancestors],
            (*state.segments[:-1], replace(last, ancestors=ancestors)),
        )

    def _wandered(self, parameters: np.ndarray, month: int) -> np.ndarray:
        low, high = (b.astype(np.float64) for b in self.sim.model.registry.bounds)
        inside = np.clip(parameters.astype(np.float64), low, high)
        rng = generator(self.seed, month, "wandering")
        moved = wandered(inside, low, high, WANDERING, rng).astype(np.float32)
        if self.free is not None:
            moved = np.where(self.free, moved, parameters)
        return closed(self.sim.model.registry, moved, free=self.free)

    # -- figures -------------------------------------------------------------------------------

    def simulated(self, states: ParticleStates, figure: Likelihood) -> np.ndarray:
        """What each particle shows of a figure that is complete in the last month lived, (particle,)."""
        place = list(self.sim.model.registry.outputs).index(figure.observation.variable)
        length = figure.last - figure.first + 1
        return figure.of_months(states.recent[:, WINDOW - length :, place])


def follow_record(
    follower: Follower,
    sample: WeightedSample[ParticleStates],
    figures: Sequence[Likelihood],
    stop: int,
) -> tuple[WeightedSample[ParticleStates], list[Assimilated]]:
    """Follow figures to a month, and tell what each of them did.

    Args:
        follower: the model.
        sample: where to begin.
        figures: that weigh; those complete in the months from `sample.month` to `stop` - 1 are taken.
        stop: number of the first month that is not lived.

    Returns:
        The sample at the beginning of month `stop`, and the figures in the order in which they came.

    Raises:
        Impossible: where every particle has failed.
    """
    assimilated: list[Assimilated] = []
    names = list(follower.sim.model.registry.outputs)
    weights = {"log": sample.log_weights}

    def weighing(figure: Likelihood) -> Callable[[ParticleStates], np.ndarray]:
        def weigh(states: ParticleStates) -> np.ndarray:
            shown = follower.simulated(states, figure)
            found = figure.log_likelihood(shown)
            found = np.where(np.isfinite(found), found, -np.inf)
            assimilated.append(_assimilated(figure, shown, weights["log"], found))
            weights["log"] = weights["log"] + found
            return found

        return weigh

    here = [f for f in figures if sample.month <= f.last < stop and f.observation.variable in names]
    by_month: dict[int, list[Likelihood]] = {}
    for f in here:
        by_month.setdefault(f.last, []).append(f)
    for month in sorted(by_month):
        weights["log"] = sample.log_weights
        wanted = [Weighing(f.name, f.last, weighing(f)) for f in by_month[month]]
        sample = follow(follower, sample, wanted, month + 1, follower.seed)
    return follow(follower, sample, [], stop, follower.seed), assimilated


def _assimilated(
    figure: Likelihood, shown: np.ndarray, log_weights: np.ndarray, found: np.ndarray
) -> Assimilated:
    alive = np.isfinite(log_weights) & np.isfinite(found)
    if not alive.any():
        raise Impossible(f"{figure.name}: every particle has failed")
    weights = np.exp(log_weights - log_weights[alive].max()) * alive
    weights /= weights.sum()
    o = figure.observation
    q05, median, q95 = weighted_quantile(shown, weights, np.array([0.05, 0.5, 0.95]))
    score = float(np.log((weights[alive] * np.exp(found[alive])).sum()))
    best = float(figure.log_likelihood(np.array([o.value]))[0])
    scaled = figure.scaled(shown[alive])
    low, high = figure.scaled(o.low), figure.scaled(o.high)
    return Assimilated(
        figure.name, o.variable, figure.last, o.value, o.low, o.high, float(q05), float(median),
        float(q95), float(weights[shown < o.value].sum()), score, best,
        effective_size(log_weights + found) / len(shown),
        bool(((scaled > low - 2 * figure.error) & (scaled < high + 2 * figure.error)).any()),
    )  # fmt: skip


def path_of(segments: Sequence[Segment], places: np.ndarray, outputs: int) -> np.ndarray:
    """What was seen along the ancestry of some particles.

    Args:
        segments: from the first month on, without gaps.
        places: of the particles after the last of them, (wanted,).
        outputs: how many there are.

    Returns:
        (wanted, month, output).
    """
    months = sum(s.seen.shape[1] for s in segments)
    path = np.empty((len(places), months, outputs), np.float32)
    here = np.asarray(places)
    for s in reversed(segments):
        if s.ancestors is not None:
            here = s.ancestors[here]
        path[:, s.first : s.first + s.seen.shape[1]] = s.seen[here]
    return path


def founders(segments: Sequence[Segment], places: np.ndarray) -> np.ndarray:
    """Particles of the first month from which some particles descend, (wanted,).

    Args:
        segments: from the first month on, without gaps.
        places: of the particles after the last of them.
    """
    here = np.asarray(places)
    for s in reversed(segments):
        if s.ancestors is not None:
            here = s.ancestors[here]
    return here


def recent_of(segments: Sequence[Segment]) -> np.ndarray:
    """The last months of what was seen along the ancestry of all particles, zero before the first."""
    particles, _, outputs = segments[-1].seen.shape
    recent = np.zeros((particles, WINDOW, outputs), np.float32)
    here, free = np.arange(particles), WINDOW
    for s in reversed(segments):
        if s.ancestors is not None:
            here = s.ancestors[here]
        length = min(free, s.seen.shape[1])
        recent[:, free - length : free] = s.seen[here, s.seen.shape[1] - length :]
        free -= length
        if not free:
            break
    return recent


def origin_of(
    sample: WeightedSample[ParticleStates], segments: Sequence[Segment], seed: int, name: str
) -> Origin:
    """Histories of equal weight in the month of a sample.

    Args:
        sample: weighted particles.
        segments: what was seen from the first month to that one.
        seed: of the ensemble.
        name: of what was followed.

    Returns:
        The origin; its particles stand in random order, so that the first hundred are a fair hundred.
    """
    rng = generator(seed, sample.month, "branch")
    drawn = systematic(sample.weights, rng.random())
    drawn = rng.permutation(drawn)
    states = sample.state
    outputs = states.recent.shape[2]
    return Origin(
        sample.month,
        {path: np.ascontiguousarray(x[..., drawn]) for path, x in states.state.items()},
        lambda places: path_of(segments, drawn[places], outputs),
        states.year_numbers[drawn],
        None if states.parameters is None else states.parameters[drawn],
        name,
    )


__all__ = [
    "FAINT",
    "Assimilated",
    "Follower",
    "ParticleStates",
    "Segment",
    "follow_record",
    "founders",
    "origin_of",
    "path_of",
    "recent_of",
]
