"""Dead conditions: comparisons in rules that are always true, or never."""

from __future__ import annotations

from collections.abc import Sequence

from thermidor.experiments.check.finding import Fault, Finding
from thermidor.experiments.check.walk import Group, Step


class DeadConditions:
    """Gathers which way each condition of a rule went, over all months of all histories looked at."""

    def __init__(self) -> None:
        self.months = 0
        self._seen: dict[str, tuple[bool, bool]] = {}

    def look(self, group: Group, steps: Sequence[Step]) -> None:
        """Look at the histories of a group.

        Args:
            group: the histories.
            steps: all their months, each as the witness saw it.
        """
        for step in steps:
            if step.told is None:
                continue
            self.months += len(group.numbers)
            for name, (some, every) in step.told.conditions.items():
                before = self._seen.get(name, (False, True))
                self._seen[name] = before[0] or some, before[1] and every

    @property
    def conditions(self) -> int:
        """How many there are."""
        return len(self._seen)

    def findings(self) -> list[Finding]:
        """Two findings, whose figures are how many conditions are dead."""
        never = [
            Fault(name, 1.0, self._where) for name, (some, _) in self._seen.items() if not some
        ]
        always = [Fault(name, 1.0, self._where) for name, (_, every) in self._seen.items() if every]
        return [
            Finding(f"conditions.{id}", says, not faults, float(len(faults)), tuple(faults))
            for id, says, faults in (
                (
                    "never",
                    "No condition of a rule is false in every month of every history.",
                    never,
                ),
                (
                    "always",
                    "No condition of a rule is true in every month of every history.",
                    always,
                ),
            )
        ]

    @property
    def _where(self) -> str:
        return f"in {self.months:,} months"


__all__ = ["DeadConditions"]
