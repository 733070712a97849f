"""Whether the filter's 90 per cent intervals hold the truth of pasts that the model made itself.

Run by `make filter`, or alone: `python benchmarks/filter.py --pasts 500 --particles 512`.  What was
found stays in a file, past by past: a search that is stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

WIDTH = 512
"""Particles in a tile, where there are as many."""


def measured(options: argparse.Namespace) -> dict[str, Any]:
    """Search as asked, and what it comes to."""
    from thermidor.engine.calendar import month_number
    from thermidor.engine.devices import prepare
    from thermidor.engine.simulator import Simulator
    from thermidor.experiments.branches.likelihood import likelihoods
    from thermidor.experiments.branches.point import made_by
    from thermidor.experiments.branches.synthetic import Design, of_hidden, search, summary
    from thermidor.theories import lequenne

    prepare()
    last = month_number(max(options.at))
    # Wide tiles make fewer calls, and a run of no more months than are asked takes less room.
    sim = Simulator(lequenne(), months=last, tile=min(options.particles, WIDTH))
    names = list(sim.model.registry.outputs)
    design = Design(
        "lequenne", options.particles, options.seed, tuple(options.at), options.as_used,
        made_by(sim),
    )  # fmt: skip
    kind = "as-used" if options.as_used else "exact"
    file = Path(options.out) / f"filter-{kind}-{options.particles}-{'-'.join(options.at)}.jsonl"

    def told(done: int, wanted: int) -> None:
        print(f"\r{done} of {wanted} pasts", end="", file=sys.stderr, flush=True)

    found = search(sim, likelihoods(variables=names), design, options.pasts, file, told)
    print(file=sys.stderr)
    return {
        "design": asdict(design),
        "pasts": len(found),
        "hidden": asdict(of_hidden(found)),
        "least_effective": float(np.median([f.least for f in found])),
        "months": [asdict(summary(found, names, at)) for at in options.at],
    }


def lines(found: dict[str, Any]) -> list[str]:
    """What was measured, in words."""
    from thermidor.experiments.branches.synthetic import Coverage

    design = found["design"]
    weights = "weights as in branch points" if design["as_used"] else "whole weights"
    out = [f"{found['pasts']} synthetic pasts, {design['particles']} particles, {weights}"]
    for m in found["months"]:
        by = sorted(m["by_variable"].items(), key=lambda pair: pair[1])
        out += [
            f"to {m['at']}: one variable a past {Coverage(**m['one'])}; all {Coverage(**m['every'])}; "
            f"closed intervals, many values {Coverage(**m['closed'])}",
            f"  effective size {m['effective']:.0%}, first ancestors {m['lineages']:.0f}, "
            f"given up {m['failed']}",
            "  places by tenth: " + " ".join(f"{x:.1%}" for x in m["bins"]),
            "  lowest: " + ", ".join(f"{name} {x:.0%}" for name, x in by[:4]),
            "  highest: " + ", ".join(f"{name} {x:.0%}" for name, x in by[-3:]),
        ]
    return [*out, f"figures not shown: {Coverage(**found['hidden'])}"]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pasts", type=int, default=500)
    parser.add_argument(
        "--particles", type=int, default=512, help=f"a multiple of {WIDTH}, or a smaller one of 16"
    )
    parser.add_argument("--seed", type=int, default=10_000)
    parser.add_argument("--at", nargs="+", default=["1919-01", "1921-03"], metavar="YYYY-MM")
    parser.add_argument("--as-used", action="store_true", help="weigh figures as branch points do")
    parser.add_argument("--out", default="out")
    parser.add_argument("--json", action="store_true")
    found = measured(parser.parse_args())
    print(json.dumps(found) if "--json" in sys.argv else "\n".join(lines(found)))
