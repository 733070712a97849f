"""Possible histories: what was broken in the groups that were looked at."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from thermidor.engine.calendar import month_text
from thermidor.engine.declare import DIMENSIONS
from thermidor.engine.registry import Registry
from thermidor.experiments.check.account import Account, has_all
from thermidor.experiments.check.finding import Fault, Finding
from thermidor.experiments.check.possible import CHECKS, PossibleCheck
from thermidor.experiments.check.walk import Group, Step


class PossibleHistories:
    """Holds histories against sentences that every history must keep.

    Args:
        registry: of the model.
        checks: the sentences; those that the model can be asked of all by default.
    """

    def __init__(self, registry: Registry, checks: Sequence[PossibleCheck] = CHECKS):
        self.registry = registry
        self.checks = tuple(c for c in checks if has_all(registry, c.reads))
        self.reads = sorted({p for c in self.checks for p in c.reads if p in registry.states})
        self.histories = 0
        self._broken: dict[str, int] = {}
        self._faults: dict[tuple[str, str], tuple[int, str]] = {}

    def look(self, group: Group, steps: Sequence[Step]) -> None:
        """Look at the histories of a group.

        Args:
            group: the histories.
            steps: all their months, each as the witness saw it.
        """
        account = Account(self.registry, group, self.reads, steps)
        self.histories += account.histories
        for check in self.checks:
            anywhere = np.zeros(account.histories, bool)
            for what, broken in check.find(account).items():
                histories = broken.any(tuple(range(broken.ndim - 1)))
                if not histories.any():
                    continue
                anywhere |= histories
                count, first = self._faults.get((check.id, what), (0, ""))
                first = first or _instance(account, broken)
                self._faults[check.id, what] = count + int(histories.sum()), first
            self._broken[check.id] = self._broken.get(check.id, 0) + int(anywhere.sum())

    def findings(self) -> list[Finding]:
        """One finding a check; its figure is the share of histories that break it."""
        found = []
        for check in self.checks:
            faults = [
                Fault(what, count / self.histories, where)
                for (id, what), (count, where) in self._faults.items()
                if id == check.id
            ]
            faults.sort(key=lambda f: (-f.share, f.what))
            share = self._broken.get(check.id, 0) / max(self.histories, 1)
            found.append(Finding(check.id, check.says, not faults, share, tuple(faults)))
        return found


def _instance(account: Account, broken: np.ndarray) -> str:
    """The first place where a sentence is broken, in words."""
    month, *rest, history = (int(x[0]) for x in np.nonzero(broken))
    group = account.group
    words = [
        f"{group.name}, history {int(group.numbers[history])}",
        month_text(account.first + month),
    ]
    if rest:
        words.append(DIMENSIONS["leader"][rest[0]])
    return ", ".join(words)


__all__ = ["PossibleHistories"]
