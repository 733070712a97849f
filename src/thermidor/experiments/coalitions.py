"""The order of falls: which leaders lose their places in free histories, in what order, and who is left.

The model has one rule of coalition: leaders combine against whoever threatens them most, and what threatens is
prestige first.  So the order of falls follows prestige, and is no more certain than that: it is counted here with
prestige as coded from dated facts, with prestige drawn anew for each history, and with everybody's made equal.
What is left of the sequence of the record (the left, then the partners of the Secretary, then the right, then one
man) with equal names does not come from the column of prestige.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from thermidor.engine.calendar import month_text
from thermidor.experiments.brief import Brief
from thermidor.experiments.intervals import Interval, share
from thermidor.experiments.markdown import table
from thermidor.experiments.priors import draw_parameters
from thermidor.experiments.request import Request
from thermidor.experiments.tiles import Progress, Series, read_tiles
from thermidor.experiments.wishes import plainly
from thermidor.model.regime.regime import RUNGS
from thermidor.theories import BOOK

if TYPE_CHECKING:
    from thermidor.engine.registry import Registry
    from thermidor.engine.simulator import Simulator
else:
    Registry = Simulator = Any

MOST = 100_000
"""Most histories: only the course of each is kept."""

GROUPS: dict[str, tuple[str, int]] = {
    "left": ("power.trotsky_standing", 1),
    "partners": ("power.zinoviev_standing", 2),
    "right": ("power.right_standing", 3),
    "secretary": ("power.stalin_standing", 1),
}
"""Groups of leaders: the variable that says what place they have left on the mean, and their number."""

RECORDED = ("left", "partners", "right")
"""Order of falls in the record, before one man is left with the office of Secretary."""

NEEDED = (
    *(name for name, _ in GROUPS.values()),
    "power.deciders",
    "power.stalin_secretary",
    "power.secretariat",
    "power.lenin_capacity",
    "party.banned",
    "party.bloc",
    "leaders.executed",
    "regime",
)

PRESTIGE: dict[str, str] = {
    "coded": "as coded from dated facts",
    "drawn": "drawn for each history within its range",
    "equal": "the same for everybody, the founder too",
}
"""What the names of leaders may be at the start, in the party and among the masses, each with what it means."""

NAMES = ("initial.leaders.prestige", "initial.leaders.popularity")
"""Parameters that say what name each has at the start."""

FALLEN = 0.7
"""Place below which a group has fallen: one blow for one man, two or three for several."""

AT_ONCE = 0.99
"""Place of one man lost in a single month from which he may have died: blows take a part."""

DISABLED = 0.3
"""Capacity below which Lenin no longer leads: two attacks, or death."""

WITHIN = 24
"""Most months between the office of the Secretary and Lenin's incapacity."""

HOLD = 0.05
"""Share of posts owed to the Secretary from which he has an apparatus of assignment."""

ONE = 2.0
"""Effective number of persons below which one man decides."""

ENDINGS: dict[str, str] = {
    "one man": "one man decides, with the office of Secretary",
    "another": "one man decides, and he is not that Secretary",
    "recall": "the Secretary loses office or place and several decide",
    "death": "the Secretary dies in office and several decide",
    "collegial": "several decide to the end, beside the Secretary",
    "army": "the army or its head rules",
    "overthrown": "soviet power falls: generals, restoration, partition, occupation or collapse",
}
"""Classes of endings, each with what it means."""

ARMY = ("military_bonapartism",)
OVERTHROWN = (
    "tsarism", "dual_power", "restoration", "generals", "constituent_republic", "partition", "occupation",
    "collapse",
)  # fmt: skip


@dataclass(frozen=True)
class Course:
    """How the struggle at the summit went in one history that has the record's conditions.

    Attributes:
        history: its number.
        start: month from which all conditions hold, counted from 1917-01.
        falls: group and month of each fall, in order.
        alone: month from which one man decides, with the office, after the last fall; not a number
            where it does not come.
        ending: one of `ENDINGS`.
    """

    history: int
    start: int
    falls: tuple[tuple[str, int], ...]
    alone: float
    ending: str

    @property
    def order(self) -> str:
        """The falls as text; groups that fall in one month are joined by +."""
        months = sorted({month for _, month in self.falls})
        steps = ["+".join(g for g, month in self.falls if month == m) for m in months]
        return ", ".join(steps) if steps else "nobody"

    @property
    def stages(self) -> int:
        """How many steps of the recorded sequence came in its order, 0 to 4."""
        groups = self.order.split(", ")
        n = 0
        while n < len(RECORDED) and n < len(groups) and groups[n] == RECORDED[n]:
            n += 1
        done = n == len(RECORDED) and len(groups) == n and self.ending == "one man"
        return n + (done and math.isfinite(self.alone))

    @property
    def recorded(self) -> bool:
        """Whether it is the sequence of the record, to its end."""
        return self.stages == len(RECORDED) + 1


@dataclass(frozen=True, repr=False)
class Coalitions(Brief):
    """The courses of an ensemble.

    Attributes:
        histories: simulated.
        wanted: asked for.
        seed: of the ensemble.
        courses: of the histories that have the record's conditions.
        conditions: share of all histories that have each condition, and all together.
        interrupted: whether it was stopped before the end.
        others: the same with other names at the start, by the key of `PRESTIGE`.
    """

    histories: int
    wanted: int
    seed: int
    courses: tuple[Course, ...]
    conditions: dict[str, Interval]
    interrupted: bool
    others: dict[str, Coalitions] = field(default_factory=dict)

    @property
    def recorded(self) -> Interval:
        """Share of the histories with the conditions in which the recorded sequence came out."""
        return share(sum(c.recorded for c in self.courses), len(self.courses))

    @property
    def stages(self) -> list[Interval]:
        """Share of them that came at least one, two, three, four steps along that sequence."""
        return [
            share(sum(c.stages >= n for c in self.courses), len(self.courses))
            for n in range(1, len(RECORDED) + 2)
        ]

    @property
    def table(self) -> list[tuple[str, str, Interval]]:
        """Order of falls, ending and share of each course, the most frequent first."""
        counts = Counter((c.order, c.ending) for c in self.courses)
        rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return [(order, ending, share(n, len(self.courses))) for (order, ending), n in rows]

    @property
    def endings(self) -> dict[str, Interval]:
        """Share of each ending, all that are possible."""
        counts = Counter(c.ending for c in self.courses)
        return {e: share(counts[e], len(self.courses)) for e in ENDINGS}

    @property
    def columns(self) -> dict[str, Coalitions]:
        """These courses and those with other names at the start, by the key of `PRESTIGE`."""
        return {"coded": self, **self.others}

    @property
    def compared(self) -> list[tuple[str, str, list[Interval]]]:
        """The same rows as `table`, and those of the others, each with its share in every column."""
        counts = [
            Counter((c.order, c.ending) for c in one.courses) for one in self.columns.values()
        ]
        sizes = [len(one.courses) for one in self.columns.values()]
        rows = sorted(set().union(*counts), key=lambda row: ([-n[row] for n in counts], row))
        return [
            (
                order,
                ending,
                [share(n[order, ending], size) for n, size in zip(counts, sizes, strict=True)],
            )
            for order, ending in rows
        ]

    def medians(self) -> dict[str, str | None]:
        """Middle month of each step among the histories with the recorded sequence, YYYY-MM."""
        chosen = [c for c in self.courses if c.recorded]
        months = {g: [dict(c.falls)[g] for c in chosen] for g in RECORDED}
        months["one man"] = [int(c.alone) for c in chosen]
        return {k: month_text(int(np.median(v))) if v else None for k, v in months.items()}

    def to_json(self) -> dict[str, Any]:
        """Plain data, as `thermidor coalitions --json` prints it."""
        return {
            "histories": self.histories,
            "wanted": self.wanted,
            "seed": self.seed,
            "interrupted": self.interrupted,
            "conditions": {k: _p(i) for k, i in self.conditions.items()},
            "with_conditions": len(self.courses),
            "recorded": _p(self.recorded),
            "stages": [_p(i) for i in self.stages],
            "medians": self.medians(),
            "endings": {k: _p(i) for k, i in self.endings.items()},
            "orders": [{"falls": o, "ending": e, **_p(i)} for o, e, i in self.table],
            "prestige": {name: one.to_json() for name, one in self.others.items()},
        }


@plainly
def coalitions(
    histories: int = 1000,
    seed: int = 0,
    progress: Progress | None = None,
    *,
    theory: str = BOOK,
) -> Coalitions:
    """Count the courses of the struggle at the summit in free histories, with each kind of names.

    Args:
        histories: how many, 1 to 100,000.
        seed: of the ensemble.
        progress: called with (done, wanted), histories of all kinds of names together.
        theory: whose model.

    Returns:
        The courses with names as coded, and `others` with names drawn and equal; when interrupted, of the
        histories finished.

    Raises:
        ValueError: for bad input, in one line.
        KeyboardInterrupt: when interrupted before any history was finished.

    Example:
        >>> found = coalitions(histories=8)
        >>> found.histories, len(found.courses) <= 8
        (8, True)
    """
    sim = Request(histories=histories, seed=seed, theory=theory, most=MOST).simulator
    done = 0

    def moved(n: int, _: int) -> None:
        if progress is not None:
            progress(done + n, len(PRESTIGE) * histories)

    found: dict[str, Coalitions] = {}
    for name in PRESTIGE:
        try:
            found[name] = count(sim, histories, seed, moved, prestige=name)
        except KeyboardInterrupt:
            if not found:
                raise
            break
        if found[name].interrupted:
            break
        done += histories
    first, *_ = found.values()
    del found["coded"]
    return replace(
        first,
        others=found,
        interrupted=len(found) < len(PRESTIGE) - 1
        or any(one.interrupted for one in found.values()),
    )


def count(
    sim: Simulator,
    histories: int,
    seed: int,
    progress: Progress | None = None,
    *,
    prestige: str = "coded",
) -> Coalitions:
    """The same on any compiled model that gives out the variables needed, with one kind of names.

    Args:
        sim: the model.
        histories: how many.
        seed: of the ensemble.
        progress: called with (done, wanted).
        prestige: one of `PRESTIGE`.

    Returns:
        The courses.
    """

    def look(numbers: np.ndarray, series: Series) -> tuple[list[Course], dict[str, int]]:
        held = {name: int(np.isfinite(x).sum()) for name, x in conditions(series).items()}
        return read(series, numbers), held

    absent = [n for n in NEEDED if n not in sim.model.registry.outputs]
    given = None if absent else names_at_the_start(sim.model.registry, prestige, histories, seed)
    found = read_tiles(sim, NEEDED, histories, seed, look, progress, given)
    courses = tuple(course for part, _ in found.parts for course in part)
    shares = {
        name: share(sum(held[name] for _, held in found.parts), found.histories)
        for name in (*_CONDITIONS, "all")
    }
    return Coalitions(found.histories, histories, seed, courses, shares, found.interrupted)


def names_at_the_start(
    registry: Registry, prestige: str, histories: int, seed: int
) -> np.ndarray | None:
    """Parameters with the names that leaders are to have, all others at their point values.

    Args:
        registry: of the model.
        prestige: one of `PRESTIGE`.
        histories: how many.
        seed: of the ensemble; a history draws the same names in every one of them.

    Returns:
        (history, parameter) values; None for the point values.
    """
    if prestige == "coded":
        return None
    out = np.tile(registry.point, (histories, 1))
    drawn = draw_parameters(registry, np.arange(histories), seed) if prestige == "drawn" else None
    for path in NAMES:
        place = registry.parameter_place[path]
        out[:, place] = registry.point[place].mean() if drawn is None else drawn[:, place]
    return out


# -- reading one history -----------------------------------------------------------------------

_CONDITIONS = {
    "secretary": "a Secretary with an apparatus",
    "lenin": "Lenin disabled or dead in time",
    "ban": "the ban at any time",
}


def conditions(series: Series) -> dict[str, np.ndarray]:
    """When a history has each condition of the record.

    Args:
        series: (history, month) by name, all months from 1917-01.

    Returns:
        (history,) months, not a number where a condition never holds: `secretary`, an apparatus of
        assignment in the hands of the Secretary; `lenin`, disabled or dead within two years of the
        office; `ban`, groups forbidden; `all`, the month from which all three hold.
    """
    office = _first(series["power.stalin_secretary"] > 0.5)
    secretary = _first(
        (series["power.stalin_secretary"] > 0.5) & (series["power.secretariat"] >= HOLD)
    )
    lenin = _first(series["power.lenin_capacity"] < DISABLED)
    with np.errstate(invalid="ignore"):
        lenin = np.where(np.abs(lenin - office) <= WITHIN, lenin, np.nan)
    known = np.isfinite(secretary) & np.isfinite(lenin)
    start = np.where(known, np.fmax(secretary, lenin), np.nan)
    months = np.arange(series["party.banned"].shape[1])
    in_force = series["party.banned"] > 0.5
    later = months[None, :] >= np.nan_to_num(start, nan=np.inf)[:, None]
    return {
        "secretary": secretary,
        "lenin": lenin,
        "ban": _first(in_force),
        "all": _first(in_force & later),
    }


def read(series: Series, histories: Sequence[int] | np.ndarray | None = None) -> list[Course]:
    """The course of each history that has the record's conditions.

    A group falls in the first month, from the beginning of the Secretary's office on, in which the place
    of those of it who are alive lies below `FALLEN`; death is no fall.

    Args:
        series: (history, month) by name, all months from 1917-01.
        histories: their numbers; counted from 0 by default.

    Returns:
        One course for each history that has all conditions.
    """
    begun = conditions(series)
    office = _first(series["power.stalin_secretary"] > 0.5)
    numbers = range(len(office)) if histories is None else histories
    out = []
    for row, number in enumerate(numbers):
        if math.isfinite(begun["all"][row]):
            one = {n: x[row] for n, x in series.items()}
            out.append(_course(one, int(number), int(begun["all"][row]), int(office[row])))
    return out


def _course(one: Series, history: int, start: int, office: int) -> Course:
    falls: list[tuple[str, int]] = []
    places = {group: among_the_living(one, name, n) for group, (name, n) in GROUPS.items()}
    for group, place in places.items():
        below = np.flatnonzero(place[office:] < FALLEN)
        if len(below):
            falls.append((group, office + int(below[0])))
    dead = bool(np.isnan(places["secretary"][-1]))
    falls.sort(key=lambda fall: (fall[1], list(GROUPS).index(fall[0])))
    in_office = one["power.stalin_secretary"] > 0.5
    after = max([start, *(month for _, month in falls)])
    alone = np.flatnonzero((one["power.deciders"] < ONE) & in_office & (_months(one) >= after))
    return Course(
        history,
        start,
        tuple(falls),
        float(alone[0]) if len(alone) else math.nan,
        _ending(one, dead, any(group == "secretary" for group, _ in falls)),
    )


def among_the_living(one: Series, name: str, size: int) -> np.ndarray:
    """Mean place of those of a group who have not died in it.

    The dead and the driven out both have no place.  A man in his full place who has none a month later
    was expelled where an opposition stands in the open that has not lost a head that month; he was
    killed where executions rose; elsewhere he has died, for the coalition takes places in steps.

    Args:
        one: series of one history, (month,) by name.
        name: of the mean place of the whole group.
        size: how many it has.

    Returns:
        (month,) mean place of the living; not a number once nobody is left.

    Example:
        >>> quiet = {"party.bloc": np.zeros(3), "leaders.executed": np.zeros(3)}
        >>> among_the_living({**quiet, "pair": np.array([1.0, 0.5, 0.5])}, "pair", 2)
        array([1., 1., 1.])
    """
    place, bloc = one[name], one["party.bloc"]
    lost = -size * _step(place)
    whole = np.rint(lost)
    expelled = (bloc - _step(bloc) > 0.5) & (_step(bloc) > -0.5)
    killed = _step(one["leaders.executed"]) > 0.5
    died = (whole >= 1) & (np.abs(lost - whole) < 1 - AT_ONCE) & ~expelled & ~killed
    living = size - np.cumsum(np.where(died, whole, 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(living > 0, np.minimum(place * size / living, 1.0), np.nan)


def _step(x: np.ndarray) -> np.ndarray:
    """Change since the month before."""
    return np.diff(x, prepend=x[:1])


def _ending(one: Series, dead: bool, fallen: bool) -> str:
    """Class of the last month, from its state alone but for how the Secretary went."""
    code = one["regime"][-1]
    phase = RUNGS[int(np.rint(code))] if np.isfinite(code) else "collapse"
    if phase in OVERTHROWN:
        return "overthrown"
    if phase in ARMY:
        return "army"
    in_office = bool(one["power.stalin_secretary"][-1] > 0.5) and not fallen
    if one["power.deciders"][-1] < ONE:
        return "one man" if in_office else "another"
    if in_office:
        return "collegial"
    return "death" if dead else "recall"


def _months(one: Series) -> np.ndarray:
    return np.arange(len(one["regime"]))


def _first(hit: np.ndarray) -> np.ndarray:
    """First month in which each history has it, or not a number."""
    return np.where(hit.any(axis=1), hit.argmax(axis=1).astype(float), np.nan)


# -- for readers -------------------------------------------------------------------------------


STAGES = (
    "the left falls first",
    "then the partners",
    "then the right",
    "then one man decides, with the office of Secretary",
)
"""Steps of the recorded sequence."""


def sentences(found: Coalitions) -> list[str]:
    """What the counts say, in sentences."""
    n = len(found.courses)
    lines = [
        f"{found.histories:,} free histories, seed {found.seed}; {n:,} have the conditions of the record: "
        "a Secretary with an apparatus of assignment, Lenin disabled or dead within two years of that, the "
        f"ban on groups in force ({_percent(found.conditions['all'])}).",
        "Each by itself: "
        + "; ".join(
            f"{_CONDITIONS[k]}: {_percent(i)}"
            for k, i in found.conditions.items()
            if k in _CONDITIONS
        )
        + ".",
        f"The recorded sequence came out in {_percent(found.recorded)} of these histories.",
    ]
    if n:
        steps = zip(STAGES, found.stages, strict=True)
        lines.append("Step by step: " + "; ".join(f"{s}: {_percent(i)}" for s, i in steps) + ".")
        medians = found.medians()
        if medians["one man"] is not None:
            dates = ", ".join(f"{step} {month}" for step, month in medians.items())
            lines.append(f"Middle month of each step where the whole sequence came out: {dates}.")
    if found.others:
        kinds = "; ".join(f"{name}: {PRESTIGE[name]}" for name in found.columns)
        lines.append(
            f"Names of the leaders at the start, in the party and among the masses: {kinds}."
        )
    return lines


def heads(found: Coalitions) -> tuple[str, ...]:
    """Titles of `rows`."""
    return ("Who falls, in order", "Ending", *(f"Prestige {name}" for name in found.columns))


def rows(found: Coalitions, most: int | None = None) -> list[tuple[str, ...]]:
    """How many histories, how far along the sequence of the record, and each order of falls, by column.

    Args:
        found: the counts.
        most: orders to list; all by default, else the rest together.

    Returns:
        One tuple a line, as text.
    """
    columns = found.columns.values()
    out = [("Histories with the conditions", "", *(f"{len(one.courses):,}" for one in columns))]
    for n, step in enumerate(STAGES):
        out.append((step, "", *(_percent(one.stages[n]) for one in columns)))
    compared = found.compared
    shown = compared if most is None else compared[:most]
    out += [(order, ending, *map(_percent, shares)) for order, ending, shares in shown]
    if len(compared) > len(shown):
        seen = [
            sum(c.value for c in column) for column in zip(*(s for *_, s in shown), strict=True)
        ]
        left = [
            share(round(len(one.courses) * (1 - x)), len(one.courses))
            for one, x in zip(columns, seen, strict=True)
        ]
        out.append((f"{len(compared) - len(shown)} other orders", "", *map(_percent, left)))
    return out


def markdown(found: Coalitions, most: int = 15) -> str:
    """The counts as Markdown, for the documentation."""
    lines = [
        *(line for sentence in sentences(found) for line in (sentence, "")),
        *table(heads(found), rows(found, most)),
    ]
    return "\n".join(lines) + "\n"


def _percent(i: Interval) -> str:
    if not math.isfinite(i.value):
        return "no share: there are no such histories"
    return f"{i.value:.1%} ({i.low:.1%} to {i.high:.1%})"


def _p(i: Interval) -> dict[str, float]:
    return {"p": i.value, "low": i.low, "high": i.high}


__all__ = [
    "ENDINGS",
    "PRESTIGE",
    "RECORDED",
    "Coalitions",
    "Course",
    "coalitions",
    "conditions",
    "count",
    "heads",
    "markdown",
    "names_at_the_start",
    "read",
    "rows",
    "sentences",
]
