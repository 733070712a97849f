"""The calendar of the model: months are numbered from January 1917."""

from __future__ import annotations

import re

import numpy as np

FIRST_YEAR, LAST_YEAR = 1917, 1940
MONTHS = 12 * (LAST_YEAR - FIRST_YEAR + 1)


class BadDate(ValueError):
    """A date that the model does not know; its text says what would be right."""


def month_number(text: str) -> int:
    """Number of a month since January 1917.

    Args:
        text: "YYYY-MM".

    Returns:
        0 for 1917-01, 287 for 1940-12.

    Raises:
        BadDate: when the text is no month, or lies outside the run.

    Example:
        >>> month_number("1921-03")
        50
    """
    found = re.fullmatch(r"(\d{4})-(\d{2})", str(text))
    if not found or not 1 <= int(found[2]) <= 12:
        raise BadDate(f"'{text}' is not a month; write YYYY-MM, such as 1921-03")
    number = 12 * (int(found[1]) - FIRST_YEAR) + int(found[2]) - 1
    if not 0 <= number < MONTHS:
        raise BadDate(f"{text} lies outside {FIRST_YEAR}-01..{LAST_YEAR}-12")
    return number


def month_text(number: int) -> str:
    """The month of a number, as "YYYY-MM"."""
    return f"{FIRST_YEAR + int(number) // 12}-{int(number) % 12 + 1:02d}"


def months_axis(first: int = 0, last: int = MONTHS - 1) -> np.ndarray:
    """The months from `first` to `last` as datetime64, first of each month."""
    start = np.datetime64(f"{FIRST_YEAR}-01", "M")
    return (start + np.arange(first, last + 1)).astype("datetime64[ns]")
