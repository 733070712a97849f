"""Divided votes and contested decisions, in any organ."""

from __future__ import annotations

from typing import Literal

from .common import Calendar, Cited, Entry, Evidences, Id, Number, PartialDate, PrintedDate, Text


class RecordedVote(Entry):
    """How one actor is known to have voted.

    Attributes:
        option: key of the ballot's `options` where the stance falls under one.
        inferred: deduced from other passages.
    """

    actor: Id
    vote: Text
    option: Text | None
    inferred: bool = False


class Ballot(Cited):
    """A question put to an organ, its options, tally and known votes."""

    id: Id
    date: PartialDate
    date_end: PartialDate | None = None
    date_os: PrintedDate | None = None
    calendar: Calendar | None = None
    calendar_note: Text | None = None
    organ: Id | None
    organ_name: Text
    systems: tuple[Id, ...]
    kind: Literal[
        "recorded_vote",
        "secret_ballot",
        "show_of_hands",
        "acclamation",
        "election",
        "appointment",
        "decision",
    ]
    question: Text
    options: dict[str, Text]
    tally: dict[str, Number | bool | Text | None]
    tally_note: Text | None = None
    votes: tuple[RecordedVote, ...]
    votes_note: Text | None = None
    outcome: Text
    decided_by: Text
    evidence: Evidences

    @property
    def title(self) -> str:
        """The question."""
        return self.question
