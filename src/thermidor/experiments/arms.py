"""Arms of histories read under the codings, free and from branch points: what several experiments do alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from thermidor.codings import outputs_read
from thermidor.experiments.branches.point import branch_point
from thermidor.experiments.coded import coded, known_to
from thermidor.experiments.request import Progress, Request

if TYPE_CHECKING:
    from thermidor.engine.controls import Schedule

T = TypeVar("T")

Read = Callable[[str | None, Mapping[str, np.ndarray], np.ndarray], T]
"""What is read of an arm: from its branch, its codes by coding, (history, month), and the months in which histories
failed, counted from 1, 0 for none."""


def arms_by_point(
    asked: Request,
    arms: Mapping[str, Schedule],
    points: Sequence[str | None],
    read: Read[T],
    *,
    particles: int,
    progress: Progress | None = None,
) -> Iterator[tuple[str | None, dict[str, T]]]:
    """Run all arms from each point, and give what is read of them.

    Args:
        asked: whose model, seed and number of histories.
        arms: interventions by name.
        points: months up to which histories follow the record; None for free histories.
        read: what is kept of an arm.
        particles: that follow the record.
        progress: called with (arms done, arms wanted).

    Yields:
        A point and, by arm, what was read.
    """
    sim = asked.simulator
    outputs = list(sim.model.registry.outputs)
    needed = outputs_read(known_to(sim.model.registry))
    numbers = np.arange(asked.histories, dtype=np.uint32)
    done, wanted = 0, len(arms) * len(points)
    for point in points:
        origin = None
        if point is not None:
            origin = branch_point(
                point, theory=asked.theory, seed=asked.seed, particles=particles
            ).origin
        found: dict[str, T] = {}
        for name, schedule in arms.items():
            parts, failed = [], []
            for batch in sim.run(numbers, asked.seed, schedule, origin=origin):
                series = {n: np.asarray(batch.values[:, :, outputs.index(n)]) for n in needed}
                parts.append(coded(series))
                failed.append(np.asarray(batch.failure))
            codes = {n: np.concatenate([p[n] for p in parts]) for n in parts[0]}
            found[name] = read(point, codes, np.concatenate(failed))
            done += 1
            if progress is not None:
                progress(done, wanted)
        yield point, found


__all__ = ["Read", "arms_by_point"]
