"""A claim of the book as the service knows it: its intervention as a scenario, its experiment as long work."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from thermidor.experiments.claims import load_claims
from thermidor.scenarios import Scenario

QUICK = 64
"""Histories an arm of a claim that a reader runs, where nothing else is asked."""


def scenario_of_claim(id: str) -> Scenario:
    """The intervention of a claim as a scenario.

    Args:
        id: "claim-" and the id of a claim.

    Raises:
        KeyError: no such claim is encoded, or it is looked at without an intervention.

    Example:
        >>> scenario_of_claim("claim-k0824").title.en
        'Claim k0824'
    """
    claim = load_claims()[id.removeprefix("claim-")]
    if not claim.operations:
        raise KeyError(id)
    return _scenario(claim.id)


@functools.lru_cache(maxsize=512)
def _scenario(id: str) -> Scenario:
    claim = load_claims()[id]
    recorded = claim.recorded
    data: dict[str, Any] = {
        "id": f"claim-{id}", "title": {"en": f"Claim {id}", "fr": f"Thèse {id}"}, "summary": claim.note,
        "do": [o.plain() for o in claim.operations], "cites": [id],
        "pages": sorted({place.page for place in recorded.evidence}),
    }  # fmt: skip
    return Scenario.from_data(data, f"claim-{id}")


def run_claim(
    id: str, histories: int = QUICK, seed: int = 0, progress: Callable[[int, int], None] | None = None
) -> dict[str, Any]:  # fmt: skip
    """Run one claim as an experiment; to be called in a process that may simulate.

    Args:
        id: of an encoded claim.
        histories: an arm.
        seed: of the arms.
        progress: called with (arms done, arms wanted).

    Returns:
        Its result as plain data, with the number of histories and the seed.
    """
    from thermidor.experiments.claims import run_claims

    (result,) = run_claims([id], histories=histories, seed=seed, progress=progress)
    return {**result.to_json(), "histories": histories, "seed": seed}
