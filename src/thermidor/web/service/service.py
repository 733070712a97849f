"""The explorer's service: questions come in, answers go out, and nothing else of it is seen by the pages.

Questions become units (a tile of an arm).  Units of different readers take turns, and so do the
questions of one reader.  A unit is computed once however many wait for it; what nobody waits for any
more is dropped.  The work itself is done in other processes.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from thermidor.keep import Files, Recent, forget_oldest
from thermidor.web.marks import N_
from thermidor.web.service.answers import Answer, Arrays, Pairs, answer_of, arrays_of
from thermidor.web.service.inquiry import Inquiry
from thermidor.web.service.jobs import Job, Jobs
from thermidor.web.service.limits import COSTS, TILE_OF_WEB, Budgets, Refused, Settings
from thermidor.web.service.listener import Listener
from thermidor.web.service.model import identity
from thermidor.web.service.pool import Pool
from thermidor.web.service.questions import Question, uploads_in
from thermidor.web.service.queue import Queue
from thermidor.web.service.workers import Tile, Worker

PAUSE = 0.15
"""Seconds between two partial answers to one question, after the first."""

VERSIONS = 2
"""States of the model whose answers are kept."""

PREPARE_BRANCH = "thermidor.web.service.workers:prepare_branch"

WaitsFor = Literal["branch", "model", "turn", "answer"]
"""The record followed to the month of the branch; a worker with the compiled model; units of questions
asked earlier; the first of its own."""


@dataclass(frozen=True)
class Waiting:
    """What a question waits for, in codes that a page puts into words.

    Attributes:
        waits_for: what.
        branch: month to which the record is followed, where that is waited for.
        done: months of the record that have been followed.
        wanted: months to follow; 0 where it is not known yet, or something else is waited for.
        ahead: units of questions asked earlier.
    """

    waits_for: WaitsFor
    branch: str | None = None
    done: int = 0
    wanted: int = 0
    ahead: int = 0

    def to_json(self) -> dict[str, Any]:
        """Plain data.

        Example:
            >>> Waiting("branch", "1923-03", 12, 74).to_json()
            {'waits_for': 'branch', 'branch': '1923-03', 'done': 12, 'wanted': 74, 'ahead': 0}
        """
        return asdict(self)


@dataclass(frozen=True)
class Event:
    """Something that a listener is told.

    Attributes:
        kind: of event.
        done: twins so far.
        answer: the answer so far, or whole.
        waiting: what is being waited for.
    """

    kind: Literal["waiting", "partial", "complete"]
    done: int = 0
    answer: Answer | None = None
    waiting: Waiting | None = None


class Service:
    """Everything between a question and its answer.

    Args:
        settings: of the server.
        worker: makes one; given `aside=True` for long work.
    """

    def __init__(self, settings: Settings, worker: Callable[..., Any] = Worker):
        self.settings = settings
        self.budgets = Budgets(settings.budget, settings.refill, share=settings.share_of_reader)
        self.tiles: Recent[Tile] = Recent(settings.tiles_in_memory, lambda tile: tile.bytes)
        self.answers: Recent[bytes] = Recent(settings.answers_in_memory, len)
        folder = settings.folder / identity()
        forget_oldest(settings.folder, most=VERSIONS, pattern="[0-9a-f]" * 16)
        self.files = Files(folder / "answers", settings.answers_on_disk)
        self.scenarios = settings.folder / "scenarios"
        uploads_in(self.scenarios)
        self._jobs = Jobs(
            Files(folder / "work", settings.answers_on_disk),
            settings.jobs_waiting,
            settings.jobs_of_one,
            settings.share_of_reader,
        )
        self._queue = Queue(settings, self.budgets, self.tiles)
        self._pool = Pool(
            self._queue,
            self._jobs,
            settings.workers,
            worker,
            unit_deadline=settings.unit_deadline,
            job_deadline=settings.job_deadline,
        )
        self._branches: set[tuple[str, str]] = set()

    # -- its life ------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the workers; nothing more where they are running."""
        self._pool.start()

    def stop(self) -> None:
        """End the workers; who still waits is told so."""
        gone = _stopped()
        self._pool.close()
        self._queue.close(gone)
        self._jobs.close(gone)
        self._pool.end()

    def health(self) -> dict[str, Any]:
        """Numbers for whoever watches the server."""
        return {
            "workers": self._pool.running,
            "wanted": self._pool.size,
            "ready": self._pool.ready,
            "workers_replaced": self._pool.replaced,
            "jobs": self._jobs.unfinished,
            **self._queue.health(),
            "tiles_kept_bytes": self.tiles.bytes,
            "answers_kept_bytes": self.answers.bytes,
        }

    def processes(self) -> list[int]:
        """Ids of the workers' processes."""
        return self._pool.processes()

    # -- questions -----------------------------------------------------------------------------

    async def answer(self, question: Question, reader: str) -> Answer:
        """The whole answer to a question.

        Args:
            question: that is asked.
            reader: who asks.

        Raises:
            Refused: it cannot be answered now, or at all.
        """
        async for event in self.events(question, reader, partial=False):
            if event.kind == "complete" and event.answer is not None:
                return event.answer
        raise _stopped()

    async def events(
        self, question: Question, reader: str, *, partial: bool = True
    ) -> AsyncIterator[Event]:
        """What happens until a question is answered.

        Args:
            question: that is asked.
            reader: who asks.
            partial: whether answers so far are wanted.

        Yields:
            "waiting" now and then, "partial" answers, "complete" at the end.

        Raises:
            Refused: it cannot be answered now, or at all.
        """
        known = await asyncio.to_thread(self.known, question)
        if known is not None:
            yield Event("complete", known.done, known)
            return
        async with self._listening(question, reader) as (inquiry, listener):
            sent, next_time = 0, 0.0
            yield Event("waiting", waiting=self._waiting(inquiry))
            while True:
                if inquiry.failure is not None:
                    raise inquiry.failure
                pairs = inquiry.there()
                if inquiry.finished:
                    answer = await asyncio.to_thread(self._finish, inquiry)
                    yield Event("complete", question.histories, answer)
                    return
                done = len(pairs)
                if partial and done > sent and time.monotonic() >= next_time:
                    answer = await asyncio.to_thread(_so_far, inquiry, pairs)
                    sent, next_time = done, time.monotonic() + PAUSE
                    yield Event("partial", answer.done, answer)
                    continue
                late = partial and done > sent
                await listener.changed(max(0.0, next_time - time.monotonic()) if late else 2.0)
                if not partial or not sent:
                    yield Event("waiting", waiting=self._waiting(inquiry))

    async def arrays(self, question: Question, reader: str) -> Arrays:
        """The histories of an answer one by one; computed again where they are not kept.

        Args:
            question: that is asked.
            reader: who asks.

        Raises:
            Refused: it cannot be answered now, or at all.
        """
        async with self._listening(question, reader) as (inquiry, listener):
            while not inquiry.finished:
                if inquiry.failure is not None:
                    raise inquiry.failure
                await listener.changed(2.0)
            return await asyncio.to_thread(arrays_of, question, inquiry.there())

    @contextlib.asynccontextmanager
    async def _listening(
        self, question: Question, reader: str
    ) -> AsyncIterator[tuple[Inquiry, Listener]]:
        listener = Listener()
        inquiry = await asyncio.to_thread(self._admit, question, reader, listener)
        try:
            yield inquiry, listener
        finally:
            self._queue.leave(inquiry, listener)

    def _admit(self, question: Question, reader: str, listener: Listener) -> Inquiry:
        """Join those who wait for a question, or take it up."""
        self.start()
        inquiry, new = self._queue.join(question, reader, listener)
        if new and inquiry.todo:
            if question.branch is None or (question.branch, question.theory) in self._branches:
                self._queue.line_up(inquiry)
            else:
                self._prepare(inquiry, question.branch, question.theory)
        return inquiry

    def _prepare(self, inquiry: Inquiry, branch: str, theory: str) -> None:
        """Have the record followed to a month before the units of a question are computed."""

        def ready(job: Job) -> None:
            if job.failure is not None:
                inquiry.fail(job.failure)
                return
            self._branches.add((branch, theory))
            inquiry.waits = ""
            self._queue.line_up(inquiry)
            inquiry.tell()

        inquiry.waits = f"branch {branch} {theory} {identity(theory)}"
        arguments = {"at": branch, "theory": theory}
        try:
            self._jobs.begin(
                inquiry.waits,
                PREPARE_BRANCH,
                arguments,
                charge=lambda: self.budgets.take(inquiry.reader, COSTS.job),
                then=ready,
                reader=inquiry.reader,
                waits=lambda: bool(inquiry.listeners),
            )
        except Refused as error:
            inquiry.fail(error)

    def _waiting(self, inquiry: Inquiry) -> Waiting:
        job = self._jobs.known(inquiry.waits) if inquiry.waits else None
        if job is not None:
            return Waiting("branch", inquiry.question.branch, job.done, job.wanted)
        if not self._pool.ready:
            return Waiting("model")
        ahead = self._queue.ahead_of(inquiry)
        return Waiting("turn" if ahead else "answer", ahead=ahead)

    def known(self, question: Question) -> Answer | None:
        """The answer to a question where it is kept; nothing is computed.

        Args:
            question: that is asked.
        """
        content = self.answers.get(question.key)
        if content is None:
            content = self.files.get(question.key)
            if content is None:
                return None
            self.answers.put(question.key, content)
        return Answer(content, question.histories, True)

    def _finish(self, inquiry: Inquiry) -> Answer:
        question = inquiry.question
        known = self.answers.get(question.key)
        if known is not None:
            return Answer(known, question.histories, True)
        answer = answer_of(question, inquiry.arms, inquiry.there())
        self.answers.put(question.key, answer.json)
        self.files.put(question.key, answer.json)
        return answer

    # -- long work -----------------------------------------------------------------------------

    async def call(
        self, function: str, *, key: str, reader: str = "server", **arguments: Any
    ) -> Any:
        """The result of long work, done aside in a process of low priority and kept on disk.

        Args:
            function: of the package, "module:function"; it gives plain data.
            key: of its result: the same key is computed once.
            reader: who asks.
            **arguments: of the function.

        Raises:
            Refused: it cannot be done now, or at all.
        """
        job = await asyncio.to_thread(self.begin, function, key=key, reader=reader, **arguments)
        listener = Listener()
        job.listeners.append(listener)
        try:
            while not job.ended:
                await listener.changed(2.0)
        finally:
            job.listeners.remove(listener)
        if job.failure is not None:
            raise job.failure
        return job.result

    def begin(self, function: str, *, key: str, reader: str = "server", **arguments: Any) -> Job:
        """Begin long work, or find it begun or done; does not wait.

        Args:
            function: of the package, "module:function".
            key: of its result.
            reader: who asks.
            **arguments: of the function.

        Returns:
            The job, whose state, progress and result can be looked at.

        Raises:
            Refused: there is too much of it.
        """
        self.start()
        return self._jobs.begin(
            f"{function} {key}",
            function,
            arguments,
            charge=lambda: self.budgets.take(reader, COSTS.job),
            reader=reader,
        )

    def look(self, function: str, *, key: str) -> Job | None:
        """Long work that was begun or done before, or None.

        Args:
            function: of the package.
            key: of its result.
        """
        return self._jobs.look(f"{function} {key}", function)


def _so_far(inquiry: Inquiry, pairs: Pairs) -> Answer:
    """The answer that the tiles give that are there; made once for all who listen."""
    latest, wanted = inquiry.latest, inquiry.question.histories
    there = sum(min(TILE_OF_WEB, wanted - TILE_OF_WEB * n) for n, _, _ in pairs)
    if latest is None or latest.done < there:
        latest = inquiry.latest = answer_of(inquiry.question, inquiry.arms, pairs)
    return latest


def _stopped() -> Refused:
    return Refused(N_("The server is being stopped."), status=503, after=10)
