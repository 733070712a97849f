"""Branch points kept between runs, in the user's cache, so that a question starts at once.

A folder a filter: what it is made of is its name.  In it a file for each month at which the particles
were written down, one for each segment of months between two of these, and what the figures did.
A file that is damaged is made anew.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from thermidor.experiments.branches.following import Assimilated, ParticleStates, Segment, recent_of
from thermidor.experiments.particles import WeightedSample
from thermidor.keep import KEPT, cache_folder, forget_oldest, recall, remember

FILTERS = 6
"""Filters kept; those longest unused go first."""

ROOM = 2_000_000_000
"""Bytes that all filters may take; the one last used stays in any case."""

ABOUT = f"about{KEPT}"


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
    return cache_folder("branches")


def written(place: Path) -> list[int]:
    """Months at which particles were written down, in order."""
    names = place.glob(f"sample-*{KEPT}") if place.is_dir() else ()
    months = (p.stem.removeprefix("sample-") for p in names)
    return sorted(int(month) for month in months if month.isdecimal())


def write(
    place: Path,
    about: About,
    sample: WeightedSample[ParticleStates],
    begun: int,
    figures: Sequence[Assimilated],
) -> None:
    """Write particles down, with what was seen and assimilated since the last time.

    Args:
        place: the folder.
        about: what the filter follows.
        sample: at the beginning of a month.
        begun: month of the last sample written down, or 0.
        figures: what the figures since then did.
    """
    states = sample.state
    seen = np.concatenate([s.seen for s in states.segments], axis=1)
    drawn = [(s.first + s.seen.shape[1], s.ancestors) for s in states.segments]
    marks = [(month, a) for month, a in drawn if a is not None]
    arrays = {
        "log_weights": sample.log_weights,
        "year_numbers": states.year_numbers,
        **{f"state/{path}": x for path, x in states.state.items()},
    }
    if states.parameters is not None:
        arrays["parameters"] = states.parameters
    new = {
        "seen": seen,
        "months": np.array([m for m, _ in marks], np.int32),
        "ancestors": np.array([a for _, a in marks], np.int32).reshape(
            len(marks), len(states.year_numbers)
        ),
    }
    span = f"{begun}-{sample.month}"
    contents = {
        ABOUT: json.dumps(asdict(about)).encode(),
        f"seen-{span}{KEPT}": _packed(new),
        f"assimilated-{span}{KEPT}": json.dumps([asdict(t) for t in figures]).encode(),
        f"sample-{sample.month}{KEPT}": _packed(arrays),
    }
    # the sample last: where it is, all that led to it is there
    if all(remember(place / name, made) for name, made in contents.items()):
        forget_oldest(place.parent, most=FILTERS, room=ROOM)


def read(
    place: Path, month: int
) -> tuple[WeightedSample[ParticleStates], list[Segment], list[Assimilated]] | None:
    """Particles as they were written down, with all that led to them.

    Args:
        place: the folder.
        month: at whose beginning.

    Returns:
        The sample, what was seen from the first month on, and what the figures did; None where any of it
        is missing or damaged.
    """
    try:
        arrays = arrays_in(place / f"sample-{month}{KEPT}")
        state = {n.removeprefix("state/"): x for n, x in arrays.items() if n.startswith("state/")}
        segments: list[Segment] = []
        for begun, end in _chain(place, month):
            z = arrays_in(place / f"seen-{begun}-{end}{KEPT}")
            segments += _segments(begun, z["seen"], z["months"], z["ancestors"])
        figures = assimilated(place, month)
        states = ParticleStates(
            state, arrays["year_numbers"], recent_of(segments), arrays.get("parameters")
        )
        return WeightedSample(states, arrays["log_weights"], month), segments, figures
    except (OSError, ValueError, KeyError):
        return None


def assimilated(place: Path, month: int) -> list[Assimilated]:
    """What the figures on the way to a month did.

    Args:
        place: the folder.
        month: at whose beginning particles were written down.

    Raises:
        OSError: a file is missing or damaged.
        KeyError: no segments lead to that month.
    """
    found: list[Assimilated] = []
    for begun, end in _chain(place, month):
        lines = json.loads(content(place / f"assimilated-{begun}-{end}{KEPT}"))
        found += [Assimilated(**line) for line in lines]
    return found


def _chain(place: Path, month: int) -> list[tuple[int, int]]:
    """The segments that lead from the first month to this one."""
    spans: dict[int, int] = {}
    for p in place.glob(f"seen-*{KEPT}"):
        span = p.stem.removeprefix("seen-").split("-")
        if len(span) == 2 and all(month.isdecimal() for month in span):
            begun, end = map(int, span)
            spans[end] = max(begun, spans.get(end, 0))
    chain: list[tuple[int, int]] = []
    while month:
        begun = spans[month]
        if begun >= month:
            raise ValueError(f"a segment from {begun} to {month}")
        chain.append((begun, month))
        month = begun
    return chain[::-1]


def _segments(
    begun: int, seen: np.ndarray, months: np.ndarray, ancestors: np.ndarray
) -> list[Segment]:
    found, first = [], begun
    for month, drawn in zip(months.tolist(), ancestors, strict=True):
        found.append(Segment(first, seen[:, first - begun : month - begun], drawn))
        first = month
    if first < begun + seen.shape[1]:
        found.append(Segment(first, seen[:, first - begun :]))
    return found


def _packed(arrays: dict[str, np.ndarray]) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)  # pyright: ignore[reportArgumentType]
    return file.getvalue()


def arrays_in(path: Path) -> dict[str, np.ndarray]:
    """The arrays of a file, by name.

    Raises:
        OSError: it is missing or damaged.
    """
    with np.load(io.BytesIO(content(path))) as z:
        return {name: z[name] for name in z.files}


def content(path: Path) -> bytes:
    """What was written in a file.

    Raises:
        OSError: it is missing or damaged.
    """
    found = recall(path)
    if found is None:
        raise OSError(f"{path.name} is missing or damaged")
    return found


def size(place: Path) -> int:
    """Bytes that a filter takes."""
    return sum(p.stat().st_size for p in place.glob("*") if p.is_file())


def bare(sample: WeightedSample[ParticleStates]) -> WeightedSample[ParticleStates]:
    """A sample whose segments have been written down."""
    return replace(sample, state=replace(sample.state, segments=()), steps=())


__all__ = [
    "ABOUT",
    "About",
    "arrays_in",
    "assimilated",
    "bare",
    "content",
    "folder",
    "read",
    "root",
    "size",
    "write",
    "written",
]  # fmt: skip
