"""Histories side by side: every operation gives what `jax.vmap` gives."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from thermidor.engine import batched
from thermidor.engine.batched import side_by_side

N = 48
RNG = np.random.default_rng(0)
SCALAR = jnp.asarray(RNG.random(N, np.float32))
VECTOR = jnp.asarray(RNG.normal(size=(5, N)).astype(np.float32))
MATRIX = jnp.asarray(RNG.normal(size=(5, 7, N)).astype(np.float32))
SHARED = jnp.asarray(RNG.random((7, 3), np.float32))

CASES = {
    "arithmetic": lambda x, v, m, s: x * v + jnp.where(v > 0, v, -x) / (1 + x) - jnp.clip(v, 0.0, x),
    "shared numbers only": lambda x, v, m, s: s.sum() * jnp.exp(s[0]),
    "a constant": lambda x, v, m, s: (jnp.arange(3.0), x),
    "sums": lambda x, v, m, s: (v.sum(), m.sum(0), m.sum((0, 1)), v.mean(), m.max(1), m.min(), v.prod()),
    "any and all": lambda x, v, m, s: ((v > 0).any(), (m > 3).all(1)),
    "products": lambda x, v, m, s: (m.T @ v, v @ m, m @ s, s.T @ m.T, jnp.outer(v, v), jnp.vdot(v, v)),
    "einsum": lambda x, v, m, s: jnp.einsum("ij,ik->ijk", m, m).sum((0, 2)),
    "joining": lambda x, v, m, s: (jnp.concatenate([v, v * 2, x[None]]), jnp.stack([v, v + x], 1)),
    "places": lambda x, v, m, s: (v[1], v[1:4:2], m[:, 2], v[::-1], v[jnp.array([3, 1])], m.T.reshape(-1)),
    "a place that varies": lambda x, v, m, s: (v[jnp.argmax(v)], m[jnp.int32(x * 5)]),
    "writing": lambda x, v, m, s: (v.at[2].set(x), v.at[1].add(1.0), m.at[:, 0].multiply(x)),
    "order": lambda x, v, m, s: (jnp.sort(v), jnp.argsort(v), jnp.cumsum(v), jnp.argmax(m, 1)),
    "functions": lambda x, v, m, s: (jnp.tanh(v), jax.nn.sigmoid(v), jnp.log1p(x), jnp.sqrt(x), jax.nn.softmax(v)),
    "powers": lambda x, v, m, s: (x**v, v**2, v**3, (jnp.abs(v) + 0.1) ** x, jnp.power(v, 2.0), jnp.power(x, 0.0)),
    "whole numbers": lambda x, v, m, s: ((v * 3).astype(jnp.int32) // 2, jnp.floor(v) % 2, jnp.sign(v), jnp.round(v)),
    "a loop": lambda x, v, m, s: jax.lax.fori_loop(0, 3, lambda i, c: c * x + v[i], x),
    "a scan": lambda x, v, m, s: jax.lax.scan(lambda c, y: (c + y * x, c), x, v),
    "a branch": lambda x, v, m, s: jax.lax.cond(x > 0.5, lambda: v, lambda: -v),
    "stretching": lambda x, v, m, s: (jnp.broadcast_to(x * 2 + 1, (4,)), v[:, None] * m, m + v[:, None] * x),
    "a gradient": lambda x, v, m, s: jax.grad(lambda y: jnp.sum(jnp.exp(y * v)))(x),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_many_histories_give_what_each_gives(name):
    one = CASES[name]
    arguments = (SCALAR, VECTOR, MATRIX, SHARED)
    got = jax.jit(side_by_side(one, (True, True, True, False)))(*arguments)
    expected = jax.vmap(one, in_axes=(-1, -1, -1, None), out_axes=-1)(*arguments)
    assert jax.tree.structure(got) == jax.tree.structure(expected)
    for a, b in zip(jax.tree.leaves(got), jax.tree.leaves(expected), strict=True):
        assert a.shape == b.shape
        assert a.dtype == b.dtype
        assert np.allclose(a, b, rtol=2e-5, atol=2e-5, equal_nan=True)


def test_powers_at_the_corners():
    x = np.array([0, 0, 0, 1, -2, -2, -2, np.inf, 2, 0.5, -1, 4], np.float32)
    y = np.array([0, 2, -1, np.inf, 2, 3, 0.5, 0, 0, 2, 0, -0.5], np.float32)
    got = side_by_side(lambda x, y: x**y, (True, True))(jnp.asarray(x), jnp.asarray(y))
    with np.errstate(all="ignore"):
        assert np.allclose(got, x**y, equal_nan=True, rtol=1e-6)


def test_trees_go_in_and_come_out():
    def one(tree, scale):
        return {"sum": tree["a"] + tree["b"].sum() * scale, "same": tree}

    got = side_by_side(one, (True, False))({"a": SCALAR, "b": VECTOR}, jnp.float32(2))
    assert np.allclose(got["sum"], SCALAR + 2 * VECTOR.sum(0), atol=1e-5)
    assert np.array_equal(got["same"]["b"], VECTOR)


def test_what_enters_a_matrix_product_is_computed_once():
    matrix = np.arange(15, dtype=np.float32).reshape(5, 3)
    one = side_by_side(lambda x: x.sum(axis=1) @ matrix, (True,))
    x = np.ones((5, 40, 16), np.float32)
    kept = jax.jit(one, compiler_options={"xla_disable_hlo_passes": "cse_barrier_expander"})
    program = kept.lower(x).compile()
    multiplying = [k for k in program.as_text().split("\n\n") if " multiply(" in k]
    assert multiplying
    assert not [k for k in multiplying if k.count(" add(") >= 39]
    assert np.array_equal(program(x)[:, 0], 40 * matrix.sum(axis=0))


@pytest.mark.parametrize("length", [8, 16, 32])
@pytest.mark.parametrize("reduction", [jnp.sum, jnp.prod, jnp.max, jnp.min])
def test_one_operation_for_a_sum_has_the_bits_of_one_an_element(length, reduction, monkeypatch):
    x = np.random.default_rng(1).normal(size=(3, length, 32)).astype(np.float32)

    def reduced(short):
        monkeypatch.setattr(batched, "SHORT", short)
        one = side_by_side(lambda x: reduction(x * x - x, axis=1), (True,))
        compiled = jax.jit(one).lower(x).compile()
        return compiled.as_text(), np.asarray(compiled(x))

    one, written_out = reduced(7), reduced(length)
    assert " reduce(" in one[0]
    assert " reduce(" not in written_out[0]
    assert one[1].tobytes() == written_out[1].tobytes()
