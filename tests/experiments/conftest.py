"""A model small enough to compile in seconds, of which every probability is known in closed form.

A coin is thrown once, in the first month, and falls with probability 0.4; its fall is the Thermidor of
this world.  Of its three rules one decides the fall, one warms what has fallen, one does nothing.
"""

import sys
from pathlib import Path
from types import ModuleType

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import pytest
from jax import Array

from thermidor.engine.declare import (
    System,
    choice,
    output,
    parameter,
    rule,
    uniform,
    variable,
)
from thermidor.engine.devices import prepare
from thermidor.engine.model import Model
from thermidor.engine.month import Month
from thermidor.engine.registry import Registry
from thermidor.engine.simulator import Simulator

sys.path.insert(0, str(Path(__file__).parent))  # the tests import `cf_rules`

prepare()
FALLS = 0.4
MONTHS = 12


class Coin(System):
    fallen: Array = variable("flag", "the coin has fallen", start=0.0, high=1.0)
    tried: Array = variable("flag", "the coin has been thrown", start=0.0, high=1.0)
    heat: Array = variable("degrees", "heat", start=0.0)


class World(eqx.Module):
    coin: Coin


def module() -> ModuleType:
    coin = ModuleType("toy.coin", "A coin that falls once or never.")
    fall = choice("coin.fall", "the coin falls", kind="event", assumption="a toy")

    @rule(system="coin",
        reads={"tried": "coin.tried"},
        parameters={"p": parameter(FALLS, "probability", 0, 1, assumption="a toy")},
        neutral=0.0, unit="probability", assumption="a toy",
    )  # fmt: skip
    def chance(tried, p):
        """It is thrown once, in the first month."""
        return p * (1.0 - tried)

    @rule(system="coin", reads={"fallen": "coin.fallen"}, draws={"noise": uniform()}, neutral=0.0, unit="degrees",
          assumption="a toy")  # fmt: skip
    def warming(fallen, noise):
        """What has fallen grows warm."""
        return 0.1 * fallen * noise

    @rule(
        system="coin", reads={"heat": "coin.heat"}, neutral=0.0, unit="degrees", assumption="a toy"
    )
    def nothing(heat):
        """It does nothing."""
        return 0.0 * heat

    def step(m: Month) -> None:
        thrown = m.choose(fall, m.rule(chance))
        m.set("fallen", jnp.maximum(m.last("coin.fallen"), thrown))
        m.set("tried", jnp.ones(()))
        m.set("heat", m.last("coin.heat") + m.rule(warming) + m.rule(nothing))

    @output(
        "regime",
        "code",
        "Thermidor where the coin has fallen",
        system="coin",
        high=13.0,
        assumption="a toy",
    )
    def regime(w, flows):
        return jnp.where(w.coin.fallen > 0, 5.0, 2.0)

    @output("coin.heat", "degrees", "heat", system="coin", assumption="a toy")
    def heat(w, flows):
        return w.coin.heat

    for item in (fall, chance, warming, nothing, step, regime, heat):
        name = getattr(item, "function", item)
        coin.__dict__[getattr(name, "__name__", "fall")] = item
    return coin


@pytest.fixture(scope="session")
def toy() -> Simulator:
    coin = module()

    def month(m: Month) -> None:
        with m.phase("Toy"):
            m.run(coin)

    return Simulator(Model(Registry(World, [coin]), month, "toy"), months=MONTHS)


@pytest.fixture(scope="session")
def numbers() -> np.ndarray:
    return np.arange(1024, dtype=np.uint32)
