"""What the one ballot promises, whatever is put to the vote."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from thermidor.model.party.ballot import ballot, declared

VOTERS, OPTIONS, AXES = 5, 3, 4
PARTS = ("conviction", "ignorance", "trust", "fear")
SPREAD = jnp.float32(0.1)
unit = st.floats(-1, 1, width=32)
chance = st.floats(0, 1, width=32)
pull = st.floats(-2, 2, width=32)


def several(draw: Any) -> dict[str, Any]:
    return {
        "question": jnp.asarray(draw(arrays(np.float32, (OPTIONS, AXES), elements=unit))),
        "positions": jnp.asarray(draw(arrays(np.float32, (VOTERS, AXES), elements=unit))),
        "weights": jnp.asarray(draw(arrays(np.float32, VOTERS, elements=st.floats(0.125, 50, width=32)))),
        "trust": jnp.asarray(draw(arrays(np.float32, (VOTERS, OPTIONS), elements=pull))),
        "fear": jnp.asarray(draw(arrays(np.float32, (VOTERS, OPTIONS), elements=st.floats(0, 2, width=32)))),
        "information": jnp.asarray(draw(arrays(np.float32, VOTERS, elements=chance))),
        "hesitation": jnp.float32(draw(chance)),
        "temper": jnp.float32(draw(st.floats(0.25, 2, width=32))),
        "spread": SPREAD,
    }  # fmt: skip


questions = st.composite(several)()
few = settings(max_examples=40, deadline=None)


@few
@given(questions)
def test_shares_and_probabilities_sum_to_one(q: dict[str, Any]) -> None:
    verdict = ballot(**q)
    assert float(verdict.share.sum()) == pytest.approx(1.0, abs=1e-5)
    assert float(verdict.carries.sum()) == pytest.approx(1.0, abs=1e-5)
    silent = 1.0 - np.asarray(verdict.choices).sum(1)
    weights = np.asarray(q["weights"], float)
    assert float(verdict.abstained) == pytest.approx(weights @ silent / weights.sum(), abs=1e-5)


@few
@given(
    questions, st.integers(0, VOTERS - 1), st.integers(0, OPTIONS - 1), st.floats(0, 3, width=32)
)
def test_more_fear_towards_an_option_never_lowers_it(
    q: dict[str, Any], voter: int, option: int, more: float
) -> None:
    q = {**q, "hesitation": 0.0}
    before = ballot(**q).share[option]
    after = ballot(**{**q, "fear": q["fear"].at[voter, option].add(more)}).share[option]
    assert float(after) >= float(before) - 1e-5


@few
@given(questions, st.floats(0, 3, width=32))
def test_fear_of_a_motion_never_lowers_it_when_some_abstain(q: dict[str, Any], more: float) -> None:
    motion = {**q, "question": q["question"][0], "trust": q["trust"][:, 0], "fear": q["fear"][:, 0]}
    before = ballot(**motion)
    after = ballot(**{**motion, "fear": motion["fear"].at[0].add(more)})
    assert float(after.share) >= float(before.share) - 1e-5


@few
@given(questions)
def test_ignorance_takes_conviction_and_nothing_else(q: dict[str, Any]) -> None:
    blind = ballot(**{**q, "information": 0.0})
    without = ballot(**{**q, "question": jnp.zeros((OPTIONS, AXES)), "information": 1.0})
    assert np.allclose(blind.share, without.share, atol=1e-5)
    assert np.allclose(blind.conviction + blind.ignorance, 0.0, atol=1e-6)
    for part in ("trust", "fear"):
        assert np.array_equal(getattr(blind, part), getattr(ballot(**q), part))


@few
@given(questions)
def test_a_secret_vote_knows_no_fear(q: dict[str, Any]) -> None:
    secret = ballot(**q, secret=1.0)
    assert np.allclose(secret.share, ballot(**{**q, "fear": 0.0}).share, atol=1e-6)
    assert not np.any(secret.fear)


@few
@given(questions, st.permutations(range(VOTERS)))
def test_the_order_of_the_voters_does_not_matter(q: dict[str, Any], order: list[int]) -> None:
    at = jnp.asarray(order)
    by_voter = ("positions", "weights", "trust", "fear", "information")
    turned = {k: v[at] if k in by_voter else v for k, v in q.items()}
    assert np.allclose(ballot(**turned).share, ballot(**q).share, atol=1e-5)


@few
@given(questions, st.floats(0.125, 64, width=32))
def test_weights_scale_out(q: dict[str, Any], factor: float) -> None:
    scaled = ballot(**{**q, "weights": q["weights"] * factor})
    assert np.allclose(scaled.share, ballot(**q).share, atol=1e-5)
    assert float(scaled.abstained) == pytest.approx(float(ballot(**q).abstained), abs=1e-5)


@few
@given(questions)
def test_the_parts_of_a_pull_say_why_each_voted_as_he_did(q: dict[str, Any]) -> None:
    verdict = ballot(**{**q, "hesitation": 0.0})
    parts = (np.asarray(getattr(verdict, part), float) for part in PARTS)
    total = sum(parts, np.zeros((VOTERS, OPTIONS))) / float(q["temper"])
    likely = np.exp(total - total.max(1, keepdims=True))
    assert np.allclose(verdict.choices, likely / likely.sum(1, keepdims=True), atol=1e-4)


@few
@given(questions)
def test_a_motion_is_a_choice_between_it_and_nothing(q: dict[str, Any]) -> None:
    nothing = jnp.zeros((1, AXES))
    both = {
        **q,
        "question": jnp.concatenate([q["question"][:1], nothing]),
        "trust": q["trust"][:, :2].at[:, 1].set(0.0),
        "fear": q["fear"][:, :2].at[:, 1].set(0.0),
    }
    motion = {**q, "question": q["question"][0], "trust": q["trust"][:, 0], "fear": q["fear"][:, 0]}
    one, two = ballot(**motion), ballot(**both)
    assert float(one.share) == pytest.approx(float(two.share[0]), abs=1e-5)
    assert float(one.carries) == pytest.approx(float(two.carries[0]), abs=1e-4)
    assert float(one.abstained) == pytest.approx(float(two.abstained), abs=1e-5)


@few
@given(st.floats(0, 3, width=32), st.floats(0, 3, width=32))
def test_the_smaller_the_pull_the_more_abstain(one: float, other: float) -> None:
    assume(abs(one - other) > 1e-3)
    small, large = sorted((one, other))

    def silent(strength: float) -> float:
        v = ballot(
            jnp.array([strength]),
            jnp.ones((2, 1)),
            jnp.ones(2),
            hesitation=0.5,
            temper=0.5,
            spread=SPREAD,
        )
        return float(v.abstained)

    assert silent(small) > silent(large)


def test_without_hesitation_nobody_abstains() -> None:
    vote = ballot(
        jnp.zeros(2), jnp.zeros((3, 2)), jnp.ones(3), hesitation=0.0, temper=0.5, spread=SPREAD
    )
    assert float(vote.abstained) == 0.0


def test_a_client_follows_his_patron_further_than_others_do() -> None:
    stances = jnp.array([[1.0, 0.0], [0.0, 1.0]])
    confidence = jnp.array([[0.5, 0.5], [0.5, 0.5]])
    owed = jnp.array([[0.0, 0.0], [0.0, 1.0]])
    pulls = declared(stances, confidence, owed)
    assert np.allclose(pulls, [[0.5, 0.5], [0.5, 1.5]])
