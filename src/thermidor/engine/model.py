"""A model: what it declares, and the function that is one month of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from thermidor.engine.month import Month
from thermidor.engine.registry import Registry


@dataclass(frozen=True)
class Model:
    """A model, ready to be run.

    Attributes:
        registry: all that it declares.
        month: runs its systems in their order.
        name: of its theory.
        modules: of its systems, in the order of the month, where it is made of modules.
    """

    registry: Registry
    month: Callable[[Month], None]
    name: str
    modules: tuple[ModuleType, ...] = ()
