"""What a larger model would cost: time to compile, memory and time to run against the number of rules.

A smaller model leaves systems out and holds their state.  A larger one has further systems: copies
of those that there are, under other names, with their own state, constants, draws, interventions
and outputs.  A copy reads its own copies where the original reads originals; what has not been
copied it reads from the original.  Each size is compiled in one process, and run in another that
loads what the first has stored.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import CodeType, FunctionType, ModuleType, new_class
from typing import Any

SIZES = (0.5, 1.0, 1.5, 2.0, 2.6)
"""Numbers of rules, over today's."""
HISTORIES = 1000
COLUMNS = {
    "rules": "rules",
    "slots": "slots",
    "draws": "draws a month",
    "instructions": "instructions",
    "kernels": "kernels",
    "trace_s": "trace, s",
    "compile_s": "XLA, s",
    "made_s": "made, s",
    "made_cpu_s": "of it CPU, s",
    "made_MiB": "peak, MiB",
    "stored_MiB": "on disk, MiB",
    "load_s": "load, s",
    "run_s": "1,000 histories, s",
    "run_cpu_s": "CPU, s",
    "run_MiB": "peak, MiB",
}


# -- a model of another size -----------------------------------------------------------------------


class _Copy:
    """Copies of modules whose systems, and all that they declare, bear other names.

    Args:
        systems: name of a system -> name of its copy.
    """

    def __init__(self, systems: Mapping[str, str]):
        self.systems = systems
        self.path = re.compile(rf"^((?:now:|initial\.)?)({'|'.join(systems)})\.")
        self.made: dict[int, Any] = {}

    def name(self, text: str) -> str:
        """A path as the copy calls it; any other text as it is."""
        return self.path.sub(lambda found: f"{found[1]}{self.systems[found[2]]}.", text)

    def own(self, path: str, system: str) -> str:
        """A new name for what a system declares under a path that need not begin with its name."""
        new = self.name(path)
        return f"{self.systems[system]}.{path}" if new == path else new

    def module(self, module: ModuleType) -> ModuleType:
        """The copy of a module, and of what it has taken from modules that are copied too."""
        if id(module) in self.made:
            return self.made[id(module)]
        package, _, system = module.__name__.rpartition(".")
        copy = ModuleType(f"{package}.{self.systems[system]}", module.__doc__)
        self.made[id(module)] = copy
        for label, item in vars(module).items():
            if not label.startswith("__"):
                setattr(copy, label, self.item(item))
        return copy

    def item(self, item: Any) -> Any:
        """The copy of a declaration or function, or the thing itself where none is needed."""
        from thermidor.engine.declare import Choice, Constraint, Flow, Output, Parameter, Rule

        if isinstance(item, tuple | list):
            parts = [self.item(x) for x in item]
            changed = any(a is not b for a, b in zip(parts, item, strict=True))
            return type(item)(parts) if changed and type(item) in (tuple, list) else item
        if isinstance(item, dict):
            return {k: self.item(x) for k, x in item.items()}
        if not isinstance(
            item, Rule | Flow | Choice | Output | Constraint | Parameter | FunctionType
        ):
            return item
        if id(item) not in self.made:
            self.made[id(item)] = self.fresh(item)
        return self.made[id(item)]

    def fresh(self, item: Any) -> Any:
        """A new declaration or function."""
        from thermidor.engine.declare import Choice, Constraint, Flow, Output, Parameter, Rule

        if isinstance(item, FunctionType):
            return self.function(item)
        if isinstance(item, Parameter):
            home = next((s for s, ps in _parameters().items() if id(item) in ps), None)
            return dataclasses.replace(item) if home in self.systems else item
        # An output may belong to another system of the record than the one whose module gives it.
        seen = isinstance(item, Output)
        system = item.function.__module__.rpartition(".")[2] if seen else item.system
        if system not in self.systems:
            return item
        if isinstance(item, Constraint):
            paths = {a: self.name(p) for a, p in item.parameters.items()}
            return dataclasses.replace(item, name=self.name(item.name), parameters=paths)
        if isinstance(item, Rule):
            return dataclasses.replace(
                item,
                function=self.function(item.function),
                reads={a: self.name(r) if isinstance(r, str) else r for a, r in item.reads.items()},
                parameters=self.parameters(item),
                name=self.name(item.name),
            )
        if isinstance(item, Flow):
            ends = {
                end: self.name(path)
                if path.startswith("border:") or path.split(".")[0] in self.systems
                else f"border:{path}"
                for end, path in (("source", item.source), ("target", item.target))
            }
            return dataclasses.replace(item, name=self.name(item.name), **ends)
        if isinstance(item, Choice):
            return dataclasses.replace(
                item, path=self.own(item.path, system), system=self.systems[system]
            )
        assert isinstance(item, Output)
        return dataclasses.replace(
            item,
            name=f"{self.systems[system]}.{item.name}",
            system=self.systems[system],
            function=self.seen(item.function),
            path=self.name(item.path),
            parameters=self.parameters(item),
        )

    def parameters(self, item: Any) -> dict[str, Any]:
        """The parameters of the copy of a rule or an output."""
        return {
            a: self.name(p) if isinstance(p, str) else dataclasses.replace(p)
            for a, p in item.parameters.items()
        }

    def function(self, function: FunctionType) -> Any:
        """A function of a copied module, whose names and paths mean those of the copy."""
        home = sys.modules.get(function.__module__)
        if home is None or home.__name__.rpartition(".")[2] not in self.systems:
            return function
        copy = FunctionType(
            self.code(function.__code__),
            vars(self.module(home)),
            function.__name__,
            function.__defaults__,
            function.__closure__,
        )
        copy.__kwdefaults__ = function.__kwdefaults__
        copy.__module__ = self.module(home).__name__
        return copy

    def code(self, code: CodeType) -> CodeType:
        """Code with its paths renamed."""

        def constant(x: Any) -> Any:
            if isinstance(x, CodeType):
                return self.code(x)
            if isinstance(x, tuple):
                return tuple(map(constant, x))
            return self.name(x) if isinstance(x, str) else x

        return code.replace(co_consts=tuple(map(constant, code.co_consts)))

    def seen(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """An output's function that sees the copies in place of the originals."""

        def seen(world: Any, flows: Mapping[str, Any], **parameters: Any) -> Any:
            return function(_Renamed(world, self.systems), _Flows(flows, self), **parameters)

        return seen


class _Renamed:
    """A world in which copies stand under the names of the originals."""

    def __init__(self, world: Any, systems: Mapping[str, str]):
        self._world, self._systems = world, systems

    def __getattr__(self, name: str) -> Any:
        return getattr(self._world, self._systems.get(name, name))


class _Flows:
    """The flows of a month, those of the copies under the names of the originals."""

    def __init__(self, flows: Mapping[str, Any], copy: _Copy):
        self._flows, self._copy = flows, copy

    def __getitem__(self, path: str) -> Any:
        return self._flows[self._copy.name(path)]


def _modules() -> tuple[ModuleType, ...]:
    from thermidor.theories.book import LEQUENNE

    return LEQUENNE.modules


def _state_of_copy(state: type, system: str) -> type:
    """The state of a copied system, whose outputs bear names of their own."""
    import equinox as eqx

    from thermidor.engine.declare import System

    fields = {}
    for name, v in state.variables().items():  # type: ignore[attr-defined]
        gives = v.gives and f"{system}.{v.gives}"
        fields[name] = eqx.field(metadata={"variable": dataclasses.replace(v, gives=gives)})
    body = {"__annotations__": dict.fromkeys(fields, Any), "__module__": __name__, **fields}
    return new_class(state.__name__, (System,), exec_body=lambda space: space.update(body))


def _system(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


def _parameters() -> dict[str, set[int]]:
    """The constants that each system declares by themselves; what it takes from another is not its own."""
    from thermidor.engine.declare import Parameter

    out: dict[str, set[int]] = {}
    taken: set[int] = set()
    for module in _modules():
        own = {id(x) for x in vars(module).values() if isinstance(x, Parameter)} - taken
        out[_system(module)] = own
        taken |= own
    return out


def _rules_of(module: ModuleType) -> int:
    from thermidor.engine.declare import Rule

    return sum(isinstance(x, Rule) and x.system == _system(module) for x in vars(module).values())


def _taken(wanted: int) -> list[ModuleType]:
    """Systems from all parts of the month, with about as many rules as are wanted."""
    chosen: list[ModuleType] = []
    count = 0
    for module in (*_modules()[::2], *_modules()[1::2]):
        if abs(count + _rules_of(module) - wanted) < abs(count - wanted):
            chosen.append(module)
            count += _rules_of(module)
    return [m for m in _modules() if m in chosen]


def _without(kept: Sequence[ModuleType], registry: Any) -> list[ModuleType]:
    """The kept modules, and for the others one that declares what constants of theirs are used."""
    used = "\n".join(Path(m.__file__ or "").read_text() for m in kept)
    taken = {id(x): label.lower() for m in kept for label, x in vars(m).items()}
    out: list[ModuleType] = []
    for module in _modules():
        stub = ModuleType(module.__name__, module.__doc__)
        for path, p in registry.parameters.items():
            system, _, rest = path.partition(".")
            if system == _system(module) and (f'"{path}"' in used or id(p) in taken):
                setattr(stub, rest, p)
        out.append(module if module in kept else stub)
    return out


def sized(times: float) -> Any:
    """The book's model with more rules or fewer.

    Args:
        times: number of rules over that of the book's model, about.

    Returns:
        A `Model`; 1 gives the book's itself.
    """
    import jax.numpy as jnp

    from thermidor.engine.declare import DIMENSIONS
    from thermidor.engine.model import Model
    from thermidor.engine.registry import Registry
    from thermidor.model.outside import OUTSIDE
    from thermidor.theories.book import LEQUENNE

    book = LEQUENNE.model
    if times == 1.0:
        return book
    today = len(book.registry.rules)
    fields: dict[str, type] = {}
    if times < 1.0:
        kept = _taken(round(times * today))
        modules = _without(kept, book.registry)
        left_out = {
            name: tuple(len(DIMENSIONS[d]) for d in f.dim)
            for name, f in book.registry.flows.items()
            if f.system not in {_system(m) for m in kept}
        }

        def month(m: Any) -> None:
            m.flows.update({n: jnp.zeros(shape, jnp.float32) for n, shape in left_out.items()})
            for module in kept:
                m.run(module)
    else:
        modules, further = list(_modules()), []
        missing, number = round(times * today) - today, 2
        while missing > 0:
            originals = list(_modules()) if missing >= today else _taken(missing)
            copy = _Copy({_system(m): f"{_system(m)}_{number}" for m in originals})
            further += [copy.module(m) for m in originals]
            fields |= {
                new: _state_of_copy(book.registry.systems[s], new)
                for s, new in copy.systems.items()
            }
            missing, number = missing - today, number + 1
        modules += further

        def month(m: Any) -> None:
            LEQUENNE.month(m)
            for module in further:
                m.run(module)

    world = book.registry.world_type
    if fields:
        world = new_class(
            world.__name__,
            (world,),
            exec_body=lambda body: body.update(__annotations__=fields, __module__=__name__),
        )
    run = tuple(m for m in modules if hasattr(m, "step"))
    return Model(Registry(world, modules, OUTSIDE), month, f"lequenne, {times} times", run)


# -- one measurement, in a process of its own ------------------------------------------------------


def _peak() -> float:
    """Largest memory since the last `_forget_peak`, in MiB."""
    with suppress(OSError), open("/proc/self/status") as f:
        return next(float(line.split()[1]) for line in f if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _forget_peak() -> None:
    with suppress(OSError), open("/proc/self/clear_refs", "w") as f:
        f.write("5")


def _clocks() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def making(times: float) -> dict[str, float]:
    """What it takes to compile and store the program of a tile."""
    sim, arguments, folder = _prepared(times)
    import jax

    from systems import INSTRUCTION

    spent: dict[str, float] = {}

    def listen(event: str, duration: float, **_: str | int) -> None:
        spent[event] = spent.get(event, 0.0) + duration

    jax.monitoring.register_event_duration_secs_listener(listen)
    _forget_peak()
    begun = _clocks()
    program = sim.programs(arguments)[0]
    made, cpu = (b - a for a, b in zip(begun, _clocks(), strict=True))
    peak = _peak()
    xla = spent.get("/jax/core/compile/backend_compile_duration", 0.0)
    registry = sim.model.registry
    kinds = [
        found[2] for line in program.as_text().splitlines() if (found := INSTRUCTION.match(line))
    ]
    return {
        "rules": len(registry.rules),
        "slots": registry.slots,
        "draws": sum(registry.words.values()),
        "instructions": len(kinds),
        "kernels": kinds.count("fusion"),
        "trace_s": made - xla,
        "compile_s": xla,
        "made_s": made,
        "made_cpu_s": cpu,
        "made_MiB": peak,
        "stored_MiB": sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 2**20,
    }


def running(times: float) -> dict[str, Any]:
    """What it takes to load a stored program and to run histories with it, none of which is kept."""
    sim, arguments, _ = _prepared(times)
    import numpy as np

    begun = _clocks()
    sim.programs(arguments)
    load = _clocks()[0] - begun[0]
    runs: list[list[float]] = []
    broken, digest = 0, ""
    for _ in range(4):
        begun, broken, seen = _clocks(), 0, hashlib.sha256()
        for batch in sim.run(np.arange(HISTORIES), 0):
            broken += int((batch.failure > 0).sum())
            seen.update(np.ascontiguousarray(batch.values).data)
        runs.append([b - a for a, b in zip(begun, _clocks(), strict=True)])
        digest = seen.hexdigest()[:16]
    return {
        "load_s": load,
        "run_s": min(r[0] for r in runs),
        "run_cpu_s": min(r[1] for r in runs),
        "run_MiB": _peak(),
        "broken": broken,
        "digest": digest,
    }


def _prepared(times: float) -> tuple[Any, tuple[Any, ...], Path]:
    """A simulator, arguments like those of its program, and the folder where programs are kept."""
    from thermidor.engine.devices import prepare

    prepare()
    import numpy as np

    from thermidor.engine.controls import Schedule
    from thermidor.engine.simulator import Simulator

    sim = Simulator(sized(times))
    r = sim.model.registry
    numbers = np.zeros(sim.tile, np.uint32)
    common = (Schedule(r).controls(), sim.outside(), np.zeros(1, np.uint32))
    first = sim._beginning(numbers, r.point, None, sim.months)
    folder = Path(os.environ["THERMIDOR_CACHE"]) / "compiled" / "programs"
    return sim, (*first, *common), folder


# -- all sizes -------------------------------------------------------------------------------------


def measure(sizes: Sequence[float] = SIZES) -> list[dict[str, Any]]:
    """Measure each size in two fresh processes."""
    rows = []
    for times in sizes:
        with tempfile.TemporaryDirectory() as empty:
            row: dict[str, Any] = {"times": times}
            for kind in ("making", "running"):
                done = subprocess.run(
                    [sys.executable, __file__, kind, str(times)],
                    env={**os.environ, "THERMIDOR_DEVICES": "2", "THERMIDOR_CACHE": empty},
                    stdout=subprocess.PIPE,
                    text=True,
                    check=True,
                )
                row |= json.loads(done.stdout.strip().splitlines()[-1])
            rows.append(row)
    return rows


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """The measurements as lines of text, each beside its ratio to today's."""
    today = next((r for r in rows if r["times"] == 1.0), rows[0])
    lines = [f"{'':<20}" + "".join(f"{r['times']:>10g} times" for r in rows)]
    for key, title in COLUMNS.items():
        cells = []
        for r in rows:
            number = f"{r[key]:,.0f}" if r[key] >= 100 else f"{r[key]:.1f}"
            cells.append(f"{number} ({r[key] / today[key]:.2f})")
        lines.append(f"{title:<20}" + "".join(f"{c:>16}" for c in cells))
    return "\n".join(lines)


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] in ("making", "running"):
        print(json.dumps({"making": making, "running": running}[sys.argv[1]](float(sys.argv[2]))))
    else:
        wanted = [float(x) for x in sys.argv[1:] if x != "--json"] or SIZES
        found = measure(wanted)
        print(json.dumps(found) if "--json" in sys.argv else table(found))
