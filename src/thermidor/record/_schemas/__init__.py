"""What an entry of the record is: one pydantic model a kind, strict and closed."""

from .ballots import Ballot, RecordedVote
from .claims import Claim, ClaimTest
from .common import Evidence
from .decisions import Alternative, DecisionPoint, Expectation, Hinge
from .events import Event, Milestone
from .figures import Figure, Series
from .independent import Definition, Disagreement, IndependentFigure, IndependentSeries, Source
from .master import Condition, ConditionGroup, MasterQuestion
from .people import Actor, Leader
from .systems import Rule, StateVariable, System

__all__ = [
    "Actor", "Alternative", "Ballot", "Claim", "ClaimTest", "Condition", "ConditionGroup", "DecisionPoint",
    "Definition", "Disagreement", "Event", "Evidence", "Expectation", "Figure", "Hinge", "IndependentFigure",
    "IndependentSeries", "Leader", "MasterQuestion", "Milestone", "RecordedVote", "Rule", "Series", "Source",
    "StateVariable", "System",
]  # fmt: skip
