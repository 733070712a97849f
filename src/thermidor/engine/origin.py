"""Where histories begin that do not begin in the model's first month."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Origin:
    """States in a month from which histories go on, and what led to them.

    History number h goes on from particle h modulo their number, with draws of its own, so that it is
    the same history however many others are asked for.

    Attributes:
        month: number of the first month that is simulated.
        state: by path, (..., particle).
        seen: gives what was seen of some particles before that month, (particle, month, output).
        year_numbers: history whose draws of the year each particle has had, (particle,).
        parameters: (particle, parameter), or None for the point values.
        name: of what was followed, for the reader.
    """

    month: int
    state: Mapping[str, np.ndarray]
    seen: Callable[[np.ndarray], np.ndarray]
    year_numbers: np.ndarray
    parameters: np.ndarray | None = None
    name: str = ""

    @property
    def particles(self) -> int:
        """How many states there are."""
        return len(self.year_numbers)

    @property
    def year_ends(self) -> int:
        """The month from which draws that hold for a year are a history's own."""
        return -(-self.month // 12) * 12

    def place(self, histories: np.ndarray) -> np.ndarray:
        """The particle from which each history goes on."""
        return np.asarray(histories, np.int64) % self.particles

    def state_of(self, histories: np.ndarray) -> dict[str, np.ndarray]:
        """The states of some histories by path, (..., history)."""
        place = self.place(histories)
        return {path: np.ascontiguousarray(x[..., place]) for path, x in self.state.items()}

    def year_numbers_of(self, histories: np.ndarray) -> np.ndarray:
        """The histories whose draws of the year they have had."""
        return self.year_numbers[self.place(histories)].astype(np.uint32)

    def parameters_of(self, histories: np.ndarray) -> np.ndarray | None:
        """The parameters of some histories, (history, parameter)."""
        return None if self.parameters is None else self.parameters[self.place(histories)]

    def path(self, histories: np.ndarray) -> np.ndarray:
        """What was seen of some histories before they begin, (history, month, output)."""
        return self.seen(self.place(histories))
