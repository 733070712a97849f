"""Theories: sets of rules behind one interface; the book's, its rivals, and those that users bring."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

from thermidor.errors import BadRequest, Sendable, one_line, shown

if TYPE_CHECKING:
    from thermidor.engine.model import Model
    from thermidor.engine.theory import Theory
else:  # a theory, and with it JAX, is loaded when it is asked for
    Model = Theory = Any

BOOK = "lequenne"
"""Name of the theory that is meant where none is named: the book's."""

ELSEWHERE = "THERMIDOR_THEORIES"
"""Environment variable: modules, separated by commas, that register theories when they are imported."""

_REGISTERED: dict[str, Theory] = {}


class UnknownTheory(Sendable, KeyError):
    """A name that no theory bears."""

    def __init__(self, name: str, known: list[str]):
        self.name, self.known = name, known
        super().__init__(name)

    def __str__(self) -> str:
        return f"no theory is called '{self.name}'; there are: {', '.join(self.known)}"


def register(theory: Theory) -> Theory:
    """Let a theory be chosen by its name, in Python, on the command line and in the explorer.

    Processes of their own find it through the environment variable `THERMIDOR_THEORIES` (modules that
    register theories when imported) or through an entry point in the group `thermidor.theories`.

    Args:
        theory: to be known by its name.

    Returns:
        The same theory.

    Raises:
        ValueError: when a theory that is shipped bears its name.

    Example:
        >>> from thermidor.theories.book import LEQUENNE
        >>> mine = register(LEQUENNE.rival("mine"))
        >>> "mine" in theories(), theory("mine") is mine
        (True, True)
        >>> forget("mine")
    """
    if theory.name in _shipped():
        raise ValueError(f"'{theory.name}' is the name of a theory that is shipped; choose another")
    _REGISTERED[theory.name] = theory
    return theory


def forget(name: str) -> None:
    """Take a registered theory off again.

    Args:
        name: of the theory; nothing happens where none is registered under it.
    """
    _REGISTERED.pop(name, None)


def theories() -> dict[str, Theory]:
    """All theories by name, the book's first.

    Returns:
        Those that are shipped, and those that were registered.
    """
    _bring_from_elsewhere(os.environ.get(ELSEWHERE, ""))
    return {**_shipped(), **_REGISTERED}


def theory(name: str = BOOK) -> Theory:
    """A theory by its name.

    Args:
        name: of the theory.

    Returns:
        Its declaration.

    Raises:
        UnknownTheory: when no theory bears the name.
    """
    known = theories()
    if name not in known:
        raise UnknownTheory(name, list(known))
    return known[name]


def model_of(name: str = BOOK) -> Model:
    """The model of a theory.

    Args:
        name: of the theory.

    Returns:
        Its model, built once.

    Raises:
        UnknownTheory: when no theory bears the name.
    """
    return theory(name).model


def lequenne() -> Model:
    """The book's model.

    Returns:
        Its registry and its month.

    Example:
        >>> lequenne().name
        'lequenne'
    """
    return model_of(BOOK)


@cache
def _shipped() -> dict[str, Theory]:
    from thermidor.theories.book import LEQUENNE

    return {t.name: t for t in (LEQUENNE,)}


@cache
def _bring_from_elsewhere(modules: str) -> None:
    from thermidor.engine.theory import Theory as Declared

    for name in _named(modules):
        try:
            import_module(name)
        except ImportError as error:
            raise BadRequest(
                f"{ELSEWHERE} names the module '{name}': {one_line(str(error))}"
            ) from None
    for entry in entry_points(group="thermidor.theories"):
        found = entry.load()
        if not isinstance(found, Declared):
            raise BadRequest(f"the entry point '{entry.name}' is no theory: {shown(entry.value)}")
        register(found)


def _named(modules: str) -> Iterator[str]:
    yield from (name.strip() for name in modules.split(",") if name.strip())
