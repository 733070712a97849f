"""Named draws: uniform, normal, independent, and moved by nothing but their own name."""

from types import SimpleNamespace

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from thermidor.engine.declare import Draw, dimension
from thermidor.engine.randomness import Draws, draw_block, history_keys, threefry
from thermidor.engine.registry import Stream

dimension("shore", ("north", "south", "east"))


def registry(*streams):
    """The part of a registry that randomness reads, from (path, size, distribution, every)."""
    return SimpleNamespace(streams={
        path: Stream(path, Draw(kind, ("shore",) if size > 1 else (), every), 0, (size,) if size > 1 else ())
        for path, size, kind, every in streams
    })  # fmt: skip


ONE = ("a.one", 1, "uniform", "month")
TWO = ("b.two", 3, "normal", "month")
YEAR = ("c.year", 1, "uniform", "year")


@pytest.mark.parametrize(
    ("counter", "key", "words"),
    [
        ((0, 0), (0, 0), (0x6B200159, 0x99BA4EFE)),
        ((0xFFFFFFFF,) * 2, (0xFFFFFFFF,) * 2, (0x1CB996FC, 0xBB002BE7)),
        ((0x243F6A88, 0x85A308D3), (0x13198A2E, 0x03707344), (0xC4923A9C, 0x483DF7A0)),
    ],
)
def test_threefry_gives_the_words_of_its_authors(counter, key, words):
    got = threefry(*(np.uint32(x) for x in (*key, *counter)))
    assert tuple(map(int, got)) == words


def test_a_draw_does_not_depend_on_the_other_streams():
    key = jax.random.key(5)
    few = Draws(registry(ONE, TWO), key, 7)
    many = Draws(registry(("0.new", 3, "uniform", "month"), YEAR, TWO, ONE), key, 7)
    for path in ("a.one", "b.two"):
        assert np.array_equal(few[path], many[path])


def test_a_draw_depends_on_history_month_and_name():
    names = registry(ONE, TWO, ("a.two", 1, "uniform", "month"))
    keys = history_keys(3, jnp.arange(2, dtype=jnp.uint32))
    first = Draws(names, keys[0], 0)
    assert float(first["a.one"]) != float(first["a.two"])
    assert float(first["a.one"]) != float(Draws(names, keys[0], 1)["a.one"])
    assert float(first["a.one"]) != float(Draws(names, keys[1], 0)["a.one"])
    assert len(set(map(float, first["b.two"]))) == 3


def test_a_yearly_draw_holds_for_twelve_months():
    key = jax.random.key(5)
    values = [float(Draws(registry(YEAR), key, m)["c.year"]) for m in range(25)]
    assert len(set(values[:12])) == 1
    assert len(set(values)) == 3


def test_a_block_holds_the_draws_of_each_history():
    names = registry(ONE, YEAR, TWO)
    keys = history_keys(3, jnp.array([4, 9], jnp.uint32))
    block = draw_block(names, keys, 30)
    for k in range(2):
        alone, among = Draws(names, keys[k], 30), Draws.among(names, block[:, k])
        for path in names.streams:
            assert np.array_equal(alone[path], among[path])


def test_keys_depend_on_the_number_of_the_history_alone():
    numbers = jnp.array([7, 0, 7, 123456], np.uint32)
    data = np.asarray(jax.random.key_data(history_keys(1, numbers)))
    assert np.array_equal(data[0], data[2])
    assert np.array_equal(
        data[1], np.asarray(jax.random.key_data(history_keys(1, numbers[1:2])))[0]
    )
    assert len({tuple(d) for d in data}) == 3


def test_draws_are_uniform_normal_and_uncorrelated():
    names = registry(ONE, TWO, ("a.two", 1, "uniform", "month"))
    keys = history_keys(0, jnp.arange(20_000, dtype=jnp.uint32))
    block = np.asarray(draw_block(names, keys, 0))
    later = np.asarray(draw_block(names, keys, 1))
    assert block.min() > 0
    assert block.max() < 1
    for row in block:
        assert row.mean() == pytest.approx(0.5, abs=0.01)
        assert row.var() == pytest.approx(1 / 12, abs=0.003)
        assert np.histogram(row, 10, (0, 1))[0] == pytest.approx([2000] * 10, rel=0.1)
    between = np.corrcoef(np.concatenate([block, later]))
    assert np.abs(between - np.eye(len(between))).max() < 0.04
    assert abs(np.corrcoef(block[0, 1:], block[0, :-1])[0, 1]) < 0.04
    normal = np.asarray(jax.vmap(lambda b: Draws.among(names, b)["b.two"], in_axes=1)(block))
    assert normal.mean() == pytest.approx(0, abs=0.02)
    assert normal.std() == pytest.approx(1, abs=0.02)
    assert np.isfinite(normal).all()


def test_the_last_interval_gives_a_number_too():
    """Its middle rounds up to 1, of which a normal number would be infinite."""
    assert np.isfinite(Draws.among(registry(TWO), jnp.ones(3))["b.two"]).all()
