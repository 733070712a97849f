"""Lists of what the model is made of, as plain data: constants, outputs, state, rules, choices, outside series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from thermidor.engine.declare import DIMENSIONS, Here, Parameter, Rule
from thermidor.engine.registry import Registry
from thermidor.errors import BadRequest, unknown
from thermidor.experiments.models import known_model
from thermidor.experiments.wishes import plainly
from thermidor.theories import BOOK
from thermidor.theories.outputs import by_sector, french_name

BASES = ("book", "publication", "assumption")


@plainly
def parameters(path: str | None = None, *, theory: str = BOOK) -> list[dict[str, Any]]:
    """The constants of the model, each with its range and what it rests on.

    Args:
        path: one constant, or the beginning of paths ("countryside"); all by default.
        theory: whose constants.

    Returns:
        One mapping each, with path, value, unit, low, high (lists where the constant is a vector), dims, kind
        ("constant", "initial" for a value of January 1917, "absent" for the start of what does not exist
        then), basis, cites.

    Raises:
        ValueError: nothing has this path; the text names the nearest.

    Example:
        >>> parameters("factions.discontent_feeds_opposition.pace")[0]["unit"]
        'a month'
    """
    registry = _registry(theory)
    rows = [_parameter(p, declared) for p, declared in registry.parameters.items()]
    return _under(rows, path, "path", "parameter")


def basis_shares(rows: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """How many constants rest on the book, on publications, on assumption.

    Args:
        rows: of `parameters`, all or some; starts of what does not exist in January 1917 do not count.

    Returns:
        By basis: `n` and `share`.

    Example:
        >>> sum(b["n"] for b in basis_shares(parameters("regime")).values()) == len(parameters("regime"))
        True
    """
    counted = [r["basis"] for r in rows if r.get("kind") != "absent"]
    return {
        b: {"n": counted.count(b), "share": counted.count(b) / len(counted) if counted else 0.0}
        for b in BASES
    }


@plainly
def variables(name: str | None = None, *, theory: str = BOOK) -> list[dict[str, Any]]:
    """The output variables of a simulation.

    Args:
        name: one variable, or the beginning of names ("party"); all by default.
        theory: whose variables.

    Returns:
        One mapping each, with name, unit, meaning, french (the meaning in French), sector (under which reports
        show it), system, parameters (conventions by which it is counted), low, high (None where
        unbounded), basis, cites.

    Raises:
        ValueError: nothing has this name; the text names the nearest.

    Example:
        >>> variables("party.members")[0]["sector"]
        'The party'
    """
    outputs = _registry(theory).outputs
    home = {n: sector for sector, names in by_sector(outputs, theory).items() for n in names}
    rows = [
        {
            "name": o.name,
            "unit": o.unit,
            "meaning": o.meaning,
            "french": french_name(o),
            "sector": home[o.name],
            "system": o.system,
            "parameters": _paths(o.path, o.parameters),
            "low": _bound(o.low),
            "high": _bound(o.high),
            "basis": o.grounds.basis,
            "cites": o.grounds.cites,
        }
        for o in outputs.values()
    ]
    return _under(rows, name, "name", "variable")


@plainly
def states(path: str | None = None, *, theory: str = BOOK) -> list[dict[str, Any]]:
    """The state variables of the model, which interventions can set, add to, scale and hold.

    Args:
        path: one variable, or the beginning of paths; all by default.
        theory: whose state.

    Returns:
        One mapping each, with path, unit, meaning, system, dims, elements, quantity (of a conserved stock),
        low, high, basis, cites.

    Raises:
        ValueError: nothing has this path; the text names the nearest.
    """
    rows = [
        {
            "path": p,
            "unit": v.unit,
            "meaning": v.meaning,
            "system": p.split(".")[0],
            "dims": list(v.dim),
            "elements": [list(DIMENSIONS[d]) for d in v.dim],
            "quantity": v.quantity,
            "low": _bound(v.low),
            "high": _bound(v.high),
            "basis": v.grounds.basis if v.grounds.stated else "assumption",
            "cites": v.grounds.cites,
        }
        for p, v in _registry(theory).states.items()
    ]
    return _under(rows, path, "path", "state variable")


@plainly
def outside_series(*, theory: str = BOOK) -> list[dict[str, Any]]:
    """The series that come from outside the model, which no rule makes.

    Args:
        theory: whose series.

    Returns:
        One mapping each, with name, unit, meaning, french (the meaning in French), basis, cites.

    Example:
        >>> "drought" in [series["name"] for series in outside_series()]
        True
    """
    return [
        {
            "name": o.name,
            "unit": o.unit,
            "meaning": o.meaning,
            "french": o.french or o.meaning,
            "basis": o.grounds.basis,
            "cites": o.grounds.cites,
        }
        for o in _registry(theory).outside.values()
    ]


def choices(path: str | None = None, *, theory: str = BOOK) -> list[dict[str, Any]]:
    """The decisions and events of the model, which interventions can force and forbid.

    Args:
        path: one choice, or the beginning of paths; all by default.
        theory: whose choices.

    Returns:
        One mapping each, with path, kind, meaning, options (the first is that nothing happens), system, dims,
        cites.

    Raises:
        ValueError: nothing has this path; the text names the nearest.
    """
    rows = [
        {
            "path": p,
            "kind": c.kind,
            "meaning": c.meaning,
            "options": list(c.options),
            "system": c.system,
            "dims": list(c.dim),
            "cites": c.grounds.cites,
        }
        for p, c in _registry(theory).choices.items()
    ]
    return _under(rows, path, "path", "decision or event")


@plainly
def settable(path: str | None = None, *, theory: str = BOOK) -> list[dict[str, Any]]:
    """All that an intervention can act on: states, constants, flows, rules, decisions, events and outside series.

    Args:
        path: one of them, or the beginning of paths; all by default.
        theory: whose model.

    Returns:
        One mapping each, with path, kind, unit, elements (names of its single places, each of which can be named
        by path.ELEMENT), low, high (None where unbounded) and options (of a decision or an event).

    Raises:
        ValueError: nothing has this path; the text names the nearest, or says what stands behind an output.

    Example:
        >>> {row["kind"] for row in settable("mood.fear")}
        {'variable'}
    """
    registry = _registry(theory)
    rows = []
    for site in registry.sites.values():
        state = registry.states.get(site.path) if site.kind == "variable" else None
        constant = registry.parameters.get(site.path) if site.kind == "parameter" else None
        declared = state or constant
        unit = getattr(declared, "unit", "") or getattr(registry.outside.get(site.path), "unit", "")
        rows.append(
            {
                "path": site.path,
                "kind": site.kind,
                "unit": unit if not site.options else "",
                "elements": [list(DIMENSIONS[d]) for d in getattr(declared, "dim", ())],
                "low": _bound(state.low) if state else 0.0 if site.kind == "rule" else None,
                "high": _bound(state.high) if state else None,
                "options": list(site.options),
            }
        )
    if path in registry.outputs and not any(_begins(row["path"], path) for row in rows):
        from thermidor.scenarios.compile import behind

        raise BadRequest(behind(path, registry))
    return _under(rows, path, "path", "thing that can be set")


@plainly
def rules(id: str | None = None, *, theory: str = BOOK) -> list[dict[str, Any]]:
    """The rules of the model: what each implements and reads, and its pages.

    Args:
        id: a rule of the model, a system, the beginning of paths, or the id of a rule of the record that
            is implemented; all by default.
        theory: whose rules.

    Returns:
        One mapping each, with id, system, implements, pages, says, reads (systems), inputs, parameters, draws,
        signs, unit, basis, cites.

    Raises:
        ValueError: nothing has this id; the text names the nearest.

    Example:
        >>> rules("leaders.leaders_die")[0]["implements"]
        ['leaders.r02']
    """
    registry = _registry(theory)
    chosen: Sequence[Rule] = list(registry.rules.values())
    if id is not None:
        chosen = [r for r in chosen if _begins(r.name, id) or id in r.implements]
        if not chosen:
            known = {
                *registry.rules,
                *(r.system for r in registry.rules.values()),
                *(i for r in registry.rules.values() for i in r.implements),
            }
            raise BadRequest(unknown("rule", id, known))
    return [_rule(r) for r in chosen]


# -- rows --------------------------------------------------------------------------------------


def _parameter(path: str, p: Parameter) -> dict[str, Any]:
    kind = "constant"
    if path.startswith("initial."):
        kind = "absent" if p.grounds.assumption == "does not exist at the start" else "initial"
    return {
        "path": path,
        "value": _number(p.value),
        "unit": p.unit,
        "low": _number(p.low),
        "high": _number(p.high),
        "dims": list(p.dim),
        "kind": kind,
        "basis": p.grounds.basis,
        "cites": p.grounds.cites,
    }


def _rule(r: Rule) -> dict[str, Any]:
    from thermidor.record import load

    record = load()
    pages = sorted(
        {e.page for i in r.implements if i in record.rules for e in record.rules[i].citations}
    )
    return {
        "id": r.name,
        "system": r.system,
        "implements": list(r.implements),
        "pages": pages,
        "says": " ".join((r.function.__doc__ or "").split()),
        "reads": list(r.systems_read),
        "inputs": {
            n: "computed in the same step" if isinstance(s, Here) else s for n, s in r.reads.items()
        },
        "parameters": _paths(r.name, r.parameters),
        "draws": [f"{r.name}.{n}" for n in r.draws],
        "signs": dict(r.signs),
        "unit": r.unit,
        "basis": r.grounds.basis,
        "cites": r.grounds.cites,
    }


def _paths(owner: str, parameters: Mapping[str, Parameter | str]) -> list[str]:
    """Paths of the parameters of a rule or an output."""
    return [p if isinstance(p, str) else f"{owner}.{n}" for n, p in parameters.items()]


def _registry(theory: str) -> Registry:
    return known_model(theory).registry


def _number(x: Any) -> Any:
    """A float in as few digits as single precision has, or lists of them."""
    if np.ndim(x) == 0:
        return float(f"{float(x):.7g}")
    return [_number(y) for y in np.asarray(x)]


def _bound(x: float) -> float | None:
    return float(x) if np.isfinite(x) else None


def _begins(path: str, beginning: str) -> bool:
    return path == beginning or path.startswith(beginning.rstrip(".") + ".")


def _under(
    rows: list[dict[str, Any]], beginning: str | None, key: str, what: str
) -> list[dict[str, Any]]:
    if beginning is None:
        return rows
    found = [r for r in rows if _begins(r[key], beginning)]
    if not found:
        raise BadRequest(unknown(what, beginning, (r[key] for r in rows)))
    return found


__all__ = [
    "basis_shares",
    "choices",
    "outside_series",
    "parameters",
    "rules",
    "settable",
    "states",
    "variables",
]
