"""Twins: the same histories with and without an intervention, and what it changes.

Both arms share seed, history numbers and (where drawn) parameters, so that a history and its twin
are the same in every bit until the intervention bites.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import xarray as xr

from thermidor.engine.calendar import BadDate, month_number, month_text, months_axis
from thermidor.engine.controls import Schedule
from thermidor.engine.origin import Origin
from thermidor.engine.simulator import Batch, Simulator
from thermidor.experiments.bounds import Bounds, tian_pearl
from thermidor.experiments.ensemble import (
    LIMIT,
    BadRequest,
    draw_parameters,
    point_of,
    resolve_scenario,
    simulator,
)
from thermidor.experiments.intervals import Interval, paired_difference, share
from thermidor.experiments.milestones import (
    MILESTONES,
    THERMIDOR_OR_BEYOND,
    first_months,
    recorded_month,
)
from thermidor.model.regime.regime import PHASES

if TYPE_CHECKING:
    from thermidor.experiments.branches.point import BranchPoint
else:
    BranchPoint = Any

Progress = Callable[[int, int], None]

EVENT = "thermidor_or_beyond"
"""The event of which necessity and sufficiency are told first."""

FAILED = "failed"
"""Class of a history that stopped being a finite number: counted and named, never dropped."""

KEPT = 20_000
"""Twins of which the effect on every variable is kept; more add nothing that a chart can show."""


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


@dataclass(frozen=True)
class Causation:
    """How far the course without the intervention was necessary and sufficient for an event.

    Attributes:
        necessity: PN, of the histories that have the event the share whose twin is spared it.
        sufficiency: PS, of the twins without the event the share whose history has it.
        both: PNS, the share of all twins of which both are true.
        bounds: what unpaired arms would allow for the three.
    """

    necessity: Interval
    sufficiency: Interval
    both: Interval
    bounds: Bounds


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


@dataclass(frozen=True)
class Comparison:
    """What an intervention changes, from twins.

    The probabilities of causation speak of the condition that the intervention takes away.  The
    treatment X is the course of the histories without the intervention; X' is the intervention; Y is an
    event, such as "Thermidor or beyond is ever reached":

    - necessity, PN = P(Y is false under X' | X, and Y is true): among the histories that have the event
      as things went, the share whose twin with the intervention is spared it;
    - sufficiency, PS = P(Y is true under X | X', and Y is false): among the histories that the
      intervention leaves without the event, the share whose twin, as things went, has it;
    - both, PNS = P(Y under X, and not Y under X'): the share of all twins of which both are true.

    A twin is the same history under the other treatment (same draws, same parameters), which is the
    definition of a structural counterfactual: the three are counted, not bounded.  The bounds of Tian and
    Pearl, all that unpaired arms would allow, stand beside them.

    Attributes:
        scenario: the intervention's name.
        against: name of the scenario without it.
        theory: of the model.
        histories: twins finished.
        wanted: twins asked for.
        seed: of both arms.
        start: first month looked at.
        stop: last month looked at; outcomes are those of this month.
        parameters: "point" or "prior".
        version: of the program.
        fingerprint: of the model's declarations and formulas.
        seconds: of work.
        interrupted: whether it was stopped before the end.
        failed: histories that failed, with and without the intervention.
        outcomes: share of each class with the intervention.
        outcomes_against: without it.
        difference: of the shares, paired, by class.
        reached: share that ever reaches Thermidor or beyond: with, without, difference.
        milestones: each milestone in both arms.
        causation: the three probabilities and their bounds by event, Thermidor or beyond first, then
            every class.
        parting: when the twins part.
        effects: for each variable the 5, 50 and 95 per cent quantiles of the twins' differences at the
            chosen dates: dimensions `quantile` and `month`.
        branch: month up to which both arms follow the record; None where they are free from the beginning.
    """

    scenario: str
    against: str
    theory: str
    histories: int
    wanted: int
    seed: int
    start: str
    stop: str
    parameters: str
    version: str
    fingerprint: str
    seconds: float
    interrupted: bool
    failed: tuple[int, int]
    outcomes: dict[str, Interval]
    outcomes_against: dict[str, Interval]
    difference: dict[str, Interval]
    reached: tuple[Interval, Interval, Interval]
    milestones: list[MilestoneEffect]
    causation: dict[str, Causation]
    parting: Parting
    effects: xr.Dataset = field(repr=False)
    branch: str | None = None

    @property
    def necessity(self) -> Interval:
        """PN of the course without the intervention, for Thermidor or beyond."""
        return self.causation[EVENT].necessity

    @property
    def sufficiency(self) -> Interval:
        """PS of the course without the intervention, for Thermidor or beyond."""
        return self.causation[EVENT].sufficiency

    # -- for readers ---------------------------------------------------------------------------

    def explain(self) -> str:
        """What the comparison says, in sentences, with the meaning of each probability."""
        with_it, without, d = self.reached
        pn, ps = self.necessity, self.sufficiency
        lines = [
            f"{self.histories:,} histories were run twice with the same draws: as '{self.against}' and as "
            f"'{self.scenario}'"
            + (
                f", from {self.branch} on; until then they follow the record."
                if self.branch
                else "."
            ),
            f"Thermidor or beyond is reached in {_percent(without)} of them as '{self.against}' and in "
            f"{_percent(with_it)} as '{self.scenario}': a difference of {_points(d)}.",
            f"Necessity of the course without the intervention: of the histories of '{self.against}' that reach "
            f"it, {_percent(pn)} are spared it by the intervention.",
            f"Sufficiency of that course: of the histories that '{self.scenario}' leaves without it, {_percent(ps)} "
            f"reach it without the intervention.",
            f"The twins part in {_percent(_complement(self.parting.never))} of the cases"
            + (
                ""
                if math.isnan(self.parting.median)
                else f", half of these by {month_text(int(self.parting.median))}"
            )
            + "; before the intervention bites they are equal in every bit.",
            "The treatment is the course without the intervention, because it is what the question is about: "
            "a twin is the same history under the other treatment, so both probabilities are counted and not "
            "estimated from unpaired shares.",
        ]
        if any(self.failed):
            lines.append(
                f"{self.failed[0]} histories failed with the intervention and {self.failed[1]} without; "
                "they count as a class of their own and as not having reached Thermidor."
            )
        if self.interrupted:
            lines.append(
                f"The run was interrupted: {self.histories:,} of {self.wanted:,} twins were finished."
            )
        return "\n".join(lines)

    def table(self) -> Any:
        """The comparison as a `rich` table: outcomes, Thermidor or beyond, milestones."""
        from rich.table import Table

        table = Table(title=f"{self.scenario} against {self.against}: {self.histories:,} twins")
        table.add_column("", overflow="fold", ratio=1)
        for title in ("without", "with", "points", "95% interval", "needed", "enough"):
            table.add_column(title, justify="right", no_wrap=True)

        def row(
            name: str, without: Interval, with_it: Interval, d: Interval, event: str | None
        ) -> None:
            causes = (
                ["", ""]
                if event is None
                else [
                    _percent_only(self.causation[event].necessity),
                    _percent_only(self.causation[event].sufficiency),
                ]
            )
            table.add_row(
                name,
                f"{without.value:.1%}",
                f"{with_it.value:.1%}",
                f"{100 * d.value:+.1f}",
                f"{100 * d.low:+.1f} to {100 * d.high:+.1f}",
                *causes,
            )

        row("Thermidor or beyond, ever", self.reached[1], self.reached[0], self.reached[2], EVENT)
        table.add_section()
        for name, d in self.difference.items():
            if self.outcomes[name].value or self.outcomes_against[name].value:
                row(
                    name.replace("_", " "),
                    self.outcomes_against[name],
                    self.outcomes[name],
                    d,
                    name,
                )
        table.add_section()
        for m in self.milestones:
            row(f"{m.id} {m.name}", m.against, m.share, m.difference, None)
        return table

    def to_json(self) -> dict[str, Any]:
        """Plain data, as `thermidor compare --json` prints it; what is not defined is null."""
        months = [month_text(n) for n in self.effects.attrs["month_numbers"]]
        return _plain(
            {
                "scenario": self.scenario,
                "against": self.against,
                "theory": self.theory,
                "start": self.start,
                "stop": self.stop,
                "branch": self.branch,
                "histories": self.histories,
                "wanted": self.wanted,
                "seed": self.seed,
                "version": self.version,
                "fingerprint": self.fingerprint,
                "seconds": self.seconds,
                "parameters": self.parameters,
                "interrupted": self.interrupted,
                "failed": {"with": self.failed[0], "without": self.failed[1]},
                "outcomes": {k: _p(v) for k, v in self.outcomes.items()},
                "outcomes_against": {k: _p(v) for k, v in self.outcomes_against.items()},
                "difference": {k: _d(v) for k, v in self.difference.items()},
                "reached": {
                    "event": EVENT,
                    "with": _p(self.reached[0]),
                    "without": _p(self.reached[1]),
                    "difference": _d(self.reached[2]),
                },
                "milestones": [
                    {
                        "id": m.id,
                        "name": m.name,
                        "share": m.share.value,
                        "low": m.share.low,
                        "high": m.share.high,
                        "median": _month(m.median),
                        "q05": _month(m.q05),
                        "q95": _month(m.q95),
                        "recorded": _month(m.recorded),
                        "against": _p(m.against),
                        "difference": _d(m.difference),
                        "shift": m.shift,
                    }
                    for m in self.milestones
                ],
                "necessity": self._causation("necessity", 0),
                "sufficiency": self._causation("sufficiency", 1),
                "necessity_and_sufficiency": self._causation("both", 2),
                "parting": {
                    "never": _p(self.parting.never),
                    "q05": _month(self.parting.q05),
                    "median": _month(self.parting.median),
                    "q95": _month(self.parting.q95),
                },
                "effects": {
                    "months": months,
                    "variables": {
                        str(n): {
                            "unit": a.attrs["units"],
                            "q05": a.values[0].tolist(),
                            "median": a.values[1].tolist(),
                            "q95": a.values[2].tolist(),
                        }
                        for n, a in self.effects.data_vars.items()
                    },
                },
            }
        )

    def __str__(self) -> str:
        """What `explain` says: a data set of twins is no reading matter."""
        return self.explain()

    def row(self, title: str | None = None) -> dict[str, Any]:
        """The effect on Thermidor or beyond as one row of a chart or table.

        Args:
            title: what a reader sees; the scenario's name by default.

        Returns:
            `title`, `scenario`, `difference`, `low`, `high`; `necessity` and `sufficiency` with `p`, `low`
            and `high` (no number: None).
        """
        d = self.reached[2]
        return _plain(
            {
                "title": title or self.scenario,
                "scenario": self.scenario,
                "difference": d.value,
                "low": d.low,
                "high": d.high,
                "necessity": _p(self.necessity),
                "sufficiency": _p(self.sufficiency),
            }
        )

    def _causation(self, which: str, place: int) -> dict[str, Any]:
        def entry(c: Causation) -> dict[str, Any]:
            return {**_p(getattr(c, which)), "bounds": c.bounds[place]._asdict()}

        return {
            "event": EVENT,
            **entry(self.causation[EVENT]),
            "outcomes": {e: entry(c) for e, c in self.causation.items() if e != EVENT},
        }


# -- making it ---------------------------------------------------------------------------------


def compare(
    scenario: Any,
    against: Any = "baseline",
    *,
    histories: int = 1000,
    seed: int = 0,
    start: str = "1917-01",
    stop: str = "1940-12",
    theory: str = "lequenne",
    settings: Sequence[str] = (),
    parameters: Literal["point", "prior"] = "point",
    dates: Sequence[str] | None = None,
    branch: str | None = None,
    learn: bool | Sequence[str] = False,
    particles: int | None = None,
    not_held: Sequence[str] = (),
    figures: Sequence[str] = (),
    progress: Progress | None = None,
) -> Comparison:
    """Run histories twice, with and without an intervention, and measure what it changes.

    Args:
        scenario: the intervention: id, YAML file, `Scenario` or list of `Intervention`.
        against: what it is compared with, likewise.
        histories: how many twins, 1 to a million.
        seed: 0 to 2**32 - 1, the same for both arms.
        start: first month looked at, "YYYY-MM".
        stop: last month looked at; the outcome of a history is its class in this month.
        theory: name of the theory.
        settings: further interventions of the scenario for the whole run, "PATH=VALUE"; not of `against`.
        parameters: at their point values, or drawn from their priors; twins share them.
        dates: months at which the effect on every variable is measured; each December by default.
        branch: month up to which both arms follow the record, free from it on; None for free histories.
        learn: the particles that follow the record carry parameters from their priors: all, or those whose
            paths begin so.
        particles: that follow the record, 1,024 by default.
        not_held: recorded decisions that are not held before the branch.
        figures: that weigh the particles: files of figures, "record" for those of the record, which alone
            weigh by default.
        progress: called with (done, wanted) after each round of twins, before that with months followed.

    Returns:
        The comparison; when interrupted, of the twins finished in both arms.

    Raises:
        ValueError: for bad input, in one line.
        KeyboardInterrupt: when interrupted before any twin was finished.
    """
    if isinstance(histories, bool) or not isinstance(histories, int) or not 1 <= histories <= LIMIT:
        raise BadRequest(f"histories must be a whole number from 1 to {LIMIT:,}, not {histories}")
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**32:
        raise BadRequest(f"seed must be a whole number from 0 to {2**32 - 1}, not {seed}")
    if parameters not in ("point", "prior"):
        raise BadRequest(f"parameters must be 'point' or 'prior', not '{parameters}'")
    first, last = month_number(start), month_number(stop)
    if first > last:
        raise BadDate(f"the comparison stops ({stop}) before it starts ({start})")
    sim = simulator(theory)
    name, with_it = resolve_scenario(scenario, settings, theory)
    other, without = resolve_scenario(against, (), theory)
    numbers = np.arange(histories, dtype=np.uint32)
    drawn = draw_parameters(theory, numbers, seed) if parameters == "prior" else None
    chosen = _dates(dates, first, last)
    if branch is not None:
        from thermidor.experiments.branches.point import check_branch

        check_branch(without, month_number(branch), last)
    point = point_of(
        branch,
        with_it,
        last,
        theory,
        seed,
        parameters,
        learn,
        particles,
        not_held,
        progress,
        figures,
    )
    return compare_arms(
        sim,
        with_it,
        without,
        numbers,
        seed,
        names=(name, other),
        first=first,
        last=last,
        drawn=drawn,
        dates=chosen,
        theory=theory,
        point=point,
        progress=progress,
    )


def compare_arms(
    sim: Simulator,
    with_it: Schedule,
    without: Schedule,
    numbers: np.ndarray,
    seed: int,
    *,
    names: tuple[str, str] = ("intervention", "baseline"),
    first: int = 0,
    last: int | None = None,
    drawn: np.ndarray | None = None,
    dates: Sequence[int] = (),
    theory: str = "lequenne",
    point: BranchPoint | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Compare two schedules on any compiled model, twin by twin.

    Args:
        sim: the compiled model; it must give out `regime`.
        with_it: the intervention.
        without: what it is compared with.
        numbers: of the histories.
        seed: of both arms.
        names: of the two arms.
        first: number of the first month looked at.
        last: number of the last one; the end of the run by default.
        drawn: (history, parameter) values for both arms; point values by default.
        dates: numbers of the months at which the effect on every variable is kept.
        theory: name of the theory, for the reader.
        point: from which both arms go on; the beginning by default.
        progress: called with (done, wanted).

    Returns:
        The comparison.
    """
    begun = time.perf_counter()
    last = sim.months - 1 if last is None else min(last, sim.months - 1)
    observed = list(sim.model.registry.observables)
    found: list[Twins] = []
    kept, done, interrupted = 0, 0, False
    try:
        origin = None if point is None else point.origin
        for a, b in _twins(sim, with_it, without, numbers, seed, drawn, origin, last + 1):
            room = max(0, KEPT - kept)
            found.append(Twins.of(a, b, observed, first, last, dates, room))
            kept += len(found[-1].effect)
            done += len(a.histories)
            if progress is not None:
                progress(done, len(numbers))
    except KeyboardInterrupt:
        if not found:
            raise
        interrupted = True
    r = Twins.joined(found)
    return conclude(
        r,
        seed,
        names=names,
        first=first,
        last=last,
        wanted=len(numbers),
        fingerprint=sim.fingerprint,
        effects=_effects(sim, observed, r.effect, dates),
        drawn=drawn is not None or (point is not None and point.learn),
        branch=None if point is None else point.at,
        theory=theory,
        seconds=time.perf_counter() - begun,
        interrupted=interrupted,
    )


def conclude(
    twins: Twins,
    seed: int,
    *,
    names: tuple[str, str],
    first: int,
    last: int,
    wanted: int,
    fingerprint: str,
    effects: xr.Dataset | None = None,
    drawn: bool = False,
    theory: str = "lequenne",
    branch: str | None = None,
    seconds: float = 0.0,
    interrupted: bool = False,
) -> Comparison:
    """What some twins show, all that were wanted or those that are there so far.

    Args:
        twins: with and without the intervention.
        seed: of both arms.
        names: of the two arms.
        first: number of the first month looked at.
        last: number of the last one.
        wanted: twins asked for.
        fingerprint: of the model's declarations and formulas.
        effects: on every variable; none by default.
        drawn: whether the parameters were drawn.
        theory: name of the theory.
        branch: month up to which both arms follow the record.
        seconds: of work.
        interrupted: whether no more twins will come, although more were wanted.

    Returns:
        The comparison.
    """
    from thermidor import __version__

    a, b = twins.with_it, twins.without
    done = len(a.outcome)
    outcomes, outcomes_against, difference = {}, {}, {}
    causes = {EVENT: causation(b.reached, a.reached)}
    for code, name in [*enumerate(PHASES), (-1, FAILED)]:
        y_with, y_without = a.outcome == code, b.outcome == code
        if name == FAILED and not (y_with.any() or y_without.any()):
            continue
        outcomes[name] = share(int(y_with.sum()), done)
        outcomes_against[name] = share(int(y_without.sum()), done)
        difference[name] = paired_difference(y_with, y_without)
        causes[name] = causation(y_without, y_with)
    return Comparison(
        scenario=names[0],
        against=names[1],
        theory=theory,
        histories=done,
        wanted=wanted,
        seed=seed,
        start=month_text(first),
        stop=month_text(last),
        parameters="prior" if drawn else "point",
        version=__version__,
        fingerprint=fingerprint,
        seconds=seconds,
        interrupted=interrupted,
        failed=(int((a.outcome == -1).sum()), int((b.outcome == -1).sum())),
        outcomes=outcomes,
        outcomes_against=outcomes_against,
        difference=difference,
        reached=(
            share(int(a.reached.sum()), done),
            share(int(b.reached.sum()), done),
            paired_difference(a.reached, b.reached),
        ),
        milestones=_milestones(a.milestones, b.milestones),
        causation=causes,
        parting=_parting(twins.parted),
        effects=xr.Dataset(attrs={"month_numbers": []}) if effects is None else effects,
        branch=branch,
    )


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
    return Causation(
        share(both, int(treated.sum())),
        share(both, int((~untreated).sum())),
        share(both, len(treated)),
        tian_pearl(float(treated.mean()), float(untreated.mean())),
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


# -- one round of tiles ------------------------------------------------------------------------


def _twins(
    sim: Simulator,
    with_it: Schedule,
    without: Schedule,
    numbers: np.ndarray,
    seed: int,
    drawn: np.ndarray | None,
    origin: Origin | None,
    end: int,
) -> Iterator[tuple[Batch, Batch]]:
    yield from zip(
        sim.run(numbers, seed, with_it, parameters=drawn, origin=origin, end=end),
        sim.run(numbers, seed, without, parameters=drawn, origin=origin, end=end),
        strict=True,
    )


@dataclass(frozen=True)
class Arm:
    """One arm of some twins.

    Attributes:
        outcome: code of the class at the end, or -1 where the history failed, (history,).
        reached: whether Thermidor or beyond was ever reached, (history,).
        milestones: by id the month of each, (history,), or not a number.
    """

    outcome: np.ndarray
    reached: np.ndarray
    milestones: dict[str, np.ndarray]

    @classmethod
    def of(cls, batch: Batch, observed: Sequence[str], first: int, last: int) -> Arm:
        """Reduce the results of one arm.

        Args:
            batch: the results.
            observed: names of its observables.
            first: number of the first month looked at.
            last: number of the last one.
        """
        series = {n: batch.values[:, : last + 1, i] for i, n in enumerate(observed)}
        return cls.seen(series["regime"], batch.failure, first_months(series), first, last)

    @classmethod
    def seen(
        cls,
        regime: np.ndarray,
        failure: np.ndarray,
        milestones: dict[str, np.ndarray],
        first: int,
        last: int,
    ) -> Arm:
        """Reduce what was kept of one arm.

        Args:
            regime: codes, (history, month) from 1917-01, up to the last month at least.
            failure: (history,) month in which it failed, from 1; 0 where it did not.
            milestones: by id the month of each; months after the last one do not count.
            first: number of the first month looked at.
            last: number of the last one.
        """
        failed = (failure > 0) & (failure <= last + 1)
        regime = regime[:, : last + 1]
        codes = np.where(np.isfinite(regime), np.rint(regime), -1).astype(np.int8)
        beyond = np.isin(codes[:, first:], [PHASES.index(p) for p in THERMIDOR_OR_BEYOND]).any(
            axis=1
        )
        return cls(
            np.where(failed, np.int8(-1), codes[:, -1]),
            beyond & ~failed,
            {k: np.where(month <= last, month, np.nan) for k, month in milestones.items()},
        )

    @classmethod
    def joined(cls, arms: Sequence[Arm]) -> Arm:
        """The histories of all as one."""
        return cls(
            np.concatenate([a.outcome for a in arms]),
            np.concatenate([a.reached for a in arms]),
            {k: np.concatenate([a.milestones[k] for a in arms]) for k in arms[0].milestones},
        )


@dataclass(frozen=True)
class Twins:
    """What is kept of some twins.

    Attributes:
        with_it: their arm with the intervention.
        without: their arm without it.
        parted: month in which they part, (history,), or not a number.
        effect: differences of every variable at the chosen dates, (history, date, variable).
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
        observed: list[str],
        first: int,
        last: int,
        dates: Sequence[int],
        room: int,
    ) -> Twins:
        """Reduce a round of both arms."""
        return cls(
            Arm.of(a, observed, first, last),
            Arm.of(b, observed, first, last),
            first + first_difference(a.values[:, first : last + 1], b.values[:, first : last + 1]),
            a.values[:room, list(dates)] - b.values[:room, list(dates)],
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


def _milestones(
    with_it: dict[str, np.ndarray], without: dict[str, np.ndarray]
) -> list[MilestoneEffect]:
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


def _parting(month: np.ndarray) -> Parting:
    parted = month[np.isfinite(month)]
    low, middle, high = np.quantile(parted, [0.05, 0.5, 0.95]) if len(parted) else [math.nan] * 3
    return Parting(
        share(len(month) - len(parted), len(month)), float(low), float(middle), float(high), month
    )


def _effects(
    sim: Simulator, observed: list[str], effect: np.ndarray, dates: Sequence[int]
) -> xr.Dataset:
    axis = months_axis()[list(dates)]
    with np.errstate(invalid="ignore"):
        q = (
            np.nanquantile(effect, [0.05, 0.5, 0.95], axis=0)
            if effect.size
            else np.full((3, len(dates), len(observed)), np.nan)
        )
    data = {
        n: (
            ("quantile", "month"),
            q[:, :, i],
            {"units": o.unit, "long_name": o.meaning, "system": o.system},
        )
        for i, (n, o) in enumerate((n, sim.model.registry.observables[n]) for n in observed)
        if n != "regime"
    }
    return xr.Dataset(
        data,
        {"quantile": [0.05, 0.5, 0.95], "month": axis},
        {
            "title": "Effect of the intervention: difference of twins",
            "twins": len(effect),
            "month_numbers": [int(d) for d in dates],
        },
    )


def _dates(dates: Sequence[str] | None, first: int, last: int) -> list[int]:
    if dates is None:
        return [m for m in range(first, last + 1) if m % 12 == 11] or [last]
    numbers = [month_number(d) for d in dates]
    for number, text in zip(numbers, dates, strict=True):
        if not first <= number <= last:
            raise BadDate(
                f"{text} lies outside the months compared, {month_text(first)}..{month_text(last)}"
            )
    return numbers


# -- words and plain data ----------------------------------------------------------------------


def _complement(i: Interval) -> Interval:
    return Interval(1 - i.value, 1 - i.high, 1 - i.low)


def _percent(i: Interval) -> str:
    if math.isnan(i.value):
        return "no share (there are no such histories)"
    return f"{i.value:.1%} ({i.low:.1%} to {i.high:.1%})"


def _percent_only(i: Interval) -> str:
    return "" if math.isnan(i.value) else f"{i.value:.0%}"


def _points(i: Interval) -> str:
    return f"{100 * i.value:+.1f} points ({100 * i.low:+.1f} to {100 * i.high:+.1f})"


def _p(i: Interval) -> dict[str, float]:
    return {"p": i.value, "low": i.low, "high": i.high}


def _d(i: Interval) -> dict[str, float]:
    return {"d": i.value, "low": i.low, "high": i.high}


def _month(number: float) -> str | None:
    return None if math.isnan(number) else month_text(int(number))


def _plain(x: Any) -> Any:
    if isinstance(x, dict):
        return {str(k): _plain(v) for k, v in x.items()}
    if isinstance(x, list | tuple):
        return [_plain(v) for v in x]
    if isinstance(x, np.generic):
        x = x.item()
    if isinstance(x, float) and not math.isfinite(x):
        return None
    return x


__all__ = [
    "EVENT",
    "Arm",
    "Causation",
    "Comparison",
    "MilestoneEffect",
    "Parting",
    "Twins",
    "causation",
    "compare",
    "compare_arms",
    "conclude",
    "first_difference",
]
