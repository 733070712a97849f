"""What the tests of the model's form see of it: the syntax trees of its modules."""

import ast
from collections.abc import Iterator
from pathlib import Path

import thermidor.model

FOLDER = Path(thermidor.model.__file__).parent
NO_SYSTEMS = {"__init__.py", "names.py", "nature.py", "outside.py", "phases.py"}
"""Axes, constants of nature, series from outside, the table of the month: they hold numbers, or nothing."""
MODULES = sorted(p for p in FOLDER.rglob("*.py") if p.name not in NO_SYSTEMS)
NUMBERS_OF_FORM = (0, 1)
"""Nothing and everything, absence and identity; -1 is the opposite of 1."""


def tree(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """All functions of a module, those inside functions too."""
    yield from (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))


def numbers(node: ast.AST) -> Iterator[ast.Constant]:
    """Numbers written in a piece of code, other than those of form."""
    for n in ast.walk(node):
        if (
            isinstance(n, ast.Constant)
            and isinstance(n.value, int | float)
            and not isinstance(n.value, bool)
            and n.value not in NUMBERS_OF_FORM
        ):
            yield n
