"""A step only puts rules together; what reads, weighs or decides is a rule, with a page and a switch.

Plumbing is: to evaluate rules, to draw choices, to move flows, to write variables, to hand results on, and to
add, subtract and multiply results.  A step holds no number, compares nothing, calls nothing but the verbs of the
month, and reads no state, flow, series or parameter by itself: a rule that needs one declares it.
"""

import ast

import pytest

from .syntax import MODULES, tree

VERBS = {"rule", "choose", "flow", "set", "change", "approach", "latch"}
ARITHMETIC = (ast.Add, ast.Sub, ast.Mult)


def _steps():
    for path in MODULES:
        for f in tree(path).body:
            if isinstance(f, ast.FunctionDef) and f.name == "step":
                yield pytest.param(f, id=f"{path.parent.name}/{path.name}")


def test_every_system_has_a_step():
    assert len(list(_steps())) > 20


@pytest.mark.parametrize("step", list(_steps()))
def test_a_step_is_plumbing(step):
    assert not list(faults(step))


def faults(step: ast.FunctionDef):
    """What in a step is no plumbing."""
    for statement in step.body:
        for n in ast.walk(statement):
            line = f"line {getattr(n, 'lineno', '?')}"
            if isinstance(n, ast.Constant) and not isinstance(n.value, str):
                yield f"{line}: the number {n.value}"
            elif isinstance(n, ast.BinOp) and not isinstance(n.op, ARITHMETIC):
                yield f"{line}: {type(n.op).__name__}"
            elif isinstance(n, ast.Compare | ast.BoolOp | ast.IfExp | ast.Subscript | ast.Lambda):
                yield f"{line}: {type(n).__name__}"
            elif isinstance(n, ast.Call) and not _is_verb(n):
                yield f"{line}: calls {ast.unparse(n.func)}"


def _is_verb(call: ast.Call) -> bool:
    f = call.func
    return (
        isinstance(f, ast.Attribute)
        and isinstance(f.value, ast.Name)
        and f.value.id == "m"
        and f.attr in VERBS
    )


@pytest.mark.parametrize(
    "line",
    [
        "m.set('fear', m.last('factions.fear'))",
        "m.set('fear', m.rule(r) * 0.5)",
        "m.set('fear', m.rule(r) / m.rule(q))",
        "m.set('fear', jnp.maximum(m.rule(r), m.rule(q)))",
        "m.set('fear', m.rule(r) > m.rule(q))",
        "m.flow(F, m.parameter('a.b'))",
        "m.set('fear', m.rule(r)[0])",
    ],
)
def test_what_weighs_or_reads_is_found(line):
    step = ast.parse(f"def step(m):\n    {line}").body[0]
    assert list(faults(step))


def test_putting_rules_together_is_plumbing():
    step = ast.parse(
        "def step(m):\n"
        "    taken = m.flow(LEVY, m.rule(crop) * m.rule(share))\n"
        "    m.change('fear', m.rule(r, taken=taken) - m.rule(q))\n"
        "    m.approach('mood', m.rule(aim), 'mood.pace')\n"
    ).body[0]
    assert not list(faults(step))
