"""From an ensemble to its summary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import xarray as xr

from thermidor.experiments.coded import PREFIX, agreement, closed_at_end, ever_closed
from thermidor.plots.bands import finished, values
from thermidor.plots.flags import meanings
from thermidor.plots.labels import date, month_of
from thermidor.plots.milestones import (
    milestone_dates,
    milestone_ids,
    milestone_names,
    recorded_months,
    recorded_order,
)
from thermidor.plots.observation import Observation
from thermidor.report.fit import fit
from thermidor.report.summary import Codings, Estimate, MilestoneDates, Summary, Toll
from thermidor.report.wilson import wilson

THERMIDOR_OR_BEYOND = frozenset({"thermidor", "brumaire", "counter_revolution"})
FAILED = "failed"


def summarise(
    ds: xr.Dataset, observations: Iterable[Observation] = (), milestones: Iterable[Any] = ()
) -> Summary:
    """Count, date and score an ensemble.

    Args:
        ds: an ensemble with `regime` and `outcome` codes and their CF flags; `failure` and milestones if it has them.
        observations: recorded figures to score it against.
        milestones: objects or mappings with id, name and recorded or first_month ("YYYY-MM"), where they correct the dataset's own.

    Returns:
        The summary. A failed history counts as the outcome "failed" and never as one in which say was lost.

    Raises:
        ValueError: `regime` or `outcome` is missing or carries no flags.

    Example:
        >>> summarise(ds, observations).lost.p
        0.87
    """
    for needed in ("regime", "outcome"):
        if needed not in ds:
            raise ValueError(f"a summary needs {needed}, which this run does not have")
    done = finished(ds)
    total = len(done)
    return Summary(
        histories=total,
        failed=int((~done).sum()),
        failures=_failures(ds),
        outcomes=_outcomes(ds, done),
        ladder=_estimate(int((_climbed(ds) & done).sum()), total),
        milestones=tuple(_milestones(ds, milestones)),
        deaths=tuple(_deaths(ds)),
        fit=fit(ds, observations),
        manifest={key: _plain(value) for key, value in ds.attrs.items() if np.ndim(value) == 0},
        codings=_codings(ds, done),
    )


def _estimate(count: int, total: int) -> Estimate:
    low, high = wilson(count, total)
    return Estimate(count / total if total else 0.0, low, high, count, total)


def _climbed(ds: xr.Dataset) -> np.ndarray:
    codes = [
        code
        for code, name in meanings(ds["regime"]).items()
        if name.replace("-", "_") in THERMIDOR_OR_BEYOND
    ]
    regimes = ds["regime"].transpose("history", "month").values
    return np.asarray(np.isin(regimes, codes).any(axis=1))


def _outcomes(ds: xr.Dataset, done: np.ndarray) -> dict[str, Estimate]:
    codes = ds["outcome"].values
    known = meanings(ds["outcome"])
    counts = {name: int(((codes == code) & done).sum()) for code, name in known.items()}
    lost = len(done) - sum(counts.values())
    if lost:
        counts[FAILED] = counts.get(FAILED, 0) + lost
    return {
        name: _estimate(count, len(done))
        for name, count in counts.items()
        if count or name != FAILED
    }


def _codings(ds: xr.Dataset, done: np.ndarray) -> Codings:
    found = {
        str(v).removeprefix(PREFIX): ds[v].transpose("history", "month")
        for v in ds.data_vars
        if str(v).startswith(PREFIX)
    }
    codes = {n: x.values for n, x in found.items()}
    total = len(done)
    return Codings(
        {
            n: {
                name: _estimate(int(((x[:, -1] == code) & done).sum()), total)
                for code, name in meanings(found[n]).items()
            }
            for n, x in codes.items()
        },
        {n: _estimate(int((x & done).sum()), total) for n, x in ever_closed(codes).items()},
        agreement({n: x[done] for n, x in codes.items()}),
        {n: _estimate(int((x & done).sum()), total) for n, x in closed_at_end(codes).items()},
    )


def _failures(ds: xr.Dataset) -> dict[str, int]:
    if "failure" not in ds:
        return {}
    codes, counts = np.unique(ds["failure"].values, return_counts=True)
    names = meanings(ds["failure"]) if "flag_meanings" in ds["failure"].attrs else {}
    return {
        names.get(int(code)) or f"in {date(month_of(float(code) - 1))}": int(count)
        for code, count in zip(codes, counts, strict=True)
        if code != 0
    }


def _milestones(ds: xr.Dataset, corrections: Iterable[Any]) -> Iterable[MilestoneDates]:
    try:
        dates = milestone_dates(ds)
    except ValueError:
        return
    known = {str(_get(item, "id")): item for item in corrections}
    ids, names, recorded = milestone_ids(ds), milestone_names(ds), recorded_months(ds)
    for place in recorded_order(ds).tolist():
        fallen = dates[:, place][np.isfinite(dates[:, place])]
        low, middle, high = (
            np.quantile(fallen, [0.05, 0.5, 0.95]).tolist() if len(fallen) else [np.nan] * 3
        )
        share = _estimate(len(fallen), len(dates))
        item = known.get(ids[place])
        yield MilestoneDates(
            id=ids[place],
            name=str(_get(item, "name") or names[place]),
            share=share.p,
            low=share.low,
            high=share.high,
            median=month_of(middle),
            q05=month_of(low),
            q95=month_of(high),
            recorded=_get(item, "recorded")
            or _get(item, "first_month")
            or month_of(float(recorded[place])),
        )


def _deaths(ds: xr.Dataset) -> Iterable[Toll]:
    causes = sorted(str(name) for name in ds.data_vars if str(name).startswith("deaths."))
    totals = {cause: values(ds, cause).sum(axis=1) for cause in causes}
    titles = {cause: str(ds[cause].attrs.get("long_name", cause)) for cause in causes}
    if len(totals) > 1:
        totals["deaths"] = np.sum(list(totals.values()), axis=0)
        titles["deaths"] = "All causes above together"
    for cause, dead in totals.items():
        if len(dead):
            low, middle, high = np.quantile(dead, [0.05, 0.5, 0.95]).tolist()
            yield Toll(cause, titles[cause], middle, low, high)


def _get(item: Any, key: str) -> Any:
    return item.get(key) if isinstance(item, dict) else getattr(item, key, None)


def _plain(value: Any) -> Any:
    return value.tolist() if isinstance(value, (np.generic, np.ndarray)) else value
