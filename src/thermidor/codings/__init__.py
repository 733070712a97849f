"""Codings: who rules whom, named from what an observer can see and apart from what may have caused it."""

from thermidor.codings.book import BOOK
from thermidor.codings.classes import CLASS
from thermidor.codings.classify import (
    ELSEWHERE,
    classify,
    degrees,
    groups_of,
    measured,
    names_of,
    outputs_read,
)
from thermidor.codings.declare import MEASURES, Class, Coding, Measure
from thermidor.codings.definitions import definers
from thermidor.codings.reads import Definition, defined_by, defines, read_by, said
from thermidor.codings.regime import REGIME
from thermidor.codings.rivals import RIVALS

CODINGS = (BOOK, REGIME, CLASS)
"""The three codings that run side by side on every history."""


def by_name(name: str) -> Coding:
    """A coding by its name."""
    return next(c for c in CODINGS if c.name == name)


__all__ = [
    "BOOK", "CLASS", "CODINGS", "ELSEWHERE", "MEASURES", "REGIME", "RIVALS", "Class", "Coding", "Definition", "Measure",
    "by_name", "classify", "defined_by", "definers", "defines", "degrees", "groups_of", "measured", "names_of", "outputs_read",
    "read_by", "said",
]  # fmt: skip
