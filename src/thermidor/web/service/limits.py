"""What one reader and all readers together may ask for, and how a wish is refused."""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path

from thermidor.errors import Sendable
from thermidor.keep import cache_folder

TILE_OF_WEB = 32
"""Histories that are computed at a time: few, so that the first chart comes soon."""

LEAST_HISTORIES, MOST_HISTORIES = 32, 1024
MOST_VARIABLES = 8
MOST_SETTINGS = 24
MOST_QUERY = 4096
"""Bytes of a query."""
MOST_BODY = 64 * 1024
"""Bytes of a request's body."""

LIVES = 3
"""Workers that one piece of work may cost before it is given up."""

BUSY = "The server has as many questions as it can hold."

MIB = 1024 * 1024


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True)
class Settings:
    """How a server is set up.

    Attributes:
        cache: folder in which answers and uploaded scenarios lie.
        workers: processes that simulate; one a core by default.
        waiting: questions that may be waiting in all.
        histories_waiting: histories that may be waiting in all: what is kept for them is in memory.
        jobs_waiting: pieces of long work that may be waiting.
        budget: histories that one address may have simulated at once before it must wait.
        refill: histories that it may have simulated in a second, over time.
        answers_in_memory: bytes of finished answers.
        answers_on_disk: bytes of finished answers.
        tiles_in_memory: bytes of results of simulation that are kept for the next question.
        scenarios: uploaded scenarios that are kept.
        scenario_days: days after which an uploaded scenario that nobody asks for goes.
        waiting_of_one: questions of one address that may be waiting; what is over is kept free for others.
        jobs_of_one: pieces of long work of one address that may be waiting.
        unit_deadline: seconds after which a worker that computes a unit is taken for dead.
        job_deadline: seconds after which a worker that does long work and says nothing is taken for dead.
        connections: that may be open.
        connections_of_one: of one address that may be open.
        request_deadline: seconds for the head of a request, and for its body.
        warm: answer the questions of the first page's cards at the start.
    """

    cache: Path = field(default_factory=cache_folder)
    workers: int = field(default_factory=_cores)
    waiting: int = 200
    histories_waiting: int = 64_000
    jobs_waiting: int = 24
    budget: float = 40_000.0
    refill: float = 400.0
    answers_in_memory: int = 64 * MIB
    answers_on_disk: int = 512 * MIB
    tiles_in_memory: int = 256 * MIB
    scenarios: int = 10_000
    scenario_days: float = 180.0
    waiting_of_one: int = 150
    jobs_of_one: int = 16
    unit_deadline: float = 300.0
    job_deadline: float = 900.0
    connections: int = 1000
    connections_of_one: int = 256
    request_deadline: float = 20.0
    warm: bool = False

    @property
    def folder(self) -> Path:
        """Where the explorer keeps what it made; THERMIDOR_EXPLORER_FOLDER names another place."""
        return Path(os.environ.get("THERMIDOR_EXPLORER_FOLDER") or self.cache / "explorer")


class Refused(Sendable, ValueError):
    """A wish that is not met: what is wrong, where, and what would be right.

    Args:
        what: is wrong.
        where: a part of the question or of the address.
        right: what would be.
        status: of the answer in HTTP.
        after: seconds after which to try again.

    Example:
        >>> print(Refused("no such month", "stop", "write YYYY-MM"))
        stop: no such month; write YYYY-MM
    """

    status = 400

    def __init__(
        self,
        what: str,
        where: str = "",
        right: str = "",
        *,
        status: int | None = None,
        after: float | int | None = None,
    ):
        self.what, self.where, self.right, self.after = what, where, right, after
        self.status = status or self.status
        super().__init__(f"{where + ': ' if where else ''}{what}{'; ' + right if right else ''}")

    def plain(self) -> dict[str, dict[str, str]]:
        """What the JSON API says."""
        return {"error": {"what": self.what, "where": self.where, "right": self.right}}


class Budgets:
    """A bucket of histories for each address, that fills again with time.

    Args:
        capacity: histories in a full bucket.
        refill: histories a second.
        most: addresses that are remembered.
    """

    def __init__(self, capacity: float, refill: float, most: int = 10_000):
        self.capacity, self.refill, self.most = float(capacity), float(refill), most
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, address: str, histories: int) -> None:
        """Take histories out of an address's bucket.

        Args:
            address: of the reader.
            histories: that its question costs at most.

        Raises:
            Refused: the bucket does not hold as many; says when it will.
        """
        with self._lock:
            now = time.monotonic()
            left = self._now(address, now)
            if histories > left:
                after = (min(histories, self.capacity) - left) / self.refill
                raise Refused(
                    "this address has asked for very many histories in a short time",
                    "budget",
                    f"ask again in {after:.0f} s, or for fewer histories",
                    status=429,
                    after=after,
                )
            self._set(address, left - histories, now)

    def give_back(self, address: str, histories: int) -> None:
        """Put histories back that were not simulated after all."""
        with self._lock:
            now = time.monotonic()
            self._set(address, min(self.capacity, self._now(address, now) + histories), now)

    def _now(self, address: str, now: float) -> float:
        left, since = self._left.get(address, (self.capacity, now))
        return min(self.capacity, left + (now - since) * self.refill)

    def _set(self, address: str, left: float, now: float) -> None:
        self._left[address] = (left, now)
        self._left.move_to_end(address)
        while len(self._left) > self.most:
            self._left.popitem(last=False)
