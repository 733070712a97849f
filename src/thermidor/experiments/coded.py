"""Histories under the three codings: how they end, whether those below lose all say, how codings agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np

from thermidor.codings import CODINGS, Coding, by_name, classify, groups_of, names_of, outputs_read
from thermidor.engine.registry import Registry
from thermidor.model.regime.regime import RUNGS

PREFIX = "coding."
"""Names of the codings as variables of a data set begin so."""

ANSWER = CODINGS[0].name
"""The coding that is asked first, the book's: where one figure has to stand for the answer it is this one's."""

LADDER = "ladder"
"""What stands in the place of that coding for a model that gives out too little to be coded: its own ladder."""

THERMIDOR_OR_BEYOND = ("thermidor", "brumaire", "counter_revolution")
"""Rungs of the ladder that count as lost where nothing else can be asked."""

Array = np.ndarray


def codings_of(outputs: Sequence[str] | Mapping[str, Any]) -> tuple[Coding, ...]:
    """The codings that can be put to a model which gives out these outputs."""
    return tuple(c for c in CODINGS if all(o in outputs for o in outputs_read([c])))


def coded(series: Mapping[str, Array]) -> dict[str, Array]:
    """Codes of the codings, (history, month), from outputs of whole histories; none where outputs lack."""
    known = codings_of(series)
    return classify(series, known) if known else {}


def outputs_of_answer() -> tuple[str, ...]:
    """Outputs that the coding which is asked first reads."""
    return outputs_read(CODINGS[:1])


@cache
def _in_group(coding: Coding, group: str) -> Array:
    return np.array([g == group for g in groups_of(coding)])


def ever_closed(codes: Mapping[str, Array]) -> dict[str, Array]:
    """Whether those below ever lose all say over those who rule, (history,), by coding."""
    return {n: np.asarray(_in_group(by_name(n), "closed")[x].any(axis=1)) for n, x in codes.items()}


def first_closed(codes: Mapping[str, Array]) -> dict[str, Array]:
    """The month in which those below first have no say left, (history,), by coding; not a number where they never lose it."""
    out = {}
    for n, x in codes.items():
        closed = _in_group(by_name(n), "closed")[x]
        out[n] = np.where(closed.any(axis=1), closed.argmax(axis=1).astype(float), np.nan)
    return out


def closed_at_end(codes: Mapping[str, Array]) -> dict[str, Array]:
    """Whether those below have no say over those who rule in the last month, (history,), by coding."""
    return {n: _in_group(by_name(n), "closed")[x[:, -1]] for n, x in codes.items()}


@dataclass(frozen=True)
class Named:
    """Every month of some histories by name: under the coding that is asked first, or on the ladder.

    Attributes:
        coding: its name.
        codes: (history, month); -1 where there is none.
    """

    coding: str
    codes: Array

    @property
    def lost(self) -> Array:
        """Months in which those below have no say left, (history, month)."""
        return _lost(self.coding)[self.codes] & (self.codes >= 0)

    @property
    def first_lost(self) -> Array:
        """The first of these months, (history,); not a number where there is none."""
        lost = self.lost
        return np.where(lost.any(axis=1), lost.argmax(axis=1).astype(float), np.nan)


def named(codes: Mapping[str, Array], regime: Array) -> Named:
    """The months of some histories by name: as the answer has it.

    Args:
        codes: by coding (history, month); none where the model cannot be coded.
        regime: rungs of the ladder, (history, month).
    """
    if ANSWER in codes:
        return Named(ANSWER, codes[ANSWER])
    known = np.isfinite(regime)
    return Named(LADDER, np.where(known, np.rint(np.where(known, regime, 0)), -1).astype(np.int8))


def names_in(coding: str) -> tuple[str, ...]:
    """Names of the codes of a coding or of the ladder.

    Example:
        >>> names_in("class")[0], names_in("ladder")[0]
        ('workers', 'tsarism')
    """
    return RUNGS if coding == LADDER else names_of(by_name(coding))


@cache
def _lost(coding: str) -> Array:
    if coding == LADDER:
        return np.isin(RUNGS, THERMIDOR_OR_BEYOND)
    return _in_group(by_name(coding), "closed")


def agreement(codes: Mapping[str, Array]) -> dict[str, float]:
    """Share of the months under soviet power in which two codings say the same of who can remove whom.

    Codings have classes of their own; what is compared is the group: open, between, closed.

    Args:
        codes: (history, month) by coding.

    Returns:
        By pair ("book-regime"); not a number where no month is under soviet power.
    """
    groups = {n: np.array([*map(_number, groups_of(by_name(n)))])[x] for n, x in codes.items()}
    out = {}
    for a, b in combinations(groups, 2):
        under = (groups[a] >= 0) & (groups[b] >= 0)
        same = (groups[a] == groups[b]) & under
        out[f"{a}-{b}"] = float(same.sum() / under.sum()) if under.any() else float("nan")
    return out


def _number(group: str) -> int:
    return ("open", "between", "closed").index(group) if group != "elsewhere" else -1


@dataclass(frozen=True)
class Ends:
    """What is kept of some histories under one coding.

    Attributes:
        outcome: code of the class at the end, (history,); -1 where the history failed.
        closed: whether those below ever lose all say, (history,).
    """

    outcome: Array
    closed: Array

    @classmethod
    def joined(cls, parts: Sequence[Ends]) -> Ends:
        """The histories of all as one."""
        return cls(
            np.concatenate([p.outcome for p in parts]), np.concatenate([p.closed for p in parts])
        )


def ends(series: Mapping[str, Array], failed: Array, first: int) -> dict[str, Ends]:
    """How histories end under each coding.

    Args:
        series: outputs by name, (history, month) from January 1917 to the last month looked at.
        failed: whether each history failed by then, (history,).
        first: number of the first month looked at.
    """
    return ends_of(coded(series), failed, first)


def ends_of(codes: Mapping[str, Array], failed: Array, first: int) -> dict[str, Ends]:
    """How histories end, from the codes of their months.

    Args:
        codes: by coding (history, month) from January 1917 to the last month looked at.
        failed: whether each history failed by then, (history,).
        first: number of the first month looked at.
    """
    closed = ever_closed({n: x[:, first:] for n, x in codes.items()})
    return {
        n: Ends(np.where(failed, np.int8(-1), x[:, -1]), closed[n] & ~failed)
        for n, x in codes.items()
    }


def known_to(registry: Registry) -> tuple[Coding, ...]:
    """The codings that can be put to a model."""
    return codings_of(registry.outputs)


__all__ = [
    "ANSWER", "LADDER", "PREFIX", "THERMIDOR_OR_BEYOND", "Ends", "Named", "agreement", "by_name", "closed_at_end", "coded", "codings_of", "ends",
    "ends_of", "ever_closed", "first_closed", "known_to", "named", "names_in", "names_of", "outputs_of_answer",
]  # fmt: skip
