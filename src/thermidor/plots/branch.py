"""Charts of a branch: how many particles still count, which figures surprise, what constants learnt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import altair as alt
import xarray as xr

from thermidor.plots.labels import number
from thermidor.plots.rows import BELOW, STEP, row_axis, row_labels
from thermidor.plots.taken import constant_rows, figure_rows
from thermidor.plots.theme import BAND, BOOK, FAINT, INK, RULE, themed
from thermidor.plots.time_axis import time_axis

if TYPE_CHECKING:
    from thermidor.experiments.branches.point import BranchPoint

COLLAPSE = 0.05
"""Share of the particles under which the effective size is a collapse."""

Row = Mapping[str, Any]
Figures: TypeAlias = "BranchPoint | xr.Dataset | Iterable[Row]"


def effective(figures: Figures) -> alt.LayerChart:
    """Draw the effective size of the particles along the months, with collapses named.

    Args:
        figures: a branch point, a branched ensemble, or mappings with "figure", "month" ("YYYY-MM") and "effective", in the order in which they
            weighed.

    Returns:
        A layered chart, with one dot a figure, the least of each month joined; under the dashed line, a
        twentieth of the particles, each is named.

    Raises:
        ValueError: there is no figure.

    Example:
        >>> found = [{"figure": "party.members 1917-04", "month": "1917-04", "effective": 0.8}]
        >>> effective(found).save("effective.svg")
    """
    rows = [
        {
            "figure": str(f["figure"]), "month": f"{f['month']}-01", "effective": float(f["effective"]),
            "share": f"{100 * float(f['effective']):.1f}%",
        }
        for f in figure_rows(figures, "effective")
    ]  # fmt: skip
    if not rows:
        raise ValueError("the chart of effective sizes needs a figure")
    least: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["month"] not in least or row["effective"] < least[row["month"]]["effective"]:
            least[row["month"]] = row
    faint = [row for row in least.values() if row["effective"] < COLLAPSE]
    last = f"{int(rows[-1]['month'][:4]) + 1}-01-01"
    x = time_axis(["1917-01-01", last])
    lowest = min(row["effective"] for row in rows)
    y = alt.Y(
        "effective:Q",
        title="effective size, share of the particles",
        scale=alt.Scale(type="log", domain=[min(0.02, lowest / 2), 1], nice=False),
        axis=alt.Axis(format="~%", values=[0.001, 0.003, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]),
    )
    tooltip = [
        alt.Tooltip("figure:N", title="After the figure"),
        alt.Tooltip("share:N", title="Effective size"),
    ]
    line = [{"month": "1917-01-01", "effective": COLLAPSE}, {"month": last, "effective": COLLAPSE}]
    layers: list[Any] = [
        alt.Chart({"values": line})
        .mark_line(color=BOOK, strokeDash=[4, 3], strokeWidth=1, aria=False)
        .encode(x=x, y=y),
        alt.Chart({"values": list(least.values())})
        .mark_line(color=BAND, strokeWidth=1.5, aria=False)
        .encode(x=x, y=y),
        alt.Chart({"values": rows})
        .mark_circle(color=BAND, size=26, opacity=0.7, aria=False)
        .encode(x=x, y=y, tooltip=tooltip),
    ]
    if faint:
        base = alt.Chart({"values": faint}).encode(x=x, y=y)
        layers += [
            base.mark_circle(color=BOOK, size=50, opacity=1, aria=False).encode(tooltip=tooltip),
            base.mark_text(
                color=INK, fontSize=11, dy=12, align="center", aria=False, limit=260
            ).encode(text="figure:N"),
        ]
    return themed(alt.layer(*layers).properties(width=620, height=230))


def surprises(figures: Figures, most: int = 20) -> alt.LayerChart:
    """Draw the figures that surprised the particles most.

    Args:
        figures: a branch point, a branched ensemble, or mappings with "figure", "surprise", "recorded",
            "q05", "q95" and "reached".
        most: how many are drawn.

    Returns:
        A layered chart, the greatest surprise first; figures that no particle came near in the colour of
        the book.

    Raises:
        ValueError: there is no figure.

    Example:
        >>> found = {"figure": "party.members 1917-04", "surprise": 1.2, "reached": True}
        >>> found |= {"recorded": 8e4, "q05": 5e4, "q95": 9e4}
        >>> surprises([found]).save("surprises.svg")
    """
    ranked = sorted(figure_rows(figures, "surprises"), key=lambda f: -float(f["surprise"]))[:most]
    if not ranked:
        raise ValueError("the chart of surprises needs a figure")
    rows = [
        {
            "key": str(place), "label": str(f["figure"]), "surprise": max(0.0, float(f["surprise"])),
            "reached": "reached" if f["reached"] else "out of reach",
            "figure": f"{number(float(f['recorded']))}; histories {number(float(f['q05']))} to {number(float(f['q95']))}",
        }
        for place, f in enumerate(ranked)
    ]  # fmt: skip
    order = [row["key"] for row in rows]
    tooltip = [
        alt.Tooltip("label:N", title="Figure"),
        alt.Tooltip("figure:N", title="Recorded"),
        alt.Tooltip("surprise:Q", title="Surprise", format=".2f"),
        alt.Tooltip("reached:N", title="Any particle near it"),
    ]
    base = alt.Chart({"values": rows}).encode(y=row_axis(order), tooltip=tooltip)
    colour = alt.Color(
        "reached:N",
        title=None,
        scale=alt.Scale(domain=["reached", "out of reach"], range=[BAND, BOOK]),
        legend=None,
    )
    layers = [
        base.mark_rule(yOffset=BELOW, color=RULE, aria=False).encode(
            x=alt.value(0), x2=alt.value("width")
        ),
        base.mark_bar(yOffset=BELOW, height=9, aria=False).encode(
            x=alt.X(
                "surprise:Q",
                title="surprise: log of how much less probable than if the model had shown it",
            ),
            color=colour,
        ),
        *row_labels(rows, order),
    ]
    return themed(alt.layer(*layers).properties(width=560, height=STEP * len(rows)))


def learned(constants: xr.Dataset | Iterable[Row], most: int = 30) -> alt.LayerChart:
    """Draw what the past says of the constants that moved most, on their prior ranges.

    Args:
        constants: a branched ensemble whose constants learnt, or mappings with "path", "low", "high", "mean",
            "q05" and "q95", what moved most first.
        most: how many are drawn.

    Returns:
        A layered chart. The whole width of a row is the prior range; dot and bar are mean and 90% of the
        particles, the tick the middle of the range.

    Raises:
        ValueError: there is no constant.

    Example:
        >>> found = {"path": "supply.ration_of_the_capital", "low": 0.1, "high": 0.5}
        >>> found |= {"mean": 0.4, "q05": 0.3, "q95": 0.45}
        >>> learned([found]).save("learned.svg")
    """
    rows = []
    for place, c in enumerate(constant_rows(constants, "learned")):
        if place == most:
            break
        low, width = float(c["low"]), float(c["high"]) - float(c["low"])
        rows.append(
            {
                "key": str(place), "label": str(c["path"]), "middle": 0.5, "low": 0.0, "high": 1.0,
                "mean": (float(c["mean"]) - low) / width, "q05": (float(c["q05"]) - low) / width,
                "q95": (float(c["q95"]) - low) / width,
                "figure": f"{number(float(c['mean']))} in {number(low)} to {number(low + width)}",
            }
        )  # fmt: skip
    if not rows:
        raise ValueError("the chart of constants needs a constant")
    order = [row["key"] for row in rows]
    scale = alt.Scale(domain=[0, 1], nice=False)
    axis = alt.Axis(
        title="place in the prior range", format="~%", values=[0, 0.25, 0.5, 0.75, 1], grid=False
    )
    tooltip = [
        alt.Tooltip("label:N", title="Constant"),
        alt.Tooltip("figure:N", title="Mean, in its range"),
    ]
    base = alt.Chart({"values": rows}).encode(y=row_axis(order), tooltip=tooltip)
    at = {name: alt.X(f"{name}:Q", scale=scale, axis=axis) for name in ("low", "q05", "mean")}
    layers = [
        base.mark_rule(yOffset=BELOW, color=RULE, strokeWidth=6, aria=False).encode(
            x=at["low"], x2="high:Q"
        ),
        base.mark_tick(yOffset=BELOW, color=FAINT, height=12, aria=False).encode(
            x=alt.X("middle:Q", scale=scale, axis=axis)
        ),
        base.mark_rule(yOffset=BELOW, color=BAND, strokeWidth=3, aria=False).encode(
            x=at["q05"], x2="q95:Q"
        ),
        base.mark_point(
            filled=True, size=70, opacity=1, yOffset=BELOW, color=BAND, aria=False
        ).encode(x=at["mean"]),
        *row_labels(rows, order),
    ]
    return themed(alt.layer(*layers).properties(width=560, height=STEP * len(rows)))
