"""Named randomness: each draw depends on (history, month, name), on nothing else.

One Threefry evaluation gives two words.  All words of a month are made in one block, but each
word's counter is the hash of its own stream's name, so that a new stream or a forced event
elsewhere changes no other draw.
"""

from __future__ import annotations

from typing import Literal

import jax
import jax.numpy as jnp
import numpy as np

from thermidor.engine.registry import Registry, stream_ids


class Draws:
    """The draws of one month of one history, by path."""

    def __init__(self, registry: Registry, history_key: jax.Array, month: jax.Array):
        self.registry = registry
        self.blocks = {
            "month": _block(registry, "month", jax.random.fold_in(history_key, month)),
            "year": _block(registry, "year", jax.random.fold_in(history_key, 1_000_000 + month // 12)),
        }

    def __getitem__(self, path: str) -> jax.Array:
        """The draw of a stream, uniform on (0, 1) or standard normal, in its shape."""
        s = self.registry.streams[path]
        u = self.blocks[s.draw.every][s.offset : s.offset + s.size].reshape(s.shape)
        return u if s.draw.distribution == "uniform" else jax.scipy.special.ndtri(u)


def _block(registry: Registry, every: Literal["month", "year"], key: jax.Array) -> jax.Array:
    streams = [s for s in registry.streams.values() if s.draw.every == every]
    if not streams:
        return jnp.zeros(0, jnp.float32)
    ids = np.concatenate([stream_ids(s.path, s.size) for s in streams])
    words = jax.vmap(lambda i: jax.random.key_data(jax.random.fold_in(key, i)))(jnp.asarray(ids))
    keep, start = [], 0
    for s in streams:
        keep.append(np.arange(2 * start, 2 * start + s.size))
        start += (s.size + 1) // 2
    picked = words.ravel()[np.concatenate(keep)]
    return ((picked >> 8).astype(jnp.float32) + 0.5) * jnp.float32(2.0**-24)


def history_keys(seed: int, histories: jax.Array) -> jax.Array:
    """Keys of histories.

    Args:
        seed: of the ensemble.
        histories: numbers of the histories.

    Returns:
        One key a history, independent of how many there are and of their order.
    """
    return jax.vmap(lambda h: jax.random.fold_in(jax.random.key(seed), h))(histories)
