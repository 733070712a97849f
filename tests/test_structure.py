"""The house: no module imports itself by a circle, and none imports what stands above it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import thermidor

ROOT = Path(thermidor.__file__).parent
LAYERS = (
    "errors", "keep", "glossary", "record", "engine", "model", "codings", "theories", "scenarios", "cases", "experiments",
    "plots", "report", "words", "web", "cli",
)  # fmt: skip
"""From below: a module imports those of its own layer and of those before it."""


def name_of(path: Path, root: Path, package: str) -> str:
    parts = (package, *path.relative_to(root).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and any(
        isinstance(n, ast.Name) and n.id == "TYPE_CHECKING" for n in ast.walk(node.test)
    )


def imports_in(node: ast.AST, inside: list[str]) -> Iterator[str]:
    """Full names that a module imports anywhere, but for types: `inside` is the package it lies in."""
    if isinstance(node, ast.If) and is_for_types(node):
        for below in node.orelse:
            yield from imports_in(below, inside)
        return
    if isinstance(node, ast.Import):
        yield from (a.name for a in node.names)
    elif isinstance(node, ast.ImportFrom):
        above = inside[: len(inside) + 1 - node.level] if node.level else []
        base = ".".join([*above, *([node.module] if node.module else [])])
        yield from (f"{base}.{a.name}" for a in node.names)
    for below in ast.iter_child_nodes(node):
        yield from imports_in(below, inside)


def graph_of(root: Path, package: str = "thermidor") -> dict[str, set[str]]:
    """Modules that each module imports, at its top or in a function.

    An `__init__` only hands on what lies in its package, often when it is first asked for, so that its
    own imports do not count.
    """
    paths = {name_of(p, root, package): p for p in sorted(root.rglob("*.py"))}
    graph: dict[str, set[str]] = {name: set() for name in paths}
    for name, path in paths.items():
        if path.name == "__init__.py":
            continue
        for imported in imports_in(ast.parse(path.read_text()), name.split(".")[:-1]):
            found = imported if imported in paths else imported.rpartition(".")[0]
            if found in paths and found != name:
                graph[name].add(found)
    return graph


def circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """Groups of modules of which each leads to all others."""

    def beyond(name: str) -> set[str]:
        seen: set[str] = set()
        ahead = [*graph[name]]
        while ahead:
            if (here := ahead.pop()) not in seen:
                seen.add(here)
                ahead += graph[here]
        return seen

    reached = {name: beyond(name) for name in graph}
    groups = {
        frozenset(other for other in reached[name] if name in reached[other])
        for name in graph
        if name in reached[name]
    }
    return sorted(sorted(g) for g in groups)


def layer(module: str) -> int | None:
    """Place of a module's layer; None for the package itself and what starts the program."""
    part = module.split(".")[1] if "." in module else ""
    return LAYERS.index(part) if part in LAYERS else None


def arrows_up(graph: Mapping[str, set[str]]) -> list[str]:
    return [
        f"{name} imports {other}"
        for name, others in sorted(graph.items())
        for other in sorted(others)
        if (here := layer(name)) is not None
        and (there := layer(other)) is not None
        and there > here
    ]


@pytest.fixture(scope="module")
def graph() -> dict[str, set[str]]:
    return graph_of(ROOT)


def test_no_module_imports_itself_by_a_circle(graph):
    assert circles(graph) == []


def test_no_module_imports_one_of_a_layer_above(graph):
    assert arrows_up(graph) == []


def test_every_package_has_its_place_among_the_layers():
    folders = {p.name for p in ROOT.iterdir() if (p / "__init__.py").exists()}
    assert folders <= set(LAYERS)


def test_a_circle_and_an_arrow_up_are_seen_wherever_the_import_stands(tmp_path):
    texts = {
        "__init__": "",
        "record/__init__": "from thermidor.record._a import a",
        "record/_a": "from ._b import b",
        "record/_b": "def f():\n    from thermidor.record import _a",
        "engine/month": "if True:\n    def f():\n        import thermidor.web.app",
        "web/app": "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import thermidor.cli.app",
        "cli/app": "from thermidor.web import app",
    }
    for name, text in texts.items():
        path = tmp_path / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    graph = graph_of(tmp_path)
    assert circles(graph) == [["thermidor.record._a", "thermidor.record._b"]]
    assert arrows_up(graph) == ["thermidor.engine.month imports thermidor.web.app"]
