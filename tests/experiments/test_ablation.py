"""What each rule does, on a model with a rule that decides, one that shades and one that is dead."""

from __future__ import annotations

import json

import pytest

from thermidor.experiments.ablation import _Store, ablate, ablate_rules

RULES = ["coin.chance", "coin.warming", "coin.nothing"]


@pytest.fixture(scope="module")
def entries(toy):
    return {e["id"]: e for e in ablate_rules(toy, RULES, 400, 1)}


def test_a_rule_that_decides_moves_the_outcome(entries):
    e = entries["coin.chance"]
    assert not e["dead"]
    assert e["effect"]["thermidor_or_beyond"] == pytest.approx(-0.4, abs=0.07)
    assert e["reached"]["high"] < 0
    assert e["largest"]["outcome"] in ("thermidor", "soviet_power")
    assert e["changed"]["p"] == pytest.approx(0.4, abs=0.07)
    assert e["variables"] == 2
    assert e["effect"]["variable:coin.heat"] < 0


def test_a_rule_that_shades_changes_a_variable_and_no_outcome(entries):
    e = entries["coin.warming"]
    assert not e["dead"]
    assert e["effect"]["thermidor_or_beyond"] == 0
    assert e["variables"] == 1


def test_a_rule_that_changes_nothing_anywhere_is_dead(entries):
    e = entries["coin.nothing"]
    assert e["dead"]
    assert e["changed"]["p"] == 0
    assert not [k for k in e["effect"] if k.startswith("variable:")]


def test_the_form_is_plain(entries):
    for e in entries.values():
        assert {"id", "system", "reads", "effect", "dead"} <= set(
            json.loads(json.dumps(e, allow_nan=False))
        )
        assert all(isinstance(v, float) for v in e["effect"].values())


def test_finished_rules_are_kept_and_not_run_again(toy, tmp_path, monkeypatch):
    def stop(done, wanted):
        if done == 1:
            raise KeyboardInterrupt

    path = tmp_path / "deep" / "rules.kept"
    store = _Store(path, resume=True)
    assert [
        e["id"] for e in ablate_rules(toy, RULES, 64, 1, store.rules, store.write, stop)
    ] == RULES[:1]
    again = _Store(path, resume=True)
    assert list(again.rules) == RULES[:1]
    again.rules["coin.chance"]["dead"] = "from the file"
    found = ablate_rules(toy, RULES, 64, 1, again.rules, again.write)
    assert [e["id"] for e in found] == RULES
    assert found[0]["dead"] == "from the file"
    assert list(_Store(path, resume=True).rules) == RULES
    assert _Store(path, resume=False).rules == {}


def test_a_torn_file_is_begun_anew(tmp_path):
    path = tmp_path / "rules.kept"
    path.write_text('{"rules": [{"id": "coin.ch')
    assert _Store(path, resume=True).rules == {}


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"rules": ["countryside.harvst"]}, "no rule is called"),
        ({"histories": 0}, "whole number"),
        ({"histories": 10**6}, "whole number"),
        ({"seed": -1}, "whole number"),
    ],
)
def test_bad_wishes_get_one_line(wish, words):
    with pytest.raises(ValueError, match=words) as error:
        ablate(**wish)
    assert "\n" not in str(error.value)


@pytest.mark.slow
def test_no_rule_of_a_system_is_dead(tmp_path):
    found = ablate(["delegation.members_dare_to_vote"], histories=64, store=tmp_path)
    assert not found[0]["dead"]
