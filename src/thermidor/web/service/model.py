"""The model that answers: the only place in which the explorer reads it.

Everything else in the explorer asks here for its registry, its outcomes and its fingerprint, in the
server as in the workers, so that another theory is chosen in one function.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thermidor.engine.registry import Registry
else:
    Registry = Any

THEORY = "lequenne"
"""The theory whose rules answer."""


@functools.cache
def model() -> Any:
    """The model of the theory that answers, built once in a process."""
    from thermidor.engine.devices import prepare

    prepare()
    from thermidor.model import THEORIES

    return THEORIES[THEORY]()


def registry() -> Registry:
    """What the model is made of."""
    return model().registry


@functools.cache
def fingerprint() -> str:
    """Hash of the model's declarations."""
    return model().fingerprint


def outcomes() -> tuple[str, ...]:
    """Names of the phases of the regime, in the order of their codes; the last month's is the outcome.

    Example:
        >>> outcomes().index("thermidor") < outcomes().index("counter_revolution")
        True
    """
    from thermidor.model.regime.regime import PHASES

    return PHASES


def theories() -> tuple[str, ...]:
    """Ids of the theories whose rules can be run."""
    from thermidor.model import THEORIES

    return tuple(THEORIES)
