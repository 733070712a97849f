"""What is kept of a group's histories for those who check them: a few variables, every choice, every vote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from thermidor.engine.registry import Registry
from thermidor.experiments.check.walk import Group, Step


class Account:
    """Histories side by side; arrays begin with the month and end with the history.

    Args:
        registry: of the model.
        group: whose histories these are.
        reads: paths of the variables that are kept.
        steps: the months in order, each as the witness saw it.
    """

    def __init__(
        self, registry: Registry, group: Group, reads: Iterable[str], steps: Sequence[Step]
    ):
        self.registry = registry
        self.group = group
        self.first = steps[0].number
        count = len(group.numbers)
        self.histories = count
        self._state = {
            path: np.stack(
                [
                    np.asarray(x[path])[..., :count]
                    for x in (steps[0].before, *(s.after for s in steps))
                ]
            )
            for path in reads
        }
        told = [s.told for s in steps if s.told is not None]
        self.fell: Mapping[str, np.ndarray] = {
            path: np.stack([t.fell[path] for t in told]) for path in (told[0].fell if told else ())
        }
        """By choice, the number of the option that fell, (month, *dim, history)."""
        self.voted: Mapping[str, np.ndarray] = {
            name: np.stack([t.voted[name] for t in told])
            for name in (told[0].voted if told else ())
        }
        """By ballot, whether each leader had a vote in it, (month, leader, history)."""
        self.links: Mapping[str, tuple[str, ...]] = told[0].links if told else {}
        """By choice, the ballots on which it rests."""
        forced = group.schedule.controls(first=self.first, end=self.first + len(steps)).forced
        self._forced = {
            path: np.asarray(forced[:, registry.sites[path].slots]).any(1) for path in self.fell
        }

    @property
    def months(self) -> int:
        """How many were looked at."""
        return len(next(iter((*self._state.values(), *self.fell.values())))) - bool(self._state)

    def before(self, path: str) -> np.ndarray:
        """A variable at the beginning of each month."""
        return self._state[path][:-1]

    def after(self, path: str) -> np.ndarray:
        """A variable at the end of each month."""
        return self._state[path][1:]

    def happened(self, choice: str) -> np.ndarray:
        """Whether an option but the first fell, (month, *dim, history); an intervention's doing left out."""
        fell = self.fell[choice] > 0
        return fell & ~self._forced[choice].reshape(-1, *[1] * (fell.ndim - 1))

    def counted(self, ballot: str) -> np.ndarray:
        """Whether a choice that rests on a ballot fell, (month, history): then it was held, and mattered."""
        taken = [self.fell[c] > 0 for c, ballots in self.links.items() if ballot in ballots]
        return np.any(taken, axis=0)


def has_all(registry: Registry, paths: Iterable[str]) -> bool:
    """Whether a model has variables or choices of these names."""
    return all(p in registry.states or p in registry.choices for p in paths)


__all__ = ["Account", "has_all"]
