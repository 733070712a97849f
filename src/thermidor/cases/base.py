"""Named states of the world that cases begin with, besides the start of the model."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import Any

from thermidor.cases.words import Given, read_given
from thermidor.engine.calendar import month_number
from thermidor.scenarios._yaml import parse

START = "january-1917"


@dataclass(frozen=True)
class Base:
    """A state: values by path over another base, or over the start.

    Attributes:
        name: in case files.
        title: in words.
        month: its number, from January 1917.
        state: values by path.
    """

    name: str
    title: str
    month: int
    state: dict[str, Given]


def _bases() -> dict[str, Base]:
    source = resources.files("thermidor.cases") / "bases.yaml"
    data: Any = parse(source.read_bytes(), "bases.yaml")[0]
    found = {START: Base(START, "the start of the model", 0, {})}
    for name, one in data.items():
        under = found[one.get("on", START)]
        state = {path: read_given(value) for path, value in one["state"].items()}
        month = month_number(one["month"])
        # What a base says itself comes last: a path without an element undoes those with one that lie under it.
        kept = {path: value for path, value in under.state.items() if path not in state}
        found[name] = Base(name, one["title"], month, {**kept, **state})
    return found


BASES = _bases()
"""By name: the start, and those of `bases.yaml`."""
