"""Models of the engine as XMILE 1.0, the OASIS standard for stocks and flows that Stella, Vensim and PySD read.

    python benchmarks/xmile.py economy.xmile

writes the small economy.  Equations are taken from the month that the engine traces
(`equations.py`): a file holds no second account of the model.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import numpy as np

import thermidor
from equations import Term, equations, identifier
from thermidor.engine.calendar import MONTHS
from thermidor.engine.declare import Grounds, Rule
from thermidor.engine.model import Model

NAMESPACE = "http://docs.oasis-open.org/xmile/ns/XMILE/v1.0"

WORDS = {
    "add": "({} + {})", "sub": "({} - {})", "mul": "({} * {})", "div": "({} / {})", "pow": "({} ^ {})",
    "neg": "(0 - {})", "square": "({} ^ 2)", "max": "MAX({}, {})", "min": "MIN({}, {})", "abs": "ABS({})",
    "sqrt": "SQRT({})", "exp": "EXP({})", "log": "LN({})", "log1p": "LN(1 + {})", "sin": "SIN({})", "cos": "COS({})",
    "rem": "({} mod {})", "lt": "({} < {})", "le": "({} <= {})", "gt": "({} > {})", "ge": "({} >= {})",
    "eq": "({} = {})", "ne": "({} <> {})", "and": "({} AND {})", "or": "({} OR {})", "not": "(NOT {})",
    "if": "(IF {} THEN {} ELSE {})",
}  # fmt: skip
"""How each operation of a term is written."""


def equation(x: Any) -> str:
    """A term in the language of XMILE.

    Args:
        x: term, number or truth value.

    Returns:
        Its equation.

    Example:
        >>> equation(Term("max", (Term("name", ("grain",)), 0.5)))
        'MAX(grain, 0.5)'
    """
    if not isinstance(x, Term):
        return _number(float(x))
    if x.operation == "name":
        return x.parts[0]
    return WORDS[x.operation].format(*map(equation, x.parts))


def _number(x: float) -> str:
    if not np.isfinite(x):
        raise ValueError(f"an equation holds {x}, which XMILE cannot write")
    text = repr(int(x)) if x == int(x) and abs(x) < 1e15 else repr(x)
    return text if x >= 0 else f"({text})"


def written(value: Any) -> float:
    """A constant as it is written: the shortest decimal that the engine's own number rounds to.

    Args:
        value: in single precision.

    Returns:
        The decimal, in double precision.

    Example:
        >>> written(np.float32(0.1))
        0.1
    """
    return float(str(np.float32(value)))


def document(model: Model, months: int = MONTHS) -> str:
    """A model as an XMILE file: a variable that nothing moves is a constant, every other one a stock.

    A stock of a conserved quantity changes by the flows that move it; any other by one flow, what it
    becomes less what it is.  Time is counted in months from January 1917, by Euler, a month a step.

    Args:
        model: without chance and without axes.
        months: length of a run.

    Returns:
        The text of the file.

    Raises:
        ValueError: when the model cannot be written.
    """
    root = Xml.Element("xmile", {"version": "1.0", "xmlns": NAMESPACE})
    header = Xml.SubElement(root, "header")
    Xml.SubElement(header, "vendor").text = "Thermidor contributors"
    product = Xml.SubElement(header, "product", {"version": thermidor.__version__, "lang": "en"})
    product.text = "Thermidor"
    Xml.SubElement(header, "name").text = model.name
    specs = Xml.SubElement(root, "sim_specs", {"method": "Euler", "time_units": "Months"})
    for tag, number in (("start", 0), ("stop", months), ("dt", 1)):
        Xml.SubElement(specs, tag).text = str(number)
    variables = Xml.SubElement(Xml.SubElement(root, "model"), "variables")
    for tag, name, parts in sorted(_entries(model, months), key=lambda e: (e[0] != "stock", e[:2])):
        entry = Xml.SubElement(variables, tag, {"name": name})
        for part, content in parts:
            if isinstance(content, str):
                Xml.SubElement(entry, part).text = content
            else:
                entry.append(content)
    names = [entry.attrib["name"] for entry in variables]
    twice = {n for n in names if names.count(n) > 1}
    if twice:
        raise ValueError(f"two things are called {', '.join(sorted(twice))}")
    Xml.indent(root)
    return Xml.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


Entry = tuple[str, str, Sequence[tuple[str, Any]]]


def _entries(model: Model, months: int) -> Iterator[Entry]:
    """Kind, name and parts of each variable of the file."""
    r, found = model.registry, equations(model)
    used = found.used | {identifier(f"initial.{p}") for p in r.states}
    for path, x in found.states.items():
        yield from _variable(model, path, x)
    for path, x in found.flows.items():
        f = r.flows[path]
        yield (
            "flow",
            identifier(path),
            _parts(equation(x), f.unit + " a month", f.meaning, f.grounds),
        )
    rules = {identifier(name): rule for name, rule in r.rules.items()}
    for name, x in {**found.rules, **found.shared}.items():
        if name in used:
            yield "aux", name, _told(name, x, rules)
    for path, p in r.parameters.items():
        if identifier(path) in used:
            about = (
                r.states[path.removeprefix("initial.")].meaning
                if path.startswith("initial.")
                else ""
            )
            value = _number(written(p.value))
            yield "aux", identifier(path), _parts(value, p.unit, about, p.grounds)
    for name, o in r.outside.items():
        if name in used:
            yield "aux", identifier(name), _series(o.values[:months], o.unit, o.meaning, o.grounds)


def _variable(model: Model, path: str, x: Any) -> Iterator[Entry]:
    """A variable as a stock with what changes it, or as a constant."""
    r, name = model.registry, identifier(path)
    v, first = r.states[path], identifier(f"initial.{path}")
    about = (v.unit, v.meaning, v.grounds)
    if isinstance(x, Term) and x.parts == (name,):
        yield "aux", name, _parts(first, *about)
        return
    if v.quantity is None:
        change = f"change_of_{name}"
        moved = [("inflow", change)]
        yield (
            "flow",
            change,
            _parts(f"{equation(x)} - {name}", f"{v.unit} a month", f"change of {name}"),
        )
    else:
        moved = [("inflow", identifier(n)) for n, f in r.flows.items() if f.target == path]
        moved += [("outflow", identifier(n)) for n, f in r.flows.items() if f.source == path]
    eqn, *rest = _parts(first, *about)
    yield "stock", name, [eqn, *moved, *rest]


def _told(name: str, x: Any, rules: dict[str, Rule]) -> Sequence[tuple[str, Any]]:
    """What is said of a rule's result, or of a part of an equation."""
    whole = re.sub(r"_part_\d+$", "", name)
    rule = rules.get(name) or rules.get(re.sub(r"_\d+$", "", whole))
    if rule is None or whole != name:
        return _parts(equation(x), "", f"a part of {whole} that stands in several places")
    function = rule.function.func if isinstance(rule.function, partial) else rule.function
    told = " ".join((function.__doc__ or "").split())
    return _parts(equation(x), rule.unit, told, rule.grounds)


def _series(values: Any, unit: str, meaning: str, grounds: Grounds) -> Sequence[tuple[str, Any]]:
    """A series from outside: the month of the year by arithmetic, any other as a function of time."""
    if np.array_equal(values, np.arange(len(values)) % 12):
        return _parts("TIME mod 12", unit, meaning, grounds)
    graph = Xml.Element("gf")
    Xml.SubElement(graph, "xscale", {"min": "0", "max": str(len(values) - 1)})
    Xml.SubElement(graph, "ypts").text = ",".join(_number(written(y)).strip("()") for y in values)
    eqn, *rest = _parts("TIME", unit, meaning, grounds)
    return [eqn, ("gf", graph), *rest]


def _parts(eqn: str, unit: str, told: str, grounds: Grounds | None = None) -> list[tuple[str, str]]:
    """Equation, documentation and units of a variable, in this order."""
    cites = "; ".join(grounds.cites) if grounds else ""
    doc = ". ".join(x.rstrip(".") for x in (told, f"Unit: {unit}" if unit else "", cites) if x)
    units = unit.replace(" a ", "/") if re.fullmatch(r"[a-z]+( a [a-z]+)*", unit) else ""
    return [("eqn", eqn), *([("doc", doc)] if doc else []), *([("units", units)] if units else [])]


if __name__ == "__main__":
    from national import economy

    Path(sys.argv[1]).write_text(document(economy()), encoding="utf-8")
