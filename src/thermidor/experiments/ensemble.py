"""Ensembles: many histories of a scenario, free from the beginning or from a month of the record on."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import xarray as xr

from thermidor.errors import BadRequest
from thermidor.experiments.branches.point import point_of
from thermidor.experiments.branches.tables import with_branch
from thermidor.experiments.dataset import Seen, dataset
from thermidor.experiments.request import Following, Progress, Request, Span, own_date
from thermidor.experiments.wishes import plainly
from thermidor.theories import BOOK


@plainly
def simulate(
    scenario: Any = "baseline",
    *,
    histories: int = 1000,
    seed: int = 0,
    start: str = "1917-01",
    stop: str = "1940-12",
    theory: str = BOOK,
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
    asked = Request(
        scenario, settings, histories, seed, Span(start, stop), theory, parameters,
        Following(branch, learn, particles, not_held, figures), variables,
    )  # fmt: skip
    return simulate_request(asked, progress, outside=outside)


def simulate_request(
    asked: Request, progress: Progress | None = None, *, outside: np.ndarray | None = None
) -> xr.Dataset:
    """The ensemble that is asked for.

    Args:
        asked: of the model.
        progress: called with (done, wanted) after each round of tiles, before that with months followed.
        outside: (month, series) in place of the declared outside series.

    Returns:
        As `simulate`.

    Raises:
        ValueError: for bad input, in one line.
    """
    if asked.following.branch is not None and outside is not None:
        raise BadRequest("a branch follows the declared outside series: leave 'outside' out")
    sim, span, registry = asked.simulator, asked.span, asked.registry
    begun = time.perf_counter()
    point = point_of(asked, progress)
    kept = [*dict.fromkeys([*asked.wanted, "regime"])]
    seen = Seen(registry, kept, asked.histories, span.first, span.last)
    interrupted = 0
    try:
        for batch in sim.run(
            asked.numbers,
            asked.seed,
            asked.schedule,
            parameters=asked.drawn,
            outside=outside,
            origin=None if point is None else point.origin,
            end=span.last + 1,
        ):
            seen.add(batch)
            if progress is not None:
                progress(seen.done, asked.histories)
    except KeyboardInterrupt:
        if seen.done == 0:
            raise
        interrupted = 1
    ds = dataset(
        sim,
        seen,
        asked.name,
        asked.schedule,
        asked.seed,
        {
            "theory": asked.theory,
            "parameters": asked.parameters,
            "interrupted": interrupted,
            "seconds": time.perf_counter() - begun,
            "start": span.start,
            "stop": span.stop,
            **asked.told(),
            **({} if point is None else point.attrs()),
        },
    )
    if point is None:
        return ds
    return with_branch(ds, point, registry)


@plainly
def branch(
    at: str | None = None,
    scenario: Any = "baseline",
    *,
    histories: int = 1000,
    seed: int = 0,
    start: str = "1917-01",
    stop: str = "1940-12",
    theory: str = BOOK,
    settings: Sequence[str] = (),
    learn: bool | Sequence[str] = False,
    particles: int | None = None,
    not_held: Sequence[str] = (),
    figures: Sequence[str] = (),
    variables: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> xr.Dataset:
    """Simulate histories that follow the record up to a month and are free from it on.

    Args:
        at: first month that is free, "YYYY-MM"; the scenario's own branch date by default.
        scenario: what happens from then on: id, YAML file, `Scenario` or list of `Intervention`.
        histories: how many.
        seed: 0 to 2**32 - 1.
        start: first month given back, "YYYY-MM".
        stop: last month given back.
        theory: name of the theory.
        settings: further interventions from the branch on, "PATH=VALUE".
        learn: the particles that follow the record carry parameters from their priors: all, or those whose
            paths begin so.
        particles: that follow the record, 1,024 by default.
        not_held: recorded decisions that are not held before the branch.
        figures: that weigh the particles: files of figures, "record" for those of the record, which alone
            weigh by default.
        variables: names to give back; all by default.
        progress: called with (months followed, months), then with (histories, wanted).

    Returns:
        As `simulate`, with the branch in the attributes, that is `branch`, `effective` (effective size at that
        month, share of the particles), `least_effective`, `log_evidence`, `unreached` (figures that no
        particle came near), `held` (decisions); what each figure did in `branch_figure`, `branch_score` and so on, what
        constants learnt in `learned_path`, `learned_mean` and so on, each a column. No axis is added, so that
        `to_dataframe` has a row for each month of each history.

    Raises:
        ValueError: for bad input, in one line.

    Example:
        >>> ds = branch("1917-05", histories=4, stop="1918-12", particles=256)
        >>> ds.attrs["branch"], ds.sizes["month"]
        ('1917-05', 24)
    """
    following = Following(at or own_date(scenario), learn, particles, not_held, figures)
    asked = Request(
        scenario, settings, histories, seed, Span(start, stop), theory,
        following=following, variables=variables,
    )  # fmt: skip
    return simulate_request(asked, progress)


__all__ = ["branch", "simulate", "simulate_request"]
