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

PREFIX = "coding."
"""Names of the codings as variables of a data set begin so."""

ANSWER = CODINGS[0].name
"""The coding that is asked first, the book's: where one figure has to stand for the answer it is this one's."""

Array = np.ndarray


def codings_of(outputs: Sequence[str] | Mapping[str, Any]) -> tuple[Coding, ...]:
    """The codings that can be put to a model which gives out these outputs."""
    return tuple(c for c in CODINGS if all(o in outputs for o in outputs_read([c])))


def coded(series: Mapping[str, Array]) -> dict[str, Array]:
    """Codes of the codings, (history, month), from outputs of whole histories; none where outputs lack."""
    known = codings_of(series)
    return classify(series, known) if known else {}


@cache
def _in_group(coding: Coding, group: str) -> Array:
    return np.array([g == group for g in groups_of(coding)])


def ever_closed(codes: Mapping[str, Array]) -> dict[str, Array]:
    """Whether those below ever lose all say over those who rule, (history,), by coding."""
    return {n: _in_group(by_name(n), "closed")[x].any(axis=1) for n, x in codes.items()}


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
    "ANSWER", "PREFIX", "Ends", "agreement", "by_name", "closed_at_end", "coded", "codings_of", "ends", "ends_of", "ever_closed", "first_closed", "known_to", "names_of",
]  # fmt: skip
