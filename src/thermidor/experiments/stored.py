"""Ensembles in files, NetCDF or Zarr, and back: the histories, and the tables of a branch as groups beside them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from thermidor.errors import BadRequest, one_line, shown
from thermidor.experiments.branches.tables import TABLES, table_of, with_tables
from thermidor.experiments.cf import as_in_python, for_files

ROW = "row"
"""Axis of a table."""


def write_netcdf(ds: xr.Dataset, path: Path) -> None:
    """Write an ensemble as NetCDF by the CF conventions, lightly compressed.

    Args:
        ds: as the program has it.
        path: the file.

    Raises:
        OSError: it cannot be written.
    """
    small = {"zlib": True, "complevel": 1, "shuffle": True}
    found = for_files(ds)
    encoding = {name: small for name, v in found.data_vars.items() if v.ndim == 2}
    found.to_netcdf(path, engine="h5netcdf", encoding=encoding)
    for group, table in _groups(ds).items():
        table.to_netcdf(path, mode="a", engine="h5netcdf", group=group)


def write_zarr(ds: xr.Dataset, path: Path) -> None:
    """Write an ensemble as Zarr by the CF conventions.

    Args:
        ds: as the program has it.
        path: the folder.

    Raises:
        OSError: it cannot be written.
    """
    import zarr

    for_files(ds).to_zarr(path, mode="w", zarr_format=2, consolidated=False)
    for group, table in _groups(ds).items():
        table.to_zarr(path, mode="a", group=group, zarr_format=2, consolidated=False)
    zarr.consolidate_metadata(str(path), zarr_format=2)


def open_histories(path: str | Path) -> xr.Dataset:
    """Read an ensemble that `thermidor run --out` wrote.

    Files follow the CF conventions; here the names have their dots again, and the units their words.

    Args:
        path: `data.nc`, `data.zarr`, or the folder in which one of them lies.

    Returns:
        As `simulate` gave it.

    Raises:
        ValueError: there is no such ensemble, in one line.

    Example:
        >>> open_histories("nowhere")
        Traceback (most recent call last):
        thermidor.errors.BadRequest: no ensemble lies at 'nowhere'; name the folder of a run, its data.zarr or its data.nc
    """
    place = Path(path)
    inside = [place, place / "data.zarr", place / "data.nc"]
    found = next((p for p in inside if p.is_file() or (p / ".zattrs").is_file()), None)
    right = "name the folder of a run, its data.zarr or its data.nc"
    if found is None:
        raise BadRequest(f"no ensemble lies at {shown(str(path))}; {right}")
    try:
        return read(found)
    except (KeyError, OSError, ValueError) as error:
        reason = one_line(str(error))
        raise BadRequest(
            f"{shown(str(found))} is no ensemble of a run: {reason}; {right}"
        ) from None


def read(file: Path | BytesIO) -> xr.Dataset:
    """Read an ensemble from where it lies.

    Args:
        file: NetCDF, or the folder of a Zarr.

    Returns:
        As the program has it, all of it in memory.

    Raises:
        OSError: it cannot be read.
        ValueError: it holds something else.
    """
    engine: Any = "zarr" if isinstance(file, Path) and file.is_dir() else "h5netcdf"
    with xr.open_datatree(file, engine=engine) as tree:
        ds = as_in_python(tree.to_dataset().load())
        tables = {
            name: {c: group[f"{name}_{c}"].values.tolist() for c in TABLES[name]}
            for name in TABLES
            if name in tree.children
            for group in [tree.children[name].to_dataset(inherit=False)]
        }
    if "regime" not in ds:
        raise ValueError("it holds no histories")
    return with_tables(ds, tables)


def _groups(ds: xr.Dataset) -> dict[str, xr.Dataset]:
    return {
        group: xr.Dataset(
            {
                f"{group}_{column}": (ROW, np.array(values), {"long_name": TABLES[group][column]})
                for column, values in rows.items()
            }
        )
        for group in TABLES
        if (rows := table_of(ds, group))
    }


__all__ = ["open_histories", "read", "write_netcdf", "write_zarr"]
