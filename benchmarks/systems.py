"""What each system of the model costs, in one profile of the program that everybody runs.

Each operation of the compiled program carries the name of the system whose step it comes from.  A
profile gives the time of every kernel in every month; the median over months, times their number,
is what a kernel costs, so that a pause of the machine does not count.  A kernel that was fused
from operations of several systems is shared out by their number.  The profile alone slows the
program, most where kernels are small, so only shares are taken from it: they are applied to the
time that a run of a thousand histories takes without it, and so add up to the whole.

Leaving a system's step out would be another program: what the other systems read from it would be
constants, and the compiler would drop what follows from them.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

HISTORIES = 1000
PROFILES = 3

OWN = {
    "draws": "random draws",
    "month's end": "month's end: interventions, bounds",
    "outputs": "outputs",
    "check": "check for broken histories",
}
"""Parts of a month that belong to no system."""

REST = "the loop: states, interventions, results"
PASSIVE = {"parameter", "constant", "get-tuple-element", "tuple", "bitcast", "iota"}
HOLLOW = {"while", "conditional"}

INSTRUCTION = re.compile(r"^\s+(?:ROOT )?%(\S+) = .*?[\]})] ([a-z][\w-]*)\(")
CALLED = re.compile(r"(?:calls|to_apply)=%([\w.\-]+)")
NAMED = re.compile(r'op_name="((?:[^"\\]|\\.)*)"')
COMPUTATION = re.compile(r"^(?:ENTRY )?%(\S+) \(")


def owners(text: str, systems: Iterable[str]) -> dict[str, dict[str, float]]:
    """Whose each operation of a compiled program is.

    Args:
        text: the program, as XLA prints it.
        systems: names of the systems.

    Returns:
        Operation -> part of the month -> share; shares of one operation add up to 1.
    """
    known = {**{s: s for s in systems}, **OWN}

    def part(line: str) -> str | None:
        named = NAMED.search(line)
        if named is None:
            return None
        for step in named[1].replace("\\'", "'").split(";")[0].split("/"):
            if step in known:
                return known[step]
        return REST

    inside: dict[str, Counter[str]] = defaultdict(Counter)
    lines: list[tuple[str, str, str]] = []
    computation = ""
    for line in text.splitlines():
        begins = COMPUTATION.match(line)
        if begins:
            computation = begins[1]
        found = INSTRUCTION.match(line)
        if not found:
            continue
        name, kind = found[1], found[2]
        lines.append((name, kind, line))
        owner = part(line)
        if owner is not None and kind not in PASSIVE:
            inside[computation][owner] += 1
    out: dict[str, dict[str, float]] = {}
    for name, kind, line in lines:
        if kind in HOLLOW:
            continue
        called = CALLED.search(line)
        mixed = inside.get(called[1]) if called and kind in ("fusion", "call") else None
        if mixed:
            # What bears no part's name in a kernel serves those that do.
            named = {owner: n for owner, n in mixed.items() if owner != REST} or dict(mixed)
            total = sum(named.values())
            out[name] = {owner: n / total for owner, n in named.items()}
        else:
            out[name] = {part(line) or REST: 1.0}
    return out


def kernel_times(profile: Any) -> dict[str, float]:
    """Seconds that each kernel took: its median over months, times how often it ran."""
    runs: dict[str, list[float]] = defaultdict(list)
    for plane in profile.planes:
        for line in plane.lines:
            for event in line.events:
                if any(key == "hlo_op" for key, _ in event.stats):
                    runs[event.name].append(event.duration_ns)
    return {name: statistics.median(ns) * len(ns) * 1e-9 for name, ns in runs.items()}


def by_part(
    times: Mapping[str, float], whose: Mapping[str, Mapping[str, float]]
) -> dict[str, float]:
    """Kernel times summed by part of the month."""
    out: dict[str, float] = defaultdict(float)
    for name, seconds in times.items():
        for owner, share in whose.get(name, {}).items():
            out[owner] += seconds * share
    return dict(out)


def measure(sim: Any = None, histories: int = HISTORIES) -> dict[str, Any]:
    """Milliseconds a thousand histories for each part of the month, on one device.

    Args:
        sim: the compiled model; the book's by default.
        histories: in the run that is timed.

    Returns:
        `seconds` for a thousand histories, `kernels` (seconds of all kernels of the profile for a
        thousand), `parts` (name, milliseconds, share), `sectors` likewise.
    """
    import jax
    import numpy as np

    from thermidor.engine.devices import prepare

    prepare()
    from thermidor.experiments.models import simulator
    from thermidor.experiments.trace import sectors, systems_named

    sim = sim or simulator()
    tile = np.arange(sim.tile)
    list(sim.run(tile, 0))
    program: Any = sim.programs((None, None, None, None, sim.model.registry.point))[0]
    seconds = []
    for _ in range(3):
        begun = time.perf_counter()
        list(sim.run(np.arange(histories), 0))
        seconds.append((time.perf_counter() - begun) * 1000 / histories)
    groups = sectors(sim.model.registry)
    systems = systems_named(sim.model.registry, "all")
    whose = owners(program.as_text(), systems)
    options = jax.profiler.ProfileOptions()
    options.host_tracer_level, options.python_tracer_level = 1, 0
    found = []
    for k in range(PROFILES):
        with tempfile.TemporaryDirectory() as folder:
            with jax.profiler.trace(folder, profiler_options=options):
                list(sim.run(tile + k * sim.tile, 0))
            (file,) = Path(folder).rglob("*.xplane.pb")
            profile = jax.profiler.ProfileData.from_file(str(file))
            found.append(by_part(kernel_times(profile), whose))
    parts = {
        p: statistics.median(f.get(p, 0.0) for f in found) for p in {p for f in found for p in f}
    }
    whole = sum(parts.values())
    total = min(seconds)

    def rows(values: Mapping[str, float]) -> list[dict[str, Any]]:
        ordered = sorted(values.items(), key=lambda row: -row[1])
        return [{"name": n, "ms": 1000 * total * v / whole, "share": v / whole} for n, v in ordered]

    return {
        "seconds": total,
        "kernels": whole * 1000 / sim.tile,
        "parts": rows({p: parts.get(p, 0.0) for p in {*parts, *systems}}),
        "sectors": rows(
            {sector: sum(parts.get(s, 0.0) for s in names) for sector, names in groups.items()}
        ),
        "home": {s: sector for sector, names in groups.items() for s in names},
    }


def table(found: Mapping[str, Any]) -> str:
    """The measurements as lines of text."""
    home = found["home"]
    lines = [f"{'system':<46}{'sector':<10}{'ms':>8}{'share':>8}   for 1,000 histories, one device"]
    for row in found["parts"]:
        sector = home.get(row["name"], "")
        lines.append(f"{row['name']:<46}{sector:<10}{row['ms']:>8.1f}{row['share']:>8.1%}")
    lines.append(f"{'together':<56}{1000 * found['seconds']:>8.1f}{1:>8.0%}")
    lines.append("")
    for row in found["sectors"]:
        lines.append(f"{'sector ' + row['name']:<56}{row['ms']:>8.1f}{row['share']:>8.1%}")
    lines.append(
        f"Shares of kernel time in {PROFILES} profiles, applied to the time of a run without "
        f"profile; kernels under the profile: {1000 * found['kernels']:.0f} ms."
    )
    return "\n".join(lines)


if __name__ == "__main__":
    result = measure()
    print(json.dumps(result) if "--json" in sys.argv else table(result))
