"""One month of one history: what a system's step can see and do.

A step sees last month's world, declared inputs and draws; it changes its own variables, moves
conserved quantities by flows, and draws choices.  All interventions act here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from thermidor.engine.declare import DIMENSIONS, Choice, Flow, Here, Output, Parameter, Rule
from thermidor.engine.randomness import Draws
from thermidor.engine.recording import evaluating, note_choice, note_rule
from thermidor.engine.registry import ModelError, Registry, Site


class Controls(NamedTuple):
    """What interventions do in one month, one number a slot; see `thermidor.engine.controls`."""

    scale: jax.Array | np.ndarray
    add: jax.Array | np.ndarray
    forced: jax.Array | np.ndarray
    value: jax.Array | np.ndarray

    def at(self, site: Site) -> Controls:
        """The part that concerns one site, in its shape."""
        return Controls(*(x[site.slots].reshape(site.shape) for x in self))


class Month:
    """The context of one month.

    Args:
        registry: of the model.
        world: state at the end of last month.
        parameters: flat vector of parameters of this history.
        draws: this month's draws.
        controls: this month's interventions.
        outside: this month's values of the outside series.
    """

    def __init__(
        self,
        registry: Registry,
        world: Any,
        parameters: jax.Array,
        draws: Draws,
        controls: Controls,
        outside: jax.Array,
    ):
        self.registry = registry
        self.world = world
        self.draws = draws
        self.controls = controls
        # Scale and add, or overwrite where forced: one multiplication and one addition for all slots.
        self._scale = jnp.where(controls.forced, 0.0, controls.scale)
        self._add = jnp.where(controls.forced, controls.value, controls.add)
        slots = registry.parameter_slots
        self.parameters = parameters * self._scale[slots] + self._add[slots]
        self._outside = {
            name: self._steered(registry.sites[f"outside.{name}"], outside[i])
            for i, name in enumerate(registry.outside)
        }
        first = min((registry.sites[r].offset for r in registry.rules), default=0)
        rules = slice(first, first + len(registry.rules))
        self._switch = self._scale[rules] + self._add[rules]
        self._number = {r: registry.sites[r].offset - first for r in registry.rules}
        self.new: dict[str, jax.Array] = {
            p: getattr(getattr(world, p.split(".")[0]), p.split(".", 1)[1]) for p in registry.states
        }
        self.flows: dict[str, jax.Array] = {}
        self.order: list[tuple[str, str, str]] = []
        self.calls: dict[str, int] = {}
        self._written: set[str] = set()
        self._system = ""
        self._phase = ""

    def _steered(self, site: Site, x: jax.Array) -> jax.Array:
        """A number as interventions leave it."""
        scale, add = (v[site.slots].reshape(site.shape) for v in (self._scale, self._add))
        return x * scale + add

    # -- order ---------------------------------------------------------------------------------

    @contextmanager
    def phase(self, title: str) -> Iterator[None]:
        """Name a part of the month, for `thermidor phases`."""
        self._phase = title
        yield
        self._phase = ""

    def run(self, module: ModuleType) -> None:
        """Let a system's module take its step."""
        self._system = module.__name__.rsplit(".", 1)[-1]
        doc = (module.__doc__ or "").strip().splitlines()[0]
        self.order.append((self._phase, self._system, doc))
        with jax.named_scope(self._system):
            module.step(self)
        self._system = ""

    # -- seeing --------------------------------------------------------------------------------

    def last(self, path: str) -> jax.Array:
        """A variable, or one element of it, as last month left it."""
        return self._pick(
            path, lambda p: getattr(getattr(self.world, p.split(".")[0]), p.split(".", 1)[1])
        )

    def now(self, path: str) -> jax.Array:
        """A flow of this month, or a variable as it stands after the steps taken so far."""
        if path in self.flows:
            return self.flows[path]
        return self._pick(path, lambda p: self.new[p])

    def outside(self, name: str) -> jax.Array:
        """This month's value of an outside series."""
        return self._outside[name]

    def parameter(self, path: str) -> jax.Array:
        """A parameter of this history."""
        p = self.registry.parameters[path]
        return self.parameters[self.registry.parameter_place[path]].reshape(p.value.shape)

    def _given(self, path: str, parameters: Mapping[str, Parameter | str]) -> dict[str, jax.Array]:
        """The parameters of a rule or an output by argument; its own lie under its path."""
        return {
            name: self.parameter(p if isinstance(p, str) else f"{path}.{name}")
            for name, p in parameters.items()
        }

    def _pick(self, path: str, get: Callable[[str], jax.Array]) -> jax.Array:
        if path in self.registry.states:
            return get(path)
        head, _, element = path.rpartition(".")
        v = self.registry.states.get(head)
        if v is None or not v.dim or element not in DIMENSIONS[v.dim[0]]:
            raise ModelError(f"{self._system}: reads {path}, which is not declared")
        return get(head)[DIMENSIONS[v.dim[0]].index(element)]

    # -- doing ---------------------------------------------------------------------------------

    def rule(self, rule: Rule, **inputs: Any) -> Any:
        """Evaluate a rule, or the one by which the theory replaces it, as interventions leave it.

        Args:
            rule: of this or another module.
            inputs: the inputs declared `here(...)`.

        Returns:
            What the rule's function returns, blended with its neutral value by its switch.

        Raises:
            ModelError: for a rule that is not part of the model, or inputs that it does not declare.
        """
        asked, rule = rule, self.registry.rules.get(rule.name, rule)
        if rule.name not in self._number:
            raise ModelError(f"{self._system}: rule {rule.name} is not part of the model")
        inputs = {n: x for n, x in inputs.items() if n in rule.passed or n not in asked.passed}
        if missing := sorted(set(rule.passed) - set(inputs)):
            raise ModelError(f"{self._system}: rule {rule.name} is not given {', '.join(missing)}")
        self.calls[rule.name] = self.calls.get(rule.name, 0) + 1
        args: dict[str, Any] = {}
        for name, source in rule.reads.items():
            if isinstance(source, Here):
                args[name] = inputs.pop(name)
            elif source.startswith("now:"):
                args[name] = self.now(source[4:])
            elif source.startswith("outside:"):
                args[name] = self.outside(source[8:])
            else:
                args[name] = self.last(source)
        if inputs:
            raise ModelError(f"rule {rule.name} does not declare {sorted(inputs)}")
        args |= self._given(rule.name, rule.parameters)
        for name in rule.draws:
            args[name] = self.draws[f"{rule.name}.{name}"]
        with evaluating(rule.name):
            result = rule.function(**args)
        switch = self._switch[self._number[rule.name]]
        off, rest = switch == 0, 1 - switch

        def blend(r: Any, n: Any) -> jax.Array:
            return jnp.where(
                off,
                n,
                switch * r if isinstance(n, float | int) and n == 0 else switch * r + rest * n,
            )

        def neutral(n: Any) -> Any:
            return args[n] if isinstance(n, str) else n

        if isinstance(result, tuple):
            parts = (blend(r, neutral(n)) for r, n in zip(result, rule.neutral, strict=True))
            return note_rule(rule.name, tuple(parts))
        return note_rule(rule.name, blend(result, neutral(rule.neutral)))

    def set(self, name: str, value: Any) -> jax.Array:
        """Write a variable of the running system; indices and shares saturate at their bounds.

        Args:
            name: of the variable, without its system.
            value: the new value.

        Returns:
            The value as written.

        Raises:
            ModelError: for a stock (flows change it), a foreign variable, or a second write.
        """
        path = f"{self._system}.{name}"
        v = self.registry.states.get(path)
        if v is None:
            raise ModelError(f"{self._system} writes {path}, which it does not own")
        if v.quantity is not None:
            raise ModelError(f"{path} is a stock of {v.quantity}: move it by a flow")
        if path in self._written:
            raise ModelError(f"{path} is written twice in a month")
        self._written.add(path)
        shape = tuple(len(DIMENSIONS[d]) for d in v.dim)
        self.new[path] = jnp.broadcast_to(
            within(jnp.asarray(value, self.parameters.dtype), v.low, v.high), shape
        )
        return self.new[path]

    def change(self, name: str, *amounts: Any) -> jax.Array:
        """Add amounts, in their order, to what last month left of a variable of the running system.

        Args:
            name: of the variable, without its system.
            amounts: of its unit.

        Returns:
            The value as written.
        """
        value = self.last(f"{self._system}.{name}")
        for amount in amounts:
            value = value + amount
        return self.set(name, value)

    def approach(self, name: str, aim: Any, months: str) -> jax.Array:
        """Move a variable of the running system part of the way to an aim.

        Args:
            name: of the variable, without its system.
            aim: the value that it would come to if the aim stayed.
            months: path of the parameter that says how long that takes (the time constant, in months).

        Returns:
            The value as written: last month's, plus its distance from the aim over the time constant.
        """
        value = self.last(f"{self._system}.{name}")
        return self.set(name, value + (aim - value) / self.parameter(months))

    def latch(self, name: str, value: Any) -> jax.Array:
        """Let a variable of the running system rise, and never fall.

        Args:
            name: of the variable, without its system.
            value: this month's.

        Returns:
            The larger of last month's value and this month's, as written.
        """
        return self.set(name, jnp.maximum(self.last(f"{self._system}.{name}"), value))

    def flow(self, flow: Flow, amount: Any) -> jax.Array:
        """Move an amount between stocks; never more than the source holds.

        Args:
            flow: the declaration.
            amount: wanted amount, not negative after interventions.

        Returns:
            The amount moved.
        """
        shape = tuple(len(DIMENSIONS[d]) for d in flow.dim)
        wanted = jnp.broadcast_to(jnp.asarray(amount, self.parameters.dtype), shape)
        wanted = jnp.maximum(self._steered(self.registry.sites[f"flow:{flow.name}"], wanted), 0.0)
        source = self.new.get(flow.source)
        moved = wanted
        if source is not None:
            if source.shape == shape:
                moved = jnp.minimum(wanted, source)
                self.new[flow.source] = source - moved
            else:
                total = wanted.sum()
                moved = wanted * jnp.minimum(1.0, source / jnp.maximum(total, 1e-9))
                self.new[flow.source] = jnp.maximum(source - moved.sum(), 0.0)
        target = self.new.get(flow.target)
        if target is not None:
            self.new[flow.target] = target + (moved if target.shape == shape else moved.sum())
        if flow.name in self.flows:
            raise ModelError(f"flow {flow.name} runs twice in a month")
        self.flows[flow.name] = moved
        return moved

    def choose(self, choice: Choice, *probabilities: Any) -> jax.Array:
        """Draw a decision or an event.

        Args:
            choice: the declaration.
            probabilities: of its options but the first, this month.

        Returns:
            The number of the option drawn (0.0 when nothing happens), forced where an
            intervention says so.
        """
        site = self.registry.sites[choice.path]
        control = self.controls.at(site)
        luck = self.draws[f"{choice.path}.luck"]
        chances = jnp.stack(
            [jnp.broadcast_to(jnp.asarray(p, jnp.float32), site.shape) for p in probabilities]
        )
        chances = jnp.clip(chances * control.scale + control.add, 0.0, 1.0)
        reached, code = jnp.float32(0.0), jnp.float32(1.0)
        for chance in chances:
            reached = reached + chance
            code = code + (luck >= reached)
        code = jnp.where(luck < reached, code, 0.0)
        code = jnp.where(control.forced, control.value, code)
        return note_choice(choice.path, chances, code)

    # -- end of the month ----------------------------------------------------------------------

    def close(self) -> Any:
        """Apply interventions on variables and make the next world.

        Returns:
            The state at the end of the month.
        """
        for path, v in self.registry.states.items():
            x = self._steered(self.registry.sites[path], self.new[path])
            self.new[path] = within(x, v.low, v.high)
        return make_world(self.registry, self.new)

    def output(self, output: Output, world: Any) -> jax.Array:
        """Evaluate an output at the end of the month.

        Args:
            output: of the model.
            world: the state at the end of the month.

        Returns:
            A number within the output's bounds.
        """
        given = self._given(output.path, output.parameters)
        value = jnp.asarray(output.function(world, self.flows, **given), self.parameters.dtype)
        return within(value, output.low, output.high)


def within(x: jax.Array, low: float, high: float) -> jax.Array:
    """A number held between bounds; one that is infinite costs no operation."""
    x = x if low == -np.inf else jnp.maximum(x, low)
    return x if high == np.inf else jnp.minimum(x, high)


def make_world(registry: Registry, values: Mapping[str, jax.Array]) -> Any:
    """Build a state from values by path.

    Args:
        registry: of the model.
        values: one array for each variable.

    Returns:
        A `World`.
    """
    systems = {
        name: cls(**{field: values[f"{name}.{field}"] for field in cls.variables()})
        for name, cls in registry.systems.items()
    }
    return registry.world_type(**systems)


def by_path(registry: Registry, world: Any) -> dict[str, Any]:
    """The variables of a state by path: what `make_world` takes."""
    return {
        p: getattr(getattr(world, p.split(".")[0]), p.split(".", 1)[1]) for p in registry.states
    }
