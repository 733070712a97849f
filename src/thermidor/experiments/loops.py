"""Cutting the loop of appointments: what each intervention does to the concentration of power.

Some scenarios cut the circle in which appointed secretaries choose the delegates who confirm whoever
appoints; others are the hinges of the book, moments at which it could have been left.  All are run
against the same histories without them, so that their effects stand side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from thermidor.codings import Definition, defined_by, outputs_read, said
from thermidor.engine.calendar import month_number
from thermidor.experiments.claims import STRENGTH
from thermidor.experiments.coded import LADDER, coded, ever_closed, known_to, named
from thermidor.experiments.intervals import Interval, mean_difference, paired_difference, share
from thermidor.experiments.markdown import table
from thermidor.experiments.milestones import CODED
from thermidor.experiments.request import Request
from thermidor.experiments.tiles import Progress, tiles
from thermidor.experiments.wishes import plainly
from thermidor.scenarios import Scenario, catalogue
from thermidor.theories import BOOK

if TYPE_CHECKING:
    from thermidor.engine.controls import Schedule
    from thermidor.engine.simulator import Simulator
else:
    Schedule = Simulator = Any

Kind = Literal["loop", "hinge", "decision"]
Verdict = Literal["breaks", "weakens", "strengthens", "no effect shown"]

MOST = 20_000
"""Most histories an arm: one small table of the baseline is kept while the scenarios take turns."""

CUTS = (
    "elections-to-all-posts-enforced",
    "secret-ballot",
    "active-layer-doubled",
    "secretariat-without-assignment",
    "delegates-by-lot",
)
"""Scenarios that cut the circle at one place each, for the whole run."""

PARTY = (
    "membership",
    "delegation",
    "organs",
    "appointments",
    "leaders",
    "factions",
    "information",
    "succession",
)
"""Systems of the record in which the struggle inside the party takes place."""

YEARS = ("1922", "1927")
"""First and last year of the decision points that count as hinges of the struggle."""

HORIZON = "1929-12"
"""Month in which concentration is measured: the book sees one man alone by then."""

CONCENTRATION: dict[str, int] = {
    "power.deciders": -1,
    "power.secretariat": +1,
    "party.posts_appointed": +1,
}
"""Measures of concentration and the direction in which each says that power is concentrated."""


BREAKS, COUNTS = STRENGTH["index"]["decisive"], STRENGTH["index"]["minor"]
"""Changes of a share of posts that break the loop, and that count at all: the sizes used for claims."""


@dataclass(frozen=True)
class Effect:
    """What one scenario changes, against twins without it.

    Attributes:
        scenario: its id.
        title: in English.
        kind: "loop" cuts the circle for the whole run; "hinge" is a hinge of the record; "decision"
            another decision point.
        date: of the decision point in the record; empty for a cut.
        concentration: mean change of each measure of concentration at the horizon.
        without: mean of each of them in the twins.
        lost_by: by coding the change of the share of histories in which those below have lost all say by the horizon; on the
            ladder where the model cannot be coded.
        lost_ever: the same by the end of the run.
        parted: share of histories in which any of these numbers differs from the twin's in any month.
        defined_by: interventions that act directly on what a coding reads: there the change is a definition.
    """

    scenario: str
    title: str
    kind: Kind
    date: str
    concentration: dict[str, Interval]
    without: dict[str, float]
    lost_by: dict[str, Interval]
    lost_ever: dict[str, Interval]
    parted: Interval
    defined_by: tuple[Definition, ...] = ()

    @property
    def lowers(self) -> int:
        """Number of measures of concentration that it lowers beyond their interval."""
        return sum(
            (i.high < 0 if CONCENTRATION[name] > 0 else i.low > 0)
            for name, i in self.concentration.items()
        )

    @property
    def verdict(self) -> Verdict:
        """What it does to the loop, judged by the posts owed to the Secretary and their interval."""
        posts = self.concentration["power.secretariat"]
        if posts.high < 0 and posts.value <= -BREAKS:
            return "breaks"
        if posts.high < 0 and posts.value <= -COUNTS:
            return "weakens"
        if posts.low > 0 and posts.value >= COUNTS:
            return "strengthens"
        return "no effect shown"

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "scenario": self.scenario,
            "title": self.title,
            "kind": self.kind,
            "date": self.date,
            "verdict": self.verdict,
            "lowers": self.lowers,
            "concentration": {n: _d(i) for n, i in self.concentration.items()},
            "without": dict(self.without),
            "lost_by": {n: _d(i) for n, i in self.lost_by.items()},
            "lost_ever": {n: _d(i) for n, i in self.lost_ever.items()},
            "defined_by": [d.to_json() for d in self.defined_by],
            "parted": {"p": self.parted.value, "low": self.parted.low, "high": self.parted.high},
        }


def hinges(everything: bool = False) -> list[str]:
    """Shipped scenarios of the decision points of the struggle in the party.

    Args:
        everything: also those that the record does not call hinges.

    Returns:
        Ids in the order of their dates in the record.
    """
    points = _points()
    found = [
        id
        for id in catalogue()
        if id in points
        and YEARS[0] <= str(points[id].date)[:4] <= YEARS[1]
        and set(points[id].systems) & set(PARTY)
        and (everything or points[id].importance == "hinge")
    ]
    return sorted(found, key=lambda id: (str(points[id].date), id))


@plainly
def loops(
    scenarios: Sequence[str | Scenario] | None = None,
    histories: int = 400,
    seed: int = 0,
    progress: Progress | None = None,
    *,
    everything: bool = False,
    theory: str = BOOK,
) -> list[Effect]:
    """Cut the loop of appointments in several ways and measure what becomes of power.

    Args:
        scenarios: to be compared with the baseline; by default the cuts and the hinges.
        histories: twins of each, 2 to 20,000.
        seed: of all arms.
        progress: called with (scenarios done, scenarios wanted).
        everything: with the default scenarios, also decision points that are no hinges.
        theory: whose model.

    Returns:
        The effects, those that spare most histories the loss of all say by the horizon first, by the book's coding; when interrupted,
        of the scenarios finished so far.

    Raises:
        ValueError: for bad input, in one line.
        KeyboardInterrupt: when interrupted before any scenario was finished.

    Example:
        >>> (effect,) = loops(["secret-ballot"], histories=2)
        >>> effect.kind, sorted(effect.concentration)
        ('loop', ['party.posts_appointed', 'power.deciders', 'power.secretariat'])
    """
    usual = Request(histories=histories, seed=seed, theory=theory, least=2, most=MOST)
    wanted = [*CUTS, *hinges(everything)] if scenarios is None else list(scenarios)
    chosen = [s if isinstance(s, Scenario) else Scenario.load(s) for s in wanted]
    pairs = [(s, usual.other(s).schedule) for s in chosen]
    return cut(usual.simulator, pairs, histories, seed, progress)


def cut(
    sim: Simulator,
    scenarios: Sequence[tuple[Scenario, Schedule]],
    histories: int,
    seed: int,
    progress: Progress | None = None,
) -> list[Effect]:
    """Measure scenarios on any compiled model that gives out the numbers needed.

    Args:
        sim: the model.
        scenarios: each with its schedule for this model.
        histories: twins of each.
        seed: of all arms.
        progress: called with (scenarios done, scenarios wanted).

    Returns:
        As `loops`.
    """
    from thermidor.engine.controls import Schedule

    if progress is not None:
        progress(0, len(scenarios))
    base = _series(sim, Schedule(sim.model.registry), histories, seed)
    found: list[Effect] = []
    try:
        for scenario, schedule in scenarios:
            told = defined_by(
                sim.model, known_to(sim.model.registry), [i.path for i in schedule.interventions]
            )
            with_it = _series(sim, schedule, histories, seed)
            found.append(measure(scenario, with_it, base, told))
            if progress is not None:
                progress(len(found), len(scenarios))
    except KeyboardInterrupt:
        if not found:
            raise
    return sorted(found, key=_order)


def measure(
    scenario: Scenario,
    with_it: dict[str, np.ndarray],
    without: dict[str, np.ndarray],
    definitions: tuple[Definition, ...] = (),
) -> Effect:
    """Compare two arms.

    Args:
        scenario: what was done in the first.
        with_it: series (history, month) by name, months from 1917-01.
        without: of the twins.
        definitions: interventions that act directly on what a coding reads.

    Returns:
        The effect.
    """
    months = with_it["regime"].shape[1]
    at = min(month_number(HORIZON), months - 1)
    apart = np.zeros(len(with_it["regime"]), bool)
    for name in (*CONCENTRATION, "regime"):
        x, y = with_it[name], without[name]
        apart |= ((x != y) & ~(np.isnan(x) & np.isnan(y))).any(axis=1)
    point = _points().get(scenario.id)
    kind: Kind = "loop" if point is None else "hinge" if point.importance == "hinge" else "decision"
    return Effect(
        scenario.id,
        scenario.title.en,
        kind,
        "" if point is None else str(point.date),
        {n: mean_difference(with_it[n][:, at], without[n][:, at]) for n in CONCENTRATION},
        {n: float(np.nanmean(without[n][:, at])) for n in CONCENTRATION},
        _lost(with_it, without, at),
        _lost(with_it, without, months - 1),
        share(int(apart.sum()), len(apart)),
        definitions,
    )


def _series(sim: Simulator, schedule: Schedule, histories: int, seed: int) -> dict[str, np.ndarray]:
    """Measures of concentration, the ladder, and the codes of the codings as "coding:NAME"."""
    kept = (*CONCENTRATION, "regime")
    names = tuple(dict.fromkeys((*kept, *outputs_read(known_to(sim.model.registry)))))
    names = tuple(n for n in names if n in sim.model.registry.outputs)
    parts = []
    for _, series in tiles(sim, names, histories, seed, schedule):
        codes = {f"{CODED}{n}": x for n, x in coded(series).items()}
        parts.append({n: series[n] for n in kept} | codes)
    return {n: np.concatenate([part[n] for part in parts]) for n in parts[0]}


def _lost(
    with_it: dict[str, np.ndarray], without: dict[str, np.ndarray], last: int
) -> dict[str, Interval]:
    """Change of the share in which those below have lost all say by a month, by coding."""
    a, b = (_had(arm, last) for arm in (with_it, without))
    return {n: paired_difference(a[n], b[n]) for n in a}


def _had(arm: dict[str, np.ndarray], last: int) -> dict[str, np.ndarray]:
    codes = {n.removeprefix(CODED): x[:, : last + 1] for n, x in arm.items() if n.startswith(CODED)}
    return ever_closed(codes) or {
        LADDER: np.asarray(named({}, arm["regime"][:, : last + 1]).lost.any(axis=1))
    }


def _order(effect: Effect) -> tuple[float, float, str]:
    secretariat = effect.concentration["power.secretariat"].value
    first = next(iter(effect.lost_by.values())).value
    return (first, float(np.nan_to_num(secretariat)), effect.scenario)


def _points() -> Any:
    from thermidor.record import load

    return load().decision_points


def _d(i: Interval) -> dict[str, float]:
    return {"d": i.value, "low": i.low, "high": i.high}


# -- for readers -------------------------------------------------------------------------------

HEADS = ("Scenario", "Kind", "Deciders", "Secretary's posts", "Posts from above")


def heads(effects: Sequence[Effect]) -> tuple[str, ...]:
    """Heads of the table: the measures, the loss of all say by each coding by 1929 and ever, the loop."""
    codings = effects[0].lost_by if effects else {}
    return (
        *HEADS,
        *(f"No say by 1929 ({n})" for n in codings),
        *(f"No say ever ({n})" for n in codings),
        "Loop",
    )


def rows(effects: Sequence[Effect]) -> list[tuple[str, ...]]:
    """The effects as rows of text under `heads`: differences with their intervals of 95 per cent.

    Deciders are persons; everything else is percentage points.
    """
    return [
        (
            e.scenario,
            e.kind,
            _text(e.concentration["power.deciders"], 1.0, 2),
            _text(e.concentration["power.secretariat"], 100.0, 1),
            _text(e.concentration["party.posts_appointed"], 100.0, 1),
            *(_lost_text(e, n, i) for n, i in e.lost_by.items()),
            *(_lost_text(e, n, i) for n, i in e.lost_ever.items()),
            e.verdict,
        )
        for e in effects
    ]


def markdown(effects: Sequence[Effect], histories: int, seed: int) -> str:
    """The table as Markdown, for the documentation."""
    lines = [
        f"{histories:,} twins of each scenario, seed {seed}; differences from the baseline in {HORIZON} "
        "with their intervals of 95 per cent; persons for the deciders, percentage points elsewhere.",
        "",
        *table(heads(effects), rows(effects)),
        *(
            line
            for e in effects
            for text in said(e.defined_by)
            for line in ("", f"`{e.scenario}`: {text}")
        ),
    ]
    return "\n".join(lines) + "\n"


def _lost_text(e: Effect, coding: str, i: Interval) -> str:
    """A change of a loss of all say, marked where the coding only restates the cut."""
    restated = any(coding in d.codings for d in e.defined_by)
    return _text(i, 100.0, 1) + (" (by definition)" if restated else "")


def _text(i: Interval, factor: float, digits: int) -> str:
    if not np.isfinite(i.value):
        return "-"
    value, low, high = (f"{factor * x:+.{digits}f}" for x in i)
    return f"{value} ({low} to {high})"


__all__ = ["CUTS", "Effect", "cut", "heads", "hinges", "loops", "markdown", "measure", "rows"]
