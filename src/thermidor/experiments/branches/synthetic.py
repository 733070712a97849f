"""Does the filter know what it says it knows?  Pasts that the model made itself, followed blindly.

A synthetic past is a free history of the model, of which only figures are shown: those of the record by
variable, months and error, drawn anew from what that history shows.  The filter follows them with no
decision held, since the decisions of another history would be those of another past.  If filter and
error agree with each other, the truth lies in nine of ten of its 90 per cent intervals, whatever the
variable (Samantha Cook, Andrew Gelman and Donald Rubin, "Validation of software for Bayesian models
using posterior quantiles", Journal of Computational and Graphical Statistics 15, 2006).

Errors are independent here and each figure has its whole weight.  As branch points use it, figures of
one variable within a year share one weight: it then knows less than the figures say, and its intervals
cover more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from thermidor.engine.calendar import month_number, month_text
from thermidor.engine.controls import Schedule
from thermidor.engine.simulator import Simulator
from thermidor.errors import BadRequest
from thermidor.experiments.branches.following import Follower, follow_record
from thermidor.experiments.branches.likelihood import Likelihood
from thermidor.experiments.branches.store import bare
from thermidor.experiments.particles import Impossible, generator
from thermidor.keep import write_text

LEVEL = 0.9
"""Share of the truths that an interval is to cover."""

HIDDEN = 0.1
"""Share of the figures that are not shown to the filter."""

SEEDS = 2**32


@dataclass(frozen=True)
class Exact(Likelihood):
    """A figure whose draws are never cut off at zero, so that what is drawn is what is weighed."""

    def scaled(self, value: np.ndarray | float) -> np.ndarray:
        """A value on the scale of the error; below zero as far as the offset goes."""
        x = np.asarray(value, np.float64)
        return np.asarray(
            np.log(np.maximum(x + self.offset, 1e-12)) if self.scale == "quantity" else x
        )


def whole(figure: Likelihood) -> Exact:
    """The figure with its whole weight, however many there are beside it."""
    return Exact(**{**vars(figure), "weight": 1.0})


@dataclass(frozen=True)
class Past:
    """A history that the filter has to find.

    Attributes:
        number: of the history.
        seed: of the filter that looks for it.
        truth: (month, output).
        shown: figures that weigh.
        hidden: figures that do not.
    """

    number: int
    seed: int
    truth: np.ndarray
    shown: tuple[Likelihood, ...]
    hidden: tuple[Likelihood, ...]


@dataclass(frozen=True)
class Found:
    """What the filter says of a past.

    Attributes:
        past: its number.
        truth: of every output, by month "YYYY-MM" in whose beginning it was asked.
        place: of the truth among the particles: weight below it, and a random part of the weight of
            those equal to it; uniform if the filter is right.
        inside: whether the truth lies in the closed interval from the 5 to the 95 per cent quantile.
        hidden: the same of each hidden figure: name, place, inside.
        effective: effective size by month, as a share of the particles.
        lineages: histories of the first month from which the particles descend, by month.
        least: smallest effective size on the way.
        failed: why the filter gave up, or nothing.
    """

    past: int
    truth: dict[str, list[float]]
    place: dict[str, list[float]]
    inside: dict[str, list[int]]
    hidden: list[tuple[str, float, int]]
    effective: dict[str, float]
    lineages: dict[str, int]
    least: float
    failed: str = ""


@dataclass(frozen=True)
class Coverage:
    """A share of truths that were covered.

    Attributes:
        share: of them.
        error: its standard error; pasts count as independent, variables of one past do not.
        cases: how many.
    """

    share: float
    error: float
    cases: int

    def __str__(self) -> str:
        return f"{self.share:.1%} ± {self.error:.1%} of {self.cases:,}"


def synthetic_pasts(
    sim: Simulator,
    figures: Sequence[Likelihood],
    numbers: Sequence[int],
    seed: int,
    stop: int,
    *,
    as_used: bool = False,
    hidden: float = HIDDEN,
) -> list[Past]:
    """Histories of the model, with figures of what they show.

    Args:
        sim: compiled.
        figures: whose variables, months and errors are taken; their values are not.
        numbers: of the histories.
        seed: of their ensemble; past n is looked for with seed + 1 + n.
        stop: number of the first month that is not lived.
        as_used: weigh figures as branch points do, instead of each by its whole weight.
        hidden: share of the figures that are not shown.

    Returns:
        The pasts, in order.
    """
    wanted = np.asarray(numbers, np.uint32)
    names = list(sim.model.registry.outputs)
    values = np.concatenate([b.values for b in sim.run(wanted, seed, end=stop)])[:, :stop]
    found = []
    for number, truth in zip(wanted.tolist(), values, strict=True):
        rng = generator(seed, number, "synthetic figures")
        shown: list[Likelihood] = []
        kept_back: list[Likelihood] = []
        for f in figures:
            if f.last >= stop or f.observation.variable not in names:
                continue
            if not as_used:
                f = whole(f)
            value = float(f.draw(_of_truth(f, truth, names), rng)[0])
            drawn = replace(f, observation=f.observation._replace(value=value))
            (kept_back if rng.random() < hidden else shown).append(drawn)
        found.append(
            Past(number, (seed + 1 + number) % SEEDS, truth, tuple(shown), tuple(kept_back))
        )
    return found


def _of_truth(figure: Likelihood, truth: np.ndarray, names: Sequence[str]) -> np.ndarray:
    place = list(names).index(figure.observation.variable)
    return figure.of_months(truth[None, figure.first : figure.last + 1, place])


def look_for(sim: Simulator, past: Past, particles: int, horizons: Sequence[int]) -> Found:
    """Follow the figures of a past, and see where its truth lies among the particles.

    Args:
        sim: compiled.
        past: to look for.
        particles: how many.
        horizons: months in whose beginning every output is asked.

    Returns:
        What was found.
    """
    names = list(sim.model.registry.outputs)
    follower = Follower(sim, Schedule(sim.model.registry), past.seed)
    rng = generator(past.seed, past.number, "ties")
    sample, line = follower.begin(particles), np.arange(particles)
    found = Found(past.number, {}, {}, {}, [], {}, {}, 1.0)
    least = 1.0
    hidden = [f for f in past.hidden if f.last < max(horizons)]
    for stop in sorted({*horizons, *(f.last + 1 for f in hidden)}):
        try:
            sample, assimilated = follow_record(follower, sample, past.shown, stop)
        except Impossible as wrong:
            return replace(found, failed=str(wrong))
        least = min([least, *(t.effective for t in assimilated)])
        for segment in sample.state.segments:
            line = line if segment.ancestors is None else line[segment.ancestors]
        for f in (f for f in hidden if f.last + 1 == stop):
            values = follower.simulated(sample.state, f)[:, None]
            place, inside = places(values, sample.weights, _of_truth(f, past.truth, names), rng)
            found.hidden.append((f.name, float(place[0]), int(inside[0])))
        if stop in horizons:
            month, truth = month_text(stop), past.truth[stop - 1]
            place, inside = places(sample.state.recent[:, -1], sample.weights, truth, rng)
            found.truth[month] = [float(f"{x:.6g}") for x in truth]
            found.place[month] = [round(x, 5) for x in place.tolist()]
            found.inside[month] = inside.astype(int).tolist()
            found.effective[month] = round(sample.effective, 4)
            found.lineages[month] = len(np.unique(line))
        sample = bare(sample)
    return replace(found, least=round(least, 4))


def places(
    values: np.ndarray, weights: np.ndarray, truth: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Where the truth lies among weighted particles.

    Args:
        values: (particle, variable).
        weights: (particle,).
        truth: (variable,).
        rng: for truths that equal some particles.

    Returns:
        The randomised place, 0 to 1, and whether the closed 90 per cent interval holds the truth.
    """
    alive = np.isfinite(values).all(axis=1)
    values, weights = values[alive], weights[alive] / weights[alive].sum()
    below = weights @ (values < truth)
    level = weights @ (values == truth)
    tail = (1 - LEVEL) / 2
    inside = (below + level >= tail - 1e-12) & (below < 1 - tail - 1e-12)
    return below + rng.random(len(truth)) * level, inside


# -- many pasts, written down as they are found --------------------------------------------------


@dataclass(frozen=True)
class Design:
    """What was asked of the filter; two files of results go together only where this is the same.

    Attributes:
        theory: name of the theory.
        particles: of each filter.
        seed: of the pasts.
        horizons: months "YYYY-MM" at whose beginning it was asked.
        as_used: whether figures weigh as in branch points.
        made_by: the model and the filter, as a hash.
    """

    theory: str
    particles: int
    seed: int
    horizons: tuple[str, ...]
    as_used: bool
    made_by: str


def search(
    sim: Simulator,
    figures: Sequence[Likelihood],
    design: Design,
    pasts: int,
    file: Path,
    progress: Callable[[int, int], None] | None = None,
) -> list[Found]:
    """Look for many pasts, going on from a file of those found before.

    Args:
        sim: compiled.
        figures: whose variables, months and errors are taken.
        design: what is asked.
        pasts: how many.
        file: JSON lines: the design, then one past a line.
        progress: called with (done, wanted).

    Returns:
        What was found of each.

    Raises:
        BadRequest: for a file of another design.
    """
    found = {f.past: f for f in _begun(file, design)}
    missing = [n for n in range(pasts) if n not in found]
    horizons = [month_number(h) for h in design.horizons]
    with file.open("a") as out:
        for past in _in_tiles(sim, figures, design, missing, max(horizons)):
            found[past.number] = look_for(sim, past, design.particles, horizons)
            out.write(json.dumps(asdict(found[past.number])) + "\n")
            out.flush()
            if progress is not None:
                progress(len(found), pasts)
    return [found[n] for n in range(pasts)]


def _in_tiles(
    sim: Simulator, figures: Sequence[Likelihood], design: Design, numbers: Sequence[int], stop: int
) -> Iterator[Past]:
    for start in range(0, len(numbers), sim.tile):
        chunk = numbers[start : start + sim.tile]
        yield from synthetic_pasts(sim, figures, chunk, design.seed, stop, as_used=design.as_used)


def _begun(file: Path, design: Design) -> list[Found]:
    head = json.dumps(asdict(design))
    lines = file.read_text().splitlines(keepends=True) if file.exists() else []
    whole = [line for line in lines if line.endswith("\n")]
    if not whole:
        write_text(file, head + "\n")
        return []
    if whole[0] != head + "\n":
        raise BadRequest(f"{file.name} holds another search: take another file, or remove it")
    if len(whole) < len(lines):  # cut off while it was written
        write_text(file, "".join(whole))
    return [read(line) for line in whole[1:]]


def read(line: str) -> Found:
    """What was found of a past, from its line."""
    data: dict[str, Any] = json.loads(line)
    data["hidden"] = [(name, place, inside) for name, place, inside in data["hidden"]]
    return Found(**data)


# -- what it comes to ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Summary:
    """Coverage of the 90 per cent intervals in one month.

    Attributes:
        at: the month, "YYYY-MM".
        one: of one variable a past, chosen at random; ties broken at random.
        every: of all variables that are not the same in all pasts.
        closed: of the closed intervals, for variables that take many values.
        by_variable: share covered of each variable; ties broken at random.
        bins: share of all places in each tenth from 0 to 1.
        effective: median effective size, as a share of the particles.
        lineages: median number of first ancestors.
        failed: pasts in which the filter gave up; they count as not covered.
    """

    at: str
    one: Coverage
    every: Coverage
    closed: Coverage
    by_variable: dict[str, float]
    bins: tuple[float, ...]
    effective: float
    lineages: float
    failed: int


def summary(found: Sequence[Found], names: Sequence[str], at: str, seed: int = 0) -> Summary:
    """Coverage in one month.

    Args:
        found: of each past.
        names: of the outputs.
        at: the month.
        seed: for the choice of one variable a past.

    Returns:
        The summary.
    """
    done = [f for f in found if at in f.place]
    lost = len(found) - len(done)
    truth, place, inside = (
        np.array([getattr(f, field)[at] for f in done]) for field in ("truth", "place", "inside")
    )
    kinds = np.array([len(np.unique(column)) for column in truth.T])
    moves, many = kinds > 1, kinds > len(done) / 2
    tail = (1 - LEVEL) / 2
    covered = (place >= tail) & (place <= 1 - tail)
    free = np.flatnonzero(moves)
    chosen = [int(generator(seed, f.past, "case").choice(free)) for f in done]
    one = covered[np.arange(len(done)), chosen]
    share = one.sum() / (len(done) + lost)
    counts = np.histogram(place[:, moves], bins=10, range=(0, 1))[0]
    return Summary(
        at,
        Coverage(float(share), float(np.sqrt(share * (1 - share) / len(found))), len(found)),
        _clustered(covered[:, moves], lost),
        _clustered(inside[:, many], lost),
        {names[int(k)]: float(covered[:, k].mean()) for k in free},
        tuple((counts / counts.sum()).tolist()),
        float(np.median([f.effective[at] for f in done])),
        float(np.median([f.lineages[at] for f in done])),
        lost,
    )


def of_hidden(found: Sequence[Found]) -> Coverage:
    """Coverage of the figures that the filter was not shown; ties broken at random."""
    tail = (1 - LEVEL) / 2
    pasts = [np.array([tail <= p <= 1 - tail for _, p, _ in f.hidden]) for f in found if f.hidden]
    if not pasts:
        return Coverage(float("nan"), float("nan"), 0)
    sizes = np.array([len(p) for p in pasts])
    hits = np.array([p.sum() for p in pasts])
    share = hits.sum() / sizes.sum()
    error = np.sqrt(np.square(hits - share * sizes).sum()) / sizes.sum()
    return Coverage(float(share), float(error), int(sizes.sum()))


def _clustered(covered: np.ndarray, lost: int) -> Coverage:
    """By past, since the variables of a past depend on each other."""
    by_past = np.concatenate([covered.mean(axis=1), np.zeros(lost)])
    if not by_past.size or not covered.shape[1]:
        return Coverage(float("nan"), float("nan"), 0)
    error = by_past.std(ddof=1) / np.sqrt(by_past.size) if by_past.size > 1 else float("nan")
    return Coverage(float(by_past.mean()), float(error), by_past.size * covered.shape[1])


__all__ = [
    "HIDDEN", "LEVEL", "Coverage", "Design", "Exact", "Found", "Past", "Summary", "look_for",
    "of_hidden", "places", "read", "search", "summary", "synthetic_pasts", "whole",
]  # fmt: skip
