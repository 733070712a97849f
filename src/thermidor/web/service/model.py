"""The models that answer: the only place in which the explorer reads them.

A question names its theory, the book's where it names none, and everything else in the explorer asks
here for that theory's model, registry, fingerprint and identity, in the server as in the workers.  The
server only looks at declarations, so that it keeps those of every theory it was asked for; a worker
holds one compiled model at a time, that of the theory of its last unit (`workers.simulator`).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from thermidor.theories import BOOK
from thermidor.web.service.limits import TILE_OF_WEB

if TYPE_CHECKING:
    from thermidor.engine.registry import Registry
else:
    Registry = Any


OUR_CODE = (
    "*.py",
    "codings/**/*.py",
    "experiments/**/*.py",
    "plots/*.py",
    "record/**/*.py",
    "scenarios/*.py",
    "web/service/*.py",
    "web/pages/*.py",
    "web/words/*.py",
)
"""Code that may make an answer or a history, beside the model and its engine."""

OUR_DATA = (
    "*.yaml",
    "experiments/branches/data/*",
    "experiments/*.yaml",
    "experiments/data/**/*.*",
    "model/**/*.csv",
    "model/**/*.yaml",
    "record/data/*",
    "scenarios/catalogue/*",
    "web/pages/data/*",
    "web/words/locale/*",
)
"""Data that an answer or a history may read; rather all than one too few."""


def model(theory: str = BOOK) -> Any:
    """The model of a theory, built once in a process.

    Args:
        theory: its name.

    Raises:
        BadPart: no theory has this name.
    """
    from thermidor.engine.devices import prepare

    prepare()
    from thermidor.experiments.models import known_model

    return known_model(theory)


def registry(theory: str = BOOK) -> Registry:
    """What a model is made of.

    Args:
        theory: name of its theory.
    """
    return model(theory).registry


@functools.cache
def fingerprint(theory: str = BOOK) -> str:
    """Short hash of a model's declarations and formulas.

    Args:
        theory: name of its theory.
    """
    from thermidor.engine.identity import fingerprint as of_model

    return of_model(model(theory))


@functools.cache
def identity(theory: str = BOOK) -> str:
    """Short hash of everything but the question that an answer's bytes depend on.

    Args:
        theory: name of the theory that answers.
    """
    from thermidor.engine.identity import (
        Identity,
        code,
        data,
        declarations,
        formulas,
        machine,
        sources,
    )

    return Identity(
        declarations(registry(theory)),
        formulas(model(theory)),
        code(),
        sources(*OUR_CODE),
        data(*OUR_DATA),
        machine(tile=TILE_OF_WEB),
    ).short


def outcomes() -> tuple[str, ...]:
    """Names of the phases of the regime, in the order of their codes; the last month's is the outcome.

    Example:
        >>> outcomes().index("thermidor") < outcomes().index("counter_revolution")
        True
    """
    from thermidor.model.regime.regime import RUNGS

    return RUNGS


def theories() -> dict[str, Mapping[str, str]]:
    """Names of the theories that can be asked, the book's first, each with its title by language.

    Example:
        >>> theories()["lequenne"]["en"]
        "The book's: a counter-revolution inside the revolution"
    """
    from thermidor.theories import theories as known

    return {name: theory.title for name, theory in known().items()}
