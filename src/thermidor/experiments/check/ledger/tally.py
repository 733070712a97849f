"""What the books of some histories come to: what broke, where first, how far; as plain data that can be added up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from thermidor.engine.calendar import month_text
from thermidor.engine.registry import Registry
from thermidor.experiments.check.ledger.balance import entry, stocks
from thermidor.experiments.check.ledger.months import Page
from thermidor.experiments.check.ledger.sentences import PRICES, asked_of
from thermidor.experiments.check.walk import Group

LEANS = 1e-5
"""Part of its range by which a rule must ask beyond a bound, or a flow beyond its source, for that to count."""


@dataclass
class Break:
    """One thing that breaks one sentence.

    Attributes:
        histories: in how many.
        worst: by how much at most.
        where: the first history and month, in words.
    """

    histories: int
    worst: float
    where: str


@dataclass
class Tally:
    """What some histories come to.

    Attributes:
        group: where they come from.
        histories: how many they are.
        months: how many months of histories were looked at.
        broken: by sentence and what is at fault.
        drift: by quantity, how far all roundings of a whole history have parted its stocks from its flows,
            relative to the most that there was of it; the worst history.
        ranges: by price, the least and the most.
        held: by variable, the share of the months in which a bound had to hold it, and by how much at most.
        cut: by flow, the share of the months in which its source did not hold what was asked, and the largest part
            that was wanting.
        guards: by guard of a rule, the share of what it guards that it changed.
    """

    group: str
    histories: int = 0
    months: int = 0
    broken: dict[str, dict[str, Break]] = field(default_factory=dict)
    drift: dict[str, float] = field(default_factory=dict)
    ranges: dict[str, tuple[float, float]] = field(default_factory=dict)
    held: dict[str, tuple[float, float]] = field(default_factory=dict)
    cut: dict[str, tuple[float, float]] = field(default_factory=dict)
    guards: dict[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Tally:
        """A tally from its plain data."""
        broken = {
            id: {what: Break(**one) for what, one in found.items()}
            for id, found in data["broken"].items()
        }
        pairs = {
            name: {k: tuple(v) for k, v in data[name].items()} for name in ("ranges", "held", "cut")
        }
        return cls(**{**data, "broken": broken, **pairs})


class Counting:
    """Looks at the pages of one group in their order.

    Args:
        registry: of the model.
        group: the histories.
    """

    def __init__(self, registry: Registry, group: Group):
        self.registry, self.group = registry, group
        self.sentences = asked_of(registry)
        count = len(group.numbers)
        self._anywhere: dict[tuple[str, str], np.ndarray] = {}
        self._tally = Tally(group.name, count)
        self._gaps = {q: np.zeros(count) for q in stocks(registry).values()}
        self._sizes = {q: np.ones(count) for q in stocks(registry).values()}
        self._held: dict[str, list[float]] = {}
        self._cut: dict[str, list[float]] = {}
        self._guards: dict[str, float] = {}

    def look(self, page: Page) -> None:
        """Look at a month."""
        self._tally.months += self._tally.histories
        for s in self.sentences:
            for what, excess in s.find(page).items():
                self._note(s.id, what, np.asarray(excess), page.number)
        self._add_up(page)
        for path in PRICES:
            if path in page.after:
                x = page.after[path]
                low, high = self._tally.ranges.get(path, (np.inf, -np.inf))
                self._tally.ranges[path] = min(low, float(x.min())), max(high, float(x.max()))
        for kept, found in ((self._held, page.beyond), (self._cut, page.cut)):
            for name, beyond in found.items():
                one = kept.setdefault(name, [0.0, 0.0])
                one[0] += float((beyond > LEANS).sum())
                one[1] = max(one[1], float(beyond.max()))
        for name, share in page.guards.items():
            self._guards[name] = self._guards.get(name, 0.0) + share * self._tally.histories

    def _note(self, id: str, what: str, excess: np.ndarray, number: int) -> None:
        broken = ~(excess <= 0)
        if not broken.any():
            return
        before = self._anywhere.setdefault((id, what), np.zeros(len(broken), bool))
        first = int(np.argmax(broken))
        where = f"{self.group.name}, history {int(self.group.numbers[first])}, {month_text(number)}"
        found = self._tally.broken.setdefault(id, {}).setdefault(what, Break(0, 0.0, where))
        before |= broken
        found.histories = int(before.sum())
        found.worst = max(found.worst, float(np.max(_number(excess[broken]))))

    def _add_up(self, page: Page) -> None:
        sizes = {q: np.zeros_like(x) for q, x in self._sizes.items()}
        for path, quantity in stocks(self.registry).items():
            e = entry(page, path)
            axes = tuple(range(e.gap.ndim - 1))
            self._gaps[quantity] += e.gap.sum(axes)
            sizes[quantity] += e.left.sum(axes)
        for quantity, size in sizes.items():
            self._sizes[quantity] = np.maximum(self._sizes[quantity], size)

    def tally(self) -> Tally:
        """What it comes to."""
        months = max(self._tally.months, 1)
        self._tally.drift = {
            q: float(np.max(np.abs(gap) / self._sizes[q])) for q, gap in self._gaps.items()
        }
        for name, kept in (("held", self._held), ("cut", self._cut)):
            setattr(self._tally, name, {p: (n / months, far) for p, (n, far) in kept.items() if n})
        self._tally.guards = {name: total / months for name, total in self._guards.items()}
        return self._tally


def _number(x: np.ndarray) -> np.ndarray:
    """The same with the largest number there is for what is none, so that files can hold it."""
    return np.nan_to_num(x.astype(float), nan=np.finfo(float).max)


def together(tallies: Iterable[Tally], name: str) -> Tally:
    """Add tallies up.

    Args:
        tallies: of groups that share no history.
        name: of all of them.

    Returns:
        One tally; where a thing broke first is where it broke in the first of them.
    """
    total = Tally(name)
    for t in tallies:
        for id, found in t.broken.items():
            for what, one in found.items():
                known = total.broken.setdefault(id, {}).setdefault(what, Break(0, 0.0, one.where))
                known.histories += one.histories
                known.worst = max(known.worst, one.worst)
        for q, drift in t.drift.items():
            total.drift[q] = max(total.drift.get(q, 0.0), drift)
        for path, (low, high) in t.ranges.items():
            a, b = total.ranges.get(path, (np.inf, -np.inf))
            total.ranges[path] = min(a, low), max(b, high)
        months = total.months + t.months
        for name in ("held", "cut"):
            mine, theirs = getattr(total, name), getattr(t, name)
            for what in {**mine, **theirs}:
                (a, far), (b, further) = (x.get(what, (0.0, 0.0)) for x in (mine, theirs))
                mine[what] = (a * total.months + b * t.months) / months, max(far, further)
        for guard in {**total.guards, **t.guards}:
            a, b = total.guards.get(guard, 0.0), t.guards.get(guard, 0.0)
            total.guards[guard] = (a * total.months + b * t.months) / months
        total.months, total.histories = months, total.histories + t.histories
    return total


__all__ = ["Break", "Counting", "Tally", "together"]
