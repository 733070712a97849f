"""The book's claims as experiments, and the run that decides them; `verdicts` says what is decided and how.

A claim is data (`data/claims/*.yaml`): what is changed, what is measured in which months, what the book
expects, and how large it says that the effect is.  That size follows from the strength that the record
gives to the claim, so that it is fixed before any result is seen.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
from pydantic import Field, ValidationError, model_validator

from thermidor.engine.calendar import month_number
from thermidor.errors import unknown
from thermidor.experiments.metric import Condition, Form, Metric, codes_of, digest, event_months
from thermidor.experiments.request import Progress, Request
from thermidor.experiments.verdicts import (
    FEWEST,
    FLOOR,
    Board,
    ClaimResult,
    contrast,
    not_run,
    trajectory,
)
from thermidor.experiments.wishes import plainly
from thermidor.keep import cache_folder, recall, remember
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

Scale = Literal["probability", "index", "relative", "spread"]

MAJORITY = 0.5
"""Share of histories that must show the course of a trajectory, unless the record says otherwise."""

STRENGTH: dict[str, dict[str, float]] = {
    "probability": {"decisive": 0.20, "major": 0.10, "contributing": 0.05, "minor": 0.02},
    "index": {"decisive": 0.20, "major": 0.10, "contributing": 0.05, "minor": 0.02},
    "relative": {"decisive": 0.50, "major": 0.25, "contributing": 0.10, "minor": 0.05},
    "spread": {"decisive": 0.80, "major": 0.50, "contributing": 0.20, "minor": 0.10},
}
"""Size that is asked, by the record's word for the strength of the claim.

`probability` and `index`: points of a share of histories, or of a share or index between 0 and 1.
`relative`: fraction of the mean without the intervention (for a trajectory: of each history's own
earlier value); for persons dead, arrested, enrolled or under arms, of whom the book speaks in multiples.
`spread`: standard deviations of the metric over the histories without the intervention, the usual sizes
of a large, middling and small effect; for economic levels, of which the book says up or down.
"""


class BadClaim(ValueError):
    """A claim that cannot be run; its text says what, where, and what would be right."""


# -- the form of a claim -----------------------------------------------------------------------


class EncodedClaim(Form):
    """A claim of the book as an experiment.

    Attributes:
        id: in the record ("k0613").
        kind: `contrast` compares twins with and without an intervention; `trajectory` describes the
            histories without one.
        scenario: id in the catalogue, or
        do: operations, in the form of scenario files.
        given: what must hold in the history without the intervention for it to count; a decision taken
            in it too ("taken:factions.ban").
        metric: what is measured.
        expect: direction in which the metric moves (of a contrast: with the intervention; of a
            trajectory: in most histories), or "none" for no effect worth the name, or
        inside: the range in which it lies (of a contrast: its mean with the intervention).
        scale: in what the strength is measured: `probability`, `index`, `relative` or `spread`.
        at_least: size that is asked (in units of the scale), where the record gives one;
            else it follows from the strength in the record.
        because: what the record says of the size.
        share: of a trajectory, share of histories that must show it.
        note: what metric and intervention stand for.
    """

    id: Annotated[str, Field(pattern=r"^k\d{4}$")]
    kind: Literal["contrast", "trajectory"]
    scenario: str | None = None
    do: tuple[Operation, ...] = ()
    given: tuple[Condition, ...] = ()
    metric: Metric
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
        if self.kind == "contrast":
            if (self.scenario is None) == (not self.do):
                raise ValueError("a contrast has either 'scenario' or 'do'")
            return self
        if self.scenario is not None or self.do:
            raise ValueError("a trajectory is looked at without an intervention")
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
        """Size that is asked, in units of the scale."""
        if self.at_least is not None:
            return self.at_least
        return STRENGTH[self.scale][self.recorded.strength] if self.scale else 0.0

    @property
    def asked_by(self) -> Literal["book", "reader"]:
        """Whose the size is: the book's where its words or figures give one, else its reader's."""
        return "book" if self.at_least is not None else self.recorded.strength_basis

    @property
    def floor_scale(self) -> Scale:
        """In what the least effect that counts is measured; where the record gives a size in units, in spreads."""
        return self.scale or ("probability" if self.metric.is_share else "spread")

    @property
    def expected(self) -> str:
        """The expectation in words."""
        if self.inside is not None:
            return f"{self.inside[0]:g} to {self.inside[1]:g}"
        unit = {"relative": " of the level", "probability": " of the histories", "index": " points",
                "spread": " standard deviations", None: ""}[self.scale]  # fmt: skip
        size = f"{self.strength:g}{unit}"
        if self.expect == "none":
            return f"no effect of {FLOOR[self.floor_scale]:g}{unit}"
        return f"{self.expect} by {size}"

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """All that it measures, its conditions included."""
        return (self.metric, *self.given)

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


# -- running -----------------------------------------------------------------------------------


@plainly
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

    What is decided is kept, so that a run that was stopped goes on where it was.

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
        >>> from thermidor.experiments.verdicts import VERDICTS
        >>> board = th.claims(["k0259"], histories=4)
        >>> board[0].id, board[0].verdict in VERDICTS
        ('k0259', True)
    """
    sim = Request(histories=histories, seed=seed, theory=theory, least=2).simulator
    identity = made_by(sim.model)
    kept = Kept(cache_folder("claims") / f"board-{identity.short}-{theory}-{histories}-{seed}.kept")
    board = decide(sim, _chosen(ids, system), histories, seed, progress, kept=kept)
    board.made_by = identity.account()
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


class Kept:
    """Results of a run that go into a file as soon as they are there."""

    def __init__(self, path: Path):
        self.path = path
        plain = json.loads(recall(path) or b"[]")
        self.results = {r["id"]: ClaimResult.from_json(r) for r in plain}

    def add(self, results: Iterable[ClaimResult]) -> None:
        """Keep some more."""
        self.results |= {r.id: r for r in results}
        remember(self.path, json.dumps([r.to_json() for r in self.results.values()]).encode())


@dataclass
class Arm:
    """One intervention, and what is asked of it.

    Attributes:
        schedule: the intervention.
        claims: those that are tried by it.
        taken: conditions on a decision that it forbids: a history took the decision where its twin differs.
    """

    schedule: Schedule
    claims: list[EncodedClaim] = field(default_factory=list)
    taken: list[Condition] = field(default_factory=list)


def decide(
    sim: Simulator,
    chosen: Sequence[EncodedClaim],
    histories: int,
    seed: int,
    progress: Progress | None = None,
    *,
    kept: Kept | None = None,
) -> Board:
    """Run claims on any compiled model.

    Args:
        sim: the model.
        chosen: the claims.
        histories: an arm.
        seed: of all arms.
        progress: called with (arms done, arms wanted).
        kept: results that need not be found again, and where new ones are kept.

    Returns:
        The results; a claim that needs a variable which the model does not give out stays undecided.

    Raises:
        BadClaim: an intervention names something that the model does not have, or a metric restates it.
    """
    board = Board()
    board.histories, board.seed = histories, seed
    known = {} if kept is None else kept.results
    results = {c.id: known[c.id] for c in chosen if c.id in known}
    run: list[EncodedClaim] = []
    for c in (c for c in chosen if c.id not in results):
        missing = _missing(sim, c)
        if missing:
            results[c.id] = not_run(c, missing)
        else:
            _refuse_restated(sim, c)
            run.append(c)
    try:
        for found in _decided(sim, run, histories, seed, progress):
            results |= {r.id: r for r in found}
            if kept is not None and found:
                kept.add(found)
    except KeyboardInterrupt:
        if not results:
            raise
        board.interrupted = True
    board.extend(results[c.id] for c in chosen if c.id in results)
    return board


def _decided(
    sim: Simulator,
    run: Sequence[EncodedClaim],
    histories: int,
    seed: int,
    progress: Progress | None,
) -> Iterator[list[ClaimResult]]:
    """The results as they come: of the arm without an intervention, then of each other arm."""
    from thermidor.engine.controls import Schedule

    if not run:
        return
    arms = _arms(sim, run)
    done = 0

    def moved() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, len(arms) + 1)

    taken = {m: g for arm in arms for m in arm.taken for g in [_last(m)]}
    lasts = sorted(set(taken.values()))
    base = _measure(
        sim, Schedule(sim.model.registry), [m for c in run for m in c.metrics], histories, seed, lasts=lasts
    )  # fmt: skip
    waiting: list[tuple[EncodedClaim, Measured]] = []
    happened: dict[Metric, np.ndarray] = {}

    def given(c: EncodedClaim) -> np.ndarray:
        counts = np.ones(histories, bool)
        for g in c.given:
            counts &= happened[g] if g.decision else base.values[g] > 0.5
        return counts

    def decided(c: EncodedClaim, found: Measured) -> ClaimResult:
        m = c.metric
        differs = found.bits[m] != base.bits[m]
        return contrast(c, found.values[m], base.values[m], given(c), differs)

    courses = [c for c in run if c.kind == "trajectory"]
    yield [trajectory(c, base.values[c.metric], given(c)) for c in courses if not _takes(c)]
    moved()
    for n, arm in enumerate(arms):
        found = _measure(
            sim, arm.schedule, [c.metric for c in arm.claims], histories, seed, base.events, sorted({taken[m] for m in arm.taken})
        )  # fmt: skip
        for m in arm.taken:
            happened[m] = found.whole[taken[m]] != base.whole[taken[m]]
        waiting += [(c, found) for c in arm.claims]
        if n + 1 == len(arms) or not arms[n + 1].taken:  # all decisions are known
            yield [decided(c, f) for c, f in waiting]
            waiting.clear()
        moved()
    yield [trajectory(c, base.values[c.metric], given(c)) for c in courses if _takes(c)]


def _takes(claim: EncodedClaim) -> bool:
    return any(g.decision for g in claim.given)


def _last(metric: Metric) -> int:
    """Number of the last month of a window of dates."""
    return month_number(str(metric.window[1]))


def _arms(sim: Simulator, run: Sequence[EncodedClaim]) -> list[Arm]:
    """The interventions that are needed, each once, those first that say which decisions were taken."""
    arms: dict[tuple[str, ...], Arm] = {}

    def arm(operations: Sequence[Operation], name: str) -> Arm:
        key = tuple(sorted(map(str, operations)))
        if key not in arms:
            arms[key] = Arm(_schedule(sim, operations, name))
        return arms[key]

    for c in run:
        if c.kind == "contrast":
            arm(c.operations, c.id).claims.append(c)
        for g in c.given:
            if g.decision:
                first, last = map(str, g.window)
                without = Operation.model_validate(
                    {"forbid": g.decision, "from": first, "to": last}
                )
                here = arm([without], c.id)
                if g not in here.taken:
                    here.taken.append(g)
    return sorted(arms.values(), key=lambda a: not a.taken)


# -- what verdicts depend on -------------------------------------------------------------------

OUR_CODE = (
    "experiments/claims.py", "experiments/verdicts.py", "experiments/metric.py", "experiments/milestones.py",
    "experiments/intervals.py",
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
    read = (r.statement, r.title, r.page, tuple(r.systems), r.strength, r.strength_basis)
    return f"{claim.model_dump_json()} {[str(o) for o in claim.operations]} {read}"


# -- arms --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Measured:
    """What is kept of one arm.

    Attributes:
        values: of the metrics, (history,).
        bits: digest of what each metric is made of, (history,): equal only where all of it is.
        events: months of the events from which metrics count, (history,).
        whole: digest of all outputs up to some months, (history,), by month.
    """

    values: dict[Metric, np.ndarray]
    bits: dict[Metric, np.ndarray]
    events: dict[str, np.ndarray]
    whole: dict[int, np.ndarray]


def _measure(
    sim: Simulator,
    schedule: Schedule,
    metrics: Iterable[Metric],
    histories: int,
    seed: int,
    events: dict[str, np.ndarray] | None = None,
    lasts: Sequence[int] = (),
) -> Measured:
    """The metrics of one arm, and the months of the events from which they count.

    A round of histories is reduced before the next is run.  The events are those of the arm without an
    intervention: found in it, and given to the others.
    """
    places = {n: i for i, n in enumerate(sim.model.registry.outputs)}
    wanted = [m for m in dict.fromkeys(metrics) if m.decision is None]
    needed = {n for m in wanted for n in m.reads if n in places}
    named = {m.after for m in wanted if m.after is not None}
    parts: dict[Metric, list[np.ndarray]] = {m: [] for m in wanted}
    bits: dict[Metric, list[np.ndarray]] = {m: [] for m in wanted}
    found: dict[str, list[np.ndarray]] = {e: [] for e in named}
    whole: dict[int, list[np.ndarray]] = {last: [] for last in lasts}
    done = 0
    for batch in sim.run(np.arange(histories, dtype=np.uint32), seed, schedule):
        raw = {n: np.ascontiguousarray(batch.values[:, :, places[n]]) for n in needed}
        series = {n: x.astype(np.float64) for n, x in raw.items()}
        series |= codes_of(wanted, raw)
        rows = slice(done, done + len(batch.histories))
        done = rows.stop
        if events is None:
            now = {e: event_months(e, series) for e in named}
            for e in named:
                found[e].append(now[e])
        else:
            now = {e: events[e][rows] for e in named}
        digests = {}
        for m in wanted:
            parts[m].append(np.where(batch.failure > 0, np.nan, m.values(series, now)))
            end = raw[m.measured[0]].shape[1] if m.after else _last(m) + 1
            made_of = m.made_of(places)
            for n in made_of:
                if (n, end) not in digests:
                    digests[n, end] = digest(raw[n][:, :end], places[n])
            bits[m].append(np.add.reduce([digests[n, end] for n in made_of]))
        for last in lasts:
            all_of = [digest(np.ascontiguousarray(batch.values[:, : last + 1, i]), i) for i in places.values()]  # fmt: skip
            whole[last].append(np.add.reduce(all_of))
    return Measured(
        {m: np.concatenate(p) for m, p in parts.items()},
        {m: np.concatenate(p) for m, p in bits.items()},
        events or {e: np.concatenate(p) for e, p in found.items()},
        {last: np.concatenate(p) for last, p in whole.items()},
    )


def _schedule(sim: Simulator, operations: Sequence[Operation], name: str) -> Schedule:
    from thermidor.scenarios import BadScenario

    plain = Scenario.from_data(
        {"id": name, "title": {"en": name}, "do": [o.plain() for o in operations]}, name
    )
    try:
        return plain.compile(sim.model.registry)
    except BadScenario as error:
        raise BadClaim(str(error)) from None


def _refuse_restated(sim: Simulator, claim: EncodedClaim) -> None:
    """See that a claim does not measure what it sets."""
    from thermidor.experiments.restated import restated

    for path, same in restated(sim.model, claim).items():
        raise BadClaim(
            f"{claim.id}: {claim.metric} restates {path}: it is made of {', '.join(same)}; "
            "measure what follows from it, or after it has ended"
        )


def _missing(sim: Simulator, claim: EncodedClaim) -> str:
    """What the claim needs and the model does not give out, as a reason; empty where nothing is missing."""
    outputs = sim.model.registry.outputs
    for metric in claim.metrics:
        for name in metric.variables:
            if name not in outputs:
                return f"the model gives out no variable {name} yet"
    return ""


__all__ = [
    "FEWEST", "BadClaim", "Board", "ClaimResult", "EncodedClaim", "Kept", "claims", "decide", "left_claims", "load_claims", "made_by",
    "read_claim", "run_claims",
]  # fmt: skip
