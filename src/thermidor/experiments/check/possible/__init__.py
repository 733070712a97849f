"""Possible histories: sentences that every history must keep, whatever else it is."""

from thermidor.experiments.check.possible import bodies, happenings, held, persons
from thermidor.experiments.check.possible.check import Broken, PossibleCheck, possible

CHECKS: tuple[PossibleCheck, ...] = (
    *persons.CHECKS,
    *bodies.CHECKS,
    *happenings.CHECKS,
    *held.CHECKS,
)
"""All of them."""

__all__ = ["CHECKS", "Broken", "PossibleCheck", "possible"]
