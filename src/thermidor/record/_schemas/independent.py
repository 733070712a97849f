"""Published figures that do not come from the book, what they mean and where they disagree."""

from __future__ import annotations

from .common import Entry, Id, IndependentDate, Number, Text


class Source(Entry):
    """A publication."""

    id: Id
    citation: Text
    year: int | None

    @property
    def title(self) -> str:
        """The citation."""
        return self.citation


class IndependentFigure(Entry):
    """One published figure.

    Attributes:
        value: a number, or low and high.
        source: id of the publication.
        confirmed: read off a copy of the source or of a data set; otherwise quoted from general knowledge.
    """

    id: Id
    series: Id
    date: IndependentDate
    value: Number | tuple[Number, Number]
    unit: Text
    source: Id
    note: str
    confirmed: bool

    @property
    def title(self) -> str:
        """Series and date."""
        return f"{self.series.replace('_', ' ')}, {self.date}"


class IndependentSeries(Entry):
    """Published figures of the same name."""

    id: Id
    units: tuple[Text, ...]
    figures: tuple[Id, ...]
    definitions: tuple[Id, ...]
    disagreements: tuple[Id, ...]

    @property
    def title(self) -> str:
        """The name in words."""
        return self.id.replace("_", " ")


class Definition(Entry):
    """What the figures of some series mean."""

    id: Id
    subject: Text
    series: tuple[Text, ...]
    text: Text

    @property
    def title(self) -> str:
        """The subject."""
        return self.subject


class Disagreement(Entry):
    """Where sources disagree, what they give, and what to use.

    Attributes:
        range: the interval to use, where one is advised.
    """

    id: Id
    item: Text
    series: tuple[Id, ...]
    dates: tuple[IndependentDate, ...]
    figures: tuple[Number, ...]
    unit: Text
    range: tuple[Number, Number] | None
    advice: Text

    @property
    def title(self) -> str:
        """The item."""
        return self.item
