"""One history's program, turned into one for many: histories stand side by side, on the last axis.

`jax.vmap` would put histories first: then the same number of two histories lies far apart, and
XLA fuses whatever it can, so that a chain of cheap operations is repeated in each of its users and
a month of a few thousand operations becomes a hundred thousand.  Here each operation of the traced
program is carried out on all histories at once, and a result that several operations need is
computed once and stored.  Nothing else changes: the same operations, on the same numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from itertools import groupby
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from jax.extend import core

FREE = {"convert_element_type", "bitcast_convert_type", "stop_gradient", "copy"}
CHEAP = {
    "abs", "add", "and", "ceil", "clamp", "eq", "floor", "ge", "gt", "integer_pow", "is_finite", "le", "lt", "max",
    "min", "mul", "ne", "neg", "not", "or", "round", "select_n", "shift_left", "shift_right_arithmetic",
    "shift_right_logical", "sign", "square", "sub", "xor",
}  # fmt: skip
COSTLY = {
    "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "cos", "cosh", "div", "erf", "erf_inv", "erfc",
    "exp", "exp2", "expm1", "log", "log1p", "logistic", "nextafter", "pow", "rem", "rsqrt", "sin", "sinh", "sqrt",
    "tan", "tanh",
}  # fmt: skip
"""Operations that act on each number by itself, and what they cost to repeat."""

REDUCTIONS: dict[str, Callable[[Any, Any], Any]] = {
    "reduce_sum": lax.add, "reduce_prod": lax.mul, "reduce_max": lax.max, "reduce_min": lax.min,
    "reduce_and": lax.bitwise_and, "reduce_or": lax.bitwise_or,
}  # fmt: skip
NEUTRAL = {lax.add: 0.0, lax.mul: 1.0, lax.max: -np.inf, lax.min: np.inf}
"""What reductions of floating-point numbers begin with."""

SHORT, WINDOW, LONGEST = 7, 32, 64
"""Lengths of the axis of a reduction: up to the first it is written out, one operation an element, so
that it is fused with what it serves; up to the second it is one operation, in the same order, in a
third of the code; up to the third it is written out, because XLA would take its elements in
another order."""

INLINED = {
    "jit",
    "pjit",
    "closed_call",
    "core_call",
    "custom_jvp_call",
    "custom_vjp_call",
    "remat",
    "checkpoint",
}

REPEATED = 3
"""Cost from which a result with several users is stored and not repeated."""


def side_by_side(function: Callable[..., Any], across: Sequence[bool]) -> Callable[..., Any]:
    """Make a function of one history a function of many.

    Args:
        function: of arrays and trees of arrays.
        across: for each argument whether its arrays have a last axis of histories, or are the
            same for all.

    Returns:
        The function; every array of its result has a last axis of histories.
    """

    def run(*arguments: Any) -> Any:
        flat, tree = jax.tree.flatten(arguments)
        wide = [a for x, a in zip(arguments, across, strict=True) for _ in jax.tree.leaves(x)]
        width = next(x.shape[-1] for x, a in zip(flat, wide, strict=True) if a)
        one = [
            jax.ShapeDtypeStruct(x.shape[:-1] if a else x.shape, x.dtype)
            for x, a in zip(flat, wide, strict=True)
        ]
        program, shape = jax.make_jaxpr(function, return_shape=True)(*jax.tree.unflatten(tree, one))
        results = _Program(program, width).run(
            [_Value(x, a) for x, a in zip(flat, wide, strict=True)]
        )
        return jax.tree.unflatten(jax.tree.structure(shape), results)

    return run


class _Value:
    """A value of the program: its array, whether that has an axis of histories, its cost if repeated."""

    __slots__ = ("array", "cost", "wide")

    def __init__(self, array: Any, wide: bool, cost: int = 0):
        self.array, self.wide, self.cost = array, wide, cost

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of one history's value."""
        return self.array.shape[:-1] if self.wide else np.shape(self.array)

    def stored(self) -> _Value:
        """The value, computed once."""
        if self.cost and (self.wide or np.ndim(self.array)):
            self.array, self.cost = lax.optimization_barrier(self.array), 0
        return self


class _Program:
    """The operations of a traced function in order, without those that nothing needs."""

    def __init__(self, traced: Any, width: int):
        self.width = width
        self.shapes: dict[Any, tuple[int, ...]] = {}
        self.constants: dict[Any, Any] = {}
        self.steps: list[tuple[Any, list[Any], list[Any], dict[str, Any], str]] = []
        self.inputs = list(traced.jaxpr.invars)
        self.outputs = self._flatten(traced.jaxpr, traced.consts, {v: v for v in self.inputs}, "")
        needed = set(map(id, self.outputs))
        steps = []
        for step in reversed(self.steps):
            if any(id(o) in needed for o in step[2]):
                steps.append(step)
                needed.update(map(id, step[1]))
        self.steps = steps[::-1]
        self.users = Counter(id(v) for _, ins, _, _, _ in self.steps for v in ins)
        self.users.update(id(v) for v in self.outputs for _ in range(2))

    def _flatten(
        self, jaxpr: Any, consts: Sequence[Any], names: dict[Any, Any], scope: str
    ) -> list[Any]:
        """Append the operations of a program, called ones included; returns its results."""
        for v, c in zip(jaxpr.constvars, consts, strict=True):
            names[v] = fresh = object()
            self.constants[fresh] = c

        def known(v: Any) -> Any:
            return v if isinstance(v, core.Literal) else names[v]

        for e in jaxpr.eqns:
            ins = [known(v) for v in e.invars]
            here = str(e.source_info.name_stack) or scope
            inner = next(
                (e.params[k] for k in ("jaxpr", "call_jaxpr", "fun_jaxpr") if k in e.params), None
            )
            if e.primitive.name in INLINED and inner is not None:
                body, consts = (
                    (inner.jaxpr, inner.consts) if hasattr(inner, "consts") else (inner, ())
                )
                outs = self._flatten(body, consts, dict(zip(body.invars, ins, strict=True)), here)
            else:
                outs = [object() for _ in e.outvars]
                self.shapes.update((o, v.aval.shape) for o, v in zip(outs, e.outvars, strict=True))
                self.steps.append((e.primitive, ins, outs, e.params, here))
            names.update(zip(e.outvars, outs, strict=True))
        return [known(v) for v in jaxpr.outvars]

    def run(self, arguments: list[_Value]) -> list[Any]:
        """Carry the operations out; every result gets an axis of histories."""
        values: dict[Any, _Value] = dict(zip(self.inputs, arguments, strict=True))
        values.update((name, _Value(c, False)) for name, c in self.constants.items())

        def value(v: Any) -> _Value:
            return _Value(v.val, False) if isinstance(v, core.Literal) else values[v]

        for scope, steps in groupby(self.steps, key=lambda step: step[4]):
            with jax.named_scope(scope) if scope else nullcontext():
                for primitive, ins, outs, params, _ in steps:
                    got = self._step(
                        primitive, [value(v) for v in ins], params, self.shapes[outs[0]]
                    )
                    for o, r in zip(outs, got, strict=True):
                        if r.cost >= REPEATED and self.users[id(o)] > 1:
                            r.stored()
                        values[o] = r
        return [self._across(value(v)) for v in self.outputs]

    def _across(self, v: _Value, shape: tuple[int, ...] | None = None) -> Any:
        """The array of a value, stretched to a shape and over the histories."""
        shape = v.shape if shape is None else shape
        if not v.wide:
            x = jnp.asarray(v.array)
            x = x if x.ndim == 0 or x.shape == shape else jnp.broadcast_to(x, shape)
            return lax.broadcast_in_dim(x, (*shape, self.width), tuple(range(x.ndim)))
        if v.shape == shape:
            return v.array
        x = v.stored().array
        axes = (len(shape),) if x.ndim == 1 else tuple(range(len(shape) + 1))
        return lax.broadcast_in_dim(x, (*shape, self.width), axes)

    def _step(
        self, primitive: Any, values: list[_Value], params: dict[str, Any], shape: tuple[int, ...]
    ) -> list[_Value]:
        name = primitive.name
        cost = sum(v.cost for v in values)
        price = 0 if name in FREE else 1 if name in CHEAP else 10 if name in COSTLY else None
        if not any(v.wide for v in values):
            out = primitive.bind(*(v.array for v in values), **params)
            more = cost + (price or 0) if np.prod(shape, dtype=int) > 1 else 0
            return [_Value(x, False, more) for x in (out if primitive.multiple_results else [out])]
        x, array, histories = values[0], values[0].array, len(shape)
        if name == "pow":
            return [_Value(_power(*[self._across(v, shape) for v in values]), True, cost + 20)]
        if price is not None:
            if params.get("sharding"):
                params = {**params, "sharding": None}
            return [
                _Value(
                    primitive.bind(*(self._across(v, shape) for v in values), **params),
                    True,
                    cost + price,
                )
            ]
        if name in ("reshape", "squeeze", "expand_dims"):
            return [_Value(lax.reshape(array, (*shape, self.width)), True, cost)]
        if name == "broadcast_in_dim" and len(values) == 1:
            if np.prod(shape, dtype=int) > np.prod(x.shape, dtype=int):
                array = x.stored().array
            axes = (*params["broadcast_dimensions"], histories)
            return [_Value(lax.broadcast_in_dim(array, (*shape, self.width), axes), True, x.cost)]
        if name == "slice":
            strides = params["strides"]
            out = lax.slice(
                array,
                (*params["start_indices"], 0),
                (*params["limit_indices"], self.width),
                None if strides is None else (*strides, 1),
            )
            return [_Value(out, True, cost)]
        if name == "transpose":
            return [_Value(lax.transpose(array, (*params["permutation"], histories)), True, cost)]
        if name == "rev":
            return [_Value(lax.rev(array, params["dimensions"]), True, cost)]
        if name == "split":
            out = lax.split(array, params["sizes"], axis=params["axis"])
            return [_Value(o, True, cost) for o in out]
        if name == "concatenate":
            return [self._join([self._across(v.stored()) for v in values], params["dimension"])]
        if name == "stack":
            axis = params.get("axis", 0)
            return [
                self._join([jnp.expand_dims(self._across(v.stored()), axis) for v in values], axis)
            ]
        if name == "dot_general":
            (left, right), (batch, _) = params["dimension_numbers"]
            if not batch and len(left) == 1:
                return [self._product(values[0], values[1], left[0], right[0])]
        if name in REDUCTIONS and all(x.shape[a] <= LONGEST for a in params["axes"]):
            return [self._reduced(REDUCTIONS[name], x, params["axes"])]
        return self._any(primitive, values, params)

    def _join(self, parts: list[Any], axis: int) -> _Value:
        """One array of several; copied as they lie, because fused into others it would be slow."""
        return _Value(lax.optimization_barrier(lax.concatenate(parts, axis)), True)

    def _reduced(self, join: Callable[[Any, Any], Any], x: _Value, axes: Sequence[int]) -> _Value:
        """A sum (or the like) over axes, in their order, for all histories at once."""
        for axis in sorted(axes, reverse=True):
            array = x.stored().array
            begin = NEUTRAL.get(join) if array.dtype == jnp.float32 else None
            if begin is not None and SHORT < array.shape[axis] <= WINDOW:
                out = lax.reduce(array, np.float32(begin), join, (axis,))
                x = _Value(out, True, array.shape[axis])
                continue
            out, *rest = (
                lax.index_in_dim(array, k, axis, keepdims=False) for k in range(array.shape[axis])
            )
            for part in rest:
                out = join(out, part)
            x = _Value(out, True, array.shape[axis])
        return x

    def _product(self, a: _Value, b: _Value, left: int, right: int) -> _Value:
        """A matrix product as a sum of products: these matrices are small.

        Each number of them is used many times, so it is computed once and stored.
        """
        one = jnp.moveaxis(self._across(a.stored()), left, -2)
        two = jnp.moveaxis(self._across(b.stored()), right, -2)
        free = (one.ndim - 2, two.ndim - 2)
        one = one.reshape(*one.shape[: free[0]], *(1,) * free[1], *one.shape[-2:])
        return self._reduced(lax.add, _Value(one * two, True, 1), [sum(free)])

    def _any(self, primitive: Any, values: list[_Value], params: dict[str, Any]) -> list[_Value]:
        """Any other operation, in the way of `jax.vmap`."""
        out = jax.vmap(
            lambda *xs: primitive.bind(*xs, **params),
            in_axes=tuple(-1 if v.wide else None for v in values),
            out_axes=-1,
        )(*(v.stored().array for v in values))
        out = lax.optimization_barrier(out)
        return [_Value(x, True) for x in (out if primitive.multiple_results else [out])]


def _power(x: jax.Array, y: jax.Array) -> jax.Array:
    """Powers through exponential and logarithm, which compilers can do for many numbers at once."""
    size = jnp.exp(y * jnp.log(jnp.abs(x)))
    half = y / 2
    whole, even = y == jnp.floor(y), half == jnp.floor(half)
    signed = jnp.where(x < 0, jnp.where(whole, jnp.where(even, size, -size), jnp.nan), size)
    return jnp.where((y == 0) | (x == 1), 1.0, signed)
