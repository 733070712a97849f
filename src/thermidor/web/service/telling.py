"""One history told as a document, and the most typical history of an outcome: work of a side process.

Nothing here runs in the server itself: `typical` and `tell` are called by name in another process,
and what they give is kept as JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

import numpy as np

from thermidor.codings import measured
from thermidor.engine.calendar import month_number
from thermidor.experiments import regions
from thermidor.experiments.coded import by_name, coded, named, names_in
from thermidor.experiments.regions import quantities
from thermidor.web.service.questions import Question

FORMAT = 5
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
"""Main variables by which two histories are compared, beside who rules by the book's coding."""

HEAVIEST = 4
"""Leaders with the most weight in decisions that are told of each month."""

VOTERS = 24
"""Voters of a ballot told one by one; the rest are told together."""

WHOM = {"succession.strike": "succession.target", "succession.recall": "succession.secretary"}
"""Choices that name nobody, and the state that says in the month before who is meant."""

PULLS = ("conviction", "ignorance", "trust", "fear")

ABOVE = {
    "famine": ("deaths.famine", 20_000.0),
    "strikes": ("unrest.strikers", 100_000.0),
    "arrests": ("repression.arrests", 20_000.0),
}
"""What society does that is told where it goes beyond a level: name, the output and the level, persons a month."""

HARVEST = "agriculture.harvest_grain"
"""Grain of the harvest year to date, told when it is in."""

BECAUSE = 3
"""Measures told of why a name changes: those that moved most over a year, towards it."""

LAYERS: dict[str, tuple[str, str]] = {
    "white": ("civil_war.held_white", "region"),
    "foreign": ("intervention.lost", "region"),
    "burden": ("countryside.burden", "region"),
    "loyal": ("appointments.loyal", "organisation"),
}
"""What the map can show beside the quantities of every tile map: name, the variable and its axis."""

AXES = {
    **dict.fromkeys(quantities(), "region"),
    **{name: axis for name, (_, axis) in LAYERS.items()},
}
"""All that the map can show, with the axis of each."""


# -- the most typical --------------------------------------------------------------------------


def typical(query: str, outcome: str) -> dict[str, Any]:
    """The history of an outcome that is nearest to all others of this outcome.

    Args:
        query: of the question, whose histories are looked through.
        outcome: name of the last month by the book's coding; "" for the most frequent one.

    Returns:
        `history` (None where none has the outcome), `outcome`, `of` how many of the outcome,
        `among` how many in all, and `outcomes`: their numbers by name.
    """
    from thermidor.web.service.workers import origin_of, simulator

    question = Question.from_query(query)
    sim = simulator(question.theory)
    names = list(sim.model.registry.outputs)
    wanted = [names.index(v) for v in ALIKE]
    numbers = np.arange(question.histories, dtype=np.uint32)
    schedule = question.requests[0].schedule
    origin = origin_of(question.branch, question.theory)
    batches = list(sim.run(numbers, question.seed, schedule, origin=origin, end=question.end))
    values = np.concatenate([b.values for b in batches])[:, : question.end]
    series = {n: values[:, :, i] for i, n in enumerate(names)}
    months = named(coded(series), series["regime"])
    ends, phases = months.codes[:, -1].astype(int), names_in(months.coding)
    counts = np.bincount(ends, minlength=len(phases))
    code = phases.index(outcome) if outcome else int(counts.argmax())
    chosen = np.flatnonzero(ends == code)
    place = medoid(months.codes[chosen], values[chosen][:, :, wanted]) if len(chosen) else None
    return {
        "history": None if place is None else int(numbers[chosen[place]]),
        "outcome": phases[code],
        "of": len(chosen),
        "among": len(numbers),
        "outcomes": {phases[k]: int(counts[k]) for k in np.argsort(-counts) if counts[k]},
    }


def medoid(regime: np.ndarray, values: np.ndarray) -> int:
    """Place of the history with the least sum of distances to the others.

    The distance of two histories is the share of months in which they bear different names, plus the mean difference of their variables, each in standard deviations.

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
    codes = coded(series)
    first = first_months(series, codes)
    months = named(codes, series["regime"])
    regime = [names_in(months.coding)[c] for c in months.codes[0]]
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
        "coding": months.coding,
        "regime": runs(regime),
        "codings": {n: runs(names_in(n)[c] for c in x[0]) for n, x in codes.items()},
        "because": because(series, codes, begun),
        "society": _society(series, begun),
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
        "told": [_month(m, recording) for m in trace.months if m.decisions],
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


def because(
    series: Mapping[str, np.ndarray], codes: Mapping[str, np.ndarray], begun: int
) -> dict[str, dict[str, list[list[Any]]]]:
    """By coding, for each month in which it changes its name: the measures that moved most over a year, and how.

    Of the measures that the new class reads those count that moved towards it, of the old one those that moved away.

    Args:
        series: outputs of one history, (1, month).
        codes: by coding, (1, month).
        begun: the first month that is free.
    """
    out: dict[str, dict[str, list[list[Any]]]] = {}
    for coding in map(by_name, codes):
        classes = {c.name: c for c in coding.classes}
        found = measured(series, [coding])
        names = [names_in(coding.name)[c] for c in codes[coding.name][0]]
        turns = out[coding.name] = {}
        for t in range(max(begun, 1), len(names)):
            was, now = names[t - 1], names[t]
            if was == now or now not in classes:
                continue
            moved = []
            signs = dict(classes[now].signs)
            if was in classes:
                signs |= {m: -s for m, s in classes[was].signs.items() if m not in signs}
            for m, sign in signs.items():
                change = float(found[m][0, t] - found[m][0, max(t - 12, 0)])
                if abs(change) >= 0.1 and (sign == 0 or change * sign > 0):
                    moved.append([m, short(change, 2)])
            turns[str(t)] = sorted(moved, key=lambda x: -abs(x[1]))[:BECAUSE]
    return out


def _society(series: Mapping[str, np.ndarray], begun: int) -> list[dict[str, Any]]:
    """What the people did or bore: harvests, and the months in which famine, strikes or arrests go beyond a level."""
    out: list[dict[str, Any]] = []
    for what, (output, level) in ABOVE.items():
        if output not in series:
            continue
        x = np.nan_to_num(series[output][0])
        for over, a, b in runs((x > level).tolist()):
            if over and b > begun:
                first = max(a, begun)
                out.append({
                    "what": what, "month": first, "last": b - 1, "most": short(x[first:b].max(), 3), "sum": short(x[first:b].sum(), 3),
                })  # fmt: skip
    if HARVEST in series:
        x = np.nan_to_num(series[HARVEST][0])
        ends = [t for t in range(1, len(x)) if x[t] < x[t - 1]]  # the next harvest year begins
        in_ = [(t - 1, float(x[t - 1])) for t in ends]
        for (_, before), (t, grain) in pairwise(in_):
            if (told := _gathered(x, t)) >= begun:
                out.append({
                    "what": "harvest", "month": told, "last": told, "most": short(grain, 3), "sum": short(before, 3),
                })  # fmt: skip
    return sorted(out, key=lambda e: (e["month"], e["what"]))


def _gathered(x: np.ndarray, t: int) -> int:
    """The month in which what is there at t was gathered: since then nothing was added."""
    while t > 0 and x[t - 1] == x[t]:
        t -= 1
    return t


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
    """Layers of the map: for each region or organisation its months, in whole numbers of the layer's unit."""
    from thermidor.engine.declare import DIMENSIONS

    states = {path: _state(recording, path, end) for path in regions.states_shown()}
    out: dict[str, Any] = {id: regions.by_name(x) for id, x in regions.by_region([states]).items()}
    for layer, (path, axis) in LAYERS.items():
        whole = np.rint(100 * np.clip(_state(recording, path, end), 0, 1)).astype(int)
        out[layer] = {name: whole[:, k].tolist() for k, name in enumerate(DIMENSIONS[axis])}
    return out


def _month(m: Any, recording: Any) -> dict[str, Any]:
    return {
        "month": m.month,
        "decisions": [
            {
                "choice": d.path,
                "element": d.element,
                "kind": d.kind,
                "happened": d.happened,
                "option": d.option,
                "p": short(d.probability, 3),
                "forced": d.forced,
                **_whom(d.path, month_number(m.month), recording),
            }
            for d in m.decisions
        ],
        "ballots": [_ballot(b) for b in m.ballots],
    }


def _whom(choice: str, t: int, recording: Any) -> dict[str, str]:
    """Who is meant by a choice that names nobody, or which document: read from the state around it."""
    from thermidor.engine.declare import DIMENSIONS

    before = max(t - 1, 0)
    if choice in WHOM:
        held = recording.after[WHOM[choice]][before]
        return {"who": DIMENSIONS["leader"][int(held.argmax())]} if held.max() > 0.5 else {}
    if choice == "information.leak":
        known = recording.after["information.known"]
        gained = (known[t] - known[before]).sum(axis=1)  # over the circles of readers
        return (
            {"document": DIMENSIONS["document"][int(gained.argmax())]}
            if gained.max() > 0.01
            else {}
        )
    return {}


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
