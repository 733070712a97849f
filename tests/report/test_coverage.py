"""Every rule and state variable of the systems read so far is in the model, or left out with a reason."""

from __future__ import annotations

import copy
from functools import cache
from importlib import resources
from typing import Any

import pytest
import yaml

from thermidor.cases import Case
from thermidor.codings import definers
from thermidor.record import load
from thermidor.report.coverage import accounts, beside_the_page, markdown
from thermidor.report.excuses import (
    REASONS,
    BadCoverage,
    excuses,
    implementers,
    problems,
    read_excuses,
)
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
WORKS = {"planning", "industry", "labour", "foreign_trade", "transport"}
VILLAGE = {"countryside", "procurement", "collectivisation", "supply", "money"}
ACCOUNTED = PARTY | WORKS | VILLAGE | {"ideology", "culture", "government"}
"""Systems of which every rule and state of the record is held, or its absence has a reason."""


@cache
def registry():
    return lequenne().registry


def plain() -> Any:
    file = resources.files("thermidor.report") / "data" / "coverage.yaml"
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def test_the_excuses_hold_nothing_that_is_wrong():
    assert problems(registry()) == []


def test_the_systems_of_party_ideas_offices_works_and_village_are_accounted_for():
    assert set(excuses().systems) == ACCOUNTED
    for one in accounts(registry()):
        if one.system in ACCOUNTED:
            c = one.counts
            assert c["rules_implemented"] + c["rules_excused"] == c["rules"], one.system
            assert c["state_modelled"] + c["state_excused"] == c["state"], one.system
            assert c["rules_implemented"] > c["rules_excused"], one.system


def test_no_rule_is_both_implemented_and_excused():
    assert set(implementers(registry())) & set(excuses().rules) == set()


def test_every_implementer_carries_the_id():
    for id, names in implementers(registry()).items():
        for name in names:
            assert id in registry().rules[name].implements


def test_other_systems_are_not_excused():
    for one in accounts(registry()):
        if one.system not in ACCOUNTED:
            assert one.counts["rules_excused"] == one.counts["state_modelled"] == 0, one.system
    assert {id.rpartition(".")[0] for id in excuses().rules} <= ACCOUNTED


def test_a_system_without_rules_of_the_model_counts_zero():
    counts = {one.system: one.counts for one in accounts(registry())}
    assert counts["camps"]["rules"] == len(load().systems["camps"].rules)
    assert counts["camps"]["rules_implemented"] == 0


def test_a_rule_is_whole_only_where_every_case_from_its_page_passes():
    kept = Case(
        rule="ideology.r01", page=27, case="kept", written_from="page", expect={"a": "below 1"}
    )
    failed = kept.model_copy(update={"fails": "so far"})
    from_code = kept.model_copy(update={"written_from": "code"})
    assert beside_the_page("ideology.r01", [kept]) == "whole"
    assert beside_the_page("ideology.r01", [kept, failed]) == "part"
    assert beside_the_page("ideology.r01", [failed, from_code]) == "name"
    assert beside_the_page("ideology.r01", [from_code]) == "unread"


def test_each_reason_is_a_sentence():
    for id, excuse in excuses().rules.items():
        assert 6 <= len(excuse.reason.split()) <= 40, id
        assert excuse.reason.endswith("."), id


def test_a_rule_that_a_month_does_not_call_implements_nothing():
    name = implementers(registry())["factions.r02"][0]
    assert "factions.r02" not in implementers(registry(), called=set(registry().rules) - {name})


def test_a_pair_that_does_not_count_leaves_other_pairs_alone():
    found = implementers(registry())
    for m in excuses().misattributed:
        assert m.rule not in found.get(m.id, [])
    rule = registry().rules["factions.only_a_majority_repeals"]
    assert all(rule.name in found[id] for id in rule.implements)


def spoilt(change) -> list[str]:
    data = copy.deepcopy(plain())
    change(data)
    return problems(registry(), read_excuses(data))


SPOILS = {
    "a rule left out": (
        lambda d: d["rules"].pop("leaders.r20"),
        "leaders.r20 is neither",
    ),
    "an unknown rule": (
        lambda d: d["rules"].update({"leaders.r99": d["rules"]["leaders.r20"]}),
        "leaders.r99 is no rule",
    ),
    "an implemented rule": (
        lambda d: d["rules"].update({"factions.r02": d["rules"]["leaders.r20"]}),
        "factions.r02 is excused, and factions.only_a_majority_repeals implements it",
    ),
    "an act that nothing records": (
        lambda d: d["rules"]["organs.r19"].update(see=["c0-e000"]),
        "c0-e000 is nothing",
    ),
    "a result of no rule": (
        lambda d: d["rules"]["membership.r15"].update(see=["delegation.r02"]),
        "delegation.r02 is nothing",
    ),
    "a pair that is not there": (
        lambda d: d["misattributed"].append(
            {"rule": "factions.the_deported_write", "id": "leaders.r20", "why": "it is not"}
        ),
        "does not carry leaders.r20",
    ),
    "a variable left out": (
        lambda d: d["state"]["organs"].pop("cc_size"),
        "organs.cc_size is not accounted for",
    ),
    "an unknown variable": (
        lambda d: d["state"]["organs"].update(size="organs.cc_members"),
        "organs has no size",
    ),
    "a path that leads nowhere": (
        lambda d: d["state"]["organs"].update(cc_size="organs.cc_member"),
        "organs.cc_members",
    ),
    "a path to a rule": (
        lambda d: d["state"]["organs"].update(cc_size="organs.the_committee_is_enlarged"),
        "nothing in the model is called",
    ),
}


@pytest.mark.parametrize("case", SPOILS)
def test_a_spoilt_file_is_found_out(case: str):
    change, said = SPOILS[case]
    assert any(said in line for line in spoilt(change)), spoilt(change)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("rules", "leaders.r20"), {"because": "boredom", "reason": "None."}),
        (("rules", "leaders.r20"), {"because": "act", "reason": "An act without its event."}),
        (("state", "organs", "cc_size"), {"reason": "Both.", "paths": ["organs.cc_members"]}),
        (("state", "organs", "cc_size"), {"but": "neither"}),
        (("state", "organs", "cc_size"), {"path": "organs.cc_members"}),
    ],
)
def test_a_malformed_entry_is_refused_in_one_line(place: tuple[str, ...], value: Any):
    data = plain()
    collection = data
    for key in place[:-1]:
        collection = collection[key]
    collection[place[-1]] = value
    with pytest.raises(BadCoverage, match=place[0]) as refused:
        read_excuses(data, "coverage.yaml")
    assert "\n" not in str(refused.value)


def test_the_page_says_why_for_all_that_is_left_out():
    text = markdown()
    assert text.startswith("## ")
    for id, excuse in excuses().rules.items():
        assert f"**{id}**, {REASONS[excuse.because]}: {excuse.reason}" in text
    rows = {line.split(" | ")[0].strip("| ") for line in text.splitlines() if "---" not in line}
    assert set(load().systems) <= rows


def test_definitions_that_codings_compute_count_for_their_system():
    held = {one.system: one for one in accounts(registry())}["nature_of_state"]
    assert held.rules["nature_of_state.r07"] == [
        "coding class: nomenklatura",
        "coding nomenklaturist: nomenklaturist_state",
    ]
    missing = [r for r, by in held.rules.items() if not by]
    assert missing == ["nature_of_state.r08"]


def test_a_class_that_cites_why_something_happens_does_not_count_for_it():
    assert {id.split(".")[0] for id in definers(registry().outputs)} == {
        "regime",
        "nature_of_state",
    }


def test_a_model_that_cannot_be_coded_computes_no_definition():
    assert definers(()) == {}
