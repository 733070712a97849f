"""Decision points of some years, asked of histories that are still ours and of free ones.

The same interventions are compared with the same kind of twins twice: in histories that follow the
record to a month, and in histories that are free from the beginning.  What differs is what the record
up to that month leaves open.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from thermidor.engine.calendar import MONTHS, month_number, month_text
from thermidor.experiments.branches.point import PARTICLES, branch_point
from thermidor.experiments.brief import Brief
from thermidor.experiments.coded import coded, named
from thermidor.experiments.comparison import Comparison, conclude
from thermidor.experiments.intervals import (
    Interval,
    Z,
    mean_difference,
    paired_difference,
    plain,
    share,
)
from thermidor.experiments.markdown import table
from thermidor.experiments.request import Progress, Request
from thermidor.experiments.twins import Causation, Twins, causation
from thermidor.experiments.wishes import plainly
from thermidor.scenarios import Scenario, catalogue
from thermidor.theories import BOOK

if TYPE_CHECKING:
    from thermidor.engine.controls import Schedule
    from thermidor.engine.simulator import Batch, Simulator
    from thermidor.experiments.branches.point import BranchPoint
else:
    Batch = BranchPoint = Schedule = Simulator = Any


POINTS = ("1923-03", "1924-01")
"""Branch points from which every question is asked that still can be."""

YEARS = ("1922", "1924")
"""First and last year of the decision points."""

BY = ("1925-12", "1927-12", "1929-12")
"""Months by which the loss of all say is counted, beside ever."""

EVER = "ever"

JUDGED = "1927-12"
"""Month by which necessity and sufficiency are told first: later on nearly all histories have it."""

POSTS, POSTS_AT = "power.secretariat", "1929-12"
"""Share of posts owed to the Secretary, and when it is read."""

MOST = 20_000
"""Most histories of each arm."""


@dataclass(frozen=True, repr=False)
class HingeAnswer(Brief):
    """One scenario, asked of one kind of histories.

    Attributes:
        scenario: its id.
        title: in English.
        date: of the decision point in the record.
        importance: of the decision point.
        own: the scenario's own branch date.
        branch: month up to which the histories follow the record; None where they are free.
        by: change of the share of histories in which those below have lost all say by the book's coding (on the ladder,
            Thermidor or beyond, where the model cannot be coded), by month and ever.
        without: that share in the twins.
        causes: necessity and sufficiency of the course without the intervention, likewise.
        delay: mean months by which that comes later (positive); it counts as coming in the month
            after the last where it never does.
        median: the median of the same over the twins of which either has it; infinite where it never
            comes; its interval from the order of the twins.
        posts: change of the share of posts owed to the Secretary.
        posts_without: that share in the twins.
        comparison: all else that the twins tell.
    """

    scenario: str
    title: str
    date: str
    importance: str
    own: str
    branch: str | None
    by: dict[str, Interval]
    without: dict[str, Interval]
    causes: dict[str, Causation]
    delay: Interval
    median: Interval
    posts: Interval
    posts_without: float
    comparison: Comparison

    @property
    def parted(self) -> float:
        """Share of the twins that part at all."""
        return 1 - self.comparison.parting.never.value

    def to_json(self) -> dict[str, Any]:
        """Plain data; what is not defined is null."""
        whole = self.comparison.to_json()
        return {
            "scenario": self.scenario, "title": self.title, "date": self.date,
            "importance": self.importance, "own": self.own, "branch": self.branch,
            "histories": self.comparison.histories,
            "thermidor": {
                when: {
                    "difference": plain(self.by[when]), "without": plain(self.without[when]),
                    "necessity": plain(self.causes[when].necessity),
                    "sufficiency": plain(self.causes[when].sufficiency),
                }
                for when in self.by
            },
            "delay": plain(self.delay), "delay_median": plain(self.median),
            "posts": plain(self.posts), "posts_without": _number(self.posts_without),
            "parted": self.parted,
            **{k: whole[k] for k in ("outcomes", "outcomes_against", "difference", "codings", "closed", "milestones")},
        }  # fmt: skip


@dataclass(frozen=True)
class Ground:
    """What the histories are before anything is asked of them.

    Attributes:
        branch: month up to which they follow the record; None where they are free.
        different: how many of the histories are different ones at that month: after resampling some go
            on from the same state.
        effective: effective size of the filter at that month, share of the particles.
        without: share that loses all say without intervention, by month and ever.
        median: month in which the middle history reaches it, as a number; not a number where it is never.
        outcomes: shares of the classes at the end.
    """

    branch: str | None
    different: int
    effective: float
    without: dict[str, Interval]
    median: float
    outcomes: dict[str, Interval]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "branch": self.branch, "different": self.different, "effective": self.effective,
            "thermidor": {k: plain(v) for k, v in self.without.items()},
            "median": None if math.isnan(self.median) else month_text(int(self.median)),
            "outcomes": {k: plain(v) for k, v in self.outcomes.items()},
        }  # fmt: skip


@dataclass(frozen=True, repr=False)
class Hinges(Brief):
    """All answers.

    Attributes:
        answers: by kind of histories, then in the order of the decision points.
        grounds: what each kind of histories is without intervention.
        histories: twins asked for of each.
        particles: that followed the record.
        seed: of all.
        wanted: how many answers were wanted.
        seconds: of work.
    """

    answers: tuple[HingeAnswer, ...]
    grounds: tuple[Ground, ...]
    histories: int
    particles: int
    seed: int
    wanted: int
    seconds: float = 0.0

    @property
    def interrupted(self) -> bool:
        """Whether answers are missing."""
        return len(self.answers) < self.wanted

    def of(self, scenario: str) -> list[HingeAnswer]:
        """The answers to one question: of free histories first, then by the month of the branch."""
        own = [a for a in self.answers if a.scenario == scenario]
        return sorted(own, key=lambda a: a.branch or "")

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "histories": self.histories, "particles": self.particles, "seed": self.seed,
            "points": list(POINTS), "interrupted": self.interrupted, "seconds": self.seconds,
            "grounds": [g.to_json() for g in self.grounds],
            "answers": [a.to_json() for a in self.answers],
        }  # fmt: skip


Pair = tuple[Scenario, Schedule]


def questions(years: tuple[str, str] = YEARS) -> list[str]:
    """Shipped scenarios whose decision point, or whose own branch date, lies in some years.

    Args:
        years: first and last.

    Returns:
        Ids, in the order of the branch dates.
    """
    points = _points()
    found = []
    for id in catalogue():
        own = Scenario.load(id).branch
        dates = [str(points[id].date) if id in points else "", own or ""]
        if own is not None and any(years[0] <= date[:4] <= years[1] for date in dates):
            found.append((own, id))
    return [id for _, id in sorted(found)]


def branches_of(
    scenario: Scenario, schedule: Schedule, points: Sequence[str] = POINTS
) -> list[str]:
    """Months from which a question can be asked of histories that follow the record.

    What is done at a date can be asked from that date or any earlier; what is done throughout from the
    scenario's own date or any earlier, so that nothing of it comes late.

    Args:
        scenario: the question.
        schedule: its interventions.
        points: months wanted.

    Returns:
        Those of them that are early enough; its own date where none is, or nothing where it has none.
    """
    firsts = [i.first for i in schedule.interventions]
    if not firsts or scenario.branch is None:
        return []
    own = month_number(scenario.branch)
    needed = own if min(firsts) == 0 else max(own, min(firsts))
    found = [p for p in points if month_number(p) <= needed]
    return found or [scenario.branch]


@plainly
def hinges(
    scenarios: Sequence[str | Scenario] | None = None,
    histories: int = 512,
    seed: int = 0,
    particles: int = PARTICLES,
    progress: Progress | None = None,
    *,
    free: bool = True,
    theory: str = BOOK,
) -> Hinges:
    """Ask decision points of histories that follow the record, and of free ones.

    Args:
        scenarios: the questions; by default the decision points of 1922 to 1924.
        histories: twins of each, 2 to 20,000.
        seed: of all.
        particles: that follow the record.
        progress: called with (arms done, arms wanted), before each branch with months followed.
        free: ask free histories too.
        theory: whose model.

    Returns:
        The answers; when interrupted, of the kinds of histories finished so far.

    Raises:
        ValueError: for bad input, in one line.
        KeyboardInterrupt: when interrupted before any was finished.

    Example:
        >>> found = hinges(["trotsky-circulates-georgian-note"], histories=2, particles=256)
        >>> found.answers[0].scenario
        'trotsky-circulates-georgian-note'
    """
    begun = time.perf_counter()
    usual = Request(histories=histories, seed=seed, theory=theory, least=2, most=MOST)
    chosen = [
        s if isinstance(s, Scenario) else Scenario.load(s)
        for s in (questions() if scenarios is None else scenarios)
    ]
    pairs = [(s, usual.other(s).schedule) for s in chosen]
    asked: dict[str | None, list[Pair]] = {None: pairs} if free else {}
    for s, schedule in pairs:
        for at in branches_of(s, schedule):
            asked.setdefault(at, []).append((s, schedule))
    wanted = sum(map(len, asked.values()))
    answers: list[HingeAnswer] = []
    grounds: list[Ground] = []
    try:
        for at in sorted(asked, key=lambda x: x or ""):
            point = None
            if at is not None:
                point = branch_point(
                    at, theory=theory, seed=seed, particles=particles, progress=progress
                )
            told = None if progress is None else _counted_on(progress, len(answers), wanted)
            found, ground = ask(usual.simulator, asked[at], histories, seed, point, told, theory)
            answers += found
            grounds.append(ground)
    except KeyboardInterrupt:
        if not answers:
            raise
    return Hinges(
        tuple(answers), tuple(grounds), histories, particles, seed, wanted,
        time.perf_counter() - begun,
    )  # fmt: skip


def _counted_on(progress: Progress, before: int, wanted: int) -> Progress:
    return lambda done, own: progress(before + done, wanted)


@dataclass(frozen=True)
class _Arm:
    """What is kept of one arm besides what twins keep: the month in which say is lost by the book's coding, and the posts."""

    month: np.ndarray
    posts: np.ndarray

    @classmethod
    def of(cls, batch: Batch, outputs: list[str], last: int) -> _Arm:
        series = {n: batch.values[:, : last + 1, i] for i, n in enumerate(outputs)}
        month = named(coded(series), series["regime"]).first_lost
        failed = (batch.failure > 0) & (batch.failure <= last + 1)
        at = min(month_number(POSTS_AT), last)
        return cls(
            np.where(failed, np.nan, month), np.array(batch.values[:, at, outputs.index(POSTS)])
        )

    @classmethod
    def joined(cls, arms: Sequence[_Arm]) -> _Arm:
        return cls(*(np.concatenate([getattr(a, n) for a in arms]) for n in ("month", "posts")))


def ask(
    sim: Simulator,
    pairs: Sequence[Pair],
    histories: int,
    seed: int,
    point: BranchPoint | None = None,
    progress: Progress | None = None,
    theory: str = BOOK,
) -> tuple[list[HingeAnswer], Ground]:
    """Ask several questions of the same histories, on any model that gives out what is read.

    Args:
        sim: the compiled model.
        pairs: scenarios with their schedules.
        histories: twins of each.
        seed: of all arms.
        point: from which all arms go on; the beginning where None.
        progress: called with (questions done, questions wanted).
        theory: name of the theory.

    Returns:
        An answer to each, and what the histories are without intervention.
    """
    from thermidor.engine.controls import Schedule

    origin = None if point is None else point.origin
    outputs, last = list(sim.model.registry.outputs), sim.months - 1
    width = sim.tile * len(sim.devices)
    twins: list[list[Twins]] = [[] for _ in pairs]
    arms: list[list[_Arm]] = [[] for _ in pairs]
    base: list[_Arm] = []

    def run(numbers: np.ndarray, schedule: Schedule) -> list[Batch]:
        return list(sim.run(numbers, seed, schedule, origin=origin))

    for start in range(0, histories, width):
        numbers = np.arange(start, min(start + width, histories), dtype=np.uint32)
        without = run(numbers, Schedule(sim.model.registry))
        base += [_Arm.of(b, outputs, last) for b in without]
        for place, (_, schedule) in enumerate(pairs):
            for a, b in zip(run(numbers, schedule), without, strict=True):
                twins[place].append(Twins.of(a, b, outputs, 0, last, (), (), 0))
                arms[place].append(_Arm.of(a, outputs, last))
            if progress is not None:
                done = len(pairs) * start + (place + 1) * len(numbers)
                progress(done // histories, len(pairs))
    against = _Arm.joined(base)
    answers = [
        _answer(
            scenario,
            None if point is None else point.at,
            _Arm.joined(own),
            against,
            conclude(
                Twins.joined(rounds), seed, names=(scenario.id, "baseline"), first=0, last=last,
                wanted=histories, fingerprint=sim.fingerprint, theory=theory,
                branch=None if point is None else point.at,
            ),
            last,
        )
        for (scenario, _), rounds, own in zip(pairs, twins, arms, strict=True)
    ]  # fmt: skip
    different = histories
    if origin is not None:
        paths = origin.path(np.arange(min(histories, origin.particles), dtype=np.uint32))
        different = len(np.unique(paths.reshape(len(paths), -1), axis=0))
    without_by = _shares(against, last)
    ground = Ground(
        None if point is None else point.at,
        different,
        1.0 if point is None else point.effective,
        without_by,
        _middle(against.month),
        dict(answers[0].comparison.outcomes_against) if answers else {},
    )
    return answers, ground


def _answer(
    scenario: Scenario,
    branch: str | None,
    with_it: _Arm,
    without: _Arm,
    comparison: Comparison,
    last: int,
) -> HingeAnswer:
    decision = _points().get(scenario.id)
    had = {when: (_had(with_it, when, last), _had(without, when, last)) for when in (*BY, EVER)}
    return HingeAnswer(
        scenario=scenario.id,
        title=scenario.title.en,
        date="" if decision is None else str(decision.date),
        importance="" if decision is None else str(decision.importance),
        own=scenario.branch or "",
        branch=branch,
        by={when: paired_difference(a, b) for when, (a, b) in had.items()},
        without=_shares(without, last),
        causes={when: causation(b, a) for when, (a, b) in had.items()},
        delay=mean_difference(_censored(with_it.month, last), _censored(without.month, last)),
        median=median_delay(with_it.month, without.month),
        posts=mean_difference(with_it.posts, without.posts),
        posts_without=float(np.nanmean(without.posts)),
        comparison=comparison,
    )


def _had(arm: _Arm, when: str, last: int) -> np.ndarray:
    end = last if when == EVER else min(month_number(when), last)
    return np.isfinite(arm.month) & (arm.month <= end)


def _shares(arm: _Arm, last: int) -> dict[str, Interval]:
    return {when: share(int(_had(arm, when, last).sum()), len(arm.month)) for when in (*BY, EVER)}


def _censored(month: np.ndarray, last: int) -> np.ndarray:
    return np.where(np.isfinite(month), month, last + 1.0)


def _middle(month: np.ndarray) -> float:
    ranked = np.sort(np.where(np.isfinite(month), month, np.inf))
    middle = float(ranked[(len(ranked) - 1) // 2])
    return middle if math.isfinite(middle) else math.nan


def median_delay(with_it: np.ndarray, without: np.ndarray) -> Interval:
    """Median of the months by which an event comes later, with an interval from the order of the twins.

    Args:
        with_it: month of the event, (history,), or not a number where it never comes.
        without: of the twins.

    Returns:
        The median over the twins of which either has the event, infinite where it is spared for good;
        not a number where none has it.

    Example:
        >>> median_delay(np.array([5.0, 9.0, np.nan]), np.array([4.0, 4.0, 4.0])).value
        5.0
    """
    either = np.isfinite(with_it) | np.isfinite(without)
    a, b = (np.where(np.isfinite(x[either]), x[either], np.inf) for x in (with_it, without))
    apart = np.sort(a - b)
    n = len(apart)
    if n == 0:
        return Interval(math.nan, -math.inf, math.inf)
    half = Z * math.sqrt(n) / 2
    low, high = math.floor(n / 2 - half), math.ceil(n / 2 + half)
    return Interval(
        float(apart[(n - 1) // 2]), float(apart[max(low, 0)]), float(apart[min(high, n - 1)])
    )


def _points() -> Any:
    from thermidor.record import load

    return load().decision_points


# -- for readers -------------------------------------------------------------------------------

HEADS = (
    "Scenario",
    "Histories",
    "by 1925",
    "by 1927",
    "by 1929",
    "ever",
    "Delay, months",
    "Secretary's posts",
    "Needed",
    "Enough",
)
"""Heads of the table of effects on the loss of all say, by the book's coding."""


def rows(found: Hinges) -> list[tuple[str, ...]]:
    """The answers as rows of text under `HEADS`: differences with their intervals of 95 per cent."""
    return [_row(a) for s in dict.fromkeys(_by_date(found)) for a in found.of(s)]


def _row(a: HingeAnswer) -> tuple[str, ...]:
    cause = a.causes[JUDGED]
    return (
        a.scenario,
        _kind(a.branch),
        *(_difference(a.by[when], 100.0) for when in (*BY, EVER)),
        _difference(a.delay, 1.0),
        _difference(a.posts, 100.0),
        _percent(cause.necessity),
        _percent(cause.sufficiency),
    )


GROUND_HEADS = ("Histories", "by 1925", "by 1927", "by 1929", "ever", "Middle month", "Different")


def ground_rows(found: Hinges) -> list[tuple[str, ...]]:
    """What the histories are without intervention, under `GROUND_HEADS`."""
    return [
        (
            _kind(g.branch),
            *(_percent(g.without[when]) for when in (*BY, EVER)),
            "never" if math.isnan(g.median) else month_text(int(g.median)),
            f"{g.different:,} of {found.histories:,}",
        )
        for g in found.grounds
    ]


def end_rows(found: Hinges) -> tuple[list[str], list[tuple[str, ...]]]:
    """Change of each class at the end that is seen at all: heads and rows."""
    names = [
        n
        for n in (found.answers[0].comparison.outcomes if found.answers else {})
        if any(
            a.comparison.outcomes.get(n, _NONE).value >= LEAST
            or a.comparison.outcomes_against.get(n, _NONE).value >= LEAST
            for a in found.answers
        )
    ]
    body = [
        (
            a.scenario,
            _kind(a.branch),
            *(_difference(a.comparison.difference.get(n, _NONE), 100.0) for n in names),
        )
        for s in dict.fromkeys(_by_date(found))
        for a in found.of(s)
    ]
    return ["Scenario", "Histories", *(n.replace("_", " ") for n in names)], body


def coding_rows(found: Hinges) -> tuple[list[str], list[tuple[str, ...]]]:
    """Change of the share in which those below ever lose all say, by each coding: heads and rows."""
    names = list(dict.fromkeys(n for a in found.answers for n in a.comparison.closed))
    body = [
        (
            a.scenario,
            _kind(a.branch),
            *(
                _difference(a.comparison.closed[n][2], 100.0) if n in a.comparison.closed else "-"
                for n in names
            ),
        )
        for s in dict.fromkeys(_by_date(found))
        for a in found.of(s)
    ]
    return ["Scenario", "Histories", *names], body


LEAST = 0.02
"""Share that a class has to have somewhere to get a column."""

_NONE = Interval(0.0, 0.0, 0.0)


def sentences(found: Hinges) -> list[str]:
    """What the tables hold, in sentences."""
    return [
        f"{found.histories:,} twins of each scenario, {found.particles:,} particles followed the record, seed "
        f"{found.seed}; differences from the same histories without the intervention, with intervals of 95 per "
        "cent. The loss of all say by the book's coding, the classes and the share of posts owed to the Secretary in "
        f"{POSTS_AT} are in percentage points.",
        "The delay is the mean over all twins, in which a loss that never comes counts as coming after "
        f"{month_text(MONTHS - 1)}.",
        f"Needed and enough: of the histories that had lost all say by {JUDGED} the share whose twin had not, "
        "and of the twins that had not the share whose history had.",
    ]


def markdown(found: Hinges) -> str:
    """The tables as Markdown, for the documentation."""
    heads, body = end_rows(found)
    lines = [line for sentence in sentences(found) for line in (sentence, "")]
    lines += ["Without intervention, share that has lost all say by the book's coding:", ""]
    lines += table(GROUND_HEADS, ground_rows(found))
    lines += ["", "Change of that share, in points:", ""]
    lines += table(HEADS, rows(found))
    if any(a.comparison.closed for a in found.answers):
        lines += ["", "Change of the share that ever loses it, by each coding, in points:", ""]
        lines += table(*coding_rows(found))
    lines += ["", f"Change of the classes in {month_text(MONTHS - 1)}, in points:", ""]
    lines += table(heads, body)
    return "\n".join(lines) + "\n"


def _by_date(found: Hinges) -> list[str]:
    return [a.scenario for a in sorted(found.answers, key=lambda a: (a.own, a.scenario))]


def _kind(branch: str | None) -> str:
    return "free" if branch is None else f"ours to {branch}"


def _difference(i: Interval, factor: float) -> str:
    if not math.isfinite(i.value):
        return "-"
    value, low, high = (f"{factor * x:+.1f}" for x in i)
    return f"{value} ({low} to {high})"


def _percent(i: Interval) -> str:
    return f"{i.value:.0%} ({i.low:.0%} to {i.high:.0%})" if math.isfinite(i.value) else "-"


def _number(x: float) -> float | None:
    return float(x) if math.isfinite(x) else None


__all__ = [
    "BY",
    "EVER",
    "HEADS",
    "POINTS",
    "Ground",
    "HingeAnswer",
    "Hinges",
    "ask",
    "branches_of",
    "coding_rows",
    "end_rows",
    "ground_rows",
    "hinges",
    "markdown",
    "median_delay",
    "questions",
    "rows",
    "sentences",
]
