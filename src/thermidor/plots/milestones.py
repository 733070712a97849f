"""Strips of the simulated dates of each milestone, with the recorded date marked."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import xarray as xr

from thermidor.plots.bands import finished
from thermidor.plots.labels import date, month_of, percent
from thermidor.plots.rows import BELOW, STEP, row_axis, row_labels
from thermidor.plots.theme import BAND, BOOK, INK, RULE, themed
from thermidor.plots.time_axis import time_axis

BIN = 6  # months to a cell


def milestones(ds: xr.Dataset) -> alt.LayerChart:
    """Draw when each milestone falls in the histories: density by half-year, median, recorded date.

    Args:
        ds: an ensemble with one variable (history, milestone) of months since January 1917, NaN for never,
            and milestone_name and milestone_recorded (milestone); pass `ds.isel(milestone=...)` to draw some of them.

    Returns:
        A layered chart, one row a milestone, in the order of the recorded dates.

    Raises:
        ValueError: the dataset has no milestones.

    Example:
        >>> milestones(ds.isel(milestone=slice(0, 10))).save("milestones.svg")
    """
    dates, ids, names, recorded = (
        milestone_dates(ds),
        milestone_ids(ds),
        milestone_names(ds),
        recorded_months(ds),
    )
    rows: list[dict[str, Any]] = []
    cells: list[dict[str, Any]] = []
    for place in recorded_order(ds).tolist():
        row, density = _strip(ids[place], names[place], float(recorded[place]), dates[:, place])
        rows.append(row)
        cells += density
    order = [row["key"] for row in rows]
    y = row_axis(order)
    tip = [alt.Tooltip("label:N", title="Milestone"), alt.Tooltip("figure:N", title="Occurs in"),
           alt.Tooltip("median_text:N", title="Median (5–95%)"), alt.Tooltip("recorded_text:N", title="Recorded")]  # fmt: skip
    base = alt.Chart({"values": rows}).encode(y=y, tooltip=tip)
    halves = alt.Chart({"values": cells}).encode(y=y)
    layers = [
        base.mark_rule(yOffset=BELOW + 6, color=RULE, aria=False).encode(x=alt.value(0), x2=alt.value("width")),
        halves.mark_bar(size=12, yOffset=BELOW, color=BAND, aria=False).encode(
            x=alt.X("month:T"), x2="until:T",
            opacity=alt.Opacity("share:Q", scale=alt.Scale(domain=[0, 0.5], range=[0.2, 1], clamp=True), legend=None),
            tooltip=[alt.Tooltip("label:N", title="Milestone"), alt.Tooltip("text:N", title="Share of histories")],
        ),
        base.transform_filter("isValid(datum.median)").mark_tick(
            yOffset=BELOW, size=16, thickness=2, color=INK, aria=False
        ).encode(x=time_axis(field="median")),
        base.transform_filter("isValid(datum.recorded)").mark_point(
            yOffset=BELOW, shape="diamond", filled=True, size=70, opacity=1, color=BOOK, stroke="#ffffff",
            strokeWidth=0.8, aria=False,
        ).encode(x=time_axis(field="recorded")),
        *row_labels(rows, order),
    ]  # fmt: skip
    return themed(alt.layer(*layers).properties(width=640, height=STEP * len(rows)))


def recorded_order(ds: xr.Dataset) -> np.ndarray:
    """Return the places of the milestones by recorded date, those without one last."""
    recorded = recorded_months(ds)
    return np.argsort(np.where(np.isnan(recorded), np.inf, recorded), kind="stable")


def recorded_months(ds: xr.Dataset) -> np.ndarray:
    """Return the recorded dates as months since January 1917, NaN where there is none."""
    found = _companion(ds, "milestone_recorded")
    return (
        np.full(ds.sizes["milestone"], np.nan) if found is None else np.asarray(found, dtype=float)
    )


def milestone_names(ds: xr.Dataset) -> list[str]:
    """Return the readable names of the milestones, their ids where there is none."""
    found = _companion(ds, "milestone_name")
    return [str(x) for x in (milestone_ids(ds) if found is None else found)]


def milestone_ids(ds: xr.Dataset) -> list[str]:
    """Return the ids of the milestones."""
    found = _companion(ds, "milestone_id")
    if found is None and "milestone" in ds.coords and ds["milestone"].ndim == 1:
        found = ds["milestone"].values
    return [str(x) for x in (range(ds.sizes["milestone"]) if found is None else found)]


def milestone_dates(ds: xr.Dataset) -> np.ndarray:
    """Return the simulated dates in the finished histories, shape (history, milestone).

    Raises:
        ValueError: the dataset has no variable with the dimensions history and milestone.
    """
    for array in ds.variables.values():
        if set(array.dims) == {"history", "milestone"}:
            return array.transpose("history", "milestone").values[finished(ds)].astype(float)
    raise ValueError(
        "this run has no milestones: no variable with the dimensions history and milestone"
    )


def _companion(ds: xr.Dataset, key: str) -> Any:
    if key in ds.variables:
        return ds[key].values
    for array in ds.variables.values():
        if "milestone" in array.dims and key in array.attrs:
            return array.attrs[key]
    return None


def _strip(
    ident: str, label: str, recorded: float, dates: np.ndarray
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    fallen = dates[np.isfinite(dates)]
    share = len(fallen) / max(1, len(dates))
    low, middle, high = (
        np.quantile(fallen, [0.05, 0.5, 0.95]).tolist() if len(fallen) else [np.nan] * 3
    )
    row = {
        "key": ident, "label": label,
        "figure": f"in {percent(share)} of histories",
        "median": _day(middle), "recorded": _day(recorded),
        "median_text": f"{date(month_of(middle))} ({date(month_of(low))} – {date(month_of(high))})",
        "recorded_text": date(month_of(recorded)),
    }  # fmt: skip
    bins, counts = np.unique(np.floor(fallen / BIN).astype(int), return_counts=True)
    cells = [
        {
            "key": ident, "label": label, "month": _day(start), "until": _day(start + BIN),
            "share": round(float(count) / len(dates), 4),
            "text": f"{percent(count / len(dates))} in the half-year from {date(month_of(start))}",
        }
        for start, count in zip((bins * float(BIN)).tolist(), counts.tolist(), strict=True)
    ]  # fmt: skip
    return row, cells


def _day(index: float) -> str | None:
    month = month_of(index)
    return None if month is None else f"{month}-01"
