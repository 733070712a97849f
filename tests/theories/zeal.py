"""A system that no theory of the project knows: zeal, which rises with discontent and wears off."""

from __future__ import annotations

from jax import Array

from thermidor.engine.declare import System, parameter, rule, variable
from thermidor.engine.month import Month

TOY = "a toy of the tests"


class Zeal(System):
    """Zeal of the many."""

    zeal: Array = variable(
        "index 0-1", "zeal", high=1.0, start=0.0, gives="zeal.index", assumption=TOY
    )


@rule(
    reads=dict(zeal="zeal.zeal", discontent="mood.discontent"),
    parameters=dict(
        rise=parameter(0.05, "a month", 0.0, 0.2, assumption=TOY),
        wear=parameter(0.02, "a month", 0.0, 0.2, assumption=TOY),
    ),
    neutral=0.0,
    signs=dict(discontent=+1),
    unit="change a month",
    assumption=TOY,
)
def zeal_rises_and_wears_off(zeal, discontent, rise, wear):
    """Discontent kindles zeal, and zeal wears off."""
    return rise * discontent * (1 - zeal) - wear * zeal


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    m.change("zeal", m.rule(zeal_rises_and_wears_off))
