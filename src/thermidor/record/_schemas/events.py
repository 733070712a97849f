"""Dated events, and the hinges of the narrative among them."""

from __future__ import annotations

from typing import Literal

from .common import (
    Calendar,
    Cited,
    Emergence,
    Evidence,
    Evidences,
    Id,
    PartialDate,
    Precision,
    PrintedDate,
    Text,
)

EventKind = Literal[
    "other", "publication", "battle", "policy", "decree", "international", "arrest", "uprising", "appointment",
    "congress", "vote", "execution", "death", "economic", "strike", "expulsion", "plenum", "treaty", "trial",
    "election", "famine",
]  # fmt: skip


class Event(Cited):
    """Something that happened at a date.

    Attributes:
        actors: names as the narrative gives them, not ids.
        importance: 1 central, 2 secondary, 3 minor.
        emergent: whether a model should produce it (outcome), receive it (exogenous) or neither (detail).
        merged: former ids of the same event, told elsewhere.
        contradicts: events of the book that cannot be true together with this one.
    """

    id: Id
    date: PartialDate | None
    date_end: PartialDate | None
    date_os: PrintedDate | None
    date_precision: Precision | None
    calendar: Calendar | None
    name: Text
    kind: EventKind
    systems: tuple[Id, ...]
    actors: tuple[Text, ...]
    what: Text
    importance: Literal[1, 2, 3]
    emergent: Emergence
    contradicts: tuple[Id, ...] = ()
    merged: tuple[Id, ...] = ()
    note: Text | None = None
    evidence: Evidence
    evidence_more: Evidences = ()

    @property
    def title(self) -> str:
        """The event's name."""
        return self.name

    @property
    def citations(self) -> Evidences:
        """Every place where the book tells it."""
        return (self.evidence, *self.evidence_more)


class Milestone(Cited):
    """A hinge of the narrative, with the condition by which a simulated history has had it.

    Attributes:
        order: place in the narrative.
        event: id of the event.
        condition: measurable condition.
        series: series of the book that measure it.
    """

    id: Id
    order: int
    event: Id
    date: PartialDate
    date_end: PartialDate | None
    date_precision: Precision
    name: Text
    systems: tuple[Id, ...]
    emergent: Emergence
    condition: Text
    series: tuple[Id, ...]
    evidence: Evidence

    @property
    def title(self) -> str:
        """The milestone's name."""
        return self.name
