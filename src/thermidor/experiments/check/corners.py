"""Absorbing corners: quantities that stand still for ten years, or lie at a hard bound.

What stands still at a bound counts as at the bound alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from importlib import resources

import numpy as np

from thermidor.engine.registry import Registry
from thermidor.experiments.check.finding import Fault, Finding, over_limit
from thermidor.experiments.check.walk import Group, Step
from thermidor.model.regime.regime import RUNGS
from thermidor.scenarios._yaml import parse

SPELL = 120
"""Months without any movement that make a corner."""

STILL = 1e-6
"""Movement in a month, relative to the size, that is none."""

LIMIT = 0.05
"""Share of months at a bound, or of histories with a spell, up to which nothing is said."""

FEWEST = 16
"""Histories of an outcome from which something can be said of it."""

SWITCHES = ("flag", "code", "0 or 1", "rung 0-6")
"""Units of variables that only jump: to stand still at an end of their range is their nature."""


def rests() -> dict[tuple[str, str], str]:
    """Ends of ranges at which a variable may stand for years: by (path, "low" or "high"), why."""
    source = resources.files("thermidor.experiments.data") / "check" / "rest.yaml"
    entries = parse(source.read_bytes(), "rest.yaml")[0]
    return {(path, one["at"]): one["why"] for one in entries for path in one["paths"]}


RESTS = rests()


class Corners:
    """Follows every quantity of the state through its months.

    Args:
        registry: of the model.
        spell: months without movement that make a corner.
    """

    def __init__(self, registry: Registry, spell: int = SPELL):
        self.registry, self.spell = registry, spell
        self.paths = [
            path
            for path, v in registry.states.items()
            if v.unit not in SWITCHES and "leader" not in v.dim
        ]
        sizes = [int(np.prod(registry.sites[p].shape, dtype=int)) for p in self.paths]
        self._begins = np.cumsum([0, *sizes])[:-1]
        self._sizes = np.array(sizes)
        self._low, self._high = (
            np.concatenate(
                [np.full(n, self._end(p, at)) for p, n in zip(self.paths, sizes, strict=True)]
            )[:, None]
            for at in ("low", "high")
        )
        self._ends = [
            np.concatenate(
                [
                    np.full(n, getattr(registry.states[p], at))
                    for p, n in zip(self.paths, sizes, strict=True)
                ]
            )[:, None]
            for at in ("low", "high")
        ]
        self._still: dict[str, list[np.ndarray]] = defaultdict(list)
        self._bound: dict[str, list[np.ndarray]] = defaultdict(list)

    def _end(self, path: str, at: str) -> float:
        """The end of a range at which a variable has no business to be; none where it may rest there."""
        if (path, at) in RESTS:
            return -np.inf if at == "low" else np.inf
        return float(getattr(self.registry.states[path], at))

    def look(self, group: Group, steps: Sequence[Step]) -> None:
        """Look at the histories of a group.

        Args:
            group: the histories.
            steps: all their months.
        """
        count = len(group.numbers)
        last = run = longest = np.zeros((len(self._low), count))
        for n, step in enumerate(steps):
            x = self._quantities(step, count)
            if n:
                still_here = (np.abs(x - last) <= STILL * np.abs(x)) & ~self._at_end(x)
                run = np.where(still_here, run + 1, 0)
                longest = np.maximum(longest, run)
            last = x
        still, bound = self._by_path(longest >= self.spell), self.at_bounds(steps, count)
        for outcome, mine in self._outcomes(steps[-1], count).items():
            self._still[outcome].append(still[:, mine])
            self._bound[outcome].append(bound[:, mine])

    def at_bounds(self, steps: Sequence[Step], count: int) -> np.ndarray:
        """Share of the months, and of its elements, in which each quantity lies at a bound.

        Args:
            steps: months of a group.
            count: how many histories it has.

        Returns:
            (variable, history), variables as in `paths`.
        """
        months = np.zeros((len(self._low), count))
        for step in steps:
            x = self._quantities(step, count)
            months = months + ((x <= self._low) | (x >= self._high))
        return self._by_path(months / len(steps))

    def _quantities(self, step: Step, count: int) -> np.ndarray:
        """All that is followed, (element, history)."""
        parts = (np.asarray(step.after[p]) for p in self.paths)
        return np.concatenate([x.reshape(-1, x.shape[-1]) for x in parts])[:, :count]

    def _at_end(self, x: np.ndarray) -> np.ndarray:
        """Whether a quantity stands at an end of its range, at rest or not."""
        return (x <= self._ends[0]) | (x >= self._ends[1])

    def _by_path(self, x: np.ndarray) -> np.ndarray:
        """Mean over the elements of each variable, (variable, history)."""
        return np.add.reduceat(x.astype(float), self._begins, axis=0) / self._sizes[:, None]

    def _outcomes(self, last: Step, count: int) -> dict[str, np.ndarray]:
        outputs = list(self.registry.outputs)
        if "regime" not in outputs:
            return {"all": np.ones(count, bool)}
        codes = last.seen[outputs.index("regime")].astype(int)
        return {RUNGS[c]: codes == c for c in np.unique(codes)}

    def shares(self, kind: str) -> dict[str, dict[str, float]]:
        """By variable and outcome, the share of histories that stood still, or of months at a bound.

        Args:
            kind: "still" or "bound".

        Returns:
            Outcomes with too few histories are left out.
        """
        found: dict[str, dict[str, float]] = {path: {} for path in self.paths}
        for outcome, parts in (self._still if kind == "still" else self._bound).items():
            x = np.concatenate(parts, axis=1)
            if x.shape[1] >= FEWEST:
                for path, share in zip(self.paths, x.mean(1), strict=True):
                    found[path][outcome] = float(share)
        return found

    def findings(self) -> list[Finding]:
        """Two findings, whose figures are how many variables are in a corner under some outcome."""
        years = self.spell // 12
        return [
            over_limit("corners.still", f"No quantity stands still inside its bounds for {years} years in over 5% "
                       "of the histories of an outcome.", self._faults("still"), LIMIT),
            over_limit("corners.bound", "No quantity lies at a hard bound in over 5% of the months of an "
                       "outcome.", self._faults("bound"), LIMIT),
        ]  # fmt: skip

    def _faults(self, kind: str) -> list[Fault]:
        faults = []
        for path, shares in self.shares(kind).items():
            worst = sorted(shares.items(), key=lambda s: -s[1])
            if worst and worst[0][1] > 0:
                words = ", ".join(f"{name} {share:.0%}" for name, share in worst if share > LIMIT)
                faults.append(Fault(path, worst[0][1], words))
        return faults


__all__ = ["LIMIT", "Corners"]
