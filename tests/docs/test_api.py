"""The page of the public names shows each of them, says what it takes and gives, and its examples run."""

from __future__ import annotations

import doctest
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import api
import pytest

import thermidor as th

NAMES = [name for purpose in api.PURPOSES for name in purpose.names]
SAYING = [name for name in NAMES if name != "__version__"]
"""The version is a text, and speaks for itself."""
FEW, UNTIL = 8, "1918-12"
"""A run that is small; examples of the record run in its own tests."""


def test_every_public_name_has_its_place_on_the_page_once():
    public = {*th.__all__, *(f"plot.{name}" for name in th.plot.__all__)}
    assert public <= set(NAMES)
    assert len(NAMES) == len(set(NAMES))


def test_the_page_hands_every_name_to_sphinx_under_the_name_that_users_write():
    lines = api.markdown().splitlines()
    for name in NAMES:
        assert any(line.startswith(".. ") and f":: thermidor.{name}" in line for line in lines)


@pytest.mark.parametrize("name", SAYING)
def test_a_public_name_says_what_it_does_and_shows_it(name: str):
    doc = inspect.getdoc(api.named(name)) or ""
    assert len(doc.partition("Example:")[0].split()) > 3
    assert ">>> " in doc.partition("Example:")[2]


@pytest.mark.parametrize("name", [n for n in SAYING if inspect.isroutine(api.named(n))])
def test_a_function_names_each_argument_and_what_it_returns(name: str):
    function = inspect.unwrap(api.named(name))
    doc = inspect.getdoc(function) or ""
    arguments = doc.partition("Args:")[2]
    missing = [a for a in inspect.signature(function).parameters if f"\n    {a}: " not in arguments]
    assert not missing
    assert "Returns:" in doc


def examples(name: str) -> Iterator[doctest.DocTest]:
    """The examples of a name and, of a class, of its own methods."""
    what = api.named(name)
    home = sys.modules[getattr(what, "__module__", what.__class__.__module__)]
    yield from (
        found
        for found in doctest.DocTestFinder(recurse=inspect.isclass(what)).find(
            what, name, module=False, globs=dict(vars(what if inspect.ismodule(what) else home))
        )
        if found.examples
    )


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where examples keep what can be made anew, in place of the user's folder."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def few() -> dict[str, Any]:
    """What the page says that the examples of charts are given."""
    return {
        "ds": th.simulate(histories=FEW, stop=UNTIL),
        "observations": th.record.observations(),
    }


@pytest.mark.parametrize("name", [n for n in SAYING if n.partition(".")[0] != "record"])
def test_examples_run(
    name: str, few: dict[str, Any], cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("THERMIDOR_CACHE", str(cache))
    runner = doctest.DocTestRunner(optionflags=doctest.FAIL_FAST)
    tests = list(examples(name))
    assert tests
    said: list[str] = []
    for test in tests:
        test.globs |= few if name.startswith("plot") else {}
        runner.run(test, out=said.append)
    assert not runner.failures, "".join(said)


@pytest.mark.parametrize("name", [n for n in SAYING if inspect.isroutine(api.named(n))])
def test_what_is_returned_is_not_read_as_the_name_of_a_type(name: str):
    """Sphinx takes what stands before a colon in its first line for one."""
    returns = (inspect.getdoc(inspect.unwrap(api.named(name))) or "").partition("Returns:\n")[2]
    assert ": " not in returns.splitlines()[0]
