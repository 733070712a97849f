"""What the model is made of, counted from its code and its record, for the page on its method."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from thermidor.theories import BOOK

CITATION = Path(__file__).parent / "data" / "citation.yaml"
"""The project's CITATION.cff, which an installed package would not have beside it."""

BASES = ("book", "publication", "assumption")


@dataclass(frozen=True)
class Ground:
    """On what the constants of one part of the model rest.

    Attributes:
        part: first piece of their paths.
        n: how many there are.
        by: how many rest on the book, on publications, on assumption.
    """

    part: str
    n: int
    by: dict[str, int]

    @property
    def assumed(self) -> float:
        """Share of the constants that rest on assumption."""
        return self.by["assumption"] / self.n if self.n else 0.0


@dataclass(frozen=True)
class Facts:
    """Counts of the model and its record.

    Attributes:
        rules: of the model.
        states: variables of its state.
        variables: that a simulation gives out.
        scenarios: shipped.
        record: entries of the record by kind.
        constants: that count, without the starts of what does not exist in January 1917.
        shares: basis -> how many and what share.
        grounds: part by part, in the order of their names.
        coverage: system by system: its id and its counts.
        outside: series from outside, as `thermidor.outside_series()` lists them.
    """

    rules: int
    states: int
    variables: int
    scenarios: int
    record: dict[str, int]
    constants: int
    shares: dict[str, dict[str, Any]]
    grounds: tuple[Ground, ...]
    coverage: tuple[tuple[str, dict[str, int]], ...]
    outside: tuple[dict[str, Any], ...]

    @property
    def covered(self) -> dict[str, int]:
        """The counts of coverage over all systems."""
        keys = self.coverage[0][1]
        return {key: sum(counts[key] for _, counts in self.coverage) for key in keys}


@functools.cache
def facts(theory: str = BOOK) -> Facts:
    """Return the counts of a theory's model; takes a second or two the first time.

    Args:
        theory: its name.
    """
    from thermidor.experiments.listing import basis_shares, outside_series
    from thermidor.record import load
    from thermidor.report.coverage import accounts
    from thermidor.scenarios.shipped import shipped_ids
    from thermidor.web.service import model

    registry, record = model.registry(theory), load()
    counted = [row for row in constants(theory) if row["kind"] != "absent"]
    return Facts(
        rules=len(registry.rules),
        states=len(registry.states),
        variables=len(registry.outputs),
        scenarios=len(shipped_ids()) - 1,
        record={
            "systems": len(record.systems),
            "claims": len(record.claims),
            "events": len(record.events),
            "figures": len(record.figures),
            "decision_points": len(record.decision_points),
            "leaders": len(record.leaders),
            "ballots": len(record.ballots),
        },
        constants=len(counted),
        shares=basis_shares(counted),
        grounds=tuple(_grounds(counted)),
        coverage=tuple((account.system, account.counts) for account in accounts(registry)),
        outside=tuple(outside_series(theory=theory)),
    )


@functools.cache
def constants(theory: str = BOOK) -> tuple[dict[str, Any], ...]:
    """Return every constant of a theory's model, as `thermidor.parameters()` lists them.

    Args:
        theory: its name.
    """
    from thermidor.experiments.listing import parameters

    return tuple(parameters(theory=theory))


def constants_of(part: str, theory: str = BOOK) -> list[dict[str, Any]]:
    """Return the constants of one part that count; none where there is no such part.

    Args:
        part: first piece of their paths.
        theory: whose model.
    """
    return [c for c in constants(theory) if c["kind"] != "absent" and _part(c["path"]) == part]


@functools.cache
def citation() -> dict[str, Any]:
    """Return how the project asks to be cited."""
    return yaml.safe_load(CITATION.read_text(encoding="utf-8"))


def _grounds(counted: list[dict[str, Any]]) -> list[Ground]:
    parts: dict[str, list[str]] = {}
    for row in counted:
        parts.setdefault(_part(row["path"]), []).append(row["basis"])
    return [
        Ground(part, len(found), {basis: found.count(basis) for basis in BASES})
        for part, found in sorted(parts.items())
    ]


def _part(path: str) -> str:
    """The part of the model to which a constant belongs; the starting state counts with its part."""
    pieces = path.split(".")
    return pieces[1] if pieces[0] == "initial" and len(pieces) > 2 else pieces[0]
