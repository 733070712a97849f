"""Ensembles: many histories of a scenario, as a labelled data set."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import xarray as xr

from thermidor.engine.calendar import MONTHS, BadDate, month_number, month_text, months_axis
from thermidor.engine.controls import BadIntervention, Schedule
from thermidor.engine.identity import declarations
from thermidor.engine.simulator import TILE, Simulator
from thermidor.experiments.milestones import MILESTONES, first_months, recorded_month
from thermidor.model import THEORIES
from thermidor.model.regime.regime import PHASES

if TYPE_CHECKING:
    from thermidor.experiments.branches.point import BranchPoint
else:
    BranchPoint = Any

Progress = Callable[[int, int], None]
LIMIT = 1_000_000
"""Histories in one run; more are the matter of a stored ensemble."""


class BadRequest(ValueError):
    """A wish that cannot be met; its text says what would be right."""


def check_size(histories: Any, seed: Any, most: int, least: int = 1) -> None:
    """See that an ensemble can be asked for.

    Args:
        histories: how many.
        seed: of the ensemble.
        most: histories that there can be.
        least: histories that there must be.

    Raises:
        BadRequest: where either is no whole number in its range.
    """
    if (
        isinstance(histories, bool)
        or not isinstance(histories, int)
        or not least <= histories <= most
    ):
        raise BadRequest(
            f"histories must be a whole number from {least} to {most:,}, not {histories}"
        )
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**32:
        raise BadRequest(f"seed must be a whole number from 0 to {2**32 - 1}, not {seed}")


@cache
def simulator(theory: str = "lequenne") -> Simulator:
    """The compiled model of a theory, made once a process.

    Args:
        theory: its name.

    Returns:
        The simulator.

    Raises:
        BadRequest: for an unknown theory.
    """
    if theory not in THEORIES:
        import difflib

        near = difflib.get_close_matches(theory, THEORIES, n=2, cutoff=0.3) or list(THEORIES)
        raise BadRequest(f"unknown theory '{theory}'; there is: {', '.join(near)}")
    return Simulator(THEORIES[theory]())


def draw_parameters(theory: str, histories: np.ndarray, seed: int) -> np.ndarray:
    """Parameters drawn from their prior ranges, uniform, one vector a history.

    Args:
        theory: whose parameters.
        histories: numbers of the histories; a history has the same vector in every ensemble.
        seed: of the ensemble.

    Returns:
        Array (history, parameter).
    """
    low, high = simulator(theory).model.registry.bounds
    out = np.empty((len(histories), low.size), np.float32)
    for row, h in enumerate(histories):
        u = np.random.Generator(np.random.Philox(key=[seed, int(h)])).random(low.size, np.float32)
        out[row] = low + u * (high - low)
    return out


def resolve_scenario(
    scenario: Any, settings: Sequence[str] = (), theory: str = "lequenne"
) -> tuple[str, Schedule]:
    """Name and compiled interventions of a scenario.

    Args:
        scenario: id in the catalogue, path of a YAML file, a `Scenario`, or a list of
            `Intervention`.
        settings: "PATH=VALUE" for the whole run.
        theory: model against which paths are checked.

    Returns:
        The name and the schedule.

    Raises:
        ValueError: with one line that says what, where and what would be right.
    """
    registry = simulator(theory).model.registry
    try:
        if isinstance(scenario, list | tuple):
            if settings:
                raise BadRequest(
                    "settings go with a scenario; add interventions to the list instead"
                )
            return "interventions", Schedule(registry, scenario)
        from thermidor.scenarios import Scenario, with_settings

        found = scenario if isinstance(scenario, Scenario) else Scenario.load(scenario)
        found = with_settings(found, settings) if settings else found
        return found.id, found.compile(registry)
    except KeyError as unknown:
        raise BadRequest(str(unknown)) from None


def simulate(
    scenario: Any = "baseline",
    *,
    histories: int = 1000,
    seed: int = 0,
    start: str = "1917-01",
    stop: str = "1940-12",
    theory: str = "lequenne",
    settings: Sequence[str] = (),
    parameters: Literal["point", "prior"] = "point",
    variables: Sequence[str] | None = None,
    outside: np.ndarray | None = None,
    branch: str | None = None,
    learn: bool | Sequence[str] = False,
    particles: int | None = None,
    not_held: Sequence[str] = (),
    figures: Sequence[str] = (),
    progress: Progress | None = None,
) -> xr.Dataset:
    """Simulate an ensemble of histories.

    Every history runs from January 1917; `start` and `stop` say which months are given back.  With
    `branch` the histories follow the record up to that month and are free from it on.

    Args:
        scenario: id, YAML file, `Scenario` or list of `Intervention`.
        histories: how many, 1 to a million.
        seed: 0 to 2**32 - 1; the same seed gives the same histories.
        start: first month given back, "YYYY-MM".
        stop: last month given back.
        theory: name of the theory.
        settings: further interventions for the whole run, "PATH=VALUE".
        parameters: at their point values, or drawn from their priors, one vector a history.
        variables: names to give back; all by default.
        outside: (month, series) in place of the declared outside series.
        branch: first month that is free, "YYYY-MM"; None for histories that are free from the beginning.
        learn: the particles that follow the record carry parameters from their priors: all, or those whose
            paths begin so.
        particles: that follow the record, 1,024 by default.
        not_held: recorded decisions that are not held before the branch.
        figures: that weigh the particles: files of figures, "record" for those of the record, which alone
            weigh by default.
        progress: called with (done, wanted) after each round of tiles, before that with months followed.

    Returns:
        Dimensions `history` and `month`; `regime` with codes and `outcome` by history; milestones
        as first months. When interrupted, the finished histories and `interrupted` = 1.

    Raises:
        ValueError: for bad input, in one line.

    Example:
        >>> ds = simulate(histories=4, stop="1917-12")
        >>> ds.sizes["history"], ds.sizes["month"]
        (4, 12)
    """
    check_size(histories, seed, LIMIT)
    first, last = month_number(start), month_number(stop)
    if first > last:
        raise BadDate(f"the run stops ({stop}) before it starts ({start})")
    sim = simulator(theory)
    registry = sim.model.registry
    name, schedule = resolve_scenario(scenario, settings, theory)
    names = list(registry.observables)
    if variables is not None:
        for v in variables:
            if v not in registry.observables:
                import difflib

                near = difflib.get_close_matches(v, names, n=3, cutoff=0.4)
                raise BadRequest(
                    f"no variable is called '{v}'"
                    + (f"; nearest: {', '.join(near)}" if near else "")
                )
    begun = time.perf_counter()
    numbers = np.arange(histories, dtype=np.uint32)
    point = point_of(
        branch,
        schedule,
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
    if point is not None and outside is not None:
        raise BadRequest("a branch follows the declared outside series: leave 'outside' out")
    values = np.empty((len(names), histories, MONTHS), np.float32)
    failure = np.zeros(histories, np.int32)
    done, interrupted = 0, 0
    drawn = draw_parameters(theory, numbers, seed) if parameters == "prior" else None
    try:
        for batch in sim.run(
            numbers,
            seed,
            schedule,
            parameters=drawn,
            outside=outside,
            origin=None if point is None else point.origin,
            end=last + 1,
        ):
            n = len(batch.histories)
            values[:, done : done + n] = np.moveaxis(batch.values, 2, 0)
            failure[done : done + n] = batch.failure
            done += n
            if progress is not None:
                progress(done, histories)
    except KeyboardInterrupt:
        if done == 0:
            raise
        interrupted = 1
    series = {n: values[i, :done] for i, n in enumerate(names)}
    ds = _dataset(
        sim,
        series,
        failure[:done],
        name,
        schedule,
        seed,
        first,
        last,
        variables,
        {
            "theory": theory,
            "parameters": parameters,
            "interrupted": interrupted,
            "seconds": time.perf_counter() - begun,
            "start": start,
            "stop": stop,
            **({} if point is None else point.attrs()),
        },
    )
    if point is None:
        return ds
    from thermidor.experiments.branches.tables import with_branch

    return with_branch(ds, point, registry)


def point_of(
    branch: str | None,
    schedule: Schedule,
    last: int,
    theory: str,
    seed: int,
    parameters: str,
    learn: bool | Sequence[str],
    particles: int | None,
    not_held: Sequence[str],
    progress: Progress | None,
    figures: Sequence[str] = (),
) -> BranchPoint | None:
    """The branch point that an ensemble asks for, or None for free histories.

    Args:
        branch: first month that is free.
        schedule: interventions after it.
        last: number of the last month looked at.
        theory: its name.
        seed: of the ensemble.
        parameters: "point" or "prior".
        learn: whether particles carry parameters, or which.
        particles: how many; the usual number where None.
        not_held: recorded decisions that are not held.
        progress: called with (months followed, months to follow).
        figures: files of figures, and "record" for those of the record.

    Raises:
        BadRequest: wishes that do not go together.
    """
    if branch is None:
        wishes = {
            "learn": learn, "particles": particles, "not_held": not_held, "figures": figures,
        }  # fmt: skip
        for word, given in wishes.items():
            if given:
                raise BadRequest(
                    f"'{word}' goes with a branch: say from which month histories are free"
                )
        return None
    if parameters == "prior":
        raise BadRequest(
            "in a branch, parameters from their priors are weighed by the past: use 'learn'"
        )
    from thermidor.experiments.branches.point import PARTICLES, branch_point, check_branch

    check_branch(schedule, month_number(branch), last)
    known = None
    if figures:
        from thermidor.experiments.branches.figures import figures_of

        known = figures_of(figures, simulator(theory).model.registry)
    return branch_point(
        branch, theory=theory, seed=seed, particles=PARTICLES if particles is None else particles,
        learn=learn, not_held=not_held, figures=known, progress=progress,
    )  # fmt: skip


def _dataset(
    sim: Simulator,
    series: dict[str, np.ndarray],
    failure: np.ndarray,
    name: str,
    schedule: Schedule,
    seed: int,
    first: int,
    last: int,
    variables: Sequence[str] | None,
    attrs: dict[str, Any],
) -> xr.Dataset:
    from thermidor import __version__

    registry = sim.model.registry
    found = first_months({k: v[:, : last + 1] for k, v in series.items()})
    window = slice(first, last + 1)
    data: dict[str, Any] = {}
    for n, o in registry.observables.items():
        if n == "regime" or (variables is not None and n not in variables):
            continue
        data[n] = (
            ("history", "month"),
            series[n][:, window],
            {
                "units": o.unit,
                "long_name": o.meaning,
                "system": o.system,
                "cites": ", ".join(o.grounds.cites),
            },
        )
    regime = np.rint(series["regime"][:, window]).astype(np.int8)
    flags = {
        "flag_values": np.arange(len(PHASES), dtype=np.int8),
        "flag_meanings": " ".join(PHASES),
    }
    data["regime"] = (
        ("history", "month"),
        regime,
        {"long_name": "phase of the ladder", "system": "regime", **flags},
    )
    data["outcome"] = (
        ("history",),
        regime[:, -1].copy(),
        {"long_name": "class of the history at its end, from its state alone", **flags},
    )
    data["failure"] = (
        ("history",),
        failure,
        {
            "long_name": "0 when the history ran to its end, else the number of the month (from 1) in which a "
            "quantity stopped being a finite number"
        },
    )
    shown = [m for m in MILESTONES if m.id in found]
    data["milestone_month"] = (
        ("history", "milestone"),
        np.stack([found[m.id] for m in shown], axis=1),
        {
            "long_name": "first month in which the history has the milestone, counted from 1917-01 as 0",
            "units": "months",
        },
    )
    coords = {
        "history": np.arange(len(failure)),
        "month": months_axis(first, last),
        "milestone": [m.id for m in shown],
        "milestone_name": ("milestone", [m.name for m in shown]),
        "milestone_recorded": ("milestone", np.array([recorded_month(m) for m in shown], float)),
    }
    return xr.Dataset(
        data,
        coords,
        {
            "title": "Thermidor: simulated histories",
            "Conventions": "CF-1.11",
            "version": __version__,
            "scenario": name,
            "interventions": "; ".join(map(str, schedule.interventions)),
            "seed": seed,
            "histories": len(failure),
            "failed": int((failure > 0).sum()),
            "tile": TILE,
            "jaxlib": metadata.version("jaxlib"),
            "dtype": "float32",
            "instruction_set": _instruction_set(),
            "parameters_hash": declarations(sim.model.registry).digest,
            "fingerprint": sim.fingerprint,
            **attrs,
        },
    )


@cache
def _instruction_set() -> str:
    """The widest vector instructions of this processor, part of a result's identity."""
    try:
        with open("/proc/cpuinfo") as f:
            flags = next((line for line in f if line.startswith("flags")), "")
    except OSError:
        import platform

        return platform.machine()
    for wide in ("avx512f", "avx2", "sse4_2"):
        if wide in flags:
            return wide
    return "unknown"


def outcome_names(ds: xr.Dataset) -> np.ndarray:
    """Names of the outcomes of all histories, (history,)."""
    return np.asarray(ds["outcome"].attrs["flag_meanings"].split())[ds["outcome"].values]


def reached(ds: xr.Dataset, phases: Sequence[str]) -> np.ndarray:
    """Whether each history is in one of these phases in any month, (history,)."""
    names = ds["regime"].attrs["flag_meanings"].split()
    return np.any(np.isin(ds["regime"].values, [names.index(p) for p in phases]), axis=1)


__all__ = [
    "BadDate",
    "BadIntervention",
    "BadRequest",
    "check_size",
    "draw_parameters",
    "month_text",
    "outcome_names",
    "point_of",
    "reached",
    "resolve_scenario",
    "simulate",
    "simulator",
]
