"""The systems that the book describes, and their rules."""

from __future__ import annotations

from typing import Any, Literal

from .common import Calendar, Cited, Entry, Evidences, Id, PartialDate, PrintedDate, Text

RuleKind = Literal[
    "threshold", "vote", "filter", "delay", "feedback", "switch", "shock", "flow", "decision", "veto",
    "hazard", "allocation", "constraint", "contagion", "sanction", "information", "ratchet",
]  # fmt: skip
Sector = Literal["world", "economy", "society", "state", "party", "regime"]


class StateVariable(Entry):
    """A quantity that a system owns, in the book's terms."""

    variable: Text
    unit: Text
    meaning: Text


class Rule(Cited):
    """One rule by which a system works.

    Attributes:
        when: condition under which it works.
        rule: what happens then.
        effect: what comes of it.
        params: the numbers printed in the cited lines.
        derived_params: keys of `params` that are arithmetic on printed numbers.
    """

    id: Id
    kind: RuleKind
    when: Text
    rule: Text
    effect: Text
    params: dict[str, Any] = {}
    derived_params: tuple[str, ...] = ()
    evidence: Evidences

    @property
    def system(self) -> str:
        """Id of the system that owns the rule."""
        return self.id.rpartition(".")[0]

    @property
    def title(self) -> str:
        """The rule in a line."""
        return self.rule


class Change(Cited):
    """A dated change of a system."""

    date: PartialDate
    date_os: PrintedDate | None = None
    calendar: Calendar | None = None
    change: Text
    evidence: Evidences


class Coupling(Entry):
    """Another system that this one acts on, and why."""

    id: Id
    reason: Text


class Trap(Cited):
    """A place where the book can mislead its reader."""

    trap: Text
    evidence: Evidences


class System(Entry):
    """One thing that the book describes as working by rules."""

    id: Id
    name: Text
    name_fr: Text
    sector: Sector
    period: Text
    summary: Text
    state: tuple[StateVariable, ...]
    inputs: tuple[Text, ...]
    rules: tuple[Rule, ...]
    outputs: tuple[Text, ...]
    controlled_by: Text
    limits: Text
    changes: tuple[Change, ...]
    couples_to: tuple[Coupling, ...]
    figures: tuple[Id, ...]
    traps: tuple[Trap, ...]

    @property
    def title(self) -> str:
        """The system's name."""
        return self.name

    @property
    def citations(self) -> Evidences:
        """Every place cited by the system's rules, in order."""
        return tuple(place for rule in self.rules for place in rule.evidence)

    @property
    def page(self) -> int | None:
        """First page cited by its rules."""
        return self.citations[0].page if self.citations else None
