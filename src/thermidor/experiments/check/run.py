"""`check`: histories are let run once, and everybody who checks them looks at the same months."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from thermidor.engine.controls import Schedule
from thermidor.engine.simulator import Simulator
from thermidor.experiments.branches.point import STORED, branch_point
from thermidor.experiments.brief import Brief
from thermidor.experiments.check.conditions import DeadConditions
from thermidor.experiments.check.corners import Corners
from thermidor.experiments.check.finding import Finding
from thermidor.experiments.check.histories import PossibleHistories
from thermidor.experiments.check.known import Known, Verdict, compare, known_failures
from thermidor.experiments.check.prior import CalmYears, PriorPredictive
from thermidor.experiments.check.walk import Group, Step, walk
from thermidor.experiments.check.witness import Witness
from thermidor.experiments.priors import draw_parameters
from thermidor.experiments.request import Progress, Request
from thermidor.experiments.wishes import plainly
from thermidor.scenarios import catalogue
from thermidor.theories import BOOK

FREE, DRAWN, OF_EACH = 2_000, 500, 32
"""Histories of the full check: free, with constants drawn, of each scenario."""

SMALL_SCENARIOS = ("tendencies-kept-legal-tenth-congress", "german-insurrection-october-1923")
"""What the small check looks at beside one tile of free histories."""


class Looker(Protocol):
    """Looks at the months of some histories, and says what it has found."""

    def look(self, group: Group, steps: Sequence[Step]) -> None:
        """Look at the histories of a group."""
        ...

    def findings(self) -> list[Finding]:
        """What was found."""
        ...


@dataclass(frozen=True, repr=False)
class Checked(Brief):
    """What all checks found.

    Attributes:
        findings: in order.
        verdict: how they stand beside the known failures.
        known: the list of these.
        histories: how many were looked at.
        small: whether this was the small check.
        seed: of the ensembles.
    """

    findings: tuple[Finding, ...]
    verdict: Verdict
    known: tuple[Known, ...] = field(repr=False)
    histories: int
    small: bool
    seed: int

    def reason(self, id: str, what: str) -> str:
        """Why something fails, as far as that is known; "" where it is not."""
        return next((k.reason for k in self.known if k.means(id, what)), "")

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        checks = [f.to_json() for f in self.findings]
        for one in checks:
            for fault in one["blame"]:
                fault["known"] = self.reason(one["id"], fault["what"]) or None
        return {
            "checks": checks, "histories": self.histories, "small": self.small, "seed": self.seed,
            "unknown": [{"id": id, "what": what} for id, what in self.verdict.unknown],
            "mended": [{"id": k.id, "what": k.what} for k in self.verdict.mended],
        }  # fmt: skip


@plainly
def check(
    *,
    possible: bool = False,
    small: bool = False,
    seed: int = 0,
    theory: str = BOOK,
    progress: Progress | None = None,
) -> Checked:
    """Look for what is wrong in the histories that a model makes.

    Possible histories, dead conditions of rules, absorbing corners and famines without a cause are sought
    in free histories, branches and scenarios; histories with constants drawn are held against what is
    known of the country.

    Args:
        possible: look for impossible histories alone.
        small: one tile of free histories and a few scenarios, in place of thousands.
        seed: of the ensembles, 0 to 2**32 - 1.
        theory: whose model is looked at.
        progress: called with (histories looked at, histories wanted).

    Returns:
        The findings, and how they stand beside the list of known failures.

    Raises:
        BadRequest: for an unknown theory or a bad seed.

    Example:
        >>> found = check(possible=True, small=True)
        >>> found.verdict.unknown
        ()
    """
    sim = Request(histories=1, seed=seed, theory=theory).simulator
    r = sim.model.registry
    lookers: list[Looker] = [PossibleHistories(r)]
    if not possible:
        lookers += [DeadConditions(), Corners(r), CalmYears(r)]
    groups = [*_free(sim, seed, sim.tile if small else FREE)]
    groups += _scenarios(SMALL_SCENARIOS if small else tuple(catalogue()), theory, seed)
    wanted = sum(len(g.numbers) for g in groups)
    branches = () if small else STORED[1:]
    drawn = 0 if possible else sim.tile if small else DRAWN
    wanted += len(branches) * sim.tile + drawn
    done, witness = 0, Witness(sim)

    def told(group: Group) -> None:
        nonlocal done
        done += len(group.numbers)
        if progress is not None:
            progress(done, wanted)

    for group in (*groups, *_branches(sim, branches, theory, seed)):
        steps = list(walk(sim, group, witness))
        for looker in lookers:
            looker.look(group, steps)
        told(group)
    if drawn:
        prior = PriorPredictive(r)
        for group in _drawn(sim, seed, drawn):
            prior.look(group, list(walk(sim, group)))
            told(group)
        lookers.append(prior)
    findings = tuple(f for looker in lookers for f in looker.findings())
    known = known_failures()
    return Checked(findings, compare(findings, known, small), known, done, small, seed)


def _free(sim: Simulator, seed: int, histories: int) -> Iterator[Group]:
    nothing = Schedule(sim.model.registry)
    for begin in range(0, histories, sim.tile):
        numbers = np.arange(begin, min(begin + sim.tile, histories), dtype=np.uint32)
        yield Group("free", numbers, nothing, seed=seed)


def _scenarios(names: Sequence[str], theory: str, seed: int) -> Iterator[Group]:
    for name in names:
        schedule = Request(name, histories=OF_EACH, seed=seed, theory=theory).schedule
        yield Group(f"scenario {name}", np.arange(OF_EACH, dtype=np.uint32), schedule, seed=seed)


def _branches(sim: Simulator, months: Sequence[str], theory: str, seed: int) -> Iterator[Group]:
    nothing = Schedule(sim.model.registry)
    for month in reversed(months):  # the last passes all others
        point = branch_point(month, theory=theory, seed=seed)
        numbers = np.arange(sim.tile, dtype=np.uint32)
        yield Group(f"branch {month}", numbers, nothing, origin=point.origin, seed=seed)


def _drawn(sim: Simulator, seed: int, histories: int) -> Iterator[Group]:
    for group in _free(sim, seed, histories):
        drawn = draw_parameters(sim.model.registry, group.numbers, seed)
        yield Group("constants drawn", group.numbers, group.schedule, parameters=drawn, seed=seed)


__all__ = ["Checked", "check"]
