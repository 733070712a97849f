"""Who imports whom in the explorer: arrows go one way, there is no circle, and one module reads the model."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import thermidor.web

WEB = Path(thermidor.web.__file__).parent
LAYERS = ("words", "service", "pages", "routes")
"""From below to above: each may import those before it; words and service know nothing of each other."""

THEORY = ("thermidor.model", "thermidor.engine.registry", "thermidor.engine.month")


def _name(path: Path) -> str:
    parts = path.relative_to(WEB.parents[1]).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(path: Path) -> set[str]:
    """All modules that a file imports, also inside functions, but not for types alone."""
    found: set[str] = set()

    def walk(node: ast.AST) -> None:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            for other in node.orelse:
                walk(other)
            return
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found.add(whole if whole in MODULES else node.module)
        for child in ast.iter_child_nodes(node):
            walk(child)

    walk(ast.parse(path.read_text(encoding="utf-8")))
    return found - {_name(path)}


PATHS = {_name(path): path for path in sorted(WEB.rglob("*.py"))}
MODULES = set(PATHS)
IMPORTS = {name: _imports(path) for name, path in PATHS.items()}


def _layer(module: str) -> str | None:
    parts = module.split(".")
    return parts[2] if module.startswith("thermidor.web.") and parts[2] in LAYERS else None


def test_no_module_of_the_explorer_imports_itself_through_others():
    inside = {name: found & MODULES for name, found in IMPORTS.items()}
    TopologicalSorter(inside).prepare()  # raises CycleError, which names the circle


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_nothing_above_it(layer):
    above = set(LAYERS[LAYERS.index(layer) + 1 :])
    if layer == "service":
        above.add("words")
    wrong = [
        f"{name} imports {other}"
        for name, found in IMPORTS.items()
        if _layer(name) == layer
        for other in sorted(found)
        if _layer(other) in above
    ]
    assert not wrong


def test_the_theory_is_read_in_one_place():
    readers = {
        name
        for name, found in IMPORTS.items()
        if any(
            other == known or other.startswith(f"{known}.") for other in found for known in THEORY
        )
    }
    assert readers == {"thermidor.web.service.model"}
