"""The workers kept running and busy: some compute units, one does long work aside."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from thermidor.web.marks import N_
from thermidor.web.service.jobs import NOBODY, Job, Jobs
from thermidor.web.service.limits import Refused
from thermidor.web.service.logs import log, log_error
from thermidor.web.service.queue import Queue
from thermidor.web.service.workers import Worker, WorkerDied, WorkFailed

IDLE = 180.0
"""Seconds after which the worker for long work is let go."""

ASIDE = -1
"""Place of the worker for long work."""


class Abandoned(Exception):
    """Nobody waits any more for what is being done."""


class Pool:
    """Workers, each driven by a thread of its own; one that dies is replaced.

    Args:
        queue: whose units are computed.
        jobs: the long work.
        size: workers that compute units.
        make: makes a worker; given `aside=True` for long work.
        unit_deadline: seconds for a unit, after which its worker is taken for dead.
        job_deadline: seconds without a word in long work.

    Attributes:
        size: workers that compute units, when all run.
        ready: workers that hold the compiled model.
        replaced: workers that died.
    """

    def __init__(
        self,
        queue: Queue,
        jobs: Jobs,
        size: int,
        make: Callable[..., Any] = Worker,
        *,
        unit_deadline: float | None = None,
        job_deadline: float | None = None,
    ):
        self._unit_deadline, self._job_deadline = unit_deadline, job_deadline
        self._queue, self._jobs, self._make = queue, jobs, make
        self.size, self.ready, self.replaced = size, 0, 0
        self._lock = threading.Lock()
        self._warming = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._workers: dict[int, Worker] = {}
        self._closed = threading.Event()

    # -- its life ------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the workers; nothing more where they are running."""
        with self._lock:
            if self._threads or self._closed.is_set():
                return
            self._threads = [
                threading.Thread(target=self._compute, args=(n,), name=f"worker-{n}", daemon=True)
                for n in range(self.size)
            ]
            self._threads.append(threading.Thread(target=self._aside, name="aside", daemon=True))
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Start no worker any more."""
        self._closed.set()

    def end(self) -> None:
        """End the workers, whatever they are doing."""
        self.close()
        with self._lock:
            workers = list(self._workers.values())
        for worker in workers:
            worker.end()

    @property
    def running(self) -> int:
        """How many workers that compute units have been started."""
        with self._lock:
            return sum(1 for place in self._workers if place != ASIDE)

    def processes(self) -> list[int]:
        """Ids of the workers' processes."""
        with self._lock:
            return [worker.pid for worker in self._workers.values()]

    def _hold(self, place: int, worker: Worker) -> None:
        with self._lock:
            self._workers[place] = worker
        if self._closed.is_set():
            worker.end()

    # -- units ---------------------------------------------------------------------------------

    def _compute(self, place: int) -> None:
        """Keep one worker running and busy: the life of a thread."""
        failures = 0
        while not self._closed.is_set():
            try:
                worker = self._make()
                self._hold(place, worker)
                with self._warming:  # what the first compiles the others find
                    worker.do("warm", None)
            except Exception as error:
                failures += 1
                log_error("worker did not start", error, place=place)
                self._closed.wait(min(30.0, 2.0**failures))
                continue
            with self._lock:
                self.ready += 1
            log("worker ready", place=place, pid=worker.pid)
            failures = 0
            try:
                self._serve(worker)
            except Exception as error:  # a fault of ours ends this worker, not the place
                log_error("queue", error, place=place)
            with self._lock:
                self.ready -= 1
                self.replaced += not self._closed.is_set()
            worker.end()

    def _serve(self, worker: Worker) -> None:
        """Give units to a worker until it dies."""
        while (unit := self._queue.next()) is not None:
            try:
                tile = worker.do("tile", unit, within=self._unit_deadline)
            except WorkerDied as error:
                if not self._closed.is_set():
                    log_error("worker died", error, arm=unit.arm[:12], tile=unit.tile)
                self._queue.lost(unit)
                return
            except WorkFailed as error:
                self._queue.failed(unit, error)
                continue
            except BaseException:
                self._queue.lost(unit)
                raise
            self._queue.deliver(unit, tile)

    # -- long work -----------------------------------------------------------------------------

    def _aside(self) -> None:
        """Do long work, one piece after the other: the life of a thread."""
        worker: Worker | None = None
        busy = time.monotonic()
        while not self._closed.is_set():
            job = self._jobs.next(within=5.0)
            if job is None:
                if worker is not None and time.monotonic() - busy > IDLE:
                    worker.end()
                    worker = None
                    with self._lock:
                        self._workers.pop(ASIDE, None)
                continue
            try:
                if worker is None:
                    made: Worker = self._make(aside=True)
                    worker = made
                    self._hold(ASIDE, made)
                self._do(job, worker)
            except Abandoned:
                worker = None
                self._jobs.fail(job, NOBODY)
                log("work given up", job=job.key[:120])
            except (WorkerDied, OSError) as error:
                worker = None
                if not self._closed.is_set():
                    log_error("worker died", error, job=job.key[:120])
                    with self._lock:
                        self.replaced += 1
                self._jobs.lost(job)
            except Exception as error:  # a fault of ours ends this job, not the thread
                log_error("work", error, job=job.key[:120])
                self._jobs.fail(
                    job,
                    Refused(N_("The server failed on this; the fault is in its log."), status=500),
                )
            busy = time.monotonic()

    def _do(self, job: Job, worker: Worker) -> None:
        def told(done: int, wanted: int) -> None:
            job.done, job.wanted = done, wanted
            if not job.is_waited_for():
                worker.end()
                raise Abandoned

        begun = time.monotonic()
        try:
            result = worker.do(
                "call", (job.function, job.arguments), told, within=self._job_deadline
            )
        except WorkFailed as error:
            text = (
                str(error)
                if error.bad_input
                else N_("The server failed on this; the fault is in its log.")
            )
            self._jobs.fail(job, Refused(text, status=400 if error.bad_input else 500))
            return
        self._jobs.finish(job, result)
        log("work done", job=job.key[:120], seconds=round(time.monotonic() - begun, 2))
