"""Branch points: what is still ours in a month, and how well the model kept to the record so far."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from thermidor.engine.calendar import month_number, month_text
from thermidor.engine.controls import Schedule
from thermidor.engine.devices import prepare
from thermidor.engine.identity import (
    Identity,
    code,
    declarations,
    formulas,
    machine,
    sources,
)
from thermidor.engine.origin import Origin
from thermidor.engine.simulator import Simulator
from thermidor.experiments.branches import store
from thermidor.experiments.branches.decisions import held
from thermidor.experiments.branches.figures import figures_of
from thermidor.experiments.branches.following import (
    FAINT,
    Assimilated,
    Follower,
    Segment,
    follow_record,
    founders,
    origin_of,
)
from thermidor.experiments.branches.learned import free_constants
from thermidor.experiments.branches.likelihood import Likelihood, likelihoods
from thermidor.experiments.brief import Brief
from thermidor.experiments.request import Following, Progress, Request
from thermidor.experiments.wishes import plainly
from thermidor.theories import BOOK

PARTICLES = 1024
"""Particles of a branch point, unless others are asked for."""

STORED = (
    "1917-01", "1917-11", "1921-03", "1923-03", "1924-01", "1926-01", "1927-10", "1929-01", "1934-01",
)  # fmt: skip
"""Months at which every filter writes its particles down as it passes."""

OUR_CODE = (
    "experiments/branches/following.py", "experiments/branches/likelihood.py", "experiments/particles/*.py",
)  # fmt: skip
"""What decides what a filter does; decisions and figures count by their content."""


@dataclass(frozen=True, repr=False)
class BranchPoint(Brief):
    """Histories that are still ours at the beginning of a month.

    Attributes:
        at: the month, "YYYY-MM"; what happens in it is free.
        origin: from which histories go on.
        figures: what each recorded figure on the way did, in order.
        effective: effective size at that month, as a share of the particles.
        log_evidence: log probability of all figures on the way, each on the scale of its error.
        particles: how many.
        seed: of the ensemble.
        learn: whether particles carry parameters from their priors.
        held: recorded decisions that were held, as interventions in words.
        lineages: histories of the first month from which the particles descend.
    """

    at: str
    origin: Origin
    figures: tuple[Assimilated, ...]
    effective: float
    log_evidence: float
    particles: int
    seed: int
    learn: bool
    held: tuple[str, ...]
    lineages: int = 0

    @property
    def faint(self) -> tuple[Assimilated, ...]:
        """Figures after which under a twentieth of the particles still counted."""
        return tuple(f for f in self.figures if f.effective < FAINT)

    @property
    def unreached(self) -> tuple[Assimilated, ...]:
        """Figures that no particle came near."""
        return tuple(f for f in self.figures if not f.reached)

    @property
    def least_effective(self) -> float:
        """The smallest effective size on the way, as a share of the particles."""
        return min((f.effective for f in self.figures), default=1.0)

    def attrs(self) -> dict[str, Any]:
        """What a data set tells of the branch from which its histories go on."""
        return {
            "branch": self.at, "particles": self.particles, "learn": int(self.learn),
            "effective": self.effective, "least_effective": self.least_effective,
            "log_evidence": self.log_evidence, "lineages": self.lineages,
            "unreached": "; ".join(f.name for f in self.unreached), "held": "; ".join(self.held),
        }  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "at": self.at, "particles": self.particles, "seed": self.seed, "learn": self.learn,
            "effective": self.effective, "least_effective": self.least_effective,
            "log_evidence": self.log_evidence, "figures": [f.to_json() for f in self.figures],
            "unreached": [f.name for f in self.unreached], "faint": [f.name for f in self.faint],
            "held": list(self.held), "lineages": self.lineages,
        }  # fmt: skip


@plainly
def branch_point(
    at: str,
    *,
    theory: str = BOOK,
    seed: int = 0,
    particles: int = PARTICLES,
    learn: bool | Sequence[str] = False,
    not_held: Sequence[str] = (),
    figures: Sequence[Likelihood] | None = None,
    progress: Progress | None = None,
) -> BranchPoint:
    """Follow the record to the beginning of a month.

    What was followed before is taken from the user's cache, and what is followed now is kept there.

    Args:
        at: the first month that is free, "YYYY-MM".
        theory: name of the theory.
        seed: of the ensemble.
        particles: how many, a multiple of the width of a tile.
        learn: particles carry parameters from their priors, and the past informs them: all, or those
            whose paths begin so.
        not_held: recorded decisions that are not held: paths, or the beginnings of paths.
        figures: that weigh histories; those of the record by default.
        progress: called with (months followed, months to follow).

    Returns:
        The branch point.

    Raises:
        BadDate: for a month outside the record.
        BadRequest: for a number of particles or a decision that cannot be.

    Example:
        >>> point = branch_point("1917-05", particles=256)
        >>> point.at, point.particles, 0 < point.effective <= 1
        ('1917-05', 256, True)
    """
    following = Following(at, learn, particles, not_held)
    return _point(Request(seed=seed, theory=theory, following=following), figures, progress)


def point_of(asked: Request, progress: Progress | None = None) -> BranchPoint | None:
    """The branch point that a request asks for, or None for free histories.

    Args:
        asked: of the model.
        progress: called with (months followed, months to follow).

    Raises:
        BadRequest: for a figure, a constant or a decision that cannot be.
    """
    if asked.following.branch is None:
        return None
    return _point(asked, figures_of(asked.following.figures, asked.registry), progress)


def _point(
    asked: Request, figures: Sequence[Likelihood] | None, progress: Progress | None
) -> BranchPoint:
    """Follow the record, or take up what was followed before."""
    sim, registry, seed = asked.simulator, asked.registry, asked.seed
    month, learn, not_held = asked.following.month, asked.following.learn, asked.following.not_held
    particles = PARTICLES if asked.following.particles is None else asked.following.particles
    known = likelihoods() if figures is None else list(figures)
    decisions = held(sim.months, without=not_held)
    schedule = Schedule(registry, decisions)
    free = free_constants(registry, learn)
    which = True if learn is True else sorted(learn or ())
    place = store.folder(_identity(sim, seed, particles, which, decisions, known))
    found = _remembered(place, month)
    if found is None:
        about = store.About(
            asked.theory,
            seed,
            particles,
            free is not None,
            tuple(not_held),
            figures is None,
            made_by(sim),
        )
        follower = Follower(sim, schedule, seed, free, progress=progress, until=month)
        found = _follow(follower, place, about, known, month)
    sample, segments, assimilated = found
    name = f"the record to {month_text(month)}"
    return BranchPoint(
        at=month_text(month),
        origin=origin_of(sample, segments, seed, name),
        figures=tuple(assimilated),
        effective=sample.effective,
        log_evidence=float(sum(f.score for f in assimilated)),
        particles=particles,
        seed=seed,
        learn=free is not None,
        held=tuple(
            str(i) for i in held(month, without=not_held) if i.operation != "hold" or i.value
        ),
        lineages=len(np.unique(founders(segments, np.arange(particles)))),
    )


def _follow(
    follower: Follower, place: Path, about: store.About, known: Sequence[Likelihood], month: int
) -> tuple[Any, list[Segment], list[Assimilated]]:
    """Go on from the last sample written down before this month, and write down on the way."""
    sample, segments, assimilated = follower.begin(about.particles), [], []
    for earlier in reversed([m for m in store.written(place) if 0 < m < month]):
        found = store.read(place, earlier)
        if found is not None:
            sample, segments, assimilated = found
            break
    stops = sorted({*(month_number(s) for s in STORED), month})
    for stop in (s for s in stops if sample.month < s <= month):
        begun = sample.month
        sample, new = follow_record(follower, sample, known, stop)
        store.write(place, about, sample, begun, new)
        segments = [*segments, *sample.state.segments]
        assimilated = [*assimilated, *new]
        sample = store.bare(sample)
    _remember(place, month, (sample, segments, assimilated))
    return sample, segments, assimilated


_memory: dict[tuple[str, int], Any] = {}


def _remember(place: Any, month: int, found: Any) -> None:
    _memory.clear()
    _memory[str(place), month] = found


def _remembered(place: Any, month: int) -> Any:
    key = (str(place), month)
    if key not in _memory:
        found = store.read(place, month)
        if found is None:
            return None
        _remember(place, month, found)
    return _memory[key]


def _identity(
    sim: Simulator,
    seed: int,
    particles: int,
    learn: bool | list[str],
    decisions: Sequence[Any],
    known: Sequence[Likelihood],
) -> tuple[Any, ...]:
    figures = json.dumps([asdict(f) for f in known], default=str, sort_keys=True)
    return (
        made_by(sim), seed, particles, learn or False, [str(d) for d in decisions],
        hashlib.sha256(figures.encode()).hexdigest(),
    )  # fmt: skip


def made_by(sim: Simulator) -> str:
    """What model, program and machine a filter's bits hang on, as one text.

    Args:
        sim: compiled.

    Returns:
        A short text; branch points with another one are of an older version.
    """
    prepare()
    r = sim.model.registry
    made_of = Identity(
        declarations(r), formulas(sim.model), code(), sources(*OUR_CODE),
        machine(tile=sim.tile, devices=sim.devices),
    )  # fmt: skip
    return f"{made_of.short} {sim.months}"


__all__ = [
    "PARTICLES",
    "STORED",
    "BranchPoint",
    "branch_point",
    "made_by",
    "point_of",
]
