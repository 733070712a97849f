"""How verdicts moved from the board before, and why."""

from __future__ import annotations

import pytest

from thermidor.experiments.claims import left_claims, load_claims
from thermidor.experiments.moved import REASONS, before, mark, moves, reasons, rejudged


def old(**changes):
    return {
        "verdict": "fails", "side": "claimed", "kind": "contrast", "effect": 0.06, "low": 0.04, "high": 0.08,
        "level": 0.3, "required": 0.2, "n": 400, "scale": "probability", "strength": 0.2, **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "as_claimed"),
        ({"side": "opposite"}, "opposite"),
        ({"effect": 0.001, "low": -0.004, "high": 0.006, "side": "open"}, "practically_none"),
        ({"effect": 0.03, "low": -0.01, "high": 0.07, "side": "open"}, "undecided"),
        ({"effect": 0.0, "low": -0.004, "high": 0.004, "side": "open"}, "not_connected"),
        ({"kind": "trajectory"}, "descriptive"),
        ({"n": 20}, "undecided"),
        ({"scale": "relative", "level": 2.0}, "practically_none"),  # a twentieth of two is a tenth
        ({"scale": "spread", "required": 0.4, "strength": 0.8}, "as_claimed"),
    ],
)
def test_old_figures_are_judged_by_the_new_rules(changes, verdict):
    assert rejudged(old(**changes)) == verdict


def test_every_claim_of_the_board_before_is_encoded_still_or_left_with_a_reason():
    assert len(before()) == 338
    assert {id for id in before() if id not in load_claims()} <= set(left_claims())


def test_a_claim_encoded_anew_is_told_from_one_with_another_answer():
    encoded = load_claims()
    anew = next(i for i, o in before().items() if i in encoded and encoded[i].kind == "contrast" and mark(encoded[i]) != o["asked"])  # fmt: skip
    same = next(i for i, o in before().items() if i in encoded and encoded[i].kind == "contrast" and mark(encoded[i]) == o["asked"])  # fmt: skip
    told = rejudged(before()[same])
    other = "opposite" if told != "opposite" else "as_claimed"
    why = {
        m.claims: m.why for m in moves({anew: {"verdict": "as_claimed"}, same: {"verdict": told}})
    }
    assert why[anew,] == "asked anew"
    assert why[same,] == "told apart"
    assert {m.why for m in moves({same: {"verdict": other}})} == {"model", "dropped"}


def test_reasons_count_every_move_once():
    groups = moves({id: {"verdict": "undecided"} for id in load_claims()})
    counts = reasons(groups)
    assert set(counts) == set(REASONS)
    assert sum(counts.values()) == len(before())
