"""Interventions as data: six operations on any named place of the model, between two months.

They compile to four numbers for each slot and month, so that a new scenario needs no new
machine code.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from thermidor.engine.calendar import MONTHS, month_text
from thermidor.engine.month import Controls
from thermidor.engine.registry import Registry, Site

Operation = Literal["set", "add", "scale", "hold", "force", "forbid"]
OPERATIONS: tuple[Operation, ...] = ("set", "add", "scale", "hold", "force", "forbid")
HAPPENINGS = ("decision", "event")


class BadIntervention(ValueError):
    """An intervention that cannot be applied; its text says what would be right."""


@dataclass(frozen=True)
class Intervention:
    """One operation on one path.

    Args:
        operation: `set` a value in one month and let it go on from there; `add` to it, or `scale`
            it, in each month of the span; `hold` it at a value; `force` a decision or event to an
            option; `forbid` a decision, an event or a rule.
        path: variable, parameter, flow, rule, decision, event or outside series, whole or one
            element.
        value: a number, or the name of an option for `force`.
        first: number of the first month.
        last: number of the last month (the same for one month).
    """

    operation: Operation
    path: str
    value: float | str | bool | None
    first: int
    last: int

    def __str__(self) -> str:
        span = month_text(self.first)
        if self.last != self.first:
            span += f"..{month_text(self.last)}"
        value = "" if self.value is None else f" = {self.value}"
        return f"{self.operation} {self.path}{value} ({span})"


class Schedule:
    """The interventions of a scenario, compiled for a model.

    Args:
        registry: of the model.
        interventions: in any order; scales and additions combine, values must not contradict.

    Raises:
        UnknownPath: for a path that names nothing.
        BadIntervention: for a wrong type, an impossible span or contradictory values.
    """

    def __init__(self, registry: Registry, interventions: Sequence[Intervention] = ()):
        self.interventions = tuple(interventions)
        shape = (MONTHS, registry.slots)
        self.scale = np.ones(shape, np.float32)
        self.add = np.zeros(shape, np.float32)
        self.forced = np.zeros(shape, bool)
        self.value = np.zeros(shape, np.float32)
        by: dict[tuple[int, int], Intervention] = {}
        for i in self.interventions:
            self._apply(registry, i, by)

    def _apply(
        self, registry: Registry, i: Intervention, by: dict[tuple[int, int], Intervention]
    ) -> None:
        site, slots = registry.resolve(i.path)
        if not 0 <= i.first <= i.last < MONTHS:
            raise BadIntervention(f"{i}: the span ends before it begins or leaves the run")
        rows = slice(i.first, i.last + 1)
        number = _number(i, site)
        if i.operation == "scale":
            self.scale[rows, slots] *= number
            self.add[rows, slots] *= number
        elif i.operation == "add":
            self.add[rows, slots] += number
        else:
            if i.operation == "set" and i.last != i.first:
                raise BadIntervention(f"{i}: 'set' acts in one month (at:); use 'hold' for a span")
            for month in range(i.first, i.last + 1):
                for slot in slots:
                    other = by.get((month, int(slot)))
                    if other is not None and self.value[month, slot] != np.float32(number):
                        raise BadIntervention(
                            f"'{i}' contradicts '{other}' in {month_text(month)}; keep one of them"
                        )
                    by[month, int(slot)] = i
            self.forced[rows, slots] = True
            self.value[rows, slots] = number

    @property
    def first(self) -> int | None:
        """The first month in which anything is done, or None."""
        return min((i.first for i in self.interventions), default=None)

    def controls(self) -> Controls:
        """The four arrays, months by slots."""
        return Controls(self.scale, self.add, self.forced, self.value)


def _number(i: Intervention, site: Site) -> float:
    """The value of an intervention as the number that its slot takes."""
    happening = site.kind in HAPPENINGS
    if i.operation == "forbid":
        if not happening and site.kind != "rule":
            raise BadIntervention(
                f"{i}: only decisions, events and rules can be forbidden; "
                f"{i.path} is a {site.kind}: hold it at a value"
            )
        return 0.0
    if i.operation == "force":
        if not happening:
            raise BadIntervention(
                f"{i}: only decisions and events can be forced; "
                f"{i.path} is a {site.kind}: use set or hold"
            )
        value: object = i.value
        if value is None or value is True:
            value = site.options[1]
        if value is False:
            value = site.options[0]
        if str(value) in site.options:
            return float(site.options.index(str(value)))
        raise BadIntervention(f"{i}: {i.path} has the options {', '.join(site.options)}")
    if happening and i.operation in ("set", "hold"):
        raise BadIntervention(f"{i}: {i.path} is a {site.kind}: use force or forbid")
    if (
        isinstance(i.value, bool)
        or not isinstance(i.value, int | float)
        or not math.isfinite(i.value)
    ):
        raise BadIntervention(f"{i}: '{i.operation}' wants a finite number, not {i.value!r}")
    return float(i.value)
