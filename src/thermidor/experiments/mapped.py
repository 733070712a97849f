"""The regions of some histories of what is asked, recorded for the map."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from thermidor.errors import BadRequest
from thermidor.experiments.branches.point import point_of
from thermidor.experiments.regions import Regional, by_region, states_shown
from thermidor.experiments.request import Progress, Request, check_history


def map_request(
    asked: Request, histories: Sequence[int], progress: Progress | None = None
) -> Regional:
    """The regions of some histories of what is asked, as medians where they are several.

    Args:
        asked: of the model; the number of histories does not count.
        histories: their numbers, from 0; those that break off are left out.
        progress: called with (done, wanted) after each history.

    Raises:
        ValueError: for bad input, a theory without these states, or where every history breaks off, in one line.
    """
    for history in histories:
        check_history(history)
    lacking = sorted(states_shown() - set(asked.registry.states))
    if lacking:
        raise BadRequest(
            f"the theory '{asked.theory}' has no regions to map: no {', '.join(lacking)}"
        )
    point = point_of(asked, None)
    origin = None if point is None else point.origin
    found: dict[int, dict[str, np.ndarray]] = {}
    for done, history in enumerate(histories, 1):
        number = np.array([history], np.uint32)
        drawn = asked.drawn_by(number) if origin is None else origin.parameters_of(number)
        recording = asked.simulator.record(
            history,
            asked.seed,
            asked.schedule,
            parameters=None if drawn is None else drawn[0],
            origin=origin,
        )
        if not recording.failure:
            found[history] = {path: recording.after[path] for path in states_shown()}
        if progress is not None:
            progress(done, len(histories))
    if not found:
        raise BadRequest("every history that was to be mapped broke off")
    months = asked.span.last + 1
    begun = max(asked.span.first, 0 if origin is None else origin.month)
    values = {id: x[:months] for id, x in by_region(list(found.values())).items()}
    return Regional(values, tuple(found), begun, months)
