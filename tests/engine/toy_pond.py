"""A pond: small enough to compile in seconds, with one of everything that an intervention can touch."""

from types import ModuleType
from typing import Any

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jax import Array

from thermidor.engine.declare import (
    Grounds,
    Outside,
    System,
    choice,
    dimension,
    flow,
    here,
    normal,
    output,
    parameter,
    rule,
    uniform,
    variable,
)
from thermidor.engine.model import Model
from thermidor.engine.month import Month
from thermidor.engine.registry import Registry

MONTHS = 24
TOY = "a toy"
SHORES = dimension("shore", ("north", "south", "east"))


def number(value: float, low: float, high: float) -> Any:
    return parameter(value, "1", low, high, assumption=TOY)


SUN = Outside("sun", "share", "sunshine", np.full(288, 0.25, np.float32), Grounds(assumption=TOY))


class Pond(System):
    water: Array = variable(
        "litres", "water on the shores", dim="shore", quantity="water",
        start=parameter([10.0, 20.0, 30.0], "litres", 0.5, 2.0, dim="shore", assumption=TOY),
        assumption=TOY,
    )  # fmt: skip
    sea: Array = variable(
        "litres", "water in the sea", quantity="water", start=number(5.0, 0, 10), assumption=TOY
    )
    heat: Array = variable("degrees", "warmth", start=number(0.5, 0, 1), high=100.0, assumption=TOY)
    storms: Array = variable("storms", "storms so far", start=0.0, assumption=TOY)
    wind: Array = variable("code", "where the wind came from", start=0.0, assumption=TOY)
    catch: Array = variable("fish", "fish caught", dim="shore", start=0.0, assumption=TOY)
    root: Array = variable("1", "square root of a parameter", start=0.0, assumption=TOY)


class World(eqx.Module):
    pond: Pond


def module() -> ModuleType:
    pond = ModuleType("toy.pond", "Rain falls, runs off and is drunk.")
    rain = flow(
        "pond.rain",
        "water",
        "border:sky",
        "pond.water",
        "litres",
        "rain",
        dim="shore",
        assumption=TOY,
    )
    run = flow(
        "pond.run",
        "water",
        "pond.water",
        "pond.sea",
        "litres",
        "runs off",
        dim="shore",
        assumption=TOY,
    )
    drink = flow(
        "pond.drink",
        "water",
        "pond.sea",
        "border:cows",
        "litres",
        "drunk",
        dim="shore",
        assumption=TOY,
    )
    storm = choice("pond.storm", "a storm", kind="event", assumption=TOY)
    turn = choice(
        "pond.turn", "the wind turns", kind="event", options=("no", "west", "east"), assumption=TOY
    )
    fish = choice("pond.{shore}.fish", "somebody fishes", kind="decision", dim="shore",
                  assumption=TOY)  # fmt: skip

    @rule(
        system="pond", reads={"sun": "outside:sun"},
        parameters={"mean": number(2.0, 0, 4)},
        draws={"sky": normal("shore"), "year": uniform(every="year")},
        neutral=0.0, unit="litres", assumption=TOY,
    )  # fmt: skip
    def it_rains(sun, mean, sky, year):
        """The less the sun shines, the more it rains."""
        return mean * jnp.exp(0.3 * sky) * (0.5 + year) * (1 - sun)

    @rule(
        system="pond",
        reads={"water": "pond.water"},
        parameters={"share": number(0.2, 0, 1)},
        neutral=0.0,
        unit="litres",
        assumption=TOY,
    )
    def water_runs_off(water, share):
        """A share of the water runs into the sea."""
        return share * water

    @rule(
        system="pond",
        reads={"heat": "pond.heat", "fallen": here(0, 10)},
        draws={"luck": normal()},
        neutral=1.0,
        unit="factor",
        assumption=TOY,
    )
    def it_warms(heat, fallen, luck):
        """Rain cools."""
        return 1.01 + 0.01 * luck - 0.001 * jnp.sum(fallen) + 0 * heat

    @rule(
        system="pond", parameters={"x": number(4.0, -9, 9)}, neutral=0.0, unit="1", assumption=TOY
    )
    def a_root(x):
        """Not a number where its parameter is negative."""
        return jnp.sqrt(x)

    def step(m: Month) -> None:
        fallen = m.flow(rain, m.rule(it_rains))
        m.flow(run, m.rule(water_runs_off))
        m.flow(drink, jnp.full(3, 1.0))
        m.set("heat", m.last("pond.heat") * m.rule(it_warms, fallen=fallen))
        m.set("storms", m.last("pond.storms") + m.choose(storm, 0.1))
        m.set("wind", m.choose(turn, 0.3, 0.2))
        m.set("catch", m.last("pond.catch") + m.choose(fish, 0.5))
        m.set("root", m.rule(a_root))

    items: dict[str, Any] = {
        "RAIN": rain, "RUN": run, "DRINK": drink, "STORM": storm, "TURN": turn, "FISH": fish,
        "it_rains": it_rains, "water_runs_off": water_runs_off, "it_warms": it_warms,
        "a_root": a_root, "step": step,
    }  # fmt: skip
    for name in ("sea", "heat", "storms", "wind", "root"):
        items[f"see_{name}"] = output(f"pond.{name}", "1", name, system="pond", assumption=TOY)(
            lambda w, flows, name=name: getattr(w.pond, name)
        )
    for k, shore in enumerate(SHORES):
        for name in ("water", "catch"):
            items[f"see_{name}_{shore}"] = output(
                f"pond.{name}.{shore}", "1", name, system="pond", assumption=TOY
            )(lambda w, flows, name=name, k=k: getattr(w.pond, name)[k])
        for name in ("rain", "run", "drink"):
            items[f"see_{name}_{shore}"] = output(
                f"pond.{name}.{shore}", "1", name, system="pond", assumption=TOY
            )(lambda w, flows, name=name, k=k: flows[f"pond.{name}"][k])
    vars(pond).update(items)
    return pond


def model_of(pond: ModuleType, world: type = World) -> Model:
    def month(m: Month) -> None:
        with m.phase("Nature"):
            m.run(pond)

    return Model(Registry(world, [pond], [SUN]), month, "pond")


def same(a: dict[str, np.ndarray], b: dict[str, np.ndarray]) -> bool:
    """Equal in every bit."""
    return all(a[k].tobytes() == b[k].tobytes() for k in a)
