"""The queue between readers and workers.

Questions become units (a tile of an arm).  Units of different readers take turns, and so do the
questions of one reader.  A unit is computed once however many wait for it; what nobody waits for any
more is dropped.  All state is under one lock; the work itself is done in other processes.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import threading
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from starlette.requests import Request

from thermidor.keep import Files, Recent
from thermidor.web.answers import Answer, Arrays, answer_of, arrays_of
from thermidor.web.limits import TILE_OF_WEB, Budgets, Refused, Settings
from thermidor.web.logs import log, log_error
from thermidor.web.questions import Question, identity, uploads_in
from thermidor.web.workers import Tile, Unit, Worker, WorkerDied, WorkFailed

PAUSE = 0.15
"""Seconds between two partial answers to one question, after the first."""

LIVES = 3
"""Workers that a unit may cost before it is given up."""

IDLE = 180.0
"""Seconds after which the worker for long work is let go."""

MOST_JOBS = 24
"""Pieces of long work that may be waiting."""

BUSY = "The server has as many questions as it can hold."

Spot = tuple[str, int]
"""Identity of an arm and number of a tile."""


def address_of(request: Request) -> str:
    """The address of a reader."""
    return request.client.host if request.client else "unknown"


@dataclass
class Event:
    """Something that a listener is told.

    Attributes:
        kind: of event.
        done: twins so far.
        answer: the answer so far, or whole.
        text: what is being waited for.
        progress: (done, wanted) of it.
    """

    kind: Literal["waiting", "partial", "complete"]
    done: int = 0
    answer: Answer | None = None
    text: str = ""
    progress: tuple[int, int] = (0, 0)


class _Listener:
    """Someone in an event loop who is told that something has changed."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._changed = asyncio.Event()

    def tell(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
            self._loop.call_soon_threadsafe(self._changed.set)

    async def changed(self, within: float | None = None) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), within)
        self._changed.clear()


@dataclass
class _Task:
    """A question that somebody waits for."""

    question: Question
    address: str
    units: dict[Spot, Unit]
    pairs: list[tuple[int, Spot, Spot]]
    have: dict[Spot, Tile] = field(default_factory=dict)
    todo: deque[Spot] = field(default_factory=deque)
    listeners: list[_Listener] = field(default_factory=list)
    failure: Refused | None = None
    waits: str = ""
    charged: int = 0
    last: Answer | None = None
    since: float = field(default_factory=time.monotonic)

    @property
    def arms(self) -> tuple[str, str]:
        return self.pairs[0][1][0], self.pairs[0][2][0]

    @property
    def finished(self) -> bool:
        return len(self.have) == len(self.units)

    def there(self) -> list[tuple[int, Tile, Tile]]:
        return [
            (n, self.have[a], self.have[b])
            for n, a, b in self.pairs
            if a in self.have and b in self.have
        ]

    def tell(self) -> None:
        for listener in self.listeners:
            listener.tell()


@dataclass
class Job:
    """A piece of long work: a function of the package, and how far it is.

    Attributes:
        key: of its result.
        state: where it stands.
        done: how far it is.
        wanted: how far it goes.
        result: when it is done, plain data.
        failure: what went wrong.
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
    listeners: list[_Listener] = field(default_factory=list)
    then: list[Callable[[Job], None]] = field(default_factory=list)


class Engine:
    """Everything between a question and its answer.

    Args:
        settings: of the server.
        worker: makes one; given `aside=True` for long work.
    """

    def __init__(self, settings: Settings, worker: Callable[..., Any] = Worker):
        self.settings = settings
        self._worker = worker
        self._warming = threading.Lock()
        self.budgets = Budgets(settings.budget, settings.refill)
        self.tiles: Recent[Tile] = Recent(settings.tiles_in_memory, lambda tile: tile.bytes)
        self.answers: Recent[bytes] = Recent(settings.answers_in_memory, len)
        folder = settings.folder / identity()
        self.files = Files(folder / "answers", settings.answers_on_disk)
        self.results = Files(folder / "work", settings.answers_on_disk)
        self.scenarios = settings.folder / "scenarios"
        uploads_in(self.scenarios)
        self._lock = threading.Condition()
        self._tasks: dict[str, _Task] = {}
        self._turns: OrderedDict[str, OrderedDict[str, _Task]] = OrderedDict()
        self._wanted: dict[Spot, list[_Task]] = {}
        self._running: dict[Spot, Unit] = {}
        self._lost: dict[Spot, int] = {}
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._branches: set[str] = set()
        self._threads: list[threading.Thread] = []
        self._workers: dict[int, Worker] = {}
        self._ready, self._died, self._computed = 0, 0, 0
        self._ended = False

    # -- its life ------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the workers; nothing more where they are running."""
        with self._lock:
            if self._threads or self._ended:
                return
            self._threads = [
                threading.Thread(target=self._work, args=(n,), name=f"worker-{n}", daemon=True)
                for n in range(self.settings.workers)
            ]
            self._threads.append(threading.Thread(target=self._aside, name="aside", daemon=True))
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End the workers; who still waits is told so."""
        with self._lock:
            self._ended = True
            gone = Refused("The server is being stopped.", status=503, after=10)
            for task in list(self._tasks.values()):
                task.failure = gone
                task.tell()
            for job in self._jobs.values():
                if job.state in ("waiting", "running"):
                    job.state, job.failure = "failed", gone
                    for listener in job.listeners:
                        listener.tell()
            self._lock.notify_all()
            workers = list(self._workers.values())
        for worker in workers:
            worker.end()

    def health(self) -> dict[str, Any]:
        """Numbers for whoever watches the server."""
        with self._lock:
            return {
                "workers": sum(1 for n in self._workers if n >= 0),
                "wanted": self.settings.workers,
                "ready": self._ready,
                "workers_replaced": self._died,
                "questions": len(self._tasks),
                "addresses": len(self._turns),
                "jobs": sum(1 for j in self._jobs.values() if j.state in ("waiting", "running")),
                "tiles_computed": self._computed,
                "tiles_kept_bytes": self.tiles.bytes,
                "answers_kept_bytes": self.answers.bytes,
            }

    def processes(self) -> list[int]:
        """Ids of the workers' processes."""
        with self._lock:
            return [worker.pid for worker in self._workers.values()]

    # -- questions -----------------------------------------------------------------------------

    async def answer(self, question: Question, address: str) -> Answer:
        """The whole answer to a question.

        Args:
            question: that is asked.
            address: of the reader.

        Raises:
            Refused: it cannot be answered now, or at all.
        """
        async for event in self.events(question, address, partial=False):
            if event.kind == "complete" and event.answer is not None:
                return event.answer
        raise Refused("The server is being stopped.", status=503, after=10)

    async def events(
        self, question: Question, address: str, *, partial: bool = True
    ) -> AsyncIterator[Event]:
        """What happens until a question is answered.

        Args:
            question: that is asked.
            address: of the reader.
            partial: whether answers so far are wanted.

        Yields:
            "waiting" now and then, "partial" answers, "complete" at the end.

        Raises:
            Refused: it cannot be answered now, or at all.
        """
        known = await asyncio.to_thread(self._known, question)
        if known is not None:
            yield Event("complete", known.done, known)
            return
        async with self._listening(question, address) as (task, listener):
            told, next_time = 0, 0.0
            yield self._waiting(task)
            while True:
                if task.failure is not None:
                    raise task.failure
                pairs = task.there()
                if task.finished:
                    yield Event("complete", question.histories, await self._finish(task))
                    return
                done = len(pairs)
                if partial and done > told and time.monotonic() >= next_time:
                    answer = await asyncio.to_thread(self._so_far, task, pairs)
                    told, next_time = done, time.monotonic() + PAUSE
                    yield Event("partial", answer.done, answer)
                    continue
                late = partial and done > told
                await listener.changed(max(0.0, next_time - time.monotonic()) if late else 2.0)
                if not partial or not told:
                    yield self._waiting(task)

    async def arrays(self, question: Question, address: str) -> Arrays:
        """The histories of an answer one by one; computed again where they are not kept.

        Args:
            question: that is asked.
            address: of the reader.

        Raises:
            Refused: it cannot be answered now, or at all.
        """
        async with self._listening(question, address) as (task, listener):
            while not task.finished:
                if task.failure is not None:
                    raise task.failure
                await listener.changed(2.0)
            return await asyncio.to_thread(arrays_of, question, task.there())

    @contextlib.asynccontextmanager
    async def _listening(
        self, question: Question, address: str
    ) -> AsyncIterator[tuple[_Task, _Listener]]:
        listener = _Listener()
        task = await asyncio.to_thread(self._admit, question, address, listener)
        try:
            yield task, listener
        finally:
            self._leave(task, listener)

    def _known(self, question: Question) -> Answer | None:
        content = self.answers.get(question.key)
        if content is None:
            content = self.files.get(question.key)
            if content is None:
                return None
            self.answers.put(question.key, content)
        return Answer(content, question.histories, True)

    def _waiting(self, task: _Task) -> Event:
        with self._lock:
            job = self._jobs.get(task.waits)
            if job is not None:
                text = f"following the record to {task.question.branch}"
                return Event("waiting", 0, None, text, (job.done, job.wanted))
            ahead = sum(len(t.todo) for t in self._tasks.values() if t.since < task.since)
            if not self._ready:
                return Event("waiting", 0, None, "starting the model")
            return Event("waiting", 0, None, "in the queue" if ahead else "computing", (0, ahead))

    def _so_far(self, task: _Task, pairs: list[tuple[int, Tile, Tile]]) -> Answer:
        last = task.last
        if last is None or last.done < sum(
            min(TILE_OF_WEB, task.question.histories - TILE_OF_WEB * n) for n, _, _ in pairs
        ):
            last = task.last = answer_of(task.question, task.arms, pairs)
        return last

    async def _finish(self, task: _Task) -> Answer:
        def make() -> Answer:
            known = self.answers.get(task.question.key)
            if known is not None:
                return Answer(known, task.question.histories, True)
            answer = answer_of(task.question, task.arms, task.there())
            self.answers.put(task.question.key, answer.json)
            self.files.put(task.question.key, answer.json)
            return answer

        return await asyncio.to_thread(make)

    # -- admission -----------------------------------------------------------------------------

    def _admit(self, question: Question, address: str, listener: _Listener) -> _Task:
        """Join those who wait for a question, or take it up."""
        self.start()
        fresh = _task_of(question, address)
        with self._lock:
            task = self._tasks.get(question.key)
            if task is not None and task.failure is None:
                task.listeners.append(listener)
                return task
            for spot, unit in fresh.units.items():
                kept = self.tiles.get(_name(spot))
                if kept is not None and kept.serves(unit.end, unit.variables):
                    fresh.have[spot] = kept
                else:
                    fresh.todo.append(spot)
            self._check_room(fresh, address)
            fresh.listeners.append(listener)
            self._tasks[question.key] = fresh
            for spot in fresh.todo:
                self._wanted.setdefault(spot, []).append(fresh)
            if not fresh.todo:
                return fresh
            branch = question.branch
        if branch is not None and branch not in self._branches:
            self._prepare(fresh, branch)
        else:
            self._queue(fresh)
        return fresh

    def _check_room(self, task: _Task, address: str) -> None:
        if self._ended:
            raise Refused("The server is being stopped.", status=503, after=10)
        waiting = sum(len(t.units) for t in self._tasks.values()) * TILE_OF_WEB
        full = waiting + len(task.units) * TILE_OF_WEB > self.settings.histories_waiting
        if task.todo and (full or len(self._tasks) >= self.settings.waiting):
            raise Refused(BUSY, "queue", "Ask again in a while.", status=503, after=10)
        self.budgets.take(address, len(task.todo) * TILE_OF_WEB)
        task.charged = len(task.todo) * TILE_OF_WEB

    def _queue(self, task: _Task) -> None:
        with self._lock:
            if task.listeners and task.todo:
                turn = self._turns.setdefault(task.address, OrderedDict())
                turn[task.question.key] = task
                self._lock.notify_all()

    def _prepare(self, task: _Task, branch: str) -> None:
        """Have the record followed to a month before the units of a question are computed."""

        def ready(job: Job) -> None:
            if job.failure is not None:
                task.failure = job.failure
                task.tell()
                return
            with self._lock:
                self._branches.add(branch)
                task.waits = ""
            self._queue(task)
            task.tell()

        key = f"branch {branch}"
        task.waits = key
        try:
            self._start_job(
                key, "thermidor.web.workers:prepare_branch", {"at": branch}, None, ready
            )
        except Refused as error:
            task.failure = error

    def _leave(self, task: _Task, listener: _Listener) -> None:
        """One listener less; without any the question is dropped."""
        with self._lock:
            if listener in task.listeners:
                task.listeners.remove(listener)
            if task.listeners:
                return
            self._forget(task)
        left = len([s for s in task.units if s not in task.have]) * TILE_OF_WEB
        if task.charged and left:
            self.budgets.give_back(task.address, min(left, task.charged))

    def _forget(self, task: _Task) -> None:
        if self._tasks.get(task.question.key) is task:
            del self._tasks[task.question.key]
        turn = self._turns.get(task.address)
        if turn is not None and turn.get(task.question.key) is task:
            del turn[task.question.key]
            if not turn:
                del self._turns[task.address]
        for spot in task.units:
            waiting = self._wanted.get(spot)
            if waiting and task in waiting:
                waiting.remove(task)
                if not waiting:
                    del self._wanted[spot]

    # -- workers -------------------------------------------------------------------------------

    def _work(self, place: int) -> None:
        """Keep one worker running and busy: the life of a thread."""
        failures = 0
        while not self._ended:
            try:
                worker = self._worker()
                self._hold(place, worker)
                with self._warming:  # what the first compiles the others find
                    worker.do("warm", None)
            except Exception as error:
                failures += 1
                log_error("worker did not start", error, place=place)
                time.sleep(min(30.0, 2.0**failures))
                continue
            with self._lock:
                self._ready += 1
            log("worker ready", place=place, pid=worker.pid)
            failures = 0
            try:
                self._serve(worker)
            except Exception as error:  # a fault of ours ends this worker, not the place
                log_error("queue", error, place=place)
            with self._lock:
                self._ready -= 1
                self._died += not self._ended
            worker.end()

    def _hold(self, place: int, worker: Worker) -> None:
        with self._lock:
            self._workers[place] = worker
            ended = self._ended
        if ended:
            worker.end()

    def _serve(self, worker: Worker) -> None:
        """Give units to a worker until it dies."""
        while True:
            unit = self._next()
            if unit is None:
                return
            spot = (unit.arm, unit.tile)
            try:
                tile = worker.do("tile", unit)
            except WorkerDied as error:
                if not self._ended:
                    log_error("worker died", error, arm=unit.arm[:12], tile=unit.tile)
                self._again(spot)
                return
            except WorkFailed as error:
                self._failed(spot, error)
                continue
            except BaseException:
                self._again(spot)
                raise
            self._deliver(spot, tile)

    def _next(self) -> Unit | None:
        """The unit whose turn it is; waits for one."""
        with self._lock:
            while not self._ended:
                unit = self._take()
                if unit is not None:
                    return unit
                self._lock.wait(5.0)
        return None

    def _take(self) -> Unit | None:
        """The next address's next question's next unit, or None where nothing is to be done."""
        for address in list(self._turns):
            turn = self._turns[address]
            for key in list(turn):
                task = turn[key]
                spot = self._todo(task)
                if spot is None:
                    if not task.todo:
                        del turn[key]
                    continue
                turn.move_to_end(key)
                self._turns.move_to_end(address)
                unit = self._widened(spot, task.units[spot])
                self._running[spot] = unit
                return unit
            if not turn:
                del self._turns[address]
        return None

    def _todo(self, task: _Task) -> Spot | None:
        """The next unit of a question that nobody is computing; those already there are taken over."""
        for _ in range(len(task.todo)):
            spot = task.todo.popleft()
            if spot in task.have:
                continue
            kept = self.tiles.get(_name(spot))
            unit = task.units[spot]
            if kept is not None and kept.serves(unit.end, unit.variables):
                self._give(task, spot, kept)
                continue
            if spot in self._running:  # it may not hold what is wanted here: looked at again later
                task.todo.append(spot)
                continue
            return spot
        return None

    def _widened(self, spot: Spot, unit: Unit) -> Unit:
        """A unit with all that those who wait for it want of it."""
        end, variables = unit.end, unit.variables
        for task in self._wanted.get(spot, ()):
            other = task.units[spot]
            end = max(end, other.end)
            if variables is not None:
                wanted = other.variables
                variables = (
                    None if wanted is None else tuple(dict.fromkeys((*variables, *wanted)))[:32]
                )
        return Unit(unit.arm, unit.tile, unit.done, unit.branch, unit.seed, end, variables)

    def _give(self, task: _Task, spot: Spot, tile: Tile) -> None:
        task.have[spot] = tile
        waiting = self._wanted.get(spot)
        if waiting and task in waiting:
            waiting.remove(task)
            if not waiting:
                del self._wanted[spot]
        task.tell()

    def _deliver(self, spot: Spot, tile: Tile) -> None:
        with self._lock:
            self._running.pop(spot, None)
            self._lost.pop(spot, None)
            self._computed += 1
            self.tiles.put(_name(spot), tile)
            for task in list(self._wanted.get(spot, ())):
                unit = task.units[spot]
                if tile.serves(unit.end, unit.variables):
                    self._give(task, spot, tile)
            self._lock.notify_all()

    def _again(self, spot: Spot) -> None:
        """Compute a unit again whose worker died, unless it seems to be the unit's fault."""
        with self._lock:
            self._running.pop(spot, None)
            self._lost[spot] = self._lost.get(spot, 0) + 1
            if self._lost[spot] < LIVES:
                for task in self._wanted.get(spot, ()):
                    if spot not in task.todo:
                        task.todo.appendleft(spot)
                        turn = self._turns.setdefault(task.address, OrderedDict())
                        turn[task.question.key] = task
                self._lock.notify_all()
                return
            self._lost.pop(spot)
        self._failed(spot, WorkFailed("the worker died again and again"))

    def _failed(self, spot: Spot, error: WorkFailed) -> None:
        refused = (
            Refused(str(error))
            if error.bad_input
            else Refused("The server failed on this question; the fault is in its log.", status=500)
        )
        with self._lock:
            self._running.pop(spot, None)
            for task in list(self._wanted.get(spot, ())):
                task.failure = refused
                self._forget(task)
                task.tell()
            self._lock.notify_all()

    # -- long work -----------------------------------------------------------------------------

    async def call(
        self, function: str, *, key: str, address: str = "server", **arguments: Any
    ) -> Any:
        """The result of long work, done aside in a process of low priority and kept on disk.

        Args:
            function: of the package, "module:function"; it gives plain data.
            key: of its result: the same key is computed once.
            address: of the reader.
            **arguments: of the function.

        Raises:
            Refused: it cannot be done now, or at all.
        """
        while True:
            job = await asyncio.to_thread(
                self.begin, function, key=key, address=address, **arguments
            )
            listener = _Listener()
            job.listeners.append(listener)
            try:
                while job.state in ("waiting", "running"):
                    await listener.changed(2.0)
            finally:
                job.listeners.remove(listener)
            if job.failure is not None:
                raise job.failure
            return job.result

    def begin(self, function: str, *, key: str, address: str = "server", **arguments: Any) -> Job:
        """Begin long work, or find it begun or done; does not wait.

        Args:
            function: of the package, "module:function".
            key: of its result.
            address: of the reader.
            **arguments: of the function.

        Returns:
            The job, whose state, progress and result can be looked at.

        Raises:
            Refused: there is too much of it.
        """
        return self._start_job(f"{function} {key}", function, arguments, address, None)

    def look(self, function: str, *, key: str) -> Job | None:
        """Long work that was begun or done before, or None.

        Args:
            function: of the package.
            key: of its result.
        """
        name = f"{function} {key}"
        with self._lock:
            job = self._jobs.get(name)
        if job is not None:
            return job
        kept = self.results.get(name)
        if kept is None:
            return None
        return Job(name, function, {}, "done", 1, 1, json.loads(kept))

    def _start_job(
        self,
        key: str,
        function: str,
        arguments: dict[str, Any],
        address: str | None,
        then: Callable[[Job], None] | None,
    ) -> Job:
        self.start()
        with self._lock:
            job = self._jobs.get(key)
            if job is not None and job.state in ("waiting", "running"):
                if then is not None:
                    job.then.append(then)
                return job
            if job is not None and job.state == "failed":
                del self._jobs[key]
        kept = self.results.get(key)
        if kept is not None:
            job = Job(key, function, arguments, "done", 1, 1, json.loads(kept))
            if then is not None:
                then(job)
            return job
        if address is not None:
            self.budgets.take(address, 8 * TILE_OF_WEB)
        with self._lock:
            waiting = [j for j in self._jobs.values() if j.state in ("waiting", "running")]
            if len(waiting) >= MOST_JOBS:
                raise Refused(BUSY, "queue", "Ask again in a while.", status=503, after=30)
            job = self._jobs.get(key)
            if job is None or job.state not in ("waiting", "running"):
                job = self._jobs[key] = Job(key, function, arguments)
            if then is not None:
                job.then.append(then)
            self._lock.notify_all()
        return job

    def _aside(self) -> None:
        """Do long work, one piece after the other: the life of a thread."""
        worker: Worker | None = None
        idle = time.monotonic()
        while not self._ended:
            with self._lock:
                job = next((j for j in self._jobs.values() if j.state == "waiting"), None)
                if job is None:
                    self._lock.wait(5.0)
                else:
                    job.state = "running"
            if job is None:
                if worker is not None and time.monotonic() - idle > IDLE:
                    worker.end()
                    worker = None
                    self._workers.pop(-1, None)
                continue
            try:
                if worker is None:
                    made: Worker = self._worker(aside=True)
                    worker = made
                    self._hold(-1, made)
                self._do(job, worker)
            except (WorkerDied, OSError) as error:
                worker = None
                job.lives -= 1
                if not self._ended:
                    log_error("worker died", error, job=job.key[:120])
                    self._died += 1
                    job.state = "waiting"
                if not job.lives:
                    self._end_job(job, None, Refused("The work died again and again.", status=500))
            except Exception as error:  # a fault of ours ends this job, not the thread
                log_error("work", error, job=job.key[:120])
                self._end_job(job, None, Refused("The server failed on this.", status=500))
            idle = time.monotonic()

    def _do(self, job: Job, worker: Worker) -> None:
        def told(done: int, wanted: int) -> None:
            job.done, job.wanted = done, wanted

        begun = time.monotonic()
        try:
            result = worker.do("call", (job.function, job.arguments), told)
            self.results.put(job.key, json.dumps(result, separators=(",", ":")).encode())
        except WorkFailed as error:
            text = str(error) if error.bad_input else "The server failed on this; see its log."
            self._end_job(job, None, Refused(text, status=400 if error.bad_input else 500))
            return
        log("work done", job=job.key[:120], seconds=round(time.monotonic() - begun, 2))
        self._end_job(job, result, None)

    def _end_job(self, job: Job, result: Any, failure: Refused | None) -> None:
        with self._lock:
            job.result, job.failure = result, failure
            job.state = "failed" if failure is not None else "done"
            finished = [k for k, j in self._jobs.items() if j.state in ("done", "failed")]
            for key in finished[:-32]:
                del self._jobs[key]
            then, job.then = job.then, []
        for listener in list(job.listeners):
            listener.tell()
        for each in then:
            each(job)


def _name(spot: Spot) -> str:
    return f"{spot[0]} {spot[1]}"


def _task_of(question: Question, address: str) -> _Task:
    """The units of a question, in the order in which they are computed."""
    done = question.arms
    names = []
    for arm in done:
        whole = (tuple(map(str, arm)), question.branch, question.seed)
        names.append(hashlib.sha256(repr(whole).encode()).hexdigest()[:32])
    units: dict[Spot, Unit] = {}
    pairs = []
    for tile in range(-(-question.histories // TILE_OF_WEB)):
        spots = [(name, tile) for name in names]
        for spot, arm in zip(spots, done, strict=True):
            # what is free of interventions is kept with all variables: others will ask for it
            variables = question.show if arm else None
            units[spot] = Unit(
                spot[0], tile, arm, question.branch, question.seed, question.end, variables
            )
        pairs.append((tile, spots[0], spots[1]))
    return _Task(question, address, units, pairs)
