"""Bars, strips and intervals with their name written above them, so that narrow screens lose no label."""

from __future__ import annotations

from typing import Any

import altair as alt

from thermidor.plots.theme import FAINT, INK

STEP = 40
BELOW = 9


def row_axis(order: list[str], field: str = "key") -> alt.Y:
    """Return the vertical axis of rows, with no axis drawn."""
    return alt.Y(
        f"{field}:N", sort=order, axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0)
    )


def row_labels(
    rows: list[dict[str, Any]], order: list[str], *, left: str = "label", right: str = "figure"
) -> list[alt.Chart]:
    """Write each row's name on the left above it and its figure on the right."""
    base = alt.Chart({"values": rows}).encode(y=row_axis(order))
    return [
        base.mark_text(
            align="left", baseline="middle", yOffset=-8, fontSize=12, color=INK, aria=False,
            limit=alt.ExprRef("max(100, width - 132)"),
        ).encode(x=alt.value(0), text=f"{left}:N"),
        base.mark_text(align="right", baseline="middle", yOffset=-8, fontSize=11, color=FAINT, aria=False).encode(
            x=alt.value("width"), text=f"{right}:N"
        ),
    ]  # fmt: skip
