"""Branch points for the promises: made in a folder of their own, and compared bit by bit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from thermidor.experiments.branches import point as points
from thermidor.experiments.branches import store

PARTICLES = 128


@contextmanager
def kept_in(folder: Path) -> Iterator[None]:
    """Branch points kept in a folder, and nowhere else."""
    before = store.root
    store.root = lambda: folder
    points._memory.clear()
    try:
        yield
    finally:
        store.root = before
        points._memory.clear()


def fingerprint(point: points.BranchPoint) -> str:
    """Hash of all that histories and readers see of a branch point."""
    h = hashlib.sha256()
    origin = point.origin
    for path in sorted(origin.state):
        h.update(path.encode() + np.ascontiguousarray(origin.state[path]).tobytes())
    h.update(origin.year_numbers.tobytes() + origin.path(np.arange(origin.particles)).tobytes())
    if origin.parameters is not None:
        h.update(origin.parameters.tobytes())
    h.update(repr((point.figures, point.held, point.effective, point.lineages)).encode())
    return h.hexdigest()
