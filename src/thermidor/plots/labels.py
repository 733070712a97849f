"""Readable names, numbers and dates, the same in charts, tables and sentences."""

from __future__ import annotations

import math

from thermidor.glossary import outcome_name

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def name(code: str) -> str:
    """Return the readable name of a regime or outcome.

    Example:
        >>> name("counter_revolution")
        'Counter-revolution completed'
    """
    return outcome_name(code)


def sentence(title: str) -> str:
    """Return a title with a capital first letter and the rest as it is.

    Example:
        >>> sentence("members of the KPD")
        'Members of the KPD'
    """
    return title[:1].upper() + title[1:]


def date(month: str | None) -> str:
    """Return "YYYY-MM" as "Month YYYY", and a dash for None.

    Example:
        >>> date("1923-04")
        'April 1923'
    """
    return "–" if month is None else f"{MONTHS[int(month[5:7]) - 1]} {month[:4]}"


def month_of(index: float) -> str | None:
    """Return months since January 1917 as "YYYY-MM", None for NaN.

    Example:
        >>> month_of(75.4)
        '1923-04'
    """
    if index is None or not math.isfinite(index):
        return None
    whole = math.floor(index)
    return f"{1917 + whole // 12:04d}-{whole % 12 + 1:02d}"


def percent(share: float) -> str:
    """Return a share as a percentage that never rounds a possible case to nothing or to certainty.

    Example:
        >>> percent(0.9996)
        'over 99.9%'
    """
    if not math.isfinite(share):
        return "–"
    if 0 < share < 0.001:
        return "under 0.1%"
    if 0.999 < share < 1:
        return "over 99.9%"
    decimals = 0 if share in (0.0, 1.0) or 0.1 <= share <= 0.9 else 1
    return f"{100 * share:.{decimals}f}%"


def is_share(unit: str) -> bool:
    """Tell whether a unit is a share, to be read in per cent."""
    return unit.strip().lower().startswith("share")


def number(value: float | None, unit: str = "") -> str:
    """Return a quantity to three figures, in words that can be read aloud.

    Example:
        >>> number(1_234_567, "persons")
        '1.23 million'
    """
    if value is None or not math.isfinite(value):
        return "–"
    if is_share(unit):
        return f"{100 * value:.1f}%"
    size = abs(value)
    for limit, word in ((1e9, " billion"), (1e6, " million")):
        if size >= limit:
            return f"{_figures(value / limit)}{word}"
    if size >= 1000:
        return f"{float(f'{value:.3g}'):,.0f}"
    return _figures(value)


def _figures(value: float) -> str:
    text = f"{float(f'{value:.3g}'):.6f}".rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text
