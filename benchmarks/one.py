"""One measurement in a process of its own: prints one JSON line.

Run by `benchmarks/run.py`, with THERMIDOR_DEVICES and THERMIDOR_CACHE set in the environment.
"""

from __future__ import annotations

import json
import resource
import sys
import time

STARTED = time.perf_counter()


def throughput(histories: int) -> dict[str, float]:
    """First result, then warm runs of a number of histories; memory at the end."""
    import thermidor as th

    th.simulate(histories=128)
    first = time.perf_counter() - STARTED
    seconds = []
    for _ in range(3):
        begun = time.perf_counter()
        th.simulate(histories=histories)
        seconds.append(time.perf_counter() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "first_result_s": first,
        "seconds": min(seconds),
        "histories": histories,
        "histories_a_second": histories / min(seconds),
        "peak_MiB": peak,
    }


def streams(histories: int) -> dict[str, float]:
    """The model's named draws against as many from one block, both alone in a scan of 288 months."""
    from thermidor.engine.devices import prepare

    prepare()
    import jax
    import jax.numpy as jnp

    from thermidor.engine.randomness import Draws, history_keys
    from thermidor.theories import lequenne

    registry = lequenne().registry
    words = sum(registry.words.values())
    keys = history_keys(0, jnp.arange(histories, dtype=jnp.uint32))

    def named(key: jax.Array) -> jax.Array:
        def month(total: jax.Array, number: jax.Array) -> tuple[jax.Array, None]:
            draws = Draws(registry, key, number)
            return total + sum(jnp.sum(draws[s]) for s in registry.streams), None

        return jax.lax.scan(month, jnp.float32(0.0), jnp.arange(288))[0]

    def block(key: jax.Array) -> jax.Array:
        def month(total: jax.Array, number: jax.Array) -> tuple[jax.Array, None]:
            return total + jnp.sum(
                jax.random.uniform(jax.random.fold_in(key, number), (words,))
            ), None

        return jax.lax.scan(month, jnp.float32(0.0), jnp.arange(288))[0]

    out = {"draws_a_month": float(words)}
    for name, draw in (("named", named), ("block", block)):
        run = jax.jit(jax.vmap(draw))
        run(keys).block_until_ready()
        seconds = []
        for _ in range(5):
            begun = time.perf_counter()
            run(keys).block_until_ready()
            seconds.append(time.perf_counter() - begun)
        out[f"{name}_s"] = min(seconds)
    out["ratio"] = out["named_s"] / out["block_s"]
    return out


if __name__ == "__main__":
    kind, size = sys.argv[1], int(sys.argv[2])
    print(json.dumps({"throughput": throughput, "streams": streams}[kind](size)))
