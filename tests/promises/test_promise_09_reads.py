"""Promise 9: each rule reads what it says it reads: declared inputs are used, no others can be."""

import jax
import jax.numpy as jnp
import pytest

from thermidor.engine.declare import DIMENSIONS, Here
from thermidor.theories import lequenne

RULES = lequenne().registry.rules


def arguments(registry, rule):
    """Zero-filled arguments of a rule in their shapes."""
    out = {}
    for name, source in rule.reads.items():
        if isinstance(source, Here):
            out[name] = jnp.zeros([len(DIMENSIONS[d]) for d in source.dim], jnp.float32)
            continue
        path = source.split(":")[-1]
        if path in registry.states:
            out[name] = jnp.asarray(registry.states[path].start.value)
        elif path in registry.flows:
            out[name] = jnp.zeros(
                [len(DIMENSIONS[d]) for d in registry.flows[path].dim], jnp.float32
            )
        elif source.startswith("outside:"):
            out[name] = jnp.float32(0.0)
        else:
            out[name] = jnp.zeros(
                [len(DIMENSIONS[d]) for d in registry.states[path.rpartition(".")[0]].dim[1:]],
                jnp.float32,
            )
    for name, p in rule.parameters.items():
        out[name] = jnp.asarray((registry.parameters[p] if isinstance(p, str) else p).value)
    for name, d in rule.draws.items():
        out[name] = jnp.zeros([len(DIMENSIONS[x]) for x in d.dim], jnp.float32)
    return out


@pytest.mark.parametrize("name", sorted(RULES))
def test_promise_9_declared_inputs_are_the_inputs_used(name):
    rule = RULES[name]
    values = arguments(lequenne().registry, rule)
    names = list(values)
    closed = jax.make_jaxpr(lambda *a: rule.function(**dict(zip(names, a, strict=True))))(
        *values.values()
    )
    needed = {v for v in closed.jaxpr.outvars if not hasattr(v, "val")}
    for eqn in reversed(closed.jaxpr.eqns):
        if any(v in needed for v in eqn.outvars):
            needed |= {v for v in eqn.invars if not hasattr(v, "val")}
    unused = [n for n, v in zip(names, closed.jaxpr.invars, strict=True) if v not in needed]
    assert not unused, f"{name} declares {unused} and does not use them"
