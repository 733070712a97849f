"""A question that somebody waits for: what has to be computed for it, and what of that is there."""

from __future__ import annotations

import hashlib
import time
from collections import deque
from dataclasses import dataclass, field

from thermidor.web.service.answers import Answer, Pairs
from thermidor.web.service.limits import TILE_OF_WEB, Refused
from thermidor.web.service.listener import Listener
from thermidor.web.service.questions import Question
from thermidor.web.service.workers import Tile, Unit


@dataclass(eq=False)
class Inquiry:
    """A question that somebody waits for.

    Attributes:
        question: that is asked.
        reader: who asked it first.
        units: what it needs, by their keys.
        pairs: number of a tile, and the keys of the units with and without what is asked about.
        have: tiles that are there, by the keys of their units.
        todo: keys of units that are neither there nor being computed, in order.
        listeners: who waits.
        failure: why it will not be answered.
        waits: key of the long work that it needs first; "" for none.
        line: in which it stands; one that many readers of an address may share.
        charged: histories that its reader's budget has paid.
        latest: the last answer made of what was there.
        since: when it was asked, in seconds of a clock.
    """

    question: Question
    reader: str
    units: dict[str, Unit]
    pairs: list[tuple[int, str, str]]
    have: dict[str, Tile] = field(default_factory=dict)
    todo: deque[str] = field(default_factory=deque)
    listeners: list[Listener] = field(default_factory=list)
    failure: Refused | None = None
    waits: str = ""
    line: str = ""
    charged: int = 0
    latest: Answer | None = None
    since: float = field(default_factory=time.monotonic)

    @classmethod
    def of(cls, question: Question, reader: str) -> Inquiry:
        """A question with its units, in the order in which they are computed.

        Args:
            question: that is asked.
            reader: who asks.
        """
        done = question.arms
        names = []
        for arm in done:
            whole = (tuple(map(str, arm)), question.theory, question.branch, question.seed)
            names.append(hashlib.sha256(repr(whole).encode()).hexdigest()[:32])
        units: dict[str, Unit] = {}
        pairs = []
        for tile in range(-(-question.histories // TILE_OF_WEB)):
            keys = []
            for name, arm in zip(names, done, strict=True):
                # what is free of interventions is kept with all variables: others will ask for it
                variables = question.show if arm else None
                unit = Unit(
                    name, tile, arm, question.branch, question.seed, question.end, variables,
                    question.theory,
                )  # fmt: skip
                units[unit.key] = unit
                keys.append(unit.key)
            pairs.append((tile, keys[0], keys[1]))
        return cls(question, reader, units, pairs)

    @property
    def arms(self) -> tuple[str, str]:
        """Identities of the arms with and without what is asked about."""
        _, with_it, without = self.pairs[0]
        return self.units[with_it].arm, self.units[without].arm

    @property
    def finished(self) -> bool:
        """Whether all its tiles are there."""
        return len(self.have) == len(self.units)

    def there(self) -> Pairs:
        """The tiles that are there in both arms, in order."""
        return [
            (n, self.have[a], self.have[b])
            for n, a, b in self.pairs
            if a in self.have and b in self.have
        ]

    def tell(self) -> None:
        """Tell those who wait that something has changed."""
        for listener in list(self.listeners):
            listener.tell()

    def fail(self, failure: Refused) -> None:
        """Tell those who wait that it will not be answered."""
        self.failure = failure
        self.tell()
