"""Histories month by month with their books: what each flow moved, and what rules asked for beyond bounds.

One program advances a tile by a month and writes down what the states do not tell.  It runs the model's own
month, so that the books are those of the very histories whose stocks they are held against.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from thermidor.engine.batched import side_by_side
from thermidor.engine.declare import Flow, Variable
from thermidor.engine.identity import Identity, code, formulas, sources, structure
from thermidor.engine.month import Controls, Month, by_path, make_world
from thermidor.engine.programs import Program, compile_for
from thermidor.engine.randomness import Draws, draw_block, history_keys
from thermidor.engine.registry import Registry
from thermidor.engine.simulator import Simulator
from thermidor.experiments.check.ledger.guards import merged, rules_in, with_guards
from thermidor.experiments.check.walk import Group
from thermidor.model.nature import NEGLIGIBLE

OURS = (
    "experiments/check/ledger/months.py",
    "experiments/check/ledger/guards.py",
    "experiments/check/place.py",
)


@dataclass(frozen=True)
class Page:
    """The books of one month of a group.

    Attributes:
        registry: of the model.
        number: of the month.
        before: state at its beginning, by path, (*dim, history).
        after: state at its end, likewise.
        flows: what each flow moved, by name, (*dim, history).
        seen: outputs by name, (history,).
        least: by stock, its least element before the bounds had their say at the end of the month, (history,).
        beyond: by variable that a rule sets, how far the value asked for lay outside the bounds: as a part of
            their width, or in units where one side is open, (history,).
        backward: by flow, how much it was asked to move the other way, (history,).
        cut: by flow, the part of what was asked of it that its source did not hold, (history,).
        outside: by variable, how far the state at the end lies outside its bounds, (history,).
        finite: whether all numbers of the month are finite, (history,).
        parameters: (parameter, history), as interventions leave them.
        controls: what interventions do in this month.
        guards: by guard of a rule, the share of what it guards that it changed in these histories.
    """

    registry: Registry
    number: int
    before: Mapping[str, np.ndarray]
    after: Mapping[str, np.ndarray]
    flows: Mapping[str, np.ndarray]
    seen: Mapping[str, np.ndarray]
    least: Mapping[str, np.ndarray]
    beyond: Mapping[str, np.ndarray]
    backward: Mapping[str, np.ndarray]
    cut: Mapping[str, np.ndarray]
    outside: Mapping[str, np.ndarray]
    finite: np.ndarray
    parameters: np.ndarray
    controls: Controls
    guards: Mapping[str, float]

    def parameter(self, path: str) -> np.ndarray:
        """A constant of the model in each history, (*dim, history)."""
        shape = self.registry.parameters[path].value.shape
        return self.parameters[self.registry.parameter_place[path]].reshape(*shape, -1)

    def forced(self, path: str) -> bool:
        """Whether an intervention acts this month on a variable, flow, rule or choice."""
        c = self.controls.at(self.registry.sites[path])
        return bool(np.any(c.forced) or np.any(c.scale != 1) or np.any(c.add != 0))


class Bookkeeper(Month):
    """A month that also writes down what it was asked for, before bounds and empty stocks had their say."""

    def __init__(self, *arguments: Any):
        super().__init__(*arguments)
        self.beyond: dict[str, jax.Array] = {}
        self.backward: dict[str, jax.Array] = {}
        self.cut: dict[str, jax.Array] = {}
        self.least: dict[str, jax.Array] = {}

    def set(self, name: str, value: Any) -> jax.Array:
        """Write a variable, and how far its value lay outside the bounds."""
        path = f"{self._system}.{name}"
        if (v := self.registry.states.get(path)) is not None:
            self.beyond[path] = outside(jnp.asarray(value, jnp.float32), v)
        return super().set(name, value)

    def flow(self, flow: Flow, amount: Any) -> jax.Array:
        """Move an amount, and write down what of it would go the other way, or is not there to go."""
        wanted = self._steered(
            self.registry.sites[f"flow:{flow.name}"], jnp.asarray(amount, jnp.float32)
        )
        self.backward[flow.name] = jnp.max(jnp.maximum(-wanted, 0.0))
        moved = super().flow(flow, amount)
        asked = jnp.sum(jnp.broadcast_to(jnp.maximum(wanted, 0.0), moved.shape))
        self.cut[flow.name] = 1 - jnp.sum(moved) / jnp.maximum(asked, NEGLIGIBLE)
        self.cut[flow.name] = jnp.where(asked > NEGLIGIBLE, self.cut[flow.name], 0.0)
        return moved

    def close(self) -> Any:
        """Make the next world, and write down what the stocks were without their bounds."""
        for path, v in self.registry.states.items():
            if v.quantity is not None:
                steered = self._steered(self.registry.sites[path], self.new[path])
                self.least[path] = jnp.min(steered)
        return super().close()


def outside(x: jax.Array, v: Variable) -> jax.Array:
    """How far the worst element lies outside bounds: a part of their width, or units where one side is open."""
    far = jnp.maximum(jnp.max(v.low - x), jnp.max(x - v.high))
    width = v.high - v.low if np.isfinite(v.high - v.low) else 1.0
    return jnp.maximum(far, 0.0) / width


class Ledger:
    """Keeps the books of a simulator's histories.

    Args:
        sim: whose model.
    """

    def __init__(self, sim: Simulator):
        self.sim = sim
        self.registry = sim.model.registry
        self._rules = rules_in(self.registry.rules, "economy")
        self._program: Program | None = None

    @cached_property
    def pulled(self) -> list[str]:
        """Variables that the sentences read; the others are looked at where they are computed."""
        prices = [p for p, v in self.registry.states.items() if v.unit in PRICES]
        stocks = [p for p, v in self.registry.states.items() if v.quantity is not None]
        return list(
            dict.fromkeys([*stocks, *prices, *(p for p in HERDS if p in self.registry.states)])
        )

    def months(self, group: Group) -> Iterator[Page]:
        """Let a group's histories run from the first month, and open the books of each.

        Args:
            group: at most a tile of histories, each with its own constants or with the point values.

        Yields:
            Their months in order.
        """
        r, sim, count = self.registry, self.sim, len(group.numbers)
        numbers = np.resize(np.asarray(group.numbers, np.uint32), sim.tile)
        own = r.point if group.parameters is None else group.parameters
        p = np.resize(own, (sim.tile, r.point.size)).astype(np.float32)
        controls, series = group.schedule.controls(end=sim.months), sim.outside()
        here = sim.devices[0]
        numbers, state, p_there = jax.device_put((numbers, sim.begin(p), p), here)
        seed = np.array([group.seed], np.uint32)
        before = {path: np.asarray(state[path])[..., :count] for path in self.pulled}
        for number in range(sim.months):
            row = Controls(*(x[number] for x in controls))
            arguments = (np.int32(number), numbers, state, p_there, row, series[number], seed)
            if self._program is None:
                self._program = self._made(arguments)
            state, told = self._program(*arguments)
            after = {path: np.asarray(state[path])[..., :count] for path in self.pulled}
            yield self._page(number, before, after, told, p[:count], row, count)
            before = after

    def _page(
        self,
        number: int,
        before: Mapping[str, np.ndarray],
        after: Mapping[str, np.ndarray],
        told: Mapping[str, Any],
        parameters: np.ndarray,
        row: Controls,
        count: int,
    ) -> Page:
        r = self.registry

        def by_name(kind: str) -> dict[str, np.ndarray]:
            ((names, rows),) = told[kind].items()
            return dict(zip(names.split("\n"), np.asarray(rows)[..., :count], strict=True))

        ((names, shares),) = told["guards"].items()
        slots = r.parameter_slots
        scale = np.where(row.forced, 0.0, row.scale)[slots, None]
        add = np.where(row.forced, row.value, row.add)[slots, None]
        return Page(
            registry=r,
            number=number,
            before=before,
            after=after,
            flows={name: np.asarray(x)[..., :count] for name, x in told["flows"].items()},
            seen=dict(zip(r.outputs, np.asarray(told["seen"])[..., :count], strict=True)),
            least=by_name("least"),
            beyond=by_name("beyond"),
            backward=by_name("backward"),
            cut=by_name("cut"),
            outside=by_name("outside"),
            finite=np.asarray(told["finite"])[:count],
            parameters=parameters.T * scale + add,
            controls=row,
            guards=merged(filter(None, names.split("\n")), np.asarray(shares)[:, :count].mean(1)),
        )

    def _made(self, arguments: tuple[Any, ...]) -> Program:
        """The program, from the cache where it is kept."""
        model = self.sim.model
        made_of = None
        if model.modules:
            parts = (structure(model.registry), formulas(model), code(), sources(*OURS))
            made_of = f"{Identity(*parts).short} ledger"
        (program,) = compile_for(self._advance, arguments, self.sim.devices[:1], made_of)
        return program

    def _advance(
        self,
        number: jax.Array,
        histories: jax.Array,
        state: dict[str, jax.Array],
        parameters: jax.Array,
        controls: Controls,
        series: jax.Array,
        seed: jax.Array,
    ) -> tuple[dict[str, jax.Array], dict[str, Any]]:
        registry = self.registry
        keys = history_keys(seed[0], histories)
        draws = draw_block(registry, keys, number, keys)

        def month(state: Any, draws: Any, parameters: Any, controls: Any, series: Any) -> Any:
            m = Bookkeeper(
                registry,
                make_world(registry, state),
                parameters,
                Draws.among(registry, draws),
                controls,
                series,
            )
            self.sim.model.month(m)
            world = m.close()
            seen = self.sim.outputs_of(world, m)
            after = by_path(registry, world)
            numbers = [*after.values(), *m.flows.values(), seen]
            finite = jnp.stack([jnp.all(jnp.isfinite(x)) for x in numbers]).all()
            books = {
                kind: {"\n".join(found): jnp.stack([*found.values()])}
                for kind, found in (
                    ("least", m.least),
                    ("beyond", m.beyond),
                    ("backward", m.backward),
                    ("cut", m.cut),
                    ("outside", {p: outside(after[p], v) for p, v in registry.states.items()}),
                )
            }
            return after, {**books, "flows": m.flows, "seen": seen, "finite": finite}

        found: list[str] = []
        after, told, guards = side_by_side(
            with_guards(month, self._rules, found), (True, True, True, False, False)
        )(state, draws, parameters.T, controls, series)
        # Names of a tree, so that a stored program keeps them.
        shares = jnp.stack(guards) if guards else jnp.zeros((0, len(histories)))
        return after, {**told, "guards": {"\n".join(found): shares}}


PRICES = ("1913 = 1", "log, 1913 = 0")
"""Units of prices, among others."""

HERDS = ("countryside.horses", "countryside.cattle", "countryside.sown")
"""What lives and is sown without being a stock that flows fill."""

__all__ = ["Bookkeeper", "Ledger", "Page"]
