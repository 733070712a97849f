"""The page of the printed book on which a line of the numbered text stands."""

from __future__ import annotations

import bisect
import functools
import json
import math

from ._files import as_json


def page_of_line(line: int) -> int:
    """The page of a line, interpolated between the printed page numbers and rounded up.

    Args:
        line: line of the numbered text, from 1.

    Returns:
        The page, exact to about one page near a printed number.

    Raises:
        ValueError: the text has no such line.

    Example:
        >>> page_of_line(6837)
        148
    """
    last, lines, pages = _anchors()
    if not 1 <= line <= last:
        raise ValueError(f"line {line}: the text has lines 1 to {last}")
    right = min(max(bisect.bisect_left(lines, line), 1), len(lines) - 1)
    below, above = lines[right - 1], lines[right]
    share = (line - below) / (above - below)
    return math.ceil(pages[right - 1] + share * (pages[right] - pages[right - 1]))


@functools.cache
def _anchors() -> tuple[int, list[int], list[int]]:
    data = json.loads(as_json("pages.yaml"))
    return (
        data["last_line"],
        [a["line"] for a in data["anchors"]],
        [a["page"] for a in data["anchors"]],
    )
