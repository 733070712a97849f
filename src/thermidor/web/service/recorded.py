"""Recorded figures as answers carry them, beside the simulated histories."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from thermidor.plots.observation import bounds, caveat_of, is_sum, unit_of


@functools.cache
def recorded_points(variable: str) -> list[dict[str, Any]]:
    """Return the recorded figures of a variable, as answers carry them.

    Args:
        variable: an output variable.

    Returns:
        For each figure its months, value and range in the unit of the variable (totals as monthly
        average), its total as recorded, aggregate, unit, sources, page, ids, basis and caveat.
    """
    from thermidor.plots.sources import citation
    from thermidor.record._observations import observations

    found = []
    for o in observations(variable):
        value, low, high = bounds(o)
        first, last = np.datetime64(o.first_month, "M"), np.datetime64(o.last_month, "M")
        months = int((last - first).astype(int)) + 1
        share = months if is_sum(o.aggregate) else 1
        found.append(
            {
                "month": str(first + (months - 1) // 2),
                "first": str(first),
                "last": str(last),
                "value": _short(value / share),
                "low": _short(low / share),
                "high": _short(high / share),
                "total": [_short(value, 6), _short(low, 6), _short(high, 6)],
                "aggregate": o.aggregate,
                "unit": unit_of(o),
                "source": citation(o.source),
                "page": o.page,
                "ids": list(o.ids),
                "basis": o.basis,
                "caveat": caveat_of(o),
            }
        )
    return found


def _short(value: float, digits: int = 5) -> float:
    return float(f"{value:.{digits}g}")
