"""The charts of fit: how many histories lie below each recorded figure, and whether that is even."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt
import xarray as xr

from thermidor.errors import BadRequest
from thermidor.plots.labels import percent
from thermidor.plots.theme import BAND, BOOK, FAINT, INDEPENDENT, INK, themed

if TYPE_CHECKING:
    from thermidor.report.summary import Summary

NEAR = "#8b7fb8"

WHERE = {
    "inside 50%": (BAND, "circle"),
    "inside 90%": (INDEPENDENT, "circle"),
    "range touches 90%": (NEAR, "diamond"),
    "outside": (BOOK, "triangle-up"),
    "uninformative": (FAINT, "cross"),
}
"""Colour and shape of a figure by where its value lies."""

Row = Mapping[str, Any]


def pit_histogram(
    figures: Summary | Sequence[int], uninformative: Sequence[int] = ()
) -> alt.LayerChart:
    """Draw how many figures have how large a part of the histories below them.

    Args:
        figures: a summary, or counts in classes of equal width from 0 to 1.
        uninformative: how many of them meet a band that says nothing; drawn paler, on top.

    Returns:
        A layered chart; the dashed line is where an even share of the figures would stand.

    Raises:
        ValueError: there is no figure.

    Example:
        >>> pit_histogram([9, 3, 2, 2, 1, 2, 2, 3, 4, 12]).save("pit.svg")
    """
    if isinstance(figures, xr.Dataset) or not isinstance(figures, Iterable):
        fit = getattr(figures, "fit", None)
        if isinstance(figures, xr.Dataset) or fit is None:
            raise BadRequest(
                "pit_histogram draws counts, or a summary: thermidor.report.summarise(ds, "
                "th.record.observations()) makes one of an ensemble"
            )
        return pit_histogram(fit.counts.pit, fit.counts.pit_uninformative)
    if not sum(figures):
        raise ValueError("the chart of parts below needs a figure")
    width, even = 1 / len(figures), sum(figures) / len(figures)
    rows = [
        {
            "from": round(i * width, 6), "to": round((i + 1) * width, 6), "figures": n, "zero": 0,
            "informative": n - wide, "uninformative": wide,
            "class": f"{percent(i * width)} to {percent((i + 1) * width)}", "share": percent(n / sum(figures)),
        }
        for i, (n, wide) in enumerate(
            zip(figures, uninformative or [0] * len(figures), strict=True)
        )
    ]  # fmt: skip
    x = alt.X(
        "from:Q", title=BELOW, scale=UNIT, axis=alt.Axis(format="~%", values=FIFTHS, grid=False)
    )
    y = alt.Y(
        "figures:Q",
        title="recorded figures",
        scale=alt.Scale(domainMin=0),
        axis=alt.Axis(tickMinStep=1, tickCount=5),
    )
    tooltip = [
        alt.Tooltip("class:N", title="Histories below"),
        alt.Tooltip("figures:Q", title="Figures"),
        alt.Tooltip("uninformative:Q", title="Of these uninformative"),
        alt.Tooltip("share:N", title="Share of all"),
    ]
    layers = [
        alt.Chart({"values": rows})
        .mark_rect(color=BAND, opacity=0.85, stroke="#ffffff", strokeWidth=1, aria=False)
        .encode(x=x, x2="to:Q", y=alt.Y("informative:Q"), y2="zero:Q", tooltip=tooltip),
        alt.Chart({"values": rows})
        .mark_rect(color=BAND, opacity=0.35, stroke="#ffffff", strokeWidth=1, aria=False)
        .encode(x=x, x2="to:Q", y=y, y2="informative:Q", tooltip=tooltip),
        alt.Chart({"values": [{"from": 0, "to": 1, "figures": even}]})
        .mark_rule(color=INK, strokeDash=[4, 3], aria=False)
        .encode(x=x, x2="to:Q", y=y),
    ]
    return themed(alt.layer(*layers).properties(width=560, height=190))


def pit_order(figures: Iterable[Row]) -> alt.LayerChart:
    """Draw every figure by the part of the histories below it, in that order.

    Args:
        figures: mappings with "label", "figure" (recorded and simulated, in words), "pit" and "where", as
            `Score.where` has it, in the order in which they are drawn.

    Returns:
        A layered chart with one mark a figure; figures of a sound ensemble follow the line.

    Raises:
        ValueError: there is no figure.

    Example:
        >>> harvest = {"label": "harvest 1921", "figure": "38; 41", "pit": 0.3, "where": "inside 50%"}
        >>> pit_order([harvest]).to_dict()["layer"] != []
        True
    """
    listed = list(figures)
    if not listed:
        raise ValueError("the chart of figures by the part below needs a figure")
    rows = [
        {
            "place": (i + 0.5) / len(listed), "pit": round(float(f["pit"]), 4), "where": str(f["where"]),
            "label": str(f["label"]), "figure": str(f["figure"]), "below": percent(float(f["pit"])),
        }
        for i, f in enumerate(listed)
    ]  # fmt: skip
    x = alt.X(
        "place:Q",
        title="recorded figures, by the part below",
        scale=UNIT,
        axis=alt.Axis(format="~%", values=FIFTHS, grid=False),
    )
    y = alt.Y("pit:Q", title=BELOW, scale=UNIT, axis=alt.Axis(format="~%", values=FIFTHS))
    tooltip = [
        alt.Tooltip("label:N", title="Figure"),
        alt.Tooltip("figure:N", title="Recorded"),
        alt.Tooltip("below:N", title="Histories below"),
        alt.Tooltip("where:N", title="Value"),
    ]
    domain = list(WHERE)
    layers = [
        alt.Chart({"values": [{"place": 0, "pit": 0}, {"place": 1, "pit": 1}]})
        .mark_line(color=INK, strokeDash=[4, 3], strokeWidth=1, aria=False)
        .encode(x=x, y=y),
        alt.Chart({"values": rows})
        .mark_point(filled=True, size=34, opacity=0.85, aria=False)
        .encode(
            x=x,
            y=y,
            tooltip=tooltip,
            color=alt.Color(
                "where:N",
                title=None,
                scale=alt.Scale(domain=domain, range=[WHERE[w][0] for w in domain]),
                legend=alt.Legend(orient="top", columns=2),
            ),
            shape=alt.Shape(
                "where:N",
                title=None,
                scale=alt.Scale(domain=domain, range=[WHERE[w][1] for w in domain]),
            ),
        ),
    ]
    return themed(alt.layer(*layers).properties(width=560, height=300))


BELOW = "histories below the recorded value"
UNIT = alt.Scale(domain=[0, 1], nice=False)
FIFTHS = [0, 0.2, 0.4, 0.6, 0.8, 1]
