"""Single settings, as given on a command line: PATH=VALUE over the whole run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from thermidor.errors import shown
from thermidor.scenarios._errors import BadScenario
from thermidor.scenarios._yaml import _plain
from thermidor.scenarios.operation import Operation
from thermidor.scenarios.scenario import Scenario, Title
from thermidor.scenarios.typed import number_typed


def setting(text: str) -> Operation:
    """Read PATH=VALUE: hold a quantity, a parameter or a rule at a number for the whole run.

    For a decision or an event the value is the name of an option, forced from the first month on;
    PATH=forbid forbids it.  Numbers are taken as people type them, and `true` and `false` for rules, decisions
    and events.

    Args:
        text: as typed.

    Returns:
        The operation.

    Raises:
        BadScenario: when it is not of that form.

    Example:
        >>> str(setting("party.rate=0.2"))
        'hold party.rate = 0.2 (whole run)'
    """
    path, equals, written = (part.strip() for part in text.partition("="))
    if not (equals and path and written):
        raise BadScenario(
            f"--set {shown(text)}: write PATH=VALUE, such as procurement.severity=0.5"
        )
    value = _plain(written)
    try:
        number = number_typed(written) if isinstance(value, str) else None
        value = value if number is None else number
    except ValueError as error:
        raise BadScenario(f"--set {shown(text)}: {error}") from None
    try:
        if written == "forbid":
            return Operation.model_validate({"forbid": path})
        if isinstance(value, str):
            return Operation.model_validate({"force": path, "value": value, "from": "1917-01"})
        return Operation.model_validate({"hold": path, "value": value})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        reason = first.get("ctx", {}).get("error", first["msg"])
        raise BadScenario(f"--set {shown(text)}: {reason}") from None


def with_settings(scenario: Scenario, settings: Iterable[str]) -> Scenario:
    """A scenario with settings added; an operation of the scenario on the same path gives way.

    Args:
        scenario: as loaded.
        settings: PATH=VALUE texts.

    Returns:
        The scenario itself where there are no settings, otherwise a copy.

    Raises:
        BadScenario: a setting is not of that form, or one path is set twice.
    """
    added = [setting(text) for text in settings]
    if not added:
        return scenario
    paths = [operation.path for operation in added]
    for path in paths:
        if paths.count(path) > 1:
            raise BadScenario(f"--set gives {shown(path)} twice; keep one of them")
    kept = [n for n, o in enumerate(scenario.do) if o.path not in paths or not o.overwrites]
    changed: dict[str, Any] = {"do": (*(scenario.do[n] for n in kept), *added)}
    if not scenario.do:  # its title says that nothing is changed
        changed["title"] = Title(en="A change of one's own", fr="Un changement à soi")
    copy = scenario.model_copy(update=changed)
    copy._places = (*(scenario.where(n) for n in kept), *(("--set", None) for _ in added))
    return copy
