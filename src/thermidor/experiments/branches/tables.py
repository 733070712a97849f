"""A branch as part of a data set: what each figure on the way did, and what was learnt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import xarray as xr

from thermidor.engine.calendar import month_text
from thermidor.engine.registry import Registry
from thermidor.experiments.branches.learned import learned
from thermidor.experiments.branches.point import BranchPoint

FIGURE = {
    "variable": "output variable of the model",
    "recorded": "recorded value",
    "low": "lower end of what the record allows",
    "high": "upper end of what the record allows",
    "q05": "lower end of the 90% interval of the particles before the figure",
    "median": "median of the particles before the figure",
    "q95": "upper end of the 90% interval of the particles before the figure",
    "place": "weight of the particles below the recorded value",
    "score": "log density of the recorded value, given all before it",
    "surprise": "how much less probable than if every particle had shown it",
    "effective": "effective size after the figure, share of the particles",
}
PARAMETER = {
    "unit": "unit",
    "low": "lower end of the prior range",
    "high": "upper end of the prior range",
    "mean": "mean of the particles",
    "sd": "standard deviation of the particles",
    "q05": "5% of the particles",
    "q95": "95% of the particles",
}
FIGURES, CONSTANTS = "figure", "constant"


def with_branch(ds: xr.Dataset, point: BranchPoint, registry: Registry) -> xr.Dataset:
    """An ensemble with what is known of the branch from which its histories go on.

    Args:
        ds: the ensemble.
        point: its branch point.
        registry: of the model.

    Returns:
        The same with the dimension `figure`, and `constant` where particles carried parameters.
    """
    new: dict[str, Any] = {}
    coords: dict[str, Any] = {}
    if point.figures:
        coords[FIGURES] = [f.name for f in point.figures]
        months = [f"{month_text(f.month)}-01" for f in point.figures]
        coords["figure_month"] = (FIGURES, np.array(months, "datetime64[ns]"))
        for key, means in FIGURE.items():
            values = np.array([getattr(f, key) for f in point.figures])
            new[f"branch_{key}"] = ((FIGURES,), values, {"long_name": means})
        reached = np.array([f.reached for f in point.figures], np.int8)
        new["branch_reached"] = (
            (FIGURES,), reached, {"long_name": "1 where a particle came near the figure"},
        )  # fmt: skip
    if point.origin.parameters is not None:
        rows = learned(registry, point.origin.parameters)
        coords[CONSTANTS] = [r.path for r in rows]
        for key, means in PARAMETER.items():
            values = np.array([getattr(r, key) for r in rows])
            new[f"learned_{key}"] = ((CONSTANTS,), values, {"long_name": means})
    return ds.assign_coords(coords).assign(new)


def figure_rows(ds: xr.Dataset) -> list[dict[str, Any]]:
    """What each figure on the way to the branch did, as plain rows; none for free histories."""
    rows = list(_rows(ds, FIGURES, "branch_", (*FIGURE, "reached")))
    if rows:
        months = ds["figure_month"].values.astype("datetime64[M]").astype(str)
        for row, month in zip(rows, months, strict=True):
            row["month"] = str(month)
    return rows


def learned_rows(ds: xr.Dataset) -> list[dict[str, Any]]:
    """What the past says of each constant, what moved most first; none where nothing was learnt."""
    return list(_rows(ds, CONSTANTS, "learned_", tuple(PARAMETER)))


def _rows(
    ds: xr.Dataset, dimension: str, prefix: str, keys: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    if dimension not in ds.dims:
        return
    columns = {key: ds[prefix + key].values.tolist() for key in keys}
    for n, name in enumerate(ds[dimension].values.tolist()):
        yield {
            dimension if dimension == FIGURES else "path": str(name),
            **{k: v[n] for k, v in columns.items()},
        }


__all__ = ["figure_rows", "learned_rows", "with_branch"]
