"""The recorded points that a simulation is compared with, in the model's own variables and units.

`data/observations.yaml` maps series of the book and of other publications to output variables. Nothing is smoothed:
contradictory figures become one range, doubtful ones are left out, and each point says what it may be compared with.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator
from typing import Literal, NamedTuple

from pydantic import Field

from ._dates import Months, month_name, month_number, months
from ._errors import RecordError
from ._files import as_json
from ._record import _validate_one, load
from ._schemas import Figure, IndependentFigure
from ._schemas.common import Entry, Id, IndependentDate, Number, Text

Basis = Literal["book", "independent"]
Aggregate = Literal[
    "month value",
    "year mean",
    "year sum",
    "agricultural year sum",
    "period mean",
    "period sum",
    "period max",
]
"""What of the simulated variable between first and last month answers to the recorded value.

month value: the value in that month (July, where a stock is given for a year). year mean, period mean: mean of the months. year sum, period sum: sum of the
months. agricultural year sum: sum from July to June. period max: largest value of the months, for a variable that
counts up within the year.
"""


Derive = Literal["value", "complement", "sum", "difference", "ratio"]


class Observation(NamedTuple):
    """One recorded point.

    Attributes:
        variable: name of the model's output variable.
        first_month: first month compared, "YYYY-MM".
        last_month: last month compared.
        aggregate: what of the simulated months is compared; see `Aggregate`.
        value: best value, in the variable's unit.
        low: lower end of what the record allows.
        high: upper end.
        unit: unit of the variable.
        source: ids of the publications.
        page: page of the book, None for other publications.
        ids: ids of the figures behind it.
        confirmed: every figure was read off a copy of its source, and none of the book's is vague.
        basis: book where a figure of the book is among them, otherwise independent.
        caveat: what the figure counts that the variable may not, or the reverse.
    """

    variable: str
    first_month: str
    last_month: str
    aggregate: Aggregate
    value: float
    low: float
    high: float
    unit: str
    source: tuple[str, ...]
    page: int | None
    ids: tuple[str, ...]
    confirmed: bool
    basis: Basis
    caveat: str

    @property
    def sd(self) -> float:
        """Standard deviation of the observation: a quarter of its range."""
        return (self.high - self.low) / 4


def is_sum(aggregate: str) -> bool:
    """Whether a figure is a total over its months.

    Args:
        aggregate: how its months make it, as in `Observation`.

    Example:
        >>> is_sum("year sum"), is_sum("year mean")
        (True, False)
    """
    return "sum" in aggregate.lower()


class Mapping(Entry):
    """How a series, or some figures, become points of a variable.

    Attributes:
        series: take every figure of this series; or
        ids: take these figures together as one point.
        derive: value; complement (one minus); sum, difference or ratio of the ids in order.
        factor: by which the figure is multiplied to reach the variable's unit.
        error: relative error, as two standard deviations; widens a single value to a range.
        spread: factors of the value that give the range, where the figure counts more or less than the variable.
        low, high: range in the variable's unit, where the figures alone do not give it.
        value: best value, where the figures alone do not give it.
        only: figures of the series to take; `exclude`: figures to leave out; `places`: places to take.
        since, until: first and last year to take, by the first month of a figure.
        at: date of the point, where it is not that of its figures.
        doubtful: take doubtful figures of the series too; they need a `spread`.
        confirmed: False where the reading adds an assumption to confirmed figures.
    """

    series: Id | None = None
    ids: tuple[Id, ...] = ()
    only: tuple[Id, ...] = ()
    exclude: tuple[Id, ...] = ()
    places: tuple[Text, ...] = ()
    since: int = 1917
    until: int = 1940
    at: IndependentDate | None = None
    aggregate: Aggregate = "month value"
    derive: Derive = "value"
    factor: Number = 1
    error: float = Field(default=0.0, ge=0)
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    spread: tuple[Number, Number] | None = None
    doubtful: bool = False
    confirmed: bool | None = None
    caveat: str = ""


class Mapped(Entry):
    """One output variable and everything it is compared with."""

    variable: Id
    unit: Text
    share: bool = False
    note: str = ""
    points: tuple[Mapping, ...]


class _Map(Entry):
    variables: tuple[Mapped, ...]


def observations(variable: str | None = None) -> list[Observation]:
    """The recorded points that a simulation is compared with.

    Args:
        variable: only points of this output variable; all where None.

    Returns:
        The points, variable by variable, in the order of time.

    Raises:
        RecordError: the mapping names a figure that the record does not hold, or one that is doubtful.

    Example:
        >>> [(o.first_month, round(o.value)) for o in observations("cc.members")][:2]
        [('1917-08', 21), ('1919-03', 19)]
    """
    points = _points()
    return [point for point in points if variable is None or point.variable == variable]


@functools.cache
def series_of_variables() -> dict[str, tuple[str, ...]]:
    """The series that each output variable is compared with.

    Returns:
        Series names by variable.
    """
    names: dict[str, dict[str, None]] = {}
    for point in _points():
        for id in point.ids:
            names.setdefault(point.variable, {})[_figure(id).series] = None
    return {variable: tuple(found) for variable, found in names.items()}


@functools.cache
def _points() -> tuple[Observation, ...]:
    mapped = _validate_one("observations.yaml", as_json("observations.yaml"), _Map)
    found = []
    for entry in mapped.variables:
        of_variable = [point for mapping in entry.points for point in _of_mapping(entry, mapping)]
        found += sorted(of_variable, key=lambda o: (o.first_month, o.last_month, o.basis, o.ids))
    return tuple(found)


def _of_mapping(entry: Mapped, mapping: Mapping) -> Iterator[Observation]:
    if mapping.ids:
        yield _point(entry, mapping, [_figure(id) for id in mapping.ids])
        return
    for figure in _figures(mapping):
        yield _point(entry, mapping, [figure])


def _figures(mapping: Mapping) -> Iterator[Figure | IndependentFigure]:
    record = load()
    name = mapping.series or ""
    if name in record.independent_series:
        all_figures = [record.independent[id] for id in record.independent_series[name].figures]
    else:
        all_figures = [record.figures[id] for id in record.series[name].figures]
    unknown = set(mapping.only + mapping.exclude) - {figure.id for figure in all_figures}
    if unknown:
        raise RecordError(f"observations.yaml: {sorted(unknown)[0]} is no figure of {name}")
    for figure in all_figures:
        chosen = not mapping.only or figure.id in mapping.only
        if not chosen or figure.id in mapping.exclude or figure.date is None:
            continue
        if isinstance(figure, Figure) and (
            figure.vague or (figure.doubtful and not mapping.doubtful)
        ):
            continue
        if mapping.places and getattr(figure, "place", None) not in mapping.places:
            continue
        span = _span(figure)
        if mapping.since <= int(span.first[:4]) <= mapping.until:
            yield figure


def _figure(id: str) -> Figure | IndependentFigure:
    record = load()
    return record.independent[id] if id.startswith("i-") else record.figures[id]


def _point(
    entry: Mapped, mapping: Mapping, figures: list[Figure | IndependentFigure]
) -> Observation:
    for figure in figures:
        if (
            isinstance(figure, Figure)
            and figure.doubtful
            and mapping.spread is None
            and mapping.low is None
        ):
            raise RecordError(
                f"observations.yaml: {figure.id} is doubtful and {entry.variable} gives no range for it"
            )
    value, low, high = _value(mapping, figures)
    if entry.share:
        low, high = max(low, 0.0), min(high, 1.0)
    if not low <= value <= high or not all(math.isfinite(x) for x in (low, value, high)):
        ids = ", ".join(figure.id for figure in figures)
        raise RecordError(
            f"observations.yaml: {entry.variable} from {ids} has value {value} outside {low} to {high}"
        )
    span = _compared_months(mapping, months(mapping.at) if mapping.at else _span(figures[0]))
    of_book = [figure for figure in figures if isinstance(figure, Figure)]
    published = [figure for figure in figures if isinstance(figure, IndependentFigure)]
    sources = dict.fromkeys(
        ["lequenne-2017"] * bool(of_book) + [figure.source for figure in published]
    )
    notes = dict.fromkeys(figure.note for figure in published if figure.note)
    return Observation(
        variable=entry.variable,
        first_month=span.first,
        last_month=span.last,
        aggregate=mapping.aggregate,
        value=value,
        low=low,
        high=high,
        unit=entry.unit,
        source=tuple(sources),
        page=of_book[0].evidence.page if of_book else None,
        ids=tuple(figure.id for figure in figures),
        confirmed=mapping.confirmed is not False
        and not any(figure.doubtful or figure.vague for figure in of_book)
        and all(figure.confirmed for figure in published),
        basis="book" if of_book else "independent",
        caveat="; ".join(part for part in (mapping.caveat, *notes) if part),
    )


def _value(
    mapping: Mapping, figures: list[Figure | IndependentFigure]
) -> tuple[float, float, float]:
    ranges = [tuple(mapping.factor * x for x in _range(figure)) for figure in figures]
    if mapping.derive in ("value", "complement"):
        if mapping.derive == "complement":
            ranges = [(1 - high, 1 - value, 1 - low) for low, value, high in ranges]
        low = min(r[0] for r in ranges)
        high = max(r[2] for r in ranges)
        value = ranges[0][1] if len(ranges) == 1 else (low + high) / 2
    else:
        first, rest = ranges[0][1], [r[1] for r in ranges[1:]]
        if mapping.derive == "sum":
            value = first + sum(rest)
        elif mapping.derive == "difference":
            value = first - sum(rest)
        else:
            value = first / sum(rest)
        low = high = value
    value = mapping.value if mapping.value is not None else value
    low = min(low, value * (1 - mapping.error))
    high = max(high, value * (1 + mapping.error))
    if mapping.spread is not None:
        low, high = min(low, value * mapping.spread[0]), max(high, value * mapping.spread[1])
    low = mapping.low if mapping.low is not None else low
    high = mapping.high if mapping.high is not None else high
    if mapping.value is None and not low <= value <= high:
        value = (low + high) / 2
    return float(value), float(low), float(high)


def _range(figure: Figure | IndependentFigure) -> tuple[Number, Number, Number]:
    if isinstance(figure, IndependentFigure):
        if isinstance(figure.value, tuple):
            return figure.value[0], sum(figure.value) / 2, figure.value[1]
        return figure.value, figure.value, figure.value
    bounds = (figure.low, figure.value, figure.high)
    known = [bound for bound in bounds if bound is not None]
    if not known:
        raise RecordError(f"observations.yaml: {figure.id} has no value")
    low = figure.low if figure.low is not None else known[0]
    high = figure.high if figure.high is not None else known[-1]
    return low, figure.value if figure.value is not None else (low + high) / 2, high


def _span(figure: Figure | IndependentFigure) -> Months:
    if isinstance(figure, IndependentFigure):
        return months(figure.date)
    if figure.date is None:
        raise RecordError(f"observations.yaml: {figure.id} has no date, so its point needs `at`")
    return months(figure.date, figure.date_end)


def _compared_months(mapping: Mapping, span: Months) -> Months:
    if mapping.aggregate == "month value" and len(span) > 1:
        middle = (month_number(span.first) + month_number(span.last) + 1) // 2
        return Months(month_name(middle), month_name(middle))
    if mapping.aggregate == "agricultural year sum" and span.first.endswith("-01"):
        return months(f"{span.first[:4]}/{(int(span.first[:4]) + 1) % 100:02d}")
    if mapping.aggregate == "period max" and len(span) == 12:
        return Months(f"{span.first[:4]}-10", f"{int(span.first[:4]) + 1}-05")
    return span
