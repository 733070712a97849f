"""`thermidor systems` counts rules and state: in the model, left out with a reason, all."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Command = Callable[..., Any]


@pytest.fixture
def systems(command: Command) -> dict[str, dict[str, Any]]:
    answer = command("systems", "--json")
    assert answer.code == 0, answer.err
    return {s["id"]: s for s in json.loads(answer.out)["systems"]}


def test_excused_rules_and_state_are_counted(systems: dict[str, dict[str, Any]]) -> None:
    for s in systems.values():
        assert s["rules_implemented"] + s["rules_excused"] <= s["rules"]
        assert s["state_modelled"] + s["state_excused"] <= s["state"]
        read = [s[f"rules_{word}"] for word in ("whole", "part", "name", "unread")]
        assert sum(read) == s["rules_implemented"]
    assert systems["ideology"]["rules_unread"] == 0 < systems["ideology"]["rules_part"]
    one = systems["succession"]
    assert one["rules_implemented"] + one["rules_excused"] == one["rules"] == 15
    assert one["state_modelled"] + one["state_excused"] == one["state"] == 6
    assert systems["camps"]["rules_excused"] == systems["camps"]["rules_implemented"] == 0


def test_one_system_says_what_implements_each_rule_or_why_nothing_does(command: Command) -> None:
    said = " ".join(command("systems", "leaders").out.split())
    assert "outside the years that the model covers" in said
    assert "leaders.lenin_is_struck_down" in said
    assert "not yet" not in said
    assert "not yet" in command("systems", "camps").out


def test_the_sum_names_rules_and_state(
    command: Command, systems: dict[str, dict[str, Any]]
) -> None:
    said = " ".join(command("systems").out.split())
    total = {key: sum(s[key] for s in systems.values()) for key in ("rules_excused", "state")}
    assert f"{total['rules_excused']} left out with a reason" in said
    assert f"of {total['state']} state variables modelled" in said
