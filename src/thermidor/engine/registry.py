"""The registry: everything a model declares, found by walking its modules, never listed by hand."""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import numpy as np

from thermidor.engine.declare import (
    DIMENSIONS,
    Choice,
    Constraint,
    Draw,
    Flow,
    Here,
    Output,
    Outside,
    Parameter,
    Rule,
    System,
    Variable,
    handed_on,
)
from thermidor.errors import Sendable, alike, nearest


class ModelError(Exception):
    """The declarations of a model contradict one another."""


class UnknownPath(Sendable, KeyError):
    """A path that names nothing in the model; its text suggests the nearest names."""

    def __init__(self, path: str, known: Iterable[str]):
        self.path = path
        self.near = alike(path, known, cutoff=0.5)
        super().__init__(path)

    def __str__(self) -> str:
        hint = f"; nearest: {', '.join(self.near)}" if self.near else ""
        return f"nothing in the model is called '{self.path}'{hint}"


@dataclass(frozen=True)
class Site:
    """A place where an intervention can act: `size` consecutive slots from `offset`."""

    path: str
    kind: str
    offset: int
    shape: tuple[int, ...]
    options: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Number of slots."""
        return int(np.prod(self.shape, dtype=int)) if self.shape else 1

    @property
    def slots(self) -> slice:
        """The slots as a slice."""
        return slice(self.offset, self.offset + self.size)


@dataclass(frozen=True)
class Stream:
    """A named stream of draws: where its words lie in the month's block."""

    path: str
    draw: Draw
    offset: int
    shape: tuple[int, ...]

    @property
    def size(self) -> int:
        """Number of draws a month."""
        return int(np.prod(self.shape, dtype=int)) if self.shape else 1


def _parts(neutral: Any) -> int:
    """How many results a rule gives."""
    return len(neutral) if isinstance(neutral, tuple) else 1


def _shape(dim: Sequence[str]) -> tuple[int, ...]:
    return tuple(len(DIMENSIONS[d]) for d in dim)


class Registry:
    """All declarations of a model by path.

    Args:
        world: the class of the state; its fields are `System` classes.
        modules: the modules that hold rules, flows, choices, parameters and outputs; the
            last part of a module's name is the name of its system.
        outside: the series from outside the system.
        replaces: rules that stand in for others, by the path of the rule replaced.

    Raises:
        ModelError: on duplicate names, unknown reads, missing grounds, a replacement that does not fit.
    """

    def __init__(
        self,
        world: type,
        modules: Sequence[ModuleType],
        outside: Sequence[Outside] = (),
        replaces: Mapping[str, Rule] | None = None,
    ):
        self.world_type = world
        self.systems: dict[str, type[System]] = {
            n: f.type
            for n, f in world.__dataclass_fields__.items()  # type: ignore[misc]
        }
        self.states: dict[str, Variable] = {}
        self.parameters: dict[str, Parameter] = {}
        self.rules: dict[str, Rule] = {}
        self.flows: dict[str, Flow] = {}
        self.choices: dict[str, Choice] = {}
        self.outputs: dict[str, Output] = {}
        self.outside: dict[str, Outside] = {}
        self.constraints: dict[str, Constraint] = {}
        self._replaces = dict(replaces or {})
        self._stand_ins = tuple(self._replaces.values())
        problems: list[str] = []
        for o in outside:
            self._add(self.outside, o.name, o, problems)
        for name, system in self.systems.items():
            for field, v in system.variables().items():
                self._add(self.states, f"{name}.{field}", v, problems)
                self._add(self.parameters, f"initial.{name}.{field}", v.start, problems)
                if v.gives:
                    given = handed_on(name, field, v, system.__module__)
                    self._add(self.outputs, v.gives, given, problems)
        self._elsewhere: list[tuple[str, Rule | Flow | Choice]] = []
        for module in modules:
            self._walk(module, problems)
        problems += self._strays()
        for name in self._replaces:
            hint = nearest(name, self.rules, cutoff=0.5)
            problems.append(f"{name} is to be replaced but is no rule{hint}")
        problems += self._unresolved()
        if problems:
            raise ModelError("; ".join(problems))
        self._lay_out()

    def _add(self, table: dict[str, Any], path: str, item: Any, problems: list[str]) -> None:
        if path in table:
            problems.append(f"{path} is declared twice")
        table[path] = item

    def _walk(self, module: ModuleType, problems: list[str]) -> None:
        """Take what a module declares; what it has imported from another belongs to that one."""
        system = module.__name__.rsplit(".", 1)[-1]
        for label, item in vars(module).items():
            if any(item is new for new in self._stand_ins):
                continue  # it runs in another's place, wherever it is written
            if isinstance(item, Rule | Flow | Choice) and item.system != system:
                self._elsewhere.append((module.__name__, item))
            elif isinstance(item, Rule):
                rule = self._standing_in(item, problems)
                self._add(self.rules, rule.name, rule, problems)
                for argument, p in rule.parameters.items():
                    if isinstance(p, Parameter):
                        self._add(self.parameters, f"{rule.name}.{argument}", p, problems)
            elif isinstance(item, Flow):
                self._add(self.flows, item.name, item, problems)
            elif isinstance(item, Choice):
                self._add(self.choices, item.path, item, problems)
            elif isinstance(item, Output):
                self._add(self.outputs, item.name, item, problems)
                for argument, p in item.parameters.items():
                    if isinstance(p, Parameter):
                        self._add(self.parameters, f"{item.path}.{argument}", p, problems)
            elif isinstance(item, Constraint):
                self._add(self.constraints, item.name, item, problems)
            elif isinstance(item, Parameter):
                path = f"{system}.{label.lower()}"
                if any(item is p for p in self.parameters.values()):
                    problems.append(
                        f"parameter {path} is another one's declaration: name its path instead"
                    )
                self._add(self.parameters, path, item, problems)

    def _strays(self) -> list[str]:
        """What stands in a module without belonging to its system, nor to another module's."""
        return [
            f"{module} holds {path}, which no module of its own system declares"
            for module, item in self._elsewhere
            if (path := item.path if isinstance(item, Choice) else item.name)
            not in (self.choices if isinstance(item, Choice) else {**self.rules, **self.flows})
        ]

    def _standing_in(self, item: Rule, problems: list[str]) -> Rule:
        """A rule, or the one that replaces it, under the same path."""
        if item.name not in self._replaces:
            return item
        new = replace(self._replaces.pop(item.name), name=item.name)
        strangers = sorted(set(new.passed) - set(item.passed))
        if strangers:
            problems.append(
                f"the rule that replaces {item.name} wants {', '.join(strangers)} from its step, which "
                f"passes {', '.join(item.passed) or 'nothing'}"
            )
        if _parts(new.neutral) != _parts(item.neutral):
            problems.append(
                f"the rule that replaces {item.name} gives {_parts(new.neutral)} results, "
                f"not {_parts(item.neutral)}"
            )
        return new

    def _unresolved(self) -> list[str]:
        out = []
        for r in self.rules.values():
            if not r.grounds.stated:
                out.append(f"rule {r.name} names neither a record id nor an assumption")
            for source in r.reads.values():
                if isinstance(source, Here):
                    continue
                head, _, rest = source.partition(":")
                if head == "outside":
                    if rest not in self.outside:
                        out.append(f"rule {r.name} reads {source}, which is not declared")
                elif head == "now":
                    if (
                        rest not in self.flows
                        and rest.rsplit(".", 1)[0] not in self.systems
                        and not self._is_variable(rest)
                    ):
                        out.append(f"rule {r.name} reads {source}, which is not declared")
                elif not self._is_variable(source):
                    out.append(f"rule {r.name} reads {source}, which is not declared")
            for p in r.parameters.values():
                if isinstance(p, str) and p not in self.parameters:
                    out.append(f"rule {r.name} uses parameter {p}, which is not declared")
        for path, p in self.parameters.items():
            if not p.grounds.stated:
                out.append(f"parameter {path} states no grounds")
        for f in self.flows.values():
            if not f.grounds.stated:
                out.append(f"flow {f.name} states no grounds")
            for end in (f.source, f.target):
                if end.startswith("border:"):
                    continue
                if end not in self.states or self.states[end].quantity != f.quantity:
                    out.append(f"flow {f.name} touches {end}, which is no stock of {f.quantity}")
        for c in self.choices.values():
            if not c.grounds.stated:
                out.append(f"choice {c.path} states no grounds")
        for o in self.outputs.values():
            if not o.grounds.stated:
                out.append(f"output {o.name} states no grounds")
            for p in o.parameters.values():
                if isinstance(p, str) and p not in self.parameters:
                    out.append(f"output {o.name} uses parameter {p}, which is not declared")
        for k in self.constraints.values():
            if not k.grounds.stated:
                out.append(f"constraint {k.name} states no grounds")
            for p in k.parameters.values():
                if p not in self.parameters:
                    out.append(f"constraint {k.name} joins parameter {p}, which is not declared")
        return out

    def _is_variable(self, path: str) -> bool:
        if path in self.states:
            return True
        head, _, element = path.rpartition(".")
        v = self.states.get(head)
        return bool(v and v.dim and element in DIMENSIONS[v.dim[0]])

    def _lay_out(self) -> None:
        """Give every site its slots, every parameter its place, every stream its words."""
        self.sites: dict[str, Site] = {}
        offset = 0

        def site(
            path: str, kind: str, shape: tuple[int, ...], options: tuple[str, ...] = ()
        ) -> None:
            nonlocal offset
            key = path if kind != "flow" else f"flow:{path}"
            if key in self.sites:
                raise ModelError(f"{path} is the name of a {self.sites[key].kind} and of a {kind}")
            self.sites[key] = Site(path, kind, offset, shape, options)
            offset += self.sites[key].size

        for path, v in self.states.items():
            site(path, "variable", _shape(v.dim))
        for path, p in self.parameters.items():
            site(path, "parameter", p.value.shape)
        for path, f in self.flows.items():
            site(path, "flow", _shape(f.dim))
        for path in self.rules:
            site(path, "rule", ())
        for path, c in self.choices.items():
            site(path, c.kind, _shape(c.dim), c.options)
        for path in self.outside:
            site(f"outside.{path}", "outside", ())
        self.slots = offset
        self.parameter_slots = slice(
            min((s.offset for s in self.sites.values() if s.kind == "parameter"), default=0),
            max((s.slots.stop for s in self.sites.values() if s.kind == "parameter"), default=0),
        )
        self.parameter_place: dict[str, slice] = {
            path: slice(
                self.sites[path].offset - self.parameter_slots.start,
                self.sites[path].slots.stop - self.parameter_slots.start,
            )
            for path in self.parameters
        }
        self.streams: dict[str, Stream] = {}
        words = {"month": 0, "year": 0}

        def stream(path: str, draw: Draw) -> None:
            self.streams[path] = Stream(path, draw, words[draw.every], _shape(draw.dim))
            words[draw.every] += self.streams[path].size

        for r in self.rules.values():
            for name, d in r.draws.items():
                stream(f"{r.name}.{name}", d)
        for path, c in self.choices.items():
            stream(f"{path}.luck", Draw("uniform", c.dim))
        self.words = words

    @property
    def axes(self) -> set[str]:
        """The named axes along which anything declared lies."""
        items = [
            *self.states.values(),
            *self.parameters.values(),
            *self.flows.values(),
            *self.choices.values(),
        ]
        drawn = [d for r in self.rules.values() for d in r.draws.values()]
        return {axis for item in (*items, *drawn) for axis in item.dim}

    @property
    def point(self) -> np.ndarray:
        """All parameters at their point values, flat, in the order of `parameters`."""
        return np.concatenate([p.value.ravel() for p in self.parameters.values()]).astype(
            np.float32
        )

    @property
    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper ends of all prior ranges, flat."""
        low = np.concatenate([p.low.ravel() for p in self.parameters.values()])
        high = np.concatenate([p.high.ravel() for p in self.parameters.values()])
        return low.astype(np.float32), high.astype(np.float32)

    def resolve(self, path: str, kinds: Sequence[str] | None = None) -> tuple[Site, np.ndarray]:
        """Find the slots that a path names.

        Args:
            path: of a variable, parameter, flow, rule, decision, event or outside series, whole
                or one element of it ("countryside.sown.volga").
            kinds: only sites of these kinds.

        Returns:
            The site and the numbers of the slots meant.

        Raises:
            UnknownPath: with the nearest names.
        """
        candidates = {k: s for k, s in self.sites.items() if kinds is None or s.kind in kinds}
        for key in (path, f"flow:{path}"):
            if key in candidates:
                s = candidates[key]
                return s, np.arange(s.offset, s.offset + s.size)
        expanded = self.expanded()
        for key in (path, f"flow:{path}"):
            if key in expanded and expanded[key][0] in candidates:
                s = candidates[expanded[key][0]]
                return s, s.offset + expanded[key][1]
        raise UnknownPath(path, [k.removeprefix("flow:") for k in [*candidates, *expanded]])

    def expanded(self) -> dict[str, tuple[str, np.ndarray]]:
        """Paths of single elements: path -> (key of its site, numbers within the site)."""
        if not hasattr(self, "_expanded"):
            table: dict[str, tuple[str, np.ndarray]] = {}
            for key, s in self.sites.items():
                if not s.shape:
                    continue
                numbers = np.arange(s.size).reshape(s.shape)
                dims = self._dims(key, s)
                for depth in range(1, len(dims) + 1):
                    for index in itertools.product(*(range(n) for n in s.shape[:depth])):
                        labels = [DIMENSIONS[d][i] for d, i in zip(dims, index, strict=False)]
                        if "{" in key:
                            name = key
                            for d, label in zip(dims, labels, strict=False):
                                name = name.replace("{" + d + "}", label)
                        else:
                            name = ".".join([key, *labels])
                        table[name] = (key, np.atleast_1d(numbers[index]).ravel())
            self._expanded = table
        return self._expanded

    def _dims(self, key: str, s: Site) -> tuple[str, ...]:
        if s.kind == "variable":
            return self.states[s.path].dim
        if s.kind == "parameter":
            return self.parameters[s.path].dim
        if s.kind == "flow":
            return self.flows[s.path].dim
        return self.choices[s.path].dim

    def paths(self) -> list[str]:
        """Every path that an intervention can name, whole sites first."""
        return [k.removeprefix("flow:") for k in [*self.sites, *self.expanded()]]


def stream_ids(path: str, size: int) -> np.ndarray:
    """Stable 32-bit numbers for the words of a named stream, two words each.

    Args:
        path: of the stream.
        size: number of draws.

    Returns:
        `ceil(size / 2)` numbers that depend on nothing but the path and the position.
    """
    return np.array([zlib.crc32(f"{path}#{k}".encode()) for k in range((size + 1) // 2)], np.uint32)
