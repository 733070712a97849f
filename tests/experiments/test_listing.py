"""What the model is made of, as plain data."""

from __future__ import annotations

import json

import pytest

from thermidor.experiments.listing import (
    basis_shares,
    choices,
    parameters,
    rules,
    states,
    variables,
)


@pytest.mark.parametrize("listed", [parameters, variables, states, choices, rules])
def test_lists_are_plain_data(listed):
    rows = listed()
    assert rows
    json.dumps(rows, allow_nan=False)


def test_a_parameter_has_the_form_that_is_promised():
    for p in parameters():
        assert {"path", "value", "unit", "low", "high", "basis", "cites"} <= set(p)
        assert p["basis"] in ("book", "publication", "assumption")
        assert p["cites"]
        assert type(p["low"]) is type(p["value"]) is type(p["high"])


def test_vectors_are_lists_and_numbers_are_short():
    (push,) = parameters("delegation.filter_thins_out_the_opposition.push")
    assert push["value"] == 1.35
    vector = next(p for p in parameters() if p["dims"] == ["region"])
    assert len(vector["value"]) == 16


def test_shares_by_basis_leave_out_what_does_not_exist_at_the_start():
    rows = parameters()
    shares = basis_shares(rows)
    assert sum(s["n"] for s in shares.values()) == sum(p["kind"] != "absent" for p in rows)
    assert sum(s["share"] for s in shares.values()) == pytest.approx(1)
    assert sum(s["n"] for s in basis_shares(rows[:50]).values()) <= 50
    assert basis_shares([])["book"]["share"] == 0


def test_a_list_can_be_narrowed_by_the_beginning_of_paths():
    assert {p["path"].split(".")[0] for p in parameters("countryside")} == {"countryside"}
    assert len(variables("party.members")) == 1
    assert all(v["name"].startswith("party.") for v in variables("party"))


def test_rules_are_found_by_path_system_and_record_id():
    (one,) = rules("delegation.members_dare_to_vote")
    assert "delegation.r06" in one["implements"]
    assert one["pages"]
    assert one in rules("delegation")
    assert one in rules("delegation.r06")
    assert "factions" in one["reads"]


@pytest.mark.parametrize("listed", [parameters, variables, states, choices, rules])
def test_an_unknown_name_gets_the_nearest_ones(listed):
    with pytest.raises(ValueError, match="nearest") as error:
        listed("membershp")
    assert "\n" not in str(error.value)


def test_an_unknown_theory_is_told():
    with pytest.raises(ValueError, match="unknown theory 'lequen'; there is: lequenne"):
        parameters(theory="lequen")
