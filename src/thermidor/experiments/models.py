"""The models that can be asked, by the names of their theories."""

from __future__ import annotations

from functools import cache

from thermidor.engine.model import Model
from thermidor.engine.simulator import Simulator
from thermidor.errors import BadPart, alike
from thermidor.theories import BOOK, UnknownTheory, model_of, theories


def known_model(theory: str = BOOK) -> Model:
    """The model of a theory.

    Args:
        theory: its name.

    Returns:
        The model.

    Raises:
        BadPart: for an unknown theory.
    """
    try:
        return model_of(theory)
    except UnknownTheory:
        known = list(theories())
        near = alike(theory, known, count=2, cutoff=0.3) or known
        there = f"there is: {', '.join(near)}"
        raise BadPart("theory", f"unknown theory '{theory}'", there, "; ") from None


def simulator(theory: str = BOOK) -> Simulator:
    """The compiled model of a theory, made once a process for each model that bears the name.

    Args:
        theory: its name.

    Returns:
        The simulator.

    Raises:
        BadPart: for an unknown theory.
    """
    return _simulator_of(known_model(theory))


@cache
def _simulator_of(model: Model) -> Simulator:
    return Simulator(model)


__all__ = ["known_model", "simulator"]
