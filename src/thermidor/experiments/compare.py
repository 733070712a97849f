"""Histories with and without an intervention, run side by side.

Both arms share seed, history numbers and (where drawn) parameters, so that a history and its twin
are the same in every bit until the intervention bites.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any, Literal

import numpy as np
import xarray as xr

from thermidor.codings import defined_by
from thermidor.engine.calendar import BadDate, month_number, months_axis
from thermidor.engine.controls import Schedule
from thermidor.engine.origin import Origin
from thermidor.engine.simulator import Batch, Simulator
from thermidor.experiments.branches.point import BranchPoint, point_of
from thermidor.experiments.coded import known_to
from thermidor.experiments.comparison import Comparison, conclude
from thermidor.experiments.request import Following, Progress, Request, Span, wanted_variables
from thermidor.experiments.twins import Twins
from thermidor.experiments.wishes import plainly
from thermidor.theories import BOOK

KEPT = 20_000
"""Twins of which the effect on every variable is kept; more add nothing that a chart can show."""


@plainly
def compare(
    scenario: Any,
    against: Any = "baseline",
    *,
    histories: int = 1000,
    seed: int = 0,
    start: str = "1917-01",
    stop: str = "1940-12",
    theory: str = BOOK,
    settings: Sequence[str] = (),
    parameters: Literal["point", "prior"] = "point",
    dates: Sequence[str] | None = None,
    variables: Sequence[str] | None = None,
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
        dates: months at which the effect on variables is measured; each December by default.
        variables: names of those on which it is measured; all by default.
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

    Example:
        >>> twins = compare("secret-ballot", histories=4, stop="1918-12")
        >>> twins.histories, twins.against
        (4, 'baseline')
    """
    asked = Request(
        scenario, settings, histories, seed, Span(start, stop), theory, parameters,
        Following(branch, learn, particles, not_held, figures), variables,
    )  # fmt: skip
    return compare_requests(asked, asked.other(against), progress, dates=dates)


def compare_requests(
    asked: Request,
    against: Request,
    progress: Progress | None = None,
    *,
    dates: Sequence[str] | None = None,
) -> Comparison:
    """The comparison that is asked for.

    Args:
        asked: of the model.
        against: the same without what is asked about.
        progress: called with (done, wanted) after each round of twins, before that with months followed.
        dates: months at which the effect on variables is measured; each December by default.

    Returns:
        As `compare`.

    Raises:
        ValueError: for bad input, in one line.
    """
    chosen = _dates(dates, asked.span)
    return compare_arms(
        asked.simulator,
        asked.schedule,
        against.schedule,
        asked.numbers,
        asked.seed,
        names=(asked.name, against.name),
        first=asked.span.first,
        last=asked.span.last,
        drawn=asked.drawn,
        dates=chosen,
        variables=asked.wanted,
        theory=asked.theory,
        point=point_of(asked, progress),
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
    variables: Sequence[str] | None = None,
    theory: str = BOOK,
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
        dates: numbers of the months at which the effect on variables is kept.
        variables: names of those on which it is kept; all by default.
        theory: name of the theory, for the reader.
        point: from which both arms go on; the beginning by default.
        progress: called with (done, wanted).

    Returns:
        The comparison.
    """
    begun = time.perf_counter()
    last = sim.months - 1 if last is None else min(last, sim.months - 1)
    outputs = list(sim.model.registry.outputs)
    wanted = wanted_variables(sim.model.registry, variables)
    found: list[Twins] = []
    kept, done, interrupted = 0, 0, False
    try:
        origin = None if point is None else point.origin
        for a, b in _twins(sim, with_it, without, numbers, seed, drawn, origin, last + 1):
            room = max(0, KEPT - kept)
            found.append(Twins.of(a, b, outputs, first, last, dates, wanted, room))
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
        effects=_effects(sim, wanted, r.effect, dates),
        drawn=drawn is not None or (point is not None and point.learn),
        branch=None if point is None else point.at,
        theory=theory,
        seconds=time.perf_counter() - begun,
        interrupted=interrupted,
        defined_by=defined_by(sim.model, known_to(sim.model.registry), _only(with_it, without)),
    )


def _only(with_it: Schedule, without: Schedule) -> list[str]:
    """Paths on which the two arms act differently."""
    a, b = with_it.interventions, without.interventions
    return [i.path for i in (*a, *b) if i not in a or i not in b]


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


def _effects(
    sim: Simulator, variables: list[str], effect: np.ndarray, dates: Sequence[int]
) -> xr.Dataset:
    axis = months_axis()[list(dates)]
    with np.errstate(invalid="ignore"):
        q = (
            np.nanquantile(effect, [0.05, 0.5, 0.95], axis=0)
            if effect.size
            else np.full((3, len(dates), len(variables)), np.nan)
        )
    data = {
        n: (
            ("quantile", "month"),
            q[:, :, i],
            {"units": o.unit, "long_name": o.meaning, "system": o.system},
        )
        for i, (n, o) in enumerate((n, sim.model.registry.outputs[n]) for n in variables)
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


def _dates(dates: Sequence[str] | None, span: Span) -> list[int]:
    first, last = span.first, span.last
    if dates is None:
        return [m for m in range(first, last + 1) if m % 12 == 11] or [last]
    numbers = [month_number(d) for d in dates]
    for number, text in zip(numbers, dates, strict=True):
        if not first <= number <= last:
            raise BadDate(f"{text} lies outside the months compared, {span.start}..{span.stop}")
    return numbers


__all__ = ["compare", "compare_arms", "compare_requests"]
