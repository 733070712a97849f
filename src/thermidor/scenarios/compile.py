"""From a scenario to the schedule that the engine applies, with the line of whatever does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from thermidor.engine.calendar import month_text
from thermidor.errors import nearest, unknown
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
    return Compiled(registry, [_meant(o, registry).intervention() for o in scenario.do])


def _meant(operation: Operation, registry: Registry) -> Operation:
    """An operation as the engine takes it: a decision or an event that is switched is forced to an option."""
    if operation.operation != "hold" or not isinstance(operation.value, bool):
        return operation
    site, _ = registry.resolve(operation.path)
    if not site.options:
        return operation
    span = (
        {"at": operation.at}
        if operation.at
        else {"from": operation.from_ or month_text(0), "to": operation.to}
    )
    value = site.options[int(operation.value)]
    return Operation.model_validate({"force": operation.path, "value": value, **span})


def check_names(scenario: Scenario, registry: Registry) -> None:
    """See that what a scenario cites is in the record, and that what it expects can be looked at.

    Args:
        scenario: of anybody's making.
        registry: of the model.

    Raises:
        BadScenario: with the name that does not exist, and the nearest.
    """
    source = scenario.where(0)[0]
    if scenario.cites:
        from thermidor.record import load

        known = set(load().ids())
        for id in scenario.cites:
            if id not in known:
                raise BadScenario(f"cites: {unknown('item of the record', id, known)}", source)
    if scenario.expected:
        from thermidor.codings import CODINGS
        from thermidor.codings import names_of as classes
        from thermidor.model.regime.regime import RUNGS

        names = {*registry.outputs, *RUNGS, *(n for coding in CODINGS for n in classes(coding))}
        for name in scenario.expected:
            if name not in names:
                raise BadScenario(
                    f"expected: {unknown('variable or outcome', name, names)}", source
                )


def behind(name: str, registry: Registry) -> str:
    """What is said of an output that somebody wants to set: what it is made of.

    Args:
        name: of the output.
        registry: of the model.
    """
    from thermidor.codings.reads import read_by_output

    made_of = read_by_output(registry, registry.outputs[name])
    paths = sorted(path for path in made_of if path in registry.sites or path in registry.states)
    what = f"it is made of {', '.join(paths[:6])}" if paths else "it is made of the month's flows"
    more = f" and {len(paths) - 6} more" if len(paths) > 6 else ""
    return (
        f"'{name}' is an output: it is counted, not set; {what}{more}, which can be set "
        f"(`thermidor settable {(paths or [name])[0].split('.')[0]}` lists more)"
    )


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
        typed = scenario.where(number)[0] == "--set" and not isinstance(operation.value, bool)
        if typed and site.options and operation.operation == "hold":
            raise BadIntervention(
                f"{operation.path} is a {site.kind}: its options are {', '.join(site.options)}, or forbid"
            )
        Compiled(registry, [_meant(operation, registry).intervention()])
        _check_places(operation, registry)
    except UnknownPath as error:
        if operation.path in registry.outputs:
            text = behind(operation.path, registry)
            raise BadScenario(text, *scenario.where(number)) from None
        hint = (
            f"; nearest: {', '.join(error.near)}"
            if error.near
            else nearest(operation.path, registry.paths())
        )
        text = f"'{operation.path}' names nothing in the model{hint}"
        raise BadScenario(text, *scenario.where(number)) from None
    except BadIntervention as error:
        raise BadScenario(str(error), *scenario.where(number)) from None


def _check_places(operation: Operation, registry: Registry) -> None:
    """See that a figure of the whole country is not given to each of its parts."""
    from thermidor.engine.controls import BadIntervention
    from thermidor.engine.declare import DIMENSIONS

    site, slots = registry.resolve(operation.path)
    path = site.path.removeprefix("initial.")
    state = registry.states.get(path) if site.kind in ("variable", "parameter") else None
    if state is None or operation.operation == "scale" or not operation.value or len(slots) == 1:
        return
    if np.isinf(state.high).any():
        place = next(label for d in state.dim for label in DIMENSIONS[d])
        raise BadIntervention(
            f"{operation}: {path} is counted apart in {len(slots)} places, each of which would get the whole "
            f"number; name one, such as {operation.path}.{place}, or use 'scale'"
        )


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
