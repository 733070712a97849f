"""Links that do not see a change: a rule is told what an input mostly is, and not what it has become.

Where a link is switched off by a constant, what it does is missing in both arms, and the rest acts in a
country that it would not have met.  A link that is told the usual value does all that it does in the record,
and only the change does not come through it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import jax.numpy as jnp

from thermidor.engine.declare import Rule, parameter
from thermidor.experiments.models import known_model
from thermidor.theories import forget, register
from thermidor.theories import theory as named

if TYPE_CHECKING:
    from thermidor.engine.theory import Theory
else:
    Theory = Any

MARK = "sees_"
"""What the name of a constant begins with that tells a rule one of its inputs."""

NOTHING_TOLD = 1e9
"""Beyond it a rule is told nothing and sees what there is."""


@contextmanager
def told(theory: str, paths: Iterable[str]) -> Iterator[str]:
    """A theory of the same rules, some of which can be told what to see, for as long as it is needed.

    Args:
        theory: name of the theory.
        paths: of constants, "RULE.sees_INPUT"; others are left alone.

    Yields:
        The name of that theory; the same name where nobody is to be told anything.
    """
    known_model(theory)
    own = named(theory)
    ears = rules_told(own, paths)
    if not ears:
        yield theory
        return
    name = f"{theory}-told"
    register(own.rival(name, replaces=ears, title=own.title, summary=own.summary))
    try:
        yield name
    finally:
        forget(name)


def rules_told(theory: Theory, paths: Iterable[str]) -> dict[str, Rule]:
    """Rules of a theory that can be told what to see, by path.

    Args:
        theory: to which they belong.
        paths: of constants, "RULE.sees_INPUT"; others, and those of rules or inputs that there are not, are left alone.

    Returns:
        Each rule with one more constant for each input named; untold it is the rule that it was.

    Example:
        >>> from thermidor.theories.book import LEQUENNE
        >>> told = rules_told(LEQUENNE, ["soviets.who_is_awake.sees_active"])["soviets.who_is_awake"]
        >>> set(told.parameters) - set(LEQUENNE.registry.rules["soviets.who_is_awake"].parameters)
        {'sees_active'}
    """
    rules = theory.registry.rules
    wanted: dict[str, list[str]] = {}
    for path in dict.fromkeys(paths):
        rule, _, ear = path.rpartition(".")
        if rule in rules and ear.startswith(MARK) and ear.removeprefix(MARK) in rules[rule].reads:
            wanted.setdefault(rule, []).append(ear.removeprefix(MARK))
    return {rule: _told(rules[rule], inputs) for rule, inputs in wanted.items()}


def _told(rule: Rule, inputs: list[str]) -> Rule:
    def function(**given: Any) -> Any:
        for name in inputs:
            told = given.pop(MARK + name)
            given[name] = jnp.where(told < NOTHING_TOLD, told, given[name])
        return rule.function(**given)

    ears = {
        MARK + name: parameter(
            NOTHING_TOLD, "unit of the input", -NOTHING_TOLD, NOTHING_TOLD,
            assumption="told nothing, the rule sees what there is",
        )
        for name in inputs
    }  # fmt: skip
    return replace(rule, function=function, parameters={**rule.parameters, **ears})


__all__ = ["MARK", "NOTHING_TOLD", "rules_told", "told"]
