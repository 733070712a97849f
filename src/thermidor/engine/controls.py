"""Interventions as data: six operations on any named place of the model, between two months.

They are kept by span, and written out as four numbers for each slot and month where a program
runs, so that a new scenario needs no new machine code.
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

    Example:
        >>> Intervention("force", "succession.georgian_note", "yes", first=74, last=74).path
        'succession.georgian_note'
        >>> print(Intervention("scale", "leaders.leaders_die", 0.5, first=0, last=11))
        scale leaders.leaders_die = 0.5 (1917-01..1917-12)
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


@dataclass(frozen=True)
class _Act:
    """An intervention on consecutive slots of a model, as a number."""

    intervention: Intervention
    slots: slice
    number: float

    @property
    def overwrites(self) -> bool:
        """Whether it puts a value in place of what the model has."""
        return self.intervention.operation not in ("scale", "add")

    def meets(self, other: _Act) -> tuple[int, int] | None:
        """The first month and slot on which both act, or None."""
        month = max(self.intervention.first, other.intervention.first)
        slot = max(self.slots.start, other.slots.start)
        if month > min(self.intervention.last, other.intervention.last):
            return None
        return (month, slot) if slot < min(self.slots.stop, other.slots.stop) else None


class Schedule:
    """The interventions of a scenario, compiled for a model and kept by span.

    Args:
        registry: of the model.
        interventions: in any order; scales and additions combine, values must not contradict.

    Raises:
        UnknownPath: for a path that names nothing.
        BadIntervention: for a wrong type, an impossible span or contradictory values.
    """

    def __init__(self, registry: Registry, interventions: Sequence[Intervention] = ()):
        self.interventions = tuple(interventions)
        self._slots = registry.slots
        self._acts: list[_Act] = []
        for i in self.interventions:
            self._acts.append(self._act(registry, i))

    def _act(self, registry: Registry, i: Intervention) -> _Act:
        """One more intervention, if it fits the model and those before it."""
        site, slots = registry.resolve(i.path)
        if not 0 <= i.first <= i.last < MONTHS:
            raise BadIntervention(f"{i}: the span ends before it begins or leaves the run")
        number = _number(i, site)
        _check_bounds(i, site, number, registry)
        act = _Act(i, slice(int(slots[0]), int(slots[-1]) + 1), number)
        if i.operation == "set" and i.last != i.first:
            raise BadIntervention(f"{i}: 'set' acts in one month (at:); use 'hold' for a span")
        if act.overwrites:
            self._check(act)
        return act

    def _check(self, act: _Act) -> None:
        """See that no earlier intervention puts another value in the same place in the same month."""
        found: tuple[tuple[int, int], _Act] | None = None
        for other in self._acts:
            if not other.overwrites or np.float32(other.number) == np.float32(act.number):
                continue
            place = act.meets(other)
            if place is not None and (found is None or place <= found[0]):
                found = place, other
        if found is not None:
            (month, _), other = found
            raise BadIntervention(
                f"'{act.intervention}' contradicts '{other.intervention}' in {month_text(month)}; "
                "keep one of them"
            )

    @property
    def first(self) -> int | None:
        """The first month in which anything is done, or None."""
        return min((i.first for i in self.interventions), default=None)

    def controls(self, first: int = 0, end: int = MONTHS) -> Controls:
        """What is done in some months, written out.

        Args:
            first: number of the first month.
            end: number of the month after the last one.

        Returns:
            The four arrays, months by slots.
        """
        shape = (end - first, self._slots)
        scale, add = np.ones(shape, np.float32), np.zeros(shape, np.float32)
        forced, value = np.zeros(shape, bool), np.zeros(shape, np.float32)
        for act in self._acts:
            i = act.intervention
            here = slice(max(i.first - first, 0), max(i.last + 1 - first, 0)), act.slots
            if i.operation == "scale":
                scale[here] *= act.number
                add[here] *= act.number
            elif i.operation == "add":
                add[here] += act.number
            else:
                forced[here] = True
                value[here] = act.number
        return Controls(scale, add, forced, value)


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
    if isinstance(i.value, bool) and site.kind == "rule" and i.operation == "hold":
        return float(i.value)
    if isinstance(i.value, bool):
        raise BadIntervention(
            f"{i}: {i.path} is a {site.kind} and wants a number; true and false switch rules, decisions and events"
        )
    if not isinstance(i.value, int | float) or not math.isfinite(i.value):
        raise BadIntervention(f"{i}: '{i.operation}' wants a finite number, not {i.value!r}")
    return float(i.value)


def _check_bounds(i: Intervention, site: Site, number: float, registry: Registry) -> None:
    """See that a value can be one of what it is given to."""
    if site.kind == "rule" and i.operation == "hold" and number < 0.0:
        raise BadIntervention(
            f"{i}: a rule is held at 0 (off), 1 (as it is) or between, not below 0"
        )
    path = site.path.removeprefix("initial.")
    state = registry.states.get(path) if site.kind in ("variable", "parameter") else None
    if state is None:
        return
    low, high = float(np.max(state.low)), float(np.min(state.high))
    if i.operation in ("set", "hold") and not low <= number <= high:
        raise BadIntervention(f"{i}: {path} lies between {low:g} and {high:g} ({state.unit})")
