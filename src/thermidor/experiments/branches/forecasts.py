"""Forecasts from branch points: what the model says of years whose figures it has not seen.

Histories follow the record up to a month and are free from it on; each recorded figure of the years
after it is scored (`experiments/scores.py`) against persistence, the repetition of the last figure that was known.  The
same is asked of free histories, so that what following the record brings can be seen.  The series of
the outside world are given in all of them: the forecast is of what happens inside.

Beside it stand the forecasts one figure ahead that the filter makes as it follows the record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from thermidor.engine.calendar import month_number, month_text
from thermidor.experiments.branches.following import Assimilated
from thermidor.experiments.branches.likelihood import Likelihood, likelihoods
from thermidor.experiments.branches.point import PARTICLES, branch_point
from thermidor.experiments.branches.steps import (
    STEP_HEADS,
    counted,
    months_of,
    scales,
    sectors,
    short,
    step_rows,
)
from thermidor.experiments.brief import Brief
from thermidor.experiments.intervals import Interval, share
from thermidor.experiments.markdown import table
from thermidor.experiments.request import Progress, Request
from thermidor.experiments.scores import Counts, Figure, Score, count, pooled, ratio
from thermidor.experiments.scores import score as scored
from thermidor.experiments.scores import sentences as place_sentences
from thermidor.experiments.wishes import plainly
from thermidor.theories import BOOK

if TYPE_CHECKING:
    from thermidor.engine.origin import Origin
    from thermidor.engine.simulator import Simulator
else:
    Origin = Simulator = Any


WINDOWS = (("1923-01", "1925-12"), ("1927-01", "1929-12"), ("1932-01", "1934-12"))
"""First free month of each forecast and last month of which figures are scored."""

MOST = 100_000
"""Most histories of a forecast."""

TARGET = 2 / 3
"""Share of the variables that is to beat persistence."""


@dataclass(frozen=True)
class Forecast:
    """One recorded figure, forecast.

    Attributes:
        name: of the figure.
        fit: first month that was free, "YYYY-MM".
        own: score of histories that have followed the record.
        free: score of free histories.
        repeated: the last figure known, as a figure of this kind; None where none was known.
    """

    name: str
    fit: str
    own: Score
    free: Score
    repeated: float | None

    @property
    def variable(self) -> str:
        """Of the model."""
        return self.own.variable

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "figure": self.name, "variable": self.variable, "fit": self.fit, **self.own.to_json(),
            "crps_free": self.free.crps, "repeated": self.repeated,
        }  # fmt: skip


@dataclass(frozen=True)
class Scored:
    """Figures of one variable together.

    Attributes:
        variable: its name.
        figures: how many could be compared with persistence.
        ratio: their score over that of persistence; under 1 is better; infinite where persistence is
            perfect.
        free: the same of free histories.
    """

    variable: str
    figures: int
    ratio: float
    free: float


@dataclass(frozen=True, repr=False)
class Forecasts(Brief):
    """What was forecast.

    Attributes:
        figures: every figure of the windows, in order.
        steps: what the filter said of each figure of the record before it was shown it.
        histories: of each forecast.
        particles: that followed the record.
        seed: of all.
        interrupted: whether windows are missing.
        theory: whose model forecast.
    """

    figures: tuple[Forecast, ...]
    steps: tuple[Assimilated, ...]
    histories: int
    particles: int
    seed: int
    interrupted: bool = False
    theory: str = BOOK

    def variables(self, fit: str | None = None) -> list[Scored]:
        """Scores by variable, the best first.

        Args:
            fit: of the forecast from this month; of all forecasts by default.
        """
        asked = [f for f in self.figures if fit in (None, f.fit)]
        found = []
        for name in sorted({f.variable for f in asked}):
            own, compared = ratio(f.own for f in asked if f.variable == name)
            if compared:
                free, _ = ratio(f.free for f in asked if f.variable == name)
                found.append(Scored(name, compared, own, free))
        return sorted(found, key=lambda v: (v.ratio, v.variable))

    def better(self, fit: str | None = None) -> Interval:
        """Share of the variables that beat persistence, with Wilson's interval."""
        scores = self.variables(fit)
        return share(sum(v.ratio < 1 for v in scores), len(scores))

    def better_free(self, fit: str | None = None) -> Interval:
        """The same of free histories."""
        scores = self.variables(fit)
        return share(sum(v.free < 1 for v in scores), len(scores))

    def pooled(self, fit: str | None = None) -> tuple[float, float]:
        """Score over that of persistence, the geometric mean over variables by figures: own, free."""
        scores = [
            v for v in self.variables(fit) if np.isfinite(v.ratio) and min(v.ratio, v.free) > 0
        ]
        own = pooled((v.ratio, v.figures) for v in scores)
        free = pooled((v.free, v.figures) for v in scores)
        return (float("nan"), float("nan")) if own is None or free is None else (own, free)

    def counts(self, fit: str | None = None) -> tuple[Counts, Counts]:
        """Where the recorded values lie in histories that have followed the record, and in free ones."""
        asked = [f for f in self.figures if fit in (None, f.fit)]
        return count(f.own for f in asked), count(f.free for f in asked)

    @property
    def not_compared(self) -> tuple[Forecast, ...]:
        """Figures of variables of which none was known before."""
        return tuple(f for f in self.figures if f.repeated is None)

    def to_json(self) -> dict[str, Any]:
        """Plain data; a ratio without a number is null."""
        return {
            "histories": self.histories, "particles": self.particles, "seed": self.seed,
            "windows": [self._window(fit) for fit in [*dict.fromkeys(f.fit for f in self.figures)]],
            "all": self._window(None), "figures": [f.to_json() for f in self.figures],
            "one_step_ahead": {
                **counted(self.steps, self.theory).to_json(), "sectors": sectors(self.steps, theory=self.theory),
                "figures": [s.to_json() for s in self.steps],
            },
            "interrupted": self.interrupted,
        }  # fmt: skip

    def _window(self, fit: str | None) -> dict[str, Any]:
        own, free = self.pooled(fit)
        counts, counts_free = self.counts(fit)
        return {
            "fit": fit, "counts": counts.to_json(), "counts_free": counts_free.to_json(), "better": _p(self.better(fit)), "better_free": _p(self.better_free(fit)),
            "ratio": _number(own), "ratio_free": _number(free),
            "variables": [
                {
                    "variable": v.variable, "figures": v.figures, "ratio": _number(v.ratio),
                    "ratio_free": _number(v.free),
                }
                for v in self.variables(fit)
            ],
        }  # fmt: skip


@plainly
def forecasts(
    histories: int = PARTICLES,
    seed: int = 0,
    particles: int = PARTICLES,
    progress: Progress | None = None,
    *,
    windows: Sequence[tuple[str, str]] = WINDOWS,
    until: str = "1940-12",
    theory: str = BOOK,
) -> Forecasts:
    """Forecast the figures of some years from all that was known before them.

    Args:
        histories: of each forecast, 2 to 100,000.
        seed: of all.
        particles: that follow the record, a multiple of the width of a tile.
        progress: called with what is done and what is wanted of the stage under way.
        windows: first free month and last month scored of each forecast.
        until: month up to which the filter's own forecasts are read.
        theory: whose model.

    Returns:
        The forecasts; when interrupted, of the windows finished so far.

    Raises:
        ValueError: for bad input, in one line.
        KeyboardInterrupt: when interrupted before any window was finished.

    Example:
        >>> found = forecasts(2, particles=256, windows=[("1917-05", "1919-12")], until="1917-05")
        >>> found.figures[0].variable, found.figures[0].fit
        ('party.members', '1917-05')
    """
    sim = Request(histories=histories, seed=seed, theory=theory, least=2, most=MOST).simulator
    known = [f for f in likelihoods() if f.observation.variable in sim.model.registry.outputs]
    found: list[Forecast] = []
    steps: tuple[Assimilated, ...] = ()
    interrupted = False
    inside = {first: within(known, first, stop) for first, stop in windows}
    try:
        wanted = [f for figures in inside.values() for f in figures]
        free = iter(show(sim, wanted, histories, seed, None, progress))
        for first, _ in windows:
            point = branch_point(
                first, theory=theory, seed=seed, particles=particles, progress=progress
            )
            own = show(sim, inside[first], histories, seed, point.origin, progress)
            beside = islice(free, len(own))
            found += [
                score(f, first, a, b, known)
                for f, a, b in zip(inside[first], own, beside, strict=True)
            ]
        point = branch_point(
            until, theory=theory, seed=seed, particles=particles, progress=progress
        )
        steps = point.figures
    except KeyboardInterrupt:
        if not found:
            raise
        interrupted = True
    return Forecasts(tuple(found), steps, histories, particles, seed, interrupted, theory)


def within(known: Sequence[Likelihood], first: str, stop: str) -> list[Likelihood]:
    """Figures all of whose months lie between two months, both included."""
    a, b = month_number(first), month_number(stop)
    return [f for f in known if a <= f.first and f.last <= b]


def show(
    sim: Simulator,
    figures: Sequence[Likelihood],
    histories: int,
    seed: int,
    origin: Origin | None,
    progress: Progress | None = None,
) -> list[np.ndarray]:
    """What histories without intervention show of figures.

    Args:
        sim: the compiled model.
        figures: wanted.
        histories: how many.
        seed: of the ensemble.
        origin: from which they go on; the beginning where None.
        progress: called with (histories done, wanted).

    Returns:
        (history,) for each figure; histories that failed are left out.
    """
    if not figures:
        return []
    places = {name: i for i, name in enumerate(sim.model.registry.outputs)}
    end = max(f.last for f in figures) + 1
    parts: list[list[np.ndarray]] = [[] for _ in figures]
    done = 0
    for batch in sim.run(np.arange(histories, dtype=np.uint32), seed, origin=origin, end=end):
        for f, part in zip(figures, parts, strict=True):
            months = batch.values[:, f.first : f.last + 1, places[f.observation.variable]]
            part.append(f.of_months(months[batch.failure == 0]))
        done += len(batch.histories)
        if progress is not None:
            progress(done, histories)
    return [np.concatenate(part) for part in parts]


def score(
    figure: Likelihood, fit: str, own: np.ndarray, free: np.ndarray, known: Sequence[Likelihood]
) -> Forecast:
    """Compare what histories show of a figure with the record.

    Args:
        figure: the recorded one.
        fit: first free month.
        own: what histories that have followed the record show, (history,).
        free: what free ones show.
        known: figures of the record; those complete before `fit` can be repeated.
    """
    o = figure.observation
    last = repeated(figure, known, month_number(fit))
    asked = Figure(o.variable, o.value, o.low, o.high, months_of(figure), last)
    on = scales([*known, figure])[o.variable]
    return Forecast(figure.name, fit, scored(own, asked, on), scored(free, asked, on), last)


def repeated(figure: Likelihood, known: Sequence[Likelihood], month: int) -> float | None:
    """The last figure of the same variable that was complete before a month, as one of this kind.

    A total is turned into its monthly mean and a mean into a total, where the kinds differ.  Of several
    figures that were complete in the same month those of the same kind count, or else all.

    Args:
        figure: to be forecast.
        known: figures of the record.
        month: number of the first month of which nothing is known.

    Returns:
        The forecast of persistence, or None where nothing was known.
    """
    past = [k for k in known if _same(k, figure) and k.last < month]
    latest = [k for k in past if k.last == max(p.last for p in past)]
    kind = figure.observation.aggregate
    last = [k for k in latest if k.observation.aggregate == kind] or latest
    if not last:
        return None
    level = float(np.mean([k.observation.value / months_of(k) for k in last]))
    return level * months_of(figure)


def _same(a: Likelihood, b: Likelihood) -> bool:
    return a.observation.variable == b.observation.variable


# -- for readers -------------------------------------------------------------------------------

HEADS = ("Variable", "Figures", "Score / persistence", "Of free histories", "Better")
FIGURE_HEADS = (
    "Figure",
    "Known before",
    "Record",
    "Repeated",
    "Forecast (5% to 95%)",
    "Value",
    "Part below",
    "Score",
    "Persistence",
    "Free",
)


def rows(found: Forecasts) -> list[tuple[str, ...]]:
    """The variables as rows of text under `HEADS`, the best first."""
    return [
        (
            v.variable,
            str(v.figures),
            _ratio(v.ratio),
            _ratio(v.free),
            "yes" if v.ratio < 1 else "no",
        )
        for v in found.variables()
    ]


def sentences(found: Forecasts) -> list[str]:
    """What the scores say, in sentences."""
    lines = [
        f"{found.histories:,} histories of each forecast, {found.particles:,} particles, seed {found.seed}; "
        f"{len(found.figures)} figures, {len(found.not_compared)} of them of variables of which nothing was "
        "known before."
    ]
    for fit in [*dict.fromkeys(f.fit for f in found.figures), None]:
        own, free = found.pooled(fit)
        when = "All forecasts together" if fit is None else f"From what was known before {fit}"
        lines.append(
            f"{when}: {_counted(found.better(fit), len(found.variables(fit)))} beat persistence, of free "
            f"histories {_counted(found.better_free(fit), len(found.variables(fit)))}; score over that of "
            f"persistence {_ratio(own)}, of free histories {_ratio(free)}."
        )
    for which, counts in zip(("followed the record", "are free"), found.counts(), strict=True):
        lines.append(f"Histories that {which}. " + " ".join(place_sentences(counts)))
    if found.steps:
        told = " ".join(place_sentences(counted(found.steps, found.theory)))
        lines.append(f"One figure ahead, along {len(found.steps)} figures. {told}")
    return lines


def markdown(found: Forecasts) -> str:
    """The scores as Markdown, for the documentation."""
    lines = [line for sentence in sentences(found) for line in (sentence, "")]
    lines += table(HEADS, rows(found))
    lines += ["", "Figure by figure, the worst beside persistence first:", ""]
    order = sorted(
        (f for f in found.figures if f.repeated is not None),
        key=lambda f: -ratio([f.own])[0],
    )
    lines += table(FIGURE_HEADS, [_row(f) for f in [*order, *found.not_compared]])
    if found.steps:
        lines += ["", "One figure ahead:", ""]
        lines += table(STEP_HEADS, step_rows(found.steps, found.theory))
    return "\n".join(lines) + "\n"


def _row(f: Forecast) -> tuple[str, ...]:
    return (
        f.name,
        month_text(month_number(f.fit) - 1),
        short(f.own.value),
        "-" if f.repeated is None else short(f.repeated),
        f"{short(f.own.median)} ({short(f.own.q05)} to {short(f.own.q95)})",
        f.own.where,
        f"{f.own.pit:.2f}",
        _distance(f.own.crps),
        _distance(f.own.reference),
        _distance(f.free.crps),
    )


def _distance(x: float | None) -> str:
    return "-" if x is None else f"{x:.3g}"


def _ratio(x: float) -> str:
    return f"{x:.2f}" if np.isfinite(x) else "-"


def _counted(i: Interval, of: int) -> str:
    if not of:
        return "no variable"
    return f"{round(i.value * of)} of {of} variables ({i.value:.0%}, {i.low:.0%} to {i.high:.0%})"


def _p(i: Interval) -> dict[str, float | None]:
    return {"p": _number(i.value), "low": i.low, "high": i.high}


def _number(x: float) -> float | None:
    return float(x) if np.isfinite(x) else None


__all__ = [
    "HEADS",
    "TARGET",
    "WINDOWS",
    "Forecast",
    "Forecasts",
    "Scored",
    "forecasts",
    "markdown",
    "repeated",
    "rows",
    "score",
    "sentences",
    "show",
    "within",
]
