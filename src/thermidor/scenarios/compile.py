"""From a scenario to the schedule that the engine applies, with the line of whatever does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thermidor.engine.calendar import month_text
from thermidor.errors import nearest
from thermidor.scenarios._errors import BadScenario
from thermidor.scenarios.operation import Operation

if TYPE_CHECKING:
    from thermidor.engine.controls import Schedule
    from thermidor.engine.registry import Registry
    from thermidor.scenarios.scenario import Scenario
else:  # the engine is loaded only when a scenario is compiled
    Schedule = Registry = Scenario = Any


def compile_scenario(scenario: Scenario, registry: Registry) -> Schedule:
    """Lay the operations of a scenario out for a model.

    Args:
        scenario: what is to be done.
        registry: of the model.

    Returns:
        The schedule.

    Raises:
        BadScenario: with file, line and what would be right.
    """
    from thermidor.engine.controls import Schedule as Compiled

    for number in range(len(scenario.do)):
        _check(scenario, number, registry)
    _check_contradictions(scenario, registry)
    return Compiled(registry, [operation.intervention() for operation in scenario.do])


def _check(scenario: Scenario, number: int, registry: Registry) -> None:
    """See that one operation names something and fits it."""
    from thermidor.engine.controls import BadIntervention
    from thermidor.engine.controls import Schedule as Compiled
    from thermidor.engine.registry import UnknownPath

    operation = scenario.do[number]
    try:
        site, _ = registry.resolve(operation.path)
        if operation.operation == "force" and operation.value is None and len(site.options) > 2:
            raise BadIntervention(f"{operation}: say which: {', '.join(site.options)}")
        if scenario.where(number)[0] == "--set" and site.options and operation.operation == "hold":
            raise BadIntervention(
                f"{operation.path} is a {site.kind}: its options are {', '.join(site.options)}, or forbid"
            )
        Compiled(registry, [operation.intervention()])
    except UnknownPath as error:
        hint = (
            f"; nearest: {', '.join(error.near)}"
            if error.near
            else nearest(operation.path, registry.paths())
        )
        text = f"'{operation.path}' names nothing in the model{hint}"
        raise BadScenario(text, *scenario.where(number)) from None
    except BadIntervention as error:
        raise BadScenario(str(error), *scenario.where(number)) from None


def _check_contradictions(scenario: Scenario, registry: Registry) -> None:
    """See that no two operations put different values in one place in one month."""
    slots = [set(registry.resolve(o.path)[1].tolist()) for o in scenario.do]
    for later, b in enumerate(scenario.do):
        for earlier, a in enumerate(scenario.do[:later]):
            first, last = max(a.first, b.first), min(a.last, b.last)
            if not (a.overwrites and b.overwrites) or first > last or _same(a, b):
                continue
            if slots[earlier] & slots[later]:
                text = (
                    f"'{b}' contradicts '{a}' ({scenario.place_of(earlier)}) "
                    f"in {month_text(first)}; keep one of them"
                )
                raise BadScenario(text, *scenario.where(later))


def _same(a: Operation, b: Operation) -> bool:
    return a.value == b.value and (a.operation == "forbid") == (b.operation == "forbid")
