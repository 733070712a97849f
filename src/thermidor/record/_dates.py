"""Dates as the record writes them: ISO, partial, New Style, with the printed Old Style beside them."""

from __future__ import annotations

import calendar
import datetime
import re
from typing import NamedTuple

GREGORIAN_IN_RUSSIA = datetime.date(1918, 2, 14)
"""First day on which Russia counted in the New Style."""

JULIAN_LAG = datetime.timedelta(days=13)
"""Days by which the Old Style lagged behind the New Style from 1900 to 1918."""

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_SPLIT_YEAR = re.compile(r"(\d{4})/(\d{2})")


class Months(NamedTuple):
    """A span of whole months, both ends included, each written "YYYY-MM"."""

    first: str
    last: str

    def __len__(self) -> int:  # type: ignore[override]
        return month_number(self.last) - month_number(self.first) + 1


def month_number(month: str) -> int:
    """Months since the year 0, so that months can be counted and shifted.

    Args:
        month: "YYYY-MM".

    Returns:
        The month's number.

    Example:
        >>> month_number("1917-03") - month_number("1917-01")
        2
    """
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def month_name(number: int) -> str:
    """The month of a number given by `month_number`.

    Args:
        number: months since the year 0.

    Returns:
        "YYYY-MM".

    Example:
        >>> month_name(month_number("1917-12") + 1)
        '1918-01'
    """
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def months(date: str, date_end: str | None = None, *, year_starts: int = 7) -> Months:
    """The months that a partial date covers.

    Args:
        date: "1917", "1917-03", "1917-03-12", a split year "1917/18", or a range of two dates joined by "/".
        date_end: end of the range where it is written apart.
        year_starts: month in which a split year starts: 7 for the agricultural year, 10 for the economic year of NEP.

    Returns:
        First and last month.

    Raises:
        ValueError: the text is no date, or the range ends before it starts.

    Example:
        >>> months("1917/18")
        Months(first='1917-07', last='1918-06')
        >>> months("1917-03-12", "1917-05")
        Months(first='1917-03', last='1917-05')
    """
    split = _SPLIT_YEAR.fullmatch(date)
    if split and date_end is None:
        start = int(split[1])
        if (start + 1) % 100 != int(split[2]):
            raise ValueError(
                f"{date!r} is no split year: the second year must follow the first, as in 1917/18"
            )
        first = start * 12 + year_starts - 1
        return Months(month_name(first), month_name(first + 11))
    if date_end is None and "/" in date:
        date, date_end = date.split("/", 1)
    span = _partial(date)
    if date_end is not None:
        span = Months(span.first, _partial(date_end).last)
        if span.last < span.first:
            raise ValueError(f"the range {date} to {date_end} ends before it starts")
    return span


def _partial(date: str) -> Months:
    match = _PARTIAL.fullmatch(date)
    if not match:
        raise ValueError(
            f"{date!r} is no date: write 1917, 1917-03, 1917-03-12, 1917/18 or two dates joined by /"
        )
    year, month, day = match[1], match[2], match[3]
    if month is None:
        return Months(f"{year}-01", f"{year}-12")
    if not 1 <= int(month) <= 12:
        raise ValueError(f"{date!r} has no month {month}")
    if day is not None and not 1 <= int(day) <= calendar.monthrange(int(year), int(month))[1]:
        raise ValueError(f"{date!r} has no day {day}")
    return Months(f"{year}-{month}", f"{year}-{month}")


def to_new_style(date_os: str) -> str:
    """The New Style date of an Old Style one.

    Args:
        date_os: a full Old Style date, "YYYY-MM-DD", of 1801 or later.

    Returns:
        The same day in the New Style: 13 days later before 14 February 1918 (12 days in the nineteenth century),
        unchanged from then on.

    Raises:
        ValueError: the date is not a full date, or lies before 1801.

    Example:
        >>> to_new_style("1917-10-25")
        '1917-11-07'
    """
    year, month, day = (int(part) for part in date_os.split("-"))
    if year < 1801:
        raise ValueError(
            f"{date_os!r} lies before 1801, when the calendars were 11 days apart or fewer"
        )
    if (year, month, day) == (1900, 2, 29):  # a day that only the Old Style had
        return "1900-03-13"
    old = datetime.date(year, month, day)
    if old >= GREGORIAN_IN_RUSSIA:
        return date_os
    return (old + JULIAN_LAG - datetime.timedelta(days=(year, month) < (1900, 3))).isoformat()
