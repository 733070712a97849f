"""Quantiles of an ensemble by month."""

from __future__ import annotations

import numpy as np
import xarray as xr

from thermidor.errors import nearest

LEVELS = {"q05": 0.05, "q25": 0.25, "median": 0.5, "q75": 0.75, "q95": 0.95}


def finished(ds: xr.Dataset) -> np.ndarray:
    """Return which histories ran to their end, shape (history,)."""
    if "failure" not in ds:
        return np.ones(ds.sizes["history"], dtype=bool)
    return ds["failure"].values == 0


def values(ds: xr.Dataset, variable: str) -> np.ndarray:
    """Return a variable's values in the histories that ran to their end, shape (history, month).

    Raises:
        KeyError: the dataset has no such variable.
    """
    if variable not in ds:
        raise KeyError(f"{variable} is not in this run{nearest(variable, map(str, ds.data_vars))}")
    return ds[variable].transpose("history", "month").values[finished(ds)].astype(float)


def bands(ds: xr.Dataset, variable: str) -> dict[str, np.ndarray]:
    """Return the 5, 25, 50, 75 and 95% quantiles of a variable by month.

    Args:
        ds: an ensemble with dimensions history and month.
        variable: a name of the interface, such as "party.members".

    Returns:
        Arrays of shape (month,) under "q05", "q25", "median", "q75", "q95".

    Raises:
        KeyError: the dataset has no such variable.

    Example:
        >>> bands(ds, "party.members")["median"].shape
        (288,)
    """
    histories = values(ds, variable)
    if not len(histories):
        return {key: np.full(ds.sizes["month"], np.nan) for key in LEVELS}
    quantile = np.nanquantile if np.isnan(histories).any() else np.quantile
    return dict(zip(LEVELS, quantile(histories, list(LEVELS.values()), axis=0), strict=True))


def figures(array: np.ndarray, digits: int = 4) -> list[float | None]:
    """Round to significant digits, with None for what is not a number."""
    return [float(f"{x:.{digits}g}") if np.isfinite(x) else None for x in array.tolist()]
