"""Decision points: who could have decided otherwise, and what the book says would have followed."""

from __future__ import annotations

from typing import Literal

from .common import Calendar, Cited, Entry, Evidences, Id, PartialDate, PrintedDate, Text


class Alternative(Entry):
    """Another course than the actual one."""

    what: Text
    feasible: Literal["stated possible by the book", "implied", "denied by the book"]
    stated_consequence: Text | None


class Expectation(Entry):
    """Sign of a model quantity under an alternative, relative to the actual course.

    Attributes:
        alternative: index in the decision point's `alternatives`.
    """

    metric: Text
    direction: Literal["+", "-", "none"]
    horizon: Text
    alternative: int
    basis: Literal["stated", "implied"]


class Hinge(Entry):
    """Rank of a hinge among the forty, and why it stands there."""

    id: Id
    rank: int
    why: Text
    pages: tuple[int, ...]


class DecisionPoint(Cited):
    """A decision, what happened, and the other courses.

    Attributes:
        rank: 1 to 40 for a hinge, by the weight that the book gives it; `why` says why.
    """

    id: Id
    date: PartialDate
    date_end: PartialDate | None
    date_os: PrintedDate | None = None
    date_end_os: PrintedDate | None = None
    calendar: Calendar | None = None
    title: Text
    title_fr: Text
    who_decides: Text
    systems: tuple[Id, ...]
    actual: Text
    alternatives: tuple[Alternative, ...]
    mechanism: Text
    expected: tuple[Expectation, ...]
    importance: Literal["hinge", "major", "minor"]
    rank: int | None = None
    why: Text | None = None
    evidence: Evidences
    related: tuple[Id, ...] = ()
    note: Text | None = None
