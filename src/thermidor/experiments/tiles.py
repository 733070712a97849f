"""Histories tile by tile: of each tile only some outputs, read before the next is simulated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from thermidor.errors import BadRequest
from thermidor.experiments.request import Progress

if TYPE_CHECKING:
    from thermidor.engine.controls import Schedule
    from thermidor.engine.simulator import Simulator
else:
    Schedule = Simulator = Any

Series = Mapping[str, np.ndarray]
T = TypeVar("T")


@dataclass(frozen=True)
class Readings(Generic[T]):
    """What was read in an ensemble.

    Attributes:
        parts: what was read in each tile, in order.
        histories: how many these are.
        interrupted: whether it was stopped before the end.
    """

    parts: tuple[T, ...]
    histories: int
    interrupted: bool


def tiles(
    sim: Simulator,
    names: Sequence[str],
    histories: int,
    seed: int,
    schedule: Schedule | None = None,
    parameters: np.ndarray | None = None,
) -> Iterator[tuple[np.ndarray, dict[str, np.ndarray]]]:
    """Simulate histories 0, 1, ... and keep some outputs.

    Args:
        sim: a compiled model.
        names: of the outputs.
        histories: how many.
        seed: of the ensemble.
        schedule: interventions; none by default.
        parameters: (history, parameter) values; the point values by default.

    Yields:
        Numbers of the histories of a tile, and (history, month) by name; the rest of the tile is let go.

    Raises:
        BadRequest: where the model does not give them out.
    """
    known = list(sim.model.registry.outputs)
    absent = [n for n in names if n not in known]
    if absent:
        raise BadRequest(f"this model does not give out {', '.join(absent)}")
    places = [known.index(n) for n in names]
    numbers = np.arange(histories, dtype=np.uint32)
    for batch in sim.run(numbers, seed, schedule, parameters=parameters):
        kept = np.asarray(batch.values[..., places])
        yield batch.histories, {n: kept[..., i] for i, n in enumerate(names)}


def read_tiles(
    sim: Simulator,
    names: Sequence[str],
    histories: int,
    seed: int,
    read: Callable[[np.ndarray, Series], T],
    progress: Progress | None = None,
    parameters: np.ndarray | None = None,
) -> Readings[T]:
    """Simulate free histories and read each tile once it is there.

    Args:
        sim: a compiled model.
        names: of the outputs that are read.
        histories: how many.
        seed: of the ensemble.
        read: given the numbers of the histories of a tile and (history, month) by name.
        progress: called with (done, wanted) after each tile.
        parameters: (history, parameter) values; the point values by default.

    Returns:
        What was read; when interrupted, in the tiles finished.

    Raises:
        BadRequest: where the model does not give out what is read.
        KeyboardInterrupt: when interrupted before any tile was finished.
    """
    parts: list[tuple[int, T]] = []
    done, interrupted = 0, False
    try:
        for numbers, series in tiles(sim, names, histories, seed, parameters=parameters):
            parts.append((len(numbers), read(numbers, series)))
            done += len(numbers)
            if progress is not None:
                progress(done, histories)
    except KeyboardInterrupt:
        if not parts:
            raise
        interrupted = True
    return Readings(tuple(part for _, part in parts), sum(n for n, _ in parts), interrupted)


__all__ = ["Progress", "Readings", "Series", "read_tiles", "tiles"]
