"""What a case names in the model: where a value is set, and where a result is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from thermidor.cases.words import Expectation, Given, split_option
from thermidor.codings import CODINGS, MEASURES, RIVALS, degrees, measured, outputs_read
from thermidor.engine.registry import Registry, UnknownPath
from thermidor.errors import nearest

HAPPENINGS = ("decision", "event")

CLASSES = {
    f"coding.{c.name}.{one.name}": (c, n)
    for c in (*CODINGS, *RIVALS)
    for n, one in enumerate(c.classes)
}
"""How a case names a class of a coding, and which it is."""

SEEN_BY_CODINGS = {f"measure.{name}": m for name, m in MEASURES.items()}
"""How a case names what codings are made of."""


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
        kind: a field of `Seen`, or "coded" for a class or a measure of the codings.
        path: in it, or the name of the class or measure.
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
        if self.kind == "coded":
            return _coded(self.path, seen.outputs)
        values = np.asarray(getattr(seen, self.kind)[self.path], np.float64)
        if self.kind == "chances":
            reached = np.minimum(np.cumsum(values, axis=0), 1.0)
            chances = np.diff(reached, axis=0, prepend=0.0)
            values = 1.0 - reached[-1] if self.option == 0 else chances[self.option - 1]
        chosen = values.reshape(-1, values.shape[-1])[list(self.places)]
        return chosen.sum(axis=0) if self.summed else chosen.mean(axis=0)


def _coded(name: str, outputs: Mapping[str, Any]) -> np.ndarray:
    """How far the month belongs to a class, or a measure of it, as if all months before had been like it."""
    asked = _outputs_of(name)
    series = {o: np.asarray(outputs[o], np.float32).reshape(-1, 1) for o in asked}
    if name in SEEN_BY_CODINGS:
        return np.asarray(SEEN_BY_CODINGS[name].of(series), np.float64)[:, 0]
    coding, number = CLASSES[name]
    return np.asarray(degrees(coding, measured(series, [coding]))[number, :, 0], np.float64)


def _outputs_of(name: str) -> tuple[str, ...]:
    if name in SEEN_BY_CODINGS:
        return tuple(SEEN_BY_CODINGS[name].reads.values())
    return outputs_read([CLASSES[name][0]])


def find_subject(registry: Registry, text: str) -> Subject:
    """The quantity that an expectation names.

    Args:
        registry: of the model.
        text: a path, "PATH is OPTION", "coding.CODING.CLASS" or "measure.MEASURE".

    Returns:
        The quantity.

    Raises:
        ValueError: nothing that can be looked at has this name; the text suggests the nearest.
    """
    path, option = split_option(text)
    if path in registry.outputs:
        return Subject("outputs", path, (0,))
    if path.startswith(("coding.", "measure.")):
        known = {*CLASSES, *SEEN_BY_CODINGS}
        if path not in known:
            raise ValueError(
                f"no class or measure of the codings is called '{path}'{nearest(path, known)}"
            )
        if lost := [o for o in _outputs_of(path) if o not in registry.outputs]:
            raise ValueError(f"{path} cannot be told: the model gives out no {', '.join(lost)}")
        return Subject("coded", path, (0,))
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
