"""What a coding is made of: measures that an observer can see, and classes as degrees over them.

A measure turns outputs of the model into a number between 0 and 1; a coding is a set of classes, each a
degree between 0 and 1 over measures.  A measure takes exactly what it declares, and a degree knows the
measures that it is put together from, so that what a coding reads is known from its declaration alone.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
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
class Degree:
    """How far something is so, 0..1, put together from measures by name."""

    signs: Mapping[str, int]
    """Measure -> direction in which it moves the degree, 0 where it may rise and fall; tested."""
    of: Callable[[Mapping[str, Array]], Array]
    """From measures by name."""


@dataclass(frozen=True, eq=False)
class Class:
    """One class of a coding: a degree 0..1 over measures."""

    name: str
    meaning: str
    group: Group
    grounds: Grounds
    degree: Degree

    @property
    def signs(self) -> Mapping[str, int]:
        """Measure -> direction in which it moves the degree."""
        return self.degree.signs

    @property
    def reads(self) -> tuple[str, ...]:
        """The measures that it reads."""
        return tuple(self.degree.signs)


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
    degree: Part,
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
        degree: measures put together with `all_of`, `any_of`, `most_of` and `without`.
        book: ids in the record where it is defined.
        publication: the work where it is defined.
        assumption: reason, where neither.

    Raises:
        KeyError: for an unknown measure.
    """
    grounds = Grounds(tuple(book), publication, assumption)
    return Class(name, meaning, group, grounds, _degree(degree))


# -- putting degrees together ------------------------------------------------------------------------

Part = Degree | str | Any
"""A degree, a measure by its name, or numbers."""


def all_of(*parts: Part) -> Any:
    """As true as its weakest part: every part is necessary.

    Args:
        parts: degrees and names of measures, which give a `Degree`; or numbers, which give numbers.
    """
    return _joined(lambda *d: reduce(np.minimum, d), parts)


def any_of(*parts: Part) -> Any:
    """As true as its strongest part: every part suffices."""
    return _joined(lambda *d: reduce(np.maximum, d), parts)


def most_of(*parts: Part) -> Any:
    """The mean: parts stand in for one another."""
    return _joined(lambda *d: sum(d[1:], d[0]) / np.float32(len(d)), parts)


def without(part: Part) -> Any:
    """The contrary."""
    return _joined(lambda d: 1 - d, (part,), sign=-1)


def _joined(join: Callable[..., Any], parts: Sequence[Part], sign: int = 1) -> Any:
    """Numbers joined, or the degree that joins what its parts will be."""
    if not any(isinstance(p, str | Degree) for p in parts):
        return join(*parts)
    degrees = [_degree(p) for p in parts]
    signs: dict[str, int] = {}
    for d in degrees:
        for name, s in d.signs.items():
            signs[name] = sign * s if signs.get(name, sign * s) == sign * s else 0
    return Degree(signs, lambda measures: join(*(d.of(measures) for d in degrees)))


def _degree(part: Part) -> Degree:
    """A measure by its name as a degree."""
    if isinstance(part, Degree):
        return part
    return Degree({MEASURES[part].name: 1}, lambda measures: measures[part])


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
