"""What pydantic finds wrong with the data of a file, as a line and one line of text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from thermidor.errors import nearest, shown
from thermidor.scenarios._yaml import MOST_BYTES, Place


def first_fault(
    error: ValidationError,
    model: type[BaseModel],
    lines: Mapping[Place, int],
    parts: Mapping[str, type[BaseModel]] | None = None,
) -> tuple[int | None, str]:
    """The first fault in the order of the file, and how many more there are.

    Args:
        error: what pydantic found.
        model: of the data.
        lines: line of each place.
        parts: models of what stands under a key, by key.

    Returns:
        Its line, where that is known, and what is wrong.
    """
    faults = sorted(
        (_fault(e, model, lines, parts or {}) for e in error.errors(include_url=False)),
        key=lambda fault: fault[0] or MOST_BYTES,
    )
    line, text = faults[0]
    return line, text + (f" (and {len(faults) - 1} more)" if len(faults) > 1 else "")


def _fault(
    error: Any,
    model: type[BaseModel],
    lines: Mapping[Place, int],
    parts: Mapping[str, type[BaseModel]],
) -> tuple[int | None, str]:
    """Line and one-line text of one fault that pydantic found."""
    place: Place = tuple(part for part in error["loc"])
    line = next(
        (lines[place[:n]] for n in range(len(place), -1, -1) if place[:n] in lines),
        None,
    )
    return line, _words(error, place, parts.get(str(place[0]), model) if len(place) > 1 else model)


def _words(error: Any, place: Place, owner: type[BaseModel]) -> str:
    kind, value = error["type"], error.get("input")
    name = str(place[-1]) if place else ""
    if isinstance(place[-1] if place else None, int) and len(place) > 1:
        name = f"{place[-2]} {int(place[-1]) + 1}"
    if kind == "extra_forbidden":
        keys = [f.alias or n for n, f in owner.model_fields.items()]
        hint = nearest(name, keys) or f"; the keys are {', '.join(keys)}"
        return f"{shown(name)} is no key of {owner.model_config.get('title')}{hint}"
    if kind == "value_error":
        return str(error["ctx"]["error"])
    if kind == "missing":
        return f"'{name}' is missing"
    if kind == "literal_error":
        return f"'{name}' must be {error['ctx']['expected']}, not {shown(value)}"
    if kind == "string_pattern_mismatch":
        return f"'{name}' must be small letters, digits and hyphens, not {shown(value)}"
    if kind in _KINDS:
        return f"'{name}' must be {_KINDS[kind]}, not {shown(value)}"
    return f"'{name}': {error['msg'][:200]}"


_KINDS = {
    "string_type": "text",
    "string_unicode": "readable text",
    "int_type": "a whole number",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}
