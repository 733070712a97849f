"""The small economy run by PySD and by the engine, on the same equations: equal first, then how fast.

    python benchmarks/rivals.py             measure, write benchmarks/rivals.json, print the table
    python benchmarks/rivals.py --table     the table of what is on file

PySD reads the file that `xmile.py` writes from the engine's own month, and runs it in the ways that
its documentation and its authors name as fast: translated once, run again in the same process, only
the variables asked for, nothing reloaded, no progress bar, and once with the last month alone
(https://github.com/SDXorg/pysd/issues/374).  It runs one history at a time.  Everything is measured in
one process, in turns, on one device of the engine, in seconds of a core, which a busy machine does not
stretch as it does those of a clock; the best of the turns counts.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
ON_FILE = HERE / "rivals.json"
DRAWS = 1000
"""Draws of the constants that the engine runs."""
FEW = 8
"""Draws that PySD runs in each turn, which the engine's are compared with."""
TURNS = 4


# -- the same history, three times ------------------------------------------------------------------


def by_pysd(folder: Path) -> Any:
    """The small economy as PySD reads it from its file.

    Args:
        folder: for the file and PySD's translation of it.

    Returns:
        A model of PySD.
    """
    import pysd

    from national import economy
    from xmile import document

    path = folder / "economy.xmile"
    path.write_text(document(economy()), encoding="utf-8")
    return pysd.read_xmile(str(path))


def seen_by_pysd(model: Any, constants: Mapping[str, float] | None = None, **how: Any) -> Any:
    """Variables of a run of PySD, after each month.

    Args:
        model: of PySD.
        constants: by path, in place of those of the file; PySD keeps them until the model is reloaded.
        how: further options of its run.

    Returns:
        Array (month, variable), in the order of `national.VARIABLES`.
    """
    from equations import identifier
    from national import VARIABLES

    names = [identifier(path) for path in VARIABLES]
    given = {identifier(path): value for path, value in (constants or {}).items()}
    return model.run(params=given, return_columns=names, **how)[names].to_numpy()[1:]


def in_double(constants: Mapping[str, float] | None = None) -> np.ndarray:
    """Variables of a run of the engine's own month in double precision.

    Args:
        constants: by path, in place of the declared ones.

    Returns:
        Array (month, variable), in the order of `national.VARIABLES`.
    """
    import jax
    import jax.numpy as jnp

    from national import VARIABLES, economy
    from thermidor.engine.calendar import MONTHS
    from thermidor.engine.controls import Schedule
    from thermidor.engine.month import Controls, Month, by_path, make_world
    from thermidor.engine.randomness import Draws
    from xmile import written

    model = economy()
    r = model.registry
    values = {path: written(p.value) for path, p in r.parameters.items()} | dict(constants or {})
    series = np.array([[written(o.values[t]) for o in r.outside.values()] for t in range(MONTHS)])
    nobody = Schedule(r).controls(end=1)
    row = Controls(*(x[0] for x in nobody))
    with jax.enable_x64(True):
        parameters = jnp.array(list(values.values()), jnp.float64)

        def month(state: Any, outside: Any) -> Any:
            m = Month(
                r, make_world(r, state), parameters, Draws.among(r, jnp.zeros(0)), row, outside
            )
            model.month(m)
            new = by_path(r, m.close())
            return new, jnp.stack([new[path] for path in VARIABLES])

        first = {path: jnp.float64(values[f"initial.{path}"]) for path in r.states}
        return np.asarray(jax.jit(lambda s, x: jax.lax.scan(month, s, x)[1])(first, series))


def drawn(number: int, seed: int = 0) -> list[dict[str, float]]:
    """Constants of the small economy, drawn apart and evenly from their ranges.

    Args:
        number: of draws.
        seed: of the draws.

    Returns:
        For each draw the constants that its file holds and that are not known for sure, by path.
    """
    from equations import equations, identifier
    from national import economy
    from xmile import written

    r = economy().registry
    used = equations(economy()).used
    free = {
        path: (float(p.low), float(p.high))
        for path, p in r.parameters.items()
        if p.low < p.high and (identifier(path) in used or path.startswith("initial."))
    }
    lots = np.random.default_rng(seed).random((number, len(free)))
    return [
        {p: written(a + (b - a) * x) for (p, (a, b)), x in zip(free.items(), row, strict=True)}
        for row in lots
    ]


def apart(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """How far two runs are apart.

    Args:
        one: (month, variable).
        other: likewise.

    Returns:
        For each variable the largest difference, over the largest value that it takes in the other run.
    """
    largest = np.abs(other).max(axis=0)
    return np.abs(one - other).max(axis=0) / np.where(largest > 0, largest, 1.0)


# -- how fast -----------------------------------------------------------------------------------------


def measure() -> dict[str, Any]:
    """Compare, then time, in this process.

    Returns:
        What goes on file: `apart`, seconds a history, versions.
    """
    from thermidor.engine.devices import prepare

    prepare()
    from national import VARIABLES, economy
    from thermidor.engine.simulator import Simulator

    model, r = economy(), economy().registry
    places = [list(r.outputs).index(path) for path in VARIABLES]
    lots = drawn(DRAWS)
    vectors = np.array([
        [lot.get(path, float(p.value)) for path, p in r.parameters.items()] for lot in lots
    ], np.float32)  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        rival = by_pysd(Path(folder))
        reading = time.perf_counter() - begun
        double = [seen_by_pysd(rival), *(seen_by_pysd(rival, lot) for lot in lots[:FEW])]
        rival.reload()
        small, tile = Simulator(model, tile=16), Simulator(model)

        def one() -> np.ndarray:
            return next(iter(small.run(np.arange(1), 0))).values[0]

        def many() -> np.ndarray:
            run = tile.run(np.arange(DRAWS), 0, parameters=vectors)
            return np.concatenate([batch.values for batch in run])

        begun = time.perf_counter()
        one()
        making = time.perf_counter() - begun
        single = [one()[:, places], *many()[:FEW][:, :, places]]
        equal = {
            "double": max(
                apart(in_double(lot), x).max()
                for lot, x in zip([None, *lots[:FEW]], double, strict=True)
            ),
            "single": max(apart(x, y).max() for x, y in zip(single, double, strict=True)),
        }
        ways: dict[str, tuple[int, Callable[[], Any]]] = {
            "pysd": (FEW, lambda: [seen_by_pysd(rival) for _ in range(FEW)]),
            "pysd_last": (FEW, lambda: [seen_by_pysd(rival, return_timestamps=[0, 288]) for _ in range(FEW)]),
            "pysd_drawn": (FEW, lambda: [seen_by_pysd(rival, lot) for lot in lots[:FEW]]),
            "engine_one": (1, one),
            "engine_drawn": (DRAWS, many),
        }  # fmt: skip
        seconds: dict[str, float] = dict.fromkeys(ways, float("inf"))
        for _ in range(TURNS):
            for name, (histories, run) in ways.items():
                if name == "pysd":
                    rival.reload()
                begun = time.process_time()
                run()
                spent = (time.process_time() - begun) / histories
                seconds[name] = min(seconds[name], spent)
    return {
        "made": date.today().isoformat(),
        "versions": {name: version(name) for name in ("thermidor", "pysd", "jax", "numpy")},
        "rules": len(r.rules),
        "variables": len(VARIABLES),
        "draws": DRAWS,
        "drawn_constants": len(lots[0]),
        "apart": equal,
        "seconds_a_history": seconds,
        "reading_s": reading,
        "making_s": making,
    }


ROWS = {
    "pysd": "PySD, every month of every variable",
    "pysd_last": "PySD, the last month alone",
    "pysd_drawn": "PySD, constants drawn anew for each history",
    "engine_one": "engine, one history, every month of every variable",
    "engine_drawn": "engine, a thousand histories, constants drawn anew for each",
}


def table(found: Mapping[str, Any]) -> str:
    """What is on file as a table of the documentation."""
    seconds = found["seconds_a_history"]
    lines = ["| | histories a second | over PySD |", "|---|---:|---:|"]
    for name, title in ROWS.items():
        rival = "pysd_drawn" if name.endswith("drawn") else "pysd"
        ratio = seconds[rival] / seconds[name]
        lines.append(f"| {title} | {_three(1 / seconds[name])} | {_three(ratio)} |")
    return "\n".join(lines)


def _three(x: float) -> str:
    """A number by its first three digits."""
    return f"{float(f'{x:.3g}'):,.0f}" if x >= 100 else f"{x:.3g}"


if __name__ == "__main__":
    if "--table" not in sys.argv:
        os.environ["THERMIDOR_DEVICES"] = "1"
        ON_FILE.write_text(json.dumps(measure(), indent=1) + "\n", encoding="utf-8")
    print(table(json.loads(ON_FILE.read_text(encoding="utf-8"))))
