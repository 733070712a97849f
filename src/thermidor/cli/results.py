"""What `run` and `compare` make of a simulation: summary, report, data, tables."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

from thermidor.cli.options import DataFormat
from thermidor.cli.output import plain, print_table, print_text


def summary_of(ds: Any) -> Any:
    """Count, date and score an ensemble against the record."""
    from thermidor.record import observations
    from thermidor.report import summarise

    return summarise(ds, observations())


def write_results(ds: Any, summary: Any, folder: Path, data: DataFormat) -> list[tuple[str, Path]]:
    """Write report and data, each whole or not at all.

    Args:
        ds: the ensemble.
        summary: of it.
        folder: made where missing.
        data: form of the data.

    Returns:
        What was written, by name.
    """
    import thermidor as th
    from thermidor.record import observations
    from thermidor.report import write_report

    folder.mkdir(parents=True, exist_ok=True)
    report = write_report(
        ds, summary, folder / "report.html", observations=observations(), parameters=th.parameters()
    )
    files = [("report", Path(report))]
    if data is DataFormat.netcdf:
        files.append(("data", write_netcdf(ds, folder / "data.nc")))
    elif data is DataFormat.zarr:
        files.append(("data", write_zarr(ds, folder / "data.zarr")))
    return files


def write_netcdf(ds: Any, path: Path) -> Path:
    """Write an ensemble as NetCDF, lightly compressed."""
    partial = path.with_name(f".{path.name}.partial")
    small = {"zlib": True, "complevel": 1, "shuffle": True}
    encoding = {name: small for name, v in ds.data_vars.items() if v.ndim == 2}
    try:
        ds.to_netcdf(partial, engine="h5netcdf", encoding=encoding)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def write_zarr(ds: Any, path: Path) -> Path:
    """Write an ensemble as Zarr."""
    partial = path.with_name(f".{path.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        ds.to_zarr(partial, mode="w", consolidated=False)
        if path.exists():
            shutil.rmtree(path)
        os.replace(partial, path)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return path


def write_comparison(result: Any, folder: Path) -> Path:
    """Write a comparison as JSON."""
    from thermidor.report.atomic import write_text

    return write_text(
        folder / "comparison.json", json.dumps(plain(result), ensure_ascii=False, indent=2) + "\n"
    )


def print_comparison(comparison: Any) -> None:
    """Print a comparison as tables."""
    from thermidor.plots.effects import points
    from thermidor.plots.labels import name

    rows = [
        (name(outcome), points(d), f"{points(low)} to {points(high)}")
        for outcome, (d, low, high) in comparison.difference.items()
    ]
    print_table(
        ("Outcome", "Change, points", "95% interval"),
        rows,
        title="What the scenario changes",
        right=(1, 2),
    )
    for words, (p, low, high) in (
        ("Necessity", comparison.necessity),
        ("Sufficiency", comparison.sufficiency),
    ):
        print_text(f"{words}: {p:.0%} ({low:.0%} to {high:.0%})")
