"""How the filter's forecasts one figure ahead kept to the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from thermidor.experiments.branches.following import Assimilated
from thermidor.experiments.branches.likelihood import Likelihood, likelihoods
from thermidor.experiments.scores import Counts, Scale, Score, count, scale
from thermidor.record import is_sum
from thermidor.theories import BOOK, theory
from thermidor.theories.outputs import by_sector

STEP_HEADS = (
    "Sector", "Figures", "Value in 90%", "Value in 50%", "Range touches 90%", "Uninformative", "Mean part below",
    "Surprise", "Most surprising",
)  # fmt: skip


def months_of(figure: Likelihood) -> int:
    """Months over which a figure is a total; 1 for a level.

    Args:
        figure: recorded.
    """
    return figure.last - figure.first + 1 if is_sum(figure.observation.aggregate) else 1


def scales(known: Sequence[Likelihood]) -> Mapping[str, Scale]:
    """The scale of each variable, by its recorded figures.

    Args:
        known: figures of the record.
    """
    figures: dict[str, list[Likelihood]] = {}
    for f in known:
        figures.setdefault(f.observation.variable, []).append(f)
    return {
        name: scale(own[0].observation.unit, (f.observation.value / months_of(f) for f in own))
        for name, own in figures.items()
    }


def score_of(step: Assimilated, on: Scale, months: int = 1) -> Score:
    """What is known of the score of a figure that the filter has passed: all but the distances.

    Args:
        step: what the figure did.
        on: the scale of its variable.
        months: over which it is a total; 1 for a level.
    """
    return Score(
        step.variable, step.recorded, step.low, step.high, step.q05, step.median, step.q95,
        pit=step.place,
        inside_50=0.25 <= step.place <= 0.75,
        informative=on.informative(step.q05 / months, step.q95 / months),
    )  # fmt: skip


def counted(steps: Sequence[Assimilated], of: str = BOOK) -> Counts:
    """The scores of what the filter said of each figure before it was shown it.

    Args:
        steps: what each figure did.
        of: name of the theory whose filter it was.
    """
    known = likelihoods()
    recorded, months = scales(known), {f.name: months_of(f) for f in known}
    outputs = theory(of).registry.outputs

    def on(step: Assimilated) -> Scale:
        if step.variable in recorded:
            return recorded[step.variable]
        declared = outputs.get(step.variable)
        return scale(declared.unit if declared else "", [step.recorded])

    return count(score_of(s, on(s), months.get(s.name, 1)) for s in steps)


def sectors(
    steps: Sequence[Assimilated], most: int = 3, *, theory: str = BOOK
) -> list[dict[str, Any]]:
    """The scores by sector, with the figures that surprised most.

    Args:
        steps: what each figure did.
        most: how many figures of a sector are named.
        theory: whose sectors.

    Returns:
        By sector in the order of reading: its name, its `counted` scores, mean surprise and the worst
        figures.
    """
    found = []
    for sector, names in by_sector((s.variable for s in steps), theory).items():
        own = [s for s in steps if s.variable in names]
        worst = sorted(own, key=lambda s: -s.surprise)[:most]
        found.append(
            {
                "sector": sector,
                **counted(own, theory).to_json(),
                "surprise": float(np.mean([s.surprise for s in own])),
                "worst": [s.to_json() for s in worst],
            }
        )
    return found


def step_rows(steps: Sequence[Assimilated], theory: str = BOOK) -> list[tuple[str, ...]]:
    """The sectors as rows of text under `STEP_HEADS`."""
    return [
        (
            s["sector"],
            *(str(s[key]) for key in ("informative", "inside_90", "inside_50", "touching_90", "uninformative")),
            f"{s['pit_mean']:.2f}",
            f"{s['surprise']:.2f}",
            "; ".join(
                f"{w['figure']}: {short(w['recorded'])}, expected {short(w['q05'])} to {short(w['q95'])}"
                for w in s["worst"]
            ),
        )
        for s in sectors(steps, theory=theory)
    ]  # fmt: skip


def short(x: float) -> str:
    """A number to three figures.

    Args:
        x: of any size.

    Example:
        >>> short(1_234_567.0)
        '1,230,000'
    """
    if x == 0 or not np.isfinite(x):
        return f"{x:g}"
    return f"{float(f'{x:.3g}'):,.0f}" if abs(x) >= 100 else f"{x:.3g}"


__all__ = [
    "STEP_HEADS",
    "counted",
    "months_of",
    "scales",
    "score_of",
    "sectors",
    "short",
    "step_rows",
]
