"""`make bench`: what the model costs here, each figure from a process of its own, side by side in one run."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import branches
import explorer
import growth
from systems import table

HERE = Path(__file__).resolve().parent


def measure(
    kind: str, size: int, *, devices: int = 2, cache: str | None = None
) -> dict[str, float]:
    """One measurement in a fresh process."""
    env = {**os.environ, "THERMIDOR_DEVICES": str(devices)}
    if cache:
        env["THERMIDOR_CACHE"] = cache
    done = subprocess.run(
        [sys.executable, str(HERE / "one.py"), kind, str(size)],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


def systems() -> dict[str, Any]:
    """The cost of each system, measured in a fresh process on one device."""
    done = subprocess.run(
        [sys.executable, str(HERE / "systems.py"), "--json"],
        env={**os.environ, "THERMIDOR_DEVICES": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


def following() -> dict[str, Any]:
    """What it costs to follow the record to its end, with nothing stored before."""
    done = subprocess.run(
        [sys.executable, str(HERE / "branches.py")],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


def explorer_alone() -> dict[str, Any]:
    """What the explorer costs, measured with a server of its own."""
    done = subprocess.run(
        [sys.executable, str(HERE / "explorer.py"), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


def main() -> None:
    """Measure, print the tables, write benchmarks/results.json."""
    with tempfile.TemporaryDirectory() as empty:
        cold = measure("throughput", 128, cache=empty)
        again = measure("throughput", 128, cache=empty)
    two = measure("throughput", 1000)
    one = measure("throughput", 1000, devices=1)
    four = measure("throughput", 4000)
    draws = measure("streams", 512, devices=1)
    costs = systems()
    larger = growth.measure()
    served = explorer_alone()
    followed = following()
    rows = [
        ("first result, nothing compiled before", f"{cold['first_result_s']:.1f} s", "30 s"),
        (
            "first result, second start",
            f"{again['first_result_s']:.1f} s",
            "3 s to the first chart",
        ),
        (
            "1,000 histories warm, two devices",
            f"{two['seconds']:.2f} s, {two['histories_a_second']:.0f} a second",
            "1.5 s",
        ),
        (
            "1,000 histories warm, one device",
            f"{one['seconds']:.2f} s, {one['histories_a_second']:.0f} a second",
            "",
        ),
        (
            "two devices over one",
            f"{two['histories_a_second'] / one['histories_a_second']:.2f}",
            "",
        ),
        (
            "4,000 over 1,000 histories, time",
            f"{four['seconds'] / two['seconds']:.2f}",
            "4 (linear)",
        ),
        ("memory for 1,000 histories", f"{two['peak_MiB']:.0f} MiB", "1,024 MiB"),
        (
            "of it before the first thousand: libraries, the program",
            f"{again['peak_MiB']:.0f} MiB",
            "",
        ),
        ("memory for 4,000 histories", f"{four['peak_MiB']:.0f} MiB", ""),
        (
            f"named streams over one block draw ({draws['draws_a_month']:.0f} draws a month, alone)",
            f"{draws['ratio']:.2f}",
            "1.5",
        ),
        (
            "draws alone, share of the time of 512 histories on one device",
            f"{draws['named_s'] / (512 / one['histories_a_second']):.0%}",
            "",
        ),
        *explorer.rows(served),
    ]
    width = max(len(r[0]) for r in rows)
    for name, value, target in rows:
        print(f"{name:<{width}}  {value:<28} {'target ' + target if target else ''}".rstrip())
    print()
    print(table(costs))
    print()
    print(growth.table(larger))
    print()
    print("\n".join(branches.lines(followed)))
    results = {
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "cold": cold,
        "second_start": again,
        "two_devices": two,
        "one_device": one,
        "four_thousand": four,
        "streams": draws,
        "systems": costs,
        "growth": larger,
        "explorer": served,
        "branches": followed,
    }
    (HERE / "results.json").write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
