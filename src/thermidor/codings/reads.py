"""An answer knows when it is a definition: what a coding reads, and which interventions act on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from thermidor.codings.classify import outputs_asked
from thermidor.codings.declare import Coding
from thermidor.codings.writes import written_by
from thermidor.engine.declare import Output
from thermidor.engine.model import Model
from thermidor.engine.registry import Registry, UnknownPath

TRIES = 24
"""States on which it is tried whether an element counts."""


class _Watched:
    """A state that notes which of its variables are asked for."""

    def __init__(self, registry: Registry, seen: set[str], system: str = "", values: Any = None):
        self._registry, self._seen, self._system = registry, seen, system
        self._values = values

    def __getattr__(self, name: str) -> Any:
        if not self._system:
            return _Watched(self._registry, self._seen, name, self._values)
        path = f"{self._system}.{name}"
        self._seen.add(path)
        return (
            self._registry.states[path].start.value if self._values is None else self._values[path]
        )


class _Flows(dict[str, Any]):
    """The flows of a month, which note which of them are asked for."""

    def __init__(self, registry: Registry, seen: set[str]):
        super().__init__()
        self._registry, self._seen = registry, seen

    def __missing__(self, name: str) -> Any:
        self._seen.add(name)
        return np.zeros(self._registry.sites[f"flow:{name}"].shape, np.float32)


def read_by_output(registry: Registry, output: Output) -> frozenset[str]:
    """Variables and flows that an output is made of, found by computing it once.

    Args:
        registry: of the model.
        output: of the same model.

    Returns:
        Their paths, and those of its parameters.
    """
    seen: set[str] = set()
    places = _places_of(output)
    given = {a: registry.parameters[p].value for a, p in places.items()}
    output.function(_Watched(registry, seen), _Flows(registry, seen), **given)
    return frozenset(seen | set(places.values()))


def _places_of(output: Output) -> dict[str, str]:
    """Path of the parameter behind each argument."""
    return {
        a: p if isinstance(p, str) else f"{output.path}.{a}" for a, p in output.parameters.items()
    }


def read_by(registry: Registry, coding: Coding) -> frozenset[str]:
    """Variables, flows and parameters of the model that a coding reads through outputs.

    Not counted are the people by whom something is counted, and the phase of the ladder, which only names
    months without soviet power: what is read for that is who holds power.
    """
    return _read_by(registry, coding)


@cache
def _read_by(registry: Registry, coding: Coding) -> frozenset[str]:
    outputs = outputs_asked([coding])
    return frozenset().union(*(read_by_output(registry, registry.outputs[o]) for o in outputs))


def defines(model: Model, coding: Coding, path: str) -> tuple[str, ...]:
    """Which variables that a coding reads an intervention on a path acts on directly.

    A path acts directly on the variable (or flow) that it names, on one whose beginning it is, a flow on the
    stocks that it joins, a decision or an event on the variables into which its month writes it.  What acts
    through a rule or another variable is an effect, however near.

    Args:
        model: that is asked.
        coding: that is asked.
        path: of a variable, parameter, flow, rule, decision or event, whole or one element.

    Returns:
        Paths of what the coding reads; none where an answer about it is no definition.
    """
    return acts_on(model, outputs_asked([coding]), path)


def acts_on(model: Model, outputs: Iterable[str], path: str) -> tuple[str, ...]:
    """Which variables that some outputs are made of an intervention on a path acts on directly.

    Args:
        model: that is asked.
        outputs: their names.
        path: of a variable, parameter, flow, rule, decision or event, whole or one element.

    Returns:
        Paths of what the outputs read; see `defines`.
    """
    registry = model.registry
    try:
        site, slots = registry.resolve(path)
    except UnknownPath:
        return ()
    touched = {site.path, site.path.removeprefix("initial.")}
    if site.kind == "flow":
        f = registry.flows[site.path]
        touched |= {f.source, f.target}
    if site.path in registry.choices:
        touched |= written_by(model.modules).get(site.path, frozenset())
    asked = [registry.outputs[o] for o in outputs]
    found = touched & frozenset[str]().union(*(read_by_output(registry, o) for o in asked))
    if len(slots) < site.size:
        elements = slots - site.offset
        found = {
            v
            for v in found
            if _shape(registry, v) != site.shape
            or any(counts(registry, o, v, elements) for o in asked)
        }
    return tuple(sorted(found))


def _shape(registry: Registry, path: str) -> tuple[int, ...]:
    """Shape of a variable or a parameter."""
    if path in registry.states:
        return registry.states[path].start.value.shape
    return registry.parameters[path].value.shape if path in registry.parameters else ()


def counts(registry: Registry, output: Output, variable: str, elements: np.ndarray) -> bool:
    """Whether some elements of a variable count in an output: another value of theirs gives another output.

    Args:
        registry: of the model.
        output: of the same model.
        variable: path of a variable or a parameter.
        elements: their places in it, flat.
    """
    if variable not in read_by_output(registry, output):
        return False
    rng = np.random.default_rng(0)
    for _ in range(TRIES):
        values = {
            p: (rng.random(v.start.value.shape) * max(float(np.min(v.typical[1])), 1)).astype(
                np.float32
            )
            for p, v in registry.states.items()
        }
        given = {p: registry.parameters[p].value for p in _places_of(output).values()}
        before = _computed(registry, output, values, given)
        for table in (values, given):
            if variable in table:
                moved = table[variable].copy().ravel()
                moved[elements] = 1 - moved[elements]
                table[variable] = moved.reshape(table[variable].shape)
        if not np.array_equal(before, _computed(registry, output, values, given)):
            return True
    return False


def _computed(registry: Registry, output: Output, values: Any, given: Any) -> np.ndarray:
    arguments = {a: given[p] for a, p in _places_of(output).items()}
    world = _Watched(registry, set(), values=values)
    return np.asarray(output.function(world, _Flows(registry, set()), **arguments))


@dataclass(frozen=True)
class Definition:
    """An intervention that acts on what codings read: there its effect is a definition, no finding."""

    path: str
    reads: tuple[str, ...]
    codings: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {"path": self.path, "reads": list(self.reads), "codings": list(self.codings)}


def said(definitions: Sequence[Definition]) -> list[str]:
    """What readers are told of definitions: one line for each set of codings that is touched."""
    lines = []
    for codings in dict.fromkeys(d.codings for d in definitions):
        here = [d for d in definitions if d.codings == codings]
        paths = ", ".join(d.path for d in here)
        reads = ", ".join(dict.fromkeys(r for d in here for r in d.reads))
        which = " and ".join(f"'{c}'" for c in codings)
        one = len(codings) == 1
        lines.append(
            f"By definition: {paths} act{'s' if len(here) == 1 else ''} directly on what the "
            f"coding{'' if one else 's'} {which} read{'s' if one else ''} ({reads}); there the effect is no finding."
        )
    return lines


def defined_by(
    model: Model, codings: Sequence[Coding], paths: Iterable[str]
) -> tuple[Definition, ...]:
    """Interventions that act directly on what codings read.

    Args:
        model: that is asked.
        codings: that are asked.
        paths: of the interventions.

    Returns:
        One for each path that does; none for most.
    """
    out = []
    for path in dict.fromkeys(paths):
        found = {c.name: reads for c in codings if (reads := defines(model, c, path))}
        if found:
            reads = tuple(sorted({r for rs in found.values() for r in rs}))
            out.append(Definition(path, reads, tuple(found)))
    return tuple(out)
