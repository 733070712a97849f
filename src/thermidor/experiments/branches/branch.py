"""`branch`: what would have become of us, asked of histories that are still ours until then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import xarray as xr

from thermidor.experiments.ensemble import BadRequest, Progress, simulate


def own_date(scenario: Any) -> str:
    """The month from which a scenario branches.

    Args:
        scenario: id, YAML file or `Scenario`.

    Returns:
        "YYYY-MM".

    Raises:
        BadRequest: it has none.
    """
    from thermidor.scenarios import Scenario

    found = scenario if isinstance(scenario, Scenario) else Scenario.load(scenario)
    if found.branch is None:
        raise BadRequest(
            f"the scenario '{found.id}' has no branch date of its own: give a month, YYYY-MM"
        )
    return found.branch


def branch(
    at: str | None = None,
    scenario: Any = "baseline",
    *,
    histories: int = 1000,
    seed: int = 0,
    start: str = "1917-01",
    stop: str = "1940-12",
    theory: str = "lequenne",
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
        As `simulate`, with the branch in the attributes: `branch`, `effective` (effective size at that
        month, share of the particles), `least_effective`, `log_evidence`, `unreached` (figures that no
        particle came near), `held` (decisions).

    Raises:
        ValueError: for bad input, in one line.

    Example:
        >>> ds = branch("1917-11", histories=4, stop="1918-12")
        >>> ds.attrs["branch"], ds.sizes["month"]
        ('1917-11', 24)
    """
    return simulate(
        scenario, histories=histories, seed=seed, start=start, stop=stop, theory=theory,
        settings=settings, variables=variables, branch=at or own_date(scenario), learn=learn,
        particles=particles, not_held=not_held, figures=figures, progress=progress,
    )  # fmt: skip


__all__ = ["branch", "own_date"]
