"""Guards: every least, most and clip in the rules, and how often each is what gives the result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.extend import core

from thermidor.engine.declare import Rule
from thermidor.experiments.check.place import place_of, rules_by_code

GUARDS = ("max", "min", "clip")
"""Operations that hold a number at a bound: their first operand is what they guard."""


def rules_in(rules: Mapping[str, Rule], folder: str) -> dict[tuple[str, str], str]:
    """The rules whose code lies in a folder of the model.

    Args:
        rules: by path.
        folder: its name ("economy").

    Returns:
        By file and name of the function, the path.
    """
    return {
        place: path for place, path in rules_by_code(rules).items() if f"/{folder}/" in place[0]
    }


def with_guards(
    function: Callable[..., tuple[Any, ...]], rules: Mapping[tuple[str, str], str], found: list[str]
) -> Callable[..., tuple[Any, ...]]:
    """Add to a traced month how much of what each guard guards lies beyond its bound.

    Args:
        function: of arrays and trees of arrays; returns a tuple.
        rules: those that are looked at, as `rules_in` gives them.
        found: takes the guards' names, "rule: expression".

    Returns:
        The same with a list of shares as the last part of its result, in the order of `found`: the part of
        the elements that the guard changes.
    """

    def run(*arguments: Any) -> tuple[Any, ...]:
        traced, shape = jax.make_jaxpr(function, return_shape=True)(*arguments)
        named = [
            (name, e.invars[0], e.outvars[0])
            for e in traced.jaxpr.eqns
            if _operation(e) in GUARDS and not isinstance(e.invars[0], core.Literal)
            if (name := place_of(e.source_info, rules)) is not None
        ]
        found[:] = [name for name, *_ in named]
        names = traced.jaxpr.debug_info._replace(result_paths=None)
        more = [v for _, *pair in named for v in pair]
        outs = [*traced.jaxpr.outvars, *more]
        wider = core.ClosedJaxpr(
            traced.jaxpr.replace(outvars=outs, debug_info=names), traced.consts
        )
        results = core.jaxpr_as_fun(wider)(*jax.tree.leaves(arguments))
        count = len(traced.jaxpr.outvars)
        guarded = results[count:]
        changed = [
            jnp.mean((after != before).astype(jnp.float32))
            for before, after in zip(guarded[::2], guarded[1::2], strict=True)
        ]
        return (*jax.tree.unflatten(jax.tree.structure(shape), results[:count]), changed)

    return run


def merged(names: Iterable[str], shares: np.ndarray) -> dict[str, float]:
    """Shares by name; where one expression holds several guards the largest counts."""
    found: dict[str, float] = {}
    for name, share in zip(names, shares, strict=True):
        found[name] = max(found.get(name, 0.0), float(share))
    return found


def _operation(equation: Any) -> str:
    """Name of an operation, or of the function of JAX that stands for several."""
    return str(equation.params.get("name", equation.primitive.name))


__all__ = ["merged", "rules_in", "with_guards"]
