"""How much of each system of the book the model implements and tests: honest zeros included."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from thermidor.cli.output import print_table, print_text
from thermidor.keep import cache_folder, forget_oldest, recall, remember
from thermidor.theories import BOOK

RUNS = 40
"""Runs of the claims that are kept, of this and of earlier versions."""


def coverage(id: str | None = None, theory: str = BOOK) -> list[dict[str, Any]]:
    """What the record holds and the model of a theory does, system by system.

    Args:
        id: only this system of the record.
        theory: name of the theory.

    Returns:
        One entry a system, in the order of the record.

    Raises:
        UnknownRecordId: there is no such system.
        BadPart: no theory has this name.
    """
    from thermidor.cli.inspection import registry, traced_month
    from thermidor.experiments.verdicts import VERDICTS
    from thermidor.record import load
    from thermidor.report.coverage import accounts
    from thermidor.scenarios import catalogue

    record = load()
    chosen = list(record.systems.values()) if id is None else [record.systems[id]]
    counts = {a.system: a.counts for a in accounts(registry(theory), traced_month(theory).calls)}
    claims = _count(record.claims.values())
    decisions = _count(record.decision_points.values())
    verdicts = recall_verdicts(theory)
    by_verdict = Counter(
        (system, verdict)
        for claim, verdict in verdicts.items()
        for system in record.claims[claim].systems
    )
    scenarios = _count(
        record.decision_points[s.id] for s in catalogue().values() if s.id in record.decision_points
    )
    return [
        {
            "id": s.id, "name": s.name, **counts[s.id],
            "claims": claims[s.id],
            **{f"claims_{verdict}": by_verdict[s.id, verdict] for verdict in VERDICTS},
            "figures": len(s.figures), "decision_points": decisions[s.id], "scenarios": scenarios[s.id],
        }
        for s in chosen
    ]  # fmt: skip


def describe(entry: dict[str, Any], theory: str) -> None:
    """Print one system: its rules and what implements them or why nothing does, and where its state is.

    Args:
        entry: of `coverage`.
        theory: name of the theory.
    """
    from thermidor.cli.inspection import registry, traced_month
    from thermidor.experiments.verdicts import VERDICTS
    from thermidor.record import load
    from thermidor.report.coverage import accounts, place

    system = load().systems[entry["id"]]
    print_text(f"{system.name} ({system.name_fr})", bold=True)
    print_text(f"{system.sector}, {system.period}. {system.summary}")
    calls = traced_month(theory).calls
    (account,) = [a for a in accounts(registry(theory)) if a.system == system.id]

    def model(id: str) -> str:
        names = [
            n + ("" if n in calls or n.startswith("coding") else " (never used)")
            for n in account.rules[id]
        ]
        return ", ".join(names) or account.reasons.get(id, "not yet")

    print_table(
        ("Rule", "Page", "What the book says", "In the model"),
        [(r.id, str(r.page), f"{r.when}: {r.rule}", model(r.id)) for r in system.rules],
    )
    print_table(
        ("State", "Unit", "What the book says", "In the model"),
        [
            (v.variable, v.unit, v.meaning, place(account.state[v.variable], mark=""))
            for v in system.state
        ],
    )
    verdicts = ", ".join(f"{entry['claims_' + v]} {name}" for v, name in VERDICTS.items())
    print_text(
        f"{entry['rules_implemented']} of {entry['rules']} rules implemented, {entry['rules_excused']} left out with a "
        f"reason; {entry['state_modelled']} of {entry['state']} state variables modelled, "
        f"{entry['state_excused']} left out with a reason; {entry['claims']} claims "
        f"({verdicts}), "
        f"{entry['figures']} figures, {entry['decision_points']} decision points, {entry['scenarios']} scenarios."
    )


def remember_verdicts(verdicts: dict[str, str], theory: str = BOOK) -> None:
    """Keep the verdicts of claims for this version of a model, so that `systems` can count them.

    Args:
        verdicts: by claim.
        theory: name of the theory.
    """
    kept = recall_verdicts(theory) | verdicts
    place = _verdicts_file(theory)
    if remember(place, json.dumps(kept, indent=1, sort_keys=True).encode()):
        forget_oldest(place.parent, most=RUNS)


def recall_verdicts(theory: str = BOOK) -> dict[str, str]:
    """Verdicts of claims run with this version of a model, by id; none where none was run.

    Args:
        theory: name of the theory.
    """
    from thermidor.record import load

    kept = json.loads(recall(_verdicts_file(theory)) or b"{}")
    known = load().claims
    return {id: verdict for id, verdict in kept.items() if id in known}


def _verdicts_file(theory: str) -> Path:
    import thermidor as th
    from thermidor.cli.inspection import model
    from thermidor.experiments.claims import made_by

    return cache_folder("claims") / f"{th.__version__}-{made_by(model(theory)).short}.kept"


def _count(entries: Any) -> Counter[str]:
    return Counter(system for entry in entries for system in entry.systems)
