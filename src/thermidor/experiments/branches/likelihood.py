"""How probable a recorded figure is, given what a history shows: the error of observation.

A figure is compared on a scale on which its errors are about even: the logarithm for quantities, the
share itself for shares.  Its error has three parts, added in squares: the range that the record
gives (contradictions are in it, and so is what a figure counts more or less than the variable), a floor
for what no source states, and a factor where it was not read off its source.  The tails are those of
Student's t with four degrees of freedom, so that one figure out of reach does not decide alone.
Figures of one variable within a year say the same thing more than once: they share one figure's weight.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from thermidor.engine.calendar import MONTHS, BadDate, month_number
from thermidor.errors import BadRequest
from thermidor.record import Observation, is_sum, observations

FREEDOM = 4.0
"""Degrees of freedom of the error; an assumption: heavy tails, finite variance."""

FLOOR = {"quantity": 0.15, "share": 0.04}
"""Standard error that is left where the record names none: an assumption, between the 5 per cent that
statisticians of the time claimed and the third by which later estimates differ from them."""

DOUBT = 1.5
"""Factor of the error of a figure that was not read off its source, or is vague: an assumption."""

NEAR = 12
"""Months within which figures of one variable share one figure's weight."""

SMALL = 0.01
"""Part of a variable's largest figure below which differences of a quantity are no news."""


@dataclass(frozen=True)
class Likelihood:
    """One recorded figure and the error with which it was observed.

    Attributes:
        name: of the figure, for the reader.
        observation: as the record has it.
        first: number of the first month it speaks of.
        last: number of the last.
        scale: "quantity" (compared by logarithms) or "share".
        offset: added before the logarithm, in the variable's unit.
        error: standard error on that scale.
        weight: between 0 and 1, the part of a whole figure's weight.
    """

    name: str
    observation: Observation
    first: int
    last: int
    scale: str
    offset: float
    error: float
    weight: float

    def of_months(self, values: np.ndarray) -> np.ndarray:
        """What of the simulated months answers to the figure: (history, month) to (history,)."""
        values = np.asarray(values, np.float64)
        if is_sum(self.observation.aggregate):
            return values.sum(axis=1)
        return values.max(axis=1) if "max" in self.observation.aggregate else values.mean(axis=1)

    def scaled(self, value: np.ndarray | float) -> np.ndarray:
        """A value on the scale of the error."""
        x = np.asarray(value, np.float64)
        return (
            np.asarray(np.log(np.maximum(x, 0.0) + self.offset)) if self.scale == "quantity" else x
        )

    def unscaled(self, scaled: np.ndarray) -> np.ndarray:
        """The inverse of `scaled`."""
        return np.asarray(np.exp(scaled) - self.offset) if self.scale == "quantity" else scaled

    def log_likelihood(self, simulated: np.ndarray) -> np.ndarray:
        """Logarithm of the density of the recorded value on its scale, (history,)."""
        z = (self.scaled(self.observation.value) - self.scaled(simulated)) / self.error
        return self.weight * (
            _TOP - math.log(self.error) - (FREEDOM + 1) / 2 * np.log1p(z * z / FREEDOM)
        )

    def draw(self, simulated: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Values that might have been recorded, given what histories show, (history,)."""
        noise = rng.standard_t(FREEDOM, np.shape(simulated)) * self.error
        return self.unscaled(self.scaled(simulated) + noise)


_TOP = math.lgamma((FREEDOM + 1) / 2) - math.lgamma(FREEDOM / 2) - 0.5 * math.log(FREEDOM * math.pi)


def likelihoods(
    known: Iterable[Observation] | None = None, variables: Sequence[str] | None = None
) -> list[Likelihood]:
    """The figures that weigh histories, in the order of the months in which they are complete.

    Args:
        known: recorded points; those of the record by default.
        variables: names of the model's output variables; figures of others are left out.

    Returns:
        One for each figure that lies within the model's months.

    Raises:
        BadRequest: for a figure that contradicts itself or cannot be: its value outside its range, a
            share outside 0..1, a negative quantity, a date outside the record.
    """
    if known is None:
        return list(_recorded(None if variables is None else tuple(variables)))
    points = [o for o in known if variables is None or o.variable in variables]
    spans = [_span(o) for o in points]
    kept = [(o, s) for o, s in zip(points, spans, strict=True) if s[1] < MONTHS]
    largest: dict[str, float] = {}
    for o, _ in kept:
        _check(o)
        largest[o.variable] = max(largest.get(o.variable, 0.0), abs(o.value))
    found = []
    for o, (first, last) in kept:
        near = sum(
            1 for other, s in kept if other.variable == o.variable and abs(s[1] - last) < NEAR
        )
        scale = "share" if _is_share(o) else "quantity"
        offset = SMALL * largest[o.variable] or 1.0
        bare = Likelihood(_name(o), o, first, last, scale, offset, 1.0, 1.0 / near)
        ends = bare.scaled(np.array([o.low, o.high]))
        error = math.hypot(float(ends[1] - ends[0]) / 4, FLOOR[scale])
        error *= 1.0 if o.confirmed else DOUBT
        found.append(Likelihood(bare.name, o, first, last, scale, offset, error, 1.0 / near))
    return sorted(found, key=lambda f: (f.last, f.name))


@functools.cache
def _recorded(variables: tuple[str, ...] | None) -> tuple[Likelihood, ...]:
    return tuple(likelihoods(observations(), variables))


def _is_share(o: Observation) -> bool:
    return "share" in o.unit or o.unit in ("0..1", "1")


def _span(o: Observation) -> tuple[int, int]:
    first, last = _number(o.first_month), _number(o.last_month)
    if first > last:
        raise BadRequest(f"{_name(o)}: it ends ({o.last_month}) before it begins ({o.first_month})")
    return first, last


def _number(month: str) -> int:
    try:
        return month_number(month)
    except BadDate:
        if month[:4].isdigit() and int(month[:4]) > 1940:
            return MONTHS
        raise


def _check(o: Observation) -> None:
    ends = (o.low, o.value, o.high)
    if not all(math.isfinite(x) for x in ends):
        raise BadRequest(f"{_name(o)}: its value and range must be finite numbers")
    if not o.low <= o.value <= o.high:
        raise BadRequest(
            f"{_name(o)}: the value {o.value:g} lies outside its own range, {o.low:g} to {o.high:g}"
        )
    if _is_share(o) and o.unit != "1" and not 0 <= o.value <= 1:
        raise BadRequest(f"{_name(o)}: a share lies between 0 and 1, not at {o.value:g}")
    if o.low < 0:
        raise BadRequest(
            f"{_name(o)}: no quantity of the model falls below 0, this one to {o.low:g}"
        )


def _name(o: Observation) -> str:
    span = o.first_month if o.first_month == o.last_month else f"{o.first_month}..{o.last_month}"
    return f"{o.variable} {span}"


__all__ = ["FLOOR", "FREEDOM", "Likelihood", "likelihoods"]
