"""Dots and intervals of what each condition changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import altair as alt

from thermidor.plots.rows import BELOW, STEP, row_axis, row_labels
from thermidor.plots.taken import effect_rows
from thermidor.plots.theme import BAND, FAINT, RULE, themed

if TYPE_CHECKING:
    from thermidor.experiments.comparison import Comparison


def effects(comparisons: Comparison | Iterable[Comparison | Mapping[str, Any]]) -> alt.LayerChart:
    """Draw the change in the probability that those below lose all say under each condition, with intervals.

    Args:
        comparisons: comparisons or one of them, or mappings with "title" (or "scenario"), "difference", "low" and "high", as shares.

    Returns:
        A layered chart, the strongest effect first; left of zero the condition makes that rarer.

    Raises:
        ValueError: there is nothing to draw.

    Example:
        >>> found = [{"title": "No intervention", "difference": -0.2, "low": -0.3, "high": -0.1}]
        >>> effects(found).save("effects.svg")
    """
    ranked = sorted(effect_rows(comparisons), key=lambda c: -abs(float(c["difference"])))
    if not ranked:
        raise ValueError("effects needs at least one comparison")
    rows = [
        {
            "key": str(place), "label": str(c.get("title") or c.get("scenario")), "difference": float(c["difference"]),
            "low": float(c["low"]), "high": float(c["high"]), "zero": 0,
            "figure": f"{points(c['difference'])}  ({points(c['low'])} to {points(c['high'])})",
        }
        for place, c in enumerate(ranked)
    ]  # fmt: skip
    order = [row["key"] for row in rows]
    reach = min(1.0, max(0.05, *(max(abs(r["low"]), abs(r["high"])) for r in rows)) * 1.08)
    scale = alt.Scale(domain=[-reach, reach], nice=False)
    axis = alt.Axis(
        labelExpr="datum.value == 0 ? '0' : format(datum.value * 100, '+~g')",
        title="percentage points",
        tickCount=6,
    )
    tooltip = [
        alt.Tooltip("label:N", title="Condition"),
        alt.Tooltip("figure:N", title="Change (95% interval)"),
    ]
    base = alt.Chart({"values": rows}).encode(y=row_axis(order), tooltip=tooltip)
    zero = alt.Chart({"values": rows[:1]}).mark_rule(color=FAINT, aria=False).encode(x="zero:Q")
    layers = [
        zero,
        base.mark_rule(yOffset=BELOW, color=RULE, aria=False).encode(
            x=alt.value(0), x2=alt.value("width")
        ),
        base.mark_rule(yOffset=BELOW, color=BAND, strokeWidth=2, aria=False).encode(
            x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q"
        ),
        base.mark_point(
            filled=True, size=70, opacity=1, yOffset=BELOW, color=BAND, aria=False
        ).encode(x=alt.X("difference:Q", scale=scale, axis=axis)),
        *row_labels(rows, order),
    ]
    return themed(alt.layer(*layers).properties(width=560, height=STEP * len(rows)))


def points(difference: float) -> str:
    """Return a difference of shares in signed percentage points.

    Example:
        >>> points(-0.213)
        '−21.3'
    """
    return f"{100 * float(difference):+.1f}".replace("-", "−")
