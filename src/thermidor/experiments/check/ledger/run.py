"""`check --draws`: histories with constants drawn, and every scenario, held against their own ledger.

What is done stays in a file, group by group: a search that is stopped goes on where it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from thermidor.engine.controls import Schedule
from thermidor.engine.identity import Identity, code, data, formulas, sources, structure
from thermidor.engine.simulator import Simulator
from thermidor.errors import BadRequest
from thermidor.experiments.brief import Brief
from thermidor.experiments.check.finding import Fault, Finding
from thermidor.experiments.check.ledger.months import Ledger
from thermidor.experiments.check.ledger.sentences import asked_of
from thermidor.experiments.check.ledger.tally import Counting, Tally, together
from thermidor.experiments.check.walk import Group
from thermidor.experiments.priors import draw_parameters
from thermidor.experiments.request import LIMIT, Progress, Request
from thermidor.experiments.wishes import plainly
from thermidor.keep import write_text
from thermidor.scenarios import catalogue
from thermidor.theories import BOOK

DRAWS, OF_EACH = 10_000, 64
"""Histories with constants drawn, and of each scenario at the point values."""

OURS = (
    "experiments/check/ledger/*.py",
    "experiments/check/place.py",
    "experiments/priors.py",
    "experiments/joined.py",
)
OUR_DATA = ("scenarios/catalogue/*.yaml",)


@dataclass(frozen=True, repr=False)
class Drawn(Brief):
    """What the ledgers of all histories say.

    Attributes:
        findings: one a sentence; its figure is the share of histories that break it.
        drawn: the tally of the histories with constants drawn.
        scenarios: the tally of all scenarios.
        wanted: histories asked for.
        seed: of the ensembles.
        interrupted: whether it was stopped before the end.
    """

    findings: tuple[Finding, ...]
    drawn: Tally = field(repr=False)
    scenarios: Tally = field(repr=False)
    wanted: int
    seed: int
    interrupted: bool

    @property
    def histories(self) -> int:
        """How many were looked at."""
        return self.drawn.histories + self.scenarios.histories

    @property
    def passes(self) -> bool:
        """Whether nothing is broken anywhere."""
        return all(f.passes for f in self.findings)

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "checks": [f.to_json() for f in self.findings], "histories": self.histories, "wanted": self.wanted,
            "seed": self.seed, "interrupted": self.interrupted,
            "drawn": self.drawn.to_json(), "scenarios": self.scenarios.to_json(),
        }  # fmt: skip


@plainly
def check_draws(
    draws: int = DRAWS,
    *,
    scenarios: Sequence[str] | None = None,
    seed: int = 0,
    theory: str = BOOK,
    file: str | Path | None = None,
    progress: Progress | None = None,
) -> Drawn:
    """Hold histories with constants drawn, and scenarios, against their own ledger.

    In every month stocks must change by what flows bring and take, nothing may be eaten that is not there, no
    stock may be negative, no number other than finite, no price held by a bound.

    Args:
        draws: histories with constants drawn from their ranges.
        scenarios: ids of those that are looked at, 64 histories of each; all by default.
        seed: of the ensembles, 0 to 2**32 - 1.
        theory: whose model is looked at.
        file: in which what is done stays, so that a search goes on where it was stopped; none by default.
        progress: called with (histories looked at, histories wanted).

    Returns:
        The findings and the tallies; when interrupted, of what was done.

    Raises:
        BadRequest: for an unknown theory or scenario, a bad seed, or a file of another model.

    Example:
        >>> check_draws(16, scenarios=()).passes
        True
    """
    names = tuple(catalogue()) if scenarios is None else tuple(scenarios)
    if draws + len(names) < 1:
        raise BadRequest("nothing is asked: draw some constants or name a scenario")
    asked = [Request(n, histories=OF_EACH, seed=seed, theory=theory) for n in names]
    sim = Request(histories=max(draws, 1), seed=seed, theory=theory, most=LIMIT).simulator
    head = json.dumps({"made_of": _made_of(sim), "seed": seed, "theory": theory})
    wanted, done, interrupted = draws + OF_EACH * len(names), 0, False
    known = {} if file is None else _begun(Path(file), head)
    tallies: list[Tally] = []
    ledger = Ledger(sim)
    groups = (*_drawn(sim, draws, seed), *_scenarios(asked))
    with nullcontext() if file is None else Path(file).open("a", encoding="utf-8") as out:
        try:
            for group in groups:
                tally = known.get(_name(group))
                if tally is None:
                    tally = _counted(ledger, group)
                    if out is not None:
                        out.write(json.dumps({"name": _name(group), **tally.to_json()}) + "\n")
                        out.flush()
                tallies.append(tally)
                done += tally.histories
                if progress is not None:
                    progress(done, wanted)
        except KeyboardInterrupt:
            if not tallies:
                raise
            interrupted = True
    return _found(sim, tallies, wanted, seed, interrupted)


def _counted(ledger: Ledger, group: Group) -> Tally:
    """What the ledger of a group comes to."""
    registry = ledger.registry
    if group.name == DRAWN:
        group = replace(group, parameters=draw_parameters(registry, group.numbers, group.seed))
    counting = Counting(registry, group)
    for page in ledger.months(group):
        counting.look(page)
    return counting.tally()


# -- what is looked at -----------------------------------------------------------------------------

DRAWN = "constants drawn"


def _drawn(sim: Simulator, draws: int, seed: int) -> Iterator[Group]:
    """Histories with constants to draw, a tile at a time."""
    nothing = Schedule(sim.model.registry)
    for begin in range(0, draws, sim.tile):
        numbers = np.arange(begin, min(begin + sim.tile, draws), dtype=np.uint32)
        yield Group(DRAWN, numbers, nothing, seed=seed)


def _scenarios(asked: Sequence[Request]) -> Iterator[Group]:
    for one in asked:
        yield Group(
            f"scenario {one.name}", one.numbers.astype(np.uint32), one.schedule, seed=one.seed
        )


def _name(group: Group) -> str:
    """By which a group is found again in the file."""
    return f"{group.name}, {int(group.numbers[0])} to {int(group.numbers[-1])}"


# -- what is kept ----------------------------------------------------------------------------------


def _made_of(sim: Simulator) -> str:
    """What the ledgers hang on: the model, and the code that looks."""
    parts = (
        structure(sim.model.registry),
        formulas(sim.model),
        code(),
        sources(*OURS),
        data(*OUR_DATA),
    )
    return Identity(*parts).short


def _begun(file: Path, head: str) -> dict[str, Tally]:
    """What a file holds, whole lines alone; begins it where it holds nothing."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True) if file.exists() else []
    whole = [line for line in lines if line.endswith("\n")]
    if not whole:
        write_text(file, head + "\n")
        return {}
    if whole[0] != head + "\n":
        raise BadRequest(
            f"{file.name} holds another search, or that of another model; take another file, or remove it"
        )
    if len(whole) < len(lines):  # cut off while it was written
        write_text(file, "".join(whole))
    found = [json.loads(line) for line in whole[1:]]
    return {one.pop("name"): Tally.from_json(one) for one in found}


# -- what it comes to ------------------------------------------------------------------------------


def _found(
    sim: Simulator, tallies: Sequence[Tally], wanted: int, seed: int, interrupted: bool
) -> Drawn:
    drawn = together((t for t in tallies if t.group == DRAWN), DRAWN)
    others = together((t for t in tallies if t.group != DRAWN), "scenarios")
    all_of_them = together((drawn, others), "all")
    findings = []
    for s in asked_of(sim.model.registry):
        faults = [
            Fault(what, one.histories / all_of_them.histories, f"{one.where}, by {one.worst:.3g}")
            for what, one in all_of_them.broken.get(s.id, {}).items()
        ]
        faults.sort(key=lambda f: (-f.share, f.what))
        share = faults[0].share if faults else 0.0
        findings.append(Finding(s.id, s.says, not faults, share, tuple(faults)))
    return Drawn(tuple(findings), drawn, others, wanted, seed, interrupted)


__all__ = ["DRAWS", "Drawn", "check_draws"]
