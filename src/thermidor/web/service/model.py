"""The model that answers: the only place in which the explorer reads it.

Everything else in the explorer asks here for its registry, its outcomes and its fingerprint, in the
server as in the workers, so that another theory is chosen in one function.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from thermidor.web.service.limits import TILE_OF_WEB

if TYPE_CHECKING:
    from thermidor.engine.registry import Registry
else:
    Registry = Any


OUR_CODE = (
    "experiments/**/*.py",
    "scenarios/*.py",
    "record/*.py",
    "plots/observation.py",
    "plots/sources.py",
    "web/service/questions.py",
    "web/service/answers.py",
    "web/service/recorded.py",
    "web/service/workers.py",
    "web/pages/charts.py",
)
"""Code that makes an answer, beside the model and its engine."""

FIGURES = (
    "record/data/figures.jsonl",
    "record/data/independent.jsonl",
    "record/data/observations.yaml",
    "record/data/series.yaml",
    "record/data/sources.yaml",
    "experiments/branches/data/decisions.yaml",
)
"""Data that an answer reads: recorded figures and, from a branch on, recorded decisions."""


@functools.cache
def model() -> Any:
    """The model of the theory that answers, built once in a process."""
    from thermidor.engine.devices import prepare

    prepare()
    from thermidor.theories import model_of

    return model_of()


def registry() -> Registry:
    """What the model is made of."""
    return model().registry


@functools.cache
def fingerprint() -> str:
    """Short hash of the model's declarations and formulas."""
    from thermidor.engine.identity import fingerprint as of_model

    return of_model(model())


@functools.cache
def identity() -> str:
    """Short hash of everything but the question that an answer's bytes depend on."""
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
        declarations(registry()),
        formulas(model()),
        code(),
        sources(*OUR_CODE),
        data(*FIGURES),
        machine(tile=TILE_OF_WEB),
    ).short


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
    from thermidor.theories import theories as known

    return tuple(known())
