"""Figures of a reader's own, read from a file: checked line by line before any of them weighs a history."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from thermidor.engine.calendar import MONTHS, BadDate, month_number
from thermidor.engine.registry import Registry
from thermidor.errors import BadRequest, nearest, one_line, shown
from thermidor.experiments.branches.figure_tables import ENDINGS, BadFigures, Row, rows_of
from thermidor.experiments.branches.following import WINDOW
from thermidor.experiments.branches.likelihood import Likelihood, likelihoods
from thermidor.record import Observation, observations
from thermidor.record._observations import Aggregate
from thermidor.scenarios._errors import BadScenario
from thermidor.scenarios._yaml import parse, read_bytes
from thermidor.scenarios.typed import number_typed

RECORD = "record"
"""The name that stands for the figures of the record."""

AGGREGATES: tuple[str, ...] = get_args(Aggregate)
NEEDED = ("variable", "first_month", "value")
KEYS = (*NEEDED, "last_month", "aggregate", "low", "high", "unit", "source", "confirmed")
MOST = 2_000


def figures_of(files: Sequence[str], registry: Registry) -> list[Likelihood] | None:
    """The figures that weigh histories.

    Args:
        files: paths of YAML files or tables, and "record" for the figures of the record.
        registry: of the model that is to show them.

    Returns:
        The figures, or None for those of the record alone.

    Raises:
        BadFigures: with file, line and what would be right.
    """
    if isinstance(files, str):
        raise BadRequest(f"'figures' is a list of files: [{shown(files)}]")
    if not [f for f in files if f != RECORD]:
        return None
    found: list[Observation] = [*observations()] if RECORD in files else []
    for file in dict.fromkeys(f for f in files if f != RECORD):
        found += read_figures(file, registry)
    return likelihoods(found)


def read_figures(file: str, registry: Registry) -> list[Observation]:
    """Read a file of figures.

    A YAML file holds a list of mappings, alone or under `figures`; a table (CSV and its like, by their
    endings) has the same keys as its heads, or is a wide one of series, with time along its columns or down
    its rows.  Of each figure `variable`, `first_month` and `value` are needed; `last_month` is the first by
    default, `aggregate` "month value" or "period mean", `low` and `high` the value itself.

    Args:
        file: its path.
        registry: of the model.

    Returns:
        The figures in the order of the file.

    Raises:
        BadFigures: with file, line and what would be right.
    """
    source = Path(file).name
    try:
        content = read_bytes(Path(file), source)
        if file.lower().endswith(ENDINGS):
            rows = rows_of(content, source, KEYS, registry.outputs)
        else:
            rows = _yaml(content, source)
    except BadScenario as error:
        raise BadFigures(
            str(error).replace("a scenario is a short file of YAML", "too long")
        ) from None
    if not rows:
        raise BadFigures(f"{source}: it holds no figure")
    if len(rows) > MOST:
        raise BadFigures(f"{source}: more than {MOST:,} figures")
    found: list[Observation] = []
    places: dict[tuple[str, str, str, str], str] = {}
    for place, row in rows:
        try:
            o = _observation(row, registry, source)
            likelihoods([o])
        except (BadRequest, BadDate) as error:
            raise BadFigures(one_line(f"{place}: {error}")) from None
        key = (o.variable, o.first_month, o.last_month, o.aggregate)
        if key in places:
            raise BadFigures(
                f"{place}: {o.variable} has a figure of the same months in line {places[key].removeprefix(f'{source}:')}: "
                "sources that differ are one figure with a range, 'low' and 'high'"
            )
        places[key] = place
        found.append(o)
    return found


def _yaml(content: bytes, source: str) -> list[Row]:
    data, lines = parse(content, source)
    place: tuple[str | int, ...] = ()
    if isinstance(data, dict) and set(data) == {"figures"}:
        data, place = data["figures"], ("figures",)
    if not isinstance(data, list):
        raise BadFigures(f"{source}: a file of figures is a list, alone or under 'figures'")
    found = [(f"{source}:{lines[(*place, n)]}", x) for n, x in enumerate(data)]
    for where, x in found:
        if not isinstance(x, dict):
            raise BadFigures(f"{where}: a figure has keys and values, not {shown(x)}")
    return [Row(where, x) for where, x in found]


def _observation(row: Mapping[str, Any], registry: Registry, source: str) -> Observation:
    for key in row:
        if key not in KEYS:
            raise BadRequest(f"{shown(key)} is no key of a figure{nearest(str(key), KEYS)}")
    for key in NEEDED:
        if row.get(key) is None:
            raise BadRequest(f"'{key}' is missing")
    variable = str(row["variable"])
    if variable not in registry.outputs:
        near = nearest(variable, registry.outputs, 0.4)
        raise BadRequest(f"no variable is called {shown(variable)}{near}")
    declared = registry.outputs[variable]
    first = _month(row["first_month"])
    last = _month(row.get("last_month") or first)
    length = month_number(last) - month_number(first) + 1
    if length > WINDOW:
        raise BadRequest(f"a figure spans {WINDOW} months at most, not {length}")
    if month_number(last) >= MONTHS:
        raise BadDate(f"{last} lies after the model's last month")
    aggregate = str(row.get("aggregate") or ("month value" if length == 1 else "period mean"))
    if aggregate not in AGGREGATES:
        raise BadRequest(
            f"'aggregate' is {', '.join(AGGREGATES)}; not {shown(aggregate)}{nearest(aggregate, AGGREGATES)}"
        )
    unit = str(row.get("unit") or declared.unit)
    if unit != declared.unit:
        raise BadRequest(f"{variable} is in {declared.unit!r}, not in {shown(unit)}")
    value = _number(row["value"], "value")
    low = value if row.get("low") is None else _number(row["low"], "low")
    high = value if row.get("high") is None else _number(row["high"], "high")
    if "sum" not in aggregate and not declared.low <= value <= declared.high:
        raise BadRequest(
            f"{variable} lies between {declared.low:g} and {declared.high:g} in every history: "
            f"{value:g} is impossible"
        )
    return Observation(
        variable=variable,
        first_month=first,
        last_month=last,
        aggregate=aggregate,  # pyright: ignore[reportArgumentType]
        value=value,
        low=low,
        high=high,
        unit=declared.unit,
        source=(str(row.get("source") or source),),
        page=None,
        ids=(),
        confirmed=_truth(row.get("confirmed")),
        basis="independent",
        caveat="",
    )


def _month(value: Any) -> str:
    """A month as a spreadsheet may have it: with its first day, or without the zero."""
    found = re.fullmatch(r"(\d{4})-(\d{1,2})(-0?1)?([ T]0?0:00(:00)?)?", str(value).strip())
    return f"{found[1]}-{int(found[2]):02d}" if found else str(value)


def _number(value: Any, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise BadRequest(f"'{key}' wants a number, not {shown(value)}")
    try:
        found = number_typed(value) if isinstance(value, str) else value
    except ValueError as error:
        raise BadRequest(f"'{key}': {error}") from None
    if found is None:
        raise BadRequest(f"'{key}' wants a number, not {shown(value)}")
    return float(found)


def _truth(value: Any) -> bool:
    if value is None or value is True or str(value).lower() in ("true", "yes"):
        return True
    if value is False or str(value).lower() in ("false", "no"):
        return False
    raise BadRequest(f"'confirmed' is true or false, not {shown(value)}")


__all__ = ["RECORD", "BadFigures", "figures_of", "read_figures"]
