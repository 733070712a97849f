"""The axis of months, in universal time so that a reader's time zone moves no date."""

from __future__ import annotations

import altair as alt
import numpy as np

START, STOP = "1917-01-01", "1941-01-01"


def stamps(months: np.ndarray) -> list[str]:
    """Return months as "YYYY-MM-DD", which browsers read as universal time."""
    return [f"{month}-01" for month in months.astype("datetime64[M]").astype(str)]


def span(months: np.ndarray) -> list[str]:
    """Return the first month and the one after the last."""
    calendar = months.astype("datetime64[M]")
    return [f"{calendar[0]}-01", f"{calendar[-1] + 1}-01"]


def time_axis(domain: list[str] | None = None, *, field: str = "month") -> alt.X:
    """Return the horizontal axis of dates."""
    # Milliseconds since 1970: the one form of a date that no layer's own data can widen.
    ends = [int(np.datetime64(day, "ms").astype(int)) for day in domain or [START, STOP]]
    return alt.X(
        f"{field}:T",
        title=None,
        scale=alt.Scale(type="utc", domain=ends, nice=False),
        axis=alt.Axis(
            format="%Y", tickCount={"interval": "year", "step": 3}, grid=False, labelFlush=False
        ),
    )
