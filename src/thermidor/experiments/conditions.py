"""What carries the outcome: conditions made good one at a time and together, and the chains they act by.

The book argues that conditions decided whether power was lost, and acts and accidents when and how.  So
the same histories are run with one condition good, one act not done, one accident spared, and counted under
each coding; and where a condition has an effect, the links through which the book has it act are cut, in
both arms, to see whether the effect goes with them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, model_validator

from thermidor.codings import groups_of, names_of
from thermidor.engine.calendar import month_number
from thermidor.errors import BadPart, nearest
from thermidor.experiments.arms import Read, arms_by_point
from thermidor.experiments.branches.point import PARTICLES
from thermidor.experiments.brief import Brief
from thermidor.experiments.coded import by_name
from thermidor.experiments.ears import told
from thermidor.experiments.intervals import Interval, paired_difference, plain, share
from thermidor.experiments.markdown import table
from thermidor.experiments.request import Progress, Request
from thermidor.experiments.wishes import plainly
from thermidor.scenarios import Scenario
from thermidor.scenarios.operation import Operation
from thermidor.scenarios.scenario import Title
from thermidor.theories import BOOK

if TYPE_CHECKING:
    from thermidor.engine.controls import Schedule
else:
    Schedule = Any

Kind = Literal["condition", "act", "accident", "together"]

POINTS = (None, "1921-03", "1923-03")
"""Months up to which histories follow the record; None where they are free from the beginning."""

BY = ("1929-12", "1940-12")
"""Months by which those below have lost all say over those who rule."""

FLOOR = 0.2
"""No single switch should leave less than this share of the loss that comes without it, says the argument."""

AFTER = "After the loss: change of the share of histories in which one man rules, with the links and with them cut:"
"""Title of the table of chains that act after those below have lost all say."""

TOGETHER = "all-conditions-good"

MOST = 20_000
"""Most histories of each arm."""


# -- what is asked -----------------------------------------------------------------------------


class Condition(BaseModel):
    """One condition made good or bad, act not done or accident spared: operations, as scenarios have them.

    Attributes:
        counts: by coding, the classes whose share at the end of each month of `BY` is counted, where a condition acts
            after the loss; the loss itself where nothing is said.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    kind: Kind
    do: tuple[Operation, ...]
    counts: dict[str, tuple[str, ...]] = {}

    @model_validator(mode="after")
    def _classes_are_known(self) -> Condition:
        for coding, classes in self.counts.items():
            if lost := set(classes) - set(names_of(by_name(coding))):
                raise ValueError(f"coding {coding} has no class {', '.join(sorted(lost))}")
        return self


class Chain(BaseModel):
    """Links by which the book has a condition reach the apparatus, and how they are cut.

    A constant "RULE.sees_INPUT" tells the rule what to see in the place of that input, so that the change does not
    reach it (`thermidor.experiments.ears`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    condition: str
    cut: tuple[Operation, ...]


class Questions(BaseModel):
    """All conditions and chains.

    Attributes:
        conditions: in the order in which they are shown.
        together: ids of those that are good at once in the last row.
        chains: each of one of the conditions.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    conditions: tuple[Condition, ...]
    together: tuple[str, ...]
    chains: tuple[Chain, ...]

    @model_validator(mode="after")
    def _all_are_known(self) -> Questions:
        known = {c.id for c in self.conditions}
        lost = {*self.together, *(c.condition for c in self.chains)} - known
        if lost:
            raise ValueError(f"no condition is called {', '.join(sorted(lost))}")
        return self

    @property
    def rows(self) -> tuple[Condition, ...]:
        """The conditions, and all the good ones at once."""
        both = tuple(o for id in self.together for o in self.of(id).do)
        last = Condition(id=TOGETHER, title="All of these conditions", kind="together", do=both)
        return (*self.conditions, last)

    def of(self, id: str) -> Condition:
        """A condition by its id."""
        return next(c for c in self.conditions if c.id == id)


@cache
def questions() -> Questions:
    """The conditions and chains that are shipped."""
    import yaml

    text = (resources.files("thermidor.experiments") / "data" / "conditions.yaml").read_text(
        "utf-8"
    )
    return Questions.model_validate(yaml.safe_load(text))


# -- what is found -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """What one change does to the loss of all say, under one coding, by one month.

    Attributes:
        row: id of the condition or of the chain.
        branch: month up to which the histories follow the record; None where they are free.
        coding: name of the coding.
        by: month by which the loss is counted.
        without: share of the twins that lose all say.
        within: share with the change.
        effect: the difference.
        cut: the same difference where the links are cut in both arms; None for a row without a chain.
    """

    row: str
    branch: str | None
    coding: str
    by: str
    without: Interval
    within: Interval
    effect: Interval
    cut: Interval | None = None

    @property
    def left(self) -> float:
        """Share of the loss that is left, not a number where there is none without the change."""
        return self.within.value / self.without.value if self.without.value else math.nan

    @property
    def goes(self) -> bool:
        """Whether there is an effect, and cutting the links takes more than half of it away."""
        if self.cut is None or self.effect.low <= 0 <= self.effect.high:
            return False
        return abs(self.cut.value) < abs(self.effect.value) / 2

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "row": self.row, "branch": self.branch, "coding": self.coding, "by": self.by,
            "without": plain(self.without), "within": plain(self.within),
            "effect": plain(self.effect), "left": None if math.isnan(self.left) else self.left,
            "cut": None if self.cut is None else plain(self.cut),
        }  # fmt: skip


@dataclass(frozen=True, repr=False)
class Conditions(Brief):
    """All answers.

    Attributes:
        answers: by kind of histories, row, coding, month.
        chains: likewise, with the effect where the links are cut.
        after: likewise, of conditions that act after the loss: the share of histories in the classes counted.
        histories: twins of each.
        seed: of all.
    """

    answers: tuple[Answer, ...]
    chains: tuple[Answer, ...]
    histories: int
    seed: int
    interrupted: bool = False
    after: tuple[Answer, ...] = ()

    def below_the_floor(self, coding: str = "book") -> list[Answer]:
        """Single switches after which less than a fifth of the loss by the last month is left, in free histories."""
        return [
            a
            for a in self.answers
            if a.branch is None and a.by == BY[-1] and a.coding == coding
            and a.row != TOGETHER and a.left < FLOOR
        ]  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "histories": self.histories, "seed": self.seed, "interrupted": self.interrupted,
            "floor": FLOOR, "below_the_floor": [a.row for a in self.below_the_floor()],
            "conditions": [a.to_json() for a in self.answers],
            "chains": [a.to_json() for a in self.chains],
            "after": [a.to_json() for a in self.after],
        }  # fmt: skip


Losses = Mapping[str, Mapping[str, np.ndarray]]
"""By coding and month, whether those below had lost all say by then, (history,)."""


@plainly
def conditions(
    rows: Sequence[str] | None = None,
    histories: int = 512,
    seed: int = 0,
    particles: int = PARTICLES,
    progress: Progress | None = None,
    *,
    points: Sequence[str | None] = POINTS,
    theory: str = BOOK,
) -> Conditions:
    """Make conditions good one at a time and together, cut their chains, and count who loses all say.

    Args:
        rows: ids of conditions, with their chains; all by default.
        histories: twins of each, 2 to 20,000.
        seed: of all arms.
        particles: that follow the record.
        progress: called with (arms done, arms wanted).
        points: months up to which histories follow the record; None for free histories.
        theory: whose model.

    Returns:
        The answers; when interrupted, of the kinds of histories finished so far.

    Raises:
        BadPart: for a row that is none.
        ValueError: for other bad input, in one line.
        KeyboardInterrupt: when interrupted before any kind of histories was finished.

    Example:
        >>> found = conditions(["tendencies-legal"], histories=2, points=[None])
        >>> found.answers[0].row, found.answers[0].coding
        ('tendencies-legal', 'book')
    """
    asked = questions()
    known = [c.id for c in asked.rows]
    for row in rows or ():
        if row not in known:
            raise BadPart("rows", f"no condition is called '{row}'", nearest(row, known) or "")
    wished = [c for c in asked.rows if rows is None or c.id in rows]
    chains = [c for c in asked.chains if any(w.id == c.condition for w in wished)]
    answers: list[Answer] = []
    links: list[Answer] = []
    after: list[Answer] = []
    stopped = False
    with told(theory, (o.path for c in chains for o in c.cut)) as name:
        usual = Request(histories=histories, seed=seed, theory=name, least=2, most=MOST)
        arms: dict[str, Schedule] = {"": usual.schedule}
        for c in wished:
            arms[c.id] = schedule_of(usual, c.id, c.do)
        for c in chains:
            arms[f"cut {c.id}"] = schedule_of(usual, c.id, c.cut)
            arms[f"both {c.id}"] = schedule_of(usual, c.id, (*c.cut, *asked.of(c.condition).do))
        late = {c.id: c.counts for c in wished if c.counts}
        try:
            for point, counted in arms_by_point(
                usual, arms, points, _counted(late), particles=particles, progress=progress
            ):
                lost = {arm: x[""] for arm, x in counted.items()}
                for c in wished:
                    if c.id not in late:
                        answers += _answers(c.id, point, lost[""], lost[c.id])
                for c in chains:
                    if c.condition in late:
                        ends = {arm: x[c.condition] for arm, x in counted.items()}
                        after += _links(c, point, ends)
                    else:
                        links += _links(c, point, lost)
        except KeyboardInterrupt:
            if not answers and not after:
                raise
            stopped = True
    return Conditions(tuple(answers), tuple(links), histories, seed, stopped, after=tuple(after))


def schedule_of(usual: Request, id: str, operations: Sequence[Operation]) -> Schedule:
    """Interventions of a question, from its operations."""
    return usual.other(
        Scenario(id=id, title=Title(en=id), summary=id, do=tuple(operations))
    ).schedule


def losses(point: str | None, codes: Mapping[str, np.ndarray], failed: np.ndarray) -> Losses:
    """Who has lost all say over those who rule, under each coding, by each month of `BY`.

    Args:
        point: month up to which the histories follow the record, the first that counts; None where they are free.
        codes: by coding, (history, month).
        failed: month in which a history failed, counted from 1; 0 for none.

    Returns:
        (history,) by coding and month; a history that failed has not lost it.
    """
    first = 0 if point is None else month_number(point)
    return {n: dict(_by(n, x, failed, first)) for n, x in codes.items()}


def ends(
    counts: Mapping[str, Sequence[str]], codes: Mapping[str, np.ndarray], failed: np.ndarray
) -> Losses:
    """Which histories are in some classes in each month of `BY`.

    Args:
        counts: the classes by coding.
        codes: by coding, (history, month).
        failed: month in which a history failed, counted from 1; 0 for none.

    Returns:
        (history,) by coding and month; a history that failed is in none.
    """
    found: dict[str, dict[str, np.ndarray]] = {}
    for coding, classes in counts.items():
        counted = np.array([n in classes for n in names_of(by_name(coding))])
        found[coding] = {}
        for by in BY:
            last = min(month_number(by), codes[coding].shape[1] - 1)
            found[coding][by] = counted[codes[coding][:, last]] & (
                (failed == 0) | (failed > last + 1)
            )
    return found


def _counted(late: Mapping[str, Mapping[str, Sequence[str]]]) -> Read[dict[str, Losses]]:
    """Reads the loss, as "", and by condition the classes that it counts in its place."""

    def read(
        point: str | None, codes: Mapping[str, np.ndarray], failed: np.ndarray
    ) -> dict[str, Losses]:
        found = {id: ends(counts, codes, failed) for id, counts in late.items()}
        return {"": losses(point, codes, failed), **found}

    return read


def _by(
    coding: str, codes: np.ndarray, failed: np.ndarray, first: int
) -> Iterator[tuple[str, np.ndarray]]:
    closed = np.array([g == "closed" for g in groups_of(by_name(coding))])
    for by in BY:
        last = min(month_number(by), codes.shape[1] - 1)
        sound = (failed == 0) | (failed > last + 1)
        yield by, closed[codes[:, first : last + 1]].any(axis=1) & sound


def _answers(row: str, point: str | None, without: Losses, within: Losses) -> Iterator[Answer]:
    for coding in without:
        for by in BY:
            a, b = within[coding][by], without[coding][by]
            yield Answer(row, point, coding, by, _share(b), _share(a), paired_difference(a, b))


def _links(chain: Chain, point: str | None, lost: Mapping[str, Losses]) -> Iterator[Answer]:
    within, cut, both = (lost[x] for x in (chain.condition, f"cut {chain.id}", f"both {chain.id}"))
    for a in _answers(chain.id, point, lost[""], within):
        left = paired_difference(both[a.coding][a.by], cut[a.coding][a.by])
        yield Answer(a.row, a.branch, a.coding, a.by, a.without, a.within, a.effect, left)


def _share(x: np.ndarray) -> Interval:
    return share(int(x.sum()), len(x))


# -- for readers -------------------------------------------------------------------------------


def heads(found: Conditions) -> tuple[str, ...]:
    """Heads of the table of conditions."""
    codings = dict.fromkeys(a.coding for a in found.answers)
    return ("Condition", "Histories", *(f"{c}, by {by[:4]}" for c in codings for by in BY))


def heads_after(found: Conditions) -> tuple[str, ...]:
    """Heads of the table of chains that act after the loss."""
    codings = dict.fromkeys(a.coding for a in found.after)
    return ("Chain", "Histories", *(f"{c}, end of {by[:4]}" for c in codings for by in BY))


def rows_of(answers: Sequence[Answer]) -> list[tuple[str, ...]]:
    """Effects in percentage points, a row for each condition and kind of histories; without any change first."""
    body: list[tuple[str, ...]] = []
    for branch in dict.fromkeys(a.branch for a in answers):
        own = [a for a in answers if a.branch == branch]
        first = [a for a in own if a.row == own[0].row]
        body.append(("nothing changed", where(branch), *(f"{a.without.value:.0%}" for a in first)))
        body += [
            (row, where(branch), *(_points(a.effect) for a in own if a.row == row))
            for row in dict.fromkeys(a.row for a in own)
        ]
    return body


def link_rows(chains: Sequence[Answer]) -> list[tuple[str, ...]]:
    """Effects of conditions as they are and, after the stroke, with the links of their chain cut in both arms."""
    return [
        (
            row,
            where(branch),
            *(
                f"{_points(a.effect)} / {_points(a.cut)}{' goes' if a.goes else ''}"
                for a in chains
                if (a.row, a.branch) == (row, branch) and a.cut is not None
            ),
        )
        for branch in dict.fromkeys(a.branch for a in chains)
        for row in dict.fromkeys(a.row for a in chains)
    ]


def sentences(found: Conditions) -> list[str]:
    """What the tables hold, and whether the floor holds, in sentences."""
    under = found.below_the_floor()
    floor = (
        "no single switch leaves less than a fifth of the loss by 1940 in free histories (coding book)"
        if not under
        else "less than a fifth of the loss by 1940 in free histories (coding book) is left by "
        + ", ".join(f"{a.row} ({a.left:.0%})" for a in under)
    )
    return [
        f"{found.histories:,} twins of each, seed {found.seed}: change of the share of histories in which those "
        "below lose all say over those who rule, in percentage points with intervals of 95 per cent, under each "
        "coding.",
        f"The floor: {floor}.",
    ]


def markdown(found: Conditions) -> str:
    """The tables as Markdown, for the documentation."""
    lines = [line for sentence in sentences(found) for line in (sentence, "")]
    lines += table(heads(found), rows_of(found.answers))
    if found.chains:
        lines += ["", "With the links of the chain, and with them cut in both arms:", ""]
        lines += table(("Chain", *heads(found)[1:]), link_rows(found.chains))
    if found.after:
        lines += ["", AFTER, ""]
        lines += table(heads_after(found), link_rows(found.after))
    return "\n".join(lines) + "\n"


def where(branch: str | None) -> str:
    return "free" if branch is None else f"ours to {branch}"


def _points(i: Interval) -> str:
    return f"{100 * i.value:+.1f} ({100 * i.low:+.1f} to {100 * i.high:+.1f})"


__all__ = [
    "AFTER", "BY", "FLOOR", "POINTS", "TOGETHER", "Answer", "Chain", "Condition", "Conditions", "Questions", "conditions",
    "ends", "heads", "heads_after", "link_rows", "losses", "markdown", "questions", "rows_of", "sentences",
]  # fmt: skip
