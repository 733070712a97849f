"""Charts packed for the page: rows turned into columns, which halves the file."""

from __future__ import annotations

import json
from typing import Any


def pack(chart: Any, *, legend: bool = True, title: bool = True) -> str:
    """Return a chart as JSON that may stand inside a script element.

    Args:
        chart: an Altair chart.
        legend: whether the chart keeps its own legend.
        title: whether it keeps its own title, which a figure's caption would repeat.

    Returns:
        JSON with `datasets` as {name: {column: [values]}}, wide as its container.

    Example:
        >>> pack(fan(ds, "party.members"), legend=False)[:12]
        '{"config": {'
    """
    spec = chart.to_dict(
        validate=False
    )  # the tests validate; a page of sixty charts need not wait for it
    spec.pop("$schema", None)
    if not title:
        spec.pop("title", None)
    if not legend:
        spec["config"]["legend"] = {"disable": True}
    spec["width"] = "container"
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    spec["datasets"] = {name: _columns(rows) for name, rows in spec.get("datasets", {}).items()}
    text = json.dumps(spec, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _columns(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    return {key: [row.get(key) for row in rows] for key in rows[0]} if rows else {}
