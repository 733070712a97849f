"""Thousands of histories: one month, scanned over months, mapped over tiles and devices.

Histories are computed in tiles of constant width; the last one is padded.  A history has the same
bits whatever its slot, its companions, the number of devices and the order of the work.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from thermidor.engine.batched import side_by_side
from thermidor.engine.calendar import MONTHS
from thermidor.engine.controls import Schedule
from thermidor.engine.devices import devices as own_devices
from thermidor.engine.identity import Identity, code, fingerprint, formulas, structure
from thermidor.engine.model import Model
from thermidor.engine.month import Controls, Month, by_path, make_world
from thermidor.engine.origin import Origin
from thermidor.engine.programs import Program, compile_for, side_work
from thermidor.engine.randomness import Draws, draw_block, history_keys
from thermidor.engine.recording import (
    Recording,
    by_month,
    largest_gap,
    listening,
    with_links,
)

TILE = 128
"""Width of a tile. It is part of a result's identity: another width gives other last bits."""

VECTOR = 16
"""Numbers that a processor takes at once: what is left over would be computed by other code."""

FAILURES = {
    0: "The history ran to its end.",
    1: "A quantity of the history stopped being a finite number.",
    2: "A stock of the history fell below zero.",
}


@dataclass(frozen=True)
class Batch:
    """Results of some histories: `values` is (history, month, output)."""

    histories: np.ndarray
    values: np.ndarray
    failure: np.ndarray


class Simulator:
    """A model compiled for this machine.

    Args:
        model: to run.
        months: length of a run, in months from January 1917.
        tile: histories a tile.
        devices: to share the tiles; all by default.  Those of a processor are its cores: they share
            one loaded program.

    Raises:
        ValueError: when a tile is no multiple of 16.
    """

    def __init__(
        self,
        model: Model,
        *,
        months: int = MONTHS,
        tile: int = TILE,
        devices: Sequence[jax.Device] | None = None,
    ):
        if tile < 1 or tile % VECTOR:
            raise ValueError(f"a tile holds a multiple of {VECTOR} histories, not {tile}")
        self.model = model
        self.months = months
        self.tile = tile
        self.devices = list(devices or own_devices())
        self.width = tile
        """Histories in a batch of results."""
        self._programs: dict[str, list[Program]] = {}
        host = all(d.platform == "cpu" for d in self.devices)
        self._lanes = [_Lane(self.devices[0] if host else d) for d in self.devices]

    @property
    def fingerprint(self) -> str:
        """Short hash of the model's declarations and formulas."""
        return fingerprint(self.model)

    # -- one history ---------------------------------------------------------------------------

    def start(self, parameters: jax.Array) -> Any:
        """The world of January 1917 for a vector of parameters."""
        r = self.model.registry
        return make_world(
            r,
            {
                path: jnp.clip(
                    parameters[r.parameter_place[f"initial.{path}"]].reshape(v.start.value.shape),
                    v.low,
                    v.high,
                )
                for path, v in r.states.items()
            },
        )

    def advance(
        self,
        world: Any,
        key: jax.Array,
        parameters: jax.Array,
        number: jax.Array,
        controls: Controls,
        outside: jax.Array,
    ) -> tuple[Any, Month]:
        """One month of one history: the state at its end, and the month itself."""
        draws = Draws(self.model.registry, key, number)
        m = Month(self.model.registry, world, parameters, draws, controls, outside)
        self.model.month(m)
        return m.close(), m

    def outputs_of(self, world: Any, m: Month) -> jax.Array:
        """The outputs of one history at the end of a month."""
        return jnp.stack([m.output(o, world) for o in self.model.registry.outputs.values()])

    # -- a tile of histories ---------------------------------------------------------------------

    def _tile(self, *arguments: Any) -> tuple[jax.Array, jax.Array, dict[str, jax.Array]]:
        """Outputs (month, output, history), failures, and the states after the last month."""
        seen, failure, _, last = self._months(*arguments)
        return seen, failure, last

    def _tile_and_states(self, *arguments: Any) -> tuple[jax.Array, jax.Array, Any, Any]:
        """A tile, and the states of its first history: before each month, and after the last."""
        seen, failure, before, last = self._months(*arguments, keep=True)
        return seen, failure, before, {path: x[..., 0] for path, x in last.items()}

    def _months(
        self,
        span: jax.Array,
        histories: jax.Array,
        year_numbers: jax.Array,
        state: dict[str, jax.Array],
        parameters: jax.Array,
        controls: Controls,
        outside: jax.Array,
        seed: jax.Array,
        keep: bool = False,
    ) -> tuple[jax.Array, jax.Array, dict[str, jax.Array], dict[str, jax.Array]]:
        """Months `span[0]` to `span[1] - 1`; here histories are the last axis.

        Draws that hold for a year come from `year_numbers` in months before `span[2]`.
        """
        registry = self.model.registry
        own, of_year = history_keys(seed[0], histories), history_keys(seed[0], year_numbers)
        drawn = parameters.ndim == 2
        parameters = parameters.T

        def month_of_one(
            world: Any,
            draws: jax.Array,
            parameters: jax.Array,
            controls: Controls,
            outside: jax.Array,
        ) -> tuple[Any, jax.Array]:
            m = Month(registry, world, parameters, Draws.among(registry, draws), controls, outside)
            self.model.month(m)
            with jax.named_scope("month's end"):
                world = m.close()
            with jax.named_scope("outputs"):
                return world, self.outputs_of(world, m)

        month_of_all = side_by_side(month_of_one, (True, True, drawn, False, False))
        width = len(histories)

        def month(number: jax.Array, carry: Any) -> Any:
            world, failure, seen, before = carry
            if keep:
                before = {
                    path: before[path].at[number].set(x[..., 0])
                    for path, x in by_path(registry, world).items()
                }
            number, row, series = jax.lax.optimization_barrier(
                (number, Controls(*(x[number] for x in controls)), outside[number])
            )
            with jax.named_scope("draws"):
                year_keys = jax.random.wrap_key_data(
                    jnp.where(
                        number < span[2], jax.random.key_data(of_year), jax.random.key_data(own)
                    )
                )
                draws = jax.lax.optimization_barrier(draw_block(registry, own, number, year_keys))
            world, row_seen = jax.lax.optimization_barrier(
                month_of_all(world, draws, parameters, row, series)
            )
            with jax.named_scope("check"):
                broken = (failure == 0) & ~jnp.isfinite(_total(world))
                failure = jnp.where(broken, number + 1, failure)
            return world, failure, seen.at[number].set(row_seen), before

        empty = {
            path: jnp.zeros((self.months, *v.start.value.shape), jnp.float32)
            for path, v in (registry.states.items() if keep else ())
        }
        carry = (
            make_world(registry, state),
            jnp.zeros(width, jnp.int32),
            jnp.zeros((self.months, len(registry.outputs), width), jnp.float32),
            empty,
        )
        world, failure, seen, before = jax.lax.fori_loop(span[0], span[1], month, carry)
        return seen, failure, before, by_path(registry, world)

    # -- one history, looked at ------------------------------------------------------------------

    def _replay(
        self,
        states: dict[str, jax.Array],
        histories: jax.Array,
        year_numbers: jax.Array,
        until: jax.Array,
        parameters: jax.Array,
        controls: Controls,
        outside: jax.Array,
        seed: jax.Array,
    ) -> tuple[dict[str, jax.Array], Any]:
        """Months of one history side by side, each from its own state: its end, and what was noted."""
        registry = self.model.registry
        own, of_year = history_keys(seed[0], histories), history_keys(seed[0], year_numbers)
        numbers = jnp.arange(self.months, dtype=jnp.int32)

        def draws_of(number: jax.Array) -> jax.Array:
            words = jnp.where(number < until, *map(jax.random.key_data, (of_year, own)))
            return draw_block(registry, own, number, jax.random.wrap_key_data(words))[:, 0]

        draws = jax.vmap(draws_of, out_axes=-1)(numbers)

        def month(
            state: dict[str, jax.Array],
            draws: jax.Array,
            parameters: jax.Array,
            controls: Controls,
            outside: jax.Array,
        ) -> tuple[dict[str, jax.Array], Any]:
            world, own = make_world(registry, state), Draws.among(registry, draws)
            with listening() as recorder:
                m = Month(registry, world, parameters, own, controls, outside)
                self.model.month(m)
                return by_path(registry, m.close()), recorder.pages()

        months = jax.tree.map(lambda x: jnp.moveaxis(x, 0, -1), (states, controls, outside))
        return side_by_side(with_links(month), (True, True, False, True, True))(
            months[0], draws, parameters, *months[1:]
        )

    def record(
        self,
        history: int,
        seed: int,
        schedule: Schedule | None = None,
        *,
        parameters: np.ndarray | None = None,
        outside: np.ndarray | None = None,
        origin: Origin | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Recording:
        """What happened in one history of an ensemble.

        Its states come from the program of a tile; its months are then replayed from them, with
        their choices, rules and votes noted.

        Args:
            history: its number.
            seed: of the ensemble.
            schedule: interventions; none by default.
            parameters: one vector; the point values by default.
            outside: (month, series) values in place of the declared outside series.
            origin: where the history begins, if not in the model's first month; what is recorded of the
                months before it is the state in which it begins.
            progress: called with (done, wanted) after each of the two programs.

        Returns:
            The recording.
        """
        r = self.model.registry
        told = progress or (lambda done, wanted: None)
        controls = (schedule or Schedule(r)).controls(end=self.months)
        series = self.outside() if outside is None else outside.astype(np.float32)
        common = (controls, series, np.array([seed], np.uint32))
        numbers = np.full(self.tile, history, np.uint32)
        own = r.point if parameters is None else parameters.astype(np.float32)
        p = own if parameters is None else np.tile(own, (self.tile, 1))
        here = self.devices[:1]
        first = self._beginning(numbers, p, origin, self.months)
        arguments = jax.device_put((*first, *common), here[0])
        kind = "shared" if parameters is None else "drawn"
        empty = {
            path: np.zeros((self.months, *v.start.value.shape), np.float32)
            for path, v in r.states.items()
        }
        with side_work() as start:
            replaying = start(
                self._made,
                "replay",
                self._replay,
                (empty, numbers[:1], numbers[:1], np.int32(0), own, *common),
                here,
                True,
            )
            (states,) = self._made(f"states {kind}", self._tile_and_states, arguments, here)
            seen, failure, before, last = jax.tree.map(np.asarray, states(*arguments))
            told(1, 2)
            (replay,) = replaying.result()
        span, _, year_numbers, state = first[:4]
        begun = int(span[0])
        for path, x in before.items():
            x = before[path] = np.array(x)
            x[:begun] = state[path][..., 0]
        after = {path: np.concatenate([x[1:], last[path][None]]) for path, x in before.items()}
        arguments = jax.device_put(
            (before, numbers[:1], year_numbers[:1], np.int32(span[2]), own, *common), here[0]
        )
        again, pages = replay(*arguments)
        told(2, 2)
        outputs = np.array(seen[:, :, 0])
        if origin is not None:
            outputs[:begun] = origin.path(numbers[:1])[0]
        again = {path: x[begun:] for path, x in by_month(again).items()}
        gap = largest_gap({path: x[begun:] for path, x in after.items()}, again)
        pages = by_month(pages)
        return Recording(
            history=history,
            seed=seed,
            before=before,
            after=after,
            outputs=outputs,
            failure=int(failure[0]),
            choices=pages["choices"],
            rules=pages["rules"],
            notes=pages["notes"],
            links={choice: list(notes) for choice, notes in pages["links"].items()},
            gap=gap,
        )

    # -- many histories ------------------------------------------------------------------------

    def outside(self) -> np.ndarray:
        """The outside series of the model, months by series."""
        series = [o.values[: self.months] for o in self.model.registry.outside.values()]
        return (
            np.stack(series, axis=1).astype(np.float32)
            if series
            else np.zeros((self.months, 0), np.float32)
        )

    def begin(self, parameters: np.ndarray | None = None) -> dict[str, np.ndarray]:
        """The first state by path, (..., history), for one vector of parameters or one a history."""
        r = self.model.registry
        p = np.atleast_2d(r.point if parameters is None else parameters).astype(np.float32)
        state = {}
        for path, v in r.states.items():
            given = p[:, r.parameter_place[f"initial.{path}"]].T
            given = given.reshape(*v.start.value.shape, len(p))
            state[path] = np.clip(given, np.float32(v.low), np.float32(v.high))
        return state

    def _beginning(
        self, chunk: np.ndarray, p: np.ndarray, origin: Origin | None, end: int
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, dict[str, np.ndarray], np.ndarray]:
        """Span, numbers, year_numbers, state and parameters of a tile."""
        if origin is None:
            state = self.begin(p)
            if p.ndim == 1:
                state = {path: np.repeat(x, self.tile, axis=-1) for path, x in state.items()}
            return np.array([0, end, 0], np.int32), chunk, chunk, state, p
        span = np.array([origin.month, end, origin.year_ends], np.int32)
        return span, chunk, origin.year_numbers_of(chunk), origin.state_of(chunk), p

    def run(
        self,
        histories: np.ndarray,
        seed: int,
        schedule: Schedule | None = None,
        *,
        parameters: np.ndarray | None = None,
        outside: np.ndarray | None = None,
        origin: Origin | None = None,
        end: int | None = None,
    ) -> Iterator[Batch]:
        """Simulate histories, tile by tile.

        Args:
            histories: numbers of the histories wanted.
            seed: of the ensemble, 0 <= seed < 2**32.
            schedule: interventions; none by default.
            parameters: (history, parameter) values; the origin's or the point values by default.
            outside: (month, series) values in place of the declared outside series.
            origin: where the histories begin, if not in the model's first month.
            end: months from the model's first one after which to stop; the whole run by default.
                Values of later months are zero.

        Yields:
            Results in the order of `histories`, with what led to the origin before it.
        """
        r = self.model.registry
        if parameters is None and origin is not None:
            parameters = origin.parameters_of(np.asarray(histories))
        controls = (schedule or Schedule(r)).controls(end=self.months)
        series = self.outside() if outside is None else outside.astype(np.float32)
        common = (controls, series, np.array([seed], np.uint32))
        here = {d: jax.device_put(common, d) for d in self._places}
        del controls  # tens of megabytes that the devices now have
        under_way: deque[tuple[np.ndarray, Future[Any]]] = deque()
        end = self.months if end is None else min(end, self.months)
        shared = self._beginning(np.zeros(self.tile, np.uint32), r.point, None, end)[3]
        for n, start in enumerate(range(0, len(histories), self.tile)):
            chunk = np.asarray(histories[start : start + self.tile], np.uint32)
            if parameters is None:
                p = r.point
            else:
                p = np.resize(
                    parameters[start : start + self.tile], (self.tile, r.point.size)
                ).astype(np.float32)
            padded = np.resize(chunk, self.tile)
            if origin is None and parameters is None:
                first = (np.array([0, end, 0], np.int32), padded, padded, shared, p)
            else:
                first = self._beginning(padded, p, origin, end)
            under_way.append((chunk, self._begun(n, first, common, here)))
            if len(under_way) >= 2 * len(self._lanes):
                chunk, results = under_way.popleft()
                yield _finished(chunk, results.result(), origin)
        while under_way:
            chunk, results = under_way.popleft()
            yield _finished(chunk, results.result(), origin)

    @property
    def _places(self) -> list[jax.Device]:
        """The devices that hold a program."""
        return list(dict.fromkeys(lane.device for lane in self._lanes))

    def _begun(
        self,
        n: int,
        first: tuple[Any, ...],
        common: tuple[Any, ...],
        here: Mapping[jax.Device, Any],
    ) -> Future[Any]:
        """The results of the tile of number `n`, which its lane computes."""
        lane = self._lanes[n % len(self._lanes)]
        programs = dict(zip(self._places, self.programs((*first, *common)), strict=True))
        return lane.begin(programs[lane.device], first, here[lane.device])

    def carry_on(
        self,
        state: Mapping[str, np.ndarray],
        numbers: np.ndarray,
        year_numbers: np.ndarray,
        seed: int,
        first: int,
        last: int,
        schedule: Schedule,
        *,
        year_ends: int = 0,
        parameters: np.ndarray | None = None,
        outside: np.ndarray | None = None,
    ) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
        """Some months of some histories, from their states to their states.

        Args:
            state: by path, (..., history); as many as a whole number of tiles.
            numbers: of the histories, whose draws they take.
            year_numbers: histories whose draws of the year they take.
            seed: of the ensemble.
            first: number of the first month.
            last: number of the month after the last one.
            schedule: interventions.
            year_ends: month from which the draws of the year are their own.
            parameters: (history, parameter) values; the point values by default.
            outside: (month, series) values in place of the declared outside series.

        Returns:
            The states, what was seen (history, month, output) and the failures.
        """
        r = self.model.registry
        if len(numbers) % self.tile:
            raise ValueError(f"{len(numbers)} histories do not fill tiles of {self.tile}")
        controls = schedule.controls(end=self.months)
        series = self.outside() if outside is None else outside.astype(np.float32)
        common = (controls, series, np.array([seed], np.uint32))
        here = {d: jax.device_put(common, d) for d in self._places}
        span = np.array([first, last, year_ends], np.int32)
        found = []
        for n, start in enumerate(range(0, len(numbers), self.tile)):
            here_now = slice(start, start + self.tile)
            p = r.point if parameters is None else parameters[here_now].astype(np.float32)
            arguments = (
                span,
                numbers[here_now].astype(np.uint32),
                year_numbers[here_now].astype(np.uint32),
                {path: x[..., here_now] for path, x in state.items()},
                p,
            )
            found.append(self._begun(n, arguments, common, here))
        found = [f.result() for f in found]
        seen = np.concatenate([np.asarray(x[0])[first:last] for x in found], axis=2)
        failure = np.concatenate([np.asarray(x[1]) for x in found])
        after = {
            path: np.concatenate([np.asarray(x[2][path]) for x in found], axis=-1)
            for path in r.states
        }
        return after, np.moveaxis(seen, 2, 0), failure

    def programs(self, arguments: Sequence[Any]) -> list[Program]:
        """The compiled tile where it is needed, for one vector of parameters or one for each history."""
        shared = "shared" if arguments[4].ndim == 1 else "drawn"
        return self._made(shared, self._tile, arguments, self._places)

    def _made(
        self,
        name: str,
        function: Callable[..., Any],
        arguments: Sequence[Any],
        devices: Sequence[jax.Device],
        hasty: bool = False,
    ) -> list[Program]:
        """A program on each device, compiled once; its form follows from its name and its arguments."""
        if name not in self._programs:
            what = "" if function == self._tile else f" {function.__name__}"
            known = f"{self._identity().short} {self.months}{what}" if self.model.modules else None
            self._programs[name] = compile_for(function, arguments, devices, known, hasty)
        return self._programs[name]

    def _identity(self) -> Identity:
        """What a program is made of, beside the machine for which it is compiled."""
        r = self.model.registry
        return Identity(structure(r), formulas(self.model), code())


class _Lane:
    """Computes one tile after another, beside other lanes.

    XLA lets what one thread has begun wait for what it had begun before, but computes what two
    threads have begun on two cores, with one and the same program.  A program for each core would
    be loaded once a core, and lie in memory as often.
    """

    def __init__(self, device: jax.Device):
        self.device = device
        self._thread = ThreadPoolExecutor(1)

    def begin(self, program: Program, first: tuple[Any, ...], common: Any) -> Future[Any]:
        """Results to come, as arrays on the device."""
        return self._thread.submit(lambda: program(*jax.device_put(first, self.device), *common))


def _finished(histories: np.ndarray, results: Any, origin: Origin | None) -> Batch:
    seen, failure = map(np.asarray, results[:2])
    values = np.ascontiguousarray(seen.transpose(1, 2, 0)).transpose(1, 2, 0)[: len(histories)]
    if origin is not None:
        values[:, : origin.month] = origin.path(histories)
    return Batch(histories, values, failure[: len(histories)])


def _total(world: Any) -> jax.Array:
    """For each history the sum of all numbers of its state: not finite if any of them is not."""
    by_shape: dict[tuple[int, ...], jax.Array] = {}
    for x in jax.tree.leaves(world):
        by_shape[x.shape] = by_shape[x.shape] + x if x.shape in by_shape else x
    total = jnp.float32(0.0)
    for x in by_shape.values():
        total = total + jax.lax.optimization_barrier(x).sum(range(x.ndim - 1))
    return total
