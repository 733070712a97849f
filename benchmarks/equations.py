"""The month of a model as equations: what the engine traces, read back as terms.

Nothing is written twice.  A month is traced as it is for a run, with what each rule, flow and
variable gives known by name; the traced operations between two names are the equation of the
second.  So equations say what the engine does, the limits of flows and the bounds of variables
included.  Interventions, which do nothing here, fall out of them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.extend import core

from thermidor.engine.batched import INLINED
from thermidor.engine.model import Model
from thermidor.engine.month import Controls, Month, by_path, make_world
from thermidor.engine.randomness import Draws
from thermidor.engine.recording import listening

# -- terms -----------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Term:
    """A part of an equation: a name, or an operation on other parts.

    Attributes:
        operation: one of `OPERATIONS`, or "name".
        parts: terms, numbers or truth values; of a name the name itself.
        low: a number that it is never under.
        high: a number that it is never over.
    """

    operation: str
    parts: tuple[Any, ...]
    low: float = -math.inf
    high: float = math.inf


OPERATIONS: dict[str, Callable[..., Any]] = {
    "add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide, "pow": np.power, "neg": np.negative,
    "max": np.maximum, "min": np.minimum, "abs": np.abs, "square": np.square, "sqrt": np.sqrt,
    "exp": np.exp, "log": np.log, "log1p": np.log1p, "sin": np.sin, "cos": np.cos, "rem": np.fmod,
    "lt": np.less, "le": np.less_equal, "gt": np.greater, "ge": np.greater_equal, "eq": np.equal,
    "ne": np.not_equal, "and": np.logical_and, "or": np.logical_or, "not": np.logical_not,
    "if": lambda condition, yes, no: yes if condition else no,
}  # fmt: skip
"""The operations that terms know, and what they give of numbers."""

TRUTHS = {"lt", "le", "gt", "ge", "eq", "ne", "and", "or", "not"}
"""Those whose result is true or false."""


def term(operation: str, *parts: Any) -> Any:
    """An operation on terms and numbers, without what changes nothing.

    Args:
        operation: one of `OPERATIONS`.
        parts: terms, numbers or truth values.

    Returns:
        A number where all parts are numbers; a part itself where the others leave it as it is.

    Example:
        >>> term("add", 1.0, 2.0)
        3.0
        >>> grain = Term("name", ("grain",), low=0.0)
        >>> term("max", term("mul", 1.0, grain), 0.0) is grain
        True
    """
    if not any(isinstance(x, Term) for x in parts):
        with np.errstate(all="ignore"):
            result = OPERATIONS[operation](*map(np.asarray, parts))
        return np.asarray(result).item()
    same = _unchanged(operation, parts)
    return Term(operation, parts, *_bounds(operation, parts)) if same is None else same


def _unchanged(operation: str, parts: tuple[Any, ...]) -> Any:
    """The part or number to which an operation comes down, or None."""
    if operation == "if":
        condition, yes, no = parts
        if not isinstance(condition, Term):
            return yes if condition else no
        return yes if yes is no else None
    if len(parts) != 2:
        return None
    a, b = parts
    if operation in ("add", "mul", "max", "min", "and", "or") and not isinstance(a, Term):
        a, b = b, a
    if isinstance(b, Term):
        return a if a is b and operation in ("max", "min") else None
    if operation == "mul" and b == 0:
        return 0.0
    idle = {
        "add": b == 0, "sub": b == 0, "mul": b == 1, "div": b == 1, "pow": b == 1,
        "max": b <= _low(a), "min": b >= _high(a), "and": b is True, "or": b is False,
    }  # fmt: skip
    return a if idle.get(operation, False) else None


def _low(part: Any) -> float:
    return part.low if isinstance(part, Term) else float(part)


def _high(part: Any) -> float:
    return part.high if isinstance(part, Term) else float(part)


def _bounds(operation: str, parts: Sequence[Any]) -> tuple[float, float]:
    """Between which numbers the result of an operation lies."""
    low, high = [_low(x) for x in parts], [_high(x) for x in parts]
    if operation in ("max", "min"):
        limit = max if operation == "max" else min
        return limit(low), limit(high)
    if operation == "if":
        return min(low[1:]), max(high[1:])
    if operation == "add":
        return sum(low), sum(high)
    if operation in ("mul", "div") and min(low) >= 0:
        return 0.0, math.inf
    return -math.inf, math.inf


# -- equations ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Equations:
    """A month as equations; names stand for paths (`identifier`).

    Attributes:
        states: by path what each variable becomes.
        flows: by path what each flow moves.
        rules: by name what each rule gives; of several results by number.
        shared: by name the parts that stand in several places.
    """

    states: dict[str, Any]
    flows: dict[str, Any]
    rules: dict[str, Any]
    shared: dict[str, Any]

    @property
    def used(self) -> set[str]:
        """All names that the equations take, as far as a variable or a flow rests on them."""
        inner = {**self.rules, **self.shared}
        found: set[str] = set()
        waiting = [*self.states.values(), *self.flows.values()]
        while waiting:
            new = names_in(waiting.pop()) - found
            found |= new
            waiting += [inner[n] for n in new if n in inner]
        return found


def identifier(*path: str) -> str:
    """A path as one word.

    Args:
        path: its parts; their dots become underscores.

    Returns:
        The word.

    Example:
        >>> identifier("countryside.horses_pull_the_plough.hands")
        'countryside_horses_pull_the_plough_hands'
    """
    return "_".join(path).replace(".", "_").replace("#", "_")


def names_in(x: Any) -> set[str]:
    """The names that a term takes."""
    if not isinstance(x, Term):
        return set()
    return {x.parts[0]} if x.operation == "name" else set().union(*map(names_in, x.parts))


def equations(model: Model) -> Equations:
    """Take a month apart.

    Args:
        model: without chance and without axes.

    Returns:
        Its equations.

    Raises:
        ValueError: when it draws, has axes, or does what terms have no word for.
    """
    r = model.registry
    if r.streams:
        raise ValueError(f"{model.name} draws {', '.join(r.streams)}: equations know no chance")
    if r.axes:
        raise ValueError(f"{model.name} lies along axes: {', '.join(sorted(r.axes))}")
    nobody = Controls(
        np.ones(r.slots), np.zeros(r.slots), np.zeros(r.slots, bool), np.zeros(r.slots)
    )

    def month(state: Any, parameters: Any, outside: Any) -> Any:
        with listening() as heard:
            m = Month(
                r, make_world(r, state), parameters, Draws.among(r, jnp.zeros(0)), nobody, outside
            )
            model.month(m)
            return {"rules": heard.rules, "flows": m.flows, "states": by_path(r, m.close())}

    def shape(*size: int) -> Any:
        return jax.ShapeDtypeStruct(size, np.float64)

    with jax.enable_x64(True):
        traced, form = jax.make_jaxpr(month, return_shape=True)(
            dict.fromkeys(r.states, shape()), shape(r.point.size), shape(len(r.outside))
        )
    places = [
        (p[0].key, p[1].key, *(str(k.idx + 1) for k in p[2:]))
        for p, _ in jax.tree_util.tree_flatten_with_path(form)[0]
    ]
    reading = _Reading({
        v: (kind, identifier(*path))
        for (kind, *path), v in reversed(list(zip(places, traced.jaxpr.outvars, strict=True)))
        if kind != "states"
    })  # fmt: skip
    given = [
        *(
            _row([_name(path, r.states[path].low, r.states[path].high)])[0]
            for path in sorted(r.states)
        ),
        _row([_name(path) for path in r.parameters]),
        _row([_name(name) for name in r.outside]),
    ]
    given = [np.array(x, object) if isinstance(x, Term) else x for x in given]
    results = reading.run(traced.jaxpr, traced.consts, given)
    states = {
        path[0]: x.item()
        for (kind, *path), x in zip(places, results, strict=True)
        if kind == "states"
    }
    flows = {
        path[0]: reading.defined.get(("flows", identifier(*path)), x.item())
        for (kind, *path), x in zip(places, results, strict=True)
        if kind == "flows"
    }
    rules = {name: x for (kind, name), x in reading.defined.items() if kind == "rules"}
    return _with_shared(Equations(states, flows, rules, {}))


def _name(path: str, low: float = -math.inf, high: float = math.inf) -> Term:
    return Term("name", (identifier(path),), float(low), float(high))


def _row(terms: Sequence[Term]) -> Any:
    out = np.empty(len(terms), object)
    out[:] = terms
    return out


class _Reading:
    """Reads traced operations as arrays of terms.

    Args:
        named: results that are kept, with their kind and name.
    """

    def __init__(self, named: Mapping[Any, tuple[str, str]]):
        self.named = named
        self.defined: dict[tuple[str, str], Any] = {}

    def run(self, jaxpr: Any, consts: Sequence[Any], given: Sequence[Any]) -> list[Any]:
        """What a program gives."""
        known: dict[Any, Any] = dict(zip(jaxpr.constvars, map(_array, consts), strict=True))
        known.update(zip(jaxpr.invars, given, strict=True))

        def value(v: Any) -> Any:
            return _array(v.val) if isinstance(v, core.Literal) else known[v]

        for e in jaxpr.eqns:
            ins = [value(v) for v in e.invars]
            inner = (e.params[k] for k in ("jaxpr", "call_jaxpr", "fun_jaxpr") if k in e.params)
            body = next(inner, None) if e.primitive.name in INLINED else None
            if body is None:
                outs = [self.operation(e.primitive.name, ins, e.params)]
            elif hasattr(body, "consts"):
                outs = self.run(body.jaxpr, body.consts, ins)
            else:
                outs = self.run(body, (), ins)
            known.update((v, self.kept(v, x)) for v, x in zip(e.outvars, outs, strict=True))
        return [value(v) for v in jaxpr.outvars]

    def kept(self, v: Any, x: Any) -> Any:
        """A result, by its name where it has one."""
        if v not in self.named:
            return x
        inner = self.defined[self.named[v]] = x.item()
        return np.array(_name(self.named[v][1], _low(inner), _high(inner)), object)

    def operation(self, name: str, ins: Sequence[Any], params: Mapping[str, Any]) -> Any:
        """One operation, element by element."""
        x = ins[0]
        if name in OPERATIONS:
            return _each(name, *ins)
        if name == "select_n":
            return _each("if", x, ins[2], ins[1])
        if name == "clamp":
            return _each("min", _each("max", ins[1], x), ins[2])
        if name == "integer_pow":
            return _each("pow", x, _array(float(params["y"])))
        if name == "convert_element_type":
            counted = np.issubdtype(params["new_dtype"], np.number) and any(map(_is_truth, x.flat))
            return _each("if", x, _array(1.0), _array(0.0)) if counted else x
        if name in ("stop_gradient", "copy", "copy_p"):
            return x
        if name == "slice":
            bounds = zip(params["start_indices"], params["limit_indices"], strict=True)
            return x[tuple(slice(*b) for b in bounds)]
        if name in ("squeeze", "reshape", "broadcast_in_dim"):
            shape = params["shape"] if name == "broadcast_in_dim" else params.get("new_sizes", ())
            return np.broadcast_to(x, shape) if x.size != 1 else np.full(shape, x.item(), object)
        if name.startswith("reduce_") and not x.ndim:
            return x
        raise ValueError(f"terms have no word for {name} of {', '.join(str(i.shape) for i in ins)}")


def _array(x: Any) -> Any:
    return np.asarray(x).astype(object)


def _each(operation: str, *arrays: Any) -> Any:
    wide = np.broadcast_arrays(*arrays)
    out = np.empty(wide[0].shape, object)
    for place in np.ndindex(out.shape):
        out[place] = term(operation, *(x[place] for x in wide))
    return out


def _is_truth(x: Any) -> bool:
    return isinstance(x, bool) or (isinstance(x, Term) and x.operation in TRUTHS)


def _with_shared(found: Equations) -> Equations:
    """The same equations, with a name for each part that stands in several places."""
    homes: dict[int, tuple[str, Term]] = {}
    users: Counter[int] = Counter()

    def visit(x: Any, home: str) -> None:
        if isinstance(x, Term) and x.operation != "name":
            users[id(x)] += 1
            if users[id(x)] == 1:
                homes[id(x)] = (home, x)
                for part in x.parts:
                    visit(part, home)

    whole = {
        **found.rules,
        **{identifier(p): x for p, x in (*found.flows.items(), *found.states.items())},
    }
    for name, x in whole.items():
        visit(x, name)
    numbers: Counter[str] = Counter()
    labels: dict[int, str] = {}
    for key, (home, x) in homes.items():
        if users[key] > 1 and any(isinstance(p, Term) and p.operation != "name" for p in x.parts):
            numbers[home] += 1
            labels[key] = f"{home}_part_{numbers[home]}"
    shared: dict[str, Any] = {}

    def renamed(x: Any, top: bool = False) -> Any:
        if not isinstance(x, Term) or x.operation == "name":
            return x
        label = labels.get(id(x))
        if label is not None and not top:
            shared.setdefault(label, x)
            return Term("name", (label,), x.low, x.high)
        return Term(x.operation, tuple(map(renamed, x.parts)), x.low, x.high)

    states, flows, rules = (
        {n: renamed(x) for n, x in table.items()}
        for table in (found.states, found.flows, found.rules)
    )
    done: dict[str, Any] = {}
    while missing := shared.keys() - done.keys():
        done |= {label: renamed(shared[label], top=True) for label in missing}
    return Equations(states, flows, rules, done)
