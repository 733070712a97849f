"""A branch as part of an ensemble: what each figure on the way did, and what was learnt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import xarray as xr

from thermidor.engine.registry import Registry
from thermidor.experiments.branches.learned import learned
from thermidor.experiments.branches.point import BranchPoint

FIGURE = {
    "figure": "variable and month of the figure",
    "month": "month at whose end it is complete",
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
    "reached": "1 where a particle came near the figure",
}
PARAMETER = {
    "path": "constant",
    "unit": "unit",
    "low": "lower end of the prior range",
    "high": "upper end of the prior range",
    "mean": "mean of the particles",
    "sd": "standard deviation of the particles",
    "q05": "5% of the particles",
    "q95": "95% of the particles",
}
TABLES = {"branch": FIGURE, "learned": PARAMETER}
"""What an ensemble tells beside its histories, column by column: each is an attribute `TABLE_COLUMN` of it."""


def with_branch(ds: xr.Dataset, point: BranchPoint, registry: Registry) -> xr.Dataset:
    """An ensemble with what is known of the branch from which its histories go on.

    Figures and constants are no axes of histories: as dimensions they would multiply the rows of the
    ensemble's data frame.  So they are attributes, one a column.

    Args:
        ds: the ensemble.
        point: its branch point.
        registry: of the model.

    Returns:
        The same with a column of figures in each `branch_...`, and of constants in each `learned_...` where particles
        carried parameters.
    """
    tables = {"branch": [f.to_json() for f in point.figures], "learned": []}
    if point.origin.parameters is not None:
        tables["learned"] = [r.to_json() for r in learned(registry, point.origin.parameters)]
    return with_tables(
        ds, {t: {c: [row[c] for row in rows] for c in TABLES[t]} for t, rows in tables.items()}
    )


def with_tables(ds: xr.Dataset, tables: Mapping[str, Mapping[str, list[Any]]]) -> xr.Dataset:
    """An ensemble with tables beside its histories.

    Args:
        ds: the ensemble.
        tables: by name and column; one without rows is left out.

    Returns:
        The same with an attribute for each column.
    """
    return ds.assign_attrs(
        {
            f"{table}_{column}": _attribute(columns[column])
            for table, columns in tables.items()
            if any(columns.values())
            for column in TABLES[table]
        }
    )


def table_of(ds: xr.Dataset, table: str) -> dict[str, list[Any]]:
    """A table of an ensemble, column by column; none where it has none.

    Args:
        ds: the ensemble.
        table: "branch" for the figures on the way to it, "learned" for constants.
    """
    if any(f"{table}_{column}" not in ds.attrs for column in TABLES[table]):
        return {}
    # a file gives back a column of one row as a single value
    return {c: np.atleast_1d(ds.attrs[f"{table}_{c}"]).tolist() for c in TABLES[table]}


def figure_rows(ds: xr.Dataset) -> list[dict[str, Any]]:
    """What each figure on the way to the branch did, as plain rows; none for free histories."""
    return _rows(table_of(ds, "branch"))


def learned_rows(ds: xr.Dataset) -> list[dict[str, Any]]:
    """What the past says of each constant, what moved most first; none where nothing was learnt."""
    return _rows(table_of(ds, "learned"))


def _attribute(values: list[Any]) -> Any:
    """Values as an attribute may hold them: words as a list, truths as numbers."""
    if isinstance(values[0], str):
        return values
    return np.array(values) * 1


def _rows(columns: dict[str, list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


__all__ = ["TABLES", "figure_rows", "learned_rows", "table_of", "with_branch", "with_tables"]
