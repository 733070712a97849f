"""A worker that needs no model: its tiles are made up, at once, and the same for the same unit."""

from __future__ import annotations

import os
import threading
import time
import zlib
from typing import Any

import numpy as np

from thermidor.experiments.milestones import first_months
from thermidor.web.service.limits import TILE_OF_WEB
from thermidor.web.service.model import registry
from thermidor.web.service.workers import Tile, Unit, Worker, WorkerDied, WorkFailed, prints


def tile_of(unit: Unit) -> Tile:
    """A tile for a unit, from its identity alone."""
    rng = np.random.Generator(np.random.Philox(key=zlib.crc32(f"{unit.arm}{unit.tile}".encode())))
    names = list(registry().outputs)
    levels = rng.random((TILE_OF_WEB, 1, len(names)), np.float32)
    values = np.broadcast_to(levels, (TILE_OF_WEB, 288, len(names))).copy()
    values *= np.linspace(0.5, 1.0, 288, dtype=np.float32)[:, None]
    values[..., names.index("regime")] = np.rint(13 * levels[:, :, names.index("regime")])
    values = values[:, : unit.end]
    series = {n: values[..., i] for i, n in enumerate(names)}
    kept = [n for n in names if n != "regime"] if unit.variables is None else unit.variables
    return Tile(
        unit.end,
        series["regime"].astype(np.int8),
        np.zeros(TILE_OF_WEB, np.int32),
        first_months(series),
        prints(values),
        {n: series[n].copy() for n in kept},
    )


class PretendWorker(Worker):
    """What the service takes for a worker.

    Attributes:
        log: units in the order in which they were begun.
        pause: seconds that a unit takes.
        deaths: how many units kill their worker.
        gate: where set, units wait for it.
    """

    log: list[Unit]
    pause: float
    deaths: int
    gate: threading.Event
    fault: str

    def __init__(self, aside: bool = False):
        self.aside, self.dead = aside, False

    @property
    def pid(self) -> int:
        return os.getpid()

    @classmethod
    def kind(cls, **settings: Any) -> type[PretendWorker]:
        """A kind of worker with a log of its own."""
        gate = threading.Event()
        gate.set()
        usual: dict[str, Any] = {"log": [], "pause": 0.0, "deaths": 0, "gate": gate, "fault": ""}
        return type("Pretended", (cls,), usual | settings)

    def do(self, kind: str, wish: Any, told: Any = None, within: Any = None) -> Any:
        if kind == "warm":
            return None
        if kind == "call":
            function, arguments = wish
            if told is not None:
                told(1, 2)
            time.sleep(self.pause)
            if self.fault:
                raise WorkFailed(self.fault, True)
            return {"function": function, **arguments}
        self.gate.wait(30)
        type(self).log.append(wish)
        time.sleep(self.pause)
        if type(self).deaths > 0:
            type(self).deaths -= 1
            raise WorkerDied("killed")
        if self.fault:
            raise WorkFailed(self.fault)
        return tile_of(wish)

    def end(self) -> None:
        self.dead = True
