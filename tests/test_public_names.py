"""The public names: seen by Tab, help and type checkers before anything heavy is loaded."""

from __future__ import annotations

import ast
import pickle
import pydoc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import thermidor as th
from thermidor.errors import BadPart

SOURCE = Path(th.__file__)


def typed_names() -> dict[str, str]:
    """Public names that a type checker sees, and the modules in which it finds them."""
    (block,) = (
        node
        for node in ast.parse(SOURCE.read_text()).body
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name)
    )
    return {
        alias.asname or alias.name: (
            f"{node.module}.{alias.name}" if node.module == "thermidor" else str(node.module)
        )
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_type_checkers_see_every_public_name_in_its_home() -> None:
    assert typed_names() == th._HOMES


def test_tab_and_help_show_every_public_name_without_loading_jax() -> None:
    code = (
        "import sys, thermidor as th\n"
        "assert set(th.__all__) <= set(dir(th)), set(th.__all__) - set(dir(th))\n"
        "assert 'jax' not in sys.modules and 'xarray' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    text = pydoc.plain(pydoc.render_doc(th))
    for name in ("simulate", "compare", "branch", "Scenario", "Comparison"):
        assert f" {name}(" in text


def test_a_name_that_does_not_exist_is_refused_with_the_nearest() -> None:
    with pytest.raises(AttributeError, match="no attribute 'simulat'; nearest: simulate"):
        _ = th.simulat  # type: ignore[attr-defined]


def test_errors_come_back_whole_from_another_process() -> None:
    error = pickle.loads(pickle.dumps(BadPart("histories", "too many", "ask for fewer")))
    assert (str(error), error.part, error.right) == (
        "too many: ask for fewer",
        "histories",
        "ask for fewer",
    )


def errors() -> Iterator[ast.ClassDef]:
    """Every class of the package that is an error by the names of its bases."""
    for path in SOURCE.parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                bases = " ".join(ast.unparse(base) for base in node.bases)
                if "Error" in bases or "Exception" in bases:
                    yield node


def test_every_error_with_a_form_of_its_own_can_be_sent_between_processes() -> None:
    own = [
        node
        for node in errors()
        if any(isinstance(part, ast.FunctionDef) and part.name == "__init__" for part in node.body)
    ]
    assert own
    left = [n.name for n in own if "Sendable" not in [ast.unparse(base) for base in n.bases]]
    assert left == []


def test_the_nearest_names_of_thousands_are_found_in_milliseconds() -> None:
    import time

    from thermidor.errors import alike

    known = [f"system{n % 40}.rule_{n * n}_of_the_model" for n in range(5000)] + ["party.members"]
    alike("party.member", known)
    begun = time.perf_counter()
    for _ in range(10):
        assert alike("party.memebrs", known)[0] == "party.members"
    assert time.perf_counter() - begun < 1.0
