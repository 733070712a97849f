"""What a model is made of: variables, parameters, rules, flows, choices and draws.

Each is declared once, beside the code that uses it, with its unit, its meaning and what it rests
on.  The registry (`thermidor.engine.registry`) is made by walking these declarations, so that no
list of them can drift from the code.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import equinox as eqx
import numpy as np

Basis = Literal["book", "publication", "assumption"]
Number = int | float

DIMENSIONS: dict[str, tuple[str, ...]] = {}


def dimension(name: str, labels: Sequence[str]) -> tuple[str, ...]:
    """Declare a named axis of the model, such as the regions or the leaders.

    Args:
        name: the axis, in the singular ("region").
        labels: its elements in order, usable in paths ("countryside.sown.volga").

    Returns:
        The labels as a tuple.
    """
    DIMENSIONS[name] = tuple(labels)
    return DIMENSIONS[name]


@dataclass(frozen=True)
class Grounds:
    """What a declaration rests on: record ids of the book, a publication, or a stated assumption."""

    book: tuple[str, ...] = ()
    publication: str = ""
    assumption: str = ""

    @property
    def basis(self) -> Basis:
        """The strongest ground given."""
        if self.book:
            return "book"
        return "publication" if self.publication else "assumption"

    @property
    def stated(self) -> bool:
        """Whether anything is given at all."""
        return bool(self.book or self.publication or self.assumption)

    @property
    def cites(self) -> list[str]:
        """Record ids, publication or reason, as readers see them."""
        return [*self.book, *(t for t in (self.publication, self.assumption) if t)]


def _grounds(book: str | Sequence[str], publication: str, assumption: str) -> Grounds:
    ids = (book,) if isinstance(book, str) and book else tuple(book)
    return Grounds(ids, publication, assumption)


@dataclass(frozen=True, eq=False)
class Parameter:
    """A constant of the model with its unit, prior range and grounds."""

    value: np.ndarray
    unit: str
    low: np.ndarray
    high: np.ndarray
    grounds: Grounds
    dim: tuple[str, ...] = ()


def parameter(
    value: Any,
    unit: str,
    low: Any,
    high: Any,
    *,
    dim: str | tuple[str, ...] = (),
    book: str | Sequence[str] = (),
    publication: str = "",
    assumption: str = "",
) -> Parameter:
    """Declare a constant.

    Args:
        value: the point value, a number or one number for each element of `dim`.
        unit: its unit; "1" for a pure number, "share", "a month".
        low: lower end of the prior range; with a sequence value, a factor is meant
            (0.5 means half of each element).
        high: upper end, likewise.
        dim: the axis or axes of a sequence value.
        book: ids in the record that state it.
        publication: author, title, year, place.
        assumption: the reason, where neither states it.

    Returns:
        The declaration; the registry gives it its path.

    Raises:
        ValueError: when the value lies outside its own range or has the wrong shape.
    """
    v = np.asarray(value, dtype=np.float32)
    dims = (dim,) if isinstance(dim, str) else tuple(dim)
    if v.shape != tuple(len(DIMENSIONS[d]) for d in dims):
        raise ValueError(f"value of shape {v.shape} does not fit the axes {dims}")
    if dims:
        a, b = v * np.float32(low), v * np.float32(high)
        lo, hi = np.minimum(a, b), np.maximum(a, b)
    else:
        lo, hi = np.float32(low), np.float32(high)
    if np.any(v < lo) or np.any(v > hi):
        raise ValueError(f"value {value} lies outside its range {low}..{high}")
    return Parameter(
        v,
        unit,
        np.broadcast_to(lo, v.shape),
        np.broadcast_to(hi, v.shape),
        _grounds(book, publication, assumption),
        dims,
    )


@dataclass(frozen=True, eq=False)
class Variable:
    """A piece of a system's state."""

    unit: str
    meaning: str
    start: Parameter
    dim: tuple[str, ...]
    low: Number
    high: Number
    quantity: str | None
    grounds: Grounds
    typical: tuple[Number, Number]
    gives: str = ""
    sector: str = ""
    french: str = ""


def variable(
    unit: str,
    meaning: str,
    *,
    start: Parameter | Number,
    dim: str | tuple[str, ...] = (),
    low: Number = 0.0,
    high: Number = np.inf,
    quantity: str | None = None,
    typical: tuple[Number, Number] | None = None,
    gives: str = "",
    sector: str = "",
    french: str = "",
    book: str | Sequence[str] = (),
    publication: str = "",
    assumption: str = "",
) -> Any:
    """Declare a state variable as a field of a `System`.

    Args:
        unit: its unit ("persons", "tonnes", "share", "index 0-1").
        meaning: one phrase that a historian understands.
        start: its value in January 1917, a parameter, or a plain number where the thing does not
            exist yet.
        dim: the axis or axes of a vector or matrix ("region", or ("leader", "leader")).
        low: bound that holds in every month (0 for stocks).
        high: likewise (1 for shares).
        quantity: name of the conserved quantity ("people", "grain") when this is a stock whose
            changes go through flows only.
        typical: range in which rules that read it are tested; by default the bounds where finite,
            else a third to three times the start.
        gives: name of the output that hands this variable on as it is, or its sum where it has axes.
        sector: under which that output is shown, where `model/outputs.yaml` does not say.
        french: what that output is called in French, likewise.
        book: ids in the record.
        publication: source, where not the book.
        assumption: reason, where neither.

    Returns:
        A dataclass field that carries the declaration.

    Raises:
        ValueError: a sector or a French name without an output.
    """
    if (sector or french) and not gives:
        raise ValueError(f"{meaning}: sector and French name belong to an output; it gives none")
    dims = (dim,) if isinstance(dim, str) else tuple(dim)
    shape = tuple(len(DIMENSIONS[d]) for d in dims)
    if not isinstance(start, Parameter):
        start = Parameter(
            np.full(shape, start, np.float32),
            unit,
            np.full(shape, start, np.float32),
            np.full(shape, start, np.float32),
            Grounds(assumption="does not exist at the start"),
            dims,
        )
    if start.value.shape != shape:
        start = Parameter(
            np.broadcast_to(start.value, shape),
            start.unit,
            np.broadcast_to(start.low, shape),
            np.broadcast_to(start.high, shape),
            start.grounds,
            dims,
        )
    if typical is None:
        top = float(np.max(np.abs(start.value))) or 1.0
        typical = (low, high) if np.isfinite(high) else (max(low, 0.3 * top), 3.0 * top)
    v = Variable(
        unit,
        meaning,
        start,
        dims,
        low,
        high,
        quantity,
        _grounds(book, publication, assumption),
        typical,
        gives,
        sector,
        french,
    )
    return eqx.field(metadata={"variable": v})


class System(eqx.Module):
    """State of one system of the record; subclasses declare fields with `variable`."""

    @classmethod
    def variables(cls) -> dict[str, Variable]:
        """The declared variables by field name."""
        return {
            n: f.metadata["variable"]
            for n, f in cls.__dataclass_fields__.items()
            if "variable" in f.metadata
        }


@dataclass(frozen=True)
class Draw:
    """A named stream of random numbers: its path is the rule's or choice's path plus its name."""

    distribution: Literal["uniform", "normal"]
    dim: tuple[str, ...] = ()
    every: Literal["month", "year"] = "month"


def uniform(dim: str | tuple[str, ...] = (), *, every: Literal["month", "year"] = "month") -> Draw:
    """Declare a stream of uniform draws on (0, 1), one a month (or held for a year)."""
    return Draw("uniform", (dim,) if isinstance(dim, str) else tuple(dim), every)


def normal(dim: str | tuple[str, ...] = (), *, every: Literal["month", "year"] = "month") -> Draw:
    """Declare a stream of standard normal draws, one a month (or held for a year)."""
    return Draw("normal", (dim,) if isinstance(dim, str) else tuple(dim), every)


@dataclass(frozen=True)
class Here:
    """An input that the system's own step computes in the same month, with its usual range."""

    low: Number
    high: Number
    meaning: str = ""
    dim: tuple[str, ...] = ()


def here(low: Number, high: Number, meaning: str = "", dim: str | tuple[str, ...] = ()) -> Here:
    """Declare an input passed by the step of the same system in the same month."""
    return Here(low, high, meaning, (dim,) if isinstance(dim, str) else tuple(dim))


Reads = Mapping[str, "str | Here"]


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule of the model: a pure function of declared inputs, with a switch."""

    function: Callable[..., Any]
    implements: tuple[str, ...]
    reads: Reads
    parameters: Mapping[str, Parameter | str]
    draws: Mapping[str, Draw]
    neutral: Any
    signs: Mapping[str, int]
    unit: str
    grounds: Grounds
    name: str
    """Path: its system and the name of its function, or the path of the rule that it replaces."""

    @property
    def system(self) -> str:
        """The system to which the rule belongs."""
        return _system_of(self.name)

    @property
    def passed(self) -> tuple[str, ...]:
        """The inputs that the step of its system passes."""
        return tuple(n for n, source in self.reads.items() if isinstance(source, Here))

    @property
    def systems_read(self) -> tuple[str, ...]:
        """The systems whose state or flows the rule reads."""
        out = []
        for source in self.reads.values():
            if isinstance(source, str):
                head = source.split(":")[-1].split(".")
                out.append(".".join(head[:-1]))
        return tuple(dict.fromkeys(out))


def rule(
    *implements: str,
    reads: Reads | None = None,
    parameters: Mapping[str, Parameter | str] | None = None,
    draws: Mapping[str, Draw] | None = None,
    neutral: Any,
    signs: Mapping[str, int] | None = None,
    unit: str,
    assumption: str = "",
    publication: str = "",
    system: str = "",
) -> Callable[[Callable[..., Any]], Rule]:
    """Declare a rule of the model.

    The function's arguments are exactly the names in `reads`, `parameters` and `draws`; it can
    see nothing else, so what it declares is what it reads.

    Args:
        implements: ids in the record of the rules that this is ("countryside.r10").
        reads: argument -> path of a variable ("money.scissors", last month), of a flow or value
            of this month ("now:procurement.requisition"), of an outside series
            ("outside:great_war") or `here(...)`.
        parameters: argument -> `parameter(...)`, or the path of one declared elsewhere.
        draws: argument -> `uniform()` or `normal()`.
        neutral: what the rule gives when it is switched off (0 for a term, 1 for a factor, the
            name of an argument for a rule that then leaves it as it was); a tuple of these for a
            rule that returns a tuple.
        signs: argument -> +1 or -1, the direction in which it moves the (first) result; tested.
        unit: unit of the result.
        assumption: the reason for a rule that no record id states.
        publication: source of such a rule.
        system: to which it belongs; by default the module in which the function stands.

    Returns:
        The rule; `Month.rule` evaluates it.

    Raises:
        TypeError: when the arguments of the function are not the declared ones, or `neutral` names
            none of them.
    """
    reads, parameters, draws = dict(reads or {}), dict(parameters or {}), dict(draws or {})

    def decorate(function: Callable[..., Any]) -> Rule:
        declared = [*reads, *parameters, *draws]
        taken = list(inspect.signature(function).parameters)
        if sorted(declared) != sorted(taken):
            raise TypeError(
                f"{function.__name__}: declares {sorted(declared)} but takes {sorted(taken)}"
            )
        unknown = set(signs or {}) - set(reads)
        if unknown:
            raise TypeError(f"{function.__name__}: signs of undeclared inputs {sorted(unknown)}")
        for n in neutral if isinstance(neutral, tuple) else (neutral,):
            if isinstance(n, str) and n not in declared:
                raise TypeError(f"{function.__name__}: neutral names no argument: {n}")
        return Rule(
            function,
            tuple(implements),
            reads,
            parameters,
            draws,
            neutral,
            dict(signs or {}),
            unit,
            _grounds(implements, publication, assumption),
            f"{system or _last(function.__module__)}.{function.__name__}",
        )

    return decorate


def _last(module: str) -> str:
    return module.rpartition(".")[2]


def _system_of(path: str) -> str:
    return path.partition(".")[0]


@dataclass(frozen=True, eq=False)
class Flow:
    """A movement of a conserved quantity between two stocks, or across the model's border."""

    name: str
    quantity: str
    source: str
    target: str
    unit: str
    meaning: str
    grounds: Grounds
    dim: tuple[str, ...] = ()

    @property
    def system(self) -> str:
        """The system whose step moves it."""
        return _system_of(self.name)


def flow(
    name: str,
    quantity: str,
    source: str,
    target: str,
    unit: str,
    meaning: str,
    *,
    dim: str | tuple[str, ...] = (),
    book: str | Sequence[str] = (),
    publication: str = "",
    assumption: str = "",
) -> Flow:
    """Declare a flow.

    Args:
        name: its path: the system that moves it and what it is ("countryside.harvest").
        quantity: the conserved quantity ("grain").
        source: path of the stock that loses it, or a border ("border:harvest").
        target: path of the stock that gains it, or a border ("border:eaten").
        unit: unit a month.
        meaning: one phrase.
        dim: axis of the amounts; a vector may flow into a scalar stock (it is summed).
        book: ids in the record.
        publication: source, where not the book.
        assumption: reason, where neither.

    Returns:
        The declaration; `Month.flow` moves an amount.
    """
    return Flow(
        name,
        quantity,
        source,
        target,
        unit,
        meaning,
        _grounds(book, publication, assumption),
        (dim,) if isinstance(dim, str) else tuple(dim),
    )


@dataclass(frozen=True, eq=False)
class Choice:
    """A decision or an event: something that happens or not, or one of several outcomes."""

    path: str
    meaning: str
    kind: Literal["decision", "event"]
    options: tuple[str, ...]
    grounds: Grounds
    dim: tuple[str, ...] = ()
    system: str = ""
    """The system whose step draws it."""


def choice(
    path: str,
    meaning: str,
    *,
    kind: Literal["decision", "event"],
    options: Sequence[str] = ("no", "yes"),
    dim: str | tuple[str, ...] = (),
    system: str = "",
    book: str | Sequence[str] = (),
    publication: str = "",
    assumption: str = "",
) -> Choice:
    """Declare a decision or an event that an intervention can force or forbid.

    Args:
        path: its path; with `dim`, the axis stands in braces ("abroad.{country}.rising").
        meaning: one phrase.
        kind: "decision" when somebody decides, "event" otherwise.
        options: the outcomes; the first is "nothing happens".
        dim: axis, for one choice an element.
        system: whose step draws it; by default the first part of the path.
        book: ids in the record.
        publication: source, where not the book.
        assumption: reason, where neither.

    Returns:
        The declaration; `Month.choose` draws it.
    """
    return Choice(
        path,
        meaning,
        kind,
        tuple(options),
        _grounds(book, publication, assumption),
        (dim,) if isinstance(dim, str) else tuple(dim),
        system or _system_of(path),
    )


@dataclass(frozen=True, eq=False)
class Outside:
    """A series from outside the system: the World War, the weather, the world business cycle."""

    name: str
    unit: str
    meaning: str
    values: np.ndarray
    grounds: Grounds
    french: str = ""
    """What it means, in French."""


@dataclass(frozen=True, eq=False)
class Output:
    """A quantity that a simulation gives out, computed from the state of a month."""

    name: str
    unit: str
    meaning: str
    system: str
    function: Callable[..., Any]
    grounds: Grounds
    low: Number = 0.0
    high: Number = np.inf
    sector: str = ""
    french: str = ""
    module: str = ""
    """In which it is declared."""
    path: str = ""
    """Its system and the name of its function, or the state that it hands on: where its parameters lie."""
    parameters: Mapping[str, Parameter | str] = field(default_factory=dict)


def output(
    name: str,
    unit: str,
    meaning: str,
    *,
    system: str,
    low: Number = 0.0,
    high: Number = np.inf,
    sector: str = "",
    french: str = "",
    parameters: Mapping[str, Parameter | str] | None = None,
    book: str | Sequence[str] = (),
    publication: str = "",
    assumption: str = "",
) -> Callable[[Callable[..., Any]], Output]:
    """Declare an output variable; the function takes the state, the flows of the month and its parameters.

    Args:
        name: its name in the results ("agriculture.sown").
        unit: unit.
        meaning: what it is called, in English.
        system: system of the record to which it belongs.
        low: smallest possible value.
        high: largest possible value.
        sector: under which readers find it; the book's outputs have theirs from `model/outputs.yaml`.
        french: what it is called in French, likewise.
        parameters: argument -> `parameter(...)`, a convention by which it is counted, or the path of one
            declared elsewhere.
        book: ids in the record.
        publication: source, where not the book.
        assumption: reason, where neither.

    Returns:
        A decorator for a function of (world, flows, and the parameters by name).

    Raises:
        TypeError: when the function does not take exactly these.
    """
    parameters = dict(parameters or {})

    def decorate(function: Callable[..., Any]) -> Output:
        arguments = list(inspect.signature(function).parameters.values())[2:]
        taken = [a.name for a in arguments if a.default is a.empty]
        if sorted(taken) != sorted(parameters):
            raise TypeError(
                f"output {name}: declares {sorted(parameters)} but takes {sorted(taken)}"
            )
        return Output(
            name,
            unit,
            meaning,
            system,
            function,
            _grounds(book, publication, assumption),
            low,
            high,
            sector,
            french,
            function.__module__,
            f"{_last(function.__module__)}.{function.__name__}",
            parameters,
        )

    return decorate


@dataclass(frozen=True, eq=False)
class Constraint:
    """A sum that must come out, whatever constants are drawn: what joins them to one another."""

    name: str
    unit: str
    meaning: str
    function: Callable[..., Any]
    parameters: Mapping[str, str]
    tolerance: float
    grounds: Grounds

    @property
    def system(self) -> str:
        """The system in whose module it stands."""
        return _system_of(self.name)


def constraint(
    unit: str,
    tolerance: float,
    *,
    parameters: Mapping[str, str],
    book: str | Sequence[str] = (),
    publication: str = "",
    assumption: str = "",
) -> Callable[[Callable[..., Any]], Constraint]:
    """Declare a constraint on constants that are drawn together.

    The function takes constants, one history's, and gives what is missing for the sum to come out: nil
    where it does.  Drawn constants are moved until they miss it by no more than is not known.

    Args:
        unit: of what is missing.
        tolerance: how much may be missing: what the sources leave open, either way.
        parameters: argument -> path of a parameter.
        book: ids in the record.
        publication: source of the sum.
        assumption: reason, where neither.

    Returns:
        A decorator for the function.

    Raises:
        TypeError: when the function does not take exactly these.
        ValueError: for a tolerance that is none.
    """
    if tolerance < 0:
        raise ValueError(f"a tolerance is not negative: {tolerance}")

    def decorate(function: Callable[..., Any]) -> Constraint:
        taken = list(inspect.signature(function).parameters)
        if sorted(taken) != sorted(parameters):
            raise TypeError(
                f"{function.__name__}: declares {sorted(parameters)} but takes {sorted(taken)}"
            )
        return Constraint(
            f"{_last(function.__module__)}.{function.__name__}",
            unit,
            (function.__doc__ or "").strip(),
            function,
            dict(parameters),
            tolerance,
            _grounds(book, publication, assumption),
        )

    return decorate


def handed_on(system: str, field: str, v: Variable, module: str) -> Output:
    """The output that gives a state variable as it is, or its sum where it has axes.

    Args:
        system: that owns the variable.
        field: its name there.
        v: its declaration.
        module: in which it is declared.

    Returns:
        An output with the variable's unit, meaning, bounds and grounds.
    """

    def function(world: Any, flows: Any) -> Any:
        value = getattr(getattr(world, system), field)
        return value.sum() if v.dim else value

    meaning = v.meaning[:1].upper() + v.meaning[1:]
    high = v.high if not v.dim else np.inf
    grounds = v.grounds if v.grounds.stated else v.start.grounds
    return Output(
        v.gives,
        v.unit,
        meaning,
        system,
        function,
        grounds,
        v.low,
        high,
        v.sector,
        v.french,
        module,
        f"{system}.{field}",
    )
