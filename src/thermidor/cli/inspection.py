"""The model as its code declares it: registry, and one month traced without running it."""

from __future__ import annotations

from functools import cache
from typing import Any

from thermidor.cli.errors import BadOption


@cache
def registry() -> Any:
    """The registry of the book's model."""
    import thermidor as th

    return th.lequenne().registry


@cache
def traced_month() -> Any:
    """One month of the book's model, traced: its order and the rules that it called."""
    import thermidor as th

    model = th.lequenne()

    import jax
    import numpy as np

    from thermidor.engine.controls import Schedule
    from thermidor.engine.month import Controls
    from thermidor.engine.simulator import Simulator

    simulator = Simulator(model, months=1)
    controls = Controls(*(np.asarray(x[0]) for x in Schedule(model.registry).controls()))
    months: list[Any] = []

    def month(parameters: Any, key: Any) -> Any:
        world, m = simulator.advance(
            simulator.start(parameters),
            key,
            parameters,
            np.int32(0),
            controls,
            simulator.outside()[0],
        )
        months.append(m)
        return world

    jax.eval_shape(month, model.registry.point, jax.random.key(0))
    return months[0]


def rules_named(id: str | None) -> list[Any]:
    """The rules that a name means: all, one, those of a system, or those that implement a record's rule.

    Args:
        id: as typed.

    Returns:
        One rule or more.

    Raises:
        BadOption: nothing has this name; the text names the nearest.
    """
    rules = list(registry().rules.values())
    if id is None:
        return rules
    found = [r for r in rules if id in (r.name, r.system, *r.implements)]
    if found:
        return found
    from thermidor.record import UnknownRecordId, load

    if id in load().rules:
        raise BadOption(
            f"no rule of the model implements {id} yet; `thermidor record show {id}` shows it"
        )
    known = [r.name for r in rules] + list({r.system for r in rules}) + list(load().rules)
    raise BadOption(str(UnknownRecordId(id[:100], known)).replace("record id", "rule", 1))
