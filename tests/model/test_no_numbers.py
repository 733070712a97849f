"""Every number of the model is a parameter with grounds, or a constant of nature in one place."""

import ast
import re

import pytest

from thermidor.theories import lequenne

from .syntax import MODULES, functions, numbers, tree

REGISTRY = lequenne().registry
MOST_ARGUMENTS = 15


@pytest.mark.parametrize("path", MODULES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_no_formula_holds_a_number(path):
    found = [
        f"line {n.lineno}: {n.value} in {f.name}"
        for f in functions(path)
        for statement in f.body
        for n in numbers(statement)
    ]
    assert not found, "; ".join(found)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_no_number_hides_behind_a_name_of_its_module(path):
    found = [
        f"line {s.lineno}"
        for s in tree(path).body
        if isinstance(s, ast.Assign | ast.AnnAssign)
        and s.value is not None
        and not (isinstance(s.value, ast.Call) and _declares(s.value))
        and any(numbers(s.value))
    ]
    assert not found, "; ".join(found)


def _declares(call: ast.Call) -> bool:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    return name in ("parameter", "choice", "flow", "variable", "here")


def test_no_rule_takes_more_arguments_than_an_argument_of_the_book_has_steps():
    long = {
        name: len(r.reads) + len(r.parameters) + len(r.draws)
        for name, r in REGISTRY.rules.items()
        if len(r.reads) + len(r.parameters) + len(r.draws) > MOST_ARGUMENTS
    }
    assert not long


def test_wide_is_no_ground():
    lazy = [
        path
        for path, p in REGISTRY.parameters.items()
        if re.search(r"\bwide(ly)?\b", p.grounds.assumption.lower())
    ]
    assert not lazy


def test_a_reason_is_given_for_one_constant_or_for_one_ranking():
    reasons: dict[str, list[str]] = {}
    for path, p in REGISTRY.parameters.items():
        absent = p.grounds.assumption == "does not exist at the start"
        if p.grounds.basis == "assumption" and not absent:
            reasons.setdefault(p.grounds.assumption, []).append(path)
    shared = [paths for paths in reasons.values() if len(paths) > 1]
    rankings = [paths for paths in shared if all(REGISTRY.parameters[x].dim for x in paths)]
    assert shared == rankings
