"""Histories month by month: each state that the ordinary program leaves, and what the witness sees in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jax
import numpy as np

from thermidor.engine.controls import Schedule
from thermidor.engine.month import Controls
from thermidor.engine.origin import Origin
from thermidor.engine.simulator import Simulator
from thermidor.experiments.check.witness import Told, Witness

State = Mapping[str, Any]


@dataclass(frozen=True)
class Group:
    """Histories that are looked at together, at most a tile of them.

    Attributes:
        name: where they come from ("free", "branch 1923-03", "scenario no-ban").
        numbers: of the histories.
        schedule: interventions.
        origin: where they begin, if not in the model's first month.
        parameters: (history, parameter); the point values by default.
        seed: of the ensemble.
    """

    name: str
    numbers: np.ndarray
    schedule: Schedule
    origin: Origin | None = None
    parameters: np.ndarray | None = None
    seed: int = 0


@dataclass(frozen=True)
class Step:
    """One month of a group.

    Attributes:
        number: of the month.
        before: state at its beginning, by path, (*dim, history), as wide as a tile: a group's own come first.
        after: state at its end.
        seen: outputs at its end, (output, history) of the group.
        told: what the witness saw, or None where none was asked.
    """

    number: int
    before: State
    after: State
    seen: np.ndarray
    told: Told | None


def walk(sim: Simulator, group: Group, witness: Witness | None = None) -> Iterator[Step]:
    """Let a group's histories run, and look at each month.

    The states are those of an ordinary run to the last bit: its own program makes them, a month at a time.

    Args:
        sim: a compiled model.
        group: the histories.
        witness: of the same model.

    Yields:
        Their months in order.
    """
    r, count = sim.model.registry, len(group.numbers)
    numbers = np.resize(np.asarray(group.numbers, np.uint32), sim.tile)
    origin = group.origin
    parameters = group.parameters
    if parameters is None and origin is not None:
        parameters = origin.parameters_of(numbers[:count])
    p = (
        r.point
        if parameters is None
        else np.resize(parameters, (sim.tile, r.point.size)).astype(np.float32)
    )
    if origin is None:
        first, year_ends, year_numbers, state = 0, 0, numbers, sim.begin(p)
        state = {
            path: np.array(np.broadcast_to(x, (*x.shape[:-1], sim.tile)))
            for path, x in state.items()
        }
    else:
        first, year_ends = origin.month, origin.year_ends
        year_numbers, state = origin.year_numbers_of(numbers), origin.state_of(numbers)
    here = sim.devices[0]
    controls, series = group.schedule.controls(end=sim.months), sim.outside()
    common = jax.device_put((controls, series, np.array([group.seed], np.uint32)), here)
    numbers, year_numbers, state, p = jax.device_put((numbers, year_numbers, state, p), here)
    program: Any = None
    for number in range(first, sim.months):
        span = np.array([number, number + 1, year_ends], np.int32)
        arguments = (span, numbers, year_numbers, state, p)
        program = program or sim.programs((*arguments, *common))[0]
        seen, _, after = program(*arguments, *common)
        told = None
        if witness is not None:
            row = Controls(*(x[number] for x in controls))
            told = witness(
                number, numbers, year_numbers, year_ends, state, p, row, series[number], group.seed
            )
            told = told.of_first(count)
        yield Step(number, state, after, np.asarray(seen[number])[:, :count], told)
        state = after


__all__ = ["Group", "State", "Step", "walk"]
