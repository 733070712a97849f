"""Case files: one for each system of the record, in this folder."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from typing import Any

from pydantic import ValidationError

from thermidor.cases.case import BadCase, Case
from thermidor.errors import nearest, shown
from thermidor.record import load
from thermidor.scenarios._faults import first_fault
from thermidor.scenarios._yaml import Place, parse

KEYS = ("system", "written_from", "cases")


def read_cases(text: str | bytes, source: str) -> tuple[Case, ...]:
    """Read a case file.

    Args:
        text: of the YAML document.
        source: its name in messages.

    Returns:
        Its cases in order.

    Raises:
        BadCase: the text names line and fault.
    """
    data, lines = parse(text, source)
    if not isinstance(data, dict) or set(data) != set(KEYS) or not isinstance(data["cases"], list):
        raise BadCase(f"a case file has the keys {', '.join(KEYS)}; 'cases' is a list", source)
    system = str(data["system"])
    if system not in load().systems:
        hint = nearest(system, load().systems)
        raise BadCase(f"the record has no system {shown(system)}{hint}", source, lines["system",])
    found: list[Case] = []
    for n, entry in enumerate(data["cases"]):
        under = {place[2:]: line for place, line in lines.items() if place[:2] == ("cases", n)}
        found.append(_case(entry, data["written_from"], source, under))
        _check(found[-1], system, found[:-1])
    return tuple(found)


def _case(entry: Any, written_from: Any, source: str, lines: Mapping[Place, int]) -> Case:
    if not isinstance(entry, dict):
        raise BadCase(f"a case is a mapping, not {shown(entry)}", source, lines.get(()))
    try:
        case = Case.model_validate({"written_from": written_from, **entry})
    except ValidationError as error:
        line, text = first_fault(error, Case, lines)
        raise BadCase(text, source, line) from None
    case._source, case._lines = source, dict(lines)
    return case


def _check(case: Case, system: str, before: list[Case]) -> None:
    """What a case says of the record, and that no case stands twice."""
    rules = {r.id: r for r in load().systems[system].rules}
    if case.rule not in rules:
        raise case.wrong(
            f"{system} has no rule {shown(case.rule)}{nearest(case.rule, rules)}", "rule"
        )
    pages = sorted({place.page for place in rules[case.rule].evidence})
    if case.page not in pages:
        cited = ", ".join(map(str, pages))
        raise case.wrong(f"{case.rule} cites page {cited}, not {case.page}", "page")
    if any((case.rule, case.case) == (other.rule, other.case) for other in before):
        raise case.wrong(f"{shown(case.case)} stands twice under {case.rule}", "case")


@functools.cache
def shipped_cases() -> tuple[Case, ...]:
    """All cases that come with the package, system by system in the order of the record."""
    folder = resources.files("thermidor.cases")
    files = ((id, folder / f"{id}.yaml") for id in load().systems)
    return tuple(
        case for id, f in files if f.is_file() for case in read_cases(f.read_bytes(), f"{id}.yaml")
    )


def cases_of(name: str | None = None) -> tuple[Case, ...]:
    """The cases that a name means.

    Args:
        name: a rule of the record or one of its systems; all cases where none is given.

    Returns:
        The cases.

    Raises:
        BadCase: nothing has this name, or it has no case.
    """
    found = shipped_cases()
    if name is None:
        return found
    chosen = tuple(case for case in found if name in (case.rule, case.system))
    if not chosen:
        known = {*(c.rule for c in found), *(c.system for c in found)}
        what = "has no case yet" if name in _all_names() else "is neither a rule nor a system"
        raise BadCase(f"{shown(name)} {what}{nearest(name, known)}")
    return chosen


def _all_names() -> set[str]:
    systems = load().systems.values()
    return {s.id for s in systems} | {r.id for s in systems for r in s.rules}
