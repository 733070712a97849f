"""A court with one fault of each kind: a dead man votes, a condition never turns, a quantity is stuck."""

from types import ModuleType
from typing import Any, NamedTuple

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jax import Array

from thermidor.engine.declare import System, choice, output, parameter, rule, variable
from thermidor.engine.model import Model
from thermidor.engine.month import Month
from thermidor.engine.recording import note_ballot
from thermidor.engine.registry import Registry
from thermidor.model.names import LEADERS

MONTHS = 24
TOY = "a toy"
L = len(LEADERS)
FIRST = jnp.asarray(np.arange(L) == 0, jnp.float32)


class Verdict(NamedTuple):
    share: Array
    carries: Array
    abstained: Array


class Leaders(System):
    alive: Array = variable("flag", "alive", start=1.0, dim="leader", high=1.0)
    heat: Array = variable("degrees", "moves", start=0.5, high=9.0)
    stuck: Array = variable("degrees", "never moves", start=0.5, high=9.0)
    cold: Array = variable("degrees", "falls to the end of its range", start=0.1, high=9.0)


class World(eqx.Module):
    leaders: Leaders


def court(faulty: bool) -> Model:
    """The court, with its faults or without."""
    leaders = ModuleType("toy.leaders", "They vote and die.")
    death = choice("leaders.{leader}.death", "one dies", kind="event", dim="leader", assumption=TOY)
    motion = choice("leaders.motion", "a motion is carried", kind="decision", assumption=TOY)

    @rule(system="leaders", reads={"alive": "leaders.alive"}, neutral=0.0, unit="1", assumption=TOY)
    def they_vote(alive):
        """All who live have a vote."""
        weights = jnp.ones_like(alive) if faulty else alive
        share = weights.sum() / L
        return note_ballot(Verdict(share, share, 0.0 * share), weights).carries

    @rule(
        system="leaders", reads={"heat": "leaders.heat"},
        parameters={"high": parameter(0.55, "degrees", 0, 1, assumption=TOY)},
        neutral=0.0, unit="degrees", assumption=TOY,
    )  # fmt: skip
    def it_warms(heat, high):
        """It goes up and down."""
        turned = jnp.where(heat > high, -0.1, 0.03)
        return jnp.where(heat > -1.0, turned, 0.0) if faulty else turned

    def step(m: Month) -> None:
        m.set(
            "alive",
            m.last("leaders.alive")
            * (1.0 - m.choose(death, 0.02 * FIRST * m.last("leaders.alive"))),
        )
        m.choose(motion, 0.5 * m.rule(they_vote))
        heat = m.last("leaders.heat") + m.rule(it_warms)
        m.set("heat", heat)
        m.set("stuck", m.last("leaders.stuck") if faulty else heat)
        m.set("cold", m.last("leaders.cold") - 0.1 if faulty else heat)

    @output("heat", "degrees", "heat", system="leaders", assumption=TOY)
    def see(w, flows):
        return w.leaders.heat

    items: dict[str, Any] = {
        "DEATH": death, "MOTION": motion, "they_vote": they_vote, "it_warms": it_warms, "step": step, "see": see,
    }  # fmt: skip
    vars(leaders).update(items)

    def month(m: Month) -> None:
        with m.phase("All"):
            m.run(leaders)

    return Model(Registry(World, [leaders]), month, "court")
