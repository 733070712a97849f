"""The book's economy as one country without politics or chance: small enough for other programs to run.

Its rules are the book's own, the same functions under the same names (`national.yaml` lists them),
over one region instead of sixteen: what the regions have is added up, what they are like is
averaged.  The steps of the systems are the book's too.  A rule that is not listed is left out as a
switched-off one is: it gives its neutral value.  Variables of which nothing is told here, of war,
power and party, are held where they are; what is drawn lies at its middle.  So the country lives
under tax and market, in peace, with the droughts of the record: a benchmark and a model to
exchange, not a history.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from types import ModuleType, new_class
from typing import Any

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import yaml

from thermidor.engine.declare import Choice, Flow, Grounds, Here, Parameter, Rule, System, Variable
from thermidor.engine.model import Model
from thermidor.engine.month import Month
from thermidor.engine.registry import Registry
from thermidor.engine.theory import state_of, world_of
from thermidor.model.names import METHODS
from thermidor.theories.book import LEQUENNE

KEPT = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
"""What of the book's model the small economy keeps."""


def _paths(kind: str) -> list[str]:
    return [f"{system}.{name}" for system, names in KEPT[kind].items() for name in names]


VARIABLES, RULES, FLOWS = map(_paths, ("variables", "rules", "flows"))

PEACE = {
    "army.red": 0.0, "civil_war.intensity": 0.0, "great_war.front": 0.0, "great_war.soldiers": 0.0,
    "procurement.method": float(METHODS.index("market")), "money.reformed": 1.0, "money.untaxed": 0.0,
    "foreign_trade.annulled": 1.0, "soviets.power": 1.0, "population.absence": 0.0,
    "population.epidemic": 0.0, "foreign_trade.raw": 1.0, "mood.fatigue": 0.0,
}  # fmt: skip
"""Values of peace, tax and market for what is held; what is not named here stays as in January 1917."""

MEANS = {
    "countryside.standing_crop.yields": "initial.countryside.sown",
    "countryside.weather_of_the_year.exposure": "initial.countryside.crop",
    "countryside.store": "initial.population.rural",
    "initial.collectivisation.farms": "initial.population.rural",
    "initial.countryside.burden": "initial.countryside.crop",
    "initial.countryside.reach": "initial.population.rural",
    "initial.population.epidemic": "initial.population.rural",
    "initial.supply.gardens": "initial.population.rural",
    "initial.supply.hunger": "initial.population.rural",
    "initial.countryside.revolt": "initial.population.rural",
    "initial.transport.corridor": "industry.fuel_comes_from_the_south.sources",
    "population.starving_towns_empty.far": "initial.population.urban",
}
"""What regions are like, and by what it is averaged."""

AMOUNTS = ("persons", "tonnes", "hectares", "share of fuel")
"""How units begin of what regions have."""

SERIES = ("month_of_year", "drought")
"""What comes from outside."""


@cache
def economy() -> Model:
    """The small economy, built once.

    Returns:
        A model of the engine, with an output for each variable that it moves.

    Example:
        >>> len(economy().registry.rules) == len(RULES)
        True
    """
    modules = [
        _system(module) for module in LEQUENNE.modules if _named(module) in KEPT["variables"]
    ]
    held = _held(modules)
    outside = [o for o in LEQUENNE.registry.outside.values() if o.name in SERIES]
    for module in [*modules, *held]:
        _bring_constants(module, modules)
    everything = [*modules, *held]

    def month(m: Month) -> None:
        for module in modules:
            m.run(module)

    registry = Registry(world_of(everything), everything, outside)
    return Model(registry, month, "national")


class _Part(Month):
    """A month in which only what the small economy keeps is done: what a step of the book sees.

    Args:
        month: of the small economy, of which this is another view.
    """

    def __init__(self, month: Month):
        self.__dict__ = month.__dict__

    def rule(self, rule: Rule, **inputs: Any) -> Any:
        """What a rule gives, or its neutral value where it is left out."""
        if rule.name in self.registry.rules:
            return super().rule(rule, **inputs)
        several = isinstance(rule.neutral, tuple)
        neutral = [
            self._neutral(rule, n, inputs) for n in (rule.neutral if several else [rule.neutral])
        ]
        return tuple(neutral) if several else neutral[0]

    def _neutral(self, rule: Rule, neutral: Any, inputs: Mapping[str, Any]) -> Any:
        """A neutral value: a number, an input, or a variable as last month left it."""
        if not isinstance(neutral, str):
            return neutral
        source = rule.reads.get(neutral)
        return inputs[neutral] if neutral in inputs else self._state(str(source))

    def _state(self, path: str) -> Any:
        return self.last(path) if path in self.registry.states else 0.0

    def _moves(self, name: str) -> bool:
        return f"{self._system}.{name}" in VARIABLES

    def flow(self, flow: Flow, amount: Any) -> Any:
        """What moves, or nothing where the flow is left out."""
        own = self.registry.flows.get(flow.name)
        return super().flow(own, amount) if own else jnp.zeros(())

    def choose(self, choice: Choice, *probabilities: Any) -> Any:
        """Nobody decides anything, and nothing befalls."""
        return jnp.zeros(())

    def set(self, name: str, value: Any) -> Any:
        """Write a variable that the economy moves; what is held stays."""
        return super().set(name, value) if self._moves(name) else jnp.zeros(())

    def change(self, name: str, *amounts: Any) -> Any:
        """As in any month, where the variable moves."""
        return super().change(name, *amounts) if self._moves(name) else jnp.zeros(())

    def approach(self, name: str, aim: Any, months: str) -> Any:
        """As in any month, where the variable moves."""
        return super().approach(name, aim, months) if self._moves(name) else jnp.zeros(())

    def latch(self, name: str, value: Any) -> Any:
        """As in any month, where the variable moves."""
        return super().latch(name, value) if self._moves(name) else jnp.zeros(())


# -- what the book declares, for one region ---------------------------------------------------------


def _system(book: ModuleType) -> ModuleType:
    """A system of the book with the variables, rules and flows that are kept, and the book's step."""
    module = ModuleType(book.__name__, book.__doc__)
    name = _named(book)
    declared = LEQUENNE.registry
    kept = [path for path in declared.states if path in VARIABLES and path.startswith(f"{name}.")]
    _give_state(module, state_of(book).__name__, {p: _moving(p) for p in kept})
    for path in RULES:
        if path.startswith(f"{name}."):
            setattr(module, path.partition(".")[2], _rule(declared.rules[path]))
    for path in FLOWS:
        if path.startswith(f"{name}."):
            flow = dataclasses.replace(declared.flows[path], dim=())
            setattr(module, f"flow_{path.partition('.')[2]}", flow)
    module.step = lambda m: book.step(_Part(m))  # type: ignore[attr-defined]
    return module


def _named(module: ModuleType) -> str:
    """The name of a module's system."""
    return module.__name__.rpartition(".")[2]


def _give_state(module: ModuleType, name: str, variables: Mapping[str, Variable]) -> None:
    """Let a module hold a class of state with these variables."""
    fields = {
        p.rpartition(".")[2]: eqx.field(metadata={"variable": v}) for p, v in variables.items()
    }
    body = {"__annotations__": dict.fromkeys(fields, Any), "__module__": module.__name__, **fields}
    old = getattr(module, name, None)
    if old is not None:
        body["__annotations__"] = {**old.__annotations__, **body["__annotations__"]}
        body = {
            **{f: eqx.field(metadata={"variable": v}) for f, v in old.variables().items()},
            **body,
        }
    setattr(module, name, new_class(name, (System,), exec_body=lambda space: space.update(body)))


def _moving(path: str) -> Variable:
    """A variable of the book for the whole country, given out under its own path."""
    v = LEQUENNE.registry.states[path]
    start = _constant(f"initial.{path}", v.start)
    return dataclasses.replace(v, start=start, dim=(), gives=path, sector="", french="")


def _held_at(path: str) -> Variable:
    """A variable that stays where it is."""
    v = _moving(path)
    if path in PEACE:
        value = np.array(PEACE[path], np.float32)
        why = Grounds(assumption="peace, tax and market, which the small economy does not tell of")
        v = dataclasses.replace(v, start=Parameter(value, v.unit, value, value, why))
    else:
        start = dataclasses.replace(v.start, low=v.start.value, high=v.start.value)
        v = dataclasses.replace(v, start=start)
    return dataclasses.replace(v, gives="", quantity=None)


def _rule(rule: Rule) -> Rule:
    """A rule of the book for the whole country, with the middle of what it draws."""
    reads = {
        n: dataclasses.replace(r, dim=()) if isinstance(r, Here) else r
        for n, r in rule.reads.items()
    }
    parameters = {
        n: p if isinstance(p, str) else _constant(f"{rule.name}.{n}", p)
        for n, p in rule.parameters.items()
    }
    middle = {n: 0.0 if d.distribution == "normal" else 0.5 for n, d in rule.draws.items()}
    function: Callable[..., Any] = partial(rule.function, **middle) if middle else rule.function
    return dataclasses.replace(
        rule, function=function, reads=reads, parameters=parameters, draws={}
    )


def _constant(path: str, p: Parameter) -> Parameter:
    """A constant for the whole country: added up over the regions, or averaged."""
    if not p.dim:
        return p
    if path in MEANS:
        weights = LEQUENNE.registry.parameters[MEANS[path]].value.astype(float)
        weights = weights / weights.sum()
    elif p.unit.startswith(AMOUNTS):
        weights = np.ones(p.value.shape)
    else:
        raise ValueError(
            f"{path}, in {p.unit}, is no amount; MEANS does not say how it is averaged"
        )
    value, low, high = (np.array((x * weights).sum(), np.float32) for x in (p.value, p.low, p.high))
    return dataclasses.replace(p, value=value, low=low, high=high, dim=())


def _held(modules: list[ModuleType]) -> list[ModuleType]:
    """Systems that hold what the rules read and the economy does not move."""
    here = {_named(module): module for module in modules}
    wanted: dict[str, dict[str, Variable]] = {}
    for path in sorted(set(_read(modules)) - set(VARIABLES)):
        wanted.setdefault(path.partition(".")[0], {})[path] = _held_at(path)
    book = {_named(module): module for module in LEQUENNE.modules}
    further = []
    for system, variables in wanted.items():
        module = here.get(system)
        if module is None:
            module = ModuleType(book[system].__name__, book[system].__doc__)
            further.append(module)
        _give_state(module, state_of(book[system]).__name__, variables)
    return further


def _read(modules: list[ModuleType]) -> Iterator[str]:
    """Paths of the variables that the rules read, or whose first values they take."""
    states, flows = LEQUENNE.registry.states, LEQUENNE.registry.flows
    for rule in (x for module in modules for x in vars(module).values() if isinstance(x, Rule)):
        for source in rule.reads.values():
            if isinstance(source, str) and not source.startswith("outside:"):
                path = source.removeprefix("now:")
                if path not in flows or path in states:
                    yield path
        for p in rule.parameters.values():
            if isinstance(p, str) and p.startswith("initial."):
                yield p.removeprefix("initial.")


def _bring_constants(module: ModuleType, modules: list[ModuleType]) -> None:
    """Let a module declare the constants that other rules, or the steps, take from it by their path."""
    system = _named(module)
    rules = [x for m in modules for x in vars(m).values() if isinstance(x, Rule)]
    named = {p for r in rules for p in r.parameters.values() if isinstance(p, str)}
    named |= {p for p in LEQUENNE.registry.parameters if _paces(p)}
    own = {
        f"{r.name}.{n}" for r in rules for n, p in r.parameters.items() if not isinstance(p, str)
    }
    for path in sorted(named - own):
        head, _, rest = path.partition(".")
        if head == system:
            setattr(module, rest, _constant(path, LEQUENNE.registry.parameters[path]))


def _paces(path: str) -> bool:
    """Whether a constant says how fast a variable that moves comes to its aim."""
    system, _, rest = path.partition(".")
    return system in KEPT["variables"] and rest.startswith("months_") and "." not in rest
