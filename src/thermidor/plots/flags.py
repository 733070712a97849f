"""Codes with CF flag_values and flag_meanings."""

from __future__ import annotations

import numpy as np
import xarray as xr


def meanings(array: xr.DataArray) -> dict[int, str]:
    """Return the name of each code.

    Raises:
        ValueError: the variable carries no flag_values or flag_meanings, or not as many of each.

    Example:
        >>> meanings(ds["outcome"])[4]
        'thermidor'
    """
    try:
        codes = [int(code) for code in np.atleast_1d(array.attrs["flag_values"])]
        names = str(array.attrs["flag_meanings"]).split()
    except KeyError as missing:
        raise ValueError(f"{array.name} has no attribute {missing.args[0]}") from None
    if len(codes) != len(names):
        raise ValueError(
            f"{array.name} has {len(codes)} flag_values and {len(names)} flag_meanings"
        )
    return dict(zip(codes, names, strict=True))


def shares(array: xr.DataArray) -> dict[str, np.ndarray]:
    """Return the share of histories in each code, by month where there are months."""
    codes = array.transpose("history", ...).values
    total = max(1, len(codes))
    return {label: (codes == code).sum(axis=0) / total for code, label in meanings(array).items()}
