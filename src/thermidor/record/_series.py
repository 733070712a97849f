"""A series as a table: its points with ranges, contradictions, sources and pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ._dates import months
from ._errors import UnknownRecordId
from ._record import load
from ._schemas import Figure, IndependentFigure


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """One figure of a series.

    Attributes:
        id: id of the figure.
        date: as recorded, New Style; `date_end` where it is a range.
        first_month: first month covered, None where the book gives no date.
        last_month: last month covered.
        value: the value, None where only bounds are known.
        low: lower bound where there is one.
        high: upper bound where there is one.
        unit: unit.
        bound: approx, lower or upper where the book says so.
        doubtful: not for calibration.
        vague: words rather than a number.
        confirmed: read off a copy of the source; for the book, neither doubtful nor vague.
        contradicts: figures that cannot be true together with it.
        repeats: figures that say the same again.
        source: id of the publication.
        page: page of the book, None for other publications.
        note: what to know about it.
    """

    id: str
    date: str | None
    date_end: str | None
    first_month: str | None
    last_month: str | None
    value: int | float | None
    low: int | float | None
    high: int | float | None
    unit: str
    bound: str | None
    doubtful: bool
    vague: bool
    confirmed: bool
    contradicts: tuple[str, ...]
    repeats: tuple[str, ...]
    source: str
    page: int | None
    note: str


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A series and its points, in the order of time.

    Attributes:
        id: name of the series.
        basis: where it comes from.
        title: what it measures.
        units: units of its points.
        points: the figures.
        definitions: definitions that govern it.
        disagreements: where sources disagree about it.
        variables: output variables of the model that it is compared with.
        see_also: other series compared with the same variables.
    """

    id: str
    basis: Literal["book", "independent"]
    title: str
    units: tuple[str, ...]
    points: tuple[SeriesPoint, ...]
    definitions: tuple[str, ...]
    disagreements: tuple[str, ...]
    variables: tuple[str, ...]
    see_also: tuple[str, ...]


def series(id: str) -> SeriesView:
    """A series of the book or of other publications, with every figure.

    Args:
        id: name of a series, or the id of a figure, which stands for its series.

    Returns:
        The series.

    Raises:
        UnknownRecordId: there is no such series.

    Example:
        >>> series("kolkhoz.share_households").points[0].value
        7.6
    """
    record = load()
    bare = id.removeprefix("series:").removeprefix("independent_series:")
    if bare in record.figures:
        bare = record.figures[bare].series
    elif bare in record.independent:
        bare = record.independent[bare].series
    if bare in record.series:
        entry = record.series[bare]
        points = tuple(_of_book(record.figures[figure]) for figure in entry.figures)
        basis, units = "book", (entry.unit,)
        definitions: tuple[str, ...] = ()
        disagreements: tuple[str, ...] = ()
    elif bare in record.independent_series:
        other = record.independent_series[bare]
        points = tuple(_of_publication(record.independent[figure]) for figure in other.figures)
        basis, units = "independent", other.units
        definitions, disagreements = other.definitions, other.disagreements
        entry = other
    else:
        raise UnknownRecordId(id, [*record.series, *record.independent_series])
    variables, see_also = _compared(bare)
    return SeriesView(
        bare, basis, entry.title, units, tuple(sorted(points, key=_by_time)), definitions, disagreements,
        variables, see_also,
    )  # fmt: skip


def _by_time(point: SeriesPoint) -> tuple[str, str, str]:
    return point.first_month or "", point.date or "", point.id


def _of_book(figure: Figure) -> SeriesPoint:
    span = months(figure.date, figure.date_end) if figure.date else None
    return SeriesPoint(
        figure.id, figure.date, figure.date_end, span and span.first, span and span.last, figure.value, figure.low,
        figure.high, figure.unit, figure.bound, figure.doubtful, figure.vague,
        not (figure.doubtful or figure.vague), figure.contradicts, figure.repeats, "lequenne-2017",
        figure.evidence.page, figure.why_doubtful or figure.note or figure.subject,
    )  # fmt: skip


def _of_publication(figure: IndependentFigure) -> SeriesPoint:
    span = months(figure.date)
    low, high = figure.value if isinstance(figure.value, tuple) else (None, None)
    value = None if isinstance(figure.value, tuple) else figure.value
    return SeriesPoint(
        figure.id, figure.date, None, span.first, span.last, value, low, high, figure.unit, None, False, False,
        figure.confirmed, (), (), figure.source, None, figure.note,
    )  # fmt: skip


def _compared(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    from ._observations import series_of_variables

    by_variable = series_of_variables()
    variables = tuple(variable for variable, names in by_variable.items() if name in names)
    others = (other for variable in variables for other in by_variable[variable] if other != name)
    return variables, tuple(dict.fromkeys(others))
