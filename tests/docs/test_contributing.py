"""The tables of CONTRIBUTING name every package, and every place that a change touches."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import jax.numpy as jnp
import pytest

from thermidor.engine import declare
from thermidor.engine.month import Month

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "thermidor"
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
KINDS = {".py", ".yaml", ".json", ".po", ".js", ".html", ".j2"}
PATH = re.compile(r"`([\w.]+/[\w./]*|\w+\.(?:py|yaml))`")


def rows(title: str) -> Iterator[tuple[str, str]]:
    """The rows of the first table below a heading, without its heads."""
    table = re.search(rf"^## {title}$.*?((?:^\|[^\n]*\|\n)+)", TEXT, re.M | re.S)
    assert table
    for line in table[1].splitlines()[2:]:
        first, second = line.strip("| ").split(" | ", 1)
        yield first, second


PLACES = {kind: PATH.findall(places) for kind, places in rows("What a change touches")}


@cache
def sources() -> dict[str, str]:
    """The texts of the package by path, but for the data of the record."""
    return {
        str(path.relative_to(PACKAGE)): path.read_text(encoding="utf-8")
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in KINDS and not path.is_relative_to(PACKAGE / "record" / "data")
    }


def with_word(word: str) -> set[str]:
    """Where a name stands, as a whole."""
    form = re.compile(rf"(?<![\w.-]){re.escape(word)}(?![\w.-])")
    return {path for path, text in sources().items() if form.search(text)}


def in_code(path: str, is_it: Callable[[ast.AST], bool]) -> bool:
    return path.endswith(".py") and any(map(is_it, ast.walk(ast.parse(sources()[path]))))


def with_system(module: str) -> set[str]:
    """The module of a system, and what imports it."""
    folder, _, name = module.rpartition("/")
    package = f"thermidor.{folder.replace('/', '.')}"

    def imports(node: ast.AST) -> bool:
        return isinstance(node, ast.ImportFrom) and (
            (node.module == package and any(a.name == name for a in node.names))
            or node.module == f"{package}.{name}"
        )

    return {f"{module}.py", *(path for path in sources() if in_code(path, imports))}


def with_identifier(name: str) -> set[str]:
    """Where code names a thing, whatever docstrings show."""
    return {
        path
        for path in sources()
        if in_code(path, lambda n: isinstance(n, ast.Name) and n.id == name)
    }


def with_language(code: str) -> set[str]:
    """Where texts of a language stand, and where code asks for it by its code."""
    key = re.compile(rf"(?<![\w-]){code}: |(?<![\w-])([\"']){code}\1")

    def asks(node: ast.AST) -> bool:
        field = node.target if isinstance(node, ast.AnnAssign) else None
        return (isinstance(node, ast.Constant) and node.value == code) or (
            isinstance(field, ast.Name) and field.id == code
        )

    return {f"web/words/locale/{code}.po"} | {
        path
        for path, text in sources().items()
        if (in_code(path, asks) if path.endswith(".py") else key.search(text))
    }


@pytest.mark.parametrize(
    ("kind", "found", "named"),
    [
        ("a rule", with_word("the_terrorisers_are_terrorised"), {"SECTOR": "state", "SYSTEM": "police"}),
        ("an output", with_word("power.gatekeeper"), {"SECTOR": "party", "SYSTEM": "information"}),
        ("a choice", with_word("police.halt"), {"SECTOR": "state", "SYSTEM": "police"}),
        ("a scenario", with_word("ryutin-call-reaches-the-party-1930"), {"ID": "ryutin-call-reaches-the-party-1930"}),
        ("a unit", with_word("posts per member"), {"SECTOR": "party", "SYSTEM": "appointments"}),
        ("a system", with_system("model/society/privilege"), {"SECTOR": "society", "SYSTEM": "privilege"}),
        ("a theory", with_identifier("LEQUENNE"), {"ID": "book"}),
        ("a case", with_word("An attack takes the leader out of work"), {"SYSTEM": "leaders"}),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)  # fmt: skip
def test_the_table_names_the_places_that_a_change_touches_and_no_others(
    kind: str, found: set[str], named: dict[str, str]
):
    places = {
        re.sub("SECTOR|SYSTEM|ID", lambda word: named[word[0]], place) for place in PLACES[kind]
    }
    assert places == found


def test_the_table_names_every_place_of_a_language_and_no_others():
    places, found = PLACES["a language"], with_language("fr")

    def covers(place: str, path: str) -> bool:
        return path.startswith(place) if place.endswith("/") else path == place

    assert [path for path in sorted(found) if not any(covers(p, path) for p in places)] == []
    assert [p for p in places if not any(covers(p, path) for path in found)] == []


def test_every_kind_of_change_is_followed():
    followed = {"a rule", "an output", "a choice", "a scenario", "a unit", "a system", "a theory", "a case"}  # fmt: skip
    assert set(PLACES) == {*followed, "a language"}


def test_the_example_of_a_rule_is_one_and_its_step_uses_the_words_of_the_month():
    rule, step = (
        textwrap.dedent(block) for block in re.findall(r"```python\n(.*?)```", TEXT, re.S)
    )
    names = {**vars(declare), "jnp": jnp}
    exec(rule, names)
    assert names["withholding"].neutral == "surplus"
    assert names["withholding"].passed == ("surplus",)
    used = {
        n.func.attr
        for n in ast.walk(ast.parse(step))
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
    }
    assert used == {"rule", "flow", "choose", "set", "change", "approach", "latch"}
    assert all(hasattr(Month, verb) for verb in used)


def test_every_package_and_every_folder_has_its_line():
    named = [
        path.rstrip("/") for first, _ in rows("Where things are") for path in PATH.findall(first)
    ]
    assert [path for path in named if not (ROOT / path).exists()] == []
    packages = {
        str(path.relative_to(ROOT))
        for path in PACKAGE.iterdir()
        if path.name[0] != "_" and (path.suffix == ".py" or (path / "__init__.py").exists())
    }
    folders = {path.name for path in ROOT.iterdir() if path.is_dir()} & {
        "docs",
        "benchmarks",
        "tools",
        "tests",
    }
    assert set(named) == packages | folders


def test_packages_stand_in_the_order_in_which_they_may_import_one_another():
    from test_structure import LAYERS

    named = [path for first, _ in rows("Where things are") for path in PATH.findall(first)]
    order = [Path(path).stem for path in named if path.startswith("src/")]
    assert order == [layer for layer in LAYERS if layer in order]
