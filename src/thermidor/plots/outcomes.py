"""Bars of the outcomes with their 95% intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from thermidor.plots.labels import name, percent
from thermidor.plots.rows import BELOW, STEP, row_axis, row_labels
from thermidor.plots.taken import ends
from thermidor.plots.theme import INK, RULE, colour, themed

if TYPE_CHECKING:
    import xarray as xr

    from thermidor.experiments.comparison import Comparison
    from thermidor.report.summary import Summary


def outcomes(summary: Summary | Comparison | xr.Dataset, coding: str = "") -> alt.LayerChart:
    """Draw the share of histories that end in each outcome by a coding, with 95% intervals.

    Args:
        summary: an ensemble, a comparison (of which the histories with the change are drawn), or what
            `thermidor.report.summarise` returns.
        coding: whose names are drawn; the book's by default. Classes in which no history ends are left out.

    Returns:
        A layered chart, the likeliest outcome first.

    Example:
        >>> outcomes(ds).save("outcomes.svg")
    """
    drawn = ends(summary, coding).items()
    ranked = sorted(((c, e) for c, e in drawn if e.p), key=lambda item: -item[1].p)
    rows = [
        {
            "key": code, "label": name(code), "p": e.p, "low": e.low, "high": e.high, "zero": 0, "one": 1,
            "figure": f"{percent(e.p)}  ({percent(e.low)} – {percent(e.high)})",
            "colour": colour(code, place),
        }
        for place, (code, e) in enumerate(ranked)
    ]  # fmt: skip
    order = [row["key"] for row in rows]
    x = alt.X(
        "p:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%", tickCount=5)
    )
    tooltip = [
        alt.Tooltip("label:N", title="Outcome"),
        alt.Tooltip("figure:N", title="Probability (95% interval)"),
    ]
    base = alt.Chart({"values": rows}).encode(y=row_axis(order), tooltip=tooltip)
    layers = [
        base.mark_rule(yOffset=BELOW, color=RULE, aria=False).encode(x=alt.X("zero:Q"), x2="one:Q"),
        base.mark_bar(size=12, yOffset=BELOW, opacity=0.7, aria=False).encode(
            x=x, color=alt.Color("colour:N", scale=None)
        ),
        base.mark_rule(yOffset=BELOW, color=INK, strokeWidth=1.5, aria=False).encode(
            x=alt.X("low:Q"), x2="high:Q"
        ),
        *row_labels(rows, order),
    ]
    return themed(alt.layer(*layers).properties(width=560, height=STEP * len(rows)))
