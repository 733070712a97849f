"""All testable claims of the party's systems are encoded, or listed with the reason why they are not."""

from __future__ import annotations

from functools import cache

import pytest

from thermidor.experiments import claims as module
from thermidor.experiments.claims import left_claims, load_claims
from thermidor.record import load
from thermidor.theories import lequenne

PARTY = {
    "membership",
    "delegation",
    "organs",
    "appointments",
    "leaders",
    "factions",
    "information",
    "succession",
}
"""The systems of the record that the party's part of the model states."""

ENCODED = [c.id for c in load_claims().values() if PARTY & set(c.systems)]


@cache
def model():
    return lequenne()


class Compiled:
    """As much of a simulator as the checks of a claim need."""

    @property
    def model(self):
        return model()


def test_every_testable_claim_of_the_party_is_encoded_or_listed():
    testable = {
        c.id for c in load().claims.values() if PARTY & set(c.systems) and c.testable != "no"
    }
    assert testable - set(ENCODED) - set(left_claims()) == set()


def test_no_claim_is_both_encoded_and_listed():
    assert set(load_claims()) & set(left_claims()) == set()


def test_only_testable_claims_are_listed():
    for id in left_claims():
        assert load().claims[id].testable != "no", id


def test_each_reason_is_short_and_says_something():
    for id, reason in left_claims().items():
        assert 3 <= len(reason.split()) <= 15, id
        assert reason.endswith("."), id


def test_most_of_the_party_claims_are_encoded():
    assert len(ENCODED) > 1.5 * len(left_claims())


@pytest.mark.parametrize("id", ENCODED)
def test_the_model_has_all_that_a_claim_names(id):
    claim = load_claims()[id]
    assert module._missing(Compiled(), claim) == ""  # type: ignore[arg-type]
    if claim.kind == "contrast":
        module._schedule(Compiled(), claim.operations, id)  # type: ignore[arg-type]
