"""Parameters drawn from their prior ranges: each draw depends on (seed, history, path), on nothing else.

Theories that share a parameter share its draws, and a new parameter moves no other's, unless a constraint
joins them (`thermidor.experiments.joined`): then they are drawn apart first, and closed on it afterwards.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

import jax
import jax.numpy as jnp
import numpy as np

from thermidor.engine.randomness import history_keys, threefry
from thermidor.engine.registry import Registry
from thermidor.experiments.branches.learned import names
from thermidor.experiments.joined import closed

PRIORS = 1917
"""Counter of the key under which a history draws its parameters, apart from the keys of its months."""

ROUND = 1024
"""Histories drawn at a time, so that what is made on the way stays small."""


def draw_parameters(registry: Registry, histories: np.ndarray, seed: int) -> np.ndarray:
    """Parameters drawn from their prior ranges, uniform, closed on the constraints, one vector a history.

    Args:
        registry: of the model.
        histories: numbers of the histories; a history has the same vector in every ensemble.
        seed: of the ensemble.

    Returns:
        Array (history, parameter).
    """
    low, high = registry.bounds
    paths = tuple(path for path, _ in names(registry))
    words, gaps = _words(paths), _words(tuple(f"constraint {n}" for n in registry.constraints))
    out = np.empty((len(histories), low.size), np.float32)
    for begin in range(0, len(histories), ROUND):
        some = jnp.asarray(histories[begin : begin + ROUND], jnp.uint32)
        apart = low + _uniform(np.uint32(seed), some, words) * (high - low)
        missing = np.asarray(_uniform(np.uint32(seed), some, gaps)) * 2 - 1
        out[begin : begin + ROUND] = closed(registry, np.asarray(apart), missing)
    return out


@jax.jit
def _uniform(seed: jax.Array, histories: jax.Array, words: jax.Array) -> jax.Array:
    """Uniform on (0, 1), (history, parameter)."""
    first, second = jax.random.key_data(history_keys(seed, histories)).T
    own = threefry(first, second, np.uint32(PRIORS), np.uint32(0))
    word, _ = threefry(own[0][:, None], own[1][:, None], words[0], words[1])
    return ((word >> 8).astype(jnp.float32) + 0.5) * jnp.float32(2.0**-24)


@lru_cache(maxsize=4)
def _words(paths: tuple[str, ...]) -> np.ndarray:
    """Two words for each number among the parameters, from its path with its element: (2, parameter)."""
    digests = [blake2b(path.encode(), digest_size=8).digest() for path in paths]
    return np.frombuffer(b"".join(digests), "<u4").reshape(-1, 2).T.copy()


__all__ = ["draw_parameters"]
