"""Persons and collective actors, and those whom a model of the leadership needs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .common import Calendar, Cited, Entry, Evidence, Evidences, Id, PartialDate, PrintedDate, Text

Axis = Literal[
    "world_revolution",
    "industrialisation",
    "party_democracy",
    "peasantry",
    "nationalities",
    "opposition_tolerance",
]
From = Annotated[PartialDate | None, Field(alias="from")]
To = Annotated[PartialDate | None, Field(alias="to")]


class Role(Cited):
    """A post or part held, from one date to another."""

    organ: Id | None
    role: Text
    start: From
    stop: To
    from_os: PrintedDate | None = None
    from_calendar: Calendar | None = None
    to_os: PrintedDate | None = None
    to_calendar: Calendar | None = None
    to_text: Text | None = None
    shared_with: tuple[Id, ...] = ()
    evidence: Evidences


class Stance(Cited):
    """A stance on an issue at a date."""

    date: PartialDate | None
    date_end: PartialDate | None = None
    date_os: PrintedDate | None = None
    date_text: Text | None = None
    calendar: Calendar | None = None
    issue: Text
    stance: Text
    shared_with: tuple[Id, ...] = ()
    evidence: Evidences


class Allegiance(Cited):
    """Belonging to a faction."""

    faction: Id
    start: From
    stop: To
    evidence: Evidences


class Fate(Cited):
    """What became of an actor."""

    what: Text | None
    date: PartialDate | None
    date_os: PrintedDate | None = None
    date_basis: Text | None = None
    date_note: Text | None = None
    note: Text | None = None
    evidence: Evidences


class Actor(Cited):
    """A person or collective actor named by the book.

    Attributes:
        importance: 1 central to the model, 2 secondary, 3 minor.
        leader: a full record stands among the leaders.
    """

    id: Id
    name: Text
    name_fr: Text | None
    kind: Literal["person", "organ", "army", "party", "faction", "class", "state", "press", "other"]
    importance: Literal[1, 2, 3]
    aliases: tuple[Text, ...]
    roles: tuple[Role, ...]
    positions: tuple[Stance, ...]
    factions: tuple[Allegiance, ...]
    fate: Fate
    evidence: Evidences
    summary: str
    leader: bool = False
    added: Text | None = None

    @property
    def title(self) -> str:
        """The name."""
        return self.name


class Joined(Cited):
    """How and when a leader joined the party."""

    what: Text | None
    date: PartialDate | None = None
    evidence: Evidences


class Tenure(Cited):
    """A seat held; `source` says how the dates are known."""

    organ: Text
    role: Text
    start: From
    stop: To
    from_os: PrintedDate | None = None
    attested: tuple[PartialDate, ...] = ()
    source: Literal["book", "derived"]
    note: Text | None = None
    evidence: Evidences


class Tie(Cited):
    """A tie of patronage, alliance, friendship or enmity."""

    relation: Text
    actor: Id
    what: Text
    evidence: Evidences


class Position(Cited):
    """Place on an axis at a date, from -1 to +1: an editor's reading of the cited lines."""

    date: PartialDate
    value: float = Field(ge=-1, le=1)
    note: Text
    evidence: Evidences


class Trait(Cited):
    """A trait that the book names."""

    trait: Text
    words: Text
    evidence: Evidences


class LeaderVote(Cited):
    """A leader's vote in a recorded ballot."""

    date: PartialDate
    organ: Id | None
    question: Text
    vote: Text
    option: Text | None
    ballot: Id
    inferred: bool = False
    evidence: Evidences


class Leader(Entry):
    """A person to be represented as a named agent."""

    id: Id
    name: Text
    born: PartialDate | None
    born_note: Text | None = None
    born_evidence: Evidences = ()
    joined_party: Joined
    tenures: tuple[Tenure, ...]
    factions: tuple[Allegiance, ...]
    patrons_clients: tuple[Tie, ...]
    positions: dict[Axis, tuple[Position, ...]]
    traits: tuple[Trait, ...]
    votes: tuple[LeaderVote, ...]
    fate: Fate

    @property
    def title(self) -> str:
        """The name."""
        return self.name

    @property
    def citations(self) -> tuple[Evidence, ...]:
        """Places cited for tenures, ties, positions and traits, in order."""
        parts = (
            *self.tenures,
            *self.patrons_clients,
            *(p for axis in self.positions.values() for p in axis),
        )
        return tuple(place for part in (*parts, *self.traits) for place in part.evidence)

    @property
    def page(self) -> int | None:
        """First page cited."""
        return self.citations[0].page if self.citations else None
