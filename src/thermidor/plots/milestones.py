"""Strips of the simulated dates of each milestone, with the recorded date marked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import altair as alt
import numpy as np
import xarray as xr

from thermidor.errors import BadRequest, unknown
from thermidor.experiments.dataset import MILESTONE
from thermidor.plots.bands import finished
from thermidor.plots.labels import date, month_of, percent
from thermidor.plots.rows import BELOW, STEP, row_axis, row_labels
from thermidor.plots.taken import ensemble
from thermidor.plots.theme import BAND, BOOK, INK, RULE, themed
from thermidor.plots.time_axis import time_axis

BIN = 6  # months to a cell


def milestones(ds: xr.Dataset, ids: Iterable[str] | None = None) -> alt.LayerChart:
    """Draw when each milestone falls in the histories: density by half-year, median, recorded date.

    Args:
        ds: an ensemble with variables `milestone.ID` (history) of months since January 1917, NaN for never,
            whose attributes hold name and recorded month.
        ids: of the milestones that are drawn, such as "m11"; all by default.

    Returns:
        A layered chart, one row a milestone, in the order of the recorded dates.

    Raises:
        ValueError: the dataset has no milestones.

    Example:
        >>> milestones(ds).save("milestones.svg")
    """
    ds = ensemble(ds, "milestones")
    if ids is not None:
        ds = _only(ds, ids)
    dates, known, names, recorded = (
        milestone_dates(ds),
        milestone_ids(ds),
        milestone_names(ds),
        recorded_months(ds),
    )
    rows: list[dict[str, Any]] = []
    cells: list[dict[str, Any]] = []
    for place in recorded_order(ds).tolist():
        row, density = _strip(known[place], names[place], float(recorded[place]), dates[:, place])
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
    return np.array([float(array.attrs.get("recorded", np.nan)) for array in _milestones(ds)])


def milestone_names(ds: xr.Dataset) -> list[str]:
    """Return the readable names of the milestones, their ids where there is none."""
    names = [array.attrs.get("long_name") for array in _milestones(ds)]
    return [str(name or id) for name, id in zip(names, milestone_ids(ds), strict=True)]


def milestone_ids(ds: xr.Dataset) -> list[str]:
    """Return the ids of the milestones."""
    return [str(array.name).removeprefix(MILESTONE) for array in _milestones(ds)]


def milestone_dates(ds: xr.Dataset) -> np.ndarray:
    """Return the simulated dates in the finished histories, shape (history, milestone).

    Raises:
        ValueError: the dataset has no milestones.
    """
    found = [array.values for array in _milestones(ds)]
    if not found:
        raise ValueError(f"this run has no milestones: no variables '{MILESTONE}ID'")
    return np.stack(found, axis=1)[finished(ds)].astype(float)


def _only(ds: xr.Dataset, ids: Iterable[str]) -> xr.Dataset:
    wanted = {ids} if isinstance(ids, str) else set(ids)
    for id in sorted(wanted - {*milestone_ids(ds)}):
        raise BadRequest(unknown("milestone", id, milestone_ids(ds)))
    return ds.drop_vars([f"{MILESTONE}{id}" for id in milestone_ids(ds) if id not in wanted])


def _milestones(ds: xr.Dataset) -> list[xr.DataArray]:
    return [ds[name] for name in ds.data_vars if str(name).startswith(MILESTONE)]


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
