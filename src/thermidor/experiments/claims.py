"""The book's claims as experiments: each holds, fails or stays undecided, by interval.

A claim is data (`data/claims/*.yaml`): what is changed, what is measured in which months, what the book
expects, and how large an effect must be to count.  That size follows from the strength that the record
gives to the claim, so that it is fixed before any result is seen.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
from pydantic import Field, ValidationError, model_validator

from thermidor.errors import unknown
from thermidor.experiments.intervals import (
    Interval,
    mean_difference,
    paired_difference,
    rank_correlation,
    share,
)
from thermidor.experiments.metric import Condition, Form, Metric, event_months
from thermidor.experiments.request import Progress, Request
from thermidor.scenarios import Scenario
from thermidor.scenarios.operation import Operation
from thermidor.theories import BOOK

if TYPE_CHECKING:
    from thermidor.engine.controls import Schedule
    from thermidor.engine.identity import Identity
    from thermidor.engine.model import Model
    from thermidor.engine.simulator import Simulator
else:  # the engine is loaded only when claims are run
    Identity = Model = Schedule = Simulator = Any

Verdict = Literal["holds", "fails", "undecided"]
Scale = Literal["probability", "index", "relative", "spread", "correlation"]

FEWEST = 30
"""Histories that a verdict needs; with fewer (after the condition) a claim stays undecided."""

MAJORITY = 0.5
"""Share of histories that must show the course of a trajectory, unless the record says otherwise."""

STRENGTH: dict[str, dict[str, float]] = {
    "probability": {"decisive": 0.20, "major": 0.10, "contributing": 0.05, "minor": 0.02},
    "index": {"decisive": 0.20, "major": 0.10, "contributing": 0.05, "minor": 0.02},
    "relative": {"decisive": 0.50, "major": 0.25, "contributing": 0.10, "minor": 0.05},
    "spread": {"decisive": 0.80, "major": 0.50, "contributing": 0.20, "minor": 0.10},
    "correlation": {"decisive": 0.50, "major": 0.30, "contributing": 0.10, "minor": 0.05},
}
"""Smallest effect that counts, by the record's word for the strength of the claim.

`probability` and `index`: points of a share of histories, or of a share or index between 0 and 1.
`relative`: fraction of the mean without the intervention (for a trajectory: of each history's own
earlier value); for persons dead, arrested, enrolled or under arms, of whom the book speaks in multiples.
`spread`: standard deviations of the metric over the histories without the intervention, the usual sizes
of a large, middling and small effect; for economic levels, of which the book says up or down.
`correlation`: rank correlation of two metrics over the histories, again the usual sizes.
"""


class BadClaim(ValueError):
    """A claim that cannot be run; its text says what, where, and what would be right."""


# -- the form of a claim -----------------------------------------------------------------------


class EncodedClaim(Form):
    """A claim of the book as an experiment.

    Attributes:
        id: in the record ("k0613").
        kind: `contrast` compares twins with and without an intervention; `trajectory` looks at the
            histories without one; `association` asks of these whether two metrics go together.
        scenario: id in the catalogue, or
        do: operations, in the form of scenario files.
        given: what must hold in the history without the intervention for it to count.
        metric: what is measured.
        against: of an association, the metric with which it goes up or down.
        expect: direction in which the metric moves (of a contrast: with the intervention; of a
            trajectory: in most histories), or "none" for no effect worth the name, or
        inside: the range in which it lies (of a contrast: its mean with the intervention).
        scale: in what the strength is measured: `probability`, `index`, `relative`, `spread`
            or `correlation`.
        at_least: smallest effect that counts (in units of the scale), where the record gives a size;
            else it follows from the strength in the record.
        because: what the record says of the size.
        share: of a trajectory, share of histories that must show it.
        note: what metric and intervention stand for.
    """

    id: Annotated[str, Field(pattern=r"^k\d{4}$")]
    kind: Literal["contrast", "trajectory", "association"]
    scenario: str | None = None
    do: tuple[Operation, ...] = ()
    given: tuple[Condition, ...] = ()
    metric: Metric
    against: Metric | None = None
    expect: Literal["up", "down", "none"] | None = None
    inside: tuple[float, float] | None = None
    scale: Scale | None = None
    at_least: Annotated[float, Field(ge=0)] | None = None
    because: str | None = None
    share: Annotated[float, Field(gt=0, lt=1)] = MAJORITY
    note: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _is_whole(self) -> EncodedClaim:
        if (self.expect is None) == (self.inside is None):
            raise ValueError("give either 'expect' or 'inside'")
        if (self.at_least is None) != (self.because is None):
            raise ValueError("'at_least' and 'because' go together: a size needs its reason")
        if self.expect is not None and self.scale is None and self.at_least is None:
            raise ValueError(
                "give the 'scale' of the strength: probability, index, relative or spread"
            )
        if (self.kind == "association") != (self.against is not None):
            raise ValueError("'against' belongs to an association, which needs it")
        if (self.kind == "association") != (self.scale == "correlation"):
            raise ValueError("an association, and nothing else, has the scale 'correlation'")
        if self.kind == "contrast":
            if (self.scenario is None) == (not self.do):
                raise ValueError("a contrast has either 'scenario' or 'do'")
            return self
        if self.scenario is not None or self.do:
            raise ValueError(f"{'a trajectory' if self.kind == 'trajectory' else 'an association'} is looked at without an intervention")  # fmt: skip
        if self.kind == "association":
            if self.expect is None:
                raise ValueError("an association has a direction: 'expect'")
            return self
        if self.scale == "spread":
            raise ValueError("'spread' is for contrasts")
        if self.expect is not None and self.metric.comparison is None:
            raise ValueError("a trajectory that goes up or down compares two times: reduce by 'change' "
                             "or 'ratio', or give 'since'")  # fmt: skip
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
        """Smallest effect that counts, in units of the scale."""
        if self.at_least is not None:
            return self.at_least
        return STRENGTH[self.scale][self.recorded.strength] if self.scale else 0.0

    @property
    def expected(self) -> str:
        """The expectation in words."""
        if self.inside is not None:
            return f"{self.inside[0]:g} to {self.inside[1]:g}"
        unit = {"relative": " of the level", "probability": " of the histories", "index": " points",
                "spread": " standard deviations", "correlation": " of rank correlation",
                None: ""}[self.scale]  # fmt: skip
        size = f"{self.strength:g}{unit}"
        return f"no effect of {size}" if self.expect == "none" else f"{self.expect} by {size}"

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """All that it measures, its conditions included."""
        return (self.metric, *((self.against,) if self.against else ()), *self.given)

    @property
    def operations(self) -> tuple[Operation, ...]:
        """What is done: its own operations or those of its scenario."""
        return Scenario.load(self.scenario).do if self.scenario else self.do


def load_claims() -> dict[str, EncodedClaim]:
    """All encoded claims by id.

    Returns:
        In the order of their files.

    Raises:
        BadClaim: a file is wrong; the text names file, claim and fault.
    """
    return dict(_encoded())


@cache
def _encoded() -> dict[str, EncodedClaim]:
    import yaml

    folder = resources.files("thermidor.experiments") / "data" / "claims"
    found: dict[str, EncodedClaim] = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".yaml"):
            continue
        for entry in yaml.safe_load(file.read_text(encoding="utf-8")) or ():
            claim = read_claim(entry, file.name)
            if claim.id in found:
                raise BadClaim(f"{file.name}: {claim.id} is encoded twice")
            found[claim.id] = claim
    return found


@cache
def left_claims() -> dict[str, str]:
    """Testable claims that are not encoded because the model cannot express them.

    Returns:
        The reason of each by id.
    """
    import yaml

    file = resources.files("thermidor.experiments") / "data" / "claims_left.yaml"
    entries = yaml.safe_load(file.read_text(encoding="utf-8"))
    found = {e["id"]: e["reason"] for e in entries}
    if len(found) < len(entries):
        raise BadClaim(f"{file.name}: a claim is listed twice")
    return found


def read_claim(entry: Any, source: str = "claim") -> EncodedClaim:
    """Check plain data that is meant to be a claim.

    Args:
        entry: a mapping as in the files.
        source: its name in messages.

    Returns:
        The claim.

    Raises:
        BadClaim: in one line that names source, claim and fault.
    """
    from thermidor.record import load

    name = entry.get("id", "a claim without id") if isinstance(entry, dict) else repr(entry)[:60]
    try:
        claim = EncodedClaim.model_validate(entry)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        text = str(first.get("ctx", {}).get("error", first["msg"]))
        raise BadClaim(f"{source}: {name}: {where + ': ' if where else ''}{text}") from None
    if claim.id not in load().claims:
        raise BadClaim(f"{source}: {claim.id} is no claim of the record")
    return claim


# -- results -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ClaimResult:
    """What an experiment says of a claim.

    Attributes:
        id: of the claim.
        verdict: holds, fails or undecided.
        effect: of a contrast the mean difference between twins in units of the metric, or, where the book
            says in which range the metric lies, its mean with the intervention; of a trajectory the share
            of histories that show what is claimed; of an association the rank correlation.
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
        kind: contrast, trajectory or association.
        strength: the record's word.
        note: what metric and intervention stand for.
        reason: why it is undecided; empty otherwise.
        side: of a contrast with a direction, where the interval lies, whatever the strength asked:
            "claimed", "opposite", or "open" when it spans nil; empty for other claims.
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
    reason: str = ""
    side: Literal["claimed", "opposite", "open", ""] = ""

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
        made_by: the parts of what they depend on; see `made_by`.
    """

    histories: int = 0
    seed: int = 0
    interrupted: bool = False
    made_by: Mapping[str, str] = MappingProxyType({})

    def count(self, verdict: Any) -> int:
        """Claims of a verdict."""
        return sum(r.verdict == verdict for r in self)

    @property
    def weaker(self) -> int:
        """Claims that fail although the effect lies on the side claimed: it is weaker than they say."""
        return sum(r.verdict == "fails" and r.side == "claimed" for r in self)

    @property
    def expected_false(self) -> float:
        """Most verdicts ("holds" or "fails") that chance alone makes wrong on average.

        Each verdict rests on one end of a 95% interval and is wrong with at most 2.5 per cent, however
        many others are given beside it; the sum over the claims decided says nothing of errors of the
        model.
        """
        return 0.025 * (self.count("holds") + self.count("fails"))

    def to_json(self) -> dict[str, Any]:
        """Plain data, as `thermidor claims --json` prints it."""
        from thermidor import __version__

        return {
            "version": __version__, "made_by": dict(self.made_by),
            "claims": [r.to_json() for r in self], "histories": self.histories, "seed": self.seed,
            "interrupted": self.interrupted, "holds": self.count("holds"), "fails": self.count("fails"),
            "fails_weaker": self.weaker, "undecided": self.count("undecided"), "expected_false": self.expected_false,
        }  # fmt: skip


# -- running -----------------------------------------------------------------------------------


def run_claims(
    ids: Sequence[str] | None = None,
    system: str | None = None,
    histories: int = 400,
    seed: int = 0,
    progress: Progress | None = None,
    *,
    theory: str = BOOK,
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

    Example:
        >>> import thermidor as th
        >>> board = th.claims(["k0259"], histories=4)
        >>> board[0].id, board[0].verdict in ("holds", "fails", "undecided")
        ('k0259', True)
    """
    sim = Request(histories=histories, seed=seed, theory=theory, least=2).simulator
    board = decide(sim, _chosen(ids, system), histories, seed, progress)
    board.made_by = made_by(sim.model).account()
    return board


claims = run_claims


def _chosen(ids: Sequence[str] | None, system: str | None) -> list[EncodedClaim]:
    from thermidor.record import load

    encoded, record = _encoded(), load()
    for id in ids or ():
        if id in encoded:
            continue
        if id not in record.claims:
            raise BadClaim(unknown("claim", id, record.claims))
        no = record.claims[id].testable == "no"
        why = "cannot be tested" if no else "is not encoded as an experiment yet"
        if id in left_claims():
            why = f"is not encoded as an experiment ({left_claims()[id].rstrip('.')})"
        raise BadClaim(f"claim {id} {why}; `thermidor record show {id}` shows it")
    if system is not None and system not in record.systems:
        raise BadClaim(unknown("system", system, record.systems))
    return [
        c for c in encoded.values()
        if (ids is None or c.id in set(ids)) and (system is None or system in c.systems)
    ]  # fmt: skip


def decide(
    sim: Simulator,
    chosen: Sequence[EncodedClaim],
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
        The results; a claim that needs a variable which the model does not give out stays undecided.

    Raises:
        BadClaim: an intervention names something that the model does not have.
    """
    from thermidor.engine.controls import Schedule

    board = Board()
    board.histories, board.seed = histories, seed
    results: dict[str, ClaimResult] = {}
    arms: dict[tuple[str, ...], tuple[Schedule, list[EncodedClaim]]] = {}
    run: list[EncodedClaim] = []
    for c in chosen:
        missing = _missing(sim, c)
        if missing:
            results[c.id] = _not_run(c, missing)
            continue
        run.append(c)
        if c.kind == "contrast":
            key = tuple(sorted(map(str, c.operations)))
            if key not in arms:
                arms[key] = (_schedule(sim, c), [])
            arms[key][1].append(c)
    done = 0

    def moved() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, len(arms) + 1)

    if run:
        metrics = [m for c in run for m in c.metrics]
        base, events = _measure(sim, Schedule(sim.model.registry), metrics, histories, seed)
        results |= {
            c.id: trajectory(c, base[c.metric], _given(c, base))
            for c in run
            if c.kind == "trajectory"
        }
        results |= {
            c.id: association(c, base[c.metric], base[c.against], _given(c, base))
            for c in run
            if c.against is not None
        }
        moved()
        try:
            for schedule, several in arms.values():
                found, _ = _measure(
                    sim, schedule, [c.metric for c in several], histories, seed, events
                )
                results |= {
                    c.id: contrast(c, found[c.metric], base[c.metric], _given(c, base))
                    for c in several
                }
                moved()
        except KeyboardInterrupt:
            if not results:
                raise
            board.interrupted = True
    board.extend(results[c.id] for c in chosen if c.id in results)
    return board


# -- what verdicts depend on -------------------------------------------------------------------

OUR_CODE = (
    "experiments/claims.py", "experiments/metric.py", "experiments/milestones.py", "experiments/intervals.py",
)  # fmt: skip
"""What makes a verdict from histories."""


def made_by(model: Model) -> Identity:
    """What the verdicts of a model depend on: itself, the claims as encoded, and what decides them.

    Args:
        model: on which they are run.

    Returns:
        Its identity, the same on every machine: last bits decide no claim.
    """
    from thermidor.engine.identity import Identity, Part, code, declarations, formulas, sources

    return Identity(
        declarations(model.registry),
        formulas(model),
        code(),
        sources(*OUR_CODE),
        Part("claims", {c.id: _whole(c) for c in load_claims().values()}),
    )


def _whole(claim: EncodedClaim) -> str:
    """All that is read of a claim, in its file, in the record and in its scenario."""
    r = claim.recorded
    read = (r.statement, r.title, r.page, tuple(r.systems), r.strength)
    return f"{claim.model_dump_json()} {[str(o) for o in claim.operations]} {read}"


# -- verdicts ----------------------------------------------------------------------------------


def contrast(
    claim: EncodedClaim, with_it: np.ndarray, without: np.ndarray, counts: np.ndarray
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
    n, level = len(a), float(b.mean()) if len(a) else math.nan
    required = claim.strength
    if claim.scale == "relative":
        required *= abs(level)
    elif claim.scale == "spread":
        required *= float(b.std(ddof=1)) if n > 1 else math.nan
    if claim.inside is not None:
        effect = (
            share(int((a > 0.5).sum()), n)
            if claim.metric.is_share
            else mean_difference(a, np.zeros(n))
        )
        return _result(claim, _within(effect, claim.inside), effect, n, level, required)
    effect = paired_difference(a > 0.5, b > 0.5) if claim.metric.is_share else mean_difference(a, b)
    result = _result(claim, _directed(effect, claim.expect, required), effect, n, level, required)
    return replace(result, side=_side(effect, claim.expect) if n >= FEWEST else "")


def trajectory(claim: EncodedClaim, metric: np.ndarray, counts: np.ndarray) -> ClaimResult:
    """Decide a claim from the histories without an intervention.

    Args:
        claim: to be decided.
        metric: (history,).
        counts: boolean, the histories that meet the claim's condition.

    Returns:
        The result; its effect is the share of histories that show what is claimed.
    """
    x = metric[counts & np.isfinite(metric)]
    s = claim.strength
    low, high = (1 / (1 + s), 1 + s) if claim.metric.comparison == "ratio" else (-s, s)
    if claim.inside is not None:
        shows = (x >= claim.inside[0]) & (x <= claim.inside[1])
    elif claim.expect == "up":
        shows = (x >= high) & (x > (low + high) / 2 if s == 0 else True)
    elif claim.expect == "down":
        shows = (x <= low) & (x < (low + high) / 2 if s == 0 else True)
    else:
        shows = (x > low) & (x < high)
    found = share(int(shows.sum()), len(x))
    verdict: Verdict = "undecided"
    if found.low > claim.share:
        verdict = "holds"
    elif found.high < claim.share:
        verdict = "fails"
    return _result(claim, verdict, found, len(x), float(x.mean()) if len(x) else math.nan, s)


def association(
    claim: EncodedClaim, metric: np.ndarray, against: np.ndarray, counts: np.ndarray
) -> ClaimResult:
    """Decide whether two metrics go together over the histories without an intervention.

    Args:
        claim: to be decided.
        metric: (history,).
        against: (history,), the other metric.
        counts: boolean, the histories that meet the claim's condition.

    Returns:
        The result; its effect is the rank correlation.
    """
    use = counts & np.isfinite(metric) & np.isfinite(against)
    effect = rank_correlation(metric[use], against[use])
    n, level = int(use.sum()), float(metric[use].mean()) if use.any() else math.nan
    verdict = _directed(effect, claim.expect, claim.strength)
    if not math.isfinite(effect.value):
        verdict = "undecided"
    result = _result(claim, verdict, effect, n, level, claim.strength)
    if n >= FEWEST and not math.isfinite(effect.value):
        return replace(result, reason="one of the two is the same in all histories")
    return replace(result, side=_side(effect, claim.expect) if n >= FEWEST else "")


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


def _side(effect: Interval, expect: str | None) -> Literal["claimed", "opposite", "open", ""]:
    if expect not in ("up", "down"):
        return ""
    if effect.low <= 0 <= effect.high:
        return "open"
    return "claimed" if (effect.low > 0) is (expect == "up") else "opposite"


def _within(mean: Interval, inside: tuple[float, float]) -> Verdict:
    if inside[0] <= mean.low and mean.high <= inside[1]:
        return "holds"
    return "fails" if mean.high < inside[0] or mean.low > inside[1] else "undecided"


def _result(
    claim: EncodedClaim, verdict: Verdict, effect: Interval, n: int, level: float, required: float
) -> ClaimResult:
    recorded, reason = claim.recorded, ""
    if n < FEWEST:
        verdict, reason = "undecided", f"only {n} histories meet the condition, fewer than {FEWEST}"
    elif verdict == "undecided":
        reason = "the interval leaves it open"
    return ClaimResult(
        claim.id, verdict, effect.value, effect.low, effect.high, claim.systems,
        recorded.statement or recorded.title, recorded.page, n, level, required, claim.expected,
        str(claim.metric) + (f" with {claim.against}" if claim.against else ""), claim.kind, recorded.strength, claim.note, reason,
    )  # fmt: skip


def _not_run(claim: EncodedClaim, reason: str) -> ClaimResult:
    """Result of a claim that the model cannot express."""
    nothing = Interval(math.nan, math.nan, math.nan)
    return replace(_result(claim, "undecided", nothing, 0, math.nan, math.nan), reason=reason)


# -- arms --------------------------------------------------------------------------------------


def _measure(
    sim: Simulator,
    schedule: Schedule,
    metrics: Iterable[Metric],
    histories: int,
    seed: int,
    events: dict[str, np.ndarray] | None = None,
) -> tuple[dict[Metric, np.ndarray], dict[str, np.ndarray]]:
    """The metrics of one arm, and the months of the events from which they count.

    A round of histories is reduced before the next is run.  The events are those of the arm without an
    intervention: found in it, and given to the others.
    """
    places = {n: i for i, n in enumerate(sim.model.registry.outputs)}
    wanted = list(dict.fromkeys(metrics))
    needed = {n for m in wanted for n in m.variables}
    named = {m.after for m in wanted if m.after is not None}
    parts: dict[Metric, list[np.ndarray]] = {m: [] for m in wanted}
    found: dict[str, list[np.ndarray]] = {e: [] for e in named}
    done = 0
    for batch in sim.run(np.arange(histories, dtype=np.uint32), seed, schedule):
        series = {n: batch.values[:, :, places[n]].astype(np.float64) for n in needed}
        rows = slice(done, done + len(batch.histories))
        done = rows.stop
        if events is None:
            now = {e: event_months(e, series) for e in named}
            for e in named:
                found[e].append(now[e])
        else:
            now = {e: events[e][rows] for e in named}
        for m in wanted:
            parts[m].append(np.where(batch.failure > 0, np.nan, m.values(series, now)))
    values = {m: np.concatenate(p) for m, p in parts.items()}
    return values, events or {e: np.concatenate(p) for e, p in found.items()}


def _given(claim: EncodedClaim, base: dict[Metric, np.ndarray]) -> np.ndarray:
    counts = np.ones(len(base[claim.metric]), bool)
    for condition in claim.given:
        counts &= base[condition] > 0.5
    return counts


def _schedule(sim: Simulator, claim: EncodedClaim) -> Schedule:
    from thermidor.scenarios import BadScenario

    plain = Scenario.from_data(
        {"id": claim.id, "title": {"en": claim.id}, "do": [o.plain() for o in claim.operations]},
        claim.id,
    )
    try:
        return plain.compile(sim.model.registry)
    except BadScenario as error:
        raise BadClaim(str(error)) from None


def _missing(sim: Simulator, claim: EncodedClaim) -> str:
    """What the claim needs and the model does not give out, as a reason; empty where nothing is missing."""
    outputs = sim.model.registry.outputs
    for metric in claim.metrics:
        for name in metric.variables:
            if name not in outputs:
                return f"the model gives out no variable {name} yet"
    return ""


__all__ = [
    "BadClaim", "Board", "ClaimResult", "EncodedClaim", "association", "claims", "contrast", "decide", "left_claims", "load_claims", "made_by", "read_claim",
    "run_claims", "trajectory",
]  # fmt: skip
