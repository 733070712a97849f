"""The world of the book: its state, its rules, the order of a month."""

from __future__ import annotations

from functools import cache

from thermidor.engine.simulator import Model
from thermidor.model import names as names  # declares the axes before any system is read


@cache
def lequenne() -> Model:
    """The book's model.

    Returns:
        Its registry and its month.
    """
    from thermidor.engine.registry import Registry
    from thermidor.model.outside import OUTSIDE
    from thermidor.model.phases import MODULES, month
    from thermidor.model.whole import World

    return Model(Registry(World, MODULES, OUTSIDE), month, "lequenne")


THEORIES = {"lequenne": lequenne}
"""Theories by name; rivals come with later versions."""
