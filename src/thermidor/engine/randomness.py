"""Named randomness: each draw depends on (history, month, name), on nothing else.

Draws come from Threefry-2x32 with 20 rounds (Salmon et al. 2011): the key is the history's, the
counter is the month and the hash of the draw's name.  A new stream, or a forced event elsewhere,
changes no other draw.  All words of a month are made in one block, because one long vector costs
less than many short ones.
"""

from __future__ import annotations

import zlib
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from thermidor.engine.registry import Stream

_YEARS = 1_000_000
"""Streams that are drawn once a year count years from here, far from all months."""

_BELOW_ONE = np.nextafter(np.float32(1), np.float32(0))
"""The middle of the last of the 2**24 intervals rounds up to 1, of which no normal number has so little above it."""


class Draws:
    """The draws of one month of one history, by path.

    Args:
        registry: of the model, for its `streams`.
        key: of the history.
        month: its number.
    """

    def __init__(self, registry: Any, key: jax.Array, month: Any):
        self._take(registry, draw_block(registry, key[None], month)[:, 0])

    @classmethod
    def among(cls, registry: Any, block: jax.Array) -> Draws:
        """The draws of a history from its column of a `draw_block`."""
        draws = cls.__new__(cls)
        draws._take(registry, block)
        return draws

    def _take(self, registry: Any, block: jax.Array) -> None:
        self.registry = registry
        streams = registry.streams.values()
        begins = np.cumsum([0, *(s.size for s in streams)])
        self._places = {s.path: slice(b, b + s.size) for s, b in zip(streams, begins, strict=False)}
        self._block = block

    def __getitem__(self, path: str) -> jax.Array:
        """The draw of a stream, uniform on (0, 1) or standard normal, in its shape."""
        s: Stream = self.registry.streams[path]
        u = self._block[self._places[path]].reshape(s.shape)
        return (
            u
            if s.draw.distribution == "uniform"
            else jnp.float32(np.sqrt(2)) * jax.lax.erf_inv(jnp.minimum(2 * u - 1, _BELOW_ONE))
        )


def draw_block(
    registry: Any, keys: jax.Array, month: Any, year_keys: jax.Array | None = None
) -> jax.Array:
    """All draws of a month for many histories, uniform on (0, 1).

    Args:
        registry: of the model, for its `streams`.
        keys: of the histories.
        month: its number.
        year_keys: keys of the draws that hold for a year; those of the histories by default.  A history
            that goes on from another's state keeps the weather of the year that it has already had.

    Returns:
        Array (draw, history), draws in the order of the streams.
    """
    streams = registry.streams.values()
    names = np.array([n for s in streams for n in draw_names(s.path, s.size)], np.uint32)
    yearly = np.array([s.draw.every == "year" for s in streams for _ in range(s.size)], bool)
    month = jnp.asarray(month, jnp.uint32)
    counter = jnp.where(yearly, _YEARS + month // 12, month)
    words = jax.random.key_data(keys).T
    if year_keys is None or not yearly.any():
        key0, key1 = words
    else:
        key0, key1 = jnp.where(
            yearly[:, None], jax.random.key_data(year_keys).T[:, None], words[:, None]
        )
    word, _ = threefry(key0, key1, counter[:, None], names[:, None])
    return ((word >> 8).astype(jnp.float32) + 0.5) * jnp.float32(2.0**-24)


def draw_names(path: str, size: int) -> list[int]:
    """Stable 32-bit numbers of the draws of a stream; they depend on its path and their place alone."""
    return [zlib.crc32(f"{path}#{k}".encode()) for k in range(size)]


def threefry(key0: Any, key1: Any, counter0: Any, counter1: Any) -> tuple[jax.Array, jax.Array]:
    """Threefry-2x32-20: two random words for each pair of counters.

    Args:
        key0: first word of the key.
        key1: second word of the key.
        counter0: first word of the counters.
        counter1: second word of the counters.

    Returns:
        Two arrays of 32-bit words, in the common shape of the arguments.
    """
    k0, k1 = jnp.asarray(key0, jnp.uint32), jnp.asarray(key1, jnp.uint32)
    keys = (k0, k1, k0 ^ k1 ^ np.uint32(0x1BD11BDA))
    x0, x1 = jnp.asarray(counter0, jnp.uint32) + k0, jnp.asarray(counter1, jnp.uint32) + k1
    for group in range(5):
        for turn in ((13, 15, 26, 6), (17, 29, 16, 24))[group % 2]:
            x0 = x0 + x1
            x1 = ((x1 << np.uint32(turn)) | (x1 >> np.uint32(32 - turn))) ^ x0
        x0 = x0 + keys[(group + 1) % 3]
        x1 = x1 + keys[(group + 2) % 3] + np.uint32(group + 1)
    return x0, x1


def history_keys(seed: Any, histories: jax.Array) -> jax.Array:
    """Keys of histories.

    Args:
        seed: of the ensemble.
        histories: numbers of the histories.

    Returns:
        One key a history, independent of how many there are and of their order.
    """
    return jax.vmap(lambda h: jax.random.fold_in(jax.random.key(seed), h))(histories)
