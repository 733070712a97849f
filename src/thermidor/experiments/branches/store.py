"""Branch points kept between runs, in the user's cache, so that a question starts at once.

A folder a filter: what it is made of is its name.  In it a file for each month at which the particles
were written down, one for each stretch of months between two of these, and what the figures did.
Files are written whole or not at all; one that cannot be read is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs

from thermidor.experiments.branches.following import Assimilated, Herd, Stretch, recent_of
from thermidor.experiments.particles import Cloud

KEPT = 6
"""Filters kept; those longest unused go first."""

ROOM = 2_000_000_000
"""Bytes that all filters may take; the one last used stays in any case."""

ABOUT = "about.json"


@dataclass(frozen=True)
class About:
    """What a filter followed.

    Attributes:
        theory: its name.
        seed: of the ensemble.
        particles: how many.
        learn: whether they carry parameters from their priors.
        not_held: recorded decisions that were not held.
        record: whether the figures were those of the record, and not of a file.
        made_by: model, program and machine, as a hash.
    """

    theory: str
    seed: int
    particles: int
    learn: bool
    not_held: tuple[str, ...]
    record: bool
    made_by: str


def folder(identity: Sequence[Any]) -> Path:
    """Where the branch points of a filter lie.

    Args:
        identity: everything that its result depends on.

    Returns:
        The folder; it need not exist.
    """
    return root() / hashlib.sha256(repr(tuple(identity)).encode()).hexdigest()[:32]


def root() -> Path:
    """The folder of all filters; it need not exist."""
    cache = os.environ.get("THERMIDOR_CACHE", platformdirs.user_cache_dir("thermidor"))
    return Path(cache) / "branches"


def written(place: Path) -> list[int]:
    """Months at which particles were written down, in order."""
    names = place.glob("cloud-*.npz") if place.is_dir() else ()
    return sorted(int(p.stem.removeprefix("cloud-")) for p in names)


def write(
    place: Path, about: About, cloud: Cloud[Herd], begun: int, figures: Sequence[Assimilated]
) -> None:
    """Write particles down, with what was seen and assimilated since the last time.

    Args:
        place: the folder.
        about: what the filter follows.
        cloud: at the beginning of a month.
        begun: month of the last cloud written down, or 0.
        figures: what the figures since then did.
    """
    herd = cloud.state
    seen = np.concatenate([s.seen for s in herd.stretches], axis=1)
    drawn = [(s.first + s.seen.shape[1], s.ancestors) for s in herd.stretches]
    marks = [(month, a) for month, a in drawn if a is not None]
    arrays = {
        "log_weights": cloud.log_weights,
        "kin": herd.kin,
        **{f"state/{path}": x for path, x in herd.state.items()},
    }
    if herd.parameters is not None:
        arrays["parameters"] = herd.parameters
    with contextlib.suppress(OSError):
        place.mkdir(parents=True, exist_ok=True)
        _text(place / ABOUT, json.dumps(asdict(about)))
        _save(
            place / f"seen-{begun}-{cloud.month}.npz",
            {
                "seen": seen,
                "months": np.array([m for m, _ in marks], np.int32),
                "ancestors": np.array([a for _, a in marks], np.int32).reshape(
                    len(marks), len(herd.kin)
                ),
            },
        )
        lines = json.dumps([asdict(t) for t in figures])
        _text(place / f"told-{begun}-{cloud.month}.json", lines)
        _save(place / f"cloud-{cloud.month}.npz", arrays)
        os.utime(place)
        _forget(place.parent)


def read(place: Path, month: int) -> tuple[Cloud[Herd], list[Stretch], list[Assimilated]] | None:
    """Particles as they were written down, with all that led to them.

    Args:
        place: the folder.
        month: at whose beginning.

    Returns:
        The cloud, what was seen from the first month on, and what the figures did; None where any of it
        is missing or damaged.
    """
    try:
        with np.load(place / f"cloud-{month}.npz") as z:
            arrays = {name: z[name] for name in z.files}
        state = {n.removeprefix("state/"): x for n, x in arrays.items() if n.startswith("state/")}
        stretches: list[Stretch] = []
        for begun, end in _chain(place, month):
            with np.load(place / f"seen-{begun}-{end}.npz") as z:
                stretches += _stretches(begun, z["seen"], z["months"], z["ancestors"])
        figures = told(place, month)
        with contextlib.suppress(OSError):
            os.utime(place)
        herd = Herd(state, arrays["kin"], recent_of(stretches), arrays.get("parameters"))
        return Cloud(herd, arrays["log_weights"], month), stretches, figures
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile, EOFError):
        return None


def told(place: Path, month: int) -> list[Assimilated]:
    """What the figures on the way to a month did.

    Args:
        place: the folder.
        month: at whose beginning particles were written down.

    Raises:
        OSError: a file is missing.
        KeyError: no stretches lead to that month.
        ValueError: a file is damaged.
        TypeError: a file is of another making.
    """
    found: list[Assimilated] = []
    for begun, end in _chain(place, month):
        lines = json.loads((place / f"told-{begun}-{end}.json").read_text())
        found += [Assimilated(**line) for line in lines]
    return found


def _chain(place: Path, month: int) -> list[tuple[int, int]]:
    """The stretches that lead from the first month to this one."""
    spans: dict[int, int] = {}
    for p in place.glob("seen-*.npz"):
        begun, end = map(int, p.stem.removeprefix("seen-").split("-"))
        spans[end] = max(begun, spans.get(end, 0))
    chain: list[tuple[int, int]] = []
    while month:
        begun = spans[month]
        if begun >= month:
            raise ValueError(f"a stretch from {begun} to {month}")
        chain.append((begun, month))
        month = begun
    return chain[::-1]


def _stretches(
    begun: int, seen: np.ndarray, months: np.ndarray, ancestors: np.ndarray
) -> list[Stretch]:
    found, first = [], begun
    for month, drawn in zip(months.tolist(), ancestors, strict=True):
        found.append(Stretch(first, seen[:, first - begun : month - begun], drawn))
        first = month
    if first < begun + seen.shape[1]:
        found.append(Stretch(first, seen[:, first - begun :]))
    return found


def _save(path: Path, arrays: dict[str, np.ndarray]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as f:
            np.savez(f, **arrays)  # pyright: ignore[reportArgumentType]
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _text(path: Path, text: str) -> None:
    from thermidor.keep import write_text

    write_text(path, text)


def _forget(root: Path) -> None:
    taken = 0
    for number, old in enumerate(sorted(root.iterdir(), key=lambda p: -p.stat().st_mtime)):
        taken += size(old)
        if number and (number >= KEPT or taken > ROOM):
            shutil.rmtree(old, ignore_errors=True)


def size(place: Path) -> int:
    """Bytes that a filter takes."""
    return sum(p.stat().st_size for p in place.glob("*") if p.is_file())


def bare(cloud: Cloud[Herd]) -> Cloud[Herd]:
    """A cloud whose stretches have been written down."""
    return replace(cloud, state=replace(cloud.state, stretches=()), steps=())


__all__ = ["ABOUT", "About", "bare", "folder", "read", "root", "size", "told", "write", "written"]
