"""When and how figures were made: the one line that stands beside them in the documentation."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

MADE = re.compile(r"\*Made (\d{4}-\d{2}-\d{2}) with version (\S+) by `([^`]+)`\.\*")
"""The form of the line: date, version, command."""


def made_line(command: str, on: date | None = None, version: str | None = None) -> str:
    """The line that says when, with which version and by which command figures were made.

    Args:
        command: as it would be typed again.
        on: the day; today by default.
        version: of the program; the running one by default.

    Returns:
        One line of Markdown.

    Example:
        >>> made_line("thermidor loops --histories 400", date(2026, 11, 29), "0.1.0")
        '*Made 2026-11-29 with version 0.1.0 by `thermidor loops --histories 400`.*'
    """
    from thermidor import __version__

    day = on or datetime.now(UTC).date()
    return f"*Made {day.isoformat()} with version {version or __version__} by `{command}`.*"
