"""Charts packed for the page: rows turned into columns, which halves the file."""

from __future__ import annotations

import json
from typing import Any


def pack(chart: Any, *, legend: bool = True, title: bool = True) -> str:
    """Return a chart as JSON that may stand inside a script element.

    Args:
        chart: an Altair chart, or a specification, which it may change.
        legend: whether a layered chart keeps its own legends.
        title: whether it keeps its own title, which a figure's caption would repeat.

    Returns:
        JSON with `datasets` as {name: {column: [values]}}, wide as its container.

    Example:
        >>> pack(fan(ds, "party.members"), legend=False)[:12]
        '{"config": {'
    """
    # The tests validate; a page of sixty charts need not wait for it.
    spec = dict(chart) if isinstance(chart, dict) else chart.to_dict(validate=False)
    spec.pop("$schema", None)
    if not title:
        spec.pop("title", None)
    if not legend:
        _drop_legends(spec["layer"])
    spec["width"] = "container"
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    spec["datasets"] = {name: _columns(rows) for name, rows in spec.get("datasets", {}).items()}
    return in_script(spec)


def in_script(data: Any) -> str:
    r"""Return plain data as JSON that may stand inside a script element.

    Example:
        >>> print(in_script({"says": "</script>"}))
        {"says":"\u003c/script\u003e"}
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _drop_legends(layers: list[dict[str, Any]]) -> None:
    for layer in layers:
        for channel in layer["encoding"].values():
            if isinstance(channel, dict) and "legend" in channel:
                channel["legend"] = None


def _columns(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    return {key: [row.get(key) for row in rows] for key in rows[0]} if rows else {}
