"""The numbers that the book prints, and the series they form."""

from __future__ import annotations

from typing import Literal

from .common import (
    Calendar,
    Cited,
    Entry,
    Evidence,
    Id,
    Number,
    PartialDate,
    Precision,
    PrintedDate,
    Text,
)

FigureKind = Literal["stock", "flow", "share", "count", "duration", "price", "vote", "other"]


class Printed(Entry):
    """A number as printed, where it was converted to another unit or corrected."""

    value: Number | tuple[Number, ...] | None
    unit: Text


class Figure(Cited):
    """One number that measures something, as a value or as a range.

    Attributes:
        bound: says that the number is approximate or only a lower or upper bound.
        vague: the book gives no number but words that bound it.
        doubtful: not for calibration, and `why_doubtful`.
        contradicts: figures of the book that cannot be true together with this one.
        repeats: figures of the book that say the same again.
    """

    id: Id
    series: Id
    system: Id
    subject: Text
    value: Number | None
    low: Number | None
    high: Number | None
    unit: Text
    date: PartialDate | None
    date_precision: Precision | None
    date_end: PartialDate | None
    date_os: PrintedDate | None
    calendar: Calendar | None = None
    place: Text | None
    kind: FigureKind
    derived: bool
    vague: bool
    bound: Literal["approx", "lower", "upper"] | None = None
    doubtful: bool
    why_doubtful: Text | None = None
    suggested_value: Number | None = None
    contradicts: tuple[Id, ...]
    repeats: tuple[Id, ...]
    printed: Printed | Text | None = None
    ballot: Text | None = None
    paraphrase: Text
    note: Text | None = None
    evidence: Evidence

    @property
    def title(self) -> str:
        """What the figure measures."""
        return self.subject


class Series(Entry):
    """Figures of the book that measure the same thing."""

    id: Id
    unit: Text
    definition: Text
    systems: tuple[Id, ...]
    kind: FigureKind
    n: int
    first: PartialDate | None
    last: PartialDate | None
    figures: tuple[Id, ...]

    @property
    def title(self) -> str:
        """What the series measures."""
        return self.definition
