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
    import jax.numpy as jnp

    from thermidor.engine.controls import Schedule
    from thermidor.engine.month import Controls
    from thermidor.engine.simulator import Simulator

    simulator = Simulator(model, months=1)
    controls = Controls(*(jnp.asarray(x[0]) for x in Schedule(model.registry).controls(end=1)))
    outside = jnp.asarray(simulator.outside()[0])
    months: list[Any] = []

    def month(parameters: Any, key: Any, number: Any) -> Any:
        start = simulator.start(parameters)
        world, m = simulator.advance(start, key, parameters, number, controls, outside)
        months.append(m)
        return world

    jax.eval_shape(month, model.registry.point, jax.random.key(0), jnp.int32(0))
    return months[0]


def rules_named(id: str | None) -> list[dict[str, Any]]:
    """The rules that a name means: all, one, those of a system, or those that implement a record's rule.

    Args:
        id: as typed.

    Returns:
        One rule or more, as `thermidor.rules` lists them.

    Raises:
        BadOption: the record has this rule, and no rule of the model implements it.
        ValueError: nothing has this name; the text names the nearest.
    """
    import thermidor as th

    try:
        return th.rules(id)
    except ValueError:
        from thermidor.record import load

        if id not in load().rules:
            raise
        text = f"no rule of the model implements {id} yet; `thermidor record show {id}` shows it"
        raise BadOption(text) from None
