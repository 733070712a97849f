"""The hinges of the narrative with the months in which they are recorded, to compare a simulated history with."""

from __future__ import annotations

from typing import NamedTuple

from ._dates import months
from ._record import load


class RecordedMilestone(NamedTuple):
    """A milestone and when it happened.

    Attributes:
        id: "m" and the place in the narrative.
        event: id of the event.
        name: name of the event.
        first_month: first month in which it may be said to have happened, "YYYY-MM".
        last_month: last such month.
        condition: measurable condition by which a simulated history has had it.
        emergent: outcome where a model should produce it, exogenous where it should receive it.
        systems: systems it belongs to.
        series: series of the book that measure it.
        page: page of the book.
    """

    id: str
    event: str
    name: str
    first_month: str
    last_month: str
    condition: str
    emergent: str
    systems: tuple[str, ...]
    series: tuple[str, ...]
    page: int


def milestones() -> list[RecordedMilestone]:
    """Every milestone with its recorded months, in the order of the narrative.

    Returns:
        The milestones; those before 1917 included.

    Example:
        >>> [m.first_month for m in milestones() if m.id == "m12"]
        ['1917-11']
    """
    found = []
    for m in load().milestones.values():
        span = months(m.date, m.date_end)
        found.append(
            RecordedMilestone(
                m.id, m.event, m.name, span.first, span.last, m.condition, m.emergent, m.systems, m.series,
                m.evidence.page,
            )
        )  # fmt: skip
    return found
