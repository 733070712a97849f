"""The branch points that are kept: what they are, how good, how large; and how to be rid of them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from thermidor.engine.calendar import month_text
from thermidor.experiments.branches import store
from thermidor.experiments.branches.following import Assimilated
from thermidor.experiments.branches.point import made_by
from thermidor.experiments.models import simulator
from thermidor.experiments.particles import effective_size
from thermidor.keep import KEPT, forget
from thermidor.theories import theories


@dataclass(frozen=True)
class Kept:
    """A branch point in the cache.

    Attributes:
        at: the month, "YYYY-MM".
        theory: its name.
        seed: of the ensemble.
        particles: how many.
        learn: whether they carry parameters from their priors.
        not_held: recorded decisions that were not held.
        record: whether the figures were those of the record.
        current: whether it was made by this version of the model; others are never used again.
        effective: effective size at that month, share of the particles; None where the file is damaged.
        least_effective: the smallest on the way.
        worst: the figure after which it was so.
        unreached: how many figures no particle came near.
        bytes: of its file.
    """

    at: str
    theory: str
    seed: int
    particles: int
    learn: bool
    not_held: tuple[str, ...]
    record: bool
    current: bool
    effective: float | None
    least_effective: float | None
    worst: str
    unreached: int
    bytes: int

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def kept() -> list[Kept]:
    """The branch points in the cache, those of this version first, by month.

    Returns:
        One for each month of each filter; files of other making are left out.
    """
    root = store.root()
    found: list[Kept] = []
    made: dict[str, str] = {}
    for place in sorted(p for p in root.iterdir() if p.is_dir()) if root.is_dir() else ():
        try:
            fields = json.loads(store.content(place / store.ABOUT))
            about = store.About(**{**fields, "not_held": tuple(fields["not_held"])})
        except (OSError, TypeError, KeyError):
            continue
        if about.theory not in made and about.theory in theories():
            made[about.theory] = made_by(simulator(about.theory))
        current = made.get(about.theory) == about.made_by
        found += [_kept(place, about, month, current) for month in store.written(place)]
    return sorted(found, key=lambda k: (not k.current, k.seed, k.particles, k.learn, k.at))


def clear() -> tuple[int, int]:
    """Throw all branch points away.

    Returns:
        How many there were, and their bytes.
    """
    root = store.root()
    places = [p for p in root.iterdir() if p.is_dir()] if root.is_dir() else []
    points = sum(len(store.written(p)) for p in places)
    taken = sum(store.size(p) for p in places)
    for place in places:
        forget(place)
    return points, taken


def _kept(place: Path, about: store.About, month: int, current: bool) -> Kept:
    path = place / f"sample-{month}{KEPT}"
    effective, assimilated = None, None
    try:
        weights = store.arrays_in(path)["log_weights"]
        assimilated = store.assimilated(place, month)
        effective = effective_size(weights) / len(weights)
    except (OSError, ValueError, KeyError):
        pass
    worst: Assimilated | None = min(assimilated or (), key=lambda f: f.effective, default=None)
    return Kept(
        at=month_text(month),
        theory=about.theory,
        seed=about.seed,
        particles=about.particles,
        learn=about.learn,
        not_held=about.not_held,
        record=about.record,
        current=current,
        effective=effective,
        least_effective=None if effective is None else worst.effective if worst else 1.0,
        worst=worst.name if worst else "",
        unreached=sum(not f.reached for f in assimilated or ()),
        bytes=path.stat().st_size if path.exists() else 0,
    )


__all__ = ["Kept", "clear", "kept"]
