"""The books: does every month balance, for any parameters?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from thermidor.engine.controls import Schedule
from thermidor.engine.month import Controls
from thermidor.engine.randomness import history_keys
from thermidor.engine.simulator import Simulator


@dataclass(frozen=True)
class MonthAudit:
    """What an audit found in one month over all histories.

    `residual` has, for each conserved quantity, the largest gap between the change of its stocks
    and its flows, relative to the stocks and flows touched; `lowest` the smallest number in any
    stock; `outside` how many bounded variables left their bounds; `not_finite` how many numbers
    were not finite.
    """

    month: int
    residual: dict[str, float]
    lowest: float
    outside: int
    not_finite: int


def audit(
    sim: Simulator, parameters: np.ndarray, *, seed: int = 0, months: int = 288
) -> Iterator[MonthAudit]:
    """Run histories month by month and check the books after each.

    Args:
        sim: of the model.
        parameters: (history, parameter), one vector a history.
        seed: of the ensemble.
        months: how many to run.

    Yields:
        One finding a month.
    """
    registry = sim.model.registry
    controls = Controls(*(jnp.asarray(x[0]) for x in Schedule(registry).controls(end=1)))
    quantities = sorted({v.quantity for v in registry.states.values() if v.quantity})

    def books(before: Any, after: Any, flows: dict[str, jax.Array]) -> jax.Array:
        gaps = []
        for q in quantities:
            change, size = jnp.float32(0.0), jnp.float32(1.0)
            for path, v in registry.states.items():
                if v.quantity == q:
                    a = _get(before, path)
                    b = _get(after, path)
                    change += jnp.sum(b - a)
                    size += jnp.sum(jnp.abs(a))
            for name, f in registry.flows.items():
                if f.quantity != q or name not in flows:
                    continue
                amount = jnp.sum(flows[name])
                inward = 0.0 if f.target.startswith("border:") else 1.0
                outward = 0.0 if f.source.startswith("border:") else 1.0
                change -= (inward - outward) * amount
                size += jnp.abs(amount)
            gaps.append(jnp.abs(change) / size)
        return jnp.stack(gaps)

    @jax.jit
    def step(
        worlds: Any, keys: jax.Array, p: jax.Array, number: jax.Array, outside: jax.Array
    ) -> Any:
        def one(world: Any, key: jax.Array, vector: jax.Array) -> Any:
            after, m = sim.advance(world, key, vector, number, controls, outside)
            bounded = sum(
                (
                    jnp.sum((_get(after, path) < v.low) | (_get(after, path) > v.high))
                    for path, v in registry.states.items()
                ),
                start=jnp.int32(0),
            )
            lowest = jnp.min(
                jnp.stack(
                    [
                        jnp.min(_get(after, path))
                        for path, v in registry.states.items()
                        if v.quantity
                    ]
                )
            )
            broken = sum(
                (jnp.sum(~jnp.isfinite(x)) for x in jax.tree.leaves(after)), start=jnp.int32(0)
            )
            return after, books(world, after, m.flows), lowest, bounded, broken

        after, gap, lowest, bounded, broken = jax.vmap(one)(worlds, keys, p)
        return after, gap.max(axis=0), lowest.min(), bounded.sum(), broken.sum()

    p = jnp.asarray(parameters)
    worlds = jax.vmap(sim.start)(p)
    keys = history_keys(seed, jnp.arange(len(parameters), dtype=jnp.uint32))
    series = sim.outside()
    for number in range(months):
        worlds, gap, lowest, bounded, broken = step(
            worlds, keys, p, jnp.int32(number), jnp.asarray(series[number])
        )
        yield MonthAudit(
            number,
            dict(zip(quantities, map(float, gap), strict=True)),
            float(lowest),
            int(bounded),
            int(broken),
        )


def _get(world: Any, path: str) -> jax.Array:
    system, _, name = path.partition(".")
    return getattr(getattr(world, system), name)
