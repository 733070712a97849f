"""What a case names in the model: where a value is set, and where a result is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from thermidor.cases.words import Expectation, Given, split_option
from thermidor.engine.registry import Registry, UnknownPath

HAPPENINGS = ("decision", "event")


class Seen(NamedTuple):
    """What a month of many histories leaves to be looked at: arrays by path, the last axis histories."""

    state: Mapping[str, Any]
    flows: Mapping[str, Any]
    outputs: Mapping[str, Any]
    chances: Mapping[str, Any]


@dataclass(frozen=True)
class Subject:
    """A quantity that a case expects something of.

    Attributes:
        kind: a field of `Seen`.
        path: in it.
        places: which elements; their sum is taken of a stock or a flow, their mean of anything else.
        option: number of the option whose chance is meant, for a choice.
        summed: whether the elements are added up.
    """

    kind: str
    path: str
    places: tuple[int, ...]
    option: int = 0
    summed: bool = False

    def read(self, seen: Seen) -> np.ndarray:
        """Its value in each history."""
        values = np.asarray(getattr(seen, self.kind)[self.path], np.float64)
        if self.kind == "chances":
            reached = np.minimum(np.cumsum(values, axis=0), 1.0)
            chances = np.diff(reached, axis=0, prepend=0.0)
            values = 1.0 - reached[-1] if self.option == 0 else chances[self.option - 1]
        chosen = values.reshape(-1, values.shape[-1])[list(self.places)]
        return chosen.sum(axis=0) if self.summed else chosen.mean(axis=0)


def find_subject(registry: Registry, text: str) -> Subject:
    """The quantity that an expectation names.

    Args:
        registry: of the model.
        text: a path, or "PATH is OPTION".

    Returns:
        The quantity.

    Raises:
        ValueError: nothing that can be looked at has this name; the text suggests the nearest.
    """
    path, option = split_option(text)
    if path in registry.outputs:
        return Subject("outputs", path, (0,))
    try:
        site, slots = registry.resolve(path, ("variable", "flow", *HAPPENINGS))
    except UnknownPath as error:
        raise ValueError(str(error)) from None
    places = tuple(int(n) for n in slots - site.offset)
    if site.kind == "variable":
        summed = registry.states[site.path].quantity is not None
        return Subject("state", site.path, places, summed=summed)
    if site.kind == "flow":
        return Subject("flows", site.path, places, summed=True)
    option = option or site.options[1]
    if option not in site.options:
        raise ValueError(f"{path} has the options {', '.join(site.options[:8])}, not '{option}'")
    return Subject("chances", site.path, places, site.options.index(option))


def misused(expectation: Expectation, subject: Subject) -> str:
    """What is wrong with expecting this of that: choices have chances, and quantities levels.

    Args:
        expectation: of the case.
        subject: that it is about.

    Returns:
        The end of a message; empty where nothing is wrong.
    """
    chance = subject.kind == "chances"
    if chance and expectation.word in ("up", "down"):
        return "is a choice: write 'likelier' or 'less likely'"
    if not chance and expectation.word in ("likelier", "less likely", "never"):
        return "is no choice: write 'up' or 'down'"
    return ""


@dataclass(frozen=True)
class Setting:
    """A value given to some slots of the model.

    Attributes:
        path: of the variable whose state is set before the first month; empty for anything else.
        places: which of its elements.
        slots: that are kept at the value in every month.
        value: the number.
    """

    path: str
    places: tuple[int, ...]
    slots: tuple[int, ...]
    value: float


def find_setting(registry: Registry, path: str, given: Given) -> Setting:
    """Where a given value goes.

    Args:
        registry: of the model.
        path: of a variable, parameter, flow, rule, choice or outside series.
        given: its value.

    Returns:
        The setting.

    Raises:
        ValueError: nothing has this name, or it cannot take this value.
    """
    try:
        site, slots = registry.resolve(path)
    except UnknownPath as error:
        raise ValueError(str(error)) from None
    value = given.value
    if site.kind in HAPPENINGS:
        if value not in site.options:
            raise ValueError(f"{path} has the options {', '.join(site.options[:8])}, not '{value}'")
        value = float(site.options.index(str(value)))
    if isinstance(value, str):
        raise ValueError(f"{path} is a {site.kind} and takes a number, not '{value}'")
    if site.kind != "variable":
        return Setting("", (), tuple(map(int, slots)), value)
    v = registry.states[site.path]
    if not v.low <= value <= v.high:
        raise ValueError(f"{path} lies between {v.low:g} and {v.high:g}, so it cannot be {value:g}")
    places = tuple(int(n) for n in slots - site.offset)
    return Setting(site.path, places, tuple(map(int, slots)) if given.held else (), value)
