"""What is asked of a model: how many histories, of which theory, with which parameters, under what interventions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np

from thermidor.engine.controls import Schedule
from thermidor.engine.model import Model
from thermidor.engine.registry import Registry
from thermidor.engine.simulator import Simulator
from thermidor.errors import BadRequest, alike, nearest
from thermidor.scenarios import Scenario, with_settings
from thermidor.theories import BOOK, UnknownTheory, model_of, theories

Progress = Callable[[int, int], None]
"""Called with what is done and what is wanted."""

LIMIT = 1_000_000
"""Histories in one run; more are the matter of a stored ensemble."""


def check_size(histories: Any, seed: Any, most: int, least: int = 1) -> None:
    """See that an ensemble can be asked for.

    Args:
        histories: how many.
        seed: of the ensemble.
        most: histories that there can be.
        least: histories that there must be.

    Raises:
        BadRequest: where either is no whole number in its range.
    """
    if (
        isinstance(histories, bool)
        or not isinstance(histories, int)
        or not least <= histories <= most
    ):
        raise BadRequest(
            f"histories must be a whole number from {least} to {most:,}, not {histories}"
        )
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**32:
        raise BadRequest(f"seed must be a whole number from 0 to {2**32 - 1}, not {seed}")


def known_model(theory: str = BOOK) -> Model:
    """The model of a theory.

    Args:
        theory: its name.

    Returns:
        The model.

    Raises:
        BadRequest: for an unknown theory.
    """
    try:
        return model_of(theory)
    except UnknownTheory:
        known = list(theories())
        near = alike(theory, known, count=2, cutoff=0.3) or known
        raise BadRequest(f"unknown theory '{theory}'; there is: {', '.join(near)}") from None


@cache
def simulator(theory: str = BOOK) -> Simulator:
    """The compiled model of a theory, made once a process.

    Args:
        theory: its name.

    Returns:
        The simulator.

    Raises:
        BadRequest: for an unknown theory.
    """
    return Simulator(known_model(theory))


def draw_parameters(theory: str, histories: np.ndarray, seed: int) -> np.ndarray:
    """Parameters drawn from their prior ranges, uniform, one vector a history.

    Args:
        theory: whose parameters.
        histories: numbers of the histories; a history has the same vector in every ensemble.
        seed: of the ensemble.

    Returns:
        Array (history, parameter).
    """
    low, high = simulator(theory).model.registry.bounds
    out = np.empty((len(histories), low.size), np.float32)
    for row, h in enumerate(histories):
        u = np.random.Generator(np.random.Philox(key=[seed, int(h)])).random(low.size, np.float32)
        out[row] = low + u * (high - low)
    return out


def wanted_variables(registry: Registry, variables: Sequence[str] | None) -> list[str]:
    """The output variables that are asked for, in the order of the model.

    Args:
        registry: of the model.
        variables: names; all where None.

    Raises:
        BadRequest: one of them is no output variable.
    """
    for name in variables or ():
        if name not in registry.outputs:
            hint = nearest(name, registry.outputs, 0.4)
            raise BadRequest(f"no variable is called '{name}'{hint}")
    return [n for n in registry.outputs if variables is None or n in variables]


def resolve_scenario(
    scenario: Any, settings: Sequence[str] = (), theory: str = BOOK
) -> tuple[str, Schedule]:
    """Name and compiled interventions of a scenario.

    Args:
        scenario: id in the catalogue, path of a YAML file, a `Scenario`, or a list of
            `Intervention`.
        settings: "PATH=VALUE" for the whole run.
        theory: model against which paths are checked.

    Returns:
        The name and the schedule.

    Raises:
        ValueError: with one line that says what, where and what would be right.
    """
    registry = simulator(theory).model.registry
    try:
        if isinstance(scenario, list | tuple):
            if settings:
                raise BadRequest(
                    "settings go with a scenario; add interventions to the list instead"
                )
            return "interventions", Schedule(registry, scenario)
        found = scenario if isinstance(scenario, Scenario) else Scenario.load(scenario)
        found = with_settings(found, settings) if settings else found
        return found.id, found.compile(registry)
    except KeyError as unknown:
        raise BadRequest(str(unknown)) from None


__all__ = [
    "LIMIT", "Progress", "check_size", "draw_parameters", "known_model", "resolve_scenario", "simulator", "wanted_variables",
]  # fmt: skip
