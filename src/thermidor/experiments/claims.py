"""The book's claims as experiments: each holds, fails or stays undecided, by interval.

A claim is data (`data/claims/*.yaml`): what is changed, what is measured in which months, what the book
expects, and how large an effect must be to count.  That size follows from the strength that the record
gives to the claim, so that it is fixed before any result is seen.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from thermidor.engine.calendar import month_number
from thermidor.experiments.intervals import Interval, mean_difference, paired_difference, share
from thermidor.experiments.milestones import MILESTONES, THERMIDOR_OR_BEYOND, first_months
from thermidor.model.regime.regime import PHASES
from thermidor.scenarios import Scenario
from thermidor.scenarios.operation import Operation

if TYPE_CHECKING:
    from thermidor.engine.simulator import Simulator

Progress = Callable[[int, int], None]
Verdict = Literal["holds", "fails", "undecided"]

FEWEST = 30
"""Histories that a verdict needs; with fewer (after the condition) a claim stays undecided."""

MAJORITY = 0.5
"""Share of histories in which the course of a trajectory must be seen, unless the book says otherwise."""

STRENGTH: dict[str, dict[str, float]] = {
    "probability": {"decisive": 0.20, "major": 0.10, "contributing": 0.05, "minor": 0.02},
    "index": {"decisive": 0.20, "major": 0.10, "contributing": 0.05, "minor": 0.02},
    "relative": {"decisive": 0.50, "major": 0.25, "contributing": 0.10, "minor": 0.05},
}
"""Smallest effect that counts, by the record's word for the strength of the claim.

In points of a share or a 0-1 index, or as a fraction of the mean without the intervention (for a
trajectory: of each history's own starting value).
"""

SHORT = {"thermidor_or_beyond": THERMIDOR_OR_BEYOND}


class BadClaim(ValueError):
    """A claim that cannot be run; its text says what, where, and what would be right."""


# -- the form of a claim -----------------------------------------------------------------------


def _months(value: Any) -> Any:
    if not (isinstance(value, list | tuple) and len(value) == 2):
        raise ValueError(f"a window is two months, [YYYY-MM, YYYY-MM], not {value!r}")
    first, last = (month_number(str(v)) for v in value)
    if first > last:
        raise ValueError(f"the window ends ({value[1]}) before it begins ({value[0]})")
    return (str(value[0]), str(value[1]))


Window = Annotated[tuple[str, str], BeforeValidator(_months)]
Reduce = Literal["mean", "max", "min", "sum", "first", "last", "change", "ratio", "ever", "month"]


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Metric(_Form):
    """One number a history.

    Attributes:
        of: an output variable; "milestone:m55"; "outcome:thermidor" (the class at the end of the window),
            several joined by "+"; "reached:thermidor_or_beyond" or "reached:brumaire" (ever in the
            window).
        reduce: of a variable: its mean, max, min, sum, first or last value, its `change` from the first
            to the last month, or their `ratio`; of a milestone: `ever` (0 or 1) or `month` (number since
            1917-01 of its first month, the month after the window where it does not come).
        window: first and last month.
        per: another variable by which the reduced value is divided, reduced in the same way.
        above: makes it 1 where the number is above this and 0 elsewhere.
        below: likewise, below.
    """

    of: str
    reduce: Reduce = "mean"
    window: Window
    per: str | None = None
    above: float | None = None
    below: float | None = None

    @model_validator(mode="after")
    def _fits(self) -> Metric:
        if self.above is not None and self.below is not None:
            raise ValueError("give 'above' or 'below', not both")
        kind, _, name = self.of.rpartition(":")
        if kind == "milestone":
            if name not in {m.id for m in MILESTONES}:
                raise ValueError(_unknown("milestone", name, [m.id for m in MILESTONES]))
            if self.reduce not in ("ever", "month"):
                raise ValueError("a milestone is reduced by 'ever' or 'month'")
        elif kind in ("outcome", "reached"):
            for phase in name.split("+"):
                if phase not in (*PHASES, *SHORT):
                    raise ValueError(_unknown("phase", phase, [*PHASES, *SHORT]))
        elif kind:
            raise ValueError(
                f"'{kind}:' is no kind of metric; there is milestone:, outcome: and reached:"
            )
        elif self.reduce in ("ever", "month"):
            raise ValueError(f"'{self.reduce}' belongs to milestones; {self.of} is a variable")
        return self

    @property
    def is_share(self) -> bool:
        """Whether it is 0 or 1 in each history, so that its mean is a share of histories."""
        return (
            self.above is not None
            or self.below is not None
            or self.of.startswith(("outcome:", "reached:"))
            or (self.of.startswith("milestone:") and self.reduce == "ever")
        )

    @property
    def variables(self) -> tuple[str, ...]:
        """Output variables that it needs."""
        if ":" not in self.of:
            return (self.of, *((self.per,) if self.per else ()))
        if self.of.startswith("milestone:"):
            return next(m.needs for m in MILESTONES if m.id == self.of.partition(":")[2])
        return ("regime",)

    def values(self, series: dict[str, np.ndarray]) -> np.ndarray:
        """The number of each history.

        Args:
            series: (history, month) by name, all months from 1917-01.

        Returns:
            (history,); not a number where it is not defined.
        """
        first, last = (month_number(w) for w in self.window)
        x = self._number(series, first, last)
        known = np.isfinite(x)
        if self.above is not None:
            return np.where(known, (x > self.above).astype(float), np.nan)
        if self.below is not None:
            return np.where(known, (x < self.below).astype(float), np.nan)
        return x

    def _number(self, series: dict[str, np.ndarray], first: int, last: int) -> np.ndarray:
        kind, _, name = self.of.rpartition(":")
        if kind == "milestone":
            month = first_months({n: series[n][:, : last + 1] for n in self.variables})[name]
            had = np.isfinite(month) & (month >= first)
            return had.astype(float) if self.reduce == "ever" else np.where(had, month, last + 1.0)
        if kind:
            codes = [PHASES.index(p) for word in name.split("+") for p in SHORT.get(word, (word,))]
            inside = np.isin(np.rint(np.nan_to_num(series["regime"], nan=-1.0)), codes)
            return (
                inside[:, last] if kind == "outcome" else inside[:, first : last + 1].any(axis=1)
            ).astype(float)
        x = _reduced(series[self.of][:, first : last + 1], self.reduce)
        if self.per is None:
            return x
        by = _reduced(series[self.per][:, first : last + 1], self.reduce)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(np.abs(by) > 0, x / by, np.nan)

    def __str__(self) -> str:
        text = (
            f"{self.of} ({self.reduce}"
            if ":" not in self.of or self.reduce == "month"
            else f"{self.of} (share"
        )
        if self.per:
            text = f"{self.of} per {self.per} ({self.reduce}"
        for word, level in (("above", self.above), ("below", self.below)):
            if level is not None:
                text += f" {word} {level:g}"
        return f"{text}, {self.window[0]}..{self.window[1]})"


class Condition(Metric):
    """A metric that must lie above or below a level in the history without the intervention."""

    @model_validator(mode="after")
    def _decides(self) -> Condition:
        if not self.is_share:
            raise ValueError("a condition needs 'above' or 'below'")
        return self


class Claim(_Form):
    """A claim of the book as an experiment.

    Attributes:
        id: in the record ("k0613").
        kind: `contrast` compares twins with and without an intervention; `trajectory` looks at the
            histories without one.
        scenario: id in the catalogue, or
        do: operations, in the form of scenario files.
        given: what must hold in the history without the intervention for it to count.
        metric: what is measured.
        expect: direction in which the metric moves (of a contrast: with the intervention; of a
            trajectory: in most histories), or "none" for no effect worth the name, or
        inside: the range in which it lies.
        scale: in what the strength is measured: `probability`, `index` or `relative`.
        at_least: smallest effect that counts, where the book prints a size; else it follows from the
            strength in the record.
        because: where the book prints it.
        share: of a trajectory, share of histories that must show it.
        note: what the metric and the intervention stand for.
    """

    id: Annotated[str, Field(pattern=r"^k\d{4}$")]
    kind: Literal["contrast", "trajectory"]
    scenario: str | None = None
    do: tuple[Operation, ...] = ()
    given: tuple[Condition, ...] = ()
    metric: Metric
    expect: Literal["up", "down", "none"] | None = None
    inside: tuple[float, float] | None = None
    scale: Literal["probability", "index", "relative"] | None = None
    at_least: Annotated[float, Field(ge=0)] | None = None
    because: str | None = None
    share: Annotated[float, Field(gt=0, lt=1)] = MAJORITY
    note: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _is_whole(self) -> Claim:
        if (self.expect is None) == (self.inside is None):
            raise ValueError("give either 'expect' or 'inside'")
        if self.kind == "contrast" and (self.scenario is None) == (not self.do):
            raise ValueError("a contrast has either 'scenario' or 'do'")
        if self.kind == "trajectory" and (self.scenario is not None or self.do):
            raise ValueError("a trajectory is looked at without an intervention")
        if (self.at_least is None) != (self.because is None):
            raise ValueError("'at_least' and 'because' go together: a size needs its reason")
        if self.expect is not None and self.scale is None and self.at_least is None:
            raise ValueError("give the 'scale' of the strength (probability, index or relative)")
        if (
            self.kind == "trajectory"
            and self.expect
            and self.metric.reduce not in ("change", "ratio")
        ):
            raise ValueError("a trajectory that goes up or down is measured by 'change' or 'ratio'")
        if self.kind == "trajectory" and self.inside is None and self.metric.is_share:
            raise ValueError("a trajectory of a yes or no has 'inside'")
        return self

    @property
    def recorded(self) -> Any:
        """The claim in the record."""
        from thermidor.record import load

        return load().claims[self.id]

    @property
    def systems(self) -> tuple[str, ...]:
        """Systems of the record that it touches."""
        return tuple(self.recorded.systems)

    @property
    def strength(self) -> float:
        """Smallest effect that counts."""
        if self.at_least is not None:
            return self.at_least
        return STRENGTH[self.scale][self.recorded.strength] if self.scale else 0.0

    @property
    def expected(self) -> str:
        """The expectation in words."""
        if self.inside is not None:
            return f"{self.inside[0]:g} to {self.inside[1]:g}"
        unit = {"relative": "of the level", "probability": "of all histories", "index": "points"}
        size = f"{self.strength:g} {unit.get(self.scale or '', '')}".strip()
        return f"no effect of {size}" if self.expect == "none" else f"{self.expect} by {size}"


def load_claims() -> dict[str, Claim]:
    """All encoded claims by id.

    Returns:
        In the order of their files.

    Raises:
        BadClaim: a file is wrong; the text names file, claim and fault.
    """
    return dict(_encoded())


@cache
def _encoded() -> dict[str, Claim]:
    import yaml

    folder = resources.files("thermidor.experiments") / "data" / "claims"
    found: dict[str, Claim] = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".yaml"):
            continue
        for entry in yaml.safe_load(file.read_text(encoding="utf-8")) or ():
            claim = _read(entry, file.name)
            if claim.id in found:
                raise BadClaim(f"{file.name}: {claim.id} is encoded twice")
            found[claim.id] = claim
    return found


def _read(entry: Any, source: str) -> Claim:
    from thermidor.record import load

    name = entry.get("id", "a claim without id") if isinstance(entry, dict) else repr(entry)[:60]
    try:
        claim = Claim.model_validate(entry)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadClaim(f"{source}: {name}: {where + ': ' if where else ''}{first['msg']}") from None
    if claim.id not in load().claims:
        raise BadClaim(f"{source}: {claim.id} is no claim of the record")
    return claim


# -- running -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ClaimResult:
    """What an experiment says of a claim.

    Attributes:
        id: of the claim.
        verdict: holds, fails or undecided.
        effect: of a contrast the mean difference between twins in units of the metric; of a trajectory the
            share of histories that show what is claimed.
        low: lower end of its 95% interval.
        high: upper end.
        systems: of the record.
        statement: the claim in the record's words.
        page: of the book.
        n: histories that count.
        level: mean of the metric without the intervention.
        required: smallest effect that counts, in units of the metric.
        expected: the expectation in words.
        metric: what was measured, in words.
        kind: contrast or trajectory.
        strength: the record's word.
        note: what metric and intervention stand for.
    """

    id: str
    verdict: Verdict
    effect: float
    low: float
    high: float
    systems: tuple[str, ...]
    statement: str
    page: int | None
    n: int
    level: float
    required: float
    expected: str
    metric: str
    kind: str
    strength: str
    note: str

    def to_json(self) -> dict[str, Any]:
        """Plain data; what is not defined is null."""
        plain = {k: list(v) if isinstance(v, tuple) else v for k, v in vars(self).items()}
        return {
            k: None if isinstance(v, float) and not math.isfinite(v) else v
            for k, v in plain.items()
        }


class Board(list[ClaimResult]):
    """Results of claims, with what belongs to all of them.

    Attributes:
        histories: an arm.
        seed: of all arms.
        interrupted: whether claims are missing because the run was stopped.
    """

    histories: int = 0
    seed: int = 0
    interrupted: bool = False

    def count(self, verdict: Any) -> int:
        """Claims of a verdict."""
        return sum(r.verdict == verdict for r in self)

    @property
    def expected_false(self) -> float:
        """Most verdicts ("holds" or "fails") that chance alone makes wrong on average.

        Each verdict rests on one end of a 95% interval: it is wrong with at most 2.5 per cent, so the sum
        over all claims run is the bound; it says nothing of errors of the model.
        """
        return 0.025 * len(self)

    def to_json(self) -> dict[str, Any]:
        """Plain data, as `thermidor claims --json` prints it."""
        return {
            "claims": [r.to_json() for r in self],
            "histories": self.histories,
            "seed": self.seed,
            "interrupted": self.interrupted,
            "holds": self.count("holds"),
            "fails": self.count("fails"),
            "undecided": self.count("undecided"),
            "expected_false": self.expected_false,
        }


def run_claims(
    ids: Sequence[str] | None = None,
    system: str | None = None,
    histories: int = 400,
    seed: int = 0,
    progress: Progress | None = None,
    *,
    theory: str = "lequenne",
) -> Board:
    """Run claims as experiments, in one batch: one baseline for all, each intervention once.

    Args:
        ids: of claims; all encoded ones by default.
        system: only claims that touch this system of the record.
        histories: an arm, 2 to a million.
        seed: of all arms.
        progress: called with (arms done, arms wanted).
        theory: on which model.

    Returns:
        A list of results in the order of the files; when interrupted, of the claims whose arms were
        finished.

    Raises:
        ValueError: for bad input, in one line.
        KeyboardInterrupt: when interrupted before any claim was finished.
    """
    from thermidor.experiments.ensemble import LIMIT, BadRequest, simulator

    if isinstance(histories, bool) or not isinstance(histories, int) or not 2 <= histories <= LIMIT:
        raise BadRequest(f"histories must be a whole number from 2 to {LIMIT:,}, not {histories}")
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**32:
        raise BadRequest(f"seed must be a whole number from 0 to {2**32 - 1}, not {seed}")
    chosen = _chosen(ids, system)
    return decide(simulator(theory), chosen, histories, seed, progress)


claims = run_claims


def _chosen(ids: Sequence[str] | None, system: str | None) -> list[Claim]:
    from thermidor.record import load

    encoded = _encoded()
    for id in ids or ():
        if id not in encoded:
            if id in load().claims:
                test = load().claims[id].testable
                why = "cannot be tested" if test == "no" else "is not encoded as an experiment yet"
                raise BadClaim(f"claim {id} {why}; `thermidor record show {id}` shows it")
            raise BadClaim(_unknown("claim", id, load().claims))
    if system is not None and system not in load().systems:
        raise BadClaim(_unknown("system", system, load().systems))
    wanted = set(ids) if ids is not None else None
    return [
        c
        for c in encoded.values()
        if (wanted is None or c.id in wanted) and (system is None or system in c.systems)
    ]


def decide(
    sim: Simulator,
    chosen: Sequence[Claim],
    histories: int,
    seed: int,
    progress: Progress | None = None,
) -> Board:
    """Run claims on any compiled model.

    Args:
        sim: the model.
        chosen: the claims.
        histories: an arm.
        seed: of all arms.
        progress: called with (arms done, arms wanted).

    Returns:
        The results.

    Raises:
        BadClaim: a claim names something that the model does not have.
    """
    from thermidor.engine.controls import Schedule

    board = Board()
    board.histories, board.seed = histories, seed
    arms: dict[tuple[Any, ...], tuple[Schedule, list[Claim]]] = {}
    for c in chosen:
        _check(sim, c)
        if c.kind == "contrast":
            key = _arm(c)
            if key not in arms:
                arms[key] = (_schedule(sim, c), [])
            arms[key][1].append(c)
    wanted, done = len(arms) + 1, 0

    def moved() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, wanted)

    if not chosen:
        return board
    metrics = [m for c in chosen for m in (c.metric, *c.given)]
    base = _measure(sim, Schedule(sim.model.registry), metrics, histories, seed)
    moved()
    results = {
        c.id: trajectory(c, base[c.metric], _given(c, base))
        for c in chosen
        if c.kind == "trajectory"
    }
    try:
        for schedule, several in arms.values():
            found = _measure(sim, schedule, [c.metric for c in several], histories, seed)
            results |= {
                c.id: contrast(c, found[c.metric], base[c.metric], _given(c, base)) for c in several
            }
            moved()
    except KeyboardInterrupt:
        if not results:
            raise
        board.interrupted = True
    board.extend(results[c.id] for c in chosen if c.id in results)
    return board


def contrast(
    claim: Claim, with_it: np.ndarray, without: np.ndarray, counts: np.ndarray
) -> ClaimResult:
    """Decide a claim from twins.

    Args:
        claim: to be decided.
        with_it: metric with the intervention, (history,).
        without: metric of the twins without it.
        counts: boolean, the histories that meet the claim's condition.

    Returns:
        The result.
    """
    use = counts & np.isfinite(with_it) & np.isfinite(without)
    a, b = with_it[use], without[use]
    n, level = int(use.sum()), float(b.mean()) if use.any() else math.nan
    effect = paired_difference(a > 0.5, b > 0.5) if claim.metric.is_share else mean_difference(a, b)
    required = claim.strength * abs(level) if claim.scale == "relative" else claim.strength
    if claim.inside is not None:
        verdict = _within(Interval(float(a.mean()) if n else math.nan, *_mean(a)), claim.inside)
    else:
        verdict = _directed(effect, claim.expect, required)
    return _result(claim, verdict if n >= FEWEST else "undecided", effect, n, level, required)


def trajectory(claim: Claim, metric: np.ndarray, counts: np.ndarray) -> ClaimResult:
    """Decide a claim from the histories without an intervention.

    Args:
        claim: to be decided.
        metric: (history,).
        counts: boolean, the histories that meet the claim's condition.

    Returns:
        The result; its effect is the share of histories that show what is claimed.
    """
    use = counts & np.isfinite(metric)
    x = metric[use]
    n, required = int(use.sum()), claim.strength
    if claim.inside is not None:
        shows = (x >= claim.inside[0]) & (x <= claim.inside[1])
    elif claim.metric.reduce == "ratio":
        shows = {
            "up": x >= 1 + required,
            "down": x <= 1 / (1 + required),
            "none": (x < 1 + required) & (x > 1 / (1 + required)),
        }[claim.expect or "none"]
    else:
        shows = {"up": x >= required, "down": x <= -required, "none": np.abs(x) < required}[
            claim.expect or "none"
        ]
    found = share(int(shows.sum()), n)
    verdict: Verdict = "undecided"
    if n >= FEWEST:
        verdict = (
            "holds"
            if found.low > claim.share
            else "fails"
            if found.high < claim.share
            else "undecided"
        )
    return _result(claim, verdict, found, n, float(x.mean()) if n else math.nan, required)


def _directed(effect: Interval, expect: str | None, required: float) -> Verdict:
    """Holds when the whole interval reaches the strength, fails when none of it does."""
    low, high = (effect.low, effect.high) if expect != "down" else (-effect.high, -effect.low)
    if expect == "none":
        if -required < low and high < required:
            return "holds"
        return "fails" if low >= required or high <= -required else "undecided"
    if low >= required and low > 0:
        return "holds"
    return "fails" if high < required or high <= 0 else "undecided"


def _within(mean: Interval, inside: tuple[float, float]) -> Verdict:
    if inside[0] <= mean.low and mean.high <= inside[1]:
        return "holds"
    return "fails" if mean.high < inside[0] or mean.low > inside[1] else "undecided"


def _mean(x: np.ndarray) -> tuple[float, float]:
    return mean_difference(x, np.zeros_like(x))[1:]


def _result(
    claim: Claim, verdict: Verdict, effect: Interval, n: int, level: float, required: float
) -> ClaimResult:
    recorded = claim.recorded
    return ClaimResult(
        claim.id,
        verdict,
        effect.value,
        effect.low,
        effect.high,
        claim.systems,
        recorded.statement or recorded.title,
        recorded.page,
        n,
        level,
        required,
        claim.expected,
        str(claim.metric),
        claim.kind,
        recorded.strength,
        claim.note,
    )


# -- arms --------------------------------------------------------------------------------------


def _measure(
    sim: Simulator, schedule: Any, metrics: Iterable[Metric], histories: int, seed: int
) -> dict[Metric, np.ndarray]:
    """The metrics of one arm; a round of histories is reduced before the next is run."""
    places = {n: i for i, n in enumerate(sim.model.registry.observables)}
    wanted = list(dict.fromkeys(metrics))
    needed = {n for m in wanted for n in m.variables}
    parts: dict[Metric, list[np.ndarray]] = {m: [] for m in wanted}
    for batch in sim.run(np.arange(histories, dtype=np.uint32), seed, schedule):
        series = {n: batch.values[:, :, places[n]].astype(np.float64) for n in needed}
        for m in wanted:
            x = m.values(series)
            x[batch.failure > 0] = np.nan
            parts[m].append(x)
    return {m: np.concatenate(p) for m, p in parts.items()}


def _given(claim: Claim, base: dict[Metric, np.ndarray]) -> np.ndarray:
    counts = np.ones(len(base[claim.metric]), bool)
    for condition in claim.given:
        counts &= base[condition] > 0.5
    return counts


def _arm(claim: Claim) -> tuple[Any, ...]:
    operations = Scenario.load(claim.scenario).do if claim.scenario else claim.do
    return tuple(sorted(str(o) for o in operations))


def _schedule(sim: Simulator, claim: Claim) -> Any:
    from thermidor.scenarios._errors import BadScenario

    try:
        if claim.scenario:
            return Scenario.load(claim.scenario).compile(sim.model.registry)
        return Scenario(id=claim.id, title={"en": claim.id}, do=claim.do).compile(
            sim.model.registry
        )  # type: ignore[arg-type]
    except BadScenario as error:
        raise BadClaim(f"{claim.id}: {error}") from None


def _check(sim: Simulator, claim: Claim) -> None:
    observed = sim.model.registry.observables
    for metric in (claim.metric, *claim.given):
        for name in metric.variables:
            if name not in observed:
                raise BadClaim(f"{claim.id}: {_unknown('variable', name, observed)}")


def _reduced(x: np.ndarray, how: str) -> np.ndarray:
    if how == "change":
        return x[:, -1] - x[:, 0]
    if how == "ratio":
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(np.abs(x[:, 0]) > 0, x[:, -1] / x[:, 0], np.nan)
    if how in ("first", "last"):
        return x[:, 0 if how == "first" else -1]
    return np.asarray(
        {"mean": np.mean, "max": np.max, "min": np.min, "sum": np.sum}[how](x, axis=1)
    )


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(str(name)[:100], list(known), n=3, cutoff=0.4)
    return f"no {what} is called {str(name)[:100]!r}" + (
        f"; nearest: {', '.join(near)}" if near else ""
    )


__all__ = [
    "BadClaim",
    "Board",
    "Claim",
    "ClaimResult",
    "Metric",
    "claims",
    "contrast",
    "decide",
    "load_claims",
    "run_claims",
    "trajectory",
]
