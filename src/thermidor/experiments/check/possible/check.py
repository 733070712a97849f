"""A check of possible histories: a sentence, what it reads, and where it is broken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from thermidor.experiments.check.account import Account

Broken = Mapping[str, np.ndarray]
"""By rule, variable or choice, where it breaks the sentence: (month, history) or (month, leader, history)."""


@dataclass(frozen=True)
class PossibleCheck:
    """One sentence that every history must keep.

    Attributes:
        id: of the check.
        says: the sentence.
        reads: paths of the variables and choices that it looks at; a model that lacks one is not asked.
        find: where an account breaks it.
    """

    id: str
    says: str
    reads: tuple[str, ...]
    find: Callable[[Account], Broken]


def possible(id: str, *reads: str) -> Callable[[Callable[[Account], Broken]], PossibleCheck]:
    """Make a check of a function; its docstring is the sentence.

    Args:
        id: of the check.
        reads: paths of variables and choices.

    Returns:
        What makes a function a check.
    """

    def made(find: Callable[[Account], Broken]) -> PossibleCheck:
        return PossibleCheck(id, (find.__doc__ or "").strip().splitlines()[0], reads, find)

    return made


__all__ = ["Broken", "PossibleCheck", "possible"]
