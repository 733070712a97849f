"""When those below lose all say, and which endings histories have beside that one.

The same histories are read under each coding: by which year the loss has come, and which classes a history is
ever in and ends in; as they are, and with one condition or act of the table of conditions.  The ways out of the
book, soviet democracy and a collegial market, are classes like others: their shares are counted, never set.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from thermidor.codings import groups_of, names_of
from thermidor.engine.calendar import month_number, month_text
from thermidor.errors import BadPart, nearest
from thermidor.experiments.arms import arms_by_point
from thermidor.experiments.branches.point import PARTICLES
from thermidor.experiments.brief import Brief
from thermidor.experiments.coded import by_name
from thermidor.experiments.conditions import POINTS, questions, schedule_of, where
from thermidor.experiments.intervals import Interval, plain, share
from thermidor.experiments.markdown import table
from thermidor.experiments.request import Progress, Request
from thermidor.experiments.wishes import plainly
from thermidor.theories import BOOK

YEARS = (1921, 1922, 1923, 1924, 1925, 1926, 1927, 1929, 1934, 1940)
"""Years by the end of which the loss of all say is counted."""

SETTLED = "1921-04"
"""First month in which endings count in free histories: until the turn of 1921 the war decides what rules."""

ELSEWHERE = "elsewhere"
"""Group of what stands where soviets do not rule; all codings name it alike."""

ASKED = ("tendencies-legal",)
"""Conditions and acts with which the same is counted again: the book's ways out pass through the ban."""

MOST = 20_000
"""Most histories of each arm."""


@dataclass(frozen=True)
class Loss:
    """When those below lose all say, under one coding.

    Attributes:
        row: id of the condition; empty for histories as they are.
        branch: month up to which they follow the record; None where they are free.
        coding: name of the coding.
        by: share of histories that have lost it by the end of each year.
        quartiles: months by which a quarter, half and three quarters have, "YYYY-MM"; None where they never do.
    """

    row: str
    branch: str | None
    coding: str
    by: Mapping[int, Interval]
    quartiles: tuple[str | None, str | None, str | None]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "row": self.row, "branch": self.branch, "coding": self.coding,
            "by": {str(y): plain(i) for y, i in self.by.items()}, "quartiles": list(self.quartiles),
        }  # fmt: skip


@dataclass(frozen=True)
class Ending:
    """How often histories are in a class of a coding.

    Attributes:
        row: id of the condition; empty for histories as they are.
        branch: month up to which they follow the record; None where they are free.
        coding: name of the coding.
        name: of the class.
        group: open, between, closed or elsewhere.
        ever: share of histories that are in it at some time since they go free, or since April 1921.
        last: share that end in it.
    """

    row: str
    branch: str | None
    coding: str
    name: str
    group: str
    ever: Interval
    last: Interval

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "row": self.row, "branch": self.branch, "coding": self.coding, "class": self.name,
            "group": self.group, "ever": plain(self.ever), "last": plain(self.last),
        }  # fmt: skip


@dataclass(frozen=True, repr=False)
class Timing(Brief):
    """What is found.

    Attributes:
        losses: by kind of histories, condition, coding.
        endings: likewise, by class.
        histories: of each arm.
        seed: of all.
    """

    losses: tuple[Loss, ...]
    endings: tuple[Ending, ...]
    histories: int
    seed: int
    interrupted: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "histories": self.histories, "seed": self.seed, "interrupted": self.interrupted,
            "losses": [x.to_json() for x in self.losses], "endings": [x.to_json() for x in self.endings],
        }  # fmt: skip


@plainly
def timing(
    rows: Sequence[str] | None = None,
    histories: int = 512,
    seed: int = 0,
    particles: int = PARTICLES,
    progress: Progress | None = None,
    *,
    points: Sequence[str | None] = POINTS,
    theory: str = BOOK,
) -> Timing:
    """Count by which year those below lose all say, and which endings histories have, under each coding.

    Args:
        rows: conditions and acts with which it is counted again; legal tendencies by default, an empty sequence for none.
        histories: of each arm, 2 to 20,000.
        seed: of all arms.
        particles: that follow the record.
        progress: called with (arms done, arms wanted).
        points: months up to which histories follow the record; None for free histories.
        theory: whose model.

    Returns:
        Losses and endings; when interrupted, of the kinds of histories finished so far.

    Raises:
        BadPart: for a condition that is none.
        ValueError: for other bad input, in one line.
        KeyboardInterrupt: when interrupted before any kind of histories was finished.

    Example:
        >>> found = timing([], histories=2, points=[None])
        >>> found.losses[0].coding, found.endings[0].name
        ('book', 'soviet_democracy')
    """
    asked = questions()
    known = [c.id for c in asked.rows]
    wished = list(ASKED if rows is None else rows)
    for row in wished:
        if row not in known:
            raise BadPart("rows", f"no condition is called '{row}'", nearest(row, known) or "")
    usual = Request(histories=histories, seed=seed, theory=theory, least=2, most=MOST)
    arms = {"": usual.schedule} | {
        c.id: schedule_of(usual, c.id, c.do) for c in asked.rows if c.id in wished
    }
    losses: list[Loss] = []
    endings: list[Ending] = []
    stopped = False
    try:
        for point, read in arms_by_point(
            usual, arms, points, lambda _, *of: of, particles=particles, progress=progress
        ):
            for row, (codes, failed) in read.items():
                losses += [_loss(row, point, n, x, failed) for n, x in codes.items()]
                endings += [e for n, x in codes.items() for e in _endings(row, point, n, x, failed)]
    except KeyboardInterrupt:
        if not losses:
            raise
        stopped = True
    return Timing(tuple(losses), tuple(endings), histories, seed, stopped)


def _since(point: str | None) -> int:
    return month_number(SETTLED if point is None else point)


def _loss(row: str, point: str | None, coding: str, codes: np.ndarray, failed: np.ndarray) -> Loss:
    """A history that fails before it has lost all say has not lost it."""
    closed = np.array([g == "closed" for g in groups_of(by_name(coding))])[codes]
    if point is not None:
        closed[:, : month_number(point)] = False
    first = np.where(closed.any(axis=1), closed.argmax(axis=1).astype(float), np.inf)
    first[(failed > 0) & (failed <= first + 1)] = np.inf
    by = {
        y: share(int((first <= month_number(f"{y}-12")).sum()), len(first))
        for y in YEARS
        if point is None or f"{y}-12" >= point
    }
    return Loss(row, point, coding, by, _quartiles(first))


def _quartiles(first: np.ndarray) -> tuple[str | None, str | None, str | None]:
    first = np.sort(first)
    found = [first[math.ceil(q * len(first)) - 1] for q in (0.25, 0.5, 0.75)]
    a, b, c = (month_text(int(x)) if math.isfinite(x) else None for x in found)
    return a, b, c


def _endings(
    row: str, point: str | None, coding: str, codes: np.ndarray, failed: np.ndarray
) -> list[Ending]:
    it = by_name(coding)
    sound = codes[failed == 0][:, _since(point) :]
    return [
        Ending(
            row, point, coding, name, group,
            share(int((sound == i).any(axis=1).sum()), len(sound)),
            share(int((sound[:, -1] == i).sum()), len(sound)),
        )
        for i, (name, group) in enumerate(zip(names_of(it), groups_of(it), strict=True))
    ]  # fmt: skip


# -- for readers -------------------------------------------------------------------------------


LOSS_HEADS = (
    "Coding",
    "Histories",
    "Changed",
    *(f"by {y}" for y in YEARS),
    "a quarter, half, three quarters by",
)
"""Heads of the table of losses."""

ENDING_HEADS = ("Coding", "Class", "Group", "Histories", "Changed", "at some time", "at the end")
"""Heads of the table of endings."""


def loss_rows(found: Timing) -> list[tuple[str, ...]]:
    """A row for each coding, kind of histories and condition."""
    return [
        (
            x.coding, where(x.branch), x.row or "nothing",
            *(f"{x.by[y].value:.0%}" if y in x.by else "" for y in YEARS),
            ", ".join(m or "never" for m in x.quartiles),
        )
        for x in found.losses
    ]  # fmt: skip


def ending_rows(found: Timing) -> list[tuple[str, ...]]:
    """A row for each class that soviets rule in; what stands elsewhere is one row, for the first coding."""
    first = found.endings[0].coding if found.endings else ""
    return [
        (
            e.coding if e.group != ELSEWHERE else "all", e.name, e.group, where(e.branch), e.row or "nothing",
            _percent(e.ever), _percent(e.last),
        )
        for e in found.endings
        if e.group != ELSEWHERE or e.coding == first
    ]  # fmt: skip


def _percent(i: Interval) -> str:
    return f"{i.value:.1%} ({i.low:.1%} to {i.high:.1%})"


def sentences(found: Timing) -> list[str]:
    """What the tables hold."""
    return [
        f"{found.histories:,} histories of each, seed {found.seed}: share in which those below have lost all say over "
        "those who rule by the end of each year, under each coding.",
        "Classes count from the month in which histories go free, in free ones from April 1921; intervals of 95 per cent.",
    ]


def markdown(found: Timing) -> str:
    """The tables as Markdown, for the documentation."""
    first, second = sentences(found)
    lines = [first, "", *table(LOSS_HEADS, loss_rows(found), right=range(3, 3 + len(YEARS)))]
    lines += ["", second, "", *table(ENDING_HEADS, ending_rows(found), right=(5, 6))]
    return "\n".join(lines) + "\n"


__all__ = [
    "ASKED", "ENDING_HEADS", "LOSS_HEADS", "SETTLED", "YEARS", "Ending", "Loss", "Timing", "ending_rows", "loss_rows", "markdown",
    "sentences", "timing",
]  # fmt: skip
