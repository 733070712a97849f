"""Many small runs side by side: every run of every case, some draws of each, in tiles of one program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from thermidor.cases.base import BASES
from thermidor.cases.subject import Seen, Setting
from thermidor.engine.batched import side_by_side
from thermidor.engine.devices import devices as own_devices
from thermidor.engine.identity import Identity, code, formulas, sources, structure
from thermidor.engine.model import Model
from thermidor.engine.month import Controls, Month, by_path, make_world
from thermidor.engine.programs import compile_for
from thermidor.engine.randomness import Draws, draw_block, history_keys
from thermidor.engine.recording import listening
from thermidor.engine.registry import Registry
from thermidor.engine.simulator import TILE, Simulator

DRAWS = 16
"""Histories of each run: what is expected is expected of their mean."""

HELD = 256
"""Slots that one run may hold."""


@dataclass(frozen=True)
class Run:
    """One state and how long it runs; runs that are the same are computed once.

    Attributes:
        base: name of the state that it begins with.
        settings: what is set over it.
        months: how long.
    """

    base: str
    settings: tuple[Setting, ...]
    months: int


class Batch:
    """Runs of a model, side by side.

    Args:
        model: to run.
        draws: histories of each run.
    """

    def __init__(self, model: Model, draws: int = DRAWS):
        if TILE % draws:
            raise ValueError(f"a tile of {TILE} holds no whole number of runs of {draws} draws")
        self.model, self.draws = model, draws
        # only its start and its outside series are used: nothing of it is compiled
        simulator = Simulator(model, devices=own_devices()[:1])
        self._start = simulator.begin()
        self._outside = simulator.outside()
        self._program: Any = None

    def results(self, runs: Sequence[Run]) -> Iterator[tuple[Run, Seen]]:
        """Run them all.

        Args:
            runs: no two the same.

        Yields:
            Each run with what its last month leaves, one column a draw; the longest runs first.
        """
        rows = TILE // self.draws
        ordered = sorted(runs, key=lambda run: -run.months)
        for start in range(0, len(ordered), rows):
            yield from self._tile(ordered[start : start + rows])

    def _tile(self, runs: Sequence[Run]) -> Iterator[tuple[Run, Seen]]:
        registry = self.model.registry
        padded = [*runs, *[runs[-1]] * (TILE // self.draws - len(runs))]
        state = {
            path: np.repeat(x, TILE, axis=-1).reshape(-1, TILE) for path, x in self._start.items()
        }
        slots = np.full((HELD, TILE), registry.slots, np.int32)
        values = np.zeros((HELD, TILE), np.float32)
        for row, run in enumerate(padded):
            columns, held = self._columns(row), 0
            for setting in run.settings:
                if setting.path:
                    state[setting.path][setting.places, columns] = setting.value
                more = held + len(setting.slots)
                slots[held:more, columns] = np.array(setting.slots, np.int32)[:, None]
                values[held:more, columns] = setting.value
                held = more
        world: Mapping[str, Any] = {
            path: x.reshape(*self._start[path].shape[:-1], TILE) for path, x in state.items()
        }
        first = np.repeat([BASES[run.base].month for run in padded], self.draws).astype(np.int32)
        numbers = np.tile(np.arange(self.draws, dtype=np.uint32), len(padded))
        for k in range(max(run.months for run in runs)):
            month = np.minimum(first + k, len(self._outside) - 1)
            outside = self._outside[month].T.copy()
            seen = self._one(month, numbers, world, slots, values, outside, registry.point)
            world = seen.state
            for row, run in enumerate(runs):
                if run.months == k + 1:
                    yield run, Seen(*(_Cut(part, self._columns(row)) for part in seen))

    def _columns(self, row: int) -> slice:
        """The histories of one run of a tile."""
        return slice(row * self.draws, (row + 1) * self.draws)

    def _one(self, *arguments: Any) -> Seen:
        if self._program is None:
            made_of = Identity(
                structure(self.model.registry),
                formulas(self.model),
                code(),
                sources("cases/batch.py"),
            )
            (self._program,) = compile_for(self._month, arguments, own_devices()[:1], made_of.short)
        return Seen(*self._program(*arguments))

    def _month(
        self,
        month: jax.Array,
        numbers: jax.Array,
        world: dict[str, jax.Array],
        slots: jax.Array,
        values: jax.Array,
        outside: jax.Array,
        parameters: jax.Array,
    ) -> tuple[dict[str, Any], ...]:
        """A month of a tile; each history has its own date, state and held slots.

        Parameters are handed over: a kept program knows nothing of their values.
        """
        registry = self.model.registry
        lanes = jnp.arange(len(numbers))
        shape = (registry.slots, len(numbers))
        forced = jnp.zeros(shape, bool).at[slots, lanes].set(True, mode="drop")
        value = jnp.zeros(shape, jnp.float32).at[slots, lanes].set(values, mode="drop")
        controls = Controls(
            jnp.ones(shape, jnp.float32), jnp.zeros(shape, jnp.float32), forced, value
        )
        draws = jax.vmap(lambda key, m: draw_block(registry, key[None], m)[:, 0], out_axes=-1)(
            history_keys(0, numbers), month
        )
        return side_by_side(self._month_of_one, (True, True, False, True, True))(
            world, draws, parameters, controls, outside
        )

    def _month_of_one(
        self, state: Any, draws: Any, parameters: Any, controls: Controls, outside: Any
    ) -> tuple[dict[str, Any], ...]:
        registry: Registry = self.model.registry
        with listening() as recorder:
            world = make_world(registry, state)
            m = Month(registry, world, parameters, Draws.among(registry, draws), controls, outside)
            self.model.month(m)
            world = m.close()
        outputs = {name: m.output(o, world) for name, o in registry.outputs.items()}
        chances = {path: choice["chances"] for path, choice in recorder.choices.items()}
        return by_path(registry, world), m.flows, outputs, chances


class _Cut(Mapping[str, Any]):
    """Some histories of a month; arrays are cut when they are looked at."""

    def __init__(self, whole: Mapping[str, Any], columns: slice):
        self._whole, self._columns = whole, columns

    def __getitem__(self, path: str) -> np.ndarray:
        return np.asarray(self._whole[path])[..., self._columns]

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)
