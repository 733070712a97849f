"""What a coding is made of: measures that an observer can see, and classes as degrees over them.

A measure turns outputs of the model into a number between 0 and 1; a coding is a set of classes, each a
degree between 0 and 1 over measures.  Both take exactly what they declare by the names of their
arguments, so that what a coding reads is known from its declaration alone.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from thermidor.engine.declare import Grounds, Parameter

Group = Literal["open", "between", "closed"]
"""Can those who are ruled remove those who rule: yes, in part, no.  What codings are compared on."""

Array = np.ndarray


@dataclass(frozen=True, eq=False)
class Measure:
    """What an observer sees of who rules whom, 0..1, from the outputs of the months so far."""

    name: str
    meaning: str
    reads: Mapping[str, str]
    """Argument -> output."""
    signs: Mapping[str, int]
    """Argument -> direction in which it moves the measure, 0 for a code that is no amount; tested."""
    parameters: Mapping[str, Parameter]
    grounds: Grounds
    function: Callable[..., Array]
    looks_back: bool = False
    """Whether it depends on earlier months too."""
    per: str = ""
    """The argument that only says per how many persons."""
    unit: str = "index 0-1"

    def of(self, series: Mapping[str, Array]) -> Array:
        """The measure, (history, month), from outputs by name."""
        given = {a: series[output] for a, output in self.reads.items()}
        return self.function(**given, **{a: p.value for a, p in self.parameters.items()})


@dataclass(frozen=True, eq=False)
class Class:
    """One class of a coding: a degree 0..1 over measures."""

    name: str
    meaning: str
    group: Group
    grounds: Grounds
    signs: Mapping[str, int]
    """Measure -> direction in which it moves the degree, 0 where it rises and falls; tested."""
    function: Callable[..., Array]

    @property
    def reads(self) -> tuple[str, ...]:
        """The measures that it reads."""
        return tuple(self.signs)


@dataclass(frozen=True, eq=False)
class Coding:
    """A way of naming months under soviet power; which of two equal degrees leads follows the order."""

    name: str
    title: str
    says: str
    classes: tuple[Class, ...]
    grounds: Grounds

    @property
    def reads(self) -> tuple[str, ...]:
        """The measures that its classes read."""
        return tuple(dict.fromkeys(m for c in self.classes for m in c.reads))

    def groups(self) -> dict[str, Group]:
        """The group of each class."""
        return {c.name: c.group for c in self.classes}


MEASURES: dict[str, Measure] = {}
"""All measures by name."""


def measure(
    meaning: str,
    *,
    reads: Mapping[str, str],
    signs: Mapping[str, int],
    parameters: Mapping[str, Parameter] | None = None,
    looks_back: bool = False,
    per: str = "",
    book: Sequence[str] = (),
    publication: str = "",
    assumption: str = "",
) -> Callable[[Callable[..., Array]], Measure]:
    """Declare a measure; the function's name is its name, and it takes exactly what is declared.

    Args:
        meaning: one phrase that a historian understands.
        reads: argument -> name of an output, given as (history, month).
        signs: argument -> +1 or -1, or 0 for a code that is no amount.
        parameters: argument -> `parameter(...)`.
        looks_back: whether it depends on earlier months too.
        per: the argument, if any, that only says per how many persons something is counted.
        book: ids in the record.
        publication: source.
        assumption: reason, where neither.

    Raises:
        TypeError: when the arguments of the function are not the declared ones.
    """
    parameters = dict(parameters or {})

    def decorate(function: Callable[..., Array]) -> Measure:
        taken, declared = [*inspect.signature(function).parameters], [*reads, *parameters]
        if sorted(taken) != sorted(declared) or set(signs) != set(reads):
            raise TypeError(f"measure {function.__name__} declares {declared} but takes {taken}")
        made = Measure(
            function.__name__, meaning, dict(reads), dict(signs), parameters,
            Grounds(tuple(book), publication, assumption), function, looks_back, per,
        )  # fmt: skip
        MEASURES[made.name] = made
        return made

    return decorate


def a_class(
    name: str,
    meaning: str,
    group: Group,
    signs: Mapping[str, int],
    function: Callable[..., Array],
    *,
    book: Sequence[str] = (),
    publication: str = "",
    assumption: str = "",
) -> Class:
    """Declare a class of a coding.

    Args:
        name: short.
        meaning: one phrase.
        group: whether those who are ruled can remove those who rule.
        signs: measure -> +1 or -1; these are what the function takes.
        function: of the measures by name; its degree, 0..1.
        book: ids in the record where it is defined.
        publication: the work where it is defined.
        assumption: reason, where neither.

    Raises:
        TypeError: when the function does not take exactly the measures.
        KeyError: for an unknown measure.
    """
    if [*inspect.signature(function).parameters] != [*signs]:
        raise TypeError(f"class {name} declares {[*signs]} but takes others")
    for m in signs:
        MEASURES[m]
    grounds = Grounds(tuple(book), publication, assumption)
    return Class(name, meaning, group, grounds, dict(signs), function)


# -- putting degrees together ------------------------------------------------------------------------


def all_of(*degrees: Any) -> Any:
    """As true as its weakest part: every part is necessary."""
    out = degrees[0]
    for d in degrees[1:]:
        out = np.minimum(out, d)
    return out


def any_of(*degrees: Any) -> Any:
    """As true as its strongest part: every part suffices."""
    out = degrees[0]
    for d in degrees[1:]:
        out = np.maximum(out, d)
    return out


def most_of(*degrees: Any) -> Any:
    """The mean: parts stand in for one another."""
    return sum(degrees[1:], degrees[0]) / np.float32(len(degrees))


def without(degree: Any) -> Any:
    """The contrary."""
    return 1 - degree


# -- over time ---------------------------------------------------------------------------------------

YEAR = 12
"""Months in a year."""


def ramp(x: Any, none: Any, full: Any) -> Any:
    """0 up to `none`, 1 from `full` on, straight between them; `full` may lie below `none`."""
    return np.clip((x - none) / (full - none), 0, 1)


def year_mean(x: Array) -> Array:
    """Mean of the last twelve months; of those that there are in the first year."""
    two = _with_earlier(x, x, 1)
    four = _with_earlier(two, two, 2)
    total = _with_earlier(_with_earlier(four, four, 4), four, 8)
    return total / np.minimum(np.arange(1, x.shape[1] + 1), YEAR).astype(np.float32)


def _with_earlier(x: Array, y: Array, months: int) -> Array:
    """What x is, and what y was some months earlier."""
    out = x.copy()
    out[:, months:] += y[:, :-months]
    return out


def year_most(x: Array) -> Array:
    """Largest of the last twelve months."""
    out, width = x, 1
    while width < YEAR:
        shift = min(width, YEAR - width)
        longer = out.copy()
        longer[:, shift:] = np.maximum(out[:, shift:], out[:, :-shift])
        out, width = longer, width + shift
    return out


def ever(x: Array) -> Array:
    """Largest so far."""
    return np.maximum.accumulate(x, axis=1)


def kept_since(value: Array, asked: Array) -> Array:
    """A value that counts as far as the question was asked, else stays as it was."""
    out = np.empty_like(value)
    last = np.zeros(len(value), value.dtype)
    for t in range(value.shape[1]):
        last = asked[:, t] * value[:, t] + (1 - asked[:, t]) * last
        out[:, t] = last
    return out
