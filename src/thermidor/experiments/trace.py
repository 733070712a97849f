"""One history told month by month: who sat where, what was decided, who voted how and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from thermidor.engine.calendar import month_text
from thermidor.engine.controls import Schedule
from thermidor.engine.declare import DIMENSIONS, Variable
from thermidor.engine.origin import Origin
from thermidor.engine.programs import side_work
from thermidor.engine.recording import Recording
from thermidor.engine.registry import Registry
from thermidor.engine.simulator import Simulator
from thermidor.errors import BadRequest, nearest
from thermidor.experiments.branches.point import point_of
from thermidor.experiments.brief import Brief
from thermidor.experiments.request import Following, Progress, Request, Span, check_history
from thermidor.experiments.wishes import plainly
from thermidor.theories import BOOK

if TYPE_CHECKING:
    import pandas as pd

CLOSE = 0.25
"""Probability from which what did not happen is told as well."""

STEP = 0.1
"""Part of its range by which an index must move in a month to be told."""

TAIL = 0.9
"""Part of last month's step up to which a step of a lone index is no news."""

RAISED = 0.05
"""Value above which a flag counts as raised."""

PULLS = ("conviction", "ignorance", "trust", "fear")
"""The parts of a voter's pull, which add up to it."""


@dataclass(frozen=True)
class Change:
    """A flag that rose or fell, or an index that moved by a large step, in one month."""

    path: str
    element: str
    meaning: str
    flag: bool
    before: float
    after: float


@dataclass(frozen=True)
class Decision:
    """A decision or event that happened, or nearly did.

    Attributes:
        path: of the choice, with its element.
        element: for whom or where, "" for all.
        meaning: of the choice.
        kind: "decision" or "event".
        happened: whether an option but the first fell.
        option: name of the option that fell.
        probability: that the rules gave to this option; to anything at all where nothing happened.
        forced: an intervention decided it, by forcing an option or forbidding all.
    """

    path: str
    element: str
    meaning: str
    kind: str
    happened: bool
    option: str
    probability: float
    forced: bool


@dataclass(frozen=True)
class Vote:
    """One voter's part in a ballot: his share of the votes, his pull by part, what he votes for.

    With several options `option` is the one that he is likeliest to vote for, and the pull is
    that towards it.  `probability` is that of his voting for it.
    """

    voter: str
    weight: float
    option: str
    probability: float | None
    pull: float
    parts: dict[str, float]


@dataclass(frozen=True)
class TracedBallot:
    """A vote that mattered: its choice happened, or was refused with a probability not small.

    `options`, `shares` and `carries` stand in one order: the motion alone, or each option.
    """

    choice: str
    rule: str
    options: tuple[str, ...]
    shares: tuple[float, ...]
    carries: tuple[float, ...]
    votes: tuple[Vote, ...]


@dataclass(frozen=True, repr=False)
class TraceMonth(Brief):
    """One month of a trace."""

    month: str
    changes: tuple[Change, ...]
    decisions: tuple[Decision, ...]
    ballots: tuple[TracedBallot, ...]


@dataclass(frozen=True, repr=False)
class Trace(Brief):
    """One history of some systems.

    Attributes:
        scenario: its name.
        history: number of the history.
        seed: of the ensemble.
        theory: that was simulated.
        systems: that are told.
        identical: whether it has the same bits as the same history of an ordinary run.
        gap: largest relative difference between a month and its replay, in which votes are noted.
        failure: "" or the month in which the history broke off.
        close: probability from which what did not happen is kept.
        start: flags that stand at the beginning, (path, meaning, elements); [""] for a lone flag.
        months: one a month.
        years: the outputs of the systems at the end of each year told.

    Example:
        >>> import thermidor as th
        >>> told = th.trace(history=3, systems="factions", start="1921-01", stop="1921-12")
        >>> told.history, len(told.months), sorted(told.years)
        (3, 12, [1921])
    """

    scenario: str
    history: int
    seed: int
    theory: str
    systems: tuple[str, ...]
    identical: bool
    gap: float
    failure: str
    close: float
    start: tuple[tuple[str, str, tuple[str, ...]], ...]
    months: tuple[TraceMonth, ...]
    years: dict[int, dict[str, float]]

    def to_dict(self) -> dict[str, Any]:
        """The trace as plain dictionaries, for JSON."""
        plain = asdict(self)
        plain["start"] = [
            {"path": path, "meaning": meaning, "elements": list(elements)}
            for path, meaning, elements in self.start
        ]
        return plain

    def to_frame(self) -> pd.DataFrame:
        """One row for each change, decision and vote.

        Returns:
            Columns `month`, `kind` ("change", "decision", "event" or "vote"), `path`, `element`,
            `before` and `after` of a change, `option`, `happened` and `probability` of a
            decision; of a vote also `weight`, `pull` and its parts.
        """
        import pandas as pd

        return pd.DataFrame(list(self._rows()))

    def _rows(self) -> Iterator[dict[str, Any]]:
        for month in self.months:
            for c in month.changes:
                yield {
                    "month": month.month, "kind": "change", "path": c.path, "element": c.element,
                    "before": c.before, "after": c.after,
                }  # fmt: skip
            for d in month.decisions:
                yield {
                    "month": month.month, "kind": d.kind, "path": d.path, "element": d.element,
                    "option": d.option, "happened": d.happened, "probability": d.probability,
                }  # fmt: skip
            for b in month.ballots:
                for v in b.votes:
                    yield {
                        "month": month.month, "kind": "vote", "path": b.choice, "element": v.voter,
                        "option": v.option, "probability": v.probability, "weight": v.weight,
                        "pull": v.pull, **v.parts,
                    }  # fmt: skip


@plainly
def trace(
    scenario: Any = "baseline",
    *,
    history: int,
    seed: int = 0,
    systems: str | Sequence[str] = "party",
    start: str = "1917-01",
    stop: str = "1940-12",
    theory: str = BOOK,
    settings: Sequence[str] = (),
    parameters: Literal["point", "prior"] = "point",
    branch: str | None = None,
    learn: bool | Sequence[str] = False,
    particles: int | None = None,
    not_held: Sequence[str] = (),
    figures: Sequence[str] = (),
    close: float = CLOSE,
    progress: Progress | None = None,
) -> Trace:
    """Tell one history of an ensemble month by month.

    The history is the one that `simulate` gives under this number, whatever the size of the
    ensemble; that it has the same bits is checked against an ordinary run.

    Args:
        scenario: id, YAML file, `Scenario` or list of `Intervention`.
        history: its number, from 0.
        seed: of the ensemble.
        systems: ids of systems, a sector of the model ("party"), or "all"; several as a list or
            with commas.
        start: first month told, "YYYY-MM".
        stop: last month told.
        theory: name of the theory.
        settings: further interventions for the whole run, "PATH=VALUE".
        parameters: at their point values, or as this history draws them from their priors.
        branch: month up to which the record is followed, free and told from it on; None for a free
            history.
        learn: the particles that follow the record carry parameters from their priors: all, or those whose
            paths begin so.
        particles: that follow the record, 1,024 by default.
        not_held: recorded decisions that are not held before the branch.
        figures: that weigh the particles: files of figures, "record" for those of the record, which alone
            weigh by default.
        close: probability from which what did not happen, and how it was voted, is kept.
        progress: called with (done, wanted) after each part of the work.

    Returns:
        The trace.

    Raises:
        ValueError: for bad input, in one line.

    Example:
        >>> told = trace(history=3, systems="factions", start="1921-01", stop="1921-12")
        >>> [m.month for m in told.months][:2]
        ['1921-01', '1921-02']
    """
    asked = Request(
        scenario, settings, 1, seed, Span(start, stop), theory, parameters,
        Following(branch, learn, particles, not_held, figures),
    )  # fmt: skip
    return trace_request(asked, history, systems, close, progress)


def trace_request(
    asked: Request,
    history: int,
    systems: str | Sequence[str] = "party",
    close: float = CLOSE,
    progress: Progress | None = None,
) -> Trace:
    """The trace of one history of what is asked.

    Args:
        asked: of the model; the number of histories does not count.
        history: its number, from 0.
        systems: ids of systems, a sector of the model, or "all".
        close: probability from which what did not happen, and how it was voted, is kept.
        progress: called with (done, wanted) after each part of the work.

    Returns:
        As `trace`.

    Raises:
        ValueError: for bad input, in one line.
    """
    check_history(history)
    chosen = systems_named(asked.registry, systems)
    sim, seed, schedule, first = asked.simulator, asked.seed, asked.schedule, asked.span.first
    moved = progress or (lambda done, wanted: None)
    drawn = asked.drawn_by(np.array([history], np.uint32))
    point = point_of(asked, progress)
    origin = None if point is None else point.origin
    if origin is not None:
        first = max(first, origin.month)
        drawn = origin.parameters_of(np.array([history]))
    with side_work() as start_beside:
        running = start_beside(_ordinary, sim, history, seed, schedule, drawn, origin)
        recording = sim.record(
            history,
            seed,
            schedule,
            parameters=None if drawn is None else drawn[0],
            origin=origin,
            progress=lambda done, wanted: moved(done, wanted + 1),
        )
        usual = running.result()
    moved(3, 3)
    return tell(
        sim, recording, schedule, chosen, range(first, asked.span.last + 1), close,
        scenario=asked.name, theory=asked.theory,
        identical=usual.tobytes() == recording.outputs.tobytes(),
    )  # fmt: skip


def _ordinary(
    sim: Simulator,
    history: int,
    seed: int,
    schedule: Schedule,
    drawn: np.ndarray | None,
    origin: Origin | None,
) -> np.ndarray:
    """The outputs of a history as any ensemble has them, (month, output)."""
    numbers = np.array([history], np.uint32)
    (batch,) = sim.run(numbers, seed, schedule, parameters=drawn, origin=origin)
    return batch.values[0]


def sectors(registry: Registry) -> dict[str, tuple[str, ...]]:
    """The systems of each sector of a model, by the folders in which its modules lie."""
    homes: dict[str, str] = {}
    for system, state in registry.systems.items():
        homes[system] = state.__module__
    for r in registry.rules.values():
        homes.setdefault(r.system, r.function.__module__)
    found: dict[str, list[str]] = {}
    for system, home in homes.items():
        if home.count(".") >= 2:
            found.setdefault(home.split(".")[-2], []).append(system)
    return {sector: tuple(names) for sector, names in found.items()}


def systems_named(registry: Registry, words: str | Sequence[str]) -> tuple[str, ...]:
    """The systems that some words mean.

    Args:
        registry: of the model.
        words: ids of systems, names of sectors, or "all"; one text may hold several, with commas.

    Returns:
        The systems in the order of the model.

    Raises:
        BadRequest: for a word that names nothing, with the nearest names.
    """
    asked = words.split(",") if isinstance(words, str) else list(words)
    groups = sectors(registry)
    known = list(dict.fromkeys([*registry.systems, *(r.system for r in registry.rules.values())]))
    wanted: set[str] = set()
    for word in (w.strip() for w in asked):
        if word == "all":
            wanted.update(known)
        elif word in groups and word not in known:
            wanted.update(groups[word])
        elif word in known:
            # A sector may bear the name of its only system.
            wanted.update({word, *groups.get(word, ())})
        else:
            there = f"; sectors: {', '.join(groups)}, all"
            hint = nearest(word, [*groups, *known, "all"], 0.5, otherwise=there)
            raise BadRequest(f"no system or sector of the model is called '{word}'{hint}")
    return tuple(s for s in known if s in wanted)


# -- from the recording to what is told --------------------------------------------------------


def tell(
    sim: Simulator,
    recording: Recording,
    schedule: Schedule,
    systems: Sequence[str],
    months: range,
    close: float = CLOSE,
    *,
    scenario: str = "baseline",
    theory: str = BOOK,
    identical: bool = True,
) -> Trace:
    """Make a trace of a recording.

    Args:
        sim: that made it.
        recording: of one history.
        schedule: its interventions, to tell what was forced.
        systems: to be told.
        months: numbers of the months.
        close: probability from which what did not happen is kept.
        scenario: name of the scenario.
        theory: name of the theory.
        identical: whether the history has the bits of an ordinary run.

    Returns:
        The trace.
    """
    registry = sim.model.registry
    changes = _changes(registry, recording, systems, months)
    decisions = _decisions(registry, recording, schedule, systems, months, close)
    ballots = _ballots(registry, recording, systems, months, decisions)
    ends = {number // 12: number for number in months}
    mine = [k for k, o in enumerate(registry.outputs.values()) if o.system in systems]
    names = list(registry.outputs)
    return Trace(
        scenario=scenario,
        history=recording.history,
        seed=recording.seed,
        theory=theory,
        systems=tuple(systems),
        identical=identical,
        gap=recording.gap,
        failure=month_text(recording.failure - 1) if recording.failure else "",
        close=close,
        start=_standing(registry, recording, systems, months[0]),
        months=tuple(
            TraceMonth(
                month_text(n),
                tuple(changes.get(n, ())),
                tuple(decisions.get(n, ())),
                tuple(ballots.get(n, ())),
            )
            for n in months
        ),
        years={
            int(month_text(n)[:4]): {names[k]: float(recording.outputs[n, k]) for k in mine}
            for n in ends.values()
        },
    )


def _labels(dims: Sequence[str], index: Any) -> list[str]:
    return [DIMENSIONS[d][i] for d, i in zip(dims, index, strict=True)]


def _is_flag(v: Variable, *values: np.ndarray) -> bool:
    """Whether a variable says yes or no: so declared, or never anything else."""
    if v.unit == "flag":
        return True
    return v.low == 0 and v.high == 1 and all(np.isin(x, (0.0, 1.0)).all() for x in values)


def _own(registry: Registry, systems: Sequence[str]) -> Iterator[tuple[str, Variable]]:
    for path, v in registry.states.items():
        if path.split(".")[0] in systems:
            yield path, v


def _standing(
    registry: Registry, recording: Recording, systems: Sequence[str], first: int
) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The flags that stand when the trace begins."""
    out = []
    for path, v in _own(registry, systems):
        before, after = recording.before[path], recording.after[path]
        if not _is_flag(v, before, after):
            continue
        up = np.argwhere(before[first] > RAISED)
        if len(up):
            names = tuple(", ".join(_labels(v.dim, index)) for index in up)
            out.append((path, v.meaning, names))
    return tuple(out)


def _changes(
    registry: Registry, recording: Recording, systems: Sequence[str], months: range
) -> dict[int, list[Change]]:
    found: dict[int, list[Change]] = {}
    window = slice(months.start, months.stop)
    for path, v in _own(registry, systems):
        before, after = recording.before[path], recording.after[path]
        flag = _is_flag(v, before, after)
        if flag:
            was, now = before > RAISED, after > RAISED
            # What was up for one month only is told as it rises.
            pulse = was & np.concatenate([np.zeros_like(was[:1]), ~was[:-1]])
            pulse[0] = False
            moved = (was != now) & ~(pulse & ~now)
        elif np.isfinite(v.low) and np.isfinite(v.high):
            step = np.abs(after - before)
            moved = step >= STEP * (v.high - v.low)
            if not v.dim:
                # What follows a jump in ever smaller steps is its tail.
                moved[1:] &= step[1:] > TAIL * step[:-1]
        else:
            continue
        for number, *index in np.argwhere(moved[window]):
            at = (number + months.start, *index)
            element = ", ".join(_labels(v.dim, index))
            found.setdefault(int(at[0]), []).append(
                Change(path, element, v.meaning, flag, float(before[at]), float(after[at]))
            )
    return found


def _decisions(
    registry: Registry,
    recording: Recording,
    schedule: Schedule,
    systems: Sequence[str],
    months: range,
    close: float,
) -> dict[int, list[Decision]]:
    found: dict[int, list[Decision]] = {}
    all_forced = schedule.controls().forced
    for key, drawn in recording.choices.items():
        c = registry.choices[key.partition("#")[0]]
        if c.system not in systems:
            continue
        site = registry.sites[c.path]
        chances, codes = drawn["chances"], np.rint(drawn["code"]).astype(int)
        forced = all_forced[:, site.slots].reshape(-1, *site.shape)
        something = np.minimum(chances.sum(axis=1), 1.0)
        window = slice(months.start, months.stop)
        for n, *index in np.argwhere((codes > 0)[window] | (something >= close)[window]):
            at = (n + months.start, *index)
            code = int(codes[at])
            labels = _labels(c.dim, index)
            path = c.path
            for d, label in zip(c.dim, labels, strict=True):
                path = path.replace("{" + d + "}", label)
            chance = chances[(at[0], code - 1, *index)] if code else something[at]
            found.setdefault(int(at[0]), []).append(
                Decision(
                    path,
                    ", ".join(labels),
                    c.meaning,
                    c.kind,
                    code > 0,
                    c.options[code],
                    float(chance),
                    bool(forced[at]) or (code > 0 and not chance),
                )
            )
    return found


def _ballots(
    registry: Registry,
    recording: Recording,
    systems: Sequence[str],
    months: range,
    decisions: dict[int, list[Decision]],
) -> dict[int, list[TracedBallot]]:
    found: dict[int, list[TracedBallot]] = {}
    for choice, notes in recording.links.items():
        c = registry.choices[choice.partition("#")[0]]
        if c.system not in systems:
            continue
        template = c.path.split("{")[0]
        for n in months:
            own = [d for d in decisions.get(n, ()) if d.path.startswith(template)]
            if not any((d.path == c.path or c.dim) and (d.happened or not d.forced) for d in own):
                continue
            for name in notes:
                if name.partition("#")[0].endswith(":ballot"):
                    found.setdefault(n, []).append(
                        _ballot(registry, c.path, c.options, name, recording.notes[name], n)
                    )
    return found


def _ballot(
    registry: Registry,
    choice: str,
    options: tuple[str, ...],
    name: str,
    noted: dict[str, dict[str, np.ndarray]],
    n: int,
) -> TracedBallot:
    rule = name.partition(":")[0]
    result = {k: np.atleast_1d(x[n]) for k, x in noted["result"].items()}
    given = {k: x[n] for k, x in noted["parts"].items()}
    shares = result["share"]
    several = len(shares) > 1
    labels = ("for",)
    if several:
        fitting = {len(options): options, len(options) - 1: options[1:]}
        labels = fitting.get(len(shares), tuple(f"option {k + 1}" for k in range(len(shares))))
    parts = {k: given[k] for k in PULLS if k in given}
    voters = max((x.shape[0] for x in parts.values() if x.ndim), default=0)
    names = _voters(registry, rule, voters)
    weights = np.broadcast_to(given.get("weights", 1.0), voters)
    weights = weights / max(float(weights.sum()), 1e-9)
    wide = {k: _wide(x, voters, len(shares) if several else 0) for k, x in parts.items()}
    pulls = np.sum(list(wide.values()), axis=0) if wide else np.zeros(voters)
    chances = given.get("choices")
    votes = []
    for i in range(voters):
        k = int(np.argmax(pulls[i])) if several else 0
        at = (i, k) if several else (i,)
        towards = labels[k] if several else "for" if pulls[i] >= 0 else "against"
        chance = None if chances is None else float(chances[at])
        votes.append(
            Vote(
                names[i],
                float(weights[i]),
                towards,
                None if chance is None else chance if towards != "against" else 1.0 - chance,
                float(pulls[at]),
                {p: float(x[at]) for p, x in wide.items()},
            )
        )
    votes.sort(key=lambda v: -v.weight)
    return TracedBallot(
        choice, rule, labels, tuple(map(float, shares)),
        tuple(map(float, result.get("carries", np.full(len(shares), np.nan)))), tuple(votes),
    )  # fmt: skip


def _wide(x: np.ndarray, voters: int, options: int) -> np.ndarray:
    """A part of the pull, one number for each voter, and for each option where there are several."""
    if not options:
        return np.broadcast_to(x, (voters,))
    return np.broadcast_to(x[:, None] if x.ndim == 1 else x, (voters, options))


def _voters(registry: Registry, rule: str, voters: int) -> tuple[str, ...]:
    """Names of the voters of a rule: the axis of that length among those that it reads."""
    r = registry.rules.get(rule)
    dims: list[str] = []
    if r is not None:
        for p in r.parameters.values():
            declared = registry.parameters[p] if isinstance(p, str) else p
            dims += declared.dim
        for source in r.reads.values():
            if isinstance(source, str):
                v = registry.states.get(source.split(":")[-1])
                dims += v.dim if v else ()
            else:
                dims += source.dim
    for dim in [*dims, *DIMENSIONS]:
        if len(DIMENSIONS[dim]) == voters:
            return DIMENSIONS[dim]
    return tuple(f"voter {k + 1}" for k in range(voters))


__all__ = [
    "Change",
    "Decision",
    "Trace",
    "TraceMonth",
    "TracedBallot",
    "Vote",
    "sectors",
    "systems_named",
    "tell",
    "trace",
    "trace_request",
]
