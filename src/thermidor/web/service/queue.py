"""The questions that somebody waits for, from when they are asked until they are answered or given up."""

from __future__ import annotations

import math
import threading

from thermidor.keep import Recent
from thermidor.web.marks import N_
from thermidor.web.service.inquiry import Inquiry
from thermidor.web.service.limits import BUSY, TILE_OF_WEB, Budgets, Refused, Settings
from thermidor.web.service.listener import Listener
from thermidor.web.service.questions import Question
from thermidor.web.service.readers import home
from thermidor.web.service.turns import Turns
from thermidor.web.service.workers import Tile, Unit, WorkFailed


class Queue:
    """Questions between the readers who ask them and the workers who compute their units.

    All of it is under one lock: readers and workers are threads of their own.

    Args:
        settings: how much may wait.
        budgets: of the readers.
        tiles: what was computed before and is still kept.
    """

    def __init__(self, settings: Settings, budgets: Budgets, tiles: Recent[Tile]):
        self._settings, self._budgets = settings, budgets
        self._lock = threading.Condition()
        self._inquiries: dict[str, Inquiry] = {}
        self._turns = Turns(tiles, settings.readers_of_one)
        self._ended: Refused | None = None

    # -- for readers ---------------------------------------------------------------------------

    def join(self, question: Question, reader: str, listener: Listener) -> tuple[Inquiry, bool]:
        """Join those who wait for a question, or be the first.

        Args:
            question: that is asked.
            reader: who asks.
            listener: who waits.

        Returns:
            The inquiry, and whether it is new; a new one that has units to do is computed when it is lined up.

        Raises:
            Refused: too much is waiting, or the reader's budget is spent.
        """
        fresh = Inquiry.of(question, reader)
        with self._lock:
            known = self._inquiries.get(question.key)
            if known is not None and known.failure is None:
                known.listeners.append(listener)
                return known, False
            self._turns.look(fresh)
            self._check_room(fresh)
            fresh.listeners.append(listener)
            self._inquiries[question.key] = fresh
            self._turns.want(fresh)
        return fresh, True

    def line_up(self, inquiry: Inquiry) -> None:
        """Have the units of an inquiry computed, if somebody still waits for it."""
        with self._lock:
            if inquiry.listeners and inquiry.todo:
                self._turns.line_up(inquiry)
                self._lock.notify_all()

    def leave(self, inquiry: Inquiry, listener: Listener) -> None:
        """Let one listener go; without any the question is dropped, and what it did not use is not charged."""
        with self._lock:
            if listener in inquiry.listeners:
                inquiry.listeners.remove(listener)
            if inquiry.listeners:
                return
            self._forget(inquiry)
        left = (len(inquiry.units) - len(inquiry.have)) * TILE_OF_WEB
        if inquiry.charged and left:
            self._budgets.give_back(inquiry.reader, min(left, inquiry.charged))

    def ahead_of(self, inquiry: Inquiry) -> int:
        """Units that wait for their turn and belong to questions asked earlier."""
        with self._lock:
            earlier = (i for i in self._inquiries.values() if i.since < inquiry.since)
            return sum(len(i.todo) for i in earlier)

    # -- for workers ---------------------------------------------------------------------------

    def next(self) -> Unit | None:
        """The unit whose turn it is; waits for one. None when the queue is closed."""
        with self._lock:
            while self._ended is None:
                unit = self._turns.take()
                if unit is not None:
                    return unit
                self._lock.wait(5.0)
        return None

    def deliver(self, unit: Unit, tile: Tile) -> None:
        """Take the tile of a unit."""
        with self._lock:
            self._turns.deliver(unit, tile)
            self._lock.notify_all()

    def lost(self, unit: Unit) -> None:
        """Have a unit computed again whose worker died, unless it seems to be the unit's fault."""
        with self._lock:
            again = self._turns.lost(unit)
            self._lock.notify_all()
        if not again:
            self.failed(unit, WorkFailed("the worker died again and again"))

    def failed(self, unit: Unit, error: WorkFailed) -> None:
        """Tell those who wait for a unit that it cannot be computed."""
        refused = (
            Refused(str(error))
            if error.bad_input
            else Refused(
                N_("The server failed on this question; the fault is in its log."), status=500
            )
        )
        with self._lock:
            for inquiry in self._turns.give_up(unit):
                self._forget(inquiry)
                inquiry.fail(refused)
            self._lock.notify_all()

    # -- for the server ------------------------------------------------------------------------

    def close(self, why: Refused) -> None:
        """Take and give out nothing any more; who still waits is told why."""
        with self._lock:
            self._ended = why
            for inquiry in list(self._inquiries.values()):
                inquiry.fail(why)
            self._lock.notify_all()

    def health(self) -> dict[str, int]:
        """Numbers for whoever watches the server."""
        with self._lock:
            return {
                "questions": len(self._inquiries),
                "addresses": self._turns.addresses,
                "readers": self._turns.readers,
                "tiles_computed": self._turns.computed,
            }

    # -- its parts -----------------------------------------------------------------------------

    def _check_room(self, inquiry: Inquiry) -> None:
        if self._ended is not None:
            raise self._ended
        units = sum(len(i.units) for i in self._inquiries.values()) + len(inquiry.units)
        full = units * TILE_OF_WEB > self._settings.histories_waiting
        if inquiry.todo and (full or len(self._inquiries) >= self._settings.waiting):
            raise Refused(BUSY, "queue", N_("Ask again in a while."), status=503, after=10)
        address, most = home(inquiry.reader), self._settings.waiting_of_one
        own = [i for i in self._inquiries.values() if home(i.reader) == address]
        if inquiry.todo and len(own) >= most:
            raise Refused(
                N_("This address waits for many questions already."), "queue",
                N_("Ask again when some are answered."), status=429, after=10,
            )  # fmt: skip
        his = sum(i.reader == inquiry.reader for i in own)
        if inquiry.todo and his >= math.ceil(most * self._settings.share_of_reader):
            raise Refused(
                N_("This reader waits for many questions already."), "queue",
                N_("Ask again when some are answered."), status=429, after=10,
            )  # fmt: skip
        cost = len(inquiry.todo) * TILE_OF_WEB
        self._budgets.take(inquiry.reader, cost)
        inquiry.charged = cost

    def _forget(self, inquiry: Inquiry) -> None:
        if self._inquiries.get(inquiry.question.key) is inquiry:
            del self._inquiries[inquiry.question.key]
        self._turns.leave(inquiry)
