"""The scenarios that come with the package: one YAML file each, in the folder `catalogue`."""

from __future__ import annotations

import functools
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thermidor.scenarios.scenario import Scenario
else:
    Scenario = Any

FOLDER = resources.files("thermidor.scenarios") / "catalogue"


@functools.cache
def shipped_ids() -> tuple[str, ...]:
    """Ids of the shipped scenarios: the baseline first, the others by name."""
    ids = {f.name.removesuffix(".yaml") for f in FOLDER.iterdir() if f.name.endswith(".yaml")}
    return tuple(sorted(ids, key=lambda id: (id != "baseline", id)))


@functools.cache
def read_shipped(id: str) -> Scenario:
    """A shipped scenario by its id."""
    from thermidor.scenarios.scenario import Scenario

    return Scenario.from_yaml((FOLDER / f"{id}.yaml").read_bytes(), f"{id}.yaml")


def catalogue() -> dict[str, Scenario]:
    """The shipped scenarios by id.

    Returns:
        A new dictionary, the baseline first.

    Example:
        >>> catalogue()["baseline"].do
        ()
    """
    return {id: read_shipped(id) for id in shipped_ids()}
