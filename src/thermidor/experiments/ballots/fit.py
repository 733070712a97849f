"""Fit the constants that all ballots share, on the half of them that the hash of their ids picks.

Nothing but these constants is fitted: no ballot has a number of its own here.  Run it with
`python -m thermidor.experiments.ballots.fit`; it prints the constants and writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import yaml

from thermidor.experiments.ballots.encoding import _folder
from thermidor.experiments.ballots.scores import Compared, compare, half
from thermidor.experiments.ballots.encoding import encodings

DRAWS, ROUNDS, STEP = 400, 14, 0.35


def loss(rows: list[Compared]) -> float:
    """Log loss of the recorded outcomes plus the distance from exact tallies over that of a blind guess.

    Both are proper: a wider distribution does not help unless it is truer.

    Args:
        rows: of a comparison.
    """
    sure = [-np.log(max(r.probability, 0.01)) for r in rows if r.probability is not None]
    near = [(r.crps, r.crps_blind) for r in rows if r.crps is not None and r.crps_blind is not None]
    return float(np.mean(sure)) + sum(c for c, _ in near) / sum(b for _, b in near)


def fit(start: Mapping[str, float], bounds: Mapping[str, tuple[float, float]]) -> dict[str, float]:
    """Move one constant at a time while that lessens the loss, by ever smaller steps.

    Args:
        start: the constants at first.
        bounds: of each, kept to.
    """
    ids = [id for id, e in encodings().items() if e.runs and half(id)]
    best, step = dict(start), STEP
    least = loss(compare(ids, number=best, draws=DRAWS))
    for _ in range(ROUNDS):
        moved = False
        for name, (low, high) in bounds.items():
            for way in (1.0, -1.0):
                value = best[name] + way * step * 0.5 * (high - low)
                tried = {**best, name: float(np.clip(value, low, high))}
                found = loss(compare(ids, number=tried, draws=DRAWS))
                if found < least - 1e-4:
                    best, least, moved = tried, found, True
                    break
        print(f"loss {least:.4f}, step {step:.3f}", flush=True)
        step *= 1.0 if moved else 0.5
    return best


def main() -> None:
    """Print the fitted constants."""
    table = yaml.safe_load((_folder() / "constants.yaml").read_text(encoding="utf-8"))["constants"]
    start = {name: float(entry["value"]) for name, entry in table.items()}
    bounds = {name: (float(e["low"]), float(e["high"])) for name, e in table.items()}
    for name, value in fit(start, bounds).items():
        print(f"  {name}: {value:.2f}")


if __name__ == "__main__":
    main()
