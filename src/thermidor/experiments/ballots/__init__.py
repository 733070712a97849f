"""The recorded ballots through the one ballot: who sat, what was known, and how the count compares."""

from thermidor.experiments.ballots.encoding import UnknownBallot, encodings
from thermidor.experiments.ballots.scores import Summary, compare, summary

__all__ = ["Summary", "UnknownBallot", "compare", "encodings", "summary"]
