"""What a public function is asked, as its plain arguments: notebooks hold numbers, dates and names of many kinds.

A number from numpy, a date from pandas, one name in place of a list, a mapping of settings: each is taken
where its plain form is.  What cannot be taken is refused in one line, as on the command line.
"""

from __future__ import annotations

import datetime
import functools
import inspect
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numpy as np

from thermidor.engine.calendar import BadDate, month_number
from thermidor.engine.devices import check_not_forked
from thermidor.errors import BadPart, BadRequest, nearest, shown
from thermidor.scenarios import Scenario

P = ParamSpec("P")
T = TypeVar("T")


class UnknownOption(BadRequest, TypeError):
    """An option that a function does not have."""


def plainly(function: Callable[P, T]) -> Callable[P, T]:
    """Make a function take its wishes in every form that a notebook holds.

    Args:
        function: whose parameters have the usual names.

    Returns:
        The same, which refuses in one line what it does not know.
    """
    known = inspect.signature(function).parameters

    @functools.wraps(function)
    def checked(*given: P.args, **named: P.kwargs) -> T:
        check_not_forked()
        for name in named:
            if name not in known:
                raise UnknownOption(
                    f"{function.__name__} has no option '{name}'{nearest(name, known, 0.5)}"
                )
        bound = inspect.signature(function).bind(*given, **named)
        for name, value in bound.arguments.items():
            if name in READERS and (value is not None or READERS[name] is scenario):
                bound.arguments[name] = READERS[name](name, value)
        return function(*bound.args, **bound.kwargs)

    return checked


# -- its readers -----------------------------------------------------------------------------------


def whole_number(part: str, value: Any) -> int:
    """A whole number of any library.

    Raises:
        BadPart: it is none.

    Example:
        >>> whole_number("histories", np.int64(4)), whole_number("histories", 1e3)
        (4, 1000)
    """
    plain = value.item() if hasattr(value, "item") and getattr(value, "size", 1) == 1 else value
    if isinstance(plain, float) and plain.is_integer():
        plain = int(plain)
    if isinstance(plain, bool) or not isinstance(plain, int):
        raise BadPart(part, f"{part} must be a whole number, not {_told(value)}")
    return plain


def month(part: str, value: Any) -> str:
    """A month as "YYYY-MM": text, or a date of any library.

    Raises:
        BadDate: it is none, or outside the record.

    Example:
        >>> month("start", datetime.date(1921, 3, 1)), month("start", np.datetime64("1921-03-01"))
        ('1921-03', '1921-03')
    """
    plain = value.values if hasattr(value, "dims") else value
    if isinstance(plain, np.ndarray) and plain.size == 1:
        plain = plain.reshape(())[()]
    if isinstance(plain, np.datetime64 | datetime.date) or hasattr(plain, "to_timestamp"):
        plain = str(plain)[:7]
    if not isinstance(plain, str):
        raise BadDate(f"{part}: {_told(value)} is not a month; write YYYY-MM, such as 1921-03")
    month_number(plain)
    return plain


def months(part: str, value: Any) -> tuple[str | None, ...]:
    """Months, or one of them; None stands for the beginning where that can be asked."""
    if isinstance(value, str | datetime.date | np.datetime64):
        value = [value]
    return tuple(None if v is None else month(part, v) for v in _listed(part, value))


def names(part: str, value: Any) -> tuple[Any, ...]:
    """Names, or one of them.

    Example:
        >>> names("variables", "party.fear"), names("variables", np.array(["party.fear"]))
        (('party.fear',), ('party.fear',))
    """
    if isinstance(value, str | Path | Scenario):
        value = [value]
    found = tuple(str(v) if isinstance(v, str | Path) else v for v in _listed(part, value))
    for v in found:
        if isinstance(v, bytes | int | float | np.number):
            raise BadPart(part, f"{part} holds names, not {_told(v)}")
    return found


def learned(part: str, value: Any) -> bool | tuple[str, ...]:
    """Whether constants are learnt, or the beginnings of the paths of those that are."""
    return bool(value) if isinstance(value, bool | np.bool_) else names(part, value)


def settings(part: str, value: Any) -> tuple[str, ...]:
    """Settings as "PATH=VALUE", of texts, of a mapping or of pairs.

    Example:
        >>> settings("settings", {"mood.pressure": 0.5}), settings("settings", "mood.pressure=0.5")
        (('mood.pressure=0.5',), ('mood.pressure=0.5',))
    """
    if isinstance(value, str):
        return (value,)
    items = value.items() if isinstance(value, Mapping) else _listed(part, value)
    found = []
    for item in items:
        if isinstance(item, tuple) and len(item) == 2:
            path, x = item
            found.append(f"{path}={x.item() if isinstance(x, np.generic) else x}")
        elif isinstance(item, str):
            found.append(str(item))
        else:
            raise BadPart(part, f"{part}: {_told(item)} is no setting", "write 'PATH=VALUE'")
    return tuple(found)


def scenario(part: str, value: Any) -> Any:
    """A scenario: an id, a path, a `Scenario`, interventions, or the mapping that a file holds."""
    if isinstance(value, Mapping):
        return Scenario.from_data(dict(value))
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Path | Scenario | list | tuple):
        return value
    right = "give an id, the path of a file, a Scenario or a list of Intervention"
    raise BadPart(part, f"{part}: {_told(value)} is no scenario", right)


def numbers(part: str, value: Any) -> np.ndarray:
    """An array of finite numbers.

    Raises:
        BadPart: it is none.
    """
    try:
        found = np.asarray(value, np.float32)
    except (TypeError, ValueError):
        raise BadPart(part, f"{part} holds numbers, not {_told(value)}") from None
    if not np.isfinite(found).all():
        raise BadPart(part, f"{part} holds what is no finite number")
    return found


def _listed(part: str, value: Any) -> list[Any]:
    if isinstance(value, Mapping | bytes) or not isinstance(value, Iterable):
        raise BadPart(part, f"{part} is a list, not {_told(value)}")
    return [v.item() if isinstance(v, np.str_) else v for v in value]


def _told(value: Any) -> str:
    """A value as a message names it, with its kind where that is what is wrong."""
    return f"{shown(value, 40)} ({type(value).__name__})"


READERS: dict[str, Callable[[str, Any], Any]] = {
    **dict.fromkeys(("histories", "seed", "history", "particles"), whole_number),
    **dict.fromkeys(("start", "stop", "branch", "at", "until"), month),
    **dict.fromkeys(("dates", "points"), months),
    **dict.fromkeys(
        ("variables", "not_held", "figures", "systems", "rules", "ids", "rows", "scenarios"), names
    ),
    "learn": learned,
    "settings": settings,
    "scenario": scenario,
    "against": scenario,
    "outside": numbers,
}
"""What reads a parameter of each name."""

__all__ = ["UnknownOption", "plainly"]
