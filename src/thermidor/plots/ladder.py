"""Who rules whom over time: which share of the histories bears which name in each month."""

from __future__ import annotations

import altair as alt
import numpy as np
import xarray as xr

from thermidor.experiments.coded import ANSWER, PREFIX
from thermidor.plots.bands import finished
from thermidor.plots.flags import shares
from thermidor.plots.labels import name
from thermidor.plots.taken import ensemble
from thermidor.plots.theme import colour, themed
from thermidor.plots.time_axis import span, stamps, time_axis


def ladder(ds: xr.Dataset, coding: str = "") -> alt.Chart:
    """Draw the share of histories that bear each name, month by month, as stacked areas.

    Args:
        ds: an ensemble with codes (history, month) and their CF flags.
        coding: whose names are drawn; the book's by default, and the ladder's (`regime`) of what cannot be coded.

    Returns:
        A stacked area chart; names that no history bears are left out.

    Raises:
        ValueError: the codes carry no flags.

    Example:
        >>> ladder(ds).save("ladder.svg")
    """
    by_month = ladder_shares(ensemble(ds, "ladder"), coding)
    days = stamps(ds["month"].values)
    codes = list(by_month)
    rows = [
        {"month": day, "regime": name(code), "place": place, "share": round(float(share), 4)}
        for place, code in enumerate(codes)
        for day, share in zip(days, by_month[code], strict=True)
    ]
    names = [name(code) for code in codes]
    palette = [colour(code, place) for place, code in enumerate(codes)]
    chart = (
        alt.Chart({"values": rows})
        .mark_area(stroke="#ffffff", strokeWidth=0.6, interpolate="step-after", aria=False)
        .encode(
            x=time_axis(span(ds["month"].values)),
            y=alt.Y("share:Q", stack="zero", title="share of histories", scale=alt.Scale(domain=[0, 1]),
                    axis=alt.Axis(format=".0%", tickCount=4)),
            color=alt.Color("regime:N", scale=alt.Scale(domain=names, range=palette),
                            legend=alt.Legend(orient="bottom", columns=2, title=None, labelLimit=240, symbolType="square")),
            order=alt.Order("place:Q"),
            tooltip=[alt.Tooltip("regime:N", title="Regime")],
        )
        .properties(width=640, height=340)
    )  # fmt: skip
    return themed(chart)


def ladder_shares(ds: xr.Dataset, coding: str = "") -> dict[str, np.ndarray]:
    """Return the share of the finished histories that bear each name by month, for names ever borne."""
    found = f"{PREFIX}{coding or ANSWER}"
    codes = ds[found if found in ds else "regime"]
    by_month = shares(codes.isel(history=np.flatnonzero(finished(ds))))
    return {code: share for code, share in by_month.items() if share.max() > 0}
