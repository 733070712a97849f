"""A theory: the systems of a model in the order of a month, and where it departs from another theory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import ModuleType

import equinox as eqx

from thermidor.engine.declare import DIMENSIONS, Outside, Rule, System
from thermidor.engine.model import Model
from thermidor.engine.month import Month
from thermidor.engine.registry import ModelError, Registry

Phases = Mapping[str, tuple[ModuleType, ...]]
"""The month: titles of its phases, each with its systems' modules in the order in which they run."""


@dataclass(frozen=True, eq=False)
class Theory:
    """What a model is made of, before it is built.

    A module holds one system: its state (one class derived from `System`), its rules, flows, choices
    and outputs, and the function `step` that is its month.

    Attributes:
        name: by which users choose it ("lequenne").
        phases: the table of the month.
        outside: series from outside the system.
        replaces: rules that stand in for others, by the path of the rule replaced; they take over its
            path, and with it its switch and its place in the month.
        adds: further systems, each with the phase at whose end it runs; a new phase comes last.
        axes: the named axes along which its state lies, as `dimension` declared them.
        title: what readers see, by language ("en", "fr").
        summary: thesis and holders in a sentence or two, by language.

    Example:
        >>> from thermidor.theories.book import LEQUENNE
        >>> same = LEQUENNE.rival("the-same", title={"en": "The book's under another name"})
        >>> same.registry.rules.keys() == LEQUENNE.registry.rules.keys()
        True
    """

    name: str
    phases: Phases
    outside: Sequence[Outside] = ()
    replaces: Mapping[str, Rule] = field(default_factory=dict)
    adds: Sequence[tuple[str, ModuleType]] = ()
    axes: Sequence[str] = ()
    title: Mapping[str, str] = field(default_factory=dict)
    summary: Mapping[str, str] = field(default_factory=dict)

    def rival(
        self,
        name: str,
        *,
        replaces: Mapping[str, Rule] | None = None,
        adds: Sequence[tuple[str, ModuleType]] = (),
        axes: Sequence[str] = (),
        title: Mapping[str, str] | None = None,
        summary: Mapping[str, str] | None = None,
    ) -> Theory:
        """This theory with some of its rules replaced and some systems added.

        Args:
            name: of the rival.
            replaces: rules by the path of the rule that they replace.
            adds: phase and module of each further system.
            axes: that the further systems use.
            title: what readers see, by language.
            summary: its thesis, by language.

        Returns:
            The rival; what it does not name is as here, and takes the same draws.
        """
        return replace(
            self,
            name=name,
            replaces={**self.replaces, **(replaces or {})},
            adds=(*self.adds, *adds),
            axes=(*self.axes, *axes),
            title=title or {},
            summary=summary or {},
        )

    @cached_property
    def order(self) -> dict[str, tuple[ModuleType, ...]]:
        """The phases of the month with the added systems in their places."""
        order = dict(self.phases)
        for title, module in self.adds:
            order[title] = (*order.get(title, ()), module)
        return order

    @property
    def modules(self) -> tuple[ModuleType, ...]:
        """The modules of all systems, in the order of the month."""
        return tuple(module for modules in self.order.values() for module in modules)

    @cached_property
    def registry(self) -> Registry:
        """Everything that the theory declares.

        Raises:
            ModelError: when its declarations contradict one another.
        """
        unknown = [axis for axis in self.axes if axis not in DIMENSIONS]
        if unknown:
            raise ModelError(f"theory {self.name} uses axes that nobody has declared: {unknown}")
        registry = Registry(world_of(self.modules), self.modules, self.outside, self.replaces)
        strange = registry.axes - set(self.axes)
        if strange:
            raise ModelError(
                f"theory {self.name} lies along axes that it does not name: {sorted(strange)}"
            )
        return registry

    @cached_property
    def model(self) -> Model:
        """The model, built once: what a simulator runs."""
        return Model(self.registry, self.month, self.name, self.modules)

    def month(self, m: Month) -> None:
        """One month of one history, system by system.

        Args:
            m: the month; each system reads last month's world and what ran before it in this one.
        """
        for title, modules in self.order.items():
            with m.phase(title):
                for module in modules:
                    m.run(module)


def state_of(module: ModuleType) -> type[System]:
    """The class of the state that a system's module declares.

    Args:
        module: of a system.

    Returns:
        Its one class derived from `System`.

    Raises:
        ModelError: when there is none, or more than one.
    """
    own = [
        item
        for item in vars(module).values()
        if isinstance(item, type)
        and issubclass(item, System)
        and item.__module__ == module.__name__
    ]
    if len(own) != 1:
        raise ModelError(
            f"{module.__name__} declares {len(own)} classes of state; a system has one"
        )
    return own[0]


def world_of(modules: Sequence[ModuleType]) -> type:
    """The class of the state of the whole: one field a system, in the order of the modules.

    Args:
        modules: of the systems.

    Returns:
        A frozen tree of the systems' states.
    """
    fields = {m.__name__.rpartition(".")[2]: state_of(m) for m in modules}
    body = {
        "__annotations__": fields,
        "__doc__": "The whole at the end of a month.",
        "__module__": __name__,
    }
    return type("World", (eqx.Module,), body)
