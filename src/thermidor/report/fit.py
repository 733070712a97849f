"""How well an ensemble keeps to the recorded figures."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import xarray as xr

from thermidor.experiments.scores import Figure, Scale, count, pooled, ratio, scale, score
from thermidor.plots.bands import values
from thermidor.plots.observation import Observation, aggregate, bounds, caveat_of, period, unit_of
from thermidor.plots.sources import citation
from thermidor.record import is_sum
from thermidor.report.summary import Fit, FitOfVariable, ScoredPoint


def fit(ds: xr.Dataset, observations: Iterable[Observation]) -> Fit:
    """Compare an ensemble with the record, figure by figure.

    Args:
        ds: an ensemble with dimensions history and month.
        observations: recorded figures; those of absent variables or outside the run are counted, not scored.

    Returns:
        What `thermidor.experiments.scores` says of the figures together, by variable and by basis, and
        the score against persistence.

    Example:
        >>> fit(ds, observations).counts.inside_90
        198
    """
    by_variable: dict[str, list[Observation]] = {}
    for observation in observations:
        by_variable.setdefault(observation.variable, []).append(observation)
    scored: list[ScoredPoint] = []
    rows: list[FitOfVariable] = []
    ratios: list[tuple[float, int]] = []
    for variable in sorted(by_variable):
        points = _score(ds, variable, by_variable[variable]) if variable in ds else []
        if not points:
            continue
        of_persistence = ratio(p.score for p in points)
        ratios.append(of_persistence)
        rows.append(
            FitOfVariable(
                variable,
                str(ds[variable].attrs.get("long_name", variable)),
                count(p.score for p in points),
                of_persistence[0] if math.isfinite(of_persistence[0]) else None,
            )
        )
        scored += points
    return Fit(
        counts=count(p.score for p in scored),
        crps_ratio=pooled(ratios),
        not_compared=sum(map(len, by_variable.values())) - len(scored),
        variables=tuple(rows),
        by_basis={
            basis: count(p.score for p in scored if p.basis == basis)
            for basis in sorted({point.basis for point in scored})
        },
        scored=tuple(scored),
    )


def _score(ds: xr.Dataset, variable: str, observations: Sequence[Observation]) -> list[ScoredPoint]:
    histories, months = values(ds, variable), ds["month"].values
    kept = [(o, a) for o in observations if (a := aggregate(histories, months, o)) is not None]
    kept = [(o, a[np.isfinite(a)]) for o, a in kept if np.isfinite(a).any()]
    kept.sort(key=lambda pair: (pair[0].first_month, pair[0].last_month))
    on = _scale(ds, variable, observations)
    points: list[ScoredPoint] = []
    for o, members in kept:
        value, low, high = bounds(o)
        figure = Figure(variable, value, low, high, _months(o), _repeated(points, o))
        points.append(
            ScoredPoint(
                first_month=o.first_month[:7], last_month=o.last_month[:7], aggregate=o.aggregate, unit=unit_of(o),
                source=citation(o.source), when=period(o), caveat=caveat_of(o), ids=tuple(map(str, o.ids or ())),
                page="" if o.page is None else str(o.page), basis=o.basis, score=score(members, figure, on),
            )
        )  # fmt: skip
    return points


def _scale(ds: xr.Dataset, variable: str, observations: Sequence[Observation]) -> Scale:
    """The scale of a variable; the record's unit where the ensemble says none."""
    unit = str(ds[variable].attrs.get("units") or observations[0].unit)
    return scale(unit, (bounds(o)[0] / _months(o) for o in observations))


def _months(observation: Observation) -> int:
    """Months over which a figure is a total; 1 for a level."""
    if not is_sum(observation.aggregate):
        return 1
    first, last = (
        np.datetime64(month[:7], "M") for month in (observation.first_month, observation.last_month)
    )
    return int((last - first).astype(int)) + 1


def _repeated(earlier: list[ScoredPoint], observation: Observation) -> float | None:
    """Return the last recorded figure of the same kind, None where none is earlier."""
    past = [
        p
        for p in earlier
        if p.aggregate == observation.aggregate and p.last_month < observation.first_month[:7]
    ]
    if not past:
        return None
    latest = max(p.last_month for p in past)
    return float(np.mean([p.score.value for p in past if p.last_month == latest]))
