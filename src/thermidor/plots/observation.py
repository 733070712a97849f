"""What a recorded figure looks like to the charts and to the fit, and how it is compared with a run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np

from thermidor.plots.labels import date
from thermidor.record import is_sum


@runtime_checkable
class Observation(Protocol):
    """A recorded figure with its interval of time, its range, its source and its page.

    Example:
        >>> import thermidor.record as record
        >>> isinstance(record.observations()[0], Observation)
        True
    """

    @property
    def variable(self) -> str:
        """Name of the variable of the interface, such as party.members."""
        ...

    @property
    def first_month(self) -> str:
        """First month that the figure covers, as "YYYY-MM"."""
        ...

    @property
    def last_month(self) -> str:
        """Last month that the figure covers, as "YYYY-MM"."""
        ...

    @property
    def aggregate(self) -> str:
        """How months make the figure: "month value", "year mean", "year sum" and so on."""
        ...

    @property
    def value(self) -> float | None:
        """The figure, in the variable's unit; None where only a range is given."""
        ...

    @property
    def low(self) -> float | None:
        """Lower end of its range."""
        ...

    @property
    def high(self) -> float | None:
        """Upper end of its range."""
        ...

    @property
    def unit(self) -> str:
        """Unit of the figure, in words."""
        ...

    @property
    def source(self) -> str | Sequence[str]:
        """Where it was published: words, or ids of the record's sources."""
        ...

    @property
    def page(self) -> int | str | None:
        """Page of the book or of the source."""
        ...

    @property
    def ids(self) -> Sequence[str]:
        """Ids of the record's entries behind it."""
        ...

    @property
    def basis(self) -> str:
        """Basis of the figure: "book" or "independent"."""
        ...


def unit_of(observation: Observation) -> str:
    """Return the unit of the figure itself: a total of "persons a month" is in persons."""
    return (
        observation.unit.removesuffix(" a month")
        if is_sum(observation.aggregate)
        else observation.unit
    )


def caveat_of(observation: Observation) -> str:
    """Return what the figure counts that the variable may not, where the record says so."""
    parts = str(getattr(observation, "caveat", "") or "").split(";")
    return "; ".join(dict.fromkeys(part.strip() for part in parts if part.strip()))


def period(observation: Observation) -> str:
    """Return the figure's interval in words, a calendar year as the year alone."""
    first, last = observation.first_month[:7], observation.last_month[:7]
    if first == last:
        return date(first)
    if first[:4] == last[:4] and first.endswith("-01") and last.endswith("-12"):
        return first[:4]
    return f"{date(first)} to {date(last)}"


def bounds(observation: Observation) -> tuple[float, float, float]:
    """Return the recorded value with its lower and upper ends, missing ones filled from the others."""
    low, value, high = map(_number, (observation.low, observation.value, observation.high))
    known = [x for x in (low, value, high) if x is not None]
    if not known:
        raise ValueError(
            f"the observation of {observation.variable} in {observation.first_month} has no figure"
        )
    low, high = min(known), max(known)
    return (low + high) / 2 if value is None else value, low, high


def rows_of(observation: Observation, months: np.ndarray) -> slice | None:
    """Return the rows of `months` that the figure covers, or None where a part is not simulated."""
    calendar = months.astype("datetime64[M]")
    first = int((np.datetime64(observation.first_month, "M") - calendar[0]).astype(int))
    last = int((np.datetime64(observation.last_month, "M") - calendar[0]).astype(int))
    if first < 0 or last >= len(calendar) or last < first:
        return None
    return slice(first, last + 1)


def aggregate(
    histories: np.ndarray, months: np.ndarray, observation: Observation
) -> np.ndarray | None:
    """Bring simulated histories to the form of a recorded figure.

    Args:
        histories: simulated values, shape (history, month), in the variable's own unit.
        months: datetime64 of each column.
        observation: the recorded figure; a "sum" is summed over its months, a "max" is their largest value,
            anything else is averaged.

    Returns:
        One number for each history, or None where the figure lies outside the simulated months.

    Example:
        >>> aggregate(ds["party.members"].values, ds["month"].values, observation).shape
        (1000,)
    """
    rows = rows_of(observation, months)
    if rows is None:
        return None
    part = histories[:, rows]
    if is_sum(observation.aggregate):
        return part.sum(axis=1)
    return part.max(axis=1) if "max" in observation.aggregate.lower() else part.mean(axis=1)


def _number(value: object) -> float | None:
    if not isinstance(value, (int, float, np.integer, np.floating)) or not math.isfinite(value):
        return None
    return float(value)
