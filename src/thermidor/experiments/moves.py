"""What an intervention moves most: of the losses of all say, and of the ends under every coding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np

from thermidor.experiments.intervals import Interval, paired_difference, share
from thermidor.glossary import outcome_name


class Change(NamedTuple):
    """A share of histories with and without an intervention, and the difference over twins."""

    with_it: Interval
    without: Interval
    difference: Interval

    @classmethod
    def of(cls, with_it: np.ndarray, without: np.ndarray) -> Change:
        """Counted on twins: booleans, (history,), in each arm."""
        n = len(with_it)
        return cls(
            share(int(with_it.sum()), n),
            share(int(without.sum()), n),
            paired_difference(with_it, without),
        )

    def to_json(self) -> dict[str, Any]:
        """Plain data: `with` and `without` as p, low and high, `difference` as d, low and high."""
        (p, p_low, p_high), (q, q_low, q_high), (d, low, high) = self
        return {
            "with": {"p": p, "low": p_low, "high": p_high},
            "without": {"p": q, "low": q_low, "high": q_high},
            "difference": {"d": d, "low": low, "high": high},
        }


@dataclass(frozen=True)
class Mover:
    """What moves most.

    Attributes:
        coding: by which it is told; empty for the ladder of a model that cannot be coded.
        when: "ever" of a loss of all say at any time, "end" of a class in the last month.
        name: of the class; "no_say_from_below" of the loss.
        change: of its share.
    """

    coding: str
    when: Literal["ever", "end"]
    name: str
    change: Change

    @property
    def beyond_chance(self) -> bool:
        """Whether the interval of the difference leaves out zero."""
        return self.change.difference.low > 0 or self.change.difference.high < 0

    def sentence(self) -> str:
        """What moves most, as a sentence that can head an answer."""
        with_it, without, d = self.change
        figures = f"{without.value:.0%} to {with_it.value:.0%} of the histories ({100 * d.value:+.0f} points, {100 * d.low:+.0f} to {100 * d.high:+.0f})"
        what = (
            "those below ever losing all say over those who rule" if self.when == "ever"
            else f"'{outcome_name(self.name)}' at the end"
        )  # fmt: skip
        by = f" by the coding '{self.coding}'" if self.coding else ""
        if not self.beyond_chance:
            return f"Nothing moves beyond chance; most of all {what}{by}: from {figures}."
        return f"What moves most is {what}{by}: from {figures}."

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "coding": self.coding, "when": self.when, "name": self.name, "beyond_chance": self.beyond_chance,
            **self.change.to_json(),
        }  # fmt: skip


def moves_most(
    closed: Mapping[str, Change], ends: Mapping[str, Mapping[str, Change]]
) -> Mover | None:
    """What moves most, in points; what is beyond chance goes before what is not, and the earlier of two equals.

    Args:
        closed: by coding the share that ever loses all say.
        ends: by coding and class the share that ends so.

    Returns:
        None where no share moves at all.
    """
    found = [m for m in _all(closed, ends) if m.change.difference.value]
    return max(found, key=lambda m: (m.beyond_chance, abs(m.change.difference.value)), default=None)


def _all(closed: Mapping[str, Change], ends: Mapping[str, Mapping[str, Change]]) -> Iterator[Mover]:
    for coding, change in closed.items():
        yield Mover(coding, "ever", "no_say_from_below", change)
    for coding, classes in ends.items():
        for name, change in classes.items():
            yield Mover(coding, "end", name, change)


__all__ = ["Change", "Mover", "moves_most"]
