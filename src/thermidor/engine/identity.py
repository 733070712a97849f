"""What results depend on, in parts: declarations, formulas, code, data, machine.

Whoever keeps something that was made from a model keeps its identity beside it, put together from
the parts that it read.  When a part changes, what was kept is out of date, and the identity says why:

    >>> from thermidor.theories import lequenne
    >>> model = lequenne()
    >>> made_by = Identity(declarations(model.registry), formulas(model.registry, model.month))
    >>> made_by.changed(made_by.account())
    ()
    >>> made_by.changed(made_by.account() | {"formulas": "others"})
    ('formulas',)

| part | changes with | is the same on every machine |
|---|---|---|
| `declarations` | values, ranges, units, bounds, inputs, draws, ends, options, outside series | yes |
| `structure` | those declarations that are built into a program: no value, no range, no unit | yes |
| `formulas` | what a rule, a step or an output computes, with the helpers that it calls | yes |
| `code` | what the engine does | yes |
| `sources` | files of the package that hold code | yes |
| `data` | files of the package that hold data | yes |
| `machine` | library, processor, options of the compiler, width of a tile | no |
"""

from __future__ import annotations

import functools
import importlib
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import jax
import numpy as np

from thermidor.engine.contents import DECLARED, Contents, digest
from thermidor.engine.declare import DIMENSIONS, Here, Output, Rule
from thermidor.engine.model import Model
from thermidor.engine.registry import Registry

ROOT = Path(__file__).resolve().parents[1]
"""Folder of the package."""

ENGINE = "thermidor.engine"
PACKAGES = (ENGINE, "thermidor.model", "thermidor.theories")
"""The code that decides what a month is."""

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
"""Version of the language, on which the form of compiled code depends."""


@dataclass(frozen=True)
class Part:
    """A part of what results depend on.

    Args:
        name: in the plural, as in "the formulas changed".
        entries: what it is made of: names, and a text that changes with what is named.
        files: of a part made of compiled code, hash of its files; by it versions of Python are compared.
    """

    name: str
    entries: Mapping[str, str]
    files: str = ""

    @functools.cached_property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that stand for the part."""
        return digest(*(f"{name}={text}" for name, text in sorted(self.entries.items())))

    def __str__(self) -> str:
        return f"{self.digest}/{PYTHON}/{self.files}" if self.files else self.digest

    def same(self, kept: str) -> bool:
        """Whether a part that was kept as text says the same.

        Compiled code of another version of Python cannot be compared: then its files are, to the byte.
        """
        told, python, files = (*kept.split("/"), "", "")[:3]
        if self.files and python and python != PYTHON:
            return files == self.files
        return told == self.digest

    def changed(self, other: Part) -> tuple[str, ...]:
        """Names of the entries that another state of the part has otherwise, lacks or adds."""
        mine, theirs = self.entries, other.entries
        return tuple(sorted(n for n in {*mine, *theirs} if mine.get(n) != theirs.get(n)))


class Identity:
    """Some parts together.

    Args:
        parts: each once.
    """

    def __init__(self, *parts: Part):
        self.parts = {p.name: p for p in parts}
        if len(self.parts) < len(parts):
            raise ValueError("a part of an identity is given twice")

    @functools.cached_property
    def short(self) -> str:
        """Sixteen hexadecimal digits that change with any part."""
        return digest(*(f"{name} {self.parts[name].digest}" for name in sorted(self.parts)))

    def account(self) -> dict[str, str]:
        """The parts as texts by name, to be kept with what was made."""
        return {name: str(part) for name, part in self.parts.items()}

    def changed(self, kept: Mapping[str, str]) -> tuple[str, ...]:
        """Names of the parts that differ from an account kept earlier, or were not told in it."""
        return tuple(n for n, part in self.parts.items() if not part.same(str(kept.get(n, ""))))

    def __str__(self) -> str:
        told = ", ".join(f"{name} {part.digest}" for name, part in self.parts.items())
        return f"{self.short} ({told})"


# -- of a model --------------------------------------------------------------------------------


def declarations(registry: Registry) -> Part:
    """Everything that a model declares, but for words and grounds.

    Args:
        registry: of the model.
    """
    entries = {name: digest(built, rest) for name, built, rest in _declared(registry)}
    return Part("declarations", entries)


def structure(registry: Registry) -> Part:
    """What of the declarations is built into a program; values of parameters and series are given to it.

    Args:
        registry: of the model.
    """
    return Part("structure", {name: digest(built) for name, built, _ in _declared(registry)})


def formulas(model: Model) -> Part:
    """What the rules, steps and outputs of a model compute, with all that they call.

    Args:
        model: whose rules may stand in any package.
    """
    registry, month = model.registry, model.month
    functions = [
        *((f"rule {path}", r.function) for path, r in registry.rules.items()),
        *((f"output {name}", o.function) for name, o in registry.outputs.items()),
        *((f"constraint {name}", k.function) for name, k in registry.constraints.items()),
    ]
    steps = [m.step for m in model.modules]
    ours = {_top(f) for f in (month, *steps, *(f for _, f in functions))} | {"thermidor"}

    def followed(module: str) -> bool:
        return module.partition(".")[0] in ours and not _within(module, (ENGINE,))

    contents = Contents(followed)
    order = [contents.of(module) for module in model.modules]
    entries = {"month": digest(*order) if order else contents.of(month)}
    entries |= {name: contents.of_formula(f) for name, f in functions}
    for name, text in contents.found.items():  # a step may hold another rule than the registry
        entries[name] = text if entries.get(name, text) == text else digest(text, entries[name])
    return Part("formulas", entries, _files_of_model(registry).digest)


def fingerprint(model: Model) -> str:
    """Short hash of what a model declares and computes.

    Args:
        model: of any theory.

    Returns:
        Sixteen hexadecimal digits.
    """
    return Identity(declarations(model.registry), formulas(model)).short


def _top(f: Any) -> str:
    return str(getattr(f, "__module__", None) or "").partition(".")[0]


def _within(module: str, packages: Iterable[str]) -> bool:
    return any(module == p or module.startswith(f"{p}.") for p in packages)


def _files_of_model(registry: Registry) -> Part:
    """The files in which the rules and outputs of a model stand, with those of the book's."""
    declared = [*registry.rules.values(), *registry.outputs.values()]
    modules = {getattr(d.function, "__module__", "") for d in declared}
    files = {str(getattr(sys.modules.get(m), "__file__", None) or "") for m in modules if m}
    own = {f for f in files if f and not Path(f).is_relative_to(ROOT)}
    return Part("files", _content(sorted([*own, *map(str, _matching(["model/**/*.py"]))])))


def _declared(registry: Registry) -> Iterator[tuple[str, str, str]]:
    """Each declaration: its name, what is built into a program of it, and the rest that counts."""
    axes: set[str] = set()
    for path, p in registry.parameters.items():
        axes |= {*p.dim}
        numbers = _numbers(p.value), _numbers(p.low), _numbers(p.high)
        yield f"parameter {path}", repr(p.dim), f"{numbers} {p.unit}"
    for path, v in registry.states.items():
        yield f"variable {path}", repr((v.dim, v.low, v.high)), f"{v.unit} {v.quantity}"
    for path, r in registry.rules.items():
        axes |= {d for x in r.draws.values() for d in x.dim}
        yield f"rule {path}", _inputs(r), f"{r.implements} {r.unit}"
    for path, f in registry.flows.items():
        axes |= {*f.dim}
        yield f"flow {path}", repr((f.source, f.target, f.dim)), f"{f.quantity} {f.unit}"
    for path, c in registry.choices.items():
        axes |= {*c.dim}
        yield f"choice {path}", repr((c.options, c.dim)), c.kind
    for name, o in registry.outputs.items():
        own = _parameters_of(o)
        yield f"output {name}", repr((o.low, o.high, own)), f"{o.unit} {o.system}"
    for name, k in registry.constraints.items():
        yield f"constraint {name}", "", f"{k.parameters} {k.tolerance} {k.unit}"
    for name, s in registry.outside.items():
        yield f"outside {name}", "", f"{_numbers(s.values)} {s.unit}"
    for axis in sorted(axes):
        yield f"axis {axis}", repr(DIMENSIONS[axis]), ""
    sites = [(key, s.kind, s.offset, s.shape) for key, s in registry.sites.items()]
    streams = [(path, s.offset) for path, s in registry.streams.items()]
    yield "order", repr((sites, streams, [*registry.outside], [*registry.outputs])), ""


def _numbers(x: np.ndarray) -> str:
    """An array to the last bit."""
    return f"{x.dtype.str}{x.shape}{x.tobytes().hex()}"


def _inputs(r: Rule) -> str:
    """What a rule is given and what takes its place when it is off."""
    reads = {a: ("here", s.dim) if isinstance(s, Here) else s for a, s in r.reads.items()}
    parameters = _parameters_of(r)
    draws = {a: (d.distribution, d.dim, d.every) for a, d in r.draws.items()}
    neutral = Contents(lambda module: False).of(r.neutral)
    return f"{reads} {parameters} {draws} {neutral}"


def _parameters_of(x: Rule | Output) -> dict[str, str]:
    """Where each parameter of a rule or an output is declared, by argument."""
    return {a: p if isinstance(p, str) else "own" for a, p in x.parameters.items()}


# -- of the program ----------------------------------------------------------------------------


def code() -> Part:
    """What the engine does, and what has been replaced in it while Python runs."""
    contents = Contents(lambda module: False)
    entries = {}
    paths = _matching(["engine/*.py"])
    for path in paths:
        name = ENGINE if path.stem == "__init__" else f"{ENGINE}.{path.stem}"
        module = importlib.import_module(name)
        entries |= {f"{name}.{n}": text for n, text in _members(contents, module)}
    return Part("code", entries, Part("files", _content(map(str, paths))).digest)


def _members(contents: Contents, module: ModuleType) -> Iterator[tuple[str, str]]:
    """The functions, classes and constants of a module; not what it keeps for itself as it goes."""
    for name, x in sorted(vars(module).items()):
        if (
            name.startswith("__") or x is DIMENSIONS
        ):  # the axes of a model belong to its declarations
            continue
        own = getattr(x, "__module__", None) == module.__name__
        whole = getattr(x, "__wrapped__", x)
        if isinstance(whole, FunctionType):
            yield name, contents.function(whole) if own else contents.of(whole)
        elif isinstance(x, type):
            yield name, contents.members(x) if own else contents.of(x)
        elif name.isupper() and not isinstance(x, DECLARED):
            yield name, contents.of(x)


def sources(*patterns: str) -> Part:
    """Files of the package that hold code.

    Args:
        patterns: of paths within the package, such as "experiments/particles/*.py".

    Raises:
        FileNotFoundError: where a pattern fits nothing.
    """
    return Part("sources", _content(map(str, _matching(patterns))))


def data(*patterns: str) -> Part:
    """Files of the package that hold data.

    Args:
        patterns: of paths within the package, such as "record/data/figures.jsonl".

    Raises:
        FileNotFoundError: where a pattern fits nothing.
    """
    return Part("data", _content(map(str, _matching(patterns))))


def _matching(patterns: Iterable[str]) -> list[Path]:
    found: set[Path] = set()
    for pattern in patterns:
        fitting = [path for path in ROOT.glob(pattern) if path.is_file()]
        if not fitting:
            raise FileNotFoundError(f"no file of the package fits {pattern}")
        found |= {*fitting}
    return sorted(found)


def _content(paths: Iterable[str]) -> dict[str, str]:
    found = {}
    for path in map(Path, paths):
        state = path.stat()
        name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name
        found[str(name)] = _content_of(path, state.st_mtime_ns, state.st_size)
    return found


@functools.cache
def _content_of(path: Path, changed: int, size: int) -> str:
    return digest(path.read_bytes().hex())


# -- of the machine ----------------------------------------------------------------------------


def machine(*, tile: int = 0, devices: Sequence[jax.Device] = ()) -> Part:
    """What last bits depend on beside the model: library, processor, options, width of a tile.

    Args:
        tile: histories computed together; 0 where nothing is computed in tiles.
        devices: on which it is computed, where that is known.
    """
    flags = [f for f in os.environ.get("XLA_FLAGS", "").split() if "device_count" not in f]
    return Part(
        "machine",
        {
            "jax": jax.__version__,
            "jaxlib": version("jaxlib"),
            "instructions": instructions(),
            "flags": " ".join(flags),
            "dtype": "float64" if getattr(jax.config, "jax_enable_x64", False) else "float32",
            "tile": str(tile),
            "devices": ", ".join(sorted({d.device_kind for d in devices})),
        },
    )


@functools.cache
def instructions() -> str:
    """What this processor can do: machine code for another one may not run here."""
    with suppress(OSError), open("/proc/cpuinfo") as f:
        return next((line for line in f if line.startswith(("flags", "Features"))), "")
    return platform.processor()
