"""The files of the scenarios that come with the package: one YAML file each, in the folder `catalogue`."""

from __future__ import annotations

import functools
from importlib import resources

FOLDER = resources.files("thermidor.scenarios") / "catalogue"


@functools.cache
def shipped_ids() -> tuple[str, ...]:
    """Ids of the shipped scenarios: the baseline first, the others by name."""
    ids = {f.name.removesuffix(".yaml") for f in FOLDER.iterdir() if f.name.endswith(".yaml")}
    return tuple(sorted(ids, key=lambda id: (id != "baseline", id)))


def shipped_file(id: str) -> tuple[bytes, str]:
    """Content and name of the file of a shipped scenario."""
    return (FOLDER / f"{id}.yaml").read_bytes(), f"{id}.yaml"
