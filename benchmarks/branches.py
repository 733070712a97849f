"""What following the record costs, and where the particles grow few: prints one JSON line.

Run by `benchmarks/run.py`, or alone: `python benchmarks/branches.py 1024 1940-12`.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

PARTICLES = 1024
LAST = "1940-12"


def following(particles: int = PARTICLES, at: str = LAST, learn: bool = False) -> dict[str, Any]:
    """Follow the record once, with nothing stored before.

    Args:
        particles: how many.
        at: month up to which it is followed.
        learn: whether particles carry parameters from their priors.

    Returns:
        Seconds and memory, the effective size at its smallest, the months and figures where it falls
        under a twentieth, and the figures that no particle came near.
    """
    import thermidor as th

    th.simulate(histories=128)
    from thermidor.experiments.branches import store

    with tempfile.TemporaryDirectory() as empty:
        store.root = lambda: Path(empty)
        if learn:
            th.branch_point("1917-02", particles=128, learn=True)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        begun = time.perf_counter()
        point = th.branch_point(at, particles=particles, learn=learn)
        seconds = time.perf_counter() - begun
        begun = time.perf_counter()
        th.simulate(histories=1000, branch=at, particles=particles, learn=learn, stop=at)
        again = time.perf_counter() - begun
        stored = sum(p.stat().st_size for p in Path(empty).rglob("*") if p.is_file()) / 2**20
    return {
        "at": at,
        "particles": particles,
        "learn": learn,
        "seconds": seconds,
        "from_the_store_s": again,
        "peak_MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "before_MiB": before,
        "stored_MiB": stored,
        "figures": len(point.figures),
        "least_effective": point.least_effective,
        "lineages": point.lineages,
        "collapses": [
            {"month": f.to_json()["month"], "figure": f.name, "effective": f.effective}
            for f in point.faint
        ],
        "unreached": [f.name for f in point.unreached],
    }


def lines(found: dict[str, Any]) -> list[str]:
    """What was measured, in words."""
    out = [
        f"following the record to {found['at']}, {found['particles']:,} particles: "
        f"{found['seconds']:.1f} s, {found['peak_MiB']:.0f} MiB "
        f"({found['before_MiB']:.0f} before it), {found['stored_MiB']:.0f} MiB stored, "
        f"{found['figures']} figures",
        f"smallest effective size: {found['least_effective']:.1%} of the particles (target 5%); "
        f"{len(found['collapses'])} figures under 5%, {len(found['unreached'])} out of reach",
    ]
    out += [f"  {c['effective']:.1%} after {c['figure']}" for c in found["collapses"]]
    return out


if __name__ == "__main__":
    words = sys.argv[1:]
    learn = "learn" in words
    words = [w for w in words if w != "learn"]
    size = int(words[0]) if words else PARTICLES
    found = following(size, words[1] if len(words) > 1 else LAST, learn)
    print(json.dumps(found))
