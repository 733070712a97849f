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
from thermidor.web.marks import N_
from thermidor.web.service.readers import home

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

BUSY = N_("The server has as many questions as it can hold.")

MIB = 1024 * 1024

Bucket = tuple[str, str]
"""Of an address or of a reader: which, and whose."""


@dataclass(frozen=True)
class Costs:
    """What work costs that simulates nothing, in histories: a core makes some 250 in a second.

    Attributes:
        request: of a program, whatever it asks: lists of some thousand entries are among it.
        refusal: of a question: nearest names are looked for.
        table: figures as CSV.
        search: of the record.
        upload: a scenario is checked and written down.
        job: a piece of long work.
        picture: a chart drawn by the server.
        file: every history as NetCDF, for each history and variable.
    """

    request: int = 4
    refusal: int = 16
    table: int = 8
    search: int = 16
    upload: int = 48
    job: int = 256
    picture: int = 32
    file: float = 0.05


COSTS = Costs()


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
        readers_of_one: readers of one address who have a turn of their own; more of them share these.
        share_of_reader: of what an address may have, the part that one of its readers may.
        warm: answer the questions of the first page's cards at the start.
        root_path: the prefix under which a proxy shows the server.
        proxies: addresses whose word about the reader is believed.
        host_names: by which the server goes beside the usual ones; None takes every name.
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
    readers_of_one: int = 32
    share_of_reader: float = 0.5
    warm: bool = False
    root_path: str = ""
    proxies: tuple[str, ...] = ()
    host_names: tuple[str, ...] | None = None

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
    """A bucket of histories for each address and a part of it for each of its readers, that fill again with time.

    Args:
        capacity: histories in an address's full bucket.
        refill: histories a second.
        most: buckets that are remembered.
        share: of an address's bucket that one of its readers may take.
    """

    def __init__(self, capacity: float, refill: float, most: int = 10_000, share: float = 1.0):
        self.capacity, self.refill, self.most = float(capacity), float(refill), most
        self.share = share
        self._left: OrderedDict[Bucket, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, reader: str, histories: float | int) -> None:
        """Take histories out of a reader's bucket and his address's.

        Args:
            reader: who asks.
            histories: that his question costs at most.

        Raises:
            Refused: a bucket does not hold as many; says when it will.
        """
        with self._lock:
            now = time.monotonic()
            for bucket, part in self._buckets(reader):
                self._see(bucket, part, histories, now)
            self._change(reader, -histories, now)

    def charge(self, reader: str, histories: float | int) -> None:
        """Take histories for work that is done already, as far as they are there."""
        with self._lock:
            self._change(reader, -histories, time.monotonic())

    def give_back(self, reader: str, histories: float | int) -> None:
        """Put histories back that were not simulated after all."""
        with self._lock:
            self._change(reader, histories, time.monotonic())

    def _buckets(self, reader: str) -> list[tuple[Bucket, float]]:
        found: list[tuple[Bucket, float]] = [(("address", home(reader)), 1.0)]
        return [*found, (("reader", reader), self.share)] if self.share < 1.0 else found

    def _see(self, bucket: Bucket, part: float, histories: float | int, now: float) -> None:
        left = self._now(bucket, part, now)
        whole = self.capacity * part
        if left < min(histories, whole):  # what is dearer than a full bucket waits for a full one
            after = (min(histories, whole) - left) / (self.refill * part)
            raise Refused(
                N_("this address has asked for very many histories in a short time")
                if bucket[0] == "address"
                else N_("this reader has asked for very many histories in a short time"),
                "budget",
                f"ask again in {max(1.0, after):.0f} s, or for fewer histories",
                status=429,
                after=after,
            )

    def _now(self, bucket: Bucket, part: float, now: float) -> float:
        whole = self.capacity * part
        left, since = self._left.get(bucket, (whole, now))
        return min(whole, left + (now - since) * self.refill * part)

    def _change(self, reader: str, histories: float | int, now: float) -> None:
        for bucket, part in self._buckets(reader):
            left = self._now(bucket, part, now) + histories
            self._left[bucket] = (min(self.capacity * part, max(0.0, left)), now)
            self._left.move_to_end(bucket)
        while len(self._left) > self.most:
            self._left.popitem(last=False)
