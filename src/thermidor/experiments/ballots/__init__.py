"""The recorded ballots through the one ballot: who sat, what was known, and how the count compares."""

from thermidor.experiments.ballots.encoding import UnknownBallot, encodings, find
from thermidor.experiments.ballots.scores import Summary, compare, summary
from thermidor.experiments.ballots.votes import close_up

__all__ = ["Summary", "UnknownBallot", "close_up", "compare", "encodings", "find", "summary"]
