"""Promise 6: people, grain, goods, money, posts, arms and members balance every month."""

import numpy as np
from audit import audit

from thermidor.experiments.priors import draw_parameters

DRAWS = 10_000
ROUNDING = 2e-5
"""Relative: sums of some fifty float32 stocks and flows."""


def test_promise_6_the_books_balance_for_ten_thousand_parameter_draws(sim):
    low, high = sim.model.registry.bounds
    u = np.random.default_rng(6).random((DRAWS, low.size), np.float32)
    findings = list(audit(sim, low + u * (high - low), months=60))
    assert {"people", "grain", "goods", "money", "posts", "arms", "members"} <= set(
        findings[0].residual
    )
    for f in findings:
        assert f.not_finite == 0, f
        assert f.outside == 0, f
        assert f.lowest >= 0.0, f
        assert max(f.residual.values()) < ROUNDING, f


def test_promise_6_the_books_balance_to_the_end(sim):
    p = draw_parameters(sim.model.registry, np.arange(300), 6)
    worst: dict[str, float] = {}
    for f in audit(sim, p):
        assert f.not_finite == 0, f
        assert f.outside == 0, f
        assert f.lowest >= 0.0, f
        for q, r in f.residual.items():
            worst[q] = max(worst.get(q, 0.0), r)
    assert max(worst.values()) < ROUNDING, worst
