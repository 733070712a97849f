"""Charts as files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import vl_convert

from thermidor.keep import whole

KINDS = (".svg", ".png")


def save(chart: Any, path: str | os.PathLike[str], *, scale: float = 2.0) -> Path:
    """Write a chart as SVG or PNG, with no browser and no network.

    Args:
        chart: an Altair chart.
        path: the file; its ending, .svg or .png, decides the form.
        scale: pixels a unit, for PNG.

    Returns:
        The path written.

    Raises:
        ValueError: the ending is neither .svg nor .png.

    Example:
        >>> from thermidor.plots import ladder
        >>> save(ladder(ds), "ladder.svg").name
        'ladder.svg'
    """
    target = Path(path)
    kind = target.suffix.lower()
    if kind not in KINDS:
        raise ValueError(
            f"{target.name}: a chart is saved as {' or '.join(KINDS)}, not as {kind or 'a file without ending'}"
        )
    spec = {**chart.to_dict(), "background": "white"}
    if kind == ".svg":
        content = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]).encode()
    else:
        content = vl_convert.vegalite_to_png(spec, scale=scale, allowed_base_urls=[])
    with whole(target) as made:
        made.write_bytes(content)
    return target
