"""Processes that simulate: what they are sent, what they send back, and how one is kept running.

A worker holds the compiled model and answers one wish at a time over a pipe.  It is a program of its
own (`python -m thermidor.web.service.workers`), so that the server stays small and a fault of one wish ends
one worker.  When the server dies its end of the pipe closes, and the worker ends by itself.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

import numpy as np

from thermidor.errors import Sendable
from thermidor.theories import BOOK
from thermidor.web.service.limits import TILE_OF_WEB

if TYPE_CHECKING:
    from thermidor.engine.controls import Intervention, Schedule
    from thermidor.engine.origin import Origin
    from thermidor.engine.simulator import Simulator
else:
    Intervention = Schedule = Simulator = Origin = Any

NICE, NICE_ASIDE = 5, 10
"""The server answers before the workers go on, and these before the one for long work."""


@dataclass(frozen=True)
class Unit:
    """One tile of one arm.

    Attributes:
        arm: its identity.
        tile: number of the tile; it holds histories 32 x tile and the next 31.
        done: interventions.
        branch: month up to which the record is followed, or None.
        seed: of the ensemble.
        end: months from 1917-01 that are wanted.
        variables: that are wanted; None: all.
        theory: whose model computes it.
    """

    arm: str
    tile: int
    done: tuple[Intervention, ...]
    branch: str | None
    seed: int
    end: int
    variables: tuple[str, ...] | None
    theory: str = BOOK

    @property
    def key(self) -> str:
        """What it is told by: its arm and the number of its tile."""
        return f"{self.arm} {self.tile}"


@dataclass(frozen=True)
class Tile:
    """What is kept of the histories of a unit: months from 1917-01 up to `end`.

    Attributes:
        end: months.
        regime: codes, (history, month); -1 where there is none.
        failure: (history,) month of failure, from 1, or 0.
        milestones: by id the month of each, (history,), or not a number.
        prints: of all that was seen in a month, (history, month): equal where all variables are.
        values: by variable (history, month).
        codings: codes of the codings, (history, month); none where the model cannot be coded.
    """

    end: int
    regime: np.ndarray
    failure: np.ndarray
    milestones: dict[str, np.ndarray]
    prints: np.ndarray
    values: dict[str, np.ndarray]
    codings: dict[str, np.ndarray] = field(default_factory=dict)

    def serves(self, end: int, variables: tuple[str, ...] | None) -> bool:
        """Whether it holds what is wanted."""
        wanted = variables or ()
        return self.end >= end and all(v in self.values for v in wanted)

    @property
    def bytes(self) -> int:
        """Its size in memory."""
        arrays = (
            self.regime,
            self.failure,
            self.prints,
            *self.milestones.values(),
            *self.codings.values(),
        )
        return sum(x.nbytes for x in (*arrays, *self.values.values()))


class WorkerDied(RuntimeError):
    """A worker ended in the middle of its work."""


class WorkFailed(Sendable, RuntimeError):
    """A wish could not be met; a fault of ours.

    Args:
        text: what happened.
        bad_input: whether it is the wish that is wrong; the text then says what would be right.
    """

    def __init__(self, text: str, bad_input: bool = False):
        super().__init__(text)
        self.bad_input = bad_input


# -- the server's side ---------------------------------------------------------------------------


class Worker:
    """A running worker, as the server sees it; used by one thread at a time.

    Args:
        aside: whether it is for long work.
    """

    def __init__(self, aside: bool = False):
        ours, theirs = Pipe()
        number = theirs.fileno()
        os.set_inheritable(number, True)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "thermidor.web.service.workers", str(number), str(int(aside))],
            env={**os.environ, "THERMIDOR_DEVICES": "1", "XLA_FLAGS": _flags()},
            pass_fds=[number],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        theirs.close()
        self._pipe = ours

    @property
    def pid(self) -> int:
        """Id of its process."""
        return self._process.pid

    def do(
        self,
        kind: str,
        wish: Any,
        told: Callable[[int, int], None] | None = None,
        within: float | None = None,
    ) -> Any:
        """Have a wish met.

        Args:
            kind: "tile", "call" or "warm".
            wish: a `Unit`, or a function and its arguments.
            told: called with (done, wanted) when the worker says how far it is.
            within: seconds in which it must say something; then it is taken for dead, and ended.

        Raises:
            WorkerDied: it ended before it had answered, or said nothing for too long.
            WorkFailed: it could not.
        """
        try:
            self._pipe.send((kind, wish))
            while True:
                if within is not None and not self._pipe.poll(within):
                    self.end()
                    raise WorkerDied(f"worker {self.pid} said nothing for {within:g} s")
                what, *rest = self._pipe.recv()
                if what == "progress":
                    if told is not None:
                        told(*rest)
                elif what == "done":
                    return rest[0]
                else:
                    raise WorkFailed(*rest)
        except (EOFError, OSError) as error:
            self.end()
            raise WorkerDied(f"worker {self.pid} ended ({self._process.returncode})") from error

    def end(self) -> None:
        """End it."""
        with contextlib.suppress(OSError):
            self._pipe.close()
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(2)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()


def _flags() -> str:
    """XLA's flags without a number of devices: a worker has one."""
    words = os.environ.get("XLA_FLAGS", "").split()
    return " ".join(w for w in words if "host_platform_device_count" not in w)


# -- the worker's side ---------------------------------------------------------------------------


@functools.lru_cache(maxsize=1)  # a compiled model takes hundreds of megabytes
def simulator(theory: str = BOOK) -> Simulator:
    """The compiled model of this worker: one at a time, that of the theory asked for last.

    Args:
        theory: its name.
    """
    from thermidor.web.service.model import model

    found = model(theory)  # before jax is imported: it says on which devices
    from thermidor.engine.devices import devices as own_devices
    from thermidor.engine.simulator import Simulator

    return Simulator(found, tile=TILE_OF_WEB, devices=own_devices()[:1])


@functools.lru_cache(maxsize=2)
def _schedule(done: tuple[Intervention, ...], theory: str) -> Schedule:
    from thermidor.engine.controls import Schedule

    return Schedule(simulator(theory).model.registry, done)


@functools.lru_cache(maxsize=2)  # each holds 1,024 histories up to its month
def origin_of(branch: str | None, theory: str) -> Origin | None:
    """Where histories go on that follow the record up to a month.

    Args:
        branch: the month, "YYYY-MM", or None for histories that are free from 1917-01.
        theory: whose histories.
    """
    if branch is None:
        return None
    from thermidor.experiments.branches.point import branch_point

    return branch_point(branch, theory=theory).origin


def prepare_branch(
    at: str, theory: str, progress: Callable[[int, int], None] | None = None
) -> dict[str, Any]:
    """Follow the record to a month, and write down what was found; quick where it lies there already.

    Args:
        at: the month.
        theory: whose histories.
        progress: called with (months followed, months to follow).
    """
    from thermidor.experiments.branches.point import branch_point

    point = branch_point(at, theory=theory, progress=progress)
    return {"at": point.at, "effective": point.effective, "particles": point.particles}


def simulate(unit: Unit) -> Tile:
    """Compute a unit."""
    from thermidor.experiments.coded import coded
    from thermidor.experiments.milestones import first_months

    sim = simulator(unit.theory)
    first = unit.tile * TILE_OF_WEB
    numbers = np.arange(first, first + TILE_OF_WEB, dtype=np.uint32)
    schedule, origin = _schedule(unit.done, unit.theory), origin_of(unit.branch, unit.theory)
    (batch,) = sim.run(numbers, unit.seed, schedule, origin=origin, end=unit.end)
    names = list(sim.model.registry.outputs)
    series = {n: batch.values[:, : unit.end, i] for i, n in enumerate(names)}
    regime, codes = series["regime"], coded(series)
    kept = [n for n in names if n != "regime"] if unit.variables is None else unit.variables
    return Tile(
        unit.end,
        np.where(np.isfinite(regime), np.rint(regime), -1).astype(np.int8),
        np.asarray(batch.failure),
        first_months(series, codes),
        prints(batch.values[:, : unit.end]),
        {n: np.ascontiguousarray(series[n]) for n in kept},
        codes,
    )


def prints(values: np.ndarray) -> np.ndarray:
    """One number for all that is seen of a history in a month.

    Args:
        values: (history, month, variable), single precision.

    Returns:
        (history, month): equal where all values are equal (two that are no numbers count as the same), and
        otherwise different but for one case in billions.
    """
    n = values.shape[2]
    factors = np.random.Generator(np.random.Philox(key=1917)).integers(
        0, 2**63, size=n, dtype=np.uint64
    ) * np.uint64(2) + np.uint64(1)
    total = np.zeros(values.shape[:2], np.uint64)
    for i in range(n):
        x = np.ascontiguousarray(values[..., i], np.float32) + np.float32(0.0)
        x[np.isnan(x)] = np.nan
        total += x.view(np.uint32).astype(np.uint64) * factors[i]
    return total


def call(function: str, arguments: dict[str, Any], told: Callable[[int, int], None]) -> Any:
    """Call a function of the package by its name, "module:function".

    Args:
        function: its name; a `progress` that it takes is called with (done, wanted).
        arguments: by name.
        told: what `progress` does.
    """
    import inspect

    module, _, name = function.partition(":")
    if not module.startswith("thermidor."):
        raise WorkFailed(f"{function} is none of ours")
    found = getattr(importlib.import_module(module), name)
    if "progress" in inspect.signature(found).parameters:
        arguments = {**arguments, "progress": told}
    return found(**arguments)


def _answer(pipe: Connection, kind: str, wish: Any) -> tuple[Any, ...]:
    from thermidor.errors import is_bad_input
    from thermidor.web.service.logs import log_error

    try:
        if kind == "tile":
            return "done", simulate(wish)
        if kind == "call":
            return "done", call(*wish, told=lambda done, of: pipe.send(("progress", done, of)))
        simulate(Unit("warm", 0, (), None, 0, 1, ()))
        return "done", None
    except Exception as error:
        if isinstance(error, WorkFailed) or is_bad_input(error):
            return "failed", str(error), getattr(error, "bad_input", True)
        log_error("work failed", error, kind=kind)
        return "failed", f"{type(error).__name__}: {error}"[:500], False


def main() -> None:
    """Answer wishes until the server is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    number, aside = int(sys.argv[1]), bool(int(sys.argv[2]))
    with contextlib.suppress(OSError):
        os.nice(NICE_ASIDE if aside else NICE)
    pipe = Connection(number)
    try:
        while True:
            pipe.send(_answer(pipe, *pipe.recv()))
    except (EOFError, OSError):
        os._exit(0)


if __name__ == "__main__":
    # what is pickled must be of the module, not of the program
    from thermidor.web.service import workers

    workers.main()
