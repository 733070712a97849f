"""One history told as a document, and the most typical history of an outcome: work of a side process.

Nothing here runs in the server itself: `typical` and `tell` are called by name in another process,
and what they give is kept as JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from thermidor.engine.calendar import month_number
from thermidor.web.service.model import outcomes
from thermidor.web.service.questions import Question

FORMAT = 2
"""Of the document; another makes kept documents void."""

NUMBERS = (
    "power.deciders",
    "power.secretariat",
    "party.opposition",
    "congress.opposition",
    "party.fear",
    "soviets.participation",
    "workers.active",
    "wages.real",
    "collectivisation.share",
    "deaths.famine",
    "repression.executions",
)
"""Variables told at the end of each year."""

ALIKE = (
    "power.secretariat",
    "congress.opposition",
    "party.opposition",
    "party.fear",
    "soviets.participation",
    "industry.output",
    "collectivisation.share",
    "comintern.isolation",
    "power.deciders",
    "police.autonomy",
)
"""Main variables by which two histories are compared, beside their path on the ladder."""

HEAVIEST = 4
"""Leaders with the most weight in decisions that are told of each month."""

VOTERS = 24
"""Voters of a ballot told one by one; the rest are told together."""

PULLS = ("conviction", "ignorance", "trust", "fear")

LAYERS: dict[str, tuple[str, str]] = {
    "soviet": ("civil_war.red", "region"),
    "white": ("civil_war.held_white", "region"),
    "foreign": ("intervention.lost", "region"),
    "hunger": ("supply.hunger", "region"),
    "revolt": ("countryside.revolt", "region"),
    "burden": ("countryside.burden", "region"),
    "loyal": ("appointments.loyal", "organisation"),
}
"""What the map can show: name, the variable and its axis."""


# -- the most typical --------------------------------------------------------------------------


def typical(query: str, outcome: str) -> dict[str, Any]:
    """The history of an outcome that is nearest to all others of this outcome.

    Args:
        query: of the question, whose histories are looked through.
        outcome: name of the phase in the last month; "" for the most frequent one.

    Returns:
        `history` (None where none has the outcome), `outcome`, `of` how many of the outcome,
        `among` how many in all, and `outcomes`: their numbers by name.
    """
    from thermidor.web.service.workers import origin_of, simulator

    question = Question.from_query(query)
    sim = simulator(question.theory)
    names = list(sim.model.registry.outputs)
    wanted = [names.index(v) for v in ALIKE]
    ladder = names.index("regime")
    numbers = np.arange(question.histories, dtype=np.uint32)
    schedule = question.requests[0].schedule
    origin = origin_of(question.branch, question.theory)
    batches = list(sim.run(numbers, question.seed, schedule, origin=origin, end=question.end))
    values = np.concatenate([b.values for b in batches])[:, : question.end]
    regime = np.rint(values[:, :, ladder]).astype(int)
    ends = regime[:, -1]
    phases = outcomes()
    counts = np.bincount(ends, minlength=len(phases))
    code = phases.index(outcome) if outcome else int(counts.argmax())
    chosen = np.flatnonzero(ends == code)
    place = medoid(regime[chosen], values[chosen][:, :, wanted]) if len(chosen) else None
    return {
        "history": None if place is None else int(numbers[chosen[place]]),
        "outcome": phases[code],
        "of": len(chosen),
        "among": len(numbers),
        "outcomes": {phases[k]: int(counts[k]) for k in np.argsort(-counts) if counts[k]},
    }


def medoid(regime: np.ndarray, values: np.ndarray) -> int:
    """Place of the history with the least sum of distances to the others.

    The distance of two histories is the share of months in which they stand on different rungs of
    the ladder, plus the mean difference of their variables, each in standard deviations.

    Args:
        regime: (history, month) codes.
        values: (history, month, variable).
    """
    thin = values[:, ::3].astype(np.float64)
    spread = thin.std(axis=(0, 1))
    scaled = thin / np.where(spread > 0, spread, 1.0)
    flat = scaled.reshape(len(scaled), -1)
    total = np.empty(len(flat))
    for k in range(len(flat)):
        apart = np.abs(flat - flat[k]).mean(axis=1)
        total[k] = ((regime != regime[k]).mean(axis=1) + apart).sum()
    return int(total.argmin())


# -- one history ---------------------------------------------------------------------------------


def tell(
    query: str, history: int, progress: Callable[[int, int], None] | None = None
) -> dict[str, Any]:
    """One history as a document.

    Args:
        query: of the question to which it belongs.
        history: its number.
        progress: called with (done, wanted).

    Returns:
        The document: regime, milestones, yearly numbers, leaders, regions, and month by month
        decisions, events and ballots; all of it plain, for JSON.
    """
    from thermidor import __version__
    from thermidor.experiments.milestones import MILESTONES, first_months
    from thermidor.experiments.trace import systems_named
    from thermidor.experiments.trace import tell as traced
    from thermidor.web.service.workers import origin_of, simulator

    question = Question.from_query(query)
    sim = simulator(question.theory)
    registry = sim.model.registry
    schedule = question.requests[0].schedule
    origin = origin_of(question.branch, question.theory)
    recording = sim.record(history, question.seed, schedule, origin=origin, progress=progress)
    (usual,) = sim.run(np.array([history], np.uint32), question.seed, schedule, origin=origin)
    identical = np.array_equal(usual.values[0], recording.outputs, equal_nan=True)
    begun, end = month_number(question.branch) if question.branch else 0, question.end
    trace = traced(
        sim, recording, schedule, systems_named(registry, "all"), range(begun, end),
        scenario=question.scenario, theory=question.theory, identical=identical,
    )  # fmt: skip
    seen = recording.outputs[:end]
    series = {name: seen[None, :, k] for k, name in enumerate(registry.outputs)}
    first = first_months(series)
    regime = [outcomes()[c] for c in np.rint(series["regime"][0]).astype(int)]
    return {
        "format": FORMAT,
        "query": question.query(),
        "scenario": question.scenario,
        "branch": question.branch,
        "seed": question.seed,
        "history": history,
        "stop": question.stop,
        "begun": begun,
        "months": end,
        "version": __version__,
        "fingerprint": sim.fingerprint,
        "identical": identical,
        "gap": float(recording.gap),
        "failure": trace.failure,
        "outcome": regime[-1],
        "regime": runs(regime),
        "milestones": [
            {
                "id": m.id,
                "month": None if np.isnan(first[m.id][0]) else int(first[m.id][0]),
                "recorded": m.recorded,
            }
            for m in MILESTONES
            if m.id in first
        ],
        "numbers": {n: _yearly(series[n][0]) for n in NUMBERS},
        "secretary": runs(_secretary(recording, end)),
        "leaders": _leaders(recording, end),
        "deciders": _deciders(recording, end),
        "regions": _regions(recording, end),
        "told": [_month(m.month, m.decisions, m.ballots) for m in trace.months if m.decisions],
        "grounds": _grounds(registry, trace.months),
    }


def runs(values: Iterable[Any]) -> list[list[Any]]:
    """Equal neighbours together: [value, first month, month after the last].

    Example:
        >>> runs(["a", "a", "b"])
        [['a', 0, 2], ['b', 2, 3]]
    """
    out: list[list[Any]] = []
    at = 0
    for value, same in groupby(values):
        n = len(list(same))
        out.append([value, at, at + n])
        at += n
    return out


def _yearly(x: np.ndarray) -> list[float]:
    ends = [min(n + 12, len(x)) - 1 for n in range(0, len(x), 12)]
    return [short(x[e]) for e in ends]


def short(x: Any, digits: int = 4) -> float:
    """A number with few digits; nothing is left of what is no number."""
    value = float(x)
    return float(f"{value:.{digits}g}") if np.isfinite(value) else 0.0


def _state(recording: Any, path: str, end: int) -> np.ndarray:
    return recording.after[path][:end]


def _secretary(recording: Any, end: int) -> list[str]:
    from thermidor.engine.declare import DIMENSIONS

    held = _state(recording, "succession.secretary", end)
    head = _state(recording, "appointments.secretariat", end) > 0.5
    labels = DIMENSIONS["leader"]
    return [
        labels[int(row.argmax())] if there and row.max() > 0.5 else ""
        for row, there in zip(held, head, strict=True)
    ]


def _leaders(recording: Any, end: int) -> list[dict[str, Any]]:
    """What became of each leader, as runs of one letter and the months in open opposition."""
    from thermidor.engine.declare import DIMENSIONS

    def state(path: str) -> np.ndarray:
        return _state(recording, path, end)

    dead = state("leaders.alive") < 0.5
    killed = state("leaders.executed") > 0.5
    levels = (
        ("x", killed),
        ("d", dead),
        ("e", state("factions.deported") > 0.05),
        ("o", state("factions.expelled") > 0.5),
        ("p", state("organs.politburo") > 0.5),
        ("c", state("organs.committee") > 0.5),
    )
    where = np.full(dead.shape, "-")
    for letter, is_so in reversed(levels):
        where[is_so] = letter
    bloc = (state("factions.bloc") > 0.5) & ~dead
    recanted = state("factions.recanted") > 0.5
    weight = state("organs.weight")
    out = []
    for k, name in enumerate(DIMENSIONS["leader"]):
        out.append(
            {
                "id": name,
                "where": runs(where[:, k].tolist()),
                "opposed": [[a, b] for so, a, b in runs(bloc[:, k].tolist()) if so],
                "recanted": int(recanted[:, k].argmax()) if recanted[:, k].any() else None,
                "weight": short(weight[:, k].mean(), 3),
            }
        )
    return out


def _deciders(recording: Any, end: int) -> list[list[list[Any]]]:
    """For each month those with the most weight in decisions: [leader, share in hundredths]."""
    from thermidor.engine.declare import DIMENSIONS

    labels = DIMENSIONS["leader"]
    out = []
    for row in _state(recording, "organs.weight", end):
        first = np.argsort(-row, kind="stable")[:HEAVIEST]
        shares = np.rint(100 * row / max(float(row.sum()), 1e-9)).astype(int)
        out.append([[labels[int(k)], int(shares[k])] for k in first if shares[k] > 0])
    return out


def _regions(recording: Any, end: int) -> dict[str, Any]:
    """Layers of the map: for each region or organisation its months in hundredths."""
    from thermidor.engine.declare import DIMENSIONS

    out: dict[str, Any] = {}
    for layer, (path, axis) in LAYERS.items():
        whole = np.rint(100 * np.clip(_state(recording, path, end), 0, 1)).astype(int)
        out[layer] = {name: whole[:, k].tolist() for k, name in enumerate(DIMENSIONS[axis])}
    return out


def _month(month: str, decisions: Sequence[Any], ballots: Sequence[Any]) -> dict[str, Any]:
    return {
        "month": month,
        "decisions": [
            {
                "choice": d.path,
                "element": d.element,
                "kind": d.kind,
                "happened": d.happened,
                "option": d.option,
                "p": short(d.probability, 3),
                "forced": d.forced,
            }
            for d in decisions
        ],
        "ballots": [_ballot(b) for b in ballots],
    }


def _ballot(b: Any) -> dict[str, Any]:
    own = [v for v in b.votes if v.weight > 0]
    told, rest = own[:VOTERS], own[VOTERS:]
    weight = sum(v.weight for v in rest)
    return {
        "choice": b.choice,
        "rule": b.rule,
        "options": list(b.options),
        "shares": [short(x, 3) for x in b.shares],
        "carries": [short(x, 3) for x in b.carries],
        "votes": [
            {
                "voter": v.voter,
                "weight": short(v.weight, 3),
                "for": v.option,
                "p": None if v.probability is None else short(v.probability, 3),
                "pull": short(v.pull, 3),
                **{part: short(v.parts.get(part, 0.0), 3) for part in PULLS},
            }
            for v in told
        ],
        "rest": {
            "voters": len(rest),
            "weight": short(weight, 3),
            "for": short(sum(v.weight * _for(v) for v in rest) / weight, 3) if weight else 0.0,
        },
    }


def _for(vote: Any) -> float:
    if vote.probability is None:
        return float(vote.option != "against")
    return 1.0 - vote.probability if vote.option == "against" else vote.probability


def _grounds(registry: Any, months: Sequence[Any]) -> dict[str, Any]:
    """For each choice that is told its system and the record's rules; likewise for each rule of a ballot."""
    choices: dict[str, Any] = {}
    for path, c in registry.choices.items():
        stem = path.split("{")[0]
        if any(d.path.startswith(stem) for m in months for d in m.decisions):
            choices[path] = {
                "system": c.system,
                "book": list(c.grounds.book),
                "else": c.grounds.publication or c.grounds.assumption,
            }
    rules: dict[str, Any] = {}
    for name in {b.rule for m in months for b in m.ballots}:
        r = registry.rules.get(name)
        if r is not None:
            rules[name] = {"system": r.system, "book": list(r.implements)}
    return {"choices": choices, "rules": rules}
