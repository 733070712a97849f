"""How well an ensemble keeps to the recorded figures."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import xarray as xr

from thermidor.experiments.crps import fair_crps
from thermidor.plots.bands import values
from thermidor.plots.observation import Observation, aggregate, bounds, caveat_of, period, unit_of
from thermidor.plots.sources import citation
from thermidor.report.summary import Fit, FitOfVariable, ScoredPoint


def fit(ds: xr.Dataset, observations: Iterable[Observation]) -> Fit:
    """Compare an ensemble with the record, figure by figure.

    Args:
        ds: an ensemble with dimensions history and month.
        observations: recorded figures; those of absent variables or outside the run are counted, not scored.

    Returns:
        Figures inside the histories' 5-95% band (by value or range), and scores against persistence.

    Example:
        >>> fit(ds, observations).inside_90
        212
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
        ratio, compared = _ratio(points)
        if ratio:
            ratios.append((math.log(ratio), compared))
        inside = sum(point.inside for point in points)
        title = str(ds[variable].attrs.get("long_name", variable))
        rows.append(
            FitOfVariable(variable, title, len(points), inside, inside / len(points), ratio)
        )
        scored += points
    inside = sum(point.inside for point in scored)
    weight = sum(compared for _, compared in ratios)
    return Fit(
        points=len(scored),
        inside_90=inside,
        share=inside / len(scored) if scored else None,
        crps_ratio=math.exp(sum(log * n for log, n in ratios) / weight) if weight else None,
        not_compared=sum(map(len, by_variable.values())) - len(scored),
        variables=tuple(rows),
        by_basis={
            basis: (
                sum(p.basis == basis for p in scored),
                sum(p.basis == basis and p.inside for p in scored),
            )
            for basis in sorted({point.basis for point in scored})
        },
        scored=tuple(scored),
    )


def _score(ds: xr.Dataset, variable: str, observations: Sequence[Observation]) -> list[ScoredPoint]:
    histories, months = values(ds, variable), ds["month"].values
    kept = [(o, a) for o in observations if (a := aggregate(histories, months, o)) is not None]
    kept = [(o, a[np.isfinite(a)]) for o, a in kept if np.isfinite(a).any()]
    kept.sort(key=lambda pair: (pair[0].first_month, pair[0].last_month))
    if not kept:
        return []
    recorded = [bounds(o) for o, _ in kept]
    scores = _crps([a for _, a in kept], np.array([value for value, _, _ in recorded]))
    points = []
    for (o, members), (value, low, high), score in zip(
        kept, recorded, scores.tolist(), strict=True
    ):
        q05, median, q95 = np.quantile(members, [0.05, 0.5, 0.95]).tolist()
        points.append(
            ScoredPoint(
                variable=variable, first_month=o.first_month[:7], last_month=o.last_month[:7], aggregate=o.aggregate,
                value=value, low=low, high=high, unit=unit_of(o), source=citation(o.source), when=period(o), caveat=caveat_of(o), ids=tuple(map(str, o.ids or ())),
                page="" if o.page is None else str(o.page), basis=o.basis, q05=q05, median=median, q95=q95,
                inside=low <= q95 and high >= q05, crps=score, baseline=_persistence(points, o, value),
            )
        )  # fmt: skip
    return points


def _crps(members: list[np.ndarray], recorded: np.ndarray) -> np.ndarray:
    if len({len(m) for m in members}) == 1:
        return fair_crps(np.stack(members, axis=1), recorded)
    return np.array([fair_crps(m[:, None], recorded[i : i + 1])[0] for i, m in enumerate(members)])


def _persistence(
    earlier: list[ScoredPoint], observation: Observation, value: float
) -> float | None:
    """Return the error of repeating the last recorded figure of the same kind, None where none is earlier."""
    past = [
        p
        for p in earlier
        if p.aggregate == observation.aggregate and p.last_month < observation.first_month[:7]
    ]
    if not past:
        return None
    latest = max(p.last_month for p in past)
    return abs(value - float(np.mean([p.value for p in past if p.last_month == latest])))


def _ratio(points: list[ScoredPoint]) -> tuple[float | None, int]:
    compared = [p for p in points if p.baseline is not None]
    baseline = sum(p.baseline or 0.0 for p in compared)
    if baseline <= 0:
        return None, 0
    return max(0.0, sum(p.crps for p in compared) / baseline), len(compared)
