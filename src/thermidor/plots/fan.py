"""The fan chart: where the middle half and nine tenths of the histories lie, beside the record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import altair as alt
import numpy as np
import xarray as xr

from thermidor.plots.bands import bands, figures, finished
from thermidor.plots.labels import is_share, sentence
from thermidor.plots.observation import (
    Observation,
    bounds,
    caveat_of,
    is_sum,
    period,
    rows_of,
    unit_of,
)
from thermidor.plots.sources import citation
from thermidor.plots.theme import BAND, BOOK, FAINT, INDEPENDENT, themed
from thermidor.plots.time_axis import span, stamps, time_axis

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
    quantiles = bands(ds, variable)
    months = ds["month"].values
    attributes = ds[variable].attrs
    unit = str(attributes.get("units", ""))
    points = [
        row for row in (_point(o, months) for o in observations if o.variable == variable) if row
    ]
    single = _single_histories(ds, variable)
    lines = {**quantiles, **single}
    columns = {"month": stamps(months), **{key: figures(line) for key, line in lines.items()}}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]

    x = time_axis(span(months))
    y_of = _vertical(unit, np.concatenate([quantiles["q95"], [p["high"] for p in points]]))
    # The rows are attached at the end, under this name, so that no layer carries or copies them.
    base = alt.Chart({"name": "histories"}).encode(x=x)
    layers = [
        base.mark_area(color=BAND, opacity=0.2, aria=False).encode(y=y_of("q05"), y2="q95:Q"),
        base.mark_area(color=BAND, opacity=0.32, aria=False).encode(y=y_of("q25"), y2="q75:Q"),
        *(
            base.mark_line(color=FAINT, strokeWidth=0.8, opacity=0.75, aria=False).encode(
                y=y_of(key)
            )
            for key in single
        ),
        base.mark_line(color=BAND, strokeWidth=2, aria=False).encode(y=y_of("median")),
    ]
    if points:
        layers += _recorded(x, y_of)
    title = sentence(str(attributes.get("long_name", variable)))
    chart = themed(alt.layer(*layers).properties(width=480, height=200, title=title))
    chart.datasets = {"histories": rows, **({"recorded": points} if points else {})}
    return chart


def _vertical(unit: str, values: np.ndarray) -> Any:
    """Return a maker of vertical axes, in thousands or millions where the figures are that large."""
    top = float(np.nanmax(np.abs(values))) if np.isfinite(values).any() else 1.0
    scale, word = next(
        ((s, w) for s, w in ((1e9, "billion"), (1e6, "million"), (1e4, "thousand")) if top >= s),
        (1.0, ""),
    )
    if scale == 1e4:
        scale = 1e3
    label = (
        "format(datum.value * 100, '~g') + '%'"
        if is_share(unit)
        else f"format(datum.value / {scale:g}, '~g')"
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
    return {f"history_{history}": line for history, line in zip(chosen, lines, strict=True)}


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
    share = length if is_sum(observation) else 1
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
