"""Named randomness: each draw depends on (history, month, name), on nothing else.

Draws come from Threefry-2x32 with 20 rounds (Salmon et al. 2011): the key is the history's, the
counter is the month and the hash of the stream's name.  A new stream, or a forced event
elsewhere, changes no other draw.  All words of a month are made in one block, because one long
vector costs less than many short ones.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from thermidor.engine.registry import Stream, stream_ids

_YEARS = 1_000_000
"""Streams that are drawn once a year count years from here, far from all months."""


class Draws:
    """The draws of one month of one history, by path.

    Args:
        registry: of the model, for its `streams`.
        history_key: key of the history.
        month: its number.
        one: the number 1, in a form that the compiler does not know; see `thermidor.engine.month.keep`.
    """

    def __init__(self, registry: Any, history_key: jax.Array, month: Any, one: Any = 1.0):
        self.registry = registry
        streams = list(registry.streams.values())
        self._pairs: dict[str, slice] = {}
        ids, yearly = [], []
        for s in streams:
            begin = len(ids)
            ids.extend(stream_ids(s.path, s.size))
            self._pairs[s.path] = slice(begin, len(ids))
            yearly.extend([s.draw.every == "year"] * (len(ids) - begin))
        month = jnp.asarray(month, jnp.uint32)
        counter = jnp.where(np.array(yearly, bool), _YEARS + month // 12, month)
        key = jax.random.key_data(history_key) if _typed(history_key) else history_key
        words = threefry(key[0], key[1], counter, np.array(ids, np.uint32))
        self._words = tuple(_uniform(w) / one for w in words)

    def __getitem__(self, path: str) -> jax.Array:
        """The draw of a stream, uniform on (0, 1) or standard normal, in its shape."""
        s: Stream = self.registry.streams[path]
        first, second = (w[self._pairs[path]] for w in self._words)
        u = first[0] if s.size == 1 else jnp.concatenate([first, second])[: s.size]
        u = u.reshape(s.shape)
        return u if s.draw.distribution == "uniform" else jax.scipy.special.ndtri(u)


def threefry(key0: Any, key1: Any, counter0: Any, counter1: Any) -> tuple[jax.Array, jax.Array]:
    """Threefry-2x32-20, unrolled: two random words for each pair of counters.

    Args:
        key0: first word of the key.
        key1: second word of the key.
        counter0: first word of the counters.
        counter1: second word of the counters, broadcast against the first.

    Returns:
        Two arrays of 32-bit words.
    """
    keys = (jnp.asarray(key0, jnp.uint32), jnp.asarray(key1, jnp.uint32))
    keys = (*keys, keys[0] ^ keys[1] ^ np.uint32(0x1BD11BDA))
    x0 = jnp.asarray(counter0, jnp.uint32) + keys[0]
    x1 = jnp.asarray(counter1, jnp.uint32) + keys[1]
    for group in range(5):
        for r in ((13, 15, 26, 6), (17, 29, 16, 24))[group % 2]:
            x0 = x0 + x1
            x1 = ((x1 << np.uint32(r)) | (x1 >> np.uint32(32 - r))) ^ x0
        x0 = x0 + keys[(group + 1) % 3]
        x1 = x1 + keys[(group + 2) % 3] + np.uint32(group + 1)
    return x0, x1


def _uniform(words: jax.Array) -> jax.Array:
    """Words as numbers strictly between 0 and 1."""
    return ((words >> 8).astype(jnp.float32) + 0.5) * jnp.float32(2.0**-24)


def _typed(key: jax.Array) -> bool:
    return jnp.issubdtype(key.dtype, jax.dtypes.prng_key)


def history_keys(seed: Any, histories: jax.Array) -> jax.Array:
    """Keys of histories.

    Args:
        seed: of the ensemble.
        histories: numbers of the histories.

    Returns:
        One key a history, independent of how many there are and of their order.
    """
    return jax.vmap(lambda h: jax.random.fold_in(jax.random.key(seed), h))(histories)
