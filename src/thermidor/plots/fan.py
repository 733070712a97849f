"""The fan chart: where the middle half and nine tenths of the histories lie, beside the record."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from functools import lru_cache
from typing import Any

import altair as alt
import numpy as np
import xarray as xr

from thermidor.plots.bands import bands, figures, finished
from thermidor.plots.labels import is_share, sentence
from thermidor.plots.observation import Observation, bounds, caveat_of, period, rows_of, unit_of
from thermidor.plots.sources import citation
from thermidor.plots.taken import ensemble
from thermidor.plots.theme import BAND, BOOK, FAINT, INDEPENDENT, themed
from thermidor.plots.time_axis import stamps, time_axis
from thermidor.record import is_sum

SINGLE_HISTORIES = 3
BASES = {"book": "the book", "independent": "independent source"}


def fan(ds: xr.Dataset, variable: str, observations: Iterable[Observation] = ()) -> alt.LayerChart:
    """Draw a variable's 50% and 90% bands, its median, three single histories and the recorded figures.

    Args:
        ds: an ensemble with dimensions history and month.
        variable: a name of the interface, such as "party.members".
        observations: recorded figures; those of other variables or outside the run are left out.

    Returns:
        A layered chart. Totals over several months are drawn as their monthly average.

    Raises:
        KeyError: the dataset has no such variable.

    Example:
        >>> fan(ds, "party.members", observations).save("members.svg")
    """
    unit, datasets = _data(ensemble(ds, "fan"), variable, observations)
    chart = _layers(*unit, *_shape(datasets)).copy(deep=True)
    chart.title = _title(ds, variable)
    chart.datasets = datasets
    return chart


def fan_spec(
    ds: xr.Dataset, variable: str, observations: Iterable[Observation] = ()
) -> dict[str, Any]:
    """Return what `fan` draws as a Vega-Lite specification, tens of times faster: for pages of many fans.

    Args:
        ds: an ensemble with dimensions history and month.
        variable: a name of the interface, such as "party.members".
        observations: recorded figures; those of other variables or outside the run are left out.

    Returns:
        The specification, its rows under datasets.

    Raises:
        KeyError: the dataset has no such variable.

    Example:
        >>> sorted(fan_spec(ds, "party.members", observations)["datasets"])
        ['histories', 'recorded']
    """
    unit, datasets = _data(ds, variable, observations)
    frame = _frame(*unit, *_shape(datasets))
    return {**deepcopy(frame), "title": _title(ds, variable), "datasets": datasets}


def _title(ds: xr.Dataset, variable: str) -> str:
    return sentence(str(ds[variable].attrs.get("long_name", variable)))


def _data(
    ds: xr.Dataset, variable: str, observations: Iterable[Observation]
) -> tuple[tuple[str, float, str], dict[str, list[dict[str, Any]]]]:
    """Return the unit with its scale, and the rows of the histories and of the record."""
    quantiles = bands(ds, variable)
    months = ds["month"].values
    points = [
        row for row in (_point(o, months) for o in observations if o.variable == variable) if row
    ]
    lines = {**quantiles, **_single_histories(ds, variable)}
    columns = {"month": stamps(months), **{key: figures(line) for key, line in lines.items()}}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    highest = np.concatenate([quantiles["q95"], [p["high"] for p in points]])
    unit = (str(ds[variable].attrs.get("units", "")), *_scale(highest))
    return unit, {"histories": rows, **({"recorded": points} if points else {})}


def _scale(values: np.ndarray) -> tuple[float, str]:
    """Return by what the axis divides its figures, and the word for it."""
    top = float(np.nanmax(np.abs(values))) if np.isfinite(values).any() else 1.0
    for least, divisor, word in (
        (1e9, 1e9, "billion"),
        (1e6, 1e6, "million"),
        (1e4, 1e3, "thousand"),
    ):
        if top >= least:
            return divisor, word
    return 1.0, ""


def _shape(datasets: dict[str, list[dict[str, Any]]]) -> tuple[tuple[str, str], int, bool]:
    """Return what of the data the layers depend on: months, number of single histories, record or none."""
    rows = datasets["histories"]
    last = np.datetime64(rows[-1]["month"], "M") + 1
    singles = sum(key.startswith("history_") for key in rows[0])
    return (rows[0]["month"], f"{last}-01"), singles, "recorded" in datasets


@lru_cache(maxsize=256)
def _layers(
    unit: str, divisor: float, word: str, months: tuple[str, str], singles: int, recorded: bool
) -> alt.LayerChart:
    """Return the chart without its data, which is named so that no layer carries or copies it."""
    x, y_of = time_axis(list(months)), _vertical(unit, divisor, word)
    base = alt.Chart({"name": "histories"}).encode(x=x)
    thin = base.mark_line(color=FAINT, strokeWidth=0.8, opacity=0.75, aria=False)
    layers = [
        base.mark_area(color=BAND, opacity=0.2, aria=False).encode(y=y_of("q05"), y2="q95:Q"),
        base.mark_area(color=BAND, opacity=0.32, aria=False).encode(y=y_of("q25"), y2="q75:Q"),
        *(thin.encode(y=y_of(f"history_{place}")) for place in range(singles)),
        base.mark_line(color=BAND, strokeWidth=2, aria=False).encode(y=y_of("median")),
    ]
    if recorded:
        layers += _recorded(x, y_of)
    return themed(alt.layer(*layers).properties(width=480, height=200))


@lru_cache(maxsize=256)
def _frame(*shape: Any) -> dict[str, Any]:
    return _layers(*shape).to_dict(validate=False)


def _vertical(unit: str, divisor: float, word: str) -> Any:
    """Return a maker of vertical axes, in thousands or millions where the figures are that large."""
    label = (
        "format(datum.value * 100, '~g') + '%'"
        if is_share(unit)
        else f"format(datum.value / {divisor:g}, '~g')"
    )
    title = " ".join(part for part in (word, unit) if part) or None
    axis = alt.Axis(
        labelExpr=label, tickCount=4, title=title, titleAnchor="start", titleAlign="left",
        titleAngle=0, titleX=0, titleY=-8, titleBaseline="bottom", domain=False, ticks=False, titleLimit=340,
    )  # fmt: skip
    return lambda field: alt.Y(f"{field}:Q", axis=axis, scale=alt.Scale(zero=True, nice=True))


def _single_histories(ds: xr.Dataset, variable: str) -> dict[str, np.ndarray]:
    """Return the first few finished histories, chosen by nothing but their number."""
    chosen = np.flatnonzero(finished(ds))[:SINGLE_HISTORIES]
    lines = ds[variable].transpose("history", "month").values[chosen].astype(float)
    return {f"history_{place}": line for place, line in enumerate(lines)}


def _recorded(x: alt.X, y_of: Any) -> list[alt.Chart]:
    tooltip = [
        alt.Tooltip(f"{field}:N", title=title)
        for field, title in (
            ("figure", "Recorded"), ("range", "Range"), ("when", "When"),
            ("source", "Source"), ("page", "Page"), ("basis", "Basis"), ("caveat", "Caveat"),
        )
    ]  # fmt: skip
    domain, palette = list(BASES.values()), [BOOK, INDEPENDENT]
    # The record's key stands below the chart; the report draws one key for all its fans.
    legend = alt.Legend(orient="bottom", title="Recorded in")
    hue = alt.Color("basis:N", scale=alt.Scale(domain=domain, range=palette), legend=legend)
    base = alt.Chart({"name": "recorded"}).encode(color=hue, tooltip=tooltip)
    return [
        base.mark_rule(strokeWidth=1.5, aria=False).encode(x=x.copy(), y=y_of("low"), y2="high:Q"),
        base.mark_rule(strokeWidth=1.5, aria=False).encode(
            x=_at("first"), x2="last:T", y=y_of("value")
        ),
        base.mark_point(filled=True, size=48, opacity=1, aria=False).encode(
            x=x.copy(),
            y=y_of("value"),
            shape=alt.Shape(
                "basis:N",
                scale=alt.Scale(domain=domain, range=["circle", "diamond"]),
                legend=legend,
            ),
        ),
    ]


def _at(field: str) -> alt.X:
    return alt.X(f"{field}:T")


def _point(observation: Observation, months: np.ndarray) -> dict[str, Any] | None:
    rows = rows_of(observation, months)
    if rows is None:
        return None
    value, low, high = bounds(observation)
    length = rows.stop - rows.start
    share = length if is_sum(observation.aggregate) else 1
    days = stamps(months)
    return {
        "month": days[rows.start + (length - 1) // 2],
        "first": days[rows.start],
        "last": days[rows.stop - 1],
        "value": float(f"{value / share:.5g}"),
        "low": float(f"{low / share:.5g}"),
        "high": float(f"{high / share:.5g}"),
        "figure": f"{value:,.6g} {unit_of(observation)}".strip(),
        "range": f"{low:,.6g} to {high:,.6g}" if low < high else "none given",
        "when": f"{period(observation)} ({observation.aggregate})",
        "source": citation(observation.source) or "–",
        "page": "–" if observation.page is None else f"p. {observation.page}",
        "caveat": caveat_of(observation) or "–",
        "basis": BASES.get(observation.basis, observation.basis),
    }
