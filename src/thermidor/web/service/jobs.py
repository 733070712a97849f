"""Long work: what of it waits, what is under way, and the results that are kept; readers take turns."""

from __future__ import annotations

import itertools
import json
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from thermidor.keep import Files
from thermidor.web.marks import N_
from thermidor.web.service.limits import BUSY, LIVES, Refused
from thermidor.web.service.listener import Listener
from thermidor.web.service.readers import home

PATIENCE = 120.0
"""Seconds without a look after which long work that nobody listens to is given up."""

NOBODY = Refused(N_("Nobody waited for this any more."), status=503, after=1)

MOST_ENDED = 32
"""Jobs that are remembered after their end, so that who asks for their state still finds it."""


@dataclass(eq=False)
class Job:
    """A piece of long work: a function of the package, and how far it is.

    Attributes:
        key: of its result.
        function: "module:function".
        arguments: of the function, by name.
        state: where it stands.
        done: how far it is.
        wanted: how far it goes.
        result: when it is done, plain data.
        failure: what went wrong.
        lives: workers that it may still cost.
        listeners: who waits for its end.
        then: what is done with it at its end.
        reader: who began it.
        waits: each tells whether one of those who are told by `then` still waits.
        looked: when somebody last asked how far it is.
    """

    key: str
    function: str
    arguments: dict[str, Any]
    state: Literal["waiting", "running", "done", "failed"] = "waiting"
    done: int = 0
    wanted: int = 0
    result: Any = None
    failure: Refused | None = None
    lives: int = LIVES
    listeners: list[Listener] = field(default_factory=list)
    then: list[Callable[[Job], None]] = field(default_factory=list)
    reader: str = ""
    waits: list[Callable[[], bool]] = field(default_factory=list)
    looked: float = field(default_factory=time.monotonic)

    def is_waited_for(self) -> bool:
        """Whether somebody listens, waits, or has looked at it a short while ago."""
        if self.listeners or any(waits() for waits in self.waits):
            return True
        return time.monotonic() - self.looked < PATIENCE

    @property
    def ended(self) -> bool:
        """Whether it is done or has failed."""
        return self.state in ("done", "failed")


class Jobs:
    """The pieces of long work: readers take turns, and the pieces of one are done in the order in which he began them.

    All of it is under one lock: readers and the worker are threads of their own.

    Args:
        results: on disk, by the jobs' keys.
        most: jobs that may be waiting.
        most_of_one: of one address; all by default.
        share: of these, the part that one of its readers may have.
    """

    def __init__(
        self, results: Files, most: int, most_of_one: int | None = None, share: float = 1.0
    ):
        self._results, self._most = results, most
        self._most_of_one = most if most_of_one is None else most_of_one
        self._most_of_reader = math.ceil(self._most_of_one * share)
        self._turns, self._served = itertools.count(1), dict[str, int]()
        self._lock = threading.Condition()
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._closed: Refused | None = None

    # -- for readers ---------------------------------------------------------------------------

    def begin(
        self,
        key: str,
        function: str,
        arguments: dict[str, Any],
        *,
        charge: Callable[[], None] | None = None,
        then: Callable[[Job], None] | None = None,
        reader: str = "",
        waits: Callable[[], bool] | None = None,
    ) -> Job:
        """Begin long work, or find it begun or done; does not wait.

        Args:
            key: of its result.
            function: of the package, "module:function".
            arguments: of the function, by name.
            charge: takes what new work costs, or raises Refused.
            then: is called with the job at its end.
            reader: who asks.
            waits: tells whether who is told by `then` still waits.

        Raises:
            Refused: there is too much of it.
        """
        with self._lock:
            job = self._under_way(key)
            if job is not None:
                job.then += [then] if then is not None else []
                job.waits += [waits] if waits is not None else []
                job.looked = time.monotonic()
                return job
        kept = self._kept(key, function, arguments)
        if kept is not None:
            if then is not None:
                then(kept)
            return kept
        with self._lock:
            if self._closed is not None:
                raise self._closed
            job = self._under_way(key)
            if job is None:
                if self.unfinished >= self._most:
                    raise Refused(BUSY, "queue", N_("Ask again in a while."), status=503, after=30)
                own = [
                    j for j in self._jobs.values()
                    if not j.ended and reader and home(j.reader) == home(reader)
                ]  # fmt: skip
                if len(own) >= self._most_of_one:
                    raise Refused(
                        N_("This address waits for much long work already."), "queue",
                        N_("Ask again when some of it is done."), status=429, after=30,
                    )  # fmt: skip
                if sum(j.reader == reader for j in own) >= self._most_of_reader:
                    raise Refused(
                        N_("This reader waits for much long work already."), "queue",
                        N_("Ask again when some of it is done."), status=429, after=30,
                    )  # fmt: skip
                if charge is not None:  # once there is room: a refusal costs no work
                    charge()
                job = Job(key, function, arguments, reader=reader)
                self._jobs.pop(key, None)
                self._jobs[key] = job
            job.then += [then] if then is not None else []
            job.waits += [waits] if waits is not None else []
            self._lock.notify_all()
        return job

    def look(self, key: str, function: str = "") -> Job | None:
        """Long work that was begun or done before, or None.

        Args:
            key: of its result.
            function: of the package, "module:function".
        """
        return self.known(key) or self._kept(key, function, {})

    def known(self, key: str) -> Job | None:
        """Long work that was begun since the server was started, or None."""
        with self._lock:
            job = self._jobs.get(key)
            if job is not None:
                job.looked = time.monotonic()
            return job

    # -- for the worker ------------------------------------------------------------------------

    def next(self, within: float) -> Job | None:
        """The job whose turn it is, now running, or None.

        Args:
            within: seconds to wait for one.
        """
        with self._lock:
            if self._first() is None and self._closed is None:
                self._lock.wait(within)
            job = self._first() if self._closed is None else None
            if job is not None:
                job.state = "running"
                self._served[job.reader] = next(self._turns)
        if job is not None and not job.is_waited_for():
            self.fail(job, NOBODY)
            return None
        return job

    def lost(self, job: Job) -> None:
        """Have work done again whose worker died, unless it seems to be the work's fault."""
        job.lives -= 1
        if job.lives > 0:
            with self._lock:
                if not job.ended:
                    job.state = "waiting"
            return
        self.fail(job, Refused(N_("The work died again and again."), status=500))

    def finish(self, job: Job, result: Any) -> None:
        """Keep the result of a job, and tell those who wait for it."""
        self._results.put(job.key, json.dumps(result, separators=(",", ":")).encode())
        self._end(job, "done", result, None)

    def fail(self, job: Job, failure: Refused) -> None:
        """Tell those who wait for a job what went wrong."""
        self._end(job, "failed", None, failure)

    # -- for the server ------------------------------------------------------------------------

    def close(self, why: Refused) -> None:
        """Take and give out nothing any more; who still waits is told why."""
        with self._lock:
            self._closed = why
            left = [job for job in self._jobs.values() if not job.ended]
            self._lock.notify_all()
        for job in left:
            self.fail(job, why)

    @property
    def unfinished(self) -> int:
        """How many jobs are waiting or running."""
        return sum(not job.ended for job in list(self._jobs.values()))

    # -- its parts -----------------------------------------------------------------------------

    def _under_way(self, key: str) -> Job | None:
        job = self._jobs.get(key)
        return None if job is None or job.ended else job

    def _first(self) -> Job | None:
        """The first of the reader who has had his turn longest ago."""
        waiting = [job for job in self._jobs.values() if job.state == "waiting"]
        return min(waiting, key=lambda job: self._served.get(job.reader, 0), default=None)

    def _kept(self, key: str, function: str, arguments: dict[str, Any]) -> Job | None:
        kept = self._results.get(key)
        if kept is None:
            return None
        return Job(key, function, arguments, "done", 1, 1, json.loads(kept))

    def _end(
        self, job: Job, state: Literal["done", "failed"], result: Any, failure: Refused | None
    ) -> None:
        with self._lock:
            if job.ended:  # the server was closed meanwhile
                return
            job.state, job.result, job.failure = state, result, failure
            ended = [key for key, each in self._jobs.items() if each.ended]
            for key in ended[:-MOST_ENDED]:
                del self._jobs[key]
            here = {each.reader for each in self._jobs.values() if not each.ended}
            self._served = {r: n for r, n in self._served.items() if r in here}
            then, job.then = job.then, []
        for listener in list(job.listeners):
            listener.tell()
        for each in then:
            each(job)
