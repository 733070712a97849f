"""What leaders of the record are known to have stood for, as interventions that hold a history to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from thermidor import record
from thermidor.engine.calendar import MONTHS, month_number
from thermidor.engine.controls import Intervention
from thermidor.model.names import AXES, LEADERS

CHOICE = "leaders.positions.{leader}.{axis}"
"""Path of what a leader stands for on a question."""

MIDDLE = "07"
"""Month taken where the record has the year only."""


@dataclass(frozen=True)
class RecordedStance:
    """What one leader is recorded to have stood for on one question, month by month where it is dated.

    An opinion is there before the act that tells of it: a history is held to it in the month before the one that is dated;
    in the others it moves by itself.

    Attributes:
        path: of the model, with leader and question.
        choice: the same with its axes in braces.
        dated: months, as "YYYY-MM", with the value from -1 to 1 and the pages on which the record rests.

    Example:
        >>> [s.dated[0][:2] for s in recorded_stances() if s.path == "leaders.positions.bukharin.peasantry"]
        [('1925-04', 0.9)]
    """

    path: str
    choice: str
    dated: tuple[tuple[str, float, tuple[int, ...]], ...]

    def interventions(self, stop: int) -> list[Intervention]:
        """What holds a history to it.

        Args:
            stop: months 0 to `stop - 1` are held.

        Returns:
            One intervention for each dated stance that falls before `stop`, in order of time.
        """
        end = min(stop, MONTHS)
        before = [(month_number(month) - 1, value) for month, value, _ in self.dated]
        return [Intervention("hold", self.path, v, n, n) for n, v in before if 0 <= n < end]


@cache
def recorded_stances() -> tuple[RecordedStance, ...]:
    """Every dated position of the record on a question of the model, one entry for each leader and question."""
    out = []
    for leader in record.load().leaders.values():
        if leader.id not in LEADERS:
            continue
        for axis in AXES:
            stances = {str(k): v for k, v in (leader.positions or {}).items()}.get(axis, ())
            dated = {
                _month(str(p.date)): (float(p.value), tuple(e.page for e in p.evidence))
                for p in stances
            }
            if dated:
                path = CHOICE.format(leader=leader.id, axis=axis)
                out.append(
                    RecordedStance(path, CHOICE, tuple((m, *dated[m]) for m in sorted(dated)))
                )
    return tuple(out)


def _month(date: str) -> str:
    return date[:7] if len(date) >= 7 else f"{date[:4]}-{MIDDLE}"


__all__ = ["RecordedStance", "recorded_stances"]
