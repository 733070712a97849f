"""Every vote of the model is counted with one set of constants, which the recorded ballots are counted with too."""

import ast
import inspect
import textwrap
from dataclasses import replace

import pytest

from thermidor.engine.declare import parameter
from thermidor.model.party.ballot import ballot
from thermidor.theories import lequenne

RULES = lequenne().registry.rules
COUNT = ("temper", "hesitation", "spread")
"""What a count needs of the voter; the rest of his constants weigh what pulls him."""

WEIGHTS = {
    "factions.fear": ("weight_of_fear", "exposure"),
    "leaders.dependence": ("clientage",),
    "leaders.ties": ("clientage",),
}
"""What a pull reads, and the constants that say how much it pulls."""


def calls_of_the_ballot(rule):
    """Where a rule puts something to the vote."""
    source = ast.parse(textwrap.dedent(inspect.getsource(rule.function)))
    return [
        node
        for node in ast.walk(source)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == ballot.__name__
    ]


def what_it_is_handed(vote):
    """The rules whose results the step of a system hands to a vote."""
    (step,) = (
        node
        for node in ast.parse(inspect.getsource(inspect.getmodule(vote.function))).body
        if isinstance(node, ast.FunctionDef) and node.name == "step"
    )
    made = {
        target.id: node.value
        for node in ast.walk(step)
        if isinstance(node, ast.Assign)
        for target in ast.walk(node.targets[0])
        if isinstance(target, ast.Name)
    }
    called = [
        node
        for node in ast.walk(step)
        if isinstance(node, ast.Call)
        and node.args
        and isinstance(node.args[0], ast.Name)
        and node.args[0].id == vote.function.__name__
    ]
    handed = [
        made.get(getattr(k.value, "id", ""), k.value) for call in called for k in call.keywords
    ]
    names = {n.id for value in handed for n in ast.walk(value) if isinstance(n, ast.Name)}
    return {path for name in names if (path := f"{vote.system}.{name}") in RULES}


VOTES = {name: r for name, r in RULES.items() if calls_of_the_ballot(r)}
PULLS = {*VOTES, *(path for vote in VOTES.values() for path in what_it_is_handed(vote))}


def not_shared(rule, names):
    """Which of these constants a rule does not take from the set that all votes share."""
    return [name for name in names if rule.parameters.get(name) != f"organs.{name}"]


def test_the_votes_of_the_summit_and_of_the_rising_are_found():
    assert {name.partition(".")[0] for name in VOTES} == {
        "culture", "factions", "foreign_trade", "government", "ideology", "organs", "soviets", "succession",
    }  # fmt: skip
    assert len(VOTES) == 10


@pytest.mark.parametrize("name", VOTES)
def test_a_vote_is_counted_with_the_shared_constants(name):
    assert not not_shared(VOTES[name], COUNT)
    for call in calls_of_the_ballot(VOTES[name]):
        handed = {k.arg: ast.unparse(k.value) for k in call.keywords}
        assert {c: handed.get(c) for c in COUNT} == {c: c for c in COUNT}


@pytest.mark.parametrize("name", sorted(PULLS))
def test_fear_and_debts_pull_with_the_shared_weights(name):
    read = [r for r in RULES[name].reads.values() if isinstance(r, str)]
    assert not not_shared(RULES[name], [c for r in read for c in WEIGHTS.get(r, ())])


def test_pulls_that_read_fear_and_debts_are_found():
    assert {
        "factions.posts_vote_as_they_are_told",
        "succession.posts_press_for_the_line",
        "succession.fear_of_the_man_outweighs_ties",
        "succession.leaders_weigh_the_charge",
    } <= PULLS


@pytest.mark.parametrize("constant", COUNT)
def test_a_vote_with_a_constant_of_its_own_would_be_found(constant):
    rule = next(iter(VOTES.values()))
    own = parameter(0.4, "1", 0.2, 0.8, assumption="a number of its own")
    strange = replace(rule, parameters={**rule.parameters, constant: own})
    assert not_shared(strange, COUNT) == [constant]


def test_the_ballot_has_no_constants_of_its_own_to_fall_back_on():
    given = inspect.signature(ballot).parameters
    assert all(given[c].default is inspect.Parameter.empty for c in COUNT)
