"""Twins: the same histories with and without an intervention, and what is counted on them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from thermidor.engine.simulator import Batch
from thermidor.experiments.bounds import Bounds, tian_pearl
from thermidor.experiments.coded import Ends, coded, ends_of, named
from thermidor.experiments.intervals import Interval, paired_difference, share
from thermidor.experiments.milestones import MILESTONES, first_months, recorded_month


@dataclass(frozen=True)
class Arm:
    """One arm of some twins.

    Attributes:
        coding: that names the outcome, the book's; the ladder where the model cannot be coded.
        outcome: code of the class at the end, or -1 where the history failed, (history,).
        reached: whether those below ever lose all say over those who rule, by the same, (history,).
        milestones: by id the month of each, (history,), or not a number.
        codings: how the histories end under each coding; none where the model cannot be coded.
    """

    coding: str
    outcome: np.ndarray
    reached: np.ndarray
    milestones: dict[str, np.ndarray]
    codings: dict[str, Ends] = field(default_factory=dict)

    @classmethod
    def of(cls, batch: Batch, outputs: Sequence[str], first: int, last: int) -> Arm:
        """Reduce the results of one arm.

        Args:
            batch: the results.
            outputs: names of its outputs.
            first: number of the first month looked at.
            last: number of the last one.
        """
        series = {n: batch.values[:, : last + 1, i] for i, n in enumerate(outputs)}
        codes = coded(series)
        return cls.seen(
            series["regime"], batch.failure, first_months(series, codes), first, last, codes
        )

    @classmethod
    def seen(
        cls,
        regime: np.ndarray,
        failure: np.ndarray,
        milestones: dict[str, np.ndarray],
        first: int,
        last: int,
        codes: Mapping[str, np.ndarray] | None = None,
    ) -> Arm:
        """Reduce what was kept of one arm.

        Args:
            regime: codes, (history, month) from 1917-01, up to the last month at least.
            failure: (history,) month in which it failed, from 1; 0 where it did not.
            milestones: by id the month of each; months after the last one do not count.
            first: number of the first month looked at.
            last: number of the last one.
            codes: of the codings, (history, month), up to the last month at least; none where the model cannot be coded.
        """
        failed = (failure > 0) & (failure <= last + 1)
        known = {n: x[:, : last + 1] for n, x in (codes or {}).items()}
        months = named(known, regime[:, : last + 1])
        return cls(
            months.coding,
            np.where(failed, np.int8(-1), months.codes[:, -1]),
            months.lost[:, first:].any(axis=1) & ~failed,
            {k: np.where(month <= last, month, np.nan) for k, month in milestones.items()},
            ends_of(known, failed, first),
        )

    @classmethod
    def joined(cls, arms: Sequence[Arm]) -> Arm:
        """The histories of all as one."""
        return cls(
            arms[0].coding,
            np.concatenate([a.outcome for a in arms]),
            np.concatenate([a.reached for a in arms]),
            {k: np.concatenate([a.milestones[k] for a in arms]) for k in arms[0].milestones},
            {k: Ends.joined([a.codings[k] for a in arms]) for k in arms[0].codings},
        )


@dataclass(frozen=True)
class Twins:
    """What is kept of some twins.

    Attributes:
        with_it: their arm with the intervention.
        without: their arm without it.
        parted: month in which they part, (history,), or not a number.
        effect: differences of the wanted variables at the chosen dates, (history, date, variable).
    """

    with_it: Arm
    without: Arm
    parted: np.ndarray
    effect: np.ndarray

    @classmethod
    def of(
        cls,
        a: Batch,
        b: Batch,
        outputs: list[str],
        first: int,
        last: int,
        dates: Sequence[int],
        variables: Sequence[str],
        room: int,
    ) -> Twins:
        """Reduce a round of both arms.

        Args:
            a: results with the intervention.
            b: of the twins without it.
            outputs: names of their outputs.
            first: number of the first month looked at.
            last: number of the last one.
            dates: numbers of the months at which the effect is kept.
            variables: on which it is kept.
            room: twins of which it is kept.
        """
        places = [outputs.index(n) for n in variables]

        def kept(batch: Batch) -> np.ndarray:
            return batch.values[:room, list(dates)][..., places]

        return cls(
            Arm.of(a, outputs, first, last),
            Arm.of(b, outputs, first, last),
            first + first_difference(a.values[:, first : last + 1], b.values[:, first : last + 1]),
            kept(a) - kept(b),
        )

    @classmethod
    def joined(cls, rounds: Sequence[Twins]) -> Twins:
        """All rounds as one."""
        return cls(
            Arm.joined([r.with_it for r in rounds]),
            Arm.joined([r.without for r in rounds]),
            np.concatenate([r.parted for r in rounds]),
            np.concatenate([r.effect for r in rounds]),
        )


@dataclass(frozen=True)
class Parting:
    """When the twins part: the first month in which any output variable differs.

    Attributes:
        never: share of twins that never part, with its interval.
        q05: month by which a twentieth of those that part have parted, as a number since 1917-01; not a
            number where none parts.
        median: month by which half of them have.
        q95: month by which nineteen twentieths have.
        month: of each twin, (history,); not a number where it never parts.
    """

    never: Interval
    q05: float
    median: float
    q95: float
    month: np.ndarray


LEAST_BASE = 30
"""Histories under which a probability of necessity or sufficiency is not shown: its interval would say nothing."""


@dataclass(frozen=True)
class Causation:
    """How far the course without the intervention was necessary and sufficient for an event.

    Attributes:
        necessity: PN, of the histories that have the event the share whose twin is spared it.
        sufficiency: PS, of the twins without the event the share whose history has it.
        both: PNS, the share of all twins of which both are true.
        bounds: what unpaired arms would allow for the three.
        had: histories that have the event: the base of necessity.
        spared: twins without it: the base of sufficiency.
    """

    necessity: Interval
    sufficiency: Interval
    both: Interval
    bounds: Bounds
    had: int
    spared: int

    @property
    def shown(self) -> tuple[Interval | None, Interval | None]:
        """Necessity and sufficiency as readers see them: None where the base is under `LEAST_BASE`."""
        return (
            self.necessity if self.had >= LEAST_BASE else None,
            self.sufficiency if self.spared >= LEAST_BASE else None,
        )


@dataclass(frozen=True)
class MilestoneEffect:
    """A milestone of the book in both arms.

    Attributes:
        id: in the record.
        name: short.
        share: of histories that have it with the intervention.
        against: of their twins without it.
        difference: of the two, paired.
        median: month of the middle history that has it with the intervention, or not a number.
        q05: the same for a twentieth.
        q95: the same for nineteen twentieths.
        recorded: month of the record.
        shift: median of the months by which it comes later (positive) where both twins have it.
    """

    id: str
    name: str
    share: Interval
    against: Interval
    difference: Interval
    median: float
    q05: float
    q95: float
    recorded: float
    shift: float


def causation(treated: np.ndarray, untreated: np.ndarray) -> Causation:
    """Probabilities of necessity, of sufficiency and of both, counted on twins.

    Args:
        treated: boolean, (history,): the event under the treatment.
        untreated: the event in the twins without it.

    Returns:
        The three with Wilson's intervals (not a number, 0 and 1 where the condition has no cases) and
        the bounds that the margins alone would give.

    Example:
        >>> c = causation(np.array([True, True, False]), np.array([True, False, False]))
        >>> c.necessity.value, c.sufficiency.value
        (0.5, 0.5)
    """
    both = int(np.sum(treated & ~untreated))
    had, spared = int(treated.sum()), int((~untreated).sum())
    return Causation(
        share(both, had),
        share(both, spared),
        share(both, len(treated)),
        tian_pearl(float(treated.mean()), float(untreated.mean())),
        had,
        spared,
    )


def first_difference(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """First month in which twins differ in any bit of any variable.

    Args:
        a: (history, month, variable).
        b: the twins.

    Returns:
        (history,) month counted from the first given, or not a number where they never differ; two
        values that are both no numbers count as the same.
    """
    apart = ((a != b) & ~(np.isnan(a) & np.isnan(b))).any(axis=2)
    return np.where(apart.any(axis=1), apart.argmax(axis=1).astype(float), np.nan)


def milestone_effects(
    with_it: dict[str, np.ndarray], without: dict[str, np.ndarray]
) -> list[MilestoneEffect]:
    """What an intervention does to each milestone.

    Args:
        with_it: by id the month of each with the intervention, (history,), or not a number.
        without: the same of the twins.

    Returns:
        Those that are there, in the order of the record.
    """
    out = []
    for m in MILESTONES:
        if m.id not in with_it:
            continue
        a, b = with_it[m.id], without[m.id]
        had_a, had_b = np.isfinite(a), np.isfinite(b)
        low, middle, high = (
            np.quantile(a[had_a], [0.05, 0.5, 0.95]) if had_a.any() else [math.nan] * 3
        )
        together = had_a & had_b
        out.append(
            MilestoneEffect(
                m.id,
                m.name,
                share(int(had_a.sum()), len(a)),
                share(int(had_b.sum()), len(b)),
                paired_difference(had_a, had_b),
                float(middle),
                float(low),
                float(high),
                float(recorded_month(m)),
                float(np.median((a - b)[together])) if together.any() else math.nan,
            )
        )
    return out


def parting(month: np.ndarray) -> Parting:
    """When twins part.

    Args:
        month: in which each pair does, (history,), or not a number.
    """
    parted = month[np.isfinite(month)]
    low, middle, high = np.quantile(parted, [0.05, 0.5, 0.95]) if len(parted) else [math.nan] * 3
    return Parting(
        share(len(month) - len(parted), len(month)), float(low), float(middle), float(high), month
    )


__all__ = [
    "LEAST_BASE", "Arm", "Causation", "MilestoneEffect", "Parting", "Twins", "causation", "first_difference", "milestone_effects", "parting",
]  # fmt: skip
