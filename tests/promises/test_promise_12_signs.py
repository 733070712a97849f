"""Promise 12: flip the sign of a coupling and a test fails: this one, for every declared sign."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from thermidor.engine.declare import DIMENSIONS, Here
from thermidor.theories import lequenne

REGISTRY = lequenne().registry
COUPLINGS = [
    (r.name, arg, sign) for r in REGISTRY.rules.values() for arg, sign in sorted(r.signs.items())
]
SAMPLES = 300


def ranges(rule):
    """Typical range and shape of each input."""
    out = {}
    for name, source in rule.reads.items():
        if isinstance(source, Here):
            out[name] = (source.low, source.high, [len(DIMENSIONS[d]) for d in source.dim])
            continue
        path = source.split(":")[-1]
        if source.startswith("outside:"):
            values = REGISTRY.outside[path].values
            out[name] = (float(values.min()), float(values.max()), [])
        elif path in REGISTRY.states:
            v = REGISTRY.states[path]
            out[name] = (*v.typical, [len(DIMENSIONS[d]) for d in v.dim])
        elif path in REGISTRY.flows:
            f = REGISTRY.flows[path]
            end = f.source if not f.source.startswith("border:") else f.target
            top = REGISTRY.states[end].typical[1] if end in REGISTRY.states else 1.0
            out[name] = (0.0, 0.1 * top, [len(DIMENSIONS[d]) for d in f.dim])
        else:
            v = REGISTRY.states[path.rpartition(".")[0]]
            out[name] = (*v.typical, [len(DIMENSIONS[d]) for d in v.dim[1:]])
    return out


def slopes(rule, arg, mirror=False):
    """Change of the first result when an input rises, over random inputs."""
    rng = np.random.default_rng(12)
    spread = ranges(rule)
    at = {
        n: lo + rng.random([SAMPLES, *shape], np.float32) * (hi - lo)
        for n, (lo, hi, shape) in spread.items()
    }
    draws = {
        n: np.full(
            [SAMPLES, *(len(DIMENSIONS[x]) for x in d.dim)],
            0.5 if d.distribution == "uniform" else 0.0,
            np.float32,
        )
        for n, d in rule.draws.items()
    }
    fixed = {
        n: jnp.asarray((REGISTRY.parameters[p] if isinstance(p, str) else p).value)
        for n, p in rule.parameters.items()
    }

    def first(values):
        result = rule.function(**values, **fixed)
        result = result[0] if isinstance(result, tuple) else result
        return jnp.sum(jnp.asarray(result, jnp.float32))

    low, high, shape = spread[arg]
    a, b = at[arg].copy(), low + rng.random([SAMPLES, *shape], np.float32) * (high - low)
    down, up = np.minimum(a, b), np.maximum(a, b)
    if mirror:
        down, up = low + high - down, low + high - up
    f = jax.jit(jax.vmap(first))
    return np.asarray(f({**at, **draws, arg: up})) - np.asarray(f({**at, **draws, arg: down}))


def keeps_sign(change, sign):
    """The declared direction never reversed beyond rounding, and seen somewhere."""
    size = np.abs(change).max()
    return size > 0 and (sign * change >= -1e-4 * size).all()


@pytest.mark.parametrize(("name", "arg", "sign"), COUPLINGS)
def test_promise_12_each_coupling_has_its_sign_and_its_mirror_fails(name, arg, sign):
    rule = REGISTRY.rules[name]
    assert keeps_sign(slopes(rule, arg), sign), f"{name}: {arg} should move it {sign:+d}"
    assert not keeps_sign(slopes(rule, arg, mirror=True), sign), (
        f"{name}: the mirrored {arg} goes unnoticed"
    )


def test_promise_12_every_rule_that_couples_systems_declares_a_sign_or_reads_none():
    silent = [r.name for r in REGISTRY.rules.values() if r.reads and not r.signs]
    assert len(silent) <= len(REGISTRY.rules) // 5, silent
