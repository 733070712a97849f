"""Forecasts from branch points: what the model says of years whose figures it has not seen.

Histories follow the record up to a month and are free from it on; each recorded figure of the years
after it is scored (CRPS) against persistence, the repetition of the last figure that was known.  The
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
from thermidor.experiments.crps import fair_crps
from thermidor.experiments.intervals import Interval, share
from thermidor.experiments.request import Progress, Request
from thermidor.record import is_sum
from thermidor.theories import BOOK
from thermidor.theories.outputs import by_sector

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

BINS = 10
"""Classes of the weight below the recorded value."""


@dataclass(frozen=True)
class Forecast:
    """One recorded figure, forecast.

    Attributes:
        name: of the figure.
        variable: of the model.
        fit: first month that was free, "YYYY-MM".
        recorded: its value.
        low: lower end of what the record allows.
        high: upper end.
        q05, median, q95: of the histories that have followed the record.
        crps: their score, in the unit of the figure; 0 is perfect.
        free: score of free histories.
        repeated: the last figure known, as a figure of this kind; None where none was known.
    """

    name: str
    variable: str
    fit: str
    recorded: float
    low: float
    high: float
    q05: float
    median: float
    q95: float
    crps: float
    free: float
    repeated: float | None

    @property
    def baseline(self) -> float | None:
        """Score of persistence."""
        return None if self.repeated is None else abs(self.recorded - self.repeated)

    @property
    def inside(self) -> bool:
        """Whether what the record allows meets the central 90 per cent of the histories."""
        return self.low <= self.q95 and self.high >= self.q05

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "figure": self.name, "variable": self.variable, "fit": self.fit,
            "recorded": self.recorded, "low": self.low, "high": self.high, "q05": self.q05,
            "median": self.median, "q95": self.q95, "inside": self.inside, "crps": self.crps,
            "crps_free": self.free, "repeated": self.repeated, "crps_persistence": self.baseline,
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


@dataclass(frozen=True)
class Forecasts:
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
        found = []
        for name in sorted({f.variable for f in self.figures}):
            own = [f for f in self.figures if f.variable == name and fit in (None, f.fit)]
            own = [f for f in own if f.baseline is not None]
            if own:
                known = sum(f.baseline or 0.0 for f in own)
                found.append(
                    Scored(
                        name,
                        len(own),
                        _over(sum(f.crps for f in own), known),
                        _over(sum(f.free for f in own), known),
                    )
                )
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
        if not scores:
            return float("nan"), float("nan")
        weights = [v.figures for v in scores]
        own, free = (
            float(np.exp(np.average(np.log([getattr(v, n) for v in scores]), weights=weights)))
            for n in ("ratio", "free")
        )
        return own, free

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
                **steps_of(self.steps), "sectors": sectors(self.steps, theory=self.theory),
                "figures": [s.to_json() for s in self.steps],
            },
            "interrupted": self.interrupted,
        }  # fmt: skip

    def _window(self, fit: str | None) -> dict[str, Any]:
        own, free = self.pooled(fit)
        return {
            "fit": fit, "better": _p(self.better(fit)), "better_free": _p(self.better_free(fit)),
            "ratio": _number(own), "ratio_free": _number(free),
            "variables": [
                {
                    "variable": v.variable, "figures": v.figures, "ratio": _number(v.ratio),
                    "ratio_free": _number(v.free),
                }
                for v in self.variables(fit)
            ],
        }  # fmt: skip


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
    recorded = np.array([o.value])
    q05, median, q95 = np.quantile(own, [0.05, 0.5, 0.95]).tolist()
    return Forecast(
        figure.name, o.variable, fit, o.value, o.low, o.high, q05, median, q95,
        float(fair_crps(own[:, None], recorded)[0]), float(fair_crps(free[:, None], recorded)[0]),
        repeated(figure, known, month_number(fit)),
    )  # fmt: skip


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
    level = float(np.mean([k.observation.value / _months(k) for k in last]))
    return level * _months(figure)


def _same(a: Likelihood, b: Likelihood) -> bool:
    return a.observation.variable == b.observation.variable


def _months(f: Likelihood) -> int:
    """Months over which a figure is a total; 1 for a level."""
    return f.last - f.first + 1 if is_sum(f.observation.aggregate) else 1


# -- one figure ahead --------------------------------------------------------------------------


def steps_of(steps: Sequence[Assimilated]) -> dict[str, Any]:
    """How the filter's forecasts one figure ahead kept to the record.

    Args:
        steps: what each figure did.

    Returns:
        `figures`; `inside`, the share whose value lies in the central 90 per cent of the particles, and
        `met`, the share of which any value that the record allows does; `places`, how many recorded
        values have how much of the weight below them, in ten classes.
    """
    n = len(steps)
    places = np.clip([int(s.place * BINS) for s in steps], 0, BINS - 1).astype(int)
    return {
        "figures": n,
        "inside": _p(share(sum(s.q05 <= s.recorded <= s.q95 for s in steps), n)),
        "met": _p(share(sum(s.low <= s.q95 and s.high >= s.q05 for s in steps), n)),
        "places": np.bincount(places, minlength=BINS).tolist(),
    }


def sectors(
    steps: Sequence[Assimilated], most: int = 3, *, theory: str = BOOK
) -> list[dict[str, Any]]:
    """The same by sector, with the figures that surprised most.

    Args:
        steps: what each figure did.
        most: how many figures of a sector are named.
        theory: whose sectors.

    Returns:
        By sector in the order of reading: its name, `steps_of`, mean surprise and the worst figures.
    """
    found = []
    for sector, names in by_sector((s.variable for s in steps), theory).items():
        own = [s for s in steps if s.variable in names]
        worst = sorted(own, key=lambda s: -s.surprise)[:most]
        found.append(
            {
                "sector": sector,
                **steps_of(own),
                "surprise": float(np.mean([s.surprise for s in own])),
                "worst": [s.to_json() for s in worst],
            }
        )
    return found


# -- for readers -------------------------------------------------------------------------------

HEADS = ("Variable", "Figures", "Score / persistence", "Of free histories", "Better")
FIGURE_HEADS = (
    "Figure",
    "Known before",
    "Record",
    "Repeated",
    "Forecast (5% to 95%)",
    "Score",
    "Persistence",
    "Free",
)
STEP_HEADS = ("Sector", "Figures", "Inside 90%", "Range met", "Surprise", "Most surprising")


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
    if found.steps:
        told = steps_of(found.steps)
        lines.append(
            f"One figure ahead, along {told['figures']} figures: {told['inside']['p']:.0%} of the recorded "
            f"values lie in the central 90 per cent of the particles, {told['met']['p']:.0%} with what the "
            f"record allows; weight below the recorded value by tenths: "
            f"{', '.join(map(str, told['places']))}."
        )
    return lines


def markdown(found: Forecasts) -> str:
    """The scores as Markdown, for the documentation."""
    lines = [line for sentence in sentences(found) for line in (sentence, "")]
    lines += _table(HEADS, rows(found))
    lines += ["", "Figure by figure, the worst beside persistence first:", ""]
    order = sorted(
        (f for f in found.figures if f.baseline is not None),
        key=lambda f: -_over(f.crps, f.baseline or 0.0),
    )
    lines += _table(FIGURE_HEADS, [_row(f) for f in [*order, *found.not_compared]])
    if found.steps:
        lines += ["", "One figure ahead:", ""]
        lines += _table(STEP_HEADS, step_rows(found.steps, found.theory))
    return "\n".join(lines) + "\n"


def step_rows(steps: Sequence[Assimilated], theory: str = BOOK) -> list[tuple[str, ...]]:
    """The sectors as rows of text under `STEP_HEADS`."""
    return [
        (
            s["sector"],
            str(s["figures"]),
            f"{s['inside']['p']:.0%}",
            f"{s['met']['p']:.0%}",
            f"{s['surprise']:.2f}",
            "; ".join(
                f"{w['figure']}: {_short(w['recorded'])}, expected {_short(w['q05'])} to {_short(w['q95'])}"
                for w in s["worst"]
            ),
        )
        for s in sectors(steps, theory=theory)
    ]


def _row(f: Forecast) -> tuple[str, ...]:
    return (
        f.name,
        month_text(month_number(f.fit) - 1),
        _short(f.recorded),
        "-" if f.repeated is None else _short(f.repeated),
        f"{_short(f.median)} ({_short(f.q05)} to {_short(f.q95)})",
        _short(f.crps),
        "-" if f.baseline is None else _short(f.baseline),
        _short(f.free),
    )


def _table(heads: Sequence[str], body: Sequence[Sequence[str]]) -> list[str]:
    return [
        f"| {' | '.join(heads)} |",
        f"|{'---|' * len(heads)}",
        *(f"| {' | '.join(row)} |" for row in body),
    ]


def _short(x: float) -> str:
    if x == 0 or not np.isfinite(x):
        return f"{x:g}"
    return f"{float(f'{x:.3g}'):,.0f}" if abs(x) >= 100 else f"{x:.3g}"


def _ratio(x: float) -> str:
    return f"{x:.2f}" if np.isfinite(x) else "-"


def _counted(i: Interval, of: int) -> str:
    if not of:
        return "no variable"
    return f"{round(i.value * of)} of {of} variables ({i.value:.0%}, {i.low:.0%} to {i.high:.0%})"


def _over(x: float, by: float) -> float:
    return x / by if by > 0 else (1.0 if x == 0 else float("inf"))


def _p(i: Interval) -> dict[str, float | None]:
    return {"p": _number(i.value), "low": i.low, "high": i.high}


def _number(x: float) -> float | None:
    return float(x) if np.isfinite(x) else None


__all__ = [
    "HEADS",
    "STEP_HEADS",
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
    "sectors",
    "sentences",
    "show",
    "step_rows",
    "steps_of",
    "within",
]
