"""What `run` and `compare` make of a simulation: summary, report, data, tables."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from thermidor.cli.options import DataFormat
from thermidor.cli.output import plain, print_table, print_text
from thermidor.cli.place import COMPARISON, NETCDF, REPORT, RESULTS, ZARR
from thermidor.keep import (
    KEPT,
    cache_folder,
    forget,
    forget_oldest,
    recall,
    remember,
    together,
    write_text,
)

if TYPE_CHECKING:
    from thermidor.experiments.regions import Regional
    from thermidor.experiments.request import Request


def summary_of(ds: Any) -> Any:
    """Count, date and score an ensemble against the record."""
    from thermidor.record import observations
    from thermidor.report import summarise

    return summarise(ds, observations())


def write_results(
    ds: Any,
    summary: Any,
    folder: Path,
    data: DataFormat,
    comparisons: Sequence[dict[str, Any]] = (),
    regions: Regional | None = None,
) -> list[tuple[str, Path]]:
    """Write report and data, all of them or nothing.

    Args:
        ds: the ensemble.
        summary: of it.
        folder: made where missing.
        data: form of the data.
        comparisons: what conditions change, for the report.
        regions: by month, for the map of the report.

    Returns:
        What was written, by name.

    Raises:
        OSError: it cannot be written; what was there before stays.
    """
    import thermidor as th
    from thermidor.experiments.stored import write_netcdf, write_zarr
    from thermidor.record import observations
    from thermidor.report import write_report

    files = [("report", folder / REPORT)]
    with together(folder, RESULTS) as made:
        if data is DataFormat.netcdf:
            write_netcdf(ds, made / NETCDF)
            files.append(("data", folder / NETCDF))
        elif data is DataFormat.zarr:
            write_zarr(ds, made / ZARR)
            files.append(("data", folder / ZARR))
        write_report(
            ds,
            summary,
            made / REPORT,
            observations=observations(),
            parameters=[p for p in th.parameters() if p["kind"] != "absent"],
            comparisons=comparisons,
            regions=regions,
        )
    return files


# -- a finished run that could not be written -------------------------------------------------------

PUT_BY = 4
"""Runs that are kept because they could not be written."""


def put_by(request: Request, ds: Any) -> bool:
    """Keep a finished run that could not be written, so that the same command has it at once.

    Args:
        request: that was asked.
        ds: the ensemble.

    Returns:
        False where it cannot be kept either.
    """
    from thermidor.experiments.stored import write_netcdf

    place = _place_of(request)
    try:
        with TemporaryDirectory(prefix="thermidor-") as folder:
            write_netcdf(ds, Path(folder) / NETCDF)
            kept = remember(place, (Path(folder) / NETCDF).read_bytes())
    except OSError:
        return False
    if kept:
        forget_oldest(place.parent, most=PUT_BY)
    return kept


def taken_up(request: Request) -> Any:
    """A run of the same request that was finished and could not be written, or None."""
    import io

    from thermidor.experiments.stored import read

    content = recall(_place_of(request))
    return None if content is None else read(io.BytesIO(content))


def written(request: Request) -> None:
    """Give up what was kept of a run that has now been written."""
    forget(_place_of(request))


def _place_of(request: Request) -> Path:
    from thermidor.experiments.branches.point import made_by

    told = repr((request, request.schedule.interventions, made_by(request.simulator)))
    return cache_folder("runs") / f"{hashlib.sha256(told.encode()).hexdigest()[:32]}{KEPT}"


def write_comparison(result: Any, folder: Path) -> Path:
    """Write a comparison as JSON."""
    return write_text(
        folder / COMPARISON, json.dumps(plain(result), ensure_ascii=False, indent=2) + "\n"
    )


def print_outcomes(summary: Any) -> None:
    """Print how the histories end, the likeliest first; what none of them reaches in one line."""
    from thermidor.plots.labels import name, percent

    ranked = sorted(summary.ends.items(), key=lambda item: -item[1].p)
    print_table(
        ("Outcome", "Probability", "95% interval", "Histories"),
        [
            (name(code), percent(e.p), f"{percent(e.low)} to {percent(e.high)}", f"{e.count:,}")
            for code, e in ranked
            if e.count
        ],
        title="How the histories end, by the book's coding"
        if summary.codings.outcomes
        else "How the histories end",
        right=(1, 2, 3),
    )
    never = [(code, e) for code, e in ranked if not e.count]
    if never:
        most = percent(max(e.high for _, e in never))
        print_text(
            f"None ends in: {', '.join(name(code) for code, _ in never)} (each {most} at most)."
        )


def branch_facts(ds: Any) -> dict[str, Any] | None:
    """What is known of the branch from which histories go on; None for free histories."""
    a = ds.attrs
    if "branch" not in a:
        return None
    facts = ("particles", "effective", "least_effective", "log_evidence")
    return {
        "at": a["branch"],
        "learn": bool(a["learn"]),
        **{name: a[name] for name in facts},
        "unreached": [name for name in str(a["unreached"]).split("; ") if name],
    }


def print_branch(ds: Any) -> None:
    """Print how well the record was followed up to the branch."""
    from thermidor.plots.labels import percent

    a = ds.attrs
    missed = [name for name in str(a["unreached"]).split("; ") if name]
    out = f"; {len(missed)} figures out of reach ({', '.join(missed[:3])}{', ...' if len(missed) > 3 else ''})"
    print_text(
        f"These histories follow the record to {a['branch']}: there the effective size is "
        f"{percent(a['effective'])} of {a['particles']:,} particles, at its smallest on the way "
        f"{percent(a['least_effective'])}{out if missed else ''}."
    )


def print_milestones(summary: Any) -> None:
    """Print in how many histories each milestone falls, when, and when it is recorded."""
    from thermidor.plots.labels import percent

    if not summary.milestones:
        return
    print_table(
        ("Milestone", "Share", "95% interval", "Median", "5% to 95%", "Recorded"),
        [
            (
                m.name, percent(m.share), f"{percent(m.low)} to {percent(m.high)}", m.median or "-",
                f"{m.q05} to {m.q95}" if m.median else "-", m.recorded or "-",
            )
            for m in summary.milestones
        ],
        title="Milestones of the book, and when histories that have them reach them",
        right=(1, 2),
        fixed=range(1, 6),
    )  # fmt: skip
