"""Fit the constants that all ballots share, on the half of them that the hash of their ids picks.

Nothing but these constants is fitted: no ballot has a number of its own here.  Run it with
`python -m thermidor.experiments.ballots.fit`; it prints the constants and writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from thermidor.experiments.ballots.constants import bounds, constants
from thermidor.experiments.ballots.encoding import encodings
from thermidor.experiments.ballots.scores import Compared, compare, half, summary

DRAWS, ROUNDS, STEP = 400, 14, 0.35


def loss(rows: list[Compared]) -> float:
    """Log loss of the recorded outcomes, plus how far exact tallies lie from the draws, over a blind guess.

    The distance is the mean of two ratios, of the ranked probability score and of the interval score.  All
    are proper: a wider distribution does not help unless it is truer.

    Args:
        rows: of a comparison.
    """
    sure = [-np.log(max(r.probability, 0.01)) for r in rows if r.probability is not None]
    near = np.array(
        [(r.crps, r.crps_blind, r.interval, r.interval_blind) for r in rows if r.crps is not None],
        float,
    ).sum(0)
    return float(np.mean(sure) + 0.5 * near[0] / near[1] + 0.5 * near[2] / near[3])


def fit(start: Mapping[str, float], within: Mapping[str, tuple[float, float]]) -> dict[str, float]:
    """Move one constant at a time while that lessens the loss, by ever smaller steps.

    Args:
        start: the constants at first.
        within: bounds of each, kept to; what has no room between them is not fitted.

    Returns:
        All constants, those within bounds as fitted.
    """
    ids = fitted_ids()
    best, step = dict(start), STEP
    least = loss(compare(ids, number=best, draws=DRAWS))
    for _ in range(ROUNDS):
        moved = False
        for name, (low, high) in within.items():
            for way in (1.0, -1.0) if low < high else ():
                value = best[name] + way * step * 0.5 * (high - low)
                tried = {**best, name: float(np.clip(value, low, high))}
                found = loss(compare(ids, number=tried, draws=DRAWS))
                if found < least - 1e-4:
                    best, least, moved = tried, found, True
                    break
        print(f"loss {least:.4f}, step {step:.3f}", flush=True)
        step *= 1.0 if moved else 0.5
    return best


def fit_spread(number: Mapping[str, float], low: float, high: float) -> float:
    """The spread of a count under which the outcomes are told best when nothing is drawn.

    Args:
        number: the other constants.
        low: least spread that is tried.
        high: largest spread that is tried.

    Returns:
        To hundredths, as a share.
    """
    tried = np.arange(round(low * 100), round(high * 100) + 1) / 100
    losses = [
        summary(compare(fitted_ids(), number={**number, "spread": s}, draws=1)).carried_loss
        for s in tried
    ]
    return float(tried[int(np.argmin(losses))])


def fitted_ids() -> list[str]:
    """Ids of the ballots on which the constants are fitted."""
    return [id for id, e in encodings().items() if e.runs and half(id)]


def main() -> None:
    """Print the fitted constants."""
    within = bounds()
    low, high = within.pop("spread")
    found = fit(constants(), within)
    for name, value in {**found, "spread": fit_spread(found, low, high)}.items():
        print(f"  {name}: {value:.2f}")


if __name__ == "__main__":
    main()
