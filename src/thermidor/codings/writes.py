"""Which variables a decision or an event is written into in its own month, read from the steps themselves."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterable
from functools import cache
from types import ModuleType
from typing import Any

from thermidor.engine.declare import Choice, Flow

WRITES = ("set", "change", "latch", "approach")
"""What a month does to a variable of the running system."""


def written_by(modules: Iterable[ModuleType]) -> dict[str, frozenset[str]]:
    """Variables into which each choice is written in the month in which it falls.

    A step says so itself: what `choose` gives goes into `set`, as it is or through rules.  What a choice
    does by way of another variable is an effect, and is not counted; nor is what sets its own chance.

    Args:
        modules: of systems.

    Returns:
        By path of the choice the paths of variables.
    """
    out: dict[str, set[str]] = {}
    for module in modules:
        for choice, variable in _written_in(module):
            out.setdefault(choice, set()).add(variable)
    return {c: frozenset(v) for c, v in out.items()}


@cache
def _written_in(module: ModuleType) -> frozenset[tuple[str, str]]:
    try:
        source = textwrap.dedent(inspect.getsource(module.step))
    except (OSError, TypeError):  # made while Python runs: it has no text to read
        return frozenset()
    step = _Step(module)
    step.visit(ast.parse(source))
    return frozenset(step.found)


class _Step(ast.NodeVisitor):
    """Follows what choices give through the names of a step."""

    def __init__(self, module: ModuleType):
        self.module = module
        self.system = module.__name__.rpartition(".")[2]
        self.known: dict[str, frozenset[str]] = {}
        self.found: set[tuple[str, str]] = set()

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._bind(target, node.value)

    def visit_Expr(self, node: ast.Expr) -> None:
        self._behind(node.value)

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            for t, v in zip(target.elts, value.elts, strict=True):
                self._bind(t, v)
            return
        behind = self._behind(value)
        for name in (n.id for n in ast.walk(target) if isinstance(n, ast.Name)):
            self.known[name] = behind

    def _behind(self, node: ast.AST) -> frozenset[str]:
        """The choices on which a value rests in this month."""
        if isinstance(node, ast.Name):
            return self.known.get(node.id, frozenset())
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "choose":
                return frozenset(self._paths(node.args[0], Choice))
            if node.func.attr in (*WRITES, "flow"):
                for choice in self._all(node.args[1:]):
                    self.found |= {(choice, v) for v in self._written(node)}
                return frozenset()
        return self._all(ast.iter_child_nodes(node))

    def _all(self, nodes: Iterable[ast.AST]) -> frozenset[str]:
        return frozenset[str]().union(*(self._behind(n) for n in nodes))

    def _written(self, node: ast.Call) -> Iterable[str]:
        first = node.args[0]
        if isinstance(first, ast.Constant):
            return (f"{self.system}.{first.value}",)
        return self._paths(first, Flow)

    def _paths(self, node: ast.expr, kind: Any) -> Iterable[str]:
        item = vars(self.module).get(node.id) if isinstance(node, ast.Name) else None
        if not isinstance(item, kind):
            return ()
        if isinstance(item, Choice):
            return (item.path,)
        return (item.source, item.target) if isinstance(item, Flow) else ()


__all__ = ["written_by"]
