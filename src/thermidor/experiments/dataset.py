"""Simulated histories as a labelled data set, and how their ends are read from it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import metadata
from typing import Any

import numpy as np
import xarray as xr

from thermidor.codings import defined_by, said
from thermidor.engine.calendar import months_axis
from thermidor.engine.controls import Schedule
from thermidor.engine.identity import declarations
from thermidor.engine.registry import Registry
from thermidor.engine.simulator import TILE, Batch, Simulator
from thermidor.experiments.coded import (
    PREFIX,
    by_name,
    coded,
    codings_of,
    named,
    names_in,
    names_of,
)
from thermidor.experiments.milestones import MILESTONES, first_months, recorded_month
from thermidor.model.regime.regime import RUNGS

MILESTONE = "milestone."
"""Beginning of the names of the variables that hold first months of milestones."""

COUNTED = "first month in which the history has the milestone, counted from 1917-01 as 0"
"""What such a variable holds."""


class Seen:
    """What is kept of histories as they are simulated: wanted variables, milestones, classes under the codings.

    A model gives out many more variables than a reader wants, and a milestone needs its own only once.

    Args:
        registry: of the model.
        wanted: variables that are kept, the regime among them.
        histories: how many there will be.
        first: number of the first month kept.
        last: number of the last one.
    """

    def __init__(
        self, registry: Registry, wanted: Sequence[str], histories: int, first: int, last: int
    ):
        self.wanted, self.first, self.last = list(wanted), first, last
        self.done = 0
        self._names = list(registry.outputs)
        self._values = {n: np.empty((histories, last + 1 - first), np.float32) for n in self.wanted}
        self._failure = np.zeros(histories, np.int32)
        # whole from the start: what is kept bit by bit would lie between the large results of the tiles,
        # and the memory of these could not be used again
        self._milestones: dict[str, np.ndarray] = {}
        self._codes = {
            c.name: np.empty((histories, last + 1 - first), np.int8)
            for c in codings_of(registry.outputs)
        }

    def add(self, batch: Batch) -> None:
        """Keep what is wanted of some more histories."""
        here = slice(self.done, self.done + len(batch.histories))
        series = {n: batch.values[:, : self.last + 1, i] for i, n in enumerate(self._names)}
        for n, values in self._values.items():
            values[here] = series[n][:, self.first :]
        self._failure[here] = batch.failure
        codes = coded(series)
        for id, first in first_months(series, codes).items():
            if id not in self._milestones:
                self._milestones[id] = np.empty(len(self._failure), first.dtype)
            self._milestones[id][here] = first
        for n, own in codes.items():
            self._codes[n][here] = own[:, self.first :]
        self.done = here.stop

    def __getitem__(self, name: str) -> np.ndarray:
        """A wanted variable in the histories that are there, (history, month)."""
        return self._values[name][: self.done]

    @property
    def codes(self) -> dict[str, np.ndarray]:
        """Codes of the classes by coding, (history, month)."""
        return {n: x[: self.done] for n, x in self._codes.items()}

    @property
    def failure(self) -> np.ndarray:
        """Month from 1 in which each history failed, 0 where it did not, (history,)."""
        return self._failure[: self.done]

    @property
    def milestones(self) -> dict[str, np.ndarray]:
        """First month of each milestone that the model can have, (history,), by id."""
        return {id: x[: self.done] for id, x in self._milestones.items()}


def dataset(
    sim: Simulator, seen: Seen, name: str, schedule: Schedule, seed: int, attrs: dict[str, Any]
) -> xr.Dataset:
    """Histories as a data set.

    Args:
        sim: of the model.
        seen: what was kept of them.
        name: of the scenario.
        schedule: its interventions.
        seed: of the ensemble.
        attrs: further attributes.

    Returns:
        Dimensions `history` and `month`, as `simulate` gives them back.
    """
    from thermidor import __version__

    outputs = sim.model.registry.outputs
    data: dict[str, Any] = {}
    for n in seen.wanted:
        o = outputs[n]
        if n == "regime":
            continue
        data[n] = (
            ("history", "month"),
            seen[n],
            {
                "units": o.unit,
                "long_name": o.meaning,
                "system": o.system,
                "cites": ", ".join(o.grounds.cites),
            },
        )
    regime = np.rint(seen["regime"]).astype(np.int8)
    flags = {
        "flag_values": np.arange(len(RUNGS), dtype=np.int8),
        "flag_meanings": " ".join(RUNGS),
    }
    data["regime"] = (
        ("history", "month"),
        regime,
        {"long_name": "phase of the ladder", "system": "regime", **flags},
    )
    for n, codes in seen.codes.items():
        coding = by_name(n)
        names = names_of(coding)
        data[f"{PREFIX}{n}"] = (
            ("history", "month"),
            codes,
            {
                "long_name": coding.title,
                "system": "regime",
                "flag_values": np.arange(len(names), dtype=np.int8),
                "flag_meanings": " ".join(names),
                "cites": ", ".join(coding.grounds.cites),
            },
        )
    ends = named(seen.codes, regime)
    data["outcome"] = (
        ("history",),
        ends.codes[:, -1].copy(),
        {
            "long_name": f"class of the history at its end, by the coding '{ends.coding}'",
            "flag_values": np.arange(len(names_in(ends.coding)), dtype=np.int8),
            "flag_meanings": " ".join(names_in(ends.coding)),
        },
    )
    data["failure"] = (
        ("history",),
        seen.failure,
        {
            "long_name": "0 when the history ran to its end, else the number of the month (from 1) in which a "
            "quantity stopped being a finite number",
            "units": "months",
        },
    )
    found = seen.milestones
    shown = [m for m in MILESTONES if m.id in found]
    # one variable each: an axis of milestones would multiply the rows of a table of months
    for m in shown:
        data[f"{MILESTONE}{m.id}"] = (
            ("history",),
            found[m.id],
            {
                "long_name": m.name,
                "comment": COUNTED,
                "units": "months",
                "recorded": recorded_month(m),
            },
        )
    coords = {"history": np.arange(seen.done), "month": months_axis(seen.first, seen.last)}
    return xr.Dataset(
        data,
        coords,
        {
            "title": "Thermidor: simulated histories",
            "version": __version__,
            "scenario": name,
            "interventions": "; ".join(map(str, schedule.interventions)),
            **_by_definition(sim, schedule),
            "seed": seed,
            "histories": seen.done,
            "failed": int((seen.failure > 0).sum()),
            "tile": TILE,
            "jaxlib": metadata.version("jaxlib"),
            "dtype": "float32",
            "instruction_set": _instruction_set(),
            "parameters_hash": declarations(sim.model.registry).digest,
            "fingerprint": sim.fingerprint,
            **attrs,
        },
    )


def _by_definition(sim: Simulator, schedule: Schedule) -> dict[str, str]:
    """What readers are told where interventions act directly on what a coding reads; nothing elsewhere."""
    model = sim.model
    paths = [i.path for i in schedule.interventions]
    found = said(defined_by(model, codings_of(model.registry.outputs), paths))
    return {"by_definition": "\n".join(found)} if found else {}


@cache
def _instruction_set() -> str:
    """The widest vector instructions of this processor, part of a result's identity."""
    try:
        with open("/proc/cpuinfo") as f:
            flags = next((line for line in f if line.startswith("flags")), "")
    except OSError:
        import platform

        return platform.machine()
    for wide in ("avx512f", "avx2", "sse4_2"):
        if wide in flags:
            return wide
    return "unknown"


def reached(ds: xr.Dataset, phases: Sequence[str]) -> np.ndarray:
    """Whether each history is in one of these phases in any month, (history,)."""
    names = ds["regime"].attrs["flag_meanings"].split()
    return np.any(np.isin(ds["regime"].values, [names.index(p) for p in phases]), axis=1)


__all__ = ["COUNTED", "MILESTONE", "Seen", "dataset", "reached"]
