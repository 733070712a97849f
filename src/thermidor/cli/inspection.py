"""The model as its code declares it: registry, and one month traced without running it."""

from __future__ import annotations

from functools import cache
from typing import Any

from thermidor.cli.asking import ready
from thermidor.cli.errors import BadOption
from thermidor.theories import BOOK


def model(theory: str = BOOK) -> Any:
    """The model of a theory.

    Args:
        theory: its name.

    Raises:
        BadPart: no theory has this name.
    """
    ready()
    from thermidor.experiments.models import known_model

    return known_model(theory)


def registry(theory: str = BOOK) -> Any:
    """The registry of a theory's model.

    Args:
        theory: its name.

    Raises:
        BadPart: no theory has this name.
    """
    return model(theory).registry


@cache
def traced_month(theory: str = BOOK) -> Any:
    """One month of a theory's model, traced: its order and the rules that it called.

    Args:
        theory: its name.

    Raises:
        BadPart: no theory has this name.
    """
    asked = model(theory)

    import jax
    import jax.numpy as jnp

    from thermidor.engine.controls import Schedule
    from thermidor.engine.month import Controls
    from thermidor.engine.simulator import Simulator

    simulator = Simulator(asked, months=1)
    controls = Controls(*(jnp.asarray(x[0]) for x in Schedule(asked.registry).controls(end=1)))
    outside = jnp.asarray(simulator.outside()[0])
    months: list[Any] = []

    def month(parameters: Any, key: Any, number: Any) -> Any:
        start = simulator.start(parameters)
        world, m = simulator.advance(start, key, parameters, number, controls, outside)
        months.append(m)
        return world

    jax.eval_shape(month, asked.registry.point, jax.random.key(0), jnp.int32(0))
    return months[0]


def rules_named(id: str | None, theory: str = BOOK) -> list[dict[str, Any]]:
    """The rules that a name means: all, one, those of a system, or those that implement a record's rule.

    Args:
        id: as typed.
        theory: whose rules.

    Returns:
        One rule or more, as `thermidor.rules` lists them.

    Raises:
        BadOption: the record has this rule, and no rule of the model implements it.
        ValueError: nothing has this name; the text names the nearest.
    """
    import thermidor as th

    try:
        return th.rules(id, theory=theory)
    except ValueError:
        from thermidor.record import load

        if id not in load().rules:
            raise
        text = f"no rule of the model implements {id} yet; `thermidor record show {id}` shows it"
        raise BadOption(text) from None
